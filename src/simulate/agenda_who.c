/* simulate/agenda_who.c: which institutions share an agenda: the delivery `agenda`, and the counts
 * of institutions added up to those of agendas. See agenda.h. */
#include <stdio.h>

#include "simulate/agenda.h"
#include "simulate/put.h"

/* The agenda that institution i joins, where an earlier one has it already. */
static bool find_joint(const ds_model *model, const ds_agenda_who *who, unsigned i, unsigned *out) {
    for (unsigned e = 0; e < i; e++) {
        if (model->instellingen[i].agenda == 0 ||
            model->instellingen[e].agenda != model->instellingen[i].agenda)
            continue;
        *out = who->of[e];
        return true;
    }
    return false;
}

static bool is_shared(const ds_model *model, unsigned i) {
    for (unsigned e = 0; e < model->n_instellingen; e++)
        if (e != i && model->instellingen[i].agenda > 0 &&
            model->instellingen[e].agenda == model->instellingen[i].agenda)
            return true;
    return false;
}

/* Of one institution its own code, of several a code of theirs together. */
static void fill_code(const ds_model *model, unsigned i, char out[5]) {
    if (is_shared(model, i)) {
        (void)snprintf(out, 5, "GA%02u", model->instellingen[i].agenda % 100);
        return;
    }
    put_code_of(out, '1', i);
    out[4] = '\0';
}

void ds_agenda_who_fill(const ds_model *model, ds_agenda_who *out) {
    *out = (ds_agenda_who){0};
    for (unsigned i = 0; i < model->n_instellingen; i++) {
        unsigned a = out->n;
        if (!find_joint(model, out, i, &a)) {
            out->n++;
            out->first[a] = i;
            fill_code(model, i, out->code[a]);
        }
        out->of[i] = a;
        out->members[a]++;
        out->grootte[a] += model->instellingen[i].grootte;
    }
}

static void join_moment(const ds_agenda_who *who, const ds_count *from, ds_count *to) {
    for (unsigned i = 0; i < DS_MODEL_INSTELLINGEN_MAX; i++) {
        unsigned a = who->of[i];
        if (from[i].noemer == 0) continue;
        to[a].teller += from[i].teller;
        to[a].noemer += from[i].noemer;
    }
}

void ds_agenda_join(const ds_agenda_who *who, const ds_counts *counts, ds_counts *out) {
    for (int m = 0; m < DS_COUNTS_MOMENTS; m++)
        for (int k = 0; k < DS_COUNTS_INDICATORS; k++)
            for (unsigned n = 0; n < DS_MODEL_NIVEAUS; n++)
                for (unsigned l = 0; l < DS_COUNTS_LEERWEGEN; l++)
                    join_moment(who, counts->of[m][k][n][l], out->of[m][k][n][l]);
}

char *ds_agenda_line(const ds_agenda_maker *maker, unsigned agenda, int year) {
    char *at = put_line(maker->rows);
    if (at == NULL) return NULL;
    return put_number(put_text(at, maker->who->code[agenda]), (uint64_t)year);
}

bool ds_agenda_add_agendas(const ds_agenda_maker *maker) {
    for (unsigned i = 0; i < maker->model->n_instellingen; i++) {
        unsigned a = maker->who->of[i];
        char *at;
        if (maker->who->members[a] < 2) continue;
        at = put_line(maker->rows);
        if (at == NULL) return false;
        (void)put_line_end(maker->rows, put_mbo(put_text(at, maker->who->code[a]), i));
    }
    return true;
}
