/* A whole question in the words of `foistat calc`: its figures, why it has none, its refusal. */
#ifndef FOISTAT_TESTS_WORDS_H
#define FOISTAT_TESTS_WORDS_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

/* "trend.poisson_lrt count=1,2 exposure=9,9 x=0,1": runs it. The answer lives until call_end. */
static inline bool run_words(const char *words, struct call *c, struct answer *a, struct err *e) {
    char text[4096];
    if (strlen(words) >= sizeof text)
        fail_msg("too long for the test: %s", words);
    strcpy(text, words);
    char *rest = text, *word = strsep(&rest, " ");
    const struct measure *m = measure_need(word, e);
    if (m == NULL)
        fail_msg("%s", e->message);
    call_begin(c, m);
    while ((word = strsep(&rest, " ")) != NULL) {
        if (!call_word(c, word, e))
            return false;
    }
    return call_run(c, a, e);
}

/* One result of a question. */
static inline double value_of(const char *words, const char *result) {
    struct call c;
    struct answer a;
    struct err e = {0};
    double value = NAN;
    bool found = false;
    if (!run_words(words, &c, &a, &e))
        fail_msg("%s: %s", words, e.message);
    for (size_t i = 0; i < a.n; i++) {
        if (strcmp(a.name[i], result) == 0) {
            value = a.value[i];
            found = true;
        }
    }
    if (!found)
        fail_msg("%s has no result %s", words, result);
    call_end(&c);
    return value;
}

/* The question has no answer, and the note says why. */
static inline void has_no_answer(const char *words, const char *says) {
    struct call c;
    struct answer a;
    struct err e = {0};
    if (!run_words(words, &c, &a, &e))
        fail_msg("%s: %s", words, e.message);
    if (a.note == NULL || strstr(a.note, says) == NULL)
        fail_msg("%s: the note \"%s\" does not say \"%s\"", words, a.note, says);
    for (size_t i = 0; i < a.n; i++)
        assert_true(isnan(a.value[i]));
    call_end(&c);
}

/* The question is refused with an error. */
static inline void is_refused(const char *words, enum err_id id, const char *says) {
    struct call c;
    struct answer a;
    struct err e = {0};
    assert_false(run_words(words, &c, &a, &e));
    assert_int_equal(e.id, id);
    if (strstr(e.message, says) == NULL)
        fail_msg("%s: \"%s\" does not say \"%s\"", words, e.message, says);
    call_end(&c);
}

#endif
