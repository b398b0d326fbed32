/* Funnel plots: every place is drawn or listed, names collide with nothing, lines stay in the area,
 * and no text or number from a stranger does harm. */
#include "report/chart/crowd.h"
#include "report/chart/funnel.h"

#include "unit/charts.h"
#include "unit/random.h"

/* --- building --------------------------------------------------------------------------------- */

/* A place: its limits are 'half' and 'half' times 3/2 around 50; NaN: it is not judged. */
struct place {
    const char *label, *position;
    double x, value, half;
    double lo, hi; /* bounds of a value that is hidden */
};

static const char *const names[] = {"lower_95", "upper_95", "lower_998", "upper_998"};

/* area, position, people, rate, four limits */
static void fill(struct table *t, size_t n, const struct place *p) {
    static const double sides[] = {-1, 1, -1.5, 1.5};
    struct err e = {0};
    assert_true(table_new(t, "places", n, 8, &e));
    struct column *area = add_labels(t, 0, "area", "Area");
    struct column *position = add_labels(t, 1, "position", "Position");
    struct column *people = add_numbers(t, 2, "people", "People", 0);
    struct column *rate = add_numbers(t, 3, "rate", "Rate", 1);
    rate->field.unit = "per 10,000 people";
    rate->field.measure = "rate.ci.garwood_exact";
    for (size_t i = 0; i < n; i++) {
        set_label(t, area, i, p[i].label);
        set_label(t, position, i, p[i].position);
        set_marked(t, people, i, p[i].x, MARK_NOT_AVAILABLE, NAN, NAN);
        set_number(t, rate, i, p[i].value, p[i].lo, p[i].hi);
    }
    for (size_t k = 0; k < 4; k++) {
        struct column *limit = add_numbers(t, 4 + k, names[k], names[k], 1);
        limit->field.conf_level = k < 2 ? 0.95 : 0.998;
        for (size_t i = 0; i < n; i++)
            set_marked(t, limit, i, 50 + sides[k] * p[i].half, MARK_NOT_APPLICABLE, NAN, NAN);
    }
}

/* The limits 300/sqrt(x) around 50, and half as far again. */
static void fill_curve(struct table *t, double most) {
    static const double sides[] = {-300, 300, -450, 450};
    struct err e = {0};
    assert_true(table_new(t, "curve", 50, 5, &e));
    struct column *x = add_numbers(t, 0, "people", NULL, 1);
    for (size_t i = 0; i < 50; i++)
        x->value[i] = most * 2 * pow(1e-6, 1 - ((double)i + 1) / 50);
    for (size_t k = 0; k < 4; k++) {
        struct column *limit = add_numbers(t, 1 + k, names[k], NULL, 1);
        for (size_t i = 0; i < 50; i++)
            limit->value[i] = 50 + sides[k] / sqrt(x->value[i]);
    }
}

static struct part *add(struct document *d, size_t n, const struct place *p) {
    struct part *part = add_chart(d, PART_FUNNEL, "Cases, by area");
    fill(&part->table, n, p);
    fill_curve(&part->curve, 10000);
    part->drawing = (struct drawing){.column[ROLE_LABEL] = "area",
                                     .column[ROLE_VALUE] = "rate",
                                     .column[ROLE_X] = "people",
                                     .column[ROLE_POSITION] = "position",
                                     .reference = 50};
    memcpy(&part->drawing.column[ROLE_CHANCE_LOWER], names, sizeof names);
    return part;
}

/* --- what is shown ---------------------------------------------------------------------------- */

static const struct place eight[] = {
    {"North", "above 99.8%", 5000, 90, 10, NAN, NAN},
    {"South", "above 95%", 4000, 62, 10, NAN, NAN},
    {"East", "inside", 9000, 52.5, 10, NAN, NAN},
    {"West", "below 95%", 3000, 38, 10, NAN, NAN},
    {"Centre", "below 99.8%", 8000, 20, 10, NAN, NAN},
    {"Hamlet", "too small to judge", 200, 70, NAN, NAN, NAN},
    {"Hidden", "suppressed", 2000, NAN, 10, 5, 20},
    {"Closed", "not available", NAN, NAN, NAN, NAN, NAN},
};

static void test_every_place_is_drawn_or_listed(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, 8, eight), false);
    assert_has(&out, "role=\"img\" aria-labelledby=\"t-1-title t-1-desc\"");
    assert_has(&out, "<desc id=\"t-1-desc\">Rate per 10,000 people: 6 of 8 rows have a figure; 1 "
                     "lies above the 99.8% limits (highest North 90.0), 1 lies below the 99.8% "
                     "limits (lowest Centre 20.0), and 2 more beyond the 95% limits.</desc>");
    assert_has(&out, "<g><title>North: 90.0, above 99.8%; People 5,000; 99.8% limits 35.0 to "
                     "65.0</title>");
    assert_has(&out, "<g><title>Hamlet: 70.0, too small to judge; People 200</title>");
    assert_has(&out, "<g><title>Hidden: between 5.0 and 20.0 [c]; People 2,000</title>\n<rect");
    assert_has(&out, ">Not on the chart: Closed (not available)</text>");
    /* Each mark once on the chart and once in the legend: triangles, a dot, a cross of two lines.
     */
    assert_int_equal(occurrences(&out, "<polygon"), 8);
    assert_int_equal(occurrences(&out, "fill=\"#D55E00\""), 4);
    assert_int_equal(occurrences(&out, "fill=\"#0072B2\""), 4);
    assert_int_equal(occurrences(&out, "<circle"), 2);
    assert_int_equal(occurrences(&out, "stroke=\"#595959\" stroke-width=\"1.3\""), 4);
    assert_int_equal(occurrences(&out, "<polyline"), 4);
    assert_has(&out, ">above the 99.8% limits (1)</text>");
    assert_has(&out, ">not judged (1)</text>");
    assert_has(&out, ">95% limits of chance</text>");
    assert_has(&out, ">target: 50.0</text>");
    assert_has(&out, ">People (square root scale)</text>");
    static const char *const named[] = {">North<", ">South<", ">West<", ">Centre<"};
    for (size_t i = 0; i < 4; i++)
        assert_has(&out, named[i]);
    assert_lacks(&out, ">East<");
    assert_lacks(&out, "are named, as far as");
    buf_free(&out);
    document_free(&d);
}

static void test_the_usual_spread_judges(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 8, eight);
    memcpy(&p->drawing.column[ROLE_SPREAD_LOWER], names, sizeof names);
    struct buf out = draw(p, true);
    assert_has(&out, "id=\"t-1-desc\"");
    assert_has(&out, "beyond the 95% limits, which allow for the usual spread.</desc>");
    assert_has(&out, ">99.8% limits with the usual spread</text>");
    assert_int_equal(occurrences(&out, "<polyline"), 8);
    assert_has(&out, "stroke=\"#CC79A7\" stroke-width=\"2\" stroke-dasharray=\"7 4\"");
    buf_free(&out);
    document_free(&d);
}

static void test_every_form_of_a_report_has_it(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    add(&d, 8, eight);
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "id=\"funnel-1-title\"");
    assert_has(&out, "id=\"funnel-1-narrow-title\"");
    assert_has(&out, "<th scope=\"row\">Hidden</th><td>suppressed</td>");
    assert_has(&out, "at most about 1 in 20 beyond the 95% limits of chance and 1 in 500 beyond");
    buf_free(&out);
    out = write_with(report_markdown, &d);
    assert_has(&out, "](charts/funnel-1.svg)");
    assert_has(&out, "| Area | Rate per 10,000 people |\n|:--|--:|\n| North | 90.0, above 99.8% |");
    assert_has(&out, "| Hidden | between 5.0 and 20.0 \\[c\\] |\n| Closed | not available |\n\n");
    assert_lacks(&out, "| East |");
    buf_free(&out);
    out = write_with(report_text, &d);
    assert_has(&out, "North   90.0, above 99.8%\n");
    assert_has(&out, "Closed  not available\n");
    buf_free(&out);
    out = write_with(report_json, &d);
    assert_has(&out, "\"kind\": \"funnel\"");
    assert_has(&out, "\"chance_outer_upper\": \"upper_998\"");
    assert_lacks(&out, "\"spread_lower\"");
    assert_has(&out, "\"reference\": 50");
    assert_has(&out, "\"curve\": {");
    buf_free(&out);
    document_free(&d);
}

/* What is said of the positions stands once: in the caption of the funnel that comes first. */
static void test_its_notes_stand_beside_it(void **state) {
    (void)state;
    static const char *const about[] = {"rate", "position"}, *const other[] = {"rate"};
    struct note judged = {.text = "Six are judged.", .columns = {2, about}};
    struct note rates = {.text = "Rates are rates.", .columns = {1, other}};
    struct err e = {0};
    struct document d = {.title = "T"};
    struct table *t = &add(&d, 8, eight)->table;
    assert_true(table_add(t, &judged, &e) && table_add(t, &rates, &e));
    struct part *p = document_add(&d, PART_TABLE, &e);
    fill(&p->table, 8, eight);
    assert_true(table_add(&p->table, &judged, &e) && table_add(&p->table, &rates, &e));
    static writer *const read_by_people[] = {report_html, report_markdown, report_text};
    for (size_t w = 0; w < 3; w++) {
        struct buf out = write_with(read_by_people[w], &d);
        assert_int_equal(occurrences(&out, "Six are judged."), 1);
        assert_int_equal(occurrences(&out, "Rates are rates."), 1);
        const char *first = strstr(out.text, "Six are judged.");
        assert_true(first < strstr(out.text, "Rates are rates."));
        buf_free(&out);
    }
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "moves it. Six are judged. Why a place lies");
    assert_lacks(&out, "If chance were all");
    buf_free(&out);
    document_free(&d);
}

/* --- names ------------------------------------------------------------------------------------ */

/* The boxes of the names on the chart, by their white rims. */
static size_t name_boxes(const struct buf *b, struct box *box, size_t most) {
    size_t n = 0;
    for (const char *at = b->text; (at = strstr(at, "<text")) != NULL; at++) {
        const char *end = strstr(at, "</text>"), *open = strchr(at, '>');
        if (strstr(at, "paint-order") == NULL || strstr(at, "paint-order") > open)
            continue;
        char *name = strndup(open + 1, (size_t)(end - open - 1));
        double x = number_after(at, " x=\""), width = svg_text_width(name, 12);
        const char *anchor = strstr(at, "text-anchor=\"");
        bool anchored = anchor != NULL && anchor < open;
        double share = !anchored ? 0 : anchor[13] == 'm' ? 0.5 : 1;
        assert_true(n < most);
        box[n++] = (struct box){x - share * width, number_after(at, " y=\"") - 10, width, 12};
        free(name);
    }
    return n;
}

/* Marks of places beyond the limits: the first corner of a triangle is its tip. */
static size_t mark_boxes(const struct buf *b, struct box *box, size_t most) {
    size_t n = 0;
    for (const char *at = b->text; (at = strstr(at, "</title>\n<polygon points=\"")) != NULL;
         at++) {
        double x[3], y[3];
        assert_int_equal(sscanf(at, "</title>\n<polygon points=\"%lf,%lf %lf,%lf %lf,%lf", &x[0],
                                &y[0], &x[1], &y[1], &x[2], &y[2]),
                         6);
        assert_true(n < most);
        box[n++] =
            (struct box){fmin(x[1], x[2]), fmin(y[0], y[1]), fabs(x[1] - x[2]), fabs(y[1] - y[0])};
    }
    return n;
}

static void test_names_collide_with_nothing(void **state) {
    (void)state;
    enum { n = 60, most = 100 };
    struct place p[n];
    char label[n][30];
    for (int i = 0; i < n; i++) { /* a crowd, half above and half below */
        snprintf(label[i], sizeof label[i], "Place number %d", i);
        p[i] = (struct place){
            label[i], "beyond", 3000 + 97 * (i * 7 % n), i % 2 == 0 ? 80 + i % 9 : 20 - i % 7, 10,
            NAN,      NAN};
    }
    struct document d = {0};
    struct part *part = add(&d, n, p);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(part, narrow == 1);
        struct box name[most], mark[most];
        size_t names_set = name_boxes(&out, name, most), marks = mark_boxes(&out, mark, most);
        assert_true(names_set >= (narrow == 1 ? 6 : 16));
        assert_int_equal(marks, n);
        for (size_t i = 0; i < names_set; i++) {
            for (size_t k = i + 1; k < names_set; k++)
                assert_false(boxes_cover(name[i], name[k]));
            for (size_t k = 0; k < marks; k++)
                assert_false(boxes_cover(name[i], mark[k]));
            assert_true(name[i].left + name[i].width <= (narrow == 1 ? 350 : 760));
        }
        char wanted[80];
        snprintf(wanted, sizeof wanted, ">%zu of the 60 beyond the limits are named", names_set);
        assert_has(&out, wanted);
        buf_free(&out);
    }
    document_free(&d);
}

/* Every text of the picture, not only the names: title, numbers of the axes, legend, small print.
 */
static void test_no_text_of_152_authorities_lies_on_another(void **state) {
    (void)state;
    enum { n = 152 };
    struct place p[n];
    char label[n][40];
    for (size_t i = 0; i < n; i++) { /* most of them small, a third beyond the limits */
        double people = 4000 + 12 * (double)(i * i), spread = 300 / sqrt(people);
        authority_name(i, label[i]);
        p[i] = (struct place){label[i],
                              "somewhere",
                              people,
                              i % 19 == 0 ? NAN : 50 + spread * ((double)(i * 37 % 100) / 16 - 3),
                              spread,
                              i % 2 == 0 ? 30 : NAN,
                              i % 2 == 0 ? 60 : NAN};
    }
    struct document d = {0};
    struct part *part = add(&d, n, p);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(part, narrow == 1);
        assert_true(boxes_apart("152 authorities", out.text) > (narrow == 1 ? 20 : 40));
        buf_free(&out);
    }
    document_free(&d);
}

static void test_what_is_taken_stays_taken(void **state) {
    (void)state;
    struct crowd c;
    assert_true(crowd_begin(&c, (struct box){100, 50, 41, 21}));
    struct box whole = {100, 50, 41, 21}, corner = {138, 68, 3, 3}, dot = {120, 60, 1, 1};
    assert_true(crowd_is_free(&c, whole));
    assert_false(crowd_is_free(&c, (struct box){99, 50, 10, 10}));
    assert_false(crowd_is_free(&c, (struct box){135, 60, 10, 10}));
    assert_false(crowd_is_free(&c, (struct box){110, 60, NAN, 10}));
    crowd_take(&c, dot);
    assert_false(crowd_is_free(&c, dot));
    assert_false(crowd_is_free(&c, whole));
    assert_true(crowd_is_free(&c, corner));
    crowd_take(&c, (struct box){-1e300, -1e300, 1e301, 1e301}); /* what lies in the area of it */
    assert_false(crowd_is_free(&c, corner));
    crowd_end(&c);
    crowd_end(&c);
}

/* --- lines ------------------------------------------------------------------------------------ */

static void test_lines_stay_in_the_area(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 8, eight);
    struct column *upper = &p->curve.column[2], *x = &p->curve.column[0];
    upper->value[20] = INFINITY; /* a gap */
    upper->value[30] = 1e300;
    upper->value[31] = -1e300;
    x->value[45] = -5;
    struct buf out = draw(p, false);
    double left = number_after(out.text, "<path d=\"M"), right = 760;
    size_t points = 0;
    for (const char *at = out.text; (at = strstr(at, "<polyline points=\"")) != NULL;) {
        at += strlen("<polyline points=\"");
        while (*at != '"') {
            char *next;
            double px = strtod(at, &next), py = strtod(next + 1, &next);
            if (!(px >= left && px <= right && py >= 50 && py <= 560))
                fail_msg("%g,%g", px, py);
            at = *next == ' ' ? next + 1 : next;
            points++;
        }
    }
    if (points < 70)
        fail_msg("%zu points", points);
    buf_free(&out);
    document_free(&d);
}

/* A hidden rate with one bound: a bar to the end of the axis, and an arrow. */
static void test_open_ends_have_arrows(void **state) {
    (void)state;
    static const struct place open[] = {{"Alone", "inside", 5000, 52, 10, NAN, NAN},
                                        {"A", "suppressed", 2000, NAN, 10, 30, INFINITY},
                                        {"B", "suppressed", 4000, NAN, 10, NAN, 60}};
    struct document d = {0};
    struct buf out = draw(add(&d, 3, open), false);
    assert_has(&out, "<g><title>A: at least 30.0 [c]; People 2,000</title>\n<rect");
    assert_has(&out, "<g><title>B: at most 60.0 [c]; People 4,000</title>\n<rect");
    assert_int_equal(occurrences(&out, "<polygon"), 2);
    assert_has(&out, ">hollow bar: hidden, and between these bounds; an arrow: none is known (2)<");
    assert_lacks(&out, "Not on the chart");
    assert_lacks(&out, "inf");
    buf_free(&out);
    document_free(&d);
}

/* --- few, none, hostile, extreme -------------------------------------------------------------- */

static void test_few_places_and_none(void **state) {
    (void)state;
    static const struct place one = {"Alone", "inside", 5000, 52, 10, NAN, NAN};
    static const struct place hidden[] = {{"A", "suppressed", 2000, NAN, 10, NAN, NAN},
                                          {"B", "suppressed", 4000, NAN, 10, 1, 4}};
    struct document d = {0};
    struct buf out = draw(add(&d, 1, &one), false);
    assert_has(&out, ": 1 of 1 row has a figure; 0 lie above the 99.8% limits, 0 lie below");
    assert_int_equal(occurrences(&out, "<circle"), 2);
    buf_free(&out);
    struct part *none = add(&d, 0, &one);
    table_free(&none->curve);
    none->drawing.reference = NAN;
    for (int narrow = 0; narrow < 2; narrow++) {
        out = draw(none, narrow == 1);
        assert_has(&out, ": 0 of 0 rows have a figure;");
        assert_lacks(&out, "<polyline");
        assert_lacks(&out, "target");
        buf_free(&out);
    }
    out = draw(add(&d, 2, hidden), false);
    assert_has(&out, ": 0 of 2 rows have a figure;");
    assert_has(&out, ">Not on the chart: A (suppressed)</text>");
    assert_has(&out, "<g><title>B: between 1.0 and 4.0 [c]; People 4,000</title>\n<rect");
    buf_free(&out);
    static const struct place whole = {"C", "suppressed", 4000, NAN, 10, 0, 300};
    out = draw(add(&d, 1, &whole), false); /* from the low end of the axis to the high one */
    assert_has(&out, ">300</text>");
    assert_has(&out, "width=\"6\" height=\"420\" fill=\"#fff\"");
    buf_free(&out);
    struct document page = {.title = "T"};
    add(&page, 0, &one);
    add(&page, 2, hidden);
    out = write_with(report_html, &page);
    assert_has(&out, "id=\"funnel-2-desc\"");
    buf_free(&out);
    document_free(&page);
    document_free(&d);
}

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    const struct place p[] = {
        {hostile_script, "above 99.8%", 5000, 90, 10, NAN, NAN},
        {hostile_attribute, "</title><script>", 4000, 95, 10, NAN, NAN},
        {hostile_bytes, "below", 3000, 5, 10, NAN, NAN},
        {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD8\xB3\xD9\x84\xD8\xA7\xD9\x85", "above", 8000, 85, 10,
         NAN, NAN},
        {endless(), "below 99.8%", 7000, 10, 10, NAN, NAN},
        {"", "above", 6000, 99, 10, NAN, NAN},
    };
    struct document d = {.title = "T"};
    add(&d, 6, p)->title = p[1].label;
    assert_harmless(&d);
    struct buf out = draw(&d.part[0], true);
    assert_has(&out, "&lt;script&gt;alert(1)&lt;/script&gt;");
    assert_has(&out, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D");
    assert_has(&out, "WWW…</text>");
    assert_lacks(&out, "&amp;amp;amp;");
    struct box box[20];
    size_t n = name_boxes(&out, box, 20);
    for (size_t i = 0; i < n; i++)
        assert_true(box[i].left + box[i].width <= 350);
    buf_free(&out);
    document_free(&d);
}

/* Awkward ones, and those near the figures of the chart. */
static double pick(uint64_t *seed) {
    static const double near[] = {-1e9, 50, 51, 60, 1000000, 9007199254740993.0};
    enum { n_near = sizeof near / sizeof *near };
    size_t i = next_random(seed) % (n_awkward + n_near);
    return i < n_awkward ? awkward[i] : near[i - n_awkward];
}

/* Numbers that the wire accepts and no honest script sends: a picture, and no end of time. */
static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    uint64_t seed = 20170911;
    for (int round = 0; round < 400; round++) {
        struct document d = {0};
        struct part *p = add(&d, 8, eight);
        for (size_t k = 2; k < 8; k++) {
            for (size_t i = 0; i < 8; i++) {
                if (column_mark(&p->table.column[k], i) == MARK_OK && next_random(&seed) % 3 == 0)
                    p->table.column[k].value[i] = pick(&seed);
            }
        }
        for (size_t k = 0; k < 5; k++) {
            for (size_t i = 0; i < 50; i++) {
                if (next_random(&seed) % 4 == 0)
                    p->curve.column[k].value[i] = pick(&seed);
            }
        }
        if (round % 2 == 0)
            p->drawing.reference = 1e300;
        struct buf out = draw(p, round % 4 == 1);
        buf_free(&out);
        document_free(&d);
    }
}

static void test_a_million_expected(void **state) {
    (void)state;
    static const struct place large[] = {{"Large", "above 99.8%", 1e8, 100.31, 0.2, NAN, NAN},
                                         {"Larger", "inside", 2e8, 50.01, 0.1, NAN, NAN}};
    struct document d = {0};
    struct part *p = add(&d, 2, large);
    struct buf out = draw(p, false);
    assert_has(&out, ">250,000,000</text>");
    assert_has(&out, "; People 100,000,000; 99.8% limits 49.7 to 50.3</title>");
    assert_has(&out, ">Large</text>");
    buf_free(&out);
    document_free(&d);
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct document d = {0};
    assert_same_bytes(add(&d, 8, eight));
    document_free(&d);
}

static void test_it_needs_its_columns(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, 8, eight);
    refuse_column(p, ROLE_X, "persons", ERR_COLUMN);
    refuse_column(p, ROLE_VALUE, "area", ERR_COLUMN_TYPE);
    refuse_column(p, ROLE_LABEL, NULL, ERR_COLUMN);
    refuse_column(p, ROLE_POSITION, "where", ERR_COLUMN);
    refuse_column(p, ROLE_CHANCE_OUTER_LOWER, NULL, ERR_COLUMN);
    refuse_column(p, ROLE_SPREAD_LOWER, "rate", ERR_COLUMN); /* and no others */
    refuse_column(p, ROLE_X, "rate", ERR_COLUMN);            /* which the curve does not have */
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_place_is_drawn_or_listed),
        cmocka_unit_test(test_the_usual_spread_judges),
        cmocka_unit_test(test_every_form_of_a_report_has_it),
        cmocka_unit_test(test_its_notes_stand_beside_it),
        cmocka_unit_test(test_names_collide_with_nothing),
        cmocka_unit_test(test_no_text_of_152_authorities_lies_on_another),
        cmocka_unit_test(test_what_is_taken_stays_taken),
        cmocka_unit_test(test_lines_stay_in_the_area),
        cmocka_unit_test(test_open_ends_have_arrows),
        cmocka_unit_test(test_few_places_and_none),
        cmocka_unit_test(test_hostile_labels_are_harmless),
        cmocka_unit_test(test_any_numbers_make_a_picture),
        cmocka_unit_test(test_a_million_expected),
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_it_needs_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
