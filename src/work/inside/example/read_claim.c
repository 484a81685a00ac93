/* work/inside/example/read_claim.c: what an example says comes out: who has to stand where. See
 * example.h. */
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "work/inside/example/example.h"

enum { FIRST_YEAR = 1950, LAST_YEAR = 2150 };
enum { INDICATOR, TERM, COLUMN, BY, PRESENT, YEARS, CLAIM_KEYS };
static const char *const claim_keys[CLAIM_KEYS] = {"indicator", "term",          "kolom",
                                                   "by",        "huidige_codes", "jaren"};
enum { NOEMER, TELLER, ONBEKEND, PERCENTAGE, GROUP_KEYS };
static const char *const group_keys[GROUP_KEYS] = {"noemer", "teller", "onbekend", "percentage"};
enum { YES, NO, UNKNOWN, TRUTHS };
static const char *const truth_keys[TRUTHS] = {"ja", "nee", "onbekend"};

/* ---- who ---- */

/* A claim and the school year and key of it that are being read. */
typedef struct place {
    example_reader *r;
    example_claim *claim;
    int year;
    const char *key;
} place;

static example_entry *find_entry(const place *p, const char *person) {
    for (size_t i = 0; i < p->claim->n_entries; i++) {
        example_entry *e = &p->claim->entries[i];
        if (e->year == p->year && strcmp(e->person, person) == 0) return e;
    }
    return NULL;
}

static ds_status add_entry(place *p, const yaml_node_t *node, ds_stand stand, const char *value) {
    example_claim *c = p->claim;
    const char *person = "";
    ds_status status = ds_example_keep(p->r, node, &person);
    if (status != DS_OK) return status;
    if (find_entry(p, person) != NULL)
        return ds_example_refuse(p->r, node, "deze persoon staat al bij dit jaar",
                                 "this person stands in this year already");
    if (c->n_entries == DS_EXAMPLE_ENTRIES_MAX)
        return ds_example_refuse(p->r, node, "meer dan 4096 personen in deze uitspraak",
                                 "more than 4096 persons in this claim");
    c->entries = ds_example_grow(p->r->arena, c->entries, c->n_entries, sizeof *c->entries);
    if (c->entries == NULL) return ds_error_memory(p->r->err);
    c->entries[c->n_entries++] = (example_entry){.person = person,
                                                 .stand = stand,
                                                 .key = p->key,
                                                 .value = value,
                                                 .year = p->year,
                                                 .line = node->start_mark.line + 1,
                                                 .column = node->start_mark.column + 1};
    return DS_OK;
}

/* [A, B], or for numbers {A: 3, B: 5}. */
static ds_status read_persons(place *p, const yaml_node_t *node, ds_stand stand) {
    ds_status status = DS_OK;
    if (node == NULL) return DS_OK;
    if (node->type != YAML_MAPPING_NODE) {
        status = ds_yaml_need(&p->r->yaml, node, YAML_SEQUENCE_NODE, p->r->err);
        for (yaml_node_item_t *i = status == DS_OK ? node->data.sequence.items.start : NULL;
             status == DS_OK && i < node->data.sequence.items.top; i++)
            status = add_entry(p, ds_yaml_node(&p->r->yaml, *i), stand, NULL);
        return status;
    }
    for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
         status == DS_OK && i < node->data.mapping.pairs.top; i++) {
        const char *value = "";
        status = ds_example_keep(p->r, ds_yaml_node(&p->r->yaml, i->value), &value);
        if (status == DS_OK) status = add_entry(p, ds_yaml_node(&p->r->yaml, i->key), stand, value);
    }
    return status;
}

/* Who is in the teller is in the noemer as well. */
static ds_status raise_to_teller(place *p, const yaml_node_t *list) {
    ds_status status = DS_OK;
    if (list == NULL) return DS_OK;
    status = ds_yaml_need(&p->r->yaml, list, YAML_SEQUENCE_NODE, p->r->err);
    for (yaml_node_item_t *i = status == DS_OK ? list->data.sequence.items.start : NULL;
         status == DS_OK && i < list->data.sequence.items.top; i++) {
        const yaml_node_t *node = ds_yaml_node(&p->r->yaml, *i);
        const char *person = "";
        example_entry *entry;
        status = ds_example_keep(p->r, node, &person);
        if (status != DS_OK) break;
        entry = find_entry(p, person);
        if (entry == NULL || entry->stand != DS_STAND_NOEMER || strcmp(entry->key, p->key) != 0)
            return ds_example_refuse(p->r, node, "wie in de teller staat, staat ook in de noemer",
                                     "who is in the teller is in the noemer as well");
        entry->stand = DS_STAND_TELLER;
        entry->line = node->start_mark.line + 1;
        entry->column = node->start_mark.column + 1;
    }
    return status;
}

static ds_status read_share(place *p, const yaml_node_t *node) {
    example_claim *c = p->claim;
    example_share *shares;
    double number;
    const char *text = "";
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_example_keep(p->r, node, &text);
    if (status != DS_OK) return status;
    if (!ds_number_parse_decimal(ds_text_of(text), &number) || number < 0 || number > 100)
        return ds_example_refuse(p->r, node, "verwacht een percentage van 0 tot 100",
                                 "expected a percentage from 0 to 100");
    shares = (example_share *)(uintptr_t)c->shares;
    shares = ds_example_grow(p->r->arena, shares, c->n_shares, sizeof *shares);
    if (shares == NULL) return ds_error_memory(p->r->err);
    shares[c->n_shares++] = (example_share){p->year, p->key, text, node->start_mark.line + 1,
                                            node->start_mark.column + 1};
    c->shares = shares;
    return DS_OK;
}

/* {noemer: [A, B], teller: [A], onbekend: [C]} */
static ds_status read_group(place *p, yaml_node_t *node) {
    yaml_node_t *fields[GROUP_KEYS];
    ds_status status = ds_yaml_fields(&p->r->yaml, node, group_keys, GROUP_KEYS, fields, p->r->err);
    if (status == DS_OK) status = read_persons(p, fields[NOEMER], DS_STAND_NOEMER);
    if (status == DS_OK) status = raise_to_teller(p, fields[TELLER]);
    if (status == DS_OK) status = read_persons(p, fields[ONBEKEND], DS_STAND_ONBEKEND);
    return status == DS_OK ? read_share(p, fields[PERCENTAGE]) : status;
}

/* {ja: [A], nee: [B], onbekend: [C]} */
static ds_status read_truth(place *p, yaml_node_t *node) {
    static const ds_stand stands[] = {DS_STAND_TELLER, DS_STAND_NOEMER, DS_STAND_ONBEKEND};
    yaml_node_t *fields[TRUTHS];
    ds_status status = ds_yaml_fields(&p->r->yaml, node, truth_keys, TRUTHS, fields, p->r->err);
    for (size_t i = 0; status == DS_OK && i < TRUTHS; i++)
        status = read_persons(p, fields[i], stands[i]);
    return status;
}

/* {27+: …, overig: …}: for each value of the keys. */
static ds_status read_keys(place *p, yaml_node_t *node) {
    ds_status status = ds_yaml_need(&p->r->yaml, node, YAML_MAPPING_NODE, p->r->err);
    for (yaml_node_pair_t *i = status == DS_OK ? node->data.mapping.pairs.start : NULL;
         status == DS_OK && i < node->data.mapping.pairs.top; i++) {
        yaml_node_t *value = ds_yaml_node(&p->r->yaml, i->value);
        status = ds_example_keep(p->r, ds_yaml_node(&p->r->yaml, i->key), &p->key);
        if (status != DS_OK) break;
        status = p->claim->about == DS_EXAMPLE_COLUMN ? read_persons(p, value, DS_STAND_TELLER)
                                                      : read_group(p, value);
    }
    p->key = "";
    return status;
}

/* ---- school years ---- */

static ds_status read_year_value(place *p, yaml_node_t *node) {
    if (node->type == YAML_SCALAR_NODE) {
        if (ds_text_is(ds_yaml_text(node), "vervalt") && p->claim->about == DS_EXAMPLE_INDICATOR)
            return DS_OK;
        return ds_example_refuse(p->r, node, "verwacht vervalt, of wie waar telt",
                                 "expected vervalt, or who counts where");
    }
    if (p->claim->about == DS_EXAMPLE_TERM) return read_truth(p, node);
    return p->claim->about == DS_EXAMPLE_COLUMN || p->claim->by[0] != '\0' ? read_keys(p, node)
                                                                           : read_group(p, node);
}

static ds_status add_claim_year(place *p, const yaml_node_t *key, yaml_node_t *value) {
    example_claim *c = p->claim;
    example_year *years = (example_year *)(uintptr_t)c->years;
    for (size_t i = 0; i < c->n_years; i++)
        if (years[i].year == p->year)
            return ds_example_refuse(p->r, key, "dit jaar staat er twee keer",
                                     "this year stands here twice");
    years = ds_example_grow(p->r->arena, years, c->n_years, sizeof *years);
    if (years == NULL) return ds_error_memory(p->r->err);
    years[c->n_years++] = (example_year){p->year, value->type == YAML_SCALAR_NODE,
                                         key->start_mark.line + 1, key->start_mark.column + 1};
    c->years = years;
    return read_year_value(p, value);
}

/* 2020, or 2015..2018. */
static bool read_span(ds_text text, int64_t *first, int64_t *last) {
    const bool range = text.size == 10 && memcmp(text.data + 4, "..", 2) == 0;
    if (range)
        return ds_number_parse_integer((ds_text){text.data, 4}, first) &&
               ds_number_parse_integer((ds_text){text.data + 6, 4}, last);
    if (!ds_number_parse_integer(text, first)) return false;
    *last = *first;
    return true;
}

static ds_status read_claim_years(example_reader *r, const yaml_node_t *node,
                                  example_claim *claim) {
    place p = {.r = r, .claim = claim, .key = ""};
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_MAPPING_NODE, r->err);
    for (yaml_node_pair_t *i = status == DS_OK ? node->data.mapping.pairs.start : NULL;
         status == DS_OK && i < node->data.mapping.pairs.top; i++) {
        const yaml_node_t *key = ds_yaml_node(&r->yaml, i->key);
        int64_t first = 0, last = 0;
        if (key->type != YAML_SCALAR_NODE || !read_span(ds_yaml_text(key), &first, &last) ||
            first < FIRST_YEAR || last > LAST_YEAR || last < first ||
            last - first >= DS_EXAMPLE_RANGE_MAX)
            return ds_example_refuse(r, key, "verwacht een schooljaar, zoals 2020 of 2015..2018",
                                     "expected a school year, like 2020 or 2015..2018");
        for (int64_t year = first; status == DS_OK && year <= last; year++) {
            p.year = (int)year;
            status = add_claim_year(&p, key, ds_yaml_node(&r->yaml, i->value));
        }
    }
    return status;
}

/* ---- claims ---- */

static ds_status read_subject(example_reader *r, const yaml_node_t *node, yaml_node_t **fields,
                              example_claim *out, const yaml_node_t **subject) {
    size_t n = 0;
    for (size_t i = INDICATOR; i <= COLUMN; i++)
        if (fields[i] != NULL) {
            *subject = fields[i];
            out->about = (ds_example_about)(i - INDICATOR);
            n++;
        }
    if (n == 1 && fields[YEARS] != NULL &&
        (out->about == DS_EXAMPLE_INDICATOR || (fields[BY] == NULL && fields[PRESENT] == NULL)))
        return DS_OK;
    return ds_example_refuse(r, node,
                             "verwacht jaren, en een van indicator (met by of huidige_codes), term "
                             "en kolom",
                             "expected jaren, and one of indicator (with by or huidige_codes), "
                             "term and kolom");
}

static ds_status read_present(example_reader *r, const yaml_node_t *node, bool *out) {
    if (node == NULL) return DS_OK;
    if (node->type != YAML_SCALAR_NODE ||
        (!ds_text_is(ds_yaml_text(node), "ja") && !ds_text_is(ds_yaml_text(node), "nee")))
        return ds_example_refuse(r, node, "verwacht ja of nee", "expected ja or nee");
    *out = ds_text_is(ds_yaml_text(node), "ja");
    return DS_OK;
}

static ds_status add_claim(example_reader *r, const yaml_node_t *subject, yaml_node_t *years,
                           const example_claim *like, example *to) {
    example_claim claim = *like;
    ds_status status = ds_example_keep(r, subject, &claim.subject);
    claim.line = subject->start_mark.line + 1;
    claim.column = subject->start_mark.column + 1;
    if (status == DS_OK) status = read_claim_years(r, years, &claim);
    if (status != DS_OK) return status;
    to->claims = ds_example_grow(r->arena, to->claims, to->n_claims, sizeof *to->claims);
    if (to->claims == NULL) return ds_error_memory(r->err);
    to->claims[to->n_claims++] = claim;
    return DS_OK;
}

/* Of several indicators at once each is a claim. */
static ds_status read_claim(example_reader *r, yaml_node_t *node, example *to) {
    yaml_node_t *fields[CLAIM_KEYS];
    const yaml_node_t *subject = NULL;
    example_claim claim = {.by = ""};
    ds_status status = ds_yaml_fields(&r->yaml, node, claim_keys, CLAIM_KEYS, fields, r->err);
    if (status == DS_OK) status = read_subject(r, node, fields, &claim, &subject);
    if (status == DS_OK) status = ds_example_keep(r, fields[BY], &claim.by);
    if (status == DS_OK) status = read_present(r, fields[PRESENT], &claim.present_codes);
    if (status != DS_OK || subject == NULL) return status;
    if (subject->type != YAML_SEQUENCE_NODE)
        return add_claim(r, subject, fields[YEARS], &claim, to);
    for (yaml_node_item_t *i = subject->data.sequence.items.start;
         status == DS_OK && i < subject->data.sequence.items.top; i++)
        status = add_claim(r, ds_yaml_node(&r->yaml, *i), fields[YEARS], &claim, to);
    return status;
}

ds_status ds_example_read_claims(example_reader *reader, yaml_node_t *node, example *out) {
    ds_status status = ds_yaml_need(&reader->yaml, node, YAML_SEQUENCE_NODE, reader->err);
    for (yaml_node_item_t *i = status == DS_OK ? node->data.sequence.items.start : NULL;
         status == DS_OK && i < node->data.sequence.items.top; i++)
        status = read_claim(reader, ds_yaml_node(&reader->yaml, *i), out);
    if (status == DS_OK && out->n_claims == 0)
        status = ds_example_refuse(reader, node, "verwacht ten minste een uitspraak",
                                   "expected at least one claim");
    return status;
}
