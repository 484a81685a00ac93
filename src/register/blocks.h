/* register/blocks.h: a block of a column or of a list of events, held against its checksum, and
 * each number in it against what it may be. */
#ifndef DS_REGISTER_BLOCKS_H
#define DS_REGISTER_BLOCKS_H

#include "doorstroom/register.h"

/* What may stand in a column, from what the manifest says of it: no more than it has words. */
bool ds_block_bounds_fit(const ds_register_column *column);
bool ds_block_column_is_whole(const ds_register_column *column, size_t n_years, uint64_t block);
bool ds_block_events_are_whole(const ds_register_events *events, uint64_t block);

#endif
