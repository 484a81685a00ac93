/* document/write.c: from a document to bytes somewhere: the form, the sink, the file. See
 * doorstroom/document.h. */
#include "document/write.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "document/print.h"

enum { WIDTH_USUAL = 100, WIDTH_MIN = 60 };
#define WHOLE_MAX ((size_t)1 << 40)

static const struct {
    const char *name;
    ds_writer write;
    const char *endings[2];
} forms[DS_FORMS] = {
    [DS_FORM_TABLE] = {"table", ds_write_terminal, {".txt", NULL}},
    [DS_FORM_CSV] = {"csv", ds_write_csv, {".csv", NULL}},
    [DS_FORM_JSON] = {"json", ds_write_json, {".json", NULL}},
    [DS_FORM_HTML] = {"html", ds_write_html, {".html", ".htm"}},
};

const char *ds_form_name(ds_form form) {
    return forms[form].name;
}

bool ds_form_named(const char *name, ds_form *out) {
    for (int i = 0; i < DS_FORMS; i++)
        if (strcmp(forms[i].name, name) == 0) {
            *out = (ds_form)i;
            return true;
        }
    return false;
}

static bool ends_in(const char *path, const char *ending) {
    size_t size = strlen(path), tail = ending == NULL ? 0 : strlen(ending);
    return tail > 0 && size > tail &&
           ds_text_equal_nocase(ds_text_of(path + size - tail), ds_text_of(ending));
}

bool ds_form_of_path(const char *path, ds_form *out) {
    for (int i = 0; i < DS_FORMS; i++)
        for (int k = 0; k < 2; k++)
            if (ends_in(path, forms[i].endings[k])) {
                *out = (ds_form)i;
                return true;
            }
    return false;
}

static ds_write_options settle_options(const ds_write_options *options) {
    ds_write_options o = *options;
    if (o.width == 0) o.width = WIDTH_USUAL;
    if (o.width < WIDTH_MIN) o.width = WIDTH_MIN;
    return o;
}

/* All of it in memory: what fails later has not put half. */
static ds_status write_whole(const ds_document *document, ds_form form,
                             const ds_write_options *options, ds_buffer *out, ds_error *err) {
    const ds_write_options settled = settle_options(options);
    ds_status status =
        ds_error_version(err, "ds_write_options", options->version, DS_WRITE_OPTIONS_VERSION);
    ds_buffer_init(out, WHOLE_MAX);
    if (status == DS_OK) status = ds_document_finish(document, err);
    if (status == DS_OK) status = forms[form].write(document, &settled, out, err);
    return status == DS_OK ? ds_buffer_finish(out, err) : status;
}

ds_status ds_document_write(const ds_document *document, ds_form form,
                            const ds_write_options *options, const ds_sink *sink, ds_error *err) {
    ds_buffer out;
    ds_status status = write_whole(document, form, options, &out, err);
    if (status == DS_OK && out.size > 0) status = sink->put(sink->context, out.data, out.size, err);
    ds_buffer_done(&out);
    return status;
}

ds_status ds_document_save(const ds_document *document, const char *path,
                           const ds_write_options *options, ds_error *err) {
    ds_form form;
    ds_buffer out;
    ds_status status;
    if (!ds_form_of_path(path, &form))
        return ds_error_at(err, DS_USAGE, path, 0, 0,
                           "de naam eindigt niet op .csv, .json, .html of .txt",
                           "the name does not end in .csv, .json, .html or .txt");
    status = write_whole(document, form, options, &out, err);
    if (status == DS_OK)
        status = (document->of_persons ? ds_file_write_private : ds_file_write)(
            path, ds_buffer_string(&out), out.size, err);
    ds_buffer_done(&out);
    return status;
}

/* ---- what goes beside it ---- */

/* A note as one line: "vsv: text: rows". */
static void put_note(const ds_block *block, const char *id, ds_lang lang, ds_buffer *out) {
    const ds_note *note = block->as.note;
    const char *text = ds_say_text(block->title, lang);
    if (id != NULL && id[0] != '\0' && note->kind != DS_NOTE_MESSAGE)
        ds_buffer_addf(out, "%s: ", id);
    ds_text_print_clean(text, strlen(text), false, out);
    for (size_t i = 0; i < note->n_rows; i++) {
        ds_buffer_add_string(out, i == 0 ? ": " : ", ");
        ds_text_print_clean(note->rows[i], strlen(note->rows[i]), false, out);
    }
    ds_buffer_add_char(out, '\n');
}

/* id: of the section that the notes stand in; NULL at the root. */
static void put_messages(const ds_document *document, const char *id, ds_form form, ds_lang lang,
                         ds_buffer *out) {
    const unsigned bit = form == DS_FORM_CSV    ? DS_IN_CSV
                         : form == DS_FORM_JSON ? DS_IN_JSON
                         : form == DS_FORM_HTML ? DS_IN_PAGE
                                                : DS_IN_SCREEN;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (block->kind == DS_BLOCK_SECTION)
            put_messages(block->as.section, block->as.section->id, form, lang, out);
        if (block->kind != DS_BLOCK_NOTE) continue;
        if (block->as.note->kind == DS_NOTE_MESSAGE
                ? (block->in & bit) != 0 || form == DS_FORM_JSON
                : (form == DS_FORM_CSV && (block->in & DS_IN_CSV) != 0) ||
                      (form == DS_FORM_JSON && document->list && (block->in & DS_IN_JSON) != 0))
            put_note(block, id, lang, out);
    }
    if (document->internal)
        ds_buffer_add_string(out, lang == DS_NL
                                      ? "intern: deze cellen kunnen één persoon zijn; niet "
                                        "beveiligd voor publicatie\n"
                                      : "internal: these cells may be one person; not "
                                        "protected for publication\n");
}

ds_status ds_document_write_messages(const ds_document *document, ds_form form,
                                     const ds_write_options *options, const ds_sink *sink,
                                     ds_error *err) {
    ds_buffer out;
    ds_status status =
        ds_error_version(err, "ds_write_options", options->version, DS_WRITE_OPTIONS_VERSION);
    ds_buffer_init(&out, WHOLE_MAX);
    if (status == DS_OK) status = ds_document_finish(document, err);
    if (status == DS_OK) put_messages(document, NULL, form, options->lang, &out);
    if (status == DS_OK) status = ds_buffer_finish(&out, err);
    if (status == DS_OK && out.size > 0) status = sink->put(sink->context, out.data, out.size, err);
    ds_buffer_done(&out);
    return status;
}
