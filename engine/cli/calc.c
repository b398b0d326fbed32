/* foistat calc: one measure, or many as JSON lines. */
#include <string.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "cli/jsonl.h"
#include "stats/catalogue.h"

static bool set_words(struct call *c, const struct invocation *v, struct err *e) {
    for (int i = 1; i < v->n_words; i++) {
        if (!call_word(c, v->word[i], e))
            return false;
    }
    return true;
}

static void print_answer(const struct answer *a, bool json, FILE *to) {
    struct buf out = {0};
    if (json) {
        answer_json(&out, a);
        buf_puts(&out, "\n");
    } else {
        answer_text(&out, a);
    }
    if (!out.failed)
        fputs(out.text, to);
    buf_free(&out);
}

static int calc_one(const struct invocation *v) {
    struct err e = {0};
    bool json = option_given(v, "json");
    const struct measure *m = measure_need(v->word[0], &e);
    if (m == NULL)
        return report_error(&e, false, json ? v->out : NULL);
    struct call c;
    struct answer a;
    call_begin(&c, m);
    bool done = set_words(&c, v, &e) && call_run(&c, &a, &e);
    if (done)
        print_answer(&a, json, v->out);
    call_end(&c);
    return done ? EXIT_OK : report_error(&e, false, json ? v->out : NULL);
}

int calc_command(const struct invocation *v) {
    if (option_given(v, "jsonl"))
        return jsonl_answer(stdin, v->out);
    if (v->n_words > 0)
        return calc_one(v);
    struct err e = {0};
    fail(&e, ERR_USAGE, "calc needs a measure");
    err_hint(
        &e,
        "for example: foistat calc prop.ci.wilson x=44 n=724; `foistat help` lists the measures");
    return report_error(&e, false, NULL);
}
