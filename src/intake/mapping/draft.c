/* intake/mapping/draft.c: a first mapping for a file that nobody described: which of its columns
 * are ours, by their names, and which of its codes. What cannot be told says INVULLEN, which import
 * refuses with its place, so that nothing is guessed silently. See file.h. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/columns.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/missing.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/mapping/file.h"
#include "intake/plan.h"

enum { DRAFT_MAX = 1 << 20 };

static ds_text without_mark(const char *name) {
    return ds_text_of(name[0] == '#' ? name + 1 : name);
}

/* 0 for not ours, else the larger the surer; names are compared letters folded, without a leading
 * #. */
static int likeness_of(const char *name, const char *column) {
    ds_text text = without_mark(name);
    const ds_delivered *known = ds_delivered_find(ds_text_of(column));
    int also = known == NULL ? -1 : ds_delivered_also(known, text);
    if (ds_text_same_name(text, ds_text_of(column))) return 100;
    return also < 0 ? 0 : 90 - also;
}

typedef struct drafting {
    const ds_table_description *d;
    const char *file;
    ds_buffer out;
    size_t n_open;
    bool counts; /* no rows of persons but numbers of them */
} drafting;

/* The column of the file that column of ours comes from; SIZE_MAX. */
static size_t source_of(const drafting *t, const char *column) {
    size_t best = SIZE_MAX;
    int most = 0;
    for (size_t i = 0; i < t->d->n_columns; i++) {
        int like = t->d->columns[i].kind == DS_TABLE_KIND_EMPTY
                       ? 0
                       : likeness_of(t->d->columns[i].name, column);
        if (like > most) {
            most = like;
            best = i;
        }
    }
    return best;
}

/* ---- codes ---- */

static const ds_code_list *list_of(const char *column) {
    const ds_delivered *known = ds_delivered_find(ds_text_of(column));
    return known == NULL ? NULL : known->codes;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Our one code that stands as a word in text, or of which a word of text is the beginning. */
static const char *word_in(const ds_code_list *codes, const char *text) {
    const char *found = NULL;
    for (const char *at = text; *at != '\0';) {
        size_t n = 0;
        while (is_letter(at[n]))
            n++;
        for (size_t i = codes == &ds_codes_soort ? 1 : 0; n >= 2 && i < codes->n_values; i++) {
            const char *value = codes->values[i];
            if (strlen(value) < n || (strlen(value) > n && n != strlen(text)) ||
                !ds_text_equal_nocase((ds_text){at, n}, (ds_text){value, n}))
                continue;
            if (found != NULL && found != value) return NULL; /* two of them */
            found = value;
        }
        at += n == 0 ? 1 : n;
    }
    return found;
}

/* The only digit in text, when it is a niveau. */
static const char *level_in(const char *text) {
    static const char *const levels[] = {"1", "2", "3", "4"};
    const char *found = NULL;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') continue;
        if (found != NULL || *text < '1' || *text > '4') return NULL;
        found = levels[*text - '1'];
    }
    return found;
}

/* Our code for theirs; NULL when it cannot be told. */
static const char *our_code(const char *column, const char *text) {
    const ds_code_list *codes = list_of(column);
    int code;
    if (codes == NULL) return level_in(text);
    code = ds_codes_find(codes, ds_text_of(text), true);
    if (code >= 0) return codes->values[code];
    if (codes == &ds_codes_geslacht)
        return strchr("mM", text[0]) != NULL ? "m" : strchr("vVfF", text[0]) != NULL ? "v" : NULL;
    if (codes == &ds_codes_ja_nee)
        return strchr("jJyY1", text[0]) != NULL ? "ja"
               : strchr("nN0", text[0]) != NULL ? "nee"
                                                : NULL;
    return word_in(codes, text);
}

/* ---- YAML ---- */

static void put_quoted(ds_buffer *out, const char *text) {
    ds_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') ds_buffer_add_char(out, '\\');
        ds_buffer_add_char(out, (unsigned char)*text < ' ' ? '?' : *text);
    }
    ds_buffer_add_char(out, '"');
}

static void put_open(drafting *t, const char *column, const char *why) {
    t->n_open++;
    ds_buffer_addf(&t->out, "      %s: {altijd: INVULLEN}   # %s\n", column, why);
}

static bool takes_codes(const char *column) {
    return list_of(column) != NULL || strcmp(column, "niveau") == 0;
}

/* All codes stand for themselves: then the source column alone will do. */
static bool are_ours(const char *column, const ds_table_profile *source) {
    for (size_t i = 0; i < source->n_codes; i++) {
        const char *ours = our_code(column, source->codes[i].text);
        if (ours == NULL ||
            !ds_text_equal_nocase(ds_text_of(ours), ds_text_of(source->codes[i].text)))
            return false;
    }
    return source->n_rare == 0;
}

static void put_codes(drafting *t, const char *column, const ds_table_profile *source,
                      bool required) {
    ds_buffer *out = &t->out;
    ds_buffer_addf(out, "      %s:\n        kolom: ", column);
    put_quoted(out, source->name);
    ds_buffer_add_string(out, "\n        codes:\n");
    for (size_t i = 0; i < source->n_codes; i++) {
        const char *ours = our_code(column, source->codes[i].text);
        const bool open = ours == NULL && required;
        ds_buffer_add_string(out, "          ");
        put_quoted(out, source->codes[i].text);
        t->n_open += open;
        ds_buffer_addf(out, ": %s\n", ours != NULL ? ours : open ? "INVULLEN" : "\"\"   # ?");
    }
    if (source->n_rare > 0)
        ds_buffer_addf(
            out, "          # en %zu zeldzame codes, die describe niet noemt: zie afgekeurd/\n",
            source->n_rare);
    ds_buffer_add_string(out, "        anders: weiger\n");
}

/* From the labels of the file: what they say, else what the value is. */
static void put_labels(drafting *t, const char *column, const ds_table_profile *source,
                       bool required) {
    ds_buffer *out = &t->out;
    ds_buffer_addf(out, "      %s:\n        kolom: ", column);
    put_quoted(out, source->name);
    ds_buffer_add_string(out, "\n        codes:\n");
    for (size_t i = 0; i < source->n_labels; i++) {
        const ds_table_meaning *m = &source->labels[i];
        const char *ours = our_code(column, m->label);
        const bool nothing = ds_missing_is(&ds_missing_usual, ds_text_of(m->label));
        bool open;
        if (ours == NULL && !nothing) ours = our_code(column, m->value);
        open = ours == NULL && !nothing && required;
        ds_buffer_add_string(out, "          ");
        put_quoted(out, m->value);
        t->n_open += open;
        ds_buffer_addf(out, ": %s   # ", ours != NULL ? ours : open ? "INVULLEN" : "\"\"");
        put_quoted(out, m->label);
        ds_buffer_add_char(out, '\n');
    }
    if (source->n_more_labels > 0)
        ds_buffer_addf(out, "          # en %zu andere labels\n", source->n_more_labels);
    ds_buffer_add_string(out, "        anders: weiger\n");
}

/* The values stand for themselves, whatever their labels say. */
static bool values_are_ours(const char *column, const ds_table_profile *source) {
    const ds_code_list *codes = list_of(column);
    for (size_t i = 0; i < source->n_labels; i++) {
        const char *value = source->labels[i].value;
        if (codes == NULL ? level_in(value) == NULL || value[1] != '\0'
                          : ds_codes_find(codes, ds_text_of(value), true) < 0)
            return false;
    }
    return true;
}

static void put_plain(drafting *t, const char *column, const char *source) {
    ds_buffer_addf(&t->out, "      %s: ", column);
    put_quoted(&t->out, source);
    ds_buffer_add_char(&t->out, '\n');
}

static void put_later(drafting *t, const char *column, const char *source, const char *why) {
    ds_buffer_addf(&t->out, "      # %s: ", column);
    put_quoted(&t->out, source);
    ds_buffer_addf(&t->out, "   # %s\n", why);
}

static void put_date(drafting *t, const char *column, const ds_table_profile *source) {
    if (strcmp(source->date_form, "JJJJ-MM-DD") == 0 ||
        strcmp(source->date_form, "DD-MM-JJJJ") == 0)
        if (strcmp(column, "schooljaar") != 0) {
            put_plain(t, column, source->name);
            return;
        }
    ds_buffer_addf(&t->out, "      %s: {kolom: ", column);
    put_quoted(&t->out, source->name);
    ds_buffer_addf(&t->out, ", datum: \"%s\"%s}\n", source->date_form,
                   strcmp(source->date_form, "M/D/JJ") == 0 ? ", grensjaar: 29" : "");
}

static bool is_date_column(const char *column) {
    return strcmp(column, "geboortedatum") == 0 || strcmp(column, "datum") == 0;
}

/* One column of ours from one of theirs. */
static void put_column(drafting *t, const char *column, const ds_table_profile *source,
                       bool required) {
    if (takes_codes(column) && source->n_labels > 0 && !values_are_ours(column, source))
        put_labels(t, column, source, required);
    else if (takes_codes(column) && source->kind == DS_TABLE_KIND_CODE && !are_ours(column, source))
        put_codes(t, column, source, required);
    else if (takes_codes(column) && source->kind != DS_TABLE_KIND_CODE && !required &&
             !(source->kind == DS_TABLE_KIND_INTEGER && list_of(column) == NULL))
        put_later(t, column, source->name, "niet gezien welke codes hier staan: voeg codes toe");
    else if (source->kind == DS_TABLE_KIND_DATE &&
             (is_date_column(column) || strcmp(column, "schooljaar") == 0))
        put_date(t, column, source);
    else if (is_date_column(column))
        put_later(t, column, source->name, "dit lijken geen datums: voeg datum toe");
    else
        put_plain(t, column, source->name);
}

/* ---- the parts ---- */

/* The key column that may be the person when no name says so. */
static size_t find_key(const ds_table_description *d) {
    for (size_t i = 0; i < d->n_columns; i++)
        if (d->columns[i].key && d->columns[i].longest <= DS_PERSOON_MAX &&
            d->columns[i].kind != DS_TABLE_KIND_DECIMAL)
            return i;
    return SIZE_MAX;
}

/* A table of numbers of persons: no column is one, and one counts them. */
static bool counts_persons(const ds_table_description *d) {
    static const char *const words[] = {"aantal",   "totaal",      "count",     "leerling",
                                        "student",  "deelnemer",   "kandidaat", "kandidaten",
                                        "geslaagd", "personen",    "inwoners",  "ingeschreven",
                                        "gezakt",   "gediplomeerd"};
    bool counts = false;
    for (size_t i = 0; i < d->n_columns; i++) {
        const ds_table_profile *c = &d->columns[i];
        char name[65];
        const size_t n = ds_unicode_fold(ds_text_of(c->name), true, name, sizeof name - 1);
        name[n] = '\0';
        if (likeness_of(c->name, "persoon") > 0) return false;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            counts = counts || (c->numbers && strstr(name, words[k]) != NULL);
    }
    return counts;
}

/* Several columns may be the person: a BSN, or the onderwijsnummer of who has none. */
static void put_person_columns(drafting *t) {
    const ds_table_description *d = t->d;
    size_t first = source_of(t, "persoon"), key = find_key(d);
    if (first == SIZE_MAX && t->counts) {
        put_open(t, "persoon", "dit lijkt een tabel van aantallen, niet van personen");
        return;
    }
    if (first == SIZE_MAX && key == SIZE_MAX) {
        ds_buffer_add_string(&t->out,
                             "      persoon: {regel: ja}   # geen kolom lijkt een persoon; klopt "
                             "het dat elke regel er een is?\n");
        return;
    }
    if (first == SIZE_MAX) {
        put_plain(t, "persoon", d->columns[key].name);
        return;
    }
    ds_buffer_add_string(&t->out, "      persoon: [");
    put_quoted(&t->out, d->columns[first].name);
    for (size_t i = 0, n = 1; i < d->n_columns && n < DS_MAPPING_SOURCES_MAX; i++) {
        if (i == first || likeness_of(d->columns[i].name, "persoon") == 0) continue;
        ds_buffer_add_string(&t->out, ", ");
        put_quoted(&t->out, d->columns[i].name);
        n++;
    }
    ds_buffer_add_string(&t->out, "]\n");
}

/* The words of soort may stand in the column of niveau, as in DUO's lists. */
static bool level_tells_kind(const ds_table_profile *level) {
    size_t n = 0;
    for (size_t i = 0; level->kind == DS_TABLE_KIND_CODE && i < level->n_codes; i++)
        n += word_in(&ds_codes_soort, level->codes[i].text) != NULL;
    return n > 0;
}

/* No column is it: what it may be worked out from, or a place to fill in. */
static void put_missing(drafting *t, const char *column) {
    size_t level = source_of(t, "niveau");
    if (strcmp(column, "soort") == 0 && level != SIZE_MAX &&
        level_tells_kind(&t->d->columns[level])) {
        put_codes(t, "soort", &t->d->columns[level], true);
        return;
    }
    put_open(t, column,
             strcmp(column, "schooljaar") == 0 ? "welk schooljaar? zoals 2022"
             : strcmp(column, "soort") == 0    ? "welk onderwijs? zoals mbo"
                                               : "geen kolom heet zo");
}

static void put_layout(drafting *t, const ds_layout *layout) {
    ds_buffer_addf(&t->out, "  - soort: %s\n    kolommen:\n", layout->kind);
    for (size_t i = 0; i < layout->n_columns; i++) {
        const char *column = layout->columns[i];
        const bool required = ds_layout_needs(
            layout, i,
            layout->instead != 0 && source_of(t, layout->columns[layout->instead - 1]) != SIZE_MAX);
        size_t source = source_of(t, column);
        if (strcmp(column, "persoon") == 0)
            put_person_columns(t);
        else if (layout == &ds_layout_persoon && strcmp(column, "schooljaar") == 0)
            continue; /* the attributes hold always */
        else if (source != SIZE_MAX)
            put_column(t, column, &t->d->columns[source], required);
        else if (required)
            put_missing(t, column);
    }
}

static bool has_column_of(const drafting *t, const char *column) {
    return source_of(t, column) != SIZE_MAX;
}

/* Which kinds the file gives, by the columns that it has. */
static void put_parts(drafting *t) {
    ds_buffer_add_string(&t->out, "levert:\n");
    if (has_column_of(t, "persoon") && has_column_of(t, "maand")) {
        put_layout(t, &ds_layout_vsv_maand);
    } else if (has_column_of(t, "persoon") && has_column_of(t, "uren") &&
               has_column_of(t, "jaar")) {
        put_layout(t, &ds_layout_werk);
    } else if (has_column_of(t, "persoon") && has_column_of(t, "reden") &&
               !has_column_of(t, "soort")) {
        put_layout(t, &ds_layout_vrijstelling);
    } else if (!has_column_of(t, "persoon") && has_column_of(t, "instelling") &&
               has_column_of(t, "naam")) {
        put_layout(t, &ds_layout_instelling);
    } else {
        put_layout(t, &ds_layout_inschrijving);
        if (has_column_of(t, "geslacht") || has_column_of(t, "geboortedatum") ||
            has_column_of(t, "migratieachtergrond"))
            put_layout(t, &ds_layout_persoon);
    }
}

static void put_places(drafting *t) {
    const ds_table_description *d = t->d;
    ds_buffer_add_string(&t->out, "kolommen:\n");
    for (size_t i = 0; i < d->n_columns; i++) {
        ds_buffer_add_string(&t->out, "  - {naam: ");
        put_quoted(&t->out, d->columns[i].name);
        ds_buffer_addf(&t->out, ", van: %u", d->columns[i].from);
        if (d->columns[i].to > 0) ds_buffer_addf(&t->out, ", tot: %u", d->columns[i].to);
        ds_buffer_add_string(&t->out, "}\n");
    }
}

static void put_names(drafting *t) {
    const ds_table_description *d = t->d;
    if (d->fixed_width) {
        put_places(t);
        return;
    }
    if (d->header && !d->bad_names) return;
    ds_buffer_addf(&t->out, "kop: %s%s\nkolommen:\n", d->header ? "ja" : "nee",
                   d->header ? "   # de eerste regel geldt niet: namen ontbreken, zijn te lang of "
                               "staan er dubbel"
                             : "   # de eerste regel is al een rij");
    for (size_t i = 0; i < d->n_columns; i++) {
        ds_buffer_add_string(&t->out, "  - ");
        put_quoted(&t->out, d->columns[i].name);
        ds_buffer_add_char(&t->out, '\n');
    }
}

/* All words that mean that nothing is known, once each. */
static void put_marks(drafting *t) {
    char seen[400] = ",";
    bool any = false;
    for (size_t i = 0; i < t->d->n_columns; i++) {
        const char *at = t->d->columns[i].marks;
        while (*at != '\0') {
            size_t n = strcspn(at, ",");
            char mark[64];
            (void)snprintf(mark, sizeof mark, ",%.*s,", (int)(n > 50 ? 50 : n), at);
            if (strstr(seen, mark) == NULL && strlen(seen) + n + 2 < sizeof seen) {
                (void)snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s", mark + 1);
                mark[strlen(mark) - 1] = '\0';
                ds_buffer_add_string(&t->out, any ? ", " : "leeg: [");
                put_quoted(&t->out, mark + 1);
                any = true;
            }
            at += n + (at[n] == ',');
        }
    }
    if (any) ds_buffer_add_string(&t->out, "]\n");
}

static void put_shape(drafting *t) {
    const ds_table_info *info = &t->d->info;
    ds_buffer_addf(&t->out, "# Een eerste vertaling, gemaakt door doorstroom describe; zet haar in "
                            "vertalingen/ en kijk haar na.\n"
                            "# Wat INVULLEN zegt, weigert import, met de plaats.\n"
                            "bestanden: ");
    put_quoted(&t->out, t->file);
    ds_buffer_add_char(&t->out, '\n');
    if (t->d->fixed_width)
        ds_buffer_addf(&t->out, "vorm: vaste_breedte\n%s",
                       t->d->short_lines ? "korte_regels: ja\n" : "");
    if (info->format == DS_TABLE_CSV) {
        if (t->d->fixed_width)
            ds_buffer_add_string(&t->out, "# de plaatsen zijn geraden: houd ze naast de "
                                          "beschrijving van het bestand\n");
        else if (info->delimiter == '\t')
            ds_buffer_add_string(&t->out, "scheidingsteken: tab\n");
        else
            ds_buffer_addf(&t->out, "scheidingsteken: \"%c\"\n", info->delimiter);
        if (info->encoding == DS_TABLE_WINDOWS1252)
            ds_buffer_add_string(&t->out, "codering: windows-1252\n");
        put_names(t);
    }
    put_marks(t);
}

/* ---- what each column is like ---- */

/* A slip of one of our names, when the name is long enough to tell. */
static const char *slip_of(const char *name, const ds_layout *const *layouts, size_t n) {
    ds_text text = without_mark(name);
    for (size_t k = 0; k < n && text.size >= 5; k++) {
        size_t near = ds_text_nearest(text, layouts[k]->columns, layouts[k]->n_columns);
        if (near != SIZE_MAX) return layouts[k]->columns[near];
    }
    return NULL;
}

static const char *nearest_column(const char *name) {
    static const ds_layout *const layouts[] = {
        &ds_layout_inschrijving, &ds_layout_persoon,    &ds_layout_diploma,  &ds_layout_werk,
        &ds_layout_vrijstelling, &ds_layout_instelling, &ds_layout_vsv_maand};
    const char *best = NULL;
    int most = 0;
    for (size_t k = 0; k < sizeof layouts / sizeof *layouts; k++)
        for (size_t i = 0; i < layouts[k]->n_columns; i++) {
            int like = likeness_of(name, layouts[k]->columns[i]);
            if (like > most) {
                most = like;
                best = layouts[k]->columns[i];
            }
        }
    if (best == NULL) best = slip_of(name, layouts, sizeof layouts / sizeof *layouts);
    return best;
}

/* The list that holds at least two and at least half of the codes. */
static const char *nearest_list(const ds_table_profile *column) {
    static const ds_code_list *const lists[] = {
        &ds_codes_soort, &ds_codes_leerweg,  &ds_codes_sector, &ds_codes_route,
        &ds_codes_reden, &ds_codes_geslacht, &ds_codes_ja_nee, &ds_codes_migratieachtergrond};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        size_t n = 0;
        for (size_t i = 0; i < column->n_codes; i++)
            n += ds_codes_find(lists[k], ds_text_of(column->codes[i].text), true) >= 0;
        if (n >= 2 && n * 2 >= column->n_codes) return lists[k]->name;
    }
    return NULL;
}

void ds_mapping_draft_done(ds_mapping_draft *draft) {
    ds_free(draft->yaml);
    ds_free(draft->near);
    ds_free(draft->lists);
    *draft = (ds_mapping_draft){0};
}

ds_status ds_mapping_draft_make(const ds_table_description *description, const char *file,
                                ds_mapping_draft *out, ds_error *err) {
    drafting t = {.d = description, .file = file, .counts = counts_persons(description)};
    ds_mapping_draft draft = {0};
    const size_t n = description->n_columns;
    ds_buffer_init(&t.out, DRAFT_MAX);
    ds_buffer_add_string(&t.out, "");
    if (!description->records) {
        put_shape(&t);
        put_parts(&t);
    }
    draft.yaml = ds_buffer_take(&t.out);
    draft.n_open = t.n_open;
    draft.counts = t.counts;
    draft.near = ds_calloc(n == 0 ? 1 : n, sizeof *draft.near);
    draft.lists = ds_calloc(n == 0 ? 1 : n, sizeof *draft.lists);
    if (draft.yaml == NULL || draft.near == NULL || draft.lists == NULL) {
        ds_buffer_done(&t.out);
        ds_mapping_draft_done(&draft);
        return ds_error_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        draft.near[i] = nearest_column(description->columns[i].name);
        if (t.counts && draft.near[i] != NULL && strcmp(draft.near[i], "persoon") == 0)
            draft.near[i] = NULL; /* personen is how many */
        draft.lists[i] = nearest_list(&description->columns[i]);
    }
    *out = draft;
    return DS_OK;
}

ds_status ds_mapping_check(const char *path, ds_error *err) {
    ds_mapping_file *mapping;
    ds_status status = ds_mapping_file_read(path, true, &mapping, err);
    if (status == DS_OK) ds_mapping_file_free(mapping);
    return status;
}
