/* intake/duo/crebo.c: codes/crebo.csv: crebo, niveau, hoofdgroep, sector, naam: the work folder's
 * own, else the one beside the program. It tells what DUO's funding deliveries leave out; naam is
 * for people. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/plan.h"

enum { CREBO_FILE_MAX = 16 << 20 };
enum { AT_CREBO, AT_NIVEAU, AT_HOOFDGROEP, AT_SECTOR, AT_N };
static const char *const columns[AT_N] = {"crebo", "niveau", "hoofdgroep", "sector"};

typedef struct reading {
    ds_intake *intake;
    const char *path;
    size_t at[AT_N]; /* SIZE_MAX: not there */
} reading;

static ds_status take_crebo_header(void *context, const ds_text *names, size_t n_names,
                                   ds_error *err) {
    reading *r = context;
    const ds_code_columns wanted = {columns, AT_N, AT_NIVEAU + 1};
    return ds_plan_code_columns(r->path, names, n_names, &wanted, r->at, err);
}

static ds_text crebo_field(const reading *r, const ds_text *fields, size_t column) {
    return r->at[column] == SIZE_MAX ? (ds_text){"", 0} : ds_text_trim(fields[r->at[column]]);
}

/* Fills all of *to but hoofdgroep. */
static ds_status parse_crebo(const reading *r, const ds_text *fields, ds_crebo *to, ds_error *err) {
    ds_text code = crebo_field(r, fields, AT_CREBO), niveau = crebo_field(r, fields, AT_NIVEAU);
    ds_text sector = crebo_field(r, fields, AT_SECTOR);
    int64_t value = 0;
    int known = sector.size == 0 ? -1 : ds_codes_find(&ds_codes_sector, sector, true);
    if (code.size == 0 || code.size >= sizeof to->code)
        return ds_error_at(err, DS_INPUT, r->path, to->line, r->at[AT_CREBO] + 1,
                           "verwacht een crebo van 1 tot 15 tekens",
                           "expected a crebo of 1 to 15 characters");
    if (niveau.size > 0 && (!ds_number_parse_integer(niveau, &value) || value < 1 || value > 4))
        return ds_error_at(err, DS_INPUT, r->path, to->line, r->at[AT_NIVEAU] + 1,
                           "verwacht een niveau van 1 tot 4, of leeg",
                           "expected a niveau from 1 to 4, or empty");
    if (sector.size > 0 && known < 0)
        return ds_error_at(err, DS_INPUT, r->path, to->line, r->at[AT_SECTOR] + 1,
                           "onbekende sector; verwacht economie, groen, techniek of zorgwelzijn",
                           "unknown sector; expected economie, groen, techniek or zorgwelzijn");
    memcpy(to->code, code.data, code.size);
    to->niveau = (uint8_t)value;
    to->sector = (uint8_t)(known + 1);
    return DS_OK;
}

static ds_status add_crebo(reading *r, const ds_text *fields, uint64_t line, ds_error *err) {
    ds_intake *intake = r->intake;
    ds_crebo crebo = {.line = line};
    ds_text hoofdgroep = crebo_field(r, fields, AT_HOOFDGROEP);
    ds_status status = parse_crebo(r, fields, &crebo, err);
    if (status != DS_OK) return status;
    if (hoofdgroep.size > DS_TEXT_MAX)
        return ds_error_at(err, DS_INPUT, r->path, line, r->at[AT_HOOFDGROEP] + 1,
                           "langer dan 255 bytes", "longer than 255 bytes");
    if (!ds_reserve(&intake->crebos, &intake->crebos_capacity, intake->n_crebos + 1,
                    sizeof *intake->crebos))
        return ds_error_memory(err);
    if (hoofdgroep.size > 0) {
        crebo.hoofdgroep = ds_strndup(hoofdgroep.data, hoofdgroep.size);
        if (crebo.hoofdgroep == NULL) return ds_error_memory(err);
    }
    intake->crebos[intake->n_crebos++] = crebo;
    return DS_OK;
}

static ds_status take_crebo_batch(void *context, const ds_table_batch *b, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < b->n_records; i++)
        status = add_crebo(context, b->fields + i * b->n_columns, b->lines[i], err);
    return status;
}

static int compare_crebos(const void *a, const void *b) {
    const ds_crebo *x = a, *y = b;
    int order = strcmp(x->code, y->code);
    return order != 0 ? order : x->line < y->line ? -1 : x->line > y->line;
}

static ds_status sort_crebos(const reading *r, ds_error *err) {
    ds_crebo *all = r->intake->crebos;
    size_t n = r->intake->n_crebos;
    if (n > 0) qsort(all, n, sizeof *all, compare_crebos);
    for (size_t i = 1; i < n; i++)
        if (strcmp(all[i - 1].code, all[i].code) == 0)
            return ds_error_at(err, DS_INPUT, r->path, all[i].line, r->at[AT_CREBO] + 1,
                               "crebo %s staat ook op regel %llu",
                               "crebo %s stands on line %llu too", all[i].code,
                               (unsigned long long)all[i - 1].line);
    return DS_OK;
}

ds_status ds_crebo_read(ds_intake *intake, ds_error *err) {
    char path[DS_PATH_SIZE];
    reading r = {.intake = intake, .path = path};
    ds_table_sink sink = {.context = &r, .header = take_crebo_header, .batch = take_crebo_batch};
    ds_status status = ds_plan_code_file(intake, "crebo.csv", path, err);
    if (status == DS_OK)
        status = ds_plan_code_read(path, CREBO_FILE_MAX, &intake->crebo_text, &sink, err);
    return status == DS_OK ? sort_crebos(&r, err) : status;
}

void ds_crebo_done(ds_intake *intake) {
    for (size_t i = 0; i < intake->n_crebos; i++)
        ds_free(intake->crebos[i].hoofdgroep);
    ds_free(intake->crebos);
    ds_free(intake->crebo_text);
}

const ds_crebo *ds_crebo_find(const ds_intake *intake, ds_text code) {
    size_t low = 0, high = intake->n_crebos;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const ds_crebo *at = &intake->crebos[middle];
        int order = ds_text_compare(ds_text_of(at->code), code);
        if (order == 0) return at;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
