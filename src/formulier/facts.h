/* formulier/facts.h: what is asked of a dossier's facts, of which no memory is needed: rows, what
 * is shown and required, parties, how far topics are. See facts.c, done.c. */
#ifndef DS_FORMULIER_FACTS_H
#define DS_FORMULIER_FACTS_H

#include "formulier/expression.h"
#include "formulier/model.h"

/* The answer of a field, of a column in that row; "" for none, also of NULL answers. */
const char *ds_facts_value(const ds_answers *answers, const ds_veld *field, const char *row);
/* Whether any cell of a table has an answer. */
bool ds_facts_any_in_table(const ds_answers *answers, const ds_veld *table);
/* Adds to rows[n] of a table to which rows are added up to `more` that are not there yet, and puts
 * all in order. Returns how many there are. */
size_t ds_facts_spare_rows(const ds_veld *table, const char *rows[DS_FORMULIER_ROWS_MAX], size_t n,
                           size_t more);
/* Parties of a kind; NULL: of all. */
size_t ds_facts_n_parties(const ds_formulier_facts *facts, const char *soort);
/* Whether a party is of one of the kinds. */
bool ds_facts_is_of(const ds_partij *party, const char *const *kinds, size_t n_kinds);
/* What a party said of a topic; NULL: nothing. */
const ds_akkoord *ds_facts_agreement(const ds_formulier_facts *facts, const char *topic,
                                     const char *party);
const ds_ondertekening *ds_facts_signature(const ds_formulier_facts *facts, const char *topic,
                                           const char *party);
/* Whether there is a party of each kind that is to agree, and all of these do. */
bool ds_facts_agreed(const ds_formulier *form, const ds_formulier_facts *facts, size_t topic);
/* The same of signatures; topic SIZE_MAX: of the whole, by the kinds that sign. */
bool ds_facts_signed(const ds_formulier *form, const ds_formulier_facts *facts, size_t topic);
/* Whether a party of these kinds signs there: kinds of the topic, else those that sign. */
bool ds_facts_signs(const ds_formulier *form, const ds_partij *party, size_t topic);

/* The facts with the answers that count alone (ds_formulier_counting). *out_own: ds_answers_free
 * when *out is done with. */
ds_status ds_facts_counting(const ds_formulier *form, const ds_formulier_facts *facts,
                            ds_formulier_facts *out, ds_answers **out_own,
                            ds_error *err) DS_NODISCARD;

/* ---- how far it is (done.c) ---- */

ds_expressie_place ds_facts_place(const ds_formulier *form, const ds_formulier_facts *facts);
/* Whether a topic is done: shown ones all filled, checks without a fault, klaar, agreed. */
bool ds_facts_done(const ds_expressie_place *place, size_t topic);
bool ds_facts_all_done(const ds_expressie_place *place);
/* Faults of all checks. */
size_t ds_facts_n_faults(const ds_expressie_place *place);

/* A required cell without an answer, one by one: calls take for each until it returns false. */
typedef bool (*ds_take_cell)(void *context, const ds_veld *field, const char *row);
void ds_facts_each_missing(const ds_expressie_place *place, size_t topic, ds_take_cell take,
                           void *context);
/* A check that fires: calls take with the row (NULL where it has none), of checks of that topic, or
 * of all (SIZE_MAX). */
typedef bool (*ds_take_check)(void *context, const ds_controle *check, const char *row);
void ds_facts_each_firing(const ds_expressie_place *place, size_t topic, ds_take_check take,
                          void *context);
/* Whether a table that needs rows has fewer. */
bool ds_facts_lacks_rows(const ds_expressie_place *place, const ds_veld *table);
bool ds_facts_topic_shown(const ds_expressie_place *place, const ds_onderwerp *topic);
/* klaar: whether it is there and not true. */
bool ds_facts_not_done(const ds_expressie_place *place, const ds_onderwerp *topic);
/* Whether any field of the topic (without those of beheer) has an answer. */
bool ds_facts_begun(const ds_expressie_place *place, const ds_onderwerp *topic);

#endif
