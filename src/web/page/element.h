/* web/page/element.h: the one way to write a page: elements as calls. Every text and every value is
 * escaped, there is no call that writes html as it is given (a document's own writer apart,
 * document.h), and what a page of ours never has
 * (scripts, styles, handlers, an address of another kind than https, mailto or of our own) cannot
 * be written: it makes the page fail, which a test sees.
 *
 * Like a ds_buffer a page remembers a failure; who sends it asks the buffer once. */
#ifndef DS_WEB_PAGE_ELEMENT_H
#define DS_WEB_PAGE_ELEMENT_H

#include "base/buffer.h"
#include "doorstroom/say.h"

enum { DS_WEB_DEPTH_MAX = 40 };

typedef struct ds_web_problems ds_web_problems; /* form.h */

typedef struct ds_web_page {
    ds_buffer *out;
    ds_lang lang;
    const char *csrf;                   /* what every form carries; NULL: no forms that post */
    const ds_web_problems *problems;    /* shown at the fields; NULL: none */
    const char *open[DS_WEB_DEPTH_MAX]; /* names of the elements that are open */
    size_t depth;
} ds_web_page;

void ds_web_page_init(ds_web_page *page, ds_buffer *out, ds_lang lang);

/* Opens an element: its name, then pairs of an attribute's name and its value, then NULL. A pair
 * whose value is NULL is left out; "" writes the name with an empty value (required, checked).
 * Names are literals of the lists in element.c. */
void ds_web_open(ds_web_page *page, const char *name, ...) __attribute__((sentinel));
/* The same of one that has no end: input, br, hr, meta, link. */
void ds_web_single(ds_web_page *page, const char *name, ...) __attribute__((sentinel));
/* Closes the element that was opened last. */
void ds_web_close(ds_web_page *page);
/* Closes down to where the depth was. */
void ds_web_close_to(ds_web_page *page, size_t depth);

void ds_web_text(ds_web_page *page, const char *text);
void ds_web_textn(ds_web_page *page, ds_text text);
void ds_web_textf(ds_web_page *page, const char *format, ...) DS_PRINTF(2, 3);
void ds_web_say(ds_web_page *page, ds_say say);
/* A text with {0}, {1}, … for values[n], which are escaped as all else. */
void ds_web_say_with(ds_web_page *page, ds_say say, const char *const *values, size_t n);
/* <name class>say</name>; class may be NULL. */
void ds_web_element(ds_web_page *page, const char *name, const char *class, ds_say say);
void ds_web_element_text(ds_web_page *page, const char *name, const char *class, const char *text);

/* Whether an address may stand in a link. */
bool ds_web_is_address(const char *address);

#endif
