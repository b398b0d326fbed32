/* The names of the series behind the ends of their lines. */
#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/pens.h"
#include "report/chart/trend_plot.h"

enum { mark_at = 14, text_at = 24, between = 3 }; /* from the area's right side; of two names */
static const struct type type_name = {13, 16, 1, 3, 0, "font-size=\"13\""};

struct name {
    size_t series;
    double wanted, top, height;
    struct svg_point end; /* of the line */
    bool last;            /* in the last year */
};

double trend_names_width(const struct trend_plot *p, double most) {
    double widest = 0;
    for (size_t k = 0; p->d.series != NULL && k < p->d.n_series; k++)
        widest = fmax(widest, svg_text_width(p->d.name[k], type_name.size));
    return p->d.series == NULL ? 0 : text_at + fmin(ceil(widest) + 1, most);
}

/* The last known point of a series, else its last. */
static size_t last_point(const struct trend_data *d, size_t series) {
    size_t first = d->start[series], end = d->start[series + 1];
    for (size_t i = end; i > first; i--) {
        if (chart_known(d->figures.value, d->point[i - 1].row))
            return i - 1;
    }
    return end - 1;
}

static struct name name_of(const struct trend_plot *p, size_t series) {
    size_t last = last_point(&p->d, series);
    struct svg_point end = trend_place(p, last);
    double width = p->label_width - text_at;
    size_t lines = sheet_lines(p->d.name[series], type_name, width);
    struct name n = {.series = series,
                     .height = (double)(lines > 0 ? lines : 1) * type_name.height};
    n.wanted = fmin(fmax(end.y, p->up.to), p->bottom) - n.height / 2;
    n.end = end;
    n.last = p->d.point[last].year == p->d.last;
    return n;
}

/* By wanted height; equal ones as their series. */
static void sort(struct name *n, size_t count) {
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k > 0 && n[k].wanted < n[k - 1].wanted; k--) {
            struct name swap = n[k];
            n[k] = n[k - 1];
            n[k - 1] = swap;
        }
    }
}

/* Down where the name above needs room, then up where the area ends. */
static void spread(struct name *n, size_t count, double top, double bottom) {
    for (size_t i = 0; i < count; i++) {
        double least = i > 0 ? n[i - 1].top + n[i - 1].height + between : top;
        n[i].top = fmax(n[i].wanted, least);
    }
    for (size_t i = count; i > 0; i--) {
        double most = (i < count ? n[i].top - between : bottom) - n[i - 1].height;
        n[i - 1].top = fmin(n[i - 1].top, most);
    }
}

static void draw_name(const struct trend_plot *p, struct buf *out, const struct name *n) {
    double middle = n->top + n->height / 2, x = p->right + mark_at;
    if (n->last && n->end.x + 6 < x - 7)
        svg_line(out, (struct svg_point){n->end.x + 6, n->end.y}, (struct svg_point){x - 7, middle},
                 "stroke=\"" SVG_GREY "\"");
    pen_mark(out, n->series, (struct svg_point){x, middle}, false);
    sheet_paragraph(out, (struct svg_point){p->right + text_at, n->top + type_name.size - 1},
                    SVG_START, type_name, p->label_width - text_at, p->d.name[n->series]);
}

void trend_draw_names(const struct trend_plot *p, struct buf *out) {
    struct name name[TREND_MOST_SERIES];
    if (p->d.series == NULL)
        return;
    size_t n = 0;
    for (size_t k = 0; k < p->d.n_series; k++) {
        if (p->d.start[k] < p->d.start[k + 1]) /* a panel may lack a series */
            name[n++] = name_of(p, k);
    }
    sort(name, n);
    spread(name, n, p->up.to - 8, p->bottom);
    for (size_t k = 0; k < n; k++)
        draw_name(p, out, &name[k]);
}
