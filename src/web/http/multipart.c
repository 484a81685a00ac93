/* web/http/multipart.c: a form with files, RFC 7578: parts between boundaries, each with a few
 * headers. The whole body is there, so a part is a view into it. See fields.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/http/fields.h"
#include "web/http/limits.h"

enum { BOUNDARY_MAX = 70 };

static ds_status refuse_form(ds_error *err) {
    return ds_error_set(err, DS_INPUT, "dit formulier is niet heel aangekomen",
                        "this form did not arrive whole");
}

/* ---- what a header says ---- */

static bool begins_nocase(ds_text text, const char *prefix) {
    const size_t size = strlen(prefix);
    return text.size >= size &&
           ds_text_equal_nocase((ds_text){text.data, size}, (ds_text){prefix, size});
}

/* Takes what stands before the next ; outside quotes off text. */
static ds_text take_piece(ds_text *text) {
    bool quoted = false;
    size_t i = 0;
    ds_text piece;
    for (; i < text->size; i++) {
        if (text->data[i] == '"') quoted = !quoted;
        if (text->data[i] == ';' && !quoted) break;
    }
    piece = ds_text_trim((ds_text){text->data, i});
    if (i < text->size) i++;
    text->data += i;
    text->size -= i;
    return piece;
}

/* The value of a parameter, without its quotes; {NULL, 0} where it is not there. */
static ds_text find_parameter(ds_text header, const char *name) {
    const size_t size = strlen(name);
    (void)take_piece(&header);
    while (header.size > 0) {
        ds_text piece = take_piece(&header);
        if (!begins_nocase(piece, name) || piece.size <= size || piece.data[size] != '=') continue;
        piece = ds_text_trim((ds_text){piece.data + size + 1, piece.size - size - 1});
        if (piece.size >= 2 && piece.data[0] == '"' && piece.data[piece.size - 1] == '"')
            piece = (ds_text){piece.data + 1, piece.size - 2};
        return piece;
    }
    return (ds_text){NULL, 0};
}

ds_text ds_http_multipart_boundary(ds_text content_type) {
    ds_text rest = content_type, boundary;
    if (content_type.data == NULL) return content_type;
    if (!ds_text_equal_nocase(take_piece(&rest), ds_text_of("multipart/form-data")))
        return (ds_text){NULL, 0};
    boundary = find_parameter(content_type, "boundary");
    if (boundary.size == 0 || boundary.size > BOUNDARY_MAX) return (ds_text){NULL, 0};
    for (size_t i = 0; i < boundary.size; i++)
        if ((unsigned char)boundary.data[i] <= 0x20 || (unsigned char)boundary.data[i] >= 0x7F)
            return (ds_text){NULL, 0};
    return boundary;
}

/* ---- where a part ends ---- */

/* The first "\r\n--boundary" from `from` on, or SIZE_MAX. */
static size_t find_boundary(ds_text body, size_t from, ds_text boundary) {
    char mark[BOUNDARY_MAX + 4] = "\r\n--";
    const char *found;
    memcpy(mark + 4, boundary.data, boundary.size);
    if (from > body.size) return SIZE_MAX;
    found = memmem(body.data + from, body.size - from, mark, boundary.size + 4);
    return found == NULL ? SIZE_MAX : (size_t)(found - body.data);
}

typedef struct form_part {
    ds_text disposition, type, data;
} form_part;

static bool take_part_header(ds_text line, form_part *out) {
    const char *colon = line.size == 0 ? NULL : memchr(line.data, ':', line.size);
    ds_text name, value;
    if (colon == NULL) return false;
    name = (ds_text){line.data, (size_t)(colon - line.data)};
    value = ds_text_trim((ds_text){colon + 1, line.size - name.size - 1});
    if (ds_text_equal_nocase(name, ds_text_of("content-disposition"))) {
        if (out->disposition.data != NULL) return false;
        out->disposition = value;
    }
    if (ds_text_equal_nocase(name, ds_text_of("content-type"))) out->type = value;
    return !ds_text_equal_nocase(name, ds_text_of("content-transfer-encoding"));
}

/* The headers of a part, then its bytes: text is what stands between two boundaries. */
static bool cut_part(ds_text text, form_part *out) {
    size_t at = 0;
    *out = (form_part){{0}, {0}, {0}};
    while (at < text.size && at <= DS_HTTP_PARTS_HEADER_MAX) {
        const char *end = memmem(text.data + at, text.size - at, "\r\n", 2);
        const size_t size = end == NULL ? 0 : (size_t)(end - text.data) - at;
        if (end == NULL) return false;
        if (size == 0) {
            out->data = (ds_text){end + 2, text.size - at - 2};
            return out->disposition.data != NULL;
        }
        if (!take_part_header((ds_text){text.data + at, size}, out)) return false;
        at += size + 2;
    }
    return false;
}

/* ---- what a part is ---- */

static ds_text after_folders(ds_text name) {
    for (size_t i = name.size; i > 0; i--)
        if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
            return (ds_text){name.data + i, name.size - i};
    return name;
}

static ds_status copy_text(ds_text text, size_t maximum, ds_arena *arena, ds_text *out,
                           ds_error *err) {
    const char *copy;
    if (text.size > maximum || !ds_http_text_fits(text)) return refuse_form(err);
    copy = ds_arena_copy(arena, text);
    if (copy == NULL) return ds_error_memory(err);
    *out = (ds_text){copy, text.size};
    return DS_OK;
}

static ds_status add_file(const form_part *part, ds_text field, ds_text name, ds_arena *arena,
                          ds_http_files *out, ds_error *err) {
    ds_http_file file = {.field = field, .data = part->data};
    ds_status status;
    if (name.size == 0 && part->data.size == 0) return DS_OK;
    if (out->n >= DS_HTTP_FILES_MAX)
        return ds_error_set(err, DS_INPUT, "te veel bestanden: meer dan %d",
                            "too many files: more than %d", DS_HTTP_FILES_MAX);
    status = copy_text(after_folders(name), DS_HTTP_NAME_MAX, arena, &file.name, err);
    if (status == DS_OK) status = copy_text(part->type, DS_HTTP_NAME_MAX, arena, &file.type, err);
    if (status != DS_OK) return status;
    if (!ds_reserve(&out->files, &out->capacity, out->n + 1, sizeof *out->files))
        return ds_error_memory(err);
    out->files[out->n++] = file;
    return DS_OK;
}

static ds_status add_part(const form_part *part, ds_arena *arena, ds_http_pairs *out_fields,
                          ds_http_files *out_files, ds_error *err) {
    const ds_text name = find_parameter(part->disposition, "name");
    const ds_text file = find_parameter(part->disposition, "filename");
    ds_http_pair pair = {{0}, {0}};
    ds_status status;
    if (name.size == 0 || !begins_nocase(part->disposition, "form-data") ||
        begins_nocase(part->type, "multipart/"))
        return refuse_form(err);
    status = copy_text(name, DS_HTTP_NAME_MAX, arena, &pair.name, err);
    if (status == DS_OK && file.data != NULL)
        return add_file(part, pair.name, file, arena, out_files, err);
    if (status == DS_OK) status = copy_text(part->data, DS_HTTP_VALUE_MAX, arena, &pair.value, err);
    return status == DS_OK ? ds_http_pairs_add(out_fields, DS_HTTP_FIELDS_MAX, pair, err) : status;
}

/* After a boundary: "--" ends the form, a line end begins a part. */
static bool ends_here(ds_text body, size_t at) {
    return body.size - at >= 2 && body.data[at] == '-' && body.data[at + 1] == '-';
}

static bool begins_here(ds_text body, size_t at) {
    return body.size - at >= 2 && body.data[at] == '\r' && body.data[at + 1] == '\n';
}

ds_status ds_http_multipart_read(ds_text body, ds_text boundary, ds_arena *arena,
                                 ds_http_pairs *out_fields, ds_http_files *out_files,
                                 ds_error *err) {
    size_t at = boundary.size + 2;
    if (boundary.size == 0 || boundary.size > BOUNDARY_MAX || body.size < at ||
        memcmp(body.data, "--", 2) != 0 || memcmp(body.data + 2, boundary.data, boundary.size) != 0)
        return refuse_form(err);
    while (!ends_here(body, at)) {
        /* the line end that begins a part may be that of the next boundary: an empty part */
        const size_t end = begins_here(body, at) ? find_boundary(body, at, boundary) : SIZE_MAX;
        form_part part;
        ds_status status;
        if (end == SIZE_MAX || end < at + 2 ||
            !cut_part((ds_text){body.data + at + 2, end - at - 2}, &part))
            return refuse_form(err);
        status = add_part(&part, arena, out_fields, out_files, err);
        if (status != DS_OK) return status;
        at = end + 4 + boundary.size;
    }
    return DS_OK;
}
