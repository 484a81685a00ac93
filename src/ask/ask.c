/* ask/ask.c: see doorstroom/ask.h. No command is asked this way yet: they move here from src/cli
 * one by one. */
#include "doorstroom/ask.h"

#include "base/error.h"

struct ds_answer {
    ds_document *document;
};

static void release_tables(const ds_ask_options *options) {
    for (size_t i = 0; options != NULL && i < options->n_tables; i++) {
        struct ArrowArrayStream *stream = options->tables[i].stream;
        if (stream != NULL && stream->release != NULL) stream->release(stream);
    }
}

ds_status ds_ask(const char *const *words, size_t n_words, const ds_ask_options *options,
                 ds_answer **out, ds_error *err) {
    (void)words;
    (void)n_words;
    (void)out;
    release_tables(options);
    return ds_error_set(err, DS_USAGE, "deze opdracht kan zo nog niet worden gevraagd",
                        "this command is not asked this way yet");
}

void ds_answer_free(ds_answer *answer) {
    (void)answer;
}

ds_lang ds_ask_lang(const char *const *words, size_t n_words, ds_lang otherwise) {
    (void)words;
    (void)n_words;
    return otherwise;
}

const ds_document *ds_answer_document(const ds_answer *answer) {
    return answer->document;
}

ds_status ds_answer_status(const ds_answer *answer) {
    (void)answer;
    return DS_OK;
}

ds_answer_form ds_answer_asked(const ds_answer *answer) {
    (void)answer;
    return (ds_answer_form){.form = DS_FORM_TABLE};
}

const char *ds_answer_beside(const ds_answer *answer) {
    (void)answer;
    return "";
}

static ds_status refuse_answer(ds_error *err) {
    return ds_error_set(err, DS_USAGE, "dit antwoord is er zo nog niet",
                        "this answer is not there yet");
}

ds_status ds_answer_text(const ds_answer *answer, ds_form form, const char *table, char **out_text,
                         size_t *out_size, ds_error *err) {
    (void)answer;
    (void)form;
    (void)table;
    (void)out_text;
    (void)out_size;
    return refuse_answer(err);
}

size_t ds_answer_n_tables(const ds_answer *answer) {
    (void)answer;
    return 0;
}

const char *ds_answer_table_id(const ds_answer *answer, size_t i) {
    (void)answer;
    (void)i;
    return NULL;
}

ds_status ds_answer_arrow(const ds_answer *answer, const char *table, struct ArrowArrayStream *out,
                          ds_error *err) {
    (void)answer;
    (void)table;
    (void)out;
    return refuse_answer(err);
}

size_t ds_ask_error_size(void) {
    return sizeof(ds_error);
}

int ds_ask_error_status(const ds_error *err) {
    return (int)err->status;
}

uint64_t ds_ask_error_line(const ds_error *err) {
    return err->line;
}

uint64_t ds_ask_error_column(const ds_error *err) {
    return err->column;
}

const char *ds_ask_error_file(const ds_error *err) {
    return err->file;
}

const char *ds_ask_error_nl(const ds_error *err) {
    return err->nl;
}

const char *ds_ask_error_en(const ds_error *err) {
    return err->en;
}
