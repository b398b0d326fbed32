/* Years as labels write them. */
#ifndef FOISTAT_DATA_PERIOD_H
#define FOISTAT_DATA_PERIOD_H

enum year_kind {
    YEAR_NONE,  /* no year: "12 months to September", "2019/21" */
    YEAR_WHOLE, /* "2018": the calendar year, or whichever the column says that it is named after */
    YEAR_SPLIT  /* "2017/18", "2017-18", "2017/2018", "201718" */
};

/* How a label writes a year. *year is set to the year, of a split one the year it ends in (2018);
 * it stays as it is when the label is none. */
enum year_kind period_year(const char *label, int *year);

#endif
