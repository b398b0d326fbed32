/* Every figure of tests/reference/values.csv, recomputed by name, and the right answers where other
 * programs are wrong (peers.csv). With --markdown it writes docs/method-validation.md instead,
 * which has the figures of distribution.csv too. Run from the repository root. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"
#include "unit/ask.h"
#include "unit/validation.h"
#include "unit/values.h"

static double number_of(const json_t *j) {
    return json_is_number(j) ? json_number_value(j) : NAN;
}

/* A list, or a list of rows. */
static bool set_array(struct call *c, const char *name, const json_t *list, struct err *e) {
    double x[512];
    size_t n = 0, rows = json_array_size(list);
    for (size_t i = 0; i < rows; i++) {
        const json_t *item = json_array_get(list, i);
        size_t columns = json_is_array(item) ? json_array_size(item) : 1;
        for (size_t k = 0; k < columns && n < 512; k++)
            x[n++] = number_of(json_is_array(item) ? json_array_get(item, k) : item);
    }
    return call_matrix(c, name, x, rows, rows > 0 ? n / rows : 0, e);
}

static bool set_inputs(struct call *c, json_t *inputs, struct err *e) {
    const char *name;
    json_t *j;
    json_object_foreach(inputs, name, j) {
        bool set = json_is_array(j)    ? set_array(c, name, j, e)
                   : json_is_string(j) ? call_text(c, name, json_string_value(j), e)
                                       : call_number(c, name, number_of(j), e);
        if (!set)
            return false;
    }
    return true;
}

/* Calls the measure of a row; the answer lives until call_end. */
static bool compute(const struct value_row *r, struct call *c, struct answer *a, struct err *e) {
    const struct measure *m = measure_need(r->method, e);
    if (m == NULL)
        return false;
    call_begin(c, m);
    json_t *inputs = json_loads(r->inputs, 0, NULL);
    bool done = json_is_object(inputs) ? set_inputs(c, inputs, e) && call_run(c, a, e)
                                       : fail(e, ERR_INTERNAL, "inputs are not a JSON object");
    json_decref(inputs);
    return done;
}

static bool agrees(double got, const char *expected, const char *tolerance) {
    if (strcmp(expected, "NaN") == 0 || strcmp(expected, "NA") == 0)
        return isnan(got);
    double want = strtod(expected, NULL), t = strtod(tolerance + 4, NULL);
    if (isinf(want))
        return got == want;
    double room = strncmp(tolerance, "rel:", 4) == 0 ? fmax(t * fabs(want), 1e-15) : t;
    return fabs(got - want) <= room;
}

static const double *find_value(const struct answer *a, const char *name) {
    for (size_t i = 0; i < a->n; i++) {
        if (strcmp(a->name[i], name) == 0)
            return &a->value[i];
    }
    return NULL;
}

/* One figure against the answer of its call; an error is as good as NA where the source has that.
 */
static bool check(const struct value_row *r, bool done, const struct answer *a,
                  const struct err *e) {
    const double *got = done ? find_value(a, r->output) : NULL;
    if (got != NULL ? agrees(*got, r->expected, r->tolerance)
                    : !done && strcmp(r->expected, "NA") == 0)
        return true;
    printf("%s:%zu: %s %s\n    %s: expected %s (%s), got ", VALUES_PATH, r->line, r->method,
           r->inputs, r->output, r->expected, r->tolerance);
    if (got != NULL)
        printf("%.17g%s%s\n", *got, a->note != NULL ? ": " : "", a->note != NULL ? a->note : "");
    else
        printf("%s\n", done ? "no such result" : e->message);
    return false;
}

static bool same_call(const struct value_row *a, const struct value_row *b) {
    return strcmp(a->method, b->method) == 0 && strcmp(a->inputs, b->inputs) == 0;
}

/* Recomputes every figure; how many agree. */
static size_t compare_values(const struct values *v, struct validation *page) {
    size_t passed = 0;
    for (size_t i = 0, next; i < v->n; i = next) {
        struct call c = {0};
        struct answer a = {0};
        struct err e = {0};
        bool done = compute(&v->row[i], &c, &a, &e);
        for (next = i; next < v->n && same_call(&v->row[i], &v->row[next]); next++) {
            const struct value_row *r = &v->row[next];
            const double *got = done ? find_value(&a, r->output) : NULL;
            bool good = check(r, done, &a, &e);
            passed += good;
            validation_add(page, r->method, r->source, r->tolerance,
                           got != NULL ? difference(*got, r->expected) : 0, good);
        }
        call_end(&c);
    }
    return passed;
}

/* --- where other programs are wrong ---------------------------------------------------------- */

enum { peer_cells = 7 };
static const char peers_path[] = "tests/reference/peers.csv";
/* The right values are given to 9 digits. */
static const double peer_tolerance = 1e-8;

/* The next row of the file as its cells; false at the end. */
static bool peer_row(char **p, char *cell[peer_cells]) {
    char end = ',';
    for (int i = 0; i < peer_cells; i++) {
        if (**p == '\0' || end != ',')
            return false;
        cell[i] = values_cell(p, &end);
    }
    return true;
}

/* Ours is the right value, and the other program's is not. */
static bool check_peer(char *cell[peer_cells]) {
    double ours = ask(cell[0], cell[1], cell[2]), right = strtod(cell[5], NULL);
    char *end;
    double theirs = strtod(cell[4], &end);
    bool differs = *end != '\0' || fabs(theirs - right) > 100 * peer_tolerance * fabs(right);
    if (fabs(ours - right) <= peer_tolerance * fabs(right) && differs)
        return true;
    printf("%s: %s %s: %s is %.17g, not %s\n", peers_path, cell[0], cell[1], cell[2], ours,
           cell[5]);
    return false;
}

static void peer_line(char *cell[peer_cells], struct buf *out) {
    cell_text(cell[3], out);
    buf_addf(out, " | [%s](reference/measures/%.*s.md#", cell[0], (int)strcspn(cell[0], "."),
             cell[0]);
    page_anchor(out, cell[0]);
    buf_addf(out, ") `%s` | %s | %s | %s | ", cell[1], cell[2], cell[4], cell[5]);
    cell_text(cell[6], out);
    buf_puts(out, " |\n");
}

/* Checks every row, and adds its line to the page; how many agree. */
static size_t compare_peers(struct buf *out, size_t *n) {
    char *text = values_text(peers_path), *p = text, *cell[peer_cells];
    size_t passed = 0;
    bool header = p != NULL && peer_row(&p, cell);
    for (*n = 0; header && peer_row(&p, cell); ++*n) {
        passed += check_peer(cell);
        buf_puts(out, "| ");
        peer_line(cell, out);
    }
    free(text);
    return passed;
}

/* --- the page -------------------------------------------------------------------------------- */

/* The names of the distribution functions' rows live as long as the catalogue. */
static void add_distribution(struct validation *page, char *cell[4]) {
    char name[80];
    snprintf(name, sizeof name, "distribution.%s", cell[0]);
    const struct measure *m = measure_find(name);
    double want = strtod(cell[2], NULL), got = ask(name, cell[1], "value");
    if (m != NULL)
        validation_add(page, m->name, "256-bit arithmetic (MPFR), independent of R", cell[3],
                       difference(got, cell[2]),
                       fabs(got - want) <= strtod(cell[3] + 4, NULL) * fabs(want));
}

static void compare_distributions(struct validation *page) {
    char *text = values_text("tests/reference/distribution.csv"), *p = text, *cell[4], end;
    for (size_t line = 0; p != NULL && *p != '\0'; line++) {
        for (int i = 0; i < 4; i++)
            cell[i] = values_cell(&p, &end);
        if (line > 0)
            add_distribution(page, cell);
    }
    free(text);
}

static void write_page(struct validation *v, const struct buf *peers) {
    struct buf out = {0};
    compare_distributions(v);
    page_title(&out, "Method validation");
    buf_puts(&out,
             "Every measure is recomputed against values from other programs, from printed papers "
             "and from independent arithmetic each time `make check` runs. The values, with the "
             "source of each, are in `tests/reference`; this page is what came out.\n\n");
    totals(v, &out);
    buf_puts(
        &out,
        "Differences are relative (absolute where 0 is expected) and shown as the next power "
        "of ten, from 1e-12 up: what lies below depends on the processor. `rel:` tolerances "
        "are relative, `abs:` ones absolute: half a unit in the last digit of a printed value. "
        "A wide tolerance belongs to the source, not to the measure.\n\n"
        "## Where other programs are wrong\n\n"
        "Each right value was proved by other means: put back into the equation it solves in exact "
        "or 256-bit arithmetic, or its formula evaluated anew.\n\n"
        "| program | measure and input | result | it gives | right | why |\n"
        "| --- | --- | --- | --- | --- | --- |\n");
    buf_add(&out, peers->text, peers->n);
    buf_puts(&out,
             "\nSome programs also follow conventions of their own that this one keeps only "
             "for comparison; the pages of those measures say so, and none is a default.\n\n");
    programs(v, &out);
    each_measure(v, &out);
    fputs(out.text, stdout);
    buf_free(&out);
}

int main(int argc, char **argv) {
    struct values v;
    struct validation page = {0};
    struct buf peers = {0};
    if (!values_read(&v))
        return 1;
    size_t n_peers, passed = compare_values(&v, &page);
    passed += compare_peers(&peers, &n_peers);
    size_t failed = v.n + n_peers - passed;
    if (n_peers == 0)
        printf("%s cannot be read\n", peers_path);
    if (argc > 1 && strcmp(argv[1], "--markdown") == 0)
        write_page(&page, &peers);
    else
        printf("%zu passed, %zu failed\n", passed, failed + (n_peers == 0));
    validation_free(&page);
    buf_free(&peers);
    values_free(&v);
    return failed > 0 || n_peers == 0;
}
