#include "base/num.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The "C" locale for this thread while numbers are read or written: a host program may have
 * chosen one with a decimal comma. */
static locale_t c_locale(void) {
    static _Thread_local locale_t c;
    if (c == (locale_t)0)
        c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return c;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t skip_digits(const char *s, size_t n, size_t i) {
    while (i < n && is_digit(s[i]))
        i++;
    return i;
}

/* Does s[i..n) read as an exponent, or is it empty? */
static bool is_exponent(const char *s, size_t n, size_t i) {
    if (i == n)
        return true;
    if (s[i] != 'e' && s[i] != 'E')
        return false;
    i++;
    if (i < n && (s[i] == '+' || s[i] == '-'))
        i++;
    return i < n && skip_digits(s, n, i) == n;
}

static bool is_number(const char *s, size_t n) {
    size_t i = n > 0 && (s[0] == '+' || s[0] == '-') ? 1 : 0;
    size_t whole = skip_digits(s, n, i);
    size_t digits = whole - i;
    i = whole;
    if (i < n && s[i] == '.') {
        size_t end = skip_digits(s, n, i + 1);
        digits += end - (i + 1);
        i = end;
    }
    return digits > 0 && is_exponent(s, n, i);
}

enum { longest_number = 400 };

/* Up to 15 digits and no point or exponent: exact, and by far the most common cell. */
static bool parse_short_whole(const char *s, size_t n, double *value) {
    if (n == 0 || n > 15)
        return false;
    double x = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(s[i]))
            return false;
        x = x * 10 + (s[i] - '0');
    }
    *value = x;
    return true;
}

bool num_parse(const char *text, size_t n, double *value) {
    if (parse_short_whole(text, n, value))
        return true;
    if (n >= longest_number || !is_number(text, n))
        return false;
    char copy[longest_number];
    memcpy(copy, text, n);
    copy[n] = '\0';
    double x = strtod_l(copy, NULL, c_locale());
    if (!isfinite(x))
        return false;
    *value = x;
    return true;
}

/* Copies s to out without its grouping commas; false unless they stand at every third digit of
 * the whole part. */
static bool drop_groups(const char *s, size_t n, char *out, size_t *length) {
    size_t end = 0, used = 0, start = n > 0 && (s[0] == '-' || s[0] == '+') ? 1 : 0;
    while (end < n && s[end] != '.')
        end++;
    for (size_t i = 0; i < n; i++) {
        bool comma_due = i > start && i < end && (end - i) % 4 == 0;
        if (comma_due != (s[i] == ','))
            return false;
        if (!comma_due)
            out[used++] = s[i];
    }
    *length = used;
    return true;
}

bool num_parse_grouped(const char *text, size_t n, double *value) {
    if (n == 0 || n >= longest_number || memchr(text, ',', n) == NULL)
        return num_parse(text, n, value);
    char plain[longest_number];
    size_t length;
    return drop_groups(text, n, plain, &length) && num_parse(plain, length, value);
}

/* The digits of a number from the first to the last that is not 0, and where the first one stands:
 * 1 just before the point, 0 just behind it. */
struct decimal {
    char digit[longest_number];
    size_t n;
    long place;
};

static void decimal_of(const char *text, struct decimal *d) {
    bool behind = false;
    *d = (struct decimal){.n = 0};
    for (; *text != '\0' && *text != 'e' && *text != 'E'; text++) {
        behind = behind || *text == '.';
        if (!is_digit(*text))
            continue;
        bool leading = *text == '0' && d->n == 0;
        d->place += behind ? -leading : !leading;
        if (!leading)
            d->digit[d->n++] = *text;
    }
    if (*text != '\0')
        d->place += strtol(text + 1, NULL, 10);
    while (d->n > 0 && d->digit[d->n - 1] == '0')
        d->n--;
}

bool num_exact(const char *text, size_t n, double value) {
    if (fabs(value) < NUM_LARGEST_COUNT)
        return true;
    char copy[longest_number], whole[longest_number];
    struct decimal said, held;
    snprintf(copy, sizeof copy, "%.*s", (int)n, text);
    snprintf(whole, sizeof whole, "%.0f", value);
    decimal_of(copy, &said);
    decimal_of(whole, &held);
    return said.place == held.place && said.n == held.n &&
           memcmp(said.digit, held.digit, said.n) == 0;
}

bool num_exact_digits(const char *text, size_t n, double value) {
    bool exponent = memchr(text, 'e', n) != NULL || memchr(text, 'E', n) != NULL;
    return exponent || num_exact(text, n, value);
}

/* Texts for values that have no digits; NULL for ordinary numbers. */
static const char *special_text(double x) {
    if (isnan(x))
        return "NaN";
    if (isinf(x))
        return x > 0 ? "Inf" : "-Inf";
    return x == 0 ? "0" : NULL;
}

static size_t write_digits(double x, int digits, char *out, size_t size) {
    locale_t before = uselocale(c_locale());
    int n = snprintf(out, size, "%.*g", digits, x);
    uselocale(before);
    return (size_t)n;
}

static size_t copy_text(const char *text, char *out) {
    size_t n = strlen(text);
    memcpy(out, text, n + 1);
    return n;
}

size_t num_text(double x, char out[NUM_TEXT_SIZE]) {
    const char *special = special_text(x);
    if (special != NULL)
        return copy_text(special, out);
    for (int digits = 15; digits < 17; digits++) {
        size_t n = write_digits(x, digits, out, NUM_TEXT_SIZE);
        if (strtod_l(out, NULL, c_locale()) == x)
            return n;
    }
    return write_digits(x, 17, out, NUM_TEXT_SIZE);
}

size_t num_text_digits(double x, int digits, char out[NUM_TEXT_SIZE]) {
    const char *special = special_text(x);
    return special != NULL ? copy_text(special, out) : write_digits(x, digits, out, NUM_TEXT_SIZE);
}

size_t num_text12(double x, char out[NUM_TEXT_SIZE]) {
    bool whole = fabs(x) <= NUM_LARGEST_COUNT && x == floor(x);
    return num_text_digits(x, whole ? 17 : 12, out);
}

/* Copies plain to out with a comma before every third digit of the whole part. */
static size_t group_digits(const char *plain, char *out) {
    size_t start = plain[0] == '-' ? 1 : 0, end = strcspn(plain, "."), n = 0;
    for (size_t i = 0; plain[i] != '\0'; i++) {
        if (i > start && i < end && (end - i) % 3 == 0)
            out[n++] = ',';
        out[n++] = plain[i];
    }
    out[n] = '\0';
    return n;
}

/* The digits of x where its rounding is beyond doubt: what is left of the last digit is further
 * from a half than the product with a power of ten can be wrong, which is less than 1e9 * 2^-53.
 * False where it is not, or x is large. */
static bool fixed_quickly(double x, int decimals, char out[NUM_FIXED_SIZE]) {
    static const double power[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
    const double most = 1e9, doubt = 1e-6;
    double scaled = decimals < 7 ? fabs(x) * power[decimals] : most;
    double whole = floor(scaled), rest = scaled - whole;
    if (!(scaled < most) || fabs(rest - 0.5) < doubt)
        return false;
    unsigned long left = (unsigned long)whole + (rest > 0.5);
    bool negative = x < 0 && left > 0;
    char text[NUM_FIXED_SIZE], *at = text + sizeof text;
    *--at = '\0';
    for (int i = 0; i <= decimals || left > 0; i++, left /= 10) {
        if (i == decimals && i > 0)
            *--at = '.';
        *--at = (char)('0' + left % 10);
    }
    if (negative)
        *--at = '-';
    memcpy(out, at, (size_t)(text + sizeof text - at));
    return true;
}

static void fixed_slowly(double x, int decimals, char out[NUM_FIXED_SIZE]) {
    locale_t before = uselocale(c_locale());
    snprintf(out, NUM_FIXED_SIZE, "%.*f", decimals, x);
    uselocale(before);
    if (out[0] == '-' && strspn(out + 1, "0.") == strlen(out + 1)) /* -0.00 */
        memmove(out, out + 1, strlen(out));
}

size_t num_fixed(double x, int decimals, bool grouped, char out[NUM_FIXED_SIZE]) {
    if (!isfinite(x))
        return copy_text(special_text(x), out);
    if (fabs(x) >= 1e18)
        return num_text12(x, out);
    char plain[NUM_FIXED_SIZE];
    if (!fixed_quickly(x, decimals, plain))
        fixed_slowly(x, decimals, plain);
    return grouped ? group_digits(plain, out) : copy_text(plain, out);
}

bool num_is_count(double x) {
    return x >= 0 && x <= NUM_LARGEST_COUNT && x == floor(x);
}

int num_order(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void num_sort(double *x, size_t n) {
    if (n > 0)
        qsort(x, n, sizeof *x, num_order);
}
