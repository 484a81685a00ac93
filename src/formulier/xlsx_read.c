/* formulier/xlsx_read.c: a workbook that was filled in elsewhere → answers, and what could not be
 * read of it. Cells come as text: what was typed, or a number or date that a spreadsheet made of
 * it, with a point and as 2025-06-01. See sheets.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "formulier/findings.h"
#include "formulier/sheets.h"
#include "formulier/value.h"

/* A workbook of ours unpacks to some hundred kB, with ten thousand long answers to a few MB. It is
 * read anew for each of its sheets, so that what somebody else puts in it costs as many times as
 * there are sheets. */
enum { HEADS_MAX = DS_TABLE_COLUMNS_MAX, UNPACKED_MOST = 16 << 20 };

typedef struct book_reading {
    const ds_formulier *form;
    const char *path;
    ds_table_info info;
    ds_answers *answers;
    ds_bevindingen *findings;
    char mark[DS_FORMULIER_MARK_SIZE];
} book_reading;

typedef struct sheet_reading {
    book_reading *of;
    const ds_onderwerp *topic;
    const ds_veld *table; /* NULL: of single fields */
    ds_lang lang;
    size_t answer;                     /* where the answers of single fields stand */
    const ds_veld *columns[HEADS_MAX]; /* of a table: columns[heading]; NULL: none */
    size_t n_columns;
    bool form_is_right, version_is_right; /* of the first sheet */
} sheet_reading;

typedef ds_status (*take_header)(void *context, const ds_text *names, size_t n, ds_error *err);
typedef ds_status (*take_record)(sheet_reading *s, const ds_text *fields, size_t n, ds_error *err);

/* ---- one answer ---- */

/* One to three digits, a point and three more may be thousands in Dutch, and a number that a
 * spreadsheet made: it is not guessed. */
static bool is_doubtful(const ds_veld *field, ds_lang lang, ds_text text) {
    const size_t minus = text.size > 0 && text.data[0] == '-';
    const size_t size = text.size - minus;
    if (lang != DS_NL || !ds_waarde_is_number(field->soort) || size < 5 || size > 7) return false;
    for (size_t i = 0; i < size; i++) {
        const char c = text.data[minus + i];
        if (i == size - 4 ? c != '.' : c < '0' || c > '9') return false;
    }
    return true;
}

static ds_status add_unread(sheet_reading *s, const char *path, const ds_error *why,
                            ds_error *err) {
    return ds_bevindingen_add(
        s->of->findings,
        (ds_bevinding){.controle = "vorm",
                       .ernst = DS_ERNST_FOUT,
                       .topic = s->topic->id,
                       .path = path,
                       .say = ds_bevindingen_say(s->of->findings, why->nl, why->en)},
        err);
}

static ds_status parse_cell(const ds_veld *field, ds_text text, ds_lang lang, char **out,
                            ds_error *err) {
    ds_status status;
    if (is_doubtful(field, lang, text))
        return ds_error_set(err, DS_INPUT,
                            "dit kan op twee manieren gelezen worden: schrijf het zonder punt",
                            "this can be read in two ways: write it without a point");
    if (text.size > 0 && text.data[0] == '\\') text = (ds_text){text.data + 1, text.size - 1};
    status = ds_formulier_parse(field, text, lang, out, err);
    /* A number that a spreadsheet made has a point, whatever the language of who typed it. */
    if (status != DS_INPUT || lang != DS_NL || !ds_waarde_is_number(field->soort) ||
        memchr(text.data, ',', text.size) != NULL)
        return status;
    return ds_formulier_parse(field, text, DS_EN, out, NULL) == DS_OK ? DS_OK : status;
}

static ds_status take_answer(sheet_reading *s, const ds_veld *field, const char *row, ds_text text,
                             ds_error *err) {
    char path[DS_FORMULIER_PATH_MAX + 1], *canonical = NULL;
    ds_error why = {.status = DS_OK};
    ds_status status;
    if (text.size == 0 || field->soort == DS_VELD_GETOOND || !ds_formulier_path(field, row, path))
        return DS_OK;
    status = parse_cell(field, text, s->lang, &canonical, &why);
    if (status == DS_INPUT) return add_unread(s, path, &why, err);
    if (status != DS_OK) return ds_error_memory(err);
    status = ds_answers_set(s->of->answers, path, canonical, err);
    ds_free(canonical);
    return status;
}

static ds_status add_stray(sheet_reading *s, const char *nl, const char *en, ds_error *err) {
    return ds_bevindingen_add(s->of->findings,
                              (ds_bevinding){.controle = "onbekend",
                                             .ernst = DS_ERNST_MELDING,
                                             .topic = s->topic->id,
                                             .say = ds_bevindingen_say(s->of->findings, nl, en)},
                              err);
}

/* ---- single fields ---- */

static ds_status take_field_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    sheet_reading *s = context;
    const ds_say *heads = ds_sheet_field_heads;
    s->answer = SIZE_MAX;
    s->lang = n > 0 && ds_text_is(names[0], heads[0].en) ? DS_EN : DS_NL;
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(names[i], ds_say_text(heads[DS_SHEET_ANSWER], s->lang))) s->answer = i;
    if (s->answer != SIZE_MAX && n > 0) return DS_OK;
    return ds_error_at(err, DS_INPUT, s->of->path, 1, 1, "een blad heeft zijn kolommen niet meer",
                       "a sheet has lost its columns");
}

static ds_status take_field_record(sheet_reading *s, const ds_text *fields, size_t n,
                                   ds_error *err) {
    (void)n;
    for (size_t i = 0; i < s->topic->n_fields; i++)
        if (ds_sheet_has(&s->topic->fields[i]) && ds_text_is(fields[0], s->topic->fields[i].id))
            return take_answer(s, &s->topic->fields[i], NULL, fields[s->answer], err);
    if (fields[0].size == 0 && fields[s->answer].size == 0) return DS_OK;
    return add_stray(s, "een regel met een veld dat hier niet is, is overgeslagen",
                     "a line with a field that is not here was passed over", err);
}

/* ---- tables ---- */

/* "Besteed [besteed]" */
static const ds_veld *find_head(const ds_veld *table, ds_text name) {
    size_t begin = name.size;
    ds_text id;
    if (name.size < 3 || name.data[name.size - 1] != ']') return NULL;
    while (begin > 0 && name.data[begin - 1] != '[')
        begin--;
    id = (ds_text){name.data + begin, name.size - begin - 1};
    for (size_t i = 0; i < table->n_columns; i++)
        if (ds_text_is(id, table->columns[i].id) && ds_sheet_has(&table->columns[i]))
            return &table->columns[i];
    return NULL;
}

static ds_status take_table_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    sheet_reading *s = context;
    size_t known = 0;
    s->lang = n > 0 && ds_text_is(names[0], ds_sheet_row_heads[0].en) ? DS_EN : DS_NL;
    s->n_columns = n;
    for (size_t i = 0; i < n && i < HEADS_MAX; i++) {
        s->columns[i] = find_head(s->table, names[i]);
        known += s->columns[i] != NULL;
    }
    if (known > 0) return DS_OK;
    return ds_error_at(err, DS_INPUT, s->of->path, 1, 1, "een blad heeft zijn kolommen niet meer",
                       "a sheet has lost its columns");
}

static ds_status take_table_record(sheet_reading *s, const ds_text *fields, size_t n,
                                   ds_error *err) {
    char path[DS_FORMULIER_PATH_MAX + 1], row[DS_FORMULIER_ID_MAX + 1] = "";
    ds_plek place;
    ds_status status = DS_OK;
    bool filled = false;
    for (size_t i = 2; i < n; i++)
        filled = filled || fields[i].size > 0;
    if (!filled) return DS_OK;
    if (fields[0].size <= DS_FORMULIER_ID_MAX) {
        memcpy(row, fields[0].data == NULL ? "" : fields[0].data, fields[0].size);
        row[fields[0].size] = '\0';
    }
    if (!ds_formulier_path(&s->table->columns[0], row, path) ||
        !ds_formulier_place(s->of->form, ds_text_of(path), &place))
        return add_stray(s, "een rij die hier niet is, is overgeslagen",
                         "a row that is not here was passed over", err);
    for (size_t i = 2; status == DS_OK && i < n; i++)
        if (s->columns[i] != NULL) status = take_answer(s, s->columns[i], row, fields[i], err);
    return status;
}

/* ---- the first sheet ---- */

static ds_status take_first_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    sheet_reading *s = context;
    (void)err;
    s->form_is_right =
        n > 1 && ds_text_is(names[0], "formulier") && ds_text_is(names[1], s->of->form->id);
    return DS_OK;
}

static ds_status take_first_record(sheet_reading *s, const ds_text *fields, size_t n,
                                   ds_error *err) {
    (void)err;
    if (n > 1 && ds_text_is(fields[0], "versie") && ds_text_is(fields[1], s->of->form->version))
        s->version_is_right = true;
    if (n > 1 && ds_text_is(fields[0], DS_SHEET_MARK) && fields[1].size < sizeof s->of->mark) {
        memcpy(s->of->mark, fields[1].data, fields[1].size);
        s->of->mark[fields[1].size] = '\0';
    }
    return DS_OK;
}

/* ---- sheets ---- */

typedef struct sheet_sink {
    sheet_reading *s;
    take_header header;
    take_record record;
} sheet_sink;

static ds_status take_sheet_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    const sheet_sink *sink = context;
    return sink->header(sink->s, names, n, err);
}

static ds_status take_sheet_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    const sheet_sink *sink = context;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++)
        status = sink->record(sink->s, batch->fields + i * batch->n_columns, batch->n_columns, err);
    return status;
}

static ds_status read_sheet(sheet_reading *s, const char *name, take_header header,
                            take_record record, ds_error *err) {
    sheet_sink at = {s, header, record};
    const ds_table_sink sink = {&at, take_sheet_header, take_sheet_batch, NULL, NULL, NULL};
    ds_table_shape shape = DS_TABLE_SHAPE_INIT;
    shape.sheet = ds_text_of(name);
    shape.unchecked = true;
    shape.unpacked_most = UNPACKED_MOST;
    return ds_table_read_shaped(s->of->path, &s->of->info, &shape, 1, &sink, err);
}

static ds_status read_first_sheet(sheet_reading *s, ds_error *err) {
    const ds_formulier *form = s->of->form;
    ds_status status = read_sheet(s, DS_SHEET_FIRST, take_first_header, take_first_record, err);
    if (status != DS_OK || (s->form_is_right && s->version_is_right)) return status;
    return ds_error_at(err, DS_INPUT, s->of->path, 1, 1,
                       "dit Excel-bestand is niet van formulier %s, versie %s",
                       "this Excel file is not of form %s, version %s", form->id, form->version);
}

static ds_status read_topic_sheets(sheet_reading *s, size_t topic, ds_error *err) {
    const ds_formulier *form = s->of->form;
    char name[DS_SHEET_NAME_SIZE];
    ds_status status = DS_OK;
    s->topic = &form->topics[topic];
    s->table = NULL;
    ds_sheet_name(form, topic, NULL, name);
    if (ds_sheet_has_fields(s->topic))
        status = read_sheet(s, name, take_field_header, take_field_record, err);
    for (size_t i = 0; status == DS_OK && i < s->topic->n_fields; i++) {
        s->table = &s->topic->fields[i];
        if (s->table->soort != DS_VELD_TABEL) continue;
        ds_sheet_name(form, topic, s->table, name);
        status = read_sheet(s, name, take_table_header, take_table_record, err);
    }
    return status;
}

static ds_status read_book(book_reading *b, ds_error *err) {
    sheet_reading *s = ds_calloc(1, sizeof *s);
    ds_status status;
    if (s == NULL) return ds_error_memory(err);
    s->of = b;
    status = ds_table_inspect(b->path, &b->info, err);
    if (status == DS_OK && b->info.format != DS_TABLE_XLSX)
        status = ds_error_at(err, DS_INPUT, b->path, 0, 0, "dit is geen Excel-bestand (.xlsx)",
                             "this is no Excel file (.xlsx)");
    if (status == DS_OK) status = read_first_sheet(s, err);
    for (size_t i = 0; status == DS_OK && i < b->form->n_topics; i++)
        status = read_topic_sheets(s, i, err);
    ds_free(s);
    return status;
}

ds_status ds_formulier_read_xlsx(const ds_formulier *form, const char *path, ds_answers **out,
                                 ds_bevindingen **out_findings,
                                 char out_mark[DS_FORMULIER_MARK_SIZE], ds_error *err) {
    book_reading b = {.form = form, .path = path};
    ds_status status = ds_answers_new(&b.answers, err);
    if (status == DS_OK) status = ds_bevindingen_new(&b.findings, err);
    if (status == DS_OK) status = read_book(&b, err);
    if (status != DS_OK) {
        ds_answers_free(b.answers);
        ds_bevindingen_free(b.findings);
        return status;
    }
    memcpy(out_mark, b.mark, sizeof b.mark);
    *out = b.answers;
    *out_findings = b.findings;
    return DS_OK;
}
