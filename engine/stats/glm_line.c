#include "stats/glm_line.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/glm_search.h"

/* The least and greatest x of some rows. */
struct span_x {
    double low, high;
};

static void stretch(struct span_x *s, double x) {
    s->low = fmin(s->low, x);
    s->high = fmax(s->high, x);
}

struct spread {
    struct span_x all, events, none; /* none: rows where something at risk had no event */
    size_t rows;
};

static struct spread spread_of(bool binomial, const struct series *count, const struct series *size,
                               const struct series *x) {
    const struct span_x empty = {INFINITY, -INFINITY};
    struct spread s = {empty, empty, empty, 0};
    for (size_t i = 0; i < x->n; i++) {
        if (size->at[i] == 0)
            continue;
        s.rows++;
        stretch(&s.all, x->at[i]);
        if (count->at[i] > 0)
            stretch(&s.events, x->at[i]);
        if (binomial ? count->at[i] < size->at[i] : count->at[i] == 0)
            stretch(&s.none, x->at[i]);
    }
    return s;
}

/* Is there a cut with events on one side only and their absence on the other only? */
static bool separated(const struct spread *s) {
    return s->events.high <= s->none.low || s->none.high <= s->events.low;
}

/* Poisson counts have no upper end: only events at a single x can be separated, and are unless rows
 * without events lie on both sides. */
static bool one_sided(const struct spread *s) {
    return s->events.low == s->events.high &&
           !(s->none.low < s->events.low && s->none.high > s->events.high);
}

static bool can_fit(enum glm_family family, const struct series *count, const struct series *size,
                    const struct series *x, struct err *e) {
    struct spread s = spread_of(family == GLM_BINOMIAL, count, size, x);
    if (s.rows == 0)
        return undefined(e, "nobody is at risk in any row");
    if (s.events.low > s.events.high)
        return undefined(e, "there are no events");
    if (family == GLM_BINOMIAL && s.none.low > s.none.high)
        return undefined(e, "everyone had the event");
    if (s.all.low == s.all.high)
        return undefined(e, "x has only one value among the rows with something at risk");
    if (family == GLM_BINOMIAL ? separated(&s) : one_sided(&s))
        return undefined(e, "the slope is infinite: x separates the events from the rest");
    return true;
}

/* count <= size, and no events where nothing is at risk. */
static bool possible(enum glm_family family, const struct series *count, const struct series *size,
                     struct err *e) {
    for (size_t i = 0; i < count->n; i++) {
        if (family == GLM_BINOMIAL && !within("x", count->at[i], "n", size->at[i], e))
            return false;
        if (size->at[i] == 0 && count->at[i] > 0)
            return undefined(e, "row %zu has events and no exposure", i + 1);
    }
    return true;
}

/* About the weight that a row will have in the fit. */
static double weight_near(const struct glm *g, size_t i) {
    double y = g->count[i] + 0.5;
    if (g->family != GLM_BINOMIAL)
        return y;
    return y * ((g->trials[i] - g->count[i] + 0.5) / (g->trials[i] + 1));
}

/* Subtracts from x its mean, weighted as in the fit: the two columns are then nearly orthogonal. */
static void centre(struct glm_line *line, double *design) {
    const struct glm *g = &line->model;
    struct sum weights = {0}, middle = {0};
    for (size_t i = 0; i < g->n; i++)
        sum_add(&weights, weight_near(g, i));
    for (size_t i = 0; i < g->n; i++)
        sum_add(&middle, weight_near(g, i) / sum_value(&weights) * design[2 * i + 1]);
    line->centre = sum_value(&middle);
    for (size_t i = 0; i < g->n; i++)
        design[2 * i + 1] -= line->centre;
}

/* Fills the model's arrays with the rows that have something at risk. */
static void fill(struct glm_line *line, const struct series *count, const struct series *size,
                 const struct series *x) {
    size_t n = x->n, k = 0;
    bool binomial = line->model.family == GLM_BINOMIAL;
    double *design = line->rows, *events = design + 2 * n, *risk = events + n;
    for (size_t i = 0; i < n; i++) {
        if (size->at[i] == 0)
            continue;
        events[k] = count->at[i];
        risk[k] = binomial ? size->at[i] : log(size->at[i]);
        design[2 * k] = 1;
        design[2 * k++ + 1] = x->at[i];
    }
    line->model.n = k;
    line->model.x = design;
    line->model.count = events;
    *(binomial ? &line->model.trials : &line->model.offset) = risk;
    centre(line, design);
}

bool glm_line_begin(struct glm_line *line, enum glm_family family, const struct series *count,
                    const struct series *size, const struct series *x, struct err *e) {
    *line = (struct glm_line){.model = {.family = family, .p = 2}};
    if (!possible(family, count, size, e) || !can_fit(family, count, size, x, e))
        return false;
    line->rows = calloc(4 * x->n, sizeof *line->rows);
    if (line->rows == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu rows", x->n);
    fill(line, count, size, x);
    return true;
}

static void move_centre(struct glm_line *line, double by) {
    for (size_t i = 0; i < line->model.n; i++)
        line->rows[2 * i + 1] -= by;
    line->centre += by;
}

/* Where Newton's steps go astray: starts them at what a slow search finds, x measured from where
 * the weight of the fit lies. */
static bool fit_slowly(struct glm_line *line, struct err *e) {
    double start[2], middle;
    if (!glm_search_line(&line->model, start, &middle, e))
        return false;
    move_centre(line, middle);
    start[0] += start[1] * middle;
    line->model.start = start;
    bool done = glm_fit(&line->model, &line->fit, e);
    line->model.start = NULL;
    return done;
}

bool glm_line_fit(struct glm_line *line, double theta, struct err *e) {
    struct err astray = {0};
    glm_fit_free(&line->fit);
    line->model.theta = theta;
    if (!glm_fit(&line->model, &line->fit, &astray) && !fit_slowly(line, e))
        return false;
    line->slope = line->fit.coefficient[1];
    line->slope_se = sqrt(line->fit.variance[1]);
    return true;
}

bool glm_line_of(struct glm_line *line, enum glm_family family, const struct series *in,
                 struct err *e) {
    if (glm_line_begin(line, family, &in[0], &in[1], &in[2], e) && glm_line_fit(line, 0, e))
        return true;
    glm_line_end(line);
    return false;
}

void glm_line_end(struct glm_line *line) {
    glm_fit_free(&line->fit);
    free(line->rows);
    line->rows = NULL;
}

double glm_line_at(const struct glm_line *line, double x) {
    return line->fit.coefficient[0] + line->slope * (x - line->centre);
}
