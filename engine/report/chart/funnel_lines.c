#include <math.h>

#include "report/chart/funnel_plot.h"

/* How the limits are drawn: of chance, and with the usual spread; the inner pair, then the outer.
 */
static const char *const style[2][2] = {
    {"stroke=\"" SVG_GREY "\" stroke-dasharray=\"2 3\"", "stroke=\"" SVG_GREY "\""},
    {"stroke=\"" SVG_PURPLE "\" stroke-width=\"2\" stroke-dasharray=\"7 4\"",
     "stroke=\"" SVG_PURPLE "\" stroke-width=\"2\""},
};

/* A stretch of a line from a to b, each a share of the way; empty when from > to. */
struct stretch {
    double from, to;
};

/* Cuts the stretch to where at + share * step lies in low..high (Liang and Barsky 1984). */
static void cut(struct stretch *s, double at, double step, double low, double high) {
    if (step == 0) {
        if (at < low || at > high)
            s->to = -1;
        return;
    }
    double one = (low - at) / step, other = (high - at) / step;
    s->from = fmax(s->from, fmin(one, other));
    s->to = fmin(s->to, fmax(one, other));
}

/* One line while it is drawn: the points that are not on paper yet. */
struct pen {
    const struct funnel_plot *p;
    struct buf *out;
    const char *attributes;
    bool down; /* the last piece ended within the area */
};

static void lift(struct pen *pen) {
    if (pen->down)
        svg_polyline_close(pen->out, pen->attributes);
    pen->down = false;
}

/* A share of the way from a to b; cut to the area, from which rounding may leave it. */
static struct svg_point on_way(const struct funnel_plot *p, struct svg_point a, struct svg_point b,
                               double share) {
    double x = a.x + share * (b.x - a.x), y = a.y + share * (b.y - a.y);
    return (struct svg_point){fmin(fmax(x, p->across.from), p->across.to),
                              fmin(fmax(y, p->up.to), p->up.from)};
}

static void piece(struct pen *pen, struct svg_point a, struct svg_point b) {
    const struct ruler *across = &pen->p->across, *up = &pen->p->up;
    struct stretch s = {0, 1};
    cut(&s, a.x, b.x - a.x, across->from, across->to);
    cut(&s, a.y, b.y - a.y, up->to, up->from);
    if (!(s.from <= s.to)) {
        lift(pen);
        return;
    }
    if (!pen->down)
        svg_polyline_open(pen->out, on_way(pen->p, a, b, s.from));
    svg_polyline_add(pen->out, on_way(pen->p, a, b, s.to));
    pen->down = true;
    if (s.to < 1)
        lift(pen);
}

/* One limit along the axis; where it has no number the line has a gap. */
static void draw_limit(const struct funnel_plot *p, struct buf *out, const struct column *x,
                       const struct column *limit, const char *attributes) {
    struct pen pen = {.p = p, .out = out, .attributes = attributes};
    struct svg_point before = {NAN, NAN};
    for (size_t i = 0; i < x->n; i++) {
        struct svg_point here = {ruler_at(&p->across, x->value[i]),
                                 ruler_at(&p->up, limit->value[i])};
        bool known = isfinite(here.x) && isfinite(here.y);
        if (known && isfinite(before.x) && isfinite(before.y))
            piece(&pen, before, here);
        else
            lift(&pen);
        before = known ? here : (struct svg_point){NAN, NAN};
    }
    lift(&pen);
}

static void draw_limits(const struct funnel_plot *p, struct buf *out, bool spread) {
    const struct table *curve = &p->d.part->curve;
    const char *const *name = p->d.part->drawing.column;
    const enum drawing_role *role = spread ? funnel_spread : funnel_chance;
    const struct column *x = table_column(curve, name[ROLE_X]);
    for (size_t i = 0; i < FUNNEL_LIMITS; i++) {
        const struct column *limit = table_column(curve, name[role[i]]);
        if (x != NULL && limit != NULL)
            draw_limit(p, out, x, limit, style[spread][i / 2]);
    }
}

void funnel_draw_line_sample(struct buf *out, bool spread, int pair, struct svg_point from,
                             double length) {
    svg_line(out, from, (struct svg_point){from.x + length, from.y}, style[spread][pair]);
}

static const char target_style[] = "stroke=\"" SVG_INK "\" stroke-width=\"1.5\"";

void funnel_draw_target_sample(struct buf *out, struct svg_point from, double length) {
    svg_line(out, from, (struct svg_point){from.x + length, from.y}, target_style);
}

/* No name is set on its line. */
static void draw_target(struct funnel_plot *p, struct buf *out) {
    int beyond;
    if (isnan(p->d.part->drawing.reference))
        return;
    double y = ruler_place(&p->up, p->d.part->drawing.reference, &beyond);
    double length = p->across.to - p->across.from;
    funnel_draw_target_sample(out, (struct svg_point){p->across.from, y}, length);
    crowd_take(&p->crowd, (struct box){p->across.from, y - 1, length, 2});
}

void funnel_draw_lines(struct funnel_plot *p, struct buf *out) {
    draw_limits(p, out, false);
    if (p->d.spread)
        draw_limits(p, out, true);
    draw_target(p, out);
}
