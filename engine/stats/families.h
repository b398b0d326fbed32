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
    X(prop_ci_logit)                                                                               \
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

/* measures/disproportion.c, disproportion_measures.c, idea.c: one group against others */
#define DISPROPORTION_MEASURES(X)                                                                  \
    X(disproportion_index)                                                                         \
    X(disproportion_excess_count)                                                                  \
    X(disproportion_unknown_bounds)                                                                \
    X(disproportion_unknown_allocated)                                                             \
    X(disproportion_rate_ratio_to_reference)                                                       \
    X(disproportion_proportionality_index)                                                         \
    X(disproportion_percentage_point_gap)                                                          \
    X(disproportion_ratio_to_others)                                                               \
    X(disproportion_ratio_to_total)                                                                \
    X(disproportion_ratio_to_group)                                                                \
    X(disproportion_rate_difference)                                                               \
    X(disproportion_parity_count)                                                                  \
    X(disproportion_composition)                                                                   \
    X(disproportion_four_fifths)                                                                   \
    X(disproportion_weighted_risk_ratio)                                                           \
    X(disproportion_idea_risk_ratio)                                                               \
    X(disproportion_minimum_sizes)                                                                 \
    X(disproportion_idea_years)

/* measures/cascade.c: decision points */
#define CASCADE_MEASURES(X)                                                                        \
    X(cascade_relative_rate_index)                                                                 \
    X(cascade_stages)

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

/* measures/glm.c, glm_negbin.c: models of counts along one covariate, or over strata */
#define GLM_MEASURES(X)                                                                            \
    X(glm_poisson)                                                                                 \
    X(glm_logistic_trend)                                                                          \
    X(glm_poisson_stratified_rate_ratio)                                                           \
    X(glm_negbin2)

/* measures/trend_rates.c: trends of rates */
#define TREND_RATES_MEASURES(X)                                                                    \
    X(trend_poisson_loglinear)                                                                     \
    X(trend_poisson_lrt)                                                                           \
    X(trend_quasipoisson)                                                                          \
    X(trend_negative_binomial)

/* measures/nist.c: problems with certified answers */
#define NIST_MEASURES(X)                                                                           \
    X(nist_strd_numacc4)                                                                           \
    X(nist_strd_pontius_quadratic_ols)                                                             \
    X(nist_strd_wampler1_quintic_ols)

/* measures/inequality_*.c: inequality between people, groups, and along an order */
#define INEQUALITY_MEASURES(X)                                                                     \
    X(inequality_gini_population)                                                                  \
    X(inequality_gini_corrected_n_over_n_minus_1)                                                  \
    X(inequality_gini_population_weighted)                                                         \
    X(inequality_theil_T)                                                                          \
    X(inequality_theil_L_mld)                                                                      \
    X(inequality_atkinson)                                                                         \
    X(inequality_herfindahl)                                                                       \
    X(inequality_hoover_ricci_schutz)                                                              \
    X(inequality_bgv)                                                                              \
    X(inequality_bgsd)                                                                             \
    X(inequality_coefficient_of_variation_pct)                                                     \
    X(inequality_index_of_disparity_unweighted_pct)                                                \
    X(inequality_index_of_disparity_weighted_pct)                                                  \
    X(inequality_mean_diff_from_mean_unweighted)                                                   \
    X(inequality_mean_diff_from_mean_weighted)                                                     \
    X(inequality_mean_diff_from_best_unweighted)                                                   \
    X(inequality_mean_diff_from_best_weighted)                                                     \
    X(inequality_mean_diff_from_reference_weighted)                                                \
    X(inequality_par_highest_ordered)                                                              \
    X(inequality_paf_highest_ordered_pct)                                                          \
    X(inequality_theil_x1000)                                                                      \
    X(inequality_mld_x1000)                                                                        \
    X(inequality_sii_rii_wls_ridit)                                                                \
    X(inequality_sii_rii_wls_log_scale)                                                            \
    X(inequality_sii_rii_wls_logit_scale)                                                          \
    X(inequality_absolute_concentration_index)                                                     \
    X(inequality_relative_concentration_index)                                                     \
    X(inequality_sii_logit_binomial)                                                               \
    X(inequality_rii_logit_binomial)                                                               \
    X(inequality_sii_simulation_ci_phe)

/* measures/segregation.c */
#define SEGREGATION_MEASURES(X) X(segregation_dissimilarity_D)

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
    X(funnel_limits_exact_poisson)                                                                 \
    X(funnel_limits_overdispersed)                                                                 \
    X(funnel_limits_overdispersed_sqrt)                                                            \
    X(funnel_significance_ratio)                                                                   \
    X(funnel_significance_proportion)                                                              \
    X(funnel_zscore_proportion_arcsine)                                                            \
    X(funnel_zscore_ratio_of_counts)                                                               \
    X(funnel_zscore_overdispersed)                                                                 \
    X(funnel_zscore_overdispersed_sqrt)                                                            \
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

/* measures/mh.c, mh_rates.c, mh_exact.c, mh_homogeneity.c: one comparison over strata */
#define MH_MEASURES(X)                                                                             \
    X(mh_oddsratio_rbg_ci)                                                                         \
    X(mh_oddsratio_exact_conditional)                                                              \
    X(mh_riskratio_greenland_robins)                                                               \
    X(mh_riskdiff_greenland_robins_sato)                                                           \
    X(mh_riskdiff_wald_fagerland)                                                                  \
    X(mh_test_cmh_no_cc)                                                                           \
    X(mh_test_cmh_cc)                                                                              \
    X(mh_rateratio)                                                                                \
    X(mh_ratediff)                                                                                 \
    X(mh_rateratio_test_no_cc)                                                                     \
    X(mh_homogeneity_rateratio)                                                                    \
    X(mh_homogeneity_breslow_day_unadjusted)                                                       \
    X(mh_homogeneity_tarone_adjusted)                                                              \
    X(mh_homogeneity_peto)                                                                         \
    X(mh_homogeneity_inverse_variance_Q_OR)                                                        \
    X(mh_homogeneity_inverse_variance_Q_RR)                                                        \
    X(mh_homogeneity_inverse_variance_Q_RD)                                                        \
    X(mh_homogeneity_cochran_Q_mh_weights)                                                         \
    X(mh_homogeneity_woolf)

/* measures/stratified.c: the same, weighted otherwise */
#define STRATIFIED_MEASURES(X)                                                                     \
    X(stratified_oddsratio_woolf_inverse_variance)                                                 \
    X(stratified_oddsratio_peto)                                                                   \
    X(stratified_riskratio_score_inverse_variance)

/* measures/table_rxc.c, table_rxc_exact.c: a table of r rows and c columns */
#define TABLE_RXC_MEASURES(X)                                                                      \
    X(tableRxC_test_pearson)                                                                       \
    X(tableRxC_test_likelihood_ratio)                                                              \
    X(tableRxC_test_fisher_freeman_halton)                                                         \
    X(tableRxC_linear_by_linear)                                                                   \
    X(tableRxC_adjusted_residual_cell_1_1)                                                         \
    X(tableRxC_adjusted_residual)

/* measures/proportions.c: several proportions */
#define PROPORTIONS_MEASURES(X)                                                                    \
    X(proportions_test_k_sample)                                                                   \
    X(proportions_test_given_probabilities)                                                        \
    X(proportions_pairwise_chisq_no_cc)

/* measures/multinomial.c: shares of several categories */
#define MULTINOMIAL_MEASURES(X)                                                                    \
    X(multinomial_ci_goodman)                                                                      \
    X(multinomial_ci_sison_glaz)                                                                   \
    X(multinomial_ci_sison_glaz_paper)

/* measures/paired.c: two proportions of the same pairs */
#define PAIRED_MEASURES(X)                                                                         \
    X(paired_test_mcnemar)                                                                         \
    X(paired_riskdiff_ci_tango_score)                                                              \
    X(paired_riskdiff_ci_newcombe8)                                                                \
    X(paired_riskdiff_ci_newcombe10_corrected)

/* measures/trend_proportions.c: proportions over scores */
#define TREND_PROPORTIONS_MEASURES(X)                                                              \
    X(trend_cochran_armitage)                                                                      \
    X(trend_cochran_armitage_z_abs)                                                                \
    X(trend_cochran_armitage_linear_slope)                                                         \
    X(trend_mantel_haenszel_signed)

/* measures/permutation.c: all divisions of the pooled values */
#define PERMUTATION_MEASURES(X)                                                                    \
    X(permutation_two_sample_mean_exact)                                                           \
    X(wilcoxon_rank_sum_exact)

/* measures/correlation.c */
#define CORRELATION_MEASURES(X)                                                                    \
    X(correlation_pearson)                                                                         \
    X(correlation_spearman)

/* measures/bounds.c, bounds_lists.c: exact ranges under interval inputs */
#define BOUNDS_MEASURES(X)                                                                         \
    X(bounds_proportion)                                                                           \
    X(bounds_rate)                                                                                 \
    X(bounds_rateratio)                                                                            \
    X(bounds_ratediff)                                                                             \
    X(bounds_riskratio)                                                                            \
    X(bounds_riskdiff)                                                                             \
    X(bounds_oddsratio)                                                                            \
    X(bounds_index)                                                                                \
    X(bounds_ratio)                                                                                \
    X(bounds_cells)                                                                                \
    X(bounds_dsr)                                                                                  \
    X(bounds_rank)

/* measures/rank_ci.c: intervals for ranks */
#define RANK_MEASURES(X)                                                                           \
    X(rank_ci_normal)                                                                              \
    X(rank_ci_rates)

/* measures/bootstrap.c: resampling */
#define RESAMPLING_MEASURES(X)                                                                     \
    X(bootstrap_ci_percentile)                                                                     \
    X(bootstrap_ci_bca)                                                                            \
    X(bootstrap_ratio_percentile)                                                                  \
    X(bootstrap_ratio_bca)                                                                         \
    X(permutation_two_sample_mean)

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
    CASCADE_MEASURES(X)                                                                            \
    DISTRIBUTION_MEASURES(X)                                                                       \
    GLM_MEASURES(X)                                                                                \
    TREND_RATES_MEASURES(X)                                                                        \
    NIST_MEASURES(X)                                                                               \
    INEQUALITY_MEASURES(X)                                                                         \
    SEGREGATION_MEASURES(X)                                                                        \
    DSR_MEASURES(X)                                                                                \
    NONINDEPENDENT_MEASURES(X)                                                                     \
    ISR_MEASURES(X)                                                                                \
    ATTRIBUTABLE_MEASURES(X)                                                                       \
    EB_MEASURES(X)                                                                                 \
    FUNNEL_MEASURES(X)                                                                             \
    DISPRO_MEASURES(X)                                                                             \
    POWER_MEASURES(X)                                                                              \
    MH_MEASURES(X)                                                                                 \
    STRATIFIED_MEASURES(X)                                                                         \
    TABLE_RXC_MEASURES(X)                                                                          \
    PROPORTIONS_MEASURES(X)                                                                        \
    MULTINOMIAL_MEASURES(X)                                                                        \
    PAIRED_MEASURES(X)                                                                             \
    TREND_PROPORTIONS_MEASURES(X)                                                                  \
    PERMUTATION_MEASURES(X)                                                                        \
    CORRELATION_MEASURES(X)                                                                        \
    BOUNDS_MEASURES(X)                                                                             \
    RANK_MEASURES(X)                                                                               \
    RESAMPLING_MEASURES(X)

#endif
