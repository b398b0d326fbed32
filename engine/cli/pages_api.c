#include "cli/pages_api.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"

static void argument_names(struct buf *out, const struct api_arg *args, size_t n) {
    for (size_t i = 0; i < n; i++)
        buf_addf(out, args[i].preset != NULL ? "%s[%s]" : "%s%s", i > 0 ? ", " : "", args[i].name);
}

/* "foi.percent(x, [decimals])", "t:join(other, on, {[optional]})", "foi.rate{count, population}".
 */
static void api_signature(struct buf *out, const struct api_type *t, const struct api *a) {
    size_t n = api_n_args(a), named = api_n_named(a);
    bool method = !t->functions && !a->field;
    buf_addf(out, "%s%s%s", t->value, method ? ":" : ".", a->name);
    if (a->field)
        return;
    buf_puts(out, n > 0 || named == 0 ? "(" : "");
    argument_names(out, a->args, n);
    if (named > 0) {
        buf_puts(out, n > 0 ? ", {" : "{");
        argument_names(out, a->args + n, named);
        buf_puts(out, "}");
    }
    buf_puts(out, n > 0 || named == 0 ? ")" : "");
}

static void list_arguments(struct buf *out, const struct api *a, enum page_style style) {
    bool markdown = style == PAGE_MARKDOWN;
    size_t n = api_n_args(a) + api_n_named(a);
    buf_puts(out, n == 0 ? "" : markdown ? "\nArguments:\n\n" : "\nArguments\n");
    for (size_t i = 0; i < n; i++) {
        const struct api_arg *arg = &a->args[i];
        buf_addf(out, markdown ? "- `%s` (`%s`): %s" : "  %-20s %s; %s", arg->name, arg->type,
                 arg->text);
        if (arg->preset != NULL && strcmp(arg->preset, "nil") == 0)
            buf_puts(out, "; may be left out");
        else if (arg->preset != NULL)
            buf_addf(out, "; default: %s", arg->preset);
        buf_puts(out, "\n");
    }
}

static void returned(struct buf *out, const struct api *a, enum page_style style) {
    bool markdown = style == PAGE_MARKDOWN;
    if (a->field)
        buf_addf(out, markdown ? "\nA `%s`%s" : "\nType\n  %s%s", a->returns,
                 a->optional ? " or nil" : "");
    else
        buf_addf(out, markdown ? "\nReturns `%s`" : "\nReturns\n  %s", a->returns);
    buf_addf(out, a->result != NULL ? ": %s.\n" : ".\n", a->result);
    if (markdown && a->parts[0].name != NULL)
        buf_puts(out, "\n");
    for (size_t i = 0; i < API_PARTS && a->parts[i].name != NULL; i++) {
        const struct api_part *p = &a->parts[i];
        buf_addf(out, markdown ? "- `%s` (`%s%s`): %s\n" : "  %-20s %s%s; %s\n", p->name, p->type,
                 p->optional ? "|nil" : "", p->text);
    }
}

static void error_link(struct buf *out, const struct err_code *code) {
    char title[160];
    snprintf(title, sizeof title, "%s: %s", code->id, code->title);
    buf_addf(out, "[%s](errors.md#", code->id);
    page_anchor(out, title);
    buf_addf(out, ") %s", code->title);
}

static void list_errors(struct buf *out, const struct api *a, enum page_style style) {
    if (a->errors == NULL)
        return;
    buf_puts(out, style == PAGE_MARKDOWN ? "\nErrors: " : "\nErrors\n");
    for (const char *at = a->errors; *at != '\0'; at += strspn(at, " ")) {
        char id[8] = "";
        size_t n = strcspn(at, " ");
        snprintf(id, sizeof id, "%.*s", (int)n, at);
        const struct err_code *code = err_code_find(id);
        if (style == PAGE_MARKDOWN) {
            buf_puts(out, at == a->errors ? "" : "; ");
            error_link(out, code);
        } else {
            buf_addf(out, "  %-20s %s\n", id, code->title);
        }
        at += n;
    }
    buf_puts(out, style == PAGE_MARKDOWN ? ".\n" : "");
}

static void example(struct buf *out, const struct api *a, enum page_style style) {
    if (style == PAGE_MARKDOWN) {
        buf_addf(out, "\n```lua\nlocal foi = require \"foi\"\n%s```\n\n", a->example);
        return;
    }
    buf_puts(out, "\nExample\n");
    for (const char *line = a->example; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        buf_addf(out, "  %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
}

void page_function(struct buf *out, const struct api_type *t, const struct api *a,
                   enum page_style style) {
    bool markdown = style == PAGE_MARKDOWN;
    buf_addf(out, markdown ? "### %s.%s\n\n%s\n\n`" : "%s.%s\n  %s\n\n  ", t->name, a->name,
             a->brief);
    api_signature(out, t, a);
    buf_puts(out, markdown ? "`\n" : "\n");
    list_arguments(out, a, style);
    returned(out, a, style);
    list_errors(out, a, style);
    example(out, a, style);
}

static void index_line(struct buf *out, const struct api_type *t, const struct api *a,
                       enum page_style style) {
    char name[80];
    snprintf(name, sizeof name, "%s.%s", t->name, a->name);
    if (style == PAGE_TERMINAL) {
        buf_addf(out, "  %-30s %s\n", name, a->brief);
        return;
    }
    buf_addf(out, "| [%s](#", name);
    page_anchor(out, name);
    buf_addf(out, ") | %s |\n", a->brief);
}

static void index_of(struct buf *out, enum page_style style) {
    if (style == PAGE_MARKDOWN)
        buf_puts(out, "| name | what it does |\n| --- | --- |\n");
    for (const struct api_type *t = api_types; t->name != NULL; t++) {
        for (const struct api *a = t->rows; a->name != NULL; a++)
            index_line(out, t, a, style);
    }
}

static void chapter(struct buf *out, const struct api_type *t) {
    buf_addf(out, "\n## %s\n\n%s\n\n", t->title, t->text);
    for (const struct api *a = t->rows; a->name != NULL; a++)
        page_function(out, t, a, PAGE_MARKDOWN);
}

void page_functions(struct buf *out, enum page_style style) {
    index_of(out, style);
    for (const struct api_type *t = api_types; style == PAGE_MARKDOWN && t->name != NULL; t++)
        chapter(out, t);
}

bool page_type(struct buf *out, const char *name, enum page_style style) {
    for (const struct api_type *t = api_types; t->name != NULL; t++) {
        if (strcmp(t->name, name) != 0)
            continue;
        if (style == PAGE_MARKDOWN) {
            chapter(out, t);
            return true;
        }
        buf_addf(out, "%s\n  %s\n\n", t->title, t->text);
        for (const struct api *a = t->rows; a->name != NULL; a++)
            index_line(out, t, a, style);
        return true;
    }
    return false;
}
