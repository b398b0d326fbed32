#include <math.h>

#include "report/chart/funnel_plot.h"
#include "report/chart/legend.h"

static void put_place(struct funnel_plot *p, struct legend *l, enum funnel_place place) {
    struct buf text = {0};
    if (p->d.count[place] == 0)
        return;
    funnel_put_legend(&p->d, place, &text);
    buf_addf(&text, " (%zu)", p->d.count[place]);
    funnel_draw_mark(p, l->out, place, legend_middle(legend_entry(l, text.text)));
    l->out->failed |= text.failed;
    buf_free(&text);
}

static void put_line(struct funnel_plot *p, struct legend *l, bool spread, int pair) {
    struct buf text = {0};
    funnel_put_line(&p->d, spread, pair, &text);
    funnel_draw_line_sample(l->out, spread, pair, legend_entry(l, text.text), legend_sample);
    l->out->failed |= text.failed;
    buf_free(&text);
}

static void put_target(struct funnel_plot *p, struct legend *l) {
    struct buf text = {0};
    const struct funnel_data *d = &p->d;
    if (isnan(d->part->drawing.reference))
        return;
    buf_puts(&text, "target: ");
    format_number(&text, d->value_format, d->part->drawing.reference);
    funnel_draw_target_sample(l->out, legend_entry(l, text.text), legend_sample);
    l->out->failed |= text.failed;
    buf_free(&text);
}

void funnel_draw_legend(struct funnel_plot *p, struct buf *out) {
    static const enum funnel_place order[] = {FUNNEL_FAR_ABOVE, FUNNEL_ABOVE,     FUNNEL_INSIDE,
                                              FUNNEL_BELOW,     FUNNEL_FAR_BELOW, FUNNEL_UNJUDGED,
                                              FUNNEL_BOUNDED};
    struct legend l = legend_begin(p->sheet, out);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        put_place(p, &l, order[i]);
    legend_break(&l);
    put_target(p, &l);
    int kinds = p->d.part->curve.n_rows == 0 ? 0 : p->d.spread ? 2 : 1;
    for (int kind = 0; kind < kinds; kind++) {
        for (int pair = 1; pair >= 0; pair--)
            put_line(p, &l, kind == 1, pair);
    }
    legend_end(&l);
}
