/* document/csv_table.c: the one table that csv shows, and what its columns hold. See csv_table.h.
 */
#include "document/csv_table.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "document/column_type.h"
#include "document/print.h"

/* ---- which table ---- */

typedef struct csv_search {
    const char *wanted; /* id of a table or of a section around it; NULL: all */
    ds_csv_table *found;
    const char *first_id;
    bool differ, lost;
    ds_buffer names; /* of what can be asked for */
} csv_search;

bool ds_field_is_csv(const ds_field *field) {
    return (field->in & DS_IN_CSV) != 0;
}

static bool same_fields(const ds_doc_table *a, const ds_doc_table *b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a->n_fields && !ds_field_is_csv(&a->fields[i]))
            i++;
        while (k < b->n_fields && !ds_field_is_csv(&b->fields[k]))
            k++;
        if (i == a->n_fields || k == b->n_fields) return i == a->n_fields && k == b->n_fields;
        if (strcmp(a->fields[i].id, b->fields[k].id) != 0) return false;
        i++;
        k++;
    }
}

/* What can be asked for, each once. */
static void add_name(csv_search *s, const char *name) {
    const char *at = ds_buffer_string(&s->names);
    const size_t size = strlen(name);
    while (*at != '\0') {
        const size_t n = strcspn(at, ",");
        if (n == size && strncmp(at, name, n) == 0) return;
        at += n + (at[n] == ',' ? 2 : 0);
    }
    if (s->names.size > 0) ds_buffer_add_string(&s->names, ", ");
    ds_buffer_add_string(&s->names, name);
}

/* Whether it is one of the tables that are asked for: all, those of a section, or by its id. */
static bool is_wanted(const csv_search *s, const ds_block *block, bool within) {
    if (s->wanted != NULL && block->id != NULL && strcmp(block->id, s->wanted) == 0) return true;
    return (block->in & DS_IN_CSV) != 0 && (s->wanted == NULL || within);
}

static void meet_table(csv_search *s, const ds_block *block, bool within) {
    const ds_doc_table *table = block->as.table;
    const char *id = block->id == NULL ? "" : block->id;
    ds_csv_table *found = s->found;
    if (!(block->in & (DS_IN_CSV | DS_IN_NAMED))) return;
    if (block->id != NULL) add_name(s, block->id);
    if (!is_wanted(s, block, within)) return;
    if (found->n_parts == 0)
        s->first_id = id;
    else if (strcmp(s->first_id, id) != 0 || !same_fields(found->parts[0], table))
        s->differ = true;
    if (!ds_reserve(&found->parts, &found->capacity, found->n_parts + 1, sizeof(ds_doc_table *)))
        s->lost = true;
    else
        found->parts[found->n_parts++] = table;
}

static void walk_tables(csv_search *s, const ds_document *document, bool within) {
    within = within ||
             (s->wanted != NULL && document->id != NULL && strcmp(document->id, s->wanted) == 0);
    for (size_t i = 0; !s->lost && i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (block->kind == DS_BLOCK_SECTION && (block->in & DS_IN_CSV)) {
            if (document->list && block->as.section->id != NULL) add_name(s, block->as.section->id);
            walk_tables(s, block->as.section, within);
        }
        if (block->kind == DS_BLOCK_TABLE) meet_table(s, block, within);
    }
}

void ds_csv_table_done(ds_csv_table *table) {
    ds_free(table->parts);
    *table = (ds_csv_table){0};
}

/* The names under which one table can be had: some stand for tables with other columns. */
static ds_status keep_obtainable(const ds_document *document, ds_buffer *names, ds_error *err) {
    ds_buffer kept;
    const char *at = ds_buffer_string(names);
    ds_status status = DS_OK;
    ds_buffer_init(&kept, 1 << 20);
    while (status == DS_OK && *at != '\0') {
        const size_t n = strcspn(at, ",");
        char *name = ds_strndup(at, n);
        ds_csv_table found = {0};
        csv_search s = {.wanted = name, .found = &found};
        if (name == NULL) {
            status = ds_error_memory(err);
            break;
        }
        ds_buffer_init(&s.names, 1 << 20);
        walk_tables(&s, document, false);
        status = s.lost ? ds_error_memory(err) : ds_buffer_finish(&s.names, err);
        if (!s.differ && found.n_parts > 0)
            ds_buffer_addf(&kept, "%s%s", kept.size > 0 ? ", " : "", name);
        ds_buffer_done(&s.names);
        ds_csv_table_done(&found);
        ds_free(name);
        at += n + (at[n] == ',' ? 2 : 0);
    }
    if (status == DS_OK) status = ds_buffer_finish(&kept, err);
    ds_buffer_done(names);
    *names = kept;
    return status;
}

enum { NAMES_SIZE = 320 };
/* As many whole names as go into a message. */
static void shorten_names(const char *names, char out[NAMES_SIZE]) {
    size_t n = strlen(names);
    if (n < NAMES_SIZE) {
        memcpy(out, names, n + 1);
        return;
    }
    n = NAMES_SIZE - sizeof ", …";
    while (n > 0 && names[n] != ',')
        n--;
    memcpy(out, names, n);
    memcpy(out + n, ", …", sizeof ", …");
}

static ds_status say_which(const csv_search *s, ds_form form, ds_error *err) {
    const char *name = ds_form_name(form);
    char names[NAMES_SIZE];
    shorten_names(ds_buffer_string(&s->names), names);
    if (s->found->n_parts == 0 && s->wanted != NULL)
        return ds_error_set(err, DS_USAGE, "--table: er is geen tabel '%.64s'; er zijn: %s",
                            "--table: there is no table '%.64s'; there are: %s", s->wanted, names);
    if (s->found->n_parts == 0)
        return ds_error_set(err, DS_USAGE, "hier is geen tabel voor %s; kies table, json of html",
                            "there is no table for %s here; choose table, json or html", name);
    return ds_error_set(
        err, DS_USAGE,
        "één %s is één tabel, en hier zijn er meer met andere kolommen: kies er een "
        "met --table (%s), of vraag json",
        "one %s is one table, and here are several with other columns: choose one "
        "with --table (%s), or ask for json",
        name, names);
}

ds_status ds_csv_table_find(const ds_document *document, const char *wanted, ds_form form,
                            ds_csv_table *out, ds_error *err) {
    ds_csv_table found = {0};
    csv_search s = {.wanted = wanted, .found = &found};
    ds_status status;
    ds_buffer_init(&s.names, 1 << 20);
    walk_tables(&s, document, false);
    status = s.lost ? ds_error_memory(err) : ds_buffer_finish(&s.names, err);
    if (status == DS_OK && (found.n_parts == 0 || s.differ))
        status = keep_obtainable(document, &s.names, err);
    if (status == DS_OK && (found.n_parts == 0 || s.differ)) status = say_which(&s, form, err);
    ds_buffer_done(&s.names);
    if (status == DS_OK)
        *out = found;
    else
        ds_csv_table_done(&found);
    return status;
}

/* The names as an array, in one block with their text: each is cut off at its comma. */
static ds_status list_names(const ds_buffer *names, char ***out, size_t *out_n, ds_error *err) {
    const char *text = ds_buffer_string(names);
    const size_t size = strlen(text) + 1;
    size_t most = 1, n = 0;
    char **list, *at;
    for (const char *c = text; *c != '\0'; c++)
        most += *c == ',';
    if (most > (SIZE_MAX - size) / sizeof *list) return ds_error_memory(err);
    list = ds_malloc(most * sizeof *list + size);
    if (list == NULL) return ds_error_memory(err);
    at = memcpy(list + most, text, size);
    while (*at != '\0') {
        const size_t one = strcspn(at, ",");
        const bool last = at[one] == '\0';
        list[n++] = at;
        at[one] = '\0';
        at += last ? one : one + 2;
    }
    *out = list;
    *out_n = n;
    return DS_OK;
}

ds_status ds_document_csv_tables(const ds_document *document, char ***out, size_t *out_n,
                                 ds_error *err) {
    ds_csv_table found = {0};
    csv_search s = {.found = &found};
    ds_status status = ds_document_finish(document, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&s.names, 1 << 20);
    walk_tables(&s, document, false);
    status = s.lost ? ds_error_memory(err) : ds_buffer_finish(&s.names, err);
    if (status == DS_OK) status = keep_obtainable(document, &s.names, err);
    if (status == DS_OK) status = list_names(&s.names, out, out_n, err);
    ds_buffer_done(&s.names);
    ds_csv_table_done(&found);
    return status;
}

/* ---- what a value is ---- */

/* Nothing between the commas: no values, or one that is nothing itself. */
static bool is_list_shown(const ds_value *value) {
    ds_csv_kind ignored;
    const size_t n = value->as.list.n;
    return n > 1 || (n == 1 && ds_csv_kind_of(&value->as.list.values[0], &ignored));
}

bool ds_csv_kind_of(const ds_value *value, ds_csv_kind *out) {
    double ignored;
    if (value->state != DS_STATE_SHOWN) return false;
    switch (value->kind) {
    case DS_VALUE_COUNT:
    case DS_VALUE_ORDINAL:
    case DS_VALUE_SCHOOLJAAR:
    case DS_VALUE_YEAR:
        *out = DS_CSV_WHOLE;
        return true;
    case DS_VALUE_NUMBER:
    case DS_VALUE_SHARE:
    case DS_VALUE_P:
        *out = DS_CSV_REAL;
        return true;
    case DS_VALUE_DECIMAL:
        *out = ds_number_parse_decimal(
                   (ds_text){value->as.decimal.digits, strlen(value->as.decimal.digits)}, &ignored)
                   ? DS_CSV_REAL
                   : DS_CSV_TEXT;
        return value->as.decimal.digits[0] != '\0';
    case DS_VALUE_FLAG:
        *out = DS_CSV_FLAG;
        return true;
    case DS_VALUE_TEXT:
        *out = DS_CSV_TEXT;
        return value->as.text.size > 0;
    case DS_VALUE_WORD:
        *out = DS_CSV_TEXT;
        return value->as.word.code[0] != '\0';
    case DS_VALUE_LIST:
        *out = DS_CSV_TEXT;
        return is_list_shown(value);
    case DS_VALUE_RANGE:
    case DS_VALUE_BOUNDS:
        *out = DS_CSV_TEXT;
        return true;
    case DS_VALUE_NONE:
    case DS_VALUE_RECORD:
    default:
        return false;
    }
}

int64_t ds_csv_whole(const ds_value *value) {
    return value->kind == DS_VALUE_COUNT || value->kind == DS_VALUE_ORDINAL ? value->as.count
                                                                            : value->as.year;
}

double ds_csv_real(const ds_value *value) {
    double x = 0;
    ds_csv_kind kind;
    if (value->kind == DS_VALUE_DECIMAL)
        (void)ds_number_parse_decimal(
            (ds_text){value->as.decimal.digits, strlen(value->as.decimal.digits)}, &x);
    else if (ds_csv_kind_of(value, &kind) && kind == DS_CSV_WHOLE)
        x = (double)ds_csv_whole(value);
    else
        x = value->as.number;
    return x;
}

/* ---- the columns ---- */

typedef struct csv_rows {
    const ds_csv_columns *of;
    const ds_doc_table *part;
    const ds_value **values; /* [n_columns] of the row at hand */
    ds_take_csv_row take;
    void *to;
} csv_rows;

static ds_status pass_row(void *to, const ds_value *values, unsigned in, ds_error *err) {
    csv_rows *rows = to;
    size_t n = 0;
    if (!(in & DS_IN_CSV)) return DS_OK;
    for (size_t i = 0; i < rows->part->n_fields; i++)
        if (ds_field_is_csv(&rows->part->fields[i])) rows->values[n++] = &values[i];
    return rows->take(rows->to, rows->values, err);
}

ds_status ds_csv_columns_each(const ds_csv_columns *columns, ds_take_csv_row take, void *to,
                              ds_error *err) {
    csv_rows rows = {.of = columns, .take = take, .to = to};
    ds_status status = DS_OK;
    rows.values = ds_calloc(columns->n_columns + 1, sizeof(ds_value *));
    if (rows.values == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < columns->table.n_parts; i++) {
        rows.part = columns->table.parts[i];
        status = ds_table_each(rows.part, pass_row, &rows, err);
    }
    ds_free(rows.values);
    return status;
}

static void note_whole(ds_csv_column *column, const ds_value *value) {
    const int64_t n = ds_csv_whole(value);
    const bool first = (column->seen & 1U << DS_CSV_WHOLE) == 0;
    if (first || n < column->low) column->low = n;
    if (first || n > column->high) column->high = n;
    column->schooljaar = value->kind == DS_VALUE_SCHOOLJAAR && (first || column->schooljaar);
}

static ds_status note_text(ds_csv_column *column, const ds_value *value, ds_buffer *scratch,
                           ds_error *err) {
    const bool first = (column->seen & 1U << DS_CSV_TEXT) == 0;
    ds_buffer_clear(scratch);
    ds_value_print_machine(value, scratch);
    if (scratch->size > column->longest) column->longest = scratch->size;
    column->coded =
        value->kind == DS_VALUE_WORD && value->as.word.nl != NULL && (first || column->coded);
    return ds_buffer_finish(scratch, err);
}

typedef struct csv_measure {
    ds_csv_columns *of;
    ds_buffer scratch; /* a value */
} csv_measure;

static ds_status note_row(void *to, const ds_value *const *values, ds_error *err) {
    csv_measure *m = to;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < m->of->n_columns; i++) {
        ds_csv_column *column = &m->of->columns[i];
        ds_csv_kind kind;
        if (!ds_csv_kind_of(values[i], &kind)) continue;
        if (kind == DS_CSV_WHOLE) note_whole(column, values[i]);
        /* as text a column of several kinds has any of them */
        if (kind == DS_CSV_TEXT)
            status = note_text(column, values[i], &m->scratch, err);
        else if (column->longest < DS_NUMBER_SIZE)
            column->longest = DS_NUMBER_SIZE;
        column->seen |= 1U << kind;
    }
    m->of->n_rows++;
    return status;
}

/* As it is declared, as far as the values are so: what is not loses nothing, and is text or a
 * number with decimals. */
static bool settle_declared(ds_csv_column *column, ds_field_type type) {
    static const ds_csv_kind kinds[] = {[DS_FIELD_BY_NAME] = DS_CSV_TEXT,
                                        [DS_FIELD_TEXT] = DS_CSV_TEXT,
                                        [DS_FIELD_WHOLE] = DS_CSV_WHOLE,
                                        [DS_FIELD_REAL] = DS_CSV_REAL,
                                        [DS_FIELD_FLAG] = DS_CSV_FLAG};
    const unsigned whole = 1U << DS_CSV_WHOLE, seen = column->seen;
    static const int64_t exact = (int64_t)1 << 53; /* what a double holds */
    unsigned fits = 1U << kinds[type];
    if (type == DS_FIELD_BY_NAME) return false;
    if (type == DS_FIELD_REAL && (seen & whole) && (column->low < -exact || column->high > exact))
        return false;
    if (type == DS_FIELD_REAL) fits |= whole;
    if (type == DS_FIELD_TEXT) fits = seen;
    column->kind = kinds[type];
    column->words = type != DS_FIELD_TEXT && type != DS_FIELD_FLAG && column->field->number &&
                    (seen & ~fits) == 1U << DS_CSV_TEXT;
    return column->words || (seen & ~fits) == 0;
}

/* A column whose values are of several kinds is text, but for numbers with words among them where
 * the field says that it is one of numbers. */
static void settle_kind(ds_csv_column *column, const char *document) {
    const unsigned text = 1U << DS_CSV_TEXT, whole = 1U << DS_CSV_WHOLE, real = 1U << DS_CSV_REAL,
                   numbers = whole | real, seen = column->seen;
    if (settle_declared(column, ds_column_type(document, column->field))) {
        column->coded = column->coded && seen == text;
        column->schooljaar = column->schooljaar && (seen & numbers) == whole;
        return;
    }
    column->words = column->field->number && (seen & text) && (seen & numbers);
    if ((seen & ~numbers) == 0 || (column->words && (seen & ~(numbers | text)) == 0))
        column->kind = (seen & numbers) == whole                     ? DS_CSV_WHOLE
                       : (seen & real) != 0 || column->field->number ? DS_CSV_REAL
                                                                     : DS_CSV_TEXT;
    else
        column->kind = seen == 1U << DS_CSV_FLAG ? DS_CSV_FLAG : DS_CSV_TEXT;
    column->words = column->words && column->kind != DS_CSV_TEXT;
    column->coded = column->coded && seen == text;
    column->schooljaar = column->schooljaar && (seen & numbers) == whole;
}

static ds_status measure_columns(ds_csv_columns *columns, const char *document, ds_error *err) {
    csv_measure m = {.of = columns};
    ds_status status;
    ds_buffer_init(&m.scratch, (size_t)1 << 30);
    status = ds_csv_columns_each(columns, note_row, &m, err);
    ds_buffer_done(&m.scratch);
    for (size_t i = 0; i < columns->n_columns; i++)
        settle_kind(&columns->columns[i], document);
    return status;
}

void ds_csv_columns_done(ds_csv_columns *columns) {
    ds_csv_table_done(&columns->table);
    ds_free(columns->columns);
    *columns = (ds_csv_columns){0};
}

ds_status ds_csv_columns_find(const ds_document *document, const char *wanted, ds_form form,
                              ds_csv_columns *out, ds_error *err) {
    ds_csv_columns found = {0};
    const ds_doc_table *first;
    ds_status status = ds_csv_table_find(document, wanted, form, &found.table, err);
    if (status != DS_OK) return status;
    first = found.table.parts[0];
    found.columns = ds_calloc(first->n_fields + 1, sizeof *found.columns);
    if (found.columns == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < first->n_fields; i++)
        if (ds_field_is_csv(&first->fields[i]))
            found.columns[found.n_columns++].field = &first->fields[i];
    if (status == DS_OK) status = measure_columns(&found, document->id, err);
    if (status == DS_OK)
        *out = found;
    else
        ds_csv_columns_done(&found);
    return status;
}
