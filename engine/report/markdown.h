/* report.md: GitHub's Markdown, for pull requests and plain reading. Everything but the analyst's
 * own Markdown is escaped. Charts are pictures in charts/, their rows a table. */
#ifndef FOISTAT_REPORT_MARKDOWN_H
#define FOISTAT_REPORT_MARKDOWN_H

#include "report/facts.h"

bool report_markdown(const struct document *d, const struct report_info *info, struct buf *out,
                     struct err *e);

#endif
