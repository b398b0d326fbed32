#include "cli/pages.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "stats/call.h"
#include "cli/pages_api.h"
#include "stats/catalogue.h"
#include "stats/family.h"

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

/* Formulas are plain text, in which * and _ mean what they say. */
static void formula(struct buf *out, enum page_style style, const char *text) {
    if (style == PAGE_MARKDOWN)
        buf_addf(out, "Formula:\n\n```text\n%s\n```\n\n", text);
    else
        section(out, style, "Formula", text);
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

/* "a list, each a whole number from 0 to 2^53 (default 1)" */
static void argument_kind(struct buf *out, const struct arg *a) {
    bool words = a->choices != NULL;
    buf_puts(out, a->matrix ? "rows of numbers, each " : a->vector ? "a list, each " : "");
    buf_puts(out, a->kind == ARG_TEXT && words ? a->choices : arg_kind_text(a->kind));
    if (a->kind != ARG_TEXT && words)
        buf_addf(out, ", or \"%s\"", a->choices);
    preset_text(out, a);
}

static void list_arguments(struct buf *out, const struct measure *m, enum page_style style) {
    bool rows = m->shape == PER_CELL;
    if (style == PAGE_MARKDOWN)
        buf_addf(out, "\n\nArguments%s:\n\n",
                 rows ? ", in scripts also columns or lists of them, row by row" : "");
    else
        buf_addf(out, "\n\nArguments%s\n", rows ? " (in scripts also columns, row by row)" : "");
    for (size_t i = 0; i < measure_n_args(m); i++) {
        const struct arg *a = &m->args[i];
        buf_addf(out, style == PAGE_MARKDOWN ? "- `%s`: %s; " : "  %-22s %s; ", a->name, a->text);
        argument_kind(out, a);
        buf_puts(out, "\n");
    }
}

/* ": 0 ok, 1 alternate" */
static void list_codes(struct buf *out, const struct result *r) {
    char name[CODE_NAME_SIZE];
    for (int i = 0; result_code_name(r, i, name), name[0] != '\0'; i++)
        buf_addf(out, "%s %d %s", i == 0 ? ":" : ",", i, name);
}

static void list_results(struct buf *out, const struct measure *m, enum page_style style) {
    for (size_t i = 0; i < measure_n_results(m); i++) {
        buf_addf(out, style == PAGE_MARKDOWN ? "- `%s`: %s" : "  %-22s %s", m->results[i].name,
                 m->results[i].text);
        list_codes(out, &m->results[i]);
        buf_puts(out, "\n");
    }
}

/* Runs the example through the engine: the output shown is the output there is, to 12 digits. */
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
        answer_text12(out, &a);
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

static bool optional(const struct arg *a) {
    return a->kind == ARG_TEXT ? a->preset_text != NULL : !isnan(a->preset);
}

static void signature(struct buf *out, const struct measure *m) {
    buf_addf(out, "foi.stats.%s{", m->name);
    for (size_t i = 0; i < measure_n_args(m); i++)
        buf_addf(out, optional(&m->args[i]) ? "%s[%s]" : "%s%s", i > 0 ? ", " : "",
                 m->args[i].name);
    buf_puts(out, "}");
}

void page_measure(struct buf *out, const struct measure *m, enum page_style style) {
    heading(out, style, 2, m->name);
    buf_addf(out, style == PAGE_MARKDOWN ? "%s\n\n`" : "  %s\n\n  ", m->brief);
    signature(out, m);
    buf_puts(out, style == PAGE_MARKDOWN ? "`" : "");
    list_arguments(out, m, style);
    buf_puts(out, style == PAGE_MARKDOWN ? "\nResults:\n\n" : "\nResults\n");
    list_results(out, m, style);
    buf_puts(out, style == PAGE_MARKDOWN ? "\n" : "");
    formula(out, style, m->formula);
    section(out, style, "Assumptions and limits", m->assumes);
    section(out, style, "Kept for comparison", m->compare);
    section(out, style, "Source", m->cite);
    buf_puts(out, style == PAGE_MARKDOWN ? "" : "\nExamples\n");
    list_examples(out, m, style);
}

void page_title(struct buf *out, const char *title) {
    buf_addf(
        out,
        "<!-- Generated by `make docs` from the rows in the code. Do not edit. -->\n\n# %s\n\n",
        title);
}

void page_anchor(struct buf *out, const char *heading) {
    for (const char *c = heading; *c != '\0'; c++) {
        char low = (char)tolower((unsigned char)*c);
        if (isalnum((unsigned char)low) || low == '_' || low == '-')
            buf_add(out, &low, 1);
        else if (low == ' ')
            buf_puts(out, "-");
    }
}

/* A line of an index: its measure's name as a link into 'page', and what it returns. */
static void index_line(struct buf *out, const struct measure *m, const char *page) {
    buf_addf(out, "| [%s](%s#", m->name, page);
    page_anchor(out, m->name);
    buf_addf(out, ") | %s%s |\n", m->brief, m->compare != NULL ? " Kept for comparison." : "");
}

static void index_head(struct buf *out) {
    buf_puts(out, "| measure | what it returns |\n| --- | --- |\n");
}

static const char *family_title(const struct measure *m) {
    const struct family *f = family_of(m);
    return f != NULL ? f->title : "";
}

/* The first measure of a family, or NULL. */
static const struct measure *family_first(const char *family) {
    size_t i = 0;
    while (measures[i] != NULL && !family_has(family, measures[i]))
        i++;
    return measures[i];
}

static void family_page(struct buf *out, const char *family, const struct measure *first) {
    char title[160];
    snprintf(title, sizeof title, "%s: %s", family, family_title(first));
    page_title(out, title);
    buf_puts(out, "Numbers in the examples are shown to 12 significant digits.\n\n");
    index_head(out);
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (family_has(family, measures[i]))
            index_line(out, measures[i], "");
    }
    buf_puts(out, "\n");
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (family_has(family, measures[i]))
            page_measure(out, measures[i], PAGE_MARKDOWN);
    }
}

void page_family(struct buf *out, const char *family, enum page_style style) {
    const struct measure *first = family_first(family);
    if (first != NULL && style == PAGE_MARKDOWN) {
        family_page(out, family, first);
        return;
    }
    for (size_t i = 0; first != NULL && measures[i] != NULL; i++) {
        if (family_has(family, measures[i]))
            buf_addf(out, "  %-48s %s\n", measures[i]->name, measures[i]->brief);
    }
}

/* One family, from its first measure. */
static void list_family(struct buf *out, const struct measure *first, enum page_style style) {
    char family[64], page[80];
    size_t count = 0;
    snprintf(family, sizeof family, "%.*s", (int)strcspn(first->name, "."), first->name);
    for (size_t i = 0; measures[i] != NULL; i++)
        count += family_has(family, measures[i]);
    if (style == PAGE_TERMINAL) {
        buf_addf(out, "  %-32s %3zu  %s\n", family, count, family_title(first));
        return;
    }
    snprintf(page, sizeof page, "measures/%s.md", family);
    buf_addf(out, "## [%s](%s): %s\n\n", family, page, family_title(first));
    index_head(out);
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (family_has(family, measures[i]))
            index_line(out, measures[i], page);
    }
    buf_puts(out, "\n");
}

void page_families(struct buf *out, enum page_style style) {
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        char family[64];
        snprintf(family, sizeof family, "%.*s", (int)strcspn(m->name, "."), m->name);
        if (family_first(family) == m)
            list_family(out, m, style);
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

static void find_functions(struct buf *out, const char *word) {
    for (const struct api_type *t = api_types; t->name != NULL; t++) {
        for (const struct api *a = t->rows; a->name != NULL; a++) {
            if (holds(a->name, word) || holds(a->brief, word))
                buf_addf(out, "  %s.%-*s %s\n", t->name, (int)(47 - strlen(t->name)), a->name,
                         a->brief);
        }
    }
}

void page_find(struct buf *out, const char *word) {
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (holds(measures[i]->name, word) || holds(measures[i]->brief, word))
            buf_addf(out, "  %-48s %s\n", measures[i]->name, measures[i]->brief);
    }
    find_functions(out, word);
    for (size_t i = 1; i < ERR_COUNT_OF_IDS; i++) {
        if (holds(err_codes[i].title, word) || holds(err_codes[i].help, word))
            buf_addf(out, "  %-48s %s\n", err_codes[i].id, err_codes[i].title);
    }
    for (const struct command *c = commands; c->name != NULL; c++) {
        if (holds(c->summary, word) || holds(c->usage, word))
            buf_addf(out, "  %-48s %s\n", c->usage, c->summary);
    }
}
