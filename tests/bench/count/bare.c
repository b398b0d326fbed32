/* bare FILE THREADS RUNS: what the machine can do: the file is read in blocks and its delimiters,
 * quotes and line ends are counted with the widest vectors of the processor, and nothing else.
 * Prints "least median" in ms and the counts, which keep the work from being left out. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "bench/times.h"

enum { BLOCK = 1 << 18, MOST = 64 };

static int file;
static _Atomic int64_t next_block;
static _Atomic uint64_t found[3];

#ifdef __x86_64__
__attribute__((target("avx512f,avx512bw"))) static void count_512(const char *text, size_t n,
                                                                  uint64_t seen[3]) {
    const __m512i comma = _mm512_set1_epi8(','), quote = _mm512_set1_epi8('"'),
                  line = _mm512_set1_epi8('\n');
    for (size_t i = 0; i < n; i += 64) {
        __m512i v = _mm512_loadu_si512(text + i);
        seen[0] += (uint64_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(v, comma));
        seen[1] += (uint64_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(v, quote));
        seen[2] += (uint64_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(v, line));
    }
}

__attribute__((target("avx2"))) static void count_256(const char *text, size_t n,
                                                      uint64_t seen[3]) {
    const char wanted[3] = {',', '"', '\n'};
    for (int k = 0; k < 3; k++) {
        const __m256i what = _mm256_set1_epi8(wanted[k]);
        for (size_t i = 0; i < n; i += 32) {
            __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(text + i));
            unsigned bits = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, what));
            seen[k] += (uint64_t)__builtin_popcount(bits);
        }
    }
}

static void count_block(const char *text, size_t n, uint64_t seen[3]) {
    (__builtin_cpu_supports("avx512bw") ? count_512 : count_256)(text, n, seen);
}
#else
static void count_block(const char *text, size_t n, uint64_t seen[3]) {
    for (size_t i = 0; i < n; i++) {
        seen[0] += text[i] == ',';
        seen[1] += text[i] == '"';
        seen[2] += text[i] == '\n';
    }
}
#endif

static void *work(void *unused) {
    static _Thread_local char block[BLOCK + 64];
    uint64_t seen[3] = {0};
    for (;;) {
        ssize_t n = pread(file, block, BLOCK, atomic_fetch_add(&next_block, 1) * BLOCK);
        if (n <= 0)
            break;
        for (size_t i = 0; i < 64; i++)
            block[(size_t)n + i] = 0;
        count_block(block, (size_t)n, seen);
    }
    for (int k = 0; k < 3; k++)
        atomic_fetch_add(&found[k], seen[k]);
    return unused;
}

int main(int argc, char *argv[]) {
    int threads = argc > 3 ? atoi(argv[2]) : 0;
    size_t runs = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    pthread_t thread[MOST];
    if (threads < 1 || threads > MOST || runs == 0 || (file = open(argv[1], O_RDONLY)) < 0)
        return 2;
    struct times took = times_of(runs);
    for (size_t run = 0; run <= runs; run++) {
        double from = times_now();
        atomic_store(&next_block, 0);
        for (int k = 0; k < 3; k++)
            atomic_store(&found[k], 0);
        for (int i = 1; i < threads; i++)
            pthread_create(&thread[i], NULL, work, NULL);
        work(NULL);
        for (int i = 1; i < threads; i++)
            pthread_join(thread[i], NULL);
        times_add(&took, times_now() - from); /* the first does not count */
    }
    times_print(&took);
    fprintf(stderr, "%llu commas, %llu quotes, %llu lines\n", (unsigned long long)found[0],
            (unsigned long long)found[1], (unsigned long long)found[2]);
    return 0;
}
