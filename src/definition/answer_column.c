/* definition/answer_column.c: the columns that the answers of a survey have whatever was asked
 * (over: enquete). What is no name here is a question. Checker, tally and SQL printer all read this
 * table. */
#include "doorstroom/definition.h"

#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/text.h"

#define ANSWER(name, type, codes, nl, en)                                                          \
    { name, DS_TYPE_##type, codes, false, false, nl, en }

static const ds_answer_column answer_columns[] = {
    ANSWER("respondent", TEXT, NULL, "nummer van wie antwoordde, in deze meting",
           "number of who answered, in this round"),
    ANSWER("meting", TEXT, NULL, "welke enquête", "which survey"),
    ANSWER("jaar", INTEGER, NULL, "jaar van de enquête", "year of the survey"),
    ANSWER("instelling", TEXT, NULL, "instelling, onder de huidige code",
           "institution, under its present code"),
    ANSWER("niveau", INTEGER, NULL, "mbo-niveau, 1 tot en met 4", "mbo level, 1 to 4"),
    ANSWER("leerweg", TEXT, &ds_codes_leerweg, "leerweg", "track"),
    ANSWER("hoofdgroep", TEXT, NULL, "hoofdgroep van de opleiding", "main group of the programme"),
    ANSWER("sectorkamer", TEXT, NULL, "sectorkamer", "sector chamber"),
    ANSWER("geslacht", TEXT, &ds_codes_geslacht, "geslacht", "sex"),
    ANSWER("migratieachtergrond", TEXT, &ds_codes_migratieachtergrond, "migratieachtergrond",
           "migration background"),
    ANSWER("functiebeperking", BOOL, NULL, "heeft een functiebeperking", "has a disability"),
    ANSWER("opleiding_ouders", TEXT, NULL, "opleiding van de ouders", "education of the parents"),
    ANSWER("module_allen", BOOL, NULL, "de instelling vroeg de module aan allen",
           "the institution asked the module of everybody"),
    {"gewicht", DS_TYPE_INTEGER, NULL, true, false, "gewicht", "weight"},
    {"gewicht_module", DS_TYPE_INTEGER, NULL, true, false, "gewicht bij de vragen van de module",
     "weight for the questions of the module"},
    {"naam", DS_TYPE_TEXT, NULL, false, true, "naam van de instelling", "name of the institution"},
    {"type", DS_TYPE_TEXT, NULL, false, true, "type instelling", "type of institution"},
};

const ds_answer_column *ds_answer_column_list(size_t *out_n) {
    if (out_n != NULL) *out_n = sizeof answer_columns / sizeof *answer_columns;
    return answer_columns;
}

const ds_answer_column *ds_answer_column_find(ds_text name) {
    for (size_t i = 0; i < sizeof answer_columns / sizeof *answer_columns; i++)
        if (ds_text_is(name, answer_columns[i].name)) return &answer_columns[i];
    return NULL;
}

ds_status ds_indicator_of_careers(const ds_indicator *indicator, ds_error *err) {
    if (indicator->enquete == NULL) return DS_OK;
    return ds_error_set(err, DS_INPUT,
                        "'%s' is een vraag van een enquête: vraag haar met "
                        "doorstroom survey WERKMAP --indicator %s",
                        "'%s' is a question of a survey: ask it with "
                        "doorstroom survey WORKFOLDER --indicator %s",
                        indicator->id, indicator->id);
}
