#include "report/chart/hatch.h"

#include "report/escape.h"

/* Each tile is 8 by 8: a ground, and what is drawn on it. */
#define GROUND(colour) "<rect width=\"8\" height=\"8\" fill=\"" colour "\"/>"
#define PATH(d, colour, width)                                                                     \
    "<path d=\"" d "\" stroke=\"" colour "\" stroke-width=\"" width "\" fill=\"none\"/>"
#define RISING "M-2,2L2,-2M0,8L8,0M6,10L10,6"
#define FALLING "M-2,6L2,10M0,0L8,8M6,-2L10,2"
#define ACROSS "M0,2H8M0,6H8"
#define UP "M2,0V8M6,0V8"
#define NET "M0,4H8M4,0V8"
#define DOTS(colour)                                                                               \
    "<circle cx=\"2\" cy=\"2\" r=\"1.3\" fill=\"" colour "\"/>"                                    \
    "<circle cx=\"6\" cy=\"6\" r=\"1.3\" fill=\"" colour "\"/>"
#define WHITE "#fff"

static const struct style {
    const char *colour, *tile;
} styles[HATCHES] = {
    {SVG_BLUE, GROUND(SVG_BLUE)},
    {SVG_VERMILION, GROUND(SVG_VERMILION) PATH(RISING, WHITE, "1.6")},
    {SVG_GREEN, GROUND(SVG_GREEN) DOTS(WHITE)},
    {SVG_PURPLE, GROUND(SVG_PURPLE) PATH(ACROSS, WHITE, "1.2")},
    {SVG_BLUE, GROUND(WHITE) PATH(FALLING, SVG_BLUE, "1.8")},
    {SVG_VERMILION, GROUND(WHITE) PATH(UP, SVG_VERMILION, "1.2")},
    {SVG_GREEN, GROUND(WHITE) PATH(NET, SVG_GREEN, "1.4")},
    {SVG_PURPLE, GROUND(WHITE) DOTS(SVG_PURPLE)},
    {SVG_GREY, GROUND("#e3e3e3") PATH(RISING FALLING, SVG_GREY, "1.1")},
};

const char *hatch_stroke(size_t hatch) {
    return styles[hatch].colour;
}

/* "bars-1-fill-2", "bars-1-hidden-2" */
static void put_id(struct buf *out, const char *id_prefix, size_t hatch, bool hollow) {
    escape_xml(out, id_prefix);
    buf_addf(out, "-%s-%zu", hollow ? "hidden" : "fill", hatch);
}

static void open_pattern(struct buf *out, const char *id_prefix, size_t hatch, bool hollow) {
    buf_puts(out, "<pattern id=\"");
    put_id(out, id_prefix, hatch, hollow);
    buf_puts(out, "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">");
}

void hatch_define(struct buf *out, const char *id_prefix, size_t hatch) {
    buf_puts(out, "<defs>");
    open_pattern(out, id_prefix, hatch, false);
    buf_addf(out, "%s</pattern>\n", styles[hatch].tile);
    open_pattern(out, id_prefix, hatch, true);
    buf_addf(out, GROUND(WHITE) PATH("M0,8L8,0", "%s", "0.8") "</pattern></defs>\n",
             styles[hatch].colour);
}

void hatch_rect(struct buf *out, struct svg_point corner, double width, double height,
                const char *id_prefix, size_t hatch, bool hollow) {
    struct buf attributes = {0};
    buf_puts(&attributes, "fill=\"url(#");
    put_id(&attributes, id_prefix, hatch, hollow);
    buf_addf(&attributes, ")\" stroke=\"%s\"%s", styles[hatch].colour,
             hollow ? " stroke-width=\"1.5\" stroke-dasharray=\"4 2\"" : "");
    if (!attributes.failed)
        svg_rect(out, corner, width, height, attributes.text);
    out->failed |= attributes.failed;
    buf_free(&attributes);
}
