/* definition/column.c: the catalogue of what the career gives, as data: name, type, code list, and
 * which school years each column asks for. Checker, tally and SQL printer all read this one table.
 */
#include "doorstroom/definition.h"

#include "base/codes.h"
#include "base/text.h"

#define YEAR DS_COVER_INSCHRIJVING, 0, 0
#define TEXT(name, codes, nl, en)                                                                  \
    { name, DS_TYPE_TEXT, 1, codes, YEAR, nl, en }
#define NUMBER(name, nl, en)                                                                       \
    { name, DS_TYPE_INTEGER, 1, NULL, YEAR, nl, en }
#define BOOL(name, nl, en)                                                                         \
    { name, DS_TYPE_BOOL, 1, NULL, YEAR, nl, en }

static const ds_column columns[DS_COLUMN_N] = {
    [DS_COLUMN_SOORT] = TEXT("soort", &ds_codes_soort, "soort onderwijs; geen zonder inschrijving",
                             "kind of education; geen without an enrolment"),
    [DS_COLUMN_LEERJAAR] = NUMBER("leerjaar", "leerjaar", "year of the programme"),
    [DS_COLUMN_LEERWEG] =
        TEXT("leerweg", &ds_codes_leerweg, "leerweg of vorm", "learning pathway or mode of study"),
    [DS_COLUMN_NIVEAU] = NUMBER("niveau", "mbo-niveau, 1 tot en met 4", "mbo level, 1 to 4"),
    [DS_COLUMN_OPLEIDING] = TEXT("opleiding", NULL, "opleidingscode", "programme code"),
    [DS_COLUMN_HOOFDGROEP] =
        TEXT("hoofdgroep", NULL, "hoofdgroep van de opleiding", "main group of the programme"),
    [DS_COLUMN_SECTOR] = TEXT("sector", &ds_codes_sector, "sector", "sector"),
    [DS_COLUMN_PROFIEL] = TEXT("profiel", NULL, "profiel", "profile"),
    [DS_COLUMN_ROUTE] =
        TEXT("route", &ds_codes_route, "doorlopende leerroute", "continuous learning route"),
    [DS_COLUMN_INSTELLING] =
        TEXT("instelling", NULL, "instelling (BRIN)", "institution (BRIN code)"),
    [DS_COLUMN_VESTIGING] = TEXT("vestiging", NULL, "vestiging", "location"),
    [DS_COLUMN_HOOFDINSCHRIJVING] =
        BOOL("hoofdinschrijving", "is de hoofdinschrijving", "is the main enrolment"),
    [DS_COLUMN_BEKOSTIGD] = BOOL("bekostigd", "telt mee voor de bekostiging", "counts for funding"),
    [DS_COLUMN_GEBOORTEDATUM] = {"geboortedatum", DS_TYPE_DATE, 1, NULL, YEAR, "geboortedatum",
                                 "date of birth"},
    [DS_COLUMN_GESLACHT] = TEXT("geslacht", &ds_codes_geslacht, "geslacht", "sex"),
    [DS_COLUMN_MIGRATIEACHTERGROND] = TEXT("migratieachtergrond", &ds_codes_migratieachtergrond,
                                           "migratieachtergrond", "migration background"),
    [DS_COLUMN_SES] =
        NUMBER("ses", "sociaaleconomische status, 1 tot en met 4", "socio-economic status, 1 to 4"),
    [DS_COLUMN_FUNCTIEBEPERKING] =
        BOOL("functiebeperking", "heeft een functiebeperking", "has a disability"),
    [DS_COLUMN_ADVIES] = TEXT("advies", NULL, "schooladvies", "advice of the primary school"),
    [DS_COLUMN_OPLEIDING_OUDERS] =
        TEXT("opleiding_ouders", NULL, "opleiding van de ouders", "education of the parents"),
    [DS_COLUMN_GEMEENTE] = TEXT("gemeente", NULL, "woongemeente", "municipality of residence"),
    [DS_COLUMN_RMC_REGIO] = TEXT("rmc_regio", NULL, "RMC-regio", "RMC region"),
    [DS_COLUMN_VSO_CLUSTER] =
        TEXT("vso_cluster", NULL, "cluster in het vso", "cluster in special education"),
    [DS_COLUMN_NAAM] = TEXT("naam", NULL, "naam van de instelling", "name of the institution"),
    [DS_COLUMN_TYPE] = TEXT("type", NULL, "type instelling", "type of institution"),
    [DS_COLUMN_LEEFTIJD] =
        NUMBER("leeftijd", "leeftijd op 1 oktober, in hele jaren", "completed years on 1 October"),
    [DS_COLUMN_INGESCHREVEN] =
        BOOL("ingeschreven", "is ingeschreven op 1 oktober", "is enrolled on 1 October"),
    [DS_COLUMN_VRIJGESTELD] = BOOL("vrijgesteld", "heeft een vrijstelling", "has an exemption"),
    [DS_COLUMN_DIPLOMA_MBO] =
        NUMBER("diploma_mbo", "hoogste mbo-niveau behaald voor dit schooljaar; 0 is geen",
               "highest mbo level obtained before this school year; 0 for none"),
    [DS_COLUMN_DIPLOMA_VO] =
        TEXT("diploma_vo", &ds_codes_diploma_vo, "hoogste vo-diploma behaald voor dit schooljaar",
             "highest secondary diploma obtained before this school year"),
    [DS_COLUMN_DIPLOMA_VMBO] = BOOL("diploma_vmbo", "heeft een vmbo-diploma", "has a vmbo diploma"),
    [DS_COLUMN_DIPLOMA_HO] =
        BOOL("diploma_ho", "heeft een diploma van hbo of wo", "has a higher education diploma"),
    [DS_COLUMN_GEDIPLOMEERD] = {"gediplomeerd", DS_TYPE_BOOL, 1, NULL, DS_COVER_INSCHRIJVING, 0, 1,
                                "haalt in dit schooljaar een diploma van deze soort",
                                "obtains a diploma of this kind in this school year"},
    [DS_COLUMN_UREN_WERK] = {"uren_werk", DS_TYPE_INTEGER, 100, NULL, DS_COVER_WERK, 0, 0,
                             "uren werk per week in oktober", "hours of work a week in October"},
    [DS_COLUMN_EERSTE_JAAR_MBO] = {"eerste_jaar_mbo", DS_TYPE_INTEGER, 1, NULL,
                                   DS_COVER_INSCHRIJVING, -1, 0,
                                   "eerste schooljaar in het mbo tot en met dit",
                                   "first school year in mbo up to this one"},
    [DS_COLUMN_VSV_DUO] = BOOL("vsv_duo", "oordeel van DUO: voortijdig schoolverlater",
                               "DUO's verdict: early leaver"),
};

const ds_column *ds_column_list(size_t *out_n) {
    if (out_n != NULL) *out_n = DS_COLUMN_N;
    return columns;
}

int ds_column_find(ds_text name) {
    for (int i = 0; i < DS_COLUMN_N; i++)
        if (ds_text_is(name, columns[i].name)) return i;
    return -1;
}

const char *ds_code_list_name(const ds_code_list *list) {
    return list->name;
}

size_t ds_code_list_n(const ds_code_list *list) {
    return list->n_values;
}

const char *ds_code_list_at(const ds_code_list *list, size_t i) {
    return i < list->n_values ? list->values[i] : NULL;
}

bool ds_code_list_ordered(const ds_code_list *list) {
    return list->ordered;
}
