/* Reference pages and help from the rows: measures, error codes, checks, commands, exit codes. */
#ifndef FOISTAT_CLI_PAGES_H
#define FOISTAT_CLI_PAGES_H

#include "base/str.h"
#include "data/check.h"
#include "stats/measure.h"

enum page_style { PAGE_TERMINAL, PAGE_MARKDOWN };

void page_measure(struct buf *out, const struct measure *m, enum page_style style);
void page_family(struct buf *out, const char *family,
                 enum page_style style); /* nothing when there is none */
void page_families(struct buf *out);
void page_errors(struct buf *out, enum page_style style);
void page_error(struct buf *out, const struct err_code *code, enum page_style style);
void page_checks(struct buf *out, enum page_style style);
void page_commands(struct buf *out, enum page_style style);
void page_exit_codes(struct buf *out, enum page_style style);

/* Everything whose name or one-line meaning holds the word, in any case. */
void page_find(struct buf *out, const char *word);

#endif
