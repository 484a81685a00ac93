/* report/recipe/scan.c: which lines of a recipe are its header, headings, fences and prose. By our
 * own scanner, since md4c gives no places, takes all that follows an unclosed fence for code, and
 * cuts braces in pieces. A fence and a heading begin at a line's start and nowhere else. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "report/recipe/reading.h"

size_t ds_recipe_byte_of(const ds_recipe_reader *reader, const char *at) {
    return (size_t)(at - reader->raw.text.data);
}

ds_status ds_recipe_placed(const ds_recipe_reader *reader, size_t byte, ds_status status) {
    return ds_place_byte(&reader->raw, byte, status, reader->err);
}

void ds_recipe_locate(ds_recipe_reader *reader, const char *at, uint64_t *out_line,
                      uint64_t *out_column) {
    const char *begin = reader->raw.text.data;
    if (reader->located.at == NULL || at < reader->located.at) {
        reader->located.at = begin;
        reader->located.line = reader->located.column = 1;
        if (reader->raw.text.size >= 3 && memcmp(begin, "\xEF\xBB\xBF", 3) == 0)
            reader->located.column = 0;
    }
    for (; reader->located.at < at; reader->located.at++) {
        if (*reader->located.at == '\n') {
            reader->located.line++;
            reader->located.column = 1;
        } else {
            reader->located.column += ((unsigned char)*reader->located.at & 0xC0) != 0x80;
        }
    }
    *out_line = reader->located.line;
    *out_column = reader->located.column;
}

/* ---- bytes ---- */

/* The code point at text, which is good UTF-8, and its size. */
static uint32_t decode_point(const char *text, size_t *out_size) {
    const unsigned char *b = (const unsigned char *)text;
    const size_t size = b[0] < 0x80 ? 1 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : 4;
    uint32_t point = size == 1 ? b[0] : b[0] & (0x7FU >> size);
    for (size_t i = 1; i < size; i++)
        point = point << 6 | (b[i] & 0x3FU);
    *out_size = size;
    return point;
}

/* Marks that turn the direction of what follows: text that reads otherwise than it is written. */
static bool turns_direction(uint32_t point) {
    return point == 0x061C || point == 0x200E || point == 0x200F ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_control(uint32_t point) {
    return (point < 0x20 && point != '\t' && point != '\n' && point != '\r') ||
           (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

static bool is_private(uint32_t point) {
    return (point >= 0xE000 && point <= 0xF8FF) || point >= 0xF0000;
}

static ds_status refuse_point(const ds_recipe_reader *reader, size_t at, uint32_t point) {
    return ds_recipe_placed(
        reader, at,
        ds_error_set(reader->err, DS_INPUT,
                     "vond het teken U+%04X, dat in een recept niet kan: haal het weg",
                     "found the character U+%04X, which a recipe cannot have: take it out", point));
}

size_t ds_recipe_bad_point(ds_text text, uint32_t *out_point) {
    for (size_t at = 0, size; at < text.size; at += size) {
        const uint32_t point = *out_point = decode_point(text.data + at, &size);
        if (is_control(point) || turns_direction(point) || is_private(point) ||
            (point == 0xFEFF && at > 0) ||
            (point == '\r' && (at + 1 == text.size || text.data[at + 1] != '\n')))
            return at;
    }
    return SIZE_MAX;
}

ds_status ds_recipe_check_bytes(const ds_recipe_reader *reader) {
    const ds_text text = reader->raw.text;
    size_t bad;
    uint32_t point;
    if (text.size > DS_RECIPE_SIZE_MAX)
        return ds_recipe_placed(reader, 0,
                                ds_error_set(reader->err, DS_INPUT,
                                             "het recept is groter dan %d bytes: maak er twee van",
                                             "the recipe is larger than %d bytes: make two of it",
                                             DS_RECIPE_SIZE_MAX));
    if (!ds_text_is_utf8(text, &bad))
        return ds_recipe_placed(
            reader, bad,
            ds_error_set(reader->err, DS_INPUT,
                         "vond byte %02X, dat is geen UTF-8: bewaar het "
                         "bestand als UTF-8",
                         "found byte %02X, which is not UTF-8: save the file as "
                         "UTF-8",
                         (unsigned)(unsigned char)text.data[bad]));
    bad = ds_recipe_bad_point(text, &point);
    return bad == SIZE_MAX ? DS_OK : refuse_point(reader, bad, point);
}

/* ---- lines ---- */

typedef struct scan {
    ds_recipe_reader *reader;
    ds_text text;
    size_t at;     /* where the next line begins */
    uint64_t line; /* its number */
    ds_take_piece take;
} scan;

/* Without its end. False at the end of the file. */
static bool next_line(scan *s, ds_text *out) {
    const char *begin = s->text.data + s->at;
    const size_t rest = s->text.size - s->at;
    const char *end = rest == 0 ? NULL : memchr(begin, '\n', rest);
    if (rest == 0) return false;
    *out = (ds_text){begin, end == NULL ? rest : (size_t)(end - begin)};
    s->at += out->size + (end != NULL);
    s->line++;
    if (out->size > 0 && begin[out->size - 1] == '\r') out->size--;
    return true;
}

static size_t count_run(ds_text line, size_t from, char c) {
    size_t n = 0;
    while (from + n < line.size && line.data[from + n] == c)
        n++;
    return n;
}

static ds_text rest_of(ds_text line, size_t from) {
    return ds_text_trim((ds_text){line.data + from, line.size - from});
}

static size_t count_blanks(ds_text line) {
    size_t n = 0;
    while (n < line.size && (line.data[n] == ' ' || line.data[n] == '\t' || line.data[n] == '>'))
        n++;
    return n;
}

/* A fence that is none of ours, which md4c would take for code up to the end. */
static ds_status refuse_fence_inside(const scan *s, ds_text line) {
    const size_t blanks = count_blanks(line);
    const ds_recipe_reader *r = s->reader;
    if (count_run(line, blanks, '~') >= 3)
        return ds_recipe_placed(r, ds_recipe_byte_of(r, line.data) + blanks,
                                ds_error_set(r->err, DS_INPUT, "vond ~~~, een blok begint met ```",
                                             "found ~~~, a block begins with ```"));
    if (blanks > 0 && count_run(line, blanks, '`') >= 3)
        return ds_recipe_placed(
            r, ds_recipe_byte_of(r, line.data) + blanks,
            ds_error_set(r->err, DS_INPUT, "``` staat aan het begin van een regel, zonder ervoor",
                         "``` stands at the beginning of a line, with nothing before it"));
    return DS_OK;
}

static unsigned heading_level(ds_text line) {
    const size_t n = count_run(line, 0, '#');
    const bool ends = n == line.size || line.data[n] == ' ' || line.data[n] == '\t';
    return n >= 1 && n <= 6 && ends ? (unsigned)n : 0;
}

static ds_status take_heading(scan *s, ds_text line, unsigned level) {
    ds_text text = rest_of(line, level);
    ds_piece piece = {.kind = DS_PIECE_HEADING, .level = level, .line = s->line};
    size_t n = text.size;
    while (n > 0 && text.data[n - 1] == '#')
        n--;
    if (n < text.size && (n == 0 || text.data[n - 1] == ' '))
        text = ds_text_trim((ds_text){text.data, n});
    piece.text = text;
    piece.head_at = ds_recipe_byte_of(s->reader, text.data);
    return s->take(s->reader, &piece);
}

/* ---- fences ---- */

static ds_status refuse_unclosed(const scan *s, const ds_piece *fence, uint64_t other) {
    const ds_recipe_reader *r = s->reader;
    char nl[96] = "", en[96] = "";
    ds_status status;
    if (other > 0) {
        (void)snprintf(nl, sizeof nl, "; op regel %llu begint het volgende al",
                       (unsigned long long)other);
        (void)snprintf(en, sizeof en, "; the next one begins on line %llu",
                       (unsigned long long)other);
    }
    status = ds_error_set(
        r->err, DS_INPUT,
        "het blok dat hier begint heeft geen einde%s%.0s: sluit het met een regel "
        "```",
        "the block that begins here has no end%.0s%s: close it with a line ```", nl, en);
    return ds_recipe_placed(r, fence->head_at, status);
}

static bool is_ticks(ds_text line) {
    const ds_text text = rest_of(line, 0);
    return count_run(line, 0, '`') >= 3 && count_run(text, 0, '`') == text.size;
}

/* From the line after its ``` up to the ``` that ends it. */
static ds_status take_fence(scan *s, ds_text line) {
    const size_t ticks = count_run(line, 0, '`');
    ds_piece fence = {.kind = DS_PIECE_FENCE, .line = s->line, .head = rest_of(line, ticks)};
    const char *begin = s->text.data + s->at;
    ds_text next;
    fence.head_at = ds_recipe_byte_of(s->reader, line.data);
    while (next_line(s, &next)) {
        if (is_ticks(next)) {
            fence.text = (ds_text){begin, (size_t)(next.data - begin)};
            fence.head_at += (size_t)(fence.head.data - line.data);
            return s->take(s->reader, &fence);
        }
        if (count_run(next, 0, '`') >= 3) return refuse_unclosed(s, &fence, s->line);
    }
    return refuse_unclosed(s, &fence, 0);
}

/* ---- pieces ---- */

static ds_status flush_prose(scan *s, const char *begin, const char *end, uint64_t line) {
    ds_piece piece = {.kind = DS_PIECE_PROSE, .line = line};
    piece.text = (ds_text){begin, (size_t)(end - begin)};
    piece.head_at = ds_recipe_byte_of(s->reader, begin);
    if (ds_text_trim(piece.text).size == 0) return DS_OK;
    return s->take(s->reader, &piece);
}

static ds_status scan_pieces(scan *s) {
    const char *prose = s->text.data + s->at;
    uint64_t prose_line = s->line + 1;
    ds_status status = DS_OK;
    ds_text line = {0};
    while (status == DS_OK && next_line(s, &line)) {
        const unsigned level = heading_level(line);
        const bool fence = count_run(line, 0, '`') >= 3;
        if (level == 0 && !fence) {
            status = refuse_fence_inside(s, line);
            continue;
        }
        status = flush_prose(s, prose, line.data, prose_line);
        if (status == DS_OK)
            status = level > 0 ? take_heading(s, line, level) : take_fence(s, line);
        prose = s->text.data + s->at;
        prose_line = s->line + 1;
    }
    if (status != DS_OK) return status;
    return flush_prose(s, prose, s->text.data + s->text.size, prose_line);
}

static bool is_rule(ds_text line) {
    return ds_text_is(rest_of(line, 0), "---") && line.data[0] == '-';
}

/* A file that begins with --- has a header up to the next one. */
static ds_status scan_front(scan *s, ds_piece *out) {
    const scan before = *s;
    ds_text line;
    *out = (ds_piece){.line = 1, .text = {s->text.data, 0}};
    if (!next_line(s, &line) || !is_rule(line)) {
        *s = before;
        return DS_OK;
    }
    out->text.data = s->text.data + s->at;
    while (next_line(s, &line))
        if (is_rule(line)) {
            out->text.size = (size_t)(line.data - out->text.data);
            return DS_OK;
        }
    return ds_recipe_placed(s->reader, 0,
                            ds_error_set(s->reader->err, DS_INPUT,
                                         "de kop die hier begint heeft geen einde: sluit hem met "
                                         "een regel ---",
                                         "the header that begins here has no end: close it with a "
                                         "line ---"));
}

ds_status ds_recipe_scan(ds_recipe_reader *reader, ds_piece *out_front, ds_take_piece take) {
    scan s = {.reader = reader, .text = reader->raw.text, .take = take};
    ds_status status;
    if (s.text.size >= 3 && memcmp(s.text.data, "\xEF\xBB\xBF", 3) == 0) s.at = 3;
    status = scan_front(&s, out_front);
    if (status == DS_OK) status = ds_recipe_read_front(reader, out_front);
    return status == DS_OK ? scan_pieces(&s) : status;
}

/* ---- braces ---- */

static ds_status refuse_braces(const ds_recipe_reader *reader, const char *at, const char *nl,
                               const char *en) {
    return ds_recipe_placed(reader, ds_recipe_byte_of(reader, at),
                            ds_error_set(reader->err, DS_INPUT, "%s%.0s", "%.0s%s", nl, en));
}

ds_status ds_recipe_braces_end(const ds_recipe_reader *reader, ds_text text, size_t *out_size) {
    for (size_t i = 2; i + 1 < text.size; i++) {
        const char *c = text.data + i;
        if (c[0] == '{' && c[1] == '{')
            return refuse_braces(reader, c, "accolades in accolades: sluit de eerste met }}",
                                 "braces within braces: close the first with }}");
        if (c[0] == '\n' && (c[1] == '\n' || c[1] == '\r')) break; /* a paragraph ends */
        if (c[0] == '}' && c[1] == '}') {
            *out_size = i + 2;
            return DS_OK;
        }
    }
    return refuse_braces(reader, text.data, "{{ zonder }}: sluit de accolades binnen de alinea",
                         "{{ without }}: close the braces within the paragraph");
}
