/* docs/method-validation.md: what each measure was compared with, and how near it came.
 *
 * Differences are shown as powers of ten from 1e-12 up, because what lies below differs from one
 * processor to the next. */
#ifndef FOISTAT_TESTS_VALIDATION_H
#define FOISTAT_TESTS_VALIDATION_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "cli/pages.h"
#include "stats/catalogue.h"
#include "stats/family.h"

/* One measure against one source. Texts belong to the values. */
struct comparison {
    const char *method, *source;
    size_t n, failed;
    double worst;        /* largest relative difference; absolute where 0 is expected */
    char tolerances[80]; /* the different ones, with commas */
};

struct validation {
    size_t n;
    struct comparison *row;
};

static double difference(double got, const char *expected) {
    double want = strtod(expected, NULL);
    if (!isfinite(want) || strcmp(expected, "NA") == 0)
        return 0;
    return want == 0 ? fabs(got) : fabs(got - want) / fabs(want);
}

static struct comparison *comparison_of(struct validation *v, const char *method,
                                        const char *source) {
    for (size_t i = v->n; i > 0; i--) {
        struct comparison *c = &v->row[i - 1];
        if (strcmp(c->method, method) == 0 && strcmp(c->source, source) == 0)
            return c;
    }
    v->row = realloc(v->row, (v->n + 1) * sizeof *v->row);
    if (v->row == NULL)
        abort();
    v->row[v->n] = (struct comparison){.method = method, .source = source};
    return &v->row[v->n++];
}

static void add_tolerance(struct comparison *c, const char *tolerance) {
    size_t n = strlen(c->tolerances), room = sizeof c->tolerances - n;
    if (strstr(c->tolerances, tolerance) == NULL && strlen(tolerance) + 3 < room)
        snprintf(c->tolerances + n, room, "%s%s", n > 0 ? ", " : "", tolerance);
}

static void validation_add(struct validation *v, const char *method, const char *source,
                           const char *tolerance, double gap, bool passed) {
    struct comparison *c = comparison_of(v, method, source);
    c->n++;
    c->failed += !passed;
    c->worst = fmax(c->worst, gap);
    add_tolerance(c, tolerance);
}

static void validation_free(struct validation *v) {
    free(v->row);
    *v = (struct validation){0};
}

/* --- the page -------------------------------------------------------------------------------- */

/* The least power of ten above x, from 1e-12. */
static void class_text(double x, struct buf *out) {
    int power = -12;
    while (power < 3 && x >= pow(10, power))
        power++;
    buf_addf(out, power < 3 ? "< 1e%d" : "larger", power);
}

/* Text in a cell of a table. */
static void cell_text(const char *text, struct buf *out) {
    for (; *text != '\0'; text++) {
        buf_puts(out, strchr("|*<", *text) != NULL ? "\\" : "");
        buf_add(out, text, 1);
    }
}

/* How much of a source names a program and its version: "R stats 4.2.2" of "R stats 4.2.2
 * p.adjust". 0 for papers, rules, and what was worked out for the table. */
static size_t program_length(const char *source) {
    size_t n = strcspn(source, "0123456789;:(,");
    size_t words = 0;
    for (size_t i = 0; i < n; i++)
        words += source[i] == ' ';
    bool version = source[n + strspn(source + n, "0123456789")] == '.';
    return n > 0 && words >= 1 && words <= 2 && version ? n + strcspn(source + n, " ,;") : 0;
}

static bool same_program(const char *a, const char *b) {
    size_t n = program_length(a);
    return n == program_length(b) && memcmp(a, b, n) == 0;
}

/* One line for the program of row 'first', from all its rows. */
static void program_line(const struct validation *v, size_t first, struct buf *out) {
    size_t values = 0, methods = 0, length = program_length(v->row[first].source);
    double worst = 0;
    const char *method = "";
    for (size_t i = first; i < v->n; i++) {
        const struct comparison *c = &v->row[i];
        if (!same_program(c->source, v->row[first].source))
            continue;
        values += c->n;
        methods += strcmp(c->method, method) != 0;
        method = c->method;
        worst = fmax(worst, c->worst);
    }
    buf_addf(out, "| %.*s | %zu | %zu | ", (int)(length > 0 ? length : 80),
             length > 0 ? v->row[first].source
                        : "papers, rules, and values worked out by other means",
             methods, values);
    class_text(worst, out);
    buf_puts(out, " |\n");
}

static void programs(const struct validation *v, struct buf *out) {
    buf_puts(out, "## What the measures were compared with\n\n"
                  "| source | measures | values | largest relative difference |\n"
                  "| --- | ---: | ---: | --- |\n");
    for (size_t i = 0; i < v->n; i++) {
        size_t k = 0;
        while (!same_program(v->row[k].source, v->row[i].source))
            k++;
        if (k == i)
            program_line(v, i, out);
    }
    buf_puts(out, "\n");
}

static void comparison_line(const struct comparison *c, struct buf *out) {
    buf_addf(out, "| [%s](reference/measures/%.*s.md#", c->method, (int)strcspn(c->method, "."),
             c->method);
    page_anchor(out, c->method);
    buf_puts(out, ") | ");
    cell_text(c->source, out);
    buf_addf(out, " | %zu | ", c->n);
    class_text(c->worst, out);
    buf_addf(out, " | %s | %s |\n", c->tolerances, c->failed == 0 ? "agrees" : "**differs**");
}

/* Every comparison of m; how many there are. */
static size_t comparisons_of(const struct validation *v, const struct measure *m, struct buf *out) {
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (strcmp(v->row[i].method, m->name) != 0)
            continue;
        comparison_line(&v->row[i], out);
        n++;
    }
    return n;
}

static void each_measure(const struct validation *v, struct buf *out) {
    const struct family *before = NULL;
    buf_puts(out, "## Measure by measure\n");
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct family *family = family_of(measures[i]);
        if (family != NULL && family != before)
            buf_addf(out,
                     "\n### %s: %s\n\n| measure | source | values | largest relative difference | "
                     "tolerance | verdict |\n| --- | --- | ---: | --- | --- | --- |\n",
                     family->name, family->title);
        before = family;
        if (comparisons_of(v, measures[i], out) == 0)
            buf_addf(out,
                     "| [%s](reference/measures/%.*s.md) | none outside this program: see the "
                     "examples on its page, which name their sources | | | | |\n",
                     measures[i]->name, (int)strcspn(measures[i]->name, "."), measures[i]->name);
    }
}

static void totals(const struct validation *v, struct buf *out) {
    size_t values = 0, failed = 0, compared = 0, all = 0;
    for (size_t i = 0; i < v->n; i++) {
        values += v->row[i].n;
        failed += v->row[i].failed;
    }
    for (; measures[all] != NULL; all++) {
        size_t i = 0;
        while (i < v->n && strcmp(v->row[i].method, measures[all]->name) != 0)
            i++;
        compared += i < v->n;
    }
    buf_addf(out,
             "%zu of %zu values agree within their tolerance; they cover %zu of %zu measures.\n\n",
             values - failed, values, compared, all);
}

#endif
