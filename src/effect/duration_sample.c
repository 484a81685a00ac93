/* effect/duration_sample.c: a sample with a year and a cause a person as durations. See
 * doorstroom/duration.h. */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/duration.h"
#include "effect/sample.h"

/* number[level]: of the cause, 0 for none. */
static ds_status number_duration_causes(const ds_sample_factor *factor, const char *none,
                                        const char *causes[DS_DURATION_CAUSES_MAX],
                                        size_t *out_n_causes, int *number, ds_error *err) {
    size_t n = 0;
    for (size_t i = 0; i < factor->n_levels; i++) {
        number[i] = 0;
        if (ds_text_equal_nocase(ds_text_of(factor->levels[i]), ds_text_of(none))) continue;
        if (n == DS_DURATION_CAUSES_MAX)
            return ds_error_set(err, DS_INPUT, "'%.200s': meer dan %d oorzaken naast '%.200s'",
                                "'%.200s': more than %d causes beside '%.200s'", factor->name,
                                DS_DURATION_CAUSES_MAX, none);
        causes[n++] = factor->levels[i];
        number[i] = (int)n;
    }
    *out_n_causes = n;
    return DS_OK;
}

static ds_status add_duration_group(const ds_effect_sample *sample, const ds_sample_group *group,
                                    const int *number, ds_duration *to, ds_error *err) {
    const char *name = sample->locations[group->location];
    const ds_duration_cell cell = {.location = name == NULL ? (ds_text){NULL, 0} : ds_text_of(name),
                                   .treated = group->treated,
                                   .year = (int)group->outcome,
                                   .cause =
                                       number[sample->levels[group->pattern * sample->n_factors]],
                                   .n = group->n};
    if (!(group->outcome >= 1 && group->outcome <= DS_DURATION_YEARS_MAX))
        return ds_error_set(err, DS_USAGE, "deze steekproef heeft geen jaren",
                            "this sample has no years");
    return ds_duration_add(to, &cell, err);
}

ds_status ds_duration_from_sample(const ds_effect_sample *sample, const char *none,
                                  const char *causes[DS_DURATION_CAUSES_MAX], size_t *out_n_causes,
                                  ds_duration **out, ds_error *err) {
    ds_duration *duration;
    int *number;
    ds_status status;
    if (sample->building != NULL || sample->n_factors < 1)
        return ds_error_set(err, DS_USAGE, "deze steekproef heeft geen oorzaken",
                            "this sample has no causes");
    duration = ds_duration_new();
    number = ds_calloc(sample->factors[0].n_levels + 1, sizeof *number);
    status = duration == NULL || number == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK)
        status = number_duration_causes(&sample->factors[0], none == NULL ? "0" : none, causes,
                                        out_n_causes, number, err);
    for (size_t i = 0; status == DS_OK && i < sample->n_groups; i++)
        status = add_duration_group(sample, &sample->groups[i], number, duration, err);
    ds_free(number);
    if (status == DS_OK)
        *out = duration;
    else
        ds_duration_free(duration);
    return status;
}
