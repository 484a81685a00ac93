/* publish/catalogue.c: dcat.jsonld of a part: a data set a document, a distribution a file, as
 * DCAT-AP-NL 3 has it. Addresses are relative: they are right wherever the part is put. */
#include <string.h>

#include "publish/publishing.h"

static const ds_say no_title = {NULL, NULL};

/* ---- what a form is called by others ---- */

typedef struct form_type {
    unsigned bit;
    const char *ending, *media, *authority;
} form_type;

#define FILE_TYPE "http://publications.europa.eu/resource/authority/file-type/"
#define MEDIA_TYPE "http://www.iana.org/assignments/media-types/"

static const form_type form_types[] = {
    {DS_PUBLISH_HTML, ".html", MEDIA_TYPE "text/html", FILE_TYPE "HTML"},
    {DS_PUBLISH_PDF, ".pdf", MEDIA_TYPE "application/pdf", FILE_TYPE "PDF"},
    {DS_PUBLISH_XLSX, ".xlsx",
     MEDIA_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     FILE_TYPE "XLSX"},
    {DS_PUBLISH_DOCX, ".docx",
     MEDIA_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     FILE_TYPE "DOCX"},
    {DS_PUBLISH_CSV, NULL, MEDIA_TYPE "text/csv", FILE_TYPE "CSV"},
    {DS_PUBLISH_JSON, ".json", MEDIA_TYPE "application/json", FILE_TYPE "JSON"},
};

/* ---- pieces of json-ld ---- */

static void set_plain(ds_document *in, const char *id, const char *text) {
    if (text != NULL && text[0] != '\0')
        ds_document_value(in, DS_IN_JSON, id, no_title, ds_value_text(text));
}

static void set_link(ds_document *in, const char *id, const char *uri) {
    if (uri == NULL || uri[0] == '\0') return;
    set_plain(ds_document_section(in, id, no_title, DS_IN_JSON), "@id", uri);
}

/* In both languages. */
static void set_say(ds_document *in, const char *id, ds_say say) {
    static const char *const langs[] = {"nl", "en"};
    ds_document *list;
    if (ds_say_text(say, DS_NL)[0] == '\0') return;
    list = ds_document_list(in, id, no_title, DS_IN_JSON);
    for (int i = 0; i < DS_LANGS; i++) {
        ds_document *one = ds_document_section(list, NULL, no_title, DS_IN_JSON);
        set_plain(one, "@language", langs[i]);
        set_plain(one, "@value", ds_say_text(say, i == 0 ? DS_NL : DS_EN));
    }
}

static void set_typed(ds_document *in, const char *id, const char *type, const char *text) {
    ds_document *one;
    if (text == NULL || text[0] == '\0') return;
    one = ds_document_section(in, id, no_title, DS_IN_JSON);
    set_plain(one, "@type", type);
    set_plain(one, "@value", text);
}

static void set_context(ds_document *catalogue) {
    ds_document *context = ds_document_section(catalogue, "@context", no_title, DS_IN_JSON);
    set_plain(context, "dcat", "http://www.w3.org/ns/dcat#");
    set_plain(context, "dct", "http://purl.org/dc/terms/");
    set_plain(context, "foaf", "http://xmlns.com/foaf/0.1/");
    set_plain(context, "vcard", "http://www.w3.org/2006/vcard/ns#");
    set_plain(context, "xsd", "http://www.w3.org/2001/XMLSchema#");
}

/* ---- who, and for whom ---- */

static void set_publisher(ds_document *in, const ds_publisher *publisher) {
    ds_document *who = ds_document_section(in, "dct:publisher", no_title, DS_IN_JSON), *contact;
    set_plain(who, "@id", publisher->uri);
    set_plain(who, "@type", "foaf:Agent");
    set_plain(who, "foaf:name", publisher->name == NULL ? "niet opgegeven" : publisher->name);
    contact = ds_document_section(in, "dcat:contactPoint", no_title, DS_IN_JSON);
    set_plain(contact, "@type", "vcard:Kind");
    set_plain(contact, "vcard:fn", publisher->name == NULL ? "niet opgegeven" : publisher->name);
    if (publisher->email != NULL) {
        char mail[512];
        (void)snprintf(mail, sizeof mail, "mailto:%s", publisher->email);
        set_link(contact, "vcard:hasEmail", mail);
    }
}

static void set_languages(ds_document *in, bool english) {
    static const char *const uris[] = {
        "http://publications.europa.eu/resource/authority/language/NLD",
        "http://publications.europa.eu/resource/authority/language/ENG"};
    ds_document *list = ds_document_list(in, "dct:language", no_title, DS_IN_JSON);
    for (size_t i = 0; i < (english ? 2U : 1U); i++)
        set_plain(ds_document_section(list, NULL, no_title, DS_IN_JSON), "@id", uris[i]);
}

static void set_access(ds_document *in, const ds_part *part) {
    set_link(in, "dct:accessRights",
             part->code[0] == '\0'
                 ? "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
                 : "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC");
}

/* ---- data sets ---- */

static void print_file(const ds_item *item, const form_type *type, ds_lang lang,
                       char out[DS_PATH_SIZE]) {
    if (type->ending == NULL)
        (void)snprintf(out, DS_PATH_SIZE, "data/%s/datapackage.json", item->stem);
    else
        (void)snprintf(out, DS_PATH_SIZE, "%s%s%s", item->stem, lang == DS_EN ? ".en" : "",
                       type->ending);
}

static void add_distribution(ds_document *list, const ds_publishing *p, const ds_item *item,
                             const form_type *type, ds_lang lang) {
    char path[DS_PATH_SIZE], size[32];
    uint64_t bytes = 0;
    ds_document *one = ds_document_section(list, NULL, no_title, DS_IN_JSON);
    for (size_t i = 0; i < 8; i++)
        if (type->bit >> i & 1) bytes = item->sizes[lang][i];
    print_file(item, type, lang, path);
    set_plain(one, "@type", "dcat:Distribution");
    set_say(one, "dct:title", item->title);
    set_link(one, "dcat:accessURL", path);
    set_link(one, "dcat:downloadURL", path);
    set_link(one, "dct:format", type->authority);
    set_link(one, "dcat:mediaType", type->media);
    set_link(one, "dct:license", p->options->publisher.licence);
    (void)snprintf(size, sizeof size, "%llu", (unsigned long long)bytes);
    if (bytes > 0) set_typed(one, "dcat:byteSize", "xsd:nonNegativeInteger", size);
}

static void add_distributions(ds_document *set, const ds_publishing *p, const ds_item *item) {
    ds_document *list = ds_document_list(set, "dcat:distribution", no_title, DS_IN_JSON);
    for (int lang = 0; lang < DS_LANGS; lang++)
        for (size_t i = 0; i < sizeof form_types / sizeof *form_types; i++) {
            const form_type *type = &form_types[i];
            for (size_t bit = 0; bit < 8; bit++)
                if (type->bit >> bit == 1 && item->sizes[lang][bit] > 0)
                    add_distribution(list, p, item, type, lang == 0 ? DS_NL : DS_EN);
        }
}

static void add_data_set(ds_document *list, const ds_publishing *p, const ds_item *item) {
    char id[2 * DS_PATH_SIZE];
    ds_document *set = ds_document_section(list, NULL, no_title, DS_IN_JSON);
    (void)snprintf(id, sizeof id, "%s/%s/%s", p->name, item->part->folder, item->stem);
    set_plain(set, "@type", "dcat:Dataset");
    set_plain(set, "dct:identifier", id);
    set_say(set, "dct:title", item->title);
    set_say(set, "dct:description",
            ds_say_text(item->about.description, DS_NL)[0] == '\0' ? item->title
                                                                   : item->about.description);
    set_typed(set, "dct:issued", "xsd:date", p->about.date);
    set_link(set, "dcat:theme", "http://publications.europa.eu/resource/authority/data-theme/EDUC");
    set_access(set, item->part);
    set_languages(set, ds_publish_has_twin(p));
    set_publisher(set, &p->options->publisher);
    add_distributions(set, p, item);
}

ds_status ds_publish_catalogue(ds_publishing *p, const ds_part *part, ds_error *err) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *catalogue = ds_document_new("dcat", no_title), *list;
    const char *path = ds_arena_print(&p->arena, "%s/dcat.jsonld", part->folder);
    ds_buffer bytes;
    ds_status status = ds_arena_finish(&p->arena, err);
    set_context(catalogue);
    set_plain(catalogue, "@type", "dcat:Catalog");
    set_say(catalogue, "dct:title",
            DS_SAY("Cijfers uit het beroepsonderwijs", "Figures on vocational education"));
    set_say(catalogue, "dct:description", p->footer);
    set_link(catalogue, "dct:license", p->options->publisher.licence);
    set_languages(catalogue, !p->options->dutch_only);
    set_publisher(catalogue, &p->options->publisher);
    list = ds_document_list(catalogue, "dcat:dataset", no_title, DS_IN_JSON);
    for (size_t i = 0; i < part->n_items; i++)
        add_data_set(list, p, &part->items[i]);
    ds_buffer_init(&bytes, 0);
    if (status == DS_OK) status = ds_publish_bytes(catalogue, DS_FORM_JSON, &o, &bytes, err);
    if (status == DS_OK)
        status = ds_place_put(&p->place, path, part->code[0] != '\0', bytes.data, bytes.size, err);
    ds_buffer_done(&bytes);
    ds_document_free(catalogue);
    return status;
}
