/* The audit: attacks a release as it will be handed out, with those before it, and compares what
 * the attack leaves of the small counts with what the policy asks. It knows the true counts and the
 * table, and not how the table was made. Called within solver_run. */
#ifndef FOISTAT_DISCLOSURE_AUDIT_H
#define FOISTAT_DISCLOSURE_AUDIT_H

#include "disclosure/linked.h"

/* Attacks the releases together; the last of the n is the one that the record is about. 'totals':
 * in it, totals of which all parts are shown are the sums of the parts as shown. Adds to *record.
 * x[l[n - 1].sorted->n_rows]: the range that the last release leaves of each of its cells by
 * itself, in sorted order. */
bool audit_releases(struct linked *l, size_t n, bool totals, const struct linked_rows *rows,
                    struct disclosure_record *record, struct interval *x, struct arena *a,
                    struct err *e);

/* Is the cell, of a system in which all that is shown is known, a total that is made of parts all
 * of which are shown? The rule that says so, or NULL. */
const struct sum_rule *audit_sum_of_shown(const struct system *s, size_t cell);

#endif
