/* formulier/read_flow.c: who takes part and how a dossier moves: wie, partijen, toestanden,
 * overgangen. See reading.h. */
#include <string.h>

#include "base/error.h"
#include "formulier/reading.h"

enum { PARTIES_MAX = 20, STATES_MAX = 30, TRANSITIONS_MAX = 60, CONDITIONS_MAX = 40 };

const char *const ds_formulier_roles[] = {"invuller",   "tekenaar", "school",   "onderzoeker",
                                          "ministerie", "regio",    "beheerder"};
const size_t ds_formulier_n_roles = sizeof ds_formulier_roles / sizeof *ds_formulier_roles;

/* ---- wie ---- */

static const char *const rights[] = {"zien",    "aanmaken", "invullen",       "akkoord",
                                     "stukken", "overgang", "vragen_stellen", "vragen_beantwoorden",
                                     "themas",  "volgen",   "exporteren"};
enum { N_RIGHTS = sizeof rights / sizeof *rights };

static ds_status read_one_who(ds_formulier_reading *r, const yaml_node_t *node, ds_wie *who) {
    static const char *const names[] = {"rol", "mag"};
    yaml_node_t *nodes[2];
    size_t role = 0;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 2, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[0], "rol");
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[1], "mag");
    if (status == DS_OK)
        status =
            ds_formulier_node_word(r, nodes[0], ds_formulier_roles, ds_formulier_n_roles, &role);
    who->role = ds_formulier_roles[role];
    for (size_t i = 0; status == DS_OK && i < r->form->told.n_who; i++)
        if (r->form->told.who[i].role == who->role)
            status = ds_formulier_refuse(r, nodes[0], "deze rol staat er twee keer",
                                         "this role is there twice");
    return status == DS_OK
               ? ds_formulier_node_words(r, nodes[1], rights, N_RIGHTS, &who->may, &who->n_may)
               : status;
}

ds_status ds_formulier_read_who(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_wie *who;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, ds_formulier_n_roles, &n);
    if (status != DS_OK) return status;
    who = ds_formulier_take(r, n, sizeof *who);
    if (who == NULL) return DS_FAULT;
    form->who = who;
    for (; status == DS_OK && form->n_who < n; form->n_who += status == DS_OK)
        status = read_one_who(r, ds_formulier_seq_at(r, node, form->n_who), &who[form->n_who]);
    return status;
}

/* ---- partijen ---- */

static ds_status read_one_party(ds_formulier_reading *r, const yaml_node_t *node,
                                ds_partij_soort *party) {
    static const char *const names[] = {"partij",   "nl",        "en",      "rol",
                                        "minstens", "hoogstens", "akkoord", "tekent"};
    enum { PARTIJ, NL, EN, ROL, MINSTENS, HOOGSTENS, AKKOORD, TEKENT, N };
    yaml_node_t *nodes[N];
    size_t role = SIZE_MAX;
    int64_t least = 0, most = 20;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, N, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[PARTIJ], "partij");
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[PARTIJ], &party->id);
    if (status == DS_OK && ds_formulier_party(&r->form->told, party->id) != NULL)
        return ds_formulier_refuse(r, nodes[PARTIJ], "deze partij staat er twee keer",
                                   "this partij is there twice");
    if (status == DS_OK) status = ds_formulier_need_say(r, node, nodes[NL], nodes[EN], &party->say);
    if (status == DS_OK)
        status =
            ds_formulier_node_word(r, nodes[ROL], ds_formulier_roles, ds_formulier_n_roles, &role);
    if (status == DS_OK)
        status = ds_formulier_node_whole(r, nodes[MINSTENS], 0, DS_FORMULIER_PARTIES_MAX, &least);
    if (status == DS_OK)
        status = ds_formulier_node_whole(r, nodes[HOOGSTENS], 1, DS_FORMULIER_PARTIES_MAX, &most);
    if (status == DS_OK && least > most)
        return ds_formulier_refuse(r, nodes[MINSTENS], "minstens is meer dan hoogstens",
                                   "minstens is more than hoogstens");
    party->role = role == SIZE_MAX ? NULL : ds_formulier_roles[role];
    party->least = (size_t)least;
    party->most = (size_t)most;
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[AKKOORD], &party->agrees);
    return status == DS_OK ? ds_formulier_node_yes(r, nodes[TEKENT], &party->signs) : status;
}

ds_status ds_formulier_read_parties(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_partij_soort *parties;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, PARTIES_MAX, &n);
    if (status != DS_OK) return status;
    parties = ds_formulier_take(r, n, sizeof *parties);
    if (parties == NULL) return DS_FAULT;
    form->parties = parties;
    for (; status == DS_OK && form->n_parties < n; form->n_parties += status == DS_OK)
        status = read_one_party(r, ds_formulier_seq_at(r, node, form->n_parties),
                                &parties[form->n_parties]);
    return status;
}

ds_status ds_formulier_node_parties(ds_formulier_reading *r, const yaml_node_t *node,
                                    const char *const **out, size_t *out_n) {
    const char *names[PARTIES_MAX];
    for (size_t i = 0; i < r->form->told.n_parties; i++)
        names[i] = r->form->told.parties[i].id;
    return ds_formulier_node_words(r, node, names, r->form->told.n_parties, out, out_n);
}

/* ---- toestanden ---- */

static ds_status read_one_state(ds_formulier_reading *r, const yaml_node_t *node,
                                ds_toestand *state) {
    static const char *const names[] = {"toestand", "nl", "en", "bewerken", "eind", "ingediend"};
    yaml_node_t *nodes[6];
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 6, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[0], "toestand");
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[0], &state->id);
    if (status == DS_OK && ds_formulier_state(&r->form->told, state->id) != NULL)
        return ds_formulier_refuse(r, nodes[0], "deze toestand staat er twee keer",
                                   "this toestand is there twice");
    if (status == DS_OK) status = ds_formulier_need_say(r, node, nodes[1], nodes[2], &state->say);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[3], &state->edit);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[4], &state->final);
    return status == DS_OK ? ds_formulier_node_yes(r, nodes[5], &state->submitted) : status;
}

ds_status ds_formulier_read_states(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_toestand *states;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, STATES_MAX, &n);
    if (status != DS_OK) return status;
    states = ds_formulier_take(r, n, sizeof *states);
    if (states == NULL) return DS_FAULT;
    form->states = states;
    for (; status == DS_OK && form->n_states < n; form->n_states += status == DS_OK)
        status = read_one_state(r, ds_formulier_seq_at(r, node, form->n_states),
                                &states[form->n_states]);
    return status;
}

ds_status ds_formulier_node_states(ds_formulier_reading *r, const yaml_node_t *node,
                                   const char *const **out, size_t *out_n) {
    const char *names[STATES_MAX];
    for (size_t i = 0; i < r->form->told.n_states; i++)
        names[i] = r->form->told.states[i].id;
    return ds_formulier_node_words(r, node, names, r->form->told.n_states, out, out_n);
}

/* ---- overgangen ---- */

static ds_status read_conditions(ds_formulier_reading *r, const yaml_node_t *node,
                                 ds_overgang *transition) {
    static const char *const names[] = {"als", "nl", "en"};
    ds_voorwaarde *conditions;
    yaml_node_t *nodes[3];
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, CONDITIONS_MAX, &n);
    if (status != DS_OK) return status;
    conditions = ds_formulier_take(r, n, sizeof *conditions);
    if (conditions == NULL) return DS_FAULT;
    transition->conditions = conditions;
    transition->n_conditions = n;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const yaml_node_t *item = ds_formulier_seq_at(r, node, i);
        status = ds_yaml_fields(&r->yaml, item, names, 3, nodes, r->err);
        if (status == DS_OK) status = ds_formulier_need_key(r, item, nodes[0], "als");
        if (status == DS_OK)
            status = ds_formulier_need_say(r, item, nodes[1], nodes[2], &conditions[i].say);
        if (status == DS_OK)
            status = ds_formulier_put_by(
                r, nodes[0],
                (ds_formulier_later){.topic = r->form->told.n_topics,
                                     .wants = DS_EXPRESSIE_JA_NEE | DS_EXPRESSIE_PROGRESS,
                                     .expression = &conditions[i].when});
    }
    return status;
}

static ds_status read_moves(ds_formulier_reading *r, yaml_node_t *const *nodes,
                            const yaml_node_t *block, ds_overgang *transition) {
    static const char *const reasons[] = {"nee", "mag", "moet"};
    enum { VAN, NAAR, ROL, REDEN, TEKENEN };
    size_t reason = 0;
    ds_status status = ds_formulier_need_key(r, block, nodes[VAN], "van");
    if (status == DS_OK) status = ds_formulier_need_key(r, block, nodes[NAAR], "naar");
    if (status == DS_OK)
        status = ds_formulier_node_states(r, nodes[VAN], &transition->from, &transition->n_from);
    if (status == DS_OK) status = ds_yaml_need(&r->yaml, nodes[NAAR], YAML_SCALAR_NODE, r->err);
    if (status == DS_OK) {
        const char *names[STATES_MAX];
        size_t state = 0;
        for (size_t i = 0; i < r->form->told.n_states; i++)
            names[i] = r->form->told.states[i].id;
        status = ds_formulier_node_word(r, nodes[NAAR], names, r->form->told.n_states, &state);
        if (status == DS_OK) transition->to = names[state];
    }
    if (status == DS_OK)
        status = ds_formulier_node_words(r, nodes[ROL], ds_formulier_roles, ds_formulier_n_roles,
                                         &transition->roles, &transition->n_roles);
    if (status == DS_OK) status = ds_formulier_node_word(r, nodes[REDEN], reasons, 3, &reason);
    transition->reason = (ds_reden)reason;
    return status == DS_OK ? ds_formulier_node_yes(r, nodes[TEKENEN], &transition->sign) : status;
}

static ds_status read_one_transition(ds_formulier_reading *r, const yaml_node_t *node,
                                     ds_overgang *transition) {
    static const char *const names[] = {"overgang", "nl",  "en",    "voorwaarden", "van",
                                        "naar",     "rol", "reden", "tekenen"};
    yaml_node_t *nodes[9];
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 9, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[0], "overgang");
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[0], &transition->id);
    if (status == DS_OK && ds_formulier_transition(&r->form->told, transition->id) != NULL)
        return ds_formulier_refuse(r, nodes[0], "deze overgang staat er twee keer",
                                   "this overgang is there twice");
    if (status == DS_OK)
        status = ds_formulier_need_say(r, node, nodes[1], nodes[2], &transition->say);
    if (status == DS_OK) status = read_moves(r, nodes + 4, node, transition);
    return status == DS_OK ? read_conditions(r, nodes[3], transition) : status;
}

ds_status ds_formulier_read_transitions(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_overgang *transitions;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, TRANSITIONS_MAX, &n);
    if (status != DS_OK) return status;
    transitions = ds_formulier_take(r, n, sizeof *transitions);
    if (transitions == NULL) return DS_FAULT;
    form->transitions = transitions;
    for (; status == DS_OK && form->n_transitions < n; form->n_transitions += status == DS_OK)
        status = read_one_transition(r, ds_formulier_seq_at(r, node, form->n_transitions),
                                     &transitions[form->n_transitions]);
    return status;
}
