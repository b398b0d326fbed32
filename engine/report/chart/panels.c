#include "report/chart/panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/take.h"
#include "report/chart/chart_parts.h"

/* --- the panels of a part --------------------------------------------------------------------- */

/* The labels in the order of their first rows, and the panel of each row. */
static bool find_labels(const struct column *c, const char **label, size_t *n, size_t *panel,
                        struct err *e) {
    *n = 0;
    for (size_t row = 0; row < c->n; row++) {
        const char *name = column_label(c, row);
        if (name == NULL)
            return fail(e, ERR_ARG_RANGE, "row %zu has no label in '%s'", row + 1, c->field.name);
        for (panel[row] = 0; panel[row] < *n && strcmp(label[panel[row]], name) != 0;)
            panel[row]++;
        if (panel[row] == PANELS_MOST)
            return fail(e, ERR_ARG_RANGE, "a chart has at most %d panels", PANELS_MOST);
        if (panel[row] == *n)
            label[(*n)++] = name;
    }
    return true;
}

/* Its own rows, and what the whole draws. 'row' has room for all. */
static bool make_panel(const struct part *whole, const char *label, size_t which,
                       const size_t *panel, size_t *row, struct part *out, struct err *e) {
    size_t n = 0;
    for (size_t i = 0; i < whole->table.n_rows; i++) {
        if (panel[i] == which)
            row[n++] = i;
    }
    *out = (struct part){.kind = whole->kind,
                         .name = whole->name,
                         .title = label,
                         .drawing = whole->drawing,
                         .curve = whole->curve};
    out->drawing.column[ROLE_PANEL] = NULL;
    return take_rows(&whole->table, row, n, &out->table, e);
}

static bool make_all(const struct part *p, const struct column *c, size_t *panel, size_t *row,
                     struct panels *out, struct err *e) {
    const char *label[PANELS_MOST];
    size_t n;
    if (!find_labels(c, label, &n, panel, e))
        return false;
    for (; out->n < n; out->n++) {
        if (!make_panel(p, label[out->n], out->n, panel, row, &out->part[out->n], e))
            return false;
    }
    return true;
}

bool panels_make(const struct part *p, struct panels *out, struct err *e) {
    const struct column *c;
    *out = (struct panels){0};
    if (!chart_column(p, ROLE_PANEL, &c, NULL, e))
        return false;
    size_t *panel = calloc(p->table.n_rows + 1, sizeof *panel);
    size_t *row = calloc(p->table.n_rows + 1, sizeof *row);
    out->part = calloc(PANELS_MOST, sizeof *out->part);
    bool done = panel != NULL && row != NULL && out->part != NULL
                    ? make_all(p, c, panel, row, out, e)
                    : fail(e, ERR_NOMEM, "no memory for a chart");
    free(panel);
    free(row);
    if (!done)
        panels_free(out);
    return done;
}

void panels_free(struct panels *p) {
    for (size_t i = 0; i < p->n; i++)
        table_free(&p->part[i].table); /* the curve is the whole's */
    free(p->part);
    *p = (struct panels){0};
}

/* --- the picture ------------------------------------------------------------------------------ */

/* Where panels stand. */
struct grid {
    size_t across;
    double width, left, y; /* of a panel; of the grid; down to where it is drawn */
    double tallest;        /* of the panels in the row */
    size_t title_lines;    /* of their longest title */
};
enum { gap = 24 };

static struct grid grid_of(const struct part *p, const struct chart_view *v,
                           const struct sheet *s) {
    struct grid g = {.across = v->size == CHART_PAGE ? chart_of(p)->across : 1, .left = s->edge};
    double blank = (double)(g.across - 1) * gap;
    g.width = floor((s->width - 2 * s->edge - blank) / (double)g.across);
    return g;
}

/* Begins the row of panels whose first is number i. */
static void begin_row(const struct panels *all, size_t i, struct grid *g) {
    g->y += g->tallest + (i > 0 ? gap / 2.0 : 0);
    g->tallest = 0;
    g->title_lines = 0;
    for (size_t end = i + g->across; i < end && i < all->n; i++) {
        size_t lines = sheet_lines(all->part[i].title, type_strong, g->width);
        g->title_lines = lines > g->title_lines ? lines : g->title_lines;
    }
}

/* Draws panel number i at its place in the grid. */
static bool draw_panel(const struct panels *all, size_t i, const struct chart_view *v,
                       struct grid *g, struct sheet_panel *said, struct buf *out, struct err *e) {
    size_t column = i % g->across;
    const struct part *p = &all->part[i];
    struct sheet s = {.width = g->width, .title = p->title, .panel = said};
    if (column == 0)
        begin_row(all, i, g);
    said->name = p->title;
    said->title_lines = g->title_lines;
    svg_move_open(out, (struct svg_point){g->left + (double)column * (g->width + gap), g->y});
    bool done = chart_of(p)->draw(p, v, &s, out, e);
    svg_group_close(out);
    g->tallest = fmax(g->tallest, s.y);
    return done;
}

static bool draw_all(const struct panels *all, const struct part *whole, const struct chart_view *v,
                     struct grid *g, struct sheet_panel *said, struct buf *out, struct err *e) {
    struct chart_view of_panel = *v;
    of_panel.size = CHART_PHONE;
    of_panel.whole = whole;
    for (size_t i = 0; i < all->n; i++) {
        if (!draw_panel(all, i, &of_panel, g, said, out, e))
            return false;
    }
    g->y += g->tallest;
    return true;
}

/* The title, what the rulers up measure, the panels, and what they have to say. */
static bool draw_sheet(const struct panels *all, const struct part *p, const struct chart_view *v,
                       struct sheet *s, struct sheet_panel *said, struct buf *out, struct err *e) {
    struct grid g = grid_of(p, v, s);
    struct buf shapes = {0};
    bool done = draw_all(all, p, v, &g, said, &shapes, e);
    sheet_title(s, out);
    if (said->up_title.n > 0)
        sheet_up_title(s, out, said->up_title.text);
    s->y += gap / 2.0;
    svg_move_open(out, (struct svg_point){0, s->y});
    buf_add(out, shapes.text, shapes.n);
    svg_group_close(out);
    s->y += g.y;
    out->failed |= shapes.failed || said->up_title.failed;
    buf_free(&shapes);
    return done;
}

bool panels_draw(const struct part *p, const struct chart_view *v, struct sheet *s, struct buf *out,
                 struct err *e) {
    const struct chart *chart = chart_of(p);
    struct panels all;
    struct sheet_panel said = {0};
    if (!panels_make(p, &all, e))
        return false;
    bool done = draw_sheet(&all, p, v, s, &said, out, e) &&
                (chart->legend == NULL || chart->legend(p, v, s, out, e));
    if (done)
        sheet_panel_finish(&said, s, out, all.n);
    s->y += s->edge + 2;
    sheet_panel_free(&said);
    panels_free(&all);
    return done;
}
