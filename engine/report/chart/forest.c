#include "report/chart/forest.h"

#include <math.h>
#include <string.h>

#include "report/chart/chart_parts.h"
#include "report/chart/forest_plot.h"
#include "report/facts.h"

/* "lower than White" and "higher than White" at the sides of the dashed line, where there is room
 * for the words; a plain "lower" and "higher" where there is only room for those. */
static void draw_hint(const struct plot *p, struct buf *out, bool higher) {
    const double away = 8;
    int beyond;
    double x = ruler_place(&p->ruler, p->d.part->drawing.reference, &beyond);
    double room = (higher ? p->sheet->width - p->sheet->edge - x : x - p->sheet->edge) - away;
    const char *before = higher ? "higher" : "← lower", *after = higher ? " →" : "";
    struct buf text = {0};
    buf_addf(&text, "%s%s%s%s", before, p->d.comparator != NULL ? " than " : "",
             p->d.comparator != NULL ? p->d.comparator : "", after);
    if (svg_text_width(text.text, type_small.size) > room) {
        buf_free(&text);
        buf_addf(&text, "%s%s", before, after);
    }
    if (svg_text_width(text.text, type_small.size) <= room)
        svg_text(out, (struct svg_point){higher ? x + away : x - away, p->sheet->y},
                 higher ? SVG_START : SVG_END, type_small.attributes, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_axis_title(struct plot *p, struct buf *out) {
    p->sheet->y = p->bottom + 38;
    if (!isnan(p->d.part->drawing.reference)) {
        draw_hint(p, out, false);
        draw_hint(p, out, true);
        p->sheet->y += 22;
    }
    const double overhang = p->stacked ? 0 : 90;
    double room = p->ruler.to - p->ruler.from + 2 * overhang;
    struct svg_point middle = {(p->ruler.from + p->ruler.to) / 2, p->sheet->y};
    size_t n = sheet_paragraph(out, middle, SVG_MIDDLE, type_body, room, forest_axis_title(&p->d));
    p->sheet->y += sheet_further(n, type_body) + 10;
}

static void draw(struct plot *p, struct buf *out) {
    sheet_title(p->sheet, out);
    forest_draw_headings(p, out);
    p->bottom = forest_rows_end(p, out);
    if (!p->stacked)
        forest_draw_verticals(p, out, p->top, p->bottom);
    for (size_t i = 0; i < p->d.n; i++)
        forest_draw_row(p, out, i);
    ruler_across(&p->ruler, out, p->bottom);
    draw_axis_title(p, out);
    sheet_marks(p->sheet, out, p->d.value);
    sheet_sources(p->sheet, out, &p->d.part->table);
}

/* A panel's axis is that of the whole, and so is the room beside it. */
static bool set_axis(struct plot *p, const struct part *whole, struct err *e) {
    struct forest_data d = p->d;
    if (whole != NULL && !forest_data(whole, &d, e))
        return false;
    p->ruler.axis = forest_axis(&d);
    for (size_t i = 0; i < d.n; i++)
        p->missing |= format_mark(d.value, i) != MARK_OK;
    return true;
}

static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct plot p = {.sheet = sheet, .stacked = v->size != CHART_PAGE};
    if (!forest_data(part, &p.d, e) || !set_axis(&p, v->whole, e))
        return false;
    forest_set_columns(&p);
    draw(&p, out);
    return true;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct forest_data d;
    if (!forest_data(p, &d, e))
        return false;
    buf_puts(&w->title, forest_title(&d));
    forest_put_summary(&d, &w->summary);
    forest_put_reading(&d, &w->reading);
    buf_puts(&w->label_heading, fact_heading(&d.label->field));
    forest_put_number_heading(&d, &w->number_heading);
    w->value = d.value;
    return true;
}

static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct forest_data d;
    if (!forest_data(p, &d, e))
        return false;
    for (size_t row = 0; row < d.n; row++) {
        struct buf label = {0}, numbers = {0};
        forest_put_label(&d, row, &label);
        forest_put_numbers(&d, row, &numbers);
        chart_take(take, to, &label, &numbers);
    }
    return true;
}

const struct chart forest_chart = {picture, words, rows, NULL, 2};
