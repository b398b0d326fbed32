/* The files of a run, and what is printed of it. */
#ifndef FOISTAT_CLI_OUTPUTS_H
#define FOISTAT_CLI_OUTPUTS_H

#include <stdio.h>

#include "report/facts.h"

/* Writes report.html, report.md, results.json, tables/NAME.csv and charts/NAME.svg into 'folder',
 * all or nothing. A folder that holds an earlier run is replaced; any other is left alone
 * (ERR_WRITE). */
bool outputs_write(const char *folder, const struct document *d, const struct report_info *info,
                   struct err *e);

/* Prints the document as text, or as results.json. */
bool outputs_print(FILE *out, const struct document *d, const struct report_info *info, bool json,
                   struct err *e);

#endif
