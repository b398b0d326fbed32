#include "run/sandbox.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "run/jail.h"

static int by_size(const void *a, const void *b) {
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

/* What libraries do once and could not do later: jansson reads its seed from a file, qsort asks how
 * much memory there is when it first sorts more than 1 KiB, stdio asks what stdout is. */
static void prepare(void) {
    static char room[4096];
    int *list = calloc(1024, sizeof *list);
    if (list != NULL)
        qsort(list, 1024, sizeof *list, by_size);
    free(list);
    json_object_seed(0);
    setvbuf(stdout, room, _IOFBF, sizeof room);
}

bool sandbox_enter(struct sandbox_facts *f, const struct sandbox_way *w, struct err *e) {
    prepare();
    bool ruled = landlock_enter(f);
    if (!jail_threads(w->threads, e))
        return false;
    if ((filter_enter(f, w) && ruled) || w->weak)
        return true;
    struct buf lacks = {0};
    sandbox_lacks(f, &lacks);
    fail(e, ERR_SANDBOX, "this machine does not confine scripts as it should: it refuses %s",
         lacks.text != NULL ? lacks.text : "");
    buf_free(&lacks);
    return err_hint(e,
                    "a container may need other options; where you trust the script and its data, "
                    "go on with --allow weak-sandbox");
}

void sandbox_lacks(const struct sandbox_facts *f, struct buf *out) {
    if (f->landlock == 0)
        buf_addf(out, "Landlock (%s)", f->landlock_refused);
    if (f->landlock == 0 && !f->filter)
        buf_puts(out, ", ");
    if (!f->filter)
        buf_addf(out, "the filter of system calls (%s)", f->filter_refused);
}
