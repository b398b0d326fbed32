/* The message from the worker to the parent: nothing is lost, and nothing hostile gets through. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/wire.h"

#include "unit/random.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static const char *const not_known[] = {"Refused", "Not yet obtained"};

static const char *const early[] = {"2021 (part)"};
static const char *const covers[] = {"1 January to 5 March"};

static struct field field(const char *name) {
    return (struct field){.name = name,
                          .title = "T\xC3\xA9st",
                          .unit = "per 10,000",
                          .role = ROLE_UNIT,
                          .additive = NOT_ADDITIVE_ALTERNATIVE,
                          .totals = "Grand Total",
                          .timing = TIMING_FLOW,
                          .unknown = {2, not_known},
                          .stock = {1, not_known},
                          .flow = {2, not_known},
                          .part = {1, early},
                          .part_covers = {1, covers},
                          .meaning = "how many of 10,000",
                          .comparator = "",
                          .conf_level = 0.95,
                          .count = true,
                          .decimals = -1};
}

static void fill_table(struct table *t) {
    struct err e = {0};
    static const struct source source = {.dataset = "d", .date = "2017", .published = true};
    static const struct check check = {"C103", CHECK_FAILED, "-5, -3 and -2", "help", 99, 3, 6};
    assert_true(table_new(t, "early_help", 4, 2, &e));
    struct field group = field("group"), rate = field("rate");
    rate.decimals = 12;
    struct column *g = &t->column[0], *r = &t->column[1];
    assert_true(column_labels(g, &t->arena, &group, 4, &e));
    assert_int_equal(dictionary_add(g->dictionary, &t->arena, (struct span){"White", 5}), 0);
    assert_int_equal(dictionary_add(g->dictionary, &t->arena, (struct span){"", 0}), 1);
    g->code[0] = 1;
    g->code[1] = g->code[3] = 0;
    assert_true(column_set_mark(g, &t->arena, 2, MARK_BLANK, NAN, NAN, &e));
    assert_true(column_numbers(r, &t->arena, &rate, 4, &e));
    r->value[0] = 0.1 + 0.2;
    r->value[1] = -INFINITY;
    assert_true(column_set_mark(r, &t->arena, 2, MARK_SUPPRESSED, 1, 4, &e));
    assert_true(column_set_mark(r, &t->arena, 3, MARK_UNDEFINED, NAN, NAN, &e));
    t->source = &source;
    t->n_sources = 1;
    t->check = &check;
    t->n_checks = 1;
    t->undefined = 1;
    static const struct repeat repeats[] = {
        {"a.csv", 2, 1}, {"a.csv", 3, 0}, {"a.csv", 4, 1}, {NULL, 0, 0}};
    t->repeat = repeats;
    assert_true(table_add_note(t, "Cases, not children.", &e));
    static const char *const names[] = {"group", "rate"};
    const struct note scoped[] = {{.text = "Of two.", .columns = {2, names}},
                                  {.text = "Of rows.", .where = "group", .labels = {1, names}},
                                  {.text = "Break.", .where = "group", .from = "2021"},
                                  {.text = "Cells.", .marks = {1, names}},
                                  {.text = "Background.", .general = true}};
    for (size_t i = 0; i < sizeof scoped / sizeof *scoped; i++)
        assert_true(table_add(t, &scoped[i], &e));
}

static void fill_every_kind(struct document *d) {
    struct err e = {0};
    for (int kind = PART_HEADING; kind < PART_KINDS; kind++) {
        struct part *p = document_add(d, (enum part_kind)kind, &e);
        assert_non_null(p);
        p->text = kind == PART_TEXT ? "# Text\n" : NULL;
    }
    fill_table(&d->part[PART_TABLE].table);
}

static struct part *add_chart(struct document *d, enum part_kind kind) {
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    assert_non_null(p);
    fill_table(&p->table);
    return p;
}

static void fill_forest(struct document *d) {
    static const char *const highlight[] = {"Leeds", ""};
    struct part *p = add_chart(d, PART_FOREST);
    p->title = "Ratios";
    p->drawing = (struct drawing){.column[ROLE_LABEL] = "group",
                                  .column[ROLE_VALUE] = "rate",
                                  .column[ROLE_LOWER] = NULL,
                                  .column[ROLE_UPPER] = "",
                                  .reference = 1,
                                  .reference_name = "England",
                                  .highlight = {2, highlight},
                                  .logarithmic = true,
                                  .axis = "Ratio"};
}

static void fill_funnel(struct document *d) {
    struct part *p = add_chart(d, PART_FUNNEL);
    fill_table(&p->curve);
    p->drawing = (struct drawing){.column[ROLE_LABEL] = "group",
                                  .column[ROLE_VALUE] = "rate",
                                  .column[ROLE_X] = "rate",
                                  .column[ROLE_POSITION] = "group",
                                  .column[ROLE_CHANCE_LOWER + 0] = "a",
                                  .column[ROLE_CHANCE_LOWER + 1] = "b",
                                  .column[ROLE_CHANCE_LOWER + 2] = "c",
                                  .column[ROLE_CHANCE_LOWER + 3] = "d",
                                  .column[ROLE_SPREAD_LOWER + 0] = "e",
                                  .column[ROLE_SPREAD_LOWER + 1] = "",
                                  .column[ROLE_SPREAD_LOWER + 2] = NULL,
                                  .column[ROLE_SPREAD_LOWER + 3] = "h",
                                  .reference = 0.1};
}

static void fill_trend(struct document *d) {
    static const struct series_break breaks[] = {{"year", "2018", "Counted anew."},
                                                 {"group", "", "Why?"}};
    struct part *p = add_chart(d, PART_TREND);
    p->table.series_break = breaks;
    p->table.n_breaks = 2;
    p->drawing = (struct drawing){.column[ROLE_BY] = "group",
                                  .column[ROLE_VALUE] = "rate",
                                  .column[ROLE_UPPER] = "",
                                  .column[ROLE_SERIES] = "group"};
}

static void fill_input(struct document *d) {
    static const char *repairs[] = {"2 title rows above the header were skipped"};
    struct err e = {0};
    struct input *in = document_add_input(d, &e);
    in->name = "leicester";
    in->path = "datasets/leicester/x.csv";
    in->number = 3;
    in->bytes = 4096;
    in->released = true;
    in->rows = 108;
    in->marks[MARK_BLANK] = 4;
    in->source = (struct source){.body = "Leicester City Council", .published = true};
    in->n_repairs = in->n_notes = 1;
    in->repair = in->note = repairs;
}

static void fill_disclosure(struct document *d) {
    const struct policy policy = {
        .name = "custom", .threshold = 7, .zeros = true, .round = 5, .midpoint = true, .width = 3};
    const struct disclosure_record record = {.source = "beds",
                                             .rows = "beds by year",
                                             .policy = policy,
                                             .earlier = 2,
                                             .counts = 9,
                                             .small = 2,
                                             .others = 1,
                                             .given = 4,
                                             .optimal = true,
                                             .audit = AUDIT_FAILED,
                                             .exposed = 1,
                                             .narrowest = 5};
    struct err e = {0};
    assert_true(document_add_disclosure(d, &record, &e));
}

static void fill_document(struct document *d) {
    struct err e = {0};
    *d = (struct document){.title = "Who?",
                           .headline = "It fell.",
                           .theme = THEME_GOV,
                           .printed = "a\tb\n",
                           .n_printed = 4};
    fill_every_kind(d);
    fill_forest(d);
    fill_funnel(d);
    fill_trend(d);
    fill_input(d);
    static const struct seed_use seeds[] = {{4294967295.0, 9999}, {1, 0}};
    d->seed = seeds;
    d->n_seeds = 2;
    assert_true(document_add_check(
        d, &(struct check){.code = "C101", .state = CHECK_NOTED, .text = "t"}, &e));
    fill_disclosure(d);
}

/* --- equality -------------------------------------------------------------------------------- */

static void same_text(const char *a, const char *b) {
    assert_int_equal(a == NULL, b == NULL);
    if (a != NULL)
        assert_string_equal(a, b);
}

static void same_double(double a, double b) {
    assert_memory_equal(&a, &b, sizeof a);
}

static void same_source(const struct source *a, const struct source *b) {
    same_text(a->dataset, b->dataset);
    same_text(a->title, b->title);
    same_text(a->body, b->body);
    same_text(a->request, b->request);
    same_text(a->date, b->date);
    same_text(a->path, b->path);
    same_text(a->licence, b->licence);
    assert_int_equal(a->published, b->published);
}

static void same_check(const struct check *a, const struct check *b) {
    same_text(a->code, b->code);
    same_text(a->text, b->text);
    same_text(a->dataset, b->dataset);
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->found, b->found);
    assert_int_equal(a->brief, b->brief);
}

static void same_labels(const struct labels *a, const struct labels *b) {
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++)
        same_text(a->label[i], b->label[i]);
}

static void same_field(const struct field *a, const struct field *b) {
    same_text(a->name, b->name);
    same_text(a->title, b->title);
    same_text(a->unit, b->unit);
    same_text(a->description, b->description);
    same_text(a->totals, b->totals);
    same_text(a->measure, b->measure);
    same_text(a->comparator, b->comparator);
    same_text(a->denominator, b->denominator);
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->role, b->role);
    assert_int_equal(a->additive, b->additive);
    same_double(a->conf_level, b->conf_level);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->decimals, b->decimals);
    same_text(a->meaning, b->meaning);
    assert_int_equal(a->timing, b->timing);
    same_labels(&a->unknown, &b->unknown);
    same_labels(&a->stock, &b->stock);
    same_labels(&a->flow, &b->flow);
    same_labels(&a->part, &b->part);
    same_labels(&a->part_covers, &b->part_covers);
}

static void same_cells(const struct column *a, const struct column *b) {
    for (size_t i = 0; i < a->n; i++) {
        double lo[2], hi[2];
        column_bounds(a, i, &lo[0], &hi[0]);
        column_bounds(b, i, &lo[1], &hi[1]);
        assert_int_equal(column_mark(a, i), column_mark(b, i));
        same_double(lo[0], lo[1]);
        same_double(hi[0], hi[1]);
        if (a->field.type == COLUMN_NUMBER)
            same_double(a->value[i], b->value[i]);
        else
            same_text(column_label(a, i), column_label(b, i));
    }
}

static void same_note(const struct note *a, const struct note *b) {
    same_text(a->text, b->text);
    same_labels(&a->columns, &b->columns);
    same_text(a->where, b->where);
    same_labels(&a->labels, &b->labels);
    same_text(a->from, b->from);
    same_labels(&a->marks, &b->marks);
    assert_int_equal(a->general, b->general);
}

static void same_table(const struct table *a, const struct table *b) {
    same_text(a->name, b->name);
    assert_int_equal(a->n_rows, b->n_rows);
    assert_int_equal(a->n_columns, b->n_columns);
    assert_int_equal(a->undefined, b->undefined);
    assert_int_equal(a->n_sources, b->n_sources);
    assert_int_equal(a->n_checks, b->n_checks);
    assert_int_equal(a->n_notes, b->n_notes);
    for (size_t i = 0; i < a->n_columns; i++) {
        assert_int_equal(b->column[i].n, a->n_rows);
        same_field(&a->column[i].field, &b->column[i].field);
        same_cells(&a->column[i], &b->column[i]);
    }
    for (size_t i = 0; i < a->n_sources; i++)
        same_source(&a->source[i], &b->source[i]);
    for (size_t i = 0; i < a->n_checks; i++)
        same_check(&a->check[i], &b->check[i]);
    for (size_t i = 0; i < a->n_notes; i++)
        same_note(&a->note[i], &b->note[i]);
    assert_int_equal(a->n_breaks, b->n_breaks);
    for (size_t i = 0; i < a->n_breaks; i++) {
        same_text(a->series_break[i].field, b->series_break[i].field);
        same_text(a->series_break[i].from, b->series_break[i].from);
        same_text(a->series_break[i].why, b->series_break[i].why);
    }
    assert_int_equal(a->repeat == NULL, b->repeat == NULL);
    for (size_t i = 0; a->repeat != NULL && i < a->n_rows; i++) {
        same_text(a->repeat[i].file, b->repeat[i].file);
        assert_int_equal(a->repeat[i].line, b->repeat[i].line);
        assert_int_equal(a->repeat[i].of, b->repeat[i].of);
    }
}

static void same_disclosure(const struct disclosure_record *a, const struct disclosure_record *b) {
    same_text(a->source, b->source);
    same_text(a->rows, b->rows);
    same_text(a->policy.name, b->policy.name);
    same_text(a->policy.source, b->policy.source);
    same_double(a->policy.threshold, b->policy.threshold);
    same_double(a->policy.round, b->policy.round);
    same_double(a->policy.width, b->policy.width);
    assert_int_equal(a->policy.zeros, b->policy.zeros);
    assert_int_equal(a->policy.midpoint, b->policy.midpoint);
    assert_int_equal(a->counts, b->counts);
    assert_int_equal(a->small, b->small);
    assert_int_equal(a->others, b->others);
    assert_int_equal(a->given, b->given);
    assert_int_equal(a->optimal, b->optimal);
    assert_int_equal(a->audit, b->audit);
    assert_int_equal(a->exposed, b->exposed);
    assert_int_equal(a->earlier, b->earlier);
    same_double(a->narrowest, b->narrowest);
}

static void same_part(const struct part *a, const struct part *b) {
    assert_int_equal(a->kind, b->kind);
    same_text(a->name, b->name);
    same_text(a->title, b->title);
    same_text(a->text, b->text);
    same_table(&a->table, &b->table);
    same_table(&a->curve, &b->curve);
    for (int r = 0; r < ROLES; r++)
        same_text(a->drawing.column[r], b->drawing.column[r]);
    same_text(a->drawing.axis, b->drawing.axis);
    same_double(a->drawing.reference, b->drawing.reference);
    same_text(a->drawing.reference_name, b->drawing.reference_name);
    assert_int_equal(a->drawing.highlight.n, b->drawing.highlight.n);
    for (size_t i = 0; i < a->drawing.highlight.n; i++)
        same_text(a->drawing.highlight.label[i], b->drawing.highlight.label[i]);
    assert_int_equal(a->drawing.logarithmic, b->drawing.logarithmic);
}

static void same_input(const struct input *a, const struct input *b) {
    same_text(a->name, b->name);
    same_text(a->path, b->path);
    assert_int_equal(a->number, b->number);
    assert_int_equal(a->bytes, b->bytes);
    assert_int_equal(a->released, b->released);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->columns, b->columns);
    assert_memory_equal(a->marks, b->marks, sizeof a->marks);
    same_source(&a->source, &b->source);
    assert_int_equal(a->n_notes, b->n_notes);
    for (size_t i = 0; i < a->n_notes; i++)
        same_text(a->note[i], b->note[i]);
    assert_int_equal(a->n_repairs, b->n_repairs);
    for (size_t i = 0; i < a->n_repairs; i++)
        same_text(a->repair[i], b->repair[i]);
}

static void same_document(const struct document *a, const struct document *b) {
    same_text(a->title, b->title);
    same_text(a->subtitle, b->subtitle);
    same_text(a->headline, b->headline);
    assert_int_equal(a->theme, b->theme);
    assert_int_equal(a->n_parts, b->n_parts);
    assert_int_equal(a->n_inputs, b->n_inputs);
    assert_int_equal(a->n_checks, b->n_checks);
    assert_int_equal(a->n_printed, b->n_printed);
    for (size_t i = 0; i < a->n_parts; i++)
        same_part(&a->part[i], &b->part[i]);
    for (size_t i = 0; i < a->n_inputs; i++)
        same_input(&a->input[i], &b->input[i]);
    for (size_t i = 0; i < a->n_checks; i++)
        same_check(&a->check[i], &b->check[i]);
    assert_int_equal(a->n_disclosures, b->n_disclosures);
    for (size_t i = 0; i < a->n_disclosures; i++)
        same_disclosure(&a->disclosure[i], &b->disclosure[i]);
    assert_int_equal(a->n_seeds, b->n_seeds);
    for (size_t i = 0; i < a->n_seeds; i++) {
        same_double(a->seed[i].seed, b->seed[i].seed);
        same_double(a->seed[i].draws, b->seed[i].draws);
    }
    assert_memory_equal(a->printed, b->printed, a->n_printed);
}

static void test_document_grows(void **state) {
    (void)state;
    struct err e = {0};
    struct document d = {0};
    struct check c = {.code = "C101", .state = CHECK_PASSED, .text = "first"};
    for (int i = 0; i < 40; i++) {
        assert_non_null(document_add(&d, i % 2 == 0 ? PART_TABLE : PART_CANNOT, &e));
        document_add_input(&d, &e)->rows = (size_t)i;
        char text[20];
        snprintf(text, sizeof text, "%d", i % 20);
        c.text = text;
        assert_true(document_add_check(&d, &c, &e));
    }
    assert_int_equal(d.n_checks, 20); /* each once */
    assert_string_equal(d.check[3].text, "3");
    assert_string_equal(d.part[0].name, "table-1");
    assert_string_equal(d.part[39].name, "cannot-20");
    assert_int_equal(d.input[7].rows, 7);
    document_free(&d);
    document_free(&d);
    assert_int_equal(d.n_parts, 0);
}

/* --- documents ------------------------------------------------------------------------------- */

static void test_document_comes_back_equal(void **state) {
    (void)state;
    struct err e = {0};
    struct document d, back;
    struct buf out = {0};
    fill_document(&d);
    wire_put_document(&d, &out);
    assert_false(out.failed);
    assert_true(wire_get_document(out.text, out.n, &back, &e));
    same_document(&d, &back);
    assert_string_equal(back.part[PART_KINDS].name, "forest-2");
    assert_string_equal(back.part[PART_KINDS + 1].name, "funnel-2");
    assert_string_equal(back.part[PART_KINDS + 2].name, "trend-2");
    document_free(&back);
    document_free(&d);
    out.n = 0;
    d = (struct document){0};
    wire_put_document(&d, &out);
    assert_true(wire_get_document(out.text, out.n, &back, &e));
    assert_null(back.title);
    assert_null(back.printed);
    document_free(&back);
    buf_free(&out);
}

static void refuse(const void *bytes, size_t n, enum err_id id, const char *message) {
    struct err e = {0};
    struct document d;
    assert_false(wire_get_document(bytes, n, &d, &e));
    assert_int_equal(e.id, id);
    assert_non_null(strstr(e.message, message));
    assert_int_equal(d.n_parts, 0);
    assert_null(d.arena.head);
}

static void test_every_truncation_is_refused(void **state) {
    (void)state;
    struct document d;
    struct buf out = {0};
    fill_document(&d);
    wire_put_document(&d, &out);
    for (size_t n = 0; n < out.n; n++) {
        char *exact = malloc(n + (n == 0)); /* so that the sanitizer sees a byte too far */
        memcpy(exact, out.text, n);
        refuse(exact, n, ERR_INTERNAL, "malformed");
        free(exact);
    }
    buf_add(&out, "", 1);
    refuse(out.text, out.n, ERR_INTERNAL, "something follows its end");
    document_free(&d);
    buf_free(&out);
}

/* What a table says, read as the report will read it: a sanitizer would see a wrong code. */
static double touch(const struct table *t) {
    double sum = 0;
    struct buf csv = {0};
    table_write_csv(t, &csv);
    for (size_t i = 0; i < t->n_columns; i++) {
        size_t counts[MARK_COUNT];
        column_count_marks(&t->column[i], counts);
        sum += (double)counts[MARK_OK];
    }
    buf_free(&csv);
    return sum;
}

static void mutate(char *bytes, size_t n, uint64_t *seed) {
    static const unsigned char awkward[] = {0, 1, 0x7f, 0x80, 0xc2, 0xff};
    size_t hits = 1 + next_random(seed) % 3;
    for (size_t i = 0; i < hits; i++) {
        size_t at = next_random(seed) % n;
        uint64_t x = next_random(seed);
        if (x % 3 == 0)
            bytes[at] = (char)awkward[(x >> 8) % sizeof awkward];
        else if (x % 3 == 1)
            bytes[at] = (char)(bytes[at] ^ (1 << ((x >> 8) % 8)));
        else
            bytes[at] = (char)(x >> 8);
    }
}

static void test_mutants_do_no_harm(void **state) {
    (void)state;
    enum { mutants = 20000 };
    struct document d;
    struct buf out = {0};
    uint64_t seed = 20170911;
    size_t accepted = 0;
    fill_document(&d);
    wire_put_document(&d, &out);
    document_free(&d);
    for (int i = 0; i < mutants; i++) {
        char *copy = malloc(out.n);
        memcpy(copy, out.text, out.n);
        mutate(copy, out.n, &seed);
        struct err e = {0};
        bool read = wire_get_document(copy, out.n, &d, &e);
        assert_true(read || e.id == ERR_INTERNAL || e.id == ERR_LIMIT_OUTPUT);
        free(copy);
        for (size_t k = 0; k < d.n_parts; k++) {
            touch(&d.part[k].table);
            touch(&d.part[k].curve);
        }
        accepted += read;
        document_free(&d);
    }
    assert_true(accepted > 0 && accepted < mutants); /* both ways were walked */
    buf_free(&out);
}

/* --- one lie at a time ----------------------------------------------------------------------- */

/* A message whose sender lies in one place. */
static void refuse_document(struct document *d, enum err_id id, const char *message) {
    struct buf out = {0};
    wire_put_document(d, &out);
    refuse(out.text, out.n, id, message);
    buf_free(&out);
}

static void test_lies_about_cells(void **state) {
    (void)state;
    struct document d;
    fill_document(&d);
    struct table *t = &d.part[PART_TABLE].table;
    struct column *g = &t->column[0], *r = &t->column[1];
    g->code[0] = 2;
    refuse_document(&d, ERR_INTERNAL, "no such label");
    g->code[0] = -2;
    refuse_document(&d, ERR_INTERNAL, "no such label");
    g->code[0] = -1;
    refuse_document(&d, ERR_INTERNAL, "contradict");
    g->code[0] = 1;
    g->code[2] = 1; /* a label behind a mark */
    refuse_document(&d, ERR_INTERNAL, "contradict");
    g->code[2] = -1;
    g->dictionary->text[1] = "White";
    refuse_document(&d, ERR_INTERNAL, "a label occurs twice");
    g->dictionary->text[1] = "";
    r->value[2] = 3; /* the suppressed number itself */
    refuse_document(&d, ERR_INTERNAL, "a marked cell has a number");
    r->value[2] = NAN;
    r->value[0] = NAN;
    refuse_document(&d, ERR_INTERNAL, "a cell without a mark has no number");
    r->value[0] = 1;
    r->lo[2] = 5;
    refuse_document(&d, ERR_INTERNAL, "bounds contradict");
    r->lo[2] = 1;
    double *hi = r->hi;
    r->hi = NULL;
    refuse_document(&d, ERR_INTERNAL, "one bound is absent");
    r->hi = hi;
    r->mark[2] = MARK_COUNT;
    refuse_document(&d, ERR_INTERNAL, "no such mark");
    r->mark[2] = MARK_SUPPRESSED;
    r->lo[0] = 7; /* harmless: an ok cell's bounds are its number */
    struct buf out = {0};
    struct err e = {0};
    struct document back;
    wire_put_document(&d, &out);
    assert_true(wire_get_document(out.text, out.n, &back, &e));
    assert_true(back.part[PART_TABLE].table.column[1].lo[0] == 1);
    document_free(&back);
    buf_free(&out);
    document_free(&d);
}

static void test_lies_about_fields_and_parts(void **state) {
    (void)state;
    struct document d;
    fill_document(&d);
    struct table *t = &d.part[PART_TABLE].table;
    struct field *f = &t->column[1].field;
    const struct field truth = *f;
    f->role = (enum role)(ROLE_UNIT + 1);
    refuse_document(&d, ERR_INTERNAL, "no such role");
    *f = truth;
    f->additive = (enum additive)(NOT_ADDITIVE_ALTERNATIVE + 1);
    refuse_document(&d, ERR_INTERNAL, "no such additivity");
    *f = truth;
    f->decimals = 13;
    refuse_document(&d, ERR_INTERNAL, "too many decimals");
    *f = truth;
    f->conf_level = NAN;
    refuse_document(&d, ERR_INTERNAL, "confidence level");
    *f = truth;
    f->name = NULL;
    refuse_document(&d, ERR_INTERNAL, "a text is absent");
    *f = truth;
    t->undefined = 5;
    refuse_document(&d, ERR_INTERNAL, "a table contradicts itself");
    t->undefined = 1;
    static const struct repeat repeats[] = {
        {"a.csv", 2, 1}, {"a.csv", 3, 0}, {"a.csv", 4, 1}, {NULL, 0, 0}};
    t->repeat = repeats;
    d.part[0].kind = (enum part_kind)PART_KINDS;
    refuse_document(&d, ERR_INTERNAL, "no such part");
    d.part[0].kind = PART_HEADING;
    d.part[PART_KINDS].drawing.reference = INFINITY;
    refuse_document(&d, ERR_INTERNAL, "reference line");
    d.part[PART_KINDS].drawing.reference = 1;
    d.part[PART_KINDS + 1].drawing.reference = -INFINITY;
    refuse_document(&d, ERR_INTERNAL, "reference line");
    d.part[PART_KINDS + 1].drawing.reference = 1;
    d.part[PART_KINDS + 1].curve.column[1].value[0] = NAN;
    refuse_document(&d, ERR_INTERNAL, "a cell without a mark has no number");
    d.part[PART_KINDS + 1].curve.column[1].value[0] = 1;
    d.check[0].state = (enum check_state)(CHECK_FAILED + 1);
    refuse_document(&d, ERR_INTERNAL, "no such state");
    d.check[0].state = CHECK_PASSED;
    d.input[0].name = NULL;
    refuse_document(&d, ERR_INTERNAL, "a text is absent");
    document_free(&d);
}

static void test_limits(void **state) {
    (void)state;
    struct err e = {0};
    struct document d = {0};
    for (int i = 0; i < WIRE_MOST_INPUTS; i++)
        assert_non_null(document_add_input(&d, &e));
    assert_null(document_add_input(&d, &e));
    assert_int_equal(e.id, ERR_LIMIT_OUTPUT);
    assert_true(d.n_inputs < d.inputs_room);
    d.input[d.n_inputs++] = (struct input){0}; /* as a worker would that lies */
    e = (struct err){0};
    for (size_t i = 0; i < d.n_inputs; i++)
        d.input[i].name = "x";
    refuse_document(&d, ERR_LIMIT_OUTPUT, "more than 10000");
    document_free(&d);

    char *large = calloc(WIRE_LARGEST + 1, 1);
    d = (struct document){.title = large};
    memset(large, 'x', WIRE_LARGEST);
    refuse_document(&d, ERR_LIMIT_OUTPUT, "64 MiB is the limit");
    large[WIRE_LARGEST - 100] = '\0';
    struct buf out = {0};
    wire_put_document(&d, &out);
    assert_true(wire_get_document(out.text, out.n, &d, &e));
    assert_int_equal(strlen(d.title), WIRE_LARGEST - 100);
    document_free(&d);
    buf_free(&out);
    free(large);
}

static void test_text_is_made_harmless(void **state) {
    (void)state;
    struct err e = {0};
    struct document d = {
        .title = "caf\xE9 \xC3", .printed = "\x1b[2Jred\xC2\x9b\xC2\xA3\r\n\0z", .n_printed = 15};
    struct buf out = {0};
    wire_put_document(&d, &out);
    assert_true(wire_get_document(out.text, out.n, &d, &e));
    assert_string_equal(d.title, "caf? ?");
    assert_int_equal(d.n_printed, 15);
    assert_memory_equal(d.printed, "?[2Jred??\xC2\xA3?\n?z", 15);
    document_free(&d);
    char *title = memmem(out.text, out.n, "caf?", 4);
    title[1] = '\xFF';
    refuse(out.text, out.n, ERR_INTERNAL, "a text is not UTF-8");
    title[1] = '\0';
    refuse(out.text, out.n, ERR_INTERNAL, "a text holds a NUL");
    buf_free(&out);
}

/* --- errors ---------------------------------------------------------------------------------- */

static void test_error_comes_back_equal(void **state) {
    (void)state;
    struct err sent = {.id = ERR_CSV_NUMBER,
                       .message = "'abc' is not a n\xC3\xBCmber",
                       .hint = "h",
                       .file = "a.csv",
                       .line = 7,
                       .column = 3,
                       .width = 2,
                       .caret = 3,
                       .excerpt = "1,abc"};
    struct err got, e = {0};
    struct buf out = {0};
    wire_put_err(&sent, &out);
    assert_true(wire_get_err(out.text, out.n, &got, &e));
    assert_int_equal(got.id, sent.id);
    assert_string_equal(got.message, sent.message);
    assert_string_equal(got.hint, sent.hint);
    assert_string_equal(got.file, sent.file);
    assert_string_equal(got.excerpt, sent.excerpt);
    assert_true(got.line == 7 && got.column == 3 && got.width == 2 && got.caret == 3);
    for (size_t n = 0; n < out.n; n++) {
        e = (struct err){0};
        assert_false(wire_get_err(out.text, n, &got, &e));
        assert_int_equal(e.id, ERR_INTERNAL);
        assert_int_equal(got.id, ERR_NONE);
    }
    struct document d;
    e = (struct err){0};
    assert_false(wire_get_document(out.text, out.n, &d, &e)); /* the one is not the other */
    buf_free(&out);
}

static void refuse_err(const struct err *sent) {
    struct err got, e = {0};
    struct buf out = {0};
    wire_put_err(sent, &out);
    assert_false(wire_get_err(out.text, out.n, &got, &e));
    assert_int_equal(e.id, ERR_INTERNAL);
    buf_free(&out);
}

static void test_lies_about_errors(void **state) {
    (void)state;
    struct err sent = {.id = ERR_NONE, .message = "m"};
    refuse_err(&sent);
    sent.id = ERR_COUNT_OF_IDS;
    refuse_err(&sent);
    sent.id = ERR_COUNT;
    sent.caret = SIZE_MAX; /* would be printed as so many spaces */
    refuse_err(&sent);
    sent.caret = 0;
    struct buf out = {0};
    struct err got, e = {0};
    memset(sent.file, 'f', sizeof sent.file); /* the longest that fits */
    sent.file[sizeof sent.file - 1] = '\0';
    wire_put_err(&sent, &out);
    assert_true(wire_get_err(out.text, out.n, &got, &e));
    assert_string_equal(got.file, sent.file);
    char *length = memmem(out.text, out.n, "\xff\0\0\0fff", 7);
    assert_non_null(length);
    struct buf longer = {0};
    buf_add(&longer, out.text, (size_t)(length - out.text));
    buf_add(&longer, "\0\1\0\0f", 5); /* 256 bytes: no room for the NUL */
    buf_add(&longer, length + 4, out.n - (size_t)(length + 4 - out.text));
    assert_false(wire_get_err(longer.text, longer.n, &got, &e));
    assert_string_equal(
        e.message, "the worker's message is malformed: a text of an error has the wrong length");
    buf_free(&longer);
    buf_free(&out);
    static const char control[] = "a\x1b]0;x\x07";
    memcpy(sent.message, control, sizeof control);
    e = (struct err){0};
    wire_put_err(&sent, &out);
    assert_true(wire_get_err(out.text, out.n, &got, &e));
    assert_string_equal(got.message, "a?]0;x?");
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document_grows),
        cmocka_unit_test(test_document_comes_back_equal),
        cmocka_unit_test(test_every_truncation_is_refused),
        cmocka_unit_test(test_mutants_do_no_harm),
        cmocka_unit_test(test_lies_about_cells),
        cmocka_unit_test(test_lies_about_fields_and_parts),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_text_is_made_harmless),
        cmocka_unit_test(test_error_comes_back_equal),
        cmocka_unit_test(test_lies_about_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
