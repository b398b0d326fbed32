#include "report/chart/palette.h"

/* Contrast on white, in the order of palette.h. Okabe and Ito's first four: 5.2, 3.9, 3.1 and
 * 3.4; the Analysis Function's: 10.2, 3.0, 11.5 and 3.2, each in the place of the colour that it is
 * nearest to. Of both the colour-blind can tell any two apart. */
static const char colours[THEMES][PALETTE_COLOURS][8] = {
    [THEME_OKABE_ITO] = {"#0072B2", "#D55E00", "#CC79A7", "#009E73", "#00528a", "#0072b2",
                         "#a85a00"},
    [THEME_GOV] = {"#12436D", "#F46A25", "#801650", "#28A197", "#12436D", "#801650", "#F46A25"},
};

const char *palette_colour(enum theme t, unsigned char byte) {
    return colours[t][byte - 1];
}

static bool names_colour(char c) {
    unsigned char byte = (unsigned char)c;
    return byte > 0 && byte <= PALETTE_COLOURS;
}

void palette_put(struct buf *out, enum theme t, const char *text, size_t n) {
    size_t done = 0;
    for (size_t i = 0; i < n; i++) {
        if (!names_colour(text[i]))
            continue;
        buf_add(out, text + done, i - done);
        buf_puts(out, palette_colour(t, (unsigned char)text[i]));
        done = i + 1;
    }
    buf_add(out, text + done, n - done);
}
