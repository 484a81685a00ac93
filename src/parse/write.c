/* parse/write.c: a file of Stata (.dta, version 118) or SPSS (.sav) by ReadStat. See write.h.
 *
 * It is asked by the library with a table of its own, so nothing foreign is read here; it stands in
 * the helper because ReadStat's readers do, and those are in no process but this one. What it is
 * told is checked all the same. ReadStat does not look at what memory it gets: here nobody else
 * falls. */
#include "parse/write.h"

#include <errno.h>
#include <readstat.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/stat_frame.h"

enum { STATA_VERSION = 118, VARIABLES_MAX = 4096, WIDTH_MAX = 32767 };

/* What was said, as it is taken; bad: not what it should be. */
typedef struct said {
    const char *data;
    size_t size, at;
    bool bad;
} said;

typedef struct file_writer {
    said from;
    ds_buffer *out;
    readstat_writer_t *writer;
    readstat_variable_t **variables;
    uint32_t *types;
    uint32_t form, n_variables;
    uint64_t n_rows;
    bool stamp;      /* the next text is Stata's date */
    size_t n_pieces; /* that ReadStat wrote */
} file_writer;

/* ---- taking ---- */

static void take_number(said *s, void *out, size_t size) {
    if (s->bad || s->size - s->at < size) {
        s->bad = true;
        memset(out, 0, size);
        return;
    }
    memcpy(out, s->data + s->at, size);
    s->at += size;
}

static uint32_t take_32(said *s) {
    uint32_t n;
    take_number(s, &n, sizeof n);
    return n;
}

/* Lives as long as what was said. */
static const char *take_text(said *s) {
    const uint32_t size = take_32(s);
    const char *text = s->data + s->at;
    if (s->bad || s->size - s->at <= size || text[size] != '\0' || strlen(text) != size) {
        s->bad = true;
        return "";
    }
    s->at += (size_t)size + 1;
    return text;
}

/* ---- bytes ---- */

/* Both dates are those of a file of the first of January 1980: ReadStat asks the zone of the
 * machine for them, and the same table is to give the same bytes. */
static ssize_t put_piece(const void *bytes, size_t size, void *context) {
    static const char stata_date[] = "01 Jan 1980 00:00", spss_date[] = "01 Jan 8000:00:00";
    enum { SPSS_HEADER = 176, SPSS_DATE = 92 };
    file_writer *w = context;
    const size_t at = w->out->size;
    const char *data = bytes;
    if (w->stamp && size == sizeof stata_date - 1) {
        data = stata_date;
        w->stamp = false;
    }
    if (size == 11 && memcmp(data, "<timestamp>", 11) == 0) w->stamp = true;
    ds_buffer_add(w->out, data, size);
    if (w->form == DS_STAT_SPSS && w->n_pieces == 0 && size == SPSS_HEADER &&
        w->out->failed == DS_OK && w->out->size == at + size)
        memcpy(w->out->data + at + SPSS_DATE, spss_date, sizeof spss_date - 1);
    w->n_pieces++;
    return w->out->failed == DS_OK ? (ssize_t)size : -1;
}

/* ---- variables ---- */

static void add_value_labels(file_writer *w, uint32_t type, const char *name,
                             readstat_variable_t *to) {
    const uint32_t n = take_32(&w->from);
    readstat_label_set_t *set = NULL;
    for (uint32_t i = 0; !w->from.bad && i < n; i++) {
        const char *code = take_text(&w->from), *word;
        double number;
        take_number(&w->from, &number, sizeof number);
        word = take_text(&w->from);
        if (w->from.bad || !(number >= INT32_MIN && number <= INT32_MAX)) break;
        if (set == NULL)
            set = readstat_add_label_set(w->writer,
                                         type == DS_STAT_TEXT       ? READSTAT_TYPE_STRING
                                         : w->form == DS_STAT_STATA ? READSTAT_TYPE_INT32
                                                                    : READSTAT_TYPE_DOUBLE,
                                         name);
        if (type == DS_STAT_TEXT)
            readstat_label_string_value(set, code, word);
        else if (w->form == DS_STAT_STATA)
            readstat_label_int32_value(set, (int32_t)number, word);
        else
            readstat_label_double_value(set, number, word);
    }
    if (set != NULL) readstat_variable_set_label_set(to, set);
}

static void add_said_variable(file_writer *w, uint32_t i) {
    static const readstat_type_t types[DS_STAT_TYPES] = {[DS_STAT_TEXT] = READSTAT_TYPE_STRING,
                                                         [DS_STAT_INT8] = READSTAT_TYPE_INT8,
                                                         [DS_STAT_INT16] = READSTAT_TYPE_INT16,
                                                         [DS_STAT_INT32] = READSTAT_TYPE_INT32,
                                                         [DS_STAT_DOUBLE] = READSTAT_TYPE_DOUBLE};
    const char *name = take_text(&w->from), *label = take_text(&w->from);
    const uint32_t type = take_32(&w->from), width = take_32(&w->from), whole = take_32(&w->from),
                   nominal = take_32(&w->from);
    readstat_variable_t *to;
    if (w->from.bad || type >= DS_STAT_TYPES || width > WIDTH_MAX) {
        w->from.bad = true;
        return;
    }
    to = readstat_add_variable(w->writer, name, types[type], width);
    readstat_variable_set_label(to, label);
    if (type != DS_STAT_TEXT && w->form == DS_STAT_SPSS)
        readstat_variable_set_format(to, whole != 0 ? "F12.0" : "F14.4");
    if (type != DS_STAT_TEXT && w->form == DS_STAT_STATA)
        readstat_variable_set_format(to, whole != 0 ? "%12.0g" : "%14.0g");
    readstat_variable_set_measure(to,
                                  nominal != 0 ? READSTAT_MEASURE_NOMINAL : READSTAT_MEASURE_SCALE);
    w->variables[i] = to;
    w->types[i] = type;
    add_value_labels(w, type, name, to);
}

static void add_notes(file_writer *w, uint32_t n) {
    w->from.bad = w->from.bad || n > DS_STAT_NOTES_MAX;
    for (uint32_t i = 0; !w->from.bad && i < n; i++) {
        const char *note = take_text(&w->from);
        if (!w->from.bad && note[0] != '\0') readstat_add_note(w->writer, note);
    }
}

static bool begin_file(file_writer *w) {
    const char *label;
    if ((w->writer = readstat_writer_init()) == NULL) return false;
    if (take_32(&w->from) != DS_STAT_FRAME) return false;
    w->form = take_32(&w->from);
    label = take_text(&w->from);
    add_notes(w, take_32(&w->from));
    w->n_variables = take_32(&w->from);
    take_number(&w->from, &w->n_rows, sizeof w->n_rows);
    if (w->from.bad || (w->form != DS_STAT_STATA && w->form != DS_STAT_SPSS) ||
        w->n_variables > VARIABLES_MAX || w->n_rows > INT32_MAX)
        return false;
    w->variables = ds_calloc((size_t)w->n_variables + 1, sizeof(readstat_variable_t *));
    w->types = ds_calloc((size_t)w->n_variables + 1, sizeof *w->types);
    if (w->variables == NULL || w->types == NULL) return false;
    (void)readstat_set_data_writer(w->writer, put_piece);
    (void)readstat_writer_set_file_timestamp(w->writer, 0);
    if (label[0] != '\0') (void)readstat_writer_set_file_label(w->writer, label);
    return true;
}

/* ---- rows ---- */

static readstat_error_t put_said_number(file_writer *w, uint32_t i, double x) {
    const readstat_variable_t *to = w->variables[i];
    if (w->types[i] != DS_STAT_DOUBLE && !(x >= INT32_MIN && x <= INT32_MAX))
        return READSTAT_ERROR_NUMERIC_VALUE_IS_OUT_OF_RANGE;
    switch (w->types[i]) {
    case DS_STAT_INT8:
        return readstat_insert_int8_value(w->writer, to, (int8_t)x);
    case DS_STAT_INT16:
        return readstat_insert_int16_value(w->writer, to, (int16_t)x);
    case DS_STAT_INT32:
        return readstat_insert_int32_value(w->writer, to, (int32_t)x);
    case DS_STAT_DOUBLE:
        return readstat_insert_double_value(w->writer, to, x);
    default:
        return READSTAT_ERROR_VALUE_TYPE_MISMATCH;
    }
}

static readstat_error_t put_said_value(file_writer *w, uint32_t i) {
    uint8_t tag;
    double x;
    take_number(&w->from, &tag, sizeof tag);
    if (tag == DS_STAT_NUMBER) take_number(&w->from, &x, sizeof x);
    if (w->from.bad) return READSTAT_ERROR_PARSE;
    if (tag == DS_STAT_NOTHING) return readstat_insert_missing_value(w->writer, w->variables[i]);
    if (tag == DS_STAT_NUMBER) return put_said_number(w, i, x);
    if (tag != DS_STAT_STRING || w->types[i] != DS_STAT_TEXT)
        return READSTAT_ERROR_VALUE_TYPE_MISMATCH;
    return readstat_insert_string_value(w->writer, w->variables[i], take_text(&w->from));
}

static bool put_said_rows(file_writer *w) {
    for (uint64_t row = 0; row < w->n_rows; row++) {
        if (readstat_begin_row(w->writer) != READSTAT_OK) return false;
        for (uint32_t i = 0; i < w->n_variables; i++)
            if (put_said_value(w, i) != READSTAT_OK || w->from.bad) return false;
        if (readstat_end_row(w->writer) != READSTAT_OK) return false;
    }
    return readstat_end_writing(w->writer) == READSTAT_OK;
}

static bool write_file(file_writer *w) {
    readstat_error_t code;
    if (!begin_file(w)) return false;
    for (uint32_t i = 0; !w->from.bad && i < w->n_variables; i++)
        add_said_variable(w, i);
    if (w->from.bad) return false;
    if (w->form == DS_STAT_STATA)
        (void)readstat_writer_set_file_format_version(w->writer, STATA_VERSION);
    code = w->form == DS_STAT_STATA ? readstat_begin_writing_dta(w->writer, w, (long)w->n_rows)
                                    : readstat_begin_writing_sav(w->writer, w, (long)w->n_rows);
    return code == READSTAT_OK && put_said_rows(w) && w->out->failed == DS_OK;
}

bool ds_statistics_make(const char *frame, size_t size, ds_buffer *out) {
    file_writer w = {.from = {.data = frame, .size = size}, .out = out};
    const bool made = write_file(&w) && w.from.at == w.from.size;
    readstat_writer_free(w.writer);
    ds_free(w.variables);
    ds_free(w.types);
    return made;
}

/* ---- the helper ---- */

static bool read_input(char **out, size_t *out_size) {
    struct stat about;
    size_t got = 0;
    char *data;
    if (fstat(STDIN_FILENO, &about) != 0 || about.st_size <= 0) return false;
    data = ds_malloc((size_t)about.st_size);
    while (data != NULL && got < (size_t)about.st_size) {
        const ssize_t n = read(STDIN_FILENO, data + got, (size_t)about.st_size - got);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        got += (size_t)n;
    }
    *out = data;
    *out_size = got;
    return data != NULL && got == (size_t)about.st_size;
}

static void drain_output(ds_buffer *buffer, void *context) {
    size_t at = 0;
    (void)context;
    while (at < buffer->size) {
        const ssize_t n = write(STDOUT_FILENO, buffer->data + at, buffer->size - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            buffer->failed = DS_FAULT;
            break;
        }
        at += (size_t)n;
    }
    buffer->size = 0;
}

bool ds_statistics_serve(void) {
    char *frame = NULL;
    size_t size = 0;
    ds_buffer out;
    bool made;
    ds_buffer_init(&out, (size_t)1 << 40);
    out.drain = drain_output;
    out.drain_at = (size_t)1 << 20;
    made = read_input(&frame, &size) && ds_statistics_make(frame, size, &out);
    if (made) ds_buffer_add(&out, DS_STAT_END, DS_STAT_END_SIZE);
    if (made) drain_output(&out, NULL);
    made = made && out.failed == DS_OK;
    ds_buffer_done(&out);
    ds_free(frame);
    return made;
}
