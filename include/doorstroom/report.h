/* doorstroom/report.h: stage 5, results → documents. Each function takes the struct that holds what
 * came of a question and gives a document (doorstroom/document.h) that any writer lays out; what is
 * in it never depends on the form. It reads no person's row.
 *
 * *out is the caller's (ds_document_free) and borrows from the result: write it while that is
 * there. Threads: nothing is shared. Errors: memory only. */
#ifndef DOORSTROOM_REPORT_H
#define DOORSTROOM_REPORT_H

#include "doorstroom/cell.h"
#include "doorstroom/comparison.h"
#include "doorstroom/definition.h"
#include "doorstroom/document.h"
#include "doorstroom/figures.h"
#include "doorstroom/link.h"
#include "doorstroom/parts.h"
#include "doorstroom/stat.h"

DS_BEGIN_DECLS

/* ---- definitions ---- */

/* Which indicators and evaluations there are: of one id that of the first file. */
DS_API ds_status ds_report_definitions(const ds_definitions *const *files, size_t n,
                                       ds_document **out, ds_error *err) DS_NODISCARD;
/* A file that was read without an error, and how much is in it. */
DS_API ds_status ds_report_definitions_good(const char *path, const ds_definitions *definitions,
                                            ds_document **out, ds_error *err) DS_NODISCARD;

/* A definition as SQL; ds_work_sql makes it. All its own. */
typedef struct ds_sql {
    char *id, *version, *text;
} ds_sql;
DS_API ds_status ds_report_sql(const ds_sql *sql, ds_document **out, ds_error *err) DS_NODISCARD;

/* The columns that definitions may name: kind, delivery, codes or range, unit, help. */
DS_API ds_status ds_report_columns(ds_document **out, ds_error *err) DS_NODISCARD;

/* ---- the key of pseudonyms ---- */

/* That a key was made, and which it is: ds_key_make. */
/* What ds_work_piece_gather (n_pieces 0) or ds_work_pieces_join wrote in folder. */
DS_API ds_status ds_report_gather(const char *folder, size_t n_pieces, bool again,
                                  ds_document **out, ds_error *err) DS_NODISCARD;
/* The parts that ds_work_split made of folder. */
DS_API ds_status ds_report_split(const char *folder, unsigned n_parts, ds_document **out,
                                 ds_error *err) DS_NODISCARD;
DS_API ds_status ds_report_key(const char *path, const char *fingerprint, ds_document **out,
                               ds_error *err) DS_NODISCARD;

/* ---- forgetting ---- */

/* What there is, or was, of a work folder's register, refused rows and history; done: it is
 * destroyed. */
DS_API ds_status ds_report_forgotten(const char *folder, bool with_register, bool refused,
                                     bool history, bool done, ds_document **out,
                                     ds_error *err) DS_NODISCARD;

/* ---- open data ---- */

/* Open data that was already counted, and its rates by what was asked; ds_work_open makes it. */
typedef struct ds_opened {
    ds_open *open;
    ds_bounded *cells;
    bool equality; /* the bounds rest on the assumption that the total is men + women */
} ds_opened;

/* The rates with their bounds, the summary in json, what does not add up as messages. */
DS_API ds_status ds_report_open(const ds_opened *opened, ds_document **out,
                                ds_error *err) DS_NODISCARD;
/* Every hidden count: where it stands, its bounds, what it is and from what. */
DS_API ds_status ds_report_open_hidden(const ds_open *open, ds_document **out,
                                       ds_error *err) DS_NODISCARD;

/* ---- two registrations side by side ---- */

#define DS_LINK_POPULATION "route is not null" /* who counts in a register unless said */
enum { DS_LINK_YEARS_MAX = 64 };

/* What ds_work_link made. Texts without a word on it are borrowed from its options. */
typedef struct ds_linked {
    ds_link *link;                      /* finished */
    const char *keys[DS_LINK_KEYS_MAX]; /* the left's names; in keys_text */
    size_t n_keys;
    char *keys_text;          /* its own */
    const char *left, *right; /* files, or the work folder on the right */
    bool of_register;         /* then also: */
    const char *population;
    int schooljaar; /* 0: all that can be counted */
    int *left_out;  /* its own: years that the population cannot be counted in, at most
                       DS_LINK_YEARS_MAX */
    size_t n_left_out;
    bool present_codes;
} ds_linked;

/* The counts by the first key, the first two, and so on; with list also what stands where, in csv
 * in place of the counts. */
DS_API ds_status ds_report_link(const ds_linked *linked, bool list, ds_document **out,
                                ds_error *err) DS_NODISCARD;

/* ---- routes ---- */

enum { DS_ROUTES_TRAITS = 3 };
/* By what starters are told apart: leerweg, advies, sector. */
DS_API const char *ds_routes_trait(size_t trait);

/* What ds_work_routes made; all its own. */
typedef struct ds_routes_found {
    int *years; /* covered, rising; at most DS_ROUTES_YEARS_MAX */
    size_t n_years;
    ds_routes *routes;
    ds_starters *starters[DS_ROUTES_TRAITS]; /* a trait each */
    bool present_codes;
    char *generation;         /* of the register */
    char *single_institution; /* "" unless all deliveries are of one */
} ds_routes_found;

/* For machines a row a number: tabel, schooljaar, groep, route, kenmerk, waarde, maat, aantal, van,
 * percentage; for people school years beside each other. */
DS_API ds_status ds_report_routes(const ds_routes_found *found, ds_document **out,
                                  ds_error *err) DS_NODISCARD;

/* ---- monthly lists ---- */

enum { DS_MONTH_KEYS = 3 }; /* instelling, niveau, leerweg */

/* What stands on the lists of one month, or beside them. */
typedef struct ds_month_row {
    const char *indicator; /* vsv_maand, vsv_maand_cumulatief, vsv_maand_na; vsv, vsv_duo */
    int schooljaar;
    int maand; /* 202210; 0: of the whole school year */
    ds_text keys[DS_MONTH_KEYS];
    bool known; /* there are both lists: teller and noemer stand for something */
    uint64_t teller, noemer, onbekend;
    double norm; /* in percent; NAN: none */
} ds_month_row;

/* What ds_work_vsv_months made; all its own. */
typedef struct ds_months_found {
    const char *keys[DS_MONTH_KEYS];
    size_t n_keys;
    ds_month_row *rows; /* by indicator, school year, month, keys */
    size_t n_rows;
    uint64_t n_outside, n_outside_after; /* on a list, not in the start population: not counted */
    uint64_t n_without_start; /* on the list of leavers of a month without a start population */
    uint64_t n_unstated;      /* rows that do not say of which list they are */
    uint64_t n_missing;       /* months of institutions in which one of both lists is missing */
    char *generation;         /* of the register */
    void *own;
    const ds_norm *norm; /* of which norms stand beside rows; NULL: none */
} ds_months_found;

/* The months, cumulated over the school year, after it, and beside them vsv by the register and by
 * DUO: indicator,schooljaar,maand,<keys>,teller,noemer,onbekend,percentage; teller and noemer empty
 * where there is no list. */
DS_API ds_status ds_report_vsv_months(const ds_months_found *found, ds_document **out,
                                      ds_error *err) DS_NODISCARD;

/* ---- tallies ---- */

/* Groups that were chosen, and what that left. */
typedef struct ds_tally_chosen {
    const char *rule; /* as it was asked */
    const ds_groups *groups;
    uint64_t n_persons_kept, n_persons_dropped; /* person-years */
} ds_tally_chosen;

/* What was asked beside the definition; its version is that of what was counted. */
typedef struct ds_tally_narrowed {
    const char *where;       /* NULL: everybody of the population */
    const ds_cells *unknown; /* with where: by school year, those of the population for whom it is
                                unknown, and who therefore do not count */
    int pool;                /* of the question; 0: as the definition says */
    ds_tally_chosen by_rule; /* groups NULL: not asked */
    ds_tally_chosen same;    /* only what is there in each school year; rule: which key */
} ds_tally_narrowed;

/* One table of counts, and what must be said with it. */
typedef struct ds_tally_table {
    const ds_indicator *indicator; /* NULL: not known */
    const ds_cells *cells;         /* finished */
    const int *dropped;            /* school years left out: a year before or after is missing */
    size_t n_dropped;
    const int *short_lookback; /* with fewer earlier years than the definition asks for */
    size_t n_short_lookback;
    const int *partial; /* of which a within? does not see every year it asks for */
    size_t n_partial;
    const int *counted; /* school years of which rows count */
    size_t n_counted;
    const char *keys_version; /* ds_definitions_keys_version */
    const ds_parts *parts;    /* cells NULL: they are those of this table of parts */
    size_t of_parts;
    const ds_tally_narrowed *narrowed; /* NULL: nothing was asked beside the definition */
    const ds_comparison *comparison;   /* NULL: the cells alone; else it is shown in their place */
    const ds_comparison_options *compared; /* by which it was made */
    const int *absent; /* school years that were asked and that nothing is counted of */
    size_t n_absent;
    const char *unkept; /* a class to keep that no row has; NULL: none */
} ds_tally_table;

/* What the cells were counted from. */
typedef struct ds_tally_source {
    const char *generation;         /* of the register */
    const char *single_institution; /* "" unless all deliveries are of one */
    const char *undelivered;        /* soorten without their diplomas (register.h); "" for none */
    uint64_t n_unlevelled;          /* mbo diplomas of unknown niveau */
    uint32_t part, n_parts;         /* of the register's persons; 0 of 0: all */
    const char *whole;              /* the register is a part that split made; "" or NULL: none */
    uint32_t split_part, n_split_parts;
} ds_tally_source;

/* A list of sections, one a table, in json as the contract says. In csv tables with the same
 * columns are one. */
DS_API ds_status ds_report_tallies(const ds_tally_table *tables, size_t n,
                                   const ds_tally_source *source, ds_document **out,
                                   ds_error *err) DS_NODISCARD;

/* The cells as a table of document, under id in json and csv, with the notes on breaks in the
 * series. from_year: only school years from there on (0: all) for people. indicator: NULL when not
 * known. */
DS_API void ds_report_cells(ds_document *document, const char *id, const ds_tally_table *table,
                            const ds_indicator *indicator, int from_year);

/* Whether the cells from from_year on lie on both sides of a break. */
DS_API bool ds_report_crosses(const ds_tally_table *table, const ds_break *at, int from_year);

/* ---- flows ---- */

/* What ds_work_flows made. */
typedef struct ds_flows_found {
    ds_flows *flows;
    const char *state, *where; /* as asked; where NULL: everybody */
    ds_tally_source source;
    void *own;
} ds_flows_found;

/* A row a flow: schooljaar, the keys, van, naar, aantal, aandeel_van, aandeel_naar; for people, of
 * flows without keys, states beside each other for the last school year. edges: the edges of a
 * Sankey diagram instead (source, target, value), whose nodes are a state in a school year. */
DS_API ds_status ds_report_flows(const ds_flows_found *found, bool edges, ds_document **out,
                                 ds_error *err) DS_NODISCARD;

/* What ds_work_growth made: of each school year asked, against the one before or a named one. */
typedef struct ds_growth_year {
    int before, after;
    ds_growth *growth;
} ds_growth_year;
typedef struct ds_growth_found {
    ds_growth_year *years;
    size_t n_years;
    const ds_tally_table *table; /* of the cells */
    ds_tally_source source;
    void *own;
} ds_growth_found;

/* A row a group and year, the whole first: its part of the growth, split in size, composition and
 * rate. */
DS_API ds_status ds_report_growth(const ds_growth_found *found, ds_document **out,
                                  ds_error *err) DS_NODISCARD;

/* ---- what changed between two generations of a register ---- */

/* A cell that differs. */
typedef struct ds_history_change {
    const char *indicator; /* or inschrijvingen, diplomas: rows of deliveries */
    size_t order;          /* of the indicators */
    bool of_rows;          /* a number of rows, in noemer; there is no teller */
    int schooljaar;
    ds_text instelling;
    ds_measures before, after;
    bool whole_year;    /* one of the generations has no cell of this school year at all: then */
    size_t year;        /* which of years it is in */
    bool first_of_year; /* the first that is */
} ds_history_change;

/* A school year that came or went as a whole, summed over the institutions. */
typedef struct ds_history_year {
    const char *indicator;
    size_t order;
    bool of_rows;
    int schooljaar;
    size_t n_places; /* institutions */
    ds_measures before, after;
} ds_history_year;

typedef struct ds_history {
    bool found; /* else there is no earlier generation to compare with, and nothing below */
    const char *previous, *current; /* generations */
    ds_history_change *changes;     /* by school year, institution, indicator */
    size_t n_changes, changes_capacity;
    ds_history_year *years;
    size_t n_years;
    const char **redefined; /* indicators that are not compared: their definition changed */
    size_t n_redefined;
    void *cells; /* its own: of the texts */
} ds_history;

/* Added to document: geschiedenis in json (null where nothing is kept), the table verschillen in
 * csv. */
DS_API void ds_report_history(const ds_history *history, ds_document *document);

/* ---- the demonstration ---- */

typedef struct ds_demo_delivery {
    const char *file;
    bool aside; /* left for later; then no counts */
    uint64_t n_read, n_taken, n_refused;
} ds_demo_delivery;

/* What the demonstration has to show; ds_work_demo makes it, and it borrows from that. */
typedef struct ds_demo_facts {
    const char *folder;      /* the work folder */
    const char *definitions; /* its own copy, to change */
    const char *examples;    /* its folder of tables to try commands on; NULL: none */
    const char *page;        /* where the page stands */
    const ds_demo_delivery *deliveries;
    size_t n_deliveries;
    uint64_t n_persons, n_enrolments, n_diplomas;
    const ds_tally_table *tables;
    size_t n_tables;
    const ds_figures *figures; /* may be empty */
    double seconds;            /* from nothing to tallied */
} ds_demo_facts;

/* For screen and page: what came in, the tables with the published percentages beside them (on the
 * screen of the last school year with any, where a table is broken down), and what can be typed
 * next. program: how the program was called. */
DS_API ds_status ds_report_demo(const ds_demo_facts *facts, const char *program, ds_document **out,
                                ds_error *err) DS_NODISCARD;

/* ---- cells of parts ---- */

/* Cells of parts, added up as they are written. */
typedef struct ds_merged {
    ds_tally_table *tables; /* [n]: by parts; indicator NULL where it is not known (of csv) */
    size_t n;
    ds_parts *parts; /* its own */
    bool said;       /* json: the files say what they are of */
    ds_tally_source source;
    const ds_equal_files *equal; /* csv: perhaps the same part, counted twice */
    size_t n_equal;
    size_t n_unknown;       /* tables whose version of a definition is not here */
    ds_indicator *own;      /* [n]: stand for these, by what the files say */
    void *definitions;      /* its own: of the indicators */
    struct ds_shown *shown; /* [n]; of work/inside */
} ds_merged;

/* A list of sections, one a table, as of tallies: of json the same as that of the whole. */
DS_API ds_status ds_report_merge(const ds_merged *merged, ds_document **out,
                                 ds_error *err) DS_NODISCARD;

/* ---- made-up deliveries, and how well they fit ---- */

/* What simulate wrote. */
typedef struct ds_simulated {
    char *folder; /* the work folder */
    uint64_t n_persons, seed;
    char **files; /* the names in its leveringen/; all of them made up */
    size_t n_files;
} ds_simulated;

/* program: how the program was called, for the command that comes next. */
DS_API ds_status ds_report_simulated(const ds_simulated *made, const char *program,
                                     ds_document **out, ds_error *err) DS_NODISCARD;
/* A row a published figure, what is off, and what it sums up to. */
DS_API ds_status ds_report_fit(const ds_figures_fit *fit, ds_document **out,
                               ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
