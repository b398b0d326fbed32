#include "data/document.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void document_free(struct document *d) {
    for (size_t i = 0; i < d->n_parts; i++) {
        table_free(&d->part[i].table);
        table_free(&d->part[i].curve);
    }
    arena_free(&d->arena);
    *d = (struct document){0};
}

/* Room for one more item of 'size' bytes in an array of the document; the old one stays in the
 * arena. NULL when memory runs out. */
static void *with_room(struct document *d, void *array, size_t n, size_t *room, size_t size) {
    if (n < *room)
        return array;
    size_t more = *room == 0 ? 8 : *room * 2;
    void *new = arena_alloc(&d->arena, more, size);
    if (new == NULL)
        return NULL;
    if (n > 0)
        memcpy(new, array, n * size);
    *room = more;
    return new;
}

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the report");
}

const char *part_kind_name(enum part_kind k) {
    static const char *const names[PART_KINDS] = {
        [PART_HEADING] = "heading", [PART_TEXT] = "text",       [PART_TABLE] = "table",
        [PART_FOREST] = "forest",   [PART_FUNNEL] = "funnel",   [PART_TREND] = "trend",
        [PART_RANKED] = "ranked",   [PART_BARS] = "bars",       [PART_COMPOSITION] = "composition",
        [PART_CANNOT] = "cannot",   [PART_CAUTION] = "caution", [PART_NOTE] = "note",
        [PART_CHECKS] = "checks",   [PART_CASCADE] = "cascade",
    };
    return names[k];
}

bool document_has(const struct document *d, enum part_kind k) {
    for (size_t i = 0; i < d->n_parts; i++) {
        if (d->part[i].kind == k)
            return true;
    }
    return false;
}

bool part_kind_needs(enum part_kind k, enum drawing_role r) {
#define ROLE(r) (1U << (r))
    static const unsigned needs[PART_KINDS] = {
        [PART_FOREST] = ROLE(ROLE_LABEL) | ROLE(ROLE_VALUE),
        [PART_FUNNEL] = ROLE(ROLE_LABEL) | ROLE(ROLE_VALUE) | ROLE(ROLE_X) |
                        ROLE(ROLE_CHANCE_LOWER) | ROLE(ROLE_CHANCE_UPPER) |
                        ROLE(ROLE_CHANCE_OUTER_LOWER) | ROLE(ROLE_CHANCE_OUTER_UPPER),
        [PART_TREND] = ROLE(ROLE_BY) | ROLE(ROLE_VALUE),
        [PART_RANKED] = ROLE(ROLE_LABEL) | ROLE(ROLE_VALUE),
        [PART_CASCADE] = ROLE(ROLE_BY) | ROLE(ROLE_VALUE),
        [PART_BARS] = ROLE(ROLE_BY) | ROLE(ROLE_VALUE),
        [PART_COMPOSITION] = ROLE(ROLE_BY) | ROLE(ROLE_SERIES) | ROLE(ROLE_VALUE),
    };
    return (needs[k] & ROLE(r)) != 0;
#undef ROLE
}

const char *theme_name(enum theme t) {
    static const char *const names[THEMES] = {[THEME_OKABE_ITO] = "okabe-ito", [THEME_GOV] = "gov"};
    return names[t];
}

bool theme_find(const char *name, enum theme *t) {
    for (int i = 0; i < THEMES; i++) {
        if (strcmp(name, theme_name((enum theme)i)) == 0) {
            *t = (enum theme)i;
            return true;
        }
    }
    return false;
}

/* "table-2": the second table. */
static const char *part_name(struct document *d, enum part_kind kind) {
    char name[40];
    assert(d->n_parts == 0 || d->part != NULL);
    size_t number = 1;
    for (size_t i = 0; i < d->n_parts; i++)
        number += d->part[i].kind == kind;
    snprintf(name, sizeof name, "%s-%zu", part_kind_name(kind), number);
    return arena_string(&d->arena, name);
}

/* May there be one more? */
static bool few(size_t n, const char *what, struct err *e) {
    if (n < DOCUMENT_MOST)
        return true;
    fail(e, ERR_LIMIT_OUTPUT, "a report has at most %d %s", DOCUMENT_MOST, what);
    return err_hint(e, "report counts and summaries, not every record");
}

struct part *document_add(struct document *d, enum part_kind kind, struct err *e) {
    if (!few(d->n_parts, "parts", e))
        return NULL;
    struct part *parts = with_room(d, d->part, d->n_parts, &d->parts_room, sizeof *parts);
    if (parts != NULL)
        d->part = parts; /* at once: its room is already noted */
    const char *name = part_name(d, kind);
    if (parts == NULL || name == NULL) {
        no_memory(e);
        return NULL;
    }
    struct part *p = &parts[d->n_parts++];
    *p = (struct part){.kind = kind, .name = name, .n_before = d->n_parts - 1};
    return p;
}

struct input *document_add_input(struct document *d, struct err *e) {
    if (!few(d->n_inputs, "inputs", e))
        return NULL;
    struct input *inputs = with_room(d, d->input, d->n_inputs, &d->inputs_room, sizeof *inputs);
    if (inputs == NULL) {
        no_memory(e);
        return NULL;
    }
    d->input = inputs;
    struct input *input = &inputs[d->n_inputs++];
    *input = (struct input){0};
    return input;
}

bool document_add_check(struct document *d, const struct check *c, struct err *e) {
    for (size_t i = 0; i < d->n_checks; i++) {
        if (check_same(&d->check[i], c))
            return true;
    }
    struct check *checks = with_room(d, d->check, d->n_checks, &d->checks_room, sizeof *checks);
    if (checks != NULL)
        d->check = checks;
    if (checks == NULL || !check_copy(&d->arena, c, &checks[d->n_checks]))
        return no_memory(e);
    d->n_checks++;
    return true;
}

/* A copy whose texts live in the arena. */
static bool copy_disclosure(struct arena *a, const struct disclosure_record *from,
                            struct disclosure_record *to) {
    *to = *from;
    const char **const text[] = {&to->source, &to->rows, &to->policy.name, &to->policy.source};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        const char *copy = arena_string(a, *text[i]);
        if (copy == NULL && *text[i] != NULL)
            return false;
        *text[i] = copy;
    }
    return true;
}

bool document_add_disclosure(struct document *d, const struct disclosure_record *c, struct err *e) {
    struct disclosure_record *all =
        with_room(d, d->disclosure, d->n_disclosures, &d->disclosures_room, sizeof *all);
    if (all != NULL)
        d->disclosure = all;
    if (all == NULL || !copy_disclosure(&d->arena, c, &all[d->n_disclosures]))
        return no_memory(e);
    d->n_disclosures++;
    return true;
}
