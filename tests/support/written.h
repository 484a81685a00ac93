/* tests/support/written.h: a document as text, for the tests of who makes documents: in any form,
 * and with each allocation failing in turn. */
#ifndef DS_TESTS_WRITTEN_H
#define DS_TESTS_WRITTEN_H

#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "doorstroom/document.h"
#include "support/support.h"

static inline ds_status written_put(void *context, const char *data, size_t size, ds_error *err) {
    (void)err;
    ds_buffer_add(context, data, size);
    return DS_OK;
}

/* The caller's; messages: what goes beside it instead. */
static inline char *written_as(const ds_document *document, ds_form form, ds_lang lang,
                               bool messages) {
    const ds_write_options o = {.lang = lang, .width = 100};
    ds_buffer out;
    const ds_sink sink = {&out, written_put};
    ds_error err = {0};
    ds_status status;
    ds_buffer_init(&out, (size_t)1 << 26);
    status = messages ? ds_document_write_messages(document, form, &o, &sink, &err)
                      : ds_document_write(document, form, &o, &sink, &err);
    if (status != DS_OK) fail_msg("%s", err.en);
    ds_buffer_add_string(&out, "");
    return ds_buffer_take(&out);
}

/* How to make the document, for written_every_allocation. */
typedef struct written_maker {
    ds_status (*make)(const void *result, ds_document **out, ds_error *err);
    const void *result;
    ds_form form;
} written_maker;

static inline ds_status written_once(void *context, ds_error *err) {
    const written_maker *maker = context;
    const ds_write_options o = {.lang = DS_EN, .width = 80};
    ds_buffer out;
    const ds_sink sink = {&out, written_put};
    ds_document *document = NULL;
    ds_status status = maker->make(maker->result, &document, err);
    ds_buffer_init(&out, (size_t)1 << 26);
    if (status == DS_OK) {
        status = ds_document_write(document, maker->form, &o, &sink, err);
        if (status != DS_OK && out.failed == DS_OK) assert_int_equal(out.size, 0);
        if (status == DS_OK) status = ds_buffer_finish(&out, err);
    }
    ds_document_free(document);
    ds_buffer_done(&out);
    return status;
}

/* Each form of text of the document of result, with each allocation failing in turn. The binary
 * ones have a test of their own: memory is not what they are most likely to fail by. */
static inline void written_every_allocation(ds_status (*make)(const void *result, ds_document **out,
                                                              ds_error *err),
                                            const void *result) {
    for (int form = 0; form < DS_FORMS; form++) {
        written_maker maker = {make, result, (ds_form)form};
        if (ds_form_is_binary(maker.form)) continue;
        ds_test_every_allocation(written_once, &maker);
    }
}

#endif
