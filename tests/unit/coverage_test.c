/* How often every interval of the catalogue holds the truth, by going through every outcome; what
 * each method promises, and figures worked out anew in R (tests/reference/coverage.R). With
 * --markdown it writes docs/explanation/coverage.md instead. Run from the repository root. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "unit/coverage_page.h"
#include "unit/values.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static const char figures_path[] = "tests/reference/coverage.csv";
static const char points_path[] = "tests/reference/coverage_points.csv";

static struct found found;
static size_t complaints;

static void complain(const char *name, const char *format, ...) {
    va_list rest;
    char text[400];
    va_start(rest, format);
    vsnprintf(text, sizeof text, format, rest);
    va_end(rest);
    print_error("%s: %s\n", name, text);
    complaints++;
}

static int find_all(void **state) {
    (void)state;
    return found_fill(&found) ? 0 : -1;
}

static int start(void **state) {
    (void)state;
    complaints = 0;
    return 0;
}

/* Calls f for every method, at both levels. */
static void each_found(void (*f)(const struct set *set, const struct method *m, size_t level,
                                 const struct coverage *c)) {
    for (size_t i = 0; i < n_sets; i++) {
        for (size_t k = 0; k < set_length(&coverage_sets[i]); k++) {
            for (size_t level = 0; level < n_levels; level++)
                f(&coverage_sets[i], &coverage_sets[i].methods[k], level, &found.at[i][k][level]);
        }
    }
    assert_int_equal(complaints, 0);
}

/* --- nothing is left out silently ------------------------------------------------------------ */

static bool gives_limits(const struct measure *m) {
    bool gives = strstr(m->name, ".ci.") != NULL;
    for (size_t i = 0; i < measure_n_results(m); i++)
        gives = gives || m->results[i].kind == RESULT_LOWER || m->results[i].kind == RESULT_UPPER;
    return gives;
}

static size_t times_tried(const char *name) {
    size_t times = 0;
    for (size_t i = 0; i < n_sets; i++) {
        for (size_t k = 0; k < set_length(&coverage_sets[i]); k++)
            times += strcmp(coverage_sets[i].methods[k].name, name) == 0;
    }
    return times;
}

static size_t times_left_out(const char *name) {
    size_t times = 0;
    for (size_t i = 0; i < n_left_out; i++) {
        for (const char *const *n = left_out[i].names; *n != NULL; n++)
            times += strcmp(*n, name) == 0;
    }
    return times;
}

static void test_complete(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const char *name = measures[i]->name;
        size_t tried = times_tried(name), left = times_left_out(name);
        if (gives_limits(measures[i]) && tried + left == 0)
            complain(name, "its coverage is not worked out: add it to a set in "
                           "tests/unit/coverage_sets.h, or to what is left out, with the reason");
        if (left > 1 || (tried > 0 && left > 0))
            complain(name, "is both tried and left out, or left out twice");
        if (!gives_limits(measures[i]) && left > 0)
            complain(name, "is left out, but has no limits");
    }
    for (size_t i = 0; i < n_left_out; i++) {
        for (const char *const *n = left_out[i].names; *n != NULL; n++) {
            if (measure_find(*n) == NULL)
                complain(*n, "is left out, but there is no such measure");
        }
    }
    assert_int_equal(complaints, 0);
}

/* --- every outcome is there ------------------------------------------------------------------ */

/* What is cut off of the tails of four Poisson counts together. */
static const double cut_off = 1e-6;

static void test_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < found.n_spaces; i++) {
        for (size_t k = 0; k < found.spaces[i].n; k++) {
            const struct space *s = &found.spaces[i].at[k];
            double room = s->design->negligible > 0 ? cut_off : 1e-11;
            for (size_t point = 0; point < s->points; point++) {
                struct sum total = {0};
                for (size_t j = 0; j < s->n; j++)
                    sum_add(&total, s->probability[j * s->points + point]);
                if (!(fabs(sum_value(&total) - 1) <= room))
                    complain(s->design->text, "point %zu: probabilities add up to %.12g", point,
                             sum_value(&total));
            }
        }
    }
    assert_int_equal(complaints, 0);
}

/* --- promises -------------------------------------------------------------------------------- */

static const double rounding = 1e-9;
/* How near the mean coverage over a grid comes to the level, for methods that aim at it. */
static const double near_level = 0.01;

static void keeps_promise(const struct set *set, const struct method *m, size_t level,
                          const struct coverage *c) {
    double nominal = coverage_levels[level], alpha = 1 - nominal + rounding;
    (void)set;
    if (m->promise >= TRIED && c->miss > alpha)
        complain(m->name, "misses with probability %.8f at level %g", c->miss, nominal);
    if (m->promise == EACH_TAIL && fmax(c->below, c->above) > alpha / 2)
        complain(m->name, "misses on one side with probability %.8f at level %g",
                 fmax(c->below, c->above), nominal);
    if (m->promise == AVERAGE && fabs(c->mean - nominal) > near_level)
        complain(m->name, "mean coverage %.6f at level %g", c->mean, nominal);
    if (!(c->minimum >= 0 && c->minimum <= c->mean && c->mean + c->none <= 1 + rounding))
        complain(m->name, "minimum %g, mean %g, none %g", c->minimum, c->mean, c->none);
}

static void test_promises(void **state) {
    (void)state;
    each_found(keeps_promise);
}

/* --- at the limits themselves ---------------------------------------------------------------- */

/* With one count the coverage jumps exactly where the truth is a limit of some outcome; its least
 * values are beside these. */
static void check_truth(const struct method *m, const struct space *s, const struct intervals *v,
                        double truth) {
    struct sum below = {0}, above = {0};
    bool poisson = s->design->categories[0] == 1;
    double size = s->size[0];
    for (size_t i = 0; i < s->n; i++) {
        double x = s->count[i * s->cells], *limits = v->at + i * v->n;
        double p = poisson ? poisson_density(x, truth * size) : binomial_density(x, size, truth);
        sum_add(&below, truth < limits[0] ? p : 0);
        sum_add(&above, truth > limits[1] ? p : 0);
    }
    double alpha = 1 - coverage_levels[0] + rounding;
    if (sum_value(&below) + sum_value(&above) > alpha)
        complain(m->name, "misses %.12g with probability %.10f", truth,
                 sum_value(&below) + sum_value(&above));
    if (m->promise == EACH_TAIL && fmax(sum_value(&below), sum_value(&above)) > alpha / 2)
        complain(m->name, "misses %.12g on one side with probability %.10f", truth,
                 fmax(sum_value(&below), sum_value(&above)));
}

/* The largest truth for which no outcome of the space is cut off. */
static double largest_truth(const struct space *s) {
    double largest = 0;
    for (size_t i = 0; i < s->points; i++)
        largest = fmax(largest, s->cell[i * s->cells]);
    return s->design->categories[0] == 1 ? largest / s->size[0] : 1;
}

static void check_own_limits(const struct set *set, const struct method *m) {
    for (size_t k = 0; k < most_sizes && set->design->sizes[k][0] > 0; k++) {
        const struct space *s = &found_spaces(&found, set->design)->at[k];
        struct question q = question_of(set, m, 0);
        struct intervals v = {0};
        assert_true(intervals_of(&q, s, &v));
        for (size_t i = 0; i < s->n * v.n; i++) {
            for (double side = -1; side <= 1; side += 2) {
                double truth = v.at[i] * (1 + side * 1e-8);
                if (truth > 0 && truth < largest_truth(s))
                    check_truth(m, s, &v, truth);
            }
        }
        free(v.at);
    }
}

static void test_own_limits(void **state) {
    (void)state;
    for (size_t i = 0; i < n_sets; i++) {
        const struct set *set = &coverage_sets[i];
        for (size_t k = 0; k < set_length(set) && set->design->blocks == 1; k++) {
            if (set->methods[k].promise >= ALWAYS)
                check_own_limits(set, &set->methods[k]);
        }
    }
    assert_int_equal(complaints, 0);
}

/* --- one interval inside another ------------------------------------------------------------- */

static const struct {
    const char *inner, *outer;
} nested[] = {
    {"prop.ci.wilson", "prop.ci.agresti_coull_untruncated"},
    {"prop.ci.wilson", "prop.ci.wilson_cc"},
    {"prop.ci.midp", "prop.ci.clopper_pearson"},
    {"prop.ci.blaker", "prop.ci.clopper_pearson"},
    {"prop.ci.jeffreys_bcd_boundary", "prop.ci.clopper_pearson"},
    {"rate.ci.midp_exact", "rate.ci.garwood_exact"},
    {"rate.ci.jeffreys_zero_boundary", "rate.ci.garwood_exact"},
    {"rate.ci.daly_gamma_onesided_at_zero", "rate.ci.garwood_exact"},
    {"rate.ci.wald_truncated_at_zero", "rate.ci.wald"},
    {"smr.ci.midp", "smr.ci.exact"},
    {"rateratio.ci.midp_conditional", "rateratio.ci.exact_conditional"},
    {"riskratio.ci.koopman_score", "riskratio.ci.miettinen_nurminen"},
    {"riskdiff.ci.wald", "riskdiff.ci.wald_cc"},
    {"riskdiff.ci.mee_score_uncorrected", "riskdiff.ci.miettinen_nurminen"},
    {"oddsratio.ci.score_uncorrected", "oddsratio.ci.miettinen_nurminen_score"},
    {"oddsratio.ci.score_uncorrected", "oddsratio.ci.cornfield_score_cc"},
    {"oddsratio.ci.midp_conditional", "oddsratio.ci.exact_conditional"},
    {"oddsratio.ci.baptista_pike_midp", "oddsratio.ci.baptista_pike_exact"},
    {"oddsratio.ci.inverse_sinh", "oddsratio.ci.woolf_log"},
    {"dsr.gamma_wm_mean", "dsr.fay_feuer_gamma"},
    {"dsr.gamma_wm_minmaxavg", "dsr.fay_feuer_gamma"},
    {"dsr.tiwari_clegg_zou", "dsr.fay_feuer_gamma"},
};

static const struct method *find_method(const struct set *set, const char *name) {
    for (size_t k = 0; k < set_length(set); k++) {
        if (strcmp(set->methods[k].name, name) == 0)
            return &set->methods[k];
    }
    return NULL;
}

static void check_nested(const struct set *set, const struct method *inner,
                         const struct method *outer, size_t level) {
    const struct spaces *in = found_spaces(&found, set->design);
    struct question q[] = {question_of(set, inner, level), question_of(set, outer, level)};
    for (size_t k = 0; k < in->n; k++) {
        struct intervals a = {0}, b = {0};
        assert_true(intervals_of(&q[0], &in->at[k], &a));
        assert_true(intervals_of(&q[1], &in->at[k], &b));
        for (size_t i = 0; i < in->at[k].n; i++) {
            const double *x = a.at + 2 * i, *y = b.at + 2 * i, room = 1e-9;
            if (x[0] < y[0] - room * fabs(y[0]) || x[1] > y[1] + room * fabs(y[1]))
                complain(inner->name, "%.12g to %.12g is not inside %s: %.12g to %.12g", x[0], x[1],
                         outer->name, y[0], y[1]);
        }
        free(a.at);
        free(b.at);
    }
}

static void test_nested(void **state) {
    (void)state;
    for (size_t i = 0; i < LENGTH(nested); i++) {
        size_t sets = 0;
        for (size_t k = 0; k < n_sets; k++) {
            const struct set *set = &coverage_sets[k];
            const struct method *inner = find_method(set, nested[i].inner);
            const struct method *outer = find_method(set, nested[i].outer);
            for (size_t level = 0; inner != NULL && outer != NULL && level < n_levels; level++)
                check_nested(set, inner, outer, level);
            sets += inner != NULL && outer != NULL;
        }
        assert_int_equal(sets, 1);
    }
    assert_int_equal(complaints, 0);
}

/* --- figures worked out anew ----------------------------------------------------------------- */

enum { figure_cells = 7, point_cells = 6 };
static const double figure_room = 1e-6; /* what either side may have cut off the Poisson tails */

/* The rows of a file of figures, after its header: the cells of the next; false at the end. */
static bool next_row(char **p, const char **cell, size_t n) {
    char end = ',';
    for (size_t i = 0; i < n; i++) {
        if (**p == '\0' || end != ',')
            return false;
        cell[i] = values_cell(p, &end);
    }
    return end == '\n';
}

static char *open_rows(const char *path, char **p, size_t n) {
    const char *header[figure_cells];
    char *text = *p = values_text(path);
    if (text == NULL || !next_row(p, header, n))
        fail_msg("cannot read %s", path);
    return text;
}

static void compare_figure(const struct method *m, const char *what, double got, const char *want) {
    if (!(fabs(got - strtod(want, NULL)) <= figure_room))
        complain(m->name, "%s is %.8f, in R %s", what, got, want);
}

/* question, method, conf_level, minimum, mean, no_answer, source */
static bool compare_row(const char **cell, bool seen[n_sets][most_methods][n_levels]) {
    for (size_t i = 0; i < n_sets; i++) {
        const struct set *set = &coverage_sets[i];
        for (size_t k = 0; k < set_length(set) && strcmp(set->title, cell[0]) == 0; k++) {
            char label[200];
            method_label(&set->methods[k], label);
            size_t level = strtod(cell[2], NULL) == coverage_levels[0] ? 0 : 1;
            if (strcmp(label, cell[1]) != 0)
                continue;
            const struct coverage *c = &found.at[i][k][level];
            compare_figure(&set->methods[k], "minimum", c->minimum, cell[3]);
            compare_figure(&set->methods[k], "mean", c->mean, cell[4]);
            compare_figure(&set->methods[k], "no answer", c->none, cell[5]);
            seen[i][k][level] = true;
            return *cell[6] != '\0';
        }
    }
    return false;
}

static void test_figures(void **state) {
    (void)state;
    static bool seen[n_sets][most_methods][n_levels];
    const char *cell[figure_cells];
    char *p, *text = open_rows(figures_path, &p, figure_cells);
    while (next_row(&p, cell, figure_cells)) {
        if (!compare_row(cell, seen))
            complain(cell[1], "\"%s\" in %s is not tried, or has no source", cell[0], figures_path);
    }
    free(text);
    for (size_t i = 0; i < n_sets; i++) {
        for (size_t k = 0; k < set_length(&coverage_sets[i]) * n_levels; k++) {
            if (!seen[i][k / n_levels][k % n_levels])
                complain(coverage_sets[i].methods[k / n_levels].name, "no figure in %s",
                         figures_path);
        }
    }
    assert_int_equal(complaints, 0);
}

/* --- published figures for one proportion ---------------------------------------------------- */

/* The limits of all x of n, cut to 0..1. */
static void limits_of_all(const char *method, double n, double *limits) {
    const struct measure *m = measure_need(method, &(struct err){0});
    assert_non_null(m);
    for (double x = 0; x <= n; x++) {
        struct err e = {0};
        double in[] = {x, n, 0.95}, out[MEASURE_RESULTS];
        if (!measure_cell(m, in, out, &e))
            fail_msg("%s: %s", method, e.message);
        limits[2 * (size_t)x] = fmin(fmax(out[1], 0), 1);
        limits[2 * (size_t)x + 1] = fmin(fmax(out[2], 0), 1);
    }
}

static double coverage_at(const double *limits, double n, double p) {
    struct sum held = {0};
    for (double x = 0; x <= n; x++) {
        const double *at = limits + 2 * (size_t)x;
        sum_add(&held, at[0] <= p && p <= at[1] ? binomial_density(x, n, p) : 0);
    }
    return sum_value(&held);
}

/* Over all p alike: the integral of the density of x of n is a beta probability over n + 1. */
static double coverage_mean(const double *limits, double n) {
    struct sum mean = {0};
    for (double x = 0; x <= n; x++) {
        const double *at = limits + 2 * (size_t)x;
        sum_add(&mean, beta_probability(at[1], x + 1, n - x + 1, TAIL_LOWER) / (n + 1));
        sum_add(&mean, -beta_probability(at[0], x + 1, n - x + 1, TAIL_LOWER) / (n + 1));
    }
    return sum_value(&mean);
}

static double coverage_least(const double *limits, double n) {
    double least = 1;
    for (size_t i = 0; i < 2 * (size_t)(n + 1); i++) {
        for (double side = -1; side <= 1; side += 2) {
            double p = limits[i] * (1 + side * 1e-9);
            if (p > 1e-9 && p < 1 - 1e-9)
                least = fmin(least, coverage_at(limits, n, p));
        }
    }
    return least;
}

/* method, n, p, quantity, expected, source: figures to three decimals, at 95% */
static void test_points(void **state) {
    (void)state;
    const char *cell[point_cells];
    char *p, *text = open_rows(points_path, &p, point_cells);
    size_t rows = 0;
    for (; next_row(&p, cell, point_cells); rows++) {
        double n = strtod(cell[1], NULL);
        double *limits = more(NULL, 2 * (size_t)(n + 1), sizeof *limits);
        limits_of_all(cell[0], n, limits);
        double got = strcmp(cell[3], "mean") == 0 ? coverage_mean(limits, n)
                     : strcmp(cell[3], "least") == 0
                         ? coverage_least(limits, n)
                         : coverage_at(limits, n, strtod(cell[2], NULL));
        if (!(fabs(got - strtod(cell[4], NULL)) <= 0.00051))
            complain(cell[0], "n = %s, p = %s: %s %.5f, wanted %s", cell[1], cell[2], cell[3], got,
                     cell[4]);
        free(limits);
    }
    free(text);
    assert_true(rows > 20);
    assert_int_equal(complaints, 0);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_complete, start),
        cmocka_unit_test_setup(test_whole, start),
        cmocka_unit_test_setup(test_promises, start),
        cmocka_unit_test_setup(test_own_limits, start),
        cmocka_unit_test_setup(test_nested, start),
        cmocka_unit_test_setup(test_figures, start),
        cmocka_unit_test_setup(test_points, start),
    };
    if (argc > 1 && strcmp(argv[1], "--markdown") == 0)
        return found_fill(&found) && coverage_page(&found) ? 0 : 1;
    int failed = cmocka_run_group_tests_name("coverage", tests, find_all, NULL);
    found_free(&found);
    return failed;
}
