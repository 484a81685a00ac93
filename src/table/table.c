/* table/table.c: reading a table of any format: to the reader of its format. */
#include "doorstroom/table.h"

#include "base/error.h"
#include "table/csv.h"
#include "table/formats.h"
#include "table/header_line.h"
#include "table/parse/ask.h"

/* A format that is read by a helper, confined. */
static ds_status read_foreign(const char *path, const ds_table_info *info,
                              const ds_table_shape *shape, const ds_table_sink *sink,
                              ds_error *err) {
    ds_source source;
    ds_status status = ds_source_open(&source, path, err);
    if (status != DS_OK) return status;
    status = ds_source_unchanged(&source, info->size_bytes, info->modified_ns, err);
    if (status == DS_OK) status = ds_parse_table(&source, info->format, shape, sink, err);
    if (status == DS_OK)
        status = ds_source_unchanged(&source, info->size_bytes, info->modified_ns, err);
    ds_source_close(&source);
    return status;
}

ds_status ds_table_read(const char *path, const ds_table_info *info, size_t n_workers,
                        const ds_table_sink *sink, ds_error *err) {
    if (n_workers == 0)
        return ds_error_set(err, DS_USAGE, "lezen vraagt ten minste één werker",
                            "reading takes at least one worker");
    switch (info->format) {
    case DS_TABLE_CSV:
        return ds_csv_read(path, info, n_workers, DS_CSV_CHUNK_SIZE, sink, err);
    case DS_TABLE_PARQUET:
    case DS_TABLE_SAV:
    case DS_TABLE_DTA:
    case DS_TABLE_XLSX:
        return read_foreign(path, info, NULL, sink, err);
    case DS_TABLE_XML:
        return ds_error_at(
            err, DS_INPUT, path, 0, 0,
            "XML is geen tabel; een TBGI van DUO leest import zoals zij is, zonder "
            "vertaling",
            "XML is no table; import reads a TBGI of DUO as it is, without a mapping");
    case DS_TABLE_UNKNOWN:
        break;
    }
    return ds_error_at(err, DS_INPUT, path, 0, 0, "een bestand van een onbekende soort",
                       "a file of an unknown kind");
}

/* What a shape may not ask. */
static ds_status check_shape(const char *path, const ds_table_info *info,
                             const ds_table_shape *shape, ds_error *err) {
    if (shape->n_columns > DS_TABLE_COLUMNS_MAX)
        return ds_error_at(err, DS_INPUT, path, 0, 0, "meer dan %d kolommen",
                           "more than %d columns", DS_TABLE_COLUMNS_MAX);
    if (shape->sheet.size > 0 && info->format != DS_TABLE_XLSX)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "een blad (`blad:`) heeft alleen een Excel-bestand (.xlsx)",
                           "only an Excel file (.xlsx) has a sheet (`blad:`)");
    if (info->format == DS_TABLE_XLSX && shape->n_columns == 0 && shape->delimiter == '\0' &&
        !shape->encoded)
        return DS_OK;
    if (info->format != DS_TABLE_CSV)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "namen of plaatsen van kolommen, een eerste regel, een scheidingsteken "
                           "of een codering kunnen alleen bij tekst, en dit is geen tekst",
                           "names or places of columns, a first line, a delimiter or an encoding "
                           "go with text only, and this is no text");
    if (shape->encoded && shape->encoding != DS_TABLE_WINDOWS1252 &&
        info->encoding == DS_TABLE_WINDOWS1252)
        return ds_error_at(err, DS_INPUT, path, 0, 0,
                           "gezegd is dat dit UTF-8 is, maar dat is het niet",
                           "this is said to be UTF-8, but it is not");
    return DS_OK;
}

ds_status ds_table_read_shaped(const char *path, const ds_table_info *info,
                               const ds_table_shape *shape, size_t n_workers,
                               const ds_table_sink *sink, ds_error *err) {
    const bool asks =
        shape != NULL && (shape->n_columns > 0 || shape->delimiter != '\0' || shape->encoded ||
                          shape->unchecked || shape->first_line > 0 || shape->sheet.size > 0);
    ds_table_info as_said = *info;
    ds_status status;
    if (!asks || (shape->unchecked && info->format != DS_TABLE_CSV && shape->first_line == 0 &&
                  shape->sheet.size == 0))
        return info->format == DS_TABLE_PARQUET ? read_foreign(path, info, shape, sink, err)
                                                : ds_table_read(path, info, n_workers, sink, err);
    if (n_workers == 0)
        return ds_error_set(err, DS_USAGE, "lezen vraagt ten minste één werker",
                            "reading takes at least one worker");
    status = check_shape(path, info, shape, err);
    if (status != DS_OK) return status;
    if (info->format == DS_TABLE_XLSX) return read_foreign(path, info, shape, sink, err);
    if (shape->encoded && shape->encoding == DS_TABLE_WINDOWS1252 &&
        info->encoding == DS_TABLE_UTF8)
        as_said.encoding = DS_TABLE_WINDOWS1252;
    if (shape->first_line > 0) {
        as_said.first_line = shape->first_line;
        status = ds_header_delimiter(path, shape->first_line, &as_said.delimiter, err);
        if (status != DS_OK) return status;
    }
    if (shape->delimiter != '\0') as_said.delimiter = shape->delimiter;
    if (shape->fixed_width) return ds_fixed_width_read(path, &as_said, shape, sink, err);
    return ds_csv_read_shaped(path, &as_said, shape, n_workers, DS_CSV_CHUNK_SIZE, sink, err);
}
