#include "data/infer.h"

#include <string.h>
#include <strings.h>

static bool header_has(const struct cell *header, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++) {
        if (span_is(header[i].text, name))
            return true;
    }
    return false;
}

bool infer_is_ees(const struct cell *header, size_t n) {
    return header_has(header, n, "time_period") && header_has(header, n, "geographic_level");
}

bool infer_is_ees_label(const char *name) {
    static const char *const names[] = {
        "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
        "region_code", "region_name",     "old_la_code",      "new_la_code",  "la_name"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

bool infer_is_unit(const char *name) {
    return strcasecmp(name, "unit") == 0 || strcasecmp(name, "units") == 0;
}

/* "007" and "0116" are codes; "0" and "0.5" are numbers. */
static bool has_leading_zero(struct span text) {
    return text.n >= 2 && text.text[0] == '0' && text.text[1] >= '0' && text.text[1] <= '9';
}

/* Cells that are numbers to a vocabulary. */
static size_t count_numbers(const struct texts_column *c, const struct vocabulary *v) {
    size_t n = 0;
    for (size_t i = 0; i < c->text.n; i++) {
        if (meaning_of_number_cell(texts_text(c, i), v).sense == SENSE_NUMBER)
            n += c->distinct[i].cells;
    }
    return n;
}

bool infer_is_percent(const struct texts_column *c, const struct vocabulary *v) {
    struct vocabulary percent = *v;
    percent.percent = true;
    size_t n = count_numbers(c, &percent);
    return n > 0 && n > count_numbers(c, v);
}

enum column_type infer_type(const struct texts_column *c, const struct vocabulary *v, size_t *odd) {
    size_t numbers = 0, symbols = 0, others = 0;
    *odd = SIZE_MAX;
    for (size_t i = 0; i < c->text.n; i++) {
        struct span text = texts_text(c, i);
        struct meaning m = meaning_of_number_cell(text, v);
        if (m.sense == SENSE_NUMBER && has_leading_zero(text))
            return COLUMN_LABEL;
        if (m.sense == SENSE_TEXT && *odd == SIZE_MAX)
            *odd = i;
        bool blank = m.sense == SENSE_MARK && text.n == 0;
        numbers += m.sense == SENSE_NUMBER ? c->distinct[i].cells : 0;
        symbols += m.sense == SENSE_MARK && !blank ? c->distinct[i].cells : 0;
        others += m.sense == SENSE_TEXT ? c->distinct[i].cells : 0;
    }
    if (others > numbers || numbers + symbols == 0) {
        *odd = SIZE_MAX;
        return COLUMN_LABEL;
    }
    return COLUMN_NUMBER;
}
