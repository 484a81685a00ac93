/* intake/config.c: doorstroom.yaml, the work folder's own wishes:
 *
 *   leveringen:            # order, and the kind of files whose name does not tell it
 *     - {bestand: bron_export.csv, soort: inschrijving}
 *     - {bestand: osiris.csv, vertaling: osiris}   # vertalingen/osiris.yaml
 *     - {bestand: inschrijving.xlsx, blad: Studenten} # of Excel; else its first sheet
 *     - {bestand: werk.csv, persoon_soort: bsn}    # the kind of its numbers of persons
 *   persoon_soort: eigen   # the same of all deliveries that state none
 *   schooljaren: [2019, 2020, 2021]
 *   max_afgekeurd: 1 %     # of the rows of any one delivery
 *   geheugen: 4 GB         # what an import may take of it; the rest goes by the disk
 *   leeg: [NULL, NA, "-"]  # the words for missing, instead of the usual ones
 *   pseudonimiseer: {sleutel: ../sleutel}    # no number of a person into the register
 *   deel: 3/7                                # written by split; then geheel.json must be there
 *   vrijgave: {minimum: 10}                  # read by work/inside/rules.c
 *
 * All of it optional; an unknown key is an error, not a silent wish. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/yaml.h"
#include "intake/mapping/file.h"
#include "intake/plan.h"
#include "intake/steps.h"

enum { CONFIG_MAX = 1 << 20 };

typedef struct reader {
    ds_intake *intake;
    const char *path;
    yaml_document_t *document;
    ds_error *err;
} reader;

static ds_status refuse_node(reader *r, const yaml_node_t *node, const char *nl, const char *en) {
    return ds_error_texts(r->err, DS_INPUT, r->path, node->start_mark.line + 1,
                          node->start_mark.column + 1, nl, en);
}

static ds_text read_scalar(const yaml_node_t *node) {
    if (node == NULL || node->type != YAML_SCALAR_NODE) return (ds_text){NULL, 0};
    return (ds_text){(const char *)node->data.scalar.value, node->data.scalar.length};
}

/* `1 %`, `1%` or `1`: percent, 0 to 100, up to four decimals. */
static ds_status read_maximum(reader *r, const yaml_node_t *node) {
    ds_text text = ds_text_trim(read_scalar(node));
    int64_t value;
    if (text.size > 0 && text.data[text.size - 1] == '%') {
        text.size--;
        text = ds_text_trim(text);
    }
    if (!ds_number_parse_scaled(text, 10000, &value) || value < 0 || value > 1000000)
        return refuse_node(r, node,
                           "max_afgekeurd: verwacht een percentage van 0 tot 100, zoals `1 %`",
                           "max_afgekeurd: expected a percentage from 0 to 100, like `1 %`");
    r->intake->max_refused_pct = (double)value / 10000.0;
    return DS_OK;
}

/* `2 GB`, `500 MiB`, `80 kB`: bytes, of which a number alone is no form, for it is nearly always a
 * mistake. */
static ds_status read_memory(reader *r, const yaml_node_t *node) {
    static const struct {
        const char *name;
        uint64_t size;
    } units[] = {{"kib", (uint64_t)1 << 10},
                 {"mib", (uint64_t)1 << 20},
                 {"gib", (uint64_t)1 << 30},
                 {"tib", (uint64_t)1 << 40},
                 {"kb", 1000},
                 {"mb", 1000000},
                 {"gb", 1000000000},
                 {"tb", 1000000000000}};
    ds_text text = ds_text_trim(read_scalar(node));
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const ds_text unit = ds_text_of(units[i].name);
        int64_t value;
        ds_text number = text;
        if (text.size <= unit.size ||
            !ds_text_equal_nocase((ds_text){text.data + text.size - unit.size, unit.size}, unit))
            continue;
        number.size -= unit.size;
        if (!ds_number_parse_scaled(ds_text_trim(number), 1000, &value) || value <= 0 ||
            (uint64_t)value > ((uint64_t)1 << 60) / units[i].size)
            break;
        r->intake->memory_limit = (uint64_t)value * units[i].size / 1000;
        if (r->intake->memory_limit > 0) return DS_OK;
    }
    return refuse_node(r, node, "geheugen: verwacht een hoeveelheid, zoals `4 GB` of `500 MiB`",
                       "geheugen: expected an amount, like `4 GB` or `500 MiB`");
}

static ds_status read_years(reader *r, const yaml_node_t *node) {
    ds_intake *intake = r->intake;
    if (node->type != YAML_SEQUENCE_NODE)
        return refuse_node(r, node, "schooljaren: verwacht een lijst, zoals [2021, 2022]",
                           "schooljaren: expected a list, like [2021, 2022]");
    for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top;
         i++) {
        const yaml_node_t *item = yaml_document_get_node(r->document, *i);
        int year;
        if (!ds_date_parse_schoolyear(read_scalar(item), &year))
            return refuse_node(r, item, "verwacht een schooljaar, zoals 2022 of 2022/23",
                               "expected a school year, like 2022 or 2022/23");
        if (!ds_reserve(&intake->only_years, &intake->only_years_capacity, intake->n_only_years + 1,
                        sizeof *intake->only_years))
            return ds_error_memory(r->err);
        intake->only_years[intake->n_only_years++] = year;
    }
    return DS_OK;
}

/* The mapping that a delivery names. */
static ds_status find_mapping(reader *r, const yaml_node_t *node, const ds_mapping_file **out) {
    size_t near;
    char nl[200] = "onbekende vertaling", en[200] = "unknown vertaling";
    *out = ds_mappings_find(r->intake, read_scalar(node));
    if (*out != NULL) return DS_OK;
    near = ds_mappings_nearest(r->intake, read_scalar(node));
    if (near != SIZE_MAX) {
        const char *name = r->intake->mappings[near]->name;
        (void)snprintf(nl, sizeof nl, "onbekende vertaling; bedoelt u '%.80s'?", name);
        (void)snprintf(en, sizeof en, "unknown vertaling; did you mean '%.80s'?", name);
    }
    return refuse_node(r, node, nl, en);
}

/* bsn, onderwijsnummer, pgn, pseudoniem or eigen, + 1. */
static ds_status read_number_kind(reader *r, const yaml_node_t *node, uint8_t *out) {
    int code = ds_codes_find(&ds_codes_persoon_soort, ds_text_trim(read_scalar(node)), true);
    if (code < 0)
        return refuse_node(
            r, node, "persoon_soort: verwacht bsn, onderwijsnummer, pgn, pseudoniem of eigen",
            "persoon_soort: expected bsn, onderwijsnummer, pgn, pseudoniem or eigen");
    *out = (uint8_t)(code + 1);
    return DS_OK;
}

/* The kind that an item gives the delivery just made; DUO's layouts fix theirs. */
static ds_status state_number_kind(reader *r, const yaml_node_t *node, uint8_t number) {
    ds_delivery *d = &r->intake->deliveries[r->intake->n_deliveries - 1];
    if (number == 0) return DS_OK;
    if (d->mapping == NULL && d->layout != NULL && ds_identity_is_fixed(d->layout))
        return refuse_node(r, node, "persoon_soort: de indeling van dit bestand legt die vast",
                           "persoon_soort: the layout of this file fixes it");
    d->number = number;
    return DS_OK;
}

/* One item of leveringen: a file name, or {bestand, soort} or {bestand, vertaling}. */
static ds_status read_config_delivery(reader *r, const yaml_node_t *node) {
    ds_text name = read_scalar(node), kind = {NULL, 0}, sheet = {NULL, 0};
    const ds_mapping_file *mapping = NULL;
    uint8_t number = 0;
    ds_status status;
    if (node->type == YAML_MAPPING_NODE) {
        for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top;
             p++) {
            const yaml_node_t *key = yaml_document_get_node(r->document, p->key);
            ds_text value = read_scalar(yaml_document_get_node(r->document, p->value));
            if (ds_text_is(read_scalar(key), "bestand"))
                name = value;
            else if (ds_text_is(read_scalar(key), "soort"))
                kind = value;
            else if (ds_text_is(read_scalar(key), "blad"))
                sheet = value;
            else if (ds_text_is(read_scalar(key), "vertaling")) {
                status = find_mapping(r, yaml_document_get_node(r->document, p->value), &mapping);
                if (status != DS_OK) return status;
            } else if (ds_text_is(read_scalar(key), "persoon_soort")) {
                status =
                    read_number_kind(r, yaml_document_get_node(r->document, p->value), &number);
                if (status != DS_OK) return status;
            } else
                return refuse_node(
                    r, key,
                    "onbekende sleutel; verwacht bestand, soort, vertaling, blad of persoon_soort",
                    "unknown key; expected bestand, soort, vertaling, blad or persoon_soort");
        }
    }
    if (name.size == 0)
        return refuse_node(r, node, "verwacht een bestandsnaam of {bestand: …, soort: …}",
                           "expected a file name or {bestand: …, soort: …}");
    if (memchr(name.data, '/', name.size) != NULL)
        return refuse_node(r, node, "verwacht een bestand in leveringen/, zonder pad",
                           "expected a file in leveringen/, without a path");
    if (kind.size > 0 && ds_plan_layout(kind) == NULL)
        return refuse_node(r, node, "onbekende soort levering", "unknown kind of delivery");
    for (size_t i = 0; i < r->intake->n_deliveries; i++)
        if (ds_text_is(name, r->intake->deliveries[i].name))
            return refuse_node(r, node, "dit bestand staat er twee keer",
                               "this file stands here twice");
    if (kind.size > 0 && mapping != NULL)
        return refuse_node(r, node, "soort of vertaling, niet allebei",
                           "soort or vertaling, not both");
    status = ds_plan_wish(r->intake, name, kind, r->err);
    if (status == DS_OK && mapping != NULL) {
        r->intake->deliveries[r->intake->n_deliveries - 1].mapping = mapping;
        r->intake->deliveries[r->intake->n_deliveries - 1].settled = true;
    }
    if (status == DS_OK && sheet.size > 0) {
        ds_delivery *d = &r->intake->deliveries[r->intake->n_deliveries - 1];
        d->sheet = ds_strndup(sheet.data, sheet.size);
        if (d->sheet == NULL) return ds_error_memory(r->err);
    }
    return status == DS_OK ? state_number_kind(r, node, number) : status;
}

static ds_status read_deliveries(reader *r, const yaml_node_t *node) {
    ds_status status = DS_OK;
    if (node->type != YAML_SEQUENCE_NODE)
        return refuse_node(r, node, "leveringen: verwacht een lijst",
                           "leveringen: expected a list");
    for (yaml_node_item_t *i = node->data.sequence.items.start;
         status == DS_OK && i < node->data.sequence.items.top; i++)
        status = read_config_delivery(r, yaml_document_get_node(r->document, *i));
    return status;
}

/* {sleutel: path}, from the work folder. */
static ds_status read_identity(reader *r, const yaml_node_t *node) {
    const yaml_node_t *key = NULL;
    ds_text path;
    if (node->type == YAML_MAPPING_NODE &&
        node->data.mapping.pairs.top - node->data.mapping.pairs.start == 1)
        key = yaml_document_get_node(r->document, node->data.mapping.pairs.start->key);
    if (key == NULL || !ds_text_is(read_scalar(key), "sleutel"))
        return refuse_node(r, node, "pseudonimiseer: verwacht {sleutel: BESTAND}",
                           "pseudonimiseer: expected {sleutel: FILE}");
    node = yaml_document_get_node(r->document, node->data.mapping.pairs.start->value);
    path = read_scalar(node);
    if (path.size == 0 || path.size >= DS_PATH_SIZE || memchr(path.data, '\0', path.size) != NULL)
        return refuse_node(r, node, "sleutel: verwacht het pad van een bestand",
                           "sleutel: expected the path of a file");
    return ds_identity_read_key(r->intake, path.data, r->err);
}

/* {map: path, versie: …}: whoever counts looks at it whole; here only at where indicators are. */
static ds_status read_definitions(reader *r, const yaml_node_t *node) {
    if (node->type != YAML_MAPPING_NODE) return DS_OK;
    for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top;
         p++) {
        const ds_text folder = read_scalar(yaml_document_get_node(r->document, p->value));
        if (!ds_text_is(read_scalar(yaml_document_get_node(r->document, p->key)), "map") ||
            folder.size == 0)
            continue;
        ds_free(r->intake->definitions);
        r->intake->definitions = ds_strndup(folder.data, folder.size);
        if (r->intake->definitions == NULL) return ds_error_memory(r->err);
    }
    return DS_OK;
}

/* The words for missing; a list that is empty leaves only what is empty. */
static ds_status read_missing_words(reader *r, const yaml_node_t *node) {
    ds_intake *intake = r->intake;
    if (node->type != YAML_SEQUENCE_NODE)
        return refuse_node(r, node, "leeg: verwacht een lijst van woorden, zoals [NULL, \"-\"]",
                           "leeg: expected a list of words, like [NULL, \"-\"]");
    for (yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top;
         i++) {
        const yaml_node_t *item = yaml_document_get_node(r->document, *i);
        const ds_text word = ds_text_trim(read_scalar(item));
        const char *kept = ds_strndup(word.size == 0 ? "" : word.data, word.size);
        if (item->type != YAML_SCALAR_NODE || word.size > DS_GATE_WORD_MAX) {
            ds_free((void *)(uintptr_t)kept);
            return refuse_node(r, item, "leeg: verwacht een woord van ten hoogste 64 bytes",
                               "leeg: expected a word of at most 64 bytes");
        }
        if (kept == NULL ||
            !ds_reserve(&intake->missing_words, &intake->missing_words_capacity,
                        intake->n_missing_words + 1, sizeof *intake->missing_words)) {
            ds_free((void *)(uintptr_t)kept);
            return ds_error_memory(r->err);
        }
        intake->missing_words[intake->n_missing_words++] = (ds_text){kept, word.size};
    }
    ds_gate_words_set(&intake->missing,
                      (ds_missing){intake->missing_words, intake->n_missing_words});
    return DS_OK;
}

/* `3/7`: which part of a whole this work folder is; split writes it. `0/7`: rows of all parts. */
static ds_status read_part_of(reader *r, const yaml_node_t *node) {
    ds_text text = ds_text_trim(read_scalar(node));
    const char *slash = text.size == 0 ? NULL : memchr(text.data, '/', text.size);
    size_t at = slash == NULL ? 0 : (size_t)(slash - text.data);
    int64_t part, n_parts;
    if (slash == NULL || !ds_number_parse_integer((ds_text){text.data, at}, &part) ||
        !ds_number_parse_integer((ds_text){slash + 1, text.size - at - 1}, &n_parts) || part < 0 ||
        n_parts < 1 || n_parts > DS_WHOLE_PARTS_MAX || part > n_parts)
        return refuse_node(r, node, "deel: verwacht i/n, zoals 3/7",
                           "deel: expected i/n, like 3/7");
    r->intake->whole.part = (uint32_t)part;
    r->intake->whole.n_parts = (uint32_t)n_parts;
    return DS_OK;
}

static ds_status read_top(reader *r, const yaml_node_t *root) {
    ds_status status = DS_OK;
    if (root == NULL || (root->type == YAML_SCALAR_NODE && root->data.scalar.length == 0))
        return DS_OK; /* an empty file wishes nothing */
    if (root->type != YAML_MAPPING_NODE)
        return refuse_node(r, root, "verwacht sleutels: leveringen, schooljaren, max_afgekeurd",
                           "expected keys: leveringen, schooljaren, max_afgekeurd");
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
         status == DS_OK && p < root->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = yaml_document_get_node(r->document, p->key);
        const yaml_node_t *value = yaml_document_get_node(r->document, p->value);
        for (yaml_node_pair_t *q = root->data.mapping.pairs.start; q < p; q++)
            if (ds_text_equal(read_scalar(key),
                              read_scalar(yaml_document_get_node(r->document, q->key))))
                return refuse_node(r, key, "deze sleutel staat er twee keer",
                                   "this key stands here twice");
        if (ds_text_is(read_scalar(key), "leveringen"))
            status = read_deliveries(r, value);
        else if (ds_text_is(read_scalar(key), "schooljaren"))
            status = read_years(r, value);
        else if (ds_text_is(read_scalar(key), "max_afgekeurd"))
            status = read_maximum(r, value);
        else if (ds_text_is(read_scalar(key), "geheugen"))
            status = read_memory(r, value);
        else if (ds_text_is(read_scalar(key), "leeg"))
            status = read_missing_words(r, value);
        else if (ds_text_is(read_scalar(key), "pseudonimiseer"))
            status = read_identity(r, value);
        else if (ds_text_is(read_scalar(key), "persoon_soort"))
            status = read_number_kind(r, value, &r->intake->identity.everywhere);
        else if (ds_text_is(read_scalar(key), "deel"))
            status = read_part_of(r, value);
        else if (ds_text_is(read_scalar(key), "vrijgave") ||
                 ds_text_is(read_scalar(key), "uitgever") || ds_text_is(read_scalar(key), "web"))
            continue; /* of releases, and of what serves */
        else if (ds_text_is(read_scalar(key), "definities"))
            status = read_definitions(r, value);
        else
            status = refuse_node(
                r, key,
                "onbekende sleutel; verwacht leveringen, schooljaren, max_afgekeurd, "
                "geheugen, leeg, persoon_soort, pseudonimiseer, definities, vrijgave, uitgever of "
                "web",
                "unknown key; expected leveringen, schooljaren, max_afgekeurd, "
                "geheugen, leeg, persoon_soort, pseudonimiseer, definities, vrijgave, uitgever or "
                "web");
    }
    return status;
}

static ds_status parse_config(ds_intake *intake, const char *path, size_t size, ds_error *err) {
    const ds_raw raw = {.name = path, .text = {intake->config, size}};
    ds_yaml yaml;
    reader r = {intake, path, &yaml.yaml, err};
    ds_status status = ds_yaml_load_wishes(&raw, &yaml, err);
    if (status != DS_OK) return status;
    status = read_top(&r, ds_yaml_root(&yaml));
    ds_yaml_done(&yaml);
    return status;
}

ds_status ds_config_read(ds_intake *intake, ds_error *err) {
    char path[DS_PATH_SIZE];
    size_t size = 0;
    ds_status status = ds_file_join(path, intake->options->work_folder, "doorstroom.yaml", err);
    intake->max_refused_pct = 1.0;
    if (status == DS_OK) status = ds_mappings_load(intake, err);
    if (status != DS_OK) return status;
    if (!ds_file_exists(path)) {
        intake->config = ds_strdup("");
        return intake->config == NULL ? ds_error_memory(err) : ds_whole_read(intake, err);
    }
    status = ds_file_read(path, CONFIG_MAX, &intake->config, &size, err);
    if (status == DS_OK) status = parse_config(intake, path, size, err);
    return status == DS_OK ? ds_whole_read(intake, err) : status;
}
