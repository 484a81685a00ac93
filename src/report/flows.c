/* report/flows.c: flows from one year to the next, and what each group adds to a growth, as
 * documents. See doorstroom/report.h. */
#include <string.h>

#include "base/text.h"
#include "doorstroom/report.h"
#include "report/comparison.h"
#include "report/filled/inside.h"
#include "report/unknown.h"

#define NO_SAY ((ds_say){NULL, NULL})
#define NUMBER .in = DS_IN_ALL, .number = true

enum { STATES_MAX = 64, FIELDS_MAX = DS_KEYS_MAX + STATES_MAX + 16 };

static ds_status end_document(ds_document *document, const ds_tally_source *source,
                              ds_document **out, ds_error *err) {
    ds_status status;
    ds_report_unknown_diplomas(document, source->undelivered, source->n_unlevelled);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

static size_t add_key_fields(const ds_flows *flows, ds_field *fields, size_t n) {
    for (size_t k = 0; k < ds_flows_n_keys(flows); k++)
        fields[n++] = (ds_field){
            .id = ds_flows_key_name(flows, k), .in = DS_IN_ALL, .key = true, .type = DS_FIELD_TEXT};
    return n;
}

/* ---- a row a flow ---- */

static void add_flow_list(ds_document *document, unsigned in, const ds_flows *flows) {
    static const ds_field tail[] = {
        {.id = "van", .title = {"van", "from"}, .in = DS_IN_ALL, .key = true},
        {.id = "naar", .title = {"naar", "to"}, .in = DS_IN_ALL, .key = true},
        {.id = "aantal", .title = {"aantal", "number"}, NUMBER},
        {.id = "aandeel_van", .title = {"% van wie er was", "% of from"}, NUMBER, .decimals = 1},
        {.id = "aandeel_naar", .title = {"% van wie er is", "% of to"}, NUMBER, .decimals = 1}};
    ds_field fields[FIELDS_MAX] = {
        {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true}};
    size_t n_rows, n = add_key_fields(flows, fields, 1);
    const ds_flow *rows = ds_flows_rows(flows, &n_rows);
    ds_doc_table *table;
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++)
        fields[n++] = tail[i];
    table = ds_document_table(document, in, "stromen", NO_SAY, fields, n);
    for (size_t i = 0; i < n_rows; i++) {
        ds_value values[FIELDS_MAX];
        size_t v = 0;
        values[v++] = ds_value_schooljaar(rows[i].schooljaar);
        for (size_t k = 0; k < ds_flows_n_keys(flows); k++)
            values[v++] = ds_value_view(rows[i].keys[k]);
        values[v++] = ds_value_view(rows[i].from);
        values[v++] = ds_value_view(rows[i].to);
        values[v++] = ds_value_count(rows[i].n);
        values[v++] = ds_value_number(rows[i].of_from_pct);
        values[v++] = ds_value_number(rows[i].of_to_pct);
        ds_doc_table_row(table, values);
    }
}

/* ---- states beside each other, of one school year ---- */

typedef struct state_list {
    ds_text states[STATES_MAX];
    size_t n;
} state_list;

static size_t find_state_of(const state_list *list, ds_text state) {
    size_t i = 0;
    while (i < list->n && !ds_text_equal(list->states[i], state))
        i++;
    return i;
}

static bool list_state(state_list *list, ds_text state) {
    if (find_state_of(list, state) < list->n) return true;
    if (list->n == STATES_MAX) return false;
    list->states[list->n++] = state;
    return true;
}

static void sort_states(state_list *list) {
    for (size_t i = 1; i < list->n; i++) {
        const ds_text state = list->states[i];
        size_t at = i;
        for (; at > 0 && ds_text_compare(list->states[at - 1], state) > 0; at--)
            list->states[at] = list->states[at - 1];
        list->states[at] = state;
    }
}

/* False when there are too many to lay beside each other. */
static bool list_states(const ds_flow *rows, size_t n, int year, state_list *from, state_list *to) {
    for (size_t i = 0; i < n; i++)
        if (rows[i].schooljaar == year &&
            !(list_state(from, rows[i].from) && list_state(to, rows[i].to)))
            return false;
    sort_states(from);
    sort_states(to);
    return true;
}

static ds_doc_table *begin_matrix(ds_document *document, int year, const state_list *to) {
    const ds_value years[] = {ds_value_schooljaar(year), ds_value_schooljaar(year + 1)};
    ds_field fields[FIELDS_MAX] = {
        {.id = "van", .title = {"van", "from"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "samen", .title = {"samen", "together"}, .in = DS_IN_PEOPLE, .number = true}};
    for (size_t i = 0; i < to->n; i++) {
        const ds_value state[] = {ds_value_view(to->states[i])};
        const ds_say title = ds_document_phrase(document, DS_SAY("{0}", "{0}"), state, 1);
        fields[2 + i] =
            (ds_field){.id = title.nl, .title = title, .in = DS_IN_PEOPLE, .number = true};
    }
    return ds_document_table(document, DS_IN_PEOPLE, "overgangen",
                             ds_document_phrase(document,
                                                DS_SAY("van 1 oktober {0} (rijen) naar {1} "
                                                       "(kolommen)",
                                                       "from 1 October {0} (rows) to {1} "
                                                       "(columns)"),
                                                years, 2),
                             fields, 2 + to->n);
}

static void add_matrix_row(ds_doc_table *table, const ds_flow *rows, size_t n, int year,
                           ds_text from, const state_list *to) {
    ds_value values[FIELDS_MAX];
    uint64_t together = 0;
    values[0] = ds_value_view(from);
    for (size_t i = 0; i < to->n; i++)
        values[2 + i] = ds_value_none(DS_STATE_BLANK);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].schooljaar != year || !ds_text_equal(rows[i].from, from)) continue;
        values[2 + find_state_of(to, rows[i].to)] = ds_value_count(rows[i].n);
        together += rows[i].n;
    }
    values[1] = ds_value_count(together);
    ds_doc_table_row(table, values);
}

/* Of the last school year; true when it was laid out so. */
static bool add_matrix(ds_document *document, const ds_flows *flows) {
    size_t n;
    const ds_flow *rows = ds_flows_rows(flows, &n);
    state_list from = {0}, to = {0};
    ds_doc_table *table;
    int year;
    if (n == 0 || ds_flows_n_keys(flows) > 0) return false;
    year = rows[n - 1].schooljaar;
    if (!list_states(rows, n, year, &from, &to)) return false;
    table = begin_matrix(document, year, &to);
    for (size_t i = 0; i < from.n; i++)
        add_matrix_row(table, rows, n, year, from.states[i], &to);
    return true;
}

/* ---- the edges of a Sankey diagram ---- */

static ds_value node_value(ds_document *document, int year, ds_text state) {
    const ds_value parts[] = {ds_value_schooljaar(year), ds_value_view(state)};
    return ds_value_text(ds_document_phrase(document, DS_SAY("{0} {1}", "{0} {1}"), parts, 2).nl);
}

static void add_edges(ds_document *document, const ds_flows *flows) {
    static const ds_field tail[] = {
        {.id = "source", .title = {"van", "source"}, .in = DS_IN_ALL, .key = true},
        {.id = "target", .title = {"naar", "target"}, .in = DS_IN_ALL, .key = true},
        {.id = "value", .title = {"aantal", "value"}, NUMBER}};
    ds_field fields[FIELDS_MAX] = {{0}};
    size_t n_rows, n = add_key_fields(flows, fields, 0);
    const ds_flow *rows = ds_flows_rows(flows, &n_rows);
    ds_doc_table *table;
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++)
        fields[n++] = tail[i];
    table = ds_document_table(document, DS_IN_ALL, "verbindingen", NO_SAY, fields, n);
    for (size_t i = 0; i < n_rows; i++) {
        ds_value values[FIELDS_MAX];
        size_t v = 0;
        for (size_t k = 0; k < ds_flows_n_keys(flows); k++)
            values[v++] = ds_value_view(rows[i].keys[k]);
        values[v++] = node_value(document, rows[i].schooljaar, rows[i].from);
        values[v++] = node_value(document, rows[i].schooljaar + 1, rows[i].to);
        values[v++] = ds_value_count(rows[i].n);
        ds_doc_table_row(table, values);
    }
}

/* Of the last school year, as far as there are no other keys. */
static void add_flow_figure(ds_document *document, const ds_flows *flows) {
    static const char *const keys[] = {"van", "naar"};
    size_t n;
    const ds_flow *rows = ds_flows_rows(flows, &n);
    ds_inside inside;
    if (ds_flows_n_keys(flows) > 0 || !ds_inside_begin(&inside, document, "stromen", keys, 2, n))
        return;
    inside.sheet.unit = "persoon";
    inside.sheet.title = DS_SAY("Stromen van de ene 1 oktober naar de volgende",
                                "Flows from one 1 October to the next");
    for (size_t i = 0; i < n; i++) {
        const char *const ends[] = {ds_inside_key(&inside, rows[i].from),
                                    ds_inside_key(&inside, rows[i].to)};
        const ds_release_fact fact =
            ds_inside_fact(rows[i].schooljaar, ends, "aantal", (double)rows[i].n);
        if (rows[i].schooljaar == rows[n - 1].schooljaar) ds_inside_put(&inside, &fact);
    }
    ds_inside_draw_kind(&inside);
}

static void note_flows(ds_document *document, const ds_flows_found *found) {
    const ds_value where[] = {ds_value_text(found->where == NULL ? "" : found->where)};
    const ds_note note = {
        .kind = DS_NOTE_REMARK,
        .code = "waar",
        .text =
            DS_SAY("alleen wie op 1 oktober van het schooljaar voldoet aan: {0} (wie van buiten "
                   "komt: een jaar later)",
                   "only those for whom on 1 October of the school year: {0} (who comes from "
                   "outside: a year later)"),
        .values = where,
        .n_values = 1};
    ds_document_remark(
        document, DS_NOTE_REMARK, "van_buiten",
        DS_SAY("van buiten: een jaar eerder niet ingeschreven. Van een toestand is "
               "het totaal wie er was, naar een toestand wie er is",
               "van buiten: not enrolled a year before. From a state the total is who "
               "was there, to a state who is"));
    if (found->where != NULL) ds_document_note(document, &note);
}

ds_status ds_report_flows(const ds_flows_found *found, bool edges, ds_document **out,
                          ds_error *err) {
    ds_document *document =
        ds_document_new("flows", DS_SAY("Stromen van het ene schooljaar naar het andere",
                                        "Flows from one school year to the next"));
    size_t n;
    (void)ds_flows_rows(found->flows, &n);
    ds_document_value(document, DS_IN_JSON, "register", NO_SAY,
                      ds_value_text(found->source.generation));
    ds_document_value(document, DS_IN_JSON, "toestand", NO_SAY, ds_value_text(found->state));
    ds_document_value(document, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
    add_flow_figure(document, found->flows);
    if (edges) {
        add_edges(document, found->flows);
    } else {
        const bool beside = add_matrix(document, found->flows);
        add_flow_list(document, beside ? DS_IN_MACHINE : DS_IN_ALL, found->flows);
    }
    if (n == 0) ds_document_text(document, DS_IN_PEOPLE, DS_SAY("geen rijen", "no rows"));
    note_flows(document, found);
    return end_document(document, &found->source, out, err);
}

/* ---- growth ---- */

static const ds_field growth_numbers[] = {
    {.id = "noemer_voor", .in = DS_IN_MACHINE, .number = true},
    {.id = "noemer", .in = DS_IN_MACHINE, .number = true},
    {.id = "onbekend_voor", .in = DS_IN_MACHINE, .number = true},
    {.id = "onbekend", .in = DS_IN_MACHINE, .number = true},
    {.id = "teller_voor", .title = {"was", "was"}, NUMBER},
    {.id = "teller", .title = {"is", "is"}, NUMBER},
    {.id = "verschil", .title = {"verschil", "difference"}, NUMBER},
    {.id = "aandeel", .title = {"% van de groei", "% of the growth"}, NUMBER, .decimals = 1},
    {.id = "omvang", .title = {"omvang", "size"}, NUMBER, .decimals = 1},
    {.id = "samenstelling", .title = {"samenstelling", "composition"}, NUMBER, .decimals = 1},
    {.id = "kans", .title = {"kans", "rate"}, NUMBER, .decimals = 1},
    {.id = "percentage_voor", .title = {"% was", "% was"}, NUMBER, .decimals = 2},
    {.id = "percentage", .title = {"% is", "% is"}, NUMBER, .decimals = 2},
    {.id = "verschil_pp", .title = {"bijdrage, pp", "adds, pp"}, NUMBER, .decimals = 2},
    {.id = "samenstelling_pp",
     .title = {"samenstelling, pp", "composition, pp"},
     NUMBER,
     .decimals = 2},
    {.id = "kans_pp", .title = {"kans, pp", "rate, pp"}, NUMBER, .decimals = 2}};
enum { GROWTH_NUMBERS = sizeof growth_numbers / sizeof *growth_numbers };

static ds_value percentage_value(const ds_measures *m) {
    const ds_cell cell = {.measures = *m};
    return ds_value_number(ds_cells_share_pct(&cell));
}

static size_t put_growth_numbers(const ds_growth_row *r, ds_value *to) {
    const ds_value values[GROWTH_NUMBERS] = {
        ds_value_count(r->before.noemer),   ds_value_count(r->after.noemer),
        ds_value_count(r->before.onbekend), ds_value_count(r->after.onbekend),
        ds_value_count(r->before.teller),   ds_value_count(r->after.teller),
        ds_value_integer(r->difference),    ds_value_number(r->share_pct),
        ds_value_number(r->size),           ds_value_number(r->composition),
        ds_value_number(r->rate),           percentage_value(&r->before),
        percentage_value(&r->after),        ds_value_number(r->difference_pp),
        ds_value_number(r->composition_pp), ds_value_number(r->rate_pp)};
    memcpy(to, values, sizeof values);
    return GROWTH_NUMBERS;
}

static void add_growth_rows(ds_doc_table *table, const ds_growth_found *found,
                            const ds_growth_year *year) {
    const size_t n_keys = ds_cells_n_keys(found->table->cells);
    size_t n;
    const ds_growth_row *rows = ds_growth_rows(year->growth, &n);
    for (size_t i = 0; i < n; i++) {
        ds_value values[FIELDS_MAX];
        size_t v = 0;
        values[v++] = ds_value_text(ds_cells_indicator(found->table->cells));
        values[v++] = ds_value_schooljaar(year->after);
        values[v++] = ds_value_schooljaar(year->before);
        for (size_t k = 0; k < n_keys; k++)
            values[v++] = rows[i].keys == NULL ? ds_value_word(DS_TOTAL, "totaal", "total")
                                               : ds_value_view(rows[i].keys[k]);
        (void)put_growth_numbers(&rows[i], values + v);
        ds_doc_table_row(table, values);
    }
}

static void add_growth_table(ds_document *document, const ds_growth_found *found) {
    const size_t n_keys = ds_cells_n_keys(found->table->cells);
    ds_field fields[FIELDS_MAX] = {
        {.id = "indicator", .in = DS_IN_CSV},
        {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true},
        {.id = "tegen", .title = {"tegen", "against"}, .in = DS_IN_ALL, .key = true}};
    size_t n = 3;
    ds_doc_table *table;
    for (size_t k = 0; k < n_keys; k++)
        fields[n++] = (ds_field){.id = ds_cells_key_name(found->table->cells, k),
                                 .in = DS_IN_ALL,
                                 .key = true,
                                 .type = DS_FIELD_TEXT};
    for (size_t i = 0; i < GROWTH_NUMBERS; i++)
        fields[n++] = growth_numbers[i];
    table = ds_document_table(document, DS_IN_ALL, "groei", NO_SAY, fields, n);
    for (size_t y = 0; y < found->n_years; y++)
        add_growth_rows(table, found, &found->years[y]);
}

/* The group that adds most in the direction of the whole; NULL: there is no growth. */
static const ds_growth_row *find_most(const ds_growth_row *rows, size_t n) {
    const int64_t whole = rows[0].difference;
    const ds_growth_row *most = NULL;
    for (size_t i = 1; whole != 0 && i < n; i++) {
        const int64_t d = whole > 0 ? rows[i].difference : -rows[i].difference;
        const int64_t best = most == NULL ? 0 : (whole > 0 ? most->difference : -most->difference);
        if (d > best) most = &rows[i];
    }
    return most;
}

static ds_value keys_value(ds_value *parts, const ds_text *keys, size_t n_keys) {
    for (size_t k = 0; k < n_keys; k++)
        parts[k] = ds_value_view(keys[k]);
    return ds_value_list(parts, n_keys);
}

static void say_growth(ds_document *document, const ds_growth_found *found,
                       const ds_growth_year *year) {
    size_t n;
    const ds_growth_row *rows = ds_growth_rows(year->growth, &n), *most = find_most(rows, n);
    ds_value parts[DS_KEYS_MAX] = {ds_value_none(DS_STATE_UNDEFINED)};
    ds_value values[] = {
        ds_value_schooljaar(year->before),     ds_value_schooljaar(year->after),
        ds_value_count(rows[0].before.teller), ds_value_count(rows[0].after.teller),
        ds_value_none(DS_STATE_UNDEFINED),     ds_value_none(DS_STATE_UNDEFINED),
        ds_value_none(DS_STATE_UNDEFINED)};
    ds_note note = {
        .kind = DS_NOTE_REMARK,
        .code = "groei",
        .text =
            DS_SAY("van {0} naar {1}: van {2} naar {3}; het meest draagt bij: {4}, {5} ({6} % van "
                   "het verschil)",
                   "from {0} to {1}: from {2} to {3}; most is added by: {4}, {5} ({6} % of the "
                   "difference)"),
        .values = values,
        .n_values = 7};
    if (most == NULL) {
        note.code = "geen_groei";
        note.text =
            DS_SAY("van {0} naar {1}: van {2} naar {3}", "from {0} to {1}: from {2} to {3}");
        note.n_values = 4;
    } else {
        values[4] = keys_value(parts, most->keys, ds_cells_n_keys(found->table->cells));
        values[5] = ds_value_integer(most->difference);
        values[6] = ds_value_with_decimals(ds_value_number(most->share_pct), 0);
    }
    ds_document_note(document, &note);
}

ds_status ds_report_growth(const ds_growth_found *found, ds_document **out, ds_error *err) {
    const ds_indicator *indicator = found->table->indicator;
    ds_document *document = ds_document_new("groei", NO_SAY);
    const ds_say name = ds_document_say(document, indicator->name, indicator->name_en);
    const ds_value title[] = {ds_value_text(indicator->id),
                              ds_value_word(indicator->name, name.nl, name.en)};
    ds_document_text(document, DS_IN_PEOPLE,
                     ds_document_phrase(document,
                                        DS_SAY("{0} · {1} · waar de groei vandaan komt",
                                               "{0} · {1} · where the growth comes from"),
                                        title, 2));
    ds_document_value(document, DS_IN_JSON, "indicator", NO_SAY, ds_value_text(indicator->id));
    ds_document_value(document, DS_IN_JSON, "versie", NO_SAY, ds_value_text(indicator->version));
    ds_document_value(document, DS_IN_JSON, "register", NO_SAY,
                      ds_value_text(found->source.generation));
    ds_document_value(document, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("intern"));
    add_growth_table(document, found);
    for (size_t y = 0; y < found->n_years; y++)
        say_growth(document, found, &found->years[y]);
    ds_document_remark(
        document, DS_NOTE_REMARK, "delen",
        DS_SAY(
            "omvang: alle groepen groeiden als het geheel; samenstelling: het aandeel van de groep "
            "veranderde; kans: haar percentage veranderde. De delen tellen op tot het verschil, de "
            "groepen tot het totaal",
            "size: all groups grew as the whole; composition: the group's share changed; rate: its "
            "percentage changed. The parts add up to the difference, the groups to the total"));
    ds_report_narrowed(document, found->table);
    return end_document(document, &found->source, out, err);
}
