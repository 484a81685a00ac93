/* formulier/read_field.c: velden and kolommen of a form's file. See reading.h. */
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "formulier/reading.h"

enum { FIELDS_OF_TOPIC_MAX = 200, TYPES_MAX = 20, KEYS_MAX = 10, MB_MAX = 50 };

static const char *const soorten[DS_VELD_SOORTEN] = {
    "tekst",   "vrij",       "geheel",    "getal",        "procent", "bedrag",
    "jaar",    "schooljaar", "datum",     "ja_nee",       "keuze",   "meerkeuze",
    "bestand", "brin",       "vestiging", "persoon_naam", "tabel",   "getoond"};

const char *ds_veld_soort_name(ds_veld_soort soort) {
    return soorten[soort];
}

/* The keys of a block: the first is veld or kolom. */
enum {
    ID,
    SOORT,
    NL,
    EN,
    UITLEG,
    INVENTARIS,
    RAPPORTBLOK,
    VERPLICHT,
    NEEM_OVER,
    OPENBAAR,
    THEMA,
    VAN,
    TOT,
    LIJST,
    KEUZES,
    BESTAND,
    EENHEID,
    ZICHTBAAR,
    ALS,
    VOORVULLEN,
    RIJEN,
    KOLOMMEN,
    BEREKEND,
    DECIMALEN,
    KEYS
};
static const char *const field_keys[KEYS] = {
    "veld",        "soort",      "nl",        "en",       "uitleg",   "inventaris",
    "rapportblok", "verplicht",  "neem_over", "openbaar", "thema",    "van",
    "tot",         "lijst",      "keuzes",    "bestand",  "eenheid",  "zichtbaar_voor",
    "als",         "voorvullen", "rijen",     "kolommen", "berekend", "decimalen"};

static bool has_list(ds_veld_soort soort) {
    return soort == DS_VELD_KEUZE || soort == DS_VELD_MEERKEUZE;
}

static bool is_number(ds_veld_soort soort) {
    return soort == DS_VELD_GEHEEL || soort == DS_VELD_GETAL || soort == DS_VELD_PROCENT ||
           soort == DS_VELD_BEDRAG || soort == DS_VELD_GETOOND;
}

/* ---- bounds ---- */

static bool parse_bound(ds_veld_soort soort, ds_text text, int64_t *out) {
    int32_t days;
    int year;
    if (is_number(soort)) return ds_number_parse_scaled(text, DS_EXPRESSIE_UNIT, out);
    switch (soort) {
    case DS_VELD_DATUM:
        if (text.size != 10 || !ds_date_parse(text, &days)) return false;
        *out = days;
        return true;
    case DS_VELD_JAAR:
    case DS_VELD_SCHOOLJAAR:
        if (!ds_date_parse_schoolyear(text, &year)) return false;
        *out = year;
        return true;
    default:
        return ds_number_parse_integer(text, out) && *out >= 0 && *out <= DS_FORMULIER_FREE_MAX;
    }
}

static ds_status read_bound(ds_formulier_reading *r, const yaml_node_t *node, const ds_veld *field,
                            int64_t *out, bool *out_has) {
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    if (!parse_bound(field->soort, ds_yaml_text(node), out))
        return ds_formulier_refuse_name(
            r, node, "een grens zoals het veld er een heeft: getal, datum, jaar of aantal tekens",
            "a bound as the field has one: number, date, year or number of characters", NULL, 0);
    *out_has = true;
    return DS_OK;
}

static ds_status read_field_bounds(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                   ds_veld *field) {
    ds_status status;
    if (nodes[VAN] == NULL && nodes[TOT] == NULL) return DS_OK;
    if (has_list(field->soort) || field->soort == DS_VELD_TABEL ||
        field->soort == DS_VELD_BESTAND || field->soort == DS_VELD_JA_NEE ||
        field->soort == DS_VELD_BRIN || field->soort == DS_VELD_VESTIGING)
        return ds_formulier_refuse(r, nodes[VAN] != NULL ? nodes[VAN] : nodes[TOT],
                                   "deze soort veld heeft geen grenzen",
                                   "this kind of field has no bounds");
    status = read_bound(r, nodes[VAN], field, &field->low, &field->has_low);
    if (status == DS_OK) status = read_bound(r, nodes[TOT], field, &field->high, &field->has_high);
    if (status == DS_OK && field->has_low && field->has_high && field->low > field->high)
        status = ds_formulier_refuse(r, nodes[VAN], "van is meer dan tot", "van is more than tot");
    return status;
}

/* ---- choices and files ---- */

static ds_status read_field_list(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                 const yaml_node_t *block, ds_veld *field) {
    const bool listed = nodes[LIJST] != NULL || nodes[KEUZES] != NULL;
    ds_lijst *own;
    if (!has_list(field->soort))
        return !listed ? DS_OK
                       : ds_formulier_refuse(r, nodes[LIJST] != NULL ? nodes[LIJST] : nodes[KEUZES],
                                             "alleen keuze en meerkeuze hebben een lijst",
                                             "only keuze and meerkeuze have a list");
    if ((nodes[LIJST] == NULL) == (nodes[KEUZES] == NULL))
        return ds_formulier_refuse(r, block, "een keuze heeft een lijst, of keuzes",
                                   "a choice has a lijst, or keuzes");
    if (nodes[LIJST] != NULL) return ds_formulier_node_list(r, nodes[LIJST], &field->list);
    own = ds_formulier_take(r, 1, sizeof *own);
    if (own == NULL) return DS_FAULT;
    own->id = field->id;
    field->list = own;
    return ds_formulier_read_list_rows(r, nodes[KEUZES], own);
}

static ds_status read_field_file(ds_formulier_reading *r, const yaml_node_t *node,
                                 const yaml_node_t *block, ds_veld *field) {
    static const char *const names[] = {"soorten", "mb"};
    static const char *const types[] = {"pdf", "docx", "xlsx", "odt", "ods",
                                        "png", "jpg",  "txt",  "csv"};
    yaml_node_t *nodes[2];
    int64_t mb = 10;
    ds_status status;
    if (field->soort != DS_VELD_BESTAND)
        return node == NULL ? DS_OK
                            : ds_formulier_refuse(r, node, "alleen soort bestand heeft dit",
                                                  "only soort bestand has this");
    status = ds_formulier_need_key(r, block, node, "bestand");
    if (status == DS_OK) status = ds_yaml_fields(&r->yaml, node, names, 2, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[0], "soorten");
    if (status == DS_OK)
        status = ds_formulier_node_words(r, nodes[0], types, sizeof types / sizeof *types,
                                         &field->types, &field->n_types);
    if (status == DS_OK) status = ds_formulier_node_whole(r, nodes[1], 1, MB_MAX, &mb);
    field->max_mb = (unsigned)mb;
    return status;
}

/* ---- prefilling ---- */

static ds_status read_prefill_keys(ds_formulier_reading *r, const yaml_node_t *node,
                                   ds_voorvullen *out) {
    ds_naam_waarde *keys;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_MAPPING_NODE, r->err);
    if (status != DS_OK) return status;
    keys = ds_formulier_take(r, KEYS_MAX, sizeof *keys);
    if (keys == NULL) return DS_FAULT;
    out->keys = keys;
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         status == DS_OK && pair < node->data.mapping.pairs.top; pair++) {
        if (out->n_keys == KEYS_MAX)
            return ds_formulier_refuse(r, node, "te veel sleutels", "too many keys");
        status = ds_formulier_node_text(r, ds_yaml_node(&r->yaml, pair->key), DS_FORMULIER_ID_MAX,
                                        &keys[out->n_keys].name);
        if (status == DS_OK)
            status = ds_formulier_node_text(r, ds_yaml_node(&r->yaml, pair->value),
                                            DS_FORMULIER_TEXT_MAX, &keys[out->n_keys].value);
        out->n_keys += status == DS_OK;
    }
    return status;
}

static ds_status read_prefill(ds_formulier_reading *r, const yaml_node_t *node, ds_veld *field) {
    static const char *const names[] = {"vrijgave", "maat", "sleutels", "vorig", "uitleg"};
    yaml_node_t *nodes[5];
    ds_voorvullen *out = &field->prefill;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_fields(&r->yaml, node, names, 5, nodes, r->err);
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[0], DS_FORMULIER_TEXT_MAX, &out->release);
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[1], DS_FORMULIER_TEXT_MAX, &out->measure);
    if (status == DS_OK) status = read_prefill_keys(r, nodes[2], out);
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[3], DS_FORMULIER_TEXT_MAX, &out->previous);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[4], &out->definition);
    if (status == DS_OK && (out->release == NULL) == (out->previous == NULL))
        status = ds_formulier_refuse(r, node, "voorvullen heeft een vrijgave, of vorig",
                                     "voorvullen has a vrijgave, or vorig");
    return status;
}

/* A value that nobody types is of a release, or computed. */
static ds_status read_shown(ds_formulier_reading *r, yaml_node_t *const *nodes,
                            const yaml_node_t *block, ds_veld *field) {
    int64_t decimals = 1;
    ds_status status = DS_OK;
    if (field->soort != DS_VELD_GETOOND) {
        const yaml_node_t *node = nodes[BEREKEND] != NULL ? nodes[BEREKEND] : nodes[DECIMALEN];
        return node == NULL ? DS_OK
                            : ds_formulier_refuse(r, node, "alleen soort getoond heeft dit",
                                                  "only soort getoond has this");
    }
    if (nodes[BEREKEND] == NULL)
        status = ds_formulier_need_key(r, block, nodes[VOORVULLEN], "voorvullen");
    if (status == DS_OK)
        status = ds_formulier_node_whole(r, nodes[DECIMALEN], 0, DS_FORMULIER_DECIMALS, &decimals);
    field->decimals = (unsigned)decimals;
    return status == DS_OK
               ? ds_formulier_put_by(r, nodes[BEREKEND],
                                     (ds_formulier_later){.table = field->table,
                                                          .topic = SIZE_MAX,
                                                          .wants = DS_EXPRESSIE_GETAL,
                                                          .expression = &field->computed})
               : status;
}

/* ---- one field ---- */

static ds_status read_required(ds_formulier_reading *r, const yaml_node_t *node, ds_veld *field) {
    const bool word =
        node != NULL && node->type == YAML_SCALAR_NODE &&
        (ds_text_is(ds_yaml_text(node), "ja") || ds_text_is(ds_yaml_text(node), "nee"));
    if (node == NULL || word) return ds_formulier_node_yes(r, node, &field->required);
    return ds_formulier_put_by(r, node,
                               (ds_formulier_later){.table = field->table,
                                                    .topic = SIZE_MAX,
                                                    .wants = DS_EXPRESSIE_JA_NEE,
                                                    .expression = &field->required_if});
}

static ds_status check_field_id(ds_formulier_reading *r, const yaml_node_t *node,
                                const ds_veld *fields, size_t n, const ds_veld *field) {
    bool twice = field->table == NULL && ds_formulier_field(&r->form->told, field->id) != NULL;
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i].id, field->id) == 0) twice = true;
    if (twice)
        return ds_formulier_refuse(r, node, "dit veld staat er twee keer",
                                   "this field is there twice");
    if (ds_expressie_reserved(ds_text_of(field->id)))
        return ds_formulier_refuse(r, node, "deze naam is een woord van de regels zelf",
                                   "this name is a word of the rules themselves");
    return ++r->n_fields <= DS_FORMULIER_FIELDS_MAX
               ? DS_OK
               : ds_formulier_refuse(r, node, "te veel velden", "too many fields");
}

static ds_status read_field_soort(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                  const yaml_node_t *block, ds_veld *field) {
    size_t soort = 0;
    ds_status status = ds_formulier_need_key(r, block, nodes[SOORT], "soort");
    if (status == DS_OK)
        status = ds_formulier_node_word(r, nodes[SOORT], soorten, DS_VELD_SOORTEN, &soort);
    field->soort = (ds_veld_soort)soort;
    if (status == DS_OK && field->soort == DS_VELD_TABEL && field->table != NULL)
        status = ds_formulier_refuse(r, nodes[SOORT], "een tabel staat niet in een tabel",
                                     "a tabel does not stand in a tabel");
    if (status == DS_OK && field->soort == DS_VELD_TABEL && nodes[VERPLICHT] != NULL)
        status = ds_formulier_refuse(r, nodes[VERPLICHT],
                                     "zet verplicht bij de kolommen, of minstens bij de rijen",
                                     "put verplicht to the columns, or minstens to the rows");
    return status;
}

static ds_status read_field_words(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                  const yaml_node_t *block, ds_veld *field) {
    ds_status status = ds_formulier_need_say(r, block, nodes[NL], nodes[EN], &field->say);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[UITLEG], &field->uitleg);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[EENHEID], &field->unit);
    if (status == DS_OK)
        status =
            ds_formulier_node_text(r, nodes[INVENTARIS], DS_FORMULIER_ID_MAX, &field->inventaris);
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[RAPPORTBLOK], DS_FORMULIER_TEXT_MAX,
                                        &field->report_block);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[NEEM_OVER], &field->carry);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[OPENBAAR], &field->public_answer);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[THEMA], &field->theme);
    if (status == DS_OK)
        status =
            ds_formulier_node_words(r, nodes[ZICHTBAAR], ds_formulier_roles, ds_formulier_n_roles,
                                    &field->visible_for, &field->n_visible_for);
    return status;
}

static ds_status read_field(ds_formulier_reading *r, const yaml_node_t *node, const ds_veld *fields,
                            size_t n, ds_veld *field) {
    const char *names[KEYS];
    yaml_node_t *nodes[KEYS];
    ds_status status;
    memcpy(names, field_keys, sizeof field_keys);
    if (field->table != NULL) names[ID] = "kolom";
    status = ds_yaml_fields(&r->yaml, node, names, KEYS, nodes, r->err);
    field->carry = true;
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[ID], names[ID]);
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[ID], &field->id);
    if (status == DS_OK) status = check_field_id(r, nodes[ID], fields, n, field);
    if (status == DS_OK) status = read_field_soort(r, nodes, node, field);
    if (status == DS_OK) status = read_field_words(r, nodes, node, field);
    if (status == DS_OK) status = read_field_bounds(r, nodes, field);
    if (status == DS_OK) status = read_field_list(r, nodes, node, field);
    if (status == DS_OK) status = read_field_file(r, nodes[BESTAND], node, field);
    if (status == DS_OK) status = read_prefill(r, nodes[VOORVULLEN], field);
    if (status == DS_OK) status = read_shown(r, nodes, node, field);
    if (status == DS_OK) status = read_required(r, nodes[VERPLICHT], field);
    if (status == DS_OK)
        status = ds_formulier_put_by(r, nodes[ALS],
                                     (ds_formulier_later){.table = field->table,
                                                          .topic = SIZE_MAX,
                                                          .wants = DS_EXPRESSIE_JA_NEE,
                                                          .expression = &field->shown_if});
    return status == DS_OK ? ds_formulier_read_table(r, node, nodes[RIJEN], nodes[KOLOMMEN], field)
                           : status;
}

static ds_status fill_fields(ds_formulier_reading *r, const yaml_node_t *node, ds_veld *fields,
                             size_t n, size_t *out_n) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        status = read_field(r, ds_formulier_seq_at(r, node, i), fields, i, &fields[i]);
        *out_n += status == DS_OK;
    }
    return status;
}

ds_status ds_formulier_read_columns(ds_formulier_reading *r, const yaml_node_t *node,
                                    ds_veld *table) {
    ds_veld *columns;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, FIELDS_OF_TOPIC_MAX, &n);
    if (status != DS_OK) return status;
    columns = ds_formulier_take(r, n, sizeof *columns);
    if (columns == NULL) return DS_FAULT;
    table->columns = columns;
    for (size_t i = 0; i < n; i++) {
        columns[i].topic = table->topic;
        columns[i].table = table;
    }
    return fill_fields(r, node, columns, n, &table->n_columns);
}

/* ---- what beheer adds ---- */

static const ds_lijst_rij status_rows[] = {
    {"gepland", {"gepland", "planned"}, NULL},
    {"bezig", {"bezig", "under way"}, NULL},
    {"gereed", {"gereed", "ready"}, NULL},
    {"vervallen", {"vervallen", "dropped"}, NULL},
};
static const ds_lijst status_list = {
    .id = "status", .rows = status_rows, .n_rows = sizeof status_rows / sizeof *status_rows};

static const struct {
    const char *ending;
    ds_veld_soort soort;
    ds_say say;
    const ds_lijst *list;
} managed[] = {
    {"eigenaar", DS_VELD_PERSOON_NAAM, {"Wie trekt dit?", "Who takes the lead?"}, NULL},
    {"begin", DS_VELD_DATUM, {"Begint op", "Begins on"}, NULL},
    {"klaar", DS_VELD_DATUM, {"Moet klaar zijn op", "Is to be ready on"}, NULL},
    {"status", DS_VELD_KEUZE, {"Hoe staat het ermee?", "How does it stand?"}, &status_list},
};
enum { N_MANAGED = sizeof managed / sizeof *managed };

static ds_status add_managed(ds_formulier_reading *r, const yaml_node_t *node,
                             const ds_onderwerp *topic, ds_veld *fields, size_t *n) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < N_MANAGED; i++) {
        ds_veld *field = &fields[*n];
        field->soort = managed[i].soort;
        field->say = managed[i].say;
        field->list = managed[i].list;
        field->carry = true;
        field->managing = true;
        field->id = ds_arena_print(&r->form->arena, "%s_%s", topic->id, managed[i].ending);
        if (field->id == NULL) return ds_error_memory(r->err);
        if (strlen(field->id) > DS_FORMULIER_ID_MAX)
            return ds_formulier_refuse(r, node, "deze naam is te lang voor beheer",
                                       "this name is too long for beheer");
        status = check_field_id(r, node, fields, *n, field);
        *n += status == DS_OK;
    }
    return status;
}

ds_status ds_formulier_read_topic_fields(ds_formulier_reading *r, const yaml_node_t *node,
                                         const yaml_node_t *name, size_t i, ds_onderwerp *topic) {
    ds_veld *fields;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, FIELDS_OF_TOPIC_MAX, &n);
    if (status != DS_OK) return status;
    fields = ds_formulier_take(r, n + N_MANAGED, sizeof *fields);
    if (fields == NULL) return DS_FAULT;
    for (size_t k = 0; k < n + N_MANAGED; k++)
        fields[k].topic = i;
    topic->fields = fields;
    if (n > 0) status = fill_fields(r, node, fields, n, &topic->n_fields);
    return status == DS_OK && topic->managed ? add_managed(r, name, topic, fields, &topic->n_fields)
                                             : status;
}
