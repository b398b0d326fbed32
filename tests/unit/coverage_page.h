/* Everything that is tried, computed once; docs/explanation/coverage.md. */
#ifndef FOISTAT_TESTS_COVERAGE_PAGE_H
#define FOISTAT_TESTS_COVERAGE_PAGE_H

#include "base/str.h"
#include "cli/pages.h"
#include "unit/coverage_sets.h"

struct found {
    size_t n_spaces;
    struct spaces spaces[n_sets];
    struct coverage at[n_sets][most_methods][n_levels];
};

static size_t set_length(const struct set *set) {
    size_t n = 0;
    while (n < most_methods && set->methods[n].name != NULL)
        n++;
    return n;
}

/* "cascade.stages limits=rate" */
static void method_label(const struct method *m, char label[200]) {
    snprintf(label, 200, "%s%s%s", m->name, m->words != NULL ? " " : "",
             m->words != NULL ? m->words : "");
}

/* The spaces of a design, which several sets may share. */
static const struct spaces *found_spaces(struct found *f, const struct design *d) {
    size_t i = 0;
    while (i < f->n_spaces && f->spaces[i].design != d)
        i++;
    if (i == f->n_spaces)
        f->spaces[f->n_spaces++] = spaces_of(d);
    return &f->spaces[i];
}

static bool found_fill(struct found *f) {
    for (size_t i = 0; i < n_sets; i++) {
        const struct set *set = &coverage_sets[i];
        const struct spaces *spaces = found_spaces(f, set->design);
        for (size_t k = 0; k < set_length(set); k++) {
            for (size_t level = 0; level < n_levels; level++) {
                struct question q = question_of(set, &set->methods[k], level);
                if (!coverage_of(&q, spaces, &f->at[i][k][level]))
                    return false;
            }
        }
    }
    return true;
}

static void found_free(struct found *f) {
    for (size_t i = 0; i < f->n_spaces; i++) {
        for (size_t k = 0; k < f->spaces[i].n; k++)
            space_free(&f->spaces[i].at[k]);
    }
}

/* --- the page -------------------------------------------------------------------------------- */

static void link_to(const char *name, struct buf *out) {
    buf_addf(out, "[%s](../reference/measures/%.*s.md#", name, (int)strcspn(name, "."), name);
    page_anchor(out, name);
    buf_puts(out, ")");
}

static void method_line(const struct method *m, const struct coverage *c, struct buf *out) {
    static const char *const kept[] = {"", "on average", "here", "always", "always, each side"};
    buf_puts(out, "| ");
    link_to(m->name, out);
    if (m->words != NULL)
        buf_addf(out, " `%s`", m->words);
    buf_addf(out, " | %.4f | %.4f | %.4f | ", c[0].minimum, c[0].mean, c[0].miss);
    buf_addf(out, c[0].none > 0 ? "%.4f | " : "0 | ", c[0].none);
    buf_addf(out, isfinite(c[0].width) ? "%.3g | " : "no bound | ", c[0].width);
    buf_addf(out, "%.4f | %.4f | %s |\n", c[1].minimum, c[1].mean, kept[m->promise]);
}

static void set_section(const struct found *f, size_t i, struct buf *out) {
    const struct set *set = &coverage_sets[i];
    buf_addf(out, "\n## %s\n\n%s\n\n", set->title, set->design->text);
    if (set->text != NULL)
        buf_addf(out, "%s\n\n", set->text);
    buf_puts(out,
             "| method | least | mean | wrong | no answer | width | least, 99.8% | mean, 99.8% "
             "| level kept |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (size_t k = 0; k < set_length(set); k++)
        method_line(&set->methods[k], f->at[i][k], out);
}

static void left_out_section(struct buf *out) {
    buf_puts(out, "\n## Left out\n\n| why | measures |\n| --- | --- |\n");
    for (size_t i = 0; i < n_left_out; i++) {
        buf_addf(out, "| %s | ", left_out[i].reason);
        for (size_t k = 0; k < most_methods && left_out[i].names[k] != NULL; k++) {
            buf_puts(out, k > 0 ? ", " : "");
            link_to(left_out[i].names[k], out);
        }
        buf_puts(out, " |\n");
    }
}

static const char introduction[] =
    "A 95% interval should hold the true value in 95 of 100 repetitions. With small counts no "
    "method does so exactly, and some fall far short. This page says how often each interval of "
    "the "
    "catalogue does, for sizes at which it matters: a handful of events, groups of different size, "
    "proportions near 0 and 1. Nothing is simulated. Every outcome that can occur is given its "
    "interval, and the probabilities of the outcomes whose interval holds the truth are added up.\n"
    "\n"
    "## Which method is the default, and why\n"
    "\n"
    "Small counts are the rule in answers to Freedom-of-Information requests, and a claim that "
    "rests "
    "on four children must not look surer than it is. So the default for a rate is Garwood's exact "
    "interval, and for a ratio of two rates the exact conditional one: wherever they give limits, "
    "these miss the truth at most as often as the level says, whatever it is, and they are wider "
    "for "
    "it. For a proportion the default is Wilson's interval: it holds the level on average, has an "
    "answer for every count, and is the one English public health indicators use; near 0 and 1 it "
    "can cover less, and where that must never be, `prop.ci.clopper_pearson` or the narrower "
    "`prop.ci.blaker` are exact. Differences and ratios of proportions have score limits "
    "(Miettinen "
    "and Nurminen, Koopman), which do about as well as Wilson's. Wald's intervals, the ones of the "
    "textbooks, are kept to reproduce others and are never a default: with no events they claim "
    "certainty.\n"
    "\n"
    "```lua\n"
    "local foi = require \"foi\"\n"
    "print(foi.rate { count = 4, population = 1398 }.measure) --> rate.ci.garwood_exact\n"
    "print(foi.proportion { count = 4, of = 17 }.measure) --> prop.ci.wilson\n"
    "local ratio = foi.rate_ratio { count = 4, population = 1398, reference_count = 7,\n"
    "  reference_population = 5680 }\n"
    "print(ratio.measure) --> rateratio.ci.exact_conditional\n"
    "```\n"
    "\n"
    "## How to read the tables\n"
    "\n"
    "* **least** and **mean** are the smallest and the mean coverage of 95% intervals over the "
    "true "
    "values listed above the table, each counted alike. An outcome without limits counts as not "
    "holding the truth.\n"
    "* **wrong** is the largest probability, over the same true values, of limits that do not hold "
    "the truth; 0.05 is allowed. It leaves out the outcomes without limits.\n"
    "* **no answer** is the mean probability of an outcome for which the method has no interval: "
    "it "
    "says so instead of giving one.\n"
    "* **width** is the mean width where there are limits. Ratios r are put on the scale r/(1 + "
    "r), "
    "which runs from 0 to 1, so that an upper limit of infinity has a width too.\n"
    "* **least** and **mean, 99.8%** are the same for 99.8% intervals, the \"action\" limits of "
    "public health indicators.\n"
    "* **level kept**: *always* is proved, and tested also right beside the limits themselves "
    "where "
    "there is one count; *each side* means that at most half of the misses allowed lie on either "
    "side. *Here* means on this grid, without a proof. *On average* means that the mean coverage "
    "is "
    "within 0.01 of the level.\n"
    "\n"
    "The figures for the least and mean coverage and for no answer agree within 0.000001 with "
    "those "
    "of an independent program in R (`tests/reference/coverage.R`), which for score, exact, mid-P "
    "and likelihood intervals computes no limits at all but asks whether the test rejects the "
    "truth. "
    "A measure with limits that is neither in these tables nor among those left out, with the "
    "reason, fails the tests.\n";

static bool coverage_page(const struct found *f) {
    struct buf out = {0};
    page_title(&out, "Coverage: how often the intervals hold the truth");
    buf_puts(&out, introduction);
    for (size_t i = 0; i < n_sets; i++)
        set_section(f, i, &out);
    left_out_section(&out);
    bool good = !out.failed && fputs(out.text, stdout) >= 0;
    buf_free(&out);
    return good;
}

#endif
