/* Tables: columns of equal length. A table never changes once it is made; every operation gives a
 * new table with its own arena, whose columns are copies (nothing is shared, so nothing dangles).
 *
 * Sums of marked cells give bounds, not numbers. Sums that the dataset forbids are refused. */
#ifndef FOISTAT_DATA_TABLE_H
#define FOISTAT_DATA_TABLE_H

#include "data/column.h"

/* Where the figures come from; strings belong to the table's arena. */
struct source {
    const char *dataset; /* name of the dataset, or file name */
    const char *title;
    const char *body;    /* who published it */
    const char *request; /* title or number of the FOI request; NULL if none */
    const char *date;    /* period or date, as text; NULL if not stated */
    const char *path;    /* address of the source, or NULL */
    const char *licence;
    bool published; /* foi:published: already public as it stands */
};

/* What a check on load found. */
enum check_state { CHECK_PASSED, CHECK_NOTED, CHECK_FAILED };
struct check {
    const char *code; /* "C101": see data/check.h */
    enum check_state state;
    const char *text;    /* one sentence with the figures */
    const char *dataset; /* name of the table it looked at */
    size_t rows;         /* how many rows it looked at */
    size_t found;        /* groups, rows or cells that it names; 0 when it passed */
    size_t brief;        /* bytes of the text up to its third finding; 0: it has no more */
};
/* The same finding of the same table? */
bool check_same(const struct check *a, const struct check *b);
/* A copy whose texts live in the arena; false only when memory runs out. */
bool check_copy(struct arena *a, const struct check *from, struct check *to);

struct table;

/* A sentence that must not get lost, and what it is about. Without columns, rows or 'general' it is
 * about the table as a whole, and stands below it wherever it is shown. */
struct note {
    const char *text;
    struct labels columns; /* about these columns: below tables that show one of them */
    const char *where;     /* about rows: below tables that show this column, with rows that ... */
    struct labels labels;  /* ... have one of these labels in it; or, when there are none, ... */
    const char *from;      /* ... lie on both sides of this year */
    struct labels marks;   /* about cells with one of these marks, by name, in such columns */
    bool general;          /* background: below no table, only at the end of a report */
};
/* Is the note about what the table shows? */
bool note_applies(const struct note *n, const struct table *t);
/* A copy whose texts live in the arena; false only when memory runs out. */
bool note_copy(struct arena *a, const struct note *from, struct note *to);

/* Where a series stops being comparable with itself (foi:breaks). */
struct series_break {
    const char *field; /* the column of periods: "year_ending_march" */
    const char *from;  /* label of the first period after the break */
    const char *why;   /* one sentence, with its full stop */
};

/* Where a row stands in a plain file that holds it more than once, cell for cell. */
struct repeat {
    const char *file;
    size_t line;
    size_t of; /* the same number in all rows that are the same; 0: the row is not repeated */
};

struct table {
    struct arena arena;
    size_t n_rows, n_columns;
    struct column *column;
    struct dictionary names; /* of the columns, in order; empty until table_index_names */
    const char *name;        /* "leicester_early_help_2017" */
    size_t n_sources;
    const struct source *source; /* of every dataset that went into it */
    size_t n_checks;
    const struct check *check;
    size_t n_notes;
    struct note *note; /* sentences that travel with the figures */
    size_t n_breaks;
    const struct series_break *series_break;
    const struct repeat *repeat; /* one a row, which its operations keep; NULL: none is repeated */
    size_t undefined;            /* rows whose result cannot be computed, counted */
};

void table_free(struct table *t); /* leaves it empty; harmless twice */

/* The column called 'name', or NULL. It belongs to t and dies with it. */
struct column *table_column(const struct table *t, const char *name);

/* The same, with an error that lists the columns there are and suggests the nearest. */
struct column *table_need(const struct table *t, const char *name, struct err *e);
struct column *table_need_numbers(const struct table *t, const char *name, struct err *e);
struct column *table_need_labels(const struct table *t, const char *name, struct err *e);

/* Lets the columns of a finished table be found in one look, however many there are. *twin is the
 * first whose name an earlier one has, n_columns when there is none. */
bool table_index_names(struct table *t, size_t *twin, struct err *e);

/* Makes *t an empty table with room for n_columns columns of n_rows rows. */
bool table_new(struct table *t, const char *name, size_t n_rows, size_t n_columns, struct err *e);
/* Copies a column (cells, marks, bounds, labels, field) into t at index i. */
bool table_put(struct table *t, size_t i, const struct column *from, struct err *e);
/* Copies sources, checks, breaks and notes of 'from' into t, dropping repeats. */
bool table_inherit(struct table *t, const struct table *from, struct err *e);
/* Adds a copy of a note, unless the table has its sentence; and one about the table as a whole. */
bool table_add(struct table *t, const struct note *note, struct err *e);
bool table_add_note(struct table *t, const char *sentence, struct err *e);

/* Operations. 'out' is made by the call; on failure it is left empty. */

/* A condition on one column: labels any of which match, or numbers any of which equal. */
struct condition {
    const char *column;
    size_t n;
    const char *const *label; /* or NULL */
    const double *number;     /* or NULL */
};
/* Rows that satisfy every condition. A label or number that no row has is ERR_LABEL, and so are
 * conditions that no row satisfies together: an empty result looks like a finding. */
bool table_where(const struct table *t, const struct condition *c, size_t n, struct table *out,
                 struct err *e);
/* The same, but a label or number that no row has is none that is missed. */
bool table_where_any(const struct table *t, const struct condition *c, size_t n, struct table *out,
                     struct err *e);
/* Rows with keep[row] true. */
bool table_keep(const struct table *t, const bool *keep, struct table *out, struct err *e);

/* The n rows with these numbers, in that order. */
bool table_take(const struct table *t, const size_t *row, size_t n, struct table *out,
                struct err *e);
/* The named columns, in that order. */
bool table_select(const struct table *t, const char *const *names, size_t n, struct table *out,
                  struct err *e);
/* All columns and then the given one; a column of the same name is replaced in its place. */
bool table_derive(const struct table *t, const struct column *c, struct table *out, struct err *e);

/* One row for each combination of labels of the n columns in 'by' (n = 0: a single row), in the
 * order of their dictionaries, with the sums of 'what'. Refuses with ERR_NOT_ADDITIVE when rows of
 * one group differ in a dimension that is not additive, hold a total beside its parts, or stand in
 * the file twice, and when 'what' holds shares, rates, ratios or limits. A sum over marked cells is
 * marked (suppressed before others, blank behind them) with the sums of their bounds; a cell whose
 * bounds meet (an implied zero) is known, and a count without bounds is 0 or more, so that a sum
 * may have a lower bound and an infinite upper one. Columns in 'by' may also hold numbers; marked
 * cells form groups of their own, last. */
bool table_sum(const struct table *t, const char *const *by, size_t n_by, const char *const *what,
               size_t n_what, struct table *out, struct err *e);
/* The same groups with the number of rows in each, as column "rows". Rows may stand for others:
 * 'each' is the column that says for how many, and NULL where every row is itself. */
bool table_count(const struct table *t, const char *const *by, size_t n_by,
                 const struct column *each, struct table *out, struct err *e);

/* Each row of 'left' with the columns of the one row of 'right' that has the same labels in 'on'.
 * ERR_JOIN when a left row finds none (the labels are listed) or a right key repeats. With
 * 'optional' a missing partner gives not_available cells instead. */
bool table_join(const struct table *left, const struct table *right, const char *const *on,
                size_t n_on, bool optional, struct table *out, struct err *e);
/* Wide: one row for each combination of 'rows', one column for each label of 'across', cells from
 * 'value'. A combination that occurs twice is ERR_NOT_ADDITIVE; one that never
 * occurs is not_available. */
bool table_pivot(const struct table *t, const char *const *rows, size_t n_rows, const char *across,
                 const char *value, struct table *out, struct err *e);
/* Long again: each row once for every column that is not among 'rows', its name as the label in the
 * new column 'across' (years are a period, in ascending order) and its cell in 'values'.
 * ERR_COMPARE when the columns have different units, roles or measures. */
bool table_unpivot(const struct table *t, const char *const *rows, size_t n_rows,
                   const char *across, const char *values, struct table *out, struct err *e);
/* Stable; numbers by size, labels by dictionary order, marked cells last. */
bool table_sort(const struct table *t, const char *column, bool descending, struct table *out,
                struct err *e);
/* Rows of a, then rows of b; both must have the same columns. */
bool table_concat(const struct table *a, const struct table *b, struct table *out, struct err *e);

/* CSV as text: header, then rows; LF; text quoted where needed; derived numbers with 12 significant
 * digits, counts exact; a marked cell holds its mark_name; a column with bounds is followed by
 * NAME_least and NAME_most, filled for marked cells only. Text cells that a spreadsheet would run
 * as a formula (= + - @ TAB CR LF, unless a plain number like -5) get a leading apostrophe. */
void table_write_csv(const struct table *t, struct buf *out);

#endif
