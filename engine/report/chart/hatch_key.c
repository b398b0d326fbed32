#include "report/chart/hatch_key.h"

#include <string.h>

#include "report/chart/legend.h"

/* The name, cut to one line of the sheet. */
static void put_name(struct buf *out, const char *name, const struct sheet *s) {
    const double before = 40;
    svg_wrap(out, name, type_small.size, s->width - 2 * s->edge - before, 1);
    if (out->n > 0)
        out->text[out->n - 1] = '\0'; /* the line's end */
}

static void draw_entry(struct legend *l, const char *name, const char *id_prefix, size_t hatch) {
    enum { width = 26, height = 12 };
    struct buf text = {0};
    put_name(&text, name, l->sheet);
    struct svg_point at = legend_entry(l, text.n > 0 ? text.text : "");
    hatch_rect(l->out, (struct svg_point){at.x + 2, at.y - height / 2.0}, width, height, id_prefix,
               hatch, false);
    l->out->failed |= text.failed;
    buf_free(&text);
}

void hatch_key_draw(const struct hatch_key *key, const char *id_prefix, struct sheet *s,
                    struct buf *out) {
    for (size_t k = 0; k < key->n; k++)
        hatch_define(out, id_prefix, key->hatch[k]);
    if (!key->shown || key->n == 0)
        return;
    const double below = 6;
    struct legend l = legend_begin(s, out);
    for (size_t k = 0; k < key->n; k++)
        draw_entry(&l, key->name[k], id_prefix, key->hatch[k]);
    legend_end(&l);
    s->y += below;
}
