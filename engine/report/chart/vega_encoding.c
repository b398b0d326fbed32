#include <math.h>
#include <string.h>

#include "report/chart/chart_parts.h"
#include "report/chart/vega_kind.h"

static void put_heading(struct vega *v, enum drawing_role r) {
    struct buf text = {0};
    chart_put_heading(v->column[r], &text);
    vega_text(&v->j, "title", &text);
    buf_free(&text);
}

static void take_text(void *to, const char *term, const char *text) {
    struct buf copy = {0};
    (void)term;
    buf_puts(&copy, text);
    vega_text(to, NULL, &copy);
    buf_free(&copy);
}

/* The labels of a role, each once, as the rows stand. */
void vega_labels(struct vega *v, enum drawing_role r) {
    struct arena a = {0};
    struct dictionary seen = {0};
    for (size_t row = 0; row < v->column[r]->n; row++) {
        struct buf text = {0};
        size_t before = seen.n;
        format_cell(&text, v->format[r], v->column[r], row);
        struct span label = {text.n > 0 ? text.text : "", text.n};
        v->j.out->failed |= dictionary_add(&seen, &a, label) < 0;
        if (seen.n > before)
            vega_text(&v->j, NULL, &text);
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
            vega_labels(v, k->place);
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
    vega_text(&v->j, "datum", text);
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
    vega_text(&v->j, "title", &text);
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
    vega_labels(v, ROLE_SERIES);
    jw_close_flat(&v->j, "]");
    if (range != NULL) {
        jw_text(&v->j, "type", "ordinal");
        jw_literal(&v->j, "range", range);
    }
    jw_close_flat(&v->j, "}");
    jw_close_flat(&v->j, "}");
}

void vega_offset(struct vega *v) {
    if (v->kind->beside && v->column[ROLE_SERIES] != NULL)
        put_series(v, v->kind->upright ? "xOffset" : "yOffset", NULL);
}

/* What tells the rows apart besides their place. */
void vega_look(struct vega *v, bool shapes, bool dashes) {
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
    vega_offset(v);
    if (k->ordered != NULL) {
        jw_literal(&v->j, "order", "{\"field\": \"order\", \"type\": \"quantitative\"}");
        /* four colours, then the same again, paler */
        put_series(v, "fillOpacity", "[1, 1, 1, 1, 0.45, 0.45, 0.45, 0.45]");
    }
    if (k->joined != NULL)
        jw_literal(&v->j, "detail", "{\"field\": \"segment\", \"type\": \"nominal\"}");
}
