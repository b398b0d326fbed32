/* Disclosure control of random tables with two margins: cells hidden and seconds, by size. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "disclosure/disclosure.h"

static uint64_t state = 20240607;

/* From 0 to below 1. */
static double draw(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / 9007199254740992.0;
}

static double draw_poisson(double mean) {
    double p = 1, k = 0;
    while ((p *= draw()) > exp(-mean))
        k++;
    return k;
}

static void labels(struct table *t, size_t k, const char *name, size_t divide, size_t n) {
    struct err e = {0};
    struct field f = {.name = name, .type = COLUMN_LABEL, .decimals = -1};
    char text[32];
    column_labels(&t->column[k], &t->arena, &f, t->n_rows, &e);
    for (size_t i = 0; i < t->n_rows; i++) {
        snprintf(text, sizeof text, "%c%03zu", name[0], i / divide % n);
        t->column[k].code[i] =
            dictionary_add(t->column[k].dictionary, &t->arena, (struct span){text, strlen(text)});
    }
}

/* Rows and columns of different sizes: means from 'size' to about 90 times that. */
static void random_table(struct table *t, size_t rows, size_t columns, double size) {
    struct err e = {0};
    struct field f = {.name = "children", .type = COLUMN_NUMBER, .role = ROLE_COUNT, .count = true};
    double row[400], column[100];
    table_new(t, "random", rows * columns, 3, &e);
    labels(t, 0, "area", columns, rows);
    labels(t, 1, "group", 1, columns);
    column_numbers(&t->column[2], &t->arena, &f, rows * columns, &e);
    for (size_t i = 0; i < rows; i++)
        row[i] = 2.2 * draw();
    for (size_t k = 0; k < columns; k++)
        column[k] = 2.3 * draw();
    for (size_t i = 0; i < rows * columns; i++)
        t->column[2].value[i] = draw_poisson(size * exp(row[i / columns] + column[i % columns]));
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Does a small count follow too closely when only small ones are hidden? */
static bool fails_alone(const struct table *t, const struct release_spec *spec) {
    struct policy none;
    struct release r;
    struct arena a = {0};
    struct attainable *found;
    size_t n = 0;
    struct err e = {0};
    bool fails = false;
    if (!policy_find("none", &none, &e) || !disclosure_release(t, spec, &none, NULL, 0, &r, &e))
        return true;
    struct column *c = &r.table.column[r.table.n_columns - 1];
    for (size_t i = 0; i < c->n; i++) {
        if (c->value[i] >= 1 && c->value[i] <= 5)
            column_set_mark(c, &r.table.arena, i, MARK_SUPPRESSED, 1, INFINITY, &e);
    }
    disclosure_attack(&r.table, &a, &found, &n, &e);
    for (size_t i = 0; i < n; i++)
        fails = fails || found[i].upper <= 5 || found[i].upper - found[i].lower < 5;
    arena_free(&a);
    release_free(&r);
    return fails;
}

static void try_size(size_t rows, size_t columns, int tables, double size) {
    static const char *const by[] = {"area", "group"};
    struct release_spec spec = {.n_by = 2, .by = by, .totals = true};
    double small = 0, others = 0, failed = 0, optimal = 0, seconds = 0, longest = 0, alone = 0;
    for (int i = 0; i < tables; i++) {
        struct table t;
        struct release r;
        struct err e = {0};
        random_table(&t, rows, columns, size);
        alone += fails_alone(&t, &spec);
        double start = now();
        if (!disclosure_release(&t, &spec, &policies[0], NULL, 0, &r, &e))
            printf("%s\n", e.message);
        double took = now() - start;
        seconds += took;
        longest = fmax(longest, took);
        small += (double)r.record.small;
        others += (double)r.record.others;
        failed += r.record.audit == AUDIT_FAILED;
        optimal += r.record.optimal;
        release_free(&r);
        table_free(&t);
    }
    printf("%zux%zu: %.1f small (hidden alone, %g of %d fail), %.2f others, %g proved cheapest, %g "
           "failed; %.4f s, at most %.4f s\n",
           rows, columns, small / tables, alone, tables, others / tables, optimal, failed,
           seconds / tables, longest);
}

int main(int n, char **argument) {
    if (n == 5) {
        try_size((size_t)atoi(argument[1]), (size_t)atoi(argument[2]), atoi(argument[3]),
                 atof(argument[4]));
        return 0;
    }
    try_size(5, 4, 20, 1);
    try_size(8, 5, 20, 1);
    try_size(12, 6, 20, 1);
    try_size(20, 8, 20, 1);
    try_size(20, 15, 20, 1);
    try_size(40, 10, 20, 1);
    try_size(150, 20, 3, 1);
    return 0;
}
