/* job.c: a question, answered in a thread of its own while R waits for it.
 *
 * R waits by r_job_wait, a tenth of a second at a time; between, the R code around it draws its bar
 * and may be interrupted. Whatever ends that code ends in r_job_stop, which asks the library to
 * stop and returns when the thread has ended: nothing is ever left behind. */
#include "glue.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct line { /* said beside the answer */
    struct line *next;
    ds_ask_line what;
    char *nl, *en;
} line;

typedef struct job {
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    bool done;
    double share; /* below 0: nothing was told */
    char nl[256], en[256];
    line *first, **last;

    bool begun; /* the thread */
    bool ended; /* the thread, and waited for */
    char **words;
    size_t n_words;
    char *folder;
    struct ArrowArrayStream *streams;
    ds_ask_table *tables;
    size_t n_tables;
    ds_ask_options options;
    ds_stop *stop; /* of this question alone */
    ds_status status;
    ds_error err;
    ds_answer *answer;
} job;

/* ---- its life ---- */

static void end_thread(job *j) {
    if (!j->begun || j->ended) return;
    (void)pthread_join(j->thread, NULL);
    j->ended = true;
}

static void free_lines(line *at) {
    while (at != NULL) {
        line *next = at->next;
        free(at->nl);
        free(at->en);
        free(at);
        at = next;
    }
}

/* What was handed over for the question is not needed any more. */
static void free_question(job *j) {
    for (size_t i = 0; i < j->n_words; i++)
        free(j->words[i]);
    for (size_t i = 0; i < j->n_tables; i++) {
        if (j->streams[i].release != NULL) j->streams[i].release(&j->streams[i]);
        free((char *)(uintptr_t)j->tables[i].name);
    }
    free(j->words);
    free(j->streams);
    free(j->tables);
    free(j->folder);
    j->n_words = j->n_tables = 0;
    j->words = NULL;
    j->streams = NULL;
    j->tables = NULL;
    j->folder = NULL;
}

static void stop_job(job *j) {
    bool done;
    if (!j->begun || j->ended) return;
    (void)pthread_mutex_lock(&j->lock);
    done = j->done;
    (void)pthread_mutex_unlock(&j->lock);
    if (!done) ds_stop_set(j->stop);
    end_thread(j);
}

static void end_job(SEXP owner) {
    job *j = R_ExternalPtrAddr(owner);
    if (j == NULL) return;
    R_ClearExternalPtr(owner);
    stop_job(j);
    free_question(j);
    free_lines(j->first);
    ds_answer_free(j->answer);
    ds_stop_free(j->stop);
    (void)pthread_cond_destroy(&j->changed);
    (void)pthread_mutex_destroy(&j->lock);
    free(j);
}

static SEXP new_job(void) {
    SEXP owner = PROTECT(R_MakeExternalPtr(NULL, Rf_install("doorstroom_job"), R_NilValue));
    pthread_condattr_t clock;
    job *j = calloc(1, sizeof *j);
    if (j == NULL) Rf_error("doorstroom: te weinig geheugen / not enough memory");
    (void)pthread_mutex_init(&j->lock, NULL);
    (void)pthread_condattr_init(&clock);
    (void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&j->changed, &clock);
    (void)pthread_condattr_destroy(&clock);
    j->share = -1;
    j->last = &j->first;
    R_SetExternalPtrAddr(owner, j);
    R_RegisterCFinalizerEx(owner, end_job, TRUE);
    j->stop = ds_stop_new();
    if (j->stop == NULL) Rf_error("doorstroom: te weinig geheugen / not enough memory");
    UNPROTECT(1);
    return owner;
}

static job *job_of(SEXP owner) {
    job *j = R_ExternalPtrAddr(owner);
    if (j == NULL) Rf_error("doorstroom: this question is over");
    return j;
}

/* ---- the thread ---- */

static void keep_progress(void *context, const char *nl, const char *en, double share) {
    job *j = context;
    (void)pthread_mutex_lock(&j->lock);
    j->share = share;
    (void)snprintf(j->nl, sizeof j->nl, "%s", nl);
    (void)snprintf(j->en, sizeof j->en, "%s", en);
    (void)pthread_mutex_unlock(&j->lock);
}

static void keep_line(void *context, ds_ask_line what, const char *nl, const char *en) {
    job *j = context;
    line *one = calloc(1, sizeof *one);
    if (one == NULL) return;
    one->what = what;
    one->nl = strdup(nl);
    one->en = strdup(en);
    (void)pthread_mutex_lock(&j->lock);
    *j->last = one;
    j->last = &one->next;
    (void)pthread_mutex_unlock(&j->lock);
}

static void *run_job(void *context) {
    job *j = context;
    (void)ds_stop_use(j->stop);
    j->status = ds_ask((const char *const *)j->words, j->n_words, &j->options, &j->answer, &j->err);
    (void)pthread_mutex_lock(&j->lock);
    j->done = true;
    (void)pthread_cond_signal(&j->changed);
    (void)pthread_mutex_unlock(&j->lock);
    return NULL;
}

/* Signals are for R's own thread. */
static bool begin_thread(job *j) {
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    j->begun = pthread_create(&j->thread, NULL, run_job, j) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return j->begun;
}

/* ---- its words ---- */

static void *room(size_t n, size_t size) {
    void *block = calloc(n == 0 ? 1 : n, size);
    if (block == NULL) Rf_error("doorstroom: te weinig geheugen / not enough memory");
    return block;
}

static char *copy_text(SEXP text) {
    const char *from = Rf_translateCharUTF8(text);
    char *copy = room(strlen(from) + 1, 1);
    memcpy(copy, from, strlen(from));
    return copy;
}

static void set_words(job *j, SEXP words) {
    const size_t n = (size_t)Rf_xlength(words);
    j->words = room(n, sizeof *j->words);
    for (size_t i = 0; i < n; i++) {
        j->words[i] = copy_text(STRING_ELT(words, (R_xlen_t)i));
        j->n_words = i + 1;
    }
}

/* frames: a named list of external pointers of r_frame. */
static void set_tables(job *j, SEXP frames) {
    SEXP names = PROTECT(Rf_getAttrib(frames, R_NamesSymbol));
    const size_t n = (size_t)Rf_xlength(frames);
    j->streams = room(n, sizeof *j->streams);
    j->tables = room(n, sizeof *j->tables);
    for (size_t i = 0; i < n; i++) {
        j->tables[i].name = copy_text(STRING_ELT(names, (R_xlen_t)i));
        j->tables[i].stream = &j->streams[i];
        j->n_tables = i + 1;
        if (!frame_give(VECTOR_ELT(frames, (R_xlen_t)i), &j->streams[i]))
            Rf_error("doorstroom: a table was given already");
    }
    UNPROTECT(1);
}

/* numbers: threads, and the width of texts. */
SEXP r_job_begin(SEXP words, SEXP language, SEXP numbers, SEXP folder, SEXP frames) {
    SEXP owner = PROTECT(new_job());
    job *j = job_of(owner);
    set_words(j, words);
    set_tables(j, frames);
    if (folder != R_NilValue) j->folder = copy_text(STRING_ELT(folder, 0));
    j->options = (ds_ask_options){.version = DS_ASK_OPTIONS_VERSION,
                                  .program_folder = j->folder,
                                  .lang = Rf_asInteger(language) == 1 ? DS_EN : DS_NL,
                                  .n_threads = (size_t)INTEGER_RO(numbers)[0],
                                  .width = (size_t)INTEGER_RO(numbers)[1],
                                  .progress = keep_progress,
                                  .said = keep_line,
                                  .context = j,
                                  .tables = j->tables,
                                  .n_tables = j->n_tables};
    if (!begin_thread(j)) Rf_error("doorstroom: kan geen draad beginnen / cannot start a thread");
    UNPROTECT(1);
    return owner;
}

/* ---- waiting ---- */

/* True when it is done. */
static bool wait_job(job *j, double seconds) {
    struct timespec until;
    bool done;
    int code = 0;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)seconds;
    until.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    (void)pthread_mutex_lock(&j->lock);
    while (!j->done && code == 0)
        code = pthread_cond_timedwait(&j->changed, &j->lock, &until);
    done = j->done;
    (void)pthread_mutex_unlock(&j->lock);
    return done;
}

/* NULL when it is done; else list(share, nl, en). An interrupt comes up here, where nothing of the
 * library is underneath. */
SEXP r_job_wait(SEXP owner, SEXP seconds) {
    static const char *names[] = {"share", "nl", "en", ""};
    job *j = job_of(owner);
    const bool done = wait_job(j, Rf_asReal(seconds));
    char nl[sizeof j->nl], en[sizeof j->en];
    double share;
    SEXP at;
    R_CheckUserInterrupt();
    if (done) return R_NilValue;
    (void)pthread_mutex_lock(&j->lock);
    share = j->share;
    memcpy(nl, j->nl, sizeof nl);
    memcpy(en, j->en, sizeof en);
    (void)pthread_mutex_unlock(&j->lock);
    at = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(at, 0, Rf_ScalarReal(share));
    SET_VECTOR_ELT(at, 1, Rf_ScalarString(Rf_mkCharCE(nl, CE_UTF8)));
    SET_VECTOR_ELT(at, 2, Rf_ScalarString(Rf_mkCharCE(en, CE_UTF8)));
    UNPROTECT(1);
    return at;
}

/* Asks it, and no other, to stop when it is not done, and waits until it has ended. */
SEXP r_job_stop(SEXP owner) {
    job *j = R_ExternalPtrAddr(owner);
    if (j != NULL) stop_job(j);
    return R_NilValue;
}

/* ---- what came of it ---- */

static SEXP lines_of(const job *j) {
    R_xlen_t n = 0, i = 0;
    SEXP all;
    for (const line *at = j->first; at != NULL; at = at->next)
        n++;
    all = PROTECT(Rf_allocVector(VECSXP, n));
    for (const line *at = j->first; at != NULL; at = at->next, i++) {
        static const char *names[] = {"what", "nl", "en", ""};
        SEXP one = PROTECT(Rf_mkNamed(VECSXP, names));
        SET_VECTOR_ELT(all, i, one);
        SET_VECTOR_ELT(one, 0, Rf_ScalarInteger((int)at->what));
        SET_VECTOR_ELT(one, 1, Rf_ScalarString(Rf_mkCharCE(at->nl == NULL ? "" : at->nl, CE_UTF8)));
        SET_VECTOR_ELT(one, 2, Rf_ScalarString(Rf_mkCharCE(at->en == NULL ? "" : at->en, CE_UTF8)));
        UNPROTECT(1);
    }
    UNPROTECT(1);
    return all;
}

static void end_answer(SEXP owner) {
    ds_answer_free(R_ExternalPtrAddr(owner));
    R_ClearExternalPtr(owner);
}

/* list(error or NULL, answer or NULL, said). Of a question that is done, once. */
SEXP r_job_answer(SEXP owner) {
    static const char *names[] = {"error", "answer", "said", ""};
    job *j = job_of(owner);
    SEXP all = PROTECT(Rf_mkNamed(VECSXP, names)), answer;
    end_thread(j);
    SET_VECTOR_ELT(all, 2, lines_of(j));
    if (j->status != DS_OK) {
        j->err.status = j->status;
        SET_VECTOR_ELT(all, 0, error_as_list(&j->err));
    }
    if (j->answer != NULL) {
        answer = R_MakeExternalPtr(NULL, Rf_install("doorstroom_answer"), R_NilValue);
        SET_VECTOR_ELT(all, 1, answer);
        R_RegisterCFinalizerEx(answer, end_answer, FALSE);
        R_SetExternalPtrAddr(answer, j->answer);
        j->answer = NULL;
    }
    free_question(j);
    UNPROTECT(1);
    return all;
}
