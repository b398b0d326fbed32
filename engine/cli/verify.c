/* foistat verify: is a run as it was recorded, and does it come out the same again? */
#include <string.h>

#include "cli/again.h"
#include "cli/change_text.h"
#include "cli/record.h"
#include "cli/verify_text.h"
#include "cli/where.h"

/* What is verified, and what was found. */
struct checking {
    struct stored stored;
    struct found_run found;
    struct verification verification;
    struct rerun rerun;
};

static bool check(struct checking *c, const struct invocation *v, const struct allow *allow,
                  struct err *e) {
    struct record_engine engine;
    struct manifest here = {0};
    const struct found_where where = where_take(v);
    record_engine(&engine, &here);
    return stored_read(where.run, allow->weak_sandbox, &c->stored, e) &&
           found_open(&c->stored, &where, &c->found, e) &&
           verify_stored(&c->stored, &c->found, &here, &c->verification, e);
}

static void release(struct checking *c) {
    again_free(&c->rerun);
    verification_free(&c->verification);
    found_close(&c->found);
    stored_free(&c->stored);
}

static bool print(const struct checking *c, const struct invocation *v, bool rerun, struct err *e) {
    const struct verify_report report = {.run = v->word[0],
                                         .stored = &c->stored,
                                         .script = &c->found.script,
                                         .verification = &c->verification,
                                         .rerun = rerun ? &c->rerun : NULL};
    struct buf text = {0};
    (option_given(v, "json") ? verify_json : verify_text)(&report, &text);
    bool done = print_found(v, &text, e);
    buf_free(&text);
    return done;
}

static bool take_limits(const struct invocation *v, struct again_limits *here, struct err *e) {
    unsigned long long seconds = 0, mib = 0, threads = 0;
    if (!allow_take(v, &here->allow, e) || !option_whole(v, "limit-seconds", &seconds, e) ||
        !option_whole(v, "limit-memory", &mib, e) || !option_whole(v, "threads", &threads, e))
        return false;
    here->seconds = (double)seconds;
    here->memory = (double)mib * 1024 * 1024;
    here->threads = (size_t)threads;
    return true;
}

/* What was found is said even where the run cannot be made again. */
static bool verify(struct checking *c, const struct invocation *v, struct err *e) {
    struct again_limits here = {0};
    struct err why = {0};
    if (v->n_words == 0) {
        fail(e, ERR_USAGE, "verify needs a run");
        return err_hint(e, "for example: foistat verify runs/early_help --rerun");
    }
    if (!take_limits(v, &here, e) || !check(c, v, &here.allow, e))
        return false;
    bool rerun =
        option_given(v, "rerun") && again_run(&c->stored, &c->found, &here, &c->rerun, &why);
    if (!print(c, v, rerun, e))
        return false;
    if (why.id != ERR_NONE)
        *e = why;
    return why.id == ERR_NONE;
}

int verify_command(const struct invocation *v) {
    struct checking c = {.found = {.roots = {.script_folder = -1}}};
    struct err e = {0};
    bool done = verify(&c, v, &e);
    bool same = c.verification.wrong == 0 && c.rerun.outcome != AGAIN_DIFFERENT;
    release(&c);
    if (done)
        return same ? EXIT_OK : EXIT_FINDINGS;
    fflush(v->out);
    return report_error(&e, false, option_given(v, "json") ? v->out : NULL);
}
