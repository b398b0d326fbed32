/* What a column of a plain CSV holds, judged by all of its cells. Private to the reader. */
#ifndef FOISTAT_DATA_INFER_H
#define FOISTAT_DATA_INFER_H

#include "data/meaning.h"
#include "data/texts.h"

/* Is the file one of Explore Education Statistics (Department for Education)? Then symbols are bare
 * letters, and the columns for time and place hold labels. */
bool infer_is_ees(const struct cell *header, size_t n);
bool infer_is_ees_label(const char *name);

/* Is the column one of units, by its name: "unit", "Units"? */
bool infer_is_unit(const char *name);

/* Are there more cells that are percentages ("12%") than plain numbers? */
bool infer_is_percent(const struct texts_column *c, const struct vocabulary *v);

/* Numbers when every cell is a number, blank or a symbol; labels when most are not numbers, or
 * some have a leading zero ("0116"), or all are blank. *odd is then a text that fits neither:
 * SIZE_MAX if there is none. */
enum column_type infer_type(const struct texts_column *c, const struct vocabulary *v, size_t *odd);

#endif
