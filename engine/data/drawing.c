#include "data/drawing.h"

#include <stddef.h>

static const struct {
    const char *name;
    bool label;
} roles[ROLES] = {
    [ROLE_LABEL] = {"label", true},
    [ROLE_VALUE] = {"value", false},
    [ROLE_LOWER] = {"lower", false},
    [ROLE_UPPER] = {"upper", false},
    [ROLE_EVENTS] = {"count", false},
    [ROLE_AT_RISK] = {"population", false},
    [ROLE_BY] = {"by", true},
    [ROLE_SERIES] = {"series", true},
    [ROLE_X] = {"x", false},
    [ROLE_PANEL] = {"panel", true},
    [ROLE_POSITION] = {"position", true},
    [ROLE_RANK] = {"rank", false},
    [ROLE_BEST] = {"best", false},
    [ROLE_WORST] = {"worst", false},
    [ROLE_AMOUNT] = {"amount", false},
    [ROLE_WHOLE] = {"whole", false},
    [ROLE_CUMULATIVE] = {"cumulative", false},
    [ROLE_CUMULATIVE_LOWER] = {"cumulative_lower", false},
    [ROLE_CUMULATIVE_UPPER] = {"cumulative_upper", false},
    [ROLE_FEEDER] = {"feeder", true},
    [ROLE_UNKNOWN] = {"unknown", false},
    [ROLE_CHANCE_LOWER] = {"chance_lower", false},
    [ROLE_CHANCE_UPPER] = {"chance_upper", false},
    [ROLE_CHANCE_OUTER_LOWER] = {"chance_outer_lower", false},
    [ROLE_CHANCE_OUTER_UPPER] = {"chance_outer_upper", false},
    [ROLE_SPREAD_LOWER] = {"spread_lower", false},
    [ROLE_SPREAD_UPPER] = {"spread_upper", false},
    [ROLE_SPREAD_OUTER_LOWER] = {"spread_outer_lower", false},
    [ROLE_SPREAD_OUTER_UPPER] = {"spread_outer_upper", false},
};

const char *drawing_role_name(enum drawing_role r) {
    return roles[r].name;
}

bool drawing_role_is_label(enum drawing_role r) {
    return roles[r].label;
}

bool drawing_has(const struct drawing *d, enum drawing_role r) {
    return d->column[r] != NULL && d->column[r][0] != '\0';
}
