#include "stats/measure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

size_t measure_n_args(const struct measure *m) {
    size_t n = 0;
    while (n < MEASURE_ARGS && m->args[n].name != NULL)
        n++;
    return n;
}

size_t measure_n_results(const struct measure *m) {
    size_t n = 0;
    while (n < MEASURE_RESULTS && m->results[n].name != NULL)
        n++;
    return n;
}

int measure_arg_index(const struct measure *m, const char *name) {
    for (size_t i = 0; i < measure_n_args(m); i++) {
        if (strcmp(m->args[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

const char *arg_kind_text(enum arg_kind k) {
    static const char *const texts[] = {
        [ARG_COUNT] = "a whole number from 0 to 2^53",
        [ARG_EVENTS] = "a number from 0 to 2^53",
        [ARG_EXPOSURE] = "a finite number, 0 or more",
        [ARG_REAL] = "a finite number",
        [ARG_POSITIVE] = "a finite number above 0",
        [ARG_PROBABILITY] = "a number from 0 to 1",
        [ARG_LEVEL] = "a number strictly between 0 and 1",
        [ARG_TEXT] = "text",
    };
    return texts[k];
}

static bool kind_accepts(enum arg_kind k, double x) {
    switch (k) {
    case ARG_COUNT:
        return num_is_count(x);
    case ARG_EVENTS:
        return x >= 0 && x <= NUM_LARGEST_COUNT;
    case ARG_EXPOSURE:
        return x >= 0 && isfinite(x);
    case ARG_REAL:
        return isfinite(x);
    case ARG_POSITIVE:
        return x > 0 && isfinite(x);
    case ARG_PROBABILITY:
        return x >= 0 && x <= 1;
    case ARG_LEVEL:
        return x > 0 && x < 1;
    case ARG_TEXT:
        return false;
    }
    return false;
}

bool arg_accepts(const struct arg *a, double x, struct err *e) {
    if (kind_accepts(a->kind, x))
        return true;
    char text[NUM_TEXT_SIZE];
    num_text(x, text);
    fail(e, ERR_ARG_RANGE, "'%s' must be %s, got %s", a->name, arg_kind_text(a->kind), text);
    if (a->kind == ARG_LEVEL && x >= 1 && x <= 100)
        err_hint(e, "levels are fractions: write 0.95 for 95%%");
    if (a->kind == ARG_COUNT && x < 0)
        err_hint(e, "negative values are often codes for missing data: declare them as such");
    return false;
}

static bool fail_choice(const struct arg *a, const char *word, struct err *e) {
    char words[200];
    const char *choice[16] = {NULL};
    snprintf(words, sizeof words, "%s", a->choices);
    size_t n = 0;
    for (char *p = words; p != NULL && n + 1 < sizeof choice / sizeof *choice;) {
        choice[n++] = p;
        p = strchr(p, '|');
        if (p != NULL)
            *p++ = '\0';
    }
    const char *nearest = str_nearest(word, choice);
    fail(e, ERR_ARG_RANGE, "'%s' must be one of %s, got \"%.60s\"", a->name, a->choices, word);
    if (nearest != NULL)
        err_hint(e, "did you mean \"%s\"?", nearest);
    return false;
}

bool arg_choice(const struct arg *a, const char *word, size_t *choice, struct err *e) {
    size_t n = strlen(word);
    *choice = 0;
    for (const char *p = a->choices; p != NULL; (*choice)++) {
        size_t k = strcspn(p, "|");
        if (k == n && memcmp(p, word, n) == 0)
            return true;
        p = p[k] == '|' ? p + k + 1 : NULL;
    }
    return a->choices == NULL || fail_choice(a, word, e);
}

void result_code_name(const struct result *r, double value, char text[CODE_NAME_SIZE]) {
    const char *p = r->codes;
    for (double code = 0; p != NULL && code < value; code++) {
        p = strchr(p, '|');
        p = p != NULL ? p + 1 : NULL;
    }
    bool named = p != NULL && value >= 0;
    snprintf(text, CODE_NAME_SIZE, "%.*s", named ? (int)strcspn(p, "|") : 0, named ? p : "");
}

bool measure_cell(const struct measure *m, const double *in, double *out, struct err *e) {
    for (size_t i = 0; i < measure_n_args(m); i++) {
        if (m->args[i].kind != ARG_TEXT && !arg_accepts(&m->args[i], in[i], e))
            return false;
    }
    return m->cell(in, out, e);
}

bool undefined(struct err *e, const char *format, ...) {
    char message[sizeof e->message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return fail(e, ERR_UNDEFINED, "%s", message);
}

bool within(const char *x_name, double x, const char *n_name, double n, struct err *e) {
    if (x <= n)
        return true;
    char x_text[NUM_TEXT_SIZE], n_text[NUM_TEXT_SIZE];
    num_text(x, x_text);
    num_text(n, n_text);
    fail(e, ERR_ARG_RANGE, "'%s' is %s, more than '%s', which is %s", x_name, x_text, n_name,
         n_text);
    return err_hint(e, "events are counted among the people at risk; are the two swapped?");
}
