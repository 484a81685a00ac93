/* ask/capsule.c: the end of a capsule of Python with an Arrow stream or schema in it. It is in C
 * because a capsule may end while an exception is on its way, when no code of Python may run; and
 * it knows Python by two names in the process only, so that nothing is built against it. */
#include <dlfcn.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/ask.h"

typedef const char *name_of_capsule(void *capsule);
typedef void *pointer_in_capsule(void *capsule, const char *name);

void *ds_ask_capsule_room(size_t size) {
    return ds_calloc(1, size);
}

static void release_room(const char *name, void *room) {
    if (strcmp(name, "arrow_array_stream") == 0) {
        struct ArrowArrayStream *stream = room;
        if (stream->release != NULL) stream->release(stream);
    } else if (strcmp(name, "arrow_schema") == 0) {
        struct ArrowSchema *schema = room;
        if (schema->release != NULL) schema->release(schema);
    }
    ds_free(room);
}

void ds_ask_capsule_end(void *capsule) {
    name_of_capsule *name_of;
    pointer_in_capsule *pointer_in;
    const char *name;
    void *room;
    *(void **)(&name_of) = dlsym(RTLD_DEFAULT, "PyCapsule_GetName");
    *(void **)(&pointer_in) = dlsym(RTLD_DEFAULT, "PyCapsule_GetPointer");
    if (name_of == NULL || pointer_in == NULL) return;
    name = name_of(capsule);
    room = name == NULL ? NULL : pointer_in(capsule, name);
    if (room != NULL) release_room(name, room);
}
