/* table/parse/frames.h: the bytes that a helper sends, held to what a helper may say, and handed to
 * a sink. Whatever bytes they are, nothing crashes and nothing grows without end: the file that the
 * helper read may have made another program of it (its fuzzer tries). */
#ifndef DS_TABLE_PARSE_FRAMES_H
#define DS_TABLE_PARSE_FRAMES_H

#include "table/parse/frame.h"
#include "table/rows.h"
#include "table/xml.h"

/* Why a helper is not believed any more. */
typedef enum ds_frames_fault {
    DS_FRAMES_GOOD,
    DS_FRAMES_REFUSED, /* the error that the caller gave, or that of the file: err says which */
    DS_FRAMES_CANNOT,  /* it says that it cannot be confined */
    DS_FRAMES_OTHER,   /* it is of another version, or none of ours */
    DS_FRAMES_NONSENSE,
    DS_FRAMES_TOO_LONG,
    DS_FRAMES_MEMORY, /* it says that it ran out of memory, or of something like it */
    DS_FRAMES_IDLE,   /* it goes on and on without a row */
} ds_frames_fault;

typedef struct ds_frames {
    /* What the caller fills in. */
    const char *path;
    ds_table_format format;
    uint64_t size_bytes;
    const ds_table_sink *table; /* or xml, of which one is NULL */
    const ds_xml_sink *xml;
    /* Sends size bytes back to the helper; false where it cannot. */
    bool (*reply)(void *context, const char *data, size_t size);
    void *reply_context;

    char *data; /* what was not understood yet: data[at … size) */
    size_t at, size, capacity;
    ds_frames_fault fault;
    ds_frame_cannot cannot;
    bool greeted, headed, rowed, ended;
    size_t n_columns;
    uint64_t last_line, idle, n_made;
    uint64_t n_frames, n_remarks;
    ds_rows rows;
    struct ds_frames_element *open; /* of XML: DS_XML_DEPTH_MAX */
    size_t depth;
    bool leaf;
} ds_frames;

/* Makes room for what comes next: *out has *out_size bytes (at least one) to fill. DS_FAULT: no
 * memory. */
ds_status ds_frames_room(ds_frames *f, char **out, size_t *out_size, ds_error *err) DS_NODISCARD;
/* n bytes came in that room: hands over what is whole. On failure fault says why; with
 * DS_FRAMES_REFUSED err is filled, else the caller says what it knows. */
ds_status ds_frames_take(ds_frames *f, size_t n, ds_error *err) DS_NODISCARD;
void ds_frames_done(ds_frames *f);

#endif
