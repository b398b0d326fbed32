/* What an analysis says: the parts of a report in order, as data. A script builds it in the worker,
 * the parent receives it through the pipe, report/ turns it into files. Nothing in it is HTML. */
#ifndef FOISTAT_DATA_DOCUMENT_H
#define FOISTAT_DATA_DOCUMENT_H

#include "base/seed.h"
#include "data/drawing.h"
#include "data/release.h"
#include "scan/stream.h"

enum part_kind {
    PART_HEADING,     /* text: plain */
    PART_TEXT,        /* text: Markdown written by the analyst */
    PART_TABLE,       /* title: caption; table */
    PART_FOREST,      /* title; table: a row an estimate */
    PART_FUNNEL,      /* title; table: a row a place; curve: the limits along the axis */
    PART_TREND,       /* title; table: a row a year, or a year of a series */
    PART_RANKED,      /* title; table: a row a place, in the order in which they stand */
    PART_BARS,        /* title; table: a row a category, or a series of a category */
    PART_COMPOSITION, /* title; table: a row a part of a category, with its share */
    PART_CASCADE,     /* title; table: a row a group at a stage */
    PART_CANNOT,      /* title: what was asked; text: why it cannot be computed */
    PART_CAUTION,     /* text: what a reader must know before quoting a number */
    PART_NOTE,        /* text: what else belongs to the figures */
    PART_CHECKS,      /* the checks of the data, which otherwise stand at the end */
};
enum { PART_KINDS = PART_CHECKS + 1 };

/* "heading", "text", ..., as parts are named ("table-2") and in results.json. */
const char *part_kind_name(enum part_kind k);

/* Must a part of this kind name a column for the role? */
bool part_kind_needs(enum part_kind k, enum drawing_role r);

/* The colours of a report: Okabe and Ito's, or those of the UK Government Analysis Function. */
enum theme { THEME_OKABE_ITO, THEME_GOV };
enum { THEMES = THEME_GOV + 1 };

/* "okabe-ito", "gov"; the reverse is false when no theme is called so. */
const char *theme_name(enum theme t);
bool theme_find(const char *name, enum theme *t);

struct part {
    enum part_kind kind;
    size_t n_before;        /* parts before this one, which stand before it in document.part */
    const char *name;       /* file stem and anchor: "table-1"; given by the document */
    const char *title;      /* may be NULL */
    const char *text;       /* may be NULL */
    struct table table;     /* owned; empty unless the kind has one */
    struct drawing drawing; /* of a chart */
    struct table curve;     /* owned; of a funnel, and empty where it has no limits */
};

/* One dataset or file that the script read. */
struct input {
    const char *name;           /* as the script named it */
    const char *path;           /* relative to the root it was found under */
    size_t number;              /* as it was opened (files.h); 0 in a run that is stored */
    const char *sha256;         /* of the CSV's bytes, in hexadecimal; if it is released, of the
                                   table that was handed out, as CSV. NULL where nobody needs it.
                                   Never a worker's word: see run/handed.h */
    bool released;              /* not public: see the document's disclosures */
    const char *package_sha256; /* of datapackage.json; NULL if there is none */
    size_t bytes;               /* of the CSV */
    enum stream_kind stored;    /* how they are compressed, which were hashed */
    size_t rows, columns;
    size_t marks[MARK_COUNT]; /* cells by mark */
    struct source source;
    size_t n_notes;
    const char **note; /* sentences that travel with its figures */
    size_t n_repairs;
    const char *
        *repair; /* what the reader skipped or trimmed, counted: "2 title rows above the header" */
};

/* Of parts, and of inputs: a report that people read has fewer. */
enum { DOCUMENT_MOST = 10000 };

struct document {
    struct arena arena;           /* strings and arrays; tables own theirs */
    const char *title, *subtitle; /* either may be NULL */
    const char *headline;         /* what was found, in a sentence; or NULL */
    enum theme theme;
    size_t n_parts, parts_room;
    struct part *part;
    size_t n_inputs, inputs_room;
    struct input *input;
    size_t n_checks, checks_room;
    struct check *check; /* of every dataset, once */
    size_t n_disclosures, disclosures_room;
    struct disclosure_record *disclosure; /* what was done to sources that are not public */
    size_t n_seeds;
    const struct seed_use *seed; /* in the order of their first use */
    size_t n_printed;            /* bytes of print() output kept */
    const char *printed; /* what the script printed: shown on the terminal, never published */
};

void document_free(struct document *d); /* leaves it empty; harmless twice */

/* Has it a part of the kind? */
bool document_has(const struct document *d, enum part_kind k);

/* Adds a part and returns it, named by kind and number ("table-2"), or NULL when memory runs out
 * (ERR_NOMEM) or there are DOCUMENT_MOST (ERR_LIMIT_OUTPUT). */
struct part *document_add(struct document *d, enum part_kind kind, struct err *e);
struct input *document_add_input(struct document *d, struct err *e);
bool document_add_disclosure(struct document *d, const struct disclosure_record *c, struct err *e);
bool document_add_check(struct document *d, const struct check *c, struct err *e);

#endif
