#include "report/chart.h"

#include "report/forest.h"
#include "report/funnel.h"
#include "report/trend.h"

const struct chart *chart_of(const struct part *p) {
    static const struct chart *const charts[PART_KINDS] = {
        [PART_FOREST] = &forest_chart,
        [PART_FUNNEL] = &funnel_chart,
        [PART_TREND] = &trend_chart,
    };
    return charts[p->kind];
}

bool chart_svg(const struct part *p, const struct chart_view *v, struct buf *out, struct err *e) {
    const struct chart *chart = chart_of(p);
    struct chart_words w = {0};
    struct buf shapes = {0};
    bool done = chart->words(p, &w, e);
    struct sheet s = sheet_new(v->size == CHART_PHONE, w.title.text);
    s.theme = v->theme;
    done = done && chart->draw(p, v, &s, &shapes, e);
    shapes.failed |= w.title.failed || w.summary.failed;
    done = done && sheet_finish(&s, v->id_prefix, w.summary.text, &shapes, out, e);
    buf_free(&shapes);
    chart_words_free(&w);
    return done;
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
