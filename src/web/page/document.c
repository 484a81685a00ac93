/* web/page/document.c: see document.h. */
#include "web/page/document.h"

/* As wide as there is room for beside a table; a phone has its own. */
enum { FIGURE_WIDTH = 560 };

void ds_web_document(ds_web_page *page, const ds_document *document,
                     const ds_web_document_look *look) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = ds_buffer_sink(page->out);
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
