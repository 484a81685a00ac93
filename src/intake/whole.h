/* intake/whole.h: a part of a work folder, and what only the whole knows.
 *
 * split.c cuts deliveries by person into work folders of their own. What a part cannot know by
 * itself stands in its geheel.json, the same for all parts: which school years are covered, which
 * niveaus are said of an opleiding, which family of numbers speaks, of which kind numbers are that
 * state none, which institutions there are, how a delivery is read; and that the share of refused
 * rows was judged. doorstroom.yaml of a part says which
 * part it is (`deel: 3/7`), and then an import demands that file. */
#ifndef DS_INTAKE_WHOLE_H
#define DS_INTAKE_WHOLE_H

#include <jansson.h>

#include "doorstroom/base.h"

struct ds_intake;
struct ds_resolved;

#define DS_WHOLE_FILE "geheel.json"
#define DS_PIECE_FILE "stuk.json" /* the facts of a piece: facts.h */
enum { DS_WHOLE_PARTS_MAX = 4096 };
#define DS_WHOLE_HASH "blake2b-256/64"

typedef struct ds_whole {
    uint32_t part, n_parts; /* part from 1; n_parts 0: the work folder is a whole */
    json_t *facts;          /* NULL for a whole */
    char *text;             /* the file */
} ds_whole;

/* The part, 1 to n_parts, of a person's key: the first eight bytes of the BLAKE2b-256 of its kind,
 * a colon and its number, little-endian, modulo n_parts, + 1. */
uint32_t ds_whole_part_of(ds_text key, uint32_t n_parts);
/* Of a part reads geheel.json. DS_INPUT when it is not there, or belongs to no such part. */
ds_status ds_whole_read(struct ds_intake *intake, ds_error *err) DS_NODISCARD;
void ds_whole_done(ds_whole *whole);
/* DS_INPUT: doorstroom.yaml says `deel: 0/7`, a piece with rows of all parts, which is gathered and
 * split but never imported; or geheel.json is not the last word. */
ds_status ds_whole_check_part(const struct ds_intake *intake, ds_error *err) DS_NODISCARD;
/* The last of these alone. */
ds_status ds_whole_check_last(const struct ds_intake *intake, ds_error *err) DS_NODISCARD;
/* The facts say how some deliveries are read (row/gate.h). */
void ds_whole_take_gates(struct ds_intake *intake);
/* Of a part: marks rows of persons of other parts (of deliveries that could not be cut), or takes
 * them out. False: memory is short. */
bool ds_whole_keep_own(struct ds_intake *intake, struct ds_resolved *out);
/* All institutions that any row of the whole names, a list; NULL where this is the whole. */
const json_t *ds_whole_places(const struct ds_intake *intake);
/* A bit a school year from first on, of the whole; of a whole itself nothing. */
void ds_whole_years(const struct ds_intake *intake, int first, bool *enrolled, bool *worked);
/* The bits of niveaus that are said of an opleiding. */
unsigned ds_whole_niveaus(const struct ds_intake *intake, ds_text opleiding);

#endif
