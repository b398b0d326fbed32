/* Pieces of report.html; private to html*.c. */
#ifndef FOISTAT_REPORT_HTML_PARTS_H
#define FOISTAT_REPORT_HTML_PARTS_H

#include "report/facts.h"

extern const char html_style[]; /* the style sheet */

/* before + text, escaped + after */
void html_text(struct buf *out, const char *before, const char *text, const char *after);

/* A table in its scroll region with the notes under it; the caption is p->title. 'id' may be NULL.
 */
void html_table(struct buf *out, const struct part *p, const char *id);
void html_table_notes(struct buf *out, const struct part *p);

/* "Download ... (CSV)": the table itself as a data address, so that the page stays one file. */
void html_download(struct buf *out, const struct part *p);

/* What the caption says where the analyst gave none. */
const char *html_caption(const struct part *p);

#endif
