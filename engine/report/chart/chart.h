/* Charts, as the forms of a report see them: a picture, and the words and rows that say the same
 * where there is none. A kind of chart is one row of this, beside what draws it. */
#ifndef FOISTAT_REPORT_CHART_H
#define FOISTAT_REPORT_CHART_H

#include "report/chart/sheet.h"
#include "report/facts.h"

struct chart_words {
    struct buf title;
    struct buf summary; /* what the picture says, in one sentence with its numbers */
    struct buf reading; /* how to read it */
    struct buf label_heading, number_heading; /* of the rows */
    const struct column *value;               /* what it draws; belongs to the part */
};

/* What a picture is drawn for: its layout follows. A slide, 16 wide and 9 high, is laid out as a
 * page is: kinds of charts never see CHART_SLIDE. */
enum chart_size { CHART_PAGE, CHART_PHONE, CHART_SLIDE };
enum { CHART_SIZES = CHART_SLIDE + 1 };

/* "page", "phone", "slide"; the reverse is false, with ERR_USAGE that suggests one, for others. */
const char *chart_size_name(enum chart_size s);
bool chart_size_find(const char *name, enum chart_size *s, struct err *e);

struct chart_view {
    enum chart_size size;
    enum theme theme;
    const char *id_prefix; /* of the picture's ids, which no other on the page may have */
    const struct part
        *whole; /* the axes cover its figures, of which the part is a panel; or NULL */
};

struct chart {
    /* Draws on the sheet, which is empty, its shapes appended to 'out'. */
    bool (*draw)(const struct part *p, const struct chart_view *v, struct sheet *s, struct buf *out,
                 struct err *e);
    /* Texts of it, appended unescaped. */
    bool (*words)(const struct part *p, struct chart_words *w, struct err *e);
    /* Calls take(to, label, numbers) for what the chart shows, row by row. */
    bool (*rows)(const struct part *p, fact_taker *take, void *to, struct err *e);
    /* What the marks mean, below the panels of small multiples; NULL: nothing to say. */
    bool (*legend)(const struct part *p, const struct chart_view *v, struct sheet *s,
                   struct buf *out, struct err *e);
    size_t across; /* panels side by side on a page */
}; /* All fail with ERR_COLUMN or ERR_COLUMN_TYPE when the part's table lacks a column that the
      chart names. */

/* The chart that a part is; NULL for any other part. */
const struct chart *chart_of(const struct part *p);

/* As the chart's own, and for small multiples too: rows are then named "Leeds, 2018". */
bool chart_words(const struct part *p, struct chart_words *w, struct err *e);
bool chart_rows(const struct part *p, fact_taker *take, void *to, struct err *e);

/* Appends the part's picture as a complete <svg> element. Fails as its kind does. */
bool chart_svg(const struct part *p, const struct chart_view *v, struct buf *out, struct err *e);

/* Has the part a table to show and to save: is it a table, or a chart? */
bool chart_has_table(const struct part *p);

void chart_words_free(struct chart_words *w);

#endif
