/* Every figure of tests/reference/values.csv, recomputed by name. Run from the repository root. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"
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

int main(void) {
    struct values v;
    if (!values_read(&v))
        return 1;
    size_t passed = 0;
    for (size_t i = 0, next; i < v.n; i = next) {
        struct call c = {0};
        struct answer a = {0};
        struct err e = {0};
        bool done = compute(&v.row[i], &c, &a, &e);
        for (next = i; next < v.n && same_call(&v.row[i], &v.row[next]); next++)
            passed += check(&v.row[next], done, &a, &e);
        call_end(&c);
    }
    size_t failed = v.n - passed;
    printf("%zu passed, %zu failed\n", passed, failed);
    values_free(&v);
    return failed > 0;
}
