/* fuzz/fuzz_frames.c: any bytes as what a helper says: the parent must not crash, hang or grow, and
 * what it hands on must be a table, or elements that open and close. The first byte says of which
 * format, and in which pieces the bytes come. A helper that was taken over says what it likes. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz_table.h"
#include "table/parse/frames.h"

static void see_progress(void *context, uint64_t bytes) {
    (void)context;
    MUST(bytes <= 1000);
}

static ds_table_label_use see_label(void *context, const ds_table_label *label) {
    seen *s = context;
    MUST(s->last_line == 0 && label->column < s->n_names);
    check_text(label->value);
    check_text(label->label);
    s->n_asked++;
    return DS_TABLE_LABEL;
}

static void see_remark(void *context, const ds_table_remark *remark) {
    (void)context;
    MUST(remark->kind < DS_TABLE_REMARKS);
    check_text(remark->name);
}

static ds_status see_begin(void *context, ds_text name, ds_xml_place at, ds_error *err) {
    seen *s = context;
    (void)err;
    MUST(at.depth == s->depth++ && name.size > 0 && s->depth <= DS_XML_DEPTH_MAX);
    check_text(name);
    return DS_OK;
}

static ds_status see_end(void *context, ds_text name, ds_text text, ds_xml_place at,
                         ds_error *err) {
    seen *s = context;
    (void)err;
    MUST(s->depth > 0 && at.depth == --s->depth && name.size > 0);
    check_text(text);
    return DS_OK;
}

static bool count_reply(void *context, const char *data, size_t size) {
    seen *s = context;
    for (size_t i = 0; i < size; i++)
        MUST(data[i] == DS_TABLE_LABEL);
    s->n_replied += size;
    return true;
}

/* In pieces of that many bytes at most. */
static void hear_bytes(ds_frames *f, const unsigned char *data, size_t size, size_t piece) {
    ds_status status = DS_OK;
    ds_error err;
    memset(&err, 0, sizeof err);
    while (status == DS_OK && size > 0) {
        char *room;
        size_t n;
        MUST(ds_frames_room(f, &room, &n, &err) == DS_OK && n > 0);
        if (n > piece) n = piece;
        if (n > size) n = size;
        memcpy(room, data, n);
        data += n;
        size -= n;
        status = ds_frames_take(f, n, &err);
        MUST(f->capacity <= 4 * ((size_t)DS_FRAME_MAX + DS_FRAME_ROOM));
    }
    MUST((status == DS_OK) == (f->fault == DS_FRAMES_GOOD));
    MUST(f->fault != DS_FRAMES_REFUSED || (err.nl[0] != '\0' && strchr(err.nl, '\n') == NULL));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static const ds_table_format formats[] = {DS_TABLE_SAV, DS_TABLE_XLSX, DS_TABLE_PARQUET,
                                              DS_TABLE_XML};
    seen s = {0};
    const ds_table_sink table = {&s, see_header, see_batch, see_progress, see_label, see_remark};
    const ds_xml_sink xml = {&s, see_begin, see_end, see_progress};
    ds_frames f = {
        .path = "levering", .size_bytes = 1000, .reply = count_reply, .reply_context = &s};
    if (size == 0) return 0;
    f.format = formats[data[0] & 3];
    if (f.format == DS_TABLE_XML)
        f.xml = &xml;
    else
        f.table = &table;
    hear_bytes(&f, data + 1, size - 1, data[0] & 4 ? 1 + (data[0] >> 3) : size);
    MUST(s.n_replied <= s.n_asked);
    MUST(!f.ended || (f.format == DS_TABLE_XML ? s.depth == 0 : s.n_names > 0));
    ds_frames_done(&f);
    return 0;
}
