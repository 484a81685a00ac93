/* parse/begin.c: see begin.h. */
#include "parse/begin.h"

#include "duck/judge.h"
#include "parse/confine.h"
#include "parse/seed.h"

bool ds_parse_begin(ds_serve *serve, ds_parquet_duck *duck) {
    ds_frame_cannot cannot = {DS_FRAME_NO_DUCKDB, 0};
    uint32_t landlock;
    bool parquet, ok, opened = false;
    ds_serve_init(serve, DS_FRAME_FROM_US, DS_FRAME_TO_US);
    if (!ds_serve_begin(serve)) return false;
    parquet = serve->ask.format == DS_TABLE_PARQUET;
    if (serve->ask.seed == 1) {
        opened = ds_parquet_open(duck, NULL) == DS_OK && ds_seed_grow(serve->from);
        if (!opened || !ds_serve_begin(serve) || serve->ask.seed == 1) return false;
        parquet = true;
    }
    ok = !parquet || ds_duck_load(NULL) == DS_OK;
    ok = ok && ds_confine_limit(serve->ask.seconds, serve->ask.memory, &cannot);
    if (ok) ds_confine_warm(serve->ask.format == DS_TABLE_SAV || serve->ask.format == DS_TABLE_DTA);
    landlock = ok ? ds_confine_landlock() : 0;
    ok = ok && (!parquet || opened || ds_parquet_open(duck, NULL) == DS_OK);
    ok = ok && ds_confine_filter(&cannot);
    if (ok) return ds_serve_hello(serve, landlock);
    if (ds_duck_without_memory) cannot.why = DS_FRAME_NO_MEMORY;
    (void)ds_serve_cannot(serve, &cannot);
    return false;
}
