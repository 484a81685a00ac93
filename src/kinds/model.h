/* kinds/model.h: what is known of the kinds, as read from codes/: what the files of this stage see.
 */
#ifndef DS_KINDS_MODEL_H
#define DS_KINDS_MODEL_H

#include "base/arena.h"
#include "base/codes.h"
#include "base/file.h"
#include "doorstroom/kinds.h"

#define DS_KINDS_FILE "soorten.yaml"

enum { DS_KINDS_MAX = 64, DS_KIND_RULES_MAX = 8 };

/* A rule about rows, beyond what a column says of itself. */
typedef struct ds_kind_rule {
    bool also;     /* a row with the code needs another that is like it but for that code; else */
    size_t column; /* is at most other, or that is told */
    size_t other;
    size_t code, needs; /* of also */
} ds_kind_rule;

/* A list in codes/, by a column of it. */
typedef struct ds_kind_list {
    const char *file, *column, *by; /* by: the column that it is of, too; NULL: none */
    struct {
        ds_text word, parent;
    } * rows; /* in the file's order */
    size_t n, capacity;
} ds_kind_list;

/* A file in codes/ that the kinds were read from, for who asks whether it changed. */
typedef struct ds_kinds_source {
    const char *name;
    char *text;
} ds_kinds_source;

typedef struct ds_kind_of {
    ds_kind_description told;
    ds_kind_field *fields;
    ds_code_list *lists;         /* lists[field], of codes; n_values 0: none */
    const ds_kind_list **within; /* within[field]: the list that says which go together; NULL */
    size_t *parent;              /* parent[field]: of within, the column that it is of */
    size_t key[DS_KIND_KEY_MAX];
    size_t n_key;
    ds_kind_rule rules[DS_KIND_RULES_MAX];
    size_t n_rules;
    size_t agenda; /* the column of an agenda; SIZE_MAX: none */
} ds_kind_of;

struct ds_kinds {
    ds_arena arena;
    const char *const *folders;
    size_t n_folders;
    ds_kind_of all[DS_KINDS_MAX];
    size_t n;
    ds_kind_list **lists;
    size_t n_lists, lists_capacity;
    ds_kinds_source *sources;
    size_t n_sources, sources_capacity;
};

/* The list `file` of codes/ by that column, read when it is first asked for. */
ds_status ds_kinds_list(ds_kinds *kinds, const char *file, const char *column, const char *by,
                        const ds_kind_list **out, ds_error *err) DS_NODISCARD;
/* Reads a file in codes/, and keeps its text among the sources. */
ds_status ds_kinds_source_read(ds_kinds *kinds, const char *file, size_t most,
                               char path[DS_PATH_SIZE], ds_text *out, ds_error *err) DS_NODISCARD;
/* The path of a file in the first folder that has it. */
ds_status ds_kinds_path(const ds_kinds *kinds, const char *file, char *path,
                        ds_error *err) DS_NODISCARD;
const ds_kind_of *ds_kinds_of(const ds_kinds *kinds, const char *name);

#endif
