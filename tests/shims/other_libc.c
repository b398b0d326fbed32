/* A C library like no other, to be loaded before a program (LD_PRELOAD): what the standard leaves
 * open is done another way. qsort() puts equal items in reverse order. time() tells the time that
 * SHAKEN says, from which Lua seeds the hashes of its texts: their order in a table is another for
 * each. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef int compare_fn(const void *a, const void *b, void *data);

/* Merges two sorted runs, of equal items those of the second first. */
static void merge(char *to, const char *a, size_t n, const char *b, size_t m, size_t size,
                  compare_fn *compare, void *data) {
    while (n > 0 || m > 0) {
        int second = n == 0 || (m > 0 && compare(b, a, data) <= 0);
        memcpy(to, second ? b : a, size);
        to += size;
        a += second ? 0 : size;
        b += second ? size : 0;
        n -= !second;
        m -= second;
    }
}

static void sort(char *base, char *room, size_t n, size_t size, compare_fn *compare, void *data) {
    if (n < 2)
        return;
    size_t half = n / 2;
    sort(base, room, half, size, compare, data);
    sort(base + half * size, room, n - half, size, compare, data);
    merge(room, base, half, base + half * size, n - half, size, compare, data);
    memcpy(base, room, n * size);
}

void qsort_r(void *base, size_t n, size_t size, compare_fn *compare, void *data) {
    char *room = malloc(n * size + 1);
    if (room == NULL)
        abort();
    sort(base, room, n, size, compare, data);
    free(room);
}

static int plainly(const void *a, const void *b, void *data) {
    int (*const *compare)(const void *, const void *) = data;
    return (*compare)(a, b);
}

void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *)) {
    qsort_r(base, n, size, plainly, &compare);
}

static time_t now;

__attribute__((constructor)) static void begin(void) {
    const char *given = getenv("SHAKEN");
    now = (time_t)(given != NULL ? strtoull(given, NULL, 10) : 1) * 123456789;
}

time_t time(time_t *out) {
    if (out != NULL)
        *out = now;
    return now;
}
