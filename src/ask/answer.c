/* ask/answer.c: an answer: begun with its question, filled by a command, and read. */
#include <string.h>

#include "ask/question.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/helper.h"
#include "base/memory.h"
#include "doorstroom/arrow.h"
#include "doorstroom/figure.h"

#define TEXT_MAX ((size_t)1 << 40)

/* ---- begun ---- */

/* The --lang that words begin with, as *out; how many words it is, 0 for none. */
static size_t read_lang(const char *const *words, size_t n_words, const char **out) {
    static const char name[] = "--lang";
    const size_t size = sizeof name - 1;
    if (n_words >= 1 && strncmp(words[0], name, size) == 0 && words[0][size] == '=') {
        *out = words[0] + size + 1;
        return 1;
    }
    if (n_words < 2 || strcmp(words[0], name) != 0) return 0;
    *out = words[1];
    return 2;
}

ds_lang ds_ask_lang(const char *const *words, size_t n_words, ds_lang otherwise) {
    const char *said;
    for (size_t i = 0; i < n_words; i++)
        if (read_lang(words + i, n_words - i, &said) > 0)
            return strcmp(said, "en") == 0 ? DS_EN : DS_NL;
    return otherwise;
}

size_t ds_ask_lang_first(const char *const *words, size_t n_words) {
    const char *ignored;
    return read_lang(words, n_words, &ignored);
}

/* ---- tables that are no files ---- */

static ds_status open_streams(ds_answer *answer) {
    const ds_question *q = &answer->question;
    const ds_ask_table *tables = q->options.tables;
    if (q->options.n_tables > DS_ASK_TABLES_MAX)
        return ds_error_set(q->err, DS_USAGE, "een vraag heeft ten hoogste %d tabellen",
                            "a question has at most %d tables", (int)DS_ASK_TABLES_MAX);
    for (size_t i = 0; i < q->options.n_tables; i++) {
        ds_status status = DS_OK;
        if (tables[i].name == NULL || tables[i].stream == NULL)
            status = ds_error_set(q->err, DS_USAGE, "tabel %zu heeft geen naam of geen rijen",
                                  "table %zu has no name or no stream", i + 1);
        for (size_t k = 0; k < i && status == DS_OK; k++)
            if (strcmp(tables[k].name, tables[i].name) == 0)
                status = ds_error_set(q->err, DS_USAGE, "twee tabellen heten %.64s",
                                      "two tables are called %.64s", tables[i].name);
        if (status == DS_OK)
            status =
                ds_table_stream_open(tables[i].name, tables[i].stream, &answer->streams[i], q->err);
        if (status != DS_OK) return status;
        answer->n_streams++;
    }
    return DS_OK;
}

static void close_streams(ds_answer *answer) {
    while (answer->n_streams > 0)
        ds_table_stream_close(answer->streams[--answer->n_streams]);
}

/* Where the word names a table of the question, alone or behind a =, its path; NULL where not.
 * *out: the bytes of the word before it. */
static const char *path_of_table(const ds_answer *answer, const char *word, size_t *out) {
    const char *at = strstr(word, DS_TABLE_STREAM_PREFIX);
    if (at == NULL || (at > word && at[-1] != '=')) return NULL;
    *out = (size_t)(at - word);
    at += strlen(DS_TABLE_STREAM_PREFIX);
    for (size_t i = 0; i < answer->n_streams; i++)
        if (strcmp(answer->question.options.tables[i].name, at) == 0)
            return ds_table_stream_path(answer->streams[i]);
    return NULL;
}

/* ---- words ---- */

static ds_status measure_words(const char *const *words, size_t n_words, size_t *out_size,
                               ds_error *err) {
    size_t size = 0;
    if (n_words > DS_ASK_WORDS_MAX)
        return ds_error_set(err, DS_USAGE, "een vraag heeft ten hoogste %d woorden",
                            "a question has at most %d words", (int)DS_ASK_WORDS_MAX);
    for (size_t i = 0; i < n_words; i++) {
        const size_t one = words[i] == NULL ? SIZE_MAX : strnlen(words[i], DS_ASK_WORD_MAX + 1);
        if (one > DS_ASK_WORD_MAX)
            return ds_error_set(err, DS_USAGE, "woord %zu ontbreekt of is langer dan %d bytes",
                                "word %zu is missing or longer than %d bytes", i + 1,
                                (int)DS_ASK_WORD_MAX);
        size += one + 1;
        if (strstr(words[i], DS_TABLE_STREAM_PREFIX) != NULL) size += DS_TABLE_STREAM_PATH_SIZE;
    }
    *out_size = size;
    return DS_OK;
}

/* Words of our own, which a result may lean on. --lang before the command goes behind all else,
 * where a command reads it. */
static ds_status copy_words(ds_question *q, const char *const *words, size_t n_words) {
    const size_t first = ds_ask_lang_first(words, n_words);
    size_t size = 0;
    char *at;
    ds_status status = measure_words(words, n_words, &size, q->err);
    if (status != DS_OK) return status;
    q->room = at = ds_malloc(size + 1);
    q->words = q->list = ds_calloc(n_words + 1, sizeof *q->list);
    if (q->room == NULL || q->list == NULL) return ds_error_memory(q->err);
    for (size_t i = 0; i < n_words; i++) {
        const char *word = words[(i + first) % n_words];
        size_t before = 0;
        const char *path = path_of_table(q->answer, word, &before);
        q->words[i] = at;
        if (path != NULL) {
            memcpy(at, word, before);
            at += before;
            word = path;
        }
        before = strlen(word) + 1;
        memcpy(at, word, before);
        at += before;
    }
    q->n_words = n_words;
    return DS_OK;
}

static bool has_definitions(const char *folder) {
    char path[DS_PATH_SIZE];
    return ds_file_join(path, folder, "definitions", NULL) == DS_OK && ds_file_is_folder(path);
}

/* What was not said is filled in, and what is borrowed is copied. A program folder that is not
 * there is missed by the commands that need it. */
static ds_status fill_options(ds_answer *answer, const ds_ask_options *given) {
    static const ds_ask_options usual = DS_ASK_OPTIONS_INIT;
    ds_question *q = &answer->question;
    bool found;
    q->options = given == NULL ? usual : *given;
    q->asked.lang = q->options.lang;
    answer->program = ds_strdup(q->options.program == NULL ? "doorstroom" : q->options.program);
    if (answer->program == NULL) return ds_error_memory(q->err);
    q->options.program = answer->program;
    if (q->options.program_folder == NULL) {
        found = ds_helper_find_data(has_definitions, answer->program_folder);
    } else {
        found = true;
        if (ds_file_join(answer->program_folder, q->options.program_folder, "", q->err) != DS_OK)
            return DS_USAGE;
        answer->program_folder[strlen(q->options.program_folder)] = '\0'; /* without the slash */
    }
    q->options.program_folder = found ? answer->program_folder : NULL;
    if (found && ds_file_join(answer->fonts, answer->program_folder, ds_figure_font()->folder,
                              NULL) == DS_OK)
        q->asked.fonts = answer->fonts;
    return DS_OK;
}

ds_status ds_answer_begin(const char *const *words, size_t n_words, const ds_ask_options *options,
                          ds_answer **out, ds_error *err) {
    ds_status status = options == NULL ? DS_OK
                                       : ds_error_version(err, "ds_ask_options", options->version,
                                                          DS_ASK_OPTIONS_VERSION);
    ds_answer *answer;
    if (status != DS_OK) return status;
    answer = ds_calloc(1, sizeof *answer);
    if (answer == NULL) return ds_error_memory(err);
    answer->question.answer = answer;
    answer->question.err = err;
    status = fill_options(answer, options);
    if (status == DS_OK) status = open_streams(answer);
    if (status == DS_OK) status = copy_words(&answer->question, words, n_words);
    if (status != DS_OK) {
        ds_answer_free(answer);
        return status;
    }
    answer->question.asked.lang = ds_ask_lang(words, n_words, answer->question.asked.lang);
    *out = answer;
    return DS_OK;
}

void ds_answer_free(ds_answer *answer) {
    if (answer == NULL) return;
    close_streams(answer);
    ds_document_free(answer->document);
    while (answer->n_held > 0) {
        const ds_answer_held *last = &answer->held[--answer->n_held];
        last->free(last->what);
    }
    ds_free(answer->tables);
    ds_free(answer->beside);
    ds_free(answer->text);
    ds_free(answer->program);
    ds_free(answer->question.list);
    ds_free(answer->question.room);
    ds_free(answer);
}

/* ---- finished ---- */

static ds_write_options write_options(const ds_answer *answer) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    const ds_answer_form *asked = &answer->question.asked;
    o.lang = asked->lang;
    o.width = answer->question.options.width;
    o.table = asked->table;
    o.dutch_csv = asked->dutch_csv;
    o.fonts = asked->fonts;
    return o;
}

/* The buffer's text, or an empty one. */
static ds_status take_text(ds_buffer *buffer, ds_status status, char **out, size_t *out_size,
                           ds_error *err) {
    if (status == DS_OK) {
        const size_t size = buffer->size;
        *out = buffer->data == NULL ? ds_strdup("") : ds_buffer_take(buffer);
        if (*out == NULL) status = ds_error_memory(err);
        if (status == DS_OK && out_size != NULL) *out_size = size;
    }
    ds_buffer_done(buffer);
    return status;
}

ds_status ds_answer_finish(ds_answer *answer) {
    ds_question *q = &answer->question;
    const ds_write_options o = write_options(answer);
    ds_buffer beside;
    const ds_sink sink = ds_buffer_sink(&beside);
    ds_status status;
    if (answer->text != NULL) return DS_OK;
    /* First, while nothing is written yet: memory may be short for these. */
    ds_buffer_init(&beside, TEXT_MAX);
    status = ds_document_write_messages(answer->document, q->asked.form, &o, &sink, q->err);
    status = take_text(&beside, status, &answer->beside, NULL, q->err);
    if (status == DS_OK)
        status =
            ds_document_csv_tables(answer->document, &answer->tables, &answer->n_tables, q->err);
    if (status == DS_OK && q->asked.out != NULL)
        status = ds_document_save(answer->document, q->asked.out, &o, q->err);
    return status;
}

void ds_answer_leave(ds_answer *answer) {
    ds_question *q = &answer->question;
    close_streams(answer);
    q->err = NULL;
    q->options.progress = NULL;
    q->options.said = NULL;
    q->options.tables = NULL;
    q->options.n_tables = 0;
    q->work.progress = NULL;
}

/* ---- read ---- */

const ds_document *ds_answer_document(const ds_answer *answer) {
    return answer->document;
}

ds_status ds_answer_status(const ds_answer *answer) {
    return answer->status;
}

ds_answer_form ds_answer_asked(const ds_answer *answer) {
    return answer->question.asked;
}

const char *ds_answer_beside(const ds_answer *answer) {
    return answer->beside == NULL ? "" : answer->beside;
}

ds_status ds_answer_notes(const ds_answer *answer, ds_lang lang, char **out_text, ds_error *err) {
    ds_write_options o = write_options(answer);
    const ds_form asked = answer->question.asked.form; /* of these names and words change, too */
    const ds_form form = asked == DS_FORM_DTA || asked == DS_FORM_SAV ? asked : DS_FORM_CSV;
    ds_buffer notes;
    const ds_sink sink = ds_buffer_sink(&notes);
    ds_status status = DS_OK;
    o.lang = lang;
    ds_buffer_init(&notes, TEXT_MAX);
    if (answer->document != NULL)
        status = ds_document_write_messages(answer->document, form, &o, &sink, err);
    return take_text(&notes, status, out_text, NULL, err);
}

ds_status ds_answer_text(const ds_answer *answer, ds_form form, const char *table, char **out_text,
                         size_t *out_size, ds_error *err) {
    ds_write_options o = write_options(answer);
    ds_buffer text;
    const ds_sink sink = ds_buffer_sink(&text);
    ds_status status = DS_OK;
    if (table != NULL) o.table = table;
    ds_buffer_init(&text, TEXT_MAX);
    if (answer->text != NULL)
        ds_buffer_add_string(&text, answer->text);
    else
        status = ds_document_write(answer->document, form, &o, &sink, err);
    if (status == DS_OK) status = ds_buffer_finish(&text, err);
    return take_text(&text, status, out_text, out_size, err);
}

/* Help, the version. */
static ds_status save_text(const char *text, const char *path, ds_error *err) {
    ds_unfinished file;
    ds_status status = ds_file_begin(path, false, &file, err);
    if (status != DS_OK) return status;
    status = ds_file_put(file.fd, path, text, strlen(text), err);
    if (status == DS_OK) return ds_file_commit(&file, err);
    ds_file_abandon(&file);
    return status;
}

ds_status ds_answer_save(const ds_answer *answer, const char *table, const char *path,
                         ds_error *err) {
    ds_write_options o = write_options(answer);
    if (answer->document == NULL) return save_text(answer->text, path, err);
    if (table != NULL) o.table = table;
    return ds_document_save(answer->document, path, &o, err);
}

size_t ds_answer_n_tables(const ds_answer *answer) {
    return answer->n_tables;
}

const char *ds_answer_table_id(const ds_answer *answer, size_t i) {
    return i < answer->n_tables ? answer->tables[i] : NULL;
}

ds_status ds_answer_arrow(const ds_answer *answer, const char *table, struct ArrowArrayStream *out,
                          ds_error *err) {
    if (answer->document == NULL)
        return ds_error_set(err, DS_USAGE, "dit antwoord is een tekst, zonder tabellen",
                            "this answer is a text, without tables");
    return ds_document_arrow(answer->document, table == NULL ? answer->question.asked.table : table,
                             out, err);
}
