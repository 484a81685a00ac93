/* work/inside/example/read.c: a file of examples: YAML → examples with their deliveries. See
 * example.h. */
#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/example/example.h"

/* The keys of an example; the deliveries by their kind from FIRST_KIND to before LAST_KIND. */
enum { ID, NAME, NAME_EN, SOURCE, FIRST_KIND, LAST_KIND = 11, FILES = LAST_KIND, CODES, CLAIMS };
static const char *const example_keys[] = {
    "id",   "name",       "name_en",      "source",  "inschrijving", "persoon", "diploma",
    "werk", "instelling", "vrijstelling", "enquete", "leveringen",   "codes",   "verwacht"};
enum { EXAMPLE_KEYS = sizeof example_keys / sizeof *example_keys };

/* What `geen` (none) stands for: delivered, and nobody has one. */
static const char *header_of_none(const char *kind) {
    if (strcmp(kind, "diploma") == 0) return "persoon,schooljaar,soort,niveau\n";
    if (strcmp(kind, "vrijstelling") == 0) return "persoon,schooljaar,reden\n";
    return NULL;
}

ds_status ds_example_refuse(example_reader *reader, const yaml_node_t *node, const char *nl,
                            const char *en) {
    return ds_error_texts(reader->err, DS_INPUT, reader->path, node->start_mark.line + 1,
                          node->start_mark.column + 1, nl, en);
}

ds_status ds_example_keep(example_reader *reader, const yaml_node_t *node, const char **out) {
    ds_status status;
    *out = "";
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&reader->yaml, node, YAML_SCALAR_NODE, reader->err);
    if (status != DS_OK) return status;
    *out = ds_arena_copy(reader->arena, ds_yaml_text(node));
    return *out == NULL ? ds_error_memory(reader->err) : DS_OK;
}

void *ds_example_grow(ds_arena *arena, void *array, size_t n, size_t size) {
    void *larger;
    if (n != 0 && (n & (n - 1)) != 0) return array;
    larger = ds_arena_take(arena, n == 0 ? 1 : 2 * n, size);
    if (larger != NULL && array != NULL) memcpy(larger, array, n * size);
    return larger;
}

/* ---- a delivery ---- */

typedef struct text_lines {
    ds_buffer text;
    uint64_t *lines;
    size_t n;
} text_lines;

/* 2014..2020 in a line: a line for each of these school years. */
static bool find_range(ds_text line, size_t *out_at, int *out_first, int *out_last) {
    for (size_t i = 0; i + 10 <= line.size; i++) {
        const char *at = line.data + i;
        bool digits = at[4] == '.' && at[5] == '.';
        for (size_t k = 0; digits && k < 10; k++)
            digits = k == 4 || k == 5 || isdigit((unsigned char)at[k]) != 0;
        if (!digits) continue;
        *out_at = i;
        *out_first = *out_last = 0;
        for (size_t k = 0; k < 4; k++) {
            *out_first = 10 * *out_first + (at[k] - '0');
            *out_last = 10 * *out_last + (at[k + 6] - '0');
        }
        return true;
    }
    return false;
}

static ds_status add_text_line(example_reader *r, text_lines *to, uint64_t line) {
    to->lines = ds_example_grow(r->arena, to->lines, to->n, sizeof *to->lines);
    if (to->lines == NULL) return ds_error_memory(r->err);
    to->lines[to->n++] = line;
    ds_buffer_add_char(&to->text, '\n');
    return DS_OK;
}

static ds_status put_text_line(example_reader *r, ds_text text, uint64_t line, text_lines *to) {
    size_t at = 0;
    int first = 0, last = 0;
    ds_status status = DS_OK;
    if (!find_range(text, &at, &first, &last)) {
        ds_buffer_add(&to->text, text.data, text.size);
        return add_text_line(r, to, line);
    }
    if (last < first || last - first >= DS_EXAMPLE_RANGE_MAX)
        return ds_error_at(r->err, DS_INPUT, r->path, line, 0,
                           "%d..%d: verwacht een later schooljaar, ten hoogste %d verder",
                           "%d..%d: expected a later school year, at most %d further", first, last,
                           DS_EXAMPLE_RANGE_MAX - 1);
    for (int year = first; status == DS_OK && year <= last; year++) {
        ds_buffer_add(&to->text, text.data, at);
        ds_buffer_addf(&to->text, "%d", year);
        ds_buffer_add(&to->text, text.data + at + 10, text.size - at - 10);
        status = add_text_line(r, to, line);
    }
    return status;
}

/* The lines of a block of text, each with the line of the YAML that it stands on. */
static ds_status put_block(example_reader *r, const yaml_node_t *node, text_lines *to) {
    const ds_text text = ds_yaml_text(node);
    uint64_t line = node->start_mark.line + 2; /* below that of the mark | */
    ds_status status = DS_OK;
    for (size_t i = 0, end; status == DS_OK && i < text.size; i = end + 1) {
        const char *stop = memchr(text.data + i, '\n', text.size - i);
        end = stop == NULL ? text.size : (size_t)(stop - text.data);
        status = put_text_line(r, (ds_text){text.data + i, end - i}, line++, to);
    }
    return status;
}

/* kind: NULL of a file by its name. */
static ds_status read_text(example_reader *r, const yaml_node_t *node, const char *name,
                           const char *kind, example_text *out) {
    const char *none = kind == NULL ? NULL : header_of_none(kind);
    text_lines made = {.lines = NULL};
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    ds_buffer_init(&made.text, DS_EXAMPLE_FILE_MAX);
    if (none != NULL && ds_text_is(ds_yaml_text(node), "geen"))
        ds_buffer_add_string(&made.text, none);
    else if (node->data.scalar.style == YAML_LITERAL_SCALAR_STYLE)
        status = put_block(r, node, &made);
    else
        status = ds_example_refuse(r, node, "verwacht de regels van een levering, na een |",
                                   "expected the lines of a delivery, after a |");
    if (status == DS_OK) status = ds_buffer_finish(&made.text, r->err);
    if (status == DS_OK)
        *out = (example_text){.name = name,
                              .text = ds_arena_print(r->arena, "%s", ds_buffer_string(&made.text)),
                              .lines = made.lines,
                              .n_lines = made.n,
                              .by_kind = kind != NULL};
    ds_buffer_done(&made.text);
    return status;
}

/* A name of a file without a folder in it. */
static bool is_plain_name(ds_text name) {
    return name.size > 0 && name.size < DS_EXAMPLE_NAME_MAX && name.data[0] != '.' &&
           memchr(name.data, '/', name.size) == NULL;
}

/* A mapping of file names to what stands in them. */
static ds_status read_named(example_reader *r, const yaml_node_t *node, example_text **texts,
                            size_t *n) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_MAPPING_NODE, r->err);
    for (yaml_node_pair_t *p = status == DS_OK ? node->data.mapping.pairs.start : NULL;
         status == DS_OK && p < node->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = ds_yaml_node(&r->yaml, p->key);
        const char *name = "";
        status = ds_example_keep(r, key, &name);
        if (status == DS_OK && !is_plain_name(ds_yaml_text(key)))
            status = ds_example_refuse(r, key, "verwacht de naam van een bestand",
                                       "expected the name of a file");
        if (status != DS_OK) break;
        *texts = ds_example_grow(r->arena, *texts, *n, sizeof **texts);
        if (*texts == NULL) return ds_error_memory(r->err);
        status = read_text(r, ds_yaml_node(&r->yaml, p->value), name, NULL, &(*texts)[*n]);
        if (status == DS_OK) ++*n;
    }
    return status;
}

static ds_status read_deliveries(example_reader *r, yaml_node_t **fields, example *out) {
    example_text *texts = NULL;
    size_t n = 0;
    ds_status status = DS_OK;
    for (size_t k = FIRST_KIND; status == DS_OK && k < LAST_KIND; k++) {
        const char *name;
        if (fields[k] == NULL) continue;
        texts = ds_example_grow(r->arena, texts, n, sizeof *texts);
        name = ds_arena_print(r->arena, "%s.csv", example_keys[k]);
        if (texts == NULL || name == NULL) return ds_error_memory(r->err);
        status = read_text(r, fields[k], name, example_keys[k], &texts[n]);
        if (status == DS_OK) n++;
    }
    if (status == DS_OK) status = read_named(r, fields[FILES], &texts, &n);
    out->deliveries = texts;
    out->n_deliveries = n;
    return status;
}

/* ---- an example ---- */

static ds_status read_example(example_reader *r, yaml_node_t *node, example *out) {
    yaml_node_t *fields[EXAMPLE_KEYS];
    const char *source = "";
    example_text *codes = NULL;
    ds_status status = ds_yaml_fields(&r->yaml, node, example_keys, EXAMPLE_KEYS, fields, r->err);
    if (status != DS_OK) return status;
    if (fields[ID] == NULL || fields[NAME] == NULL || fields[CLAIMS] == NULL)
        return ds_example_refuse(r, node, "een voorbeeld heeft id, name en verwacht",
                                 "an example has id, name and verwacht");
    out->line = fields[ID]->start_mark.line + 1;
    out->column = fields[ID]->start_mark.column + 1;
    status = ds_example_keep(r, fields[ID], &out->id);
    if (status == DS_OK) status = ds_example_keep(r, fields[NAME], &out->name);
    if (status == DS_OK) status = ds_example_keep(r, fields[NAME_EN], &out->name_en);
    if (status == DS_OK) status = ds_example_keep(r, fields[SOURCE], &source);
    if (status == DS_OK) status = read_deliveries(r, fields, out);
    if (status == DS_OK) status = read_named(r, fields[CODES], &codes, &out->n_codes);
    out->codes = codes;
    return status == DS_OK ? ds_example_read_claims(r, fields[CLAIMS], out) : status;
}

static ds_status check_own_id(example_reader *r, const example_file *file, const yaml_node_t *node,
                              const char *id) {
    for (size_t i = 0; i < file->n; i++)
        if (strcmp(file->examples[i].id, id) == 0)
            return ds_example_refuse(r, node, "dit id heeft een eerder voorbeeld ook",
                                     "an earlier example has this id, too");
    return DS_OK;
}

static ds_status read_examples(example_reader *r, example_file *file) {
    static const char *const keys[] = {"voorbeelden"};
    yaml_node_t *list;
    ds_status status = ds_yaml_fields(&r->yaml, ds_yaml_root(&r->yaml), keys, 1, &list, r->err);
    if (status != DS_OK) return status;
    if (list == NULL)
        return ds_example_refuse(r, ds_yaml_root(&r->yaml), "verwacht voorbeelden: een lijst",
                                 "expected voorbeelden: a list");
    status = ds_yaml_need(&r->yaml, list, YAML_SEQUENCE_NODE, r->err);
    for (yaml_node_item_t *i = status == DS_OK ? list->data.sequence.items.start : NULL;
         status == DS_OK && i < list->data.sequence.items.top; i++) {
        yaml_node_t *node = ds_yaml_node(&r->yaml, *i);
        file->examples = ds_example_grow(r->arena, file->examples, file->n, sizeof *file->examples);
        if (file->examples == NULL) return ds_error_memory(r->err);
        file->examples[file->n] = (example){.id = "", .name = "", .name_en = ""};
        status = read_example(r, node, &file->examples[file->n]);
        if (status == DS_OK) status = check_own_id(r, file, node, file->examples[file->n].id);
        if (status == DS_OK) file->n++;
    }
    return status;
}

/* ---- the file ---- */

/* definitions/stromen.yaml → definitions/voorbeelden/stromen.yaml */
static ds_status find_examples_path(const char *path, example_file *file, ds_error *err) {
    const char *slash = strrchr(path, '/');
    const int folder = slash == NULL ? 0 : (int)(slash + 1 - path);
    file->path = ds_arena_print(&file->arena, "%.*svoorbeelden/%s", folder, path, path + folder);
    return file->path == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_example_file_parse(const char *path, ds_text text, example_file *file, ds_error *err) {
    example_reader r = {.path = path, .arena = &file->arena, .err = err};
    const ds_raw raw = {.name = path, .text = text};
    ds_status status = ds_yaml_load(&raw, &r.yaml, err);
    if (status != DS_OK) return status;
    status = read_examples(&r, file);
    ds_yaml_done(&r.yaml);
    return status == DS_OK ? ds_arena_finish(&file->arena, err) : status;
}

ds_status ds_example_file_read(const char *path, example_file *file, ds_error *err) {
    char *text = NULL;
    size_t size = 0;
    ds_status status = find_examples_path(path, file, err);
    if (status != DS_OK || !ds_file_exists(file->path)) return status;
    file->there = true;
    status = ds_file_read(file->path, DS_EXAMPLE_FILE_MAX, &text, &size, err);
    if (status == DS_OK)
        status = ds_example_file_parse(file->path, (ds_text){text, size}, file, err);
    ds_free(text);
    return status;
}

void ds_example_file_done(example_file *file) {
    ds_arena_done(&file->arena);
    *file = (example_file){0};
}
