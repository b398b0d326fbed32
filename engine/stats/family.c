#include "stats/family.h"

#include <string.h>

static const struct family families[] = {
    {"prop", "One proportion"},
    {"rate", "One rate"},
    {"smr", "Observed against expected events"},
    {"riskdiff", "Difference of two proportions"},
    {"riskratio", "Ratio of two proportions"},
    {"oddsratio", "Ratio of two odds"},
    {"table2x2", "Tests of a two by two table"},
    {"rateratio", "Ratio of two rates"},
    {"ratediff", "Difference of two rates"},
    {"disproportion", "Disproportionality between groups"},
    {"bounds", "What suppressed and unknown values allow"},
    {"cascade", "Decisions one after another"},
    {"padjust", "p-values adjusted for many tests"},
    {"distribution", "Distribution functions"},
    {"dsr", "Directly standardised rates"},
    {"isr", "Indirectly standardised rates and ratios"},
    {"nonindependent", "Events that come several to a person"},
    {"mh", "Mantel-Haenszel estimates over strata"},
    {"stratified", "Other estimates over strata"},
    {"tableRxC", "Tables of several rows and columns"},
    {"trend", "Trends over ordered groups and years"},
    {"glm", "Regression models of counts and proportions"},
    {"paired", "Tests of paired proportions"},
    {"paired_riskdiff", "Difference of paired proportions"},
    {"attributable_fraction_exposed", "Attributable fraction among the exposed"},
    {"population_attributable_fraction", "Attributable fraction in the population"},
    {"population_attributable_rate", "Attributable rate in the population"},
    {"population_attributable_risk", "Attributable risk in the population"},
    {"multinomial", "Several proportions of one whole"},
    {"proportions", "Several proportions compared"},
    {"inequality", "Inequality between groups"},
    {"segregation", "Segregation between areas"},
    {"eb", "Empirical Bayes smoothing"},
    {"funnel", "Funnel plots and overdispersion"},
    {"dispro", "Signals among many pairs, as in pharmacovigilance"},
    {"rank", "Intervals for ranks"},
    {"bootstrap", "Bootstrap intervals"},
    {"permutation", "Permutation tests"},
    {"wilcoxon", "Rank tests"},
    {"correlation", "Correlation"},
    {"power", "Sample size and power"},
    {"nist", "NIST's certified data"},
    {NULL, NULL},
};

bool family_has(const char *name, const struct measure *m) {
    size_t n = strlen(name);
    return strncmp(m->name, name, n) == 0 && (m->name[n] == '.' || m->name[n] == '\0');
}

const struct family *family_of(const struct measure *m) {
    for (const struct family *f = families; f->name != NULL; f++) {
        if (family_has(f->name, m))
            return f;
    }
    return NULL;
}
