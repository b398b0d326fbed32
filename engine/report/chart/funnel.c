#include "report/chart/funnel.h"

#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/funnel_plot.h"

/* The layout, in user units (pixels at 100%). */
enum { wide_height = 420, phone_height = 330, panel_height = 220 };

/* The rulers between the title and what stands below; the numbers beside and below them need room.
 */
static void set_rulers(struct funnel_plot *p) {
    const double tick = 12, below = 12;
    double numbers = ruler_width(&p->up, type_body.size);
    p->across.from = p->sheet->edge + numbers + tick;
    p->across.to = p->sheet->width - p->sheet->edge - ruler_overhang(&p->across, type_body.size);
    p->up.to = p->sheet->y + below;
    p->up.from = p->up.to + p->height;
    p->sheet->y = p->up.from;
}

/* What the ruler up measures, above it. */
static void draw_up_title(struct funnel_plot *p, struct buf *out) {
    struct buf text = {0};
    chart_put_heading(p->d.value, &text);
    sheet_up_title(p->sheet, out, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_across_title(struct funnel_plot *p, struct buf *out) {
    struct buf text = {0};
    chart_put_heading(p->d.x, &text);
    buf_puts(&text, " (square root scale)");
    sheet_across_title(p->sheet, out, p->across.from, p->across.to, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static bool draw_area(struct funnel_plot *p, struct buf *out) {
    double right = p->sheet->width - 1; /* names may reach into the margin */
    struct box area = {p->across.from, p->up.to, right - p->across.from, p->up.from - p->up.to};
    if (!crowd_begin(&p->crowd, area))
        return false;
    ruler_grid_across(&p->across, out, p->up.to, p->up.from);
    ruler_grid_up(&p->up, out, p->across.from, p->across.to);
    funnel_draw_lines(p, out);
    funnel_draw_points(p, out);
    funnel_draw_names(p, out);
    ruler_across(&p->across, out, p->up.from);
    ruler_up(&p->up, out, p->across.from);
    crowd_end(&p->crowd);
    return true;
}

/* "Named are the 12 furthest beyond the limits, of 40." */
static void draw_named(struct funnel_plot *p, struct buf *out) {
    struct buf text = {0};
    size_t beyond = 0;
    for (int k = FUNNEL_FAR_BELOW; k <= FUNNEL_FAR_ABOVE; k++)
        beyond += funnel_is_beyond((enum funnel_place)k) ? p->d.count[k] : 0;
    if (p->named < beyond) {
        buf_addf(&text, "%zu of the %zu beyond the limits are named, as far as names find room.",
                 p->named, beyond);
        sheet_small(p->sheet, out, text.text);
    }
    out->failed |= text.failed;
    buf_free(&text);
}

/* Places without a place on the chart, by name, and why. */
static void draw_missing(struct funnel_plot *p, struct buf *out) {
    struct buf text = {0};
    if (p->d.count[FUNNEL_MISSING] == 0)
        return;
    buf_puts(&text, "Not on the chart: ");
    for (size_t i = 0, n = 0; i < p->d.n; i++) {
        if (funnel_place(&p->d, i) != FUNNEL_MISSING)
            continue;
        buf_puts(&text, n++ > 0 ? ", " : "");
        funnel_put_label(&p->d, i, &text);
        buf_puts(&text, " (");
        funnel_put_numbers(&p->d, i, &text);
        buf_puts(&text, ")");
    }
    sheet_small(p->sheet, out, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw(struct funnel_plot *p, struct buf *out) {
    sheet_title(p->sheet, out);
    draw_up_title(p, out);
    set_rulers(p);
    out->failed |= !draw_area(p, out);
    draw_across_title(p, out);
    if (p->sheet->panel == NULL)
        funnel_draw_legend(p, out);
    draw_named(p, out);
    draw_missing(p, out);
    sheet_sources(p->sheet, out, &p->d.part->table);
}

/* A panel's axes are those of the whole. */
static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct funnel_plot p = {.sheet = sheet, .narrow = v->size != CHART_PAGE};
    struct funnel_data whole;
    p.height = sheet_area(sheet, v->whole != NULL ? panel_height
                                 : p.narrow       ? phone_height
                                                  : wide_height);
    if (!funnel_data(v->whole != NULL ? v->whole : part, &whole, e) || !funnel_data(part, &p.d, e))
        return false;
    p.up.axis = funnel_axis_up(&whole);
    p.across.axis = funnel_axis_across(&whole);
    draw(&p, out);
    return true;
}

static bool legend(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                   struct buf *out, struct err *e) {
    struct funnel_plot p = {.sheet = sheet, .narrow = v->size != CHART_PAGE};
    if (!funnel_data(part, &p.d, e))
        return false;
    funnel_draw_legend(&p, out);
    return true;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct funnel_data d;
    if (!funnel_data(p, &d, e))
        return false;
    funnel_put_title(&d, &w->title);
    funnel_put_summary(&d, &w->summary);
    funnel_put_reading(&d, &w->reading);
    buf_puts(&w->label_heading, fact_heading(&d.label->field));
    chart_put_heading(d.value, &w->number_heading);
    w->value = d.value;
    return true;
}

/* Only what is worth a look: those within the limits are in the table. */
static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct funnel_data d;
    if (!funnel_data(p, &d, e))
        return false;
    for (size_t row = 0; row < d.n; row++) {
        struct buf label = {0}, numbers = {0};
        if (funnel_place(&d, row) == FUNNEL_INSIDE)
            continue;
        funnel_put_label(&d, row, &label);
        funnel_put_numbers(&d, row, &numbers);
        chart_take(take, to, &label, &numbers);
    }
    return true;
}

const struct chart funnel_chart = {picture, words, rows, legend, 2};
