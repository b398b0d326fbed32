#include "report/chart/pens.h"

#include <stdio.h>

#include "report/chart/chart_parts.h"

/* What tells the series apart, besides their names: colour and dashes here, the marks below. */
static const struct style {
    const char *colour, *dashes;
} styles[PENS] = {
    {SVG_BLUE, "none"}, {SVG_VERMILION, "8 4"}, {SVG_GREEN, "3 3"}, {SVG_PURPLE, "10 3 3 3"}};

struct pen pen_of(size_t series) {
    const struct style *s = &styles[series];
    struct pen p;
    snprintf(p.line, sizeof p.line, "stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"",
             s->colour, s->dashes);
    snprintf(p.band, sizeof p.band, "fill=\"%s\" fill-opacity=\"0.16\"", s->colour);
    snprintf(p.solid, sizeof p.solid, "fill=\"%s\" stroke=\"#fff\"", s->colour);
    snprintf(p.hollow, sizeof p.hollow, "fill=\"#fff\" stroke=\"%s\" stroke-width=\"1.5\"",
             s->colour);
    snprintf(p.whisker, sizeof p.whisker, "stroke=\"%s\" stroke-width=\"1.5\"", s->colour);
    return p;
}

void pen_mark(struct buf *out, size_t series, struct svg_point at, bool hollow) {
    struct pen pen = pen_of(series);
    const char *attributes = hollow ? pen.hollow : pen.solid;
    switch (series) {
    case 0:
        svg_circle(out, at, pen_half, attributes);
        break;
    case 1:
        chart_square(out, at, pen_half - 0.5, attributes);
        break;
    case 2:
        chart_triangle(out, at, pen_half + 0.5, true, attributes);
        break;
    default:
        chart_diamond(out, at, pen_half + 1, attributes);
        break;
    }
}
