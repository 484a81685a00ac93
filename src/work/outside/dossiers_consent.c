/* work/outside/dossiers_consent.c: what a party agreed to or signed, and whether that still is what
 * stands there.
 *
 * An agreement to a topic is about the answers on its page. A signature is about what the documents
 * that are signed print, and the topic itself; of a form without such a document about all topics
 * up to that one. Both are also about who the parties are: a partner more or less makes them stale,
 * so that nobody gets round a missing signature by removing the one who would not sign. */
#include <string.h>

#include "base/buffer.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

enum { COVERED_MAX = 64 << 20 };

static bool is_signed_paper(const ds_formulier_stuk *paper) {
    for (size_t p = 0; p < paper->n_parts; p++)
        if (paper->parts[p].signatures) return true;
    return false;
}

static bool prints_field(const ds_formulier_stuk *paper, const ds_veld *field) {
    for (size_t p = 0; p < paper->n_parts; p++)
        for (size_t f = 0; f < paper->parts[p].n_fields; f++)
            if (paper->parts[p].fields[f] == field || paper->parts[p].fields[f] == field->table)
                return true;
    return false;
}

static bool is_signed_field(const ds_formulier *form, const ds_onderwerp *topic,
                            const ds_veld *field) {
    bool any = false;
    for (size_t p = 0; p < form->n_papers; p++) {
        if (!is_signed_paper(&form->papers[p])) continue;
        any = true;
        if (prints_field(&form->papers[p], field)) return true;
    }
    return !any && &form->topics[field->topic] <= topic;
}

bool ds_desk_is_covered(const ds_formulier *form, const ds_onderwerp *topic, bool signs,
                        const char *path) {
    ds_plek place;
    if (topic == NULL) return true;
    if (!ds_formulier_place(form, ds_text_of(path), &place) || place.field->managing) return false;
    return &form->topics[place.field->topic] == topic ||
           (signs && is_signed_field(form, topic, place.field));
}

/* Texts with their length before them: no two lists of texts are the same bytes. */
static void add_sized(ds_buffer *to, const char *text) {
    ds_buffer_addf(to, "%zu:", strlen(text));
    ds_buffer_add_string(to, text);
}

ds_status ds_desk_digest(const desk_case *c, const ds_onderwerp *topic, bool signs,
                         char out[DS_DOSSIER_DIGEST_SIZE], ds_error *err) {
    ds_buffer text;
    ds_status status;
    ds_buffer_init(&text, COVERED_MAX);
    add_sized(&text, c->form->id);
    add_sized(&text, c->form->version);
    add_sized(&text, topic == NULL ? "" : topic->id);
    for (size_t p = 0; p < c->facts.n_parties; p++) {
        add_sized(&text, c->parties[p].id);
        add_sized(&text, c->parties[p].soort);
        add_sized(&text, c->parties[p].name);
        add_sized(&text, c->parties[p].scope);
    }
    for (size_t i = 0; i < ds_answers_n(c->answers); i++) {
        if (!ds_desk_is_covered(c->form, topic, signs, ds_answers_path(c->answers, i))) continue;
        add_sized(&text, ds_answers_path(c->answers, i));
        add_sized(&text, ds_answers_value(c->answers, i));
    }
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK) ds_checksum_bytes(text.data, text.size, out);
    ds_buffer_done(&text);
    return status;
}

/* ---- which hold ---- */

static ds_status holds_still(const desk_case *c, const char *topic_id, bool signs,
                             const char *digest, bool *out, ds_error *err) {
    char now[DS_DOSSIER_DIGEST_SIZE];
    const ds_onderwerp *topic = topic_id[0] == '\0' ? NULL : ds_formulier_topic(c->form, topic_id);
    ds_status status = DS_OK;
    *out = false;
    if (topic == NULL && topic_id[0] != '\0') return DS_OK; /* not in this form any more */
    status = ds_desk_digest(c, topic, signs, now, err);
    if (status == DS_OK) *out = strcmp(now, digest) == 0;
    return status;
}

static const char *party_id_of(const desk_case *c, int64_t party) {
    for (size_t p = 0; p < c->dossier.n_partijen; p++)
        if (c->dossier.partijen[p].id == party) return c->parties[p].id;
    return NULL;
}

static ds_status read_agreements(desk_case *c, ds_error *err) {
    const ds_dossier *d = &c->dossier;
    c->agreements = ds_arena_take(&c->arena, d->n_akkoorden, sizeof *c->agreements);
    c->agreement_holds = ds_arena_take(&c->arena, d->n_akkoorden, sizeof *c->agreement_holds);
    if (c->agreements == NULL || c->agreement_holds == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < d->n_akkoorden; i++) {
        const ds_dossier_akkoord *a = &d->akkoorden[i];
        const char *party = party_id_of(c, a->partij);
        ds_status status =
            holds_still(c, a->onderwerp, false, a->digest, &c->agreement_holds[i], err);
        if (status != DS_OK) return status;
        if (party == NULL || !c->agreement_holds[i] || a->zegt == DS_DOSSIER_NIETS) continue;
        c->agreements[c->facts.n_agreements++] =
            (ds_akkoord){a->onderwerp, party, a->zegt == DS_DOSSIER_JA,
                         a->opmerking[0] == '\0' ? NULL : a->opmerking};
    }
    c->facts.agreements = c->agreements;
    return DS_OK;
}

static ds_status read_signatures(desk_case *c, ds_error *err) {
    const ds_dossier *d = &c->dossier;
    c->signatures = ds_arena_take(&c->arena, d->n_ondertekeningen, sizeof *c->signatures);
    c->signature_holds = ds_arena_take(&c->arena, d->n_ondertekeningen, sizeof *c->signature_holds);
    if (c->signatures == NULL || c->signature_holds == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < d->n_ondertekeningen; i++) {
        const ds_dossier_ondertekening *s = &d->ondertekeningen[i];
        const char *party = s->partij == 0 ? NULL : party_id_of(c, s->partij);
        ds_status status;
        if (s->withdrawn || (s->partij != 0 && party == NULL)) continue;
        status = holds_still(c, s->onderwerp, true, s->digest, &c->signature_holds[i], err);
        if (status != DS_OK) return status;
        if (!c->signature_holds[i]) continue;
        c->signatures[c->facts.n_signatures++] =
            (ds_ondertekening){s->onderwerp[0] == '\0' ? NULL : s->onderwerp, party, s->naam,
                               s->functie, ds_desk_moment(&c->arena, s->at_ms)};
    }
    c->facts.signatures = c->signatures;
    return ds_arena_finish(&c->arena, err);
}

ds_status ds_desk_consents_read(desk_case *c, ds_error *err) {
    const ds_status status = read_agreements(c, err);
    return status == DS_OK ? read_signatures(c, err) : status;
}
