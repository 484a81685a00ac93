/* doorstroom/tally.h: stage 3, careers × definitions → cells, for any number of indicators and
 * breakdowns in one pass over the register.
 *
 * Threads: starts its own. Several tallies may share one register and one set of definitions at
 * once. Ownership: requests and options are borrowed for the call; the cells are the caller's. */
#ifndef DOORSTROOM_TALLY_H
#define DOORSTROOM_TALLY_H

#include "doorstroom/cell.h"
#include "doorstroom/definition.h"
#include "doorstroom/register.h"

DS_BEGIN_DECLS

/* One table that is asked for. */
typedef struct ds_tally_request {
    const ds_indicator *indicator;
    const uint32_t *keys; /* nodes, from ds_overlay_key or of an evaluation */
    const char *const *key_names;
    size_t n_keys; /* at most DS_KEYS_MAX */
} ds_tally_request;

typedef struct ds_tally_options {
    unsigned version;       /* the initialiser sets it; 0 is taken as 1, the first */
    size_t n_workers;       /* at most; 0: as many as there are cores */
    uint32_t part, n_parts; /* --part i/n: part from 1 to n_parts; 0, 0 for everybody. A part is a
                               range of the register's persons, in their order, and costs its share
                               of the whole */
} ds_tally_options;
#define DS_TALLY_OPTIONS_VERSION 1
#define DS_TALLY_OPTIONS_INIT                                                                      \
    { DS_TALLY_OPTIONS_VERSION, 0, 0, 0 }

/* What was left out or lies outside, besides the cells. */
typedef struct ds_tally_note {
    uint64_t dropped; /* bit i: school year i of the register is covered, but some t+k is not */
    uint64_t counted; /* bit i: rows of school year i count */
    uint64_t short_lookback; /* bit i: fewer earlier covered years than the definition asks for */
    uint64_t partial; /* bit i: rows of it count, but a within? does not see all of its years */
} ds_tally_note;

/* An indicator with present_codes sees institutions under the codes they have in the last covered
 * school year; with some that do and some that do not, the register is read twice.
 *
 * out_cells[i] (finished, the caller's: ds_cells_free) and out_notes[i] for requests[i]. The cells
 * depend on the register and the definitions only, not on the threads. All or nothing.
 * Errors: DS_USAGE for a part that there is not, DS_INPUT when a definition asks for more than fits
 * (numbers beyond 32 bits, more than 2^62 key combinations). Cost: one sequential read of the
 * columns that the definitions use. */
DS_API ds_status ds_tally(const ds_register *reg, const ds_definitions *definitions,
                          const ds_tally_request *requests, size_t n_requests,
                          const ds_tally_options *options, ds_cells **out_cells,
                          ds_tally_note *out_notes, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
