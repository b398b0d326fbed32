#include "cli/answer.h"

#include <math.h>
#include <string.h>

#include "base/num.h"

enum { values_on_a_line = 6 };

static void put_answer(struct buf *out, const struct answer *a,
                       size_t (*write)(double x, char out[NUM_TEXT_SIZE])) {
    const char *between = a->n > values_on_a_line ? "\n" : "   ";
    for (size_t i = 0; i < a->n; i++) {
        char number[NUM_TEXT_SIZE];
        write(a->value[i], number);
        buf_addf(out, "%s%s %s", i > 0 ? between : "", a->name[i], number);
        if (a->code[i] != NULL)
            buf_addf(out, " (%s)", a->code[i]);
    }
    buf_puts(out, "\n");
    if (a->note != NULL)
        buf_addf(out, "cannot be computed, because: %s\n", a->note);
}

void answer_text(struct buf *out, const struct answer *a) {
    put_answer(out, a, num_text);
}

void answer_text12(struct buf *out, const struct answer *a) {
    put_answer(out, a, num_text12);
}

static void json_number(struct buf *out, double x) {
    char number[NUM_TEXT_SIZE];
    num_text(x, number);
    buf_addf(out, isfinite(x) ? "%s" : "\"%s\"", number);
}

void answer_json(struct buf *out, const struct answer *a) {
    buf_puts(out, "{");
    for (size_t i = 0; i < a->n; i++) {
        buf_puts(out, i > 0 ? "," : "");
        quote_json(out, a->name[i]);
        buf_puts(out, ":");
        json_number(out, a->value[i]);
        if (a->code[i] != NULL)
            buf_addf(out, ",\"%s_name\":\"%s\"", a->name[i], a->code[i]);
    }
    buf_puts(out, "}");
}

void quote_json(struct buf *out, const char *text) {
    buf_puts(out, "\"");
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x20 || c == '<' || c == 0x7f)
            buf_addf(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            buf_addf(out, "\\%c", c);
        else
            buf_add(out, p, 1);
    }
    buf_puts(out, "\"");
}

static void json_member(struct buf *out, const char *name, const char *text) {
    if (text[0] == '\0')
        return;
    buf_addf(out, ",\"%s\":", name);
    quote_json(out, text);
}

void error_json(struct buf *out, const struct err *e) {
    buf_addf(out, "{\"code\":\"%s\",\"class\":\"%s\"", err_code_text(e),
             err_class_name(err_class(e)));
    json_member(out, "message", e->message);
    json_member(out, "hint", e->hint);
    json_member(out, "file", e->file);
    if (e->line > 0)
        buf_addf(out, ",\"line\":%zu", e->line);
    if (e->column > 0)
        buf_addf(out, ",\"column\":%zu,\"end_column\":%zu", e->column,
                 e->column + (e->width > 0 ? e->width : 1) - 1);
    buf_puts(out, "}");
}
