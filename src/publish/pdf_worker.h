/* publish/pdf_worker.h: one helper process of pdf: started, asked, ended. */
#ifndef DS_PUBLISH_PDF_WORKER_H
#define DS_PUBLISH_PDF_WORKER_H

#include <sys/types.h>

#include "base/file.h"
#include "doorstroom/base.h"

/* What it is started with. */
typedef struct ds_pdf_setup {
    char folder[DS_PATH_SIZE]; /* with pdf.js, typst.node, report.typ */
    const char *node;
    uint64_t memory_size;
    double seconds; /* for one answer */
} ds_pdf_setup;

/* pid 0: none runs. */
typedef struct ds_pdf_worker {
    pid_t pid;
    int to, from;
} ds_pdf_worker;

typedef enum ds_pdf_kind {
    DS_PDF_READY,   /* it runs */
    DS_PDF_MADE,    /* bytes is a PDF */
    DS_PDF_REFUSED, /* bytes says why not */
    DS_PDF_BROKEN,  /* it cannot work: its files; bytes says why */
    DS_PDF_KINDS,   /* what a helper may answer lies before this */
    DS_PDF_DIED,
    DS_PDF_NONSENSE, /* it answered what is no answer */
    DS_PDF_LATE,
    DS_PDF_NO_NODE
} ds_pdf_kind;

typedef struct ds_pdf_answer {
    ds_pdf_kind kind;
    size_t n_pages, size;
    char *bytes; /* the caller's (ds_free), with a zero byte after it; NULL: none */
    int how;     /* of one that died: as waitpid says */
} ds_pdf_answer;

/* Starts one and waits until it says that it is ready; else out->kind says what it is instead, and
 * none runs. DS_FAULT: no process, no memory. */
ds_status ds_pdf_worker_start(ds_pdf_worker *worker, const ds_pdf_setup *setup, ds_pdf_answer *out,
                              ds_error *err) DS_NODISCARD;
/* One document. After anything but DS_PDF_MADE and
 * DS_PDF_REFUSED none runs any more. DS_FAULT: no memory. */
ds_status ds_pdf_worker_ask(ds_pdf_worker *worker, const ds_pdf_setup *setup, ds_text source,
                            ds_pdf_answer *out, ds_error *err) DS_NODISCARD;
/* Nothing of it is left, no zombie either; none running is fine. How it ended, as of waitpid. */
int ds_pdf_worker_end(ds_pdf_worker *worker);

#endif
