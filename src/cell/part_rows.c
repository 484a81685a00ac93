/* cell/part_rows.c: the rows of a section, and what all forms of them share. See parts.h. */
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/parts.h"

enum { SCRATCH_MAX = 1 << 24, YEAR_BYTES = 4, RUN_HEAD = 4 };
static const int64_t count_max = 1000000000000000; /* no sum of these wraps */

void ds_part_head_done(ds_part_head *head) {
    ds_free(head->indicator);
    for (size_t i = 0; i < head->n_keys; i++)
        ds_free(head->key_names[i]);
    for (size_t i = 0; i < DS_PART_TEXTS; i++)
        ds_free(head->texts[i]);
    for (size_t i = 0; i < DS_PART_YEARS; i++)
        ds_free(head->years[i]);
    *head = (ds_part_head){0};
}

/* ---- keys ---- */

ds_status ds_part_begin_key(ds_part_rows *rows, int schooljaar, ds_error *err) {
    const uint32_t year = (uint32_t)schooljaar;
    const char bytes[YEAR_BYTES] = {(char)(year >> 24), (char)(year >> 16), (char)(year >> 8),
                                    (char)year};
    rows->key.size = 0;
    ds_buffer_add(&rows->key, bytes, sizeof bytes);
    return rows->key.failed == DS_OK ? DS_OK : ds_buffer_finish(&rows->key, err);
}

ds_status ds_part_add_key(ds_part_rows *rows, ds_text text, ds_error *err) {
    if (text.size > 0 && memchr(text.data, '\0', text.size) != NULL)
        return ds_pieces_refuse(&rows->in, 0, "hier staat een nulbyte in een kenmerk",
                                "here is a zero byte in a key", err);
    ds_buffer_add(&rows->key, text.data, text.size);
    ds_buffer_add(&rows->key, "", 1);
    return rows->key.failed == DS_OK ? DS_OK : ds_buffer_finish(&rows->key, err);
}

int ds_part_key_year(const ds_buffer *key) {
    const unsigned char *bytes = (const unsigned char *)key->data;
    return (int)((uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
                 bytes[3]);
}

int ds_part_compare_keys(const ds_buffer *a, const ds_buffer *b) {
    const size_t size = a->size < b->size ? a->size : b->size;
    const int order = memcmp(a->data, b->data, size);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

/* ---- numbers ---- */

bool ds_part_parse_count(ds_text text, uint64_t *out) {
    uint64_t value = 0;
    if (text.size == 0 || text.size > 16) return false;
    for (size_t i = 0; i < text.size; i++) {
        const unsigned digit = (unsigned)(text.data[i] - '0');
        if (digit > 9) return false;
        value = value * 10 + digit;
    }
    *out = value;
    return value <= (uint64_t)count_max;
}

bool ds_part_parse_sum(ds_text text, int32_t scale, int *decimals, ds_int128 *out) {
    const bool negative = text.size > 0 && text.data[0] == '-';
    ds_int128 value = 0;
    int32_t unit = scale;
    int n_decimals = -1;
    size_t i = negative;
    if (text.size - i > 36 || i == text.size) return false; /* fits 127 bits with the scale */
    for (; i < text.size; i++) {
        const unsigned digit = (unsigned)(text.data[i] - '0');
        if (text.data[i] == '.' && n_decimals < 0) {
            n_decimals = 0;
            continue;
        }
        if (digit > 9 || (n_decimals >= 0 && (unit == 1 || ++n_decimals > DS_PART_DECIMALS_MAX)))
            return false;
        if (n_decimals >= 0) unit /= 10;
        value = value * 10 + (ds_int128)digit;
        if (value > ((ds_int128)1 << 90)) return false;
    }
    if (n_decimals > *decimals) *decimals = n_decimals;
    *out = (negative ? -value : value) * unit;
    return n_decimals != 0;
}

/* ---- rows ---- */

ds_status ds_part_rows_open(ds_part_rows *rows, const ds_piece_file *file, ds_part_form form,
                            const ds_part_head *head, uint64_t offset, uint64_t end, uint64_t line,
                            size_t capacity, ds_error *err) {
    *rows = (ds_part_rows){.form = form, .head = head};
    ds_buffer_init(&rows->key, SCRATCH_MAX);
    ds_buffer_init(&rows->scratch, SCRATCH_MAX);
    return ds_pieces_open(&rows->in, file, offset, end, line, capacity, err);
}

void ds_part_rows_done(ds_part_rows *rows) {
    ds_pieces_done(&rows->in);
    ds_buffer_done(&rows->key);
    ds_buffer_done(&rows->scratch);
}

static ds_status need_bytes(ds_part_rows *rows, size_t n, bool *out_there, ds_error *err) {
    ds_status status = DS_OK;
    *out_there = true;
    while (status == DS_OK && *out_there && rows->in.size - rows->in.at < n)
        status = ds_pieces_more(&rows->in, out_there, err);
    return status;
}

/* Of a run: the size of the key, the key, the measures. */
static ds_status next_of_run(ds_part_rows *rows, ds_error *err) {
    uint32_t size = 0;
    bool there;
    ds_status status = need_bytes(rows, RUN_HEAD, &there, err);
    rows->end = status == DS_OK && !there;
    if (status != DS_OK || rows->end) return status;
    memcpy(&size, rows->in.data + rows->in.at, RUN_HEAD);
    status = need_bytes(rows, RUN_HEAD + size + sizeof rows->measures, &there, err);
    if (status == DS_OK && !there)
        status = ds_error_set(err, DS_FAULT, "een tijdelijk bestand is niet heel",
                              "a temporary file is not whole");
    if (status != DS_OK) return status;
    rows->key.size = 0;
    ds_buffer_add(&rows->key, rows->in.data + rows->in.at + RUN_HEAD, size);
    memcpy(&rows->measures, rows->in.data + rows->in.at + RUN_HEAD + size, sizeof rows->measures);
    rows->in.at += RUN_HEAD + size + sizeof rows->measures;
    return rows->key.failed == DS_OK ? DS_OK : ds_buffer_finish(&rows->key, err);
}

static uint64_t stir_word(uint64_t sum, uint64_t word) {
    return ds_hash_mix(sum ^ word) + 0x9e3779b97f4a7c15u;
}

/* In whole words: there are millions of rows. */
static uint64_t stir_key(uint64_t sum, const ds_buffer *key) {
    size_t at = 0;
    uint64_t word;
    for (; key->size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, key->data + at, sizeof word);
        sum = stir_word(sum, word);
    }
    word = key->size;
    memcpy(&word, key->data + at, key->size - at); /* fewer than 8 */
    return stir_word(sum, word);
}

static uint64_t stir_sum(uint64_t sum, ds_int128 value) {
    return stir_word(stir_word(sum, (uint64_t)value), (uint64_t)(value >> 64));
}

/* The same for the same rows, also where the scale of csv's sums has been settled meanwhile. */
static void stir_row(ds_part_rows *rows) {
    const ds_measures *m = &rows->measures;
    const int32_t unit = rows->form == DS_PART_CSV && rows->head->numeric
                             ? DS_PART_LOOSE_SCALE / rows->head->scale
                             : 1;
    uint64_t sum = stir_key(rows->sum, &rows->key);
    sum = stir_word(stir_word(stir_word(sum, m->teller), m->noemer), m->onbekend);
    if (rows->head->numeric)
        sum = stir_sum(stir_sum(sum, ds_sum_value(m->som) * unit), ds_sum_value(m->som_kwadraten));
    rows->sum = sum;
}

static ds_status next_of_form(ds_part_rows *rows, ds_error *err) {
    switch (rows->form) {
    case DS_PART_CSV:
        return ds_part_next_csv(rows, err);
    case DS_PART_JSON:
        return ds_part_next_json(rows, err);
    case DS_PART_RUN:
    default:
        return next_of_run(rows, err);
    }
}

ds_status ds_part_rows_next(ds_part_rows *rows, ds_error *err) {
    const ds_status status = next_of_form(rows, err);
    if (status == DS_OK && !rows->end && rows->form != DS_PART_RUN) stir_row(rows);
    return status;
}

static void note_year(ds_part_section *section, const ds_part_rows *rows) {
    const int year = ds_part_key_year(&rows->key);
    if (rows->measures.noemer + rows->measures.onbekend == 0) return;
    if (section->first_year == 0) section->first_year = year;
    section->last_year = year; /* they rise */
}

ds_status ds_part_check_rows(ds_part_rows *rows, ds_part_section *section, ds_error *err) {
    ds_buffer before;
    ds_status status;
    ds_buffer_init(&before, SCRATCH_MAX);
    rows->sum = 0;
    for (;;) {
        const ds_buffer last = before;
        status = ds_part_rows_next(rows, err);
        if (status != DS_OK || rows->end) break;
        if (section->n_rows > 0 && ds_part_compare_keys(&before, &rows->key) >= 0) {
            status = ds_error_texts(err, DS_INPUT, rows->in.file->path, rows->line, 0,
                                    "deze rij staat niet op volgorde, of staat er twee keer",
                                    "this row is out of order, or is there twice");
            break;
        }
        note_year(section, rows);
        section->n_rows++;
        before = rows->key;
        rows->key = last;
        rows->key.size = 0;
    }
    section->sum = rows->sum;
    if (rows->decimals > section->decimals) section->decimals = rows->decimals;
    ds_buffer_done(&before);
    return status;
}

/* ---- whole files ---- */

ds_status ds_part_file_read(const ds_piece_file *file, ds_take_section take, void *context,
                            ds_error *err) {
    enum { PIECE = 1 << 16 };
    ds_pieces in;
    bool more = true;
    ds_status status = ds_pieces_open(&in, file, 0, file->size, 1, PIECE, err);
    if (status == DS_OK) status = ds_pieces_more(&in, &more, err);
    if (status == DS_OK && more && (in.data[0] == '[' || in.data[0] == '{'))
        status = ds_part_read_json(&in, take, context, err);
    else if (status == DS_OK)
        status = ds_part_read_csv(&in, take, context, err);
    ds_pieces_done(&in);
    return status;
}
