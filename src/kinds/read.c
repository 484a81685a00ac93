/* kinds/read.c: codes/soorten.yaml → descriptions. Each fault is told with file, line, column. */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/yaml.h"
#include "kinds/model.h"

enum { FILE_MAX = 1 << 20, FIELDS_MAX = 64, NAME_MAX = 60, UNIT_MAX = 1000000 };

typedef struct kinds_reader {
    ds_kinds *kinds;
    ds_yaml yaml;
    ds_error *err;
    ds_kind_of *of; /* the kind at hand */
} kinds_reader;

/* ---- small things ---- */

static ds_status refuse_kinds_node(kinds_reader *r, const yaml_node_t *node, const char *nl,
                                   const char *en) {
    return ds_yaml_placed(&r->yaml, node,
                          ds_error_set(r->err, DS_INPUT, "%s%.0s", "%.0s%s", nl, en), r->err);
}

/* A text of at most NAME_MAX bytes (an explanation: longer), kept. */
static ds_status keep_node_text(kinds_reader *r, const yaml_node_t *node, size_t most,
                                const char **out) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    ds_text text;
    if (status != DS_OK) return status;
    text = ds_text_trim(ds_yaml_text(node));
    if (text.size == 0 || text.size > most)
        return refuse_kinds_node(r, node, "deze tekst is leeg of te lang",
                                 "this text is empty or too long");
    *out = ds_arena_copy(&r->kinds->arena, text);
    return *out == NULL ? ds_error_memory(r->err) : DS_OK;
}

static ds_status read_node_yes(kinds_reader *r, const yaml_node_t *node, bool *out) {
    ds_status status;
    int value;
    *out = false;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    value = ds_codes_yes_no(ds_yaml_text(node));
    if (value < 0) return refuse_kinds_node(r, node, "verwacht ja of nee", "expected ja or nee");
    *out = value == 1;
    return DS_OK;
}

static ds_status read_node_number(kinds_reader *r, const yaml_node_t *node, int64_t most,
                                  int64_t *out) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (!ds_number_parse_integer(ds_yaml_text(node), out) || *out < -most || *out > most)
        return refuse_kinds_node(r, node, "verwacht een geheel getal", "expected a whole number");
    return DS_OK;
}

/* The texts of a list, kept. */
static ds_status read_node_texts(kinds_reader *r, yaml_node_t *node, const char *const **out,
                                 size_t *out_n) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SEQUENCE_NODE, r->err);
    const char **list;
    size_t n;
    if (status != DS_OK) return status;
    n = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    list = ds_arena_take(&r->kinds->arena, n + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = keep_node_text(r, ds_yaml_node(&r->yaml, node->data.sequence.items.start[i]),
                                NAME_MAX, &list[i]);
    *out = list;
    *out_n = n;
    return status;
}

static size_t field_index(const ds_kind_of *of, ds_text name) {
    for (size_t i = 0; i < of->told.n_fields; i++)
        if (ds_text_is(name, of->fields[i].name)) return i;
    return SIZE_MAX;
}

static ds_status find_node_field(kinds_reader *r, const yaml_node_t *node, size_t *out) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *out = field_index(r->of, ds_yaml_text(node));
    if (*out == SIZE_MAX)
        return refuse_kinds_node(r, node, "verwacht een kolom van deze soort, die ervoor staat",
                                 "expected a column of this kind, one that stands before");
    return DS_OK;
}

/* ---- a column ---- */

enum {
    KOLOM,
    ANDERE,
    WAARDE,
    CODES,
    BESTAND,
    BIJ,
    EENHEID,
    VAN,
    TOT,
    VERPLICHT,
    SLEUTEL,
    NL,
    EN,
    KEYS
};
static const char *const column_keys[KEYS] = {
    "kolom", "andere_namen", "waarde",    "codes",   "bestand", "bij", "eenheid",
    "van",   "tot",          "verplicht", "sleutel", "nl",      "en"};
static const char *const values[DS_KIND_VALUE_N] = {
    "tekst", "vrij", "code", "geheel", "getal", "jaar", "agenda", "instelling", "indicator"};

static ds_status read_value_kind(kinds_reader *r, const yaml_node_t *node, ds_kind_field *field) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    for (size_t i = 0; status == DS_OK && i < DS_KIND_VALUE_N; i++)
        if (ds_text_is(ds_yaml_text(node), values[i])) {
            field->value = (ds_kind_value)i;
            return DS_OK;
        }
    return status != DS_OK ? status
                           : refuse_kinds_node(r, node,
                                               "verwacht tekst, vrij, code, geheel, getal, jaar, "
                                               "agenda, instelling of indicator",
                                               "expected tekst, vrij, code, geheel, getal, jaar, "
                                               "agenda, instelling or indicator");
}

/* Codes of a file: each word once, in the order in which they first stand there. */
static ds_status take_codes_of_file(kinds_reader *r, yaml_node_t *const *nodes, size_t i) {
    ds_kind_field *field = &r->of->fields[i];
    const ds_kind_list *list;
    const char *by = NULL;
    const char **codes;
    size_t n = 0;
    ds_status status = keep_node_text(r, nodes[BESTAND], NAME_MAX, &field->file);
    if (status == DS_OK && nodes[BIJ] != NULL) {
        status = find_node_field(r, nodes[BIJ], &r->of->parent[i]);
        if (status == DS_OK) by = r->of->fields[r->of->parent[i]].name;
    }
    if (status == DS_OK)
        status = ds_kinds_list(r->kinds, field->file, field->name, by, &list, r->err);
    if (status != DS_OK) return status;
    codes = ds_arena_take(&r->kinds->arena, list->n + 1, sizeof *codes);
    if (codes == NULL) return ds_error_memory(r->err);
    for (size_t k = 0; k < list->n; k++) {
        size_t earlier = 0;
        while (earlier < n && !ds_text_is(list->rows[k].word, codes[earlier]))
            earlier++;
        if (earlier == n) codes[n++] = list->rows[k].word.data;
    }
    if (by != NULL) r->of->within[i] = list;
    r->of->lists[i] = (ds_code_list){field->name, codes, n, false, false};
    return DS_OK;
}

static ds_status read_codes(kinds_reader *r, yaml_node_t *const *nodes, size_t i) {
    ds_kind_field *field = &r->of->fields[i];
    ds_code_list *list = &r->of->lists[i];
    ds_text *codes;
    ds_status status;
    if (field->value != DS_KIND_VALUE_CODE) return DS_OK;
    if (nodes[BESTAND] != NULL)
        status = take_codes_of_file(r, nodes, i);
    else if (nodes[CODES] == NULL)
        status = refuse_kinds_node(r, nodes[KOLOM], "een code heeft codes of een bestand nodig",
                                   "a code needs codes or a bestand");
    else {
        *list = (ds_code_list){field->name, NULL, 0, false, false};
        status = read_node_texts(r, nodes[CODES], &list->values, &list->n_values);
    }
    if (status != DS_OK) return status;
    codes = ds_arena_take(&r->kinds->arena, list->n_values + 1, sizeof *codes);
    if (codes == NULL) return ds_error_memory(r->err);
    for (size_t k = 0; k < list->n_values; k++)
        codes[k] = ds_text_of(list->values[k]);
    field->codes = codes;
    field->n_codes = list->n_values;
    return DS_OK;
}

static ds_status read_bounds(kinds_reader *r, yaml_node_t *const *nodes, ds_kind_field *field) {
    int64_t unit = 1;
    ds_status status = DS_OK;
    if (nodes[EENHEID] != NULL) status = read_node_number(r, nodes[EENHEID], UNIT_MAX, &unit);
    if (status == DS_OK && unit < 1)
        return refuse_kinds_node(r, nodes[EENHEID], "een eenheid is ten minste 1",
                                 "a unit is at least 1");
    field->unit = (int32_t)unit;
    field->bounded = nodes[VAN] != NULL || nodes[TOT] != NULL;
    if (!field->bounded || status != DS_OK) return status;
    if (nodes[VAN] == NULL || nodes[TOT] == NULL)
        return refuse_kinds_node(r, nodes[KOLOM], "van en tot horen bij elkaar",
                                 "van and tot belong together");
    status = read_node_number(r, nodes[VAN], INT64_MAX / UNIT_MAX, &field->low);
    if (status == DS_OK)
        status = read_node_number(r, nodes[TOT], INT64_MAX / UNIT_MAX, &field->high);
    field->low *= unit;
    field->high *= unit;
    return status;
}

static ds_status read_column(kinds_reader *r, yaml_node_t *node, size_t i) {
    ds_kind_field *field = &r->of->fields[i];
    yaml_node_t *nodes[KEYS];
    ds_status status = ds_yaml_fields(&r->yaml, node, column_keys, KEYS, nodes, r->err);
    static const int needed[] = {KOLOM, WAARDE, NL, EN};
    if (status != DS_OK) return status;
    for (size_t k = 0; k < sizeof needed / sizeof *needed; k++)
        if (nodes[needed[k]] == NULL)
            return refuse_kinds_node(r, node, "een kolom heeft kolom, waarde, nl en en nodig",
                                     "a column needs kolom, waarde, nl and en");
    status = keep_node_text(r, nodes[KOLOM], NAME_MAX, &field->name);
    if (status == DS_OK && field_index(r->of, ds_text_of(field->name)) != SIZE_MAX)
        status = refuse_kinds_node(r, nodes[KOLOM], "deze kolom staat er twee keer",
                                   "this column is there twice");
    if (status == DS_OK) status = keep_node_text(r, nodes[NL], 200, &field->nl);
    if (status == DS_OK) status = keep_node_text(r, nodes[EN], 200, &field->en);
    if (status == DS_OK && nodes[ANDERE] != NULL)
        status = read_node_texts(r, nodes[ANDERE], &field->also, &field->n_also);
    if (status == DS_OK) status = read_value_kind(r, nodes[WAARDE], field);
    if (status == DS_OK) status = read_node_yes(r, nodes[VERPLICHT], &field->required);
    if (status == DS_OK) status = read_node_yes(r, nodes[SLEUTEL], &field->key);
    if (status == DS_OK) status = read_bounds(r, nodes, field);
    if (status == DS_OK) status = read_codes(r, nodes, i);
    if (status != DS_OK) return status;
    if (field->key && r->of->n_key == DS_KIND_KEY_MAX)
        return refuse_kinds_node(r, node, "te veel kolommen in de sleutel",
                                 "too many columns in the key");
    if (field->key) r->of->key[r->of->n_key++] = i;
    if (field->value == DS_KIND_VALUE_AGENDA) r->of->agenda = i;
    r->of->told.n_fields = i + 1;
    return DS_OK;
}

static ds_status read_columns(kinds_reader *r, yaml_node_t *node) {
    ds_kind_of *of = r->of;
    ds_arena *arena = &r->kinds->arena;
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SEQUENCE_NODE, r->err);
    size_t n;
    if (status != DS_OK) return status;
    n = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (n == 0 || n > FIELDS_MAX)
        return refuse_kinds_node(r, node, "verwacht 1 tot 64 kolommen", "expected 1 to 64 columns");
    of->fields = ds_arena_take(arena, n, sizeof *of->fields);
    of->lists = ds_arena_take(arena, n, sizeof *of->lists);
    of->within = ds_arena_take(arena, n, sizeof *of->within);
    of->parent = ds_arena_take(arena, n, sizeof *of->parent);
    if (of->fields == NULL || of->lists == NULL || of->within == NULL || of->parent == NULL)
        return ds_error_memory(r->err);
    of->told.fields = of->fields;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = read_column(r, ds_yaml_node(&r->yaml, node->data.sequence.items.start[i]), i);
    return status;
}

/* ---- rules ---- */

static ds_status find_code(kinds_reader *r, const yaml_node_t *node, size_t column, size_t *out) {
    const ds_kind_field *field = &r->of->fields[column];
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    for (size_t i = 0; status == DS_OK && i < field->n_codes; i++)
        if (ds_text_equal(ds_yaml_text(node), field->codes[i])) {
            *out = i;
            return DS_OK;
        }
    return status != DS_OK ? status
                           : refuse_kinds_node(r, node, "verwacht een code van die kolom",
                                               "expected a code of that column");
}

static ds_status read_rule(kinds_reader *r, yaml_node_t *node, ds_kind_rule *rule) {
    static const char *const names[] = {"als", "ook", "kolom", "hoogstens"};
    yaml_node_t *nodes[4];
    const yaml_node_t *of = NULL;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 4, nodes, r->err);
    if (status != DS_OK) return status;
    if (nodes[2] != NULL && nodes[3] != NULL && nodes[0] == NULL && nodes[1] == NULL) {
        rule->also = false;
        status = find_node_field(r, nodes[2], &rule->column);
        return status == DS_OK ? find_node_field(r, nodes[3], &rule->other) : status;
    }
    if (nodes[0] == NULL || nodes[1] == NULL || nodes[0]->type != YAML_SEQUENCE_NODE ||
        nodes[0]->data.sequence.items.top - nodes[0]->data.sequence.items.start != 2)
        return refuse_kinds_node(r, node,
                                 "verwacht {als: [kolom, code], ook: code} of {kolom, hoogstens}",
                                 "expected {als: [column, code], ook: code} or {kolom, hoogstens}");
    rule->also = true;
    of = ds_yaml_node(&r->yaml, nodes[0]->data.sequence.items.start[0]);
    status = find_node_field(r, of, &rule->column);
    if (status == DS_OK)
        status = find_code(r, ds_yaml_node(&r->yaml, nodes[0]->data.sequence.items.start[1]),
                           rule->column, &rule->code);
    return status == DS_OK ? find_code(r, nodes[1], rule->column, &rule->needs) : status;
}

static ds_status read_rules(kinds_reader *r, yaml_node_t *node) {
    ds_status status;
    size_t n;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    n = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (n > DS_KIND_RULES_MAX)
        return refuse_kinds_node(r, node, "te veel regels", "too many rules");
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = read_rule(r, ds_yaml_node(&r->yaml, node->data.sequence.items.start[i]),
                           &r->of->rules[r->of->n_rules++]);
    return status;
}

/* ---- kinds ---- */

static ds_status read_kind(kinds_reader *r, yaml_node_t *node) {
    static const char *const names[] = {"soort",  "nl",       "en",    "personen",
                                        "vragen", "kolommen", "regels"};
    enum { SOORT, TEXT_NL, TEXT_EN, PERSONEN, VRAGEN, KOLOMMEN, REGELS, N };
    yaml_node_t *nodes[N];
    ds_kind_of *of = &r->kinds->all[r->kinds->n];
    ds_status status = ds_yaml_fields(&r->yaml, node, names, N, nodes, r->err);
    if (status != DS_OK) return status;
    r->of = of;
    of->agenda = SIZE_MAX;
    if (nodes[SOORT] == NULL || nodes[TEXT_NL] == NULL || nodes[TEXT_EN] == NULL ||
        nodes[KOLOMMEN] == NULL)
        return refuse_kinds_node(r, node, "een soort heeft soort, nl, en en kolommen nodig",
                                 "a kind needs soort, nl, en and kolommen");
    status = keep_node_text(r, nodes[SOORT], NAME_MAX, &of->told.name);
    if (status == DS_OK && ds_kinds_of(r->kinds, of->told.name) != NULL)
        status = refuse_kinds_node(r, nodes[SOORT], "deze soort staat er twee keer",
                                   "this kind is there twice");
    if (status == DS_OK) status = keep_node_text(r, nodes[TEXT_NL], 200, &of->told.nl);
    if (status == DS_OK) status = keep_node_text(r, nodes[TEXT_EN], 200, &of->told.en);
    if (status == DS_OK) status = read_node_yes(r, nodes[PERSONEN], &of->told.persons);
    if (status == DS_OK) status = read_node_yes(r, nodes[VRAGEN], &of->told.questions);
    if (status == DS_OK) status = read_columns(r, nodes[KOLOMMEN]);
    if (status == DS_OK) status = read_rules(r, nodes[REGELS]);
    if (status == DS_OK) r->kinds->n++;
    return status;
}

static ds_status read_all_kinds(kinds_reader *r) {
    static const char *const names[] = {"soorten"};
    yaml_node_t *root = ds_yaml_root(&r->yaml), *list = NULL;
    ds_status status = ds_yaml_fields(&r->yaml, root, names, 1, &list, r->err);
    if (status == DS_OK && list == NULL)
        status = refuse_kinds_node(r, root, "verwacht soorten", "expected soorten");
    if (status == DS_OK) status = ds_yaml_need(&r->yaml, list, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK || list == NULL) return status;
    for (yaml_node_item_t *i = list->data.sequence.items.start;
         status == DS_OK && i < list->data.sequence.items.top; i++) {
        yaml_node_t *node = ds_yaml_node(&r->yaml, *i);
        if (r->kinds->n == DS_KINDS_MAX)
            return refuse_kinds_node(r, node, "te veel soorten", "too many kinds");
        status = read_kind(r, node);
    }
    return status;
}

static ds_status read_kinds_file(ds_kinds *kinds, ds_error *err) {
    char path[DS_PATH_SIZE];
    kinds_reader r = {.kinds = kinds, .err = err};
    ds_raw raw = {.name = path};
    ds_status status = ds_kinds_source_read(kinds, DS_KINDS_FILE, FILE_MAX, path, &raw.text, err);
    if (status != DS_OK) return status;
    status = ds_yaml_load(&raw, &r.yaml, err);
    if (status == DS_OK) status = read_all_kinds(&r);
    ds_yaml_done(&r.yaml);
    return status;
}

ds_status ds_kinds_read(const char *const *folders, size_t n_folders, ds_kinds **out,
                        ds_error *err) {
    ds_kinds *kinds = ds_calloc(1, sizeof *kinds);
    ds_status status;
    if (kinds == NULL) return ds_error_memory(err);
    kinds->folders = folders;
    kinds->n_folders = n_folders;
    status = read_kinds_file(kinds, err);
    if (status == DS_OK) status = ds_arena_finish(&kinds->arena, err);
    kinds->folders = NULL; /* the caller's, and not asked for again */
    kinds->n_folders = 0;
    if (status == DS_OK)
        *out = kinds;
    else
        ds_kinds_free(kinds);
    return status;
}
