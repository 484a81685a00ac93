/* formulier/read_list.c: lijsten: codes with their words, of the form itself or of a file in
 * codes/. And teksten, which are lists of a kind. See reading.h. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "formulier/reading.h"

enum { LISTS_MAX = 100, TEXTS_MAX = 500, WORDS_MAX = 1000 };

/* ---- in the form ---- */

static const char *const row_keys[] = {"code", "nl", "en"};
enum { CODE, NL, EN, ROW_KEYS };

static size_t find_row_key(ds_text key) {
    for (size_t i = 0; i < ROW_KEYS; i++)
        if (ds_text_is(key, row_keys[i])) return i;
    return SIZE_MAX;
}

/* A code goes into paths and lists of codes: no "/" or ";" in it, and none of r1, r2, …: fine, for
 * a table has rows of one kind. */
static ds_status check_list_code(ds_formulier_reading *r, const yaml_node_t *node,
                                 const ds_lijst *list, const char *code, size_t n) {
    if (strpbrk(code, "/;\n\t") != NULL)
        return ds_formulier_refuse(r, node, "een code heeft geen / en geen ;",
                                   "a code has no / and no ;");
    for (size_t i = 0; i < n; i++)
        if (strcmp(list->rows[i].code, code) == 0)
            return ds_formulier_refuse(r, node, "deze code staat er twee keer",
                                       "this code is there twice");
    return DS_OK;
}

/* The columns of a list are the other keys of its first row; each row has them all. */
static ds_status read_list_columns(ds_formulier_reading *r, const yaml_node_t *row,
                                   ds_lijst *list) {
    const char **columns = ds_formulier_take(r, DS_FORMULIER_COLUMNS_MAX, sizeof *columns);
    ds_status status = ds_yaml_need(&r->yaml, row, YAML_MAPPING_NODE, r->err);
    if (columns == NULL) return DS_FAULT;
    list->columns = columns;
    for (yaml_node_pair_t *pair = row->data.mapping.pairs.start;
         status == DS_OK && pair < row->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = ds_yaml_node(&r->yaml, pair->key);
        status = ds_yaml_need(&r->yaml, key, YAML_SCALAR_NODE, r->err);
        if (status != DS_OK || find_row_key(ds_yaml_text(key)) != SIZE_MAX) continue;
        if (list->n_columns == DS_FORMULIER_COLUMNS_MAX)
            return ds_formulier_refuse(r, key, "te veel kolommen", "too many columns");
        status = ds_formulier_node_id(r, key, &columns[list->n_columns++]);
    }
    return status;
}

static ds_status read_list_row(ds_formulier_reading *r, const yaml_node_t *node, ds_lijst *list,
                               ds_lijst_rij *row) {
    const char *names[ROW_KEYS + DS_FORMULIER_COLUMNS_MAX];
    yaml_node_t *nodes[ROW_KEYS + DS_FORMULIER_COLUMNS_MAX];
    const char **extra = ds_formulier_take(r, list->n_columns, sizeof *extra);
    ds_status status;
    if (extra == NULL) return DS_FAULT;
    memcpy(names, row_keys, sizeof row_keys);
    for (size_t i = 0; i < list->n_columns; i++)
        names[ROW_KEYS + i] = list->columns[i];
    status = ds_yaml_fields(&r->yaml, node, names, ROW_KEYS + list->n_columns, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[CODE], "code");
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[CODE], DS_FORMULIER_ID_MAX, &row->code);
    if (status == DS_OK) status = check_list_code(r, nodes[CODE], list, row->code, list->n_rows);
    if (status == DS_OK) status = ds_formulier_need_say(r, node, nodes[NL], nodes[EN], &row->say);
    for (size_t i = 0; status == DS_OK && i < list->n_columns; i++) {
        extra[i] = "";
        if (nodes[ROW_KEYS + i] != NULL && nodes[ROW_KEYS + i]->type == YAML_SCALAR_NODE &&
            ds_yaml_text(nodes[ROW_KEYS + i]).size == 0)
            continue;
        status = ds_formulier_node_text(r, nodes[ROW_KEYS + i], WORDS_MAX, &extra[i]);
    }
    row->extra = extra;
    return status;
}

ds_status ds_formulier_read_list_rows(ds_formulier_reading *r, const yaml_node_t *node,
                                      ds_lijst *list) {
    ds_lijst_rij *rows;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, DS_FORMULIER_CODES_MAX, &n);
    if (status != DS_OK) return status;
    rows = ds_formulier_take(r, n, sizeof *rows);
    if (rows == NULL) return DS_FAULT;
    status = read_list_columns(r, ds_formulier_seq_at(r, node, 0), list);
    list->rows = rows;
    for (; status == DS_OK && list->n_rows < n; list->n_rows += status == DS_OK)
        status =
            read_list_row(r, ds_formulier_seq_at(r, node, list->n_rows), list, &rows[list->n_rows]);
    return status;
}

/* ---- in a file ---- */

enum { CODES_MAX = 3 };

typedef struct list_file {
    ds_formulier_reading *r;
    ds_lijst *list;
    ds_lijst_rij *rows;
    const char *path;
    const char *codes[CODES_MAX]; /* columns of which the code is made, joined by ":" */
    size_t n_codes, code_at[CODES_MAX];
    const char *texts[2]; /* columns of the words: nl, en */
    size_t text_at[2];
    size_t extra[DS_FORMULIER_COLUMNS_MAX]; /* where the other columns stand */
} list_file;

/* Whether a column of the file is one of the words, or the only one of the code. */
static bool is_taken_column(const list_file *f, size_t column) {
    return column == f->text_at[0] || column == f->text_at[1] ||
           (f->n_codes == 1 && column == f->code_at[0]);
}

static ds_status take_file_header(void *context, const ds_text *names, size_t n, ds_error *err) {
    list_file *f = context;
    const char **columns = ds_formulier_take(f->r, DS_FORMULIER_COLUMNS_MAX, sizeof *columns);
    ds_status status = columns == NULL ? DS_FAULT : DS_OK;
    f->list->columns = columns;
    for (size_t i = 0; status == DS_OK && i < f->n_codes; i++)
        status = ds_table_find_column(f->path, f->codes[i], names, n, &f->code_at[i], err);
    for (size_t i = 0; status == DS_OK && i < 2; i++)
        status = ds_table_find_column(f->path, f->texts[i], names, n, &f->text_at[i], err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        if (is_taken_column(f, i)) continue;
        if (f->list->n_columns == DS_FORMULIER_COLUMNS_MAX)
            return ds_error_at(err, DS_INPUT, f->path, 1, i + 1, "te veel kolommen",
                               "too many columns");
        f->extra[f->list->n_columns] = i;
        columns[f->list->n_columns++] = ds_arena_copy(&f->r->form->arena, names[i]);
    }
    return status == DS_OK ? ds_arena_finish(&f->r->form->arena, err) : status;
}

static ds_status check_file_code(const list_file *f, const char *code, uint64_t line,
                                 ds_error *err) {
    const size_t size = strlen(code);
    if (size == 0 || size > DS_FORMULIER_ID_MAX || strpbrk(code, "/;") != NULL)
        return ds_error_at(err, DS_INPUT, f->path, line, f->code_at[0] + 1,
                           "verwacht een code van 1 tot %d tekens, zonder / en ;",
                           "expected a code of 1 to %d characters, without / and ;",
                           DS_FORMULIER_ID_MAX);
    for (size_t i = 0; i < f->list->n_rows; i++)
        if (strcmp(f->rows[i].code, code) == 0)
            return ds_error_at(err, DS_INPUT, f->path, line, f->code_at[0] + 1,
                               "deze code staat er twee keer; maak hem van meer kolommen: "
                               "code: [a, b]",
                               "this code is there twice; make it of more columns: code: [a, b]");
    return DS_OK;
}

static const char *join_file_code(const list_file *f, const ds_text *fields) {
    ds_arena *arena = &f->r->form->arena;
    const char *code = ds_arena_copy(arena, fields[f->code_at[0]]);
    for (size_t i = 1; code != NULL && i < f->n_codes; i++)
        code = ds_arena_print(arena, "%s:%.*s", code, (int)fields[f->code_at[i]].size,
                              fields[f->code_at[i]].data);
    return code;
}

static ds_status add_file_row(list_file *f, const ds_text *fields, uint64_t line, ds_error *err) {
    ds_arena *arena = &f->r->form->arena;
    ds_lijst_rij *row = &f->rows[f->list->n_rows];
    const char **extra = NULL;
    ds_status status;
    if (f->list->n_rows == DS_FORMULIER_CODES_MAX)
        return ds_error_at(err, DS_INPUT, f->path, line, 1, "meer dan %d rijen",
                           "more than %d rows", DS_FORMULIER_CODES_MAX);
    row->code = join_file_code(f, fields);
    if (row->code == NULL) return ds_error_memory(err);
    status = check_file_code(f, row->code, line, err);
    if (status != DS_OK) return status;
    extra = ds_arena_take(arena, f->list->n_columns + 1, sizeof *extra);
    if (extra == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < f->list->n_columns; i++)
        extra[i] = ds_arena_copy(arena, fields[f->extra[i]]);
    row->say.nl = ds_arena_copy(arena, fields[f->text_at[0]]);
    row->say.en = ds_arena_copy(arena, fields[f->text_at[1]]);
    row->extra = extra;
    f->list->n_rows++;
    return ds_arena_finish(arena, err);
}

static ds_status take_file_rows(void *context, const ds_table_batch *batch, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < batch->n_records; i++)
        status = add_file_row(context, batch->fields + i * batch->n_columns, batch->lines[i], err);
    return status;
}

/* code: column, or code: [column, …] */
static ds_status read_code_columns(ds_formulier_reading *r, const yaml_node_t *node, list_file *f) {
    ds_status status;
    if (node->type != YAML_SEQUENCE_NODE) {
        f->n_codes = 1;
        return ds_formulier_node_text(r, node, DS_FORMULIER_ID_MAX, &f->codes[0]);
    }
    status = ds_formulier_need_seq(r, node, CODES_MAX, &f->n_codes);
    for (size_t i = 0; status == DS_OK && i < f->n_codes; i++)
        status = ds_formulier_node_text(r, ds_formulier_seq_at(r, node, i), DS_FORMULIER_ID_MAX,
                                        &f->codes[i]);
    return status;
}

static ds_status find_list_file(ds_formulier_reading *r, const yaml_node_t *node, const char *name,
                                char path[DS_PATH_SIZE]) {
    if (strchr(name, '/') != NULL || name[0] == '.')
        return ds_formulier_refuse(r, node, "verwacht de naam van een bestand in codes/",
                                   "expected the name of a file in codes/");
    for (size_t i = 0; i < r->n_folders; i++) {
        ds_status status;
        if (r->folders[i] == NULL) continue;
        status = ds_file_join(path, r->folders[i], name, r->err);
        if (status != DS_OK || ds_file_exists(path)) return status;
    }
    return ds_formulier_refuse(r, node, "dit bestand is er niet in codes/",
                               "there is no such file in codes/");
}

/* nodes: bestand, code, nl, en: names of the file's columns. */
ds_status ds_formulier_read_list_file(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                      const yaml_node_t *block, ds_lijst *list) {
    char path[DS_PATH_SIZE];
    list_file f = {.r = r, .list = list, .path = path, .texts = {"naam", "naam_en"}};
    const ds_table_sink sink = {&f, take_file_header, take_file_rows, NULL, NULL, NULL};
    ds_table_info info;
    ds_status status = ds_formulier_node_text(r, nodes[0], DS_FORMULIER_ID_MAX, &list->file);
    if (status == DS_OK) status = ds_formulier_need_key(r, block, nodes[1], "code");
    if (status == DS_OK) status = read_code_columns(r, nodes[1], &f);
    for (size_t i = 0; status == DS_OK && i < 2; i++)
        status = ds_formulier_node_text(r, nodes[2 + i], DS_FORMULIER_ID_MAX, &f.texts[i]);
    if (status == DS_OK) status = find_list_file(r, nodes[0], list->file, path);
    if (status != DS_OK) return status;
    f.rows = ds_formulier_take(r, DS_FORMULIER_CODES_MAX, sizeof *f.rows);
    if (f.rows == NULL) return DS_FAULT;
    list->rows = f.rows;
    status = ds_table_inspect(path, &info, r->err);
    if (status == DS_OK && info.size_bytes > DS_FORMULIER_LIST_BYTES)
        status = ds_error_at(r->err, DS_INPUT, path, 0, 0, "dit bestand is te groot voor een lijst",
                             "this file is too large for a list");
    return status == DS_OK ? ds_table_read(path, &info, 1, &sink, r->err) : status;
}

/* ---- lijsten ---- */

static const ds_lijst *find_list(const ds_formulier *form, ds_text id) {
    for (size_t i = 0; i < form->n_lists; i++)
        if (ds_text_is(id, form->lists[i].id)) return &form->lists[i];
    return NULL;
}

ds_status ds_formulier_node_list(ds_formulier_reading *r, const yaml_node_t *node,
                                 const ds_lijst **out) {
    const char *names[LISTS_MAX];
    const ds_formulier *form = &r->form->told;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *out = find_list(form, ds_yaml_text(node));
    if (*out != NULL) return DS_OK;
    for (size_t i = 0; i < form->n_lists; i++)
        names[i] = form->lists[i].id;
    return ds_formulier_refuse_name(r, node, "een van de lijsten", "one of the lijsten", names,
                                    form->n_lists);
}

static ds_status read_one_list(ds_formulier_reading *r, const yaml_node_t *node, ds_lijst *list) {
    static const char *const names[] = {"lijst", "rijen", "bestand", "code", "nl", "en"};
    enum { LIJST, RIJEN, BESTAND, N = 6 };
    yaml_node_t *nodes[N];
    ds_status status = ds_yaml_fields(&r->yaml, node, names, N, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[LIJST], "lijst");
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[LIJST], &list->id);
    if (status == DS_OK && find_list(&r->form->told, ds_text_of(list->id)) != NULL)
        return ds_formulier_refuse(r, nodes[LIJST], "deze lijst staat er twee keer",
                                   "this lijst is there twice");
    if (status != DS_OK) return status;
    if ((nodes[RIJEN] == NULL) == (nodes[BESTAND] == NULL))
        return ds_formulier_refuse(r, node, "een lijst heeft rijen, of een bestand in codes/",
                                   "a lijst has rijen, or a bestand in codes/");
    return nodes[RIJEN] != NULL ? ds_formulier_read_list_rows(r, nodes[RIJEN], list)
                                : ds_formulier_read_list_file(r, nodes + BESTAND, node, list);
}

ds_status ds_formulier_read_lists(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_lijst *lists;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, LISTS_MAX, &n);
    if (status != DS_OK) return status;
    lists = ds_formulier_take(r, n, sizeof *lists);
    if (lists == NULL) return DS_FAULT;
    form->lists = lists;
    for (; status == DS_OK && form->n_lists < n; form->n_lists += status == DS_OK)
        status =
            read_one_list(r, ds_formulier_seq_at(r, node, form->n_lists), &lists[form->n_lists]);
    return status;
}

/* ---- teksten ---- */

static ds_status read_one_text(ds_formulier_reading *r, const yaml_node_t *node,
                               ds_formulier_tekst *text) {
    static const char *const names[] = {"tekst", "inventaris", "titel", "nl", "en"};
    yaml_node_t *nodes[5];
    const ds_formulier *form = &r->form->told;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 5, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[0], "tekst");
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[0], DS_FORMULIER_ID_MAX, &text->id);
    for (size_t i = 0; status == DS_OK && i < form->n_texts; i++)
        if (strcmp(form->texts[i].id, text->id) == 0)
            status = ds_formulier_refuse(r, nodes[0], "deze tekst staat er twee keer",
                                         "this tekst is there twice");
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[1], DS_FORMULIER_ID_MAX, &text->inventaris);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[2], &text->title);
    return status == DS_OK ? ds_formulier_need_say(r, node, nodes[3], nodes[4], &text->say)
                           : status;
}

ds_status ds_formulier_read_texts(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_formulier_tekst *texts;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, TEXTS_MAX, &n);
    if (status != DS_OK) return status;
    texts = ds_formulier_take(r, n, sizeof *texts);
    if (texts == NULL) return DS_FAULT;
    form->texts = texts;
    for (; status == DS_OK && form->n_texts < n; form->n_texts += status == DS_OK)
        status =
            read_one_text(r, ds_formulier_seq_at(r, node, form->n_texts), &texts[form->n_texts]);
    return status;
}
