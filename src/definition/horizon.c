/* definition/horizon.c: which school years must be covered for a row to count (design section 5,
 * Horizon). The sets were worked out when the nodes were made; see info.c. */
#include <string.h>

#include "definition/node.h"

static void unfold(uint64_t inschrijving, uint64_t werk, ds_horizon *out) {
    memset(out, 0, sizeof *out);
    for (int k = -DS_SHIFT_ZERO; k < DS_SHIFT_ZERO; k++) {
        out->inschrijving[DS_HORIZON_ZERO + k] = (inschrijving >> (DS_SHIFT_ZERO + k)) & 1;
        out->werk[DS_HORIZON_ZERO + k] = (werk >> (DS_SHIFT_ZERO + k)) & 1;
    }
}

void ds_definitions_horizon(const ds_definitions *definitions, const uint32_t *roots,
                            size_t n_roots, ds_horizon *out) {
    uint64_t inschrijving = (uint64_t)1 << DS_SHIFT_ZERO;
    uint64_t werk = 0;
    for (size_t i = 0; i < n_roots; i++) {
        inschrijving |= definitions->infos[roots[i]].inschrijving;
        werk |= definitions->infos[roots[i]].werk;
    }
    unfold(inschrijving, werk, out);
}

void ds_definitions_last(const ds_definitions *definitions, const uint32_t *roots, size_t n_roots,
                         ds_horizon *out) {
    uint64_t inschrijving = 0, werk = 0;
    for (size_t i = 0; i < n_roots; i++) {
        inschrijving |= definitions->infos[roots[i]].last_inschrijving;
        werk |= definitions->infos[roots[i]].last_werk;
    }
    unfold(inschrijving, werk, out);
}

void ds_definitions_partial(const ds_definitions *definitions, const uint32_t *roots,
                            size_t n_roots, ds_horizon *out) {
    uint64_t inschrijving = 0, werk = 0;
    for (size_t i = 0; i < n_roots; i++) {
        inschrijving |= definitions->infos[roots[i]].partial_inschrijving;
        werk |= definitions->infos[roots[i]].partial_werk;
    }
    unfold(inschrijving, werk, out);
}

void ds_definitions_uses(const ds_definitions *definitions, uint32_t node, ds_horizon *out) {
    unfold(definitions->infos[node].inschrijving, definitions->infos[node].werk, out);
}
