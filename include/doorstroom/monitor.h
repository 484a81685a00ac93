/* doorstroom/monitor.h, of target: the monitor of an agenda, table by table. What is followed and
 * which tables there are is data (definitions/monitor.yaml); what was delivered and counted comes
 * in as plain structs; rows of one common layout come out. Knows no register and no screen.
 *
 * Ownership: a plan and a result own their texts and rows; an input is the caller's and is only
 * read. Results borrow texts of plan and input, which must live as long. Threads: as objects are
 * made once and then read, any number may read them. */
#ifndef DOORSTROOM_MONITOR_H
#define DOORSTROOM_MONITOR_H

#include "doorstroom/cell.h"
#include "doorstroom/kinds.h"
#include "doorstroom/target.h"

DS_BEGIN_DECLS

/* ---- what is followed: the plan ---- */

enum {
    DS_MONITOR_INDICATORS_MAX = 500,
    DS_MONITOR_GOALS_MAX = 50,
    DS_MONITOR_TABLES_MAX = 1000,
    DS_MONITOR_KEYS_MAX = 4,
    DS_MONITOR_TOTALS_MAX = 16,
    DS_MONITOR_YEARS_MAX = 40
};

typedef struct ds_monitor_goal {
    const char *id, *name, *name_en;
} ds_monitor_goal;

/* One indicator as an agenda sets a target for it: of one niveau and leerweg, or of all. */
typedef struct ds_monitor_indicator {
    const char *id;               /* "vsv_1_bol" */
    const char *indicator;        /* of a definition: "vsv" */
    const char *niveau, *leerweg; /* "" for all */
    const char *goal;             /* "1.3" */
    const char *name, *name_en;
    const char *source, *source_en; /* who delivers it */
    const char *moment, *moment_en; /* of the start value: "ingeschreven 2022/23" */
    bool survey;                    /* answers of a survey, not a register */
    bool module;                    /* a question not put to everybody */
    bool chosen;                    /* followed, but without a target in the report: keuze */
    bool lower;                     /* lower is better */
    int start;                      /* the year of the start value */
    int now;   /* of the present value, counted from the year of the forms: -1 is the year before */
    int since; /* present values from this year on are of the agenda's time; earlier ones get no
                  relation with money, measures or judgement */
    const int *years; /* in which it was asked, rising; none: each year */
    size_t n_years;
} ds_monitor_indicator;

typedef enum ds_monitor_kind {
    DS_MONITOR_SOURCES,
    DS_MONITOR_OVERVIEW,
    DS_MONITOR_COUNTED,
    DS_MONITOR_SURVEY,
    DS_MONITOR_SPENDING,
    DS_MONITOR_SPENDING_WHOLE,
    DS_MONITOR_SPENDING_TOTAL,
    DS_MONITOR_SPENDING_STACKED,
    DS_MONITOR_MEASURES,
    DS_MONITOR_MEASURES_NUMBER,
    DS_MONITOR_PLANNING,
    DS_MONITOR_JUDGEMENT,
    DS_MONITOR_SPREAD,
    DS_MONITOR_CLASSES,
    DS_MONITOR_AMBITION,
    DS_MONITOR_VALUES,
    DS_MONITOR_QUADRANT,
    DS_MONITOR_TARGETS,
    DS_MONITOR_NATIONAL,
    DS_MONITOR_RELATIONS,
    DS_MONITOR_KINDS
} ds_monitor_kind;
/* "bronnen", "overzicht", "telling", "enquete", "besteding", … as in the plan's file. */
DS_API const char *ds_monitor_kind_code(ds_monitor_kind kind);

typedef enum ds_monitor_unit {
    DS_MONITOR_AGENDA,
    DS_MONITOR_SCHOOL,
    DS_MONITOR_PERSON
} ds_monitor_unit;
/* "agenda", "instelling", "persoon". */
DS_API const char *ds_monitor_unit_code(ds_monitor_unit unit);

typedef struct ds_monitor_table {
    const char *id, *title, *title_en;
    ds_monitor_kind kind;
    const char *goal;         /* "" for all */
    const size_t *indicators; /* of the plan */
    size_t n_indicators;
    const char *counted;                   /* telling, enquete, landelijk: a definition's id */
    const char *keys[DS_MONITOR_KEYS_MAX]; /* telling, enquete */
    size_t n_keys;
    int first, last; /* years of telling and enquete; 0: all */
    ds_basis basis;
    ds_monitor_unit unit;
    double cuts[DS_BANDS_MAX]; /* bands of the first year; none: the plan's */
    size_t n_cuts;
    ds_threshold thresholds[DS_BANDS_MAX];
    size_t n_thresholds;
    ds_path_rule path;
    const char *question; /* samenhang */
    const char *groups;   /* telling: a rule, as tally --groepen; "" for none */
    const char *totals; /* telling: the keys that each total keeps, as tally --totals; NULL: none */
    const char *extremes; /* telling: a key of which the lowest and highest group are named; "" */
    bool norm;            /* telling: the norm of each row, and its class */
} ds_monitor_table;

/* All tests of a question are one family for Holm. */
typedef struct ds_monitor_question {
    const char *id, *name, *name_en;
    const char *const *relations; /* "ambitie_ontwikkeling", … */
    size_t n_relations;
    bool pairs; /* groups two by two, too: all pairs are in the family, whatever was found */
} ds_monitor_question;

typedef struct ds_monitor_rules {
    int begin;        /* first year of the agenda */
    unsigned length;  /* in years */
    int spending;     /* whose spending a form tells, from its own year: -1 the year before */
    uint64_t minimum; /* fewer students than this: that many years together */
    unsigned pool;
    double cuts[DS_BANDS_MAX];
    size_t n_cuts;
    ds_quadrant_rule quadrant;
    const char *size; /* the definition of which all persons are an agenda's students */
} ds_monitor_rules;

typedef struct ds_monitor_plan ds_monitor_plan;

/* Reads a plan; path stands in the errors, which have file, line and column. *out is the caller's
 * (ds_monitor_plan_free). */
DS_API ds_status ds_monitor_plan_read(const char *path, ds_monitor_plan **out,
                                      ds_error *err) DS_NODISCARD;
DS_API ds_status ds_monitor_plan_parse(const char *name, ds_text text, ds_monitor_plan **out,
                                       ds_error *err) DS_NODISCARD;
DS_API void ds_monitor_plan_free(ds_monitor_plan *plan);
/* Bands ("20,30,50", of one year) and thresholds (">= 40,> 35") of all tables of spending, in the
 * place of those of the plan; NULL leaves them. DS_USAGE for what is none. */
DS_API ds_status ds_monitor_plan_ask(ds_monitor_plan *plan, const char *bands,
                                     const char *thresholds, ds_error *err) DS_NODISCARD;
/* A value is of its own year, however few its students: of what is shown of counts the years before
 * may be hidden, and no sum of years is whole. */
DS_API void ds_monitor_plan_single_years(ds_monitor_plan *plan);
DS_API ds_monitor_rules ds_monitor_plan_rules(const ds_monitor_plan *plan);
DS_API const ds_monitor_goal *ds_monitor_plan_goals(const ds_monitor_plan *plan, size_t *out_n);
DS_API const ds_monitor_indicator *ds_monitor_plan_indicators(const ds_monitor_plan *plan,
                                                              size_t *out_n);
DS_API const ds_monitor_table *ds_monitor_plan_tables(const ds_monitor_plan *plan, size_t *out_n);
DS_API const ds_monitor_question *ds_monitor_plan_questions(const ds_monitor_plan *plan,
                                                            size_t *out_n);
/* The table with this id, in any letter case; DS_USAGE with the nearest where there is none. */
DS_API ds_status ds_monitor_plan_find(const ds_monitor_plan *plan, const char *id,
                                      const ds_monitor_table **out, ds_error *err) DS_NODISCARD;

/* ---- what came in ---- */

typedef struct ds_monitor_agenda {
    const char *code, *type, *size; /* type and size "" where not known or not the same for all */
    uint64_t n_schools, n_students, n_niveau2;
    bool students_known;
} ds_monitor_agenda;

/* The values of an indicator, year by year. */
typedef struct ds_monitor_series {
    const int *years; /* rising */
    size_t n_years;
    const ds_measured *agendas;  /* [n_years * n_agendas]; a joint agenda's persons are added up */
    const ds_measured *schools;  /* [n_years * n_schools] */
    const ds_measured *national; /* [n_years]: all students together */
    const char *reason;          /* why there is nothing: a code; NULL: there is */
} ds_monitor_series;

/* What an agenda delivered as its target for an indicator. */
typedef struct ds_monitor_aim {
    double targets[DS_TARGET_VERSIONS], start; /* NAN: none */
    ds_absence reason;
} ds_monitor_aim;

enum { DS_MONITOR_UNKNOWN, DS_MONITOR_NO, DS_MONITOR_YES };
/* Planning and judgement, ordered: 1 worst to 5 best. */
enum { DS_MONITOR_NOT_ASKED = 0, DS_MONITOR_STEPS = 5, DS_MONITOR_NO_OPINION = 6 };

/* A line of a survey's table: an estimate of a group, or its difference from an earlier year. */
typedef struct ds_monitor_answer {
    int year;
    const char *keys[DS_MONITOR_KEYS_MAX]; /* in the order of the table's */
    bool difference;
    bool same;                                /* of the institutions that took part in both years */
    double pct, se, low, high, p, p_adjusted; /* NAN: none */
    uint64_t n, missing;
    const char *reason; /* why there is no value; "" */
} ds_monitor_answer;

/* What a table telling, landelijk or enquete is made of. */
typedef struct ds_monitor_counts {
    const ds_cells *cells;            /* by the table's keys; NULL: none */
    const char *reason;               /* why none: a code */
    const ds_monitor_answer *answers; /* of a survey; NULL: none */
    size_t n_answers;
    const struct ds_norm *norm; /* of the indicator (definition.h); NULL: none */
    const char *better;         /* "lower", "higher"; NULL or "": not said */
} ds_monitor_counts;

typedef struct ds_monitor_input {
    int jaar;          /* of the forms */
    int spending_year; /* of the money that they tell of */
    const ds_monitor_agenda *agendas;
    size_t n_agendas, n_schools;
    const ds_monitor_series *series; /* [n_indicators of the plan] */
    const ds_monitor_aim *aims;      /* [n_indicators * n_agendas] */
    int version;                     /* of targets: DS_TARGET_CHANGED is all of them */
    /* Cents, [n_goals * n_agendas]; DS_MONEY_UNKNOWN for none. spent: in spending_year; all:
       from the first year of the agenda up to it, unknown where one of these years is. */
    const int64_t *budget, *budget_before, *spent, *spent_all;
    const int64_t *whole; /* [n_agendas]: the whole Werkagenda */
    const char *const *measures, *const *measure_goals;
    size_t n_measures;
    const uint8_t *taken; /* [n_measures * n_agendas] */
    const char *const *planned, *const
                                    *planned_goals; /* the indicators that planning is asked of */
    size_t n_planned;
    const uint8_t *planning;  /* [n_planned * n_agendas] */
    const uint8_t *judgement; /* [n_goals * n_agendas] */
    const char *const *themes;
    size_t n_themes;
    const uint8_t *attention;        /* [n_themes * n_agendas]: UNKNOWN, NO, YES */
    const ds_monitor_counts *counts; /* [n_tables of the plan] */
    const char *no_forms; /* why there is no money, measures, planning: a code; NULL: there is */
    uint64_t seed;        /* of what is drawn */
} ds_monitor_input;

/* ---- from deliveries and counts to that ---- */

/* Counts of a register's indicator, by instelling and, where the plan's indicators ask it, niveau
 * and leerweg. */
typedef struct ds_monitor_counted {
    const char *indicator;
    const ds_cells *cells; /* NULL: none, and */
    const char *reason;    /* why: a code */
    /* Of what may be shown of counts; all NULL where everything is known. Cells that are not: who
       has one of them has no value in that year. And all students together, by the same keys but
       instelling, in the place of a sum over institutions. */
    const ds_cells *hidden, *national, *national_hidden;
} ds_monitor_counted;

/* A survey's estimate of an institution by its code, or "" for all students. A joint agenda has
 * its institutions' by their respondents. */
typedef struct ds_monitor_estimate {
    const char *indicator, *niveau, *leerweg; /* "" for all */
    int year;
    const char *code;
    double pct, se; /* se in points */
    uint64_t n;     /* who answered */
    uint64_t yes;   /* of these, unweighted, for whom it holds */
} ds_monitor_estimate;

typedef struct ds_monitor_sources {
    /* The deliveries, checked (kinds.h); NULL where there is none. */
    const ds_kind_table *agenda, *streefwaarde, *besteding, *werkagenda, *maatregel, *voortgang,
        *oordeel, *antwoord;
    const ds_monitor_counted *counted;
    size_t n_counted;
    const ds_monitor_estimate *estimates;
    size_t n_estimates;
    const ds_cells *sizes;           /* by instelling, niveau and type: students; NULL: not known */
    const ds_monitor_counts *counts; /* [n_tables of the plan] */
    int jaar;                        /* of the forms; 0: the last one that there is */
    int version;                     /* of targets, DS_TARGET_… */
    uint64_t seed;
} ds_monitor_sources;

typedef struct ds_monitor_data ds_monitor_data;

/* Joins institutions to agendas, adds up their persons, and puts all in place. A kind's rows of
 * other years than jaar stay out, but for targets (the last of each version up to jaar) and money
 * (all years of the agenda up to jaar). *out is the caller's (ds_monitor_data_free) and borrows
 * from sources only counts. */
DS_API ds_status ds_monitor_data_new(const ds_monitor_plan *plan, const ds_monitor_sources *sources,
                                     ds_monitor_data **out, ds_error *err) DS_NODISCARD;
DS_API const ds_monitor_input *ds_monitor_data_input(const ds_monitor_data *data);
/* Institutions with counts that are in no agenda: they are in all_students alone. */
DS_API size_t ds_monitor_data_n_outside(const ds_monitor_data *data);
DS_API void ds_monitor_data_free(ds_monitor_data *data);

/* ---- what comes out ---- */

typedef struct ds_monitor_row {
    const char *indicator, *goal, *niveau, *leerweg, *agenda; /* "" where it is of all */
    const char *trait, *group;                                /* kenmerk, groep */
    const char *measure, *klasse; /* what is measured (aantal, aandeel, …), and its class */
    ds_monitor_unit unit;
    int jaar;                    /* 0: none */
    int64_t n;                   /* below 0: none */
    int64_t missing;             /* below 0: none */
    double value, se, low, high; /* NAN: none */
    const char *reason;          /* why there is no value, or who is missing; "" */
} ds_monitor_row;

/* Something to be said of a table: a code, and the numbers in its text. */
typedef struct ds_monitor_note {
    const char *code;
    double values[3];
    const char *text; /* NULL: none */
} ds_monitor_note;

typedef struct ds_monitor_made {
    const ds_monitor_table *table;
    ds_monitor_row *rows;
    size_t n_rows;
    ds_monitor_note *notes;
    size_t n_notes;
    const char *reason; /* why the data cannot fill it; NULL: it is filled */
} ds_monitor_made;

typedef struct ds_monitor_result ds_monitor_result;

/* The tables asked for (NULL: all), in the plan's order. *out is the caller's
 * (ds_monitor_result_free) and borrows from plan, input and tables. */
DS_API ds_status ds_monitor_make(const ds_monitor_plan *plan, const ds_monitor_input *input,
                                 const ds_monitor_table *const *tables, size_t n_tables,
                                 ds_monitor_result **out, ds_error *err) DS_NODISCARD;
DS_API const ds_monitor_made *ds_monitor_result_tables(const ds_monitor_result *result,
                                                       size_t *out_n);
DS_API void ds_monitor_result_free(ds_monitor_result *result);

DS_END_DECLS

#endif
