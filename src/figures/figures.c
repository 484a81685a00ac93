/* figures/figures.c: the file of published figures, read and checked. See doorstroom/figures.h. */
#include "doorstroom/figures.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/table.h"

enum { MILLION = 1000000 };

enum figures_column {
    NUMMER,
    BRON,
    BESTAND,
    INDICATOR,
    SCHOOLJAAR,
    UITSPLITSING,
    EENHEID,
    WAARDE,
    DECIMALEN,
    OPMERKING,
    COLUMNS,
};
static const char *const column_names[COLUMNS] = {
    "nummer",       "bron",    "bestand", "indicator", "schooljaar",
    "uitsplitsing", "eenheid", "waarde",  "decimalen", "opmerking"};
static const char *const source_names[DS_FIGURES_SOURCES] = {
    "register",  "enquete", "streefwaarde",   "besteding", "werkagenda", "maatregel",
    "voortgang", "oordeel", "tegenfeitelijk", "monitor",   "effect"};
static const char *const unit_names[DS_FIGURES_UNITS] = {
    "percentage", "aantal", "noemer",   "verschil", "groepen",    "aandeel_groepen", "aandeel",
    "gemiddelde", "som",    "richting", "kwartiel", "correlatie", "uiterste"};

typedef struct figures_reading {
    const char *path;
    ds_figures *out;
    size_t at[COLUMNS]; /* the place of a column in the file */
    size_t n_columns;
} figures_reading;

static size_t index_of(ds_text text, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(text, names[i])) return i;
    return SIZE_MAX;
}

static ds_status read_figures_header(void *context, const ds_text *names, size_t n_names,
                                     ds_error *err) {
    figures_reading *r = context;
    r->n_columns = n_names;
    for (size_t c = 0; c < COLUMNS; c++) {
        r->at[c] = SIZE_MAX;
        for (size_t i = 0; i < n_names; i++)
            if (ds_text_is(names[i], column_names[c])) r->at[c] = i;
        if (r->at[c] == SIZE_MAX)
            return ds_error_at(err, DS_INPUT, r->path, 1, 0, "kolom %s ontbreekt",
                               "column %s is missing", column_names[c]);
    }
    return DS_OK;
}

static ds_status refuse_value(const figures_reading *r, uint64_t line, enum figures_column column,
                              ds_error *err) {
    return ds_error_at(err, DS_INPUT, r->path, line, 0, "kolom %s: de waarde klopt niet",
                       "column %s: the value is wrong", column_names[column]);
}

static bool read_year(ds_text text, int *out) {
    int64_t year;
    if (text.size != 4 || !ds_number_parse_integer(text, &year) || year < 1900) return false;
    *out = (int)year;
    return true;
}

/* 2022, or 2014-2017. */
static bool read_years(ds_text text, ds_figures_row *row) {
    if (text.size == 4)
        return read_year(text, &row->first_year) && read_year(text, &row->last_year);
    return text.size == 9 && text.data[4] == '-' &&
           read_year((ds_text){text.data, 4}, &row->first_year) &&
           read_year((ds_text){text.data + 5, 4}, &row->last_year) &&
           row->first_year < row->last_year;
}

static bool read_direction(ds_text text, ds_figures_row *row) {
    static const struct {
        const char *word;
        double value;
        ds_figures_claim claim;
    } directions[] = {{"lager", -1, DS_FIGURES_NO_CLAIM},
                      {"gelijk", 0, DS_FIGURES_NO_CLAIM},
                      {"hoger", 1, DS_FIGURES_NO_CLAIM},
                      {"significant lager", -1, DS_FIGURES_SIGNIFICANT},
                      {"significant hoger", 1, DS_FIGURES_SIGNIFICANT},
                      {"iets lager", -1, DS_FIGURES_SMALL},
                      {"iets hoger", 1, DS_FIGURES_SMALL}};
    for (size_t i = 0; i < sizeof directions / sizeof *directions; i++) {
        if (!ds_text_is(text, directions[i].word)) continue;
        row->value = directions[i].value;
        row->claim = directions[i].claim;
        return true;
    }
    return false;
}

/* "70 tot 85" */
static bool read_range(ds_text text, ds_figures_row *row) {
    static const char between[] = " tot ";
    const size_t size = sizeof between - 1;
    for (size_t i = 1; i + size < text.size; i++) {
        int64_t low, high;
        if (memcmp(text.data + i, between, size) != 0) continue;
        if (!ds_number_parse_scaled((ds_text){text.data, i}, MILLION, &low) ||
            !ds_number_parse_scaled((ds_text){text.data + i + size, text.size - i - size}, MILLION,
                                    &high) ||
            low >= high)
            return false;
        row->value = (double)low / MILLION;
        row->width = (double)high / MILLION - row->value;
        return true;
    }
    return false;
}

static bool read_value(ds_text text, ds_figures_row *row) {
    int64_t scaled;
    if (row->unit == DS_FIGURES_RICHTING) return read_direction(text, row);
    if (!ds_number_parse_scaled(text, MILLION, &scaled))
        return row->source == DS_FIGURES_MONITOR && read_range(text, row);
    row->value = (double)scaled / MILLION;
    return true;
}

/* Cuts text (kept, changed) into keys. */
static bool read_side(char *text, ds_figures_side *side) {
    char *rest = text, *key;
    if (text[0] == '\0') return true;
    while ((key = strsep(&rest, ";")) != NULL) {
        char *value = strchr(key, '=');
        if (value == NULL || value == key || value[1] == '\0') return false;
        if (side->n_keys == DS_FIGURES_KEYS_MAX) return false;
        *value = '\0';
        side->names[side->n_keys] = key;
        side->values[side->n_keys++] = value + 1;
    }
    return true;
}

/* A|B is for directions on one register; against the counterfactual there is one side, and of what
 * is a difference, or a correlation, itself. */
static bool read_sides(char *text, ds_figures_row *row) {
    bool two = row->unit == DS_FIGURES_RICHTING && row->source < DS_FIGURES_TEGENFEITELIJK;
    char *bar = strchr(text, '|');
    if ((bar != NULL) != two) return false;
    row->n_sides = two ? 2 : 1;
    if (bar != NULL) *bar = '\0';
    return read_side(text, &row->sides[0]) && (!two || read_side(bar + 1, &row->sides[1]));
}

/* The row's texts in one block: bron, indicator, uitsplitsing twice (one is cut up), opmerking. */
static bool keep_texts(const figures_reading *r, const ds_text *fields, ds_figures_row *row,
                       char **out_sides) {
    static const enum figures_column kept[] = {BRON, INDICATOR, UITSPLITSING, OPMERKING,
                                               UITSPLITSING};
    const char *starts[5];
    size_t size = 0;
    char *at;
    for (size_t i = 0; i < 5; i++)
        size += fields[r->at[kept[i]]].size + 1;
    at = row->text = ds_malloc(size);
    if (at == NULL) return false;
    for (size_t i = 0; i < 5; i++) {
        ds_text field = fields[r->at[kept[i]]];
        starts[i] = at;
        if (field.size > 0) memcpy(at, field.data, field.size);
        at[field.size] = '\0';
        at += field.size + 1;
    }
    row->bron = starts[0];
    row->indicator = starts[1];
    row->uitsplitsing = starts[2];
    row->opmerking = starts[3];
    *out_sides = row->text + (starts[4] - row->text);
    return true;
}

static ds_status read_codes(const figures_reading *r, const ds_text *fields, ds_figures_row *row,
                            ds_error *err) {
    size_t source = index_of(fields[r->at[BESTAND]], source_names, DS_FIGURES_SOURCES);
    size_t unit = index_of(fields[r->at[EENHEID]], unit_names, DS_FIGURES_UNITS);
    int64_t number, decimals;
    if (!ds_number_parse_integer(fields[r->at[NUMMER]], &number) || number < 1 || number > MILLION)
        return refuse_value(r, row->line, NUMMER, err);
    if (!ds_number_parse_integer(fields[r->at[DECIMALEN]], &decimals) ||
        decimals > DS_FIGURES_DECIMALS_MAX || decimals < -DS_FIGURES_DECIMALS_MAX)
        return refuse_value(r, row->line, DECIMALEN, err);
    if (source == SIZE_MAX) return refuse_value(r, row->line, BESTAND, err);
    if (unit == SIZE_MAX) return refuse_value(r, row->line, EENHEID, err);
    row->nummer = (uint32_t)number;
    row->decimals = (int)decimals;
    row->source = (ds_figures_source)source;
    row->unit = (ds_figures_unit)unit;
    return DS_OK;
}

static ds_status read_row(const figures_reading *r, const ds_text *fields, ds_figures_row *row,
                          ds_error *err) {
    char *sides;
    ds_status status = read_codes(r, fields, row, err);
    if (status != DS_OK) return status;
    if (!read_years(fields[r->at[SCHOOLJAAR]], row))
        return refuse_value(r, row->line, SCHOOLJAAR, err);
    if (!read_value(fields[r->at[WAARDE]], row)) return refuse_value(r, row->line, WAARDE, err);
    if (fields[r->at[BRON]].size == 0) return refuse_value(r, row->line, BRON, err);
    if (fields[r->at[INDICATOR]].size == 0) return refuse_value(r, row->line, INDICATOR, err);
    if (!keep_texts(r, fields, row, &sides)) return ds_error_memory(err);
    return read_sides(sides, row) ? DS_OK : refuse_value(r, row->line, UITSPLITSING, err);
}

static ds_status read_figures_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    figures_reading *r = context;
    for (size_t i = 0; i < batch->n_records; i++) {
        ds_figures_row *row;
        ds_status status;
        if (!ds_reserve(&r->out->rows, &r->out->capacity, r->out->n + 1, sizeof *r->out->rows))
            return ds_error_memory(err);
        row = &r->out->rows[r->out->n++];
        *row = (ds_figures_row){.line = batch->lines[i]};
        status = read_row(r, &batch->fields[i * batch->n_columns], row, err);
        if (status != DS_OK) return status;
        for (size_t k = 0; k + 1 < r->out->n; k++)
            if (r->out->rows[k].nummer == row->nummer)
                return refuse_value(r, row->line, NUMMER, err);
    }
    return DS_OK;
}

ds_status ds_figures_read(const char *path, ds_figures *out, ds_error *err) {
    figures_reading r = {.path = path, .out = out};
    const ds_table_sink sink = {&r, read_figures_header, read_figures_batch, NULL, NULL, NULL};
    ds_table_info info;
    ds_status status;
    *out = (ds_figures){0};
    status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read(path, &info, 1, &sink, err);
    if (status != DS_OK) ds_figures_done(out);
    return status;
}

void ds_figures_done(ds_figures *figures) {
    for (size_t i = 0; i < figures->n; i++)
        ds_free(figures->rows[i].text);
    ds_free(figures->rows);
    *figures = (ds_figures){0};
}

bool ds_figures_has_value(const char *wanted, ds_text value) {
    for (;;) {
        size_t size = strcspn(wanted, "/");
        if (ds_text_equal(value, (ds_text){wanted, size})) return true;
        if (wanted[size] == '\0') return false;
        wanted += size + 1;
    }
}

const char *ds_figures_source_name(ds_figures_source source) {
    return source_names[source];
}

const char *ds_figures_unit_name(ds_figures_unit unit) {
    return unit_names[unit];
}

double ds_figures_half_width(const ds_figures_row *row) {
    return 0.5 * pow(10, -row->decimals);
}

static bool same_keys(const ds_figures_side *side, const char *const *names, const ds_text *values,
                      size_t n_keys) {
    if (side->n_keys != n_keys) return false;
    for (size_t k = 0; k < n_keys; k++) {
        size_t i = index_of(ds_text_of(names[k]), side->names, n_keys);
        if (i == SIZE_MAX || !ds_text_is(values[k], side->values[i])) return false;
    }
    return true;
}

const ds_figures_row *ds_figures_find(const ds_figures *figures, const char *indicator,
                                      int schooljaar, const char *const *names,
                                      const ds_text *values, size_t n_keys) {
    for (size_t i = 0; i < figures->n; i++) {
        const ds_figures_row *row = &figures->rows[i];
        if (row->source == DS_FIGURES_REGISTER && row->unit == DS_FIGURES_PERCENTAGE &&
            row->first_year == schooljaar && row->last_year == schooljaar &&
            strcmp(row->indicator, indicator) == 0 &&
            same_keys(&row->sides[0], names, values, n_keys))
            return row;
    }
    return NULL;
}
