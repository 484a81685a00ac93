/* ask/ask.c: a question asked: its command found, run, and its answer finished. See
 * doorstroom/ask.h. */
#include <stdatomic.h>
#include <string.h>

#include "ask/question.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/stop.h"

static void release_tables(const ds_ask_options *options) {
    for (size_t i = 0; options != NULL && i < options->n_tables; i++) {
        struct ArrowArrayStream *stream = options->tables[i].stream;
        if (stream != NULL && stream->release != NULL) stream->release(stream);
    }
}

/* ---- stopped ---- */

static _Atomic uint32_t n_asked; /* that are being asked */
static atomic_bool told_to_stop; /* by ds_ask_stop, and not by the program's own handlers */

void ds_ask_stop(void) {
    if (atomic_load(&n_asked) == 0) return;
    atomic_store(&told_to_stop, true);
    ds_file_stop();
}

/* The last one that was stopped lets others go on. */
static void end_question(void) {
    if (atomic_fetch_sub(&n_asked, 1) == 1 && atomic_exchange(&told_to_stop, false))
        ds_file_stop_no_more();
}

/* ---- asked ---- */

bool ds_ask_is_help(const char *word) {
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

static ds_status answer_version(ds_question *q) {
    q->answer->text = ds_strdup("doorstroom " DS_VERSION "\n");
    return q->answer->text == NULL ? ds_error_memory(q->err) : DS_OK;
}

ds_status ds_question_find_command(ds_question *q) {
    if (q->n_words == ds_ask_lang_first(q->words, q->n_words)) {
        (void)ds_error_set(q->err, DS_USAGE, "welke opdracht?", "which command?");
        ds_question_say(q, DS_ASK_SEE_HELP, "Zie: doorstroom --help", "See: doorstroom --help");
        return DS_USAGE;
    }
    q->command = ds_ask_find_command(q, q->words[0]);
    if (q->command == NULL) return DS_USAGE;
    q->words++;
    q->n_words--;
    return DS_OK;
}

static ds_status run_command(ds_question *q) {
    ds_status status = ds_question_find_command(q);
    if (status != DS_OK) return status;
    if (q->command->run == NULL)
        return ds_error_set(q->err, DS_USAGE, "%s kan alleen met het programma doorstroom",
                            "%s goes with the program doorstroom only", q->command->name);
    if (q->options.program_folder == NULL && !q->command->tables)
        return ds_error_set(
            q->err, DS_USAGE,
            "de map met definitions/ en codes/ is niet gevonden bij de bibliotheek; "
            "noem haar (program_folder)",
            "the folder with definitions/ and codes/ was not found beside the "
            "library; name it (program_folder)");
    return q->command->run(q);
}

/* help tally is tally --help. */
static void turn_help(ds_question *q) {
    if (q->n_words < 2 || !ds_ask_is_help(q->words[0]) || q->words[1][0] == '-') return;
    q->words[0] = q->words[1];
    q->words[1] = "--help";
}

static ds_status answer_words(ds_answer *answer) {
    ds_question *q = &answer->question;
    ds_status status;
    turn_help(q);
    if (q->n_words > 0 && ds_ask_is_help(q->words[0]))
        status = ds_question_help(q);
    else if (q->n_words > 0 && strcmp(q->words[0], "--version") == 0)
        status = answer_version(q);
    else
        status = run_command(q);
    return status == DS_OK ? ds_answer_finish(answer) : status;
}

/* What a refused import has to tell is for programs: a file of another form is not written. */
static bool finish_refused(ds_answer *answer) {
    ds_question *q = &answer->question;
    if (!answer->refused || answer->document == NULL) return false;
    q->err = NULL;
    if (q->asked.form != DS_FORM_JSON) q->asked.out = NULL;
    return ds_answer_finish(answer) == DS_OK;
}

ds_status ds_ask(const char *const *words, size_t n_words, const ds_ask_options *options,
                 ds_answer **out, ds_error *err) {
    ds_answer *answer = NULL;
    const ds_sake before = ds_sake_used();
    ds_status status;
    atomic_fetch_add(&n_asked, 1);
    ds_sake_use((ds_sake){before.stop, &answer}); /* a place that no other question has meanwhile */
    status = ds_file_go_on(err);
    if (status == DS_OK) status = ds_answer_begin(words, n_words, options, &answer, err);
    if (status == DS_OK) status = answer_words(answer);
    if (status == DS_FAULT && (atomic_load(&told_to_stop) || ds_stop_is_set()))
        status = ds_error_set(err, DS_FAULT, "er is gevraagd te stoppen", "it was asked to stop");
    release_tables(options);
    if (answer != NULL && (status == DS_OK || finish_refused(answer))) {
        ds_answer_leave(answer);
        *out = answer;
    } else {
        ds_answer_free(answer);
    }
    ds_sake_use(before);
    end_question();
    return status;
}
