/* report.html: one file that can be mailed. No script, no network (a strict content security
 * policy says so to the browser), tables and charts that screen readers can use, a print style.
 * The same document gives the same bytes on every machine. */
#ifndef FOISTAT_REPORT_HTML_H
#define FOISTAT_REPORT_HTML_H

#include "report/facts.h"

bool report_html(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e);

#endif
