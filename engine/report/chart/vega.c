#include "report/chart/vega.h"

#include <math.h>
#include <string.h>

#include "report/chart/chart_parts.h"
#include "report/chart/range.h"
#include "report/chart/vega_kind.h"

/* --- the axis of the figures ------------------------------------------------------------------ */

/* The figures, or their bounds, and their limits. What lies beyond is drawn at the ends. */
static struct axis axis_of(const struct vega *v) {
    const struct drawing *d = &v->part->drawing;
    struct range r = RANGE_EMPTY;
    r.logarithmic = d->logarithmic;
    const struct column *value = v->column[ROLE_VALUE];
    range_widen(&r, d->reference);
    if (v->kind->from_zero)
        range_widen(&r, 0);
    if (v->kind->ordered != NULL)
        range_widen(&r, 100); /* per cent: the parts of a whole */
    for (size_t i = 0; i < value->n; i++) {
        range_widen_by_cell(&r, value, i);
        if (v->kind->limits != NULL) {
            range_widen(&r, chart_limit(v->column[ROLE_LOWER], i));
            range_widen(&r, chart_limit(v->column[ROLE_UPPER], i));
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
    buf_free(&text);
}

static bool put_words(struct vega *v, struct err *e) {
    struct chart_words w = {0};
    bool done = chart_words(v->part, &w, e);
    put_all_missing(v, &w.summary);
    if (done && v->kind->words != NULL)
        done = v->kind->words(v->part, &w.summary, e);
    jw_open_flat(&v->j, "title", "{");
    vega_text(&v->j, "text", &w.title);
    jw_text(&v->j, "anchor", "start");
    jw_close_flat(&v->j, "}");
    vega_text(&v->j, "description", &w.summary);
    chart_words_free(&w);
    return done;
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

/* {"calculate": "isValid(datum.most) ? datum.most : 1e300", "as": "to"} */
static void put_end(struct vega *v, const char *field, const char *beyond, const char *as) {
    struct buf text = {0};
    buf_addf(&text, "isValid(datum.%s) ? datum.%s : %s", field, field, beyond);
    jw_open_flat(&v->j, NULL, "{");
    vega_text(&v->j, "calculate", &text);
    jw_text(&v->j, "as", as);
    jw_close_flat(&v->j, "}");
    buf_free(&text);
}

/* Rows with both ends, of which one may be open: it then lies beyond the axis. */
static void put_ends(struct vega *v, const char *from, const char *to, const char *also) {
    struct buf filter = {0};
    buf_addf(&filter,
             "(isValid(datum.%s) || datum.%s_is == '-Inf') && (isValid(datum.%s) || "
             "datum.%s_is == 'Inf')%s",
             from, from, to, to, also);
    jw_open_flat(&v->j, "transform", "[");
    jw_open_flat(&v->j, NULL, "{");
    vega_text(&v->j, "filter", &filter);
    jw_close_flat(&v->j, "}");
    put_end(v, from, "-1e300", "from");
    put_end(v, to, "1e300", "to");
    jw_close_flat(&v->j, "]");
    buf_free(&filter);
}

/* A stretch between two fields. The limits of a bar are ink: it has a colour of its own. */
static void put_stretch(struct vega *v, const char *mark, const char *from, const char *to,
                        const char *also) {
    bool on_bar = v->kind->beside && strcmp(from, drawing_role_name(ROLE_LOWER)) == 0;
    jw_open(&v->j, NULL, "{");
    put_ends(v, from, to, also);
    jw_literal(&v->j, "mark", mark);
    jw_open(&v->j, "encoding", "{");
    vega_place(v, drawing_role_name(v->kind->place));
    vega_figure(v, "from", "to");
    if (on_bar)
        vega_offset(v);
    else
        vega_look(v, false, false);
    vega_layer_close(v);
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
    vega_look(v, point, line);
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
    if (v->column[ROLE_PANEL] == NULL) {
        put_size(v, false);
        return put_layers(v, e);
    }
    jw_open_flat(&v->j, "facet", "{");
    jw_text(&v->j, "field", drawing_role_name(ROLE_PANEL));
    jw_text(&v->j, "type", "nominal");
    jw_literal(&v->j, "title", "null");
    jw_open_flat(&v->j, "sort", "[");
    vega_labels(v, ROLE_PANEL);
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
    if (!put_words(v, e) || !vega_data(v, e) || !put_picture(v, e))
        return false;
    jw_literal(&v->j, "config", config);
    jw_close(&v->j, "}");
    buf_puts(v->j.out, "\n");
    return true;
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
    const size_t failures = buf_failures();
    struct buf text = {0};
    struct vega v = {.j = {.out = &text, .first = true}, .part = p, .kind = vega_kind_of(p)};
    bool done = vega_columns(p, v.column, v.format, e);
    if (done) {
        v.axis = axis_of(&v);
        v.across = sizes_of(&v);
        done = put_all(&v, e);
    }
    if (done)
        palette_put(out, theme, text.text, text.n);
    buf_free(&text);
    return done && fact_whole(out, failures, e);
}
