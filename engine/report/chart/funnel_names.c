#include <math.h>
#include <stdlib.h>

#include "report/chart/funnel_plot.h"

/* A place beyond the limits, and how far, in user units. */
struct outlier {
    size_t row;
    double far;
    enum funnel_place place;
};

static bool is_far(enum funnel_place p) {
    return p == FUNNEL_FAR_ABOVE || p == FUNNEL_FAR_BELOW;
}

/* Those beyond the outer limits first, the furthest first; equal ones as in the table. */
static int by_distance(const void *a, const void *b) {
    const struct outlier *x = a, *y = b;
    if (is_far(x->place) != is_far(y->place))
        return is_far(x->place) ? -1 : 1;
    if (x->far != y->far)
        return x->far > y->far ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* From the limit that it lies beyond to the place. */
static double distance(const struct funnel_plot *p, size_t row, enum funnel_place place) {
    static const int limit[] = {
        [FUNNEL_FAR_BELOW] = 2, [FUNNEL_BELOW] = 0, [FUNNEL_ABOVE] = 1, [FUNNEL_FAR_ABOVE] = 3};
    int beyond;
    return fabs(ruler_place(&p->up, p->d.value->value[row], &beyond) -
                ruler_place(&p->up, p->d.limit[limit[place]]->value[row], &beyond));
}

static size_t find_outliers(const struct funnel_plot *p, struct outlier *list) {
    size_t n = 0;
    for (size_t i = 0; i < p->d.n; i++) {
        enum funnel_place place = funnel_place(&p->d, i);
        if (funnel_is_beyond(place))
            list[n++] = (struct outlier){i, distance(p, i, place), place};
    }
    qsort(list, n, sizeof *list, by_distance);
    return n;
}

/* Where a name may stand: its direction from the mark, and how far off it. From the second ring on
 * a line leads to it. */
struct spot {
    double right, down;
};
static const struct spot directions[] = {{1, 0},  {-1, 0},  {0, -1}, {0, 1},
                                         {1, -1}, {-1, -1}, {1, 1},  {-1, 1}};
static const double rings[] = {3, 14, 26, 40, 60};
enum {
    n_directions = sizeof directions / sizeof *directions,
    n_rings = sizeof rings / sizeof *rings
};

/* The box of a text of that width, in a direction from the mark at 'at'. */
static struct box box_at(struct svg_point at, struct spot to, double away, double width) {
    const double height = funnel_name_size + 2;
    struct box b = {at.x - width / 2, at.y - height / 2, width, height};
    b.left += to.right * (width / 2 + away);
    b.top += to.down * (height / 2 + (to.right == 0 ? away : away / 2));
    return b;
}

/* A line from the rim of a mark to the nearest point of a name's box. */
struct leader {
    struct svg_point from, to;
};

static struct leader leader_to(struct svg_point at, struct box b, double half) {
    struct svg_point to = {fmin(fmax(at.x, b.left), b.left + b.width),
                           fmin(fmax(at.y, b.top + 1), b.top + b.height - 1)};
    double length = hypot(to.x - at.x, to.y - at.y), rim = length > half ? half / length : 1;
    return (struct leader){{at.x + rim * (to.x - at.x), at.y + rim * (to.y - at.y)}, to};
}

/* The squares that the line goes through, but for the ends: is each of them free, or takes them. */
static bool walk(struct crowd *c, struct leader l, bool take) {
    const double step = 2, clear = 3;
    double length = hypot(l.to.x - l.from.x, l.to.y - l.from.y);
    for (double at = clear; at < length - 1; at += step) {
        struct box b = {l.from.x + at / length * (l.to.x - l.from.x) - 1,
                        l.from.y + at / length * (l.to.y - l.from.y) - 1, step, step};
        if (take)
            crowd_take(c, b);
        else if (!crowd_is_free(c, b))
            return false;
    }
    return true;
}

/* Text is set from the side of the box that is nearest to the mark, so that it stays beside it
 * where the reader's typeface is narrower than the one it was measured by. */
static void set_name(struct buf *out, struct box b, struct spot to, const char *name) {
    const double descent = 3;
    double y = b.top + b.height - descent;
    if (to.right > 0)
        svg_text(out, (struct svg_point){b.left, y}, SVG_START, FUNNEL_NAME, name);
    else if (to.right < 0)
        svg_text(out, (struct svg_point){b.left + b.width, y}, SVG_END, FUNNEL_NAME, name);
    else
        svg_text(out, (struct svg_point){b.left + b.width / 2, y}, SVG_MIDDLE, FUNNEL_NAME, name);
}

/* Sets the name at the spot if that is free, with a line to it unless it stands beside the mark. */
static bool try_spot(struct funnel_plot *p, struct buf *out, const struct outlier *o,
                     struct spot to, double away, const char *name) {
    struct svg_point at = funnel_point(p, o->row);
    double half = funnel_half_mark(p, o->place);
    struct box b = box_at(at, to, half + away, svg_text_width(name, funnel_name_size));
    struct leader l = leader_to(at, b, half);
    bool beside = away <= rings[0];
    if (!crowd_is_free(&p->crowd, b) || !(beside || walk(&p->crowd, l, false)))
        return false;
    if (!beside) {
        svg_line(out, l.from, l.to, "stroke=\"" SVG_GREY "\" stroke-width=\"0.8\"");
        walk(&p->crowd, l, true);
    }
    set_name(out, b, to, name);
    crowd_take(&p->crowd, b);
    p->named++;
    return true;
}

static void find_room(struct funnel_plot *p, struct buf *out, const struct outlier *o,
                      const char *name) {
    for (size_t ring = 0; ring < n_rings; ring++) {
        for (size_t k = 0; k < n_directions; k++) {
            if (try_spot(p, out, o, directions[k], rings[ring], name))
                return;
        }
    }
}

/* The name on one line, cut where it is long. */
static void draw_name(struct funnel_plot *p, struct buf *out, const struct outlier *o) {
    double most_width = p->narrow ? 110 : 170;
    struct buf label = {0}, name = {0};
    funnel_put_label(&p->d, o->row, &label);
    if (svg_wrap(&name, label.text, funnel_name_size, most_width, 1) > 0 && !name.failed) {
        name.text[name.n - 1] = '\0'; /* the line end */
        find_room(p, out, o, name.text);
    }
    out->failed |= label.failed || name.failed;
    buf_free(&label);
    buf_free(&name);
}

void funnel_draw_names(struct funnel_plot *p, struct buf *out) {
    size_t most = p->narrow ? 12 : 30;
    struct outlier *list = calloc(p->d.n + 1, sizeof *list);
    if (list == NULL) {
        out->failed = true;
        return;
    }
    size_t n = find_outliers(p, list), tried = 0;
    for (size_t i = 0; i < n && p->named < most && tried < 4 * most; i++, tried++)
        draw_name(p, out, &list[i]);
    free(list);
}
