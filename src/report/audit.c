/* report/audit.c: what does not add up in published tables and a text, as a document. See
 * doorstroom/audited.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "doorstroom/audited.h"
#include "report/keep.h"

enum { FOUND_FIELDS = 9, DENOMINATOR_FIELDS = 7, CLAIM_FIELDS = 6, ROW_TEXT_MAX = 1 << 16 };

static const ds_say no_say = {NULL, NULL};

/* "niveau=2, leerweg=bol"; a total is a star. */
static ds_value text_of_row(ds_document *document, const ds_audit_table *t, size_t row) {
    ds_buffer text;
    ds_buffer_init(&text, ROW_TEXT_MAX);
    for (size_t k = 0; k < t->n_keys; k++)
        ds_buffer_addf(&text, "%s%s=%s", k > 0 ? ", " : "", t->key_names[k],
                       t->rows[row].keys[k] == NULL ? "*" : t->rows[row].keys[k]);
    return ds_value_text(ds_report_keep(document, &text));
}

static ds_value number_or_blank(double x) {
    return isfinite(x) ? ds_value_number(x) : ds_value_none(DS_STATE_BLANK);
}

/* ---- findings ---- */

/* one: only one number fits. */
static ds_say words_of_fault(ds_audit_fault fault, bool one) {
    static const ds_say words[DS_AUDIT_FAULTS] = {
        [DS_AUDIT_SUM] = {"geen som van zijn {3} delen: die zijn samen {1} tot {2}",
                          "not the sum of its {3} parts: these are together {1} to {2}"},
        [DS_AUDIT_TIMES] = {"{0} keer de som van zijn {3} delen: die zijn samen {1} tot {2}",
                            "{0} times the sum of its {3} parts: these are together {1} to {2}"},
        [DS_AUDIT_BELOW] =
            {"minder dan de {3} delen die er staan: die zijn samen ten minste {1}",
             "less than the {3} parts that are there: these are together at least {1}"},
        [DS_AUDIT_OUTSIDE] = {"een totaal buiten zijn {3} delen: die liggen tussen {1} en {2}",
                              "a total outside its {3} parts: these lie between {1} and {2}"},
        [DS_AUDIT_NO_WHOLE] = {"geen gehele getallen geven dit percentage bij dit aantal",
                               "no whole numbers give this percentage with this count"},
        [DS_AUDIT_DENOMINATOR] =
            {"de noemers van de {3} delen, samen {1} tot {2}, geven niet die van het totaal",
             "the denominators of the {3} parts, together {1} to {2}, do not give that of the "
             "total"},
        [DS_AUDIT_STEP] = {"volgt niet uit de twee waarden: {1} tot {2}",
                           "does not follow from the two values: {1} to {2}"},
        [DS_AUDIT_PART] = {"volgt niet uit de bedragen: {1} tot {2}",
                           "does not follow from the amounts: {1} to {2}"},
        [DS_AUDIT_HUNDRED] = {"de {3} aandelen zijn samen geen 100",
                              "the {3} shares are not 100 together"},
        [DS_AUDIT_RANGE] = {"kan niet: verwacht van {1} af, en van een percentage tot 100",
                            "cannot be: expected from {1} on, and of a percentage up to 100"}};
    static const ds_say one_sum[] = {
        {"geen som van zijn {3} delen: die zijn samen {1}",
         "not the sum of its {3} parts: these are together {1}"},
        {"{0} keer de som van zijn {3} delen: die zijn samen {1}",
         "{0} times the sum of its {3} parts: these are together {1}"}};
    if (one && fault == DS_AUDIT_SUM) return one_sum[0];
    if (one && fault == DS_AUDIT_TIMES) return one_sum[1];
    return words[fault];
}

/* As it stands in the file, with the mark of the language. */
static ds_value printed_value(ds_document *document, const ds_audit_measure *measure, double x) {
    char *digits = ds_document_room(document, 64), *dutch = ds_document_room(document, 64), *mark;
    if (digits == NULL || dutch == NULL) return ds_value_none(DS_STATE_BLANK);
    (void)snprintf(digits, 64, "%.*f", measure->decimals > 0 ? measure->decimals : 0, x);
    memcpy(dutch, digits, 64);
    mark = strchr(dutch, '.');
    if (mark != NULL) *mark = ',';
    return ds_value_word(digits, dutch, digits);
}

static ds_value words_of_finding(ds_document *document, const ds_audit_finding *f) {
    const ds_value values[] = {ds_value_number(f->factor), number_or_blank(f->low),
                               number_or_blank(f->high), ds_value_count(f->n_parts)};
    ds_say say = words_of_fault(f->fault, f->low == f->high);
    if (f->fault == DS_AUDIT_PART && isnan(f->low))
        say = DS_SAY("er is geen geheel waarvan deze kolom aandelen kan geven",
                     "there is no whole of which this column can give shares");
    if (f->fault == DS_AUDIT_NO_WHOLE && isfinite(f->low))
        say = DS_SAY("bij dit aantal en dit percentage past een noemer van {1} tot {2}",
                     "with this count and this percentage goes a denominator from {1} to {2}");
    say = ds_document_phrase(document, say, values, 4);
    return ds_value_word(ds_audit_fault_code(f->fault), say.nl, say.en);
}

static size_t add_findings(ds_document *document, const ds_outside_audited *a) {
    static const ds_field fields[FOUND_FIELDS] = {
        {.id = "bestand", .title = {"bestand", "file"}, .in = DS_IN_ALL, .key = true},
        {.id = "regel", .title = {"regel", "line"}, .in = DS_IN_ALL, .key = true, .number = true},
        {.id = "rij", .title = {"rij", "row"}, .in = DS_IN_ALL},
        {.id = "kolom", .title = {"kolom", "column"}, .in = DS_IN_ALL},
        {.id = "gedrukt",
         .title = {"gedrukt", "printed"},
         .in = DS_IN_ALL,
         .decimals = -1,
         .number = true},
        {.id = "van", .in = DS_IN_MACHINE},
        {.id = "tot", .in = DS_IN_MACHINE},
        {.id = "soort", .in = DS_IN_MACHINE},
        {.id = "wat", .title = {"wat er niet klopt", "what does not add up"}, .in = DS_IN_PEOPLE}};
    ds_doc_table *table;
    size_t n = 0;
    for (size_t i = 0; i < a->n_tables; i++)
        n += a->tables[i].result.n_findings;
    table = ds_document_table(document, n > 0 ? DS_IN_ALL : DS_IN_MACHINE, "bevindingen", no_say,
                              fields, FOUND_FIELDS);
    for (size_t i = 0; i < a->n_tables; i++)
        for (size_t k = 0; k < a->tables[i].result.n_findings; k++) {
            const ds_audit_table *t = a->tables[i].table;
            const ds_audit_finding *f = &a->tables[i].result.findings[k];
            const ds_value row[FOUND_FIELDS] = {
                ds_value_text(t->name),
                ds_value_ordinal(t->rows[f->row].line),
                text_of_row(document, t, f->row),
                ds_value_text(t->measures[f->measure].name),
                printed_value(document, &t->measures[f->measure], f->printed),
                number_or_blank(f->low),
                number_or_blank(f->high),
                ds_value_text(ds_audit_fault_code(f->fault)),
                words_of_finding(document, f)};
            ds_doc_table_row(table, row);
        }
    return n;
}

/* ---- a text ---- */

static ds_value words_of_claim(ds_document *document, const ds_audit_claim *c) {
    const ds_value values[] = {ds_value_text(c->cited), ds_value_text(c->elsewhere)};
    const bool other = c->elsewhere[0] != '\0';
    const ds_say say = ds_document_phrase(
        document,
        other ? DS_SAY("staat niet in tabel {0}, ook niet als verschil, som of aandeel; wel in "
                       "tabel {1}",
                       "is not in table {0}, nor as a difference, sum or share; it is in table {1}")
              : DS_SAY("staat niet in tabel {0}, ook niet als verschil, som of aandeel",
                       "is not in table {0}, nor as a difference, sum or share"),
        values, 2);
    return ds_value_word(other ? "andere_tabel" : "niet_in_tabel", say.nl, say.en);
}

static void add_claims(ds_document *document, const ds_outside_audited *a) {
    static const ds_field fields[CLAIM_FIELDS] = {
        {.id = "regel", .title = {"regel", "line"}, .in = DS_IN_ALL, .key = true, .number = true},
        {.id = "kolom", .title = {"kolom", "column"}, .in = DS_IN_MACHINE, .type = DS_FIELD_WHOLE},
        {.id = "getal", .title = {"getal", "number"}, .in = DS_IN_ALL},
        {.id = "tabel", .in = DS_IN_MACHINE},
        {.id = "elders", .in = DS_IN_MACHINE},
        {.id = "wat", .title = {"wat er niet klopt", "what does not add up"}, .in = DS_IN_ALL}};
    ds_doc_table *table;
    if (a->text_name == NULL) return;
    table = ds_document_table(document, DS_IN_PEOPLE | DS_IN_JSON | DS_IN_NAMED, "tekst",
                              DS_SAY("Getallen in de tekst die niet in de genoemde tabel staan",
                                     "Numbers in the text that are not in the table it cites"),
                              fields, CLAIM_FIELDS);
    for (size_t i = 0; i < a->text.n_claims; i++) {
        const ds_audit_claim *c = &a->text.claims[i];
        const ds_value row[CLAIM_FIELDS] = {
            ds_value_ordinal(c->line), ds_value_ordinal(c->column), ds_value_text(c->text),
            ds_value_text(c->cited),   ds_value_text(c->elsewhere), words_of_claim(document, c)};
        ds_doc_table_row(table, row);
    }
}

/* ---- what was worked out ---- */

static void add_denominators(ds_document *document, const ds_outside_audited *a) {
    static const ds_field fields[DENOMINATOR_FIELDS] = {
        {.id = "bestand", .title = {"bestand", "file"}, .in = DS_IN_ALL, .key = true},
        {.id = "regel", .title = {"regel", "line"}, .in = DS_IN_ALL, .key = true, .number = true},
        {.id = "kolom", .title = {"kolom", "column"}, .in = DS_IN_ALL},
        {.id = "noemer_laag", .in = DS_IN_ALL, .number = true},
        {.id = "noemer_hoog", .in = DS_IN_ALL, .number = true},
        {.id = "met_totalen_laag", .in = DS_IN_ALL, .number = true},
        {.id = "met_totalen_hoog", .in = DS_IN_ALL, .number = true}};
    ds_doc_table *table = ds_document_table(document, DS_IN_JSON | DS_IN_NAMED, "noemers", no_say,
                                            fields, DENOMINATOR_FIELDS);
    for (size_t i = 0; i < a->n_tables; i++)
        for (size_t k = 0; k < a->tables[i].result.n_denominators; k++) {
            const ds_audit_table *t = a->tables[i].table;
            const ds_audit_denominator *d = &a->tables[i].result.denominators[k];
            const ds_value row[DENOMINATOR_FIELDS] = {ds_value_text(t->name),
                                                      ds_value_ordinal(t->rows[d->row].line),
                                                      ds_value_text(t->measures[d->measure].name),
                                                      number_or_blank(d->low),
                                                      number_or_blank(d->high),
                                                      number_or_blank(d->tight_low),
                                                      number_or_blank(d->tight_high)};
            ds_doc_table_row(table, row);
        }
}

static void add_audit_note(ds_document *document, ds_note_kind kind, const char *code, ds_say text,
                           const ds_value *values, size_t n) {
    const ds_note note = {
        .kind = kind, .code = code, .text = text, .values = values, .n_values = n};
    ds_document_note(document, &note);
}

static void add_verdict(ds_document *document, const ds_outside_audited *a, size_t n_found) {
    size_t n_checks = 0;
    ds_value values[3], text[4];
    for (size_t i = 0; i < a->n_tables; i++)
        n_checks += a->tables[i].result.n_checks;
    values[0] = ds_value_count(a->n_tables);
    values[1] = ds_value_count(n_checks);
    values[2] = ds_value_count(n_found);
    ds_document_value(document, DS_IN_JSON, "tabellen", no_say, values[0]);
    ds_document_value(document, DS_IN_JSON, "verbanden", no_say, values[1]);
    if (n_checks == 0)
        add_audit_note(document, DS_NOTE_MIND, "geen_verband",
                       DS_SAY("er is niets na te rekenen: geen totalen, verschillen of aantallen "
                              "bij percentages; een "
                              "beschrijving kan zeggen wat bij wat hoort",
                              "there is nothing to work out: no totals, differences or counts "
                              "beside percentages; a "
                              "description can say what belongs to what"),
                       NULL, 0);
    else if (n_found == 0)
        add_audit_note(document, DS_NOTE_REMARK, "niets_gevonden",
                       DS_SAY("{0} {0|tabel|tabellen}, {1} {1|verband|verbanden} nagerekend: alles "
                              "klopt binnen de afronding",
                              "{0} {0|table|tables}, {1} {1|relation|relations} worked out: all "
                              "add up within rounding"),
                       values, 2);
    else
        add_audit_note(document, DS_NOTE_MIND, "gevonden",
                       DS_SAY("{0} {0|tabel|tabellen}, {1} {1|verband|verbanden} nagerekend: {2} "
                              "kloppen niet, hoe er ook is afgerond",
                              "{0} {0|table|tables}, {1} {1|relation|relations} worked out: {2} do "
                              "not add up, whatever the rounding"),
                       values, 3);
    if (a->text_name == NULL) return;
    text[0] = ds_value_count(a->text.n_numbers);
    text[1] = ds_value_count(a->text.n_paragraphs);
    text[2] = ds_value_count(a->text.n_claims);
    text[3] = ds_value_count(a->text.n_absent);
    add_audit_note(document, a->text.n_claims > 0 ? DS_NOTE_MIND : DS_NOTE_REMARK, "tekst",
                   DS_SAY("de tekst: {0} getallen opgezocht in {1} alinea's die een tabel noemen, "
                          "{2} niet gevonden; {3} keer "
                          "is de genoemde tabel niet meegegeven",
                          "the text: {0} numbers looked up in {1} paragraphs that cite a table, "
                          "{2} not found; {3} times the "
                          "table cited was not given"),
                   text, 4);
}

ds_status ds_report_audit(const ds_outside_audited *audited, ds_document **out, ds_error *err) {
    ds_document *document =
        ds_document_new("audit", DS_SAY("Wat er niet klopt", "What does not add up"));
    const size_t n_found = add_findings(document, audited);
    ds_status status;
    add_claims(document, audited);
    add_denominators(document, audited);
    add_verdict(document, audited, n_found);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
