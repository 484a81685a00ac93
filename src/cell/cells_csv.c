/* cell/cells_csv.c: cells as the CSV of design section 6, and back. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/cells.h"

enum { COLUMNS_MAX = 64 };
static const int64_t count_max = 1000000000000000; /* no sum of these wraps */
static const size_t csv_max = (size_t)1 << 32;

void ds_cell_add_field(ds_buffer *out, ds_text text) {
    bool quote = false;
    for (size_t i = 0; i < text.size; i++)
        quote = quote || strchr(",\"\r\n", text.data[i]) != NULL || text.data[i] == '\0';
    if (!quote) {
        ds_buffer_add(out, text.data, text.size);
        return;
    }
    ds_buffer_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') ds_buffer_add_char(out, '"');
        ds_buffer_add_char(out, text.data[i]);
    }
    ds_buffer_add_char(out, '"');
}

static void add_cells_header(const ds_cells *cells, ds_buffer *out) {
    ds_buffer_add_string(out, "indicator,schooljaar");
    for (size_t i = 0; i < cells->n_keys; i++) {
        ds_buffer_add_char(out, ',');
        ds_cell_add_field(out, ds_text_of(cells->key_names[i]));
    }
    ds_buffer_add_string(out, cells->numeric ? ",som,noemer,onbekend,gemiddelde\n"
                                             : ",teller,noemer,onbekend,percentage\n");
}

static void add_cells_row(const ds_cells *cells, const ds_cell *cell, ds_buffer *out) {
    char number[DS_NUMBER_SIZE];
    double ratio = cells->numeric ? ds_cells_mean(cells, cell) : ds_cells_share_pct(cell);
    ds_cell_add_field(out, ds_text_of(cells->indicator));
    ds_buffer_addf(out, ",%d", cell->schooljaar);
    for (size_t i = 0; i < cells->n_keys; i++) {
        ds_buffer_add_char(out, ',');
        ds_cell_add_field(out, cell->keys[i]);
    }
    if (cells->numeric)
        ds_buffer_addf(
            out, ",%s",
            ds_number_print_scaled(ds_sum_value(cell->measures.som), cells->scale, number));
    else
        ds_buffer_addf(out, ",%llu", (unsigned long long)cell->measures.teller);
    ds_buffer_addf(out, ",%llu,%llu,", (unsigned long long)cell->measures.noemer,
                   (unsigned long long)cell->measures.onbekend);
    ds_buffer_add_string(out, ds_number_print(ratio, number)); /* nothing for NAN */
    ds_buffer_add_char(out, '\n');
}

ds_status ds_cells_print_csv(const ds_cells *cells, bool with_header, char **out, ds_error *err) {
    ds_buffer text;
    ds_status status;
    ds_buffer_init(&text, csv_max);
    if (with_header) add_cells_header(cells, &text);
    for (size_t i = 0; i < cells->n; i++) {
        ds_cell cell = ds_cells_at(cells, i);
        if (cell.measures.noemer + cell.measures.onbekend > 0) add_cells_row(cells, &cell, &text);
    }
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK && (*out = ds_buffer_take(&text)) == NULL) status = ds_error_memory(err);
    ds_buffer_done(&text);
    return status;
}

/* ---- reading ---- */

typedef struct reader {
    const char *name, *data;
    size_t size, at;
    uint64_t line;
    ds_text fields[COLUMNS_MAX]; /* unquoted in scratch */
    size_t n_fields;
    ds_buffer scratch;
    size_t offsets[COLUMNS_MAX + 1];
} reader;

static ds_status refuse_field(const reader *r, size_t column, const char *nl, const char *en,
                              ds_error *err) {
    return ds_error_texts(err, DS_INPUT, r->name, r->line, column, nl, en);
}

/* One field into scratch; true when the line goes on after it. */
static bool read_field(reader *r) {
    bool quoted = r->at < r->size && r->data[r->at] == '"';
    if (quoted) r->at++;
    while (r->at < r->size) {
        char c = r->data[r->at];
        if (quoted && c == '"') {
            if (r->at + 1 < r->size && r->data[r->at + 1] == '"')
                r->at++;
            else {
                quoted = false;
                r->at++;
                continue;
            }
        } else if (!quoted && (c == ',' || c == '\n')) {
            break;
        }
        ds_buffer_add_char(&r->scratch, c);
        r->at++;
    }
    return r->at < r->size && r->data[r->at] == ',';
}

/* The next line's fields; n_fields 0 at the end. */
static ds_status read_line(reader *r, ds_error *err) {
    bool more = r->at < r->size;
    r->n_fields = 0;
    r->line++;
    ds_buffer_clear(&r->scratch);
    while (more) {
        if (r->n_fields == COLUMNS_MAX)
            return refuse_field(r, COLUMNS_MAX, "te veel kolommen", "too many columns", err);
        r->offsets[r->n_fields++] = r->scratch.size;
        more = read_field(r);
        r->at++;
    }
    r->offsets[r->n_fields] = r->scratch.size;
    if (ds_buffer_finish(&r->scratch, err) != DS_OK) return DS_FAULT;
    for (size_t i = 0; i < r->n_fields; i++)
        r->fields[i] = (ds_text){ds_buffer_string(&r->scratch) + r->offsets[i],
                                 r->offsets[i + 1] - r->offsets[i]};
    return DS_OK;
}

static bool header_fits(const reader *r, bool *out_numeric) {
    size_t n = r->n_fields;
    if (n < 6 || !ds_text_is(r->fields[0], "indicator") || !ds_text_is(r->fields[1], "schooljaar"))
        return false;
    *out_numeric = ds_text_is(r->fields[n - 4], "som");
    return (*out_numeric || ds_text_is(r->fields[n - 4], "teller")) &&
           ds_text_is(r->fields[n - 3], "noemer") && ds_text_is(r->fields[n - 2], "onbekend");
}

static bool parse_count(ds_text text, uint64_t *out) {
    int64_t value;
    if (!ds_number_parse_integer(text, &value) || value < 0 || value > count_max) return false;
    *out = (uint64_t)value;
    return true;
}

/* The unit of a sum in csv is a hundredth: what has more decimals would be rounded. */
static bool parse_sum(ds_text text, int32_t scale, int64_t *out) {
    const char *point = text.size == 0 ? NULL : memchr(text.data, '.', text.size);
    return (point == NULL || (size_t)(text.data + text.size - point) <= 3) &&
           ds_number_parse_scaled(text, scale, out);
}

static ds_status add_line(reader *r, ds_cells *cells, ds_error *err) {
    ds_measures m = {0};
    int64_t year, sum = 0;
    size_t n = r->n_fields;
    bool good = n == cells->n_keys + 6 && ds_text_is(r->fields[0], cells->indicator) &&
                ds_number_parse_integer(r->fields[1], &year) && year >= 1900 && year <= 2200;
    if (good && cells->numeric)
        good = parse_sum(r->fields[n - 4], cells->scale, &sum);
    else if (good)
        good = parse_count(r->fields[n - 4], &m.teller);
    if (!good || !parse_count(r->fields[n - 3], &m.noemer) ||
        !parse_count(r->fields[n - 2], &m.onbekend) || m.teller > m.noemer)
        return refuse_field(r, 0, "dit is geen regel cellen van deze indicator",
                            "this is not a line of cells of this indicator", err);
    m.som = ds_sum_of(sum);
    return ds_cells_add(cells, (int)year, r->fields + 2, &m, err);
}

/* What the last header said; names are owned. */
typedef struct header {
    char *names[COLUMNS_MAX];
    size_t n_keys;
    bool numeric;
} header;

static void header_done(header *h) {
    for (size_t i = 0; i < h->n_keys; i++)
        ds_free(h->names[i]);
    *h = (header){0};
}

static bool is_header(const reader *r) {
    return r->n_fields > 0 && ds_text_is(r->fields[0], "indicator");
}

static bool has_bounds(const reader *r) {
    for (size_t i = 0; i < r->n_fields; i++)
        if (ds_text_is(r->fields[i], "teller_laag")) return true;
    return false;
}

/* The line at hand is a header: keeps it, and reads the next line. */
static ds_status take_header(reader *r, header *h, ds_error *err) {
    header_done(h);
    if (has_bounds(r)) /* without the possible pairs their percentages do not add up */
        return refuse_field(
            r, 1,
            "dit zijn cellen met grenzen, van doorstroom open; alleen exacte cellen tellen "
            "op",
            "these are cells with bounds, of doorstroom open; only exact cells add up", err);
    if (!header_fits(r, &h->numeric))
        return refuse_field(r, 1, "verwacht de kopregel van doorstroom tally",
                            "expected the header of doorstroom tally", err);
    for (size_t i = 0; i < r->n_fields - 6; i++) {
        h->names[i] = ds_strndup(r->fields[i + 2].data, r->fields[i + 2].size);
        if (h->names[i] == NULL) return ds_error_memory(err);
        h->n_keys++;
    }
    return read_line(r, err);
}

/* The lines of one indicator, from the one at hand on; *out is finished. */
static ds_status take_block(reader *r, const header *h, ds_cells **out, ds_error *err) {
    char *indicator =
        r->n_fields == 0 ? ds_strdup("") : ds_strndup(r->fields[0].data, r->fields[0].size);
    ds_cells *cells = NULL;
    ds_status status = DS_OK;
    if (indicator != NULL)
        cells = ds_cells_new(indicator, h->numeric, h->numeric ? 100 : 1,
                             (const char *const *)h->names, h->n_keys);
    ds_free(indicator);
    if (cells == NULL) return ds_error_memory(err);
    while (status == DS_OK && r->n_fields > 0 && ds_text_is(r->fields[0], cells->indicator)) {
        status = add_line(r, cells, err);
        if (status == DS_OK) status = read_line(r, err);
    }
    if (status != DS_OK) {
        ds_cells_free(cells);
        return status;
    }
    ds_cells_finish(cells);
    *out = cells;
    return DS_OK;
}

/* Opens the text: its first line must be a header. A name ends at a zero byte, a field does not. */
static ds_status open_text(reader *r, header *h, ds_error *err) {
    ds_status status;
    ds_buffer_init(&r->scratch, (size_t)1 << 24);
    if (r->size > 0 && memchr(r->data, '\0', r->size) != NULL)
        return refuse_field(r, 0, "dit is geen tekst: er staat een NUL in",
                            "this is no text: there is a NUL in it", err);
    status = read_line(r, err);
    return status == DS_OK ? take_header(r, h, err) : status;
}

ds_status ds_cells_parse_csv(const char *name, const char *data, size_t size, ds_cells **out,
                             ds_error *err) {
    reader r = {.name = name, .data = data, .size = size};
    header h = {0};
    ds_cells *cells = NULL;
    ds_status status = open_text(&r, &h, err);
    if (status == DS_OK) status = take_block(&r, &h, &cells, err);
    if (status == DS_OK && r.n_fields > 0)
        status = refuse_field(&r, 0, "dit is geen regel cellen van deze indicator",
                              "this is not a line of cells of this indicator", err);
    header_done(&h);
    ds_buffer_done(&r.scratch);
    if (status == DS_OK)
        *out = cells;
    else
        ds_cells_free(cells);
    return status;
}

static void free_list(ds_cells **list, size_t n) {
    for (size_t i = 0; i < n; i++)
        ds_cells_free(list[i]);
    ds_free(list);
}

ds_status ds_cells_parse_csv_all(const char *name, const char *data, size_t size, ds_cells ***out,
                                 size_t *out_n, ds_error *err) {
    reader r = {.name = name, .data = data, .size = size};
    header h = {0};
    ds_cells **list = NULL;
    size_t n = 0, capacity = 0;
    ds_status status = open_text(&r, &h, err);
    while (status == DS_OK && r.n_fields > 0) {
        if (is_header(&r)) {
            status = take_header(&r, &h, err);
        } else if (!ds_reserve(&list, &capacity, n + 1, sizeof(ds_cells *))) {
            status = ds_error_memory(err);
        } else {
            status = take_block(&r, &h, &list[n], err);
            n += status == DS_OK;
        }
    }
    header_done(&h);
    ds_buffer_done(&r.scratch);
    if (status != DS_OK) {
        free_list(list, n);
        return status;
    }
    *out = list;
    *out_n = n;
    return DS_OK;
}
