/* A database's tally is the one of the same rows as CSV. The databases are SQLite in a temporary
 * file and, where FOISTAT_TEST_DATABASE names one that may be written to, that one. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/custodian_work.h"
#include "data/database_name.h"
#include "data/document.h"
#include "database/connection.h"
#include "database/database.h"
#include "database/statement.h"
#include "database/wide.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

#define assert_has(text, part) assert_non_null(strstr(text, part))

/* --- names ------------------------------------------------------------------------------------ */

static void shows(const char *word, const char *shown) {
    char out[DATABASE_NAME_SIZE];
    assert_int_equal(database_shown_name(word, out), shown != NULL);
    if (shown != NULL)
        assert_string_equal(out, shown);
}

static void names_have_no_secrets(void **state) {
    (void)state;
    shows("odbc:DSN=national", "odbc:DSN=national");
    shows("odbc:dsn = national ;UID=me;PWD=secret", "odbc:DSN=national");
    shows("odbc:UID=me;PWD={se;DSN=x}}cret};DSN={na;tional}", "odbc:DSN=na;tional");
    shows("odbc:Driver=SQLite3;Database=/home/me/cases.db", "odbc:Database=cases.db");
    shows("odbc:Driver=SQLite3;PWD=DSN", NULL);
    shows("odbc:", NULL);
    shows("file:DSN=national", NULL);
    shows("a", NULL);
    assert_true(database_has_password("odbc:DSN=x;pwd=y"));
    assert_true(database_has_password("odbc:DSN=x; Password = y"));
    assert_false(database_has_password("odbc:DSN=PWD"));
    assert_false(database_has_password("odbc:DSN={a;PWD=b}"));
    assert_false(database_is_name("cases.csv"));
}

/* --- statements ------------------------------------------------------------------------------- */

static void quotes(const char *name, char quote, const char *wanted) {
    struct buf out = {0};
    struct err e = {0};
    assert_int_equal(statement_table(name, quote, &out, &e), wanted != NULL);
    if (wanted != NULL)
        assert_string_equal(out.text, wanted);
    buf_free(&out);
}

static void identifiers_are_quoted(void **state) {
    (void)state;
    struct buf out = {0};
    struct err e = {0};
    assert_true(statement_name("x\"; drop table cases; --", '"', &out, &e));
    assert_string_equal(out.text, "\"x\"\"; drop table cases; --\"");
    buf_free(&out);
    quotes("cases", '"', "\"cases\"");
    quotes("social.cases", '`', "`social`.`cases`");
    quotes("\"a.b\".c", '"', "\"a.b\".\"c\"");
    quotes("\"a\"\"b\"", '"', "\"a\"\"b\"");
    quotes("cases", '\0', "cases");
    quotes("my cases", '\0', NULL);
    quotes("a..b", '"', NULL);
    quotes("", '"', NULL);
    quotes("\"a", '"', NULL);
    quotes("\"a\"b", '"', NULL);
}

static void names_of_one_table(void **state) {
    (void)state;
    static const char long_name[] =
        "a_name_that_is_longer_than_what_the_server_keeps_of_it_and_has_more_1";
    static const char other_end[] =
        "a_name_that_is_longer_than_what_the_server_keeps_of_it_and_has_more_2";
    static const char *const same[][2] = {{"cases", "cases"},
                                          {"cases", "\"cases\""},
                                          {"cases", "public.cases"},
                                          {"a.cases", "b.\"Cases\""},
                                          {"cases", "\"cases \""},
                                          {"f\xC3\xA4lle", "FA\xCC\x88LLE"},
                                          {"\"a.cases\"", "b.\"a.Cases\""},
                                          {long_name, other_end}};
    static const char *const others[][2] = {{"cases", "case"},
                                            {"cases", "cases_2020"},
                                            {"cases", "\"a.cases\""},
                                            {"cases.visits", "visits.cases"},
                                            {long_name, "cases"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (!statement_same_table(same[i][0], same[i][1]))
            fail_msg("%s and %s", same[i][0], same[i][1]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(statement_same_table(others[i][0], others[i][1]));
}

static void a_query_is_one_statement(void **state) {
    (void)state;
    static const char *const refused[] = {
        "select 1; drop table cases",    "select ';'", "", " ; ", "select $$;$$",
        "select E'\\'; drop table x --'"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct buf out = {0};
        struct err e = {0};
        assert_false(statement_query(refused[i], &out, &e));
        assert_int_equal(e.id, ERR_DATABASE);
        buf_free(&out);
    }
    struct buf out = {0};
    struct err e = {0};
    assert_true(statement_query(" select 1 -- one\n;; ", &out, &e));
    assert_string_equal(out.text, "(select 1 -- one\n) foistat_rows");
    buf_free(&out);
}

static void texts_are_utf16(void **state) {
    (void)state;
    static const char text[] = "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    struct buf back = {0};
    size_t n;
    SQLWCHAR *wide = wide_of(text, &n);
    assert_int_equal(n, 5);
    wide_to_utf8(wide, n, &back);
    assert_string_equal(back.text, text);
    buf_free(&back);
    wide_to_utf8(&(SQLWCHAR){0xD800}, 1, &back);
    assert_string_equal(back.text, "\xEF\xBF\xBD");
    buf_free(&back);
    free(wide);
    assert_null(wide_of("\xFF", &n));
}

/* --- the same rows twice ---------------------------------------------------------------------- */

static char folder[] = P_tmpdir "/foistat-database-XXXXXX";
static char lite[200]; /* the connection, "" when there is no driver */

/* Words of SQL for both kinds of database, each run on its own. */
static bool run_all(const char *word, const char *const *sql, size_t n, struct err *e) {
    struct connection c = {.odbc = odbc_load(e)};
    SQLWCHAR out[2];
    SQLSMALLINT ignored;
    size_t units;
    if (c.odbc == NULL || !SQL_SUCCEEDED(c.odbc->AllocHandle(SQL_HANDLE_ENV, NULL, &c.environment)))
        return false;
    union {
        uintptr_t number;
        SQLPOINTER pointer;
    } version = {SQL_OV_ODBC3};
    c.odbc->SetEnvAttr(c.environment, SQL_ATTR_ODBC_VERSION, version.pointer, 0);
    c.odbc->AllocHandle(SQL_HANDLE_DBC, c.environment, &c.handle);
    SQLWCHAR *wide = wide_of(strchr(word, ':') + 1, &units);
    bool done = connection_worked(&c,
                                  c.odbc->DriverConnect(c.handle, NULL, wide, (SQLSMALLINT)units,
                                                        out, 0, &ignored, SQL_DRIVER_NOPROMPT),
                                  SQL_HANDLE_DBC, c.handle, e);
    free(wide);
    c.connected = done;
    for (size_t i = 0; done && i < n; i++) {
        SQLHSTMT s = NULL;
        done = connection_send(&c, sql[i], &s, e);
        connection_done(&c, s);
    }
    if (done)
        c.odbc->EndTran(SQL_HANDLE_DBC, c.handle, SQL_COMMIT);
    connection_close(&c);
    return done;
}

/* What stands in the cells, NULL for NULL; the columns are those of 'create'. */
enum { columns = 6 };
static const char create[] =
    "CREATE TABLE cases (year integer, ethnicity varchar(40), open boolean, score bigint, note "
    "text, \"x\"\"; drop table cases; --\" numeric(8,2))";
#define smile "Caf\xC3\xA9 \xF0\x9F\x98\x80"
static const char *const rows[][columns] = {
    {"2023", "White", "t", "3", "c", "1.50"},
    {"2023", "White", "f", "4", "<5", "2.25"},
    {"2023", "\xC2\xA0", "t", "-1", "1,398", "0.10"},
    {"2022", "Gypsy, or \"Roma\"", "t", "5000000000", "12%", NULL},
    {"2022", " White ", NULL, NULL, NULL, "3.00"},
    {NULL, NULL, "f", "7", "", "-0.50"},
    {"2022", smile, "t", "0", "007", "1.50"},
    {"2023", "White", "t", "9007199254740993", "5", "1.50"},
    {"2023", "it's", "t", "3", "c", "1.50"},
};
enum { n_rows = sizeof rows / sizeof *rows };

static void add_text(struct buf *b, const char *text, char quote) {
    buf_add(b, &quote, 1);
    for (; *text != '\0'; text++) {
        if (*text == quote)
            buf_add(b, &quote, 1);
        buf_add(b, text, 1);
    }
    buf_add(b, &quote, 1);
}

/* A table of the rows; every text is quoted, and the server makes of it what the column's type
 * says. */
static void fill(const char *word) {
    const bool sqlite = word == lite;
    struct buf b = {0};
    struct err e = {0};
    const char *sql[n_rows + 2] = {"DROP TABLE IF EXISTS cases", create};
    char *made[n_rows];
    for (size_t i = 0; i < n_rows; i++) {
        buf_puts(&b, "INSERT INTO cases VALUES (");
        for (size_t k = 0; k < columns; k++) {
            buf_puts(&b, k > 0 ? ", " : "");
            /* What SQLite has for true is for the program that fills it to say, not for its types;
             * and 1.50 it keeps as 1.5, so the texts are written with a blob's affinity. */
            if (rows[i][k] == NULL)
                buf_puts(&b, "NULL");
            else if (sqlite && k == 5)
                buf_addf(&b, "CAST('%s' AS BLOB)", rows[i][k]);
            else if (sqlite && strcmp(rows[i][k], smile) == 0) /* its driver sends no pairs */
                buf_puts(&b, "'Caf' || char(233, 32, 128512)");
            else
                add_text(&b, rows[i][k], '\'');
        }
        buf_puts(&b, ")");
        made[i] = strdup(b.text);
        sql[i + 2] = made[i];
        buf_free(&b);
    }
    if (!run_all(word, sql, n_rows + 2, &e))
        fail_msg("%s", e.message);
    for (size_t i = 0; i < n_rows; i++)
        free(made[i]);
}

static int write_csv(void) {
    struct buf b = {0};
    char path[100];
    snprintf(path, sizeof path, "%s/cases.csv", folder);
    buf_puts(&b, "year,ethnicity,open,score,note,\"x\"\"; drop table cases; --\"\n");
    for (size_t i = 0; i < n_rows; i++) {
        for (size_t k = 0; k < columns; k++) {
            buf_puts(&b, k > 0 ? "," : "");
            if (rows[i][k] != NULL)
                add_text(&b, rows[i][k], '"');
        }
        buf_puts(&b, "\n");
    }
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, b.text, b.n), b.n);
    lseek(fd, 0, SEEK_SET);
    buf_free(&b);
    return fd;
}

/* All that a tally says but for places, in one order. */
static char *canonical(const struct tally *t) {
    const struct tally_plan *p = t->plan;
    struct arena a = {0};
    struct buf all = {0};
    const char **line = calloc(t->n_groups + 1, sizeof *line);
    for (size_t g = 0; g < t->n_groups; g++) {
        struct buf b = {0};
        buf_addf(&b, "%llu rows", (unsigned long long)t->rows[g]);
        for (size_t i = 0; i < p->n_keys; i++)
            buf_addf(&b, " [%s]", t->key[i].text.text[t->key[i].code[g]]);
        for (size_t i = 0; i < p->n_sums; i++) {
            const struct tally_sum *s = &t->sum[i];
            const char **odd = calloc(s->n_cells + 1, sizeof *odd);
            size_t n = 0;
            buf_addf(&b, " sum %.17g of %llu", exact_value(&s->sum[g]),
                     (unsigned long long)s->numbers[g]);
            for (size_t k = 0; k < s->n_cells; k++) {
                char text[200];
                snprintf(text, sizeof text, " {%s} %llu", s->odd.text.text[s->cells[k].code],
                         (unsigned long long)s->cells[k].cells);
                if (s->cells[k].group == g)
                    odd[n++] = arena_string(&a, text);
            }
            str_sort(odd, n);
            for (size_t k = 0; k < n; k++)
                buf_puts(&b, odd[k]);
            free(odd);
        }
        line[g] = arena_string(&a, b.text);
        buf_free(&b);
    }
    str_sort(line, t->n_groups);
    for (size_t g = 0; g < t->n_groups; g++)
        buf_addf(&all, "%s\n", line[g]);
    for (size_t i = 0; i < p->n_sums; i++) {
        const struct tally_sum *s = &t->sum[i];
        buf_addf(&all, "sum %zu: %llu numbers%s, %s to %s\n", i, (unsigned long long)s->all_numbers,
                 s->whole ? ", whole" : "", s->least.cell.text.text, s->most.cell.text.text);
    }
    buf_addf(&all, "%llu rows in all\n", (unsigned long long)t->n_rows);
    free(line);
    arena_free(&a);
    return all.text;
}

static char *of_csv(const struct tally_plan *p) {
    struct err e = {0};
    struct tally t;
    struct csv_options o = {0};
    int fd = write_csv();
    struct csv_reader *r = csv_open(fd, "cases.csv", &o, &e);
    assert_non_null(r);
    if (!tally_open(&t, p, &e) || !tally_csv(&t, r, &e) || !tally_close(&t, &e))
        fail_msg("%s", e.message);
    char *text = canonical(&t);
    tally_free(&t);
    csv_close(r);
    close(fd);
    return text;
}

static char *of_database(const char *word, const char *query, const struct tally_plan *p) {
    struct err e = {0};
    struct tally t;
    const struct database_source s = {word, query == NULL ? "cases" : NULL, query};
    struct database *d = database_open(&s, 60, &e);
    if (d == NULL || !database_tally(d, p, &t, &e))
        fail_msg("%s (%s)", e.message, e.hint);
    char *text = canonical(&t);
    tally_free(&t);
    database_close(d);
    return text;
}

static void is_same(const char *word, const char *query, const struct tally_plan *p) {
    char *csv = of_csv(p), *database = of_database(word, query, p);
    assert_string_equal(database, csv);
    free(csv);
    free(database);
}

static void compare_all(const char *word) {
    static const struct span symbol[] = {{"-1", 2}};
    static const struct tally_plan plans[] = {
        {.n_keys = 1, .key = {0}},
        {.n_keys = 2, .key = {0, 1}, .n_sums = 1, .sum = {3}},
        {.n_keys = 3, .key = {1, 2, 5}, .n_sums = 2, .sum = {4, 5}},
        {.n_keys = 1, .key = {3}, .n_sums = 3, .sum = {3, 4, 0}},
        {.n_keys = 0, .n_sums = 2, .sum = {0, 3}},
        {.n_keys = 1, .key = {0}, .n_sums = 1, .sum = {3}, .n_symbols = 1, .symbol = symbol},
        {.n_keys = 0},
    };
    fill(word);
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        is_same(word, NULL, &plans[i]);
        is_same(word, "select * from cases -- all", &plans[i]);
    }
}

static void tallies_are_those_of_a_file(void **state) {
    (void)state;
    if (lite[0] == '\0')
        skip();
    compare_all(lite);
}

static void tallies_of_the_server_are_those_of_a_file(void **state) {
    (void)state;
    compare_all(getenv("FOISTAT_TEST_DATABASE"));
}

/* More rows than a block has, and texts that are longer than was expected. */
static void blocks_and_long_texts(void **state) {
    (void)state;
    if (lite[0] == '\0')
        skip();
    static const char query[] =
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) "
        "select 'group ' || i as g, i as x, substr(replace(hex(zeroblob(1500)), '0', 'a'), 1, "
        "3000) "
        "|| (i % 2) as long from n";
    const struct tally_plan p = {.n_keys = 2, .key = {0, 2}, .n_sums = 1, .sum = {1}};
    struct database_source s = {lite, NULL, query};
    struct err e = {0};
    struct tally t;
    size_t n;
    struct database *d = database_open(&s, 60, &e);
    if (d == NULL || !database_tally(d, &p, &t, &e))
        fail_msg("%s", e.message);
    const struct cell *h = database_header(d, &n);
    assert_int_equal(n, 3);
    assert_string_equal(h[2].text.text, "long");
    assert_int_equal(t.n_groups, 5000);
    assert_int_equal(t.sum[0].all_numbers, 5000);
    assert_string_equal(t.sum[0].most.cell.text.text, "5000");
    assert_int_equal(t.key[1].text.n, 2);
    assert_int_equal(strlen(t.key[1].text.text[1]), 3001);
    tally_free(&t);
    database_close(d);
}

static void fails(const struct database_source *s, enum err_id id, const char *message,
                  const char *hint) {
    struct err e = {0};
    struct database *d = database_open(s, 60, &e);
    if (d != NULL)
        fail_msg("%s", s->query != NULL ? s->query : s->table);
    assert_has(e.message, message);
    assert_has(e.hint, hint);
    assert_int_equal(e.id, id);
}

static void says_what_is_wrong(void **state) {
    (void)state;
    if (lite[0] == '\0')
        skip();
    char none[250];
    fill(lite);
    fails(&(struct database_source){lite, "casse", NULL}, ERR_DATABASE, "casse",
          "did you mean table = \"cases\"?");
    fails(&(struct database_source){"odbc:DSN=nowhere_at_all", "cases", NULL}, ERR_DATABASE,
          "odbc:DSN=nowhere_at_all", "odbc");
    fails(&(struct database_source){lite, NULL, "select year, 1 as ' ' from cases"}, ERR_CSV_HEADER,
          "column 2 has no name", "");
    fails(&(struct database_source){lite, NULL, "delete from cases"}, ERR_DATABASE, "", "");
    snprintf(none, sizeof none, "odbc:Driver=SQLite3;Database=%s/none.db;PWD=secret", folder);
    fails(&(struct database_source){none, "cases", NULL}, ERR_DATABASE, "odbc:Database=none.db",
          "");
}

static void writes_nothing(void **state) {
    (void)state;
    if (lite[0] == '\0')
        skip();
    const char *const sql[] = {"INSERT INTO cases (year) VALUES (1)"};
    const struct tally_plan p = {.n_keys = 0};
    struct err e = {0};
    struct connection c;
    SQLHSTMT s = NULL;
    fill(lite);
    char *before = of_database(lite, NULL, &p);
    assert_true(connection_open(&c, lite, 60, &e));
    assert_false(connection_send(&c, sql[0], &s, &e));
    connection_done(&c, s);
    connection_close(&c);
    char *after = of_database(lite, NULL, &p);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* Leaves something on the stack, which is none of the answer's. */
static void litter(void) {
    volatile char block[64 * 1024];
    for (size_t i = 0; i < sizeof block; i++)
        block[i] = 'x';
}

/* Of one that is not public, too. */
static void a_question_that_cannot_be_asked(void **state) {
    (void)state;
    static const char *const by[] = {"y"};
    const struct request q = {.name = "odbc:Database=cases.db",
                              .counted = true,
                              .table = "made",
                              .read = {.csv = {.delimiter = ',', .find_header = true}},
                              .release = {.n_by = 1, .by = by, .rows = true}};
    const struct opened source = {.path = "cases", .csv = -1, .package = -1};
    struct custody c = {.request = &q, .source = &source, .connection = lite, .seconds = 20};
    struct document d = {0};
    struct err e = {0};
    if (lite[0] == '\0')
        skip();
    assert_true(custodian_connect(&c, &e));
    litter();
    assert_false(custodian_work(&c, NULL, &d, &e));
    assert_int_equal(e.id, ERR_COLUMN);
    document_free(&d);
    database_close(c.database);
}

static int set_up(void **state) {
    (void)state;
    const char *const sql[] = {"CREATE TABLE made (x integer)"};
    struct err e = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(lite, sizeof lite, "odbc:Driver=SQLite3;Database=%s/cases.db", folder);
    if (!run_all(lite, sql, 1, &e)) {
        printf("skipped: databases: %s\n", e.message);
        lite[0] = '\0';
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    static const char *const name[] = {"cases.db", "cases.csv", "none.db"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_no_secrets), cmocka_unit_test(identifiers_are_quoted),
        cmocka_unit_test(names_of_one_table),    cmocka_unit_test(a_query_is_one_statement),
        cmocka_unit_test(texts_are_utf16),       cmocka_unit_test(tallies_are_those_of_a_file),
        cmocka_unit_test(blocks_and_long_texts), cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(writes_nothing),        cmocka_unit_test(a_question_that_cannot_be_asked),
    };
    const struct CMUnitTest server[] = {
        cmocka_unit_test(tallies_of_the_server_are_those_of_a_file)};
    if (getenv("FOISTAT_TEST_DATABASE") != NULL)
        return cmocka_run_group_tests(server, set_up, tear_down);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
