/* report/filled/labels.c: the words of measures, keys and units. See filling.h. */
#include <math.h>
#include <string.h>

#include "report/filled/filling.h"
#include "report/keep.h"
#include "report/monitor.h"

/* Titles have no unit: it stands behind them. What is not here is a number under its own code. */
static const ds_filled_measure measures[] = {
    {"teller", {"aantal", "number"}, DS_FILLED_COUNT},
    {"noemer", {"van", "of"}, DS_FILLED_COUNT},
    {"onbekend", {"onbekend", "not known"}, DS_FILLED_COUNT},
    {"aantal", {"aantal", "number"}, DS_FILLED_COUNT},
    {"percentage", {"percentage", "percentage"}, DS_FILLED_PERCENT},
    {"aandeel", {"aandeel", "share"}, DS_FILLED_PERCENT},
    {"aandeel_zeker", {"aandeel, onzeker apart", "share, uncertain apart"}, DS_FILLED_PERCENT},
    {"aandeel_van", {"aandeel van de herkomst", "share of where from"}, DS_FILLED_PERCENT},
    {"aandeel_naar", {"aandeel van de bestemming", "share of where to"}, DS_FILLED_PERCENT},
    {"verschil", {"verschil", "difference"}, DS_FILLED_COUNT},
    {"verschil_pp", {"verschil", "difference"}, DS_FILLED_POINTS},
    {"verandering", {"verandering", "change"}, DS_FILLED_COUNT},
    {"verandering_per_jaar", {"verandering per jaar", "change a year"}, DS_FILLED_COUNT},
    {"nodig_per_jaar", {"nodig per jaar", "needed a year"}, DS_FILLED_COUNT},
    {"tekort", {"tekort per jaar", "short a year"}, DS_FILLED_COUNT},
    {"bijdrage", {"bijdrage aan de verandering", "contribution to the change"}, DS_FILLED_PERCENT},
    {"grens", {"grens", "limit"}, DS_FILLED_COUNT},
    {"boven_grens", {"boven de grens", "above the limit"}, DS_FILLED_COUNT},
    {"verwacht", {"verwacht", "expected"}, DS_FILLED_COUNT},
    {"gemiddelde", {"gemiddelde", "mean"}, DS_FILLED_NUMBER},
    {"gemiddelde_instellingen",
     {"gemiddelde van instellingen", "mean of institutions"},
     DS_FILLED_PERCENT},
    {"alle_studenten", {"alle studenten samen", "all students together"}, DS_FILLED_PERCENT},
    {"q1", {"eerste kwartiel", "first quartile"}, DS_FILLED_PERCENT},
    {"mediaan", {"mediaan", "median"}, DS_FILLED_PERCENT},
    {"q3", {"derde kwartiel", "third quartile"}, DS_FILLED_PERCENT},
    {"kwartiel1", {"eerste kwartiel", "first quartile"}, DS_FILLED_PERCENT},
    {"kwartiel3", {"derde kwartiel", "third quartile"}, DS_FILLED_PERCENT},
    {"laagste", {"laagste", "lowest"}, DS_FILLED_PERCENT},
    {"hoogste", {"hoogste", "highest"}, DS_FILLED_PERCENT},
    {"gemiddelde_streefwaarde", {"gemiddelde streefwaarde", "mean target"}, DS_FILLED_PERCENT},
    {"startwaarde", {"startwaarde", "start value"}, DS_FILLED_PERCENT},
    {"streefwaarde", {"streefwaarde", "target"}, DS_FILLED_PERCENT},
    {"huidige_waarde", {"huidige waarde", "present value"}, DS_FILLED_PERCENT},
    {"start", {"startwaarde", "start value"}, DS_FILLED_PERCENT},
    {"streef", {"streefwaarde", "target"}, DS_FILLED_PERCENT},
    {"nu", {"huidige waarde", "present value"}, DS_FILLED_PERCENT},
    {"klasse", {"klasse", "class"}, DS_FILLED_NUMBER},
    {"ambitie", {"ambitie", "ambition"}, DS_FILLED_POINTS},
    {"ontwikkeling", {"ontwikkeling", "development"}, DS_FILLED_POINTS},
    {"positief", {"indicatoren beter", "indicators better"}, DS_FILLED_PERCENT},
    {"streef_bereikt", {"streefwaarden bereikt", "targets reached"}, DS_FILLED_PERCENT},
    {"oorspronkelijk", {"oorspronkelijk", "original"}, DS_FILLED_PERCENT},
    {"inclusief_aangevuld", {"inclusief aangevuld", "with those added"}, DS_FILLED_PERCENT},
    {"inclusief_aangepast", {"inclusief aangepast", "with those changed"}, DS_FILLED_PERCENT},
    {"besteed", {"besteed", "spent"}, DS_FILLED_EURO},
    {"begroot", {"begroot", "budgeted"}, DS_FILLED_EURO},
    {"begroot_oorspronkelijk", {"oorspronkelijk begroot", "budgeted at first"}, DS_FILLED_EURO},
    {"gecorrigeerd", {"begrotingen gecorrigeerd", "budgets corrected"}, DS_FILLED_COUNT},
    {"eigen_waarde", {"eigen waarde", "own value"}, DS_FILLED_NUMBER},
    {"gezamenlijke_agendas", {"gezamenlijke agenda's", "joint agendas"}, DS_FILLED_COUNT},
    {"instellingen_samen", {"instellingen daarin", "institutions in them"}, DS_FILLED_COUNT},
    {"totaal_werkagenda", {"hele Werkagenda", "whole agenda"}, DS_FILLED_EURO},
    {"verhouding", {"besteed van begroot", "spent of budget"}, DS_FILLED_PERCENT},
    {"gemiddelde_verhouding", {"gemiddelde van verhoudingen", "mean of ratios"}, DS_FILLED_PERCENT},
    {"verhouding_totalen", {"verhouding van totalen", "ratio of sums"}, DS_FILLED_PERCENT},
    {"aandeel_werkagenda", {"van de hele Werkagenda", "of the whole agenda"}, DS_FILLED_PERCENT},
    {"aandeel_begroting", {"van de begroting", "of the budget"}, DS_FILLED_PERCENT},
    {"niets_besteed", {"begroot, niets besteed", "budgeted, nothing spent"}, DS_FILLED_COUNT},
    {"aantal_maatregelen", {"aantal maatregelen", "number of measures"}, DS_FILLED_COUNT},
    {"ontbreekt", {"ontbreekt", "missing"}, DS_FILLED_COUNT},
    {"negatieve_ambitie", {"negatieve ambitie", "negative ambition"}, DS_FILLED_COUNT},
    {"jaren_samen", {"jaren samengenomen", "years together"}, DS_FILLED_COUNT},
    {"weinig_studenten", {"te weinig studenten", "too few students"}, DS_FILLED_COUNT},
    {"start_zonder_aantallen",
     {"startwaarde zonder aantallen", "start value without counts"},
     DS_FILLED_COUNT},
    {"startjaar", {"jaar van de startwaarde", "year of the start value"}, DS_FILLED_YEAR},
    {"huidig_jaar", {"jaar van de huidige waarde", "year of the present value"}, DS_FILLED_YEAR},
    {"norm", {"naast de norm", "beside the norm"}, DS_FILLED_PERCENT},
    {"norm_voldoende", {"norm: voldoende", "norm: enough"}, DS_FILLED_PERCENT},
    {"norm_hoog", {"norm: hoog", "norm: good"}, DS_FILLED_PERCENT},
    {"behandeld", {"experiment", "experiment"}, DS_FILLED_PERCENT},
    {"controle", {"vergelijkbare leerlingen", "comparable pupils"}, DS_FILLED_PERCENT},
    {"n_behandeld", {"n experiment", "n experiment"}, DS_FILLED_COUNT},
    {"n_controle", {"n vergelijking", "n comparison"}, DS_FILLED_COUNT},
    {"locaties_behandeld", {"locaties experiment", "locations experiment"}, DS_FILLED_COUNT},
    {"locaties_controle", {"locaties vergelijking", "locations comparison"}, DS_FILLED_COUNT},
    {"dichtheid_behandeld", {"aandeel experiment", "share experiment"}, DS_FILLED_PERCENT},
    {"dichtheid_controle", {"aandeel vergelijking", "share comparison"}, DS_FILLED_PERCENT},
    {"buiten_steun", {"buiten de overlap", "outside the overlap"}, DS_FILLED_COUNT},
    {"smd_voor", {"verschil voor matching", "difference before matching"}, DS_FILLED_FINE},
    {"smd_na", {"verschil na matching", "difference after matching"}, DS_FILLED_FINE},
    {"kloof_pp", {"kloof", "gap"}, DS_FILLED_POINTS},
    {"samenstelling_pp", {"daarvan door samenstelling", "of it by composition"}, DS_FILLED_POINTS},
    {"binnen_pp",
     {"daarvan binnen niveau en leerweg", "of it within level and leerweg"},
     DS_FILLED_POINTS},
    {"cases", {"gevallen", "cases"}, DS_FILLED_COUNT},
    {"kloof_verschil_pp", {"verandering van de kloof", "change of the gap"}, DS_FILLED_POINTS},
    {"aangeboden", {"aangeboden", "on offer"}, DS_FILLED_COUNT},
    {"begonnen", {"begonnen", "begun"}, DS_FILLED_COUNT},
    {"nieuw", {"nieuw", "new"}, DS_FILLED_COUNT},
    {"starters", {"starters", "starters"}, DS_FILLED_COUNT},
    {"routes", {"routes", "routes"}, DS_FILLED_COUNT},
    {"personen", {"personen", "persons"}, DS_FILLED_COUNT},
    {"per_route", {"starters per route", "starters a route"}, DS_FILLED_NUMBER},
    {"gestopt", {"gestopt", "stopped"}, DS_FILLED_COUNT},
    {"terug", {"terug", "back"}, DS_FILLED_COUNT},
    {"overgegaan", {"overgegaan", "carried over"}, DS_FILLED_COUNT},
    {"r", {"r", "r"}, DS_FILLED_FINE},
    {"r_toeval", {"r door toeval alleen", "r by chance alone"}, DS_FILLED_FINE},
    {"aantoonbaar_r", {"aantoonbare r", "detectable r"}, DS_FILLED_FINE},
    {"epsilon2", {"epsilon-kwadraat", "epsilon squared"}, DS_FILLED_FINE},
    {"jonckheere", {"deel van de grootste J", "share of the largest J"}, DS_FILLED_FINE},
    {"kans_hoger", {"kans op hoger", "chance of higher"}, DS_FILLED_FINE},
    {"cramers_v", {"Cramérs V", "Cramér's V"}, DS_FILLED_FINE},
    {"beta_start", {"bèta start", "beta of start"}, DS_FILLED_FINE},
    {"beta_ambitie", {"bèta ambitie", "beta of ambition"}, DS_FILLED_FINE},
    {"toetsgrootheid", {"toetsgrootheid", "statistic"}, DS_FILLED_FINE},
    {"vrijheidsgraden", {"vrijheidsgraden", "degrees of freedom"}, DS_FILLED_NUMBER},
    {"p", {"p", "p"}, DS_FILLED_P},
    {"p_holm", {"p, Holm", "p, Holm"}, DS_FILLED_P},
};

const ds_filled_measure *ds_filled_measure_of(const char *code) {
    static const ds_filled_measure points = {"", {NULL, NULL}, DS_FILLED_POINTS};
    static const ds_filled_measure other = {"", {NULL, NULL}, DS_FILLED_NUMBER};
    const size_t size = strlen(code);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strcmp(measures[i].code, code) == 0) return &measures[i];
    return size > 3 && strcmp(code + size - 3, "_pp") == 0 ? &points : &other;
}

/* An outcome that is no share, as a time, has a difference and no percentage points. */
static bool is_of_numbers(const ds_release_sheet *sheet, const char *code) {
    static const char *const values[] = {"behandeld", "controle", "verschil"};
    bool listed = false;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        listed = listed || strcmp(values[i], code) == 0;
    if (!listed || sheet->n_facts == 0) return false;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (strcmp(sheet->facts[i].measure, "verschil_pp") == 0) return false;
    return true;
}

ds_filled_unit ds_filled_unit_of(const ds_release_sheet *sheet, const char *code) {
    static const char *const over_values[] = {"laagste", "q1", "mediaan", "q3", "hoogste"};
    const ds_filled_unit unit = ds_filled_measure_of(code)->unit;
    if (strcmp(sheet->kind, "evaluatie") == 0 && is_of_numbers(sheet, code))
        return DS_FILLED_NUMBER;
    if (strcmp(sheet->kind, "maatregelen_aantal") != 0) return unit;
    for (size_t i = 0; i < sizeof over_values / sizeof *over_values; i++)
        if (strcmp(over_values[i], code) == 0) return DS_FILLED_NUMBER;
    return unit;
}

ds_say ds_filled_measure_title(const ds_filling *filling, const char *code) {
    const ds_filled_measure *measure = ds_filled_measure_of(code);
    return measure->title.nl != NULL ? measure->title : ds_filled_label(filling, "maat", code);
}

ds_say ds_filled_measure_name(const ds_filling *filling, const char *code) {
    if (strcmp(code, "noemer") == 0)
        return DS_SAY("aantal in de noemer", "number in the denominator");
    return ds_filled_measure_title(filling, code);
}

ds_say ds_filled_unit_say(ds_filled_unit unit) {
    switch (unit) {
    case DS_FILLED_PERCENT:
        return DS_SAY("%", "%");
    case DS_FILLED_POINTS:
        return DS_SAY("procentpunt", "points");
    case DS_FILLED_EURO:
        return DS_SAY("euro", "euros");
    case DS_FILLED_COUNT:
    case DS_FILLED_YEAR:
    case DS_FILLED_P:
    case DS_FILLED_NUMBER:
    case DS_FILLED_FINE:
    default:
        return (ds_say){NULL, NULL};
    }
}

int ds_filled_decimals(ds_filled_unit unit) {
    switch (unit) {
    case DS_FILLED_PERCENT:
    case DS_FILLED_POINTS:
    case DS_FILLED_NUMBER:
        return 1;
    case DS_FILLED_P:
        return 3;
    case DS_FILLED_FINE:
        return 2;
    case DS_FILLED_COUNT:
    case DS_FILLED_EURO:
    case DS_FILLED_YEAR:
    default:
        return 0;
    }
}

ds_value ds_filled_show(const ds_release_fact *fact, double x, ds_filled_unit unit) {
    if (fact->state != DS_STATE_SHOWN && fact->state != DS_STATE_ROUNDS_TO_ZERO)
        return ds_value_none(fact->state);
    if (!isfinite(x))
        return ds_value_none(fact->reason[0] != '\0' ? DS_STATE_UNDEFINED : DS_STATE_BLANK);
    if (unit == DS_FILLED_P) return ds_value_p(x);
    if (unit == DS_FILLED_YEAR) return ds_value_year((int)x);
    return ds_value_with_decimals(ds_value_number(x), ds_filled_decimals(unit));
}

/* ---- codes ---- */

static ds_say say_value(ds_value value, const char *code) {
    if (value.kind == DS_VALUE_WORD) return (ds_say){value.as.word.nl, value.as.word.en};
    return (ds_say){code, code};
}

/* Whom a number beside others is of. */
static ds_say say_who(const char *code) {
    static const struct {
        const char *code;
        ds_say say;
    } who[] = {{"eigen", {"eigen", "own"}},
               {"sector", {"hele sector", "whole sector"}},
               {"sector_zonder_eigen", {"sector zonder eigen", "sector without own"}},
               {"eigen_type", {"eigen type, zonder eigen", "own type, without own"}}};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++)
        if (strcmp(who[i].code, code) == 0) return who[i].say;
    return (ds_say){code, code};
}

/* Of which question of the form an answer is. */
static ds_say say_field(const char *code) {
    static const struct {
        const char *code;
        ds_say say;
    } fields[] = {{"aandachtspunten", {"aandachtspunten", "points of attention"}},
                  {"toelichting_effectiviteit", {"waarom dit oordeel", "why this judgement"}},
                  {"toelichting_planning", {"waarom deze planning", "why this planning"}},
                  {"vinger_aan_de_pols", {"hoe het wordt gevolgd", "how it is followed"}},
                  {"andere_activiteiten", {"andere activiteiten", "other activities"}},
                  {"reflectie", {"terugblik", "looking back"}},
                  {"internationalisering_aanbod", {"internationaal aanbod", "international offer"}},
                  {"afspraken_laaggeletterdheid",
                   {"afspraken over laaggeletterdheid", "agreements on low literacy"}},
                  {"geen_besteding", {"waarom niets besteed", "why nothing was spent"}}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].code, code) == 0) return fields[i].say;
    return (ds_say){code, code};
}

static ds_say say_ours(const ds_filling *filling, const char *column, const char *code) {
    if (strcmp(column, "wie") == 0) return say_who(code);
    if (strcmp(column, "klasse") == 0)
        return say_value(ds_report_monitor_class(filling->to, code), code);
    if (strcmp(column, "reden") == 0)
        return say_value(ds_report_monitor_why(filling->to, code), code);
    if (strcmp(column, "kenmerk") == 0)
        return say_value(ds_report_monitor_trait(filling->to, code), code);
    if (strcmp(column, "groep") == 0)
        return say_value(ds_report_monitor_group(filling->to, code), code);
    if (strcmp(column, "niveau") == 0 && code[0] >= '1' && code[0] <= '4' && code[1] == '\0') {
        const ds_value niveau = ds_value_text(code);
        return ds_document_phrase(filling->to, DS_SAY("niveau {0}", "level {0}"), &niveau, 1);
    }
    if (strcmp(column, "geslacht") == 0 && strcmp(code, "m") == 0) return DS_SAY("mannen", "men");
    if (strcmp(column, "geslacht") == 0 && strcmp(code, "v") == 0)
        return DS_SAY("vrouwen", "women");
    if (strcmp(column, "veld") == 0) return say_field(code);
    if (strcmp(column, "wie") == 0 || strcmp(column, "naast") == 0) return say_who(code);
    if (strcmp(column, "maat") == 0)
        return say_value(ds_report_monitor_word(filling->to, code), code);
    return (ds_say){code, code};
}

static bool is_labelled(ds_say label, const char *code) {
    return label.nl != NULL && strcmp(label.nl, code) != 0;
}

/* The release's word. A group is of one of several attributes, and its word stands under that. */
static ds_say find_release_label(const ds_filling *filling, const char *column, const char *code) {
    static const char *const attributes[] = {
        "maatregel",        "type", "hoofdgroep", "thema", "sectorkamer", "migratieachtergrond",
        "functiebeperking", "ses",  "geslacht"};
    ds_say label = ds_release_label_of(filling->release, column, code);
    if (is_labelled(label, code) || strcmp(column, "groep") != 0) return label;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        label = ds_release_label_of(filling->release, attributes[i], code);
        if (is_labelled(label, code)) return label;
    }
    return label;
}

ds_say ds_filled_label(const ds_filling *filling, const char *column, const char *code) {
    ds_say label = {code, code};
    if (strcmp(column, "maat") != 0 && strcmp(column, "reden") != 0 && ds_filled_is_total(code))
        return DS_SAY("totaal", "total");
    if (filling->release != NULL) label = find_release_label(filling, column, code);
    if (!is_labelled(label, code)) label = say_ours(filling, column, code);
    if (label.en == NULL) label.en = label.nl;
    return label;
}

ds_value ds_filled_word(const ds_filling *filling, const char *column, const char *code) {
    const ds_say say = ds_filled_label(filling, column, code);
    return ds_value_word(code, say.nl, say.en);
}

ds_say ds_filled_heading(const ds_filling *filling, const char *column) {
    static const struct {
        const char *column;
        ds_say say;
    } headings[] = {{"indicator", {"indicator", "indicator"}},
                    {"doelstelling", {"doelstelling", "goal"}},
                    {"niveau", {"niveau", "level"}},
                    {"leerweg", {"leerweg", "track"}},
                    {"agenda", {"agenda", "agenda"}},
                    {"instelling", {"instelling", "institution"}},
                    {"kenmerk", {"kenmerk", "attribute"}},
                    {"groep", {"groep", "group"}},
                    {"uitkomst", {"uitkomst", "outcome"}},
                    {"maand", {"maand", "month"}},
                    {"van", {"van", "from"}},
                    {"naar", {"naar", "to"}},
                    {"type", {"type instelling", "type of institution"}},
                    {"hoofdgroep", {"hoofdgroep", "main group"}},
                    {"migratieachtergrond", {"migratieachtergrond", "migration background"}},
                    {"functiebeperking", {"functiebeperking", "disability"}},
                    {"ses", {"sociaaleconomische status", "socio-economic status"}},
                    {"geslacht", {"geslacht", "sex"}},
                    {"sectorkamer", {"sectorkamer", "sector chamber"}},
                    {"herkomst", {"herkomst", "origin"}},
                    {"bestemming", {"bestemming", "destination"}},
                    {"instroom_groep", {"instroom", "entrance"}},
                    {"vso_achtergrond", {"vso-achtergrond", "vso background"}},
                    {"opleiding_ouders", {"opleiding van ouders", "parents' education"}},
                    {"covariaat", {"kenmerk", "attribute"}},
                    {"route", {"route", "route"}},
                    {"veld", {"vraag", "question"}},
                    {"thema", {"thema", "theme"}},
                    {"versie", {"versie", "version"}},
                    {"wie", {"wie", "who"}},
                    {"naast", {"wie", "who"}}};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (strcmp(headings[i].column, column) == 0) return headings[i].say;
    if (filling->release != NULL) {
        const ds_say label = ds_release_label_of(filling->release, "kolom", column);
        if (is_labelled(label, column)) return label;
    }
    return say_value(ds_report_monitor_word(filling->to, column), column);
}

/* ---- units, years, the subject ---- */

ds_say ds_filled_unit_word(const ds_filling *filling, int64_t n) {
    static const struct {
        const char *code;
        ds_say one, many;
    } units[] = {{"persoon", {"persoon", "person"}, {"personen", "persons"}},
                 {"respondent", {"respondent", "respondent"}, {"respondenten", "respondents"}},
                 {"agenda", {"agenda", "agenda"}, {"agenda's", "agendas"}},
                 {"instelling", {"instelling", "institution"}, {"instellingen", "institutions"}},
                 {"route", {"route", "route"}, {"routes", "routes"}}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].code, filling->sheet->unit) == 0)
            return n == 1 ? units[i].one : units[i].many;
    return DS_SAY("", "");
}

bool ds_filled_in_schooljaren(const ds_release_sheet *sheet) {
    static const char *const kinds[] = {"telling", "landelijk", "routes", "route",    "stromen",
                                        "kloof",   "risico",    "maand",  "verwacht", "vsv_maand"};
    if (strcmp(sheet->unit, "respondent") == 0) return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], sheet->kind) == 0) return true;
    return false;
}

ds_value ds_filled_year(const ds_release_sheet *sheet, int jaar) {
    if (jaar == 0) return ds_value_none(DS_STATE_BLANK);
    return ds_filled_in_schooljaren(sheet) ? ds_value_schooljaar(jaar) : ds_value_year(jaar);
}

/* As many years on end as follow each other, from the first. */
static size_t count_on_end(const int *years, size_t n) {
    size_t run = 1;
    while (run < n && years[run] == years[run - 1] + 1)
        run++;
    return run;
}

ds_say ds_filled_say_years(const ds_filling *filling, const int *years, size_t n) {
    ds_say items[DS_FILLED_YEARS], both[2];
    size_t n_items = 0;
    for (size_t i = 0; i < n && n_items < DS_FILLED_YEARS;) {
        const size_t run = count_on_end(years + i, n - i);
        const size_t size = run < 3 ? 1 : run; /* of two each is said */
        const ds_value ends[] = {ds_filled_year(filling->sheet, years[i]),
                                 ds_filled_year(filling->sheet, years[i + size - 1])};
        items[n_items++] = ds_document_phrase(
            filling->to,
            size == 1 ? DS_SAY("{0}", "{0}") : DS_SAY("{0} tot en met {1}", "{0} to {1}"), ends, 2);
        i += size;
    }
    if (n_items == 0) return (ds_say){NULL, NULL};
    both[0] = ds_filled_join(filling, items, n_items - 1, DS_SAY(", ", ", "));
    both[1] = items[n_items - 1];
    return n_items == 1 ? items[0] : ds_filled_join(filling, both, 2, DS_SAY(" en ", " and "));
}

ds_say ds_filled_subject(const ds_filling *filling) {
    const ds_release_sheet *sheet = filling->sheet;
    const ds_release_definition *definition;
    if (sheet->title.nl != NULL && sheet->title.nl[0] != '\0') return sheet->title;
    if (sheet->indicator[0] == '\0') return (ds_say){NULL, NULL};
    definition = filling->release == NULL
                     ? NULL
                     : ds_release_definition_of(filling->release, sheet->indicator);
    if (definition != NULL && definition->name.nl != NULL) return definition->name;
    return ds_filled_label(filling, "indicator", sheet->indicator);
}

ds_say ds_filled_join(const ds_filling *filling, const ds_say *parts, size_t n, ds_say between) {
    ds_buffer nl, en;
    bool first = true;
    ds_say joined;
    ds_buffer_init(&nl, 1 << 16);
    ds_buffer_init(&en, 1 << 16);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].nl == NULL || parts[i].nl[0] == '\0') continue;
        if (!first) ds_buffer_add_string(&nl, between.nl);
        if (!first) ds_buffer_add_string(&en, between.en);
        ds_buffer_add_string(&nl, parts[i].nl);
        ds_buffer_add_string(&en, parts[i].en == NULL ? parts[i].nl : parts[i].en);
        first = false;
    }
    joined.nl = ds_report_keep(filling->to, &nl);
    joined.en = ds_report_keep(filling->to, &en);
    return joined;
}
