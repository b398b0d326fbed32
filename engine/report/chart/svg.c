#include "report/chart/svg.h"

#include <string.h>

#include "base/num.h"
#include "report/escape.h"

/* Advance widths of DejaVu Sans Book 2.37 in thousandths of the font size, from U+0020 to U+00FF.
 */
static const unsigned short advance[] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838,  318, 361, 318,  337, 636,  636,
    636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838,  838, 531, 1000, 684, 686,  698,
    770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,  603, 787, 695,  635, 611,  732,
    684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613,  635, 550, 635,  615, 352,  635,
    634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521,  392, 634, 592,  818, 592,  592,
    525, 636, 337, 636, 838, 0,   0,   0,   0,   0,   0,   0,    0,   0,   0,    0,   0,    0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,    0,   0,   0,    0,   0,    0,
    0,   0,   318, 401, 636, 636, 636, 636, 337, 500, 500, 1000, 471, 612, 838,  361, 1000, 500,
    500, 838, 401, 401, 500, 636, 636, 318, 500, 401, 471, 612,  969, 969, 969,  531, 684,  684,
    684, 684, 684, 684, 974, 698, 632, 632, 632, 632, 295, 295,  295, 295, 775,  748, 787,  787,
    787, 787, 787, 838, 787, 732, 732, 732, 732, 611, 605, 630,  613, 613, 613,  613, 613,  613,
    982, 550, 615, 615, 615, 615, 278, 278, 278, 278, 612, 634,  612, 612, 612,  612, 612,  838,
    612, 634, 634, 634, 634, 592, 635, 592,
};
/* Beyond the table, rounded up: most letters below U+2E80, and the wide scripts above it. */
enum { narrow_advance = 650, wide_advance = 1000, first_wide = 0x2E80 };

static unsigned advance_of(uint32_t c) {
    if (c >= 0x20 && c < 0x100)
        return advance[c - 0x20];
    if (c >= 0x300 && c < 0x370) /* combining marks */
        return 0;
    return c == 0x2014 || c == 0x2026 || c >= first_wide ? wide_advance : narrow_advance;
}

double svg_text_width(const char *text, double size) {
    size_t n = text != NULL ? strlen(text) : 0;
    unsigned sum = 0;
    uint32_t c;
    for (size_t at = 0; escape_next(text, n, &at, &c);)
        sum += advance_of(c);
    return sum * size / 1000;
}

static void number(struct buf *out, double x) {
    char text[NUM_FIXED_SIZE];
    size_t n = num_fixed(x, 2, false, text);
    if (memchr(text, '.', n) != NULL) {
        while (text[n - 1] == '0')
            n--;
        n -= text[n - 1] == '.';
    }
    buf_add(out, text, n);
}

static void attribute(struct buf *out, const char *name, double x) {
    buf_addf(out, " %s=\"", name);
    number(out, x);
    buf_puts(out, "\"");
}

static void around(struct buf *out, const char *before, const char *text, const char *after) {
    buf_puts(out, before);
    escape_xml(out, text);
    buf_puts(out, after);
}

void svg_open(struct buf *out, const char *id_prefix, struct svg_frame f, const char *title,
              const char *summary) {
    const double box[] = {f.corner.x, f.corner.y, f.width, f.height};
    buf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"");
    for (size_t i = 0; i < 4; i++) {
        buf_puts(out, i > 0 ? " " : "");
        number(out, box[i]);
    }
    buf_puts(out, "\"");
    attribute(out, "width", f.pixels);
    attribute(out, "height", f.height * f.pixels / f.width);
    around(out, " role=\"img\" aria-labelledby=\"", id_prefix, "-title ");
    around(out, "", id_prefix, "-desc\" font-family=\"" SVG_FONTS "\" font-size=\"14\" ");
    around(out, "fill=\"" SVG_INK "\">\n<title id=\"", id_prefix, "-title\">");
    around(out, "", title, "</title>\n<desc id=\"");
    around(out, "", id_prefix, "-desc\">");
    around(out, "", summary, "</desc>\n");
    svg_rect(out, f.corner, f.width, f.height, "fill=\"#fff\"");
}

void svg_close(struct buf *out) {
    buf_puts(out, "</svg>\n");
}

void svg_group_open(struct buf *out, const char *tooltip) {
    around(out, "<g><title>", tooltip, "</title>\n");
}

void svg_move_open(struct buf *out, struct svg_point by) {
    buf_puts(out, "<g transform=\"translate(");
    number(out, by.x);
    buf_puts(out, ",");
    number(out, by.y);
    buf_puts(out, ")\">\n");
}

void svg_group_close(struct buf *out) {
    buf_puts(out, "</g>\n");
}

void svg_line(struct buf *out, struct svg_point from, struct svg_point to, const char *attributes) {
    buf_puts(out, "<line");
    attribute(out, "x1", from.x);
    attribute(out, "y1", from.y);
    attribute(out, "x2", to.x);
    attribute(out, "y2", to.y);
    buf_addf(out, " %s/>\n", attributes);
}

void svg_rect(struct buf *out, struct svg_point corner, double width, double height,
              const char *attributes) {
    buf_puts(out, "<rect");
    attribute(out, "x", corner.x);
    attribute(out, "y", corner.y);
    attribute(out, "width", width);
    attribute(out, "height", height);
    buf_addf(out, " %s/>\n", attributes);
}

static void pair(struct buf *out, struct svg_point p) {
    number(out, p.x);
    buf_puts(out, ",");
    number(out, p.y);
}

void svg_polygon(struct buf *out, const struct svg_point *point, size_t n, const char *attributes) {
    buf_puts(out, "<polygon points=\"");
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, i > 0 ? " " : "");
        pair(out, point[i]);
    }
    buf_addf(out, "\" %s/>\n", attributes);
}

void svg_circle(struct buf *out, struct svg_point centre, double radius, const char *attributes) {
    buf_puts(out, "<circle");
    attribute(out, "cx", centre.x);
    attribute(out, "cy", centre.y);
    attribute(out, "r", radius);
    buf_addf(out, " %s/>\n", attributes);
}

void svg_rules_open(struct buf *out) {
    buf_puts(out, "<path d=\"");
}

static void rule(struct buf *out, struct svg_point from, const char *way, double to) {
    buf_puts(out, "M");
    pair(out, from);
    buf_puts(out, way);
    number(out, to);
}

void svg_rule_across(struct buf *out, struct svg_point from, double to) {
    rule(out, from, "H", to);
}

void svg_rule_up(struct buf *out, struct svg_point from, double to) {
    rule(out, from, "V", to);
}

void svg_rules_close(struct buf *out, const char *attributes) {
    buf_addf(out, "\" %s/>\n", attributes);
}

void svg_polyline_open(struct buf *out, struct svg_point first) {
    buf_puts(out, "<polyline points=\"");
    pair(out, first);
}

void svg_polyline_add(struct buf *out, struct svg_point next) {
    buf_puts(out, " ");
    pair(out, next);
}

void svg_polyline_close(struct buf *out, const char *attributes) {
    buf_addf(out, "\" fill=\"none\" %s/>\n", attributes);
}

void svg_polyline_fill(struct buf *out, const char *attributes) {
    buf_addf(out, "\" %s/>\n", attributes);
}

void svg_text(struct buf *out, struct svg_point at, enum svg_anchor anchor, const char *attributes,
              const char *text) {
    static const char *const names[] = {"start", "middle", "end"};
    buf_puts(out, "<text");
    attribute(out, "x", at.x);
    attribute(out, "y", at.y);
    if (anchor != SVG_START)
        buf_addf(out, " text-anchor=\"%s\"", names[anchor]);
    buf_addf(out, "%s%s>", attributes[0] != '\0' ? " " : "", attributes);
    escape_xml(out, text);
    buf_puts(out, "</text>\n");
}

static void put(struct buf *out, uint32_t c) {
    char bytes[4];
    buf_add(out, bytes, utf8_put(bytes, c));
}

/* Where the line that starts at text[from] must end so that it is at most 'room' thousandths wide:
 * after its last blank, slash or hyphen that fits, else within the word; at least one character
 * on. */
static size_t line_end(const char *text, size_t n, size_t from, double room) {
    size_t at = from, end = from, blank = 0;
    double used = 0;
    uint32_t c;
    while (escape_next(text, n, &at, &c)) {
        used += advance_of(c);
        bool fits = used <= room;
        if (c == ' ' || (fits && (c == '/' || c == '-')))
            blank = at;
        else if (!fits && end > from)
            return blank > 0 ? blank : end;
        end = at;
    }
    return n;
}

static void wrap_line(struct buf *out, const char *text, size_t from, size_t to) {
    uint32_t c;
    while (to > from && text[to - 1] == ' ')
        to--;
    for (size_t at = from; escape_next(text, to, &at, &c);)
        put(out, c);
}

size_t svg_wrap(struct buf *out, const char *text, double size, double width, size_t most) {
    size_t n = text != NULL ? strlen(text) : 0, from = 0, lines = 0;
    double room = width * 1000 / size;
    while (from < n && lines < most) {
        bool last = lines + 1 == most;
        size_t to = line_end(text, n, from, room);
        if (last && to < n)
            to = line_end(text, n, from, room - wide_advance);
        wrap_line(out, text, from, to);
        buf_puts(out, last && to < n ? "…\n" : "\n");
        from = to;
        lines++;
    }
    return lines;
}
