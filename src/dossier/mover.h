/* dossier/mover.h: what was committed stands in the WAL at first; a thread of its own moves it to
 * the database, so that nobody who saves waits for that. */
#ifndef DS_DOSSIER_MOVER_H
#define DS_DOSSIER_MOVER_H

#include "dossier/lite.h"

typedef struct ds_mover ds_mover;
ds_status ds_mover_start(const char *path, ds_mover **out, ds_error *err) DS_NODISCARD;
void ds_mover_stop(ds_mover *mover);
/* By the writer, after each commit: pages is how long the WAL is. Has it moved where it is long;
 * what came while the thread was at it the writer's own connection moves, so that the WAL can begin
 * anew. */
void ds_mover_look(ds_mover *mover, ds_lite *writer, int pages);
/* Moves by this connection, now. how: SQLITE_CHECKPOINT_…; what others hold up is no fault. */
ds_status ds_mover_move(ds_lite *db, int how, ds_error *err) DS_NODISCARD;

#endif
