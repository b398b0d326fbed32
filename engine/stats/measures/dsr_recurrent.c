/* Directly standardised rates of events that repeat in the same people: see nonindependent.c. The
 * people who had one event, two, three, ... are independent counts; each adds to the rate so many
 * times over. */
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/standard.h"

/* Sums over frequencies within each stratum of the matrix: events, and their variance. A missing
 * number of people is none. */
struct recurrent {
    struct series persons, frequencies, pop, stdpop;
    double missing;
};

static bool read_recurrent(const struct series *in, struct recurrent *r, struct err *e) {
    *r = (struct recurrent){in[1], in[0], in[2], in[3], 0};
    if (r->persons.columns != r->frequencies.n)
        return fail(e, ERR_ARG_LENGTH, "'persons_by_frequency' has %zu columns, 'frequencies' %zu",
                    r->persons.columns, r->frequencies.n);
    if (r->persons.rows != r->pop.n)
        return fail(e, ERR_ARG_LENGTH, "'persons_by_frequency' has %zu rows, 'pop' %zu",
                    r->persons.rows, r->pop.n);
    for (size_t i = 0; i < r->persons.n; i++)
        r->missing += isnan(r->persons.at[i]) ? 1 : 0;
    return true;
}

/* The sum over the column of one frequency, as a standardised rate: its people are independent. */
static bool read_frequency(const struct recurrent *r, size_t k, double *people, struct standard *s,
                           struct err *e) {
    size_t n = r->pop.n;
    for (size_t i = 0; i < n; i++)
        people[i] = r->persons.at[i * r->persons.columns + k];
    struct series count = {.at = people, .n = n, .rows = n, .columns = 1};
    return standard_read(&count, &r->pop, &r->stdpop, s, e);
}

/* f events a person multiply the rate by f and its variance by f^2. */
static bool add_frequencies(const struct recurrent *r, double *people, struct standard *all,
                            struct err *e) {
    struct sum rate = {0}, variance = {0}, events = {0};
    for (size_t k = 0; k < r->frequencies.n; k++) {
        double f = r->frequencies.at[k];
        if (!read_frequency(r, k, people, all, e))
            return false;
        sum_add(&rate, f * all->rate);
        sum_add(&variance, f * f * all->variance);
        sum_add(&events, f * all->events);
    }
    all->rate = sum_value(&rate);
    all->variance = sum_value(&variance);
    all->events = sum_value(&events);
    return true;
}

static bool standardised(const struct series *in, double *const *out, struct err *e) {
    static const double levels[] = {0.95, 0.998};
    struct recurrent r;
    struct standard s;
    if (!read_recurrent(in, &r, e))
        return false;
    double *people = calloc(r.pop.n, sizeof *people);
    if (people == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu strata", r.pop.n);
    bool done = add_frequencies(&r, people, &s, e);
    free(people);
    if (!done)
        return false;
    out[0][0] = s.events;
    out[1][0] = r.missing;
    standard_published(&s, in[4].at[0], levels, 2, out + 2);
    return true;
}

const struct measure dsr_nonindependent_events_phe = {
    .name = "dsr.nonindependent_events_phe",
    .brief = "Directly standardised rate of events that repeat in the same people, as in public "
             "health indicators for England.",
    .formula =
        "DSR = sum w x/n, x = sum f p over p people with f events each, w = stdpop/sum stdpop; "
        "limits DSR + sqrt(V/O) (L - O), V = sum w^2 (sum f^2 p)/n^2, O = sum x, L Byar's limits "
        "of O",
    .assumes =
        "People are independent of each other, their events need not be. Below 10 events in all, "
        "neither rate nor limits are given. A missing number of people is taken as 0, as the "
        "method has it, and 'missing' says how many were: give numbers for suppressed cells. Where "
        "a few people bring many events the lower limit can fall below 0.",
    .cite = "Stukel TA, Glynn RJ, Fisher ES, et al. Statistics in Medicine 1994;13:1781-1791. "
            "Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Statistics in Medicine "
            "1991;10:457-462.",
    .args = {{.name = "frequencies",
              .kind = ARG_COUNT,
              .text = "events a person had: 1, 2, 3, ...; each is listed once",
              .preset = NAN,
              .vector = true,
              .own_length = true},
             {.name = "persons_by_frequency",
              .kind = ARG_COUNT,
              .text = "for each stratum a row: the people with that many events, by frequency",
              .preset = NAN,
              .matrix = true,
              .missing_ok = true},
             ARG_LIST("pop", ARG_EXPOSURE, "people at risk, or person-time, in each stratum"),
             STANDARD,
             PER_PEOPLE},
    .results = {RESULT("total_count", RESULT_COUNT, "events in all strata"),
                RESULT("missing", RESULT_COUNT, "cells without a number of people, taken as 0"),
                RESULT("value", RESULT_ESTIMATE,
                       "directly standardised rate, events per multiplier people"),
                RESULT("lower_95", RESULT_LOWER, "lower 95% limit"),
                RESULT("upper_95", RESULT_UPPER, "upper 95% limit"),
                RESULT("lower_998", RESULT_LOWER, "lower 99.8% limit"),
                RESULT("upper_998", RESULT_UPPER, "upper 99.8% limit")},
    .examples =
        {{"frequencies=1,2,3 persons_by_frequency=40,12,5;9,3,0;22,4,1 pop=400,310,520 "
          "stdpop=3,2,4",
          "total_count=127 value=10479.114971050454 lower_95=8280.8732903940636 "
          "upper_95=12987.363450048309 lower_998=7148.1784530616205 upper_998=14520.837882496904",
          1e-9, "R 4.2.2, the formula with qnorm"},
         {"frequencies=1,2,3,4 "
          "persons_by_frequency=75,16,4,2;16,3,1,0;11,2,1,0;12,3,1,0;8,0,0,1;18,3,1,0;26,6,"
          "2,1;18,3,1,0;18,4,1,0;21,4,1,0;21,4,1,0;23,4,1,0;23,6,2,1;39,8,2,1;25,5,1,0;40,"
          "9,2,1;46,9,2,1;49,10,3,1;56,11,3,1 "
          "pop=636,558,609,543,384,594,669,843,660,576,606,522,426,273,300,288,153,123,207 "
          "stdpop=5000,5500,5500,5500,6000,6000,6500,7000,7000,7000,7000,6500,6000,5500,"
          "5000,4000,2500,1500,1000",
          "total_count=895 value=10430.24799147 lower_95=9532.94977862 "
          "upper_95=11373.07483298 lower_998=9036.25631357 upper_998=11929.24980749",
          1e-9, "PHEindicatormethods 2.1.0, testdata_DSR_ISR.xlsx"}},
    .shape = PER_COLUMN,
    .column = standardised,
};
