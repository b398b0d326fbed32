/* Reference pages and help from the rows: measures, error codes, checks, commands, exit codes. */
#ifndef FOISTAT_CLI_PAGES_H
#define FOISTAT_CLI_PAGES_H

#include "base/str.h"
#include "data/check.h"
#include "stats/measure.h"

enum page_style { PAGE_TERMINAL, PAGE_MARKDOWN };

void page_measure(struct buf *out, const struct measure *m, enum page_style style);

/* The measures of a family, nothing when there is none: in a terminal one line each, in Markdown
 * the family's page with its index. */
void page_family(struct buf *out, const char *family, enum page_style style);

/* The families: in a terminal one line each, in Markdown the index of all measures. */
void page_families(struct buf *out, enum page_style style);

void page_errors(struct buf *out, enum page_style style);
void page_error(struct buf *out, const struct err_code *code, enum page_style style);
void page_checks(struct buf *out, enum page_style style);
void page_commands(struct buf *out, enum page_style style);
void page_exit_codes(struct buf *out, enum page_style style);

/* The line with which a generated page begins, and its title. */
void page_title(struct buf *out, const char *title);

/* The anchor of a heading, as cmark-gfm and GitHub make it. */
void page_anchor(struct buf *out, const char *heading);

/* Everything whose name or one-line meaning holds the word, in any case. */
void page_find(struct buf *out, const char *word);

#endif
