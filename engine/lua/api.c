#include "lua/api.h"

#include <string.h>

const struct api_type api_types[] = {
    {.name = "foi",
     .value = "foi",
     .class = "foi",
     .title = "The module foi",
     .text =
         "`local foi = require \"foi\"`. Data come in through `foi.dataset` and `foi.read`; the "
         "functions for rates, proportions and ratios choose a method with exact or score "
         "limits and say in the result which; all measures are under `foi.stats`; what is to "
         "be seen goes into the one `foi.report` of the script.",
     .functions = true,
     .rows = api_foi},
    {.name = "say",
     .value = "foi.say",
     .class = "foi.Say",
     .title = "Sentences",
     .text =
         "`foi.say`: sentences that can be printed as they are, with the counts, the limits and "
         "what the limits allow to say. Numbers that are too small to carry a sentence are "
         "refused, and not printed. Each gives a value with the sentence as `text`, what it "
         "comes to as `verdict`, and the `measure`.",
     .functions = true,
     .rows = api_say},
    {.name = "table",
     .value = "t",
     .class = "foi.Table",
     .title = "Tables",
     .text =
         "Columns of equal length. A table never changes: every operation gives a new one, which "
         "keeps the sources, notes and checks of those it came from. `t.cases` is a column (a "
         "column called like a method is `t:column(\"sum\")`); `#t` is the number of rows; an "
         "unknown name is an error that suggests the nearest. Labels stay in their declared order.",
     .operators = "---@operator len: integer\n---@field [string] foi.Column\n",
     .rows = api_table},
    {.name = "grouped",
     .value = "t:by(...)",
     .class = "foi.Grouped",
     .title = "Grouped tables",
     .text = "What `t:by(\"group\")` gives: the rows of a table put together by their labels.",
     .rows = api_grouped},
    {.name = "column",
     .value = "c",
     .class = "foi.Column",
     .title = "Columns",
     .text = "Numbers or labels, each cell with a mark. `c[i]` is the cell in row i: a number, a "
             "label, or nil where the cell is marked (suppressed, blank, not held, ...); `#c` is "
             "the number of rows. `+`, `-`, `*` and `/` work row by row on columns, numbers and "
             "lists; a marked cell makes a marked result, whose bounds follow from those of the "
             "cell; a division by zero is marked as undefined.",
     .operators = "---@operator len: integer\n"
                  "---@operator add(foi.Column|number|number[]): foi.Column\n"
                  "---@operator sub(foi.Column|number|number[]): foi.Column\n"
                  "---@operator mul(foi.Column|number|number[]): foi.Column\n"
                  "---@operator div(foi.Column|number|number[]): foi.Column\n"
                  "---@field [integer] number|string|nil\n",
     .rows = api_column},
    {.name = "report",
     .value = "report",
     .class = "foi.Report",
     .title = "Reports",
     .text = "What `foi.report` gives. Each method adds one part and returns the report, so that "
             "the calls stand one below the other as the parts do on the page.",
     .rows = api_report},
    {.name = "answer",
     .value = "answer",
     .class = "foi.Answer",
     .title = "Answers of measures",
     .text = "What a measure of `foi.stats` gives for single numbers: its results by name, as its "
             "page lists them, and the fields below. `tostring` shows it in one line. With a "
             "column or a list in place of a number the answer is a table with one column for "
             "each result.",
     .operators = "---@field [string] any\n",
     .rows = api_answer},
    {.name = "error",
     .value = "e",
     .class = "foi.Error",
     .title = "Errors",
     .text = "What `pcall` gives when something is wrong: a value with the fields below, which "
             "prints as its place and message. A question without an answer (0/0) is not an error: "
             "its result has a note or a mark.",
     .rows = api_error},
    {.name = NULL},
};

size_t api_n_args(const struct api *a) {
    size_t n = 0;
    while (n < API_ARGS && a->args[n].name != NULL && !a->args[n].named)
        n++;
    return n;
}

size_t api_n_named(const struct api *a) {
    size_t n = api_n_args(a), first = n;
    while (n < API_ARGS && a->args[n].name != NULL)
        n++;
    return n - first;
}

const struct api *api_find(const char *name, const struct api_type **type) {
    size_t n = strcspn(name, ".:");
    for (const struct api_type *t = api_types; t->name != NULL && name[n] != '\0'; t++) {
        if (strlen(t->name) != n || memcmp(t->name, name, n) != 0)
            continue;
        for (const struct api *a = t->rows; a->name != NULL; a++) {
            if (strcmp(a->name, name + n + 1) == 0) {
                *type = t;
                return a;
            }
        }
    }
    return NULL;
}
