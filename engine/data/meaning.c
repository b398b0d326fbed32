#include "data/meaning.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "data/wording.h"

static struct meaning as_mark(enum mark m, double lo, double hi) {
    return (struct meaning){SENSE_MARK, NAN, m, lo, hi};
}

static bool find_declared(struct span text, const struct vocabulary *v, struct meaning *m) {
    for (size_t k = 0; k < sizeof v->list / sizeof *v->list; k++) {
        for (size_t i = 0; i < v->list[k].n; i++) {
            const struct symbol *s = &v->list[k].symbol[i];
            if (span_is(text, s->text)) {
                *m = as_mark(s->mark, s->lo, s->hi);
                return true;
            }
        }
    }
    return false;
}

static bool find_name(struct span text, const char *(*name_of)(enum mark), struct meaning *m) {
    for (int i = MARK_OK + 1; i < MARK_COUNT; i++) {
        if (span_is(text, name_of((enum mark)i))) {
            *m = as_mark((enum mark)i, NAN, NAN);
            return true;
        }
    }
    return false;
}

/* "<5": suppressed, 1 to 4. A true 0 is shown as 0 by the rules that write such cells. */
static bool is_less_than(struct span text, struct meaning *m) {
    double x;
    if (text.n < 2 || text.text[0] != '<' || text.text[1] == '-' || text.text[1] == '+')
        return false;
    if (!num_parse(text.text + 1, text.n - 1, &x) || !num_is_count(x) || x < 2 ||
        !num_exact(text.text + 1, text.n - 1, x))
        return false;
    *m = as_mark(MARK_SUPPRESSED, 1, x - 1);
    return true;
}

/* Department for Education, Explore Education Statistics: symbols in data files. "k" is the older
 * form of "low"; ":" and "~" are obsolete and still found. */
static bool find_ees(struct span text, struct meaning *m) {
    static const struct {
        const char *text;
        enum mark mark;
    } rows[] = {{"c", MARK_SUPPRESSED}, {"x", MARK_NOT_AVAILABLE}, {"z", MARK_NOT_APPLICABLE},
                {"u", MARK_UNRELIABLE}, {"k", MARK_LOW},           {"low", MARK_LOW},
                {"~", MARK_LOW},        {":", MARK_NOT_AVAILABLE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (span_is(text, rows[i].text)) {
            *m = as_mark(rows[i].mark, NAN, NAN);
            return true;
        }
    }
    return false;
}

/* "1,398", or "12%" and "12 %" where numbers are percentages. */
static bool is_number(struct span text, const struct vocabulary *v, double *x) {
    if (!v->percent)
        return num_parse_grouped(text.text, text.n, x);
    if (text.n == 0 || text.text[text.n - 1] != '%')
        return false;
    size_t n = text.n - 1;
    n -= n > 0 && text.text[n - 1] == ' ';
    return num_parse_grouped(text.text, n, x);
}

struct meaning meaning_of_number_cell(struct span text, const struct vocabulary *v) {
    struct meaning m = {.sense = SENSE_TEXT, .lo = NAN, .hi = NAN};
    if (find_declared(text, v, &m))
        return m;
    if (is_number(text, v, &m.value)) {
        m.sense = SENSE_NUMBER;
        return m;
    }
    if (text.n == 0)
        return as_mark(MARK_BLANK, NAN, NAN);
    bool found = find_name(text, mark_symbol, &m) ||
                 (v->mark_names && find_name(text, mark_name, &m)) ||
                 (v->standard && is_less_than(text, &m)) || (v->ees && find_ees(text, &m));
    m.sense = found ? SENSE_MARK : SENSE_TEXT;
    return m;
}

struct meaning meaning_of_label_cell(struct span text, const struct vocabulary *v) {
    struct meaning m = {.sense = SENSE_TEXT, .lo = NAN, .hi = NAN};
    if (!find_declared(text, v, &m) && text.n == 0 && v->standard)
        m = as_mark(MARK_BLANK, NAN, NAN);
    return m;
}

/* Is the text a number once letters that look like digits are read as digits? 'plain' gets it. */
static bool reads_as_typing_error(const char *text, char *plain, size_t size, char *letter) {
    static const char letters[] = "OolI", digits[] = "0011";
    size_t n = strlen(text);
    double x;
    if (n == 0 || n >= size || strcspn(text, "0123456789") == n)
        return false;
    for (size_t i = 0; i <= n; i++) {
        const char *found = text[i] != '\0' ? strchr(letters, text[i]) : NULL;
        plain[i] = found != NULL ? digits[found - letters] : text[i];
        *letter = found != NULL ? *found : *letter;
    }
    return strcmp(text, plain) != 0 && num_parse_grouped(plain, n, &x);
}

/* Bytes of the number at the start of a text that goes on with something else. */
static size_t number_ahead(const char *text) {
    size_t n = strspn(text, "0123456789,.");
    double x;
    return n > 0 && text[n] != '\0' && num_parse_grouped(text, n, &x) ? n : 0;
}

/* Is the text a number with a blank between groups of three digits? 'plain' gets it without. */
static bool reads_with_blanks(const char *text, char *plain, size_t size) {
    size_t n = strlen(text), lead = strspn(text, "0123456789"), out = 0;
    if (n >= size || lead == 0 || lead > 3 || lead == n || (n - lead) % 4 != 0)
        return false;
    for (size_t i = lead; i < n; i += 4) {
        if (text[i] != ' ' || strspn(text + i + 1, "0123456789") < 3)
            return false;
    }
    for (size_t i = 0; i <= n; i++) {
        if (text[i] != ' ')
            plain[out++] = text[i];
    }
    return true;
}

static void add_peculiarity(struct buf *out, const char *text) {
    char plain[64], letter = '\0';
    size_t n = number_ahead(text);
    if (reads_as_typing_error(text, plain, sizeof plain, &letter))
        buf_addf(out, "the letter \"%c\" stands where a digit is meant (%s?): correct the file. ",
                 letter, plain);
    else if (reads_with_blanks(text, plain, sizeof plain))
        buf_addf(out, "a blank is no part of a number: write %s. ", plain);
    else if (n > 0 && text[n] == '%')
        buf_addf(out,
                 "a percent sign is no part of a number: write %.*s and name the unit in the "
                 "header. ",
                 (int)n, text);
    else if (n > 0 && text[n] == ' ')
        buf_addf(out,
                 "a unit is no part of a number: write %.*s and name the unit in the "
                 "header. ",
                 (int)n, text);
    else if (strchr(text, ',') != NULL && strspn(text, "0123456789,.-") == strlen(text))
        buf_puts(out, "a comma is read between groups of three digits only. ");
}

/* What exports write for "nothing here"; other symbols usually hide a small number. */
static const char *likely_mark(const char *text) {
    static const char *const artefacts[] = {"NULL", "NA", "N/A", "n/a", "#N/A", "#DIV/0!",
                                            "???",  "..", ".",   "-",   "nan",  "NaN"};
    for (size_t i = 0; i < sizeof artefacts / sizeof *artefacts; i++) {
        if (strcmp(artefacts[i], text) == 0)
            return mark_name(MARK_NOT_AVAILABLE);
    }
    return mark_name(MARK_SUPPRESSED);
}

const char *meaning_call(enum meaning_teller teller) {
    return teller == TELLER_COUNT ? "foi.count {source = ..., " : "foi.read(path, {";
}

const char *meaning_call_end(enum meaning_teller teller) {
    return teller == TELLER_COUNT ? "}" : "})";
}

void meaning_hint(struct err *e, const char *text, const char *column, enum meaning_teller teller) {
    struct buf hint = {0};
    add_peculiarity(&hint, text);
    buf_addf(&hint, "%s it stands for a missing value", hint.n > 0 ? "If" : "if");
    if (teller == TELLER_PACKAGE) {
        buf_puts(&hint, ", declare it for the field in datapackage.json: \"foi:marks\": {");
        wording_quote(&hint, text);
        buf_addf(&hint, ": \"%s\"}", likely_mark(text));
    } else {
        buf_addf(&hint, ": %smarks = {[", meaning_call(teller));
        wording_quote(&hint, text);
        buf_addf(&hint, "] = \"%s\"}%s; if the column holds labels: {text = {", likely_mark(text),
                 meaning_call_end(teller));
        wording_quote(&hint, column);
        buf_puts(&hint, "}}");
    }
    err_hint(e, "%s", hint.text != NULL ? hint.text : "");
    buf_free(&hint);
}
