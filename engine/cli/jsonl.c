#include "cli/jsonl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "stats/catalogue.h"
#include "data/json_read.h"

/* A JSON number, one of the texts that stand for numbers JSON cannot write, or null for a missing
 * value. */
static bool number_of(const json_t *v, double *x) {
    if (json_is_number(v)) {
        *x = json_number_value(v);
        return true;
    }
    const char *text = json_is_null(v) ? "NaN" : json_string_value(v);
    if (text == NULL)
        return false;
    if (strcmp(text, "NaN") == 0)
        *x = NAN;
    else if (strcmp(text, "Inf") == 0 || strcmp(text, "-Inf") == 0)
        *x = text[0] == '-' ? -INFINITY : INFINITY;
    else
        return false;
    return true;
}

static bool exact(const char *name, const json_t *v, struct err *e) {
    char said[32];
    if (!json_is_integer(v))
        return true;
    int n = snprintf(said, sizeof said, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    return call_exact(name, said, (size_t)n, json_number_value(v), e);
}

/* A JSON array of numbers, or of rows of numbers, as one block in the call's arena. */
static bool set_array(struct call *c, const char *name, const json_t *v, struct err *e) {
    size_t rows = json_array_size(v);
    bool nested = rows > 0 && json_is_array(json_array_get(v, 0));
    size_t columns = nested ? json_array_size(json_array_get(v, 0)) : 1;
    if (columns == 0)
        return fail(e, ERR_ARG_LENGTH, "the rows of '%s' are empty", name);
    double *x = arena_alloc(&c->arena, rows * columns + 1, sizeof *x);
    if (x == NULL)
        return fail(e, ERR_NOMEM, "no memory for '%s'", name);
    for (size_t i = 0; i < rows; i++) {
        const json_t *row = json_array_get(v, i);
        if (nested && json_array_size(row) != columns)
            return fail(e, ERR_ARG_LENGTH, "the rows of '%s' have different lengths", name);
        for (size_t k = 0; k < columns; k++) {
            const json_t *cell = nested ? json_array_get(row, k) : row;
            if (!number_of(cell, &x[i * columns + k]))
                return fail(e, ERR_ARG_TYPE, "'%s' must hold numbers", name);
            if (!exact(name, cell, e))
                return false;
        }
    }
    return nested ? call_matrix(c, name, x, rows, columns, e) : call_list(c, name, x, rows, e);
}

static bool set_input(struct call *c, const char *name, const json_t *v, struct err *e) {
    int i = measure_arg_index(c->measure, name);
    bool is_text = i >= 0 && c->measure->args[i].kind == ARG_TEXT;
    double x = 0;
    if (i < 0 || (!is_text && number_of(v, &x)))
        return exact(name, v, e) && call_number(c, name, x, e); /* which refuses an unknown name */
    if (is_text && !json_is_string(v))
        return fail(e, ERR_ARG_TYPE, "'%s' must be text", name);
    if (json_is_string(v))
        return call_text(c, name, json_string_value(v), e);
    if (json_is_array(v))
        return set_array(c, name, v, e);
    return fail(e, ERR_ARG_TYPE, "'%.100s' must be a number, text or list", name);
}

static bool set_inputs(struct call *c, json_t *inputs, struct err *e) {
    const char *name;
    json_t *value;
    json_object_foreach(inputs, name, value) {
        if (!set_input(c, name, value, e))
            return false;
    }
    return true;
}

static bool answer_question(json_t *question, struct call *c, struct answer *a, struct err *e) {
    const char *method = json_string_value(json_object_get(question, "method"));
    json_t *inputs = json_object_get(question, "inputs");
    if (method == NULL || !json_is_object(inputs))
        return fail(e, ERR_USAGE, "a line needs \"method\" (text) and \"inputs\" (object)");
    const struct measure *m = measure_need(method, e);
    if (m == NULL)
        return false;
    call_begin(c, m);
    return set_inputs(c, inputs, e) && call_run(c, a, e);
}

/* The question's id as it was given, or null. Jansson would write 1.1 as 1.1000000000000001. */
static void put_id(struct buf *out, const json_t *question) {
    const json_t *id = json_object_get(question, "id");
    if (json_is_real(id)) {
        char number[NUM_TEXT_SIZE];
        num_text(json_real_value(id), number);
        buf_addf(out, "{\"id\":%s,", number);
        return;
    }
    char *text =
        id == NULL ? NULL : json_write(id, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
    buf_addf(out, "{\"id\":%s,", text != NULL ? text : "null");
    free(text);
}

/* Whole numbers beyond 64 bits are read as doubles; an id keeps the form it was given. */
static json_t *read_question(const char *line, size_t n, json_error_t *where) {
    json_t *question = json_read(line, n, JSON_REJECT_DUPLICATES, where);
    if (question == NULL && json_error_code(where) == json_error_numeric_overflow)
        question = json_read(line, n, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, where);
    return question;
}

static void answer_line(const char *line, size_t n, struct buf *out) {
    struct err e = {0};
    json_error_t where;
    json_t *question = read_question(line, n, &where);
    struct call c = {0};
    struct answer a;
    bool done = question != NULL ? answer_question(question, &c, &a, &e)
                : json_no_memory(&where)
                    ? fail(&e, ERR_NOMEM, "no memory to read the question")
                    : fail(&e, ERR_USAGE, "not JSON: %s (column %d)", where.text, where.column);
    put_id(out, question);
    if (done) {
        buf_puts(out, "\"outputs\":");
        answer_json(out, &a);
        if (a.note != NULL) {
            buf_puts(out, ",\"note\":");
            quote_json(out, a.note);
        }
    } else {
        buf_puts(out, "\"error\":");
        error_json(out, &e);
    }
    buf_puts(out, "}\n");
    call_end(&c);
    json_decref(question);
}

int jsonl_answer(FILE *in, FILE *out) {
    char *line = NULL;
    size_t room = 0;
    struct buf answer = {0};
    bool written = true;
    setvbuf(out, NULL, _IOLBF, BUFSIZ); /* whoever asks line by line waits for each answer */
    for (ssize_t n; written && (n = getline(&line, &room, in)) > 0;) {
        answer.n = 0;
        answer_line(line, (size_t)(line[n - 1] == '\n' ? n - 1 : n), &answer);
        written = !answer.failed && fwrite(answer.text, 1, answer.n, out) == answer.n;
    }
    free(line);
    buf_free(&answer);
    written = fflush(out) == 0 && written;
    return !written || ferror(in) ? EXIT_USAGE : EXIT_OK;
}
