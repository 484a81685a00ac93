/* work/inside/package.c: definitions as a package: pakket.yaml read and held against its folder,
 * and which package a work folder counts with. See doorstroom/examples.h. */
#include "work/inside/package.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/yaml.h"
#include "doorstroom/version.h"

enum { PACKAGE_MAX = 1 << 20, FILES_MAX = 256 };
enum {
    ID,
    VERSION,
    NAME,
    NAME_EN,
    LICENCE,
    PROGRAM,
    MAINTAINERS,
    ABOUT,
    ABOUT_EN,
    FILES,
    CHANGES,
    KEYS
};
static const char *const package_keys[KEYS] = {"pakket",   "versie",    "name",       "name_en",
                                               "licentie", "programma", "beheer",     "over",
                                               "over_en",  "bestanden", "wijzigingen"};
enum { CHANGE_VERSION, CHANGE_DATE, CHANGE_NL, CHANGE_EN, CHANGE_KEYS };
static const char *const change_keys[CHANGE_KEYS] = {"versie", "datum", "nl", "en"};
enum { WISH_FOLDER, WISH_VERSION, WISH_KEYS };
static const char *const wish_keys[WISH_KEYS] = {"map", "versie"};

typedef struct package_reader {
    ds_yaml yaml;
    ds_arena *arena;
    ds_definition_package *out;
    ds_error *err;
} package_reader;

static ds_status refuse_part(package_reader *r, const yaml_node_t *node, const char *nl,
                             const char *en) {
    return ds_yaml_placed(&r->yaml, node, ds_error_texts(r->err, DS_INPUT, NULL, 0, 0, nl, en),
                          r->err);
}

static ds_status keep_part(package_reader *r, const yaml_node_t *node, const char **out) {
    ds_status status;
    *out = "";
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *out = ds_arena_copy(r->arena, ds_yaml_text(node));
    return *out == NULL ? ds_error_memory(r->err) : DS_OK;
}

static size_t count_items(const yaml_node_t *list) {
    return (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
}

static yaml_node_t *item_of(package_reader *r, const yaml_node_t *list, size_t i) {
    return ds_yaml_node(&r->yaml, list->data.sequence.items.start[i]);
}

/* ---- versions ---- */

/* 1.2.3: three numbers. */
static bool read_version(const char *text, unsigned out[3]) {
    int end = 0;
    return sscanf(text, "%4u.%4u.%4u%n", &out[0], &out[1], &out[2], &end) == 3 && /* NOLINT */
           text[end] == '\0' && strchr("0123456789", text[0]) != NULL;
}

static ds_status check_versions(package_reader *r, yaml_node_t *const *fields) {
    unsigned version[3], asked[3];
    const unsigned has[3] = {DS_VERSION_MAJOR, DS_VERSION_MINOR, DS_VERSION_PATCH};
    if (!read_version(r->out->version, version))
        return refuse_part(r, fields[VERSION], "verwacht een versie als \"1.2.0\"",
                           "expected a version like \"1.2.0\"");
    if (fields[PROGRAM] == NULL) return DS_OK;
    if (!read_version(r->out->program, asked))
        return refuse_part(r, fields[PROGRAM], "verwacht een versie als \"1.2.0\"",
                           "expected a version like \"1.2.0\"");
    for (size_t i = 0; i < 3; i++) {
        if (asked[i] < has[i]) return DS_OK;
        if (asked[i] > has[i])
            return refuse_part(r, fields[PROGRAM],
                               "dit pakket vraagt een nieuwer programma dan " DS_VERSION,
                               "this package asks for a newer program than " DS_VERSION);
    }
    return DS_OK;
}

/* ---- its parts ---- */

static ds_status read_package_file(package_reader *r, const char *folder, const yaml_node_t *node,
                                   ds_package_file *out) {
    char path[DS_PATH_SIZE], beside[DS_PATH_SIZE];
    uint64_t size;
    ds_status status = keep_part(r, node, &out->name);
    if (status == DS_OK && strchr(out->name, '/') != NULL)
        return refuse_part(r, node, "verwacht de naam van een bestand in deze map",
                           "expected the name of a file in this folder");
    if (status == DS_OK) status = ds_file_join(path, folder, out->name, r->err);
    if (status == DS_OK && !ds_file_exists(path))
        return refuse_part(r, node, "dit bestand staat niet in het pakket",
                           "this file is not in the package");
    if (status == DS_OK) status = ds_checksum_file(path, out->checksum, &size, r->err);
    if (status == DS_OK) status = ds_file_join(beside, folder, "voorbeelden", r->err);
    if (status == DS_OK) status = ds_file_join(path, beside, out->name, r->err);
    if (status == DS_OK) out->with_examples = ds_file_exists(path);
    return status;
}

static ds_status read_package_files(package_reader *r, const char *folder,
                                    const yaml_node_t *list) {
    ds_status status = ds_yaml_need(&r->yaml, list, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    if (count_items(list) > FILES_MAX)
        return refuse_part(r, list, "te veel bestanden", "too many files");
    r->out->files = ds_arena_take(r->arena, count_items(list) + 1, sizeof *r->out->files);
    if (r->out->files == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < count_items(list); i++) {
        status = read_package_file(r, folder, item_of(r, list, i), &r->out->files[i]);
        r->out->n_files += status == DS_OK;
    }
    return status;
}

static ds_status read_change(package_reader *r, yaml_node_t *node, ds_package_change *out) {
    yaml_node_t *fields[CHANGE_KEYS];
    const char **texts[CHANGE_KEYS] = {&out->version, &out->date, &out->nl, &out->en};
    ds_status status = ds_yaml_fields(&r->yaml, node, change_keys, CHANGE_KEYS, fields, r->err);
    for (size_t i = 0; status == DS_OK && i < CHANGE_KEYS; i++) {
        if (fields[i] == NULL)
            return refuse_part(r, node, "een wijziging heeft versie, datum, nl en en",
                               "a change has versie, datum, nl and en");
        status = keep_part(r, fields[i], texts[i]);
    }
    return status;
}

static ds_status read_changes(package_reader *r, const yaml_node_t *list) {
    ds_package_change *changes;
    ds_status status = ds_yaml_need(&r->yaml, list, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    changes = ds_arena_take(r->arena, count_items(list) + 1, sizeof *changes);
    if (changes == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < count_items(list); i++)
        status = read_change(r, item_of(r, list, i), &changes[i]);
    if (status == DS_OK &&
        (count_items(list) == 0 || strcmp(changes[0].version, r->out->version) != 0))
        status = refuse_part(r, list, "de eerste wijziging is die van deze versie",
                             "the first change is that of this version");
    r->out->changes = changes;
    r->out->n_changes = count_items(list);
    return status;
}

/* Every file of definitions in the folder is named: one that is not would count without a word. */
static ds_status check_all_named(package_reader *r, const char *folder, const yaml_node_t *list) {
    ds_file_names names = {0};
    ds_status status = ds_file_list(folder, &names, r->err);
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        bool named = !ds_package_is_definition(names.names[i]);
        for (size_t k = 0; !named && k < r->out->n_files; k++)
            named = strcmp(r->out->files[k].name, names.names[i]) == 0;
        if (named) continue;
        status = ds_yaml_placed(
            &r->yaml, list,
            ds_error_set(r->err, DS_INPUT, "%.200s staat in de map en niet in bestanden",
                         "%.200s is in the folder and not in bestanden", names.names[i]),
            r->err);
    }
    ds_file_names_done(&names);
    return status;
}

static ds_status read_package(package_reader *r, const char *folder) {
    yaml_node_t *fields[KEYS], *root = ds_yaml_root(&r->yaml);
    const char **texts[] = {&r->out->id,          &r->out->version, &r->out->name,
                            &r->out->name_en,     &r->out->licence, &r->out->program,
                            &r->out->maintainers, &r->out->about,   &r->out->about_en};
    ds_status status = ds_yaml_fields(&r->yaml, root, package_keys, KEYS, fields, r->err);
    if (status != DS_OK) return status;
    if (fields[ID] == NULL || fields[VERSION] == NULL || fields[NAME] == NULL ||
        fields[FILES] == NULL || fields[CHANGES] == NULL)
        return refuse_part(r, root,
                           "een pakket heeft pakket, versie, name, bestanden en wijzigingen",
                           "a package has pakket, versie, name, bestanden and wijzigingen");
    for (size_t i = 0; status == DS_OK && i < sizeof texts / sizeof *texts; i++)
        status = keep_part(r, fields[i], texts[i]);
    if (status == DS_OK) status = check_versions(r, fields);
    if (status == DS_OK) status = read_package_files(r, folder, fields[FILES]);
    if (status == DS_OK) status = check_all_named(r, folder, fields[FILES]);
    return status == DS_OK ? read_changes(r, fields[CHANGES]) : status;
}

static ds_status read_package_folder(const char *folder, ds_arena *arena,
                                     ds_definition_package *out, ds_error *err) {
    package_reader r = {.arena = arena, .out = out, .err = err};
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size = 0;
    ds_raw raw = {.name = path};
    ds_status status = ds_file_join(path, folder, DS_PACKAGE_FILE, err);
    if (status == DS_OK) status = ds_file_read(path, PACKAGE_MAX, &text, &size, err);
    raw.text = (ds_text){text, size};
    if (status == DS_OK) status = ds_yaml_load(&raw, &r.yaml, err);
    if (status == DS_OK) {
        status = read_package(&r, folder);
        ds_yaml_done(&r.yaml);
    }
    out->path = ds_arena_print(arena, "%s", path);
    ds_free(text);
    return status == DS_OK ? ds_arena_finish(arena, err) : status;
}

/* ---- which one ---- */

/* definities: {map: …, versie: …}; folder stays "" where there is no such key. */
typedef struct package_wish {
    char folder[DS_PATH_SIZE], version[32];
} package_wish;

static ds_status read_wish(ds_yaml *yaml, yaml_node_t *node, const ds_work *work, package_wish *out,
                           ds_error *err) {
    yaml_node_t *fields[WISH_KEYS];
    ds_status status = ds_yaml_fields(yaml, node, wish_keys, WISH_KEYS, fields, err);
    char name[DS_PATH_SIZE];
    ds_text text;
    if (status == DS_OK && (fields[WISH_FOLDER] == NULL || fields[WISH_VERSION] == NULL ||
                            fields[WISH_FOLDER]->type != YAML_SCALAR_NODE ||
                            fields[WISH_VERSION]->type != YAML_SCALAR_NODE))
        return ds_yaml_placed(yaml, node,
                              ds_error_set(err, DS_INPUT, "definities: verwacht map en versie",
                                           "definities: expected map and versie"),
                              err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(fields[WISH_FOLDER]);
    (void)snprintf(name, sizeof name, "%.*s", (int)text.size, text.data);
    text = ds_yaml_text(fields[WISH_VERSION]);
    (void)snprintf(out->version, sizeof out->version, "%.*s", (int)text.size, text.data);
    if (name[0] != '/') return ds_file_join(out->folder, work->folder, name, err);
    (void)snprintf(out->folder, sizeof out->folder, "%s", name);
    return DS_OK;
}

static ds_status find_wish(ds_yaml *yaml, const ds_work *work, package_wish *out, ds_error *err) {
    const yaml_node_t *root = ds_yaml_root(yaml);
    ds_status status = DS_OK;
    if (root == NULL || root->type != YAML_MAPPING_NODE) return DS_OK;
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
         status == DS_OK && p < root->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = ds_yaml_node(yaml, p->key);
        if (key->type == YAML_SCALAR_NODE && ds_text_is(ds_yaml_text(key), "definities"))
            status = read_wish(yaml, ds_yaml_node(yaml, p->value), work, out, err);
    }
    return status;
}

static ds_status ask_wish(const ds_work *work, package_wish *out, ds_error *err) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size = 0;
    ds_yaml yaml;
    ds_raw raw = {.name = path};
    ds_status status;
    if (work->folder == NULL) return DS_OK;
    status = ds_file_join(path, work->folder, "doorstroom.yaml", err);
    if (status != DS_OK || !ds_file_exists(path)) return status;
    status = ds_file_read(path, PACKAGE_MAX, &text, &size, err);
    raw.text = (ds_text){text, size};
    if (status == DS_OK && memmem(text, size, "definities", 10) != NULL) {
        status = ds_yaml_load_wishes(&raw, &yaml, err);
        if (status == DS_OK) {
            status = find_wish(&yaml, work, out, err);
            ds_yaml_done(&yaml);
        }
    }
    ds_free(text);
    return status;
}

/* The version that the work folder asks for, and no other. */
static ds_status check_wish(const package_wish *wish, ds_error *err) {
    ds_definition_package package = {.path = ""};
    ds_arena arena = {0};
    ds_status status = read_package_folder(wish->folder, &arena, &package, err);
    if (status == DS_OK && strcmp(package.version, wish->version) != 0)
        status = ds_error_at(err, DS_INPUT, package.path, 0, 0,
                             "dit is versie %.30s; doorstroom.yaml van de werkmap vraagt %.30s",
                             "this is version %.30s; doorstroom.yaml of the work folder asks for "
                             "%.30s",
                             package.version, wish->version);
    ds_arena_done(&arena);
    return status;
}

ds_status ds_package_folder(const ds_work *work, char out[DS_PATH_SIZE], ds_error *err) {
    package_wish wish = {.folder = ""};
    ds_status status = ask_wish(work, &wish, err);
    if (status == DS_OK && wish.folder[0] != '\0') {
        status = check_wish(&wish, err);
        if (status == DS_OK) memcpy(out, wish.folder, sizeof wish.folder);
        return status;
    }
    out[0] = '\0';
    if (status != DS_OK || work->program_folder == NULL) return status;
    return ds_file_join(out, work->program_folder, "definitions", err);
}

/* ---- the question ---- */

static void count_definitions(const ds_work_definitions *definitions, ds_package_file *file) {
    for (size_t i = 0; i < definitions->n; i++) {
        const char *slash = strrchr(definitions->paths[i], '/');
        if (strcmp(slash == NULL ? definitions->paths[i] : slash + 1, file->name) != 0) continue;
        file->n_indicators = ds_definitions_n(definitions->files[i]);
        file->n_evaluations = ds_definitions_n_evaluations(definitions->files[i]);
    }
}

/* What is in the files, the work folder's own left out: one of the same name is another. */
static ds_status count_package(const ds_work *work, const char *folder,
                               ds_definition_package *package, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < package->n_files; i++) {
        ds_work_definitions one = {0};
        char path[DS_PATH_SIZE];
        status = ds_file_join(path, folder, package->files[i].name, err);
        if (status == DS_OK) status = ds_work_definitions_read(work, path, &one, err);
        if (status == DS_OK) count_definitions(&one, &package->files[i]);
        ds_work_definitions_done(&one);
    }
    return status;
}

ds_status ds_work_package(const ds_work *work, ds_definition_package *out, ds_error *err) {
    ds_arena *arena = ds_calloc(1, sizeof *arena);
    ds_definition_package package = {.own = arena};
    char folder[DS_PATH_SIZE];
    ds_status status = arena == NULL ? ds_error_memory(err) : ds_package_folder(work, folder, err);
    if (status == DS_OK && folder[0] == '\0')
        status = ds_error_set(err, DS_INPUT, "geen definities gevonden", "no definitions found");
    if (status == DS_OK) status = read_package_folder(folder, arena, &package, err);
    if (status == DS_OK) status = count_package(work, folder, &package, err);
    if (status == DS_OK)
        *out = package;
    else
        ds_definition_package_done(&package);
    return status;
}

void ds_definition_package_done(ds_definition_package *package) {
    ds_arena *arena = package->own;
    if (arena != NULL) ds_arena_done(arena);
    ds_free(arena);
    *package = (ds_definition_package){0};
}
