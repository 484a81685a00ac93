/* work/inside/say_describe.c: what an unknown file seems to be as a document. Names no value but
 * codes. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#define NO_SAY ((ds_say){NULL, NULL})

enum { CODES_WIDTH = 60 }; /* of the codes that a person sees of a column */

static const struct {
    const char *nl, *en;
} kinds[] = {{"leeg", "empty"},           {"codes", "codes"},          {"datum", "date"},
             {"nummer", "identifier"},    {"geheel getal", "integer"}, {"getal", "number"},
             {"vrije tekst", "free text"}};
static const char *const formats[] = {"?", "csv", "parquet", "sav", "dta", "xml", "xlsx"};
static const char *const encodings[] = {"UTF-8", "UTF-8 (BOM)", "Windows-1252"};

static ds_value make_kind(const ds_table_profile *p) {
    return ds_value_word(kinds[p->kind].nl, kinds[p->kind].nl, kinds[p->kind].en);
}

/* A text, or nothing where it is empty. */
static ds_value make_text(const char *text) {
    return ds_value_text(text == NULL || text[0] == '\0' ? NULL : text);
}

static bool has_codes(const ds_table_profile *p) {
    return p->kind == DS_TABLE_KIND_CODE;
}

/* ---- json ---- */

static void set_fact(ds_document *document, const char *id, ds_value value) {
    ds_document_value(document, DS_IN_JSON, id, NO_SAY, value);
}

static void add_code_table(ds_document *document, unsigned in, const char *id,
                           const ds_table_code *codes, size_t n) {
    static const ds_field fields[] = {
        {.id = "code", .title = {"code", "code"}, .in = DS_IN_ALL, .key = true},
        {.id = "aantal", .title = {"aantal", "number"}, .in = DS_IN_ALL, .number = true}};
    ds_doc_table *table = ds_document_table(document, in, id, NO_SAY, fields, 2);
    for (size_t i = 0; i < n; i++) {
        const ds_value row[] = {ds_value_text(codes[i].text), ds_value_count(codes[i].n)};
        ds_doc_table_row(table, row);
    }
}

/* What the file itself says that its values mean. */
static void add_label_table(ds_document *document, const ds_table_profile *p) {
    static const ds_field fields[] = {
        {.id = "code", .title = {"code", "code"}, .in = DS_IN_ALL, .key = true},
        {.id = "label", .title = {"label", "label"}, .in = DS_IN_ALL}};
    ds_doc_table *table;
    if (p->n_labels == 0) return;
    table = ds_document_table(document, DS_IN_JSON, "labels", NO_SAY, fields, 2);
    for (size_t i = 0; i < p->n_labels; i++) {
        const ds_value row[] = {ds_value_text(p->labels[i].value),
                                ds_value_text(p->labels[i].label)};
        ds_doc_table_row(table, row);
    }
}

static void add_column_facts(ds_document *list, const ds_described *d, size_t i) {
    const ds_table_profile *p = &d->description.columns[i];
    ds_document *one = ds_document_section(list, p->name, NO_SAY, DS_IN_JSON);
    set_fact(one, "naam", ds_value_text(p->name));
    set_fact(one, "soort", make_kind(p));
    set_fact(one, "verschillend", ds_value_count(p->n_distinct));
    set_fact(one, "meer_verschillend", ds_value_flag(p->more_distinct));
    set_fact(one, "leeg", ds_value_count(p->n_empty));
    set_fact(one, "leeg_woord", ds_value_count(p->n_marked));
    set_fact(one, "kortste", ds_value_count(p->shortest));
    set_fact(one, "langste", ds_value_count(p->longest));
    set_fact(one, "sleutel", ds_value_flag(p->key));
    if (p->marks[0] != '\0') set_fact(one, "woorden_voor_leeg", ds_value_text(p->marks));
    if (p->date_form[0] != '\0') set_fact(one, "datum", ds_value_text(p->date_form));
    if (has_codes(p)) {
        add_code_table(one, DS_IN_JSON, "codes", p->codes, p->n_codes);
        set_fact(one, "zeldzaam", ds_value_count(p->n_rare));
    }
    add_label_table(one, p);
    if (p->to > 0 || p->from > 0) {
        set_fact(one, "van", ds_value_count(p->from));
        set_fact(one, "tot", p->to == 0 ? ds_value_text(NULL) : ds_value_count(p->to));
    }
    if (d->draft.near[i] != NULL) set_fact(one, "lijkt_op", ds_value_text(d->draft.near[i]));
    if (d->draft.lists[i] != NULL) set_fact(one, "codelijst", ds_value_text(d->draft.lists[i]));
}

static void set_pairs(ds_document *document, const ds_table_description *d) {
    ds_value pairs[DS_TABLE_KEYS_MAX], names[DS_TABLE_KEYS_MAX][2];
    for (size_t i = 0; i < d->n_pairs; i++) {
        for (size_t k = 0; k < 2; k++)
            names[i][k] = ds_value_text(d->columns[d->pairs[i][k]].name);
        pairs[i] = ds_value_list(names[i], 2);
    }
    set_fact(document, "paren", ds_value_list(pairs, d->n_pairs));
}

static void add_facts(ds_document *document, const ds_described *described) {
    const ds_table_description *d = &described->description;
    const char delimiter[2] = {d->info.delimiter, '\0'};
    ds_document *list;
    set_fact(document, "bestand", ds_value_text(described->name));
    set_fact(document, "vorm", ds_value_text(formats[d->info.format]));
    set_fact(document, "rijen", ds_value_count(d->n_rows));
    set_fact(document, "kop", ds_value_flag(d->header));
    set_fact(document, "recordsoorten_door_elkaar", ds_value_flag(d->records));
    if (d->fixed_width) set_fact(document, "vaste_breedte", ds_value_flag(true));
    if (described->draft.counts) set_fact(document, "tabel_van_aantallen", ds_value_flag(true));
    set_fact(document, "bytes", ds_value_count(d->info.size_bytes));
    list = ds_document_list(document, "kolommen", NO_SAY, DS_IN_JSON);
    for (size_t i = 0; i < d->n_columns; i++)
        add_column_facts(list, described, i);
    set_pairs(document, d);
    set_fact(document, "in_te_vullen", ds_value_count(described->draft.n_open));
    if (d->info.format != DS_TABLE_CSV) return;
    set_fact(document, "scheidingsteken", ds_value_text(delimiter));
    set_fact(document, "codering", ds_value_text(encodings[d->info.encoding]));
}

/* ---- csv ---- */

static const ds_field csv_fields[] = {
    {.id = "naam", .in = DS_IN_CSV},         {.id = "soort", .in = DS_IN_CSV},
    {.id = "verschillend", .in = DS_IN_CSV}, {.id = "meer_verschillend", .in = DS_IN_CSV},
    {.id = "leeg", .in = DS_IN_CSV},         {.id = "leeg_woord", .in = DS_IN_CSV},
    {.id = "kortste", .in = DS_IN_CSV},      {.id = "langste", .in = DS_IN_CSV},
    {.id = "sleutel", .in = DS_IN_CSV},      {.id = "woorden_voor_leeg", .in = DS_IN_CSV},
    {.id = "datum", .in = DS_IN_CSV},        {.id = "codes", .in = DS_IN_CSV},
    {.id = "zeldzaam", .in = DS_IN_CSV},     {.id = "lijkt_op", .in = DS_IN_CSV},
    {.id = "codelijst", .in = DS_IN_CSV}};
enum { CSV_FIELDS = sizeof csv_fields / sizeof *csv_fields };

static size_t list_codes(const ds_table_profile *p, ds_value out[DS_TABLE_CODES_MAX]) {
    for (size_t i = 0; i < p->n_codes; i++)
        out[i] = ds_value_text(p->codes[i].text);
    return p->n_codes;
}

static void add_csv(ds_document *document, const ds_described *d) {
    ds_doc_table *table =
        ds_document_table(document, DS_IN_CSV, "kolommen", NO_SAY, csv_fields, CSV_FIELDS);
    for (size_t i = 0; i < d->description.n_columns; i++) {
        const ds_table_profile *p = &d->description.columns[i];
        const ds_value none = ds_value_none(DS_STATE_UNDEFINED);
        ds_value codes[DS_TABLE_CODES_MAX];
        const size_t n = list_codes(p, codes);
        const ds_value row[CSV_FIELDS] = {ds_value_text(p->name),
                                          make_kind(p),
                                          ds_value_count(p->n_distinct),
                                          ds_value_flag(p->more_distinct),
                                          ds_value_count(p->n_empty),
                                          ds_value_count(p->n_marked),
                                          ds_value_count(p->shortest),
                                          ds_value_count(p->longest),
                                          ds_value_flag(p->key),
                                          make_text(p->marks),
                                          make_text(p->date_form),
                                          has_codes(p) ? ds_value_list(codes, n) : none,
                                          has_codes(p) ? ds_value_count(p->n_rare) : none,
                                          make_text(d->draft.near[i]),
                                          make_text(d->draft.lists[i])};
        ds_doc_table_row(table, row);
    }
}

/* ---- for people ---- */

/* "csv, 1.234 rijen, scheidingsteken ;, UTF-8, met kopregel". */
static void add_head(ds_document *document, const ds_described *described) {
    const ds_table_description *d = &described->description;
    const char delimiter[2] = {d->info.delimiter, '\0'};
    const bool header = d->header && !d->records;
    const ds_value values[] = {ds_value_text(described->name),
                               ds_value_text(formats[d->info.format]),
                               ds_value_count(d->n_rows),
                               ds_value_text(d->info.delimiter == '\t' ? "tab" : delimiter),
                               ds_value_text(encodings[d->info.encoding]),
                               ds_value_word("kop", header ? "met kopregel" : "zonder kopregel",
                                             header ? "with a header" : "without a header")};
    ds_document_text(document, DS_IN_PEOPLE,
                     ds_document_phrase(
                         document,
                         d->fixed_width
                             ? DS_SAY("{0}: tekst van vaste breedte, {2} {2|rij|rijen}, {4}; "
                                      "de plaatsen van de kolommen zijn geraden",
                                      "{0}: text of fixed width, {2} {2|row|rows}, {4}; the "
                                      "places of the columns are a guess")
                         : d->info.format == DS_TABLE_CSV
                             ? DS_SAY("{0}: {1}, {2} {2|rij|rijen}, scheidingsteken {3}, "
                                      "{4}, {5}",
                                      "{0}: {1}, {2} {2|row|rows}, delimiter {3}, {4}, {5}")
                             : DS_SAY("{0}: {1}, {2} {2|rij|rijen}", "{0}: {1}, {2} {2|row|rows}"),
                         values, 6));
}

/* "1 = mbo, 2 = vmbo, nog 3". */
static ds_value make_labels(ds_document *document, const ds_table_profile *p) {
    ds_value list[DS_TABLE_CODES_MAX + 1];
    size_t width = 0, n = 0;
    ds_say say;
    for (; n < p->n_labels && width < CODES_WIDTH; n++) {
        const ds_value pair[] = {ds_value_text(p->labels[n].value),
                                 ds_value_text(p->labels[n].label)};
        say = ds_document_phrase(document, DS_SAY("{0} = {1}", "{0} = {1}"), pair, 2);
        width += strlen(p->labels[n].value) + strlen(p->labels[n].label) + 5;
        list[n] = ds_value_word(p->labels[n].value, say.nl, say.en);
    }
    {
        const ds_value values[] = {ds_value_list(list, n),
                                   ds_value_count(p->n_labels - n + p->n_more_labels)};
        say = ds_document_phrase(document,
                                 n == p->n_labels && p->n_more_labels == 0
                                     ? DS_SAY("{0}", "{0}")
                                     : DS_SAY("{0}, nog {1}", "{0}, {1} more"),
                                 values, 2);
    }
    return ds_value_word("labels", say.nl, say.en);
}

/* The codes of a column as far as they fit, or the form of its dates. */
static ds_value make_codes(ds_document *document, const ds_table_profile *p) {
    ds_value codes[DS_TABLE_CODES_MAX];
    size_t width = 0, n = 0;
    ds_say say;
    if (p->kind == DS_TABLE_KIND_DATE) return ds_value_text(p->date_form);
    if (p->n_labels > 0) return make_labels(document, p);
    if (!has_codes(p)) return ds_value_text("");
    (void)list_codes(p, codes);
    while (n < p->n_codes && width + strlen(p->codes[n].text) <= CODES_WIDTH)
        width += strlen(p->codes[n++].text) + 2;
    {
        const ds_value values[] = {ds_value_list(codes, n),
                                   ds_value_count(p->n_codes - n + p->n_rare)};
        say = ds_document_phrase(document,
                                 n == p->n_codes ? DS_SAY("{0}", "{0}")
                                                 : DS_SAY("{0}, nog {1}", "{0}, {1} more"),
                                 values, 2);
    }
    return ds_value_word("codes", say.nl, say.en);
}

static void add_columns(ds_document *document, const ds_described *described) {
    static const ds_field fields[] = {
        {.id = "kolom", .title = {"kolom", "column"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_PEOPLE},
        {.id = "verschillend",
         .title = {"verschillend", "distinct"},
         .in = DS_IN_PEOPLE,
         .number = true},
        {.id = "leeg", .title = {"leeg", "missing"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "bytes", .title = {"bytes", "bytes"}, .in = DS_IN_PEOPLE},
        {.id = "sleutel", .title = {"sleutel", "key"}, .in = DS_IN_PEOPLE},
        {.id = "codes", .title = {"codes of vorm", "codes or form"}, .in = DS_IN_PEOPLE},
        {.id = "lijkt_op", .title = {"lijkt op", "resembles"}, .in = DS_IN_PEOPLE}};
    const ds_table_description *d = &described->description;
    ds_doc_table *table = ds_document_table(document, DS_IN_PEOPLE, NULL, NO_SAY, fields,
                                            sizeof fields / sizeof *fields);
    for (size_t i = 0; i < d->n_columns; i++) {
        const ds_table_profile *p = &d->columns[i];
        const char *near = described->draft.near[i], *list = described->draft.lists[i];
        const ds_value row[] = {ds_value_text(p->name),
                                make_kind(p),
                                ds_value_count(p->n_distinct),
                                ds_value_count(p->n_empty + p->n_marked),
                                ds_value_bounds(p->shortest, p->longest),
                                p->key ? ds_value_word("ja", "ja", "yes") : ds_value_text(""),
                                make_codes(document, p),
                                ds_value_text(near != NULL   ? near
                                              : list != NULL ? list
                                                             : "")};
        ds_doc_table_row(table, row);
    }
}

static void add_pairs(ds_document *document, const ds_table_description *d) {
    for (size_t i = 0; i < d->n_pairs; i++) {
        const ds_value names[] = {ds_value_text(d->columns[d->pairs[i][0]].name),
                                  ds_value_text(d->columns[d->pairs[i][1]].name)};
        ds_document_text(document, DS_IN_PEOPLE,
                         ds_document_phrase(document,
                                            DS_SAY("{0} en {1} wijzen samen elke rij aan",
                                                   "{0} and {1} tell the rows apart together"),
                                            names, 2));
    }
}

static void add_records(ds_document *document, const ds_table_description *d) {
    ds_document_text(document, DS_IN_PEOPLE,
                     DS_SAY("Regels van verschillende soort door elkaar, zoals in DUO's RO en "
                            "GRONDSLAG; een vertaling past hier niet:",
                            "Lines of different kinds, as in DUO's RO and GRONDSLAG; a mapping "
                            "does not fit this:"));
    add_code_table(document, DS_IN_ALL, "recordsoorten", d->kinds, d->n_kinds);
}

static void add_open_places(ds_document *document, const ds_described *described) {
    const ds_value values[] = {ds_value_count(described->draft.n_open)};
    ds_document_text(
        document, DS_IN_PEOPLE,
        ds_document_phrase(document,
                           DS_SAY("in te vullen in een eerste vertaling: {0} {0|plaats|plaatsen}",
                                  "to fill in in a first mapping: {0} {0|place|places}"),
                           values, 1));
    ds_document_code(document, DS_IN_JSON | DS_IN_PAGE, "vertaling", described->draft.yaml);
}

static void add_draft(ds_document *document, const ds_described *described) {
    if (described->draft.counts)
        ds_document_text(document, DS_IN_PEOPLE,
                         DS_SAY("dit lijkt een tabel van aantallen, geen levering van personen: "
                                "--write schrijft een beschrijving voor doorstroom open",
                                "this looks like a table of numbers, not like persons: --write "
                                "writes a description for doorstroom open"));
    add_open_places(document, described);
}

static ds_status finish_description(ds_document *document, ds_document **out, ds_error *err) {
    const ds_status status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

ds_status ds_say_description(const ds_described *described, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("describe", NO_SAY);
    add_facts(document, described);
    add_head(document, described);
    if (described->description.records) {
        add_records(document, &described->description);
    } else {
        add_csv(document, described);
        add_columns(document, described);
        add_pairs(document, &described->description);
        add_draft(document, described);
    }
    return finish_description(document, out, err);
}

/* ---- a mapping ---- */

static void add_mapping(ds_document *document, const char *path, const char *id, ds_value value) {
    const ds_field fields[] = {{.id = "bestand", .in = DS_IN_CSV}, {.id = id, .in = DS_IN_CSV}};
    const ds_value row[] = {ds_value_text(path), value};
    set_fact(document, "bestand", row[0]);
    set_fact(document, id, value);
    ds_doc_table_row(ds_document_table(document, DS_IN_CSV, "vertaling", NO_SAY, fields, 2), row);
}

ds_status ds_say_mapping_written(const ds_described *described, const char *path, ds_document **out,
                                 ds_error *err) {
    ds_document *document = ds_document_new("describe", NO_SAY);
    const ds_value values[] = {ds_value_text(path), ds_value_count(described->draft.n_open)};
    const ds_note note = {.kind = DS_NOTE_MESSAGE,
                          .code = "geschreven",
                          .text = {"geschreven: {0} ({1} {1|plaats|plaatsen} in te vullen)",
                                   "written: {0} ({1} {1|place|places} to fill in)"},
                          .values = values,
                          .n_values = 2};
    add_mapping(document, path, "in_te_vullen", values[1]);
    ds_document_note(document, &note);
    return finish_description(document, out, err);
}

ds_status ds_say_mapping_good(const char *path, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("describe", (ds_say){path, path});
    add_mapping(document, path, "goed", ds_value_flag(true));
    ds_document_text(document, DS_IN_PEOPLE, DS_SAY("goed", "good"));
    return finish_description(document, out, err);
}
