/* One figure of one call, as a user would type it: ask("prop.ci.wilson", "x=4 n=9", "lower"). */
#ifndef FOISTAT_TESTS_ASK_H
#define FOISTAT_TESTS_ASK_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"

/* The call's error, or ERR_NONE; the figure in *x, NaN when there is none. 'note' gets the note. */
static enum err_id ask_all(const char *method, const char *words, const char *result, double *x,
                           char note[256]) {
    struct call c;
    struct answer a = {0};
    struct err e = {0};
    char text[1024];
    *x = NAN;
    note[0] = '\0';
    snprintf(text, sizeof text, "%s", words);
    call_begin(&c, measure_find(method));
    bool good = c.measure != NULL || fail(&e, ERR_METHOD, "%s", method);
    for (char *at = NULL, *w = strtok_r(text, " ", &at); good && w != NULL;
         w = strtok_r(NULL, " ", &at))
        good = call_word(&c, w, &e);
    if (good && call_run(&c, &a, &e)) {
        for (size_t i = 0; i < a.n; i++) {
            if (strcmp(a.name[i], result) == 0)
                *x = a.value[i];
        }
        snprintf(note, 256, "%s", a.note != NULL ? a.note : "");
    }
    call_end(&c);
    return e.id;
}

static double ask(const char *method, const char *words, const char *result) {
    double x;
    char note[256];
    enum err_id id = ask_all(method, words, result, &x, note);
    if (id != ERR_NONE)
        printf("%s %s: error %s\n", method, words, err_codes[id].id);
    return x;
}

#endif
