/* intake/plan.c: the deliveries in leveringen/, what each is by its name, in the order in which
 * they count: those that doorstroom.yaml does not name by file name, byte by byte, DUO's funding
 * deliveries by the date of making, then the named ones in their order there; a final DUO list (D)
 * after its provisional one (V). See plan.h. */
#include "intake/plan.h"
#include "intake/mapping/file.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/kinds/kinds.h"
#include "intake/layout/element.h"
#include "intake/name.h"
#include "intake/steps.h"
#include "intake/store/known.h"

static const ds_layout *const monthly[] = {&ds_layout_a04, &ds_layout_a05, &ds_layout_a14};

static bool all_digits(const char *text, size_t n, int *out) {
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

static char upper_letter(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* I and a BRIN of four letters or digits, then the end of the stem. */
static bool take_institution_code(const char *text, size_t size, char out[8]) {
    if (size != 5 || upper_letter(text[0]) != 'I') return false;
    for (size_t i = 0; i < 4; i++) {
        char c = upper_letter(text[1 + i]);
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) return false;
        out[i] = c;
    }
    out[4] = '\0';
    return true;
}

/* NRSP2023DI27GZ, NenR2023VI27GZ: the school year is the one before that in the name. */
static bool recognise_yearly(ds_text stem, ds_delivery *out) {
    char version;
    if (stem.size != 14) return false;
    if (ds_text_equal_nocase((ds_text){stem.data, 4}, ds_text_of("NRSP")))
        out->layout = &ds_layout_nrsp;
    else if (ds_text_equal_nocase((ds_text){stem.data, 4}, ds_text_of("NenR")))
        out->layout = &ds_layout_nenr;
    else
        return false;
    version = upper_letter(stem.data[8]);
    out->final = version == 'D';
    if ((version != 'D' && version != 'V') || !all_digits(stem.data + 4, 4, &out->year) ||
        !take_institution_code(stem.data + 9, 5, out->institution)) {
        out->layout = NULL;
        return false;
    }
    out->year -= 1;
    return true;
}

/* 202309A04I27GZ: lists up to a month. A04 and A05 of October to September, reported a month later,
 * belong to the school year that began in the October before; A14 to the one before that. */
static bool recognise_monthly(ds_text stem, ds_delivery *out) {
    int year, month;
    if (stem.size != 14 || !all_digits(stem.data, 4, &year) ||
        !all_digits(stem.data + 4, 2, &month) || month < 1 || month > 12 ||
        !take_institution_code(stem.data + 9, 5, out->institution))
        return false;
    for (size_t i = 0; i < 3; i++)
        if (ds_text_equal_nocase((ds_text){stem.data + 6, 3}, ds_text_of(monthly[i]->kind)))
            out->layout = monthly[i];
    if (out->layout == NULL) return false;
    out->year = month >= 10 ? year : year - 1;
    if (out->layout == &ds_layout_a14) out->year = year - 1;
    return true;
}

/* Without the last dot and what follows it. */
static ds_text stem_of(ds_text name) {
    const char *dot = name.size == 0 ? NULL : memrchr(name.data, '.', name.size);
    return (ds_text){name.data, dot == NULL ? name.size : (size_t)(dot - name.data)};
}

void ds_plan_recognise(const char *name, ds_delivery *out) {
    const ds_text stem = stem_of((ds_text){name, strlen(name)});
    const bool packed = ds_text_equal_nocase(
        (ds_text){stem.data + stem.size, strlen(name) - stem.size}, ds_text_of(".gz"));
    const ds_text table = packed ? stem_of(stem) : stem; /* what has records is not unpacked */
    ds_name said;
    if (recognise_yearly(table, out) || recognise_monthly(table, out) ||
        ds_duo_recognise(stem, out))
        return;
    out->institution[0] = '\0';
    out->year = 0;
    said = ds_name_read(name);
    out->layout = said.exact ? said.layout : NULL;
}

ds_status ds_plan_wish(ds_intake *intake, ds_text name, ds_text kind, ds_error *err) {
    ds_delivery *to;
    if (!ds_reserve(&intake->deliveries, &intake->deliveries_capacity, intake->n_deliveries + 1,
                    sizeof *intake->deliveries))
        return ds_error_memory(err);
    to = &intake->deliveries[intake->n_deliveries];
    memset(to, 0, sizeof *to);
    to->name = ds_strndup(name.data, name.size);
    if (to->name == NULL) return ds_error_memory(err);
    intake->n_deliveries++;
    ds_plan_recognise(to->name, to);
    to->settled = kind.size > 0;
    if (kind.size >
        0) { /* a file of that kind: whatever its name says, it replaces nothing whole */
        to->layout = ds_plan_layout(kind);
        to->institution[0] = '\0';
        to->year = 0;
    }
    return DS_OK;
}

void ds_delivery_done(ds_delivery *delivery) {
    ds_free(delivery->name);
    ds_free(delivery->path);
    ds_free(delivery->sheet);
    ds_free(delivery->unknown_columns);
    ds_duo_report_free(delivery->report);
    ds_free(delivery->on_october);
}

ds_table_shape ds_delivery_shape(const ds_delivery *delivery) {
    ds_table_shape shape = DS_TABLE_SHAPE_INIT;
    if (delivery->mapping != NULL) shape = delivery->mapping->shape;
    if (delivery->sheet != NULL) shape.sheet = ds_text_of(delivery->sheet);
    return shape;
}

/* What is printed as soort. */
static const char *kind_of_delivery(const ds_delivery *delivery) {
    const ds_name said = ds_name_read(delivery->name);
    if (delivery->layout != NULL) return delivery->layout->kind;
    return said.exact && said.layout == NULL ? said.kind : "onbekend";
}

static bool is_wished(const ds_intake *intake, size_t n_wishes, const char *name) {
    for (size_t i = 0; i < n_wishes; i++)
        if (strcmp(intake->deliveries[i].name, name) == 0) return true;
    return false;
}

/* The name with the version letter of a yearly list turned so that V sorts before D. */
static void order_key(const ds_delivery *delivery, char out[DS_PATH_SIZE]) {
    size_t size = strlen(delivery->name);
    if (size >= DS_PATH_SIZE) size = DS_PATH_SIZE - 1;
    memcpy(out, delivery->name, size);
    out[size] = '\0';
    if (delivery->layout == &ds_layout_nrsp || delivery->layout == &ds_layout_nenr)
        out[8] = delivery->final ? '\2' : '\1';
}

static int compare_deliveries(const void *a, const void *b) {
    char x[DS_PATH_SIZE], y[DS_PATH_SIZE];
    order_key(a, x);
    order_key(b, y);
    return strcmp(x, y);
}

/* The files that are there, after the wishes; then the wishes are moved behind them. */
static ds_status list_files(ds_intake *intake, const char *folder, ds_error *err) {
    ds_file_names names = {0};
    const size_t n_wishes = intake->n_deliveries;
    ds_status status = ds_file_list(folder, &names, err);
    for (size_t i = 0; i < n_wishes; i++)
        intake->deliveries[i].wished = true;
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        if (is_wished(intake, n_wishes, names.names[i])) continue;
        status = ds_plan_wish(intake, ds_text_of(names.names[i]), (ds_text){NULL, 0}, err);
    }
    ds_file_names_done(&names);
    if (status != DS_OK) return status;
    if (intake->n_deliveries > n_wishes)
        qsort(intake->deliveries + n_wishes, intake->n_deliveries - n_wishes,
              sizeof *intake->deliveries, compare_deliveries);
    if (n_wishes > 0 && intake->n_deliveries > n_wishes) { /* rotate: wishes count last */
        size_t n_files = intake->n_deliveries - n_wishes;
        ds_delivery *turned = ds_malloc(intake->n_deliveries * sizeof *turned);
        if (turned == NULL) return ds_error_memory(err);
        memcpy(turned, intake->deliveries + n_wishes, n_files * sizeof *turned);
        memcpy(turned + n_files, intake->deliveries, n_wishes * sizeof *turned);
        ds_free(intake->deliveries);
        intake->deliveries = turned;
        intake->deliveries_capacity = intake->n_deliveries;
    }
    return DS_OK;
}

/* Of DUO's lists of the same kind, institution and school year: a final one before a provisional
 * one, however they are named or ordered, else the later. */
static bool goes_before(const ds_delivery *a, const ds_delivery *b) {
    if (a->layout != b->layout || a->year != b->year || strcmp(a->institution, b->institution) != 0)
        return false;
    if (a->layout == &ds_layout_ro) return a > b && ds_duo_encloses(a, b);
    return a->final != b->final ? a->final : a > b;
}

/* DUO's lists replace whole. */
static void replace_whole(ds_intake *intake) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        ds_delivery *d = &intake->deliveries[i];
        if (d->layout == NULL || d->institution[0] == '\0') continue;
        for (size_t j = 0; j < intake->n_deliveries; j++) {
            const ds_delivery *other = &intake->deliveries[j];
            if (goes_before(other, d) &&
                (d->replaced_by == NULL || goes_before(other, d->replaced_by)))
                d->replaced_by = other;
        }
    }
}

/* A part of a mapping that this file does not give. */
static ds_status leave_out_absent(ds_delivery *d, ds_error *err) {
    bool there;
    ds_status status = ds_mapping_part_is_there(d, &there, err);
    if (status != DS_OK || there) return status;
    d->layout = NULL;
    d->absent = true;
    return DS_OK;
}

/* A canonical diploma carries all soorten, also with a header alone; a mapping those that it names;
 * DUO's funding deliveries mbo, of their institution; every other extract or list none. */
static uint16_t carried_diplomas(const ds_delivery *d) {
    if (d->layout == &ds_layout_diploma)
        return d->part == NULL ? DS_DIPLOMA_SOORTEN : ds_mapping_diplomas(d->part);
    return ds_duo_is(d->layout) ? 1 << DS_SOORT_MBO : 0;
}

static ds_status prepare_deliveries(ds_intake *intake, const char *folder, ds_error *err) {
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        ds_delivery *d = &intake->deliveries[i];
        char path[DS_PATH_SIZE];
        ds_status status = ds_file_join(path, folder, d->name, err);
        if (status != DS_OK) return status;
        d->path = ds_strdup(path);
        if (d->path == NULL) return ds_error_memory(err);
        status = ds_name_check(intake, d, err);
        if (status != DS_OK) return status;
        if (d->mapping == NULL && !ds_duo_fits(d->layout, ds_table_format_of(path)))
            d->layout = NULL;
        ds_duo_peek(d);
        d->diplomas = carried_diplomas(d);
        d->kind = kind_of_delivery(d);
        status = leave_out_absent(d, err);
        if (status != DS_OK) return status;
    }
    ds_duo_order(intake);
    replace_whole(intake);
    return DS_OK;
}

static ds_status inspect_delivery(void *context, size_t i, size_t worker, ds_error *err) {
    ds_intake *intake = context;
    ds_delivery *d = &intake->deliveries[i];
    ds_status status;
    (void)worker;
    if (d->layout == NULL || (d->replaced_by != NULL && !ds_duo_is_counted(d))) return DS_OK;
    if (d->known) return DS_OK;
    ds_known_look(d);
    status = ds_table_inspect(d->path, &d->info, err);
    if (status == DS_OK) ds_seal_key_seal(&intake->secret, d->info.checksum);
    if (d->replaced_by != NULL && status == DS_INPUT) status = DS_OK; /* october.c says so */
    if (intake->options->progress != NULL)
        intake->options->progress(intake->options->progress_context, "leveringen bekijken",
                                  "looking at the deliveries",
                                  (double)(i + 1) / (double)intake->n_deliveries);
    return status;
}

ds_status ds_plan_code_file(const ds_intake *intake, const char *name, char *path, ds_error *err) {
    for (size_t i = 0; i < 2; i++) {
        char relative[64];
        const char *folder =
            i == 0 ? intake->options->work_folder : intake->options->program_folder;
        (void)snprintf(relative, sizeof relative, "codes/%s", name);
        if (folder == NULL) continue;
        if (ds_file_join(path, folder, relative, err) != DS_OK) return DS_INPUT;
        if (ds_file_exists(path)) return DS_OK;
    }
    return ds_error_set(err, DS_INPUT, "codes/%s ontbreekt, in de werkmap en naast het programma",
                        "codes/%s is missing, in the work folder and beside the program", name);
}

ds_status ds_plan_code_columns(const char *path, const ds_text *names, size_t n_names,
                               const ds_code_columns *wanted, size_t *out_at, ds_error *err) {
    for (size_t i = 0; i < wanted->n; i++) {
        out_at[i] = SIZE_MAX;
        for (size_t j = 0; j < n_names; j++)
            if (ds_text_same_name(names[j], ds_text_of(wanted->names[i]))) out_at[i] = j;
        if (i < wanted->n_needed && out_at[i] == SIZE_MAX)
            return ds_error_at(err, DS_INPUT, path, 1, 0, "kolom %s ontbreekt",
                               "column %s is missing", wanted->names[i]);
    }
    return DS_OK;
}

ds_status ds_plan_code_read(const char *path, size_t most, char **out_text,
                            const ds_table_sink *sink, ds_error *err) {
    ds_table_info info;
    size_t size;
    ds_status status = ds_file_read(path, most, out_text, &size, err);
    if (status == DS_OK) status = ds_table_inspect(path, &info, err);
    return status == DS_OK ? ds_table_read(path, &info, 1, sink, err) : status;
}

/* The register is a function of this and of nothing else. By the secret of the work folder: it
 * names the generation, and so stands in all that is made of the register. */
static void make_checksum(ds_intake *intake) {
    static const char format[] = "doorstroom register 3";
    crypto_generichash_state state;
    unsigned char sum[32];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof sum);
#define ADD(text)                                                                                  \
    (void)crypto_generichash_update(&state, (const unsigned char *)(text), strlen(text) + 1)
    ADD(format);
    ADD(intake->config);
    if (intake->identity.keyed) ADD(intake->identity.fingerprint);
    for (size_t i = 0; i < 2; i++)
        ADD(intake->duo_words_text[i] == NULL ? "" : intake->duo_words_text[i]);
    if (intake->crebo_text != NULL) ADD(intake->crebo_text);
    if (intake->n_elements > 0) ADD(intake->element_text);
    if (intake->whole.text != NULL) ADD(intake->whole.text);
    for (size_t i = 0; i < ds_intake_kinds_n_sources(intake); i++)
        ADD(ds_intake_kinds_source(intake, i));
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        ADD(d->name);
        ADD(d->kind);
        ADD(d->info.checksum);
        if (d->mapping != NULL) ADD(d->mapping->text);
    }
#undef ADD
    (void)crypto_generichash_final(&state, sum, sizeof sum);
    (void)sodium_bin2hex(intake->input_checksum, sizeof intake->input_checksum, sum, sizeof sum);
    ds_seal_key_seal(&intake->secret, intake->input_checksum);
}

/* Names what is there: one of these is perhaps meant. */
static ds_status refuse_without_enrolments(const ds_intake *intake, const char *folder,
                                           ds_error *err) {
    char names[400] = "";
    size_t used = 0, left = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++) {
        const char *name = intake->deliveries[i].name;
        if (intake->deliveries[i].layout != NULL) continue;
        if (used + strlen(name) + 3 < sizeof names)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                     used == 0 ? "" : ", ", name);
        else
            left++;
    }
    return ds_error_at(err, DS_INPUT, folder, 0, 0,
                       "geen levering met inschrijvingen; verwacht bijvoorbeeld "
                       "inschrijving-2022.csv of NRSP2023DI27GZ.csv%s%s%s",
                       "no delivery of enrolments; expected for example "
                       "inschrijving-2022.csv or NRSP2023DI27GZ.csv%s%s%s",
                       used == 0 ? "" : " (?: ", names,
                       used == 0   ? ""
                       : left == 0 ? ")"
                                   : ", …)");
}

static ds_status refuse_without_folder(const char *folder, ds_error *err) {
    return ds_error_at(err, DS_INPUT, folder, 0, 0,
                       "deze map is er niet: maak haar en zet er leveringen in, of begin met "
                       "verzonnen gegevens (doorstroom demo MAP)",
                       "this folder is not there: make it and put deliveries in it, or begin "
                       "with made-up data (doorstroom demo FOLDER)");
}

ds_status ds_plan(ds_intake *intake, ds_error *err) {
    char folder[DS_PATH_SIZE];
    size_t n_used = 0;
    ds_status status = ds_file_join(folder, intake->options->work_folder, "leveringen", err);
    if (status == DS_OK && !ds_file_exists(folder)) return refuse_without_folder(folder, err);
    ds_leftover_clear_in(intake->options->work_folder, "leveringen");
    ds_leftover_folders_clear();
    if (status == DS_OK) status = list_files(intake, folder, err);
    if (status == DS_OK) status = ds_mappings_assign(intake, err);
    if (status == DS_OK) status = prepare_deliveries(intake, folder, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        n_used += intake->deliveries[i].layout != NULL && intake->deliveries[i].layout->phase == 0;
    if (n_used == 0) return refuse_without_enrolments(intake, folder, err);
    if (intake->n_deliveries > UINT16_MAX)
        return ds_error_at(err, DS_INPUT, folder, 0, 0, "meer dan %d leveringen",
                           "more than %d deliveries", UINT16_MAX);
    status = ds_seal_key_open(&intake->secret, intake->options->work_folder, err);
    if (status == DS_OK && intake->trusting) status = ds_known_take(intake, err);
    if (status != DS_OK) return status;
    status = ds_intake_kinds_plan(intake, err);
    if (status != DS_OK) return status;
    status = ds_parallel(intake->n_deliveries, intake->n_workers, inspect_delivery, intake, err);
    if (status == DS_OK) status = ds_duo_words_read(intake, err);
    if (status == DS_OK) status = ds_elements_read(intake, err);
    if (status == DS_OK) make_checksum(intake);
    return status;
}

ds_status ds_plan_keep_secret(ds_intake *intake, ds_error *err) {
    bool other = false;
    const ds_status status =
        ds_seal_key_keep(&intake->secret, intake->options->work_folder, &other, err);
    return status == DS_OK && other ? ds_plan_inspect(intake, err) : status;
}

ds_status ds_plan_inspect(ds_intake *intake, ds_error *err) {
    ds_status status;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        intake->deliveries[i].known = false;
    status = ds_parallel(intake->n_deliveries, intake->n_workers, inspect_delivery, intake, err);
    if (status == DS_OK) make_checksum(intake);
    return status;
}
