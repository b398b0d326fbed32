/* Lists of runs: what is read of each, what is no run, and that no folder or title does harm. */
#include <jansson.h>

#include "report/escape.h"
#include "report/index.h"
#include "run/runs.h"

#include "unit/project.h"

static const struct index_info info = {
    .engine_version = "1.2.3", .title = "Title & <b>", .prefix = "../my runs/"};

/* --- what results.json says ------------------------------------------------------------------- */

#define SCRIPT "\"script\": {\"name\": \"a.lua\"}"
#define CHECKS "\"checks_summary\": {\"failed\": 2}"
#define START "{\"schema\": \"foistat.run/1\", "

static struct arena arena;

static struct run_summary reads(const char *json) {
    struct run_summary s = {0};
    struct err e = {0};
    if (!run_summary_read(json, strlen(json), &arena, &s, &e))
        fail_msg("%s: %s", e.message, json);
    return s;
}

static void refuses(const char *json, const char *message) {
    struct run_summary s = {0};
    struct err e = {0};
    if (run_summary_read(json, strlen(json), &arena, &s, &e))
        fail_msg("read: %s", json);
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, message);
}

static void run_is_summed_up(void **state) {
    (void)state;
    struct run_summary s = reads(
        START "\"title\": \"T\", \"subtitle\": null, " SCRIPT ", \"inputs\": ["
              "{\"source\": {\"date\": \"2017\"}}, {\"source\": {\"date\": null}}, "
              "{\"source\": {\"date\": \"2011\"}}, {\"source\": {\"date\": \"2017\"}}, "
              "{\"source\": {\"date\": \"\"}}], " CHECKS ", \"parts\": [{\"kind\": \"heading\"}, "
              "{\"kind\": \"table\", \"table\": {}}, {\"kind\": \"forest\", \"table\": {}}, "
              "{\"kind\": \"another chart\", \"table\": {}, \"values\": [1e300, "
              "123456789012345678901234567890]}, {\"kind\": \"cannot\"}]}");
    assert_string_equal(s.title, "T");
    assert_null(s.subtitle);
    assert_string_equal(s.script, "a.lua");
    assert_int_equal(s.n_dates, 2);
    assert_string_equal(s.date[0], "2017");
    assert_string_equal(s.date[1], "2011");
    assert_int_equal(s.tables, 3);
    assert_int_equal(s.charts, 2);
    assert_int_equal(s.failed, 2);
    arena_free(&arena);
}

static void other_json_is_no_run(void **state) {
    (void)state;
    char deep[10001];
    refuses("", "cannot be read: line 1");
    refuses("{\n\"schema\": \"foistat.run/1\",\n", "cannot be read: line 3");
    refuses("[1, 2]", "another program's");
    refuses("{\"schema\": \"foistat.run/2\"}", "another program's");
    refuses("{\"schema\": 1}", "another program's");
    refuses(START "\"title\": 5}", "\"title\" in its results.json is not text");
    refuses(START "\"title\": \"a\\u0000b\"}", "cannot be read");
    refuses(START "\"title\": \"\xff\"}", "cannot be read");
    refuses(START "\"title\": \"a\", \"title\": \"b\"}", "cannot be read");
    refuses(START "\"script\": []}", "\"script\" in its results.json is not an object");
    refuses(START SCRIPT "}", "\"inputs\" in its results.json is not a list");
    refuses(START SCRIPT ", \"inputs\": [7]}", "\"source\" in its results.json is not an object");
    refuses(START SCRIPT ", \"inputs\": [{\"source\": {\"date\": 2017}}]}", "\"date\"");
    refuses(START SCRIPT ", \"inputs\": []}", "\"checks_summary\"");
    refuses(START SCRIPT ", \"inputs\": [], \"checks_summary\": {\"failed\": -1}}", "\"failed\"");
    refuses(START SCRIPT ", \"inputs\": [], \"checks_summary\": {\"failed\": \"1\"}}",
            "\"failed\"");
    refuses(START SCRIPT ", \"inputs\": [], \"checks_summary\": {\"failed\": 1e300}}",
            "\"failed\"");
    refuses(START SCRIPT ", \"inputs\": [], " CHECKS "}", "\"parts\" in its results.json is not");
    refuses(START SCRIPT ", \"inputs\": [], " CHECKS ", \"parts\": [[]]}", "\"kind\"");
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    refuses(deep, "cannot be read");
    arena_free(&arena);
}

/* --- the runs in a folder --------------------------------------------------------------------- */

#define REST SCRIPT ", \"inputs\": [], " CHECKS ", \"parts\": []}"
static const char hostile[] = "</title><script>alert(1)</script>\\u202e\\u001b[2J' onload='x";

static void put_run(const char *name, const char *title) {
    char path[PATH_MAX], json[1000];
    snprintf(path, sizeof path, "many/%s", name);
    make_folder(path);
    snprintf(path, sizeof path, "many/%s/report.html", name);
    put(path, "<!DOCTYPE html>\n");
    snprintf(path, sizeof path, "many/%s/results.json", name);
    snprintf(json, sizeof json, START "\"title\": \"%s\", " REST, title);
    put(path, json);
}

static void make_runs(void) {
    make_folder("many");
    put_run("b", "B");
    put_run("Z", "");
    put_run("a", "A");
    put_run("javascript:alert(2)", "J");
    put_run("x' y\"z<&%?#\n\xff", hostile);
    put_run(".hidden", "H");
    put_run("lost", "L");
    assert_int_equal(unlink("many/lost/report.html"), 0);
    put_run("piped", "P");
    assert_int_equal(unlink("many/piped/results.json") | mkfifo("many/piped/results.json", 0644),
                     0);
    make_folder("many/empty");
    make_folder("many/wrong");
    put("many/wrong/results.json", "{\n");
    put("many/wrong/report.html", "");
    put("many/index.html", "a page\n");
    assert_int_equal(symlink("a", "many/link"), 0);
    assert_int_equal(symlink("index.html", "many/other"), 0);
}

static const char *const folders[] = {"Z",    "a",    "b",     "empty", "javascript:alert(2)",
                                      "link", "lost", "piped", "wrong", "x' y\"z<&%?#\n\xff"};
static const char *const reasons[] = {NULL,
                                      NULL,
                                      NULL,
                                      "it has no results.json",
                                      NULL,
                                      "it is a link, and links are not followed",
                                      "it has no report.html",
                                      "it has no results.json",
                                      "its results.json cannot be read: line 2: string or '}' "
                                      "expected near end of file",
                                      NULL};
enum { n_folders = sizeof folders / sizeof *folders };

static void runs_are_sorted_and_others_named(void **state) {
    (void)state;
    struct run_list l;
    struct err e = {0};
    size_t descriptors = count_descriptors();
    make_runs();
    if (!runs_in("many", &l, &e))
        fail_msg("%s", e.message);
    assert_int_equal(l.n, n_folders);
    assert_int_equal(l.n_skipped, 5);
    for (size_t i = 0; i < n_folders; i++) {
        assert_string_equal(l.run[i].folder, folders[i]);
        if (reasons[i] == NULL)
            assert_null(l.run[i].skipped);
        else
            assert_string_equal(l.run[i].skipped, reasons[i]);
    }
    runs_free(&l);
    assert_int_equal(count_descriptors(), descriptors);
}

static void no_runs(const char *path, const char *message, const char *hint) {
    struct run_list l;
    struct err e = {0};
    assert_false(runs_in(path, &l, &e));
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, message);
    assert_has(e.hint, hint);
}

static void folders_without_a_run(void **state) {
    (void)state;
    no_runs("nothing", "No such file or directory", "has runs in it");
    no_runs("secret.csv", "Not a directory", "has runs in it");
    no_runs("many/empty", "there is no run in 'many/empty'", "`foistat run -o` wrote");
    no_runs("many/a", "there is no run in 'many/a'", "it is a run itself");
    no_runs("datasets", "there is no run in", "'alpha_2017' is none: it has no results.json");
}

/* --- what is written -------------------------------------------------------------------------- */

typedef bool writer(const struct run_list *, const struct index_info *, struct buf *, struct err *);

static struct buf written(writer *w) {
    struct run_list l;
    struct buf out = {0};
    struct err e = {0};
    assert_true(runs_in("many", &l, &e));
    assert_true(w(&l, &info, &out, &e));
    runs_free(&l);
    return out;
}

static void page_does_no_harm(void **state) {
    (void)state;
    struct buf page = written(index_html);
    assert_has(page.text, "content=\"default-src 'none'; ");
    assert_has(page.text, "<meta name=\"description\" content=\"Index of runs, foistat.index/1\">");
    assert_has(page.text, "<h1>Title &amp; &lt;b&gt;</h1>\n<p class=\"subtitle\">5 runs, 5 other "
                          "folders</p>");
    assert_has(page.text, "<a href=\"../my%20runs/a/report.html\">A</a></th>"
                          "<td class=\"number state no\">2</td><td>not stated</td>"
                          "<td class=\"number\">0</td><td class=\"number\">0</td>"
                          "<td>a.lua</td></tr>");
    assert_has(page.text, "/Z/report.html\">a.lua</a>"); /* without a title: the script */
    assert_has(page.text, "<a href=\"../my%20runs/javascript%3Aalert%282%29/report.html\">");
    assert_has(page.text,
               "/x%27%20y%22z%3C%26%25%3F%23%0A%FF/report.html\">&lt;/title&gt;&lt;script"
               "&gt;alert(1)&lt;/script&gt;\uFFFD\uFFFD[2J&#39; onload=&#39;x</a>");
    assert_has(page.text, "<li>link: it is a link, and links are not followed</li>");
    assert_null(strstr(page.text, "<script"));
    assert_null(strstr(page.text, "\x1b"));
    buf_free(&page);
}

static void list_can_be_read_back(void **state) {
    (void)state;
    struct buf text = written(index_json);
    json_error_t error;
    json_t *root = json_loadb(text.text, text.n, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        fail_msg("%s: %s", error.text, text.text);
    assert_has(text.text, "\"schema\": \"" INDEX_MARKER "\"");
    json_t *list = json_object_get(root, "folders");
    assert_int_equal(json_array_size(list), n_folders);
    for (size_t i = 0; i + 1 < n_folders; i++) { /* the last one's name is no UTF-8 */
        json_t *run = json_array_get(list, i);
        assert_string_equal(json_string_value(json_object_get(run, "folder")), folders[i]);
        assert_int_equal(json_is_null(json_object_get(run, "skipped")), reasons[i] == NULL);
        assert_int_equal(json_integer_value(json_object_get(run, "failed_checks")),
                         reasons[i] == NULL ? 2 : 0);
    }
    json_t *last = json_array_get(list, n_folders - 1);
    assert_string_equal(json_string_value(json_object_get(last, "title")),
                        "</title><script>alert(1)</script>\u202E\x1b[2J' onload='x");
    json_decref(root);
    buf_free(&text);
}

static void list_is_safe_on_a_terminal(void **state) {
    (void)state;
    struct buf text = written(index_text);
    assert_has(text.text, "Z: a.lua\n  0 tables, 0 charts; 2 checks of the data failed\na: A\n");
    assert_has(text.text, "empty: no run, it has no results.json\n");
    assert_has(text.text, "\n5 runs, 5 other folders\n");
    assert_has(text.text, "x' y\"z<&%?# \uFFFD: </title>");
    assert_null(strstr(text.text, "\x1b"));
    buf_free(&text);
}

/* --- the way from the page to the runs -------------------------------------------------------- */

static void leads(const char *from, const char *to, const char *way) {
    struct buf out = {0};
    struct err e = {0};
    assert_true(path_between(from, to, &out, &e));
    assert_string_equal(out.n > 0 ? out.text : "", way);
    buf_free(&out);
}

static void page_leads_to_its_runs(void **state) {
    (void)state;
    char here[PATH_MAX];
    assert_non_null(getcwd(here, sizeof here));
    leads("runs", "runs", "");
    leads("runs/", "./runs//", "");
    leads(".", "runs", "runs/");
    leads("runs", ".", "../");
    leads("pages/all", "runs/of/me", "../../runs/of/me/");
    leads("run", "runs", "../runs/");
    leads("runs", "run", "../run/");
    leads("a/../runs", "runs/b", "b/");
    leads(here, "runs", "runs/");
    leads("/srv/www", "/srv/runs", "../runs/");
    leads("/srv", "/", "../");
    leads("/", "/srv", "srv/");
    leads("/", "/", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_is_summed_up),
        cmocka_unit_test(other_json_is_no_run),
        cmocka_unit_test(runs_are_sorted_and_others_named),
        cmocka_unit_test(folders_without_a_run),
        cmocka_unit_test(page_does_no_harm),
        cmocka_unit_test(list_can_be_read_back),
        cmocka_unit_test(list_is_safe_on_a_terminal),
        cmocka_unit_test(page_leads_to_its_runs),
    };
    return cmocka_run_group_tests(tests, make_project, remove_project);
}
