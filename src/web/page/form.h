/* web/page/form.h: forms: a label, a hint and what is wrong at every field, tied together for who
 * hears a page; above them the list of what is wrong, each a link to its field. */
#ifndef DS_WEB_PAGE_FORM_H
#define DS_WEB_PAGE_FORM_H

#include "web/page/element.h"

/* ---- what is wrong ---- */

typedef struct ds_web_problem {
    char *field; /* its name; "": of the whole page */
    char *text;
} ds_web_problem;

struct ds_web_problems {
    ds_web_problem *problems; /* [n] */
    size_t n, capacity;
    bool failed; /* memory was short: ds_web_problems_count counts one more */
};

void ds_web_problems_done(ds_web_problems *problems);
/* Copies both. */
void ds_web_problem_add(ds_web_problems *problems, const char *field, const char *text);
void ds_web_problem_say(ds_web_problems *problems, const char *field, ds_say say, ds_lang lang);
size_t ds_web_problems_count(const ds_web_problems *problems);
/* The list above the page; nothing where there are none. */
void ds_web_problems_summary(ds_web_page *page, const ds_web_problems *problems);
/* The first of a field; NULL: none. */
const char *ds_web_problem_of(const ds_web_problems *problems, const char *field);

/* ---- a form ---- */

/* A form that posts to a path of ours, with the page's token in it. */
void ds_web_form_begin(ds_web_page *page, const char *action, bool has_files);
/* One that asks (GET), for searching. */
void ds_web_form_begin_asking(ds_web_page *page, const char *action);
void ds_web_form_end(ds_web_page *page);
void ds_web_hidden(ds_web_page *page, const char *name, const char *value);

typedef enum ds_web_button_kind {
    DS_WEB_BUTTON_FIRST, /* what is mostly wanted; one a form */
    DS_WEB_BUTTON_SECOND,
    DS_WEB_BUTTON_DANGER,
    DS_WEB_BUTTON_LINK /* looks as a link */
} ds_web_button_kind;
/* name NULL: it sends none. */
void ds_web_button(ds_web_page *page, ds_web_button_kind kind, ds_say say, const char *name,
                   const char *value);

/* ---- fields ---- */

typedef struct ds_web_input {
    const char *name; /* of the field; its id is "v-" and the name, with - for what is no id */
    ds_say label;
    const char *label_text; /* in the place of label */
    ds_say hint;
    const char *hint_text;                /* in the place of hint; NULL with hint {NULL}: none */
    const char *value;                    /* as typed; NULL: empty */
    const char *type;                     /* of an input; NULL: text */
    const char *autocomplete, *inputmode; /* NULL: not said */
    const char *before, *after;           /* a unit: "€", "%"; NULL: none */
    const char *field; /* by which it is known in the page, where more forms ask the same name;
                          NULL: name */
    const char *described_by; /* the id of more text about it; NULL: none */
    const char *accept;       /* of a file */
    unsigned width;           /* in characters; 0: the whole */
    unsigned rows;            /* of a text of lines; 0: 5 */
    bool is_required, is_label_hidden /* stands in a table */, is_multiple, is_readonly;
    bool is_always_chosen; /* of a list: no empty line above it */
} ds_web_input;

typedef struct ds_web_choice {
    const char *value;
    const char *text;
    const char *hint; /* NULL: none */
    bool is_chosen;
} ds_web_choice;

void ds_web_input_add(ds_web_page *page, const ds_web_input *input);
void ds_web_lines_add(ds_web_page *page, const ds_web_input *input);
void ds_web_file_add(ds_web_page *page, const ds_web_input *input);
/* A list to choose one from, with an empty first line where none is chosen or none needs to be. */
void ds_web_select_add(ds_web_page *page, const ds_web_input *input, const ds_web_choice *choices,
                       size_t n);
/* One of a few (radio), or any of them. */
void ds_web_radios_add(ds_web_page *page, const ds_web_input *input, const ds_web_choice *choices,
                       size_t n);
void ds_web_checks_add(ds_web_page *page, const ds_web_input *input, const ds_web_choice *choices,
                       size_t n);
/* The id of a field by its name, as the fields above have it: for links to it. */
void ds_web_field_id(const char *name, char out[160]);

#endif
