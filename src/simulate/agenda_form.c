/* simulate/agenda_form.c: the open questions of the e-form and the indicators that agendas follow
 * themselves: the deliveries `antwoord` and `eigen_indicator`. See agenda.h. */
#include <stdio.h>

#include "simulate/agenda.h"
#include "simulate/put.h"

/* Whether row k begins the answers to another question than the one before. */
static bool begins_question(const ds_agenda *agenda, size_t k) {
    const ds_agenda_answer *a = &agenda->answers[k];
    return k == 0 || strcmp(a[-1].goal, a->goal) != 0 || strcmp(a[-1].field, a->field) != 0;
}

/* The answers first … last - 1 to one question; NULL: none was given. Shares are out of 100. */
static const ds_agenda_answer *pick_answer(const ds_agenda_maker *maker, size_t first, size_t last,
                                           unsigned i, int year) {
    const ds_agenda_answer *answers = maker->agenda->answers;
    char name[3 * DS_AGENDA_WORD_SIZE];
    double unit;
    (void)snprintf(name, sizeof name, "%s/%s/%d", answers[first].goal, answers[first].field, year);
    unit = 100 * ds_agenda_unit(maker->seed, "antwoord", name, i);
    for (size_t k = first; k < last; k++) {
        if (unit < answers[k].share) return &answers[k];
        unit -= answers[k].share;
    }
    return NULL;
}

static bool add_question(const ds_agenda_maker *maker, size_t first, size_t last, int year) {
    for (unsigned i = 0; i < maker->who->n; i++) {
        const ds_agenda_answer *answer = pick_answer(maker, first, last, i, year);
        char *at;
        if (answer == NULL) continue;
        at = ds_agenda_line(maker, i, year);
        if (at == NULL) return false;
        at = put_text(put_text(at, answer->goal), answer->field);
        at = put_quoted(put_quoted(at, answer->text), answer->theme);
        (void)put_line_end(maker->rows, put_ja_nee(at, answer->is_public));
    }
    return true;
}

bool ds_agenda_add_answers(const ds_agenda_maker *maker) {
    const ds_agenda *agenda = maker->agenda;
    for (int year = DS_AGENDA_FIRST_FORM; year <= DS_AGENDA_LAST_FORM; year++) {
        for (size_t k = 0, last; k < agenda->n_answers; k = last) {
            for (last = k + 1; last < agenda->n_answers && !begins_question(agenda, last);)
                last++;
            if (!add_question(maker, k, last, year)) return false;
        }
    }
    return true;
}

static bool add_own_line(const ds_agenda_maker *maker, const ds_agenda_own *own, unsigned i,
                         int year) {
    char name[2 * sizeof own->name];
    char *at = ds_agenda_line(maker, i, year);
    double unit;
    if (at == NULL) return false;
    (void)snprintf(name, sizeof name, "%s/%d", own->name, year);
    unit = ds_agenda_unit(maker->seed, "eigen", name, i);
    at = put_quoted(put_text(at, own->goal), own->name);
    at = put_number(at, (uint64_t)(own->low + unit * (own->high - own->low)));
    return put_line_end(maker->rows, put_quoted(put_quoted(at, own->unit), own->source));
}

bool ds_agenda_add_own(const ds_agenda_maker *maker) {
    for (int year = DS_AGENDA_FIRST_FORM; year <= DS_AGENDA_LAST_FORM; year++) {
        for (size_t k = 0; k < maker->agenda->n_own; k++) {
            const ds_agenda_own *own = &maker->agenda->own[k];
            double keys[DS_MODEL_INSTELLINGEN_MAX] = {0};
            unsigned order[DS_MODEL_INSTELLINGEN_MAX];
            for (unsigned i = 0; i < maker->who->n; i++)
                keys[i] = ds_agenda_unit(maker->seed, "eigen wie", own->name, i);
            ds_agenda_sort(keys, maker->who->n, order);
            for (unsigned i = 0; i < own->n && i < maker->who->n; i++)
                if (!add_own_line(maker, own, order[i], year)) return false;
        }
    }
    return true;
}
