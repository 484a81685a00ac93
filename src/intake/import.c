/* intake/import.c: deliveries → register, all or nothing. The order of the steps; each step stands
 * in its own room (steps.h tells which). */
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "intake/duo/duo.h"
#include "intake/kinds/kinds.h"
#include "intake/layout/element.h"
#include "intake/mapping/file.h"
#include "intake/plan.h"
#include "intake/report.h"
#include "intake/steps.h"
#include "intake/store/store.h"
#include "register/generation.h"
#include "register/parts.h"

static ds_status worker_init(ds_intake *intake, size_t i, ds_error *err) {
    ds_worker *w = &intake->workers[i];
    w->intake = intake;
    w->index = i;
    ds_list_init(&w->enrolments, sizeof(ds_kept));
    ds_list_init(&w->attributes, sizeof(ds_attributes));
    ds_list_init(&w->diplomas, sizeof(ds_diploma));
    ds_list_init(&w->jobs, sizeof(ds_job));
    ds_list_init(&w->exemptions, sizeof(ds_exemption));
    ds_list_init(&w->start, sizeof(ds_verdict));
    ds_list_init(&w->left, sizeof(ds_verdict));
    ds_list_init(&w->months, sizeof(ds_month));
    ds_list_init(&w->links, sizeof(ds_link_pair));
    ds_list_init(&w->unknown, sizeof(ds_identity_unknown));
    ds_list_init(&w->cuts, sizeof(ds_cut));
    w->enrolments.spill = w->attributes.spill = w->diplomas.spill = w->jobs.spill =
        w->exemptions.spill = &intake->spill;
    w->caches = ds_calloc(DS_WORD_N, sizeof *w->caches);
    return w->caches == NULL ? ds_error_memory(err) : DS_OK;
}

static void worker_done(ds_worker *w) {
    ds_list_done(&w->enrolments);
    ds_list_done(&w->attributes);
    ds_list_done(&w->diplomas);
    ds_list_done(&w->jobs);
    ds_list_done(&w->exemptions);
    ds_list_done(&w->start);
    ds_list_done(&w->left);
    ds_list_done(&w->months);
    ds_list_done(&w->links);
    ds_list_done(&w->unknown);
    ds_list_done(&w->cuts);
    ds_free(w->caches);
    for (size_t i = 0; i < w->n_refusals; i++)
        ds_free(w->refusals[i].value);
    ds_free(w->refusals);
}

ds_status ds_intake_init(ds_intake *intake, const ds_import_options *options, ds_error *err) {
    ds_status status = DS_OK;
    memset(intake, 0, sizeof *intake);
    intake->readers = (ds_table_readers)DS_TABLE_READERS_INIT;
    intake->options = options;
    ds_spill_init(&intake->spill);
    intake->identity.unstated = intake->identity.settled = DS_NUMBER_EIGEN;
    ds_gate_words_set(&intake->missing, ds_missing_usual);
    intake->n_workers = ds_parallel_workers(options->n_workers);
    status =
        ds_error_version(err, "ds_import_options", options->version, DS_IMPORT_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (sodium_init() < 0)
        return ds_error_set(err, DS_FAULT, "libsodium start niet", "libsodium does not start");
    ds_list_init(&intake->told, sizeof(ds_level_told));
    ds_list_init(&intake->unleveled, sizeof(ds_level_wanted));
    intake->persons = ds_dictionary_new();
    intake->month_persons = ds_dictionary_new();
    intake->links = ds_dictionary_new();
    intake->said = ds_dictionary_new();
    if (intake->persons == NULL || intake->month_persons == NULL || intake->links == NULL ||
        intake->said == NULL)
        return ds_error_memory(err);
    for (size_t i = 0; i < DS_WORD_N; i++) {
        intake->words[i] = ds_dictionary_new();
        if (intake->words[i] == NULL) return ds_error_memory(err);
    }
    intake->workers = ds_calloc(intake->n_workers, sizeof *intake->workers);
    if (intake->workers == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < intake->n_workers; i++)
        status = worker_init(intake, i, err);
    return status;
}

void ds_intake_done(ds_intake *intake) {
    for (size_t i = 0; i < intake->n_deliveries; i++)
        ds_delivery_done(&intake->deliveries[i]);
    ds_free(intake->deliveries);
    ds_mappings_done(intake);
    for (size_t i = 0; intake->workers != NULL && i < intake->n_workers; i++)
        worker_done(&intake->workers[i]);
    ds_free(intake->workers);
    ds_dictionary_free(intake->persons);
    ds_dictionary_free(intake->month_persons);
    ds_dictionary_free(intake->links);
    ds_dictionary_free(intake->said);
    ds_free(intake->same_person);
    ds_free(intake->same_month);
    for (size_t i = 0; i < DS_WORD_N; i++)
        ds_dictionary_free(intake->words[i]);
    for (size_t i = 0; i < intake->n_niveaus; i++)
        ds_free((void *)(uintptr_t)intake->niveaus[i].source.data);
    for (size_t i = 0; i < intake->n_leerwegen; i++)
        ds_free((void *)(uintptr_t)intake->leerwegen[i].source.data);
    ds_free(intake->niveaus);
    ds_free(intake->leerwegen);
    ds_free(intake->duo_words_text[0]);
    ds_free(intake->duo_words_text[1]);
    ds_crebo_done(intake);
    ds_elements_done(intake);
    ds_list_done(&intake->told);
    ds_list_done(&intake->unleveled);
    ds_free(intake->institutions);
    ds_free(intake->only_years);
    for (size_t i = 0; i < intake->n_missing_words; i++)
        ds_free((void *)(uintptr_t)intake->missing_words[i].data);
    ds_free(intake->missing_words);
    ds_free(intake->config);
    ds_free(intake->definitions);
    ds_intake_kinds_free(intake->kinds);
    ds_identity_done(&intake->identity);
    ds_seal_key_close(&intake->secret);
    ds_whole_done(&intake->whole);
    json_decref(intake->gathered);
    ds_spill_done(&intake->spill);
    ds_table_readers_done(&intake->readers);
}

ds_status ds_intake_read(ds_intake *intake, ds_error *err) {
    ds_status status = DS_OK;
    ds_whole_take_gates(intake);
    ds_identity_guess(intake);
    for (size_t i = 0; i < intake->n_deliveries; i++)
        intake->bytes_total += intake->deliveries[i].info.size_bytes;
    for (unsigned phase = 0; status == DS_OK && phase < DS_PHASE_KINDS; phase++)
        status = ds_read_phase(intake, phase, err);
    if (status == DS_OK && intake->tracing == NULL) status = ds_intake_kinds_take(intake, err);
    ds_identity_flush(intake);
    ds_gate_flush(intake);
    if (status == DS_OK) status = ds_identity_join(intake, err);
    if (status == DS_OK && !intake->gathering) status = ds_identity_find_lost(intake, err);
    return status;
}

ds_status ds_intake_nobody(const ds_intake *intake, ds_error *err) {
    return ds_error_at(err, DS_INPUT, intake->options->work_folder, 0, 0,
                       "geen enkele inschrijving genomen", "not one enrolment was taken");
}

/* Rows outside a start population stand among the refusals, so these come before the judgement. */
ds_status ds_intake_resolve(ds_intake *intake, ds_resolved *resolved, ds_error *err) {
    ds_status status = ds_resolve_speaking(intake, resolved, err);
    if (status == DS_OK) status = ds_resolve_ranks(intake, resolved, err);
    if (status == DS_OK) status = ds_resolve_levels(intake, resolved, err);
    if (status == DS_OK && intake->tracing != NULL)
        status = intake->tracing(intake->tracing_context, err);
    if (status == DS_OK) ds_resolve_aside(intake, resolved);
    if (status == DS_OK) status = ds_resolve_start(intake, resolved, err);
    if (status == DS_OK && intake->tracing == NULL) status = ds_refusals_write(intake, err);
    if (status == DS_OK) status = ds_resolve_enrolments(intake, resolved, err);
    if (status == DS_OK) status = ds_resolve_verdicts(intake, resolved, err);
    if (status == DS_OK) status = ds_resolve_rest(intake, resolved, err);
    if (status == DS_OK) status = ds_resolve_delivered(intake, resolved, err);
    if (status == DS_OK && resolved->n_states == 0 && intake->whole.n_parts == 0)
        status = ds_intake_nobody(intake, err);
    return status;
}

/* DuckDB makes its file as the umask says, in a folder that is private; before it leaves that
 * folder it is closed too, and on the disk. */
static ds_status seal_file(const char *folder, const char *name, ds_error *err) {
    char path[DS_PATH_SIZE];
    int fd;
    ds_status status = ds_file_join(path, folder, name, err);
    if (status != DS_OK) return status;
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        status = ds_error_at(err, DS_FAULT, path, 0, 0, "kan het niet schrijven: is de schijf vol?",
                             "cannot write it: is the disk full?");
    if (status == DS_OK) status = ds_file_make_private(fd, path, err);
    if (fd >= 0) (void)close(fd);
    return status;
}

/* The tables for SQL, aside; they get their name when their generation is current. */
static ds_status store_tables(ds_intake *intake, const ds_resolved *resolved,
                              ds_generation *generation, ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_status status = ds_generation_sql_begin(generation, folder, err);
    if (status == DS_OK) status = ds_store_duckdb(intake, resolved, folder, err);
    if (status == DS_OK) status = seal_file(folder, DS_SQL_MADE, err);
    return status;
}

static ds_status store_register(ds_intake *intake, const ds_resolved *resolved,
                                ds_generation *generation, const ds_import_report *report,
                                ds_error *err) {
    char path[DS_PATH_SIZE];
    char *summary = NULL;
    ds_stored_columns stored = {0};
    ds_status status = ds_generation_begin(generation, err);
    if (status == DS_OK)
        status = ds_store_columns(intake, resolved, generation->made, &stored, err);
    if (status == DS_OK) status = ds_store_kinds(intake, generation->made, err);
    if (status == DS_OK) status = ds_store_counts(resolved, generation->made, err);
    if (status == DS_OK && intake->whole.n_parts == 0)
        status = ds_store_months(resolved, generation->made, err);
    if (status == DS_OK) status = ds_file_join(path, generation->made, DS_REPORT_FILE, err);
    if (status == DS_OK) status = ds_import_report_json(report, &summary, err);
    if (status == DS_OK) status = ds_file_write_private(path, summary, strlen(summary), err);
    ds_free(summary);
    if (status == DS_OK)
        status = ds_refusals_copy(intake->options->work_folder, generation->made, err);
    if (status == DS_OK) /* last, for it has the other files' checksums */
        status = ds_store_manifest(intake, resolved, generation->made, &stored, err);
    ds_stored_columns_done(&stored);
    if (status == DS_OK && intake->options->replacing != NULL &&
        ds_generation_current(intake->options->work_folder, path, NULL) == DS_OK)
        status = intake->options->replacing(intake->options->replacing_context, err);
    if (status == DS_OK) {
        char name[17];
        memcpy(name, intake->input_checksum, 16);
        name[16] = '\0';
        status = ds_generation_publish(generation, name, err);
    }
    return status;
}

/* Whether a manifest is of the indicators that the definitions have now, where rows name them. */
static bool has_same_indicators(const ds_intake *intake, const json_t *manifest) {
    const char *then = json_string_value(json_object_get(manifest, "indicatoren"));
    return intake->kinds == NULL ||
           (then != NULL && strcmp(then, intake->kinds->indicators_checksum) == 0);
}

/* Whether the current generation was made of the same input, and is whole; DS_INPUT when not. */
static ds_status check_current(const ds_intake *intake, ds_error *err) {
    ds_register *reg = NULL;
    ds_status status = ds_register_open(intake->options->work_folder, &reg, err);
    const char *made_of =
        status != DS_OK ? NULL
                        : json_string_value(json_object_get(ds_register_manifest(reg), "invoer"));
    if (status == DS_OK && (made_of == NULL || strcmp(made_of, intake->input_checksum) != 0 ||
                            !has_same_indicators(intake, ds_register_manifest(reg))))
        status = ds_error_set(err, DS_INPUT, "andere leveringen", "other deliveries");
    if (status == DS_OK) status = ds_register_verify(reg, err);
    ds_register_close(reg);
    return status;
}

/* The report of the current generation when it was made of the same input and is whole; else why
 * not. */
static ds_status read_unchanged(const ds_intake *intake, ds_import_report **out, ds_error *err) {
    const char *work_folder = intake->options->work_folder;
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    char *text = NULL;
    size_t size;
    ds_status status = ds_generation_current(work_folder, folder, err);
    if (status == DS_OK) status = check_current(intake, err);
    if (status == DS_OK) status = ds_file_join(path, folder, DS_REPORT_FILE, err);
    if (status == DS_OK) status = ds_file_read(path, 1 << 28, &text, &size, err);
    if (status == DS_OK) status = ds_import_report_parse(text, size, out, err);
    ds_free(text);
    return status;
}

/* *out stays NULL when everything is to be read anew. Short of memory that is not known: another
 * import of the same would replace what stands, and forget what was before it. */
static ds_status find_unchanged(const ds_intake *intake, ds_import_report **out, ds_error *err) {
    ds_error why;
    ds_status status;
    memset(&why, 0, sizeof why);
    status = read_unchanged(intake, out, &why);
    return status == DS_FAULT && ds_error_is_memory(&why) ? ds_error_memory(err) : DS_OK;
}

/* A failed import in between may have left its own. */
static ds_status restore_refusals(const ds_intake *intake, ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_status status = ds_generation_current(intake->options->work_folder, folder, err);
    if (status != DS_OK) return status;
    return ds_refusals_copy(folder, intake->options->work_folder, err);
}

static void tell_waiting(void *context) {
    const ds_import_options *options = context;
    if (options->progress != NULL)
        options->progress(options->progress_context, "wachten op een andere import",
                          "waiting for another import", 0);
}

static void bound_memory(ds_intake *intake, const ds_generation *generation) {
    intake->spill.limit = intake->memory_limit != 0 ? intake->memory_limit : ds_spill_usual_limit();
    intake->spill.folder = generation->opened;
}

/* Rows that found no place on the disk look like too little memory. */
static ds_status judge_spill(const ds_intake *intake, ds_status status, ds_error *err) {
    if (status != DS_FAULT || !intake->spill.full || !ds_error_is_memory(err)) return status;
    return ds_error_at(err, DS_FAULT, intake->options->work_folder, 0, 0,
                       "de rijen passen niet in het geheugen dat de import mag gebruiken "
                       "(geheugen:), en register/ heeft er geen plaats voor: is de schijf vol?",
                       "the rows do not fit in the memory that the import may use (geheugen:), and "
                       "register/ has no room for them: is the disk full?");
}

bool ds_intake_is_unsettled(ds_intake *intake) {
    return intake->whole.n_parts == 0 && ds_gate_settle(intake);
}

/* From the beginning: no step before this one needs to know how to be undone. */
ds_status ds_intake_begin_again(ds_intake *intake, ds_error *err) {
    const ds_import_options *options = intake->options;
    const bool cutting = intake->cutting, gathering = intake->gathering;
    const size_t n = intake->n_deliveries;
    ds_gate_whole *whole = ds_calloc(n, sizeof *whole);
    ds_status status;
    if (whole == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        whole[i] = intake->deliveries[i].whole;
    ds_intake_done(intake);
    status = ds_intake_init(intake, options, err);
    intake->cutting = cutting;
    intake->gathering = gathering;
    if (status == DS_OK) status = ds_config_read(intake, err);
    if (status == DS_OK) status = ds_plan(intake, err);
    for (size_t i = 0; status == DS_OK && i < n && i < intake->n_deliveries; i++)
        intake->deliveries[i].whole = whole[i];
    ds_free(whole);
    return status;
}

ds_status ds_intake_check_settled(ds_intake *intake, ds_error *err) {
    if (!ds_intake_is_unsettled(intake)) return DS_OK;
    return ds_error_at(err, DS_INPUT, intake->options->work_folder, 0, 0,
                       "de leveringen veranderden terwijl ze werden gelezen",
                       "the deliveries changed while they were being read");
}

static ds_status read_settled(ds_intake *intake, const ds_generation *generation, ds_error *err) {
    ds_status status;
    bound_memory(intake, generation);
    status = ds_intake_read(intake, err);
    if (status != DS_OK || !ds_intake_is_unsettled(intake)) return status;
    status = ds_intake_begin_again(intake, err);
    bound_memory(intake, generation);
    if (status == DS_OK) status = ds_intake_read(intake, err);
    return status == DS_OK ? ds_intake_check_settled(intake, err) : status;
}

/* Under the lock: what is there may do, or everything is read anew. */
static ds_status import_locked(ds_intake *intake, ds_resolved *resolved, ds_generation *generation,
                               bool sql, ds_import_report **out_report, ds_error *err) {
    bool changed;
    ds_status status = ds_plan_keep_secret(intake, err);
    if (status == DS_OK) status = find_unchanged(intake, out_report, err);
    changed = status == DS_OK && *out_report == NULL;
    if (status == DS_OK && !changed) status = restore_refusals(intake, err);
    if (status != DS_OK || (!changed && !sql)) return status;
    status = ds_plan_inspect(intake, err);
    if (status == DS_OK) status = read_settled(intake, generation, err);
    if (status == DS_OK) status = ds_intake_resolve(intake, resolved, err);
    if (status == DS_OK && sql) status = store_tables(intake, resolved, generation, err);
    if (status == DS_OK && changed) status = ds_report_make(intake, resolved, out_report, err);
    if (status == DS_OK && changed)
        status = store_register(intake, resolved, generation, *out_report, err);
    if (status == DS_OK && sql) status = ds_generation_sql_publish(generation, err);
    return status;
}

static ds_status import_work_folder(const ds_import_options *options, bool sql,
                                    ds_import_report **out_report, ds_error *err) {
    ds_intake intake;
    ds_resolved resolved;
    ds_generation generation = DS_GENERATION_INIT;
    ds_error failure;
    ds_import_report *report = NULL;
    ds_status status;
    memset(&failure, 0, sizeof failure);
    memset(&resolved, 0, sizeof resolved);
    status = ds_intake_init(&intake, options, &failure);
    intake.trusting = options->version < 2 || !options->verify;
    if (status == DS_OK) status = ds_config_read(&intake, &failure);
    if (status == DS_OK) status = ds_whole_check_part(&intake, &failure);
    if (status == DS_OK) status = ds_plan(&intake, &failure);
    if (status == DS_OK)
        status = ds_generation_lock(&generation, options->work_folder, tell_waiting,
                                    (void *)(uintptr_t)options, &failure);
    if (status == DS_OK)
        status = import_locked(&intake, &resolved, &generation, sql, &report, &failure);
    status = judge_spill(&intake, status, &failure);
    ds_generation_unlock(&generation);
    if (status != DS_OK && intake.n_deliveries > 0) {
        ds_import_report_free(report);
        report = NULL;
        if (ds_report_make(&intake, NULL, &report, NULL) != DS_OK) report = NULL;
    }
    ds_resolved_done(&resolved);
    ds_intake_done(&intake);
    if (status != DS_OK && err != NULL) *err = failure;
    *out_report = report;
    return status;
}

ds_status ds_import(const ds_import_options *options, ds_import_report **out_report,
                    ds_error *err) {
    return import_work_folder(options, false, out_report, err);
}

ds_status ds_import_sql(const ds_import_options *options, ds_import_report **out_report,
                        char **out_path, ds_error *err) {
    char *path = ds_malloc(DS_PATH_SIZE); /* before there is a new register to regret */
    ds_status status;
    *out_report = NULL;
    if (path == NULL) return ds_error_memory(err);
    status = import_work_folder(options, true, out_report, err);
    if (status == DS_OK) status = ds_generation_sql_path(options->work_folder, path, err);
    if (status == DS_OK) {
        *out_path = path;
        path = NULL;
    }
    ds_free(path);
    return status;
}
