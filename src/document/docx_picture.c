/* document/docx_picture.c: pictures of a document for Word. pandoc holds its whole input as lists
 * of characters: twenty megabytes of pictures cost it four gigabytes. So it is given an empty
 * picture of the same size for each, and the pictures themselves go into the package that it made.
 */
#include <stdio.h>
#include <string.h>
#include <zip.h>
#include <zlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "document/docx.h"

enum { HEADER_SIZE = 33, SIZE_AT = 16, WORDS_SIZE = 64, SIDE_MAX = 1 << 14 };

static const char media[] = "word/media/";

/* ---- one that is empty ---- */

static uint32_t read_big_endian(const char *at) {
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void add_big_endian(uint32_t number, ds_buffer *out) {
    for (int shift = 24; shift >= 0; shift -= 8)
        ds_buffer_add_char(out, (char)(unsigned char)(number >> shift));
}

/* kind: four letters; the sum is of those and what follows. */
static void add_chunk(const char *kind, const char *data, size_t size, ds_buffer *out) {
    uLong sum = crc32(0, (const Bytef *)kind, 4);
    if (size > 0) sum = crc32(sum, (const Bytef *)data, (uInt)size);
    add_big_endian((uint32_t)size, out);
    ds_buffer_add(out, kind, 4);
    ds_buffer_add(out, data, size);
    add_big_endian((uint32_t)sum, out);
}

/* All black, a bit a point. */
static void add_points(uint32_t width, uint32_t height, ds_buffer *out) {
    const size_t size = (size_t)height * (1 + (width + 7) / 8);
    uLongf room = compressBound((uLong)size);
    Bytef *points = ds_calloc(size, 1), *packed = ds_malloc(room);
    if (points == NULL || packed == NULL || compress(packed, &room, points, (uLong)size) != Z_OK)
        out->failed = DS_FAULT;
    else
        add_chunk("IDAT", (const char *)packed, room, out);
    ds_free(points);
    ds_free(packed);
}

ds_status ds_picture_stand_in(const ds_buffer *png, size_t number, ds_buffer *out, ds_error *err) {
    char words[WORDS_SIZE], about[13];
    uint32_t width, height;
    if (png->size < HEADER_SIZE || memcmp(png->data + 1, "PNG", 3) != 0)
        return ds_error_set(err, DS_FAULT, "rsvg-convert gaf een plaatje dat geen png is",
                            "rsvg-convert gave a picture that is no png");
    width = read_big_endian(png->data + SIZE_AT);
    height = read_big_endian(png->data + SIZE_AT + 4);
    if (width == 0 || height == 0 || width > SIDE_MAX || height > SIDE_MAX)
        return ds_error_set(err, DS_FAULT, "rsvg-convert gaf een plaatje van %u bij %u",
                            "rsvg-convert gave a picture of %u by %u", width, height);
    memcpy(about, png->data + SIZE_AT, 8);
    memcpy(about + 8, "\1\0\0\0\0", 5); /* a bit a point, grey, as usual */
    ds_buffer_clear(out);
    ds_buffer_add(out, png->data, 8);
    add_chunk("IHDR", about, sizeof about, out);
    (void)snprintf(words, sizeof words, "Comment%cfiguur %zu", '\0', number);
    add_chunk("tEXt", words, strlen(words) + 1 + strlen(words + strlen(words) + 1), out);
    add_points(width, height, out);
    add_chunk("IEND", "", 0, out);
    return ds_buffer_finish(out, err);
}

/* ---- kept until the package is there ---- */

ds_status ds_picture_keep(html_pictures *pictures, ds_buffer *png, ds_buffer *out_stand_in,
                          ds_error *err) {
    html_picture *kept;
    ds_status status = ds_picture_stand_in(png, pictures->n + 1, out_stand_in, err);
    if (status != DS_OK) return status;
    if (!ds_reserve(&pictures->list, &pictures->capacity, pictures->n + 1, sizeof *kept))
        return ds_error_memory(err);
    kept = &pictures->list[pictures->n];
    ds_buffer_init(&kept->stand_in, out_stand_in->maximum);
    ds_buffer_add(&kept->stand_in, out_stand_in->data, out_stand_in->size);
    status = ds_buffer_finish(&kept->stand_in, err);
    if (status != DS_OK) {
        ds_buffer_done(&kept->stand_in);
        return status;
    }
    kept->png = *png;
    kept->put = false;
    ds_buffer_init(png, kept->png.maximum);
    pictures->n++;
    return DS_OK;
}

void ds_pictures_done(html_pictures *pictures) {
    for (size_t i = 0; i < pictures->n; i++) {
        ds_buffer_done(&pictures->list[i].stand_in);
        ds_buffer_done(&pictures->list[i].png);
    }
    ds_free(pictures->list);
}

static html_picture *find_picture(const html_pictures *pictures, const ds_buffer *stand_in) {
    for (size_t i = 0; i < pictures->n; i++) {
        html_picture *p = &pictures->list[i];
        if (p->stand_in.size == stand_in->size &&
            memcmp(p->stand_in.data, stand_in->data, stand_in->size) == 0)
            return p;
    }
    return NULL;
}

static ds_status put_picture(zip_t *package, const html_pictures *pictures, const char *name,
                             ds_error *err) {
    ds_buffer there;
    html_picture *picture = NULL;
    ds_status status;
    ds_buffer_init(&there, (size_t)1 << 24);
    status = ds_docx_read_part(package, name, &there, err);
    if (status == DS_OK) picture = find_picture(pictures, &there);
    if (picture != NULL) status = ds_docx_put_part(package, name, &picture->png, err);
    if (picture != NULL) picture->put = true;
    ds_buffer_done(&there);
    return status;
}

ds_status ds_pictures_put(zip_t *package, const html_pictures *pictures, ds_error *err) {
    const zip_int64_t n = pictures->n == 0 ? 0 : zip_get_num_entries(package, 0);
    ds_status status = DS_OK;
    for (zip_int64_t i = 0; status == DS_OK && i < n; i++) {
        const char *name = zip_get_name(package, (zip_uint64_t)i, 0);
        if (name != NULL && strncmp(name, media, sizeof media - 1) == 0)
            status = put_picture(package, pictures, name, err);
    }
    for (size_t i = 0; status == DS_OK && i < pictures->n; i++)
        if (!pictures->list[i].put)
            status = ds_error_set(err, DS_FAULT, "pandoc liet figuur %zu uit het document",
                                  "pandoc left figure %zu out of the document", i + 1);
    return status;
}
