/* foistat help: everything the rows know. */
#include <string.h>

#include "cli/command.h"
#include "cli/pages.h"
#include "cli/pages_api.h"
#include "cli/pages_manifest.h"
#include "cli/pages_package.h"
#include "cli/luals.h"
#include "stats/catalogue.h"

/* Topics that are whole lists, as pages of the reference. */
struct topic {
    const char *name, *title, *text;
    void (*fill)(struct buf *out, enum page_style style);
};

static void fill_exit_codes(struct buf *out, enum page_style style) {
    buf_puts(out, style == PAGE_MARKDOWN ? "| code | meaning |\n| ---: | --- |\n" : "");
    page_exit_codes(out, style);
}

static const struct topic topics[] = {
    {"measures", "Measures", "Every statistical measure: what it returns, its formula, its source.",
     page_families},
    {"lua-api", "Lua module",
     "Everything a script finds in the module `foi`, with what it takes and gives.",
     page_functions},
    {"datapackage", "datapackage.json: what the engine reads",
     "What the description of a dataset can say: sources, columns, marks, checks.", page_package},
    {"errors", "Error codes", "Every error has a code; this is what each means and what to do.",
     page_errors},
    {"checks", "Checks on data", "What foistat tests in a table before its figures are used.",
     page_checks},
    {"manifest", "The manifest of a run",
     "What `ro-crate-metadata.json` says in PropertyValues, beside the words of RO-Crate.",
     page_manifest},
    {"commands", "Commands", "The command line, as `--help` prints it.", page_commands},
    {"exit-codes", "Exit codes", "How the program ends.", fill_exit_codes},
    {0},
};

static void overview(struct buf *out) {
    buf_puts(out, "Commands\n");
    page_commands(out, PAGE_TERMINAL);
    buf_puts(out, "\nFamilies of measures (`foistat help prop` lists one)\n");
    page_families(out, PAGE_TERMINAL);
    buf_puts(out, "\nTopics\n");
    for (const struct topic *t = topics; t->name != NULL; t++)
        buf_addf(out, "  %-14s %s\n", t->name, t->text);
    buf_puts(out, "\n`foistat help find WORD` searches names and meanings.\n");
}

static bool show_topic(struct buf *out, const char *name, enum page_style style) {
    for (const struct topic *t = topics; t->name != NULL; t++) {
        if (strcmp(t->name, name) != 0)
            continue;
        if (style == PAGE_MARKDOWN) {
            page_title(out, t->title);
            buf_addf(out, "%s\n\n", t->text);
        }
        t->fill(out, style);
        return true;
    }
    return false;
}

static bool show_check(struct buf *out, const char *name, enum page_style style) {
    for (const struct check_code *c = check_codes; c->code != NULL; c++) {
        if (strcmp(c->code, name) == 0) {
            struct err_code row = {.id = c->code, .title = c->title, .help = c->help};
            page_error(out, &row, style);
            return true;
        }
    }
    return false;
}

/* A function of the Lua module, "table.where", or all of a type, "table". */
static bool show_function(struct buf *out, const char *name, enum page_style style) {
    const struct api_type *type;
    const struct api *a = api_find(name, &type);
    if (a == NULL)
        return page_type(out, name, style);
    page_function(out, type, a, style);
    return true;
}

/* A measure as scripts call it is the measure. */
static const char *without_module(const char *name) {
    static const char module[] = "foi.stats.";
    size_t n = sizeof module - 1;
    return strncmp(name, module, n) == 0 ? name + n : name;
}

/* Shows what is called 'name': a topic, a command, a function of the Lua module, a measure, a
 * family, an error, a check or a property of a package. */
static bool show(struct buf *out, const char *name, enum page_style style, FILE *direct) {
    if (show_topic(out, name, style))
        return true;
    const struct command *c = command_find(name);
    if (c != NULL) {
        command_help(c, direct);
        return true;
    }
    if (show_function(out, name, style))
        return true;
    const struct measure *m = measure_find(without_module(name));
    const struct err_code *code = err_code_find(name);
    if (m != NULL)
        page_measure(out, m, style);
    else if (code != NULL)
        page_error(out, code, style);
    else if (!show_check(out, name, style) && !page_property(out, name, style))
        page_family(out, name, style);
    return m != NULL || code != NULL || out->n > 0;
}

/* Is it the last part of a name with dots? */
static bool is_last_part(const char *name, const char *part) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && strcmp(dot + 1, part) == 0;
}

/* Lists what has 'part' as the last part of its name; 'only' is one such name. Returns how many. */
static size_t list_by_part(struct buf *out, const char *part, char only[80]) {
    size_t n = 0;
    for (const struct api_type *t = api_types; t->name != NULL; t++) {
        for (const struct api *a = t->rows; a->name != NULL; a++) {
            if (strcmp(a->name, part) != 0)
                continue;
            snprintf(only, 80, "%s.%s", t->name, a->name);
            buf_addf(out, "  %-28s %s\n", only, a->brief);
            n++;
        }
    }
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (!is_last_part(measures[i]->name, part))
            continue;
        snprintf(only, 80, "%s", measures[i]->name);
        buf_addf(out, "  %-28s %s\n", only, measures[i]->brief);
        n++;
    }
    return n;
}

/* "compare": the page of the one function or measure whose name ends so, or a list of several. */
static bool show_by_part(struct buf *out, const char *part, enum page_style style, FILE *direct) {
    struct buf list = {0};
    char only[80];
    size_t n = list_by_part(&list, part, only);
    if (n == 1)
        show(out, only, style, direct);
    else if (n > 1)
        buf_addf(out, "Several are called '%s'; `foistat help NAME` shows one:\n%s", part,
                 list.text == NULL ? "" : list.text);
    buf_free(&list);
    return n > 0;
}

/* Suggests the function of the Lua module whose name is nearest, if one is near. */
static void suggest_function(const char *name, struct err *e) {
    size_t best = strlen(name) / 3 + 1;
    for (const struct api_type *t = api_types; t->name != NULL; t++) {
        for (const struct api *a = t->rows; a->name != NULL; a++) {
            char full[80];
            snprintf(full, sizeof full, "%s.%s", t->name, a->name);
            if (str_distance(name, full) < best) {
                best = str_distance(name, full);
                err_hint(e, "did you mean '%s'?", full);
            }
        }
    }
}

static int nothing_found(const char *name) {
    struct err e = {0};
    if (measure_need(name, &e) == NULL) {
        snprintf(e.message, sizeof e.message, "there is no help on '%.100s'", name);
        e.id = ERR_USAGE;
        suggest_function(name, &e);
    }
    return report_error(&e, false, NULL);
}

int help_command(const struct invocation *v) {
    enum page_style style = option_given(v, "markdown") ? PAGE_MARKDOWN : PAGE_TERMINAL;
    struct buf out = {0};
    bool found = true;
    if (option_given(v, "luals"))
        luals(&out);
    else if (v->n_words == 0)
        overview(&out);
    else if (v->n_words == 2 && strcmp(v->word[0], "find") == 0)
        page_find(&out, v->word[1]);
    else
        found =
            show(&out, v->word[0], style, v->out) || show_by_part(&out, v->word[0], style, v->out);
    if (out.n > 0 && !out.failed)
        fputs(out.text, v->out);
    buf_free(&out);
    return found ? EXIT_OK : nothing_found(v->word[0]);
}
