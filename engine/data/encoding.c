#include "data/encoding.h"

/* The bytes 80 to 9F, where Windows-1252 differs from ISO 8859-1 (Unicode consortium, CP1252.TXT).
 */
static const uint16_t middle[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

uint32_t windows1252_code_point(unsigned char byte) {
    return byte >= 0x80 && byte < 0xA0 ? middle[byte - 0x80] : byte;
}

bool windows1252_to_utf8(const char *text, size_t n, struct buf *out, size_t *bad) {
    size_t plain = 0; /* start of the ASCII not yet added */
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x80 && byte != 0)
            continue;
        buf_add(out, text + plain, i - plain);
        uint32_t code_point = windows1252_code_point(byte);
        if (code_point == 0) {
            *bad = i;
            return false;
        }
        char utf8[4];
        buf_add(out, utf8, utf8_put(utf8, code_point));
        plain = i + 1;
    }
    buf_add(out, text + plain, n - plain);
    return true;
}
