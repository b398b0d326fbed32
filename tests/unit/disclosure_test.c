/* Disclosure control: what is hidden, against every way of filling the hidden cells. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "disclosure/disclosure.h"

#include "unit/cases.h"
#include "unit/random.h"
#include "unit/tables.h"

static uint64_t state = 20240607;

static size_t draw(size_t n) {
    return (size_t)(next_random(&state) % n);
}

static const char *const no_names[] = {NULL};
static const struct policy *const foi = &policies[0];

/* A table of cases: labels of up to three dimensions, and a count. */
enum { most_rows = 64, most_dimensions = 3, label_size = 24 };
struct made {
    size_t n, dimensions;
    const char *name[most_dimensions];
    char label[most_rows][most_dimensions][label_size];
    double count[most_rows]; /* NaN: hidden in the source, 1 to 4 */
};

static void make_table(const struct made *m, struct table *t) {
    struct err e = {0};
    struct field f = {.name = "cases", .type = COLUMN_NUMBER, .role = ROLE_COUNT, .count = true};
    assert_true(table_new(t, "made", m->n, m->dimensions + 1, &e));
    for (size_t k = 0; k < m->dimensions; k++) {
        struct column *c = add_labels(t, k, m->name[k], NULL);
        for (size_t i = 0; i < m->n; i++)
            set_label(t, c, i, m->label[i][k]);
    }
    struct column *c = &t->column[m->dimensions];
    assert_true(column_numbers(c, &t->arena, &f, m->n, &e));
    for (size_t i = 0; i < m->n; i++)
        set_number(t, c, i, m->count[i], 1, 4);
}

/* Two dimensions, row by row. */
static void make_grid(struct made *m, size_t rows, size_t columns, const double *count) {
    *m = (struct made){.n = rows * columns, .dimensions = 2, .name = {"area", "group"}};
    for (size_t i = 0; i < m->n; i++) {
        snprintf(m->label[i][0], label_size, "a%zu", i / columns);
        snprintf(m->label[i][1], label_size, "g%zu", i % columns);
        m->count[i] = count[i];
    }
}

static void release(const struct table *t, const char *const *by, size_t n_by,
                    const struct policy *p, const struct release *earlier, size_t n_earlier,
                    struct release *r) {
    struct err e = {0};
    struct release_spec s = {.n_by = n_by, .by = by, .totals = n_by > 0};
    bool done = disclosure_release(t, &s, p, earlier, n_earlier, r, &e);
    if (!done)
        print_error("%s\n", e.message);
    assert_true(done);
}

/* The row of a release with these labels. */
static size_t find_row(const struct table *t, const char *const *label, size_t n) {
    for (size_t i = 0; i < t->n_rows; i++) {
        size_t k = 0;
        while (k < n && strcmp(column_label(&t->column[k], i), label[k]) == 0)
            k++;
        if (k == n)
            return i;
    }
    fail_msg("no row %s %s", label[0], n > 1 ? label[1] : "");
    return 0;
}

static const struct column *counts_of(const struct table *t) {
    return table_column(t, "cases");
}

static enum mark mark_at(const struct release *r, const char *a, const char *b) {
    const char *label[] = {a, b};
    return column_mark(counts_of(&r->table), find_row(&r->table, label, 2));
}

/* ---- every way of filling the cells ---- */

/* What is known of a sum of rows of the source. */
struct known {
    bool of[most_rows];
    size_t last;
    double lo, hi, sum;
};
enum { most_known = 400 };
struct fill {
    const struct made *m;
    size_t n;
    struct known known[most_known];
    struct target {
        size_t at; /* of known */
        double lo, hi;
    } target[most_known];
    size_t n_targets;
    double x[most_rows];
    size_t steps;
};

static bool is_row_of(const struct made *m, size_t i, const struct table *t, size_t row) {
    for (size_t k = 0; k < m->dimensions; k++) {
        const struct column *c = table_column(t, m->name[k]);
        const char *label = c != NULL ? column_label(c, row) : NULL;
        if (label != NULL && strcmp(label, "All") != 0 && strcmp(label, m->label[i][k]) != 0)
            return false;
    }
    return true;
}

/* What a released table says, without what the engine computed from it. */
static void know_table(struct fill *f, const struct table *t, double threshold) {
    const struct column *c = counts_of(t);
    for (size_t row = 0; row < t->n_rows; row++) {
        struct known *k = &f->known[f->n];
        double truth = 0;
        bool shown = column_mark(c, row) == MARK_OK;
        for (size_t i = 0; i < f->m->n; i++) {
            k->of[i] = is_row_of(f->m, i, t, row);
            if (k->of[i])
                k->last = i;
            truth += k->of[i] ? f->m->count[i] : 0;
        }
        k->lo = shown ? c->value[row] : 1;
        k->hi = shown ? c->value[row] : INFINITY;
        if (shown)
            assert_true(truth >= c->value[row] && truth <= c->value[row]);
        if (!shown && truth <= threshold)
            f->target[f->n_targets++] = (struct target){f->n, INFINITY, -INFINITY};
        if (shown && threshold > 0)
            assert_true(truth == 0 || truth > threshold);
        f->n++;
        assert_true(f->n < most_known);
    }
}

enum { most_steps = 30000, furthest = 8 };

static void fill_from(struct fill *f, size_t i) {
    if (f->steps++ > most_steps)
        return;
    if (i == f->m->n) {
        for (size_t k = 0; k < f->n_targets; k++) {
            struct target *t = &f->target[k];
            t->lo = fmin(t->lo, f->known[t->at].sum);
            t->hi = fmax(t->hi, f->known[t->at].sum);
        }
        return;
    }
    for (double x = 0; x <= f->m->count[i] + furthest; x++) {
        bool fits = true;
        for (size_t k = 0; k < f->n; k++)
            f->known[k].sum += f->known[k].of[i] ? x : 0;
        for (size_t k = 0; k < f->n && fits; k++) {
            const struct known *q = &f->known[k];
            fits = !q->of[i] || (q->sum <= q->hi && (q->last > i || q->sum >= q->lo));
        }
        if (fits)
            fill_from(f, i + 1);
        for (size_t k = 0; k < f->n; k++)
            f->known[k].sum -= f->known[k].of[i] ? x : 0;
    }
}

/* Tries every way of filling what the releases hide; false when there are too many to try. */
static bool attack_by_hand(const struct made *m, const struct release *r, size_t n,
                           double threshold, struct fill *f) {
    *f = (struct fill){.m = m};
    for (size_t k = 0; k < n; k++)
        know_table(f, &r[k].table, threshold);
    fill_from(f, 0);
    return f->steps <= most_steps;
}

static void assert_safe(const struct fill *f, double threshold, double width) {
    for (size_t k = 0; k < f->n_targets; k++) {
        const struct target *t = &f->target[k];
        if (t->hi <= threshold || t->hi - t->lo < width)
            fail_msg("a small count is left %g to %g", t->lo, t->hi);
    }
}

/* ---- tests ---- */

static void test_policies(void **unused) {
    (void)unused;
    struct policy p;
    struct err e = {0};
    assert_string_equal(policies[0].name, "foi-uk");
    assert_true(policy_find("opensafely", &p, &e));
    assert_true(p.threshold == 7 && p.round == 5 && p.width == 7 && !p.midpoint);
    assert_true(policy_find("ons", &p, &e));
    assert_true(p.threshold == 9);
    assert_false(policy_find("opensafly", &p, &e));
    assert_int_equal(e.id, ERR_ARG_RANGE);
    assert_non_null(strstr(e.hint, "\"opensafely\""));
    assert_true(policy_parse("threshold=4, round=5,zeros=hide", &p, &(struct err){0}));
    assert_true(p.threshold == 4 && p.round == 5 && p.zeros && p.width == 4);
    assert_string_equal(p.name, "custom");
    assert_true(policy_parse("midpoint=6,threshold=0", &p, &(struct err){0}));
    assert_true(p.midpoint && p.round == 6);
    assert_true(policy_parse("none", &p, &(struct err){0}) && policy_none(&p));
    static const char *const wrong[] = {"threshold=-1", "threshold=2.5", "treshold=5", "round",
                                        "round=",       "zeros=maybe",   "width=1e9",  ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        e = (struct err){0};
        assert_false(policy_parse(wrong[i], &p, &e));
        assert_int_equal(e.id, ERR_ARG_RANGE);
    }
}

static void test_strictest(void **unused) {
    (void)unused;
    struct policy os, p;
    struct err e = {0};
    assert_true(policy_find("opensafely", &os, &e));
    p = policy_strictest(foi, &os);
    assert_string_equal(p.name, "opensafely");
    struct policy zeros = {.name = "custom", .threshold = 10, .zeros = true, .width = 3};
    p = policy_strictest(&zeros, &os);
    assert_true(p.threshold == 10 && p.zeros && p.round == 5 && p.width == 7);
    assert_string_equal(p.name, "custom");
}

/* A small count in a row and a column: both totals would give it back. */
static void test_small_grid(void **unused) {
    (void)unused;
    static const double count[] = {20, 3, 30, 12, 40, 25, 60, 11, 90};
    static const char *const by[] = {"area", "group"};
    struct made m;
    struct table t;
    struct release r;
    struct fill f;
    make_grid(&m, 3, 3, count);
    make_table(&m, &t);
    release(&t, by, 2, foi, NULL, 0, &r);
    assert_int_equal(r.record.small, 1);
    assert_int_equal(r.record.others, 3);
    assert_int_equal(r.record.audit, AUDIT_PASSED);
    assert_int_equal(r.record.counts, 16);
    assert_true(r.record.narrowest >= 5);
    assert_int_equal(mark_at(&r, "a0", "g1"), MARK_SUPPRESSED);
    assert_int_equal(mark_at(&r, "All", "All"), MARK_OK);
    assert_string_equal(r.record.rows, "cases by area and group, with totals of area and group");
    assert_true(attack_by_hand(&m, &r, 1, 5, &f));
    assert_int_equal(f.n_targets, 1);
    assert_safe(&f, 5, 5);
    release_free(&r);
    table_free(&t);
}

static void random_grid(struct made *m, size_t rows, size_t columns, size_t most) {
    double count[most_rows];
    for (size_t i = 0; i < rows * columns; i++)
        count[i] = draw(3) == 0 ? (double)draw(7) : (double)draw(most);
    make_grid(m, rows, columns, count);
}

/* The ranges that are handed on are those that filling the cells by hand finds. */
static void assert_ranges(const struct fill *f, const struct table *t) {
    const struct column *c = counts_of(t);
    for (size_t k = 0; k < f->n_targets; k++) {
        const struct target *x = &f->target[k];
        double lo, hi, truth = 0;
        column_bounds(c, x->at, &lo, &hi);
        for (size_t i = 0; i < f->m->n; i++)
            truth += f->known[x->at].of[i] ? f->m->count[i] : 0;
        assert_true(lo <= truth && truth <= hi);
        if (x->hi < truth + furthest) /* else the search ended there */
            assert_float_equal(hi, x->hi, 0);
        if (lo < x->lo || lo > x->lo)
            assert_true(hi >= truth + furthest);
    }
}

static void test_random_grids(void **unused) {
    (void)unused;
    static const char *const by[] = {"area", "group"};
    size_t tried = 0;
    for (size_t i = 0; i < cases(400); i++) {
        struct made m;
        struct table t;
        struct release r;
        struct fill f;
        random_grid(&m, 2 + draw(3), 2 + draw(2), 25);
        make_table(&m, &t);
        release(&t, by, 2, foi, NULL, 0, &r);
        assert_int_not_equal(r.record.audit, AUDIT_FAILED);
        assert_int_equal(r.record.exposed, 0);
        if (attack_by_hand(&m, &r, 1, 5, &f)) {
            assert_safe(&f, 5, 5);
            assert_ranges(&f, &r.table);
            tried++;
        }
        release_free(&r);
        table_free(&t);
    }
    print_message("# %zu of %zu grids were tried by hand\n", tried, cases(400));
    assert_true(tried > cases(200));
}

/* Areas in regions: the regions' totals count the same cases. */
static void test_hierarchies(void **unused) {
    (void)unused;
    static const char *const by[] = {"region", "area", "group"};
    size_t tried = 0;
    for (size_t i = 0; i < cases(300); i++) {
        struct made m = {.n = 8, .dimensions = 3, .name = {"area", "region", "group"}};
        struct table t;
        struct release r;
        struct fill f;
        for (size_t k = 0; k < m.n; k++) {
            snprintf(m.label[k][0], label_size, "a%zu", k / 2);
            snprintf(m.label[k][1], label_size, "r%zu", k / 4);
            snprintf(m.label[k][2], label_size, "g%zu", k % 2);
            m.count[k] = draw(2) == 0 ? (double)draw(7) : (double)draw(30);
        }
        make_table(&m, &t);
        release(&t, by, 3, foi, NULL, 0, &r);
        /* 4 areas, 2 regions and England, in 2 groups and all: no area beside a region not its */
        assert_int_equal(r.table.n_rows, (4 + 2 + 1) * 3);
        assert_int_not_equal(r.record.audit, AUDIT_FAILED);
        if (attack_by_hand(&m, &r, 1, 5, &f)) {
            assert_safe(&f, 5, 5);
            tried++;
        }
        release_free(&r);
        table_free(&t);
    }
    print_message("# %zu of %zu hierarchies were tried by hand\n", tried, cases(300));
    assert_true(tried > cases(150));
}

/* Were all counts of the second release hidden, would the first still leave too little? */
static void assert_hopeless(const struct made *m, struct release *r) {
    struct fill f;
    struct err e = {0};
    struct table *t = &r[1].table;
    struct column *c = table_column(t, "cases");
    for (size_t i = 0; i < t->n_rows; i++) {
        if (column_mark(c, i) == MARK_OK && c->value[i] > 0)
            assert_true(column_set_mark(c, &t->arena, i, MARK_SUPPRESSED, 1, INFINITY, &e));
    }
    assert_true(attack_by_hand(m, r, 2, 5, &f));
    bool safe = true;
    for (size_t k = 0; k < f.n_targets; k++)
        safe = safe && f.target[k].hi > 5 && f.target[k].hi - f.target[k].lo >= 5;
    assert_false(safe);
}

/* Two releases of the same rows: what follows from both together. */
static void test_linked(void **unused) {
    (void)unused;
    static const char *const first[] = {"area", "sex"}, *const second[] = {"group", "sex"};
    size_t tried = 0, failed = 0;
    for (size_t i = 0; i < cases(300); i++) {
        struct made m = {.n = 8, .dimensions = 3, .name = {"area", "group", "sex"}};
        struct table t;
        struct release r[2];
        struct fill f;
        for (size_t k = 0; k < m.n; k++) {
            snprintf(m.label[k][0], label_size, "a%zu", k / 4);
            snprintf(m.label[k][1], label_size, "g%zu", k / 2 % 2);
            snprintf(m.label[k][2], label_size, "s%zu", k % 2);
            m.count[k] = draw(2) == 0 ? (double)draw(6) : (double)draw(20);
        }
        make_table(&m, &t);
        release(&t, first, 2, foi, NULL, 0, &r[0]);
        release(&t, second, 2, foi, &r[0], 1, &r[1]);
        if (r[1].record.audit == AUDIT_FAILED) {
            assert_hopeless(&m, r);
            failed++;
        } else if (attack_by_hand(&m, r, 2, 5, &f)) {
            assert_safe(&f, 5, 5);
            tried++;
        }
        release_free(&r[0]);
        release_free(&r[1]);
        table_free(&t);
    }
    print_message("# %zu of %zu pairs were tried by hand, %zu can't be protected\n", tried,
                  cases(300), failed);
    assert_true(failed < 10);
    assert_true(tried > cases(150));
}

/* ---- every choice of cells ---- */

/* The cost of hiding a cell: 1 + log2(1 + count), by straight lines between powers, 8 times that
 * for totals. */
static double cost_of(double x, bool total) {
    double low = 1, log2 = 0;
    while (2 * low <= 1 + x) {
        low *= 2;
        log2++;
    }
    return (1 + log2 + (1 + x - low) / low) * (total ? 8 : 1);
}

/* Attacks the table with the cells of a choice hidden: are the small ones safe? */
static bool is_safe_choice(const struct table *t, const bool *hidden) {
    struct table copy;
    struct err e = {0};
    struct arena a = {0};
    struct attainable *found;
    size_t n;
    bool safe = true;
    size_t all[most_known];
    for (size_t i = 0; i < t->n_rows; i++)
        all[i] = i;
    assert_true(table_take(t, all, t->n_rows, &copy, &e));
    struct column *c = table_column(&copy, "cases");
    for (size_t i = 0; i < t->n_rows; i++) {
        if (hidden[i])
            assert_true(column_set_mark(c, &copy.arena, i, MARK_SUPPRESSED, 1, INFINITY, &e));
    }
    assert_true(disclosure_attack(&copy, &a, &found, &n, &e));
    for (size_t i = 0; i < n; i++) {
        double x = counts_of(t)->value[found[i].row];
        safe = safe && (x > 5 || (found[i].upper > 5 && found[i].upper - found[i].lower >= 5));
    }
    arena_free(&a);
    table_free(&copy);
    return safe;
}

struct choices {
    const struct table *t; /* with all its counts */
    size_t free[most_known], n;
    double cost[most_known];
    bool hidden[most_known];
    double ours;
    size_t tried;
};

/* No choice that costs less than ours is safe. */
static void try_choices(struct choices *c, size_t at, double cost) {
    if (cost > c->ours - 1e-6)
        return;
    if (at == c->n) {
        c->tried++;
        assert_false(is_safe_choice(c->t, c->hidden));
        return;
    }
    size_t row = c->free[at];
    c->hidden[row] = true;
    try_choices(c, at + 1, cost + c->cost[row]);
    c->hidden[row] = false;
    try_choices(c, at + 1, cost);
}

static void test_cheapest(void **unused) {
    (void)unused;
    static const char *const by[] = {"area", "group"};
    size_t tried = 0, proved = 0;
    for (int i = 0; i < 60; i++) {
        struct made m;
        struct table t;
        struct release all, r;
        struct choices c = {0};
        random_grid(&m, 3, 3, 30);
        make_table(&m, &t);
        release(&t, by, 2, &(struct policy){.name = "custom"}, NULL, 0, &all);
        release(&t, by, 2, foi, NULL, 0, &r);
        c.t = &all.table;
        for (size_t row = 0; row < r.table.n_rows; row++) {
            double x = counts_of(&all.table)->value[row];
            bool total = strcmp(column_label(&r.table.column[0], row), "All") == 0 ||
                         strcmp(column_label(&r.table.column[1], row), "All") == 0;
            bool is_hidden = column_mark(counts_of(&r.table), row) != MARK_OK;
            c.cost[row] = cost_of(x, total);
            c.hidden[row] = x >= 1 && x <= 5;
            c.ours += is_hidden && x > 5 ? c.cost[row] : 0;
            if (x > 5)
                c.free[c.n++] = row;
        }
        proved += r.record.optimal;
        try_choices(&c, 0, 0);
        tried += c.tried;
        release_free(&r);
        release_free(&all);
        table_free(&t);
    }
    print_message("# %zu cheaper choices were attacked\n", tried);
    assert_int_equal(proved, 60);
    assert_true(tried > 1000);
}

static void test_same_pattern(void **unused) {
    (void)unused;
    static const char *const by[] = {"area", "group"};
    for (int i = 0; i < 50; i++) {
        struct made m, other;
        struct table t[3];
        struct release r[3];
        random_grid(&m, 5, 4, 20);
        other = m;
        for (size_t k = 0; k < m.n; k++) { /* the rows in another order */
            size_t from = (k * 7 + 3) % m.n;
            memcpy(other.label[k], m.label[from], sizeof m.label[k]);
            other.count[k] = m.count[from];
        }
        for (int k = 0; k < 3; k++) {
            make_table(k < 2 ? &m : &other, &t[k]);
            release(&t[k], by, 2, foi, NULL, 0, &r[k]);
        }
        for (size_t row = 0; row < r[0].table.n_rows; row++) {
            const char *label[] = {column_label(&r[0].table.column[0], row),
                                   column_label(&r[0].table.column[1], row)};
            size_t there = find_row(&r[2].table, label, 2);
            enum mark mark = column_mark(counts_of(&r[0].table), row);
            assert_int_equal(mark, column_mark(counts_of(&r[1].table), row));
            assert_int_equal(mark, column_mark(counts_of(&r[2].table), there));
        }
        for (int k = 0; k < 3; k++) {
            release_free(&r[k]);
            table_free(&t[k]);
        }
    }
}

/* What the source hides stays hidden, and no total gives it back. */
static void test_hidden_in_source(void **unused) {
    (void)unused;
    static const double count[] = {20, NAN, 30, 12, 40, 25, 60, 11, 90};
    static const char *const by[] = {"area", "group"};
    struct made m;
    struct table t;
    struct release r;
    make_grid(&m, 3, 3, count);
    make_table(&m, &t);
    release(&t, by, 2, foi, NULL, 0, &r);
    assert_int_equal(r.record.small, 0);
    assert_int_equal(r.record.given, 4); /* the count, its two totals and that of all */
    assert_int_equal(r.record.others, 0);
    assert_int_equal(r.record.audit, AUDIT_PASSED);
    double lo, hi;
    const char *label[] = {"a0", "g1"};
    column_bounds(counts_of(&r.table), find_row(&r.table, label, 2), &lo, &hi);
    assert_float_equal(lo, 1, 0);
    assert_float_equal(hi, 4, 0);
    release_free(&r);
    table_free(&t);
}

/* The same where the rows hold their totals, which are known. */
static void test_as_it_stands(void **unused) {
    (void)unused;
    static const double count[] = {20, NAN, 50 + 22, 33, 41, 74};
    struct made m;
    struct table t;
    struct release r;
    make_grid(&m, 2, 3, count);
    for (size_t i = 0; i < m.n; i++)
        snprintf(m.label[i][1], label_size, "%s",
                 i % 3 == 2   ? "Total"
                 : i % 3 == 1 ? "Black"
                              : "White");
    m.count[2] = 22; /* leaves 2 */
    make_table(&m, &t);
    release(&t, no_names, 0, foi, NULL, 0, &r);
    assert_int_equal(r.table.n_rows, 6);
    assert_int_equal(r.record.given, 1);
    assert_int_equal(r.record.others, 1); /* 20 or its total */
    assert_int_equal(r.record.audit, AUDIT_PASSED);
    assert_string_equal(r.record.rows, "cases, row by row");
    release_free(&r);
    table_free(&t);
}

static void test_attack_of_others(void **unused) {
    (void)unused;
    static const double count[] = {20, NAN, 22, 33, 41, 74};
    struct made m;
    struct table t;
    struct arena a = {0};
    struct attainable *found;
    size_t n;
    struct err e = {0};
    make_grid(&m, 2, 3, count);
    for (size_t i = 0; i < m.n; i++)
        snprintf(m.label[i][1], label_size, "%s",
                 i % 3 == 2   ? "Total"
                 : i % 3 == 1 ? "Black"
                              : "White");
    make_table(&m, &t);
    assert_true(disclosure_attack(&t, &a, &found, &n, &e));
    assert_int_equal(n, 1);
    assert_true(found[0].lower >= 2 && found[0].upper <= 2);
    assert_true(found[0].given_lower <= 1 && found[0].given_upper >= 4);
    assert_int_equal(found[0].row, 1);
    arena_free(&a);
    table_free(&t);
}

static void test_rounding(void **unused) {
    (void)unused;
    static const double count[] = {20, 3, 31, 12, 40, 28, 0, 33, 92};
    static const char *const by[] = {"area", "group"};
    struct made m;
    struct table t;
    struct release r;
    struct policy p;
    struct err e = {0};
    assert_true(policy_find("opensafely", &p, &e));
    make_grid(&m, 3, 3, count);
    make_table(&m, &t);
    release(&t, by, 2, &p, NULL, 0, &r);
    assert_int_not_equal(r.record.audit, AUDIT_FAILED);
    const struct column *c = counts_of(&r.table);
    for (size_t i = 0; i < r.table.n_rows; i++) {
        if (column_mark(c, i) == MARK_OK)
            assert_float_equal(fmod(c->value[i], 5), 0, 0);
    }
    /* a total of counts that are all shown is the sum of these as shown */
    const char *label[] = {"a1", "All"};
    if (mark_at(&r, "a1", "g0") == MARK_OK && mark_at(&r, "a1", "g1") == MARK_OK &&
        mark_at(&r, "a1", "g2") == MARK_OK)
        assert_float_equal(c->value[find_row(&r.table, label, 2)], 10 + 40 + 30, 0);
    release_free(&r);
    assert_true(policy_find("opensafely-midpoint6", &p, &e));
    release(&t, by, 2, &p, NULL, 0, &r);
    c = counts_of(&r.table);
    label[0] = "a0", label[1] = "g1";
    assert_float_equal(c->value[find_row(&r.table, label, 2)], 3, 0);
    label[0] = "a2", label[1] = "g0";
    assert_float_equal(c->value[find_row(&r.table, label, 2)], 0, 0);
    label[0] = "a1", label[1] = "g0";
    assert_float_equal(c->value[find_row(&r.table, label, 2)], 9, 0);
    release_free(&r);
    table_free(&t);
}

static void test_zeros(void **unused) {
    (void)unused;
    static const double count[] = {20, 0, 31, 12, 40, 28, 9, 33, 92};
    static const char *const by[] = {"area", "group"};
    struct made m;
    struct table t;
    struct release r;
    struct policy p;
    struct err e = {0};
    make_grid(&m, 3, 3, count);
    make_table(&m, &t);
    release(&t, by, 2, foi, NULL, 0, &r);
    assert_int_equal(r.record.small + r.record.others, 0);
    assert_int_equal(r.record.audit, AUDIT_NOT_NEEDED);
    release_free(&r);
    assert_true(policy_parse("threshold=5,zeros=hide", &p, &e));
    release(&t, by, 2, &p, NULL, 0, &r);
    assert_int_equal(r.record.small, 1);
    assert_int_equal(r.record.others, 3);
    assert_int_equal(r.record.audit, AUDIT_PASSED);
    release_free(&r);
    table_free(&t);
}

/* Rows that are cases: only numbers of them, and combinations that nobody has are 0. */
static void test_cases(void **unused) {
    (void)unused;
    static const char *const by[] = {"area", "group"};
    struct release_spec s = {.n_by = 2, .by = by, .rows = true, .totals = true};
    struct err e = {0};
    struct table t;
    struct release r;
    assert_true(table_new(&t, "cases", 60, 2, &e));
    struct column *area = add_labels(&t, 0, "area", NULL),
                  *group = add_labels(&t, 1, "group", NULL);
    for (size_t i = 0; i < 60; i++) {
        set_label(&t, area, i, i < 30 ? "North" : "South");
        set_label(&t, group, i, i < 15 ? "White" : i < 30 ? "Black" : "White");
    }
    assert_true(disclosure_release(&t, &s, foi, NULL, 0, &r, &e));
    const char *label[] = {"South", "Black"};
    const struct column *c = table_column(&r.table, "rows");
    size_t row = find_row(&r.table, label, 2);
    assert_int_equal(r.table.n_rows, 9);
    assert_int_equal(column_mark(c, row), MARK_OK);
    assert_float_equal(c->value[row], 0, 0);
    release_free(&r);
    struct release_spec as_it_stands = {0};
    assert_false(disclosure_release(&t, &as_it_stands, foi, NULL, 0, &r, &e));
    assert_int_equal(e.id, ERR_NOT_ADDITIVE);
    table_free(&t);
}

/* Shares go when counts do; figures in notes and checks do not travel. */
static void test_what_travels(void **unused) {
    (void)unused;
    static const double count[] = {20, 3, 31, 12};
    static const struct check check = {.code = "C101",
                                       .state = CHECK_FAILED,
                                       .text = "differs: 17 of 20",
                                       .found = 17,
                                       .rows = 20};
    struct made m;
    struct table t, with;
    struct release r;
    struct err e = {0};
    struct arena a = {0};
    struct column share;
    struct field f = {.name = "share", .type = COLUMN_NUMBER, .role = ROLE_SHARE};
    make_grid(&m, 2, 2, count);
    make_table(&m, &t);
    assert_true(column_numbers(&share, &a, &f, 4, &e));
    for (size_t i = 0; i < 4; i++)
        share.value[i] = 0.25;
    assert_true(table_derive(&t, &share, &with, &e));
    assert_true(table_add_note(&with, "In 2019 the groups changed.", &e));
    assert_true(table_add_note(&with, "3 children were Black.", &e));
    with.check = &check;
    with.n_checks = 1;
    release(&with, no_names, 0, foi, NULL, 0, &r);
    const struct column *c = table_column(&r.table, "share");
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(column_mark(c, i), MARK_SUPPRESSED);
    assert_int_equal(r.table.n_notes, 1);
    assert_int_equal(r.table.n_checks, 1);
    assert_int_equal(r.table.check[0].state, CHECK_FAILED);
    assert_null(strstr(r.table.check[0].text, "17"));
    release_free(&r);
    arena_free(&a);
    table_free(&with);
    table_free(&t);
}

static void test_no_counts(void **unused) {
    (void)unused;
    static const double count[] = {20, 2.5, 31, 12};
    static const char *const by[] = {"area"};
    struct release_spec s = {.n_by = 1, .by = by, .totals = true};
    struct made m;
    struct table t;
    struct release r;
    struct err e = {0};
    make_grid(&m, 2, 2, count);
    make_table(&m, &t);
    assert_false(disclosure_release(&t, &s, foi, NULL, 0, &r, &e));
    assert_int_equal(e.id, ERR_COUNT);
    table_free(&t);
}

/* Rows of a table of three dimensions with totals have fractions among their corners. */
static void test_three_dimensions(void **unused) {
    (void)unused;
    static const char *const by[] = {"area", "group", "sex"};
    size_t tried = 0;
    for (int i = 0; i < 60; i++) {
        struct made m = {.n = 12, .dimensions = 3, .name = {"area", "group", "sex"}};
        struct table t;
        struct release r;
        struct fill f;
        for (size_t k = 0; k < m.n; k++) {
            snprintf(m.label[k][0], label_size, "a%zu", k / 4);
            snprintf(m.label[k][1], label_size, "g%zu", k / 2 % 2);
            snprintf(m.label[k][2], label_size, "s%zu", k % 2);
            m.count[k] = draw(3) == 0 ? (double)draw(7) : (double)draw(20);
        }
        make_table(&m, &t);
        release(&t, by, 3, foi, NULL, 0, &r);
        assert_int_not_equal(r.record.audit, AUDIT_FAILED);
        if (attack_by_hand(&m, &r, 1, 5, &f)) {
            assert_safe(&f, 5, 5);
            tried++;
        }
        release_free(&r);
        table_free(&t);
    }
    print_message("# %zu of 60 tables of three dimensions were tried by hand\n", tried);
    assert_true(tried > 30);
}

/* Millions beside small counts: none is thought safe because of the solver's rounding. */
static void test_large_counts(void **unused) {
    (void)unused;
    static const char *const by[] = {"area", "group"};
    for (double size = 1e6; size < 1e15; size *= 1e4) {
        const double count[] = {size, 3, 2 * size + 1, 12, 40, size, 60, 11, size + 7};
        struct made m;
        struct table t;
        struct release r;
        make_grid(&m, 3, 3, count);
        make_table(&m, &t);
        release(&t, by, 2, foi, NULL, 0, &r);
        assert_int_equal(r.record.small, 1);
        assert_int_equal(r.record.audit, AUDIT_PASSED);
        const char *label[] = {"a0", "g1"};
        double lo, hi;
        column_bounds(counts_of(&r.table), find_row(&r.table, label, 2), &lo, &hi);
        assert_true(lo <= 3 && hi >= 6);
        release_free(&r);
        table_free(&t);
    }
}

/* Without rules counts are as they are, even where totals contradict their parts. */
static void test_no_rules(void **unused) {
    (void)unused;
    static const double count[] = {20, NAN, 5, 33, 41, 74};
    struct made m;
    struct table t;
    struct release r;
    make_grid(&m, 2, 3, count);
    for (size_t i = 0; i < m.n; i++)
        snprintf(m.label[i][1], label_size, "%s",
                 i % 3 == 2   ? "Total"
                 : i % 3 == 1 ? "Black"
                              : "White");
    make_table(&m, &t);
    t.column[1].field.totals = "Total";
    release(&t, no_names, 0, &(struct policy){.name = "none"}, NULL, 0, &r);
    assert_int_equal(r.record.audit, AUDIT_NOT_NEEDED);
    for (size_t i = 0; i < m.n; i++) {
        double lo, hi;
        column_bounds(counts_of(&r.table), i, &lo, &hi);
        assert_true(i != 1 || (lo <= 1 && hi >= 4));
        assert_true(i == 1 || (lo >= count[i] && hi <= count[i]));
    }
    release_free(&r);
    table_free(&t);
}

/* What is too large, or empty, is refused. */
static void test_sizes(void **unused) {
    (void)unused;
    static const double count[] = {20, 3, 31, 12};
    static const char *const by[] = {"area", "area", "area", "area", "area",
                                     "area", "area", "area", "area"};
    static const char *const nowhere[] = {"nowhere"};
    const char *const none = "Nowhere";
    struct condition where = {.column = "area", .n = 1, .label = &none};
    struct made m;
    struct table t;
    struct release r;
    make_grid(&m, 2, 2, count);
    make_table(&m, &t);
    const struct {
        struct release_spec spec;
        enum err_id id;
    } wrong[] = {
        {{.n_by = 9, .by = by}, ERR_ARG_RANGE},
        {{.n_by = 1, .by = nowhere}, ERR_COLUMN},
        {{.n_sum = 1, .sum = nowhere}, ERR_COLUMN},
        {{.n_by = 1, .by = by, .n_where = 1, .where = &where}, ERR_LABEL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err e = {0};
        assert_false(disclosure_release(&t, &wrong[i].spec, foi, NULL, 0, &r, &e));
        assert_int_equal(e.id, wrong[i].id);
        assert_int_equal(r.table.n_rows, 0);
    }
    table_free(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_dimensions),
        cmocka_unit_test(test_large_counts),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_no_rules),
        cmocka_unit_test(test_policies),
        cmocka_unit_test(test_strictest),
        cmocka_unit_test(test_small_grid),
        cmocka_unit_test(test_random_grids),
        cmocka_unit_test(test_hierarchies),
        cmocka_unit_test(test_linked),
        cmocka_unit_test(test_cheapest),
        cmocka_unit_test(test_same_pattern),
        cmocka_unit_test(test_hidden_in_source),
        cmocka_unit_test(test_as_it_stands),
        cmocka_unit_test(test_attack_of_others),
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_zeros),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_what_travels),
        cmocka_unit_test(test_no_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
