/* scan FILE THREADS RUNS COLUMN...: the engine's scan of a file (data/scan_file.h) without
 * processes around it: rows for each combination of texts in the columns. Prints "least median" in
 * ms, and on the standard error the groups as a CSV. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "data/scan_file.h"
#include "scan/pool.h"
#include "bench/times.h"

struct wanted {
    size_t n;
    char **name;
};

static bool choose(void *data, const struct cell *header, size_t n_columns, struct tally_plan *plan,
                   struct err *e) {
    const struct wanted *w = data;
    *plan = (struct tally_plan){0};
    for (size_t k = 0; k < w->n && k < TALLY_KEYS; k++) {
        size_t i = 0;
        while (i < n_columns && (header[i].text.n != strlen(w->name[k]) ||
                                 memcmp(header[i].text.text, w->name[k], header[i].text.n) != 0))
            i++;
        if (i == n_columns)
            return fail(e, ERR_COLUMN, "no column '%s'", w->name[k]);
        plan->key[plan->n_keys++] = i;
    }
    return true;
}

static void print_groups(const struct tally *t) {
    for (size_t g = 0; g < t->n_groups; g++) {
        for (size_t k = 0; k < t->plan->n_keys; k++) {
            struct span text = texts_text(&t->key[k], (size_t)t->key[k].code[g]);
            fprintf(stderr, "%.*s,", (int)text.n, text.text);
        }
        fprintf(stderr, "%llu\n", (unsigned long long)t->rows[g]);
    }
}

int main(int argc, char *argv[]) {
    size_t runs = argc > 4 ? strtoul(argv[3], NULL, 10) : 0;
    int file = runs > 0 ? open(argv[1], O_RDONLY) : -1;
    if (file < 0)
        return 2;
    struct wanted wanted = {.n = (size_t)argc - 4, .name = argv + 4};
    struct times took = times_of(runs);
    pool_start(strtoul(argv[2], NULL, 10));
    for (size_t run = 0; run <= runs; run++) {
        struct csv_options usual = {0};
        struct scan s;
        struct err e = {0};
        double from = times_now();
        lseek(file, 0, SEEK_SET);
        if (!scan_file(file, argv[1], &usual, choose, &wanted, NULL, &s, &e)) {
            fprintf(stderr, "%s\n", e.message);
            return 1;
        }
        times_add(&took, times_now() - from);
        if (run == runs)
            print_groups(&s.tally);
        scan_free(&s);
    }
    times_print(&took);
    return 0;
}
