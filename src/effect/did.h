/* effect/did.h: a finished panel of vestigingen and years, and the parts of the group-time
 * estimator: did_panel.c makes the panel, did_places.c means and weights of the groups,
 * did_influence.c standard errors, did_band.c the simultaneous band and the test before the start,
 * did_permute.c the permutation of starting years; did.c puts them together. See
 * doorstroom/did.h. */
#ifndef DS_EFFECT_DID_H
#define DS_EFFECT_DID_H

#include "doorstroom/did.h"
#include "effect/texts.h"

struct ds_did_panel {
    /* while adding: */
    ds_effect_texts texts;
    struct did_row *rows;
    size_t n_rows, rows_capacity;
    struct did_said *said;
    size_t n_said, said_capacity;
    uint64_t unknown;
    bool closed;   /* nothing is added any more */
    bool finished; /* and all below is there: */
    size_t n_units, n_years;
    int first_year;
    const char **units;     /* [n_units], by their bytes; of texts */
    int *starts;            /* [n_units]: place of the year (below 0: before the first), or
                               DS_DID_PLACE_NEVER */
    double *n, *sum, *took; /* [n_units * n_years] */
};

enum { DS_DID_PLACE_NEVER = INT32_MAX };

/* Somebody took part there in that year, of whom nothing else counts. */
ds_status ds_did_panel_take_part(ds_did_panel *panel, ds_text vestiging, int year,
                                 ds_error *err) DS_NODISCARD;

/* One group and year: the vestigingen that start at place g, with persons at t and at base. */
typedef struct ds_did_place {
    int g, t, base;
    double n[2], n_base[2]; /* persons: [0] controls, [1] starting */
    double mean[2], mean_base[2];
    size_t units[2];
    double took; /* who took part, of n[1] */
    double att;
} ds_did_place;

/* Panel, starts that count (perhaps permuted ones) and outcomes (perhaps others). */
typedef struct ds_did_view {
    const ds_did_panel *panel;
    const int *starts;
    const double *sum;
    ds_did_controls controls;
} ds_did_view;

/* Whether a vestiging is on this side (1: starting) of a place. */
bool ds_did_is_side(const ds_did_view *view, const ds_did_place *place, size_t unit, int side);
/* All places with persons on both sides, by g, then t: into out[capacity], how many there are. A
 * capacity of n_years² suffices. */
size_t ds_did_places(const ds_did_view *view, ds_did_place *out, size_t capacity);

/* Which places are added up. */
typedef struct ds_did_pick {
    int kind; /* DS_DID_PICK_… */
    int event;
} ds_did_pick;
enum { DS_DID_PICK_EVENT, DS_DID_PICK_AFTER, DS_DID_PICK_BEFORE };
bool ds_did_is_picked(const ds_did_pick *pick, const ds_did_place *place);
/* The mean of the picked places by n[1]; NAN without any. */
double ds_did_mean(const ds_did_place *places, size_t n, const ds_did_pick *pick);

/* The estimate over all places given, with se and df; psi[n_units] (may be NULL) is its influence
 * by vestiging, so that se² is the sum of squares. share: the outcome is 0 or 1. */
ds_status ds_did_influence(const ds_did_view *view, bool share, const ds_did_place *places,
                           size_t n, double *psi, ds_did_estimate *out, ds_error *err) DS_NODISCARD;
/* p, limits and the smallest difference from se and df. */
void ds_did_limits(const ds_did_options *options, ds_did_estimate *estimate);

/* The t with the two-sided probability of a standard normal's critical value. */
double ds_did_critical_t(double critical, double df);
/* Cuts limits to the bounds of a share, where it is one. */
void ds_did_cut(const ds_did_options *options, double *low, double *high, bool *out_cut);

/* The 95 % quantile of the largest size of n estimates together, as a standard normal; NAN where
 * none has a standard error. psi[n][n_units]. test, when not NULL, gets p_joint and smallest_joint.
 */
ds_status ds_did_band(const ds_did_options *options, const double *psi, const ds_did_event *events,
                      size_t n, size_t n_units, ds_did_pretrend *test, double *out_critical,
                      ds_error *err) DS_NODISCARD;

/* Fills p and limits of the overall estimate, the events and the slope by permutation. */
ds_status ds_did_permute(const ds_did_view *view, const ds_did_options *options,
                         ds_did_result *result, ds_error *err) DS_NODISCARD;

#endif
