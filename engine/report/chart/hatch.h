/* Fills of areas that are told apart by what is drawn in them, not by colour alone. */
#ifndef FOISTAT_REPORT_HATCH_H
#define FOISTAT_REPORT_HATCH_H

#include "report/chart/svg.h"

/* HATCH_FIRST + 0..7 are of bars and of parts of a whole: four full ones, then four light ones. */
enum { HATCH_FIRST, HATCH_UNKNOWN = 8, HATCHES };

/* Defines a fill in the picture of that prefix: as it is, and hollow for what is hidden. Before it
 * is used, and once a picture. */
void hatch_define(struct buf *out, const char *id_prefix, size_t hatch);

/* A rectangle filled so; hollow: where a figure lies that is hidden, with a dashed outline. */
void hatch_rect(struct buf *out, struct svg_point corner, double width, double height,
                const char *id_prefix, size_t hatch, bool hollow);

/* Attributes of its outlines and lines: a colour of at least 3:1 on white. */
const char *hatch_stroke(size_t hatch);

#endif
