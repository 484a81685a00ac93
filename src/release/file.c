/* release/file.c: a release on disk: JSON with a form number and a checksum (BLAKE2b-256 of the
 * compact content) that tells damage; it is no signature. A hidden count is null. See
 * doorstroom/release.h. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "release/file_sheets.h"
#include "release/model.h"

enum { DIGEST = 32, HEX_SIZE = 2 * DIGEST + 1 };
#define FILE_MOST ((size_t)1 << 30)

static const char *const fact_names[] = {"minimum",   "afgerond_op", "min_instellingen", "waarden",
                                         "verborgen", "beschermd",   "programmas"};
enum { FACTS = sizeof fact_names / sizeof *fact_names };

static void list_facts(ds_release_facts *facts, uint64_t *out[FACTS]) {
    out[0] = &facts->minimum;
    out[1] = &facts->rounded_to;
    out[2] = &facts->institutions;
    out[3] = &facts->n_values;
    out[4] = &facts->n_hidden;
    out[5] = &facts->n_protected;
    out[6] = &facts->n_programs;
}

/* ---- out ---- */

/* Steals value; a failure is remembered in *failed. */
static void set_json(json_t *object, const char *key, json_t *value, bool *failed) {
    if (json_object_set_new(object, key, value) != 0) *failed = true;
}

static void append_json(json_t *list, json_t *value, bool *failed) {
    if (json_array_append_new(list, value) != 0) *failed = true;
}

static json_t *count_json(const ds_release_count *count) {
    return count->shown ? json_integer((json_int_t)count->n) : json_null();
}

/* [jaar, [sleutels], teller, noemer, onbekend, som] */
static json_t *row_json(const ds_release_table *t, const ds_release_row *row, bool *failed) {
    json_t *list = json_array(), *keys = json_array();
    for (size_t k = 0; k < t->n_keys; k++)
        append_json(keys, json_string(row->keys[k]), failed);
    append_json(list, json_integer(row->schooljaar), failed);
    append_json(list, keys, failed);
    append_json(list, count_json(&row->teller), failed);
    append_json(list, count_json(&row->noemer), failed);
    append_json(list, count_json(&row->onbekend), failed);
    append_json(list, row->som == NULL ? json_null() : json_string(row->som), failed);
    return list;
}

static json_t *table_json(const ds_release_table *t, bool *failed) {
    json_t *j = json_object(), *names = json_array(), *rows = json_array();
    set_json(j, "id", json_string(t->id), failed);
    set_json(j, "indicator", json_string(t->indicator), failed);
    set_json(j, "versie", json_string(t->version), failed);
    set_json(j, "voor", json_string(t->scope), failed);
    set_json(j, "zonder", json_string(t->without), failed);
    set_json(j, "getal", json_boolean(t->numeric), failed);
    for (size_t k = 0; k < t->n_keys; k++)
        append_json(names, json_string(t->key_names[k]), failed);
    for (size_t i = 0; i < t->n_rows; i++)
        append_json(rows, row_json(t, &t->rows[i], failed), failed);
    set_json(j, "sleutels", names, failed);
    set_json(j, "rijen", rows, failed);
    return j;
}

static json_t *content_json(const ds_release *release, bool *failed) {
    json_t *j = json_object(), *tables = json_array();
    ds_release_facts facts = release->facts;
    uint64_t *numbers[FACTS];
    list_facts(&facts, numbers);
    set_json(j, "register", json_string(facts.generation), failed);
    for (size_t i = 0; i < FACTS; i++)
        set_json(j, fact_names[i], json_integer((json_int_t)*numbers[i]), failed);
    for (size_t i = 0; i < release->n_tables; i++)
        append_json(tables, table_json(&release->tables[i], failed), failed);
    set_json(j, "tabellen", tables, failed);
    ds_release_put_sheets(release, j, failed);
    return j;
}

static int put_piece(const char *data, size_t size, void *context) {
    ds_buffer *out = context;
    ds_buffer_add(out, data, size);
    return out->failed == DS_OK ? 0 : -1;
}

static ds_status dump_json(const json_t *j, ds_buffer *out, ds_error *err) {
    ds_buffer_init(out, FILE_MOST);
    if (json_dump_callback(j, put_piece, out, JSON_COMPACT) != 0)
        return out->failed == DS_INPUT ? ds_buffer_finish(out, err) : ds_error_memory(err);
    return ds_buffer_finish(out, err);
}

static void digest_of(const ds_buffer *text, char out[HEX_SIZE]) {
    unsigned char digest[DIGEST];
    (void)crypto_generichash(digest, DIGEST, (const unsigned char *)text->data, text->size, NULL,
                             0);
    (void)sodium_bin2hex(out, HEX_SIZE, digest, DIGEST);
}

/* private: some of it is for one reader alone. */
static ds_status write_release(const ds_release *release, bool private, const char *path,
                               ds_error *err) {
    bool failed = false;
    json_t *content;
    ds_buffer text, whole;
    char digest[HEX_SIZE];
    ds_status status;
    ds_json_begin();
    content = content_json(release, &failed);
    status = failed ? ds_error_memory(err) : DS_OK;
    ds_buffer_init(&text, FILE_MOST);
    ds_buffer_init(&whole, 2 * FILE_MOST);
    if (status == DS_OK) status = dump_json(content, &text, err);
    if (status == DS_OK) {
        digest_of(&text, digest);
        ds_buffer_addf(&whole, "{\"vorm\":%d,\"blake2b\":\"%s\",\"inhoud\":", DS_RELEASE_FORM,
                       digest);
        ds_buffer_add(&whole, text.data, text.size);
        ds_buffer_add_string(&whole, "}\n");
        status = ds_buffer_finish(&whole, err);
    }
    if (status == DS_OK)
        status = private ? ds_file_write_private(path, whole.data, whole.size, err)
                         : ds_file_write(path, whole.data, whole.size, err);
    ds_buffer_done(&text);
    ds_buffer_done(&whole);
    json_decref(content);
    return status;
}

ds_status ds_release_write(const ds_release *release, const char *path, ds_error *err) {
    return write_release(release, true, path, err);
}

static bool is_seen(const char *of, const char *scope) {
    return of[0] == '\0' || strcmp(of, scope) == 0;
}

/* The rows of a table that scope may see, in list; false when it may see none of it. */
static bool cut_table(const ds_release_table *table, const char *scope, ds_release_row *list,
                      ds_release_table *out) {
    const size_t own = ds_release_own_key(table);
    size_t n = 0;
    *out = *table;
    if (own == SIZE_MAX) return is_seen(table->scope, scope);
    for (size_t i = 0; i < table->n_rows; i++)
        if (strcmp(table->rows[i].keys[own], scope) == 0) list[n++] = table->rows[i];
    out->rows = list;
    out->n_rows = n;
    return n > 0;
}

/* What scope may see, in the lists of part and rows. */
static void cut_release(const ds_release *release, const char *scope, ds_release *part,
                        ds_release_row *rows) {
    part->n_tables = part->n_sheets = 0;
    for (size_t i = 0; i < release->n_tables; i++) {
        if (cut_table(&release->tables[i], scope, rows, &part->tables[part->n_tables]))
            part->n_tables++;
        rows += release->tables[i].n_rows;
    }
    for (size_t i = 0; i < release->n_sheets; i++)
        if (is_seen(release->sheets[i].scope, scope))
            part->sheets[part->n_sheets++] = release->sheets[i];
}

ds_status ds_release_write_scope(const ds_release *release, const char *scope, const char *path,
                                 ds_error *err) {
    ds_release part = *release; /* its lists are shortened, in copies */
    size_t n_rows = 0;
    ds_release_row *rows;
    ds_status status;
    for (size_t i = 0; i < release->n_tables; i++)
        n_rows += release->tables[i].n_rows;
    rows = ds_calloc(n_rows + 1, sizeof *rows);
    part.tables = ds_calloc(release->n_tables + 1, sizeof *part.tables);
    part.sheets = ds_calloc(release->n_sheets + 1, sizeof *part.sheets);
    status =
        rows == NULL || part.tables == NULL || part.sheets == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) cut_release(release, scope, &part, rows);
    if (status == DS_OK) status = write_release(&part, scope[0] != '\0', path, err);
    ds_free(rows);
    ds_free(part.tables);
    ds_free(part.sheets);
    return status;
}

/* ---- in ---- */

static ds_release_count take_count(ds_release_reader *r, const json_t *value) {
    if (json_is_null(value)) return (ds_release_count){false, 0};
    if (!json_is_integer(value) || json_integer_value(value) < 0) r->wrong = true;
    return (ds_release_count){true, (uint64_t)json_integer_value(value)};
}

/* texts: room for the keys. */
static void take_row(ds_release_reader *r, const json_t *j, const ds_release_table *t,
                     const char **texts, ds_release_row *out) {
    const json_t *keys = json_array_get(j, 1);
    if (json_array_size(j) != 6 || json_array_size(keys) != t->n_keys ||
        !json_is_integer(json_array_get(j, 0))) {
        r->wrong = true;
        return;
    }
    out->schooljaar = (int)json_integer_value(json_array_get(j, 0));
    for (size_t k = 0; k < t->n_keys; k++)
        texts[k] = ds_release_take_text(r, json_array_get(keys, k));
    out->keys = texts;
    out->teller = take_count(r, json_array_get(j, 2));
    out->noemer = take_count(r, json_array_get(j, 3));
    out->onbekend = take_count(r, json_array_get(j, 4));
    out->som =
        json_is_null(json_array_get(j, 5)) ? NULL : ds_release_take_text(r, json_array_get(j, 5));
}

static void take_table(ds_release_reader *r, const json_t *j, ds_release_table *out) {
    const json_t *names = json_object_get(j, "sleutels"), *rows = json_object_get(j, "rijen");
    const char **key_names, **keys;
    ds_release_row *list;
    out->id = ds_release_take_text(r, json_object_get(j, "id"));
    out->indicator = ds_release_take_text(r, json_object_get(j, "indicator"));
    out->version = ds_release_take_text(r, json_object_get(j, "versie"));
    out->scope = ds_release_take_text(r, json_object_get(j, "voor"));
    out->without = ds_release_take_text(r, json_object_get(j, "zonder"));
    out->numeric = json_is_true(json_object_get(j, "getal"));
    out->n_keys = json_array_size(names);
    key_names = ds_arena_take(&r->release->arena, out->n_keys + 1, sizeof *key_names);
    list = ds_arena_take(&r->release->arena, json_array_size(rows) + 1, sizeof *list);
    keys = ds_arena_take(&r->release->arena, json_array_size(rows) + 1,
                         (out->n_keys + 1) * sizeof *keys);
    if (key_names == NULL || list == NULL || keys == NULL) return; /* the arena remembers */
    for (size_t k = 0; k < out->n_keys; k++)
        key_names[k] = ds_release_take_text(r, json_array_get(names, k));
    out->key_names = key_names;
    out->n_rows = json_array_size(rows);
    for (size_t i = 0; i < out->n_rows; i++)
        take_row(r, json_array_get(rows, i), out, keys + i * out->n_keys, &list[i]);
    out->rows = list;
}

static void take_content(ds_release_reader *r, const json_t *content) {
    const json_t *tables = json_object_get(content, "tabellen");
    uint64_t *numbers[FACTS];
    list_facts(&r->release->facts, numbers);
    r->release->facts.generation = ds_release_take_text(r, json_object_get(content, "register"));
    for (size_t i = 0; i < FACTS; i++) {
        const ds_release_count n = take_count(r, json_object_get(content, fact_names[i]));
        *numbers[i] = n.n;
    }
    if (!json_is_array(tables)) r->wrong = true;
    r->release->tables =
        ds_arena_take(&r->release->arena, json_array_size(tables) + 1, sizeof *r->release->tables);
    if (r->release->tables == NULL) return;
    r->release->n_tables = json_array_size(tables);
    for (size_t i = 0; i < r->release->n_tables; i++)
        take_table(r, json_array_get(tables, i), &r->release->tables[i]);
    ds_release_take_sheets(r, content);
}

/* The content's checksum fits. */
static ds_status check_digest(const char *path, const json_t *file, ds_error *err) {
    const char *said = json_string_value(json_object_get(file, "blake2b"));
    char digest[HEX_SIZE] = "";
    ds_buffer text;
    ds_status status;
    const json_int_t form = json_integer_value(json_object_get(file, "vorm"));
    if (form < 1 || form > DS_RELEASE_FORM || said == NULL ||
        !json_is_object(json_object_get(file, "inhoud")))
        return ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen vrijgave van vorm %d",
                           "this is no release of form %d", DS_RELEASE_FORM);
    status = dump_json(json_object_get(file, "inhoud"), &text, err);
    if (status == DS_OK) digest_of(&text, digest);
    ds_buffer_done(&text);
    if (status != DS_OK || strcmp(digest, said) == 0) return status;
    return ds_error_at(
        err, DS_INPUT, path, 0, 0,
        "deze vrijgave is beschadigd: haar controlegetal past niet; maak haar opnieuw",
        "this release is damaged: its checksum does not fit; make it anew");
}

static ds_status take_release(const char *path, const json_t *content, ds_release **out,
                              ds_error *err) {
    ds_release_reader r = {.release = ds_calloc(1, sizeof(ds_release))};
    ds_status status = r.release == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) take_content(&r, content);
    if (status == DS_OK) status = ds_arena_finish(&r.release->arena, err);
    if (status == DS_OK && r.wrong)
        status =
            ds_error_at(err, DS_INPUT, path, 0, 0, "dit is geen vrijgave", "this is no release");
    if (status == DS_OK) status = ds_release_settle(r.release, err);
    ds_free((void *)r.texts);
    if (status == DS_OK)
        *out = r.release;
    else
        ds_release_free(r.release);
    return status;
}

ds_status ds_release_read(const char *path, ds_release **out, ds_error *err) {
    char *data = NULL;
    size_t size;
    json_error_t fault;
    json_t *file = NULL;
    ds_status status = ds_file_read(path, 2 * FILE_MOST, &data, &size, err);
    if (status != DS_OK) return status;
    ds_json_begin();
    file = json_loadb(data, size, JSON_REJECT_DUPLICATES, &fault);
    if (file == NULL || ds_json_ran_out())
        status = ds_json_ran_out()
                     ? ds_error_memory(err)
                     : ds_error_at(err, DS_INPUT, path, fault.line > 0 ? (uint64_t)fault.line : 0,
                                   0, "dit is geen vrijgave", "this is no release");
    if (status == DS_OK) status = check_digest(path, file, err);
    if (status == DS_OK) status = take_release(path, json_object_get(file, "inhoud"), out, err);
    json_decref(file);
    ds_free(data);
    return status;
}
