/* Disclosure control of a real table: children looked after in England by ethnic group, authority
 * and year, with the margins of regions and England. Run in the project's folder.
 *
 * 1. The published pattern under attack, authority by authority and with England's and the regions'
 *    rounded totals.
 * 2. The table completed where the Department hides counts, by whole numbers that fit its totals,
 *    and protected by the engine: with exact margins, and as the Department releases it.
 * Numbers of cells only: no count that was hidden is printed. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "data/input.h"
#include "disclosure/attack.h"
#include "disclosure/disclosure.h"
#include "disclosure/solver.h"

static void stop(const struct err *e) {
    fprintf(stderr, "%s\n", e->message);
    exit(1);
}

static void read_dataset(const char *name, struct table *t) {
    struct opened o = {.csv = -1};
    struct package p = {0};
    struct read_report report = {0};
    struct err e = {0};
    snprintf(o.path, sizeof o.path, "datasets/%s/%s.csv", name, name);
    snprintf(o.package_path, sizeof o.package_path, "datasets/%s/datapackage.json", name);
    o.csv = open(o.path, O_RDONLY);
    o.package = open(o.package_path, O_RDONLY);
    if (o.csv < 0 || o.package < 0 || !input_package(&o, &p, &e) ||
        !read_table(o.csv, name, &p, &(struct read_options){0}, t, &report, &e))
        stop(&e);
    close(o.csv);
    close(o.package);
    package_free(&p);
}

static void where(const struct table *t, const char *column, const char *label, struct table *out) {
    struct err e = {0};
    struct condition c = {.column = column, .n = 1, .label = &label};
    if (!table_where(t, &c, 1, out, &e))
        stop(&e);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

enum { groups = 6, most_areas = 170 };
static const char *const group_name[groups + 1] = {"White", "Mixed",   "Asian", "Black",
                                                   "Other", "Unknown", "Total"};

/* One year: count[area][group]; NaN where the Department hides it, 0 where it does not apply. */
struct year {
    char label[8];
    size_t n;
    const char *code[most_areas], *region[most_areas];
    double count[most_areas][groups + 1];
};

static size_t group_of(const char *label) {
    size_t g = 0;
    while (g < groups && strcmp(group_name[g], label) != 0)
        g++;
    return g;
}

static const char *region_of(const struct table *areas, const char *code) {
    for (size_t i = 0; i < areas->n_rows; i++) {
        if (strcmp(column_label(table_column(areas, "area_code"), i), code) == 0)
            return column_label(table_column(areas, "region_code"), i);
    }
    return "none";
}

static size_t find_area(struct year *y, const char *code) {
    size_t i = 0;
    while (i < y->n && strcmp(y->code[i], code) != 0)
        i++;
    return i;
}

static double count_at(const struct column *c, size_t row) {
    struct interval x = interval_of(c, row);
    if (column_mark(c, row) == MARK_NOT_APPLICABLE)
        return 0;
    return x.lo < x.hi ? NAN : x.lo;
}

static void take_year(const struct table *t, const struct table *areas, struct year *y) {
    const struct column *code = table_column(t, "area_code"), *group = table_column(t, "group");
    y->n = 0;
    for (size_t row = 0; row < t->n_rows; row++) {
        size_t i = find_area(y, column_label(code, row));
        if (i == y->n) {
            y->code[y->n] = column_label(code, row);
            y->region[y->n++] = region_of(areas, column_label(code, row));
        }
        y->count[i][group_of(column_label(group, row))] =
            count_at(table_column(t, "looked_after"), row);
    }
}

/* ---- 1. the published pattern ---- */

struct tally {
    size_t hidden, exact, small, narrow;
};

/* Small: it must be 5 or fewer. Narrow: its ends lie less than 5 apart. */
static void add_tally(struct tally *t, struct interval x) {
    t->hidden++;
    t->exact += x.lo == x.hi;
    t->small += x.hi <= 5;
    t->narrow += x.hi - x.lo < 5;
}

static void attack_published(const struct table *t, struct tally *out) {
    struct arena a = {0};
    struct attainable *found;
    size_t n;
    struct err e = {0};
    if (!disclosure_attack(t, &a, &found, &n, &e))
        stop(&e);
    for (size_t i = 0; i < n; i++)
        add_tally(out, (struct interval){found[i].lower, found[i].upper});
    arena_free(&a);
}

/* The same with the rounded totals of England and the regions, which lie within 5 of the truth. */
struct margins {
    const struct year *y;
    const struct table *t; /* rows of England and regions, of that year */
    struct arena a;
    struct tally tally;
};

static size_t add_cell(struct system *s, double x, double half, struct err *e) {
    struct interval in =
        isnan(x) ? (struct interval){0, INFINITY} : (struct interval){fmax(0, x - half), x + half};
    struct figure f = {.value = isnan(x) || half > 0 ? NAN : x, .hidden = in, .shown = in};
    f.is_hidden = isnan(x);
    system_add(s, &f, e);
    return s->n - 1;
}

static bool is_in(const struct year *y, size_t area, const char *code) {
    return strncmp(code, "E92", 3) == 0 || strcmp(y->region[area], code) == 0;
}

/* Do the authorities of the table make the region? Not where one that has ended has no rows. */
static bool is_covered(const struct margins *m, const char *code) {
    double sum = 0, total = 0;
    for (size_t i = 0; i < m->y->n; i++)
        sum += is_in(m->y, i, code) ? m->y->count[i][groups] : 0;
    for (size_t row = 0; row < m->t->n_rows; row++) {
        if (strcmp(column_label(table_column(m->t, "area_code"), row), code) == 0 &&
            group_of(column_label(table_column(m->t, "group"), row)) == groups)
            total = count_at(table_column(m->t, "looked_after"), row);
    }
    return !(fabs(sum - total) > 5); /* NaN: one is hidden */
}

/* A rounded margin: the areas of a region, or all. */
static void add_margin(struct system *s, const struct margins *m, size_t row, struct err *e) {
    const char *code = column_label(table_column(m->t, "area_code"), row);
    size_t part[most_areas], n = 0, g = group_of(column_label(table_column(m->t, "group"), row));
    for (size_t i = 0; i < m->y->n; i++) {
        if (is_in(m->y, i, code))
            part[n++] = i * (groups + 1) + g;
    }
    if (n == 0 || !is_covered(m, code))
        return;
    size_t cell = add_cell(s, count_at(table_column(m->t, "looked_after"), row), 5, e);
    struct sum_rule r = {cell, n, part};
    system_add_rule(s, &r, 0, e);
}

static bool attack_margins(void *arg, struct err *e) {
    struct margins *m = arg;
    struct system s;
    system_start(&s, &m->a);
    for (size_t i = 0; i < m->y->n; i++) {
        for (size_t g = 0; g <= groups; g++)
            add_cell(&s, m->y->count[i][g], 0, e);
    }
    for (size_t i = 0; i < m->y->n; i++) {
        size_t part[groups], at = i * (groups + 1);
        for (size_t g = 0; g < groups; g++)
            part[g] = at + g;
        struct sum_rule r = {at + groups, groups, part};
        system_add_rule(&s, &r, 0, e);
    }
    size_t cells = s.n;
    for (size_t row = 0; row < m->t->n_rows; row++)
        add_margin(&s, m, row, e);
    bool *wanted = arena_alloc(&m->a, s.n, sizeof *wanted);
    struct reach *reach = arena_alloc(&m->a, s.n, sizeof *reach);
    for (size_t i = 0; i < cells; i++)
        wanted[i] = s.cell[i].is_hidden;
    if (!system_attack(&s, wanted, reach, &m->a, e))
        return false;
    for (size_t i = 0; i < cells; i++) {
        if (wanted[i])
            add_tally(&m->tally, reach[i].x);
    }
    return true;
}

static void print_tally(const char *year, const char *how, const struct tally *t) {
    printf("%s  published, %-28s %4zu hidden, of which %3zu follow exactly, %3zu are shown to be 5 "
           "or fewer, %3zu have ends less than 5 apart\n",
           year, how, t->hidden, t->exact, t->small, t->narrow);
}

/* ---- 2. the table completed ---- */

/* Shares what the total leaves among the hidden groups: 1 to 5 each as evenly as can be, and what
 * exceeds that to the first; 3 each where the total is hidden. */
static void complete(double count[groups + 1]) {
    double left = count[groups], hidden = 0;
    for (size_t g = 0; g < groups; g++) {
        hidden += isnan(count[g]);
        left -= isnan(count[g]) ? 0 : count[g];
    }
    if (isnan(left))
        left = 3 * hidden;
    for (size_t g = groups; g-- > 0 && hidden > 0;) {
        if (!isnan(count[g]))
            continue;
        double share = hidden > 1 ? fmin(5, floor(left / hidden)) : left;
        count[g] = fmax(0, share);
        left -= count[g];
        hidden--;
    }
    count[groups] = 0;
    for (size_t g = 0; g < groups; g++)
        count[groups] += count[g];
}

static void put_labels(struct table *t, size_t column, size_t row, const char *text) {
    struct column *c = &t->column[column];
    c->code[row] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
}

/* The completed years as one table, of groups 0 .. n_groups - 1. */
static void completed_table(const struct year *year, size_t years, size_t n_groups,
                            struct table *t) {
    static const char *const names[] = {"year", "region", "area", "group"};
    struct err e = {0};
    struct field count = {
        .name = "looked_after", .type = COLUMN_NUMBER, .role = ROLE_COUNT, .count = true};
    size_t rows = 0, at = 0;
    for (size_t k = 0; k < years; k++)
        rows += year[k].n * n_groups;
    table_new(t, "completed", rows, 5, &e);
    for (size_t c = 0; c < 4; c++) {
        struct field f = {.name = names[c],
                          .type = COLUMN_LABEL,
                          .decimals = -1,
                          .role = c == 0 ? ROLE_PERIOD : ROLE_DIMENSION,
                          .totals = c == 3 && n_groups > groups ? "Total" : NULL};
        column_labels(&t->column[c], &t->arena, &f, rows, &e);
    }
    column_numbers(&t->column[4], &t->arena, &count, rows, &e);
    for (size_t k = 0; k < years; k++) {
        for (size_t i = 0; i < year[k].n; i++) {
            for (size_t g = 0; g < n_groups; g++, at++) {
                put_labels(t, 0, at, year[k].label);
                put_labels(t, 1, at, year[k].region[i]);
                put_labels(t, 2, at, year[k].code[i]);
                put_labels(t, 3, at, group_name[g]);
                t->column[4].value[at] = year[k].count[i][g];
            }
        }
    }
}

static void protect(const struct table *t, bool margins, const char *policy, const char *what) {
    static const char *const by[] = {"year", "region", "area", "group"};
    struct release_spec spec = {.n_by = margins ? 4 : 0, .by = by, .totals = margins};
    struct release r;
    struct policy p;
    struct err e = {0};
    double start = now();
    if (!policy_find(policy, &p, &e) || !disclosure_release(t, &spec, &p, NULL, 0, &r, &e))
        stop(&e);
    const struct disclosure_record *d = &r.record;
    printf(
        "%s, policy %s, %s: %zu counts, %zu small, %zu others hidden, %s; audit %s, %zu exposed, "
        "narrowest range %g; %.2f s\n",
        t->column[0].dictionary->n == 1 ? t->column[0].dictionary->text[0] : "all years", policy,
        what, d->counts, d->small, d->others,
        d->optimal ? "proved cheapest" : "not proved cheapest",
        d->audit == AUDIT_PASSED   ? "passed"
        : d->audit == AUDIT_FAILED ? "FAILED"
                                   : "not needed",
        d->exposed, d->narrowest, now() - start);
    release_free(&r);
}

static void do_year(const struct table *t, const struct table *areas, struct year *y) {
    struct table of_year, authorities;
    struct tally alone = {0};
    where(t, "year_ending_march", y->label, &of_year);
    where(&of_year, "level", "LA", &authorities);
    attack_published(&authorities, &alone);
    print_tally(y->label, "by totals of authorities:", &alone);
    take_year(&authorities, areas, y);
    struct table regions;
    struct err e = {0};
    static const char *const levels[] = {"England", "Region"};
    struct condition c = {.column = "level", .n = 2, .label = levels};
    if (!table_where(&of_year, &c, 1, &regions, &e))
        stop(&e);
    struct margins m = {.y = y, .t = &regions};
    if (solver_run(attack_margins, &m, &e))
        print_tally(y->label, "and of regions and England:", &m.tally);
    else
        printf("%s  with regions and England: %s\n", y->label, e.message);
    arena_free(&m.a);
    for (size_t i = 0; i < y->n; i++) {
        y->code[i] = strdup(y->code[i]);
        complete(y->count[i]);
    }
    struct table whole, rows;
    completed_table(y, 1, groups, &whole);
    completed_table(y, 1, groups + 1, &rows);
    protect(&rows, false, "dfe", "totals of authorities only");
    protect(&whole, true, "dfe", "totals of authorities, regions and England");
    table_free(&rows);
    table_free(&whole);
    table_free(&regions);
    table_free(&of_year);
    table_free(&authorities);
}

int main(void) {
    static const char *const label[] = {"2011", "2012", "2013", "2014", "2015", "2016",
                                        "2017", "2021", "2022", "2023", "2024", "2025"};
    enum { years = sizeof label / sizeof *label };
    static struct year year[years];
    struct table t, areas, whole;
    read_dataset("england_looked_after_by_ethnicity", &t);
    read_dataset("england_areas", &areas);
    for (size_t k = 0; k < years; k++) {
        snprintf(year[k].label, sizeof year[k].label, "%s", label[k]);
        do_year(&t, &areas, &year[k]);
    }
    completed_table(year, years, groups, &whole);
    protect(&whole, true, "dfe", "totals of authorities, regions and England");
    protect(&whole, true, "foi-uk", "totals of authorities, regions and England");
    protect(&whole, true, "opensafely", "totals of authorities, regions and England");
    protect(&whole, true, "ons", "totals of authorities, regions and England");
    table_free(&whole);
    table_free(&areas);
    table_free(&t);
    return 0;
}
