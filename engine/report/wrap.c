#include "report/wrap.h"

#include <string.h>

#include "report/escape.h"

bool wrap_next(const char *text, size_t width, size_t *at, struct span *line) {
    const char *start = text + *at + strspn(text + *at, " ");
    size_t n = 0;
    for (const char *word = start; *word != '\0';) {
        size_t end = (size_t)(word - start) + strcspn(word, " ");
        if (n > 0 && escape_width_of(start, end) > width)
            break;
        n = end;
        word = start + n + strspn(start + n, " ");
    }
    *line = (struct span){start, n};
    *at = (size_t)(start - text) + n;
    return n > 0;
}

size_t wrap_count(const char *text, size_t width, size_t *widest) {
    size_t lines = 0, at = 0;
    struct span line;
    for (*widest = 0; wrap_next(text, width, &at, &line); lines++) {
        size_t used = escape_width_of(line.text, line.n);
        *widest = used > *widest ? used : *widest;
    }
    return lines;
}

void wrap_paragraph(struct buf *out, const char *before, const char *text, size_t width) {
    struct buf plain = {0};
    struct span line;
    size_t at = 0, margin = strlen(before);
    const char *indent = "";
    escape_plain(&plain, text);
    if (plain.n == 0)
        buf_addf(out, "%s\n", before);
    while (plain.n > 0 && wrap_next(plain.text, width - margin - strlen(indent), &at, &line)) {
        buf_addf(out, "%s%s%.*s\n", before, indent, (int)line.n, line.text);
        indent = "  ";
    }
    out->failed |= plain.failed;
    buf_free(&plain);
}
