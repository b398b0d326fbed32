#include "report/json_writer.h"

#include <math.h>

#include "base/num.h"
#include "report/escape.h"

static void put_line(struct json_writer *j) {
    buf_puts(j->out, "\n");
    for (int i = 0; i < j->depth; i++)
        buf_puts(j->out, "  ");
}

/* What comes before a member: its comma, line end and indentation, and its key if it has one. */
static void member(struct json_writer *j, const char *key) {
    bool flat = j->flat > 0;
    if (!j->first)
        buf_puts(j->out, flat ? ", " : ",");
    j->first = false;
    if (!flat && j->depth > 0)
        put_line(j);
    if (key != NULL) {
        escape_json(j->out, key);
        buf_puts(j->out, ": ");
    }
}

void jw_open(struct json_writer *j, const char *key, const char *bracket) {
    member(j, key);
    buf_puts(j->out, bracket);
    j->depth++;
    j->first = true;
}

void jw_close(struct json_writer *j, const char *bracket) {
    j->depth--;
    if (!j->first)
        put_line(j);
    buf_puts(j->out, bracket);
    j->first = false;
}

void jw_open_flat(struct json_writer *j, const char *key, const char *bracket) {
    member(j, key);
    buf_puts(j->out, bracket);
    j->flat++;
    j->first = true;
}

void jw_close_flat(struct json_writer *j, const char *bracket) {
    buf_puts(j->out, bracket);
    j->flat--;
    j->first = false;
}

void jw_text(struct json_writer *j, const char *key, const char *value) {
    member(j, key);
    if (value != NULL)
        escape_json(j->out, value);
    else
        buf_puts(j->out, "null");
}

/* x, whose digits these are. */
static void put_number(struct json_writer *j, const char *key, double x, const char *digits) {
    member(j, key);
    if (isnan(x))
        buf_puts(j->out, "null");
    else if (isinf(x))
        buf_addf(j->out, "\"%s\"", digits);
    else
        buf_puts(j->out, digits);
}

void jw_number(struct json_writer *j, const char *key, double x) {
    char digits[NUM_TEXT_SIZE];
    num_text12(x, digits);
    put_number(j, key, x, digits);
}

void jw_figure(struct json_writer *j, const char *key, const struct field *f, double x) {
    char digits[NUM_TEXT_SIZE];
    field_number(f, x, digits);
    put_number(j, key, x, digits);
}

void jw_bool(struct json_writer *j, const char *key, bool value) {
    jw_literal(j, key, value ? "true" : "false");
}

void jw_literal(struct json_writer *j, const char *key, const char *json) {
    member(j, key);
    buf_puts(j->out, json);
}

void jw_texts(struct json_writer *j, const char *key, const char *const *value, size_t n) {
    jw_open_flat(j, key, "[");
    for (size_t i = 0; i < n; i++)
        jw_text(j, NULL, value[i]);
    jw_close_flat(j, "]");
}

void jw_numbers(struct json_writer *j, const char *key, const double *value, size_t n) {
    jw_open_flat(j, key, "[");
    for (size_t i = 0; i < n; i++)
        jw_number(j, NULL, value[i]);
    jw_close_flat(j, "]");
}
