#include "data/period.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Does the text hold n digits from 'at' on? Their number goes into *number. */
static bool digits(const char *at, size_t n, int *number) {
    *number = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isdigit((unsigned char)at[i]))
            return false;
        *number = *number * 10 + (at[i] - '0');
    }
    return true;
}

/* The second half of a split year must be the year after the first, in two digits or four. */
static enum year_kind split(int first, const char *second, size_t n, int *year) {
    int next;
    if (!digits(second, n, &next) || next != (n == 2 ? (first + 1) % 100 : first + 1))
        return YEAR_NONE;
    *year = first + 1;
    return YEAR_SPLIT;
}

enum year_kind period_year(const char *label, int *year) {
    size_t n = strlen(label);
    int first;
    if (n < 4 || !digits(label, 4, &first))
        return YEAR_NONE;
    if (n == 4) {
        *year = first;
        return YEAR_WHOLE;
    }
    if (n == 6)
        return split(first, label + 4, 2, year);
    bool mark = label[4] == '/' || label[4] == '-';
    return mark && (n == 7 || n == 9) ? split(first, label + 5, n - 5, year) : YEAR_NONE;
}
