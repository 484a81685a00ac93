/* cli/routes_rows.c: routes as rows, and these as csv and json: see routes.h. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/routes.h"

const char *const routes_traits[ROUTES_TRAITS] = {"leerweg", "advies", "sector"};

typedef struct walk {
    void (*each)(void *context, const routes_row *row);
    void *context;
} walk;

/* ---- rows ---- */

static void offer_rows(const routes_found *found, const walk *to) {
    size_t n;
    const ds_routes_year *lines = ds_routes_years(found->routes, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_routes_year *line = &lines[i];
        const struct {
            const char *name;
            uint64_t n;
        } measures[] = {{"aangeboden", line->offered},
                        {"nieuw", line->begun},
                        {"gestopt", line->stopped},
                        {"terug", line->back}};
        for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
            routes_row row = {.table = "aanbod",
                              .schooljaar = line->schooljaar,
                              .group = line->group,
                              .kind = line->kind,
                              .trait = line->sector.data == NULL ? "" : "sector",
                              .value = line->sector,
                              .measure = measures[m].name,
                              .has_n = m == 0 || line->since != 0,
                              .n = measures[m].n,
                              .share_pct = (double)NAN};
            to->each(to->context, &row);
        }
    }
}

static void passage_rows(const routes_found *found, const walk *to) {
    size_t n;
    const ds_routes_passage *lines = ds_routes_passages(found->routes, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_routes_passage *line = &lines[i];
        bool old = ds_text_is(line->group, "experimenteel");
        routes_row row = {.table = "overgang",
                          .schooljaar = line->schooljaar,
                          .group = line->group,
                          .kind = line->kind,
                          .trait = "",
                          .measure = old ? "overgegaan" : "voortgekomen",
                          .has_n = true,
                          .has_of = true,
                          .n = line->carried,
                          .of = line->routes,
                          .share_pct = 100.0 * (double)line->carried / (double)line->routes};
        to->each(to->context, &row);
        if (line->schooljaar != 0) continue;
        row.measure = "plaats_onbekend";
        row.n = line->unknown;
        row.share_pct = 100.0 * (double)line->unknown / (double)line->routes;
        to->each(to->context, &row);
    }
}

/* Whether a line is the first of its year, group and kind. */
static bool is_first(const ds_starters_line *lines, size_t i) {
    return i == 0 || lines[i - 1].schooljaar != lines[i].schooljaar ||
           !ds_text_equal(lines[i - 1].group, lines[i].group) ||
           !ds_text_equal(lines[i - 1].kind, lines[i].kind);
}

static void starters_rows(const routes_found *found, const walk *to) {
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(found->starters[0], &n);
    for (size_t i = 0; i < n; i++) {
        const routes_row row = {.table = "starters",
                                .schooljaar = lines[i].schooljaar,
                                .group = lines[i].group,
                                .kind = lines[i].kind,
                                .trait = "",
                                .measure = "starters",
                                .has_n = true,
                                .n = lines[i].total,
                                .share_pct = (double)NAN};
        if (is_first(lines, i)) to->each(to->context, &row);
    }
}

static void trait_rows(const routes_found *found, size_t trait, const walk *to) {
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(found->starters[trait], &n);
    for (size_t i = 0; i < n; i++) {
        const routes_row row = {.table = "kenmerken",
                                .schooljaar = lines[i].schooljaar,
                                .group = lines[i].group,
                                .kind = lines[i].kind,
                                .trait = routes_traits[trait],
                                .value = lines[i].value,
                                .measure = "starters",
                                .has_n = true,
                                .has_of = true,
                                .n = lines[i].n,
                                .of = lines[i].known,
                                .share_pct = lines[i].share_pct};
        to->each(to->context, &row);
    }
}

void routes_each(const routes_found *found, void (*each)(void *context, const routes_row *row),
                 void *context) {
    const walk to = {each, context};
    offer_rows(found, &to);
    passage_rows(found, &to);
    starters_rows(found, &to);
    for (size_t t = 0; t < ROUTES_TRAITS; t++)
        trait_rows(found, t, &to);
}

/* "alle": everybody in vmbo-3. */
static ds_text group_name(const routes_row *row) {
    return row->group.data == NULL ? ds_text_of("alle") : row->group;
}

/* ---- csv ---- */

static void csv_count(bool has, uint64_t n) {
    if (has) (void)printf("%llu", (unsigned long long)n);
    (void)putchar(',');
}

static void csv_row(void *context, const routes_row *row) {
    char share[DS_NUMBER_SIZE];
    (void)context;
    (void)printf("%s,", row->table);
    if (row->schooljaar != 0) (void)printf("%d", row->schooljaar);
    (void)putchar(',');
    cli_csv_field(group_name(row));
    (void)putchar(',');
    cli_csv_field(row->kind);
    (void)putchar(',');
    (void)printf("%s,", row->trait);
    cli_csv_field(row->value);
    (void)putchar(',');
    (void)printf("%s,", row->measure);
    csv_count(row->has_n, row->n);
    csv_count(row->has_of, row->of);
    (void)printf("%s\n", ds_number_print(row->share_pct, share));
}

void routes_csv(const routes_found *found) {
    (void)printf("tabel,schooljaar,groep,route,kenmerk,waarde,maat,aantal,van,percentage\n");
    routes_each(found, csv_row, NULL);
}

/* ---- json ---- */

static json_t *text_json(ds_text text) {
    return text.data == NULL ? json_null() : json_stringn(text.data, text.size);
}

static void json_row(void *context, const routes_row *row) {
    json_t *tables = context, *list = json_object_get(tables, row->table), *j;
    if (list == NULL) {
        list = json_array();
        (void)json_object_set_new(tables, row->table, list);
    }
    j = json_pack("{s:o, s:o, s:o}", "schooljaar",
                  row->schooljaar == 0 ? json_null() : json_integer(row->schooljaar), "groep",
                  text_json(group_name(row)), "route", text_json(row->kind));
    (void)json_object_set_new(j, "kenmerk",
                              row->trait[0] == '\0' ? json_null() : json_string(row->trait));
    (void)json_object_set_new(j, "waarde", text_json(row->value));
    (void)json_object_set_new(j, "maat", json_string(row->measure));
    (void)json_object_set_new(j, "aantal",
                              row->has_n ? json_integer((json_int_t)row->n) : json_null());
    (void)json_object_set_new(j, "van",
                              row->has_of ? json_integer((json_int_t)row->of) : json_null());
    (void)json_object_set_new(j, "percentage",
                              isnan(row->share_pct) ? json_null() : json_real(row->share_pct));
    (void)json_array_append_new(list, j);
}

static void json_note(void *context, const char *text) {
    (void)json_array_append_new(context, json_string(text));
}

void routes_json(const routes_found *found) {
    const cli dutch = {.dutch = true}, english = {.dutch = false};
    json_t *nl = json_array(), *en = json_array(), *years = json_array(), *all;
    char *text;
    routes_notes(&dutch, found, json_note, nl);
    routes_notes(&english, found, json_note, en);
    for (size_t y = 0; y < found->n_years; y++)
        (void)json_array_append_new(years, json_integer(found->years[y]));
    all = json_pack("{s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:[], s:[], s:[], s:[]}", "register",
                    ds_register_generation(found->reg), "alleen_instelling",
                    ds_register_single_institution(found->reg), "openbaarheid", "intern",
                    "huidige_codes", (int)found->present_codes, "schooljaren", years, "opmerkingen",
                    nl, "notes", en, "aanbod", "overgang", "starters", "kenmerken");
    routes_each(found, json_row, all);
    text = json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    if (text != NULL) (void)printf("%s\n", text);
    free(text);
    json_decref(all);
}
