/* What a datapackage.json can say, from its rows: the reference page and help. */
#ifndef FOISTAT_CLI_PAGES_PACKAGE_H
#define FOISTAT_CLI_PAGES_PACKAGE_H

#include "cli/pages.h"

/* All of it. */
void page_package(struct buf *out, enum page_style style);

/* One property, "foi:totals", wherever it can stand; false when there is none of that name. */
bool page_property(struct buf *out, const char *name, enum page_style style);

#endif
