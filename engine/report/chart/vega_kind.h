/* How the kinds of charts look in Vega-Lite; private to vega*.c. */
#ifndef FOISTAT_REPORT_VEGA_KIND_H
#define FOISTAT_REPORT_VEGA_KIND_H

#include "report/chart/axis.h"
#include "report/chart/chart.h"
#include "report/format.h"
#include "report/json_writer.h"

struct vega;

/* JSON in it may name colours by the bytes of palette.h. Marks are Vega-Lite's mark definitions;
 * NULL: none. */
struct vega_kind {
    bool upright;            /* figures go up, rows across; else the other way round */
    enum drawing_role place; /* what a row is placed by */
    const char *type;        /* "nominal", "ordinal" or "quantitative" */
    bool from_zero;          /* the axis of the figures begins at 0, or below */
    bool beside;             /* series stand beside each other at their place */
    const char *stack;       /* how bars of one place add up, in JSON: "null" when they do not */
    const char *figure;      /* mark of a figure */
    const char *limits;      /* mark from its lower to its upper limit */
    const char *alone;       /* the same where no line joins the figure to another */
    /* Which colours, and which shapes, for which rows; NULL: one for each series. */
    const char *colour, *shape;
    /* All places in their order: the text of each, handed to take(to, "", text). NULL: labels as
     * the rows stand. */
    bool (*places)(const struct part *p, fact_taker *take, void *to, struct err *e);
    /* A number for each row, in its "order", by which bars are stacked. NULL: none. */
    bool (*ordered)(const struct part *p, size_t *order, struct err *e);
    /* A word for each row, in its "side", that 'colour' and 'shape' go by. NULL: none. */
    bool (*sides)(const struct part *p, const char **side, struct err *e);
    /* Which rows one line joins: those of one number. NULL: lines join nothing. */
    bool (*joined)(const struct part *p, size_t *segment, struct err *e);
    /* Layers below the others. */
    bool (*below)(struct vega *v, const struct part *p, struct err *e);
    /* What the description says besides the summary. */
    bool (*words)(const struct part *p, struct buf *out, struct err *e);
};

/* Every chart has one: a kind without a row of its own is points beside their labels. */
const struct vega_kind *vega_kind_of(const struct part *p);

/* A chart while it is written. */
struct vega {
    struct json_writer j;
    const struct part *part;
    const struct vega_kind *kind;
    const struct column *column[ROLES]; /* of the part; NULL where a role is not played */
    struct number_format format[ROLES];
    struct axis axis;   /* of the figures */
    struct axis across; /* of the sizes, where those are the places */
};
enum { vega_width = 600, vega_height = 340 };

/* The columns of a part, by role. Fails as chart_column does. */
bool vega_columns(const struct part *p, const struct column *column[ROLES],
                  struct number_format format[ROLES], struct err *e);

/* Text for people: characters that would hide or turn around what stands beside them are replaced,
 * as in the picture. */
void vega_text(struct json_writer *j, const char *key, const struct buf *text);

/* The rows of the table, and of each panel. */
bool vega_data(struct vega *v, struct err *e);

/* A layer: opened with its mark, then its encoding, a channel each, then closed. 'filter' (an
 * expression) may be NULL. */
void vega_layer_open(struct vega *v, const char *mark, const char *filter);
void vega_layer_close(struct vega *v);

/* The labels of a role, each once, as the rows stand. */
void vega_labels(struct vega *v, enum drawing_role r);
/* The channel of the places, by the field of that name; and one place, by its text. */
void vega_place(struct vega *v, const char *field);
void vega_place_at(struct vega *v, const struct buf *text);
/* The channel of the figures; from one field to another, or (NULL) at one; without a field, at the
 * reference. */
void vega_figure(struct vega *v, const char *field, const char *to);
/* What tells series apart besides their place; and only where they stand beside each other. */
void vega_look(struct vega *v, bool shapes, bool dashes);
void vega_offset(struct vega *v);

#endif
