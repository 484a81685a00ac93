/* doorstroom/stop.h, of base: work of the library that somebody may want to end.
 *
 *     ds_stop *stop = ds_stop_new();            -- where the work is handed out
 *     ds_stop *before = ds_stop_use(stop);      -- in the thread that does it
 *     status = ds_ask(…);
 *     (void)ds_stop_use(before);
 *     ds_stop_set(stop);                        -- meanwhile, from another thread
 *
 * What a thread does in the library, with all threads that the library begins for it, ends soon
 * after its stop was set: it clears away what is half done and fails with DS_FAULT. What nearly was
 * done may still succeed. Other work in the process goes on: one stop for a question ends that
 * question. A stop that was set stays so, and several threads may use the same one. */
#ifndef DOORSTROOM_STOP_H
#define DOORSTROOM_STOP_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

typedef struct ds_stop ds_stop;

/* NULL: memory is short. */
DS_API ds_stop *ds_stop_new(void) DS_NODISCARD;
/* Once no thread uses it. */
DS_API void ds_stop_free(ds_stop *stop);
/* From any thread, or a handler of a signal. */
DS_API void ds_stop_set(ds_stop *stop);
/* From now on that of the calling thread, until the next call; NULL: none, as at first. Returns the
 * one before. Borrowed. */
DS_API ds_stop *ds_stop_use(ds_stop *stop);

DS_END_DECLS
#endif
