/* cell/open.c: reads the records of DUO's exam file. What the hidden counts may be is worked out in
 * open_finish.c, when all has been read: how far a percentage was rounded is a property of the
 * whole file. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/open.h"

enum { DECIMALS_MAX = 3, KEY_SIZE_MAX = 1024, SHOWN_MAX = 8 };

ds_open *ds_open_new(const char *name) {
    ds_open *open = ds_calloc(1, sizeof *open);
    if (open == NULL) return NULL;
    open->name = ds_strdup(name);
    if (open->name == NULL) {
        ds_open_free(open);
        return NULL;
    }
    return open;
}

void ds_open_free(ds_open *open) {
    if (open == NULL) return;
    for (size_t i = 0; i < open->n_records; i++)
        ds_free(open->records[i].bytes);
    ds_free(open->records);
    ds_free(open->groups);
    ds_free(open->excesses);
    ds_free(open->name);
    ds_free(open);
}

ds_status ds_open_header(ds_open *open, const ds_text *names, size_t n_names, ds_error *err) {
    return ds_open_find_columns(open->name, names, n_names, &open->layout, err);
}

/* What was found, when it is short and of digits and marks: a value of another column is not
 * repeated. */
static const char *shown_text(ds_text text, char out[SHOWN_MAX + 3]) {
    bool plain = text.size <= SHOWN_MAX;
    for (size_t i = 0; plain && i < text.size; i++)
        plain = strchr("0123456789<>=+-.,%", text.data[i]) != NULL && text.data[i] != '\0';
    if (!plain) return "";
    out[0] = '\'';
    if (text.size > 0) memcpy(out + 1, text.data, text.size);
    out[text.size + 1] = '\'';
    out[text.size + 2] = '\0';
    return out;
}

static ds_status no_count(const ds_open *open, uint64_t line, size_t field, ds_text text,
                          ds_error *err) {
    char value[SHOWN_MAX + 3];
    const char *found = shown_text(text, value);
    return ds_error_at(err, DS_INPUT, open->name, line, field + 1,
                       "geen aantal%s%s; verwacht een geheel getal van 0 tot en met %d, of van "
                       "<2 tot en met <%d",
                       "not a count%s%s; expected a whole number from 0 to %d, or from <2 to <%d",
                       found[0] == '\0' ? "" : ": ", found, DS_OPEN_COUNT_MAX,
                       DS_POSSIBLE_WIDTH + 1);
}

static ds_status read_count(const ds_open *open, uint64_t line, size_t field, ds_text text,
                            ds_printed_count *out, ds_error *err) {
    const bool hidden = text.size > 0 && text.data[0] == '<';
    const ds_text digits = {text.data + hidden, text.size - hidden};
    int64_t value;
    /* Digits alone: "+5" and "-0" are no way to print a count. */
    if (digits.size == 0 || digits.data[0] < '0' || digits.data[0] > '9' ||
        !ds_number_parse_integer(digits, &value) || value > DS_OPEN_COUNT_MAX ||
        (hidden && (value < 2 || value > DS_POSSIBLE_WIDTH + 1)))
        return no_count(open, line, field, text, err);
    *out = hidden ? (ds_printed_count){0, (uint8_t)value} : (ds_printed_count){(uint32_t)value, 0};
    return DS_OK;
}

static int decimals_of(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '.' || text.data[i] == ',') return (int)(text.size - i - 1);
    return 0;
}

static ds_status read_pct(ds_open *open, uint64_t line, size_t field, ds_text text, int32_t *out,
                          ds_error *err) {
    int64_t value;
    int decimals = decimals_of(text);
    if (text.size == 0) {
        *out = -1;
        return DS_OK;
    }
    if (text.size > 32 || !ds_number_parse_scaled(text, DS_PCT_UNIT, &value) || value < 0 ||
        value > 100 * DS_PCT_UNIT) {
        char shown_value[SHOWN_MAX + 3];
        const char *found = shown_text(text, shown_value);
        return ds_error_at(err, DS_INPUT, open->name, line, field + 1,
                           "geen percentage%s%s; verwacht een getal van 0 tot en met 100, of leeg",
                           "not a percentage%s%s; expected a number from 0 to 100, or nothing",
                           found[0] == '\0' ? "" : ": ", found);
    }
    if (decimals > DECIMALS_MAX) decimals = DECIMALS_MAX;
    if (decimals > open->decimals) open->decimals = decimals;
    *out = (int32_t)value;
    return DS_OK;
}

static ds_status read_group(ds_open *open, uint64_t line, const ds_text *fields, size_t year,
                            ds_open_group *out, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t p = 0; status == DS_OK && p < DS_PARTS; p++) {
        const size_t *at = open->layout.fields[year][p];
        ds_printed *part = &out->parts[p];
        status = read_count(open, line, at[DS_OPEN_NOEMER],
                            ds_text_trim(fields[at[DS_OPEN_NOEMER]]), &part->noemer, err);
        if (status == DS_OK)
            status = read_count(open, line, at[DS_OPEN_TELLER],
                                ds_text_trim(fields[at[DS_OPEN_TELLER]]), &part->teller, err);
        if (status == DS_OK)
            status = read_pct(open, line, at[DS_OPEN_PCT], ds_text_trim(fields[at[DS_OPEN_PCT]]),
                              &part->pct, err);
    }
    return status;
}

/* The key's text: what a missing one reads as is the contract's "onbekend". */
static ds_text key_text(const ds_open *open, const ds_text *fields, size_t key) {
    const size_t field = open->layout.keys[key];
    ds_text text = field == SIZE_MAX ? (ds_text){NULL, 0} : ds_text_trim(fields[field]);
    return text.size == 0 ? ds_text_of("onbekend") : text;
}

static ds_status read_keys(const ds_open *open, uint64_t line, const ds_text *fields,
                           ds_open_record *out, ds_error *err) {
    size_t size = 0;
    char *to;
    for (size_t k = 0; k < DS_OPEN_TEXTS; k++) {
        const size_t field = open->layout.keys[k];
        const bool empty = field != SIZE_MAX && ds_text_trim(fields[field]).size == 0;
        if (empty && ds_open_key_is_required(k))
            return ds_error_at(err, DS_INPUT, open->name, line, field + 1, "%s is leeg",
                               "%s is empty", ds_open_key_name(k));
        if (key_text(open, fields, k).size > KEY_SIZE_MAX)
            return ds_error_at(err, DS_INPUT, open->name, line, field + 1,
                               "%s is langer dan %d bytes", "%s is longer than %d bytes",
                               ds_open_key_name(k), KEY_SIZE_MAX);
        size += key_text(open, fields, k).size;
    }
    to = ds_malloc(size + 1);
    if (to == NULL) return ds_error_memory(err);
    *out = (ds_open_record){.line = line, .bytes = to};
    for (size_t k = 0; k < DS_OPEN_TEXTS; k++) {
        const ds_text text = key_text(open, fields, k);
        memcpy(to, text.data, text.size);
        out->keys[k] = (ds_text){to, text.size};
        to += text.size;
    }
    return DS_OK;
}

ds_status ds_open_add(ds_open *open, uint64_t line, const ds_text *fields, ds_error *err) {
    const size_t n_years = open->layout.n_years;
    ds_open_group *groups;
    ds_status status = DS_OK;
    if (n_years == 0) return ds_error_set(err, DS_USAGE, "eerst de kopregel", "the header first");
    if (open->n_groups + n_years > DS_OPEN_GROUPS_MAX)
        return ds_error_at(err, DS_INPUT, open->name, line, 0,
                           "meer dan %d regels keer schooljaren",
                           "more than %d lines times school years", DS_OPEN_GROUPS_MAX);
    if (!ds_reserve(&open->records, &open->records_capacity, open->n_records + 1,
                    sizeof *open->records) ||
        !ds_reserve(&open->groups, &open->groups_capacity, open->n_groups + n_years,
                    sizeof *open->groups))
        return ds_error_memory(err);
    groups = open->groups + open->n_groups;
    for (size_t y = 0; status == DS_OK && y < n_years; y++)
        status = read_group(open, line, fields, y, &groups[y], err);
    if (status == DS_OK)
        status = read_keys(open, line, fields, &open->records[open->n_records], err);
    if (status != DS_OK) return status;
    open->n_records++;
    open->n_groups += n_years;
    return DS_OK;
}
