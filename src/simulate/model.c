/* simulate/model.c: see model.h. */
#include "simulate/model.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "simulate/catalogue.h"
#include "simulate/data.h"

enum { FILE_MAX = 1 << 22, SCALARS_MAX = 512 };

typedef struct reading {
    ds_model *model;
    const ds_catalogue_file *file;
    bool *seen;
} reading;

static double *numbers_of(ds_model *model, const ds_catalogue_file *file) {
    return (double *)(void *)((char *)model + file->offset);
}

static ds_status refuse_parameter(const ds_data_row *row, size_t field, const char *column,
                                  ds_error *err) {
    return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "%s '%.*s' is hier onbekend",
                       "%s '%.*s' is not known here", column, (int)row->fields[field].size,
                       row->fields[field].data);
}

static ds_status twice(const ds_data_row *row, ds_error *err) {
    return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "dit getal staat er al",
                       "this number stands here already");
}

static ds_status read_number(void *context, const ds_data_row *row, ds_error *err) {
    reading *r = context;
    size_t at = 0;
    for (size_t k = 0; k < r->file->n_keys; k++) {
        int place = ds_catalogue_place(r->file->keys[k], row->fields[k]);
        if (place < 0) return refuse_parameter(row, k, r->file->keys[k]->column, err);
        at = at * r->file->keys[k]->n + (size_t)place;
    }
    if (r->seen[at]) return twice(row, err);
    r->seen[at] = true;
    return ds_data_number(row, r->file->n_keys, "waarde", r->file->minimum, r->file->maximum,
                          &numbers_of(r->model, r->file)[at], err);
}

static ds_status read_file(ds_model *model, const char *folder, const ds_catalogue_file *file,
                           ds_error *err) {
    const char *columns[DS_CATALOGUE_KEYS_MAX + 1];
    size_t size = ds_catalogue_size(file);
    double *numbers = numbers_of(model, file);
    reading r = {model, file, ds_calloc(size, sizeof(bool))};
    ds_status status;
    if (r.seen == NULL) return ds_error_memory(err);
    for (size_t k = 0; k < file->n_keys; k++)
        columns[k] = file->keys[k]->column;
    columns[file->n_keys] = "waarde";
    for (size_t i = 0; i < size; i++)
        numbers[i] = file->default_value;
    status = ds_data_read(folder, file->name, columns, file->n_keys + 1, read_number, &r, err);
    ds_free(r.seen);
    return status;
}

/* kansen.csv: naam, plaats (from 1; empty where there is one), waarde. */
static ds_status read_kans(void *context, const ds_data_row *row, ds_error *err) {
    reading *r = context;
    for (size_t i = 0; i < ds_catalogue_n_kansen; i++) {
        const ds_catalogue_kans *kans = &ds_catalogue_kansen[i];
        double place = 1;
        size_t at = kans->offset / sizeof(double);
        ds_status status = DS_OK;
        if (!ds_text_is(row->fields[0], kans->name)) continue;
        if (row->fields[1].size > 0 || kans->n > 1)
            status = ds_data_number(row, 1, "plaats", 1, (double)kans->n, &place, err);
        if (status != DS_OK) return status;
        at += (size_t)place - 1;
        if (r->seen[at]) return twice(row, err);
        r->seen[at] = true;
        return ds_data_number(row, 2, "waarde", 0, kans->maximum,
                              (double *)(void *)&r->model->gegeven + at, err);
    }
    return refuse_parameter(row, 0, "naam", err);
}

/* The first one that is not there, if any. */
static ds_status check_kansen(const char *folder, const bool *seen, ds_error *err) {
    char path[DS_PATH_SIZE];
    for (size_t i = 0; i < ds_catalogue_n_kansen; i++) {
        const ds_catalogue_kans *kans = &ds_catalogue_kansen[i];
        for (size_t k = 0; k < kans->n; k++) {
            if (seen[kans->offset / sizeof(double) + k]) continue;
            if (ds_file_join(path, folder, "kansen.csv", err) != DS_OK) return DS_INPUT;
            return ds_error_at(err, DS_INPUT, path, 0, 0, "hier ontbreekt %s, plaats %zu",
                               "this lacks %s, place %zu", kans->name, k + 1);
        }
    }
    return DS_OK;
}

static ds_status read_kansen(ds_model *model, const char *folder, ds_error *err) {
    static const char *const columns[] = {"naam", "plaats", "waarde"};
    bool seen[SCALARS_MAX] = {false};
    reading r = {model, NULL, seen};
    ds_status status;
    _Static_assert(sizeof(ds_model_kansen) / sizeof(double) <= SCALARS_MAX, "room for all");
    status = ds_data_read(folder, "kansen", columns, 3, read_kans, &r, err);
    return status == DS_OK ? check_kansen(folder, seen, err) : status;
}

static void copy(char *out, size_t size, ds_text text) {
    (void)snprintf(out, size, "%.*s", (int)text.size, text.data);
}

static ds_status read_instelling(void *context, const ds_data_row *row, ds_error *err) {
    ds_model *model = ((reading *)context)->model;
    ds_model_instelling *to;
    double number;
    ds_status status = ds_data_number(row, 0, "nummer", 1, DS_MODEL_INSTELLINGEN_MAX, &number, err);
    if (status != DS_OK) return status;
    if (number != (double)(model->n_instellingen + 1))
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                           "nummer %g; verwacht: %zu (de nummers lopen door)",
                           "number %g; expected: %zu (the numbers are consecutive)", number,
                           model->n_instellingen + 1);
    to = &model->instellingen[model->n_instellingen];
    copy(to->naam, sizeof to->naam, row->fields[1]);
    copy(to->type, sizeof to->type, row->fields[2]);
    to->meldt_functiebeperking = ds_text_is(row->fields[4], "ja");
    if (!to->meldt_functiebeperking && !ds_text_is(row->fields[4], "nee"))
        return refuse_parameter(row, 4, "meldt_functiebeperking", err);
    status = ds_data_number(row, 3, "grootte", 0, 1e6, &to->grootte, err);
    for (size_t s = 0; status == DS_OK && s < DS_MODEL_SECTOREN; s++)
        status = ds_data_number(row, 5 + s, ds_codes_sector.values[s], 0, 1e6, &to->sector[s], err);
    if (status == DS_OK) status = ds_data_number(row, 9, "vsv", 0, 10, &to->vsv, err);
    if (status == DS_OK) status = ds_data_number(row, 10, "vsv_trend", -1, 1, &to->vsv_trend, err);
    number = 0;
    if (status == DS_OK && row->fields[11].size > 0)
        status = ds_data_number(row, 11, "agenda", 1, DS_MODEL_INSTELLINGEN_MAX, &number, err);
    to->agenda = (unsigned)number;
    model->n_instellingen++;
    return status;
}

static ds_status read_instellingen(ds_model *model, const char *folder, ds_error *err) {
    static const char *const columns[] = {
        "nummer",    "naam",  "type",     "grootte",     "meldt_functiebeperking",
        "economie",  "groen", "techniek", "zorgwelzijn", "vsv",
        "vsv_trend", "agenda"};
    reading r = {model, NULL, NULL};
    char path[DS_PATH_SIZE];
    ds_status status = ds_data_read(folder, "instellingen", columns, 12, read_instelling, &r, err);
    if (status != DS_OK || model->n_instellingen > 0) return status;
    status = ds_file_join(path, folder, "instellingen.csv", err);
    return status != DS_OK ? status
                           : ds_error_at(err, DS_INPUT, path, 0, 0, "er staan geen instellingen in",
                                         "there are no institutions in it");
}

static ds_status read_route(void *context, const ds_data_row *row, ds_error *err) {
    ds_model *model = ((reading *)context)->model;
    ds_model_route *to = &model->routes[model->n_routes];
    int soort = ds_codes_find(&ds_codes_route, row->fields[0], false);
    int sector = ds_codes_find(&ds_codes_sector, row->fields[1], false);
    double school = 0, vestiging = 0, van = 0, tot = 0;
    ds_status status;
    if (model->n_routes == DS_MODEL_ROUTES_MAX)
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "meer dan %d routes",
                           "more than %d routes", DS_MODEL_ROUTES_MAX);
    if (soort < 0) return refuse_parameter(row, 0, "route", err);
    if (sector < 0) return refuse_parameter(row, 1, "sector", err);
    status = ds_data_number(row, 2, "school", 1, DS_MODEL_VO, &school, err);
    if (status == DS_OK) status = ds_data_number(row, 3, "vestiging", 1, 3, &vestiging, err);
    if (status == DS_OK) status = ds_data_number(row, 4, "van", 1900, 2200, &van, err);
    if (status == DS_OK) status = ds_data_number(row, 5, "tot", van, 2200, &tot, err);
    if (status == DS_OK) status = ds_data_number(row, 6, "grootte", 0, 1e6, &to->grootte, err);
    if (status != DS_OK) return status;
    to->soort = (uint8_t)soort;
    to->sector = (uint8_t)sector;
    to->school = (uint16_t)(school - 1);
    to->vestiging = (uint8_t)vestiging;
    to->van = (int16_t)van;
    to->tot = (int16_t)tot;
    model->n_routes++;
    return DS_OK;
}

static ds_status read_routes(ds_model *model, const char *folder, ds_error *err) {
    static const char *const columns[] = {"route", "sector", "school", "vestiging",
                                          "van",   "tot",    "grootte"};
    reading r = {model, NULL, NULL};
    return ds_data_read(folder, "routes", columns, 7, read_route, &r, err);
}

/* Powers of the factor per step, the middle motivation being 1. */
static void fill_steps(double factor, double out[DS_MODEL_MOTIVATIONS]) {
    int middle = DS_MODEL_MOTIVATIONS / 2;
    out[middle] = 1;
    for (int i = middle + 1; i < DS_MODEL_MOTIVATIONS; i++)
        out[i] = out[i - 1] * factor;
    for (int i = middle - 1; i >= 0; i--)
        out[i] = factor > 0 ? out[i + 1] / factor : 0;
}

/* The end of each class on a line: cohorts by track and migratieachtergrond, then adults. */
static void fill_classes(ds_model *model) {
    const double *cohort = &model->cohort[0][0][0];
    const double *adult = &model->volwassen[0][0];
    size_t n_cohort = sizeof model->cohort / sizeof *cohort;
    size_t n = sizeof model->class_end / sizeof *model->class_end;
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        total += i < n_cohort ? cohort[i] : adult[i - n_cohort];
        model->class_end[i] = total;
    }
}

static void fill_instellingen(ds_model *model) {
    for (size_t i = 0; i < model->n_instellingen; i++) {
        const ds_model_instelling *of = &model->instellingen[i];
        double *weight;
        for (int y = 0; y < DS_MODEL_YEARS; y++) {
            int since = DS_MODEL_FIRST_YEAR + y - 2021;
            model->instelling_vsv[i][y] = of->vsv * (1 + of->vsv_trend * (since > 0 ? since : 0));
        }
        for (size_t s = 0; s < DS_MODEL_SECTOREN; s++) {
            weight = model->instelling_gewicht[of->meldt_functiebeperking][s];
            weight[i] = of->grootte * of->sector[s];
        }
    }
}

static void scale(double *chances, size_t n, double factor) {
    for (size_t i = 0; i < n; i++)
        chances[i] = chances[i] * factor > 1 ? 1 : chances[i] * factor;
}

static void fill_kansen(ds_model *model) {
    ds_model_kansen *kansen = &model->kansen;
    const double *schaal = model->schaal;
    *kansen = model->gegeven;
    scale(kansen->terug, 4, schaal[DS_SCHAAL_TERUG]);
    scale(&kansen->havo_mbo_diploma, 1, schaal[DS_SCHAAL_HAVO]);
    scale(&kansen->havo_mbo_zonder, 1, schaal[DS_SCHAAL_HAVO]);
    scale(&kansen->vwo_naar_mbo, 1, schaal[DS_SCHAAL_HAVO]);
    scale(kansen->vmbo_zonder_3, 4, schaal[DS_SCHAAL_VMBO_ZONDER]);
    scale(kansen->vso_mbo, 1, schaal[DS_SCHAAL_VSO_VERVOLG]);
    scale(kansen->vso_mbo + 1, 1, schaal[DS_SCHAAL_VSO_ARBEID]);
    scale(kansen->vso_mbo + 2, 1, schaal[DS_SCHAAL_VSO_DAG]);
    scale(&kansen->vso_later, 1, schaal[DS_SCHAAL_VSO_LATER]);
    scale(kansen->stop_27, DS_MODEL_NIVEAUS, schaal[DS_SCHAAL_STOP_27]);
    scale(kansen->vmbo_niet_door, 2, schaal[DS_SCHAAL_NIET_DOOR]);
    scale(kansen->vmbo_niet_door + 2, 2, schaal[DS_SCHAAL_NIET_DOOR_GLTL]);
    scale(kansen->vmbo_havo, 4, schaal[DS_SCHAAL_VMBO_HAVO]);
    scale(kansen->ander_programma, 2, schaal[DS_SCHAAL_SWITCH]);
}

void ds_model_prepare(ds_model *model) {
    fill_kansen(model);
    fill_classes(model);
    fill_instellingen(model);
    fill_steps(model->kansen.motivatie_vsv, model->motivation_vsv);
    fill_steps(model->kansen.motivatie_route, model->motivation_route);
}

ds_status ds_model_read(const char *folder, ds_model **out, ds_error *err) {
    ds_model *model = ds_calloc(1, sizeof *model);
    ds_status status = DS_OK;
    *out = NULL;
    if (model == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < ds_catalogue_n_files; i++)
        status = read_file(model, folder, &ds_catalogue_files[i], err);
    if (status == DS_OK) status = read_kansen(model, folder, err);
    if (status == DS_OK) status = read_instellingen(model, folder, err);
    if (status == DS_OK) status = read_routes(model, folder, err);
    if (status == DS_OK) ds_model_prepare(model);
    if (status == DS_OK &&
        !(model->class_end[sizeof model->class_end / sizeof *model->class_end - 1] > 0))
        status = ds_error_set(err, DS_INPUT, "cohorten.csv en volwassenen.csv zijn leeg",
                              "cohorten.csv and volwassenen.csv are empty");
    if (status == DS_OK)
        *out = model;
    else
        ds_model_free(model);
    return status;
}

void ds_model_free(ds_model *model) {
    ds_free(model);
}

static void add_field(ds_buffer *to, const char *text) {
    bool quoted = strchr(text, ',') != NULL;
    if (quoted) ds_buffer_add_char(to, '"');
    ds_buffer_add_string(to, text);
    ds_buffer_add_string(to, quoted ? "\"," : ",");
}

static void add_row(ds_buffer *to, const ds_catalogue_file *file, size_t at, double value,
                    const char *source) {
    size_t places[DS_CATALOGUE_KEYS_MAX];
    char code[64];
    for (size_t k = file->n_keys; k-- > 0;) {
        places[k] = at % file->keys[k]->n;
        at /= file->keys[k]->n;
    }
    for (size_t k = 0; k < file->n_keys; k++)
        add_field(to, ds_catalogue_code(file->keys[k], places[k], code));
    ds_buffer_addf(to, strchr(source, ',') == NULL ? "%.9f,%s\n" : "%.9f,\"%s\"\n", value, source);
}

static ds_status write_file(const ds_model *model, const char *folder,
                            const ds_catalogue_file *file, const char *source, ds_error *err) {
    const double *numbers = (const double *)(const void *)((const char *)model + file->offset);
    char name[96], path[DS_PATH_SIZE];
    ds_buffer text;
    ds_status status;
    (void)snprintf(name, sizeof name, "%s.csv", file->name);
    ds_buffer_init(&text, FILE_MAX);
    for (size_t k = 0; k < file->n_keys; k++)
        add_field(&text, file->keys[k]->column);
    ds_buffer_add_string(&text, "waarde,bron\n");
    for (size_t i = 0; i < ds_catalogue_size(file); i++)
        if (numbers[i] != file->default_value) add_row(&text, file, i, numbers[i], source);
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK) status = ds_file_join(path, folder, name, err);
    if (status == DS_OK) status = ds_file_write(path, text.data, text.size, err);
    ds_buffer_done(&text);
    return status;
}

ds_status ds_model_write(const ds_model *model, const char *folder, const char *name,
                         const char *source, ds_error *err) {
    for (size_t i = 0; i < ds_catalogue_n_files; i++)
        if (strcmp(ds_catalogue_files[i].name, name) == 0)
            return write_file(model, folder, &ds_catalogue_files[i], source, err);
    return ds_error_set(err, DS_FAULT, "het model kent geen bestand %s",
                        "the model knows no file %s", name);
}
