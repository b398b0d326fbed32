/* C109 and C110: figures of different kinds in one table. */
#include <string.h>

#include "data/check_run.h"

/* "children (12 rows), families (7 rows)": the labels that have rows, in their order. */
static size_t list_labels(const struct column *c, const struct labels *only, struct buf *text) {
    size_t n = 0;
    for (size_t code = 0; code < c->dictionary->n; code++) {
        const char *label = c->dictionary->text[code];
        size_t rows = 0;
        for (size_t row = 0; row < c->n; row++)
            rows += c->code[row] == (int32_t)code;
        if (rows == 0 || (only != NULL && !labels_have(only, label)))
            continue;
        buf_addf(text, "%s%s (%zu %s)", n++ > 0 ? ", " : "", label, rows,
                 rows == 1 ? "row" : "rows");
    }
    return n;
}

static bool check_units(struct table *t, const struct column *c, struct err *e) {
    struct buf units = {0}, text = {0};
    size_t n = list_labels(c, NULL, &units);
    if (n > 1)
        buf_addf(&text, "figures in %zu units, which are neither added up nor compared: %s", n,
                 units.text);
    else
        buf_addf(&text, "all figures are in one unit: %s", n == 1 ? units.text : "(none)");
    text.failed |= units.failed;
    buf_free(&units);
    return check_store_plain(t, "C109", n > 1 ? CHECK_NOTED : CHECK_PASSED, n > 1 ? n : 0, &text,
                             e);
}

/* A dimension with labels of both kinds. */
static bool check_stock_flow(struct table *t, const struct column *c, struct err *e) {
    struct buf stocks = {0}, flows = {0}, text = {0};
    size_t n = list_labels(c, &c->field.stock, &stocks),
           more = list_labels(c, &c->field.flow, &flows);
    bool both = n > 0 && more > 0;
    if (both)
        buf_addf(&text, "\"%s\" counts stocks, as at a date: %s; and flows, during a period: %s",
                 c->field.name, stocks.text, flows.text);
    else
        buf_addf(&text, "\"%s\" counts %s only", c->field.name, n > 0 ? "stocks" : "flows");
    text.failed |= stocks.failed | flows.failed;
    buf_free(&stocks);
    buf_free(&flows);
    return check_store_plain(t, "C110", both ? CHECK_NOTED : CHECK_PASSED, both ? n + more : 0,
                             &text, e);
}

static size_t list_columns(const struct table *t, enum timing timing, struct buf *text) {
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct field *f = &t->column[i].field;
        if (f->timing == timing)
            buf_addf(text, "%s%s", n++ > 0 ? ", " : "", f->name);
    }
    return n;
}

/* Columns of counts of both kinds. */
static bool check_columns(struct table *t, struct err *e) {
    struct buf stocks = {0}, flows = {0}, text = {0};
    size_t n = list_columns(t, TIMING_STOCK, &stocks), more = list_columns(t, TIMING_FLOW, &flows);
    bool both = n > 0 && more > 0;
    if (both)
        buf_addf(&text, "columns of stocks, as at a date: %s; and of flows, during a period: %s",
                 stocks.text, flows.text);
    else
        buf_puts(&text, "no column of stocks stands beside one of flows");
    text.failed |= stocks.failed | flows.failed;
    buf_free(&stocks);
    buf_free(&flows);
    if (n + more == 0) {
        buf_free(&text);
        return true;
    }
    return check_store_plain(t, "C110", both ? CHECK_NOTED : CHECK_PASSED, both ? n + more : 0,
                             &text, e);
}

bool check_kinds(struct table *t, struct err *e) {
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (c->field.role == ROLE_UNIT && !check_units(t, c, e))
            return false;
        if (c->field.additive == NOT_ADDITIVE_STOCK_FLOW && !check_stock_flow(t, c, e))
            return false;
    }
    return check_columns(t, e);
}
