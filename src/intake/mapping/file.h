/* intake/mapping/file.h: mappings (vertalingen): files of YAML that say how a delivery with other
 * column names and codes becomes one or more of our kinds. docs/vertalingen.md describes the file.
 *
 *   read.c    a file → ds_mapping_file, checked; all files of the two folders
 *   column.c  one column of it: source, constant, codes, date format
 *   assign.c  which delivery has which mapping; one delivery for each part
 *   part.c    whether the file has a part that may be missing
 *   row.c     a row of the source → the fields that a layout takes
 *
 * All texts are borrowed from the YAML document, which lives as long as the mapping. */
#ifndef DS_INTAKE_MAPPING_FILE_H
#define DS_INTAKE_MAPPING_FILE_H

#include "base/yaml.h"
#include "doorstroom/register.h"
#include "intake/layout/layout.h"
#include "intake/worker.h"

enum {
    DS_MAPPING_SOURCES_MAX = 4, /* columns of which the first that is not empty counts */
    DS_MAPPING_SKIPS_MAX = 16,
    DS_MAPPING_FORMAT_MAX = 32, /* bytes of a date format */
};

/* A word of the source and ours; sorted by source, letters folded. */
typedef struct ds_mapping_code {
    ds_text from, to;
} ds_mapping_code;

typedef enum ds_mapping_else {
    DS_MAPPING_REFUSE,
    DS_MAPPING_KEEP,
    DS_MAPPING_REPLACE
} ds_mapping_else;

/* How one column of a layout is made. */
typedef struct ds_mapping_column {
    bool given;
    bool may_be_absent; /* mag_ontbreken: the file need not have the column */
    bool is_constant, is_line;
    bool has_absent; /* afwezig: constant, when the file has none of the columns */
    ds_text sources[DS_MAPPING_SOURCES_MAX];
    size_t n_sources;
    ds_text constant;
    ds_mapping_code *codes;
    size_t n_codes;
    ds_mapping_else otherwise;
    ds_text otherwise_text;
    const char *format;    /* of a date, NULL: as it stands */
    int pivot;             /* two-digit years up to this are 20.., -1: none */
    ds_code_list expected; /* what a refusal names: the codes' words, or the date format */
} ds_mapping_column;

/* A row of which the column is one of the words (or, turned, none of them) is passed over. */
typedef struct ds_mapping_skip {
    ds_text source;
    ds_text *words;
    size_t n_words;
    bool turned, may_be_absent;
} ds_mapping_skip;

typedef struct ds_mapping_part {
    const ds_layout *layout;
    ds_mapping_column *columns; /* columns[layout->n_columns] */
    ds_mapping_skip skips[DS_MAPPING_SKIPS_MAX];
    size_t n_skips;
    bool may_be_absent; /* mag_ontbreken: a file without the columns it needs does not give this
                           part */
} ds_mapping_part;

typedef struct ds_mapping_file {
    char *path, *name; /* name: of the file, without .yaml */
    char *text;        /* the bytes of the file */
    ds_raw raw;
    ds_yaml document;
    bool own; /* of the work folder */
    ds_text *patterns;
    size_t n_patterns;
    ds_table_shape shape;
    ds_table_place *places;
    ds_gate_words missing; /* words that mean that nothing is known, when it has its own */
    bool own_missing;
    ds_mapping_part *parts;
    size_t n_parts;
    void **blocks; /* all that is freed with the whole */
    size_t n_blocks, blocks_capacity;
} ds_mapping_file;

/* Reads and checks one mapping; *out is the caller's (ds_mapping_file_free). DS_INPUT with file,
 * line and column for whatever does not stand as docs/vertalingen.md says. Cost: that of the file,
 * of at most 1 MiB. */
ds_status ds_mapping_file_read(const char *path, bool own, ds_mapping_file **out,
                               ds_error *err) DS_NODISCARD;
void ds_mapping_file_free(ds_mapping_file *mapping);
/* Memory that lives as long as the mapping; NULL when there is none. */
void *ds_mapping_keep(ds_mapping_file *mapping, size_t n, size_t size) DS_NODISCARD;
/* The texts of a list, or of one text. */
ds_status ds_mapping_texts(ds_mapping_file *mapping, const yaml_node_t *node, ds_text **out,
                           size_t *out_n, ds_error *err) DS_NODISCARD;
/* Reads node into the part's column number target. */
ds_status ds_mapping_column_read(ds_mapping_file *mapping, ds_mapping_part *part, size_t target,
                                 yaml_node_t *node, ds_error *err) DS_NODISCARD;
/* ja or nee. */
ds_status ds_mapping_flag(ds_mapping_file *mapping, const yaml_node_t *node, bool *out,
                          ds_error *err) DS_NODISCARD;
/* An error at node. */
ds_status ds_mapping_wrong(const ds_mapping_file *mapping, const yaml_node_t *node, ds_error *err,
                           const char *nl, const char *en, ...) DS_PRINTF(4, 6) DS_PRINTF(5, 6);

/* All mappings: the work folder's vertalingen/, then mappings/ beside the program. */
ds_status ds_mappings_load(ds_intake *intake, ds_error *err) DS_NODISCARD;
void ds_mappings_done(ds_intake *intake);
/* By name; NULL. */
const ds_mapping_file *ds_mappings_find(const ds_intake *intake, ds_text name);
/* The end of an error about a name that is not known: the nearest. */
size_t ds_mappings_nearest(const ds_intake *intake, ds_text name);
/* True when the file name fits one of the patterns (* and ?, letters folded). */
bool ds_mapping_fits(const ds_mapping_file *mapping, const char *name);
/* Gives the deliveries that no one else recognises, and those that fit a mapping of the work
 * folder, their mapping, and makes one delivery of each part. */
ds_status ds_mappings_assign(ds_intake *intake, ds_error *err) DS_NODISCARD;

/* The soorten whose diplomas a part of layout diploma delivers, a bit each: those that its column
 * soort can only be; all when it may be any. */
uint16_t ds_mapping_diplomas(const ds_mapping_part *part);

/* Where a part's columns stand in one file. */
typedef struct ds_mapping_binding {
    const ds_mapping_file *mapping;
    const ds_mapping_part *part;
    uint16_t sources[DS_LAYOUT_COLUMNS_MAX][DS_MAPPING_SOURCES_MAX]; /* index + 1, 0 none */
    uint16_t skips[DS_MAPPING_SKIPS_MAX];
} ds_mapping_binding;

/* A row as it is made: fields[0 .. n_columns) for the layout. */
typedef struct ds_mapped_row {
    const ds_mapping_binding *binding;
    const ds_text *source; /* the file's own fields */
    ds_text fields[DS_LAYOUT_COLUMNS_MAX];
    uint16_t from[DS_LAYOUT_COLUMNS_MAX]; /* which column of the file each came from; 0 none */
    char dates[DS_LAYOUT_COLUMNS_MAX][12];
    char line[DS_PERSOON_MAX + 32];
} ds_mapped_row;

/* Finds the columns by names, and fills columns[] of the layout: 1 + index in fields, 0 for what is
 * not delivered. DS_INPUT, placed in the delivery, for a column that is missing. *out_unknown, when
 * not NULL, gets the names that the mapping does not mention, the caller's. */
ds_status ds_mapping_bind(const ds_delivery *delivery, const ds_text *names, size_t n_names,
                          ds_mapping_binding *out, uint16_t *columns, char **out_unknown,
                          ds_error *err) DS_NODISCARD;
/* Whether the file of a delivery has what its part may not miss; true for a part that must be
 * there, and for what is no table (who reads it says so). Cost: an inspection, of such parts only.
 */
ds_status ds_mapping_part_is_there(const ds_delivery *delivery, bool *out,
                                   ds_error *err) DS_NODISCARD;
typedef enum ds_mapping_outcome {
    DS_MAPPING_TAKEN,
    DS_MAPPING_SKIPPED,
    DS_MAPPING_REFUSED, /* the refusal stands in the worker */
} ds_mapping_outcome;
/* Makes the fields of row from source; row->fields then leads to them. */
ds_mapping_outcome ds_mapping_row(ds_row *row, ds_mapped_row *mapped, const ds_text *source);
/* Of a mapped row: where in the file the column comes from, and what stands there. */
void ds_mapping_origin(const ds_row *row, size_t column, ds_refusal *refusal, ds_text *out_value);
/* Reads text as format says: JJJJ (or YYYY), JJ, MM, DD, M and D (one or two digits), and what
 * stands between; without a day the first, without a month January; a time behind it that is
 * midnight is passed over. The format EXCEL is a spreadsheet's number of a day: 38412 is 1 March
 * 2005, from 1 March 1900 on (before it spreadsheets disagree). */
bool ds_mapping_date(ds_text text, const char *format, int pivot, int *year, int *month, int *day);

#endif
