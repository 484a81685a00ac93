/* work/inside/say_published.c: what came of a release, as a document: what was made, what could not
 * be filled and why, where it is. See doorstroom/run.h. */
#include "doorstroom/run.h"

enum { GAPS_SHOWN = 15, GAP_FIELDS = 5 };

static const ds_say nothing = {NULL, NULL};

static ds_value say_word(const char *code, ds_say say) {
    return ds_value_word(code, ds_say_text(say, DS_NL), ds_say_text(say, DS_EN));
}

/* ---- facts ---- */

static void say_facts(const ds_work_published *w, ds_document *in) {
    const ds_published *p = &w->published;
    ds_document_value(in, DS_IN_ALL, "vrijgave", DS_SAY("vrijgave", "release"),
                      ds_value_text(p->name));
    ds_document_value(in, DS_IN_ALL, "map", DS_SAY("map", "folder"), ds_value_text(p->path));
    ds_document_value(in, DS_IN_ALL, "stand", DS_SAY("stand", "standing"),
                      w->about.draft ? ds_value_word("concept",
                                                     "concept: er zijn voorlopige "
                                                     "leveringen",
                                                     "draft: there are provisional deliveries")
                                     : ds_value_word("definitief", "definitief", "final"));
    ds_document_value(in, DS_IN_JSON, "gemaakt", nothing, ds_value_flag(p->made));
    ds_document_value(in, DS_IN_JSON, "huidig", nothing, ds_value_flag(p->current));
    ds_document_value(in, DS_IN_JSON, "verzonnen", nothing, ds_value_flag(w->about.made));
    ds_document_value(in, DS_IN_ALL, "documenten", DS_SAY("documenten", "documents"),
                      ds_value_count(p->n_documents));
    ds_document_value(in, DS_IN_ALL, "instellingen", DS_SAY("instellingen", "institutions"),
                      ds_value_count(p->n_institutions));
    if (p->made)
        ds_document_value(in, DS_IN_ALL, "bestanden", DS_SAY("bestanden", "files"),
                          ds_value_count(p->n_files));
    ds_document_value(in, DS_IN_ALL, "gevraagd", DS_SAY("gevraagde blokken", "blocks asked for"),
                      ds_value_count(p->n_asked));
    ds_document_value(in, DS_IN_ALL, "gevuld", DS_SAY("daarvan gevuld", "of these filled"),
                      ds_value_count(p->n_filled));
    if (p->previous != NULL)
        ds_document_value(in, DS_IN_ALL, "vorige", DS_SAY("vergeleken met", "compared with"),
                          ds_value_text(p->previous));
}

/* ---- what is not there ---- */

static const ds_field gap_fields[GAP_FIELDS] = {
    {.id = "recept", .title = {"recept", "recipe"}, .in = DS_IN_ALL, .key = true},
    {.id = "blok", .title = {"blok", "block"}, .in = DS_IN_ALL, .key = true},
    {.id = "documenten", .title = {"documenten", "documents"}, .in = DS_IN_ALL, .number = true},
    {.id = "code", .in = DS_IN_MACHINE},
    {.id = "reden", .title = {"reden", "reason"}, .in = DS_IN_ALL},
};

static void say_gaps(const ds_published *p, ds_document *document) {
    ds_doc_table *table;
    const ds_value more = ds_value_count(p->n_gaps > GAPS_SHOWN ? p->n_gaps - GAPS_SHOWN : 0);
    if (p->n_gaps == 0) return;
    table = ds_document_table(document, DS_IN_ALL, "niet_gevuld",
                              DS_SAY("Wat niet kon worden gevuld", "What could not be filled"),
                              gap_fields, GAP_FIELDS);
    for (size_t i = 0; i < p->n_gaps; i++) {
        const ds_published_gap *gap = &p->gaps[i];
        const ds_value values[GAP_FIELDS] = {
            ds_value_text(gap->recipe), ds_value_text(gap->id), ds_value_count(gap->n_scopes),
            ds_value_text(gap->code), say_word(gap->code, gap->reason)};
        if (i == GAPS_SHOWN) ds_doc_table_rows_in(table, DS_IN_MACHINE | DS_IN_PAGE);
        ds_doc_table_row(table, values);
    }
    if (p->n_gaps > GAPS_SHOWN)
        ds_document_text(document, DS_IN_SCREEN,
                         ds_document_phrase(
                             document,
                             DS_SAY("En nog {0}: zie index.html.", "And {0} more: see index.html."),
                             &more, 1));
}

static void say_remark(ds_document *document, const char *code, ds_say text) {
    ds_document_remark(document, DS_NOTE_REMARK, code, text);
}

static void say_left_out(const ds_work_published *w, ds_document *document) {
    const ds_published *p = &w->published;
    for (size_t i = 0; i < p->n_left_out; i++)
        say_remark(document, "niet_te_maken", p->left_out[i]);
    if (!w->with_publisher)
        say_remark(
            document, "geen_uitgever",
            DS_SAY("in de beschrijving van de gegevens ontbreekt de uitgever of de licentie: "
                   "zet uitgever: {naam: …, licentie: …} in doorstroom.yaml",
                   "the description of the data lacks the publisher or the licence: put "
                   "uitgever: {naam: …, licentie: …} into doorstroom.yaml"));
    if (p->n_documents == 0)
        say_remark(
            document, "geen_document",
            DS_SAY("er is geen document: de recepten zijn voor instellingen of routes, en van "
                   "geen ervan staat iets in deze vrijgave",
                   "there is no document: the recipes are for institutions or routes, and "
                   "there is nothing of any of them in this release"));
    if (!p->made)
        say_remark(document, "stond_er_al",
                   DS_SAY("precies deze vrijgave stond er al; er is niets geschreven",
                          "exactly this release stood there already; nothing was written"));
    if (!p->current)
        say_remark(document, "niet_huidig",
                   DS_SAY("dit is een deel; huidig wijst nog naar de vrijgave van alles",
                          "this is a part; huidig still points to the release of all"));
}

/* ---- where to look ---- */

static void say_where(const ds_published *p, ds_document *document) {
    const ds_value values[] = {ds_value_text(p->path)};
    ds_document_text(
        document, DS_IN_SCREEN,
        ds_document_phrase(document,
                           DS_SAY("Bekijk: {0}/index.html\nOp internet: alleen {0}/openbaar",
                                  "Look at: {0}/index.html\nOnline: only {0}/openbaar"),
                           values, 1));
}

static void say_release(const ds_work_published *w, ds_document *document) {
    say_facts(w, document);
    say_left_out(w, document);
    say_gaps(&w->published, document);
    say_where(&w->published, document);
}

ds_status ds_say_published(const ds_work_published *published, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new(
        "report", published->published.made
                      ? DS_SAY("De vrijgave staat er", "The release is there")
                      : DS_SAY("De vrijgave stond er al", "The release was there already"));
    ds_status status;
    say_release(published, document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}

/* ---- what run did ---- */

static void say_step(ds_document *document, const char *id, ds_say title, bool done,
                     const ds_error *why) {
    const ds_say text = done ? ds_document_say(document, why->nl, why->en)
                             : DS_SAY("niets te doen", "nothing to do");
    ds_document *step = ds_document_section(document, id, nothing, DS_IN_JSON);
    ds_document_value(step, DS_IN_JSON, "gedaan", nothing, ds_value_flag(done));
    ds_document_value(step, DS_IN_JSON, "waarom", nothing,
                      say_word(ds_say_text(text, DS_NL), text));
    ds_document_value(document, DS_IN_SCREEN | DS_IN_PAGE, id, title,
                      say_word(ds_say_text(text, DS_NL), text));
}

ds_status ds_say_ran(const ds_work_ran *ran, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("run", nothing);
    ds_status status;
    say_step(document, "import", DS_SAY("ingelezen", "imported"), ran->imported, &ran->why_import);
    say_step(document, "report", DS_SAY("vrijgave gemaakt", "release made"), ran->published,
             &ran->why_publish);
    if (ran->published)
        say_release(&ran->release, document);
    else
        ds_document_value(document, DS_IN_ALL, "vrijgave", DS_SAY("vrijgave", "release"),
                          ds_value_text(ran->current));
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
