/* Where the texts of an SVG stand, measured as a reader's machine with the widest of the faces
 * would: none may lie on another or leave the picture. */
#ifndef FOISTAT_TESTS_BOXES_H
#define FOISTAT_TESTS_BOXES_H

#include <math.h>

#include "report/chart/crowd.h"
#include "report/chart/svg.h"

#include "unit/forms.h"

struct text_box {
    struct box box;
    char *text;
};

struct boxes {
    size_t n, room;
    struct text_box *item;
};

static inline void boxes_free(struct boxes *b) {
    for (size_t i = 0; i < b->n; i++)
        free(b->item[i].text);
    free(b->item);
    *b = (struct boxes){0};
}

/* The value of an attribute of the element at 'at'; NULL when it has none. */
static inline const char *attribute_of(const char *at, const char *name) {
    char key[40];
    snprintf(key, sizeof key, " %s=\"", name);
    const char *found = strstr(at, key);
    return found != NULL && found < strchr(at, '>') ? found + strlen(key) : NULL;
}

static inline double number_of(const char *at, const char *name, double otherwise) {
    const char *value = attribute_of(at, name);
    return value != NULL ? strtod(value, NULL) : otherwise;
}

/* The <text> at 'at', moved by so much. DejaVu Sans rises 0.76 of its size above the line and falls
 * 0.24 below; its bold is about 1.12 times as wide. */
static inline void add_text(struct boxes *b, const char *at, struct svg_point moved) {
    struct buf text = {0};
    const char *anchor = attribute_of(at, "text-anchor");
    double size = number_of(at, "font-size", 14);
    double share = anchor == NULL ? 0 : anchor[0] == 'm' ? 0.5 : 1;
    for (const char *c = strchr(at, '>') + 1; *c != '<';)
        c = add_character(&text, c);
    if (text.n == 0)
        return;
    double width = svg_text_width(text.text, size);
    width *= attribute_of(at, "font-weight") != NULL ? 1.12 : 1;
    if (b->n == b->room) {
        b->room = 2 * b->room + 64;
        b->item = realloc(b->item, b->room * sizeof *b->item);
        assert_non_null(b->item);
    }
    b->item[b->n++] =
        (struct text_box){{moved.x + number_of(at, "x", NAN) - share * width,
                           moved.y + number_of(at, "y", NAN) - 0.76 * size, width, size},
                          text.text};
}

/* All texts from here to the end; groups may be moved. */
static inline struct boxes boxes_of_svg(const char *at, const char *end) {
    enum { deepest = 20 };
    struct boxes b = {0};
    struct svg_point moved[deepest] = {{0, 0}};
    size_t depth = 0;
    for (; (at = strchr(at, '<')) != NULL && at < end; at++) {
        if (is_at(at, "<g>") || is_at(at, "<g ")) {
            const char *move = attribute_of(at, "transform");
            struct svg_point by = {0, 0};
            assert_true(depth + 1 < deepest);
            if (move != NULL)
                assert_int_equal(sscanf(move, "translate(%lf,%lf)", &by.x, &by.y), 2);
            depth++;
            moved[depth] = (struct svg_point){moved[depth - 1].x + by.x, moved[depth - 1].y + by.y};
        } else if (is_at(at, "</g>")) {
            depth--;
        } else if (is_at(at, "<text ")) {
            add_text(&b, at, moved[depth]);
        }
    }
    return b;
}

/* Do they cover each other by more than the rounding of coordinates? */
static inline bool boxes_cover(struct box a, struct box b) {
    const double slack = 0.05;
    return fmin(a.left + a.width, b.left + b.width) - fmax(a.left, b.left) > slack &&
           fmin(a.top + a.height, b.top + b.height) - fmax(a.top, b.top) > slack;
}

static inline bool box_within(struct box b, double width, double height) {
    const double slack = 0.05;
    return b.left >= -slack && b.top >= -slack && b.left + b.width <= width + slack &&
           b.top + b.height <= height + slack;
}

/* Fails unless every text of the first picture from here on stands apart from every other and
 * inside the picture; returns how many there are. 'name' is said where one does not. */
static inline size_t boxes_apart(const char *name, const char *svg) {
    const char *at = strstr(svg, "<svg "), *end = strstr(at, "</svg>");
    struct boxes b = boxes_of_svg(at, end);
    double width = number_of(at, "width", NAN), height = number_of(at, "height", NAN);
    size_t n = b.n;
    for (size_t i = 0; i < n; i++) {
        if (!box_within(b.item[i].box, width, height))
            fail_msg("%s: \"%s\" leaves the picture", name, b.item[i].text);
        for (size_t k = 0; k < i; k++) {
            if (boxes_cover(b.item[i].box, b.item[k].box))
                fail_msg("%s: \"%s\" lies on \"%s\"", name, b.item[i].text, b.item[k].text);
        }
    }
    boxes_free(&b);
    return n;
}

/* A made-up authority's name, 4 to 35 characters long as those of England are. */
static inline void authority_name(size_t i, char name[40]) {
    snprintf(name, 40, "%u Bournemouth, Kingston and a Riding", 100U + (unsigned)i);
    name[4 + i * 7 % 32] = '\0';
}

#endif
