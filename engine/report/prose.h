/* The Markdown an analyst wrote, for each form of a report (cmark-gfm with tables).
 *
 * HTML in it becomes visible text, pictures become their description, and links lead to https,
 * http or mailto only: data that a script put into its text can do no harm. Headings all become
 * 'level', so that the report's outline stays in order. */
#ifndef FOISTAT_REPORT_PROSE_H
#define FOISTAT_REPORT_PROSE_H

#include "base/err.h"
#include "base/str.h"

bool prose_html(const char *markdown, int level, struct buf *out, struct err *e);
bool prose_markdown(const char *markdown, int level, struct buf *out, struct err *e);
bool prose_text(const char *markdown, struct buf *out, struct err *e); /* 80 columns wide */

#endif
