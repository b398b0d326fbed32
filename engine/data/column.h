/* Columns: numbers or labels, each cell with a mark that says what it is.
 *
 * A suppressed, unknown or refused cell is a value with meaning. It is never 0 and never dropped:
 * its number is NaN, its mark says which kind of missing it is, and where its range is known
 * ("<5" is 1 to 4) the bounds lo..hi travel with it. */
#ifndef FOISTAT_DATA_COLUMN_H
#define FOISTAT_DATA_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"

enum mark {
    MARK_OK,
    MARK_BLANK,          /* nothing in the cell (or a no-break space) */
    MARK_SUPPRESSED,     /* hidden to protect people: "<5", "c", "*" where declared */
    MARK_NOT_AVAILABLE,  /* not supplied, or not collected */
    MARK_NOT_APPLICABLE, /* the question makes no sense here */
    MARK_LOW,            /* rounds to 0 but is not 0 */
    MARK_UNRELIABLE,     /* published with a warning not to rely on it */
    MARK_UNKNOWN,        /* the source says it does not know */
    MARK_NOT_HELD,       /* FOIA s1(1): the body does not hold it */
    MARK_REFUSED,        /* refused, for example FOIA s12 (cost) */
    MARK_EXEMPT,         /* exempt, for example FOIA s21 (available elsewhere) */
    MARK_UNDEFINED,      /* our own: computed, but it has no value (0/0); the result says why */
    MARK_COUNT
};
const char *mark_name(enum mark m);    /* "ok", "blank", "suppressed", ... */
const char *mark_symbol(enum mark m);  /* for people: "", "[blank]", "[c]", "[x]", "[z]" ... */
const char *mark_meaning(enum mark m); /* one sentence, for legends */
bool mark_find(const char *name, enum mark *m); /* by mark_name */

enum column_type { COLUMN_NUMBER, COLUMN_LABEL };

/* What a column is for (foi:role). */
enum role {
    ROLE_NONE,
    ROLE_COUNT,
    ROLE_POPULATION,
    ROLE_DIMENSION,
    ROLE_PERIOD,
    ROLE_SHARE,
    ROLE_NOTE,
    ROLE_UNIT
};
enum { ROLE_KINDS = ROLE_UNIT + 1 };
const char *role_name(enum role role);    /* "count", "population", ...; NULL for none */
const char *role_meaning(enum role role); /* a few words */
bool role_find(const char *name, enum role *role);
bool role_is_quantity(enum role role); /* numbers; the other roles are those of labels */

/* Why values at different labels of a dimension must not be added up; ADDITIVE when they may. */
enum additive {
    ADDITIVE,
    NOT_ADDITIVE_MULTI_RESPONSE, /* one case can carry several labels (foi:multiResponse) */
    NOT_ADDITIVE_STOCK_FLOW,     /* stocks and flows (foi:stock, foi:flow) */
    NOT_ADDITIVE_UNIT,           /* different units (foi:role unit) */
    NOT_ADDITIVE_ALTERNATIVE,    /* the same cases broken down in another way (foi:alternatives) */
};

/* When the things counted are counted (foi:stock, foi:flow): stocks as at a date, flows during a
 * period. */
enum timing { TIMING_UNSTATED, TIMING_STOCK, TIMING_FLOW };

/* Labels that a property names, in its order. */
struct labels {
    size_t n;
    const char *const *label;
};
bool labels_have(const struct labels *l, const char *label);
/* The same in an arena; false only when memory runs out. */
bool labels_copy(struct arena *a, struct labels from, struct labels *to);

/* What is known about a column besides its cells. Strings belong to the table's arena, or are
 * static; NULL means not stated. */
struct field {
    const char *name;
    const char *title; /* for people */
    const char *unit;  /* "cases", "per 10,000 people", ... */
    const char *description;
    enum column_type type;
    enum role role;
    enum additive additive;
    enum timing timing;        /* of counts */
    const char *totals;        /* label that is the total of the others ("Grand Total"), or NULL */
    struct labels unknown;     /* of cases whose group is not known (foi:unknown) */
    struct labels stock, flow; /* of a dimension: which count stocks, which flows */
    struct labels part;        /* of a period: which are parts of a year (foi:partYears), ... */
    struct labels part_covers; /* ... and what each of them covers: "1 January to 5 March" */
    const char *measure;       /* name of the measure that computed it; NULL for data */
    const char *meaning;       /* what that measure gives, in words; only in reports */
    const char *comparator;    /* what a ratio compares with: "White" */
    const char *denominator;   /* what a rate divides by, in words */
    double conf_level;         /* of a limit; 0 when it is none */
    bool count;                /* whole numbers, written exactly */
    int decimals;              /* to show; -1: let the report choose */
};

/* Did the engine compute the column, or does it stand in the data? */
bool field_is_derived(const struct field *f);
bool field_is_p_value(const struct field *f);

/* A number of the column as results hold it: data and counts digit for digit up to 2^53, anything
 * computed in at most 12 significant digits, also where it happens to be whole. Of p-values below
 * 0.000001 they are 8: p magnifies the last bits of its statistic by about -2 ln p. */
size_t field_number(const struct field *f, double x, char out[NUM_TEXT_SIZE]);

/* Labels and their codes. Order is the declared order, or that of first appearance; never a hash's.
 */
struct dictionary {
    size_t n, room;
    const char **text;            /* text[code] */
    struct dictionary_slot *slot; /* private to dictionary.c */
    size_t slots;
};
/* The code of a label, added at the end if it is new; -1 when memory runs out. The text is copied
 * into the arena. */
int32_t dictionary_add(struct dictionary *d, struct arena *a, struct span text);
/* The same without a copy: the text must live as long as the dictionary. */
int32_t dictionary_share(struct dictionary *d, struct arena *a, const char *text);
int32_t dictionary_find(const struct dictionary *d, struct span text); /* -1: not there */

/* The part of a year that a label of a period covers, in words; NULL for a whole year. */
const char *field_part(const struct field *f, const char *label);

struct column {
    struct field field;
    size_t n;
    /* COLUMN_NUMBER */
    double *value;   /* NaN where the mark is not MARK_OK */
    double *lo, *hi; /* both NULL, or bounds of marked cells: both NaN where nothing is known, one
                        infinite where that end is open ("at least 21"); equal value when ok */
    /* COLUMN_LABEL */
    int32_t *code; /* -1 where the mark is not MARK_OK */
    struct dictionary *dictionary;
    /* both */
    uint8_t *mark; /* enum mark a row; NULL when every cell is ok */
};

/* A column of n empty cells (value NaN, code -1, no marks array) in the arena; false: no memory. */
bool column_numbers(struct column *c, struct arena *a, const struct field *field, size_t n,
                    struct err *e);
bool column_labels(struct column *c, struct arena *a, const struct field *field, size_t n,
                   struct err *e);

enum mark column_mark(const struct column *c, size_t row);

/* Marks a cell; lo..hi are its bounds, NaN or infinite where there is none. The value becomes NaN.
 * Creates the arrays that are missing. False only when memory runs out. */
bool column_set_mark(struct column *c, struct arena *a, size_t row, enum mark m, double lo,
                     double hi, struct err *e);

/* The column 'from' under other labels: label[code] for each code of its dictionary, NULL where no
 * row has it; several may become one. The new dictionary holds the n labels of 'order' in that
 * order, among which every label[code] must be. Marks stay; so does which labels are stocks, flows
 * and parts of a year: ERR_SYSTEMS where one of them and another label would become one. */
bool column_relabel(struct column *to, struct arena *a, const struct field *field,
                    const struct column *from, const char *const *label, const char *const *order,
                    size_t n, struct err *e);

/* Bounds of a cell: value..value when ok, lo..hi when known, one of them infinite where only the
 * other is, NaN..NaN when nothing is. */
void column_bounds(const struct column *c, size_t row, double *lo, double *hi);

/* A label cell's text; NULL where the cell is marked. */
const char *column_label(const struct column *c, size_t row);

/* How many cells carry each mark. */
void column_count_marks(const struct column *c, size_t counts[MARK_COUNT]);

#endif
