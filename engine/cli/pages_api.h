/* Help and the reference page of the Lua module, from the rows in lua/api.h. */
#ifndef FOISTAT_CLI_PAGES_API_H
#define FOISTAT_CLI_PAGES_API_H

#include "cli/pages.h"
#include "lua/api.h"

void page_function(struct buf *out, const struct api_type *t, const struct api *a,
                   enum page_style style);

/* Every row: in a terminal one line each, in Markdown the page with its index. */
void page_functions(struct buf *out, enum page_style style);

/* The functions of one type, "table"; false when there is no such type. */
bool page_type(struct buf *out, const char *name, enum page_style style);

#endif
