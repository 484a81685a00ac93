/* report/filled/words.c: the words of a pair of braces: which fact is meant, in which case it is,
 * and what the table of words (cases.c) says then. See doorstroom/filled.h. */
#include "report/filled/words.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "doorstroom/intervals.h"
#include "report/keep.h"

enum { TEMPLATE_MAX = 1 << 12 };

/* ---- saying ---- */

void ds_words_set(ds_saying *saying, const char *name, ds_value value) {
    size_t at = 0;
    while (at < saying->n && strcmp(saying->names[at], name) != 0)
        at++;
    if (at == DS_WORDS_PLACES) return;
    saying->names[at] = name;
    saying->values[at] = value;
    if (at == saying->n) saying->n++;
}

static const ds_words_case *find_words_case(const char *rule, const char *code) {
    size_t n;
    const ds_words_case *cases = ds_words_cases(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(cases[i].rule, rule) == 0 && strcmp(cases[i].code, code) == 0) return &cases[i];
    return NULL;
}

/* {wat} becomes {0}, as a phrase has it; a name that is not set gets a dash. */
static const char *number_places(ds_saying *saying, const char *text) {
    ds_buffer out;
    ds_buffer_init(&out, TEMPLATE_MAX);
    while (*text != '\0') {
        const size_t plain = strcspn(text, "{");
        const size_t size = text[plain] == '{' ? strcspn(text + plain, "}") : 0;
        char name[32];
        size_t at = 0;
        ds_buffer_add(&out, text, plain);
        text += plain;
        if (size < 2 || size - 1 >= sizeof name) break;
        memcpy(name, text + 1, size - 1);
        name[size - 1] = '\0';
        while (at < saying->n && strcmp(saying->names[at], name) != 0)
            at++;
        if (at == saying->n) {
            ds_words_set(saying, ds_document_keep(saying->filling.to, name),
                         ds_value_none(DS_STATE_UNDEFINED));
        }
        ds_buffer_addf(&out, "{%zu}", at);
        text += size + 1;
    }
    return ds_report_keep(saying->filling.to, &out);
}

static const char *begin_sentence(ds_document *to, const char *text, bool stop) {
    ds_buffer out;
    ds_buffer_init(&out, 1 << 16);
    ds_buffer_add_string(&out, text);
    if (out.size > 0) out.data[0] = (char)toupper((unsigned char)out.data[0]);
    if (stop) ds_buffer_add_char(&out, '.');
    return ds_report_keep(to, &out);
}

ds_say ds_words_say(ds_saying *saying, const char *code) {
    const ds_recipe_block *block = saying->filling.block;
    const ds_words_case *found = find_words_case(block->rule, code);
    const bool sentence = strcmp(block->vorm, "zin") == 0;
    ds_say said;
    if (found == NULL) return DS_SAY("niet beschikbaar", "not available");
    said.nl = number_places(saying, sentence && found->zin != NULL ? found->zin : found->nl);
    said.en = number_places(saying, found->en);
    said = ds_document_phrase(saying->filling.to, said, saying->values, saying->n);
    if (!sentence) return said;
    said.nl = begin_sentence(saying->filling.to, said.nl, found->zin == NULL);
    said.en = begin_sentence(saying->filling.to, said.en, true);
    return said;
}

/* ---- which fact ---- */

static bool is_other_name(const char *asked, const char *measure) {
    static const char *const pairs[][2] = {{"teller", "aantal"},       {"noemer", "n"},
                                           {"streef", "streefwaarde"}, {"start", "startwaarde"},
                                           {"nu", "huidige_waarde"},   {"kwartiel1", "q1"},
                                           {"kwartiel3", "q3"},        {"percentage", "aandeel"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((strcmp(asked, pairs[i][0]) == 0 && strcmp(measure, pairs[i][1]) == 0) ||
            (strcmp(asked, pairs[i][1]) == 0 && strcmp(measure, pairs[i][0]) == 0))
            return true;
    return false;
}

/* The sheet's own spelling of a measure; NULL when it is not there. */
static const char *find_words_measure(const ds_release_sheet *sheet, const char *wanted) {
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (strcmp(sheet->facts[i].measure, wanted) == 0) return sheet->facts[i].measure;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (is_other_name(wanted, sheet->facts[i].measure)) return sheet->facts[i].measure;
    return NULL;
}

static const char *choose_measure(const ds_saying *saying, const char *const *measures) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    const char *asked = saying->filling.block->maat;
    if (asked[0] != '\0') return find_words_measure(sheet, asked);
    for (; *measures != NULL; measures++) {
        const char *found = find_words_measure(sheet, *measures);
        if (found != NULL) return found;
    }
    return NULL;
}

/* Of the classes of what matches: the one asked for, else none, else the only one. */
static void choose_class(ds_saying *saying) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    const char *first = NULL;
    bool more = false;
    if (saying->filling.block->klasse[0] != '\0') {
        saying->pick.klasse = saying->filling.block->klasse;
        return;
    }
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        if (!ds_filled_matches(sheet, &saying->pick, fact)) continue;
        if (fact->klasse[0] == '\0') {
            saying->pick.klasse = "";
            return;
        }
        more = more || (first != NULL && strcmp(first, fact->klasse) != 0);
        first = fact->klasse;
    }
    saying->pick.klasse = more ? NULL : first;
}

/* One key: of the facts that match so far the only value, else the total. */
static bool choose_key(ds_saying *saying, size_t key) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    const char *first = NULL, *total = NULL;
    bool more = false;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        if (!ds_filled_matches(sheet, &saying->pick, fact)) continue;
        if (ds_filled_is_total(fact->keys[key])) total = fact->keys[key];
        more = more || (first != NULL && strcmp(first, fact->keys[key]) != 0);
        first = fact->keys[key];
    }
    saying->pick.keys[key] = more ? total : first;
    return !more || total != NULL;
}

static bool is_free(const ds_release_sheet *sheet, size_t key, const ds_recipe_names *open) {
    for (size_t i = 0; open != NULL && i < open->n; i++)
        if (strcmp(sheet->key_names[key], open->names[i]) == 0) return true;
    return false;
}

static bool set_named_keys(ds_saying *saying) {
    const ds_recipe_block *block = saying->filling.block;
    for (size_t i = 0; i < block->n_alleen; i++) {
        const size_t key = ds_filled_key(saying->filling.sheet, block->alleen[i].key);
        if (key >= DS_FILLED_KEYS || block->alleen[i].values.n == 0) return false;
        saying->pick.keys[key] = block->alleen[i].values.names[0];
    }
    if (block->uitkomst[0] != '\0') {
        const size_t key = ds_filled_key(saying->filling.sheet, "uitkomst");
        if (key < DS_FILLED_KEYS) saying->pick.keys[key] = block->uitkomst;
    }
    return true;
}

/* The year asked for, else the last. */
static bool choose_year(ds_saying *saying) {
    const ds_recipe_years *asked = &saying->filling.block->jaren;
    saying->n_years = ds_filled_years(saying->filling.sheet, &saying->pick, saying->years);
    if (asked->n > 0) {
        saying->pick.jaar = asked->years[asked->n - 1];
        for (size_t i = 0; i < saying->n_years; i++)
            if (saying->years[i] == saying->pick.jaar) return true;
        return false;
    }
    if (saying->n_years == 0) return true;
    if (asked->before >= saying->n_years) return false;
    saying->pick.jaar = saying->years[saying->n_years - 1 - asked->before];
    return true;
}

const char *ds_words_find(ds_saying *saying, const char *const *measures,
                          const ds_recipe_names *free) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    bool one = true;
    saying->pick = (ds_filled_pick){.jaar = -1};
    saying->measure = choose_measure(saying, measures);
    if (saying->measure == NULL || !set_named_keys(saying)) {
        saying->measure = saying->measure == NULL ? measures[0] : saying->measure;
        saying->unit = ds_filled_unit_of(sheet, saying->measure);
        ds_words_set_subject(saying);
        return "niet_beschikbaar";
    }
    saying->unit = ds_filled_unit_of(sheet, saying->measure);
    saying->pick.measure = saying->measure;
    choose_class(saying);
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++)
        if (saying->pick.keys[k] == NULL && !is_free(sheet, k, free))
            one = choose_key(saying, k) && one;
    ds_words_set_subject(saying);
    if (!one) return "niet_eenduidig";
    return choose_year(saying) && ds_filled_find(sheet, &saying->pick) != NULL ? NULL
                                                                               : "niet_beschikbaar";
}

const ds_release_fact *ds_words_fact(const ds_saying *saying, const char *measure, int jaar) {
    ds_filled_pick pick = saying->pick;
    pick.measure = measure;
    pick.jaar = jaar;
    return ds_filled_find(saying->filling.sheet, &pick);
}

static const char *name_reason(ds_saying *saying, const char *reason) {
    const ds_say why = ds_filled_label(&saying->filling, "reden", reason);
    if (strcmp(reason, "niemand") == 0 || strcmp(reason, "geen_studenten") == 0) return "niemand";
    if (strcmp(reason, "vraag_niet_gesteld") == 0 || strcmp(reason, "niet_gevraagd") == 0)
        return "niet_gevraagd";
    if (strcmp(reason, "niet_getoond") == 0) return "niet_getoond";
    ds_words_set(saying, "reden", ds_value_word("", why.nl, why.en));
    return "reden";
}

const char *ds_words_state(ds_saying *saying, const ds_release_fact *fact) {
    if (fact == NULL) return "niet_beschikbaar";
    switch (fact->state) {
    case DS_STATE_SUPPRESSED:
        return "niet_getoond";
    case DS_STATE_NOT_APPLICABLE:
        return "niet_van_toepassing";
    case DS_STATE_SHOWN:
    case DS_STATE_ROUNDS_TO_ZERO:
        if (isfinite(fact->value)) return NULL;
        break;
    case DS_STATE_UNDEFINED:
    case DS_STATE_NOT_AVAILABLE:
    case DS_STATE_BLANK:
    default:
        break;
    }
    if (fact->reason[0] != '\0') return name_reason(saying, fact->reason);
    return fact->n == 0 ? "niemand" : "niet_beschikbaar";
}

/* ---- places ---- */

void ds_words_set_label(ds_saying *saying, const char *name, const char *column, const char *code) {
    const ds_say label = ds_filled_label(&saying->filling, column, code);
    ds_words_set(saying, name, ds_value_word(code, label.nl, label.en));
}

/* The name between quotation marks; {NULL, NULL} for none. */
static ds_say quote_name(const ds_saying *saying) {
    const ds_filling *filling = &saying->filling;
    const size_t key = ds_filled_key(filling->sheet, "indicator");
    const char *indicator = filling->sheet->indicator;
    const ds_release_definition *definition;
    ds_value value;
    ds_say name;
    if (key < DS_FILLED_KEYS && saying->pick.keys[key] != NULL &&
        !ds_filled_is_total(saying->pick.keys[key]))
        indicator = saying->pick.keys[key];
    if (indicator[0] == '\0') return (ds_say){NULL, NULL};
    definition =
        filling->release == NULL ? NULL : ds_release_definition_of(filling->release, indicator);
    name = definition != NULL && definition->name.nl != NULL
               ? definition->name
               : ds_filled_label(filling, "indicator", indicator);
    value = ds_value_word("", name.nl, name.en);
    return ds_document_phrase(filling->to, DS_SAY("‘{0}’", "‘{0}’"), &value, 1);
}

static ds_say say_what_kind(const ds_saying *saying) {
    switch (saying->unit) {
    case DS_FILLED_PERCENT:
        return strstr(saying->measure, "aandeel") != NULL
                   ? DS_SAY("het aandeel", "the share")
                   : DS_SAY("het percentage", "the percentage");
    case DS_FILLED_COUNT:
        return DS_SAY("het aantal", "the number");
    case DS_FILLED_EURO:
        return DS_SAY("het bedrag", "the amount");
    case DS_FILLED_POINTS:
        return DS_SAY("het verschil", "the difference");
    case DS_FILLED_YEAR:
    case DS_FILLED_P:
    case DS_FILLED_NUMBER:
    case DS_FILLED_FINE:
    default:
        return strstr(saying->measure, "gemiddelde") != NULL ? DS_SAY("het gemiddelde", "the mean")
                                                             : DS_SAY("de waarde", "the value");
    }
}

void ds_words_set_subject(ds_saying *saying) {
    const ds_recipe_block *block = saying->filling.block;
    const bool relation = strcmp(block->rule, "samenhang") == 0;
    ds_say parts[2] = {say_what_kind(saying), {NULL, NULL}}, said = block->wat;
    if (said.nl == NULL || said.nl[0] == '\0') {
        if (relation) parts[0] = DS_SAY("de ontwikkeling van", "the development of");
        if (relation || strcmp(block->vorm, "zin") == 0) parts[1] = quote_name(saying);
        said = ds_filled_join(&saying->filling, parts, 2, DS_SAY(" ", " "));
    }
    ds_words_set(saying, "wat", ds_value_word("", said.nl, said.en));
}

static ds_value say_words_unit(const ds_saying *saying) {
    const bool brief = strcmp(saying->filling.block->rule, "hoogste") == 0 ||
                       strcmp(saying->filling.block->rule, "laagste") == 0;
    if (saying->unit == DS_FILLED_PERCENT)
        return brief ? ds_value_word("", " %", "%") : ds_value_word("", " procent", " per cent");
    if (saying->unit == DS_FILLED_POINTS) return ds_value_word("", " procentpunt", " points");
    if (saying->unit == DS_FILLED_EURO) return ds_value_word("", " euro", " euros");
    return ds_value_word("", "", "");
}

ds_value ds_words_number(const ds_saying *saying, double x) {
    if (saying->unit == DS_FILLED_YEAR) return ds_value_year((int)x);
    return ds_value_with_decimals(ds_value_number(x), ds_filled_decimals(saying->unit));
}

void ds_words_set_numbers(ds_saying *saying, double before, double now) {
    ds_words_set(saying, "toen", ds_words_number(saying, before));
    ds_words_set(saying, "nu", ds_words_number(saying, now));
    ds_words_set(saying, "eenheid", say_words_unit(saying));
}

/* As people see them: rounded by the same rule as what prints. */
static bool print_alike(double a, double b, int decimals) {
    char texts[2][64];
    snprintf(texts[0], sizeof texts[0], "%.*f", decimals, a);
    snprintf(texts[1], sizeof texts[1], "%.*f", decimals, b);
    return strcmp(texts[0], texts[1]) == 0;
}

bool ds_words_look_alike(const ds_saying *saying, double a, double b) {
    return print_alike(a, b, ds_filled_decimals(saying->unit));
}

/* Decimals with which none of three numbers that are not zero looks like it. */
static int find_decimals_of(const double x[3], int least) {
    for (int decimals = least; decimals < 6; decimals++) {
        bool seen = true;
        for (size_t i = 0; i < 3; i++)
            seen = seen && (!isfinite(x[i]) || x[i] == 0 || !print_alike(fabs(x[i]), 0, decimals));
        if (seen) return decimals;
    }
    return 6;
}

static ds_value sign_number(double x, int decimals) {
    const ds_value value = ds_value_with_decimals(ds_value_number(x), decimals);
    return x > 0 ? ds_value_with_before(value, "+") : value;
}

void ds_words_set_difference(ds_saying *saying, const ds_release_fact *difference) {
    const double all[] = {difference->value, difference->low, difference->high};
    const bool percent = saying->unit == DS_FILLED_PERCENT || saying->unit == DS_FILLED_POINTS;
    const int decimals = find_decimals_of(all, ds_filled_decimals(saying->unit));
    ds_words_set(saying, "verschil", sign_number(difference->value, decimals));
    ds_words_set(saying, "laag",
                 ds_value_with_decimals(ds_value_number(difference->low), decimals));
    ds_words_set(saying, "hoog",
                 ds_value_with_decimals(ds_value_number(difference->high), decimals));
    ds_words_set(saying, "punten",
                 percent ? ds_value_word("", " procentpunt", " points") : say_words_unit(saying));
}

/* ---- two counted shares ---- */

/* Teller and noemer of a share; false when they are not both shown, or do not make that share. */
static bool find_counts(const ds_saying *saying, const ds_filled_pick *of, uint64_t *out_k,
                        uint64_t *out_n) {
    static const char *const names[] = {"teller", "aantal"};
    const ds_release_sheet *sheet = saying->filling.sheet;
    const ds_release_fact *share = ds_filled_find(sheet, of);
    if (share == NULL || share->state != DS_STATE_SHOWN || share->n <= 0) return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ds_filled_pick pick = *of;
        const ds_release_fact *count;
        pick.measure = names[i];
        count = ds_filled_find(sheet, &pick);
        if (count == NULL || count->state != DS_STATE_SHOWN || !(count->value >= 0) ||
            count->value > (double)share->n ||
            fabs(100 * count->value / (double)share->n - share->value) > 1e-6)
            continue;
        *out_k = (uint64_t)llround(count->value);
        *out_n = (uint64_t)share->n;
        return true;
    }
    return false;
}

bool ds_words_compare(const ds_saying *saying, const ds_filled_pick *now,
                      const ds_filled_pick *before, ds_release_fact *out) {
    const ds_release_fact *base = ds_filled_find(saying->filling.sheet, now);
    uint64_t k[2], n[2];
    double difference, low, high;
    if (strcmp(saying->filling.sheet->unit, "persoon") != 0 || base == NULL ||
        !find_counts(saying, now, &k[0], &n[0]) || !find_counts(saying, before, &k[1], &n[1]))
        return false;
    ds_newcombe_difference(k[0], n[0], k[1], n[1], &difference, &low, &high);
    *out = *base;
    out->measure = "verschil_pp";
    out->value = 100 * difference;
    out->low = 100 * low;
    out->high = 100 * high;
    out->p = out->p_adjusted = out->se = NAN;
    return true;
}

/* ---- simple rules ---- */

static const char *say_words_value(ds_saying *saying) {
    static const char *const measures[] = {
        "percentage",     "aandeel",     "gemiddelde",
        "huidige_waarde", "nu",          "gemiddelde_instellingen",
        "alle_studenten", "aantal",      "teller",
        "besteed",        "verschil_pp", NULL};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *fact =
        code != NULL ? NULL : ds_filled_find(saying->filling.sheet, &saying->pick);
    if (code == NULL) code = ds_words_state(saying, fact);
    if (code != NULL) return code;
    ds_words_set_numbers(saying, fact->value, fact->value);
    if (fact->value > 0 && saying->unit == DS_FILLED_PERCENT &&
        ds_words_look_alike(saying, fact->value, 0))
        return "bijna_nul";
    return "waarde";
}

static const char *say_words_count(ds_saying *saying, bool clause) {
    static const char *const measures[] = {"aantal", "teller", "overgegaan", NULL};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *fact =
        code != NULL ? NULL : ds_filled_find(saying->filling.sheet, &saying->pick);
    ds_say unit;
    if (code == NULL) code = ds_words_state(saying, fact);
    if (code != NULL) return code;
    unit = ds_filled_unit_word(&saying->filling, fact->n);
    ds_words_set_numbers(saying, fact->value, fact->value);
    ds_words_set(saying, "van", ds_value_integer(fact->n));
    ds_words_set(saying, "eenheden", ds_value_word("", unit.nl, unit.en));
    ds_words_set_label(saying, "klasse", "klasse", fact->klasse);
    if (fact->n < 0) return clause ? "niet_beschikbaar" : "alleen";
    if (fact->n == 0) return "leeg";
    if (fact->n == 1) return fact->value > 0 ? "de_enige" : "niet_de_enige";
    if (fact->value == 0) return "geen";
    if (fact->value < (double)fact->n) return clause && fact->value == 1 ? "een" : "deel";
    return fact->n == 2 && !clause ? "beide" : "alle";
}

static const char *say_words_n(ds_saying *saying) {
    static const char *const measures[] = {"percentage", "aandeel", "aantal", "teller",
                                           "gemiddelde", "r",       NULL};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *fact =
        code != NULL ? NULL : ds_filled_find(saying->filling.sheet, &saying->pick);
    ds_say unit;
    if (fact == NULL) return code != NULL ? code : "niet_beschikbaar";
    if (fact->n < 0)
        return fact->state == DS_STATE_SUPPRESSED ? "niet_getoond" : "niet_beschikbaar";
    unit = ds_filled_unit_word(&saying->filling, fact->n);
    ds_words_set(saying, "n", ds_value_integer(fact->n));
    ds_words_set(saying, "eenheden", ds_value_word("", unit.nl, unit.en));
    return "n";
}

static const char *say_words_missing(ds_saying *saying) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    const ds_filling *filling = &saying->filling;
    ds_say parts[16], only = {NULL, NULL}, said;
    int64_t n = 0;
    size_t n_parts = 0;
    if (!set_named_keys(saying)) return "niet_beschikbaar";
    saying->pick.measure = "ontbreekt";
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        ds_value values[2];
        ds_say why;
        if (!ds_filled_matches(sheet, &saying->pick, fact)) continue;
        if (fact->state == DS_STATE_SUPPRESSED) return "niet_getoond";
        if (fact->missing <= 0 || n_parts == 16) continue;
        n += fact->missing;
        only = why = ds_filled_label(filling, "reden", fact->reason);
        values[0] = ds_value_integer(fact->missing);
        values[1] = ds_value_word("", why.nl, why.en);
        parts[n_parts++] = ds_document_phrase(filling->to, DS_SAY("{0} {1}", "{0} {1}"), values, 2);
    }
    if (n == 0) return "geen";
    said = n_parts == 1 ? only : ds_filled_join(filling, parts, n_parts, DS_SAY("; ", "; "));
    ds_words_set(saying, "n", ds_value_integer(n));
    ds_words_set(saying, "reden", ds_value_word("", said.nl, said.en));
    return "aantal";
}

static const char *say_words_year(ds_saying *saying) {
    int years[DS_FILLED_YEARS];
    const size_t n = ds_filled_covered(saying->filling.sheet, years);
    const unsigned before = saying->filling.block->jaren.before;
    if (before >= n) return "niet_beschikbaar";
    ds_words_set(saying, "jaar", ds_filled_year(saying->filling.sheet, years[n - 1 - before]));
    return "jaar";
}

/* ---- which rule ---- */

static const char *apply_rule(ds_saying *saying) {
    const char *rule = saying->filling.block->rule;
    if (strcmp(rule, "verandering") == 0) return ds_words_change(saying);
    if (strcmp(rule, "verschil") == 0) return ds_words_difference(saying);
    if (strcmp(rule, "waarde") == 0) return say_words_value(saying);
    if (strcmp(rule, "aantal") == 0) return say_words_count(saying, false);
    if (strcmp(rule, "klassen") == 0) return say_words_count(saying, true);
    if (strcmp(rule, "hoogste") == 0) return ds_words_extreme(saying, true);
    if (strcmp(rule, "laagste") == 0) return ds_words_extreme(saying, false);
    if (strcmp(rule, "streef") == 0) return ds_words_target(saying);
    if (strcmp(rule, "geld") == 0) return ds_words_money(saying);
    if (strcmp(rule, "effect") == 0) return ds_words_effect(saying);
    if (strcmp(rule, "samenhang") == 0) return ds_words_relation(saying);
    if (strcmp(rule, "spreiding") == 0) return ds_words_spread(saying);
    if (strcmp(rule, "richting") == 0) return ds_words_directions(saying);
    if (strcmp(rule, "landelijk") == 0) return ds_words_path(saying);
    if (strcmp(rule, "ontbreekt") == 0) return say_words_missing(saying);
    if (strcmp(rule, "n") == 0) return say_words_n(saying);
    return say_words_year(saying);
}

ds_say ds_filled_words(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                       const ds_release *release) {
    static const ds_release_sheet none = {
        .id = "", .kind = "", .indicator = "", .unit = "", .reason = ""};
    ds_saying *saying = ds_document_room(to, sizeof *saying);
    if (saying == NULL) return DS_SAY("niet beschikbaar", "not available");
    saying->filling = (ds_filling){to, block, release, sheet == NULL ? &none : sheet};
    saying->pick.jaar = -1;
    saying->measure = block->maat[0] != '\0' ? block->maat : "percentage";
    saying->unit = ds_filled_measure_of(saying->measure)->unit;
    if (sheet != NULL && sheet->reason[0] == '\0') {
        const ds_release_sheet *chosen =
            ds_filled_choose(to, block->of != NULL ? block->of : block, sheet);
        if (chosen == NULL) return DS_SAY("niet beschikbaar", "not available");
        saying->filling.sheet = chosen;
        return ds_words_say(saying, apply_rule(saying));
    }
    ds_words_set_subject(saying);
    if (sheet == NULL) return ds_words_say(saying, "niet_beschikbaar");
    ds_words_set_label(saying, "reden", "reden", sheet->reason);
    if (sheet->reason_text.nl != NULL)
        ds_words_set(saying, "reden",
                     ds_value_word("", sheet->reason_text.nl, sheet->reason_text.en));
    return ds_words_say(saying, "reden");
}
