/* foistat describe: what is in a dataset or a CSV file, read in a worker like a script's data. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "cli/allow.h"
#include "cli/outputs.h"
#include "cli/source_word.h"
#include "data/input.h"
#include "data/wording.h"
#include "run/roots.h"

static const char *type_of(const struct column *c) {
    if (c->field.type == COLUMN_LABEL)
        return "label";
    return c->field.count ? "count" : "number";
}

/* "0 to 5,352" or "6 labels: White, Asian/Asian British, ..." */
static void describe_cells(const struct column *c, struct buf *out) {
    if (c->field.type == COLUMN_LABEL) {
        char label[WORDING_CLIP];
        buf_addf(out, "%zu label%s: ", c->dictionary->n, c->dictionary->n == 1 ? "" : "s");
        for (size_t i = 0; i < c->dictionary->n && i < 4; i++)
            buf_addf(out, "%s%s", i > 0 ? ", " : "", wording_clip(c->dictionary->text[i], label));
        buf_puts(out, c->dictionary->n > 4 ? ", ..." : "");
        return;
    }
    double low = NAN, high = NAN;
    for (size_t i = 0; i < c->n; i++) {
        if (column_mark(c, i) == MARK_OK) {
            low = fmin(low, c->value[i]);
            high = fmax(high, c->value[i]);
        }
    }
    char low_text[NUM_TEXT_SIZE], high_text[NUM_TEXT_SIZE];
    num_text12(low, low_text);
    num_text12(high, high_text);
    buf_addf(out, isnan(low) ? "no numbers" : "%s to %s", low_text, high_text);
}

/* "4 blank, 2 suppressed"; "none". */
static void describe_marks(const struct column *c, struct buf *out) {
    size_t counts[MARK_COUNT], before = out->n;
    column_count_marks(c, counts);
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (counts[m] > 0)
            buf_addf(out, "%s%zu %s", out->n > before ? ", " : "", counts[m],
                     mark_name((enum mark)m));
    }
    if (out->n == before)
        buf_puts(out, "none");
}

enum { ABOUT_NAME, ABOUT_TITLE, ABOUT_TYPE, ABOUT_CELLS, ABOUT_MISSING, ABOUT_COUNT };

static bool put_label(struct table *t, size_t column, size_t row, const char *text, struct err *e) {
    struct column *c = &t->column[column];
    c->code[row] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
    return c->code[row] >= 0 || fail(e, ERR_NOMEM, "no memory for the description");
}

static bool put_column(struct table *about, size_t row, const struct column *c, struct err *e) {
    struct buf cells = {0}, marks = {0};
    describe_cells(c, &cells);
    describe_marks(c, &marks);
    const struct field *f = &c->field;
    bool done = !cells.failed && !marks.failed && put_label(about, ABOUT_NAME, row, f->name, e) &&
                put_label(about, ABOUT_TITLE, row, f->title != NULL ? f->title : "", e) &&
                put_label(about, ABOUT_TYPE, row, type_of(c), e) &&
                put_label(about, ABOUT_CELLS, row, cells.text, e) &&
                put_label(about, ABOUT_MISSING, row, marks.text, e);
    buf_free(&cells);
    buf_free(&marks);
    return done;
}

/* A table about the table: one row a column. */
static bool describe_columns(const struct table *t, struct table *about, struct err *e) {
    static const char *const names[] = {"column", "title", "type", "cells", "missing"};
    static const char *const titles[] = {"Column", "Title", "Type", "Cells", "Missing"};
    if (!table_new(about, "columns", t->n_columns, ABOUT_COUNT, e))
        return false;
    for (size_t i = 0; i < ABOUT_COUNT; i++) {
        struct field f = {
            .name = names[i], .title = titles[i], .type = COLUMN_LABEL, .decimals = -1};
        if (!column_labels(&about->column[i], &about->arena, &f, t->n_columns, e))
            return false;
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!put_column(about, i, &t->column[i], e))
            return false;
    }
    for (size_t i = 0; i < t->n_notes; i++) {
        if (!table_add_note(about, t->note[i].text, e))
            return false;
    }
    return true;
}

static bool describe_table(const char *name, const struct opened *o, const struct table *t,
                           const struct read_report *report, struct document *d, struct err *e) {
    char title[FILES_PATH_SIZE + 64];
    snprintf(title, sizeof title, "%s: %zu rows, %zu columns", o->path, t->n_rows, t->n_columns);
    d->title = arena_string(&d->arena, title);
    if (!input_record(d, name, o, t, report, e))
        return false;
    struct part *p = document_add(d, PART_TABLE, e);
    return p != NULL && describe_columns(t, &p->table, e);
}

/* In the worker. */
static bool work(void *data, const struct files *files, struct document *d, struct err *e) {
    const struct source_word *w = data;
    struct opened o;
    if (!source_word_open(w, files, &o, e))
        return false;
    struct table t = {0};
    struct read_report report = {0};
    bool done =
        source_word_read(&o, &t, &report, e) && describe_table(w->word, &o, &t, &report, d, e);
    table_free(&t);
    source_word_close(&o);
    return done;
}

static bool list_datasets(const struct roots *r, FILE *out, struct err *e) {
    struct arena a = {0};
    const char **names = roots_list(r, &a);
    if (names == NULL)
        return fail(e, ERR_NOMEM, "no memory for the list of datasets");
    for (size_t i = 0; names[i] != NULL; i++)
        fprintf(out, "%s\n", names[i]);
    if (names[0] == NULL)
        fprintf(stderr,
                "No datasets found. Name their folder with --datasets DIR or FOISTAT_DATASETS.\n");
    arena_free(&a);
    return true;
}

static bool list_all(const struct invocation *v, struct err *e) {
    struct roots_options o = {0};
    struct roots r = {0};
    o.n_folders = option_values(v, "datasets", &o.folder);
    bool done = roots_open(&r, &o, e) && list_datasets(&r, v->out, e);
    roots_close(&r);
    return done;
}

static bool describe_data(const struct invocation *v, struct err *e) {
    struct document d = {0};
    struct report_info info = {.engine_version = FOISTAT_VERSION};
    bool done = source_word_run(work, v, true, &d, e) &&
                outputs_print(v->out, &d, &info, option_given(v, "json"), e);
    document_free(&d);
    return done;
}

int describe_command(const struct invocation *v) {
    struct err e = {0};
    bool done = v->n_words == 0 ? list_all(v, &e) : describe_data(v, &e);
    return done ? EXIT_OK : report_error(&e, false, option_given(v, "json") ? v->out : NULL);
}
