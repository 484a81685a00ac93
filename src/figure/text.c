/* figure/text.c: texts of a figure. See text.h. */
#include "figure/text.h"

#include <string.h>

#include "base/text.h"
#include "doorstroom/figure.h"
#include "figure/widths.h"

/* Widths of what the font has not, in thousandths: a reader sees it in another font. */
enum { WIDTH_OTHER = 620, WIDTH_WIDE = 1000, WIDE_FROM = 0x1100 };

/* The character at text, of well-formed UTF-8, and its size in bytes. */
static uint32_t read_character(const char *text, size_t *out_size) {
    const unsigned char *t = (const unsigned char *)text;
    if (t[0] < 0x80) {
        *out_size = 1;
        return t[0];
    }
    if (t[0] < 0xE0) {
        *out_size = 2;
        return (uint32_t)(t[0] & 0x1F) << 6 | (t[1] & 0x3F);
    }
    if (t[0] < 0xF0) {
        *out_size = 3;
        return (uint32_t)(t[0] & 0x0F) << 12 | (uint32_t)(t[1] & 0x3F) << 6 | (t[2] & 0x3F);
    }
    *out_size = 4;
    return (uint32_t)(t[0] & 0x07) << 18 | (uint32_t)(t[1] & 0x3F) << 12 |
           (uint32_t)(t[2] & 0x3F) << 6 | (t[3] & 0x3F);
}

/* Control characters, directional marks, what has no width, and what XML 1.0 forbids. */
static bool is_unwanted(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || c == 0x061C ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0x200B && c <= 0x200D) || c == 0x180E || (c >= 0xE0000 && c <= 0xE007F) ||
           (c & 0xFFFE) == 0xFFFE;
}

const char *ds_figure_text_keep(ds_arena *arena, const char *text) {
    char *kept = (char *)(uintptr_t)ds_arena_copy(arena, ds_text_of(text)), *to = kept;
    if (kept == NULL) return NULL;
    for (const char *from = kept; *from != '\0';) {
        size_t size;
        const uint32_t c = read_character(from, &size);
        if (is_unwanted(c)) {
            *to++ = c == '\n' || c == '\t' || c == '\r' ? ' ' : '?';
        } else {
            memmove(to, from, size);
            to += size;
        }
        from += size;
    }
    *to = '\0';
    return kept;
}

/* ---- widths ---- */

static unsigned width_of_high(uint32_t c, bool bold) {
    size_t low = 0, high = sizeof WIDTHS_HIGH / sizeof WIDTHS_HIGH[0];
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (WIDTHS_HIGH[middle][0] == c) return WIDTHS_HIGH[middle][bold ? 2 : 1];
        if (WIDTHS_HIGH[middle][0] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return c >= WIDE_FROM && (c < 0x2000 || c > 0x2BFF) ? WIDTH_WIDE : WIDTH_OTHER;
}

static unsigned width_of(uint32_t c, bool bold) {
    unsigned width;
    if (c > WIDTHS_LAST) return width_of_high(c, bold);
    width = c < WIDTHS_FIRST ? 0 : WIDTHS[bold ? 1 : 0][c - WIDTHS_FIRST];
    return width == 0 ? WIDTH_OTHER : width;
}

double ds_figure_text_measure(const char *text, size_t size, bool bold) {
    uint64_t sum = 0;
    for (size_t at = 0, step; at < size; at += step)
        sum += width_of(read_character(text + at, &step), bold);
    return (double)sum / 1000;
}

double ds_figure_text_width(const char *text, double size, bool bold) {
    return text == NULL || !ds_text_is_utf8(ds_text_of(text), NULL)
               ? 0
               : size * ds_figure_text_measure(text, strlen(text), bold);
}

/* ---- what fits ---- */

/* How many bytes fit; *out_width is their width. */
static size_t bytes_that_fit(const char *text, double font, bool bold, double room,
                             double *out_width) {
    size_t at = 0, step;
    double width = 0;
    for (; text[at] != '\0'; at += step) {
        const double more = font * width_of(read_character(text + at, &step), bold) / 1000;
        if (width + more > room) break;
        width += more;
    }
    *out_width = width;
    return at;
}

ds_figure_run ds_figure_text_fit(const char *text, double font, bool bold, double room) {
    const double ellipsis = font * width_of(0x2026, bold) / 1000;
    ds_figure_run run = {text, 0, false, false, 0};
    run.size = bytes_that_fit(text, font, bold, room, &run.width);
    if (text[run.size] == '\0') return run;
    run.cut = true;
    run.size = bytes_that_fit(text, font, bold, room - ellipsis, &run.width);
    while (run.size > 0 && text[run.size - 1] == ' ')
        run.size--;
    run.width = font * ds_figure_text_measure(text, run.size, bold) + ellipsis;
    return run;
}

/* Where the line that has size bytes at most ends: after its last blank, hyphen or slash; 0 where
 * there is none. */
static size_t end_of_line(const char *text, size_t size) {
    for (size_t i = size + 1; i-- > 1;)
        if (text[i] == ' ' || (i < size && strchr("-/", text[i - 1]) != NULL && i > 2)) return i;
    return 0;
}

/* One line of those that fold, of which more follows: ended between words, or within a long one. */
static ds_figure_run fold_line(const char *text, size_t size, double font, bool bold, double room) {
    ds_figure_run line = {text, end_of_line(text, size), false, false, 0};
    if (line.size == 0) {
        line.broken = true;
        line.size =
            bytes_that_fit(text, font, bold, room - font * width_of('-', bold) / 1000, &line.width);
        if (line.size == 0) line.size = size;
    }
    line.width = font * (ds_figure_text_measure(text, line.size, bold) +
                         (line.broken ? width_of('-', bold) / 1000.0 : 0));
    return line;
}

size_t ds_figure_text_fold(const char *text, double font, bool bold, double room, size_t maximum,
                           ds_figure_run *out_lines) {
    size_t n = 0;
    while (*text != '\0' && n < maximum) {
        double width;
        const size_t size = bytes_that_fit(text, font, bold, room, &width);
        if (text[size] == '\0' || n + 1 == maximum || size == 0) {
            out_lines[n++] = ds_figure_text_fit(text, font, bold, room);
            break;
        }
        out_lines[n] = fold_line(text, size, font, bold, room);
        text += out_lines[n++].size;
        while (*text == ' ')
            text++;
    }
    return n;
}

void ds_figure_text_escape(ds_buffer *out, const char *text, size_t size) {
    for (size_t from = 0, i = 0; i <= size; i++) {
        const char c = i < size ? text[i] : '\0';
        const char *as = c == '&'   ? "&amp;"
                         : c == '<' ? "&lt;"
                         : c == '>' ? "&gt;"
                         : c == '"' ? "&quot;"
                                    : NULL;
        if (as == NULL && i < size) continue;
        ds_buffer_add(out, text + from, i - from);
        if (as != NULL) ds_buffer_add_string(out, as);
        from = i + 1;
    }
}
