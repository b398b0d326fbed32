#include "report/chart/sheet.h"

#include <math.h>
#include <string.h>

#include "report/facts.h"
#include "report/format.h"

const struct type type_body = {14, 18, 1, 3, 0.5, ""};
const struct type type_strong = {14, 18, 1.12, 3, 1, "font-weight=\"bold\""};
const struct type type_heading = {17, 22, 1.12, 4, 0.5, "font-size=\"17\" font-weight=\"bold\""};
const struct type type_small = {12, 16, 1, 8, 0.5, "font-size=\"12\" fill=\"" SVG_GREY "\""};

size_t sheet_paragraph(struct buf *out, struct svg_point at, enum svg_anchor anchor,
                       struct type type, double width, const char *text) {
    struct buf lines = {0};
    size_t n = svg_wrap(&lines, text, type.size, width / type.boldness, type.most);
    char *line = lines.text;
    for (size_t i = 0; i < n && !lines.failed; i++) {
        char *end = strchr(line, '\n');
        *end = '\0';
        svg_text(out, (struct svg_point){at.x, at.y + (double)i * type.height}, anchor,
                 type.attributes, line);
        line = end + 1;
    }
    out->failed |= lines.failed;
    buf_free(&lines);
    return n;
}

size_t sheet_lines(const char *text, struct type type, double width) {
    struct buf lines = {0};
    size_t n = svg_wrap(&lines, text, type.size, width / type.boldness, type.most);
    buf_free(&lines);
    return n;
}

double sheet_further(size_t lines, struct type type) {
    return lines > 1 ? (double)(lines - 1) * type.height : 0;
}

struct sheet sheet_new(bool narrow, const char *title) {
    const double page = 760, margin = 16, phone = 350, phone_margin = 1;
    return (struct sheet){
        .width = narrow ? phone : page, .edge = narrow ? phone_margin : margin, .title = title};
}

static const double slide_ratio = 16.0 / 9;

struct sheet sheet_for_slide(const struct sheet *drawn) {
    const double least_area = 240, most_width = 1280;
    double spare = fmax(drawn->area + drawn->stretch - least_area, 0);
    struct sheet s = {.edge = drawn->edge, .title = drawn->title, .theme = drawn->theme};
    s.slide = true;
    s.width = fmin(fmax(drawn->width, (drawn->y - spare) * slide_ratio), most_width);
    if (drawn->area > 0)
        s.stretch = drawn->stretch + fmax(s.width / slide_ratio - drawn->y, -spare);
    return s;
}

double sheet_area(struct sheet *s, double usual) {
    s->area = usual;
    return usual + s->stretch;
}

void sheet_title(struct sheet *s, struct buf *out) {
    struct type type = s->panel != NULL ? type_strong : type_heading;
    s->y = s->edge + type.size;
    size_t n = sheet_paragraph(out, (struct svg_point){s->edge, s->y}, SVG_START, type,
                               s->width - 2 * s->edge, s->title);
    if (s->panel != NULL && s->panel->title_lines > n)
        n = s->panel->title_lines;
    s->y += sheet_further(n, type) + (s->panel != NULL ? 4 : 14);
}

void sheet_up_title(struct sheet *s, struct buf *out, const char *text) {
    if (s->panel != NULL) {
        if (s->panel->up_title.n == 0)
            buf_puts(&s->panel->up_title, text);
        return;
    }
    s->y += type_strong.height - 4;
    size_t n = sheet_paragraph(out, (struct svg_point){s->edge, s->y}, SVG_START, type_strong,
                               s->width - 2 * s->edge, text);
    s->y += sheet_further(n, type_strong);
}

void sheet_across_title(struct sheet *s, struct buf *out, double from, double to,
                        const char *text) {
    const double numbers = 26; /* below the ruler */
    if (s->panel != NULL) {
        struct buf note = {0};
        buf_addf(&note, "Across: %s.", text);
        sheet_panel_note(s->panel, out, note.failed ? "" : note.text);
        buf_free(&note);
        s->y += numbers;
        return;
    }
    s->y += 40;
    struct svg_point middle = {(from + to) / 2, s->y};
    size_t n = sheet_paragraph(out, middle, SVG_MIDDLE, type_body, to - from, text);
    s->y += sheet_further(n, type_body) + 8;
}

void sheet_small(struct sheet *s, struct buf *out, const char *text) {
    if (s->panel != NULL) {
        sheet_panel_note(s->panel, out, text);
        return;
    }
    s->y += type_small.height;
    size_t n = sheet_paragraph(out, (struct svg_point){s->edge, s->y}, SVG_START, type_small,
                               s->width - 2 * s->edge, text);
    s->y += sheet_further(n, type_small);
}

void sheet_marks(struct sheet *s, struct buf *out, const struct column *c) {
    bool present[MARK_COUNT] = {false};
    for (size_t i = 0; i < c->n; i++)
        present[format_mark(c, i)] = true;
    sheet_marks_of(s, out, present);
}

void sheet_marks_of(struct sheet *s, struct buf *out, const bool present[MARK_COUNT]) {
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        struct buf text = {0};
        if (present[m]) {
            buf_addf(&text, "Hollow, %s: %s", mark_symbol((enum mark)m),
                     mark_meaning((enum mark)m));
            sheet_small(s, out, text.text);
        }
        buf_free(&text);
    }
}

void sheet_sources(struct sheet *s, struct buf *out, const struct table *t) {
    for (size_t i = 0; i < t->n_sources; i++) {
        struct buf text = {0};
        buf_puts(&text, "Source: ");
        fact_source(&t->source[i], &text);
        sheet_small(s, out, text.text);
        buf_free(&text);
    }
    s->y += s->edge + 2;
}

void sheet_put_panel(const struct sheet *s, struct buf *out) {
    if (s->panel != NULL)
        buf_addf(out, "%s, ", s->panel->name);
}

/* A slide has what is drawn in its middle. */
static struct svg_frame frame_of(const struct sheet *s) {
    const double slide_pixels = 1280;
    struct svg_frame f = {{0, 0}, s->width, s->y, s->width};
    if (!s->slide)
        return f;
    f.pixels = slide_pixels;
    f.width = fmax(s->width, s->y * slide_ratio);
    f.height = f.width / slide_ratio;
    f.corner = (struct svg_point){(s->width - f.width) / 2, (s->y - f.height) / 2};
    return f;
}

bool sheet_finish(const struct sheet *s, const char *id_prefix, const char *summary,
                  const struct buf *shapes, struct buf *out, struct err *e) {
    svg_open(out, id_prefix, frame_of(s), s->title, summary);
    palette_put(out, s->theme, shapes->text, shapes->n);
    svg_close(out);
    out->failed |= shapes->failed;
    return !out->failed || fail(e, ERR_NOMEM, "out of memory");
}
