/* work/outside/dossiers_agree.c: who takes part, what parties agree to and sign, and transitions.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

/* A name, a function or a reason as somebody types it; may be empty. */
static bool is_short_text(const char *text) {
    const size_t size = text == NULL ? 0 : strlen(text);
    if (size > DS_DOSSIER_NAME_MAX) return false;
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) return false;
    return size == 0 || ds_text_is_utf8(ds_text_of(text), NULL);
}

static bool is_blank_text(const char *text) {
    return text == NULL || strspn(text, " \t\r\n") == strlen(text);
}

static ds_status refuse_given(desk_answering *a, const char *code, ds_say say) {
    a->to->outcome = DS_OUTCOME_INVALID;
    ds_desk_reply_say(a, code, DS_ERNST_FOUT, "", "", say);
    return DS_OK;
}

static ds_status refuse_unknown(desk_answering *a) {
    a->to->outcome = DS_OUTCOME_NOT_THERE;
    return DS_OK;
}

/* ---- parties ---- */

typedef struct joining {
    const char *kind, *name, *scope; /* of who comes */
    const char *party;               /* of who goes */
} joining;

static size_t count_parties(const desk_case *c, const char *kind) {
    size_t n = 0;
    for (size_t p = 0; p < c->facts.n_parties; p++)
        n += strcmp(c->parties[p].soort, kind) == 0;
    return n;
}

static ds_status add_party_to(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const joining *j = context;
    const ds_partij_soort *kind = j->kind == NULL ? NULL : ds_formulier_party(c->form, j->kind);
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    ds_status status;
    if (kind == NULL) return refuse_unknown(a);
    if (is_blank_text(j->name) || !is_short_text(j->name) || !is_short_text(j->scope))
        return refuse_given(a, "naam",
                            DS_SAY("geef een naam van hooguit 300 tekens, op één regel",
                                   "give a name of at most 300 characters, on one line"));
    if (count_parties(c, kind->id) >= kind->most)
        return refuse_given(a, "te_veel",
                            DS_SAY("van dit soort partij zijn er al zoveel als er mogen zijn",
                                   "there are as many parties of this kind as there may be"));
    {
        const ds_dossier_partij party = {0, kind->id, j->name, j->scope == NULL ? "" : j->scope};
        status = ds_dossier_put_partij(c->desk->store, c->actor->user, c->dossier.head.id, &party,
                                       &a->to->id, &outcome, err);
    }
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

static ds_status remove_party_of(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const joining *j = context;
    const size_t p = ds_desk_party_find(c, j->party);
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    ds_status status;
    if (p == SIZE_MAX) return refuse_unknown(a);
    status = ds_dossier_remove_partij(c->desk->store, c->actor->user, c->dossier.head.id,
                                      c->dossier.partijen[p].id, &outcome, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

ds_status ds_desk_add_party(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *kind,
                            const char *name, const char *scope, ds_desk_reply *out,
                            ds_error *err) {
    joining j = {kind, name, scope, NULL};
    const desk_request request = {desk, actor, id, DS_DESK_PARTIES, NULL, add_party_to, &j};
    return ds_desk_do(&request, out, err);
}

ds_status ds_desk_remove_party(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                               const char *party, ds_desk_reply *out, ds_error *err) {
    joining j = {NULL, NULL, NULL, party};
    const desk_request request = {desk, actor, id, DS_DESK_PARTIES, NULL, remove_party_of, &j};
    return ds_desk_do(&request, out, err);
}

/* ---- agreeing ---- */

typedef struct consenting {
    const char *topic, *party;
    int64_t revision;
    ds_desk_says says;
    const char *remark;
    const ds_desk_signer *signer;
} consenting;

/* Something that it is about was saved after that revision was read. */
static bool is_changed_since(const desk_case *c, const ds_onderwerp *topic, int64_t revision) {
    for (size_t i = 0; i < c->dossier.n_answers; i++)
        if (c->dossier.answers[i].revisie > revision &&
            ds_desk_is_covered(c->form, topic, false, c->dossier.answers[i].path))
            return true;
    return false;
}

static bool asks_party(const char *const *kinds, size_t n, const char *kind) {
    for (size_t k = 0; k < n; k++)
        if (strcmp(kinds[k], kind) == 0) return true;
    return false;
}

static ds_status agree_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const consenting *s = context;
    const ds_onderwerp *topic = s->topic == NULL ? NULL : ds_formulier_topic(c->form, s->topic);
    const size_t p = ds_desk_party_find(c, s->party);
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    char digest[DS_DOSSIER_DIGEST_SIZE];
    ds_status status;
    if (topic == NULL || p == SIZE_MAX ||
        !asks_party(topic->agree, topic->n_agree, c->parties[p].soort))
        return refuse_unknown(a);
    if (s->remark != NULL && strlen(s->remark) > DS_FORMULIER_FREE_MAX)
        return refuse_given(a, "te_lang",
                            DS_SAY("de toelichting is te lang", "the remark is too long"));
    if (s->says == DS_SAYS_NO && is_blank_text(s->remark))
        return refuse_given(a, "opmerking",
                            DS_SAY("zeg waarom u niet akkoord bent", "say why you do not agree"));
    if (is_changed_since(c, topic, s->revision)) {
        ds_desk_stored_outcome(a, DS_DOSSIER_CHANGED);
        return DS_OK;
    }
    status = ds_desk_digest(c, topic, false, digest, err);
    if (status == DS_OK) {
        const ds_dossier_agree what = {.dossier = c->dossier.head.id,
                                       .revisie = s->revision,
                                       .partij = c->dossier.partijen[p].id,
                                       .onderwerp = topic->id,
                                       .zegt = s->says == DS_SAYS_YES  ? DS_DOSSIER_JA
                                               : s->says == DS_SAYS_NO ? DS_DOSSIER_NEE
                                                                       : DS_DOSSIER_NIETS,
                                       .opmerking = s->remark == NULL ? "" : s->remark,
                                       .digest = digest};
        status = ds_dossier_set_akkoord(c->desk->store, c->actor->user, &what, &outcome, err);
    }
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

ds_status ds_desk_agree(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *topic,
                        const char *party, int64_t revision, ds_desk_says says, const char *remark,
                        ds_desk_reply *out, ds_error *err) {
    consenting s = {topic, party, revision, says, remark, NULL};
    const desk_request request = {
        desk, actor, id, DS_DESK_AGREE, party == NULL ? "" : party, agree_in_case, &s};
    return ds_desk_do(&request, out, err);
}

/* ---- signing ---- */

static bool is_signer(const ds_desk_signer *signer) {
    return signer != NULL && !is_blank_text(signer->name) && is_short_text(signer->name) &&
           !is_blank_text(signer->function) && is_short_text(signer->function);
}

static ds_status refuse_signer(desk_answering *a) {
    return refuse_given(a, "ondertekenaar",
                        DS_SAY("wie tekent, geeft naam en functie, elk op één regel",
                               "who signs gives a name and a function, each on one line"));
}

/* Its signature of before, where there is one that was not taken back. */
static ds_status withdraw_signature(desk_case *c, const char *topic, int64_t party,
                                    desk_answering *a, ds_error *err) {
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status = DS_OK;
    for (size_t i = c->dossier.n_ondertekeningen; status == DS_OK && i-- > 0;) {
        const ds_dossier_ondertekening *s = &c->dossier.ondertekeningen[i];
        if (s->withdrawn || s->partij != party || strcmp(s->onderwerp, topic) != 0) continue;
        status = ds_dossier_withdraw(c->desk->store, c->actor->user, c->dossier.head.id, s->id,
                                     &outcome, err);
    }
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

static ds_status sign_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const consenting *s = context;
    const bool whole = s->topic == NULL || s->topic[0] == '\0';
    const ds_onderwerp *topic = whole ? NULL : ds_formulier_topic(c->form, s->topic);
    const size_t p = ds_desk_party_find(c, s->party);
    const ds_partij_soort *kind =
        p == SIZE_MAX ? NULL : ds_formulier_party(c->form, c->parties[p].soort);
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    char digest[DS_DOSSIER_DIGEST_SIZE];
    ds_status status;
    if (kind == NULL || !kind->signs || (topic == NULL && !whole) ||
        (topic != NULL && !asks_party(topic->sign, topic->n_sign, kind->id)))
        return refuse_unknown(a);
    if (s->signer == NULL)
        return withdraw_signature(c, whole ? "" : topic->id, c->dossier.partijen[p].id, a, err);
    if (!is_signer(s->signer)) return refuse_signer(a);
    if (c->dossier.head.revisie != s->revision) {
        ds_desk_stored_outcome(a, DS_DOSSIER_CHANGED);
        return DS_OK;
    }
    status = ds_desk_digest(c, topic, true, digest, err);
    if (status == DS_OK) {
        const ds_dossier_signer signer = {s->signer->name, s->signer->function,
                                          whole ? "" : topic->id, c->dossier.partijen[p].id,
                                          digest};
        status = ds_dossier_sign(c->desk->store, c->actor->user, c->dossier.head.id, s->revision,
                                 &signer, &outcome, err);
    }
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

ds_status ds_desk_sign(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *topic,
                       const char *party, int64_t revision, const ds_desk_signer *signer,
                       ds_desk_reply *out, ds_error *err) {
    consenting s = {topic, party, revision, DS_SAYS_YES, NULL, signer};
    const desk_request request = {desk,         actor, id, DS_DESK_SIGN, party == NULL ? "" : party,
                                  sign_in_case, &s};
    return ds_desk_do(&request, out, err);
}

/* ---- transitions ---- */

typedef struct moving {
    const char *transition, *reason;
    int64_t revision;
    const ds_desk_signer *signer;
} moving;

static bool leads_from(const ds_overgang *transition, const char *state) {
    for (size_t i = 0; i < transition->n_from; i++)
        if (strcmp(transition->from[i], state) == 0) return true;
    return false;
}

bool ds_desk_moves_by(const ds_overgang *transition, unsigned roles) {
    return transition->n_roles > 0 &&
           ds_desk_is_visible(transition->roles, transition->n_roles, roles);
}

/* What was given with it; false: it was told what is wrong. */
static bool is_move_given(const ds_overgang *t, const moving *m, desk_answering *a) {
    if (t->reason == DS_REDEN_MOET && is_blank_text(m->reason)) {
        (void)refuse_given(a, "reden", DS_SAY("geef een reden", "give a reason"));
        return false;
    }
    if (m->reason != NULL && strlen(m->reason) > DS_FORMULIER_FREE_MAX) {
        (void)refuse_given(a, "te_lang", DS_SAY("de reden is te lang", "the reason is too long"));
        return false;
    }
    if (t->sign && !is_signer(m->signer)) {
        (void)refuse_signer(a);
        return false;
    }
    return true;
}

/* Whether the form lets it be made now; else why not stands in the reply. */
static ds_status ask_the_form(desk_case *c, const ds_overgang *t, const moving *m,
                              desk_answering *a, ds_error *err) {
    ds_bevindingen *reasons = NULL;
    ds_status status = DS_OK;
    if (!leads_from(t, c->dossier.head.toestand)) {
        a->to->outcome = DS_OUTCOME_NOT_YET;
        ds_desk_reply_say(a, "toestand", DS_ERNST_FOUT, "", "",
                          DS_SAY("dit kan niet vanuit de toestand van nu",
                                 "this cannot be done from the present state"));
        return DS_OK;
    }
    if (c->dossier.head.revisie != m->revision) {
        ds_desk_stored_outcome(a, DS_DOSSIER_CHANGED);
        return DS_OK;
    }
    status = ds_formulier_may(c->form, &c->facts, t, &reasons, err);
    if (status == DS_OK && ds_bevindingen_n(reasons) > 0) {
        a->to->outcome = DS_OUTCOME_NOT_YET;
        ds_desk_reply_findings(a, reasons);
    }
    ds_bevindingen_free(reasons);
    return status;
}

static ds_status make_move(desk_case *c, const ds_overgang *t, const moving *m, desk_answering *a,
                           ds_error *err) {
    const ds_toestand *from = ds_formulier_state(c->form, c->dossier.head.toestand);
    const ds_toestand *to = ds_formulier_state(c->form, t->to);
    char digest[DS_DOSSIER_DIGEST_SIZE] = "";
    ds_dossier_signer signer;
    ds_dossier_move move = {.dossier = c->dossier.head.id,
                            .revisie = m->revision,
                            .overgang = t->id,
                            .van = c->dossier.head.toestand,
                            .naar = t->to,
                            .reden = t->reason == DS_REDEN_NEE ? "" : m->reason,
                            .withdraw = to->edit && !from->edit};
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    ds_status status = t->sign ? ds_desk_digest(c, NULL, true, digest, err) : DS_OK;
    if (status != DS_OK) return status;
    if (t->sign) {
        signer = (ds_dossier_signer){m->signer->name, m->signer->function, "", 0, digest};
        move.signer = &signer;
    }
    status = ds_dossier_make_move(c->desk->store, c->actor->user, &move, &outcome, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    if (status == DS_OK && outcome == DS_DOSSIER_DONE) a->to->revision = m->revision + 1;
    return status;
}

static ds_status move_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const moving *m = context;
    const ds_overgang *t =
        m->transition == NULL ? NULL : ds_formulier_transition(c->form, m->transition);
    ds_status status;
    if (t == NULL) return refuse_unknown(a);
    if (!ds_desk_moves_by(t, ds_desk_case_may(c, DS_DESK_MOVE))) {
        a->to->outcome = DS_OUTCOME_REFUSED;
        return DS_OK;
    }
    if (!is_move_given(t, m, a)) return DS_OK;
    status = ask_the_form(c, t, m, a, err);
    if (status != DS_OK || a->to->outcome != DS_OUTCOME_DONE) return status;
    return make_move(c, t, m, a, err);
}

ds_status ds_desk_move_to(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                          const char *transition, int64_t revision, const char *reason,
                          const ds_desk_signer *signer, ds_desk_reply *out, ds_error *err) {
    moving m = {transition, reason, revision, signer};
    const desk_request request = {desk, actor, id, DS_DESK_MOVE, NULL, move_in_case, &m};
    return ds_desk_do(&request, out, err);
}
