/* work/outside/dossiers_see.h: a view of a dossier while it is made. See dossiers_see.c. */
#ifndef DS_WORK_OUTSIDE_DOSSIERS_SEE_H
#define DS_WORK_OUTSIDE_DOSSIERS_SEE_H

#include "doorstroom/stukken.h"
#include "work/outside/dossiers_desk.h"

/* What a view lies in: all its texts, or what they are borrowed from. */
typedef struct desk_room {
    ds_arena texts;
    desk_case c;
    bool has_case;
    ds_dossier_stukken files;
} desk_room;

typedef struct desk_seeing {
    desk_room *room;
    desk_reading reading;
    unsigned fillers; /* roles by which the reader may save; 0: none */
    ds_desk_dossier *to;
    ds_desk_field *fields; /* of the topic at hand */
    size_t n_fields, fields_capacity;
} desk_seeing;

ds_status ds_desk_see_topics(desk_seeing *s, ds_error *err) DS_NODISCARD;
ds_status ds_desk_see_consents(desk_seeing *s, ds_error *err) DS_NODISCARD;
/* Of a topic: each party that has to agree. */
ds_status ds_desk_see_agreements(desk_seeing *s, ds_desk_topic *to, ds_error *err) DS_NODISCARD;

#endif
