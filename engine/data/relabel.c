/* A column under other labels. */
#include <math.h>
#include <string.h>

#include "data/column.h"

/* label[code] is the new label of each old one, NULL for those that no row has. */
struct relabelling {
    const struct column *from;
    const char *const *label;
    struct arena *arena;
};

static bool no_memory(const struct relabelling *r, struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the labels of column \"%s\"", r->from->field.name);
}

static struct span span_of(const char *text) {
    return (struct span){text, strlen(text)};
}

static bool become_one(const struct relabelling *r, size_t one, size_t other) {
    return r->label[one] != NULL && r->label[other] != NULL &&
           strcmp(r->label[one], r->label[other]) == 0;
}

/* Labels that count at different times must stay two: one that is in the list and one that is not,
 * and parts of a year, each of which covers something else. */
static bool check_apart(const struct relabelling *r, struct labels list, bool parts,
                        struct err *e) {
    const struct dictionary *d = r->from->dictionary;
    for (size_t i = 0; list.n > 0 && i < d->n; i++) {
        bool listed = labels_have(&list, d->text[i]);
        for (size_t k = 0; k < i; k++) {
            bool like = labels_have(&list, d->text[k]) == listed && !(listed && parts);
            if (!like && become_one(r, k, i))
                return fail(e, ERR_SYSTEMS,
                            "'%s' and '%s' of column '%s' count at different times: both would be "
                            "'%s'",
                            d->text[k], d->text[i], r->from->field.name, r->label[i]);
        }
    }
    return true;
}

/* A list of old labels as new ones; those that no row has drop out of it, and out of 'beside'. */
static bool carry(const struct relabelling *r, struct labels *list, struct labels *beside,
                  struct err *e) {
    const char **label = arena_alloc(r->arena, list->n, sizeof *label);
    const char **more = arena_alloc(r->arena, list->n, sizeof *more);
    size_t n = 0;
    if (label == NULL || more == NULL)
        return no_memory(r, e);
    for (size_t i = 0; i < list->n; i++) {
        int32_t code = dictionary_find(r->from->dictionary, span_of(list->label[i]));
        if (code < 0 || r->label[code] == NULL)
            continue;
        label[n] = r->label[code];
        more[n++] = i < beside->n ? beside->label[i] : NULL;
    }
    *list = (struct labels){n, label};
    if (beside->n > 0)
        *beside = (struct labels){n, more};
    return true;
}

/* What a field says about single labels, under their new names. */
static bool carry_all(const struct relabelling *r, struct field *f, struct err *e) {
    const struct field *old = &r->from->field;
    struct labels none = {0, NULL};
    f->stock = old->stock;
    f->flow = old->flow;
    f->part = old->part;
    f->part_covers = old->part_covers;
    return check_apart(r, f->stock, false, e) && check_apart(r, f->flow, false, e) &&
           check_apart(r, f->part, true, e) && carry(r, &f->stock, &none, e) &&
           carry(r, &f->flow, &none, e) && carry(r, &f->part, &f->part_covers, e);
}

static bool set_order(const struct relabelling *r, const char *const *order, size_t n,
                      struct column *to, struct err *e) {
    for (size_t i = 0; i < n; i++) {
        if (dictionary_add(to->dictionary, r->arena, span_of(order[i])) < 0)
            return no_memory(r, e);
    }
    return true;
}

static bool set_cell(const struct relabelling *r, size_t row, struct column *to, struct err *e) {
    enum mark m = column_mark(r->from, row);
    if (m != MARK_OK)
        return column_set_mark(to, r->arena, row, m, NAN, NAN, e);
    const char *label = r->label[r->from->code[row]];
    to->code[row] = label == NULL ? -1 : dictionary_find(to->dictionary, span_of(label));
    return to->code[row] >= 0 || fail(e, ERR_LABEL, "\"%s\" of column \"%s\" has no new label",
                                      column_label(r->from, row), r->from->field.name);
}

bool column_relabel(struct column *to, struct arena *a, const struct field *field,
                    const struct column *from, const char *const *label, const char *const *order,
                    size_t n, struct err *e) {
    const struct relabelling r = {from, label, a};
    if (!column_labels(to, a, field, from->n, e) || !carry_all(&r, &to->field, e) ||
        !set_order(&r, order, n, to, e))
        return false;
    for (size_t row = 0; row < from->n; row++) {
        if (!set_cell(&r, row, to, e))
            return false;
    }
    return true;
}
