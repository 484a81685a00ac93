/* report/filled/inside.h: a figure of an answer that stays inside: facts that are in no release,
 * drawn as those of one, on pages only. All memory is of the document. */
#ifndef DS_REPORT_FILLED_INSIDE_H
#define DS_REPORT_FILLED_INSIDE_H

#include "report/filled/filling.h"

enum {
    DS_INSIDE_FACTS = 20000, /* an answer of more has no figure, and its page says so */
    DS_INSIDE_GROUPS = 400,  /* nor has one of more groups than that, */
    DS_INSIDE_ROWS = 40,     /* or than that, where each is read by itself, */
    DS_INSIDE_BARS = 120,    /* or than that, as bars */
    DS_INSIDE_LINES = 10,    /* lines that are told apart in one field */
    DS_INSIDE_PANELS = 16
};

typedef struct ds_inside {
    ds_document *to;
    ds_release_sheet sheet; /* the caller may set unit, title and indicator */
    ds_release_fact *facts;
    size_t capacity;
} ds_inside;

/* Room for so many facts. kind: as of a sheet. False when there is nothing to draw, too much, or no
 * memory: what is to be said is said. */
bool ds_inside_begin(ds_inside *inside, ds_document *to, const char *kind,
                     const char *const *key_names, size_t n_keys, size_t n_facts);
/* Keys are copied, not their texts. */
void ds_inside_put(ds_inside *inside, const ds_release_fact *fact);
/* The text of a key, kept. */
const char *ds_inside_key(const ds_inside *inside, ds_text key);
/* A fact of nothing but a value. */
ds_release_fact ds_inside_fact(int jaar, const char *const *keys, const char *measure,
                               double value);

/* By the kind of sheet; nothing where no shape fits it. */
void ds_inside_draw_kind(const ds_inside *inside);
/* Of one measure: lines over the years, or of one year bars; a second key makes panels, of which
 * the first key makes lines. What is too much to tell apart is left out, and said. */
void ds_inside_draw_series(const ds_inside *inside);

#endif
