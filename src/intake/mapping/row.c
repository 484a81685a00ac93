/* intake/mapping/row.c: a row of a file that has a mapping → the fields that its layout takes. What
 * follows is what every row goes through; a refusal names the file's own column. See
 * file.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/mapping/file.h"
#include "table/header_line.h"

/* The column of that name, from 1; 0 for none. Which of two that are as near cannot be told. */
static ds_status find_source(const ds_delivery *d, const ds_text *names, size_t n_names,
                             ds_text wanted, uint16_t *out, ds_error *err) {
    size_t twice;
    const size_t found = ds_text_find_name(names, n_names, wanted, &twice);
    if (twice != SIZE_MAX)
        return ds_error_at(err, DS_INPUT, d->path, 1, 0,
                           "kolom %zu en kolom %zu heten allebei '%.*s', op tekens na die niet "
                           "tellen",
                           "column %zu and column %zu are both called '%.*s', but for characters "
                           "that do not count",
                           found + 1, twice + 1, (int)(wanted.size > 64 ? 64 : wanted.size),
                           wanted.data);
    *out = found == SIZE_MAX ? 0 : (uint16_t)(found + 1);
    return DS_OK;
}

enum { NAME_SOUGHT = 64 };

/* Where the column names seem to stand, when not where they were looked for. */
static ds_status seek_names(const ds_delivery *d, ds_text wanted, ds_header_hint_text *out,
                            ds_error *err) {
    char name[NAME_SOUGHT + 1];
    const char *const sought = name;
    uint64_t line = 0;
    ds_status status = DS_OK;
    const size_t size = wanted.size > NAME_SOUGHT ? 0 : wanted.size;
    if (size > 0) memcpy(name, wanted.data, size);
    name[size] = '\0';
    if (d->info.format == DS_TABLE_CSV && size > 0)
        status = ds_header_seek(d->path, &sought, 1, &line, err);
    ds_header_hint(line, out);
    return status;
}

/* The name nearest to wanted is shown only when it can be no person's value. */
static const ds_text *find_near(ds_text wanted, const ds_text *names, size_t n_names) {
    for (size_t i = 0; i < n_names; i++) {
        char name[NAME_SOUGHT + 1];
        const char *const one[] = {name};
        if (names[i].size > NAME_SOUGHT || !ds_text_is_name(names[i])) continue;
        memcpy(name, names[i].data, names[i].size);
        name[names[i].size] = '\0';
        if (ds_text_nearest(wanted, one, 1) == 0) return &names[i];
    }
    return NULL;
}

static ds_status refuse_missing(const ds_delivery *d, ds_text wanted, const ds_text *names,
                                size_t n_names, ds_error *err) {
    const ds_text *near = find_near(wanted, names, n_names);
    const uint64_t first = d->mapping->shape.first_line;
    ds_header_hint_text hint;
    const ds_status status = seek_names(d, wanted, &hint, err);
    if (status != DS_OK) return status;
    return ds_error_at(
        err, DS_INPUT, d->path, first == 0 ? 1 : first, 0,
        near == NULL ? "kolom '%.*s' ontbreekt, die de vertaling %s noemt%.*s%s%.0s"
                     : "kolom '%.*s' ontbreekt, die de vertaling %s noemt (wel: '%.*s')%s%.0s",
        near == NULL
            ? "column '%.*s' is missing, which the mapping %s names%.*s%.0s%s"
            : "column '%.*s' is missing, which the mapping %s names (there is '%.*s')%.0s%s",
        (int)(wanted.size > NAME_SOUGHT ? NAME_SOUGHT : wanted.size), wanted.data, d->mapping->name,
        near == NULL ? 0 : (int)near->size, near == NULL ? "" : near->data, hint.nl, hint.en);
}

/* Of several columns one must be there. */
static ds_status bind_column(const ds_delivery *d, const ds_mapping_column *column,
                             const ds_text *names, size_t n_names, uint16_t *sources,
                             ds_error *err) {
    bool found = false;
    for (size_t i = 0; i < column->n_sources; i++) {
        const ds_status status =
            find_source(d, names, n_names, column->sources[i], &sources[i], err);
        if (status != DS_OK) return status;
        found = found || sources[i] != 0;
    }
    if (found || column->n_sources == 0 || column->may_be_absent || column->has_absent)
        return DS_OK;
    return refuse_missing(d, column->sources[0], names, n_names, err);
}

static bool mentions_name(const ds_mapping_file *mapping, ds_text name) {
    for (size_t p = 0; p < mapping->n_parts; p++) {
        const ds_mapping_part *part = &mapping->parts[p];
        for (size_t i = 0; i < part->n_skips; i++)
            if (ds_text_same_name(part->skips[i].source, name)) return true;
        for (size_t i = 0; i < part->layout->n_columns; i++)
            for (size_t j = 0; j < part->columns[i].n_sources; j++)
                if (ds_text_same_name(part->columns[i].sources[j], name)) return true;
    }
    return false;
}

static ds_status list_unknown(const ds_delivery *d, const ds_text *names, size_t n_names,
                              char **out, ds_error *err) {
    ds_buffer list;
    ds_buffer_init(&list, 1 << 16);
    ds_buffer_add_string(&list, "");
    for (size_t i = 0; i < n_names && d->part == d->mapping->parts; i++) {
        if (names[i].size == 0 || mentions_name(d->mapping, names[i]) ||
            ds_identity_holds_number(names[i]))
            continue;
        if (list.size > 0) ds_buffer_add_string(&list, ", ");
        ds_buffer_add(&list, names[i].data, names[i].size > 60 ? 60 : names[i].size);
    }
    *out = ds_buffer_take(&list);
    return *out == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_mapping_bind(const ds_delivery *delivery, const ds_text *names, size_t n_names,
                          ds_mapping_binding *out, uint16_t *columns, char **out_unknown,
                          ds_error *err) {
    const ds_mapping_part *part = delivery->part;
    memset(out, 0, sizeof *out);
    out->mapping = delivery->mapping;
    out->part = part;
    for (size_t i = 0; i < part->layout->n_columns; i++) {
        const ds_mapping_column *column = &part->columns[i];
        ds_status status = bind_column(delivery, column, names, n_names, out->sources[i], err);
        bool there = column->is_constant || column->is_line || column->has_absent;
        if (status != DS_OK) return status;
        for (size_t j = 0; j < column->n_sources; j++)
            there = there || out->sources[i][j] != 0;
        columns[i] = column->given && there ? (uint16_t)(i + 1) : 0;
    }
    for (size_t i = 0; i < part->n_skips; i++) {
        const ds_status status =
            find_source(delivery, names, n_names, part->skips[i].source, &out->skips[i], err);
        if (status != DS_OK) return status;
        if (out->skips[i] == 0 && !part->skips[i].may_be_absent)
            return refuse_missing(delivery, part->skips[i].source, names, n_names, err);
    }
    return list_unknown(delivery, names, n_names, out_unknown, err);
}

static const ds_gate_words *words_of_row(const ds_row *row, const ds_mapping_file *mapping) {
    return mapping->own_missing ? &mapping->missing : &row->worker->intake->missing;
}

static int compare_mapped_code(const void *key, const void *element) {
    ds_text a = *(const ds_text *)key, b = ((const ds_mapping_code *)element)->from;
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size == 0 ? 0 : strncasecmp(a.data, b.data, size);
    if (order != 0) return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

static const ds_mapping_code *find_mapped_code(const ds_mapping_column *column, ds_text text) {
    if (column->codes == NULL) return NULL;
    return bsearch(&text, column->codes, column->n_codes, sizeof *column->codes,
                   compare_mapped_code);
}

/* The field without what means that nothing is known; codes go first. */
static ds_text known_text(ds_row *row, const ds_mapped_row *mapped, size_t i, ds_text text) {
    if (!ds_gate_is_word(words_of_row(row, mapped->binding->mapping), text) ||
        find_mapped_code(&mapped->binding->part->columns[i], text) != NULL)
        return text;
    ds_gate_count(row, i, DS_CLEAN_MISSING);
    return (ds_text){NULL, 0};
}

static bool is_skipped(const ds_row *row, const ds_mapping_binding *b, const ds_text *source) {
    const ds_gate_words *words = words_of_row(row, b->mapping);
    for (size_t i = 0; i < b->part->n_skips; i++) {
        const ds_mapping_skip *skip = &b->part->skips[i];
        ds_text text;
        bool among = false;
        if (b->skips[i] == 0) continue;
        text = source[b->skips[i] - 1];
        for (size_t j = 0; j < skip->n_words && !among; j++)
            among = ds_text_equal_nocase(text, skip->words[j]) ||
                    (skip->words[j].size == 0 && ds_gate_is_word(words, text));
        if (among != skip->turned) return true;
    }
    return false;
}

/* False: refused. */
static bool map_code(ds_row *row, ds_mapped_row *mapped, size_t i) {
    const ds_mapping_column *column = &mapped->binding->part->columns[i];
    const ds_mapping_code *code = find_mapped_code(column, mapped->fields[i]);
    if (code == NULL) code = find_mapped_code(column, ds_number_plain(mapped->fields[i]));
    if (mapped->from[i] == 0) return true; /* afwezig: a word of ours already */
    if (code != NULL)
        mapped->fields[i] = code->to;
    else if (mapped->fields[i].size == 0)
        return true; /* empty is missing, unless the codes say what it is */
    else if (column->otherwise == DS_MAPPING_REPLACE)
        mapped->fields[i] = column->otherwise_text;
    else if (column->otherwise == DS_MAPPING_REFUSE)
        return ds_refuse(row, i, DS_REASON_CODE, &column->expected);
    return true;
}

/* The month in which a school year begins: August, as the law has it; for a diploma October, as for
 * DUO's own deliveries, since a diploma of September ends the state of the October before. */
static int first_month(const ds_row *row) {
    return row->layout == &ds_layout_diploma ? 10 : 8;
}

/* A date as the layouts know it; in a column of school years the one in which it lies, in one of
 * months the month. */
static bool map_date(ds_row *row, ds_mapped_row *mapped, size_t i) {
    const ds_mapping_column *column = &mapped->binding->part->columns[i];
    const char *name = row->layout->columns[i];
    char *out = mapped->dates[i];
    int year, month, day, n;
    if (mapped->fields[i].size == 0 || mapped->from[i] == 0) return true;
    if (!ds_mapping_date(mapped->fields[i], column->format, column->pivot, &year, &month, &day))
        return ds_refuse(row, i, DS_REASON_DATE_FORM, &column->expected);
    if (strcmp(name, "schooljaar") == 0 || strcmp(name, "vanaf_schooljaar") == 0)
        n = snprintf(out, 12, "%04d", (month >= first_month(row) ? year : year - 1) % 10000);
    else if (strcmp(name, "jaar") == 0)
        n = snprintf(out, 12, "%04d", year % 10000);
    else if (strcmp(name, "maand") == 0)
        n = snprintf(out, 12, "%04d%02d", year % 10000, month % 100);
    else
        n = snprintf(out, 12, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
    mapped->fields[i] = (ds_text){out, (size_t)n};
    return true;
}

/* Where the value comes from: the first of its columns that is not empty. */
static ds_text fetch_value(ds_row *row, ds_mapped_row *mapped, size_t i) {
    const ds_mapping_column *column = &mapped->binding->part->columns[i];
    const uint16_t *sources = mapped->binding->sources[i];
    mapped->from[i] = 0;
    if (column->is_constant) return column->constant;
    if (column->is_line) {
        int n = snprintf(mapped->line, sizeof mapped->line, "%.*s:%llu", DS_PERSOON_MAX,
                         row->delivery->name, (unsigned long long)row->line);
        return (ds_text){mapped->line, (size_t)n};
    }
    for (size_t j = 0; j < column->n_sources; j++) {
        ds_text text;
        if (sources[j] == 0) continue;
        text = known_text(row, mapped, i, mapped->source[sources[j] - 1]);
        if (mapped->from[i] == 0 || text.size > 0) mapped->from[i] = sources[j];
        if (text.size > 0) return text;
    }
    if (mapped->from[i] == 0 && column->has_absent) return column->constant;
    return (ds_text){NULL, 0};
}

ds_mapping_outcome ds_mapping_row(ds_row *row, ds_mapped_row *mapped, const ds_text *source) {
    const ds_mapping_part *part = mapped->binding->part;
    mapped->source = source;
    row->fields = mapped->fields;
    row->mapped = mapped;
    if (is_skipped(row, mapped->binding, source)) return DS_MAPPING_SKIPPED;
    for (size_t i = 0; i < part->layout->n_columns; i++) /* all: a refusal may name any */
        if (row->columns[i] != 0) {
            mapped->fields[i] = fetch_value(row, mapped, i);
        } else {
            mapped->fields[i] = (ds_text){NULL, 0};
            mapped->from[i] = 0;
        }
    for (size_t i = 0; i < part->layout->n_columns; i++) {
        if (row->columns[i] == 0) continue;
        if (part->columns[i].codes != NULL && !map_code(row, mapped, i)) return DS_MAPPING_REFUSED;
        if (part->columns[i].format != NULL && !map_date(row, mapped, i)) return DS_MAPPING_REFUSED;
    }
    return DS_MAPPING_TAKEN;
}

void ds_mapping_origin(const ds_row *row, size_t column, ds_refusal *refusal, ds_text *out_value) {
    const ds_mapped_row *mapped = row->mapped;
    uint16_t from = mapped->from[column];
    refusal->field = from;
    if (from == 0) return;
    *out_value = mapped->source[from - 1];
    for (size_t j = 0; j < DS_MAPPING_SOURCES_MAX; j++)
        if (mapped->binding->sources[column][j] == from)
            refusal->source = mapped->binding->part->columns[column].sources[j].data;
}
