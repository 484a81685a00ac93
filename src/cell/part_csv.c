/* cell/part_csv.c: cells in the csv of the contract (design, section 6), record by record. See
 * parts.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/parts.h"

enum { TAIL = 4, SCRATCH_MAX = 1 << 24 };

static ds_status refuse_csv(const ds_part_rows *rows, size_t column, const char *nl, const char *en,
                            ds_error *err) {
    return ds_pieces_refuse(&rows->in, column, nl, en, err);
}

/* ---- records ---- */

static void pass_record(ds_part_rows *rows) {
    rows->in.at += rows->record_size;
    rows->in.line += rows->record_lines;
    rows->record_size = 0;
    rows->record_lines = 0;
}

/* The record from in.at on, up to the line end that is not within quotes. *out_size 0: the end. */
static ds_status find_record(ds_part_rows *rows, size_t *out_size, bool *out_quotes,
                             ds_error *err) {
    ds_pieces *in = &rows->in;
    size_t from = 0;
    bool quoted = false, more = true;
    *out_quotes = false;
    rows->record_lines = 0;
    for (;;) {
        const char *base = in->data + in->at;
        const size_t left = in->size - in->at;
        const char *end = left > from ? memchr(base + from, '\n', left - from) : NULL;
        const size_t to = end == NULL ? left : (size_t)(end - base);
        for (const char *q = to > from ? memchr(base + from, '"', to - from) : NULL; q != NULL;
             q = memchr(q + 1, '"', (size_t)(base + to - q - 1))) {
            quoted = !quoted;
            *out_quotes = true;
        }
        rows->record_lines += end != NULL;
        from = to + (end != NULL);
        if (end != NULL && !quoted) break;
        if (end != NULL) continue;
        ds_status status = ds_pieces_more(in, &more, err);
        if (status != DS_OK) return status;
        if (!more && quoted)
            return refuse_csv(rows, 0, "een aanhalingsteken wordt niet gesloten",
                              "a quotation mark is not closed", err);
        if (!more) break;
    }
    *out_size = from;
    return DS_OK;
}

/* Without quotes: the fields are the bytes between the commas. False: too many. */
static bool cut_plain(ds_part_rows *rows, const char *data, size_t size) {
    const char *end = data + size;
    enum { MOST = sizeof rows->fields / sizeof *rows->fields };
    rows->n_fields = 0;
    for (;;) {
        const char *comma = memchr(data, ',', (size_t)(end - data));
        const char *to = comma == NULL ? end : comma;
        if (rows->n_fields == MOST) return false;
        rows->fields[rows->n_fields++] = (ds_text){data, (size_t)(to - data)};
        if (comma == NULL) return true;
        data = comma + 1;
    }
}

/* One field with quotes into scratch; returns the byte behind it, NULL where it is broken. */
static const char *unquote_field(ds_part_rows *rows, const char *data, const char *end) {
    for (data++; data < end; data++) {
        const bool quote = *data == '"';
        if (quote && (data + 1 == end || data[1] != '"'))
            return data + 1 == end || data[1] == ',' ? data + 1 : NULL;
        ds_buffer_add_char(&rows->scratch, *data);
        data += quote;
    }
    return NULL;
}

static ds_status cut_quoted(ds_part_rows *rows, const char *data, size_t size, ds_error *err) {
    enum { MOST = sizeof rows->fields / sizeof *rows->fields };
    const char *end = data + size;
    size_t starts[MOST + 1];
    rows->n_fields = 0;
    ds_buffer_clear(&rows->scratch);
    for (bool more = true; more; data++) {
        const char *to = memchr(data, ',', (size_t)(end - data));
        if (rows->n_fields == MOST)
            return refuse_csv(rows, MOST, "te veel kolommen", "too many columns", err);
        starts[rows->n_fields++] = rows->scratch.size;
        if (data < end && *data == '"') {
            to = unquote_field(rows, data, end);
            if (to == NULL)
                return refuse_csv(rows, rows->n_fields,
                                  "achter een aanhalingsteken hoort een komma",
                                  "a quotation mark is followed by no comma", err);
        } else {
            if (to == NULL) to = end;
            if (memchr(data, '"', (size_t)(to - data)) != NULL)
                return refuse_csv(rows, rows->n_fields, "een aanhalingsteken midden in een veld",
                                  "a quotation mark within a field", err);
            ds_buffer_add(&rows->scratch, data, (size_t)(to - data));
        }
        more = to < end;
        data = to;
    }
    starts[rows->n_fields] = rows->scratch.size;
    for (size_t i = 0; i < rows->n_fields; i++)
        rows->fields[i] =
            (ds_text){ds_buffer_string(&rows->scratch) + starts[i], starts[i + 1] - starts[i]};
    return ds_buffer_finish(&rows->scratch, err);
}

/* The fields of the next record, which stays at hand; n_fields 0 at the end. */
static ds_status read_record(ds_part_rows *rows, ds_error *err) {
    bool quotes = false;
    size_t size = 0;
    const char *data;
    ds_status status;
    pass_record(rows);
    rows->n_fields = 0;
    rows->line = rows->in.line;
    status = find_record(rows, &size, &quotes, err);
    if (status != DS_OK || size == 0) return status;
    rows->record_size = size;
    data = rows->in.data + rows->in.at;
    if (data[size - 1] != '\n') /* and what came behind it is not known to be nothing */
        return refuse_csv(rows, 0, "het bestand houdt op zonder regeleinde: is het afgekapt?",
                          "the file ends without the end of a line: was it cut off?", err);
    size--;
    size -= size > 0 && data[size - 1] == '\r';
    if (quotes) return cut_quoted(rows, data, size, err);
    return cut_plain(rows, data, size)
               ? DS_OK
               : refuse_csv(rows, DS_PART_KEYS_MAX, "te veel kolommen", "too many columns", err);
}

/* ---- headers ---- */

static bool is_header_record(const ds_part_rows *rows) {
    return rows->n_fields > 0 && ds_text_is(rows->fields[0], "indicator");
}

static bool has_field(const ds_part_rows *rows, const char *name) {
    for (size_t i = 0; i < rows->n_fields; i++)
        if (ds_text_is(rows->fields[i], name)) return true;
    return false;
}

static bool fits_header(const ds_part_rows *rows, bool *out_numeric) {
    const ds_text *tail;
    if (rows->n_fields < TAIL + 2 || !is_header_record(rows) ||
        !ds_text_is(rows->fields[1], "schooljaar"))
        return false;
    tail = &rows->fields[rows->n_fields - TAIL];
    *out_numeric = ds_text_is(tail[0], "som");
    return (*out_numeric || ds_text_is(tail[0], "teller")) && ds_text_is(tail[1], "noemer") &&
           ds_text_is(tail[2], "onbekend") &&
           ds_text_is(tail[3], *out_numeric ? "gemiddelde" : "percentage");
}

static ds_status take_header_record(const ds_part_rows *rows, ds_part_head *head, ds_error *err) {
    bool numeric;
    ds_part_head_done(head);
    if (has_field(rows, "teller_laag")) /* without the possible pairs they do not add up */
        return refuse_csv(
            rows, 1,
            "dit zijn cellen met grenzen, van doorstroom open; alleen exacte cellen tellen op",
            "these are cells with bounds, of doorstroom open; only exact cells add up", err);
    if (!fits_header(rows, &numeric))
        return refuse_csv(rows, 1, "verwacht de kopregel van doorstroom tally",
                          "expected the header of doorstroom tally", err);
    head->numeric = numeric;
    for (; head->n_keys + TAIL + 2 < rows->n_fields; head->n_keys++) {
        const ds_text name = rows->fields[head->n_keys + 2];
        head->key_names[head->n_keys] = ds_strndup(name.data, name.size);
        if (head->key_names[head->n_keys] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

/* ---- rows ---- */

/* Worked out anew, so only its form matters. */
static bool looks_like_number(ds_text text) {
    size_t n_digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        const bool digit = text.data[i] >= '0' && text.data[i] <= '9';
        if (!digit && strchr(".eE+-", text.data[i]) == NULL) return false;
        n_digits += digit;
    }
    return n_digits > 0 || text.size == 0;
}

static ds_status take_measures(ds_part_rows *rows, ds_error *err) {
    const ds_text *tail = &rows->fields[rows->n_fields - TAIL];
    const size_t column = rows->n_fields - TAIL + 1;
    ds_measures m = {0};
    ds_int128 sum = 0;
    if (rows->head->numeric &&
        !ds_part_parse_sum(tail[0], rows->head->scale, &rows->decimals, &sum))
        return refuse_csv(rows, column, "dit is geen som", "this is no sum", err);
    if (!rows->head->numeric && !ds_part_parse_count(tail[0], &m.teller))
        return refuse_csv(rows, column, "dit is geen aantal", "this is no count", err);
    if (!ds_part_parse_count(tail[1], &m.noemer))
        return refuse_csv(rows, column + 1, "dit is geen aantal", "this is no count", err);
    if (!ds_part_parse_count(tail[2], &m.onbekend))
        return refuse_csv(rows, column + 2, "dit is geen aantal", "this is no count", err);
    if (m.teller > m.noemer)
        return refuse_csv(rows, column, "de teller is groter dan de noemer",
                          "the numerator is larger than the denominator", err);
    if (!looks_like_number(tail[3]))
        return refuse_csv(rows, column + 3, "dit is geen getal", "this is no number", err);
    m.som = ds_sum_of(sum);
    rows->measures = m;
    return DS_OK;
}

static ds_status take_record(ds_part_rows *rows, ds_error *err) {
    const size_t n_keys = rows->head->n_keys;
    int64_t year;
    ds_status status;
    if (rows->n_fields != n_keys + TAIL + 2)
        return refuse_csv(rows, 0, "dit is geen regel cellen: niet zoveel velden als de kopregel",
                          "this is not a line of cells: not as many fields as the header", err);
    if (!ds_number_parse_integer(rows->fields[1], &year) || year < 1900 || year > 2200)
        return refuse_csv(rows, 2, "dit is geen schooljaar", "this is no school year", err);
    status = ds_part_begin_key(rows, (int)year, err);
    for (size_t k = 0; status == DS_OK && k < n_keys; k++)
        status = ds_part_add_key(rows, rows->fields[k + 2], err);
    return status == DS_OK ? take_measures(rows, err) : status;
}

ds_status ds_part_next_csv(ds_part_rows *rows, ds_error *err) {
    ds_status status = read_record(rows, err);
    if (status != DS_OK) return status;
    rows->end = rows->n_fields == 0 || !ds_text_is(rows->fields[0], rows->head->indicator);
    return rows->end ? DS_OK : take_record(rows, err);
}

/* ---- files ---- */

static ds_status copy_names(const ds_part_head *from, ds_part_head *to, ds_error *err) {
    to->numeric = from->numeric;
    to->scale = from->numeric ? DS_PART_LOOSE_SCALE : 1;
    for (; to->n_keys < from->n_keys; to->n_keys++) {
        to->key_names[to->n_keys] = ds_strdup(from->key_names[to->n_keys]);
        if (to->key_names[to->n_keys] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

/* The rows of one indicator, from the record at hand on. */
static ds_status read_block(ds_part_rows *rows, const ds_part_head *names, ds_take_section take,
                            void *context, ds_error *err) {
    ds_part_section section = {
        .offset = ds_pieces_offset(&rows->in), .line = rows->in.line, .form = DS_PART_CSV};
    ds_status status;
    if (memchr(rows->fields[0].data, '\0', rows->fields[0].size) != NULL)
        return refuse_csv(rows, 1, "hier staat een nulbyte in een naam",
                          "here is a zero byte in a name", err);
    status = copy_names(names, &section.head, err);
    section.head.indicator = ds_strndup(rows->fields[0].data, rows->fields[0].size);
    if (status == DS_OK && section.head.indicator == NULL) status = ds_error_memory(err);
    rows->head = &section.head;
    rows->end = false;
    rows->decimals = 0;
    rows->record_size = 0; /* it is read again, as the first row */
    rows->record_lines = 0;
    if (status == DS_OK) status = ds_part_check_rows(rows, &section, err);
    section.end = ds_pieces_offset(&rows->in);
    if (status == DS_OK) status = take(context, &section, err);
    ds_part_head_done(&section.head);
    rows->head = NULL;
    return status;
}

static ds_status read_blocks(ds_part_rows *rows, ds_take_section take, void *context,
                             ds_error *err) {
    ds_part_head names = {0};
    ds_status status = read_record(rows, err);
    if (status == DS_OK) status = take_header_record(rows, &names, err);
    if (status == DS_OK) status = read_record(rows, err);
    while (status == DS_OK && rows->n_fields > 0) {
        if (!is_header_record(rows)) {
            status = read_block(rows, &names, take, context, err);
            continue; /* with the record that was no row of it at hand */
        }
        status = take_header_record(rows, &names, err);
        if (status == DS_OK) status = read_record(rows, err);
    }
    ds_part_head_done(&names);
    return status;
}

ds_status ds_part_read_csv(ds_pieces *in, ds_take_section take, void *context, ds_error *err) {
    ds_part_rows rows = {.in = *in, .form = DS_PART_CSV};
    ds_status status;
    ds_buffer_init(&rows.key, SCRATCH_MAX);
    ds_buffer_init(&rows.scratch, SCRATCH_MAX);
    status = read_blocks(&rows, take, context, err);
    *in = rows.in; /* its memory is the caller's again */
    rows.in.data = NULL;
    ds_part_rows_done(&rows);
    return status;
}
