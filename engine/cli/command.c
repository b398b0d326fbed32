#include "cli/command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

enum { first_long = 256 }; /* getopt's value of option row i is first_long + i */

const struct command *command_find(const char *name) {
    for (const struct command *c = commands; c->name != NULL; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

static size_t n_options(const struct command *c) {
    size_t n = 0;
    while (n < COMMAND_OPTIONS && c->options[n].name != NULL)
        n++;
    return n;
}

/* getopt's two descriptions of the options, from the rows. */
static void describe_options(const struct command *c, char *letters, struct option *longs) {
    size_t n = n_options(c), at = 0;
    letters[at++] = ':'; /* a missing value is told apart from an unknown option */
    for (size_t i = 0; i < n; i++) {
        const struct option_row *o = &c->options[i];
        longs[i] = (struct option){o->name, o->value != NULL, NULL, first_long + (int)i};
        if (o->letter != 0) {
            letters[at++] = o->letter;
            if (o->value != NULL)
                letters[at++] = ':';
        }
    }
    letters[at++] = 'h';
    letters[at] = '\0';
    longs[n] = (struct option){"help", 0, NULL, 'h'};
    longs[n + 1] = (struct option){0};
}

static bool unknown_option(const struct command *c, const char *word, struct err *e) {
    const char *names[COMMAND_OPTIONS + 2] = {"help"};
    for (size_t i = 0; i < n_options(c); i++)
        names[i + 1] = c->options[i].name;
    fail(e, ERR_USAGE, "`foistat %s` has no option '%s'", c->name, word);
    const char *bare = word + strspn(word, "-");
    const char *nearest = str_nearest(bare, names);
    if (nearest != NULL)
        return err_hint(e, "did you mean '--%s'? `foistat %s --help` lists the options", nearest,
                        c->name);
    return err_hint(e, "`foistat %s --help` lists the options", c->name);
}

static int row_of(const struct command *c, int got) {
    if (got >= first_long)
        return got - first_long;
    for (size_t i = 0; i < n_options(c); i++) {
        if (c->options[i].letter == got)
            return (int)i;
    }
    return -1;
}

static bool take_option(struct invocation *v, int row, const char *value, struct err *e) {
    size_t n = v->n_set[row];
    if (n > 0 && !v->command->options[row].repeats && v->command->options[row].value != NULL)
        return fail(e, ERR_USAGE, "--%s is given twice", v->command->options[row].name);
    const char **values = realloc(v->value[row], (n + 1) * sizeof *values);
    if (values == NULL)
        return fail(e, ERR_NOMEM, "no memory for the command line");
    values[n] = value;
    v->value[row] = values;
    v->n_set[row] = n + 1;
    return true;
}

bool command_parse(const struct command *c, int argc, char **argv, struct invocation *v,
                   struct err *e) {
    char letters[2 * COMMAND_OPTIONS + 4];
    struct option longs[COMMAND_OPTIONS + 2];
    v->command = c;
    describe_options(c, letters, longs);
    opterr = 0;
    optind = 1;
    for (int got; (got = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        if (got == 'h') {
            command_help(c, v->out);
            exit(EXIT_OK);
        }
        const char *word = argv[optind - 1];
        if (got == ':')
            return fail(e, ERR_USAGE, "'%s' needs a value", word);
        int row = got == '?' ? -1 : row_of(c, got);
        if (row < 0)
            return unknown_option(c, word, e);
        if (!take_option(v, row, optarg, e))
            return false;
    }
    v->n_words = argc - optind;
    v->word = argv + optind;
    return true;
}

void command_release(struct invocation *v) {
    for (size_t i = 0; i < COMMAND_OPTIONS; i++)
        free(v->value[i]);
}

static size_t option_row_of(const struct invocation *v, const char *name) {
    size_t i = 0;
    while (strcmp(v->command->options[i].name, name) != 0)
        i++; /* names are ours: the option is there */
    return i;
}

const char *option_value(const struct invocation *v, const char *name, const char *preset) {
    size_t i = option_row_of(v, name);
    return v->n_set[i] > 0 ? v->value[i][v->n_set[i] - 1] : preset;
}

size_t option_values(const struct invocation *v, const char *name, const char *const **values) {
    size_t i = option_row_of(v, name);
    *values = v->value[i];
    return v->n_set[i];
}

bool option_given(const struct invocation *v, const char *name) {
    return v->n_set[option_row_of(v, name)] > 0;
}

bool option_whole(const struct invocation *v, const char *name, unsigned long long *value,
                  struct err *e) {
    const char *text = option_value(v, name, NULL);
    double x;
    if (text == NULL)
        return true;
    if (!num_parse(text, strlen(text), &x) || !num_is_count(x) || x < 1)
        return fail(e, ERR_USAGE, "--%s takes a whole number from 1, got '%s'", name, text);
    *value = (unsigned long long)x;
    return true;
}

void command_help(const struct command *c, FILE *out) {
    fprintf(out, "foistat %s\n  %s\n\nExamples\n", c->usage, c->summary);
    for (const char *p = c->examples; *p != '\0'; p += strcspn(p, "\n") + 1)
        fprintf(out, "  $ %.*s\n", (int)strcspn(p, "\n"), p);
    fprintf(out, "\nOptions\n");
    for (size_t i = 0; i < n_options(c); i++) {
        const struct option_row *o = &c->options[i];
        char left[48], letter[8] = "    ";
        if (o->letter != 0)
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->value != NULL ? " " : "",
                 o->value != NULL ? o->value : "");
        fprintf(out, "  %-24s %s\n", left, o->text);
    }
    fprintf(out, "  %-24s %s\n", "-h, --help", "this page");
}
