/* foistat: the program. Results go to standard output, everything else to standard error. */
#include <fcntl.h>
#include <jansson.h>
#include <lua.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

/* The place of a standard stream that is closed would be that of the next file: an input would be
 * read, or written to, by mistake. What stands there instead cannot be used. */
static bool hold_places(void) {
    static const int useless[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", useless[fd]) != fd)
            return false;
    }
    return true;
}

/* libRmath prints its warnings on descriptor 1. Results get a descriptor of their own, and 1
 * becomes standard error. */
static FILE *claim_output(void) {
    int results = dup(STDOUT_FILENO);
    if (results < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        return NULL;
    return fdopen(results, "w");
}

static void print_overview(FILE *out) {
    fprintf(out, "foistat %s: statistics for Freedom-of-Information data, scripted in Lua\n\n",
            FOISTAT_VERSION);
    for (const struct command *c = commands; c->name != NULL; c++)
        fprintf(out, "  foistat %-34s %s\n", c->usage, c->summary);
    fprintf(out, "\n`foistat COMMAND --help` shows examples and options.\n");
}

static int print_version(FILE *out) {
    fprintf(out, "foistat %s (%s, jansson %s)\n", FOISTAT_VERSION, LUA_RELEASE, JANSSON_VERSION);
    fputs("Licence: GPL-3.0-or-later. There is no warranty.\n", out);
    return EXIT_OK;
}

static int unknown_command(const char *word) {
    const char *names[16] = {NULL};
    for (size_t i = 0; commands[i].name != NULL; i++)
        names[i] = commands[i].name;
    struct err e = {0};
    fail(&e, ERR_USAGE, "'%s' is not a foistat command", word);
    const char *nearest = str_nearest(word, names);
    if (nearest != NULL)
        err_hint(&e, "did you mean 'foistat %s'?", nearest);
    else
        err_hint(&e, "`foistat` alone lists the commands");
    return report_error(&e, false, NULL);
}

static int run_words(int argc, char **argv, FILE *out) {
    const struct command *c = command_find(argv[1]);
    if (c == NULL)
        return unknown_command(argv[1]);
    struct invocation v = {.out = out};
    struct err e = {0};
    int code =
        command_parse(c, argc - 1, argv + 1, &v, &e) ? c->run(&v) : report_error(&e, false, NULL);
    command_release(&v);
    return code;
}

static int run_main(int argc, char **argv, FILE *out) {
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_overview(out);
        return EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0)
        return print_version(out);
    return run_words(argc, argv, out);
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, ""); /* the only category: numbers never follow the locale */
    FILE *out = hold_places() ? claim_output() : NULL;
    if (out == NULL) {
        fputs("foistat: standard output cannot be used\n", stderr);
        return EXIT_BUG;
    }
    int code = run_main(argc, argv, out);
    if (fclose(out) != 0 && code == EXIT_OK) {
        fputs("error[I402]: the results could not be written to standard output\n", stderr);
        code = EXIT_USAGE;
    }
    return code;
}
