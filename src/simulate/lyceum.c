/* simulate/lyceum.c: which made-up schools are Groene Lyceum ones: codes/groene_lyceum.csv of the
 * made work folder, so that the evaluation without them has its twin. See lyceum.h. */
#include "simulate/lyceum.h"

#include "base/buffer.h"
#include "base/codes.h"
#include "base/file.h"
#include "base/text.h"
#include "simulate/put.h"

enum { LIST_MAX = 1 << 16, FIRST_YEARS = 2015 }; /* they were among the first */

/* A school of a green technologie route that had begun by then. */
static bool is_lyceum_route(const ds_model_route *route) {
    static const char technologie[] = "technologie", groen[] = "groen";
    return route->soort ==
               (uint8_t)ds_codes_find(&ds_codes_route, ds_text_of(technologie), false) &&
           route->sector == (uint8_t)ds_codes_find(&ds_codes_sector, ds_text_of(groen), false) &&
           route->van <= FIRST_YEARS;
}

static bool is_listed_before(const ds_model *model, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (is_lyceum_route(&model->routes[k]) &&
            model->routes[k].school == model->routes[i].school)
            return true;
    return false;
}

ds_status ds_lyceum_write(const char *folder, const ds_model *model, ds_error *err) {
    char codes[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_buffer text;
    ds_status status = ds_file_join(codes, folder, "codes", err);
    if (status == DS_OK) status = ds_file_join(path, codes, "groene_lyceum.csv", err);
    if (status != DS_OK || ds_file_exists(path)) return status;
    ds_buffer_init(&text, LIST_MAX);
    ds_buffer_add_string(&text, "instelling,vestiging,vanaf,tot,toelichting\n");
    for (size_t i = 0; i < model->n_routes; i++) {
        char code[4];
        if (!is_lyceum_route(&model->routes[i]) || is_listed_before(model, i)) continue;
        put_code_of(code, '2', model->routes[i].school);
        ds_buffer_addf(&text, "%.4s,,,,verzonnen\n", code);
    }
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK) status = ds_file_make_folder(codes, err);
    if (status == DS_OK) status = ds_file_write(path, text.data, text.size, err);
    ds_buffer_done(&text);
    return status;
}
