/* records ROWS [QUOTED]: a made-up record-level file on standard output: one row for each
 * contact with a service, as a national return has them. The same bytes on every machine.
 *
 * QUOTED: 0 no quotes; 100 the ethnic group stands in quotes in one row of 100, 1 in every row.
 * 5,000,000 rows are about 415 MB. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 20170911;

/* splitmix64. */
static uint64_t draw(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint32_t below(uint32_t n) {
    return (uint32_t)((draw() >> 32) * n >> 32);
}

static const char *const ethnicities[] = {"White British",
                                          "White British",
                                          "White British",
                                          "White British",
                                          "White Irish",
                                          "Gypsy or Irish Traveller",
                                          "Roma",
                                          "Any other White background",
                                          "White and Black Caribbean",
                                          "White and Black African",
                                          "White and Asian",
                                          "Any other Mixed or multiple ethnic background",
                                          "Indian",
                                          "Pakistani",
                                          "Bangladeshi",
                                          "Chinese",
                                          "Any other Asian background",
                                          "African",
                                          "Caribbean",
                                          "Any other Black background",
                                          "Arab",
                                          "Any other ethnic group"};

static const char *const outcomes[] = {"No further action",   "No further action",    "Early help",
                                       "Child in need plan",  "Assessment",           "Assessment",
                                       "Strategy discussion", "Child protection plan"};

static const char *const sexes[] = {"Female", "Male", "Not recorded"};

enum { N_ETHNICITIES = sizeof ethnicities / sizeof *ethnicities };
enum { N_OUTCOMES = sizeof outcomes / sizeof *outcomes };

static char *put(char *to, const char *text) {
    size_t n = strlen(text);
    memcpy(to, text, n);
    return to + n;
}

static char *put_digits(char *to, uint64_t x, int digits) {
    for (int i = digits - 1; i >= 0; i--, x /= 10)
        to[i] = (char)('0' + x % 10);
    return to + digits;
}

static char *put_number(char *to, uint32_t x) {
    int digits = 1;
    for (uint32_t rest = x; rest > 9; rest /= 10)
        digits++;
    return put_digits(to, x, digits);
}

static char *put_row(char *to, uint64_t row, int quoted) {
    uint32_t year = 2013 + below(12), pence = below(2500000);
    int quotes = quoted > 0 && below((uint32_t)quoted) == 0;
    to = put_digits(put(to, "CIN"), row, 10);
    to = put_digits(put(put_number(put(to, ","), year), "/"), (year + 1) % 100, 2);
    to = put_digits(put(to, ",E0600"), 1001 + 7 * below(150), 4);
    to = put(put(to, ","), quotes ? "\"" : "");
    to = put(put(to, ethnicities[below(N_ETHNICITIES)]), quotes ? "\"" : "");
    to = put_number(put(to, ","), below(18));
    to = put(put(to, ","), sexes[below(50) == 0 ? 2 : below(2)]);
    to = put(put(to, ","), outcomes[below(N_OUTCOMES)]);
    to = put_digits(put(put_number(put(to, ","), pence / 100), "."), pence % 100, 2);
    return put(to, "\n");
}

int main(int argc, char *argv[]) {
    enum { LONGEST = 256, ROOM = 1 << 20 };
    static char out[ROOM];
    uint64_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    int quoted = argc > 2 ? atoi(argv[2]) : 0;
    char *to = put(out, "id,year,authority,ethnicity,age,sex,outcome,amount\n");
    for (uint64_t row = 1; row <= rows; row++) {
        to = put_row(to, row, quoted);
        if (to - out > ROOM - LONGEST || row == rows) {
            if (fwrite(out, 1, (size_t)(to - out), stdout) != (size_t)(to - out))
                return 1;
            to = out;
        }
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
