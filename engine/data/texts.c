#include "data/texts.h"

#include <stdlib.h>
#include <string.h>

void texts_free(struct texts *t) {
    for (size_t i = 0; t->column != NULL && i < t->n_columns; i++) {
        free(t->column[i].code);
        free(t->column[i].distinct);
    }
    free(t->line);
    arena_free(&t->arena);
    *t = (struct texts){0};
}

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the cells of a CSV file");
}

static size_t more_room(size_t room) {
    return room == 0 ? 64 : room * 2;
}

static bool note_place(struct texts_column *c, size_t code, const struct cell *cell) {
    if (code >= c->distinct_room) {
        size_t room = more_room(c->distinct_room);
        struct distinct *more = realloc(c->distinct, room * sizeof *more);
        if (more == NULL)
            return false;
        c->distinct = more;
        c->distinct_room = room;
    }
    c->distinct[code] = (struct distinct){.line = cell->line, .column = cell->column};
    return true;
}

static bool add_cell(struct arena *a, struct texts_column *c, size_t row, const struct cell *cell) {
    if (row >= c->room) {
        size_t room = more_room(c->room);
        int32_t *more = realloc(c->code, room * sizeof *more);
        if (more == NULL)
            return false;
        c->code = more;
        c->room = room;
    }
    size_t before = c->text.n;
    int32_t code = dictionary_add(&c->text, a, cell->text);
    if (code < 0 || (c->text.n > before && !note_place(c, (size_t)code, cell)))
        return false;
    c->distinct[code].cells++;
    c->code[row] = code;
    return true;
}

static bool add_line(struct texts *t, size_t line) {
    if (t->n_rows >= t->line_room) {
        size_t room = more_room(t->line_room);
        size_t *more = realloc(t->line, room * sizeof *more);
        if (more == NULL)
            return false;
        t->line = more;
        t->line_room = room;
    }
    t->line[t->n_rows] = line;
    return true;
}

static bool add_block(struct texts *t, const struct csv_block *b, struct err *e) {
    for (size_t row = 0; row < b->rows; row++, t->n_rows++) {
        if (!add_line(t, b->cell[row * b->columns].line))
            return no_memory(e);
        for (size_t i = 0; i < t->n_columns; i++) {
            const struct cell *cell = &b->cell[row * b->columns + i];
            if (!add_cell(&t->arena, &t->column[i], t->n_rows, cell))
                return no_memory(e);
        }
    }
    return true;
}

bool texts_read(struct csv_reader *r, struct texts *t, struct err *e) {
    struct csv_block block;
    *t = (struct texts){0};
    csv_header(r, &t->n_columns);
    t->column = arena_alloc(&t->arena, t->n_columns, sizeof *t->column);
    bool done = t->column != NULL || no_memory(e);
    while (done) {
        done = csv_next(r, &block, e) && add_block(t, &block, e);
        if (done && block.rows == 0)
            return true;
    }
    texts_free(t);
    return false;
}

struct span texts_text(const struct texts_column *c, size_t code) {
    return (struct span){c->text.text[code], strlen(c->text.text[code])};
}

struct cell texts_cell(const struct texts_column *c, size_t code) {
    return (struct cell){.text = texts_text(c, code),
                         .line = c->distinct[code].line,
                         .column = c->distinct[code].column};
}
