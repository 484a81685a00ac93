/* cell/counted/layout.c: the description of a counted table:
 *
 *   naam: Gediplomeerden in het mbo
 *   bron: DUO, open onderwijsdata
 *   licentie: CC0
 *   sleutels:
 *     instelling: INSTELLINGSCODE
 *     leerweg: {kolom: LEERWEG, codes: {BOL: bol, BBL: bbl}}
 *   aantallen:                             # {jaar}: a column a year; what else stands there is a
 * key
 *     - {indicator: gediplomeerden, kolom: "DIPMAN{jaar}", geslacht: m}
 *   jaar: {kolom: JAAR}                    # or {bestandsnaam: ja}
 *   schooljaar: jaar - 1                   # what the year says; usually the school year that
 * begins in it verborgen: {"<5": [1, 4], "-1": [1, 4]} totaal: [TOTAAL]                       #
 * words in a key for a total over it delen: [{deel: instroom, geheel: studenten}] */
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/yaml.h"
#include "cell/counted/counted.h"

enum { LAYOUT_MAX = 1 << 20 };

typedef struct laying_out {
    ds_yaml yaml;
    ds_counted_layout *layout;
    ds_error *err;
} laying_out;

static ds_status refuse_layout(laying_out *l, const yaml_node_t *node, const char *nl,
                               const char *en) {
    return ds_yaml_placed(&l->yaml, node, ds_error_texts(l->err, DS_INPUT, NULL, 0, 0, nl, en),
                          l->err);
}

static ds_status take_layout_text(laying_out *l, const yaml_node_t *node, const char **out) {
    ds_status status = ds_yaml_need(&l->yaml, node, YAML_SCALAR_NODE, l->err);
    if (status != DS_OK) return status;
    *out = ds_arena_copy(&l->layout->arena, ds_yaml_text(node));
    if (*out == NULL) return ds_error_memory(l->err);
    if (strcmp(*out, "INVULLEN") == 0)
        return refuse_layout(l, node, "hier staat nog INVULLEN", "it still says INVULLEN here");
    return (*out)[0] != '\0' ? DS_OK : refuse_layout(l, node, "dit is leeg", "this is empty");
}

static size_t count_pairs(const yaml_node_t *node) {
    return (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
}

static yaml_node_t *pair_key(laying_out *l, const yaml_node_t *node, size_t i) {
    return ds_yaml_node(&l->yaml, node->data.mapping.pairs.start[i].key);
}

static yaml_node_t *pair_value(laying_out *l, const yaml_node_t *node, size_t i) {
    return ds_yaml_node(&l->yaml, node->data.mapping.pairs.start[i].value);
}

static size_t count_listed(const yaml_node_t *list) {
    return (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
}

static yaml_node_t *listed_at(laying_out *l, const yaml_node_t *list, size_t i) {
    return ds_yaml_node(&l->yaml, list->data.sequence.items.start[i]);
}

/* The key of this name; made when it is not there yet. SIZE_MAX when there is no room. */
static size_t key_named(ds_counted_layout *layout, const char *name) {
    for (size_t k = 0; k < layout->n_keys; k++)
        if (strcmp(layout->keys[k].name, name) == 0) return k;
    if (layout->n_keys == DS_COUNTED_KEYS_MAX) return SIZE_MAX;
    layout->keys[layout->n_keys] = (ds_counted_key){.name = name};
    return layout->n_keys++;
}

/* ---- keys ---- */

static ds_status take_codes(laying_out *l, const yaml_node_t *node, ds_counted_key *key) {
    ds_counted_code *codes;
    ds_status status = ds_yaml_need(&l->yaml, node, YAML_MAPPING_NODE, l->err);
    if (status == DS_OK && count_pairs(node) > DS_COUNTED_CODES_MAX)
        return refuse_layout(l, node, "te veel codes", "too many codes");
    if (status != DS_OK) return status;
    codes = ds_arena_take(&l->layout->arena, count_pairs(node) + 1, sizeof *codes);
    if (codes == NULL) return ds_error_memory(l->err);
    for (size_t i = 0; status == DS_OK && i < count_pairs(node); i++) {
        status = take_layout_text(l, pair_key(l, node, i), &codes[i].from);
        if (status == DS_OK) status = take_layout_text(l, pair_value(l, node, i), &codes[i].to);
    }
    key->codes = codes;
    key->n_codes = count_pairs(node);
    return status;
}

static ds_status take_key_of_layout(laying_out *l, const char *name, yaml_node_t *node) {
    static const char *const names[] = {"kolom", "codes"};
    yaml_node_t *f[2];
    const size_t k = key_named(l->layout, name);
    ds_status status;
    if (k == SIZE_MAX) return refuse_layout(l, node, "te veel sleutels", "too many keys");
    if (node->type == YAML_SCALAR_NODE)
        return take_layout_text(l, node, &l->layout->keys[k].column);
    status = ds_yaml_fields(&l->yaml, node, names, 2, f, l->err);
    if (status == DS_OK && f[0] == NULL)
        return refuse_layout(l, node, "kolom ontbreekt", "kolom is missing");
    if (status == DS_OK) status = take_layout_text(l, f[0], &l->layout->keys[k].column);
    return status == DS_OK && f[1] != NULL ? take_codes(l, f[1], &l->layout->keys[k]) : status;
}

static ds_status take_keys_of_layout(laying_out *l, const yaml_node_t *node) {
    ds_status status = ds_yaml_need(&l->yaml, node, YAML_MAPPING_NODE, l->err);
    for (size_t i = 0; status == DS_OK && i < count_pairs(node); i++) {
        const char *name = NULL;
        status = take_layout_text(l, pair_key(l, node, i), &name);
        for (size_t k = 0; status == DS_OK && k < l->layout->n_keys; k++)
            if (strcmp(l->layout->keys[k].name, name) == 0)
                status = refuse_layout(l, pair_key(l, node, i), "deze sleutel staat er twee keer",
                                       "this key stands here twice");
        if (status == DS_OK) status = take_key_of_layout(l, name, pair_value(l, node, i));
    }
    return status;
}

/* ---- counts ---- */

/* before{jaar}after */
static ds_status split_year(laying_out *l, const yaml_node_t *node, ds_counted_column *column) {
    static const char mark[] = "{jaar}";
    const char *text = NULL, *at;
    ds_status status = take_layout_text(l, node, &text);
    if (status != DS_OK) return status;
    at = strstr(text, mark);
    column->before = text;
    if (at == NULL) return DS_OK;
    column->before = ds_arena_copy(&l->layout->arena, (ds_text){text, (size_t)(at - text)});
    column->after = at + strlen(mark);
    return column->before == NULL ? ds_error_memory(l->err) : DS_OK;
}

static ds_status take_count(laying_out *l, const yaml_node_t *node) {
    ds_counted_layout *layout = l->layout;
    ds_counted_column *column = &layout->columns[layout->n_columns];
    ds_status status = ds_yaml_need(&l->yaml, node, YAML_MAPPING_NODE, l->err);
    if (status == DS_OK && layout->n_columns == DS_COUNTED_COLUMNS_MAX)
        return refuse_layout(l, node, "te veel kolommen met aantallen",
                             "too many columns of counts");
    if (status != DS_OK) return status;
    *column = (ds_counted_column){.indicator = NULL};
    for (size_t i = 0; status == DS_OK && i < count_pairs(node); i++) {
        const char *name = NULL;
        size_t k;
        status = take_layout_text(l, pair_key(l, node, i), &name);
        if (status != DS_OK) break;
        if (strcmp(name, "indicator") == 0) {
            status = take_layout_text(l, pair_value(l, node, i), &column->indicator);
        } else if (strcmp(name, "kolom") == 0) {
            status = split_year(l, pair_value(l, node, i), column);
        } else {
            k = key_named(layout, name);
            if (k == SIZE_MAX || layout->keys[k].column != NULL)
                return refuse_layout(l, pair_key(l, node, i),
                                     "deze sleutel heeft al een kolom, of er zijn er te veel",
                                     "this key has a column already, or there are too many");
            status = take_layout_text(l, pair_value(l, node, i), &column->keys[k]);
        }
    }
    if (status == DS_OK && (column->indicator == NULL || column->before == NULL))
        return refuse_layout(l, node, "indicator en kolom zijn nodig",
                             "indicator and kolom are needed");
    layout->n_columns += status == DS_OK;
    return status;
}

static ds_status take_counts(laying_out *l, const yaml_node_t *list) {
    ds_status status = ds_yaml_need(&l->yaml, list, YAML_SEQUENCE_NODE, l->err);
    for (size_t i = 0; status == DS_OK && i < count_listed(list); i++)
        status = take_count(l, listed_at(l, list, i));
    if (status == DS_OK && l->layout->n_columns == 0)
        status = refuse_layout(l, list, "geen kolom met aantallen", "no column of counts");
    return status;
}

/* ---- years, hidden counts, totals, parts ---- */

static ds_status take_year_place(laying_out *l, yaml_node_t *node) {
    static const char *const names[] = {"kolom", "bestandsnaam"};
    yaml_node_t *f[2];
    ds_status status = ds_yaml_fields(&l->yaml, node, names, 2, f, l->err);
    if (status != DS_OK) return status;
    if ((f[0] == NULL) == (f[1] == NULL))
        return refuse_layout(l, node, "verwacht {kolom: NAAM} of {bestandsnaam: ja}",
                             "expected {kolom: NAME} or {bestandsnaam: ja}");
    if (f[0] != NULL) return take_layout_text(l, f[0], &l->layout->year_column);
    l->layout->year_in_file = ds_text_is(ds_yaml_text(f[1]), "ja");
    return l->layout->year_in_file ? DS_OK : refuse_layout(l, f[1], "verwacht ja", "expected ja");
}

static ds_status take_year_shift(laying_out *l, const yaml_node_t *node) {
    const ds_text text = ds_yaml_text(node);
    l->layout->year_shift = ds_text_is(text, "jaar - 1") || ds_text_is(text, "jaar-1") ? -1 : 0;
    if (l->layout->year_shift != 0 || ds_text_is(text, "jaar")) return DS_OK;
    return refuse_layout(l, node, "schooljaar: verwacht jaar of jaar - 1",
                         "schooljaar: expected jaar or jaar - 1");
}

static ds_status take_hidden_word(laying_out *l, const yaml_node_t *word,
                                  const yaml_node_t *range) {
    ds_counted_word *to = &l->layout->words[l->layout->n_words];
    int64_t ends[2] = {-1, -1};
    ds_status status = ds_yaml_need(&l->yaml, range, YAML_SEQUENCE_NODE, l->err);
    if (status == DS_OK && l->layout->n_words == DS_COUNTED_WORDS_MAX)
        return refuse_layout(l, word, "te veel woorden", "too many words");
    for (size_t i = 0; status == DS_OK && i < 2 && count_listed(range) == 2; i++)
        if (!ds_number_parse_integer(ds_yaml_text(listed_at(l, range, i)), &ends[i])) ends[i] = -1;
    if (status == DS_OK && (ends[0] < 0 || ends[1] < ends[0] || ends[1] > DS_COUNTED_MOST))
        return refuse_layout(l, range, "verwacht [laagste, hoogste], zoals [1, 4]",
                             "expected [lowest, highest], like [1, 4]");
    if (status == DS_OK) status = ds_yaml_need(&l->yaml, word, YAML_SCALAR_NODE, l->err);
    if (status != DS_OK) return status;
    to->word = ds_arena_copy(&l->layout->arena, ds_yaml_text(word)); /* "" too: an empty cell */
    if (to->word == NULL) return ds_error_memory(l->err);
    to->low = (uint64_t)ends[0];
    to->high = (uint64_t)ends[1];
    l->layout->n_words++;
    return DS_OK;
}

static ds_status take_hidden_words(laying_out *l, const yaml_node_t *node) {
    ds_status status = ds_yaml_need(&l->yaml, node, YAML_MAPPING_NODE, l->err);
    for (size_t i = 0; status == DS_OK && i < count_pairs(node); i++)
        status = take_hidden_word(l, pair_key(l, node, i), pair_value(l, node, i));
    return status;
}

static ds_status take_total_words(laying_out *l, const yaml_node_t *list) {
    ds_status status = ds_yaml_need(&l->yaml, list, YAML_SEQUENCE_NODE, l->err);
    if (status == DS_OK && count_listed(list) > DS_COUNTED_WORDS_MAX)
        return refuse_layout(l, list, "te veel woorden", "too many words");
    for (size_t i = 0; status == DS_OK && i < count_listed(list); i++)
        status =
            take_layout_text(l, listed_at(l, list, i), &l->layout->totals[l->layout->n_totals++]);
    return status;
}

static ds_status take_parts(laying_out *l, const yaml_node_t *list) {
    static const char *const names[] = {"deel", "geheel"};
    ds_status status = ds_yaml_need(&l->yaml, list, YAML_SEQUENCE_NODE, l->err);
    if (status == DS_OK && count_listed(list) > DS_COUNTED_PARTS_MAX)
        return refuse_layout(l, list, "te veel delen", "too many parts");
    for (size_t i = 0; status == DS_OK && i < count_listed(list); i++) {
        ds_counted_part *to = &l->layout->parts[l->layout->n_parts];
        yaml_node_t *f[2], *item = listed_at(l, list, i);
        bool part = false, whole = false;
        status = ds_yaml_fields(&l->yaml, item, names, 2, f, l->err);
        if (status == DS_OK && (f[0] == NULL || f[1] == NULL))
            return refuse_layout(l, item, "verwacht {deel: …, geheel: …}",
                                 "expected {deel: …, geheel: …}");
        if (status == DS_OK) status = take_layout_text(l, f[0], &to->part);
        if (status == DS_OK) status = take_layout_text(l, f[1], &to->whole);
        for (size_t c = 0; status == DS_OK && c < l->layout->n_columns; c++) {
            part = part || strcmp(l->layout->columns[c].indicator, to->part) == 0;
            whole = whole || strcmp(l->layout->columns[c].indicator, to->whole) == 0;
        }
        if (status == DS_OK && (!part || !whole))
            return refuse_layout(l, item, "geen indicator van aantallen",
                                 "no indicator of aantallen");
        l->layout->n_parts++;
    }
    return status;
}

enum {
    NAAM,
    BRON,
    LICENTIE,
    SLEUTELS,
    AANTALLEN,
    JAAR,
    SCHOOLJAAR,
    VERBORGEN,
    TOTAAL,
    DELEN,
    FIELDS
};
static const char *const field_names[FIELDS] = {"naam",      "bron", "licentie",   "sleutels",
                                                "aantallen", "jaar", "schooljaar", "verborgen",
                                                "totaal",    "delen"};

static ds_status take_layout(laying_out *l) {
    yaml_node_t *f[FIELDS], *root = ds_yaml_root(&l->yaml);
    ds_counted_layout *layout = l->layout;
    ds_status status = ds_yaml_fields(&l->yaml, root, field_names, FIELDS, f, l->err);
    if (status == DS_OK &&
        (f[NAAM] == NULL || f[BRON] == NULL || f[SLEUTELS] == NULL || f[AANTALLEN] == NULL))
        return refuse_layout(l, root, "naam, bron, sleutels en aantallen zijn nodig",
                             "naam, bron, sleutels and aantallen are needed");
    if (status == DS_OK) status = take_layout_text(l, f[NAAM], &layout->name);
    if (status == DS_OK) status = take_layout_text(l, f[BRON], &layout->source);
    if (status == DS_OK && f[LICENTIE] != NULL)
        status = take_layout_text(l, f[LICENTIE], &layout->licence);
    if (status == DS_OK) status = take_keys_of_layout(l, f[SLEUTELS]);
    if (status == DS_OK) status = take_counts(l, f[AANTALLEN]);
    if (status == DS_OK && f[JAAR] != NULL) status = take_year_place(l, f[JAAR]);
    if (status == DS_OK && f[SCHOOLJAAR] != NULL) status = take_year_shift(l, f[SCHOOLJAAR]);
    if (status == DS_OK && f[VERBORGEN] != NULL) status = take_hidden_words(l, f[VERBORGEN]);
    if (status == DS_OK && f[TOTAAL] != NULL) status = take_total_words(l, f[TOTAAL]);
    if (status == DS_OK && f[DELEN] != NULL) status = take_parts(l, f[DELEN]);
    for (size_t c = 0; status == DS_OK && c < layout->n_columns; c++)
        if ((layout->columns[c].after != NULL) == (f[JAAR] != NULL))
            status = refuse_layout(l, f[AANTALLEN],
                                   "het jaar staat in {jaar} van elke kolom, of onder jaar",
                                   "the year stands in {jaar} of each column, or under jaar");
    return status;
}

ds_status ds_counted_layout_read(const char *path, ds_counted_layout **out, ds_error *err) {
    ds_counted_layout *layout = ds_calloc(1, sizeof *layout);
    laying_out l = {.layout = layout, .err = err};
    char *text = NULL;
    size_t size = 0;
    ds_raw raw;
    ds_status status =
        layout == NULL ? ds_error_memory(err) : ds_file_read(path, LAYOUT_MAX, &text, &size, err);
    if (status == DS_OK) {
        raw = (ds_raw){.name = path, .text = {text, size}};
        layout->path = ds_arena_copy(&layout->arena, ds_text_of(path));
        layout->licence = "";
        status = ds_yaml_load(&raw, &l.yaml, err);
        if (status == DS_OK) status = take_layout(&l);
        ds_yaml_done(&l.yaml);
    }
    if (status == DS_OK) status = ds_arena_finish(&layout->arena, err);
    ds_free(text);
    if (status == DS_OK)
        *out = layout;
    else
        ds_counted_layout_free(layout);
    return status;
}

void ds_counted_layout_free(ds_counted_layout *layout) {
    if (layout == NULL) return;
    ds_arena_done(&layout->arena);
    ds_free(layout);
}

const char *ds_counted_layout_name(const ds_counted_layout *layout) {
    return layout->name;
}

const char *ds_counted_layout_source(const ds_counted_layout *layout) {
    return layout->source;
}

const char *ds_counted_layout_licence(const ds_counted_layout *layout) {
    return layout->licence;
}

/* 2023, 2023-2024 or 2023/24 at the beginning of text: its size, or 0. */
static size_t year_at(ds_text text, int *out) {
    int64_t year;
    size_t n = 4;
    if (text.size < 4 || !ds_number_parse_integer((ds_text){text.data, 4}, &year) || year < 1900 ||
        year > 2200)
        return 0;
    *out = (int)year;
    if (text.size > 6 && (text.data[4] == '-' || text.data[4] == '/'))
        while (n + 1 < text.size && n < 8 && text.data[n + 1] >= '0' && text.data[n + 1] <= '9')
            n++;
    return n == 6 || n == 8 ? n + 1 : 4;
}

bool ds_counted_column_is(const ds_counted_column *column, ds_text name, int *out_year) {
    const size_t before = strlen(column->before);
    size_t size;
    *out_year = 0;
    if (column->after == NULL) return ds_text_same_name(name, ds_text_of(column->before));
    if (name.size < before ||
        !ds_text_equal_nocase((ds_text){name.data, before}, ds_text_of(column->before)))
        return false;
    size = year_at((ds_text){name.data + before, name.size - before}, out_year);
    return size > 0 &&
           ds_text_equal_nocase((ds_text){name.data + before + size, name.size - before - size},
                                ds_text_of(column->after));
}

bool ds_counted_layout_fits(const ds_counted_layout *layout, const ds_text *names, size_t n_names) {
    size_t n_counts = 0, twice;
    int year;
    for (size_t k = 0; k < layout->n_keys; k++)
        if (layout->keys[k].column != NULL &&
            ds_text_find_name(names, n_names, ds_text_of(layout->keys[k].column), &twice) ==
                SIZE_MAX)
            return false;
    if (layout->year_column != NULL &&
        ds_text_find_name(names, n_names, ds_text_of(layout->year_column), &twice) == SIZE_MAX)
        return false;
    for (size_t i = 0; i < n_names; i++)
        for (size_t c = 0; c < layout->n_columns; c++)
            n_counts += ds_counted_column_is(&layout->columns[c], names[i], &year);
    return n_counts > 0;
}
