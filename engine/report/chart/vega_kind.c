#include "report/chart/vega_kind.h"

#include <math.h>
#include <stdint.h>

#include "report/chart/composition_data.h"
#include "report/chart/funnel_data.h"
#include "report/chart/ranked_data.h"
#include "report/chart/trend_data.h"

#define TOOLTIP "\"tooltip\": {\"content\": \"data\"}"
#define POINT "{\"type\": \"point\", \"filled\": true, \"size\": 60, \"opacity\": 1, " TOOLTIP "}"

/* --- trends ----------------------------------------------------------------------------------- */

/* The label of a year; its number where no row has it. */
static void put_year(const struct trend_data *d, int year, struct buf *out) {
    size_t row = d->labelled[year - d->first];
    if (row != SIZE_MAX)
        format_cell(out, d->by_format, d->years, row);
    else
        buf_addf(out, "%d", year);
}

/* Every year from the first to the last: one without a row has its place too. */
static void take_years(const struct trend_data *d, fact_taker *take, void *to) {
    for (int year = d->first; d->n > 0 && year <= d->last; year++) {
        struct buf text = {0};
        put_year(d, year, &text);
        take(to, "", text.n > 0 ? text.text : "");
        buf_free(&text);
    }
}

static bool trend_years(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct trend_data d;
    bool done = trend_data(p, NULL, &d, e);
    if (done)
        take_years(&d, take, to);
    trend_free(&d);
    return done;
}

static bool trend_segments(const struct part *p, size_t *segment, struct err *e) {
    struct trend_data d;
    bool done = trend_data(p, NULL, &d, e);
    for (size_t i = 0, n = 1; done && i < d.n; i++) {
        segment[d.point[i].row] = n;
        n += !trend_joined(&d, i);
    }
    trend_free(&d);
    return done;
}

/* A dashed line before the first year after it. */
static void put_break(struct vega *v, const struct trend_data *d, const struct trend_break *b) {
    struct buf mark = {0}, year = {0};
    double years = d->last - d->first + 1;
    buf_puts(&mark, "{\"type\": \"rule\", \"strokeDash\": [4, 4], \"color\": \"#1a1a1a\", "
                    "\"xOffset\": ");
    buf_addf(&mark, "-%d}", (int)((v->column[ROLE_PANEL] != NULL ? 220 : vega_width) / years / 2));
    put_year(d, b->year, &year);
    v->j.out->failed |= mark.failed || year.failed;
    if (!v->j.out->failed) {
        vega_layer_open(v, mark.text, NULL);
        vega_place_at(v, &year);
        vega_layer_close(v);
    }
    buf_free(&mark);
    buf_free(&year);
}

static bool trend_breaks(struct vega *v, const struct part *p, struct err *e) {
    struct trend_data d;
    bool done = trend_data(p, NULL, &d, e);
    for (size_t i = 0; done && i < d.n_breaks; i++)
        put_break(v, &d, &d.at_break[i]);
    trend_free(&d);
    return done;
}

static bool trend_words(const struct part *p, struct buf *out, struct err *e) {
    struct trend_data d;
    bool done = trend_data(p, NULL, &d, e);
    for (size_t i = 0; done && i < d.n_breaks; i++) {
        buf_puts(out, i > 0 ? "; " : " Lines are not joined at a ");
        trend_put_break(&d.at_break[i], out);
    }
    buf_puts(out, done && d.n_breaks > 0 ? "." : "");
    trend_free(&d);
    return done;
}

/* --- funnels ---------------------------------------------------------------------------------- */

/* One limit for places of all sizes; where it has no number, or leaves the axis, there is none. */
static void put_curve(struct vega *v, const struct column *x, const struct column *limit,
                      const char *mark) {
    jw_open(&v->j, NULL, "{");
    jw_open(&v->j, "data", "{");
    jw_open_flat(&v->j, "values", "[");
    for (size_t i = 0; i < x->n && i < limit->n; i++) {
        if (!isfinite(x->value[i]) || !isfinite(limit->value[i]) || limit->value[i] < v->axis.low ||
            limit->value[i] > v->axis.high)
            continue;
        jw_open_flat(&v->j, NULL, "{");
        jw_figure(&v->j, "x", &x->field, x->value[i]);
        jw_figure(&v->j, "limit", &limit->field, limit->value[i]);
        jw_close_flat(&v->j, "}");
    }
    jw_close_flat(&v->j, "]");
    jw_close(&v->j, "}");
    jw_literal(&v->j, "mark", mark);
    jw_open(&v->j, "encoding", "{");
    vega_place(v, "x");
    vega_figure(v, "limit", NULL);
    vega_layer_close(v);
}

static bool funnel_curves(struct vega *v, const struct part *p, struct err *e) {
    static const char *const mark[2][2] = {
        {"{\"type\": \"line\", \"color\": \"#595959\", \"strokeWidth\": 1, \"strokeDash\": [2, 3], "
         "\"clip\": true}",
         "{\"type\": \"line\", \"color\": \"#595959\", \"strokeWidth\": 1, \"clip\": true}"},
        {"{\"type\": \"line\", \"color\": \"#1a1a1a\", \"strokeDash\": [7, 4], \"clip\": true}",
         "{\"type\": \"line\", \"color\": \"#1a1a1a\", \"clip\": true}"}};
    const char *const *name = p->drawing.column;
    const struct column *x = name[ROLE_X] != NULL ? table_column(&p->curve, name[ROLE_X]) : NULL;
    (void)e;
    for (size_t i = 0; x != NULL && i < 2 * FUNNEL_LIMITS; i++) {
        bool spread = i >= FUNNEL_LIMITS;
        enum drawing_role r = (spread ? funnel_spread : funnel_chance)[i % FUNNEL_LIMITS];
        const struct column *limit = name[r] != NULL ? table_column(&p->curve, name[r]) : NULL;
        if (limit != NULL)
            put_curve(v, x, limit, mark[spread][i % FUNNEL_LIMITS / 2]);
    }
    return true;
}

static const char above[] = "above the limits", inside[] = "within the limits",
                  below[] = "below the limits", unjudged[] = "not judged";
#define FUNNEL_LOOK(range)                                                                         \
    "{\"field\": \"side\", \"type\": \"nominal\", \"title\": null, \"scale\": {\"domain\": "       \
    "[\"above "                                                                                    \
    "the limits\", \"within the limits\", \"below the limits\", \"not judged\"], " range "}}"

static bool funnel_sides(const struct part *p, const char **side, struct err *e) {
    static const char *const names[FUNNEL_PLACES] = {
        [FUNNEL_FAR_BELOW] = below,  [FUNNEL_BELOW] = below,      [FUNNEL_INSIDE] = inside,
        [FUNNEL_ABOVE] = above,      [FUNNEL_FAR_ABOVE] = above,  [FUNNEL_UNJUDGED] = unjudged,
        [FUNNEL_BOUNDED] = unjudged, [FUNNEL_MISSING] = unjudged,
    };
    struct funnel_data d;
    if (!funnel_data(p, &d, e))
        return false;
    for (size_t row = 0; row < d.n; row++)
        side[row] = names[funnel_place(&d, row)];
    return true;
}

/* --- ranked dot plots ------------------------------------------------------------------------- */

static const char ranked_above[] = "above the line", ranked_alike[] = "not distinguishable from it",
                  ranked_below[] = "below the line", ranked_unjudged[] = "not compared";
#define RANKED_LOOK(range)                                                                         \
    "{\"field\": \"side\", \"type\": \"nominal\", \"title\": null, \"scale\": {\"domain\": "       \
    "[\"above the line\", \"not distinguishable from it\", \"below the line\", "                   \
    "\"not compared\"], " range "}}"

static bool ranked_sides(const struct part *p, const char **side, struct err *e) {
    static const char *const names[RANKED_SIDES] = {
        [RANKED_ABOVE] = ranked_above,      [RANKED_ALIKE] = ranked_alike,
        [RANKED_BELOW] = ranked_below,      [RANKED_UNJUDGED] = ranked_unjudged,
        [RANKED_BOUNDED] = ranked_unjudged, [RANKED_MISSING] = ranked_unjudged,
    };
    struct ranked_data d;
    if (!ranked_data(p, &d, e))
        return false;
    for (size_t row = 0; row < d.n; row++)
        side[row] = names[ranked_side(&d, row)];
    return true;
}

/* --- cascades --------------------------------------------------------------------------------- */

static bool cascade_says(const struct part *p, struct buf *out, struct err *e) {
    (void)e;
    if (drawing_has(&p->drawing, ROLE_CUMULATIVE))
        buf_puts(out, " Drawn are the figures of each stage; the cumulative ones are in the data.");
    return true;
}

/* --- compositions ----------------------------------------------------------------------------- */

/* The parts as they are stacked in the picture: those not known last. */
static bool composition_order(const struct part *p, size_t *order, struct err *e) {
    struct composition_data d;
    bool done = composition_data(p, NULL, &d, e);
    for (size_t category = 0; done && category < d.rows.n_by; category++) {
        for (size_t k = 0; k < d.rows.n_series; k++) {
            size_t row = crossed_row(&d.rows, category, d.order[k]);
            if (row != CROSSED_NONE)
                order[row] = k;
        }
    }
    composition_free(&d);
    return done;
}

/* --- the rows --------------------------------------------------------------------------------- */

/* Points beside their labels, a line from limit to limit. */
static const struct vega_kind usual = {
    .place = ROLE_LABEL,
    .type = "nominal",
    .figure = POINT,
    .limits = "{\"type\": \"rule\", \"strokeWidth\": 2}",
};

/* A new kind that looks otherwise has its row here. */
static const struct vega_kind kinds[PART_KINDS] = {
    [PART_TREND] = {.upright = true,
                    .place = ROLE_BY,
                    .type = "ordinal",
                    .from_zero = true,
                    .figure = "{\"type\": \"line\", \"point\": {\"filled\": true, \"size\": 55}, "
                              "\"strokeWidth\": 2, " TOOLTIP "}",
                    .limits = "{\"type\": \"area\", \"opacity\": 0.16}",
                    .alone = "{\"type\": \"rule\", \"strokeWidth\": 1.5}",
                    .places = trend_years,
                    .joined = trend_segments,
                    .below = trend_breaks,
                    .words = trend_words},
    [PART_RANKED] = {.place = ROLE_LABEL,
                     .type = "nominal",
                     .figure = POINT,
                     .limits = "{\"type\": \"rule\", \"strokeWidth\": 1.2}",
                     .colour = RANKED_LOOK("\"range\": [\"" SVG_VERMILION "\", \"#767676\", "
                                           "\"" SVG_BLUE "\", \"#1a1a1a\"]"),
                     .shape = RANKED_LOOK("\"range\": [\"triangle-up\", \"circle\", "
                                          "\"triangle-down\", \"diamond\"]"),
                     .sides = ranked_sides},
    [PART_CASCADE] = {.place = ROLE_BY,
                      .type = "nominal",
                      .beside = true,
                      .figure = POINT,
                      .limits = "{\"type\": \"rule\", \"strokeWidth\": 1.5}",
                      .words = cascade_says},
    [PART_BARS] = {.place = ROLE_BY,
                   .type = "nominal",
                   .from_zero = true,
                   .beside = true,
                   .stack = "null",
                   .figure = "{\"type\": \"bar\", " TOOLTIP "}",
                   .limits =
                       "{\"type\": \"rule\", \"strokeWidth\": 1.5, \"color\": \"" SVG_INK "\"}"},
    [PART_COMPOSITION] = {.place = ROLE_BY,
                          .type = "nominal",
                          .from_zero = true,
                          .stack = "\"zero\"",
                          .figure = "{\"type\": \"bar\", \"stroke\": \"#ffffff\", " TOOLTIP "}",
                          .ordered = composition_order},
    [PART_FUNNEL] = {.upright = true,
                     .place = ROLE_X,
                     .type = "quantitative",
                     .from_zero = true,
                     .figure = POINT,
                     .colour = FUNNEL_LOOK("\"range\": [\"" SVG_VERMILION "\", \"#767676\", "
                                           "\"" SVG_BLUE "\", \"#1a1a1a\"]"),
                     .shape = FUNNEL_LOOK("\"range\": [\"triangle-up\", \"circle\", "
                                          "\"triangle-down\", \"cross\"]"),
                     .sides = funnel_sides,
                     .below = funnel_curves},
};

const struct vega_kind *vega_kind_of(const struct part *p) {
    const struct vega_kind *k = &kinds[p->kind];
    return k->figure != NULL ? k : &usual;
}
