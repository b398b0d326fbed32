/* Which measures there are: one line a measure, family by family. The row itself stands in
 * measures/, in the file named beside its family. */
#ifndef FOISTAT_STATS_FAMILIES_H
#define FOISTAT_STATS_FAMILIES_H

/* measures/prop_ci.c, prop_ci_exact.c, prop_test.c: one proportion */
#define PROP_MEASURES(X)                                                                           \
    X(prop_ci_wilson)                                                                              \
    X(prop_ci_wilson_cc)                                                                           \
    X(prop_ci_clopper_pearson)                                                                     \
    X(prop_ci_midp)                                                                                \
    X(prop_ci_jeffreys_equal_tailed)                                                               \
    X(prop_ci_jeffreys_bcd_boundary)                                                               \
    X(prop_ci_jeffreys_binom_pkg_onesided_at_boundary)                                             \
    X(prop_ci_blaker)                                                                              \
    X(prop_ci_likelihood_ratio)                                                                    \
    X(prop_ci_arcsine)                                                                             \
    X(prop_ci_agresti_coull_untruncated)                                                           \
    X(prop_ci_wald_untruncated)                                                                    \
    X(prop_ci_wilson_phe_proportion)                                                               \
    X(prop_test_score)                                                                             \
    X(prop_test_score_yates)                                                                       \
    X(prop_test_exact_minlike_two_sided)                                                           \
    X(prop_test_midp)                                                                              \
    X(prop_test_likelihood_ratio)

/* measures/rate_ci.c, rate_ci_exact.c, rate_test.c: one rate */
#define RATE_MEASURES(X)                                                                           \
    X(rate_ci_garwood_exact)                                                                       \
    X(rate_ci_byar_phe)                                                                            \
    X(rate_ci_phe_rate_exact_below_10_byar_otherwise)                                              \
    X(rate_ci_midp_exact)                                                                          \
    X(rate_ci_score_rao)                                                                           \
    X(rate_ci_jeffreys_zero_boundary)                                                              \
    X(rate_ci_jeffreys_gamma_no_boundary)                                                          \
    X(rate_ci_anscombe_sqrt)                                                                       \
    X(rate_ci_vandenbroucke_sqrt)                                                                  \
    X(rate_ci_byar_rothman_half)                                                                   \
    X(rate_ci_wald)                                                                                \
    X(rate_ci_wald_truncated_at_zero)                                                              \
    X(rate_ci_daly_gamma_onesided_at_zero)                                                         \
    X(rate_test_exact_central_two_sided)                                                           \
    X(rate_test_exact_minlike_two_sided)

/* measures/smr.c: observed against expected */
#define SMR_MEASURES(X)                                                                            \
    X(smr_ci_exact)                                                                                \
    X(smr_ci_byar_phe)                                                                             \
    X(smr_ci_midp)                                                                                 \
    X(smr_ci_log_wald)                                                                             \
    X(smr_ci_vandenbroucke)                                                                        \
    X(smr_test_byar_z)                                                                             \
    X(smr_test_chisq)

/* measures/rateratio_ci.c, rateratio_test.c: ratio of two rates */
#define RATERATIO_MEASURES(X)                                                                      \
    X(rateratio_ci_exact_conditional)                                                              \
    X(rateratio_ci_midp_conditional)                                                               \
    X(rateratio_ci_score)                                                                          \
    X(rateratio_ci_wald_log)                                                                       \
    X(rateratio_ci_wald_log_plus_half)                                                             \
    X(rateratio_ci_mover_jeffreys)                                                                 \
    X(rateratio_test_exact_conditional_central)                                                    \
    X(rateratio_test_exact_conditional_minlike)                                                    \
    X(rateratio_test_midp)                                                                         \
    X(rateratio_test_midp_minlike)                                                                 \
    X(rateratio_test_score_z)                                                                      \
    X(rateratio_test_wald_z)                                                                       \
    X(rateratio_test_wald_log_z)                                                                   \
    X(rateratio_test_sqrt_z)                                                                       \
    X(rateratio_test_wald_mh)

/* measures/ratediff.c: difference of two rates */
#define RATEDIFF_MEASURES(X)                                                                       \
    X(ratediff_ci_score)                                                                           \
    X(ratediff_ci_mover_jeffreys)                                                                  \
    X(ratediff_ci_wald)                                                                            \
    X(ratediff_test_score_z)                                                                       \
    X(ratediff_test_wald_z)

/* measures/riskratio.c: ratio of two proportions */
#define RISKRATIO_MEASURES(X)                                                                      \
    X(riskratio_ci_katz_log)                                                                       \
    X(riskratio_ci_adjusted_log_walter)                                                            \
    X(riskratio_ci_small_sample_adjusted_jewell)                                                   \
    X(riskratio_ci_koopman_score)                                                                  \
    X(riskratio_ci_miettinen_nurminen)                                                             \
    X(riskratio_ci_mover_r_wilson)                                                                 \
    X(riskratio_ci_inverse_sinh)                                                                   \
    X(riskratio_ci_price_bonett_approx_bayes)

/* measures/riskdiff.c: difference of two proportions */
#define RISKDIFF_MEASURES(X)                                                                       \
    X(riskdiff_ci_wald)                                                                            \
    X(riskdiff_ci_wald_cc)                                                                         \
    X(riskdiff_ci_agresti_caffo)                                                                   \
    X(riskdiff_ci_newcombe10)                                                                      \
    X(riskdiff_ci_miettinen_nurminen)                                                              \
    X(riskdiff_ci_mee_score_uncorrected)

/* measures/oddsratio_ci.c, oddsratio_exact.c: ratio of two odds */
#define ODDSRATIO_MEASURES(X)                                                                      \
    X(oddsratio_ci_woolf_log)                                                                      \
    X(oddsratio_ci_gart_adjusted_logit)                                                            \
    X(oddsratio_ci_independence_smoothed_logit)                                                    \
    X(oddsratio_ci_inverse_sinh)                                                                   \
    X(oddsratio_ci_mover_r_wilson)                                                                 \
    X(oddsratio_ci_miettinen_nurminen_score)                                                       \
    X(oddsratio_ci_score_uncorrected)                                                              \
    X(oddsratio_ci_cornfield_score_cc)                                                             \
    X(oddsratio_ci_exact_conditional)                                                              \
    X(oddsratio_ci_midp_conditional)                                                               \
    X(oddsratio_ci_cornfield_midp)                                                                 \
    X(oddsratio_ci_cornfield_exact_conditional)                                                    \
    X(oddsratio_ci_baptista_pike_exact)                                                            \
    X(oddsratio_ci_baptista_pike_midp)

/* measures/table2x2.c, table2x2_exact.c, table2x2_boschloo.c: tests on a two by two table */
#define TABLE2X2_MEASURES(X)                                                                       \
    X(table2x2_test_pearson)                                                                       \
    X(table2x2_test_yates)                                                                         \
    X(table2x2_test_likelihood_ratio)                                                              \
    X(table2x2_test_z_unpooled)                                                                    \
    X(table2x2_test_fisher_minlike)                                                                \
    X(table2x2_test_fisher_midp_fisher_irwin)                                                      \
    X(table2x2_test_fisher_midp_central)                                                           \
    X(table2x2_test_boschloo_groups_fixed)                                                         \
    X(table2x2_test_boschloo_two_sided)

/* measures/padjust.c: p-values of many tests */
#define PADJUST_MEASURES(X)                                                                        \
    X(padjust_bonferroni)                                                                          \
    X(padjust_sidak)                                                                               \
    X(padjust_holm)                                                                                \
    X(padjust_holm_sidak)                                                                          \
    X(padjust_hochberg)                                                                            \
    X(padjust_hommel)                                                                              \
    X(padjust_BH)                                                                                  \
    X(padjust_BY)                                                                                  \
    X(padjust_fdr_two_stage_bky)

/* measures/disproportion.c: one group against others */
#define DISPROPORTION_MEASURES(X)                                                                  \
    X(disproportion_index)                                                                         \
    X(disproportion_excess_count)                                                                  \
    X(disproportion_unknown_bounds)                                                                \
    X(disproportion_rate_ratio_to_reference)                                                       \
    X(disproportion_proportionality_index)                                                         \
    X(disproportion_percentage_point_gap)

/* measures/distributions.c, distribution_counts.c: distribution functions */
#define DISTRIBUTION_MEASURES(X)                                                                   \
    X(distribution_gamma_density)                                                                  \
    X(distribution_gamma_probability)                                                              \
    X(distribution_gamma_quantile)                                                                 \
    X(distribution_chisq_density)                                                                  \
    X(distribution_chisq_probability)                                                              \
    X(distribution_chisq_quantile)                                                                 \
    X(distribution_beta_density)                                                                   \
    X(distribution_beta_probability)                                                               \
    X(distribution_beta_quantile)                                                                  \
    X(distribution_poisson_density)                                                                \
    X(distribution_poisson_probability)                                                            \
    X(distribution_poisson_quantile)                                                               \
    X(distribution_binomial_density)                                                               \
    X(distribution_binomial_probability)                                                           \
    X(distribution_binomial_quantile)                                                              \
    X(distribution_hypergeometric_density)                                                         \
    X(distribution_hypergeometric_probability)                                                     \
    X(distribution_hypergeometric_quantile)                                                        \
    X(distribution_normal_density)                                                                 \
    X(distribution_normal_probability)                                                             \
    X(distribution_normal_quantile)                                                                \
    X(distribution_t_density)                                                                      \
    X(distribution_t_probability)                                                                  \
    X(distribution_t_quantile)                                                                     \
    X(distribution_f_density)                                                                      \
    X(distribution_f_probability)                                                                  \
    X(distribution_f_quantile)

/* measures/dsr.c, dsr_gamma.c, dsr_compare.c, dsr_recurrent.c: direct standardisation */
#define DSR_MEASURES(X)                                                                            \
    X(dsr_dobson_byar_phe)                                                                         \
    X(dsr_dobson_exact_poisson)                                                                    \
    X(dsr_fay_feuer_gamma)                                                                         \
    X(dsr_fay_kim_midp_gamma)                                                                      \
    X(dsr_tiwari_clegg_zou)                                                                        \
    X(dsr_gamma_wm_mean)                                                                           \
    X(dsr_gamma_wm_minmaxavg)                                                                      \
    X(dsr_normal)                                                                                  \
    X(dsr_lognormal)                                                                               \
    X(dsr_ratio)                                                                                   \
    X(dsr_difference)                                                                              \
    X(dsr_nonindependent_events_phe)

/* measures/nonindependent.c: crude rates of events that repeat in the same people */
#define NONINDEPENDENT_MEASURES(X)                                                                 \
    X(rate_ci_nonindependent_events)                                                               \
    X(rateratio_ci_nonindependent_events)

/* measures/isr.c: indirect standardisation */
#define ISR_MEASURES(X)                                                                            \
    X(isr_indirect_ratio_phe)                                                                      \
    X(isr_indirect_rate_phe)                                                                       \
    X(isr_indirect_log_wald)

/* measures/attributable.c: attributable fractions and risks */
#define ATTRIBUTABLE_MEASURES(X)                                                                   \
    X(attributable_fraction_exposed_rate)                                                          \
    X(attributable_fraction_exposed_risk)                                                          \
    X(population_attributable_fraction_rate)                                                       \
    X(population_attributable_fraction_risk_jewell)                                                \
    X(population_attributable_rate)                                                                \
    X(population_attributable_risk_wald)                                                           \
    X(population_attributable_risk_pirikahu_delta)

/* measures/eb.c: empirical Bayes */
#define EB_MEASURES(X)                                                                             \
    X(eb_marshall_moments)                                                                         \
    X(eb_marshall_global_smoothed_rates)                                                           \
    X(eb_clayton_kaldor_gamma)

/* measures/funnel.c, funnel_spread.c: funnel plots */
#define FUNNEL_MEASURES(X)                                                                         \
    X(funnel_proportion_limits_wilson_inverse)                                                     \
    X(funnel_ratio_limits_exact_poisson)                                                           \
    X(funnel_limits_overdispersed)                                                                 \
    X(funnel_limits_overdispersed_sqrt)                                                            \
    X(funnel_significance_ratio)                                                                   \
    X(funnel_significance_proportion)                                                              \
    X(funnel_zscore_proportion_arcsine)                                                            \
    X(funnel_zscore_ratio_of_counts)                                                               \
    X(funnel_overdispersion_shmi)                                                                  \
    X(funnel_overdispersion_cqc)

/* measures/dispro.c, dispro_ebgm.c: disproportionality of reports */
#define DISPRO_MEASURES(X)                                                                         \
    X(dispro_prr)                                                                                  \
    X(dispro_ror)                                                                                  \
    X(dispro_bcpnn_ic_log2)                                                                        \
    X(dispro_ebgm_given_hyperparameters)

/* measures/power.c: planning */
#define POWER_MEASURES(X)                                                                          \
    X(power_two_proportions_n_per_group)                                                           \
    X(power_two_proportions_power)

#define ALL_MEASURES(X)                                                                            \
    PROP_MEASURES(X)                                                                               \
    RATE_MEASURES(X)                                                                               \
    SMR_MEASURES(X)                                                                                \
    RATERATIO_MEASURES(X)                                                                          \
    RATEDIFF_MEASURES(X)                                                                           \
    RISKRATIO_MEASURES(X)                                                                          \
    RISKDIFF_MEASURES(X)                                                                           \
    ODDSRATIO_MEASURES(X)                                                                          \
    TABLE2X2_MEASURES(X)                                                                           \
    PADJUST_MEASURES(X)                                                                            \
    DISPROPORTION_MEASURES(X)                                                                      \
    DISTRIBUTION_MEASURES(X)                                                                       \
    DSR_MEASURES(X)                                                                                \
    NONINDEPENDENT_MEASURES(X)                                                                     \
    ISR_MEASURES(X)                                                                                \
    ATTRIBUTABLE_MEASURES(X)                                                                       \
    EB_MEASURES(X)                                                                                 \
    FUNNEL_MEASURES(X)                                                                             \
    DISPRO_MEASURES(X)                                                                             \
    POWER_MEASURES(X)

#endif
