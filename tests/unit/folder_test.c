/* Output folders: all or nothing, and nothing of anybody else's is lost. */
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "run/folder.h"

#include "unit/project.h"

static const char marker[] = "{\"schema\": \"foistat.run/1\"}\n";

static void assert_file(const char *path, const char *text) {
    struct buf b = {0};
    struct err e = {0};
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        fail_msg("no file %s", path);
    assert_true(read_whole(fd, 1 << 20, path, &b, &e));
    assert_string_equal(b.text, text);
    buf_free(&b);
    close(fd);
}

/* A folder with a marker and one table. */
static bool write_run(const char *path, bool replace, const char *table, struct err *e) {
    struct folder f;
    if (!folder_begin(&f, path, replace, e))
        return false;
    if (folder_write(&f, "results.json", marker, strlen(marker), e) &&
        folder_write(&f, "tables/table-1.csv", table, strlen(table), e) &&
        folder_write(&f, "tables/table-2.csv", "", 0, e))
        return folder_commit(&f, e);
    folder_abandon(&f);
    return false;
}

static void folder_is_written_and_replaced(void **state) {
    (void)state;
    struct err e = {0};
    struct stat s;
    if (!write_run("runs/one/", false, "old\n", &e))
        fail_msg("%s", e.message);
    assert_file("runs/one/tables/table-1.csv", "old\n");
    assert_file("runs/one/results.json", marker);
    assert_int_equal(stat("runs/one/tables/table-2.csv", &s), 0);
    assert_int_equal(s.st_size, 0);
    assert_false(write_run("runs/one", false, "new\n", &e));
    assert_int_equal(e.id, ERR_WRITE);
    assert_has(e.message, "holds an earlier run");
    assert_file("runs/one/tables/table-1.csv", "old\n");
    put("runs/one/tables/table-9.csv", "of the old run\n");
    e = (struct err){0};
    if (!write_run("runs/one", true, "new\n", &e))
        fail_msg("%s", e.message);
    assert_file("runs/one/tables/table-1.csv", "new\n");
    assert_int_equal(access("runs/one/tables/table-9.csv", F_OK), -1);
    assert_int_equal(count_entries("runs"), 1);
    assert_int_equal(count_entries("runs/one"), 2);
}

static void refused_folder(const char *path, bool replace, const char *message) {
    struct err e = {0};
    size_t descriptors = count_descriptors();
    sigset_t held;
    if (write_run(path, replace, "x\n", &e))
        fail_msg("'%s' was written", path);
    assert_has(e.message, message);
    assert_int_equal(e.id, ERR_WRITE);
    assert_int_equal(e.hint[0] != '\0', 1);
    assert_int_equal(count_descriptors(), descriptors);
    assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &held), 0);
    assert_false(sigismember(&held, SIGINT));
}

static void folders_above_are_made_and_removed(void **state) {
    (void)state;
    struct err e = {0};
    struct folder f;
    assert_true(folder_begin(&f, "above/deep/er/one", false, &e));
    assert_int_equal(access("above/deep/er", F_OK), 0);
    folder_abandon(&f);
    assert_int_equal(access("above/deep", F_OK), -1);
    assert_int_equal(access("above", F_OK), -1);
    assert_true(write_run("above/deep/er/one", false, "kept\n", &e));
    assert_file("above/deep/er/one/tables/table-1.csv", "kept\n");
    assert_true(folder_begin(&f, "above/deep/er/two", false, &e));
    folder_abandon(&f);
    assert_file("above/deep/er/one/tables/table-1.csv", "kept\n");
}

static void folders_that_are_not_replaced(void **state) {
    (void)state;
    make_folder("runs/mine");
    put("runs/mine/notes.txt", "mine\n");
    refused_folder("runs/mine", true, "not the folder of a run");
    put("runs/mine/results.json", "{\"schema\": \"another.program/1\"}\n");
    refused_folder("runs/mine", true, "not the folder of a run");
    put("runs/mine/results.json", marker);
    refused_folder("runs/mine", true, "also holds 'notes.txt'");
    assert_file("runs/mine/notes.txt", "mine\n");
    put("runs/file", "a file\n");
    refused_folder("runs/file", true, "is there already");
    assert_int_equal(symlink("mine", "runs/link"), 0);
    refused_folder("runs/link", true, "is there already");
    refused_folder("runs/file/x", true, "Not a directory");
    static const char *const names[] = {"", "/", ".", "..", "runs/.", "runs/.."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        refused_folder(names[i], true, "cannot be the name");
    unlink("runs/file");
    unlink("runs/link");
    assert_int_equal(count_entries("runs"), 2);
}

static void empty_folder_is_taken(void **state) {
    (void)state;
    struct err e = {0};
    make_folder("runs/empty");
    if (!write_run("runs/empty", false, "x\n", &e))
        fail_msg("%s", e.message);
    assert_file("runs/empty/results.json", marker);
    assert_int_equal(chdir("runs"), 0);
    if (!write_run("beside", false, "y\n", &e)) /* no folder in the path */
        fail_msg("%s", e.message);
    assert_int_equal(chdir(project), 0);
    assert_file("runs/beside/tables/table-1.csv", "y\n");
}

static void names_that_are_not_written(void **state) {
    (void)state;
    static const char *const names[] = {
        "../x", "/x", "a/../../x",    "a/../x",        "", ".", "a//b",
        "./a",  "a/", "results.json", "results.json/x"};
    struct folder f;
    size_t before = count_entries("runs");
    struct err e = {0};
    assert_true(folder_begin(&f, "runs/names", false, &e));
    assert_true(folder_write(&f, "results.json", marker, strlen(marker), &e));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        e = (struct err){0};
        if (folder_write(&f, names[i], "x", 1, &e))
            fail_msg("'%s' was written", names[i]);
        assert_int_equal(e.id, ERR_WRITE);
    }
    folder_abandon(&f);
    folder_abandon(&f);
    assert_int_equal(count_entries("runs"), before);
    assert_int_equal(access("runs/x", F_OK), -1);
}

/* The folder appears while the run is being written: it is not overwritten. */
static void folder_appears_meanwhile(void **state) {
    (void)state;
    struct folder f;
    struct err e = {0};
    assert_true(folder_begin(&f, "runs/late", true, &e));
    assert_true(folder_write(&f, "results.json", marker, strlen(marker), &e));
    make_folder("runs/late");
    put("runs/late/notes.txt", "mine\n");
    size_t entries = count_entries("runs");
    assert_false(folder_commit(&f, &e));
    assert_int_equal(e.id, ERR_WRITE);
    assert_file("runs/late/notes.txt", "mine\n");
    assert_int_equal(count_entries("runs"), entries - 1);
}

/* The same with a run, which only 'replace' may replace. */
static void run_appears_meanwhile(void **state) {
    (void)state;
    struct folder f;
    struct err e = {0};
    assert_true(folder_begin(&f, "runs/two", false, &e));
    assert_true(folder_write(&f, "results.json", marker, strlen(marker), &e));
    assert_true(write_run("runs/two", false, "first\n", &e));
    assert_false(folder_commit(&f, &e));
    assert_has(e.message, "holds an earlier run");
    assert_file("runs/two/tables/table-1.csv", "first\n");
}

static int write_past_limit(void) {
    struct rlimit l = {1000, 1000};
    struct err e = {0};
    char text[3000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &l) != 0)
        return child_cannot;
    bool failed = !write_run("runs/full", false, text, &e);
    return failed && e.id == ERR_WRITE && strstr(e.message, "tables/table-1.csv") != NULL
               ? child_good
               : child_bad;
}

static bool set(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    close(fd);
    return done;
}

/* A name space of mounts, as the user this is or, without that right, as root of an empty world. */
static bool own_mounts(void) {
    if (unshare(CLONE_NEWNS) == 0)
        return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
    char uid[64], gid[64];
    snprintf(uid, sizeof uid, "0 %d 1", (int)getuid());
    snprintf(gid, sizeof gid, "0 %d 1", (int)getgid());
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && set("/proc/self/uid_map", uid) &&
           set("/proc/self/setgroups", "deny") && set("/proc/self/gid_map", gid);
}

static int write_on_full_disk(void) {
    struct err e = {0};
    size_t n = 1 << 20;
    char *text = malloc(n);
    memset(text, 'x', n - 1);
    text[n - 1] = '\0';
    if (!own_mounts() || mount("foistat", "runs", "tmpfs", 0, "size=256k") != 0)
        return child_cannot;
    bool failed = !write_run("runs/full", false, text, &e);
    return failed && e.id == ERR_WRITE && strstr(e.hint, "disk is full") != NULL &&
                   count_entries("runs") == 0
               ? child_good
               : child_bad;
}

static int write_as_nobody(void) {
    struct err e = {0};
    if (getuid() == 0 && setuid(65534) != 0)
        return child_cannot;
    if (access("runs", W_OK) == 0 && chmod("runs", 0555) != 0)
        return child_cannot;
    bool failed = !write_run("runs/denied", false, "x\n", &e);
    return failed && e.id == ERR_WRITE && strstr(e.hint, "may not write") != NULL ? child_good
                                                                                  : child_bad;
}

static void failed_writes_leave_nothing(void **state) {
    (void)state;
    size_t before = count_entries("runs");
    assert_int_equal(in_child(write_past_limit), child_good);
    assert_int_equal(count_entries("runs"), before);
    assert_int_equal(in_child(write_as_nobody), child_good);
    assert_int_equal(chmod("runs", 0755), 0);
    assert_int_equal(count_entries("runs"), before);
    int full = in_child(write_on_full_disk);
    if (full == child_cannot)
        print_message("skipped: full disk (no right to mount a small one)\n");
    else
        assert_int_equal(full, child_good);
}

static int interrupt_while_writing(void) {
    struct folder f;
    struct err e = {0};
    signal(SIGINT, SIG_DFL);
    if (!folder_begin(&f, "runs/whole", false, &e) ||
        !folder_write(&f, "results.json", marker, strlen(marker), &e))
        return child_bad;
    raise(SIGINT);
    if (!folder_write(&f, "tables/t.csv", "n\n", 2, &e))
        return child_bad;
    folder_commit(&f, &e); /* the interrupt comes through here */
    return child_bad;
}

static void interrupt_waits_for_the_folder(void **state) {
    (void)state;
    size_t before = count_entries("runs");
    assert_int_equal(in_child(interrupt_while_writing), 128 + SIGINT);
    assert_file("runs/whole/results.json", marker);
    assert_file("runs/whole/tables/t.csv", "n\n");
    assert_int_equal(count_entries("runs"), before + 1);
}

static int killed_while_writing(void) {
    struct folder f;
    struct err e = {0};
    if (!folder_begin(&f, "runs/struck", false, &e) ||
        !folder_write(&f, "tables/t.csv", "n\n", 2, &e))
        return child_bad;
    raise(SIGKILL);
    return child_bad;
}

static void killed_run_is_cleared_away(void **state) {
    (void)state;
    struct err e = {0};
    size_t before = count_entries("runs");
    assert_int_equal(in_child(killed_while_writing), 128 + SIGKILL);
    assert_int_equal(in_child(killed_while_writing), 128 + SIGKILL); /* clears the first away */
    assert_int_equal(count_entries("runs"), before + 1);
    assert_true(write_run("runs/other", false, "x\n", &e)); /* another place is not looked after */
    assert_int_equal(count_entries("runs"), before + 2);
    assert_true(write_run("runs/struck", false, "x\n", &e));
    assert_int_equal(count_entries("runs"), before + 2);
    assert_file("runs/struck/tables/table-1.csv", "x\n");
}

/* The number of a process that has ended. */
static int dead_process(void) {
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return (int)pid;
}

/* Makes a folder with a file in it, named like a hidden one of "runs/kept". */
static const char *make_like(const char *format, int process, int number) {
    static char path[3][200];
    static int at;
    char file[220];
    at = (at + 1) % 3;
    snprintf(path[at], sizeof path[at], format, process, number);
    make_folder(path[at]);
    snprintf(file, sizeof file, "%s/notes.txt", path[at]);
    put(file, "notes\n");
    return path[at];
}

static void assert_there(const char *path, bool there) {
    char file[220];
    snprintf(file, sizeof file, "%s/notes.txt", path);
    if ((access(file, F_OK) == 0) != there)
        fail_msg("%s: is it there?", file);
}

static bool begin_kept(void) {
    struct folder f;
    struct err e = {0};
    bool begun = folder_begin(&f, "runs/kept", false, &e);
    folder_abandon(&f);
    return begun;
}

static void only_dead_folders_of_its_own_are_cleared(void **state) {
    (void)state;
    int dead = dead_process();
    const char *gone = make_like("runs/.kept.foistat.%d.%d", dead, 7);
    const char *alive = make_like("runs/.kept.foistat.%d.%d", (int)getppid(), 0);
    const char *held = make_like("runs/.kept.foistat.%d.%d", dead, 8);
    int lock = open(held, O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(lock, LOCK_EX), 0);
    assert_true(begin_kept());
    assert_there(gone, false);
    assert_there(alive, true);
    assert_there(held, true);
    close(lock);
    assert_true(begin_kept());
    assert_there(held, false);
}

static void what_only_looks_like_one_stays(void **state) {
    (void)state;
    static const char *const formats[] = {"runs/.kept.%d.%d",          "runs/.kept2.foistat.%d.%d",
                                          "runs/.kept.foistat.%d.%dx", "runs/.kept.foistat.%d,%d",
                                          "runs/.kept.foistat.+%d.%d", "runs/.kept.foistat.%d.-%d",
                                          "runs/x.kept.foistat.%d.%d", "runs/.kept.foistat.%d..%d"};
    int dead = dead_process();
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const char *path = make_like(formats[i], dead, 3);
        assert_true(begin_kept());
        assert_there(path, true);
    }
    char link[200];
    const char *target = make_like("elsewhere/%d.%d", dead, 0);
    char whole[PATH_MAX];
    assert_non_null(realpath(target, whole));
    snprintf(link, sizeof link, "runs/.kept.foistat.%d.5", dead);
    assert_int_equal(symlink(whole, link), 0);
    snprintf(link, sizeof link, "runs/.kept.foistat.%d.6", dead);
    put(link, "a file\n");
    assert_true(begin_kept());
    assert_there(target, true);
    assert_file(link, "a file\n");
}

/* --- one file --------------------------------------------------------------------------------- */

static void assert_refused_file(const char *path, const char *message) {
    struct err e = {0};
    size_t descriptors = count_descriptors(), entries = count_entries("runs");
    sigset_t held;
    if (file_write(path, "ours", "ours\n", 5, &e))
        fail_msg("'%s' was written", path);
    assert_has(e.message, message);
    assert_int_equal(e.id, ERR_WRITE);
    assert_int_equal(e.hint[0] != '\0', 1);
    assert_int_equal(count_descriptors(), descriptors);
    assert_int_equal(count_entries("runs"), entries);
    assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &held), 0);
    assert_false(sigismember(&held, SIGINT));
}

static void file_is_written_and_replaced(void **state) {
    (void)state;
    struct err e = {0};
    size_t descriptors = count_descriptors();
    if (!file_write("pages/all/index.html", "ours", "ours: 1\n", 8, &e))
        fail_msg("%s", e.message);
    assert_file("pages/all/index.html", "ours: 1\n");
    assert_true(file_write("pages/all/index.html", "ours", "2\n", 2, &e));
    assert_file("pages/all/index.html", "2\n");
    assert_true(file_write("pages/all/index.html", NULL, "3\n", 2, &e));
    assert_file("pages/all/index.html", "3\n");
    assert_int_equal(count_entries("pages/all"), 1);
    assert_int_equal(count_descriptors(), descriptors);
}

static void files_that_are_not_replaced(void **state) {
    (void)state;
    put("pages/notes.txt", "mine\n");
    assert_refused_file("pages/notes.txt", "is something else");
    assert_file("pages/notes.txt", "mine\n");
    assert_refused_file("pages/all", "not a regular file");
    assert_refused_file("pages/all/", "name of a folder");
    assert_refused_file("pages/new/", "name of a folder");
    assert_refused_file("pages/notes.txt/x", "Not a directory");
    assert_int_equal(symlink("notes.txt", "pages/link"), 0);
    assert_refused_file("pages/link", "not a regular file");
    assert_int_equal(mkfifo("pages/pipe", 0644), 0);
    assert_refused_file("pages/pipe", "not a regular file");
    assert_int_equal(unlink("pages/link") | unlink("pages/pipe"), 0);
    make_folder("pages/empty"); /* of which these names are no part to remove */
    static const char *const names[] = {"", ".", "..", "pages/empty/.", "pages/empty/.."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_refused_file(names[i], "cannot be the name");
    assert_int_equal(access("pages/empty", F_OK), 0);
    assert_int_equal(count_entries("pages"), 3);
}

static int file_past_limit(void) {
    struct err e = {0};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, 1000});
    static char much[4000];
    return file_write("pages/deep/er/x", NULL, much, sizeof much, &e) ? child_bad : child_good;
}

static void failed_file_leaves_nothing(void **state) {
    (void)state;
    assert_int_equal(in_child(file_past_limit), child_good);
    assert_int_equal(access("pages/deep", F_OK), -1);
    assert_int_equal(count_entries("pages"), 3);
}

int main(void) {
    unsetenv("FOISTAT_DATASETS");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folder_is_written_and_replaced),
        cmocka_unit_test(folders_above_are_made_and_removed),
        cmocka_unit_test(folders_that_are_not_replaced),
        cmocka_unit_test(empty_folder_is_taken),
        cmocka_unit_test(names_that_are_not_written),
        cmocka_unit_test(folder_appears_meanwhile),
        cmocka_unit_test(run_appears_meanwhile),
        cmocka_unit_test(failed_writes_leave_nothing),
        cmocka_unit_test(interrupt_waits_for_the_folder),
        cmocka_unit_test(killed_run_is_cleared_away),
        cmocka_unit_test(only_dead_folders_of_its_own_are_cleared),
        cmocka_unit_test(what_only_looks_like_one_stays),
        cmocka_unit_test(file_is_written_and_replaced),
        cmocka_unit_test(files_that_are_not_replaced),
        cmocka_unit_test(failed_file_leaves_nothing),
    };
    return cmocka_run_group_tests_name("folder", tests, make_project, remove_project);
}
