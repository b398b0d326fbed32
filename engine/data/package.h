/* datapackage.json: what a dataset's columns are, what its symbols mean, where it comes from. */
#ifndef FOISTAT_DATA_PACKAGE_H
#define FOISTAT_DATA_PACKAGE_H

#include "data/csv.h"
#include "data/table.h"

/* A text in a cell that stands for a missing value. */
struct symbol {
    const char *text; /* "" is the empty cell */
    enum mark mark;
    double lo, hi;     /* bounds, NaN when not known */
    const char *label; /* as the package explains it; may be NULL */
};

struct package_field {
    struct field field;
    size_t n_symbols;
    const struct symbol *symbol; /* the resource's and the field's own */
    size_t n_levels;
    const char *const *level; /* declared order of labels (constraints.enum), or none */
    bool whole;               /* type integer */
    bool required;            /* constraints.required: no blank cells */
};

/* A check the package asks for ("foi:checks"); see check.h. */
struct package_check {
    const char *kind; /* "parts_total", "columns_total", "stock_flow", "unique" */
    const char *dimension,
        *total;        /* parts_total: labels of 'dimension', of which 'total' is the sum */
    const char *value; /* the count column */
    size_t n_parts;
    const char *const *part; /* columns_total: fields, of which the field 'total' is the sum */
    const char *opened, *closed, *active; /* stock_flow: labels of 'dimension' */
    size_t n_by;
    const char *const *by; /* groups within which it holds */
    const char *where,
        *where_label; /* of these, only the groups with this label in the field 'where'; or NULL */
};

struct package {
    struct arena arena;
    const char *name, *title;
    const char *path; /* of the CSV, relative to the package's folder */
    struct csv_options csv;
    struct source source;
    bool says_published; /* foi:published is there, true or false */
    size_t n_fields;
    struct package_field *field;
    size_t n_checks;
    struct package_check *check;
    size_t n_breaks;
    struct series_break *series_break; /* foi:breaks */
    size_t n_notes;
    struct note *note; /* foi:notes, of the package and of fields; further sources; breaks */
};

/* Reads datapackage.json text of n bytes; 'name' is for messages. Exactly one resource. */
bool package_read(const char *json, size_t n, const char *name, struct package *p, struct err *e);
void package_free(struct package *p); /* leaves it empty; harmless twice */

#endif
