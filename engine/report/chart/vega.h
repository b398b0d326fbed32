/* A chart as Vega-Lite JSON (v6), for people who restyle it or put it into a page of their own.
 *
 * The data stand in it, a row of the table a row, under the names of the roles ("value", "lower",
 * ...) and from the same doubles as in results.json. A hidden cell has its "mark" and, where they
 * are known, its bounds "least" and "most", which are drawn as a hollow bar; one without bounds is
 * in the data and named in the description. Nothing is fetched and nothing computed but what the
 * marks need, so any Vega-Lite draws it. */
#ifndef FOISTAT_REPORT_VEGA_H
#define FOISTAT_REPORT_VEGA_H

#include "report/chart/chart.h"

/* Fails as the chart's words do. */
bool vega_chart(const struct part *p, enum theme theme, struct buf *out, struct err *e);

#endif
