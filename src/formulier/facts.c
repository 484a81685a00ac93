/* formulier/facts.c: what a dossier's facts say of rows, parties and single fields. See facts.h. */
#include "formulier/facts.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* r1 … r500: ids of rows that are added. */
static const char *free_row_id(size_t number) {
    static const char *const ids[DS_FORMULIER_ROWS_MAX + 1] = {
#define ROW(n) "r" #n,
#define TEN(n)                                                                                     \
    ROW(n##0)                                                                                      \
    ROW(n##1) ROW(n##2) ROW(n##3) ROW(n##4) ROW(n##5) ROW(n##6) ROW(n##7) ROW(n##8) ROW(n##9)
#define HUNDRED(n)                                                                                 \
    TEN(n##0)                                                                                      \
    TEN(n##1) TEN(n##2) TEN(n##3) TEN(n##4) TEN(n##5) TEN(n##6) TEN(n##7) TEN(n##8) TEN(n##9)
        ROW(0) ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7) ROW(8) ROW(9) TEN(1) TEN(2) TEN(3)
            TEN(4) TEN(5) TEN(6) TEN(7) TEN(8) TEN(9) HUNDRED(1) HUNDRED(2) HUNDRED(3)
                HUNDRED(4) "r500"
#undef HUNDRED
#undef TEN
#undef ROW
    };
    return ids[number];
}

const char *ds_facts_value(const ds_answers *answers, const ds_veld *field, const char *row) {
    char path[DS_FORMULIER_PATH_MAX + 1];
    return ds_formulier_path(field, row, path) ? ds_answers_get(answers, path) : "";
}

static bool has_row(const ds_answers *answers, const ds_veld *table, const char *row) {
    for (size_t i = 0; i < table->n_columns; i++)
        if (ds_facts_value(answers, &table->columns[i], row)[0] != '\0') return true;
    return false;
}

bool ds_facts_any_in_table(const ds_answers *answers, const ds_veld *table) {
    const size_t size = strlen(table->id), n = ds_answers_n(answers);
    size_t low = 0, high = n;
    while (low < high) { /* the first path behind "table/" */
        const size_t middle = low + (high - low) / 2;
        const char *path = ds_answers_path(answers, middle);
        const int order = strncmp(path, table->id, size);
        if (order < 0 || (order == 0 && (unsigned char)path[size] < '/'))
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && strncmp(ds_answers_path(answers, low), table->id, size) == 0 &&
           ds_answers_path(answers, low)[size] == '/';
}

bool ds_facts_is_of(const ds_partij *party, const char *const *kinds, size_t n_kinds) {
    for (size_t i = 0; i < n_kinds; i++)
        if (strcmp(party->soort, kinds[i]) == 0) return true;
    return false;
}

size_t ds_formulier_rows_of(const ds_veld *table, const ds_formulier_facts *facts,
                            const char *out[DS_FORMULIER_ROWS_MAX]) {
    size_t n = 0;
    switch (table->rows_of) {
    case DS_RIJEN_LIJST:
        for (; n < table->row_list->n_rows; n++)
            out[n] = table->row_list->rows[n].code;
        return n;
    case DS_RIJEN_PARTIJEN:
        for (size_t i = 0; i < facts->n_parties && n < DS_FORMULIER_ROWS_MAX; i++)
            if (ds_facts_is_of(&facts->parties[i], table->row_parties, table->n_row_parties))
                out[n++] = facts->parties[i].id;
        return n;
    case DS_RIJEN_VRIJ:
        break;
    }
    if (!ds_facts_any_in_table(facts->answers, table)) return 0;
    for (size_t i = 1; i <= table->max_rows; i++)
        if (has_row(facts->answers, table, free_row_id(i))) out[n++] = free_row_id(i);
    return n;
}

size_t ds_facts_spare_rows(const ds_veld *table, const char *rows[DS_FORMULIER_ROWS_MAX], size_t n,
                           size_t more) {
    const char *all[DS_FORMULIER_ROWS_MAX] = {NULL};
    size_t n_all = 0, taken = 0;
    for (size_t i = 1; i <= table->max_rows; i++) {
        const bool there = taken < n && strcmp(rows[taken], free_row_id(i)) == 0;
        if (!there && more == 0) continue;
        all[n_all++] = free_row_id(i);
        taken += there;
        more -= !there;
    }
    memcpy(rows, all, n_all * sizeof *all);
    return n_all;
}

const char *ds_formulier_next_row(const ds_veld *table, const ds_formulier_facts *facts) {
    size_t last = 0;
    if (table->rows_of != DS_RIJEN_VRIJ) return NULL;
    for (size_t i = 1; i <= table->max_rows; i++)
        if (has_row(facts->answers, table, free_row_id(i))) last = i;
    if (last < table->max_rows) return free_row_id(last + 1);
    for (size_t i = 1; i <= table->max_rows; i++) /* one that was emptied */
        if (!has_row(facts->answers, table, free_row_id(i))) return free_row_id(i);
    return NULL;
}

ds_say ds_formulier_row_say(const ds_veld *table, const ds_formulier_facts *facts,
                            const char *row) {
    const ds_lijst_rij *found = NULL;
    if (table->rows_of == DS_RIJEN_LIJST) found = ds_lijst_find(table->row_list, ds_text_of(row));
    if (found != NULL) return found->say;
    for (size_t i = 0; table->rows_of == DS_RIJEN_PARTIJEN && i < facts->n_parties; i++)
        if (strcmp(facts->parties[i].id, row) == 0)
            return DS_SAY(facts->parties[i].name, facts->parties[i].name);
    return DS_SAY("", "");
}

/* ---- parties ---- */

size_t ds_facts_n_parties(const ds_formulier_facts *facts, const char *soort) {
    size_t n = 0;
    for (size_t i = 0; i < facts->n_parties; i++)
        n += soort == NULL || strcmp(facts->parties[i].soort, soort) == 0;
    return n;
}

const ds_akkoord *ds_facts_agreement(const ds_formulier_facts *facts, const char *topic,
                                     const char *party) {
    for (size_t i = 0; i < facts->n_agreements; i++)
        if (strcmp(facts->agreements[i].topic, topic) == 0 &&
            strcmp(facts->agreements[i].party, party) == 0)
            return &facts->agreements[i];
    return NULL;
}

const ds_ondertekening *ds_facts_signature(const ds_formulier_facts *facts, const char *topic,
                                           const char *party) {
    for (size_t i = 0; i < facts->n_signatures; i++) {
        const ds_ondertekening *one = &facts->signatures[i];
        if ((one->topic == NULL) != (topic == NULL) || (one->party == NULL) != (party == NULL))
            continue;
        if ((topic == NULL || strcmp(one->topic, topic) == 0) &&
            (party == NULL || strcmp(one->party, party) == 0))
            return one;
    }
    return NULL;
}

/* A kind of which there must be some, and there are none. */
static bool is_kind_absent(const ds_formulier *form, const ds_formulier_facts *facts,
                           const char *kind) {
    const ds_partij_soort *soort = ds_formulier_party(form, kind);
    return soort != NULL && soort->least > 0 && ds_facts_n_parties(facts, kind) == 0;
}

bool ds_facts_agreed(const ds_formulier *form, const ds_formulier_facts *facts, size_t topic) {
    const ds_onderwerp *of = &form->topics[topic];
    for (size_t k = 0; k < of->n_agree; k++)
        if (is_kind_absent(form, facts, of->agree[k])) return false;
    for (size_t i = 0; i < facts->n_parties; i++) {
        const ds_akkoord *said;
        if (!ds_facts_is_of(&facts->parties[i], of->agree, of->n_agree)) continue;
        said = ds_facts_agreement(facts, of->id, facts->parties[i].id);
        if (said == NULL || !said->agrees) return false;
    }
    return true;
}

bool ds_facts_signs(const ds_formulier *form, const ds_partij *party, size_t topic) {
    const ds_partij_soort *soort = ds_formulier_party(form, party->soort);
    const ds_onderwerp *of = topic < form->n_topics ? &form->topics[topic] : NULL;
    if (of != NULL && of->n_sign > 0) return ds_facts_is_of(party, of->sign, of->n_sign);
    return soort != NULL && soort->signs;
}

bool ds_facts_signed(const ds_formulier *form, const ds_formulier_facts *facts, size_t topic) {
    const char *id = topic < form->n_topics ? form->topics[topic].id : NULL;
    size_t n = 0;
    for (size_t i = 0; i < facts->n_parties; i++) {
        if (!ds_facts_signs(form, &facts->parties[i], topic)) continue;
        if (ds_facts_signature(facts, id, facts->parties[i].id) == NULL) return false;
        n++;
    }
    for (size_t k = 0; id != NULL && k < form->topics[topic].n_sign; k++)
        if (is_kind_absent(form, facts, form->topics[topic].sign[k])) return false;
    return n > 0;
}
