/* The rows test themselves: whatever a measure says about itself must be there and be true, and
 * whatever it cannot take must be refused. Every test is a loop over the catalogue, so that a new
 * row is tested as soon as it has a line there. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"
#include "unit/cases.h"
#include "unit/values.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

/* --- telling what is wrong, and going on ----------------------------------------------------- */

static size_t complaints;

static int start(void **state) {
    (void)state;
    complaints = 0;
    return 0;
}

__attribute__((format(printf, 2, 3))) static void complain(const struct measure *m,
                                                           const char *format, ...) {
    char text[800];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("%s: %s\n", m->name, text);
    complaints++;
}

static void expect(bool good, const struct measure *m, const char *what) {
    if (!good)
        complain(m, "%s", what);
}

static bool said(const char *text) {
    return text != NULL && text[0] != '\0';
}

/* --- completeness ---------------------------------------------------------------------------- */

static void check_args(const struct measure *m) {
    size_t n = measure_n_args(m);
    expect(n > 0, m, "no arguments");
    for (size_t i = 0; i < n; i++) {
        const struct arg *a = &m->args[i];
        if (!said(a->text))
            complain(m, "'%s' is not explained", a->name);
        if (measure_arg_index(m, a->name) != (int)i)
            complain(m, "'%s' stands there twice", a->name);
        if (m->shape == PER_CELL && (a->vector || a->matrix))
            complain(m, "'%s' is no single number, but the kernel is given only those", a->name);
        if (m->shape == PER_CELL && a->kind == ARG_TEXT && a->choices == NULL)
            complain(m, "'%s' is any text, but the kernel is given numbers of choices", a->name);
        struct err e = {0};
        if (!isnan(a->preset) && a->kind != ARG_TEXT && !arg_accepts(a, a->preset, &e))
            complain(m, "the preset of '%s' is refused: %s", a->name, e.message);
    }
}

static void check_results(const struct measure *m) {
    size_t n = measure_n_results(m);
    expect(n > 0, m, "no results");
    for (size_t i = 0; i < n; i++) {
        if (!said(m->results[i].text))
            complain(m, "result '%s' is not explained", m->results[i].name);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(m->results[k].name, m->results[i].name) == 0)
                complain(m, "result '%s' stands there twice", m->results[i].name);
        }
    }
}

static void test_complete(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        expect(said(m->brief), m, "no brief");
        expect(said(m->formula), m, "no formula");
        expect(said(m->assumes), m, "no assumptions");
        expect(said(m->cite), m, "no citation");
        expect(said(m->examples[0].call), m, "no example");
        expect((m->shape == PER_CELL) == (m->cell != NULL), m, "the kernel is not of its shape");
        expect((m->shape != PER_CELL) == (m->column != NULL), m, "the kernel is not of its shape");
        check_args(m);
        check_results(m);
    }
    assert_int_equal(complaints, 0);
}

/* --- names ----------------------------------------------------------------------------------- */

#define TEXT(row) #row,
static const char *const row_names[] = {ALL_MEASURES(TEXT) NULL};
#undef TEXT

/* method, family.method, family.kind.method or family.kind.method.scale. */
static bool well_named(const char *name) {
    size_t dots = 0;
    for (const char *c = name; *c != '\0'; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        bool inside = c > name && c[-1] != '.' && c[1] != '\0';
        if (!letter && !(*c >= '0' && *c <= '9') && !((*c == '.' || *c == '_') && inside))
            return false;
        dots += *c == '.';
    }
    return dots <= 3;
}

static void test_names(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        char identifier[128];
        snprintf(identifier, sizeof identifier, "%s", m->name);
        for (char *c = identifier; *c != '\0'; c++)
            *c = *c == '.' ? '_' : *c;
        expect(well_named(m->name), m, "the name is not family.kind.method");
        if (strcmp(identifier, row_names[i]) != 0)
            complain(m, "the row is called %s", row_names[i]);
        expect(measure_find(m->name) == m, m, "two rows have this name");
    }
    assert_int_equal(complaints, 0);
}

/* --- examples -------------------------------------------------------------------------------- */

/* The words of a line, one after the other; each is cut out in place. */
static char *next_word(char **line) {
    char *word = *line + strspn(*line, " ");
    if (*word == '\0')
        return NULL;
    size_t n = strcspn(word, " ");
    *line = word + n + (word[n] != '\0');
    word[n] = '\0';
    return word;
}

/* Begins a call with the arguments of the measure's first example, but for the one named. */
static void begin_example(struct call *c, const struct measure *m, const char *without) {
    char line[512], *at = line;
    struct err e = {0};
    call_begin(c, m);
    snprintf(line, sizeof line, "%s", m->examples[0].call);
    for (char *word = next_word(&at); word != NULL; word = next_word(&at)) {
        size_t n = strcspn(word, "=");
        if (without != NULL && strlen(without) == n && memcmp(without, word, n) == 0)
            continue;
        if (!call_word(c, word, &e))
            complain(m, "example: %s", e.message);
    }
}

static bool agrees(double got, double want, double tolerance) {
    if (!isfinite(want))
        return isnan(want) ? isnan(got) : got == want;
    return fabs(got - want) <= tolerance * fmax(fabs(want), 1e-15);
}

/* One word "estimate=0.061" of an example's answer. */
static void check_word(const struct measure *m, const struct example *x, const struct answer *a,
                       char *word) {
    char *equals = strchr(word, '=');
    if (equals == NULL) {
        complain(m, "the answer has '%s'", word);
        return;
    }
    *equals = '\0';
    for (size_t i = 0; i < a->n; i++) {
        if (strcmp(a->name[i], word) != 0)
            continue;
        double want = strtod(equals + 1, NULL);
        if (!agrees(a->value[i], want, x->tolerance))
            complain(m, "%s\n    %s: %.17g, but the example says %s", x->call, word, a->value[i],
                     equals + 1);
        return;
    }
    complain(m, "the answer has '%s', which is no result", word);
}

static void check_example(const struct measure *m, const struct example *x) {
    char call[2048], answer[512], *at = call, *words = answer;
    struct call c;
    struct answer a;
    struct err e = {0};
    snprintf(call, sizeof call, "%s", x->call);
    snprintf(answer, sizeof answer, "%s", x->answer);
    expect(said(x->source), m, "an example without a source");
    expect(said(answer), m, "an example without an answer");
    call_begin(&c, m);
    bool good = true;
    for (char *word = next_word(&at); good && word != NULL; word = next_word(&at))
        good = call_word(&c, word, &e);
    if (good && call_run(&c, &a, &e)) {
        for (char *word = next_word(&words); word != NULL; word = next_word(&words))
            check_word(m, x, &a, word);
    } else {
        complain(m, "%s\n    %s", x->call, e.message);
    }
    call_end(&c);
}

static void test_examples(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        for (size_t k = 0; k < MEASURE_EXAMPLES && measures[i]->examples[k].call != NULL; k++)
            check_example(measures[i], &measures[i]->examples[k]);
    }
    assert_int_equal(complaints, 0);
}

/* --- reference values ------------------------------------------------------------------------ */

/* Measures for which no other program has values; their examples carry a source. */
static const char *const ours[] = {"disproportion.index", "disproportion.excess_count",
                                   "disproportion.unknown_bounds",
                                   "table2x2.test.boschloo_groups_fixed", NULL};

static bool listed(const char *name, const char *const *names) {
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static void test_reference_values(void **state) {
    (void)state;
    struct values v;
    assert_true(values_read(&v));
    for (size_t i = 0; measures[i] != NULL; i++) {
        size_t k = 0;
        while (k < v.n && strcmp(v.row[k].method, measures[i]->name) != 0)
            k++;
        expect(k < v.n || listed(measures[i]->name, ours), measures[i],
               "no figure in " VALUES_PATH);
    }
    const char *method = "";
    for (size_t k = 0; k < v.n; k++) {
        bool again = strcmp(method, v.row[k].method) == 0;
        method = v.row[k].method;
        if ((!again && measure_find(method) == NULL) || !said(v.row[k].source)) {
            print_error("%s:%zu: %s: no such measure, or no source\n", VALUES_PATH, v.row[k].line,
                        method);
            complaints++;
        }
    }
    values_free(&v);
    assert_int_equal(complaints, 0);
}

/* --- refusals -------------------------------------------------------------------------------- */

/* Runs a call that must be refused with the given error. */
static void refuses(struct call *c, enum err_id id, const char *what) {
    struct answer a;
    struct err e = {0};
    if (call_run(c, &a, &e))
        complain(c->measure, "accepts %s", what);
    else if (e.id != id)
        complain(c->measure, "%s: wrong error: %s %s", what, err_code_text(&e), e.message);
    call_end(c);
}

static void test_unknown_names(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        char typo[128];
        struct err e = {0}, arg = {0};
        struct call c;
        snprintf(typo, sizeof typo, "%sx", m->name);
        expect(measure_need(typo, &e) == NULL && e.id == ERR_METHOD, m, "a wrong name is taken");
        expect(strstr(e.hint, "did you mean") != NULL, m, "a wrong name gets no suggestion");
        call_begin(&c, m);
        snprintf(typo, sizeof typo, "%ss", m->args[0].name);
        expect(!call_number(&c, typo, 1, &arg) && arg.id == ERR_ARG_UNKNOWN, m,
               "a wrong argument is taken");
        expect(strstr(arg.hint, m->args[0].name) != NULL, m, "no hint for a wrong argument");
        call_end(&c);
    }
    assert_int_equal(complaints, 0);
}

static void test_missing_and_repeated(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        for (size_t k = 0; k < measure_n_args(m); k++) {
            const struct arg *a = &m->args[k];
            bool optional = a->kind == ARG_TEXT ? a->preset_text != NULL : !isnan(a->preset);
            struct call c;
            struct err e = {0};
            begin_example(&c, m, a->name);
            if (!optional)
                refuses(&c, ERR_ARG_MISSING, "a missing argument");
            call_end(&c);
            begin_example(&c, m, a->name);
            bool twice = call_number(&c, a->name, 1, &e) && call_number(&c, a->name, 1, &e);
            expect(!twice && e.id == ERR_ARG_TYPE, m, "takes an argument twice");
            call_end(&c);
        }
    }
    assert_int_equal(complaints, 0);
}

/* Values that no argument of the kind may have. */
static size_t bad_values(enum arg_kind kind, double bad[8]) {
    size_t n = 0;
    bad[n++] = NAN;
    bad[n++] = INFINITY;
    bad[n++] = -INFINITY;
    if (kind == ARG_REAL)
        return n;
    bad[n++] = -1;
    if (kind == ARG_COUNT)
        bad[n++] = 1.5;
    if (kind == ARG_COUNT || kind == ARG_EVENTS)
        bad[n++] = 1e300;
    if (kind == ARG_PROBABILITY || kind == ARG_LEVEL)
        bad[n++] = 1.0000001;
    if (kind == ARG_LEVEL)
        bad[n++] = 1;
    if (kind == ARG_LEVEL || kind == ARG_POSITIVE)
        bad[n++] = 0;
    return n;
}

/* The example with the bad value for one argument: by itself, or in place of the first of a list.
 */
static void refuse_value(const struct measure *m, size_t k, double bad) {
    const struct arg *a = &m->args[k];
    struct call c, good;
    struct err e = {0};
    char what[160];
    if (a->missing_ok && isnan(bad))
        return;
    begin_example(&good, m, NULL);
    begin_example(&c, m, a->name);
    const struct series *s = &good.value[k];
    double x[128];
    size_t rows = s->rows > 0 ? s->rows : 1, columns = s->columns > 0 ? s->columns : 1;
    assert_true(s->n <= 128);
    memcpy(x, s->at != NULL ? s->at : &bad, (s->n > 0 ? s->n : 1) * sizeof x[0]);
    x[0] = bad;
    snprintf(what, sizeof what, "%s=%g", a->name, bad);
    if (call_matrix(&c, a->name, x, rows, columns, &e))
        refuses(&c, ERR_ARG_RANGE, what);
    call_end(&c);
    call_end(&good);
}

static void refuse_text(const struct measure *m, const struct arg *a) {
    struct call c;
    struct err e = {0};
    char what[160];
    snprintf(what, sizeof what, "%s=many", a->name);
    begin_example(&c, m, a->name);
    if (call_word(&c, what, &e))
        complain(m, "accepts %s", what);
    expect(e.id == ERR_ARG_TYPE, m, "the wrong error for text in place of a number");
    call_end(&c);
    begin_example(&c, m, a->name);
    assert_true(call_text(&c, a->name, "12", &(struct err){0}));
    refuses(&c, ERR_ARG_TYPE, "text that looks like a number");
}

static void refuse_word(const struct measure *m, const struct arg *a) {
    struct call c;
    begin_example(&c, m, a->name);
    assert_true(call_number(&c, a->name, 1, &(struct err){0}));
    refuses(&c, ERR_ARG_TYPE, "a number in place of text");
    begin_example(&c, m, a->name);
    assert_true(call_text(&c, a->name, "no such word", &(struct err){0}));
    refuses(&c, ERR_ARG_RANGE, "a word that is none of its choices");
}

static void refuse_shape(const struct measure *m, const struct arg *a) {
    const double some[3] = {0.5, 0.5, 0.5};
    struct call c;
    struct err e = {0};
    begin_example(&c, m, a->name);
    assert_true(call_list(&c, a->name, some, a->vector || a->matrix ? 0 : 3, &e));
    refuses(&c, a->vector || a->matrix ? ERR_ARG_LENGTH : ERR_ARG_TYPE, "a list of wrong length");
}

static void test_wrong_values(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        for (size_t k = 0; k < measure_n_args(m); k++) {
            const struct arg *a = &m->args[k];
            if (a->kind == ARG_TEXT) {
                refuse_word(m, a);
                continue;
            }
            double bad[8];
            for (size_t n = bad_values(a->kind, bad); n > 0; n--)
                refuse_value(m, k, bad[n - 1]);
            refuse_text(m, a);
            refuse_shape(m, a);
        }
    }
    assert_int_equal(complaints, 0);
}

/* --- awkward values -------------------------------------------------------------------------- */

static double awkward(enum arg_kind kind, uint64_t *seed) {
    static const double counts[] = {0, 0, 1, 1, 2, 5, 12, 100, 12345, 1e6, 1e9};
    static const double exposures[] = {0, 1e-9, 0.5, 1, 7, 1000, 54308.7, 1e9, 1e15};
    static const double reals[] = {-1e3, -0.01, 0, 0.003, 1};
    static const double positives[] = {1e-6, 0.5, 1, 3, 1e6};
    static const double probabilities[] = {0, 1e-300, 0.04, 0.05, 0.5, 1, 1};
    static const double levels[] = {0.5, 0.9, 0.95, 0.99, 0.998, 0.999999};
#define ONE_OF(list) list[draw(seed, sizeof list / sizeof list[0])]
    switch (kind) {
    case ARG_COUNT:
    case ARG_EVENTS:
        return ONE_OF(counts);
    case ARG_EXPOSURE:
        return ONE_OF(exposures);
    case ARG_REAL:
        return ONE_OF(reals);
    case ARG_POSITIVE:
        return ONE_OF(positives);
    case ARG_PROBABILITY:
        return ONE_OF(probabilities);
    case ARG_LEVEL:
        return ONE_OF(levels);
    case ARG_TEXT:
        break;
    }
#undef ONE_OF
    return NAN;
}

/* Gives every argument that is a number an awkward value (lists: as many as in the example), and
 * writes the call down in 'text'. */
static void begin_awkward(struct call *c, const struct measure *m, uint64_t *seed,
                          char text[4000]) {
    struct call good;
    struct err e = {0};
    size_t at = 0;
    begin_example(&good, m, NULL);
    call_begin(c, m);
    for (size_t k = 0; k < measure_n_args(m); k++) {
        const struct arg *a = &m->args[k];
        const struct series *s = &good.value[k];
        if (a->kind == ARG_TEXT) {
            if (s->text != NULL)
                call_text(c, a->name, s->text, &e);
            continue;
        }
        double x[128];
        size_t n = s->n > 0 && s->n <= 128 ? s->n : 1;
        at += (size_t)snprintf(text + at, 4000 - at, " %s=", a->name);
        for (size_t j = 0; j < n && at < 3950; j++) {
            x[j] = strcmp(a->name, "repetitions") == 0 ? 1000 : awkward(a->kind, seed);
            at += (size_t)snprintf(text + at, 4000 - at, "%s%.15g", j > 0 ? "," : "", x[j]);
        }
        call_matrix(c, a->name, x, n / (s->columns > 0 ? s->columns : 1),
                    s->columns > 0 ? s->columns : 1, &e);
    }
    call_end(&good);
}

static double of_kind(const struct measure *m, const struct answer *a, enum result_kind kind) {
    for (size_t i = 0; i < a->n && m->shape != COLUMN_TO_COLUMN; i++) {
        if (m->results[i].kind == kind)
            return a->value[i];
    }
    return NAN;
}

/* Intervals whose published form makes no exception at the ends: for 0 events (and for proportions
 * of 1) both limits lie on one side of the estimate. */
static const char *const open_ended[] = {"prop.ci.jeffreys_equal_tailed",
                                         "rate.ci.jeffreys_gamma_no_boundary",
                                         "rate.ci.byar_rothman_half", NULL};

/* Limits in order around the estimate (to the last bits), and p-values between 0 and 1. */
static void check_order(const struct measure *m, const struct answer *a, const char *text) {
    double low = of_kind(m, a, RESULT_LOWER), high = of_kind(m, a, RESULT_UPPER);
    double estimate = of_kind(m, a, RESULT_ESTIMATE), p = of_kind(m, a, RESULT_P_VALUE);
    if ((estimate == 0 || estimate == 1) && listed(m->name, open_ended))
        estimate = NAN;
    double rounding = 1e-12 * fmin(fabs(estimate), 1e300);
    if (low > high || low > estimate + rounding || high < estimate - rounding)
        complain(m, "out of order at%s: %.17g, %.17g, %.17g", text, low, estimate, high);
    if (p < 0 || p > 1)
        complain(m, "p = %.17g at%s", p, text);
}

static const size_t awkward_calls = 400;

static void test_awkward_values(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        uint64_t seed = 20170911;
        size_t before = complaints;
        for (size_t n = 0; n < cases(awkward_calls) && complaints < before + 3; n++) {
            struct call c;
            struct answer a;
            struct err e = {0};
            char text[4000] = "";
            begin_awkward(&c, measures[i], &seed, text);
            if (call_run(&c, &a, &e))
                check_order(measures[i], &a, text);
            else if (err_class(&e) != CLASS_ARGUMENT)
                complain(measures[i], "at%s: %s", text, e.message);
            call_end(&c);
        }
    }
    assert_int_equal(complaints, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_complete, start),
        cmocka_unit_test_setup(test_names, start),
        cmocka_unit_test_setup(test_examples, start),
        cmocka_unit_test_setup(test_reference_values, start),
        cmocka_unit_test_setup(test_unknown_names, start),
        cmocka_unit_test_setup(test_missing_and_repeated, start),
        cmocka_unit_test_setup(test_wrong_values, start),
        cmocka_unit_test_setup(test_awkward_values, start),
    };
    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
