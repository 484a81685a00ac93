/* web/dashboard/pictures.c: see pictures.h. */
#include "web/dashboard/pictures.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/publish.h"
#include "web/page/document.h"

enum { KEPT = 32, KEPT_BYTES = 4 << 20, AT_ONCE = 2, NAME_SIZE = 32 };

/* A picture that was drawn; size 0: none. Names are long: their checksum is kept. */
typedef struct kept_picture {
    unsigned char name[NAME_SIZE];
    char *data;
    size_t size;
    uint64_t used; /* when, counted in asks */
} kept_picture;

struct ds_web_pictures {
    const char *program_folder;
    pthread_mutex_t lock;
    kept_picture kept[KEPT];
    size_t bytes;
    uint64_t asks;
    unsigned drawing;
};

ds_status ds_web_pictures_new(const char *program_folder, ds_web_pictures **out, ds_error *err) {
    ds_web_pictures *pictures = ds_calloc(1, sizeof *pictures);
    if (pictures == NULL) return ds_error_memory(err);
    pictures->program_folder = program_folder;
    if (pthread_mutex_init(&pictures->lock, NULL) != 0) {
        ds_free(pictures);
        return ds_error_memory(err);
    }
    *out = pictures;
    return DS_OK;
}

void ds_web_pictures_free(ds_web_pictures *pictures) {
    if (pictures == NULL) return;
    for (size_t i = 0; i < KEPT; i++)
        ds_free(pictures->kept[i].data);
    (void)pthread_mutex_destroy(&pictures->lock);
    ds_free(pictures);
}

static void hash_name(const char *name, unsigned char out[NAME_SIZE]) {
    (void)crypto_generichash(out, NAME_SIZE, (const unsigned char *)name, strlen(name), NULL, 0);
}

bool ds_web_pictures_find(ds_web_pictures *pictures, const char *name, ds_buffer *out) {
    unsigned char hash[NAME_SIZE];
    bool found = false;
    hash_name(name, hash);
    (void)pthread_mutex_lock(&pictures->lock);
    pictures->asks++;
    for (size_t i = 0; i < KEPT && !found; i++) {
        kept_picture *one = &pictures->kept[i];
        if (one->size == 0 || memcmp(one->name, hash, NAME_SIZE) != 0) continue;
        one->used = pictures->asks;
        ds_buffer_add(out, one->data, one->size);
        found = true;
    }
    (void)pthread_mutex_unlock(&pictures->lock);
    return found;
}

static void drop_picture(ds_web_pictures *pictures, kept_picture *one) {
    pictures->bytes -= one->size;
    ds_free(one->data);
    *one = (kept_picture){.size = 0};
}

/* An empty place, or that which was asked longest ago; NULL: there is nothing. */
static kept_picture *find_oldest(ds_web_pictures *pictures, bool filled) {
    kept_picture *oldest = NULL;
    for (size_t i = 0; i < KEPT; i++) {
        kept_picture *one = &pictures->kept[i];
        if (filled && one->size == 0) continue;
        if (oldest == NULL || one->used < oldest->used) oldest = one;
    }
    return oldest;
}

/* Without memory it is not kept. */
static void keep_picture(ds_web_pictures *pictures, const char *name, const char *data,
                         size_t size) {
    char *copy = size == 0 || size > KEPT_BYTES ? NULL : ds_malloc(size);
    kept_picture *place;
    if (copy == NULL) return;
    memcpy(copy, data, size);
    while (pictures->bytes + size > KEPT_BYTES)
        drop_picture(pictures, find_oldest(pictures, true));
    place = find_oldest(pictures, false);
    drop_picture(pictures, place);
    hash_name(name, place->name);
    place->data = copy;
    place->size = size;
    place->used = pictures->asks;
    pictures->bytes += size;
}

static bool begin_drawing(ds_web_pictures *pictures) {
    bool begun;
    (void)pthread_mutex_lock(&pictures->lock);
    begun = pictures->drawing < AT_ONCE;
    pictures->drawing += begun;
    (void)pthread_mutex_unlock(&pictures->lock);
    return begun;
}

ds_status ds_web_pictures_draw(ds_web_pictures *pictures, const char *name, const ds_buffer *svg,
                               ds_buffer *out, bool *out_busy, ds_error *err) {
    const size_t before = out->size;
    const ds_sink sink = ds_buffer_sink(out);
    ds_status status;
    *out_busy = !begin_drawing(pictures);
    if (*out_busy) return DS_OK;
    status = ds_publish_draw((ds_text){svg->data, svg->size}, pictures->program_folder, &sink, err);
    (void)pthread_mutex_lock(&pictures->lock);
    pictures->drawing--;
    if (status == DS_OK) keep_picture(pictures, name, out->data + before, out->size - before);
    (void)pthread_mutex_unlock(&pictures->lock);
    return status;
}
