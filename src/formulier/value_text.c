/* formulier/value_text.c: texts as people type or paste them, and codes of schools. See value.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/unicode.h"
#include "document/print.h"
#include "formulier/value.h"

static size_t count_characters(ds_text text) {
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++)
        n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return n;
}

static ds_status check_length(const ds_veld *field, ds_text text, ds_error *err) {
    const size_t most =
        field->soort == DS_VELD_VRIJ ? DS_FORMULIER_FREE_MAX : DS_FORMULIER_TEXT_MAX;
    const size_t n = count_characters(text);
    if (text.size > most)
        return ds_error_set(err, DS_INPUT, "deze tekst is te lang: hoogstens ongeveer %zu tekens",
                            "this text is too long: at most some %zu characters", most);
    if (field->has_high && n > (size_t)field->high)
        return ds_error_set(err, DS_INPUT, "deze tekst heeft %zu tekens, er mogen er %lld zijn",
                            "this text has %zu characters, %lld are allowed", n,
                            (long long)field->high);
    if (field->has_low && n < (size_t)field->low)
        return ds_error_set(err, DS_INPUT, "deze tekst heeft %zu tekens, er moeten er %lld zijn",
                            "this text has %zu characters, %lld are needed", n,
                            (long long)field->low);
    return DS_OK;
}

/* A line of free text: tabs are blanks, what would steer is nothing, blanks at its end are nothing.
 */
static void add_line(ds_text line, ds_buffer *out) {
    const size_t begin = out->size;
    while (line.size > 0 && (line.data[line.size - 1] == ' ' || line.data[line.size - 1] == '\t' ||
                             line.data[line.size - 1] == '\r'))
        line.size--;
    for (size_t i = 0; i < line.size; i++) {
        const unsigned char *at = (const unsigned char *)line.data + i;
        const size_t steers = ds_text_steering_size(at, line.size - i);
        if (*at == '\t')
            ds_buffer_add_char(out, ' ');
        else if (line.size - i >= 3 && at[0] == 0xEF && at[1] == 0xBF && at[2] >= 0xBD)
            i += 2; /* what stands for a character that was lost, and two that are none */
        else if (steers > 0)
            i += steers - 1;
        else
            ds_buffer_add_char(out, line.data[i]);
    }
    while (out->size > begin && out->data[out->size - 1] == ' ') /* before what was nothing */
        out->data[--out->size] = '\0';
}

/* Lines that end in one \n, without empty ones at both ends. */
static void add_lines(ds_text text, ds_buffer *out) {
    for (size_t begin = 0; begin < text.size;) {
        size_t end = begin;
        while (end < text.size && text.data[end] != '\n' && text.data[end] != '\r')
            end++;
        if (out->size > 0 || begin > 0) ds_buffer_add_char(out, '\n');
        add_line((ds_text){text.data + begin, end - begin}, out);
        begin =
            end +
            (end + 1 < text.size && text.data[end] == '\r' && text.data[end + 1] == '\n' ? 2 : 1);
    }
    while (out->size > 0 && (out->data[out->size - 1] == '\n' || out->data[out->size - 1] == ' '))
        out->data[--out->size] = '\0';
    while (out->size > 0 && (out->data[0] == '\n' || out->data[0] == ' ')) {
        memmove(out->data, out->data + 1, out->size);
        out->size--;
    }
}

static ds_status add_composed(ds_text text, ds_buffer *out, ds_error *err) {
    char *made = ds_malloc(text.size * DS_UNICODE_GROWTH + 1);
    int32_t *work = NULL;
    size_t size = 0, capacity = 0;
    bool ok = made != NULL && ds_unicode_nfc(text, made, &size, &work, &capacity);
    if (ok) ds_buffer_add(out, made, size);
    ds_free(made);
    ds_free(work);
    return ok ? DS_OK : ds_error_memory(err);
}

/* What is nothing goes first: letters may be put together across it. */
static ds_status read_free(ds_text text, ds_buffer *out, ds_error *err) {
    ds_buffer plain;
    ds_status status;
    ds_text kept;
    ds_buffer_init(&plain, out->maximum);
    add_lines(ds_unicode_trim(text), &plain);
    status = ds_buffer_finish(&plain, err);
    kept = (ds_text){ds_buffer_string(&plain), plain.size};
    if (status == DS_OK && ds_unicode_may_decompose(kept)) {
        ds_buffer composed;
        ds_buffer_init(&composed, out->maximum);
        status = add_composed(kept, &composed, err);
        if (status == DS_OK) status = ds_buffer_finish(&composed, err);
        if (status == DS_OK) add_lines((ds_text){ds_buffer_string(&composed), composed.size}, out);
        ds_buffer_done(&composed);
    } else if (status == DS_OK) {
        ds_buffer_add(out, kept.data, kept.size);
    }
    ds_buffer_done(&plain);
    return status;
}

static ds_status read_line(ds_text text, ds_buffer *out, ds_error *err) {
    char plain[4 * DS_FORMULIER_TEXT_MAX];
    ds_text line;
    ds_buffer one;
    ds_status status;
    if (text.size >= sizeof plain)
        return ds_error_set(err, DS_INPUT, "deze tekst is te lang", "this text is too long");
    line = ds_unicode_trim(ds_unicode_plain(text, plain, sizeof plain));
    ds_buffer_init(&one, 1 << 14);
    add_line(line, &one);
    status = ds_buffer_finish(&one, err);
    line = ds_unicode_trim((ds_text){ds_buffer_string(&one), one.size});
    if (status == DS_OK && ds_unicode_may_decompose(line))
        status = add_composed(line, out, err);
    else if (status == DS_OK)
        ds_buffer_add(out, line.data, line.size);
    ds_buffer_done(&one);
    return status;
}

ds_status ds_waarde_read_text(const ds_veld *field, ds_text text, ds_buffer *out, ds_error *err) {
    ds_status status =
        field->soort == DS_VELD_VRIJ ? read_free(text, out, err) : read_line(text, out, err);
    if (status == DS_OK) status = ds_buffer_finish(out, err);
    if (status != DS_OK || out->size == 0) return status;
    return check_length(field, (ds_text){ds_buffer_string(out), out->size}, err);
}

/* ---- schools ---- */

static ds_status refuse_school(const ds_veld *field, ds_error *err) {
    if (field->soort == DS_VELD_BRIN)
        return ds_error_set(err, DS_INPUT,
                            "verwacht een BRIN: twee cijfers en twee letters, zoals 01AB",
                            "expected a BRIN code: two digits and two letters, such as 01AB");
    return ds_error_set(err, DS_INPUT,
                        "verwacht een vestiging: een BRIN en twee cijfers, zoals 01AB00",
                        "expected a location: a BRIN code and two digits, such as 01AB00");
}

ds_status ds_waarde_read_school(const ds_veld *field, ds_text text, ds_buffer *out, ds_error *err) {
    const size_t wanted = field->soort == DS_VELD_BRIN ? 4 : 6;
    char code[7];
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        const bool digit = c >= '0' && c <= '9', small = c >= 'a' && c <= 'z';
        if (n == 4 && wanted == 6 && (c == ' ' || c == '-' || c == '|') && i == 4) continue;
        if (n == wanted || digit == (n == 2 || n == 3) ||
            (!digit && !small && (c < 'A' || c > 'Z')))
            return refuse_school(field, err);
        code[n++] = small ? (char)(c - 'a' + 'A') : c;
    }
    if (n != wanted) return refuse_school(field, err);
    ds_buffer_add(out, code, n);
    return DS_OK;
}
