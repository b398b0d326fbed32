#include "cli/luals.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/api.h"
#include "stats/catalogue.h"

/* The local name of a type's class: "Table" for foi.Table, "foi" for the module. */
static const char *class_local(const struct api_type *t) {
    const char *dot = strchr(t->class, '.');
    return dot != NULL ? dot + 1 : t->class;
}

static bool may_be_nil(const struct api_arg *a) {
    return a->preset != NULL;
}

/* The named arguments as a type of their own: foi.table.rate.args. */
static void argument_class(struct buf *out, const struct api_type *t, const struct api *a) {
    size_t first = api_n_args(a), n = first + api_n_named(a);
    if (n == first)
        return;
    bool module = t->rows == api_foi;
    buf_addf(out, "---@class foi.%s%s%s.args\n", module ? "" : t->name, module ? "" : ".", a->name);
    for (size_t i = first; i < n; i++)
        buf_addf(out, "---@field %s%s %s %s\n", a->args[i].name, may_be_nil(&a->args[i]) ? "?" : "",
                 a->args[i].type, a->args[i].text);
    buf_puts(out, "\n");
}

static void result_class(struct buf *out, const struct api *a) {
    if (a->parts[0].name == NULL)
        return;
    buf_addf(out, "---@class %s\n", a->returns);
    for (size_t i = 0; i < API_PARTS && a->parts[i].name != NULL; i++)
        buf_addf(out, "---@field %s%s %s %s\n", a->parts[i].name, a->parts[i].optional ? "?" : "",
                 a->parts[i].type, a->parts[i].text);
    buf_puts(out, "\n");
}

/* Can the table of named arguments be left out? */
static bool all_optional(const struct api *a) {
    for (size_t i = api_n_args(a), n = i + api_n_named(a); i < n; i++) {
        if (!may_be_nil(&a->args[i]))
            return false;
    }
    return true;
}

static void parameters(struct buf *out, const struct api_type *t, const struct api *a) {
    bool module = t->rows == api_foi;
    for (size_t i = 0; i < api_n_args(a); i++)
        buf_addf(out, "---@param %s%s %s %s\n", a->args[i].name, may_be_nil(&a->args[i]) ? "?" : "",
                 a->args[i].type, a->args[i].text);
    if (api_n_named(a) > 0)
        buf_addf(out, "---@param given%s foi.%s%s%s.args\n", all_optional(a) ? "?" : "",
                 module ? "" : t->name, module ? "" : ".", a->name);
    buf_addf(out, "---@return %s\n", a->returns);
}

static void function(struct buf *out, const struct api_type *t, const struct api *a) {
    argument_class(out, t, a);
    result_class(out, a);
    buf_addf(out, "---%s\n", a->brief);
    parameters(out, t, a);
    buf_addf(out, "function %s%c%s(", class_local(t), t->functions ? '.' : ':', a->name);
    for (size_t i = 0; i < api_n_args(a); i++)
        buf_addf(out, "%s%s", i > 0 ? ", " : "", a->args[i].name);
    if (api_n_named(a) > 0)
        buf_puts(out, api_n_args(a) > 0 ? ", given" : "given");
    buf_puts(out, ") end\n\n");
}

/* Fields first, as the class's own lines; then the functions. */
static void type(struct buf *out, const struct api_type *t) {
    buf_addf(out, "---%s\n---@class %s\n", t->text, t->class);
    buf_puts(out, t->operators != NULL ? t->operators : "");
    for (const struct api *a = t->rows; a->name != NULL; a++) {
        if (a->field)
            buf_addf(out, "---@field %s%s %s %s\n", a->name, a->optional ? "?" : "", a->returns,
                     a->brief);
    }
    buf_addf(out, "local %s = {}\n\n", class_local(t));
    for (const struct api *a = t->rows; a->name != NULL; a++) {
        if (!a->field)
            function(out, t, a);
    }
}

static const char *number_type(const struct measure *m, const struct arg *a) {
    if (a->kind == ARG_TEXT)
        return "string";
    if (a->matrix)
        return "number[][]";
    if (a->vector)
        return "number[]|foi.Column";
    if (a->choices != NULL)
        return "number|string";
    return m->shape == PER_CELL ? "number|number[]|foi.Column" : "number";
}

static bool has_preset(const struct arg *a) {
    return a->kind == ARG_TEXT ? a->preset_text != NULL : !isnan(a->preset);
}

/* Are there measures below m, as mh.rateratio.test_no_cc is below mh.rateratio? */
static bool is_branch(const struct measure *m) {
    size_t n = strlen(m->name);
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (strncmp(measures[i]->name, m->name, n) == 0 && measures[i]->name[n] == '.')
            return true;
    }
    return false;
}

static void measure_arguments(struct buf *out, const struct measure *m) {
    buf_addf(out, "---@class foi.stats.%s.args\n", m->name);
    for (size_t i = 0; i < measure_n_args(m); i++) {
        const struct arg *a = &m->args[i];
        buf_addf(out, "---@field %s%s %s %s; %s\n", a->name, has_preset(a) ? "?" : "",
                 number_type(m, a), a->text,
                 a->kind == ARG_TEXT && a->choices != NULL ? a->choices : arg_kind_text(a->kind));
    }
}

static void measure_results(struct buf *out, const struct measure *m) {
    buf_addf(out, "\n---@class foi.stats.%s.answer: foi.Answer\n", m->name);
    for (size_t i = 0; i < measure_n_results(m); i++) {
        const struct result *r = &m->results[i];
        bool list = m->shape == COLUMN_TO_COLUMN && !r->single;
        buf_addf(out, "---@field %s? %s %s\n", r->name, list ? "(number|false)[]" : "number",
                 r->text);
    }
}

/* A function; one that is a branch too is defined there, as something that can be called. */
static void measure(struct buf *out, const struct measure *m) {
    const char *rows = m->shape == PER_CELL ? "|foi.Table" : "";
    measure_arguments(out, m);
    measure_results(out, m);
    buf_puts(out, "\n");
    if (!is_branch(m))
        buf_addf(out,
                 "---%s\n---@param given foi.stats.%s.args\n---@return foi.stats.%s.answer%s\n"
                 "function foi.stats.%s(given) end\n\n",
                 m->brief, m->name, m->name, rows, m->name);
}

/* "foi.stats.prop.ci = {}", and how to call it if it is a measure too. */
static void branch(struct buf *out, const char *name, size_t n) {
    char own[128];
    snprintf(own, sizeof own, "%.*s", (int)n, name);
    const struct measure *m = measure_find(own);
    buf_addf(out, "---@class foi.stats.%s\n", own);
    if (m != NULL)
        buf_addf(out, "---@overload fun(given: foi.stats.%s.args): foi.stats.%s.answer%s\n", own,
                 own, m->shape == PER_CELL ? "|foi.Table" : "");
    buf_addf(out, "foi.stats.%s = {}\n\n", own);
}

/* The branches that lead to m, each before the first measure below it. */
static void branches(struct buf *out, const struct measure *m, size_t index) {
    for (size_t n = strcspn(m->name, "."); m->name[n] == '.';
         n += 1 + strcspn(m->name + n + 1, ".")) {
        size_t before = 0;
        while (before < index && strncmp(measures[before]->name, m->name, n + 1) != 0)
            before++;
        if (before == index)
            branch(out, m->name, n);
    }
}

void luals(struct buf *out) {
    buf_puts(
        out,
        "---@meta foi\n-- Generated by `make docs` from the rows in the code. Do not edit.\n\n");
    for (const struct api_type *t = api_types; t->name != NULL; t++)
        type(out, t);
    buf_puts(out, "---@class foi.stats\nfoi.stats = {}\n\n");
    for (size_t i = 0; measures[i] != NULL; i++) {
        branches(out, measures[i], i);
        measure(out, measures[i]);
    }
    buf_puts(out, "return foi\n");
}
