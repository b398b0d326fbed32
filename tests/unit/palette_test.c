/* Themes: every colour stands out from white, and nothing but a colour is replaced by one. */
#include <stdlib.h>

#include "report/chart/palette.h"
#include "report/chart/svg.h"
#include "report/html.h"

#include "unit/tables.h"

static const enum theme themes[] = {THEME_OKABE_ITO, THEME_GOV};
enum { n_themes = sizeof themes / sizeof *themes };

/* WCAG 2.2: relative luminance, and the contrast with white. */
static double channel(const char *hex) {
    char digits[3] = {hex[0], hex[1], '\0'};
    double share = (double)strtol(digits, NULL, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double contrast_on_white(const char *colour) {
    double luminance =
        0.2126 * channel(colour + 1) + 0.7152 * channel(colour + 3) + 0.0722 * channel(colour + 5);
    return 1.05 / (luminance + 0.05);
}

static void test_contrast_is_as_known(void **state) {
    (void)state;
    assert_true(fabs(contrast_on_white("#000000") - 21) < 1e-9);
    assert_true(fabs(contrast_on_white("#767676") - 4.54) < 0.005); /* WebAIM's least grey */
}

static void test_every_colour_stands_out(void **state) {
    (void)state;
    const unsigned char link = (unsigned char)PALETTE_LINK[0];
    for (size_t t = 0; t < n_themes; t++) {
        for (unsigned char byte = 1; byte <= PALETTE_COLOURS; byte++) {
            const char *colour = palette_colour(themes[t], byte);
            double least = byte == link ? 4.5 : 3;
            assert_int_equal(strlen(colour), 7);
            if (contrast_on_white(colour) < least)
                fail_msg("%s of %s: %.2f:1", colour, theme_name(themes[t]),
                         contrast_on_white(colour));
        }
    }
}

static void test_colours_of_a_theme_differ(void **state) {
    (void)state;
    for (size_t t = 0; t < n_themes; t++) {
        for (unsigned char a = 1; a <= 4; a++) {
            for (unsigned char b = 1; b < a; b++)
                assert_string_not_equal(palette_colour(themes[t], a), palette_colour(themes[t], b));
        }
    }
    assert_string_not_equal(palette_colour(THEME_GOV, 1), palette_colour(THEME_OKABE_ITO, 1));
}

static void test_themes_are_found_by_name(void **state) {
    (void)state;
    for (size_t t = 0; t < n_themes; t++) {
        enum theme found = THEME_OKABE_ITO;
        assert_true(theme_find(theme_name(themes[t]), &found));
        assert_int_equal(found, themes[t]);
    }
    enum theme untouched = THEME_GOV;
    assert_false(theme_find("Gov", &untouched));
    assert_int_equal(untouched, THEME_GOV);
}

static void test_bytes_become_colours(void **state) {
    (void)state;
    static const char text[] = "a " SVG_BLUE " b " PALETTE_CAUTION "\n\tc\x08";
    struct buf out = {0};
    palette_put(&out, THEME_GOV, text, strlen(text));
    assert_string_equal(out.text, "a #12436D b #F46A25\n\tc\x08");
    buf_free(&out);
    palette_put(&out, THEME_GOV, "plain", 5);
    assert_string_equal(out.text, "plain");
    buf_free(&out);
}

/* A page with a forest plot whose label and title hold the bytes of colours. */
static struct buf page(enum theme theme) {
    struct err e = {0};
    struct document d = {.title = "A " PALETTE_LINK, .theme = theme};
    struct report_info info = {.engine_version = "0"};
    struct part *p = document_add(&d, PART_FOREST, &e);
    assert_true(table_new(&p->table, "t", 1, 2, &e));
    set_label(&p->table, add_labels(&p->table, 0, "group", NULL), 0, "\x01\x02");
    set_number(&p->table, add_numbers(&p->table, 1, "rate", NULL, 1), 0, 3, NAN, NAN);
    p->drawing = (struct drawing){
        .column[ROLE_LABEL] = "group", .column[ROLE_VALUE] = "rate", .reference = NAN};
    assert_non_null(document_add(&d, PART_CAUTION, &e));
    d.part[1].text = "Care \x07";
    struct buf out = {0};
    assert_true(report_html(&d, &info, &out, &e));
    document_free(&d);
    return out;
}

static void test_pages_are_in_their_theme(void **state) {
    (void)state;
    struct buf plain = page(THEME_OKABE_ITO), gov = page(THEME_GOV);
    assert_non_null(strstr(plain.text, "fill=\"#0072B2\""));
    assert_non_null(strstr(plain.text, "a{color:#00528a}"));
    assert_null(strstr(plain.text, "#12436D"));
    assert_non_null(strstr(gov.text, "fill=\"#12436D\""));
    assert_non_null(strstr(gov.text, "a{color:#12436D}"));
    assert_non_null(strstr(gov.text, ".caution{border-color:#F46A25"));
    assert_null(strstr(gov.text, "#0072"));
    const struct buf *const pages[] = {&plain, &gov};
    for (size_t i = 0; i < 2; i++) {
        for (char byte = 1; byte < '\t'; byte++)
            assert_null(memchr(pages[i]->text, byte, pages[i]->n));
        assert_non_null(strstr(pages[i]->text, ">\xEF\xBF\xBD\xEF\xBF\xBD</text>"));
        assert_non_null(strstr(pages[i]->text, "<h1>A \xEF\xBF\xBD</h1>"));
        assert_non_null(strstr(pages[i]->text, "Care \xEF\xBF\xBD"));
    }
    buf_free(&plain);
    buf_free(&gov);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrast_is_as_known),
        cmocka_unit_test(test_every_colour_stands_out),
        cmocka_unit_test(test_colours_of_a_theme_differ),
        cmocka_unit_test(test_themes_are_found_by_name),
        cmocka_unit_test(test_bytes_become_colours),
        cmocka_unit_test(test_pages_are_in_their_theme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
