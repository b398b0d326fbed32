/* The report for a terminal: plain text, tables aligned by the width their characters have there.
 * Control characters in the data cannot reach the terminal. */
#ifndef FOISTAT_REPORT_TEXT_H
#define FOISTAT_REPORT_TEXT_H

#include "report/facts.h"

bool report_text(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e);

#endif
