/* work/inside/publisher.c: uitgever in doorstroom.yaml, and the fingerprints of what a release is
 * made of. See publisher.h. */
#include "work/inside/publisher.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/yaml.h"
#include "work/inside/package.h"

enum { CONFIG_MOST = 1 << 20, FILE_MOST = 1 << 28, PUBLISHER_KEYS = 4 };

static const char *const publisher_keys[PUBLISHER_KEYS] = {"naam", "uri", "email", "licentie"};

/* ---- uitgever ---- */

static ds_status read_publisher(ds_yaml *yaml, yaml_node_t *node, ds_arena *arena,
                                ds_publisher *out, ds_error *err) {
    yaml_node_t *fields[PUBLISHER_KEYS];
    const char **texts[PUBLISHER_KEYS] = {&out->name, &out->uri, &out->email, &out->licence};
    ds_status status = ds_yaml_fields(yaml, node, publisher_keys, PUBLISHER_KEYS, fields, err);
    for (size_t i = 0; status == DS_OK && i < PUBLISHER_KEYS; i++) {
        if (fields[i] == NULL) continue;
        status = ds_yaml_need(yaml, fields[i], YAML_SCALAR_NODE, err);
        if (status == DS_OK) *texts[i] = ds_arena_copy(arena, ds_yaml_text(fields[i]));
    }
    return status == DS_OK ? ds_arena_finish(arena, err) : status;
}

/* The value of uitgever; what else stands there is of others. */
static ds_status find_publisher(ds_yaml *yaml, ds_arena *arena, ds_publisher *out, ds_error *err) {
    const yaml_node_t *root = ds_yaml_root(yaml);
    ds_status status = ds_yaml_need(yaml, root, YAML_MAPPING_NODE, err);
    if (status != DS_OK) return status;
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
         status == DS_OK && p < root->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = ds_yaml_node(yaml, p->key);
        if (key->type == YAML_SCALAR_NODE && ds_text_is(ds_yaml_text(key), "uitgever"))
            status = read_publisher(yaml, ds_yaml_node(yaml, p->value), arena, out, err);
    }
    return status;
}

ds_status ds_publisher_read(const ds_work *work, ds_arena *arena, ds_publisher *out,
                            ds_error *err) {
    ds_publisher publisher = {NULL, NULL, NULL, NULL};
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size = 0;
    ds_yaml yaml;
    ds_status status = ds_file_join(path, work->folder, "doorstroom.yaml", err);
    if (status == DS_OK && ds_file_exists(path))
        status = ds_file_read(path, CONFIG_MOST, &text, &size, err);
    if (status == DS_OK && text != NULL && memmem(text, size, "uitgever", 8) != NULL) {
        const ds_raw raw = {.name = path, .text = {text, size}};
        status = ds_yaml_load(&raw, &yaml, err);
        if (status == DS_OK) {
            status = find_publisher(&yaml, arena, &publisher, err);
            ds_yaml_done(&yaml);
        }
    }
    ds_free(text);
    if (status == DS_OK) *out = publisher;
    return status;
}

/* ---- what a release is made of ---- */

typedef struct made_of_list {
    ds_made_of *list;
    size_t n, capacity;
    ds_arena *arena;
    const ds_work *work;
} made_of_list;

static ds_status add_made_of(made_of_list *l, const char *kind, const char *name,
                             const char *fingerprint, ds_error *err) {
    if (!ds_reserve(&l->list, &l->capacity, l->n + 1, sizeof *l->list)) return ds_error_memory(err);
    l->list[l->n++] = (ds_made_of){kind, ds_arena_print(l->arena, "%s", name),
                                   ds_arena_print(l->arena, "%s", fingerprint)};
    return ds_arena_finish(l->arena, err);
}

/* By the key of the work folder: a small file could be guessed from a plain checksum. */
static ds_status add_file(made_of_list *l, const char *kind, const char *folder, const char *name,
                          ds_error *err) {
    char path[DS_PATH_SIZE], sum[DS_WORK_FINGERPRINT_SIZE], *data = NULL;
    size_t size = 0;
    ds_status status = ds_file_join(path, folder, name, err);
    if (status != DS_OK || !ds_file_exists(path) || ds_file_is_folder(path)) return status;
    status = ds_file_read(path, FILE_MOST, &data, &size, err);
    if (status == DS_OK) status = ds_work_fingerprint(l->work, data, size, sum, err);
    ds_free(data);
    return status == DS_OK ? add_made_of(l, kind, name, sum, err) : status;
}

/* Every file in a folder that is there. */
static ds_status add_files_of(made_of_list *l, const char *kind, const char *folder,
                              ds_error *err) {
    ds_file_names names = {0};
    ds_status status = DS_OK;
    if (ds_file_is_folder(folder)) status = ds_file_list(folder, &names, err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++)
        status = add_file(l, kind, folder, names.names[i], err);
    ds_file_names_done(&names);
    return status;
}

static ds_status add_folder(made_of_list *l, const char *kind, const char *above, const char *name,
                            ds_error *err) {
    char folder[DS_PATH_SIZE];
    ds_status status;
    if (above == NULL) return DS_OK;
    status = ds_file_join(folder, above, name, err);
    return status == DS_OK ? add_files_of(l, kind, folder, err) : status;
}

/* The package of definitions that was counted with: its files, and its version where it has one. */
static ds_status add_package(made_of_list *l, const ds_work *work, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_definition_package package = {0};
    ds_status status = ds_package_folder(work, folder, err);
    if (status != DS_OK || folder[0] == '\0') return status;
    status = add_files_of(l, "definitie van het programma:", folder, err);
    if (status == DS_OK) status = ds_file_join(path, folder, DS_PACKAGE_FILE, err);
    if (status != DS_OK || !ds_file_exists(path)) return status;
    status = ds_work_package(work, &package, err);
    if (status == DS_OK)
        status = add_made_of(l, "pakket definities:", package.id, package.version, err);
    ds_definition_package_done(&package);
    return status;
}

static ds_status add_register(made_of_list *l, const ds_work *work, ds_error *err) {
    char fingerprint[DS_WORK_FINGERPRINT_SIZE];
    ds_register *reg = NULL;
    ds_status status = ds_register_open(work->folder, &reg, err);
    if (status == DS_OK) {
        const char *generation = ds_register_generation(reg);
        status = ds_work_fingerprint(work, generation, strlen(generation), fingerprint, err);
    }
    if (status == DS_OK) status = add_made_of(l, "register", "register", fingerprint, err);
    ds_register_close(reg);
    return status;
}

/* Of the work folder, and of the program: words that people read when one of them changed. */
static ds_status add_folders(made_of_list *l, const ds_work *work, ds_error *err) {
    static const struct {
        const char *kind, *of_work, *kind_of_program, *of_program;
    } folders[] = {
        {"codelijst", "codes", "codelijst van het programma:", "codes"},
        {"recept", "rapporten", "recept van het programma:", "rapporten"},
    };
    ds_status status = add_folder(l, "definitie", work->folder, "definities", err);
    if (status == DS_OK) status = add_package(l, work, err);
    for (size_t i = 0; status == DS_OK && i < sizeof folders / sizeof *folders; i++) {
        status = add_folder(l, folders[i].kind, work->folder, folders[i].of_work, err);
        if (status == DS_OK)
            status = add_folder(l, folders[i].kind_of_program, work->program_folder,
                                folders[i].of_program, err);
    }
    return status;
}

ds_status ds_made_of_list(const ds_work *work, ds_arena *arena, const ds_made_of **out,
                          size_t *out_n, ds_error *err) {
    made_of_list l = {.arena = arena, .work = work};
    ds_made_of *kept;
    ds_status status = add_register(&l, work, err);
    if (status == DS_OK) status = add_made_of(&l, "programma", "doorstroom", ds_version(), err);
    if (status == DS_OK) status = add_file(&l, "bestand", work->folder, "doorstroom.yaml", err);
    if (status == DS_OK) status = add_folders(&l, work, err);
    if (status == DS_OK) {
        kept = ds_arena_take(arena, l.n + 1, sizeof *kept);
        if (kept == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) {
        memcpy(kept, l.list, l.n * sizeof *kept);
        *out = kept;
        *out_n = l.n;
    }
    ds_free(l.list);
    return status;
}
