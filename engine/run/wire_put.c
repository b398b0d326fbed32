#include "run/wire.h"

#include <string.h>

#include "run/wire_format.h"
#include "run/wire_writer.h"

static void put_field(struct buf *out, const struct field *f) {
    const char *const text[] = {f->name,    f->title,   f->unit,       f->description, f->totals,
                                f->measure, f->meaning, f->comparator, f->denominator};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        put_text(out, text[i]);
    put_byte(out, f->type);
    put_byte(out, f->role);
    put_byte(out, f->additive);
    put_byte(out, f->timing);
    put_double(out, f->conf_level);
    put_byte(out, f->count);
    put_byte(out, (unsigned)(f->decimals + 1));
    const struct labels *const labels[] = {&f->unknown, &f->stock, &f->flow, &f->part,
                                           &f->part_covers};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        put_labels(out, labels[i]);
}

static void put_label_cells(struct buf *out, const struct column *c) {
    put_size(out, c->dictionary->n);
    for (size_t i = 0; i < c->dictionary->n; i++)
        put_text(out, c->dictionary->text[i]);
    buf_add(out, (const char *)c->code, c->n * sizeof *c->code);
}

static void put_column(struct buf *out, const struct column *c) {
    put_field(out, &c->field);
    put_array(out, c->mark, c->n, sizeof *c->mark);
    if (c->field.type == COLUMN_LABEL) {
        put_label_cells(out, c);
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
    put_labels(out, &n->columns);
    put_text(out, n->where);
    put_labels(out, &n->labels);
    put_text(out, n->from);
    put_labels(out, &n->marks);
    put_byte(out, n->general);
}

static void put_break(struct buf *out, const struct series_break *b) {
    put_text(out, b->field);
    put_text(out, b->from);
    put_text(out, b->why);
}

/* Where rows stand in their file; most tables have none that repeat others. */
static void put_repeats(struct buf *out, const struct table *t) {
    put_byte(out, t->repeat != NULL);
    for (size_t i = 0; t->repeat != NULL && i < t->n_rows; i++) {
        put_text(out, t->repeat[i].file);
        put_size(out, t->repeat[i].line);
        put_size(out, t->repeat[i].of);
    }
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
    put_repeats(out, t);
}

static void put_drawing(struct buf *out, const struct drawing *d) {
    for (size_t i = 0; i < ROLES; i++)
        put_text(out, d->column[i]);
    put_text(out, d->axis);
    put_double(out, d->reference);
    put_text(out, d->reference_name);
    put_labels(out, &d->highlight);
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
    const char *const text[] = {in->name, in->path};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        put_text(out, text[i]);
    put_size(out, in->number);
    put_size(out, in->bytes);
    put_byte(out, in->released);
    put_size(out, in->rows);
    put_size(out, in->columns);
    for (size_t i = 0; i < MARK_COUNT; i++)
        put_size(out, in->marks[i]);
    put_source(out, &in->source);
    put_texts(out, in->note, in->n_notes);
    put_texts(out, in->repair, in->n_repairs);
}

void wire_put_policy(struct buf *out, const struct policy *p) {
    put_text(out, p->name);
    put_text(out, p->source);
    const double rules[] = {p->threshold, p->round, p->width};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        put_double(out, rules[i]);
    put_byte(out, p->zeros);
    put_byte(out, p->midpoint);
}

static void put_disclosure(struct buf *out, const struct disclosure_record *d) {
    put_text(out, d->source);
    put_text(out, d->rows);
    wire_put_policy(out, &d->policy);
    const size_t counts[] = {d->counts, d->small, d->others, d->given, d->exposed, d->earlier};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        put_size(out, counts[i]);
    put_byte(out, d->optimal);
    put_byte(out, d->audit);
    put_double(out, d->narrowest);
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
    put_size(out, d->n_disclosures);
    for (size_t i = 0; i < d->n_disclosures; i++)
        put_disclosure(out, &d->disclosure[i]);
    put_size(out, d->n_seeds);
    for (size_t i = 0; i < d->n_seeds; i++) {
        put_double(out, d->seed[i].seed);
        put_double(out, d->seed[i].draws);
    }
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
