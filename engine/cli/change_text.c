#include "cli/change_text.h"

#include <math.h>
#include <string.h>

#include "base/num.h"

enum { longest_text = 60 }; /* of what is quoted, in bytes */

void put_count(struct buf *out, size_t n, const char *one, const char *many) {
    buf_addf(out, "%zu %s", n, n == 1 ? one : many);
}

void put_harmless(struct buf *out, const struct buf *text) {
    for (size_t i = 0; i < text->n; i++) {
        unsigned char c = (unsigned char)text->text[i];
        char shown = (c < 0x20 && c != '\n') || c == 0x7f ? '?' : (char)c;
        buf_add(out, &shown, 1);
    }
}

/* As much of a text as stands well in a line; its line ends are blanks. */
static void put_short(struct buf *out, const char *text) {
    size_t n = strlen(text);
    bool cut = n > longest_text;
    if (cut)
        n = utf8_whole(text, longest_text);
    for (size_t i = 0; i < n; i++)
        buf_add(out, text[i] == '\n' ? " " : &text[i], 1);
    buf_puts(out, cut ? "..." : "");
}

/* Where two long texts begin to differ, less a few words. */
static size_t start_of(const char *before, const char *after) {
    enum { lead = 20 };
    size_t same = 0;
    while (before[same] != '\0' && before[same] == after[same])
        same++;
    bool long_ones = strlen(before) > longest_text || strlen(after) > longest_text;
    return long_ones && same > 2 * lead ? utf8_whole(before, same - lead) : 0;
}

static void put_from_to(struct buf *out, const char *before, const char *after) {
    size_t start = before != NULL && after != NULL ? start_of(before, after) : 0;
    const char *lead = start > 0 ? "..." : "";
    buf_puts(out, lead);
    put_short(out, before != NULL ? before + start : "nothing");
    buf_addf(out, " -> %s", lead);
    put_short(out, after != NULL ? after + start : "nothing");
}

/* "table-1, England, 2013, rate"; "table-1, rate, unit" */
static void put_place(struct buf *out, const struct change *c) {
    bool words = c->kind == CHANGE_WORDS;
    const char *const place[] = {c->part, words ? c->column : c->row, words ? c->row : c->column};
    const char *between = "";
    for (size_t i = 0; i < 3; i++) {
        if (place[i] == NULL)
            continue;
        buf_puts(out, between);
        put_short(out, place[i]);
        between = ", ";
    }
}

static void put_distance(struct buf *out, double distance) {
    if (isfinite(distance))
        buf_addf(out, " (relative difference %.2g)", distance);
}

static void put_change(struct buf *out, const struct change *c) {
    static const char *const word[CHANGE_KINDS] = {[CHANGE_PART_REMOVED] = "removed",
                                                   [CHANGE_PART_ADDED] = "added",
                                                   [CHANGE_TEXT] = "text",
                                                   [CHANGE_COLUMN_REMOVED] = "column removed",
                                                   [CHANGE_COLUMN_ADDED] = "column added",
                                                   [CHANGE_WORDS] = "meaning",
                                                   [CHANGE_ROW_REMOVED] = "row removed",
                                                   [CHANGE_ROW_ADDED] = "row added",
                                                   [CHANGE_ORDER] = "order of rows",
                                                   [CHANGE_LABEL] = "label",
                                                   [CHANGE_MARK] = "mark",
                                                   [CHANGE_BOUNDS] = "bounds",
                                                   [CHANGE_NUMBER] = "number",
                                                   [CHANGE_CHECK] = "check"};
    buf_addf(out, "  %s: ", word[c->kind]);
    put_place(out, c);
    if (c->before != NULL || c->after != NULL) {
        buf_puts(out, ": ");
        put_from_to(out, c->before, c->after);
    }
    if (c->kind == CHANGE_NUMBER)
        put_distance(out, c->distance);
    buf_puts(out, "\n");
}

void change_lines(const struct comparison *c, struct buf *out) {
    size_t others = c->n - c->moved, shown_others = others < CHANGES_SHOWN ? others : CHANGES_SHOWN;
    size_t shown = c->moved < CHANGES_SHOWN ? c->moved : CHANGES_SHOWN;
    for (size_t i = 0; i < shown_others; i++)
        put_change(out, &c->change[i]);
    if (others > shown_others)
        buf_addf(out, "  and %zu more that are no numbers\n", others - shown_others);
    for (size_t i = 0; i < shown; i++)
        put_change(out, &c->change[others + i]);
    if (c->moved > shown)
        buf_addf(out, "  and %zu more numbers, which moved less\n", c->moved - shown);
}

void put_moved(struct buf *out, const struct comparison *c) {
    buf_addf(out, "%zu of ", c->moved);
    put_count(out, c->numbers, "number moves", "numbers move");
    if (c->moved > 0)
        buf_addf(out, "; the largest relative difference is %.2g", c->largest);
    buf_puts(out, "\n");
}

bool print_found(const struct invocation *v, const struct buf *text, struct err *e) {
    if (text->failed)
        return fail(e, ERR_NOMEM, "no memory for what was found");
    return fwrite(text->text, 1, text->n, v->out) == text->n ||
           fail(e, ERR_WRITE, "what was found could not be written to standard output");
}

static void trait_line(const struct trait_change *c, struct buf *out) {
    const struct trait *t = c->before != NULL ? c->before : c->after;
    buf_addf(out, "  %s ", trait_about_name[t->about]);
    put_short(out, t->name);
    buf_addf(out, "%s%s: ", t->property[0] != '\0' ? ", " : "", t->property);
    put_from_to(out, c->before != NULL ? c->before->value : NULL,
                c->after != NULL ? c->after->value : NULL);
    buf_puts(out, "\n");
}

void trait_lines(const struct trait_change *change, size_t n, struct buf *out) {
    size_t shown = n < 3 * CHANGES_SHOWN ? n : 3 * CHANGES_SHOWN;
    for (size_t i = 0; i < shown; i++)
        trait_line(&change[i], out);
    if (n > shown)
        buf_addf(out, "  and %zu more\n", n - shown);
}

static void change_object(const struct change *c, struct json_writer *j) {
    jw_open_flat(j, NULL, "{");
    jw_text(j, "kind", change_kind_name[c->kind]);
    jw_text(j, "part", c->part);
    jw_text(j, "title", c->title);
    jw_text(j, "row", c->row);
    jw_text(j, "column", c->column);
    jw_text(j, "before", c->before);
    jw_text(j, "after", c->after);
    jw_number(j, "distance", c->distance);
    jw_close_flat(j, "}");
}

void change_members(const struct comparison *c, struct json_writer *j) {
    jw_open_flat(j, "figures", "{");
    jw_number(j, "compared", (double)c->numbers);
    jw_number(j, "moved", (double)c->moved);
    jw_number(j, "largest", c->largest);
    jw_close_flat(j, "}");
    jw_open(j, "changes", "[");
    for (size_t i = 0; i < c->n; i++)
        change_object(&c->change[i], j);
    jw_close(j, "]");
}

static const char *value_of(const struct trait *t) {
    return t != NULL ? t->value : NULL;
}

void trait_members(const char *key, const struct trait_change *change, size_t n,
                   struct json_writer *j) {
    jw_open(j, key, "[");
    for (size_t i = 0; i < n; i++) {
        const struct trait *before = change[i].before, *after = change[i].after;
        const struct trait *t = before != NULL ? before : after;
        jw_open_flat(j, NULL, "{");
        jw_text(j, "about", trait_about_name[t->about]);
        jw_text(j, "name", t->name);
        jw_text(j, "property", t->property[0] != '\0' ? t->property : NULL);
        jw_text(j, "before", value_of(before));
        jw_text(j, "after", value_of(after));
        jw_close_flat(j, "}");
    }
    jw_close(j, "]");
}
