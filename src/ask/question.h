/* ask/question.h: a question while it is answered: its words, what they ask for, and the answer
 * that is being made. One file a command: cmd_<name>.c, which reads its options, asks the library
 * and hands over a document. Public headers only. */
#ifndef DS_ASK_QUESTION_H
#define DS_ASK_QUESTION_H

#include "base/file.h"
#include "doorstroom/ask.h"
#include "doorstroom/inside.h"
#include "doorstroom/table.h"

typedef struct ds_question ds_question;

/* An option that takes a value (value) or is a switch (on). */
typedef struct ds_ask_option {
    const char *name; /* with the dashes */
    const char **value;
    bool *on;
    const char *argument, *nl, *en; /* for --help */
} ds_ask_option;

typedef struct ds_ask_command {
    const char *name;
    ds_status (*run)(ds_question *q); /* NULL: it is not asked this way */
    const char *nl, *en;
    bool tables; /* it reads tables alone, and goes without the data of the library */
} ds_ask_command;

enum { DS_ANSWER_HELD_MAX = 8 };

/* What a document leans on, freed after it. */
typedef struct ds_answer_held {
    void *what;
    void (*free)(void *what);
} ds_answer_held;

struct ds_question {
    ds_ask_options options; /* a copy, with what was not said filled in */
    ds_error *err;          /* the caller's; may be NULL */
    ds_status status;       /* of words that were not read to the end: help, or an error of usage */
    ds_answer *answer;      /* that this is the question of */
    const ds_ask_command *command;
    char *room;         /* of all words */
    const char **list;  /* of them */
    const char **words; /* in it; [n_words], the command's name left out once it is found */
    size_t n_words;
    ds_answer_form asked;
    const char *forms; /* for --help: what --format of this command may be; NULL: all, "": none */
    const char *work_folder; /* set by commands that have one */
    ds_work work;
};

/* Lives on when the question has been answered: results and documents lean on its words. */
struct ds_answer {
    ds_question question;
    ds_document *document;
    char *text; /* in its place: help, the version */
    char *beside;
    ds_answer_held held[DS_ANSWER_HELD_MAX];
    size_t n_held;
    char **tables; /* [n_tables] */
    size_t n_tables;
    ds_status status;
    bool refused;                                /* it failed, and there is a report of that */
    ds_table_stream *streams[DS_ASK_TABLES_MAX]; /* in place of files, until it is answered */
    size_t n_streams;
    char program_folder[DS_PATH_SIZE], fonts[DS_PATH_SIZE];
    char *program;
};

/* The answer that is being made, with its question read as far as the command's name; DS_USAGE when
 * there is none. *out is the caller's (ds_answer_free). */
ds_status ds_answer_begin(const char *const *words, size_t n_words, const ds_ask_options *options,
                          ds_answer **out, ds_error *err) DS_NODISCARD;

/* What the answer says beside its form, its tables, and the file of --out. */
ds_status ds_answer_finish(ds_answer *answer) DS_NODISCARD;
/* Forgets what was borrowed for the question: it is its caller's alone from now on. */
void ds_answer_leave(ds_answer *answer);

/* ---- words ---- */

/* Finds the command of the first word; DS_USAGE when there is none. */
ds_status ds_question_find_command(ds_question *q) DS_NODISCARD;
/* How many words a --lang is that stands before the command: 2, 1 (--lang=en) or 0. */
size_t ds_ask_lang_first(const char *const *words, size_t n_words);
/* Whether a word in the place of the command asks for help. */
bool ds_ask_is_help(const char *word);
/* Reads the words behind the command's name into these options, and into those that every command
 * takes; what is left goes to positional, at most n_positional. True to go on; false when the
 * question ends here, with q->status: help is its answer, or the words are wrong. */
bool ds_question_read(ds_question *q, const ds_ask_option *options, size_t n_options,
                      const char **positional, size_t n_positional, ds_say usage) DS_NODISCARD;
/* A whole number from low to high; false with an error of usage. */
bool ds_question_number(ds_question *q, const char *name, const char *text, uint64_t low,
                        uint64_t high, uint64_t *out) DS_NODISCARD;
enum { DS_ASK_PARTS_MAX = 1000000 };
/* i/n, with i from 1 to n and n up to DS_ASK_PARTS_MAX; false with an error of usage. */
bool ds_question_part(ds_question *q, const char *name, const char *text, uint32_t *part,
                      uint32_t *n) DS_NODISCARD;
/* The words are wrong: why, and which; what is "" for none. Says that --help has more. DS_USAGE. */
ds_status ds_question_refuse(ds_question *q, const char *nl, const char *en, const char *what);
/* The command that the word names; NULL with an error of usage. */
const ds_ask_command *ds_ask_find_command(ds_question *q, const char *name);
/* The help of the program, of a command. */
ds_status ds_question_help(ds_question *q) DS_NODISCARD;
ds_status ds_question_help_command(ds_question *q, const ds_ask_option *options, size_t n,
                                   ds_say usage) DS_NODISCARD;

/* ---- beside the answer ---- */

/* One line, ready to be shown. */
void ds_question_say(ds_question *q, ds_ask_line what, const char *nl, const char *en);
/* An error that does not end the question, with its place. */
void ds_question_note(ds_question *q, ds_ask_line what, const ds_error *why);

/* ---- the answer ---- */

/* What the library needs to know of this question; lives as long as the answer. */
const ds_work *ds_question_work(ds_question *q);
/* Memory of zeros for a result, as long as the answer lives; NULL with an error (DS_FAULT). */
void *ds_question_room(ds_question *q, size_t size);
/* Has what the document leans on freed when the answer is, the last one first. NULL is passed over.
 */
void ds_question_hold(ds_question *q, void *what, void (*free)(void *what));
/* The document is the answer's from now on. Gives back status. */
ds_status ds_question_answer(ds_question *q, ds_document *document, ds_status status) DS_NODISCARD;

/* static void release_<end>(void *): the end of a type, as ds_question_hold takes it. */
#define DS_ASK_FREES(end)                                                                          \
    static void release_##end(void *held) {                                                        \
        end(held);                                                                                 \
    }

ds_status ds_cmd_demo(ds_question *q);
ds_status ds_cmd_simulate(ds_question *q);
ds_status ds_cmd_import(ds_question *q);
ds_status ds_cmd_tally(ds_question *q);
ds_status ds_cmd_why(ds_question *q);
ds_status ds_cmd_compare(ds_question *q);
ds_status ds_cmd_maand(ds_question *q);
ds_status ds_cmd_routes(ds_question *q);
ds_status ds_cmd_monitor(ds_question *q);
ds_status ds_cmd_merge(ds_question *q);
ds_status ds_cmd_split(ds_question *q);
ds_status ds_cmd_gather(ds_question *q);
ds_status ds_cmd_audit(ds_question *q);
ds_status ds_cmd_open(ds_question *q);
ds_status ds_cmd_link(ds_question *q);
ds_status ds_cmd_define(ds_question *q);
ds_status ds_cmd_key(ds_question *q);
ds_status ds_cmd_describe(ds_question *q);
ds_status ds_cmd_effect(ds_question *q);
ds_status ds_cmd_match(ds_question *q);
ds_status ds_cmd_did(ds_question *q);
ds_status ds_cmd_duration(ds_question *q);
ds_status ds_cmd_survey(ds_question *q);
ds_status ds_cmd_flows(ds_question *q);
ds_status ds_cmd_gap(ds_question *q);
ds_status ds_cmd_process(ds_question *q);
ds_status ds_cmd_relate(ds_question *q);
ds_status ds_cmd_risk(ds_question *q);
ds_status ds_cmd_expected(ds_question *q);
ds_status ds_cmd_report(ds_question *q);
ds_status ds_cmd_run(ds_question *q);
ds_status ds_cmd_forget(ds_question *q);
ds_status ds_cmd_formulier(ds_question *q);

#endif
