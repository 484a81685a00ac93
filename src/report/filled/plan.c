/* report/filled/plan.c: which tables a kind of sheet has. A column that no fact has is left out, so
 * a plan names all that there may be. */
#include "report/filled/plan.h"

#include <string.h>

#define EACH_YEAR DS_COLUMN_EACH_YEAR
#define FEW_YEARS (DS_COLUMN_EACH_YEAR | DS_COLUMN_FEW_YEARS)
#define LAST_YEAR DS_COLUMN_LAST_YEAR
#define EACH_CLASS DS_COLUMN_EACH_CLASS
#define VALUE DS_SHOWS_VALUE
#define COUNTED DS_SHOWS_N
#define INTERVAL DS_SHOWS_INTERVAL
#define KLASSE DS_SHOWS_KLASSE
#define REASON DS_SHOWS_REASON
#define V(measure)                                                                                 \
    { measure, NULL, VALUE, 0 }

#define COUNTS                                                                                     \
    {"teller", NULL, VALUE, FEW_YEARS}, {"aantal", NULL, VALUE, FEW_YEARS},                        \
        {"noemer", NULL, VALUE, FEW_YEARS}, {"percentage", NULL, COUNTED, FEW_YEARS},              \
        {"percentage", NULL, VALUE, EACH_YEAR}, {"gemiddelde", NULL, VALUE, EACH_YEAR},            \
        {"aandeel", NULL, VALUE, EACH_YEAR}, {"verschil", NULL, VALUE, LAST_YEAR},                 \
        {"verschil_pp", NULL, VALUE, LAST_YEAR}, {"verschil_pp", NULL, INTERVAL, LAST_YEAR},       \
        {"norm_voldoende", NULL, VALUE, LAST_YEAR}, {"norm_hoog", NULL, VALUE, LAST_YEAR}, {       \
        "norm", NULL, KLASSE, LAST_YEAR                                                            \
    }

#define NUMBERS                                                                                    \
    {"teller", NULL, VALUE, EACH_YEAR}, {"aantal", NULL, VALUE, EACH_YEAR},                        \
        {"noemer", NULL, VALUE, EACH_YEAR}, {                                                      \
        "percentage", NULL, COUNTED, EACH_YEAR                                                     \
    }

#define SURVEYED                                                                                   \
    {"percentage", NULL, COUNTED, FEW_YEARS}, {"percentage", NULL, VALUE, EACH_YEAR},              \
        {"verschil_pp", NULL, VALUE, LAST_YEAR}, {"verschil_pp", NULL, INTERVAL, LAST_YEAR}, {     \
        "p_holm", NULL, VALUE, LAST_YEAR                                                           \
    }

#define SHARES                                                                                     \
    {"aandeel", NULL, COUNTED, 0}, {"aandeel", NULL, VALUE, EACH_CLASS}, {                         \
        "ontbreekt", NULL, REASON, 0                                                               \
    }

#define BANDS V("aantal"), {"aandeel", NULL, COUNTED, 0}, V("aandeel")

/* What an institution said itself in a word, and which share of the others said each. */
#define SAID(kind)                                                                                 \
    {                                                                                              \
        kind, "", NO_TAIL, 0, NULL, NULL, NULL, NULL, {                                            \
            {"gezegd", NULL, KLASSE, 0}, {                                                         \
                "aandeel", NULL, VALUE, EACH_CLASS                                                 \
            }                                                                                      \
        }                                                                                          \
    }

/* What it named; of all, how many did. */
#define NAMED_BY(kind)                                                                             \
    {                                                                                              \
        kind, "", NO_TAIL, 0, NULL, NULL, NULL, NULL, {                                            \
            {"genoemd", NULL, KLASSE, 0}, V("aantal")                                              \
        }                                                                                          \
    }

#define SUMMARY                                                                                    \
    V("gemiddelde_verhouding"), V("verhouding_totalen"), V("gemiddelde"), V("laagste"), V("q1"),   \
        V("mediaan"), V("q3"), V("hoogste"), V("niets_besteed"), V("ontbreekt")

#define TESTED(statistic, test)                                                                    \
    {statistic, NULL, COUNTED, 0}, V(statistic), {statistic, NULL, INTERVAL, 0},                   \
        {"p", test, VALUE, 0}, {"p_holm", test, VALUE, 0}, {                                       \
        statistic, NULL, KLASSE, 0                                                                 \
    }

#define SPENDING(kind)                                                                             \
    {kind, "", {NULL, NULL}, DS_ROWS_BY_CLASS, NULL, "agenda", NULL, NULL, {BANDS}},               \
        {kind,                                                                                     \
         "samenvatting",                                                                           \
         {"samenvatting", "summary"},                                                              \
         DS_ROWS_BY_MEASURE,                                                                       \
         NULL,                                                                                     \
         "agenda",                                                                                 \
         NULL,                                                                                     \
         NULL,                                                                                     \
         {SUMMARY}},                                                                               \
    {                                                                                              \
        kind, "agendas", {"per agenda", "by agenda"}, 0, "agenda", NULL, NULL, NULL, {             \
            V("verhouding"), V("aandeel_werkagenda"), V("besteed"), V("begroot"),                  \
                V("aantal_maatregelen")                                                            \
        }                                                                                          \
    }

#define NAMED(...) __VA_ARGS__
#define EVALUATED(klasse, id, tail)                                                                \
    {                                                                                              \
        "evaluatie", id, NAMED tail, DS_ROWS_BY_YEAR, NULL, NULL, klasse, NULL, {                  \
            V("behandeld"), V("controle"), V("verschil_pp"), V("verschil"),                        \
                {"verschil_pp", NULL, INTERVAL, 0}, {"verschil", NULL, INTERVAL, 0}, V("p"),       \
                V("n_behandeld"), V("n_controle"), V("buiten_steun"), {                            \
                "verschil_pp", NULL, REASON, 0                                                     \
            }                                                                                      \
        }                                                                                          \
    }

#define NO_TAIL                                                                                    \
    { NULL, NULL }

static const ds_filled_plan plans[] = {
    {"kloof",
     "",
     NO_TAIL,
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"percentage", NULL, VALUE, EACH_YEAR},
      {"kloof_pp", NULL, VALUE, EACH_YEAR},
      {"kloof_pp", NULL, INTERVAL, EACH_YEAR},
      {"kloof_verschil_pp", NULL, VALUE, LAST_YEAR},
      {"kloof_verschil_pp", NULL, INTERVAL, LAST_YEAR}}},
    {"kloof",
     "waardoor",
     {"waardoor", "by what"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"samenstelling_pp", NULL, VALUE, EACH_YEAR},
      {"samenstelling_pp", NULL, INTERVAL, EACH_YEAR},
      {"binnen_pp", NULL, VALUE, EACH_YEAR},
      {"binnen_pp", NULL, INTERVAL, EACH_YEAR}}},
    {"telling", "", NO_TAIL, 0, NULL, NULL, NULL, NULL, {COUNTS}},
    {"telling",
     "aantallen",
     {"aantallen", "numbers"},
     DS_ROWS_MANY_YEARS,
     NULL,
     NULL,
     NULL,
     NULL,
     {NUMBERS}},
    {"telling",
     "uitersten",
     {"laagste en hoogste", "lowest and highest"},
     DS_ROWS_BY_MEASURE,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("laagste"), V("hoogste")}},
    {"enquete", "", NO_TAIL, 0, NULL, NULL, "", NULL, {SURVEYED}},
    {"enquete",
     "aantallen",
     {"aantal respondenten", "number of respondents"},
     DS_ROWS_MANY_YEARS,
     NULL,
     NULL,
     "",
     NULL,
     {NUMBERS}},
    {"enquete",
     "zelfde",
     {"dezelfde instellingen in alle jaren", "the same institutions each year"},
     0,
     NULL,
     NULL,
     "zelfde_instellingen",
     NULL,
     {SURVEYED}},
    {"spreiding",
     "",
     NO_TAIL,
     DS_ROWS_BY_YEAR,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"gemiddelde_instellingen", NULL, COUNTED, 0},
      V("gemiddelde_instellingen"),
      V("laagste"),
      V("q1"),
      V("mediaan"),
      V("q3"),
      V("hoogste"),
      V("alle_studenten"),
      {"alle_studenten", NULL, INTERVAL, 0},
      {"gemiddelde_streefwaarde", NULL, COUNTED, 0},
      V("gemiddelde_streefwaarde")}},
    {"klassen", "", NO_TAIL, 0, NULL, NULL, NULL, NULL, {SHARES}},
    {"klassen",
     "aantallen",
     {"aantallen", "numbers"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"aantal", NULL, VALUE, EACH_CLASS},
      V("negatieve_ambitie"),
      V("jaren_samen"),
      V("weinig_studenten")}},
    {"klassen",
     "zeker",
     {"onzeker apart", "uncertain apart"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"aandeel_zeker", NULL, VALUE, EACH_CLASS}}},
    {"planning", "", NO_TAIL, 0, NULL, NULL, NULL, NULL, {SHARES}},
    {"planning",
     "aantallen",
     {"aantallen", "numbers"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"aantal", NULL, VALUE, EACH_CLASS}}},
    {"effectiviteit", "", NO_TAIL, DS_ROWS_BY_CLASS, NULL, NULL, NULL, NULL, {BANDS}},
    {"oordeel", "", NO_TAIL, DS_ROWS_BY_CLASS, NULL, NULL, NULL, NULL, {BANDS}},
    {"maatregelen", "", NO_TAIL, 0, NULL, NULL, NULL, NULL, {BANDS}},
    SPENDING("besteding"),
    SPENDING("besteding_werkagenda"),
    SPENDING("maatregelen_aantal"),
    {"besteding_gestapeld", "", NO_TAIL, DS_ROWS_BY_CLASS, NULL, "agenda", NULL, NULL, {BANDS}},
    {"besteding_gestapeld",
     "samenvatting",
     {"samenvatting", "summary"},
     DS_ROWS_BY_MEASURE,
     NULL,
     "agenda",
     NULL,
     NULL,
     {SUMMARY}},
    {"besteding_gestapeld",
     "agendas",
     {"per agenda", "by agenda"},
     0,
     "agenda",
     NULL,
     NULL,
     "doelstelling",
     {V("aandeel_begroting"), V("verhouding")}},
    {"besteding_totaal",
     "",
     NO_TAIL,
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("besteed"), V("begroot"), V("aandeel"), V("aandeel_werkagenda"), V("totaal_werkagenda")}},
    {"waarden",
     "",
     NO_TAIL,
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("startwaarde"),
      V("streefwaarde"),
      V("huidige_waarde"),
      {"huidige_waarde", NULL, INTERVAL, 0},
      {"klasse", NULL, KLASSE, 0},
      {"klasse", NULL, REASON, 0}}},
    {"eigen_waarden",
     "",
     NO_TAIL,
     DS_ROWS_NO_YEAR,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("startwaarde"),
      {"startwaarde", NULL, INTERVAL, 0},
      V("startjaar"),
      V("streefwaarde"),
      V("huidige_waarde"),
      {"huidige_waarde", NULL, INTERVAL, 0},
      V("huidig_jaar")}},
    SAID("eigen_maatregelen"),
    SAID("eigen_planning"),
    SAID("eigen_oordeel"),
    NAMED_BY("eigen_antwoorden"),
    {"eigen_indicatoren",
     "",
     NO_TAIL,
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"genoemd", NULL, KLASSE, 0}, V("eigen_waarde"), V("aantal")}},
    {"eigen_agenda",
     "",
     NO_TAIL,
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {{"genoemd", NULL, KLASSE, 0}, V("gezamenlijke_agendas"), V("instellingen_samen")}},
    {"ambitie",
     "",
     NO_TAIL,
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("ambitie"),
      V("ontwikkeling"),
      {"ontwikkeling", NULL, INTERVAL, 0},
      {"ontwikkeling", NULL, REASON, 0}}},
    {"kwadrant", "", NO_TAIL, DS_ROWS_BY_CLASS, NULL, "agenda", NULL, NULL, {BANDS}},
    {"kwadrant",
     "agendas",
     {"per agenda", "by agenda"},
     0,
     "agenda",
     NULL,
     NULL,
     NULL,
     {{"positief", NULL, COUNTED, 0},
      V("positief"),
      V("streef_bereikt"),
      {"positief", NULL, KLASSE, 0}}},
    {"streefwaarden",
     "",
     NO_TAIL,
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("oorspronkelijk"),
      {"oorspronkelijk", NULL, COUNTED, 0},
      V("inclusief_aangevuld"),
      {"inclusief_aangevuld", NULL, COUNTED, 0},
      {"verschil_pp", "inclusief_aangevuld", VALUE, 0},
      V("inclusief_aangepast"),
      {"inclusief_aangepast", NULL, COUNTED, 0},
      {"verschil_pp", "inclusief_aangepast", VALUE, 0}}},
    {"bronnen",
     "",
     NO_TAIL,
     DS_ROWS_NO_YEAR,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("startjaar"),
      V("huidig_jaar"),
      {"startjaar", NULL, KLASSE, 0},
      {"startjaar", NULL, COUNTED, 0},
      {"startjaar", NULL, REASON, 0}}},
    {"overzicht",
     "",
     NO_TAIL,
     DS_ROWS_NO_YEAR,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("startjaar"),
      V("huidig_jaar"),
      {"startjaar", NULL, KLASSE, 0},
      {"startjaar", NULL, COUNTED, 0},
      {"startjaar", NULL, REASON, 0}}},
    {"landelijk",
     "",
     NO_TAIL,
     DS_ROWS_BY_MEASURE | DS_ROWS_BY_YEAR,
     NULL,
     "*",
     NULL,
     NULL,
     {V("aantal"), V("verandering"), V("verandering_per_jaar"), V("nodig_per_jaar"), V("grens"),
      V("boven_grens"), V("verwacht")}},
    {"landelijk",
     "groepen",
     {"per groep", "by group"},
     0,
     "*",
     NULL,
     NULL,
     NULL,
     {{"aantal", NULL, VALUE, EACH_YEAR},
      V("verandering"),
      V("bijdrage"),
      V("nodig_per_jaar"),
      V("tekort")}},
    {"samenhang", "", NO_TAIL, 0, NULL, NULL, NULL, NULL, {TESTED("r", "pearson")}},
    {"samenhang",
     "toeval",
     {"wat toeval alleen geeft", "what chance alone gives"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {V("r_toeval"), {"r_toeval", NULL, INTERVAL, 0}, V("aantoonbaar_r")}},
    {"samenhang",
     "groepen",
     {"verschillen tussen groepen", "differences between groups"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {TESTED("epsilon2", "kruskal_wallis")}},
    {"samenhang",
     "volgorde",
     {"naar volgorde", "by order"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {TESTED("jonckheere", "jonckheere")}},
    {"samenhang",
     "paren",
     {"twee groepen", "two groups"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {TESTED("kans_hoger", "mann_whitney")}},
    {"samenhang",
     "tabel",
     {"tabel van twee kenmerken", "table of two attributes"},
     0,
     NULL,
     NULL,
     NULL,
     NULL,
     {TESTED("cramers_v", NULL)}},
    EVALUATED("", "", ({NULL, NULL})),
    EVALUATED("beschrijving", "beschrijving",
              ({"alleen wie zover kwam", "only those who came that far"})),
    EVALUATED("placebo", "placebo", ({"wat al voor de start was", "what was before the start"})),
};

const ds_filled_plan *ds_filled_plans(const char *kind, size_t *out_n) {
    const ds_filled_plan *first = NULL;
    *out_n = 0;
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
        if (strcmp(plans[i].kind, kind) == 0) {
            if (first == NULL) first = &plans[i];
            ++*out_n;
        }
    return first;
}

/* Where a column of this measure stands; n: nowhere yet. */
static size_t find_measure(const ds_filled_plan *plan, size_t n, const char *measure) {
    size_t at = 0;
    while (at < n && strcmp(plan->columns[at].measure, measure) != 0)
        at++;
    return at;
}

static bool has_classes(const ds_release_sheet *sheet, const char *measure) {
    const char *first = NULL;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        if (strcmp(sheet->facts[i].measure, measure) != 0) continue;
        if (first != NULL && strcmp(first, sheet->facts[i].klasse) != 0) return true;
        first = sheet->facts[i].klasse;
    }
    return false;
}

const ds_filled_plan *ds_filled_plan_of_any(ds_document *to, const ds_release_sheet *sheet) {
    static const ds_filled_plan down = {"",   "",   NO_TAIL, DS_ROWS_BY_MEASURE, NULL, NULL,
                                        NULL, NULL, {{0}}};
    ds_filled_plan *across = ds_document_room(to, sizeof *across);
    size_t n = 0;
    if (across == NULL) return NULL;
    *across = down;
    across->rows = 0;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        size_t at = find_measure(across, n, fact->measure);
        if (at == n && n + 2 >= DS_PLAN_COLUMNS) return &down;
        if (at == n)
            across->columns[n++] = (ds_filled_column){
                fact->measure, NULL, VALUE,
                EACH_YEAR | (has_classes(sheet, fact->measure) ? EACH_CLASS : 0u)};
        if (!(fact->low <= fact->high)) continue;
        while (at < n && !(strcmp(across->columns[at].measure, fact->measure) == 0 &&
                           across->columns[at].shows == INTERVAL))
            at++;
        if (at == n && n + 2 >= DS_PLAN_COLUMNS) return &down;
        if (at == n)
            across->columns[n++] = (ds_filled_column){fact->measure, NULL, INTERVAL, EACH_YEAR};
    }
    return across;
}
