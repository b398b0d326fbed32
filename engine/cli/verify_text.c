#include "cli/verify_text.h"

#include <math.h>
#include <string.h>

#include "cli/change_text.h"

/* For people. */

static void put_finding(struct buf *out, const struct finding *f) {
    buf_addf(out, "  %s: %s %s%s%s\n", finding_kind_name[f->kind], f->about, f->name,
             f->text[0] != '\0' ? ": " : "", f->text);
}

static void put_findings(struct buf *out, const struct verification *v) {
    for (size_t i = 0; i < v->n; i++)
        put_finding(out, &v->finding[i]);
}

static void put_first(struct buf *out, const struct line_difference *d) {
    if (d->line == 0)
        return;
    const struct span side[] = {d->before, d->after};
    for (int i = 0; i < 2; i++) {
        size_t n = side[i].n < 100 ? side[i].n : utf8_whole(side[i].text, 100);
        buf_addf(out, "    %zu %s %.*s%s\n", d->line, i == 0 ? "-" : "+", (int)n, side[i].text,
                 n < side[i].n ? "..." : "");
    }
}

static void put_file(struct buf *out, const struct again_file *f) {
    buf_addf(out, "  %s: %s", again_state_name[f->state], f->path);
    if (f->tool != NULL)
        buf_addf(out, " (%s made it, and does not here, or otherwise)", f->tool);
    buf_puts(out, "\n");
    put_first(out, &f->first);
}

static void put_rerun(struct buf *out, const struct rerun *r) {
    buf_addf(out, "%s: %zu of ", again_outcome_name[r->outcome], r->files.same);
    put_count(out, r->files.of, "file", "files");
    buf_puts(out, r->outcome == AGAIN_IDENTICAL ? "\n"
                  : r->outcome == AGAIN_EQUIVALENT
                      ? " have the same bytes; all figures agree to 12 "
                        "digits, and all words\n"
                      : " have the same bytes\n");
    for (size_t i = 0; i < r->n_files; i++)
        put_file(out, &r->file[i]);
    if (r->outcome == AGAIN_DIFFERENT) {
        put_moved(out, &r->figures);
        change_lines(&r->figures, out);
        if (r->figures.n == 0)
            buf_puts(out,
                     "  what differs is neither a figure nor a title, but in the files above\n");
    }
    if (r->n_changes > 0) {
        buf_puts(out, "what is different here:\n");
        trait_lines(r->change, r->n_changes, out);
    }
}

static void put_tally(struct buf *out, const char *what, const struct tally *t) {
    buf_addf(out, "  %-8s %zu of %zu as recorded\n", what, t->same, t->of);
}

static void put_text(const struct verify_report *r, struct buf *out) {
    const struct verification *v = r->verification;
    const struct manifest *m = &r->stored->manifest;
    buf_addf(out, "%s: ", r->run);
    if (v->wrong > 0)
        put_count(out, v->wrong, "finding", "findings");
    else
        buf_puts(out,
                 v->unchecked > 0 ? "as recorded, as far as it could be checked" : "as recorded");
    buf_addf(out, "\n  run      %.16s, %s by foistat %s\n", m->run_id, m->script.name,
             m->engine.version);
    put_tally(out, "files", &v->files);
    put_tally(out, "inputs", &v->inputs);
    if (r->script->same)
        buf_addf(out, "  script   as recorded in %s\n", r->script->path);
    put_findings(out, v);
    if (r->rerun != NULL)
        put_rerun(out, r->rerun);
}

void verify_text(const struct verify_report *r, struct buf *out) {
    struct buf text = {0};
    put_text(r, &text);
    put_harmless(out, &text);
    out->failed |= text.failed;
    buf_free(&text);
}

/* For programs. */

static void tally(struct json_writer *j, const char *key, const struct tally *t) {
    jw_open_flat(j, key, "{");
    jw_number(j, "same", (double)t->same);
    jw_number(j, "of", (double)t->of);
    jw_close_flat(j, "}");
}

static void finding(struct json_writer *j, const struct finding *f) {
    jw_open_flat(j, NULL, "{");
    jw_text(j, "kind", finding_kind_name[f->kind]);
    jw_text(j, "about", f->about);
    jw_text(j, "name", f->name);
    jw_text(j, "text", f->text);
    jw_close_flat(j, "}");
}

static void again_file(struct json_writer *j, const struct again_file *f) {
    jw_open_flat(j, NULL, "{");
    jw_text(j, "path", f->path);
    jw_text(j, "state", again_state_name[f->state]);
    jw_text(j, "tool", f->tool);
    jw_number(j, "line", f->first.line > 0 ? (double)f->first.line : NAN);
    jw_close_flat(j, "}");
}

static void rerun(struct json_writer *j, const struct rerun *r) {
    jw_open(j, "rerun", "{");
    jw_text(j, "outcome", again_outcome_name[r->outcome]);
    tally(j, "files", &r->files);
    jw_open(j, "differing", "[");
    for (size_t i = 0; i < r->n_files; i++)
        again_file(j, &r->file[i]);
    jw_close(j, "]");
    change_members(&r->figures, j);
    trait_members("here", r->change, r->n_changes, j);
    jw_close(j, "}");
}

void verify_json(const struct verify_report *r, struct buf *out) {
    const struct verification *v = r->verification;
    struct json_writer j = {.out = out, .first = true};
    jw_open(&j, NULL, "{");
    jw_text(&j, "schema", "foistat.verify/1");
    jw_text(&j, "run", r->run);
    jw_text(&j, "run_id", r->stored->manifest.run_id);
    jw_bool(&j, "as_recorded", v->wrong == 0);
    jw_number(&j, "not_checked", (double)v->unchecked);
    tally(&j, "files", &v->files);
    tally(&j, "inputs", &v->inputs);
    jw_open(&j, "findings", "[");
    for (size_t i = 0; i < v->n; i++)
        finding(&j, &v->finding[i]);
    jw_close(&j, "]");
    if (r->rerun != NULL)
        rerun(&j, r->rerun);
    jw_close(&j, "}");
    buf_puts(out, "\n");
}
