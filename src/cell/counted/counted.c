/* cell/counted/counted.c: the records of a counted table → counts with bounds. See
 * doorstroom/counted.h. */
#include "cell/counted/counted.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

ds_counted *ds_counted_new(const ds_counted_layout *layout, const char *name) {
    ds_counted *counted = ds_calloc(1, sizeof *counted);
    if (counted == NULL) return NULL;
    counted->layout = layout;
    counted->name = ds_strdup(name);
    if (counted->name != NULL) return counted;
    ds_free(counted);
    return NULL;
}

void ds_counted_free(ds_counted *counted) {
    if (counted == NULL) return;
    ds_arena_done(&counted->arena);
    for (size_t i = 0; i < counted->n_entries; i++)
        ds_free(counted->entries[i]);
    ds_free((void *)counted->entries);
    ds_free(counted->counts);
    ds_free((void *)counted->texts);
    ds_free(counted->name);
    ds_free(counted);
}

/* ---- texts, each once ---- */

static bool grow_texts(ds_counted *c) {
    const size_t capacity = c->texts_capacity == 0 ? 256 : 2 * c->texts_capacity;
    const char **texts = ds_calloc(capacity, sizeof *texts);
    if (texts == NULL) return false;
    for (size_t i = 0; i < c->texts_capacity; i++) {
        size_t at;
        if (c->texts[i] == NULL) continue;
        at = ds_hash_fnv1a(c->texts[i], strlen(c->texts[i])) & (capacity - 1);
        while (texts[at] != NULL)
            at = (at + 1) & (capacity - 1);
        texts[at] = c->texts[i];
    }
    ds_free((void *)c->texts);
    c->texts = texts;
    c->texts_capacity = capacity;
    return true;
}

static const char *intern_text(ds_counted *c, ds_text text) {
    size_t at;
    if (2 * (c->n_texts + 1) > c->texts_capacity && !grow_texts(c)) return NULL;
    at = ds_hash_fnv1a(text.data, text.size) & (c->texts_capacity - 1);
    for (; c->texts[at] != NULL; at = (at + 1) & (c->texts_capacity - 1))
        if (ds_text_is(text, c->texts[at])) return c->texts[at];
    c->texts[at] = ds_arena_copy(&c->arena, text);
    c->n_texts += c->texts[at] != NULL;
    return c->texts[at];
}

/* ---- the header ---- */

static ds_status find_column(const ds_counted *c, const char *wanted, const ds_text *names,
                             size_t n, size_t *out, ds_error *err) {
    size_t twice;
    *out = ds_text_find_name(names, n, ds_text_of(wanted), &twice);
    if (*out == SIZE_MAX)
        return ds_error_at(err, DS_INPUT, c->name, 1, 0, "kolom '%s' ontbreekt, die %s noemt",
                           "column '%s' is missing, which %s names", wanted, c->layout->path);
    if (twice == SIZE_MAX) return DS_OK;
    return ds_error_at(err, DS_INPUT, c->name, 1, twice + 1, "kolom '%s' staat er twee keer",
                       "column '%s' stands here twice", wanted);
}

/* The first four digits together in the file's own name that are a year. */
static int year_in_name(const char *path) {
    const char *slash = strrchr(path, '/'), *at = slash == NULL ? path : slash + 1;
    for (; *at != '\0'; at++) {
        const size_t n = strspn(at, "0123456789");
        int64_t year;
        if (n == 4 && ds_number_parse_integer((ds_text){at, 4}, &year) && year >= 1900 &&
            year <= 2200)
            return (int)year;
        if (n > 0) at += n - 1;
    }
    return 0;
}

static ds_status find_counts(ds_counted *c, const ds_text *names, size_t n, ds_error *err) {
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < c->layout->n_columns; k++) {
            int year;
            if (!ds_counted_column_is(&c->layout->columns[k], names[i], &year)) continue;
            for (size_t p = 0; p < c->n_counts_columns; p++)
                if (c->counts[p].of == k && c->counts[p].year == year)
                    return ds_error_at(err, DS_INPUT, c->name, 1, i + 1,
                                       "deze kolom staat er twee keer",
                                       "this column stands here twice");
            if (!ds_reserve(&c->counts, &c->counts_capacity, c->n_counts_columns + 1,
                            sizeof *c->counts))
                return ds_error_memory(err);
            c->counts[c->n_counts_columns++] = (ds_counted_count){k, i, year};
        }
    if (c->n_counts_columns > 0) return DS_OK;
    return ds_error_at(err, DS_INPUT, c->name, 1, 0,
                       "geen van de kolommen met aantallen die %s noemt",
                       "none of the columns of counts that %s names", c->layout->path);
}

ds_status ds_counted_header(ds_counted *c, const ds_text *names, size_t n_names, ds_error *err) {
    const ds_counted_layout *layout = c->layout;
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < layout->n_keys; k++) {
        c->key_fields[k] = SIZE_MAX;
        if (layout->keys[k].column != NULL)
            status = find_column(c, layout->keys[k].column, names, n_names, &c->key_fields[k], err);
    }
    if (status == DS_OK && layout->year_column != NULL)
        status = find_column(c, layout->year_column, names, n_names, &c->year_field, err);
    c->file_year = layout->year_in_file ? year_in_name(c->name) : 0;
    if (status == DS_OK && layout->year_in_file && c->file_year == 0)
        status =
            ds_error_at(err, DS_INPUT, c->name, 0, 0,
                        "de naam van dit bestand zegt geen jaar, en %s rekent daarop",
                        "the name of this file says no year, and %s relies on that", layout->path);
    return status == DS_OK ? find_counts(c, names, n_names, err) : status;
}

/* ---- a record ---- */

static bool is_total_word(const ds_counted_layout *layout, ds_text text) {
    for (size_t i = 0; i < layout->n_totals; i++)
        if (ds_text_equal_nocase(text, ds_text_of(layout->totals[i]))) return true;
    return false;
}

/* NULL with DS_OK: the total over this key. */
static ds_status read_key(ds_counted *c, size_t k, uint64_t line, ds_text field, const char **out,
                          ds_error *err) {
    const ds_counted_key *key = &c->layout->keys[k];
    *out = NULL;
    if (is_total_word(c->layout, field)) return DS_OK;
    for (size_t i = 0; i < key->n_codes; i++)
        if (ds_text_equal_nocase(field, ds_text_of(key->codes[i].from))) {
            *out = key->codes[i].to;
            return DS_OK;
        }
    if (key->n_codes > 0)
        return ds_error_at(err, DS_INPUT, c->name, line, c->key_fields[k] + 1,
                           "kolom '%s': deze code kent %s niet",
                           "column '%s': %s does not know this code", key->column, c->layout->path);
    *out = field.size == 0 ? "onbekend" : intern_text(c, field);
    return *out == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status read_counted_year(const ds_counted *c, const ds_counted_count *count,
                                   uint64_t line, const ds_text *fields, int *out, ds_error *err) {
    int64_t year = count->year != 0 ? count->year : c->file_year;
    if (c->layout->year_column != NULL) {
        const ds_text text = fields[c->year_field];
        if (text.size < 4 || !ds_number_parse_integer((ds_text){text.data, 4}, &year) ||
            year < 1900 || year > 2200 ||
            (text.size > 4 && text.data[4] != '/' && text.data[4] != '-'))
            return ds_error_at(err, DS_INPUT, c->name, line, c->year_field + 1, "dit is geen jaar",
                               "this is no year");
    }
    *out = (int)year + c->layout->year_shift;
    return DS_OK;
}

static ds_status read_one_count(const ds_counted *c, uint64_t line, size_t field, ds_text text,
                                ds_counted_entry *to, ds_error *err) {
    int64_t value;
    for (size_t i = 0; i < c->layout->n_words; i++)
        if (ds_text_equal_nocase(text, ds_text_of(c->layout->words[i].word))) {
            to->low = c->layout->words[i].low;
            to->high = c->layout->words[i].high;
            to->hidden = true;
            return DS_OK;
        }
    if (ds_number_parse_whole(text, &value) && value >= 0 && value <= DS_COUNTED_MOST) {
        to->low = to->high = (uint64_t)value;
        return DS_OK;
    }
    if (text.size == 0)
        return ds_error_at(err, DS_INPUT, c->name, line, field + 1,
                           "hier staat niets; is dat een verborgen aantal of een nul, zeg dan "
                           "onder verborgen: wat \"\" kan zijn",
                           "there is nothing here; if that is a hidden count or a zero, say under "
                           "verborgen: what \"\" may be");
    return ds_error_at(
        err, DS_INPUT, c->name, line, field + 1,
        "dit is geen aantal, en ook geen woord voor een verborgen aantal dat %s noemt",
        "this is no count, nor a word for a hidden count that %s names", c->layout->path);
}

static ds_status add_entry(ds_counted *c, const ds_counted_count *count, uint64_t line,
                           const ds_text *fields, const char *const *keys, ds_error *err) {
    const size_t n_keys = c->layout->n_keys;
    ds_counted_entry *entry;
    int year = 0;
    ds_status status;
    if (c->n_entries == DS_COUNTED_ENTRIES_MAX)
        return ds_error_at(err, DS_INPUT, c->name, line, 0, "meer dan %d aantallen",
                           "more than %d counts", DS_COUNTED_ENTRIES_MAX);
    if (!ds_reserve(&c->entries, &c->entries_capacity, c->n_entries + 1,
                    sizeof(ds_counted_entry *)))
        return ds_error_memory(err);
    entry = ds_calloc(1, sizeof *entry + n_keys * sizeof(char *));
    if (entry == NULL) return ds_error_memory(err);
    status = read_counted_year(c, count, line, fields, &year, err);
    if (status == DS_OK)
        status = read_one_count(c, line, count->field, fields[count->field], entry, err);
    if (status != DS_OK) {
        ds_free(entry);
        return status;
    }
    entry->column = count->of;
    entry->year = year;
    entry->line = line;
    entry->file_column = (uint32_t)count->field + 1;
    for (size_t k = 0; k < n_keys; k++) {
        const char *said = c->layout->columns[count->of].keys[k];
        const bool total = said != NULL && is_total_word(c->layout, ds_text_of(said));
        entry->keys[k] = c->key_fields[k] != SIZE_MAX ? keys[k]
                         : said == NULL               ? "alle"
                         : total                      ? NULL
                                                      : said;
    }
    c->entries[c->n_entries++] = entry;
    c->n_hidden += entry->hidden;
    return DS_OK;
}

ds_status ds_counted_add(ds_counted *c, uint64_t line, const ds_text *fields, ds_error *err) {
    const char *keys[DS_COUNTED_KEYS_MAX] = {NULL};
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < c->layout->n_keys; k++)
        if (c->key_fields[k] != SIZE_MAX)
            status = read_key(c, k, line, fields[c->key_fields[k]], &keys[k], err);
    for (size_t i = 0; status == DS_OK && i < c->n_counts_columns; i++)
        status = add_entry(c, &c->counts[i], line, fields, keys, err);
    c->n_records += status == DS_OK;
    return status;
}

/* ---- what was read ---- */

static int compare_key(const char *a, const char *b) {
    if (a == b) return 0;
    if (a == NULL || b == NULL) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

int ds_counted_compare(const ds_counted *c, const ds_counted_entry *a, const ds_counted_entry *b,
                       size_t over) {
    const ds_counted_column *columns = c->layout->columns;
    int order = strcmp(columns[a->column].indicator, columns[b->column].indicator);
    if (order != 0) return order;
    if (a->year != b->year) return a->year < b->year ? -1 : 1;
    for (size_t k = 0; k < c->layout->n_keys; k++) {
        order = k == over ? 0 : compare_key(a->keys[k], b->keys[k]);
        if (order != 0) return order;
    }
    return 0;
}

ds_status ds_counted_finish(ds_counted *c, ds_error *err) {
    ds_status status = ds_arena_finish(&c->arena, err);
    if (status == DS_OK) status = ds_counted_hold_totals(c, err);
    for (size_t i = 0; status == DS_OK && i < c->n_entries; i++)
        c->n_solved += c->entries[i]->hidden && c->entries[i]->low == c->entries[i]->high;
    return status;
}

size_t ds_counted_n_keys(const ds_counted *c) {
    return c->layout->n_keys;
}

const char *ds_counted_key_name(const ds_counted *c, size_t k) {
    return c->layout->keys[k].name;
}

uint64_t ds_counted_n_records(const ds_counted *c) {
    return c->n_records;
}

uint64_t ds_counted_n_counts(const ds_counted *c) {
    return c->n_entries;
}

uint64_t ds_counted_n_hidden(const ds_counted *c) {
    return c->n_hidden;
}

uint64_t ds_counted_n_solved(const ds_counted *c) {
    return c->n_solved;
}
