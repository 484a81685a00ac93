/* formulier/model.h: what is behind a form that was read: its memory, and its expressions. */
#ifndef DS_FORMULIER_MODEL_H
#define DS_FORMULIER_MODEL_H

#include "base/arena.h"
#include "doorstroom/formulier.h"

/* What ds_formulier_read gives: told is its first member, so that a pointer to it is one to all. */
typedef struct ds_formulier_whole {
    ds_formulier told;
    ds_arena arena;
} ds_formulier_whole;

/* Columns of a list beside code and words, bytes of its file, topics of a form. */
enum {
    DS_FORMULIER_COLUMNS_MAX = 24,
    DS_FORMULIER_LIST_BYTES = 4 << 20,
    DS_FORMULIER_TOPICS_MAX = 100
};

#endif
