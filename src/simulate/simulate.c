/* simulate/simulate.c: persons in blocks, made by workers, written in the order of the blocks.
 *
 * A worker takes the next block, makes its lines in buffers of its own, and waits for its turn to
 * write them. So memory is bounded by the workers' buffers, and the bytes do not depend on how many
 * there are. */
#include "doorstroom/simulate.h"

#include <pthread.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "simulate/output.h"

enum { BLOCK = 4096 };

typedef struct job {
    ds_simulate_options options;
    ds_output *output;
    uint64_t n_blocks;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t turn;
    uint64_t next_block; /* not yet taken */
    uint64_t next_write; /* whose turn it is */
    ds_status status;    /* the first failure ends the work */
    ds_error err;
} job;

static ds_status make_block(const job *work, uint64_t block, ds_rows *files, ds_life_person *person,
                            ds_error *err) {
    uint64_t first = block * BLOCK;
    uint64_t end =
        first + BLOCK < work->options.n_persons ? first + BLOCK : work->options.n_persons;
    for (uint64_t number = first; number < end; number++) {
        ds_person_make(&work->options, number, person);
        if (!ds_rows_add_person(files, &work->options, person)) return ds_error_memory(err);
    }
    return DS_OK;
}

static bool take_block(job *work, uint64_t *block) {
    bool got;
    pthread_mutex_lock(&work->lock);
    got = work->status == DS_OK && work->next_block < work->n_blocks;
    if (got) *block = work->next_block++;
    pthread_mutex_unlock(&work->lock);
    return got;
}

/* True when it is this block's turn; false when the work has failed. */
static bool wait_turn(job *work, uint64_t block) {
    bool go;
    pthread_mutex_lock(&work->lock);
    while (work->status == DS_OK && work->next_write != block)
        pthread_cond_wait(&work->turn, &work->lock);
    go = work->status == DS_OK;
    pthread_mutex_unlock(&work->lock);
    return go;
}

/* Only the block whose turn it is comes here. */
static ds_status write_block(job *work, uint64_t block, ds_rows *files, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < work->output->n_files; i++)
        status = ds_output_write(work->output, i, &files[i], err);
    if (status == DS_OK && work->options.progress != NULL)
        work->options.progress(work->options.progress_context,
                               (double)(block + 1) / (double)work->n_blocks);
    return status;
}

static void end_turn(job *work, uint64_t block, ds_status status, const ds_error *err) {
    pthread_mutex_lock(&work->lock);
    if (status == DS_OK) {
        work->next_write = block + 1;
    } else if (work->status == DS_OK) {
        work->status = status;
        work->err = *err;
    }
    pthread_cond_broadcast(&work->turn);
    pthread_mutex_unlock(&work->lock);
}

static void *run_worker(void *context) {
    job *work = context;
    ds_rows files[DS_ROWS_FILES_MAX] = {0};
    ds_life_person person;
    uint64_t block;
    while (take_block(work, &block)) {
        ds_error err = {0};
        ds_status status = make_block(work, block, files, &person, &err);
        if (status == DS_OK && !wait_turn(work, block)) break;
        if (status == DS_OK) status = write_block(work, block, files, &err);
        end_turn(work, block, status, &err);
    }
    for (size_t i = 0; i < DS_ROWS_FILES_MAX; i++)
        ds_free(files[i].data);
    return NULL;
}

/* The calling thread is the first worker; a thread that cannot be started is done without. */
static ds_status run_workers(job *work, ds_error *err) {
    pthread_t threads[DS_SIMULATE_WORKERS_MAX];
    size_t n_threads = 0;
    while (n_threads + 1 < work->options.n_workers && n_threads + 1 < work->n_blocks &&
           pthread_create(&threads[n_threads], NULL, run_worker, work) == 0)
        n_threads++;
    (void)run_worker(work);
    while (n_threads > 0)
        (void)pthread_join(threads[--n_threads], NULL);
    if (work->status != DS_OK && err != NULL) *err = work->err;
    return work->status;
}

static ds_status write_institutions(ds_output *output, ds_error *err) {
    ds_rows rows = {0};
    ds_status status = DS_OK;
    if (!ds_rows_add_institutions(&rows)) status = ds_error_memory(err);
    if (status == DS_OK) status = ds_output_write(output, output->n_files - 1, &rows, err);
    ds_free(rows.data);
    return status;
}

static ds_status check(ds_simulate_options *options, ds_error *err) {
    if (options->first_year == 0) options->first_year = DS_SIMULATE_FIRST_YEAR;
    if (options->last_year == 0) options->last_year = DS_SIMULATE_LAST_YEAR;
    if (options->n_workers == 0) options->n_workers = 1;
    if (options->n_workers > DS_SIMULATE_WORKERS_MAX) options->n_workers = DS_SIMULATE_WORKERS_MAX;
    if (options->n_persons < 1 || options->n_persons > DS_SIMULATE_PERSONS_MAX)
        return ds_error_set(err, DS_USAGE, "het aantal personen ligt niet tussen 1 en %llu",
                            "the number of persons is not between 1 and %llu",
                            (unsigned long long)DS_SIMULATE_PERSONS_MAX);
    if (options->first_year < DS_YEAR_MIN || options->last_year > DS_YEAR_MAX ||
        options->last_year < options->first_year ||
        options->last_year - options->first_year >= DS_SIMULATE_YEARS_MAX)
        return ds_error_set(err, DS_USAGE,
                            "de schooljaren %d tot en met %d kunnen niet worden gemaakt: van %d "
                            "tot en met %d, hoogstens %d",
                            "the school years %d to %d cannot be made: from %d to %d, at most %d",
                            options->first_year, options->last_year, DS_YEAR_MIN, DS_YEAR_MAX,
                            DS_SIMULATE_YEARS_MAX);
    return DS_OK;
}

ds_status ds_simulate_write(const char *folder, const ds_simulate_options *options, ds_error *err) {
    ds_output output = {0};
    job work = {.options = *options,
                .output = &output,
                .lock = PTHREAD_MUTEX_INITIALIZER,
                .turn = PTHREAD_COND_INITIALIZER};
    ds_status status = check(&work.options, err);
    if (status != DS_OK) return status;
    work.n_blocks = (work.options.n_persons + BLOCK - 1) / BLOCK;
    status = ds_output_begin(&output, folder, &work.options, err);
    if (status == DS_OK) status = write_institutions(&output, err);
    if (status == DS_OK) status = run_workers(&work, err);
    if (status == DS_OK) status = ds_output_finish(&output, err);
    ds_output_done(&output);
    pthread_cond_destroy(&work.turn);
    pthread_mutex_destroy(&work.lock);
    return status;
}
