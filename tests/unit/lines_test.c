/* Where two texts differ, line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static struct span text(const char *s) {
    return (struct span){s, strlen(s)};
}

static void first_is(const char *a, const char *b, size_t line, const char *was, const char *is) {
    struct line_difference d = lines_first(text(a), text(b));
    assert_int_equal(d.line, line);
    if (line > 0) {
        assert_true(span_is(d.before, was));
        assert_true(span_is(d.after, is));
    }
}

static void first_difference(void **state) {
    (void)state;
    first_is("a\nb\n", "a\nb\n", 0, "", "");
    first_is("", "", 0, "", "");
    first_is("a\nb\n", "a\nc\n", 2, "b", "c");
    first_is("a\nb", "x\nb", 1, "a", "x");
    first_is("a\n", "a\nb\n", 2, "", "b");
    first_is("a\nb\nc\n", "a\n", 2, "b", "");
    first_is("", "a", 1, "", "a");
    first_is("a\r\nb", "a\nb", 1, "a\r", "a");
    struct line_difference d = lines_first((struct span){"a\0b", 3}, (struct span){"a\0c", 3});
    assert_int_equal(d.line, 0); /* no text */
}

static void changed_are(const char *a, const char *b, size_t removed, size_t added) {
    struct line_count c = lines_changed(text(a), text(b));
    assert_int_equal(c.removed, removed);
    assert_int_equal(c.added, added);
}

static void lines_in_and_out(void **state) {
    (void)state;
    changed_are("a\nb\nc\n", "a\nb\nc\n", 0, 0);
    changed_are("a\nb\nc\n", "a\nx\nc\n", 1, 1);
    changed_are("a\nb\nc\n", "b\nc\n", 1, 0);
    changed_are("a\nb\nc\n", "c\na\nb\n", 1, 1); /* a and b stay */
    changed_are("a\nb\na\nb\n", "b\na\nb\na\n", 1, 1);
    changed_are("", "a\nb\n", 0, 2);
    changed_are("a\na\na\n", "a\n", 2, 0);
}

/* Pieces too long to compare count as a whole; what is the same on either side of them does not. */
static void long_texts(void **state) {
    (void)state;
    struct buf a = {0}, b = {0};
    buf_puts(&a, "first\n");
    buf_puts(&b, "first\n");
    for (int i = 0; i < 5000; i++) {
        buf_addf(&a, "%d\n", i);
        buf_addf(&b, "%d\n", i + 1);
    }
    changed_are(a.text, b.text, 5000, 5000);
    buf_free(&a);
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_difference),
        cmocka_unit_test(lines_in_and_out),
        cmocka_unit_test(long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
