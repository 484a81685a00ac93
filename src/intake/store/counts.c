/* intake/store/counts.c: how many enrolments and diplomas the register has of each institution and
 * school year, as cells in a file of the generation: what import --history holds two generations'
 * side by side by. They add up to what the summary says. */
#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/store/store.h"

enum { FIRST = 1950, YEARS = 256, TEXT_MAX = 1 << 28 };

static size_t index_of(uint32_t instelling, uint16_t jaar) {
    return instelling * (size_t)YEARS + (size_t)(jaar - FIRST) % YEARS;
}

/* counts[place * YEARS + year], place 0 for no institution. */
static uint64_t *count_states_by_place(const ds_resolved *r, size_t n_places) {
    uint64_t *counts = ds_calloc(n_places * YEARS, sizeof *counts);
    const ds_kept *rows = ds_kept_rows(r);
    if (counts == NULL) return NULL;
    for (DS_EACH_ROW(r->enrolments, i))
        if (rows[i].marks & DS_KEPT_STAAT)
            counts[index_of(r->said[rows[i].said].instelling,
                            (uint16_t)(rows[i].jaar + DS_YEAR_MIN))]++;
    return counts;
}

static uint64_t *count_diplomas(const ds_resolved *r, size_t n_places) {
    uint64_t *counts = ds_calloc(n_places * YEARS, sizeof *counts);
    const ds_diploma *rows = (const ds_diploma *)(const void *)r->diplomas.data;
    if (counts == NULL) return NULL;
    for (DS_EACH_ROW(r->diplomas, i))
        if (rows[i].person != UINT32_MAX) counts[index_of(rows[i].instelling, rows[i].jaar)]++;
    return counts;
}

/* RFC 4180; a name is quoted always, which is the same to whoever reads it. */
static void add_name(ds_buffer *out, ds_text name) {
    ds_buffer_add_char(out, '"');
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '"') ds_buffer_add_char(out, '"');
        ds_buffer_add_char(out, name.data[i]);
    }
    ds_buffer_add_char(out, '"');
}

/* The form of ds_cells_print_csv (this stage does not know cells): the count is the noemer. Takes
 * counts (NULL: no memory). */
static ds_status print_counts(const char *indicator, uint64_t *counts, const ds_resolved *r,
                              size_t n_places, ds_buffer *out, ds_error *err) {
    if (counts == NULL) return ds_error_memory(err);
    ds_buffer_add_string(out,
                         "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n");
    for (size_t i = 0; i < n_places * YEARS; i++) {
        size_t place = i % n_places, year = i / n_places;
        uint64_t n = counts[place * YEARS + year];
        if (n == 0) continue;
        ds_buffer_addf(out, "%s,%zu,", indicator, FIRST + year);
        add_name(out,
                 place == 0 ? ds_text_of("onbekend") : r->words[DS_WORD_INSTELLING][place - 1]);
        ds_buffer_addf(out, ",0,%llu,0,0\n", (unsigned long long)n);
    }
    ds_free(counts);
    return DS_OK;
}

ds_status ds_store_counts(const ds_resolved *resolved, const char *folder, ds_error *err) {
    size_t n_places = (size_t)resolved->n_words[DS_WORD_INSTELLING] + 1;
    char path[DS_PATH_SIZE];
    ds_buffer text;
    ds_status status = ds_file_join(path, folder, "tellingen.csv", err);
    ds_buffer_init(&text, TEXT_MAX);
    if (status == DS_OK)
        status = print_counts("inschrijvingen", count_states_by_place(resolved, n_places), resolved,
                              n_places, &text, err);
    if (status == DS_OK)
        status = print_counts("diplomas", count_diplomas(resolved, n_places), resolved, n_places,
                              &text, err);
    if (status == DS_OK) status = ds_buffer_finish(&text, err);
    if (status == DS_OK)
        status = ds_file_write_private(path, ds_buffer_string(&text), text.size, err);
    ds_buffer_done(&text);
    return status;
}
