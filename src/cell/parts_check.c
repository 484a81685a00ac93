/* cell/parts_check.c: whether files are parts of one whole: what is no part of it, is missing or
 * comes twice would count wrong without a word. See parts.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "cell/parts.h"

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

static bool same_text(const char *a, const char *b) {
    return strcmp(text_or_empty(a), text_or_empty(b)) == 0;
}

static const char *path_of(const ds_parts *parts, size_t file) {
    return parts->files[file].path;
}

/* ---- of one definition and unit ---- */

static const struct {
    ds_part_text which;
    const char *nl, *en;
} of_one[] = {
    {DS_PART_VERSION, "%s is hier van een andere versie (%s) dan in %s (%s)",
     "%s is of another version here (%s) than in %s (%s)"},
    {DS_PART_KEYS_VERSION, "de kenmerken van %s betekenen hier iets anders (%s) dan in %s (%s)",
     "the keys of %s mean something else here (%s) than in %s (%s)"},
    {DS_PART_WHOLE, "%s is hier van een ander geheel (%s) dan in %s (%s)",
     "%s is of another whole here (%s) than in %s (%s)"},
};

/* What is said of a whole once, said in two ways: which is true cannot be told. */
typedef struct said_twice {
    const char *indicator, *name; /* name: as json has it */
    const char *here, *there;     /* what the files say */
    size_t file, before;
} said_twice;

static ds_status refuse_said(const ds_parts *parts, const said_twice *s, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, path_of(parts, s->file), 0, 0,
        "%s: %s is hier '%.100s', en in %s '%.100s'; delen van één telling zeggen hetzelfde: tel "
        "ze opnieuw, met hetzelfde programma, dezelfde definities en hetzelfde register",
        "%s: %s is '%.100s' here, and in %s '%.100s'; parts of one count say the same: count them "
        "again, with the same program, the same definitions and the same register",
        s->indicator, s->name, text_or_empty(s->here), path_of(parts, s->before),
        text_or_empty(s->there));
}

/* Texts that every part of a count has alike, wherever it was counted. */
static const struct {
    ds_part_text which;
    const char *name;
} of_all[] = {{DS_PART_PUBLIC, "openbaarheid"},
              {DS_PART_NAME, "naam"},
              {DS_PART_NAME_EN, "naam_en"},
              {DS_PART_GOAL, "doelstelling"},
              {DS_PART_SOURCE, "bron"}};

static ds_status check_said(const ds_parts *parts, const ds_part_table *table, size_t file,
                            const ds_part_head *head, ds_error *err) {
    for (size_t i = 0; i < sizeof of_all / sizeof *of_all; i++) {
        const char *here = head->texts[of_all[i].which],
                   *there = table->head.texts[of_all[i].which];
        const said_twice said = {.indicator = table->head.indicator,
                                 .name = of_all[i].name,
                                 .here = here,
                                 .there = there,
                                 .file = file,
                                 .before = table->first_file};
        if (!same_text(here, there)) return refuse_said(parts, &said, err);
    }
    return DS_OK;
}

static bool same_years(const ds_part_head *a, const ds_part_head *b) {
    for (size_t i = 0; i < DS_PART_YEARS; i++)
        if (a->n_years[i] != b->n_years[i] ||
            (a->n_years[i] > 0 &&
             memcmp(a->years[i], b->years[i], a->n_years[i] * sizeof *a->years[i]) != 0))
            return false;
    return true;
}

ds_status ds_part_same_head(const ds_parts *parts, const ds_part_table *table, size_t file,
                            const ds_part_head *head, ds_error *err) {
    const ds_part_head *first = &table->head;
    const char *here = path_of(parts, file), *there = path_of(parts, table->first_file);
    for (size_t i = 0; i < sizeof of_one / sizeof *of_one; i++) {
        const char *a = text_or_empty(head->texts[of_one[i].which]),
                   *b = text_or_empty(first->texts[of_one[i].which]);
        if (strcmp(a, b) != 0)
            return ds_error_at(err, DS_INPUT, here, 0, 0, of_one[i].nl, of_one[i].en,
                               first->indicator, a, there, b);
    }
    if (head->numeric != first->numeric || head->scale != first->scale)
        return ds_error_at(err, DS_INPUT, here, 0, 0, "%s is hier in een andere eenheid dan in %s",
                           "%s is in another unit here than in %s", first->indicator, there);
    if (head->present_codes != first->present_codes)
        return ds_error_at(err, DS_INPUT, here, 0, 0,
                           "%s is hier onder andere codes van instellingen geteld dan in %s",
                           "%s was counted under other codes of institutions here than in %s",
                           first->indicator, there);
    if (table->form == DS_PART_JSON && !same_years(head, first))
        return ds_error_at(
            err, DS_INPUT, here, 0, 0, "%s is hier over andere schooljaren geteld dan in %s",
            "%s was counted over other school years here than in %s", first->indicator, there);
    return check_said(parts, table, file, head, err);
}

/* ---- of one register, each part once ---- */

static int compare_pieces(const void *x, const void *y) {
    const ds_part_piece *a = x, *b = y;
    if (a->split_part != b->split_part) return a->split_part < b->split_part ? -1 : 1;
    if (a->part != b->part) return a->part < b->part ? -1 : 1;
    return (a->file > b->file) - (a->file < b->file);
}

/* "2/7", "3/64" or "3/64 van 2/7". */
static const char *name_part(const ds_part_piece *piece, char out[64]) {
    char part[24] = "", split[24] = "";
    if (piece->n_parts > 0) (void)snprintf(part, sizeof part, "%u/%u", piece->part, piece->n_parts);
    if (piece->n_split_parts > 0)
        (void)snprintf(split, sizeof split, "%u/%u", piece->split_part, piece->n_split_parts);
    (void)snprintf(out, 64, "%s%s%s", part, part[0] != '\0' && split[0] != '\0' ? ", " : "", split);
    return out;
}

static ds_status refuse_gap(const ds_parts *parts, const ds_part_table *table,
                            const ds_part_piece *missing, ds_error *err) {
    char name[64];
    const size_t first = table->pieces[0].file, last = table->pieces[table->n_pieces - 1].file;
    return ds_error_at(err, DS_INPUT, path_of(parts, first), 0, 0,
                       "deel %s van %s ontbreekt; er zijn %zu delen, tot en met %s",
                       "part %s of %s is missing; there are %zu parts, up to %s",
                       name_part(missing, name), table->head.indicator, table->n_pieces,
                       path_of(parts, last));
}

static ds_status refuse_other(const ds_parts *parts, const ds_part_table *table,
                              const ds_part_piece *a, const ds_part_piece *b, ds_error *err) {
    return ds_error_at(err, DS_INPUT, path_of(parts, b->file), 0, 0,
                       "%s is hier van een ander register (%s) dan in %s (%s)",
                       "%s is of another register here (%s) than in %s (%s)", table->head.indicator,
                       text_or_empty(b->generation), path_of(parts, a->file),
                       text_or_empty(a->generation));
}

/* Of one register all that it says of itself; a and b are of the tables of x and y. */
static ds_status check_same_register(const ds_parts *parts, const ds_part_table *table,
                                     const ds_part_piece *a, const ds_part_piece *b,
                                     ds_error *err) {
    char numbers[2][24];
    said_twice said = {
        .indicator = table->head.indicator, .file = b->file, .before = a->file, .name = NULL};
    if (!same_text(a->generation, b->generation)) return refuse_other(parts, table, a, b, err);
    if (!same_text(a->single, b->single)) {
        said.name = "alleen_instelling";
        said.here = b->single;
        said.there = a->single;
    } else if (!same_text(a->undelivered, b->undelivered)) {
        said.name = "diplomas_ontbreken";
        said.here = b->undelivered;
        said.there = a->undelivered;
    } else if (a->n_unlevelled != b->n_unlevelled) {
        said.name = "diplomas_zonder_niveau";
        (void)snprintf(numbers[0], sizeof numbers[0], "%" PRIu64, b->n_unlevelled);
        (void)snprintf(numbers[1], sizeof numbers[1], "%" PRIu64, a->n_unlevelled);
        said.here = numbers[0];
        said.there = numbers[1];
    }
    return said.name == NULL ? DS_OK : refuse_said(parts, &said, err);
}

/* b comes behind a, which may be its neighbour, the same, or a gap away. */
static ds_status check_pair(const ds_parts *parts, const ds_part_table *table,
                            const ds_part_piece *a, const ds_part_piece *b, ds_error *err) {
    const bool same_split = a->split_part == b->split_part;
    ds_part_piece wanted = *a;
    char name[64];
    if (a->n_split_parts != b->n_split_parts || (same_split && a->n_parts != b->n_parts))
        return ds_error_at(err, DS_INPUT, path_of(parts, b->file), 0, 0,
                           "%s is hier anders gedeeld dan in %s",
                           "%s is divided in another way here than in %s", table->head.indicator,
                           path_of(parts, a->file));
    if (same_split && check_same_register(parts, table, a, b, err) != DS_OK) return DS_INPUT;
    if (same_split && a->part == b->part)
        return ds_error_at(err, DS_INPUT, path_of(parts, b->file), 0, 0,
                           "%s %s staat ook in %s: het zou dubbel tellen",
                           "%s %s is in %s, too: it would count double", table->head.indicator,
                           name_part(b, name), path_of(parts, a->file));
    wanted.part++;
    if (same_split) return b->part == wanted.part ? DS_OK : refuse_gap(parts, table, &wanted, err);
    if (a->part != a->n_parts) return refuse_gap(parts, table, &wanted, err);
    wanted = *b;
    wanted.split_part = a->split_part + 1;
    if (b->split_part != wanted.split_part) return refuse_gap(parts, table, &wanted, err);
    wanted.part = 1;
    return b->part <= 1 ? DS_OK : refuse_gap(parts, table, &wanted, err);
}

static ds_status check_parts_of(const ds_parts *parts, ds_part_table *table, ds_error *err) {
    const size_t n = table->n_pieces;
    ds_part_piece wanted;
    ds_status status = DS_OK;
    qsort(table->pieces, n, sizeof *table->pieces, compare_pieces);
    wanted = table->pieces[0];
    if (wanted.part > 1 || wanted.split_part > 1) {
        wanted.part = wanted.part > 0;
        wanted.split_part = wanted.split_part > 0;
        return refuse_gap(parts, table, &wanted, err);
    }
    for (size_t i = 1; status == DS_OK && i < n; i++)
        status = check_pair(parts, table, &table->pieces[i - 1], &table->pieces[i], err);
    if (status != DS_OK) return status;
    wanted = table->pieces[n - 1];
    if (wanted.part < wanted.n_parts) {
        wanted.part++;
        return refuse_gap(parts, table, &wanted, err);
    }
    if (wanted.split_part == wanted.n_split_parts) return DS_OK;
    wanted.split_part++;
    wanted.part = wanted.n_parts = 0;
    return refuse_gap(parts, table, &wanted, err);
}

/* ---- what all together say ---- */

/* "hbo (12), wo (3)" and another such: soort by soort. */
static void add_counted_words(const char *text, ds_buffer *out) {
    for (const char *at = text; *at != '\0';) {
        const char *open = strchr(at, '('), *close = open == NULL ? NULL : strchr(open, ')');
        int64_t n = 0, before = 0;
        char *found, word[64];
        if (close == NULL || (size_t)(open - at) >= sizeof word ||
            !ds_number_parse_integer((ds_text){open + 1, (size_t)(close - open - 1)}, &n))
            return;
        memcpy(word, at, (size_t)(open - at + 1));
        word[open - at + 1] = '\0';
        found = strstr(ds_buffer_string(out), word);
        if (found != NULL) {
            char *digits = found + strlen(word), *end = strchr(digits, ')');
            ds_buffer rest;
            ds_buffer_init(&rest, 1 << 16);
            (void)ds_number_parse_integer((ds_text){digits, (size_t)(end - digits)}, &before);
            ds_buffer_add_string(&rest, end);
            out->size = (size_t)(digits - out->data);
            ds_buffer_addf(out, "%lld%s", (long long)before + (long long)n,
                           ds_buffer_string(&rest));
            ds_buffer_done(&rest);
        } else {
            ds_buffer_addf(out, "%s%s%lld)", out->size > 0 ? ", " : "", word, (long long)n);
        }
        at = close + 1;
        at += strspn(at, ", ");
    }
}

/* Each split part once: those of tally --part are of one register, which says it of all. */
static ds_status settle_texts(ds_part_table *table, ds_error *err) {
    ds_buffer undelivered;
    const char *single = text_or_empty(table->pieces[0].single);
    ds_buffer_init(&undelivered, 1 << 16);
    for (size_t i = 0; i < table->n_pieces; i++) {
        const ds_part_piece *piece = &table->pieces[i];
        if (i > 0 && piece->split_part == table->pieces[i - 1].split_part) continue;
        if (piece->n_split_parts > 0)
            add_counted_words(text_or_empty(piece->undelivered), &undelivered);
        else
            ds_buffer_add_string(&undelivered, text_or_empty(piece->undelivered));
        table->n_unlevelled += piece->n_unlevelled;
        if (!same_text(single, piece->single)) single = "";
    }
    (void)snprintf(table->of_whole, sizeof table->of_whole, "%s",
                   text_or_empty(table->head.texts[DS_PART_WHOLE]));
    table->single = ds_strdup(single);
    table->undelivered = ds_buffer_take(&undelivered);
    return table->single == NULL || table->undelivered == NULL ? ds_error_memory(err) : DS_OK;
}

/* A sum in csv is of the unit that all its decimals fit in. */
static void settle_scale(ds_part_table *table) {
    table->head.scale = 1;
    if (!table->head.numeric) return;
    for (int i = 0; i < 2 || i < table->decimals; i++)
        table->head.scale *= 10;
}

/* ---- all ---- */

static ds_status check_tables_alike(const ds_parts *parts, const ds_part_table *a,
                                    const ds_part_table *b, ds_error *err) {
    if (a->form != b->form)
        return ds_error_at(
            err, DS_INPUT, path_of(parts, b->first_file), 0, 0,
            "dit is een andere vorm dan %s: csv zegt niet waar zij van is, json wel",
            "this is another form than %s: csv does not say what it is of, json does",
            path_of(parts, a->first_file));
    if (a->form == DS_PART_JSON &&
        !same_text(a->head.texts[DS_PART_WHOLE], b->head.texts[DS_PART_WHOLE]))
        return refuse_other(parts, b, &a->pieces[0], &b->pieces[0], err);
    if (a->form == DS_PART_JSON && a->head.n_split_parts == 0 &&
        !same_text(a->pieces[0].generation, b->pieces[0].generation))
        return refuse_other(parts, b, &a->pieces[0], &b->pieces[0], err);
    return DS_OK;
}

/* Two tables of the same registers: what these say of themselves stands beside the sum once. Those
 * that split made are known by their numbers; pieces are sorted by these. */
static ds_status check_sources_alike(const ds_parts *parts, const ds_part_table *a,
                                     const ds_part_table *b, ds_error *err) {
    const said_twice said = {.indicator = b->head.indicator,
                             .name = "openbaarheid",
                             .here = b->head.texts[DS_PART_PUBLIC],
                             .there = a->head.texts[DS_PART_PUBLIC],
                             .file = b->first_file,
                             .before = a->first_file};
    ds_status status = same_text(said.here, said.there) ? DS_OK : refuse_said(parts, &said, err);
    if (a->pieces[0].n_split_parts != b->pieces[0].n_split_parts) return status;
    for (size_t i = 0, k = 0; status == DS_OK && i < a->n_pieces && k < b->n_pieces;) {
        const ds_part_piece *x = &a->pieces[i], *y = &b->pieces[k];
        if (x->split_part == y->split_part) status = check_same_register(parts, b, x, y, err);
        i += x->split_part <= y->split_part;
        k += y->split_part <= x->split_part;
    }
    return status;
}

ds_status ds_parts_check(ds_parts *parts, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 1; status == DS_OK && i < parts->n_tables; i++)
        status = check_tables_alike(parts, parts->tables[0], parts->tables[i], err);
    for (size_t i = 0; status == DS_OK && i < parts->n_tables; i++) {
        ds_part_table *table = parts->tables[i];
        if (table->form == DS_PART_CSV) {
            settle_scale(table);
            continue;
        }
        status = check_parts_of(parts, table, err);
        if (status == DS_OK) status = settle_texts(table, err);
        if (status == DS_OK && i > 0)
            status = check_sources_alike(parts, parts->tables[0], table, err);
    }
    return status;
}
