/* report/monitor_words.c: the codes of the monitor in words of both languages. See monitor.h. */
#include "report/monitor.h"

#include <string.h>

#include "report/keep.h"

typedef struct monitor_word {
    const char *code;
    ds_say say;
} monitor_word;

static const monitor_word words[] = {
    {"beter_bereikt", {"beter, streefwaarde bereikt", "better, target reached"}},
    {"beter_niet", {"beter, streefwaarde niet bereikt", "better, target not reached"}},
    {"slechter_bereikt", {"slechter, streefwaarde bereikt", "worse, target reached"}},
    {"slechter_niet", {"slechter, streefwaarde niet bereikt", "worse, target not reached"}},
    {"gelijk_bereikt", {"gelijk, streefwaarde bereikt", "equal, target reached"}},
    {"gelijk_niet", {"gelijk, streefwaarde niet bereikt", "equal, target not reached"}},
    {"onzeker", {"onzeker", "uncertain"}},
    {"bereikt", {"streefwaarde bereikt", "target reached"}},
    {"beter", {"beter", "better"}},
    {"gelijk", {"gelijk", "equal"}},
    {"slechter", {"slechter", "worse"}},
    {"aantal", {"aantal", "number"}},
    {"aandeel", {"aandeel, %", "share, %"}},
    {"aandeel_zeker", {"aandeel, onzeker apart, %", "share, uncertain apart, %"}},
    {"ontbreekt", {"ontbreekt", "missing"}},
    {"negatieve_ambitie", {"negatieve ambitie", "negative ambition"}},
    {"jaren_samen", {"jaren samengenomen", "years together"}},
    {"weinig_studenten", {"te weinig studenten", "too few students"}},
    {"start_zonder_aantallen", {"startwaarde zonder aantallen", "start value without counts"}},
    {"startwaarde", {"startwaarde", "start value"}},
    {"streefwaarde", {"streefwaarde", "target"}},
    {"huidige_waarde", {"huidige waarde", "present value"}},
    {"klasse", {"klasse", "class"}},
    {"ambitie", {"ambitie, procentpunt", "ambition, points"}},
    {"ontwikkeling", {"ontwikkeling, procentpunt", "development, points"}},
    {"oorspronkelijk", {"oorspronkelijk", "original"}},
    {"inclusief_aangevuld", {"inclusief aangevuld", "with those added"}},
    {"inclusief_aangepast", {"inclusief aangepast", "with those changed"}},
    {"verschil", {"verschil", "difference"}},
    {"verschil_pp", {"verschil, procentpunt", "difference, points"}},
    {"positief", {"indicatoren beter, %", "indicators better, %"}},
    {"streef_bereikt", {"streefwaarden bereikt, %", "targets reached, %"}},
    {"linksonder", {"linksonder", "lower left"}},
    {"rechtsonder", {"rechtsonder", "lower right"}},
    {"linksboven", {"linksboven", "upper left"}},
    {"rechtsboven", {"rechtsboven", "upper right"}},
    {"geen", {"geen", "none"}},
    {"gemiddelde_instellingen", {"gemiddelde van instellingen", "mean of institutions"}},
    {"alle_studenten", {"alle studenten samen", "all students together"}},
    {"gemiddelde_streefwaarde", {"gemiddelde streefwaarde", "mean target"}},
    {"q1", {"eerste kwartiel", "first quartile"}},
    {"mediaan", {"mediaan", "median"}},
    {"q3", {"derde kwartiel", "third quartile"}},
    {"laagste", {"laagste", "lowest"}},
    {"hoogste", {"hoogste", "highest"}},
    {"gemiddelde", {"gemiddelde", "mean"}},
    {"gemiddelde_verhouding", {"gemiddelde van verhoudingen", "mean of ratios"}},
    {"verhouding_totalen", {"verhouding van totalen", "ratio of sums"}},
    {"verhouding", {"besteed van begroot, %", "spent of budget, %"}},
    {"niets_besteed", {"begroot, niets besteed", "budgeted, nothing spent"}},
    {"besteed", {"besteed, euro", "spent, euro"}},
    {"aandeel_werkagenda", {"van de Werkagenda, %", "of the whole agenda, %"}},
    {"totaal_werkagenda", {"hele Werkagenda, euro", "whole agenda, euro"}},
    {"aandeel_begroting", {"van de begroting, %", "of the budget, %"}},
    {"totaal", {"totaal", "total"}},
    {"ingezet", {"ingezet", "taken"}},
    {"aantal_maatregelen", {"aantal maatregelen", "number of measures"}},
    {"veel_achter", {"veel achter", "far behind"}},
    {"enigszins_achter", {"enigszins achter", "somewhat behind"}},
    {"op_schema", {"op schema", "on schedule"}},
    {"enigszins_voor", {"enigszins voor", "somewhat ahead"}},
    {"veel_voor", {"veel voor", "far ahead"}},
    {"norm", {"naast de norm, %", "beside the norm, %"}},
    {"norm_voldoende", {"norm: voldoende", "norm: enough"}},
    {"norm_hoog", {"norm: hoog", "norm: good"}},
    {"voldoende", {"voldoende", "enough"}},
    {"hoog", {"hoog", "good"}},
    {"onder", {"onder de norm", "below the norm"}},
    {"te_klein", {"te klein om te zeggen", "too small to say"}},
    {"geen_norm", {"geen norm", "no norm"}},
    {"minstens_op_schema", {"op schema of voor", "on schedule or ahead"}},
    {"niet", {"niet effectief", "not effective"}},
    {"een_klein_beetje", {"een klein beetje effectief", "a little effective"}},
    {"wisselend", {"wisselend", "varying"}},
    {"effectief", {"effectief", "effective"}},
    {"heel_effectief", {"heel effectief", "very effective"}},
    {"heel_effectief_of_effectief", {"(heel) effectief", "(very) effective"}},
    {"startjaar", {"jaar van de startwaarde", "year of the start value"}},
    {"huidig_jaar", {"jaar van de huidige waarde", "year of the present value"}},
    {"allen", {"aan allen", "asked of all"}},
    {"module", {"extra module", "extra module"}},
    {"zelfde_instellingen", {"dezelfde instellingen", "the same institutions"}},
    {"percentage", {"percentage", "per cent"}},
    {"verandering", {"verandering", "change"}},
    {"verandering_per_jaar", {"verandering per jaar", "change a year"}},
    {"nodig_per_jaar", {"nodig per jaar", "needed a year"}},
    {"bijdrage", {"bijdrage, %", "contribution, %"}},
    {"tekort", {"tekort per jaar", "short a year"}},
    {"grens", {"grens", "limit"}},
    {"boven_grens", {"boven de grens", "above the limit"}},
    {"gehaald", {"gehaald", "met"}},
    {"niet_gehaald", {"niet gehaald", "not met"}},
    {"verwacht", {"verwacht", "expected"}},
    {"r", {"r", "r"}},
    {"p", {"p", "p"}},
    {"p_holm", {"p, Holm", "p, Holm"}},
    {"toetsgrootheid", {"toetsgrootheid", "statistic"}},
    {"vrijheidsgraden", {"vrijheidsgraden", "degrees of freedom"}},
    {"epsilon2", {"epsilon-kwadraat", "epsilon squared"}},
    {"jonckheere", {"deel van de grootste J", "share of the largest J"}},
    {"kans_hoger", {"kans op hoger", "chance of higher"}},
    {"cramers_v", {"Cramérs V", "Cramér's V"}},
    {"r_toeval", {"r door toeval alleen", "r by chance alone"}},
    {"gecorrigeerd_start", {"helling start, gecorrigeerd", "slope of start, corrected"}},
    {"gecorrigeerd_streef", {"helling streefwaarde, gecorrigeerd", "slope of target, corrected"}},
    {"betrouwbaarheid_start", {"betrouwbaarheid start", "reliability of start"}},
    {"beta_start", {"bèta start", "beta of start"}},
    {"beta_ambitie", {"bèta ambitie", "beta of ambition"}},
    {"aantoonbaar_r", {"aantoonbare r", "detectable r"}},
    {"aangetoond", {"aangetoond", "shown"}},
    {"niet_aangetoond", {"niet aangetoond", "not shown"}},
    {"niet_getoetst", {"niet getoetst", "not tested"}},
    {"pearson", {"Pearson", "Pearson"}},
    {"kruskal_wallis", {"Kruskal-Wallis", "Kruskal-Wallis"}},
    {"mann_whitney", {"Mann-Whitney", "Mann-Whitney"}},
    {"tabel", {"toets van de tabel", "test of the table"}},
    {"agenda", {"agenda", "agenda"}},
    {"instelling", {"instelling", "institution"}},
    {"persoon", {"persoon", "person"}},
};

/* What a row is of: never the word of a measure of the same name. */
static const monitor_word traits[] = {
    {"bron", {"bron", "source"}},
    {"drempel", {"drempel", "threshold"}},
    {"maatregel", {"maatregel", "measure"}},
    {"start", {"tegen start", "against start"}},
    {"vorig", {"tegen vorig jaar", "against previous year"}},
    {"migratieachtergrond", {"migratieachtergrond", "migration background"}},
    {"functiebeperking", {"functiebeperking", "disability"}},
    {"ses", {"ses", "socio-economic status"}},
    {"hoofdgroep", {"hoofdgroep", "main group"}},
    {"ambitie", {"ambitie", "ambition"}},
    {"besteding", {"besteding", "spending"}},
    {"effectiviteit", {"effectiviteit", "effectiveness"}},
    {"besteding_planning", {"besteding en planning", "spending and planning"}},
    {"maatregel_grootte", {"maatregel en grootte", "measure and size"}},
    {"maatregel_niveau2", {"maatregel en niveau 2", "measure and level 2"}},
    {"maatregel_besteding", {"maatregel en besteding", "measure and spending"}},
    {"kwadrant_type", {"kwadrant en type", "quadrant and type"}},
    {"kwadrant_grootte", {"kwadrant en grootte", "quadrant and size"}},
    {"kwadrant_maatregelen", {"kwadrant en maatregelen", "quadrant and measures"}},
    {"streef_bereikt", {"ambitie en aandeel bereikt", "ambition and share reached"}},
    {"thema_voortgang", {"thema en voortgang", "theme and progress"}},
};

static const monitor_word groups[] = {
    {"niveau", {"streefwaarde als niveau", "target as a level"}},
    {"stap", {"streefwaarde als stap", "target as a step"}},
};

static const monitor_word reasons[] = {
    {"ontbreekt", {"streefwaarde ontbreekt", "target is missing"}},
    {"volmaakt", {"alles ligt op één lijn", "all lies on one line"}},
    {"samenvallend", {"volgt uit andere kolommen", "follows from other columns"}},
    {"te_weinig_groepen", {"minder dan twee groepen", "fewer than two groups"}},
    {"onbetrouwbaar", {"meer ruis dan signaal", "more noise than signal"}},
    {"te_groot_voor_exact", {"te groot om exact te tellen", "too large to count exactly"}},
    {"geen_interval", {"te weinig voor een interval", "too few for an interval"}},
    {"geen_waarde", {"geen waarde", "no value"}},
    {"niet_meetbaar", {"geen meetbare streefwaarde", "no measurable target"}},
    {"niet_vergelijkbaar", {"geen vergelijkbare streefwaarde", "no comparable target"}},
    {"geen_studenten", {"geen studenten", "no students"}},
    {"geen_streefwaarde", {"geen streefwaarde", "no target"}},
    {"geen_start", {"geen waarde om naast te leggen", "no value to set beside"}},
    {"geen_heden", {"geen huidige waarde", "no present value"}},
    {"niemand", {"niemand", "nobody"}},
    {"niet_begroot", {"niet begroot", "not budgeted"}},
    {"niet_opgegeven", {"niet opgegeven", "not reported"}},
    {"weet_niet", {"weet niet", "does not know"}},
    {"te_klein",
     {"de instellingen tellen te weinig personen om te tonen",
      "institutions have too few persons to be shown"}},
    {"niet_getoond", {"niet getoond", "not shown"}},
    {"niet_beschikbaar", {"niet beschikbaar", "not available"}},
    {"geen_indicatoren", {"geen indicatoren", "no indicators"}},
    {"te_weinig_indicatoren", {"te weinig indicatoren", "too few indicators"}},
    {"geen_formulieren",
     {"er zijn geen leveringen van bestedingen, maatregelen of voortgang",
      "there are no deliveries of spending, measures or progress"}},
    {"geen_enquete",
     {"er zijn geen antwoorden van deze enquête", "there are no answers of this survey"}},
    {"groepen_niet_geteld",
     {"deze groepen zijn niet te tellen: doorstroom tally --groepen zegt waarom",
      "these groups cannot be counted: doorstroom tally --groepen says why"}},
    {"niet_geschat",
     {"de enquête is niet te schatten: doorstroom tally --indicator zegt waarom",
      "the survey cannot be estimated: doorstroom tally --indicator says why"}},
    {"vraag_niet_gesteld", {"in dit jaar niet gevraagd", "not asked in this year"}},
    {"niet_geteld", {"de indicator is niet geteld", "the indicator was not counted"}},
    {"geen_definitie",
     {"er is geen definitie van deze indicator", "there is no definition of this indicator"}},
    {"geen_cellen",
     {"er zijn geen tellingen van deze indicator naar deze kenmerken",
      "there are no counts of this indicator by these columns"}},
    {"geen_richting",
     {"de definitie zegt niet of laag of hoog beter is (better)",
      "the definition does not say whether low or high is better (better)"}},
    {"geen_jaren", {"geen van de jaren is er", "none of the years is there"}},
    {"geen_twee_jaren", {"er zijn geen twee jaren", "there are no two years"}},
    {"geen_gegevens", {"er zijn geen gegevens", "there are no data"}},
    {"jaar_voorbij", {"het jaar van de grens is voorbij", "the year of the limit has gone"}},
    {"geen_verandering", {"geen verandering", "no change"}},
    {"voor_agenda",
     {"de huidige waarde is van voor de agenda", "the present value is from before the agenda"}},
    {"niet_gevraagd", {"niet gevraagd", "not asked"}},
    {"type_onbekend", {"type onbekend", "type not known"}},
    {"geen_themas", {"geen thema's genoemd", "no themes named"}},
    {"keuze", {"onze keuze", "our choice"}},
    {"exact", {"exacte kans", "exact chance"}},
    {"te_weinig", {"te weinig agenda's", "too few agendas"}},
    {"te_weinig_groepen", {"een van de groepen is leeg", "one of the groups is empty"}},
    {"geen_spreiding", {"geen spreiding", "no spread"}},
    {"te_weinig_jaren",
     {"minder dan vijf veranderingen van jaar op jaar", "fewer than five changes year to year"}},
};

static const monitor_word *find_word(const monitor_word *list, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].code, code) == 0) return &list[i];
    return NULL;
}

/* Blanks for underscores. */
static const char *spell_code(ds_document *document, const char *code) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 12);
    for (const char *c = code; *c != '\0'; c++)
        ds_buffer_add_char(&text, *c == '_' ? ' ' : *c);
    return ds_report_keep(document, &text);
}

#define FIND(list, code) find_word(list, sizeof(list) / sizeof *(list), code)

/* A code without words stands as it is, with blanks for underscores. */
static ds_value say_word(ds_document *document, const monitor_word *word, const char *code) {
    const char *text;
    if (*code == '\0') return ds_value_none(DS_STATE_BLANK);
    if (word != NULL) return ds_value_word(code, word->say.nl, word->say.en);
    if (strchr(code, '_') == NULL) return ds_value_text(code);
    text = spell_code(document, code);
    return ds_value_word(code, text, text);
}

ds_value ds_report_monitor_word(ds_document *document, const char *code) {
    const monitor_word *word = FIND(words, code);
    return say_word(document, word != NULL ? word : FIND(reasons, code), code);
}

ds_value ds_report_monitor_why(ds_document *document, const char *code) {
    const monitor_word *word = FIND(reasons, code);
    return say_word(document, word != NULL ? word : FIND(words, code), code);
}

ds_value ds_report_monitor_trait(ds_document *document, const char *code) {
    return say_word(document, FIND(traits, code), code);
}

/* Two codes with a hyphen between are a pair of classes that are held against each other. */
ds_value ds_report_monitor_group(ds_document *document, const char *code) {
    const char *hyphen = strchr(code, '-');
    const monitor_word *word = FIND(groups, code), *pair[2];
    char first[64];
    ds_value values[2];
    ds_say said;
    if (word != NULL || hyphen == NULL || (size_t)(hyphen - code) >= sizeof first)
        return word != NULL ? say_word(document, word, code)
                            : ds_report_monitor_word(document, code);
    memcpy(first, code, (size_t)(hyphen - code));
    first[hyphen - code] = '\0';
    pair[0] = FIND(words, first);
    pair[1] = FIND(words, hyphen + 1);
    if (pair[0] == NULL || pair[1] == NULL) return ds_report_monitor_word(document, code);
    for (size_t i = 0; i < 2; i++)
        values[i] = ds_value_word(pair[i]->code, pair[i]->say.nl, pair[i]->say.en);
    said = ds_document_phrase(document, DS_SAY("{0} tegen {1}", "{0} against {1}"), values, 2);
    return ds_value_word(code, said.nl, said.en);
}

static ds_value say_limit(ds_document *document, const char *code) {
    static const struct {
        const char *sign;
        ds_say say;
    } limits[] = {{">=", {"{0} of meer", "{0} or more"}},
                  {"<=", {"hoogstens {0}", "at most {0}"}},
                  {">", {"boven {0}", "above {0}"}},
                  {"<", {"onder {0}", "below {0}"}}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const size_t size = strlen(limits[i].sign);
        if (strncmp(code, limits[i].sign, size) == 0 && code[size] != '\0') {
            const ds_value number = ds_value_text(code + size);
            const ds_say said = ds_document_phrase(document, limits[i].say, &number, 1);
            return ds_value_word(code, said.nl, said.en);
        }
    }
    return ds_report_monitor_word(document, code);
}

/* A band "[20,30)" is from 20 up to 30, and not 30 itself. */
ds_value ds_report_monitor_class(ds_document *document, const char *code) {
    const size_t size = strlen(code);
    const char *comma = strchr(code, ',');
    ds_buffer low, high;
    ds_value values[2];
    ds_say said;
    if (code[0] != '[' || comma == NULL || code[size - 1] != ')') return say_limit(document, code);
    ds_buffer_init(&low, 64);
    ds_buffer_init(&high, 64);
    ds_buffer_add(&low, code + 1, (size_t)(comma - code - 1));
    ds_buffer_add(&high, comma + 1, size - (size_t)(comma - code) - 2);
    values[0] = ds_value_text(ds_report_keep(document, &low));
    values[1] = ds_value_text(ds_report_keep(document, &high));
    said = ds_document_phrase(document, DS_SAY("{0} tot {1}", "{0} up to {1}"), values, 2);
    return ds_value_word(code, said.nl, said.en);
}

ds_say ds_report_monitor_reason(const char *code) {
    const monitor_word *word = FIND(reasons, code);
    return word == NULL ? (ds_say){code, code} : word->say;
}

ds_say ds_report_monitor_say(const char *code) {
    const monitor_word *word = FIND(words, code);
    if (word == NULL) word = FIND(traits, code);
    if (word == NULL) word = FIND(groups, code);
    if (word == NULL) word = FIND(reasons, code);
    return word == NULL ? (ds_say){code, code} : word->say;
}
