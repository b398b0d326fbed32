/* Is a page as harmless as the ones that report_html writes?
 *
 * A browser keeps to the page's own policy; a program that prints may not, and would put a file or
 * an address that a stranger's page names into the paper. So a page that lies on the disk is looked
 * through before it is handed on. Known elements only, whose attributes load nothing, lead to #..,
 * https, http, mailto or a CSV in the page, and run nothing; a style sheet that loads nothing; no
 * comment, no entity that hides a tag: more narrow than HTML, and all that foistat writes. */
#ifndef FOISTAT_REPORT_INERT_H
#define FOISTAT_REPORT_INERT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* False with ERR_READ, and the place of what does not belong there. 'name' is the file's. */
bool inert_page(const char *html, size_t n, const char *name, struct err *e);

#endif
