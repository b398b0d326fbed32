/* Two results.json beside each other: what moved, by how much, and what is no number. */
#include <math.h>

#include "run/compare.h"

#include "unit/project.h"

#define HEAD "{\"schema\": \"foistat.run/1\", \"title\": \"T\", "
#define TABLE(rows_, columns_)                                                                     \
    "{\"kind\": \"table\", \"name\": \"table-1\", \"title\": \"Rates\", \"table\": "               \
    "{\"rows\": " rows_ ", \"columns\": [" columns_ "]}}"
#define COLUMN(name_, values_) "{\"name\": \"" name_ "\", \"values\": [" values_ "]}"
#define RUN(parts_) HEAD "\"checks\": [], \"parts\": [" parts_ "]}"

static struct results before, after;
static struct comparison found;

static void read_one(const char *json, struct results *r) {
    struct err e = {0};
    if (!results_read(json, strlen(json), r, &e))
        fail_msg("%s: %s", e.message, json);
}

/* Compares two and says how many changes there are. */
static size_t changes(const char *a, const char *b, double tolerance) {
    struct err e = {0};
    read_one(a, &before);
    read_one(b, &after);
    if (!results_compare(&before, &after, tolerance, &found, &e))
        fail_msg("%s", e.message);
    return found.n;
}

static int forget(void **state) {
    (void)state;
    comparison_free(&found);
    results_free(&before);
    results_free(&after);
    return 0;
}

static void assert_change(size_t i, enum change_kind kind, const char *column, const char *row,
                          const char *was, const char *is) {
    const struct change *c = &found.change[i];
    const char *got[] = {c->column, c->row, c->before, c->after};
    const char *wanted[] = {column, row, was, is};
    assert_string_equal(change_kind_name[c->kind], change_kind_name[kind]);
    for (int k = 0; k < 4; k++) {
        if ((got[k] == NULL) != (wanted[k] == NULL) || (got[k] && strcmp(got[k], wanted[k]) != 0))
            fail_msg("change %zu: got '%s', wanted '%s'", i, got[k], wanted[k]);
    }
}

static void nothing_differs(void **state) {
    (void)state;
    const char *run =
        RUN(TABLE("2", COLUMN("area", "\"Ashby\", \"Blaby\"") "," COLUMN("rate", "1.5, null")));
    assert_int_equal(changes(run, run, 0), 0);
    assert_int_equal(found.numbers, 1);
    assert_true(found.largest == 0);
    assert_true(results_alike(&before, &after, 0));
}

/* Rows that stand in another order are the same rows, and the larger change comes first. */
static void numbers_move(void **state) {
    (void)state;
    const char *a = RUN(
        TABLE("3", COLUMN("area", "\"A\", \"B\", \"C\"") "," COLUMN(
                       "rate", "100, 3, 20.5") "," COLUMN("band", "\"low\", \"low\", \"high\"")));
    const char *b = RUN(
        TABLE("3", COLUMN("area", "\"A\", \"C\", \"B\"") "," COLUMN(
                       "rate", "101, 41, 3") "," COLUMN("band", "\"high\", \"high\", \"low\"")));
    assert_int_equal(changes(a, b, 0), 4);
    assert_change(0, CHANGE_ORDER, NULL, NULL, NULL, NULL);
    assert_change(1, CHANGE_LABEL, "band", "A", "low", "high");
    assert_change(2, CHANGE_NUMBER, "rate", "C", "20.5", "41");
    assert_change(3, CHANGE_NUMBER, "rate", "A", "100", "101");
    assert_string_equal(found.change[3].part, "table-1");
    assert_string_equal(found.change[3].title, "Rates");
    assert_true(found.change[2].distance == 0.5);
    assert_true(found.largest == 0.5);
    assert_int_equal(found.moved, 2);
    assert_int_equal(found.numbers, 3);
}

/* As many columns of labels as tell the rows apart: the second year of B, not its first. */
static void rows_are_known_by_all_their_labels(void **state) {
    (void)state;
    const char *a =
        RUN(TABLE("3", COLUMN("area", "\"A\", \"B\", \"B\"") "," COLUMN(
                           "year", "\"2013\", \"2013\", \"2014\"") "," COLUMN("n", "1, 2, 3")));
    const char *b =
        RUN(TABLE("3", COLUMN("area", "\"B\", \"B\", \"A\"") "," COLUMN(
                           "year", "\"2014\", \"2015\", \"2013\"") "," COLUMN("n", "4, 2, 1")));
    assert_int_equal(changes(a, b, 0), 4);
    assert_change(0, CHANGE_ROW_REMOVED, NULL, "B, 2013", NULL, NULL);
    assert_change(1, CHANGE_ROW_ADDED, NULL, "B, 2015", NULL, NULL);
    assert_change(2, CHANGE_ORDER, NULL, NULL, NULL, NULL);
    assert_change(3, CHANGE_NUMBER, "n", "B, 2014", "3", "4");
}

/* Rows with the same labels are matched in the order in which they stand; rows without labels by
 * their number. */
static void rows_without_a_name(void **state) {
    (void)state;
    assert_int_equal(
        changes(RUN(TABLE("2", COLUMN("area", "\"A\", \"A\"") "," COLUMN("n", "1, 2"))),
                RUN(TABLE("2", COLUMN("area", "\"A\", \"A\"") "," COLUMN("n", "1, 3"))), 0),
        1);
    assert_change(0, CHANGE_NUMBER, "n", "A", "2", "3");
    forget(NULL);
    assert_int_equal(
        changes(RUN(TABLE("2", COLUMN("n", "1, 2"))), RUN(TABLE("3", COLUMN("n", "1, 3, 5"))), 0),
        2);
    assert_change(0, CHANGE_ROW_ADDED, NULL, "row 3", NULL, NULL);
    assert_change(1, CHANGE_NUMBER, "n", "row 2", "2", "3");
}

static void tolerance_is_for_numbers_that_are_no_counts(void **state) {
    (void)state;
    const char *a = RUN(TABLE("2", COLUMN("n", "1.5, 1000000000001")));
    const char *b = RUN(TABLE("2", COLUMN("n", "1.5000000001, 1000000000002")));
    assert_int_equal(changes(a, b, 1e-9), 1);
    assert_change(0, CHANGE_NUMBER, "n", "row 2", "1000000000001", "1000000000002");
    assert_false(results_alike(&before, &after, 1e-9));
    forget(NULL);
    assert_int_equal(changes(a, b, 1e-11), 2);
    forget(NULL);
    changes(RUN(TABLE("1", COLUMN("n", "1.5"))), RUN(TABLE("1", COLUMN("n", "1.5000000001"))), 0);
    assert_true(results_alike(&before, &after, 1e-9));
    assert_false(results_alike(&before, &after, 1e-11));
}

static void distances(void **state) {
    (void)state;
    assert_true(results_distance(4, 5) == 0.2 && results_distance(5, 4) == 0.2);
    assert_true(results_distance(0, 1e-300) == 1 && results_distance(-1, 1) == 2);
    assert_true(results_distance(INFINITY, INFINITY) == 0);
    assert_true(isinf(results_distance(INFINITY, 1)) && isinf(results_distance(NAN, 1)));
    assert_false(results_near(INFINITY, 1, 1e9));
}

/* A hidden figure is none: it never moves, it is hidden or it is not, and its bounds count. */
static void marks_and_bounds(void **state) {
    (void)state;
    const char *a =
        RUN(TABLE("3", "{\"name\": \"n\", \"values\": [null, null, 7], \"marks\": [\"suppressed\", "
                       "\"suppressed\", null], \"lo\": [1, 1, null], \"hi\": [4, null, null]}"));
    const char *b = RUN(TABLE(
        "3", "{\"name\": \"n\", \"values\": [2, null, null], \"marks\": [null, \"suppressed\", "
             "\"refused\"], \"lo\": [null, 1, null], \"hi\": [null, 5, null]}"));
    assert_int_equal(changes(a, b, 0.5), 3);
    assert_change(0, CHANGE_MARK, "n", "row 1", "suppressed", "2");
    assert_change(1, CHANGE_BOUNDS, "n", "row 2", "1 to ?", "1 to 5");
    assert_change(2, CHANGE_MARK, "n", "row 3", "7", "refused");
    assert_int_equal(found.numbers, 0);
    forget(NULL);
    assert_int_equal(
        changes(RUN(TABLE("1", COLUMN("n", "\"Inf\""))), RUN(TABLE("1", COLUMN("n", "1"))), 1e300),
        1);
    assert_change(0, CHANGE_NUMBER, "n", "row 1", "Inf", "1");
}

/* A figure that has no bounds is as sure as one whose bounds are the figure itself. */
static void bounds_of_figures(void **state) {
    (void)state;
    const char *a = RUN(TABLE("3", "{\"name\": \"n\", \"values\": [7, 8, null], \"marks\": [null, "
                                   "null, \"suppressed\"], \"lo\": [7, 8, 1], \"hi\": [7, 8, 5]}"));
    assert_int_equal(changes(a,
                             RUN(TABLE("3", "{\"name\": \"n\", \"values\": [7, 8, null], "
                                            "\"marks\": [null, null, \"suppressed\"], \"lo\": "
                                            "[null, 8, 1], \"hi\": [null, 9, null]}")),
                             0),
                     2);
    assert_change(0, CHANGE_BOUNDS, "n", "row 2", "8 to 8", "8 to 9");
    assert_change(1, CHANGE_BOUNDS, "n", "row 3", "1 to 5", "1 to ?");
}

static void columns_come_and_go(void **state) {
    (void)state;
    const char *a = RUN(TABLE(
        "1",
        COLUMN("area", "\"A\"") ", {\"name\": \"rate\", \"measure\": "
                                "\"rate.ci.byar\", \"unit\": \"per 100\", \"conf_level\": 0.95, "
                                "\"values\": [3]}," COLUMN("old", "1")));
    const char *b = RUN(TABLE(
        "1", COLUMN("area", "\"A\"") ", {\"name\": \"rate\", \"measure\": "
                                     "\"rate.ci.garwood\", \"unit\": \"per 100\", \"conf_level\": "
                                     "0.99, \"values\": [3]}," COLUMN("new", "1")));
    assert_int_equal(changes(a, b, 0), 4);
    assert_change(0, CHANGE_COLUMN_REMOVED, "old", NULL, NULL, NULL);
    assert_change(1, CHANGE_COLUMN_ADDED, "new", NULL, NULL, NULL);
    assert_change(2, CHANGE_WORDS, "rate", "measure", "rate.ci.byar", "rate.ci.garwood");
    assert_change(3, CHANGE_WORDS, "rate", "conf_level", "0.95", "0.99");
}

/* A part that is new in front shifts the names of those behind it, which are known by their titles.
 */
static void parts_come_and_go(void **state) {
    (void)state;
    const char *a = RUN(TABLE("1", COLUMN("n", "1")) ", {\"kind\": \"text\", \"name\": "
                                                     "\"text-1\", \"text\": \"said\"}");
    const char *b =
        RUN("{\"kind\": \"table\", \"name\": \"table-1\", \"title\": \"New\"}, {\"kind\": "
            "\"table\", \"name\": \"table-2\", \"title\": \"Rates\", \"table\": {\"rows\": 1, "
            "\"columns\": [" COLUMN("n", "2") "]}}, {\"kind\": \"text\", \"name\": \"text-1\", "
                                              "\"text\": \"withdrawn\"}");
    assert_int_equal(changes(a, b, 0), 3);
    assert_change(0, CHANGE_TEXT, "text", NULL, "said", "withdrawn");
    assert_change(1, CHANGE_PART_ADDED, NULL, NULL, NULL, NULL);
    assert_string_equal(found.change[1].title, "New");
    assert_change(2, CHANGE_NUMBER, "n", "row 1", "1", "2");
}

static void refusals_are_known_by_their_question(void **state) {
    (void)state;
    const char *a = RUN("{\"kind\": \"cannot\", \"name\": \"cannot-1\", \"title\": \"Who?\", "
                        "\"text\": \"refused\"}");
    const char *b = RUN("{\"kind\": \"cannot\", \"name\": \"cannot-1\", \"title\": \"When?\", "
                        "\"text\": \"x\"}, {\"kind\": \"cannot\", \"name\": \"cannot-2\", "
                        "\"title\": \"Who?\", \"text\": \"not held\"}");
    assert_int_equal(changes(a, b, 0), 2);
    assert_change(0, CHANGE_TEXT, "text", NULL, "refused", "not held");
    assert_change(1, CHANGE_PART_ADDED, NULL, NULL, NULL, "x");
}

static void checks_change(void **state) {
    (void)state;
    const char *a = HEAD "\"parts\": [], \"checks\": [{\"code\": \"C101\", \"state\": \"passed\", "
                         "\"dataset\": \"x\"}, {\"code\": \"C102\", \"state\": \"noted\", "
                         "\"dataset\": \"x\", \"text\": \"2 rows\"}, {\"code\": \"C102\", "
                         "\"state\": \"noted\", \"dataset\": \"x\", \"text\": \"again\"}]}";
    const char *b =
        HEAD "\"parts\": [], \"headline\": \"More\", \"checks\": [{\"code\": \"C101\", "
             "\"state\": \"failed\", \"dataset\": \"x\"}, {\"code\": \"C102\", "
             "\"state\": \"noted\", \"dataset\": \"x\", \"text\": \"3 rows\"}, "
             "{\"code\": \"C102\", \"state\": \"noted\", \"dataset\": \"x\", \"text\": "
             "\"again\"}, {\"code\": \"C103\", \"state\": \"passed\", \"dataset\": \"y\"}]}";
    assert_int_equal(changes(a, b, 0), 4);
    assert_change(0, CHANGE_TEXT, "headline", NULL, NULL, "More");
    assert_change(1, CHANGE_CHECK, "C101", "x", "passed", "failed");
    assert_change(2, CHANGE_CHECK, "C102", "x", "2 rows", "3 rows");
    assert_change(3, CHANGE_CHECK, "C103", "y", NULL, "passed");
}

/* The engine's version is no finding; a note of a table is. */
static void alike(void **state) {
    (void)state;
    changes(HEAD "\"engine\": {\"version\": \"1\"}, \"parts\": [], \"checks\": []}",
            HEAD "\"engine\": {\"version\": \"2\"}, \"parts\": [], \"checks\": []}", 0);
    assert_true(results_alike(&before, &after, 0));
    forget(NULL);
    changes(HEAD "\"notes\": [\"a\"], \"parts\": [], \"checks\": []}",
            HEAD "\"notes\": [\"b\"], \"parts\": [], \"checks\": []}", 0);
    assert_false(results_alike(&before, &after, 1));
    forget(NULL);
    changes(HEAD "\"a\": [], \"b\": null, \"parts\": [], \"checks\": []}",
            HEAD "\"a\": null, \"c\": {}, \"parts\": [], \"checks\": []}", 0);
    assert_true(results_alike(&before, &after, 0));
    forget(NULL);
    changes(HEAD "\"parts\": [], \"checks\": []}",
            HEAD "\"c\": [0], \"parts\": [], \"checks\": []}", 0);
    assert_false(results_alike(&before, &after, 1));
    assert_false(results_alike(&after, &before, 1));
}

static void refuses(const char *json, const char *message) {
    struct results r;
    struct err e = {0};
    if (results_read(json, strlen(json), &r, &e))
        fail_msg("read: %s", json);
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, message);
    assert_null(r.root);
}

static void strange_results_are_refused(void **state) {
    (void)state;
    char deep[9000] = HEAD "\"parts\": ";
    memset(deep + strlen(deep), '[', 8000);
    refuses("", "cannot be read");
    refuses(deep, "cannot be read");
    refuses("[]", "another program's");
    refuses(HEAD "\"parts\": 1, \"checks\": []}", "\"parts\"");
    refuses(RUN("1"), "\"parts\" in its results.json is not a list of parts");
    refuses(RUN(TABLE("1e300", "")), "\"rows\"");
    refuses(RUN(TABLE("-1", "")), "\"rows\"");
    refuses(RUN(TABLE("1.5", "")), "\"rows\"");
    refuses(RUN(TABLE("\"1\"", "")), "\"rows\"");
    refuses(RUN(TABLE("1", "7")), "\"columns\"");
    refuses(RUN(TABLE("2", COLUMN("n", "1"))),
            "\"values\" in its results.json is not a list of one");
    refuses(RUN(TABLE("2", COLUMN("n", "1, \"a\""))), "\"values\" in its results.json is not");
    refuses(RUN(TABLE("2", COLUMN("n", "1, []"))), "\"values\"");
    refuses(RUN(TABLE("1", "{\"name\": \"n\", \"values\": [1], \"marks\": []}")), "\"marks\"");
    refuses(RUN(TABLE("1", "{\"name\": \"n\", \"values\": [1], \"lo\": [\"a\"]}")), "\"lo\"");
    refuses(HEAD "\"parts\": [], \"checks\": [{}]}", "\"checks\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(nothing_differs, forget),
        cmocka_unit_test_teardown(numbers_move, forget),
        cmocka_unit_test_teardown(rows_are_known_by_all_their_labels, forget),
        cmocka_unit_test_teardown(rows_without_a_name, forget),
        cmocka_unit_test_teardown(tolerance_is_for_numbers_that_are_no_counts, forget),
        cmocka_unit_test(distances),
        cmocka_unit_test_teardown(marks_and_bounds, forget),
        cmocka_unit_test_teardown(bounds_of_figures, forget),
        cmocka_unit_test_teardown(columns_come_and_go, forget),
        cmocka_unit_test_teardown(parts_come_and_go, forget),
        cmocka_unit_test_teardown(refusals_are_known_by_their_question, forget),
        cmocka_unit_test_teardown(checks_change, forget),
        cmocka_unit_test_teardown(alike, forget),
        cmocka_unit_test(strange_results_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
