/* tests/forms/agendas.h: five agendas, each as what its people type into the e-form and, made apart
 * from that, as the deliveries that somebody would type by hand. The two share the numbers below
 * and nothing else: not a path, a code of the form, a notation, or a line of the program.
 *
 *   0 25LX  all as it should be
 *   1 27GZ  a budget corrected, its open answers not public
 *   2 30RR  a budget corrected with no figures yet; budgeted and spent nothing
 *   3 31FN  no targets, for each of the four absences; one added, one changed; nothing budgeted
 *   4 GA01  two institutions together; own sources, own indicators, a target changed
 */
#ifndef DS_TESTS_FORMS_AGENDAS_H
#define DS_TESTS_FORMS_AGENDAS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"

enum { AGENDAS = 5, GOALS = 5, TARGETS = 22, MEASURES = 25, PLANNED = 8, OFFERS = 6, PARTNERS = 6 };

static const char *const agenda_codes[AGENDAS] = {"25LX", "27GZ", "30RR", "31FN", "GA01"};
static const char *const goal_codes[GOALS] = {"1.1", "1.2", "1.3", "1.4", "1.5"};

/* ---- the numbers ---- */

/* Cents. */
static inline int64_t whole_of(int a) {
    return 5000000000 + 100000050 * (int64_t)a;
}

static inline int64_t budget_of(int a, int g) {
    if (a == 3 && g == 4) return 0;
    return 100000025 + 25000000 * (int64_t)g + 1000000 * (int64_t)a;
}

typedef enum corrected { CORRECTED_NOT, CORRECTED_YES, CORRECTED_NO_FIGURES } corrected;

static inline corrected corrected_of(int a, int g) {
    if (a == 1 && g == 1) return CORRECTED_YES;
    return a == 2 && g == 2 ? CORRECTED_NO_FIGURES : CORRECTED_NOT;
}

static inline int64_t new_budget_of(int a, int g) {
    return budget_of(a, g) + 12345678;
}

static inline int64_t spent_of(int a, int g) {
    return budget_of(a, g) == 0 || (a == 2 && g == 4) ? 0 : budget_of(a, g) / 4 + a;
}

static const char why_corrected[] = "herverdeeld na de jaarrekening; zie \"bijlage\", blz. 3";
static const char no_figures_yet[] = "nieuw bedrag volgt";
static const char why_nothing[] = "betaald uit andere middelen";

/* Tenths of a per cent; -1: none. */
static inline int original_of(int a, int i) {
    return a == 3 && i < 4 ? -1 : 105 + 30 * i + 2 * a;
}

static inline int added_of(int a, int i) {
    return a == 3 && i == 0 ? 125 : -1;
}

static inline int changed_of(int a, int i) {
    if (a == 3 && i == 5) return 99;
    return a == 4 && i == 4 ? 317 : -1;
}

static const char why_changed[] = "de opleiding is kleiner geworden";

static inline bool is_taken(int a, int m) {
    return (m + a) % 3 != 0;
}

static inline bool has_remark(int a, int m) {
    return is_taken(a, m) && m % 7 == 1;
}

static inline int planning_of(int a, int p) {
    return (a + p) % 5;
}

static inline int judgement_of(int a, int g) {
    return (a + 2 * g) % 6;
}

static inline bool says_more(int a, int g) {
    return (a + g) % 2 == 0;
}

static inline bool is_offered(int a, int k) {
    return (a + k) % 3 == 0;
}

static inline bool has_agreements(int a) {
    return a % 2 == 0;
}

static inline bool is_agreed_with(int a, int k) {
    return has_agreements(a) && (k == 0 || k == a);
}

static inline bool is_open(int a) {
    return a != 1;
}

/* Themes that a researcher gave: agenda 4 gets two on one answer, agenda 0 none. */
static inline const char *theme_of(int a, int g) {
    static const char *const themes[] = {"", "personeel", "tijd", "meting", "samenwerking"};
    return themes[(a + g) % 5];
}

/* ---- by hand ---- */

typedef struct by_hand {
    const char *indicator, *niveau, *leerweg, *bron;
    int startjaar;
} by_hand;

static const by_hand hand_targets[TARGETS] = {
    {"mentale_gezondheid", "", "", "Studentenpeiling NPO", 2023},
    {"veilig_school", "", "", "JOB-monitor", 2022},
    {"vsv", "1", "bol", "DUO", 2022},
    {"vsv", "1", "bbl", "DUO", 2022},
    {"vsv", "2", "bol", "DUO", 2022},
    {"vsv", "2", "bbl", "DUO", 2022},
    {"vsv", "3", "bol", "DUO", 2022},
    {"vsv", "3", "bbl", "DUO", 2022},
    {"vsv", "4", "bol", "DUO", 2022},
    {"vsv", "4", "bbl", "DUO", 2022},
    {"werk", "1", "bol", "CBS", 2021},
    {"werk", "1", "bbl", "CBS", 2021},
    {"werk", "2", "bol", "CBS", 2021},
    {"werk", "2", "bbl", "CBS", 2021},
    {"tevreden_begeleiding", "1", "", "JOB-monitor", 2022},
    {"tevreden_begeleiding", "2", "", "JOB-monitor", 2022},
    {"tevreden_begeleiding", "3", "", "JOB-monitor", 2022},
    {"tevreden_begeleiding", "4", "", "JOB-monitor", 2022},
    {"startersresultaat", "2", "", "DUO", 2022},
    {"startersresultaat", "3", "", "DUO", 2022},
    {"startersresultaat", "4", "", "DUO", 2022},
    {"hbo_succes", "", "", "DUO", 2021}};

static const char *const hand_measures[MEASURES] = {"1.1,gelijkwaardige_positie",
                                                    "1.1,studenteninitiatieven",
                                                    "1.1,studentenkaart",
                                                    "1.1,studentenleven",
                                                    "1.1,internationalisering",
                                                    "1.1,andere",
                                                    "1.2,veiligheidsplan",
                                                    "1.2,ondersteuningsstructuur",
                                                    "1.2,gezonde_school",
                                                    "1.2,passend_onderwijs",
                                                    "1.2,dialoog_welzijn",
                                                    "1.2,andere",
                                                    "1.3,vsv_aanpak",
                                                    "1.3,voorbereiding_arbeidsmarkt",
                                                    "1.3,nazorg",
                                                    "1.3,terugkeer_naar_school",
                                                    "1.3,begeleiding_onderwijs_bpv",
                                                    "1.3,plannen_met_rmc",
                                                    "1.3,kleinere_klassen",
                                                    "1.3,andere",
                                                    "1.4,afstemming_programmas",
                                                    "1.4,kennismaking",
                                                    "1.4,opleidingsanalyse",
                                                    "1.4,andere",
                                                    "1.5,llo_collectief"};

static const char *const hand_planned[PLANNED] = {
    "1.2,mentale_gezondheid",   "1.2,veilig_school", "1.2,veilig_bpv",        "1.3,vsv",
    "1.3,tevreden_begeleiding", "1.3,werk",          "1.4,startersresultaat", "1.4,hbo_succes"};

static const char *const plannings[] = {"veel achter", "enigszins achter", "op schema",
                                        "enigszins voor", "veel voor"};
static const char *const judgements[] = {"niet",      "een klein beetje", "wisselend",
                                         "effectief", "heel effectief",   "weet niet"};
static const char *const absences[] = {"ontbreekt", "niet meetbaar", "niet vergelijkbaar",
                                       "geen studenten"};
static const char *const offers[OFFERS] = {"stage",     "uitwisseling", "studiereis",
                                           "tweetalig", "thuis",        "anders"};
static const char *const partners[PARTNERS] = {"gemeente",   "rijk",    "bibliotheek",
                                               "werkgevers", "scholen", "anders"};

/* "…" with quotes doubled. */
static inline void add_quoted(ds_buffer *b, const char *text) {
    ds_buffer_add_string(b, "\"");
    for (; *text != '\0'; text++)
        ds_buffer_addf(b, *text == '"' ? "\"\"" : "%c", *text);
    ds_buffer_add_string(b, "\"");
}

static inline void add_cents(ds_buffer *b, int64_t cents) {
    ds_buffer_addf(b, ",%lld.%02d", (long long)(cents / 100), (int)(cents % 100));
}

static inline void add_money_row(ds_buffer *b, int a, int g) {
    static const char *const words[] = {"nee", "ja", "onbekend"};
    const corrected c = corrected_of(a, g);
    ds_buffer_addf(b, "%s,2024,%s", agenda_codes[a], goal_codes[g]);
    if (c == CORRECTED_NO_FIGURES)
        ds_buffer_add_string(b, ",");
    else
        add_cents(b, c == CORRECTED_YES ? new_budget_of(a, g) : budget_of(a, g));
    add_cents(b, budget_of(a, g));
    add_cents(b, spent_of(a, g));
    ds_buffer_addf(b, ",%s,", words[c]);
    if (c == CORRECTED_YES) add_quoted(b, why_corrected);
    if (c == CORRECTED_NO_FIGURES) add_quoted(b, no_figures_yet);
    if (budget_of(a, g) > 0 && spent_of(a, g) == 0) add_quoted(b, why_nothing);
    ds_buffer_add_string(b, "\n");
}

static inline void add_target_row(ds_buffer *b, int a, int i, const char *version, int tenths,
                                  const char *reason, const char *remark) {
    const by_hand *t = &hand_targets[i];
    ds_buffer_addf(b, "%s,2025,%s,%s,%s,%s,%s,%d,", agenda_codes[a], t->indicator, t->niveau,
                   t->leerweg, version, t->bron, t->startjaar);
    if (tenths >= 0) ds_buffer_addf(b, "%d.%d", tenths / 10, tenths % 10);
    ds_buffer_addf(b, ",%s,%s\n", reason, remark);
}

static inline void add_target_rows(ds_buffer *b, int a, int i) {
    const bool none = original_of(a, i) < 0;
    add_target_row(b, a, i, "oorspronkelijk", original_of(a, i), none ? absences[i] : "", "");
    if (added_of(a, i) >= 0) add_target_row(b, a, i, "aangevuld", added_of(a, i), "", "");
    if (changed_of(a, i) >= 0)
        add_target_row(b, a, i, "aangepast", changed_of(a, i), "", why_changed);
}

static inline void add_answer_row(ds_buffer *b, int a, const char *goal, const char *veld,
                                  const char *theme, const char *text, const char *rest) {
    ds_buffer_addf(b, "%s,2025,%s,%s,%s,", agenda_codes[a], goal, veld, theme);
    if (text[0] != '\0') add_quoted(b, text);
    ds_buffer_addf(b, ",%s,%s\n", is_open(a) ? "ja" : "nee", rest);
}

/* What is said in free text on a goal. */
static inline const char *words_of(int a, int g, const char *what) {
    static char text[120];
    /* one of them begins as a formula would */
    (void)snprintf(text, sizeof text, "%sagenda %d over %s: %s, \"kort\"", a == 1 ? "=" : "", a,
                   goal_codes[g], what);
    return text;
}

static inline void add_themed_row(ds_buffer *b, int a, int g, const char *veld, const char *what) {
    add_answer_row(b, a, goal_codes[g], veld, theme_of(a, g), words_of(a, g, what), ",");
    if (a == 4 && g == 2 && strcmp(veld, "reflectie") == 0)
        add_answer_row(b, a, goal_codes[g], veld, "arbeidsmarkt", words_of(a, g, what), ",");
}

static inline void add_goal_answers(ds_buffer *b, int a, int g) {
    if (says_more(a, g)) {
        add_themed_row(b, a, g, "andere_activiteiten", "meer");
        add_themed_row(b, a, g, "toelichting_effectiviteit", "oordeel");
        add_themed_row(b, a, g, "reflectie", "terug");
    } else {
        add_themed_row(b, a, g, "aandachtspunten", "vooruit");
    }
    if (g >= 1 && g <= 3 && !says_more(a, g))
        add_themed_row(b, a, g, "toelichting_planning", "planning");
    if (budget_of(a, g) > 0 && spent_of(a, g) == 0)
        add_answer_row(b, a, goal_codes[g], "geen_besteding", "andere middelen", why_nothing, ",");
}

static inline void add_other_answers(ds_buffer *b, int a) {
    for (int k = 0; k < OFFERS; k++)
        if (is_offered(a, k))
            add_answer_row(b, a, "1.1", "internationalisering_aanbod", offers[k], "",
                           "\"zorg, techniek\",niveau 3;bol");
    add_answer_row(b, a, "1.2", "vinger_aan_de_pols", "enquete",
                   "eigen vragenlijst; twee keer per jaar", ",");
    for (int k = 0; k < PARTNERS; k++)
        if (is_agreed_with(a, k))
            add_answer_row(b, a, "1.5", "afspraken_laaggeletterdheid", partners[k],
                           "taal op de werkvloer", ",");
    if (!has_agreements(a))
        add_answer_row(b, a, "1.5", "afspraken_laaggeletterdheid", "geen", "nee", ",");
}

/* The delivery of a kind, as somebody would type it. */
static inline void add_by_hand(ds_buffer *b, const char *kind) {
    static const char *const heads[][2] = {
        {"agenda", "instelling,jaar,agenda\n04EU,2025,GA01\n21CS,2025,GA01\n"},
        {"werkagenda", "agenda,jaar,totaal\n"},
        {"besteding", "agenda,jaar,doelstelling,begroot_totaal,begroot_oorspronkelijk,besteed,"
                      "gecorrigeerd,reden\n"},
        {"streefwaarde", "agenda,jaar,indicator,niveau,leerweg,versie,bron,startjaar,streefwaarde,"
                         "reden,toelichting\n"},
        {"maatregel", "agenda,jaar,doelstelling,maatregel,ingezet,toelichting\n"},
        {"voortgang", "agenda,jaar,doelstelling,indicator,planning\n"},
        {"oordeel", "agenda,jaar,doelstelling,effectiviteit\n"},
        {"antwoord", "agenda,jaar,doelstelling,veld,thema,antwoord,openbaar,domein,doelgroep\n"},
        {"eigen_indicator",
         "agenda,jaar,doelstelling,naam,waarde,eenheid,bron,indicator,vergelijkbaar\n"
         "GA01,2025,1.2,veilig_school,81.25,procent,eigen vragenlijst,veilig_school,nee\n"
         "GA01,2025,1.3,vsv_3_bol,4.5,procent,eigen telling,vsv,ja\n"
         "GA01,2025,1.1,studenten naar het buitenland,7.5,procent,eigen registratie,,\n"
         "GA01,2025,1.5,lessen Nederlands op niveau 2,120,studenten,,,\n"}};
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        if (strcmp(heads[k][0], kind) == 0) ds_buffer_add_string(b, heads[k][1]);
    for (int a = 0; a < AGENDAS; a++) {
        if (strcmp(kind, "werkagenda") == 0) {
            ds_buffer_addf(b, "%s,2025", agenda_codes[a]);
            add_cents(b, whole_of(a));
            ds_buffer_add_string(b, "\n");
        }
        for (int g = 0; strcmp(kind, "besteding") == 0 && g < GOALS; g++)
            add_money_row(b, a, g);
        for (int i = 0; strcmp(kind, "streefwaarde") == 0 && i < TARGETS; i++)
            add_target_rows(b, a, i);
        for (int m = 0; strcmp(kind, "maatregel") == 0 && m < MEASURES; m++)
            ds_buffer_addf(b, "%s,2025,%s,%s,%s\n", agenda_codes[a], hand_measures[m],
                           is_taken(a, m) ? "ja" : "nee",
                           has_remark(a, m) ? "=1+1 is geen formule" : "");
        for (int p = 0; strcmp(kind, "voortgang") == 0 && p < PLANNED; p++)
            ds_buffer_addf(b, "%s,2025,%s,%s\n", agenda_codes[a], hand_planned[p],
                           plannings[planning_of(a, p)]);
        for (int g = 0; strcmp(kind, "oordeel") == 0 && g < GOALS; g++)
            ds_buffer_addf(b, "%s,2025,%s,%s\n", agenda_codes[a], goal_codes[g],
                           judgements[judgement_of(a, g)]);
        for (int g = 0; strcmp(kind, "antwoord") == 0 && g < GOALS; g++)
            add_goal_answers(b, a, g);
        if (strcmp(kind, "antwoord") == 0) add_other_answers(b, a);
    }
}

/* ---- into the form ---- */

typedef void (*typing)(void *context, const char *path, const char *typed);

/* A path with a row. */
static inline const char *path_of(const char *table, const char *row, const char *column) {
    static char path[4][200];
    static int next;
    next = (next + 1) % 4;
    (void)snprintf(path[next], sizeof path[next], "%s/%s/%s", table, row, column);
    return path[next];
}

/* Euro as people in the Netherlands type them: 1.234.567,89; without cents where there are none. */
static inline const char *euro_of(int64_t cents) {
    static char text[4][40];
    static int next;
    char digits[24];
    char *at;
    const int size = snprintf(digits, sizeof digits, "%lld", (long long)(cents / 100));
    next = (next + 1) % 4;
    at = text[next];
    for (int i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0) *at++ = '.';
        *at++ = digits[i];
    }
    if (cents % 100 == 0)
        *at = '\0';
    else
        (void)snprintf(at, 8, ",%02d", (int)(cents % 100));
    return text[next];
}

static inline const char *tenths_of(int tenths) {
    static char text[4][20];
    static int next;
    next = (next + 1) % 4;
    (void)snprintf(text[next], sizeof text[next], "%d,%d", tenths / 10, tenths % 10);
    return text[next];
}

static inline void type_money(int a, typing type, void *context) {
    static const char *const words[] = {"nee", "ja", "onbekend"};
    type(context, "totaal", euro_of(whole_of(a)));
    for (int g = 0; g < GOALS; g++) {
        const corrected c = corrected_of(a, g);
        type(context, path_of("geld", goal_codes[g], "begroot"), euro_of(budget_of(a, g)));
        type(context, path_of("geld", goal_codes[g], "gecorrigeerd"), words[c]);
        if (c == CORRECTED_YES)
            type(context, path_of("geld", goal_codes[g], "begroot_nieuw"),
                 euro_of(new_budget_of(a, g)));
        if (c != CORRECTED_NOT)
            type(context, path_of("geld", goal_codes[g], "reden_correctie"),
                 c == CORRECTED_YES ? why_corrected : no_figures_yet);
        type(context, path_of("geld", goal_codes[g], "besteed_2024"), euro_of(spent_of(a, g)));
        if (budget_of(a, g) > 0 && spent_of(a, g) == 0)
            type(context, path_of("geld", goal_codes[g], "reden_geen_besteding"), why_nothing);
    }
}

static inline void type_targets(int a, typing type, void *context) {
    static const char *const rows[TARGETS] = {"mentale_gezondheid",
                                              "veilig_school",
                                              "vsv_1_bol",
                                              "vsv_1_bbl",
                                              "vsv_2_bol",
                                              "vsv_2_bbl",
                                              "vsv_3_bol",
                                              "vsv_3_bbl",
                                              "vsv_4_bol",
                                              "vsv_4_bbl",
                                              "werk_1_bol",
                                              "werk_1_bbl",
                                              "werk_2_bol",
                                              "werk_2_bbl",
                                              "tevreden_begeleiding_1",
                                              "tevreden_begeleiding_2",
                                              "tevreden_begeleiding_3",
                                              "tevreden_begeleiding_4",
                                              "startersresultaat_2",
                                              "startersresultaat_3",
                                              "startersresultaat_4",
                                              "hbo_succes"};
    for (int i = 0; i < TARGETS; i++) {
        if (original_of(a, i) >= 0)
            type(context, path_of("streef", rows[i], "oorspronkelijk"),
                 tenths_of(original_of(a, i)));
        else
            type(context, path_of("streef", rows[i], "reden"), absences[i]);
        if (added_of(a, i) >= 0)
            type(context, path_of("streef", rows[i], "aangevuld"), tenths_of(added_of(a, i)));
        if (changed_of(a, i) < 0) continue;
        type(context, path_of("streef", rows[i], "aangepast"), tenths_of(changed_of(a, i)));
        type(context, path_of("streef", rows[i], "waarom_anders"), why_changed);
    }
}

static inline void type_own(int a, typing type, void *context) {
    if (a != 4) return;
    type(context, "eigen_waarde/veilig_school/bron", "eigen vragenlijst");
    type(context, "eigen_waarde/veilig_school/waarde", "81,25");
    type(context, "eigen_waarde/veilig_school/vergelijkbaar", "nee");
    type(context, "eigen_waarde/vsv_3_bol/bron", "eigen telling");
    type(context, "eigen_waarde/vsv_3_bol/waarde", "4,5");
    type(context, "eigen_waarde/vsv_3_bol/vergelijkbaar", "ja");
    type(context, "eigen_indicator/r1/doelstelling", "1.1");
    type(context, "eigen_indicator/r1/naam", "studenten naar het buitenland");
    type(context, "eigen_indicator/r1/waarde", "7,5");
    type(context, "eigen_indicator/r1/eenheid", "procent");
    type(context, "eigen_indicator/r1/bron", "eigen registratie");
    type(context, "eigen_indicator/r2/doelstelling", "1.5");
    type(context, "eigen_indicator/r2/naam", "lessen Nederlands op niveau 2");
    type(context, "eigen_indicator/r2/waarde", "120");
    type(context, "eigen_indicator/r2/eenheid", "studenten");
}

static inline void type_measures(int a, typing type, void *context) {
    for (int m = 0; m < MEASURES; m++) {
        char row[80];
        (void)snprintf(row, sizeof row, "%.3s:%s", hand_measures[m], hand_measures[m] + 4);
        type(context, path_of("maatregel", row, "ingezet"), is_taken(a, m) ? "ja" : "nee");
        if (has_remark(a, m))
            type(context, path_of("maatregel", row, "toelichting"), "=1+1 is geen formule");
    }
    for (int p = 0; p < PLANNED; p++)
        type(context, path_of("voortgang", hand_planned[p] + 4, "planning"),
             plannings[planning_of(a, p)]);
}

static inline void type_goal(int a, int g, typing type, void *context) {
    const char *goal = goal_codes[g];
    type(context, path_of("oordeel", goal, "effectiviteit"), judgements[judgement_of(a, g)]);
    if (says_more(a, g)) {
        type(context, path_of("andere", goal, "activiteiten"), words_of(a, g, "meer"));
        type(context, path_of("oordeel", goal, "toelichting"), words_of(a, g, "oordeel"));
        type(context, path_of("terugblik", goal, "reflectie"), words_of(a, g, "terug"));
    } else {
        type(context, path_of("terugblik", goal, "aandachtspunten"), words_of(a, g, "vooruit"));
    }
    if (g >= 1 && g <= 3 && !says_more(a, g))
        type(context, path_of("bij_planning", goal, "toelichting"), words_of(a, g, "planning"));
}

static inline void type_others(int a, typing type, void *context) {
    for (int k = 0; k < OFFERS; k++) {
        type(context, path_of("aanbod", offers[k], "aangeboden"), is_offered(a, k) ? "ja" : "nee");
        if (!is_offered(a, k)) continue;
        type(context, path_of("aanbod", offers[k], "domein"), "zorg, techniek");
        type(context, path_of("aanbod", offers[k], "doelgroep"), "niveau 3;bol");
    }
    type(context, "vinger_aan_de_pols", "eigen vragenlijst; twee keer per jaar");
    type(context, "afspraken", has_agreements(a) ? "ja" : "nee");
    for (int k = 0; k < PARTNERS; k++) {
        if (!is_agreed_with(a, k)) continue;
        type(context, path_of("afspraak", partners[k], "gemaakt"), "ja");
        type(context, path_of("afspraak", partners[k], "waarover"), "taal op de werkvloer");
    }
    type(context, "antwoorden_openbaar", is_open(a) ? "ja" : "nee");
}

/* All that the people of an agenda type. */
static inline void type_agenda(int a, typing type, void *context) {
    type(context, "gezamenlijk", a == 4 ? "ja" : "nee");
    if (a == 4) {
        type(context, "samen/r1/instelling", "04EU");
        type(context, "samen/r2/instelling", "21CS");
    }
    type_money(a, type, context);
    type_targets(a, type, context);
    type_own(a, type, context);
    type_measures(a, type, context);
    for (int g = 0; g < GOALS; g++)
        type_goal(a, g, type, context);
    type_others(a, type, context);
}

/* The themes that a researcher sets. */
static inline void theme_agenda(int a, typing set, void *context) {
    for (int g = 0; g < GOALS; g++) {
        static const char *const themed[][3] = {{"andere", "activiteiten", "more"},
                                                {"oordeel", "toelichting", "more"},
                                                {"terugblik", "reflectie", "more"},
                                                {"terugblik", "aandachtspunten", ""}};
        for (size_t k = 0; k < 4; k++) {
            const char *path = path_of(themed[k][0], goal_codes[g], themed[k][1]);
            if ((themed[k][2][0] != '\0') != says_more(a, g) || theme_of(a, g)[0] == '\0') continue;
            set(context, path, theme_of(a, g));
            if (a == 4 && g == 2 && k == 2) set(context, path, "arbeidsmarkt"); /* beside it */
        }
        if (g >= 1 && g <= 3 && !says_more(a, g) && theme_of(a, g)[0] != '\0')
            set(context, path_of("bij_planning", goal_codes[g], "toelichting"), theme_of(a, g));
        if (budget_of(a, g) > 0 && spent_of(a, g) == 0)
            set(context, path_of("geld", goal_codes[g], "reden_geen_besteding"), "andere middelen");
    }
    set(context, "vinger_aan_de_pols", "enquete");
}

#endif
