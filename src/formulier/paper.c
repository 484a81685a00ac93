/* formulier/paper.c: a stuk of a dossier as a document: what is missing first, then part after part
 * with its text, its fields, agreements and signatures. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "document/model.h"
#include "formulier/facts.h"

enum { LINE_WIDTH = 60 };

#define NOT_YET DS_SAY("nog af te spreken", "still to be agreed")

typedef struct paper_writing {
    const ds_formulier *form;
    const ds_formulier_facts *facts;
    ds_document *root;
    ds_error *err;
    ds_status status;
} paper_writing;

/* ---- values ---- */

/* An amount with its sign, another value with its unit behind it. */
static ds_say with_unit(paper_writing *p, const ds_veld *field, const char *nl, const char *en) {
    const ds_value values[] = {ds_value_word("", nl, en),
                               ds_value_word("", field->unit.nl, field->unit.en)};
    if (field->soort == DS_VELD_BEDRAG)
        return ds_document_phrase(p->root, DS_SAY("€ {0}", "€ {0}"), values, 1);
    if (field->unit.nl != NULL)
        return ds_document_phrase(p->root, DS_SAY("{0} {1}", "{0} {1}"), values, 2);
    return ds_document_say(p->root, nl, en);
}

/* A value in both languages; NULL, NULL where there is none. */
static ds_say value_words(paper_writing *p, const ds_veld *field, const char *row) {
    char *nl = NULL, *en = NULL;
    ds_say said = {NULL, NULL};
    if (p->status == DS_OK)
        p->status = ds_formulier_shown_value(p->form, p->facts, field, row, DS_NL, &nl, p->err);
    if (p->status == DS_OK)
        p->status = ds_formulier_shown_value(p->form, p->facts, field, row, DS_EN, &en, p->err);
    if (p->status == DS_OK && nl[0] != '\0')
        said = field->soort == DS_VELD_BESTAND /* its answer is a digest */
                   ? DS_SAY("toegevoegd aan het dossier", "added to the dossier")
                   : with_unit(p, field, nl, en);
    ds_free(nl);
    ds_free(en);
    return said;
}

/* The document may outlive the form. */
static ds_say keep_words(paper_writing *p, ds_say say) {
    return say.nl == NULL ? say : ds_document_say(p->root, say.nl, say.en);
}

static ds_value word_value(ds_say said) {
    return said.nl == NULL ? ds_value_word("nog_af_te_spreken", NOT_YET.nl, NOT_YET.en)
                           : ds_value_word(said.nl, said.nl, said.en);
}

static bool is_in_paper(const paper_writing *p, const ds_veld *field, const char *row) {
    return ds_formulier_is_shown(p->form, p->facts, field, row);
}

/* ---- what is missing ---- */

static void list_item(ds_document *section, ds_say text) {
    const ds_prose_span span = {text, 0, NULL};
    ds_document_prose(section, DS_IN_PEOPLE, DS_PROSE_ITEM, 0, &span, 1);
}

static ds_say row_words(paper_writing *p, const ds_veld *table, const char *row) {
    const ds_say say = ds_formulier_row_say(table, p->facts, row);
    return say.nl == NULL || say.nl[0] == '\0' ? ds_document_say(p->root, row, row)
                                               : keep_words(p, say);
}

static void list_missing_cell(paper_writing *p, ds_document *section, const ds_veld *field,
                              const char *row) {
    const ds_say row_say = row_words(p, field->table, row);
    const ds_value values[] = {ds_value_word("", field->table->say.nl, field->table->say.en),
                               ds_value_word("", row_say.nl, row_say.en),
                               ds_value_word("", field->say.nl, field->say.en)};
    list_item(section,
              ds_document_phrase(p->root, DS_SAY("{0}, {1}: {2}", "{0}, {1}: {2}"), values, 3));
}

static size_t list_missing_of(paper_writing *p, ds_document *section, const ds_veld *field) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    size_t n = 0, n_rows;
    if (!is_in_paper(p, field, NULL) || p->status != DS_OK) return 0;
    if (field->soort == DS_VELD_GETOOND) return 0; /* nobody agrees to it */
    if (field->soort != DS_VELD_TABEL) {
        if (value_words(p, field, NULL).nl != NULL) return 0;
        list_item(section, keep_words(p, field->say));
        return 1;
    }
    n_rows = ds_formulier_rows_of(field, p->facts, rows);
    if (n_rows == 0) list_item(section, keep_words(p, field->say));
    for (size_t r = 0; r < n_rows; r++)
        for (size_t i = 0; i < field->n_columns; i++) {
            const ds_veld *column = &field->columns[i];
            if (!is_in_paper(p, column, rows[r]) || value_words(p, column, rows[r]).nl != NULL)
                continue;
            if (!ds_formulier_is_required(p->form, p->facts, column, rows[r])) continue;
            list_missing_cell(p, section, column, rows[r]);
            n++;
        }
    return n + (n_rows == 0);
}

static bool names_topic(const ds_formulier_stuk *paper, size_t topic) {
    for (size_t i = 0; i < paper->n_parts; i++)
        for (size_t k = 0; k < paper->parts[i].n_fields; k++)
            if (paper->parts[i].fields[k]->topic == topic) return true;
    return false;
}

/* Who has yet to agree to a topic that the paper is about, or does not. */
static size_t list_disagreements(paper_writing *p, ds_document *section,
                                 const ds_formulier_stuk *paper) {
    size_t n = 0;
    for (size_t t = 0; t < p->form->n_topics; t++) {
        const ds_onderwerp *topic = &p->form->topics[t];
        for (size_t i = 0; names_topic(paper, t) && i < p->facts->n_parties; i++) {
            const ds_partij *party = &p->facts->parties[i];
            const ds_akkoord *said = ds_facts_agreement(p->facts, topic->id, party->id);
            const ds_value values[] = {ds_value_word("", topic->say.nl, topic->say.en),
                                       ds_value_text(party->name)};
            if (!ds_facts_is_of(party, topic->agree, topic->n_agree) ||
                (said != NULL && said->agrees))
                continue;
            list_item(section, ds_document_phrase(p->root,
                                                  said == NULL ? DS_SAY("{0}: akkoord van {1}",
                                                                        "{0}: agreement of {1}")
                                                               : DS_SAY("{0}: {1} is het niet eens",
                                                                        "{0}: {1} does not agree"),
                                                  values, 2));
            n++;
        }
    }
    return n;
}

static void write_missing(paper_writing *p, const ds_formulier_stuk *paper) {
    ds_document *section =
        ds_document_section(p->root, "nog_af_te_spreken",
                            DS_SAY("Nog af te spreken", "Still to be agreed"), DS_IN_PEOPLE);
    size_t n = 0;
    for (size_t i = 0; i < paper->n_parts; i++)
        for (size_t k = 0; k < paper->parts[i].n_fields; k++)
            n += list_missing_of(p, section, paper->parts[i].fields[k]);
    n += list_disagreements(p, section, paper);
    if (n == 0)
        ds_document_text(
            section, DS_IN_PEOPLE,
            DS_SAY("Alles is ingevuld en afgesproken.", "All is filled in and agreed."));
}

/* ---- a part ---- */

static void write_field(paper_writing *p, ds_document *section, const ds_veld *field) {
    if (!is_in_paper(p, field, NULL)) return;
    ds_document_value(section, DS_IN_ALL, field->id, keep_words(p, field->say),
                      word_value(value_words(p, field, NULL)));
}

static void write_table(paper_writing *p, ds_document *section, const ds_veld *table) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    ds_field fields[DS_FIELDS_MAX] = {
        {.id = "rij", .title = DS_SAY("rij", "row"), .in = DS_IN_ALL, .key = true, .decimals = 0}};
    ds_value values[DS_FIELDS_MAX];
    const size_t n = ds_formulier_rows_of(table, p->facts, rows);
    const size_t n_columns =
        table->n_columns < DS_FIELDS_MAX - 1 ? table->n_columns : DS_FIELDS_MAX - 1;
    ds_doc_table *out;
    if (!is_in_paper(p, table, NULL)) return;
    for (size_t i = 0; i < n_columns; i++)
        fields[i + 1] = (ds_field){.id = table->columns[i].id,
                                   .title = keep_words(p, table->columns[i].say),
                                   .in = DS_IN_ALL};
    out = ds_document_table(section, DS_IN_ALL, table->id, keep_words(p, table->say), fields,
                            n_columns + 1);
    for (size_t r = 0; r < n; r++) {
        const ds_say say = row_words(p, table, rows[r]);
        values[0] = ds_value_word(ds_document_keep(p->root, rows[r]), say.nl, say.en);
        for (size_t i = 0; i < n_columns; i++)
            values[i + 1] = is_in_paper(p, &table->columns[i], rows[r])
                                ? word_value(value_words(p, &table->columns[i], rows[r]))
                                : ds_value_none(DS_STATE_BLANK);
        ds_doc_table_row(out, values);
    }
}

/* What each party filled in, under its name; two that do not agree both stand there. */
static void write_per_party(paper_writing *p, ds_document *section, const ds_stuk_deel *part) {
    for (size_t i = 0; i < p->facts->n_parties; i++) {
        const ds_partij *party = &p->facts->parties[i];
        ds_document *of = NULL;
        for (size_t k = 0; k < part->n_fields; k++) {
            const ds_veld *table = part->fields[k];
            if (table->soort != DS_VELD_TABEL || table->rows_of != DS_RIJEN_PARTIJEN ||
                !ds_facts_is_of(party, table->row_parties, table->n_row_parties))
                continue;
            if (of == NULL)
                of = ds_document_section(section, party->id,
                                         ds_document_say(p->root, party->name, party->name),
                                         DS_IN_ALL);
            for (size_t c = 0; c < table->n_columns; c++)
                if (is_in_paper(p, &table->columns[c], party->id))
                    ds_document_value(of, DS_IN_ALL, table->columns[c].id,
                                      keep_words(p, table->columns[c].say),
                                      word_value(value_words(p, &table->columns[c], party->id)));
        }
    }
}

static void write_lines(ds_document *section, unsigned n) {
    static const char line[LINE_WIDTH + 1] =
        "............................................................";
    for (unsigned i = 0; i < n; i++)
        ds_document_text(section, DS_IN_PEOPLE, DS_SAY(line, line));
}

static void write_questions(paper_writing *p, ds_document *section, const ds_stuk_deel *part) {
    for (size_t i = 0; i < part->n_questions; i++) {
        const ds_prose_span span = {keep_words(p, part->questions[i]), DS_SPAN_BOLD, NULL};
        ds_document_prose(section, DS_IN_PEOPLE, DS_PROSE_PARAGRAPH, 0, &span, 1);
        write_lines(section, part->lines == 0 ? 2 : part->lines);
    }
    if (part->n_questions == 0) write_lines(section, part->lines);
}

/* ---- agreements and signatures ---- */

/* With its code, which says in whose name an account speaks: a name anybody may type. */
static ds_value party_value(paper_writing *p, const ds_partij *party) {
    char text[1024];
    if (party->scope == NULL || party->scope[0] == '\0') return ds_value_text(party->name);
    (void)snprintf(text, sizeof text, "%.600s (%.300s)", party->name, party->scope);
    return ds_value_text(ds_document_keep(p->root, text));
}

static void write_agreements(paper_writing *p, ds_document *section) {
    static const ds_field fields[] = {
        {.id = "onderwerp", .title = {"onderwerp", "topic"}, .in = DS_IN_ALL, .key = true},
        {.id = "partij", .title = {"partij", "party"}, .in = DS_IN_ALL, .key = true},
        {.id = "akkoord", .title = {"akkoord", "agrees"}, .in = DS_IN_ALL},
        {.id = "opmerking", .title = {"opmerking", "remark"}, .in = DS_IN_ALL}};
    ds_doc_table *table = ds_document_table(section, DS_IN_ALL, "akkoorden",
                                            DS_SAY("Akkoorden", "Agreements"), fields, 4);
    for (size_t t = 0; t < p->form->n_topics; t++)
        for (size_t i = 0; i < p->facts->n_parties; i++) {
            const ds_onderwerp *topic = &p->form->topics[t];
            const ds_partij *party = &p->facts->parties[i];
            const ds_akkoord *said = ds_facts_agreement(p->facts, topic->id, party->id);
            ds_value values[4];
            if (!ds_facts_is_of(party, topic->agree, topic->n_agree)) continue;
            values[0] = word_value(keep_words(p, topic->say));
            values[1] = party_value(p, party);
            values[2] = said == NULL ? word_value(DS_SAY(NULL, NULL))
                        : said->agrees
                            ? ds_value_word("ja", "ja", "yes")
                            : ds_value_word("nee", "nee, niet eens", "no, does not agree");
            values[3] = said == NULL || said->remark == NULL ? ds_value_none(DS_STATE_BLANK)
                                                             : ds_value_text(said->remark);
            ds_doc_table_row(table, values);
        }
}

static void write_signature(ds_doc_table *table, ds_value party, const ds_ondertekening *one) {
    static const char dots[] = "....................";
    const ds_value values[] = {party, ds_value_text(one == NULL ? dots : one->name),
                               ds_value_text(one == NULL ? dots : one->function),
                               ds_value_text(one == NULL ? dots : one->at)};
    ds_doc_table_row(table, values);
}

/* Who signed the whole, or a topic that is to be signed; else lines to sign on. */
static void write_signatures(paper_writing *p, ds_document *section) {
    static const ds_field fields[] = {
        {.id = "partij", .title = {"partij", "party"}, .in = DS_IN_ALL, .key = true},
        {.id = "naam", .title = {"naam", "name"}, .in = DS_IN_ALL},
        {.id = "functie", .title = {"functie", "function"}, .in = DS_IN_ALL},
        {.id = "datum", .title = {"datum", "date"}, .in = DS_IN_ALL}};
    ds_doc_table *table = ds_document_table(section, DS_IN_ALL, "handtekeningen",
                                            DS_SAY("Ondertekening", "Signatures"), fields, 4);
    for (size_t i = 0; i < p->facts->n_parties; i++) {
        const ds_partij *party = &p->facts->parties[i];
        const ds_ondertekening *one = ds_facts_signature(p->facts, NULL, party->id);
        bool signs = ds_facts_signs(p->form, party, SIZE_MAX);
        for (size_t t = 0; t < p->form->n_topics; t++) {
            if (p->form->topics[t].n_sign == 0 || !ds_facts_signs(p->form, party, t)) continue;
            signs = true;
            if (one == NULL) one = ds_facts_signature(p->facts, p->form->topics[t].id, party->id);
        }
        if (signs) write_signature(table, party_value(p, party), one);
    }
}

static void write_part(paper_writing *p, const ds_stuk_deel *part) {
    const char *id = ds_document_keep(p->root, part->title.nl);
    ds_document *section = ds_document_section(p->root, id, keep_words(p, part->title), DS_IN_ALL);
    if (part->say.nl != NULL) ds_document_text(section, DS_IN_PEOPLE, keep_words(p, part->say));
    for (size_t i = 0; p->status == DS_OK && i < part->n_fields; i++) {
        const ds_veld *field = part->fields[i];
        const bool of_parties =
            field->soort == DS_VELD_TABEL && field->rows_of == DS_RIJEN_PARTIJEN;
        if (part->per_party && of_parties) continue;
        if (field->soort == DS_VELD_TABEL)
            write_table(p, section, field);
        else
            write_field(p, section, field);
    }
    if (part->per_party) write_per_party(p, section, part);
    write_questions(p, section, part);
    if (part->agreements) write_agreements(p, section);
    if (part->signatures) write_signatures(p, section);
}

ds_status ds_formulier_make_paper(const ds_formulier *form, const ds_formulier_facts *facts,
                                  const ds_formulier_stuk *paper, ds_document **out,
                                  ds_error *err) {
    ds_document *root = ds_document_new(paper->id, DS_SAY(NULL, NULL));
    ds_formulier_facts counted = *facts;
    paper_writing p = {form, &counted, root, err, DS_OK};
    ds_answers *own = NULL;
    bool asks = false;
    p.status = ds_facts_counting(form, facts, &counted, &own, err);
    if (root != NULL) root->title = keep_words(&p, paper->say);
    if (facts->name != NULL && facts->name[0] != '\0')
        ds_document_value(root, DS_IN_ALL, "naam", keep_words(&p, form->of_say),
                          ds_value_text(facts->name));
    if (paper->uitleg.nl != NULL)
        ds_document_text(root, DS_IN_PEOPLE, keep_words(&p, paper->uitleg));
    for (size_t i = 0; i < paper->n_parts; i++)
        asks = asks || paper->parts[i].n_fields > 0;
    if (asks && p.status == DS_OK) write_missing(&p, paper);
    for (size_t i = 0; p.status == DS_OK && i < paper->n_parts; i++)
        write_part(&p, &paper->parts[i]);
    if (p.status == DS_OK) p.status = ds_document_finish(root, err);
    ds_answers_free(own);
    if (p.status == DS_OK)
        *out = root;
    else
        ds_document_free(root);
    return p.status;
}
