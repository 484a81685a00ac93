/* intake/store/manifest.c: what a generation says of itself: its deliveries with their checksums,
 * its school years, columns, words, and the size and checksum of each of its files. */
#include <stdio.h>
#include <string.h>

#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/text.h"
#include "intake/kinds/kinds.h"
#include "intake/layout/layout.h"
#include "intake/mapping/file.h"
#include "intake/store/known.h"
#include "intake/store/store.h"
#include "register/generation.h"
#include "register/present.h"
#include "register/seal_key.h"
#include "register/sealed.h"
#include "register/stale.h"

static json_t *list_deliveries(const ds_intake *intake) {
    json_t *list = json_array();
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        if (d->layout == NULL || d->replaced_by != NULL) continue;
        (void)json_array_append_new(list,
                                    json_pack("{s:s, s:s, s:s, s:I}", "bestand", d->name, "soort",
                                              d->kind, "controlegetal", d->info.checksum, "bytes",
                                              (json_int_t)d->info.size_bytes));
    }
    return list;
}

/* A delivery by its name; of one with a mapping of several parts each is the same file. */
static json_t *made_of_deliveries(const ds_intake *intake) {
    json_t *all = json_object();
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        char escaped[4 * 256];
        bool read = d->layout != NULL && d->replaced_by == NULL;
        json_t *one = read ? json_pack("{s:I, s:I, s:s}", "bytes", (json_int_t)d->info.size_bytes,
                                       "gewijzigd", (json_int_t)d->changed_at, "controlegetal",
                                       d->info.checksum)
                           : json_object();
        if (read && one != NULL) ds_known_note(d, one);
        const char *name = ds_stale_name(d->name, escaped, sizeof escaped);
        if (read || json_object_get(all, name) == NULL)
            (void)json_object_set_new(all, name, one);
        else
            json_decref(one);
    }
    return all;
}

/* own: its path from the work folder; ours: from the program's, or "". */
static void add_made_of(json_t *list, const char *own, const char *ours, const char *text) {
    char sum[DS_CHECKSUM_SIZE];
    if (text == NULL) return;
    ds_checksum_bytes(text, strlen(text), sum);
    (void)json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "werkmap", own, "programma",
                                                ours, "controlegetal", sum));
}

/* What make_checksum of plan.c has of other files. */
static json_t *made_of(const ds_intake *intake) {
    json_t *others = json_array();
    add_made_of(others, "doorstroom.yaml", "", intake->config);
    add_made_of(others, DS_WHOLE_FILE, "", intake->whole.text);
    add_made_of(others, "codes/duo_niveau.csv", "codes/duo_niveau.csv", intake->duo_words_text[0]);
    add_made_of(others, "codes/duo_leerweg.csv", "codes/duo_leerweg.csv",
                intake->duo_words_text[1]);
    add_made_of(others, "codes/crebo.csv", "codes/crebo.csv", intake->crebo_text);
    for (size_t i = 0; intake->kinds != NULL && i < intake->kinds->all->n_sources; i++) {
        const ds_kinds_source *source = &intake->kinds->all->sources[i];
        char path[DS_PATH_SIZE];
        (void)snprintf(path, sizeof path, "codes/%s", source->name);
        add_made_of(others, path, path, source->text);
    }
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        char own[DS_PATH_SIZE], ours[DS_PATH_SIZE];
        if (d->mapping == NULL || d->part != d->mapping->parts) continue;
        (void)snprintf(own, sizeof own, "vertalingen/%s.yaml", d->mapping->name);
        (void)snprintf(ours, sizeof ours, "mappings/%s.yaml", d->mapping->name);
        add_made_of(others, own, ours, d->mapping->text);
    }
    return json_pack("{s:o, s:o}", "leveringen", made_of_deliveries(intake), "andere", others);
}

static json_t *list_years(const ds_resolved *resolved) {
    json_t *list = json_array();
    for (size_t i = 0; i < resolved->n_years; i++)
        (void)json_array_append_new(list, json_pack("{s:i, s:b, s:b}", "schooljaar",
                                                    resolved->years[i].schooljaar, "inschrijving",
                                                    resolved->years[i].inschrijving, "werk",
                                                    resolved->years[i].werk));
    return list;
}

/* The institutions, when the enrolments came from single institutions' lists, or all name one; "".
 */
static json_t *single_institution(const ds_intake *intake, const ds_resolved *resolved) {
    const ds_kept *rows = ds_kept_rows(resolved);
    char text[256] = "";
    bool lists_only = true;
    uint32_t only = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        size_t used = strlen(text);
        if (d->layout == NULL || d->layout->phase != 0 || d->replaced_by != NULL) continue;
        if (d->institution[0] == '\0') lists_only = false;
        if (strstr(text, d->institution) == NULL && used + 16 < sizeof text)
            (void)snprintf(text + used, sizeof text - used, "%s%s", used == 0 ? "" : ", ",
                           d->institution);
    }
    if (lists_only) return json_string(text);
    for (DS_EACH_ROW(resolved->enrolments, i)) {
        const uint32_t place = resolved->said[rows[i].said].instelling;
        if (place == 0 || (only != 0 && place != only)) return json_string("");
        only = place;
    }
    if (only == 0) return json_string("");
    return json_stringn(resolved->words[DS_WORD_INSTELLING][only - 1].data,
                        resolved->words[DS_WORD_INSTELLING][only - 1].size);
}

/* What column c holds for the institution with this number. */
static uint32_t present_value(const ds_resolved *r, uint32_t code, ds_present_column c) {
    uint32_t row = r->institution_of[code];
    if (c == DS_PRESENT_INSTELLING) return code;
    if (row == 0) return 0;
    if (c == DS_PRESENT_GROOTTE) return r->institutions[row - 1].grootte;
    return c == DS_PRESENT_NAAM ? r->institutions[row - 1].naam : r->institutions[row - 1].type;
}

/* The present codes of institutions (register/present.h); {} when nothing merged. */
static json_t *present_codes(const ds_resolved *resolved) {
    json_t *json = json_object();
    for (int c = 0; resolved->n_merged > 0 && c < DS_PRESENT_COLUMNS; c++) {
        json_t *list = json_array();
        (void)json_array_append_new(list, json_integer(0)); /* missing stays missing */
        for (uint32_t code = 1; code <= resolved->n_words[DS_WORD_INSTELLING]; code++)
            (void)json_array_append_new(
                list, json_integer(present_value(resolved, resolved->present_of[code],
                                                 (ds_present_column)c)));
        (void)json_object_set_new(json, ds_present_names[c], list);
    }
    return json;
}

/* Which diplomas were delivered (everywhere, or of which institutions those of mbo), and who is
 * concerned by those that were not. */
static json_t *describe_diplomas(const ds_resolved *r) {
    char open[256] = "";
    json_t *everywhere = json_array(), *places = json_array();
    for (size_t i = 0; i < r->n_delivered; i++) {
        const ds_diploma_place *d = &r->delivered[i];
        ds_text place = d->instelling == 0 ? ds_text_of(ds_codes_soort.values[d->soort])
                                           : r->words[DS_WORD_INSTELLING][d->instelling - 1];
        (void)json_array_append_new(d->instelling == 0 ? everywhere : places,
                                    json_stringn(place.data, place.size));
    }
    ds_resolved_undelivered(r, open, sizeof open);
    return json_pack("{s:o, s:o, s:s, s:I}", "soorten", everywhere, "mbo_van", places, "ongeleverd",
                     open, "zonder_niveau", (json_int_t)r->n_unlevelled);
}

/* Which part of which whole this is (intake/whole.h); NULL: a whole, or memory is short. */
static json_t *part_of_whole(const ds_intake *intake) {
    const char *whole = json_string_value(json_object_get(intake->whole.facts, "invoer"));
    return intake->whole.n_parts == 0
               ? NULL
               : json_pack("{s:i, s:i, s:s}", "deel", (int)intake->whole.part, "delen",
                           (int)intake->whole.n_parts, "geheel", whole == NULL ? "" : whole);
}

typedef struct file_list {
    const char *folder, *seal;
    ds_file_names names;
    struct {
        char checksum[DS_CHECKSUM_SIZE];
        uint64_t size;
    } * sums;
} file_list;

static ds_status sum_file(void *context, size_t i, size_t worker, ds_error *err) {
    file_list *files = context;
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, files->folder, files->names.names[i], err);
    (void)worker;
    if (status != DS_OK || ds_file_is_folder(path) ||
        strcmp(files->names.names[i], DS_GENERATION_SEAL) == 0)
        return status;
    status = ds_checksum_file(path, files->sums[i].checksum, &files->sums[i].size, err);
    if (status == DS_OK) ds_generation_seal(files->seal, files->sums[i].checksum);
    return status;
}

/* Name, size and checksum of every file in the folder, named with prefix, added to list. */
static ds_status add_files(const ds_intake *intake, const char *folder, const char *prefix,
                           const char *seal, json_t *list, ds_error *err) {
    file_list files = {.folder = folder, .seal = seal};
    ds_status status = ds_file_list(folder, &files.names, err);
    if (status == DS_OK) {
        files.sums = ds_calloc(files.names.n_names, sizeof *files.sums);
        if (files.sums == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK)
        status = ds_parallel(files.names.n_names, intake->n_workers, sum_file, &files, err);
    for (size_t i = 0; status == DS_OK && i < files.names.n_names; i++) {
        char name[DS_PATH_SIZE];
        if (files.sums[i].checksum[0] == '\0') continue; /* a folder, or the seal itself */
        (void)snprintf(name, sizeof name, "%s%s", prefix, files.names.names[i]);
        if (json_array_append_new(list, json_pack("{s:s, s:I, s:s}", "naam", name, "bytes",
                                                  (json_int_t)files.sums[i].size, "controlegetal",
                                                  files.sums[i].checksum)) != 0)
            status = ds_error_memory(err);
    }
    ds_free(files.sums);
    ds_file_names_done(&files.names);
    return status;
}

/* All but the manifest itself. */
static ds_status list_generation_files(const ds_intake *intake, const char *folder, json_t *list,
                                       ds_error *err) {
    char seal[DS_CHECKSUM_SIZE];
    static const char *const inside[][2] = {{"kolommen", "kolommen/"},
                                            {"soorten", "soorten/"},
                                            {"antwoorden", "antwoorden/"},
                                            {"afgekeurd", "afgekeurd/"},
                                            {"", ""}};
    ds_status status = ds_generation_seal_write(&intake->secret, folder, seal, err);
    for (size_t i = 0; status == DS_OK && i < sizeof inside / sizeof *inside; i++) {
        char path[DS_PATH_SIZE];
        status = ds_file_join(path, folder, inside[i][0], err);
        if (status == DS_OK && ds_file_exists(path))
            status = add_files(intake, path, inside[i][1], seal, list, err);
    }
    return status;
}

static json_t *describe_generation(const ds_intake *intake, const ds_resolved *resolved,
                                   const ds_stored_columns *stored, json_t *files) {
    json_t *manifest =
        json_pack("{s:i, s:s, s:s, s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "formaat",
                  DS_MANIFEST_FORMAT, "programma", DS_VERSION, "invoer", intake->input_checksum,
                  "leveringen", list_deliveries(intake), "schooljaren", list_years(resolved),
                  "personen", (json_int_t)resolved->n_persons, "loopbanen",
                  (json_int_t)resolved->n_careers, "alleen_instelling",
                  single_institution(intake, resolved), "huidige_codes", present_codes(resolved),
                  "diplomas", describe_diplomas(resolved), "kolommen", json_incref(stored->columns),
                  "gebeurtenissen", json_incref(stored->events), "bestanden", json_incref(files));
    (void)json_object_set_new(manifest, DS_GENERATION_SEAL, json_true());
    (void)json_object_set_new(manifest, DS_STALE_KEY, made_of(intake));
    if (intake->kinds != NULL)
        (void)json_object_set_new(manifest, "indicatoren",
                                  json_string(intake->kinds->indicators_checksum));
    if (intake->whole.n_parts > 0)
        (void)json_object_set_new(manifest, "deel", part_of_whole(intake));
    if (intake->identity.keyed) /* the fingerprint: which key, not the key */
        (void)json_object_set_new(manifest, "sleutel", json_string(intake->identity.fingerprint));
    return manifest;
}

static ds_status write_sealed(const char *folder, const json_t *manifest, ds_error *err) {
    char path[DS_PATH_SIZE];
    char *text = manifest == NULL ? NULL : json_dumps(manifest, JSON_INDENT(1)), *sealed = NULL;
    size_t size;
    ds_status status = text == NULL || ds_json_ran_out() ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = ds_sealed_make(text, strlen(text), &sealed, &size, err);
    if (status == DS_OK) status = ds_file_join(path, folder, "manifest.json", err);
    if (status == DS_OK) status = ds_file_write_private(path, sealed, size, err);
    ds_free(sealed);
    ds_free(text);
    return status;
}

ds_status ds_store_manifest(const ds_intake *intake, const ds_resolved *resolved,
                            const char *folder, const ds_stored_columns *stored, ds_error *err) {
    json_t *files, *manifest = NULL;
    ds_status status;
    ds_json_begin();
    files = json_array();
    status = list_generation_files(intake, folder, files, err);
    if (status == DS_OK) {
        manifest = describe_generation(intake, resolved, stored, files);
        status = write_sealed(folder, manifest, err);
    }
    json_decref(manifest);
    json_decref(files);
    return status;
}
