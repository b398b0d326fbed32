#include "data/input.h"

#include <string.h>
#include <unistd.h>

enum { largest_package = 4 * 1024 * 1024 };

/* Two files may be shown with one path. */
static bool already_recorded(const struct document *d, const struct opened *o) {
    for (size_t i = 0; i < d->n_inputs; i++) {
        if (d->input[i].number == o->number && strcmp(d->input[i].path, o->path) == 0)
            return true;
    }
    return false;
}

static void copy_source(struct arena *a, const struct source *from, struct source *to) {
    *to = (struct source){.dataset = arena_string(a, from->dataset),
                          .title = arena_string(a, from->title),
                          .body = arena_string(a, from->body),
                          .request = arena_string(a, from->request),
                          .date = arena_string(a, from->date),
                          .path = arena_string(a, from->path),
                          .licence = arena_string(a, from->licence),
                          .published = from->published};
}

static void count_marks(const struct table *t, size_t marks[MARK_COUNT]) {
    for (size_t i = 0; i < t->n_columns; i++) {
        size_t counts[MARK_COUNT];
        column_count_marks(&t->column[i], counts);
        for (int m = 0; m < MARK_COUNT; m++)
            marks[m] += counts[m];
    }
}

static void put_size(const struct table *t, const struct read_report *report, struct input *in) {
    in->rows = report->counted ? report->rows : t->n_rows;
    in->columns = report->counted ? report->columns : t->n_columns;
    if (report->counted)
        memcpy(in->marks, report->marks, sizeof in->marks);
    else
        count_marks(t, in->marks);
}

static bool copy_notes(struct arena *a, const struct table *t, struct input *in) {
    in->n_notes = t->n_notes;
    in->note = arena_alloc(a, t->n_notes, sizeof *in->note);
    for (size_t i = 0; in->note != NULL && i < t->n_notes; i++) {
        in->note[i] = arena_string(a, t->note[i].text);
        if (in->note[i] == NULL)
            return false;
    }
    return in->note != NULL;
}

static bool copy_repairs(struct arena *a, const struct read_report *report, struct input *in) {
    in->n_repairs = report->n_repairs;
    in->repair = arena_alloc(a, report->n_repairs, sizeof *in->repair);
    for (size_t i = 0; in->repair != NULL && i < report->n_repairs; i++) {
        in->repair[i] = arena_string(a, report->repair[i]);
        if (in->repair[i] == NULL)
            return false;
    }
    return in->repair != NULL;
}

bool input_record(struct document *d, const char *name, const struct opened *o,
                  const struct table *t, const struct read_report *report, struct err *e) {
    if (already_recorded(d, o))
        return true;
    struct input *in = document_add_input(d, e);
    if (in == NULL)
        return false;
    in->name = arena_string(&d->arena, name);
    in->path = arena_string(&d->arena, o->path);
    in->number = o->number;
    in->bytes = o->bytes;
    in->released = o->released;
    put_size(t, report, in);
    if (t->n_sources > 0)
        copy_source(&d->arena, &t->source[0], &in->source);
    if (!copy_repairs(&d->arena, report, in) || !copy_notes(&d->arena, t, in) || in->name == NULL ||
        in->path == NULL)
        return fail(e, ERR_NOMEM, "no memory for the record of %s", o->path);
    for (size_t i = 0; i < t->n_checks; i++) {
        if (!document_add_check(d, &t->check[i], e))
            return false;
    }
    return true;
}

static bool read_all(int fd, const char *path, struct buf *out, struct err *e) {
    char block[16384];
    for (ssize_t n; (n = read(fd, block, sizeof block)) != 0;) {
        if (n < 0 || out->n > largest_package)
            return fail(e, ERR_READ, "cannot read %s", path);
        buf_add(out, block, (size_t)n);
    }
    return !out->failed || fail(e, ERR_NOMEM, "no memory for %s", path);
}

bool input_package(const struct opened *o, struct package *p, struct err *e) {
    struct buf json = {0};
    bool done = read_all(o->package, o->package_path, &json, e) &&
                package_read(json.n > 0 ? json.text : "", json.n, o->package_path, p, e);
    buf_free(&json);
    return done;
}
