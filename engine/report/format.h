/* From a cell to the text people read: the only place in which reports turn a number into text.
 *
 * Chart, table, Markdown and terminal all call format_cell or format_number with the double itself,
 * so a figure is rounded once and reads the same everywhere. */
#ifndef FOISTAT_REPORT_FORMAT_H
#define FOISTAT_REPORT_FORMAT_H

#include "data/table.h"

enum number_style {
    NUMBER_FIXED,  /* a fixed number of decimals */
    NUMBER_YEAR,   /* as it is, without thousands separators */
    NUMBER_P_VALUE /* three significant digits; "<0.001" below that */
};

/* How the numbers of one column are shown. */
struct number_format {
    enum number_style style;
    int decimals;
    bool asked; /* the decimals were asked for: a small number may then show as 0.0 */
};

/* The format of a column: its field's decimals if they are given, otherwise counts whole, rates
 * and percentages with 1 decimal, ratios and limits with 3, p-values with 3 significant digits,
 * plain data with as many decimals (at most 3) as its cells have. Looks at every cell: call it once
 * a column. */
struct number_format format_of(const struct column *c);

/* The text of x. A number that is not 0 never shows as 0 unless decimals were asked for: it gets
 * two significant digits. Infinity is U+221E; NaN must not be given. */
void format_number(struct buf *out, struct number_format f, double x);

/* The text of a cell, unescaped: its label; its number; or the symbol of its mark, after its bounds
 * where they are known ("between 1 and 4 [c]"). A NaN without a mark counts as MARK_UNDEFINED. */
void format_cell(struct buf *out, struct number_format f, const struct column *c, size_t row);

/* What a cell is, with that rule applied. */
enum mark format_mark(const struct column *c, size_t row);

/* "95%" for 0.95. */
void format_level(struct buf *out, double conf_level);

#endif
