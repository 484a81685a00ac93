/* work/inside/say_examples.c: worked examples as a document: which are so, and where one is not.
 * See doorstroom/examples.h. */
#include <string.h>

#include "base/buffer.h"
#include "doorstroom/examples.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { CLAIM_FIELDS = 14, FAULT_FIELDS = 12, LACK_FIELDS = 3, FILE_FIELDS = 4, TEXT_MAX = 1 << 16 };

/* ---- for machines ---- */

static void add_claims(ds_document *document, const ds_examples_tested *t) {
    static const ds_field fields[CLAIM_FIELDS] = {
        {.id = "definities", .in = DS_IN_MACHINE}, {.id = "bestand", .in = DS_IN_MACHINE},
        {.id = "regel", .in = DS_IN_MACHINE},      {.id = "kolom", .in = DS_IN_MACHINE},
        {.id = "voorbeeld", .in = DS_IN_MACHINE},  {.id = "naam", .in = DS_IN_MACHINE},
        {.id = "naam_en", .in = DS_IN_MACHINE},    {.id = "soort", .in = DS_IN_MACHINE},
        {.id = "over", .in = DS_IN_MACHINE},       {.id = "by", .in = DS_IN_MACHINE},
        {.id = "teller", .in = DS_IN_MACHINE},     {.id = "noemer", .in = DS_IN_MACHINE},
        {.id = "onbekend", .in = DS_IN_MACHINE},   {.id = "geslaagd", .in = DS_IN_MACHINE}};
    ds_doc_table *table =
        ds_document_table(document, DS_IN_MACHINE, "voorbeelden", NO_SAY, fields, CLAIM_FIELDS);
    for (size_t i = 0; i < t->n_claims; i++) {
        const ds_example_claim *c = &t->claims[i];
        const ds_value row[CLAIM_FIELDS] = {
            ds_value_text(c->definitions), ds_value_text(c->file),
            ds_value_ordinal(c->line),     ds_value_ordinal(c->column),
            ds_value_text(c->example),     ds_value_text(c->name),
            ds_value_text(c->name_en),     ds_value_text(ds_example_about_code(c->about)),
            ds_value_text(c->subject),     ds_value_text(c->by),
            ds_value_count(c->teller),     ds_value_count(c->noemer),
            ds_value_count(c->onbekend),   ds_value_flag(c->n_differences == 0)};
        ds_doc_table_row(table, row);
    }
}

static ds_value year_of_difference(const ds_example_difference *d) {
    return d->schooljaar == 0 ? ds_value_none(DS_STATE_BLANK) : ds_value_year(d->schooljaar);
}

static void add_differences(ds_document *document, const ds_examples_tested *t) {
    static const ds_field fields[FAULT_FIELDS] = {
        {.id = "bestand", .in = DS_IN_MACHINE},  {.id = "regel", .in = DS_IN_MACHINE},
        {.id = "kolom", .in = DS_IN_MACHINE},    {.id = "voorbeeld", .in = DS_IN_MACHINE},
        {.id = "over", .in = DS_IN_MACHINE},     {.id = "jaar", .in = DS_IN_MACHINE},
        {.id = "persoon", .in = DS_IN_MACHINE},  {.id = "verwacht", .in = DS_IN_MACHINE},
        {.id = "gekregen", .in = DS_IN_MACHINE}, {.id = "gekregen_en", .in = DS_IN_MACHINE},
        {.id = "waarom", .in = DS_IN_MACHINE},   {.id = "waarom_en", .in = DS_IN_MACHINE}};
    ds_doc_table *table = ds_document_table(document, DS_IN_JSON | DS_IN_NAMED, "afwijkingen",
                                            NO_SAY, fields, FAULT_FIELDS);
    for (size_t i = 0; i < t->n_differences; i++) {
        const ds_example_difference *d = &t->differences[i];
        const ds_example_claim *c = &t->claims[d->claim];
        const ds_value row[FAULT_FIELDS] = {ds_value_text(c->file),
                                            ds_value_ordinal(d->line),
                                            ds_value_ordinal(d->column),
                                            ds_value_text(c->example),
                                            ds_value_text(c->subject),
                                            year_of_difference(d),
                                            ds_value_text(d->person),
                                            ds_value_text(d->expected.nl),
                                            ds_value_text(d->got.nl),
                                            ds_value_text(d->got.en),
                                            ds_value_text(d->why.nl == NULL ? "" : d->why.nl),
                                            ds_value_text(d->why.en == NULL ? "" : d->why.en)};
        ds_doc_table_row(table, row);
    }
}

static void add_lacks(ds_document *document, const ds_examples_tested *t) {
    static const ds_field fields[LACK_FIELDS] = {{.id = "definities", .in = DS_IN_MACHINE},
                                                 {.id = "soort", .in = DS_IN_MACHINE},
                                                 {.id = "over", .in = DS_IN_MACHINE}};
    ds_doc_table *table = ds_document_table(document, DS_IN_JSON | DS_IN_NAMED, "zonder_voorbeeld",
                                            NO_SAY, fields, LACK_FIELDS);
    for (size_t i = 0; i < t->n_lacks; i++) {
        const ds_value row[LACK_FIELDS] = {ds_value_text(t->lacks[i].definitions),
                                           ds_value_text(ds_example_about_code(t->lacks[i].about)),
                                           ds_value_text(t->lacks[i].subject)};
        ds_doc_table_row(table, row);
    }
}

/* ---- for people ---- */

static void add_files(ds_document *document, const ds_examples_tested *t) {
    static const ds_field fields[FILE_FIELDS] = {
        {.id = "definities",
         .title = {"definities", "definitions"},
         .in = DS_IN_PEOPLE,
         .key = true},
        {.id = "voorbeelden",
         .title = {"voorbeelden", "examples"},
         .in = DS_IN_PEOPLE,
         .number = true},
        {.id = "uitspraken", .title = {"uitspraken", "claims"}, .in = DS_IN_PEOPLE, .number = true},
        {.id = "fout", .title = {"niet zo", "not so"}, .in = DS_IN_PEOPLE, .number = true}};
    ds_doc_table *table =
        ds_document_table(document, DS_IN_PEOPLE, NULL, NO_SAY, fields, FILE_FIELDS);
    for (size_t i = 0, end; i < t->n_claims; i = end) {
        uint64_t examples = 0, failed = 0;
        for (end = i;
             end < t->n_claims && strcmp(t->claims[end].definitions, t->claims[i].definitions) == 0;
             end++) {
            examples += end == i || strcmp(t->claims[end].example, t->claims[end - 1].example) != 0;
            failed += t->claims[end].n_differences > 0;
        }
        ds_doc_table_row(
            table, (const ds_value[FILE_FIELDS]){ds_value_text(t->claims[i].definitions),
                                                 ds_value_count(examples), ds_value_count(end - i),
                                                 ds_value_count(failed)});
    }
}

/* "…/voorbeelden/vsv.yaml:12:40: leeftijd: vsv, 2022, A: verwacht …, gekregen …; waarom" */
static const char *print_difference(ds_document *document, const ds_example_claim *c,
                                    const ds_example_difference *d, bool dutch) {
    const char *kept, *why = dutch ? d->why.nl : d->why.en;
    ds_buffer text;
    ds_buffer_init(&text, TEXT_MAX);
    ds_buffer_addf(&text, "%s:%llu:%llu: %s: %s", c->file, (unsigned long long)d->line,
                   (unsigned long long)d->column, c->example, c->subject);
    if (d->schooljaar != 0) ds_buffer_addf(&text, ", %d", d->schooljaar);
    if (d->person[0] != '\0') ds_buffer_addf(&text, ", %s", d->person);
    ds_buffer_addf(&text, dutch ? ": verwacht: %s; gekregen: %s" : ": expected: %s; got: %s",
                   dutch ? d->expected.nl : d->expected.en, dutch ? d->got.nl : d->got.en);
    if (why != NULL) ds_buffer_addf(&text, ". %s", why);
    if (ds_buffer_finish(&text, NULL) != DS_OK) ds_document_fail(document);
    kept = ds_document_keep(document, ds_buffer_string(&text));
    ds_buffer_done(&text);
    return kept == NULL ? "" : kept;
}

static void add_difference_texts(ds_document *document, const ds_examples_tested *t) {
    for (size_t i = 0; i < t->n_differences; i++) {
        const ds_example_difference *d = &t->differences[i];
        const ds_example_claim *c = &t->claims[d->claim];
        ds_document_text(document, DS_IN_PEOPLE,
                         (ds_say){print_difference(document, c, d, true),
                                  print_difference(document, c, d, false)});
    }
}

static void add_lack_texts(ds_document *document, const ds_examples_tested *t) {
    for (size_t i = 0; i < t->n_lacks; i++) {
        const ds_value values[] = {ds_value_text(t->lacks[i].definitions),
                                   ds_value_text(ds_example_about_code(t->lacks[i].about)),
                                   ds_value_text(t->lacks[i].subject)};
        ds_document_text(document, DS_IN_PEOPLE,
                         ds_document_phrase(document,
                                            DS_SAY("{0}: {1} {2} heeft geen voorbeeld",
                                                   "{0}: {1} {2} has no example"),
                                            values, 3));
    }
}

static void add_sought(ds_document *document, const ds_examples_tested *t) {
    for (size_t i = 0; i < t->n_sought; i++) {
        const ds_value value = ds_value_text(t->sought[i]);
        const ds_note note = {.kind = DS_NOTE_REMARK,
                              .code = "geen_voorbeelden",
                              .text = DS_SAY("geen voorbeelden: er is geen {0}",
                                             "no worked examples: there is no {0}"),
                              .values = &value,
                              .n_values = 1};
        ds_document_note(document, &note);
    }
}

static void add_examples_verdict(ds_document *document, const ds_examples_tested *t) {
    const ds_value values[] = {ds_value_count(t->n_examples), ds_value_count(t->n_claims),
                               ds_value_count(t->n_failed)};
    ds_document_text(
        document, DS_IN_PEOPLE,
        ds_document_phrase(
            document,
            t->n_examples == 0
                ? DS_SAY("Er is geen voorbeeld uitgerekend.", "No example was worked out.")
            : t->n_failed == 0
                ? DS_SAY("{0} {0|voorbeeld|voorbeelden}, {1} {1|uitspraak|uitspraken}: alle zo.",
                         "{0} {0|example|examples}, {1} {1|claim|claims}: all so.")
                : DS_SAY(
                      "{0} {0|voorbeeld|voorbeelden}, {1} {1|uitspraak|uitspraken}: {2} niet zo.",
                      "{0} {0|example|examples}, {1} {1|claim|claims}: {2} not so."),
            values, 3));
    ds_document_value(document, DS_IN_JSON, "n_voorbeelden", NO_SAY, values[0]);
    ds_document_value(document, DS_IN_JSON, "n_uitspraken", NO_SAY, values[1]);
    ds_document_value(document, DS_IN_JSON, "n_fout", NO_SAY, values[2]);
    ds_document_value(document, DS_IN_JSON, "geslaagd", NO_SAY, ds_value_flag(ds_examples_pass(t)));
}

ds_status ds_say_examples(const ds_examples_tested *tested, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new(
        "voorbeelden", DS_SAY("Voorbeelden van definities", "Worked examples of definitions"));
    ds_status status;
    add_files(document, tested);
    add_difference_texts(document, tested);
    add_lack_texts(document, tested);
    add_sought(document, tested);
    add_examples_verdict(document, tested);
    add_claims(document, tested);
    add_differences(document, tested);
    add_lacks(document, tested);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
