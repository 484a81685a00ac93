/* publish/index.c: the page at the front: of a part that is handed over, and of the whole release
 * for its maker. */
#include <string.h>

#include "base/error.h"
#include "publish/publishing.h"

enum { SPANS_MOST = 4 * DS_LINKS_MAX, GAP_FIELDS = 4 };

static const ds_say no_title = {NULL, NULL};

/* ---- pieces ---- */

static ds_prose_span plain_span(ds_say text) {
    return (ds_prose_span){text, 0, NULL};
}

static const char *in_language(ds_arena *arena, const char *stem, ds_lang lang) {
    return ds_publish_path(arena, "", stem, lang, ".html");
}

static void add_paragraph(ds_document *in, ds_say text) {
    ds_document_text(in, DS_IN_PAGE, text);
}

/* A line with one link in it. */
static void add_link(ds_document *in, ds_say text, const char *href, ds_say after) {
    const ds_prose_span spans[] = {{text, DS_SPAN_BOLD, href}, plain_span(after)};
    ds_document_prose(in, DS_IN_PAGE, DS_PROSE_ITEM, 0, spans, 2);
}

/* ---- the documents of a part ---- */

static const char *href_below(ds_arena *arena, const char *folder, const char *href) {
    return ds_arena_print(arena, "%s%s", folder, href);
}

/* "Title (pdf, Excel, csv)", each a link. folder: "" or "openbaar/". */
static void add_item_line(ds_publishing *p, ds_document *in, const ds_item *item, ds_lang lang,
                          const char *folder) {
    char hrefs[DS_LINKS_MAX][DS_PATH_SIZE];
    ds_page_link links[DS_LINKS_MAX];
    ds_prose_span spans[SPANS_MOST];
    const ds_lang page = lang == DS_EN && ds_publish_has_twin(p) ? DS_EN : DS_NL;
    const size_t n_links = ds_publish_links(item, page, links, hrefs);
    size_t n = 0;
    spans[n++] = (ds_prose_span){
        item->title, DS_SPAN_BOLD,
        item->forms & DS_PUBLISH_HTML
            ? href_below(&p->arena, folder, in_language(&p->arena, item->stem, page))
            : NULL};
    for (size_t i = 0; i < n_links; i++) {
        spans[n++] = plain_span(i == 0 ? DS_SAY(": ", ": ") : DS_SAY(", ", ", "));
        spans[n++] = (ds_prose_span){links[i].title, 0, href_below(&p->arena, folder, hrefs[i])};
    }
    if (ds_say_text(item->about.description, DS_NL)[0] != '\0') {
        spans[n++] = plain_span(DS_SAY(". ", ". "));
        spans[n++] = plain_span(item->about.description);
    }
    ds_document_prose(in, DS_IN_PAGE, DS_PROSE_ITEM, 0, spans, n);
}

static void add_documents(ds_publishing *p, ds_document *document, const ds_part *part,
                          ds_lang lang, const char *folder) {
    ds_document *section =
        ds_document_section(document, "documenten", DS_SAY("Documenten", "Documents"), DS_IN_PAGE);
    for (size_t i = 0; i < part->n_items; i++)
        add_item_line(p, section, &part->items[i], lang, folder);
    if (part->n_items == 0) add_paragraph(section, DS_SAY("Geen.", "None."));
    if (part->compared)
        add_link(section,
                 DS_SAY("Wat is er gewijzigd sinds de vorige vrijgave",
                        "What changed since the release before"),
                 href_below(&p->arena, folder, in_language(&p->arena, "vergelijking", lang)),
                 DS_SAY("", ""));
}

/* ---- what it is ---- */

static void add_standing(const ds_publishing *p, ds_document *document) {
    if (p->about.draft)
        add_paragraph(document,
                      DS_SAY("Concept: een of meer leveringen zijn voorlopig. Cijfers kunnen nog "
                             "wijzigen.",
                             "Draft: one or more deliveries are provisional. Figures may still "
                             "change."));
    else
        add_paragraph(document, DS_SAY("Definitief: alle leveringen zijn definitief.",
                                       "Final: all deliveries are definitive."));
    if (p->about.made)
        add_paragraph(document, DS_SAY("De gegevens zijn verzonnen: geen getal hier gaat over "
                                       "bestaande personen of instellingen.",
                                       "The data are made up: no number here is about existing "
                                       "persons or institutions."));
}

static void add_protection(const ds_publishing *p, ds_document *document) {
    const ds_release_facts facts = ds_release_whole(p->release);
    const ds_value values[] = {ds_value_count(facts.minimum == 0 ? 0 : facts.minimum - 1)};
    ds_document *section = ds_document_section(
        document, "beveiliging", DS_SAY("Wat niet wordt getoond", "What is not shown"), DS_IN_PAGE);
    add_paragraph(section,
                  ds_document_phrase(
                      section,
                      DS_SAY("Tellingen van 1 tot en met {0} personen zijn verborgen, en zo veel "
                             "andere dat ook samen met al het overige niet is uit te rekenen "
                             "wie of hoeveel het er waren.",
                             "Counts of 1 to {0} persons are hidden, and as many others "
                             "as keep them from being worked out from all the rest together."),
                      values, 1));
}

static void add_data(ds_document *document) {
    ds_document *section =
        ds_document_section(document, "gegevens",
                            DS_SAY("Gegevens om mee te rekenen", "Data to compute on"), DS_IN_PAGE);
    add_paragraph(section,
                  DS_SAY("Elke tabel staat als csv in de map data, met een beschrijving van de "
                         "kolommen (datapackage.json); waar een cel leeg is, is er geen getal.",
                         "Each table is there as csv in the folder data, with a description of its "
                         "columns (datapackage.json); where a cell is empty there is no number."));
    add_link(section, DS_SAY("dcat.jsonld", "dcat.jsonld"), "dcat.jsonld",
             DS_SAY(": wat er is, voor een datacatalogus (DCAT-AP-NL 3)",
                    ": what there is, for a data catalogue (DCAT-AP-NL 3)"));
    add_link(section, DS_SAY("manifest.csv", "manifest.csv"), "manifest.csv",
             DS_SAY(": elk bestand met zijn grootte en SHA-256",
                    ": each file with its size and SHA-256"));
}

static void add_for_whom(ds_document *document, const ds_part *part) {
    const ds_value values[] = {
        ds_value_word(part->code, ds_say_text(part->name, DS_NL), ds_say_text(part->name, DS_EN))};
    if (part->code[0] == '\0')
        add_paragraph(document, DS_SAY("Deze map is voor iedereen en staat op zichzelf.",
                                       "This folder is for everyone and stands by itself."));
    else
        add_paragraph(
            document,
            ds_document_phrase(document,
                               DS_SAY("Alleen voor {0}: deze map bevat wat anderen niet te zien "
                                      "krijgen. Zij staat op zichzelf en kan zonder de rest worden "
                                      "overgedragen. Zet haar niet op internet.",
                                      "For {0} alone: this folder holds what others do not get to "
                                      "see. It stands by itself and may be handed over without the "
                                      "rest. Do not put it online."),
                               values, 1));
}

/* ---- of a part ---- */

static ds_status put_index(ds_publishing *p, const ds_document *document, const char *folder,
                           bool private, const char *files, ds_lang lang, ds_error *err) {
    ds_write_options o = ds_publish_page(p, lang);
    const char *path = ds_publish_path(&p->arena, folder, "index", lang, ".html");
    ds_buffer bytes;
    ds_status status = ds_document_finish(document, err);
    ds_buffer_init(&bytes, 0);
    o.home = NULL;
    o.files = files;
    if (!p->options->dutch_only) o.twin = lang == DS_EN ? "index.html" : "index.en.html";
    if (status == DS_OK) status = ds_arena_finish(&p->arena, err);
    if (status == DS_OK) status = ds_publish_bytes(document, DS_FORM_HTML, &o, &bytes, err);
    if (status == DS_OK)
        status = ds_place_put(&p->place, path, private, bytes.data, bytes.size, err);
    ds_buffer_done(&bytes);
    return status;
}

static ds_say title_index(ds_publishing *p, const ds_part *part) {
    const ds_say name = part->name;
    if (part->code[0] == '\0')
        return DS_SAY("Cijfers uit het beroepsonderwijs", "Figures on vocational education");
    return (ds_say){ds_arena_print(&p->arena, "Cijfers voor %s", ds_say_text(name, DS_NL)),
                    ds_arena_print(&p->arena, "Figures for %s", ds_say_text(name, DS_EN))};
}

static ds_status index_part(ds_publishing *p, const ds_part *part, ds_lang lang, ds_error *err) {
    ds_document *document = ds_document_new("index", title_index(p, part));
    ds_status status;
    add_standing(p, document);
    add_for_whom(document, part);
    add_documents(p, document, part, lang, "");
    add_data(document);
    add_protection(p, document);
    status = put_index(p, document, part->folder, part->code[0] != '\0', "bestanden", lang, err);
    ds_document_free(document);
    return status;
}

ds_status ds_publish_index(ds_publishing *p, const ds_part *part, ds_error *err) {
    ds_status status = index_part(p, part, DS_NL, err);
    return status == DS_OK && !p->options->dutch_only ? index_part(p, part, DS_EN, err) : status;
}

/* ---- of the whole, for its maker ---- */

static const ds_field gap_fields[GAP_FIELDS] = {
    {.id = "recept", .title = {"recept", "recipe"}, .in = DS_IN_ALL, .key = true},
    {.id = "id", .title = {"blok", "block"}, .in = DS_IN_ALL, .key = true},
    {.id = "documenten", .title = {"documenten", "documents"}, .in = DS_IN_ALL, .number = true},
    {.id = "reden", .title = {"reden", "reason"}, .in = DS_IN_ALL},
};

static ds_value say_value(const char *code, ds_say say) {
    return ds_value_word(code, ds_say_text(say, DS_NL), ds_say_text(say, DS_EN));
}

static void add_gaps(const ds_publishing *p, ds_document *document) {
    ds_document *section;
    ds_doc_table *table;
    if (p->n_gaps == 0) return;
    section = ds_document_section(document, "niet_gevuld",
                                  DS_SAY("Wat niet kon worden gevuld", "What could not be filled"),
                                  DS_IN_PAGE);
    table = ds_document_table(section, DS_IN_ALL, "niet_gevuld", no_title, gap_fields, GAP_FIELDS);
    for (size_t i = 0; i < p->n_gaps; i++) {
        const ds_published_gap *gap = &p->gaps[i];
        const ds_value values[GAP_FIELDS] = {ds_value_text(gap->recipe), ds_value_text(gap->id),
                                             ds_value_count(gap->n_scopes),
                                             say_value(gap->code, gap->reason)};
        ds_doc_table_row(table, values);
    }
}

static void add_left_out(const ds_publishing *p, ds_document *document) {
    ds_document *section;
    if (p->n_left_out == 0) return;
    section = ds_document_section(
        document, "niet_gemaakt",
        DS_SAY("Wat deze computer niet kan maken", "What this computer cannot make"), DS_IN_PAGE);
    for (size_t i = 0; i < p->n_left_out; i++) {
        const ds_prose_span span = plain_span(p->left_out[i]);
        ds_document_prose(section, DS_IN_PAGE, DS_PROSE_ITEM, 0, &span, 1);
    }
}

static void add_institutions(ds_publishing *p, ds_document *document, ds_lang lang) {
    ds_document *section;
    if (p->n_parts < 2) return;
    section = ds_document_section(
        document, "instellingen",
        DS_SAY("Per instelling, alleen voor haar", "By institution, for it alone"), DS_IN_PAGE);
    add_paragraph(section,
                  DS_SAY("Deze mappen kan alleen wie dit maakte lezen. Draag ze elk over aan de "
                         "instelling zelf, en aan niemand anders.",
                         "Only who made this can read these folders. Hand each over to the "
                         "institution itself and to nobody else."));
    for (size_t i = 1; i < p->n_parts; i++)
        add_link(section, p->parts[i].name,
                 ds_publish_path(&p->arena, p->parts[i].folder, "index", lang, ".html"),
                 DS_SAY("", ""));
}

static void add_warning(ds_document *document) {
    const ds_prose_span spans[] = {
        {DS_SAY("Zet alleen de map ", "Put only the folder "), DS_SPAN_BOLD, NULL},
        {DS_SAY("openbaar", "openbaar"), DS_SPAN_BOLD | DS_SPAN_CODE, "openbaar/index.html"},
        {DS_SAY(
             " op internet. Deze bladzijde, vrijgave.json en de map instelling zijn niet voor "
             "iedereen.",
             " online. This page, vrijgave.json and the folder instelling are not for everyone."),
         DS_SPAN_BOLD, NULL}};
    ds_document_prose(document, DS_IN_PAGE, DS_PROSE_PARAGRAPH, 0, spans, 3);
}

static ds_status index_whole(ds_publishing *p, ds_lang lang, ds_error *err) {
    const ds_say title = {ds_arena_print(&p->arena, "Vrijgave %s", p->name),
                          ds_arena_print(&p->arena, "Release %s", p->name)};
    ds_document *document = ds_document_new("vrijgave", title);
    ds_status status;
    add_standing(p, document);
    add_warning(document);
    add_documents(p, document, &p->parts[0], lang, "openbaar/");
    add_institutions(p, document, lang);
    add_gaps(p, document);
    add_left_out(p, document);
    status = put_index(p, document, "", true, "openbaar/bestanden", lang, err);
    ds_document_free(document);
    return status;
}

ds_status ds_publish_top_index(ds_publishing *p, ds_error *err) {
    ds_status status = index_whole(p, DS_NL, err);
    return status == DS_OK && !p->options->dutch_only ? index_whole(p, DS_EN, err) : status;
}
