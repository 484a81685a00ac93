/* effect/did_sample.c: a sample with a year a person as a panel of vestigingen and years. See
 * doorstroom/did.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "doorstroom/did.h"
#include "effect/sample.h"

static ds_status read_did_year(double number, const char *name, int *out, ds_error *err) {
    if (number != floor(number) || fabs(number) > 1e5)
        return ds_error_set(err, DS_INPUT, "'%.200s': een waarde is geen jaar",
                            "'%.200s': a value is no year", name);
    *out = (int)number;
    return DS_OK;
}

static ds_status add_did_group(const ds_effect_sample *sample, const ds_sample_group *group,
                               bool with_start, ds_did_panel *to, ds_error *err) {
    const double *numbers = sample->numbers + group->pattern * sample->n_numbers;
    const char *name = sample->locations[group->location];
    ds_did_cell cell = {.vestiging = name == NULL ? (ds_text){NULL, 0} : ds_text_of(name),
                        .n = group->n,
                        .sum = group->outcome * (double)group->n,
                        .participants = group->treated ? group->n : 0};
    int start = DS_DID_NEVER;
    ds_status status = read_did_year(numbers[0], sample->number_names[0], &cell.year, err);
    if (status == DS_OK && with_start)
        status = read_did_year(numbers[1], sample->number_names[1], &start, err);
    if (status == DS_OK) status = ds_did_panel_add(to, &cell, err);
    if (status == DS_OK && with_start) status = ds_did_panel_start(to, cell.vestiging, start, err);
    return status;
}

ds_status ds_did_panel_from_sample(const ds_effect_sample *sample, bool with_start,
                                   ds_did_panel **out, ds_error *err) {
    ds_did_panel *panel;
    ds_status status = DS_OK;
    if (sample->building != NULL || sample->n_numbers < (with_start ? 2 : 1))
        return ds_error_set(err, DS_USAGE, "deze steekproef heeft geen jaren",
                            "this sample has no years");
    panel = ds_did_panel_new();
    if (panel == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < sample->n_groups; i++)
        status = add_did_group(sample, &sample->groups[i], with_start, panel, err);
    if (status == DS_OK) status = ds_did_panel_finish(panel, err);
    if (status == DS_OK)
        *out = panel;
    else
        ds_did_panel_free(panel);
    return status;
}
