#include "run/wire.h"

#include <string.h>

#include "run/wire_format.h"

static void put_byte(struct buf *out, unsigned x) {
    char byte = (char)(unsigned char)x;
    buf_add(out, &byte, 1);
}

static void put_size(struct buf *out, size_t x) {
    uint64_t wide = x;
    buf_add(out, (const char *)&wide, sizeof wide);
}

static void put_double(struct buf *out, double x) {
    buf_add(out, (const char *)&x, sizeof x);
}

/* n bytes of text. A text of 4 GiB can't be described, and would exceed the limit anyway. */
static void put_bytes(struct buf *out, const char *text, size_t n) {
    uint32_t length = n < WIRE_NO_TEXT ? (uint32_t)n : WIRE_NO_TEXT - 1;
    buf_add(out, (const char *)&length, sizeof length);
    size_t done = 0;
    for (size_t good; !utf8_valid(text + done, n - done, &good);) {
        buf_add(out, text + done, good);
        buf_add(out, "?", 1);
        done += good + 1;
    }
    buf_add(out, text + done, n - done);
}

static void put_text(struct buf *out, const char *text) {
    uint32_t none = WIRE_NO_TEXT;
    if (text == NULL)
        buf_add(out, (const char *)&none, sizeof none);
    else
        put_bytes(out, text, strlen(text));
}

static void put_labels_of(struct buf *out, const struct labels *l) {
    put_size(out, l->n);
    for (size_t i = 0; i < l->n; i++)
        put_text(out, l->label[i]);
}

static void put_field(struct buf *out, const struct field *f) {
    const char *const text[] = {f->name,   f->title,   f->unit,       f->description,
                                f->totals, f->measure, f->comparator, f->denominator};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        put_text(out, text[i]);
    put_byte(out, f->type);
    put_byte(out, f->role);
    put_byte(out, f->additive);
    put_double(out, f->conf_level);
    put_byte(out, f->count);
    put_byte(out, (unsigned)(f->decimals + 1));
    put_labels_of(out, &f->unknown);
}

/* Whether there is an array, and its bytes. */
static void put_array(struct buf *out, const void *array, size_t n, size_t size) {
    put_byte(out, array != NULL);
    if (array != NULL)
        buf_add(out, array, n * size);
}

static void put_labels(struct buf *out, const struct column *c) {
    put_size(out, c->dictionary->n);
    for (size_t i = 0; i < c->dictionary->n; i++)
        put_text(out, c->dictionary->text[i]);
    buf_add(out, (const char *)c->code, c->n * sizeof *c->code);
}

static void put_column(struct buf *out, const struct column *c) {
    put_field(out, &c->field);
    put_array(out, c->mark, c->n, sizeof *c->mark);
    if (c->field.type == COLUMN_LABEL) {
        put_labels(out, c);
        return;
    }
    buf_add(out, (const char *)c->value, c->n * sizeof *c->value);
    put_array(out, c->lo, c->n, sizeof *c->lo);
    put_array(out, c->hi, c->n, sizeof *c->hi);
}

static void put_source(struct buf *out, const struct source *s) {
    const char *const text[] = {s->dataset, s->title, s->body,   s->request,
                                s->date,    s->path,  s->licence};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        put_text(out, text[i]);
    put_byte(out, s->published);
}

static void put_check(struct buf *out, const struct check *c) {
    put_text(out, c->code);
    put_byte(out, c->state);
    put_text(out, c->text);
    put_text(out, c->dataset);
    put_size(out, c->rows);
    put_size(out, c->found);
    put_size(out, c->brief);
}

static void put_note(struct buf *out, const struct note *n) {
    put_text(out, n->text);
    put_labels_of(out, &n->columns);
    put_text(out, n->where);
    put_labels_of(out, &n->labels);
    put_text(out, n->from);
    put_labels_of(out, &n->marks);
    put_byte(out, n->general);
}

static void put_break(struct buf *out, const struct series_break *b) {
    put_text(out, b->field);
    put_text(out, b->from);
    put_text(out, b->why);
}

static void put_table(struct buf *out, const struct table *t) {
    put_byte(out, t->n_columns > 0);
    if (t->n_columns == 0)
        return;
    put_text(out, t->name);
    put_size(out, t->n_rows);
    put_size(out, t->undefined);
    put_size(out, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        put_column(out, &t->column[i]);
    put_size(out, t->n_sources);
    for (size_t i = 0; i < t->n_sources; i++)
        put_source(out, &t->source[i]);
    put_size(out, t->n_checks);
    for (size_t i = 0; i < t->n_checks; i++)
        put_check(out, &t->check[i]);
    put_size(out, t->n_notes);
    for (size_t i = 0; i < t->n_notes; i++)
        put_note(out, &t->note[i]);
    put_size(out, t->n_breaks);
    for (size_t i = 0; i < t->n_breaks; i++)
        put_break(out, &t->series_break[i]);
}

static void put_drawing(struct buf *out, const struct drawing *d) {
    for (size_t i = 0; i < ROLES; i++)
        put_text(out, d->column[i]);
    put_text(out, d->axis);
    put_double(out, d->reference);
    put_text(out, d->reference_name);
    put_labels_of(out, &d->highlight);
    put_byte(out, d->logarithmic);
}

static void put_part(struct buf *out, const struct part *p) {
    put_byte(out, p->kind);
    put_text(out, p->title);
    put_text(out, p->text);
    put_table(out, &p->table);
    put_drawing(out, &p->drawing);
    if (p->kind == PART_FUNNEL)
        put_table(out, &p->curve);
}

static void put_input(struct buf *out, const struct input *in) {
    const char *const text[] = {in->name, in->path, in->sha256, in->package_sha256};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        put_text(out, text[i]);
    put_size(out, in->rows);
    put_size(out, in->columns);
    for (size_t i = 0; i < MARK_COUNT; i++)
        put_size(out, in->marks[i]);
    put_source(out, &in->source);
    put_size(out, in->n_notes);
    for (size_t i = 0; i < in->n_notes; i++)
        put_text(out, in->note[i]);
    put_size(out, in->n_repairs);
    for (size_t i = 0; i < in->n_repairs; i++)
        put_text(out, in->repair[i]);
}

void wire_put_document(const struct document *d, struct buf *out) {
    buf_add(out, wire_document_start, sizeof wire_document_start);
    put_text(out, d->title);
    put_text(out, d->subtitle);
    put_text(out, d->headline);
    put_byte(out, d->theme);
    put_size(out, d->n_parts);
    for (size_t i = 0; i < d->n_parts; i++)
        put_part(out, &d->part[i]);
    put_size(out, d->n_inputs);
    for (size_t i = 0; i < d->n_inputs; i++)
        put_input(out, &d->input[i]);
    put_size(out, d->n_checks);
    for (size_t i = 0; i < d->n_checks; i++)
        put_check(out, &d->check[i]);
    put_byte(out, d->printed != NULL);
    if (d->printed != NULL)
        put_bytes(out, d->printed, d->n_printed);
}

void wire_put_err(const struct err *problem, struct buf *out) {
    buf_add(out, wire_err_start, sizeof wire_err_start);
    put_byte(out, problem->id);
    put_text(out, problem->message);
    put_text(out, problem->hint);
    put_text(out, problem->file);
    put_text(out, problem->excerpt);
    put_size(out, problem->line);
    put_size(out, problem->column);
    put_size(out, problem->width);
    put_size(out, problem->caret);
}
