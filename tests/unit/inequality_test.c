/* Inequality and segregation, what their worked examples do not show: scale, replication, order and
 * exchange of groups change what they should and nothing else; limits of the indices; refusals. */
#include "unit/words.h"

/* --- between units ---------------------------------------------------------------------------- */

static const char *const indices[][2] = {
    {"inequality.gini_population", "gini"}, {"inequality.theil_T", "theil"},
    {"inequality.theil_L_mld", "mld"},      {"inequality.atkinson", "atkinson"},
    {"inequality.herfindahl", "value"},     {"inequality.hoover_ricci_schutz", "value"}};
enum { n_indices = sizeof indices / sizeof indices[0] };

static double index_of(int i, const char *values) {
    char q[200];
    snprintf(q, sizeof q, "%s x=%s", indices[i][0], values);
    return value_of(q, indices[i][1]);
}

static void test_scale_and_replication(void **unused) {
    (void)unused;
    for (int i = 0; i < n_indices; i++) {
        double once = index_of(i, "3,12.5,0.7,98");
        near(index_of(i, "300,1250,70,9800"), once, 1e-13);
        near(index_of(i, "98,0.7,3,12.5"), once, 1e-13);
        double twice = index_of(i, "3,12.5,0.7,98,3,12.5,0.7,98");
        near(twice, strstr(indices[i][0], "herfindahl") ? once / 2 : once, 1e-13);
        assert_true(index_of(i, "3,12.5,1.7,97") < once); /* a transfer from rich to poor */
    }
}

static void test_ends_of_the_indices(void **unused) {
    (void)unused;
    static const double alike[] = {0, 0, 0, 0, 0.25, 0};
    static const double one_has_all[] = {0.75, 1.3862943611198906, INFINITY, 0.75, 1, 0.75};
    for (int i = 0; i < n_indices; i++) {
        assert_true(fabs(index_of(i, "0.1,0.1,0.1,0.1") - alike[i]) < 1e-15);
        near(index_of(i, "0,0,5,0"), one_has_all[i], 1e-14);
    }
    near(value_of("inequality.gini_corrected_n_over_n_minus_1 x=0,0,5,0", "gini"), 1, 1e-15);
}

static void test_weights_are_repeats(void **unused) {
    (void)unused;
    near(value_of("inequality.gini_population_weighted x=8,1,2.5 weight=2,3,1", "gini"),
         value_of("inequality.gini_population x=1,1,1,2.5,8,8", "gini"), 1e-14);
}

static double atkinson(const char *epsilon) {
    char q[100];
    snprintf(q, sizeof q, "inequality.atkinson x=3,12.5,0.7,98 epsilon=%s", epsilon);
    return value_of(q, "atkinson");
}

static void test_atkinson(void **unused) {
    (void)unused;
    double geometric = pow(3 * 12.5 * 0.7 * 98, 0.25), mean = 114.2 / 4;
    assert_true(fabs(atkinson("0")) < 1e-15);
    near(atkinson("1"), 1 - geometric / mean, 1e-14);
    near(atkinson("1.000000001"), atkinson("1"), 1e-8);
    near(atkinson("2"), 1 - 4 / (1 / 3.0 + 1 / 12.5 + 1 / 0.7 + 1 / 98.0) / mean, 1e-14);
    near(atkinson("100000"), 1 - 0.7 / mean, 1e-4); /* towards the poorest alone */
    near(value_of("inequality.atkinson x=0,5 epsilon=1", "atkinson"), 1, 0);
    near(value_of("inequality.atkinson x=0,5 epsilon=3", "atkinson"), 1, 0);
}

/* --- between groups --------------------------------------------------------------------------- */

static void test_equal_groups_need_no_weights(void **unused) {
    (void)unused;
    static const char forms[][60] = {"inequality.index_of_disparity_%s_pct %s",
                                     "inequality.mean_diff_from_mean_%s %s",
                                     "inequality.mean_diff_from_best_%s %s favourable=1"};
    for (int i = 0; i < 3; i++) {
        char a[200], b[200], unequal[200];
        snprintf(a, sizeof a, forms[i], "weighted", "estimate=4,9,2,7 population=30,30,30,30");
        snprintf(b, sizeof b, forms[i], "unweighted", "estimate=4,9,2,7 population=30,30,30,30");
        near(value_of(a, "value"), value_of(b, "value"), 1e-14);
        snprintf(unequal, sizeof unequal, forms[i], "weighted",
                 "estimate=4,9,2,7 population=1,30,30,30");
        assert_true(fabs(value_of(a, "value") - value_of(unequal, "value")) > 1e-3);
    }
}

static void test_variance_and_deviation(void **unused) {
    (void)unused;
    double sd = value_of("inequality.bgsd estimate=4,9 population=30,10", "value");
    const char *q = "inequality.bgv estimate=4,9 population=30,10 se=0,0";
    near(value_of(q, "bgv"), sd * sd, 1e-14);
    near(sd, 5 * sqrt(0.1875), 1e-14);
    near(value_of(q, "lower"), value_of(q, "upper"), 0);
    near(value_of("inequality.coefficient_of_variation_pct estimate=4,9 population=30,10", "value"),
         100 * sd / 5.25, 1e-14);
}

static void test_top_group(void **unused) {
    (void)unused;
    const char *fall = "inequality.par_highest_ordered estimate=10,20,30 population=1,1,2 "
                       "order=3,2,1 favourable=0";
    near(value_of(fall, "par"), -12.5, 1e-14);
    near(value_of("inequality.par_highest_ordered estimate=10,20,30 population=1,1,2 order=3,2,1 "
                  "favourable=1",
                  "par"),
         0, 0);
    near(value_of("inequality.paf_highest_ordered_pct estimate=10,20,30 population=1,1,2 "
                  "order=3,2,1 favourable=0",
                  "paf_pct"),
         -100 * 12.5 / 22.5, 1e-14);
}

/* --- along an order --------------------------------------------------------------------------- */

/* Ranks of populations 10, 30, 40, 20 are 0.05, 0.25, 0.6, 0.9: values on 7 + 4 r. */
#define LINE "value=7.2,8,9.4,10.6 population=10,30,40,20 order=1,2,3,4"

static void test_a_line_is_found(void **unused) {
    (void)unused;
    near(value_of("inequality.sii_rii_wls_ridit " LINE, "sii"), 4, 1e-13);
    near(value_of("inequality.sii_rii_wls_ridit " LINE, "rii"), 11 / 7.0, 1e-13);
    const char *shuffled = "inequality.sii_rii_wls_ridit value=9.4,7.2,10.6,8 "
                           "population=40,10,20,30 order=30,-1,40,2.5";
    near(value_of(shuffled, "sii"), 4, 1e-13);
    const char *turned = "inequality.sii_rii_wls_ridit value=7.2,8,9.4,10.6 "
                         "population=10,30,40,20 order=4,3,2,1";
    near(value_of(turned, "sii"), -4, 1e-13);
    near(value_of(turned, "rii"), 7 / 11.0, 1e-13);
}

static void test_relative_index_below_zero(void **unused) {
    (void)unused;
    const char *q = "inequality.sii_rii_wls_ridit value=-1,1,3 population=1,1,1 order=1,2,3";
    near(value_of(q, "sii"), 6, 1e-14);
    assert_true(isnan(value_of(q, "rii")));
}

static void test_scales_of_the_line(void **unused) {
    (void)unused;
    /* exp(1 - 2 r) and logit^-1(r) at the same ranks */
    char q[300];
    snprintf(q, sizeof q,
             "inequality.sii_rii_wls_log_scale value=%.17g,%.17g,%.17g,%.17g "
             "population=10,30,40,20 order=1,2,3,4",
             exp(0.9), exp(0.5), exp(-0.2), exp(-0.8));
    near(value_of(q, "intercept"), exp(1), 1e-13);
    near(value_of(q, "rii"), exp(-2), 1e-13);
    snprintf(q, sizeof q,
             "inequality.sii_rii_wls_logit_scale value=%.17g,%.17g,%.17g,%.17g "
             "population=10,30,40,20 order=1,2,3,4",
             1 / (1 + exp(-0.05)), 1 / (1 + exp(-0.25)), 1 / (1 + exp(-0.6)), 1 / (1 + exp(-0.9)));
    near(value_of(q, "intercept"), 0.5, 1e-13);
    near(value_of(q, "sii"), 1 / (1 + exp(-1)) - 0.5, 1e-12);
}

static void test_concentration(void **unused) {
    (void)unused;
    const char *up = "inequality.relative_concentration_index estimate=4,9,2,17 "
                     "population=5,8,3,9 order=1,2,3,4";
    const char *down = "inequality.relative_concentration_index estimate=4,9,2,17 "
                       "population=5,8,3,9 order=4,3,2,1";
    near(value_of(up, "value"), -value_of(down, "value"), 1e-13);
    near(value_of(up, "lower"), -value_of(down, "upper"), 1e-12);
    /* along the order of the values themselves it is the Gini coefficient */
    near(value_of("inequality.relative_concentration_index estimate=4,9,2,17 population=5,8,3,9 "
                  "order=2,3,1,4",
                  "value"),
         value_of("inequality.gini_population_weighted x=4,9,2,17 weight=5,8,3,9", "gini"), 1e-13);
    const char *two = "inequality.absolute_concentration_index estimate=4,9 population=5,8 "
                      "order=1,2";
    near(value_of(two, "value"), 5 * (5 / 13.0) * (8 / 13.0), 1e-13);
    assert_true(isnan(value_of(two, "se")) && isnan(value_of(two, "lower")));
    /* a group with nobody in it is no group */
    near(value_of("inequality.absolute_concentration_index estimate=4,9,2,88 population=5,8,3,0 "
                  "order=1,2,3,4",
                  "se"),
         value_of("inequality.absolute_concentration_index estimate=4,9,2 population=5,8,3 "
                  "order=1,2,3",
                  "se"),
         1e-13);
}

/* --- simulation ------------------------------------------------------------------------------- */

#define SIMULATED                                                                                  \
    "inequality.sii_simulation_ci_phe value=71,74,73,79 population=300,250,400,310 "               \
    "se=0.5,0.7,0.4,0.6 repetitions=20000"

static void test_seeds(void **unused) {
    (void)unused;
    double lower = value_of(SIMULATED " seed=7", "sii_lower");
    near(value_of(SIMULATED " seed=7", "sii_lower"), lower, 0);
    assert_true(value_of(SIMULATED " seed=8", "sii_lower") != lower);
    near(value_of(SIMULATED, "sii_lower"), value_of(SIMULATED " seed=1", "sii_lower"), 0);
    near(value_of(SIMULATED " seed=4294967295", "sii_upper"), value_of(SIMULATED, "normal_upper"),
         0.01);
    is_refused(SIMULATED " seed=0", ERR_ARG_RANGE, "1 to 4294967295");
    is_refused(SIMULATED " seed=4294967296", ERR_ARG_RANGE, "1 to 4294967295");
}

static void test_simulation_is_normal(void **unused) {
    (void)unused;
    double sii = value_of(SIMULATED, "sii"), reach = value_of(SIMULATED, "normal_upper") - sii;
    near(sii,
         value_of("inequality.sii_rii_wls_ridit value=71,74,73,79 "
                  "population=300,250,400,310 order=1,2,3,4",
                  "sii"),
         0);
    assert_true(fabs(value_of(SIMULATED, "sii_upper") - sii - reach) < 0.05 * reach);
    assert_true(fabs(sii - value_of(SIMULATED, "sii_lower") - reach) < 0.05 * reach);
    near(sii - value_of(SIMULATED, "normal_lower"), reach, 1e-12);
    /* se of the slope by hand: sum (s (r - 1/2) se)^2 over var(r)^2 */
    static const double people[] = {300, 250, 400, 310}, se[] = {0.5, 0.7, 0.4, 0.6};
    double below = 0, var = 0, error = 0;
    for (int i = 0; i < 4; i++) {
        double s = people[i] / 1260, r = below + s / 2 - 0.5;
        below += s;
        var += s * r * r;
        error += pow(s * r * se[i], 2);
    }
    near(reach, 1.959963984540054 * sqrt(error) / var, 1e-12);
}

static void test_repetitions(void **unused) {
    (void)unused;
    const char *few = "inequality.sii_simulation_ci_phe value=1,2 population=3,4 se=1,1 "
                      "repetitions=10";
    is_refused(few, ERR_ARG_RANGE, "too few");
    const char *many = "inequality.sii_simulation_ci_phe value=1,2 population=3,4 se=1,1 "
                       "repetitions=1e15";
    is_refused(many, ERR_ARG_RANGE, "at most");
}

/* --- segregation, and questions without answer ------------------------------------------------ */

static void test_dissimilarity(void **unused) {
    (void)unused;
    near(value_of("segregation.dissimilarity_D a=5,0,12 b=100,80,120", "D"),
         value_of("segregation.dissimilarity_D a=1000,800,1200 b=5,0,12", "D"), 1e-14);
    near(value_of("segregation.dissimilarity_D a=5,0,9 b=0,7,0", "D"), 1, 0);
    has_no_answer("segregation.dissimilarity_D a=0,0 b=1,2", "group 'a' has nobody");
    has_no_answer("segregation.dissimilarity_D a=1,2 b=0,0", "group 'b' has nobody");
}

static void test_questions_without_answer(void **unused) {
    (void)unused;
    has_no_answer("inequality.gini_population x=0,0", "add up to 0");
    has_no_answer("inequality.theil_T x=0,0", "all values are 0");
    has_no_answer("inequality.gini_corrected_n_over_n_minus_1 x=4", "one value");
    has_no_answer("inequality.bgsd estimate=1,2 population=0,0", "population is empty");
    has_no_answer("inequality.mld_x1000 estimate=1,2 population=1e308,1e308", "too large");
    has_no_answer("inequality.coefficient_of_variation_pct estimate=0,0 population=1,2",
                  "the mean is 0");
    has_no_answer("inequality.paf_highest_ordered_pct estimate=0,0 population=1,2 order=1,2 "
                  "favourable=1",
                  "the mean is 0");
    has_no_answer("inequality.sii_rii_wls_ridit value=4,5 population=0,9 order=1,2", "two groups");
    has_no_answer("inequality.sii_rii_wls_ridit value=4,5 population=0,0 order=1,2", "empty");
    has_no_answer("inequality.relative_concentration_index estimate=0,0,0 population=1,2,3 "
                  "order=1,2,3",
                  "the mean is 0");
    has_no_answer("inequality.sii_logit_binomial estimate=0,100 population=50,60 order=1,2",
                  "the slope is infinite");
}

static void test_refusals(void **unused) {
    (void)unused;
    is_refused("inequality.sii_rii_wls_ridit value=4,5,6 population=1,1,1 order=2,1,2",
               ERR_ARG_RANGE, "twice");
    is_refused("inequality.par_highest_ordered estimate=1,2,3 population=1,1,1 order=1,2,2 "
               "favourable=1",
               ERR_ARG_RANGE, "2 groups in the highest place");
    is_refused("inequality.mean_diff_from_best_weighted estimate=1,2 population=1,1 favourable=2",
               ERR_ARG_RANGE, "0 or 1");
    is_refused("inequality.mean_diff_from_reference_weighted estimate=1,2 population=1,1 "
               "reference_index=3",
               ERR_ARG_RANGE, "1 to 2");
    is_refused("inequality.mean_diff_from_reference_weighted estimate=1,2 population=1,1 "
               "reference_index=0",
               ERR_ARG_RANGE, "1 to 2");
    is_refused("inequality.rii_logit_binomial estimate=20,101 population=50,60 order=1,2",
               ERR_ARG_RANGE, "more than 'scale'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scale_and_replication),
        cmocka_unit_test(test_ends_of_the_indices),
        cmocka_unit_test(test_weights_are_repeats),
        cmocka_unit_test(test_atkinson),
        cmocka_unit_test(test_equal_groups_need_no_weights),
        cmocka_unit_test(test_variance_and_deviation),
        cmocka_unit_test(test_top_group),
        cmocka_unit_test(test_a_line_is_found),
        cmocka_unit_test(test_relative_index_below_zero),
        cmocka_unit_test(test_scales_of_the_line),
        cmocka_unit_test(test_concentration),
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_simulation_is_normal),
        cmocka_unit_test(test_repetitions),
        cmocka_unit_test(test_dissimilarity),
        cmocka_unit_test(test_questions_without_answer),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
