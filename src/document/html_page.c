/* document/html_page.c: what stands around the blocks of a page: the head with its style and
 * script, the marks of what it is, the contents, the search, the foot. See html.h. */
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "document/html.h"
#include "doorstroom/figure.h"

extern const unsigned char ds_embedded_page_css[], ds_embedded_page_js[];
extern const size_t ds_embedded_page_css_size, ds_embedded_page_js_size;

enum { FONT_MAX = 1 << 20, CONTENTS_LEVEL = 3, CONTENTS_LEAST = 3, CONTENTS_MOST = 90 };

/* ---- style and script ---- */

/* A font's file, as base64 in the page. Where there is none the reader's own font stands; without
 * the memory for it there is no page. */
static void add_font_data(const char *folder, const char *name, ds_buffer *out) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    ds_status status = ds_file_join(path, folder, name, NULL);
    if (status == DS_OK) status = ds_file_read(path, FONT_MAX, &data, &size, NULL);
    if (status == DS_FAULT) out->failed = status;
    if (status != DS_OK) return;
    ds_buffer_add_string(out, "data:font/woff2;base64,");
    ds_html_base64(data, size, out);
    ds_free(data);
}

static void add_font(const ds_write_options *options, bool of_file, bool bold, ds_buffer *out) {
    const ds_figure_fonts *font = ds_figure_font();
    const char *name = bold ? font->bold_web : font->regular_web;
    const size_t before = out->size;
    if (!of_file && options->fonts == NULL) return;
    ds_buffer_addf(out,
                   "@font-face{font-family:\"%s\";font-style:normal;font-weight:%s;"
                   "font-display:swap;src:url(",
                   font->family, bold ? "600 900" : "400 500");
    if (of_file) {
        ds_buffer_add_string(out, name);
    } else {
        const size_t empty = out->size;
        add_font_data(options->fonts, name, out);
        if (out->size == empty) { /* not there: no rule */
            out->size = before;
            return;
        }
    }
    ds_buffer_add_string(out, ") format(\"woff2\")}\n");
}

/* On paper the marks stand above each page: a kind of page for each set of them and language. */
static const struct {
    char letter;
    ds_say words;
} page_marks[] = {
    {'i', {"INTERN, niet beveiligd voor publicatie", "INTERNAL, not protected for publication"}},
    {'c', {"CONCEPT", "DRAFT"}},
    {'g', {"GEMAAKTE GEGEVENS", "MADE-UP DATA"}}};
enum { PAGE_MARKS = 3 };

/* druk-ig-nl: the name of a kind of page. */
static void add_page_kind(unsigned marks, ds_lang lang, ds_buffer *out) {
    ds_buffer_add_string(out, "druk-");
    for (unsigned i = 0; i < PAGE_MARKS; i++)
        if (marks & (1U << i)) ds_buffer_add_char(out, page_marks[i].letter);
    ds_buffer_add_string(out, lang == DS_NL ? "-nl" : "-en");
}

static void add_page_rule(unsigned marks, ds_lang lang, ds_buffer *out) {
    const char *between = "";
    ds_buffer_add_string(out, ".");
    add_page_kind(marks, lang, out);
    ds_buffer_add_string(out, "{page:");
    add_page_kind(marks, lang, out);
    ds_buffer_add_string(out, "}@page ");
    add_page_kind(marks, lang, out);
    ds_buffer_add_string(out, "{@top-left{font:bold 8.5pt sans-serif;content:\"");
    for (unsigned i = 0; i < PAGE_MARKS; i++) {
        if (!(marks & (1U << i))) continue;
        ds_buffer_addf(out, "%s%s", between, ds_say_text(page_marks[i].words, lang));
        between = ". ";
    }
    ds_buffer_add_string(out, "\"}}\n");
}

static void add_page_rules(ds_buffer *out) {
    for (unsigned marks = 1; marks < 1U << PAGE_MARKS; marks++) {
        add_page_rule(marks, DS_NL, out);
        add_page_rule(marks, DS_EN, out);
    }
}

void ds_html_add_style(const ds_write_options *options, bool of_file, ds_buffer *out) {
    add_font(options, of_file, false, out);
    add_font(options, of_file, true, out);
    ds_buffer_add(out, (const char *)ds_embedded_page_css, ds_embedded_page_css_size);
    ds_buffer_addf(out, ":root{--letter:%s}\n", ds_figure_font()->css_family);
    add_page_rules(out);
    ds_buffer_add_string(out, ds_figure_css());
}

void ds_html_add_script(ds_buffer *out) {
    ds_buffer_add(out, (const char *)ds_embedded_page_js, ds_embedded_page_js_size);
}

/* 'sha256-…' of what stands in an element, for the policy. */
static void add_hash(const ds_buffer *text, ds_buffer *out) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    char base64[64];
    (void)crypto_hash_sha256(hash, (const unsigned char *)ds_buffer_string(text), text->size);
    ds_buffer_addf(out, "'sha256-%s'",
                   sodium_bin2base64(base64, sizeof base64, hash, sizeof hash,
                                     sodium_base64_VARIANT_ORIGINAL));
}

/* Nothing from elsewhere, and of the page's own only what stands here. */
static void add_policy(const ds_buffer *style, const ds_buffer *script, ds_buffer *out) {
    ds_buffer_add_string(out, "<meta http-equiv=\"Content-Security-Policy\" content=\""
                              "default-src 'none'; img-src data:; font-src data:; style-src ");
    add_hash(style, out);
    ds_buffer_add_string(out, "; script-src ");
    add_hash(script, out);
    ds_buffer_add_string(out, "; base-uri 'none'; form-action 'none'\"/>\n");
}

static void add_own_files(html_writer *w) {
    ds_buffer style, script;
    ds_buffer_init(&style, w->out->maximum);
    ds_buffer_init(&script, w->out->maximum);
    ds_buffer_add_char(&style, '\n');
    ds_html_add_style(w->options, false, &style);
    ds_buffer_add_string(&script, "//<![CDATA[\n");
    ds_html_add_script(&script);
    ds_buffer_add_string(&script, "//]]>\n");
    if (style.failed != DS_OK || script.failed != DS_OK) w->out->failed = DS_FAULT;
    add_policy(&style, &script, w->out);
    ds_buffer_addf(w->out, "<style>%s</style>\n", ds_buffer_string(&style));
    /* asked for at the end of the page, where all that it works on is there */
    ds_buffer_clear(&w->script);
    ds_buffer_add(&w->script, script.data, script.size);
    if (w->script.failed != DS_OK) w->out->failed = w->script.failed;
    ds_buffer_done(&style);
    ds_buffer_done(&script);
}

static void add_shared_files(const html_writer *w) {
    static const char policy[] =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src "
        "'self'; font-src 'self'; style-src 'self'; script-src 'self'; base-uri 'none'; "
        "form-action 'none'\"/>\n";
    ds_buffer_add_string(w->out, policy);
    ds_buffer_add_string(w->out, "<link rel=\"stylesheet\" href=\"");
    ds_html_string(w->options->files, w->out);
    ds_buffer_add_string(w->out, "/doorstroom.css\"/>\n<script defer=\"defer\" src=\"");
    ds_html_string(w->options->files, w->out);
    ds_buffer_add_string(w->out, "/doorstroom.js\"></script>\n");
}

/* ---- marks ---- */

bool ds_html_is_internal(const ds_document *document) {
    bool found = document->internal;
    for (size_t i = 0; i < document->n_blocks && !found; i++)
        if (document->blocks[i].kind == DS_BLOCK_SECTION)
            found = ds_html_is_internal(document->blocks[i].as.section);
    return found;
}

static const ds_say internal_words = {
    "Intern: deze cellen kunnen één persoon zijn; niet beveiligd voor publicatie.",
    "Internal: these cells may be one person; not protected for publication."};
static const ds_say draft_words = {"Concept: voorlopige cijfers, die nog kunnen veranderen.",
                                   "Draft: provisional figures, which may still change."};
static const ds_say made_words = {
    "Gemaakte gegevens: deze personen bestaan niet, en deze cijfers zeggen niets over het "
    "onderwijs.",
    "Made-up data: these persons do not exist, and these figures say nothing of education."};

static void add_mark(const html_writer *w, const char *class, ds_say words) {
    ds_buffer_addf(w->out, "<span class=\"merk %s\">", class);
    ds_html_say(w, words);
    ds_buffer_add_string(w->out, "</span>");
}

static void add_marks(const html_writer *w, bool internal) {
    const ds_write_options *o = w->options;
    if (!internal && !o->draft && !o->made_up) return;
    ds_buffer_add_string(w->out, "<p class=\"merken\">");
    if (internal) add_mark(w, "intern", internal_words);
    if (o->draft) add_mark(w, "concept", draft_words);
    if (o->made_up) add_mark(w, "gemaakt", made_words);
    ds_buffer_add_string(w->out, "</p>\n");
}

static void add_body_tag(const html_writer *w, bool internal) {
    const unsigned marks =
        (internal ? 1U : 0) | (w->options->draft ? 2U : 0) | (w->options->made_up ? 4U : 0);
    ds_buffer_add_string(w->out, "<body class=\"");
    if (marks != 0)
        add_page_kind(marks, w->lang, w->out);
    else
        ds_buffer_add_string(w->out, "open");
    ds_buffer_add_string(w->out, "\">\n");
}

/* ---- contents ---- */

static const char *title_text(const html_writer *w, const ds_document *document) {
    return ds_say_is_empty(document->title) ? "" : ds_say_text(document->title, w->lang);
}

static bool is_in_contents(const html_anchor *anchor, int deepest) {
    return anchor->level > 1 && anchor->level <= deepest &&
           !ds_say_is_empty(((const ds_document *)anchor->of)->title);
}

static size_t count_contents(const html_writer *w, int deepest) {
    size_t n = 0;
    for (size_t i = 0; i < w->anchors.n; i++)
        n += is_in_contents(&w->anchors.list[i], deepest);
    return n;
}

/* So deep that it stays a list that one can look over. */
static int contents_depth(const html_writer *w) {
    const size_t chapters = count_contents(w, 2);
    return chapters > 1 && count_contents(w, CONTENTS_LEVEL) > CONTENTS_MOST ? 2 : CONTENTS_LEVEL;
}

static void add_contents_item(const html_writer *w, const html_anchor *anchor) {
    ds_buffer_add_string(w->out, "<li><a href=\"#");
    ds_html_anchor_name(&w->anchors, anchor, w->out);
    ds_buffer_add_string(w->out, "\">");
    ds_html_string(title_text(w, anchor->of), w->out);
    ds_buffer_add_string(w->out, "</a>");
}

/* Lists within lists; a level that was passed over has no list of its own. */
static void add_contents_list(const html_writer *w) {
    const int deepest = contents_depth(w);
    int open = 0, levels[CONTENTS_LEVEL + 1];
    for (size_t i = 0; i < w->anchors.n; i++) {
        const html_anchor *anchor = &w->anchors.list[i];
        if (!is_in_contents(anchor, deepest)) continue;
        while (open > 1 && anchor->level <= levels[open - 2] && levels[open - 1] > anchor->level) {
            ds_buffer_add_string(w->out, "</li></ol>");
            open--;
        }
        if (open == 0 || (anchor->level > levels[open - 1] && open < CONTENTS_LEVEL)) {
            ds_buffer_add_string(w->out, "<ol>");
            levels[open++] = anchor->level;
        } else {
            ds_buffer_add_string(w->out, "</li>\n");
        }
        add_contents_item(w, anchor);
    }
    for (; open > 0; open--)
        ds_buffer_add_string(w->out, "</li></ol>");
}

static void add_contents(const html_writer *w) {
    ds_buffer_addf(w->out,
                   "<nav class=\"inhoudsopgave\" aria-label=\"%s\"><details "
                   "open=\"open\"><summary>%s</summary>\n",
                   w->lang == DS_NL ? "Inhoud" : "Contents",
                   w->lang == DS_NL ? "Inhoud" : "Contents");
    add_contents_list(w);
    ds_buffer_add_string(w->out, "</details></nav>\n");
}

/* ---- the bar above ---- */

static void add_search(const html_writer *w) {
    const char *label = w->lang == DS_NL ? "Zoek in koppen, tabellen en figuren"
                                         : "Search headings, tables and figures";
    ds_buffer_addf(w->out,
                   "<form class=\"zoek\" role=\"search\" hidden=\"hidden\"><input type=\"search\" "
                   "aria-label=\"%s\" placeholder=\"%s\" autocomplete=\"off\"/><ul></ul><span "
                   "class=\"sr\" role=\"status\"></span></form>\n",
                   label, label);
}

static void add_link(const html_writer *w, const char *href, const char *class, const char *lang,
                     ds_say words) {
    ds_buffer_add_string(w->out, "<a");
    if (class != NULL) ds_buffer_addf(w->out, " class=\"%s\"", class);
    (void)ds_html_href(&w->anchors, href, w->out);
    if (lang != NULL)
        ds_buffer_addf(w->out, " hreflang=\"%s\" lang=\"%s\" xml:lang=\"%s\"", lang, lang, lang);
    ds_buffer_add_char(w->out, '>');
    ds_html_say(w, words);
    ds_buffer_add_string(w->out, "</a>\n");
}

static void add_bar(const html_writer *w) {
    const ds_write_options *o = w->options;
    ds_buffer_add_string(w->out, "<div class=\"balk\">\n");
    if (o->home == NULL) ds_buffer_add_string(w->out, "<span class=\"naam\">Doorstroom</span>\n");
    if (o->home != NULL || o->twin != NULL) {
        ds_buffer_addf(w->out, "<nav aria-label=\"%s\">", w->lang == DS_NL ? "Pagina's" : "Pages");
        if (o->home != NULL) add_link(w, o->home, "naam", NULL, DS_SAY("Overzicht", "Overview"));
        if (o->twin != NULL)
            add_link(w, o->twin, NULL, w->lang == DS_NL ? "en" : "nl",
                     DS_SAY("English", "Nederlands"));
        ds_buffer_add_string(w->out, "</nav>\n");
    }
    add_search(w);
    ds_buffer_add_string(w->out, "</div>\n");
}

static void add_head(html_writer *w, const ds_document *document) {
    const char *lang = w->lang == DS_NL ? "nl" : "en";
    ds_buffer_addf(w->out,
                   "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" "
                   "xml:lang=\"%s\">\n<head><meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\"/>\n",
                   lang, lang);
    if (w->options->files == NULL)
        add_own_files(w);
    else
        add_shared_files(w);
    ds_buffer_add_string(w->out, "<title>");
    if (ds_say_is_empty(document->title)) {
        ds_buffer_add_string(w->out, "doorstroom · ");
        ds_html_string(document->id, w->out);
    } else {
        ds_html_say(w, document->title);
    }
    ds_buffer_add_string(w->out, "</title>\n</head>\n");
}

static void add_also(const html_writer *w) {
    if (w->options->n_links == 0) return;
    ds_buffer_add_string(w->out, "<p class=\"ook\">");
    ds_html_words(w, "Ook als: ", "Also as: ");
    for (size_t i = 0; i < w->options->n_links; i++)
        add_link(w, w->options->links[i].href, NULL, NULL, w->options->links[i].title);
    ds_buffer_add_string(w->out, "</p>\n");
}

void ds_html_top(html_writer *w, const ds_document *document) {
    const bool internal = ds_html_is_internal(document),
               contents = count_contents(w, CONTENTS_LEVEL) >= CONTENTS_LEAST;
    add_head(w, document);
    add_body_tag(w, internal);
    ds_buffer_add_string(w->out, "<a class=\"overslaan\" href=\"#ds-hoofd\">");
    ds_html_words(w, "Naar de inhoud", "Skip to content");
    ds_buffer_add_string(w->out, "</a>\n<header>\n");
    add_marks(w, internal);
    add_bar(w);
    ds_buffer_addf(w->out, "</header>\n<div class=\"blad%s\">\n", contents ? " met" : "");
    if (contents) add_contents(w);
    ds_buffer_add_string(w->out, "<main id=\"ds-hoofd\" tabindex=\"-1\">\n<h1>");
    if (ds_say_is_empty(document->title)) { /* a page has a first heading */
        ds_buffer_add_string(w->out, "doorstroom · ");
        ds_html_string(document->id, w->out);
    } else {
        ds_html_say(w, document->title);
    }
    ds_buffer_add_string(w->out, "</h1>\n");
    add_also(w);
}

/* ---- below ---- */

void ds_html_signs(const html_writer *w, int level) {
    const char *prefix = w->anchors.prefix;
    if (!w->any_signs) return;
    ds_buffer_addf(w->out,
                   "<section id=\"%sds-tekens\" aria-labelledby=\"%sds-tekens-kop\">"
                   "<h%d id=\"%sds-tekens-kop\">",
                   prefix, prefix, level, prefix);
    ds_html_words(w, "Wat de tekens zeggen", "What the signs say");
    ds_buffer_addf(w->out, "</h%d>\n<dl class=\"waarden tekenlijst\"><dt>×</dt><dd>", level);
    ds_html_words(w,
                  "Niet getoond: het gaat om zo weinig personen dat zij herkenbaar kunnen zijn, of "
                  "met dit getal zou een ander getal te herleiden zijn.",
                  "Not shown: it concerns so few persons that they may be recognised, or this "
                  "number would give another one away.");
    ds_buffer_add_string(w->out, "</dd><dt>–</dt><dd>");
    ds_html_words(w, "Geen waarde: er is niets om over te tellen of te rekenen.",
                  "No value: there is nothing to count or compute over.");
    ds_buffer_add_string(w->out, "</dd></dl></section>\n");
}

void ds_html_bottom(html_writer *w, const ds_document *document) {
    (void)document;
    ds_html_signs(w, 2);
    ds_buffer_add_string(w->out, "</main>\n</div>\n<footer class=\"voet\">");
    if (!ds_say_is_empty(w->options->footer)) {
        ds_buffer_add_string(w->out, "<p>");
        ds_html_say(w, w->options->footer);
        ds_buffer_add_string(w->out, "</p>");
    }
    ds_buffer_add_string(w->out, "<p>");
    ds_html_words(w, "Gemaakt met doorstroom " DS_VERSION ".",
                  "Made with doorstroom " DS_VERSION ".");
    ds_buffer_add_string(w->out, "</p></footer>\n");
    if (w->options->files == NULL)
        ds_buffer_addf(w->out, "<script>%s</script>\n", ds_buffer_string(&w->script));
    ds_buffer_add_string(w->out, "</body>\n</html>\n");
}

/* ---- the files beside ---- */

static ds_status take_font(const char *folder, const char *name, ds_take_file take, void *context,
                           ds_error *err) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    ds_status status = ds_file_join(path, folder, name, err);
    if (status == DS_OK) status = ds_file_read(path, FONT_MAX, &data, &size, err);
    if (status == DS_OK) status = take(context, name, data, size, err);
    ds_free(data);
    return status;
}

ds_status ds_page_files(const char *fonts, ds_take_file take, void *context, ds_error *err) {
    const ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_figure_fonts *font = ds_figure_font();
    ds_buffer style;
    ds_status status;
    ds_buffer_init(&style, FONT_MAX);
    ds_html_add_style(&options, fonts != NULL, &style);
    status = ds_buffer_finish(&style, err);
    if (status == DS_OK) status = take(context, "doorstroom.css", style.data, style.size, err);
    ds_buffer_done(&style);
    if (status == DS_OK)
        status = take(context, "doorstroom.js", (const char *)ds_embedded_page_js,
                      ds_embedded_page_js_size, err);
    if (fonts == NULL || status != DS_OK) return status;
    status = take_font(fonts, font->regular_web, take, context, err);
    return status == DS_OK ? take_font(fonts, font->bold_web, take, context, err) : status;
}
