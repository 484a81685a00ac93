/* intake/store/duckdb.c: the register as tables in a DuckDB file, for SQL (docs/register.md).
 *
 * Each table is a list of columns that say where in a row's bytes the number stands and how it is
 * to be read; one function fills some rows column by column. Texts go in as ENUM codes, so that no
 * word is copied per row. Pieces of a large table go over several lanes at once, to a DuckDB in a
 * process of its own: one that finds no memory may end. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/text.h"
#include "intake/store/duckdb.h"
#include "intake/store/duckdb_kinds.h"
#include "intake/store/store.h"
#include "register/generation.h"

enum { ENUM_WORDS_MAX = 50000, SQL_MAX = 1 << 26, PIECE = 122880 * 8, COLUMNS_MAX = 64 };

typedef enum kind {
    NUMBER,
    BOOLEAN,
    DATE,
    DECIMAL,
    WORD,
    PERSON,
    MONTH_PERSON,
    KIND,
    MONTH_KIND,
    CAREER
} kind;
/* What a number in a row means. RAW: itself. PLUS1: 0 NULL, else minus one. ZERO: 0 NULL, else
 * itself. COUNTED: 0 NULL, else number + itself - 1. FLAG: a bit. DAYS: INT32_MIN NULL. */
typedef enum rule { RAW, PLUS1, ZERO, COUNTED, FLAG, DAYS } rule;

typedef struct column {
    const char *name;
    kind kind;
    rule rule;
    size_t offset, size;
    const ds_code_list *codes;
    int word;
    uint32_t number; /* the bit of a FLAG, the low of COUNTED */
} column;

#define AT(type, field) offsetof(type, field), sizeof(((type *)0)->field)
#define NUMBER_AT(name, rule, type, field)                                                         \
    { name, NUMBER, rule, AT(type, field), NULL, -1, 0 }
#define CODE_AT(name, rule, type, field, codes)                                                    \
    { name, WORD, rule, AT(type, field), &(codes), -1, 0 }
#define WORD_AT(name, type, field, word)                                                           \
    { name, WORD, PLUS1, AT(type, field), NULL, word, 0 }
#define FLAG_AT(name, type, field, bit)                                                            \
    { name, BOOLEAN, FLAG, AT(type, field), NULL, -1, bit }
/* Columns of a row of type, by KIND. */
#define SQL_WORD(ID, name, type, codes, low) WORD_AT(#name, type, name, DS_WORD_##ID)
#define SQL_SOORT(ID, name, type, codes, low) CODE_AT(#name, RAW, type, name, ds_codes_##codes)
#define SQL_LEERWEG(ID, name, type, codes, low) CODE_AT(#name, PLUS1, type, name, ds_codes_##codes)
#define SQL_CODE(ID, name, type, codes, low) CODE_AT(#name, PLUS1, type, name, ds_codes_##codes)
#define SQL_NUMBER(ID, name, type, codes, low)                                                     \
    { #name, NUMBER, COUNTED, AT(type, name), NULL, -1, low }
#define SQL_FLAG(ID, name, type, codes, low) FLAG_AT(#name, type, flags, DS_FLAG_##ID)
#define SQL_YESNO(ID, name, type, codes, low)                                                      \
    { #name, BOOLEAN, PLUS1, AT(type, name), NULL, -1, 0 }
#define SQL_DATE(ID, name, type, codes, low)                                                       \
    { #name, DATE, DAYS, AT(type, name), NULL, -1, 0 }
#define OF_ENROLMENT(ID, name, KIND, codes, low, ...)                                              \
    SQL_##KIND(ID, name, ds_enrolment, codes, low),
#define OF_PERSON(ID, name, KIND, codes, low, ...) SQL_##KIND(ID, name, ds_attributes, codes, low),
#define OF_INSTITUTION(ID, name, KIND, codes, low, ...)                                            \
    SQL_##KIND(ID, name, ds_institution, codes, low),

static const column schooljaar[] = {
    NUMBER_AT("schooljaar", RAW, ds_year, schooljaar),
    {"inschrijving", BOOLEAN, RAW, AT(ds_year, inschrijving), NULL, -1, 0},
    {"werk", BOOLEAN, RAW, AT(ds_year, werk), NULL, -1, 0}};
static const column persoon[] = {
    NUMBER_AT("nr", RAW, ds_attributes, person),
    {"persoon", PERSON, RAW, AT(ds_attributes, person), NULL, -1, 0},
    {"persoon_soort", KIND, RAW, AT(ds_attributes, person), NULL, -1, 0},
    {"loopbaan", CAREER, RAW, AT(ds_attributes, person), NULL, -1, 0},
    DS_PERSON_COLUMNS(OF_PERSON)};
static const column persoon_jaar[] = {NUMBER_AT("nr", RAW, ds_attributes, person),
                                      NUMBER_AT("schooljaar", RAW, ds_attributes, jaar),
                                      DS_PERSON_COLUMNS(OF_PERSON)};
static const column inschrijving[] = {
    NUMBER_AT("nr", RAW, ds_enrolment, person), NUMBER_AT("schooljaar", RAW, ds_enrolment, jaar),
    DS_ENROLMENT_COLUMNS(OF_ENROLMENT) FLAG_AT("staat", ds_enrolment, flags, DS_FLAG_STAAT),
    NUMBER_AT("rang", RAW, ds_enrolment, rang)};
static const column diploma[] = {NUMBER_AT("nr", RAW, ds_diploma, person),
                                 NUMBER_AT("schooljaar", RAW, ds_diploma, jaar),
                                 {"datum", DATE, DAYS, AT(ds_diploma, datum), NULL, -1, 0},
                                 CODE_AT("soort", RAW, ds_diploma, soort, ds_codes_soort),
                                 NUMBER_AT("niveau", ZERO, ds_diploma, niveau),
                                 CODE_AT("leerweg", PLUS1, ds_diploma, leerweg, ds_codes_leerweg),
                                 WORD_AT("opleiding", ds_diploma, opleiding, DS_WORD_OPLEIDING),
                                 WORD_AT("hoofdgroep", ds_diploma, hoofdgroep, DS_WORD_HOOFDGROEP),
                                 CODE_AT("sector", PLUS1, ds_diploma, sector, ds_codes_sector),
                                 WORD_AT("instelling", ds_diploma, instelling, DS_WORD_INSTELLING)};
static const column diploma_geleverd[] = {
    CODE_AT("soort", RAW, ds_diploma_place, soort, ds_codes_soort),
    WORD_AT("instelling", ds_diploma_place, instelling, DS_WORD_INSTELLING)};
static const column werk[] = {NUMBER_AT("nr", RAW, ds_job, person),
                              NUMBER_AT("jaar", RAW, ds_job, jaar),
                              {"uren", DECIMAL, RAW, AT(ds_job, uren), NULL, -1, 0}};
static const column vrijstelling[] = {NUMBER_AT("nr", RAW, ds_exemption, person),
                                      NUMBER_AT("schooljaar", RAW, ds_exemption, jaar),
                                      CODE_AT("reden", RAW, ds_exemption, reden, ds_codes_reden)};
static const column vsv_duo[] = {NUMBER_AT("nr", RAW, ds_exemption, person),
                                 NUMBER_AT("schooljaar", RAW, ds_exemption, jaar),
                                 {"vsv_duo", BOOLEAN, RAW, AT(ds_exemption, reden), NULL, -1, 0}};
static const column vsv_maand[] = {
    {"persoon", MONTH_PERSON, RAW, AT(ds_month, person), NULL, -1, 0},
    {"persoon_soort", MONTH_KIND, RAW, AT(ds_month, person), NULL, -1, 0},
    NUMBER_AT("schooljaar", RAW, ds_month, schooljaar),
    NUMBER_AT("maand", RAW, ds_month, maand),
    WORD_AT("instelling", ds_month, instelling, DS_WORD_INSTELLING),
    NUMBER_AT("niveau", ZERO, ds_month, niveau),
    CODE_AT("leerweg", PLUS1, ds_month, leerweg, ds_codes_leerweg),
    CODE_AT("lijst", PLUS1, ds_month, lijst, ds_codes_lijst)};
static const column instelling[] = {
    WORD_AT("instelling", ds_institution, instelling, DS_WORD_INSTELLING),
    DS_INSTITUTION_COLUMNS(OF_INSTITUTION)
        WORD_AT("opgegaan_in", ds_institution, opgegaan_in, DS_WORD_INSTELLING),
    NUMBER_AT("vanaf_schooljaar", ZERO, ds_institution, vanaf)};

typedef struct table {
    const char *name;
    const column *columns;
    size_t n_columns;
    const char *rows;
    size_t row_size;
    uint64_t n_rows;
    bool (*skip)(const void *row);
    bool enrolments; /* rows as they are kept; columns are of them in full */
} table;

typedef struct loader {
    const ds_intake *intake;
    const ds_resolved *resolved;
    const ds_database *database;
    const table *table;
    uint8_t widths[COLUMNS_MAX]; /* of its columns */
} loader;

/* ---- tables and types ---- */

static void add_literal(ds_buffer *sql, ds_text text) {
    ds_buffer_add_char(sql, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'') ds_buffer_add_char(sql, '\'');
        ds_buffer_add_char(sql, text.data[i]);
    }
    ds_buffer_add_char(sql, '\'');
}

/* Words that fit an ENUM; an empty one, or too many, stays VARCHAR. */
static bool is_enum(const ds_resolved *resolved, const column *c) {
    size_t n = c->word >= 0       ? resolved->n_words[c->word]
               : c->codes == NULL ? 0
                                  : c->codes->n_values;
    return c->kind == WORD && n > 0 && n <= ENUM_WORDS_MAX;
}

static ds_text word_at(const ds_resolved *resolved, const column *c, size_t i) {
    if (c->word >= 0) return resolved->words[c->word][i];
    return (ds_text){c->codes->values[i], strlen(c->codes->values[i])};
}

static void add_type_name(const column *c, ds_buffer *sql) {
    if (c->word >= 0)
        ds_buffer_addf(sql, "woord_%d", c->word);
    else
        ds_buffer_addf(sql, "code_%s", c->codes->name);
}

static void add_types(const loader *l, const table *t, ds_buffer *sql) {
    for (size_t i = 0; i < t->n_columns; i++) {
        const column *c = &t->columns[i];
        size_t n;
        if (c->kind != WORD || !is_enum(l->resolved, c)) continue;
        n = c->word >= 0 ? l->resolved->n_words[c->word] : c->codes->n_values;
        ds_buffer_add_string(sql, "CREATE TYPE IF NOT EXISTS ");
        add_type_name(c, sql);
        ds_buffer_add_string(sql, " AS ENUM (");
        for (size_t w = 0; w < n; w++) {
            if (w > 0) ds_buffer_add_char(sql, ',');
            add_literal(sql, word_at(l->resolved, c, w));
        }
        ds_buffer_add_string(sql, ");\n");
    }
}

static void add_table(const loader *l, const table *t, ds_buffer *sql) {
    static const char *const types[] = {
        [NUMBER] = "INTEGER",        [BOOLEAN] = "BOOLEAN", [DATE] = "DATE",
        [DECIMAL] = "DECIMAL(18,2)", [WORD] = "VARCHAR",    [PERSON] = "VARCHAR",
        [MONTH_PERSON] = "VARCHAR",  [KIND] = "VARCHAR",    [MONTH_KIND] = "VARCHAR",
        [CAREER] = "BOOLEAN"};
    ds_buffer_addf(sql, "CREATE TABLE %s (", t->name);
    for (size_t i = 0; i < t->n_columns; i++) {
        const column *c = &t->columns[i];
        ds_buffer_addf(sql, "%s\"%s\" ", i == 0 ? "" : ", ", c->name);
        if (c->kind == WORD && is_enum(l->resolved, c))
            add_type_name(c, sql);
        else
            ds_buffer_add_string(sql, types[c->kind]);
    }
    ds_buffer_add_string(sql, ");\n");
}

static ds_status create_table(loader *l, const table *t, ds_error *err) {
    ds_buffer sql;
    ds_status status;
    ds_buffer_init(&sql, SQL_MAX);
    add_types(l, t, &sql);
    add_table(l, t, &sql);
    status = ds_buffer_finish(&sql, err);
    if (status == DS_OK) status = ds_database_run(l->database, ds_buffer_string(&sql), err);
    ds_buffer_done(&sql);
    return status;
}

/* ---- rows ---- */

/* The number in the row, after its rule; false for NULL. */
static bool number_of(const column *c, const char *row, int64_t *out) {
    uint32_t value = 0;
    int32_t days;
    memcpy(&value, row + c->offset, c->size); /* little-endian */
    *out = value;
    switch (c->rule) {
    case RAW:
        return true;
    case PLUS1:
        *out = (int64_t)value - 1;
        return value != 0;
    case ZERO:
        return value != 0;
    case COUNTED:
        *out = (int64_t)value - 1 + c->number;
        return value != 0;
    case FLAG:
        *out = (value & c->number) != 0;
        return true;
    case DAYS:
        memcpy(&days, row + c->offset, sizeof days);
        *out = days;
        return days != INT32_MIN;
    }
    return false;
}

static void put_kind(ds_database_column *to, size_t i, ds_text key) {
    to->texts[i] = ds_text_of(ds_codes_persoon_soort.values[ds_identity_number(key)]);
}

/* As many bytes as the column has. */
static void put_bytes(ds_database_column *to, size_t i, int64_t value) {
    char *at = (char *)to->data + i * to->width;
    memcpy(at, &value, to->width); /* little-endian */
}

static void put_cell(const loader *l, const column *c, ds_database_column *to, size_t i,
                     int64_t value) {
    const ds_resolved *r = l->resolved;
    switch (c->kind) {
    case NUMBER:
    case DATE:
    case DECIMAL:
        put_bytes(to, i, value);
        break;
    case BOOLEAN:
        put_bytes(to, i, value != 0);
        break;
    case WORD:
        if (to->width == 0)
            to->texts[i] = word_at(r, c, (size_t)value);
        else
            put_bytes(to, i, value);
        break;
    case PERSON:
        to->texts[i] = ds_identity_text(r->persons[value]);
        break;
    case MONTH_PERSON:
        to->texts[i] = ds_identity_text(r->month_persons[value]);
        break;
    case KIND:
        put_kind(to, i, r->persons[value]);
        break;
    case MONTH_KIND:
        put_kind(to, i, r->month_persons[value]);
        break;
    case CAREER:
        put_bytes(to, i, value < r->n_careers);
        break;
    }
}

/* Bytes of a value as DuckDB has it; 0 of a text. The codes of an ENUM are as wide as they have to
 * be. */
static uint8_t width_of(const ds_resolved *resolved, const column *c) {
    const size_t n = c->word >= 0       ? resolved->n_words[c->word]
                     : c->codes != NULL ? c->codes->n_values
                                        : 0;
    switch (c->kind) {
    case NUMBER:
    case DATE:
        return 4;
    case DECIMAL:
        return 8;
    case BOOLEAN:
    case CAREER:
        return 1;
    case WORD:
        if (!is_enum(resolved, c)) return 0;
        return n <= UINT8_MAX ? 1 : n <= UINT16_MAX ? 2 : 4;
    default:
        return 0;
    }
}

static void add_values(const loader *l, size_t index, const char *const *rows, size_t n,
                       ds_buffer *frame) {
    const column *c = &l->table->columns[index];
    ds_database_column to;
    to.n = n;
    to.width = l->widths[index];
    to.nulls = false;
    memset(to.data, 0, sizeof to.data); /* of who has no value too */
    for (size_t i = 0; i < n; i++) {
        int64_t value;
        if (number_of(c, rows[i], &value))
            put_cell(l, c, &to, i, value);
        else
            ds_database_set_null(&to, i);
    }
    ds_database_add(frame, &to);
}

/* From row *at on as many as fit, without those that are skipped, into rows. */
static size_t gather_rows(const loader *l, uint64_t *at, uint64_t to, ds_enrolment *full,
                          const char **rows, size_t capacity) {
    size_t n = 0;
    for (; *at < to && n < capacity; ++*at) {
        const char *row = l->table->rows + (size_t)*at * l->table->row_size;
        if (l->table->skip != NULL && l->table->skip(row)) continue;
        if (l->table->enrolments) {
            ds_enrolment_at(l->resolved, *at, &full[n]);
            row = (const char *)&full[n];
        }
        rows[n++] = row;
    }
    return n;
}

static ds_status send_rows(const loader *l, size_t lane, uint64_t from, uint64_t to,
                           ds_buffer *frame, ds_error *err) {
    const char *rows[DS_DATABASE_ROWS_MAX];
    ds_enrolment full[DS_DATABASE_ROWS_MAX];
    ds_status status = DS_OK;
    for (uint64_t at = from; status == DS_OK && at < to;) {
        const size_t n = gather_rows(l, &at, to, full, rows, DS_DATABASE_ROWS_MAX);
        ds_database_rows(frame, (uint32_t)n);
        for (size_t c = 0; c < l->table->n_columns; c++)
            add_values(l, c, rows, n, frame);
        if (n > 0) status = ds_database_send(l->database, lane, frame, err);
    }
    return status;
}

static ds_status load_piece(void *context, size_t i, size_t lane, ds_error *err) {
    const loader *l = context;
    const uint64_t from = (uint64_t)i * PIECE;
    const uint64_t to = l->table->n_rows - from < PIECE ? l->table->n_rows : from + PIECE;
    ds_buffer frame;
    ds_status status =
        ds_database_begin(l->database, lane, l->table->name, l->widths, l->table->n_columns, err);
    ds_buffer_init(&frame, DS_DATABASE_FRAME_MAX);
    if (status == DS_OK) status = send_rows(l, lane, from, to, &frame, err);
    if (status == DS_OK) status = ds_database_end(l->database, lane, err);
    ds_buffer_done(&frame);
    if (l->intake->options->progress != NULL && l->table->columns == inschrijving)
        l->intake->options->progress(l->intake->options->progress_context, "register schrijven",
                                     "writing the register",
                                     0.3 + 0.6 * (double)to / (double)(l->table->n_rows + 1));
    return status;
}

static ds_status load_table(loader *l, const table *t, ds_error *err) {
    ds_status status = create_table(l, t, err);
    if (status != DS_OK) return status;
    l->table = t;
    for (size_t c = 0; c < t->n_columns; c++)
        l->widths[c] = width_of(l->resolved, &t->columns[c]);
    status = ds_parallel((size_t)((t->n_rows + PIECE - 1) / PIECE), l->database->link.n_lanes,
                         load_piece, l, err);
    ds_resolved_pass(l->resolved, 0, l->resolved->n_persons);
    return status;
}

/* ---- the tables' rows ---- */

static bool skip_enrolment(const void *row) {
    return (((const ds_kept *)row)->marks & DS_KEPT_GONE) != 0;
}

static bool skip_gone(const void *row) {
    uint32_t person;
    memcpy(&person, row, sizeof person);
    return person == UINT32_MAX;
}

static bool skip_always(const void *row) {
    return skip_gone(row) || ((const ds_attributes *)row)->jaar == 0;
}

/* One row a person: what holds always. */
static ds_attributes *base_rows(const ds_resolved *r) {
    const ds_attributes *rows = (const ds_attributes *)(const void *)r->attributes.data;
    ds_attributes *base = ds_calloc(r->n_persons, sizeof *base);
    if (base == NULL) return NULL;
    for (uint32_t p = 0; p < r->n_persons; p++) {
        base[p].geboortedatum = INT32_MIN;
        for (uint64_t i = r->attributes.offsets[p]; i < r->attributes.offsets[p + 1]; i++)
            if (rows[i].person != UINT32_MAX && rows[i].jaar == 0) base[p] = rows[i];
        base[p].person = p;
    }
    return base;
}

#define COLUMNS(list) (list), sizeof(list) / sizeof *(list)

static ds_status load_all(loader *l, ds_error *err) {
    const ds_resolved *r = l->resolved;
    ds_attributes *base = base_rows(r);
    ds_status status = base == NULL ? ds_error_memory(err) : DS_OK;
    const table tables[] = {
        {"schooljaar", COLUMNS(schooljaar), (const char *)r->years, sizeof *r->years, r->n_years,
         NULL, false},
        {"persoon", COLUMNS(persoon), (const char *)base, sizeof *base, r->n_persons, NULL, false},
        {"persoon_jaar", COLUMNS(persoon_jaar), (const char *)r->attributes.data,
         r->attributes.size, r->attributes.n, skip_always, false},
        {"inschrijving", COLUMNS(inschrijving), (const char *)r->enrolments.data,
         r->enrolments.size, r->enrolments.n, skip_enrolment, true},
        {"diploma", COLUMNS(diploma), (const char *)r->diplomas.data, r->diplomas.size,
         r->diplomas.n, skip_gone, false},
        {"diploma_geleverd", COLUMNS(diploma_geleverd), (const char *)r->delivered,
         sizeof *r->delivered, r->n_delivered, NULL, false},
        {"werk", COLUMNS(werk), (const char *)r->jobs.data, r->jobs.size, r->jobs.n, skip_gone,
         false},
        {"vrijstelling", COLUMNS(vrijstelling), (const char *)r->exemptions.data,
         r->exemptions.size, r->exemptions.n, skip_gone, false},
        {"vsv_duo", COLUMNS(vsv_duo), (const char *)r->verdicts.data, r->verdicts.size,
         r->verdicts.n, skip_gone, false},
        {"vsv_maand", COLUMNS(vsv_maand), (const char *)r->months, sizeof *r->months, r->n_months,
         NULL, false},
        {"instelling", COLUMNS(instelling), (const char *)r->institutions, sizeof *r->institutions,
         r->n_institutions, NULL, false}};
    for (size_t i = 0; status == DS_OK && i < sizeof tables / sizeof *tables; i++)
        status = load_table(l, &tables[i], err);
    ds_free(base);
    if (status == DS_OK) status = ds_store_kinds_tables(l->intake, l->database, err);
    return status;
}

ds_status ds_store_tables(ds_intake *intake, const ds_resolved *resolved, const ds_database *to,
                          ds_error *err) {
    loader l = {.intake = intake, .resolved = resolved, .database = to};
    return load_all(&l, err);
}

ds_status ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *folder,
                          ds_error *err) {
    char path[DS_PATH_SIZE], temporary[DS_PATH_SIZE];
    const ds_database_options options = {.path = path,
                                         .temporary = temporary,
                                         .memory = "2GB",
                                         .threads = (uint32_t)intake->n_workers,
                                         .n_lanes = intake->n_workers};
    ds_database_helper *helper = NULL;
    ds_database database;
    ds_status status = ds_file_join(path, folder, DS_SQL_MADE, err);
    if (status == DS_OK) status = ds_file_join(temporary, folder, DS_SQL_TEMPORARY, err);
    if (status == DS_OK) status = ds_file_remove(path, err);
    if (status == DS_OK) status = ds_database_open(&options, &helper, &database, err);
    if (status == DS_OK) status = ds_store_tables(intake, resolved, &database, err);
    if (status == DS_OK) status = ds_database_run(&database, "CHECKPOINT", err);
    status = ds_database_close(helper, status, err);
    if (status == DS_OK) status = ds_file_remove(temporary, err);
    return status;
}
