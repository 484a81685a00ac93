/* doorstroom/ask.h: stage 7, a question in words, as on the command line, asked in process: for
 * other languages, which so have every command and option with the same defaults and the same
 * errors, and for the program doorstroom itself, which asks here and prints what comes back.
 *
 *     const char *const words[] = {"tally", "proef", "--indicator", "vsv", "--by", "niveau"};
 *     ds_ask_options options = DS_ASK_OPTIONS_INIT;
 *     ds_answer *answer = NULL;
 *     status = ds_ask(words, 6, &options, &answer, &err);
 *
 * All commands are asked so but serve, which answers for as long as it lives. Nothing is printed
 * and nothing of the process is touched: no signals, locale, environment, standard input or
 * output. Files are written where a command does that (import, report, --out) as by any function
 * of the library; programs that help are started by posix_spawn.
 *
 * Words: what --lang says goes before options.lang, and --threads before n_threads. With --out the
 * file is written before ds_ask returns. --format, --csv and --table choose what ds_answer_asked
 * says and what is written with --out; the answer itself can be had in every form. --help of a
 * command, help and --version answer with a text and no document. Paths are taken from the folder
 * that the process is in. Each word at most DS_ASK_WORD_MAX bytes; NUL ends it.
 *
 * Threads: any number may ask at once; questions share nothing but the files of work folders,
 * whose locks hold between threads as between processes. A finished answer may be read by many,
 * each call of ds_answer_text and ds_answer_arrow on its own. */
#ifndef DOORSTROOM_ASK_H
#define DOORSTROOM_ASK_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/base.h"
#include "doorstroom/document.h"
#include "doorstroom/stop.h"

DS_BEGIN_DECLS

typedef struct ds_answer ds_answer;

enum { DS_ASK_WORDS_MAX = 1 << 16, DS_ASK_WORD_MAX = 1 << 20, DS_ASK_TABLES_MAX = 64 };

/* What a line beside an answer is. */
typedef enum ds_ask_line {
    DS_ASK_PASSED_OVER, /* something was left out and the question goes on: why */
    DS_ASK_NOTED,       /* what the answer rests on and should not */
    DS_ASK_SEE_HELP     /* after an error of usage: where more is said of the words */
} ds_ask_line;

/* A table in place of a file: where the words name the file "arrow:NAME" (--data arrow:pupils),
 * what is read is this stream, as columns; nothing of it is written to a disk. Names differ within
 * a question. No other question sees it, whatever name it gives. */
typedef struct ds_ask_table {
    const char *name;
    struct ArrowArrayStream *stream;
} ds_ask_table;

typedef struct ds_ask_options {
    unsigned version;           /* the initialiser sets it; 0 is taken as 1, the first */
    const char *program_folder; /* holds definitions/ and codes/; NULL: found by the place of the
                                   library (docs/api.md), else DS_USAGE */
    ds_lang lang;               /* of help, of --out, of texts for people; --lang goes before it */
    size_t n_threads;           /* 0: as many as there are cores; --threads goes before it */
    size_t width;               /* of texts for people, in characters; 0: 100 */
    const char *program;        /* what people type to call the program, where a text tells them to;
                                   NULL: "doorstroom" */
    /* How far it is, from any thread and several at once; share from 0 to 1. NULL: nobody. */
    void (*progress)(void *context, const char *nl, const char *en, double share);
    /* One line beside the answer, without its end, ready to be shown: what, and where where that is
     * known. From any thread. NULL: nobody. */
    void (*said)(void *context, ds_ask_line what, const char *nl, const char *en);
    void *context;
    /* [n_tables]. Consumed: when ds_ask returns, whatever it returns, all of them are released. */
    const ds_ask_table *tables;
    size_t n_tables;
} ds_ask_options;
#define DS_ASK_OPTIONS_VERSION 1
#define DS_ASK_OPTIONS_INIT                                                                        \
    { DS_ASK_OPTIONS_VERSION, NULL, DS_NL, 0, 0, NULL, NULL, NULL, NULL, NULL, 0 }

/* words[n_words]: what stands on the command line after "doorstroom". options NULL: the defaults.
 * *out is the caller's (ds_answer_free). What is borrowed of options and words is borrowed for the
 * call only.
 *
 * DS_USAGE: the words are wrong, or say less or more than a command takes: nothing was done then;
 * or --out asks for a form that the answer does not have: then the rest was done. Else what the
 * command's function of the library fails with, or the file of --out. On failure *out stays as it
 * was, but for one: an import that was refused and has a report answers with it, too: then *out is
 * set beside the error, and is to be freed. */
DS_API ds_status ds_ask(const char *const *words, size_t n_words, const ds_ask_options *options,
                        ds_answer **out, ds_error *err) DS_NODISCARD;
DS_API void ds_answer_free(ds_answer *answer);

/* One question is ended by the stop of the thread that asks it (doorstroom/stop.h). This ends all
 * questions that are being asked in this process, soon: each clears away what is half done
 * and fails with DS_FAULT ("it was asked to stop"). What is asked once these have ended goes on as
 * always; before that it ends, too. Nothing is done where nothing is being asked. From any thread,
 * or a handler of a signal. A question that is nearly done may still be answered. */
DS_API void ds_ask_stop(void);

/* The language that these words are answered in: that of --lang, wherever it stands, else this. */
DS_API ds_lang ds_ask_lang(const char *const *words, size_t n_words, ds_lang otherwise);

/* What the answer says; NULL where it is a text (help, the version). Borrowed from the answer. */
DS_API const ds_document *ds_answer_document(const ds_answer *answer);

/* How the program ends: DS_INPUT where audit found something, though it answers; else DS_OK. */
DS_API ds_status ds_answer_status(const ds_answer *answer);

/* What --format, --out, --csv and --table ask for. */
typedef struct ds_answer_form {
    ds_form form;
    ds_lang lang;
    const char *out;   /* the file that was written; NULL: none */
    const char *table; /* of csv; NULL: there is one */
    bool dutch_csv;
    const char *fonts; /* the folder of the fonts of figures, for html; NULL: not here */
} ds_answer_form;
/* Borrowed from the answer. */
DS_API ds_answer_form ds_answer_asked(const ds_answer *answer);
/* What goes beside the form that was asked for, lines in its language: what the program puts on
 * standard error after it. Empty: nothing. Borrowed from the answer. */
DS_API const char *ds_answer_beside(const ds_answer *answer);

/* What is to be said of its tables, in this language, a line each, whatever form was asked for:
 * what the program puts on standard error with --format csv, or with that file of dta or sav. For
 * who takes tables (ds_answer_arrow), in which it does not stand. *out_text is the caller's
 * (ds_free); empty: nothing. */
DS_API ds_status ds_answer_notes(const ds_answer *answer, ds_lang lang, char **out_text,
                                 ds_error *err) DS_NODISCARD;

/* The answer in this form, in the language that was asked for: byte for byte what the program
 * prints with that --format, on no terminal and without COLUMNS. table: of csv, as of --table;
 * NULL: that of the words. An answer that is a text is given as it is, whatever the form.
 * *out_text is the caller's (ds_free), with a zero byte after its *out_size bytes. Errors as of
 * ds_document_write. An answer of merge adds its files up in each call, here and in
 * ds_answer_arrow, so that memory stays bounded: one that is gone or no longer says the same is an
 * error, never other numbers. */
DS_API ds_status ds_answer_text(const ds_answer *answer, ds_form form, const char *table,
                                char **out_text, size_t *out_size, ds_error *err) DS_NODISCARD;

/* The same to a file, in the form of its ending, as --out writes it: what a screen has beside it
 * stands in a .txt. It is there whole, or as it was. Errors as of ds_document_save. */
DS_API ds_status ds_answer_save(const ds_answer *answer, const char *table, const char *path,
                                ds_error *err) DS_NODISCARD;

/* Its tables, as csv has them: by each of these names --table, ds_answer_text and ds_answer_arrow
 * know them. Tables of one name are one, where they have the same columns. Borrowed from the
 * answer. */
DS_API size_t ds_answer_n_tables(const ds_answer *answer);
DS_API const char *ds_answer_table_id(const ds_answer *answer, size_t i);
/* One table as a stream: the columns, rows and values of its csv (ds_document_arrow). table NULL:
 * that of the words, or the only one. The stream owns what it needs and outlives the answer;
 * whoever gets it releases it. */
DS_API ds_status ds_answer_arrow(const ds_answer *answer, const char *table,
                                 struct ArrowArrayStream *out, ds_error *err) DS_NODISCARD;

/* A ds_error for languages without structs: its size in bytes (to be cleared by who makes it), and
 * what is in it. Texts are borrowed from it; without a file "". */
DS_API size_t ds_ask_error_size(void);
DS_API int ds_ask_error_status(const ds_error *err);
DS_API uint64_t ds_ask_error_line(const ds_error *err);
DS_API uint64_t ds_ask_error_column(const ds_error *err);
DS_API const char *ds_ask_error_file(const ds_error *err);
DS_API const char *ds_ask_error_nl(const ds_error *err);
DS_API const char *ds_ask_error_en(const ds_error *err);

/* For Python without a compiled extension (python/), where a stream or a schema is handed over in a
 * capsule, PyCapsule: its room, of zeros, NULL when memory is short (freed by the capsule's end, or
 * by ds_free); and the capsule's destructor, which releases what is still in it and frees the room.
 * The two functions of Python that it needs are looked for in the process; without them it does
 * nothing. The name of the capsule says what it holds: arrow_array_stream or arrow_schema. */
DS_API void *ds_ask_capsule_room(size_t size) DS_NODISCARD;
DS_API void ds_ask_capsule_end(void *capsule);

DS_END_DECLS
#endif
