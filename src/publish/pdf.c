/* publish/pdf.c: documents as PDF, by a few helpers that whoever asks shares. See doorstroom/pdf.h.
 */
#include "doorstroom/pdf.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/helper.h"
#include "base/memory.h"
#include "base/processors.h"
#include "publish/pdf_source.h"
#include "publish/pdf_worker.h"

#define MEMORY_USUAL ((uint64_t)1 << 30)
#define SECONDS_USUAL 120.0

/* Why there are no PDFs, where there are none. */
static const ds_say no_helper = {
    "geen pdf: de hulp voor pdf is hier niet geïnstalleerd (libexec/doorstroom/pdf); draai "
    "tools/setup.sh en bouw of installeer opnieuw",
    "no pdf: the helper for pdf is not installed here (libexec/doorstroom/pdf); run tools/setup.sh "
    "and build or install again"};
static const ds_say no_node = {"geen pdf: het programma node is er niet; installeer nodejs",
                               "no pdf: the program node is not there; install nodejs"};
static const ds_say broken_helper = {
    "geen pdf: de hulp voor pdf start niet; typst.node of het lettertype ontbreekt of is "
    "beschadigd: draai tools/setup.sh en bouw of installeer opnieuw",
    "no pdf: the helper for pdf does not start; typst.node or the font is missing or damaged: run "
    "tools/setup.sh and build or install again"};

struct ds_pdf {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    ds_pdf_setup setup;
    char node[DS_PATH_SIZE];
    ds_say reason; /* with lock held; NULL: none is known */
    size_t n_workers;
    struct {
        ds_pdf_worker worker;
        bool taken;
    } workers[DS_PDF_WORKERS_MAX];
};

/* ---- where it is ---- */

static bool has_helper(const char *folder) {
    static const char *const files[] = {"pdf.js", "report.typ", "fonts.conf", "typst.node"};
    char path[DS_PATH_SIZE];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (ds_file_join(path, folder, files[i], NULL) != DS_OK || access(path, R_OK) != 0)
            return false;
    return true;
}

static size_t settle_workers(size_t asked) {
    const size_t most = asked == 0 ? ds_processors() : asked;
    return most < DS_PDF_WORKERS_MAX ? most : DS_PDF_WORKERS_MAX;
}

static bool settle_paths(ds_pdf *pdf, const ds_pdf_options *options) {
    const char *node = options->node == NULL ? "node" : options->node;
    if (strlen(node) >= sizeof pdf->node) return false;
    memcpy(pdf->node, node, strlen(node) + 1);
    pdf->setup.node = pdf->node;
    if (options->helper == NULL) return ds_helper_find("pdf", has_helper, pdf->setup.folder);
    if (strlen(options->helper) >= sizeof pdf->setup.folder) return false;
    memcpy(pdf->setup.folder, options->helper, strlen(options->helper) + 1);
    return has_helper(pdf->setup.folder);
}

ds_status ds_pdf_open(const ds_pdf_options *options, ds_pdf **out, ds_error *err) {
    ds_pdf *pdf;
    ds_status status =
        ds_error_version(err, "ds_pdf_options", options->version, DS_PDF_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    pdf = ds_calloc(1, sizeof *pdf);
    if (pdf == NULL) return ds_error_memory(err);
    (void)pthread_mutex_init(&pdf->lock, NULL);
    (void)pthread_cond_init(&pdf->freed, NULL);
    pdf->n_workers = settle_workers(options->workers);
    pdf->setup.memory_size = options->memory_size == 0 ? MEMORY_USUAL : options->memory_size;
    pdf->setup.seconds = options->seconds > 0 ? options->seconds : SECONDS_USUAL;
    if (!settle_paths(pdf, options)) pdf->reason = no_helper;
    *out = pdf;
    return DS_OK;
}

void ds_pdf_close(ds_pdf *pdf) {
    if (pdf == NULL) return;
    for (size_t i = 0; i < pdf->n_workers; i++)
        (void)ds_pdf_worker_end(&pdf->workers[i].worker);
    (void)pthread_cond_destroy(&pdf->freed);
    (void)pthread_mutex_destroy(&pdf->lock);
    ds_free(pdf);
}

/* ---- a helper for the length of a document ---- */

static size_t find_free_worker(const ds_pdf *pdf) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < pdf->n_workers; i++)
        if (!pdf->workers[i].taken && (found == SIZE_MAX || (pdf->workers[i].worker.pid != 0 &&
                                                             pdf->workers[found].worker.pid == 0)))
            found = i;
    return found;
}

/* One that runs already, where there is such. */
static size_t take_worker(ds_pdf *pdf) {
    size_t at;
    (void)pthread_mutex_lock(&pdf->lock);
    while ((at = find_free_worker(pdf)) == SIZE_MAX)
        (void)pthread_cond_wait(&pdf->freed, &pdf->lock);
    pdf->workers[at].taken = true;
    (void)pthread_mutex_unlock(&pdf->lock);
    return at;
}

static void give_worker(ds_pdf *pdf, size_t at) {
    (void)pthread_mutex_lock(&pdf->lock);
    pdf->workers[at].taken = false;
    (void)pthread_cond_signal(&pdf->freed);
    (void)pthread_mutex_unlock(&pdf->lock);
}

static void set_reason(ds_pdf *pdf, ds_say reason) {
    (void)pthread_mutex_lock(&pdf->lock);
    pdf->reason = reason;
    (void)pthread_mutex_unlock(&pdf->lock);
}

ds_say ds_pdf_reason(ds_pdf *pdf) {
    ds_say reason;
    (void)pthread_mutex_lock(&pdf->lock);
    reason = pdf->reason;
    (void)pthread_mutex_unlock(&pdf->lock);
    return reason;
}

static ds_status refuse_pdf(ds_pdf *pdf, ds_error *err) {
    const ds_say reason = ds_pdf_reason(pdf);
    return ds_error_texts(err, DS_USAGE, NULL, 0, 0, reason.nl, reason.en);
}

/* Starts it where it does not run. */
static ds_status rouse_worker(ds_pdf *pdf, ds_pdf_worker *worker, ds_error *err) {
    ds_pdf_answer answer;
    ds_status status;
    if (ds_pdf_reason(pdf).nl != NULL) return refuse_pdf(pdf, err);
    if (worker->pid != 0) return DS_OK;
    status = ds_pdf_worker_start(worker, &pdf->setup, &answer, err);
    if (status != DS_OK) return status;
    ds_free(answer.bytes);
    if (answer.kind == DS_PDF_READY) return DS_OK;
    set_reason(pdf, answer.kind == DS_PDF_NO_NODE ? no_node : broken_helper);
    return refuse_pdf(pdf, err);
}

bool ds_pdf_available(ds_pdf *pdf) {
    const size_t at = take_worker(pdf);
    const ds_status status = rouse_worker(pdf, &pdf->workers[at].worker, NULL);
    if (status == DS_FAULT) set_reason(pdf, broken_helper);
    give_worker(pdf, at);
    return status == DS_OK;
}

/* ---- a document ---- */

static ds_status tell_how_it_died(const ds_pdf *pdf, const ds_pdf_answer *answer, ds_error *err) {
    const unsigned long long megabytes = pdf->setup.memory_size >> 20;
    if (answer->kind == DS_PDF_LATE)
        return ds_error_set(err, DS_FAULT,
                            "de hulp voor pdf deed langer dan %g seconden over een document en is "
                            "gestopt; er is geen pdf van gemaakt",
                            "the helper for pdf took more than %g seconds for a document and was "
                            "ended; no pdf of it was made",
                            pdf->setup.seconds);
    if (answer->kind == DS_PDF_DIED && WIFSIGNALED(answer->how))
        return ds_error_set(err, DS_FAULT,
                            "de hulp voor pdf viel tweemaal om bij een document (signaal %d); de "
                            "grens van zijn geheugen is %llu MB",
                            "the helper for pdf died twice on a document (signal %d); the limit of "
                            "its memory is %llu MB",
                            WTERMSIG(answer->how), megabytes);
    return ds_error_set(
        err, DS_FAULT,
        "de hulp voor pdf gaf tweemaal geen bruikbaar antwoord; de grens van zijn "
        "geheugen is %llu MB",
        "the helper for pdf gave no usable answer twice; the limit of its memory is "
        "%llu MB",
        megabytes);
}

/* The answer of a helper; of one that died, or went mad, a second one is asked. */
static ds_status ask_worker(ds_pdf *pdf, ds_pdf_worker *worker, ds_text source, ds_pdf_answer *out,
                            ds_error *err) {
    for (int i = 0; i < 2; i++) {
        ds_status status = rouse_worker(pdf, worker, err);
        if (status == DS_OK) status = ds_pdf_worker_ask(worker, &pdf->setup, source, out, err);
        if (status != DS_OK) return status;
        if (out->kind != DS_PDF_DIED && out->kind != DS_PDF_NONSENSE) break;
    }
    if (out->kind == DS_PDF_MADE) return DS_OK;
    if (out->kind != DS_PDF_REFUSED) return tell_how_it_died(pdf, out, err);
    (void)ds_error_set(err, DS_INPUT, "Typst maakt van dit document geen PDF/UA-1: %.600s",
                       "Typst makes no PDF/UA-1 of this document: %.600s", out->bytes);
    ds_free(out->bytes);
    out->bytes = NULL;
    return DS_INPUT;
}

static ds_status typeset_document(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                                  ds_pdf_answer *out, ds_error *err) {
    ds_buffer source;
    size_t at;
    ds_status status = ds_error_version(err, "ds_pdf_page", page->version, DS_PDF_PAGE_VERSION);
    if (status != DS_OK) return status;
    if (ds_pdf_reason(pdf).nl != NULL) return refuse_pdf(pdf, err);
    ds_buffer_init(&source, DS_PDF_SOURCE_MAX);
    status = ds_pdf_source(document, page, &source, err);
    if (status == DS_OK) {
        at = take_worker(pdf);
        status = ask_worker(pdf, &pdf->workers[at].worker, (ds_text){source.data, source.size}, out,
                            err);
        give_worker(pdf, at);
    }
    ds_buffer_done(&source);
    return status;
}

ds_status ds_pdf_write(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                       const ds_sink *sink, size_t *out_pages, ds_error *err) {
    ds_pdf_answer made = {0};
    ds_status status = typeset_document(pdf, document, page, &made, err);
    if (status == DS_OK) status = sink->put(sink->context, made.bytes, made.size, err);
    if (status == DS_OK && out_pages != NULL) *out_pages = made.n_pages;
    ds_free(made.bytes);
    return status;
}

ds_status ds_pdf_save(ds_pdf *pdf, const ds_document *document, const ds_pdf_page *page,
                      const char *path, size_t *out_pages, ds_error *err) {
    ds_pdf_answer made = {0};
    ds_unfinished file;
    ds_status status = typeset_document(pdf, document, page, &made, err);
    if (status == DS_OK) status = ds_file_begin(path, document->of_persons, &file, err);
    if (status == DS_OK) {
        status = ds_file_put(file.fd, path, made.bytes, made.size, err);
        if (status == DS_OK)
            status = ds_file_commit(&file, err);
        else
            ds_file_abandon(&file);
    }
    if (status == DS_OK && out_pages != NULL) *out_pages = made.n_pages;
    ds_free(made.bytes);
    return status;
}
