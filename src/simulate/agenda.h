/* simulate/agenda.h: what the made institutions plan, spend and report on the Werkagenda: the
 * deliveries `streefwaarde`, `besteding`, `maatregel`, `voortgang` and `oordeel`.
 *
 * How many institutions do, spend or say what, and what it adds up to, stands in the files
 * simulatie/agenda_*.csv, from the published report; which institution it is, is drawn. Counts and
 * sums come out exactly as published, whatever the seed. Nothing here depends on spending; targets
 * are correlated with the later change where the report found that. */
#ifndef DS_SIMULATE_AGENDA_H
#define DS_SIMULATE_AGENDA_H

#include "simulate/counts.h"
#include "simulate/lines.h"

enum ds_agenda_kind {
    DS_AGENDA_STREEFWAARDE,
    DS_AGENDA_BESTEDING,
    DS_AGENDA_MAATREGEL,
    DS_AGENDA_VOORTGANG,
    DS_AGENDA_OORDEEL,
    DS_AGENDA_KINDS,
};
extern const char *const ds_agenda_names[DS_AGENDA_KINDS];   /* of the deliveries */
extern const char *const ds_agenda_headers[DS_AGENDA_KINDS]; /* column names, one line each */

enum {
    DS_AGENDA_WORD_SIZE = 32,
    DS_AGENDA_ROWS_MAX = 64,
    DS_AGENDA_BANDS = 8, /* of spending: see ds_agenda_goal */
    DS_AGENDA_CLASSES = 5,
};
typedef char ds_agenda_word[DS_AGENDA_WORD_SIZE];

/* Target values of one indicator, for one niveau and leerweg or all of them. */
typedef struct ds_agenda_target {
    enum ds_counts_indicator indicator;
    unsigned niveau; /* 0 all */
    int leerweg;     /* -1 all */
    ds_agenda_word herkomst;
    bool has_means;
    double mean_first, mean_all;        /* percent, originally and with the later ones */
    unsigned n_first, n_all, n_changed; /* institutions */
    double reached_share;               /* without means: already there at the later moment */
    double spread;                      /* sd of the ambition, percentage points */
    double correlation;                 /* of the ambition with the later change */
} ds_agenda_target;

/* Spending on one goal, in euro. Bands: how many institutions budgeted nothing, have an unknown
 * budget, spent nothing, and spent less than 20, 20 to 30, to 40, to 50, over 50 percent. */
typedef struct ds_agenda_goal {
    ds_agenda_word goal;
    double total;
    double low_pct, high_pct; /* of an institution's whole budget */
    double inequality;        /* sd of the logarithm of that share */
    double fastest_pct;       /* the largest share of its budget that an institution spent */
    unsigned n_corrected;     /* of the whole: institutions that corrected a budget */
    bool is_whole;            /* the budget of the whole Werkagenda: nothing is spent from it */
    unsigned bands[DS_AGENDA_BANDS];
} ds_agenda_goal;

/* Institutions by class: taking a measure, on schedule, of a judgement. */
typedef struct ds_agenda_classes {
    ds_agenda_word goal, name;
    unsigned n[DS_AGENDA_CLASSES];
    double correlation; /* of being ahead with the later change */
} ds_agenda_classes;

typedef struct ds_agenda {
    size_t n_targets, n_goals, n_measures, n_progress, n_judgements;
    ds_agenda_target targets[DS_AGENDA_ROWS_MAX];
    ds_agenda_goal goals[DS_AGENDA_ROWS_MAX];
    ds_agenda_classes measures[DS_AGENDA_ROWS_MAX];
    ds_agenda_classes progress[DS_AGENDA_ROWS_MAX];
    ds_agenda_classes judgements[DS_AGENDA_ROWS_MAX];
} ds_agenda;

/* Reads the files agenda_*.csv of folder; the caller frees it. Faults: DS_INPUT with file and line.
 * Some 40 KiB. */
ds_status ds_agenda_read(const char *folder, ds_agenda **out, ds_error *err) DS_NODISCARD;
void ds_agenda_free(ds_agenda *agenda);

/* Adds all lines of one delivery to rows. counts are those of all persons: the start values. The
 * same seed and counts: the same bytes. False when memory is short. */
bool ds_agenda_add(const ds_agenda *agenda, const ds_model *model, const ds_counts *counts,
                   uint64_t seed, enum ds_agenda_kind kind, ds_lines *rows) DS_NODISCARD;

/* ---- shared by agenda*.c ---- */

typedef struct ds_agenda_maker {
    const ds_agenda *agenda;
    const ds_model *model;
    const ds_counts *counts;
    uint64_t seed;
    ds_lines *rows;
} ds_agenda_maker;

/* Indicators as the deliveries name them, by enum ds_counts_indicator. */
extern const char *const ds_agenda_indicators[DS_COUNTS_INDICATORS];

/* Draws for institution i (from 0): uniform on [0, 1), or normal with sd 1. what and name say which
 * draw it is. */
double ds_agenda_unit(uint64_t seed, const char *what, const char *name, unsigned i);
double ds_agenda_normal(uint64_t seed, const char *what, const char *name, unsigned i);
/* The numbers 0 … n - 1 in ascending order of keys. */
void ds_agenda_sort(const double *keys, unsigned n, unsigned *out);
/* How much institution i's figure improved from the start to the later moment, as a z-score among
 * the institutions; 0 where that is not known. */
void ds_agenda_changes(const ds_agenda_maker *maker, enum ds_counts_indicator indicator,
                       unsigned niveau, int leerweg, double *out);
/* A share in percent; NAN without cases. */
double ds_agenda_share(ds_count count);
/* 1 when a higher figure is better, -1 when a lower one is. */
double ds_agenda_better(enum ds_counts_indicator indicator);

bool ds_agenda_add_targets(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_spending(const ds_agenda_maker *maker) DS_NODISCARD;

#endif
