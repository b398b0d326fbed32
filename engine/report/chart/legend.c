#include "report/chart/legend.h"

enum { line_height = 19, to_text = legend_sample + 6, between = 22 };
static const struct type entry = {12, 16, 1, 4, 0, "font-size=\"12\""};

struct legend legend_begin(struct sheet *s, struct buf *out) {
    s->y += line_height;
    return (struct legend){s, out, s->edge};
}

/* A text that is wider than the sheet has several lines, and the last of them to itself. */
struct svg_point legend_entry(struct legend *l, const char *text) {
    const double half_up = 4;
    struct sheet *s = l->sheet;
    double width = svg_text_width(text, entry.size), room = s->width - 2 * s->edge - to_text;
    if (l->x > s->edge && l->x + to_text + width > s->width - s->edge)
        legend_break(l);
    struct svg_point at = {l->x, s->y - half_up}, from = {l->x + to_text, s->y};
    size_t lines = sheet_paragraph(l->out, from, SVG_START, entry, room, text);
    s->y += sheet_further(lines, entry);
    l->x += to_text + width + between;
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
