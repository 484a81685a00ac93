/* intake/kinds/layouts.c: a layout a kind of the monitor. Its columns are those of
 * codes/soorten.yaml, and take.c reads it: here it only has a name. */
#include "intake/kinds/kinds.h"

#define KIND(name)                                                                                 \
    const ds_layout ds_layout_##name = {#name, DS_PHASE_KINDS, false, NULL, 0, 0, NULL, 0}

KIND(streefwaarde);
KIND(besteding);
KIND(werkagenda);
KIND(maatregel);
KIND(voortgang);
KIND(oordeel);
KIND(antwoord);
KIND(eigen_indicator);
KIND(agenda);
KIND(enquete);
KIND(extern);
KIND(casus);
KIND(contactenquete);
