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
 * checks; 'top' holds properties of the package. The caller frees the table. */
static void run_package(const char *top, const char *described, const char *checks,
                        const char *rows, struct table *t) {
    char json[2000], text[2000];
    struct package p;
    struct read_report report;
    struct err e = {0};
    snprintf(json, sizeof json,
             "{%s\"foi:checks\": [%s], \"resources\": [{\"path\": \"a.csv\", \"schema\": "
             "{\"fields\": [%s]}}]}",
             top, checks, described);
    snprintf(text, sizeof text, "breakdown,group,status,cases\n%s", rows);
    if (!package_read(json, strlen(json), "datapackage.json", &p, &e))
        fail_msg("%s", e.message);
    int fd = file_of(text, strlen(text));
    if (!read_table(fd, "a.csv", &p, &(struct read_options){0}, t, &report, &e))
        fail_msg("%s", e.message);
    close(fd);
    package_free(&p);
}

static void run_fields(const char *described, const char *checks, const char *rows,
                       struct table *t) {
    run_package("", described, checks, rows, t);
}

/* "C101 passed sentence" a line, for every check of these codes ("C101 C102"). */
static const char *found(const struct table *t, const char *codes) {
    static char text[2000];
    static const char *const states[] = {"passed", "noted", "failed"};
    size_t n = 0;
    text[0] = '\0';
    for (size_t i = 0; i < t->n_checks; i++) {
        if (strstr(codes, t->check[i].code) != NULL)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s %s %s\n", t->check[i].code,
                                  states[t->check[i].state], t->check[i].text);
    }
    return text;
}

/* What the checks that the package asks for find. */
static const char *run(const char *checks, const char *rows) {
    struct table t;
    run_fields(fields, checks, rows, &t);
    const char *text = found(&t, "C101 C102 C103 C104");
    table_free(&t);
    return text;
}

/* What the check 'code', which no package need ask for, finds among fields of this description. */
static const char *run_one(const char *code, const char *described, const char *rows) {
    struct table t;
    run_fields(described, "", rows, &t);
    const char *text = found(&t, code);
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

/* What the check 'code' says of a file without a package. */
static const char *run_plain(const char *code, const char *csv) {
    struct table t;
    struct read_report report;
    struct err e = {0};
    int fd = file_of(csv, strlen(csv));
    if (!read_table(fd, "a.csv", NULL, &(struct read_options){0}, &t, &report, &e))
        fail_msg("%s", e.message);
    close(fd);
    const char *text = found(&t, code);
    table_free(&t);
    return text;
}

static void test_negative_codes(void **state) {
    (void)state;
    static const char none[] =
        "C105 passed no number below 0 looks like a code for a missing cell\n";
    assert_string_equal(run_plain("C105", "area,n\nA,2109\nB,-300\nC,-300\nD,-100\nE,0\n"),
                        "C105 failed column \"n\" holds -100 (1 cell), -300 (2 cells) and no other "
                        "number below 0; such numbers often stand for missing cells, and they are "
                        "read as numbers\n");
    assert_string_equal(run_plain("C105", "area,n\nA,2109\nB,[c]\nC,0\n"), none);
    /* What can be below 0 for other reasons: a net gain, a change in percent. */
    assert_string_equal(run_plain("C105", "area,n\nA,-490\nB,-99\nC,30\n"), none);
    assert_string_equal(run_plain("C105", "area,n\nA,-99\nB,1.5\n"), none);
}

static const char yearly[] =
    "{\"name\": \"breakdown\"}, {\"name\": \"group\", \"foi:role\": \"note\"},"
    "{\"name\": \"status\", \"foi:role\": \"period\"},"
    "{\"name\": \"cases\", \"foi:role\": \"count\"}";

/* Gaps are within a series: South begins and ends elsewhere, and lacks nothing. */
static void test_missing_years(void **state) {
    (void)state;
    assert_string_equal(
        run_one("C106", yearly,
                "North,a,2016,1\nNorth,b,2017,1\nNorth,a,2020,1\nNorth,a,2022,1\n"
                "South,a,2021,1\nSouth,a,2022,1\nWest,a,2018,1\nEast,a,2016,1\nEast,a,2018,1\n"),
        "C106 noted no row for a year between the first and the last in 2 of 3 series of "
        "\"status\": 2018 to 2019, 2021 in North; 2017 in East\n");
    /* One year to a series in any order, twice in one; years as split labels. */
    assert_string_equal(
        run_one("C106", yearly,
                "North,a,2019/20,1\nNorth,a,2017/18,1\nNorth,a,2018-19,1\nSouth,a,201920,1\n"
                "South,a,2016/17,1\nSouth,a,2016/17,1\n"),
        "C106 noted no row for a year between the first and the last in 1 of 2 series of "
        "\"status\": 2017/18 to 2018/19 in South\n");
    assert_string_equal(
        run_one("C106", yearly, "North,a,1999/00,1\nNorth,a,2000/01,1\nNorth,a,Autumn,1\n"),
        "C106 passed every year from the first to the last has a row in 1 series of \"status\"\n");
    /* Labels that are no years, and series of one year. */
    assert_string_equal(run_one("C106", yearly, "North,a,Autumn,1\nNorth,a,Spring,1\n"), "");
    assert_string_equal(run_one("C106", yearly, "North,a,2016,1\nSouth,a,2018,1\n"), "");
    assert_string_equal(run_one("C106", yearly, "North,a,2016/18,1\nNorth,a,2019/21,1\n"), "");
}

static void test_the_most_frequent_gaps_are_named(void **state) {
    (void)state;
    struct buf rows = {0};
    for (int i = 0; i < 10; i++)
        buf_addf(&rows, "A%d,a,%d,1\nA%d,a,2020,1\n", i, i < 7 ? 2010 + i : 2014, i);
    assert_string_equal(
        run_one("C106", yearly, rows.text),
        "C106 noted no row for a year between the first and the last in 10 of 10 series of "
        "\"status\": 2015 to 2019 in 4 series; 2011 to 2019 in A0; 2012 to 2019 in A1; 2013 to "
        "2019 in A2; 2014 to 2019 in A3; and 2 other gaps\n");
    buf_free(&rows);
}

static void test_years_of_a_plain_file(void **state) {
    (void)state;
    assert_string_equal(run_plain("C106", "Year,n\n2016,5\n2019,6\n"),
                        "C106 noted no row for a year between the first and the last in \"Year\": "
                        "2017 to 2018\n");
    /* A row for each event: a year without one is no gap. */
    assert_string_equal(run_plain("C106", "year,n\n2016,5\n2016,5\n2019,6\n"), "");
    assert_string_equal(run_plain("C106", "age,n\n16,5\n19,6\n"), "");
    assert_string_equal(
        run_plain("C107", "fiscal_year,n\n2016/17,5\n2018,6\n2018/19,6\n"),
        "C107 failed \"fiscal_year\" holds \"2018\" beside \"2016/17\": a whole year "
        "among split years can be the calendar year or either of the split years "
        "that share its number\n");
}

static void test_ambiguous_years(void **state) {
    (void)state;
    assert_string_equal(
        run_one("C107", yearly, "N,a,2019/20,1\nN,a,2021,1\nS,a,2020/21,1\n"),
        "C107 failed \"status\" holds \"2021\" beside \"2019/20\": a whole year among "
        "split years can be the calendar year or either of the split years that "
        "share its number\n");
    assert_string_equal(run_one("C106", yearly, "N,a,2017/18,1\nN,a,2021,1\n"), "");
    assert_string_equal(
        run_one("C107", yearly, "N,a,2019/20,1\nN,a,2020-21,1\n"),
        "C107 passed the years of \"status\" are written in one way: \"2019/20\"\n");
}

static void test_part_years(void **state) {
    (void)state;
    static const char part[] =
        "{\"name\": \"breakdown\"}, {\"name\": \"group\"}, {\"name\": \"status\", \"foi:role\": "
        "\"period\", \"foi:partYears\": {\"2025\": \"1 January to 5 March\"}},"
        "{\"name\": \"cases\", \"foi:role\": \"count\"}";
    assert_string_equal(run_one("C111", part, "N,a,2024,1\nN,a,2025,1\nS,a,2025,2\n"),
                        "C111 noted 2 rows cover part of a year, which is neither compared with "
                        "whole years nor added to them: 2025 (1 January to 5 March)\n");
    assert_string_equal(run_one("C111", part, "N,a,2024,1\n"), "");
}

static void test_units_and_stocks(void **state) {
    (void)state;
    static const char unit[] =
        "{\"name\": \"breakdown\"}, {\"name\": \"group\", \"foi:role\": \"unit\"},"
        "{\"name\": \"status\", \"foi:flow\": [\"opened\"], \"foi:stock\": [\"active\"]},"
        "{\"name\": \"cases\", \"foi:role\": \"count\"}";
    static const char rows[] = "N,families,opened,1\nN,children,opened,1\nS,families,active,1\n";
    assert_string_equal(run_one("C109", unit, rows),
                        "C109 noted figures in 2 units, which are neither added up nor compared: "
                        "families (2 rows), children (1 row)\n");
    assert_string_equal(run_one("C110", unit, rows),
                        "C110 noted \"status\" counts stocks, as at a date: active (1 row); and "
                        "flows, during a period: opened (2 rows)\n");
    assert_string_equal(run_one("C109 C110", unit, "N,families,opened,1\n"),
                        "C109 passed all figures are in one unit: families (1 row)\n"
                        "C110 passed \"status\" counts flows only\n");
    assert_string_equal(run_one("C109 C110", yearly, "N,a,2019,1\n"), "");
    assert_string_equal(run_plain("C109", "Unit,n\nchildren,5\nfamilies,6\n"),
                        "C109 noted figures in 2 units, which are neither added up nor compared: "
                        "children (1 row), families (1 row)\n");
}

static void test_columns_of_stocks_and_flows(void **state) {
    (void)state;
    static const char both[] =
        "{\"name\": \"breakdown\"}, {\"name\": \"group\"},"
        "{\"name\": \"status\", \"foi:role\": \"count\", \"foi:stock\": true},"
        "{\"name\": \"cases\", \"foi:role\": \"count\", \"foi:flow\": true}";
    assert_string_equal(
        run_one("C110", both, "N,a,5,1\n"),
        "C110 noted columns of stocks, as at a date: status; and of flows, during a "
        "period: cases\n");
}

/* The description of 'fields' with sex as a second dimension with a total, and public or not. */
static const char *run_hidden(bool published, const char *rows) {
    static const char two[] =
        "{\"name\": \"breakdown\", \"foi:totals\": \"Both\"},"
        "{\"name\": \"group\", \"foi:totals\": \"All\"}, {\"name\": \"status\"},"
        "{\"name\": \"cases\", \"foi:role\": \"count\", \"foi:marks\": {\"c\": \"suppressed\","
        " \"<6\": {\"mark\": \"suppressed\", \"lo\": 1, \"hi\": 5}, \"z\": \"not_applicable\","
        " \"x\": \"not_available\"}}";
    struct table t;
    run_package(published ? "\"foi:published\": true, " : "", two, "", rows, &t);
    const char *text = found(&t, "C108");
    table_free(&t);
    return text;
}

static void test_one_hidden_cell(void **state) {
    (void)state;
    assert_string_equal(
        run_hidden(true, "F,White,o,10\nF,Asian,o,c\nF,All,o,13\n"
                         "F,White,p,c\nF,Asian,p,c\nF,All,p,13\n"),
        "C108 noted 1 of 3 suppressed cells of \"cases\" can be worked out from totals and the "
        "cells beside it: Asian (F, o)\n");
    /* Unpublished, the value stays unsaid. */
    assert_string_equal(run_hidden(false, "F,White,o,10\nF,Asian,o,c\nF,All,o,13\n"),
                        "C108 failed 1 of 1 suppressed cells of \"cases\" can be worked out from "
                        "totals and the cells beside it; before the figures are published, hide a "
                        "second cell of the same total: Asian (F, o)\n");
    /* A hidden total beside parts that are all known. */
    assert_string_equal(
        run_hidden(true, "F,White,o,10\nF,Asian,o,4\nF,All,o,c\n"),
        "C108 noted 1 of 1 suppressed cells of \"cases\" can be worked out from totals and the "
        "cells beside it: All (F, o)\n");
    /* Two hidden cells keep each other; so does a hidden one beside one that nobody has. */
    static const char none[] =
        "C108 passed no suppressed cell of \"cases\" follows from totals and "
        "the cells beside it\n";
    assert_string_equal(run_hidden(true, "F,White,o,c\nF,Asian,o,c\nF,All,o,13\n"), none);
    assert_string_equal(run_hidden(true, "F,White,o,c\nF,Asian,o,x\nF,All,o,13\n"), none);
    assert_string_equal(run_hidden(true, "F,White,o,1\nF,Asian,o,2\nF,All,o,3\n"),
                        "C108 passed no cell of \"cases\" beside a total is suppressed\n");
    /* A question that makes no sense for a group hides nobody. */
    assert_string_equal(
        run_hidden(true, "F,White,o,c\nF,Asian,o,z\nF,All,o,3\n"),
        "C108 noted 1 of 1 suppressed cells of \"cases\" can be worked out from totals and the "
        "cells beside it: White (F, o)\n");
}

/* Residual 10 over two cells of 1 to 5: both are 5 (measures.md 7.2); 9 leaves them open. */
static void test_a_residual_that_fits_in_one_way(void **state) {
    (void)state;
    assert_string_equal(
        run_hidden(true, "F,White,o,605\nF,Black,o,<6\nF,Other,o,<6\nF,All,o,615\n"),
        "C108 noted 2 of 2 suppressed cells of \"cases\" can be worked out from totals and the "
        "cells beside them: Black (F, o); Other (F, o)\n");
    assert_non_null(
        strstr(run_hidden(true, "F,White,o,606\nF,Black,o,<6\nF,Other,o,<6\nF,All,o,615\n"),
               "C108 passed no suppressed"));
    assert_non_null(
        strstr(run_hidden(true, "F,White,o,612\nF,Black,o,<6\nF,Other,o,<6\nF,All,o,615\n"),
               "C108 passed no suppressed"));
    assert_non_null(strstr(
        run_hidden(true, "F,White,o,612\nF,Black,o,<6\nF,Other,o,<6\nF,Mixed,o,<6\nF,All,o,615\n"),
        "3 of 3 suppressed cells"));
}

/* Two hidden cells in a row, and each alone in its column: the other total gives them away. */
static void test_totals_of_two_dimensions(void **state) {
    (void)state;
    assert_string_equal(
        run_hidden(true, "F,White,o,c\nF,Asian,o,c\nF,All,o,13\nM,White,o,5\nM,Asian,o,6\n"
                         "M,All,o,11\nBoth,White,o,9\nBoth,Asian,o,15\nBoth,All,o,24\n"),
        "C108 noted 2 of 2 suppressed cells of \"cases\" can be worked out from totals and the "
        "cells beside "
        "them: F (White, o); F (Asian, o)\n");
}

/* Labels that overlap make no total, and totals that are wrong tell nothing. */
static void test_totals_that_are_none(void **state) {
    (void)state;
    static const char multi[] =
        "{\"name\": \"breakdown\"}, {\"name\": \"group\", \"foi:totals\": \"All\","
        " \"foi:multiResponse\": true}, {\"name\": \"status\"},"
        "{\"name\": \"cases\", \"foi:role\": \"count\", \"foi:marks\": {\"c\": \"suppressed\"}}";
    assert_string_equal(run_one("C108", multi, "F,Debt,o,10\nF,Other,o,c\nF,All,o,13\n"), "");
    assert_string_equal(run_hidden(true, "F,White,o,20\nF,Asian,o,c\nF,All,o,13\n"),
                        "C108 passed no cell of \"cases\" beside a total is suppressed\n");
}

static void test_hidden_cells_of_a_plain_file(void **state) {
    (void)state;
    static const char rows[] = "area,year,n\nA,2019,10\nB,2019,<5\nTotal,2019,13\n"
                               "A,2020,10\nB,2020,3\nTotal,2020,13\n";
    assert_string_equal(
        run_plain("C108", rows),
        "C108 failed 1 of 1 suppressed cells of \"n\" can be worked out from totals "
        "and the cells beside it; before the figures are published, hide a second "
        "cell of the same total: B (2019)\n");
    /* "All" that is no total: the others do not make it. */
    assert_string_equal(run_plain("C108", "area,n\nA,10\nB,<5\nAll,12\nC,7\n"), "");
    assert_string_equal(run_plain("C108", "area,n\nA,10\nB,4\nTotal,14\n"), "");
}

/* A wide table: columns of parts beside the column of their total. */
static const char wide[] =
    "{\"name\": \"breakdown\"},"
    "{\"name\": \"group\", \"foi:role\": \"count\", \"foi:marks\": {\"c\": \"suppressed\"}},"
    "{\"name\": \"status\", \"foi:role\": \"count\", \"foi:marks\": {\"c\": \"suppressed\"}},"
    "{\"name\": \"cases\", \"foi:role\": \"count\", \"foi:marks\": {\"c\": \"suppressed\"}}";

static const char *run_wide(const char *where, const char *rows) {
    char checks[300];
    struct table t;
    snprintf(
        checks, sizeof checks,
        "{\"kind\": \"columns_total\", \"parts\": [\"group\", \"status\"], \"total\": \"cases\", "
        "\"by\": [\"breakdown\"]%s}",
        where);
    run_package("\"foi:published\": true, ", wide, checks, rows, &t);
    const char *text = found(&t, "C101 C102 C108");
    table_free(&t);
    return text;
}

static void test_columns_and_their_total(void **state) {
    (void)state;
    assert_string_equal(
        run_wide("", "N,10,3,13\nS,8,c,15\nE,c,c,9\n"),
        "C101 passed \"cases\" is the sum of its parts in 1 of 3 rows; in 2 it can "
        "be, given their marked cells\n"
        "C108 noted 1 of 3 suppressed cells beside \"cases\" can be worked out from totals and "
        "the cells beside it: status in S\n");
    assert_string_equal(
        run_wide("", "N,10,4,13\nS,8,7,15\nE,5,,5\n"),
        "C101 failed \"cases\" differs from the sum of its parts in 1 of 3 rows: N: "
        "the parts make 14, the total is 13\n"
        "C102 noted 1 blank cell must be 0, because the other parts already make "
        "\"cases\"\n"
        "C108 passed no cell beside \"cases\" is suppressed\n");
    assert_string_equal(
        run_wide(", \"where\": {\"breakdown\": \"S\"}", "N,10,4,13\nS,8,c,15\nE,c,1,9\n"),
        "C101 passed \"cases\" is the sum of its parts in 0 of 1 rows; in 1 it can "
        "be, given their marked cells (only where breakdown is \"S\")\n"
        "C108 noted 1 of 1 suppressed cells beside \"cases\" can be worked out from totals and "
        "the cells beside it (only where breakdown is \"S\"): status in S\n");
    /* A hidden total, and two hidden parts, each the other's cover. */
    assert_non_null(strstr(run_wide("", "N,10,3,c\nE,c,c,9\n"), "beside it: cases in N\n"));
}

static void test_columns_of_a_plain_file(void **state) {
    (void)state;
    assert_string_equal(
        run_plain("C108", "area,year,White,Black,Total\nN,2019,10,<5,13\nS,2019,8,7,15\n"),
        "C108 failed 1 of 1 suppressed cells beside \"Total\" can be worked out from "
        "totals and the cells beside it; before the figures are published, hide a "
        "second cell of the same total: Black in N (2019)\n");
    assert_string_equal(
        run_plain("C108", "White,Black,total\n10,<5,13\n"),
        "C108 failed 1 of 1 suppressed cells beside \"total\" can be worked out from "
        "totals and the cells beside it; before the figures are published, hide a "
        "second cell of the same total: Black in row 1\n");
    /* Columns that are not its parts: another row shows it. */
    assert_string_equal(run_plain("C108", "area,White,Black,Total\nN,10,<5,13\nS,8,7,40\n"), "");
}

static void test_codes_are_documented(void **state) {
    (void)state;
    size_t n = 0;
    for (; check_codes[n].code != NULL; n++)
        assert_true(strlen(check_codes[n].title) > 0 && strlen(check_codes[n].help) > 0);
    assert_int_equal(n, 12);
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
        cmocka_unit_test(test_missing_years),
        cmocka_unit_test(test_the_most_frequent_gaps_are_named),
        cmocka_unit_test(test_years_of_a_plain_file),
        cmocka_unit_test(test_ambiguous_years),
        cmocka_unit_test(test_part_years),
        cmocka_unit_test(test_units_and_stocks),
        cmocka_unit_test(test_columns_of_stocks_and_flows),
        cmocka_unit_test(test_one_hidden_cell),
        cmocka_unit_test(test_a_residual_that_fits_in_one_way),
        cmocka_unit_test(test_totals_of_two_dimensions),
        cmocka_unit_test(test_totals_that_are_none),
        cmocka_unit_test(test_hidden_cells_of_a_plain_file),
        cmocka_unit_test(test_columns_and_their_total),
        cmocka_unit_test(test_columns_of_a_plain_file),
        cmocka_unit_test(test_codes_are_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
