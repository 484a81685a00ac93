/* parse/main.c: libexec/doorstroom/parse: reads one foreign file, which is open when it begins, for
 * the program that started it (src/table/parse), and ends. With --write it makes a file of Stata or
 * SPSS instead, of what the library says (write.h).
 *
 * It is asked first, by who started it; then all that it will need is loaded, then it is confined,
 * and only then a byte of the file is looked at. It ends by _exit: what else would run at the end
 * has nothing to do here. */
#include <string.h>
#include <unistd.h>

#include "duck/no_memory.h"
#include "parse/begin.h"
#include "parse/duck_file.h"
#include "parse/write.h"

int main(int argc, char **argv) {
    static ds_serve serve;
    ds_source file = {.fd = DS_FRAME_FILE, .path = DS_DUCK_FILE};
    ds_parquet_duck duck = {NULL, NULL};
    ds_error err;
    memset(&err, 0, sizeof err);
    ds_duck_watch_memory();
    if (argc == 2 && strcmp(argv[1], "--write") == 0) _exit(ds_statistics_serve() ? 0 : 1);
    if (!ds_parse_begin(&serve, &duck)) _exit(2);
    file.size_bytes = serve.ask.size_bytes;
    if (ds_serve_read(&serve, &file, &duck, &err) != DS_OK)
        _exit(ds_serve_error(&serve, &err) ? 0 : 1);
    _exit(ds_serve_end(&serve) ? 0 : 1);
}
