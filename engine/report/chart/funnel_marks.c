#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/funnel_plot.h"

#define ABOVE "fill=\"" SVG_VERMILION "\" stroke=\"#fff\" stroke-width=\"0.7\""
#define BELOW "fill=\"" SVG_BLUE "\" stroke=\"#fff\" stroke-width=\"0.7\""
#define INSIDE "fill=\"#767676\" stroke=\"#fff\" stroke-width=\"0.7\""
#define CROSS "stroke=\"" SVG_GREY "\" stroke-width=\"1.3\""
#define ARROW "fill=\"" SVG_INK "\" stroke=\"#fff\" stroke-width=\"0.7\""
#define HOLLOW "fill=\"#fff\" stroke=\"" SVG_INK "\" stroke-width=\"1.3\""

/* Half the height of the marks of far and of near places; half the width of a hollow bar. */
static const double far_half = 6.5, near_half = 4.2, bar_half = 3, dot_radius = 3, cross_half = 2.8;

static void draw_cross(struct buf *out, struct svg_point at, double half) {
    for (int sign = -1; sign <= 1; sign += 2)
        svg_line(out, (struct svg_point){at.x - half, at.y - sign * half},
                 (struct svg_point){at.x + half, at.y + sign * half}, CROSS);
}

static void draw_bar(struct buf *out, double x, double top, double bottom) {
    svg_rect(out, (struct svg_point){x - bar_half, top}, 2 * bar_half, fmax(bottom - top, 2),
             HOLLOW);
}

/* Marks are smaller on a phone, where there are as many in less room. */
static double scale(const struct funnel_plot *p) {
    return p->narrow ? 0.8 : 1;
}

double funnel_half_mark(const struct funnel_plot *p, enum funnel_place place) {
    return scale(p) *
           (place == FUNNEL_FAR_ABOVE || place == FUNNEL_FAR_BELOW ? far_half : near_half);
}

void funnel_draw_mark(const struct funnel_plot *p, struct buf *out, enum funnel_place place,
                      struct svg_point at) {
    switch (place) {
    case FUNNEL_FAR_ABOVE:
    case FUNNEL_ABOVE:
        chart_triangle(out, at, funnel_half_mark(p, place), true, ABOVE);
        break;
    case FUNNEL_FAR_BELOW:
    case FUNNEL_BELOW:
        chart_triangle(out, at, funnel_half_mark(p, place), false, BELOW);
        break;
    case FUNNEL_INSIDE:
        svg_circle(out, at, scale(p) * dot_radius, INSIDE);
        break;
    case FUNNEL_UNJUDGED:
        draw_cross(out, at, cross_half);
        break;
    case FUNNEL_BOUNDED:
        draw_bar(out, at.x, at.y - far_half, at.y + far_half);
        break;
    case FUNNEL_MISSING:
    case FUNNEL_PLACES:
        break;
    }
}

/* The bounds of a hidden rate, from top to bottom. */
static struct box bar_of(const struct funnel_plot *p, size_t row) {
    double lo, hi;
    int beyond;
    column_bounds(p->d.value, row, &lo, &hi);
    double x = funnel_point(p, row).x, top = ruler_place(&p->up, hi, &beyond);
    return (struct box){x - bar_half, top, 2 * bar_half, ruler_place(&p->up, lo, &beyond) - top};
}

/* Arrows where a bar has no end. */
static void draw_open_ends(const struct funnel_plot *p, struct buf *out, size_t row,
                           const struct box *bar) {
    double lo, hi, x = bar->left + bar_half;
    column_bounds(p->d.value, row, &lo, &hi);
    if (isinf(hi))
        chart_triangle(out, (struct svg_point){x, bar->top}, near_half, true, ARROW);
    if (isinf(lo))
        chart_triangle(out, (struct svg_point){x, bar->top + bar->height}, near_half, false, ARROW);
}

static void draw_point(struct funnel_plot *p, struct buf *out, size_t row,
                       enum funnel_place place) {
    struct buf tooltip = {0};
    struct svg_point at = funnel_point(p, row);
    double half = funnel_half_mark(p, place);
    struct box taken = {at.x - half, at.y - half, 2 * half, 2 * half};
    sheet_put_panel(p->sheet, &tooltip);
    funnel_put_tooltip(&p->d, row, &tooltip);
    svg_group_open(out, tooltip.text);
    if (place == FUNNEL_BOUNDED) {
        taken = bar_of(p, row);
        draw_bar(out, at.x, taken.top, taken.top + taken.height);
        draw_open_ends(p, out, row, &taken);
    } else {
        funnel_draw_mark(p, out, place, at);
    }
    svg_group_close(out);
    crowd_take(&p->crowd, taken);
    out->failed |= tooltip.failed;
    buf_free(&tooltip);
}

void funnel_draw_points(struct funnel_plot *p, struct buf *out) {
    static const enum funnel_place order[] = {FUNNEL_UNJUDGED, FUNNEL_INSIDE, FUNNEL_BOUNDED,
                                              FUNNEL_BELOW,    FUNNEL_ABOVE,  FUNNEL_FAR_BELOW,
                                              FUNNEL_FAR_ABOVE};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        for (size_t i = 0; i < p->d.n; i++) {
            if (funnel_place(&p->d, i) == order[k])
                draw_point(p, out, i, order[k]);
        }
    }
}
