#include "scan/index.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* 64 bytes as one bit each. */
struct marks {
    uint64_t delimiter, line, quote, cr, nul, high;
};

/* What is carried from one 64 bytes to the next. */
struct finding {
    uint64_t quote, nul, high, crlf, lone_cr;
    uint64_t after_cr; /* 1: the last byte was a CR */
    size_t n, lines;
};

/* The first k bits. */
static inline uint64_t first_bits(size_t k) {
    return k >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << k) - 1;
}

/* Takes note of everything but the places. */
static inline uint64_t take_marks(struct finding *f, struct marks m, uint64_t live, bool quotes) {
    m.line &= live;
    m.cr &= live;
    uint64_t before_line = m.cr << 1 | f->after_cr; /* the byte before is a CR */
    f->crlf |= before_line & m.line;
    f->lone_cr |= before_line & ~m.line & live;
    f->after_cr = m.cr >> 63;
    f->quote |= m.quote & live;
    f->nul |= m.nul & live;
    f->high |= m.high & live;
    f->lines += (size_t)__builtin_popcountll(m.line);
    return ((m.delimiter | (quotes ? m.quote : 0)) & live) | m.line;
}

static void finish(const struct finding *f, struct index *out) {
    out->n = f->n;
    out->lines = f->lines;
    out->flags = (f->quote != 0 ? INDEX_QUOTE : 0u) | (f->crlf != 0 ? INDEX_CR : 0u) |
                 (f->lone_cr != 0 ? INDEX_LONE_CR : 0u) | (f->nul != 0 ? INDEX_NUL : 0u) |
                 (f->high != 0 ? INDEX_HIGH : 0u);
}

/* Writes the places of the bits, eight at a time: those behind the last are overwritten. */
static inline size_t put_places(uint32_t *at, uint64_t bits, uint32_t base) {
    size_t n = (size_t)__builtin_popcountll(bits);
    for (size_t i = 0; i < n; i += 8) {
        for (size_t k = 0; k < 8; k++) {
            at[i + k] = base + (uint32_t)(bits != 0 ? __builtin_ctzll(bits) : 0);
            bits &= bits - 1;
        }
    }
    return n;
}

/* --- any processor ---------------------------------------------------------------------------- */

static inline struct marks look_plain(const char *text, char delimiter) {
    struct marks m = {0};
    for (size_t i = 0; i < 64; i++) {
        unsigned char c = (unsigned char)text[i];
        uint64_t bit = (uint64_t)1 << i;
        m.delimiter |= c == (unsigned char)delimiter ? bit : 0;
        m.line |= c == '\n' ? bit : 0;
        m.quote |= c == '"' ? bit : 0;
        m.cr |= c == '\r' ? bit : 0;
        m.nul |= c == 0 ? bit : 0;
        m.high |= c >= 128 ? bit : 0;
    }
    return m;
}

static void find_plain(const char *text, size_t n, char delimiter, bool quotes, struct index *out) {
    struct finding f = {0};
    for (size_t i = 0; i < n; i += 64) {
        uint64_t bits = take_marks(&f, look_plain(text + i, delimiter), first_bits(n - i), quotes);
        f.n += put_places(out->at + f.n, bits, (uint32_t)i);
    }
    finish(&f, out);
}

#if defined(__x86_64__)

/* --- AVX2 ------------------------------------------------------------------------------------- */

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

AVX2 static inline uint64_t equal_avx2(__m256i a, __m256i b, char c) {
    __m256i wanted = _mm256_set1_epi8(c);
    uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted));
    uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted));
    return low | (uint64_t)high << 32;
}

AVX2 static void find_avx2(const char *text, size_t n, char delimiter, bool quotes,
                           struct index *out) {
    struct finding f = {0};
    for (size_t i = 0; i < n; i += 64) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)(text + i));
        __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(text + i + 32));
        struct marks m = {
            .delimiter = equal_avx2(a, b, delimiter),
            .line = equal_avx2(a, b, '\n'),
            .quote = equal_avx2(a, b, '"'),
            .cr = equal_avx2(a, b, '\r'),
            .nul = equal_avx2(a, b, 0),
            .high = (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b)
                                                            << 32,
        };
        f.n += put_places(out->at + f.n, take_marks(&f, m, first_bits(n - i), quotes), (uint32_t)i);
    }
    finish(&f, out);
}

/* --- AVX-512 ---------------------------------------------------------------------------------- */

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt")))

/* The numbers of the bits as bytes, then as places, 16 at a time. */
AVX512 static inline size_t put_avx512(uint32_t *at, uint64_t bits, uint32_t base,
                                       __m512i numbers) {
    size_t n = (size_t)__builtin_popcountll(bits);
    __m512i bytes = _mm512_maskz_compress_epi8(bits, numbers), from = _mm512_set1_epi32((int)base);
    __m128i part = _mm512_castsi512_si128(bytes);
    _mm512_storeu_si512(at, _mm512_add_epi32(_mm512_cvtepu8_epi32(part), from));
    if (n > 16) {
        part = _mm512_extracti32x4_epi32(bytes, 1);
        _mm512_storeu_si512(at + 16, _mm512_add_epi32(_mm512_cvtepu8_epi32(part), from));
    }
    if (n > 32) {
        part = _mm512_extracti32x4_epi32(bytes, 2);
        _mm512_storeu_si512(at + 32, _mm512_add_epi32(_mm512_cvtepu8_epi32(part), from));
        part = _mm512_extracti32x4_epi32(bytes, 3);
        _mm512_storeu_si512(at + 48, _mm512_add_epi32(_mm512_cvtepu8_epi32(part), from));
    }
    return n;
}

AVX512 static inline __m512i count_bytes(void) {
    char numbers[64];
    for (int i = 0; i < 64; i++)
        numbers[i] = (char)i;
    return _mm512_loadu_si512(numbers);
}

AVX512 static void find_avx512(const char *text, size_t n, char delimiter, bool quotes,
                               struct index *out) {
    struct finding f = {0};
    const __m512i numbers = count_bytes(), d = _mm512_set1_epi8(delimiter),
                  l = _mm512_set1_epi8('\n'), q = _mm512_set1_epi8('"'), r = _mm512_set1_epi8('\r');
    for (size_t i = 0; i < n; i += 64) {
        __m512i v = _mm512_loadu_si512(text + i);
        struct marks m = {
            .delimiter = _mm512_cmpeq_epi8_mask(v, d),
            .line = _mm512_cmpeq_epi8_mask(v, l),
            .quote = _mm512_cmpeq_epi8_mask(v, q),
            .cr = _mm512_cmpeq_epi8_mask(v, r),
            .nul = _mm512_testn_epi8_mask(v, v),
            .high = _mm512_movepi8_mask(v),
        };
        f.n += put_avx512(out->at + f.n, take_marks(&f, m, first_bits(n - i), quotes), (uint32_t)i,
                          numbers);
    }
    finish(&f, out);
}

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}

static bool has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi2");
}

#elif defined(__aarch64__)

/* --- NEON (every 64-bit ARM has it) ----------------------------------------------------------- */

static inline uint64_t bits_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t low = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit));
    uint8x16_t high = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
    uint8x16_t all = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint64_t equal_neon(const uint8x16_t v[4], char c) {
    uint8x16_t wanted = vdupq_n_u8((uint8_t)c);
    return bits_neon(vceqq_u8(v[0], wanted), vceqq_u8(v[1], wanted), vceqq_u8(v[2], wanted),
                     vceqq_u8(v[3], wanted));
}

static inline uint64_t high_neon(const uint8x16_t v[4]) {
    uint8x16_t least = vdupq_n_u8(128);
    return bits_neon(vcgeq_u8(v[0], least), vcgeq_u8(v[1], least), vcgeq_u8(v[2], least),
                     vcgeq_u8(v[3], least));
}

static void find_neon(const char *text, size_t n, char delimiter, bool quotes, struct index *out) {
    struct finding f = {0};
    for (size_t i = 0; i < n; i += 64) {
        const uint8_t *at = (const uint8_t *)text + i;
        const uint8x16_t v[4] = {vld1q_u8(at), vld1q_u8(at + 16), vld1q_u8(at + 32),
                                 vld1q_u8(at + 48)};
        struct marks m = {
            .delimiter = equal_neon(v, delimiter),
            .line = equal_neon(v, '\n'),
            .quote = equal_neon(v, '"'),
            .cr = equal_neon(v, '\r'),
            .nul = equal_neon(v, 0),
            .high = high_neon(v),
        };
        f.n += put_places(out->at + f.n, take_marks(&f, m, first_bits(n - i), quotes), (uint32_t)i);
    }
    finish(&f, out);
}

#endif

/* --- choice ----------------------------------------------------------------------------------- */

typedef void finder(const char *text, size_t n, char delimiter, bool quotes, struct index *out);

static bool always(void) {
    return true;
}

/* The best first. */
static const struct {
    const char *name;
    bool (*available)(void);
    finder *find;
} kinds[] = {
#if defined(__x86_64__)
    {"avx512", has_avx512, find_avx512},
    {"avx2", has_avx2, find_avx2},
#elif defined(__aarch64__)
    {"neon", always, find_neon},
#endif
    {"plain", always, find_plain},
};
enum { n_kinds = sizeof kinds / sizeof *kinds };

static _Atomic size_t chosen = n_kinds; /* not yet; every thread would choose the same */

static size_t choose(void) {
    size_t i = chosen;
    if (i < n_kinds)
        return i;
    for (i = 0; !kinds[i].available(); i++)
        continue;
    chosen = i;
    return i;
}

bool index_takes(char c) {
    return c != '\0' && c != '"' && c != '\n' && c != '\r' && (unsigned char)c < 0x80;
}

void index_find(const char *text, size_t n, char delimiter, bool quotes, struct index *out) {
    kinds[choose()].find(text, n, delimiter, quotes, out);
}

const char *index_kind(void) {
    return kinds[choose()].name;
}

bool index_use(const char *kind) {
    for (size_t i = 0; i < n_kinds; i++) {
        if (strcmp(kinds[i].name, kind) == 0 && kinds[i].available()) {
            chosen = i;
            return true;
        }
    }
    return false;
}
