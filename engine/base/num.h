/* Numbers and text, the same on every machine and in every locale. */
#ifndef FOISTAT_BASE_NUM_H
#define FOISTAT_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>

/* The largest whole number up to which every whole number is a double: 2^53. */
#define NUM_LARGEST_COUNT 9007199254740992.0

enum { NUM_TEXT_SIZE = 32, NUM_FIXED_SIZE = 64 };

/* Reads a decimal number: optional sign, digits with optional point, optional exponent. The whole
 * of text[0..n) must be the number; no blanks, hexadecimal, "inf" or "nan". False if it is not a
 * number or overflows to infinity. */
bool num_parse(const char *text, size_t n, double *value);

/* The same, with commas allowed between groups of three digits ("1,398", "12,345,678.9"). */
bool num_parse_grouped(const char *text, size_t n, double *value);

/* Is 'value' the number that the text says, digit for digit? Always below 2^53, where fractions are
 * rounded as usual; beyond, not for 9007199254740993, which reads as ...992. 'text' is one that
 * num_parse_grouped has read. */
bool num_exact(const char *text, size_t n, double value);

/* The same for a text without an exponent; one with an exponent says itself that it is rounded. */
bool num_exact_digits(const char *text, size_t n, double value);

/* The shortest decimal text (15, 16 or 17 digits) that reads back as x: 0.1, 1e+300, 4575.
 * NaN is "NaN", infinities "Inf" and "-Inf"; -0 is "0". Returns the length. */
size_t num_text(double x, char out[NUM_TEXT_SIZE]);

/* At most so many significant digits, 1 to 17. */
size_t num_text_digits(double x, int digits, char out[NUM_TEXT_SIZE]);

/* At most 12 significant digits: the form in which derived numbers are stored in results, because
 * the last bits of exp and log differ between processors. Whole numbers up to 2^53 are exact. */
size_t num_text12(double x, char out[NUM_TEXT_SIZE]);

/* With 'decimals' (0..12) digits after the point, rounded once from the double, thousands grouped
 * by commas if 'grouped'. Ties go to even, as printf does on the exact binary value. */
size_t num_fixed(double x, int decimals, bool grouped, char out[NUM_FIXED_SIZE]);

/* Is x a whole number in 0 .. 2^53? */
bool num_is_count(double x);

/* Sorts n numbers, the smallest first; none may be NaN. The order is there for bsearch. */
void num_sort(double *x, size_t n);
int num_order(const void *a, const void *b);

#endif
