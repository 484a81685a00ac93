/* cli/routes.h: what doorstroom routes works out, and the forms in which it says so. */
#ifndef DS_CLI_ROUTES_H
#define DS_CLI_ROUTES_H

#include "cli/tables.h"
#include "doorstroom/stat.h"

enum { ROUTES_TRAITS = 3 };
extern const char *const routes_traits[ROUTES_TRAITS]; /* leerweg, advies, sector */

typedef struct routes_found {
    const ds_register *reg;
    const int *years; /* covered */
    size_t n_years;
    ds_routes *routes;
    ds_starters *starters[ROUTES_TRAITS];
    bool present_codes;
} routes_found;

/* One number, in the form that csv and json have in common. */
typedef struct routes_row {
    const char *table; /* aanbod, overgang, starters or kenmerken */
    int schooljaar;    /* 0: all together */
    ds_text group;     /* {NULL, 0}: everybody in vmbo-3 */
    ds_text kind;      /* {NULL, 0}: all of the group */
    const char *trait; /* "" for none */
    ds_text value;     /* of the trait */
    const char *measure;
    bool has_n, has_of;
    uint64_t n, of;   /* of: what it is a share of */
    double share_pct; /* NAN: none */
} routes_row;

/* All rows, in a fixed order. */
void routes_each(const routes_found *found, void (*each)(void *context, const routes_row *row),
                 void *context);

void routes_csv(const routes_found *found);
void routes_json(const routes_found *found);
void routes_screen(const cli *c, const routes_found *found);
/* What must be said beside the tables; one line each, to context. */
void routes_notes(const cli *c, const routes_found *found,
                  void (*say)(void *context, const char *text), void *context);

#endif
