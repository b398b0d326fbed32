/* Pieces of pages; private to html*.c and index.c. */
#ifndef FOISTAT_REPORT_HTML_PARTS_H
#define FOISTAT_REPORT_HTML_PARTS_H

#include "report/facts.h"

extern const char html_style[]; /* the style sheet */

/* before + text, escaped + after */
void html_text(struct buf *out, const char *before, const char *text, const char *after);

/* What stands at the top of a page; all but the title may be NULL. */
struct html_head {
    const char *title, *subtitle, *headline;
    const char *description; /* what kind of page it is; not shown */
    enum theme theme;
};

/* A page to the start of its main part, with its policy and style sheet; and from there to its end.
 */
void html_open(struct buf *out, const char *engine_version, const struct html_head *h);
void html_close(struct buf *out, const char *engine_version);

/* A table in its scroll region with the notes under it; the caption is p->title. 'id' may be NULL.
 */
void html_table(struct buf *out, const struct part *p, const char *id);
void html_table_notes(struct buf *out, const struct part *p);

/* "Download the data (CSV)": the table itself as a data address, so that the page stays one file;
 * nothing where it has no columns. */
void html_download(struct buf *out, const struct part *p);

/* What the caption says where the analyst gave none. */
const char *html_caption(const struct part *p);

#endif
