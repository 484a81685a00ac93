/* definition/read_enquete.c: what an indicator over a survey says beside population and event:
 * which weight, which rounds, how it is estimated, and which students of the register the answers
 * are a sample of. See read.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/lex.h"
#include "definition/read.h"

enum key {
    KEY_METING,
    KEY_WEIGHT,
    KEY_CLUSTER,
    KEY_STRATA,
    KEY_CALIBRATE,
    KEY_MARGINS,
    KEY_ON,
    KEY_FPC,
    KEY_MODULE,
    KEY_DOELGROEP
};
const char *const ds_enquete_keys[DS_ENQUETE_KEYS] = {
    [KEY_METING] = "meting",       [KEY_WEIGHT] = "weight",
    [KEY_CLUSTER] = "cluster",     [KEY_STRATA] = "strata",
    [KEY_CALIBRATE] = "calibrate", [KEY_MARGINS] = "margins",
    [KEY_ON] = "gekalibreerd_op",  [KEY_FPC] = "fpc",
    [KEY_MODULE] = "module",       [KEY_DOELGROEP] = "doelgroep",
};
enum { METINGEN_MAX = 64, MARGINS_MAX = 4 };

static ds_status refuse_word(ds_reader *r, const yaml_node_t *node, const char *nl,
                             const char *en) {
    char found[48];
    return ds_read_placed(r, node,
                          ds_error_set(r->err, DS_INPUT, "vond '%s', verwachtte %s%.0s",
                                       "found '%s', expected %.0s%s",
                                       ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found),
                                       nl, en));
}

/* The place of node's word among these; NULL leaves *out as it is. */
static ds_status read_word(ds_reader *r, const yaml_node_t *node, const char *const *words,
                           size_t n, int *out) {
    char all[64] = "";
    size_t used = 0;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < n; i++) {
        if (ds_text_is(ds_yaml_text(node), words[i])) {
            *out = (int)i;
            return DS_OK;
        }
        if (used < sizeof all) /* short words, known here */
            used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i > 0 ? " | " : "",
                                     words[i]);
    }
    return refuse_word(r, node, all, all);
}

ds_status ds_read_over(ds_reader *reader, const yaml_node_t *node, bool *out) {
    static const char *const words[] = {"enquete"};
    int word = -1;
    ds_status status = read_word(reader, node, words, 1, &word);
    if (status == DS_OK && word == 0) *out = true;
    return status;
}

/* One column of the answers, by its name. */
static ds_status read_answer_column(ds_reader *r, const yaml_node_t *node, bool weight,
                                    const char **out_name, uint32_t *out_node) {
    const ds_answer_column *column;
    ds_node wanted = {.op = DS_OP_ANSWER, .type = DS_TYPE_TEXT, .scale = 1};
    ds_text name;
    ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    name = ds_yaml_text(node);
    column = ds_answer_column_find(name);
    if (!ds_lex_is_name(name) || (column != NULL && column->weight != weight))
        return weight
                   ? refuse_word(r, node, "een gewicht (gewicht, gewicht_module) of 1",
                                 "a weight (gewicht, gewicht_module) or 1")
                   : refuse_word(r, node, "een kolom van de antwoorden", "a column of the answers");
    *out_name = ds_definitions_keep_text(r->definitions, name);
    if (*out_name == NULL) return ds_error_memory(r->err);
    if (out_node == NULL) return DS_OK;
    wanted.text = name;
    wanted.integer = column == NULL;
    if (column != NULL) wanted.type = column->type;
    if (column != NULL) wanted.codes = column->codes;
    return ds_node_make(r->definitions, &wanted, NULL, 0, out_node, r->err);
}

static ds_status read_weight(ds_reader *r, const yaml_node_t *node, ds_enquete *out) {
    out->weight = out->module ? "gewicht_module" : "gewicht";
    if (node == NULL) return DS_OK;
    if (node->type == YAML_SCALAR_NODE && ds_text_is(ds_yaml_text(node), "1")) {
        out->weight = "1";
        return DS_OK;
    }
    return read_answer_column(r, node, true, &out->weight, NULL);
}

static ds_status read_design(ds_reader *r, yaml_node_t *const *fields, ds_enquete *out) {
    static const ds_node cluster = {
        .op = DS_OP_ANSWER, .type = DS_TYPE_TEXT, .scale = 1, .text = {"instelling", 10}};
    static const ds_node meting = {
        .op = DS_OP_ANSWER, .type = DS_TYPE_TEXT, .scale = 1, .text = {"meting", 6}};
    static const ds_node jaar = {
        .op = DS_OP_ANSWER, .type = DS_TYPE_INTEGER, .scale = 1, .text = {"jaar", 4}};
    ds_status status = ds_node_make(r->definitions, &meting, NULL, 0, &out->meting_node, r->err);
    if (status == DS_OK)
        status = ds_node_make(r->definitions, &jaar, NULL, 0, &out->jaar_node, r->err);
    if (status != DS_OK) return status;
    out->cluster = "instelling";
    out->strata = "";
    out->strata_node = UINT32_MAX;
    if (fields[KEY_CLUSTER] == NULL)
        status = ds_node_make(r->definitions, &cluster, NULL, 0, &out->cluster_node, r->err);
    else
        status =
            read_answer_column(r, fields[KEY_CLUSTER], false, &out->cluster, &out->cluster_node);
    if (status == DS_OK && fields[KEY_STRATA] != NULL)
        status = read_answer_column(r, fields[KEY_STRATA], false, &out->strata, &out->strata_node);
    return status;
}

/* A list of names; room for their nodes, too. */
static ds_status read_names(ds_reader *r, const yaml_node_t *list, const char *const **out_names,
                            const uint32_t **out_nodes, size_t *out_n) {
    const char **names = ds_definitions_keep(r->definitions, MARGINS_MAX, sizeof *names);
    uint32_t *nodes = ds_definitions_keep(r->definitions, MARGINS_MAX, sizeof *nodes);
    ds_status status;
    if (names == NULL || nodes == NULL) return ds_error_memory(r->err);
    status = ds_read_list(r, list, 1, MARGINS_MAX, out_n);
    if (status == DS_OK) status = ds_read_key_names(r, list, nodes, names);
    if (status != DS_OK) return status;
    *out_names = names;
    *out_nodes = nodes;
    return DS_OK;
}

/* What the register has of everybody and the answers have, too. */
static ds_status check_margins(ds_reader *r, const yaml_node_t *list, const ds_enquete *e) {
    for (size_t i = 0; i < e->n_margins; i++)
        if (ds_column_find(ds_text_of(e->margins[i])) < 0)
            return refuse_word(r, ds_read_item(r, list, i),
                               "een kolom van het register (niveau, leerweg)",
                               "a column of the register (niveau, leerweg)");
    return DS_OK;
}

static ds_status read_calibration(ds_reader *r, yaml_node_t *const *fields, ds_enquete *out) {
    static const char *const ways[] = {"geen", "linear", "rake", "cross"};
    const yaml_node_t *margins = fields[KEY_MARGINS];
    const uint32_t *on = NULL;
    int way = DS_CALIBRATE_NONE;
    ds_status status = read_word(r, fields[KEY_CALIBRATE], ways, 4, &way);
    out->calibrate = (ds_enquete_calibrate)way;
    if (status == DS_OK && margins != NULL) {
        status = read_names(r, margins, &out->margins, &out->margin_nodes, &out->n_margins);
        if (status == DS_OK) status = check_margins(r, margins, out);
    }
    if (status == DS_OK && fields[KEY_ON] != NULL)
        status = read_names(r, fields[KEY_ON], &out->gekalibreerd_op, &on, &out->n_gekalibreerd_op);
    if (status != DS_OK) return status;
    if (way == DS_CALIBRATE_NONE && margins == NULL && on != NULL) {
        out->margins = out->gekalibreerd_op; /* cells have these classes, for the errors */
        out->margin_nodes = on;
        out->n_margins = out->n_gekalibreerd_op;
    }
    if (way != DS_CALIBRATE_NONE && margins == NULL)
        return ds_read_placed(r, fields[KEY_CALIBRATE],
                              ds_error_set(r->err, DS_INPUT,
                                           "calibrate zonder margins: noem waarop, zoals "
                                           "margins: [niveau, leerweg]",
                                           "calibrate without margins: say on what, as in "
                                           "margins: [niveau, leerweg]"));
    if (way == DS_CALIBRATE_NONE && margins != NULL)
        return ds_read_placed(r, margins,
                              ds_error_set(r->err, DS_INPUT,
                                           "margins zonder calibrate: linear, rake of cross",
                                           "margins without calibrate: linear, rake or cross"));
    return DS_OK;
}

/* Adds a condition to the frame. */
static ds_status narrow_frame(ds_reader *r, uint32_t with, uint32_t *frame) {
    static const ds_node both = {.op = DS_OP_AND, .type = DS_TYPE_BOOL, .scale = 1};
    const uint32_t args[] = {*frame, with};
    if (*frame == UINT32_MAX) {
        *frame = with;
        return DS_OK;
    }
    return ds_node_make(r->definitions, &both, args, 2, frame, r->err);
}

static ds_status make_answer_text(ds_reader *r, ds_op op, ds_text text, uint32_t *out) {
    const ds_node wanted = {.op = op, .type = DS_TYPE_TEXT, .scale = 1, .text = text};
    return ds_node_make(r->definitions, &wanted, NULL, 0, out, r->err);
}

/* meting in (…) */
static ds_status read_metingen(ds_reader *r, const yaml_node_t *list, uint32_t *frame) {
    static const ds_node in = {.op = DS_OP_IN, .type = DS_TYPE_BOOL, .scale = 1};
    uint32_t args[METINGEN_MAX + 1], node;
    size_t n = 0;
    ds_status status;
    if (list == NULL) return DS_OK;
    status = ds_read_list(r, list, 1, METINGEN_MAX, &n);
    if (status == DS_OK) status = make_answer_text(r, DS_OP_ANSWER, ds_text_of("meting"), &args[0]);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const yaml_node_t *item = ds_read_item(r, list, i);
        status = ds_yaml_need(&r->document, item, YAML_SCALAR_NODE, r->err);
        if (status == DS_OK)
            status = make_answer_text(r, DS_OP_TEXT, ds_yaml_text(item), &args[i + 1]);
    }
    if (status == DS_OK) status = ds_node_make(r->definitions, &in, args, n + 1, &node, r->err);
    return status == DS_OK ? narrow_frame(r, node, frame) : status;
}

/* module: allen: only where everybody was asked. */
static ds_status read_module(ds_reader *r, const yaml_node_t *node, ds_enquete *out) {
    static const char *const words[] = {"nee", "ja", "allen"};
    static const ds_node all = {
        .op = DS_OP_ANSWER, .type = DS_TYPE_BOOL, .scale = 1, .text = {"module_allen", 12}};
    uint32_t asked;
    int word = 0;
    ds_status status = read_word(r, node, words, 3, &word);
    out->module = word != 0;
    if (status != DS_OK || word != 2) return status;
    status = ds_node_make(r->definitions, &all, NULL, 0, &asked, r->err);
    return status == DS_OK ? narrow_frame(r, asked, &out->frame) : status;
}

/* Whom a survey of mbo students could have asked. */
static const char default_doelgroep[] = "soort = 'mbo' and leerweg in ('bol', 'bbl') and bekostigd";

static ds_status parse_doelgroep(ds_reader *r, uint32_t *out) {
    const ds_raw raw = {"doelgroep", ds_text_of(default_doelgroep), true};
    const ds_scalar source = {&raw, 0, raw.text};
    const ds_ast_list *before = r->checker.asts;
    ds_ast_list list = {0};
    ds_checked part = {0, 0};
    uint32_t root = 0;
    ds_status status = ds_parse(r->definitions, &list, &source, DS_NO_K, &root, r->err);
    r->checker.asts = &list;
    if (status == DS_OK) status = ds_check_bool(&r->checker, &source, root, &part);
    r->checker.asts = before;
    ds_ast_done(&list);
    if (status == DS_OK) *out = part.node;
    return status;
}

/* The one expression of it that is over careers. */
static ds_status read_doelgroep(ds_reader *r, const yaml_node_t *node, uint32_t *out) {
    ds_status status;
    r->checker.over_enquete = false;
    status = node == NULL ? parse_doelgroep(r, out)
                          : ds_read_expression(r, node, DS_TYPE_BOOL, DS_NO_K, out);
    r->checker.over_enquete = true;
    return status;
}

ds_status ds_read_enquete(ds_reader *reader, yaml_node_t *const fields[DS_ENQUETE_KEYS],
                          const ds_enquete **out) {
    static const char *const fpcs[] = {"beide", "instellingen", "geen"};
    ds_enquete *e = ds_definitions_keep(reader->definitions, 1, sizeof *e);
    int fpc = DS_FPC_BOTH;
    ds_status status;
    if (e == NULL) return ds_error_memory(reader->err);
    e->frame = UINT32_MAX;
    status = read_metingen(reader, fields[KEY_METING], &e->frame);
    if (status == DS_OK) status = read_module(reader, fields[KEY_MODULE], e);
    if (status == DS_OK) status = read_weight(reader, fields[KEY_WEIGHT], e);
    if (status == DS_OK) status = read_design(reader, fields, e);
    if (status == DS_OK) status = read_calibration(reader, fields, e);
    if (status == DS_OK) status = read_word(reader, fields[KEY_FPC], fpcs, 3, &fpc);
    if (status == DS_OK) status = read_doelgroep(reader, fields[KEY_DOELGROEP], &e->doelgroep);
    if (status != DS_OK) return status;
    e->fpc = (ds_enquete_fpc)fpc;
    *out = e;
    return DS_OK;
}
