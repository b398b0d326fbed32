/* Standardised rates, events that repeat, attributable fractions: what their reference values do
 * not show. One stratum is a plain rate; scales and order do not matter; exchanged groups mirror;
 * limits widen with the level; questions without an answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include "unit/ask.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

#define AREA "count=0,8,63,112,3,295 pop=327,30666,123419,149919,104088,34392 "
#define AREA_STANDARD "stdpop=319933,931318,786511,488235,237863,61313 "

static const char *const intervals[] = {
    "dsr.dobson_exact_poisson", "dsr.fay_feuer_gamma", "dsr.fay_kim_midp_gamma",
    "dsr.gamma_wm_mean",        "dsr.normal",          "dsr.gamma_wm_minmaxavg",
    "dsr.tiwari_clegg_zou",     "dsr.lognormal",       "dsr.dobson_byar_phe"};
static const char *const parts[] = {"value", "lower", "upper"};
enum { n_intervals = sizeof intervals / sizeof *intervals };

static void test_bracket_and_widen(void **state) {
    (void)state;
    static const char *const levels[] = {"0.5", "0.9", "0.95", "0.999", "0.999999"};
    for (int i = 0; i < n_intervals; i++) {
        double last[2] = {INFINITY, -INFINITY};
        for (size_t k = 0; k < 5; k++) {
            char words[300];
            snprintf(words, sizeof words, AREA AREA_STANDARD "conf_level=%s", levels[k]);
            double value = ask(intervals[i], words, "value");
            double lower = ask(intervals[i], words, "lower");
            double upper = ask(intervals[i], words, "upper");
            assert_true(lower < value && value < upper);
            assert_true(lower < last[0] && upper > last[1]);
            last[0] = lower;
            last[1] = upper;
        }
    }
}

/* A larger standard, another order of strata, a stratum that counts for nothing: the same rate. */
static void test_invariant(void **state) {
    (void)state;
    static const char *const same[] = {
        AREA "stdpop=639866,1862636,1573022,976470,475726,122626",
        "count=295,3,112,63,8,0 pop=34392,104088,149919,123419,30666,327 "
        "stdpop=61313,237863,488235,786511,931318,319933",
    };
    for (int i = 0; i < n_intervals; i++) {
        for (int p = 0; p < 3; p++) {
            double want = ask(intervals[i], AREA AREA_STANDARD, parts[p]);
            for (int k = 0; k < 2; k++)
                near(ask(intervals[i], same[k], parts[p]), want, 1e-12);
            near(ask(intervals[i], AREA AREA_STANDARD "multiplier=1", parts[p]), want / 1e5, 1e-12);
            near(ask(intervals[i],
                     "count=0,8,63,112,3,295 "
                     "pop=32.7,3066.6,12341.9,14991.9,10408.8,3439.2 " AREA_STANDARD,
                     parts[p]),
                 want * 10, 1e-12);
        }
    }
    near(ask("dsr.fay_feuer_gamma", "count=7,0 pop=100,0 stdpop=2,0", "upper"),
         ask("dsr.fay_feuer_gamma", "count=7 pop=100 stdpop=2", "upper"), 1e-15);
}

static void test_one_stratum(void **state) {
    (void)state;
    static const char *const plain[] = {"rate.ci.garwood_exact", "rate.ci.garwood_exact",
                                        "rate.ci.midp_exact",    "rate.ci.garwood_exact",
                                        "rate.ci.wald",          "rate.ci.garwood_exact",
                                        "rate.ci.garwood_exact", NULL,
                                        "rate.ci.byar_phe"};
    static const char *const words[][2] = {
        {"count=12 pop=340 stdpop=5 multiplier=1", "count=12 exposure=340"},
        {"count=1234567 pop=1e9 stdpop=5 multiplier=1", "count=1234567 exposure=1e9"}};
    for (int i = 0; i < n_intervals; i++) {
        for (int k = 0; k < 2 && plain[i] != NULL; k++) {
            near(ask(intervals[i], words[k][0], "lower"), ask(plain[i], words[k][1], "lower"),
                 1e-10);
            near(ask(intervals[i], words[k][0], "upper"), ask(plain[i], words[k][1], "upper"),
                 1e-10);
        }
    }
    near(ask("dsr.fay_kim_midp_gamma", "count=0 pop=10 stdpop=1 multiplier=1", "upper"),
         ask("rate.ci.midp_exact", "count=0 exposure=10", "upper"), 1e-12);
}

#define FIRST "count1=3,12,0,7 pop1=410,520,380,290 "
#define SECOND "count0=9,4,2,16 pop0=600,350,200,800 "
#define FIRST_TURNED "count0=3,12,0,7 pop0=410,520,380,290 "
#define SECOND_TURNED "count1=9,4,2,16 pop1=600,350,200,800 "
#define FOUR "stdpop=25,25,30,20"

static void test_two_rates(void **state) {
    (void)state;
    const char *words = FIRST SECOND FOUR, *turned = FIRST_TURNED SECOND_TURNED FOUR;
    near(ask("dsr.ratio", words, "lower"), 1 / ask("dsr.ratio", turned, "upper"), 1e-12);
    near(ask("dsr.ratio", words, "estimate"), 1 / ask("dsr.ratio", turned, "estimate"), 1e-12);
    near(ask("dsr.difference", words, "lower"), -ask("dsr.difference", turned, "upper"), 1e-12);
    double rate1 = ask("dsr.normal", "count=3,12,0,7 pop=410,520,380,290 " FOUR, "value");
    double rate0 = ask("dsr.normal", "count=9,4,2,16 pop=600,350,200,800 " FOUR, "value");
    near(ask("dsr.ratio", words, "estimate"), rate1 / rate0, 1e-12);
    near(ask("dsr.difference", words, "estimate"), rate1 - rate0, 1e-12);
    const char *one = "count1=4 pop1=90 count0=11 pop0=700 stdpop=3";
    const char *plain = "count1=4 exposure1=90 count0=11 exposure0=700";
    for (int p = 1; p < 3; p++)
        near(ask("dsr.ratio", one, parts[p]),
             ask("rateratio.ci.exact_conditional", plain, parts[p]), 1e-12);
    near(ask("dsr.ratio", "count1=0 pop1=9 count0=11 pop0=70 stdpop=3", "lower"), 0, 0);
    assert_true(isinf(ask("dsr.ratio", "count1=4 pop1=9 count0=0 pop0=70 stdpop=3", "upper")));
}

static void test_events_that_repeat(void **state) {
    (void)state;
    for (int p = 1; p < 3; p++) {
        near(ask("rate.ci.nonindependent_events", "frequencies=1,2 persons=17,0 exposure=40",
                 parts[p]),
             ask("rate.ci.garwood_exact", "count=17 exposure=40", parts[p]), 1e-14);
        near(ask("rateratio.ci.nonindependent_events",
                 "frequencies=1,3 persons1=17,0 exposure1=40 persons0=8,0 exposure0=55", parts[p]),
             ask("rateratio.ci.wald_log", "count1=17 exposure1=40 count0=8 exposure0=55", parts[p]),
             1e-13);
    }
    const char *repeat = "frequencies=1,4 persons_by_frequency=9,0;30,0;22,0 pop=90,300,410 "
                         "stdpop=3,1,2";
    const char *single = "count=9,30,22 pop=90,300,410 stdpop=3,1,2";
    near(ask("dsr.nonindependent_events_phe", repeat, "upper_998"),
         ask("dsr.dobson_byar_phe", single, "upper_998"), 1e-13);
    /* as many events from fewer people: the same rate, wider limits */
    const char *few = "frequencies=1,4 persons=1,4 exposure=40";
    near(ask("rate.ci.nonindependent_events", few, "estimate"), 17. / 40, 1e-15);
    near(ask("rate.ci.nonindependent_events", few, "dispersion"), 65. / 17, 1e-15);
    assert_true(ask("rate.ci.nonindependent_events", few, "upper") >
                ask("rate.ci.garwood_exact", "count=17 exposure=40", "upper"));
    double upper =
        ask("rate.ci.nonindependent_events", "frequencies=1 persons=0 exposure=4", "upper");
    assert_true(isnan(upper));
}

#define REFERENCE "ref_count=103,282,96 ref_pop=5052,5717,6021 "

static void test_indirect(void **state) {
    (void)state;
    const char *words = "count=12,25,18 pop=636,558,609 " REFERENCE;
    double expected = 636 * 103. / 5052 + 558 * 282. / 5717 + 609 * 96. / 6021;
    near(ask("isr.indirect_ratio_phe", words, "expected"), expected, 1e-14);
    near(ask("isr.indirect_ratio_phe", words, "value"), 55 / expected, 1e-14);
    near(ask("isr.indirect_rate_phe", words, "upper_95"),
         ask("isr.indirect_ratio_phe", words, "upper_95") * 481. / 16790 * 1e5, 1e-13);
    const char *gap = "count=12,nan,18 pop=636,558,609 " REFERENCE;
    near(ask("isr.indirect_ratio_phe", gap, "observed"), 30, 0);
    near(ask("isr.indirect_ratio_phe", gap, "missing"), 1, 0);
    near(ask("isr.indirect_ratio_phe", gap, "expected"), expected, 1e-14);
}

static void test_attributable(void **state) {
    (void)state;
    const char *rates = "count1=41 exposure1=28010 count0=15 exposure0=19017";
    double ratio = ask("rateratio.ci.exact_conditional", rates, "lower");
    near(ask("attributable_fraction_exposed.rate", rates, "lower"), 1 - 1 / ratio, 1e-12);
    double of_exposed = ask("attributable_fraction_exposed.rate", rates, "estimate");
    /* Miettinen: the fraction of all is that of the exposed times their share of the events. */
    near(ask("population_attributable_fraction.rate", rates, "estimate"), of_exposed * 41 / 56,
         1e-12);
    double share = ask("population_attributable_fraction.rate", rates, "estimate");
    near(ask("population_attributable_rate", rates, "estimate"), share * 56 / (28010 + 19017),
         1e-12);
    const char *risks = "x1=28 n1=99 x0=23 n0=182";
    near(ask("population_attributable_fraction.risk_jewell", risks, "estimate"),
         ask("attributable_fraction_exposed.risk", risks, "estimate") * 28 / 51, 1e-12);
    near(ask("population_attributable_risk.pirikahu_delta", risks, "estimate"),
         ask("population_attributable_fraction.risk_jewell", risks, "estimate") * 51 / 281, 1e-12);
    near(ask("attributable_fraction_exposed.risk", "x1=3 n1=9 x0=0 n0=9", "estimate"), 1, 0);
    assert_true(ask("attributable_fraction_exposed.rate",
                    "count1=0 exposure1=9 count0=2 exposure0=9", "lower") == -INFINITY);
}

static void test_level_in_words(void **state) {
    (void)state;
    struct call c;
    struct answer a;
    struct err e = {0};
    const double count[] = {6, 9}, pop[] = {400, 700}, stdpop[] = {1, 2};
    call_begin(&c, &dsr_dobson_byar_phe);
    assert_true(call_list(&c, "count", count, 2, &e) && call_list(&c, "pop", pop, 2, &e) &&
                call_list(&c, "stdpop", stdpop, 2, &e) &&
                call_word(&c, "conf_level=0.95 & 0.998", &e) && call_run(&c, &a, &e));
    for (int i = 0; i < 2; i++)
        near(a.value[3 + i], a.value[5 + i], 0); /* lower and upper are those of 95% */
    call_end(&c);
    call_begin(&c, &dsr_dobson_byar_phe);
    assert_true(call_list(&c, "count", count, 2, &e) && call_list(&c, "pop", pop, 2, &e) &&
                call_list(&c, "stdpop", stdpop, 2, &e) && call_text(&c, "conf_level", "0.95", &e));
    assert_false(call_run(&c, &a, &e));
    assert_int_equal(e.id, ERR_ARG_TYPE);
    call_end(&c);
}

static void expect(const char *method, const char *words, enum err_id id, const char *says) {
    double x;
    char note[256];
    enum err_id got = ask_all(method, words, "value", &x, note);
    if (got != id || strstr(note, says) == NULL)
        fail_msg("%s %s: error %d, note '%s'", method, words, (int)got, note);
}

static void test_refuses(void **state) {
    (void)state;
    for (int i = 0; i < n_intervals; i++) {
        expect(intervals[i], "count=4 pop=9 stdpop=0", ERR_NONE, "standard population is nobody");
        expect(intervals[i], "count=4,2 pop=9,0 stdpop=2,3", ERR_NONE, "stratum 2 of 2");
        expect(intervals[i], "count=4,2 pop=9,0 stdpop=2,0", ERR_NONE, "stratum 2 of 2");
        expect(intervals[i], "count=4,2 pop=9 stdpop=2,0", ERR_ARG_LENGTH, "");
        expect(intervals[i], "count=4,2 pop=1e-300,1e250 stdpop=1,1e300", ERR_NONE, "");
    }
    expect("dsr.ratio", "count1=0 pop1=9 count0=0 pop0=7 stdpop=3", ERR_NONE, "no events");
    expect("dsr.ratio", "count1=1 pop1=1e300 count0=1 pop0=1e-300 stdpop=3", ERR_NONE, "too far");
    expect("dsr.nonindependent_events_phe",
           "frequencies=1,2 persons_by_frequency=1,2,3;4,5,6 pop=3,4 stdpop=1,1", ERR_ARG_LENGTH,
           "");
    expect("dsr.nonindependent_events_phe",
           "frequencies=1,2,3 persons_by_frequency=1,2,3;4,5,6 pop=3,4,5 stdpop=1,1,1",
           ERR_ARG_LENGTH, "");
    expect("dsr.nonindependent_events_phe",
           "frequencies=1,2 persons_by_frequency=20,1 pop=0 stdpop=1", ERR_NONE,
           "nobody is at risk");
    expect("isr.indirect_ratio_phe", "count=4 pop=9 ref_count=0 ref_pop=7", ERR_NONE,
           "no events are expected");
    expect("isr.indirect_ratio_phe", "count=4 pop=9 ref_count=3 ref_pop=0", ERR_NONE, "stratum 1");
    expect("isr.indirect_rate_phe", "count=4 pop=1e300 ref_count=3 ref_pop=1e-9", ERR_NONE, "far");
    expect("rate.ci.nonindependent_events", "frequencies=1 persons=1 exposure=0", ERR_NONE,
           "exposure is 0");
    expect("rateratio.ci.nonindependent_events",
           "frequencies=1 persons1=0 exposure1=1 persons0=0 exposure0=1", ERR_NONE, "no events");
    expect("attributable_fraction_exposed.risk", "x1=0 n1=9 x0=0 n0=9", ERR_NONE, "no events");
    expect("population_attributable_fraction.risk_jewell", "x1=9 n1=8 x0=0 n0=9", ERR_ARG_RANGE,
           "");
}

/* Jewell's limits near 0 keep their order. */
static void test_jewell_near_zero(void **state) {
    (void)state;
    const char *words = "x1=9 n1=17 x0=446292663 n0=519209778 conf_level=0.01";
    double lower = ask("population_attributable_fraction.risk_jewell", words, "lower");
    double estimate = ask("population_attributable_fraction.risk_jewell", words, "estimate");
    double upper = ask("population_attributable_fraction.risk_jewell", words, "upper");
    assert_true(lower < estimate && estimate < upper);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bracket_and_widen),
        cmocka_unit_test(test_invariant),
        cmocka_unit_test(test_one_stratum),
        cmocka_unit_test(test_two_rates),
        cmocka_unit_test(test_events_that_repeat),
        cmocka_unit_test(test_indirect),
        cmocka_unit_test(test_attributable),
        cmocka_unit_test(test_level_in_words),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_jewell_near_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
