/* intake/row/gate.c: the gate by what a column may hold. See gate.h. */
#include "intake/row/gate.h"

#include <pthread.h>
#include <string.h>

#include "base/columns.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/mapping/file.h"

_Static_assert((int)DS_GATE_COLUMNS_MAX == (int)DS_LAYOUT_COLUMNS_MAX, "a count a column");

const char *const ds_clean_names[DS_CLEAN_N] = {"randen",     "verpakking", "accenten",
                                                "leeg_woord", "nul_achter", "hoofdletters"};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the deliveries' counts */

/* ---- counting ---- */

static void flush_gate(ds_worker *worker) {
    const uint64_t *from = (const uint64_t *)(const void *)&worker->gate;
    uint64_t *to;
    if (worker->gate_of == NULL) return;
    (void)pthread_mutex_lock(&lock);
    to = (uint64_t *)(void *)&worker->gate_of->gate; /* nothing but counters */
    for (size_t i = 0; i < sizeof worker->gate / sizeof *from; i++)
        to[i] += from[i];
    ds_number_add_marks(&worker->gate_of->marks, &worker->marks);
    (void)pthread_mutex_unlock(&lock);
    memset(&worker->gate, 0, sizeof worker->gate);
    memset(&worker->marks, 0, sizeof worker->marks);
    worker->gate_of = NULL;
}

void ds_gate_flush(ds_intake *intake) {
    for (size_t i = 0; i < intake->n_workers; i++)
        flush_gate(&intake->workers[i]);
}

/* A thread counts for one delivery at a time, without a lock. */
static ds_gate_counts *gate_of(ds_row *row) {
    if (row->worker->gate_of != row->delivery) {
        flush_gate(row->worker);
        row->worker->gate_of = row->delivery;
    }
    return &row->worker->gate;
}

void ds_gate_count(ds_row *row, size_t column, ds_clean what) {
    if (column < DS_GATE_COLUMNS_MAX) gate_of(row)->cleaned[column][what]++;
}

bool ds_gate_is_empty(ds_row *row, const ds_text *fields, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (fields[i].size > 0) return false;
    gate_of(row)->n_empty_rows++;
    return true;
}

/* ---- a row ---- */

void ds_gate_words_set(ds_gate_words *words, ds_missing missing) {
    words->words = missing;
    words->longest = 0;
    ds_missing_first(&missing, words->first);
    for (size_t i = 0; i < missing.n; i++)
        if (missing.words[i].size > words->longest) words->longest = missing.words[i].size;
}

/* What the table says of the fields; a refusal for one that is no value. */
static bool take_marks(ds_row *row) {
    for (size_t i = 0; i < row->layout->n_columns; i++) {
        const uint8_t mark = ds_row_mark(row, i);
        if (mark == 0) continue;
        if (mark & DS_TABLE_NO_VALUE) return ds_refuse(row, i, DS_REASON_NO_VALUE, NULL);
        if (mark & DS_TABLE_UNLABELLED) return ds_refuse(row, i, DS_REASON_UNLABELLED, NULL);
        if (mark & DS_TABLE_TRIMMED) ds_gate_count(row, i, DS_CLEAN_EDGES);
        if (mark & DS_TABLE_UNWRAPPED) ds_gate_count(row, i, DS_CLEAN_WRAPPING);
        if (mark & DS_TABLE_COMPOSED) ds_gate_count(row, i, DS_CLEAN_ACCENTS);
    }
    return true;
}

/* A word for missing, where the column's own list does not have it. */
static void drop_word(ds_row *row, size_t column, ds_text *field) {
    const ds_delivered *of = ds_delivered_find(ds_text_of(row->layout->columns[column]));
    if (of != NULL && of->codes != NULL && ds_codes_find(of->codes, *field, true) >= 0) return;
    if (of != NULL && of->kind == DS_KIND_PERSON) row->missing_person = *field;
    field->size = 0;
    ds_gate_count(row, column, DS_CLEAN_MISSING);
}

bool ds_row_gate(ds_row *row) {
    const ds_gate_words *words = &row->worker->intake->missing;
    row->missing_person = (ds_text){NULL, 0};
    if (row->marks != NULL && !take_marks(row)) return false;
    if (row->mapped != NULL) return true; /* the mapping has its own words and codes */
    for (size_t i = 0; i < row->layout->n_columns; i++) {
        ds_text *field = (ds_text *)(uintptr_t)&row->fields[row->columns[i] - 1];
        if (row->columns[i] != 0 && ds_gate_is_word(words, *field)) drop_word(row, i, field);
    }
    return true;
}

/* ---- numbers as keys ---- */

typedef enum looks {
    LOOKS_TEXT,
    LOOKS_NUMBER, /* digits */
    LOOKS_ZERO,   /* digits and a .0 */
    LOOKS_SPOILT, /* decimals, a thousands mark, an exponent */
} looks;

static size_t run_of_digits(ds_text text, size_t at) {
    size_t n = 0;
    while (at + n < text.size && text.data[at + n] >= '0' && text.data[at + n] <= '9')
        n++;
    return n;
}

/* Digits between points, commas, blanks, apostrophes; then perhaps an exponent, which counts with a
 * sign or after a mark: 12E4567 is a text. */
static looks look_at_key(ds_text text) {
    size_t at, n_marks = 0, last = 0;
    bool exponent, sign;
    if (text.size > 1 && (text.data[0] == '+' || text.data[0] == '-'))
        text = (ds_text){text.data + 1, text.size - 1};
    at = run_of_digits(text, 0);
    if (at == text.size) return text.size == 0 ? LOOKS_TEXT : LOOKS_NUMBER;
    if (at == 0 && text.data[0] != '.' && text.data[0] != ',') return LOOKS_TEXT;
    while (at < text.size && memchr("., '", text.data[at], 4) != NULL) {
        n_marks++;
        last = ++at;
        at += run_of_digits(text, at);
    }
    exponent = at < text.size && (text.data[at] == 'e' || text.data[at] == 'E');
    sign = exponent && at + 1 < text.size && memchr("+-", text.data[at + 1], 2) != NULL;
    if (exponent) {
        const size_t from = at + 1 + sign;
        if (from == text.size || run_of_digits(text, from) != text.size - from) return LOOKS_TEXT;
        return sign || n_marks > 0 ? LOOKS_SPOILT : LOOKS_TEXT;
    }
    if (at < text.size) return LOOKS_TEXT;
    if (n_marks != 1 || last < 2 || last == text.size || text.size - last == 3 ||
        (text.data[last - 1] != '.' && text.data[last - 1] != ','))
        return LOOKS_SPOILT;
    for (size_t i = last; i < text.size; i++)
        if (text.data[i] != '0') return LOOKS_SPOILT;
    return LOOKS_ZERO;
}

static ds_text without_decimals(ds_text text) {
    while (text.data[text.size - 1] == '0')
        text.size--;
    text.size--;
    return text;
}

/* True when there is a character in text that nobody sees. */
static bool refuse_hidden(ds_row *row, size_t column, ds_text text) {
    if (ds_unicode_hidden(text, NULL) == 0) return false;
    (void)ds_refuse(row, column, DS_REASON_HIDDEN, NULL);
    return true;
}

ds_text ds_gate_plain_number(ds_text text) {
    return look_at_key(text) == LOOKS_ZERO ? without_decimals(text) : text;
}

bool ds_gate_person(ds_row *row, size_t column, ds_text *text) {
    ds_gate_counts *counts = gate_of(row);
    const ds_gate_whole *whole = &row->delivery->whole;
    const looks is = look_at_key(*text);
    if (text->size == 0) return true; /* refused as empty */
    counts->persons++;
    counts->person_numbers += is != LOOKS_TEXT;
    counts->person_zeros += is == LOOKS_ZERO;
    counts->person_spoilt += is == LOOKS_SPOILT;
    if (is == LOOKS_TEXT && refuse_hidden(row, column, *text)) return false;
    if (is == LOOKS_TEXT && whole->persons_are_numbers)
        return ds_refuse(row, column, DS_REASON_PERSOON_TEXT, NULL);
    if (row->marks != NULL && (ds_row_mark(row, column) & DS_TABLE_INEXACT))
        return ds_refuse(row, column, DS_REASON_PERSOON_ROUNDED, NULL);
    if (is == LOOKS_SPOILT || (is == LOOKS_ZERO && whole->person_zeros_differ))
        return ds_refuse(row, column, DS_REASON_PERSOON_NUMBER, NULL);
    if (is != LOOKS_ZERO) return true;
    *text = without_decimals(*text);
    ds_gate_count(row, column, DS_CLEAN_DECIMAL);
    return true;
}

bool ds_gate_institution(ds_row *row, size_t column, ds_text *text, char buffer[8]) {
    bool changed = false;
    if (refuse_hidden(row, column, *text)) return false;
    if (text->size != 4 || run_of_digits(*text, 0) != 2) return true;
    for (size_t i = 0; i < 4; i++) {
        const char c = text->data[i];
        const bool small = c >= 'a' && c <= 'z';
        if (i >= 2 && !small && !(c >= 'A' && c <= 'Z')) return true;
        buffer[i] = small ? (char)(c - 'a' + 'A') : c;
        changed = changed || small;
    }
    if (!changed) return true;
    *text = (ds_text){buffer, 4};
    ds_gate_count(row, column, DS_CLEAN_CAPITALS);
    return true;
}

bool ds_gate_opleiding(ds_row *row, size_t column, ds_text *text) {
    ds_gate_counts *counts = gate_of(row);
    const looks is = look_at_key(*text);
    counts->opleidingen++;
    counts->opleiding_zeros += is == LOOKS_ZERO;
    counts->opleiding_spoilt += is == LOOKS_SPOILT;
    if (is == LOOKS_NUMBER) return true;
    if (is == LOOKS_TEXT) return !refuse_hidden(row, column, *text);
    if (is == LOOKS_SPOILT || row->delivery->whole.opleiding_zeros_differ)
        return ds_refuse(row, column, DS_REASON_CODE_NUMBER, NULL);
    *text = without_decimals(*text);
    ds_gate_count(row, column, DS_CLEAN_DECIMAL);
    return true;
}

/* ---- the decimal mark ---- */

void ds_gate_note_mark(ds_row *row, ds_text number) {
    (void)gate_of(row);
    ds_number_note_mark(&row->worker->marks, number, row->line);
}

ds_status ds_gate_check_marks(ds_intake *intake, const ds_delivery *delivery, ds_error *err) {
    uint64_t doubtful, other;
    ds_gate_flush(intake);
    if (!ds_number_marks_clash(&delivery->marks, &doubtful, &other)) return DS_OK;
    return ds_error_at(err, DS_INPUT, delivery->path, doubtful, 0,
                       "een getal als 1.234, en op regel %llu een met het andere decimaalteken: of "
                       "dit een duizendtal is, is niet te zeggen; gebruik in een bestand één teken",
                       "a number like 1.234, and on line %llu one with the other decimal mark: "
                       "whether this is a thousand cannot be told; use one mark in a file",
                       (unsigned long long)other);
}

/* ---- the whole ---- */

bool ds_gate_settle(ds_intake *intake) {
    bool again = false;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        ds_delivery *d = &intake->deliveries[i];
        const ds_gate_counts *n = &d->gate;
        const ds_gate_whole whole = {
            n->person_numbers < n->persons && n->person_numbers * 10 >= n->persons * 9,
            n->person_zeros > 0 &&
                n->person_zeros + n->person_spoilt<n->persons, n->opleiding_zeros> 0 &&
                n->opleiding_zeros + n->opleiding_spoilt < n->opleidingen};
        again = again || memcmp(&whole, &d->whole, sizeof whole) != 0;
        d->whole = whole;
    }
    return again;
}
