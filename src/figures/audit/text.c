/* figures/audit/text.c: the numbers of a text beside the tables that it cites. See
 * doorstroom/audit.h.
 *
 * A paragraph ends at an empty line. What it cites is "tabel 4.1" and what follows it in a list:
 * "tabel 8.3 en 8.4", "tabellen 8.3, 8.4 en 8.5", "tabel 8.3 tot en met 8.5" (the two that are
 * named). */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "figures/audit/derived.h"

enum {
    TEXT_BYTES_MAX = 8 << 20,
    CITED_MAX = 64,
    NUMBER_CHARS = 32,
    COUNT_FROM = 1000,
    YEAR_FROM = 1900,
    YEAR_TO = 2100
};

typedef struct looking {
    const ds_audit_cited *tables;
    size_t n_tables;
    ds_derived *derived; /* of each */
    ds_arena *arena;
    ds_audit_text *out;
    size_t capacity;
    const char *text;
    size_t size;
    size_t seen, line_at; /* up to where lines were counted, and where the last one begins */
    uint64_t n_lines;     /* ends of lines before seen */
    ds_error *err;
} looking;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A letter, also of another alphabet. */
static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool begins_word(const looking *l, size_t at, size_t end, const char *word) {
    const size_t size = strlen(word);
    return at + size <= end &&
           ds_text_equal_nocase((ds_text){l->text + at, size}, (ds_text){word, size});
}

static size_t skip_white(const looking *l, size_t at, size_t end) {
    while (at < end && (l->text[at] == ' ' || l->text[at] == '\t' || l->text[at] == '\n' ||
                        l->text[at] == '\r'))
        at++;
    return at;
}

/* ---- what is cited ---- */

/* 4.1; the size, or 0. */
static size_t table_number(const looking *l, size_t at, size_t end) {
    size_t i = at;
    while (i < end && is_digit(l->text[i]))
        i++;
    if (i == at) return 0;
    if (i + 1 < end && l->text[i] == '.' && is_digit(l->text[i + 1]))
        for (i++; i < end && is_digit(l->text[i]); i++) {
        }
    if (i < end &&
        (l->text[i] == '%' || (l->text[i] == ',' && i + 1 < end && is_digit(l->text[i + 1]))))
        return 0;
    return i - at;
}

static size_t after_joint(const looking *l, size_t at, size_t end) {
    static const char *const joints[] = {",", "en ", "of ", "and ", "t/m ", "tot en met ", "to "};
    at = skip_white(l, at, end);
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (begins_word(l, at, end, joints[i])) return skip_white(l, at + strlen(joints[i]), end);
    return 0;
}

static void note_cited(looking *l, ds_text number, bool *cited) {
    bool here = false;
    for (size_t i = 0; i < l->n_tables; i++)
        if (ds_text_is(number, l->tables[i].number)) cited[i] = here = true;
    l->out->n_absent += !here;
}

/* The tables that the paragraph cites; false for none that is here. */
static bool find_cited(looking *l, size_t begin, size_t end, bool *cited) {
    bool any = false;
    memset(cited, 0, l->n_tables * sizeof *cited);
    for (size_t i = begin; i < end; i++) {
        size_t at, size;
        if ((i > begin && is_letter(l->text[i - 1])) ||
            (!begins_word(l, i, end, "tabel") && !begins_word(l, i, end, "table")))
            continue;
        for (at = i; at < end && is_letter(l->text[at]); at++) {
        }
        at = skip_white(l, at, end);
        while (at > 0 && (size = table_number(l, at, end)) > 0) {
            note_cited(l, (ds_text){l->text + at, size}, cited);
            at = after_joint(l, at + size, end);
        }
    }
    for (size_t i = 0; i < l->n_tables; i++)
        any = any || cited[i];
    return any;
}

/* Tabel 4.1 and a title: what follows is no sentence about it. */
static bool is_caption(const looking *l, size_t begin, size_t end) {
    size_t at = skip_white(l, begin, end);
    while (at < end &&
           (l->text[at] == '*' || l->text[at] == '#' || l->text[at] == '|' || l->text[at] == ' '))
        at++;
    return begins_word(l, at, end, "tabel ") || begins_word(l, at, end, "table ") ||
           begins_word(l, at, end, "tabel\t");
}

/* ---- numbers ---- */

typedef struct number {
    size_t at, size; /* with its unit */
    double value;
    int decimals;
    ds_derived_unit unit;
    double more; /* after "bijna", "ruim", "ongeveer" and their kin: how far off it may be */
} number;

/* 1.234.567,8: the size, or 0 for what is none, such as 4.1, 2023/24 or 15-16. */
static size_t read_digits(const looking *l, size_t at, size_t end, number *out) {
    char plain[NUMBER_CHARS];
    size_t i = at, n = 0;
    bool grouped = false;
    out->decimals = 0;
    while (i < end && is_digit(l->text[i]) && n + 1 < sizeof plain)
        plain[n++] = l->text[i++];
    while (n <= 3 + (size_t)grouped * sizeof plain && i + 3 < end && l->text[i] == '.' &&
           is_digit(l->text[i + 1]) && is_digit(l->text[i + 2]) && is_digit(l->text[i + 3]) &&
           (i + 4 >= end || !is_digit(l->text[i + 4])) && n + 4 < sizeof plain) {
        memcpy(plain + n, l->text + i + 1, 3);
        n += 3;
        i += 4;
        grouped = true;
    }
    if (i + 1 < end && l->text[i] == ',' && is_digit(l->text[i + 1]) && n + 2 < sizeof plain) {
        plain[n++] = '.';
        for (i++; i < end && is_digit(l->text[i]) && n + 1 < sizeof plain; out->decimals++)
            plain[n++] = l->text[i++];
    }
    if (i < end && (is_digit(l->text[i]) || l->text[i] == '/' || is_letter(l->text[i]))) return 0;
    if (i + 1 < end && strchr(".-,", l->text[i]) != NULL && is_digit(l->text[i + 1])) return 0;
    return ds_number_parse_decimal((ds_text){plain, n}, &out->value) ? i - at : 0;
}

/* %, procent, procentpunt: *out is a count where none stands. */
static size_t read_unit(const looking *l, size_t at, size_t end, ds_derived_unit *out) {
    static const struct {
        const char *word;
        ds_derived_unit unit;
    } units[] = {{"%-punt", DS_DERIVED_STEP},        {"%", DS_DERIVED_LEVEL},
                 {"procentpunten", DS_DERIVED_STEP}, {"procentpunt", DS_DERIVED_STEP},
                 {"procent", DS_DERIVED_LEVEL},      {"percentage point", DS_DERIVED_STEP},
                 {"percent", DS_DERIVED_LEVEL},      {"pp", DS_DERIVED_STEP}};
    const size_t from = skip_white(l, at, end);
    *out = DS_DERIVED_COUNT;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const size_t after = from + strlen(units[i].word);
        if (!begins_word(l, from, end, units[i].word) || (after < end && is_letter(l->text[after])))
            continue;
        *out = units[i].unit;
        return after - at;
    }
    return 0;
}

/* A round number that is said to be one may be off by a twentieth. */
static double slack_by_words(const looking *l, size_t begin, const number *n) {
    static const char *const words[] = {"bijna", "ruim",   "ongeveer", "circa", "zo'n",  "rond de",
                                        "ca.",   "almost", "about",    "some",  "nearly"};
    size_t at = n->at;
    while (at > begin && (l->text[at - 1] == ' ' || l->text[at - 1] == '\n'))
        at--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t size = strlen(words[i]);
        if (at >= begin + size && begins_word(l, at - size, at, words[i])) return n->value / 20;
    }
    return 0;
}

/* The next number that is looked for; false at the paragraph's end. */
static bool next_number(const looking *l, size_t from, size_t end, size_t begin, number *out) {
    for (size_t i = from; i < end; i++) {
        const char before = i > begin ? l->text[i - 1] : ' ';
        size_t size;
        if (!is_digit(l->text[i])) continue;
        *out = (number){.at = i};
        size = is_letter(before) || strchr(".,/_", before) != NULL ||
                       (before == '-' && i > begin + 1 &&
                        (is_letter(l->text[i - 2]) || is_digit(l->text[i - 2])))
                   ? 0
                   : read_digits(l, i, end, out);
        if (size > 0) {
            const size_t unit = read_unit(l, i + size, end, &out->unit);
            const bool year =
                out->decimals == 0 && size == 4 && out->value >= YEAR_FROM && out->value <= YEAR_TO;
            out->size = size + unit;
            out->more = slack_by_words(l, begin, out);
            if (out->unit != DS_DERIVED_COUNT || (out->value >= COUNT_FROM && !year)) return true;
        }
        while (i + 1 < end &&
               (is_digit(l->text[i + 1]) ||
                (strchr(".,", l->text[i + 1]) != NULL && i + 2 < end && is_digit(l->text[i + 2]))))
            i++;
    }
    return false;
}

/* ---- a paragraph ---- */

static bool is_in(const looking *l, size_t table, const number *n) {
    return ds_derived_has(&l->derived[table], n->unit, n->value, n->decimals, n->more);
}

static const char *list_numbers(looking *l, const bool *chosen, const number *in) {
    ds_buffer list;
    const char *text;
    ds_buffer_init(&list, 1 << 16);
    for (size_t i = 0; i < l->n_tables; i++)
        if (in == NULL ? chosen[i] : !chosen[i] && is_in(l, i, in))
            ds_buffer_addf(&list, "%s%s", list.size > 0 ? ", " : "", l->tables[i].number);
    text = ds_arena_copy(l->arena, (ds_text){ds_buffer_string(&list), list.size});
    ds_buffer_done(&list);
    return text;
}

/* Claims come in the order of the text: each of its bytes is seen once. */
static void count_lines(looking *l, size_t to) {
    for (; l->seen < to; l->seen++)
        if (l->text[l->seen] == '\n') {
            l->n_lines++;
            l->line_at = l->seen + 1;
        }
}

static ds_status add_claim(looking *l, const number *n, const bool *cited) {
    ds_audit_claim *claim;
    if (!ds_reserve(&l->out->claims, &l->capacity, l->out->n_claims + 1, sizeof *l->out->claims))
        return ds_error_memory(l->err);
    count_lines(l, n->at);
    claim = &l->out->claims[l->out->n_claims++];
    claim->line = l->n_lines + 1;
    claim->column = (uint64_t)(n->at - l->line_at) + 1;
    claim->text = ds_arena_copy(l->arena, (ds_text){l->text + n->at, n->size});
    claim->cited = list_numbers(l, cited, NULL);
    claim->elsewhere = list_numbers(l, cited, n);
    return ds_arena_finish(l->arena, l->err);
}

static ds_status look_at_paragraph(looking *l, size_t begin, size_t end, bool *cited) {
    number n;
    if (is_caption(l, begin, end) || !find_cited(l, begin, end, cited)) return DS_OK;
    l->out->n_paragraphs++;
    for (size_t at = begin; next_number(l, at, end, begin, &n); at = n.at + n.size) {
        bool there = false;
        ds_status status;
        l->out->n_numbers++;
        for (size_t i = 0; i < l->n_tables && !there; i++)
            there = cited[i] && is_in(l, i, &n);
        if (there) continue;
        status = add_claim(l, &n, cited);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

/* Where the paragraph that begins at from ends: at an empty line. */
static size_t paragraph_end(const looking *l, size_t from) {
    for (size_t i = from; i < l->size; i++) {
        size_t k = i + 1;
        if (l->text[i] != '\n') continue;
        while (k < l->size && (l->text[k] == ' ' || l->text[k] == '\t' || l->text[k] == '\r'))
            k++;
        if (k == l->size || l->text[k] == '\n') return i;
    }
    return l->size;
}

static ds_status look_at_text(looking *l) {
    bool *cited = ds_calloc(l->n_tables + 1, sizeof *cited);
    ds_status status = cited == NULL ? ds_error_memory(l->err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < l->n_tables; i++)
        status = ds_derived_of(l->tables[i].table, &l->derived[i], l->err);
    for (size_t at = 0; status == DS_OK && at < l->size;) {
        const size_t end = paragraph_end(l, at);
        status = look_at_paragraph(l, at, end, cited);
        at = end + 1;
    }
    ds_free(cited);
    return status;
}

ds_status ds_audit_text_read(const char *path, const ds_audit_cited *tables, size_t n_tables,
                             ds_audit_text *out, ds_error *err) {
    ds_arena *arena = ds_calloc(1, sizeof *arena);
    ds_audit_text made = {.own = arena};
    looking l = {.tables = tables, .n_tables = n_tables, .arena = arena, .out = &made, .err = err};
    char *text = NULL;
    size_t bad;
    ds_status status = arena == NULL ? ds_error_memory(err)
                                     : ds_file_read(path, TEXT_BYTES_MAX, &text, &l.size, err);
    l.text = text;
    l.derived = ds_calloc(n_tables + 1, sizeof *l.derived);
    if (status == DS_OK && l.derived == NULL) status = ds_error_memory(err);
    if (status == DS_OK &&
        (!ds_text_is_utf8((ds_text){text, l.size}, &bad) || memchr(text, 0, l.size) != NULL))
        status = ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen tekst in UTF-8",
                             "this is no text in UTF-8");
    if (status == DS_OK) status = look_at_text(&l);
    for (size_t i = 0; l.derived != NULL && i < n_tables; i++)
        ds_derived_done(&l.derived[i]);
    ds_free(l.derived);
    ds_free(text);
    if (status == DS_OK)
        *out = made;
    else
        ds_audit_text_done(&made);
    return status;
}

void ds_audit_text_done(ds_audit_text *text) {
    ds_free(text->claims);
    if (text->own != NULL) ds_arena_done(text->own);
    ds_free(text->own);
    *text = (ds_audit_text){0};
}
