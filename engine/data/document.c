#include "data/document.h"

#include <stdio.h>
#include <string.h>

void document_free(struct document *d) {
    for (size_t i = 0; i < d->n_parts; i++)
        table_free(&d->part[i].table);
    arena_free(&d->arena);
    *d = (struct document){0};
}

/* Makes room for one more item of 'size' bytes; the old array stays in the arena until the document
 * is freed. NULL when memory runs out. */
static void *room_for_one(struct arena *a, void *items, size_t n, size_t *room, size_t size) {
    if (n < *room)
        return items;
    size_t more = *room == 0 ? 8 : *room * 2;
    void *all = arena_alloc(a, more, size);
    if (all == NULL)
        return NULL;
    if (n > 0)
        memcpy(all, items, n * size);
    *room = more;
    return all;
}

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a report");
}

/* "table-2": the kind and its number, from 1. */
static const char *part_name(struct document *d, enum part_kind kind) {
    static const char *const names[] = {
        [PART_HEADING] = "heading", [PART_TEXT] = "text",     [PART_TABLE] = "table",
        [PART_FOREST] = "forest",   [PART_CANNOT] = "cannot", [PART_CAUTION] = "caution"};
    size_t number = 1;
    for (size_t i = 0; i < d->n_parts; i++)
        number += d->part[i].kind == kind;
    char name[40];
    snprintf(name, sizeof name, "%s-%zu", names[kind], number);
    return arena_string(&d->arena, name);
}

struct part *document_add(struct document *d, enum part_kind kind, struct err *e) {
    struct part *all =
        room_for_one(&d->arena, d->part, d->n_parts, &d->parts_room, sizeof *d->part);
    if (all != NULL)
        d->part = all;
    const char *name = part_name(d, kind);
    if (all == NULL || name == NULL) {
        no_memory(e);
        return NULL;
    }
    struct part *p = &d->part[d->n_parts++];
    *p = (struct part){.kind = kind, .name = name};
    return p;
}

struct input *document_add_input(struct document *d, struct err *e) {
    struct input *all =
        room_for_one(&d->arena, d->input, d->n_inputs, &d->inputs_room, sizeof *d->input);
    if (all == NULL) {
        no_memory(e);
        return NULL;
    }
    d->input = all;
    struct input *in = &d->input[d->n_inputs++];
    *in = (struct input){0};
    return in;
}

static bool has_check(const struct document *d, const struct check *c) {
    for (size_t i = 0; i < d->n_checks; i++) {
        if (strcmp(d->check[i].code, c->code) == 0 && strcmp(d->check[i].text, c->text) == 0)
            return true;
    }
    return false;
}

bool document_add_check(struct document *d, const struct check *c, struct err *e) {
    if (has_check(d, c))
        return true;
    struct check *all =
        room_for_one(&d->arena, d->check, d->n_checks, &d->checks_room, sizeof *d->check);
    if (all == NULL)
        return no_memory(e);
    d->check = all;
    struct check copy = {arena_string(&d->arena, c->code), c->state,
                         arena_string(&d->arena, c->text)};
    if (copy.code == NULL || copy.text == NULL)
        return no_memory(e);
    d->check[d->n_checks++] = copy;
    return true;
}
