/* The files of a run, and what is printed of it. */
#ifndef FOISTAT_CLI_OUTPUTS_H
#define FOISTAT_CLI_OUTPUTS_H

#include <stdbool.h>
#include <stdio.h>

#include "report/chart/chart.h"
#include "run/output_set.h"

/* What a run is to leave. */
struct outputs {
    const char *folder;     /* NULL: nothing */
    bool png, pdf;          /* also charts/NAME.png, report.pdf */
    bool vega_lite;         /* also charts/NAME.vl.json */
    bool size[CHART_SIZES]; /* also charts/NAME-slide.svg, and so on; NAME.svg is the page's */
};

/* Is there a folder for what is asked, and are the programs installed that make it? Asked before
 * the script runs. ERR_USAGE, ERR_TOOL_MISSING. */
bool outputs_possible(const struct outputs *o, struct err *e);

/* Makes report.html, report.md, results.json, tables/NAME.csv and charts/NAME.svg, and what else
 * is asked for, as files in memory. The folder does not matter. */
bool outputs_make(const struct outputs *o, const struct document *d, const struct report_info *info,
                  struct output_set *set, struct err *e);

/* Prints the document as text, or as results.json. */
bool outputs_print(FILE *out, const struct document *d, const struct report_info *info, bool json,
                   struct err *e);

#endif
