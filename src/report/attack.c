/* report/attack.c: what an attacker works out of published tables, as a document. See
 * doorstroom/attack.h. */
#include "doorstroom/attack.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "report/keep.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { PLACE_FIELDS = 6, FOUND_FIELDS = PLACE_FIELDS + 4, KEYS_TEXT_MAX = 1 << 16 };

#define PLACE                                                                                      \
    {.id = "bestand", .title = {"bestand", "file"}, .in = DS_IN_ALL, .key = true},                 \
        {.id = "regel", .title = {"regel", "line"}, .in = DS_IN_ALL, .key = true, .number = true}, \
        {.id = "indicator", .title = {"indicator", "indicator"}, .in = DS_IN_ALL},                 \
        {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL},             \
        {.id = "sleutels", .title = {"rij", "row"}, .in = DS_IN_ALL}, {                            \
        .id = "maat", .title = {"maat", "measure"}, .in = DS_IN_ALL                                \
    }

static const ds_field found_fields[FOUND_FIELDS] = {
    PLACE,
    {.id = "van", .title = {"van", "from"}, .in = DS_IN_MACHINE},
    {.id = "tot", .title = {"tot", "to"}, .in = DS_IN_MACHINE},
    {.id = "soort", .in = DS_IN_MACHINE},
    {.id = "wat",
     .title = {"wat een aanvaller weet", "what an attacker knows"},
     .in = DS_IN_PEOPLE}};
static const ds_field place_fields[PLACE_FIELDS] = {PLACE};

/* ---- where ---- */

static ds_value word_of_measure(const char *measure) {
    static const struct {
        const char *code, *nl, *en;
    } words[] = {{"teller", "teller", "numerator"},
                 {"complement", "noemer min teller", "denominator less numerator"},
                 {"noemer", "noemer", "denominator"},
                 {"onbekend", "onbekend", "unknown"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].code, measure) == 0)
            return ds_value_word(words[i].code, words[i].nl, words[i].en);
    return ds_value_text(measure);
}

/* "school=A, richting=*": a total is a star. */
static ds_value text_of_keys(ds_document *document, const ds_published_table *t,
                             const ds_published_row *row) {
    ds_buffer text;
    ds_buffer_init(&text, KEYS_TEXT_MAX);
    if (t->without[0] != '\0') ds_buffer_addf(&text, "zonder=%s", t->without);
    for (size_t k = 0; k < t->n_keys; k++)
        ds_buffer_addf(&text, "%s%s=%s", text.size > 0 ? ", " : "", t->key_names[k],
                       row->keys[k] == NULL ? "*" : row->keys[k]);
    return ds_value_text(ds_report_keep(document, &text));
}

static void fill_place(ds_document *document, const ds_attacked *a, size_t table, size_t row,
                       const char *measure, ds_value out[PLACE_FIELDS]) {
    const ds_published_table *t = &a->tables[table];
    out[0] = ds_value_text(t->name);
    out[1] = a->lines[table] == NULL ? ds_value_none(DS_STATE_BLANK)
                                     : ds_value_ordinal(a->lines[table][row]);
    out[2] = ds_value_text(t->indicator);
    out[3] = ds_value_schooljaar(t->rows[row].schooljaar);
    out[4] = text_of_keys(document, t, &t->rows[row]);
    out[5] = word_of_measure(measure);
}

/* ---- what ---- */

static bool is_exact(const ds_found *found) {
    return found->high - found->low < 0.5;
}

static const char *kind_of_found(const ds_found *found) {
    return found->shown ? "getoond" : is_exact(found) ? "exact" : "nauw";
}

/* The whole numbers within it. */
static ds_value low_of_found(const ds_found *found) {
    return ds_value_count((uint64_t)fmax(0, ceil(found->low - 1e-6)));
}

static ds_value high_of_found(const ds_found *found) {
    return ds_value_count((uint64_t)fmax(0, floor(found->high + 1e-6)));
}

static ds_value words_of_found(ds_document *document, const ds_found *found) {
    const ds_value ends[] = {low_of_found(found), high_of_found(found)};
    ds_say say;
    if (found->shown)
        say = ds_document_phrase(document, DS_SAY("staat er gewoon: {0}", "it simply says so: {0}"),
                                 ends, 1);
    else if (is_exact(found))
        say = ds_document_phrase(document, DS_SAY("is precies {0}", "is exactly {0}"), ends, 1);
    else
        say = ds_document_phrase(document, DS_SAY("ligt tussen {0} en {1}", "lies from {0} to {1}"),
                                 ends, 2);
    return ds_value_word(kind_of_found(found), say.nl, say.en);
}

static void add_found_table(ds_document *document, const ds_attacked *a) {
    ds_doc_table *table = ds_document_table(document, a->findings.n > 0 ? DS_IN_ALL : DS_IN_MACHINE,
                                            "bevindingen", NO_SAY, found_fields, FOUND_FIELDS);
    for (size_t i = 0; i < a->findings.n; i++) {
        const ds_found *found = &a->findings.list[i];
        ds_value row[FOUND_FIELDS];
        fill_place(document, a, found->table, found->row, found->measure, row);
        row[6] = low_of_found(found);
        row[7] = high_of_found(found);
        row[8] = ds_value_text(kind_of_found(found));
        row[9] = words_of_found(document, found);
        ds_doc_table_row(table, row);
    }
}

static void add_contradiction_table(ds_document *document, const ds_attacked *a) {
    ds_doc_table *table;
    if (a->findings.n_contradictions == 0) return;
    table = ds_document_table(document, DS_IN_PEOPLE | DS_IN_JSON | DS_IN_NAMED, "tegenspraken",
                              DS_SAY("Wat niet klopt", "What does not add up"), place_fields,
                              PLACE_FIELDS);
    for (size_t i = 0; i < a->findings.n_contradictions; i++) {
        const ds_contradiction *c = &a->findings.contradictions[i];
        ds_value row[PLACE_FIELDS];
        fill_place(document, a, c->table, c->row, c->measure, row);
        ds_doc_table_row(table, row);
    }
}

/* ---- totals, and in words ---- */

static size_t count_kind(const ds_findings *findings, const char *kind) {
    size_t n = 0;
    for (size_t i = 0; i < findings->n; i++)
        n += strcmp(kind_of_found(&findings->list[i]), kind) == 0;
    return n;
}

static void add_attack_totals(ds_document *document, const ds_attacked *a) {
    const struct {
        const char *id;
        size_t n;
    } totals[] = {{"tabellen", a->n},
                  {"rijen", a->n_rows},
                  {"minimum", a->minimum},
                  {"verborgen", a->findings.n_hidden},
                  {"exact", count_kind(&a->findings, "exact")},
                  {"nauw", count_kind(&a->findings, "nauw")},
                  {"getoond", count_kind(&a->findings, "getoond")},
                  {"programmas", a->findings.n_programs}};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        ds_document_value(document, DS_IN_JSON, totals[i].id, NO_SAY, ds_value_count(totals[i].n));
}

static void add_attack_note(ds_document *document, ds_note_kind kind, const char *code, ds_say text,
                            const ds_value *values, size_t n) {
    const ds_note note = {
        .kind = kind, .code = code, .text = text, .values = values, .n_values = n};
    ds_document_note(document, &note);
}

static void add_attack_verdict(ds_document *document, const ds_attacked *a) {
    const ds_value values[] = {ds_value_count(a->minimum), ds_value_count(a->findings.n_hidden),
                               ds_value_count(count_kind(&a->findings, "exact")),
                               ds_value_count(count_kind(&a->findings, "nauw")),
                               ds_value_count(count_kind(&a->findings, "getoond"))};
    const ds_value wrong[] = {ds_value_count(a->findings.n_contradictions)};
    if (a->findings.n == 0)
        add_attack_note(
            document, DS_NOTE_REMARK, "niets_gevonden",
            DS_SAY("een aanvaller krijgt geen telling onder {0} te weten: {1} verborgen "
                   "tellingen geprobeerd",
                   "an attacker learns no count below {0}: {1} hidden counts were tried"),
            values, 2);
    else
        add_attack_note(
            document, DS_NOTE_MIND, "gevonden",
            DS_SAY("een aanvaller krijgt tellingen onder {0} te weten: {2} precies, {3} "
                   "binnen minder dan {0}, {4} staan er gewoon; {1} verborgen tellingen "
                   "geprobeerd",
                   "an attacker learns counts below {0}: {2} exactly, {3} to within less than "
                   "{0}, {4} are simply printed; {1} hidden counts were tried"),
            values, 5);
    if (a->findings.n_contradictions > 0)
        add_attack_note(
            document, DS_NOTE_MIND, "tegenspraken",
            DS_SAY("{0} tellingen kloppen niet met andere; de aanval is zonder dat verband",
                   "{0} counts do not agree with others; the attack is without that relation"),
            wrong, 1);
}

ds_status ds_report_attack(const ds_attacked *attacked, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new(
        "aanval", DS_SAY("Wat een aanvaller te weten komt", "What an attacker works out"));
    ds_status status;
    ds_document_value(document, DS_IN_JSON, "map", NO_SAY, ds_value_text(attacked->folder));
    add_attack_totals(document, attacked);
    add_found_table(document, attacked);
    add_contradiction_table(document, attacked);
    add_attack_verdict(document, attacked);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
