#include "report/legend.h"

enum { line_height = 19, to_text = legend_sample + 6, between = 22 };

struct legend legend_begin(struct sheet *s, struct buf *out) {
    s->y += line_height;
    return (struct legend){s, out, s->edge};
}

struct svg_point legend_entry(struct legend *l, const char *text) {
    const double half_up = 4;
    struct sheet *s = l->sheet;
    double width = to_text + svg_text_width(text, type_small.size);
    if (l->x > s->edge && l->x + width > s->width - s->edge)
        legend_break(l);
    struct svg_point at = {l->x, s->y - half_up};
    svg_text(l->out, (struct svg_point){l->x + to_text, s->y}, SVG_START, "font-size=\"12\"",
             text);
    l->x += width + between;
    return at;
}

struct svg_point legend_middle(struct svg_point sample) {
    return (struct svg_point){sample.x + legend_sample / 2.0, sample.y};
}

void legend_break(struct legend *l) {
    if (l->x > l->sheet->edge)
        l->sheet->y += line_height;
    l->x = l->sheet->edge;
}

void legend_end(struct legend *l) {
    const double below = 4;
    l->sheet->y += below;
}
