/* doorstroom/table.h: stage 0, any file of rows and columns → records of text with line numbers.
 *
 * Knows no register: a cell is text here, and means something only to intake. Formats: CSV (all
 * delimiters and encodings of design section 4), Parquet, SPSS .sav, Stata .dta, Excel .xlsx.
 *
 * Threads: no function keeps anything between calls; any number may run at once. A sink's batch is
 * called from several threads. Ownership: names and fields are borrowed during the call. */
#ifndef DOORSTROOM_TABLE_H
#define DOORSTROOM_TABLE_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/base.h"

DS_BEGIN_DECLS

typedef enum ds_table_format {
    DS_TABLE_UNKNOWN,
    DS_TABLE_CSV,
    DS_TABLE_PARQUET,
    DS_TABLE_SAV,
    DS_TABLE_DTA,
    DS_TABLE_XML, /* inspected only: table/xml.h reads it, an element at a time */
    DS_TABLE_XLSX,
} ds_table_format;

typedef enum ds_table_encoding {
    DS_TABLE_UTF8,
    DS_TABLE_UTF8_BOM,
    DS_TABLE_WINDOWS1252,
} ds_table_encoding;

enum {
    DS_TABLE_LINE_MAX = 1 << 20, /* bytes in a line, and in a record with quoted line ends */
    DS_TABLE_COLUMNS_MAX = 4096,
    DS_TABLE_BATCH_MAX = 1024,   /* records handed over at a time */
    DS_TABLE_CHECKSUM_SIZE = 65, /* 64 hex digits and a closing zero */
};

/* What a first look at the raw bytes told. */
typedef struct ds_table_info {
    ds_table_format format;
    ds_table_encoding encoding; /* of a CSV */
    char delimiter;             /* of a CSV: , ; | or tab; chosen on the header line */
    uint64_t size_bytes;
    int64_t modified_ns; /* so that a file that changes between look and read is noticed */
    uint64_t first_line; /* of a CSV: the lines before it name the delimiter (sep=;); 0: none */
    char checksum[DS_TABLE_CHECKSUM_SIZE]; /* BLAKE2b, 256 bits: the same as `b2sum -l 256` */
    bool ascii;                            /* text without a byte of 80 or above */
} ds_table_info;

/* By the name's ending, letters folded: .csv .txt .tsv .asc (text, also with .gz after it: packed
 * by gzip), .parquet, .sav and .zsav, .dta, .xml, .xlsx. */
DS_API ds_table_format ds_table_format_of(const char *path);

/* Reads the file once, in blocks: checksum, and for a CSV its encoding, delimiter, and the faults
 * that only raw bytes show; the last byte 1A, by which DOS ended a text, is no part of it. DS_INPUT
 * with file, line and column for: not a regular file, unreadable, empty (no bytes, or only white
 * space), NUL, a line over DS_TABLE_LINE_MAX (found without reading on), bytes that are neither
 * UTF-8 nor Windows-1252 (81 8D 8F 90 9D, or control characters other than tab, CR, LF in a file
 * that is not UTF-8), or both by turns (characters of several bytes in UTF-8 beside bytes that are
 * none), a header that does not fit its format. Memory: a few MiB whatever the file's size. Cost:
 * one sequential read. */
DS_API ds_status ds_table_inspect(const char *path, ds_table_info *out, ds_error *err) DS_NODISCARD;

/* Up to DS_TABLE_BATCH_MAX records. The fields' bytes are UTF-8 and valid during the call only; an
 * empty field (and a missing value of .sav, .dta or Parquet) has size 0. Row-major:
 * fields[record * n_columns + column]. */
typedef struct ds_table_batch {
    size_t worker; /* 0 … n_workers - 1: which thread calls; no two calls share one at a time */
    size_t n_records;
    size_t n_columns;
    ds_text *fields;       /* the sink may change them */
    const uint64_t *lines; /* lines[record]: the line on which the record begins, the first is 1;
                              for the binary formats the row, the first is 1 */
    const uint8_t *marks;  /* as fields: DS_TABLE_TRIMMED and its kin; NULL: no field has any */
} ds_table_batch;

/* What the gate did to a field (table/gate.h: white space, control characters and characters
 * without width at its ends, ="…" and a spreadsheet's apostrophe are gone, it is in NFC), and what
 * is the matter with its type. */
enum {
    DS_TABLE_TRIMMED = 1,
    DS_TABLE_UNWRAPPED = 2,
    DS_TABLE_COMPOSED = 4,    /* was not in NFC */
    DS_TABLE_INEXACT = 8,     /* a number of 2^24 or more in 4 bytes, of 2^53 or more in 8 */
    DS_TABLE_NO_VALUE = 16,   /* a list, struct, map, JSON or bytes: fields has the kind's name */
    DS_TABLE_UNLABELLED = 32, /* without a label, in a column of which labels are the values */
};

/* A value of a column of SPSS or Stata, and what the file says that it means. */
typedef struct ds_table_label {
    size_t column;
    ds_text value, label;
} ds_table_label;

/* What a reader has to say of a whole file, and a sum of cells does not show. */
typedef enum ds_table_remark_kind {
    DS_TABLE_FORMULAS, /* cells with a formula, of which the value was taken that was kept */
    DS_TABLE_MERGED,   /* cells that were merged: the first has the value, the others are empty */
    DS_TABLE_HIDDEN_ROWS, /* rows that Excel does not show; they were read */
    DS_TABLE_SHEET_ASIDE, /* a sheet that was not read */
    DS_TABLE_REMARKS
} ds_table_remark_kind;

typedef struct ds_table_remark {
    ds_table_remark_kind kind;
    uint64_t n;
    uint64_t line, column; /* of the first; 0: nowhere */
    ds_text name;          /* of a sheet */
} ds_table_remark;

/* Which of the two stands in fields. */
typedef enum ds_table_label_use {
    DS_TABLE_VALUE,
    DS_TABLE_LABEL_NOTHING, /* nothing: the label means that the value is missing */
    DS_TABLE_LABEL_ALONE,   /* the label; other values of the column may stand without one */
    DS_TABLE_LABEL,         /* the label; others of the column without one are marked so */
} ds_table_label_use;

/* Where the records go. A callback that fails ends the reading with its error. */
typedef struct ds_table_sink {
    void *context;
    /* Once, before any batch: the column names as they stand, trimmed of white space. */
    ds_status (*header)(void *context, const ds_text *names, size_t n_names, ds_error *err);
    /* From n_workers threads at once; within one worker in file order. */
    ds_status (*batch)(void *context, const ds_table_batch *batch, ds_error *err);
    /* May be NULL: how far, in bytes of the file; from any worker. */
    void (*progress)(void *context, uint64_t bytes);
    /* May be NULL: all values stay. After header, once for each label of each column; of the
     * caller's thread. */
    ds_table_label_use (*label)(void *context, const ds_table_label *label);
    /* May be NULL: nothing is said. After the last batch; of the caller's thread. */
    void (*remark)(void *context, const ds_table_remark *remark);
} ds_table_sink;

/* Reads path, which info describes, into sink on n_workers threads (the binary formats use one).
 * Blank lines are passed over; a record's line number counts them. RFC 4180 quoting; CR LF, LF or
 * CR LF mixed. Faults, DS_INPUT with file, line, column: a column name that stands twice (letters
 * folded), a value in a column without a name (its name is empty in header; a text file may have
 * such columns when they hold nothing), too few or too many fields, a quote that is not closed (the
 * place where it was opened), text after a closing quote, a file that changed since info was made.
 * With several faults the first by line is told, whatever the number of threads. */
DS_API ds_status ds_table_read(const char *path, const ds_table_info *info, size_t n_workers,
                               const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

/* A column of a file that does not name its columns. from and to count characters from 1, for fixed
 * width only; to 0: up to the end of the line. */
typedef struct ds_table_place {
    ds_text name;
    uint32_t from, to;
} ds_table_place;

enum { DS_TABLE_WIDTH_MAX = 65535 }; /* the last character that a column of fixed width may have */

/* How a file of text is to be read where the file itself does not say so. All zero: as
 * ds_table_read. */
typedef struct ds_table_shape {
    const ds_table_place *columns; /* columns[n_columns]: the names, by position */
    size_t n_columns;              /* 0: the first line names the columns */
    bool header;                   /* with columns: the first line is passed over */
    bool unchecked;   /* without columns: the first line goes to header as it stands, whatever is
                         there, also fields without a name and names that stand twice */
    bool fixed_width; /* columns stand at their places, without a delimiter or quotes */
    bool short_lines; /* of fixed width: a line may end early, its spaces were taken off */
    bool encoded;     /* encoding is given */
    ds_table_encoding encoding;
    char delimiter;      /* 0: as it was found */
    uint64_t first_line; /* lines before it are passed over: the header's, or without one the first
                            record's; 0: as it was found. Of Excel: rows */
    ds_text sheet;       /* of Excel: its name; empty: the first that is not hidden */
    struct ds_table_readers *readers; /* of the library's own: for who reads many files; NULL */
    uint64_t unpacked_most; /* of Excel: bytes that may be unpacked to find it; 0: as of any file */
} ds_table_shape;
#define DS_TABLE_SHAPE_INIT                                                                        \
    { NULL, 0, false, false, false, false, false, DS_TABLE_UTF8, 0, 0, {NULL, 0}, NULL, 0 }

/* As ds_table_read, with a shape (NULL: none). With columns the sink's header gets their names.
 * Faults beside those of ds_table_read: a shape with columns, a delimiter or an encoding for a
 * binary format; a first line (header) or record with another number of fields than columns; an
 * encoding that the bytes cannot have; a line of fixed width that ends before its last column does;
 * a sheet that is not there, or is asked of what has none. Files of fixed width are read in the
 * caller's thread. */
DS_API ds_status ds_table_read_shaped(const char *path, const ds_table_info *info,
                                      const ds_table_shape *shape, size_t n_workers,
                                      const ds_table_sink *sink, ds_error *err) DS_NODISCARD;

/* The column of names[n], as a sink's header gets them, that a user calls wanted: the one that
 * differs in letter case at most, else in accents, blanks and underscores too; one without a name
 * is kolom_<n>. DS_INPUT with path and line 1 when it is missing (with the nearest name that says
 * nothing personal) or stands twice. */
DS_API ds_status ds_table_find_column(const char *path, const char *wanted, const ds_text *names,
                                      size_t n, size_t *out, ds_error *err) DS_NODISCARD;

/* ---- a table that is no file ---- */

/* Columns that another program hands over as an Arrow stream (doorstroom/arrow_abi.h), in place of
 * a file: what ds_table_stream_path gives stands for them in every function that is given the path
 * of a table, until they are closed. They are read as the csv would be that has the same values:
 * text, whole numbers, numbers, decimals, yes/no (true, false), dates and moments, dictionaries;
 * null and NaN are empty. Lists, structs, bytes, times, durations and their kin are refused by
 * name.
 *
 * The rows lie in memory of this process that has no name, as csv. */
typedef struct ds_table_stream ds_table_stream;

#define DS_TABLE_STREAM_PREFIX "arrow:"
enum { DS_TABLE_STREAM_NAME_MAX = 64, DS_TABLE_STREAM_PATH_SIZE = 96 };

/* Takes the stream over: it is released when this returns, also on failure. name: what messages
 * call it, behind "arrow:". *out is the caller's (ds_table_stream_close). Errors: DS_USAGE for such
 * a name; DS_INPUT for columns that cannot be read and values that no csv has (a NUL, no UTF-8, an
 * infinity), with the row and column and never the value; what the maker of the stream failed with,
 * without what may be a value. Cost: one walk over the columns. */
DS_API ds_status ds_table_stream_open(const char *name, struct ArrowArrayStream *in,
                                      ds_table_stream **out, ds_error *err) DS_NODISCARD;
/* "arrow:<name>", or with #2 and so on behind it where another of that name is open. In this
 * process whoever says it reads that table: a table for one question alone is handed over with it
 * (doorstroom/ask.h). */
DS_API const char *ds_table_stream_path(const ds_table_stream *stream);
/* After the last read of it. */
DS_API void ds_table_stream_close(ds_table_stream *stream);

/* ---- describing an unknown file ---- */

/* What a column seems to hold. */
typedef enum ds_table_kind {
    DS_TABLE_KIND_EMPTY,      /* nothing but missing values */
    DS_TABLE_KIND_CODE,       /* few different short values, each several times */
    DS_TABLE_KIND_DATE,       /* as in date_form */
    DS_TABLE_KIND_IDENTIFIER, /* digits (or digits and letters) of one length, mostly different */
    DS_TABLE_KIND_INTEGER,
    DS_TABLE_KIND_DECIMAL,
    DS_TABLE_KIND_FREE_TEXT,
} ds_table_kind;

enum {
    DS_TABLE_CODES_MAX = 40,         /* different values that a list of codes has at most */
    DS_TABLE_CODE_SIZE = 48,         /* bytes of a code */
    DS_TABLE_CODE_MIN = 5,           /* rows in which a value must stand to be named */
    DS_TABLE_DISTINCT_MAX = 1 << 20, /* different values that are counted */
    DS_TABLE_KEYS_MAX = 8,
};

typedef struct ds_table_code {
    char text[DS_TABLE_CODE_SIZE + 1];
    uint64_t n;
} ds_table_code;

enum { DS_TABLE_LABEL_SIZE = 64 }; /* bytes of a label that are shown */

/* What SPSS or Stata says that a value means. */
typedef struct ds_table_meaning {
    char value[DS_TABLE_CODE_SIZE + 1], label[DS_TABLE_LABEL_SIZE + 1];
} ds_table_meaning;

typedef struct ds_table_profile {
    uint32_t from, to; /* of fixed width: characters from 1; to 0: up to the end of the line */
    char name[65];     /* as in the file; of a file without names kolom_1, kolom_2, … */
    ds_table_kind kind;
    bool numbers;               /* each value that is not missing is one */
    char date_form[12];         /* DD-MM-JJJJ, JJJJMMDD, …; "" */
    uint64_t n_empty;           /* nothing there */
    uint64_t n_marked;          /* a word that means so, such as NULL, - or onbekend */
    char marks[48];             /* those words, with commas, as they stand */
    uint64_t n_distinct;        /* different values that are not missing; by a hash of 64 bits */
    bool more_distinct;         /* than DS_TABLE_DISTINCT_MAX, where counting stopped */
    uint32_t shortest, longest; /* bytes of a value that is not missing */
    bool key;                   /* never missing, never twice: tells the rows apart */
    /* Of a code list: the values that stand in at least DS_TABLE_CODE_MIN rows, by their bytes. */
    ds_table_code codes[DS_TABLE_CODES_MAX];
    size_t n_codes, n_rare; /* n_rare: different values in fewer rows; they are not named */
    /* The value labels of the file, the first of them; none of a column whose name is a person's.
     */
    ds_table_meaning labels[DS_TABLE_CODES_MAX];
    size_t n_labels, n_more_labels;
} ds_table_profile;

typedef struct ds_table_description {
    ds_table_info info;
    bool header;      /* the first line names the columns */
    bool bad_names;   /* of which some are empty, too long or stand twice; they are called kolom_<n>
                         here */
    bool fixed_width; /* columns stand at their places (from and to in the columns): a guess */
    bool short_lines; /* of fixed width: lines end early */
    bool records;     /* lines of different kinds, as in DUO's RO and GRONDSLAG: no columns below */
    uint64_t n_rows;  /* without the header */
    size_t n_columns;
    ds_table_profile *columns;
    size_t n_pairs; /* of columns that tell the rows apart together, when no column does alone */
    size_t pairs[DS_TABLE_KEYS_MAX][2];
    ds_table_code kinds[DS_TABLE_CODES_MAX]; /* of records: the first fields */
    size_t n_kinds;
} ds_table_description;

/* Looks at a whole file and says what it seems to be. It names no value of a column but codes:
 * short values of a column with at most DS_TABLE_CODES_MAX different ones, that stand on average in
 * ten rows or more, in no column whose name says that it is a person's, and in a column without a
 * name only those of one character or with a digit; identifiers, dates, numbers and free text
 * never. *out is the caller's (ds_table_description_done). Errors: those of ds_table_inspect and
 * ds_table_read. Memory: 16 bytes a different value, at most 16 MiB a column and 128 MiB for the
 * pairs. Cost: two reads, three when pairs are sought. */
DS_API ds_status ds_table_describe(const char *path, ds_table_description *out,
                                   ds_error *err) DS_NODISCARD;
DS_API void ds_table_description_done(ds_table_description *description);

/* ---- writing ---- */

/* What a column becomes in Parquet. A field that cannot be read as such is a fault. */
typedef enum ds_table_type {
    DS_TABLE_TEXT,
    DS_TABLE_INTEGER, /* 32 bits; a fraction is rounded */
    DS_TABLE_NUMBER,  /* a double */
    DS_TABLE_DATE,    /* YYYY-MM-DD */
} ds_table_type;

typedef struct ds_table_column {
    ds_text name; /* at most 64 bytes */
    ds_table_type type;
} ds_table_column;

/* Writes the rows of csv (UTF-8, commas, RFC 4180 quoting, an empty field is missing) to parquet,
 * in their order; columns[n_columns] are all its columns as its first line names them. note, when
 * not NULL, goes into the file's own metadata under the key 'toelichting'.
 *
 * The same CSV gives the same bytes: one thread, row groups of a fixed size, one version of the
 * format. The bytes are on the disk when this returns; a reader that comes earlier sees a file
 * without an end. On failure what was written is removed. Faults: DS_INPUT for a first line with
 * other names (line 1) and for rows or fields that do not fit, DS_FAULT for a disk that is full or
 * memory. Memory: up to 512 MiB, mostly some 200. Cost: one read, some 100 MB of CSV a second.
 * Checked against: ds_table_read of the file gives the fields of the CSV, and an import of either
 * the same register. */
DS_API ds_status ds_table_to_parquet(const char *csv, const char *parquet,
                                     const ds_table_column *columns, size_t n_columns,
                                     const char *note, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
