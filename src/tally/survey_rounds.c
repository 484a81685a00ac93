/* tally/survey_rounds.c: the rounds of a survey, and who took part in them. See survey.h. */
#include "tally/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

ds_status ds_survey_rounds_find(ds_survey_rounds *rounds, ds_text meting, int jaar, size_t *out,
                                ds_error *err) {
    char *copy;
    for (size_t i = rounds->n; i-- > 0;)
        if (rounds->list[i].jaar == jaar && ds_text_is(meting, rounds->list[i].meting)) {
            *out = i;
            return DS_OK;
        }
    if (!ds_reserve(&rounds->list, &rounds->capacity, rounds->n + 1, sizeof *rounds->list) ||
        (copy = ds_strndup(meting.data, meting.size)) == NULL)
        return ds_error_memory(err);
    rounds->list[rounds->n] = (ds_survey_round){.meting = copy, .jaar = jaar};
    *out = rounds->n++;
    return DS_OK;
}

static int compare_rounds(const void *a, const void *b) {
    const ds_survey_round *x = a, *y = b;
    const int order = strcmp(x->meting, y->meting);
    return order != 0 ? order : x->jaar - y->jaar;
}

void ds_survey_rounds_take(ds_survey_rounds *rounds, ds_survey_round **out, size_t *out_n) {
    if (rounds->n > 1) qsort(rounds->list, rounds->n, sizeof *rounds->list, compare_rounds);
    *out = rounds->list;
    *out_n = rounds->n;
    *rounds = (ds_survey_rounds){0};
}

void ds_survey_rounds_done(ds_survey_rounds *rounds) {
    for (size_t i = 0; i < rounds->n; i++)
        ds_free(rounds->list[i].meting);
    ds_free(rounds->list);
    *rounds = (ds_survey_rounds){0};
}

ds_status ds_survey_add_part(ds_survey_tally *tally, int year, ds_text cluster, ds_text stratum,
                             ds_error *err) {
    const size_t n = tally->n_parts;
    ds_survey_part part = {.year = year};
    if (n > 0 && tally->parts[n - 1].year == year &&
        ds_text_is(cluster, tally->parts[n - 1].cluster) &&
        ds_text_is(stratum, tally->parts[n - 1].stratum)) /* two strata: finish refuses them */
        return DS_OK;
    part.cluster = ds_strndup(cluster.data, cluster.size);
    part.stratum = ds_strndup(stratum.data, stratum.size);
    if (part.cluster == NULL || part.stratum == NULL ||
        !ds_reserve(&tally->parts, &tally->parts_capacity, n + 1, sizeof *tally->parts)) {
        ds_free(part.cluster);
        ds_free(part.stratum);
        return ds_error_memory(err);
    }
    tally->parts[tally->n_parts++] = part;
    return DS_OK;
}

void ds_survey_tally_done(ds_survey_tally *tally) {
    for (size_t i = 0; i < tally->n_rounds; i++)
        ds_free(tally->rounds[i].meting);
    ds_free(tally->rounds);
    for (size_t i = 0; i < tally->n_parts; i++) {
        ds_free(tally->parts[i].cluster);
        ds_free(tally->parts[i].stratum);
    }
    ds_free(tally->parts);
    ds_survey_cells_free(tally->cells);
    ds_cells_free(tally->counts);
    *tally = (ds_survey_tally){0};
}
