/* doorstroom/view.h: stage 5, views: what one reader may look at in a release, and a choice of it.
 *
 * A release holds sheets; a view is a choice out of ONE sheet: years, values of its keys, a
 * measure. Nothing is computed and nothing is added up, so that every number of a view is a fact of
 * the release, at exactly those keys, for that reader.
 *
 * A topic is what sheets are of (an indicator, a table of the monitor, …), a breakdown is a sheet
 * of it, a chapter is a recipe with the topics that appear in it first. A sheet that could not be
 * filled is a breakdown like others, with the sheet's reason and without values.
 *
 * A choice is asked in pairs, as a query of a URL has them (decoded):
 *   by=niveau,leerweg   which breakdown; without: the first
 *   jaren=2021,2023     also 2019-2023, alle, laatste, "laatste 3"; without: ds_view_breakdown's
 *   niveau=4,3          values of a key; alle: all of them; totaal: over all values. A name may
 *                       stand more than once, with the same meaning as a comma
 *   naast=25LX          one value more of the key that has one value: to compare two
 *   maat=percentage     a measure; alles: all of the sheet
 *   soort=lijn          the kind of figure; tabel: none
 * What is not known is refused, with what is nearest to it. The canonical query of a choice has
 * one spelling: asking it gives the same choice and the same query.
 *
 * Ownership: ds_views borrows from release and recipes, which must live as long; a view borrows
 * from its ds_views, a document from its view. Threads: ds_views and views do not change once they
 * are made, so threads may share them. */
#ifndef DOORSTROOM_VIEW_H
#define DOORSTROOM_VIEW_H

#include "doorstroom/document.h"
#include "doorstroom/recipe.h"
#include "doorstroom/release.h"

DS_BEGIN_DECLS

enum {
    DS_VIEW_PAIRS_MAX = 64,   /* of a query */
    DS_VIEW_VALUE_MAX = 4096, /* bytes of one value of it */
    DS_VIEW_SERIES_MAX = 12,  /* rows in a figure of lines; of bars twice as many. All stand in
                                 the table, and a note says so */
    DS_VIEW_ROWS_USUAL = 80,  /* so many rows a default view has at most, where it can */
    DS_VIEW_YEARS_USUAL = 5,  /* and so many years */
};

#define DS_VIEW_ALL_MEASURES "alles"
#define DS_VIEW_NO_FIGURE "tabel"
#define DS_VIEW_OTHERS "overige" /* the chapter of topics that are in no recipe */

typedef struct ds_views ds_views;

typedef struct ds_view_value {
    const char *code; /* as a query has it: DS_TOTAL over all values; a value that is not known is
                         "onbekend" */
    ds_say name;
} ds_view_value;

typedef struct ds_view_key {
    const char *name; /* as a query has it */
    ds_say title;
    const ds_view_value *values; /* DS_TOTAL first where there is one; else as in the sheet */
    size_t n_values;
} ds_view_key;

/* One sheet. */
typedef struct ds_view_breakdown {
    const char *by; /* "niveau,leerweg"; "" none; "niveau~2": a second one by the same keys */
    ds_say title;   /* "naar niveau en leerweg, 2022 en 2023" */
    const ds_release_sheet *sheet; /* sheet->reason: why it has nothing, in reason_text */
    const ds_view_key *keys;       /* keys that are the same in all facts are left out */
    size_t n_keys;
    const int *years; /* rising; none where years are no choice */
    size_t n_years;
    bool school_years;             /* 2023 is 2023/24 */
    bool years_after;              /* of an evaluation: years after the start */
    const ds_view_value *measures; /* the default first; with more than one also alles */
    size_t n_measures;
    const ds_view_value *shapes; /* kinds of figure that fit, the usual one first; 0: table only */
    size_t n_shapes;
} ds_view_breakdown;

typedef struct ds_view_topic {
    const char *id; /* a-z, 0-9, - and _ */
    ds_say title;
    const char *kind;                        /* of its sheets */
    const ds_release_definition *definition; /* NULL: none */
    const ds_view_breakdown *breakdowns; /* the default first; filled before those that are not */
    size_t n_breakdowns;
} ds_view_topic;

/* A heading of a recipe with the topics below it, of those of its chapter. */
typedef struct ds_view_part {
    ds_say title;
    size_t first, n;
} ds_view_part;

typedef struct ds_view_chapter {
    const char *id;                     /* of the recipe, or DS_VIEW_OTHERS */
    ds_say title, description;          /* description "" : none */
    const ds_view_topic *const *topics; /* in the recipe's order; each topic in one chapter only */
    size_t n_topics;
    const ds_view_part *parts; /* in order; together all topics */
    size_t n_parts;
} ds_view_chapter;

/* What the release holds for scope ("" : for all), in the order of recipes. A scope of which it
 * holds nothing gives views without topics. *out is the caller's (ds_views_free). Errors: DS_FAULT.
 * Cost: the facts of the scope's sheets; some 10 ms for 25,000. Memory: some 12 bytes a fact. */
DS_API ds_status ds_views_make(const ds_release *release, ds_recipe *const *recipes, size_t n,
                               const char *scope, ds_views **out, ds_error *err) DS_NODISCARD;
DS_API void ds_views_free(ds_views *views);
/* By id, byte by byte. */
DS_API const ds_view_topic *ds_views_topics(const ds_views *views, size_t *out_n);
/* NULL: none. Cost: log n. */
DS_API const ds_view_topic *ds_views_topic(const ds_views *views, const char *id);
DS_API const ds_view_chapter *ds_views_chapters(const ds_views *views, size_t *out_n);

/* ---- a choice ---- */

typedef struct ds_view_pair {
    const char *name, *value; /* decoded */
} ds_view_pair;

typedef struct ds_view ds_view;

/* Errors: DS_INPUT for what is not there, with the nearest that is, for what is said twice or is
 * too much; DS_FAULT. *out is the caller's (ds_view_free). Cost: the facts of the sheet. */
DS_API ds_status ds_view_ask(const ds_views *views, const char *topic, const ds_view_pair *pairs,
                             size_t n, ds_view **out, ds_error *err) DS_NODISCARD;
DS_API void ds_view_free(ds_view *view);
/* Canonical: names in one order, what is the default left out, percent-encoded, without '?'; "" for
 * the default. */
DS_API const char *ds_view_query(const ds_view *view);
DS_API const ds_view_topic *ds_view_topic_of(const ds_view *view);
DS_API const ds_view_breakdown *ds_view_breakdown_of(const ds_view *view);
DS_API bool ds_view_has_year(const ds_view *view, int year);
/* key: of the breakdown's keys; code: as ds_view_value has it. */
DS_API bool ds_view_has_value(const ds_view *view, size_t key, const char *code);
DS_API const char *ds_view_measure(const ds_view *view); /* "" where there is none */
DS_API const char *ds_view_shape(const ds_view *view);
/* Whether a kind of figure of the breakdown can draw what is chosen; one that cannot is refused. */
DS_API bool ds_view_shape_fits(const ds_view *view, const char *code);
/* What is seen, in the sheet's order: pointers into it. */
DS_API const ds_release_fact *const *ds_view_facts(const ds_view *view, size_t *out_n);

/* ---- to be read ---- */

enum {
    DS_VIEW_FIGURE = 1,
    DS_VIEW_TABLE = 2,
    DS_VIEW_NOTES = 4,
    DS_VIEW_SOURCE = 8,      /* where the numbers are from, and which release this is */
    DS_VIEW_DEFINITION = 16, /* where the topic has one */
    DS_VIEW_ALL = 31,
    DS_VIEW_FACTS = 32 /* one table "feiten" with a row for each fact, all its numbers and its
                          state: for csv, of which a file holds one table */
};

/* A document of these parts, in that order. A figure has its table with it (one step away on a
 * page); where the table is asked too, the figure is for people only, so that csv, json and xlsx
 * hold each number once. A sheet with a reason gives that. *out is the caller's (ds_document_free).
 * Errors: DS_FAULT. */
DS_API ds_status ds_view_document(const ds_view *view, ds_lang lang, unsigned parts,
                                  ds_document **out, ds_error *err) DS_NODISCARD;
/* The figure as a file of its own: titled, styled, with its source. width: 240 to 2000, 0: 700.
 * Errors: DS_INPUT where there is no figure of this choice. */
DS_API ds_status ds_view_svg(const ds_view *view, ds_lang lang, double width, const ds_sink *sink,
                             ds_error *err) DS_NODISCARD;
/* The release's name and date, with "gemaakte gegevens" and "concept" where that is so: what stands
 * at the end of a source. */
DS_API ds_say ds_views_release_line(const ds_views *views);

DS_END_DECLS

#endif
