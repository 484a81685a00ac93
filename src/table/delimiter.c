/* table/delimiter.c: which delimiter a CSV has. See delimiter.h. */
#include "table/delimiter.h"

#include <string.h>

static const char candidates[] = {',', ';', '|', '\t'};

void ds_delimiter_init(ds_delimiter *look) {
    *look = (ds_delimiter){.field_start = true, .line = 1, .column = 1};
}

/* A line end outside quotes: the header's, or that of a blank line before it. */
static void end_line(ds_delimiter *look) {
    look->done = look->content;
    if (!look->done) memset(look->counts, 0, sizeof look->counts);
    look->field_start = true;
}

/* A byte outside quotes. A quote that follows a closing one is a doubled quote: open again. */
static void add_plain(ds_delimiter *look, char c) {
    const char *found = memchr(candidates, c, sizeof candidates);
    if (look->last == '\r' && c != '\n' && look->content && look->lone_cr_line == 0) {
        look->lone_cr_line = look->line;
        look->lone_cr_column = look->column - 1;
    }
    if (found != NULL) look->counts[found - candidates]++;
    look->quoted = c == '"' && look->field_start;
    look->field_start = found != NULL || c == '\n' || (c == ' ' && look->field_start);
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') look->content = true;
    if (c == '\n') end_line(look);
}

void ds_delimiter_add(ds_delimiter *look, const char *data, size_t size) {
    for (size_t i = 0; i < size && !look->done; i++) {
        char c = data[i];
        if (look->quoted && c == '"') {
            look->quoted = false;
            look->field_start = true; /* for a doubled quote; any other byte sets it anew */
        } else if (!look->quoted) {
            add_plain(look, c);
        }
        look->last = look->quoted ? '"' : c;
        look->column = c == '\n' ? 1 : look->column + 1;
        if (c == '\n') look->line++;
    }
}

char ds_delimiter_finish(const ds_delimiter *look) {
    size_t best = 0;
    for (size_t i = 1; i < sizeof candidates; i++)
        if (look->counts[i] > look->counts[best]) best = i;
    return candidates[best];
}
