/* What holds for every kind of chart: pictures without a number that is none, the same bytes each
 * time, errors where a column is not there, a picture of any numbers. */
#ifndef FOISTAT_TESTS_CHARTS_H
#define FOISTAT_TESTS_CHARTS_H

#include <locale.h>

#include "report/chart/chart.h"

#include "unit/boxes.h"
#include "unit/pages.h"
#include "unit/tables.h"

static inline struct part *add_chart(struct document *d, enum part_kind kind, const char *title) {
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    assert_non_null(p);
    p->title = title;
    return p;
}

static inline struct buf draw(const struct part *p, bool narrow) {
    struct buf out = {0};
    struct err e = {0};
    struct chart_view v = {.size = narrow ? CHART_PHONE : CHART_PAGE, .id_prefix = "t-1"};
    if (!chart_svg(p, &v, &out, &e))
        fail_msg("%s", e.message);
    assert_lacks(&out, "nan");
    assert_lacks(&out, "NaN");
    assert_lacks(&out, "inf\"");
    assert_lacks(&out, "width=\"-");
    return out;
}

/* The shapes of a chart on a phone; as a panel of 'whole', unless that is NULL. */
static inline struct buf draw_panel(const struct part *p, const struct part *whole) {
    struct buf out = {0};
    struct err e = {0};
    struct sheet s = sheet_new(true, "T");
    struct chart_view v = {.size = CHART_PHONE, .id_prefix = "t-1", .whole = whole};
    if (!chart_of(p)->draw(p, &v, &s, &out, &e))
        fail_msg("%s", e.message);
    return out;
}

/* --- marks ------------------------------------------------------------------------------------ */

/* The group of marks with that tooltip. */
static inline const char *marks_of(const struct buf *b, const char *tooltip) {
    char start[300];
    snprintf(start, sizeof start, "<g><title>%s</title>", tooltip);
    assert_has(b, start);
    return strstr(b->text, start);
}

/* The rectangle with that fill in the group, before its end; its width is NaN when there is none.
 */
static inline struct box rect_of(const char *group, const char *fill_id) {
    char fill_text[60];
    snprintf(fill_text, sizeof fill_text, "fill=\"url(#%s)\"", fill_id);
    const char *end = strstr(group, "</g>"), *at = strstr(group, fill_text);
    if (at == NULL || at > end)
        return (struct box){NAN, NAN, NAN, NAN};
    while (strncmp(at, "<rect", 5) != 0)
        at--;
    return (struct box){number_of(at, "x", NAN), number_of(at, "y", NAN),
                        number_of(at, "width", NAN), number_of(at, "height", NAN)};
}

/* --- refusals --------------------------------------------------------------------------------- */

static inline void refuse(const struct part *p, enum err_id id) {
    struct buf out = {0};
    struct err e = {0};
    struct chart_view v = {.size = CHART_PAGE, .id_prefix = "t"};
    assert_false(chart_svg(p, &v, &out, &e));
    assert_int_equal(e.id, id);
    assert_int_equal(out.n, 0);
    buf_free(&out);
}

/* The chart is refused with another column in that role; NULL: with none. */
static inline void refuse_column(const struct part *p, enum drawing_role role, const char *name,
                                 enum err_id id) {
    struct part other = *p;
    other.drawing.column[role] = name;
    refuse(&other, id);
}

/* --- what is the same, what is extreme -------------------------------------------------------- */

/* The same bytes twice, also where numbers are written otherwise. */
static inline void assert_same_bytes(const struct part *p) {
    struct buf one = draw(p, false);
    setlocale(LC_ALL, "de_DE.UTF-8");
    struct buf other = draw(p, false);
    setlocale(LC_ALL, "C");
    assert_int_equal(one.n, other.n);
    assert_memory_equal(one.text, other.text, one.n);
    buf_free(&one);
    buf_free(&other);
}

/* Numbers that the wire accepts and no honest script sends. */
static const double awkward[] = {-INFINITY, -1.7e308, -1,  -0.0, 0,     5e-324,  1e-200,  0.3,
                                 99.9999,   100,      150, 1e15, 1e300, 1.7e308, INFINITY};
enum { n_awkward = sizeof awkward / sizeof *awkward };

typedef struct part *chart_maker(struct document *);
typedef void spoiler(struct part *, size_t k, const double x[3]);

/* A picture comes of the chart whatever 'spoil' puts into it: its k-th three of awkward numbers. */
static inline void assert_draws_any_numbers(chart_maker *make, spoiler *spoil) {
    for (size_t k = 0; k < n_awkward * n_awkward; k++) {
        struct document d = {0};
        struct part *p = make(&d);
        const double x[] = {awkward[k % n_awkward], awkward[k / n_awkward],
                            awkward[(k + k / n_awkward) % n_awkward]};
        spoil(p, k, x);
        struct buf out = draw(p, k % 2 == 1);
        buf_free(&out);
        document_free(&d);
    }
}

#endif
