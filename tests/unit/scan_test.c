/* The scan by many threads against the exact reader: the same tally, or the same error, for every
 * input, wherever parts are cut. FOISTAT_SCANS says how many inputs are made (2,000; 10^6 where
 * FOISTAT_ALL is set), FOISTAT_SCAN which one alone. */
#include "data/scan_file.h"
#include "data/csv_rows.h"
#include "scan/index.h"
#include "scan/pool.h"

#include "packed.h"

static uint64_t state;

static uint64_t chance(uint64_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state * 0x9E3779B97F4A7C15u >> 33) % n;
}

/* One case: a text, how it is read, and what is counted of it. */
struct scanned {
    struct buf text;
    struct buf stored; /* the same as the scan reads it, perhaps compressed */
    bool cut;          /* of what is compressed the end is missing */
    struct csv_options options;
    size_t columns, part, head, threads;
    size_t n_keys, n_sums;
    bool chooses[TALLY_KEYS]; /* rows with some texts of this key are left out */
    bool pipe;
};

static void put_cell(struct scanned *c, bool plain) {
    static const char *const plain_cell[] = {"a", "b", "12", "7", "", "0.5", "-3", "c"};
    static const char *const odd_cell[] = {
        " a",
        "b ",
        "\t7",
        "\"a\"",
        "\"a,b\"",
        "\"a\nb\"",
        "\"a\r\nb\"",
        "\"say \"\"a\"\"\"",
        "\"\"",
        " \"a\" ",
        "1,398",
        "\"1,398\"",
        "<5",
        "12%",
        "007",
        "\xc2\xa0",
        "\xc2\xa0"
        "a",
        "caf\xc3\xa9",
        "x\"y",
        "\"a\"b",
        "\"open",
        "a\rb",
        "\xff",
        "a\xe9",
        "   ",
        "-99",
        "1e5",
        "99999999999999999",
        "0.1",
        "\"\"\"\"",
        "a very long cell that does not fit into thirty-two bytes",
        "a very long cell that does not fit into thirty-two BYTES"};
    if (plain || chance(3) > 0)
        buf_puts(&c->text, plain_cell[chance(sizeof plain_cell / sizeof *plain_cell)]);
    else
        buf_puts(&c->text, odd_cell[chance(sizeof odd_cell / sizeof *odd_cell)]);
}

static void put_row(struct scanned *c, bool plain, const char *end) {
    size_t n = c->columns;
    if (!plain && chance(60) == 0)
        n = chance(5);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_add(&c->text, &c->options.delimiter, 1);
        if (plain || chance(20) > 0)
            put_cell(c, plain);
    }
    buf_puts(&c->text, end);
}

static void put_odd_line(struct scanned *c) {
    static const char *const line[] = {"\n",     "\r\n",     "  \n",         ",,\n", ",,,\n",
                                       "\t\n",   "Total\n",  "Source: us\n", "\r",   "\xc2\xa0\n",
                                       "\"\"\n", ",\"\",\n", "\n\n\n"};
    buf_puts(&c->text, line[chance(sizeof line / sizeof *line)]);
}

/* Some bytes become others. */
static void spoil(struct scanned *c) {
    static const char bytes[] = "\",\n\r a\xc2\xa0\x00\xff;\t";
    for (uint64_t n = chance(4); n > 0 && c->text.n > 0; n--)
        c->text.text[chance(c->text.n)] = bytes[chance(sizeof bytes - 1)];
}

static void make_case(struct scanned *c) {
    static const char *const ends[] = {"\n", "\r\n", "\n", "\r"};
    static const char delimiters[] = ",,,;\t";
    const char *end = ends[chance(20) == 0 ? 3 : chance(3)];
    bool quiet = chance(3) == 0;
    *c = (struct scanned){.columns = 1 + chance(4), .threads = 1 + chance(3)};
    c->options = (struct csv_options){.delimiter = delimiters[chance(5)],
                                      .encoding = chance(4) == 0 ? CSV_WINDOWS_1252 : CSV_UTF8,
                                      .allow_ragged = chance(4) == 0,
                                      .find_header = chance(2) == 0};
    c->part = chance(4) == 0 ? 4096 : 1 + chance(200);
    c->head = 64 + chance(4096);
    c->n_keys = chance(c->columns + 1);
    c->n_sums = chance(3);
    for (size_t i = 0; i < c->n_keys; i++)
        c->chooses[i] = chance(4) == 0;
    c->pipe = chance(3) == 0;
    if (chance(8) == 0)
        buf_puts(&c->text, "\xef\xbb\xbf");
    /* Below a header that is too long each row may be a note. */
    for (size_t i = 0, n = c->columns + (chance(30) == 0); i < n; i++)
        buf_addf(&c->text, "%.*sname%zu", i > 0, &c->options.delimiter, i);
    buf_puts(&c->text, end);
    for (; chance(10) == 0;)
        put_odd_line(c);
    for (size_t i = 0; i < 101; i++)
        put_row(c, true, end);
    for (uint64_t n = chance(60); n > 0; n--) {
        put_row(c, quiet && chance(40) > 0, chance(30) == 0 ? ends[chance(4)] : end);
        if (!quiet && chance(12) == 0)
            put_odd_line(c);
    }
    for (uint64_t n = chance(3); n > 0 && chance(3) == 0; n--)
        put_odd_line(c);
    if (chance(4) == 0 && c->text.n > 0)
        c->text.n--; /* the last line lacks its end, or half of it */
    if (chance(4) == 0)
        spoil(c);
    assert_false(c->text.failed);
}

static bool choose(void *data, const struct cell *header, size_t n, struct tally_plan *plan,
                   struct err *e) {
    static const struct span symbol = {"-99", 3};
    static const char *const text[] = {"12", "a", "a,b", "", "caf\xc3\xa9", "none"};
    static const struct tally_wanted wanted = {6, text};
    const struct scanned *c = data;
    (void)header, (void)e;
    *plan = (struct tally_plan){.n_symbols = 1, .symbol = &symbol};
    for (; plan->n_keys < c->n_keys && plan->n_keys < n; plan->n_keys++) {
        plan->key[plan->n_keys] = n - 1 - plan->n_keys;
        plan->wanted[plan->n_keys] = c->chooses[plan->n_keys] ? &wanted : NULL;
    }
    for (; plan->n_sums < c->n_sums && plan->n_sums < n; plan->n_sums++)
        plan->sum[plan->n_sums] = plan->n_sums;
    return true;
}

static void put_texts(const struct texts_column *c, struct buf *out) {
    for (size_t i = 0; i < c->text.n; i++) {
        if (c->distinct[i].cells > 0)
            buf_addf(out, "\"%s\" %zu:%zu %zu, ", c->text.text[i], c->distinct[i].line,
                     c->distinct[i].column, c->distinct[i].cells);
    }
    buf_puts(out, "\n");
}

static void put_extreme(const char *name, const struct tally_extreme *x, struct buf *out) {
    if (x->cell.text.text != NULL)
        buf_addf(out, "%s %.17g \"%s\" %zu:%zu ", name, x->value, x->cell.text.text, x->cell.line,
                 x->cell.column);
}

static void put_sum(const struct tally *t, const struct tally_sum *s, struct buf *out) {
    buf_addf(out, "%zu numbers, whole %d: ", (size_t)s->all_numbers, s->whole);
    put_extreme("least", &s->least, out);
    put_extreme("most", &s->most, out);
    put_extreme("first", &s->first, out);
    put_extreme("fraction", &s->fraction, out);
    put_texts(&s->odd, out);
    for (size_t g = 0; g < t->n_groups; g++)
        buf_addf(out, "%.17g of %zu; ", exact_value(&s->sum[g]), (size_t)s->numbers[g]);
    for (size_t i = 0; i < s->n_cells; i++)
        buf_addf(out, "%u \"%s\" %zu; ", (unsigned)s->cells[i].group,
                 s->odd.text.text[s->cells[i].code], (size_t)s->cells[i].cells);
    buf_puts(out, "\n");
}

/* A tally in words. */
static void put_tally(const struct tally *t, struct buf *out) {
    buf_addf(out, "%zu rows in %zu groups\n", (size_t)t->n_rows, t->n_groups);
    for (size_t k = 0; k < t->plan->n_keys; k++)
        put_texts(&t->key[k], out);
    for (size_t g = 0; g < t->n_groups; g++) {
        for (size_t k = 0; k < t->plan->n_keys; k++) {
            const struct texts_column *key = &t->key[k];
            assert_true(tally_wants(t->plan, k, texts_text(key, (size_t)key->code[g])));
            buf_addf(out, "%s|", key->text.text[key->code[g]]);
        }
        buf_addf(out, " %zu\n", (size_t)t->rows[g]);
    }
    for (size_t i = 0; i < t->plan->n_sums; i++)
        put_sum(t, &t->sum[i], out);
}

/* What was skipped, but for blanks around texts, which the scan counts in the columns used. */
static void put_repairs(const char *const *repair, size_t n, struct buf *out) {
    for (size_t i = 0; i < n; i++) {
        if (strstr(repair[i], "blanks around") == NULL && strstr(repair[i], "no-break") == NULL)
            buf_addf(out, "%s\n", repair[i]);
    }
}

/* Of bytes that are no text the place: which kind they are depends on how many are looked at. */
/* As it is, or compressed; then it may be cut short. */
static void store_case(struct scanned *c, uint64_t seed) {
    bool packed = seed % 4 < 2;
    if (packed)
        packers[seed % 2](&c->stored, c->text.n > 0 ? c->text.text : "", c->text.n);
    else
        buf_add(&c->stored, c->text.text, c->text.n);
    c->cut = packed && seed % 7 == 0 && c->stored.n > 40;
    if (c->cut)
        c->stored.n -= 1 + seed % 30;
}

static void say_error(struct err *e, struct buf *out) {
    e->excerpt[0] = '\0';
    if (e->id == ERR_CSV_ENCODING || e->id == ERR_CSV_BINARY)
        buf_addf(out, "no text at %zu:%zu", e->line, e->column);
    else
        err_format(e, out);
}

static void say_read(const struct scanned *c, bool libcsv, struct buf *out) {
    struct tally_plan plan;
    struct tally t = {0};
    struct err e = {0};
    const struct buf *bytes = c->cut ? &c->stored : &c->text;
    int fd = file_of(bytes->text, bytes->n);
    rows_use_libcsv(libcsv);
    struct csv_reader *r = csv_open(fd, "x.csv", &c->options, &e);
    size_t n;
    const struct cell *header = r != NULL ? csv_header(r, &n) : NULL;
    if (r != NULL && choose((void *)c, header, n, &plan, &e) && tally_open(&t, &plan, &e) &&
        tally_csv(&t, r, &e) && tally_close(&t, &e)) {
        put_tally(&t, out);
        const char *const *repair = csv_repairs(r, &n);
        put_repairs(repair, n, out);
    } else {
        say_error(&e, out);
    }
    csv_close(r);
    if (t.plan != NULL)
        tally_free(&t);
    close(fd);
}

static void say_scan(const struct scanned *c, struct buf *out) {
    struct scan s;
    struct err e = {0};
    int fd = (c->pipe ? pipe_of : file_of)(c->stored.text, c->stored.n);
    scan_use_parts(c->part, c->head);
    if (scan_file(fd, "x.csv", &c->options, choose, (void *)c, NULL, &s, &e)) {
        put_tally(&s.tally, out);
        put_repairs((const char *const *)s.repair, s.n_repairs, out);
        scan_free(&s);
    } else {
        say_error(&e, out);
    }
    close(fd);
}

static void show_case(const struct scanned *c, uint64_t seed) {
    fprintf(stderr,
            "seed %llu: part %zu head %zu threads %zu pipe %d columns %zu keys %zu sums %zu "
            "encoding %d ragged %d header %d\n",
            (unsigned long long)seed, c->part, c->head, c->threads, c->pipe, c->columns, c->n_keys,
            c->n_sums, c->options.encoding, c->options.allow_ragged, c->options.find_header);
    fwrite(c->text.text, 1, c->text.n, stderr);
    fprintf(stderr, "\n");
}

static void use_kind(uint64_t seed) {
    static const char *const kinds[] = {"avx512", "avx2", "neon", "plain"};
    for (size_t i = seed % 4; !index_use(kinds[i]); i = (i + 1) % 4)
        continue;
}

static void test_scan_is_exact(void **unused) {
    (void)unused;
    const char *wanted = getenv("FOISTAT_SCANS"), *only = getenv("FOISTAT_SCAN");
    uint64_t n = wanted != NULL                  ? strtoull(wanted, NULL, 10)
                 : getenv("FOISTAT_ALL") != NULL ? 1000000
                                                 : 2000;
    for (uint64_t i = 1; i <= n; i++) {
        uint64_t seed = only != NULL ? strtoull(only, NULL, 10) : i;
        struct scanned c;
        struct buf exact = {0}, plain = {0}, scan = {0};
        state = seed * 0x9E3779B97F4A7C15u | 1;
        make_case(&c);
        store_case(&c, seed);
        use_kind(seed);
        pool_start(c.threads);
        say_read(&c, true, &exact);
        say_read(&c, false, &plain);
        say_scan(&c, &scan);
        pool_end();
        if (strcmp(exact.text, scan.text) != 0 || strcmp(exact.text, plain.text) != 0) {
            show_case(&c, seed);
            fprintf(stderr, "--- libcsv\n%s--- reader\n%s--- scan\n%s", exact.text, plain.text,
                    scan.text);
            fail_msg("seed %llu", (unsigned long long)seed);
        }
        buf_free(&exact);
        buf_free(&plain);
        buf_free(&scan);
        buf_free(&c.text);
        buf_free(&c.stored);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scan_is_exact)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
