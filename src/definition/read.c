/* definition/read.c: a definition file → checked definitions. First terms and columns are gathered
 * and parsed, so that they may stand in any order; then checked; then the indicators
 * (read_indicator.c) and evaluations (read_evaluation.c), one by one. */
#include "definition/read.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/lex.h"
#include "definition/library.h"
#include "definition/read_lookup.h"

static ds_status place_unit(ds_reader *r, const yaml_node_t *node, ds_status status) {
    return ds_yaml_placed(&r->document, node, status, r->err);
}

/* Why a name may not be used, or DS_OK. */
static ds_status check_new_name(ds_reader *r, const yaml_node_t *key) {
    ds_text name = ds_yaml_text(key);
    char found[72];
    ds_suggest_excerpt(name, found, sizeof found);
    if (!ds_lex_is_name(name))
        return ds_error_set(r->err, DS_INPUT,
                            "vond '%s', verwachtte een naam van letters, cijfers en _",
                            "found '%s', expected a name of letters, digits and _", found);
    if (ds_lex_reserved(name))
        return ds_error_set(r->err, DS_INPUT, "'%s' is een woord van de taal zelf",
                            "'%s' is a word of the language itself", found);
    if (r->over_enquete && ds_answer_column_find(name) != NULL)
        return ds_error_set(r->err, DS_INPUT, "'%s' is al een kolom van elke enquête",
                            "'%s' is a column of every survey already", found);
    if (!r->over_enquete && ds_column_find(name) >= 0)
        return ds_error_set(r->err, DS_INPUT, "'%s' is al een kolom van de loopbaan",
                            "'%s' is a column of the career already", found);
    for (size_t i = 0; i < r->definitions->n_names; i++)
        if (ds_text_is(name, r->definitions->names[i].name))
            return ds_error_set(r->err, DS_INPUT, "de naam '%s' staat er twee keer",
                                "the name '%s' is there twice", found);
    if (r->definitions->n_names == DS_NAMES_MAX)
        return ds_error_set(r->err, DS_INPUT, "meer dan %d begrippen en kolommen",
                            "more than %d terms and columns", DS_NAMES_MAX);
    return DS_OK;
}

static ds_status add_unit(ds_reader *r, const yaml_node_t *key, bool is_column) {
    ds_definitions *d = r->definitions;
    char *name;
    ds_status status = ds_yaml_need(&r->document, key, YAML_SCALAR_NODE, r->err);
    if (status == DS_OK) status = place_unit(r, key, check_new_name(r, key));
    if (status != DS_OK) return status;
    name = ds_definitions_keep_text(d, ds_yaml_text(key));
    if (name == NULL ||
        !ds_reserve(&d->names, &d->names_capacity, d->n_names + 1, sizeof *d->names) ||
        !ds_reserve(&r->units, &r->units_capacity, r->n_units + 1, sizeof *r->units))
        return ds_error_memory(r->err);
    d->names[d->n_names++] = (ds_name){.name = name, .over_enquete = r->over_enquete};
    r->units[r->n_units++] = (ds_unit){.is_column = is_column, .first_rule = r->n_rules};
    return DS_OK;
}

ds_status ds_read_add_rule(ds_reader *reader, const ds_scalar *source, ds_text is, bool number) {
    ds_rule *rule;
    ds_status status;
    if (!ds_reserve(&reader->rules, &reader->rules_capacity, reader->n_rules + 1,
                    sizeof *reader->rules))
        return ds_error_memory(reader->err);
    rule = &reader->rules[reader->n_rules];
    *rule = (ds_rule){.source = *source, .is = is, .number = number};
    status = ds_parse(reader->definitions, &reader->asts, &rule->source, DS_NO_K, &rule->root,
                      reader->err);
    if (status != DS_OK) return status;
    reader->n_rules++;
    reader->units[reader->n_units - 1].n_rules++;
    return DS_OK;
}

/* A term's expression. */
static ds_status add_term(ds_reader *r, const yaml_node_t *expression) {
    ds_scalar source;
    ds_status status = ds_yaml_need(&r->document, expression, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    source = ds_yaml_source(&r->document, expression);
    return ds_read_add_rule(r, &source, (ds_text){NULL, 0}, false);
}

static ds_status missing_key(ds_reader *r, const yaml_node_t *node, const char *name) {
    return place_unit(r, node,
                      ds_error_set(r->err, DS_INPUT, "de sleutel '%s' ontbreekt in dit blok",
                                   "the key '%s' is missing in this block", name));
}

static ds_status read_unit(ds_reader *r, yaml_node_t *value, bool is_column) {
    if (!is_column) return add_term(r, value);
    return ds_read_column(r, value);
}

/* All of terms: or columns:; a NULL mapping has none. */
static ds_status gather_units(ds_reader *r, yaml_node_t *mapping, bool is_column) {
    ds_status status;
    if (mapping == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, mapping, YAML_MAPPING_NODE, r->err);
    if (status != DS_OK) return status;
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         status == DS_OK && pair < mapping->data.mapping.pairs.top; pair++) {
        yaml_node_t *value = ds_yaml_node(&r->document, pair->value);
        status = add_unit(r, ds_yaml_node(&r->document, pair->key), is_column);
        if (status == DS_OK) status = read_unit(r, value, is_column);
    }
    return status;
}

/* indicators: or evaluations:, one by one. */
static ds_status read_each(ds_reader *r, const yaml_node_t *list, const char *name,
                           ds_status (*read)(ds_reader *r, yaml_node_t *node)) {
    yaml_node_item_t *item;
    ds_status status;
    if (list == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, list, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    for (item = list->data.sequence.items.start;
         status == DS_OK && item < list->data.sequence.items.top; item++)
        status = read(r, ds_yaml_node(&r->document, *item));
    if (status == DS_OK && item == list->data.sequence.items.start)
        return place_unit(
            r, list,
            ds_error_set(r->err, DS_INPUT, "de lijst %s is leeg", "the list %s is empty", name));
    return status;
}

/* In a file with evaluations k is a year of follow-up and nothing else. */
static ds_status check_no_k(ds_reader *r, const yaml_node_t *evaluations) {
    for (size_t i = 0; evaluations != NULL && i < r->definitions->n_names; i++)
        if (ds_text_equal_nocase(ds_text_of(r->definitions->names[i].name), ds_text_of("k")))
            return place_unit(
                r, evaluations,
                ds_error_set(r->err, DS_INPUT,
                             "in een bestand met evaluations is k het jaar van volgen; "
                             "geef het begrip of de kolom k een andere naam",
                             "in a file with evaluations k is the year of follow-up; "
                             "give the term or column k another name"));
    return DS_OK;
}

enum { ROOT_OVER = 4, ROOT_N };
static const char *const root_names[ROOT_N] = {"terms", "columns", "indicators", "evaluations",
                                               "over"};

/* over: enquete of a whole file; evaluations follow careers. */
static ds_status read_root_over(ds_reader *r, yaml_node_t *const fields[ROOT_N]) {
    ds_status status = ds_read_over(r, fields[ROOT_OVER], &r->over_enquete);
    if (status != DS_OK || !r->over_enquete || fields[3] == NULL) return status;
    return place_unit(r, fields[3],
                      ds_error_set(r->err, DS_INPUT,
                                   "een evaluatie volgt loopbanen: zet haar in een bestand "
                                   "zonder over: enquete",
                                   "an evaluation follows careers: put it into a file without "
                                   "over: enquete"));
}

static ds_status read_root(ds_reader *r) {
    const char *const *names = root_names;
    yaml_node_t *root = ds_yaml_root(&r->document);
    yaml_node_t *fields[ROOT_N];
    ds_status status = ds_yaml_fields(&r->document, root, names, ROOT_N, fields, r->err);
    if (status == DS_OK) status = read_root_over(r, fields);
    if (status == DS_OK && fields[1] == NULL && fields[2] == NULL && fields[3] == NULL)
        status = missing_key(r, root, "indicators");
    if (status == DS_OK) status = gather_units(r, fields[0], false);
    if (status == DS_OK) status = gather_units(r, fields[1], true);
    if (status == DS_OK) status = check_no_k(r, fields[3]);
    r->checker = (ds_checker){.definitions = r->definitions,
                              .names = r->definitions->names,
                              .n_names = r->definitions->n_names,
                              .library = r->library,
                              .program_only = true,
                              .asts = &r->asts,
                              .units = r->units,
                              .rules = r->rules,
                              .err = r->err};
    for (size_t i = 0; i < r->n_units && status == DS_OK; i++)
        status = ds_check_name(&r->checker, i);
    if (status == DS_OK) status = read_each(r, fields[2], names[2], ds_read_indicator);
    return status == DS_OK ? read_each(r, fields[3], names[3], ds_read_evaluation) : status;
}

ds_status ds_read_names(ds_reader *reader, const ds_raw *raw) {
    yaml_node_t *fields[ROOT_N];
    ds_status status = ds_yaml_load(raw, &reader->document, reader->err);
    if (status == DS_OK)
        status = ds_yaml_fields(&reader->document, ds_yaml_root(&reader->document), root_names,
                                ROOT_N, fields, reader->err);
    if (status == DS_OK) status = ds_read_over(reader, fields[ROOT_OVER], &reader->over_enquete);
    if (reader->over_enquete) return status; /* no career looks for these */
    if (status == DS_OK) status = gather_units(reader, fields[0], false);
    return status == DS_OK ? gather_units(reader, fields[1], true) : status;
}

static ds_status read_all(ds_reader *r, const char *name, ds_text text) {
    ds_raw raw = {.name = name, .text = text};
    ds_status status;
    r->definitions->file = ds_definitions_keep_text(r->definitions, ds_text_of(name));
    if (r->definitions->file == NULL) return ds_error_memory(r->err);
    status = ds_yaml_load(&raw, &r->document, r->err);
    if (status == DS_OK) status = read_root(r);
    ds_yaml_done(&r->document);
    return status;
}

static const char *const *keep_list(ds_definitions *d, const char *const *own, size_t n_own,
                                    const char *const *others, size_t n_others) {
    const char **list = ds_definitions_keep(d, n_own + n_others + 1, sizeof *list);
    size_t n = 0;
    if (list == NULL) return NULL;
    for (size_t i = 0; i < n_own + n_others; i++) {
        const char *path = i < n_own ? own[i] : others[i - n_own];
        list[n] = ds_definitions_keep_text(d, ds_text_of(path));
        if (list[n++] == NULL) return NULL;
    }
    return list;
}

/* Where the names of other files are. The file itself may be among them: its own names go before,
 * and another file may rest on it. */
static ds_status keep_places(ds_reader *r, const ds_definition_places *places) {
    ds_definitions *d = r->definitions;
    ds_library_places *to = &d->places;
    to->paths = keep_list(d, places->own, places->n_own, places->program, places->n_program);
    to->code_folders = keep_list(d, places->code_folders, places->n_code_folders, NULL, 0);
    if (to->paths == NULL || to->code_folders == NULL) return ds_error_memory(r->err);
    to->n_own = places->n_own;
    to->n_paths = places->n_own + places->n_program;
    to->n_code_folders = places->n_code_folders;
    if (to->n_paths == 0) return DS_OK;
    r->library = ds_library_new(to);
    return r->library == NULL ? ds_error_memory(r->err) : DS_OK;
}

static ds_status parse(ds_reader *reader, const char *name, ds_text text, ds_definitions **out) {
    ds_status status;
    if (text.size > DS_DEFINITION_MAX)
        return ds_error_at(reader->err, DS_INPUT, name, 0, 0, "het bestand is groter dan %d bytes",
                           "the file is larger than %d bytes", DS_DEFINITION_MAX);
    reader->definitions = ds_calloc(1, sizeof *reader->definitions);
    if (reader->definitions == NULL) return ds_error_memory(reader->err);
    status = reader->places == NULL ? DS_OK : keep_places(reader, reader->places);
    if (status == DS_OK) status = read_all(reader, name, text);
    ds_library_free(reader->library);
    ds_ast_done(&reader->asts);
    ds_free(reader->units);
    ds_free(reader->rules);
    if (status == DS_OK)
        *out = reader->definitions;
    else
        ds_definitions_free(reader->definitions);
    return status;
}

ds_status ds_definitions_parse(const char *name, const char *data, size_t size,
                               ds_definitions **out, ds_error *err) {
    ds_reader reader = {.err = err};
    return parse(&reader, name, (ds_text){data == NULL ? "" : data, size}, out);
}

ds_status ds_read_own_codes(const char *path, char out[DS_PATH_SIZE], ds_error *err) {
    const char *slash = strrchr(path, '/');
    char folder[DS_PATH_SIZE];
    size_t size = slash == NULL ? 1 : (size_t)(slash - path);
    if (size == 0) size = 1; /* in the root */
    if (size >= sizeof folder)
        return ds_error_set(err, DS_INPUT, "het pad is te lang", "the path is too long");
    memcpy(folder, slash == NULL ? "." : path, size);
    folder[size] = '\0';
    return ds_file_join(out, folder, "../codes", err);
}

void ds_read_order_codes(bool of_program, const char *own, const char *const *given, size_t n,
                         const char **out) {
    out[of_program ? n : 0] = own;
    for (size_t i = 0; i < n; i++)
        out[of_program ? i : i + 1] = given[i];
}

static bool is_of_program(const char *path, const ds_definition_places *places) {
    for (size_t i = 0; i < places->n_program; i++)
        if (strcmp(places->program[i], path) == 0) return true;
    return false;
}

ds_status ds_definitions_read_beside(const char *path, const ds_definition_places *places,
                                     ds_definitions **out, ds_error *err) {
    ds_reader reader = {.err = err, .places = places};
    const char *folders[DS_CODE_FOLDERS_MAX + 1];
    char own[DS_PATH_SIZE];
    char *data = NULL;
    size_t size = 0;
    ds_status status;
    if (places->n_code_folders > DS_CODE_FOLDERS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d mappen met codes",
                            "more than %d folders with codes", DS_CODE_FOLDERS_MAX);
    status = ds_read_own_codes(path, own, err);
    if (status == DS_OK) status = ds_file_read(path, DS_DEFINITION_MAX, &data, &size, err);
    ds_read_order_codes(is_of_program(path, places), own, places->code_folders,
                        places->n_code_folders, folders);
    reader.code_folders = folders;
    reader.n_code_folders = places->n_code_folders + 1;
    if (status == DS_OK) status = parse(&reader, path, (ds_text){data, size}, out);
    ds_free(data);
    return status;
}

ds_status ds_definitions_read_with(const char *path, const char *const *code_folders,
                                   size_t n_code_folders, ds_definitions **out, ds_error *err) {
    const ds_definition_places places = {.code_folders = code_folders,
                                         .n_code_folders = n_code_folders};
    return ds_definitions_read_beside(path, &places, out, err);
}

ds_status ds_definitions_read(const char *path, ds_definitions **out, ds_error *err) {
    return ds_definitions_read_with(path, NULL, 0, out, err);
}
