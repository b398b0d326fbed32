/* Notes: what they are about. */
#include <string.h>

#include "data/years.h"

bool note_copy(struct arena *a, const struct note *from, struct note *to) {
    *to = *from;
    to->text = arena_string(a, from->text);
    to->where = arena_string(a, from->where);
    to->from = arena_string(a, from->from);
    return to->text != NULL && (to->where != NULL || from->where == NULL) &&
           (to->from != NULL || from->from == NULL) &&
           labels_copy(a, from->columns, &to->columns) &&
           labels_copy(a, from->labels, &to->labels) && labels_copy(a, from->marks, &to->marks);
}

static bool shows_column(const struct note *n, const struct table *t) {
    for (size_t i = 0; i < n->columns.n; i++) {
        if (table_column(t, n->columns.label[i]) != NULL)
            return true;
    }
    return n->columns.n == 0;
}

static bool shows_label(const struct note *n, const struct column *c) {
    for (size_t row = 0; row < c->n; row++) {
        const char *label = column_label(c, row);
        if (label != NULL && labels_have(&n->labels, label))
            return true;
    }
    return false;
}

/* Are there rows before the year 'from', and rows of it or later? */
static bool shows_both_sides(const struct note *n, const struct column *c) {
    int from = 0, year;
    bool before = false, after = false;
    if (period_year(n->from, &from) == YEAR_NONE)
        return true; /* no order to judge by */
    for (size_t row = 0; row < c->n; row++) {
        if (years_cell(c, row, &year) == YEAR_NONE)
            continue;
        before = before || year < from;
        after = after || year >= from;
    }
    return before && after;
}

static bool holds_mark(const struct note *n, const struct column *c) {
    size_t counts[MARK_COUNT];
    column_count_marks(c, counts);
    for (int m = 0; m < MARK_COUNT; m++) {
        if (counts[m] > 0 && labels_have(&n->marks, mark_name((enum mark)m)))
            return true;
    }
    return false;
}

static bool shows_mark(const struct note *n, const struct table *t) {
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        bool about = n->columns.n == 0 || labels_have(&n->columns, c->field.name);
        if (about && holds_mark(n, c))
            return true;
    }
    return n->marks.n == 0;
}

bool note_applies(const struct note *n, const struct table *t) {
    if (n->general || !shows_column(n, t) || !shows_mark(n, t))
        return false;
    if (n->where == NULL)
        return true;
    const struct column *c = table_column(t, n->where);
    if (c == NULL)
        return false;
    if (n->from != NULL)
        return shows_both_sides(n, c);
    return c->field.type == COLUMN_LABEL && shows_label(n, c);
}
