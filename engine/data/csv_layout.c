#include "data/csv_layout.h"

#include <string.h>
#include <strings.h>

#include "base/num.h"

/* Cells up to and including the last one with text. */
static size_t extent(const struct csv_rows *r, const struct raw_row *row) {
    size_t n = row->n;
    while (n > 0 && rows_cell(r, row->first + n - 1)->n == 0)
        n--;
    return n;
}

bool layout_is_empty(const struct csv_rows *r, const struct raw_row *row) {
    return extent(r, row) == 0;
}

/* The most common number of cells in the sample; the larger one when two are equally common. */
static size_t usual_width(const struct csv_rows *r, size_t sample) {
    size_t best = 0, best_times = 0;
    for (size_t i = 0; i < sample; i++) {
        size_t width = rows_at(r, i)->n, times = 0;
        for (size_t k = 0; k < sample; k++)
            times += rows_at(r, k)->n == width;
        if (times > best_times || (times == best_times && width > best)) {
            best = width;
            best_times = times;
        }
    }
    return best;
}

static bool is_year(double x) {
    return x >= 1800 && x <= 2200;
}

/* A header has a name in every cell, and no figures but years. */
static bool like_header(const struct csv_rows *r, const struct raw_row *row, size_t width) {
    if (row->n != width || extent(r, row) != width)
        return false;
    for (size_t i = 0; i < width; i++) {
        struct span text = rows_text(r, rows_cell(r, row->first + i));
        double x;
        if (num_parse_grouped(text.text, text.n, &x) && !is_year(x))
            return false;
    }
    return true;
}

size_t layout_find_header(const struct csv_rows *r) {
    size_t sample = rows_count(r) < layout_sample ? rows_count(r) : layout_sample;
    size_t width = usual_width(r, sample), i = 0;
    if (width < 2)
        return 0;
    while (i < sample && extent(r, rows_at(r, i)) <= 1)
        i++;
    return i < sample && like_header(r, rows_at(r, i), width) ? i : 0;
}

static bool starts_like_note(struct span text) {
    static const char *const words[] = {
        "source", "note", "footnote", "*", "\xe2\x80\xa0" /* dagger */, "\xc2\xa9" /* copyright */};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (text.n > n && strncasecmp(text.text, words[i], n) == 0)
            return true;
    }
    return false;
}

static struct span first_text(const struct csv_rows *r, const struct raw_row *row) {
    return rows_text(r, rows_cell(r, row->first));
}

bool layout_like_note(const struct csv_rows *r, const struct raw_row *row, size_t width) {
    if (width < 2)
        return false;
    if (row->n < width && starts_like_note(first_text(r, row)))
        return true;
    /* In a table of two columns "Unborn," is a row with a blank cell. */
    return extent(r, row) == 1 && (row->n == 1 || width > 2);
}

size_t layout_find_notes(const struct csv_rows *r, size_t width) {
    size_t n = rows_count(r), from = n;
    while (from > 0 && (layout_like_note(r, rows_at(r, from - 1), width) ||
                        layout_is_empty(r, rows_at(r, from - 1))))
        from--;
    bool after_blank = false;
    for (size_t i = from; i < n; i++) {
        const struct raw_row *row = rows_at(r, i);
        after_blank |= row->after_blank || layout_is_empty(r, row);
        if (!layout_is_empty(r, row) && (after_blank || starts_like_note(first_text(r, row))))
            return i;
    }
    return n;
}
