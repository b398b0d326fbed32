/* A table of ratios with their limits, as a part of a report: a table or a forest plot. */
#ifndef FOISTAT_TESTS_RATIOS_H
#define FOISTAT_TESTS_RATIOS_H

#include "unit/charts.h"

static inline void put_ratio(struct table *t, size_t k, const char *name, const char *title,
                             const double *x, int decimals) {
    struct column *c = add_numbers(t, k, name, title, decimals);
    c->field.measure = "riskratio.ci.katz_log";
    c->field.comparator = "White";
    c->field.denominator = "all cases";
    c->field.conf_level = k > 1 ? 0.95 : 0;
    for (size_t i = 0; i < t->n_rows; i++)
        set_marked(t, c, i, x[i], MARK_REFUSED, NAN, NAN);
}

/* The group, the ratio, its limits; NaN: refused. */
static inline void put_ratios(struct table *t, size_t n, const char *const *label,
                              const double *ratio, const double *lower, const double *upper,
                              int decimals) {
    struct err e = {0};
    assert_true(table_new(t, "ratios", n, 4, &e));
    struct column *group = add_labels(t, 0, "group", "Group");
    for (size_t i = 0; i < n; i++)
        set_label(t, group, i, label[i]);
    put_ratio(t, 1, "ratio", "Rate ratio", ratio, decimals);
    put_ratio(t, 2, "lower", "Lower", lower, decimals);
    put_ratio(t, 3, "upper", "Upper", upper, decimals);
}

/* The title is the first label. */
static inline struct part *add_ratios(struct document *d, enum part_kind kind, size_t n,
                                      const char *const *label, const double *ratio,
                                      const double *lower, const double *upper, int decimals) {
    struct part *p = add_chart(d, kind, label[0]);
    put_ratios(&p->table, n, label, ratio, lower, upper, decimals);
    p->drawing = (struct drawing){.column[ROLE_LABEL] = "group",
                                  .column[ROLE_VALUE] = "ratio",
                                  .column[ROLE_LOWER] = "lower",
                                  .column[ROLE_UPPER] = "upper",
                                  .reference = 1,
                                  .logarithmic = true};
    return p;
}

#endif
