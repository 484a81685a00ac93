/* intake/mapping/read.c: a mapping's YAML → ds_mapping_file, checked as a definition is: file, line
 * and column, what was found, what was expected, with the nearest known name. See file.h.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "intake/mapping/file.h"
#include "intake/plan.h"

enum { MAPPING_BYTES_MAX = 1 << 20, PARTS_MAX = 16, FIRST_LINE_MAX = 1000 };

void *ds_mapping_keep(ds_mapping_file *mapping, size_t n, size_t size) {
    void *block;
    if (!ds_reserve(&mapping->blocks, &mapping->blocks_capacity, mapping->n_blocks + 1,
                    sizeof *mapping->blocks))
        return NULL;
    block = ds_calloc(n == 0 ? 1 : n, size);
    if (block != NULL) mapping->blocks[mapping->n_blocks++] = block;
    return block;
}

void ds_mapping_file_free(ds_mapping_file *mapping) {
    if (mapping == NULL) return;
    for (size_t i = 0; i < mapping->n_blocks; i++)
        ds_free(mapping->blocks[i]);
    ds_free(mapping->blocks);
    ds_yaml_done(&mapping->document);
    ds_free(mapping->path);
    ds_free(mapping->name);
    ds_free(mapping->text);
    ds_free(mapping);
}

ds_status ds_mapping_wrong(const ds_mapping_file *mapping, const yaml_node_t *node, ds_error *err,
                           const char *nl, const char *en, ...) {
    char text_nl[600], text_en[600];
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    (void)vsnprintf(text_nl, sizeof text_nl, nl, args);
    (void)vsnprintf(text_en, sizeof text_en, en, again);
    va_end(again);
    va_end(args);
    return ds_yaml_placed(&mapping->document, node,
                          ds_error_set(err, DS_INPUT, "%s%.0s", "%.0s%s", text_nl, text_en), err);
}

ds_status ds_mapping_flag(ds_mapping_file *mapping, const yaml_node_t *node, bool *out,
                          ds_error *err) {
    ds_status status = ds_yaml_need(&mapping->document, node, YAML_SCALAR_NODE, err);
    int code;
    if (status != DS_OK) return status;
    code = ds_codes_find(&ds_codes_ja_nee, ds_yaml_text(node), true);
    if (code < 0)
        return ds_mapping_wrong(mapping, node, err, "verwacht ja of nee", "expected ja or nee");
    *out = code == 1;
    return DS_OK;
}

ds_status ds_mapping_texts(ds_mapping_file *mapping, const yaml_node_t *node, ds_text **out,
                           size_t *out_n, ds_error *err) {
    ds_text *texts;
    size_t n = 1;
    if (node->type == YAML_SEQUENCE_NODE)
        n = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    else if (node->type != YAML_SCALAR_NODE)
        return ds_yaml_need(&mapping->document, node, YAML_SEQUENCE_NODE, err);
    texts = ds_mapping_keep(mapping, n, sizeof *texts);
    if (texts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const yaml_node_t *item =
            node->type == YAML_SCALAR_NODE
                ? node
                : ds_yaml_node(&mapping->document, node->data.sequence.items.start[i]);
        ds_status status = ds_yaml_need(&mapping->document, item, YAML_SCALAR_NODE, err);
        if (status != DS_OK) return status;
        texts[i] = ds_text_trim(ds_yaml_text(item));
    }
    *out = texts;
    *out_n = n;
    return DS_OK;
}

/* ---- the shape of the file ---- */

static ds_status read_delimiter(ds_mapping_file *m, const yaml_node_t *node, ds_error *err) {
    ds_text text;
    ds_status status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(node);
    if (ds_text_is(text, "tab")) text = ds_text_of("\t");
    if (text.size != 1 || memchr(",;|\t", text.data[0], 4) == NULL)
        return ds_mapping_wrong(m, node, err,
                                "verwacht als scheidingsteken \",\" \";\" \"|\" of tab",
                                "expected as delimiter \",\" \";\" \"|\" or tab");
    m->shape.delimiter = text.data[0];
    return DS_OK;
}

static ds_status read_encoding(ds_mapping_file *m, const yaml_node_t *node, ds_error *err) {
    ds_status status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    m->shape.encoded = true;
    if (ds_text_equal_nocase(ds_yaml_text(node), ds_text_of("utf-8")))
        m->shape.encoding = DS_TABLE_UTF8;
    else if (ds_text_equal_nocase(ds_yaml_text(node), ds_text_of("windows-1252")))
        m->shape.encoding = DS_TABLE_WINDOWS1252;
    else
        return ds_mapping_wrong(m, node, err, "verwacht utf-8 of windows-1252",
                                "expected utf-8 or windows-1252");
    return DS_OK;
}

static ds_status read_position(ds_mapping_file *m, const yaml_node_t *node, uint32_t low,
                               uint32_t *out, ds_error *err) {
    int64_t value;
    ds_status status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    if (!ds_number_parse_integer(ds_yaml_text(node), &value) || value < low ||
        value > DS_TABLE_WIDTH_MAX)
        return ds_mapping_wrong(m, node, err, "verwacht een plaats van %u tot en met %d",
                                "expected a place from %u to %d", low, DS_TABLE_WIDTH_MAX);
    *out = (uint32_t)value;
    return DS_OK;
}

/* {naam, van, tot}, or only a name when columns have a delimiter between them. */
static ds_status read_place(ds_mapping_file *m, yaml_node_t *node, ds_table_place *out,
                            ds_error *err) {
    static const char *const keys[] = {"naam", "van", "tot"};
    yaml_node_t *values[3];
    ds_status status;
    if (!m->shape.fixed_width) {
        status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
        if (status == DS_OK) out->name = ds_text_trim(ds_yaml_text(node));
        return status;
    }
    status = ds_yaml_fields(&m->document, node, keys, 3, values, err);
    if (status != DS_OK) return status;
    if (values[0] == NULL || values[1] == NULL)
        return ds_mapping_wrong(m, node, err, "verwacht {naam: …, van: …, tot: …}",
                                "expected {naam: …, van: …, tot: …}");
    status = ds_yaml_need(&m->document, values[0], YAML_SCALAR_NODE, err);
    if (status == DS_OK) status = read_position(m, values[1], 1, &out->from, err);
    if (status == DS_OK && values[2] != NULL)
        status = read_position(m, values[2], out->from, &out->to, err);
    if (status == DS_OK) out->name = ds_text_trim(ds_yaml_text(values[0]));
    return status;
}

static ds_status read_places(ds_mapping_file *m, const yaml_node_t *node, ds_error *err) {
    ds_status status = ds_yaml_need(&m->document, node, YAML_SEQUENCE_NODE, err);
    size_t n;
    if (status != DS_OK) return status;
    n = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (n == 0 || n > DS_TABLE_COLUMNS_MAX)
        return ds_mapping_wrong(m, node, err, "verwacht 1 tot %d kolommen",
                                "expected 1 to %d columns", DS_TABLE_COLUMNS_MAX);
    m->places = ds_mapping_keep(m, n, sizeof *m->places);
    if (m->places == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        yaml_node_t *item = ds_yaml_node(&m->document, node->data.sequence.items.start[i]);
        status = read_place(m, item, &m->places[i], err);
        if (status != DS_OK) return status;
        if (m->places[i].name.size == 0)
            return ds_mapping_wrong(m, item, err, "deze kolom heeft geen naam",
                                    "this column has no name");
        for (size_t j = 0; j < i; j++)
            if (ds_text_equal_nocase(m->places[j].name, m->places[i].name))
                return ds_mapping_wrong(m, item, err, "deze kolom staat er twee keer",
                                        "this column stands here twice");
    }
    m->shape.columns = m->places;
    m->shape.n_columns = n;
    return DS_OK;
}

/* ---- overslaan_als ---- */

static ds_status read_skip(ds_mapping_file *m, yaml_node_t *node, ds_mapping_part *part,
                           ds_error *err) {
    static const char *const keys[] = {"kolom", "is", "is_niet", "mag_ontbreken"};
    yaml_node_t *values[4];
    ds_mapping_skip *skip;
    ds_status status = ds_yaml_fields(&m->document, node, keys, 4, values, err);
    if (status != DS_OK) return status;
    if (values[0] == NULL || (values[1] == NULL) == (values[2] == NULL))
        return ds_mapping_wrong(m, node, err,
                                "verwacht {kolom: …, is: […]} of {kolom: …, is_niet: […]}",
                                "expected {kolom: …, is: […]} or {kolom: …, is_niet: […]}");
    if (part->n_skips == DS_MAPPING_SKIPS_MAX)
        return ds_mapping_wrong(m, node, err, "meer dan %d keer overslaan_als",
                                "more than %d times overslaan_als", DS_MAPPING_SKIPS_MAX);
    status = ds_yaml_need(&m->document, values[0], YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    skip = &part->skips[part->n_skips++];
    skip->source = ds_text_trim(ds_yaml_text(values[0]));
    skip->turned = values[2] != NULL;
    if (values[3] != NULL) status = ds_mapping_flag(m, values[3], &skip->may_be_absent, err);
    if (status == DS_OK)
        status =
            ds_mapping_texts(m, values[skip->turned ? 2 : 1], &skip->words, &skip->n_words, err);
    return status;
}

static ds_status read_skips(ds_mapping_file *m, const yaml_node_t *node, ds_mapping_part *part,
                            ds_error *err) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&m->document, node, YAML_SEQUENCE_NODE, err);
    if (status != DS_OK) return status;
    for (yaml_node_item_t *i = node->data.sequence.items.start;
         status == DS_OK && i < node->data.sequence.items.top; i++)
        status = read_skip(m, ds_yaml_node(&m->document, *i), part, err);
    return status;
}

/* ---- levert ---- */

static ds_status unknown_kind(ds_mapping_file *m, const yaml_node_t *node, ds_error *err) {
    static const char *const kinds[] = {"inschrijving", "persoon",    "diploma",   "werk",
                                        "vrijstelling", "instelling", "vsv_maand", "koppeling"};
    ds_suggestion near;
    char found[64];
    ds_suggest(ds_yaml_text(node), kinds, 8, &near);
    return ds_mapping_wrong(m, node, err,
                            "onbekende soort levering '%s'%.0s%s; verwacht inschrijving persoon "
                            "diploma werk vrijstelling instelling vsv_maand koppeling",
                            "unknown kind of delivery '%s'%s%.0s; expected inschrijving persoon "
                            "diploma werk vrijstelling instelling vsv_maand koppeling",
                            ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found), near.en,
                            near.nl);
}

static ds_status unknown_column(ds_mapping_file *m, const ds_layout *layout,
                                const yaml_node_t *node, ds_error *err) {
    ds_suggestion near;
    char found[64];
    ds_suggest(ds_yaml_text(node), layout->columns, layout->n_columns, &near);
    return ds_mapping_wrong(
        m, node, err, "%s heeft geen kolom '%s'%.0s%s", "%s has no column '%s'%s%.0s", layout->kind,
        ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found), near.en, near.nl);
}

static ds_status read_column(ds_mapping_file *m, ds_mapping_part *part,
                             const yaml_node_pair_t *pair, ds_error *err) {
    const yaml_node_t *key = ds_yaml_node(&m->document, pair->key);
    ds_status status = ds_yaml_need(&m->document, key, YAML_SCALAR_NODE, err);
    size_t target = 0;
    if (status != DS_OK) return status;
    while (target < part->layout->n_columns &&
           !ds_text_is(ds_yaml_text(key), part->layout->columns[target]))
        target++;
    if (target == part->layout->n_columns) return unknown_column(m, part->layout, key, err);
    if (part->columns[target].given)
        return ds_mapping_wrong(m, key, err, "de kolom '%s' staat er twee keer",
                                "the column '%s' is there twice", part->layout->columns[target]);
    return ds_mapping_column_read(m, part, target, ds_yaml_node(&m->document, pair->value), err);
}

static ds_status read_columns(ds_mapping_file *m, ds_mapping_part *part, const yaml_node_t *node,
                              ds_error *err) {
    const ds_layout *layout = part->layout;
    ds_status status = ds_yaml_need(&m->document, node, YAML_MAPPING_NODE, err);
    part->columns = ds_mapping_keep(m, layout->n_columns, sizeof *part->columns);
    if (status != DS_OK) return status;
    if (part->columns == NULL) return ds_error_memory(err);
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start;
         status == DS_OK && p < node->data.mapping.pairs.top; p++)
        status = read_column(m, part, p, err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < layout->n_required; i++)
        if (!part->columns[i].given &&
            ds_layout_needs(layout, i,
                            layout->instead != 0 && part->columns[layout->instead - 1].given))
            return ds_mapping_wrong(m, node, err, "%s heeft de kolom '%s' nodig",
                                    "%s needs the column '%s'", layout->kind, layout->columns[i]);
    return DS_OK;
}

static ds_status read_part(ds_mapping_file *m, yaml_node_t *node, const yaml_node_t *skips,
                           ds_mapping_part *part, ds_error *err) {
    static const char *const keys[] = {"soort", "kolommen", "overslaan_als", "mag_ontbreken"};
    yaml_node_t *values[4];
    ds_status status = ds_yaml_fields(&m->document, node, keys, 4, values, err);
    if (status != DS_OK) return status;
    if (values[0] == NULL || values[1] == NULL)
        return ds_mapping_wrong(m, node, err, "verwacht soort en kolommen",
                                "expected soort and kolommen");
    status = ds_yaml_need(&m->document, values[0], YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    part->layout = ds_plan_layout(ds_yaml_text(values[0]));
    if (part->layout == NULL) return unknown_kind(m, values[0], err);
    if (part->layout->phase == DS_PHASE_KINDS)
        return ds_mapping_wrong(
            m, values[0], err,
            "van deze soort is er geen vertaling: geef de kolommen de namen van "
            "codes/soorten.yaml",
            "of this kind there is no mapping: give the columns the names of "
            "codes/soorten.yaml");
    for (const ds_mapping_part *other = m->parts; other < part; other++)
        if (other->layout == part->layout)
            return ds_mapping_wrong(m, values[0], err, "deze soort staat er twee keer",
                                    "this kind stands here twice");
    status = read_columns(m, part, values[1], err);
    if (status == DS_OK) status = read_skips(m, skips, part, err);
    if (status == DS_OK) status = read_skips(m, values[2], part, err);
    if (status == DS_OK && values[3] != NULL)
        status = ds_mapping_flag(m, values[3], &part->may_be_absent, err);
    return status;
}

static ds_status read_parts(ds_mapping_file *m, const yaml_node_t *node, const yaml_node_t *skips,
                            ds_error *err) {
    ds_status status = ds_yaml_need(&m->document, node, YAML_SEQUENCE_NODE, err);
    size_t n;
    if (status != DS_OK) return status;
    n = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (n == 0 || n > PARTS_MAX)
        return ds_mapping_wrong(m, node, err, "verwacht 1 tot %d delen", "expected 1 to %d parts",
                                PARTS_MAX);
    m->parts = ds_mapping_keep(m, n, sizeof *m->parts);
    if (m->parts == NULL) return ds_error_memory(err);
    for (; status == DS_OK && m->n_parts < n; m->n_parts++)
        status =
            read_part(m, ds_yaml_node(&m->document, node->data.sequence.items.start[m->n_parts]),
                      skips, &m->parts[m->n_parts], err);
    return status;
}

/* ---- the whole ---- */

enum {
    BRON,
    BESTANDEN,
    VORM,
    SCHEIDINGSTEKEN,
    CODERING,
    KOP,
    KORTE_REGELS,
    KOLOMMEN,
    LEEG,
    OVERSLAAN_ALS,
    LEVERT,
    EERSTE_REGEL,
    BLAD,
    KEYS
};
static const char *const keys[KEYS] = {
    "bron",         "bestanden", "vorm", "scheidingsteken", "codering", "kop",
    "korte_regels", "kolommen",  "leeg", "overslaan_als",   "levert",   "eerste_regel",
    "blad"};

static ds_status read_form(ds_mapping_file *m, const yaml_node_t *node, ds_error *err) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    m->shape.fixed_width = ds_text_is(ds_yaml_text(node), "vaste_breedte");
    if (!m->shape.fixed_width && !ds_text_is(ds_yaml_text(node), "gescheiden"))
        return ds_mapping_wrong(m, node, err, "verwacht gescheiden of vaste_breedte",
                                "expected gescheiden or vaste_breedte");
    return DS_OK;
}

/* The line of the column names, below those of a title. */
static ds_status read_first_line(ds_mapping_file *m, const yaml_node_t *node, ds_error *err) {
    int64_t line;
    ds_status status = ds_yaml_need(&m->document, node, YAML_SCALAR_NODE, err);
    if (status != DS_OK) return status;
    if (!ds_number_parse_integer(ds_yaml_text(node), &line) || line < 1 || line > FIRST_LINE_MAX)
        return ds_mapping_wrong(m, node, err, "verwacht een regelnummer van 1 tot %d",
                                "expected a line number from 1 to %d", FIRST_LINE_MAX);
    m->shape.first_line = (uint64_t)line;
    return DS_OK;
}

static ds_status read_shape(ds_mapping_file *m, yaml_node_t *const *v, const yaml_node_t *root,
                            ds_error *err) {
    bool header = true;
    ds_status status = read_form(m, v[VORM], err);
    if (status == DS_OK && v[SCHEIDINGSTEKEN] != NULL)
        status = read_delimiter(m, v[SCHEIDINGSTEKEN], err);
    if (status == DS_OK && v[CODERING] != NULL) status = read_encoding(m, v[CODERING], err);
    if (status == DS_OK && v[KORTE_REGELS] != NULL)
        status = ds_mapping_flag(m, v[KORTE_REGELS], &m->shape.short_lines, err);
    if (status == DS_OK && v[KOLOMMEN] != NULL) status = read_places(m, v[KOLOMMEN], err);
    if (status == DS_OK && v[EERSTE_REGEL] != NULL)
        status = read_first_line(m, v[EERSTE_REGEL], err);
    if (status == DS_OK && v[BLAD] != NULL) {
        status = ds_yaml_need(&m->document, v[BLAD], YAML_SCALAR_NODE, err);
        m->shape.sheet = ds_yaml_text(v[BLAD]);
    }
    if (m->shape.fixed_width) header = false;
    if (status == DS_OK && v[KOP] != NULL) status = ds_mapping_flag(m, v[KOP], &header, err);
    m->shape.header = header;
    if (status != DS_OK) return status;
    if (m->shape.n_columns == 0 && (m->shape.fixed_width || !header))
        return ds_mapping_wrong(m, root, err,
                                "zonder kopregel of met vaste breedte: noem de kolommen",
                                "without a header or with fixed width: name the kolommen");
    return DS_OK;
}

static ds_status read_missing(ds_mapping_file *m, const yaml_node_t *node, ds_error *err) {
    ds_text *words = NULL;
    size_t n = 0;
    ds_status status = ds_mapping_texts(m, node, &words, &n, err);
    if (status != DS_OK) return status;
    ds_gate_words_set(&m->missing, (ds_missing){words, n});
    m->own_missing = true;
    return DS_OK;
}

static ds_status read_root(ds_mapping_file *m, ds_error *err) {
    yaml_node_t *values[KEYS], *root = ds_yaml_root(&m->document);
    ds_status status = ds_yaml_fields(&m->document, root, keys, KEYS, values, err);
    if (status != DS_OK) return status;
    if (values[LEVERT] == NULL)
        return ds_mapping_wrong(m, root, err, "levert ontbreekt: wat komt er uit dit bestand?",
                                "levert is missing: what comes out of this file?");
    if (values[BRON] != NULL)
        status = ds_yaml_need(&m->document, values[BRON], YAML_SCALAR_NODE, err);
    if (status == DS_OK && values[BESTANDEN] != NULL)
        status = ds_mapping_texts(m, values[BESTANDEN], &m->patterns, &m->n_patterns, err);
    if (status == DS_OK && values[LEEG] != NULL) status = read_missing(m, values[LEEG], err);
    if (status == DS_OK) status = read_shape(m, values, root, err);
    if (status == DS_OK) status = read_parts(m, values[LEVERT], values[OVERSLAAN_ALS], err);
    return status;
}

static bool is_blank(ds_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (memchr(" \t\r\n", text.data[i], 4) == NULL) return false;
    return true;
}

static ds_status load_yaml(ds_mapping_file *m, const char *path, ds_error *err) {
    const char *slash = strrchr(path, '/'), *base = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(base, '.');
    size_t size;
    ds_status status;
    m->path = ds_strdup(path);
    m->name = ds_strndup(base, dot == NULL ? strlen(base) : (size_t)(dot - base));
    if (m->path == NULL || m->name == NULL) return ds_error_memory(err);
    status = ds_file_read(path, MAPPING_BYTES_MAX, &m->text, &size, err);
    if (status != DS_OK) return status;
    m->raw = (ds_raw){.name = m->path, .text = {m->text, size}};
    if (is_blank(m->raw.text))
        return ds_error_at(err, DS_INPUT, path, 1, 1, "het bestand is leeg, verwachtte levert",
                           "the file is empty, expected levert");
    return ds_yaml_load(&m->raw, &m->document, err);
}

ds_status ds_mapping_file_read(const char *path, bool own, ds_mapping_file **out, ds_error *err) {
    ds_mapping_file *m = ds_calloc(1, sizeof *m);
    ds_status status;
    if (m == NULL) return ds_error_memory(err);
    m->own = own;
    status = load_yaml(m, path, err);
    if (status == DS_OK) status = read_root(m, err);
    if (status == DS_OK)
        *out = m;
    else
        ds_mapping_file_free(m);
    return status;
}
