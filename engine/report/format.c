#include "report/format.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/years.h"

enum { most_plain_decimals = 3, most_decimals = 12 };

static bool is_ratio_unit(const char *unit) {
    return unit == NULL || unit[0] == '\0' || strstr(unit, "ratio") != NULL ||
           str_begins(unit, "times");
}

/* Is x, but for the last bits, a number with so many decimals? */
static bool fits(double x, int decimals) {
    static const double power[] = {1, 10, 100, 1000};
    const double last_bits = 1e-12;
    double scaled = x * power[decimals];
    return fabs(scaled - round(scaled)) <= last_bits * fabs(scaled);
}

/* The fewest decimals, up to three, that show every finite number of the column. */
static int plain_decimals(const struct column *c) {
    int decimals = 0;
    for (size_t i = 0; i < c->n; i++) {
        while (isfinite(c->value[i]) && decimals < most_plain_decimals &&
               !fits(c->value[i], decimals))
            decimals++;
    }
    return decimals;
}

static int derived_decimals(const struct field *f) {
    return is_ratio_unit(f->unit) ? 3 : 1;
}

/* Undeclared: "year" with 2021 and 2022, but not "cases in the year" with 1,207 and 4,310. */
static bool holds_years(const struct column *c) {
    if (!years_is_period(c))
        return false;
    for (size_t i = 0; i < c->n; i++) {
        if (c->value[i] < 1800 || c->value[i] > 2200)
            return false;
    }
    return true;
}

struct number_format format_of(const struct column *c) {
    const struct field *f = &c->field;
    if (f->type != COLUMN_NUMBER)
        return (struct number_format){.style = NUMBER_FIXED};
    if (f->decimals >= 0 && !f->count)
        return (struct number_format){
            .style = NUMBER_FIXED, .decimals = f->decimals, .asked = true};
    if (f->role == ROLE_PERIOD || holds_years(c))
        return (struct number_format){.style = NUMBER_YEAR};
    if (field_is_p_value(f))
        return (struct number_format){.style = NUMBER_P_VALUE};
    int decimals = field_is_derived(f) && !f->count ? derived_decimals(f) : plain_decimals(c);
    return (struct number_format){.style = NUMBER_FIXED, .decimals = decimals};
}

/* Would x, which is not 0, be written with zeros only? */
static bool vanishes(double x, int decimals) {
    double half = 0.5;
    for (int i = 0; i < decimals; i++)
        half /= 10;
    return x != 0 && fabs(x) <= half;
}

/* Decimals that show two significant digits of a small x. */
static int small_decimals(double x) {
    int decimals = 1;
    for (double y = fabs(x); y < 1 && decimals < most_decimals; y *= 10)
        decimals++;
    return decimals;
}

static int p_decimals(double p) {
    return p < 0.01 ? 5 : p < 0.1 ? 4 : 3;
}

static size_t finite_text(struct number_format f, double x, char out[NUM_FIXED_SIZE]) {
    if (f.style == NUMBER_YEAR)
        return num_text12(x, out);
    if (f.style == NUMBER_P_VALUE)
        return num_fixed(x, p_decimals(x), false, out);
    if (f.asked || !vanishes(x, f.decimals))
        return num_fixed(x, f.decimals, true, out);
    if (vanishes(x, most_decimals))
        return num_text12(x, out);
    return num_fixed(x, small_decimals(x), false, out);
}

void format_number(struct buf *out, struct number_format f, double x) {
    if (isinf(x)) {
        buf_puts(out, x > 0 ? "∞" : "-∞");
        return;
    }
    if (f.style == NUMBER_P_VALUE && x >= 0 && x < 0.001) {
        buf_puts(out, "<0.001");
        return;
    }
    char text[NUM_FIXED_SIZE];
    buf_add(out, text, finite_text(f, x, text));
}

/* Are they one number, but for the last bits of the arithmetic? */
static bool is_one_number(double lo, double hi) {
    const double last_bits = 1e-12;
    return fabs(hi - lo) <= last_bits * fmax(fabs(lo), fabs(hi));
}

/* "between 1 and 4"; "must be 4" where nothing else is possible, "about 4" where all that is
 * possible is shown as 4. */
static void both_bounds(struct buf *out, struct number_format f, double lo, double hi) {
    struct buf low = {0}, high = {0};
    format_number(&low, f, lo);
    format_number(&high, f, hi);
    out->failed |= low.failed || high.failed;
    if (!out->failed && strcmp(low.text, high.text) == 0)
        buf_addf(out, "%s %s ", is_one_number(lo, hi) ? "must be" : "about", low.text);
    else if (!out->failed)
        buf_addf(out, "between %s and %s ", low.text, high.text);
    buf_free(&low);
    buf_free(&high);
}

/* Words for lo..hi with a blank behind them, or nothing when neither end is known. */
static void bounds_text(struct buf *out, struct number_format f, double lo, double hi) {
    if (isfinite(lo) && isfinite(hi)) {
        both_bounds(out, f, lo, hi);
    } else if (isfinite(lo) || isfinite(hi)) {
        buf_puts(out, isfinite(lo) ? "at least " : "at most ");
        format_number(out, f, isfinite(lo) ? lo : hi);
        buf_puts(out, " ");
    }
}

enum mark format_mark(const struct column *c, size_t row) {
    enum mark m = column_mark(c, row);
    if (m != MARK_OK || c->field.type != COLUMN_NUMBER)
        return m;
    return isnan(c->value[row]) ? MARK_UNDEFINED : MARK_OK;
}

void format_cell(struct buf *out, struct number_format f, const struct column *c, size_t row) {
    enum mark m = format_mark(c, row);
    if (m == MARK_OK && c->field.type == COLUMN_LABEL) {
        buf_puts(out, column_label(c, row));
        return;
    }
    if (m == MARK_OK) {
        format_number(out, f, c->value[row]);
        return;
    }
    if (c->field.type == COLUMN_NUMBER && c->lo != NULL && c->hi != NULL)
        bounds_text(out, f, c->lo[row], c->hi[row]);
    buf_puts(out, mark_symbol(m));
}

void format_level(struct buf *out, double conf_level) {
    char text[NUM_TEXT_SIZE];
    num_text12(conf_level * 100, text);
    buf_addf(out, "%s%%", text);
}
