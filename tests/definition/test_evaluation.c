/* tests/definition/test_evaluation.c: evaluations: what is read, what is refused and where, k, and
 * versions. That their indicators count what they say: tests/tally/test_evaluation_sql.c. */
#include "definition/help.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/file.h"
#include "support/random_definition.h"

#define TERMS "terms:\n  weg: not ingeschreven\n"
#define HEAD                                                                                       \
    "evaluations:\n"                                                                               \
    "  - id: v\n"                                                                                  \
    "    name: Vak\n"                                                                              \
    "    name_en: Craft\n"                                                                         \
    "    source: bron\n"                                                                           \
    "    note: let op\n"                                                                           \
    "    population: soort = 'vmbo'\n"                                                             \
    "    cohorten: 2014-2017\n"                                                                    \
    "    treated: route = 'vakmanschap2'\n"                                                        \
    "    controls: route is null\n"                                                                \
    "    covariates: [geslacht, {column: leeftijd, as: number}]\n"
#define OUTCOME "    outcomes:\n      - {id: a, years: 1-3, event: \"weg[t+k]\"}\n"

/* ---- what is read ---- */

static const char full[] = TERMS HEAD
    "    cohorten_figuur: [2014, 2016]\n"
    "    vast: ja\n"
    "    exact: [schooljaar, leerweg]\n"
    "    exact_beside: [[schooljaar, sector, geslacht], []]\n"
    "    locations: [instelling]\n"
    "    outcomes:\n"
    "      - id: a\n"
    "        name: A\n"
    "        name_en: Aa\n"
    "        years: [1, 3]\n"
    "        event: weg[t+k] and schooljaar + k > 0\n"
    "        better: lower\n"
    "        note: n\n"
    "        source: s\n"
    "      - id: b\n"
    "        years: 2\n"
    "        population: soort[t+k] = 'mbo'\n"
    "        event: niveau[t+k] > 1\n"
    "        unconditional: a\n"
    "      - {id: c, years: 1-2, value: \"years_until(soort = 'mbo', 1, k)\", limit: k}\n"
    "      - {id: d, years: [5], value: \"uren_werk[t+k]\", limit: 40, population: ses = 1}\n"
    "    placebo:\n"
    "      - {id: p, event: ses = 1}\n"
    "      - {id: q, event: \"ses[t-k] = 1\", years: [1]}\n"
    "    voor_en_na: nog_niet\n"
    "    deelgroepen: [leerweg]\n";

static const ds_evaluation *first(const ds_definitions *d) {
    const ds_evaluation *e = NULL;
    ds_error err;
    assert_int_equal(ds_definitions_n_evaluations(d), 1);
    assert_null(ds_definitions_evaluation_at(d, 1));
    assert_int_equal(ds_definitions_find_evaluation(d, "v", &e, &err), DS_OK);
    assert_ptr_equal(e, ds_definitions_evaluation_at(d, 0));
    return e;
}

static void test_evaluation__all_that_is_said(void **state) {
    ds_definitions *d = help_parse(full);
    const ds_evaluation *e = first(d);
    const ds_node *nodes = ds_definitions_nodes(d, NULL);
    (void)state;
    assert_string_equal(e->name, "Vak");
    assert_string_equal(e->name_en, "Craft");
    assert_string_equal(e->source, "bron");
    assert_string_equal(e->note, "let op");
    assert_string_equal(e->file, HELP_FILE);
    assert_int_equal(e->line, 4);
    assert_int_equal(e->n_cohorten, 4);
    assert_int_equal(e->cohorten[0], 2014);
    assert_int_equal(e->cohorten[3], 2017);
    assert_int_equal(e->n_cohorten_figuur, 2);
    assert_int_equal(e->cohorten_figuur[1], 2016);
    assert_true(e->vast);
    assert_int_equal(e->before_after, DS_BEFORE_AFTER_NOT_YET);
    assert_int_equal(e->n_subgroups, 1);
    assert_string_equal(e->subgroups[0], "leerweg");
    assert_int_equal(nodes[e->group].op, DS_OP_RULES);
    assert_int_equal(e->n_covariates, 2);
    assert_string_equal(e->covariates[0].name, "geslacht");
    assert_false(e->covariates[0].number);
    assert_true(e->covariates[1].number);
    assert_int_equal(nodes[e->covariates[1].node].column, DS_COLUMN_LEEFTIJD);
    assert_int_equal(e->n_exact, 3);
    assert_int_equal(e->exact_sizes[0], 2);
    assert_int_equal(e->exact[0][0].node, UINT32_MAX);
    assert_int_equal(nodes[e->exact[0][1].node].column, DS_COLUMN_LEERWEG);
    assert_string_equal(e->exact[1][1].name, "sector");
    assert_int_equal(e->exact_sizes[2], 0);
    assert_int_equal(e->n_location, 1);
    assert_string_equal(e->location[0].name, "instelling");
    assert_int_equal(e->n_outcomes, 6);
    assert_int_equal(ds_definitions_n(d), 0);
    ds_definitions_free(d);
}

static void test_evaluation__its_outcomes(void **state) {
    ds_definitions *d = help_parse(full);
    const ds_evaluation *e = first(d);
    const ds_evaluation_outcome *o = e->outcomes;
    const ds_indicator *found;
    ds_error err;
    (void)state;
    assert_string_equal(o[0].name_en, "Aa");
    assert_string_equal(o[0].better, "lower");
    assert_int_equal(o[0].n_years, 2);
    assert_int_equal(o[0].years[1].k, 3);
    assert_string_equal(o[0].years[1].indicator.id, "v.a.3");
    assert_string_equal(o[0].years[1].indicator.name, "A");
    assert_string_equal(o[0].years[1].indicator.source, "s");
    assert_int_equal(o[0].years[1].indicator.line, 20);
    assert_false(o[0].conditional || o[0].placebo || o[0].years[0].has_value);
    assert_string_equal(o[0].unconditional, "");
    assert_true(o[1].conditional);
    assert_string_equal(o[1].unconditional, "a");
    assert_true(o[2].years[1].has_value && o[2].years[1].indicator.numeric);
    assert_int_equal(o[2].years[0].limit, 1);
    assert_int_equal(o[2].years[1].limit, 2);
    assert_int_equal(o[3].years[0].limit, 40);
    assert_false(o[3].conditional); /* its population lies before the route */
    assert_int_equal(o[0].years[0].limit, INT64_MIN);
    assert_true(o[4].placebo && o[5].placebo);
    assert_int_equal(o[4].n_years, 1);
    assert_int_equal(o[4].years[0].k, 0);
    assert_int_equal(ds_definitions_find(d, "v.c.2", &found, &err), DS_OK);
    assert_ptr_equal(found, &o[2].years[1].indicator);
    ds_definitions_free(d);
}

/* Who is compared, or who took part, is known later only: all outcomes are descriptions. */
static void test_evaluation__later_groups_make_descriptions(void **state) {
    static const char *const groups[][4] = {
        {"soort = 'vmbo'", "route = 'technologie'", "route is null", "no"},
        {"soort[t-1] = 'vmbo'", "route = 'technologie'", "route is null", "no"},
        {"soort[t+1] = 'mbo'", "route = 'technologie'", "route is null", "yes"},
        {"soort = 'vmbo'", "within(route = 'technologie', 0, 1)", "route is null", "yes"},
        {"soort = 'vmbo'", "route = 'technologie'", "route[t+2] is null", "yes"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        char yaml[1024];
        ds_definitions *d;
        (void)snprintf(yaml, sizeof yaml,
                       TERMS "evaluations:\n  - id: v\n    population: \"%s\"\n"
                             "    cohorten: 2014\n    treated: \"%s\"\n    controls: \"%s\"\n"
                             "    covariates: [ses]\n" OUTCOME,
                       groups[i][0], groups[i][1], groups[i][2]);
        d = help_parse(yaml);
        assert_int_equal(first(d)->outcomes[0].conditional, groups[i][3][0] == 'y');
        ds_definitions_free(d);
    }
}

static void test_evaluation__what_is_not_said(void **state) {
    ds_definitions *d = help_parse(TERMS HEAD OUTCOME);
    const ds_evaluation *e = first(d);
    (void)state;
    assert_false(e->vast);
    assert_int_equal(e->before_after, DS_BEFORE_AFTER_NONE);
    assert_int_equal(e->n_cohorten_figuur, 0);
    assert_int_equal(e->n_exact, 1);
    assert_int_equal(e->exact_sizes[0], 1);
    assert_string_equal(e->exact[0][0].name, "schooljaar");
    assert_int_equal(e->exact[0][0].node, UINT32_MAX);
    assert_int_equal(e->n_location, 2);
    assert_string_equal(e->location[1].name, "vestiging");
    ds_definitions_free(d);
}

static void test_evaluation__near_names(void **state) {
    ds_definitions *d = help_parse(full);
    ds_definitions *none = help_indicator("", "vsv_duo", "vsv_duo");
    const ds_evaluation *e = NULL;
    const ds_indicator *indicator = NULL;
    ds_error err;
    (void)state;
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_definitions_find_evaluation(d, "w", &e, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "er is geen evaluatie 'w'; bedoelt u 'v'?"));
    assert_non_null(strstr(err.en, "there is no evaluation 'w'; did you mean 'v'?"));
    assert_int_equal(ds_definitions_find(d, "v.d.6", &indicator, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "bedoelt u 'v."));
    assert_int_equal(ds_definitions_find_evaluation(none, "v", &e, &err), DS_INPUT);
    assert_int_equal(ds_definitions_n_evaluations(none), 0);
    assert_null(e);
    ds_definitions_free(d);
    ds_definitions_free(none);
}

/* ---- k ---- */

enum { RANDOM_FILES = 400 };

/* Behind the word, the expression on the next line; cut out of the text. */
static char *expression_behind(char **at, const char *word) {
    char *begin = strstr(*at, word), *end;
    assert_non_null(begin);
    begin += strlen(word);
    begin += strspn(begin, "\n ");
    end = strchr(begin, '\n');
    assert_non_null(end);
    *end = '\0';
    *at = end + 1;
    return begin;
}

/* Writes years, from a to b where a shift of n stood: in terms of k, or for this k. */
static void add_shift(ds_buffer *out, int n, int k, bool named) {
    int sign = n < 0 ? -1 : 1, rest = n * sign - 1;
    if (!named)
        ds_buffer_addf(out, "[t%+d]", sign * (k + rest));
    else if (rest == 0)
        ds_buffer_addf(out, "[t%ck]", sign < 0 ? '-' : '+');
    else
        ds_buffer_addf(out, "[t%ck%+d]", sign < 0 ? '-' : '+', sign * rest);
}

/* The expression with each [t+n], n not 0, as [t+k+n-1], and ", 1)" at the end of a window as
 * ", k)"; named: as written with k, else with its number. */
static void add_with_k(ds_buffer *out, const char *text, int k, bool named) {
    while (*text != '\0') {
        char *end;
        if (strncmp(text, "[t", 2) == 0 && (text[2] == '+' || text[2] == '-')) {
            add_shift(out, (int)strtol(text + 2, &end, 10), k, named);
            text = end + 1;
        } else if (strncmp(text, ", 1)", 4) == 0) {
            ds_buffer_addf(out, named ? ", K)" : ", %d)", k);
            text += 4;
        } else {
            ds_buffer_add_char(out, *text++);
        }
    }
}

/* A random file's first indicator: as an outcome with k, and written out for each k. */
typedef struct written {
    ds_buffer named, plain;
    bool numeric;
} written;

static void write_both(char *text, int k, written *out) {
    char *indicators = strstr(text, "indicators:\n"), *population, *event;
    ds_buffer_clear(&out->named);
    ds_buffer_clear(&out->plain);
    assert_non_null(indicators);
    ds_buffer_add(&out->named, text, (size_t)(indicators - text));
    ds_buffer_add(&out->plain, text, (size_t)(indicators - text));
    population = expression_behind(&indicators, "population: |");
    out->numeric = strncmp(indicators, "    value", 9) == 0;
    event = expression_behind(&indicators, ": |");
    ds_buffer_add_string(&out->named, HEAD "    outcomes:\n      - id: a\n        years: 1-4\n"
                                           "        population: |\n          ");
    add_with_k(&out->named, population, k, true);
    ds_buffer_addf(&out->named, "\n        %s: |\n          ", out->numeric ? "value" : "event");
    add_with_k(&out->named, event, k, true);
    ds_buffer_add_string(&out->plain, "indicators:\n  - id: a\n    population: |\n      ((soort = "
                                      "'vmbo') and schooljaar in (2014, 2015, 2016, 2017)) and (");
    add_with_k(&out->plain, population, k, false);
    ds_buffer_addf(&out->plain, ")\n    event: |\n      %s", out->numeric ? "(" : "");
    add_with_k(&out->plain, event, k, false);
    ds_buffer_add_string(&out->plain, out->numeric ? ") is null\n" : "\n");
    ds_buffer_add_char(&out->named, '\n');
}

/* What both mean is the same: for a value, that its node is the one under "is null". */
static void compare(const ds_definitions *named, const ds_definitions *plain, int k,
                    const written *w) {
    const ds_evaluation_year *year =
        &ds_definitions_evaluation_at(named, 0)->outcomes[0].years[k - 1];
    const ds_indicator *other = ds_definitions_at(plain, 0);
    char *sql[2] = {NULL, NULL};
    ds_indicator one = year->indicator;
    ds_error err;
    assert_int_equal(year->k, k);
    if (!w->numeric) {
        assert_string_equal(one.version, other->version);
        return;
    }
    assert_true(year->has_value);
    for (int i = 0; i < 2; i++) { /* the value's SQL, in place of the event's */
        ds_indicator shown = i == 0 ? one : *other;
        const ds_node *nodes = ds_definitions_nodes(i == 0 ? named : plain, NULL);
        shown.id = "x";
        shown.version = "y";
        shown.numeric = true;
        shown.outcome =
            i == 0 ? year->value : ds_definitions_args(plain)[nodes[other->outcome].first_arg];
        if (ds_definition_sql(i == 0 ? named : plain, &shown, NULL, NULL, 0, &sql[i], &err) !=
            DS_OK)
            sql[i] = NULL;
    }
    if (sql[0] != NULL && sql[1] != NULL) assert_string_equal(sql[0], sql[1]);
    assert_int_equal(sql[0] == NULL, sql[1] == NULL);
    ds_free(sql[0]);
    ds_free(sql[1]);
}

static ds_definitions *try_parse(const ds_buffer *yaml) {
    ds_definitions *d = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_parse(HELP_FILE, ds_buffer_string(yaml), yaml->size, &d, &err) == DS_OK)
        return d;
    if (strstr(err.en, "shifts add up") == NULL && strstr(err.en, "expected a year from") == NULL &&
        strstr(err.en, "school years at most") == NULL)
        fail_msg("%lu:%lu: %s\n%s", (unsigned long)err.line, (unsigned long)err.column, err.en,
                 ds_buffer_string(yaml));
    return NULL;
}

static void test_evaluation__k_is_its_number(void **state) {
    random_source source = {.state = 20262};
    ds_buffer yaml;
    written w;
    unsigned compared = 0;
    (void)state;
    ds_buffer_init(&yaml, 1 << 20);
    ds_buffer_init(&w.named, 1 << 20);
    ds_buffer_init(&w.plain, 1 << 20);
    for (int i = 0; i < RANDOM_FILES; i++) {
        int k = 1 + i % 4;
        ds_definitions *named, *plain;
        ds_buffer_clear(&yaml);
        random_definition_write(&source, 1, 2014, &yaml);
        write_both(yaml.data, k, &w);
        named = try_parse(&w.named);
        plain = try_parse(&w.plain);
        if (named != NULL) assert_non_null(plain);
        if (named != NULL && plain != NULL) {
            compare(named, plain, k, &w);
            compared += strstr(ds_buffer_string(&w.named), "[t+k") != NULL;
        }
        ds_definitions_free(named);
        ds_definitions_free(plain);
    }
    assert_true(compared > RANDOM_FILES / 4);
    ds_buffer_done(&yaml);
    ds_buffer_done(&w.named);
    ds_buffer_done(&w.plain);
}

/* ---- what is refused ---- */

static void refused(const char *yaml, uint64_t line, uint64_t column, const char *nl,
                    const char *en) {
    help_refused(yaml, strlen(yaml), line, column, nl, en);
}

/* An outcome a, of which the line event is line 16, and its expression begins in column 16. */
#define BEFORE HEAD "    outcomes:\n      - id: a\n        years: [0, 2]\n        event: "

static void test_evaluation__k_elsewhere(void **state) {
    (void)state;
    refused("terms:\n  a: ingeschreven[t+k]\n" HEAD OUTCOME, 2, 21, "k staat alleen",
            "k stands only");
    refused("terms:\n  a: schooljaar + k > 2000\n" HEAD OUTCOME, 2, 19, "terms en columns",
            "terms and columns");
    refused("columns:\n  a:\n    - {when: \"within(weg, 1, k)\", is: x}\n" TERMS HEAD OUTCOME, 3,
            30, "k staat alleen", "k stands only");
    refused("indicators:\n  - {id: a, population: vsv_duo, event: \"vsv_duo[t+k]\"}\n", 2, 52,
            "k staat alleen", "k stands only");
    refused(
        "evaluations:\n  - id: v\n    population: niveau = k\n    cohorten: 2014\n    treated: x\n"
        "    controls: x\n    covariates: [ses]\n" OUTCOME,
        3, 26, "k staat alleen", "k stands only");
    refused("terms:\n  k: vsv_duo\n" HEAD "    outcomes: [{id: a, years: 1, event: vsv_duo}]\n", 4,
            3, "is k het jaar van volgen", "k is the year of follow-up");
    ds_definitions_free(help_indicator("terms:\n  k: vsv_duo\n", "k", "k[t+1]")); /* as before */
}

static void test_evaluation__k_out_of_place(void **state) {
    (void)state;
    refused(BEFORE "within(ingeschreven, 1, k)\n", 15, 40, "vond 0, verwachtte een jaar vanaf 1",
            "found 0, expected a year from 1 on");
    refused(BEFORE "ingeschreven[t+k+19]\n", 15, 30, "vond 21, verwachtte hoogstens 20",
            "found 21, expected 20");
    refused(BEFORE "ingeschreven[t+k+x]\n", 15, 33, "een heel aantal schooljaren",
            "a whole number of school years");
    refused(BEFORE "k[t+1] = 2\n", 15, 17, "geen [t+k]", "no [t+k]");
    refused(BEFORE "k\n", 15, 16, "vond een getal, verwachtte ja of nee",
            "found a number, expected yes or no");
    refused(BEFORE "k(ingeschreven)\n", 15, 16, "de functie 'k' is er niet",
            "there is no function 'k'");
    refused(BEFORE "nivau[t+k] = 1\n", 15, 16, "bedoelt u 'niveau'?", "did you mean 'niveau'?");
}

static void test_evaluation__what_is_missing(void **state) {
    (void)state;
    refused("terms:\n  a: vsv_duo\n", 1, 1, "'indicators' ontbreekt", "'indicators' is missing");
    refused("evaluations: []\n", 1, 14, "de lijst evaluations is leeg",
            "the list evaluations is empty");
    refused("evaluations: {id: v}\n", 1, 14, "verwachtte een lijst", "expected a list");
    refused("evaluations:\n  - id: v\n", 2, 5, "'population' ontbreekt", "'population' is missing");
    refused(HEAD, 2, 5, "'outcomes' ontbreekt in deze evaluatie", "'outcomes' is missing");
    refused(HEAD "    outcomes: []\n", 12, 15, "vond een lijst van 0", "found a list of 0");
    refused(HEAD "    outcomes: [{years: 1, event: vsv_duo}]\n", 12, 16, "'id' ontbreekt in deze",
            "'id' is missing in this outcome");
    refused(HEAD "    outcomes: [{id: a, event: vsv_duo}]\n", 12, 16, "'years' ontbreekt",
            "'years' is missing");
    refused(HEAD "    outcomes: [{id: a, years: 1}]\n", 12, 16, "'event' (of 'value') ontbreekt",
            "'event' (or 'value') is missing");
    refused(HEAD "    outcomes: [{id: a, years: 1, event: vsv_duo, value: ses}]\n", 12, 57,
            "vond event en value", "found event and value");
    refused(HEAD "    outcome: []\n", 12, 5, "bedoelt u 'outcomes'?", "did you mean 'outcomes'?");
    refused(HEAD "    outcomes: [{id: a, year: 1, event: vsv_duo}]\n", 12, 24, "bedoelt u 'years'?",
            "did you mean 'years'?");
}

/* The first with its lines 2 to 12 as they stand, but that of key. */
static void refused_head(const char *key, const char *value, uint64_t column, const char *nl,
                         const char *en) {
    static const char text[] = HEAD "    outcomes: [{id: a, years: 1, event: vsv_duo}]\n";
    char yaml[2048], name[64];
    const char *at;
    size_t before;
    uint64_t line = 1;
    (void)snprintf(name, sizeof name, "%s: ", key);
    at = strstr(text, name);
    assert_non_null(at);
    before = (size_t)(at - text) + strlen(name);
    (void)snprintf(yaml, sizeof yaml, "%.*s%s%s", (int)before, text, value, strchr(at, '\n'));
    for (const char *c = text; c < at; c++)
        line += *c == '\n';
    refused(yaml, line, column, nl, en);
}

static void test_evaluation__what_does_not_fit(void **state) {
    (void)state;
    refused_head("id", "a.b", 9, "vond 'a.b', verwachtte een id", "found 'a.b', expected an id");
    refused_head("population", "niveau", 17, "vond een getal", "found a number");
    refused_head("treated", "route = 'vakmanschap'", 22, "vakmanschap", "vakmanschap");
    refused_head("cohorten", "2014-2012", 15, "vond '2014-2012', verwachtte schooljaren",
                 "expected school years from 1950 to 2150, ascending");
    refused_head("cohorten", "[2014, 2014]", 22, "vond '2014'", "found '2014'");
    refused_head("cohorten", "2014-", 15, "vond '2014-'", "found '2014-'");
    refused_head("cohorten", "1014", 15, "vond '1014'", "found '1014'");
    refused_head("covariates", "[]", 17, "vond een lijst van 0, verwachtte er 1 tot en met 14",
                 "expected 1 to 14");
    refused_head("covariates", "[ses, ses]", 23, "'ses' staat hier twee keer", "is here twice");
    refused_head("covariates", "[{column: advies, as: number}]", 39, "een tekst, verwachtte een",
                 "a text, expected a number");
    refused_head("covariates", "[{column: advies, as: nummer}]", 39, "number of factor",
                 "number or factor");
    refused_head("covariates", "[{column: advies}]", 18, "'as' ontbreekt", "'as' is missing");
    refused_head("covariates", "[schooljaar]", 18, "verwachtte de naam", "expected the name");
    refused_head("covariates", "[\"soort[t+1]\"]", 18, "een later schooljaar",
                 "a later school year");
    refused_head("covariates", "[gediplomeerd]", 18, "een later schooljaar", "a later school year");
}

/* One more key after the head. */
static void test_evaluation__other_keys(void **state) {
    (void)state;
#define MORE(key) HEAD "    " key "\n" OUTCOME, 12
#define MORE_AT(key, line) HEAD "    " key "\n" OUTCOME, line
    refused(MORE("cohorten_figuur: [2014, 2018]"), 22, "2018 staat niet in cohorten",
            "2018 is not in cohorten");
    refused(MORE("vast: misschien"), 11, "verwachtte ja of nee", "expected ja or nee");
    refused(MORE("deelgroepen: [ses]"), 19, "staat niet in covariates of exact",
            "is not in covariates or exact");
    refused(MORE("voor_en_na: altijd"), 17, "verwachtte nooit of nog_niet",
            "expected nooit or nog_niet");
    refused(MORE("exact: [leerweg, leerweg]"), 22, "twee keer", "twice");
    refused(MORE("exact_beside: [leerweg]"), 20, "verwachtte een lijst", "expected a list");
    refused(MORE("locations: []"), 16, "vond een lijst van 0", "found a list of 0");
    refused(MORE("locations: [\"instelling[t+1]\"]"), 17, "een later", "a later");
    refused(MORE_AT("locations: [instelling, naam, type, gemeente, rmc_regio, profiel, opleiding, "
                    "niveau, ses, leerjaar, sector, leerweg, soort]",
                    11),
            17, "hebben samen 15 kolommen", "have 15 columns together");
#undef MORE
#undef MORE_AT
}

static void test_evaluation__outcomes_that_do_not_fit(void **state) {
    (void)state;
#define ONE(text) HEAD "    outcomes: [{id: a, " text "}]\n", 12
    refused(ONE("years: 21, event: vsv_duo"), 31, "jaren van volgen van 0 tot en met 20",
            "years of follow-up from 0 to 20");
    refused(ONE("years: 3-1, event: vsv_duo"), 31, "vond '3-1'", "found '3-1'");
    refused(ONE("years: [1, x], event: vsv_duo"), 35, "vond 'x'", "found 'x'");
    refused(ONE("years: 1, event: vsv_duo, limit: 5"), 57, "limit hoort bij value",
            "limit belongs to value");
    refused(ONE("years: 1, value: ses, limit: x"), 53, "verwachtte k of een geheel getal",
            "expected k or a whole number");
    refused(ONE("years: 1, value: ses, limit: -1"), 53, "verwachtte k of een geheel getal",
            "expected k or a whole number");
    refused(ONE("years: 1, value: vsv_duo"), 41, "verwachtte een getal", "expected a number");
    refused(ONE("years: 1, event: vsv_duo, better: best"), 58, "lower of higher",
            "lower or higher");
    refused(ONE("years: 1, event: vsv_duo, unconditional: b"), 65, "een population die na t",
            "a population that looks after t");
    refused(ONE("years: 1, event: vsv_duo, population: \"vsv_duo[t+k]\", unconditional: a"), 93,
            "geen uitkomst 'a' van iedereen", "no outcome 'a' of everyone");
#undef ONE
    refused(HEAD "    outcomes:\n      - {id: a, years: 1, event: vsv_duo}\n"
                 "      - {id: a, years: 2, event: vsv_duo}\n",
            14, 14, "de id 'a' staat ook op regel 13", "the id 'a' is on line 13 as well");
    refused(HEAD OUTCOME "    placebo: [{id: a, event: vsv_duo}]\n" TERMS, 14, 20,
            "staat ook op regel 13", "is on line 13 as well");
    refused(TERMS HEAD OUTCOME "    placebo: [{id: b, event: \"vsv_duo[t+1]\"}]\n", 16, 30,
            "een placebo ligt voor de route", "a placebo lies before the route");
    refused(TERMS HEAD OUTCOME "    placebo: [{id: b, event: vsv_duo, population: gediplomeerd}]\n",
            16, 51, "een placebo ligt voor", "a placebo lies before");
    refused(TERMS HEAD OUTCOME "  - id: v\n    population: vsv_duo\n    cohorten: 2014\n"
                               "    treated: vsv_duo\n    controls: vsv_duo\n"
                               "    covariates: [ses]\n" OUTCOME,
            16, 9, "de id 'v' staat ook op regel 4", "the id 'v' is on line 4 as well");
}

/* ---- limits ---- */

static void test_evaluation__how_many_outcome_years(void **state) {
    ds_buffer yaml;
    ds_definitions *d = NULL;
    ds_error err;
    (void)state;
    ds_buffer_init(&yaml, 1 << 20);
    ds_buffer_add_string(&yaml, HEAD "    outcomes:\n");
    for (int i = 0; i < 195; i++) /* of 21 years: 4095 */
        ds_buffer_addf(&yaml, "      - {id: a%d, years: 0-20, event: \"vsv_duo[t+k]\"}\n", i);
    ds_buffer_add_string(&yaml, "      - {id: b, years: 1, event: vsv_duo}\n");
    d = help_parse(ds_buffer_string(&yaml));
    assert_int_equal(first(d)->n_outcomes, 196);
    ds_definitions_free(d);
    ds_buffer_add_string(&yaml, "      - {id: c, years: 1, event: vsv_duo}\n");
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_definitions_parse(HELP_FILE, yaml.data, yaml.size, &d, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "more than 4096 outcomes and years"));
    assert_int_equal(err.line, 12 + 195 + 2);
    ds_buffer_done(&yaml);
}

/* ---- versions ---- */

static void version_with(const char *from, const char *to, char out[13]) {
    char yaml[4096];
    const char *at = strstr(full, from);
    ds_definitions *d;
    assert_non_null(at);
    (void)snprintf(yaml, sizeof yaml, "%.*s%s%s", (int)(at - full), full, to, at + strlen(from));
    d = help_parse(yaml);
    memcpy(out, first(d)->version, 13);
    ds_definitions_free(d);
}

static void test_evaluation__version_follows_meaning(void **state) {
    static const char *const other[][2] = {{"'vmbo'", "'mbo'"},
                                           {"2014-2017", "2014-2018"},
                                           {"'vakmanschap2'", "'vakmanschap3'"},
                                           {"route is null", "route is not null"},
                                           {"[geslacht,", "[advies,"},
                                           {"as: number", "as: factor"},
                                           {"[2014, 2016]", "[2014, 2017]"},
                                           {"vast: ja", "vast: nee"},
                                           {"exact: [schooljaar, leerweg]", "exact: [leerweg]"},
                                           {"[schooljaar, sector, ", "[sector, "},
                                           {"locations: [instelling]", "locations: [vestiging]"},
                                           {"years: [1, 3]", "years: [1, 2]"},
                                           {"schooljaar + k > 0", "schooljaar + k > 1"},
                                           {"limit: 40", "limit: 41"},
                                           {"population: ses = 1}", "population: ses = 2}"},
                                           {"event: ses = 1", "event: ses = 2"},
                                           {"weg: not", "weg: not not"}};
    static const char *const same[][2] = {{"name: Vak", "name: Iets"},
                                          {"source: bron", "source: anders"},
                                          {"note: let op", "note: niets"},
                                          {"better: lower", "better: higher"},
                                          {"soort = 'vmbo'", "(soort = ('vmbo'))"},
                                          {"[1, 3]", "[ 1 , 3 ]"}};
    char base[13], changed[13];
    (void)state;
    version_with("v", "v", base);
    assert_int_equal(strspn(base, "0123456789abcdef"), 12);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        version_with(other[i][0], other[i][1], changed);
        if (strcmp(base, changed) == 0) fail_msg("%s: the same version", other[i][1]);
    }
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        version_with(same[i][0], same[i][1], changed);
        if (strcmp(base, changed) != 0) fail_msg("%s: another version", same[i][1]);
    }
}

/* ---- memory, and files that are cut short ---- */

static ds_status read_full(void *context, ds_error *err) {
    ds_definitions *d = NULL;
    ds_status status = ds_definitions_parse(HELP_FILE, full, sizeof full - 1, &d, err);
    const ds_evaluation *e;
    (void)context;
    if (status != DS_OK) {
        assert_null(d);
        return status;
    }
    status = ds_definitions_find_evaluation(d, "w", &e, err);
    ds_definitions_free(d);
    return status == DS_INPUT ? DS_OK : status;
}

static void test_evaluation__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(read_full, NULL);
}

/* Cut anywhere, or with one byte another, it is read or refused with a place; never worse. */
static void test_evaluation__damaged(void **state) {
    static const char bytes[] = "\0:-[]{}'\"k1 \n,.\xc3";
    random_source source = {.state = 7};
    char yaml[sizeof full];
    unsigned refusals = 0;
    (void)state;
    for (size_t i = 0; i < 2 * sizeof full; i++) {
        size_t size = i < sizeof full ? i : sizeof full - 1;
        ds_definitions *d = NULL;
        ds_error err;
        memcpy(yaml, full, sizeof full);
        memset(&err, 0, sizeof err);
        if (i >= sizeof full)
            yaml[random_below(&source, (int)sizeof full - 1)] =
                bytes[random_below(&source, (int)sizeof bytes - 1)];
        if (ds_definitions_parse(HELP_FILE, yaml, size, &d, &err) == DS_OK) {
            ds_definitions_free(d);
            continue;
        }
        assert_int_equal(err.status, DS_INPUT);
        assert_true(err.line > 0 && err.column > 0);
        refusals++;
    }
    assert_true(refusals > sizeof full / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evaluation__all_that_is_said),
        cmocka_unit_test(test_evaluation__its_outcomes),
        cmocka_unit_test(test_evaluation__later_groups_make_descriptions),
        cmocka_unit_test(test_evaluation__what_is_not_said),
        cmocka_unit_test(test_evaluation__near_names),
        cmocka_unit_test(test_evaluation__k_is_its_number),
        cmocka_unit_test(test_evaluation__k_elsewhere),
        cmocka_unit_test(test_evaluation__k_out_of_place),
        cmocka_unit_test(test_evaluation__what_is_missing),
        cmocka_unit_test(test_evaluation__what_does_not_fit),
        cmocka_unit_test(test_evaluation__other_keys),
        cmocka_unit_test(test_evaluation__outcomes_that_do_not_fit),
        cmocka_unit_test(test_evaluation__how_many_outcome_years),
        cmocka_unit_test(test_evaluation__version_follows_meaning),
        cmocka_unit_test(test_evaluation__every_allocation),
        cmocka_unit_test(test_evaluation__damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
