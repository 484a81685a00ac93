/* work/inside/enquete_notes.h: what there is to say of a survey's answer beside the estimates. */
#ifndef DS_WORK_INSIDE_ENQUETE_NOTES_H
#define DS_WORK_INSIDE_ENQUETE_NOTES_H

#include "base/arena.h"
#include "doorstroom/document.h"
#include "doorstroom/survey_tally.h"

typedef struct ds_enquete_noted {
    const ds_indicator *indicator;
    const ds_survey_tally *tally;
    ds_survey_frame_note frame;
    int from, to;           /* survey years */
    const char *generation; /* of the register; NULL: none */
    const ds_error *left_out;
    size_t n_left_out;
} ds_enquete_noted;

/* The notes, all of the arena; NULL when memory is short. */
const ds_note *ds_enquete_make_notes(const ds_enquete_noted *of, ds_arena *arena, size_t *out_n);

#endif
