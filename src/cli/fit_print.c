/* cli/fit_print.c: see fit_print.h. */
#include "cli/fit_print.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

/* Within three standard errors a difference is chance; what goes beyond is listed. */
#define Z_CHANCE 3.0
#define Z_MOST 4.5

/* What is summed up together. */
typedef struct group {
    const char *nl, *en;
    unsigned sources, units; /* bits */
} group;

#define BIT(x) (1U << (x))
static const group groups[] = {
    {"percentages, register", "percentages, register", BIT(PUBLISHED_REGISTER),
     BIT(PUBLISHED_PERCENTAGE)},
    {"percentages, enquête", "percentages, survey", BIT(PUBLISHED_ENQUETE),
     BIT(PUBLISHED_PERCENTAGE)},
    {"verschillen tussen jaren", "differences between years", ~0U, BIT(PUBLISHED_VERSCHIL)},
    {"aantallen", "counts", ~0U, BIT(PUBLISHED_AANTAL) | BIT(PUBLISHED_NOEMER)},
    {"aantallen routes en instellingen", "numbers of routes and institutions", ~0U,
     BIT(PUBLISHED_GROEPEN) | BIT(PUBLISHED_AANDEEL_GROEPEN)},
    {"gemiddelden", "means", ~0U, BIT(PUBLISHED_GEMIDDELDE)}};
enum { GROUPS = sizeof groups / sizeof *groups };

/* Right or not, without a z that says how far off. */
static const group judged[] = {
    {"sommen gelijk aan gedrukt", "sums as printed", ~0U, BIT(PUBLISHED_SOM)},
    {"richtingen", "directions", ~BIT(PUBLISHED_TEGENFEITELIJK), BIT(PUBLISHED_RICHTING)},
    {"richtingen van effecten", "directions of effects", BIT(PUBLISHED_TEGENFEITELIJK),
     BIT(PUBLISHED_RICHTING)}};
enum { JUDGED = sizeof judged / sizeof *judged };

typedef struct summary {
    size_t n, counted, chance, beyond, met;
    double largest;
} summary;

static bool belongs(const group *g, const published_row *row) {
    return (g->sources & BIT(row->source)) != 0 && (g->units & BIT(row->unit)) != 0;
}

static bool is_judged(const published_row *row) {
    return row->unit == PUBLISHED_SOM || row->unit == PUBLISHED_RICHTING;
}

/* What has to be explained. */
static bool is_exception(const published_row *row, const fit_result *result) {
    if (!result->counted) return false;
    if (is_judged(row)) return !result->met;
    return result->has_z && fabs(result->z) > Z_CHANCE;
}

static summary sum_up(const group *g, const published *all, const fit_result *results) {
    summary s = {0};
    for (size_t i = 0; i < all->n; i++) {
        const fit_result *r = &results[i];
        if (!belongs(g, &all->rows[i])) continue;
        s.n++;
        if (!r->counted) continue;
        s.counted++;
        s.met += r->met;
        if (!r->has_z) continue;
        s.chance += fabs(r->z) <= Z_CHANCE;
        s.beyond += fabs(r->z) > Z_MOST;
        if (fabs(r->z) > s.largest) s.largest = fabs(r->z);
    }
    return s;
}

static const char *years_of(const published_row *row, char out[32]) {
    if (row->source != PUBLISHED_REGISTER && row->source != PUBLISHED_TEGENFEITELIJK)
        (void)snprintf(out, 32, "%d", row->first_year);
    else if (row->first_year == row->last_year)
        (void)snprintf(out, 32, "%d/%02d", row->first_year, (row->first_year + 1) % 100);
    else
        (void)snprintf(out, 32, "%d-%d", row->first_year, row->last_year);
    return out;
}

static const char *direction_of(const cli *c, double value) {
    if (value == 0) return cli_say(c, "gelijk", "equal");
    return value > 0 ? cli_say(c, "hoger", "higher") : cli_say(c, "lager", "lower");
}

static int decimals_of(const published_row *row) {
    return row->unit == PUBLISHED_RICHTING ? 2 : row->decimals < 0 ? 0 : row->decimals;
}

/* ---- on a terminal ---- */

static void add_text(cli_table *table, const char *text) {
    cli_table_add(table, text, strlen(text), false);
}

static void add_number(const cli *c, cli_table *table, double value, int decimals) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_grouped(value, decimals, c->dutch, number);
    if (number[0] == '\0') (void)snprintf(number, sizeof number, "–");
    cli_table_add(table, number, strlen(number), true);
}

static void add_published(const cli *c, cli_table *table, const published_row *row) {
    const char *word = direction_of(c, row->value);
    if (row->unit == PUBLISHED_RICHTING)
        cli_table_add(table, word, strlen(word), true);
    else
        add_number(c, table, row->value, decimals_of(row));
}

static void add_row(const cli *c, cli_table *table, const published_row *row,
                    const fit_result *result) {
    char years[32];
    add_text(table, row->bron);
    add_text(table, row->indicator);
    add_text(table, row->uitsplitsing);
    add_text(table, years_of(row, years));
    add_text(table, published_unit_name(row->unit));
    add_published(c, table, row);
    add_number(c, table, result->counted ? result->simulated : NAN, decimals_of(row));
    add_number(c, table, result->counted ? result->difference : NAN, decimals_of(row));
    if (result->counted)
        add_number(c, table, result->has_z ? result->z : NAN, 2);
    else
        cli_table_add(table, cli_say(c, "n.v.t.", "n/a"), strlen(cli_say(c, "n.v.t.", "n/a")),
                      true);
}

static cli_table *new_table(const cli *c) {
    static const char *const nl[] = {"bron",        "indicator", "uitsplitsing",
                                     "schooljaar",  "eenheid",   "gepubliceerd",
                                     "gesimuleerd", "verschil",  "z"};
    static const char *const en[] = {"source",      "indicator",  "breakdown",
                                     "school year", "unit",       "published",
                                     "simulated",   "difference", "z"};
    cli_table *table = cli_table_new(9);
    for (size_t i = 0; i < 9; i++)
        cli_table_add(table, c->dutch ? nl[i] : en[i], strlen(c->dutch ? nl[i] : en[i]), i > 4);
    return table;
}

static void print_rows(const cli *c, const published *all, const fit_result *results) {
    cli_table *table = new_table(c);
    for (size_t i = 0; i < all->n; i++)
        add_row(c, table, &all->rows[i], &results[i]);
    cli_table_print(table, stdout);
    cli_table_free(table);
}

/* Why a row is off, as the file says. */
static void print_exceptions(const cli *c, const published *all, const fit_result *results,
                             FILE *to) {
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const published_row *row = &all->rows[i];
        char years[32], z[DS_NUMBER_SIZE], printed[DS_NUMBER_SIZE], simulated[DS_NUMBER_SIZE];
        if (!is_exception(row, &results[i])) continue;
        if (n++ == 0)
            (void)fprintf(to, "\n%s\n",
                          cli_say(c, "Buiten wat toeval is, of niet zoals gepubliceerd:",
                                  "Beyond chance, or not as published:"));
        ds_number_print_grouped(results[i].has_z ? results[i].z : NAN, 2, c->dutch, z);
        ds_number_print_grouped(row->value, decimals_of(row), c->dutch, printed);
        ds_number_print_grouped(results[i].simulated, decimals_of(row), c->dutch, simulated);
        (void)fprintf(to, "  %u  %s, %s %s %s %s: %s, %s%s%s%s%s\n", row->nummer,
                      cli_clean(row->bron), cli_clean(row->indicator), cli_clean(row->uitsplitsing),
                      years_of(row, years), published_unit_name(row->unit),
                      row->unit == PUBLISHED_RICHTING ? direction_of(c, row->value) : printed,
                      simulated, z[0] == '\0' ? "" : ", z ", z,
                      row->opmerking[0] == '\0' ? "" : " – ", cli_clean(row->opmerking));
    }
}

static void print_missing(const cli *c, const published *all, const fit_result *results, FILE *to) {
    for (size_t i = 0; i < all->n; i++) {
        const char *why = results[i].why_nl;
        size_t n = 0;
        bool again = false;
        if (results[i].counted || why == NULL) continue;
        for (size_t k = 0; k < all->n; k++) {
            bool same = !results[k].counted && results[k].why_nl == why;
            n += same;
            again = again || (same && k < i);
        }
        if (again) continue;
        (void)fprintf(to, cli_say(c, "  %zu rijen n.v.t.: %s\n", "  %zu rows n/a: %s\n"), n,
                      cli_say(c, why, results[i].why_en));
    }
}

static void print_group(const cli *c, const group *g, const summary *s, FILE *to) {
    char share[DS_NUMBER_SIZE], largest[DS_NUMBER_SIZE];
    if (s->counted == 0) return;
    ds_number_print_grouped(100 * (double)s->chance / (double)s->counted, 2, c->dutch, share);
    ds_number_print_grouped(s->largest, 2, c->dutch, largest);
    (void)fprintf(to,
                  cli_say(c, "  %s: %zu; |z| ≤ 3 bij %zu (%s %%), boven 4,5 %zu; grootste |z| %s\n",
                          "  %s: %zu; |z| ≤ 3 for %zu (%s %%), above 4.5 %zu; largest |z| %s\n"),
                  cli_say(c, g->nl, g->en), s->counted, s->chance, share, s->beyond, largest);
}

static void print_summary(const cli *c, const published *all, const fit_result *results,
                          const fit_run_of *run, FILE *to) {
    char persons[DS_NUMBER_SIZE];
    print_exceptions(c, all, results, to);
    ds_number_print_grouped((double)run->n_persons, 0, c->dutch, persons);
    (void)fprintf(to,
                  cli_say(c,
                          "\nGesimuleerd naast gepubliceerd; %s personen, seed %llu, allen "
                          "verzonnen:\n",
                          "\nSimulated beside published; %s persons, seed %llu, all of them made "
                          "up:\n"),
                  persons, (unsigned long long)run->seed);
    for (size_t g = 0; g < GROUPS; g++) {
        summary s = sum_up(&groups[g], all, results);
        print_group(c, &groups[g], &s, to);
    }
    for (size_t g = 0; g < JUDGED; g++) {
        summary s = sum_up(&judged[g], all, results);
        if (s.counted > 0)
            (void)fprintf(to, cli_say(c, "  %s: %zu van %zu\n", "  %s: %zu of %zu\n"),
                          cli_say(c, judged[g].nl, judged[g].en), s.met, s.counted);
    }
    print_missing(c, all, results, to);
}

/* ---- csv ---- */

static void print_value(bool has, double value) {
    char number[DS_NUMBER_SIZE];
    (void)printf(",%s", has ? ds_number_print(value, number) : "");
}

static const char *verdict_of(const published_row *row, const fit_result *result) {
    if (!result->counted || !is_judged(row)) return "";
    return result->met ? "ja" : "nee";
}

static void print_csv(const published *all, const fit_result *results) {
    (void)printf("nummer,bron,bestand,indicator,uitsplitsing,schooljaar,eenheid,gepubliceerd,"
                 "gesimuleerd,verschil,z,n,gehaald,opmerking,reden\n");
    for (size_t i = 0; i < all->n; i++) {
        const published_row *row = &all->rows[i];
        const fit_result *r = &results[i];
        const char *texts[] = {row->bron, published_source_name(row->source), row->indicator,
                               row->uitsplitsing};
        (void)printf("%u", row->nummer);
        for (size_t k = 0; k < 4; k++) {
            (void)putchar(',');
            cli_csv_field(ds_text_of(texts[k]));
        }
        (void)printf(",%d", row->first_year);
        if (row->last_year != row->first_year) (void)printf("-%d", row->last_year);
        (void)printf(",%s", published_unit_name(row->unit));
        print_value(true, row->value);
        print_value(r->counted, r->simulated);
        print_value(r->counted, r->difference);
        print_value(r->counted && r->has_z, r->z);
        print_value(r->counted, r->n);
        (void)printf(",%s,", verdict_of(row, r));
        cli_csv_field(ds_text_of(row->opmerking));
        (void)putchar(',');
        cli_csv_field(ds_text_of(r->counted ? "" : r->why_nl == NULL ? "" : r->why_nl));
        (void)putchar('\n');
    }
}

/* ---- json ---- */

static json_t *number_json(bool has, double value) {
    return has && isfinite(value) ? json_real(value) : json_null();
}

static json_t *row_json(const published_row *row, const fit_result *r) {
    json_t *j =
        json_pack("{s:i, s:s, s:s, s:s, s:s, s:i, s:i, s:s, s:f, s:s}", "nummer", (int)row->nummer,
                  "bron", row->bron, "bestand", published_source_name(row->source), "indicator",
                  row->indicator, "uitsplitsing", row->uitsplitsing, "schooljaar", row->first_year,
                  "tot_en_met", row->last_year, "eenheid", published_unit_name(row->unit),
                  "gepubliceerd", row->value, "opmerking", row->opmerking);
    (void)json_object_set_new(j, "gesimuleerd", number_json(r->counted, r->simulated));
    (void)json_object_set_new(j, "verschil", number_json(r->counted, r->difference));
    (void)json_object_set_new(j, "z", number_json(r->counted && r->has_z, r->z));
    (void)json_object_set_new(j, "n", number_json(r->counted, r->n));
    if (r->counted && is_judged(row)) (void)json_object_set_new(j, "gehaald", json_boolean(r->met));
    if (!r->counted && r->why_nl != NULL)
        (void)json_object_set_new(j, "reden", json_string(r->why_nl));
    return j;
}

static json_t *group_json(const group *g, const summary *s, bool with_z) {
    json_t *j = json_pack("{s:s, s:I, s:I}", "groep", g->nl, "rijen", (json_int_t)s->n, "geteld",
                          (json_int_t)s->counted);
    if (with_z) {
        (void)json_object_set_new(j, "binnen_3", json_integer((json_int_t)s->chance));
        (void)json_object_set_new(j, "boven_4_5", json_integer((json_int_t)s->beyond));
        (void)json_object_set_new(j, "grootste", json_real(s->largest));
    } else {
        (void)json_object_set_new(j, "gehaald", json_integer((json_int_t)s->met));
    }
    return j;
}

static ds_status print_json(const published *all, const fit_result *results, const fit_run_of *run,
                            ds_error *err) {
    json_t *rows = json_array(), *sums = json_array(), *whole;
    char *text;
    for (size_t i = 0; i < all->n; i++)
        (void)json_array_append_new(rows, row_json(&all->rows[i], &results[i]));
    for (size_t g = 0; g < GROUPS + JUDGED; g++) {
        const group *one = g < GROUPS ? &groups[g] : &judged[g - GROUPS];
        summary s = sum_up(one, all, results);
        (void)json_array_append_new(sums, group_json(one, &s, g < GROUPS));
    }
    whole = json_pack("{s:b, s:I, s:I, s:o, s:o}", "verzonnen", 1, "personen",
                      (json_int_t)run->n_persons, "seed", (json_int_t)run->seed, "samenvatting",
                      sums, "rijen", rows);
    text = json_dumps(whole, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    json_decref(whole);
    if (text == NULL) return ds_error_memory(err);
    (void)printf("%s\n", text);
    free(text);
    return DS_OK;
}

ds_status fit_print(const cli *c, const published *all, const fit_result *results,
                    const fit_run_of *run, ds_error *err) {
    if (c->format == CLI_JSON) return print_json(all, results, run, err);
    if (c->format == CLI_CSV) {
        print_csv(all, results);
        print_summary(c, all, results, run, stderr);
        return DS_OK;
    }
    print_rows(c, all, results);
    print_summary(c, all, results, run, stdout);
    return DS_OK;
}
