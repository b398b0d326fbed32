/* What disclosure control hides in random tables with two margins, as CSV: for determinism.sh,
 * which compares it under other libraries. Only whole numbers make the tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/disclosure.h"

#include "unit/random.h"

static uint64_t state = 20240607;

static size_t draw(size_t n) {
    return (size_t)(next_random(&state) % n);
}

static void stop_on(bool done, const struct err *e) {
    if (done)
        return;
    fprintf(stderr, "%s\n", e->message);
    exit(1);
}

static void set_labels(struct table *t, size_t k, const char *name, size_t divide, size_t n) {
    struct err e = {0};
    struct field f = {.name = name, .type = COLUMN_LABEL, .decimals = -1};
    struct column *c = &t->column[k];
    char text[32];
    stop_on(column_labels(c, &t->arena, &f, t->n_rows, &e), &e);
    for (size_t i = 0; i < t->n_rows; i++) {
        snprintf(text, sizeof text, "%c%03zu", name[0], i / divide % n);
        c->code[i] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
    }
}

/* Rows and columns of sizes from 1 to 40; about a third of the counts are small, and many choices
 * of what else to hide are as cheap as the best. */
static void random_table(struct table *t, size_t rows, size_t columns) {
    struct err e = {0};
    struct field f = {.name = "children", .type = COLUMN_NUMBER, .role = ROLE_COUNT, .count = true};
    size_t row[100], column[100];
    stop_on(table_new(t, "random", rows * columns, 3, &e), &e);
    set_labels(t, 0, "area", columns, rows);
    set_labels(t, 1, "group", 1, columns);
    stop_on(column_numbers(&t->column[2], &t->arena, &f, rows * columns, &e), &e);
    for (size_t i = 0; i < rows; i++)
        row[i] = 1 + draw(6);
    for (size_t k = 0; k < columns; k++)
        column[k] = 1 + draw(6);
    for (size_t i = 0; i < rows * columns; i++)
        t->column[2].value[i] = (double)draw(1 + row[i / columns] * column[i % columns]);
}

static void print_release(const struct table *t, const struct policy *p) {
    static const char *const by[] = {"area", "group"};
    struct release_spec spec = {.n_by = 2, .by = by, .totals = true};
    struct release r;
    struct err e = {0};
    struct buf csv = {0};
    stop_on(disclosure_release(t, &spec, p, NULL, 0, &r, &e), &e);
    table_write_csv(&r.table, &csv);
    printf("%s: %zu small, %zu others, optimal %d, audit %d\n%s", p->name, (size_t)r.record.small,
           (size_t)r.record.others, (int)r.record.optimal, (int)r.record.audit, csv.text);
    buf_free(&csv);
    release_free(&r);
}

static void print_tables(size_t rows, size_t columns, int n) {
    for (int i = 0; i < n; i++) {
        struct table t;
        random_table(&t, rows, columns);
        for (const struct policy *p = policies; p->name != NULL; p++)
            print_release(&t, p);
        table_free(&t);
    }
}

int main(void) {
    print_tables(3, 3, 30);
    print_tables(6, 5, 12);
    print_tables(12, 7, 3);
    return 0;
}
