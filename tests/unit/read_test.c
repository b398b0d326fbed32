/* From files to tables: types by evidence and by description, marks, and what is refused. */
#include <dirent.h>
#include <math.h>

#include "data/read.h"

#include "inputs.h"

static struct err last; /* error of the last call */

static bool read_into(const char *text, const struct package *p, const struct read_options *o,
                      struct table *t, struct read_report *report) {
    last = (struct err){0};
    int fd = file_of(text, strlen(text));
    bool done = read_table(fd, "data/in.csv", p, o, t, report, &last);
    close(fd);
    return done;
}

/* One text for a whole column: "number 1 [c]1..4", "count 1 2", "label White [blank]". */
static void show_column(const struct column *c, struct buf *out) {
    bool number = c->field.type == COLUMN_NUMBER;
    buf_puts(out, number ? (c->field.count ? "count" : "number") : "label");
    for (size_t i = 0; i < c->n; i++) {
        double lo, hi;
        enum mark m = column_mark(c, i);
        column_bounds(c, i, &lo, &hi);
        buf_addf(out, " %s", mark_symbol(m));
        if (m == MARK_OK && number)
            buf_addf(out, "%.15g", c->value[i]);
        else if (m == MARK_OK)
            buf_puts(out, column_label(c, i));
        else if (!isnan(lo))
            buf_addf(out, "%g..%g", lo, hi);
    }
}

/* Reads a file of one column below the header "v"; its cells, or the error. */
static const char *column_with(const char *cells, const struct package *p,
                               const struct read_options *o) {
    static char text[900], result[900];
    struct table t;
    struct read_report report;
    struct buf out = {0};
    snprintf(text, sizeof text, "v,w\n%s", cells);
    if (!read_into(text, p, o, &t, &report))
        return error_text(&last);
    show_column(&t.column[0], &out);
    snprintf(result, sizeof result, "%s", out.text);
    buf_free(&out);
    table_free(&t);
    return result;
}

static const char *column_of(const char *cells) {
    return column_with(cells, NULL, &(struct read_options){0});
}

/* The same with a description of the field "v". */
static const char *described(const char *field, const char *cells) {
    char json[900];
    struct package p;
    struct err e = {0};
    snprintf(json, sizeof json,
             "{\"resources\": [{\"path\": \"in.csv\", \"schema\": {\"fields\": ["
             "{\"name\": \"v\", %s}, {\"name\": \"w\"}]}}]}",
             field);
    if (!package_read(json, strlen(json), "datapackage.json", &p, &e))
        fail_msg("%s", e.message);
    const char *result = column_with(cells, &p, &(struct read_options){0});
    package_free(&p);
    return result;
}

/* --- plain files --------------------------------------------------------------------------------
 */

static void test_numbers(void **state) {
    (void)state;
    assert_string_equal(column_of("1,\n-2.5,\n\"1,398\",\n1e3,\n"), "number 1 -2.5 1398 1000");
    assert_string_equal(column_of("4575,\n0,\n"), "count 4575 0");
    assert_string_equal(column_of("-1,\n2,\n"), "number -1 2");
    assert_string_equal(column_of("1,\n,x\n\xc2\xa0,x\n"), "count 1 [blank] [blank]");
    assert_string_equal(column_of("1,\n[c],\n[low],\n<5,\n[not held],\n"),
                        "count 1 [c] [low] [c]1..4 [not held]");
    assert_string_equal(column_of("[c],\n[x],\n"), "count [c] [x]");
}

static void test_labels(void **state) {
    (void)state;
    assert_string_equal(column_of("White,\nAsian,\nWhite,\n,x\n"),
                        "label White Asian White [blank]");
    assert_string_equal(column_of("0116,\n20,\n"), "label 0116 20"); /* a leading zero is a code */
    assert_string_equal(column_of("a,\nb,\n1,\n"), "label a b 1");
    assert_string_equal(column_of(",x\n,y\n"), "label [blank] [blank]");
    const char *const text[] = {"v"};
    assert_string_equal(
        column_with("7,\n8,\n", NULL, &(struct read_options){.n_texts = 1, .text = text}),
        "label 7 8");
}

static void test_bad_number(void **state) {
    (void)state;
    assert_string_equal(column_of("7,\n\"1,2O4\",\n9,\n"),
                        "D204 3:2 \"1,2O4\" is not a number (column \"v\")");
    assert_string_equal(last.file, "data/in.csv");
    assert_string_equal(last.excerpt, "\"1,2O4\",");
    assert_int_equal(last.caret, 2);
    assert_int_equal(last.width, 5);
    assert_non_null(strstr(last.hint, "the letter \"O\" stands where a digit is meant (1,204?)"));
    assert_non_null(strstr(last.hint, "foi.read(path, {marks = {[\"1,2O4\"] = \"suppressed\"}})"));
    assert_string_equal(column_of("7,\n8,\n*,\n"), "D204 4:1 \"*\" is not a number (column \"v\")");
    assert_non_null(strstr(last.hint, "text = {\"v\"}"));
    assert_string_equal(column_of("7,\n8,\n12%,\n"),
                        "D204 4:1 \"12%\" is not a number (column \"v\")");
    assert_non_null(strstr(last.hint, "percent"));
    column_of("7,\n8,\n\"1,398 assessments\",\n");
    assert_non_null(strstr(last.hint, "write 1,398"));
    column_of("7,\n8,\n1 398 204,\n");
    assert_non_null(strstr(last.hint, "write 1398204."));
    column_of("7,\n8,\n\"1,39\",\n");
    assert_non_null(strstr(last.hint, "groups of three"));
    column_of("7,\n8,\nNULL,\n");
    assert_non_null(strstr(last.hint, "\"not_available\""));
    assert_int_equal(last.id, ERR_CSV_NUMBER);
    column_of("7,\n1,\ninf,\n");
    assert_int_equal(last.id, ERR_CSV_NUMBER);
    column_of("7,\n1,\n1e999,\n");
    assert_int_equal(last.id, ERR_CSV_NUMBER);
}

/* A column of "12%" holds shares, in percent. */
static void test_percentages(void **state) {
    (void)state;
    assert_string_equal(column_of("12%,\n7.5 %,\n[c],\n,x\n100%,\n"),
                        "number 12 7.5 [c] [blank] 100");
    assert_string_equal(column_of("12%,\n13%,\n7,\n"),
                        "D204 4:1 \"7\" is no percentage, as others of column \"v\" are");
    assert_string_equal(column_of("12%,\n13%,\nfew,\n"),
                        "D204 4:1 \"few\" is no percentage, as others of column \"v\" are");
    assert_string_equal(column_of("few,\nmany,\n12%,\n"), "label few many 12%");
    assert_string_equal(column_of("up to 10%,\n%,\n"), "label up to 10% %");
    struct read_role share = {"v", ROLE_SHARE}, count = {"v", ROLE_COUNT};
    struct read_options o = {.n_roles = 1, .role = &share};
    assert_string_equal(column_with("1%,\n2%,\n", NULL, &o), "number 1 2");
    assert_string_equal(column_with("0.1,\n0.2,\n", NULL, &o), "number 0.1 0.2");
    o.role = &count;
    column_with("1%,\n2%,\n", NULL, &o);
    assert_int_equal(last.id, ERR_CSV_NUMBER);
}

/* What the script says of a column, as in a package. */
static void test_roles(void **state) {
    (void)state;
    struct read_role role = {"v", ROLE_COUNT};
    struct read_options o = {.n_roles = 1, .role = &role};
    assert_string_equal(column_with("7,\n<5,\n", NULL, &o), "count 7 [c]1..4");
    assert_string_equal(column_with("7,\n-8,\n", NULL, &o),
                        "D215 3:1 \"-8\" in column \"v\": a count is not negative");
    assert_non_null(strstr(last.hint, "foi.read(path, {marks = {[\"-8\"] = \"not_available\"}})"));
    assert_string_equal(column_with("7,\n1.5,\n", NULL, &o),
                        "D215 3:1 \"1.5\" in column \"v\": a count is a whole number up to 2^53");
    role.role = ROLE_POPULATION;
    assert_string_equal(column_with("7,\n1.5,\n", NULL, &o), "number 7 1.5");
    role.role = ROLE_PERIOD;
    assert_string_equal(column_with("2019,\n2018,\n", NULL, &o), "label 2019 2018");
    role.role = ROLE_DIMENSION;
    assert_string_equal(column_with("7,\n8,\n", NULL, &o), "label 7 8");
    role.column = "vv";
    assert_string_equal(column_with("7,\n", NULL, &o),
                        "D210 0:0 data/in.csv has no column \"vv\" to read as dimension");
}

/* Rows that are the same in every cell, by their lines. */
static void test_repeats(void **state) {
    (void)state;
    static const char rows[] = "g,n\nA,1\n\"B\nb\",2\nA,1\n,\nA,1.0\n,\nA,1\n";
    struct table t, out;
    struct read_report report;
    struct err e = {0};
    const char *by[] = {"n"}, *what[] = {"n"};
    struct read_options o = {0};
    assert_true(read_into(rows, NULL, &o, &t, &report));
    assert_int_equal(t.repeat[0].of, 2);
    assert_int_equal(t.repeat[1].of, 0);
    assert_int_equal(t.repeat[2].line, 5);
    assert_int_equal(t.repeat[2].of, 2);
    assert_int_equal(t.repeat[3].of, 0); /* written differently */
    assert_int_equal(t.repeat[4].line, 9);
    assert_false(table_sum(&t, by, 1, what, 1, &out, &e));
    assert_int_equal(e.id, ERR_NOT_ADDITIVE);
    table_free(&t);
    o.repeated = REPEATED_DROP;
    assert_true(read_into(rows, NULL, &o, &t, &report));
    assert_int_equal(t.n_rows, 3);
    assert_null(t.repeat);
    assert_string_equal(report.repair[report.n_repairs - 1],
                        "2 rows that repeat an earlier one were left out");
    table_free(&t);
    o.repeated = REPEATED_KEEP;
    assert_true(read_into(rows, NULL, &o, &t, &report));
    assert_int_equal(t.n_rows, 5);
    assert_null(t.repeat);
    table_free(&t);
}

/* Numbers that would be changed by reading them. */
static void test_too_many_digits(void **state) {
    (void)state;
    assert_string_equal(
        column_of("1,\n\"9,007,199,254,740,993\",\n"),
        "D204 3:2 \"9,007,199,254,740,993\" in column \"v\": it has more digits than a "
        "number can hold and would be read as 9007199254740992");
    assert_non_null(strstr(last.hint, "foi.read(path, {text = {\"v\"}})"));
    column_of("-9007199254740993,\n");
    assert_int_equal(last.id, ERR_CSV_NUMBER);
    column_of("12345678901234567890.5,\n");
    assert_int_equal(last.id, ERR_CSV_NUMBER);
    column_of("10000000000000000001,\n");
    assert_int_equal(last.id, ERR_CSV_NUMBER);
    described("\"type\": \"number\"", "9007199254740993,\n");
    assert_int_equal(last.id, ERR_CSV_NUMBER);
    assert_non_null(strstr(last.hint, "\"type\": \"string\""));
    /* These are held as they are, or say themselves that they are rounded. */
    assert_string_equal(column_of("9007199254740994,\n-00090071992547409920.000,\n"),
                        "number 9.00719925474099e+15 -9.00719925474099e+16");
    assert_string_equal(column_of("1e23,\n9.007199254740993e15,\n0.1,\n"),
                        "number 1e+23 9.00719925474099e+15 0.1");
    assert_string_equal(column_of("<9007199254740993,\n1,\n"),
                        "D204 2:1 \"<9007199254740993\" is not a number (column \"v\")");
}

static void test_extra_symbols(void **state) {
    (void)state;
    const struct symbol symbols[] = {{.text = "*", .mark = MARK_SUPPRESSED, .lo = 1, .hi = 4},
                                     {.text = "-99", .mark = MARK_REFUSED, .lo = NAN, .hi = NAN}};
    const struct read_options o = {.n_symbols = 2, .symbol = symbols};
    assert_string_equal(column_with("7,\n*,\n-99,\n", NULL, &o), "count 7 [c]1..4 [refused]");
    assert_string_equal(column_with("a,\n*,\nb,\n", NULL, &o), "label a [c] b");
}

static void test_options_name_columns(void **state) {
    (void)state;
    const char *const text[] = {"vv"};
    assert_string_equal(
        column_with("7,\n", NULL, &(struct read_options){.n_texts = 1, .text = text}),
        "D210 0:0 data/in.csv has no column \"vv\" to read as text");
    assert_string_equal(last.hint, "did you mean \"v\"?");
}

static void test_no_rows(void **state) {
    (void)state;
    assert_string_equal(column_of(""), "D207 1:1 data/in.csv has a header and no rows");
}

static void test_education_statistics(void **state) {
    (void)state;
    struct table t;
    struct read_report report;
    const char *text = "time_period,time_identifier,geographic_level,old_la_code,la_name,n\n"
                       "202021,Academic year,Local authority,856,Leicester,c\n"
                       "201920,Academic year,Local authority,856,Leicester,12\n"
                       "201819,Academic year,National,,,low\n"
                       "201718,Academic year,National,,,z\n";
    struct buf out = {0};
    assert_true(read_into(text, NULL, &(struct read_options){0}, &t, &report));
    show_column(&t.column[5], &out);
    assert_string_equal(out.text, "count [c] 12 [low] [z]");
    assert_int_equal(t.column[0].field.role, ROLE_PERIOD);
    assert_string_equal(t.column[0].dictionary->text[0], "201718"); /* years ascending */
    assert_int_equal(t.column[3].field.type, COLUMN_LABEL);
    assert_int_equal(column_mark(&t.column[3], 2), MARK_BLANK);
    buf_free(&out);
    table_free(&t);
    /* Elsewhere the same letters are not guessed at. */
    column_of("7,\n8,\nc,\n");
    assert_int_equal(last.id, ERR_CSV_NUMBER);
}

/* A file's name without its folder and its endings, however it is stored. */
static void test_names(void **state) {
    (void)state;
    static const char *const names[][2] = {
        {"data/in.csv.gz", "in"},  {"in.csv.zst", "in"}, {"in.gz", "in"},
        {"a.b.csv", "a.b"},        {".gz", ".gz"},       {".csv.gz", ".csv"},
        {"in.csv.xz", "in.csv.xz"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct table t;
        struct read_report report;
        struct err e = {0};
        int fd = file_of("v\n7\n", 4);
        assert_true(read_table(fd, names[i][0], NULL, &(struct read_options){0}, &t, &report, &e));
        assert_string_equal(t.name, names[i][1]);
        table_free(&t);
        close(fd);
    }
}

static void test_report(void **state) {
    (void)state;
    struct table t;
    struct read_report report;
    const struct read_options o = {.csv = {.find_header = true}};
    assert_true(
        read_into("Early help\nv,w\n 7,\xc2\xa0\n\nSource: a letter\n", NULL, &o, &t, &report));
    assert_string_equal(t.name, "in");
    assert_int_equal(t.n_sources, 1);
    assert_string_equal(t.source[0].dataset, "data/in.csv");
    assert_int_equal(report.n_repairs, 5);
    assert_string_equal(report.repair[0], "1 title row above the header was skipped");
    assert_string_equal(report.repair[2],
                        "1 note below the table was skipped: \"Source: a letter\"");
    table_free(&t);
}

/* --- described files -----------------------------------------------------------------------------
 */

static void test_described_numbers(void **state) {
    (void)state;
    const char *count = "\"type\": \"integer\", \"foi:role\": \"count\", \"foi:marks\": {"
                        "\"<5\": {\"mark\": \"suppressed\", \"lo\": 1, \"hi\": 4}, \"c\": "
                        "\"suppressed\"}";
    assert_string_equal(described(count, "7,\n<5,\nc,\n,x\nunknown,\nnot_held,\n[z],\n"),
                        "count 7 [c]1..4 [c] [blank] [unknown] [not held] [z]");
    /* A symbol that is not declared is not known, however usual it is. */
    assert_string_equal(described(count, "7,\n<10,\n"),
                        "D204 3:1 \"<10\" is not a number (column \"v\")");
    assert_non_null(strstr(last.hint, "\"foi:marks\": {\"<10\": \"suppressed\"}"));
    assert_string_equal(described("\"type\": \"number\"", "7.5,\nx,\n"),
                        "D204 3:1 \"x\" is not a number (column \"v\")");
    assert_string_equal(
        described("\"type\": \"number\", \"missingValues\": [\"-9\"]", "7.5,\n-9,\n"),
        "number 7.5 [x]");
}

static void test_counts(void **state) {
    (void)state;
    const char *count = "\"foi:role\": \"count\"";
    assert_string_equal(described(count, "9007199254740992,\n0,\n"),
                        "count 9.00719925474099e+15 0");
    assert_string_equal(described(count, "1,\n-300,\n"),
                        "D215 3:1 \"-300\" in column \"v\": a count is not negative");
    assert_non_null(strstr(last.hint, "codes for missing data"));
    assert_string_equal(last.excerpt, "-300,");
    described(count, "1.5,\n");
    assert_int_equal(last.id, ERR_COUNT);
    described(count, "9007199254740994,\n");
    assert_int_equal(last.id, ERR_COUNT);
    described(count, "1e300,\n");
    assert_int_equal(last.id, ERR_COUNT);
    assert_string_equal(
        described(count, "1,\n9007199254740993,\n"),
        "D215 3:1 \"9007199254740993\" in column \"v\": a count is a whole number up "
        "to 2^53");
    described(count, "9.007199254740993e15,\n");
    assert_int_equal(last.id, ERR_COUNT);
    described(count, "9007199254740992.5,\n");
    assert_int_equal(last.id, ERR_COUNT);
    described("\"foi:role\": \"population\"", "-1,\n");
    assert_int_equal(last.id, ERR_COUNT);
    assert_string_equal(described("\"foi:role\": \"population\"", "12.5,\n"), "number 12.5");
    assert_string_equal(described("\"type\": \"integer\"", "-3,\n2.5,\n"),
                        "D204 3:1 \"2.5\" in column \"v\": its type is integer");
}

static void test_described_labels(void **state) {
    (void)state;
    const char *levels = "\"constraints\": {\"enum\": [\"White\", \"Mixed\", \"Asian\"]}";
    assert_string_equal(described(levels, "Asian,\n,x\nWhite,\n"), "label Asian [blank] White");
    assert_string_equal(described(levels, "Asian,\nAsain,\n"),
                        "D216 3:1 \"Asain\" is not one of the labels of column \"v\"");
    assert_non_null(strstr(last.hint, "did you mean \"Asian\"?"));
    assert_string_equal(described("\"missingValues\": [\"NA\"]", "NA,\nx,\n,y\n"), "label [x] x ");
    assert_string_equal(described("\"missingValues\": []", ",y\nx,\n"), "label  x");
    assert_string_equal(described("\"constraints\": {\"required\": true}", "a,\n,y\n"),
                        "D209 3:1 an empty cell in column \"v\", which is required");
    described("\"foi:totals\": \"Grand total\"", "White,\nGrand Total,\n");
    assert_int_equal(last.id, ERR_PACKAGE);
}

/* Reads 'text' as described by 'fields', and leaves the table to the caller. */
static bool read_described(const char *fields, const char *text, struct table *t) {
    char json[900];
    struct package p;
    struct err e = {0};
    struct read_report report;
    snprintf(json, sizeof json,
             "{\"name\": \"beds\", \"title\": \"Beds\", \"foi:notes\": [\"Not all.\"],"
             "\"foi:published\": true, \"resources\": [{\"path\": \"in.csv\","
             "\"schema\": {\"fields\": [%s]}}]}",
             fields);
    if (!package_read(json, strlen(json), "datapackage.json", &p, &e))
        fail_msg("%s", e.message);
    bool done = read_into(text, &p, &(struct read_options){0}, t, &report);
    package_free(&p);
    return done;
}

static void test_order_of_labels(void **state) {
    (void)state;
    struct table t;
    assert_true(read_described("{\"name\": \"year\", \"type\": \"year\"}, {\"name\": \"g\","
                               "\"constraints\": {\"enum\": [\"White\", \"Mixed\", \"Asian\"]}}",
                               "g,year\nAsian,2016\nWhite,2013\nAsian,2014\n", &t));
    assert_string_equal(t.column[0].field.name, "g"); /* the order of the file */
    assert_int_equal(t.column[0].dictionary->n, 3);
    assert_string_equal(t.column[0].dictionary->text[1], "Mixed");
    assert_int_equal(t.column[0].code[0], 2);
    assert_string_equal(t.column[1].dictionary->text[0], "2013");
    assert_string_equal(t.column[1].dictionary->text[2], "2016");
    assert_string_equal(column_label(&t.column[1], 0), "2016");
    assert_string_equal(t.name, "beds");
    assert_string_equal(t.note[0].text, "Not all.");
    assert_string_equal(t.source[0].dataset, "beds");
    assert_true(t.source[0].published);
    table_free(&t);
}

static void test_columns_and_fields(void **state) {
    (void)state;
    struct table t;
    const char *fields = "{\"name\": \"group\"}, {\"name\": \"cases\", \"foi:role\": \"count\"}";
    assert_false(read_described(fields, "group,case\nx,1\n", &t));
    assert_string_equal(error_text(&last),
                        "D209 1:7 the column \"case\" is not described in datapackage.json");
    assert_non_null(strstr(last.hint, "\"cases\""));
    assert_false(read_described(fields, "cases\n1\n", &t));
    assert_non_null(strstr(error_text(&last), "describes a column \"group\""));
    assert_null(t.column);
}

static void test_pipe(void **state) {
    (void)state;
    const char text[] = "a,b\n1,2\nx,3\n5,6\n";
    struct table t;
    struct read_report report;
    last = (struct err){0};
    int fd = pipe_of(text, sizeof text - 1);
    assert_false(read_table(fd, "-", NULL, &(struct read_options){0}, &t, &report, &last));
    assert_string_equal(error_text(&last), "D204 3:1 \"x\" is not a number (column \"a\")");
    assert_string_equal(last.excerpt, "x,3");
    close(fd);
}

/* --- published files
 * ------------------------------------------------------------------------------ */

static struct { size_t read, refused; } tally;

/* Each file is read, or refused with one error that has a place and says what to do. */
static void try_file(const char *path, const struct read_options *o) {
    struct table t;
    struct read_report report;
    struct err e = {0};
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    if (read_table(fd, path, NULL, o, &t, &report, &e)) {
        assert_true(t.n_rows > 0 && t.n_columns > 0);
        tally.read++;
    } else {
        if (e.line == 0 || e.column == 0 || e.excerpt[0] == '\0' || e.hint[0] == '\0')
            fail_msg("%s: %s", path, e.message);
        tally.refused++;
    }
    table_free(&t);
    close(fd);
}

static void try_folder(const char *folder) {
    struct dirent **entry;
    int n = scandir(folder, &entry, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, entry[i]->d_name);
        size_t length = strlen(path);
        if (length > 4 && strcmp(path + length - 4, ".csv") == 0)
            try_file(path, &(struct read_options){.csv = {.find_header = true}});
        free(entry[i]);
    }
    if (n >= 0)
        free(entry);
}

static void test_published_files(void **state) {
    (void)state;
    static const char *const folders[] = {"../shared/data/messy", "../shared/data/dfe_csc",
                                          "../shared/data/dfe_csc/cla_ud_2010_2017"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        try_folder(folders[i]);
    if (tally.read + tally.refused == 0) {
        print_message("skipped: test_published_files (no ../shared/data)\n");
        skip();
    }
    print_message("published files: %zu read, %zu refused with a place\n", tally.read,
                  tally.refused);
    assert_true(tally.read > 0 && tally.refused > 0);
}

/* A published table whose columns of counts hold -300, -250, -100 and -400 as codes. */
static void test_poisoned_counts(void **state) {
    (void)state;
    const char *path = "../shared/data/dfe_csc/cin_rate_per_10000_2013_2025_from_rds.csv";
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        print_message("skipped: test_poisoned_counts (no %s)\n", path);
        skip();
    }
    static const char *const names[] = {
        "time_period", "geographic_level", "region_code",   "region_name", "old_la_code",
        "new_la_code", "la_name",          "At31_episodes", "CIN_rate",    "At31_episodes_rate"};
    struct buf json = {0};
    buf_puts(&json, "{\"resources\": [{\"path\": \"a.csv\", \"schema\": {\"fields\": ["
                    "{\"name\": \"CIN_number\", \"foi:role\": \"count\"}");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        buf_addf(&json, ", {\"name\": \"%s\"}", names[i]);
    buf_puts(&json, "]}}]}");
    struct package p;
    struct table t;
    struct read_report report;
    struct err e = {0};
    assert_true(package_read(json.text, json.n, "datapackage.json", &p, &e));
    assert_false(read_table(fd, "cin.csv", &p, &(struct read_options){0}, &t, &report, &e));
    assert_int_equal(e.id, ERR_COUNT);
    assert_non_null(strstr(e.message, "a count is not negative"));
    package_free(&p);
    buf_free(&json);
    close(fd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_bad_number),
        cmocka_unit_test(test_percentages),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_too_many_digits),
        cmocka_unit_test(test_extra_symbols),
        cmocka_unit_test(test_options_name_columns),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_no_rows),
        cmocka_unit_test(test_education_statistics),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_described_numbers),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_described_labels),
        cmocka_unit_test(test_order_of_labels),
        cmocka_unit_test(test_columns_and_fields),
        cmocka_unit_test(test_pipe),
        cmocka_unit_test(test_published_files),
        cmocka_unit_test(test_poisoned_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
