/* Hashes and roots: what is opened, how it is shown, and what is refused. */
#include <sys/mman.h>

#include "unit/project.h"

/* --- hashes ---------------------------------------------------------------------------------- */

/* FIPS 180-4 examples, and NIST's million letters "a". */
static const char hash_abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char hash_none[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
static const char hash_million[] =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

static void hash_known(void **state) {
    (void)state;
    char hex[HASH_HEX_SIZE];
    hash_bytes("abc", 3, hex);
    assert_string_equal(hex, hash_abc);
    hash_bytes("", 0, hex);
    assert_string_equal(hex, hash_none);
}

static void hash_of_descriptor(void **state) {
    (void)state;
    char hex[HASH_HEX_SIZE], *million = malloc(1000000);
    struct err e = {0};
    int fd = memfd_create("hash", 0);
    size_t n;
    hash_fd(fd, NULL, hex, &n, &e);
    assert_string_equal(hex, hash_none);
    memset(million, 'a', 1000000);
    assert_true(write_whole(fd, million, 1000000));
    free(million);
    lseek(fd, 12345, SEEK_SET);
    assert_true(hash_fd(fd, NULL, hex, &n, &e));
    assert_string_equal(hex, hash_million);
    assert_int_equal(n, 1000000);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 12345);
    close(fd);
    assert_false(hash_fd(fd, NULL, hex, &n, &e));
    assert_int_equal(e.id, ERR_READ);
}

/* --- roots ----------------------------------------------------------------------------------- */

static void paths_are_resolved_by_text(void **state) {
    (void)state;
    char out[32];
    assert_true(path_normal("./a//b/../c.csv", out, sizeof out));
    assert_string_equal(out, "a/c.csv");
    assert_true(path_normal("a/b/../../c", out, sizeof out));
    assert_string_equal(out, "c");
    assert_true(path_normal("..a/...", out, sizeof out));
    assert_string_equal(out, "..a/...");
    static const char *const refused[] = {"",     ".",       "..",
                                          "/a",   "a/../..", "a/../../a",
                                          "a/..", "../a",    "a-path-that-has-32-characters-xx"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(path_normal(refused[i], out, sizeof out));
}

static const char *hash_of(struct roots *r, size_t number) {
    static char hex[HASH_HEX_SIZE];
    struct err e = {0};
    if (!identity_hash(&r->opened, number, hex, &e))
        fail_msg("%s", e.message);
    return hex;
}

static void dataset_is_opened_and_hashed(void **state) {
    (void)state;
    struct roots r = roots_for("scripts/s.lua", NULL);
    struct opened o;
    struct err e = {0};
    char hex[HASH_HEX_SIZE], text[100] = "";
    assert_true(roots_dataset(&r, "alpha_2017", &o, &e));
    assert_string_equal(o.path, "datasets/alpha_2017/alpha.csv");
    assert_string_equal(o.package_path, "datasets/alpha_2017/datapackage.json");
    hash_bytes(alpha_csv, strlen(alpha_csv), hex);
    assert_string_equal(hash_of(&r, o.number), hex);
    assert_int_equal(o.bytes, strlen(alpha_csv));
    assert_int_equal(read(o.csv, text, sizeof text), strlen(alpha_csv));
    assert_string_equal(text, alpha_csv);
    ssize_t n = read(o.package, text, 10);
    assert_int_equal(n, 10);
    assert_memory_equal(text, "{\"name\": \"", 10);
    assert_true(fcntl(o.csv, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(write(o.csv, "x", 1), -1);
    close_both(&o);
    assert_true(roots_dataset(&r, "beta", &o, &e));
    assert_string_equal(o.path, "datasets/beta/parts/beta.csv");
    close_both(&o);
    roots_close(&r);
    roots_close(&r);
}

static void refused_dataset(struct roots *r, const char *name, enum err_id id, const char *message,
                            const char *hint) {
    struct opened o;
    struct err e = {0};
    size_t before = count_descriptors();
    if (roots_dataset(r, name, &o, &e))
        fail_msg("'%s' was opened", name);
    assert_has(e.message, message);
    assert_has(e.hint, hint);
    assert_int_equal(e.id, id);
    assert_int_equal(o.csv, -1);
    assert_int_equal(o.package, -1);
    assert_int_equal(count_descriptors(), before);
}

static void datasets_that_cannot_be_opened(void **state) {
    (void)state;
    struct roots r = roots_for("scripts/s.lua", NULL);
    refused_dataset(&r, "alpha_2071", ERR_DATASET, "Did you mean 'alpha_2017'?",
                    "datasets found: alpha_2017, beta, broken, folder, linked, lost");
    refused_dataset(&r, "Beta", ERR_DATASET, "a-z", "datasets found");
    refused_dataset(&r, "../etc/passwd", ERR_DATASET, "'../etc/passwd'", "datasets found");
    refused_dataset(&r, "..", ERR_DATASET, "a-z", "");
    refused_dataset(&r, "", ERR_DATASET, "''", "");
    refused_dataset(&r, "alpha_2017/", ERR_DATASET, "a-z", "");
    refused_dataset(&r, "be\x1b[2Jta", ERR_READ, "control characters", "");
    refused_dataset(&r, "linked", ERR_READ, "'datasets/linked/secret.csv' is, or goes through",
                    "copy");
    refused_dataset(&r, "away", ERR_READ, "symbolic link", "copy");
    refused_dataset(&r, "lost", ERR_READ, "no file 'datasets/lost/lost.csv'", "");
    refused_dataset(&r, "folder", ERR_READ, "'datasets/folder/inner' is a folder", "CSV file");
    refused_dataset(&r, "bare", ERR_DATASET, "has no datapackage.json", "");
    refused_dataset(&r, "broken", ERR_PACKAGE, "", "");
    roots_close(&r);
}

static void roots_are_searched_in_order(void **state) {
    (void)state;
    struct roots r;
    struct opened o;
    struct err e = {0};
    char hex[HASH_HEX_SIZE];
    hash_bytes("n\n4\n", 4, hex);
    const char *more = "elsewhere/more";
    struct roots_options options = {.script = "scripts/s.lua", .n_folders = 1, .folder = &more};
    assert_true(roots_open(&r, &options, &e));
    assert_true(roots_dataset(&r, "beta", &o, &e));
    assert_string_equal(o.path, "datasets/beta/b.csv");
    assert_string_equal(hash_of(&r, o.number), hex);
    close_both(&o);
    struct arena a = {0};
    const char **names = roots_list(&r, &a);
    static const char *const all[] = {"alpha_2017", "beta",   "broken", "folder",
                                      "gamma",      "linked", "lost",   NULL};
    for (size_t i = 0; all[i] != NULL; i++)
        assert_string_equal(names[i], all[i]);
    assert_null(names[7]);
    arena_free(&a);
    roots_close(&r);
    const char *missing = "elsewhere/les";
    options.folder = &missing;
    assert_false(roots_open(&r, &options, &e));
    assert_int_equal(e.id, ERR_READ);
    assert_has(e.message, "elsewhere/les");
}

/* A root named twice is opened once; ./datasets counts although the script lies elsewhere. */
static void roots_are_closed(void **state) {
    (void)state;
    size_t before = count_descriptors();
    const char *twice[] = {"datasets", "./datasets"};
    struct roots_options options = {
        .script = "elsewhere/more/gamma/none.lua", .n_folders = 2, .folder = twice};
    struct roots r;
    struct err e = {0};
    assert_true(roots_open(&r, &options, &e));
    roots_close(&r);
    assert_int_equal(count_descriptors(), before);
    r = roots_for("elsewhere/more/gamma/none.lua", NULL);
    struct opened o;
    assert_true(roots_dataset(&r, "alpha_2017", &o, &e));
    close_both(&o);
    roots_close(&r);
    assert_int_equal(count_descriptors(), before);
}

static void roots_from_the_environment(void **state) {
    (void)state;
    struct opened o;
    struct err e = {0};
    assert_int_equal(setenv("FOISTAT_DATASETS", ":nowhere:elsewhere/more:", 1), 0);
    struct roots r = roots_for(NULL, NULL);
    unsetenv("FOISTAT_DATASETS");
    assert_true(roots_dataset(&r, "gamma", &o, &e));
    assert_string_equal(o.path, "datasets/gamma/g.csv");
    close_both(&o);
    roots_close(&r);
}

static void no_datasets_at_all(void **state) {
    (void)state;
    assert_int_equal(chdir("elsewhere/more/gamma"), 0);
    struct roots r = roots_for(NULL, NULL);
    refused_dataset(&r, "beta", ERR_DATASET, "no dataset 'beta'.", "--datasets");
    roots_close(&r);
    assert_int_equal(chdir(project), 0);
}

static void paths_do_not_depend_on_where_the_user_stands(void **state) {
    (void)state;
    static const char *const stands[][3] = {
        {".", "scripts/s.lua", "elsewhere/x.csv"},
        {"scripts", "s.lua", "../elsewhere/x.csv"},
        {"elsewhere/more", "../../scripts/s.lua", "../x.csv"},
    };
    char script[PATH_MAX + 20], file[PATH_MAX + 20];
    for (size_t i = 0; i < 4; i++) {
        struct opened o;
        struct err e = {0};
        assert_int_equal(chdir(i < 3 ? stands[i][0] : "/"), 0);
        snprintf(script, sizeof script, "%s/scripts/s.lua", project);
        snprintf(file, sizeof file, "%s/elsewhere/x.csv", project);
        struct roots r = roots_for(i < 3 ? stands[i][1] : script, i < 3 ? stands[i][2] : file);
        assert_true(roots_dataset(&r, "beta", &o, &e));
        assert_string_equal(o.path, "datasets/beta/parts/beta.csv");
        close_both(&o);
        assert_true(roots_file(&r, "data/x.csv", &o, &e));
        assert_string_equal(o.path, "data/x.csv");
        close_both(&o);
        assert_true(roots_file(&r, "../elsewhere/x.csv", &o, &e));
        assert_string_equal(o.path, "elsewhere/x.csv");
        close_both(&o);
        roots_close(&r);
        assert_int_equal(chdir(project), 0);
    }
}

static void opened_file(struct roots *r, const char *path, const char *shown, const char *csv) {
    struct opened o;
    struct err e = {0};
    char hex[HASH_HEX_SIZE];
    if (!roots_file(r, path, &o, &e))
        fail_msg("%s", e.message);
    hash_bytes(csv, strlen(csv), hex);
    assert_string_equal(o.path, shown);
    assert_string_equal(hash_of(r, o.number), hex);
    close_both(&o);
}

static void refused_file(struct roots *r, const char *path, const char *message, const char *hint) {
    struct opened o;
    struct err e = {0};
    size_t before = count_descriptors();
    if (roots_file(r, path, &o, &e))
        fail_msg("'%s' was opened", path);
    assert_has(e.message, message);
    assert_has(e.hint, hint);
    assert_int_equal(e.id, ERR_READ);
    assert_int_equal(o.csv, -1);
    assert_int_equal(count_descriptors(), before);
}

static void files_of_the_script(void **state) {
    (void)state;
    struct roots r = roots_for("scripts/s.lua", NULL);
    opened_file(&r, "data/x.csv", "data/x.csv", "n\n5\n");
    opened_file(&r, "./data/../data//x.csv", "data/x.csv", "n\n5\n");
    refused_file(&r, "data/y.csv", "no file 'data/y.csv'", "did you mean 'x.csv'?");
    refused_file(&r, "dat/x.csv", "no file 'dat/x.csv'", "spelling");
    refused_file(&r, "data", "is a folder", "CSV");
    refused_file(&r, "data/x.csv/y", "not a folder", "");
    refused_file(&r, "../secret.csv", "outside the script's folder", "command line");
    refused_file(&r, "data/../../secret.csv", "outside", "");
    refused_file(&r, "/etc/passwd", "outside", "foistat run SCRIPT FILE");
    refused_file(&r, "link.csv", "symbolic link", "copy");
    refused_file(&r, "pipe.csv", "not a regular file", "pipe");
    refused_file(&r, "", "outside", "");
    refused_file(&r, "x\ny.csv", "control", "");
    roots_close(&r);
}

static void files_named_on_the_command_line(void **state) {
    (void)state;
    const char *files[] = {"secret.csv", "elsewhere/x.csv", "elsewhere/more/x.csv"};
    struct roots_options options = {.script = "scripts/s.lua", .n_files = 3, .file = files};
    struct roots r;
    struct err e = {0};
    assert_true(roots_open(&r, &options, &e));
    char whole[PATH_MAX + 40];
    snprintf(whole, sizeof whole, "%s/elsewhere/more/../x.csv", project);
    opened_file(&r, "secret.csv", "secret.csv", "n\n99\n");
    opened_file(&r, "../secret.csv", "secret.csv", "n\n99\n");
    opened_file(&r, "link.csv", "secret.csv", "n\n99\n");
    opened_file(&r, "elsewhere/more/x.csv", "elsewhere/more/x.csv", "n\n8\n");
    opened_file(&r, whole, "elsewhere/x.csv", "n\n7\n");
    opened_file(&r, "data/x.csv", "data/x.csv", "n\n5\n");
    refused_file(&r, "x.csv", "'x.csv' may be 'elsewhere/x.csv' or 'elsewhere/more/x.csv'", "");
    refused_file(&r, "/etc/passwd", "outside", "");
    roots_close(&r);
    files[1] = "elsewhere/z.csv";
    assert_false(roots_open(&r, &options, &e));
    assert_has(e.message, "no file 'elsewhere/z.csv'");
    files[1] = "elsewhere";
    e = (struct err){0};
    assert_false(roots_open(&r, &options, &e));
    assert_has(e.message, "is a folder");
}

/* A named file far from the script shows no more of the machine than its name. */
static void far_files_show_their_name(void **state) {
    (void)state;
    struct roots r = roots_for("elsewhere/more/gamma/none.lua", "secret.csv");
    opened_file(&r, "secret.csv", "secret.csv", "n\n99\n");
    roots_close(&r);
}

static void package_beside_a_file(void **state) {
    (void)state;
    struct roots r = roots_for("datasets/s.lua", "elsewhere/more/gamma/g.csv");
    struct opened o;
    struct err e = {0};
    assert_true(roots_file(&r, "alpha_2017/alpha.csv", &o, &e));
    assert_string_equal(o.package_path, "alpha_2017/datapackage.json");
    assert_int_equal(strlen(hash_of(&r, o.package_number)), 64);
    close_both(&o);
    assert_true(roots_file(&r, "g.csv", &o, &e));
    assert_string_equal(o.package_path, "elsewhere/more/gamma/datapackage.json");
    assert_true(o.package >= 0);
    close_both(&o);
    put("datasets/alpha_2017/other.csv", "n\n1\n");
    assert_true(roots_file(&r, "alpha_2017/other.csv", &o, &e));
    assert_int_equal(o.package, -1);
    assert_string_equal(o.package_path, "");
    close_both(&o);
    put("datasets/broken/other.csv", "n\n1\n");
    assert_true(roots_file(&r, "broken/other.csv", &o, &e));
    assert_int_equal(o.package, -1);
    close_both(&o);
    roots_close(&r);
}

/* Data through a pipe is kept, so that it can be hashed, and read twice. */
static void pipe_named_on_the_command_line(void **state) {
    (void)state;
    int ends[2];
    char path[64];
    assert_int_equal(pipe(ends), 0);
    assert_true(write_whole(ends[1], "n\n11\n", 5));
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    struct roots r = roots_for("scripts/s.lua", path);
    close(ends[0]);
    for (int i = 0; i < 2; i++) {
        struct opened o;
        struct err e = {0};
        char text[10] = "";
        assert_true(roots_file(&r, path, &o, &e));
        assert_int_equal(read(o.csv, text, sizeof text), 5);
        assert_string_equal(text, "n\n11\n");
        close_both(&o);
    }
    roots_close(&r);
}

static void pipe_is_kept_from_its_start(void **state) {
    (void)state;
    int ends[2], fd;
    char path[64], text[10] = "";
    struct err e = {0};
    assert_int_equal(pipe(ends), 0);
    assert_true(write_whole(ends[1], "n\n12\n", 5));
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_true(open_named(path, &fd, NULL, &e));
    assert_int_equal(read(fd, text, sizeof text), 5);
    assert_string_equal(text, "n\n12\n");
    close(fd);
    close(ends[0]);
}

/* A named pipe into which nobody writes yet is waited for. */
static void named_pipe(void **state) {
    (void)state;
    struct err e = {0};
    char text[20] = "";
    int fd, rest;
    pid_t writer = fork();
    if (writer == 0) {
        usleep(200 * 1000);
        put("scripts/pipe.csv", "n\n12\n");
        _exit(0);
    }
    assert_true(open_named("scripts/pipe.csv", &fd, &rest, &e));
    assert_int_equal(rest, -1);
    assert_int_equal(read(fd, text, sizeof text), 5);
    close(fd);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
}

/* "-" is standard input, whether it is a pipe or a file. */
static void standard_input(void **state) {
    (void)state;
    int own = dup(STDIN_FILENO), ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(write_whole(ends[1], "n\n13\n", 5));
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    struct roots r = roots_for("scripts/s.lua", "-");
    opened_file(&r, "-", "-", "n\n13\n");
    opened_file(&r, "-", "-", "n\n13\n");
    roots_close(&r);
    int file = open("secret.csv", O_RDONLY);
    assert_int_equal(dup2(file, STDIN_FILENO), STDIN_FILENO);
    close(file);
    r = roots_for("scripts/s.lua", "-");
    opened_file(&r, "-", "-", "n\n99\n");
    roots_close(&r);
    assert_int_equal(dup2(own, STDIN_FILENO), STDIN_FILENO);
    close(own);
}

static int as_nobody_read(void) {
    if (getuid() == 0 && setuid(65534) != 0)
        return child_cannot;
    struct roots r = roots_for("scripts/s.lua", NULL);
    struct opened o;
    struct err e = {0};
    bool refused = !roots_file(&r, "data/hidden.csv", &o, &e) && e.id == ERR_READ &&
                   strstr(e.message, "no permission") != NULL && e.hint[0] != '\0';
    return refused ? child_good : child_bad;
}

static void unreadable_file(void **state) {
    (void)state;
    put("scripts/data/hidden.csv", "n\n1\n");
    assert_int_equal(chmod("scripts/data/hidden.csv", 0), 0);
    assert_int_equal(in_child(as_nobody_read), child_good);
    assert_int_equal(unlink("scripts/data/hidden.csv"), 0);
}

static void databases_are_named_on_the_command_line(void **state) {
    (void)state;
    static const char given[] = "odbc:DSN=national;UID=me;PWD=secret";
    static const char *const refused[] = {
        "odbc:DSN=other",     given, "odbc:", "national", "a", "file:DSN=national",
        "odbc:DSN=na\ntional"};
    struct roots r = roots_for("scripts/s.lua", given);
    const char *connection = NULL;
    struct err e = {0};
    struct opened o;
    assert_true(roots_database(&r, "odbc:DSN=national", &connection, &e));
    assert_string_equal(connection, given);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        e = (struct err){0};
        assert_false(roots_database(&r, refused[i], &connection, &e));
        assert_int_equal(e.id, ERR_READ);
        assert_null(strstr(e.message, "secret"));
    }
    e = (struct err){0};
    assert_false(roots_file(&r, "odbc:DSN=national", &o, &e));
    assert_has(e.message, "is a database");
    roots_close(&r);
    r = roots_known(NULL, 0);
    e = (struct err){0};
    assert_false(roots_database(&r, "odbc:DSN=national", &connection, &e));
    assert_has(e.message, "the source of the run is a database");
    roots_close(&r);
}

static void databases_have_names_of_their_own(void **state) {
    (void)state;
    static const char *const same[] = {"odbc:DSN=a;UID=me", "odbc:DSN=b", "odbc:DSN=a;UID=me"};
    static const char *const other[] = {"odbc:Driver=x;Database=/a/cases.db",
                                        "odbc:Driver=x;Database=/b/cases.db"};
    static const char *const odd[] = {"odbc:DSN=a;PWD=\xE9"};
    struct roots r;
    struct err e = {0};
    struct roots_options o = {.script = "scripts/s.lua", .n_files = 3, .file = same};
    assert_true(roots_open(&r, &o, &e));
    roots_close(&r);
    o.n_files = 2;
    o.file = other;
    assert_false(roots_open(&r, &o, &e));
    assert_int_equal(e.id, ERR_USAGE);
    assert_has(e.message, "two databases that are both called odbc:Database=cases.db");
    e = (struct err){0};
    o.n_files = 1;
    o.file = odd;
    assert_false(roots_open(&r, &o, &e));
    assert_int_equal(e.id, ERR_USAGE);
    assert_has(e.message, "UTF-8");
}

int main(void) {
    unsetenv("FOISTAT_DATASETS");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_known),
        cmocka_unit_test(hash_of_descriptor),
        cmocka_unit_test(paths_are_resolved_by_text),
        cmocka_unit_test(dataset_is_opened_and_hashed),
        cmocka_unit_test(datasets_that_cannot_be_opened),
        cmocka_unit_test(roots_are_searched_in_order),
        cmocka_unit_test(roots_are_closed),
        cmocka_unit_test(roots_from_the_environment),
        cmocka_unit_test(no_datasets_at_all),
        cmocka_unit_test(paths_do_not_depend_on_where_the_user_stands),
        cmocka_unit_test(files_of_the_script),
        cmocka_unit_test(files_named_on_the_command_line),
        cmocka_unit_test(far_files_show_their_name),
        cmocka_unit_test(package_beside_a_file),
        cmocka_unit_test(pipe_named_on_the_command_line),
        cmocka_unit_test(pipe_is_kept_from_its_start),
        cmocka_unit_test(named_pipe),
        cmocka_unit_test(standard_input),
        cmocka_unit_test(unreadable_file),
        cmocka_unit_test(databases_are_named_on_the_command_line),
        cmocka_unit_test(databases_have_names_of_their_own),
    };
    return cmocka_run_group_tests_name("roots", tests, make_project, remove_project);
}
