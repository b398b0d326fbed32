/* What every form of a report must say about its figures, as plain sentences.
 *
 * HTML, Markdown and terminal differ in how they lay things out, never in what they say: the words
 * come from here, unescaped, and each writer escapes them for its own form. */
#ifndef FOISTAT_REPORT_FACTS_H
#define FOISTAT_REPORT_FACTS_H

#include "data/document.h"

/* What the report needs to know about the run besides the document. */
struct report_info {
    const char *engine_version;
    const char *script_name, *script_sha256; /* NULL where there is no script */
    size_t n_arguments;
    const char *const *argument;
    bool only_parts; /* of the text: what stands behind the parts is left out */
};

/* Receives one fact: a term and what there is to say about it. */
typedef void fact_taker(void *to, const char *term, const char *text);

/* Is a text whole, and every other of which it was made? 'failures': what buf_failures() was before
 * any of them. Else false with ERR_NOMEM. */
bool fact_whole(const struct buf *out, size_t failures, struct err *e);

/* The document's title; without one, the script's name. */
const char *fact_title(const struct document *d, const struct report_info *info);

/* A column's heading, and its unit where the heading does not hold it already (else NULL). */
const char *fact_heading(const struct field *f);
const char *fact_unit(const struct field *f);

/* Do columns k and k + 1 hold the two limits of one level: NAME_lower, NAME_upper behind NAME, or
 * titles "Chance: lower limit", "Chance: upper limit"? */
bool fact_limits(const struct table *t, size_t k);

/* What stands over the two: "95% limits" beside their estimate, else "Chance: 95% limits". */
void fact_limits_heading(const struct table *t, size_t k, struct buf *out);

/* Their unit; NULL beside their estimate, which has it. */
const char *fact_limits_unit(const struct table *t, size_t k);

/* The footnote on the computed columns from *column on that share measure, comparator and
 * denominator: which columns, what the measure gives and its name, compared with what, divided by
 * what. Appends it, moves *column on and returns true; false when no computed column is left. */
bool fact_measure(const struct table *t, size_t *column, struct buf *out);

/* The notes that are about what a table or a funnel of the report shows, and that none before it
 * prints: a note is printed once, where it first applies. Calls take(to, "Note", note) for each. */
void fact_notes(const struct part *p, fact_taker *take, void *to);

/* All other notes of the data and of the analysis, each once: take(to, dataset, note). */
void fact_other_notes(const struct document *d, fact_taker *take, void *to);

/* Which marks the cells of a table carry. */
void fact_marks(const struct table *t, bool present[MARK_COUNT]);

/* "Leicester City Council: Early help cases, 2017"; nothing when the source says nothing. */
void fact_source(const struct source *s, struct buf *out);

/* "2 rows hold a result that cannot be computed."; nothing for 0. */
void fact_undefined(const struct table *t, struct buf *out);

/* The heading of an input: its title or name. The facts of an input, and of the run. */
const char *fact_input_title(const struct input *in);
void fact_input(const struct input *in, fact_taker *take, void *to);
void fact_made(const struct document *d, const struct report_info *info, fact_taker *take,
               void *to);

/* "Passed", "Noted" or "Failed"; and the title of a check's code, "" when it is not known. */
const char *fact_check_state(enum check_state s);
const char *fact_check_title(const char *code);

/* How many checks ended so; and "5 checks of 2 datasets ran: 3 passed, 1 noted, 1
 * failed." */
size_t fact_checks(const struct document *d, enum check_state s);
void fact_checks_summary(const struct document *d, struct buf *out);

/* What it found, with its first findings only: "...: A; B; C; and 5 more". Where less than 1% of
 * the rows are concerned it says that they may not be among those of the page. */
void fact_check_brief(const struct check *c, struct buf *out);

/* "2,132 rows": what the check looked at; and "C104 no two rows have the same key
 * (england_referrals, 2,132 rows)". */
void fact_check_rows(const struct check *c, struct buf *out);
void fact_check_heading(const struct check *c, struct buf *out);

/* Headings that all forms share. */
#define FACT_INPUTS "Where the figures come from"
#define FACT_NOTES "Notes on the data"
#define FACT_CHECKS "Checks"
#define FACT_MADE "How this was made"
#define FACT_CANNOT "Cannot be computed"
#define FACT_BECAUSE "Because "
#define FACT_CAUTION "Read this first"
#define FACT_NOTE "Note"
#define FACT_NO_INPUTS "This analysis read no dataset."

#endif
