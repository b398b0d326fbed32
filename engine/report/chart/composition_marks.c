#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/composition_plot.h"
#include "report/chart/hatch.h"

static const struct type type_share = {12, 16, 1, 1, 0.5, "font-size=\"12\""};
#define FRAME "fill=\"#fff\" stroke=\"" SVG_GREY "\""
#define OPEN FRAME " stroke-dasharray=\"4 2\""
#define PLATE "fill=\"#fff\" fill-opacity=\"0.9\""

static double x_of(const struct composition_plot *p, double share) {
    int beyond;
    return ruler_place(&p->ruler, share, &beyond);
}

static bool fits(const struct buf *text, double room) {
    return text->n > 0 && svg_text_width(text->text, type_share.size) <= room;
}

/* What has room in the segment of a part: its name and its share, else the one that is known of it,
 * else nothing. */
static void put_text(const struct composition_plot *p, size_t series, size_t row, double room,
                     struct buf *out) {
    struct buf share = {0};
    buf_puts(out, p->d.rows.name[series]);
    if (chart_known(p->d.value, row)) {
        composition_put_share(&p->d, row, &share);
        buf_addf(out, " %s", share.text);
        if (!fits(out, room)) {
            buf_free(out);
            buf_add(out, share.text, share.n);
        }
    }
    if (!fits(out, room))
        buf_free(out);
    out->failed |= share.failed;
    buf_free(&share);
}

static void draw_text(const struct composition_plot *p, struct buf *out, size_t series, size_t row,
                      double left, double right, double y) {
    const double beside = 4, height = 16;
    struct buf text = {0};
    put_text(p, series, row, right - left - 2 * beside - 2, &text);
    if (text.n > 0) {
        double middle = (left + right) / 2, centre = y + p->thickness / 2;
        double width = svg_text_width(text.text, type_share.size) + 2 * beside;
        svg_rect(out, (struct svg_point){middle - width / 2, centre - height / 2}, width, height,
                 PLATE);
        svg_text(out, (struct svg_point){middle, centre + 4.5}, SVG_MIDDLE, type_share.attributes,
                 text.text);
    }
    out->failed |= text.failed;
    buf_free(&text);
}

/* Where the parts of a bar are drawn next. */
struct place {
    struct composition_bar bar;
    double at;   /* the least that the parts so far make */
    size_t lane; /* of the parts that may take of what is undetermined */
};

/* What the part is at least. */
static void draw_least(const struct composition_plot *p, struct buf *out, size_t series, size_t row,
                       double least, struct place *at, double y) {
    double left = x_of(p, at->at), right = x_of(p, at->at + least);
    at->at += least;
    if (!(right > left))
        return;
    hatch_rect(out, (struct svg_point){left, y}, right - left, p->thickness, p->id_prefix,
               p->d.hatch[series], false);
    draw_text(p, out, series, row, left, right, y);
}

/* What it may be beyond that. */
static void draw_lane(const struct composition_plot *p, struct buf *out, size_t series, double more,
                      struct place *at, double y) {
    double left = x_of(p, at->bar.known), right = x_of(p, fmin(at->bar.known + more, at->bar.end));
    double height = p->thickness / (double)at->bar.open;
    if (!(more > 0))
        return;
    double top = y + (double)at->lane++ * height;
    hatch_rect(out, (struct svg_point){left, top}, fmax(right - left, 1), height, p->id_prefix,
               p->d.hatch[series], true);
}

static void draw_part(const struct composition_plot *p, struct buf *out, size_t category,
                      size_t series, struct place *at, double y) {
    size_t row = crossed_row(&p->d.rows, category, series);
    struct buf tooltip = {0};
    double least, most;
    if (row == CROSSED_NONE)
        return;
    composition_range(&p->d, row, &least, &most);
    sheet_put_panel(p->sheet, &tooltip);
    crossed_put_label(&p->d.rows, category, series, &tooltip);
    buf_puts(&tooltip, ": ");
    composition_put_numbers(&p->d, row, &tooltip);
    svg_group_open(out, tooltip.text);
    draw_least(p, out, series, row, least, at, y);
    draw_lane(p, out, series, most - least, at, y);
    svg_group_close(out);
    out->failed |= tooltip.failed;
    buf_free(&tooltip);
}

/* What lies in no part, and what is undetermined. */
static void draw_frames(const struct composition_plot *p, struct buf *out,
                        const struct composition_bar *bar, double y) {
    double known = x_of(p, bar->known), end = x_of(p, bar->end);
    svg_rect(out, (struct svg_point){p->ruler.from, y}, p->ruler.to - p->ruler.from, p->thickness,
             FRAME);
    if (end > known)
        svg_rect(out, (struct svg_point){known, y}, end - known, p->thickness, OPEN);
}

void composition_draw_bar(const struct composition_plot *p, struct buf *out, size_t category,
                          double y) {
    struct place at = {.bar = composition_bar(&p->d, category)};
    draw_frames(p, out, &at.bar, y);
    for (size_t i = 0; i < p->d.rows.n_series; i++)
        draw_part(p, out, category, p->d.order[i], &at, y);
}
