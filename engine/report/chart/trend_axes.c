#include <math.h>
#include <stdint.h>

#include "report/chart/chart_parts.h"
#include "report/chart/trend_plot.h"

#define BREAK "stroke=\"" SVG_INK "\" stroke-width=\"1.2\" stroke-dasharray=\"4 4\""
#define LINE "stroke=\"" SVG_INK "\""

double trend_x(const struct trend_plot *p, double year) {
    double from = p->left + p->inset, to = p->right - p->inset;
    double first = p->d.first, last = p->d.last;
    return last > first ? from + (year - first) / (last - first) * (to - from) : (from + to) / 2;
}

/* The label of a year; nothing when there is none. */
static void year_text(const struct trend_plot *p, int year, struct buf *out) {
    size_t row = p->d.labelled[year - p->d.first];
    if (row != SIZE_MAX)
        format_cell(out, p->d.by_format, p->d.years, row);
}

double trend_years_width(const struct trend_plot *p) {
    double widest = 0;
    for (int year = p->d.first; p->d.n > 0 && year <= p->d.last; year++) {
        struct buf text = {0};
        year_text(p, year, &text);
        widest = text.n > 0 ? fmax(widest, svg_text_width(text.text, type_body.size)) : widest;
        buf_free(&text);
    }
    return widest;
}

/* How many years apart labels stand, so that they have room beside each other. */
static int stride(const struct trend_plot *p) {
    const double between = 8;
    double step = trend_x(p, p->d.first + 1) - trend_x(p, p->d.first);
    return p->d.last > p->d.first ? (int)ceil((trend_years_width(p) + between) / step) : 1;
}

void trend_draw_years(const struct trend_plot *p, struct buf *out) {
    int every = stride(p);
    double y = p->bottom;
    svg_line(out, (struct svg_point){p->left, y}, (struct svg_point){p->right, y}, LINE);
    if (p->bottom > p->up.from)
        svg_line(out, (struct svg_point){p->left, p->up.from},
                 (struct svg_point){p->right, p->up.from}, "stroke=\"" SVG_GREY "\"");
    for (int year = p->d.last; p->d.n > 0 && year >= p->d.first; year--) {
        double x = trend_x(p, year);
        struct buf text = {0};
        year_text(p, year, &text);
        if (text.n > 0)
            svg_line(out, (struct svg_point){x, y}, (struct svg_point){x, y + 5}, LINE);
        if (text.n > 0 && (p->d.last - year) % every == 0)
            svg_text(out, (struct svg_point){x, y + 20}, SVG_MIDDLE, "", text.text);
        out->failed |= text.failed;
        buf_free(&text);
    }
}

void trend_draw_breaks(const struct trend_plot *p, struct buf *out) {
    for (size_t i = 0; i < p->d.n_breaks; i++) {
        const struct trend_break *b = &p->d.at_break[i];
        double x = trend_x(p, b->year - 0.5);
        struct buf number = {0};
        if (i > 0 && b[-1].number == b->number)
            continue;
        svg_line(out, (struct svg_point){x, p->up.to - 8}, (struct svg_point){x, p->bottom}, BREAK);
        buf_addf(&number, "%zu", b->number);
        svg_text(out, (struct svg_point){x, p->up.to - 12}, SVG_MIDDLE,
                 "font-size=\"12\" font-weight=\"bold\"", number.text);
        out->failed |= number.failed;
        buf_free(&number);
    }
}
