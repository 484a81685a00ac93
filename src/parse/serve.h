/* parse/serve.h: what a reader finds, said in frames (table/parse/frame.h). */
#ifndef DS_PARSE_SERVE_H
#define DS_PARSE_SERVE_H

#include "base/buffer.h"
#include "parse/readers.h"
#include "table/parse/frame.h"

typedef struct ds_serve {
    int from, to; /* what is asked, and said */
    ds_frame_ask ask;
    char sheet[DS_FRAME_SHEET_MAX];
    ds_buffer frame;
} ds_serve;

void ds_serve_init(ds_serve *serve, int from, int to);
/* What it is asked; false for what is no question of ours. */
bool ds_serve_begin(ds_serve *serve);
void ds_serve_done(ds_serve *serve);
/* Each says one frame; false when nobody listens any more. */
bool ds_serve_hello(ds_serve *serve, uint32_t landlock);
bool ds_serve_cannot(ds_serve *serve, const ds_frame_cannot *cannot);
bool ds_serve_end(ds_serve *serve);
/* What is wrong, as one line without what steers a screen. */
bool ds_serve_error(ds_serve *serve, const ds_error *err);
/* Reads source as it was asked and says what is in it, but for the end. duck: of Parquet. */
ds_status ds_serve_read(ds_serve *serve, const ds_source *source, const ds_parquet_duck *duck,
                        ds_error *err) DS_NODISCARD;

#endif
