/* doorstroom/formulier.h: forms as data: what is asked, what is checked, who agrees, what becomes
 * of it (docs/formulieren.md).
 *
 * A form is a file, formulieren/<name>.yaml. ds_formulier_read checks all of it and gives structs
 * to read; no line of code knows a form by name. A filled form is a dossier: a map of answers (path
 * → canonical text), the parties and what they agreed to and signed, a state. Everything here is a
 * function of a form and such facts: no clock, no storage, no page.
 *
 * Words: a form has onderwerpen (pages) with velden (fields); a tabel is a field with rijen and
 * kolommen; partijen agree (akkoord) and sign (ondertekening); an overgang leads from one toestand
 * to another; a controle is a check and gives a bevinding; a levering says which rows of a kind of
 * codes/soorten.yaml come of it; a stuk is a document that is made of it.
 *
 * Paths: "veld", or "tabel/rij/kolom"; a rij is a code of a list, the id of a party, or r1, r2, …
 * of rows that the filler adds.
 *
 * Threads: a form changes no more once it is read; any number may use it. Answers belong to one
 * thread while they change. Ownership: what is given out by out_ is the caller's; what a struct
 * holds lives as long as what it was asked of. */
#ifndef DOORSTROOM_FORMULIER_H
#define DOORSTROOM_FORMULIER_H

#include "doorstroom/base.h"
#include "doorstroom/document.h"
#include "doorstroom/kinds.h"
#include "doorstroom/say.h"

DS_BEGIN_DECLS

enum {
    DS_FORMULIER_FILE_MAX = 2 << 20,  /* bytes of a file */
    DS_FORMULIER_ID_MAX = 60,         /* bytes of an id or a code */
    DS_FORMULIER_PATH_MAX = 200,      /* bytes of a path */
    DS_FORMULIER_TEXT_MAX = 255,      /* bytes of an answer of the kind tekst and its kin */
    DS_FORMULIER_FREE_MAX = 4000,     /* bytes of vrij: what a delivery may hold */
    DS_FORMULIER_FIELDS_MAX = 2000,   /* fields and columns of a form */
    DS_FORMULIER_ROWS_MAX = 500,      /* rows of a table */
    DS_FORMULIER_ANSWERS_MAX = 50000, /* answers of a dossier */
    DS_FORMULIER_DECIMALS = 6,        /* decimals that a number keeps */
    DS_FORMULIER_CODES_MAX = 2000,    /* rows of a list */
    DS_FORMULIER_PARTIES_MAX = 200    /* parties of a dossier */
};

/* ---- what a form is made of ---- */

/* What a field holds. Canonical text of each between parentheses. */
typedef enum ds_veld_soort {
    DS_VELD_TEKST,        /* one line */
    DS_VELD_VRIJ,         /* free text with lines; line ends are "\n" */
    DS_VELD_GEHEEL,       /* a whole number ("-12") */
    DS_VELD_GETAL,        /* a decimal of at most 6 decimals ("12.5") */
    DS_VELD_PROCENT,      /* the same, without the sign ("12.5") */
    DS_VELD_BEDRAG,       /* euro and cents ("1234567.89", always two decimals) */
    DS_VELD_JAAR,         /* ("2025") */
    DS_VELD_SCHOOLJAAR,   /* the year in which it begins ("2024") */
    DS_VELD_DATUM,        /* ("2025-06-01") */
    DS_VELD_JA_NEE,       /* ("ja", "nee") */
    DS_VELD_KEUZE,        /* a code of its list */
    DS_VELD_MEERKEUZE,    /* codes of its list, in the list's order, joined by ";" */
    DS_VELD_BESTAND,      /* an upload: the digest under which the store keeps it */
    DS_VELD_BRIN,         /* ("01AB") */
    DS_VELD_VESTIGING,    /* a BRIN and a number ("01AB00") */
    DS_VELD_PERSOON_NAAM, /* of who signs; never of a pupil */
    DS_VELD_TABEL,        /* has rijen and kolommen; no answer of its own */
    DS_VELD_GETOOND,      /* a number that nobody types: facts.shown has it, or computed says it */
    DS_VELD_SOORTEN
} ds_veld_soort;

/* Their names in a file, in the order of the enum. */
DS_API const char *ds_veld_soort_name(ds_veld_soort soort);

/* A checked expression of a form: read, typed, ready to be asked. */
typedef struct ds_expressie ds_expressie;

/* Three values: unknown where something is not filled. */
typedef enum ds_oordeel { DS_ONBEKEND, DS_NEE, DS_JA } ds_oordeel;

typedef struct ds_lijst_rij {
    const char *code;
    ds_say say;
    const char *const *extra; /* extra[n_columns of its list]; "" where there is nothing */
} ds_lijst_rij;

typedef struct ds_lijst {
    const char *id;
    const char *file;           /* in codes/; NULL: its rows stand in the form */
    const char *const *columns; /* names of what its rows have beside code and texts */
    size_t n_columns;
    const ds_lijst_rij *rows;
    size_t n_rows;
} ds_lijst;

/* A text that stands where it is named (lessons, explanations). */
typedef struct ds_formulier_tekst {
    const char *id;
    const char *inventaris; /* NULL: none */
    ds_say title, say;      /* title may be NULL, NULL */
} ds_formulier_tekst;

typedef struct ds_naam_waarde {
    const char *name, *value;
} ds_naam_waarde;

/* From where the value of a field comes before anybody types: of a release (getoond), or of last
 * year's field. A value of keys "@rij" or "@rij.x" is the row's code or its list's column x. */
typedef struct ds_voorvullen {
    const char *release; /* the id of a question of a release; NULL: none */
    const char *measure; /* maat; NULL: none */
    const ds_naam_waarde *keys;
    size_t n_keys;
    const char *previous; /* vorig: the field of the former version; NULL: the same id */
    ds_say definition;    /* what the value is, in words; may be NULL, NULL */
} ds_voorvullen;

/* From where the rows of a table come. */
typedef enum ds_rijen_soort { DS_RIJEN_LIJST, DS_RIJEN_VRIJ, DS_RIJEN_PARTIJEN } ds_rijen_soort;

typedef struct ds_veld ds_veld;
struct ds_veld {
    const char *id;
    ds_veld_soort soort;
    ds_say say, uitleg;       /* uitleg: a hint below it; may be NULL, NULL */
    const char *inventaris;   /* EF3; NULL: none */
    const char *report_block; /* rapportblok: where the report shows it; NULL: none */
    const ds_veld *table;     /* of a column: its table; else NULL */
    size_t topic;             /* in which topic */
    bool required;            /* verplicht: ja; where required_if is there that decides */
    bool managing;            /* one of those of beheer: parties do not agree to it */
    bool carry;               /* neem_over: last year's answer comes along */
    bool public_answer;       /* openbaar: may leave as it stands */
    bool theme;               /* thema: ja: researchers set theme codes on it */
    bool has_low, has_high;
    int64_t low, high; /* van, tot: of numbers × 10^6, of dates days since 1970, of years the
                          year, of text its length in characters */
    unsigned max_mb;   /* of bestand */
    const char *const *types; /* of bestand: pdf, docx, xlsx, … */
    size_t n_types;
    const ds_lijst *list;           /* of keuze, meerkeuze; else NULL */
    ds_say unit;                    /* eenheid, behind it; may be NULL, NULL */
    const char *const *visible_for; /* roles; none: all who may see the form */
    size_t n_visible_for;
    const ds_expressie *shown_if;    /* als: NULL: always */
    const ds_expressie *required_if; /* verplicht: "expression"; NULL: none */
    const ds_expressie *computed;    /* berekend: of getoond; NULL: facts.shown has it */
    unsigned decimals;               /* of getoond: how many a person sees */
    ds_voorvullen prefill;
    /* of a table: */
    ds_rijen_soort rows_of;
    const ds_lijst *row_list;       /* of DS_RIJEN_LIJST: the rows that it has (waar: is applied) */
    size_t max_rows;                /* of DS_RIJEN_VRIJ */
    size_t min_rows;                /* of DS_RIJEN_VRIJ: that must be there */
    const char *const *row_parties; /* of DS_RIJEN_PARTIJEN: kinds of parties */
    size_t n_row_parties;
    const ds_veld *columns;
    size_t n_columns;
};

typedef struct ds_onderwerp {
    const char *id;
    ds_say say, uitleg, hulp;
    const char *inventaris;                 /* STAP4; NULL: none */
    const ds_formulier_tekst *const *texts; /* lessen: stand with the page */
    size_t n_texts;
    const ds_veld *fields;
    size_t n_fields;
    const ds_expressie *done; /* klaar; NULL: what is required is filled and nothing is wrong */
    ds_say done_say; /* klaar_uitleg: what is missing where done is not true; may be NULL */
    const char *const *agree; /* akkoord: kinds of parties of which every one agrees */
    size_t n_agree;
    const char *const *sign; /* ondertekenen: kinds of parties of which every one signs here */
    size_t n_sign;
    const char *const *visible_for;
    size_t n_visible_for;
    bool managed; /* beheer: its last four fields are <id>_eigenaar (persoon_naam), <id>_begin and
                     <id>_klaar (datum), <id>_status (keuze: gepland, bezig, gereed, vervallen) */
    const ds_expressie *shown_if; /* als; NULL: always */
} ds_onderwerp;

/* A kind of parties of a dossier. */
typedef struct ds_partij_soort {
    const char *id;
    ds_say say;
    const char *role; /* who fills for it; NULL: nobody by himself */
    size_t least, most;
    bool agrees, signs;
} ds_partij_soort;

typedef enum ds_ernst { DS_ERNST_MELDING, DS_ERNST_WAARSCHUWING, DS_ERNST_FOUT } ds_ernst;
DS_API const char *ds_ernst_name(ds_ernst ernst);

typedef struct ds_controle {
    const char *id;
    ds_ernst ernst;
    size_t topic;
    const ds_veld *per;       /* a table, whose rows are judged one by one; NULL: once */
    const ds_expressie *when; /* als: it fires where this is true */
    const ds_veld *const *at; /* bij: the fields to which it belongs; columns of per */
    size_t n_at;
    ds_say say; /* {veld} stands for the value of a field, {@rij} for the row */
} ds_controle;

typedef struct ds_toestand {
    const char *id;
    ds_say say;
    bool edit;      /* bewerken: answers may change */
    bool final;     /* eind: nothing leads away, and it is no task any more */
    bool submitted; /* ingediend: counts as handed in: who follows sees it so, exports have it */
} ds_toestand;

typedef enum ds_reden { DS_REDEN_NEE, DS_REDEN_MAG, DS_REDEN_MOET } ds_reden;

typedef struct ds_voorwaarde {
    const ds_expressie *when; /* must be true; unknown is not */
    ds_say say;               /* what is to be done where it is not */
} ds_voorwaarde;

typedef struct ds_overgang {
    const char *id;
    ds_say say;
    const char *const *from; /* of toestanden */
    size_t n_from;
    const char *to;
    const char *const *roles;
    size_t n_roles;
    ds_reden reason;
    bool sign; /* tekenen: with the signer's name and function */
    const ds_voorwaarde *conditions;
    size_t n_conditions;
} ds_overgang;

typedef struct ds_levering_kolom {
    const char *name;
    const ds_expressie *value;
} ds_levering_kolom;

typedef struct ds_levering {
    const char *kind;             /* of codes/soorten.yaml */
    const ds_veld *per;           /* a table: a row each; NULL: see fields */
    const ds_veld *const *fields; /* velden: a row for each of these that is filled; of columns for
                                     each row of their table; none and no per: one row */
    size_t n_fields;
    const char *const *states; /* of these alone; none: of all */
    size_t n_states;
    const ds_expressie *when; /* als: rows where this is true; NULL: those with an answer in them */
    const ds_levering_kolom *columns;
    size_t n_columns;
} ds_levering;

typedef struct ds_stuk_deel {
    ds_say title, say;       /* say may be NULL, NULL */
    const ds_say *questions; /* vragen: to be answered on paper, each with empty lines */
    size_t n_questions;
    unsigned lines; /* regels: empty lines below the text, or below each question */
    const ds_veld *const *fields;
    size_t n_fields;
    bool per_party;  /* per_partij: what each party filled or agreed, one by one */
    bool agreements; /* akkoorden: who agrees to which topic, and who does not */
    bool signatures; /* handtekeningen: lines to sign, or who signed */
} ds_stuk_deel;

/* A document that is made of a dossier. */
typedef struct ds_stuk {
    const char *id;
    ds_say say, uitleg;
    const ds_stuk_deel *parts;
    size_t n_parts;
} ds_formulier_stuk;

/* What a role may do with a dossier of this form; work/outside holds to it. */
typedef struct ds_wie {
    const char *role;
    const char *const *may; /* zien, invullen, … */
    size_t n_may;
} ds_wie;

typedef struct ds_termijn {
    bool has_opens, has_closes;
    int32_t opens, closes;  /* days since 1970, both included */
    const unsigned *remind; /* days before closes */
    size_t n_remind;
} ds_termijn;

/* What one filled form is of. */
typedef enum ds_dossier_soort {
    DS_DOSSIER_AGENDA,
    DS_DOSSIER_ROUTE,
    DS_DOSSIER_KOPPEL,
    DS_DOSSIER_RESPONDENT,
    DS_DOSSIER_SOORTEN
} ds_dossier_soort;
DS_API const char *ds_dossier_soort_name(ds_dossier_soort soort);

typedef struct ds_formulier {
    const char *id, *version; /* the same id with another version is next year's */
    int year;
    ds_say say, uitleg;
    ds_dossier_soort of;
    ds_say of_say;         /* "agenda", "agenda" */
    const ds_veld *region; /* dossier: {regio: veld}: says in which region it is; NULL: none */
    ds_termijn term;
    const ds_wie *who;
    size_t n_who;
    const ds_partij_soort *parties;
    size_t n_parties;
    const ds_lijst *lists;
    size_t n_lists;
    const ds_formulier_tekst *texts;
    size_t n_texts;
    const ds_lijst *themes; /* themas: the codes that researchers set on answers; NULL: free */
    const ds_onderwerp *topics;
    size_t n_topics;
    const ds_controle *checks;
    size_t n_checks;
    const ds_toestand *states; /* the first is that of a new dossier */
    size_t n_states;
    const ds_overgang *transitions;
    size_t n_transitions;
    const ds_levering *deliveries;
    size_t n_deliveries;
    const ds_formulier_stuk *papers;
    size_t n_papers;
    const char *digest; /* of the file's bytes: BLAKE2b, 256 bits, in hexadecimals */
} ds_formulier;

/* Reads a form. folders[n]: where the files of lists are, `codes` of a work folder, then of the
 * program (NULLs are passed over). kinds: what deliveries are held to; NULL: they are not. *out is
 * the caller's (ds_formulier_free). DS_INPUT with file, line and column for the first fault. */
DS_API ds_status ds_formulier_read(const char *path, const char *const *folders, size_t n_folders,
                                   const ds_kinds *kinds, ds_formulier **out,
                                   ds_error *err) DS_NODISCARD;
DS_API void ds_formulier_free(ds_formulier *form);

/* By id; NULL when it is not there. Of a field "tabel.kolom" finds a column. */
DS_API const ds_veld *ds_formulier_field(const ds_formulier *form, const char *id);
DS_API const ds_onderwerp *ds_formulier_topic(const ds_formulier *form, const char *id);
DS_API const ds_toestand *ds_formulier_state(const ds_formulier *form, const char *id);
DS_API const ds_overgang *ds_formulier_transition(const ds_formulier *form, const char *id);
DS_API const ds_partij_soort *ds_formulier_party(const ds_formulier *form, const char *id);
DS_API const ds_formulier_stuk *ds_formulier_paper(const ds_formulier *form, const char *id);
/* The row of a list by its code; NULL. */
DS_API const ds_lijst_rij *ds_lijst_find(const ds_lijst *list, ds_text code);
/* Column of a row of a list by name ("" when it has none); "" for what is not there. */
DS_API const char *ds_lijst_extra(const ds_lijst *list, const ds_lijst_rij *row,
                                  const char *column);

/* Where a path points. row is "" of a field that is no column. */
typedef struct ds_plek {
    const ds_veld *field;
    char row[DS_FORMULIER_ID_MAX + 1];
} ds_plek;
/* False for a path that this form does not have: unknown field, a table without row and column, a
 * row that its list does not have or that is not r1 … r<max>. Any id of a party is let through. */
DS_API bool ds_formulier_place(const ds_formulier *form, ds_text path, ds_plek *out);
/* "veld" or "tabel/rij/kolom" into out; false when it does not fit. row NULL or "" of no column. */
DS_API bool ds_formulier_path(const ds_veld *field, const char *row,
                              char out[DS_FORMULIER_PATH_MAX + 1]);

/* ---- answers ---- */

/* A map of path → canonical text, sorted by path's bytes. */
typedef struct ds_answers ds_answers;
DS_API ds_status ds_answers_new(ds_answers **out, ds_error *err) DS_NODISCARD;
DS_API void ds_answers_free(ds_answers *answers);
DS_API ds_status ds_answers_copy(const ds_answers *answers, ds_answers **out,
                                 ds_error *err) DS_NODISCARD;
DS_API size_t ds_answers_n(const ds_answers *answers);
/* The i-th by path; both are never NULL. i < n. */
DS_API const char *ds_answers_path(const ds_answers *answers, size_t i);
DS_API const char *ds_answers_value(const ds_answers *answers, size_t i);
/* "" when there is no answer; borrowed until the next change. NULL answers have none. */
DS_API const char *ds_answers_get(const ds_answers *answers, const char *path);
/* "" or NULL takes it out. DS_INPUT past DS_FORMULIER_ANSWERS_MAX or a path that is too long. */
DS_API ds_status ds_answers_set(ds_answers *answers, const char *path, const char *value,
                                ds_error *err) DS_NODISCARD;

/* ---- values ---- */

/* What somebody typed → canonical text. lang says whose marks: "1.234" is 1234 in Dutch and no
 * amount in English; what can be read in two ways is refused with a hint. Empty (blanks) gives "".
 * A choice is read by its code, else by its words in either language. *out is the caller's
 * (ds_free). DS_INPUT: it is no such value, or not from low to high; err says so without the value,
 * in one line for who typed it. A field of DS_VELD_TABEL or DS_VELD_GETOOND: DS_USAGE. */
DS_API ds_status ds_formulier_parse(const ds_veld *field, ds_text typed, ds_lang lang, char **out,
                                    ds_error *err) DS_NODISCARD;
/* Canonical text as a person of that language reads and types it: parsing gives the same canonical
 * text back. What is not canonical comes out as it stands. *out is the caller's (ds_free). */
DS_API ds_status ds_formulier_show(const ds_veld *field, const char *canonical, ds_lang lang,
                                   char **out, ds_error *err) DS_NODISCARD;
/* Whether text is canonical for the field and within its bounds ("" is); false too when memory is
 * short. */
DS_API bool ds_formulier_is_canonical(const ds_veld *field, const char *text);

/* ---- a dossier as facts ---- */

/* A party of a dossier. */
typedef struct ds_partij {
    const char *id;    /* of the dossier; a row of tables of parties: no "/", at most 60 bytes */
    const char *soort; /* of the form's parties */
    const char *name;
    const char *scope; /* BRIN, agenda, …; "" for none */
} ds_partij;

typedef struct ds_akkoord {
    const char *topic, *party; /* ids */
    bool agrees;               /* false: it said that it does not */
    const char *remark;        /* NULL: none */
} ds_akkoord;

typedef struct ds_ondertekening {
    const char *topic; /* NULL: the whole */
    const char *party; /* id; NULL: who fills it in */
    const char *name, *function;
    const char *at; /* as it is to be printed: 2025-06-01 10:20 */
} ds_ondertekening;

/* A theme that a researcher set on an answer. */
typedef struct ds_thema {
    const char *path, *code;
} ds_thema;

typedef struct ds_formulier_facts {
    unsigned version;           /* the initialiser sets it */
    const ds_answers *answers;  /* NULL: none yet */
    const ds_answers *previous; /* of last year, carried over or not; NULL: none */
    const ds_answers *shown;    /* values of getoond fields by path; NULL: none */
    const ds_partij *parties;
    size_t n_parties;
    const ds_akkoord *agreements;
    size_t n_agreements;
    const ds_ondertekening *signatures;
    size_t n_signatures;
    const ds_thema *themes;
    size_t n_themes;
    const char *state; /* NULL: the first of the form */
    const char *name;  /* of the dossier; NULL: "" */
    const char *scope; /* @agenda: code of the agenda, route, pair, respondent; NULL: "" */
    int32_t today;     /* days since 1970; INT32_MIN: unknown */
    const char *mark;  /* put into a workbook, and given back by who reads it; NULL: none */
} ds_formulier_facts;
#define DS_FORMULIER_FACTS_VERSION 1
#define DS_FORMULIER_FACTS_INIT                                                                    \
    {                                                                                              \
        DS_FORMULIER_FACTS_VERSION, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL,    \
            NULL, NULL, INT32_MIN, NULL                                                            \
    }

/* The rows of a table that there are: of a list all, of parties those of its kinds, of rows that
 * are added those with an answer, by number. out[DS_FORMULIER_ROWS_MAX] borrowed ids: of the form,
 * of the facts, or static. Returns how many. */
DS_API size_t ds_formulier_rows_of(const ds_veld *table, const ds_formulier_facts *facts,
                                   const char *out[DS_FORMULIER_ROWS_MAX]);
/* The id of the next row to add, or NULL when there are as many as may be. Static text. */
DS_API const char *ds_formulier_next_row(const ds_veld *table, const ds_formulier_facts *facts);
/* What a row is called: the words of its list, the party's name, or "" of rows that are added. */
DS_API ds_say ds_formulier_row_say(const ds_veld *table, const ds_formulier_facts *facts,
                                   const char *row);
/* Whether a field is to be shown: its als, and that of its topic, are not false or unknown. row: of
 * a column, else NULL or "". */
DS_API bool ds_formulier_is_shown(const ds_formulier *form, const ds_formulier_facts *facts,
                                  const ds_veld *field, const char *row);
DS_API bool ds_formulier_is_required(const ds_formulier *form, const ds_formulier_facts *facts,
                                     const ds_veld *field, const char *row);
/* The value by its path as a person reads it; "" where there is none. *out: ds_free. */
DS_API ds_status ds_formulier_shown_value(const ds_formulier *form, const ds_formulier_facts *facts,
                                          const ds_veld *field, const char *row, ds_lang lang,
                                          char **out, ds_error *err) DS_NODISCARD;

/* The answers that count: without those of fields that are not shown. These stay kept, for when
 * their als is true again, but are in no sum, check, delivery or paper; the functions below leave
 * them out by themselves. *out: ds_answers_free; NULL where all of facts->answers count. */
DS_API ds_status ds_formulier_counting(const ds_formulier *form, const ds_formulier_facts *facts,
                                       ds_answers **out, ds_error *err) DS_NODISCARD;

/* ---- what is to be said of it ---- */

typedef struct ds_bevinding {
    const char
        *controle; /* id of the check; verplicht, vorm, klaar, akkoord, partijen, … of ours */
    ds_ernst ernst;
    const char *topic; /* id; "" for the whole */
    const char *path;  /* where; "" for a topic or the whole */
    ds_say say;
} ds_bevinding;

/* Findings, in the order of the form. */
typedef struct ds_bevindingen ds_bevindingen;
DS_API void ds_bevindingen_free(ds_bevindingen *findings);
DS_API size_t ds_bevindingen_n(const ds_bevindingen *findings);
DS_API const ds_bevinding *ds_bevindingen_at(const ds_bevindingen *findings, size_t i);
DS_API size_t ds_bevindingen_count(const ds_bevindingen *findings, ds_ernst ernst);

/* All checks of the form, and answers that are not of their field (vorm) or of no field
 * (onbekend). What is not filled yet is no finding. *out: ds_bevindingen_free. */
DS_API ds_status ds_formulier_check(const ds_formulier *form, const ds_formulier_facts *facts,
                                    ds_bevindingen **out, ds_error *err) DS_NODISCARD;

typedef enum ds_voortgang {
    DS_VOORTGANG_LEEG,
    DS_VOORTGANG_BEGONNEN,
    DS_VOORTGANG_WACHT, /* filled; parties have yet to agree */
    DS_VOORTGANG_COMPLEET,
    DS_VOORTGANG_FOUT, /* a finding that is a fout */
    DS_VOORTGANG_NVT   /* its als is not true: nothing to do */
} ds_voortgang;
DS_API const char *ds_voortgang_name(ds_voortgang voortgang);
DS_API ds_say ds_voortgang_say(ds_voortgang voortgang);

/* How far a topic is; *out_missing (may be NULL, else ds_bevindingen_free): what is missing or
 * wrong, with its place. */
DS_API ds_status ds_formulier_progress(const ds_formulier *form, const ds_formulier_facts *facts,
                                       size_t topic, ds_voortgang *out,
                                       ds_bevindingen **out_missing, ds_error *err) DS_NODISCARD;

/* Why a transition may not be made now; none: it may. Asks state, conditions, and the number of
 * parties; not who asks. *out: ds_bevindingen_free. */
DS_API ds_status ds_formulier_may(const ds_formulier *form, const ds_formulier_facts *facts,
                                  const ds_overgang *transition, ds_bevindingen **out,
                                  ds_error *err) DS_NODISCARD;

/* ---- what comes of it ---- */

/* Rows of one kind, as a delivery may have them. */
typedef struct ds_leveringsrijen {
    const char *kind;
    const char *const *columns;
    size_t n_columns;
    const char *const *values; /* values[n_rows * n_columns], "" for missing */
    size_t n_rows;
} ds_leveringsrijen;

typedef struct ds_leveringen ds_leveringen;
DS_API void ds_leveringen_free(ds_leveringen *deliveries);
/* A table a levering of the form, in its order. */
DS_API size_t ds_leveringen_n(const ds_leveringen *deliveries);
DS_API const ds_leveringsrijen *ds_leveringen_at(const ds_leveringen *deliveries, size_t i);
/* The rows of a dossier; in a state that a levering does not name it has none. Where a
 * levering has no als, a row without an answer in it is left out. *out: ds_leveringen_free. */
DS_API ds_status ds_formulier_rows(const ds_formulier *form, const ds_formulier_facts *facts,
                                   ds_leveringen **out, ds_error *err) DS_NODISCARD;
/* Whether the kinds' own reader takes all rows; DS_INPUT says what it refuses. */
DS_API ds_status ds_formulier_rows_check(const ds_kinds *kinds, const ds_leveringen *deliveries,
                                         ds_error *err) DS_NODISCARD;

/* A workbook with a sheet a topic, to be filled in elsewhere: field, value, hint; a table as a
 * table. Texts are texts: no formula leaves. To path, whole or not at all. */
DS_API ds_status ds_formulier_write_xlsx(const ds_formulier *form, const ds_formulier_facts *facts,
                                         ds_lang lang, const char *path,
                                         ds_error *err) DS_NODISCARD;
enum { DS_FORMULIER_MARK_SIZE = 64 };
/* Reads what came back: *out has the answers that stand in it (ds_answers_free). Of fields that a
 * workbook has (all but bestand and getoond) one that is not in *out is empty there, unless
 * *out_findings (ds_bevindingen_free) names its path: cells that could not be read (vorm); lines
 * and rows that this form does not have are told, too (onbekend). DS_INPUT: no workbook of this
 * form and version, or one that lacks a sheet. out_mark: what facts.mark was, or "" (anybody may
 * have changed it). Foreign bytes are read by the confined helper of table. */
DS_API ds_status ds_formulier_read_xlsx(const ds_formulier *form, const char *path,
                                        ds_answers **out, ds_bevindingen **out_findings,
                                        char out_mark[DS_FORMULIER_MARK_SIZE],
                                        ds_error *err) DS_NODISCARD;

/* Answers of a former version → those that a new form takes over, by field and row; *out_left (may
 * be NULL) names what could not come along and why. What the new form itself leaves (neem_over:
 * nee) is not named. */
DS_API ds_status ds_formulier_carry_over(const ds_formulier *from, const ds_answers *answers,
                                         const ds_formulier *to, ds_answers **out,
                                         ds_bevindingen **out_left, ds_error *err) DS_NODISCARD;

/* A stuk as a document; what is missing stands as "nog af te spreken" on its first page. The caller
 * frees it (ds_document_free). NULL facts.answers: all is missing. */
DS_API ds_status ds_formulier_make_paper(const ds_formulier *form, const ds_formulier_facts *facts,
                                         const ds_formulier_stuk *paper, ds_document **out,
                                         ds_error *err) DS_NODISCARD;

/* What a form holds, as a document: for `doorstroom formulier`. */
DS_API ds_status ds_formulier_describe(const ds_formulier *form, ds_document **out,
                                       ds_error *err) DS_NODISCARD;
/* Inventory × field × column of a delivery × block of the report; for docs/efile.md. */
DS_API ds_status ds_formulier_inventory(const ds_formulier *form, ds_document **out,
                                        ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
