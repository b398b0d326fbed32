/* Table operations: what they keep, what they refuse, and what they say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* The arena and the buffer are compiled in here, with an allocator that can be told to fail. */
static size_t allocations_left = SIZE_MAX;

static bool allocation_fails(void) {
    if (allocations_left == SIZE_MAX)
        return false;
    return allocations_left == 0 || allocations_left-- == 0;
}

static void *failing_malloc(size_t n) {
    return allocation_fails() ? NULL : malloc(n);
}

static void *failing_realloc(void *p, size_t n) {
    return allocation_fails() ? NULL : realloc(p, n);
}

#define malloc failing_malloc
#define realloc failing_realloc
#include "base/arena.c"
#include "base/str.c"
#undef malloc
#undef realloc

#include "data/table.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

/* --- building tables from text --------------------------------------------------------------- */

/* "~suppressed:1:4", "~blank", ... marks the cell; anything else is a label or a number. */
static void put_cell(struct table *t, struct column *c, size_t row, char *text) {
    struct err e = {0};
    if (text[0] == '~') {
        double lo = NAN, hi = NAN;
        enum mark m;
        char *bounds = strchr(text, ':');
        if (bounds != NULL) {
            *bounds = '\0';
            assert_int_equal(sscanf(bounds + 1, "%lf:%lf", &lo, &hi), 2);
        }
        assert_true(mark_find(text + 1, &m));
        assert_true(column_set_mark(c, &t->arena, row, m, lo, hi, &e));
    } else if (c->field.type == COLUMN_NUMBER) {
        c->value[row] = strtod(text, NULL);
        if (c->lo != NULL)
            c->lo[row] = c->hi[row] = c->value[row];
    } else {
        c->code[row] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
        assert_true(c->code[row] >= 0);
    }
}

static char *next_part(char **rest, char stop) {
    char *part = *rest, *end = strchr(part, stop);
    *rest = end == NULL ? part + strlen(part) : end + 1;
    if (end != NULL)
        *end = '\0';
    return part;
}

static size_t count_of(const char *text, char c) {
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += *text == c;
    return n;
}

/* A table from lines of cells parted by '|'; the first line names the columns, '#' before a name
 * makes it a column of numbers. */
static void make(struct table *t, const char *text) {
    struct err e = {0};
    char *copy = strdup(text), *rest = copy;
    char *header = next_part(&rest, '\n');
    size_t n_columns = count_of(header, '|') + 1, n_rows = count_of(text, '\n') - 1;
    assert_true(table_new(t, "early_help", n_rows, n_columns, &e));
    for (size_t i = 0; i < n_columns; i++) {
        char *name = next_part(&header, '|');
        struct field f = {.name = arena_string(&t->arena, name[0] == '#' ? name + 1 : name),
                          .decimals = -1};
        assert_true(name[0] == '#' ? column_numbers(&t->column[i], &t->arena, &f, n_rows, &e)
                                   : column_labels(&t->column[i], &t->arena, &f, n_rows, &e));
    }
    for (size_t row = 0; row < n_rows; row++) {
        char *line = next_part(&rest, '\n');
        for (size_t i = 0; i < n_columns; i++)
            put_cell(t, &t->column[i], row, next_part(&line, '|'));
    }
    free(copy);
}

static void expect(struct table *t, const char *csv) {
    struct buf out = {0};
    table_write_csv(t, &out);
    assert_false(out.failed);
    assert_string_equal(out.text, csv);
    buf_free(&out);
    table_free(t);
}

static void expect_err(struct err *e, enum err_id id, const char *message, const char *hint) {
    assert_int_equal(e->id, id);
    assert_string_equal(e->message, message);
    assert_string_equal(e->hint, hint);
    *e = (struct err){0};
}

#define LIST(...)                                                                                  \
    (const char *const[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)

static const char cases[] = "status|group|#cases\n"
                            "opened|White|415\n"
                            "opened|Black|45\n"
                            "closed|White|245\n"
                            "closed|Black|~suppressed:1:4\n"
                            "active|Other|~blank:0:0\n";

/* --- rows and columns ------------------------------------------------------------------------ */

static void test_where(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, cases);
    struct condition two[] = {{"status", 2, (const char *const[]){"active", "closed"}, NULL},
                              {"group", 2, (const char *const[]){"White", "Other"}, NULL}};
    assert_true(table_where(&t, two, 2, &out, &e));
    expect(
        &out,
        "status,group,cases,cases_least,cases_most\nclosed,White,245,,\nactive,Other,blank,0,0\n");
    struct condition number = {"cases", 1, NULL, (const double[]){45}};
    assert_true(table_where(&t, &number, 1, &out, &e));
    expect(&out, "status,group,cases\nopened,Black,45\n");
    assert_true(table_where(&t, NULL, 0, &out, &e));
    assert_int_equal(out.n_rows, 5);
    table_free(&out);
    table_free(&t);
}

static void test_where_that_matches_nothing(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, open, out;
    make(&t, cases);
    struct condition c = {"status", 1, (const char *const[]){"opend"}, NULL};
    assert_false(table_where(&t, &c, 1, &out, &e));
    assert_null(out.column);
    expect_err(&e, ERR_LABEL,
               "no row has \"opend\" in column \"status\"; there are: opened, closed, active",
               "did you mean \"opened\"?");
    struct condition apart[] = {{"status", 1, (const char *const[]){"active"}, NULL},
                                {"group", 1, (const char *const[]){"White"}, NULL}};
    assert_false(table_where(&t, apart, 2, &out, &e));
    assert_null(out.column);
    assert_int_equal(e.id, ERR_LABEL);
    e = (struct err){0};
    struct condition number = {"cases", 1, NULL, (const double[]){46}};
    assert_false(table_where(&t, &number, 1, &out, &e));
    expect_err(&e, ERR_LABEL, "no row has \"46\" in column \"cases\"; there are: 45, 245, 415",
               "did you mean \"45\"?");
    struct condition none = {"status", 0, (const char *const[]){NULL}, NULL};
    assert_false(table_where(&t, &none, 1, &out, &e));
    assert_int_equal(e.id, ERR_ARG_MISSING);
    e = (struct err){0};
    struct condition type = {"cases", 1, (const char *const[]){"45"}, NULL};
    assert_false(table_where(&t, &type, 1, &out, &e));
    assert_int_equal(e.id, ERR_COLUMN_TYPE);
    e = (struct err){0};
    /* A label that other rows had is gone, although it keeps its place in the dictionary. */
    c.label = (const char *const[]){"opened"};
    assert_true(table_where(&t, &c, 1, &open, &e));
    c.label = (const char *const[]){"closed"};
    assert_false(table_where(&open, &c, 1, &out, &e));
    expect_err(&e, ERR_LABEL, "no row has \"closed\" in column \"status\"; there are: opened", "");
    table_free(&open);
    table_free(&t);
}

static void test_keep_select_derive(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, cases);
    assert_true(table_keep(&t, (const bool[]){false, true, false, true, false}, &out, &e));
    expect(&out, "status,group,cases,cases_least,cases_most\nopened,Black,45,,\nclosed,Black,"
                 "suppressed,1,4\n");
    assert_true(table_select(&t, LIST("group", "status"), &out, &e));
    assert_int_equal(out.n_columns, 2);
    assert_string_equal(out.column[0].field.name, "group");
    table_free(&out);
    assert_false(table_select(&t, LIST("group", "group"), &out, &e));
    expect_err(&e, ERR_COLUMN, "the result would have two columns \"group\"",
               "name each column once; :select leaves columns out");
    assert_false(table_select(&t, LIST("grop"), &out, &e));
    assert_int_equal(e.id, ERR_COLUMN);
    e = (struct err){0};

    struct arena a = {0};
    struct column c;
    struct field f = {.name = "status", .decimals = -1};
    assert_true(column_numbers(&c, &a, &f, 5, &e));
    for (size_t i = 0; i < 5; i++)
        c.value[i] = (double)i / 3;
    assert_true(column_set_mark(&c, &a, 0, MARK_UNDEFINED, NAN, NAN, &e));
    assert_true(table_derive(&t, &c, &out, &e)); /* in the place of the old column */
    assert_int_equal(out.n_columns, 3);
    assert_int_equal(out.undefined, 1);
    assert_int_equal(out.column[0].field.type, COLUMN_NUMBER);
    table_free(&out);
    c.field.name = "third";
    assert_true(table_derive(&t, &c, &out, &e));
    assert_int_equal(out.n_columns, 4);
    assert_true(table_column(&out, "third")->value[2] == 2.0 / 3);
    table_free(&out);
    c.n = 4;
    assert_false(table_derive(&t, &c, &out, &e));
    assert_int_equal(e.id, ERR_ARG_LENGTH);
    assert_null(out.column);
    arena_free(&a);
    table_free(&t);
}

static void test_sort_is_stable_with_marked_cells_last(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t,
         "id|#x|g\na|2|late\nb|~refused|early\nc|-1.5|late\nd|2|early\ne|~suppressed:1:4|~blank\n");
    assert_true(table_sort(&t, "x", false, &out, &e));
    expect(&out,
           "id,x,x_least,x_most,g\nc,-1.5,,,late\na,2,,,late\nd,2,,,early\ne,suppressed,1,4,blank\n"
           "b,refused,,,early\n");
    assert_true(table_sort(&t, "x", true, &out, &e));
    expect(&out,
           "id,x,x_least,x_most,g\na,2,,,late\nd,2,,,early\nc,-1.5,,,late\ne,suppressed,1,4,blank\n"
           "b,refused,,,early\n");
    assert_true(
        table_sort(&t, "g", false, &out, &e)); /* the dictionary's order, not the alphabet's */
    expect(&out,
           "id,x,x_least,x_most,g\na,2,,,late\nc,-1.5,,,late\nb,refused,,,early\nd,2,,,early\n"
           "e,suppressed,1,4,blank\n");
    assert_false(table_sort(&t, "y", false, &out, &e));
    assert_int_equal(e.id, ERR_COLUMN);
    table_free(&t);
}

static void test_concat(void **state) {
    (void)state;
    struct err e = {0};
    struct table a, b, out;
    make(&a, "year|#n\n2016|3\n2017|~not_held\n");
    make(&b, "#n|year\n~suppressed:1:4|2018\n7|2017\n~blank|~unknown\n");
    table_column(&a, "n")->field.comparator = "White";
    table_column(&b, "n")->field.additive = ADDITIVE;
    assert_true(table_add_note(&b, "Cases, not children.", &e));
    assert_true(table_concat(&a, &b, &out, &e));
    assert_int_equal(out.column[0].code[3], 1); /* b's own code for 2017 was another */
    assert_null(table_column(&out, "n")->field.comparator);
    assert_int_equal(out.n_notes, 2);
    assert_string_equal(out.note[0].text,
                        "Column \"n\" was put together from tables that differ in its comparator.");
    expect(&out, "year,n,n_least,n_most\n2016,3,,\n2017,not_held,,\n2018,suppressed,1,4\n2017,7,,\n"
                 "unknown,blank,,\n");
    table_column(&a, "n")->field.unit = "cases";
    table_column(&b, "n")->field.unit = "children";
    assert_false(table_concat(&a, &b, &out, &e));
    expect_err(&e, ERR_COLUMN_TYPE,
               "column \"n\" is in \"cases\" in one table and \"children\" in the other", "");
    table_column(&b, "n")->field.name = "m";
    assert_false(table_concat(&a, &b, &out, &e));
    expect_err(&e, ERR_COLUMN, "no column \"m\"; there are: year, n",
               "both tables must have the same columns; :select chooses them");
    table_free(&b);
    make(&b, "year|n\n2016|3\n");
    assert_false(table_concat(&a, &b, &out, &e));
    assert_int_equal(e.id, ERR_COLUMN_TYPE);
    table_free(&a);
    table_free(&b);
}

/* --- sums ------------------------------------------------------------------------------------ */

static void test_sum_in_dictionary_order(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(
        &t,
        "year|group|#n|#p\n2017|White|1|0.1\n2016|Asian|2|0.2\n2017|Asian|4|0.3\n2016|Asian|8|0.4\n"
        "~blank|White|16|1\n");
    assert_true(table_sum(&t, LIST("year", "group"), LIST("n", "p"), &out, &e));
    expect(&out, "year,group,n,p\n2017,White,1,0.1\n2017,Asian,4,0.3\n2016,Asian,10,0.6\nblank,"
                 "White,16,1\n");
    assert_true(table_sum(&t, NULL, 0, LIST("n"), &out, &e));
    expect(&out, "n\n31\n");
    assert_true(table_count(&t, LIST("group"), NULL, &out, &e));
    expect(&out, "group,rows\nWhite,2\nAsian,3\n");
    assert_true(table_count(&t, NULL, 0, NULL, &out, &e));
    expect(&out, "rows\n5\n");
    assert_false(table_sum(&t, LIST("year"), LIST("group"), &out, &e));
    assert_int_equal(e.id, ERR_COLUMN_TYPE);
    e = (struct err){0};
    assert_false(table_sum(&t, LIST("year"), NULL, 0, &out, &e));
    assert_int_equal(e.id, ERR_ARG_MISSING);
    e = (struct err){0};
    assert_false(table_sum(&t, LIST("n"), LIST("n"), &out, &e));
    assert_int_equal(e.id, ERR_COLUMN);
    table_free(&t);
}

static void test_group_by_numbers(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, "#year|#n\n2017|1\n2009|2\n~unknown|4\n2017|8\n-0|16\n0|32\n");
    assert_true(table_sum(&t, LIST("year"), LIST("n"), &out, &e));
    expect(&out, "year,n\n0,48\n2009,2\n2017,9\nunknown,4\n");
    table_free(&t);
}

static void test_sum_of_marked_cells_has_bounds(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, "g|#n\n"
             "one|10\none|~suppressed:1:4\n"
             "two|5\ntwo|~blank:0:0\n"
             "six|5\nsix|~blank:0:0\nsix|~unknown\n"
             "mix|~not_held\nmix|~suppressed:1:4\nmix|~refused:0:9\n"
             "first|~refused:0:9\nfirst|~unknown:2:3\n"
             "last|~unknown:2:3\nlast|~blank\nlast|~refused:0:9\n"
             "half|~low:0:0.5\nhalf|1e20\n");
    assert_true(table_sum(&t, LIST("g"), LIST("n"), &out, &e));
    const struct column *c = &out.column[1];
    assert_true(column_mark(c, 1) == MARK_OK && c->value[1] == 5);
    assert_true(isnan(c->value[0]));
    assert_true(column_mark(c, 6) == MARK_LOW); /* bounds that meet by rounding are not known */
    expect(&out,
           "g,n,n_least,n_most\none,suppressed,11,14\ntwo,5,,\nsix,unknown,,\nmix,suppressed,,\n"
           "first,unknown,2,12\nlast,unknown,,\nhalf,low,1e+20,1e+20\n");
    table_free(&t);
}

/* A count is never below 0: with a part of which nothing is known the sum is at least the others.
 */
static void test_sum_of_counts_is_at_least_what_is_known(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, "g|#n\n"
             "one|10\none|~suppressed\n"
             "two|10\ntwo|~unknown\ntwo|~suppressed:1:4\n"
             "none|~suppressed\nnone|~blank\n"
             "zero|0\nzero|~suppressed\n"
             "least|5\nleast|~refused:3:nan\n"
             "most|5\nmost|~suppressed:nan:4\n"
             "broken|5\nbroken|~undefined\n"
             "both|~suppressed:1:4\nboth|~suppressed:0:2\n"
             "sums|~suppressed:10:inf\nsums|5\nsums|~refused:1:2\n"
             "alone|~suppressed:nan:4\nalone|~refused:0:2\n");
    t.column[1].field.count = true;
    assert_true(table_sum(&t, LIST("g"), LIST("n"), &out, &e));
    expect(&out, "g,n,n_least,n_most\n"
                 "one,suppressed,10,\ntwo,suppressed,11,\nnone,suppressed,,\n"
                 "zero,suppressed,,\nleast,refused,8,\nmost,suppressed,5,9\n"
                 "broken,undefined,,\nboth,suppressed,1,6\nsums,suppressed,16,\n"
                 "alone,suppressed,,6\n");
    table_free(&t);
    /* What may be negative has no least sum. */
    make(&t, "g|#n\none|10\none|~suppressed\n");
    assert_true(table_sum(&t, LIST("g"), LIST("n"), &out, &e));
    expect(&out, "g,n\none,suppressed\n");
    table_free(&t);
}

static void test_sum_is_exact_for_counts_or_refused(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, "g|#n\na|9007199254740991\na|1\nb|1e16\nb|1\nb|-1e16\n");
    assert_true(table_sum(&t, LIST("g"), LIST("n"), &out, &e));
    expect(&out, "g,n\na,9007199254740992\nb,1\n"); /* a plain loop gives 0 for b */
    t.column[1].field.count = true;
    t.column[1].value[1] = 3;
    assert_false(table_sum(&t, LIST("g"), LIST("n"), &out, &e));
    expect_err(&e, ERR_COUNT, "the sum of \"n\" exceeds 2^53 and would not be exact", "");
    table_free(&t);
}

/* A column of whole numbers that nobody calls counts may hold differences. */
static void test_sum_of_whole_numbers_below_zero(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, "g|#n\na|-3\na|5\nb|-3\nb|~unknown\nb|~suppressed:1:4\n");
    t.column[1].field.count = true;
    assert_true(table_sum(&t, LIST("g"), LIST("n"), &out, &e));
    expect(&out, "g,n\na,2\nb,suppressed\n");
    table_free(&t);
}

static void test_refuses_what_is_not_additive(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, cases);
    t.column[0].field.additive = NOT_ADDITIVE_STOCK_FLOW;
    assert_false(table_sum(&t, LIST("group"), LIST("cases"), &out, &e));
    assert_null(out.column);
    expect_err(&e, ERR_NOT_ADDITIVE,
               "\"cases\" must not be added up over \"status\" (\"opened\", \"closed\"): "
               "stocks and flows count different things",
               "choose one first, :where{status = \"opened\"}, or keep them apart by grouping by "
               "\"status\"");
    static const struct {
        enum additive why;
        const char *words;
    } other[] = {{NOT_ADDITIVE_MULTI_RESPONSE, "one case can carry several"},
                 {NOT_ADDITIVE_UNIT, "different units"},
                 {NOT_ADDITIVE_ALTERNATIVE, "in another way"}};
    for (size_t i = 0; i < 3; i++) {
        t.column[0].field.additive = other[i].why;
        assert_false(table_sum(&t, NULL, 0, LIST("cases"), &out, &e));
        assert_int_equal(e.id, ERR_NOT_ADDITIVE);
        assert_non_null(strstr(e.message, other[i].words));
        e = (struct err){0};
    }
    assert_true(table_sum(&t, LIST("status"), LIST("cases"), &out, &e)); /* one label in a group */
    table_free(&out);
    assert_true(table_count(&t, NULL, 0, NULL, &out, &e)); /* rows may be counted */
    table_free(&out);
    struct condition opened = {"status", 1, (const char *const[]){"opened"}, NULL};
    struct table open;
    assert_true(table_where(&t, &opened, 1, &open, &e));
    assert_true(table_sum(&open, NULL, 0, LIST("cases"), &out, &e));
    expect(&out, "cases\n460\n");
    table_free(&open);
    table_free(&t);
}

static void test_refuses_a_total_beside_its_parts(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out, parts;
    make(&t, "sex at birth|team|#cases\nFemale|A|389\nMale \"M\"|A|333\nGrand Total|A|722\nGrand "
             "Total|B|9\n");
    t.column[0].field.totals = "Grand Total";
    assert_false(table_sum(&t, LIST("team"), LIST("cases"), &out, &e));
    expect_err(
        &e, ERR_NOT_ADDITIVE,
        "\"cases\" must not be added up over \"sex at birth\": \"Grand Total\" is the total of the "
        "other labels (\"Female\", \"Male \\\"M\\\"\"), which would be counted twice",
        "choose the total, :where{[\"sex at birth\"] = \"Grand Total\"}, or its parts, "
        ":where{[\"sex at birth\"] = {\"Female\", \"Male \\\"M\\\"\"}}");
    struct condition total = {"sex at birth", 1, (const char *const[]){"Grand Total"}, NULL};
    assert_true(table_where(&t, &total, 1, &parts, &e));
    assert_true(
        table_sum(&parts, NULL, 0, LIST("cases"), &out, &e)); /* totals of different teams */
    expect(&out, "cases\n731\n");
    table_free(&parts);
    table_free(&t);
}

static void test_refuses_to_add_rates(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, "g|#rate\na|1.5\nb|2.5\n");
    t.column[1].field.denominator = "people of all ages";
    assert_false(table_sum(&t, NULL, 0, LIST("rate"), &out, &e));
    assert_int_equal(e.id, ERR_NOT_ADDITIVE);
    e = (struct err){0};
    assert_true(table_sum(&t, LIST("g"), LIST("rate"), &out, &e)); /* nothing is added */
    expect(&out, "g,rate\na,1.5\nb,2.5\n");
    table_free(&t);
}

/* --- join and pivot -------------------------------------------------------------------------- */

static void test_join(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, p, out;
    make(&t, "group|#year|#cases\nWhite|2017|5\nAsian|2017|6\nWhite|2016|7\n");
    make(&p, "#year|group|#people|area\n2016|Other|1|L\n2017|Asian|~suppressed:1:4|L\n2016|White|"
             "30|~blank\n"
             "2017|White|40|L\n");
    assert_true(table_add_note(&p, "Census 2011.", &e));
    assert_true(table_join(&t, &p, LIST("group", "year"), false, &out, &e));
    assert_int_equal(out.n_notes, 1);
    assert_true(out.column[3].lo[2] == 30 && out.column[3].hi[2] == 30);
    expect(&out, "group,year,cases,people,people_least,people_most,area\nWhite,2017,5,40,,,L\n"
                 "Asian,2017,6,suppressed,1,4,L\nWhite,2016,7,30,,,blank\n");
    assert_false(table_join(&t, &p, LIST("group"), false, &out, &e));
    expect_err(&e, ERR_JOIN, "several rows of \"early_help\" have the same \"group\": White",
               "choose one with :where, join on more columns, or add the rows up first");
    p.column[2].field.name = "cases";
    assert_false(table_join(&t, &p, LIST("group", "year"), false, &out, &e));
    assert_int_equal(e.id, ERR_COLUMN);
    e = (struct err){0};
    assert_false(table_join(&t, &p, NULL, 0, false, &out, &e));
    assert_int_equal(e.id, ERR_ARG_MISSING);
    table_free(&t);
    table_free(&p);
}

static void test_join_says_what_does_not_match(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, p, out;
    make(&t, "group|#n\nWhite|1\nUnknown|2\n~blank|3\nUnknown|4\n");
    make(&p, "group|#people|area\nWhite|10|L\n~blank|20|L\n~blank|30|L\n");
    assert_false(table_join(&t, &p, LIST("group"), false, &out, &e));
    assert_null(out.column);
    expect_err(
        &e, ERR_JOIN,
        "2 of the labels in \"group\" have no partner in \"early_help\": Unknown, [blank]",
        "there are: White, [blank]; leave rows out with :where, or join with optional = true");
    assert_true(table_join(&t, &p, LIST("group"), true, &out, &e));
    expect(&out, "group,n,people,area\nWhite,1,10,L\nUnknown,2,not_available,not_available\n"
                 "blank,3,not_available,not_available\nUnknown,4,not_available,not_available\n");
    table_free(&p);
    make(&p, "#group|#people\n1|10\n");
    assert_false(table_join(&t, &p, LIST("group"), false, &out, &e));
    assert_int_equal(e.id, ERR_COLUMN_TYPE);
    table_free(&t);
    table_free(&p);
}

static void test_messages_stay_whole_when_labels_are_long(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    struct buf text = {0};
    buf_puts(&text, "g|#n\n");
    for (int i = 0; i < 50; i++)
        buf_addf(
            &text,
            "%03d\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
            "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
            "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9z\xC3\xA9|1\n",
            i);
    make(&t, text.text);
    struct condition c = {"g", 1, (const char *const[]){t.column[0].dictionary->text[0] + 2}, NULL};
    assert_false(table_where(&t, &c, 1, &out, &e));
    size_t bad;
    assert_true(utf8_valid(e.message, strlen(e.message), &bad));
    assert_true(utf8_valid(e.hint, strlen(e.hint), &bad));
    assert_non_null(strstr(e.message, "... and 46 more"));
    buf_free(&text);
    table_free(&t);
}

static void test_pivot(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, cases);
    assert_true(table_pivot(&t, LIST("group"), "status", "cases", &out, &e));
    assert_string_equal(out.column[2].field.name, "closed");
    expect(&out, "group,opened,closed,closed_least,closed_most,active,active_least,active_most\n"
                 "White,415,245,,,not_available,,\nBlack,45,suppressed,1,4,not_available,,\n"
                 "Other,not_available,not_available,,,blank,0,0\n");
    assert_false(table_pivot(&t, NULL, 0, "status", "cases", &out, &e));
    assert_int_equal(e.id, ERR_NOT_ADDITIVE);
    assert_string_equal(e.message, "pivot: several rows have \"opened\"; a cell holds one value");
    e = (struct err){0};
    dictionary_add(t.column[0].dictionary, &t.arena, (struct span){"group", 5});
    t.column[0].code[4] = 3;
    assert_false(table_pivot(&t, LIST("group"), "status", "cases", &out, &e));
    assert_string_equal(e.message, "the result would have two columns \"group\"");
    table_free(&t);
    e = (struct err){0};
    make(&t, "g|#year|what\na|2017|yes\na|2016|no\nb|~unknown|maybe\n");
    assert_true(table_pivot(&t, LIST("g"), "year", "what", &out, &e));
    expect(&out,
           "g,2016,2017,[unknown]\na,no,yes,not_available\nb,not_available,not_available,maybe\n");
    table_free(&t);
}

/* The arguments that made a table wide make it long again. */
static void test_unpivot(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, wide, out;
    make(&t, "g|year|#n\na|2018|1\na|2017|~suppressed:1:4\nb|2017|3\nb|2018|~blank\n");
    assert_true(table_pivot(&t, LIST("g"), "year", "n", &wide, &e));
    const char *about[] = {"2017"}, *other[] = {"g"};
    assert_true(table_add(&wide, &(struct note){.text = "One.", .columns = {1, about}}, &e));
    assert_true(table_add(&wide, &(struct note){.text = "Two.", .columns = {1, other}}, &e));
    assert_true(table_unpivot(&wide, LIST("g"), "year", "n", &out, &e));
    assert_string_equal(out.note[0].columns.label[0], "n");
    assert_string_equal(out.note[0].where, "year");
    assert_string_equal(out.note[0].labels.label[0], "2017");
    assert_string_equal(out.note[1].columns.label[0], "g");
    assert_null(out.note[1].where);
    assert_int_equal(out.column[1].field.role, ROLE_PERIOD);
    assert_string_equal(out.column[1].dictionary->text[0], "2017");
    table_free(&t);
    expect(&out, "g,year,n,n_least,n_most\na,2018,1,,\na,2017,suppressed,1,4\nb,2018,blank,,\n"
                 "b,2017,3,,\n");
    assert_false(table_unpivot(&wide, LIST("g", "2017", "2018"), "year", "n", &out, &e));
    assert_int_equal(e.id, ERR_COLUMN);
    e = (struct err){0};
    assert_false(table_unpivot(&wide, LIST("2017", "2018"), "year", "n", &out, &e));
    assert_string_equal(e.message, "unpivot: column \"g\" holds labels, and numbers become rows");
    e = (struct err){0};
    assert_false(table_unpivot(&wide, LIST("g"), "g", "n", &out, &e));
    assert_string_equal(e.message, "the result would have two columns \"g\"");
    e = (struct err){0};
    wide.column[1].field.unit = "children";
    assert_false(table_unpivot(&wide, LIST("g"), "year", "n", &out, &e));
    assert_string_equal(e.message,
                        "unpivot: column \"2018\" is in \"children\" and \"2017\" in \"no unit\"");
    e = (struct err){0};
    wide.column[1].field.unit = NULL;
    wide.column[1].field.timing = TIMING_STOCK;
    assert_false(table_unpivot(&wide, LIST("g"), "year", "n", &out, &e));
    assert_int_equal(e.id, ERR_COMPARE);
    wide.column[1].field.timing = TIMING_UNSTATED;
    wide.column[1].field.role = ROLE_SHARE;
    e = (struct err){0};
    assert_false(table_unpivot(&wide, LIST("g"), "year", "n", &out, &e));
    wide.column[1].field.role = ROLE_NONE;
    wide.column[1].field.measure = "rate.ci.byar";
    e = (struct err){0};
    assert_false(table_unpivot(&wide, LIST("g"), "year", "n", &out, &e));
    assert_int_equal(e.id, ERR_COMPARE);
    table_free(&wide);
}

/* --- CSV ------------------------------------------------------------------------------------- */

static void test_write_csv_escapes(void **state) {
    (void)state;
    struct table t;
    make(&t, "a,b|=x|#n|#n_least\n"
             "say \"hi\"|-1|-1|1\n"
             " lead|@cmd|0.30000000000000004|2\n"
             "|+1,2|~suppressed:1:4|3\n"
             "\xC2\xA0|\tx|1e300|4\n"
             "plain 'q'|\rx|9007199254740993|~exempt\n");
    expect(&t, "\"a,b\",'=x,n,n_least_,n_most,n_least\n"
               "\"say \"\"hi\"\"\",-1,-1,,,1\n"
               "\" lead\",'@cmd,0.3,,,2\n"
               "\"\",\"'+1,2\",suppressed,1,4,3\n"
               "\"\xC2\xA0\",\"'\tx\",1e+300,,,4\n"
               "plain 'q',\"'\rx\",9007199254740992,,,exempt\n");
}

static void test_empty_tables(void **state) {
    (void)state;
    struct err e = {0};
    struct table t, out;
    make(&t, "g|#n\n");
    assert_true(table_sort(&t, "g", true, &out, &e));
    expect(&out, "g,n\n");
    assert_true(table_sum(&t, LIST("g"), LIST("n"), &out, &e));
    expect(&out, "g,n\n");
    assert_true(table_sum(&t, NULL, 0, LIST("n"), &out, &e));
    expect(&out, "n\n0\n");
    assert_true(table_pivot(&t, LIST("g"), "n", "g", &out, &e));
    expect(&out, "g\n");
    assert_true(table_join(&t, &t, LIST("g", "n"), false, &out, &e));
    expect(&out, "g,n\n");
    table_free(&t);
}

/* --- without memory -------------------------------------------------------------------------- */

/* Every operation on tables so large that each array is an allocation of its own. */
static bool run_operation(int which, struct table *t, struct table *other, struct table *out,
                          struct err *e) {
    struct condition c = {"g", 1, (const char *const[]){"a"}, NULL};
    switch (which) {
    case 0:
        return table_where(t, &c, 1, out, e);
    case 1:
        return table_select(t, LIST("g", "n"), out, e);
    case 2:
        return table_derive(t, table_column(t, "n"), out, e);
    case 3:
        return table_sort(t, "n", true, out, e);
    case 4:
        return table_concat(t, other, out, e);
    case 5:
        return table_sum(t, LIST("g", "id"), LIST("n"), out, e);
    case 6:
        return table_count(t, LIST("id"), NULL, out, e);
    case 7:
        return table_join(t, other, LIST("id"), false, out, e);
    default:
        return table_pivot(t, LIST("id"), "g", "n", out, e);
    }
}

/* Lets the first, second, third ... allocation fail until the operation succeeds. */
static void sweep(int which, struct table *t, struct table *other) {
    for (size_t k = 0;; k++) {
        struct err e = {0};
        struct table out;
        allocations_left = k;
        bool done = run_operation(which, t, other, &out, &e);
        allocations_left = SIZE_MAX;
        if (done) {
            assert_true(k > 2);
            table_free(&out);
            return;
        }
        assert_int_equal(e.id, ERR_NOMEM);
        assert_null(out.column);
        assert_null(out.arena.head);
    }
}

static void test_without_memory(void **state) {
    (void)state;
    enum { rows = 9000 };
    struct table t, other;
    struct buf text = {0};
    buf_puts(&text, "g|#id|#n\n");
    for (int i = 0; i < rows; i++)
        buf_addf(&text, "%s|%d|%s\n", i % 3 == 0 ? "a" : "b", i,
                 i % 100 == 0 ? "~suppressed:1:4" : "7");
    make(&t, text.text);
    make(&other, text.text);
    for (int which = 0; which <= 8; which++) {
        other.column[0].field.name = which == 4 ? "g" : "g2";
        other.column[2].field.name = which == 4 ? "n" : "n2";
        sweep(which, &t, &other);
    }
    struct buf out = {0};
    allocations_left = 3;
    table_write_csv(&t, &out);
    allocations_left = SIZE_MAX;
    assert_true(out.failed);
    buf_free(&out);
    buf_free(&text);
    table_free(&t);
    table_free(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where),
        cmocka_unit_test(test_where_that_matches_nothing),
        cmocka_unit_test(test_keep_select_derive),
        cmocka_unit_test(test_sort_is_stable_with_marked_cells_last),
        cmocka_unit_test(test_concat),
        cmocka_unit_test(test_sum_in_dictionary_order),
        cmocka_unit_test(test_group_by_numbers),
        cmocka_unit_test(test_sum_of_marked_cells_has_bounds),
        cmocka_unit_test(test_sum_of_counts_is_at_least_what_is_known),
        cmocka_unit_test(test_sum_is_exact_for_counts_or_refused),
        cmocka_unit_test(test_sum_of_whole_numbers_below_zero),
        cmocka_unit_test(test_refuses_what_is_not_additive),
        cmocka_unit_test(test_refuses_a_total_beside_its_parts),
        cmocka_unit_test(test_refuses_to_add_rates),
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_join_says_what_does_not_match),
        cmocka_unit_test(test_messages_stay_whole_when_labels_are_long),
        cmocka_unit_test(test_pivot),
        cmocka_unit_test(test_unpivot),
        cmocka_unit_test(test_write_csv_escapes),
        cmocka_unit_test(test_empty_tables),
        cmocka_unit_test(test_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
