/* doorstroom/disclosure.h: stage 5, disclosure control: cells → release. The one maker of a
 * release.
 *
 * All tables of a release are one system: teller + complement = noemer; every margin of every
 * breakdown; tables of one indicator that share margins; what is left of the country without one
 * institution; an indicator that another implies. In it a count of 1 to minimum - 1 persons
 * (teller, complement, noemer or unknown) is hidden, as is a group of which all are in what the
 * definition calls sensitive; and beside these as many others as keep an attacker from working them
 * out: one who knows everything that is shown, in every scope, and earlier releases, and one
 * institution's own counts, or who is the one person in a count. docs/onthulling.md; methods 20
 * to 30.
 *
 * Ownership: the caller's are *out (ds_release_free) and the report (ds_disclosure_report_free).
 * Threads: several are used; the result does not depend on how many. GLPK and CLP abort a program
 * whose memory runs out while a linear program is solved; nothing is written by then. */
#ifndef DOORSTROOM_DISCLOSURE_H
#define DOORSTROOM_DISCLOSURE_H

#include "doorstroom/cell.h"
#include "doorstroom/definition.h"
#include "doorstroom/release.h"

DS_BEGIN_DECLS

/* One table that is to leave. */
typedef struct ds_disclosure_table {
    const char *id; /* in the release; unique there */
    const ds_indicator *indicator;
    const ds_cells *cells; /* finished; at most DS_DISCLOSURE_KEYS keys */
    const char *scope;     /* who will see it: "" for all, else an institution or agenda. Its key
                              instelling, where it has one, is cut to that institution */
    bool without_own; /* with a scope and no key instelling: the country without that institution */
    bool unprinted;   /* only an earlier release printed it: known there, not in this one */
    bool for_all;     /* of ds_disclose_apart, with the key instelling: all see it, institutions by
                         name; then it is part of what all see */
} ds_disclosure_table;

enum { DS_DISCLOSURE_KEYS = 6 };

/* Who sees several scopes, or knows them: an attacker who knows all their counts. */
typedef struct ds_disclosure_reader {
    const char *const *scopes;
    size_t n;
} ds_disclosure_reader;

/* What cannot be, so that everybody knows these counts to be 0: of the rows that have all of these
 * values. They are shown, and protect nothing. */
typedef struct ds_disclosure_structural {
    const char *indicator;                    /* its id; "" for every one */
    const char *measure;                      /* teller, complement, onbekend; noemer: all four */
    const char *const *names, *const *values; /* [n] */
    size_t n;
} ds_disclosure_structural;

typedef struct ds_disclosure_options {
    unsigned version;        /* the initialiser sets it; 0 is taken as 1, the first */
    uint64_t minimum;        /* 10 */
    uint64_t rounded_to;     /* 1; 5 rounds what is shown, after all else */
    uint64_t revision;       /* 10: how far a correction is thought to change a count of an earlier
                                release; below minimum, a count that was 0 cannot be protected */
    uint64_t institutions;   /* 5: over fewer shown institutions no lowest, mean, … */
    const char *generation;  /* of the register */
    const char *institution; /* the key whose values are insiders: "instelling" */
    const ds_disclosure_reader *readers; /* beside each institution alone */
    size_t n_readers;
    const ds_release *const *earlier; /* releases that others keep */
    size_t n_earlier;
    size_t n_workers; /* at most; 0: as many as there are cores */
    const ds_disclosure_structural *structural;
    size_t n_structural;
} ds_disclosure_options;

#define DS_DISCLOSURE_OPTIONS_VERSION 1
#define DS_DISCLOSURE_OPTIONS_INIT                                                                 \
    { DS_DISCLOSURE_OPTIONS_VERSION, 10, 1, 10, 5, "", "instelling", NULL, 0, NULL, 0, 0, NULL, 0 }

/* Inside only: never part of a release. */
typedef struct ds_disclosure_report {
    size_t n_cells, n_relations;                      /* of the system */
    size_t n_primary, n_secondary, n_unprotected_own; /* the last: only for who is counted in it */
    size_t n_programs, n_attacks;                     /* linear programs of ours; of the attacker */
    double cost;                                      /* persons in hidden counts */
    double narrowest;                                 /* of the attacker's ranges */
    /* For who checks output: the smallest count shown above 0 (0: none); shown rows of which more
     * than 90 % are in the teller, or outside it; shown counts of which one institution has more
     * than half. */
    uint64_t smallest, n_above_90, n_dominated;
    /* Pairs of indicators of which one implies the other, and counts that are equal everywhere:
     * "werk_cbs ⊂ werk", "b.noemer = a.noemer", "c.teller = a.teller + b.teller". */
    size_t n_implied;
    const char *const *implied;
} ds_disclosure_report;

/* All or nothing. Errors: DS_INPUT for tables that are not of one population, a table of an earlier
 * release that is not among these, a count that is said to be impossible and is there, and one that
 * cannot be hidden any more, named. */
DS_API ds_status ds_disclose(const ds_disclosure_table *tables, size_t n,
                             const ds_disclosure_options *options, ds_release **out,
                             ds_disclosure_report **out_report, ds_error *err) DS_NODISCARD;
DS_API void ds_disclosure_report_free(ds_disclosure_report *report);

/* The same where the rows by institution (tables with the key options->institution) go to that
 * institution alone (DS_RELEASE_OF_EACH), and nobody sees those of several but options->readers.
 * What all see is protected as above, against every institution that knows its own counts: a count
 * of which all but 1 to minimum - 1 persons are one institution's, or those of one reader, is
 * hidden. An institution's own rows are protected by themselves, whole rows at a time; at most two
 * keys beside its own. Hidden rows of earlier releases stay hidden. Linear in the number of
 * institutions. A table of institutions that is for_all is of what all see; what an institution's
 * own rows by the same keys hide is hidden in it, too, for who sees both. Errors: as ds_disclose;
 * DS_USAGE for more keys. */
DS_API ds_status ds_disclose_apart(const ds_disclosure_table *tables, size_t n,
                                   const ds_disclosure_options *options, ds_release **out,
                                   ds_disclosure_report **out_report, ds_error *err) DS_NODISCARD;

/* ---- facts that are no counts of the system ----
 *
 * An estimate tells of groups of persons. It may leave when none of them is small. Which groups
 * those are is for who made it to say: for a share of a group who is in the teller, who is not, and
 * all of them; for an effect that of both sides. What was worked out from shown counts only has
 * none. */

typedef struct ds_disclosure_fact {
    ds_release_fact fact;   /* its state is DS_STATE_SHOWN unless there is no value to be had */
    const uint64_t *guards; /* persons in each group; one of 1 to minimum - 1 hides the row */
    size_t n_guards;
    uint32_t row; /* facts of a sheet with the same row are shown or hidden together; 0: alone */
    uint32_t sum; /* rows of which the first three guards (all, in the teller, not in it) add up to
                     what can be known from elsewhere: if one is hidden, at least two are, of
                     minimum persons together, in each of the three; 0: none */
    uint32_t across; /* a second sum that the row is part of, as a column beside a line; what
                        is alone in the one protects nothing in the other. 0: none */
    const uint32_t
        *from; /* rows that, with this fact, tell of each other: it is hidden when one is */
    size_t n_from;
} ds_disclosure_fact;

typedef struct ds_disclosure_sheet {
    ds_release_sheet sheet; /* its facts are not looked at */
    const ds_disclosure_fact *facts;
    size_t n_facts;
    bool named; /* institutions keep their names in what all see: it is of shown counts of tables
                   that are for_all, and of nothing else */
} ds_disclosure_sheet;

/* What a release says about itself, and its words. */
typedef struct ds_disclosure_words {
    ds_release_about about;
    const ds_release_label *labels; /* of one column and code the first by its bytes */
    size_t n_labels;
    const ds_release_definition *definitions;
    size_t n_definitions;
    const ds_release_delivery *deliveries;
    size_t n_deliveries;
} ds_disclosure_words;

/* Puts sheets and words into a release that ds_disclose made and nobody else reads yet; once.
 * Copies. A hidden fact keeps its keys, measure and class, and nothing else. *out_hidden (may be
 * NULL): facts that were hidden. In a sheet that all see, an institution or agenda (keys
 * instelling, agenda) is a number, given by its own shown values for each value of the other keys
 * anew, and of its facts the value alone stays: what an institution says of itself stands by name
 * only in what is for it. DS_USAGE: two sheets with one id and scope, a fact with a number that is
 * no number, or keys that are missing; the release is as it was then. */
DS_API ds_status ds_disclose_sheets(ds_release *release, const ds_disclosure_sheet *sheets,
                                    size_t n, const ds_disclosure_words *words, size_t *out_hidden,
                                    ds_error *err) DS_NODISCARD;

/* ---- the attacker on what others published ---- */

/* What a hidden count is said to be ('<5' is 1 to 4); not given: anything from 0 on. */
typedef struct ds_published_bounds {
    bool given;
    uint64_t low, high;
} ds_published_bounds;

enum { DS_PUBLISHED_DECIMALS = 4 }; /* of a percentage; what has more is rounded to these */

/* A published row. */
typedef struct ds_published_row {
    int schooljaar;
    const char *const *keys; /* [n_keys]; NULL: the total over that key */
    ds_release_count teller, noemer, onbekend;
    ds_published_bounds teller_bounds, noemer_bounds, onbekend_bounds;
    bool has_percentage; /* 100 · teller / noemer, rounded to so many decimals */
    double percentage;
    int decimals;
} ds_published_row;

typedef struct ds_published_table {
    const char *name;      /* of the file */
    const char *indicator; /* tables of one are of the same persons */
    const char *without;   /* the institution left out; "" */
    bool has_teller, has_unknown;
    const char *const *key_names;
    size_t n_keys; /* at most DS_DISCLOSURE_KEYS */
    const ds_published_row *rows;
    size_t n_rows;
} ds_published_table;

/* A count that is known too well: from low to high. */
typedef struct ds_found {
    size_t table, row;
    const char *measure; /* teller, complement, noemer or onbekend */
    double low, high;
    bool shown; /* it is printed, and small */
} ds_found;

/* A count that cannot be true beside others. */
typedef struct ds_contradiction {
    size_t table, row;
    const char *measure;
} ds_contradiction;

typedef struct ds_findings {
    ds_found *list; /* by table, row and measure */
    size_t n;
    size_t n_hidden, n_programs;
    /* What does not add up: a total that is not the sum of its parts, a hidden count that cannot be
     * what it is said to be, a percentage that no fraction fits. The attack is without it. */
    ds_contradiction *contradictions;
    size_t n_contradictions;
} ds_findings;

/* What somebody who has all these tables can work out of the hidden counts: each whose range is
 * narrower than minimum and can be below it; and what is shown of 1 to minimum - 1 persons. A
 * percentage beside a hidden count is a count in disguise: the few fractions that it fits bound
 * teller and noemer. institution: the key that without names. *out is the caller's
 * (ds_findings_done). */
DS_API ds_status ds_attack_published(const ds_published_table *tables, size_t n, uint64_t minimum,
                                     const char *institution, ds_findings *out,
                                     ds_error *err) DS_NODISCARD;
DS_API void ds_findings_done(ds_findings *findings);

DS_END_DECLS

#endif
