#include "data/scan_file.h"

#include <string.h>

void scan_free(struct scan *s) {
    csv_close(s->blame);
    if (s->tally.plan != NULL)
        tally_free(&s->tally);
    arena_free(&s->arena);
    *s = (struct scan){0};
}

static bool copy_repairs(struct scan *s, struct err *e) {
    const char *const *repair = csv_repairs(s->blame, &s->n_repairs);
    s->repair = arena_alloc(&s->arena, s->n_repairs, sizeof *s->repair);
    if (s->repair == NULL)
        return fail(e, ERR_NOMEM, "no memory to read a file");
    memcpy(s->repair, repair, s->n_repairs * sizeof *s->repair);
    return true;
}

bool scan_file(int fd, const char *name, const struct csv_options *options, scan_choose *choose,
               void *data, struct scan_progress *progress, struct scan *s, struct err *e) {
    *s = (struct scan){0};
    (void)progress;
    s->blame = csv_open(fd, name, options, e);
    bool done = s->blame != NULL;
    if (done) {
        s->header = csv_header(s->blame, &s->n_columns);
        done = choose(data, s->header, s->n_columns, &s->plan, e) &&
               tally_open(&s->tally, &s->plan, e) && tally_csv(&s->tally, s->blame, e) &&
               tally_close(&s->tally, e) && copy_repairs(s, e);
    }
    if (!done)
        scan_free(s);
    return done;
}
