#include "data/wording.h"

#include <stdio.h>
#include <string.h>

/* Longer labels are cut: a cell may hold a page of text, and a message should stay readable. */
enum { longest_label = 60, usual_limit = 200 };

static void add_cut(struct buf *out, const char *text, bool escape) {
    size_t n = strlen(text), take = n > longest_label ? utf8_whole(text, longest_label) : n;
    for (size_t i = 0; i < take; i++) {
        unsigned char c = (unsigned char)text[i];
        if (escape && (c == '"' || c == '\\'))
            buf_add(out, "\\", 1);
        buf_add(out, c < 0x20 || c == 0x7f ? " " : &text[i], 1);
    }
    if (take < n)
        buf_puts(out, "...");
}

const char *wording_clip(const char *text, char out[WORDING_CLIP]) {
    struct buf cut = {0};
    add_cut(&cut, text, false);
    snprintf(out, WORDING_CLIP, "%s", cut.text != NULL ? cut.text : "");
    buf_free(&cut);
    return out;
}

void wording_quote(struct buf *out, const char *text) {
    buf_add(out, "\"", 1);
    add_cut(out, text, true);
    buf_add(out, "\"", 1);
}

void wording_add(struct wording *w, const char *label) {
    size_t limit = w->limit == 0 ? usual_limit : w->limit;
    if (w->left_out > 0 || w->text.n > limit) {
        w->left_out++;
        return;
    }
    if (w->n++ > 0)
        buf_puts(&w->text, ", ");
    if (w->quoted)
        wording_quote(&w->text, label);
    else
        add_cut(&w->text, label, false);
}

const char *wording_end(struct wording *w) {
    if (w->left_out > 0)
        buf_addf(&w->text, w->quoted ? ", ..." : ", ... and %zu more", w->left_out);
    return w->text.text == NULL ? "" : w->text.text;
}

void wording_free(struct wording *w) {
    buf_free(&w->text);
}

static bool is_word(const char *name) {
    static const char *const reserved[] = {"and",   "break", "do",       "else", "elseif", "end",
                                           "false", "for",   "function", "goto", "if",     "in",
                                           "local", "nil",   "not",      "or",   "repeat", "return",
                                           "then",  "true",  "until",    "while"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (strcmp(name, reserved[i]) == 0)
            return false;
    }
    size_t start = strspn(name, letters) > 0 ? 1 : 0;
    size_t n = start;
    while (name[n] != '\0' && (strchr(letters, name[n]) || strchr("0123456789", name[n])))
        n++;
    return start == 1 && name[n] == '\0';
}

void wording_key(struct buf *out, const char *name) {
    if (is_word(name)) {
        buf_puts(out, name);
        return;
    }
    buf_puts(out, "[");
    wording_quote(out, name);
    buf_puts(out, "]");
}
