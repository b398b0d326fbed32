#include "report/chart.h"

#include "report/forest.h"
#include "report/funnel.h"
#include "report/trend.h"

const struct chart *chart_of(const struct part *p) {
    switch (p->kind) {
    case PART_FOREST:
        return &forest_chart;
    case PART_FUNNEL:
        return &funnel_chart;
    case PART_TREND:
        return &trend_chart;
    case PART_HEADING:
    case PART_TEXT:
    case PART_TABLE:
    case PART_CANNOT:
    case PART_CAUTION:
        break;
    }
    return NULL;
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
