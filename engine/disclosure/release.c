/* From counts as they are to a table that may be seen. */
#include <math.h>
#include <string.h>

#include "data/check.h"
#include "data/take.h"
#include "disclosure/attack.h"
#include "disclosure/audit.h"
#include "disclosure/hide.h"
#include "disclosure/rounding.h"

/* A release that takes part: the earlier ones, and last the one to be made. */
struct part {
    struct tabulated counts;
    struct table sorted;
    const struct policy *policy;
    const struct table *seen; /* as released */
};

struct release_work {
    const struct table *raw;
    const struct release_spec *spec;
    const struct policy *policy;
    const struct release *earlier;
    size_t n_earlier;
    struct release *out;
    struct arena a;
    struct part *part; /* n_earlier + 1 */
    struct linked *linked;
    bool anything_hidden;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

static bool start_part(struct release_work *w, struct part *p, const struct release_spec *spec,
                       struct err *e) {
    return tabulate(w->raw, spec, &p->counts, &w->a, e) &&
           take_rows(&p->counts.table, p->counts.order, p->counts.table.n_rows, &p->sorted, e);
}

static bool start_parts(struct release_work *w, struct err *e) {
    w->part = arena_alloc(&w->a, w->n_earlier + 1, sizeof *w->part);
    w->linked = arena_alloc(&w->a, w->n_earlier + 1, sizeof *w->linked);
    if (w->part == NULL || w->linked == NULL)
        return no_memory(e);
    for (size_t k = 0; k < w->n_earlier; k++) {
        const struct release *r = &w->earlier[k];
        w->part[k].policy = &r->record.policy;
        w->part[k].seen = &r->table;
        if (!start_part(w, &w->part[k], &r->spec, e))
            return false;
    }
    struct part *last = &w->part[w->n_earlier];
    last->policy = w->policy;
    return start_part(w, last, w->spec, e);
}

static void end_parts(struct release_work *w) {
    for (size_t k = 0; w->part != NULL && k <= w->n_earlier; k++) {
        table_free(&w->part[k].counts.table);
        table_free(&w->part[k].sorted);
    }
    arena_free(&w->a);
}

/* The numbers of rows among the columns of a part; NULL: it has none. */
static const struct column *counted_rows(const struct part *p, const struct release_spec *s) {
    return s->rows ? &p->sorted.column[s->n_by] : NULL;
}

/* The part's column of counts, if it counts the same as ours, 'rows' or a column of the source;
 * NULL if it has none. */
static const struct column *same_counts(const struct part *p, const struct release_spec *s,
                                        const char *name, bool rows) {
    const struct column *c = table_column(&p->sorted, name);
    if (c == NULL || !tabulate_is_count(c) || (c == counted_rows(p, s)) != rows)
        return NULL;
    return c;
}

/* The releases that hold this column of ours; ours is the last of them. */
static size_t link_parts(struct release_work *w, const char *name, bool rows) {
    size_t n = 0;
    for (size_t k = 0; k <= w->n_earlier; k++) {
        const struct part *p = &w->part[k];
        const struct release_spec *s = k < w->n_earlier ? &w->earlier[k].spec : w->spec;
        const struct column *c = same_counts(p, s, name, rows);
        if (c != NULL)
            w->linked[n++] = (struct linked){
                .true_counts = &p->counts,
                .sorted = &p->sorted,
                .counts = c,
                .policy = p->policy,
                .rows = rows ? NULL : counted_rows(p, s),
                .seen = p->seen != NULL ? table_column(p->seen, name) : NULL,
            };
    }
    return n;
}

/* Are totals the sums of their rounded parts? Not where rows are released as they stand. */
static bool sums_are_rounded(const struct release_work *w) {
    return w->policy->round > 0 && (w->spec->n_by > 0 || w->spec->rows);
}

/* The count of a cell that is shown: rounded, a total of rounded parts being their sum. */
static double shown_count(const struct release_work *w, const struct system *s, size_t cell) {
    const struct sum_rule *r = sums_are_rounded(w) ? audit_sum_of_shown(s, cell) : NULL;
    if (r == NULL)
        return rounding_of(w->policy, s->cell[cell].value);
    double sum = 0;
    for (size_t k = 0; k < r->n; k++)
        sum += shown_count(w, s, r->part[k]);
    return sum;
}

/* Hides and rounds the cells of a column of the release. */
static bool write_cells(struct release_work *w, const struct linked *l, const struct system *s,
                        struct column *c, struct err *e) {
    struct table *t = &w->part[w->n_earlier].counts.table;
    struct disclosure_record *record = &w->out->record;
    for (size_t i = 0; i < c->n; i++) {
        const struct figure *cell = &s->cell[l->first + i];
        size_t row = l->true_counts->order[i];
        record->counts++;
        if (isnan(cell->value)) {
            record->given += column_mark(c, row) == MARK_SUPPRESSED;
        } else if (cell->is_hidden) {
            record->small += cell_is_guarded(cell);
            record->others += !cell_is_guarded(cell);
            if (!column_set_mark(c, &t->arena, row, MARK_SUPPRESSED, NAN, NAN, e))
                return false;
        } else if (column_mark(c, row) == MARK_OK) {
            c->value[row] = shown_count(w, s, l->first + i);
            if (c->lo != NULL)
                c->lo[row] = c->hi[row] = c->value[row];
        }
        w->anything_hidden = w->anything_hidden || cell->is_hidden;
    }
    return true;
}

/* Hands on what the table leaves of each hidden count. */
static bool write_ranges(struct release_work *w, const struct linked *l, const struct interval *x,
                         struct column *c, struct err *e) {
    struct table *t = &w->part[w->n_earlier].counts.table;
    for (size_t i = 0; i < c->n; i++) {
        size_t row = l->true_counts->order[i];
        enum mark m = column_mark(c, row);
        if (m != MARK_OK && m != MARK_NOT_APPLICABLE &&
            !column_set_mark(c, &t->arena, row, m, x[i].lo, x[i].hi, e))
            return false;
    }
    return true;
}

static bool any_guarded(const struct system *s) {
    for (size_t i = 0; i < s->n; i++) {
        if (cell_is_guarded(&s->cell[i]))
            return true;
    }
    return false;
}

/* Protects one column of counts; its cells become those of the release. */
static bool protect(struct release_work *w, size_t column, struct err *e) {
    struct column *c = &w->part[w->n_earlier].counts.table.column[column];
    bool of_rows = w->spec->rows && column == w->spec->n_by;
    const struct linked_rows rows = {
        w->raw, table_column(w->raw, of_rows ? RELEASE_ROWS : c->field.name), of_rows};
    size_t n = link_parts(w, c->field.name, of_rows);
    struct linked *ours = &w->linked[n - 1];
    struct system s;
    bool optimal = true;
    if (!linked_system(w->linked, n, &rows, &s, &w->a, e))
        return false;
    double *point = arena_alloc(&w->a, s.n, sizeof *point);
    struct interval *range = arena_alloc(&w->a, c->n, sizeof *range);
    if (point == NULL || range == NULL)
        return no_memory(e);
    for (size_t k = 0; k + 1 < n; k++)
        linked_look(&w->linked[k], &s);
    bool guarded = any_guarded(&s);
    if (guarded &&
        (!system_complete(&s, point, &w->a, e) || !system_hide(&s, point, &optimal, &w->a, e)))
        return false;
    if (!write_cells(w, ours, &s, c, e))
        return false;
    ours->seen = c;
    w->out->record.optimal = w->out->record.optimal && optimal;
    if (!guarded)
        return true; /* nothing was hidden here: what the source says of its own stands */
    w->out->record.audit = AUDIT_PASSED; /* unless something is exposed */
    return audit_releases(w->linked, n, sums_are_rounded(w), &rows, &w->out->record, range, &w->a,
                          e) &&
           write_ranges(w, ours, range, c, e);
}

/* Shares, rates and the like would give hidden counts back, or what rounded ones were. */
static bool hide_others(struct table *t, struct err *e) {
    for (size_t i = 0; i < t->n_columns; i++) {
        struct column *c = &t->column[i];
        bool alone = c->field.type == COLUMN_LABEL || c->field.role == ROLE_POPULATION ||
                     c->field.role == ROLE_PERIOD || tabulate_is_count(c) ||
                     (c->field.count && c->field.role != ROLE_SHARE);
        for (size_t row = 0; !alone && row < c->n; row++) {
            if (!column_set_mark(c, &t->arena, row, MARK_SUPPRESSED, NAN, NAN, e))
                return false;
        }
    }
    return true;
}

/* Has the text a number in it that is no year? */
static bool has_figures(const char *text) {
    while (*text != '\0') {
        size_t n = strspn(text, "0123456789");
        bool year = n == 4 && (text[0] == '1' || text[0] == '2');
        if (n > 0 && !year)
            return true;
        text += n > 0 ? n : 1;
    }
    return false;
}

static const char *check_title(const char *code) {
    for (const struct check_code *c = check_codes; c->code != NULL; c++) {
        if (strcmp(c->code, code) == 0)
            return c->title;
    }
    return "";
}

/* Takes the figures of the source out of what travels with the table: of checks their code, title
 * and outcome stay, of notes those without figures. */
static bool drop_figures(struct table *t, struct err *e) {
    struct check *check = arena_alloc(&t->arena, t->n_checks, sizeof *check);
    size_t kept = 0;
    if (check == NULL)
        return no_memory(e);
    for (size_t i = 0; i < t->n_checks; i++) {
        check[i] = t->check[i];
        check[i].text = arena_string(&t->arena, check_title(check[i].code));
        check[i].rows = check[i].brief = 0;
        check[i].found = check[i].found > 0;
        if (check[i].text == NULL)
            return no_memory(e);
    }
    t->check = check;
    for (size_t i = 0; i < t->n_notes; i++) {
        if (!has_figures(t->note[i].text))
            t->note[kept++] = t->note[i];
    }
    t->n_notes = kept;
    t->repeat = NULL;
    return true;
}

static bool copy_texts(struct arena *a, size_t n, const char *const *from, const char *const **to) {
    struct labels copy;
    if (!labels_copy(a, (struct labels){n, from}, &copy))
        return false;
    *to = copy.label;
    return true;
}

static bool copy_condition(struct arena *a, const struct condition *from, struct condition *to) {
    *to = *from;
    to->column = arena_string(a, from->column);
    if (to->column == NULL)
        return false;
    if (from->label != NULL)
        return copy_texts(a, from->n, from->label, &to->label);
    double *number = arena_alloc(a, from->n, sizeof *number);
    if (number != NULL && from->n > 0)
        memcpy(number, from->number, from->n * sizeof *number);
    to->number = number;
    return number != NULL;
}

static bool copy_spec(struct arena *a, const struct release_spec *from, struct release_spec *to) {
    *to = *from;
    struct condition *where = arena_alloc(a, from->n_where, sizeof *where);
    for (size_t i = 0; where != NULL && i < from->n_where; i++) {
        if (!copy_condition(a, &from->where[i], &where[i]))
            return false;
    }
    to->where = where;
    return where != NULL && copy_texts(a, from->n_by, from->by, &to->by) &&
           copy_texts(a, from->n_sum, from->sum, &to->sum);
}

/* The record's texts, which outlive the call. */
static bool copy_texts_of_record(struct release_work *w, struct err *e) {
    struct release *out = w->out;
    struct policy *p = &out->record.policy;
    out->record.source = arena_string(&out->arena, w->raw->name);
    out->record.rows = arena_string(&out->arena, w->part[w->n_earlier].counts.words);
    *p = *w->policy;
    p->name = arena_string(&out->arena, p->name);
    p->source = arena_string(&out->arena, p->source);
    bool done = out->record.rows != NULL && (p->name == NULL) == (w->policy->name == NULL) &&
                (p->source == NULL) == (w->policy->source == NULL);
    return (done && copy_spec(&out->arena, w->spec, &out->spec)) || no_memory(e);
}

static bool work(void *arg, struct err *e) {
    struct release_work *w = arg;
    struct disclosure_record *record = &w->out->record;
    *record =
        (struct disclosure_record){.optimal = true, .audit = AUDIT_NOT_NEEDED, .narrowest = NAN};
    if (!start_parts(w, e) || !copy_texts_of_record(w, e))
        return false;
    struct tabulated *counts = &w->part[w->n_earlier].counts;
    for (size_t i = 0; i < counts->n_counts; i++) {
        if (!protect(w, counts->count[i], e))
            return false;
    }
    if ((w->anything_hidden || w->policy->round > 0) && !hide_others(&counts->table, e))
        return false;
    if (record->exposed > 0)
        record->audit = AUDIT_FAILED;
    if (!drop_figures(&counts->table, e))
        return false;
    w->out->table = counts->table;
    counts->table = (struct table){0};
    return true;
}

void release_free(struct release *r) {
    table_free(&r->table);
    arena_free(&r->arena);
    *r = (struct release){0};
}

bool disclosure_release(const struct table *raw, const struct release_spec *s,
                        const struct policy *p, const struct release *earlier, size_t n_earlier,
                        struct release *out, struct err *e) {
    *out = (struct release){0};
    struct release_work w = {
        .raw = raw, .spec = s, .policy = p, .earlier = earlier, .n_earlier = n_earlier, .out = out};
    bool done = solver_run(work, &w, e);
    end_parts(&w);
    if (!done)
        release_free(out);
    return done;
}
