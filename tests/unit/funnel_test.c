/* Funnels, empirical Bayes, reports, power: what their reference values do not show. Limits and
 * codes agree; answers are put back into the equations they solve; ends and empty questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include "stats/distribution.h"
#include "unit/ask.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

static double code_at(double observed, double expected) {
    char words[100];
    snprintf(words, sizeof words, "observed=%.17g expected=%.17g", observed, expected);
    return ask("funnel.significance_ratio", words, "code");
}

/* Crossing a limit of the funnel changes the code by one. */
static void test_codes_match_limits(void **state) {
    (void)state;
    static const char *const limits[] = {"lower_3s_exp", "lower_2s_exp", "upper_2s_exp",
                                         "upper_3s_exp"};
    static const double outside[] = {-2, -1, 1, 2}, inside[] = {-1, 0, 0, 1};
    static const double observed[] = {1, 2, 9, 10, 11, 286, 123456};
    for (size_t k = 0; k < sizeof observed / sizeof *observed; k++) {
        char words[60];
        snprintf(words, sizeof words, "observed=%.0f", observed[k]);
        for (int i = 0; i < 4; i++) {
            double at = ask("funnel.ratio_limits_exact_poisson", words, limits[i]);
            double out = i < 2 ? 1 + 1e-9 : 1 - 1e-9;
            near(code_at(observed[k], at * out), outside[i], 0);
            near(code_at(observed[k], at / out), inside[i], 0);
        }
    }
    near(code_at(0, 3), 0, 0);
    near(code_at(0, 4), -1, 0);
    near(code_at(0, 7), -2, 0);
    near(code_at(0, 1e-9), 0, 0);
}

/* The limits at an expected number go through the counts that are just significant there, and the
 * code changes between the whole numbers on either side of them. */
static void test_exact_limits_meet_the_counts(void **state) {
    (void)state;
    static const char *const names[] = {"lower_3s", "lower_2s", "upper_2s", "upper_3s"};
    static const double observed[] = {1, 2, 9, 10, 286, 123456, 1e9};
    for (size_t k = 0; k < sizeof observed / sizeof *observed; k++) {
        for (int i = 0; i < 4; i++) {
            char words[60], at[20];
            snprintf(words, sizeof words, "observed=%.0f", observed[k]);
            snprintf(at, sizeof at, "%s_exp", names[i]);
            double expected = ask("funnel.ratio_limits_exact_poisson", words, at);
            snprintf(words, sizeof words, "expected=%.17g", expected);
            near(ask("funnel.limits_exact_poisson", words, names[i]), observed[k] / expected,
                 1e-10);
        }
    }
    static const double expected[] = {1e-6, 0.3, 3.6, 3.7, 6.9, 7, 55.5, 98765.4, 1e6};
    static const double beyond[] = {-2, -1, 1, 2};
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        char words[60];
        snprintf(words, sizeof words, "expected=%.17g", expected[k]);
        for (int i = 0; i < 4; i++) {
            double count = ask("funnel.limits_exact_poisson", words, names[i]) * expected[k];
            double last = i < 2 ? ceil(count) - 1 : floor(count) + 1; /* the first one beyond */
            double before = i < 2 ? last + 1 : last - 1;
            if (last >= 0)
                assert_true(code_at(last, expected[k]) * beyond[i] >= beyond[i] * beyond[i]);
            assert_true(code_at(before, expected[k]) * beyond[i] < beyond[i] * beyond[i]);
        }
    }
    near(ask("funnel.limits_exact_poisson", "expected=3.6", "lower_2s"), 0, 0);
    assert_true(ask("funnel.limits_exact_poisson", "expected=3.7", "lower_2s") > 0);
}

/* A ratio on a limit is as many standard deviations away as the limit. */
static void test_zscores_match_limits(void **state) {
    (void)state;
    static const char *const limits[] = {"funnel.limits_overdispersed",
                                         "funnel.limits_overdispersed_sqrt"};
    static const char *const scores[] = {"funnel.zscore_overdispersed",
                                         "funnel.zscore_overdispersed_sqrt"};
    for (int i = 0; i < 2; i++) {
        const char *place =
            "expected=1e12 phi=1.5 tau2=0.02"; /* so many that a count can be near */
        char words[120];
        double upper = ask(limits[i], place, "upper_3s"), lower = ask(limits[i], place, "lower_2s");
        snprintf(words, sizeof words, "observed=%.0f %s", upper * 1e12, place);
        near(ask(scores[i], words, "z"), normal_quantile(0.001, TAIL_UPPER), 1e-11);
        snprintf(words, sizeof words, "observed=%.0f %s", lower * 1e12, place);
        near(ask(scores[i], words, "z"), normal_quantile(0.025, TAIL_LOWER), 1e-11);
        near(ask(scores[i], "observed=7 expected=7 tau2=1", "z"), 0, 0);
    }
}

static void test_proportion_codes(void **state) {
    (void)state;
    static const char *const limits[] = {"lower_3s", "lower_2s", "upper_2s", "upper_3s"};
    static const double outside[] = {-2, -1, 1, 2}, inside[] = {-1, 0, 0, 1};
    for (int i = 0; i < 4; i++) {
        double at = ask("funnel.proportion_limits_wilson_inverse",
                        "average_proportion=0.3 population=80 multiplier=80", limits[i]);
        for (int side = 0; side < 2; side++) {
            char words[120];
            double step = (i < 2) == (side == 0) ? 1 - 1e-9 : 1 + 1e-9;
            snprintf(words, sizeof words, "numerator=%.17g denominator=80 average_proportion=0.3",
                     at * step);
            near(ask("funnel.significance_proportion", words, "code"),
                 side == 0 ? outside[i] : inside[i], 0);
        }
    }
    const char *certain = "numerator=5 denominator=5 average_proportion=1";
    near(ask("funnel.significance_proportion", certain, "code"), 0, 0);
    const char *never = "numerator=5 denominator=5 average_proportion=0";
    near(ask("funnel.significance_proportion", never, "code"), 2, 0);
}

static void test_overdispersed_limits(void **state) {
    (void)state;
    const char *plain = "expected=25", *low = "expected=25 phi=0.2", *wide = "expected=25 phi=2";
    static const char *const methods[] = {"funnel.limits_overdispersed",
                                          "funnel.limits_overdispersed_sqrt"};
    for (int i = 0; i < 2; i++) {
        near(ask(methods[i], low, "lower_2s"), ask(methods[i], plain, "lower_2s"), 0);
        assert_true(ask(methods[i], wide, "lower_2s") < ask(methods[i], plain, "lower_2s"));
        assert_true(ask(methods[i], wide, "upper_3s") > ask(methods[i], plain, "upper_3s"));
        near(ask(methods[i], "expected=25 tau2=0.5 multiplier=100", "upper_2s"),
             100 * ask(methods[i], "expected=25 tau2=0.5", "upper_2s"), 1e-14);
    }
    /* phi doubles the variance as half the expected events do */
    near(ask(methods[0], wide, "upper_2s"), ask(methods[0], "expected=12.5", "upper_2s"), 1e-14);
    near(ask(methods[1], "expected=0.01", "lower_3s"), 0, 0);
}

#define TEN "expected=10,10,10,10,10,10,10,10,10,10"

static void test_overdispersion(void **state) {
    (void)state;
    static const char *const methods[] = {"funnel.overdispersion_shmi",
                                          "funnel.overdispersion_cqc"};
    for (int i = 0; i < 2; i++) {
        const char *alike = "observed=10,10,10,10,10,10,10,10,10,10 " TEN;
        near(ask(methods[i], alike, "phi"), 0, 0);
        near(ask(methods[i], alike, "tau2"), 0, 0);
        /* without trimming, every place counts as it is */
        const char *spread = "observed=4,25,13 expected=9,16,9 trim_by=0";
        double z[3];
        for (int k = 0; k < 3; k++) {
            static const double o[] = {4, 25, 13}, e[] = {9, 16, 9};
            z[k] =
                i == 0 ? log(o[k] / e[k]) * sqrt(e[k]) : (sqrt(o[k] / e[k]) - 1) * 2 * sqrt(e[k]);
        }
        double squares = z[0] * z[0] + z[1] * z[1] + z[2] * z[2];
        near(ask(methods[i], spread, "n"), 3, 0);
        near(ask(methods[i], spread, "phi"), squares / 3, 1e-13);
        double unit = i == 0 ? 1 : 4, w = 34 * unit, w2 = (81 + 256 + 81) * unit * unit;
        near(ask(methods[i], spread, "tau2"), (squares - 2) / (w - w2 / w), 1e-13);
        /* an outlier, drawn in or dropped, moves phi little however far out it is */
        double far = ask(methods[i], "observed=10,11,9,10,12,8,10,9,11,900 " TEN, "phi");
        near(ask(methods[i], "observed=10,11,9,10,12,8,10,9,11,90 " TEN, "phi"), far,
             i == 0 ? 1e-12 : 12);
    }
}

/* The answer satisfies Clayton and Kaldor's two equations. */
static void test_clayton_kaldor(void **state) {
    (void)state;
    static const double o[] = {4, 0, 30, 12, 55}, x[] = {6.5, 3.25, 12, 14, 60};
    const char *words = "observed=4,0,30,12,55 expected=6.5,3.25,12,14,60";
    double nu = ask("eb.clayton_kaldor_gamma", words, "nu");
    double alpha = ask("eb.clayton_kaldor_gamma", words, "alpha"), mean = 0, spread = 0;
    for (int i = 0; i < 5; i++) {
        char name[8];
        snprintf(name, sizeof name, "rr_%d", i + 1);
        double rr = ask("eb.clayton_kaldor_gamma", words, name);
        near(rr, (o[i] + nu) / (x[i] + alpha), 1e-13);
        mean += rr / 5;
        spread += (1 + alpha / x[i]) * (rr - nu / alpha) * (rr - nu / alpha) / 4;
    }
    near(mean, nu / alpha, 1e-12);
    near(spread, nu / alpha / alpha, 1e-11);
    const char *chance = "observed=5,11,20 expected=5.5,10,21";
    assert_true(isinf(ask("eb.clayton_kaldor_gamma", chance, "alpha")));
    near(ask("eb.clayton_kaldor_gamma", chance, "rr_2"), 36 / 36.5, 1e-14);
    assert_true(isnan(ask("eb.clayton_kaldor_gamma", "observed=5,0,20 expected=15,0,9", "rr_2")));
}

static void test_marshall(void **state) {
    (void)state;
    const char *words = "observed=9,0,40,0 population=100,50,150,0";
    double m = ask("eb.marshall_moments", words, "gamma_mean");
    near(m, 49. / 300, 1e-15);
    double high = ask("eb.marshall_global_smoothed_rates", words, "smoothed_rate_3");
    double low = ask("eb.marshall_global_smoothed_rates", words, "smoothed_rate_2");
    assert_true(high > m && high < 40. / 150 && low < m && low > 0);
    assert_true(isnan(ask("eb.marshall_global_smoothed_rates", words, "smoothed_rate_4")));
    near(ask("eb.marshall_global_smoothed_rates", "observed=0,0 population=5,6", "smoothed_rate_1"),
         0, 0);
}

static void test_reports(void **state) {
    (void)state;
    const char *pair = "n11=12 n1_row_total=340 n1_col_total=95 N=20000";
    const char *turned = "n11=12 n1_row_total=95 n1_col_total=340 N=20000";
    const char *risks = "x1=12 n1=340 x0=83 n0=19660";
    near(ask("dispro.ror", pair, "log_lower95"), ask("dispro.ror", turned, "log_lower95"), 1e-13);
    near(ask("dispro.bcpnn_ic_log2", pair, "lower95"),
         ask("dispro.bcpnn_ic_log2", turned, "lower95"), 1e-12);
    near(exp(ask("dispro.prr", pair, "log_lower95")), ask("riskratio.ci.katz_log", risks, "lower"),
         1e-12);
    near(ask("dispro.prr", "n11=0 n1_row_total=5 n1_col_total=9 N=40", "prr"), 0, 0);
    assert_true(isinf(ask("dispro.ror", "n11=3 n1_row_total=3 n1_col_total=9 N=40", "ror")));
}

#define PRIOR "alpha1=0.2 beta1=0.1 alpha2=2 beta2=4 "

static void test_shrinker(void **state) {
    (void)state;
    double q;
    struct err e = {0};
    assert_true(gamma_quantile(0.05, 7.2, TAIL_LOWER, &q, &e));
    near(ask("dispro.ebgm_given_hyperparameters", "N=7 E=2.5 P=1 " PRIOR, "q05"), q / 2.6, 1e-12);
    double last = 0;
    static const char *const counts[] = {"0", "1", "5", "40", "1000", "1000000", "1000000000"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char words[120];
        snprintf(words, sizeof words, "N=%s E=2.5 P=0.4 " PRIOR, counts[i]);
        double mean = ask("dispro.ebgm_given_hyperparameters", words, "EBGM");
        assert_true(mean > last);
        assert_true(ask("dispro.ebgm_given_hyperparameters", words, "q05") < mean);
        last = mean;
    }
    near(last, 1e9 / 2.6, 1e-8); /* the prior no longer matters */
    /* put back: the quantile lies hundreds of powers of ten below that of the second part */
    const char *wide = "N=0 E=1 alpha1=0.01 beta1=0.1 alpha2=20 beta2=4 P=0.4";
    double share = ask("dispro.ebgm_given_hyperparameters", wide, "Qn");
    double q05 = ask("dispro.ebgm_given_hyperparameters", wide, "q05");
    assert_true(q05 > 0 && q05 < 1e-50);
    near(share * gamma_probability(1.1 * q05, 0.01, TAIL_LOWER) +
             (1 - share) * gamma_probability(5 * q05, 20, TAIL_LOWER),
         0.05, 1e-12);
    /* a shape so small that the quantile is below every double */
    const char *tiny = "N=0 E=1 alpha1=1e-6 beta1=0.1 alpha2=1e6 beta2=10 P=0.9";
    near(ask("dispro.ebgm_given_hyperparameters", tiny, "q05"), 0, 0);
}

static void test_power(void **state) {
    (void)state;
    static const char *const cases[] = {"p1=0.05 p2=0.1 ", "p1=0.9 p2=0.2 alpha=0.01 ",
                                        "p1=0 p2=0.004 ", "p1=0.5 p2=0.501 alpha=0.2 "};
    for (int i = 0; i < 4; i++) {
        char words[120];
        snprintf(words, sizeof words, "%spower=0.83", cases[i]);
        double n = ask("power.two_proportions.n_per_group", words, "n");
        snprintf(words, sizeof words, "%sn=%.17g", cases[i], n);
        near(ask("power.two_proportions.power", words, "power"), 0.83, 1e-12);
    }
    near(ask("power.two_proportions.power", "p1=0 p2=1 n=100", "power"), 1, 0);
    near(ask("power.two_proportions.power", "p1=0 p2=1 n=1", "power"), 0, 0);
}

static void expect(const char *method, const char *words, enum err_id id, const char *says) {
    double x;
    char note[256];
    enum err_id got = ask_all(method, words, "none", &x, note);
    if (got != id || strstr(note, says) == NULL)
        fail_msg("%s %s: error %d, note '%s'", method, words, (int)got, note);
}

static void test_refuses(void **state) {
    (void)state;
    expect("funnel.proportion_limits_wilson_inverse", "average_proportion=0.5 population=0",
           ERR_NONE, "nobody");
    expect("funnel.significance_ratio", "observed=1 expected=0", ERR_NONE, "expected is 0");
    expect("funnel.significance_proportion", "numerator=3 denominator=2 average_proportion=0.5",
           ERR_ARG_RANGE, "");
    expect("funnel.significance_proportion", "numerator=0 denominator=0 average_proportion=0.5",
           ERR_NONE, "nobody");
    expect("funnel.limits_exact_poisson", "expected=0", ERR_NONE, "nothing is expected");
    expect("funnel.zscore_overdispersed", "observed=0 expected=3", ERR_NONE, "no events");
    expect("funnel.zscore_overdispersed", "observed=1 expected=0", ERR_NONE, "nothing is expected");
    expect("funnel.zscore_overdispersed_sqrt", "observed=1 expected=0", ERR_NONE, "nothing is");
    expect("funnel.limits_overdispersed", "expected=0", ERR_NONE, "nothing is expected");
    expect("funnel.limits_overdispersed_sqrt", "expected=0", ERR_NONE, "nothing is expected");
    expect("funnel.zscore_proportion_arcsine", "numerator=0 denominator=0", ERR_NONE, "nobody");
    expect("funnel.zscore_proportion_arcsine", "numerator=3 denominator=2", ERR_ARG_RANGE, "");
    expect("funnel.zscore_ratio_of_counts", "numerator=0,0 denominator=2,1", ERR_NONE,
           "numerators");
    expect("funnel.overdispersion_shmi", "observed=1,0 expected=2,2", ERR_NONE, "place 2 of 2");
    expect("funnel.overdispersion_shmi", "observed=1,4 expected=2,2", ERR_NONE, "");
    expect("funnel.overdispersion_shmi", "observed=4,9 expected=2,2 trim_by=0.4", ERR_NONE,
           "no place");
    expect("funnel.overdispersion_cqc", "observed=1,0 expected=2,0", ERR_NONE, "place 2 of 2");
    expect("funnel.overdispersion_cqc", "observed=1 expected=2 trim_by=0.5", ERR_ARG_RANGE, "");
    expect("eb.marshall_moments", "observed=0,0 population=0,0", ERR_NONE, "nobody");
    expect("eb.marshall_moments", "observed=0,2 population=9,0", ERR_NONE, "place 2 of 2");
    expect("eb.clayton_kaldor_gamma", "observed=1,2 expected=9,0", ERR_NONE, "none are expected");
    expect("eb.clayton_kaldor_gamma", "observed=1,0 expected=9,0", ERR_NONE, "two places");
    expect("eb.clayton_kaldor_gamma", "observed=0,0 expected=9,1", ERR_NONE, "any events");
    expect("dispro.prr", "n11=4 n1_row_total=3 n1_col_total=9 N=40", ERR_ARG_RANGE, "");
    expect("dispro.prr", "n11=1 n1_row_total=30 n1_col_total=19 N=40", ERR_ARG_RANGE, "");
    expect("dispro.prr", "n11=0 n1_row_total=0 n1_col_total=9 N=40", ERR_NONE, "in the row");
    expect("dispro.prr", "n11=0 n1_row_total=9 n1_col_total=0 N=40", ERR_NONE, "in the column");
    expect("dispro.ror", "n11=0 n1_row_total=0 n1_col_total=9 N=40", ERR_NONE, "0/0");
    expect("dispro.ebgm_given_hyperparameters", "N=1 E=0 P=0.5 " PRIOR, ERR_NONE, "expected");
    expect("power.two_proportions.n_per_group", "p1=0.2 p2=0.2 power=0.9", ERR_NONE,
           "no difference");
    expect("power.two_proportions.n_per_group", "p1=0.2 p2=0.3 power=0.001", ERR_NONE, "power");
    expect("power.two_proportions.power", "p1=0.2 p2=0.2 n=9", ERR_NONE, "no difference");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes_match_limits),
        cmocka_unit_test(test_exact_limits_meet_the_counts),
        cmocka_unit_test(test_zscores_match_limits),
        cmocka_unit_test(test_proportion_codes),
        cmocka_unit_test(test_overdispersed_limits),
        cmocka_unit_test(test_overdispersion),
        cmocka_unit_test(test_clayton_kaldor),
        cmocka_unit_test(test_marshall),
        cmocka_unit_test(test_reports),
        cmocka_unit_test(test_shrinker),
        cmocka_unit_test(test_power),
        cmocka_unit_test(test_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
