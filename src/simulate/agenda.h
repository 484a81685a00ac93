/* simulate/agenda.h: what the made institutions plan, spend and report on the Werkagenda: the
 * deliveries without persons of design section 9 (codes/soorten.yaml), and beside them what others
 * publish (`extern`) and what a process evaluation heard (`casus`, `contactenquete`).
 *
 * An agenda is of one institution or of several together. How many agendas do, spend or say what,
 * and what it adds up to, stands in the files simulatie/agenda_*.csv, from the published report;
 * which agenda it is, is drawn. Counts and sums come out exactly as published, whatever the seed.
 * Nothing here depends on spending; targets are correlated with the later change where the report
 * found that. */
#ifndef DS_SIMULATE_AGENDA_H
#define DS_SIMULATE_AGENDA_H

#include "simulate/counts.h"
#include "simulate/data.h"
#include "simulate/lines.h"

enum ds_agenda_kind {
    DS_AGENDA_AGENDA, /* which institutions share one */
    DS_AGENDA_WERKAGENDA,
    DS_AGENDA_STREEFWAARDE,
    DS_AGENDA_BESTEDING,
    DS_AGENDA_MAATREGEL,
    DS_AGENDA_VOORTGANG,
    DS_AGENDA_OORDEEL,
    DS_AGENDA_ANTWOORD,
    DS_AGENDA_EIGEN_INDICATOR,
    DS_AGENDA_EXTERN,
    DS_AGENDA_CASUS,
    DS_AGENDA_CONTACTENQUETE,
    DS_AGENDA_KINDS,
};
_Static_assert((int)DS_AGENDA_KINDS == (int)DS_LINES_AGENDAS, "a file for each");
extern const char *const ds_agenda_names[DS_AGENDA_KINDS];   /* of the deliveries */
extern const char *const ds_agenda_headers[DS_AGENDA_KINDS]; /* column names, one line each */

enum {
    DS_AGENDA_WORD_SIZE = 32,
    DS_AGENDA_ROWS_MAX = 64,
    DS_AGENDA_BANDS = 8, /* of spending: see ds_agenda_goal */
    DS_AGENDA_CLASSES = 6,
    DS_AGENDA_FIRST_FORM = 2024, /* the years of the e-form */
    DS_AGENDA_LAST_FORM = 2025,
    DS_AGENDA_FIRST_SPENT = 2024, /* spending */
};
typedef char ds_agenda_word[DS_AGENDA_WORD_SIZE];
typedef char ds_agenda_phrase[2 * DS_AGENDA_WORD_SIZE];

/* Target values of one indicator, for one niveau and leerweg or all of them. */
typedef struct ds_agenda_target {
    enum ds_counts_indicator indicator;
    unsigned niveau; /* 0 all */
    int leerweg;     /* -1 all */
    ds_agenda_word herkomst;
    bool has_means;
    double mean_first, mean_all;        /* percent, originally and with the later ones */
    unsigned n_first, n_all, n_changed; /* institutions */
    bool has_reached;
    double reached_share; /* already there at the later moment; without means always */
    double spread;        /* sd of the ambition, percentage points */
    double correlation;   /* of the ambition with the later change */
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

/* Spending after the first year: the share of what is left of the budget, and the sd of its
 * logarithm. */
typedef struct ds_agenda_later {
    int year;
    double share, spread;
} ds_agenda_later;

/* One way to answer an open question; share: relative to the others of that goal and field. */
typedef struct ds_agenda_answer {
    ds_agenda_word goal, field;
    ds_agenda_phrase theme, text;
    bool is_public;
    double share;
} ds_agenda_answer;

/* An indicator that n agendas follow themselves. */
typedef struct ds_agenda_own {
    ds_agenda_word goal;
    ds_agenda_phrase name, unit, source;
    unsigned n;
    double low, high;
} ds_agenda_own;

typedef struct ds_agenda_external {
    ds_agenda_phrase source, land, group, measure;
    int year;
    double value;
} ds_agenda_external;

/* A round of the process evaluation. */
typedef struct ds_agenda_round {
    ds_agenda_word name;
    unsigned n_cases, n_contacts; /* case studies; contacts of routes that answered */
} ds_agenda_round;

/* A theme of the talks: how likely each judgement of it is, of words in agenda_beside.c. */
typedef struct ds_agenda_theme {
    ds_agenda_phrase theme, mechanism;
    double shares[3];
} ds_agenda_theme;

/* One answer to a question put to contacts. */
typedef struct ds_agenda_reply {
    ds_agenda_phrase question, text;
    double share;
} ds_agenda_reply;

typedef struct ds_agenda {
    size_t n_targets, n_goals, n_measures, n_progress, n_judgements;
    size_t n_later, n_answers, n_own, n_external, n_rounds, n_themes, n_replies;
    ds_agenda_target targets[DS_AGENDA_ROWS_MAX];
    ds_agenda_goal goals[DS_AGENDA_ROWS_MAX];
    ds_agenda_classes measures[DS_AGENDA_ROWS_MAX];
    ds_agenda_classes progress[DS_AGENDA_ROWS_MAX];
    ds_agenda_classes judgements[DS_AGENDA_ROWS_MAX];
    ds_agenda_later later[DS_AGENDA_ROWS_MAX];
    ds_agenda_answer answers[DS_AGENDA_ROWS_MAX];
    ds_agenda_own own[DS_AGENDA_ROWS_MAX];
    ds_agenda_external external[DS_AGENDA_ROWS_MAX];
    ds_agenda_round rounds[DS_AGENDA_ROWS_MAX];
    ds_agenda_theme themes[DS_AGENDA_ROWS_MAX];
    ds_agenda_reply replies[DS_AGENDA_ROWS_MAX];
} ds_agenda;

/* Reads the files agenda_*.csv of folder; the caller frees it. Faults: DS_INPUT with file and line.
 * Some 120 KiB. */
ds_status ds_agenda_read(const char *folder, ds_agenda **out, ds_error *err) DS_NODISCARD;
void ds_agenda_free(ds_agenda *agenda);

/* Adds all lines of one delivery to rows. counts are those of all persons: the start values. The
 * same seed and counts: the same bytes. False when memory is short. */
bool ds_agenda_add(const ds_agenda *agenda, const ds_model *model, const ds_counts *counts,
                   uint64_t seed, enum ds_agenda_kind kind, ds_lines *rows) DS_NODISCARD;

/* ---- shared by agenda*.c ---- */

/* Whose agendas there are: in the order of their first institution. */
typedef struct ds_agenda_who {
    unsigned n;
    unsigned of[DS_MODEL_INSTELLINGEN_MAX]; /* by institution: its agenda */
    unsigned first[DS_MODEL_INSTELLINGEN_MAX], members[DS_MODEL_INSTELLINGEN_MAX];
    double grootte[DS_MODEL_INSTELLINGEN_MAX];
    char code[DS_MODEL_INSTELLINGEN_MAX][5];
} ds_agenda_who;
void ds_agenda_who_fill(const ds_model *model, ds_agenda_who *out);
/* Counts by agenda, of counts by institution; out is empty. */
void ds_agenda_join(const ds_agenda_who *who, const ds_counts *counts, ds_counts *out);

typedef struct ds_agenda_maker {
    const ds_agenda *agenda;
    const ds_model *model;
    const ds_agenda_who *who;
    const ds_counts *counts; /* by agenda */
    uint64_t seed;
    ds_lines *rows;
} ds_agenda_maker;

/* Begins a line with the agenda's code and the year; NULL when memory is short. */
char *ds_agenda_line(const ds_agenda_maker *maker, unsigned agenda, int year);

/* Indicators as the deliveries name them, by enum ds_counts_indicator. */
extern const char *const ds_agenda_indicators[DS_COUNTS_INDICATORS];

/* Draws for agenda i (from 0): uniform on [0, 1), or normal with sd 1. what and name say which
 * draw it is. */
double ds_agenda_unit(uint64_t seed, const char *what, const char *name, unsigned i);
double ds_agenda_normal(uint64_t seed, const char *what, const char *name, unsigned i);
/* The numbers 0 … n - 1 in ascending order of keys. */
void ds_agenda_sort(const double *keys, unsigned n, unsigned *out);
/* How much agenda i's figure improved from the start to the later moment, as a z-score among
 * the agendas; 0 where that is not known. */
void ds_agenda_changes(const ds_agenda_maker *maker, enum ds_counts_indicator indicator,
                       unsigned niveau, int leerweg, double *out);
/* Where each agenda stands in the order of spending on a goal: the bands are filled in it, those
 * who budgeted nothing first; joint agendas last. */
void ds_agenda_spending_keys(const ds_agenda_maker *maker, const char *goal, double *out);
/* A share in percent; NAN without cases. */
double ds_agenda_share(ds_count count);
/* 1 when a higher figure is better, -1 when a lower one is. */
double ds_agenda_better(enum ds_counts_indicator indicator);

ds_status ds_agenda_read_beside(const char *folder, ds_agenda *agenda, ds_error *err) DS_NODISCARD;
/* A text that fits, in out; column is named in the error. */
ds_status ds_agenda_read_text(const ds_data_row *row, size_t field, const char *column, char *out,
                              size_t size, ds_error *err) DS_NODISCARD;
/* Room for one more row. */
ds_status ds_agenda_read_room(const ds_data_row *row, size_t n, ds_error *err) DS_NODISCARD;

bool ds_agenda_add_agendas(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_targets(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_spending(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_whole(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_answers(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_own(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_external(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_cases(const ds_agenda_maker *maker) DS_NODISCARD;
bool ds_agenda_add_contacts(const ds_agenda_maker *maker) DS_NODISCARD;

#endif
