/* A manifest with something in every field, names and texts as awkward as they come. */
#ifndef FOISTAT_TESTS_MANIFESTS_H
#define FOISTAT_TESTS_MANIFESTS_H

#include <stdio.h>
#include <string.h>

#include "run/manifest.h"

#define SHA_A "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA_B "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

/* The manifest and what it points at: it must not be moved. */
struct manifest_filled {
    struct manifest m;
    struct library library[2];
    struct input input[2];
    struct manifest_pair numerics[MANIFEST_NUMERICS];
    char run_id[HASH_HEX_SIZE];
};

static inline void fill_inputs(struct manifest_filled *f) {
    static const char *repair[] = {"2 title rows above the header were skipped", "\"x\" trimmed"};
    f->input[0] = (struct input){.name = "leicester \"2017\"",
                                 .path = "datasets/le ic%20ester/\xC3\xA4 b.csv",
                                 .sha256 = SHA_A,
                                 .package_sha256 = SHA_B,
                                 .bytes = 12345,
                                 .stored = STREAM_GZIP,
                                 .rows = 108,
                                 .columns = 4,
                                 .n_repairs = 2,
                                 .repair = repair};
    f->input[0].marks[MARK_SUPPRESSED] = 7;
    f->input[0].marks[MARK_UNDEFINED] = 1;
    f->input[0].source = (struct source){.dataset = "leicester",
                                         .title = "Early help",
                                         .body = "Leicester City Council",
                                         .request = "FOI 1234",
                                         .date = "2017",
                                         .path = "https://example.org/a b",
                                         .licence = "OGL-UK-3.0",
                                         .published = true};
    f->input[1] =
        (struct input){.name = "plain", .path = "plain.csv", .sha256 = SHA_A, .released = true};
    f->m.input = f->input;
    f->m.n_inputs = 2;
}

static inline void fill_asked(struct manifest_filled *f) {
    static const char *const setting[] = {"reference=White", "empty=", "a=b=c\n\"d\""};
    static const char *const file[] = {"answer 1.csv", "answer 1.csv"};
    static const char *const size[] = {"slide", "phone"}, *const allowed[] = {"weak-sandbox"};
    struct manifest *m = &f->m;
    m->script = (struct manifest_script){"early \"help\" \xC3\xA9.lua",
                                         "script/early \"help\" \xC3\xA9.lua", SHA_B, 999};
    m->n_settings = 3;
    m->setting = setting;
    m->n_files = 2;
    m->file = file;
    m->options = (struct manifest_options){.png = true,
                                           .vega_lite = true,
                                           .n_sizes = 2,
                                           .size = size,
                                           .published = true,
                                           .disclosure = "threshold=5",
                                           .ledger = true,
                                           .n_allowed = 1,
                                           .allowed = allowed};
    m->limits = (struct manifest_limits){60, 1e10, 268435456};
}

static inline void fill_met(struct manifest_filled *f) {
    static const struct seed_use seed[] = {{4294967295.0, 9999}, {1, 0}};
    static const struct manifest_warning warning[] = {{"caution-1", "Do not compare."},
                                                      {"table-1", "2 rows hold nothing."}};
    static const struct check check[] = {
        {.code = "C101", .state = CHECK_FAILED, .text = "5 + 6 is 12", .dataset = "leicester"},
        {.code = "C103", .state = CHECK_FAILED, .text = "-5"}};
    static const struct manifest_pair disclosure[] = {{"cases: by year", "foi-uk"}};
    static const struct manifest_output output[] = {
        {.path = "report.html", .media_type = "text/html", .sha256 = SHA_A, .bytes = 0},
        {"tables/table-1.csv", "text/csv", SHA_B, 10, NULL, true, 3, 2},
        {"report.pdf", "application/pdf", SHA_B, 77, "weasyprint", false, 0, 0}};
    struct manifest *m = &f->m;
    m->n_seeds = 2;
    m->seed = seed;
    m->n_warnings = 2;
    m->warning = warning;
    m->n_checks = 2;
    m->check = check;
    m->n_ran = 9;
    m->n_noted = 3;
    m->n_disclosure = 1;
    m->disclosure = disclosure;
    m->n_outputs = 3;
    m->output = output;
}

static inline void fill_manifest(struct manifest_filled *f) {
    struct err e = {0};
    *f = (struct manifest_filled){0};
    struct libraries l = {0};
    library_add(&l, "Lua", "https://www.lua.org/", "5.4.4");
    library_add(&l, "GSL", "https://www.gnu.org/software/gsl/", "%s", "2.7.1");
    memcpy(f->library, l.row, sizeof f->library);
    manifest_numerics(f->numerics);
    f->m = (struct manifest){
        .title = "Who <opened> \xE2\x80\x9C"
                 "cases?\xE2\x80\x9D",
        .date = "2026-11-22",
        .engine = {"0.1.0", "0123456789abcdef0123456789abcdef01234567", true, SHA_A},
        .library = f->library,
        .n_libraries = 2,
        .numerics = f->numerics,
        .n_numerics = MANIFEST_NUMERICS};
    fill_inputs(f);
    fill_asked(f);
    fill_met(f);
    if (manifest_identify(&f->m, f->run_id, &e))
        f->m.run_id = f->run_id;
}

#endif
