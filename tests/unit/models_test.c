/* Models of counts and trends of rates, what their worked examples do not show: the fitted answer
 * satisfies its equations, units change nothing that they should not, short cuts agree with the
 * long way, and data without a finite fit are told from data that have one. */
#include "unit/words.h"

#include "stats/glm.h"
#include "stats/glm_search.h"
#include "stats/least_squares.h"

#define YEARS "exposure=1210000,1220000,1220000,1230000,1235000 x=2016,2017,2018,2019,2020"
#define COUNTS "count=12045,11980,12410,12875,13300 "

/* --- the engine ------------------------------------------------------------------------------- */

static const double design[] = {1, 0, 1, 1, 1, 2.5, 1, 4, 1, 7};
static const double events[] = {3, 0, 17, 2385, 10798};
static const double cases[] = {90, 12, 40, 6000, 11000};
static const double log_time[] = {2, 3, 5, 7, 8.5};

static void score_vanishes(struct glm g, double theta) {
    struct glm_fit f;
    struct err e = {0};
    g.theta = theta;
    if (!glm_fit(&g, &f, &e))
        fail_msg("%s", e.message);
    for (size_t j = 0; j < g.p; j++) {
        double score = 0, size = 0;
        for (size_t i = 0; i < g.n; i++) {
            double damped = g.family == GLM_NEGBIN ? 1 + f.mean[i] / theta : 1;
            double w = (g.weight == NULL ? 1 : g.weight[i]) / damped;
            score += w * g.x[i * g.p + j] * (g.count[i] - f.mean[i]);
            size += w * fabs(g.x[i * g.p + j]) * g.count[i];
        }
        assert_true(fabs(score) <= 1e-11 * size);
    }
    glm_fit_free(&f);
    glm_fit_free(&f);
}

static void test_score_equations(void **unused) {
    (void)unused;
    const struct glm poisson = {
        .family = GLM_POISSON, .n = 5, .p = 2, .x = design, .count = events, .offset = log_time};
    struct glm binomial = {
        .family = GLM_BINOMIAL, .n = 5, .p = 2, .x = design, .count = events, .trials = cases};
    struct glm negbin = poisson;
    negbin.family = GLM_NEGBIN;
    score_vanishes(poisson, 0);
    score_vanishes(binomial, 0);
    binomial.weight = cases;
    score_vanishes(binomial, 0);
    score_vanishes(negbin, 1e-3);
    score_vanishes(negbin, 2);
    score_vanishes(negbin, 1e9);
}

static void test_no_finite_fit_is_an_error(void **unused) {
    (void)unused;
    static const double none[] = {0, 0, 0, 0, 0};
    const struct glm g = {.family = GLM_POISSON, .n = 5, .p = 2, .x = design, .count = none};
    struct glm_fit f;
    struct err e = {0};
    assert_false(glm_fit(&g, &f, &e));
    assert_null(f.mean);
    assert_true(e.id == ERR_UNSETTLED || e.id == ERR_UNDEFINED);
}

static void test_poisson_deviance(void **unused) {
    (void)unused;
    near(glm_poisson_deviance(0, 3), 6, 1e-15);
    near(glm_poisson_deviance(5, 5), 0, 0);
    near(glm_poisson_deviance(10, 4), 2 * (10 * log(2.5) - 6), 1e-14);
    near(glm_poisson_deviance(4, 10), 2 * (4 * log(0.4) + 6), 1e-14);
    /* (y - mean)^2/mean to leading order; the plain formula keeps 1 digit here */
    near(glm_poisson_deviance(1e9 + 30, 1e9), 900 / 1e9, 1e-7);
    assert_true(isinf(glm_poisson_deviance(1, 0)));
}

/* --- one covariate ---------------------------------------------------------------------------- */

static void test_two_groups_have_closed_form(void **unused) {
    (void)unused;
    const char *q = "glm.poisson count=1000000000,10798 exposure=1e9,2385 x=1,0";
    near(value_of(q, "slope"), -log(10798 / 2385.0), 1e-13);
    near(value_of(q, "slope_se"), sqrt(1e-9 + 1 / 10798.0), 1e-13);
    q = "glm.logistic.trend x=44,538 n=724,1398 scores=2019,2021";
    near(value_of(q, "slope"), log(538.0 / 860 / (44.0 / 680)) / 2, 1e-12);
    near(value_of(q, "slope_se"), sqrt(1 / 538.0 + 1 / 860.0 + 1 / 44.0 + 1 / 680.0) / 2, 1e-12);
}

static void test_units(void **unused) {
    (void)unused;
    const char *q = "trend.poisson_loglinear " COUNTS YEARS;
    const char *thousands = "trend.poisson_loglinear " COUNTS
                            "exposure=1210,1220,1220,1230,1235 x=2016,2017,2018,2019,2020";
    const char *decades =
        "trend.poisson_loglinear " COUNTS "exposure=1210,1220,1220,1230,1235 x=1.6,1.7,1.8,1.9,2";
    near(value_of(thousands, "slope"), value_of(q, "slope"), 1e-12);
    near(value_of(thousands, "intercept"), value_of(q, "intercept") + log(1000), 1e-13);
    near(value_of(decades, "slope"), 10 * value_of(q, "slope"), 1e-12);
    near(value_of(decades, "slope_se"), 10 * value_of(q, "slope_se"), 1e-12);
    near(value_of(decades, "deviance"), value_of(q, "deviance"), 1e-9);
}

static void test_origin_of_the_intercept(void **unused) {
    (void)unused;
    const char *q = "trend.poisson_loglinear " COUNTS YEARS;
    double slope = value_of(q, "slope"), at_2016 = value_of(q, "intercept");
    char other[300];
    snprintf(other, sizeof other, "%s x_origin=mean(x)", q);
    near(value_of(other, "intercept"), at_2016 + 2 * slope, 1e-12);
    snprintf(other, sizeof other, "%s x_origin=zero", q);
    near(value_of(other, "intercept"), at_2016 - 2016 * slope, 1e-12);
}

static void test_limits_widen_with_the_level(void **unused) {
    (void)unused;
    static const char *const levels[] = {"0.5", "0.95", "0.998"};
    for (int i = 0; i < 2; i++) {
        const char *method = i == 0 ? "trend.poisson_loglinear" : "trend.quasipoisson";
        double below = 1e9, above = 0;
        for (int k = 0; k < 3; k++) {
            char q[300];
            snprintf(q, sizeof q, "%s " COUNTS YEARS " conf_level=%s", method, levels[k]);
            double ratio = value_of(q, "annual_rate_ratio");
            assert_true(value_of(q, "lower") < ratio && ratio < value_of(q, "upper"));
            assert_true(value_of(q, "lower") < below && value_of(q, "upper") > above);
            below = value_of(q, "lower");
            above = value_of(q, "upper");
        }
    }
}

static void test_likelihood_ratio_is_a_difference(void **unused) {
    (void)unused;
    double null = 0, y[] = {12045, 11980, 12410, 12875, 13300};
    double t[] = {1210000, 1220000, 1220000, 1230000, 1235000};
    for (int i = 0; i < 5; i++)
        null += glm_poisson_deviance(y[i], t[i] * (62610.0 / 6115000));
    near(value_of("trend.poisson_lrt " COUNTS YEARS, "lr_chisq"),
         null - value_of("trend.poisson_loglinear " COUNTS YEARS, "deviance"), 1e-10);
}

static void test_rows_without_exposure_say_nothing(void **unused) {
    (void)unused;
    near(value_of("glm.poisson count=5,0,9,4 exposure=50,0,60,70 x=1,99,2,3", "slope"),
         value_of("glm.poisson count=5,9,4 exposure=50,60,70 x=1,2,3", "slope"), 0);
    near(value_of("glm.logistic.trend x=5,0,9,4 n=50,0,60,70 scores=1,99,2,3", "slope"),
         value_of("glm.logistic.trend x=5,9,4 n=50,60,70 scores=1,2,3", "slope"), 0);
}

static void test_negbin_ends_in_poisson(void **unused) {
    (void)unused;
    static const char *const shared[] = {"intercept", "slope", "slope_se"};
    const char *data = "count=10,12,11,13,14,15 exposure=10,10,10,10,10,10 x=0,1,2,3,4,5";
    char nb[200], poisson[200];
    snprintf(nb, sizeof nb, "glm.negbin2 %s", data);
    snprintf(poisson, sizeof poisson, "glm.poisson %s", data);
    for (int i = 0; i < 3; i++)
        near(value_of(nb, shared[i]), value_of(poisson, shared[i]), 0);
    assert_true(isinf(value_of(nb, "theta")) && isnan(value_of(nb, "theta_se")));
    near(4 - value_of(nb, "twologlik"), value_of(poisson, "aic"), 1e-12);
}

/* Expected: R 4.2.2, MASS 7.3-58.2, glm.nb with epsilon = 1e-14. */
static void test_negbin_strong_spread(void **unused) {
    (void)unused;
    const char *q = "glm.negbin2 count=0,1,250,3,0,9000,44,2 "
                    "exposure=100,100,100,100,100,100,100,100 x=0,1,2,3,4,5,6,7";
    double theta = value_of(q, "theta");
    assert_true(theta > 0.05 && theta < 1);
    near(value_of(q, "theta"), 0.145344559119699, 1e-9);
    near(value_of(q, "slope"), 1.18276898861273, 1e-7);
}

/* --- strata ----------------------------------------------------------------------------------- */

#define STRATA                                                                                     \
    "glm.poisson.stratified_rate_ratio count1=14,76,5 exposure1=1516,949,30 "                      \
    "count0=10,121,0 exposure0=1701,2245,70"
#define STRATA_SWAPPED                                                                             \
    "glm.poisson.stratified_rate_ratio count0=14,76,5 exposure0=1516,949,30 "                      \
    "count1=10,121,0 exposure1=1701,2245,70"

static void test_strata_the_long_way(void **unused) {
    (void)unused;
    static const double x[] = {1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1,
                               0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0};
    static const double y[] = {14, 10, 76, 121, 5, 0};
    double t[] = {1516, 1701, 949, 2245, 30, 70};
    for (int i = 0; i < 6; i++)
        t[i] = log(t[i]);
    const struct glm g = {.family = GLM_POISSON, .n = 6, .p = 4, .x = x, .count = y, .offset = t};
    struct glm_fit f;
    struct err e = {0};
    assert_true(glm_fit(&g, &f, &e));
    near(value_of(STRATA, "rate_ratio"), exp(f.coefficient[3]), 1e-12);
    near(value_of(STRATA, "log_se"), sqrt(f.variance[3]), 1e-12);
    near(value_of(STRATA, "deviance"), f.deviance, 1e-12);
    near(value_of(STRATA, "pearson_chisq"), f.pearson, 1e-12);
    glm_fit_free(&f);
}

static void test_strata_swapped(void **unused) {
    (void)unused;
    near(value_of(STRATA, "rate_ratio") * value_of(STRATA_SWAPPED, "rate_ratio"), 1, 1e-13);
    near(value_of(STRATA, "lower") * value_of(STRATA_SWAPPED, "upper"), 1, 1e-12);
    near(value_of(STRATA, "p_value"), value_of(STRATA_SWAPPED, "p_value"), 1e-11);
    near(value_of(STRATA, "z"), -value_of(STRATA_SWAPPED, "z"), 1e-12);
}

static void test_one_stratum_is_the_crude_ratio(void **unused) {
    (void)unused;
    const char *q = "glm.poisson.stratified_rate_ratio count1=1e9,0 exposure1=3e9,5 count0=7,0 "
                    "exposure0=20,5";
    near(value_of(q, "rate_ratio"), 20 / 21.0, 1e-13);
    near(value_of(q, "log_se"), sqrt(1 / 7.0 + 1e-9), 1e-13);
}

/* --- no finite fit ---------------------------------------------------------------------------- */

static void test_questions_without_answer(void **unused) {
    (void)unused;
    has_no_answer("glm.poisson count=0,0,0 exposure=1,2,3 x=1,2,3", "no events");
    has_no_answer("glm.poisson count=0,0 exposure=0,0 x=1,2", "nobody is at risk");
    has_no_answer("glm.poisson count=5,6 exposure=9,9 x=3,3", "only one value");
    has_no_answer("glm.poisson count=0,4,4 exposure=9,9,9 x=0,1,1", "the slope is infinite");
    has_no_answer("glm.negbin2 count=0,4 exposure=9,9 x=0,1", "the slope is infinite");
    has_no_answer("glm.poisson count=1,4 exposure=0,9 x=0,1", "row 1 has events and no exposure");
    has_no_answer("glm.logistic.trend x=0,0 n=4,5 scores=0,1", "no events");
    has_no_answer("glm.logistic.trend x=4,5 n=4,5 scores=0,1", "everyone had the event");
    has_no_answer("glm.logistic.trend x=0,5,9 n=4,5,9 scores=0,1,2", "the slope is infinite");
    has_no_answer("glm.logistic.trend x=0,2,9 n=4,5,9 scores=0,1,2", "the slope is infinite");
    has_no_answer("glm.logistic.trend x=9,2,0 n=9,5,4 scores=0,1,2", "the slope is infinite");
    has_no_answer("trend.quasipoisson count=4,7 exposure=9,9 x=0,1", "two rows");
    has_no_answer("trend.quasipoisson count=4,8,16 exposure=9,9,9 x=0,1,2", "no dispersion");
    has_no_answer("glm.poisson.stratified_rate_ratio count1=0,0 exposure1=9,9 count0=3,4 "
                  "exposure0=9,9",
                  "one group has no events");
    has_no_answer("glm.poisson.stratified_rate_ratio count1=5,0 exposure1=9,9 count0=0,4 "
                  "exposure0=0,9",
                  "one group has no events");
    has_no_answer("glm.poisson.stratified_rate_ratio count1=0 exposure1=9 count0=0 exposure0=9",
                  "no stratum has events");
    has_no_answer("glm.poisson.stratified_rate_ratio count1=3 exposure1=0 count0=2 exposure0=9",
                  "events and no exposure");
    is_refused("glm.logistic.trend x=6,5 n=4,5 scores=0,1", ERR_ARG_RANGE, "more than 'n'");
}

/* All events at one x in the middle: the slope is finite, by symmetry 0. */
static void test_events_at_one_x_can_be_fitted(void **unused) {
    (void)unused;
    assert_true(fabs(value_of("glm.poisson count=0,4,0 exposure=9,9,9 x=0,1,2", "slope")) < 1e-12);
    assert_true(fabs(value_of("glm.logistic.trend x=0,4,0 n=9,9,9 scores=0,1,2", "slope")) < 1e-12);
}

/* Counts that do not go with their exposures lead Newton's steps astray; the slow search does not
 * care, and its start settles. */
static void test_slow_search(void **unused) {
    (void)unused;
    struct glm g = {
        .family = GLM_POISSON, .n = 5, .p = 2, .x = design, .count = events, .offset = log_time};
    for (int k = 0; k < 3; k++) {
        double near_by[2], middle;
        struct glm_fit f;
        struct err e = {0};
        g.family = k == 1 ? GLM_BINOMIAL : k == 2 ? GLM_NEGBIN : GLM_POISSON;
        g.offset = k == 1 ? NULL : log_time;
        g.trials = k == 1 ? cases : NULL;
        g.theta = 0.7;
        assert_true(glm_fit(&g, &f, &e) && glm_search_line(&g, near_by, &middle, &e));
        near(near_by[0], f.coefficient[0], 1e-9);
        near(near_by[1], f.coefficient[1], 1e-9);
        assert_true(middle > 0 && middle < 7);
        glm_fit_free(&f);
    }
    assert_true(isfinite(value_of("glm.poisson count=100,100,1,12,1,1000000,0,1,0,1 "
                                  "exposure=0.5,7,1e-09,1e15,1000,1000,0.5,54308.7,1,1e9 "
                                  "x=-0.01,-0.01,-1000,-0.01,-0.01,0,1,0,-1000,-0.01",
                                  "slope")));
    near(value_of("glm.poisson count=17,1,10798 exposure=1,1e9,1e-9 x=2,0,0", "slope"),
         log(17 / (10799 / (1e9 + 1e-9))) / 2, 1e-12);
    assert_true(isfinite(value_of("trend.quasipoisson count=1,100,12345,2 "
                                  "exposure=1e9,0.5,1e15,54308.7 x=1,-0.01,0,0",
                                  "dispersion")));
    assert_true(value_of("glm.negbin2 count=3,1000000,2,10798 exposure=1e6,2000,1e6,1e6 x=2,1,2,0",
                         "theta") > 0);
}

/* --- least squares ---------------------------------------------------------------------------- */

static void test_certified_digits(void **unused) {
    (void)unused;
    const struct example *w = &nist_strd_wampler1_quintic_ols.examples[0];
    const struct example *p = &nist_strd_pontius_quadratic_ols.examples[1];
    char q[2000];
    snprintf(q, sizeof q, "nist.strd.wampler1_quintic_ols %s", w->call);
    near(value_of(q, "b0"), 1, 1e-11);
    near(value_of(q, "b5"), 1, 1e-14);
    snprintf(q, sizeof q, "nist.strd.pontius_quadratic_ols %s", p->call);
    near(value_of(q, "b2"), -0.316081871345029e-14, 1e-12);
    near(value_of(q, "se_b2"), 0.486652849992036e-16, 1e-12);
}

static void test_least_squares_refusals(void **unused) {
    (void)unused;
    has_no_answer("nist.strd.wampler1_quintic_ols x=1,2,3 y=1,2,3", "cannot settle 6");
    has_no_answer("nist.strd.pontius_quadratic_ols x=1,1,2,2 y=1,2,3,4", "not independent");
    has_no_answer("nist.strd.wampler1_quintic_ols x=2015,2016,2017,2018,2019,2020,2021 "
                  "y=1,2,4,3,5,6,7",
                  "not independent");
    is_refused("nist.strd.pontius_quadratic_ols x=1e200,2e200,3e200,4e200 y=1,2,3,4", ERR_UNSETTLED,
               "too large");
    is_refused("nist.strd.numacc4 first=1 n=7 pattern=1,2 pattern_repeats=2", ERR_ARG_LENGTH,
               "make 5 values");
    is_refused("nist.strd.numacc4 first=1 n=1000000000001 pattern=1 pattern_repeats=1e12",
               ERR_ARG_RANGE, "at most");
    assert_true(isnan(value_of("nist.strd.pontius_quadratic_ols x=1,2,3 y=1,2,4", "se_b0")));
    assert_true(isnan(value_of("nist.strd.pontius_quadratic_ols x=1,2,3,4 y=5,5,5,5", "r2")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_equations),
        cmocka_unit_test(test_no_finite_fit_is_an_error),
        cmocka_unit_test(test_poisson_deviance),
        cmocka_unit_test(test_two_groups_have_closed_form),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_origin_of_the_intercept),
        cmocka_unit_test(test_limits_widen_with_the_level),
        cmocka_unit_test(test_likelihood_ratio_is_a_difference),
        cmocka_unit_test(test_rows_without_exposure_say_nothing),
        cmocka_unit_test(test_negbin_ends_in_poisson),
        cmocka_unit_test(test_negbin_strong_spread),
        cmocka_unit_test(test_strata_the_long_way),
        cmocka_unit_test(test_strata_swapped),
        cmocka_unit_test(test_one_stratum_is_the_crude_ratio),
        cmocka_unit_test(test_questions_without_answer),
        cmocka_unit_test(test_events_at_one_x_can_be_fitted),
        cmocka_unit_test(test_slow_search),
        cmocka_unit_test(test_certified_digits),
        cmocka_unit_test(test_least_squares_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
