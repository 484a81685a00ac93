/* bench/bench_pdf.c: bench_pdf FOLDER [DOCUMENTS [WORKERS]]: so many reports of an institution, of
 * some 18 pages with 20 tables and 15 figures, as PDF, into a folder. Seconds, pages, and the most
 * memory that one helper took. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "doorstroom/pdf.h"
#include "publish/sample.h"

typedef struct bench_pdfs {
    const char *folder;
    ds_pdf *pdf;
    size_t pages[256];
} bench_pdfs;

static double now_seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static ds_status make_one(void *context, size_t i, size_t worker, ds_error *err) {
    bench_pdfs *b = context;
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_document *report = ds_sample_report((unsigned)i, 20, 15, NULL);
    char path[512];
    ds_status status;
    (void)worker;
    page.date = "2026-11-29";
    page.contents = page.made_up = true;
    page.footer = DS_SAY("vrijgave 2026-11", "release 2026-11");
    page.publisher = DS_SAY("Voorbeeld", "Example");
    (void)snprintf(path, sizeof path, "%s/%zu.pdf", b->folder, i);
    status = ds_pdf_save(b->pdf, report, &page, path, &b->pages[i], err);
    ds_document_free(report);
    return status;
}

int main(int argc, char **argv) {
    ds_pdf_options options = DS_PDF_OPTIONS_INIT;
    const size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) % 256 : 51;
    bench_pdfs b = {argc > 1 ? argv[1] : "/tmp", NULL, {0}};
    struct rusage helpers;
    ds_error err = {0};
    ds_status status;
    size_t pages = 0;
    const double begin = now_seconds();
    options.workers = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    status = ds_pdf_open(&options, &b.pdf, &err);
    if (status == DS_OK)
        status = ds_parallel(n, options.workers == 0 ? 2 : options.workers, make_one, &b, &err);
    ds_pdf_close(b.pdf);
    if (status != DS_OK) {
        (void)fprintf(stderr, "%s\n", err.en);
        return (int)status;
    }
    (void)getrusage(RUSAGE_CHILDREN, &helpers);
    for (size_t i = 0; i < n; i++)
        pages += b.pages[i];
    (void)printf("%zu documents, %zu pages, %.1f s; at most %ld MB a helper\n", n, pages,
                 now_seconds() - begin, helpers.ru_maxrss / 1024);
    return 0;
}
