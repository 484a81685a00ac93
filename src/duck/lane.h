/* duck/lane.h: what is told over one lane (table/database/frame.h), done by a connection of its
 * own. */
#ifndef DS_DUCK_LANE_H
#define DS_DUCK_LANE_H

#include "duck/duck.h"
#include "table/database/frame.h"

typedef struct ds_duck_lane {
    duckdb_connection connection;
    duckdb_appender appender; /* NULL: no table */
    duckdb_data_chunk chunk;
    size_t n_columns;
    uint8_t widths[DS_DATABASE_COLUMNS_MAX];
    ds_database_answer trouble; /* the first of this table; told at its end */
} ds_duck_lane;

/* All zero but for connection, which is its owner's. */
void ds_duck_lane_init(ds_duck_lane *lane, duckdb_connection connection);
void ds_duck_lane_done(ds_duck_lane *lane);
/* True, and *out, of what is answered: RUN and END. The frame ends with a zero byte beyond its
 * size. */
bool ds_duck_lane_take(ds_duck_lane *lane, uint32_t kind, const char *data, size_t size,
                       ds_database_answer *out);

#endif
