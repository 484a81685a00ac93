/* report/open.c: open data that was already counted as a document: rates with bounds, or every
 * hidden count. See doorstroom/report.h. */
#include "doorstroom/report.h"

#include "base/error.h"
#include "base/memory.h"

#define NO_SAY ((ds_say){NULL, NULL})
#define EQUALITY "totaal is man + vrouw"

enum { EXCESSES_SHOWN = 40, HIDDEN_KEYS = 4, RATE_TAIL = 10 };

/* As they stand in csv and json. */
static const char *const from_names[] = {"ongelijkheid", "percentage", "gelijkheid"};
static const char *const from_names_en[] = {"inequality", "percentage", "equality"};

static ds_value make_equality_word(void) {
    return ds_value_word(EQUALITY, EQUALITY, "total is men + women");
}

/* ---- the summary ---- */

static void set_open_fact(ds_document *document, const char *id, uint64_t n) {
    ds_document_value(document, DS_IN_JSON, id, NO_SAY, ds_value_count(n));
}

static void add_excess_table(ds_document *document, const ds_open_summary *s) {
    static const ds_field fields[] = {
        {.id = "regel", .in = DS_IN_JSON},           {.id = "kolom", .in = DS_IN_JSON},
        {.id = "schooljaar", .in = DS_IN_JSON},      {.id = "kandidaten_laag", .in = DS_IN_JSON},
        {.id = "kandidaten_hoog", .in = DS_IN_JSON}, {.id = "geslaagden_laag", .in = DS_IN_JSON},
        {.id = "geslaagden_hoog", .in = DS_IN_JSON}};
    ds_doc_table *table = ds_document_table(document, DS_IN_JSON, "totaal_hoger", NO_SAY, fields,
                                            sizeof fields / sizeof *fields);
    for (size_t i = 0; i < s->n_excesses; i++) {
        const ds_open_excess *e = &s->excesses[i];
        const ds_value row[] = {ds_value_ordinal(e->line),          ds_value_ordinal(e->column),
                                ds_value_schooljaar(e->schooljaar), ds_value_count(e->noemer_low),
                                ds_value_count(e->noemer_high),     ds_value_count(e->teller_low),
                                ds_value_count(e->teller_high)};
        ds_doc_table_row(table, row);
    }
}

static void add_open_summary(ds_document *document, const ds_open_summary *s) {
    ds_document *all = ds_document_section(document, "samenvatting", NO_SAY, DS_IN_JSON), *from;
    ds_document_value(all, DS_IN_JSON, "openbaarheid", NO_SAY, ds_value_text("openbaar"));
    set_open_fact(all, "regels", s->n_records);
    set_open_fact(all, "aantallen", s->n_counts);
    set_open_fact(all, "verborgen", s->n_hidden);
    from = ds_document_section(all, "uitgerekend", NO_SAY, DS_IN_JSON);
    for (int f = 0; f < DS_OPEN_FROM_N; f++)
        set_open_fact(from, from_names[f], s->n_worked_out[f]);
    add_excess_table(all, s);
}

/* ---- what is said beside it ---- */

static void say_message(ds_document *document, const char *code, ds_say text,
                        const ds_value *values, size_t n) {
    const ds_note note = {
        .kind = DS_NOTE_MESSAGE, .code = code, .text = text, .values = values, .n_values = n};
    ds_document_note(document, &note);
}

static void say_counts(ds_document *document, const ds_open_summary *s) {
    const uint64_t sure = s->n_worked_out[DS_OPEN_INEQUALITY] + s->n_worked_out[DS_OPEN_PERCENTAGE];
    const ds_value counts[] = {ds_value_count(s->n_records), ds_value_count(s->n_counts),
                               ds_value_count(s->n_hidden)};
    const ds_value worked_out[] = {ds_value_count(sure),
                                   ds_value_count(s->n_worked_out[DS_OPEN_INEQUALITY]),
                                   ds_value_count(s->n_worked_out[DS_OPEN_PERCENTAGE])};
    const ds_value assumed[] = {ds_value_count(s->n_worked_out[DS_OPEN_EQUALITY])};
    say_message(document, "aantallen",
                DS_SAY("{0} {0|regel|regels}, {1} {1|aantal|aantallen}, waarvan {2} verborgen",
                       "{0} {0|line|lines}, {1} {1|count|counts}, of which {2} hidden"),
                counts, 3);
    if (s->n_hidden == 0) return;
    say_message(document, "zeker_uitgerekend",
                DS_SAY("zeker uit te rekenen: {0} ({1} uit ongelijkheden alleen, {2} met de "
                       "percentages)",
                       "can be worked out for certain: {0} ({1} from inequalities alone, {2} with "
                       "the percentages)"),
                worked_out, 3);
    say_message(document, "uitgerekend_met_aanname",
                DS_SAY("nog eens {0} als het totaal mannen en vrouwen samen is; dat is een aanname",
                       "another {0} if the total is men and women together; that is an assumption"),
                assumed, 1);
}

/* "623 (2019/20)", the same in both languages. */
static ds_value make_place(ds_document *document, const ds_open_excess *e) {
    const ds_value values[] = {ds_value_ordinal(e->line), ds_value_schooljaar(e->schooljaar)};
    return ds_value_text(
        ds_document_phrase(document, DS_SAY("{0} ({1})", "{0} ({1})"), values, 2).nl);
}

static void say_excesses(ds_document *document, const ds_open_summary *s) {
    ds_value places[EXCESSES_SHOWN], values[4];
    const size_t n = s->n_excesses < EXCESSES_SHOWN ? s->n_excesses : EXCESSES_SHOWN;
    uint64_t noemer = 0, teller = 0;
    if (s->n_excesses == 0) return;
    for (size_t i = 0; i < s->n_excesses; i++) {
        noemer += s->excesses[i].noemer_low > 0;
        teller += s->excesses[i].teller_low > 0;
    }
    for (size_t i = 0; i < n; i++)
        places[i] = make_place(document, &s->excesses[i]);
    values[0] = ds_value_count(noemer);
    values[1] = ds_value_count(teller);
    values[2] = ds_value_list(places, n);
    values[3] = ds_value_count(s->n_excesses - n);
    if (n == s->n_excesses)
        say_message(document, "totaal_hoger",
                    DS_SAY("totaal hoger dan mannen en vrouwen samen: {0} keer bij kandidaten, {1} "
                           "keer bij geslaagden; regel {2}",
                           "total above men and women together: {0} times in candidates, {1} times "
                           "in passes; line {2}"),
                    values, 3);
    else
        say_message(document, "totaal_hoger",
                    DS_SAY("totaal hoger dan mannen en vrouwen samen: {0} keer bij kandidaten, {1} "
                           "keer bij geslaagden; regel {2} en {3} andere; alle in --format json",
                           "total above men and women together: {0} times in candidates, {1} times "
                           "in passes; line {2} and {3} others; all in --format json"),
                    values, 4);
}

static ds_status finish_open(ds_document *document, const ds_open_summary *s, ds_document **out,
                             ds_error *err) {
    ds_status status;
    say_counts(document, s);
    say_excesses(document, s);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

/* ---- rates ---- */

static const ds_field rate_tail[RATE_TAIL] = {
    {.id = "teller_laag", .in = DS_IN_MACHINE},
    {.id = "teller_hoog", .in = DS_IN_MACHINE},
    {.id = "noemer_laag", .in = DS_IN_MACHINE},
    {.id = "noemer_hoog", .in = DS_IN_MACHINE},
    {.id = "percentage_laag", .in = DS_IN_MACHINE},
    {.id = "percentage_hoog", .in = DS_IN_MACHINE},
    {.id = "teller", .title = {"teller", "numerator"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "noemer", .title = {"noemer", "denominator"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "percentage", .title = {"%", "%"}, .in = DS_IN_PEOPLE, .decimals = 2, .number = true},
    {.id = "aanname", .in = DS_IN_CSV}};

/* The assumption has a column only where one was made. */
static size_t list_rate_fields(const ds_opened *opened, ds_field *out) {
    size_t n = 0;
    out[n++] = (ds_field){.id = "indicator", .in = DS_IN_CSV};
    out[n++] = (ds_field){
        .id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < ds_bounded_n_keys(opened->cells); k++)
        out[n++] =
            (ds_field){.id = ds_bounded_key_name(opened->cells, k), .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < RATE_TAIL - (opened->equality ? 0 : 1); k++)
        out[n++] = rate_tail[k];
    return n;
}

static void add_rate(ds_doc_table *table, const ds_bounded *cells, const ds_bounded_cell *cell) {
    ds_value values[DS_OPEN_KEYS + 2 + RATE_TAIL];
    size_t n = 0;
    values[n++] = ds_value_text(ds_bounded_indicator(cells));
    values[n++] = ds_value_schooljaar(cell->schooljaar);
    for (size_t k = 0; k < ds_bounded_n_keys(cells); k++)
        values[n++] = ds_value_view(cell->keys[k]);
    values[n++] = ds_value_count(cell->teller_low);
    values[n++] = ds_value_count(cell->teller_high);
    values[n++] = ds_value_count(cell->noemer_low);
    values[n++] = ds_value_count(cell->noemer_high);
    values[n++] = ds_value_number(cell->low_pct);
    values[n++] = ds_value_number(cell->high_pct);
    values[n++] = ds_value_bounds((double)cell->teller_low, (double)cell->teller_high);
    values[n++] = ds_value_bounds((double)cell->noemer_low, (double)cell->noemer_high);
    values[n++] = ds_value_bounds(cell->low_pct, cell->high_pct);
    values[n++] = make_equality_word();
    ds_doc_table_row(table, values);
}

/* Begun with its heading: the indicator, and what its bounds rest on. */
static ds_document *begin_rates(const ds_opened *opened) {
    const char *indicator = ds_bounded_indicator(opened->cells);
    ds_document *document = ds_document_new("open", (ds_say){indicator, indicator});
    ds_document_value(document, DS_IN_JSON, "indicator", NO_SAY, ds_value_text(indicator));
    ds_document_value(document, opened->equality ? DS_IN_JSON | DS_IN_PEOPLE : DS_IN_JSON,
                      "aanname", DS_SAY("aanname", "assumption"),
                      opened->equality ? make_equality_word() : ds_value_text(NULL));
    return document;
}

ds_status ds_report_open(const ds_opened *opened, ds_document **out, ds_error *err) {
    const ds_open_summary s = ds_open_summary_of(opened->open);
    ds_document *document = begin_rates(opened);
    ds_field fields[DS_OPEN_KEYS + 2 + RATE_TAIL];
    const size_t n = list_rate_fields(opened, fields);
    ds_doc_table *table;
    add_open_summary(document, &s);
    table = ds_document_table(document, DS_IN_ALL, "cellen", NO_SAY, fields, n);
    for (size_t i = 0; i < ds_bounded_n(opened->cells); i++) {
        const ds_bounded_cell cell = ds_bounded_at(opened->cells, i);
        if (cell.noemer_high > 0) add_rate(table, opened->cells, &cell);
    }
    return finish_open(document, &s, out, err);
}

/* ---- hidden counts ---- */

static const ds_field hidden_fields[] = {
    {.id = "regel", .title = {"regel", "line"}, .in = DS_IN_ALL, .key = true, .number = true},
    {.id = "kolom", .title = {"kolom", "column"}, .in = DS_IN_ALL, .key = true, .number = true},
    {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL},
    {.id = "instelling", .in = DS_IN_ALL},
    {.id = "vestiging", .in = DS_IN_ALL},
    {.id = "onderwijstype", .in = DS_IN_ALL},
    {.id = "opleiding", .in = DS_IN_ALL},
    {.id = "geslacht", .in = DS_IN_ALL},
    {.id = "telling", .title = {"telling", "count"}, .in = DS_IN_ALL},
    {.id = "laag", .title = {"laag", "low"}, .in = DS_IN_ALL, .number = true},
    {.id = "hoog", .title = {"hoog", "high"}, .in = DS_IN_ALL, .number = true},
    {.id = "uitgerekend", .title = {"uitgerekend", "worked out"}, .in = DS_IN_ALL, .number = true},
    {.id = "uit", .title = {"uit", "from"}, .in = DS_IN_ALL}};
enum { HIDDEN_FIELDS = sizeof hidden_fields / sizeof *hidden_fields };

static ds_status add_hidden(void *context, const ds_open_hidden *h, ds_error *err) {
    const bool known = h->from != DS_OPEN_FROM_N;
    ds_value values[HIDDEN_FIELDS];
    size_t n = 0;
    (void)err;
    values[n++] = ds_value_ordinal(h->line);
    values[n++] = ds_value_ordinal(h->column);
    values[n++] = ds_value_schooljaar(h->schooljaar);
    for (size_t k = 0; k < HIDDEN_KEYS; k++)
        values[n++] = ds_value_view(h->keys[k]);
    values[n++] = ds_value_text(h->geslacht);
    values[n++] = h->teller ? ds_value_word("teller", "teller", "numerator")
                            : ds_value_word("noemer", "noemer", "denominator");
    values[n++] = ds_value_count(h->low);
    values[n++] = ds_value_count(h->high);
    values[n++] = known ? ds_value_count(h->value) : ds_value_none(DS_STATE_UNDEFINED);
    values[n++] =
        known ? ds_value_word(from_names[h->from], from_names[h->from], from_names_en[h->from])
              : ds_value_none(DS_STATE_UNDEFINED);
    ds_doc_table_row(context, values);
    return DS_OK;
}

ds_status ds_report_open_hidden(const ds_open *open, ds_document **out, ds_error *err) {
    const ds_open_summary s = ds_open_summary_of(open);
    ds_document *document = ds_document_new("open", DS_SAY("Verborgen aantallen", "Hidden counts"));
    ds_doc_table *table;
    ds_status status;
    add_open_summary(document, &s);
    table =
        ds_document_table(document, DS_IN_ALL, "verborgen", NO_SAY, hidden_fields, HIDDEN_FIELDS);
    status = ds_open_each_hidden(open, add_hidden, table, err);
    if (status == DS_OK) return finish_open(document, &s, out, err);
    ds_document_free(document);
    return status;
}
