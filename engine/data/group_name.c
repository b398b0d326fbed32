/* Names of groups of rows, for people. */
#include <string.h>

#include "data/group.h"

/* Labels that a column brings to the name of a group; a way of breaking down names none. */
static size_t names_in(const struct column *c) {
    if (c == NULL || c->field.type != COLUMN_LABEL)
        return 0;
    return c->field.additive == NOT_ADDITIVE_ALTERNATIVE ? 1 : c->dictionary->n + 1;
}

/* The column of 'by' with most labels. */
static const struct column *main_column(const struct table *t, const char *const *by, size_t n) {
    const struct column *main = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct column *c = table_column(t, by[i]);
        if (names_in(c) > names_in(main))
            main = c;
    }
    return main;
}

/* Does the group's own label say which breakdown it belongs to? "Unborn" does; "Grand Total" does
 * not, nor does a column that has no total of its own, such as a status. */
static bool is_redundant(const struct column *main, const struct column *c, size_t row) {
    if (c->field.additive != NOT_ADDITIVE_ALTERNATIVE || main == NULL || main->field.totals == NULL)
        return false;
    const char *label = column_label(main, row);
    return label != NULL && strcmp(label, main->field.totals) != 0;
}

void group_name(const struct table *t, const char *const *by, size_t n_by, size_t row,
                struct buf *out) {
    const struct column *main = main_column(t, by, n_by);
    size_t n = 0;
    if (main != NULL)
        cell_text(main, row, out);
    for (size_t i = 0; i < n_by; i++) {
        const struct column *c = table_column(t, by[i]);
        if (c == main || is_redundant(main, c, row))
            continue;
        buf_puts(out, n++ > 0 ? ", " : main != NULL ? " (" : "");
        cell_text(c, row, out);
    }
    if (n > 0 && main != NULL)
        buf_puts(out, ")");
    if (n_by == 0)
        buf_puts(out, "all rows");
}
