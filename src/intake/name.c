/* intake/name.c: what file names in leveringen/ say, and which files may not be left aside. A file
 * that is there and is not read changes the numbers without a word, so only what is like no
 * delivery at all is left aside. See name.h. */
#include "intake/name.h"

#include <stdio.h>
#include <string.h>

#include "base/columns.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "intake/duo/duo.h"
#include "intake/kinds/kinds.h"
#include "table/header_line.h"

/* The kinds of design sections 4 and 9. */
static const struct {
    const char *kind;
    const ds_layout *layout;
} kinds[] = {{"inschrijving", &ds_layout_inschrijving},
             {"persoon", &ds_layout_persoon},
             {"diploma", &ds_layout_diploma},
             {"werk", &ds_layout_werk},
             {"vrijstelling", &ds_layout_vrijstelling},
             {"instelling", &ds_layout_instelling},
             {"vsv_maand", &ds_layout_vsv_maand},
             {"koppeling", &ds_layout_koppeling},
             {"streefwaarde", &ds_layout_streefwaarde},
             {"besteding", &ds_layout_besteding},
             {"werkagenda", &ds_layout_werkagenda},
             {"maatregel", &ds_layout_maatregel},
             {"voortgang", &ds_layout_voortgang},
             {"oordeel", &ds_layout_oordeel},
             {"antwoord", &ds_layout_antwoord},
             {"eigen_indicator", &ds_layout_eigen_indicator},
             {"agenda", &ds_layout_agenda},
             {"enquete", &ds_layout_enquete},
             {"extern", &ds_layout_extern},
             {"casus", &ds_layout_casus},
             {"contactenquete", &ds_layout_contactenquete}};
enum { KINDS = sizeof kinds / sizeof *kinds, SLIP_MIN = 7, SLIPS_MAX = 2, STEM_MAX = 48 };

const ds_layout *ds_plan_layout(ds_text kind) {
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].layout != NULL && ds_text_equal_nocase(kind, ds_text_of(kinds[i].kind)))
            return kinds[i].layout;
    return NULL;
}

/* ---- what a name says ---- */

static bool ends_kind(const char *at) {
    return *at == '\0' || strchr(".-_ \t0123456789", *at) != NULL ||
           strncmp(at, "\xC2\xA0", 2) == 0;
}

/* The longest kind that the name begins with. */
static ds_name find_beginning(const char *name) {
    ds_name found = {NULL, NULL, false};
    size_t longest = 0;
    for (size_t i = 0; i < KINDS; i++) {
        const ds_text kind = ds_text_of(kinds[i].kind);
        if (kind.size <= longest || strlen(name) < kind.size ||
            !ds_text_equal_nocase((ds_text){name, kind.size}, kind))
            continue;
        longest = kind.size;
        found = (ds_name){kinds[i].kind, kinds[i].layout, ends_kind(name + kind.size)};
    }
    return found;
}

static bool is_slip_of(ds_text stem, ds_text kind) {
    static const char *const endings[] = {"en", "s", "n"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const ds_text ending = ds_text_of(endings[i]);
        if (stem.size == kind.size + ending.size &&
            ds_text_equal_nocase((ds_text){stem.data, kind.size}, kind) &&
            ds_text_equal_nocase((ds_text){stem.data + kind.size, ending.size}, ending))
            return true;
    }
    return ds_text_equal_nocase(stem, kind) ||
           (kind.size >= SLIP_MIN && ds_text_distance(stem, kind) <= SLIPS_MAX);
}

/* The kind that stem, letters without marks between them, is a slip of. */
static ds_name find_slip(ds_text stem) {
    for (size_t i = 0; i < KINDS; i++) {
        const ds_text kind = ds_text_of(kinds[i].kind);
        char bare[STEM_MAX];
        size_t n = 0;
        for (size_t k = 0; k < kind.size && n < sizeof bare; k++)
            if (kind.data[k] != '_') bare[n++] = kind.data[k];
        if (is_slip_of(stem, (ds_text){bare, n}))
            return (ds_name){kinds[i].kind, kinds[i].layout, false};
    }
    return (ds_name){NULL, NULL, false};
}

ds_name ds_name_read(const char *name) {
    ds_name found = find_beginning(name);
    char stem[STEM_MAX];
    size_t n = 0;
    /* each run of letters from the beginning: vsv-maand is vsv, then vsvmaand */
    for (const char *at = name; found.kind == NULL && n < sizeof stem; at++) {
        const bool ends = ends_kind(at);
        if (ends && n > 0) found = find_slip((ds_text){stem, n});
        if (*at == '\0') break;
        if (!ends) stem[n++] = *at;
    }
    return found;
}

bool ds_name_is_table(const char *name) {
    static const char *const others[] = {
        "pdf",  "doc", "docx", "odt",  "rtf", "md",   "htm", "html", "mht",  "png",   "jpg",
        "jpeg", "gif", "svg",  "yaml", "yml", "toml", "ini", "log",  "py",   "r",     "rmd",
        "sps",  "spv", "do",   "sql",  "sh",  "bat",  "ps1", "ppt",  "pptx", "odp",   "msg",
        "eml",  "lnk", "url",  "bak",  "old", "orig", "tmp", "swp",  "md5",  "sha256"};
    const char *dot = strrchr(name, '.');
    if (*name != '\0' && name[strlen(name) - 1] == '~') return false;
    for (size_t i = 0; dot != NULL && i < sizeof others / sizeof *others; i++)
        if (ds_text_equal_nocase(ds_text_of(dot + 1), ds_text_of(others[i]))) return false;
    return true;
}

char *ds_name_show(const char *name, char *out, size_t size) {
    ds_text rest = ds_text_of(name);
    size_t n = 0;
    while (rest.size > 0 && n + 5 < size) {
        size_t good = rest.size;
        if (!ds_text_is_utf8(rest, &good) && good == 0) {
            n += (size_t)snprintf(out + n, size - n, "\\x%02X", (unsigned char)rest.data[0]);
            good = 1;
        } else {
            if (good > size - n - 5) good = size - n - 5;
            memcpy(out + n, rest.data, good);
            n += good;
        }
        rest = (ds_text){rest.data + good, rest.size - good};
    }
    out[n] = '\0';
    return out;
}

/* ---- what may not be left aside ---- */

/* DUO's own lists by how their names begin; the whole name did not fit one. */
static const char *duo_beginning(const char *name) {
    static const char *const lists[] = {"NRSP", "NenR", "GRONDSLAG", "TBGI", "RO"};
    static const char *const monthly[] = {"A04", "A05", "A14"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const ds_text list = ds_text_of(lists[i]);
        if (strlen(name) > list.size && ds_text_equal_nocase((ds_text){name, list.size}, list) &&
            ends_kind(name + list.size) && name[list.size] != '.')
            return lists[i];
    }
    for (size_t i = 0; strspn(name, "0123456789") == 6 && i < 3; i++)
        if (strlen(name) > 9 &&
            ds_text_equal_nocase((ds_text){name + 6, 3}, ds_text_of(monthly[i])))
            return monthly[i];
    return NULL;
}

typedef struct header_look {
    const char *kind; /* NULL: like no delivery */
} header_look;

static bool is_called(ds_text name, const char *column) {
    const ds_delivered *known = ds_delivered_find(ds_text_of(column));
    return ds_text_same_name(name, ds_text_of(column)) ||
           (known != NULL && ds_delivered_also(known, name) >= 0);
}

/* Whether one of the names is the column, by our name or another that is known for it. */
static bool has_named(const ds_text *names, size_t n, const char *column) {
    for (size_t i = 0; i < n; i++)
        if (is_called(names[i], column)) return true;
    return false;
}

/* Those with the most required columns first. */
static const ds_layout *const layouts[] = {
    &ds_layout_nrsp,         &ds_layout_nenr, &ds_layout_a04,       &ds_layout_inschrijving,
    &ds_layout_vrijstelling, &ds_layout_werk, &ds_layout_vsv_maand, &ds_layout_persoon};
enum { LAYOUTS = sizeof layouts / sizeof *layouts };

/* Of the monitor's deliveries: columns that stand together nowhere else. */
static const struct {
    const char *kind, *columns[3];
} monitor[] = {{"streefwaarde", {"indicator", "versie", "streefwaarde"}},
               {"besteding", {"doelstelling", "jaar", "besteed"}},
               {"maatregel", {"doelstelling", "maatregel", "ingezet"}},
               {"voortgang", {"doelstelling", "indicator", "planning"}},
               {"oordeel", {"doelstelling", "jaar", "effectiviteit"}},
               {"enquete", {"respondent", "meting", "jaar"}},
               {"contactenquete", {"respondent", "ronde", "vraag"}},
               {"casus", {"ronde", "case", "laag"}}};

static const char *monitor_of_header(const ds_text *names, size_t n) {
    for (size_t k = 0; k < sizeof monitor / sizeof *monitor; k++) {
        bool all = true;
        for (size_t i = 0; all && i < 3; i++)
            all = has_named(names, n, monitor[k].columns[i]);
        if (all) return monitor[k].kind;
    }
    return NULL;
}

/* The kind whose required columns are all there. */
static const char *kind_of_header(const ds_text *names, size_t n) {
    for (size_t k = 0; k < LAYOUTS && n > 1; k++) { /* a list of numbers alone says nothing */
        bool all = true;
        const ds_layout *of = layouts[k];
        const bool instead = of->instead != 0 && has_named(names, n, of->columns[of->instead - 1]);
        for (size_t i = 0; all && i < of->n_required; i++)
            all = !ds_layout_needs(of, i, instead) || has_named(names, n, of->columns[i]);
        if (all) return layouts[k]->kind;
    }
    return has_named(names, n, "instelling") && has_named(names, n, "opgegaan_in")
               ? "instelling"
               : monitor_of_header(names, n);
}

/* Always fails: the names are all that is asked. */
static ds_status look_at_names(void *context, const ds_text *names, size_t n, ds_error *err) {
    header_look *look = context;
    if (n > 0 && ds_text_is(names[0], "VLP"))
        look->kind = "RO";
    else
        look->kind = kind_of_header(names, n);
    return ds_error_set(err, DS_INPUT, "genoeg gezien", "seen enough");
}

static ds_status look_at_rows(void *context, const ds_table_batch *batch, ds_error *err) {
    (void)context;
    (void)batch;
    (void)err;
    return DS_OK;
}

/* The same of a line further down. One name alone may stand in any text. */
static ds_status find_kind_below_title(const char *path, const char **out, ds_error *err) {
    for (size_t k = 0; k < LAYOUTS && *out == NULL; k++) {
        uint64_t line = 0;
        ds_status status;
        if (layouts[k]->n_required < 2) continue;
        status = ds_header_seek(path, layouts[k]->columns, layouts[k]->n_required, &line, err);
        if (status == DS_FAULT) return status;
        if (status == DS_OK && line > 0) *out = layouts[k]->kind;
    }
    return DS_OK;
}

/* The kind that the file's columns are those of; NULL also for what is no table. A fault of the
 * machine is no answer. */
static ds_status find_kind_of_content(const char *path, const char **out, ds_error *err) {
    const ds_table_shape shape = {.unchecked = true};
    header_look look = {NULL};
    const ds_table_sink sink = {&look, look_at_names, look_at_rows, NULL, NULL, NULL};
    ds_table_info info;
    ds_status status;
    *out = NULL;
    if (ds_table_format_of(path) == DS_TABLE_UNKNOWN || ds_table_format_of(path) == DS_TABLE_XML)
        return DS_OK;
    status = ds_table_inspect(path, &info, err);
    if (status == DS_OK) status = ds_table_read_shaped(path, &info, &shape, 1, &sink, err);
    if (status == DS_FAULT) return status;
    *out = look.kind;
    return look.kind == NULL && ds_table_format_of(path) == DS_TABLE_CSV
               ? find_kind_below_title(path, out, err)
               : DS_OK;
}

static ds_status refuse_form(const ds_delivery *d, const char *kind, ds_error *err) {
    if (ds_file_is_folder(d->path))
        return ds_error_at(
            err, DS_INPUT, d->path, 0, 0,
            "dit is een map, met de naam of de bestanden van %s; zet de bestanden zelf in "
            "leveringen/, of haal de map daar weg",
            "this is a folder, with the name or the files of %s; put the files themselves into "
            "leveringen/, or take the folder away from there",
            kind);
    return ds_error_at(err, DS_INPUT, d->path, 0, 0,
                       "de naam zegt %s, maar deze vorm wordt niet gelezen; sla het op als CSV in "
                       "UTF-8 (gelezen worden .csv .txt .tsv .asc, ook met .gz, .parquet, .sav, "
                       ".zsav, .dta en .xlsx), of haal het weg uit leveringen/",
                       "the name says %s, but this form is not read; save it as CSV in UTF-8 (what "
                       "is read are .csv .txt .tsv .asc, also with .gz, .parquet, .sav, .zsav, "
                       ".dta and .xlsx), or take it away from leveringen/",
                       kind);
}

static ds_status refuse_nearly(const ds_delivery *d, const char *kind, ds_error *err) {
    return ds_error_at(err, DS_INPUT, d->path, 0, 0,
                       "de naam lijkt op die van een levering %s, maar is het net niet; noem het "
                       "bestand %s-….csv (na de soort een punt, streepje, spatie of cijfer), zet "
                       "{bestand: …, soort: …} in doorstroom.yaml, of haal het weg uit leveringen/",
                       "the name looks like that of a delivery %s, but is not quite; call the file "
                       "%s-….csv (after the kind a dot, dash, blank or digit), put {bestand: …, "
                       "soort: …} into doorstroom.yaml, or take it away from leveringen/",
                       kind, kind);
}

static ds_status refuse_list(const ds_delivery *d, const char *list, ds_error *err) {
    return ds_error_at(
        err, DS_INPUT, d->path, 0, 0,
        "de naam begint als die van een lijst %s van DUO, maar de rest klopt niet of "
        "de vorm past er niet bij; geef het bestand de naam die DUO het gaf, of haal "
        "het weg uit leveringen/",
        "the name begins like that of a list %s of DUO, but the rest of it is not "
        "right or the form does not fit; give the file the name that DUO gave it, or "
        "take it away from leveringen/",
        list);
}

static ds_status refuse_content(const ds_delivery *d, const char *kind, ds_error *err) {
    return ds_error_at(err, DS_INPUT, d->path, 0, 0,
                       "de naam zegt niet wat dit is, maar de kolommen zijn die van %s; noem het "
                       "bestand daarnaar, zet {bestand: …, soort: …} of {bestand: …, vertaling: …} "
                       "in doorstroom.yaml, of haal het weg uit leveringen/",
                       "the name does not say what this is, but the columns are those of %s; call "
                       "the file so, put {bestand: …, soort: …} or {bestand: …, vertaling: …} into "
                       "doorstroom.yaml, or take it away from leveringen/",
                       kind);
}

static ds_status refuse_wish(const ds_delivery *d, ds_error *err) {
    return ds_error_at(err, DS_INPUT, d->path, 0, 0,
                       "doorstroom.yaml noemt dit bestand, maar niemand weet wat het is; schrijf "
                       "{bestand: …, soort: …} of {bestand: …, vertaling: …}",
                       "doorstroom.yaml names this file, but nobody knows what it is; write "
                       "{bestand: …, soort: …} or {bestand: …, vertaling: …}");
}

static ds_status refuse_letters(const ds_intake *intake, const ds_delivery *d, ds_error *err) {
    char shown[DS_PATH_SIZE], folder[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, intake->options->work_folder, "leveringen", err);
    if (status != DS_OK) return status;
    return ds_error_at(err, DS_INPUT, folder, 0, 0,
                       "de naam %s is geen UTF-8; geef het bestand een andere naam",
                       "the name %s is not UTF-8; give the file another name",
                       ds_name_show(d->name, shown, sizeof shown));
}

/* A folder that holds what would be a delivery. */
static ds_status check_folder(const ds_delivery *d, ds_error *err) {
    ds_file_names names = {0};
    const char *kind = NULL;
    ds_status status = ds_file_list(d->path, &names, err);
    for (size_t i = 0; status == DS_OK && kind == NULL && i < names.n_names; i++) {
        const ds_name inside = ds_name_read(names.names[i]);
        if (inside.layout != NULL) kind = inside.kind;
        if (kind == NULL) kind = duo_beginning(names.names[i]);
    }
    ds_file_names_done(&names);
    return status == DS_OK && kind != NULL ? refuse_form(d, kind, err) : status;
}

ds_status ds_name_check(const ds_intake *intake, const ds_delivery *d, ds_error *err) {
    const ds_name name = ds_name_read(d->name);
    const char *kind;
    ds_status status;
    if (!ds_text_is_utf8(ds_text_of(d->name), NULL)) return refuse_letters(intake, d, err);
    if (d->mapping != NULL || ds_duo_fits(d->layout, ds_table_format_of(d->path))) return DS_OK;
    if (d->settled && d->layout != NULL) return refuse_form(d, d->layout->kind, err);
    if (!ds_name_is_table(d->name)) return DS_OK;
    kind = duo_beginning(d->name);
    if (kind != NULL) return refuse_list(d, kind, err);
    if (name.layout != NULL)
        return name.exact ? refuse_form(d, name.kind, err) : refuse_nearly(d, name.kind, err);
    if (name.kind != NULL) return DS_OK;
    if (d->wished) return refuse_wish(d, err);
    if (ds_file_is_folder(d->path)) return check_folder(d, err);
    status = find_kind_of_content(d->path, &kind, err);
    return status == DS_OK && kind != NULL ? refuse_content(d, kind, err) : status;
}
