/* tests/reference/values.csv: what every measure must give, with the source of each figure.
 *
 *   method,inputs,output,expected,tolerance,source
 *
 * inputs: JSON object of arguments.  expected: a decimal, Inf, -Inf, NaN, or NA where the source
 * leaves the answer out.  tolerance: abs:t passes within t; rel:t within t |expected|, or 1e-15.
 * Rows of one call stand together. */
#ifndef FOISTAT_TESTS_VALUES_H
#define FOISTAT_TESTS_VALUES_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define VALUES_PATH "tests/reference/values.csv"

struct value_row {
    const char *method, *inputs, *output, *expected, *tolerance, *source;
    size_t line;
};

struct values {
    char *text; /* the file, cut into cells in place */
    size_t n;
    struct value_row *row;
};

static char *values_text(const char *path) {
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return NULL;
    size_t room = 4 << 20, n = 0;
    char *text = malloc(room);
    if (text != NULL) {
        n = fread(text, 1, room - 1, f);
        text[n] = '\0';
    }
    fclose(f);
    return text;
}

/* Cuts one cell off *p, undoing its quotes; *end is the character that ended it. */
static char *values_cell(char **p, char *end) {
    char *from = *p, *to = *p, *cell = *p;
    bool quoted = *from == '"';
    from += quoted;
    while (*from != '\0' && (quoted || (*from != ',' && *from != '\n'))) {
        if (quoted && *from == '"' && *++from != '"')
            quoted = false;
        else
            *to++ = *from++;
    }
    *end = *from;
    *p = from + (*from != '\0');
    *to = '\0';
    return cell;
}

static bool values_row(char **p, struct value_row *r) {
    char end = ',';
    const char *cell[6];
    for (int i = 0; i < 6; i++) {
        if (end != ',')
            return false;
        cell[i] = values_cell(p, &end);
    }
    *r = (struct value_row){cell[0], cell[1], cell[2], cell[3], cell[4], cell[5], r->line};
    return end == '\n';
}

static inline void values_free(struct values *v) {
    free(v->text);
    free(v->row);
    *v = (struct values){0};
}

/* Reads the file; false, with a message on stderr, when it is missing or a row is malformed. */
static inline bool values_read(struct values *v) {
    *v = (struct values){.text = values_text(VALUES_PATH)};
    size_t lines = 0;
    for (const char *c = v->text; c != NULL && *c != '\0'; c++)
        lines += *c == '\n';
    v->row = calloc(lines + 1, sizeof *v->row);
    char *p = v->text;
    struct value_row header;
    bool good = lines > 1 && v->row != NULL && values_row(&p, &header);
    for (; good && *p != '\0'; v->n++) {
        v->row[v->n].line = v->n + 2;
        good = values_row(&p, &v->row[v->n]);
    }
    if (!good) {
        fprintf(stderr, "cannot read %s (row %zu); run from the folder with the Makefile\n",
                VALUES_PATH, v->n + 1);
        values_free(v);
    }
    return good;
}

#endif
