/* parse/main.c: libexec/doorstroom/parse: reads one foreign file, which is open when it begins, for
 * the program that started it (src/table/parse), and ends.
 *
 * It is asked first, by who started it; then all that it will need is loaded, then it is confined,
 * and only then a byte of the file is looked at. It ends by _exit: what else would run at the end
 * has nothing to do here. */
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "parse/confine.h"
#include "parse/duck_file.h"
#include "parse/serve.h"

/* All that comes before the file; false, and said, where it cannot be. */
static bool confine_all(ds_serve *serve, ds_parquet_duck *duck) {
    const bool parquet = serve->ask.format == DS_TABLE_PARQUET;
    const bool encodings = serve->ask.format == DS_TABLE_SAV || serve->ask.format == DS_TABLE_DTA;
    ds_frame_cannot cannot = {DS_FRAME_NO_DUCKDB, 0};
    uint32_t landlock;
    bool ok = !parquet || ds_duck_load(NULL) == DS_OK;
    ok = ok && ds_confine_limit(serve->ask.seconds, serve->ask.memory, &cannot);
    if (ok) ds_confine_warm(encodings);
    landlock = ok ? ds_confine_landlock() : 0;
    ok = ok && (!parquet || ds_parquet_open(duck, NULL) == DS_OK);
    ok = ok && ds_confine_filter(&cannot);
    return ok ? ds_serve_hello(serve, landlock) : ds_serve_cannot(serve, &cannot) && false;
}

int main(void) {
    static ds_serve serve;
    const ds_source source = {.fd = DS_FRAME_FILE, .path = DS_DUCK_FILE};
    ds_source file;
    ds_parquet_duck duck = {NULL, NULL};
    ds_error err;
    ds_status status;
    memset(&err, 0, sizeof err);
    if (!ds_serve_begin(&serve, DS_FRAME_FROM_US, DS_FRAME_TO_US)) _exit(2);
    if (!confine_all(&serve, &duck)) _exit(2);
    file = source;
    file.size_bytes = serve.ask.size_bytes;
    status = ds_serve_read(&serve, &file, &duck, &err);
    if (status != DS_OK) _exit(ds_serve_error(&serve, &err) ? 0 : 1);
    _exit(ds_serve_end(&serve) ? 0 : 1);
}
