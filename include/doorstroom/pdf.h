/* doorstroom/pdf.h, of publish: a document as PDF/UA-1: tagged, with language, bookmarks and
 * alternative texts, the same bytes on every machine.
 *
 * A document is written as source for Typst, in which all texts are data and none is markup, and
 * typeset by helper processes: node with the compiler of libexec/doorstroom/pdf. They are started
 * when they are first needed, without a shell, have limits of memory and time, and are started once
 * more for a document on which one died. Where node or the compiler is not there, there is no PDF:
 * that is no error, ds_pdf_available says so.
 *
 * What cannot be read aloud is refused (DS_INPUT): a document without a title, a figure without a
 * description, a table without headings. A character that the font does not have becomes a question
 * mark. A figure's table stands at the end, one link away.
 *
 * Threads: one ds_pdf may be used by several threads at once. Each call takes a free helper and
 * waits for one where there is none, so that as many threads as workers keep all busy. A document
 * is of one call at a time. */
#ifndef DOORSTROOM_PDF_H
#define DOORSTROOM_PDF_H

#include "doorstroom/document.h"

DS_BEGIN_DECLS

typedef struct ds_pdf ds_pdf;

enum { DS_PDF_WORKERS_MAX = 2 };

typedef struct ds_pdf_options {
    unsigned version;     /* the initialiser sets it; 0 is taken as 1, the first */
    size_t workers;       /* helpers at once, at most DS_PDF_WORKERS_MAX; 0: one a processor */
    uint64_t memory_size; /* bytes that one helper may use; 0: 1 GiB */
    double seconds;       /* that one document may take; 0: 120 */
    const char *helper;   /* its folder; NULL: the one beside the program */
    const char *node;     /* the program node; NULL: the first of PATH */
} ds_pdf_options;
#define DS_PDF_OPTIONS_VERSION 1
#define DS_PDF_OPTIONS_INIT                                                                        \
    { DS_PDF_OPTIONS_VERSION, 0, 0, 0, NULL, NULL }

/* What stands on its pages beside the document. Texts are borrowed for the call. */
typedef struct ds_pdf_page {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    ds_lang lang;
    const char *date;    /* of the document, 2026-11-29; NULL: none is said, and none is kept */
    ds_say footer;       /* beside the page number, as the name of the release; NULL: none */
    ds_say publisher;    /* in the document's properties and under its title; NULL: none */
    bool contents;       /* a table of contents, where there are headings enough for one */
    bool draft, made_up; /* marks on each page; "intern" stands there of an internal document */
    bool one_page;       /* set close, as an infographic: no cover, no contents */
} ds_pdf_page;
#define DS_PDF_PAGE_VERSION 1
#define DS_PDF_PAGE_INIT                                                                           \
    { DS_PDF_PAGE_VERSION, DS_NL, NULL, {NULL, NULL}, {NULL, NULL}, false, false, false, false }

/* Nothing is started yet. *out is the caller's (ds_pdf_close). */
DS_API ds_status ds_pdf_open(const ds_pdf_options *options, ds_pdf **out,
                             ds_error *err) DS_NODISCARD;
/* Whether PDFs can be made here: starts the first helper and waits until it says that it can. */
DS_API bool ds_pdf_available(ds_pdf *pdf);
/* Why not, and what to do about it: one sentence, static text. Both NULL when they can be made, as
 * far as is known. */
DS_API ds_say ds_pdf_reason(ds_pdf *pdf);
/* Ends the helpers; none is left. No call may be under way. NULL does nothing. */
DS_API void ds_pdf_close(ds_pdf *pdf);

/* The whole PDF to a sink, when it is there. *out_pages, when not NULL: how many pages. DS_USAGE:
 * not available. DS_INPUT: the document cannot be made accessible, or Typst refused it; the message
 * says which block. DS_FAULT: memory, time or the helper, twice. Nothing was put then. */
DS_API ds_status ds_pdf_write(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                              const ds_sink *sink, size_t *out_pages, ds_error *err) DS_NODISCARD;
/* To a file: beside it first, then renamed; an earlier file stays on failure. */
DS_API ds_status ds_pdf_save(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                             const char *path, size_t *out_pages, ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
