/* formulier/read.c: a form's file as a whole. The parts are read in such an order that each knows
 * those that it names; expressions and names of fields wait until all fields are known. See
 * reading.h. */
#include <string.h>

#include "base/checksum.h"
#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "formulier/reading.h"

enum { REMINDERS_MAX = 20, REMIND_DAYS_MAX = 366 };

enum {
    FORMULIER,
    VERSIE,
    JAAR,
    NL,
    EN,
    UITLEG,
    DOSSIER,
    TERMIJN,
    WIE,
    PARTIJEN,
    LIJSTEN,
    THEMAS,
    TEKSTEN,
    ONDERWERPEN,
    CONTROLES,
    TOESTANDEN,
    OVERGANGEN,
    LEVERINGEN,
    STUKKEN,
    KEYS
};
static const char *const form_keys[KEYS] = {
    "formulier", "versie",     "jaar",       "nl",         "en",     "uitleg",  "dossier",
    "termijn",   "wie",        "partijen",   "lijsten",    "themas", "teksten", "onderwerpen",
    "controles", "toestanden", "overgangen", "leveringen", "stukken"};

static const char *const dossier_soorten[DS_DOSSIER_SOORTEN] = {"agenda", "route", "koppel",
                                                                "respondent"};

const char *ds_dossier_soort_name(ds_dossier_soort soort) {
    return dossier_soorten[soort];
}

static ds_status read_dossier(ds_formulier_reading *r, const yaml_node_t *node) {
    static const char *const names[] = {"soort", "nl", "en", "regio"};
    ds_formulier *form = &r->form->told;
    yaml_node_t *nodes[4];
    size_t soort = 0;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 4, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[0], "soort");
    if (status == DS_OK)
        status = ds_formulier_node_word(r, nodes[0], dossier_soorten, DS_DOSSIER_SOORTEN, &soort);
    form->of = (ds_dossier_soort)soort;
    if (status == DS_OK)
        status = ds_formulier_put_by(r, nodes[3], (ds_formulier_later){.field = &form->region});
    return status == DS_OK ? ds_formulier_need_say(r, node, nodes[1], nodes[2], &form->of_say)
                           : status;
}

static ds_status read_reminders(ds_formulier_reading *r, const yaml_node_t *node,
                                ds_termijn *term) {
    unsigned *remind;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, REMINDERS_MAX, &n);
    if (status != DS_OK || n == 0) return status;
    remind = ds_formulier_take(r, n, sizeof *remind);
    if (remind == NULL) return DS_FAULT;
    term->remind = remind;
    term->n_remind = n;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        int64_t days = 0;
        status =
            ds_formulier_node_whole(r, ds_formulier_seq_at(r, node, i), 0, REMIND_DAYS_MAX, &days);
        remind[i] = (unsigned)days;
    }
    return status;
}

static ds_status read_term(ds_formulier_reading *r, const yaml_node_t *node) {
    static const char *const names[] = {"opent", "sluit", "herinner"};
    ds_termijn *term = &r->form->told.term;
    yaml_node_t *nodes[3];
    ds_status status;
    if (node == NULL) return DS_OK;
    status = ds_yaml_fields(&r->yaml, node, names, 3, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_node_date(r, nodes[0], &term->opens);
    if (status == DS_OK) status = ds_formulier_node_date(r, nodes[1], &term->closes);
    if (status != DS_OK) return status;
    term->has_opens = nodes[0] != NULL;
    term->has_closes = nodes[1] != NULL;
    if (term->has_opens && term->has_closes && term->opens > term->closes)
        return ds_formulier_refuse(r, nodes[1], "sluit ligt voor opent", "sluit lies before opent");
    return read_reminders(r, nodes[2], term);
}

static ds_status read_heading(ds_formulier_reading *r, yaml_node_t *const *nodes,
                              const yaml_node_t *root) {
    static const int needed[] = {FORMULIER, VERSIE, JAAR, DOSSIER, TOESTANDEN, ONDERWERPEN};
    ds_formulier *form = &r->form->told;
    int64_t year = 0;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof needed / sizeof *needed; i++)
        status = ds_formulier_need_key(r, root, nodes[needed[i]], form_keys[needed[i]]);
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[FORMULIER], &form->id);
    if (status == DS_OK)
        status = ds_formulier_node_text(r, nodes[VERSIE], DS_FORMULIER_ID_MAX, &form->version);
    if (status == DS_OK)
        status = ds_formulier_node_whole(r, nodes[JAAR], DS_YEAR_MIN, DS_YEAR_MAX, &year);
    form->year = (int)year;
    if (status == DS_OK) status = ds_formulier_need_say(r, root, nodes[NL], nodes[EN], &form->say);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[UITLEG], &form->uitleg);
    if (status == DS_OK) status = read_dossier(r, nodes[DOSSIER]);
    return status == DS_OK ? read_term(r, nodes[TERMIJN]) : status;
}

static ds_status read_parts(ds_formulier_reading *r) {
    static const struct {
        int key;
        ds_status (*read)(ds_formulier_reading *r, const yaml_node_t *node);
    } parts[] = {{WIE, ds_formulier_read_who},
                 {PARTIJEN, ds_formulier_read_parties},
                 {TOESTANDEN, ds_formulier_read_states},
                 {LIJSTEN, ds_formulier_read_lists},
                 {TEKSTEN, ds_formulier_read_texts},
                 {ONDERWERPEN, ds_formulier_read_topics},
                 {CONTROLES, ds_formulier_read_checks},
                 {OVERGANGEN, ds_formulier_read_transitions},
                 {LEVERINGEN, ds_formulier_read_deliveries},
                 {STUKKEN, ds_formulier_read_papers}};
    yaml_node_t *nodes[KEYS];
    const yaml_node_t *root = ds_yaml_root(&r->yaml);
    ds_status status = ds_yaml_fields(&r->yaml, root, form_keys, KEYS, nodes, r->err);
    if (status == DS_OK) status = read_heading(r, nodes, root);
    for (size_t i = 0; status == DS_OK && i < sizeof parts / sizeof *parts; i++)
        if (nodes[parts[i].key] != NULL) status = parts[i].read(r, nodes[parts[i].key]);
    if (status == DS_OK) status = ds_formulier_node_list(r, nodes[THEMAS], &r->form->told.themes);
    return status == DS_OK ? ds_formulier_read_later(r) : status;
}

ds_status ds_formulier_read_later(ds_formulier_reading *r) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->n_later; i++)
        status = ds_expressie_read(r, &r->later[i], r->err);
    return status;
}

static ds_status read_digest(ds_formulier_whole *form, ds_text text, ds_error *err) {
    char digest[DS_CHECKSUM_SIZE];
    ds_checksum_bytes(text.data, text.size, digest);
    form->told.digest = ds_arena_copy(&form->arena, ds_text_of(digest));
    return form->told.digest == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status read_raw(ds_formulier_reading *r, const ds_raw *raw) {
    ds_status status = ds_yaml_load_wishes(raw, &r->yaml, r->err);
    if (status == DS_OK && ds_yaml_root(&r->yaml) == NULL)
        status = ds_error_at(r->err, DS_INPUT, raw->name, 1, 1,
                             "het bestand is leeg, verwachtte een formulier",
                             "the file is empty, expected a form");
    if (status == DS_OK) status = read_parts(r);
    if (status == DS_OK) status = read_digest(r->form, raw->text, r->err);
    if (status == DS_OK) status = ds_arena_finish(&r->form->arena, r->err);
    ds_yaml_done(&r->yaml);
    return status;
}

ds_status ds_formulier_read_text(const ds_raw *raw, const char *const *folders, size_t n_folders,
                                 const ds_kinds *kinds, ds_formulier **out, ds_error *err) {
    ds_formulier_reading r = {
        .folders = folders, .n_folders = n_folders, .kinds = kinds, .err = err};
    ds_status status;
    r.form = ds_calloc(1, sizeof *r.form);
    status = r.form == NULL ? ds_error_memory(err) : read_raw(&r, raw);
    ds_free(r.later);
    if (status == DS_OK)
        *out = &r.form->told;
    else if (r.form != NULL)
        ds_formulier_free(&r.form->told);
    return status;
}

ds_status ds_formulier_read(const char *path, const char *const *folders, size_t n_folders,
                            const ds_kinds *kinds, ds_formulier **out, ds_error *err) {
    ds_raw raw = {.name = path};
    char *data = NULL;
    ds_status status = ds_file_read(path, DS_FORMULIER_FILE_MAX, &data, &raw.text.size, err);
    raw.text.data = data;
    if (status == DS_OK) status = ds_formulier_read_text(&raw, folders, n_folders, kinds, out, err);
    ds_free(data);
    return status;
}

void ds_formulier_free(ds_formulier *form) {
    ds_formulier_whole *whole = (ds_formulier_whole *)form;
    if (form == NULL) return;
    ds_arena_done(&whole->arena);
    ds_free(whole);
}
