/* report/routes.c: routes as a document: notes, the tables that a person reads, school years beside
 * each other; routes_rows.c has the rows for machines. See doorstroom/report.h. */
#include "report/routes.h"

#include <math.h>

#include "base/text.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { SLICES_MAX = 64, COLUMNS_MAX = DS_ROUTES_YEARS_MAX + 4 };

static const ds_text nothing = {NULL, 0};

/* ---- what must be said ---- */

typedef struct routes_remark {
    const char *code;
    ds_say text;
    ds_value values[2];
    size_t n_values;
} routes_remark;

enum { REMARKS_MAX = DS_ROUTES_YEARS_MAX + 3 };

static size_t list_gaps(const ds_routes_found *found, routes_remark *out) {
    size_t n = 0;
    for (size_t y = 1; y < found->n_years; y++)
        if (found->years[y] != found->years[y - 1] + 1)
            out[n++] = (routes_remark){
                "schooljaren_ertussen",
                DS_SAY("{0} is vergeleken met {1}: de schooljaren ertussen staan niet in het "
                       "register.",
                       "{0} is compared with {1}: the school years between are not in the "
                       "register."),
                {ds_value_year(found->years[y]), ds_value_year(found->years[y - 1])},
                2};
    return n;
}

static size_t list_remarks(const ds_routes_found *found, routes_remark out[REMARKS_MAX]) {
    size_t n = 0;
    if (found->n_years > 0)
        out[n++] = (routes_remark){
            "eerste_schooljaar",
            DS_SAY("{0} is het eerste schooljaar van het register: wat toen nieuw, gestopt of "
                   "terug was is niet bekend, en wie vmbo-3 toen overdeed telt als starter.",
                   "{0} is the first school year of the register: what was new, stopped or back "
                   "then is not known, and who did vmbo-3 again then counts as a starter."),
            {ds_value_year(found->years[0])},
            1};
    n += list_gaps(found, out + n);
    if (ds_routes_unknown(found->routes) > 0)
        out[n++] = (routes_remark){
            "plaats_onbekend",
            DS_SAY("Van {0} routes is de instelling, de vestiging of de sector niet bekend: zij "
                   "tellen als eigen plaats 'onbekend' en gaan nergens in over.",
                   "Of {0} routes the institution, vestiging or sector is not known: they count as "
                   "a place 'onbekend' of their own and are never carried over."),
            {ds_value_count(ds_routes_unknown(found->routes))},
            1};
    if (found->single_institution[0] != '\0')
        out[n++] = (routes_remark){
            "een_instelling",
            DS_SAY("Het register is van één instelling.", "The register is of one institution."),
            {ds_value_text(found->single_institution)},
            1};
    return n;
}

static void add_remarks(ds_document *document, const routes_remark *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const ds_note note = {.kind = DS_NOTE_REMARK,
                              .code = list[i].code,
                              .text = list[i].text,
                              .values = list[i].values,
                              .n_values = list[i].n_values};
        ds_document_note(document, &note);
    }
}

/* The English texts alone, which were there before the remarks had codes. */
static void set_english_notes(ds_document *document, const routes_remark *list, size_t n) {
    ds_value notes[REMARKS_MAX];
    for (size_t i = 0; i < n; i++)
        notes[i] = ds_value_text(
            ds_document_phrase(document, list[i].text, list[i].values, list[i].n_values).en);
    ds_document_value(document, DS_IN_JSON, "notes", NO_SAY, ds_value_list(notes, n));
}

/* ---- columns and words ---- */

static ds_value make_route_kind(ds_text kind) {
    return kind.data == NULL ? ds_value_word("alle", "alle", "all") : ds_value_view(kind);
}

static ds_value make_group(ds_text group) {
    return group.data == NULL ? ds_value_word("alle", "heel vmbo-3", "all vmbo-3")
                              : ds_value_view(group);
}

static size_t add_group_fields(ds_field *out) {
    out[0] =
        (ds_field){.id = "groep", .title = {"groep", "group"}, .in = DS_IN_PEOPLE, .key = true};
    out[1] = (ds_field){.id = "route", .in = DS_IN_PEOPLE, .key = true};
    return 2;
}

/* A column a school year, behind the n that there are; returns how many there are then. */
static size_t add_year_fields(ds_document *document, const ds_routes_found *found, ds_field *out,
                              size_t n) {
    for (size_t y = 0; y < found->n_years; y++) {
        const ds_value year = ds_value_schooljaar(found->years[y]);
        out[n++] = (ds_field){.id = "schooljaar",
                              .title = ds_document_phrase(document, DS_SAY("{0}", "{0}"), &year, 1),
                              .in = DS_IN_PEOPLE,
                              .number = true};
    }
    return n;
}

static ds_say name_table(ds_document *document, const ds_routes_found *found, ds_say title) {
    const ds_value words[] = {ds_value_word("titel", title.nl, title.en)};
    if (!found->present_codes) return title;
    return ds_document_phrase(
        document, DS_SAY("{0} · onder de huidige codes", "{0} · under present codes"), words, 1);
}

/* ---- on offer ---- */

static ds_value make_measure(const ds_routes_year *line, size_t measure) {
    const uint64_t all[] = {line->offered, line->begun, line->stopped, line->back};
    return measure > 0 && line->since == 0 ? ds_value_none(DS_STATE_UNDEFINED)
                                           : ds_value_count(all[measure]);
}

/* lines: those of one slice, a school year each. */
static void add_offer(ds_doc_table *table, const ds_routes_found *found,
                      const ds_routes_year *lines, ds_value third, size_t measure) {
    ds_value row[COLUMNS_MAX] = {ds_value_view(lines->group), make_route_kind(lines->kind), third};
    for (size_t y = 0; y < found->n_years; y++)
        row[3 + y] = make_measure(&lines[y], measure);
    ds_doc_table_row(table, row);
}

static ds_doc_table *begin_offer(ds_document *document, const ds_routes_found *found, ds_say title,
                                 ds_say third) {
    ds_field fields[COLUMNS_MAX];
    size_t n = add_group_fields(fields);
    fields[n++] = (ds_field){.id = "maat", .title = third, .in = DS_IN_PEOPLE, .key = true};
    n = add_year_fields(document, found, fields, n);
    return ds_document_table(document, DS_IN_PEOPLE, NULL, name_table(document, found, title),
                             fields, n);
}

static void add_offers(ds_document *document, const ds_routes_found *found) {
    const ds_value names[] = {ds_value_word("aangeboden", "aangeboden", "on offer"),
                              ds_value_word("nieuw", "nieuw", "new"),
                              ds_value_word("gestopt", "gestopt", "stopped"),
                              ds_value_word("terug", "terug", "back")};
    size_t n;
    const ds_routes_year *lines = ds_routes_years(found->routes, &n);
    ds_doc_table *table =
        begin_offer(document, found, DS_SAY("Routes, naar soort", "Routes, by kind"),
                    DS_SAY("aantal", "number"));
    for (size_t i = 0; i < n; i += found->n_years)
        for (size_t m = 0; lines[i].sector.data == NULL && m < 4; m++)
            add_offer(table, found, &lines[i], names[m], m);
    table = begin_offer(document, found,
                        DS_SAY("Aangeboden routes, naar sector", "Routes on offer, by sector"),
                        DS_SAY("sector", "sector"));
    for (size_t i = 0; i < n; i += found->n_years)
        if (lines[i].sector.data != NULL)
            add_offer(table, found, &lines[i], ds_value_view(lines[i].sector), 0);
}

/* ---- carried over ---- */

static void add_passages(ds_document *document, const ds_routes_found *found) {
    static const ds_field fields[] = {
        {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "route", .in = DS_IN_PEOPLE, .key = true},
        {.id = "schooljaar",
         .title = {"nieuwe begon in", "new one began in"},
         .in = DS_IN_PEOPLE,
         .key = true},
        {.id = "routes", .in = DS_IN_PEOPLE, .number = true},
        {.id = "overgegaan",
         .title = {"overgegaan", "carried over"},
         .in = DS_IN_PEOPLE,
         .number = true},
        {.id = "percentage",
         .title = {"%", "%"},
         .in = DS_IN_PEOPLE,
         .decimals = 1,
         .number = true},
        {.id = "plaats_onbekend",
         .title = {"plaats onbekend", "place unknown"},
         .in = DS_IN_PEOPLE,
         .number = true}};
    const ds_say title =
        DS_SAY("Van experimentele naar nieuwe routes (zelfde instelling, vestiging en sector)",
               "From experimental to new routes (same institution, vestiging and sector)");
    size_t n;
    const ds_routes_passage *lines = ds_routes_passages(found->routes, &n);
    ds_doc_table *table =
        ds_document_table(document, DS_IN_PEOPLE, NULL, name_table(document, found, title), fields,
                          sizeof fields / sizeof *fields);
    for (size_t i = 0; i < n; i++) {
        const ds_routes_passage *line = &lines[i];
        const ds_value row[] = {
            ds_value_view(line->group),
            make_route_kind(line->kind),
            line->schooljaar == 0 ? ds_value_word("ooit", "ooit", "any year")
                                  : ds_value_schooljaar(line->schooljaar),
            ds_value_count(line->routes),
            ds_value_count(line->carried),
            ds_value_number(100.0 * (double)line->carried / (double)line->routes),
            ds_value_count(line->unknown)};
        ds_doc_table_row(table, row);
    }
}

/* ---- who starts ---- */

static bool is_slice(const ds_starters_line *line, ds_text group, ds_text kind, int schooljaar) {
    return line->schooljaar == schooljaar && ds_text_equal(line->group, group) &&
           ds_text_equal(line->kind, kind);
}

static uint64_t total_of(const ds_starters *starters, ds_text group, ds_text kind, int schooljaar) {
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    for (size_t i = 0; i < n; i++)
        if (is_slice(&lines[i], group, kind, schooljaar)) return lines[i].total;
    return 0;
}

/* The groups and kinds that occur, everybody first: the slices of all school years together. */
typedef struct routes_slices {
    struct {
        ds_text group, kind;
    } list[SLICES_MAX];
    size_t n;
} routes_slices;

static routes_slices list_slices(const ds_starters *starters) {
    routes_slices all = {.n = 0};
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    for (size_t i = 0; i < n && all.n < SLICES_MAX; i++) {
        const bool same = all.n > 0 && is_slice(&lines[i], all.list[all.n - 1].group,
                                                all.list[all.n - 1].kind, 0);
        if (lines[i].schooljaar != 0 || same) continue;
        all.list[all.n].group = lines[i].group;
        all.list[all.n++].kind = lines[i].kind;
    }
    return all;
}

static void add_starters(ds_document *document, const ds_routes_found *found) {
    const ds_starters *starters = found->starters[0];
    const routes_slices all = list_slices(starters);
    const ds_say title = DS_SAY("Starters in vmbo-3", "Starters in vmbo-3");
    ds_field fields[COLUMNS_MAX];
    size_t n = add_year_fields(document, found, fields, add_group_fields(fields));
    ds_doc_table *table;
    fields[n++] = (ds_field){
        .id = "samen", .title = {"samen", "together"}, .in = DS_IN_PEOPLE, .number = true};
    table = ds_document_table(document, DS_IN_PEOPLE, NULL, name_table(document, found, title),
                              fields, n);
    for (size_t i = 0; i < all.n; i++) {
        const ds_text group = all.list[i].group, kind = all.list[i].kind;
        ds_value row[COLUMNS_MAX] = {make_group(group), make_route_kind(kind)};
        for (size_t y = 0; y < found->n_years; y++)
            row[2 + y] = ds_value_count(total_of(starters, group, kind, found->years[y]));
        row[2 + found->n_years] = ds_value_count(total_of(starters, group, kind, 0));
        ds_doc_table_row(table, row);
    }
}

/* The line of a value in a slice; NULL: nobody. */
static const ds_starters_line *find_line(const ds_starters *starters, ds_text group, ds_text kind,
                                         ds_text value) {
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    for (size_t i = 0; i < n; i++)
        if (is_slice(&lines[i], group, kind, 0) && ds_text_equal(lines[i].value, value))
            return &lines[i];
    return NULL;
}

static void add_trait_row(ds_doc_table *table, const ds_starters *starters,
                          const routes_slices *all, ds_text value) {
    const bool unknown = ds_text_is(value, "onbekend");
    ds_value row[1 + SLICES_MAX] = {
        unknown ? ds_value_word("onbekend", "onbekend (aantal)", "unknown (number)")
                : ds_value_view(value)};
    for (size_t s = 0; s < all->n; s++) {
        const ds_starters_line *line =
            find_line(starters, all->list[s].group, all->list[s].kind, value);
        row[1 + s] = unknown ? ds_value_count(line == NULL ? 0 : line->n)
                             : ds_value_number(line == NULL ? 0 : line->share_pct);
    }
    ds_doc_table_row(table, row);
}

static void add_trait(ds_document *document, const ds_routes_found *found, size_t trait) {
    const ds_starters *starters = found->starters[trait];
    const routes_slices all = list_slices(starters);
    const ds_value name = ds_value_text(ds_routes_trait(trait));
    ds_field fields[1 + SLICES_MAX] = {
        {.id = ds_routes_trait(trait), .in = DS_IN_PEOPLE, .key = true}};
    ds_doc_table *table;
    size_t n;
    const ds_starters_line *lines = ds_starters_lines(starters, &n);
    for (size_t s = 0; s < all.n; s++) {
        const ds_text of = all.list[s].kind.data != NULL ? all.list[s].kind : all.list[s].group;
        const ds_value head = make_group(of);
        fields[1 + s] =
            (ds_field){.id = "aandeel",
                       .title = ds_document_phrase(document, DS_SAY("{0}", "{0}"), &head, 1),
                       .in = DS_IN_PEOPLE,
                       .decimals = 1,
                       .number = true};
    }
    table = ds_document_table(
        document, DS_IN_PEOPLE, NULL,
        ds_document_phrase(document, DS_SAY("Starters naar {0} (%)", "Starters by {0} (%)"), &name,
                           1),
        fields, 1 + all.n);
    for (size_t i = 0; i < n; i++) /* everybody has every value */
        if (is_slice(&lines[i], nothing, nothing, 0))
            add_trait_row(table, starters, &all, lines[i].value);
}

/* ---- all ---- */

static void add_routes_facts(ds_document *document, const ds_routes_found *found) {
    ds_value years[DS_ROUTES_YEARS_MAX];
    for (size_t y = 0; y < found->n_years; y++)
        years[y] = ds_value_year(found->years[y]);
    ds_document_value(document, DS_IN_JSON, "register", NO_SAY, ds_value_text(found->generation));
    ds_document_value(document, DS_IN_JSON, "alleen_instelling", NO_SAY,
                      ds_value_text(found->single_institution));
    ds_document_value(document, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
    ds_document_value(document, DS_IN_JSON, "huidige_codes", NO_SAY,
                      ds_value_flag(found->present_codes));
    ds_document_value(document, DS_IN_JSON, "schooljaren", NO_SAY,
                      ds_value_list(years, found->n_years));
}

ds_status ds_report_routes(const ds_routes_found *found, ds_document **out, ds_error *err) {
    ds_document *document =
        ds_document_new("routes", DS_SAY("Routes van vmbo naar mbo", "Routes from vmbo to mbo"));
    routes_remark remarks[REMARKS_MAX];
    const size_t n_remarks = list_remarks(found, remarks);
    ds_status status;
    size_t n;
    add_routes_facts(document, found);
    set_english_notes(document, remarks, n_remarks);
    ds_routes_add_rows(document, found);
    (void)ds_routes_years(found->routes, &n);
    if (n == 0) {
        ds_document_text(document, DS_IN_PEOPLE,
                         DS_SAY("Niemand in vmbo-3 staat in een route ingeschreven.",
                                "Nobody in vmbo-3 is enrolled in a route."));
    } else {
        add_offers(document, found);
        add_passages(document, found);
    }
    add_starters(document, found);
    for (size_t t = 0; t < DS_ROUTES_TRAITS; t++)
        add_trait(document, found, t);
    add_remarks(document, remarks, n_remarks);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
