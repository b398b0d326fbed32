/* wall RUNS COMMAND [ARGUMENT...]: how long a command takes from its start to its end, whole
 * processes and all: the least and the median of so many runs after one that does not count, in
 * milliseconds. What it writes is thrown away.
 *
 * wall -m COMMAND...: instead the most memory that it held at any time, in MiB: of its largest
 * process, and of all its processes added up (what they share counts for each of them). */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>

#include "bench/times.h"

extern char **environ;

static pid_t start(char *const command[]) {
    pid_t child;
    posix_spawn_file_actions_t quiet;
    if (posix_spawn_file_actions_init(&quiet) != 0 ||
        posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0) != 0 ||
        posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0) != 0)
        exit(1);
    int failed = posix_spawnp(&child, command[0], &quiet, NULL, command, environ);
    if (failed != 0) {
        fprintf(stderr, "wall: %s: %s\n", command[0], strerror(failed));
        exit(1);
    }
    posix_spawn_file_actions_destroy(&quiet);
    return child;
}

static void ended(const char *name, int status) {
    if (status == 0)
        return;
    fprintf(stderr, "wall: %s failed\n", name);
    exit(1);
}

static double run(char *const command[]) {
    int status = 1;
    double from = times_now();
    waitpid(start(command), &status, 0);
    ended(command[0], status);
    return times_now() - from;
}

/* Processes that were seen, and the most that each held, in KiB. */
enum { MOST = 256 };
static struct {
    pid_t id;
    long peak;
} seen[MOST];
static size_t n_seen;

static void note(pid_t id, long peak) {
    size_t i = 0;
    while (i < n_seen && seen[i].id != id)
        i++;
    if (i == n_seen && n_seen < MOST)
        seen[n_seen++].id = id;
    if (i < n_seen && peak > seen[i].peak)
        seen[i].peak = peak;
}

/* "VmHWM:	   1234 kB" is the most that a process has held so far. */
static void look(pid_t id) {
    char name[64], line[256];
    long peak;
    int child;
    snprintf(name, sizeof name, "/proc/%d/status", (int)id);
    FILE *f = fopen(name, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        if (sscanf(line, "VmHWM: %ld", &peak) == 1)
            note(id, peak);
    }
    if (f != NULL)
        fclose(f);
    snprintf(name, sizeof name, "/proc/%d/task/%d/children", (int)id, (int)id);
    f = fopen(name, "r");
    while (f != NULL && fscanf(f, "%d", &child) == 1)
        look(child);
    if (f != NULL)
        fclose(f);
}

static void memory(char *const command[]) {
    const struct timespec pause = {.tv_nsec = 500000};
    int status = 1;
    long largest = 0, sum = 0;
    pid_t child = start(command);
    while (waitpid(child, &status, WNOHANG) == 0) {
        look(child);
        nanosleep(&pause, NULL);
    }
    ended(command[0], status);
    for (size_t i = 0; i < n_seen; i++) {
        sum += seen[i].peak;
        largest = seen[i].peak > largest ? seen[i].peak : largest;
    }
    printf("%.1f %.1f\n", (double)largest / 1024, (double)sum / 1024);
}

int main(int argc, char *argv[]) {
    if (argc > 2 && strcmp(argv[1], "-m") == 0) {
        memory(argv + 2);
        return 0;
    }
    size_t runs = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (runs == 0)
        return 2;
    struct times took = times_of(runs);
    for (size_t i = 0; i <= runs; i++)
        times_add(&took, run(argv + 2));
    times_print(&took);
    return 0;
}
