/* simulate/agenda_beside.c: figures of others, and what a process evaluation of the routes heard:
 * the deliveries `extern`, `casus` and `contactenquete`. See agenda.h. */
#include <stdio.h>

#include "simulate/agenda.h"
#include "simulate/put.h"

bool ds_agenda_add_external(const ds_agenda_maker *maker) {
    for (size_t k = 0; k < maker->agenda->n_external; k++) {
        const ds_agenda_external *of = &maker->agenda->external[k];
        char *at = put_line(maker->rows);
        if (at == NULL) return false;
        at = put_number(put_quoted(at, of->source), (uint64_t)of->year);
        at = put_quoted(put_quoted(put_quoted(at, of->land), of->group), of->measure);
        (void)put_line_end(maker->rows, put_decimal(at, (uint64_t)(1000 * of->value + 0.5), 3));
    }
    return true;
}

/* ---- talks ---- */

/* What one layer of one case says of a theme. */
typedef struct talk {
    const ds_agenda_round *round;
    unsigned number; /* of the case, or of the contact */
} talk;

static double unit_of_talk(const ds_agenda_maker *maker, const talk *t, const char *what,
                           const char *name) {
    char key[4 * DS_AGENDA_WORD_SIZE];
    (void)snprintf(key, sizeof key, "%s/%s", t->round->name, name);
    return ds_agenda_unit(maker->seed, what, key, t->number);
}

static bool add_case_line(const ds_agenda_maker *maker, const talk *t, const char *layer,
                          const ds_agenda_theme *of) {
    static const char *const judgements[] = {"bevestigd", "deels", "niet"};
    char name[2 * DS_AGENDA_WORD_SIZE + 16], code[8];
    char *at = put_line(maker->rows);
    double unit;
    if (at == NULL) return false;
    (void)snprintf(name, sizeof name, "%s/%s", layer, of->theme);
    (void)snprintf(code, sizeof code, "C%02u", t->number % 1000 + 1);
    unit = unit_of_talk(maker, t, "casus", name);
    at = put_text(put_text(put_text(at, t->round->name), code), layer);
    at = put_quoted(put_quoted(at, of->theme), of->mechanism);
    at = put_text(at, judgements[ds_draw_pick(unit, of->shares, 3)]);
    return put_line_end(maker->rows, at);
}

bool ds_agenda_add_cases(const ds_agenda_maker *maker) {
    static const char *const layers[] = {"richter", "inrichter", "verrichter"};
    const ds_agenda *agenda = maker->agenda;
    for (size_t r = 0; r < agenda->n_rounds; r++)
        for (unsigned c = 0; c < agenda->rounds[r].n_cases; c++)
            for (size_t l = 0; l < 3; l++)
                for (size_t k = 0; k < agenda->n_themes; k++) {
                    const talk t = {&agenda->rounds[r], c};
                    if (!add_case_line(maker, &t, layers[l], &agenda->themes[k])) return false;
                }
    return true;
}

/* ---- contacts of routes ---- */

static bool begins_reply(const ds_agenda *agenda, size_t k) {
    return k == 0 || strcmp(agenda->replies[k - 1].question, agenda->replies[k].question) != 0;
}

static bool add_reply_line(const ds_agenda_maker *maker, const talk *t, const ds_model_route *route,
                           size_t first, size_t last) {
    const ds_agenda_reply *replies = maker->agenda->replies;
    double unit = 100 * unit_of_talk(maker, t, "contact", replies[first].question);
    char code[4], number[DS_AGENDA_WORD_SIZE + 8];
    char *at;
    while (first < last && unit >= replies[first].share)
        unit -= replies[first++].share;
    if (first == last) return true; /* no answer */
    at = put_line(maker->rows);
    if (at == NULL) return false;
    (void)snprintf(number, sizeof number, "R%.*s-%03u", 20, t->round->name, t->number + 1);
    put_code_of(code, '2', route->school);
    at = put_text(put_text(at, number), t->round->name);
    at = put_bytes(put_text(at, ds_codes_route.values[route->soort]), code, sizeof code);
    return put_line_end(maker->rows,
                        put_quoted(put_quoted(at, replies[first].question), replies[first].text));
}

static bool add_contact(const ds_agenda_maker *maker, const talk *t) {
    const ds_agenda *agenda = maker->agenda;
    size_t n_routes = maker->model->n_routes;
    size_t which = (size_t)(unit_of_talk(maker, t, "contact", "route") * (double)n_routes);
    for (size_t k = 0, last; k < agenda->n_replies; k = last) {
        for (last = k + 1; last < agenda->n_replies && !begins_reply(agenda, last);)
            last++;
        if (!add_reply_line(maker, t, &maker->model->routes[which], k, last)) return false;
    }
    return true;
}

bool ds_agenda_add_contacts(const ds_agenda_maker *maker) {
    const ds_agenda *agenda = maker->agenda;
    if (maker->model->n_routes == 0) return true;
    for (size_t r = 0; r < agenda->n_rounds; r++)
        for (unsigned i = 0; i < agenda->rounds[r].n_contacts; i++) {
            const talk t = {&agenda->rounds[r], i};
            if (!add_contact(maker, &t)) return false;
        }
    return true;
}
