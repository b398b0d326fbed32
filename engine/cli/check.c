/* foistat check: what others could work out of the counts that a table hides. It names cells and
 * totals, never what is behind them: the answer can be shown to whoever made the table. */
#include <math.h>
#include <string.h>

#include "cli/outputs.h"
#include "cli/source_word.h"
#include "data/group.h"
#include "data/sums.h"
#include "disclosure/disclosure.h"

enum { FOUND_COUNT, FOUND_ROW, FOUND_KNOWN, FOUND_TOTALS, FOUND_COLUMNS };
enum { HIDE_COUNT, HIDE_ROW, HIDE_COLUMNS };

struct look {
    const struct table *t;
    struct arena a;
    size_t n_by;
    const char **by; /* the columns that name a row */
    size_t n_hidden;
    struct attainable *hidden;
    size_t n_found;
    const struct attainable **found; /* of them those that are not as hidden as they seem */
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to check the table");
}

/* Says the mark where it stands more than what follows from the rest? Where it says nothing, five
 * values side by side are thought to be enough. */
static bool is_found(const struct attainable *x) {
    double width = x->upper - x->lower, said = x->given_upper - x->given_lower;
    if (x->given_lower == x->given_upper)
        return false;
    return isfinite(said) ? width < said : width < policies[0].width;
}

static bool attack(struct look *k, struct err *e) {
    k->by = sums_others(k->t, NULL, &k->a, &k->n_by);
    if (k->by == NULL)
        return no_memory(e);
    if (!disclosure_attack(k->t, &k->a, &k->hidden, &k->n_hidden, e))
        return false;
    k->found = arena_alloc(&k->a, k->n_hidden, sizeof *k->found);
    if (k->found == NULL)
        return no_memory(e);
    for (size_t i = 0; i < k->n_hidden; i++) {
        if (is_found(&k->hidden[i]))
            k->found[k->n_found++] = &k->hidden[i];
    }
    return true;
}

static bool put_text(struct table *t, size_t column, size_t row, const char *text, struct err *e) {
    struct column *c = &t->column[column];
    c->code[row] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
    return c->code[row] >= 0 || no_memory(e);
}

/* Puts what 'text' has gathered, and frees it. */
static bool put_gathered(struct table *t, size_t column, size_t row, struct buf *text,
                         struct err *e) {
    bool done =
        text->failed ? no_memory(e) : put_text(t, column, row, text->n > 0 ? text->text : "", e);
    buf_free(text);
    return done;
}

static bool put_row_name(const struct look *k, struct table *t, size_t column, size_t row,
                         size_t of, struct err *e) {
    struct buf name = {0};
    group_name(k->t, k->by, k->n_by, of, &name);
    return put_gathered(t, column, row, &name, e);
}

static bool is_part(const struct sums *s, size_t row) {
    for (size_t i = 0; i < s->n; i++) {
        bool in = s->rule[i].total == row;
        for (size_t k = 0; !in && k < s->rule[i].n; k++)
            in = s->rule[i].part[k] == row;
        if (in)
            return true;
    }
    return false;
}

/* The totals that the row is a part of: "Total" of group, "England" of area. */
static bool put_totals(struct look *k, struct table *t, size_t row, size_t of, struct err *e) {
    struct buf text = {0};
    for (size_t i = 0; i < k->t->n_columns; i++) {
        const struct column *c = &k->t->column[i];
        const char *total = c->field.type == COLUMN_LABEL ? sums_total_label(c) : NULL;
        struct sums s = {.arena = &k->a};
        size_t n_by;
        const char **by = total != NULL ? sums_others(k->t, c->field.name, &k->a, &n_by) : NULL;
        if (by == NULL)
            continue;
        if (!sums_find(&s, k->t, c->field.name, total, by, n_by, e)) {
            buf_free(&text);
            return false;
        }
        if (is_part(&s, of))
            buf_addf(&text, "%s\"%s\" of %s", text.n > 0 ? ", " : "", total, c->field.name);
    }
    buf_puts(&text, text.n == 0 ? "the columns beside it" : "");
    return put_gathered(t, FOUND_TOTALS, row, &text, e);
}

static bool new_table(struct table *t, const char *name, const char *const *names,
                      const char *const *titles, size_t n, size_t rows, struct err *e) {
    if (!table_new(t, name, rows, n, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct field f = {
            .name = names[i], .title = titles[i], .type = COLUMN_LABEL, .decimals = -1};
        if (!column_labels(&t->column[i], &t->arena, &f, rows, e))
            return false;
    }
    return true;
}

static bool put_found(struct look *k, struct table *t, struct err *e) {
    static const char *const names[] = {"column", "row", "known", "by"};
    static const char *const titles[] = {"Column", "Hidden count", "Can be worked out",
                                         "From the totals"};
    if (!new_table(t, "found", names, titles, FOUND_COLUMNS, k->n_found, e))
        return false;
    for (size_t i = 0; i < k->n_found; i++) {
        const struct attainable *x = k->found[i];
        const char *known = x->lower == x->upper ? "exactly" : "more closely than its mark says";
        if (!put_text(t, FOUND_COUNT, i, k->t->column[x->column].field.name, e) ||
            !put_row_name(k, t, FOUND_ROW, i, x->row, e) ||
            !put_text(t, FOUND_KNOWN, i, known, e) || !put_totals(k, t, i, x->row, e))
            return false;
    }
    return true;
}

/* The rules that the table seems to be made under: the largest count that a mark stands for. */
static struct policy likely_policy(const struct look *k) {
    struct policy p = policies[0];
    double most = 0;
    for (size_t i = 0; i < k->n_hidden; i++) {
        if (isfinite(k->hidden[i].given_upper))
            most = fmax(most, k->hidden[i].given_upper);
    }
    if (most > 0)
        p.threshold = p.width = most;
    return p;
}

/* Which cells of the column are hidden in a table that is safe, and shown in this one? */
static bool is_to_hide(const struct look *k, const struct table *safe, size_t column, size_t row) {
    const struct column *c = &k->t->column[column];
    const struct column *s = table_column(safe, c->field.name);
    return s != NULL && c->field.type == COLUMN_NUMBER && column_mark(c, row) == MARK_OK &&
           column_mark(s, row) == MARK_SUPPRESSED;
}

static bool put_hide(struct look *k, const struct table *safe, struct document *d, struct err *e) {
    static const char *const names[] = {"column", "row"};
    static const char *const titles[] = {"Column", "Count to hide as well"};
    size_t n = 0, row = 0;
    for (size_t i = 0; i < k->t->n_columns * k->t->n_rows; i++)
        n += is_to_hide(k, safe, i / k->t->n_rows, i % k->t->n_rows);
    if (n == 0)
        return true;
    struct part *p = document_add(d, PART_TABLE, e);
    if (p == NULL || !new_table(&p->table, "hide", names, titles, HIDE_COLUMNS, n, e))
        return false;
    p->title = "Hidden as well, these would keep the others hidden";
    for (size_t i = 0; i < k->t->n_columns * k->t->n_rows; i++) {
        size_t column = i / k->t->n_rows, of = i % k->t->n_rows;
        if (!is_to_hide(k, safe, column, of))
            continue;
        if (!put_text(&p->table, HIDE_COUNT, row, k->t->column[column].field.name, e) ||
            !put_row_name(k, &p->table, HIDE_ROW, row++, of, e))
            return false;
    }
    return true;
}

/* What else would have to be hidden, if that helps. */
static bool suggest(struct look *k, struct document *d, struct err *e) {
    struct policy p = likely_policy(k);
    struct release safe = {0};
    struct err ignored = {0};
    bool done = true;
    if (disclosure_release(k->t, &(struct release_spec){0}, &p, NULL, 0, &safe, &ignored) &&
        safe.record.audit != AUDIT_FAILED)
        done = put_hide(k, &safe.table, d, e);
    release_free(&safe);
    return done;
}

static bool put_summary(const struct look *k, const char *path, struct document *d, struct err *e) {
    struct buf text = {0};
    const char *what = k->n_hidden == 1 ? "count" : "counts";
    if (k->n_hidden == 0)
        buf_addf(&text, "%s: no count is hidden", path);
    else if (k->n_found == 0)
        buf_addf(&text, "%s: %zu hidden %s, none of which can be worked out", path, k->n_hidden,
                 what);
    else
        buf_addf(&text, "%s: %zu hidden %s, %zu of which can be worked out", path, k->n_hidden,
                 what, k->n_found);
    d->title = text.failed ? NULL : arena_string(&d->arena, text.text);
    buf_free(&text);
    return d->title != NULL || no_memory(e);
}

static bool report(struct look *k, const char *path, struct document *d, struct err *e) {
    if (!put_summary(k, path, d, e) || k->n_found == 0)
        return d->title != NULL;
    struct part *p = document_add(d, PART_TABLE, e);
    return p != NULL && put_found(k, &p->table, e) && suggest(k, d, e);
}

/* In the worker. */
static bool work(void *data, const struct files *files, struct document *d, struct err *e) {
    struct opened o;
    struct table t = {0};
    struct read_report ignored;
    if (!source_word_open(data, files, &o, e))
        return false;
    struct look k = {.t = &t};
    bool done = source_word_read(&o, &t, &ignored, e) && attack(&k, e) && report(&k, o.path, d, e);
    source_word_close(&o);
    arena_free(&k.a);
    table_free(&t);
    return done;
}

/* The title, and the tables of what was found; nothing about a run, since there is none. */
static bool print(const struct invocation *v, const struct document *d, struct err *e) {
    struct report_info info = {.engine_version = FOISTAT_VERSION, .only_parts = true};
    return outputs_print(v->out, d, &info, option_given(v, "json"), e);
}

int check_command(const struct invocation *v) {
    struct document d = {0};
    struct err e = {0};
    bool json = option_given(v, "json");
    if (v->n_words == 0)
        fail(&e, ERR_USAGE, "check needs a file or a dataset");
    bool done = v->n_words > 0 && source_word_run(work, v, false, &d, &e) && print(v, &d, &e);
    int code = !done           ? report_error(&e, false, json ? v->out : NULL)
               : d.n_parts > 0 ? EXIT_FINDINGS
                               : EXIT_OK;
    document_free(&d);
    return code;
}
