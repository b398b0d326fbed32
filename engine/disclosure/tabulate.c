#include "disclosure/tabulate.h"

#include <math.h>
#include <string.h>

#include "data/group.h"
#include "data/sums.h"
#include "data/take.h"
#include "data/wording.h"
#include "data/years.h"

enum { most_by = 8 };                /* columns in 'by' */
static const double most_rows = 2e6; /* of a table with its totals */
static const char default_total[] = "All";
static const char number_name[] = "number of the row in the source";

/* A column of 'by': the labels that occur, and whether they are added up. */
struct axis {
    const char *name;
    const struct column *column;
    struct key key;
    size_t n;
    size_t *rank;  /* of the key; those that occur, ascending */
    size_t *row;   /* a row that has it */
    size_t *place; /* of each rank in rank[] */
    bool total;    /* with a total, as place n */
    size_t
        *inside[most_by]; /* nested in that column: its place for each of ours; NULL: it is not */
};

struct work {
    const struct table *raw;
    const struct release_spec *spec;
    struct tabulated *out;
    struct arena *a;
    struct table rows; /* of raw that are counted */
    size_t *number;    /* of each of them: its row of raw */
    size_t n_sum;
    const char **sum;
    struct axis axis[most_by];
    struct table *part; /* sums without the columns of a set, by set */
    size_t n_parts;
    struct err *e;
};

static bool no_memory(struct work *w) {
    return fail(w->e, ERR_NOMEM, "no memory for disclosure control");
}

bool tabulate_is_count(const struct column *c) {
    const struct field *f = &c->field;
    bool other = f->role == ROLE_POPULATION || f->role == ROLE_PERIOD || f->role == ROLE_SHARE;
    return f->type == COLUMN_NUMBER && !other && (f->role == ROLE_COUNT || f->count) &&
           !years_is_period(c);
}

/* Finds the rows that are counted; each keeps its number in the source. */
static bool choose_rows(struct work *w) {
    static const struct field field = {.name = number_name, .type = COLUMN_NUMBER};
    const struct table *raw = w->raw;
    struct column number;
    struct table numbered = {0};
    if (!column_numbers(&number, w->a, &field, raw->n_rows, w->e))
        return false;
    for (size_t i = 0; i < raw->n_rows; i++)
        number.value[i] = (double)i;
    bool done = table_derive(raw, &number, &numbered, w->e) &&
                table_where(&numbered, w->spec->where, w->spec->n_where, &w->rows, w->e);
    table_free(&numbered);
    if (w->spec->rows)
        w->rows.repeat = NULL; /* each row that is counted is a case of its own */
    w->number = arena_alloc(w->a, w->rows.n_rows, sizeof *w->number);
    w->out->row_of = arena_alloc(w->a, raw->n_rows, sizeof *w->out->row_of);
    if (!done)
        return false;
    if (w->number == NULL || w->out->row_of == NULL)
        return no_memory(w);
    const struct column *kept = table_column(&w->rows, number_name);
    for (size_t i = 0; i < raw->n_rows; i++)
        w->out->row_of[i] = SIZE_MAX;
    for (size_t i = 0; i < w->rows.n_rows; i++)
        w->number[i] = (size_t)kept->value[i];
    return true;
}

/* The columns to add up: as asked, or all counts. */
static bool choose_sums(struct work *w) {
    const struct release_spec *spec = w->spec;
    w->sum = arena_alloc(w->a, w->raw->n_columns + spec->n_sum, sizeof *w->sum);
    if (w->sum == NULL)
        return no_memory(w);
    for (size_t i = 0; i < spec->n_sum; i++) {
        if (table_need_numbers(w->raw, spec->sum[i], w->e) == NULL)
            return false;
        w->sum[w->n_sum++] = spec->sum[i];
    }
    for (size_t i = 0; spec->n_sum == 0 && !spec->rows && i < w->raw->n_columns; i++) {
        if (tabulate_is_count(&w->raw->column[i]))
            w->sum[w->n_sum++] = w->raw->column[i].field.name;
    }
    return w->n_sum > 0 || spec->rows ||
           fail(w->e, ERR_NOT_ADDITIVE,
                "\"%s\" has no column of counts: its rows are cases, of which only numbers are "
                "released",
                w->raw->name) ||
           err_hint(w->e, "count the rows by some columns");
}

/* The label of the axis's total: as declared, or "All". */
static const char *total_label(const struct axis *x) {
    return x->column->field.totals != NULL ? x->column->field.totals : default_total;
}

/* Has a row the label that stands for the total? */
static bool has_total(const struct axis *x) {
    const char *label = total_label(x);
    int32_t code = dictionary_find(x->column->dictionary, (struct span){label, strlen(label)});
    for (size_t i = 0; code >= 0 && i < x->n; i++) {
        if (x->rank[i] == (size_t)code)
            return true;
    }
    return false;
}

static bool can_be_added(const struct axis *x) {
    const struct field *f = &x->column->field;
    return f->type == COLUMN_LABEL && f->additive == ADDITIVE && f->role != ROLE_PERIOD &&
           !years_is_period(x->column) && !has_total(x);
}

static bool find_axis(struct work *w, struct axis *x, const char *name) {
    *x = (struct axis){.name = name, .column = table_need(&w->rows, name, w->e)};
    if (x->column == NULL || !key_make(x->column, w->a, &x->key, w->e))
        return false;
    x->rank = arena_alloc(w->a, x->key.ranks, sizeof *x->rank);
    x->row = arena_alloc(w->a, x->key.ranks, sizeof *x->row);
    x->place = arena_alloc(w->a, x->key.ranks, sizeof *x->place);
    if (x->rank == NULL || x->row == NULL || x->place == NULL)
        return no_memory(w);
    for (size_t i = 0; i < w->rows.n_rows; i++)
        x->place[x->key.rank[i]] = i + 1; /* some row that has it */
    for (size_t r = 0; r < x->key.ranks; r++) {
        if (x->place[r] == 0)
            continue;
        x->rank[x->n] = r;
        x->row[x->n] = x->place[r] - 1;
        x->place[r] = x->n++;
    }
    x->total = w->spec->totals && can_be_added(x);
    return true;
}

static bool is_period(const struct axis *x) {
    return x->column->field.role == ROLE_PERIOD || years_is_period(x->column);
}

/* Does each label of x go with one of y, of which there are fewer? */
static bool find_nesting(struct work *w, struct axis *x, size_t y) {
    const struct axis *outer = &w->axis[y];
    if (x->n <= outer->n || is_period(x) || is_period(outer))
        return true;
    size_t *inside = arena_alloc(w->a, x->n, sizeof *inside);
    if (inside == NULL)
        return no_memory(w);
    for (size_t i = 0; i < x->n; i++)
        inside[i] = outer->place[outer->key.rank[x->row[i]]];
    for (size_t r = 0; r < w->rows.n_rows; r++) {
        if (inside[x->place[x->key.rank[r]]] != outer->place[outer->key.rank[r]])
            return true;
    }
    x->inside[y] = inside;
    return true;
}

static bool find_axes(struct work *w) {
    size_t n = w->spec->n_by;
    if (n > most_by)
        return fail(w->e, ERR_ARG_RANGE, "by: a table has %d such columns at most, not %zu",
                    most_by, n);
    double rows = 1;
    for (size_t i = 0; i < n; i++) {
        if (!find_axis(w, &w->axis[i], w->spec->by[i]))
            return false;
        rows *= (double)(w->axis[i].n + w->axis[i].total);
    }
    if (rows > most_rows) {
        fail(w->e, ERR_ARG_RANGE, "by: a table has 2,000,000 combinations of labels at most");
        return err_hint(w->e, "does one of them name people or rows? Leave it out, or ask for some "
                              "of its labels with 'where'");
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            if (i != k && !find_nesting(w, &w->axis[i], k))
                return false;
        }
    }
    return true;
}

/* The columns of 'sums' behind the n_by of groups, which are the same in both. */
static bool add_sums(const struct table *rows, const struct table *sums, size_t n_by,
                     struct table *out, struct err *e) {
    if (!table_new(out, rows->name, rows->n_rows, sums->n_columns + 1, e))
        return false;
    for (size_t i = 0; i < out->n_columns; i++) {
        if (!table_put(out, i, i <= n_by ? &rows->column[i] : &sums->column[i - 1], e))
            return false;
    }
    return table_inherit(out, rows, e) && take_finish(out, e);
}

/* Numbers of rows, and the sums that are asked for beside them. */
static bool count_rows(struct work *w, const char *const *by, size_t n, struct table *out) {
    const struct column *each = table_column(&w->rows, RELEASE_ROWS);
    struct table rows, sums = {0};
    if (w->n_sum == 0)
        return table_count(&w->rows, by, n, each, out, w->e);
    if (!table_count(&w->rows, by, n, each, &rows, w->e))
        return false;
    bool done = table_sum(&w->rows, by, n, w->sum, w->n_sum, &sums, w->e) &&
                add_sums(&rows, &sums, n, out, w->e);
    table_free(&rows);
    table_free(&sums);
    return done;
}

/* The sums without the columns in the set: a total of each. */
static bool add_up(struct work *w, size_t set) {
    const char *by[most_by];
    size_t n = 0;
    for (size_t i = 0; i < w->spec->n_by; i++) {
        if ((set >> i & 1) == 0)
            by[n++] = w->spec->by[i];
    }
    return w->spec->rows ? count_rows(w, by, n, &w->part[set])
                         : table_sum(&w->rows, by, n, w->sum, w->n_sum, &w->part[set], w->e);
}

static bool add_up_all(struct work *w) {
    size_t totals = 0;
    w->n_parts = (size_t)1 << w->spec->n_by;
    w->part = arena_alloc(w->a, w->n_parts, sizeof *w->part);
    if (w->part == NULL)
        return no_memory(w);
    for (size_t i = 0; i < w->spec->n_by; i++)
        totals |= (size_t)w->axis[i].total << i;
    for (size_t set = 0; set < w->n_parts; set++) {
        if ((set & ~totals) == 0 && !add_up(w, set))
            return false;
    }
    return true;
}

/* The rows of the table to be made: for each its labels by place, and where its sums stand. */
struct rows {
    size_t n;
    size_t *place;    /* n_by a row */
    size_t *set, *at; /* at TAKE_NONE: nobody is counted there */
};

static bool same_cell(const struct column *a, size_t i, const struct column *b, size_t k) {
    if (column_mark(a, i) != column_mark(b, k))
        return false;
    if (column_mark(a, i) != MARK_OK)
        return true;
    return a->field.type == COLUMN_LABEL ? a->code[i] == b->code[k] : a->value[i] == b->value[k];
}

/* Are row 'at' of the sums and the combination the same? */
static bool is_at(const struct work *w, size_t set, size_t at, const size_t *place) {
    const struct table *t = &w->part[set];
    if (at >= t->n_rows)
        return false;
    for (size_t i = 0, column = 0; i < w->spec->n_by; i++) {
        const struct axis *x = &w->axis[i];
        if ((set >> i & 1) != 0)
            continue;
        if (!same_cell(&t->column[column++], at, x->column, x->row[place[i]]))
            return false;
    }
    return true;
}

/* Can the combination be, given which columns are nested in which? */
static bool is_possible(const struct work *w, const size_t *place) {
    for (size_t i = 0; i < w->spec->n_by; i++) {
        const struct axis *x = &w->axis[i];
        for (size_t k = 0; k < w->spec->n_by && place[i] < x->n; k++) {
            if (x->inside[k] != NULL && x->inside[k][place[i]] != place[k])
                return false;
        }
    }
    return true;
}

static bool next_place(const struct work *w, size_t *place) {
    for (size_t i = w->spec->n_by; i-- > 0;) {
        if (++place[i] < w->axis[i].n + w->axis[i].total)
            return true;
        place[i] = 0;
    }
    return false;
}

/* All combinations in order; a set's sums come in the same order. */
static bool list_rows(struct work *w, struct rows *r) {
    size_t n_by = w->spec->n_by, place[most_by] = {0}, room = 1;
    size_t *at = arena_alloc(w->a, w->n_parts, sizeof *at);
    for (size_t i = 0; i < n_by; i++)
        room *= w->axis[i].n + w->axis[i].total;
    r->place = arena_alloc(w->a, room * n_by, sizeof *r->place);
    r->set = arena_alloc(w->a, room, sizeof *r->set);
    r->at = arena_alloc(w->a, room, sizeof *r->at);
    if (at == NULL || r->place == NULL || r->set == NULL || r->at == NULL)
        return no_memory(w);
    for (bool more = room > 0; more; more = next_place(w, place)) {
        size_t set = 0;
        for (size_t i = 0; i < n_by; i++)
            set |= (size_t)(place[i] == w->axis[i].n) << i;
        bool there = is_at(w, set, at[set], place), possible = is_possible(w, place);
        if (possible && (there || w->spec->rows)) {
            memcpy(&r->place[r->n * n_by], place, n_by * sizeof *place);
            r->set[r->n] = set;
            r->at[r->n++] = there ? at[set] : TAKE_NONE;
        }
        at[set] += there;
    }
    return true;
}

/* Column i of the table: the labels of an axis. */
static bool put_labels(struct work *w, const struct rows *r, size_t i) {
    const struct axis *x = &w->axis[i];
    struct table *out = &w->out->table;
    if (!take_shape(out, i, x->column, w->e))
        return false;
    struct column *c = &out->column[i];
    int32_t total = -1;
    if (x->total) {
        const char *label = total_label(x);
        total = dictionary_add(c->dictionary, &out->arena, (struct span){label, strlen(label)});
        if (total < 0)
            return no_memory(w);
        c->field.totals = c->dictionary->text[total];
    }
    for (size_t k = 0; k < r->n; k++) {
        size_t place = r->place[k * w->spec->n_by + i];
        if (place == x->n)
            c->code[k] = total;
        else if (!take_cell(out, c, k, x->column, x->row[place], NULL, w->e))
            return false;
    }
    return true;
}

/* Columns behind those of 'by'. */
static size_t n_sums(const struct work *w) {
    return w->n_sum + w->spec->rows;
}

/* Column n_by + i of the table: sums. */
static bool put_sums(struct work *w, const struct rows *r, size_t i) {
    size_t n_by = w->spec->n_by;
    struct table *out = &w->out->table;
    if (!take_shape(out, n_by + i, &w->part[0].column[n_by + i], w->e))
        return false;
    struct column *c = &out->column[n_by + i];
    for (size_t k = 0; k < r->n; k++) {
        const struct table *from = &w->part[r->set[k]];
        if (r->at[k] == TAKE_NONE)
            take_number(c, k, 0);
        else if (!take_cell(out, c, k, &from->column[from->n_columns - n_sums(w) + i], r->at[k],
                            NULL, w->e))
            return false;
    }
    return true;
}

/* Which row of the table counts each row of the source. */
static bool follow_rows(struct work *w, const struct rows *r) {
    struct grouping g;
    if (!group_rows(&w->rows, w->spec->by, w->spec->n_by, w->a, &g, w->e))
        return false;
    size_t *row = arena_alloc(w->a, g.n, sizeof *row);
    if (row == NULL)
        return no_memory(w);
    for (size_t k = 0; k < r->n; k++) {
        if (r->set[k] == 0 && r->at[k] != TAKE_NONE)
            row[r->at[k]] = k;
    }
    for (size_t i = 0; i < w->rows.n_rows; i++)
        w->out->row_of[w->number[i]] = row[g.group[i]];
    return true;
}

static bool make_by(struct work *w) {
    struct rows r = {0};
    if (!find_axes(w) || !add_up_all(w) || !list_rows(w, &r) ||
        !table_new(&w->out->table, w->raw->name, r.n, w->spec->n_by + n_sums(w), w->e))
        return false;
    for (size_t i = 0; i < w->spec->n_by; i++) {
        if (!put_labels(w, &r, i))
            return false;
    }
    for (size_t i = 0; i < n_sums(w); i++) {
        if (!put_sums(w, &r, i))
            return false;
    }
    return follow_rows(w, &r) && table_inherit(&w->out->table, w->raw, w->e) &&
           take_finish(&w->out->table, w->e);
}

static bool is_named(const char *name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

/* The rows as they stand: all columns but counts that were not asked for. */
static bool make_plain(struct work *w) {
    size_t n = 0;
    const char **names = arena_alloc(w->a, w->rows.n_columns, sizeof *names);
    if (names == NULL)
        return no_memory(w);
    for (size_t i = 0; i < w->rows.n_columns; i++) {
        const struct column *c = &w->rows.column[i];
        bool count = tabulate_is_count(c);
        if (strcmp(c->field.name, number_name) == 0 ||
            (count && !is_named(c->field.name, w->sum, w->n_sum)))
            continue;
        names[n++] = c->field.name;
    }
    for (size_t i = 0; i < w->rows.n_rows; i++)
        w->out->row_of[w->number[i]] = i;
    return table_select(&w->rows, names, n, &w->out->table, w->e);
}

static bool find_counts(struct work *w) {
    struct tabulated *out = w->out;
    out->count = arena_alloc(w->a, out->table.n_columns, sizeof *out->count);
    if (out->count == NULL)
        return no_memory(w);
    for (size_t i = 0; i < out->table.n_columns; i++) {
        const struct column *c = &out->table.column[i];
        if (tabulate_is_count(c))
            out->count[out->n_counts++] = i;
    }
    return true;
}

/* Ranks of a column's labels in the order of their bytes, marked cells behind; numbers by size. */
static bool text_ranks(struct work *w, const struct column *c, struct key *key) {
    if (!key_make(c, w->a, key, w->e))
        return false;
    if (c->field.type == COLUMN_NUMBER)
        return true;
    size_t n = c->dictionary->n, *rank = arena_alloc(w->a, n, sizeof *rank);
    const char **text = arena_alloc(w->a, n, sizeof *text);
    struct dictionary sorted = {0};
    if (rank == NULL || text == NULL)
        return no_memory(w);
    for (size_t i = 0; i < n; i++)
        text[i] = c->dictionary->text[i];
    str_sort(text, n);
    for (size_t i = 0; i < n; i++) {
        if (dictionary_share(&sorted, w->a, text[i]) < 0)
            return no_memory(w);
    }
    for (size_t i = 0; i < n; i++) {
        const char *label = c->dictionary->text[i];
        rank[i] = (size_t)dictionary_find(&sorted, (struct span){label, strlen(label)});
    }
    for (size_t i = 0; i < key->n; i++) {
        if (key->rank[i] < key->plain)
            key->rank[i] = rank[key->rank[i]];
    }
    return true;
}

/* Rows that differ in no label keep their order. */
static bool find_order(struct work *w) {
    struct tabulated *out = w->out;
    size_t n, *order = arena_alloc(w->a, out->table.n_rows, sizeof *order);
    const char **names = sums_others(&out->table, NULL, w->a, &n);
    if (order == NULL || names == NULL)
        return no_memory(w);
    for (size_t i = 0; i < out->table.n_rows; i++)
        order[i] = i;
    while (n-- > 0) {
        struct key key;
        if (!text_ranks(w, table_column(&out->table, names[n]), &key))
            return false;
        order = rank_order(key.rank, key.ranks, key.n, order, w->a);
        if (order == NULL)
            return no_memory(w);
    }
    out->order = order;
    return true;
}

static void put_list(struct buf *out, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        buf_addf(out, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", names[i]);
}

/* "cases by year and group, with totals of group" */
static bool describe(struct work *w) {
    struct buf text = {0};
    const struct release_spec *s = w->spec;
    const char *totals[most_by];
    size_t n = 0;
    if (s->rows)
        buf_addf(&text, "numbers of rows%s", w->n_sum > 0 ? ", " : "");
    put_list(&text, w->sum, w->n_sum);
    buf_puts(&text, s->n_by > 0 || s->rows ? "" : ", row by row");
    buf_puts(&text, s->n_by > 0 ? " by " : "");
    put_list(&text, s->by, s->n_by);
    for (size_t i = 0; i < s->n_where; i++)
        buf_addf(&text, "%s%s", i == 0 ? ", some labels of " : " and ", s->where[i].column);
    for (size_t i = 0; i < s->n_by; i++) {
        if (w->axis[i].total)
            totals[n++] = w->axis[i].name;
    }
    buf_puts(&text, n > 0 ? ", with totals of " : "");
    put_list(&text, totals, n);
    w->out->words = text.failed ? NULL : arena_string(w->a, text.text);
    buf_free(&text);
    return w->out->words != NULL || no_memory(w);
}

bool tabulate(const struct table *raw, const struct release_spec *spec, struct tabulated *out,
              struct arena *a, struct err *e) {
    struct work w = {.raw = raw, .spec = spec, .out = out, .a = a, .e = e};
    *out = (struct tabulated){0};
    bool done = choose_sums(&w) && choose_rows(&w) &&
                (spec->n_by > 0 || spec->rows ? make_by(&w) : make_plain(&w)) && find_counts(&w) &&
                find_order(&w) && describe(&w);
    table_free(&w.rows);
    for (size_t i = 0; i < w.n_parts && w.part != NULL; i++)
        table_free(&w.part[i]);
    if (!done)
        table_free(&out->table);
    return done;
}

bool disclosure_add_up(const struct table *raw, const struct release_spec *s, struct table *out,
                       struct err *e) {
    struct arena scratch = {0};
    struct tabulated counts;
    bool done = tabulate(raw, s, &counts, &scratch, e);
    if (done)
        *out = counts.table;
    arena_free(&scratch);
    return done;
}
