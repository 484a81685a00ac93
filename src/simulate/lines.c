/* simulate/lines.c: see lines.h. Numbers are written by hand, straight into the buffer: this is
 * where most of the time of a large register goes. */
#include "simulate/lines.h"

#include <stdio.h>
#include <string.h>

#include "simulate/agenda.h"
#include "simulate/catalogue.h"
#include "simulate/put.h"
#include "simulate/survey.h"

static const char *const kind_names[DS_LINES_ENQUETE] = {"persoon", "persoon",      "diploma",
                                                         "werk",    "vrijstelling", "instelling"};
static const char persoon_header[] =
    "persoon,geboortedatum,geslacht,migratieachtergrond,ses,functiebeperking,advies,"
    "opleiding_ouders,gemeente,rmc_regio,vso_cluster\n";
static const char *const kind_headers[DS_LINES_ENQUETE] = {
    persoon_header,
    "persoon,schooljaar,ses,functiebeperking,gemeente,rmc_regio\n",
    "persoon,schooljaar,datum,soort,niveau,leerweg,opleiding,hoofdgroep,sector,instelling\n",
    "persoon,jaar,uren\n",
    "persoon,schooljaar,reden\n",
    "instelling,naam,type,grootte,opgegaan_in,vanaf_schooljaar\n",
};

static size_t n_years_of(const ds_simulate_options *options) {
    int n_years = options->last_year - options->first_year + 1;
    return (size_t)n_years;
}

static const char *name_of(size_t kind) {
    if (kind < DS_LINES_ENQUETE) return kind_names[kind];
    return kind == DS_LINES_ENQUETE ? "enquete" : ds_agenda_names[kind - DS_LINES_AGENDA];
}

char *ds_lines_name(const ds_simulate_options *options, size_t file, char out[DS_LINES_NAME_SIZE]) {
    size_t n_years = n_years_of(options);
    if (file < n_years)
        (void)snprintf(out, DS_LINES_NAME_SIZE, "inschrijving-%d.csv",
                       options->first_year + (int)file);
    else if (file - n_years == DS_LINES_PERSOON_JAAR)
        (void)snprintf(out, DS_LINES_NAME_SIZE, "persoon-%d.csv", options->last_year);
    else
        (void)snprintf(out, DS_LINES_NAME_SIZE, "%s.csv", name_of(file - n_years));
    return out;
}

const char *ds_lines_header(const ds_simulate_options *options, size_t file) {
    size_t n_years = n_years_of(options);
    if (file < n_years)
        return "persoon,schooljaar,soort,leerjaar,leerweg,niveau,opleiding,hoofdgroep,sector,"
               "profiel,route,instelling,vestiging,hoofdinschrijving,bekostigd\n";
    file -= n_years;
    if (file < DS_LINES_ENQUETE) return kind_headers[file];
    return file == DS_LINES_ENQUETE ? ds_survey_header : ds_agenda_headers[file - DS_LINES_AGENDA];
}

static void code_of_state(char code[4], const ds_life_state *state) {
    char kind = '2';
    if (state->soort == DS_SOORT_MBO || state->soort == DS_SOORT_VAVO) kind = '1';
    if (state->soort == DS_SOORT_HBO) kind = '3';
    if (state->soort == DS_SOORT_WO) kind = '4';
    put_code_of(code, kind, state->instelling - 1u);
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
    if (state->hoofdgroep == 0) return put_missing(at);
    return put_quoted(at, ds_catalogue_hoofdgroepen[state->hoofdgroep - 1]);
}

static char *put_profiel(char *at, const ds_life_state *state) {
    if (state->profiel == 0) return put_missing(at);
    if (state->profiel >= DS_MODEL_PROFIEL_VSO)
        return put_text(at, ds_catalogue_vso_profielen[state->profiel - DS_MODEL_PROFIEL_VSO]);
    return put_text(at, ds_catalogue_profielen[state->profiel - 1]);
}

static char *put_gemeente(char *at, unsigned gemeente) {
    char code[] = "G000", rmc[] = "RMC00";
    code[1] = (char)('0' + gemeente / 100);
    (void)put_two(code + 2, (int)(gemeente % 100));
    (void)put_two(rmc + 3, (int)(1 + gemeente % DS_MODEL_RMC));
    at = put_bytes(at, code, sizeof code - 1);
    return put_bytes(at, rmc, sizeof rmc - 1);
}

static bool add_state(ds_lines *rows, const ds_life_person *person, int year,
                      const ds_life_state *state, bool main) {
    char *at = put_line(rows);
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
    at = put_profiel(at, state);
    at = put_code(at, &ds_codes_route, state->route);
    at = put_institution(at, state, true);
    at = put_ja_nee(at, main);
    at = put_ja_nee(at, !state->onbekostigd);
    return put_line_end(rows, at);
}

/* The first school year in which the person is there, as an index: before it nothing is known. */
static size_t first_known(const ds_life_person *person, size_t n_years) {
    size_t i = 0;
    while (i + 1 < n_years && person->ses[i] == 0)
        i++;
    return i;
}

static bool add_attributes(ds_lines *rows, const ds_life_person *person, int year, size_t first) {
    static const char *const advies[] = {"vmbo-bb", "vmbo-kb", "vmbo-gl", "vmbo-tl", "havo", "vwo"};
    char *at = put_line(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_date(at, person->birth_year, person->birth_month, person->birth_day);
    at = put_text(at, ds_codes_geslacht.values[person->geslacht]);
    at = put_text(at, ds_codes_migratieachtergrond.values[person->migratie]);
    at = put_optional(at, person->ses[first]);
    at = put_ja_nee(at, ds_life_has_beperking(person, year));
    at = person->advies == 0 ? put_missing(at) : put_text(at, advies[person->advies - 1]);
    at = put_ouders(at, person->ouders);
    at = put_gemeente(at, person->gemeente[first]);
    at = put_optional(at, person->vso_cluster);
    return put_line_end(rows, at);
}

/* What changed in school year index i; nothing when nothing did. */
static bool add_change(ds_lines *rows, const ds_life_person *person, int first_year, size_t i) {
    int year = first_year + (int)i;
    bool there = person->ses[i - 1] != 0;
    bool ses = there && person->ses[i] != person->ses[i - 1];
    bool moved = there && person->gemeente[i] != person->gemeente[i - 1];
    bool beperking = person->beperking_from == year;
    char *at;
    if (!ses && !moved && !beperking) return true;
    at = put_line(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)year);
    at = ses ? put_optional(at, person->ses[i]) : put_missing(at);
    at = beperking ? put_text(at, "ja") : put_missing(at);
    at = moved ? put_gemeente(at, person->gemeente[i]) : put_missing(put_missing(at));
    return put_line_end(rows, at);
}

static bool add_diploma(ds_lines *rows, const ds_life_person *person,
                        const ds_life_diploma *diploma) {
    const ds_life_state *of = &diploma->of;
    char *at = put_line(rows);
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
    return put_line_end(rows, at);
}

static bool add_work_lines(ds_lines *rows, const ds_life_person *person, int year, uint32_t uren) {
    char *at;
    if (uren == 0) return true;
    at = put_line(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)year);
    at = put_decimal(at, uren, 2);
    return put_line_end(rows, at);
}

static bool add_exemption(ds_lines *rows, const ds_life_person *person, int year, unsigned reden) {
    char *at;
    if (reden == 0) return true;
    at = put_line(rows);
    if (at == NULL) return false;
    at = put_bytes(at, person->id, DS_LIFE_ID_SIZE);
    at = put_number(at, (uint32_t)year);
    at = put_code(at, &ds_codes_reden, reden);
    return put_line_end(rows, at);
}

static bool add_year(ds_lines *files, const ds_simulate_options *options,
                     const ds_life_person *person, size_t i) {
    ds_lines *others = files + n_years_of(options);
    int year = options->first_year + (int)i;
    if (person->states[i].soort != DS_SOORT_GEEN &&
        !add_state(&files[i], person, year, &person->states[i], true))
        return false;
    if (person->seconds[i].soort != DS_SOORT_GEEN &&
        !add_state(&files[i], person, year, &person->seconds[i], false))
        return false;
    for (size_t job = 0; job < DS_LIFE_JOBS_MAX; job++)
        if (!add_work_lines(&others[DS_LINES_WERK], person, year, person->uren[i][job]))
            return false;
    return add_exemption(&others[DS_LINES_VRIJSTELLING], person, year, person->exempt[i]);
}

bool ds_lines_add_person(ds_lines *files, const ds_simulate_options *options,
                         const ds_life_person *person) {
    size_t n_years = n_years_of(options);
    size_t first = first_known(person, n_years);
    ds_lines *others = files + n_years;
    for (size_t i = 0; i < n_years; i++)
        if (!add_year(files, options, person, i)) return false;
    for (size_t i = 0; i < person->n_diplomas; i++)
        if (!add_diploma(&others[DS_LINES_DIPLOMA], person, &person->diplomas[i])) return false;
    for (size_t i = 1; i < n_years; i++)
        if (!add_change(&others[DS_LINES_PERSOON_JAAR], person, options->first_year, i))
            return false;
    return add_attributes(&others[DS_LINES_PERSOON], person, options->first_year, first);
}

static bool add_instelling(ds_lines *rows, char kind, unsigned index, const char *naam,
                           const char *type, uint64_t grootte) {
    char code[4];
    char *at = put_line(rows);
    if (at == NULL) return false;
    put_code_of(code, kind, index);
    at = put_bytes(at, code, sizeof code);
    at = put_text(at, naam);
    at = put_optional(put_text(at, type), grootte);
    return put_line_end(rows, put_missing(put_missing(at)));
}

bool ds_lines_add_institutions(ds_lines *rows, const ds_model *model) {
    static const struct {
        char kind;
        unsigned n;
        const char *name, *type;
    } kinds[] = {{'2', DS_MODEL_VO, "Voorbeeldschool", "VO"},
                 {'3', DS_MODEL_HBO, "Voorbeeldhogeschool", "HBO"},
                 {'4', DS_MODEL_WO, "Voorbeelduniversiteit", "WO"}};
    for (unsigned i = 0; i < model->n_instellingen; i++)
        if (!add_instelling(rows, '1', i, model->instellingen[i].naam, model->instellingen[i].type,
                            (uint64_t)model->instellingen[i].grootte))
            return false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (unsigned i = 0; i < kinds[k].n; i++) {
            char name[48];
            (void)snprintf(name, sizeof name, "%s %u (verzonnen)", kinds[k].name, i + 1);
            if (!add_instelling(rows, kinds[k].kind, i, name, kinds[k].type, 0)) return false;
        }
    }
    return true;
}
