/* document/write.c: from a document to bytes somewhere: the form, the sink, the file. See
 * doorstroom/document.h. */
#include "document/write.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "document/html.h"
#include "document/print.h"
#include "document/run.h"
#include "document/statistics.h"

enum { WIDTH_USUAL = 100, WIDTH_MIN = 60 };
#define WHOLE_MAX ((size_t)1 << 40)
#define PIECE ((size_t)1 << 20)
#define SPILL_AT ((size_t)1 << 24) /* so much stays in memory */

static const struct {
    const char *name;
    ds_writer write;
    const char *endings[2];
} forms[DS_FORMS] = {
    [DS_FORM_TABLE] = {"table", ds_write_terminal, {".txt", NULL}},
    [DS_FORM_CSV] = {"csv", ds_write_csv, {".csv", NULL}},
    [DS_FORM_JSON] = {"json", ds_write_json, {".json", NULL}},
    [DS_FORM_HTML] = {"html", ds_write_html, {".html", ".htm"}},
    [DS_FORM_XLSX] = {"xlsx", ds_write_xlsx, {".xlsx", NULL}},
    [DS_FORM_DOCX] = {"docx", ds_write_docx, {".docx", NULL}},
    [DS_FORM_DTA] = {"dta", ds_write_dta, {".dta", NULL}},
    [DS_FORM_SAV] = {"sav", ds_write_sav, {".sav", NULL}},
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

bool ds_form_is_binary(ds_form form) {
    return form >= DS_FORM_XLSX; /* they are the last */
}

bool ds_form_available(ds_form form) {
    if (form == DS_FORM_DTA || form == DS_FORM_SAV) return ds_statistics_available();
    return form != DS_FORM_DOCX || ds_filter_available("pandoc");
}

/* What its version does not have is as the initialiser says. */
static ds_write_options settle_options(const ds_write_options *options) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    if (options->version >= 3)
        o = *options;
    else if (options->version == 2)
        memcpy(&o, options, offsetof(ds_write_options, bare));
    else
        memcpy(&o, options, offsetof(ds_write_options, files));
    if (o.width == 0) o.width = WIDTH_USUAL;
    if (o.width < WIDTH_MIN) o.width = WIDTH_MIN;
    return o;
}

/* csv's table, in whatever bytes. */
static bool is_one_table(ds_form form) {
    return form == DS_FORM_CSV || form == DS_FORM_DTA || form == DS_FORM_SAV;
}

/* Whether its writer takes rows as they come; the others lay tables out first. */
static bool is_straight(ds_form form) {
    return is_one_table(form) || form == DS_FORM_JSON || form == DS_FORM_XLSX;
}

/* The whole, into a buffer that may be drained. */
static ds_status write_whole(const ds_document *document, ds_form form, ds_writer write,
                             const ds_write_options *options, ds_buffer *out, ds_error *err) {
    const ds_write_options settled = settle_options(options);
    ds_status status =
        ds_error_version(err, "ds_write_options", options->version, DS_WRITE_OPTIONS_VERSION);
    if (status == DS_OK) status = ds_document_finish(document, err);
    if (status == DS_OK && !is_straight(form)) status = ds_document_fill(document, err);
    if (status == DS_OK) status = write(document, &settled, out, err);
    return status == DS_OK ? ds_buffer_finish(out, err) : status;
}

/* Where the text goes once there is much of it. */
typedef struct spill {
    int fd; /* -1: not yet */
    const char *path;
    uint64_t size;
    ds_status status;
    ds_error error;
} spill;

static void drain_to_file(ds_buffer *buffer, void *context) {
    spill *to = context;
    if (to->status == DS_OK)
        to->status = ds_file_put(to->fd, to->path, buffer->data, buffer->size, &to->error);
    if (to->status != DS_OK) buffer->failed = DS_FAULT;
    to->size += buffer->size;
    buffer->size = 0;
}

/* Where no file can be made it all stays in memory. */
static void drain_to_temporary(ds_buffer *buffer, void *context) {
    spill *to = context;
    ds_error ignored;
    if (to->fd < 0 && ds_file_temporary(&to->fd, &ignored) != DS_OK)
        buffer->drain = NULL;
    else
        drain_to_file(buffer, context);
}

/* What was written, once it is whole, to the sink. */
static ds_status pour_out(const spill *from, const ds_buffer *rest, const ds_sink *sink,
                          ds_error *err) {
    char *piece = from->size == 0 ? NULL : ds_malloc(PIECE);
    ds_status status = from->size > 0 && piece == NULL ? ds_error_memory(err) : DS_OK;
    for (uint64_t at = 0; status == DS_OK && at < from->size;) {
        const size_t wanted = from->size - at < PIECE ? (size_t)(from->size - at) : PIECE;
        const ssize_t got = pread(from->fd, piece, wanted, (off_t)at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0)
            status = ds_error_set(err, DS_FAULT, "kan een tijdelijk bestand niet teruglezen",
                                  "cannot read a temporary file back");
        else
            status = sink->put(sink->context, piece, (size_t)got, err);
        at += got > 0 ? (uint64_t)got : 0;
    }
    ds_free(piece);
    if (status == DS_OK && rest->size > 0)
        status = sink->put(sink->context, rest->data, rest->size, err);
    return status;
}

/* Nothing is put before all of it is there: what fails later has not put half. */
ds_status ds_document_write(const ds_document *document, ds_form form,
                            const ds_write_options *options, const ds_sink *sink, ds_error *err) {
    ds_buffer out;
    spill to = {.fd = -1, .path = "TMPDIR"};
    ds_status status;
    ds_buffer_init(&out, WHOLE_MAX);
    out.drain = is_straight(form) ? drain_to_temporary : NULL;
    out.drain_context = &to;
    out.drain_at = SPILL_AT;
    status = write_whole(document, form, forms[form].write, options, &out, err);
    if (status != DS_OK && to.status != DS_OK && err != NULL) *err = to.error;
    if (status == DS_OK) status = pour_out(&to, &out, sink, err);
    if (to.fd >= 0) (void)close(to.fd);
    ds_buffer_done(&out);
    return status;
}

/* An answer may be one person a cell, and so is its owner's, whatever the umask, also where an
 * earlier file was not; of anything else that is new too, and an earlier file stays as readable as
 * somebody made it. */
static ds_status begin_save(const ds_document *document, const char *path, ds_unfinished *out,
                            ds_error *err) {
    const bool private =
        document != NULL && (document->of_persons || ds_html_is_internal(document));
    return ds_file_begin(path, private || !ds_file_exists(path), out, err);
}

ds_status ds_document_save(const ds_document *document, const char *path,
                           const ds_write_options *options, ds_error *err) {
    ds_form form;
    ds_buffer out;
    ds_unfinished file;
    spill to = {.fd = -1, .path = path};
    ds_status status;
    if (!ds_form_of_path(path, &form))
        return ds_error_at(
            err, DS_USAGE, path, 0, 0,
            "de naam eindigt niet op .csv, .json, .html, .xlsx, .docx, .dta, .sav of "
            ".txt",
            "the name does not end in .csv, .json, .html, .xlsx, .docx, .dta, .sav "
            "or .txt");
    status = begin_save(document, path, &file, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&out, WHOLE_MAX);
    to.fd = file.fd;
    out.drain = is_straight(form) ? drain_to_file : NULL;
    out.drain_context = &to;
    out.drain_at = PIECE;
    status =
        write_whole(document, form, form == DS_FORM_TABLE ? ds_write_text_file : forms[form].write,
                    options, &out, err);
    if (status == DS_OK) drain_to_file(&out, &to);
    if (to.status != DS_OK) {
        status = to.status;
        if (err != NULL) *err = to.error;
    }
    ds_buffer_done(&out);
    if (status == DS_OK) return ds_file_commit(&file, err);
    ds_file_abandon(&file);
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

const char *ds_words_of_internal(ds_lang lang) {
    return lang == DS_NL
               ? "intern: deze cellen kunnen één persoon zijn; niet beveiligd voor publicatie"
               : "internal: these cells may be one person; not protected for publication";
}

/* id: of the section that the notes stand in; NULL at the root. */
static void put_messages(const ds_document *document, const char *id, ds_form form, ds_lang lang,
                         ds_buffer *out) {
    const bool one_table = is_one_table(form);
    const unsigned bit = one_table              ? DS_IN_CSV
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
                : (one_table && (block->in & DS_IN_CSV) != 0) ||
                      (form == DS_FORM_JSON && document->list && (block->in & DS_IN_JSON) != 0))
            put_note(block, id, lang, out);
    }
    if (document->internal) ds_buffer_addf(out, "%s\n", ds_words_of_internal(lang));
}

void ds_put_messages(const ds_document *document, ds_form form, ds_lang lang, ds_buffer *out) {
    put_messages(document, NULL, form, lang, out);
}

/* What a file of Stata or SPSS is not as csv has it. */
static ds_status put_changes(const ds_document *document, ds_form form,
                             const ds_write_options *options, ds_buffer *out, ds_error *err) {
    const ds_write_options settled = settle_options(options);
    ds_stat_plan plan;
    ds_status status;
    if (form != DS_FORM_DTA && form != DS_FORM_SAV) return DS_OK;
    status = ds_stat_plan_make(document, settled.table, form, settled.lang, &plan, err);
    if (status != DS_OK) return status;
    ds_stat_plan_say(&plan, out);
    ds_stat_plan_done(&plan);
    return DS_OK;
}

ds_status ds_document_write_messages(const ds_document *document, ds_form form,
                                     const ds_write_options *options, const ds_sink *sink,
                                     ds_error *err) {
    ds_buffer out;
    ds_status status =
        ds_error_version(err, "ds_write_options", options->version, DS_WRITE_OPTIONS_VERSION);
    ds_buffer_init(&out, WHOLE_MAX);
    if (status == DS_OK) status = ds_document_finish(document, err);
    if (status == DS_OK) ds_put_messages(document, form, options->lang, &out);
    if (status == DS_OK) status = put_changes(document, form, options, &out, err);
    if (status == DS_OK) status = ds_buffer_finish(&out, err);
    if (status == DS_OK && out.size > 0) status = sink->put(sink->context, out.data, out.size, err);
    ds_buffer_done(&out);
    return status;
}
