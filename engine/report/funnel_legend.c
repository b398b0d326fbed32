#include <math.h>

#include "report/funnel_plot.h"

enum { sample = 30, line_height = 19 };

/* The legend while it is set: entries side by side, as many as a line holds. */
struct legend {
    struct funnel_plot *p;
    struct buf *out;
    double x;
};

/* Where the next entry of that text begins: its sample on the left of the text. */
static struct svg_point next_entry(struct legend *l, const char *text) {
    const double between = 22;
    struct sheet *s = l->p->sheet;
    double width = sample + 6 + svg_text_width(text, type_small.size);
    if (l->x > s->edge && l->x + width > s->width - s->edge) {
        l->x = s->edge;
        s->y += line_height;
    }
    struct svg_point at = {l->x, s->y};
    l->x += width + between;
    return at;
}

static void put_text(struct legend *l, struct svg_point at, const char *text) {
    svg_text(l->out, (struct svg_point){at.x + sample + 6, at.y}, SVG_START, "font-size=\"12\"",
             text);
}

static void put_place(struct legend *l, enum funnel_place place) {
    struct buf text = {0};
    if (l->p->d.count[place] == 0)
        return;
    funnel_put_legend(&l->p->d, place, &text);
    buf_addf(&text, " (%zu)", l->p->d.count[place]);
    struct svg_point at = next_entry(l, text.text);
    funnel_draw_mark(l->p, l->out, place, (struct svg_point){at.x + sample / 2.0, at.y - 4});
    put_text(l, at, text.text);
    l->out->failed |= text.failed;
    buf_free(&text);
}

static void put_line(struct legend *l, bool spread, int pair) {
    struct buf text = {0};
    funnel_put_line(&l->p->d, spread, pair, &text);
    struct svg_point at = next_entry(l, text.text);
    funnel_draw_line_sample(l->out, spread, pair, (struct svg_point){at.x, at.y - 4}, sample);
    put_text(l, at, text.text);
    l->out->failed |= text.failed;
    buf_free(&text);
}

static void put_target(struct legend *l) {
    struct buf text = {0};
    const struct funnel_data *d = &l->p->d;
    if (isnan(d->part->drawing.reference))
        return;
    buf_puts(&text, "target: ");
    format_number(&text, d->value_format, d->part->drawing.reference);
    struct svg_point at = next_entry(l, text.text);
    funnel_draw_target_sample(l->out, (struct svg_point){at.x, at.y - 4}, sample);
    put_text(l, at, text.text);
    l->out->failed |= text.failed;
    buf_free(&text);
}

static void new_line(struct legend *l) {
    if (l->x > l->p->sheet->edge)
        l->p->sheet->y += line_height;
    l->x = l->p->sheet->edge;
}

void funnel_draw_legend(struct funnel_plot *p, struct buf *out) {
    static const enum funnel_place order[] = {FUNNEL_FAR_ABOVE, FUNNEL_ABOVE,     FUNNEL_INSIDE,
                                              FUNNEL_BELOW,     FUNNEL_FAR_BELOW, FUNNEL_UNJUDGED,
                                              FUNNEL_BOUNDED};
    struct legend l = {p, out, p->sheet->edge};
    p->sheet->y += line_height;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        put_place(&l, order[i]);
    new_line(&l);
    put_target(&l);
    int kinds = p->d.part->curve.n_rows == 0 ? 0 : p->d.spread ? 2 : 1;
    for (int kind = 0; kind < kinds; kind++) {
        for (int pair = 1; pair >= 0; pair--)
            put_line(&l, kind == 1, pair);
    }
    p->sheet->y += 4;
}
