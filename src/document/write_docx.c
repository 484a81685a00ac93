/* document/write_docx.c: the document for who writes on in Word: made by pandoc, where that is
 * installed, of plain html; figures as pictures where rsvg-convert is, and their tables in any
 * case. What pandoc leaves out is put in afterwards: paper of our size, and on each page whether it
 * is internal. */
#include <string.h>
#include <zip.h>

#include "base/error.h"
#include "document/docx.h"
#include "document/run.h"

enum { MAKE_SECONDS = 120, PART_MAX = 1 << 30 };

/* ---- the html that it is made of ---- */

static const char *mark_line(const html_writer *w, bool internal, int mark) {
    const bool nl = w->lang == DS_NL;
    if (mark == 0 && internal)
        return nl ? "INTERN: niet beveiligd voor publicatie"
                  : "INTERNAL: not protected for publication";
    if (mark == 1 && w->options->draft)
        return nl ? "CONCEPT: voorlopige cijfers" : "DRAFT: provisional figures";
    if (mark == 2 && w->options->made_up)
        return nl ? "GEMAAKTE GEGEVENS: deze personen bestaan niet"
                  : "MADE-UP DATA: these persons do not exist";
    return NULL;
}

static void add_plain_page(html_writer *w, const ds_document *document, bool internal) {
    ds_buffer_addf(w->out,
                   "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"/><title>",
                   w->lang == DS_NL ? "nl" : "en");
    if (ds_say_is_empty(document->title))
        ds_html_string(document->id == NULL ? "doorstroom" : document->id, w->out);
    else
        ds_html_say(w, document->title);
    ds_buffer_add_string(w->out, "</title></head>\n<body>\n");
    for (int mark = 0; mark < 3; mark++) {
        const char *line = mark_line(w, internal, mark);
        if (line != NULL) ds_buffer_addf(w->out, "<p><strong>%s</strong></p>\n", line);
    }
    if (!ds_say_is_empty(w->options->footer)) {
        ds_buffer_add_string(w->out, "<p>");
        ds_html_say(w, w->options->footer);
        ds_buffer_add_string(w->out, "</p>\n");
    }
    ds_html_blocks(w, document, 1);
    ds_buffer_add_string(w->out, "</body></html>\n");
}

/* ---- what is put in afterwards ---- */

static ds_status say_odd(ds_error *err) {
    return ds_error_set(err, DS_FAULT, "pandoc gaf een document dat geen docx is",
                        "pandoc gave a document that is no docx");
}

ds_status ds_docx_read_part(zip_t *package, const char *name, ds_buffer *out, ds_error *err) {
    char piece[1 << 14];
    zip_int64_t got;
    zip_file_t *file = zip_fopen(package, name, 0);
    if (file == NULL) return say_odd(err);
    while ((got = zip_fread(file, piece, sizeof piece)) > 0)
        ds_buffer_add(out, piece, (size_t)got);
    if (zip_fclose(file) != 0 || got < 0) return say_odd(err);
    return ds_buffer_finish(out, err);
}

ds_status ds_docx_put_part(zip_t *package, const char *name, const ds_buffer *text, ds_error *err) {
    const time_t date = 315532800; /* 1980-01-01 */
    zip_source_t *source = zip_source_buffer(package, text->data, text->size, 0);
    zip_int64_t at = source == NULL
                         ? -1
                         : zip_file_add(package, name, source, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        if (source != NULL) zip_source_free(source);
        return ds_error_memory(err);
    }
    return zip_file_set_mtime(package, (zip_uint64_t)at, date, 0) == 0 ? DS_OK
                                                                       : ds_error_memory(err);
}

/* The text with its last `what` replaced, or, where there is an anchor, the first one behind that.
 */
static ds_status replace_text(const ds_buffer *text, const char *anchor, const char *what,
                              const char *by, ds_buffer *out, ds_error *err) {
    const char *found = NULL, *at = ds_buffer_string(text);
    if (anchor != NULL && (at = strstr(at, anchor)) == NULL) return say_odd(err);
    while ((at = strstr(at, what)) != NULL) {
        found = at++;
        if (anchor != NULL) break;
    }
    if (found == NULL) return say_odd(err);
    ds_buffer_clear(out);
    ds_buffer_add(out, text->data, (size_t)(found - text->data));
    ds_buffer_add_string(out, by);
    ds_buffer_add_string(out, found + strlen(what));
    return ds_buffer_finish(out, err);
}

#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define HEADER_OF "<w:headerReference w:type=\"default\" r:id=\"rIdKop\"/>"
#define MARGINS                                                                                    \
    "<w:pgMar w:top=\"1417\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" " \
    "w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>"
#define UPRIGHT "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>" MARGINS
#define LYING "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>" MARGINS

static void make_header(const html_writer *w, bool internal, ds_buffer *out) {
    const char *between = "";
    ds_buffer_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:hdr xmlns:w=\"http://"
                              "schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r>"
                              "<w:rPr><w:b/></w:rPr><w:t>");
    for (int mark = 0; mark < 3; mark++) {
        const char *line = mark_line(w, internal, mark);
        if (line == NULL) continue;
        ds_buffer_addf(out, "%s%s", between, line);
        between = ". ";
    }
    ds_buffer_add_string(out, "</w:t></w:r></w:p></w:hdr>");
}

/* What is changed in which part; those of one part stand together. */
static const struct {
    const char *part, *anchor, *what, *by;
} changes[] = {
    {"[Content_Types].xml", NULL, "</Types>",
     "<Override PartName=\"/word/kop.xml\" ContentType=\"" WORD "header+xml\"/></Types>"},
    {"word/_rels/document.xml.rels", NULL, "</Relationships>",
     "<Relationship Id=\"rIdKop\" Type=\"" OFFICE "/header\" Target=\"kop.xml\"/></Relationships>"},
    {"word/styles.xml", "w:styleId=\"Normal\"", "</w:style>",
     "<w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:sz "
     "w:val=\"21\"/></w:rPr></w:style>"},
    {"word/styles.xml", "w:styleId=\"Compact\"", "</w:style>", /* of cells */
     "<w:rPr><w:sz w:val=\"17\"/></w:rPr></w:style>"},
    {"word/document.xml", NULL, "<w:sectPr />", "<w:sectPr>" HEADER_OF}};
enum { CHANGES = sizeof changes / sizeof *changes, PARTS = CHANGES + 1 };

/* One part with all that is changed in it, into parts[first]. Returns the change after. */
static size_t change_part(zip_t *package, size_t first, bool lying, ds_buffer *parts,
                          ds_status *status, ds_error *err) {
    ds_buffer before;
    size_t i = first;
    ds_buffer_init(&before, PART_MAX);
    *status = ds_docx_read_part(package, changes[first].part, &parts[first], err);
    for (; i < CHANGES && strcmp(changes[i].part, changes[first].part) == 0; i++) {
        ds_buffer_clear(&before);
        ds_buffer_add(&before, parts[first].data, parts[first].size);
        if (*status == DS_OK) *status = ds_buffer_finish(&before, err);
        if (*status == DS_OK)
            *status = replace_text(&before, changes[i].anchor, changes[i].what, changes[i].by,
                                   &parts[first], err);
    }
    if (*status == DS_OK && first == CHANGES - 1) { /* the paper ends its section */
        ds_buffer_clear(&before);
        ds_buffer_add(&before, parts[first].data, parts[first].size);
        *status = replace_text(&before, NULL, HEADER_OF,
                               lying ? HEADER_OF LYING : HEADER_OF UPRIGHT, &parts[first], err);
    }
    if (*status == DS_OK)
        *status = ds_docx_put_part(package, changes[first].part, &parts[first], err);
    ds_buffer_done(&before);
    return i;
}

static ds_status change_parts(zip_t *package, const html_writer *w, bool internal, ds_buffer *parts,
                              ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < CHANGES;)
        i = change_part(package, i, w->wide, parts, &status, err);
    make_header(w, internal, &parts[CHANGES]);
    if (status == DS_OK) status = ds_buffer_finish(&parts[CHANGES], err);
    if (status == DS_OK) status = ds_docx_put_part(package, "word/kop.xml", &parts[CHANGES], err);
    return status == DS_OK ? ds_pictures_put(package, &w->pictures, err) : status;
}

static ds_status read_source(zip_source_t *source, ds_buffer *out, ds_error *err) {
    char piece[1 << 14];
    zip_int64_t got = -1;
    if (zip_source_open(source) != 0) return say_odd(err);
    while ((got = zip_source_read(source, piece, sizeof piece)) > 0)
        ds_buffer_add(out, piece, (size_t)got);
    (void)zip_source_close(source);
    return got < 0 ? say_odd(err) : ds_buffer_finish(out, err);
}

static ds_status finish_package(const ds_buffer *made, const html_writer *w, bool internal,
                                ds_buffer *out, ds_error *err) {
    zip_source_t *source = zip_source_buffer_create(made->data, made->size, 0, NULL);
    zip_t *package = source == NULL ? NULL : zip_open_from_source(source, 0, NULL);
    ds_buffer parts[PARTS];
    ds_status status;
    if (package == NULL) {
        if (source != NULL) zip_source_free(source);
        return say_odd(err);
    }
    zip_source_keep(source); /* what is written into it is read after the package is closed */
    for (size_t i = 0; i < PARTS; i++)
        ds_buffer_init(&parts[i], PART_MAX);
    status = change_parts(package, w, internal, parts, err);
    if (status != DS_OK)
        zip_discard(package);
    else if (zip_close(package) != 0) {
        zip_discard(package);
        status = ds_error_memory(err);
    }
    if (status == DS_OK) status = read_source(source, out, err);
    zip_source_free(source);
    for (size_t i = 0; i < PARTS; i++)
        ds_buffer_done(&parts[i]);
    return status;
}

ds_status ds_write_docx(const ds_document *document, const ds_write_options *options,
                        ds_buffer *out, ds_error *err) {
    static const char *const argv[] = {
        "pandoc", "--from=html", "--to=docx", "--output=-", "--shift-heading-level-by=-1", NULL};
    static const ds_filter pandoc = {argv, NULL, MAKE_SECONDS, ds_filter_whole_zip, 0};
    const bool internal = ds_html_is_internal(document);
    ds_buffer page, made;
    html_writer w;
    ds_status status = DS_OK;
    if (!ds_filter_available("pandoc"))
        return ds_error_set(
            err, DS_USAGE,
            "docx wordt door pandoc gemaakt, en dat is hier niet: installeer het, of "
            "vraag html of xlsx",
            "docx is made by pandoc, and that is not here: install it, or ask for "
            "html or xlsx");
    ds_buffer_init(&page, out->maximum);
    ds_buffer_init(&made, out->maximum);
    if (ds_html_begin(&w, document, options, &page, err)) {
        w.plain = true;
        add_plain_page(&w, document, internal);
    }
    status = w.status == DS_OK ? ds_buffer_finish(&page, err) : w.status;
    if (status == DS_OK) status = ds_filter_run(&pandoc, &page, &made, err);
    if (status == DS_OK) status = finish_package(&made, &w, internal, out, err);
    ds_html_done(&w);
    ds_buffer_done(&page);
    ds_buffer_done(&made);
    return status;
}
