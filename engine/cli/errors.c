/* How errors leave the program. */
#include <stdlib.h>

#include "cli/answer.h"
#include "cli/command.h"

/* Inputs that cannot be read are the user's to mend, whoever asked for them. */
static bool is_input_error(enum err_id id) {
    return (id >= ERR_CSV_QUOTE && id <= ERR_PACKAGE) || id == ERR_DATASET || id == ERR_COUNT ||
           id == ERR_READ || id == ERR_WRITE;
}

static int exit_code_of(const struct err *e, bool in_script) {
    switch (err_class(e)) {
    case CLASS_NONE:
        return EXIT_OK;
    case CLASS_LIMIT:
        return EXIT_LIMIT;
    case CLASS_INTERNAL:
        return EXIT_BUG;
    case CLASS_USAGE:
    case CLASS_IO:
        return EXIT_USAGE;
    default:
        return in_script && !is_input_error(e->id) ? EXIT_SCRIPT : EXIT_USAGE;
    }
}

int report_error(const struct err *e, bool in_script, FILE *json_to) {
    struct buf text = {0};
    err_format(e, &text);
    if (!text.failed) {
        fputs(text.text, stderr);
    } else { /* without memory: the bare message */
        fputs("error: ", stderr);
        fputs(e->message, stderr);
        fputs("\n", stderr);
    }
    buf_free(&text);
    if (json_to != NULL) {
        struct buf json = {0};
        buf_puts(&json, "{\"error\":");
        error_json(&json, e);
        buf_puts(&json, "}\n");
        if (!json.failed)
            fputs(json.text, json_to);
        buf_free(&json);
    }
    return exit_code_of(e, in_script);
}
