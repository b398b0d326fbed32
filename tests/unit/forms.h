/* The forms of a report read back as their readers would: CSV, HTML, Markdown and SVG into cells of
 * text. */
#ifndef FOISTAT_TESTS_FORMS_H
#define FOISTAT_TESTS_FORMS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

enum { MOST_CELLS = 64 };

/* Rows of cells; of a table the first row is its heading. */
struct grid {
    struct arena arena;
    size_t n, room;
    struct line {
        size_t n;
        const char *cell[MOST_CELLS];
    } * line;
};

static inline void grid_free(struct grid *g) {
    arena_free(&g->arena);
    free(g->line);
    *g = (struct grid){0};
}

static inline void grid_row(struct grid *g) {
    if (g->n == g->room) {
        g->room = 2 * g->room + 16;
        g->line = realloc(g->line, g->room * sizeof *g->line);
        assert_non_null(g->line);
    }
    g->line[g->n++] = (struct line){0};
}

/* Adds what 'text' holds as a cell of the last row, and empties it. */
static inline void grid_cell(struct grid *g, struct buf *text) {
    assert_true(g->n > 0 && !text->failed);
    struct line *l = &g->line[g->n - 1];
    assert_true(l->n < MOST_CELLS);
    l->cell[l->n++] = arena_text(&g->arena, text->n > 0 ? text->text : "", text->n);
    buf_free(text);
}

static inline struct grid grid_of_csv(const char *at) {
    struct grid g = {0};
    struct buf cell = {0};
    for (grid_row(&g); *at != '\0'; at++) {
        if (*at == '"') { /* to the quote that is not doubled */
            for (at++; *at != '"' || *++at == '"'; at++) {
                assert_true(*at != '\0');
                buf_add(&cell, at, 1);
            }
        }
        if (*at == ',' || *at == '\n')
            grid_cell(&g, &cell);
        else
            buf_add(&cell, at, 1);
        if (*at == '\n' && at[1] != '\0')
            grid_row(&g);
    }
    buf_free(&cell);
    return g;
}

/* The character at an entity or any other place, appended; returns what follows. A no-break space
 * is a space to a reader. */
static inline const char *add_character(struct buf *out, const char *at) {
    static const char *const coded[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "\u00a0"};
    static const char plain[] = "&<>\"' ";
    for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
        size_t n = strlen(coded[i]);
        if (strncmp(at, coded[i], n) == 0) {
            buf_add(out, &plain[i], 1);
            return at + n;
        }
    }
    assert_true(*at != '&');
    buf_add(out, at, 1);
    return at + 1;
}

static inline bool is_at(const char *at, const char *text) {
    return strncmp(at, text, strlen(text)) == 0;
}

/* The first <table> from here on. A unit within a heading is put into brackets. */
static inline struct grid grid_of_html(const char *at) {
    struct grid g = {0};
    struct buf cell = {0};
    bool inside = false;
    at = strstr(at, "<thead>");
    for (assert_non_null(at); !is_at(at, "</table>");) {
        assert_true(*at != '\0');
        if (*at != '<') {
            struct buf ignored = {0};
            at = add_character(inside ? &cell : &ignored, at);
            buf_free(&ignored);
            continue;
        }
        if (is_at(at, "<tr>") || is_at(at, "<tr class="))
            grid_row(&g);
        else if (is_at(at, "<th ") || is_at(at, "<td"))
            inside = true;
        else if (is_at(at, "</th>") || is_at(at, "</td>")) {
            inside = false;
            grid_cell(&g, &cell);
        } else if (inside)
            buf_puts(&cell, is_at(at, "</") ? ")" : "(");
        at = strchr(at, '>') + 1;
    }
    return g;
}

/* The block of lines "| a | b |" that starts here, without the rule below its heading. */
static inline struct grid grid_of_markdown(const char *at) {
    struct grid g = {0};
    struct buf cell = {0};
    while (*at == '|') {
        if (is_at(at, "|:--") || is_at(at, "|--:")) {
            at = strchr(at, '\n') + 1;
            continue;
        }
        grid_row(&g);
        for (at++; *at != '\n';) {
            for (at += *at == ' '; !is_at(at, " |"); at++) {
                at += *at == '\\';
                assert_true(*at != '\0' && *at != '\n');
                buf_add(&cell, at, 1);
            }
            grid_cell(&g, &cell);
            at += 2;
        }
        at++;
    }
    return g;
}

/* A row for each group of marks with a tooltip: the tooltip, and all text drawn in the group
 * without its blanks. */
static inline struct grid grid_of_svg(const char *at, const char *end) {
    static const char start[] = "<g><title>";
    struct grid g = {0};
    while ((at = strstr(at, start)) != NULL && at < end) {
        struct buf tooltip = {0}, drawn = {0};
        const char *close = strstr(at, "</g>");
        for (at += sizeof start - 1; *at != '<';)
            at = add_character(&tooltip, at);
        while ((at = strstr(at, "<text")) != NULL && at < close) {
            for (at = strchr(at, '>') + 1; *at != '<';) {
                at += strspn(at, " ");
                at = *at == '<' ? at : add_character(&drawn, at);
            }
        }
        grid_row(&g);
        grid_cell(&g, &tooltip);
        grid_cell(&g, &drawn);
        at = close;
    }
    return g;
}

#endif
