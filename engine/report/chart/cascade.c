#include "report/chart/cascade.h"

#include <math.h>

#include "report/chart/cascade_plot.h"
#include "report/chart/chart_parts.h"

/* The layout, in user units (pixels at 100%). */
enum {
    row_height = 20,
    padding = 8, /* above and below the rows of a stage */
    gutter = 20, /* between names and axis: for figures that have no place on it */
    gap = 12,
    most_stage = 170, /* names wider than this are broken */
    most_group = 130
};
#define SEPARATOR "stroke=\"#bdbdbd\""
static const struct type type_name = {13, 16, 1, 1, 0.5, "font-size=\"13\""};

/* --- widths ----------------------------------------------------------------------------------- */

static double wider(double width, const struct buf *text, struct type type) {
    return text->n > 0
               ? fmax(width, ceil(svg_text_width(text->text, type.size) * type.boldness) + 1)
               : width;
}

static void measure_stages(struct cascade_plot *p) {
    const double least = 120;
    p->stage_width = least;
    for (size_t i = 0; i < p->d.crossed.n_by; i++) {
        struct buf text = {0};
        buf_puts(&text, p->d.crossed.category[i]);
        p->stage_width = wider(p->stage_width, &text, type_strong);
        buf_free(&text);
    }
    p->stage_width = fmin(p->stage_width, most_stage);
}

static void measure_groups(struct cascade_plot *p) {
    for (size_t k = 0; k < p->d.n_groups; k++) {
        struct buf text = {0};
        buf_puts(&text, p->d.crossed.name[p->d.group[k]]);
        p->group_width = wider(p->group_width, &text, type_name);
        buf_free(&text);
    }
    p->group_width = fmin(p->group_width, most_group);
}

/* The widest figure beside an axis; with its limits where there is one pane only. */
static void measure_numbers(struct cascade_plot *p) {
    const double least = 30;
    bool alone = p->d.panes == 1 && !p->narrow;
    p->number_width = least;
    for (size_t pane = 0; pane < p->d.panes; pane++) {
        const struct figures *f = &p->d.pane[pane];
        for (size_t row = 0; row < p->d.part->table.n_rows; row++) {
            struct buf text = {0};
            if (format_mark(f->value, row) == MARK_OK && alone)
                figures_put(f, row, &text);
            else if (format_mark(f->value, row) == MARK_OK)
                format_cell(&text, f->value_format, f->value, row);
            p->number_width = wider(p->number_width, &text, type_small);
            buf_free(&text);
        }
    }
}

static void set_widths(struct cascade_plot *p) {
    measure_stages(p);
    measure_groups(p);
    measure_numbers(p);
    p->stage_width = p->narrow ? 0 : p->stage_width + gap;
    p->names = p->sheet->edge + p->stage_width + p->group_width;
}

/* The panes from number 'first' on, as many as stand side by side. */
static void set_panes(struct cascade_plot *p, size_t first) {
    p->n_panes = p->narrow ? 1 : p->d.panes;
    double room = p->sheet->width - p->sheet->edge - p->names, width = room / (double)p->n_panes;
    for (size_t i = 0; i < p->n_panes; i++) {
        struct cascade_pane *pane = &p->pane[i];
        double left = p->names + (double)i * width;
        pane->number = first + i;
        pane->end = left + width;
        pane->numbers = pane->end - p->number_width;
        pane->ruler = (struct ruler){p->axis, left + gutter, pane->numbers - gap};
    }
}

/* --- texts ------------------------------------------------------------------------------------ */

/* Above the panes: what each of them shows, where there are two. */
static void draw_pane_headings(struct cascade_plot *p, struct buf *out) {
    size_t most = 0;
    for (size_t i = 0; i < p->n_panes && p->d.panes > 1; i++) {
        const struct cascade_pane *pane = &p->pane[i];
        double left = p->narrow ? p->sheet->edge : pane->ruler.from;
        struct buf text = {0};
        cascade_put_pane(&p->d, pane->number, &text);
        size_t n = sheet_paragraph(out, (struct svg_point){left, p->sheet->y + type_strong.size},
                                   SVG_START, type_strong, pane->end - left, text.text);
        most = n > most ? n : most;
        out->failed |= text.failed;
        buf_free(&text);
    }
    p->sheet->y += (double)most * type_strong.height;
}

/* Above the line of each pane: the group that others are compared with. */
static void draw_reference_names(struct cascade_plot *p, struct buf *out) {
    for (size_t i = 0; i < p->n_panes; i++) {
        const struct cascade_pane *pane = &p->pane[i];
        int beyond;
        struct buf text = {0}, line = {0};
        double x = ruler_place(&pane->ruler, 1, &beyond);
        buf_addf(&text, "%s = 1", p->d.reference != NULL ? p->d.reference : "reference");
        double left = pane->ruler.from - gutter, room = pane->end - left;
        if (svg_wrap(&line, text.text, type_small.size, room, 1) > 0 && !line.failed) {
            line.text[line.n - 1] = '\0'; /* the line end */
            double half = svg_text_width(line.text, type_small.size) / 2;
            x = fmax(fmin(x, pane->end - half), left + half);
            svg_text(out, (struct svg_point){x, p->sheet->y + 13}, SVG_MIDDLE, "font-size=\"12\"",
                     line.text);
        }
        out->failed |= text.failed || line.failed;
        buf_free(&text);
        buf_free(&line);
    }
    p->sheet->y += type_small.height + 2;
}

/* The name of a stage and what its figures rest on, from y on; returns how high that is. */
static double draw_stage_name(const struct cascade_plot *p, struct buf *out, size_t stage,
                              double y) {
    double left = p->sheet->edge;
    double width = p->narrow ? p->sheet->width - 2 * left : p->stage_width - gap;
    struct buf basis = {0};
    if (p->pane[0].number == 0) /* cumulative figures have the basis of their pane */
        cascade_put_basis(&p->d, stage, &basis);
    size_t n = sheet_paragraph(out, (struct svg_point){left, y + type_strong.size}, SVG_START,
                               type_strong, width, p->d.crossed.category[stage]);
    double height = (double)n * type_strong.height;
    if (basis.n > 0)
        n = sheet_paragraph(out, (struct svg_point){left, y + height + type_small.size}, SVG_START,
                            type_small, width, basis.text);
    height += basis.n > 0 ? (double)n * type_small.height : 0;
    out->failed |= basis.failed;
    buf_free(&basis);
    return height;
}

static void draw_group_name(const struct cascade_plot *p, struct buf *out, size_t k, double y) {
    sheet_paragraph(out, (struct svg_point){p->names, y + 4.5}, SVG_END, type_name, p->group_width,
                    p->d.crossed.name[p->d.group[k]]);
}

/* --- rows ------------------------------------------------------------------------------------- */

static void draw_row(const struct cascade_plot *p, struct buf *out, size_t stage, size_t k,
                     double y) {
    size_t row = cascade_row(&p->d, stage, k);
    bool again = p->pane[0].number > 0; /* below the first pane, which has the tooltips */
    struct buf tooltip = {0};
    if (row == CROSSED_NONE) {
        draw_group_name(p, out, k, y);
        svg_text(out, (struct svg_point){p->pane[0].numbers, y + 4.3}, SVG_START,
                 type_small.attributes, "–");
        return;
    }
    sheet_put_panel(p->sheet, &tooltip);
    cascade_put_tooltip(&p->d, stage, k, &tooltip);
    if (!again)
        svg_group_open(out, tooltip.text);
    draw_group_name(p, out, k, y);
    for (size_t i = 0; i < p->n_panes; i++)
        cascade_draw_figure(p, out, &p->pane[i], row, k, y);
    if (!again)
        svg_group_close(out);
    out->failed |= tooltip.failed;
    buf_free(&tooltip);
}

/* A stage from p->sheet->y on, its marks and what lies behind them; returns the middle of its first
 * row. */
static double draw_stage(struct cascade_plot *p, struct buf *marks, struct buf *behind,
                         size_t stage) {
    double top = p->sheet->y, name = draw_stage_name(p, marks, stage, top + padding);
    bool applies = cascade_applies(&p->d, stage);
    double rows = applies ? (double)p->d.n_groups * row_height : 0;
    double first = top + padding + (p->narrow ? name + 2 : 0);
    double end = p->narrow ? first + rows + padding : top + fmax(rows, name) + 2 * padding;
    for (size_t i = 0; applies && i < p->n_panes; i++)
        cascade_draw_verticals(&p->pane[i], behind, p->narrow ? first : top, end);
    for (size_t k = 0; applies && k < p->d.n_groups; k++)
        draw_row(p, marks, stage, k, first + ((double)k + 0.5) * row_height);
    p->sheet->y = end;
    svg_line(behind, (struct svg_point){p->sheet->edge, end},
             (struct svg_point){p->sheet->width - p->sheet->edge, end}, SEPARATOR);
    return first + row_height / 2.0;
}

/* Cumulative figures of a group joined from one stage to the next; never across one that is hidden,
 * nor over the names of stages. */
static void join(const struct cascade_plot *p, struct buf *out, size_t stage, const double *first) {
    for (size_t i = 0; i < p->n_panes; i++) {
        const struct cascade_pane *pane = &p->pane[i];
        for (size_t k = 0; pane->number > 0 && !p->narrow && k < p->d.n_groups; k++) {
            size_t row = cascade_row(&p->d, stage, k), next = cascade_row(&p->d, stage + 1, k);
            double x, to;
            if (row != CROSSED_NONE && next != CROSSED_NONE && cascade_place(p, pane, row, &x) &&
                cascade_place(p, pane, next, &to))
                svg_line(out, (struct svg_point){x, first[0] + (double)k * row_height},
                         (struct svg_point){to, first[1] + (double)k * row_height}, pen_of(k).line);
        }
    }
}

/* All stages with the panes that stand side by side. Those without figures stand once. */
static void draw_stages(struct cascade_plot *p, struct buf *out) {
    struct buf marks = {0}, lines = {0};
    double first[2] = {0};
    for (size_t stage = 0; stage < p->d.crossed.n_by; stage++) {
        if (p->pane[0].number > 0 && !cascade_applies(&p->d, stage))
            continue;
        first[1] = draw_stage(p, &marks, out, stage);
        if (stage > 0)
            join(p, &lines, stage - 1, first);
        first[0] = first[1];
    }
    buf_add(out, lines.text, lines.n);
    buf_add(out, marks.text, marks.n);
    out->failed |= marks.failed || lines.failed;
    buf_free(&marks);
    buf_free(&lines);
}

static void draw_axes(struct cascade_plot *p, struct buf *out) {
    struct buf text = {0};
    for (size_t i = 0; i < p->n_panes; i++)
        ruler_across(&p->pane[i].ruler, out, p->sheet->y);
    cascade_put_axis(&p->d, &text);
    double from = p->narrow ? p->sheet->edge : p->pane[0].ruler.from;
    double to = p->narrow ? p->sheet->width - p->sheet->edge : p->pane[p->n_panes - 1].ruler.to;
    sheet_across_title(p->sheet, out, from, to, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

/* What hollow marks mean, of those that are drawn. */
static void draw_marks(struct cascade_plot *p, struct buf *out) {
    bool present[MARK_COUNT] = {false};
    for (size_t i = 0; i < p->d.crossed.n_by * p->d.n_groups; i++) {
        size_t stage = i / p->d.n_groups, row = cascade_row(&p->d, stage, i % p->d.n_groups);
        for (size_t k = 0; row != CROSSED_NONE && k < p->d.panes; k++)
            present[format_mark(p->d.pane[k].value, row)] |= cascade_applies(&p->d, stage);
    }
    sheet_marks_of(p->sheet, out, present);
}

static void draw(struct cascade_plot *p, struct buf *out) {
    sheet_title(p->sheet, out);
    for (size_t pane = 0; pane < p->d.panes; pane += p->n_panes) {
        set_panes(p, pane);
        draw_pane_headings(p, out);
        draw_reference_names(p, out);
        draw_stages(p, out);
        draw_axes(p, out);
    }
    draw_marks(p, out);
    sheet_sources(p->sheet, out, &p->d.part->table);
}

/* --- the kind --------------------------------------------------------------------------------- */

/* A panel's axis is that of the whole. */
static bool set_axis(struct cascade_plot *p, const struct part *whole, struct err *e) {
    struct cascade_data d = {0};
    bool done = whole == NULL || cascade_data(whole, NULL, &d, e);
    if (done)
        p->axis = cascade_axis(whole != NULL ? &d : &p->d);
    cascade_free(&d);
    return done;
}

static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct cascade_plot p = {.sheet = sheet, .narrow = v->size != CHART_PAGE};
    bool done = cascade_data(part, v->whole, &p.d, e) && set_axis(&p, v->whole, e);
    if (done) {
        set_widths(&p);
        draw(&p, out);
    }
    cascade_free(&p.d);
    return done;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct cascade_data d;
    bool done = cascade_data(p, NULL, &d, e);
    if (done) {
        cascade_put_title(&d, &w->title);
        cascade_put_summary(&d, &w->summary);
        cascade_put_reading(&d, &w->reading);
        crossed_put_heading(&d.crossed, &w->label_heading);
        cascade_put_number_heading(&d, &w->number_heading);
        w->value = d.pane[0].value;
    }
    cascade_free(&d);
    return done;
}

static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct cascade_data d;
    bool done = cascade_data(p, NULL, &d, e);
    for (size_t i = 0; done && i < d.crossed.n_by * d.n_groups; i++) {
        size_t stage = i / d.n_groups, k = i % d.n_groups, row = cascade_row(&d, stage, k);
        struct buf label = {0}, numbers = {0};
        if (row == CROSSED_NONE || !cascade_applies(&d, stage))
            continue;
        cascade_put_label(&d, stage, k, &label);
        cascade_put_numbers(&d, row, &numbers);
        chart_take(take, to, &label, &numbers);
    }
    cascade_free(&d);
    return done;
}

const struct chart cascade_chart = {picture, words, rows, NULL, 2};
