/* view/model.h: what views are made of. All of it lives in the words of its ds_views: a document
 * that is never written, which keeps texts in both languages and remembers a request that failed.
 */
#ifndef DS_VIEW_MODEL_H
#define DS_VIEW_MODEL_H

#include "doorstroom/view.h"
#include "report/filled/filling.h"

#define VIEW_ALL "alle"           /* of years and values: every one of them */
#define VIEW_LAST "laatste"       /* of years */
#define VIEW_NOT_KNOWN "onbekend" /* a value "" that does not mean all */

/* Of a breakdown what a choice is made with: each fact in small numbers. */
typedef struct ds_view_index {
    size_t *sheet_keys; /* [n_keys] which keys of the sheet those of the breakdown are */
    size_t *first;      /* [n_keys] where the values of a key begin among all; [n_keys] is the
                           number of all */
    uint16_t *at;       /* [n_facts * width] of a fact: the value of each key, then the year, then
                           the measure */
    size_t width;       /* n_keys + 2 */
    bool *usual;        /* [first[n_keys]] which values a view without a query shows */
    bool *usual_years;  /* [n_years] */
    bool years_chosen;  /* the years are a choice: else all facts are of it */
    ds_say constant;    /* what the keys are that are no choice, as they are the same in all facts;
                           NULL: nothing to say */
} ds_view_index;

enum { VIEW_ANY_YEAR = UINT16_MAX }; /* a fact that is there in any choice of years */

struct ds_views {
    const ds_release *release;
    const char *scope;
    ds_document *words;
    ds_view_topic *topics;   /* by id */
    ds_view_index **indexes; /* of each topic its breakdowns' */
    size_t n_topics;
    ds_view_chapter *chapters;
    size_t n_chapters;
    ds_say release_line;
};

/* A sheet on its way into a topic. */
typedef struct ds_view_sheet {
    const ds_release_sheet *sheet;
    const char *topic;          /* the id that it asks for */
    const char *subject, *part; /* of the question */
    const char *by;             /* names with commas, of the question; "" none */
    ds_view_breakdown breakdown;
    ds_view_index index;
} ds_view_sheet;

struct ds_view {
    const ds_views *views;
    const ds_view_topic *topic;
    const ds_view_breakdown *breakdown;
    const ds_view_index *index;
    bool *values, *years; /* chosen, as of ds_view_index */
    size_t measure;       /* of the breakdown's measures; SIZE_MAX: there is none */
    const char *shape;
    const ds_release_fact **facts;
    size_t n_facts;
    char *query;
};

/* topic.c: topic, subject, part and by of a sheet, from its question. false: no memory. */
bool ds_view_name_topic(ds_views *views, ds_view_sheet *sheet);
/* What people call it. */
ds_say ds_view_topic_title(ds_views *views, const ds_view_sheet *sheet);
/* Of keys that are the same in all facts, and so no key of the breakdown, what they are. */
ds_say ds_view_say_constant(ds_views *views, const ds_view_sheet *sheet);
/* "naar niveau en leerweg, 2022 en 2023". */
ds_say ds_view_breakdown_title(ds_views *views, const ds_view_sheet *sheet);

/* index.c: keys, years, measures and shapes of the breakdown, and its index. */
bool ds_view_index_sheet(ds_views *views, ds_view_sheet *sheet);
/* Whether name stands in a list with commas (and perhaps ~2 behind it). */
bool ds_view_is_in_list(const char *list, const char *name);
/* usual.c: what a view without a query shows. */
bool ds_view_find_usual(ds_views *views, ds_view_sheet *sheet);
/* shapes.c: kinds of figure that fit a kind of sheet; NULL-terminated. */
const char *const *ds_view_shapes_of(const char *kind);
ds_say ds_view_shape_name(const char *code);
/* What a view is drawn as where nobody asks; its values and years are chosen. */
const char *ds_view_usual_shape(const ds_view *view);
bool ds_view_kind_is_counted(const char *kind); /* rows by keys, columns by year */

/* chapters.c */
bool ds_views_find_chapters(ds_views *views, ds_recipe *const *recipes, size_t n);
/* Index among the topics of the one that sheet is in; SIZE_MAX for none. */
size_t ds_views_topic_of_sheet(const ds_views *views, const ds_release_sheet *sheet);

/* query.c: the canonical query of a choice, into view->query. */
ds_status ds_view_write_query(ds_view *view, ds_error *err) DS_NODISCARD;
/* facts.c: the facts of a choice as one table, a row each. */
void ds_view_add_facts(ds_document *to, const ds_view *view);
/* choose.c: the facts of a choice. */
ds_status ds_view_choose(ds_view *view, ds_error *err) DS_NODISCARD;

#endif
