/* work/inside/say_import.c: what an import did, as a document: deliveries, what is odd about each,
 * how much there is. The facts for machines are the report's own (register/report.c). See
 * doorstroom/inside.h. */
#include <string.h>

#include "doorstroom/inside.h"

enum { LINES_SHOWN = 10, CODES_SHOWN = 10, RECORDS_MAX = 64 };

static const ds_say nothing = {NULL, NULL};
static const unsigned beside_json = DS_IN_PEOPLE | DS_IN_CSV; /* json has it as facts */

static void note_delivery(ds_document *document, const ds_import_delivery *d, const char *code,
                          ds_say text, const ds_value *values, size_t n) {
    const ds_note note = {.kind = DS_NOTE_REMARK,
                          .code = code,
                          .text = text,
                          .values = values,
                          .n_values = n,
                          .rows = &d->name,
                          .n_rows = 1,
                          .in = beside_json};
    ds_document_note(document, &note);
}

/* ---- lists that end in dots ---- */

static size_t list_lines(const ds_import_lines *lines, uint64_t n, ds_value out[LINES_SHOWN + 1]) {
    size_t shown = lines->n < LINES_SHOWN ? lines->n : LINES_SHOWN;
    for (size_t i = 0; i < shown; i++)
        out[i] = ds_value_ordinal(lines->list[i]);
    if (n > shown) out[shown++] = ds_value_text("…");
    return shown;
}

/* "25001 (3), 25002 (1), …" */
static size_t list_counts(ds_document *document, const ds_import_counts *counts,
                          ds_value out[CODES_SHOWN + 1]) {
    size_t shown = counts->n < CODES_SHOWN ? counts->n : CODES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        const ds_value values[] = {ds_value_text(counts->list[i].code),
                                   ds_value_count(counts->list[i].n)};
        const ds_say say =
            ds_document_phrase(document, DS_SAY("{0} ({1})", "{0} ({1})"), values, 2);
        out[i] = ds_value_word(counts->list[i].code, say.nl, say.en);
    }
    if (counts->n > shown) out[shown++] = ds_value_text("…");
    return shown;
}

/* ---- DUO's funding deliveries ---- */

/* How often in a kind of record, and the first lines. */
static ds_value value_of_deviation(ds_document *document, const ds_import_deviation *one) {
    ds_value lines[LINES_SHOWN + 1];
    const size_t n = list_lines(&one->lines, one->n, lines);
    const ds_value values[] = {ds_value_text(one->record), ds_value_count(one->n),
                               ds_value_list(lines, n)};
    const ds_say say = ds_document_phrase(
        document, DS_SAY("{0} {1}× (regel {2})", "{0} {1}× (line {2})"), values, 3);
    return ds_value_word(one->code, say.nl, say.en);
}

/* What it did otherwise than described, a note a kind of deviation. */
static void note_deviations(ds_document *document, const ds_import_delivery *d) {
    const ds_import_duo *duo = d->duo;
    for (size_t i = 0; i < duo->n_deviations;) {
        const ds_import_deviation *first = &duo->deviations[i];
        ds_value records[RECORDS_MAX], values[2];
        size_t n = 0;
        for (; i < duo->n_deviations && strcmp(duo->deviations[i].code, first->code) == 0; i++)
            if (n < RECORDS_MAX) records[n++] = value_of_deviation(document, &duo->deviations[i]);
        values[0] = ds_value_list(records, n);
        values[1] = ds_value_word(first->code, first->nl, first->en);
        note_delivery(document, d, first->code, DS_SAY("{0}: {1}", "{0}: {1}"), values, 2);
    }
}

static void note_duo(ds_document *document, const ds_import_delivery *d) {
    const ds_import_duo *duo = d->duo;
    const ds_value counts[] = {ds_value_count(duo->n_enrolments), ds_value_count(duo->n_diplomas),
                               ds_value_count(duo->n_persons)};
    ds_value codes[CODES_SHOWN + 1], unknown[2];
    note_delivery(document, d, "bekostiging",
                  DS_SAY("{0} {0|inschrijving|inschrijvingen} op 1 oktober, {1} "
                         "{1|diploma|diploma's}, {2} {2|persoon|personen}",
                         "{0} {0|enrolment|enrolments} on 1 October, {1} {1|diploma|diplomas}, {2} "
                         "{2|person|persons}"),
                  counts, 3);
    note_deviations(document, d);
    if (duo->unknown_levels.n == 0) return;
    unknown[0] = ds_value_count(duo->unknown_levels.n);
    unknown[1] = ds_value_list(codes, list_counts(document, &duo->unknown_levels, codes));
    note_delivery(
        document, d, "niveau_onbekend",
        DS_SAY("niveau onbekend bij {0} opleidingen; vul codes/crebo.csv aan (hoe vaak): {1}",
               "niveau unknown for {0} opleidingen; add them to codes/crebo.csv (how "
               "often): {1}"),
        unknown, 2);
}

/* ---- a delivery ---- */

static void note_count(ds_document *document, const ds_import_delivery *d, const char *code,
                       ds_say text, uint64_t n) {
    const ds_value value = ds_value_count(n);
    if (n > 0) note_delivery(document, d, code, text, &value, 1);
}

static void note_outside(ds_document *document, const ds_import_delivery *d) {
    const ds_import_lines *lines = &d->outside_lines;
    ds_value shown[CODES_SHOWN + 1], value;
    if (lines->n == 0) return;
    value = ds_value_list(shown, list_lines(lines, lines->n, shown));
    note_delivery(
        document, d, "niet_in_beginstand",
        DS_SAY("niet in de beginstand, regels {0}", "not in the start population, lines {0}"),
        &value, 1);
}

/* What the gate did to the values of a column, a note each. */
static void note_cleaned(ds_document *document, const ds_import_delivery *d) {
    static const struct {
        const char *code;
        ds_say text;
    } says[] = {
        {"randen",
         {"{0}: {1} keer wit of onzichtbare tekens aan de randen weggelaten",
          "{0}: {1} times white space or unseen characters at the ends left out"}},
        {"verpakking",
         {"{0}: {1} keer een apostrof of =\"…\" eromheen weggelaten",
          "{0}: {1} times an apostrophe or =\"…\" around it left out"}},
        {"accenten",
         {"{0}: {1} keer een los accent met zijn letter samengenomen",
          "{0}: {1} times a loose accent taken together with its letter"}},
        {"leeg_woord",
         {"{0}: {1} keer een woord voor ontbrekend, zoals NULL: leeg",
          "{0}: {1} times a word for missing, like NULL: empty"}},
        {"nul_achter",
         {"{0}: {1} keer .0 achter het getal weggelaten",
          "{0}: {1} times .0 after the number left out"}},
        {"hoofdletters",
         {"{0}: {1} keer een BRIN in hoofdletters gezet", "{0}: {1} times a BRIN put in capitals"}},
        {"binnenin",
         {"{0}: {1} keer wit of onzichtbare tekens binnenin als een gewone spatie gelezen "
          "of weggelaten",
          "{0}: {1} times white space or unseen characters within read as an ordinary "
          "blank or left out"}}};
    for (size_t i = 0; i < d->n_cleaned; i++) {
        const ds_value values[] = {ds_value_text(d->cleaned[i].column),
                                   ds_value_count(d->cleaned[i].n)};
        for (size_t k = 0; k < sizeof says / sizeof *says; k++)
            if (strcmp(says[k].code, d->cleaned[i].code) == 0)
                note_delivery(document, d, says[k].code, says[k].text, values, 2);
    }
    note_count(document, d, "lege_rijen",
               DS_SAY("{0} lege rijen overgeslagen", "{0} empty rows passed over"),
               d->n_empty_rows);
}

/* What is odd about one delivery, a note each. */
/* What the file is beside its values, a note each. */
static void note_remarks(ds_document *document, const ds_import_delivery *d) {
    static const struct {
        const char *code;
        ds_say text;
    } says[] = {{"formules",
                 {"{0} cellen met een formule (de eerste op rij {1}): genomen is de waarde die het "
                  "bestand erbij bewaart",
                  "{0} cells with a formula (the first on row {1}): taken is the value that the "
                  "file keeps with it"}},
                {"samengevoegd",
                 {"{0} keer zijn cellen samengevoegd (rij {1}): alleen de eerste heeft de waarde, "
                  "de andere tellen als leeg",
                  "{0} times cells are merged (row {1}): only the first has the value, the others "
                  "count as empty"}},
                {"rijen_verborgen",
                 {"{0} verborgen rijen (de eerste is rij {1}): zij tellen mee",
                  "{0} hidden rows (the first is row {1}): they count"}},
                {"bladen_terzijde", {"bladen terzijde gelegd: {2}", "sheets left aside: {2}"}}};
    for (size_t i = 0; i < d->n_remarks; i++) {
        const ds_value values[] = {ds_value_count(d->remarks[i].n),
                                   ds_value_ordinal(d->remarks[i].line),
                                   ds_value_text(d->remarks[i].sheets)};
        for (size_t k = 0; k < sizeof says / sizeof *says; k++)
            if (strcmp(says[k].code, d->remarks[i].code) == 0)
                note_delivery(document, d, says[k].code, says[k].text, values, 3);
    }
}

static void note_oddities(ds_document *document, const ds_import_delivery *d) {
    const ds_value replaced = ds_value_text(d->replaced_by);
    const ds_value columns = ds_value_text(d->unknown_columns);
    const ds_value mapping[] = {ds_value_text(d->mapping), ds_value_count(d->n_skipped)};
    if (d->absent)
        note_delivery(
            document, d, "deel_ontbreekt",
            DS_SAY("niet geleverd: de kolommen van dit deel van de vertaling staan er niet",
                   "not delivered: the columns of this part of the mapping are not there"),
            NULL, 0);
    else if (d->aside)
        note_delivery(
            document, d, "terzijde",
            strcmp(d->kind, "onbekend") == 0
                ? DS_SAY("niet gelezen: naam en inhoud zeggen geen soort; het telt nergens "
                         "in mee",
                         "not read: neither name nor content says a kind; it counts for "
                         "nothing")
                : DS_SAY("deze soort wordt nog niet gelezen, terzijde gelegd",
                         "this kind is not read yet, left aside"),
            NULL, 0);
    if (d->duo != NULL) note_duo(document, d);
    if (d->replaced_by != NULL)
        note_delivery(document, d, "vervangen", DS_SAY("vervangen door {0}", "replaced by {0}"),
                      &replaced, 1);
    if (d->unknown_columns[0] != '\0')
        note_delivery(document, d, "onbekende_kolommen",
                      DS_SAY("kolommen terzijde gelegd: {0}", "columns left aside: {0}"), &columns,
                      1);
    if (d->mapping != NULL)
        note_delivery(document, d, "vertaling",
                      DS_SAY("gelezen met de vertaling {0}, {1} rijen overgeslagen",
                             "read with the mapping {0}, {1} rows passed over"),
                      mapping, 2);
    note_count(document, d, "dubbel", DS_SAY("{0} dubbele rijen", "{0} duplicate rows"),
               d->n_duplicates);
    note_count(document, d, "kolommen_zonder_naam",
               DS_SAY("{0} lege kolommen zonder naam overgeslagen",
                      "{0} empty columns without a name passed over"),
               d->n_unnamed);
    note_cleaned(document, d);
    note_remarks(document, d);
    note_count(document, d, "leerweg_past_niet",
               DS_SAY("{0} keer past de leerweg niet bij de soort; die is leeg",
                      "{0} times the leerweg does not fit the soort; it is empty"),
               d->n_misfit);
    for (size_t i = 0; i < d->reasons.n; i++) {
        const ds_value refused[] = {ds_value_count(d->reasons.list[i].n),
                                    ds_value_text(d->reasons.list[i].code)};
        note_delivery(document, d, "afgekeurd",
                      DS_SAY("{0} afgekeurd wegens {1}", "{0} refused for {1}"), refused, 2);
    }
    note_outside(document, d);
}

static void add_deliveries(ds_document *document, const ds_import_report *report) {
    static const ds_field fields[] = {
        {.id = "bestand", .title = {"bestand", "file"}, .in = DS_IN_ALL, .key = true},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
        {.id = "gelezen", .title = {"gelezen", "read"}, .in = DS_IN_ALL, .number = true},
        {.id = "genomen", .title = {"genomen", "taken"}, .in = DS_IN_ALL, .number = true},
        {.id = "afgekeurd", .title = {"afgekeurd", "refused"}, .in = DS_IN_ALL, .number = true}};
    ds_doc_table *table =
        ds_document_table(document, beside_json, "leveringen", nothing, fields, 5);
    for (size_t i = 0; i < report->n_deliveries; i++) {
        const ds_import_delivery *d = &report->deliveries[i];
        const ds_value row[] = {ds_value_text(d->name), ds_value_text(d->kind),
                                ds_value_count(d->n_read), ds_value_count(d->n_taken),
                                ds_value_count(d->n_refused)};
        ds_doc_table_row(table, row);
    }
    for (size_t i = 0; i < report->n_deliveries; i++)
        note_oddities(document, &report->deliveries[i]);
}

/* ---- which delivery speaks ---- */

static void note_october(ds_document *document, const ds_import_october *october) {
    const ds_value values[] = {
        ds_value_text(october->institution), ds_value_year(october->schooljaar),
        ds_value_text(october->delivery),    ds_value_count(october->n_taken),
        ds_value_count(october->n_others),   ds_value_count(october->n_aside)};
    const ds_note note = {
        .kind = october->n_aside > 0 || october->uncounted ? DS_NOTE_MIND : DS_NOTE_REMARK,
        .code = "een_oktober",
        .text = october->n_others == 0
                    ? DS_SAY("{0}, 1 oktober {1}: {2} spreekt, {3} inschrijvingen",
                             "{0}, 1 October {1}: {2} speaks, {3} enrolments")
                : october->uncounted
                    ? DS_SAY("{0}, 1 oktober {1}: {2} spreekt, {3} inschrijvingen; van {4} andere "
                             "leveringen zijn er {5} terzijde gelegd, en er is er een die niet te "
                             "tellen is",
                             "{0}, 1 October {1}: {2} speaks, {3} enrolments; of {4} other "
                             "deliveries {5} are set aside, and there is one that cannot be "
                             "counted")
                    : DS_SAY("{0}, 1 oktober {1}: {2} spreekt, {3} inschrijvingen; van {4} andere "
                             "leveringen zijn er {5} terzijde gelegd",
                             "{0}, 1 October {1}: {2} speaks, {3} enrolments; of {4} other "
                             "deliveries {5} are set aside"),
        .values = values,
        .n_values = 6,
        .in = beside_json};
    ds_document_note(document, &note);
}

/* ---- the whole ---- */

/* Which kinds of numbers the persons have, and in how many deliveries. */
static void note_kinds(ds_document *document, const ds_import_report *report) {
    for (size_t i = 0; i < report->n_deliveries; i++) {
        const char *kind = report->deliveries[i].persons;
        uint64_t n = 0;
        bool earlier = false;
        for (size_t k = 0; kind != NULL && k < report->n_deliveries; k++) {
            const bool same = report->deliveries[k].persons != NULL &&
                              strcmp(report->deliveries[k].persons, kind) == 0;
            earlier = earlier || (same && k < i);
            n += same;
        }
        if (kind != NULL && !earlier) {
            const ds_value values[] = {ds_value_text(kind), ds_value_count(n)};
            const ds_note note = {
                .kind = DS_NOTE_REMARK,
                .code = "persoon_soort",
                .text = {"persoon is {0} in {1} leveringen", "persoon is {0} in {1} deliveries"},
                .values = values,
                .n_values = 2,
                .in = beside_json};
            ds_document_note(document, &note);
        }
    }
    if (report->key != NULL) {
        const ds_value key = ds_value_text(report->key);
        const ds_note note = {
            .kind = DS_NOTE_REMARK,
            .code = "sleutel",
            .text = {"gepseudonimiseerd met sleutel {0}", "pseudonymised with key {0}"},
            .values = &key,
            .n_values = 1,
            .in = beside_json};
        ds_document_note(document, &note);
    }
}

static void add_totals(ds_document *document, const ds_import_totals *t) {
    const struct {
        ds_say say;
        uint64_t n;
        bool always;
    } totals[] = {
        {{"personen", "persons"}, t->n_persons, true},
        {{"inschrijvingen (persoon × schooljaar)", "enrolments (person × school year)"},
         t->n_enrolments,
         true},
        {{"diploma's", "diplomas"}, t->n_diplomas, true},
        {{"banen in oktober", "jobs in October"}, t->n_jobs, false},
        {{"vrijstellingen", "exemptions"}, t->n_exemptions, false},
        {{"dubbele diploma's", "duplicate diplomas"}, t->n_duplicate_diplomas, false},
        {{"dubbele vrijstellingen", "duplicate exemptions"}, t->n_duplicate_exemptions, false},
        {{"loopbanen zonder persoonsgegevens", "careers without attributes"},
         t->n_without_person,
         false},
        {{"oordelen van DUO over wie elders ingeschreven staat, niet gebruikt",
          "verdicts of DUO on persons enrolled elsewhere, not used"},
         t->n_verdicts_elsewhere,
         false},
        {{"rijen of waarden vervangen door een latere levering",
          "rows or values replaced by a later delivery"},
         t->n_replaced,
         false},
        {{"tegenstrijdige waarden", "conflicting values"}, t->n_conflicts, false},
        {{"leeftijden die de geboortedatum of een ander jaar tegenspreekt",
          "ages that the birth date or another year contradicts"},
         t->n_ages_contradicted,
         false}};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        if (totals[i].always || totals[i].n > 0)
            ds_document_value(document, DS_IN_PEOPLE, NULL, totals[i].say,
                              ds_value_count(totals[i].n));
    for (size_t i = 0; i < t->ties.n; i++) {
        const ds_value values[] = {ds_value_count(t->ties.list[i].n),
                                   ds_value_text(t->ties.list[i].code)};
        const ds_note note = {.kind = DS_NOTE_REMARK,
                              .code = "keuze",
                              .text = {"{0} keer besliste {1} tussen inschrijvingen op één dag",
                                       "{0} times {1} decided between enrolments on one day"},
                              .values = values,
                              .n_values = 2,
                              .in = beside_json};
        if (t->ties.list[i].n > 0) ds_document_note(document, &note);
    }
}

static void add_warnings(ds_document *document, const ds_import_report *report) {
    for (size_t i = 0; i < report->n_warnings; i++) {
        const ds_import_warning *warning = &report->warnings[i];
        const ds_note note = {.kind = DS_NOTE_MIND,
                              .code = warning->code,
                              .text = {warning->nl, warning->en},
                              .in = beside_json};
        ds_document_note(document, &note);
    }
}

void ds_say_import(const ds_import_report *report, ds_document *document) {
    ds_import_report_facts(report, document);
    add_deliveries(document, report);
    note_kinds(document, report);
    if (!report->succeeded || report->totals == NULL) return;
    for (size_t i = 0; i < report->n_octobers; i++)
        note_october(document, &report->octobers[i]);
    add_totals(document, report->totals);
    add_warnings(document, report);
}

void ds_say_import_tables(const ds_imported *imported, ds_document *document) {
    const ds_value path = ds_value_text(imported->tables);
    const ds_note note = {
        .kind = DS_NOTE_REMARK,
        .code = "tabellen_voor_sql",
        .text = {"de tabellen voor SQL staan in {0}", "the tables for SQL stand in {0}"},
        .values = &path,
        .n_values = 1};
    if (imported->tables != NULL) ds_document_note(document, &note);
}
