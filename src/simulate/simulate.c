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
#include "base/stop.h"
#include "simulate/agenda.h"
#include "simulate/lyceum.h"
#include "simulate/output.h"
#include "simulate/survey.h"

/* The deliveries, and beside them those of a world without routes. */
enum { BLOCK = 4096, SETS = 2 };

typedef struct job {
    ds_simulate_options options;
    const ds_model *model;
    const ds_survey *survey; /* NULL: the register only */
    const ds_agenda *agenda; /* likewise */
    ds_counts *counts;       /* one a worker, where there is a survey */
    ds_output *outputs;      /* SETS of them */
    size_t n_sets;
    uint64_t n_blocks;
    ds_sake sake;         /* of who asked for it */
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t turn;
    uint64_t next_block; /* not yet taken */
    uint64_t next_write; /* whose turn it is */
    ds_status status;    /* the first failure ends the work */
    ds_error err;
} job;

typedef struct block_rows {
    ds_lines files[DS_LINES_FILES_MAX];
} block_rows;

/* What is asked of and counted about a person, beside the register. */
static bool add_beside(const job *work, const ds_life_person *person, ds_counts *counts,
                       ds_lines *files) {
    const ds_simulate_options *o = &work->options;
    if (work->survey == NULL) return true;
    ds_counts_add(counts, person, o->first_year, o->last_year);
    return ds_survey_add(work->survey, person, o->first_year, o->last_year,
                         &files[ds_lines_file(o, DS_LINES_ENQUETE)], counts);
}

static ds_status make_block(const job *work, uint64_t block, block_rows *sets, ds_counts *counts,
                            ds_life_person *person, ds_error *err) {
    uint64_t first = block * BLOCK;
    uint64_t end =
        first + BLOCK < work->options.n_persons ? first + BLOCK : work->options.n_persons;
    for (uint64_t number = first; number < end; number++) {
        ds_person_make(work->model, &work->options, number, false, NULL, person);
        if (!ds_lines_add_person(sets[0].files, &work->options, person) ||
            !add_beside(work, person, counts, sets[0].files))
            return ds_error_memory(err);
        if (!person->route || work->n_sets == 1) continue;
        ds_person_make(work->model, &work->options, number, true, NULL, person);
        if (!ds_lines_add_person(sets[1].files, &work->options, person))
            return ds_error_memory(err);
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
static ds_status write_block(job *work, uint64_t block, block_rows *sets, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t s = 0; s < work->n_sets; s++)
        for (size_t i = 0; status == DS_OK && i < work->outputs[s].n_files; i++)
            status = ds_output_write(&work->outputs[s], i, &sets[s].files[i], err);
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

typedef struct worker {
    job *work;
    ds_counts *counts; /* of its own */
} worker;

static void *run_worker(void *context) {
    worker *self = context;
    job *work = self->work;
    block_rows *sets = ds_calloc(SETS, sizeof *sets);
    ds_life_person person;
    uint64_t block;
    ds_sake_use(work->sake);
    while (take_block(work, &block)) {
        ds_error err = {0};
        ds_status status = sets == NULL ? ds_error_memory(&err) : DS_OK;
        if (status == DS_OK) status = make_block(work, block, sets, self->counts, &person, &err);
        if (status == DS_OK && !wait_turn(work, block)) break;
        if (status == DS_OK) status = write_block(work, block, sets, &err);
        end_turn(work, block, status, &err);
    }
    for (size_t s = 0; sets != NULL && s < SETS; s++)
        for (size_t i = 0; i < DS_LINES_FILES_MAX; i++)
            ds_free(sets[s].files[i].data);
    ds_free(sets);
    return NULL;
}

/* The calling thread is the first worker; a thread that cannot be started is done without. */
static ds_status run_workers(job *work, ds_error *err) {
    pthread_t threads[DS_SIMULATE_WORKERS_MAX];
    worker workers[DS_SIMULATE_WORKERS_MAX] = {{work, work->counts}};
    size_t n_threads = 0;
    for (size_t i = 0; i < work->options.n_workers; i++)
        workers[i] = (worker){work, work->survey == NULL ? NULL : &work->counts[i]};
    while (n_threads + 1 < work->options.n_workers && n_threads + 1 < work->n_blocks &&
           pthread_create(&threads[n_threads], NULL, run_worker, &workers[n_threads + 1]) == 0)
        n_threads++;
    (void)run_worker(&workers[0]);
    while (n_threads > 0)
        (void)pthread_join(threads[--n_threads], NULL);
    if (work->status != DS_OK && err != NULL) *err = work->err;
    return work->status;
}

static ds_status write_institutions(const job *work, ds_output *output, ds_error *err) {
    size_t file = ds_lines_file(&work->options, DS_LINES_INSTELLING);
    ds_lines rows = {0};
    ds_status status = DS_OK;
    if (!ds_lines_add_institutions(&rows, work->model)) status = ds_error_memory(err);
    if (status == DS_OK) status = ds_output_write(output, file, &rows, err);
    ds_free(rows.data);
    return status;
}

/* What the institutions plan and spend, once all persons were counted. */
static ds_status write_agenda(job *work, ds_error *err) {
    const ds_simulate_options *o = &work->options;
    ds_lines rows = {0};
    ds_status status = DS_OK;
    for (size_t i = 1; i < o->n_workers; i++)
        ds_counts_merge(&work->counts[0], &work->counts[i]);
    for (int kind = 0; status == DS_OK && kind < DS_AGENDA_KINDS; kind++) {
        if (!ds_agenda_add(work->agenda, work->model, &work->counts[0], o->seed,
                           (enum ds_agenda_kind)kind, &rows))
            status = ds_error_memory(err);
        if (status == DS_OK)
            status = ds_output_write(&work->outputs[0],
                                     ds_lines_file(o, DS_LINES_AGENDA + (size_t)kind), &rows, err);
    }
    ds_free(rows.data);
    return status;
}

static ds_status check(ds_simulate_options *options, ds_error *err) {
    ds_status status =
        ds_error_version(err, "ds_simulate_options", options->version, DS_SIMULATE_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (options->first_year == 0) options->first_year = DS_SIMULATE_FIRST_YEAR;
    if (options->last_year == 0) options->last_year = DS_SIMULATE_LAST_YEAR;
    if (options->n_workers == 0) options->n_workers = 1;
    if (options->n_workers > DS_SIMULATE_WORKERS_MAX) options->n_workers = DS_SIMULATE_WORKERS_MAX;
    if (options->parameters == NULL)
        return ds_error_set(err, DS_USAGE, "de map met de parameters (simulatie) ontbreekt",
                            "the folder with the parameters (simulatie) is missing");
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

static ds_status begin(job *work, const char *folder, const char *beside,
                       const ds_simulate_options *beside_options, ds_error *err) {
    ds_status status = ds_output_begin(&work->outputs[0], folder, &work->options, err);
    if (status == DS_OK) status = write_institutions(work, &work->outputs[0], err);
    if (work->n_sets == 1 || status != DS_OK) return status;
    status = ds_file_make_folder(beside, err);
    if (status == DS_OK) status = ds_output_begin(&work->outputs[1], beside, beside_options, err);
    if (status == DS_OK) status = write_institutions(work, &work->outputs[1], err);
    return status;
}

static ds_status write_all(job *work, const char *folder, ds_error *err) {
    ds_simulate_options beside_options = work->options;
    char beside[DS_PATH_SIZE];
    ds_status status = ds_file_join(beside, folder, "zonder_route", err);
    const bool is_new = status == DS_OK && work->n_sets > 1 && !ds_file_exists(beside);
    beside_options.register_only = true;
    if (status == DS_OK) status = begin(work, folder, beside, &beside_options, err);
    if (status == DS_OK) status = run_workers(work, err);
    if (status == DS_OK && work->survey != NULL) status = write_agenda(work, err);
    if (status == DS_OK && work->n_sets == 1) status = ds_output_withdraw(beside, err);
    if (status == DS_OK) status = ds_lyceum_write(folder, work->model, err);
    if (status == DS_OK) status = ds_output_finish_all(work->outputs, work->n_sets, err);
    if (work->n_sets > 1) ds_output_done(&work->outputs[1]);
    if (status != DS_OK && is_new) { /* all of it, or nothing */
        const ds_status removed = ds_file_remove(beside, NULL);
        (void)removed; /* it is told already that this did not go well */
    }
    ds_output_done(&work->outputs[0]);
    return status;
}

ds_status ds_simulate_write(const char *folder, const ds_simulate_options *options, ds_error *err) {
    ds_output outputs[SETS] = {DS_OUTPUT_INIT, DS_OUTPUT_INIT};
    ds_model *model = NULL;
    ds_survey *survey = NULL;
    ds_agenda *agenda = NULL;
    job work = {.options = *options,
                .outputs = outputs,
                .sake = ds_sake_used(),
                .n_sets = options->counterfactuals ? SETS : 1,
                .lock = PTHREAD_MUTEX_INITIALIZER,
                .turn = PTHREAD_COND_INITIALIZER};
    ds_status status = check(&work.options, err);
    if (status == DS_OK) status = ds_model_read(options->parameters, &model, err);
    if (status == DS_OK && !options->register_only) {
        status = ds_survey_read(options->parameters, model, &survey, err);
        if (status == DS_OK) status = ds_agenda_read(options->parameters, &agenda, err);
        work.counts = ds_calloc(work.options.n_workers, sizeof *work.counts);
        if (status == DS_OK && work.counts == NULL) status = ds_error_memory(err);
    }
    work.model = model;
    work.survey = survey;
    work.agenda = agenda;
    work.n_blocks = (work.options.n_persons + BLOCK - 1) / BLOCK;
    if (status == DS_OK) status = write_all(&work, folder, err);
    ds_free(work.counts);
    ds_survey_free(survey);
    ds_agenda_free(agenda);
    ds_model_free(model);
    pthread_cond_destroy(&work.turn);
    pthread_mutex_destroy(&work.lock);
    return status;
}
