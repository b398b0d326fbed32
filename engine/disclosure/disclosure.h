/* Disclosure control of counts: what is hidden or rounded in a table before anybody computes with
 * it, so that nobody counted in it can be singled out.
 *
 * It happens where figures enter, not where they leave: a script is handed a table that could be
 * published as it stands, so that every rate, ratio, chart and sentence made from it can be, too.
 * Nothing that is computed afterwards can bring a hidden count back.
 *
 * Counts from 1 to the threshold are hidden (primary suppression); further counts are hidden so
 * that those do not follow from totals (secondary suppression); what is left is rounded where the
 * policy says so. Then the result is attacked by linear programming as a reader could, and each
 * hidden count is handed on with the range that its own table leaves it, which anyone can compute
 * from the same table. Which counts were hidden for which reason is not told. */
#ifndef FOISTAT_DISCLOSURE_DISCLOSURE_H
#define FOISTAT_DISCLOSURE_DISCLOSURE_H

#include "data/release.h"

/* All presets, the default ("foi-uk") first; ends with a row without name. */
extern const struct policy policies[]; /* ... , "opensafely-midpoint6", "none" */
/* The preset of that name; ERR_ARG_RANGE with the nearest name. */
bool policy_find(const char *name, struct policy *p, struct err *e);
/* "foi-uk", or "threshold=5,round=5,zeros=hide,width=5" (or "midpoint=6" for round; what is left
 * out is 0, zeros are shown, the width is the threshold), or "none", as the command line has it.
 * ERR_ARG_RANGE. */
bool policy_parse(const char *text, struct policy *p, struct err *e);
/* Each rule as the stricter of the two has it; named "custom" unless it is one of them. */
struct policy policy_strictest(const struct policy *a, const struct policy *b);
bool policy_none(const struct policy *p); /* hides and rounds nothing */

struct release {
    struct arena arena;
    struct release_spec spec; /* a copy in the arena */
    struct table table;       /* what may be seen */
    struct disclosure_record record;
};
void release_free(struct release *r); /* leaves it empty; harmless twice */

/* Makes a release of 'raw', whose counts are exact.
 * Numbers of rows are 0 where a combination of labels of 'by' has no row; sums leave it out. A
 * column whose labels each go with one label of another (authorities, regions) is not crossed with
 * the others of it, and its totals are those within each. Totals are made of columns of labels that
 * may be added up and have none yet; never of periods. Rows that are cases (no column of counts)
 * are not released as they stand (ERR_NOT_ADDITIVE).
 * Where counts are rounded, a total of 'by' whose parts are all shown is the sum of these as shown.
 * Checks keep their code and outcome, and no figures; notes with figures other than years go.
 * 'earlier' are releases of the same rows that
 * have been handed out already: what follows from all of them together is part of the attack, and
 * what is hidden here protects them too. Hidden counts are MARK_SUPPRESSED, with the attainable
 * range as bounds; columns of numbers that are neither counts, populations nor years (shares,
 * rates) are hidden wholly as soon as one count is, because they would give it back.
 * A table that can't be protected is still made, with AUDIT_FAILED in its record: whoever called
 * decides. The same arguments give the same pattern on every machine.
 * ERR_COLUMN, ERR_LABEL, ERR_NOT_ADDITIVE as sums; ERR_COUNT when a count is negative or
 * fractional; ERR_UNSETTLED; ERR_NOMEM. */
bool disclosure_release(const struct table *raw, const struct release_spec *s,
                        const struct policy *p, const struct release *earlier, size_t n_earlier,
                        struct release *out, struct err *e);

/* Adds a public table up as one that is not public would be, with all figures, checks and notes.
 * Errors as disclosure_release, but for ERR_COUNT. */
bool disclosure_add_up(const struct table *raw, const struct release_spec *s, struct table *out,
                       struct err *e);

/* Attacks a table that others have suppressed: what its totals, parts and declared ranges leave of
 * each hidden count. */
struct attainable {
    size_t column, row;              /* of the table */
    double lower, upper;             /* upper may be infinite */
    double given_lower, given_upper; /* what its mark says by itself */
};
/* The hidden counts in the order of columns and rows, in t's arena or *a. ERR_SUMS where totals
 * contradict their parts. */
bool disclosure_attack(const struct table *t, struct arena *a, struct attainable **found, size_t *n,
                       struct err *e);

#endif
