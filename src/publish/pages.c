/* publish/pages.c: one document in one language, in every form that is asked for. What machines
 * read does not depend on the language, and is made beside the Dutch page. */
#include <string.h>

#include "base/error.h"
#include "document/model.h"
#include "document/run.h"
#include "publish/publishing.h"

#define BYTES_MOST ((size_t)1 << 31)

ds_status ds_publish_bytes(const ds_document *document, ds_form form,
                           const ds_write_options *options, ds_buffer *out, ds_error *err) {
    const ds_sink sink = ds_buffer_sink(out);
    ds_buffer_init(out, BYTES_MOST);
    return ds_document_write(document, form, options, &sink, err);
}

ds_write_options ds_publish_page(const ds_publishing *p, ds_lang lang) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    o.lang = lang;
    o.files = "bestanden";
    o.home = lang == DS_EN ? "index.en.html" : "index.html";
    o.draft = p->about.draft;
    o.made_up = p->about.made;
    o.footer = p->footer;
    return o;
}

static size_t place_of_bit(unsigned bit) {
    size_t i = 0;
    while (bit >> i > 1)
        i++;
    return i;
}

/* bytes in a file of that part; takes what buffer has, also after a failure. */
static ds_status put_form(ds_publishing *p, ds_item *item, ds_lang lang, unsigned bit,
                          const char *ending, ds_status made, ds_buffer *bytes, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = made;
    if (status == DS_OK) {
        (void)snprintf(path, sizeof path, "%s/%s%s%s", item->part->folder, item->stem,
                       lang == DS_EN ? ".en" : "", ending);
        status = ds_place_put(&p->place, path, item->part->code[0] != '\0', bytes->data,
                              bytes->size, err);
    }
    if (status == DS_OK) item->sizes[lang][place_of_bit(bit)] = bytes->size;
    ds_buffer_done(bytes);
    return status;
}

static ds_status put_document(ds_publishing *p, ds_item *item, const ds_document *document,
                              ds_form form, unsigned bit, const ds_write_options *options,
                              ds_error *err) {
    char ending[16];
    ds_buffer bytes;
    ds_status status = ds_publish_bytes(document, form, options, &bytes, err);
    (void)snprintf(ending, sizeof ending, ".%s", ds_form_name(form));
    return put_form(p, item, options->lang, bit, ending, status, &bytes, err);
}

static ds_status put_pdf(ds_publishing *p, ds_item *item, const ds_document *document, ds_lang lang,
                         ds_error *err) {
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_buffer bytes;
    const ds_sink sink = ds_buffer_sink(&bytes);
    page.lang = lang;
    page.date = p->about.date[0] == '\0' ? NULL : p->about.date;
    page.footer = p->footer;
    page.draft = p->about.draft;
    page.made_up = p->about.made;
    page.one_page = item->about.one_page;
    page.contents = !page.one_page;
    if (p->options->publisher.name != NULL)
        page.publisher = (ds_say){p->options->publisher.name, p->options->publisher.name};
    ds_buffer_init(&bytes, BYTES_MOST);
    return put_form(p, item, lang, DS_PUBLISH_PDF, ".pdf",
                    ds_pdf_write(p->pdf, document, &page, &sink, NULL, err), &bytes, err);
}

/* ---- the page, with links to the same in other forms ---- */

typedef struct form_link {
    unsigned bit;
    const char *ending;
    ds_say title;
} form_link;

static const form_link form_links[] = {
    {DS_PUBLISH_PDF, ".pdf", {"pdf", "pdf"}},
    {DS_PUBLISH_XLSX, ".xlsx", {"Excel", "Excel"}},
    {DS_PUBLISH_DOCX, ".docx", {"Word", "Word"}},
    {DS_PUBLISH_CSV, NULL, {"csv, met beschrijving", "csv, described"}},
    {DS_PUBLISH_JSON, ".json", {"json", "json"}},
};
enum { FORM_LINKS = sizeof form_links / sizeof *form_links };

unsigned ds_publish_forms_in(const ds_item *item, ds_lang lang) {
    const unsigned own = item->part->code[0] == '\0' ? DS_PUBLISH_ALL : DS_PUBLISH_HTML;
    return lang == DS_NL ? item->forms : item->forms & own;
}

/* A recipe without an English text has an English page, too: its paragraphs are Dutch, and it says
 * so; tables, figures and words are English. */
bool ds_publish_has_twin(const ds_publishing *p) {
    return !p->options->dutch_only;
}

/* Forms of a page in a language that is made in Dutch only link to the Dutch file. */
static void print_form_href(const ds_item *item, const form_link *link, ds_lang lang,
                            char out[DS_PATH_SIZE]) {
    const bool english = lang == DS_EN && link->bit != DS_PUBLISH_JSON &&
                         (ds_publish_forms_in(item, DS_EN) & link->bit) != 0;
    if (link->bit == DS_PUBLISH_CSV)
        (void)snprintf(out, DS_PATH_SIZE, "data/%s/datapackage.json", item->stem);
    else
        (void)snprintf(out, DS_PATH_SIZE, "%s%s%s", item->stem, english ? ".en" : "", link->ending);
}

size_t ds_publish_links(const ds_item *item, ds_lang lang, ds_page_link out[DS_LINKS_MAX],
                        char hrefs[DS_LINKS_MAX][DS_PATH_SIZE]) {
    size_t n = 0;
    for (size_t i = 0; i < FORM_LINKS; i++) {
        if (!(item->forms & form_links[i].bit)) continue;
        if (form_links[i].bit == DS_PUBLISH_DOCX && item->without_docx[lang]) continue;
        print_form_href(item, &form_links[i], lang, hrefs[n]);
        out[n] = (ds_page_link){form_links[i].title, hrefs[n]};
        n++;
    }
    return n;
}

static ds_status put_page(ds_publishing *p, ds_item *item, const ds_document *document,
                          ds_lang lang, ds_error *err) {
    char hrefs[DS_LINKS_MAX][DS_PATH_SIZE], twin[DS_PATH_SIZE];
    ds_page_link links[DS_LINKS_MAX];
    ds_write_options o = ds_publish_page(p, lang);
    o.links = links;
    o.n_links = ds_publish_links(item, lang, links, hrefs);
    (void)snprintf(twin, sizeof twin, "%s%s.html", item->stem, lang == DS_EN ? "" : ".en");
    if (ds_publish_has_twin(p)) o.twin = twin;
    return put_document(p, item, document, DS_FORM_HTML, DS_PUBLISH_HTML, &o, err);
}

/* ---- all of it ---- */

/* What machines read, the same in both languages. */
static ds_status put_for_machines(ds_publishing *p, ds_item *item, const ds_document *document,
                                  ds_error *err) {
    const ds_write_options o = ds_publish_page(p, DS_NL);
    ds_status status = DS_OK;
    if (item->forms & DS_PUBLISH_JSON)
        status = put_document(p, item, document, DS_FORM_JSON, DS_PUBLISH_JSON, &o, err);
    if (status == DS_OK && (item->forms & DS_PUBLISH_CSV))
        status = ds_publish_package(p, item, document, err);
    return status;
}

/* Without the document for Word a release is one; that it is not there is said once. */
static void note_without_docx(ds_publishing *p, ds_item *item, ds_lang lang) {
    static const ds_say why = {
        "geen docx van een of meer documenten: pandoc mislukte, of deed er te lang over",
        "no docx of one or more documents: pandoc failed, or took too long"};
    bool said = false;
    item->without_docx[lang] = true;
    (void)pthread_mutex_lock(&p->place.mutex);
    for (size_t i = 0; i < p->n_left_out; i++)
        said = said || p->left_out[i].nl == why.nl;
    if (!said) p->left_out[p->n_left_out++] = why;
    (void)pthread_mutex_unlock(&p->place.mutex);
}

/* First of all forms, as a page links to what there is. */
static ds_status put_docx(ds_publishing *p, ds_item *item, const ds_document *document,
                          const ds_write_options *options, ds_error *err) {
    ds_error why;
    ds_status status;
    memset(&why, 0, sizeof why);
    status = put_document(p, item, document, DS_FORM_DOCX, DS_PUBLISH_DOCX, options, &why);
    if (status == DS_FAULT && ds_filter_is_why("pandoc", &why)) {
        note_without_docx(p, item, options->lang);
        return DS_OK;
    }
    if (status != DS_OK && err != NULL) *err = why;
    return status;
}

static ds_status put_for_people(ds_publishing *p, ds_item *item, const ds_document *document,
                                ds_lang lang, ds_error *err) {
    const unsigned forms = ds_publish_forms_in(item, lang);
    const ds_write_options o = ds_publish_page(p, lang);
    ds_status status = DS_OK;
    if (forms & DS_PUBLISH_DOCX) status = put_docx(p, item, document, &o, err);
    if (status == DS_OK && (forms & DS_PUBLISH_HTML))
        status = put_page(p, item, document, lang, err);
    if (status == DS_OK && (forms & DS_PUBLISH_XLSX))
        status = put_document(p, item, document, DS_FORM_XLSX, DS_PUBLISH_XLSX, &o, err);
    if (status == DS_OK && (forms & DS_PUBLISH_PDF)) status = put_pdf(p, item, document, lang, err);
    if (status == DS_OK && (forms & DS_PUBLISH_PNG))
        status = ds_publish_pictures(p, item, document, lang, err);
    return status;
}

ds_status ds_publish_document(ds_publishing *p, ds_item *item, ds_lang lang, ds_error *err) {
    ds_document *document = NULL;
    ds_status status =
        ds_recipe_fill(item->recipe, p->release, item->subject, lang, &document, err);
    if (status == DS_OK) status = ds_document_finish(document, err);
    if (status == DS_OK) status = put_for_people(p, item, document, lang, err);
    if (status == DS_OK && lang == DS_NL) status = put_for_machines(p, item, document, err);
    ds_document_free(document);
    return status;
}
