#include "report/chart/vega_kind.h"

#include <math.h>
#include <stdlib.h>

#include "report/chart/chart_parts.h"
#include "report/chart/panels.h"
#include "report/escape.h"

bool vega_columns(const struct part *p, const struct column *column[ROLES],
                  struct number_format format[ROLES], struct err *e) {
    for (int r = 0; r < ROLES; r++) {
        if (!chart_column(p, (enum drawing_role)r, &column[r], &format[r], e))
            return false;
    }
    return true;
}

/* Text for people: characters that would hide or turn around what stands beside them are replaced,
 * as in the picture. */
void vega_text(struct json_writer *j, const char *key, const struct buf *text) {
    struct buf plain = {0};
    escape_plain(&plain, text->n > 0 ? text->text : "");
    jw_text(j, key, plain.n > 0 ? plain.text : "");
    j->out->failed |= plain.failed || text->failed;
    buf_free(&plain);
}

/* A number, or null; where it has no end, "upper_is": "Inf" beside it. */
static void put_number(struct json_writer *j, const char *key, const struct field *f, double x) {
    struct buf is = {0};
    jw_figure(j, key, f, isfinite(x) ? x : NAN);
    if (isinf(x)) {
        buf_addf(&is, "%s_is", key);
        jw_number(j, is.failed ? "is" : is.text, x);
    }
    buf_free(&is);
}

static void put_cell(struct json_writer *j, enum drawing_role r, const struct column *c,
                     struct number_format f, size_t row) {
    struct buf text = {0};
    if (drawing_role_is_label(r) || r == ROLE_LABEL) {
        format_cell(&text, f, c, row);
        vega_text(j, drawing_role_name(r), &text);
    } else {
        put_number(j, drawing_role_name(r), &c->field,
                   format_mark(c, row) == MARK_OK ? c->value[row] : NAN);
    }
    buf_free(&text);
}

/* What there is instead of a figure: its mark, and its bounds where they are known. */
static void put_hidden(struct json_writer *j, const struct column *value, size_t row) {
    double lo, hi;
    enum mark m = format_mark(value, row);
    if (m == MARK_OK)
        return;
    jw_text(j, "mark", mark_name(m));
    column_bounds(value, row, &lo, &hi);
    if (!isnan(lo)) {
        put_number(j, "least", &value->field, lo);
        put_number(j, "most", &value->field, hi);
    }
}

static bool is_alone(const size_t *segment, size_t n, size_t row) {
    for (size_t i = 0; i < n; i++) {
        if (i != row && segment[i] == segment[row])
            return false;
    }
    return true;
}

/* The rows of a part without panels, which may be a panel itself. */
struct rows {
    const struct part *part;
    const char *panel; /* its label, as it is; NULL: it is no panel */
    const struct column *column[ROLES];
    struct number_format format[ROLES];
    size_t *segment;   /* of each row; NULL where lines join nothing */
    size_t *order;     /* of each row; NULL where nothing is stacked */
    const char **side; /* of each row; NULL where none has one */
};

static void put_row(struct json_writer *j, const struct rows *r, size_t row) {
    jw_open_flat(j, NULL, "{");
    if (r->panel != NULL) {
        struct buf text = {0};
        buf_puts(&text, r->panel);
        vega_text(j, drawing_role_name(ROLE_PANEL), &text);
        buf_free(&text);
    }
    for (int role = 0; role < ROLES; role++) {
        if (r->column[role] != NULL)
            put_cell(j, (enum drawing_role)role, r->column[role], r->format[role], row);
    }
    put_hidden(j, r->column[ROLE_VALUE], row);
    if (r->side != NULL)
        jw_text(j, "side", r->side[row]);
    if (r->order != NULL)
        jw_number(j, "order", (double)r->order[row]);
    if (r->segment != NULL) {
        jw_number(j, "segment", (double)r->segment[row]);
        jw_bool(j, "alone", is_alone(r->segment, r->part->table.n_rows, row));
    }
    jw_close_flat(j, "}");
}

/* Numbers that a kind gives the rows; NULL, as it gives none, is right too. */
static bool numbers_of(bool (*give)(const struct part *p, size_t *number, struct err *e),
                       const struct part *p, size_t **number, struct err *e) {
    if (give == NULL)
        return true;
    *number = calloc(p->table.n_rows + 1, sizeof **number);
    return *number != NULL ? give(p, *number, e) : fail(e, ERR_NOMEM, "no memory for a chart");
}

static bool sides_of(const struct vega_kind *k, struct rows *r, struct err *e) {
    if (k->sides == NULL)
        return true;
    r->side = calloc(r->part->table.n_rows + 1, sizeof *r->side);
    return r->side != NULL ? k->sides(r->part, r->side, e)
                           : fail(e, ERR_NOMEM, "no memory for a chart");
}

static bool complete_rows(struct rows *r, const struct vega_kind *k, struct err *e) {
    return vega_columns(r->part, r->column, r->format, e) &&
           numbers_of(k->joined, r->part, &r->segment, e) &&
           numbers_of(k->ordered, r->part, &r->order, e) && sides_of(k, r, e);
}

static bool put_rows(struct vega *v, const struct part *p, const char *panel, struct err *e) {
    struct rows r = {.part = p, .panel = panel};
    bool done = complete_rows(&r, v->kind, e);
    for (size_t row = 0; done && row < p->table.n_rows; row++)
        put_row(&v->j, &r, row);
    free(r.segment);
    free(r.order);
    free(r.side);
    return done;
}

static bool put_panels(struct vega *v, struct err *e) {
    struct panels all;
    bool done = panels_make(v->part, &all, e);
    for (size_t i = 0; done && i < all.n; i++)
        done = put_rows(v, &all.part[i], all.part[i].title, e);
    panels_free(&all);
    return done;
}

bool vega_data(struct vega *v, struct err *e) {
    jw_open(&v->j, "data", "{");
    jw_open(&v->j, "values", "[");
    bool done = v->column[ROLE_PANEL] != NULL ? put_panels(v, e) : put_rows(v, v->part, NULL, e);
    jw_close(&v->j, "]");
    jw_close(&v->j, "}");
    return done;
}
