/* report/routes_rows.c: routes as machines read them, a row a number. See routes.h. */
#include "report/routes.h"

#include <math.h>

#include "base/text.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* One number, in the form that csv and json have in common. */
typedef struct routes_row {
    int schooljaar;    /* 0: all together */
    ds_text group;     /* {NULL, 0}: everybody in vmbo-3 */
    ds_text kind;      /* {NULL, 0}: all of the group */
    const char *trait; /* NULL for none */
    ds_text value;     /* of the trait */
    const char *measure;
    bool has_n, has_of;
    uint64_t n, of;   /* of: what it is a share of */
    double share_pct; /* NAN: none */
} routes_row;

/* Where the rows of one kind go: its list in json, and the one table of csv. */
typedef struct routes_rows {
    const char *name; /* aanbod, overgang, starters or kenmerken */
    ds_doc_table *json, *csv;
} routes_rows;

const char *ds_routes_trait(size_t trait) {
    static const char *const names[DS_ROUTES_TRAITS] = {"leerweg", "advies", "sector"};
    return names[trait];
}

static const ds_field row_fields[] = {
    {.id = "tabel", .in = DS_IN_CSV},       {.id = "schooljaar", .in = DS_IN_MACHINE},
    {.id = "groep", .in = DS_IN_MACHINE},   {.id = "route", .in = DS_IN_MACHINE},
    {.id = "kenmerk", .in = DS_IN_MACHINE}, {.id = "waarde", .in = DS_IN_MACHINE},
    {.id = "maat", .in = DS_IN_MACHINE},    {.id = "aantal", .in = DS_IN_MACHINE},
    {.id = "van", .in = DS_IN_MACHINE},     {.id = "percentage", .in = DS_IN_MACHINE}};
enum { ROW_FIELDS = sizeof row_fields / sizeof *row_fields };

static void add_number(const routes_rows *to, const routes_row *row) {
    const ds_value none = ds_value_none(DS_STATE_UNDEFINED);
    const ds_value values[ROW_FIELDS] = {
        ds_value_text(to->name),
        row->schooljaar == 0 ? none : ds_value_schooljaar(row->schooljaar),
        row->group.data == NULL ? ds_value_text("alle") : ds_value_view(row->group),
        ds_value_view(row->kind),
        ds_value_text(row->trait),
        ds_value_view(row->value),
        ds_value_text(row->measure),
        row->has_n ? ds_value_count(row->n) : none,
        row->has_of ? ds_value_count(row->of) : none,
        ds_value_number(row->share_pct)};
    ds_doc_table_row(to->json, values);
    ds_doc_table_row(to->csv, values);
}

static void add_offer_rows(const ds_routes_found *found, const routes_rows *to) {
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
            const routes_row row = {.schooljaar = line->schooljaar,
                                    .group = line->group,
                                    .kind = line->kind,
                                    .trait = line->sector.data == NULL ? NULL : "sector",
                                    .value = line->sector,
                                    .measure = measures[m].name,
                                    .has_n = m == 0 || line->since != 0,
                                    .n = measures[m].n,
                                    .share_pct = (double)NAN};
            add_number(to, &row);
        }
    }
}

static void add_passage_rows(const ds_routes_found *found, const routes_rows *to) {
    size_t n;
    const ds_routes_passage *lines = ds_routes_passages(found->routes, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_routes_passage *line = &lines[i];
        const bool old = ds_text_is(line->group, "experimenteel");
        routes_row row = {.schooljaar = line->schooljaar,
                          .group = line->group,
                          .kind = line->kind,
                          .measure = old ? "overgegaan" : "voortgekomen",
                          .has_n = true,
                          .has_of = true,
                          .n = line->carried,
                          .of = line->routes,
                          .share_pct = 100.0 * (double)line->carried / (double)line->routes};
        add_number(to, &row);
        if (line->schooljaar != 0) continue;
        row.measure = "plaats_onbekend";
        row.n = line->unknown;
        row.share_pct = 100.0 * (double)line->unknown / (double)line->routes;
        add_number(to, &row);
    }
}

/* Whether a line is the first of its year, group and kind. */
static bool is_first(const ds_starters_line *lines, size_t i) {
    return i == 0 || lines[i - 1].schooljaar != lines[i].schooljaar ||
           !ds_text_equal(lines[i - 1].group, lines[i].group) ||
           !ds_text_equal(lines[i - 1].kind, lines[i].kind);
}

static void add_starter_rows(const ds_routes_found *found, const routes_rows *to) {
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(found->starters[0], &n);
    for (size_t i = 0; i < n; i++) {
        const routes_row row = {.schooljaar = lines[i].schooljaar,
                                .group = lines[i].group,
                                .kind = lines[i].kind,
                                .measure = "starters",
                                .has_n = true,
                                .n = lines[i].total,
                                .share_pct = (double)NAN};
        if (is_first(lines, i)) add_number(to, &row);
    }
}

static void add_trait_rows(const ds_routes_found *found, const routes_rows *to) {
    for (size_t t = 0; t < DS_ROUTES_TRAITS; t++) {
        size_t n;
        const ds_starters_line *lines = ds_starters_lines(found->starters[t], &n);
        for (size_t i = 0; i < n; i++) {
            const routes_row row = {.schooljaar = lines[i].schooljaar,
                                    .group = lines[i].group,
                                    .kind = lines[i].kind,
                                    .trait = ds_routes_trait(t),
                                    .value = lines[i].value,
                                    .measure = "starters",
                                    .has_n = true,
                                    .has_of = true,
                                    .n = lines[i].n,
                                    .of = lines[i].known,
                                    .share_pct = lines[i].share_pct};
            add_number(to, &row);
        }
    }
}

void ds_routes_add_rows(ds_document *document, const ds_routes_found *found) {
    static const struct {
        const char *name;
        void (*add)(const ds_routes_found *found, const routes_rows *to);
    } kinds[] = {{"aanbod", add_offer_rows},
                 {"overgang", add_passage_rows},
                 {"starters", add_starter_rows},
                 {"kenmerken", add_trait_rows}};
    ds_doc_table *csv =
        ds_document_table(document, DS_IN_CSV, "routes", NO_SAY, row_fields, ROW_FIELDS);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const routes_rows to = {
            kinds[i].name,
            ds_document_table(document, DS_IN_JSON, kinds[i].name, NO_SAY, row_fields, ROW_FIELDS),
            csv};
        kinds[i].add(found, &to);
    }
}
