/* doorstroom/intake.h: deliveries → register.
 *
 * ds_import reads the deliveries of a work folder, checks them, and puts a new generation of the
 * register in place. Beside it: the key of pseudonyms, and a first mapping for an unknown file.
 *
 * Threads: two imports of one work folder wait for each other, in one process or in two; imports of
 * different folders go side by side. An import starts threads of its own; progress is called from
 * any of them, also from several at once. Ownership: what is made is the caller's, as each says. */
#ifndef DOORSTROOM_INTAKE_H
#define DOORSTROOM_INTAKE_H

#include "doorstroom/arrow_abi.h"
#include "doorstroom/base.h"
#include "doorstroom/import_report.h"
#include "doorstroom/table.h"

DS_BEGIN_DECLS

/* ---- the key of pseudonyms ---- */

enum { DS_KEY_FINGERPRINT_SIZE = 17 };
/* Makes path, a new file that its owner alone may read, with a random key of 256 bits as 64
 * hexadecimal digits; out_fingerprint says which key it is and gives nothing of it away. DS_INPUT
 * when path exists: a key is never overwritten. docs/formats.md tells how an import uses it. */
DS_API ds_status ds_key_make(const char *path, char out_fingerprint[DS_KEY_FINGERPRINT_SIZE],
                             ds_error *err) DS_NODISCARD;

/* ---- import ---- */

typedef struct ds_import_options {
    unsigned version; /* the initialiser sets it; 0 is taken as 1, the first */
    const char *work_folder;
    const char *program_folder; /* holds codes/ for what the work folder does not; may be NULL */
    size_t n_workers;           /* at most; 0: as many as there are cores */
    /* May be NULL. share from 0 to 1; the texts say what is being done. From any thread. */
    void (*progress)(void *context, const char *nl, const char *en, double share);
    void *progress_context;
    /* May be NULL. Called with the lock held when a new generation stands ready and the current one
     * is about to go: the last moment to read it. A failure fails the import. */
    ds_status (*replacing)(void *context, ds_error *err);
    void *replacing_context;
    /* From version 2: a delivery that has the size, the moments of change and the inode that it had
     * at the last import is read all the same, to know whether it changed. */
    bool verify;
} ds_import_options;
#define DS_IMPORT_OPTIONS_VERSION 2
#define DS_IMPORT_OPTIONS_INIT                                                                     \
    { DS_IMPORT_OPTIONS_VERSION, NULL, NULL, 0, NULL, NULL, NULL, NULL, false }

/* Imports every delivery in work_folder/leveringen: all or nothing. *out_report says what was done
 * with each, the caller's (ds_import_report_free); it is set also when the import fails after
 * deliveries were read (succeeded is false then), else NULL. A second import of the same deliveries
 * finds the register current, changes nothing and gives the report of the first. Errors: DS_INPUT
 * for what is wrong in a delivery, DS_FAULT for a full disk. Cost: one look and one read of each
 * delivery, memory about 55 bytes an enrolment, within geheugen: of doorstroom.yaml. Imports of
 * different work folders may run on several threads; of one work folder they wait for each other.
 */
DS_API ds_status ds_import(const ds_import_options *options, ds_import_report **out_report,
                           ds_error *err) DS_NODISCARD;

/* The same, and writes the register as tables in a DuckDB file, for SQL (docs/register.md):
 * register/sql/<generation>.duckdb, anew each time; it stays until another generation is made.
 * *out_path is the caller's (ds_free). A register that is current stays as it is, but the
 * deliveries are read again. Nothing in this library reads that file. */
DS_API ds_status ds_import_sql(const ds_import_options *options, ds_import_report **out_report,
                               char **out_path, ds_error *err) DS_NODISCARD;

/* ---- deliveries without a file ---- */

enum { DS_DELIVERY_NAME_MAX = 200 };
/* A delivery that another program hands over as an Arrow stream (doorstroom/arrow_abi.h): becomes
 * work_folder/leveringen/<name>.csv, beside it first and then renamed, for its owner alone, in
 * place of an earlier file of that very name. What kind it is its name says, as of any delivery
 * (inschrijving-2022). An import of it gives the register that the same csv gives, typed by hand;
 * what columns may hold stands at ds_table_stream_open (doorstroom/table.h), and so do the errors.
 * DS_INPUT also where the same delivery stands there in another form (.sav, .parquet, .csv.gz, with
 * other capitals), which would count too: it is named, and stays. Takes the stream over: it is
 * released when this returns. Nothing is left of a failure. */
DS_API ds_status ds_import_add_stream(const char *work_folder, const char *name,
                                      struct ArrowArrayStream *in, ds_error *err) DS_NODISCARD;

typedef struct ds_delivery_stream {
    const char *name;
    struct ArrowArrayStream *stream;
} ds_delivery_stream;
typedef struct ds_added ds_added;
/* Several of them, all or none: DS_USAGE where two have one name, with or without .csv. All streams
 * are released. *out is the caller's, until it is known what comes of an import: kept
 * (ds_import_added_keep), or undone, which puts back the files that these took the place of
 * (ds_import_added_undo; both free it). Until then those lie beside them, hidden; who is killed in
 * between leaves the new ones. */
DS_API ds_status ds_import_add_streams(const char *work_folder,
                                       const ds_delivery_stream *deliveries, size_t n,
                                       ds_added **out, ds_error *err) DS_NODISCARD;
DS_API void ds_import_added_keep(ds_added *added);
DS_API ds_status ds_import_added_undo(ds_added *added, ds_error *err) DS_NODISCARD;

/* ---- parts ---- */

enum { DS_SPLIT_PARTS_MAX = 500 };
/* Cuts the deliveries by person into work_folder/delen/1 to n_parts, work folders whose imports
 * give, tallied and merged, exactly the cells of the whole. A person, linked numbers together, is
 * in part 1 + (the first eight bytes, little-endian, of the BLAKE2b-256 of "kind:number") modulo
 * n_parts. What only the whole knows stands in geheel.json, which the import of a part demands.
 * Refused rows are written and judged as in an import. DS_INPUT when there are parts already.
 * Cost: that of reading, and 24 bytes a row. */
DS_API ds_status ds_split(const ds_import_options *options, unsigned n_parts,
                          ds_error *err) DS_NODISCARD;

/* ---- deliveries that are more than one machine holds ---- */

typedef struct ds_pieces_options {
    unsigned version;
    unsigned n_parts; /* of ds_pieces_join: 2 to DS_SPLIT_PARTS_MAX */
    const char *name; /* of ds_pieces_join: the fingerprint of the register, 64 hexadecimal digits;
                         NULL: by the rows */
    /* From version 2: of ds_piece_gather which piece this is, from 1 (0: it is not said); of both
     * how many pieces there are, up to DS_PIECES_MAX (0: not said). */
    uint32_t piece, n_pieces;
} ds_pieces_options;
#define DS_PIECES_OPTIONS_VERSION 2
#define DS_PIECES_OPTIONS_INIT                                                                     \
    { DS_PIECES_OPTIONS_VERSION, 2, NULL, 0, 0 }
enum { DS_PIECES_MAX = 1000000 };

/* Gathers what only the whole knows of the rows in work_folder, a piece of the deliveries, into its
 * stuk.json. All pieces hold all deliveries by name, also where a header stands alone, and the same
 * doorstroom.yaml. Rows are checked as an import does, but judged with the other pieces by
 * ds_pieces_join; a column doorstroom_rij says in a number where each row stands in the whole.
 * First of enrolments; then, with the geheel.json of those beside it and `deel: 0/N` in its
 * doorstroom.yaml, of the rest: the numbers are of both together, enrolments first. asked may be
 * NULL: the piece says no number. Cost: that of reading. */
DS_API ds_status ds_piece_gather(const ds_import_options *options, const ds_pieces_options *asked,
                                 ds_error *err) DS_NODISCARD;

/* Adds up the files pieces[n] of ds_piece_gather with what stands in work_folder itself, and writes
 * its geheel.json, by which ds_split cuts a piece (`deel: 0/N`; only rows are written then) and a
 * part is imported: the same as ds_split of the whole writes, in any order of pieces and however
 * rows were cut, but for the fingerprint. *out_again: only all rows together tell how a value of
 * some delivery is read; all pieces are to be gathered once more with this geheel.json. Errors as
 * of an import, DS_INPUT naming delivery and row: too many refused rows, two decimal marks, persons
 * of an open kind, nobody enrolled; also a piece of other deliveries, one that is given twice, and
 * one with counts or reasons that no gathering writes. Of asked->n_pieces, or else the largest
 * number of pieces that one of them says, each must be there once: DS_INPUT names those that are
 * missing. Pieces without a number (of before version 2) are counted only; DS_USAGE where then
 * nothing says how many there are. */
DS_API ds_status ds_pieces_join(const ds_import_options *options, const ds_pieces_options *asked,
                                const char *const *pieces, size_t n, bool *out_again,
                                ds_error *err) DS_NODISCARD;

/* ---- a first mapping for an unknown file ---- */

/* A mapping to edit, made of what a file seems to be. */
typedef struct ds_mapping_draft {
    char *yaml;        /* the mapping; "" for lines of different kinds, which need another reader */
    size_t n_open;     /* places that say INVULLEN: an import refuses them, line by line */
    bool counts;       /* the file seems to hold numbers of persons, not persons */
    const char **near; /* near[n_columns]: our column that each is taken for, or NULL */
    const char **lists; /* lists[n_columns]: our code list that its codes come from, or NULL */
} ds_mapping_draft;

/* Makes the draft; file is the file's name as it will stand in leveringen/, without folders. The
 * draft holds no value but the codes of the description. The caller's: ds_mapping_draft_done.
 * Errors: memory. */
DS_API ds_status ds_mapping_draft_make(const ds_table_description *description, const char *file,
                                       ds_mapping_draft *out, ds_error *err) DS_NODISCARD;
DS_API void ds_mapping_draft_done(ds_mapping_draft *draft);

/* Reads and checks a mapping as import does. Errors: DS_INPUT with file, line and column. */
DS_API ds_status ds_mapping_check(const char *path, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
