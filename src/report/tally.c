/* report/tally.c: tallies as a document: a section an indicator and breakdown. See
 * doorstroom/report.h. */
#include <string.h>

#include "doorstroom/report.h"
#include "report/cells.h"
#include "report/comparison.h"
#include "report/keep.h"
#include "report/unknown.h"

static ds_say name_of(ds_document *document, const ds_indicator *i) {
    return i->name[0] == '\0' ? ds_document_say(document, i->id, NULL)
                              : ds_document_say(document, i->name, i->name_en);
}

static ds_say title_of(ds_document *document, const ds_tally_table *t) {
    const ds_indicator *i = t->indicator;
    const ds_say name = ds_document_say(document, i->name, i->name_en);
    const ds_value values[] = {ds_value_text(i->id), ds_value_word(i->name, name.nl, name.en)};
    if (i->name[0] == '\0') return ds_document_say(document, i->id, NULL);
    if (i->present_codes)
        return ds_document_phrase(
            document,
            DS_SAY("{0} · {1} · onder de huidige codes", "{0} · {1} · under present codes"), values,
            2);
    return ds_document_phrase(document, DS_SAY("{0} · {1}", "{0} · {1}"), values, 2);
}

static void set_tally_text(ds_document *document, const char *id, const char *text) {
    ds_document_value(document, DS_IN_JSON, id, (ds_say){NULL, NULL}, ds_value_text(text));
}

/* ---- years ---- */

enum { YEARS_MAX = 64 }; /* a register's years are bits of a word */

static size_t list_years(const int *years, size_t n, ds_value out[YEARS_MAX]) {
    const size_t most = n < YEARS_MAX ? n : YEARS_MAX;
    for (size_t i = 0; i < most; i++)
        out[i] = ds_value_year(years[i]);
    return most;
}

static void set_years(ds_document *document, const char *id, const int *years, size_t n) {
    ds_value list[YEARS_MAX] = {ds_value_none(DS_STATE_UNDEFINED)};
    ds_document_value(document, DS_IN_JSON, id, (ds_say){NULL, NULL},
                      ds_value_list(list, list_years(years, n, list)));
}

static void note_years(ds_document *document, const char *code, ds_say text, const int *years,
                       size_t n, int32_t lookback) {
    ds_value list[YEARS_MAX] = {ds_value_none(DS_STATE_UNDEFINED)};
    const ds_value values[] = {ds_value_list(list, list_years(years, n, list)),
                               ds_value_integer(lookback)};
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = code,
                          .text = text,
                          .values = values,
                          .n_values = lookback == 0 ? 1 : 2};
    if (n > 0) ds_document_note(document, &note);
}

/* ---- a table ---- */

/* The breaks that the table crosses. */
static void set_breaks(ds_document *document, const ds_tally_table *t) {
    ds_document *list = ds_document_list(document, "breuken", (ds_say){NULL, NULL}, DS_IN_JSON);
    for (uint32_t i = 0; i < t->indicator->n_breaks; i++) {
        const ds_break *at = &t->indicator->breaks[i];
        ds_document *one;
        if (!ds_report_crosses(t, at, 0)) continue;
        one = ds_document_section(list, "", (ds_say){NULL, NULL}, DS_IN_JSON);
        ds_document_value(one, DS_IN_JSON, "vanaf", (ds_say){NULL, NULL}, ds_value_year(at->from));
        set_tally_text(one, "opmerking", at->note);
        set_tally_text(one, "note", at->note_en);
    }
}

static size_t n_keys_of(const ds_tally_table *t) {
    if (t->cells != NULL) return ds_cells_n_keys(t->cells);
    return ds_parts_at(t->parts, t->of_parts).n_keys;
}

static const char *key_name_of(const ds_tally_table *t, size_t k) {
    if (t->cells != NULL) return ds_cells_key_name(t->cells, k);
    return ds_parts_at(t->parts, t->of_parts).key_names[k];
}

/* What a merge of parts must know: which cells these are, and of whom. */
static void add_key_facts(ds_document *section, const ds_tally_table *t) {
    ds_value names[DS_KEYS_MAX] = {ds_value_none(DS_STATE_UNDEFINED)};
    ds_parts_table of = {0};
    size_t n;
    if (t->cells == NULL) of = ds_parts_at(t->parts, t->of_parts);
    n = t->cells == NULL ? of.n_keys : ds_cells_n_keys(t->cells);
    for (size_t k = 0; k < n && k < DS_KEYS_MAX; k++)
        names[k] =
            ds_value_text(t->cells == NULL ? of.key_names[k] : ds_cells_key_name(t->cells, k));
    ds_document_value(section, DS_IN_JSON, "kenmerken", (ds_say){NULL, NULL},
                      ds_value_list(names, n));
    set_tally_text(section, "versie_kenmerken", t->keys_version == NULL ? "" : t->keys_version);
    ds_document_value(section, DS_IN_JSON, "getal", (ds_say){NULL, NULL},
                      ds_value_flag(t->cells == NULL ? of.numeric : ds_cells_numeric(t->cells)));
    ds_document_value(section, DS_IN_JSON, "eenheid", (ds_say){NULL, NULL},
                      ds_value_integer(t->cells == NULL ? of.scale : ds_cells_scale(t->cells)));
}

/* {"deel": i, "delen": n}, of the persons of one register or of deliveries that were split. */
static void add_part_facts(ds_document *section, const ds_tally_source *source) {
    ds_document *part;
    if (source->n_parts > 0) {
        part = ds_document_section(section, "deel", (ds_say){NULL, NULL}, DS_IN_JSON);
        ds_document_value(part, DS_IN_JSON, "deel", (ds_say){NULL, NULL},
                          ds_value_count(source->part));
        ds_document_value(part, DS_IN_JSON, "delen", (ds_say){NULL, NULL},
                          ds_value_count(source->n_parts));
    }
    if (source->n_split_parts == 0) return;
    part = ds_document_section(section, "gedeeld", (ds_say){NULL, NULL}, DS_IN_JSON);
    ds_document_value(part, DS_IN_JSON, "deel", (ds_say){NULL, NULL},
                      ds_value_count(source->split_part));
    ds_document_value(part, DS_IN_JSON, "delen", (ds_say){NULL, NULL},
                      ds_value_count(source->n_split_parts));
    set_tally_text(part, "geheel", source->whole);
}

static void add_tally_facts(ds_document *section, const ds_tally_table *t,
                            const ds_tally_source *source) {
    const ds_indicator *i = t->indicator;
    set_tally_text(section, "indicator", i->id);
    set_tally_text(section, "naam", i->name);
    set_tally_text(section, "naam_en", i->name_en);
    set_tally_text(section, "versie", i->version);
    set_tally_text(section, "doelstelling", i->goal);
    set_tally_text(section, "bron", i->source);
    set_tally_text(section, "register", source->generation);
    set_tally_text(section, "alleen_instelling", source->single_institution);
    set_tally_text(section, "diplomas_ontbreken", source->undelivered);
    ds_document_value(section, DS_IN_JSON, "diplomas_zonder_niveau", (ds_say){NULL, NULL},
                      ds_value_count(source->n_unlevelled));
    add_part_facts(section, source);
    add_key_facts(section, t);
    set_tally_text(section, "openbaarheid", "intern");
    ds_document_value(section, DS_IN_JSON, "huidige_codes", (ds_say){NULL, NULL},
                      ds_value_flag(i->present_codes));
    set_breaks(section, t);
    set_years(section, "geteld", t->counted, t->n_counted);
    set_years(section, "weggelaten", t->dropped, t->n_dropped);
    set_years(section, "korte_terugkijktijd", t->short_lookback, t->n_short_lookback);
    if (t->n_partial > 0) set_years(section, "deels_gedekt", t->partial, t->n_partial);
}

static bool same_years(const int *a, size_t n_a, const int *b, size_t n_b) {
    return n_a == n_b && (n_a == 0 || memcmp(a, b, n_a * sizeof *a) == 0);
}

/* What a row of the table is, when it is not a person in a school year. */
static void note_kind(ds_document *section, const ds_indicator *indicator) {
    const ds_value values[] = {ds_value_integer(indicator->pool)};
    ds_note note = {.kind = DS_NOTE_REMARK,
                    .code = "som_van_jaren",
                    .text =
                        DS_SAY("elk schooljaar is de som van {0} schooljaren tot en met dat jaar",
                               "each school year is the sum of {0} school years up to that one"),
                    .values = values,
                    .n_values = 1};
    if (indicator->pool > 1) ds_document_note(section, &note);
    if (indicator->per == DS_PER_PERSOON) return;
    note = (ds_note){.kind = DS_NOTE_REMARK, .code = "per"};
    if (indicator->per == DS_PER_INSTELLING)
        note.text = DS_SAY("een persoon telt bij elke instelling van inschrijving een keer",
                           "a person counts once at each institution of enrolment");
    else
        note.text = DS_SAY("een persoon telt bij elke opleiding van inschrijving een keer",
                           "a person counts once at each programme of enrolment");
    ds_document_note(section, &note);
}

/* What was left out, once for the tables of one indicator: in json with each. */
static void add_notes(ds_document *section, const ds_tally_table *t, const ds_tally_table *before) {
    const bool again = before != NULL && strcmp(before->indicator->id, t->indicator->id) == 0 &&
                       same_years(before->dropped, before->n_dropped, t->dropped, t->n_dropped);
    if (t->indicator->present_codes && !again) {
        const ds_note note = {
            .kind = DS_NOTE_REMARK,
            .code = "huidige_codes",
            .text = {"instellingen onder de huidige codes", "institutions under present codes"},
            .in = DS_IN_CSV};
        ds_document_note(section, &note);
    }
    if (again) return;
    note_kind(section, t->indicator);
    note_years(section, "weggelaten",
               DS_SAY("weggelaten, omdat een jaar ervoor of erna ontbreekt: {0}",
                      "left out, as a year before or after is missing: {0}"),
               t->dropped, t->n_dropped, 0);
    note_years(section, "korte_terugkijktijd",
               t->indicator->lookback > 0
                   ? DS_SAY("minder dan {1} eerdere jaren om op terug te kijken: {0}",
                            "fewer than {1} earlier years to look back on: {0}")
                   : /* merged, of a definition that is not here */
                   DS_SAY("te weinig eerdere jaren om op terug te kijken: {0}",
                          "too few earlier years to look back on: {0}"),
               t->short_lookback, t->n_short_lookback, t->indicator->lookback);
    note_years(section, "deels_gedekt",
               DS_SAY("within? ziet hier niet alle jaren waarnaar het vraagt: {0}",
                      "within? does not see all years that it asks for here: {0}"),
               t->partial, t->n_partial, 0);
}

/* Who moved to another institution looks like a leaver in a register of one. */
static void add_single(ds_document *document, const ds_tally_source *source) {
    const ds_value values[] = {ds_value_text(source->single_institution)};
    const ds_note note = {
        .kind = DS_NOTE_MESSAGE,
        .code = "een_instelling",
        .text =
            {"let op: alleen leveringen van {0}; wie naar een andere instelling ging, lijkt hier "
             "een uitvaller",
             "mind: deliveries of {0} only; who moved to another institution looks like a leaver "
             "here"},
        .values = values,
        .n_values = 1,
        .in = DS_IN_ALL};
    if (source->single_institution[0] != '\0') ds_document_note(document, &note);
}

static void add_comparison(ds_document *section, const ds_tally_table *t) {
    ds_report_comparison(section, "cellen", t);
    if (t->indicator != NULL) ds_report_breaks(section, t, t->indicator, 0, DS_IN_ALL);
}

/* The indicator's id, by which --table knows it; where there are more breakdowns of one, each by
 * its own: vsv_niveau_leerweg. */
static const char *id_of_tally(ds_document *document, const ds_tally_table *tables, size_t n,
                               const ds_tally_table *t) {
    size_t n_same = 0;
    ds_buffer id;
    for (size_t i = 0; i < n; i++)
        n_same += strcmp(tables[i].indicator->id, t->indicator->id) == 0;
    if (n_same == 1) return t->indicator->id;
    ds_buffer_init(&id, 1 << 16);
    ds_buffer_add_string(&id, t->indicator->id);
    for (size_t k = 0; k < n_keys_of(t); k++)
        ds_buffer_addf(&id, "_%s", key_name_of(t, k));
    return ds_report_keep(document, &id);
}

ds_status ds_report_tallies(const ds_tally_table *tables, size_t n, const ds_tally_source *source,
                            ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new_list("tally", (ds_say){NULL, NULL});
    ds_status status;
    for (size_t i = 0; i < n; i++) {
        const ds_tally_table *t = &tables[i];
        ds_document *section = ds_document_section(document, id_of_tally(document, tables, n, t),
                                                   title_of(document, t), DS_IN_ALL);
        add_tally_facts(section, t, source);
        ds_report_tally_figure(section, t, name_of(document, t->indicator));
        if (t->comparison == NULL)
            ds_report_cells(section, "cellen", t, t->indicator, 0);
        else
            add_comparison(section, t);
        ds_report_narrowed(section, t);
        add_notes(section, t, i == 0 ? NULL : &tables[i - 1]);
    }
    add_single(document, source);
    ds_report_unknown_diplomas(document, source->undelivered, source->n_unlevelled);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
