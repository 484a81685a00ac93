/* publish/publishing.h: what the files of this stage share while a release is published. */
#ifndef DS_PUBLISH_PUBLISHING_H
#define DS_PUBLISH_PUBLISHING_H

#include <stdatomic.h>

#include "doorstroom/figure.h"
#include "doorstroom/pdf.h"
#include "doorstroom/publish.h"
#include "doorstroom/recipe.h"
#include "publish/place.h"

enum { DS_STEM_SIZE = 256, DS_LANGS = 2, DS_LINKS_MAX = 8 };

/* A part that is handed over as a whole: openbaar, or an institution's. */
typedef struct ds_part {
    const char *code;   /* "" for all, else the institution */
    const char *folder; /* openbaar, instelling/27GZ */
    ds_say name;
    struct ds_item *items; /* its documents, in order */
    size_t n_items;
    bool compared; /* with the previous release: vergelijking.html is there */
} ds_part;

/* One document, in both languages. */
typedef struct ds_item {
    const ds_part *part;
    const ds_recipe *recipe;
    ds_recipe_about about;
    const char *subject; /* for whom: "" or a code */
    const char *stem;    /* of its files: werkagenda, route-vakmanschap2 */
    ds_say title;        /* of its documents, once they are made */
    unsigned forms;      /* that it is made in */
    size_t n_tables, n_figures, n_asked, n_filled;
    uint64_t sizes[DS_LANGS][8]; /* by form, in the order of its bits; 0: not there */
    bool without_docx[DS_LANGS]; /* pandoc failed on it */
} ds_item;

typedef struct ds_publishing {
    const ds_release *release;
    ds_recipe *const *recipes;
    size_t n_recipes;
    const ds_publish_options *options;
    ds_release_about about;
    ds_place place;
    ds_arena arena; /* of names and texts; of the thread that asked */
    ds_release *previous;
    char previous_name[DS_RELEASE_NAME_SIZE], name[DS_RELEASE_NAME_SIZE];
    ds_say footer; /* of every page */
    ds_pdf *pdf;
    unsigned forms, own_forms; /* that can be made here */
    ds_say left_out[8];
    size_t n_left_out;
    ds_part *parts; /* the first is openbaar */
    size_t n_parts;
    atomic_size_t n_done;
    ds_published_gap *gaps;
    size_t n_gaps, gaps_capacity;
} ds_publishing;

/* ---- names (name.c) ---- */

/* A code as a file's name: letters, digits, - and _; every other byte as ~ and two digits. Never
 * empty, never longer than 100 bytes: of a longer one the end is its checksum. */
void ds_publish_file_name(const char *code, char out[DS_STEM_SIZE]);
/* "openbaar/x.html" of pieces, in the arena; NULL when memory is short. */
const char *ds_publish_path(ds_arena *arena, const char *folder, const char *stem, ds_lang lang,
                            const char *ending);
/* What stands under every page: release, date, made-up, draft. */
ds_say ds_publish_footer(ds_publishing *p);

/* ---- what is made (plan.c) ---- */

ds_status ds_publish_plan(ds_publishing *p, ds_error *err) DS_NODISCARD;
/* What cannot be filled, of all documents, each once. */
ds_status ds_publish_find_gaps(ds_publishing *p, ds_error *err) DS_NODISCARD;

/* ---- files ---- */

/* A document in one form as bytes. */
ds_status ds_publish_bytes(const ds_document *document, ds_form form,
                           const ds_write_options *options, ds_buffer *out,
                           ds_error *err) DS_NODISCARD;
/* What all pages of a part share. */
ds_write_options ds_publish_page(const ds_publishing *p, ds_lang lang);
/* The forms in which a document stands in a language: an institution's own is English as a page
 * only. */
unsigned ds_publish_forms_in(const ds_item *item, ds_lang lang);
bool ds_publish_has_twin(const ds_publishing *p);
/* The same document in other forms, as a page beside them reaches them; how many. */
size_t ds_publish_links(const ds_item *item, ds_lang lang, ds_page_link out[DS_LINKS_MAX],
                        char hrefs[DS_LINKS_MAX][DS_PATH_SIZE]);
/* One document in one language, in all its forms (pages.c). */
ds_status ds_publish_document(ds_publishing *p, ds_item *item, ds_lang lang,
                              ds_error *err) DS_NODISCARD;
/* data/<stem>/<table>.csv with a data package (package.c). */
ds_status ds_publish_package(ds_publishing *p, ds_item *item, const ds_document *document,
                             ds_error *err) DS_NODISCARD;
/* figuren/<stem>/<figure>.png (picture.c). */
ds_status ds_publish_pictures(ds_publishing *p, ds_item *item, const ds_document *document,
                              ds_lang lang, ds_error *err) DS_NODISCARD;
/* dcat.jsonld of a part (catalogue.c). */
ds_status ds_publish_catalogue(ds_publishing *p, const ds_part *part, ds_error *err) DS_NODISCARD;
/* index.html of a part, and of the whole (index.c). */
ds_status ds_publish_index(ds_publishing *p, const ds_part *part, ds_error *err) DS_NODISCARD;
ds_status ds_publish_top_index(ds_publishing *p, ds_error *err) DS_NODISCARD;
/* vergelijking.* of a part, and manifest.csv of a folder: all that was put in it (beside.c). */
ds_status ds_publish_manifest(ds_publishing *p, const char *folder, bool private,
                              ds_error *err) DS_NODISCARD;
ds_status ds_publish_comparison(ds_publishing *p, ds_part *part, ds_error *err) DS_NODISCARD;

/* Whether folder/name is a release of some of the recipes or institutions. */
bool ds_publish_is_partial(const char *folder, const char *name);

/* ---- what it was made of (made_of.c) ---- */

/* herkomst.csv of this release, as text. */
ds_status ds_made_of_text(ds_publishing *p, ds_buffer *out, ds_error *err) DS_NODISCARD;

#endif
