/* Checks on load: what passes, what fails and how it is said, and zeros that totals imply. */
#include <math.h>

#include "data/check.h"
#include "data/read.h"

#include "inputs.h"

static const char fields[] =
    "{\"name\": \"breakdown\", \"foi:alternatives\": true},"
    "{\"name\": \"group\", \"foi:totals\": \"All\"},"
    "{\"name\": \"status\"},"
    "{\"name\": \"cases\", \"foi:role\": \"count\", \"foi:marks\": {"
    " \"<5\": {\"mark\": \"suppressed\", \"lo\": 1, \"hi\": 4}, \"c\": \"suppressed\"}}";

/* Reads a table with columns breakdown, group, status, cases (value fields as given) and runs the
 * checks. The caller frees the table. */
static void run_fields(const char *described, const char *checks, const char *rows,
                       struct table *t) {
    char json[2000], text[2000];
    struct package p;
    struct read_report report;
    struct err e = {0};
    snprintf(json, sizeof json,
             "{\"foi:checks\": [%s], \"resources\": [{\"path\": \"a.csv\", \"schema\": "
             "{\"fields\": [%s]}}]}",
             checks, described);
    snprintf(text, sizeof text, "breakdown,group,status,cases\n%s", rows);
    if (!package_read(json, strlen(json), "datapackage.json", &p, &e))
        fail_msg("%s", e.message);
    int fd = file_of(text, strlen(text));
    if (!read_table(fd, "a.csv", &p, &(struct read_options){0}, t, &report, &e))
        fail_msg("%s", e.message);
    close(fd);
    package_free(&p);
}

/* "C101 passed sentence" a line, for every check that was stored. */
static const char *run(const char *checks, const char *rows) {
    static char text[2000];
    static const char *const states[] = {"passed", "noted", "failed"};
    struct table t;
    size_t n = 0;
    text[0] = '\0';
    run_fields(fields, checks, rows, &t);
    for (size_t i = 0; i < t.n_checks; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s %s %s\n", t.check[i].code,
                              states[t.check[i].state], t.check[i].text);
    table_free(&t);
    return text;
}

static const char parts[] = "{\"kind\": \"parts_total\", \"dimension\": \"group\", \"total\": "
                            "\"All\", \"value\": \"cases\", \"by\": [\"breakdown\", \"status\"]}";
static const char stock[] = "{\"kind\": \"stock_flow\", \"dimension\": \"status\", \"value\": "
                            "\"cases\", \"opened\": \"opened\", \"closed\": \"closed\", "
                            "\"active\": \"active\", \"by\": [\"breakdown\", \"group\"]}";
static const char unique[] =
    "{\"kind\": \"unique\", \"by\": [\"breakdown\", \"group\", \"status\"]}";

static void test_parts_add_up(void **state) {
    (void)state;
    assert_string_equal(run(parts, "sex,F,opened,389\nsex,M,opened,335\nsex,All,opened,724\n"
                                   "sex,F,closed,4\nsex,M,closed,3\nsex,All,closed,7\n"
                                   "age,0-19,opened,1\n"),
                        "C101 passed \"All\" is the sum of its parts in 2 of 2 groups\n");
}

static void test_parts_differ(void **state) {
    (void)state;
    assert_string_equal(run(parts, "sex,F,opened,2389\nsex,M,opened,335\nsex,All,opened,2725\n"
                                   "sex,F,closed,4\nsex,M,closed,3\nsex,All,closed,7\n"),
                        "C101 failed \"All\" differs from the sum of its parts in 1 of 2 groups: "
                        "opened (sex): the parts make 2,724, the total is 2,725\n");
    assert_string_equal(run(parts, "sex,F,opened,1\nsex,All,opened,1\nsex,All,opened,1\n"),
                        "C101 failed \"All\" differs from the sum of its parts in 1 of 1 groups: "
                        "opened (sex): \"All\" occurs twice\n");
}

static void test_parts_with_bounds(void **state) {
    (void)state;
    /* 10 + 1..4 can be 13, cannot be 15 or 10. */
    assert_string_equal(run(parts, "sex,F,opened,10\nsex,M,opened,<5\nsex,All,opened,13\n"),
                        "C101 passed \"All\" is the sum of its parts in 0 of 1 groups; in 1 it can "
                        "be, given their marked cells\n");
    assert_string_equal(run(parts, "sex,F,opened,10\nsex,M,opened,<5\nsex,All,opened,15\n"),
                        "C101 failed \"All\" differs from the sum of its parts in 1 of 1 groups: "
                        "opened (sex): the parts make 11 to 14, the total is 15\n");
    assert_string_equal(run(parts, "sex,F,opened,10\nsex,M,opened,<5\nsex,All,opened,10\n"),
                        "C101 failed \"All\" differs from the sum of its parts in 1 of 1 groups: "
                        "opened (sex): the parts make 11 to 14, the total is 10\n");
    /* Without bounds a count is at least 0. */
    assert_string_equal(run(parts, "sex,F,opened,10\nsex,M,opened,c\nsex,All,opened,9\n"),
                        "C101 failed \"All\" differs from the sum of its parts in 1 of 1 groups: "
                        "opened (sex): the parts make at least 10, the total is 9\n");
    assert_string_equal(run(parts, "sex,F,opened,10\nsex,M,opened,c\nsex,All,opened,10\n"),
                        "C101 passed \"All\" is the sum of its parts in 0 of 1 groups; in 1 it can "
                        "be, given their marked cells\n");
    assert_string_equal(run(parts, "sex,F,opened,10\nsex,M,opened,2\nsex,All,opened,c\n"),
                        "C101 passed \"All\" is the sum of its parts in 0 of 1 groups; in 1 it can "
                        "be, given their marked cells\n");
}

static void test_nothing_to_compare(void **state) {
    (void)state;
    assert_string_equal(run(parts, "sex,F,opened,10\nsex,All,closed,10\n"),
                        "C101 noted no group holds both \"All\" and parts of it, so nothing was "
                        "compared\n");
}

static void test_fractions(void **state) {
    (void)state;
    struct table t;
    run_fields("{\"name\": \"breakdown\"}, {\"name\": \"group\"}, {\"name\": \"status\"},"
               "{\"name\": \"cases\", \"type\": \"number\"}",
               parts, "a,x,s,0.1\na,y,s,0.2\na,All,s,0.3\nb,x,s,0.1\nb,y,s,0.2\nb,All,s,0.301\n",
               &t);
    assert_string_equal(t.check[0].text,
                        "\"All\" differs from the sum of its parts in 1 of 2 groups: b (s): the "
                        "parts make 0.3, the total is 0.301");
    table_free(&t);
}

static void test_implied_zeros(void **state) {
    (void)state;
    struct table t;
    double lo, hi;
    run_fields(fields, parts,
               "sex,F,opened,5\nsex,M,opened,2\nsex,Unborn,opened,\nsex,All,opened,7\n"
               "sex,F,closed,5\nsex,M,closed,\nsex,All,closed,7\n",
               &t);
    const struct column *cases = table_column(&t, "cases");
    column_bounds(cases, 2, &lo, &hi);
    assert_true(lo == 0 && hi == 0);
    assert_int_equal(column_mark(cases, 2), MARK_BLANK);
    assert_true(isnan(cases->value[2]));
    column_bounds(cases, 5, &lo, &hi); /* 5 of 7: the blank is not 0 */
    assert_true(isnan(lo));
    assert_int_equal(t.n_checks, 2);
    assert_string_equal(t.check[1].code, "C102");
    assert_int_equal(t.check[1].state, CHECK_NOTED);
    assert_string_equal(t.check[1].text,
                        "1 blank cell must be 0, because the other parts already make \"All\"");
    table_free(&t);
}

/* Where values can be negative, a blank beside a closing total need not be 0. */
static void test_no_zeros_where_negative(void **state) {
    (void)state;
    struct table t;
    double lo, hi;
    run_fields("{\"name\": \"breakdown\"}, {\"name\": \"group\"}, {\"name\": \"status\"},"
               "{\"name\": \"cases\", \"type\": \"number\"}",
               parts, "a,x,s,5\na,y,s,\na,All,s,5\n", &t);
    column_bounds(table_column(&t, "cases"), 1, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi));
    assert_int_equal(t.n_checks, 1);
    table_free(&t);
}

/* Early help in Leicester, question 6: one group that balances and three that cannot. */
static void test_opening_stock(void **state) {
    (void)state;
    char both[700];
    snprintf(both, sizeof both, "%s, %s", stock, parts);
    assert_string_equal(
        run(both, "ethnicity,White,opened,415\nethnicity,White,closed,245\n"
                  "ethnicity,White,active,230\nethnicity,Black,opened,45\n"
                  "ethnicity,Black,closed,20\nethnicity,Black,active,20\n"
                  "sex,Unborn,opened,2\nsex,Unborn,closed,\nsex,Unborn,active,\n"
                  "sex,F,opened,1\nsex,F,closed,3\nsex,F,active,2\n"
                  "sex,All,opened,3\nsex,All,closed,3\nsex,All,active,2\n"),
        "C101 passed \"All\" is the sum of its parts in 3 of 3 groups\n"
        "C102 noted 2 blank cells must be 0, because the other parts already make \"All\"\n"
        "C103 failed implied opening stock (active - opened + closed) is negative in 2 of 5 "
        "groups: "
        "Black: -5; Unborn: -2\n");
}

static void test_opening_stock_with_marks(void **state) {
    (void)state;
    /* active 1..4 - opened 9 + closed 2: between -6 and -3. */
    assert_string_equal(run(stock, "sex,F,opened,9\nsex,F,closed,2\nsex,F,active,<5\n"),
                        "C103 failed implied opening stock (active - opened + closed) is negative "
                        "in 1 of 1 groups: F: -6 to -3\n");
    assert_string_equal(run(stock, "sex,F,opened,5\nsex,F,closed,2\nsex,F,active,<5\n"),
                        "C103 passed implied opening stock (active - opened + closed) is not "
                        "negative in 0 of 1 groups; in 1 the marked cells leave it open\n");
    assert_string_equal(run(stock, "sex,F,opened,<5\nsex,F,closed,0\nsex,F,active,2\n"),
                        "C103 passed implied opening stock (active - opened + closed) is not "
                        "negative in 0 of 1 groups; in 1 the marked cells leave it open\n");
    assert_string_equal(
        run(stock, "sex,F,opened,5\nsex,F,closed,2\n"),
        "C103 noted no group holds \"opened\", \"closed\" and \"active\" once each, "
        "so no opening stock follows\n");
    assert_string_equal(run(stock, "sex,All,opened,5\nsex,All,closed,2\nsex,All,active,1\n"),
                        "C103 failed implied opening stock (active - opened + closed) is negative "
                        "in 1 of 1 groups: All (sex): -2\n");
}

static void test_unique_keys(void **state) {
    (void)state;
    assert_string_equal(run(unique, "sex,F,opened,9\nsex,F,closed,2\n"),
                        "C104 passed the 2 rows have 2 different keys\n");
    assert_string_equal(run(unique, "sex,F,opened,9\nsex,M,opened,2\nsex,F,opened,1\n"),
                        "C104 failed 1 key occurs more than once: F (opened): rows 1 and 3\n");
}

/* Which rows a check looked at: those of the groups it could test. */
static void test_rows_and_findings(void **state) {
    (void)state;
    struct table t;
    char both[700];
    snprintf(both, sizeof both, "%s, %s, %s", parts, stock, unique);
    run_fields(fields, both,
               "sex,F,opened,389\nsex,M,opened,335\nsex,All,opened,725\n"
               "sex,F,closed,5\nsex,M,closed,\nsex,All,closed,5\n"
               "age,0-19,opened,1\nage,0-19,closed,1\nage,0-19,active,1\nage,0-19,active,1\n",
               &t);
    static const struct {
        const char *code;
        size_t rows, found;
    } wanted[] = {{"C101", 6, 1}, {"C102", 6, 1}, {"C103", 0, 0}, {"C104", 10, 1}};
    assert_int_equal(t.n_checks, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(t.check[i].code, wanted[i].code);
        assert_string_equal(t.check[i].dataset, "a");
        assert_int_equal(t.check[i].rows, wanted[i].rows);
        assert_int_equal(t.check[i].found, wanted[i].found);
    }
    table_free(&t);
}

/* Rounded groups can be left out. */
static void test_only_where(void **state) {
    (void)state;
    static const char only[] =
        "{\"kind\": \"parts_total\", \"dimension\": \"group\", \"total\": \"All\", \"value\": "
        "\"cases\", \"by\": [\"breakdown\", \"status\"], \"where\": {\"status\": \"opened\"}}";
    assert_string_equal(run(only, "sex,F,opened,9\nsex,M,opened,2\nsex,All,opened,11\n"
                                  "sex,F,closed,9\nsex,M,closed,2\nsex,All,closed,10\n"),
                        "C101 passed \"All\" is the sum of its parts in 1 of 1 groups (only where "
                        "status is \"opened\")\n");
    assert_string_equal(run(only, "sex,F,opened,9\nsex,M,opened,2\nsex,All,opened,10\n"
                                  "sex,F,closed,9\nsex,M,closed,2\nsex,All,closed,10\n"),
                        "C101 failed \"All\" differs from the sum of its parts in 1 of 1 groups "
                        "(only where status is \"opened\"): opened (sex): the parts make 11, the "
                        "total is 10\n");
}

static void test_long_list_is_cut(void **state) {
    (void)state;
    struct buf rows = {0};
    for (int i = 0; i < 20; i++)
        buf_addf(&rows, "sex,g%d,opened,9\nsex,g%d,opened,9\n", i, i);
    const char *text = run(unique, rows.text);
    assert_non_null(strstr(text, "20 keys occur more than once: g0 (opened): rows 1 and 2; "));
    assert_non_null(strstr(text, "g11 (opened): rows 23 and 24; and 8 more\n"));
    assert_null(strstr(text, "g12"));
    buf_free(&rows);
}

/* What the checks say of a file without a package that has the columns area and n. */
static const char *run_plain(const char *rows) {
    static char text[1000];
    char csv[1000];
    struct table t;
    struct read_report report;
    struct err e = {0};
    snprintf(csv, sizeof csv, "area,n\n%s", rows);
    int fd = file_of(csv, strlen(csv));
    if (!read_table(fd, "a.csv", NULL, &(struct read_options){0}, &t, &report, &e))
        fail_msg("%s", e.message);
    close(fd);
    assert_int_equal(t.n_checks, 1);
    snprintf(text, sizeof text, "%s",
             t.check[0].state != CHECK_FAILED       ? "passed"
             : strcmp(t.check[0].code, "C105") == 0 ? t.check[0].text
                                                    : t.check[0].code);
    table_free(&t);
    return text;
}

static void test_negative_codes(void **state) {
    (void)state;
    assert_string_equal(run_plain("A,2109\nB,-300\nC,-300\nD,-100\nE,0\n"),
                        "column \"n\" holds -100 (1 cell), -300 (2 cells) and no other number "
                        "below 0; such numbers often stand for missing cells, and they are read "
                        "as numbers");
    assert_string_equal(run_plain("A,2109\nB,[c]\nC,0\n"), "passed");
    /* What can be below 0 for other reasons: a net gain, a change in percent. */
    assert_string_equal(run_plain("A,-490\nB,-99\nC,30\n"), "passed");
    assert_string_equal(run_plain("A,-99\nB,1.5\n"), "passed");
}

static void test_codes_are_documented(void **state) {
    (void)state;
    size_t n = 0;
    for (; check_codes[n].code != NULL; n++)
        assert_true(strlen(check_codes[n].title) > 0 && strlen(check_codes[n].help) > 0);
    assert_int_equal(n, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_add_up),
        cmocka_unit_test(test_parts_differ),
        cmocka_unit_test(test_parts_with_bounds),
        cmocka_unit_test(test_nothing_to_compare),
        cmocka_unit_test(test_fractions),
        cmocka_unit_test(test_implied_zeros),
        cmocka_unit_test(test_no_zeros_where_negative),
        cmocka_unit_test(test_opening_stock),
        cmocka_unit_test(test_opening_stock_with_marks),
        cmocka_unit_test(test_unique_keys),
        cmocka_unit_test(test_rows_and_findings),
        cmocka_unit_test(test_only_where),
        cmocka_unit_test(test_long_list_is_cut),
        cmocka_unit_test(test_negative_codes),
        cmocka_unit_test(test_codes_are_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
