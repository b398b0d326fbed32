/* What the text of a cell means: a number, a missing value, or neither. Private to the reader. */
#ifndef FOISTAT_DATA_MEANING_H
#define FOISTAT_DATA_MEANING_H

#include "data/package.h"

/* The symbols that stand for missing values in one column; earlier lists win. */
struct vocabulary {
    struct {
        const struct symbol *symbol;
        size_t n;
    } list[2];
    bool mark_names; /* "unknown", "not_held", ... */
    bool standard;   /* the GSS letters in brackets and the other marks' symbols, and "<5" */
    bool percent;    /* numbers are percentages: "12%" is 12 */
    bool ees;        /* bare letters of Explore Education Statistics files: c, x, z, u, k, low, : */
};

enum sense { SENSE_TEXT, SENSE_NUMBER, SENSE_MARK };

struct meaning {
    enum sense sense;
    double value; /* of a number */
    enum mark mark;
    double lo, hi; /* of a mark: bounds, NaN when not known */
};

/* A declared symbol before anything else: "-99" may stand for missing. */
struct meaning meaning_of_number_cell(struct span text, const struct vocabulary *v);

/* In a column of labels only declared symbols are marks. */
struct meaning meaning_of_label_cell(struct span text, const struct vocabulary *v);

/* Who can say what a text means: a description, foi.read or foi.count. */
enum meaning_teller { TELLER_PACKAGE, TELLER_READ, TELLER_COUNT };

/* How its call begins, and how it ends: "foi.read(path, {", "})". */
const char *meaning_call(enum meaning_teller teller);
const char *meaning_call_end(enum meaning_teller teller);

/* Adds to an error about a text that is not a number what to do next. */
void meaning_hint(struct err *e, const char *text, const char *column, enum meaning_teller teller);

#endif
