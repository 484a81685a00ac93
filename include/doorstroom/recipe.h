/* doorstroom/recipe.h, of report: recipes. A report is text: Markdown whose fenced blocks ask for
 * tables and figures, and whose braces ask for words. A recipe is read here, asked which questions
 * it has (whoever can answer them makes a release of the answers), and filled from that release.
 * docs/recepten.md is the language, key by key.
 *
 * Ownership: a recipe owns all that its functions return; borrowed until ds_recipe_free. Threads: a
 * recipe does not change once it is read, so threads may share it. */
#ifndef DOORSTROOM_RECIPE_H
#define DOORSTROOM_RECIPE_H

#include "doorstroom/document.h"
#include "doorstroom/release.h"

DS_BEGIN_DECLS

enum {
    DS_RECIPE_SIZE_MAX = 1 << 20,   /* bytes of a file */
    DS_RECIPE_BLOCKS_MAX = 5000,    /* blocks and braces of a file */
    DS_RECIPE_NAMES_MAX = 64,       /* names in a list of a block */
    DS_RECIPE_YEARS_MAX = 64,       /* school years of a block */
    DS_RECIPE_TEXT_MAX = 4096,      /* bytes of one value */
    DS_RECIPE_QUESTION_MAX = 16384, /* bytes of a question */
};

typedef struct ds_recipe ds_recipe;

/* For whom: one document in all, or one for each of these that the release tells of. */
typedef enum ds_recipe_for {
    DS_FOR_ALL,         /* alle */
    DS_FOR_INSTITUTION, /* instelling: a scope of the release each */
    DS_FOR_ROUTE,       /* route: a value of the key route each */
    DS_FOR_RMC_REGION   /* rmc_regio: a value of the key rmc_regio each */
} ds_recipe_for;
/* "alle", "instelling", "route", "rmc_regio". */
DS_API const char *ds_recipe_for_code(ds_recipe_for each);

/* ---- what is asked ---- */

typedef enum ds_recipe_ask {
    DS_ASK_NOTHING,    /* a definition, or a quotation */
    DS_ASK_MONITOR,    /* a table of monitor.yaml */
    DS_ASK_TELLING,    /* an indicator, of a register or a survey as its definition says */
    DS_ASK_EVALUATION, /* evaluatie: an evaluation */
    DS_ASK_ROUTES,     /* routes: aanbod, starters, overgang, kenmerken */
    DS_ASK_ROUTE,      /* route: of one route: starters, kenmerken, uitkomsten */
    DS_ASK_FLOWS,      /* stromen: from one 1 October to the next */
    DS_ASK_GAP,        /* kloof */
    DS_ASK_RISK,       /* risico */
    DS_ASK_EXPECTED,   /* verwacht */
    DS_ASK_MONTHS,     /* maand: the monthly lists of early leavers */
    DS_ASK_FRAMEWORK,  /* kader: the process evaluation */
    DS_ASK_RELATIONS,  /* verband: a question of monitor.yaml */
    DS_ASK_EXTERNAL,   /* extern: figures of others */
    DS_ASK_SOURCES,    /* bronnen: the deliveries */
    DS_ASK_OWN,        /* eigen: an institution's own agenda: waarden, geld, maatregelen, planning,
                          oordeel, antwoorden, streefwaarden, indicatoren */
    DS_ASKS
} ds_recipe_ask;
/* "monitor", "telling", "evaluatie", "routes", …; with it a question begins. */
DS_API const char *ds_recipe_ask_code(ds_recipe_ask ask);

typedef struct ds_recipe_names {
    const char *const *names;
    size_t n;
} ds_recipe_names;

/* Which years: those named, or the last ones there are, or all. */
typedef struct ds_recipe_years {
    const int *years; /* rising, each once; of an evaluation years after the start */
    size_t n;         /* 0: as last says */
    unsigned last;    /* so many of the last years there are; 0: all */
    unsigned before;  /* of braces: the last of these so many years earlier (jaar=vorig: 1) */
} ds_recipe_years;

/* key = value, or one of several values. */
typedef struct ds_recipe_only {
    const char *key;
    ds_recipe_names values;
} ds_recipe_only;

/* A question with all that it depends on. Lists are sorted and hold each name once. Texts are never
 * NULL: "" is not asked. */
typedef struct ds_recipe_question {
    const char *text; /* the canonical one: the id of its sheets */
    ds_recipe_ask ask;
    const char *subject; /* id of: a table of monitor.yaml, an indicator, an evaluation, a question
                            of monitor.yaml (verband); a source (extern) */
    const char *part;    /* of the answer: "starters", "balans", … */
    ds_recipe_names by;  /* with the keys of only, and that of each */
    ds_recipe_years years;
    const ds_recipe_names *totals; /* [n_totals]: the keys that each total keeps */
    size_t n_totals;
    const char *where;          /* an expression besides the population */
    const char *groups;         /* a rule: "instelling: aandeel(functiebeperking) >= 5" */
    ds_recipe_names beside;     /* who stands beside: eigen, eigen_type, sector,
                                   sector_zonder_eigen */
    ds_recipe_names attributes; /* kenmerk: of gap, risk, expected */
    const char *unit;           /* agenda, instelling, persoon */
    const char *basis;          /* start, vorig: of a monitor's table that is not said to be so */
    const char *bands;          /* "20,30,50" */
    unsigned depth;             /* diepte, of risk; 0: as ever */
    bool norm;                  /* with the norm of each row */
    ds_recipe_for each;         /* for whom: not part of text */
    uint64_t line;              /* where it was first asked, in file */
    const char *file;
} ds_recipe_question;

/* ---- blocks and braces ---- */

typedef enum ds_recipe_block_kind {
    DS_RECIPE_TABLE,      /* tabel */
    DS_RECIPE_FIGURE,     /* figuur */
    DS_RECIPE_LIST,       /* lijst */
    DS_RECIPE_DEFINITION, /* definitie: id, or indicator, is a definition's */
    DS_RECIPE_QUOTED,     /* aangehaald: a number from elsewhere, with its source */
    DS_RECIPE_WORDS,      /* braces in prose */
} ds_recipe_block_kind;
/* "tabel", "figuur", …; of braces "woorden". */
DS_API const char *ds_recipe_block_code(ds_recipe_block_kind kind);

/* What a difference is taken from. */
typedef enum ds_recipe_against {
    DS_FROM_NOTHING,
    DS_FROM_YEAR,     /* tegen: 2022 */
    DS_FROM_PREVIOUS, /* tegen: vorig */
    DS_FROM_START,    /* tegen: start */
    DS_FROM_TARGET,   /* tegen: streef */
    DS_FROM_KEY       /* tegen: herkomst: shares of all values of that key */
} ds_recipe_against;

/* One block, or one pair of braces, as it stands in the recipe: lists in the writer's order. Texts
 * are never NULL. */
typedef struct ds_recipe_block {
    ds_recipe_block_kind kind;
    const char *id;   /* unique in the recipe; of braces "" */
    const char *rule; /* of braces: verandering, … */
    ds_say titel;     /* titel, titel_en; "" : made of the question */
    const char
        *soort; /* of a figure or list: klassen, lijn, sankey, …; "" : what fits the answer */
    /* Which are asked; of monitor an indicator stands in alleen, and so does kenmerk but of kloof,
     * risico and verwacht. */
    const char *monitor, *indicator, *evaluatie;
    const char *uitkomst; /* of an evaluation; "" all */
    const char *vraag;    /* as written: "routes starters" */
    ds_recipe_names by;
    ds_recipe_years jaren; /* of braces also jaar=2023 */
    ds_recipe_names kolommen;
    const ds_recipe_names *totalen; /* [n_totalen] */
    size_t n_totalen;
    const char *waar;
    const ds_recipe_only *alleen; /* [n_alleen]: rows with these values only; of braces all keys
                                     that are no word of the language, as leerweg=bol */
    size_t n_alleen;
    ds_recipe_names groepen; /* who stands beside */
    const char *groepenregel;
    ds_recipe_against tegen;
    int tegen_jaar;            /* DS_FROM_YEAR */
    const char *tegen_sleutel; /* DS_FROM_KEY */
    const char *tegen_text;    /* as written */
    const char *basis;         /* start, vorig */
    const char *eenheid;       /* agenda, instelling, persoon */
    const double *banden;      /* [n_banden] */
    size_t n_banden;
    bool norm;
    ds_say noot; /* noot, noot_en: words of the recipe's own under it */
    ds_recipe_names kenmerk;
    unsigned diepte;
    double drempel;                   /* of a list: from so much on; NAN: not said */
    unsigned aantal;                  /* of a list: at most so many; 0: not said */
    const char *maat, *klasse;        /* of braces: which number */
    const char *vorm, *naast, *a, *b; /* of braces: vorm=zin; naast=bbl; a=leerweg:bol */
    ds_say wat;                       /* of braces: what was measured, in words; "" the label's */
    ds_recipe_names beantwoordt;      /* ids of the inventory that it aims at */
    ds_say tekst, bron;               /* of a quotation: tekst, tekst_en; bron, bron_en */
    double waarde;                    /* of a quotation; NAN: none */
    const char *href;                 /* of a quotation: where it stands; "" none */
    ds_recipe_for each;               /* voor; else the recipe's */
    const char *file;
    uint64_t line, column;              /* of its fence or braces */
    const struct ds_recipe_block *of;   /* braces: the block that they name; else NULL */
    const ds_recipe_question *question; /* NULL: none is asked */
} ds_recipe_block;

/* What to show a part on. */
typedef struct ds_recipe_condition ds_recipe_condition;

/* A run of prose; brace: words that come in its place. */
typedef struct ds_recipe_span {
    const char *text; /* "" for braces */
    unsigned style;   /* of DS_SPAN_… */
    const char *href; /* http, https, or relative; NULL: none */
    const ds_recipe_block *brace;
} ds_recipe_span;

typedef enum ds_recipe_part_kind {
    DS_PART_HEADING,
    DS_PART_PARAGRAPH,
    DS_PART_ITEM,     /* of a list */
    DS_PART_NUMBERED, /* of a numbered list */
    DS_PART_QUOTE,
    DS_PART_GRID, /* a table in prose */
    DS_PART_BLOCK
} ds_recipe_part_kind;

typedef struct ds_recipe_part {
    ds_recipe_part_kind kind;
    unsigned level;  /* heading: 1 to 6; item: how deep, from 0 */
    unsigned number; /* of a numbered item */
    const char *id;  /* heading: its anchor, the same in both languages */
    const ds_recipe_span *spans;
    size_t n_spans;
    const struct ds_recipe_cell *cells; /* of a grid: row by row, the header first */
    size_t n_rows, n_columns;
    const ds_recipe_block *block;
    const ds_recipe_condition *when; /* heading or block; NULL: always */
    uint64_t line;
} ds_recipe_part;

typedef struct ds_recipe_cell {
    const ds_recipe_span *spans;
    size_t n_spans;
} ds_recipe_cell;

/* ---- reading ---- */

/* Reads a file (werkagenda.md) and, where it is there, its English twin beside it, of the same name
 * with .en before the ending, whose fences carry kind and id alone. Either path will do. Errors:
 * DS_INPUT with file, line and column for what is wrong, with the nearest name that is known. *out
 * is the caller's (ds_recipe_free). Cost: the size of the files. */
DS_API ds_status ds_recipe_read(const char *path, ds_recipe **out, ds_error *err) DS_NODISCARD;
/* The same of texts; en.data NULL: there is no twin. name is that of the Dutch file. */
DS_API ds_status ds_recipe_parse(const char *name, ds_text nl, ds_text en, ds_recipe **out,
                                 ds_error *err) DS_NODISCARD;
DS_API void ds_recipe_free(ds_recipe *recipe);

/* What the recipe is. */
typedef struct ds_recipe_about {
    const char *id;     /* the file's name without ending, or what id: says */
    ds_say title;       /* titel, titel_en */
    ds_say description; /* beschrijving, beschrijving_en; "" none */
    const char *version;
    ds_recipe_for each;
    bool twin;         /* there is an English text; else both are the Dutch one */
    bool one_page;     /* vorm: blad: an infographic */
    char checksum[65]; /* of the bytes of both files, in hexadecimal */
} ds_recipe_about;
DS_API ds_recipe_about ds_recipe_about_of(const ds_recipe *recipe);

/* The parts in their order; of English those of the twin, in which a block is that of Dutch. */
DS_API const ds_recipe_part *ds_recipe_parts(const ds_recipe *recipe, ds_lang lang, size_t *out_n);
/* All blocks of the fences, in order. */
DS_API const ds_recipe_block *const *ds_recipe_blocks(const ds_recipe *recipe, size_t *out_n);

/* The canonical text of what a block or pair of braces asks: the same question is the same text,
 * whatever the order or the spelling of its keys; "" when it asks nothing. */
DS_API const char *ds_recipe_question_text(const ds_recipe_block *block);
/* What is asked by all blocks and braces of both languages, each once (by text and each), byte by
 * byte. */
DS_API const ds_recipe_question *ds_recipe_questions(const ds_recipe *recipe, size_t *out_n);

/* ---- filling ---- */

/* For whom there are documents: "" alone for DS_FOR_ALL, else codes byte by byte. *out: n of them,
 * the caller's (ds_free), the texts are the release's. */
DS_API ds_status ds_recipe_scopes(const ds_recipe *recipe, const ds_release *release,
                                  const char *const **out, size_t *out_n,
                                  ds_error *err) DS_NODISCARD;
/* The answer to a block in a document for scope: that of the scope, else the one for all. NULL:
 * nothing was asked, or it is not in this release. */
DS_API const ds_release_sheet *ds_recipe_sheet(const ds_recipe_block *block,
                                               const ds_release *release, const char *scope);
/* Whether a block of this recipe is filled; if not *out_reason says why, and *out_code. What says
 * so is the release's or static. */
DS_API bool ds_recipe_is_filled(const ds_recipe_block *block, const ds_release *release,
                                const char *scope, const char **out_code, ds_say *out_reason);
/* The document of one scope ("" for all), in one language. It borrows from recipe and release,
 * which must live as long. *out is the caller's (ds_document_free). Cost: the facts of its sheets.
 */
DS_API ds_status ds_recipe_fill(const ds_recipe *recipe, const ds_release *release,
                                const char *scope, ds_lang lang, ds_document **out,
                                ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
