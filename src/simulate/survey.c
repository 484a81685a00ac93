/* simulate/survey.c: see survey.h. */
#include "simulate/survey.h"

#include <math.h>

#include "simulate/catalogue.h"
#include "simulate/put.h"

const char *const ds_answer_names[DS_ANSWERS] = {"respons",
                                                 "zelf_functiebeperking",
                                                 "voelt_zich_student",
                                                 "als_student_gezien",
                                                 "studievereniging_bekend",
                                                 "veilig_school",
                                                 "veilig_bpv",
                                                 "hulpmiddelen",
                                                 "tevreden_begeleiding",
                                                 "begeleiding_naar_werk",
                                                 "lob",
                                                 "mentale_gezondheid"};
const char ds_survey_header[] =
    "respondent,meting,jaar,instelling,niveau,leerweg,hoofdgroep,sectorkamer,geslacht,"
    "migratieachtergrond,functiebeperking,opleiding_ouders,gewicht,gewicht_module,module_allen,"
    "voelt_zich_student,"
    "als_student_gezien,studievereniging_bekend,veilig_school,veilig_bpv,hulpmiddelen,"
    "tevreden_begeleiding,begeleiding_naar_werk,lob,mentale_gezondheid\n";

enum { WEIGHT_SCALE = 10000, WEIGHT_DECIMALS = 4 };
/* Which draw is for what, from DS_DRAW_SURVEY on; the Studentenpeiling has the second half. */
enum { DRAW_RESPONDENT = 0, DRAW_MODULE = 1, DRAW_ANSWERS = 2, DRAW_HOW = 20, DRAW_PEILING = 50 };

/* One taking part. */
typedef struct taking_part {
    const ds_survey *survey;
    const ds_survey_round *round;
    const ds_life_person *person;
    ds_survey_student student;
    const ds_life_state *state;
    uint64_t weight, module_weight; /* ten-thousandths; 0: not asked */
    ds_counts *counts;
} taking_part;

static double unit_of(const taking_part *part, unsigned draw) {
    return ds_draw_unit(part->person->key, part->round->jaar,
                        DS_DRAW_SURVEY + draw + (part->round->peiling ? DRAW_PEILING : 0));
}

double ds_survey_chance(const ds_survey_round *round, enum ds_answer answer,
                        const ds_survey_student *student) {
    const ds_survey_odds *of = &round->odds[answer];
    double odds = of->base[student->niveau - 1][student->leerweg] *
                  of->geslacht[student->geslacht] * of->migratie[student->migratie] *
                  of->beperking[student->beperking] * of->ouders[student->ouders] *
                  of->hoofdgroep[student->hoofdgroep] * of->instelling[student->instelling];
    return odds / (1 + odds);
}

double ds_survey_own_factor(enum ds_answer answer, int jaar, unsigned instelling, double sd) {
    const char *name = ds_answer_names[answer];
    uint64_t key = ds_hash_mix(ds_hash_fnv1a(name, strlen(name)) + instelling);
    double normal = -6;
    for (unsigned i = 0; i < 12; i++) /* the sum of twelve is close enough to normal */
        normal += ds_draw_unit(key, jaar, i);
    return exp(sd * normal);
}

/* Registered as having a functiebeperking, or saying so. */
static bool says_beperking(const taking_part *part, const ds_life_person *person) {
    if (ds_life_has_beperking(person, part->round->jaar - 1)) return true;
    /* The same in both surveys of a year. */
    return ds_draw_unit(person->key, part->round->jaar,
                        DS_DRAW_SURVEY + DRAW_ANSWERS + DS_ANSWER_ZELF_BEPERKING) <
           ds_survey_chance(part->round, DS_ANSWER_ZELF_BEPERKING, &part->student);
}

static bool is_of_module(enum ds_answer answer) {
    return answer == DS_ANSWER_VOELT_ZICH_STUDENT || answer == DS_ANSWER_ALS_STUDENT_GEZIEN ||
           answer == DS_ANSWER_STUDIEVERENIGING_BEKEND || answer == DS_ANSWER_VEILIG_BPV ||
           answer == DS_ANSWER_HULPMIDDELEN || answer == DS_ANSWER_LOB;
}

static bool is_asked(const taking_part *part, enum ds_answer answer) {
    if (part->round->odds[answer].base[0][0] == 0) return false;
    if (answer == DS_ANSWER_HULPMIDDELEN && !part->student.beperking) return false;
    return !is_of_module(answer) || part->module_weight > 0;
}

/* The indicators that the agenda has start values of. */
static int indicator_of(enum ds_answer answer) {
    static const int indicators[DS_ANSWERS] = {
        [DS_ANSWER_VOELT_ZICH_STUDENT] = DS_COUNTS_VOELT_ZICH_STUDENT,
        [DS_ANSWER_ALS_STUDENT_GEZIEN] = DS_COUNTS_ALS_STUDENT_GEZIEN,
        [DS_ANSWER_STUDIEVERENIGING_BEKEND] = DS_COUNTS_STUDIEVERENIGING,
        [DS_ANSWER_VEILIG_SCHOOL] = DS_COUNTS_VEILIG_SCHOOL,
        [DS_ANSWER_VEILIG_BPV] = DS_COUNTS_VEILIG_BPV,
        [DS_ANSWER_HULPMIDDELEN] = DS_COUNTS_HULPMIDDELEN,
        [DS_ANSWER_TEVREDEN_BEGELEIDING] = DS_COUNTS_TEVREDEN_BEGELEIDING,
        [DS_ANSWER_BEGELEIDING_NAAR_WERK] = DS_COUNTS_BEGELEIDING_NAAR_WERK,
        [DS_ANSWER_LOB] = DS_COUNTS_LOB,
        [DS_ANSWER_MENTALE_GEZONDHEID] = DS_COUNTS_MENTALE_GEZONDHEID};
    return indicators[answer]; /* 0: none, for that one is of the register */
}

static void count_answer(const taking_part *part, enum ds_answer answer, bool holds) {
    int indicator = indicator_of(answer);
    if (part->counts == NULL || indicator == 0) return;
    ds_counts_add_answer(part->counts, (enum ds_counts_indicator)indicator, part->round->jaar,
                         part->student.instelling, part->student.niveau, part->student.leerweg,
                         is_of_module(answer) ? part->module_weight : part->weight, holds);
}

/* Mental health has five answers; the two bad ones are what is counted. How they divide within is a
 * choice of ours. */
static char *put_mental_health(char *at, bool bad, double unit) {
    if (bad) return put_text(at, unit < 0.22 ? "zeer slecht" : "slecht");
    return put_text(at, unit < 0.34 ? "matig" : unit < 0.80 ? "goed" : "zeer goed");
}

static char *put_answer(char *at, const taking_part *part, enum ds_answer answer) {
    bool holds;
    if (!is_asked(part, answer)) return put_missing(at);
    holds = unit_of(part, DRAW_ANSWERS + answer) <
            ds_survey_chance(part->round, answer, &part->student);
    count_answer(part, answer, holds);
    if (answer == DS_ANSWER_MENTALE_GEZONDHEID)
        return put_mental_health(at, holds, unit_of(part, DRAW_HOW));
    return put_ja_nee(at, holds);
}

/* A number of its own in each survey, which leads back to no person's number. */
static char *put_respondent(char *at, const taking_part *part) {
    uint64_t bits = ds_draw_bits(part->person->key, part->round->jaar,
                                 DS_DRAW_SURVEY + 99u - part->round->peiling);
    uint64_t number = UINT64_C(100000000000000); /* 15 digits */
    return put_number(at, number + bits % (9 * number));
}

static char *put_background(char *at, const taking_part *part) {
    const ds_survey_student *student = &part->student;
    if (student->hoofdgroep == 0)
        at = put_missing(at);
    else
        at = put_quoted(at, ds_catalogue_hoofdgroepen[student->hoofdgroep - 1]);
    at = put_quoted(at, part->survey->sectorkamer[student->hoofdgroep]);
    at = put_text(at, ds_codes_geslacht.values[student->geslacht]);
    if (!part->round->achtergrond) return put_missing(put_missing(put_missing(at)));
    at = put_text(at, ds_codes_migratieachtergrond.values[student->migratie]);
    at = put_ja_nee(at, student->beperking);
    return put_ouders(at, student->ouders);
}

static bool add_survey_line(ds_lines *rows, const taking_part *part) {
    char *at = put_line(rows);
    if (at == NULL) return false;
    at = put_respondent(at, part);
    at = put_text(at, part->round->meting);
    at = put_number(at, (uint64_t)part->round->jaar);
    at = put_mbo(at, part->student.instelling);
    at = put_number(at, part->student.niveau);
    at = put_text(at, part->student.leerweg == 0 ? "bol" : "bbl");
    at = put_background(at, part);
    at = put_decimal(at, part->weight, WEIGHT_DECIMALS);
    at = part->module_weight == 0 ? put_missing(at)
                                  : put_decimal(at, part->module_weight, WEIGHT_DECIMALS);
    at = part->round->peiling ? put_missing(at)
                              : put_ja_nee(at, part->round->asks_all[part->student.instelling]);
    for (int answer = DS_ANSWER_VOELT_ZICH_STUDENT; answer < DS_ANSWERS; answer++)
        at = put_answer(at, part, (enum ds_answer)answer);
    return put_line_end(rows, at);
}

/* Students of bol and bbl with a funded enrolment; who only sits exams is not asked. */
static bool is_student(const ds_life_state *state) {
    return state->soort == DS_SOORT_MBO && !state->onbekostigd && state->instelling > 0 &&
           state->instelling <= DS_MODEL_INSTELLINGEN_MAX && state->niveau >= 1 &&
           state->niveau <= DS_MODEL_NIVEAUS &&
           (state->leerweg == DS_LEERWEG_BOL + 1 || state->leerweg == DS_LEERWEG_BBL + 1);
}

static void fill_student(taking_part *part) {
    const ds_life_person *person = part->person;
    part->student = (ds_survey_student){
        .instelling = part->state->instelling - 1u,
        .niveau = part->state->niveau,
        .leerweg = part->state->leerweg == DS_LEERWEG_BBL + 1,
        .geslacht = person->geslacht,
        .migratie = person->migratie,
        .ouders = person->ouders,
        .hoofdgroep = part->state->hoofdgroep,
    };
}

/* Draws whether the student takes part and is asked the modules; sets the weights. */
static bool takes_part(taking_part *part) {
    const ds_survey_round *round = part->round;
    double chance;
    if (!round->takes_part[part->student.instelling]) return false;
    chance = ds_survey_chance(round, DS_ANSWER_RESPONS, &part->student);
    if (unit_of(part, DRAW_RESPONDENT) >= chance) return false;
    part->weight = (uint64_t)(WEIGHT_SCALE / chance + 0.5);
    part->module_weight = 0;
    if (round->peiling) return true;
    if (round->asks_all[part->student.instelling])
        part->module_weight = part->weight;
    else if (unit_of(part, DRAW_MODULE) < round->module)
        part->module_weight = (uint64_t)(WEIGHT_SCALE / (chance * round->module) + 0.5);
    return true;
}

bool ds_survey_add(const ds_survey *survey, const ds_life_person *person, int first_year,
                   int last_year, ds_lines *rows, ds_counts *counts) {
    for (size_t i = 0; i < survey->n_rounds; i++) {
        const ds_survey_round *round = &survey->rounds[i];
        taking_part part = {.survey = survey, .round = round, .person = person, .counts = counts};
        if (round->jaar - 1 < first_year || round->jaar - 1 > last_year) continue;
        part.state = &person->states[round->jaar - 1 - first_year];
        if (!is_student(part.state)) continue;
        fill_student(&part);
        if (!takes_part(&part)) continue;
        part.student.beperking = says_beperking(&part, person);
        if (!add_survey_line(rows, &part)) return false;
    }
    return true;
}
