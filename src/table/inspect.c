/* table/inspect.c: the first look at a file, before anything is read from it.
 *
 * One pass in blocks. Every block goes into the checksum; the first tells by its opening bytes
 * whether the content is what the name says; those of a CSV go past look.c as well. */
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/table.h"
#include "table/gzip.h"
#include "table/header_line.h"
#include "table/look.h"
#include "table/source.h"
#include "table/stream.h"

enum {
    BLOCK_SIZE = 256 << 10, /* a block stays in the processor's cache between its passes */
    HEAD_SIZE = 16,         /* room before the block for the tail of the one before */
    HASH_SIZE = 32,
};

_Static_assert((int)BLOCK_SIZE < (int)DS_TABLE_LINE_MAX,
               "look.c relies on blocks shorter than a line may be");
_Static_assert(2 * (int)HASH_SIZE + 1 == (int)DS_TABLE_CHECKSUM_SIZE, "two hex digits a byte");

typedef struct inspection {
    ds_source source;
    ds_table_info info;
    crypto_generichash_state *hash;
    char *buffer; /* HEAD_SIZE bytes, then the block */
    ds_look look;
    size_t n_tail;
    uint64_t n_bytes;
} inspection;

ds_table_format ds_table_format_of(const char *path) {
    static const struct {
        const char *ending;
        ds_table_format format;
    } endings[] = {
        {".csv", DS_TABLE_CSV},         {".txt", DS_TABLE_CSV}, {".tsv", DS_TABLE_CSV},
        {".asc", DS_TABLE_CSV},         {".sav", DS_TABLE_SAV}, {".dta", DS_TABLE_DTA},
        {".parquet", DS_TABLE_PARQUET}, {".xml", DS_TABLE_XML}, {".zsav", DS_TABLE_SAV},
        {".xlsx", DS_TABLE_XLSX},
    };
    const bool packed = ds_gzip_named(path);
    const size_t size = strlen(path) - (packed ? 3 : 0);
    if (ds_table_stream_named(path)) return DS_TABLE_CSV;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        ds_text ending = ds_text_of(endings[i].ending);
        if (size >= ending.size &&
            ds_text_equal_nocase((ds_text){path + size - ending.size, ending.size}, ending))
            return packed && endings[i].format != DS_TABLE_CSV ? DS_TABLE_UNKNOWN
                                                               : endings[i].format;
    }
    return DS_TABLE_UNKNOWN;
}

/* Opening bytes that a CSV never has, and what they mean. */
static const struct {
    const char *bytes;
    size_t size;
    const char *nl, *en;
} foreign[] = {
    {"\xFF\xFE", 2, "tekst in UTF-16", "text in UTF-16"},
    {"\xFE\xFF", 2, "tekst in UTF-16", "text in UTF-16"},
    {"PK\x03\x04", 4, "een ZIP- of Excel-bestand (.xlsx)", "a ZIP or Excel file (.xlsx)"},
    {"\xD0\xCF\x11\xE0", 4, "een oud Excel-bestand (.xls)", "an old Excel file (.xls)"},
    {"PAR1", 4, "een Parquet-bestand", "a Parquet file"},
    {"$FL2", 4, "een SPSS-bestand", "an SPSS file"},
    {"$FL3", 4, "een SPSS-bestand", "an SPSS file"},
    {"<stata_dta>", 11, "een Stata-bestand", "a Stata file"},
    {"%PDF-", 5, "een PDF-bestand", "a PDF file"},
};

static bool begins_with(ds_text data, const char *bytes, size_t size) {
    return data.size >= size && memcmp(data.data, bytes, size) == 0;
}

static ds_status check_csv_head(const char *path, ds_text head, ds_error *err) {
    if (begins_with(head, "\x1F\x8B", 2))
        return ds_error_at(err, DS_INPUT, path, 1, 1,
                           "dit is geen CSV maar een gecomprimeerd bestand (gzip); laat de naam op "
                           ".csv.gz eindigen, of pak het uit",
                           "this is not CSV but a compressed file (gzip); let the name end in "
                           ".csv.gz, or unpack it");
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (begins_with(head, foreign[i].bytes, foreign[i].size))
            return ds_error_at(err, DS_INPUT, path, 1, 1,
                               "dit is geen CSV maar %s%.0s; sla het op als CSV in UTF-8",
                               "this is not CSV but %.0s%s; save it as CSV in UTF-8", foreign[i].nl,
                               foreign[i].en);
    return DS_OK;
}

/* Stata to version 12 has no signature: its version number, then the byte order as 1 or 2. */
static bool is_dta(ds_text head) {
    if (begins_with(head, "<stata_dta>", 11)) return true;
    return head.size >= 4 && head.data[0] >= 104 && head.data[0] <= 115 &&
           (head.data[1] == 1 || head.data[1] == 2) && head.data[2] == 1;
}

/* Whether the opening bytes fit what the name says. */
static ds_status check_head(const char *path, ds_table_format format, ds_text head, ds_error *err) {
    const char *name = NULL;
    switch (format) {
    case DS_TABLE_CSV:
        return check_csv_head(path, head, err);
    case DS_TABLE_PARQUET:
        if (!begins_with(head, "PAR1", 4)) name = "Parquet";
        break;
    case DS_TABLE_SAV:
        if (!begins_with(head, "$FL2", 4) && !begins_with(head, "$FL3", 4)) name = "SPSS (.sav)";
        break;
    case DS_TABLE_DTA:
        if (!is_dta(head)) name = "Stata (.dta)";
        break;
    case DS_TABLE_XLSX: /* an old one, or one with a password, its reader knows */
        if (!begins_with(head, "PK", 2) && !begins_with(head, "\xD0\xCF\x11\xE0", 4))
            name = "Excel (.xlsx)";
        break;
    case DS_TABLE_XML: /* its reader says what is wrong, and where */
        break;
    case DS_TABLE_UNKNOWN:
        return ds_error_at(
            err, DS_INPUT, path, 0, 0,
            "een bestand van een onbekende soort; verwacht: .csv, .txt, .tsv, .asc, .parquet, "
            ".sav, .dta of .xlsx",
            "a file of an unknown kind; expected: .csv, .txt, .tsv, .asc, .parquet, .sav, .dta or "
            ".xlsx");
    }
    if (name == NULL) return DS_OK;
    return ds_error_at(err, DS_INPUT, path, 0, 0,
                       "de naam zegt %s, maar het bestand begint niet zoals dat hoort",
                       "the name says %s, but the file does not begin as that should", name);
}

/* The checksum is of the file as it lies there; a packed one is read for it once more. */
static ds_status hash_packed(inspection *in, ds_error *err) {
    size_t size = BLOCK_SIZE;
    ds_source source;
    ds_status status = ds_source_open(&source, in->source.path, err);
    if (status != DS_OK) return status;
    while (status == DS_OK && size == BLOCK_SIZE) {
        status = ds_source_read(&source, in->buffer, BLOCK_SIZE, &size, err);
        if (status == DS_OK)
            (void)crypto_generichash_update(in->hash, (const unsigned char *)in->buffer, size);
    }
    if (status == DS_OK)
        status = ds_source_unchanged(&source, in->info.size_bytes, in->info.modified_ns, err);
    ds_source_close(&source);
    return status;
}

/* The first block: its head, and of a CSV the byte order mark, of which *out_skip bytes are no
 * text. */
static ds_status begin_inspection(inspection *in, ds_text block, size_t *out_skip, ds_error *err) {
    const char *path = in->source.path;
    ds_status status;
    if (block.size == 0 && in->info.format != DS_TABLE_UNKNOWN)
        return ds_error_at(err, DS_INPUT, path, 0, 0, "het bestand is leeg", "the file is empty");
    status = check_head(path, in->info.format, block, err);
    if (status == DS_OK && in->info.format == DS_TABLE_CSV &&
        begins_with(block, "\xEF\xBB\xBF", 3)) {
        in->info.encoding = DS_TABLE_UTF8_BOM;
        *out_skip = 3;
    }
    if (status == DS_OK && in->info.format == DS_TABLE_CSV) {
        in->look.n_before = ds_header_sep_line(
            (ds_text){block.data + *out_skip, block.size - *out_skip}, &in->info.delimiter);
        if (in->look.n_before > 0) in->info.first_line = in->look.delimiter.line = 2;
    }
    return status;
}

/* DOS marked the end of a text with 1A; the readers leave it out (DS_SOURCE_END_MARK). */
static bool ends_in_mark(const inspection *in, const char *block, size_t size) {
    const bool last =
        size < BLOCK_SIZE || (in->source.gzip == NULL && in->n_bytes == in->source.size_bytes);
    return last && size > 0 && block[size - 1] == DS_SOURCE_END_MARK;
}

/* One block: what was read, and whether the end is reached. */
static ds_status next_block(inspection *in, bool first, bool *out_end, ds_error *err) {
    char *block = in->buffer + HEAD_SIZE;
    size_t got, size, skip = 0;
    ds_status status = ds_source_read(&in->source, block, BLOCK_SIZE, &got, err);
    if (status == DS_OK && first) status = begin_inspection(in, (ds_text){block, got}, &skip, err);
    if (status != DS_OK) return status;
    size = got;
    if (in->info.format == DS_TABLE_CSV) {
        size_t tail;
        in->n_bytes += size;
        if (ends_in_mark(in, block, size)) size--;
        status = ds_look_add(&in->look, block + skip, size - skip, in->n_tail, &tail, err);
        if (status != DS_OK) return status;
        if (tail > 0) memmove(block - tail, block + size - tail, tail);
        in->n_tail = tail;
    }
    if (in->source.gzip == NULL)
        (void)crypto_generichash_update(in->hash, (const unsigned char *)block, got);
    *out_end = got < BLOCK_SIZE;
    return DS_OK;
}

static ds_status finish_csv(inspection *in, ds_error *err) {
    ds_status status =
        ds_look_finish(&in->look, in->buffer + HEAD_SIZE - in->n_tail, in->n_tail, err);
    if (status != DS_OK) return status;
    if (in->info.first_line == 0) in->info.delimiter = ds_delimiter_finish(&in->look.delimiter);
    in->info.ascii = !in->look.high;
    if (in->look.utf8) return DS_OK;
    if (in->info.encoding == DS_TABLE_UTF8_BOM)
        return ds_error_at(
            err, DS_INPUT, in->source.path, in->look.not_utf8.line, in->look.not_utf8.column,
            "het bestand begint als UTF-8 (met BOM), maar hier staat geen geldig UTF-8",
            "the file begins as UTF-8 (with a BOM), but this is not valid UTF-8");
    in->info.encoding = DS_TABLE_WINDOWS1252;
    return DS_OK;
}

static ds_status inspect_all(inspection *in, ds_error *err) {
    unsigned char hash[HASH_SIZE];
    bool end = false;
    ds_status status = DS_OK;
    (void)crypto_generichash_init(in->hash, NULL, 0, sizeof hash);
    ds_look_init(&in->look, in->source.path);
    for (bool first = true; status == DS_OK && !end; first = false)
        status = next_block(in, first, &end, err);
    if (status == DS_OK && in->info.format == DS_TABLE_CSV) status = finish_csv(in, err);
    if (status == DS_OK)
        status = ds_source_unchanged(&in->source, in->info.size_bytes, in->info.modified_ns, err);
    if (status == DS_OK && in->source.gzip != NULL) status = hash_packed(in, err);
    if (status != DS_OK) return status;
    (void)crypto_generichash_final(in->hash, hash, sizeof hash);
    (void)sodium_bin2hex(in->info.checksum, sizeof in->info.checksum, hash, sizeof hash);
    return DS_OK;
}

ds_status ds_table_inspect(const char *path, ds_table_info *out, ds_error *err) {
    inspection in = {.info = {.format = ds_table_format_of(path), .encoding = DS_TABLE_UTF8}};
    ds_status status = in.info.format == DS_TABLE_CSV ? ds_source_open_packed(&in.source, path, err)
                                                      : ds_source_open(&in.source, path, err);
    if (status != DS_OK) return status;
    in.info.size_bytes = in.source.size_bytes;
    in.info.modified_ns = in.source.modified_ns;
    in.buffer = ds_malloc_aligned(HEAD_SIZE + BLOCK_SIZE);
    in.hash = ds_malloc_aligned(sizeof *in.hash); /* libsodium wants 64 bytes' alignment */
    if (in.buffer == NULL || in.hash == NULL || sodium_init() < 0) {
        status = ds_error_memory(err);
        goto done;
    }
    status = inspect_all(&in, err);
    if (status == DS_OK) *out = in.info;
done:
    ds_free(in.hash);
    ds_free(in.buffer);
    ds_source_close(&in.source);
    return status;
}
