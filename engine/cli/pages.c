#include "cli/pages.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "stats/call.h"
#include "stats/catalogue.h"

static void heading(struct buf *out, enum page_style style, int level, const char *text) {
    if (style == PAGE_MARKDOWN)
        buf_addf(out, "%.*s %s\n\n", level, "####", text);
    else
        buf_addf(out, "%s\n", text);
}

/* A paragraph under a small heading; nothing when there is no text. */
static void section(struct buf *out, enum page_style style, const char *title, const char *text) {
    if (text == NULL || text[0] == '\0')
        return;
    if (style == PAGE_MARKDOWN)
        buf_addf(out, "**%s.** %s\n\n", title, text);
    else
        buf_addf(out, "\n%s\n  %s\n", title, text);
}

/* A default as people would type it. */
static void preset_text(struct buf *out, const struct arg *a) {
    char number[NUM_TEXT_SIZE];
    if (a->preset_text != NULL) {
        buf_addf(out, " (default \"%s\")", a->preset_text);
    } else if (a->kind != ARG_TEXT && !isnan(a->preset)) {
        num_text(a->preset, number);
        buf_addf(out, " (default %s)", number);
    }
}

static const char *argument_kind(const struct arg *a) {
    if (a->kind == ARG_TEXT && a->choices != NULL)
        return a->choices;
    return arg_kind_text(a->kind);
}

static void list_arguments(struct buf *out, const struct measure *m, enum page_style style) {
    for (size_t i = 0; i < measure_n_args(m); i++) {
        const struct arg *a = &m->args[i];
        const char *shape = a->matrix ? "rows of numbers, each " : a->vector ? "a list, each " : "";
        buf_addf(out, style == PAGE_MARKDOWN ? "- `%s`: %s; %s%s" : "  %-14s %s; %s%s", a->name,
                 a->text, shape, argument_kind(a));
        preset_text(out, a);
        buf_puts(out, "\n");
    }
}

static void list_results(struct buf *out, const struct measure *m, enum page_style style) {
    for (size_t i = 0; i < measure_n_results(m); i++)
        buf_addf(out, style == PAGE_MARKDOWN ? "- `%s`: %s\n" : "  %-14s %s\n", m->results[i].name,
                 m->results[i].text);
}

/* Runs the example through the engine: the output shown is the output there is. */
static void run_example(struct buf *out, const struct measure *m, const struct example *x) {
    struct call c;
    struct answer a;
    struct err e = {0};
    char words[1024];
    bool done = true;
    call_begin(&c, m);
    snprintf(words, sizeof words, "%s", x->call);
    for (char *at = NULL, *word = strtok_r(words, " ", &at); done && word != NULL;
         word = strtok_r(NULL, " ", &at))
        done = call_word(&c, word, &e);
    if (done && call_run(&c, &a, &e))
        answer_text(out, &a);
    else
        err_format(&e, out);
    call_end(&c);
}

static void list_examples(struct buf *out, const struct measure *m, enum page_style style) {
    for (size_t i = 0; i < MEASURE_EXAMPLES && m->examples[i].call != NULL; i++) {
        const struct example *x = &m->examples[i];
        struct buf answer = {0};
        run_example(&answer, m, x);
        if (style == PAGE_MARKDOWN)
            buf_addf(out, "```console\n$ foistat calc %s %s\n%s```\n\nExpected: %s (%s).\n\n",
                     m->name, x->call, answer.text, x->answer, x->source);
        else
            buf_addf(out, "  $ foistat calc %s %s\n  %s  expected: %s (%s)\n", m->name, x->call,
                     answer.text, x->answer, x->source);
        buf_free(&answer);
    }
}

static void signature(struct buf *out, const struct measure *m) {
    buf_addf(out, "foi.stats.%s{", m->name);
    for (size_t i = 0; i < measure_n_args(m); i++)
        buf_addf(out, "%s%s", i > 0 ? ", " : "", m->args[i].name);
    buf_puts(out, "}");
}

void page_measure(struct buf *out, const struct measure *m, enum page_style style) {
    heading(out, style, 2, m->name);
    buf_addf(out, style == PAGE_MARKDOWN ? "%s\n\n`" : "  %s\n\n  ", m->brief);
    signature(out, m);
    buf_puts(out, style == PAGE_MARKDOWN ? "`\n\nArguments:\n\n" : "\n\nArguments\n");
    list_arguments(out, m, style);
    buf_puts(out, style == PAGE_MARKDOWN ? "\nResults:\n\n" : "\nResults\n");
    list_results(out, m, style);
    buf_puts(out, style == PAGE_MARKDOWN ? "\n" : "");
    section(out, style, "Formula", m->formula);
    section(out, style, "Assumptions and limits", m->assumes);
    section(out, style, "Kept for comparison", m->compare);
    section(out, style, "Source", m->cite);
    buf_puts(out, style == PAGE_MARKDOWN ? "" : "\nExamples\n");
    list_examples(out, m, style);
}

static size_t family_length(const char *name) {
    return strcspn(name, ".");
}

static bool in_family(const struct measure *m, const char *family) {
    size_t n = strlen(family);
    return strncmp(m->name, family, n) == 0 && (m->name[n] == '.' || m->name[n] == '\0');
}

void page_family(struct buf *out, const char *family, enum page_style style) {
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (!in_family(measures[i], family))
            continue;
        if (style == PAGE_MARKDOWN)
            page_measure(out, measures[i], style);
        else
            buf_addf(out, "  %-48s %s\n", measures[i]->name, measures[i]->brief);
    }
}

void page_families(struct buf *out) {
    size_t count = 0;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const char *name = measures[i]->name,
                   *next = measures[i + 1] != NULL ? measures[i + 1]->name : "";
        size_t n = family_length(name);
        count++;
        if (family_length(next) != n || strncmp(name, next, n) != 0) {
            buf_addf(out, "  %-14.*s %zu measures\n", (int)n, name, count);
            count = 0;
        }
    }
}

void page_error(struct buf *out, const struct err_code *code, enum page_style style) {
    char title[160];
    snprintf(title, sizeof title, "%s: %s", code->id, code->title);
    heading(out, style, 2, title);
    buf_addf(out, style == PAGE_MARKDOWN ? "%s\n\n" : "  %s\n", code->help);
}

void page_errors(struct buf *out, enum page_style style) {
    for (size_t i = 1; i < ERR_COUNT_OF_IDS; i++)
        page_error(out, &err_codes[i], style);
}

void page_checks(struct buf *out, enum page_style style) {
    for (const struct check_code *c = check_codes; c->code != NULL; c++) {
        struct err_code row = {.id = c->code, .title = c->title, .help = c->help};
        page_error(out, &row, style);
    }
}

void page_exit_codes(struct buf *out, enum page_style style) {
    for (const struct exit_row *r = exit_rows; r->text != NULL; r++)
        buf_addf(out, style == PAGE_MARKDOWN ? "| %d | %s |\n" : "  %-4d %s\n", r->code, r->text);
}

static void page_command(struct buf *out, const struct command *c) {
    char *text = NULL;
    size_t n = 0;
    FILE *memory = open_memstream(&text, &n);
    if (memory == NULL)
        return;
    command_help(c, memory);
    fclose(memory);
    buf_addf(out, "## foistat %s\n\n```text\n%s```\n\n", c->name, text);
    free(text);
}

void page_commands(struct buf *out, enum page_style style) {
    for (const struct command *c = commands; c->name != NULL; c++) {
        if (style == PAGE_MARKDOWN)
            page_command(out, c);
        else
            buf_addf(out, "  %-48s %s\n", c->usage, c->summary);
    }
}

static bool holds(const char *text, const char *word) {
    size_t n = strlen(word);
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (i < n && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i]))
            i++;
        if (i == n)
            return true;
    }
    return n == 0;
}

void page_find(struct buf *out, const char *word) {
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (holds(measures[i]->name, word) || holds(measures[i]->brief, word))
            buf_addf(out, "  %-48s %s\n", measures[i]->name, measures[i]->brief);
    }
    for (size_t i = 1; i < ERR_COUNT_OF_IDS; i++) {
        if (holds(err_codes[i].title, word) || holds(err_codes[i].help, word))
            buf_addf(out, "  %-48s %s\n", err_codes[i].id, err_codes[i].title);
    }
    for (const struct command *c = commands; c->name != NULL; c++) {
        if (holds(c->summary, word) || holds(c->usage, word))
            buf_addf(out, "  %-48s %s\n", c->usage, c->summary);
    }
}
