/* report/monitor.c: the monitor as a document: for machines one table of rows, for people a section
 * a table with the columns that it has. See doorstroom/monitored.h. */
#include "report/monitor.h"

#include <math.h>
#include <string.h>

#include "report/keep.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum {
    M_TABEL,
    M_INDICATOR,
    M_JAAR,
    M_DOELSTELLING,
    M_NIVEAU,
    M_LEERWEG,
    M_AGENDA,
    M_KENMERK,
    M_GROEP,
    M_EENHEID,
    M_MAAT,
    M_KLASSE,
    M_N,
    M_WAARDE,
    M_SE,
    M_LAAG,
    M_HOOG,
    M_ONTBREEKT,
    M_REDEN,
    M_FIELDS
};

static const char *const monitor_ids[M_FIELDS] = {
    "tabel",   "indicator", "jaar",    "doelstelling", "niveau", "leerweg", "agenda",
    "kenmerk", "groep",     "eenheid", "maat",         "klasse", "n",       "waarde",
    "se",      "laag",      "hoog",    "ontbreekt",    "reden"};

/* ---- values ---- */

static ds_value show_text(const char *text) {
    return *text == '\0' ? ds_value_none(DS_STATE_BLANK) : ds_value_text(text);
}

/* niveau and leerweg: as delivered, or added up over. */
static ds_value show_key(ds_document *to, const char *text) {
    return strcmp(text, DS_TOTAL) == 0 ? ds_report_monitor_word(to, text) : show_text(text);
}

static ds_value show_count(int64_t n) {
    return n < 0 ? ds_value_none(DS_STATE_BLANK) : ds_value_integer(n);
}

/* How many decimals people see. */
static int find_decimals(const ds_monitor_row *row) {
    static const char *const whole[] = {
        "aantal",      "verschil",         "verandering",           "besteed",
        "startjaar",   "huidig_jaar",      "niets_besteed",         "totaal_werkagenda",
        "grens",       "boven_grens",      "aantal_maatregelen",    "negatieve_ambitie",
        "jaren_samen", "weinig_studenten", "start_zonder_aantallen"};
    static const char *const fine[] = {"r",
                                       "epsilon2",
                                       "jonckheere",
                                       "kans_hoger",
                                       "cramers_v",
                                       "r_toeval",
                                       "beta_start",
                                       "beta_ambitie",
                                       "gecorrigeerd_start",
                                       "gecorrigeerd_streef",
                                       "betrouwbaarheid_start",
                                       "aantoonbaar_r",
                                       "toetsgrootheid"};
    if (strcmp(row->measure, "norm_voldoende") == 0 || strcmp(row->measure, "norm_hoog") == 0)
        return 2; /* 4,25 */
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(row->measure, whole[i]) == 0) return 0;
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        if (strcmp(row->measure, fine[i]) == 0) return 3;
    return 1;
}

static ds_value show_number(const ds_monitor_row *row, double x) {
    if (!isfinite(x)) return ds_value_none(DS_STATE_BLANK);
    if (strcmp(row->measure, "p") == 0 || strcmp(row->measure, "p_holm") == 0) return ds_value_p(x);
    if (strcmp(row->measure, "startjaar") == 0 || strcmp(row->measure, "huidig_jaar") == 0)
        return ds_value_year((int)x);
    return ds_value_with_decimals(ds_value_number(x), find_decimals(row));
}

static void fill_row(ds_document *to, const char *table, const ds_monitor_row *row,
                     ds_value values[M_FIELDS]) {
    values[M_TABEL] = ds_value_text(table);
    values[M_INDICATOR] = show_text(row->indicator);
    values[M_JAAR] = row->jaar == 0 ? ds_value_none(DS_STATE_BLANK) : ds_value_year(row->jaar);
    values[M_DOELSTELLING] = show_text(row->goal);
    values[M_NIVEAU] = show_key(to, row->niveau);
    values[M_LEERWEG] = show_key(to, row->leerweg);
    values[M_AGENDA] = show_text(row->agenda);
    values[M_KENMERK] = ds_report_monitor_trait(to, row->trait);
    values[M_GROEP] = ds_report_monitor_group(to, row->group);
    values[M_EENHEID] = ds_report_monitor_word(to, ds_monitor_unit_code(row->unit));
    values[M_MAAT] = ds_report_monitor_word(to, row->measure);
    values[M_KLASSE] = ds_report_monitor_class(to, row->klasse);
    values[M_N] = show_count(row->n);
    values[M_WAARDE] = show_number(row, row->value);
    values[M_SE] = show_number(row, row->se);
    values[M_LAAG] = show_number(row, row->low);
    values[M_HOOG] = show_number(row, row->high);
    values[M_ONTBREEKT] = show_count(row->missing);
    values[M_REDEN] = ds_report_monitor_why(to, row->reason);
}

/* ---- for machines ---- */

static ds_doc_table *start_monitor_table(ds_document *to) {
    ds_field fields[M_FIELDS];
    for (size_t f = 0; f < M_FIELDS; f++)
        fields[f] = (ds_field){.id = monitor_ids[f], .in = DS_IN_MACHINE};
    fields[M_TABEL].in = DS_IN_CSV;
    return ds_document_table(to, DS_IN_MACHINE, "rijen", NO_SAY, fields, M_FIELDS);
}

/* ---- for people ----
 *
 * A row says what it is of in one column, by the keys that are not the same in all rows; those that
 * are stand above the table. */

enum { KEYS_FIRST = M_INDICATOR, KEYS_END = M_EENHEID };

typedef struct monitor_keys {
    ds_value first[M_FIELDS];
    bool varies[M_FIELDS];
} monitor_keys;

static const char *find_key_text(const ds_monitor_row *row, size_t key) {
    const char *const texts[] = {
        [M_INDICATOR] = row->indicator, [M_DOELSTELLING] = row->goal, [M_NIVEAU] = row->niveau,
        [M_LEERWEG] = row->leerweg,     [M_AGENDA] = row->agenda,     [M_KENMERK] = row->trait,
        [M_GROEP] = row->group};
    return texts[key];
}

static bool is_same_key(const ds_monitor_row *a, const ds_monitor_row *b, size_t key) {
    if (key == M_JAAR) return a->jaar == b->jaar;
    return strcmp(find_key_text(a, key), find_key_text(b, key)) == 0;
}

static void find_keys(ds_document *to, const ds_monitor_made *made, monitor_keys *out) {
    fill_row(to, made->table->id, &made->rows[0], out->first);
    for (size_t k = KEYS_FIRST; k < KEYS_END; k++) {
        out->varies[k] = false;
        for (size_t i = 1; i < made->n_rows; i++)
            out->varies[k] = out->varies[k] || !is_same_key(&made->rows[0], &made->rows[i], k);
    }
    /* The name of an indicator has its goal, niveau and leerweg in it. */
    if (out->varies[M_INDICATOR])
        out->varies[M_DOELSTELLING] = out->varies[M_NIVEAU] = out->varies[M_LEERWEG] = false;
}

static void add_common_keys(ds_document *to, const monitor_keys *keys) {
    static const ds_say titles[M_FIELDS] = {
        [M_INDICATOR] = {"indicator", "indicator"},  [M_JAAR] = {"jaar", "year"},
        [M_DOELSTELLING] = {"doelstelling", "goal"}, [M_NIVEAU] = {"niveau", "level"},
        [M_LEERWEG] = {"leerweg", "track"},          [M_AGENDA] = {"agenda", "agenda"},
        [M_KENMERK] = {"kenmerk", "attribute"},      [M_GROEP] = {"groep", "group"}};
    for (size_t k = KEYS_FIRST; k < KEYS_END; k++)
        if (!keys->varies[k] && keys->first[k].state == DS_STATE_SHOWN &&
            !(keys->varies[M_INDICATOR] && k >= M_DOELSTELLING && k <= M_LEERWEG))
            ds_document_value(to, DS_IN_PEOPLE, NULL, titles[k], keys->first[k]);
}

/* The parts with commas between; nothing of none. */
static ds_value join_parts(ds_document *to, const ds_value *parts, size_t n) {
    static const char *const joins[] = {"",
                                        "{0}",
                                        "{0}, {1}",
                                        "{0}, {1}, {2}",
                                        "{0}, {1}, {2}, {3}",
                                        "{0}, {1}, {2}, {3}, {4}",
                                        "{0}, {1}, {2}, {3}, {4}, {5}"};
    ds_say said;
    if (n == 0) return ds_value_none(DS_STATE_BLANK);
    if (n > 6) n = 6;
    said = ds_document_phrase(to, (ds_say){joins[n], joins[n]}, parts, n);
    return ds_value_word("", said.nl, said.en);
}

/* A bare number among the parts says nothing: which niveau. */
static ds_value say_level(ds_document *to, const ds_value *niveau) {
    const ds_say said = ds_document_phrase(to, DS_SAY("niveau {0}", "level {0}"), niveau, 1);
    return ds_value_word("", said.nl, said.en);
}

enum { P_WAT, P_MAAT, P_N, P_WAARDE, P_INTERVAL, P_ONTBREEKT, P_REDEN, P_FIELDS };

static void fill_people(ds_document *to, const monitor_keys *keys, const char *table,
                        const ds_monitor_row *row, ds_value out[P_FIELDS]) {
    ds_value values[M_FIELDS], parts[M_FIELDS];
    size_t n = 0;
    fill_row(to, table, row, values);
    if (values[M_NIVEAU].state == DS_STATE_SHOWN && strchr("1234", row->niveau[0]) != NULL)
        values[M_NIVEAU] = say_level(to, &values[M_NIVEAU]);
    for (size_t k = KEYS_FIRST; k < KEYS_END; k++)
        if (keys->varies[k] && values[k].state == DS_STATE_SHOWN) parts[n++] = values[k];
    out[P_WAT] = join_parts(to, parts, n);
    out[P_MAAT] = values[M_MAAT];
    if (values[M_KLASSE].state == DS_STATE_SHOWN) {
        const ds_value both[] = {values[M_MAAT], values[M_KLASSE]};
        const ds_say said = ds_document_phrase(to, DS_SAY("{0}: {1}", "{0}: {1}"), both, 2);
        out[P_MAAT] = ds_value_word("", said.nl, said.en);
    }
    out[P_N] = values[M_N];
    out[P_WAARDE] = values[M_WAARDE];
    out[P_INTERVAL] = isfinite(row->low) && isfinite(row->high)
                          ? ds_value_with_decimals(ds_value_range(row->low, row->high, false),
                                                   find_decimals(row) == 0 ? 1 : find_decimals(row))
                          : ds_value_none(DS_STATE_BLANK);
    out[P_ONTBREEKT] = row->missing > 0 ? values[M_ONTBREEKT] : ds_value_none(DS_STATE_BLANK);
    out[P_REDEN] = values[M_REDEN];
}

/* Columns that hold nothing are of no use. */
static void find_used(ds_document *to, const ds_monitor_made *made, const monitor_keys *keys,
                      bool used[P_FIELDS]) {
    for (size_t f = 0; f < P_FIELDS; f++)
        used[f] = false;
    for (size_t i = 0; i < made->n_rows; i++) {
        ds_value values[P_FIELDS];
        fill_people(to, keys, made->table->id, &made->rows[i], values);
        for (size_t f = 0; f < P_FIELDS; f++)
            used[f] = used[f] || values[f].state != DS_STATE_BLANK;
    }
}

static void add_people(ds_document *to, const ds_monitor_made *made) {
    static const ds_field fields[P_FIELDS] = {
        {.id = "wat", .title = {"wat", "what"}, .key = true},
        {.id = "maat", .title = {"maat", "measure"}, .key = true},
        {.id = "n", .title = {"n", "n"}, .number = true},
        {.id = "waarde", .title = {"waarde", "value"}, .number = true, .decimals = 1},
        {.id = "interval", .title = {"95 %", "95 %"}, .number = true, .decimals = 1},
        {.id = "ontbreekt", .title = {"mist", "missing"}, .number = true},
        {.id = "reden", .title = {"reden", "reason"}}};
    ds_field shown[P_FIELDS];
    bool used[P_FIELDS];
    monitor_keys keys;
    ds_doc_table *table;
    find_keys(to, made, &keys);
    find_used(to, made, &keys, used);
    for (size_t f = 0; f < P_FIELDS; f++) {
        shown[f] = fields[f];
        shown[f].in = used[f] ? DS_IN_PEOPLE : 0;
    }
    add_common_keys(to, &keys);
    table = ds_document_table(to, DS_IN_PEOPLE, NULL, NO_SAY, shown, P_FIELDS);
    for (size_t i = 0; i < made->n_rows; i++) {
        ds_value values[P_FIELDS];
        fill_people(to, &keys, made->table->id, &made->rows[i], values);
        ds_doc_table_row(table, values);
    }
}

/* ---- one table ---- */

static ds_say make_monitor_title(ds_document *to, const ds_monitor_table *table) {
    const ds_value values[] = {ds_value_text(table->id),
                               ds_value_word("", table->title, table->title_en),
                               ds_report_monitor_word(to, ds_monitor_unit_code(table->unit))};
    return ds_document_phrase(to, DS_SAY("{0}  {1} ({2})", "{0}  {1} ({2})"), values, 3);
}

/* For people a sentence, for machines one row. */
static void add_unfilled(ds_document *to, const ds_monitor_made *made) {
    const ds_say reason = ds_report_monitor_reason(made->reason);
    const ds_value word = ds_value_word(made->reason, reason.nl, reason.en);
    const ds_monitor_row row = {.indicator = made->table->counted,
                                .goal = made->table->goal,
                                .niveau = "",
                                .leerweg = "",
                                .agenda = "",
                                .trait = "",
                                .group = "",
                                .measure = "niet_gevuld",
                                .klasse = "",
                                .unit = made->table->unit,
                                .n = -1,
                                .missing = -1,
                                .value = NAN,
                                .se = NAN,
                                .low = NAN,
                                .high = NAN,
                                .reason = made->reason};
    ds_value values[M_FIELDS];
    ds_doc_table *table = start_monitor_table(to);
    fill_row(to, made->table->id, &row, values);
    ds_doc_table_row(table, values);
    ds_document_text(
        to, DS_IN_PEOPLE,
        ds_document_phrase(to, DS_SAY("Niet te vullen: {0}.", "Cannot be filled: {0}."), &word, 1));
}

static void add_monitor_table(ds_document *document, const ds_monitor_made *made) {
    ds_document *to = ds_document_section(document, made->table->id,
                                          make_monitor_title(document, made->table), DS_IN_ALL);
    ds_doc_table *table;
    ds_document_value(to, DS_IN_JSON, "tabel", NO_SAY, ds_value_text(made->table->id));
    ds_document_value(to, DS_IN_JSON, "soort", NO_SAY,
                      ds_value_text(ds_monitor_kind_code(made->table->kind)));
    ds_document_value(to, DS_IN_JSON, "titel", NO_SAY, ds_value_text(made->table->title));
    ds_document_value(to, DS_IN_JSON, "titel_en", NO_SAY, ds_value_text(made->table->title_en));
    if (made->reason != NULL) {
        add_unfilled(to, made);
        return;
    }
    ds_report_monitor_figure(to, made);
    add_people(to, made);
    table = start_monitor_table(to);
    for (size_t i = 0; i < made->n_rows; i++) {
        ds_value values[M_FIELDS];
        fill_row(to, made->table->id, &made->rows[i], values);
        ds_doc_table_row(table, values);
    }
    for (size_t i = 0; i < made->n_notes; i++)
        ds_report_monitor_note(to, &made->notes[i]);
}

/* ---- the whole ---- */

static void add_monitor_facts(ds_document *document, const ds_monitor_block *block) {
    const ds_value values[] = {ds_value_year(block->jaar), ds_value_count(block->n_agendas)};
    ds_document_text(document, DS_IN_PEOPLE,
                     ds_document_phrase(document,
                                        DS_SAY("Formulieren van {0}; agenda's: {1}.",
                                               "Forms of {0}; agendas: {1}."),
                                        values, 2));
    if (block->n_outside > 0) {
        const ds_value n = ds_value_count(block->n_outside);
        ds_document_note(
            document, &(ds_note){.kind = DS_NOTE_MIND,
                                 .code = "zonder_agenda",
                                 .text = {"{0} instellingen met studenten zijn in geen agenda: "
                                          "zij tellen alleen in alle studenten samen",
                                          "{0} institutions with students are in no agenda: they "
                                          "count in all students together only"},
                                 .values = &n,
                                 .n_values = 1});
    }
}

static ds_status finish_monitor(ds_document *document, ds_document **out, ds_error *err) {
    const ds_status status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

ds_status ds_report_monitor(const ds_monitor_block *block, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new_list("monitor", NO_SAY);
    size_t n;
    const ds_monitor_made *tables = ds_monitor_result_tables(block->result, &n);
    add_monitor_facts(document, block);
    for (size_t i = 0; i < n; i++)
        add_monitor_table(document, &tables[i]);
    ds_document_set_internal(document);
    return finish_monitor(document, out, err);
}

ds_status ds_report_monitor_list(const ds_monitor_plan *plan, ds_document **out, ds_error *err) {
    static const ds_field fields[] = {
        {.id = "tabel", .title = {"tabel", "table"}, .key = true, .in = DS_IN_ALL},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
        {.id = "eenheid", .title = {"eenheid", "unit"}, .in = DS_IN_ALL},
        {.id = "titel", .title = {"titel", "title"}, .in = DS_IN_ALL},
        {.id = "titel_en", .in = DS_IN_MACHINE}};
    ds_document *document = ds_document_new_list("monitor", NO_SAY);
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "tabellen", NO_SAY, fields,
                                            sizeof fields / sizeof *fields);
    size_t n;
    const ds_monitor_table *tables = ds_monitor_plan_tables(plan, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_value values[] = {
            ds_value_text(tables[i].id), ds_value_text(ds_monitor_kind_code(tables[i].kind)),
            ds_report_monitor_word(document, ds_monitor_unit_code(tables[i].unit)),
            ds_value_word(tables[i].title, tables[i].title, tables[i].title_en),
            ds_value_text(tables[i].title_en)};
        ds_doc_table_row(table, values);
    }
    return finish_monitor(document, out, err);
}
