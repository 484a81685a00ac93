/* ask/question.c: see question.h. What a question has beside its words: what is wrong with them,
 * what goes beside the answer, and what the answer keeps. */
#include "ask/question.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

/* ---- words ---- */

ds_status ds_question_refuse(ds_question *q, const char *nl, const char *en, const char *what) {
    const char *between = what[0] == '\0' ? "" : ": ";
    char both[2][sizeof q->err->nl];
    (void)snprintf(both[0], sizeof both[0], "%s%s%s", nl, between, what);
    (void)snprintf(both[1], sizeof both[1], "%s%s%s", en, between, what);
    (void)ds_error_texts(q->err, DS_USAGE, NULL, 0, 0, both[0], both[1]);
    ds_question_say(q, DS_ASK_SEE_HELP, "Zie --help.", "See --help.");
    return DS_USAGE;
}

bool ds_question_number(ds_question *q, const char *name, const char *text, uint64_t low,
                        uint64_t high, uint64_t *out) {
    int64_t value;
    if (ds_number_parse_integer(ds_text_of(text), &value) && value >= 0 && (uint64_t)value >= low &&
        (uint64_t)value <= high) {
        *out = (uint64_t)value;
        return true;
    }
    (void)ds_error_set(q->err, DS_USAGE, "%s: verwacht een geheel getal van %llu tot en met %llu",
                       "%s: expected a whole number from %llu to %llu", name,
                       (unsigned long long)low, (unsigned long long)high);
    return false;
}

bool ds_question_part(ds_question *q, const char *name, const char *text, uint32_t *part,
                      uint32_t *n) {
    const char *slash = strchr(text, '/');
    int64_t i, of;
    char nl[96], en[96];
    if (slash != NULL && ds_number_parse_integer((ds_text){text, (size_t)(slash - text)}, &i) &&
        ds_number_parse_integer(ds_text_of(slash + 1), &of) && of >= 1 && of <= DS_ASK_PARTS_MAX &&
        i >= 1 && i <= of) {
        *part = (uint32_t)i;
        *n = (uint32_t)of;
        return true;
    }
    (void)snprintf(nl, sizeof nl, "%s: verwacht i/n, zoals 1/3", name);
    (void)snprintf(en, sizeof en, "%s: expected i/n, like 1/3", name);
    (void)ds_question_refuse(q, nl, en, "");
    return false;
}

/* ---- beside the answer ---- */

void ds_question_say(ds_question *q, ds_ask_line what, const char *nl, const char *en) {
    if (q->options.said != NULL) q->options.said(q->options.context, what, nl, en);
}

/* What, and where: file: line 3, column 4: text. */
static void print_line(const ds_error *why, bool dutch, const char *first, char *out, size_t size) {
    char place[160] = "";
    const char *line = dutch ? "regel" : "line", *column = dutch ? "kolom" : "column";
    if (why->line != 0 && why->column != 0)
        (void)snprintf(place, sizeof place, "%s %llu, %s %llu: ", line,
                       (unsigned long long)why->line, column, (unsigned long long)why->column);
    else if (why->line != 0 || why->column != 0)
        (void)snprintf(place, sizeof place, "%s %llu: ", why->line != 0 ? line : column,
                       (unsigned long long)(why->line != 0 ? why->line : why->column));
    (void)snprintf(out, size, "%s%s%s%s%s", first, why->file, why->file[0] == '\0' ? "" : ": ",
                   place, dutch ? why->nl : why->en);
}

void ds_question_note(ds_question *q, ds_ask_line what, const ds_error *why) {
    const bool passed = what == DS_ASK_PASSED_OVER;
    char nl[2048], en[2048];
    print_line(why, true, passed ? "overgeslagen: " : "", nl, sizeof nl);
    print_line(why, false, passed ? "passed over: " : "", en, sizeof en);
    ds_question_say(q, what, nl, en);
}

/* ---- what the library is told ---- */

static void show_progress(void *context, const char *nl, const char *en, double share) {
    const ds_question *q = context;
    q->options.progress(q->options.context, nl, en, share);
}

static void note_passed_over(void *context, const ds_error *why) {
    ds_question_note(context, DS_ASK_PASSED_OVER, why);
}

static void note_rest(void *context, const ds_error *what) {
    ds_question_note(context, DS_ASK_NOTED, what);
}

const ds_work *ds_question_work(ds_question *q) {
    q->work = (ds_work){.folder = q->work_folder,
                        .program_folder = q->options.program_folder,
                        .n_threads = q->options.n_threads,
                        .progress = q->options.progress == NULL ? NULL : show_progress,
                        .progress_context = q,
                        .passed_over = note_passed_over,
                        .noted = note_rest};
    return &q->work;
}

/* ---- what the answer keeps ---- */

void ds_question_hold(ds_question *q, void *what, void (*free)(void *what)) {
    ds_answer *answer = q->answer;
    if (what == NULL) return;
    if (answer->n_held == DS_ANSWER_HELD_MAX)
        return; /* a fault of the program: it leaks, no more */
    answer->held[answer->n_held++] = (ds_answer_held){what, free};
}

void *ds_question_room(ds_question *q, size_t size) {
    void *room = ds_calloc(1, size);
    if (room == NULL)
        (void)ds_error_memory(q->err);
    else
        ds_question_hold(q, room, ds_free);
    return room;
}

ds_status ds_question_answer(ds_question *q, ds_document *document, ds_status status) {
    q->answer->document = document;
    return status;
}
