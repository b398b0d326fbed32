/* What a composition chart draws and says, looked up once: for the picture, and for the forms of a
 * report that show its rows as text. */
#ifndef FOISTAT_REPORT_COMPOSITION_DATA_H
#define FOISTAT_REPORT_COMPOSITION_DATA_H

#include "report/chart/crossed.h"
#include "report/format.h"

enum { COMPOSITION_MOST_PARTS = CROSSED_MOST_SERIES };

struct composition_data {
    const struct part *part;
    const struct column *value;          /* shares in % */
    const struct column *amount, *whole; /* may be NULL: how many, and of how many */
    struct number_format value_format, amount_format, whole_format;
    struct crossed rows;
    size_t order[COMPOSITION_MOST_PARTS]; /* of the series, those not known last */
    size_t hatch[COMPOSITION_MOST_PARTS]; /* of each series */
};

/* How a bar is split, in %. */
struct composition_bar {
    double known; /* the least that its parts make */
    double end;   /* the most that they can, at most 100: what is between is undetermined */
    size_t open;  /* how many parts may take of it */
    bool defined; /* else it is a whole of nobody */
};

/* Of a chart that stands alone ('whole' NULL), or of a panel. False with ERR_COLUMN or
 * ERR_COLUMN_TYPE when the columns are not there, and as crossed_find does for more than eight
 * parts. composition_free, also then. */
bool composition_data(const struct part *p, const struct part *whole, struct composition_data *d,
                      struct err *e);
void composition_free(struct composition_data *d);

/* The least and the greatest share that the row can have: the same where it is known, both 0 in a
 * whole of nobody. */
void composition_range(const struct composition_data *d, size_t row, double *least, double *most);
struct composition_bar composition_bar(const struct composition_data *d, size_t category);

/* Is the part one whose group is not known? */
bool composition_is_unknown(const struct composition_data *d, size_t series);

/* Texts, appended unescaped. */
void composition_put_numbers(const struct composition_data *d, size_t row, struct buf *out);
void composition_put_share(const struct composition_data *d, size_t row, struct buf *out);
/* "n = 2,580"; nothing when the whole is not stated. */
void composition_put_whole(const struct composition_data *d, size_t category, struct buf *out);
void composition_put_title(const struct composition_data *d, struct buf *out);
void composition_put_number_heading(const struct composition_data *d, struct buf *out);
/* Which labels mean that the group is not known, where no row has one; nothing else. */
void composition_put_absent(const struct composition_data *d, struct buf *out);
/* What the picture says, in one sentence with its numbers; and how to read it. */
void composition_put_summary(const struct composition_data *d, struct buf *out);
void composition_put_reading(const struct composition_data *d, struct buf *out);

#endif
