#include "data/column.h"

#include <math.h>
#include <string.h>

/* Letters in square brackets are those of the Government Statistical Service's guidance on symbols
 * in tables (January 2022); the rest are words, because no standard letter exists. */
static const struct {
    const char *name, *symbol, *meaning;
} marks[MARK_COUNT] = {
    [MARK_OK] = {"ok", "", "A figure."},
    [MARK_BLANK] = {"blank", "[blank]",
                    "The cell was empty: zero, not asked and left out cannot be told apart."},
    [MARK_SUPPRESSED] = {"suppressed", "[c]", "Hidden to protect people."},
    [MARK_NOT_AVAILABLE] = {"not_available", "[x]", "Not supplied, or not collected."},
    [MARK_NOT_APPLICABLE] = {"not_applicable", "[z]", "The question does not apply here."},
    [MARK_LOW] = {"low", "[low]", "Rounds to 0 but is not 0."},
    [MARK_UNRELIABLE] = {"unreliable", "[u]", "Published with a warning not to rely on it."},
    [MARK_UNKNOWN] = {"unknown", "[unknown]", "The public body says that it does not know."},
    [MARK_NOT_HELD] = {"not_held", "[not held]",
                       "The public body does not hold the information (FOIA s1(1))."},
    [MARK_REFUSED] = {"refused", "[refused]",
                      "The public body refused to give it, for example because of cost (s12)."},
    [MARK_EXEMPT] = {"exempt", "[exempt]",
                     "Exempt, for example because it is available elsewhere (FOIA s21)."},
    [MARK_UNDEFINED] = {"undefined", "[undefined]",
                        "Cannot be computed from these figures; a note says why."},
};

const char *mark_name(enum mark m) {
    return marks[m].name;
}

const char *mark_symbol(enum mark m) {
    return marks[m].symbol;
}

const char *mark_meaning(enum mark m) {
    return marks[m].meaning;
}

bool mark_find(const char *name, enum mark *m) {
    for (int i = 0; i < MARK_COUNT; i++) {
        if (strcmp(marks[i].name, name) == 0) {
            *m = (enum mark)i;
            return true;
        }
    }
    return false;
}

static const struct {
    const char *name, *meaning;
} roles[ROLE_KINDS] = {
    [ROLE_COUNT] = {"count", "events or people counted: whole numbers, written exactly"},
    [ROLE_POPULATION] = {"population", "people or time at risk: what a rate divides by"},
    [ROLE_DIMENSION] = {"dimension", "labels by which figures are broken down"},
    [ROLE_PERIOD] = {"period", "years or dates"},
    [ROLE_SHARE] = {"share", "a proportion or percentage that the source gives"},
    [ROLE_NOTE] = {"note", "text for people, not for grouping"},
    [ROLE_UNIT] = {"unit", "the unit of the figure in the same row; figures with different units "
                           "are not added up"},
};

const char *role_name(enum role role) {
    return roles[role].name;
}

const char *role_meaning(enum role role) {
    return roles[role].meaning;
}

bool role_find(const char *name, enum role *role) {
    for (int i = ROLE_NONE + 1; i < ROLE_KINDS; i++) {
        if (strcmp(roles[i].name, name) == 0) {
            *role = (enum role)i;
            return true;
        }
    }
    return false;
}

bool role_is_quantity(enum role role) {
    return role == ROLE_COUNT || role == ROLE_POPULATION || role == ROLE_SHARE;
}

/* n doubles that are all NaN, or NULL when memory runs out. */
static double *new_doubles(struct arena *a, size_t n) {
    double *x = arena_alloc(a, n, sizeof *x);
    for (size_t i = 0; x != NULL && i < n; i++)
        x[i] = NAN;
    return x;
}

static bool no_memory(const struct column *c, struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for %zu cells of column \"%s\"", c->n,
                c->field.name != NULL ? c->field.name : "");
}

bool column_numbers(struct column *c, struct arena *a, const struct field *field, size_t n,
                    struct err *e) {
    *c = (struct column){.field = *field, .n = n};
    c->field.type = COLUMN_NUMBER;
    c->value = new_doubles(a, n);
    return c->value != NULL || no_memory(c, e);
}

bool column_labels(struct column *c, struct arena *a, const struct field *field, size_t n,
                   struct err *e) {
    *c = (struct column){.field = *field, .n = n};
    c->field.type = COLUMN_LABEL;
    c->code = arena_alloc(a, n, sizeof *c->code);
    c->dictionary = arena_alloc(a, 1, sizeof *c->dictionary);
    if (c->code == NULL || c->dictionary == NULL)
        return no_memory(c, e);
    for (size_t i = 0; i < n; i++)
        c->code[i] = -1;
    return true;
}

enum mark column_mark(const struct column *c, size_t row) {
    return c->mark == NULL ? MARK_OK : (enum mark)c->mark[row];
}

/* Makes both arrays of bounds, or neither. */
static bool make_bounds(struct column *c, struct arena *a, struct err *e) {
    double *lo = new_doubles(a, c->n), *hi = new_doubles(a, c->n);
    if (lo == NULL || hi == NULL)
        return no_memory(c, e);
    for (size_t i = 0; i < c->n; i++)
        lo[i] = hi[i] = c->value[i];
    c->lo = lo;
    c->hi = hi;
    return true;
}

static bool make_marks(struct column *c, struct arena *a, struct err *e) {
    c->mark = arena_alloc(a, c->n, sizeof *c->mark);
    return c->mark != NULL || no_memory(c, e);
}

/* One end alone leaves the other infinite; without either nothing is known. */
static void settle_bounds(double *lo, double *hi) {
    if (isnan(*lo))
        *lo = -INFINITY;
    if (isnan(*hi))
        *hi = INFINITY;
    if (isinf(*lo) && isinf(*hi))
        *lo = *hi = NAN;
}

bool column_set_mark(struct column *c, struct arena *a, size_t row, enum mark m, double lo,
                     double hi, struct err *e) {
    settle_bounds(&lo, &hi);
    if (c->mark == NULL && !make_marks(c, a, e))
        return false;
    bool bounded = c->field.type == COLUMN_NUMBER && !isnan(lo);
    if (bounded && c->lo == NULL && !make_bounds(c, a, e))
        return false;
    c->mark[row] = (uint8_t)m;
    if (c->field.type == COLUMN_LABEL) {
        c->code[row] = -1;
        return true;
    }
    c->value[row] = NAN;
    if (c->lo != NULL) {
        c->lo[row] = lo;
        c->hi[row] = hi;
    }
    return true;
}

void column_bounds(const struct column *c, size_t row, double *lo, double *hi) {
    *lo = *hi = NAN;
    if (c->field.type == COLUMN_LABEL)
        return;
    if (column_mark(c, row) == MARK_OK) {
        *lo = *hi = c->value[row];
    } else if (c->lo != NULL) {
        *lo = c->lo[row];
        *hi = c->hi[row];
    }
}

const char *column_label(const struct column *c, size_t row) {
    return c->code[row] < 0 ? NULL : c->dictionary->text[c->code[row]];
}

bool labels_have(const struct labels *l, const char *label) {
    for (size_t i = 0; i < l->n; i++) {
        if (strcmp(l->label[i], label) == 0)
            return true;
    }
    return false;
}

bool labels_copy(struct arena *a, struct labels from, struct labels *to) {
    const char **label = arena_alloc(a, from.n, sizeof *label);
    *to = (struct labels){from.n, label};
    for (size_t i = 0; label != NULL && i < from.n; i++) {
        label[i] = arena_string(a, from.label[i]);
        if (label[i] == NULL)
            return false;
    }
    return label != NULL;
}

bool field_is_p_value(const struct field *f) {
    return f->name != NULL && (strcmp(f->name, "p") == 0 || str_begins(f->name, "p_value") ||
                               str_begins(f->name, "p_adjusted"));
}

bool field_is_derived(const struct field *f) {
    return f->measure != NULL || f->comparator != NULL || f->denominator != NULL ||
           f->conf_level > 0;
}

size_t field_number(const struct field *f, double x, char out[NUM_TEXT_SIZE]) {
    const double tail = 1e-6;
    if (!field_is_derived(f) || f->count)
        return num_text12(x, out);
    return num_text_digits(x, field_is_p_value(f) && fabs(x) < tail ? 8 : 12, out);
}

const char *field_part(const struct field *f, const char *label) {
    for (size_t i = 0; i < f->part.n; i++) {
        if (strcmp(f->part.label[i], label) == 0)
            return f->part_covers.label[i];
    }
    return NULL;
}

void column_count_marks(const struct column *c, size_t counts[MARK_COUNT]) {
    memset(counts, 0, MARK_COUNT * sizeof *counts);
    for (size_t i = 0; i < c->n; i++)
        counts[column_mark(c, i)]++;
}
