/* datapackage.json: what is read, and what each mistake in it is answered with. */
#include <math.h>
#include <stdlib.h>

#include "data/package.h"
#include "data/package_rows.h"
#include "data/read.h"

#include "inputs.h"

static bool read_json(const char *json, struct package *p, struct err *e) {
    *e = (struct err){0};
    return package_read(json, strlen(json), "datapackage.json", p, e);
}

/* The error that a package is refused with: "D209 line:column message". */
static struct err last;

static const char *refuse(const char *json) {
    struct package p;
    bool done = read_json(json, &p, &last);
    package_free(&p);
    return done ? "it was read" : error_text(&last);
}

/* A package with one resource: 'top' stands beside it, 'resource' and 'fields' inside. */
static const char *with(const char *top, const char *resource, const char *fields) {
    static char json[4000];
    snprintf(json, sizeof json,
             "{%s\"resources\": [{\"path\": \"a.csv\"%s, \"schema\": {\"fields\": [%s]}}]}", top,
             resource, fields);
    return json;
}

static const char *field(const char *properties) {
    return with("", "", properties);
}

static const char whole[] =
    "{\"name\": \"beds\", \"title\": \"Beds by area\",\n"
    " \"sources\": [{\"title\": \"Reply to request 123\", \"path\": \"https://example.org/123\",\n"
    "   \"foi:body\": \"Example Council\", \"foi:request\": \"Beds\", \"foi:date\": \"2024/25\"},\n"
    "   {\"title\": \"Census\"}],\n"
    " \"licenses\": [{\"name\": \"OGL-UK-3.0\", \"title\": \"Open Government Licence v3.0\"}],\n"
    " \"foi:published\": true, \"foi:notes\": [\"Private homes are not counted.\"],\n"
    " \"foi:checks\": [\n"
    "   {\"kind\": \"parts_total\", \"dimension\": \"area\", \"total\": \"All\",\n"
    "    \"value\": \"beds\", \"by\": [\"status\"]},\n"
    "   {\"check\": \"stock_flow\", \"dimension\": \"status\", \"value\": \"beds\",\n"
    "    \"opened\": \"opened\", \"closed\": \"closed\", \"active\": \"active\",\n"
    "    \"by\": \"area\"},\n"
    "   {\"kind\": \"unique\", \"by\": [\"area\", \"status\"]}],\n"
    " \"resources\": [{\"name\": \"beds\", \"path\": \"beds.csv\", \"encoding\": \"cp1252\",\n"
    "   \"dialect\": {\"delimiter\": \";\", \"headerRows\": [3]},\n"
    "   \"schema\": {\"missingValues\": [\"\", \"x\"], \"fields\": [\n"
    "     {\"name\": \"area\", \"type\": \"string\", \"foi:role\": \"dimension\",\n"
    "      \"foi:totals\": \"All\", \"constraints\": {\"enum\": [\"North\", \"All\"]}},\n"
    "     {\"name\": \"status\", \"foi:role\": \"dimension\", \"foi:flow\": [\"opened\"],\n"
    "      \"foi:stock\": \"active\"},\n"
    "     {\"name\": \"beds\", \"type\": \"integer\", \"foi:role\": \"count\",\n"
    "      \"foi:unit\": \"beds\", \"title\": \"Beds\", \"description\": \"Beds in use\",\n"
    "      \"constraints\": {\"required\": true},\n"
    "      \"foi:base\": \"all beds\", \"foi:overlapsWith\": [\"North\", \"South\"],\n"
    "      \"missingValues\": [{\"value\": \"c\", \"label\": \"1 to 4\"}, \"nh\",\n"
    "                          {\"value\": \"?\", \"label\": \"not held\"}],\n"
    "      \"foi:marks\": {\"c\": {\"mark\": \"suppressed\", \"lo\": 1, \"hi\": 4},\n"
    "                      \"5+\": {\"mark\": \"suppressed\", \"lo\": 5},\n"
    "                      \"r\": \"refused\"}}]}}]}";

static void test_package(void **state) {
    (void)state;
    struct package p;
    struct err e;
    assert_true(read_json(whole, &p, &e));
    assert_string_equal(p.name, "beds");
    assert_string_equal(p.path, "beds.csv");
    assert_int_equal(p.csv.encoding, CSV_WINDOWS_1252);
    assert_int_equal(p.csv.delimiter, ';');
    assert_int_equal(p.csv.skip_rows, 2);
    assert_string_equal(p.source.dataset, "beds");
    assert_string_equal(p.source.title, "Reply to request 123");
    assert_string_equal(p.source.body, "Example Council");
    assert_string_equal(p.source.request, "Beds");
    assert_string_equal(p.source.date, "2024/25");
    assert_string_equal(p.source.path, "https://example.org/123");
    assert_string_equal(p.source.licence, "Open Government Licence v3.0");
    assert_true(p.source.published);
    assert_int_equal(p.n_notes, 2);
    assert_string_equal(p.note[0].text, "Private homes are not counted.");
    assert_false(p.note[0].general);
    assert_string_equal(p.note[1].text, "Also from: Census.");
    assert_true(p.note[1].general);
    package_free(&p);
    package_free(&p);
    assert_null(p.field);
}

static void test_fields(void **state) {
    (void)state;
    struct package p;
    struct err e;
    assert_true(read_json(whole, &p, &e));
    assert_int_equal(p.n_fields, 3);
    const struct package_field *area = &p.field[0], *status = &p.field[1], *beds = &p.field[2];
    assert_int_equal(area->field.type, COLUMN_LABEL);
    assert_int_equal(area->field.role, ROLE_DIMENSION);
    assert_string_equal(area->field.totals, "All");
    assert_int_equal(area->n_levels, 2);
    assert_string_equal(area->level[1], "All");
    assert_int_equal(status->field.additive, NOT_ADDITIVE_STOCK_FLOW);
    assert_int_equal(beds->field.type, COLUMN_NUMBER);
    assert_true(beds->whole && beds->required && beds->field.count);
    assert_string_equal(beds->field.unit, "beds");
    assert_string_equal(beds->field.title, "Beds");
    assert_string_equal(beds->field.description,
                        "Beds in use. Base: all beds. Overlaps with: North, South.");
    assert_int_equal(beds->field.decimals, -1);
    package_free(&p);
}

/* The symbol of a field, or NULL. */
static const struct symbol *symbol_of(const struct package_field *f, const char *text) {
    for (size_t i = 0; i < f->n_symbols; i++) {
        if (strcmp(f->symbol[i].text, text) == 0)
            return &f->symbol[i];
    }
    return NULL;
}

static void test_symbols(void **state) {
    (void)state;
    struct package p;
    struct err e;
    assert_true(read_json(whole, &p, &e));
    const struct package_field *area = &p.field[0], *beds = &p.field[2];
    assert_int_equal(symbol_of(area, "")->mark, MARK_BLANK);
    assert_int_equal(symbol_of(area, "x")->mark, MARK_NOT_AVAILABLE);
    /* A field's own missingValues replace the schema's; foi:marks say what they mean. */
    assert_null(symbol_of(beds, "x"));
    assert_null(symbol_of(beds, ""));
    const struct symbol *c = symbol_of(beds, "c");
    assert_int_equal(c->mark, MARK_SUPPRESSED);
    assert_true(c->lo == 1 && c->hi == 4);
    assert_string_equal(c->label, "1 to 4");
    assert_true(symbol_of(beds, "5+")->lo == 5 && isnan(symbol_of(beds, "5+")->hi));
    assert_int_equal(symbol_of(beds, "r")->mark, MARK_REFUSED);
    assert_true(isnan(symbol_of(beds, "r")->lo));
    assert_int_equal(symbol_of(beds, "nh")->mark, MARK_NOT_AVAILABLE);
    assert_int_equal(symbol_of(beds, "?")->mark, MARK_NOT_HELD);
    package_free(&p);
}

static void test_checks(void **state) {
    (void)state;
    struct package p;
    struct err e;
    assert_true(read_json(whole, &p, &e));
    assert_int_equal(p.n_checks, 3);
    assert_string_equal(p.check[0].kind, "parts_total");
    assert_string_equal(p.check[0].total, "All");
    assert_string_equal(p.check[1].kind, "stock_flow");
    assert_string_equal(p.check[1].active, "active");
    assert_string_equal(p.check[1].by[0], "area");
    assert_int_equal(p.check[2].n_by, 2);
    package_free(&p);
}

static void test_types_and_roles(void **state) {
    (void)state;
    struct package p;
    struct err e;
    assert_true(
        read_json(field("{\"name\": \"y\", \"type\": \"year\"},"
                        "{\"name\": \"p\", \"type\": \"integer\", \"foi:role\": \"period\"},"
                        "{\"name\": \"code\", \"type\": \"integer\","
                        " \"foi:role\": \"dimension\"},"
                        "{\"name\": \"n\", \"foi:role\": \"population\"},"
                        "{\"name\": \"u\", \"foi:role\": \"unit\"},"
                        "{\"name\": \"m\", \"foi:multiResponse\": true},"
                        "{\"name\": \"a\", \"foi:alternatives\": true},"
                        "{\"name\": \"s\", \"foi:stockFlow\": {\"opened\": \"flow\"}},"
                        "{\"name\": \"k\", \"foi:role\": \"count\", \"foi:stock\": true},"
                        "{\"name\": \"q\", \"foi:role\": \"period\", \"title\": \"Year\","
                        " \"foi:partYears\": {\"2025\": \"1 January to 5 March\"}}"),
                  &p, &e));
    assert_int_equal(p.field[0].field.role, ROLE_PERIOD);
    assert_int_equal(p.field[1].field.type, COLUMN_LABEL);
    assert_false(p.field[1].whole);
    assert_int_equal(p.field[2].field.type, COLUMN_LABEL);
    assert_int_equal(p.field[3].field.type, COLUMN_NUMBER);
    assert_int_equal(p.field[4].field.additive, NOT_ADDITIVE_UNIT);
    assert_int_equal(p.field[5].field.additive, NOT_ADDITIVE_MULTI_RESPONSE);
    assert_int_equal(p.field[6].field.additive, NOT_ADDITIVE_ALTERNATIVE);
    assert_int_equal(p.field[7].field.additive, NOT_ADDITIVE_STOCK_FLOW);
    assert_true(labels_have(&p.field[7].field.flow, "opened"));
    assert_int_equal(p.field[7].field.stock.n, 0);
    assert_int_equal(p.field[8].field.timing, TIMING_STOCK);
    assert_string_equal(field_part(&p.field[9].field, "2025"), "1 January to 5 March");
    assert_null(field_part(&p.field[9].field, "2024"));
    assert_string_equal(p.note[0].text, "Part of a year: 2025 (Year) covers 1 January to 5 March.");
    assert_int_equal(symbol_of(&p.field[3], "")->mark, MARK_BLANK);
    package_free(&p);
}

static void test_bad_json(void **state) {
    (void)state;
    assert_string_equal(refuse("{\n  \"name\": \"a\"\n  \"title\": \"b\"}"),
                        "D209 3:9 datapackage.json is not valid JSON: '}' expected near "
                        "'\"title\"'");
    assert_string_equal(last.excerpt, "  \"title\": \"b\"}");
    assert_non_null(strstr(refuse(""), "D209 1:1 datapackage.json is not valid JSON"));
    assert_non_null(strstr(refuse("{\"name\": \"a\", \"name\": \"b\"}"), "duplicate object key"));
    assert_non_null(strstr(refuse("{\"name\": \"\xff\"}"), "not valid JSON"));
    assert_non_null(strstr(refuse("[]"), "the package must be an object"));
}

static void test_unknown_properties(void **state) {
    (void)state;
    assert_string_equal(refuse("{\n \"foi:publisht\": true}"),
                        "D209 2:2 the package has no property \"foi:publisht\"");
    assert_string_equal(last.hint, "did you mean \"foi:published\"?");
    assert_non_null(strstr(refuse(field("{\"name\": \"a\", \"foi:rolle\": \"count\"}")),
                           "field \"a\" has no property \"foi:rolle\""));
    assert_string_equal(last.hint, "did you mean \"foi:role\"?");
    assert_non_null(strstr(refuse(field("{\"name\": \"a\", \"foi:role\": \"dimention\"}")),
                           "unknown foi:role \"dimention\""));
    assert_string_equal(last.hint, "did you mean \"dimension\"?");
    assert_non_null(strstr(refuse("{\"sources\": [{\"foi:boddy\": \"x\"}]}"), "foi:boddy"));
    assert_non_null(strstr(refuse(with("", ", \"foi:mark\": {}", "")), "foi:mark"));
    struct package p; /* other properties belong to the standard, or to other tools */
    assert_true(
        read_json(with("\"homepage\": 1, ", ", \"mediatype\": \"text/csv\"", ""), &p, &last));
    package_free(&p);
}

static void test_bad_resources(void **state) {
    (void)state;
    assert_non_null(strstr(refuse("{}"), "a package has one resource; this one has 0"));
    assert_non_null(strstr(refuse("{\"resources\": [{}]}"), "needs one \"path\""));
    assert_non_null(strstr(refuse("{\"resources\": [{\"path\": \"../a.csv\"}]}"), "own folder"));
    assert_non_null(
        strstr(refuse("{\"resources\": [{\"path\": \"x/../../a.csv\"}]}"), "own folder"));
    assert_non_null(strstr(refuse("{\"resources\": [{\"path\": \"/etc/passwd\"}]}"), "own folder"));
    assert_non_null(strstr(refuse("{\"resources\": [{\"path\": \"http://x/a\"}]}"), "own folder"));
    assert_non_null(strstr(refuse(with("", ", \"encoding\": \"utf-16\"", "")), "\"utf-16\""));
    const char *dialects[] = {"{\"delimiter\": \";;\"}",  "{\"quoteChar\": \"'\"}",
                              "{\"header\": false}",      "{\"commentChar\": \"#\"}",
                              "{\"headerRows\": [1, 2]}", "{\"doubleQuote\": false}",
                              "{\"headerRows\": [0]}",    "7"};
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
        char resource[80];
        snprintf(resource, sizeof resource, ", \"dialect\": %s", dialects[i]);
        refuse(with("", resource, ""));
        assert_int_equal(last.id, ERR_PACKAGE);
    }
}

static void test_bad_fields(void **state) {
    (void)state;
    static const struct {
        const char *field, *message;
    } rows[] = {
        {"{}", "field 1 has no name"},
        {"7", "field 1 must be an object"},
        {"{\"name\": \"a\"}, {\"name\": \"a\"}", "\"a\" is described twice"},
        {"{\"name\": \"a\", \"type\": \"interger\"}", "the type \"interger\""},
        {"{\"name\": \"a\", \"type\": \"string\", \"foi:role\": \"count\"}", "is a quantity"},
        {"{\"name\": \"a\", \"foi:multiResponse\": \"yes\"}", "must be true or false"},
        {"{\"name\": \"a\", \"foi:multiResponse\": true, \"foi:alternatives\": true}",
         "only one of"},
        {"{\"name\": \"a\", \"foi:role\": \"count\", \"foi:multiResponse\": true}",
         "holds numbers"},
        {"{\"name\": \"a\", \"foi:stockFlow\": {\"x\": \"pool\"}}", "neither stock nor flow"},
        {"{\"name\": \"a\", \"foi:totals\": \"Al\", \"constraints\": {\"enum\": [\"All\"]}}",
         "names \"Al\", which is not in its enum"},
        {"{\"name\": \"a\", \"foi:stock\": [\"Al\"], \"constraints\": {\"enum\": [\"All\"]}}",
         "names \"Al\", which is not in its enum"},
        {"{\"name\": \"a\", \"foi:role\": \"count\", \"foi:stock\": true, \"foi:flow\": true}",
         "either stocks or flows"},
        {"{\"name\": \"a\", \"foi:role\": \"count\", \"foi:stock\": [\"x\"]}",
         "must be true or false"},
        {"{\"name\": \"a\", \"foi:partYears\": {\"2025\": \"6 months\"}}", "is not a period"},
        {"{\"name\": \"a\", \"foi:role\": \"period\", \"foi:partYears\": {\"2025\": 6}}",
         "in words what \"2025\" covers"},
        {"{\"name\": \"a\", \"foi:role\": \"period\", \"foi:partYears\": [\"2025\"]}",
         "must be an object"},
        {"{\"name\": \"a\", \"foi:role\": \"period\", \"foi:partYears\": {\"2052\": \"6 months\"},"
         " \"constraints\": {\"enum\": [\"2025\"]}}",
         "names \"2052\", which is not in its enum"},
        {"{\"name\": \"a\", \"constraints\": {\"enum\": [\"x\", \"x\"]}}", "holds \"x\" twice"},
        {"{\"name\": \"a\", \"constraints\": {\"enum\": [1]}}", "must hold texts only"},
        {"{\"name\": \"a\", \"foi:marks\": {\"c\": \"supressed\"}}", "which is not a mark"},
        {"{\"name\": \"a\", \"foi:marks\": {\"c\": \"ok\"}}", "which is not a mark"},
        {"{\"name\": \"a\", \"foi:marks\": {\"c\": {\"mark\": \"suppressed\", \"lo\": 5, \"hi\": "
         "4}}}",
         "a \"lo\" above its \"hi\""},
        {"{\"name\": \"a\", \"foi:marks\": {\"c\": {\"lo\": 1, \"hi\": 4}}}", "does not say which"},
        {"{\"name\": \"a\", \"foi:marks\": {\"c\": {\"mark\": \"low\", \"max\": 4}}}",
         "has no property \"max\""},
        {"{\"name\": \"a\", \"missingValues\": [7]}", "\"missingValues\""},
        {"{\"name\": \"a\", \"decimalChar\": \",\"}", "decimal point"},
        {"{\"name\": \"a\", \"bareNumber\": false}", "text around them"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = refuse(field(rows[i].field));
        if (last.id != ERR_PACKAGE || strstr(text, rows[i].message) == NULL)
            fail_msg("%s gives: %s", rows[i].field, text);
    }
    refuse(field("{\"name\": \"a\", \"foi:marks\": {\"c\": \"supressed\"}}"));
    assert_string_equal(last.hint, "did you mean \"suppressed\"?");
}

/* As many names as a file could never have kept the comparison of all pairs busy for minutes. */
static void test_too_many_fields(void **state) {
    (void)state;
    enum { n = 16385 };
    char *json = malloc(n * 20 + 100), *end = json;
    assert_non_null(json);
    end += sprintf(end, "{\"resources\": [{\"path\": \"a.csv\", \"schema\": {\"fields\": [");
    for (int i = 0; i < n; i++)
        end += sprintf(end, "%s{\"name\": \"c%d\"}", i > 0 ? "," : "", i);
    strcpy(end, "]}}]}");
    const char *answer = refuse(json);
    assert_non_null(strstr(answer, "the schema describes 16385 fields; the most is 16384"));
    free(json);
}

static void test_bad_checks(void **state) {
    (void)state;
    static const struct {
        const char *check, *message;
    } rows[] = {
        {"{}", "does not say which"},
        {"{\"kind\": \"parts_totals\"}", "which is not a check"},
        {"{\"kind\": \"unique\"}", "needs \"by\""},
        {"{\"kind\": \"unique\", \"by\": [\"grup\"]}", "names the field \"grup\""},
        {"{\"kind\": \"unique\", \"by\": [\"group\"], \"totals\": \"x\"}",
         "no property \"totals\""},
        {"{\"kind\": \"parts_total\", \"value\": \"n\", \"total\": \"All\"}", "\"dimension\""},
        {"{\"kind\": \"parts_total\", \"dimension\": \"group\", \"value\": \"n\"}", "\"total\""},
        {"{\"kind\": \"parts_total\", \"dimension\": \"group\", \"total\": \"All\"}", "\"value\""},
        {"{\"kind\": \"parts_total\", \"dimension\": \"group\", \"total\": \"Al\", \"value\": "
         "\"n\"}",
         "not in the enum of \"group\""},
        {"{\"kind\": \"parts_total\", \"dimension\": \"n\", \"total\": \"All\", \"value\": \"n\"}",
         "does not hold labels"},
        {"{\"kind\": \"parts_total\", \"dimension\": \"group\", \"total\": \"All\","
         " \"value\": \"group\"}",
         "does not hold numbers"},
        {"{\"kind\": \"parts_total\", \"dimension\": \"group\", \"total\": \"All\", \"value\": "
         "\"n\","
         " \"by\": [\"group\"]}",
         "cannot also be in \"by\""},
        {"{\"kind\": \"columns_total\", \"total\": \"n\"}", "needs \"parts\""},
        {"{\"kind\": \"columns_total\", \"parts\": [\"n\"]}", "needs \"total\""},
        {"{\"kind\": \"columns_total\", \"parts\": [\"m\"], \"total\": \"n\"}", "the field \"m\""},
        {"{\"kind\": \"columns_total\", \"parts\": [\"group\"], \"total\": \"n\"}",
         "\"group\" does not hold numbers"},
        {"{\"kind\": \"stock_flow\", \"dimension\": \"group\", \"value\": \"n\","
         " \"opened\": \"All\", \"closed\": \"All\"}",
         "\"active\""},
        {"{\"kind\": \"unique\", \"by\": [\"group\"], \"where\": {\"group\": \"Wite\"}}",
         "not in the enum of \"group\""},
        {"{\"kind\": \"unique\", \"by\": [\"group\"], \"where\": {\"n\": \"1\"}}",
         "names \"n\", which is not in \"by\""},
        {"{\"kind\": \"unique\", \"by\": [\"group\"], \"where\": {\"group\": 1}}",
         "must be one label"},
        {"{\"kind\": \"unique\", \"by\": [\"group\"], \"where\": \"All\"}", "must be one label"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char top[400];
        snprintf(top, sizeof top, "\"foi:checks\": [%s], ", rows[i].check);
        const char *text =
            refuse(with(top, "",
                        "{\"name\": \"group\", \"constraints\": {\"enum\": [\"White\", \"All\"]}},"
                        "{\"name\": \"n\", \"type\": \"integer\"}"));
        if (last.id != ERR_PACKAGE || strstr(text, rows[i].message) == NULL)
            fail_msg("%s gives: %s", rows[i].check, text);
    }
}

/* What a note is about: the whole package, the field that it stands at, or what it says. */
static void test_notes(void **state) {
    (void)state;
    struct package p;
    struct err e;
    const char *json =
        with("\"foi:notes\": [\"All.\", {\"note\": \"Two.\", \"fields\": [\"a\", \"b\"]},"
             " {\"note\": \"Rows.\", \"where\": {\"a\": [\"x\", \"y\"]}},"
             " {\"note\": \"Background.\", \"general\": true}], ",
             "",
             "{\"name\": \"a\", \"foi:notes\": \"Of a.\"},"
             "{\"name\": \"b\", \"foi:notes\": [\"Of b.\", {\"note\": \"Of both.\", "
             "\"fields\": [\"a\", \"b\"]}, {\"note\": \"Of b's rows.\", \"where\": {\"a\": "
             "\"x\"}}]}");
    if (!read_json(json, &p, &e))
        fail_msg("%s", e.message);
    static const struct {
        const char *text;
        size_t columns, labels;
        bool general;
    } wanted[] = {{"All.", 0, 0, false},       {"Two.", 2, 0, false},        {"Rows.", 0, 2, false},
                  {"Background.", 0, 0, true}, {"Of a.", 1, 0, false},       {"Of b.", 1, 0, false},
                  {"Of both.", 2, 0, false},   {"Of b's rows.", 1, 1, false}};
    assert_int_equal(p.n_notes, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(p.note[i].text, wanted[i].text);
        assert_int_equal(p.note[i].columns.n, wanted[i].columns);
        assert_int_equal(p.note[i].labels.n, wanted[i].labels);
        assert_int_equal(p.note[i].general, wanted[i].general);
    }
    assert_string_equal(p.note[4].columns.label[0], "a");
    assert_string_equal(p.note[7].where, "a");
    package_free(&p);
}

static void test_bad_notes(void **state) {
    (void)state;
    static const struct {
        const char *note, *message;
    } rows[] = {
        {"{\"note\": \"x\", \"fields\": [\"grop\"]}", "names the field \"grop\""},
        {"{\"fields\": [\"group\"]}", "has no sentence"},
        {"{\"note\": \"x\", \"field\": [\"group\"]}", "has no property \"field\""},
        {"{\"note\": \"x\", \"where\": {\"group\": [\"Wite\"]}}",
         "\"Wite\", which is not in its enum"},
        {"{\"note\": \"x\", \"where\": {\"group\": []}}", "names no label"},
        {"{\"note\": \"x\", \"where\": {\"gruop\": [\"All\"]}}", "names the field \"gruop\""},
        {"{\"note\": \"x\", \"where\": [\"All\"]}", "must be {\"column\": [labels]}"},
        {"{\"note\": \"x\", \"general\": \"yes\"}", "must be true or false"},
        {"{\"note\": \"x\", \"marks\": [\"supressed\"]}", "\"supressed\", which is not a mark"},
        {"7", "must be an object"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char top[200];
        snprintf(top, sizeof top, "\"foi:notes\": [%s], ", rows[i].note);
        const char *text = refuse(with(top, "",
                                       "{\"name\": \"group\", \"constraints\": {\"enum\": "
                                       "[\"White\", \"All\"]}}"));
        if (last.id != ERR_PACKAGE || strstr(text, rows[i].message) == NULL)
            fail_msg("%s gives: %s", rows[i].note, text);
    }
}

/* Breaks are kept, and stated among the notes, after those that the package gives. */
static void test_breaks(void **state) {
    (void)state;
    struct package p;
    struct err e;
    assert_true(
        read_json(with("\"foi:notes\": [\"A note.\"], \"foi:breaks\": ["
                       "{\"field\": \"year\", \"from\": \"2021\", \"why\": \"split in two\"},"
                       "{\"field\": \"term\", \"from\": \"b\", \"why\": \"New form.\"}], ",
                       "",
                       "{\"name\": \"year\", \"type\": \"year\", \"title\": \"Year to March\"},"
                       "{\"name\": \"term\", \"foi:role\": \"period\","
                       " \"constraints\": {\"enum\": [\"a\", \"b\"]}}"),
                  &p, &e));
    assert_int_equal(p.n_breaks, 2);
    assert_string_equal(p.series_break[0].field, "year");
    assert_string_equal(p.series_break[0].from, "2021");
    assert_string_equal(p.series_break[0].why, "split in two.");
    assert_int_equal(p.n_notes, 3);
    assert_string_equal(p.note[0].text, "A note.");
    assert_string_equal(p.note[1].text, "Break: from 2021 (Year to March): split in two.");
    assert_string_equal(p.note[2].text, "Break: from b (term): New form.");
    package_free(&p);
}

static void test_bad_breaks(void **state) {
    (void)state;
    static const struct {
        const char *brk, *message;
    } rows[] = {
        {"{\"from\": \"2021\", \"why\": \"x\"}", "needs \"field\""},
        {"{\"field\": \"year\", \"why\": \"x\"}", "needs \"from\""},
        {"{\"field\": \"year\", \"from\": \"2021\"}", "needs \"why\""},
        {"{\"field\": \"year\", \"from\": \"2021\", \"why\": \"\"}", "needs \"why\""},
        {"{\"field\": \"year\", \"from\": 2021, \"why\": \"x\"}", "\"from\""},
        {"{\"field\": \"yaer\", \"from\": \"2021\", \"why\": \"x\"}", "names the field \"yaer\""},
        {"{\"field\": \"n\", \"from\": \"2021\", \"why\": \"x\"}", "is not a period"},
        {"{\"field\": \"year\", \"from\": \"2031\", \"why\": \"x\"}",
         "begins at \"2031\", which is not in the enum of \"year\""},
        {"{\"field\": \"year\", \"from\": \"2021\", \"why\": \"x\", \"until\": \"2022\"}",
         "no property \"until\""},
        {"7", "must be an object"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char top[400];
        snprintf(top, sizeof top, "\"foi:breaks\": [%s], ", rows[i].brk);
        const char *text = refuse(with(top, "",
                                       "{\"name\": \"year\", \"type\": \"year\","
                                       " \"constraints\": {\"enum\": [\"2020\", \"2021\"]}},"
                                       "{\"name\": \"n\", \"type\": \"integer\"}"));
        if (last.id != ERR_PACKAGE || strstr(text, rows[i].message) == NULL)
            fail_msg("%s gives: %s", rows[i].brk, text);
    }
}

/* --- the rows ----------------------------------------------------------------------------------
 */

/* The fields and labels that the examples of packages speak of. */
static const char example_fields[] =
    "{\"name\": \"group\", \"foi:role\": \"dimension\"}, {\"name\": \"breakdown\"}, "
    "{\"name\": \"pathway\"}, {\"name\": \"status\"}, "
    "{\"name\": \"cases\", \"foi:role\": \"count\"}, "
    "{\"name\": \"referrals\", \"foi:role\": \"count\"}, "
    "{\"name\": \"year_ending_march\", \"type\": \"year\"}";

/* A package in which the example of a row stands where it says. */
static const char *package_with(const struct package_property *p) {
    static char top[3000];
    if (p->place == PLACE_FIELD)
        return field(p->example);
    int n = (int)strlen(p->example);
    assert_true(p->example[0] == '{' && p->example[n - 1] == '}');
    if (p->place == PLACE_SOURCE)
        snprintf(top, sizeof top, "\"sources\": [%s], ", p->example);
    else
        snprintf(top, sizeof top, "%.*s, ", n - 2, p->example + 1);
    return with(top, "", example_fields);
}

static void test_examples_are_read(void **state) {
    (void)state;
    size_t n = 0;
    struct package p;
    for (const struct package_property *row = package_properties; row->name != NULL; row++) {
        if (row->example == NULL)
            continue;
        n++;
        assert_true(strstr(row->example, row->name) != NULL);
        if (!read_json(package_with(row), &p, &last))
            fail_msg("the example of %s: %s", row->name, last.message);
        package_free(&p);
    }
    assert_true(n > 15);
}

/* The whole example is a package, and its file a table. */
static void test_whole_example(void **state) {
    (void)state;
    struct package p;
    struct table t;
    struct read_report report;
    assert_true(read_json(package_example, &p, &last));
    int fd = file_of(package_example_csv, strlen(package_example_csv));
    if (!read_table(fd, "beds.csv", &p, &(struct read_options){0}, &t, &report, &last))
        fail_msg("%s", last.message);
    close(fd);
    assert_int_equal(t.n_rows, 4);
    assert_int_equal(column_mark(table_column(&t, "beds"), 1), MARK_SUPPRESSED);
    table_free(&t);
    package_free(&p);
}

static const char *sources_of_the_reader(void) {
    static char text[120000];
    static const char *const files[] = {"package.c",        "package_field.c", "package_additive.c",
                                        "package_note.c",   "package_break.c", "package_check.c",
                                        "package_symbol.c", "package_json.c"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[80];
        snprintf(path, sizeof path, "engine/data/%s", files[i]);
        FILE *f = fopen(path, "r");
        assert_non_null(f);
        n += fread(text + n, 1, sizeof text - n - 1, f);
        fclose(f);
    }
    text[n] = '\0';
    return text;
}

/* A row that no code reads would promise what nothing does. */
static void test_rows_are_read(void **state) {
    (void)state;
    const char *sources = sources_of_the_reader();
    for (const struct package_property *row = package_properties; row->name != NULL; row++) {
        char quoted[80];
        snprintf(quoted, sizeof quoted, "\"%s\"", row->name);
        if (strstr(sources, quoted) == NULL)
            fail_msg("nothing reads %s of a %s", row->name, package_place_name(row->place));
        assert_true(strlen(row->text) > 3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_package),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_checks),
        cmocka_unit_test(test_types_and_roles),
        cmocka_unit_test(test_bad_json),
        cmocka_unit_test(test_unknown_properties),
        cmocka_unit_test(test_bad_resources),
        cmocka_unit_test(test_bad_fields),
        cmocka_unit_test(test_too_many_fields),
        cmocka_unit_test(test_bad_checks),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_bad_notes),
        cmocka_unit_test(test_breaks),
        cmocka_unit_test(test_examples_are_read),
        cmocka_unit_test(test_whole_example),
        cmocka_unit_test(test_rows_are_read),
        cmocka_unit_test(test_bad_breaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
