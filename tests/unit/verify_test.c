/* What a run was made from is compared thing by thing; what is no longer as recorded is named. */
#include "run/machine.h"
#include "run/traits.h"
#include "run/verify.h"

#include "unit/manifests.h"
#include "unit/project.h"

/* --- what two runs were made from ------------------------------------------------------------- */

static struct manifest_filled before, after;

/* The one change between the two manifests, which must be this. */
static void one_change(enum trait_about about, const char *name, const char *property,
                       const char *was, const char *is) {
    struct trait_list a = {0}, b = {0};
    struct arena arena = {0};
    struct trait_change *change;
    struct err e = {0};
    size_t n;
    assert_true(traits_of_run(&before.m, &a, &e) && traits_of_run(&after.m, &b, &e));
    assert_true(traits_compare(&a, &b, &arena, &change, &n, &e));
    assert_int_equal(n, 1);
    const struct trait *x = change[0].before, *y = change[0].after, *t = x != NULL ? x : y;
    assert_string_equal(trait_about_name[t->about], trait_about_name[about]);
    assert_string_equal(t->name, name);
    assert_string_equal(t->property, property);
    assert_string_equal(x != NULL ? x->value : "-", was);
    assert_string_equal(y != NULL ? y->value : "-", is);
    arena_free(&arena);
    traits_free(&a);
    traits_free(&b);
    fill_manifest(&after);
}

static void each_thing_is_named(void **state) {
    (void)state;
    static const char *const setting[] = {"reference=Asian", "empty=", "a=b=c\n\"d\""};
    static const struct seed_use seed[] = {{4294967294.0, 9999}, {1, 0}};
    static const struct seed_use draws[] = {{4294967295.0, 9998}, {1, 0}};
    static const char *const size[] = {"slide"};
    fill_manifest(&before);
    fill_manifest(&after);
    after.m.engine.version = "0.2.0";
    one_change(TRAIT_ENGINE, "version", "", "0.1.0", "0.2.0");
    after.m.engine.commit = NULL;
    one_change(TRAIT_ENGINE, "commit", "", "0123456789abcdef0123456789abcdef01234567", "not known");
    after.m.engine.dirty = false;
    one_change(TRAIT_ENGINE, "with changes that were not committed", "", "yes", "no");
    strcpy(after.library[1].version, "2.8");
    one_change(TRAIT_LIBRARY, "GSL", "", "2.7.1", "2.8");
    after.m.n_libraries = 1;
    one_change(TRAIT_LIBRARY, "GSL", "", "2.7.1", "-");
    after.m.script.sha256 = SHA_A;
    one_change(TRAIT_SCRIPT, "file", "", SHA_B, SHA_A);
    after.m.setting = setting;
    one_change(TRAIT_SETTING, "reference", "", "White", "Asian");
    after.m.n_settings = 2;
    one_change(TRAIT_SETTING, "a", "", "b=c\n\"d\"", "-");
    after.m.n_files = 1;
    one_change(TRAIT_DATA_FILE, "answer 1.csv", "", "given", "-");
    after.m.options.pdf = true;
    one_change(TRAIT_OPTION, "pdf", "", "no", "yes");
    after.m.options.size = size;
    after.m.options.n_sizes = 1;
    one_change(TRAIT_OPTION, "chart-size", "", "slide, phone", "slide");
    after.m.options.n_allowed = 0;
    one_change(TRAIT_OPTION, "allow", "", "weak-sandbox", "none");
    after.m.limits.steps = 1e9;
    one_change(TRAIT_LIMIT, "steps", "", "10000000000", "1000000000");
    after.m.seed = draws;
    one_change(TRAIT_SEED, "4294967295", "numbers drawn", "9999", "9998");
    after.input[0].sha256 = SHA_B;
    one_change(TRAIT_INPUT, "leicester \"2017\"", "file", SHA_A, SHA_B);
    after.input[0].package_sha256 = NULL;
    one_change(TRAIT_INPUT, "leicester \"2017\"", "description", SHA_B, "-");
    after.input[0].rows = 109;
    one_change(TRAIT_INPUT, "leicester \"2017\"", "rows", "108", "109");
    after.input[0].marks[MARK_SUPPRESSED] = 8;
    one_change(TRAIT_INPUT, "leicester \"2017\"", "suppressed", "7", "8");
    after.input[0].source.published = false;
    one_change(TRAIT_INPUT, "leicester \"2017\"", "published", "yes", "no");
    /* Another seed is two changes: one is drawn from no longer, another is. */
    struct trait_list a = {0}, b = {0};
    struct arena arena = {0};
    struct trait_change *change;
    struct err e = {0};
    size_t n;
    after.m.seed = seed;
    assert_true(traits_of_run(&before.m, &a, &e) && traits_of_run(&after.m, &b, &e) &&
                traits_compare(&a, &b, &arena, &change, &n, &e));
    assert_int_equal(n, 2);
    assert_string_equal(change[0].after->name, "4294967294");
    assert_string_equal(change[1].before->name, "4294967295");
    arena_free(&arena);
    traits_free(&a);
    traits_free(&b);
}

static void machines_are_read_from_anybody(void **state) {
    (void)state;
    static const char json[] = "{\"processor\": {\"features\": {\"fma\": true}, \"model\": \"X\"}, "
                               "\"long_double_digits\": 64, \"strange\": [1, {}], \"none\": null}";
    static const char *const none[] = {"", "[", "[]", "7", "\"x\"", "{\"a\": 1, \"a\": 2}"};
    struct trait_list l = {0};
    struct err e = {0};
    assert_true(traits_of_machine(json, strlen(json), &l, &e));
    assert_int_equal(l.n, 3);
    assert_string_equal(l.trait[0].name, "processor features fma");
    assert_string_equal(l.trait[0].value, "yes");
    assert_string_equal(l.trait[1].value, "X");
    assert_string_equal(l.trait[2].value, "64");
    traits_free(&l);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_true(traits_of_machine(none[i], strlen(none[i]), &l, &e));
        assert_int_equal(l.n, 0);
    }
}

/* --- a run that was stored -------------------------------------------------------------------- */

static const char script_text[] = "local foi = require \"foi\"\nprint(1)\n";

/* A run of two outputs, a script, no input. */
struct stored_run {
    struct stored stored;
    struct manifest_output output[2];
    struct found_run found;
    struct manifest engine;
};

static void add_bytes(struct stored_run *r, const char *path, const char *bytes) {
    struct buf b = {0};
    struct err e = {0};
    buf_puts(&b, bytes);
    assert_non_null(output_set_add(&r->stored.set, path, "", &b, &e));
}

static void make_run(struct stored_run *r) {
    static char script_hash[HASH_HEX_SIZE];
    *r = (struct stored_run){.stored.genuine = true};
    add_bytes(r, "report.html", "<p>1\n");
    add_bytes(r, "tables/table-1.csv", "n\n1\n");
    add_bytes(r, "script/a.lua", script_text);
    add_bytes(r, MANIFEST_PATH, "{}");
    add_bytes(r, MACHINE_PATH, "{}");
    for (size_t i = 0; i < 2; i++)
        r->output[i] = (struct manifest_output){.path = r->stored.set.file[i].path,
                                                .sha256 = r->stored.set.file[i].sha256};
    hash_bytes(script_text, strlen(script_text), script_hash);
    fill_manifest(&before);
    r->stored.manifest = before.m;
    r->stored.manifest.n_inputs = 0;
    r->stored.manifest.output = r->output;
    r->stored.manifest.n_outputs = 2;
    r->stored.manifest.script = (struct manifest_script){"a.lua", "script/a.lua", script_hash, 0};
    r->found.script.same = true;
    strcpy(r->found.script.path, "a.lua");
    r->engine = before.m;
}

/* Verifies it and frees it; the findings as lines. */
static void finds(struct stored_run *r, size_t wrong, size_t same, const char *lines) {
    struct verification v;
    struct err e = {0};
    struct buf text = {0};
    assert_true(verify_stored(&r->stored, &r->found, &r->engine, &v, &e));
    for (size_t i = 0; i < v.n; i++)
        buf_addf(&text, "%s %s %s: %s\n", finding_kind_name[v.finding[i].kind], v.finding[i].about,
                 v.finding[i].name, v.finding[i].text);
    assert_string_equal(text.n > 0 ? text.text : "", lines);
    assert_int_equal(v.wrong, wrong);
    assert_int_equal(v.files.same, same);
    assert_int_equal(v.files.of, 4);
    buf_free(&text);
    verification_free(&v);
    buf_free(&r->found.script.text);
    output_set_free(&r->stored.set);
}

/* Replaces a file of the set. */
static void change(struct stored_run *r, const char *path, const char *bytes) {
    for (size_t i = 0; i < r->stored.set.n; i++) {
        struct output *o = &r->stored.set.file[i];
        if (strcmp(o->path, path) != 0)
            continue;
        static char kept[HASH_HEX_SIZE]; /* what the manifest says stays */
        memcpy(kept, o->sha256, sizeof kept);
        for (size_t k = 0; k < 2; k++) {
            if (r->output[k].sha256 == o->sha256)
                r->output[k].sha256 = kept;
        }
        hash_bytes(bytes, strlen(bytes), o->sha256);
        buf_free(&o->bytes);
        buf_puts(&o->bytes, bytes);
        return;
    }
    fail_msg("there is no %s", path);
}

static void as_recorded(void **state) {
    (void)state;
    struct stored_run r;
    make_run(&r);
    finds(&r, 0, 4, "");
}

static void files_are_named(void **state) {
    (void)state;
    struct stored_run r;
    make_run(&r);
    change(&r, "tables/table-1.csv", "n\n2\n");
    finds(&r, 1, 3,
          "changed output tables/table-1.csv: its SHA-256 is eeedcad97a0bc43e..., recorded "
          "6ff2d84956e507da...\n");
    make_run(&r);
    r.output[0].path = "gone.html";
    finds(&r, 2, 3,
          "missing output gone.html: \nadded output report.html: it is no file of the run\n");
    make_run(&r);
    add_bytes(&r, "inputs/strange.csv", "x");
    finds(&r, 1, 4, "added output inputs/strange.csv: it is no file of the run\n");
    make_run(&r);
    r.stored.genuine = false;
    r.stored.manifest.run_id = SHA_A;
    finds(&r, 1, 3,
          "changed manifest ro-crate-metadata.json: what it says does not have the name "
          "e3b0c44298fc1c14..., which it gives itself\n");
}

static void scripts_are_named_by_line(void **state) {
    (void)state;
    struct stored_run r;
    make_run(&r);
    r.found.script.same = false;
    buf_puts(&r.found.script.text, "local foi = require \"foi\"\nprint(2)\n");
    finds(&r, 1, 4, "changed script a.lua: first in line 2: was \"print(1)\", is \"print(2)\"\n");
    make_run(&r);
    buf_puts(&r.found.script.text, script_text);
    change(&r, "script/a.lua", "local foi = require \"foi\"\nprint(1) \n");
    finds(&r, 1, 3,
          "changed script script/a.lua: first in line 2: was \"print(1)\", is \"print(1) \"\n");
    make_run(&r);
    r.found.script.same = false;
    r.found.script.path[0] = '\0';
    finds(&r, 0, 4,
          "not checked script a.lua: it was not found here: name it with --script FILE\n");
}

/* The run as it is when somebody edits its manifest and gives it a new name. */
static void add_results(struct stored_run *r, const char *version, const char *settings) {
    char json[1000];
    snprintf(json, sizeof json,
             "{\"schema\": \"foistat.run/1\", \"engine\": {\"version\": \"%s\"}, \"script\": "
             "{\"sha256\": \"%s\", \"arguments\": [%s]}, \"inputs\": [], \"parts\": [], "
             "\"checks\": []}",
             version, r->stored.manifest.script.sha256, settings);
    add_bytes(r, "results.json", json);
    r->output[1].path = "results.json";
    r->output[1].sha256 = output_set_find(&r->stored.set, "results.json")->sha256;
    r->output[0].path = "tables/table-1.csv";
    r->output[0].sha256 = output_set_find(&r->stored.set, "tables/table-1.csv")->sha256;
    r->stored.set.file[0].path = MACHINE_PATH; /* no report: two outputs are enough */
}

static void results_contradict_the_manifest(void **state) {
    (void)state;
    static const char same[] = "\"reference=White\", \"empty=\", \"a=b=c\\n\\\"d\\\"\"";
    struct stored_run r;
    make_run(&r);
    add_results(&r, "0.1.0", same);
    finds(&r, 0, 4, "");
    make_run(&r);
    add_results(&r, "0.0.9", "\"reference=Asian\", \"empty=\"");
    finds(&r, 3, 4,
          "changed manifest ro-crate-metadata.json: of the engine's version it says 0.1.0, "
          "results.json 0.0.9\n"
          "changed manifest ro-crate-metadata.json: of the settings it says reference=White, "
          "results.json reference=Asian\n"
          "changed manifest ro-crate-metadata.json: of the settings it says a=b=c\n\"d\", "
          "results.json nothing\n");
}

/* Another engine is no fault of the run. */
static void another_engine_is_named(void **state) {
    (void)state;
    struct stored_run r;
    make_run(&r);
    fill_manifest(&after);
    after.m.engine.version = "0.2.0";
    strcpy(after.library[1].version, "2.8");
    r.engine = after.m;
    finds(&r, 0, 4,
          "differs engine version: was 0.1.0, here 0.2.0\n"
          "differs library GSL: was 2.7.1, here 2.8\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_thing_is_named),
        cmocka_unit_test(machines_are_read_from_anybody),
        cmocka_unit_test(as_recorded),
        cmocka_unit_test(files_are_named),
        cmocka_unit_test(scripts_are_named_by_line),
        cmocka_unit_test(results_contradict_the_manifest),
        cmocka_unit_test(another_engine_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
