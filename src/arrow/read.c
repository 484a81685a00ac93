/* arrow/read.c: an Arrow stream that somebody else made, a batch of rows at a time. See read.h. */
#include "arrow/read.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arrow/values.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

enum { EMPTY_MAX = 1 << 16 }; /* arrays without rows that may follow each other */

typedef struct in_column {
    char *name;
    ds_arrow_in_type type; /* of the values; of a dictionary those that are in it */
    ds_arrow_in_type index;
    bool dictionary;
    ds_arrow_values values, words; /* of this batch; words: of a dictionary */
} in_column;

struct ds_arrow_reader {
    char *name;
    struct ArrowArrayStream stream;
    struct ArrowArray array; /* the batch; released: none */
    in_column *columns;
    size_t n_columns;
    uint64_t n_before; /* rows of earlier batches */
    size_t n_rows;     /* of this one */
};

/* ---- errors ---- */

enum { SHOWN_SIZE = 24 };
/* A column's name, or its number where the name may be somebody's: a table without names has
 * values in their place. */
static const char *shown_name(const in_column *column, size_t at, char room[SHOWN_SIZE]) {
    const ds_text name = ds_text_of(column->name);
    bool plain = name.size <= 64 && ds_text_is_name(name);
    for (size_t i = 0; plain && i < name.size; i++)
        plain = ds_text_steering_size((const unsigned char *)name.data + i, name.size - i) == 0;
    if (plain) return column->name;
    (void)snprintf(room, SHOWN_SIZE, "%zu", at + 1);
    return room;
}

/* The column that a producer's failure names: the word after 'column' or 'field', where it is one
 * that the table has. What else it says may be a value, in any letters, and is not repeated. */
static const in_column *column_of_failure(const ds_arrow_reader *r, const char *said) {
    static const char *const before[] = {"column ", "Column ", "field ", "Field "};
    for (size_t i = 0; said != NULL && i < sizeof before / sizeof *before; i++)
        for (const char *at = strstr(said, before[i]); at != NULL; at = strstr(at + 1, before[i])) {
            const char *name = at + strlen(before[i]) + strspn(at + strlen(before[i]), "'\"`");
            for (size_t k = 0; k < r->n_columns; k++) {
                const size_t n = strlen(r->columns[k].name);
                if (n > 0 && strncmp(name, r->columns[k].name, n) == 0 &&
                    (name[n] == '\0' || strchr(" '\"`:,.", name[n]) != NULL))
                    return &r->columns[k];
            }
        }
    return NULL;
}

/* The kinds of failure that producers give, by their numbers (errno). */
static ds_say kind_of_failure(int code) {
    switch (code) {
    case ENOMEM:
        return DS_SAY("te weinig geheugen", "not enough memory");
    case EIO:
        return DS_SAY("lezen mislukt", "reading failed");
    case EINVAL:
        return DS_SAY("een waarde of soort die niet kan", "a value or type that cannot be");
    case ENOSYS:
        return DS_SAY("een soort die deze niet levert", "a type that it does not give");
    default:
        return DS_SAY("zonder naam", "without a name");
    }
}

static ds_status say_producer(ds_arrow_reader *r, int code, ds_error *err) {
    const char *said =
        r->stream.get_last_error == NULL ? NULL : r->stream.get_last_error(&r->stream);
    const in_column *column = column_of_failure(r, said);
    const ds_say kind = kind_of_failure(code);
    char room[SHOWN_SIZE];
    if (column == NULL)
        return ds_error_at(
            err, DS_INPUT, r->name, 0, 0, "wie deze tabel aanlevert geeft fout %d: %s%.0s",
            "who hands over this table gives error %d: %.0s%s", code, kind.nl, kind.en);
    return ds_error_at(err, DS_INPUT, r->name, 0, (uint64_t)(column - r->columns) + 1,
                       "wie deze tabel aanlevert geeft fout %d in kolom '%s': %s%.0s",
                       "who hands over this table gives error %d in column '%s': %.0s%s", code,
                       shown_name(column, (size_t)(column - r->columns), room), kind.nl, kind.en);
}

static ds_status refuse_schema(const ds_arrow_reader *r, const char *nl, const char *en,
                               ds_error *err) {
    return ds_error_texts(err, DS_INPUT, r->name, 0, 0, nl, en);
}

/* row counts from 1; 0: none. The line is that of the csv that it becomes. */
static ds_status say_fault(const ds_arrow_reader *r, size_t column, uint64_t row,
                           ds_arrow_fault fault, ds_error *err) {
    char room[SHOWN_SIZE];
    const char *name = shown_name(&r->columns[column], column, room);
    if (row == 0)
        return ds_error_at(err, DS_INPUT, r->name, 0, column + 1, "kolom '%s'%.0s: %s%.0s",
                           "column '%s'%.0s: %.0s%s", name, "", fault->nl, fault->en);
    return ds_error_at(err, DS_INPUT, r->name, row + 1, column + 1, "rij %llu, kolom '%s': %s%.0s",
                       "row %llu, column '%s': %.0s%s", (unsigned long long)row, name, fault->nl,
                       fault->en);
}

/* ---- the columns ---- */

static ds_status read_type(const ds_arrow_reader *r, const in_column *column, const char *format,
                           ds_arrow_in_type *out, ds_error *err) {
    ds_say word = {NULL, NULL};
    char room[SHOWN_SIZE];
    if (format == NULL)
        return refuse_schema(r, "een kolom zonder soort", "a column without a type", err);
    if (ds_arrow_type_of(format, out, &word)) return DS_OK;
    return ds_error_at(err, DS_INPUT, r->name, 1, 0,
                       "kolom '%s' is %s%.0s; maak er tekst, een getal, ja/nee of een datum van",
                       "column '%s' is %.0s%s; make it text, a number, yes/no or a date",
                       shown_name(column, (size_t)(column - r->columns), room), word.nl, word.en);
}

/* Pairs of counted texts. True where one says that the type has a meaning of its producer's: what
 * is stored is then no value of ours (a period as the number of years since 1970). */
static bool is_of_producer(const char *metadata) {
    static const char key[] = "ARROW:extension:name";
    int32_t n = 0, size;
    if (metadata == NULL) return false;
    memcpy(&n, metadata, sizeof n);
    metadata += sizeof n;
    for (int32_t i = 0; i < 2 * n; i++) {
        memcpy(&size, metadata, sizeof size);
        metadata += sizeof size;
        if (size < 0) return false;
        if (i % 2 == 0 && size == (int32_t)sizeof key - 1 &&
            memcmp(metadata, key, sizeof key - 1) == 0)
            return true;
        metadata += size;
    }
    return false;
}

static bool is_text(ds_arrow_kind kind) {
    return kind == DS_ARROW_IN_TEXT || kind == DS_ARROW_IN_LARGE_TEXT ||
           kind == DS_ARROW_IN_TEXT_VIEW;
}

static ds_status read_column(ds_arrow_reader *r, const struct ArrowSchema *schema, in_column *out,
                             ds_error *err) {
    const char *name;
    char room[SHOWN_SIZE];
    ds_status status;
    if (schema == NULL || schema->release == NULL)
        return refuse_schema(r, "een kolom is al vrijgegeven", "a column is released already", err);
    name = schema->name == NULL ? "" : schema->name;
    if (!ds_text_is_utf8(ds_text_of(name), NULL) || strpbrk(name, "\r\n") != NULL)
        return refuse_schema(r, "een kolomnaam is geen geldig UTF-8, of heeft een regeleinde",
                             "a column's name is no valid UTF-8, or has a line end", err);
    out->name = ds_strdup(name);
    if (out->name == NULL) return ds_error_memory(err);
    out->dictionary = schema->dictionary != NULL;
    if (!out->dictionary) {
        status = read_type(r, out, schema->format, &out->type, err);
        if (status == DS_OK && !is_text(out->type.kind) && is_of_producer(schema->metadata))
            status = ds_error_at(err, DS_INPUT, r->name, 1, 0,
                                 "kolom '%s' is een soort van wie haar aanlevert (extension type); "
                                 "maak er tekst, een getal, ja/nee of een datum van",
                                 "column '%s' is a type of who hands it over (extension type); "
                                 "make it text, a number, yes/no or a date",
                                 shown_name(out, (size_t)(out - r->columns), room));
        return status;
    }
    status = read_type(r, out, schema->format, &out->index, err);
    if (status == DS_OK) status = read_type(r, out, schema->dictionary->format, &out->type, err);
    if (status == DS_OK &&
        (!ds_arrow_is_whole(out->index.kind) || schema->dictionary->dictionary != NULL))
        status = ds_error_at(err, DS_INPUT, r->name, 1, 0,
                             "kolom '%s' heeft een woordenlijst die wij niet lezen",
                             "column '%s' has a dictionary that we do not read",
                             shown_name(out, (size_t)(out - r->columns), room));
    return status;
}

static ds_status read_columns(ds_arrow_reader *r, const struct ArrowSchema *schema, ds_error *err) {
    ds_status status = DS_OK;
    if (schema->format == NULL || strcmp(schema->format, "+s") != 0 || schema->dictionary != NULL)
        return refuse_schema(r, "dit is geen tabel: verwacht een struct van kolommen",
                             "this is no table: expected a struct of columns", err);
    if (schema->n_children <= 0 || schema->n_children > DS_ARROW_COLUMNS_MAX ||
        schema->children == NULL)
        return ds_error_at(err, DS_INPUT, r->name, 0, 0, "verwacht 1 tot en met %d kolommen",
                           "expected 1 to %d columns", DS_ARROW_COLUMNS_MAX);
    r->columns = ds_calloc((size_t)schema->n_children, sizeof *r->columns);
    if (r->columns == NULL) return ds_error_memory(err);
    for (int64_t i = 0; status == DS_OK && i < schema->n_children; i++) {
        r->n_columns++;
        status = read_column(r, schema->children[i], &r->columns[i], err);
    }
    return status;
}

static ds_status read_schema(ds_arrow_reader *r, ds_error *err) {
    struct ArrowSchema schema = {.release = NULL};
    ds_status status;
    int code;
    if (r->stream.release == NULL || r->stream.get_schema == NULL || r->stream.get_next == NULL)
        return refuse_schema(r, "deze stroom is al vrijgegeven", "this stream is released already",
                             err);
    code = r->stream.get_schema(&r->stream, &schema);
    if (code != 0) return say_producer(r, code, err);
    if (schema.release == NULL)
        return refuse_schema(r, "deze stroom zegt niet welke kolommen zij heeft",
                             "this stream does not say which columns it has", err);
    status = read_columns(r, &schema, err);
    schema.release(&schema);
    return status;
}

static void release_array(ds_arrow_reader *r) {
    if (r->array.release != NULL) r->array.release(&r->array);
    r->array = (struct ArrowArray){.release = NULL};
}

void ds_arrow_close(ds_arrow_reader *reader) {
    if (reader == NULL) return;
    release_array(reader);
    if (reader->stream.release != NULL) reader->stream.release(&reader->stream);
    for (size_t i = 0; i < reader->n_columns; i++)
        ds_free(reader->columns[i].name);
    ds_free(reader->columns);
    ds_free(reader->name);
    ds_free(reader);
}

ds_status ds_arrow_open(const char *name, struct ArrowArrayStream *in, ds_arrow_reader **out,
                        ds_error *err) {
    ds_arrow_reader *reader = ds_calloc(1, sizeof *reader);
    ds_status status;
    if (reader == NULL) {
        if (in->release != NULL) in->release(in);
        return ds_error_memory(err);
    }
    reader->stream = *in;
    in->release = NULL;
    reader->name = ds_strdup(name);
    status = reader->name == NULL ? ds_error_memory(err) : read_schema(reader, err);
    if (status == DS_OK)
        *out = reader;
    else
        ds_arrow_close(reader);
    return status;
}

size_t ds_arrow_n_columns(const ds_arrow_reader *reader) {
    return reader->n_columns;
}

const char *ds_arrow_column_name(const ds_arrow_reader *reader, size_t column) {
    return reader->columns[column].name;
}

/* ---- the rows ---- */

static bool is_whole_table(const ds_arrow_reader *r) {
    const struct ArrowArray *a = &r->array;
    const uint8_t *bits = a->n_buffers == 1 && a->buffers != NULL ? a->buffers[0] : NULL;
    if (a->length < 0 || a->offset < 0 || a->length > INT64_MAX / 4 || a->offset > INT64_MAX / 4 ||
        a->n_buffers != 1 || a->n_children != (int64_t)r->n_columns || a->children == NULL ||
        a->dictionary != NULL || a->null_count > 0)
        return false;
    for (int64_t i = 0; bits != NULL && i < a->length; i++) /* a row that is no row */
        if ((bits[(a->offset + i) / 8] >> ((a->offset + i) % 8) & 1) == 0) return false;
    return true;
}

static ds_arrow_fault check_column(ds_arrow_reader *r, size_t i) {
    in_column *column = &r->columns[i];
    const struct ArrowArray *array = r->array.children[i];
    ds_arrow_fault fault =
        ds_arrow_check(array, column->dictionary ? column->index : column->type, column->dictionary,
                       r->array.offset, r->array.length, &column->values);
    if (fault == NULL && column->dictionary)
        fault = ds_arrow_check(array->dictionary, column->type, false, 0, array->dictionary->length,
                               &column->words);
    return fault;
}

static ds_status check_array(ds_arrow_reader *r, ds_error *err) {
    if (!is_whole_table(r))
        return ds_error_at(err, DS_INPUT, r->name, r->n_before + 2, 0,
                           "een deel van de tabel (vanaf rij %llu) heeft een andere vorm dan de "
                           "kolommen zeggen",
                           "a part of the table (from row %llu on) has another shape than its "
                           "columns say",
                           (unsigned long long)r->n_before + 1);
    for (size_t i = 0; i < r->n_columns; i++) {
        ds_arrow_fault fault = check_column(r, i);
        if (fault != NULL) return say_fault(r, i, 0, fault, err);
    }
    return DS_OK;
}

ds_status ds_arrow_next(ds_arrow_reader *reader, size_t *out_n_rows, ds_error *err) {
    reader->n_before += reader->n_rows;
    reader->n_rows = 0;
    for (int n_empty = 0; n_empty < EMPTY_MAX; n_empty++) {
        ds_status status;
        int code;
        release_array(reader);
        code = reader->stream.get_next(&reader->stream, &reader->array);
        if (code != 0) {
            reader->array.release = NULL; /* on failure nothing was handed over */
            return say_producer(reader, code, err);
        }
        if (reader->array.release == NULL) {
            *out_n_rows = 0;
            return DS_OK;
        }
        status = check_array(reader, err);
        if (status != DS_OK) return status;
        if (reader->array.length > 0) {
            *out_n_rows = reader->n_rows = (size_t)reader->array.length;
            return DS_OK;
        }
    }
    return refuse_schema(reader, "deze stroom blijft delen zonder rijen geven",
                         "this stream keeps giving parts without rows", err);
}

ds_status ds_arrow_text(const ds_arrow_reader *reader, size_t column, size_t row,
                        char room[DS_ARROW_TEXT_SIZE], ds_text *out, ds_error *err) {
    static const ds_say outside = {"een nummer dat niet in de woordenlijst staat",
                                   "a number that is not in the dictionary"};
    const in_column *c = &reader->columns[column];
    const ds_arrow_values *values = &c->values;
    int64_t i = (int64_t)row;
    ds_arrow_fault fault = NULL;
    if (c->dictionary) {
        if (ds_arrow_is_null(values, i)) {
            *out = (ds_text){NULL, 0};
            return DS_OK;
        }
        i = ds_arrow_whole(values, i);
        values = &c->words;
        if (i < 0 || i >= values->n) fault = &outside;
    }
    if (fault == NULL) fault = ds_arrow_print(values, i, room, out);
    return fault == NULL ? DS_OK
                         : say_fault(reader, column, reader->n_before + row + 1, fault, err);
}
