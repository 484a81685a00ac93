/* web/page/document.h: a document within a page: what its own writer makes of it (well-formed,
 * escaped, without script or style of its own), and the one way by which html of another's making
 * comes into a page. */
#ifndef DS_WEB_PAGE_DOCUMENT_H
#define DS_WEB_PAGE_DOCUMENT_H

#include "doorstroom/document.h"
#include "web/page/element.h"

typedef struct ds_web_document_look {
    unsigned level;       /* of the heading above it */
    const char *prefix;   /* of its ids: one of its own in the page */
    bool figures_alone;   /* their table stands elsewhere */
    bool signs_elsewhere; /* the page says what the signs in tables mean */
} ds_web_document_look;

/* Puts all blocks of a document into the page. A document that cannot be written makes the page
 * fail. */
void ds_web_document(ds_web_page *page, const ds_document *document,
                     const ds_web_document_look *look);

#endif
