/* doorstroom/pushed.h, of work/inside: careers that another program hands over as columns, some
 * persons at a time, tallied and added up: the cells of all pushes together are exactly those of
 * the whole.
 *
 * For who has a register elsewhere, as on a cluster: it cuts the rows of all deliveries by person
 * (persons that a link file joins count as one), in any way, and pushes the parts one by one, or
 * several processes push some each and add their cells up (ds_cells_merge). What only the whole
 * knows stands in geheel.json, which `split` or `gather` writes.
 *
 * Threads: a ds_pushed belongs to one thread at a time; several may be pushed to side by side. */
#ifndef DOORSTROOM_PUSHED_H
#define DOORSTROOM_PUSHED_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/cell.h"
#include "doorstroom/inside.h"
#include "doorstroom/intake.h"

DS_BEGIN_DECLS

typedef struct ds_pushed ds_pushed;

/* One delivery of a push; by its name are its kind, and which one wins. */
typedef ds_delivery_stream ds_push_delivery;

/* What is tallied is asked as of ds_work_tally; asked is borrowed until the end, and so are texts
 * in it. work->folder: a part that `split` made of the whole, of which geheel.json,
 * doorstroom.yaml, codes/, vertalingen/ and definities/ are read, at each push, and no delivery;
 * the pushes need not be cut as these parts are. *out is the caller's (ds_pushed_free).
 *
 * DS_USAGE where what is asked cannot be told of parts: shown, narrow.groups, narrow.same, part.
 * DS_INPUT when there is no geheel.json. */
DS_API ds_status ds_tally_push_new(const ds_work *work, const ds_tallies_options *asked,
                                   ds_pushed **out, ds_error *err) DS_NODISCARD;
DS_API void ds_pushed_free(ds_pushed *pushed);

/* All rows of these persons, of every delivery of the whole, in one push; no person comes twice. A
 * delivery that has no persons in it (instelling, koppeling) goes into each push. DS_USAGE where
 * two have one name. All streams are taken over and released, also on failure; then the cells stay
 * as they were. Rows that an import refuses are counted (ds_pushed_refused) and not judged: that
 * was done of the whole.
 *
 * The rows lie in a folder of its own for as long as this takes, in TMPDIR or else /var/tmp, which
 * its owner alone may read; what a killed push left there goes at the next push or import of this
 * user. Errors: as of ds_import_add_stream and ds_import; files are called as
 * in a work folder. Cost: an import and a tally of these rows, some 20 ms beside. */
DS_API ds_status ds_tally_push(ds_pushed *pushed, const ds_push_delivery *deliveries, size_t n,
                               ds_error *err) DS_NODISCARD;

/* What was counted up to now, a table of what was asked each, in the order of ds_tallies_tables;
 * none before the first push. Finished cells, borrowed until the next push. */
DS_API size_t ds_tally_push_n(const ds_pushed *pushed);
DS_API const ds_cells *ds_tally_push_cells(const ds_pushed *pushed, size_t i);
DS_API uint64_t ds_pushed_refused(const ds_pushed *pushed);

DS_END_DECLS

#endif
