/* doorstroom/document.h: stage 0, the document: what is to be read, before anybody knows where.
 *
 * A document is a list of blocks (values, tables, texts, notes, sections) in one order. Who makes
 * it says what there is, in both languages and with all digits; a writer decides layout, language
 * and rounding, and never content. Each block says in which forms it stands (DS_IN_…).
 *
 * For machines a document is a tree: in json a section is an object, a list an array, a table an
 * array of objects, each under its id; in csv one table is one file. Names, codes and numbers there
 * do not depend on the language.
 *
 * Making one never fails at once: what could not be kept (no memory, more than fits) is remembered,
 * a document of NULL takes everything and keeps nothing, and ds_document_write says what went wrong
 * before it writes a byte.
 *
 * Ownership: the root owns all below it; ds_document_free takes the root. Texts of values, ids and
 * rendered phrases are copied; a ds_say, a word, a mark and a unit are borrowed and live as long as
 * the document: static texts, or kept with ds_document_say. Threads: a document belongs to one
 * thread while it is made; written, it may be read by many. */
#ifndef DOORSTROOM_DOCUMENT_H
#define DOORSTROOM_DOCUMENT_H

#include "doorstroom/base.h"
#include "doorstroom/say.h"

DS_BEGIN_DECLS

/* In which forms a block or a field stands. */
enum {
    DS_IN_SCREEN = 1, /* a terminal */
    DS_IN_PAGE = 2,   /* html, xlsx, docx, pdf */
    DS_IN_CSV = 4,
    DS_IN_JSON = 8,
    DS_IN_NAMED = 16, /* a table: csv, where it is asked for by its id only (--table) */
    DS_IN_PEOPLE = DS_IN_SCREEN | DS_IN_PAGE,
    DS_IN_MACHINE = DS_IN_CSV | DS_IN_JSON,
    DS_IN_ALL = DS_IN_PEOPLE | DS_IN_MACHINE
};

/* ---- values ---- */

typedef enum ds_value_kind {
    DS_VALUE_NONE,       /* nothing but its state */
    DS_VALUE_TEXT,       /* the same in both languages */
    DS_VALUE_WORD,       /* a code for machines, words for people */
    DS_VALUE_COUNT,      /* a whole number */
    DS_VALUE_NUMBER,     /* all digits for machines, decimals for people */
    DS_VALUE_SHARE,      /* from 0 to 1 for machines, per cent for people */
    DS_VALUE_P,          /* a p-value: people see <0,001 */
    DS_VALUE_DECIMAL,    /* exact digits for machines (text), a number for people */
    DS_VALUE_RANGE,      /* low; high: for people */
    DS_VALUE_BOUNDS,     /* a number of which only bounds are known: low–high, or one number */
    DS_VALUE_ORDINAL,    /* the how-manieth: a line of a file; never grouped */
    DS_VALUE_SCHOOLJAAR, /* 2022 for machines, 2022/23 for people */
    DS_VALUE_YEAR,       /* a calendar year: never grouped */
    DS_VALUE_FLAG,       /* true or false */
    DS_VALUE_LIST,       /* of values: an array in json, joined by comma elsewhere */
    DS_VALUE_RECORD      /* a document below: an object or array in json only */
} ds_value_kind;

/* Decimals of a value or field: from 0 on, that many; below 0, that many significant digits. */
enum { DS_DECIMALS_OF_FIELD = -100 };

struct ds_document;

typedef struct ds_value {
    ds_value_kind kind;
    ds_state state;
    int decimals;       /* DS_DECIMALS_OF_FIELD: as the field says */
    bool share;         /* of a range: its ends are shares */
    const char *mark;   /* stands behind the number for people, as a star; NULL: none */
    const char *before; /* stands before it; NULL: none */
    union {
        ds_text text;
        struct {
            const char *code, *nl, *en;
        } word;
        int64_t count;
        double number;
        struct {
            const char *digits;
            double number;
        } decimal;
        struct {
            double low, high;
        } range;
        int year;
        bool flag;
        struct {
            const struct ds_value *values;
            size_t n;
        } list;
        struct ds_document *record;
    } as;
} ds_value;

/* A NaN or an infinity makes an undefined value, of whatever kind; so does a text of NULL. */
DS_API ds_value ds_value_none(ds_state state);
DS_API ds_value ds_value_text(const char *text);
DS_API ds_value ds_value_view(ds_text text);
DS_API ds_value ds_value_word(const char *code, const char *nl, const char *en);
DS_API ds_value ds_value_count(uint64_t n); /* at most 2^63 - 1 */
DS_API ds_value ds_value_integer(int64_t n);
DS_API ds_value ds_value_number(double x);
DS_API ds_value ds_value_share(double x);
DS_API ds_value ds_value_p(double p);
DS_API ds_value ds_value_decimal(const char *digits, double x);
DS_API ds_value ds_value_range(double low, double high, bool share);
DS_API ds_value ds_value_bounds(double low, double high);
DS_API ds_value ds_value_ordinal(uint64_t n); /* at most 2^63 - 1 */
DS_API ds_value ds_value_schooljaar(int year);
DS_API ds_value ds_value_year(int year);
DS_API ds_value ds_value_flag(bool flag);
/* The values are copied when the list is added to a document. */
DS_API ds_value ds_value_list(const ds_value *values, size_t n);
/* record comes from ds_document_record of the same document. */
DS_API ds_value ds_value_record(struct ds_document *record);
DS_API ds_value ds_value_with_decimals(ds_value value, int decimals);
DS_API ds_value ds_value_with_mark(ds_value value, const char *mark);
DS_API ds_value ds_value_with_before(ds_value value, const char *before);

/* ---- the document ---- */

typedef struct ds_document ds_document;
typedef struct ds_doc_table ds_doc_table; /* of a document */
struct ds_figure;                         /* doorstroom/figure.h */

/* title: the heading for people; both NULL for none. NULL when memory is short: see above. */
DS_API ds_document *ds_document_new(const char *id, ds_say title);
/* A root that is an array in json: its sections are the elements. */
DS_API ds_document *ds_document_new_list(const char *id, ds_say title);
DS_API void ds_document_free(ds_document *document);

/* All that is in it is internal: people see so on every page, json says openbaarheid intern where
 * its maker puts that. One message on standard error says it too. */
DS_API void ds_document_set_internal(ds_document *document);
/* The same, of a document that names persons: a message says so, and ds_document_save makes a file
 * that its owner alone may read. */
DS_API void ds_document_set_of_persons(ds_document *document);

/* Keeps two texts that are not static; what comes back is borrowed from the document. en empty or
 * NULL: the same as nl. */
DS_API ds_say ds_document_say(ds_document *document, const char *nl, const char *en);
/* Fills {0}, {1}, … of both texts with the values, each as a person of that language reads it, and
 * {0|rij|rijen} with the word for one where that value is a count of one, else with the other. A
 * pair that does not use the same places makes the document a fault. */
DS_API ds_say ds_document_phrase(ds_document *document, ds_say text, const ds_value *values,
                                 size_t n);
DS_API const char *ds_document_keep(ds_document *document, const char *text);

/* A part with its own heading: an object in json, under id (in a list: an element; id then only
 * names it). */
DS_API ds_document *ds_document_section(ds_document *document, const char *id, ds_say title,
                                        unsigned in);
/* The same, but an array of its sections. */
DS_API ds_document *ds_document_list(ds_document *document, const char *id, ds_say title,
                                     unsigned in);
/* One that stands nowhere until it is put into a value. */
DS_API ds_document *ds_document_record(ds_document *document);
DS_API ds_document *ds_document_record_list(ds_document *document);

/* Under which name links find a section on a page and in a pdf; without it its id is that name. */
DS_API void ds_document_anchor(ds_document *section, const char *anchor);

/* A value under a name: a line 'title: value' for people. */
DS_API void ds_document_value(ds_document *document, unsigned in, const char *id, ds_say title,
                              ds_value value);
/* A paragraph; a line feed in it begins a new line. */
DS_API void ds_document_text(ds_document *document, unsigned in, ds_say text);

/* A part of a text with its own style. */
enum { DS_SPAN_BOLD = 1, DS_SPAN_ITALIC = 2, DS_SPAN_CODE = 4 };
typedef struct ds_prose_span {
    ds_say text;
    unsigned style;   /* of DS_SPAN_… */
    const char *href; /* "#anchor" in this document, http:, https:, mailto: or a relative path; NULL
                         for none. Anything else is shown and is no link */
} ds_prose_span;

typedef enum ds_prose_kind {
    DS_PROSE_PARAGRAPH,
    DS_PROSE_ITEM,     /* of a list with dots; those that follow each other are one list */
    DS_PROSE_NUMBERED, /* of a numbered list */
    DS_PROSE_QUOTE
} ds_prose_kind;

enum { DS_PROSE_DEPTH_MAX = 6 };
/* A paragraph of parts, one behind the other: blanks between them stand in their texts. depth: of
 * an item, 0 for the outermost list, at most DS_PROSE_DEPTH_MAX. For people only: in csv and json
 * it is not there. All is copied. */
DS_API void ds_document_prose(ds_document *document, unsigned in, ds_prose_kind kind,
                              unsigned depth, const ds_prose_span *spans, size_t n);

/* Where the table or figure before it comes from, in a line below it. definition: the anchor of the
 * section that defines what was counted; NULL for none. For people. Copies. */
DS_API void ds_document_source(ds_document *document, ds_say source, const char *definition);

/* Lines to be copied as they are: SQL, YAML, commands. In json a text under id, in csv nothing. */
DS_API void ds_document_code(ds_document *document, unsigned in, const char *id, const char *text);

/* ---- notes ---- */

typedef enum ds_note_kind {
    DS_NOTE_REMARK,  /* belongs to what stands before it; beside csv on standard error */
    DS_NOTE_MIND,    /* the same, to be heeded: with an exclamation mark */
    DS_NOTE_LEGEND,  /* what marks and columns mean: for people only */
    DS_NOTE_MESSAGE, /* on standard error beside every form, and in the file of each that carries
                        notes; in json where its in says so */
} ds_note_kind;

typedef struct ds_note {
    ds_note_kind kind;
    const char *code;       /* for machines: te_weinig_locaties */
    ds_say text;            /* with places {0}, {1}, … for the values */
    const ds_value *values; /* in json as waarden */
    size_t n_values;
    const char *const *rows; /* to which rows it belongs, by name; in json as rijen. None: to all */
    size_t n_rows;
    unsigned in; /* 0: as the kind says (people; csv's standard error; json) */
} ds_note;

/* In json all notes of a section stand in its opmerkingen: code, rijen, waarden, nl, en. Messages
 * of a list stand in those of each of its sections, its other notes on standard error only. In dta
 * and sav the notes of the file are what csv has beside it. Copies. */
DS_API void ds_document_note(ds_document *document, const ds_note *note);
/* The same for the usual case. */
DS_API void ds_document_remark(ds_document *document, ds_note_kind kind, const char *code,
                               ds_say text);

/* ---- tables ---- */

/* What the values of a column are in csv, Arrow, dta and sav, whatever there are. */
typedef enum ds_field_type {
    DS_FIELD_BY_NAME, /* as its id says, in every document; else numbers where number says so, or
                         texts. For an id that somebody else chose: DS_FIELD_TEXT */
    DS_FIELD_TEXT,
    DS_FIELD_WHOLE, /* whole numbers and years */
    DS_FIELD_REAL,
    DS_FIELD_FLAG
} ds_field_type;

typedef struct ds_field {
    const char *id; /* csv header, json key: part of the contract; copied */
    ds_say title;   /* for people; NULL: the id */
    ds_say unit;    /* behind the title; NULL: none */
    unsigned in;
    int decimals; /* for people */
    bool key;     /* says which row it is: repeated where a table is cut, a row's heading in html */
    bool number;  /* to the right */
    ds_field_type type;
} ds_field;

enum { DS_FIELDS_MAX = 256 };

/* title: above the table; NULL for none. In json an array under id, without id in no json.
 * In a list the rows are the elements; one field with the id "" makes them plain values.
 * Consecutive tables of one id and the same csv fields are one table in csv. Fields are copied. */
DS_API ds_doc_table *ds_document_table(ds_document *document, unsigned in, const char *id,
                                       ds_say title, const ds_field *fields, size_t n_fields);
/* A figure, and the table of what it shows: its rows are added to what comes back. A page shows the
 * figure with the table one step away; csv, json, xlsx and a terminal have the table. The figure is
 * the document's from now on, also where this fails: ds_document_free frees it. NULL, as of a
 * figure that could not be made, makes the document not whole. */
DS_API ds_doc_table *ds_document_figure(ds_document *document, unsigned in, const char *id,
                                        ds_say title, struct ds_figure *figure,
                                        const ds_field *fields, size_t n_fields);
/* One heading over the fields from first on, n of them, above their own: for people. No two groups
 * share a field. The text is borrowed. */
DS_API void ds_doc_table_group(ds_doc_table *table, size_t first, size_t n, ds_say title);
enum { DS_GROUPS_MAX = 64 };
/* The rows to come are totals: set off for people. false again for others. */
DS_API void ds_doc_table_rows_total(ds_doc_table *table, bool total);
/* values[n_fields], in the order of the fields. Copies. */
DS_API void ds_doc_table_row(ds_doc_table *table, const ds_value *values);
/* Forms in which the rows to come stand, of those of the table; DS_IN_ALL again for all. */
DS_API void ds_doc_table_rows_in(ds_doc_table *table, unsigned in);
/* A list rather than a table: on a terminal without heading and rule, depth steps in from the
 * margin, and close to the list before it. */
DS_API void ds_doc_table_as_list(ds_doc_table *table, size_t depth);
DS_API size_t ds_doc_table_n_rows(const ds_doc_table *table);

/* Rows that are made when they are written, so that a large table is never whole in memory. Calls
 * take with to for each row in order, values and forms as of ds_doc_table_row, and ends with the
 * first failure, its own or take's. May be called again. */
typedef ds_status (*ds_take_row)(void *to, const ds_value *values, unsigned in, ds_error *err);
typedef ds_status (*ds_each_row)(void *context, ds_take_row take, void *to, ds_error *err);
/* Instead of ds_doc_table_row. context lives as long as the document. */
DS_API void ds_doc_table_rows_from(ds_doc_table *table, ds_each_row each, void *context);
/* Memory of zeros that lives as long as the document; NULL when there is none, and then the
 * document is not whole. */
DS_API void *ds_document_room(ds_document *document, size_t size);

/* Whoever could not make what belongs in it, for lack of memory, says so: it is not whole. */
DS_API void ds_document_fail(ds_document *document);
/* DS_OK, or why it is not whole (DS_FAULT). */
DS_API ds_status ds_document_finish(const ds_document *document, ds_error *err) DS_NODISCARD;

/* ---- writers ---- */

typedef enum ds_form {
    DS_FORM_TABLE,
    DS_FORM_CSV,
    DS_FORM_JSON,
    DS_FORM_HTML,
    DS_FORM_XLSX,
    DS_FORM_DOCX, /* by pandoc, where that is installed */
    DS_FORM_DTA,  /* csv's table for Stata 14 and later: docs/tabellen.md says how */
    DS_FORM_SAV   /* and for SPSS */
} ds_form;
enum { DS_FORMS = 8 };
/* "table", "csv", "json", "html", "xlsx", "docx", "dta", "sav". */
DS_API const char *ds_form_name(ds_form form);
DS_API bool ds_form_named(const char *name, ds_form *out);
/* By the ending of a path (.txt is a table); false for an ending that is none. */
DS_API bool ds_form_of_path(const char *path, ds_form *out);
/* Whether its bytes are no text: for a file, not for a terminal. */
DS_API bool ds_form_is_binary(ds_form form);
/* Whether it can be made on this machine. */
DS_API bool ds_form_available(ds_form form);

/* Another place, in words: of a page. */
typedef struct ds_page_link {
    ds_say title;
    const char *href;
} ds_page_link;

typedef struct ds_write_options {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    ds_lang lang;
    size_t width;      /* of the terminal, in characters; 0: 100, at least 60 */
    const char *table; /* csv, dta, sav: the id of the table, or of its section; NULL: there is
                          one */
    bool dutch_csv;    /* semicolons, decimal comma, a byte order mark */
    /* from version 2 on. html: */
    const char *files;         /* the folder of the files of ds_page_files, as this page reaches it:
                                  "../bestanden"; NULL: all that is needed stands in the page itself */
    const char *fonts;         /* the folder on this machine with the files of ds_figure_font, to be
                                  put into a page without files; NULL or not there: the reader's */
    const char *twin;          /* this page in the other language; NULL: none */
    const char *home;          /* the page above all; NULL: none */
    const ds_page_link *links; /* [n_links] beside the title: the same as pdf, xlsx, csv */
    size_t n_links;
    /* html, xlsx and docx, on each page: */
    bool draft;    /* "concept" */
    bool made_up;  /* the data are simulated */
    ds_say footer; /* which release this is, from when; nothing by default */
    /* csv: */
    bool to_terminal; /* what would steer a terminal becomes a question mark */
    bool no_formulas; /* a text that begins with = + - @ tab or CR and is no number gets an
                         apostrophe before it: for who opens it in a spreadsheet; with dutch_csv
                         always */
    /* from version 3 on. html: */
    bool bare;          /* only the blocks, to stand in a page of another's making, whose style and
                           script are those of ds_page_files; in well-formed html */
    unsigned level;     /* bare: of the heading above them, 1 to 5; 0: 1. Titles below it are one
                           deeper */
    const char *prefix; /* bare: of all ids, a letter first, then letters, digits and -, at most 24,
                           one of its own in that page; NULL: none. DS_USAGE for another */
    bool figures_alone; /* bare: figures without their table, which stands beside */
    double figure_width;  /* bare: of the wider of the two pictures of a figure; 0: 760 */
    bool signs_elsewhere; /* bare: what the signs in tables say, the page around tells */
} ds_write_options;
#define DS_WRITE_OPTIONS_VERSION 3
#define DS_WRITE_OPTIONS_INIT                                                                      \
    {                                                                                              \
        DS_WRITE_OPTIONS_VERSION, DS_NL, 0, NULL, false, NULL, NULL, NULL, NULL, NULL, 0, false,   \
            false, {NULL, NULL}, false, false, false, 0, NULL, false, 0, false                     \
    }

/* The files that pages with options.files refer to: doorstroom.css, doorstroom.js and, where fonts
 * is a folder as of options.fonts, the fonts. take is called for each; the first failure ends it.
 */
typedef ds_status (*ds_take_file)(void *context, const char *name, const char *data, size_t size,
                                  ds_error *err);
DS_API ds_status ds_page_files(const char *fonts, ds_take_file take, void *context,
                               ds_error *err) DS_NODISCARD;

/* The whole document in one form. DS_USAGE: csv, dta or sav was asked of a document without such a
 * table, or with several kinds of tables (the message names them), or a value does not fit dta or
 * sav. DS_FAULT: memory, or a document that is
 * not whole; nothing was put then. */
DS_API ds_status ds_document_write(const ds_document *document, ds_form form,
                                   const ds_write_options *options, const ds_sink *sink,
                                   ds_error *err) DS_NODISCARD;
/* By which names csv can be asked for a table (options.table): of tables, and of the sections of a
 * list, each once, in their order. *out[*out_n], one block with its texts, is the caller's
 * (ds_free). */
DS_API ds_status ds_document_csv_tables(const ds_document *document, char ***out, size_t *out_n,
                                        ds_error *err) DS_NODISCARD;
/* What goes to standard error beside that form: messages, beside csv, dta and sav the notes, and
 * beside the latter two which names had to change. */
DS_API ds_status ds_document_write_messages(const ds_document *document, ds_form form,
                                            const ds_write_options *options, const ds_sink *sink,
                                            ds_error *err) DS_NODISCARD;
/* To a file, in the form of its ending: beside it first, then renamed; an earlier file stays on
 * failure. */
DS_API ds_status ds_document_save(const ds_document *document, const char *path,
                                  const ds_write_options *options, ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
