/* simulate/rows.c: see rows.h. Numbers are written by hand, straight into the buffer: this is where
 * most of the time of a large register goes. */
#include "simulate/rows.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "simulate/plan.h"

enum { LINE_MAX_SIZE = 256 }; /* no line below is longer */

static const char *const kind_names[DS_ROWS_KINDS] = {"persoon", "persoon",      "diploma",
                                                      "werk",    "vrijstelling", "instelling"};
static const char persoon_header[] =
    "persoon,geboortedatum,geslacht,migratieachtergrond,ses,functiebeperking,advies,"
    "opleiding_ouders,gemeente,rmc_regio,vso_cluster\n";
static const char *const kind_headers[DS_ROWS_KINDS] = {
    persoon_header,
    "persoon,schooljaar,functiebeperking\n",
    "persoon,schooljaar,datum,soort,niveau,leerweg,opleiding,hoofdgroep,sector,instelling\n",
    "persoon,jaar,uren\n",
    "persoon,schooljaar,reden\n",
    "instelling,naam,type,opgegaan_in,vanaf_schooljaar\n",
};

static size_t n_years_of(const ds_simulate_options *options) {
    int n_years = options->last_year - options->first_year + 1;
    return (size_t)n_years;
}

char *ds_rows_name(const ds_simulate_options *options, size_t file, char out[DS_ROWS_NAME_SIZE]) {
    size_t n_years = n_years_of(options);
    if (file < n_years)
        (void)snprintf(out, DS_ROWS_NAME_SIZE, "inschrijving-%d.csv",
                       options->first_year + (int)file);
    else if (file - n_years == DS_ROWS_PERSOON_JAAR)
        (void)snprintf(out, DS_ROWS_NAME_SIZE, "persoon-%d.csv", options->last_year);
    else
        (void)snprintf(out, DS_ROWS_NAME_SIZE, "%s.csv", kind_names[file - n_years]);
    return out;
}

const char *ds_rows_header(const ds_simulate_options *options, size_t file) {
    size_t n_years = n_years_of(options);
    if (file < n_years)
        return "persoon,schooljaar,soort,leerjaar,leerweg,niveau,opleiding,hoofdgroep,sector,"
               "profiel,route,instelling,vestiging,hoofdinschrijving,bekostigd\n";
    return kind_headers[file - n_years];
}

/* Where the next line goes, or NULL. */
static char *line_start(ds_rows *rows) {
    if (!ds_reserve(&rows->data, &rows->capacity, rows->size + LINE_MAX_SIZE, 1)) return NULL;
    return rows->data + rows->size;
}

static bool line_end(ds_rows *rows, char *at) {
    at[-1] = '\n'; /* in place of the last comma */
    rows->size = (size_t)(at - rows->data);
    return true;
}

/* Each put_ writes a field with the comma after it and returns where the next one goes. */
static inline char *put_bytes(char *at, const char *data, size_t size) {
    memcpy(at, data, size);
    at[size] = ',';
    return at + size + 1;
}

static inline char *put_text(char *at, const char *text) {
    return put_bytes(at, text, strlen(text));
}

static inline char *put_missing(char *at) {
    *at = ',';
    return at + 1;
}

static inline char *put_number(char *at, uint32_t value) {
    char digits[10];
    int n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (n > 0)
        *at++ = digits[--n];
    *at = ',';
    return at + 1;
}

/* 0 is missing. */
static inline char *put_optional(char *at, uint32_t value) {
    return value == 0 ? put_missing(at) : put_number(at, value);
}

/* index_1 counts from 1; 0 is missing. */
static inline char *put_code(char *at, const ds_code_list *list, unsigned index_1) {
    return index_1 == 0 ? put_missing(at) : put_text(at, list->values[index_1 - 1]);
}

static inline char *put_two(char *at, int value) {
    at[0] = (char)('0' + value / 10);
    at[1] = (char)('0' + value % 10);
    return at + 2;
}

static char *put_date(char *at, int year, int month, int day) {
    at = put_number(at, (uint32_t)year);
    at[-1] = '-';
    at = put_two(at, month);
    *at++ = '-';
    at = put_two(at, day);
    *at = ',';
    return at + 1;
}

/* Codes that look like BRIN and are none: 91 mbo, 92 vo, 93 hbo, 94 wo. */
static void code_of(char code[4], char kind, unsigned index) {
    code[0] = '9';
    code[1] = kind;
    code[2] = (char)('A' + index / 26);
    code[3] = (char)('A' + index % 26);
}

static void code_of_state(char code[4], const ds_life_state *state) {
    char kind = '2';
    if (state->soort == DS_SOORT_MBO || state->soort == DS_SOORT_VAVO) kind = '1';
    if (state->soort == DS_SOORT_HBO) kind = '3';
    if (state->soort == DS_SOORT_WO) kind = '4';
    code_of(code, kind, state->instelling - 1u);
}

static char *put_institution(char *at, const ds_life_state *state, bool with_vestiging) {
    char code[6];
    if (state->instelling == 0)
        return with_vestiging ? put_missing(put_missing(at)) : put_missing(at);
    code_of_state(code, state);
    at = put_bytes(at, code, 4);
    if (!with_vestiging) return at;
    if (state->vestiging == 0) return put_missing(at);
    (void)put_two(code + 4, state->vestiging - 1);
    return put_bytes(at, code, 6);
}

static char *put_hoofdgroep(char *at, const ds_life_state *state) {
    const ds_text *name;
    if (state->hoofdgroep == 0) return put_missing(at);
    name = &ds_plan_hoofdgroepen[state->hoofdgroep - 1].name;
    return put_bytes(at, name->data, name->size);
}

static bool add_state(ds_rows *rows, const ds_life_person *person, int year,
                      const ds_life_state *state, bool main) {
    char *at = line_start(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)year);
    at = put_text(at, ds_codes_soort.values[state->soort]);
    at = put_optional(at, state->leerjaar);
    at = put_code(at, &ds_codes_leerweg, state->leerweg);
    at = put_optional(at, state->niveau);
    at = put_optional(at, state->opleiding);
    at = put_hoofdgroep(at, state);
    at = put_code(at, &ds_codes_sector, state->sector);
    at = state->profiel == 0 ? put_missing(at)
                             : put_bytes(at, ds_plan_profielen[state->profiel - 1].data,
                                         ds_plan_profielen[state->profiel - 1].size);
    at = put_code(at, &ds_codes_route, state->route);
    at = put_institution(at, state, true);
    at = put_text(at, main ? "ja" : "nee");
    at = put_text(at, state->onbekostigd ? "nee" : "ja");
    return line_end(rows, at);
}

static bool add_attributes(ds_rows *rows, const ds_life_person *person) {
    static const char *const advies[] = {"vmbo-bb", "vmbo-kb", "vmbo-gl", "vmbo-tl", "havo", "vwo"};
    static const char *const ouders[] = {"basis", "middelbaar", "hoger"};
    char gemeente[] = "G000", rmc[] = "RMC00";
    char *at = line_start(rows);
    if (at == NULL) return false;
    gemeente[1] = (char)('0' + person->gemeente / 100);
    (void)put_two(gemeente + 2, person->gemeente % 100);
    (void)put_two(rmc + 3, 1 + person->gemeente % DS_PLAN_RMC);
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_date(at, person->birth_year, person->birth_month, person->birth_day);
    at = put_text(at, ds_codes_geslacht.values[person->geslacht]);
    at = put_text(at, ds_codes_migratieachtergrond.values[person->migratie]);
    at = put_optional(at, person->ses);
    at = put_text(at, person->beperking && person->beperking_from == 0 ? "ja" : "nee");
    at = person->advies == 0 ? put_missing(at) : put_text(at, advies[person->advies - 1]);
    at = person->ouders == 0 ? put_missing(at) : put_text(at, ouders[person->ouders - 1]);
    at = put_bytes(at, gemeente, sizeof gemeente - 1);
    at = put_bytes(at, rmc, sizeof rmc - 1);
    at = put_optional(at, person->vso_cluster);
    return line_end(rows, at);
}

static bool add_change(ds_rows *rows, const ds_life_person *person) {
    char *at;
    if (person->beperking_from == 0) return true;
    at = line_start(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)person->beperking_from);
    at = put_text(at, "ja");
    return line_end(rows, at);
}

static bool add_diploma(ds_rows *rows, const ds_life_person *person,
                        const ds_life_diploma *diploma) {
    const ds_life_state *of = &diploma->of;
    char *at = line_start(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)diploma->year);
    at = put_date(at, diploma->year + 1, of->soort >= DS_SOORT_MBO ? 7 : 6,
                  1 + (person->id[8] - '0'));
    at = put_text(at, ds_codes_soort.values[of->soort]);
    at = put_optional(at, of->niveau);
    at = put_code(at, &ds_codes_leerweg, of->leerweg);
    at = put_optional(at, of->opleiding);
    at = put_hoofdgroep(at, of);
    at = put_code(at, &ds_codes_sector, of->sector);
    at = put_institution(at, of, false);
    return line_end(rows, at);
}

/* Hundredths, all quarters: 3650 is 36.5. */
static char *put_uren(char *at, uint32_t hundredths) {
    at = put_number(at, hundredths / 100);
    if (hundredths % 100 == 0) return at;
    at[-1] = '.';
    *at++ = (char)('0' + hundredths / 10 % 10);
    if (hundredths % 10 != 0) *at++ = (char)('0' + hundredths % 10);
    *at = ',';
    return at + 1;
}

static bool add_work(ds_rows *rows, const ds_life_person *person, int year, uint32_t uren) {
    char *at;
    if (uren == 0) return true;
    at = line_start(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)year);
    at = put_uren(at, uren);
    return line_end(rows, at);
}

static bool add_exemption(ds_rows *rows, const ds_life_person *person, int year, unsigned reden) {
    char *at;
    if (reden == 0) return true;
    at = line_start(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)year);
    at = put_code(at, &ds_codes_reden, reden);
    return line_end(rows, at);
}

static bool add_year(ds_rows *files, const ds_simulate_options *options,
                     const ds_life_person *person, size_t i) {
    ds_rows *others = files + n_years_of(options);
    int year = options->first_year + (int)i;
    if (person->states[i].soort != DS_SOORT_GEEN &&
        !add_state(&files[i], person, year, &person->states[i], true))
        return false;
    if (person->seconds[i].soort != DS_SOORT_GEEN &&
        !add_state(&files[i], person, year, &person->seconds[i], false))
        return false;
    for (size_t job = 0; job < DS_LIFE_JOBS_MAX; job++)
        if (!add_work(&others[DS_ROWS_WERK], person, year, person->uren[i][job])) return false;
    return add_exemption(&others[DS_ROWS_VRIJSTELLING], person, year, person->exempt[i]);
}

bool ds_rows_add_person(ds_rows *files, const ds_simulate_options *options,
                        const ds_life_person *person) {
    size_t n_years = n_years_of(options);
    ds_rows *others = files + n_years;
    for (size_t i = 0; i < n_years; i++)
        if (!add_year(files, options, person, i)) return false;
    for (size_t i = 0; i < person->n_diplomas; i++)
        if (!add_diploma(&others[DS_ROWS_DIPLOMA], person, &person->diplomas[i])) return false;
    return add_attributes(&others[DS_ROWS_PERSOON], person) &&
           add_change(&others[DS_ROWS_PERSOON_JAAR], person);
}

bool ds_rows_add_institutions(ds_rows *rows) {
    static const struct {
        char kind;
        unsigned n;
        const char *name, *type;
    } kinds[] = {{'1', DS_PLAN_MBO, "Voorbeeld-mbo", NULL},
                 {'2', DS_PLAN_VO, "Voorbeeldschool", "VO"},
                 {'3', DS_PLAN_HBO, "Voorbeeldhogeschool", "HBO"},
                 {'4', DS_PLAN_WO, "Voorbeelduniversiteit", "WO"}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (unsigned i = 0; i < kinds[k].n; i++) {
            char code[4], name[40];
            char *at = line_start(rows);
            if (at == NULL) return false;
            code_of(code, kinds[k].kind, i);
            (void)snprintf(name, sizeof name, "%s %u (verzonnen)", kinds[k].name, i + 1);
            at = put_bytes(at, code, sizeof code);
            at = put_text(at, name);
            at = put_text(at, kinds[k].type == NULL ? ds_plan_mbo_type[i] : kinds[k].type);
            at = put_missing(put_missing(at));
            (void)line_end(rows, at);
        }
    }
    return true;
}
