/* web/page/document.c: see document.h. */
#include "web/page/document.h"

/* As wide as there is room for beside a table; a phone has its own. */
enum { FIGURE_WIDTH = 560 };

static ds_status put_written(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

ds_sink ds_web_sink(ds_buffer *out) {
    return (ds_sink){out, put_written};
}

void ds_web_document(ds_web_page *page, const ds_document *document,
                     const ds_web_document_look *look) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = ds_web_sink(page->out);
    options.lang = page->lang;
    options.bare = true;
    options.level = look->level;
    options.prefix = look->prefix;
    options.figures_alone = look->figures_alone;
    options.signs_elsewhere = look->signs_elsewhere;
    options.figure_width = FIGURE_WIDTH;
    if (ds_document_write(document, DS_FORM_HTML, &options, &sink, NULL) != DS_OK)
        page->out->failed = DS_FAULT;
}
