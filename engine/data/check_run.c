#include "data/check_run.h"

#include <string.h>

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the checks of a table");
}

bool check_finding(struct run *r) {
    if (r->failed++ >= most_listed)
        return false;
    if (r->failed == first_listed + 1)
        r->brief = r->findings.n;
    buf_puts(&r->findings, r->failed > 1 ? "; " : "");
    return true;
}

bool check_list(struct run *r, size_t row) {
    if (!check_finding(r))
        return false;
    group_name(r->t, r->check->by, r->check->n_by, row, &r->findings);
    buf_puts(&r->findings, ": ");
    return true;
}

bool check_next(const struct run *r, size_t from, size_t *end) {
    *end = group_end(&r->groups, from, r->t->n_rows);
    return check_includes(r, r->groups.order[from]);
}

bool check_includes(const struct run *r, size_t row) {
    if (r->check->where == NULL)
        return true;
    const char *label = column_label(table_column(r->t, r->check->where), row);
    return label != NULL && strcmp(label, r->check->where_label) == 0;
}

static bool store(struct table *t, const struct check *found, struct buf *sentence, struct err *e) {
    struct check c = *found;
    c.text = sentence->text;
    c.dataset = t->name;
    bool done = !sentence->failed ? table_inherit(t, &(struct table){.n_checks = 1, .check = &c}, e)
                                  : no_memory(e);
    buf_free(sentence);
    return done;
}

bool check_store(struct run *r, const char *code, enum check_state state, size_t found,
                 struct buf *sentence) {
    struct check c = {.code = code, .state = state, .rows = r->rows, .found = found};
    if (r->check->where != NULL)
        buf_addf(sentence, " (only where %s is \"%s\")", r->check->where, r->check->where_label);
    if (state != CHECK_PASSED && r->findings.n > 0) {
        buf_puts(sentence, ": ");
        c.brief = r->brief > 0 ? sentence->n + r->brief : 0;
        buf_puts(sentence, r->findings.text);
    }
    if (state != CHECK_PASSED && r->failed > most_listed)
        buf_addf(sentence, "; and %zu more", r->failed - most_listed);
    sentence->failed |= r->findings.failed;
    return store(r->t, &c, sentence, r->e);
}

bool check_store_plain(struct table *t, const char *code, enum check_state state, size_t found,
                       struct buf *sentence, struct err *e) {
    struct check c = {.code = code, .state = state, .rows = t->n_rows, .found = found};
    return store(t, &c, sentence, e);
}

static int32_t code_of(const struct column *c, const char *label) {
    return dictionary_find(c->dictionary, (struct span){label, strlen(label)});
}

size_t check_find(const struct run *r, size_t from, size_t end, const struct column *dimension,
                  const char *label, bool *twice) {
    int32_t code = code_of(dimension, label);
    size_t found = SIZE_MAX;
    for (size_t i = from; i < end; i++) {
        size_t row = r->groups.order[i];
        if (code < 0 || dimension->code[row] != code)
            continue;
        *twice = *twice || found != SIZE_MAX;
        found = row;
    }
    return *twice ? SIZE_MAX : found;
}

bool check_run(struct table *t, const struct package_check *check, bool (*f)(struct run *r),
               struct err *e) {
    struct run r = {.t = t, .check = check, .e = e};
    bool done = group_rows(t, check->by, check->n_by, &r.scratch, &r.groups, e);
    done = done && f(&r);
    buf_free(&r.findings);
    arena_free(&r.scratch);
    return done;
}
