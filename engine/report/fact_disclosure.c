#include "report/fact_disclosure.h"

static bool hides_nothing(const struct policy *p) {
    return p->threshold == 0 && !p->zeros && p->round == 0;
}

static bool is_controlled(const struct disclosure_record *c) {
    return c->audit != AUDIT_FAILED && !hides_nothing(&c->policy);
}

void fact_not_controlled(const struct document *d, struct buf *out) {
    size_t n = 0;
    for (size_t i = 0; i < d->n_disclosures; i++) {
        const struct disclosure_record *c = &d->disclosure[i];
        if (!is_controlled(c))
            buf_addf(out, "%s%s", n++ > 0 ? ", " : "Figures of ", c->source);
    }
    if (n > 0)
        buf_puts(out, ", which is not public, can show how few people some counts are of. "
                      "Whoever made this report allowed that by name.");
}

void fact_rules(const struct policy *p, struct buf *out) {
    if (hides_nothing(p))
        buf_puts(out, "counts as they are");
    if (p->threshold > 0)
        buf_addf(out, "counts from %d to %g are hidden", p->zeros ? 0 : 1, p->threshold);
    else if (p->zeros)
        buf_puts(out, "0 is hidden");
    if (p->threshold > 0 || p->zeros)
        buf_puts(out, ", and others that would show them");
    if (p->round > 0)
        buf_addf(out, "%s%s %g", out->n > 0 ? "; counts are rounded " : "counts are rounded ",
                 p->midpoint ? "to the middle of bands of" : "to multiples of", p->round);
}

void fact_hidden(const struct disclosure_record *c, struct buf *out) {
    size_t hidden = c->small + c->others;
    buf_addf(out, "%zu of %zu %s hidden", hidden, c->counts,
             hidden == 1 ? "counts is" : "counts are");
}

static void hand_over(struct buf *text, fact_taker *take, void *to, const char *term) {
    if (text->n > 0 && !text->failed)
        take(to, term, text->text);
    buf_free(text);
}

static void put_rules(const struct policy *p, fact_taker *take, void *to) {
    struct buf text = {0};
    fact_rules(p, &text);
    if (p->name != NULL)
        buf_addf(&text, " (%s)", p->name);
    hand_over(&text, take, to, "Rules");
    if (p->source != NULL)
        take(to, "Where the rules are published", p->source);
}

static void put_hidden(const struct disclosure_record *c, fact_taker *take, void *to) {
    struct buf text = {0};
    fact_hidden(c, &text);
    if (c->small + c->others > 0)
        buf_puts(&text, ", because of their size or because such counts would follow from them");
    if (c->given > 0)
        buf_addf(&text, "; %zu more %s hidden in the source already", c->given,
                 c->given == 1 ? "was" : "were");
    hand_over(&text, take, to, "Hidden");
    if (c->small + c->others > 0)
        take(to, "Choice of what is hidden besides small counts",
             c->optimal ? "the best there is: no other choice hides fewer people"
                        : "safe, but not proved to be the best");
}

static void put_earlier(const struct disclosure_record *c, fact_taker *take, void *to) {
    struct buf text = {0};
    if (c->earlier > 0)
        buf_addf(&text, "%zu earlier %s of the same source", c->earlier,
                 c->earlier == 1 ? "release" : "releases");
    hand_over(&text, take, to, "Protected together with");
}

static void put_audit(const struct disclosure_record *c, fact_taker *take, void *to) {
    struct buf text = {0};
    if (c->audit == AUDIT_FAILED)
        buf_addf(&text, "FAILED: %zu hidden %s can be worked out too closely", c->exposed,
                 c->exposed == 1 ? "count" : "counts");
    else if (c->audit == AUDIT_PASSED)
        buf_puts(&text, "passed: all that can be worked out of a hidden count is a range");
    else
        buf_puts(&text, "nothing is hidden that could be worked out");
    hand_over(&text, take, to, "Audit");
}

void fact_disclosure(const struct disclosure_record *c, fact_taker *take, void *to) {
    if (!is_controlled(c))
        take(to, "Caution", FACT_NOT_CONTROLLED);
    if (c->rows != NULL)
        take(to, "Released", c->rows);
    put_rules(&c->policy, take, to);
    put_earlier(c, take, to);
    put_hidden(c, take, to);
    put_audit(c, take, to);
}
