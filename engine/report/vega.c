#include "report/vega.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/chart_parts.h"
#include "report/escape.h"
#include "report/panels.h"
#include "report/vega_kind.h"

static bool find_columns(const struct part *p, const struct column *column[ROLES],
                         struct number_format format[ROLES], struct err *e) {
    for (int r = 0; r < ROLES; r++) {
        if (!chart_column(p, (enum drawing_role)r, &column[r], &format[r], e))
            return false;
    }
    return true;
}

/* Text for people: characters that would hide or turn around what stands beside them are replaced,
 * as in the picture. */
static void put_text(struct json_writer *j, const char *key, const struct buf *text) {
    struct buf plain = {0};
    escape_plain(&plain, text->n > 0 ? text->text : "");
    jw_text(j, key, plain.n > 0 ? plain.text : "");
    j->out->failed |= plain.failed || text->failed;
    buf_free(&plain);
}

/* --- the axis of the figures ------------------------------------------------------------------ */

struct range {
    double low, high;
    bool logarithmic;
};

static void widen(struct range *r, double x) {
    if (!isfinite(x) || (r->logarithmic && !(x > 0)))
        return;
    r->low = fmin(r->low, x);
    r->high = fmax(r->high, x);
}

/* The figures, or their bounds, and their limits. What lies beyond is drawn at the ends. */
static struct axis axis_of(const struct vega *v) {
    const struct drawing *d = &v->part->drawing;
    struct range r = {INFINITY, -INFINITY, d->logarithmic};
    const struct column *value = v->column[ROLE_VALUE];
    widen(&r, d->reference);
    if (v->kind->from_zero)
        widen(&r, 0);
    if (v->kind->ordered != NULL)
        widen(&r, 100); /* per cent: the parts of a whole */
    for (size_t i = 0; i < value->n; i++) {
        double lo, hi;
        column_bounds(value, i, &lo, &hi);
        widen(&r, lo);
        widen(&r, hi);
        if (v->kind->limits != NULL) {
            widen(&r, chart_limit(v->column[ROLE_LOWER], i));
            widen(&r, chart_limit(v->column[ROLE_UPPER], i));
        }
    }
    if (!(r.low <= r.high))
        r.low = r.high = 1;
    if (r.low == r.high) {
        r.low = r.logarithmic ? r.low / 2 : r.low - 1;
        r.high = r.logarithmic ? r.high * 2 : r.high + 1;
    }
    return axis_make(r.low, r.high, r.logarithmic);
}

/* --- the data --------------------------------------------------------------------------------- */

/* A number, or null; where it has no end, "upper_is": "Inf" beside it. */
static void put_number(struct json_writer *j, const char *key, double x) {
    struct buf is = {0};
    jw_number(j, key, isfinite(x) ? x : NAN);
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
        put_text(j, drawing_role_name(r), &text);
    } else {
        put_number(j, drawing_role_name(r), format_mark(c, row) == MARK_OK ? c->value[row] : NAN);
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
        put_number(j, "least", lo);
        put_number(j, "most", hi);
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
        put_text(j, drawing_role_name(ROLE_PANEL), &text);
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
    return find_columns(r->part, r->column, r->format, e) &&
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

static bool has_panels(const struct vega *v) {
    return v->column[ROLE_PANEL] != NULL;
}

static bool put_panels(struct vega *v, struct err *e) {
    struct panels all;
    bool done = panels_make(v->part, &all, e);
    for (size_t i = 0; done && i < all.n; i++)
        done = put_rows(v, &all.part[i], all.part[i].title, e);
    panels_free(&all);
    return done;
}

static bool put_data(struct vega *v, struct err *e) {
    jw_open(&v->j, "data", "{");
    jw_open(&v->j, "values", "[");
    bool done = has_panels(v) ? put_panels(v, e) : put_rows(v, v->part, NULL, e);
    jw_close(&v->j, "]");
    jw_close(&v->j, "}");
    return done;
}

/* --- words ------------------------------------------------------------------------------------ */

/* "North, 2019 ([c])": a row without a place among the marks. */
static void put_missing(const struct vega *v, size_t row, struct buf *out) {
    static const enum drawing_role names[] = {ROLE_PANEL, ROLE_LABEL, ROLE_SERIES, ROLE_BY};
    const char *join = out->n > 0 ? "; " : " Not drawn: ";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct column *c = v->column[names[i]];
        if (c == NULL)
            continue;
        buf_puts(out, join);
        format_cell(out, v->format[names[i]], c, row);
        join = ", ";
    }
    buf_puts(out, " (");
    format_cell(out, v->format[ROLE_VALUE], v->column[ROLE_VALUE], row);
    buf_puts(out, ")");
}

static void put_all_missing(const struct vega *v, struct buf *out) {
    const struct column *value = v->column[ROLE_VALUE];
    struct buf text = {0};
    for (size_t row = 0; row < value->n; row++) {
        double lo, hi;
        column_bounds(value, row, &lo, &hi);
        bool bar = !isnan(lo) && v->kind->ordered == NULL && format_mark(value, row) != MARK_OK;
        if (!chart_known(value, row) && !bar)
            put_missing(v, row, &text);
    }
    buf_puts(out, text.n > 0 ? text.text : "");
    buf_puts(out, text.n > 0 ? "." : "");
    out->failed |= text.failed;
    buf_free(&text);
}

static bool put_words(struct vega *v, struct err *e) {
    struct chart_words w = {0};
    bool done = chart_words(v->part, &w, e);
    put_all_missing(v, &w.summary);
    if (done && v->kind->words != NULL)
        done = v->kind->words(v->part, &w.summary, e);
    jw_open_flat(&v->j, "title", "{");
    put_text(&v->j, "text", &w.title);
    jw_text(&v->j, "anchor", "start");
    jw_close_flat(&v->j, "}");
    put_text(&v->j, "description", &w.summary);
    chart_words_free(&w);
    return done;
}

/* --- encodings -------------------------------------------------------------------------------- */

static void put_heading(struct vega *v, enum drawing_role r) {
    struct buf text = {0};
    chart_put_heading(v->column[r], &text);
    put_text(&v->j, "title", &text);
    buf_free(&text);
}

static void take_text(void *to, const char *term, const char *text) {
    struct buf copy = {0};
    (void)term;
    buf_puts(&copy, text);
    put_text(to, NULL, &copy);
    buf_free(&copy);
}

/* The labels of a role, each once, as the rows stand. */
static void put_labels(struct vega *v, enum drawing_role r) {
    struct arena a = {0};
    struct dictionary seen = {0};
    for (size_t row = 0; row < v->column[r]->n; row++) {
        struct buf text = {0};
        size_t before = seen.n;
        format_cell(&text, v->format[r], v->column[r], row);
        struct span label = {text.n > 0 ? text.text : "", text.n};
        v->j.out->failed |= dictionary_add(&seen, &a, label) < 0;
        if (seen.n > before)
            put_text(&v->j, NULL, &text);
        buf_free(&text);
    }
    arena_free(&a);
}

/* From 0 to the largest, as far apart as square roots, for sizes; else every place in its order. */
static void put_place_scale(struct vega *v) {
    const struct vega_kind *k = v->kind;
    jw_open_flat(&v->j, "scale", "{");
    if (strcmp(k->type, "quantitative") == 0) {
        const double domain[] = {0, v->across.high};
        jw_text(&v->j, "type", "sqrt");
        jw_numbers(&v->j, "domain", domain, 2);
        jw_bool(&v->j, "nice", false);
    } else {
        struct err e = {0}; /* its words have found the same columns */
        jw_open_flat(&v->j, "domain", "[");
        if (k->places == NULL)
            put_labels(v, k->place);
        else if (!k->places(v->part, take_text, &v->j, &e))
            v->j.out->failed = true;
        jw_close_flat(&v->j, "]");
    }
    jw_close_flat(&v->j, "}");
}

static void put_place_axis(struct vega *v) {
    const struct vega_kind *k = v->kind;
    jw_open_flat(&v->j, "axis", "{");
    if (strcmp(k->type, "quantitative") == 0) {
        jw_numbers(&v->j, "values", v->across.tick, v->across.n);
    } else if (k->upright) {
        jw_number(&v->j, "labelAngle", 0);
        jw_text(&v->j, "labelAlign", "center");
        jw_text(&v->j, "labelBaseline", "top");
        jw_bool(&v->j, "labelOverlap", true);
    } else {
        jw_number(&v->j, "labelLimit", 400);
        jw_bool(&v->j, "ticks", false);
        jw_bool(&v->j, "domain", false);
    }
    jw_close_flat(&v->j, "}");
}

/* After the field or the place that it starts with. */
static void end_place(struct vega *v) {
    jw_text(&v->j, "type", v->kind->type);
    put_heading(v, v->kind->place);
    put_place_scale(v);
    put_place_axis(v);
    jw_close_flat(&v->j, "}");
}

void vega_place(struct vega *v, const char *field) {
    jw_open_flat(&v->j, v->kind->upright ? "x" : "y", "{");
    jw_text(&v->j, "field", field);
    end_place(v);
}

void vega_place_at(struct vega *v, const struct buf *text) {
    jw_open_flat(&v->j, v->kind->upright ? "x" : "y", "{");
    put_text(&v->j, "datum", text);
    end_place(v);
}

static void put_figure_scale(struct vega *v) {
    const struct axis *a = &v->axis;
    const double domain[] = {a->low, a->high};
    jw_open_flat(&v->j, "scale", "{");
    jw_text(&v->j, "type", a->logarithmic ? "log" : "linear");
    jw_numbers(&v->j, "domain", domain, 2);
    jw_bool(&v->j, "clamp", true);
    jw_bool(&v->j, "nice", false);
    jw_close_flat(&v->j, "}");
    jw_open_flat(&v->j, "axis", "{");
    jw_numbers(&v->j, "values", a->tick, a->n);
    jw_text(&v->j, "format", ",~r");
    jw_close_flat(&v->j, "}");
}

static void put_figure_title(struct vega *v) {
    struct buf text = {0};
    if (!chart_has_text(v->part->drawing.axis)) {
        put_heading(v, ROLE_VALUE);
        return;
    }
    buf_puts(&text, v->part->drawing.axis);
    put_text(&v->j, "title", &text);
    buf_free(&text);
}

void vega_figure(struct vega *v, const char *field, const char *to) {
    const char *channel = v->kind->upright ? "y" : "x";
    jw_open_flat(&v->j, channel, "{");
    if (field != NULL)
        jw_text(&v->j, "field", field);
    else
        jw_number(&v->j, "datum", v->part->drawing.reference);
    jw_text(&v->j, "type", "quantitative");
    put_figure_title(v);
    put_figure_scale(v);
    if (to == NULL && v->kind->stack != NULL)
        jw_literal(&v->j, "stack", v->kind->stack);
    jw_close_flat(&v->j, "}");
    if (to == NULL)
        return;
    jw_open_flat(&v->j, v->kind->upright ? "y2" : "x2", "{");
    jw_text(&v->j, "field", to);
    jw_close_flat(&v->j, "}");
}

/* A channel that tells the series apart; by what, in JSON: NULL for the usual. */
static void put_series(struct vega *v, const char *channel, const char *range) {
    jw_open_flat(&v->j, channel, "{");
    jw_text(&v->j, "field", drawing_role_name(ROLE_SERIES));
    jw_text(&v->j, "type", range != NULL ? "ordinal" : "nominal");
    put_heading(v, ROLE_SERIES);
    jw_open_flat(&v->j, "scale", "{");
    jw_open_flat(&v->j, "domain", "[");
    put_labels(v, ROLE_SERIES);
    jw_close_flat(&v->j, "]");
    if (range != NULL) {
        jw_text(&v->j, "type", "ordinal");
        jw_literal(&v->j, "range", range);
    }
    jw_close_flat(&v->j, "}");
    jw_close_flat(&v->j, "}");
}

static void put_offset(struct vega *v) {
    if (v->kind->beside && v->column[ROLE_SERIES] != NULL)
        put_series(v, v->kind->upright ? "xOffset" : "yOffset", NULL);
}

/* What tells the rows apart besides their place. */
static void put_look(struct vega *v, bool shapes, bool dashes) {
    const struct vega_kind *k = v->kind;
    if (k->colour != NULL)
        jw_literal(&v->j, "color", k->colour);
    if (k->shape != NULL && shapes)
        jw_literal(&v->j, "shape", k->shape);
    if (k->colour == NULL && v->column[ROLE_SERIES] != NULL) {
        put_series(v, "color", NULL);
        if (shapes)
            put_series(v, "shape", NULL);
        if (dashes)
            put_series(v, "strokeDash", NULL);
    }
    put_offset(v);
    if (k->ordered != NULL) {
        jw_literal(&v->j, "order", "{\"field\": \"order\", \"type\": \"quantitative\"}");
        /* four colours, then the same again, paler */
        put_series(v, "fillOpacity", "[1, 1, 1, 1, 0.45, 0.45, 0.45, 0.45]");
    }
    if (k->joined != NULL)
        jw_literal(&v->j, "detail", "{\"field\": \"segment\", \"type\": \"nominal\"}");
}

/* --- layers ----------------------------------------------------------------------------------- */

void vega_layer_open(struct vega *v, const char *mark, const char *filter) {
    jw_open(&v->j, NULL, "{");
    if (filter != NULL) {
        jw_open_flat(&v->j, "transform", "[{");
        jw_text(&v->j, "filter", filter);
        jw_close_flat(&v->j, "}]");
    }
    jw_literal(&v->j, "mark", mark);
    jw_open(&v->j, "encoding", "{");
}

void vega_layer_close(struct vega *v) {
    jw_close(&v->j, "}");
    jw_close(&v->j, "}");
}

static void put_reference(struct vega *v) {
    if (isnan(v->part->drawing.reference))
        return;
    vega_layer_open(v,
                    "{\"type\": \"rule\", \"strokeDash\": [5, 4], \"strokeWidth\": 1.5, \"color\": "
                    "\"#595959\"}",
                    NULL);
    vega_figure(v, NULL, NULL);
    vega_layer_close(v);
}

/* A stretch between two fields, one of which may have no end: it then reaches beyond the axis. */
static void put_stretch(struct vega *v, const char *mark, const char *from, const char *to,
                        const char *also) {
    struct buf filter = {0}, low = {0}, high = {0};
    buf_addf(&filter,
             "(isValid(datum.%s) || datum.%s_is == '-Inf') && (isValid(datum.%s) || "
             "datum.%s_is == 'Inf')%s",
             from, from, to, to, also);
    buf_addf(&low, "isValid(datum.%s) ? datum.%s : -1e300", from, from);
    buf_addf(&high, "isValid(datum.%s) ? datum.%s : 1e300", to, to);
    v->j.out->failed |= filter.failed || low.failed || high.failed;
    if (!v->j.out->failed) {
        jw_open(&v->j, NULL, "{");
        jw_open_flat(&v->j, "transform", "[");
        jw_open_flat(&v->j, NULL, "{");
        jw_text(&v->j, "filter", filter.text);
        jw_close_flat(&v->j, "}");
        const char *const made[][2] = {{low.text, "from"}, {high.text, "to"}};
        for (size_t i = 0; i < 2; i++) {
            jw_open_flat(&v->j, NULL, "{");
            jw_text(&v->j, "calculate", made[i][0]);
            jw_text(&v->j, "as", made[i][1]);
            jw_close_flat(&v->j, "}");
        }
        jw_close_flat(&v->j, "]");
        jw_literal(&v->j, "mark", mark);
        jw_open(&v->j, "encoding", "{");
        vega_place(v, drawing_role_name(v->kind->place));
        vega_figure(v, "from", "to");
        if (v->kind->beside && strcmp(from, drawing_role_name(ROLE_LOWER)) == 0)
            put_offset(v); /* a bar has its colour, its limits are ink */
        else
            put_look(v, false, false);
        vega_layer_close(v);
    }
    buf_free(&filter);
    buf_free(&low);
    buf_free(&high);
}

static void put_limits(struct vega *v) {
    const char *lower = drawing_role_name(ROLE_LOWER), *upper = drawing_role_name(ROLE_UPPER);
    if (v->column[ROLE_LOWER] == NULL || v->column[ROLE_UPPER] == NULL || v->kind->limits == NULL)
        return;
    put_stretch(v, v->kind->limits, lower, upper, " && isValid(datum.value)");
    if (v->kind->alone != NULL)
        put_stretch(v, v->kind->alone, lower, upper, " && isValid(datum.value) && datum.alone");
}

static void put_figures(struct vega *v) {
    bool line = strstr(v->kind->figure, "\"line\"") != NULL;
    bool point = strstr(v->kind->figure, "\"point\"") != NULL;
    vega_layer_open(v, v->kind->figure, "isValid(datum.value)");
    vega_place(v, drawing_role_name(v->kind->place));
    vega_figure(v, drawing_role_name(ROLE_VALUE), NULL);
    put_look(v, point, line);
    vega_layer_close(v);
}

static bool put_layers(struct vega *v, struct err *e) {
    jw_open(&v->j, "layer", "[");
    bool done = v->kind->below == NULL || v->kind->below(v, v->part, e);
    put_reference(v);
    if (!v->kind->beside)
        put_limits(v);
    put_figures(v);
    if (v->kind->beside) /* on the bars */
        put_limits(v);
    if (v->kind->ordered == NULL)
        put_stretch(v,
                    "{\"type\": \"bar\", \"size\": 8, \"filled\": false, \"fill\": \"#ffffff\", "
                    "\"fillOpacity\": 0.5, "
                    "\"strokeWidth\": 1.5, \"tooltip\": {\"content\": \"data\"}}",
                    "least", "most", "");
    jw_close(&v->j, "]");
    return done;
}

/* --- the whole -------------------------------------------------------------------------------- */

static void put_size(struct vega *v, bool panel) {
    const double width = panel ? 220 : vega_width, height = panel ? 130 : vega_height;
    jw_number(&v->j, "width", width);
    const size_t many = 40;
    if (v->kind->beside)
        jw_literal(&v->j, "height", "{\"step\": 18, \"for\": \"offset\"}");
    else if (strcmp(v->kind->type, "nominal") == 0 && !v->kind->upright)
        jw_literal(&v->j, "height",
                   v->part->table.n_rows > many ? "{\"step\": 16}" : "{\"step\": 26}");
    else
        jw_number(&v->j, "height", height);
}

static bool put_picture(struct vega *v, struct err *e) {
    if (!has_panels(v)) {
        put_size(v, false);
        return put_layers(v, e);
    }
    jw_open_flat(&v->j, "facet", "{");
    jw_text(&v->j, "field", drawing_role_name(ROLE_PANEL));
    jw_text(&v->j, "type", "nominal");
    jw_literal(&v->j, "title", "null");
    jw_open_flat(&v->j, "sort", "[");
    put_labels(v, ROLE_PANEL);
    jw_close_flat(&v->j, "]");
    jw_literal(&v->j, "header", "{\"labelAnchor\": \"start\", \"labelFontWeight\": \"bold\"}");
    jw_close_flat(&v->j, "}");
    jw_number(&v->j, "columns", (double)chart_of(v->part)->across);
    jw_open(&v->j, "spec", "{");
    put_size(v, true);
    bool done = put_layers(v, e);
    jw_close(&v->j, "}");
    return done;
}

static const char config[] =
    "{\"font\": \"" SVG_FONTS "\",\n"
    "    \"title\": {\"fontSize\": 17},\n"
    "    \"axis\": {\"labelFontSize\": 13, \"titleFontSize\": 13},\n"
    "    \"header\": {\"labelFontSize\": 13},\n"
    "    \"legend\": {\"labelFontSize\": 13, \"titleFontSize\": 13, \"labelLimit\": 400, "
    "\"symbolOpacity\": 1},\n"
    "    \"mark\": {\"color\": \"" SVG_BLUE "\"},\n"
    "    \"rule\": {\"color\": \"" SVG_BLUE "\"},\n"
    "    \"range\": {\"category\": [\"" SVG_BLUE "\", \"" SVG_VERMILION "\", \"" SVG_GREEN
    "\", \"" SVG_PURPLE "\"]}}";

static bool put_all(struct vega *v, struct err *e) {
    jw_open(&v->j, NULL, "{");
    jw_text(&v->j, "$schema", "https://vega.github.io/schema/vega-lite/v6.json");
    if (!put_words(v, e) || !put_data(v, e) || !put_picture(v, e))
        return false;
    jw_literal(&v->j, "config", config);
    jw_close(&v->j, "}");
    buf_puts(v->j.out, "\n");
    return !v->j.out->failed || fail(e, ERR_NOMEM, "out of memory");
}

/* The axis of sizes, which places are laid by. */
static struct axis sizes_of(const struct vega *v) {
    const struct column *x = v->column[ROLE_X];
    double most = 0;
    for (size_t i = 0; x != NULL && i < x->n; i++)
        most = chart_known(x, i) ? fmax(most, x->value[i]) : most;
    return axis_make_rooted(most > 0 ? most : 1);
}

bool vega_chart(const struct part *p, enum theme theme, struct buf *out, struct err *e) {
    struct buf text = {0};
    struct vega v = {.j = {.out = &text, .first = true}, .part = p, .kind = vega_kind_of(p)};
    bool done = find_columns(p, v.column, v.format, e);
    if (done) {
        v.axis = axis_of(&v);
        v.across = sizes_of(&v);
        done = put_all(&v, e);
    }
    if (done)
        palette_put(out, theme, text.text, text.n);
    buf_free(&text);
    return done && (!out->failed || fail(e, ERR_NOMEM, "out of memory"));
}
