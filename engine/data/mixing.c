#include "data/mixing.h"

#include <string.h>

#include "data/group.h"
#include "data/wording.h"

/* What a label stands for, as far as it keeps rows apart: a text, NULL where nothing is declared.
 */
typedef const char *sense_of(const struct column *c, const char *label);

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The first two of the rows whose labels differ in sense; false when there are none. */
static bool find_two(const struct column *c, const size_t *row, size_t n, sense_of *sense,
                     const char *label[2]) {
    label[0] = NULL;
    for (size_t i = 0; i < n; i++) {
        label[1] = column_label(c, row[i]);
        if (label[1] == NULL)
            continue;
        if (label[0] == NULL)
            label[0] = label[1];
        if (!same_text(sense(c, label[0]), sense(c, label[1])))
            return true;
    }
    return false;
}

static const char *timing_of(const struct column *c, const char *label) {
    return labels_have(&c->field.stock, label)  ? "a stock"
           : labels_have(&c->field.flow, label) ? "a flow"
                                                : NULL;
}

static const char *part_of(const struct column *c, const char *label) {
    return field_part(&c->field, label);
}

static const char *unit_of(const struct column *c, const char *label) {
    (void)c;
    return label;
}

/* "active" of column "status" */
static void name_label(const char *label, const struct column *c, struct buf *why) {
    wording_quote(why, label);
    buf_puts(why, " of column ");
    wording_quote(why, c->field.name);
}

static void hint_choice(const struct column *c, const char *label, struct buf *hint) {
    buf_puts(hint, "choose one kind first, :where{");
    wording_key(hint, c->field.name);
    buf_puts(hint, " = ");
    wording_quote(hint, label);
    buf_puts(hint, "}");
}

void mixing_stock_flow(const struct column *c, const size_t *row, size_t n, struct mixing *m) {
    const char *two[2];
    if (c->field.stock.n + c->field.flow.n == 0 || !find_two(c, row, n, timing_of, two))
        return;
    for (size_t i = 0; i < 2; i++) {
        const char *timing = timing_of(c, two[i]);
        if (i == 0) {
            name_label(two[i], c, &m->why);
        } else {
            buf_puts(&m->why, ", ");
            wording_quote(&m->why, two[i]);
        }
        buf_addf(&m->why, " counts %s", timing != NULL ? timing : "neither a stock nor a flow");
    }
    hint_choice(c, two[0], &m->hint);
}

void mixing_part_years(const struct column *c, const size_t *row, size_t n, struct mixing *m) {
    const char *two[2];
    if (c->field.part.n == 0 || !find_two(c, row, n, part_of, two))
        return;
    size_t part = part_of(c, two[0]) != NULL ? 0 : 1;
    const char *other = part_of(c, two[1 - part]);
    name_label(two[part], c, &m->why);
    buf_addf(&m->why, " covers part of a year (%s), ", part_of(c, two[part]));
    wording_quote(&m->why, two[1 - part]);
    if (other != NULL)
        buf_addf(&m->why, " another part (%s)", other);
    else
        buf_puts(&m->why, " a whole year");
    buf_puts(&m->hint, "leave it out first, :where(function(row) return row[");
    wording_quote(&m->hint, c->field.name);
    buf_puts(&m->hint, "] ~= ");
    wording_quote(&m->hint, two[part]);
    buf_puts(&m->hint, " end)");
}

void mixing_units(const struct column *c, const size_t *row, size_t n, struct mixing *m) {
    const char *two[2];
    if (c->field.role != ROLE_UNIT || !find_two(c, row, n, unit_of, two))
        return;
    name_label(two[0], c, &m->why);
    buf_puts(&m->why, " and ");
    wording_quote(&m->why, two[1]);
    buf_puts(&m->why, " are different units");
    hint_choice(c, two[0], &m->hint);
}

bool mixing_end(struct mixing *m, enum err_id id, const char *what, struct err *e) {
    bool found = m->why.n > 0;
    if (m->why.failed || m->hint.failed)
        fail(e, ERR_NOMEM, "no memory for an error message");
    else if (found)
        fail(e, id, "%s: %s", what, m->why.text);
    if (m->hint.n > 0)
        err_hint(e, "%s", m->hint.text);
    buf_free(&m->why);
    buf_free(&m->hint);
    return !found;
}

/* The rows of one series, over every column that may keep them apart. */
static bool check_series(const struct table *t, const size_t *row, size_t n, struct err *e) {
    bool done = true;
    for (size_t i = 0; done && i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        struct mixing m = {0};
        if (c->field.type != COLUMN_LABEL)
            continue;
        mixing_stock_flow(c, row, n, &m);
        mixing_units(c, row, n, &m);
        mixing_part_years(c, row, n, &m);
        done = mixing_end(&m, ERR_COMPARE, "rows that must not be compared", e);
    }
    return done;
}

bool mixing_check(const struct table *t, const char *const *series, size_t n, struct err *e) {
    struct arena scratch = {0};
    struct grouping g;
    bool done = group_rows(t, series, n, &scratch, &g, e);
    for (size_t from = 0, end; done && from < t->n_rows; from = end) {
        end = group_end(&g, from, t->n_rows);
        done = check_series(t, &g.order[from], end - from, e);
    }
    arena_free(&scratch);
    return done;
}
