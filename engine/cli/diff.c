/* foistat diff: what changed between two runs, and which figures moved with it. */
#include <math.h>
#include <string.h>

#include "base/lines.h"
#include "base/num.h"
#include "cli/allow.h"
#include "cli/change_text.h"
#include "run/machine.h"
#include "run/stored.h"

/* Two runs beside each other. */
struct sides {
    const char *name[2]; /* as the user named them */
    struct stored stored[2];
    struct results results[2];
    struct trait_list traits[2], machine[2];
    struct arena arena;
    size_t n_traits, n_machine;
    struct trait_change *trait, *machine_change;
    double tolerance;
    struct comparison figures;
    struct line_count script;    /* lines removed and added */
    size_t other_bytes, only[2]; /* files */
};

static bool take_tolerance(const struct invocation *v, double *tolerance, struct err *e) {
    const char *text = option_value(v, "tolerance", "0");
    if (num_parse(text, strlen(text), tolerance) && *tolerance >= 0 && *tolerance < 1)
        return true;
    fail(e, ERR_USAGE, "--tolerance takes a number from 0 to below 1, got '%s'", text);
    return err_hint(e, "for example: --tolerance 1e-9");
}

static bool take_machine(const struct stored *s, struct trait_list *l, struct err *e) {
    const struct output *o = output_set_find(&s->set, MACHINE_PATH);
    return o == NULL || traits_of_machine(o->bytes.n > 0 ? o->bytes.text : "", o->bytes.n, l, e);
}

static bool read_side(struct sides *s, int i, bool weak, struct err *e) {
    return stored_read(s->name[i], weak, &s->stored[i], e) &&
           stored_results(&s->stored[i], &s->results[i], e) &&
           traits_of_run(&s->stored[i].manifest, &s->traits[i], e) &&
           take_machine(&s->stored[i], &s->machine[i], e);
}

/* Comparing. */

static struct span script_of(const struct stored *s) {
    const struct output *o = output_set_find(&s->set, s->manifest.script.path);
    return o != NULL && o->bytes.n > 0 ? (struct span){o->bytes.text, o->bytes.n}
                                       : (struct span){"", 0};
}

/* Files of the run; the copies of its inputs and the machine are other things. */
static bool is_output(const struct output *o) {
    return strcmp(o->path, MACHINE_PATH) != 0 &&
           strncmp(o->path, STORED_INPUTS, strlen(STORED_INPUTS)) != 0;
}

static void compare_files(struct sides *s) {
    for (int i = 0; i < 2; i++) {
        const struct output_set *set = &s->stored[i].set;
        for (size_t k = 0; k < set->n; k++) {
            if (!is_output(&set->file[k]))
                continue;
            const struct output *other = output_set_find(&s->stored[1 - i].set, set->file[k].path);
            s->only[i] += other == NULL;
            s->other_bytes +=
                i == 0 && other != NULL && strcmp(other->sha256, set->file[k].sha256) != 0;
        }
    }
}

static bool compare(struct sides *s, struct err *e) {
    s->script = lines_changed(script_of(&s->stored[0]), script_of(&s->stored[1]));
    compare_files(s);
    return traits_compare(&s->traits[0], &s->traits[1], &s->arena, &s->trait, &s->n_traits, e) &&
           traits_compare(&s->machine[0], &s->machine[1], &s->arena, &s->machine_change,
                          &s->n_machine, e) &&
           results_compare(&s->results[0], &s->results[1], s->tolerance, &s->figures, e);
}

/* Other bytes are no difference to those who asked for a tolerance: that is what it is for. */
static bool is_same(const struct sides *s) {
    bool same_files =
        s->only[0] == 0 && s->only[1] == 0 && (s->other_bytes == 0 || s->tolerance > 0);
    return s->n_traits == 0 && s->figures.n == 0 && same_files && s->stored[0].genuine &&
           s->stored[1].genuine;
}

/* For people. */

static void put_manifests(const struct sides *s, struct buf *out) {
    for (int i = 0; i < 2; i++) {
        if (!s->stored[i].genuine)
            buf_addf(out, "  the manifest of %s was changed: `foistat verify` says more\n",
                     s->name[i]);
    }
}

static void put_script(const struct sides *s, struct buf *out) {
    if (s->script.removed == 0 && s->script.added == 0)
        return;
    struct line_difference d = lines_first(script_of(&s->stored[0]), script_of(&s->stored[1]));
    buf_puts(out, "  script, lines: ");
    put_count(out, s->script.removed, "line removed", "lines removed");
    buf_addf(out, ", %zu added, first in line %zu\n", s->script.added, d.line);
}

static void put_files(const struct sides *s, struct buf *out) {
    if (s->other_bytes == 0 && s->only[0] == 0 && s->only[1] == 0)
        return;
    put_count(out, s->other_bytes, "file has", "files have");
    buf_puts(out, " other bytes");
    for (int i = 0; i < 2; i++) {
        if (s->only[i] > 0)
            buf_addf(out, ", %zu only in %s", s->only[i], s->name[i]);
    }
    buf_puts(out, "\n");
}

static void put_text(const struct sides *s, struct buf *out) {
    buf_addf(out, "%s and %s %s\n", s->name[0], s->name[1], is_same(s) ? "are the same" : "differ");
    put_manifests(s, out);
    trait_lines(s->trait, s->n_traits, out);
    put_script(s, out);
    put_files(s, out);
    put_moved(out, &s->figures);
    change_lines(&s->figures, out);
    if (s->figures.n > 0 && s->n_machine > 0) {
        buf_puts(out, "made on different machines:\n");
        trait_lines(s->machine_change, s->n_machine, out);
    }
}

static void diff_text(const struct sides *s, struct buf *out) {
    struct buf text = {0};
    put_text(s, &text);
    put_harmless(out, &text);
    out->failed |= text.failed;
    buf_free(&text);
}

/* For programs. */

static void side(struct json_writer *j, const char *key, const struct sides *s, int i) {
    jw_open_flat(j, key, "{");
    jw_text(j, "run", s->name[i]);
    jw_text(j, "run_id", s->stored[i].manifest.run_id);
    jw_bool(j, "genuine", s->stored[i].genuine);
    jw_close_flat(j, "}");
}

static void diff_json(const struct sides *s, struct buf *out) {
    struct json_writer j = {.out = out, .first = true};
    jw_open(&j, NULL, "{");
    jw_text(&j, "schema", "foistat.diff/1");
    side(&j, "before", s, 0);
    side(&j, "after", s, 1);
    jw_bool(&j, "same", is_same(s));
    jw_number(&j, "tolerance", s->tolerance);
    trait_members("made_from", s->trait, s->n_traits, &j);
    jw_open_flat(&j, "script_lines", "{");
    jw_number(&j, "removed", (double)s->script.removed);
    jw_number(&j, "added", (double)s->script.added);
    jw_close_flat(&j, "}");
    jw_open_flat(&j, "files", "{");
    jw_number(&j, "other_bytes", (double)s->other_bytes);
    jw_number(&j, "only_before", (double)s->only[0]);
    jw_number(&j, "only_after", (double)s->only[1]);
    jw_close_flat(&j, "}");
    change_members(&s->figures, &j);
    trait_members("machine", s->machine_change, s->n_machine, &j);
    jw_close(&j, "}");
    buf_puts(out, "\n");
}

static bool print(const struct sides *s, const struct invocation *v, struct err *e) {
    struct buf text = {0};
    (option_given(v, "json") ? diff_json : diff_text)(s, &text);
    bool done = print_found(v, &text, e);
    buf_free(&text);
    return done;
}

static bool diff(struct sides *s, const struct invocation *v, struct err *e) {
    struct allow allow = {0};
    if (v->n_words != 2) {
        fail(e, ERR_USAGE, "diff needs two runs");
        return err_hint(e, "for example: foistat diff runs/2023 runs/2024");
    }
    for (int i = 0; i < 2; i++)
        s->name[i] = v->word[i];
    return take_tolerance(v, &s->tolerance, e) && allow_take(v, &allow, e) &&
           read_side(s, 0, allow.weak_sandbox, e) && read_side(s, 1, allow.weak_sandbox, e) &&
           compare(s, e) && print(s, v, e);
}

static void release(struct sides *s) {
    for (int i = 0; i < 2; i++) {
        traits_free(&s->traits[i]);
        traits_free(&s->machine[i]);
        results_free(&s->results[i]);
        stored_free(&s->stored[i]);
    }
    comparison_free(&s->figures);
    arena_free(&s->arena);
}

int diff_command(const struct invocation *v) {
    struct sides s = {0};
    struct err e = {0};
    bool done = diff(&s, v, &e), same = done && is_same(&s);
    release(&s);
    if (done)
        return same ? EXIT_OK : EXIT_FINDINGS;
    return report_error(&e, false, option_given(v, "json") ? v->out : NULL);
}
