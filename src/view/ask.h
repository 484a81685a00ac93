/* view/ask.h: a query while it is read: what the files that read its parts share. See ask.c. */
#ifndef DS_VIEW_ASK_H
#define DS_VIEW_ASK_H

#include "view/model.h"

enum { DS_ASKING_EXCERPT = 64 };

typedef struct ds_asking {
    ds_view *view;
    const ds_view_pair *pairs;
    size_t n;
    bool *given; /* [n_keys] a value of it was named */
    bool years_given;
    const char *maat, *soort, *naast; /* NULL: not asked */
    ds_error *err;
} ds_asking;

/* Takes each name of a list with commas; a name may hold so many commas itself, and the longest
 * that is known goes first. */
typedef ds_status (*ds_take_name)(ds_asking *a, size_t k, ds_text name, bool *out_known);
/* *out_bad: the first that is not known; its data NULL: there is none. */
ds_status ds_asking_list(ds_asking *a, size_t k, const char *list, size_t commas, ds_take_name take,
                         ds_text *out_bad) DS_NODISCARD;
/* "2019-2021,2023", "alle", "laatste 3". */
ds_status ds_asking_years(ds_asking *a, const char *list) DS_NODISCARD;

#endif
