/* web/page/layout.h: what stands around the content of every page, and the blocks that pages are
 * made of beside forms (form.h): notices, tags, task lists, tables, lists of values, details. */
#ifndef DS_WEB_PAGE_LAYOUT_H
#define DS_WEB_PAGE_LAYOUT_H

#include "web/page/element.h"

/* A place of the service, in the bar above. */
typedef struct ds_web_place {
    const char *href;
    ds_say title;
} ds_web_place;

/* What is the same on all pages that somebody sees. */
typedef struct ds_web_frame {
    const char *assets; /* "/vast/0f1e…": where the style, the script and the font are */
    const char *path;   /* of this page, as a link has it: for the other language, and to mark where
                           one   is; NULL: the page has no address to come back to */
    const char *who;    /* who is logged in; NULL: nobody */
    const ds_web_place *places; /* [n_places] */
    size_t n_places;
    const char *sign_in; /* where who is not logged in goes to do so; NULL: nowhere */
    ds_say banner;       /* above everything: a demo, say; {NULL, NULL}: none */
} ds_web_frame;

typedef struct ds_web_head {
    ds_say title;
    const char *title_text; /* in the place of title, where it is no text of ours */
    const char *title_tail; /* what else tells the page from others, in its title; NULL: nothing */
    const char *back;       /* where the page above is; NULL: none */
    ds_say back_title;      /* of back; {NULL, NULL}: "Terug" */
    bool is_wide;           /* for wide tables */
    bool is_figures;        /* as wide as there is room for, with what figures need beside */
    bool is_indexed;        /* found by who searches the web */
    bool is_alone;          /* stands in another's page: no bar, no way back */
} ds_web_head;

/* From the doctype to the heading; the title says first that there are problems, when there are. */
void ds_web_begin(ds_web_page *page, const ds_web_frame *frame, const ds_web_head *head);
/* Closes all. */
void ds_web_end(ds_web_page *page, const ds_web_frame *frame);

/* ---- blocks ---- */

void ds_web_heading(ds_web_page *page, unsigned level, const char *id, ds_say say);
void ds_web_paragraph(ds_web_page *page, ds_say say);
void ds_web_link(ds_web_page *page, const char *href, const char *text);
void ds_web_link_say(ds_web_page *page, const char *href, ds_say say);

/* What a colour adds to, never what it says alone. */
typedef enum ds_web_tone {
    DS_WEB_PLAIN,
    DS_WEB_GOOD, /* done */
    DS_WEB_BUSY, /* begun */
    DS_WEB_WARN,
    DS_WEB_BAD
} ds_web_tone;
/* A box with a heading, that a screen reader is told of; open until ds_web_notice_end. */
void ds_web_notice_begin(ds_web_page *page, ds_web_tone tone, ds_say heading);
void ds_web_notice_end(ds_web_page *page);
/* The same with one text in it; {NULL, NULL}: none. */
void ds_web_notice(ds_web_page *page, ds_web_tone tone, ds_say heading, ds_say text);
void ds_web_tag(ds_web_page *page, ds_web_tone tone, const char *text);

/* A list of what is to be done, each with where it stands. */
typedef struct ds_web_task {
    const char *href; /* NULL: cannot be begun yet */
    const char *title;
    const char *hint; /* NULL: none */
    const char *tag;
    ds_web_tone tone;
} ds_web_task;
void ds_web_tasks_begin(ds_web_page *page, ds_say label);
void ds_web_task_add(ds_web_page *page, const ds_web_task *task);
void ds_web_tasks_end(ds_web_page *page);

/* A table that scrolls in a box of its own where it is wide. Columns: [n]; numeric ones right. */
typedef struct ds_web_column {
    ds_say title;
    const char *text;           /* in the place of title */
    bool is_numeric, is_hidden; /* hidden: for a screen reader only (of buttons) */
} ds_web_column;
void ds_web_table_begin(ds_web_page *page, const char *id, const char *caption,
                        const ds_web_column *columns, size_t n);
void ds_web_row_begin(ds_web_page *page);
/* The first cell of a row names it. */
void ds_web_cell_name(ds_web_page *page, const char *text);
void ds_web_cell(ds_web_page *page, const char *text);
void ds_web_cell_number(ds_web_page *page, const char *text);
/* Opens a cell for whatever is to be in it; ds_web_close ends it. */
void ds_web_cell_open(ds_web_page *page, bool is_numeric);
void ds_web_row_end(ds_web_page *page);
void ds_web_table_end(ds_web_page *page);

/* Names and values, as on a page to check answers; href NULL: nothing to change. */
void ds_web_values_begin(ds_web_page *page);
void ds_web_value(ds_web_page *page, const char *name, const char *value, const char *href);
void ds_web_values_end(ds_web_page *page);

/* More to read for who wants; open until ds_web_close_to its depth, or one ds_web_close each. */
void ds_web_details_begin(ds_web_page *page, ds_say summary);
void ds_web_details_end(ds_web_page *page);

#endif
