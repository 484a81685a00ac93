/* tests/ask/test_ask.c: questions that are wrong, from several threads, without memory, and what an
 * answer is: doorstroom/ask.h. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ask/asked.h"
#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/arrow.h"

/* ---- words that are wrong ---- */

static void test_ask__wrong_words(void **state) {
    static const struct {
        const char *line, *nl, *en, *see;
    } list[] = {
        {"", "welke opdracht?", "which command?", "Zie: doorstroom --help\n"},
        {"--lang en", "welke opdracht?", "which command?", "Zie: doorstroom --help\n"},
        {"imprt", "onbekende opdracht 'imprt'; bedoelde u import?",
         "unknown command 'imprt'; did you mean import?", "Zie: doorstroom --help\n"},
        {"xyzzyxyzzy proef", "onbekende opdracht 'xyzzyxyzzy'", "unknown command 'xyzzyxyzzy'",
         "Zie: doorstroom --help\n"},
        {"serve proef", "serve kan alleen met het programma doorstroom",
         "serve goes with the program doorstroom only", ""},
        {"tally proef --indcator vsv", "onbekende optie '--indcator'; bedoelde u --indicator?",
         "unknown option '--indcator'; did you mean --indicator?", ""},
        {"tally proef --indicator", "deze optie heeft een waarde nodig: --indicator",
         "this option needs a value: --indicator", "Zie --help.\n"},
        {"tally proef --by a --by b", "deze optie staat twee keer: --by",
         "this option stands twice: --by", "Zie --help.\n"},
        {"import proef nog", "te veel argumenten: nog", "too many arguments: nog", "Zie --help.\n"},
        {"risk proef --depth 9", "--depth: verwacht een geheel getal van 1 tot en met 3",
         "--depth: expected a whole number from 1 to 3", ""},
        {"tally proef --lang fr", "--lang: verwacht nl of en", "--lang: expected nl or en",
         "Zie --help.\n"},
        {"tally proef --format xlsx",
         "--format: deze vorm gaat naar een bestand; noem het met --out",
         "--format: this form goes to a file; name it with --out", "Zie --help.\n"},
        {"key x --format csv", "key schrijft table of json", "key writes table or json",
         "Zie --help.\n"},
        {"merge", "welke bestanden?", "which files?", "Zie --help.\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        asked a;
        asked_ask(list[i].line, NULL, &a);
        assert_int_equal(a.status, DS_USAGE);
        assert_int_equal(a.err.status, DS_USAGE);
        assert_string_equal(a.err.nl, list[i].nl);
        assert_string_equal(a.err.en, list[i].en);
        assert_string_equal(a.see_help, list[i].see);
        assert_null(a.answer);
    }
}

/* Nobody has to be told. */
static void test_ask__nobody_is_told(void **state) {
    const char *const words[] = {"tally", "proef", "--depth"};
    ds_answer *answer = NULL;
    (void)state;
    assert_int_equal(ds_ask(words, 3, NULL, &answer, NULL), DS_USAGE);
    assert_null(answer);
    ds_answer_free(NULL);
}

static void test_ask__limits(void **state) {
    static char longest[DS_ASK_WORD_MAX + 2];
    const char *const missing[] = {"tally", NULL}, *const large[] = {"tally", longest};
    ds_ask_options later = DS_ASK_OPTIONS_INIT;
    ds_answer *answer = NULL;
    ds_error err = {0};
    (void)state;
    memset(longest, 'a', sizeof longest - 1);
    assert_int_equal(ds_ask(missing, 2, NULL, &answer, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "word 2"));
    assert_int_equal(ds_ask(large, 2, NULL, &answer, &err), DS_USAGE);
    assert_non_null(strstr(err.en, "word 2"));
    assert_int_equal(ds_ask(large, (size_t)DS_ASK_WORDS_MAX + 1, NULL, &answer, &err), DS_USAGE);
    later.version = DS_ASK_OPTIONS_VERSION + 1;
    assert_int_equal(ds_ask(missing, 1, &later, &answer, &err), DS_USAGE);
    assert_null(answer);
}

/* An error with its place, for languages without structs. */
static void test_ask__an_error_has_its_place(void **state) {
    asked a;
    (void)state;
    asked_ask("define --check stuk.yaml", NULL, &a);
    assert_int_equal(ds_ask_error_status(&a.err), DS_INPUT);
    assert_string_equal(ds_ask_error_file(&a.err), "stuk.yaml");
    assert_true(ds_ask_error_line(&a.err) > 0 && ds_ask_error_column(&a.err) > 0);
    assert_ptr_equal(ds_ask_error_nl(&a.err), a.err.nl);
    assert_ptr_equal(ds_ask_error_en(&a.err), a.err.en);
    assert_int_equal(ds_ask_error_size(), sizeof(ds_error));
}

/* ---- answers ---- */

static char *text_of(const ds_answer *answer, ds_form form) {
    char *text = NULL;
    size_t size;
    ds_error err = {0};
    if (ds_answer_text(answer, form, NULL, &text, &size, &err) != DS_OK) fail_msg("%s", err.en);
    return text;
}

/* Files of definitions that are passed over, and how far it is. */
static void test_ask__what_is_said(void **state) {
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    asked a;
    (void)state;
    options.n_threads = 1;
    asked_ask("define met_fout --list", &options, &a);
    assert_int_equal(a.status, DS_OK);
    assert_ptr_equal(strstr(a.said, "overgeslagen: met_fout/definities/stuk.yaml: regel 2, kolom "),
                     a.said);
    asked_done(&a);
    asked_ask("import proef", &options, &a);
    assert_int_equal(a.status, DS_OK);
    assert_true(a.last_share > 0);
    asked_done(&a);
}

/* The language of --lang, wherever it stands, else of the options. */
static void test_ask__language(void **state) {
    const char *const none[] = {"tally"}, *const last[] = {"tally", "--lang"};
    ds_ask_options english = DS_ASK_OPTIONS_INIT;
    asked a;
    char *text;
    (void)state;
    english.lang = DS_EN;
    assert_int_equal(ds_ask_lang(none, 1, DS_EN), DS_EN);
    assert_int_equal(ds_ask_lang(last, 2, DS_NL), DS_NL);
    asked_ask("define --columns", &english, &a);
    assert_int_equal(ds_answer_asked(a.answer).lang, DS_EN);
    asked_done(&a);
    asked_ask("--lang nl key --help", &english, &a);
    text = text_of(a.answer, DS_FORM_TABLE);
    assert_non_null(strstr(text, "Opties:"));
    ds_free(text);
    asked_done(&a);
}

/* Lines are as wide as is asked; the program is called by the name that is said. */
static void test_ask__width_and_program(void **state) {
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    asked a;
    char *narrow, *wide;
    (void)state;
    options.program = "./hier/doorstroom";
    asked_ask("simulate gemaakt --persons 10", &options, &a);
    assert_int_equal(a.status, DS_OK);
    assert_non_null(strstr(ds_answer_beside(a.answer), "./hier/doorstroom import"));
    asked_done(&a);
    asked_ask("define --columns", NULL, &a);
    narrow = text_of(a.answer, DS_FORM_TABLE);
    asked_done(&a);
    options.width = 200;
    asked_ask("define --columns", &options, &a);
    wide = text_of(a.answer, DS_FORM_TABLE);
    asked_done(&a);
    assert_true(ds_run_lines(wide) < ds_run_lines(narrow));
    ds_free(wide);
    ds_free(narrow);
}

/* A folder with a delivery that is refused: the error, and the report beside it. */
static void test_ask__a_refused_import_has_its_report(void **state) {
    asked a;
    char *json;
    (void)state;
    ds_free(ds_test_write_string(".", "fout/leveringen/inschrijving.csv", "persoon\n\"1\n"));
    asked_ask("import fout --out fout.csv", NULL, &a);
    assert_int_equal(a.status, DS_INPUT);
    assert_true(a.err.nl[0] != '\0');
    assert_non_null(a.answer);
    json = text_of(a.answer, DS_FORM_JSON);
    assert_non_null(strstr(json, "\"geslaagd\": false"));
    assert_null(ds_answer_asked(a.answer).out);
    ds_free(json);
    asked_done(&a);
    asked_ask("import nergens", NULL, &a);
    assert_int_equal(a.status, DS_INPUT);
    asked_done(&a);
}

static void test_ask__an_answer_found_something(void **state) {
    asked a;
    (void)state;
    asked_ask("audit tabel_4_1.csv", NULL, &a);
    assert_int_equal(a.status, DS_OK);
    assert_int_equal(ds_answer_status(a.answer), DS_INPUT);
    asked_done(&a);
}

/* As --out writes it: with what stands beside a screen. */
static void test_ask__saves_as_out_does(void **state) {
    static const char *const endings[] = {"txt", "json", "csv", "xlsx"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char words[80], out[16], saved[16], *a_text = NULL, *b_text = NULL;
        size_t a_size = 0, b_size = 0;
        ds_error err = {0};
        asked a;
        (void)snprintf(out, sizeof out, "uit.%s", endings[i]);
        (void)snprintf(saved, sizeof saved, "later.%s", endings[i]);
        (void)snprintf(words, sizeof words, "tally proef --indicator vsv --out %s", out);
        asked_ask(words, NULL, &a);
        assert_int_equal(a.status, DS_OK);
        assert_int_equal(ds_answer_save(a.answer, NULL, saved, &err), DS_OK);
        assert_int_equal(ds_file_read(out, 1 << 20, &a_text, &a_size, &err), DS_OK);
        assert_int_equal(ds_file_read(saved, 1 << 20, &b_text, &b_size, &err), DS_OK);
        assert_int_equal(a_size, b_size);
        assert_memory_equal(a_text, b_text, a_size);
        if (i == 0) assert_non_null(strstr(a_text, "niet beveiligd voor publicatie"));
        assert_int_equal(ds_answer_save(a.answer, NULL, "later.exe", &err), DS_USAGE);
        ds_free(a_text);
        ds_free(b_text);
        asked_done(&a);
    }
    {
        asked a;
        ds_error err = {0};
        asked_ask("tally --help", NULL, &a);
        assert_int_equal(ds_answer_save(a.answer, NULL, "uitleg.txt", &err), DS_OK);
        assert_true(ds_file_exists("uitleg.txt"));
        asked_done(&a);
    }
}

/* Cells are added up out of their files each time that they are written: the same, or it is said.
 */
static void test_ask__a_merge_reads_its_files_again(void **state) {
    char *first, *again = NULL, *part;
    size_t size;
    ds_error err = {0};
    asked a;
    (void)state;
    for (int i = 1; i <= 2; i++) {
        char line[128];
        (void)snprintf(line, sizeof line,
                       "tally proef --indicator vsv --part %d/2 --out deel%d.json", i, i);
        asked_ask(line, NULL, &a);
        assert_int_equal(a.status, DS_OK);
        asked_done(&a);
    }
    asked_ask("merge deel1.json deel2.json", NULL, &a);
    assert_int_equal(a.status, DS_OK);
    first = text_of(a.answer, DS_FORM_CSV);
    again = text_of(a.answer, DS_FORM_CSV);
    assert_string_equal(first, again);
    ds_free(again);
    part = ds_work_read(".", "deel2.json", &size);
    *strstr(part, "\"teller\": ") = ' '; /* the same size */
    ds_free(ds_test_write_string(".", "deel2.json", part));
    again = NULL;
    assert_int_equal(ds_answer_text(a.answer, DS_FORM_CSV, NULL, &again, &size, &err), DS_INPUT);
    assert_string_equal(err.file, "deel2.json");
    assert_null(again);
    assert_int_equal(remove("deel2.json"), 0);
    assert_int_not_equal(ds_answer_text(a.answer, DS_FORM_CSV, NULL, &again, &size, &err), DS_OK);
    assert_string_equal(err.file, "deel2.json");
    ds_free(part);
    ds_free(first);
    asked_done(&a);
}

/* The stream is its own: the answer may go before it. */
static void test_ask__a_stream_outlives_the_answer(void **state) {
    struct ArrowArrayStream stream, text;
    struct ArrowSchema schema;
    struct ArrowArray array;
    ds_error err = {0};
    asked a;
    (void)state;
    asked_ask("tally proef --indicator vsv --by niveau", NULL, &a);
    assert_int_equal(ds_answer_arrow(a.answer, NULL, &stream, &err), DS_OK);
    assert_int_equal(ds_answer_arrow(a.answer, "nergens", &text, &err), DS_USAGE);
    asked_done(&a);
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_string_equal(schema.children[0]->name, "indicator");
    schema.release(&schema);
    assert_int_equal(stream.get_next(&stream, &array), 0);
    assert_true(array.length > 3);
    array.release(&array);
    stream.release(&stream);
    asked_ask("--version", NULL, &a);
    assert_int_equal(ds_answer_arrow(a.answer, NULL, &text, &err), DS_USAGE);
    asked_done(&a);
}

/* ---- tables that are no files ---- */

static struct ArrowArrayStream stream_of(const char *line) {
    struct ArrowArrayStream stream;
    ds_error err = {0};
    asked a;
    asked_ask(line, NULL, &a);
    if (ds_answer_arrow(a.answer, NULL, &stream, &err) != DS_OK) fail_msg("%s", err.en);
    asked_done(&a);
    return stream;
}

#define OF_CELLS "tally proef --indicator vsv --by niveau,leerweg"
#define RELATE "relate --x noemer --y teller --method pearson --data "

/* Columns of another program, here those of another answer, in place of a file. */
static void test_ask__a_table_in_place_of_a_file(void **state) {
    struct ArrowArrayStream cells = stream_of(OF_CELLS), other = stream_of("define --columns");
    const ds_ask_table tables[] = {{"kolommen", &other}, {"cellen", &cells}};
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    asked of_stream, of_file;
    char *a, *b;
    (void)state;
    options.tables = tables;
    options.n_tables = 2;
    asked_ask(RELATE "arrow:cellen", &options, &of_stream);
    if (of_stream.status != DS_OK) fail_msg("%s", of_stream.err.en);
    assert_true(cells.release == NULL && other.release == NULL);
    asked_ask(OF_CELLS " --out cellen.csv", NULL, &of_file);
    asked_done(&of_file);
    asked_ask(RELATE "cellen.csv", NULL, &of_file);
    a = text_of(of_stream.answer, DS_FORM_CSV);
    b = text_of(of_file.answer, DS_FORM_CSV);
    assert_string_equal(a, b);
    ds_free(a);
    ds_free(b);
    asked_done(&of_file);
    asked_done(&of_stream);
}

/* Consumed, whatever comes of the question; and gone with it. */
static void test_ask__tables_are_consumed(void **state) {
    struct ArrowArrayStream one = stream_of("define --columns"),
                            two = stream_of("define --columns");
    const ds_ask_table same[] = {{"t", &one}, {"t", &two}};
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    asked a;
    (void)state;
    options.tables = same;
    options.n_tables = 2;
    asked_ask("describe arrow:t", &options, &a);
    assert_int_equal(a.status, DS_USAGE);
    assert_string_equal(a.err.en, "two tables are called t");
    assert_true(one.release == NULL && two.release == NULL);
    one = stream_of("define --columns");
    options.n_tables = 1;
    asked_ask("describe arrow:t --nergens", &options, &a);
    assert_int_equal(a.status, DS_USAGE);
    assert_null(one.release);
    asked_ask("describe arrow:t", NULL, &a);
    assert_int_equal(a.status, DS_INPUT);
    assert_string_equal(a.err.file, "arrow:t");
    asked_done(&a);
}

/* A stream that has another thread ask for the table before it, once it is open. */
typedef struct spy {
    struct ArrowArrayStream of;
    ds_status guessed, own;
    bool named;
} spy;

static void *guess_a_name(void *context) {
    spy *s = context;
    struct ArrowArrayStream mine = stream_of("define --columns");
    const ds_ask_table table = {"een", &mine};
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    asked a;
    char *text;
    asked_ask("describe arrow:een", NULL, &a);
    s->guessed = a.status;
    asked_done(&a);
    options.tables = &table;
    options.n_tables = 1;
    asked_ask("describe arrow:een", &options, &a); /* of the same name, and its own */
    s->own = a.status;
    text = text_of(a.answer, DS_FORM_TABLE);
    s->named = strstr(text, "noemer") == NULL && strstr(text, "#2") == NULL;
    ds_free(text);
    asked_done(&a);
    return NULL;
}

static int spy_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    spy *s = stream->private_data;
    return s->of.get_schema(&s->of, out);
}

static int spy_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    spy *s = stream->private_data;
    pthread_t thread;
    if (s->own == DS_FAULT) {
        if (pthread_create(&thread, NULL, guess_a_name, s) != 0) return EAGAIN;
        (void)pthread_join(thread, NULL);
    }
    return s->of.get_next(&s->of, out);
}

static void spy_release(struct ArrowArrayStream *stream) {
    spy *s = stream->private_data;
    s->of.release(&s->of);
    stream->release = NULL;
}

/* What was handed over with a question is for no other that runs meanwhile. */
static void test_ask__a_table_is_of_its_question(void **state) {
    struct ArrowArrayStream one = stream_of(OF_CELLS);
    spy s = {stream_of("define --columns"), DS_OK, DS_FAULT, false};
    struct ArrowArrayStream two = {spy_schema, spy_next, NULL, spy_release, &s};
    const ds_ask_table tables[] = {{"een", &one}, {"twee", &two}};
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    asked a;
    (void)state;
    options.tables = tables;
    options.n_tables = 2;
    asked_ask("describe arrow:een", &options, &a);
    if (a.status != DS_OK) fail_msg("%s", a.err.en);
    asked_done(&a);
    assert_int_equal(s.guessed, DS_INPUT);
    assert_int_equal(s.own, DS_OK);
    assert_true(s.named);
}

/* ---- threads ---- */

enum { THREADS = 4, TIMES = 3 };
static const char *const of_threads[THREADS] = {
    "tally proef --indicator vsv --by niveau,leerweg --threads 2",
    "match --data l.csv --treatment mee --outcome y --covariates score --se none",
    "define proef --list", "tally proef --indicator vsv --by niveau,leerweg --pool 2"};

static void *ask_again(void *context) {
    const char *line = *(const char *const *)context;
    char *first = NULL;
    for (int i = 0; i < TIMES; i++) {
        asked_words words;
        ds_answer *answer = NULL;
        char *text = NULL;
        size_t size;
        asked_split(line, &words);
        if (ds_ask(words.words, words.n, NULL, &answer, NULL) == DS_OK)
            (void)!ds_answer_text(answer, DS_FORM_JSON, NULL, &text, &size, NULL);
        ds_answer_free(answer);
        if (text == NULL || (first != NULL && strcmp(first, text) != 0)) {
            ds_free(text);
            ds_free(first);
            return NULL;
        }
        ds_free(first);
        first = text;
    }
    return first;
}

static void test_ask__from_several_threads(void **state) {
    pthread_t threads[THREADS];
    (void)state;
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, ask_again, (void *)(uintptr_t)&of_threads[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *text = NULL;
        char *alone = ask_again((void *)(uintptr_t)&of_threads[i]);
        assert_int_equal(pthread_join(threads[i], &text), 0);
        assert_non_null(text);
        assert_string_equal(alone, text);
        ds_free(text);
        ds_free(alone);
    }
}

/* ---- stopped ---- */

static void stop_at_once(void *context, const char *nl, const char *en, double share) {
    (void)context, (void)nl, (void)en, (void)share;
    ds_ask_stop();
}

/* What is under way ends and clears away; what is asked next goes on. */
static void test_ask__stops(void **state) {
    const char *const words[] = {"simulate", "gestopt", "--persons", "300000"}, *const next[] = {
                                                                                    "define",
                                                                                    "--columns"};
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    ds_answer *answer = NULL;
    ds_error err = {0};
    (void)state;
    ds_ask_stop(); /* nobody */
    options.progress = stop_at_once;
    assert_int_equal(ds_ask(words, 4, &options, &answer, &err), DS_FAULT);
    assert_string_equal(err.en, "it was asked to stop");
    assert_null(answer);
    assert_false(ds_file_exists("gestopt/leveringen/inschrijving-2022.csv"));
    assert_int_equal(ds_ask(next, 2, NULL, &answer, &err), DS_OK);
    ds_answer_free(answer);
}

/* ---- one of two questions stopped ---- */

typedef struct stopping {
    ds_stop *stop;
    atomic_bool began, other_began;
    ds_status status;
    ds_error err;
} stopping;

static void rest_a_moment(void) {
    (void)nanosleep(&(struct timespec){0, 1000000}, NULL);
}

/* Its own stop is set once the other one is under way. */
static void stop_beside(void *context, const char *nl, const char *en, double share) {
    stopping *s = context;
    (void)nl, (void)en, (void)share;
    atomic_store(&s->began, true);
    while (!atomic_load(&s->other_began))
        rest_a_moment();
    ds_stop_set(s->stop);
}

static void *ask_and_be_stopped(void *context) {
    const char *const words[] = {"simulate", "een", "--persons", "300000",
                                 "--seed",   "2",   "--threads", "2"};
    stopping *s = context;
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    ds_answer *answer = NULL;
    options.progress = stop_beside;
    options.context = s;
    (void)ds_stop_use(s->stop);
    s->status = ds_ask(words, 8, &options, &answer, &s->err);
    ds_answer_free(answer);
    return NULL;
}

typedef struct beside {
    stopping *of;
    pthread_t thread;
    bool joined;
} beside;

/* Under way, it waits until the other has ended. */
static void wait_for_the_other(void *context, const char *nl, const char *en, double share) {
    beside *b = context;
    (void)nl, (void)en, (void)share;
    if (b->joined) return;
    atomic_store(&b->of->other_began, true);
    assert_int_equal(pthread_join(b->thread, NULL), 0);
    b->joined = true;
}

static void test_ask__one_of_two_stops(void **state) {
    stopping s = {.stop = ds_stop_new()};
    beside b = {.of = &s};
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    const char *const words[] = {"simulate", "twee", "--persons", "3000", "--threads", "1"};
    ds_answer *answer = NULL;
    ds_error err = {0};
    char *whole, *alone;
    size_t n_whole, n_alone;
    (void)state;
    assert_non_null(s.stop);
    assert_int_equal(pthread_create(&b.thread, NULL, ask_and_be_stopped, &s), 0);
    while (!atomic_load(&s.began))
        rest_a_moment();
    options.progress = wait_for_the_other;
    options.context = &b;
    assert_int_equal(ds_ask(words, 6, &options, &answer, &err), DS_OK);
    ds_answer_free(answer);
    assert_true(b.joined);
    assert_int_equal(s.status, DS_FAULT);
    assert_string_equal(s.err.en, "it was asked to stop");
    assert_false(ds_file_exists("een/leveringen/inschrijving-2022.csv"));
    assert_int_equal(ds_ask((const char *const[]){"simulate", "drie", "--persons", "3000"}, 4, NULL,
                            &answer, &err),
                     DS_OK);
    ds_answer_free(answer);
    whole = ds_work_read("twee", "leveringen/inschrijving-2022.csv", &n_whole);
    alone = ds_work_read("drie", "leveringen/inschrijving-2022.csv", &n_alone);
    assert_int_equal(n_whole, n_alone);
    assert_memory_equal(whole, alone, n_alone);
    ds_free(whole);
    ds_free(alone);
    ds_stop_free(s.stop);
}

/* What is asked with a stop that was set already does not begin; without it, it does. */
static void test_ask__stopped_before(void **state) {
    const char *const words[] = {"define", "--columns"};
    ds_stop *stop = ds_stop_new();
    ds_answer *answer = NULL;
    ds_error err = {0};
    (void)state;
    ds_stop_set(stop);
    assert_null(ds_stop_use(stop));
    assert_int_equal(ds_ask(words, 2, NULL, &answer, &err), DS_FAULT);
    assert_null(answer);
    assert_ptr_equal(ds_stop_use(NULL), stop);
    assert_int_equal(ds_ask(words, 2, NULL, &answer, &err), DS_OK);
    ds_answer_free(answer);
    ds_stop_free(stop);
    ds_stop_free(NULL);
}

/* ---- without memory ---- */

static ds_status ask_whole(void *context, ds_error *err) {
    static const char *const words[] = {"link", "links.csv", "rechts.csv", "--on",
                                        "brin", "--list",    "--threads",  "1"};
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    ds_answer *answer = NULL;
    char *text = NULL;
    size_t size;
    ds_status status;
    (void)context;
    options.program_folder = ".";
    status = ds_ask(words, 8, &options, &answer, err);
    if (status != DS_OK)
        assert_null(answer);
    else
        status = ds_answer_text(answer, DS_FORM_CSV, NULL, &text, &size, err);
    ds_free(text);
    ds_answer_free(answer);
    return status;
}

static void test_ask__every_allocation_fails(void **state) {
    (void)state;
    ds_test_every_allocation(ask_whole, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ask__wrong_words),
        cmocka_unit_test(test_ask__nobody_is_told),
        cmocka_unit_test(test_ask__limits),
        cmocka_unit_test(test_ask__an_error_has_its_place),
        cmocka_unit_test(test_ask__what_is_said),
        cmocka_unit_test(test_ask__language),
        cmocka_unit_test(test_ask__width_and_program),
        cmocka_unit_test(test_ask__a_refused_import_has_its_report),
        cmocka_unit_test(test_ask__an_answer_found_something),
        cmocka_unit_test(test_ask__saves_as_out_does),
        cmocka_unit_test(test_ask__a_merge_reads_its_files_again),
        cmocka_unit_test(test_ask__a_stream_outlives_the_answer),
        cmocka_unit_test(test_ask__a_table_in_place_of_a_file),
        cmocka_unit_test(test_ask__tables_are_consumed),
        cmocka_unit_test(test_ask__a_table_is_of_its_question),
        cmocka_unit_test(test_ask__from_several_threads),
        cmocka_unit_test(test_ask__stops),
        cmocka_unit_test(test_ask__one_of_two_stops),
        cmocka_unit_test(test_ask__stopped_before),
        cmocka_unit_test(test_ask__every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, asked_begin, asked_end);
}
