#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

/* Longest pieces that are compared line by line with each other: 16 million pairs. */
enum { most_lines = 4000 };

/* The next line without its end; moves *rest behind it. */
static struct span next_line(struct span *rest) {
    const char *end = rest->n > 0 ? memchr(rest->text, '\n', rest->n) : NULL;
    size_t n = end != NULL ? (size_t)(end - rest->text) : rest->n;
    struct span line = {rest->text, n};
    n += end != NULL;
    *rest = (struct span){rest->text + n, rest->n - n};
    return line;
}

static bool same_span(struct span a, struct span b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.text, b.text, a.n) == 0);
}

static bool is_text(struct span s) {
    return s.n == 0 || memchr(s.text, '\0', s.n) == NULL;
}

struct line_difference lines_first(struct span before, struct span after) {
    struct line_difference d = {.line = 0};
    if (!is_text(before) || !is_text(after) || same_span(before, after))
        return d;
    do {
        d.line++;
        d.before = next_line(&before);
        d.after = next_line(&after);
    } while (same_span(d.before, d.after) && before.n > 0 && after.n > 0);
    if (same_span(d.before, d.after)) { /* one goes on where the other ends */
        d.line++;
        d.before = next_line(&before);
        d.after = next_line(&after);
    }
    return d;
}

static size_t count_lines(struct span s) {
    size_t n = 0;
    for (; s.n > 0; n++)
        next_line(&s);
    return n;
}

static struct span *split(struct span s, size_t *n) {
    *n = count_lines(s);
    struct span *line = malloc((*n + 1) * sizeof *line);
    for (size_t i = 0; line != NULL && i < *n; i++)
        line[i] = next_line(&s);
    return line;
}

/* The length of a longest common subsequence of lines. Row i of the table is kept from the one
 * before; Wagner RA, Fischer MJ. J ACM 1974;21:168-173. False when memory runs out. */
static bool common_lines(const struct span *a, size_t n_a, const struct span *b, size_t n_b,
                         size_t *common) {
    size_t *row = calloc(n_b + 1, sizeof *row);
    if (row == NULL)
        return false;
    for (size_t i = 0; i < n_a; i++) {
        size_t diagonal = 0; /* row i - 1, column k - 1 */
        for (size_t k = 1; k <= n_b; k++) {
            size_t above = row[k];
            if (same_span(a[i], b[k - 1]))
                row[k] = diagonal + 1;
            else if (row[k - 1] > above)
                row[k] = row[k - 1];
            diagonal = above;
        }
    }
    *common = row[n_b];
    free(row);
    return true;
}

static struct line_count count_changed(struct span *a, size_t n_a, struct span *b, size_t n_b) {
    size_t start = 0, common = 0;
    while (start < n_a && start < n_b && same_span(a[start], b[start]))
        start++;
    while (n_a > start && n_b > start && same_span(a[n_a - 1], b[n_b - 1])) {
        n_a--;
        n_b--;
    }
    n_a -= start;
    n_b -= start;
    if (n_a > most_lines || n_b > most_lines ||
        !common_lines(a + start, n_a, b + start, n_b, &common))
        common = 0;
    return (struct line_count){n_a - common, n_b - common};
}

struct line_count lines_changed(struct span before, struct span after) {
    size_t n_before, n_after;
    struct span *a = split(before, &n_before), *b = split(after, &n_after);
    struct line_count c = {n_before, n_after};
    if (a != NULL && b != NULL)
        c = count_changed(a, n_before, b, n_after);
    free(a);
    free(b);
    return c;
}
