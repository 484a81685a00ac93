/* intake/row/gate.c: the gate by what a column may hold. See gate.h. */
#include "intake/row/gate.h"

#include <pthread.h>
#include <string.h>

#include "base/columns.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/identity/identity.h"
#include "intake/layout/layout.h"
#include "intake/mapping/file.h"

_Static_assert((int)DS_GATE_COLUMNS_MAX == (int)DS_LAYOUT_COLUMNS_MAX, "a count a column");

const char *const ds_clean_names[DS_CLEAN_N] = {
    "randen", "verpakking", "accenten", "leeg_woord", "nul_achter", "hoofdletters", "binnenin"};

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

/* A person's number is refused by its own reason (ds_gate_person). */
static bool is_rounded(const ds_row *row, size_t column, uint8_t mark) {
    return (mark & DS_TABLE_INEXACT) != 0 && row->layout != &ds_layout_koppeling &&
           !ds_identity_names_person(row->layout->columns[column]);
}

/* What the table says of the fields; a refusal for one that is no value, or may have been another.
 */
static bool take_marks(ds_row *row) {
    for (size_t i = 0; i < row->layout->n_columns; i++) {
        const uint8_t mark = ds_row_mark(row, i);
        if (mark == 0) continue;
        if (mark & DS_TABLE_NO_VALUE) return ds_refuse(row, i, DS_REASON_NO_VALUE, NULL);
        if (mark & DS_TABLE_UNLABELLED) return ds_refuse(row, i, DS_REASON_UNLABELLED, NULL);
        if (is_rounded(row, i, mark)) return ds_refuse(row, i, DS_REASON_ROUNDED, NULL);
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

/* True when there is a character in text that nobody sees. */
static bool refuse_hidden(ds_row *row, size_t column, ds_text text) {
    if (ds_unicode_hidden(text, NULL) == 0) return false;
    (void)ds_refuse(row, column, DS_REASON_HIDDEN, NULL);
    return true;
}

/* =1001, #####, #REF!, "1001" in quotes of any kind: what a spreadsheet or an export shows, not
 * what it holds. No pseudonym begins like that. */
static bool is_of_sheet(ds_text text) {
    static const char quotes[][4] = {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D",
                                     "\xE2\x80\x9E"};
    if (memchr("=#'\"`", text.data[0], 5) != NULL) return true;
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (text.size > 3 && memcmp(text.data, quotes[i], 3) == 0) return true;
    return false;
}

bool ds_gate_person(ds_row *row, size_t column, ds_text *text) {
    ds_gate_counts *counts = gate_of(row);
    const ds_gate_whole *whole = &row->delivery->whole;
    const ds_key_look is = ds_number_look(*text);
    if (text->size == 0) return true; /* refused as empty */
    counts->persons++;
    counts->person_numbers += is != DS_KEY_TEXT;
    counts->person_zeros += is == DS_KEY_ZERO;
    counts->person_spoilt += is == DS_KEY_SPOILT;
    if (is == DS_KEY_TEXT && refuse_hidden(row, column, *text)) return false;
    if (is == DS_KEY_TEXT && whole->persons_are_numbers)
        return ds_refuse(row, column, DS_REASON_PERSOON_TEXT, NULL);
    if (is == DS_KEY_TEXT && is_of_sheet(*text))
        return ds_refuse(row, column, DS_REASON_PERSOON_SHEET, NULL);
    if (row->marks != NULL && (ds_row_mark(row, column) & DS_TABLE_INEXACT))
        return ds_refuse(row, column, DS_REASON_PERSOON_ROUNDED, NULL);
    if (is == DS_KEY_SPOILT || (is == DS_KEY_ZERO && whole->person_zeros_differ))
        return ds_refuse(row, column, DS_REASON_PERSOON_NUMBER, NULL);
    if (is != DS_KEY_ZERO) return true;
    *text = ds_number_plain(*text);
    ds_gate_count(row, column, DS_CLEAN_DECIMAL);
    return true;
}

bool ds_gate_institution(ds_row *row, size_t column, ds_text *text, char buffer[8]) {
    bool changed = false;
    if (refuse_hidden(row, column, *text)) return false;
    if (text->size != 4) return true;
    for (size_t i = 0; i < 4; i++) {
        const char c = text->data[i];
        const bool small = c >= 'a' && c <= 'z';
        if (i < 2 ? c < '0' || c > '9' : !small && !(c >= 'A' && c <= 'Z')) return true;
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
    const ds_key_look is = ds_number_look(*text);
    counts->opleidingen++;
    counts->opleiding_zeros += is == DS_KEY_ZERO;
    counts->opleiding_spoilt += is == DS_KEY_SPOILT;
    if (is == DS_KEY_NUMBER) return true;
    if (is == DS_KEY_TEXT) return !refuse_hidden(row, column, *text);
    if (is == DS_KEY_SPOILT || row->delivery->whole.opleiding_zeros_differ)
        return ds_refuse(row, column, DS_REASON_CODE_NUMBER, NULL);
    *text = ds_number_plain(*text);
    ds_gate_count(row, column, DS_CLEAN_DECIMAL);
    return true;
}

ds_text ds_gate_words_seen(ds_row *row, size_t column, ds_text text, char *buffer, size_t size) {
    const ds_text seen = ds_unicode_plain(text, buffer, size);
    if (seen.data != text.data) ds_gate_count(row, column, DS_CLEAN_WITHIN);
    return seen;
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

unsigned ds_gate_flags(const ds_gate_whole *whole) {
    return (unsigned)whole->persons_are_numbers | (unsigned)whole->person_zeros_differ << 1 |
           (unsigned)whole->opleiding_zeros_differ << 2;
}

ds_gate_whole ds_gate_whole_of(unsigned flags) {
    return (ds_gate_whole){(flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0};
}

static ds_gate_whole find_gate_whole(const ds_gate_counts *n) {
    return (ds_gate_whole){
        .persons_are_numbers =
            n->person_numbers < n->persons && n->person_numbers * 10 >= n->persons * 9,
        .person_zeros_differ =
            n->person_zeros > 0 &&
            n->person_zeros +
                n->person_spoilt<n->persons, .opleiding_zeros_differ = n->opleiding_zeros> 0 &&
            n->opleiding_zeros + n->opleiding_spoilt < n->opleidingen};
}

bool ds_gate_settle(ds_intake *intake) {
    bool again = false;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        ds_delivery *d = &intake->deliveries[i];
        const ds_gate_whole whole = find_gate_whole(&d->gate);
        if (d->gate.persons == 0 && d->gate.opleidingen == 0) continue; /* other pieces tell */
        again = again || memcmp(&whole, &d->whole, sizeof whole) != 0;
        d->whole = whole;
    }
    return again;
}
