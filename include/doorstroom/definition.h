/* doorstroom/definition.h: stage 0, definition files → checked expressions and metadata.
 *
 * The language of design section 5. This stage knows names, types and places; it evaluates nothing.
 * Two independent things are made from a checked definition: the native evaluation (tally) and the
 * SQL that ds_definition_sql prints; a test holds them equal.
 *
 * Threads: what is read never changes, so any number may use it at once; what a question adds goes
 * into an overlay of its own. Ownership: all that is handed out is of the
 * ds_definitions and lives as long. */
#ifndef DOORSTROOM_DEFINITION_H
#define DOORSTROOM_DEFINITION_H

#include "doorstroom/base.h"
#include "doorstroom/columns.h"

DS_BEGIN_DECLS

enum {
    DS_SHIFT_MAX = 20,           /* |k| of one [t+k], and of all that add up */
    DS_DEPTH_MAX = 200,          /* of an expression, terms and columns unfolded */
    DS_DEFINITION_MAX = 1 << 20, /* bytes in a definition file */
    DS_KEYS_MAX = 16,            /* columns in one breakdown */
    DS_CODE_FOLDERS_MAX = 8,
};

typedef enum ds_type {
    DS_TYPE_BOOL,
    DS_TYPE_INTEGER, /* in units of 1 / scale: uren_werk has scale 100 */
    DS_TYPE_TEXT,    /* a code; compared as text, or by its list's order */
    DS_TYPE_DATE,    /* days since 1970-01-01 */
} ds_type;

/* Which deliveries say that a school year of this column is covered. */
typedef enum ds_coverage { DS_COVER_INSCHRIJVING, DS_COVER_WERK } ds_coverage;

/* The codes that a text column may have. Never changes, lives as long as the program. */
typedef struct ds_code_list ds_code_list;
DS_API const char *ds_code_list_name(const ds_code_list *list);
DS_API size_t ds_code_list_n(const ds_code_list *list);
/* In the list's order; NULL when there are not so many. */
DS_API const char *ds_code_list_at(const ds_code_list *list, size_t i);
/* Whether that order means something: < and its kin are allowed. */
DS_API bool ds_code_list_ordered(const ds_code_list *list);
/* Whether other words occur as well; these have no place in the order. */
DS_API bool ds_code_list_open(const ds_code_list *list);

/* A column that the career gives. */
typedef struct ds_column {
    const char *name;
    ds_type type;
    int32_t scale;             /* 1, but for uren_werk */
    const ds_code_list *codes; /* NULL: any text */
    ds_coverage coverage;
    int uses_from, uses_to; /* the school years, relative to t, that must be covered: 0,0 for most;
                               gediplomeerd 0,1; eerste_jaar_mbo -1,0 */
    const char *nl, *en;    /* one line of explanation */
    const char *delivery;   /* the kinds of delivery it comes from, ", " between them */
    int low, high;          /* of whole numbers that a delivery has: what they may be; else 0,0 */
    const char *unit_nl, *unit_en; /* "" for none */
} ds_column;

/* All of them: what define --columns shows. Never changes. */
DS_API const ds_column *ds_column_list(size_t *out_n);
/* The index in that list, or -1. */
DS_API int ds_column_find(ds_text name);

typedef enum ds_op {
    DS_OP_COLUMN,     /* column: index in ds_column_list */
    DS_OP_SCHOOLJAAR, /* t */
    DS_OP_INTEGER,    /* integer, in units of 1 / scale of what it is compared with */
    DS_OP_TEXT,       /* text */
    DS_OP_DATE,       /* integer: days; a 'YYYY-MM-DD' literal compared with a date */
    DS_OP_BOOL,       /* integer 0 or 1: a 'ja' or 'nee' compared with a yes/no column */
    DS_OP_AND,        /* args 2 */
    DS_OP_OR,         /* args 2 */
    DS_OP_NOT,        /* args 1 */
    DS_OP_EQ,         /* args 2, same type and scale */
    DS_OP_NE,
    DS_OP_LT, /* for text only on one ordered code list */
    DS_OP_LE,
    DS_OP_GT,
    DS_OP_GE,
    DS_OP_IN,      /* args: the value, then the literals (1 or more) */
    DS_OP_IS_NULL, /* args 1 */
    DS_OP_ADD,     /* args 2, integers of the same scale */
    DS_OP_SUB,
    DS_OP_SHIFT, /* args 1, from: k; e[t+k] */
    DS_OP_EVER,  /* args 1, boolean */
    DS_OP_FIRST,
    DS_OP_COUNT,
    DS_OP_WITHIN,      /* args 1, from: a, to: b; integer 1: within?, over the covered part */
    DS_OP_YEARS_UNTIL, /* args 1, from: a, to: b */
    DS_OP_RULES, /* a derived column: args when1, is1, when2, is2, …, else; all is and else are
                    DS_OP_TEXT, or all DS_OP_INTEGER; without else it is missing where no when
                    holds */
    DS_OP_SELF,  /* args 1: self.x, the argument in the school year in which the ever, first, count,
                    within or years_until around it stands */
    DS_OP_LAST,  /* args 1: e[last], the argument in the last covered school year */
    DS_OP_LIMIT, /* args 1, a number, and integer: that when it is missing or larger */
    DS_OP_ANSWER, /* text: a column of the answers of a survey (over: enquete); integer 1: a
                     question that the definition names and the delivery has to have, of the type by
                     which it is used */
} ds_op;

/* One node of a checked expression. between is >= and <=; `not in`, `is not null` are DS_OP_NOT of
 * the rest; terms stand unfolded in the place where they are used, and equal nodes are one node. */
typedef struct ds_node {
    ds_op op;
    ds_type type;
    int32_t scale;
    const ds_code_list *codes;
    uint32_t first_arg; /* in ds_definitions_args */
    uint32_t n_args;
    int from, to;
    int column;
    int64_t integer;
    ds_text text;
    uint32_t depth;
} ds_node;

typedef struct ds_definitions ds_definitions;

/* What is counted: a person in the state of t, or each institution or programme at which enrolled
 * on that 1 October, once, as if that enrolment decided the state of t. */
typedef enum ds_grain { DS_PER_PERSOON, DS_PER_INSTELLING, DS_PER_OPLEIDING } ds_grain;

/* From this school year on the numbers cannot be set beside the earlier ones. */
typedef struct ds_break {
    int from;            /* the school year, by the year in which it begins */
    const char *note;    /* why */
    const char *note_en; /* "" when the file does not say */
} ds_break;

/* What is asked of an indicator: a row for whom and when; the first that fits counts. */
typedef struct ds_norm_row {
    int from, to;              /* school years, both included */
    double norm;               /* enough: in percent; of a value its mean */
    double high;               /* good; NAN: not said */
    uint64_t minimum;          /* of the denominator, to be judged at all; 0: none */
    const char *const *values; /* values[i] of columns[i]; "" is anybody */
} ds_norm_row;
/* An indicator that a list with norms of several names, and where. */
typedef struct ds_norm_name {
    const char *indicator;
    uint64_t line, column;
} ds_norm_name;
typedef struct ds_norm {
    const char *file;
    const ds_norm_name *named; /* the column indicator, row by row; none without it */
    size_t n_named;
    const char *const *columns;
    size_t n_columns;
    const ds_norm_row *rows;
    size_t n_rows;
} ds_norm;
/* The row of a cell with these keys; NULL when there is none. */
DS_API const ds_norm_row *ds_norm_find_row(const ds_norm *norm, int schooljaar,
                                           const char *const *key_names, const ds_text *keys,
                                           size_t n_keys);
/* What is enough of it; false when there is none. */
DS_API bool ds_norm_find(const ds_norm *norm, int schooljaar, const char *const *key_names,
                         const ds_text *keys, size_t n_keys, double *out);

/* ---- answers of a survey: over: enquete ---- */

/* A column that the answers of a survey have whatever was asked; any other name is a question. */
typedef struct ds_answer_column {
    const char *name;
    ds_type type;
    const ds_code_list *codes; /* NULL: any text */
    bool weight;               /* stands in weight: only */
    bool of_institution;       /* not delivered with the answer, but of its institution */
    const char *nl, *en;
} ds_answer_column;
/* All of them. Never changes. */
DS_API const ds_answer_column *ds_answer_column_list(size_t *out_n);
/* NULL for a question. */
DS_API const ds_answer_column *ds_answer_column_find(ds_text name);

typedef enum ds_enquete_calibrate {
    DS_CALIBRATE_NONE,
    DS_CALIBRATE_LINEAR, /* each of the margins */
    DS_CALIBRATE_RAKE,   /* the same, with weights that stay above 0 */
    DS_CALIBRATE_CROSS,  /* each class of all margins together */
} ds_enquete_calibrate;

/* Which finite populations the standard errors know: the institutions and the students in them, the
 * institutions only, or none. */
typedef enum ds_enquete_fpc { DS_FPC_BOTH, DS_FPC_INSTITUTIONS, DS_FPC_NONE } ds_enquete_fpc;

/* How an indicator over a survey is estimated; "" where there is none. */
typedef struct ds_enquete {
    const char *weight;  /* gewicht by default, gewicht_module of a module; "1": everybody once */
    const char *cluster; /* instelling by default; strata "" by default */
    const char *strata;
    uint32_t jaar_node, meting_node;    /* of which survey an answer is */
    uint32_t cluster_node, strata_node; /* the latter UINT32_MAX when there are none */
    ds_enquete_calibrate calibrate;
    const char *const *margins; /* [n_margins]: calibrated to the register in these; without a
                                   calibration those of gekalibreerd_op */
    const uint32_t *margin_nodes;
    size_t n_margins;
    const char *const *gekalibreerd_op; /* what the delivered weights are calibrated to already */
    size_t n_gekalibreerd_op;
    ds_enquete_fpc fpc;
    bool module;    /* asked of a part only */
    uint32_t frame; /* of which answers the weights speak: those of the rounds that meting names,
                       and of a module that was asked of all; UINT32_MAX: of all */
    uint32_t doelgroep; /* over careers: the students of whom these answers are a sample */
} ds_enquete;

/* One indicator. Texts are zero-terminated, "" where the file says nothing; nodes are indices. */
typedef struct ds_indicator {
    const char *id, *name, *name_en, *goal, *better, *source, *note, *differs;
    const char *sensitive; /* gevoelig: teller (also when ""), complement, beide or geen: a group of
                              which all are in it is hidden, however large */
    const char *version;   /* 12 hex digits of a hash over what it means: population, event or value
                              and lookback, terms unfolded; two texts that mean the same node for
                              node have one version */
    const char *file;
    uint32_t line;
    uint32_t population;
    uint32_t outcome; /* the event (boolean), or the value (integer) when numeric */
    bool numeric;
    int32_t lookback; /* earlier covered years asked for; 0 when not given */
    int32_t pool;     /* school year t is the sum of t-pool+1 to t; 0 or 1: t itself */
    ds_grain per;
    const ds_norm *norm;       /* NULL: none; no part of the version */
    uint32_t n_by;             /* breakdowns named in the file */
    const uint32_t *const *by; /* by[i]: nodes of the i-th breakdown */
    const uint32_t *by_sizes;
    const char *const *const *by_names; /* as written: by_names[i][j] */
    const ds_break *breaks;             /* n_breaks, by from, ascending; no part of the version */
    uint32_t n_breaks;
    bool present_codes;          /* instelling, naam and type are those of the institution into
                                    which one merged, by the last covered school year */
    const char *version_present; /* the version with present_codes; version itself when set */
    const ds_enquete *enquete;   /* over: enquete; NULL: over careers */
    const char *note_en, *differs_en;
} ds_indicator;

/* 12 hex digits of a hash over what the keys of a breakdown mean, in their order. */
DS_API void ds_definitions_keys_version(const ds_definitions *definitions, const uint32_t *keys,
                                        size_t n, char out[13]);
/* DS_OK over careers; DS_INPUT over a survey, with where to ask that. */
DS_API ds_status ds_indicator_of_careers(const ds_indicator *indicator, ds_error *err) DS_NODISCARD;
/* The same indicator under present codes, with the version of that. Borrows from indicator. */
DS_API ds_indicator ds_indicator_present(const ds_indicator *indicator);

/* Reads and checks one file. On success *out is the caller's (ds_definitions_free). An error names
 * file, line and column, what was found and what was expected, and the nearest known name. Code
 * lists of derived columns are looked for in codes/ beside the folder of the file. */
DS_API ds_status ds_definitions_read(const char *path, ds_definitions **out,
                                     ds_error *err) DS_NODISCARD;
/* The same; after that folder these are looked in, in their order (at most DS_CODE_FOLDERS_MAX). */
DS_API ds_status ds_definitions_read_with(const char *path, const char *const *code_folders,
                                          size_t n_code_folders, ds_definitions **out,
                                          ds_error *err) DS_NODISCARD;
/* Where else a definition file may find what it uses. */
typedef struct ds_definition_places {
    const char *const *code_folders; /* as above */
    size_t n_code_folders;
    const char *const *own; /* other files of the user: their terms and columns may be broken down
                               by (ds_overlay_key, ds_overlay_expression) */
    size_t n_own;
    const char *const *program; /* files of the program: the file itself may use their terms and
                                   columns, too; its own of the same name go before */
    size_t n_program;
} ds_definition_places;
/* The same, with the terms and columns of other files. These are read when a name is first looked
 * for that the file does not have; one that cannot be read has no names. The path itself may be
 * among them. */
DS_API ds_status ds_definitions_read_beside(const char *path, const ds_definition_places *places,
                                            ds_definitions **out, ds_error *err) DS_NODISCARD;
/* The same from memory, without code lists; name stands in the errors. */
DS_API ds_status ds_definitions_parse(const char *name, const char *data, size_t size,
                                      ds_definitions **out, ds_error *err) DS_NODISCARD;
DS_API void ds_definitions_free(ds_definitions *definitions);

DS_API size_t ds_definitions_n(const ds_definitions *definitions);
DS_API const ds_indicator *ds_definitions_at(const ds_definitions *definitions, size_t i);
/* By its id; "<evaluation>.<outcome>.<k>" is an outcome in a year of follow-up. DS_INPUT with the
 * nearest id when there is none. */
DS_API ds_status ds_definitions_find(const ds_definitions *definitions, const char *id,
                                     const ds_indicator **out, ds_error *err) DS_NODISCARD;

/* All nodes; a node's args have lower indices, so going up evaluates them. */
DS_API const ds_node *ds_definitions_nodes(const ds_definitions *definitions, size_t *out_n);
DS_API const uint32_t *ds_definitions_args(const ds_definitions *definitions);

/* The term or column of the file that is this node; NULL for none. */
DS_API const char *ds_definitions_name_of(const ds_definitions *definitions, uint32_t node);
/* The node in the words of the language, what has a name by that name; unfold: not the node itself.
 * *out is the caller's (ds_free). DS_INPUT when it is longer than 64 kB. */
DS_API ds_status ds_definitions_print(const ds_definitions *definitions, uint32_t node, bool unfold,
                                      char **out, ds_error *err) DS_NODISCARD;

/* ---- what one question asks beside the definitions ----
 *
 * A set of definitions never changes once it is read, so threads share it. Columns to break down
 * by, and expressions that a user types, are added to an overlay of one's own: what
 * ds_overlay_definitions gives is the set and these, for ds_tally and all that reads a set. From
 * then on it does not change either (adding is DS_USAGE), and threads may share it. */

typedef struct ds_overlay ds_overlay;

/* Over that set, which must live longer; NULL: none, only the columns of the career. NULL when
 * memory is short. Cost: a copy of the nodes. */
DS_API ds_overlay *ds_overlay_new(const ds_definitions *definitions) DS_NODISCARD;
DS_API void ds_overlay_free(ds_overlay *overlay);
/* A column to break down by: a career column, a column or a term of the set, each with an optional
 * [t+k]. DS_INPUT with the nearest name. */
DS_API ds_status ds_overlay_key(ds_overlay *overlay, const char *name, uint32_t *out_node,
                                ds_error *err) DS_NODISCARD;
/* From now on names are those of the answers of a survey, as in an indicator over: enquete. */
DS_API void ds_overlay_over_enquete(ds_overlay *overlay);
/* An expression of this type over the columns of the career and the names of the set. name stands
 * in the errors in the place of a file ("--where"), with the column (and the line, where text has
 * several), what was found and expected, and the nearest name. */
DS_API ds_status ds_overlay_expression(ds_overlay *overlay, const char *name, const char *text,
                                       ds_type type, uint32_t *out_node,
                                       ds_error *err) DS_NODISCARD;
/* An indicator of such nodes: population is boolean, outcome an event (boolean) or a value
 * (integer). *out is the overlay's. DS_USAGE for nodes of another type. */
DS_API ds_status ds_overlay_indicator(ds_overlay *overlay, const char *id, uint32_t population,
                                      uint32_t outcome, const ds_indicator **out,
                                      ds_error *err) DS_NODISCARD;
/* The indicator among whom where (boolean) holds, too: the same id, another version. indicator is
 * of the set or of this overlay, *out is the overlay's. */
DS_API ds_status ds_overlay_where(ds_overlay *overlay, const ds_indicator *indicator,
                                  uint32_t where, const ds_indicator **out,
                                  ds_error *err) DS_NODISCARD;
/* The indicator of which a school year is the sum of pool school years up to it (from 1 to 20): the
 * same id, another version. */
DS_API ds_status ds_overlay_pool(ds_overlay *overlay, const ds_indicator *indicator, int pool,
                                 const ds_indicator **out, ds_error *err) DS_NODISCARD;
/* The expression that node is unknown. */
DS_API ds_status ds_overlay_unknown(ds_overlay *overlay, uint32_t node, uint32_t *out_node,
                                    ds_error *err) DS_NODISCARD;
/* That node k school years later: e[t+k]. DS_INPUT when it shifts too far. */
DS_API ds_status ds_overlay_shift(ds_overlay *overlay, uint32_t node, int k, uint32_t *out_node,
                                  ds_error *err) DS_NODISCARD;
/* The set with what was added. Lives as long as the overlay. */
DS_API const ds_definitions *ds_overlay_definitions(ds_overlay *overlay);

/* Which school years relative to t must be covered for a row to count: bit DS_HORIZON_ZERO + k of
 * inschrijving and of werk. Bits for all shifts, terms and keys; within and years_until use all
 * from a to b; t itself always. */
enum { DS_HORIZON_ZERO = 64, DS_HORIZON_SIZE = 129 };
typedef struct ds_horizon {
    bool inschrijving[DS_HORIZON_SIZE];
    bool werk[DS_HORIZON_SIZE];
} ds_horizon;
DS_API void ds_definitions_horizon(const ds_definitions *definitions, const uint32_t *roots,
                                   size_t n_roots, ds_horizon *out);

/* Which school years relative to the last covered one e[last] asks for: when one is not covered no
 * row counts. */
DS_API void ds_definitions_last(const ds_definitions *definitions, const uint32_t *roots,
                                size_t n_roots, ds_horizon *out);
/* Which ones, relative to t, within? looks at where they are covered. */
DS_API void ds_definitions_partial(const ds_definitions *definitions, const uint32_t *roots,
                                   size_t n_roots, ds_horizon *out);

/* The same for one node on its own, without t itself: where ever, first, count, within and
 * years_until may look. ever(uren_werk > 0) looks at every school year that jobs cover. */
DS_API void ds_definitions_uses(const ds_definitions *definitions, uint32_t node, ds_horizon *out);

/* The indicator as DuckDB SQL over the register's own tables (docs/register.md), broken down by
 * keys (with their names as column titles). Columns: indicator, schooljaar, the keys, teller,
 * noemer, onbekend (numeric: som, noemer, onbekend). Over a survey, over the table enquete: jaar
 * for schooljaar, then n (who answered), basis (of whom the weights speak), teller (numeric: som,
 * in the unit of the outcome) and the exact sums of weights in millionths over who answered, but
 * for the first: sum_w_basis, sum_w, sum_wy, sum_ww, sum_wwy, sum_wwyy. *out is the caller's
 * (ds_free).
 */
DS_API ds_status ds_definition_sql(const ds_definitions *definitions, const ds_indicator *indicator,
                                   const uint32_t *keys, const char *const *key_names,
                                   size_t n_keys, char **out, ds_error *err) DS_NODISCARD;

/* ---- evaluations: did a route work? ----
 *
 * An evaluation says who took part, who may serve for comparison, and which outcomes are followed
 * for how many years. Each outcome in each year of follow-up is an ordinary indicator (tally counts
 * it, ds_definition_sql prints it): its id is "<evaluation>.<outcome>.<k>", its population that of
 * the evaluation in the schooljaren of cohorten, and k stands in its expressions for that year. */

/* One outcome, one year of follow-up. */
typedef struct ds_evaluation_year {
    int k; /* school years after t */
    ds_indicator indicator;
    bool has_value; /* the outcome is a number: the indicator is numeric, its outcome is value with
                       its limit */
    uint32_t event; /* the event; of a value one that holds for everybody, for who breaks down by
                       the value itself */
    uint32_t value;
    int64_t limit; /* a value that is missing or larger counts as this, in the unit in which the
                      key of a cell says the value; INT64_MIN: none */
} ds_evaluation_year;

typedef struct ds_evaluation_outcome {
    const char *id, *name, *name_en, *better; /* "" where the file says nothing */
    const char *note, *note_en, *source;
    bool placebo;     /* lies before the route: a difference speaks against the comparison */
    bool conditional; /* its population, or the evaluation's population, treated or controls, look
                         at a school year after t, which the route itself changes: a description */
    const char *unconditional; /* of a conditional one: the id of the outcome of everyone; or "" */
    const ds_evaluation_year *years;
    size_t n_years;
} ds_evaluation_outcome;

typedef struct ds_evaluation_column {
    const char *name;
    uint32_t node;
    bool number; /* a covariate that is taken as a number */
} ds_evaluation_column;

/* Locations before and after somebody there took part, beside those where nobody ever did (nooit),
 * or did yet (nog_niet). */
typedef enum ds_before_after {
    DS_BEFORE_AFTER_NONE,
    DS_BEFORE_AFTER_NEVER,
    DS_BEFORE_AFTER_NOT_YET,
} ds_before_after;

typedef struct ds_evaluation {
    const char *id, *name, *name_en, *source, *note, *note_en, *file;
    uint32_t line;
    const char *version; /* as of an indicator: over all that it means */
    uint32_t group; /* a text column: 'ja' took part, 'nee' may serve for comparison, 'later' might,
                       but took part later (joins_later), 'overig' */
    uint64_t published_treated, published_controls; /* how many a publication had; 0: none said */
    const int *cohorten;                            /* school years, rising */
    size_t n_cohorten;
    const int *cohorten_figuur; /* a part of them; may be empty */
    size_t n_cohorten_figuur;
    bool vast; /* keep the cohorts the same over k: those that are observed in every year asked */
    const ds_evaluation_column *covariates;
    size_t n_covariates;
    const ds_evaluation_column *const *exact; /* exact[i][n_exact[i]]: the first by default, the
                                     others beside it; schooljaar itself is a column of every cell
                                     and has node UINT32_MAX */
    const size_t *exact_sizes;
    size_t n_exact;
    size_t exact_report; /* which of them is what the publication compared within; SIZE_MAX: none */
    const ds_evaluation_column *location; /* together the location: instelling, vestiging */
    size_t n_location;
    const ds_evaluation_outcome *outcomes;
    size_t n_outcomes;
    const char *empty_list; /* a file of codes/ that who takes part depends on, and that has no
                               rows: "groene_lyceum.csv"; NULL: none */
    int before_after;       /* voor_en_na: ds_before_after */
    const char *const *subgroups; /* deelgroepen: covariates or columns of exact[0], by name */
    size_t n_subgroups;
} ds_evaluation;

DS_API size_t ds_definitions_n_evaluations(const ds_definitions *definitions);
DS_API const ds_evaluation *ds_definitions_evaluation_at(const ds_definitions *definitions,
                                                         size_t i);
/* DS_INPUT with the nearest id when there is none. */
DS_API ds_status ds_definitions_find_evaluation(const ds_definitions *definitions, const char *id,
                                                const ds_evaluation **out,
                                                ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
