/* fuzz/make_corpus.c FOLDER: small files by the libraries that really write them, as the corpora of
 * the fuzzers: SPSS and Stata by ReadStat's writer, Parquet by DuckDB, Excel by libxlsxwriter; and
 * of those what a helper says of them (frames). fuzz/make_corpus.sh calls it, and LibreOffice
 * besides. What is there is written over. */
#include <fcntl.h>
#include <readstat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "parse/serve.h"

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static const char *folder;

static char *path_of(const char *what, const char *name) {
    static char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, what);
    (void)mkdir(path, 0755);
    (void)snprintf(path, sizeof path, "%s/%s/%s", folder, what, name);
    return path;
}

static int open_new(const char *path) {
    const int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    MUST(fd >= 0);
    return fd;
}

/* ---- SPSS and Stata ---- */

typedef struct kind {
    const char *name;
    bool sav;
    uint8_t version; /* 0: the usual */
    readstat_compress_t compression;
    int n_rows;
    bool labels, empty_texts;
} kind;

static const kind kinds[] = {
    {"plain", true, 0, READSTAT_COMPRESS_NONE, 3, false, false},
    {"rows", true, 0, READSTAT_COMPRESS_ROWS, 40, false, false},
    {"zsav", true, 3, READSTAT_COMPRESS_BINARY, 40, false, false},
    {"labels", true, 0, READSTAT_COMPRESS_NONE, 5, true, false},
    {"labels_rows", true, 0, READSTAT_COMPRESS_ROWS, 5, true, true},
    {"none", true, 0, READSTAT_COMPRESS_NONE, 0, true, false},
    {"104", false, 104, READSTAT_COMPRESS_NONE, 3, false, false},
    {"108", false, 108, READSTAT_COMPRESS_NONE, 3, true, false},
    {"111", false, 111, READSTAT_COMPRESS_NONE, 3, true, false},
    {"114", false, 114, READSTAT_COMPRESS_NONE, 3, true, true},
    {"117", false, 117, READSTAT_COMPRESS_NONE, 3, true, false},
    {"118", false, 118, READSTAT_COMPRESS_NONE, 40, true, false},
    {"119", false, 119, READSTAT_COMPRESS_NONE, 3, true, false},
    {"zero", false, 118, READSTAT_COMPRESS_NONE, 0, true, false},
};

static ssize_t write_bytes(const void *data, size_t size, void *context) {
    return write(*(int *)context, data, size);
}

static readstat_label_set_t *add_labels(readstat_writer_t *writer) {
    readstat_label_set_t *set = readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, "niveaus");
    readstat_label_double_value(set, 1, "Entree");
    readstat_label_double_value(set, 2, "Basis");
    readstat_label_double_value(set, 9, "onbekend");
    return set;
}

static void write_statistics(const kind *k) {
    readstat_writer_t *writer = readstat_writer_init();
    readstat_variable_t *person, *text, *level, *day;
    int fd = open_new(path_of(k->sav ? "sav" : "dta", k->name));
    (void)readstat_set_data_writer(writer, write_bytes);
    if (k->version != 0) (void)readstat_writer_set_file_format_version(writer, k->version);
    (void)readstat_writer_set_compression(writer, k->compression);
    (void)readstat_writer_set_file_timestamp(writer, 1600000000);
    (void)readstat_writer_set_file_label(writer, "levering");
    person = readstat_add_variable(writer, "persoon", READSTAT_TYPE_DOUBLE, 0);
    text = readstat_add_variable(writer, "soort", READSTAT_TYPE_STRING, k->sav ? 300 : 20);
    level = readstat_add_variable(writer, "niveau", READSTAT_TYPE_DOUBLE, 0);
    day = readstat_add_variable(writer, "datum", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_format(day, k->sav ? "DATE11" : "%td");
    readstat_variable_set_label(person, "Wie");
    if (k->labels) readstat_variable_set_label_set(level, add_labels(writer));
    MUST((k->sav ? readstat_begin_writing_sav(writer, &fd, k->n_rows)
                 : readstat_begin_writing_dta(writer, &fd, k->n_rows)) == READSTAT_OK);
    for (int r = 0; r < k->n_rows; r++) {
        MUST(readstat_begin_row(writer) == READSTAT_OK);
        MUST(readstat_insert_double_value(writer, person, 123456700 + r) == READSTAT_OK);
        MUST(readstat_insert_string_value(writer, text, k->empty_texts ? "" : "mbo na\xC3\xAF") ==
             READSTAT_OK);
        if (r % 3 == 2)
            MUST(readstat_insert_missing_value(writer, level) == READSTAT_OK);
        else
            MUST(readstat_insert_double_value(writer, level, 1 + r % 3) == READSTAT_OK);
        MUST(readstat_insert_double_value(writer, day, k->sav ? 13885862400.0 : 22941.5) ==
             READSTAT_OK);
        MUST(readstat_end_row(writer) == READSTAT_OK);
    }
    MUST(readstat_end_writing(writer) == READSTAT_OK);
    readstat_writer_free(writer);
    (void)close(fd);
}

/* ---- Parquet ---- */

static void write_parquet(void) {
    static const struct {
        const char *name, *select, *options;
    } files[] = {
        {"types",
         "SELECT i AS persoon, 'mbo' || i AS soort, CAST(i AS DECIMAL(10,2)) AS d, i / 3.0 AS f, "
         "CAST(i AS FLOAT) AS g, DATE '2022-10-01' + CAST(i AS INT) AS dag, TIMESTAMP '2022-10-01 "
         "12:00:00' AS t, TIMESTAMPTZ '2022-10-01 12:00:00+02' AS z, i % 2 = 0 AS b, NULL AS n",
         ""},
        {"nested",
         "SELECT i AS persoon, [i, 2] AS l, {'a': i, 'b': 'x'} AS s, MAP {'k': i} AS m, "
         "'\\x00\\x01'::BLOB AS y, UUID '00000000-0000-0000-0000-000000000001' AS u",
         ""},
        {"snappy", "SELECT 'abc' AS soort, i AS persoon", ", COMPRESSION snappy"},
        {"gzip", "SELECT 'abc' AS soort, i AS persoon", ", COMPRESSION gzip"},
        {"zstd", "SELECT 'abc' AS soort, i AS persoon", ", COMPRESSION zstd"},
        {"lz4", "SELECT 'abc' AS soort, i AS persoon", ", COMPRESSION lz4_raw"},
        {"groups", "SELECT i AS persoon, 'x' || (i % 7) AS t", ", ROW_GROUP_SIZE 2048"},
        {"v2", "SELECT i AS persoon, 'x' || (i % 7) AS t, i * 0.5 AS h", ", PARQUET_VERSION V2"},
    };
    ds_parquet_duck duck;
    MUST(ds_parquet_open(&duck, NULL) == DS_OK);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char sql[8192];
        (void)snprintf(sql, sizeof sql, "COPY (%s FROM range(%d) t(i)) TO '%s' (FORMAT parquet%s)",
                       files[i].select, i == 6 ? 2100 : 20, path_of("parquet", files[i].name),
                       files[i].options);
        if (ds_duck.query(duck.connection, sql, NULL) != DuckDBSuccess)
            (void)fprintf(stderr, "not written: %s\n", files[i].name);
    }
    ds_parquet_close(&duck);
}

/* ---- Excel ---- */

/* With the byte before it by which fuzz_xlsx takes it as it is. */
static void put_before(const char *from, const char *to) {
    char bytes[65536];
    const int in = open(from, O_RDONLY | O_CLOEXEC), out = open_new(to);
    ssize_t size;
    MUST(in >= 0 && write(out, "\1", 1) == 1);
    size = read(in, bytes, sizeof bytes);
    MUST(size > 0 && write(out, bytes, (size_t)size) == size);
    (void)close(in);
    (void)close(out);
    (void)unlink(from);
}

static void write_excel(const char *name, bool rich) {
    lxw_workbook_options options = {.constant_memory = rich ? LXW_FALSE : LXW_TRUE};
    char made[4096];
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *day;
    lxw_datetime created = {2022, 10, 1, 0, 0, 0};
    (void)snprintf(made, sizeof made, "%s.tmp", path_of("xlsx", name));
    book = workbook_new_opt(made, &options);
    sheet = workbook_add_worksheet(book, "levering");
    day = workbook_add_format(book);
    (void)format_set_num_format(day, "dd-mm-yyyy");
    (void)worksheet_write_string(sheet, 0, 0, "persoon", NULL);
    (void)worksheet_write_string(sheet, 0, 1, "soort", NULL);
    (void)worksheet_write_string(sheet, 0, 2, "datum", NULL);
    for (lxw_row_t r = 1; r < 6; r++) {
        (void)worksheet_write_number(sheet, r, 0, 123456700 + (double)r, NULL);
        (void)worksheet_write_string(sheet, r, 1, r % 2 == 0 ? "mbo na\xC3\xAF" : "vo", NULL);
        (void)worksheet_write_datetime(sheet, r, 2, &created, day);
        if (rich) (void)worksheet_write_formula_num(sheet, r, 3, "=A1*2", NULL, 4);
        if (rich) (void)worksheet_write_boolean(sheet, r, 4, r % 2, NULL);
    }
    if (rich) (void)worksheet_write_string(sheet, 0, 3, "f", NULL);
    if (rich) (void)worksheet_write_string(sheet, 0, 4, "ja", NULL);
    if (rich) (void)worksheet_merge_range(sheet, 7, 0, 7, 1, "samen", NULL);
    if (rich) (void)workbook_add_worksheet(book, "ander");
    MUST(workbook_close(book) == LXW_NO_ERROR);
    put_before(made, path_of("xlsx", name));
}

/* ---- what a helper says ---- */

/* first: as fuzz_frames takes it. */
static void write_frames(const char *name, char first, const char *what, const char *from,
                         ds_table_format format, off_t skip) {
    char path[4096];
    ds_source source = {.path = "levering"};
    ds_serve serve;
    ds_error err;
    ds_parquet_duck duck = {NULL, NULL};
    struct stat about;
    const int out = open_new(path_of("frames", name));
    (void)snprintf(path, sizeof path, "%s/%s/%s", folder, what, from);
    source.fd = open(path, O_RDONLY | O_CLOEXEC);
    MUST(source.fd >= 0 && fstat(source.fd, &about) == 0 &&
         lseek(source.fd, skip, SEEK_SET) == skip);
    MUST(write(out, &first, 1) == 1);
    ds_serve_init(&serve, open("/dev/zero", O_RDONLY | O_CLOEXEC), out);
    serve.ask =
        (ds_frame_ask){.format = format, .labels = 1, .size_bytes = (uint64_t)about.st_size};
    source.size_bytes = (uint64_t)about.st_size;
    memset(&err, 0, sizeof err);
    if (format == DS_TABLE_PARQUET) MUST(ds_parquet_open(&duck, NULL) == DS_OK);
    MUST(ds_serve_hello(&serve, 7));
    if (ds_serve_read(&serve, &source, &duck, &err) == DS_OK)
        MUST(ds_serve_end(&serve));
    else
        MUST(ds_serve_error(&serve, &err));
    if (format == DS_TABLE_PARQUET) ds_parquet_close(&duck);
    (void)close(serve.from);
    (void)close(source.fd);
    (void)close(out);
    ds_serve_done(&serve);
}

int main(int argc, char **argv) {
    MUST(argc == 2);
    folder = argv[1];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        write_statistics(&kinds[i]);
    write_parquet();
    write_excel("libxlsxwriter", true);
    write_excel("libxlsxwriter_constant", false);
    write_frames("sav", 0, "sav", "labels", DS_TABLE_SAV, 0);
    write_frames("sav_pieces", 4 + (9 << 3), "sav", "labels_rows", DS_TABLE_SAV, 0);
    write_frames("dta", 0, "dta", "118", DS_TABLE_DTA, 0);
    write_frames("parquet", 2, "parquet", "nested", DS_TABLE_PARQUET, 0);
    write_frames("error", 0, "parquet", "nested", DS_TABLE_SAV, 0);
    write_frames("xml", 3, "tbgi", "tbgi", DS_TABLE_XML, 0);
    write_frames("xml_error", 3, "tbgi", "cut", DS_TABLE_XML, 0);
    return 0;
}
