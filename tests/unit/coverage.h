/* How often an interval holds the true value: every outcome of a design is gone through, each is
 * given its interval by the public call, and the probabilities of those that hold the truth are
 * added up. Nothing is drawn at random. */
#ifndef FOISTAT_TESTS_COVERAGE_H
#define FOISTAT_TESTS_COVERAGE_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "stats/call.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"

enum {
    most_blocks = 4,
    most_cells = 8,
    most_sizes = 3,
    most_limits = 3, /* intervals that must hold at once */
    most_methods = 16,
    n_levels = 2
};

static const double coverage_levels[n_levels] = {0.95, 0.998};

/* What is counted. A block is one Poisson count (1 category), or cases that each fall into one of
 * its categories (2: binomial). Every category is a cell. */
struct design {
    const char *text; /* the sizes and the grid, for readers */
    size_t blocks, categories[most_blocks];
    double negligible; /* outcomes at no point more likely than this are left out */
    double sizes[most_sizes][most_blocks]; /* cases, or exposure, of each block; ends with 0 */
    /* Sets the mean (Poisson) or the probability of each cell at point i of the grid; false when
     * there is no such point. */
    bool (*point)(size_t i, const double *size, double *cell);
};

/* The true values that the limits should hold at a point. 'count' is the outcome. */
typedef void truth_fn(const double *size, const double *cell, const double *count, double *truth);

enum scale {
    PLAIN,
    RATIO,   /* 0 to infinity; widths are taken of r/(1 + r), which is never infinite */
    FRACTION /* 1 - 1/r of such a ratio */
};

enum promise {
    ROUGH,    /* nothing that holds at such sizes */
    AVERAGE,  /* about the level, on average over the grid */
    TRIED,    /* at least the level on this grid; no proof that it always is */
    ALWAYS,   /* never misses more often than the level allows */
    EACH_TAIL /* and neither side more often than half of that */
};

struct method {
    const char *name;
    enum promise promise;
    const char *words;  /* of the call besides those of the set, or NULL */
    const char *limits; /* names "lower upper lower upper"; NULL: lower, upper at the level */
};

/* Methods that answer the same question from the same counts. In the words of the call a, b, c, ...
 * stand for the counts of the cells and A, B, ... for the sizes of the blocks. */
struct set {
    const char *title;
    const char *text; /* which is the default, and why; NULL when there is no choice */
    const struct design *design;
    const char *words;
    truth_fn *truth;
    enum scale scale;
    struct method methods[most_methods];
};

struct coverage {
    double minimum, mean; /* of the probability that the truth is held, over the grid */
    double none;          /* mean probability of an outcome without limits, which holds nothing */
    double width;         /* mean width where there are limits */
    double below, above;  /* largest probability that the truth lies below, above the limits */
    double miss;          /* largest probability of either */
    size_t points;
};

/* --- outcomes -------------------------------------------------------------------------------- */

/* Every outcome of a design at one of its sizes that is not negligible at every point. */
struct space {
    const struct design *design;
    const double *size;
    size_t cells, points, n, room;
    double *cell;        /* points x cells */
    double *count;       /* n x cells */
    double *probability; /* n x points */
    double *partial;     /* (cells + 1) x points: of the cells that have their count */
};

static const double poisson_tail = 1e-12; /* where Poisson counts are cut off */

static void *more(void *memory, size_t n, size_t size) {
    memory = realloc(memory, n * size);
    if (memory == NULL)
        abort();
    return memory;
}

static void add_outcome(struct space *s, const double *count) {
    if (s->n == s->room) {
        s->room = s->room > 0 ? 2 * s->room : 256;
        s->count = more(s->count, s->room * s->cells, sizeof *s->count);
        s->probability = more(s->probability, s->room * s->points, sizeof *s->probability);
    }
    memcpy(s->count + s->n * s->cells, count, s->cells * sizeof *count);
    memcpy(s->probability + s->n * s->points, s->partial + s->cells * s->points,
           s->points * sizeof *s->probability);
    s->n++;
}

static double log_factorial(double x) {
    return x < 2 ? 0 : log_gamma(x + 1);
}

/* Multiplies in the factor of one cell, which is never above 1; false where that leaves nothing
 * that matters at any point. */
static bool multiply(struct space *s, size_t cell, bool poisson, double x) {
    const double *from = s->partial + cell * s->points;
    double *to = s->partial + (cell + 1) * s->points, most = 0, below = log_factorial(x);
    for (size_t i = 0; i < s->points; i++) {
        double m = s->cell[i * s->cells + cell];
        to[i] = from[i] * exp((x > 0 ? x * log(m) : 0) - below - (poisson ? m : 0));
        most = fmax(most, to[i]);
    }
    return most >= s->design->negligible;
}

/* The count beyond which a Poisson cell is cut off, from its largest mean on the grid. */
static double poisson_top(const struct space *s, size_t cell) {
    double mean = 0, top = 0;
    for (size_t i = 0; i < s->points; i++)
        mean = fmax(mean, s->cell[i * s->cells + cell]);
    while (poisson_probability(top, mean, TAIL_UPPER) >= poisson_tail)
        top++;
    return top;
}

/* Fills the cells from 'cell' on, the first of which is category 'category' of 'block', where
 * 'left' of its cases remain. */
static void each_outcome(struct space *s, size_t block, size_t category, size_t cell, double left,
                         double *count) {
    if (block == s->design->blocks) {
        add_outcome(s, count);
        return;
    }
    size_t categories = s->design->categories[block];
    bool poisson = categories == 1, last = category + 1 == categories;
    double least = last && !poisson ? left : 0, top = poisson ? poisson_top(s, cell) : left;
    double next = block + 1 < s->design->blocks ? s->size[block + 1] : 0;
    for (double x = least; x <= top; x++) {
        count[cell] = x;
        if (!multiply(s, cell, poisson, x))
            continue;
        if (last)
            each_outcome(s, block + 1, 0, cell + 1, next, count);
        else
            each_outcome(s, block, category + 1, cell + 1, left - x, count);
    }
}

/* The product of n! of all multinomial blocks, which the other factors only make smaller. */
static double orders(const struct space *s) {
    double log_orders = 0;
    for (size_t b = 0; b < s->design->blocks; b++)
        log_orders += s->design->categories[b] > 1 ? log_factorial(s->size[b]) : 0;
    return exp(log_orders);
}

static struct space space_of(const struct design *d, const double *size) {
    struct space s = {.design = d, .size = size};
    double cell[most_cells], count[most_cells];
    for (size_t b = 0; b < d->blocks; b++)
        s.cells += d->categories[b];
    for (; d->point(s.points, size, cell); s.points++) {
        s.cell = more(s.cell, (s.points + 1) * s.cells, sizeof *s.cell);
        memcpy(s.cell + s.points * s.cells, cell, s.cells * sizeof *cell);
    }
    s.partial = more(NULL, (s.cells + 1) * s.points, sizeof *s.partial);
    for (size_t i = 0; i < s.points; i++)
        s.partial[i] = orders(&s);
    each_outcome(&s, 0, 0, 0, size[0], count);
    return s;
}

static void space_free(struct space *s) {
    free(s->cell);
    free(s->count);
    free(s->probability);
    free(s->partial);
    *s = (struct space){0};
}

/* The spaces of a design, one for each of its sizes. */
struct spaces {
    const struct design *design;
    size_t n;
    struct space at[most_sizes];
};

static struct spaces spaces_of(const struct design *d) {
    struct spaces s = {.design = d};
    for (; s.n < most_sizes && d->sizes[s.n][0] > 0; s.n++)
        s.at[s.n] = space_of(d, d->sizes[s.n]);
    return s;
}

/* --- one call -------------------------------------------------------------------------------- */

/* A number, the count of a cell (a to h), or the size of a block (A to D); moves *at behind it. */
static double word_atom(const struct space *s, const double *count, const char **at) {
    char c = **at, *end;
    if (c >= '0' && c <= '9') {
        double x = strtod(*at, &end);
        *at = end;
        return x;
    }
    ++*at;
    return c >= 'a' ? count[c - 'a'] : s->size[c - 'A'];
}

/* "a,b" or "a+b;c": values and rows. */
static bool set_values(struct call *c, const char *name, const char *at, const struct space *s,
                       const double *count, struct err *e) {
    double x[16] = {0};
    size_t n = 0, rows = 1;
    for (;; at++) {
        x[n] += word_atom(s, count, &at);
        n += *at != '+';
        rows += *at == ';';
        if (*at == '\0' || *at == ' ')
            return call_matrix(c, name, x, rows > 1 ? rows : n, rows > 1 ? n / rows : 1, e);
    }
}

/* The first n characters of a word. */
static void cut(char out[64], const char *word, size_t n) {
    n = n < 63 ? n : 63;
    memcpy(out, word, n);
    out[n] = '\0';
}

static bool set_word(struct call *c, const char *word, const struct space *s, const double *count,
                     struct err *e) {
    char name[64], text[64];
    size_t length = strcspn(word, "=");
    const char *value = word + length + 1;
    cut(name, word, length);
    int i = measure_arg_index(c->measure, name);
    if (i < 0 || c->measure->args[i].kind != ARG_TEXT)
        return set_values(c, name, value, s, count, e);
    cut(text, value, strcspn(value, " "));
    return call_text(c, name, text, e);
}

static bool set_words(struct call *c, const char *words, const struct space *s, const double *count,
                      struct err *e) {
    for (const char *w = words; w != NULL; w = strchr(w, ' ')) {
        w += *w == ' ';
        if (!set_word(c, w, s, count, e))
            return false;
    }
    return true;
}

/* One method, at one level. */
struct question {
    const struct set *set;
    const struct method *method;
    const struct measure *measure;
    size_t level;
};

static struct question question_of(const struct set *set, const struct method *m, size_t level) {
    return (struct question){set, m, measure_find(m->name), level};
}

/* Runs the call for an outcome; the answer lives until call_end. */
static bool run_outcome(struct call *c, struct answer *a, const struct question *q,
                        const struct space *s, const double *count, struct err *e) {
    call_begin(c, q->measure);
    return set_words(c, q->set->words, s, count, e) &&
           set_words(c, q->method->words, s, count, e) &&
           (measure_arg_index(c->measure, "conf_level") < 0 ||
            call_number(c, "conf_level", coverage_levels[q->level], e)) &&
           call_run(c, a, e);
}

/* The limit whose name begins at 'name'. Some measures give limits at both levels, "lower_95" and
 * "lower_998", beside "lower" or instead of it: those are taken, and must agree with it. NULL: no
 * such result. */
static const double *find_limit(const struct answer *a, const char *name, size_t length,
                                size_t level) {
    const double *found = NULL;
    for (size_t i = 0; i < a->n; i++) {
        const char *rest = a->name[i] + length;
        if (strncmp(a->name[i], name, length) != 0 ||
            (*rest != '\0' && strcmp(rest, level == 0 ? "_95" : "_998") != 0))
            continue;
        if (found != NULL && !(*found == a->value[i] || (isnan(*found) && isnan(a->value[i]))))
            return NULL;
        found = &a->value[i];
    }
    return found;
}

/* limits: lower, upper, lower, upper ... of an answer, all NaN when one of them is; false when it
 * does not have them. */
static bool read_limits(const struct answer *a, const struct question *q, double *limits,
                        size_t *n) {
    const char *names = q->method->limits != NULL ? q->method->limits : "lower upper";
    bool none = false;
    for (*n = 0; *names != '\0'; ++*n) {
        size_t length = strcspn(names, " ");
        const double *x = find_limit(a, names, length, q->level);
        if (x == NULL)
            return false;
        limits[*n] = *x;
        none = none || isnan(*x);
        names += length + (names[length] == ' ');
    }
    for (size_t i = 0; none && i < *n; i++)
        limits[i] = NAN;
    return true;
}

static bool outcome_limits(const struct question *q, const struct space *s, const double *count,
                           double *limits, size_t *n) {
    struct call c = {0};
    struct answer a = {0};
    struct err e = {0};
    bool ran = q->measure != NULL && run_outcome(&c, &a, q, s, count, &e);
    bool good = ran && read_limits(&a, q, limits, n);
    if (!good)
        printf("%s %s: %s\n", q->method->name, q->set->words,
               ran ? "no such limits, or two that differ" : e.message);
    call_end(&c);
    return good;
}

/* --- sums ------------------------------------------------------------------------------------ */

/* The limits of every outcome of a space. */
struct intervals {
    size_t n; /* limits of an outcome: two for each interval */
    double *at;
};

static bool intervals_of(const struct question *q, const struct space *s, struct intervals *v) {
    v->at = more(NULL, s->n * 2 * most_limits, sizeof *v->at);
    bool good = true;
    for (size_t i = 0; good && i < s->n; i++) {
        double limits[2 * most_limits];
        good = outcome_limits(q, s, s->count + i * s->cells, limits, &v->n);
        memcpy(v->at + i * v->n, limits, good ? v->n * sizeof *limits : 0);
    }
    return good;
}

static double on_scale(double x, enum scale scale) {
    if (scale == PLAIN)
        return x;
    if (scale == RATIO)
        return isinf(x) ? 1 : x / (1 + x);
    return 1 / (2 - x);
}

struct tally {
    struct sum held, none, below, above, miss, width, answered;
};

/* A limit holds a truth that differs from it only by rounding: what the last bits are must not
 * matter. */
static double rounding_of(double truth) {
    return 1e-10 * fmax(fabs(truth), 1e-2);
}

static void tally_outcome(struct tally *t, const double *limits, size_t n, const double *truth,
                          double p, enum scale scale) {
    bool below = false, above = false;
    double width = 0;
    if (isnan(limits[0])) {
        sum_add(&t->none, p);
        return;
    }
    for (size_t k = 0; k < n; k += 2) {
        double at = truth[k / 2], room = rounding_of(at);
        below = below || at < limits[k] - room;
        above = above || at > limits[k + 1] + room;
        width += (on_scale(limits[k + 1], scale) - on_scale(limits[k], scale)) / ((double)n / 2);
    }
    sum_add(below || above ? &t->miss : &t->held, p);
    sum_add(&t->below, below ? p : 0);
    sum_add(&t->above, above ? p : 0);
    sum_add(&t->width, width * p);
    sum_add(&t->answered, p);
}

static struct tally tally_point(const struct set *set, const struct space *s,
                                const struct intervals *v, size_t point) {
    struct tally t = {0};
    for (size_t i = 0; i < s->n; i++) {
        double truth[most_limits];
        const double *count = s->count + i * s->cells, *limits = v->at + i * v->n;
        set->truth(s->size, s->cell + point * s->cells, count, truth);
        tally_outcome(&t, limits, v->n, truth, s->probability[i * s->points + point], set->scale);
    }
    return t;
}

/* Adds the points of a space to a coverage, whose mean, none and width are sums until all are in.
 */
static void add_space(const struct set *set, const struct space *s, const struct intervals *v,
                      struct coverage *c) {
    for (size_t i = 0; i < s->points; i++) {
        struct tally t = tally_point(set, s, v, i);
        double held = sum_value(&t.held);
        c->minimum = c->points++ == 0 ? held : fmin(c->minimum, held);
        c->mean += held;
        c->none += sum_value(&t.none);
        c->width += sum_value(&t.width) / sum_value(&t.answered);
        c->below = fmax(c->below, sum_value(&t.below));
        c->above = fmax(c->above, sum_value(&t.above));
        c->miss = fmax(c->miss, sum_value(&t.miss));
    }
}

static bool coverage_of(const struct question *q, const struct spaces *in, struct coverage *c) {
    bool good = true;
    *c = (struct coverage){0};
    for (size_t i = 0; good && i < in->n; i++) {
        struct intervals v = {0};
        good = intervals_of(q, &in->at[i], &v);
        if (good)
            add_space(q->set, &in->at[i], &v, c);
        free(v.at);
    }
    double n = (double)c->points;
    c->mean /= n;
    c->none /= n;
    c->width /= n;
    return good;
}

#endif
