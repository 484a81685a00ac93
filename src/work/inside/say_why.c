/* work/inside/say_why.c: why a person counts, as a document: per school year the sentence, which
 * enrolment is the state, and the parts of the definition with where each comes from; then the
 * person's lines. See doorstroom/why.h. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/codes.h"
#include "base/memory.h"
#include "work/inside/person.h"

enum { SOURCES_SHOWN = 4, TEXT_MAX = 1 << 16 };

static const ds_say nothing = {NULL, NULL};

/* ---- where a value comes from ---- */

static bool comes_from(const ds_column *column, const char *kind) {
    const size_t size = strlen(kind);
    for (const char *at = column->delivery; (at = strstr(at, kind)) != NULL; at += size)
        if ((at == column->delivery || at[-1] == ' ') && (at[size] == '\0' || at[size] == ','))
            return true;
    return false;
}

static bool is_filled(const ds_trace_row *row, int column) {
    const uint64_t birth = (uint64_t)1 << DS_COLUMN_GEBOORTEDATUM;
    if (column == DS_COLUMN_LEEFTIJD) return (row->filled & birth) != 0;
    return (row->filled >> column & 1) != 0;
}

/* Looks at the diplomas of the school year itself; the others at those of before. */
static bool is_of_year(const ds_column *column) {
    return strcmp(column->name, "gediplomeerd") == 0 || strncmp(column->name, "behaald_", 8) == 0;
}

/* What of the person decides which lines a value rests on. */
typedef struct looking {
    bool has_birth;     /* some line has a birth date, which goes before the age of an enrolment */
    ds_trace_role role; /* of the enrolment looked at: the state, or one beside it */
} looking;

/* Whether the value of a column in that school year rests on this line. */
static bool is_source(const ds_trace_row *row, int c, int schooljaar, looking by) {
    const ds_column *column = &ds_column_list(NULL)[c];
    const bool then = row->schooljaar == schooljaar;
    switch (row->kind) {
    case DS_TRACE_INSCHRIJVING:
        if (!then || (row->role != DS_TRACE_DECIDES && row->role != DS_TRACE_BESIDE)) return false;
        if (c == DS_COLUMN_LEEFTIJD) /* another enrolment of that day may say it */
            return !by.has_birth && row->filled >> DS_COLUMN_LEEFTIJD_GELEVERD & 1;
        return row->role == by.role && comes_from(column, "inschrijving");
    case DS_TRACE_PERSOON:
        return row->schooljaar <= schooljaar && comes_from(column, "persoon") && is_filled(row, c);
    case DS_TRACE_DIPLOMA:
        return (is_of_year(column) ? then : row->schooljaar < schooljaar) &&
               row->role == DS_TRACE_TAKEN && comes_from(column, "diploma");
    case DS_TRACE_WERK:
        return then && row->role == DS_TRACE_TAKEN && comes_from(column, "werk");
    case DS_TRACE_VRIJSTELLING:
        return then && comes_from(column, "vrijstelling");
    case DS_TRACE_START:
    case DS_TRACE_VSV:
        return then && c == DS_COLUMN_VSV_DUO;
    case DS_TRACE_KINDS:
        break;
    }
    return false;
}

static const char *keep_buffer(ds_buffer *text, ds_document *document) {
    if (text->failed != DS_OK) ds_document_fail(document);
    const char *kept = ds_document_keep(document, ds_buffer_string(text));
    ds_buffer_done(text);
    return kept == NULL ? "" : kept;
}

/* "inschrijving.csv:4, diploma.csv:2": of a column; else "". */
static const char *list_sources(const ds_why *why, const ds_person_year *year,
                                const ds_person_part *part, ds_document *document) {
    const ds_node *node = ds_why_node(why, part->node);
    size_t n, shown = 0;
    const ds_trace_row *rows = ds_trace_rows(why->trace, &n);
    ds_buffer text;
    looking by = {.role = year->pass > 0 && part->schooljaar == year->schooljaar
                              ? DS_TRACE_BESIDE
                              : DS_TRACE_DECIDES};
    if (node->op != DS_OP_COLUMN || !part->covered) return "";
    for (size_t i = 0; i < n; i++)
        by.has_birth = by.has_birth || (rows[i].kind == DS_TRACE_PERSOON &&
                                        is_filled(&rows[i], DS_COLUMN_GEBOORTEDATUM));
    ds_buffer_init(&text, TEXT_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!is_source(&rows[i], node->column, part->schooljaar, by)) continue;
        if (shown < SOURCES_SHOWN)
            ds_buffer_addf(&text, "%s%s:%llu", shown == 0 ? "" : ", ", rows[i].file,
                           (unsigned long long)rows[i].line);
        else if (shown == SOURCES_SHOWN)
            ds_buffer_add_string(&text, ", …");
        shown++;
    }
    return keep_buffer(&text, document);
}

/* ---- parts ---- */

enum { AT_YEAR, AT_DEEL, AT_DEPTH, AT_PART, AT_LOOK, AT_IS, AT_SOURCE, PART_FIELDS };

static const ds_field part_fields[PART_FIELDS] = {
    {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_MACHINE, .key = true},
    {.id = "deel", .title = {"deel", "side"}, .in = DS_IN_MACHINE, .key = true},
    {.id = "diepte", .title = {"diepte", "depth"}, .in = DS_IN_MACHINE, .number = true},
    {.id = "onderdeel", .title = {"onderdeel", "part"}, .in = DS_IN_ALL, .key = true},
    {.id = "kijkjaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL},
    {.id = "uitkomst", .title = {"was", "was"}, .in = DS_IN_ALL},
    {.id = "bron", .title = {"levering:regel", "delivery:line"}, .in = DS_IN_ALL}};

static ds_value value_of_part(const ds_person_part *part) {
    if (!part->covered) return ds_value_word("niet_gedekt", "niet gedekt", "not covered");
    if (part->truth && strcmp(part->value, "ja") == 0) return ds_value_word("ja", "waar", "true");
    if (part->truth && strcmp(part->value, "nee") == 0)
        return ds_value_word("nee", "onwaar", "false");
    if (part->truth) return ds_value_word("onbekend", "onbekend", "unknown");
    if (part->missing) return ds_value_word("", "niet bekend", "not known");
    return ds_value_text(part->value);
}

/* Stepped in by its depth, for people. */
static ds_value indent_part(const ds_person_part *part, const char *text, ds_document *document) {
    ds_buffer to;
    ds_buffer_init(&to, TEXT_MAX);
    for (size_t i = 0; i < part->depth; i++)
        ds_buffer_add_string(&to, "· ");
    ds_buffer_add_string(&to, text);
    return ds_value_text(keep_buffer(&to, document));
}

static void add_part_row(const ds_why *why, const ds_person_year *year, const ds_person_part *part,
                         bool people, ds_document *document, ds_doc_table *table) {
    const char *text = ds_why_text(why, part->node, document);
    const ds_value row[PART_FIELDS] = {
        [AT_YEAR] = ds_value_schooljaar(year->schooljaar),
        [AT_DEEL] = part->event ? ds_value_word(why->indicator.numeric ? "waarde" : "gebeurtenis",
                                                "gebeurtenis", "event")
                                : ds_value_word("populatie", "populatie", "population"),
        [AT_DEPTH] = ds_value_count(part->depth),
        [AT_PART] = people ? indent_part(part, text, document) : ds_value_text(text),
        [AT_LOOK] = people && !part->shifted ? ds_value_none(DS_STATE_BLANK)
                                             : ds_value_schooljaar(part->schooljaar),
        [AT_IS] = value_of_part(part),
        [AT_SOURCE] = ds_value_text(list_sources(why, year, part, document))};
    ds_doc_table_row(table, row);
}

static void add_parts(const ds_why *why, const ds_person_year *year, bool event,
                      ds_document *section) {
    const ds_say title = event ? DS_SAY("gebeurtenis", "event") : DS_SAY("populatie", "population");
    ds_doc_table *table =
        ds_document_table(section, DS_IN_PEOPLE, "", title, part_fields, PART_FIELDS);
    for (size_t i = 0; i < year->n_parts; i++)
        if (year->parts[i].event == event)
            add_part_row(why, year, &year->parts[i], true, section, table);
}

/* ---- the state, and DUO's verdict ---- */

static ds_value word_of_rule(const char *rule) {
    static const struct {
        const char *code, *nl, *en;
    } words[] = {
        {"hoofdinschrijving", "alleen dit is een hoofdinschrijving", "only it is a main enrolment"},
        {"soort", "het hoogste soort onderwijs", "the highest kind of education"},
        {"niveau", "het hoogste niveau", "the highest level"},
        {"opleiding", "de laagste opleidingscode", "the lowest programme code"},
        {"instelling", "de laagste instellingscode", "the lowest institution code"},
        {"overig", "de overige kolommen, naar bytes", "the other columns, by bytes"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].code, rule) == 0)
            return ds_value_word(words[i].code, words[i].nl, words[i].en);
    return ds_value_word("", "de enige inschrijving", "the only enrolment");
}

static void add_state(const ds_why *why, int schooljaar, ds_document *section) {
    size_t n;
    const ds_trace_row *rows = ds_trace_rows(why->trace, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_value values[] = {ds_value_text(rows[i].file), ds_value_ordinal(rows[i].line),
                                   ds_value_text(rows[i].text), word_of_rule(rows[i].rule)};
        if (rows[i].kind != DS_TRACE_INSCHRIJVING || rows[i].role != DS_TRACE_DECIDES ||
            rows[i].schooljaar != schooljaar)
            continue;
        ds_document_text(section, DS_IN_PEOPLE,
                         ds_document_phrase(section,
                                            DS_SAY("Stand op 1 oktober: {0}, regel {1} ({3}): {2}",
                                                   "State on 1 October: {0}, line {1} ({3}): {2}"),
                                            values, 4));
    }
}

static void add_verdict(const ds_why *why, int schooljaar, ds_document *section) {
    size_t n;
    const ds_trace_row *rows = ds_trace_rows(why->trace, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_value values[] = {ds_value_text(rows[i].file), ds_value_ordinal(rows[i].line)};
        if (rows[i].schooljaar != schooljaar) continue;
        if (rows[i].kind == DS_TRACE_START)
            ds_document_text(
                section, DS_IN_PEOPLE,
                ds_document_phrase(section,
                                   DS_SAY("DUO: in de startpopulatie ({0}, regel {1})",
                                          "DUO: in the start population ({0}, line {1})"),
                                   values, 2));
        if (rows[i].kind == DS_TRACE_VSV)
            ds_document_text(
                section, DS_IN_PEOPLE,
                ds_document_phrase(
                    section,
                    DS_SAY("DUO: gemeld als voortijdig schoolverlater ({0}, regel {1})",
                           "DUO: reported as an early leaver ({0}, line {1})"),
                    values, 2));
    }
}

/* ---- a school year ---- */

static const char *code_of_reason(ds_stand_reason reason) {
    static const char *const codes[] = {"telt",    "niet_ingeschreven", "niet_gedekt",
                                        "horizon", "populatie_onwaar",  "populatie_onbekend"};
    return codes[reason];
}

static ds_value word_of_stand(ds_stand stand) {
    switch (stand) {
    case DS_STAND_TELLER:
        return ds_value_word("teller", "teller en noemer", "teller and noemer");
    case DS_STAND_NOEMER:
        return ds_value_word("noemer", "alleen noemer", "noemer only");
    case DS_STAND_ONBEKEND:
        return ds_value_word("onbekend", "onbekend", "onbekend");
    default:
        return ds_value_word("niet", "telt niet mee", "does not count");
    }
}

static void add_year(const ds_why *why, const ds_person_year *year, ds_document *document) {
    const ds_value title[] = {ds_value_schooljaar(year->schooljaar), word_of_stand(year->stand)};
    ds_document *section = ds_document_section(
        document, "", ds_document_phrase(document, DS_SAY("{0}: {1}", "{0}: {1}"), title, 2),
        DS_IN_PEOPLE);
    if (year->pass > 0) {
        const ds_value nth = ds_value_ordinal(year->pass);
        ds_document_text(
            section, DS_IN_PEOPLE,
            ds_document_phrase(section,
                               DS_SAY("Niet onder de stand: de definitie telt hier de "
                                      "persoon ook onder een andere inschrijving ({0})",
                                      "Not under the state: the definition counts the "
                                      "person here under another enrolment, too ({0})"),
                               &nth, 1));
    }
    if (year->pass == 0) add_state(why, year->schooljaar, section);
    add_verdict(why, year->schooljaar, section);
    add_parts(why, year, false, section);
    if (year->reason == DS_STAND_COUNTS || year->reason == DS_STAND_HORIZON)
        add_parts(why, year, true, section);
    ds_document_text(section, DS_IN_PEOPLE, ds_why_sentence(why, year, document));
}

/* ---- for machines ---- */

static void add_verdicts(const ds_why *why, ds_document *document) {
    static const ds_field fields[] = {{.id = "schooljaar", .in = DS_IN_MACHINE, .key = true},
                                      {.id = "stand", .in = DS_IN_MACHINE},
                                      {.id = "reden", .in = DS_IN_MACHINE},
                                      {.id = "zin", .in = DS_IN_MACHINE},
                                      {.id = "sentence", .in = DS_IN_MACHINE}};
    ds_doc_table *table = ds_document_table(document, DS_IN_MACHINE, "oordeel", nothing, fields,
                                            sizeof fields / sizeof *fields);
    for (size_t i = 0; i < why->explained.n_years; i++) {
        const ds_person_year *year = &why->explained.years[i];
        const ds_say sentence = ds_why_sentence(why, year, document);
        const ds_value row[] = {ds_value_schooljaar(year->schooljaar), word_of_stand(year->stand),
                                ds_value_text(code_of_reason(year->reason)),
                                ds_value_text(sentence.nl), ds_value_text(sentence.en)};
        ds_doc_table_row(table, row);
    }
}

static void add_all_parts(const ds_why *why, ds_document *document) {
    ds_doc_table *table = ds_document_table(document, DS_IN_JSON | DS_IN_NAMED, "onderdelen",
                                            nothing, part_fields, PART_FIELDS);
    for (size_t i = 0; i < why->explained.n_years; i++) {
        const ds_person_year *year = &why->explained.years[i];
        for (size_t k = 0; k < year->n_parts; k++)
            add_part_row(why, year, &year->parts[k], false, document, table);
    }
}

/* ---- the person's lines ---- */

static ds_value word_of_kind(ds_trace_kind kind) {
    static const struct {
        const char *nl, *en;
    } words[DS_TRACE_KINDS] = {
        {"inschrijving", "enrolment"}, {"persoon", "person"},
        {"diploma", "diploma"},        {"werk", "job"},
        {"vrijstelling", "exemption"}, {"startpopulatie", "start population"},
        {"vsv", "early leaver"}};
    return ds_value_word(words[kind].nl, words[kind].nl, words[kind].en);
}

static ds_value word_of_role(ds_trace_role role) {
    static const struct {
        const char *code, *nl, *en;
    } words[] = {
        {"geldt", "geldt", "holds"},
        {"stand", "is de stand op 1 oktober", "is the state on 1 October"},
        {"ernaast", "staat naast de stand", "stands beside the state"},
        {"vervangen", "vervangen door een latere levering", "replaced by a later delivery"},
        {"tegenstrijdig", "een andere regel ervan geldt", "another line of it holds"},
        {"dubbel", "dezelfde regel nog eens", "the same line again"},
        {"opzij", "opzij gezet: een andere soort nummer telt",
         "set aside: another kind of number counts"}};
    return ds_value_word(words[role].code, words[role].nl, words[role].en);
}

static void add_lines(const ds_why *why, ds_document *document) {
    static const ds_field fields[] = {
        {.id = "levering", .title = {"levering", "delivery"}, .in = DS_IN_ALL, .key = true},
        {.id = "regel", .title = {"regel", "line"}, .in = DS_IN_ALL, .number = true},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
        {.id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL},
        {.id = "gegevens", .title = {"gegevens", "data"}, .in = DS_IN_ALL},
        {.id = "rol", .title = {"rol", "role"}, .in = DS_IN_ALL},
        {.id = "regel_stand", .title = {"beslist door", "decided by"}, .in = DS_IN_MACHINE}};
    enum { IN = DS_IN_PEOPLE | DS_IN_JSON | DS_IN_NAMED };
    size_t n;
    const ds_trace_row *rows = ds_trace_rows(why->trace, &n);
    ds_doc_table *table = ds_document_table(
        document, IN, "regels", DS_SAY("de regels van deze persoon", "the lines of this person"),
        fields, sizeof fields / sizeof *fields);
    for (size_t i = 0; i < n; i++) {
        const ds_value row[] = {ds_value_text(rows[i].file),
                                ds_value_ordinal(rows[i].line),
                                word_of_kind(rows[i].kind),
                                rows[i].schooljaar == 0 ? ds_value_none(DS_STATE_BLANK)
                                                        : ds_value_schooljaar(rows[i].schooljaar),
                                ds_value_text(rows[i].text),
                                word_of_role(rows[i].role),
                                ds_value_text(rows[i].rule)};
        ds_doc_table_row(table, row);
    }
}

/* ---- what cannot be known ---- */

/* Where diplomas of a soort were not delivered, those columns are unknown. */
static void add_undelivered(const ds_why *why, ds_document *document) {
    static const ds_field fields[] = {
        {.id = "schooljaar",
         .title = {"ingeschreven in", "enrolled in"},
         .in = DS_IN_ALL,
         .key = true},
        {.id = "soort", .title = {"diploma's van", "diplomas of"}, .in = DS_IN_ALL}};
    enum { IN = DS_IN_PEOPLE | DS_IN_JSON | DS_IN_NAMED };
    ds_doc_table *table;
    if (why->n_undelivered == 0) return;
    table = ds_document_table(
        document, IN, "ongeleverd",
        DS_SAY("niet geleverd, dus niet bekend", "not delivered, so not known"), fields, 2);
    for (size_t i = 0; i < why->n_undelivered; i++)
        for (size_t s = 0; s < ds_codes_soort.n_values; s++) {
            const ds_value row[] = {ds_value_schooljaar(why->undelivered[i].schooljaar),
                                    ds_value_text(ds_codes_soort.values[s])};
            if (why->undelivered[i].soorten >> s & 1) ds_doc_table_row(table, row);
        }
}

/* ---- the whole ---- */

static void add_facts_of_why(const ds_why *why, ds_document *document) {
    const uint64_t place = ds_trace_place_of(why->trace);
    const ds_indicator *i = &why->indicator;
    ds_document_value(document, DS_IN_JSON, "indicator", nothing, ds_value_text(i->id));
    ds_document_value(document, DS_IN_JSON, "naam", nothing, ds_value_text(i->name));
    ds_document_value(document, DS_IN_JSON, "naam_en", nothing, ds_value_text(i->name_en));
    ds_document_value(document, DS_IN_JSON, "versie", nothing, ds_value_text(i->version));
    ds_document_value(document, DS_IN_JSON, "persoon", nothing,
                      ds_value_view(ds_trace_person(why->trace, place)));
    ds_document_value(document, DS_IN_JSON, "persoon_soort", nothing,
                      ds_value_text(ds_trace_person_kind(why->trace, place)));
    ds_document_value(document, DS_IN_JSON, "register", nothing, ds_value_text(why->generation));
}

ds_status ds_say_why(const ds_why *why, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("why", nothing);
    ds_status status;
    add_facts_of_why(why, document);
    add_verdicts(why, document);
    add_all_parts(why, document);
    for (size_t i = 0; i < why->explained.n_years; i++)
        add_year(why, &why->explained.years[i], document);
    add_lines(why, document);
    add_undelivered(why, document);
    ds_document_set_of_persons(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
