#include "report/chart/chart.h"

#include <string.h>

#include "report/chart/bars.h"
#include "report/chart/cascade.h"
#include "report/chart/chart_parts.h"
#include "report/chart/composition.h"
#include "report/chart/forest.h"
#include "report/chart/funnel.h"
#include "report/chart/panels.h"
#include "report/chart/ranked.h"
#include "report/chart/trend.h"

const struct chart *chart_of(const struct part *p) {
    static const struct chart *const charts[PART_KINDS] = {
        [PART_FOREST] = &forest_chart,   [PART_FUNNEL] = &funnel_chart,
        [PART_TREND] = &trend_chart,     [PART_RANKED] = &ranked_chart,
        [PART_BARS] = &bars_chart,       [PART_COMPOSITION] = &composition_chart,
        [PART_CASCADE] = &cascade_chart,
    };
    return charts[p->kind];
}

static bool has_panels(const struct part *p) {
    return drawing_has(&p->drawing, ROLE_PANEL);
}

/* "Area, Year": the panels' heading in front of the rows'. */
static bool put_panel_heading(const struct part *p, struct buf *heading, struct err *e) {
    const struct column *panel;
    struct buf both = {0};
    if (!chart_column(p, ROLE_PANEL, &panel, NULL, e))
        return false;
    buf_addf(&both, "%s, %s", fact_heading(&panel->field), heading->n > 0 ? heading->text : "");
    both.failed |= heading->failed;
    buf_free(heading);
    *heading = both;
    return true;
}

/* What each panel says, where they are few. */
static bool put_panels(const struct panels *all, struct buf *out, struct err *e) {
    enum { few = 12 };
    buf_addf(out, "%zu panels on one scale", all->n);
    buf_puts(out, all->n > few ? "; the table has their figures." : ".");
    for (size_t i = 0; i < all->n && all->n <= few; i++) {
        const struct part *p = &all->part[i];
        struct chart_words w = {0};
        bool done = chart_of(p)->words(p, &w, e);
        if (done)
            buf_addf(out, " %s: %s", p->title, w.summary.failed ? "" : w.summary.text);
        out->failed |= w.summary.failed;
        chart_words_free(&w);
        if (!done)
            return false;
    }
    return true;
}

static bool put_panel_words(const struct part *p, struct chart_words *w, struct err *e) {
    struct panels all;
    buf_free(&w->summary);
    bool done = put_panel_heading(p, &w->label_heading, e) && panels_make(p, &all, e);
    if (!done)
        return false;
    done = put_panels(&all, &w->summary, e);
    buf_puts(&w->reading, " All panels have the same scale.");
    panels_free(&all);
    return done;
}

bool chart_words(const struct part *p, struct chart_words *w, struct err *e) {
    if (!chart_of(p)->words(p, w, e))
        return false;
    return !has_panels(p) || put_panel_words(p, w, e);
}

/* Passes rows on, behind the name of their panel. */
struct panel_rows {
    fact_taker *take;
    void *to;
    const char *name;
    bool failed;
};

static void take_row(void *to, const char *label, const char *numbers) {
    struct panel_rows *r = to;
    struct buf name = {0};
    buf_addf(&name, "%s, %s", r->name, label);
    r->failed |= name.failed;
    if (!name.failed)
        r->take(r->to, name.text, numbers);
    buf_free(&name);
}

bool chart_rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct panel_rows r = {.take = take, .to = to};
    struct panels all;
    if (!has_panels(p))
        return chart_of(p)->rows(p, take, to, e);
    bool done = panels_make(p, &all, e);
    for (size_t i = 0; done && i < all.n; i++) {
        r.name = all.part[i].title;
        done = chart_of(p)->rows(&all.part[i], take_row, &r, e);
    }
    panels_free(&all);
    return done && (!r.failed || fail(e, ERR_NOMEM, "out of memory"));
}

static bool draw(const struct part *p, const struct chart_view *v, struct sheet *s,
                 struct buf *shapes, struct err *e) {
    return has_panels(p) ? panels_draw(p, v, s, shapes, e) : chart_of(p)->draw(p, v, s, shapes, e);
}

/* Again and again: how high it becomes is seen when it is drawn, and on a wider sheet its texts
 * take fewer lines. */
static bool draw_slide(const struct part *p, const struct chart_view *v, struct sheet *s,
                       struct buf *shapes, struct err *e) {
    enum { fittings = 2 };
    struct chart_view page = *v;
    page.size = CHART_PAGE;
    bool done = draw(p, &page, s, shapes, e);
    for (int i = 0; done && i < fittings; i++) {
        buf_free(shapes);
        *s = sheet_for_slide(s);
        done = draw(p, &page, s, shapes, e);
    }
    return done;
}

bool chart_svg(const struct part *p, const struct chart_view *v, struct buf *out, struct err *e) {
    const size_t failures = buf_failures();
    struct chart_words w = {0};
    struct buf shapes = {0};
    bool done = chart_words(p, &w, e);
    struct sheet s = sheet_new(v->size == CHART_PHONE, w.title.text);
    s.theme = v->theme;
    done = done && (v->size == CHART_SLIDE ? draw_slide : draw)(p, v, &s, &shapes, e);
    done = done && sheet_finish(&s, v->id_prefix, w.summary.text, &shapes, out, e);
    buf_free(&shapes);
    chart_words_free(&w);
    return done && fact_whole(out, failures, e);
}

static const char *const sizes[CHART_SIZES + 1] = {
    [CHART_PAGE] = "page", [CHART_PHONE] = "phone", [CHART_SLIDE] = "slide"};

const char *chart_size_name(enum chart_size s) {
    return sizes[s];
}

bool chart_size_find(const char *name, enum chart_size *s, struct err *e) {
    for (int i = 0; i < CHART_SIZES; i++) {
        if (strcmp(name, sizes[i]) == 0) {
            *s = (enum chart_size)i;
            return true;
        }
    }
    fail(e, ERR_USAGE, "no chart is of the size '%s'", name);
    const char *nearest = str_nearest(name, sizes);
    return nearest != NULL ? err_hint(e, "did you mean '%s'?", nearest)
                           : err_hint(e, "the sizes are page, phone and slide");
}

bool chart_has_table(const struct part *p) {
    return p->kind == PART_TABLE || chart_of(p) != NULL;
}

void chart_words_free(struct chart_words *w) {
    struct buf *const all[] = {&w->title, &w->summary, &w->reading, &w->label_heading,
                               &w->number_heading};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
}
