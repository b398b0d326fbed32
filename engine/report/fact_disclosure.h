/* What a reader is told of disclosure control: which figures are not the source's own, and why. */
#ifndef FOISTAT_REPORT_FACT_DISCLOSURE_H
#define FOISTAT_REPORT_FACT_DISCLOSURE_H

#include "report/facts.h"

#define FACT_DISCLOSURE "Disclosure control"
#define FACT_NOT_CONTROLLED "NOT DISCLOSURE CONTROLLED"

/* What stands at the top of a report some of whose figures are not protected as they should be, a
 * sentence behind FACT_NOT_CONTROLLED; nothing where all are. */
void fact_not_controlled(const struct document *d, struct buf *out);

/* The facts of one release: what of the source, the rules, what is hidden, the audit. */
void fact_disclosure(const struct disclosure_record *c, fact_taker *take, void *to);

/* "4 of 18 counts are hidden", and the rules: "counts from 1 to 5 are hidden". */
void fact_hidden(const struct disclosure_record *c, struct buf *out);
void fact_rules(const struct policy *p, struct buf *out);

#endif
