/* The rules of disclosure control, as they are published. */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/wording.h"
#include "disclosure/disclosure.h"

const struct policy policies[] = {
    {.name = "foi-uk",
     .source =
         "the practice of public bodies in answers under the Freedom of Information Act 2000: "
         "counts of 5 or fewer are not given (no statute sets a number)",
     .threshold = 5,
     .width = 5},
    {.name = "opensafely",
     .source = "OpenSAFELY documentation, Disclosure control of outputs: counts of 7 or fewer are "
               "redacted, then counts are rounded to the nearest 5",
     .threshold = 7,
     .round = 5,
     .width = 7},
    {.name = "opensafely-midpoint6",
     .source = "OpenSAFELY documentation, Disclosure control of outputs: counts to the midpoint of "
               "bands of 6 (1 to 6 is 3, 7 to 12 is 9)",
     .round = 6,
     .midpoint = true},
    {.name = "dfe",
     .source = "Department for Education, Children looked after in England including adoptions: "
               "methodology: counts from 1 to 5 are c, and others that would show them",
     .threshold = 5,
     .width = 5},
    {.name = "ons",
     .source = "Office for National Statistics Longitudinal Study, publication clearance: each "
               "count of people is 10 or more",
     .threshold = 9,
     .width = 9},
    {.name = "none", .source = "counts as they are"},
    {.name = NULL},
};

bool policy_none(const struct policy *p) {
    return p->threshold == 0 && !p->zeros && p->round == 0;
}

bool policy_find(const char *name, struct policy *p, struct err *e) {
    enum { room = sizeof policies / sizeof *policies };
    const char *names[room];
    struct wording list = {.quoted = true};
    char clip[WORDING_CLIP];
    for (size_t i = 0; i < room; i++) {
        names[i] = policies[i].name;
        if (names[i] == NULL)
            break;
        wording_add(&list, names[i]);
        if (strcmp(names[i], name) != 0)
            continue;
        *p = policies[i];
        wording_free(&list);
        return true;
    }
    fail(e, ERR_ARG_RANGE, "no rule of disclosure control is called \"%s\"; there are: %s",
         wording_clip(name, clip), wording_end(&list));
    wording_free(&list);
    const char *nearest = str_nearest(name, names);
    return nearest != NULL
               ? err_hint(e, "did you mean \"%s\"?", nearest)
               : err_hint(e, "or rules of your own: threshold=5,round=5,zeros=hide,width=5");
}

/* Rules larger than this hide everything; whole numbers, as counts are. */
static const double largest_rule = 1000;

static bool parse_number(struct span key, struct span text, double *x, struct err *e) {
    if (num_parse(text.text, text.n, x) && *x == floor(*x) && *x >= 0 && *x <= largest_rule)
        return true;
    return fail(e, ERR_ARG_RANGE, "%.*s is a whole number from 0 to 1000, not \"%.*s\"", (int)key.n,
                key.text, (int)(text.n < 40 ? text.n : 40), text.text);
}

static bool parse_zeros(struct span text, bool *zeros, struct err *e) {
    *zeros = span_is(text, "hide");
    return *zeros || span_is(text, "show") ||
           fail(e, ERR_ARG_RANGE, "zeros are \"show\" or \"hide\", not \"%.*s\"",
                (int)(text.n < 40 ? text.n : 40), text.text);
}

/* One rule, "round=5". */
static bool parse_rule(struct span key, struct span text, struct policy *p, struct err *e) {
    static const char *const keys[] = {"threshold", "round", "midpoint", "zeros", "width", NULL};
    if (span_is(key, "threshold"))
        return parse_number(key, text, &p->threshold, e);
    if (span_is(key, "width"))
        return parse_number(key, text, &p->width, e);
    if (span_is(key, "zeros"))
        return parse_zeros(text, &p->zeros, e);
    p->midpoint = span_is(key, "midpoint");
    if (p->midpoint || span_is(key, "round"))
        return parse_number(key, text, &p->round, e);
    char word[40] = "";
    memcpy(word, key.text, key.n < sizeof word ? key.n : sizeof word - 1);
    const char *nearest = str_nearest(word, keys);
    fail(e, ERR_ARG_RANGE, "no rule \"%s\"; there are: threshold, round, midpoint, zeros, width",
         word);
    return nearest != NULL && err_hint(e, "did you mean \"%s\"?", nearest);
}

bool policy_parse(const char *text, struct policy *p, struct err *e) {
    if (strchr(text, '=') == NULL)
        return policy_find(text, p, e);
    *p = (struct policy){.name = "custom", .width = NAN};
    for (const char *at = text; *at != '\0';) {
        size_t n = strcspn(at, ","), key = strcspn(at, "=,");
        if (key == n)
            return fail(e, ERR_ARG_RANGE, "a rule is KEY=VALUE, not \"%.*s\"",
                        (int)(n < 40 ? n : 40), at);
        struct span name = span_trim((struct span){at, key});
        if (!parse_rule(name, span_trim((struct span){at + key + 1, n - key - 1}), p, e))
            return false;
        at += n + (at[n] == ',');
    }
    if (isnan(p->width))
        p->width = p->threshold;
    return true;
}

static bool same_rules(const struct policy *a, const struct policy *b) {
    return a->threshold == b->threshold && a->zeros == b->zeros && a->round == b->round &&
           a->midpoint == b->midpoint && a->width == b->width;
}

struct policy policy_strictest(const struct policy *a, const struct policy *b) {
    const struct policy *coarser = a->round >= b->round ? a : b;
    struct policy p = {
        .name = "custom",
        .threshold = fmax(a->threshold, b->threshold),
        .zeros = a->zeros || b->zeros,
        .round = coarser->round,
        .midpoint = coarser->midpoint,
        .width = fmax(a->width, b->width),
    };
    return same_rules(&p, a) ? *a : same_rules(&p, b) ? *b : p;
}
