/* Counting a file and reading it whole give the same: values, marks, bounds, the order of labels,
 * errors and their places. */
#include <math.h>

#include "data/count.h"
#include "data/take.h"
#include "disclosure/disclosure.h"

#include "cases.h"
#include "inputs.h"
#include "random.h"

/* What is asked of a file, and what is said of it. */
struct question {
    struct read_options options;
    const struct package *package;
    struct release_spec spec;
    bool watched; /* column g is looked at, too, where something is added up */
};

/* --- the two ways ----------------------------------------------------------------------------- */

/* by, the number of rows, the sums. */
static bool put_together(const struct table *rows, const struct table *sums, size_t n_by,
                         struct table *out, struct err *e) {
    size_t n_sums = sums->n_columns > n_by ? sums->n_columns - n_by : 0;
    if (!table_new(out, rows->name, rows->n_rows, n_by + 1 + n_sums, e))
        return false;
    for (size_t i = 0; i <= n_by; i++)
        assert_true(table_put(out, i, &rows->column[i], e));
    out->column[n_by].field.name = RELEASE_ROWS;
    for (size_t i = 0; i < n_sums; i++)
        assert_true(table_put(out, n_by + 1 + i, &sums->column[n_by + i], e));
    return take_finish(out, e);
}

static bool by_reading(int fd, const struct question *q, struct table *out, struct err *e) {
    const struct release_spec *s = &q->spec;
    struct table all = {0}, chosen = {0}, rows = {0}, sums = {0};
    struct read_report report;
    bool done = read_table(fd, "in.csv", q->package, &q->options, &all, &report, e) &&
                table_where(&all, s->where, s->n_where, &chosen, e);
    chosen.repeat = NULL;
    done = done && table_count(&chosen, s->by, s->n_by, NULL, &rows, e) &&
           (s->n_sum == 0 || table_sum(&chosen, s->by, s->n_by, s->sum, s->n_sum, &sums, e)) &&
           put_together(&rows, &sums, s->n_by, out, e);
    table_free(&all);
    table_free(&chosen);
    table_free(&rows);
    table_free(&sums);
    return done;
}

static bool by_counting(int fd, const struct question *q, struct counted *out, struct err *e) {
    const struct release_spec *spec = &q->spec;
    const struct count_query query = {.name = "in.csv",
                                      .package = q->package,
                                      .options = &q->options,
                                      .n_specs = 1,
                                      .spec = &spec};
    return count_file(fd, &query, NULL, out, e);
}

static void show(const struct table *t, struct buf *out) {
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct field *f = &t->column[i].field;
        buf_addf(out, "%s:%d:%d:%d:%s ", f->name, f->type, f->role, f->count,
                 f->unit != NULL ? f->unit : "");
    }
    buf_puts(out, "\n");
    table_write_csv(t, out);
}

/* What the hints of foi.read are in foi.count. */
static void say_for_counting(const char *hint, struct buf *out) {
    static const char call[] = "foi.read(path, {";
    bool inside = false;
    for (const char *at = hint; *at != '\0'; at++) {
        if (str_begins(at, call)) {
            buf_puts(out, "foi.count {source = ..., ");
            at += sizeof call - 2;
            inside = true;
        } else if (str_begins(at, "foi.read")) {
            buf_puts(out, "foi.count");
            at += sizeof "foi.read" - 2;
        } else {
            bool ends = inside && str_begins(at, "})");
            buf_add(out, at, 1);
            at += ends;
            inside = inside && !ends;
        }
    }
}

static void show_error(const struct err *e, struct buf *out) {
    buf_addf(out, "%s at %s:%zu:%zu %s | ", err_code_text(e), e->file, e->line, e->column,
             e->message);
    say_for_counting(e->hint, out);
    buf_addf(out, " | %s\n", e->excerpt);
}

static size_t answered, refused;

static void compare(const char *text, size_t n, const struct question *q) {
    struct table read = {0};
    struct counted counted = {0};
    struct err a = {0}, b = {0};
    struct buf expected = {0}, got = {0};
    int fd = file_of(text, n);
    bool done = by_reading(fd, q, &read, &a);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    bool counts = by_counting(fd, q, &counted, &b);
    close(fd);
    done ? show(&read, &expected) : show_error(&a, &expected);
    counts ? show(&counted.table, &got) : show_error(&b, &got);
    if (strcmp(expected.text, got.text) != 0) {
        print_message("%.*s\nexpected:\n%s\ngot:\n%s\n", (int)n, text, expected.text, got.text);
        fail();
    }
    *(done ? &answered : &refused) += 1;
    buf_free(&expected);
    buf_free(&got);
    table_free(&read);
    counted_free(&counted);
}

/* --- random files ----------------------------------------------------------------------------- */

static const char *const labels[] = {"White", " White ", "Black",  "\xe9t\xe9", "",
                                     "[c]",   "c",       "\xa0",   "1",         "Other",
                                     "<5",    "Total",   "\"a,b\""};
static const char *const years[] = {"2018", "2019", "2020", "2018/19", "1",
                                    "1.0",  "01",   "",     "[x]",     "-9"};
static const char *const numbers[] = {"0",   "1",   "5",   "12",    "144",     "1,398",
                                      "",    "[c]", "<5",  "[x]",   "-99",     "-3",
                                      "2.5", "c",   "007", "9999",  "\xa0",    "1e3",
                                      "12%", "n/a", "-9",  "[low]", "unknown", "9007199254740991"};
static const char *const decimals[] = {"0.1", "0.2", "0.0001", "-3.25", "12%", "3%",   "[u]",
                                       "",    "7",   "1e-30",  "0.30",  "-0",  "1e20", "n/a"};
enum { n_labels = sizeof labels / sizeof *labels, n_years = sizeof years / sizeof *years };
enum {
    n_numbers = sizeof numbers / sizeof *numbers,
    n_decimals = sizeof decimals / sizeof *decimals
};

/* A few texts of a pool, mostly from its front: a column that one may read. */
struct pool {
    size_t n;
    const char *text[6];
};

static size_t below(uint64_t *s, size_t n) {
    return (size_t)(next_random(s) % n);
}

static struct pool draw(uint64_t *s, const char *const *texts, size_t n) {
    struct pool p = {.n = 1 + below(s, 6)};
    for (size_t i = 0; i < p.n; i++)
        p.text[i] = texts[below(s, below(s, 3) > 0 ? (n + 1) / 2 : n)];
    return p;
}

static const char *pick(uint64_t *s, const struct pool *p) {
    return p->text[below(s, below(s, 3) > 0 ? (p->n + 1) / 2 : p->n)];
}

static void put_file(uint64_t *s, struct buf *out) {
    struct pool g = draw(s, labels, n_labels), y = draw(s, years, n_years),
                n = draw(s, numbers, n_numbers), d = draw(s, decimals, n_decimals);
    size_t rows = below(s, 12) == 0 ? 0 : 1 + below(s, 40);
    buf_puts(out, "g,y,n,d\n");
    for (size_t i = 0; i < rows; i++) {
        const char *count = pick(s, &n);
        const char *quote = strchr(count, ',') != NULL ? "\"" : "";
        buf_addf(out, "%s,%s,%s%s%s,%s%s", pick(s, &g), pick(s, &y), quote, count, quote,
                 pick(s, &d), below(s, 9) == 0 ? "\r\n" : "\n");
    }
}

/* --- random questions ------------------------------------------------------------------------- */

static const char *const keys[] = {"g", "y"}, *const other_keys[] = {"y", "g"};
static const char *const sums[] = {"n", "d"};
static const char *const wanted[] = {"White", "Black", "2018", "1"};
static const double wanted_years[] = {2018, 2019, 1};
static const struct symbol symbols[] = {
    {.text = "-99", .mark = MARK_SUPPRESSED, .lo = 1, .hi = 4},
    {.text = "n/a", .mark = MARK_NOT_AVAILABLE, .lo = NAN, .hi = NAN},
    {.text = "144", .mark = MARK_REFUSED, .lo = 0, .hi = 200},
};
static const struct read_role roles[] = {{"n", ROLE_COUNT}, {"y", ROLE_PERIOD}, {"d", ROLE_SHARE}};

static struct question ask(uint64_t *s, struct condition *where) {
    struct question q = {
        .options = {.csv = {.delimiter = ',', .find_header = true}, .repeated = REPEATED_KEEP}};
    q.options.csv.encoding = below(s, 8) > 0 ? CSV_WINDOWS_1252 : CSV_UTF8;
    q.options.symbol = symbols;
    q.options.n_symbols = below(s, 2) * below(s, 4);
    q.options.role = &roles[below(s, 3)];
    q.options.n_roles = below(s, 3) == 0;
    q.options.text = keys;
    q.options.n_texts = q.options.n_roles == 0 && below(s, 3) == 0 ? below(s, 3) : 0;
    q.spec = (struct release_spec){.by = below(s, 2) > 0 ? keys : other_keys,
                                   .n_by = below(s, 3),
                                   .sum = &sums[below(s, 2)],
                                   .rows = true};
    q.spec.n_sum = q.spec.sum == sums ? below(s, 3) : below(s, 2);
    bool number = below(s, 3) == 0;
    *where = (struct condition){.column = keys[number], .n = 1 + below(s, 2)};
    if (number)
        where->number = &wanted_years[below(s, 2)];
    else
        where->label = &wanted[below(s, 3)];
    q.spec.where = where;
    q.spec.n_where = below(s, 2);
    return q;
}

/* A column that is not looked at cannot be refused: it holds what anyone can read. */
static bool is_used(const struct question *q, const char *name) {
    if (q->watched && q->spec.n_sum > 0 && strcmp(name, "g") == 0)
        return true;
    for (size_t i = 0; i < q->spec.n_by; i++) {
        if (strcmp(q->spec.by[i], name) == 0)
            return true;
    }
    for (size_t i = 0; i < q->spec.n_sum; i++) {
        if (strcmp(q->spec.sum[i], name) == 0)
            return true;
    }
    return q->spec.n_where > 0 && strcmp(q->spec.where[0].column, name) == 0;
}

/* What anyone can read in a column. */
static const char *harmless(const struct question *q, size_t column) {
    static const char *const texts[] = {"White", "2018", "0", "0"};
    return q->package == NULL ? "a" : texts[column];
}

static void blank_unused(const struct question *q, struct buf *text) {
    static const char *const names[] = {"g", "y", "n", "d"};
    struct buf out = {0};
    bool quoted = false, header = true;
    size_t column = 0;
    for (size_t i = 0; i < text->n; i++) {
        char c = text->text[i];
        quoted = quoted != (c == '"');
        bool edge = !quoted && (c == ',' || c == '\n' || c == '\r');
        if (edge && !header && c != '\n' && !is_used(q, names[column]))
            buf_puts(&out, harmless(q, column));
        else if (edge && !header && c == '\n' && text->text[i - 1] != '\r' &&
                 !is_used(q, names[column]))
            buf_puts(&out, harmless(q, column));
        if (edge || header || is_used(q, names[column]))
            buf_add(&out, &c, 1);
        column = c == '\n' && !quoted ? 0 : column + (edge && c == ',');
        header = header && c != '\n';
    }
    buf_free(text);
    *text = out;
}

static const char *const descriptions[] = {
    "{\"name\": \"g\", \"foi:totals\": \"Total\"}, {\"name\": \"y\", \"foi:role\": \"period\"},"
    "{\"name\": \"n\", \"type\": \"integer\", \"foi:role\": \"count\", \"foi:marks\": {\"-99\": "
    "\"suppressed\", \"1\": \"refused\", \"c\": \"suppressed\", \"n/a\": \"not_held\"}},"
    "{\"name\": \"d\", \"type\": \"number\", \"foi:marks\": {\"n/a\": \"unknown\", \"12%\": "
    "\"low\", "
    "\"3%\": \"low\", \"7\": \"exempt\"}}",
    "{\"name\": \"g\", \"foi:multiResponse\": true, \"foi:marks\": {\"\": \"unknown\"}},"
    "{\"name\": \"y\", \"foi:role\": \"period\", \"constraints\": {\"enum\": [\"2020\", \"2019\", "
    "\"2018\", \"1\"]}}, {\"name\": \"n\", \"type\": \"number\"},"
    "{\"name\": \"d\", \"type\": \"number\", \"foi:role\": \"share\"}",
    "{\"name\": \"g\", \"constraints\": {\"required\": true, \"enum\": [\"Black\", \"White\", "
    "\"Other\", \"Total\", \"a,b\", \"c\"]}, \"foi:unknown\": [\"c\"]}, {\"name\": \"y\"},"
    "{\"name\": \"n\", \"type\": \"integer\", \"foi:marks\": {\"-9\": \"unknown\"}},"
    "{\"name\": \"d\", \"type\": \"number\", \"constraints\": {\"required\": true}}",
};
enum { n_descriptions = sizeof descriptions / sizeof *descriptions };

static void describe(struct package *p, const char *fields) {
    char json[3000];
    struct err e = {0};
    snprintf(
        json, sizeof json,
        "{\"name\": \"t\", \"foi:published\": true, \"resources\": [{\"name\": \"t\", \"path\": "
        "\"in.csv\", \"schema\": {\"fields\": [%s]}}]}",
        fields);
    if (!package_read(json, strlen(json), "p", p, &e))
        fail_msg("%s", e.message);
}

static void test_of_described_files(void **state) {
    (void)state;
    uint64_t seed = 11;
    struct package packages[n_descriptions];
    for (size_t i = 0; i < n_descriptions; i++)
        describe(&packages[i], descriptions[i]);
    answered = refused = 0;
    for (size_t i = 0; i < cases(15000); i++) {
        struct condition where;
        struct question q = ask(&seed, &where);
        struct buf text = {0};
        size_t k = below(&seed, n_descriptions);
        q.options.n_roles = q.options.n_texts = q.options.n_symbols = 0;
        q.package = &packages[k];
        q.watched = k < 2;
        put_file(&seed, &text);
        blank_unused(&q, &text);
        compare(text.text, text.n, &q);
        buf_free(&text);
    }
    print_message("described files: %zu answered, %zu refused\n", answered, refused);
    assert_true(answered > cases(1500) && refused > cases(1500));
    for (size_t i = 0; i < n_descriptions; i++)
        package_free(&packages[i]);
}

static void test_counting_is_reading(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (size_t i = 0; i < cases(20000); i++) {
        struct condition where;
        struct question q = ask(&seed, &where);
        if (!is_used(&q, q.options.role->column))
            q.options.n_roles = 0;
        struct buf text = {0};
        put_file(&seed, &text);
        blank_unused(&q, &text);
        compare(text.text, text.n, &q);
        buf_free(&text);
    }
    print_message("files: %zu answered, %zu refused\n", answered, refused);
    assert_true(answered > cases(4000) && refused > cases(4000));
}

/* --- the record ------------------------------------------------------------------------------- */

/* A column that is a condition and is added up has its cells once. */
static void test_cells_are_recorded_once(void **state) {
    (void)state;
    static const char text[] = "g,n\nWhite,1\nBlack,[c]\nWhite,-99\nBlack,3\n";
    static const double three[] = {3};
    const struct condition where = {.column = "n", .n = 1, .number = three};
    const struct question q = {
        .options = {.csv = {.delimiter = ',', .find_header = true}, .repeated = REPEATED_KEEP},
        .spec = {.sum = &sums[0], .n_sum = 1, .where = &where, .n_where = 1, .rows = true}};
    struct counted counted;
    struct err e = {0};
    int fd = file_of(text, sizeof text - 1);
    assert_true(by_counting(fd, &q, &counted, &e));
    close(fd);
    assert_int_equal(counted.report.marks[MARK_SUPPRESSED], 1);
    assert_int_equal(counted.report.marks[MARK_OK], 3);
    assert_int_equal(counted.table.n_checks, 1);
    assert_string_equal(counted.table.check[0].code, "C105");
    counted_free(&counted);
}

/* --- releases --------------------------------------------------------------------------------- */

static void put_cases(uint64_t *s, struct buf *out) {
    static const char *const area[] = {"North", "South", "Isles"}, *const group[] = {"a", "b", "c"},
                             *const sex[] = {"F", "M"};
    size_t rows = 20 + below(s, 150);
    buf_puts(out, "area,group,sex\n");
    for (size_t i = 0; i < rows; i++) {
        size_t k = below(s, 12);
        buf_addf(out, "%s,%s,%s\n", area[k < 6 ? 0 : k % 3], group[below(s, 9) / 4],
                 sex[below(s, 2)]);
    }
}

static struct release_spec ask_release(uint64_t *s, struct condition *where) {
    static const char *const by[] = {"area", "group", "sex", "area"};
    static const char *const areas[] = {"North", "Isles"}, *const groups[] = {"a", "b"};
    bool area = below(s, 2) == 0;
    *where =
        (struct condition){area ? "area" : "group", 1 + below(s, 2), area ? areas : groups, NULL};
    size_t first = below(s, 4);
    return (struct release_spec){.n_where = below(s, 2),
                                 .where = where,
                                 .n_by = below(s, (first == 3 ? 1 : 3 - first) + 1),
                                 .by = &by[first],
                                 .rows = true,
                                 .totals = below(s, 2) > 0};
}

/* Both questions in turn, the second protected together with the first. */
static void release_both(const struct table *raw, const struct release_spec *spec,
                         struct buf *out) {
    struct release released[2] = {0};
    for (size_t k = 0; k < 2; k++) {
        struct err e = {0};
        if (disclosure_release(raw, &spec[k], &policies[0], released, k, &released[k], &e))
            table_write_csv(&released[k].table, out);
        else
            show_error(&e, out);
        if (e.id != ERR_NONE)
            break;
        const struct disclosure_record *r = &released[k].record;
        buf_addf(out, "%s %zu %zu %zu %d %zu\n", r->rows, r->counts, r->small, r->others, r->audit,
                 r->exposed);
    }
    release_free(&released[0]);
    release_free(&released[1]);
}

/* What is released of counted rows is what is released of the rows. */
static void test_of_releases(void **state) {
    (void)state;
    uint64_t seed = 5;
    const struct read_options options = {.csv = {.delimiter = ',', .find_header = true},
                                         .repeated = REPEATED_KEEP};
    for (size_t i = 0; i < 400; i++) {
        struct condition where[2];
        struct release_spec spec[2] = {ask_release(&seed, &where[0]),
                                       ask_release(&seed, &where[1])};
        const struct release_spec *const list[] = {&spec[1], &spec[0]};
        const struct count_query query = {
            .name = "in.csv", .options = &options, .n_specs = 2, .spec = list, .apart = true};
        struct buf text = {0}, expected = {0}, got = {0};
        struct table read;
        struct read_report report;
        struct counted counted;
        struct err e = {0};
        put_cases(&seed, &text);
        int fd = file_of(text.text, text.n);
        assert_true(read_table(fd, "in.csv", NULL, &options, &read, &report, &e));
        assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
        assert_true(count_file(fd, &query, NULL, &counted, &e));
        close(fd);
        read.repeat = NULL;
        release_both(&read, spec, &expected);
        release_both(&counted.table, spec, &got);
        assert_string_equal(got.text, expected.text);
        table_free(&read);
        counted_free(&counted);
        buf_free(&text);
        buf_free(&expected);
        buf_free(&got);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counting_is_reading),
        cmocka_unit_test(test_of_described_files),
        cmocka_unit_test(test_cells_are_recorded_once),
        cmocka_unit_test(test_of_releases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
