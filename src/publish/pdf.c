/* publish/pdf.c: a document as PDF, by helpers. See doorstroom/pdf.h. */
#include "doorstroom/pdf.h"

#include "base/error.h"
#include "base/memory.h"

struct ds_pdf {
    ds_say reason;
};

ds_status ds_pdf_open(const ds_pdf_options *options, ds_pdf **out, ds_error *err) {
    ds_pdf *pdf;
    ds_status status =
        ds_error_version(err, "ds_pdf_options", options->version, DS_PDF_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    pdf = ds_calloc(1, sizeof *pdf);
    if (pdf == NULL) return ds_error_memory(err);
    pdf->reason = DS_SAY("deze versie maakt nog geen pdf", "this version makes no pdf yet");
    *out = pdf;
    return DS_OK;
}

bool ds_pdf_available(const ds_pdf *pdf) {
    return pdf->reason.nl == NULL;
}

ds_say ds_pdf_reason(const ds_pdf *pdf) {
    return pdf->reason;
}

void ds_pdf_close(ds_pdf *pdf) {
    ds_free(pdf);
}

ds_status ds_pdf_write(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                       const ds_sink *sink, size_t *out_pages, ds_error *err) {
    (void)document;
    (void)page;
    (void)sink;
    (void)out_pages;
    return ds_error_texts(err, DS_USAGE, NULL, 0, 0, ds_say_text(pdf->reason, DS_NL),
                          ds_say_text(pdf->reason, DS_EN));
}

ds_status ds_pdf_save(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                      const char *path, size_t *out_pages, ds_error *err) {
    (void)path;
    return ds_pdf_write(pdf, document, page, NULL, out_pages, err);
}
