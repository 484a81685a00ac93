/* intake/layout/nrsp.c: DUO's yearly vsv lists of one institution. NRSP<year> holds the start
 * population: the enrolments on 1 October of the year before the one in the name. NenR<year> holds
 * those of them whom DUO counts as new early school leavers: DUO's verdict, column vsv_duo.
 *
 * NIVEAU ("Mbo4 opleidingen") and ONDERWIJSSOORT (BOL) are turned into our words by
 * codes/duo_niveau.csv and codes/duo_leerweg.csv, not by code. */
#include "base/text.h"
#include "intake/duo/duo.h"

enum {
    BSN,
    ONDERWIJSNUMMER,
    GEBOORTEDATUM,
    GESLACHT,
    RMC_REGIO,
    GEMEENTENAAM,
    BRIN,
    BRIN_VOLGNR,
    NIVEAU,
    ONDERWIJSSOORT,
    CREBO
};
static const char *const columns[] = {"#BURGERSERVICENUMMER",
                                      "ONDERWIJSNUMMER",
                                      "GEBOORTEDATUM",
                                      "GESLACHT",
                                      "RMC_REGIO",
                                      "GEMEENTENAAM",
                                      "BRIN",
                                      "BRIN_VOLGNR",
                                      "NIVEAU",
                                      "ONDERWIJSSOORT",
                                      "CREBO"};

static bool take_start_level(ds_row *row, ds_enrolment *to) {
    const ds_intake *intake = row->worker->intake;
    const ds_duo_word *level =
        ds_duo_word_find(intake->niveaus, intake->n_niveaus, ds_row_text(row, NIVEAU));
    ds_text leerweg = ds_row_text(row, ONDERWIJSSOORT);
    const ds_duo_word *path;
    if (level == NULL)
        return ds_refuse(row, NIVEAU,
                         ds_row_text(row, NIVEAU).size == 0 ? DS_REASON_EMPTY : DS_REASON_CODE,
                         NULL);
    to->soort = level->soort;
    to->niveau = level->niveau;
    if (leerweg.size == 0) return true;
    path = ds_duo_word_find(intake->leerwegen, intake->n_leerwegen, leerweg);
    if (path == NULL) return ds_refuse(row, ONDERWIJSSOORT, DS_REASON_CODE, NULL);
    if (path->leerweg == 0) return true;
    if (ds_codes_leerweg_fits(to->soort, (enum ds_leerweg)(path->leerweg - 1)))
        to->leerweg = path->leerweg;
    else
        row->delivery->n_misfit++;
    return true;
}

/* The BSN, or the onderwijsnummer of who has none. */
static bool take_start_person(ds_row *row, uint32_t *out) {
    if (ds_row_text(row, BSN).size > 0) return ds_row_number(row, BSN, DS_NUMBER_BSN, out);
    return ds_row_number(row, ONDERWIJSNUMMER, DS_NUMBER_ONDERWIJSNUMMER, out);
}

static bool add_attributes(ds_row *row, const ds_attributes *always, const ds_attributes *dated) {
    ds_attributes *to = ds_row_add(row, &row->worker->attributes);
    if (to == NULL) return false;
    *to = *always;
    if (dated->gemeente == 0 && dated->rmc_regio == 0) return true;
    to = ds_row_add(row, &row->worker->attributes);
    if (to == NULL) return false;
    *to = *dated;
    return true;
}

static bool add_rows(ds_row *row, const ds_enrolment *enrolment) {
    ds_verdict *start;
    if (!ds_row_add_enrolment(row, enrolment)) return false;
    start = ds_row_add(row, &row->worker->start);
    if (start == NULL) return false;
    *start = (ds_verdict){.person = enrolment->person,
                          .instelling = enrolment->instelling,
                          .jaar = enrolment->jaar,
                          .levering = row->levering,
                          .line = row->line};
    return true;
}

/* Birth date and sex hold always; the municipality is that of this 1 October. */
static bool take_start(ds_row *row) {
    uint16_t year = (uint16_t)row->delivery->year;
    ds_enrolment enrolment = {.jaar = year,
                              .levering = row->levering,
                              .flags = DS_FLAG_HOOFDINSCHRIJVING | DS_FLAG_BEKOSTIGD};
    ds_attributes always = {.levering = row->levering};
    ds_attributes dated = {.levering = row->levering, .jaar = year, .geboortedatum = INT32_MIN};
    if (!take_start_level(row, &enrolment) ||
        !ds_row_birth(row, GEBOORTEDATUM, year, &always.geboortedatum) ||
        !ds_row_code(row, GESLACHT, &ds_codes_geslacht, false, &always.geslacht) ||
        !ds_row_word(row, GEMEENTENAAM, DS_WORD_GEMEENTE, &dated.gemeente) ||
        !ds_row_word(row, RMC_REGIO, DS_WORD_RMC_REGIO, &dated.rmc_regio) ||
        !ds_row_word(row, BRIN, DS_WORD_INSTELLING, &enrolment.instelling) ||
        !ds_row_word(row, BRIN_VOLGNR, DS_WORD_VESTIGING, &enrolment.vestiging) ||
        !ds_row_word(row, CREBO, DS_WORD_OPLEIDING, &enrolment.opleiding) ||
        !take_start_person(row, &enrolment.person))
        return false;
    always.person = dated.person = enrolment.person;
    return add_rows(row, &enrolment) && add_attributes(row, &always, &dated);
}

enum { LEFT_BSN, LEFT_ONDERWIJSNUMMER, LEFT_BRIN };
static const char *const left_columns[] = {"#BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "BRIN",
                                           "GEBOORTEDATUM",        "NIVEAU",          "EXAMEN"};

/* Whether the person is in the start population is looked up by number afterwards: a person who
 * only stands here must not become one of the register's persons. */
static bool take_left(ds_row *row) {
    bool has_bsn = ds_row_text(row, LEFT_BSN).size > 0;
    ds_verdict verdict = {
        .jaar = (uint16_t)row->delivery->year, .levering = row->levering, .line = row->line};
    ds_verdict *to;
    if (!ds_row_word(row, LEFT_BRIN, DS_WORD_INSTELLING, &verdict.instelling)) return false;
    if (!ds_identity_lookup(row, has_bsn ? LEFT_BSN : LEFT_ONDERWIJSNUMMER,
                            has_bsn ? DS_NUMBER_BSN : DS_NUMBER_ONDERWIJSNUMMER, &verdict.person))
        return false;
    to = ds_row_add(row, &row->worker->left);
    if (to == NULL) return false;
    *to = verdict;
    return true;
}

const ds_layout ds_layout_nrsp = {
    "NRSP", 0, true, columns, sizeof columns / sizeof *columns, 11, take_start, 0};
const ds_layout ds_layout_nenr = {"NenR", 2, false, left_columns, 6, 6, take_left, 0};
