/* doorstroom/publish.h: stage 6, publishing: a release and recipes → a folder of pages and files.
 *
 * publicatie/<release>/ is written aside, put on the disk, renamed, and only then the pointer
 * `huidig` turns to it: whatever happens, an earlier release stands, and what is `huidig` is whole.
 * A release's folder is never changed. In it:
 *
 *   index.html, index.en.html   for its maker: what is in it, and what could not be filled
 *   vrijgave.json               the release, of all scopes (0600)
 *   herkomst.csv                what it was made of, as fingerprints (0600)
 *   manifest.csv                each file with its size and SHA-256
 *   openbaar/                   what all may see, and nothing else: this is the part to put online
 *   instelling/<code>/          what is that institution's alone (0700)
 *
 * openbaar/ and each instelling/<code>/ are whole by themselves (pages, style, script, data), so
 * that one may be handed over without the others.
 *
 * Publishing sees the release and nothing before it. The same release, recipes and options give the
 * same bytes, whatever the number of threads and the clock.
 *
 * Ownership: what is asked is borrowed for the call; results end with their _done. Threads: two may
 * publish at once, into one folder the second waits for the first. */
#ifndef DOORSTROOM_PUBLISH_H
#define DOORSTROOM_PUBLISH_H

#include "doorstroom/document.h"
#include "doorstroom/release.h"

DS_BEGIN_DECLS

typedef struct ds_recipe ds_recipe; /* doorstroom/recipe.h */

/* In which forms. */
enum {
    DS_PUBLISH_HTML = 1,
    DS_PUBLISH_PDF = 2,
    DS_PUBLISH_XLSX = 4,
    DS_PUBLISH_DOCX = 8, /* by pandoc, where that is */
    DS_PUBLISH_CSV = 16, /* a file a table, with a data package */
    DS_PUBLISH_JSON = 32,
    DS_PUBLISH_PNG = 64, /* of figures, by rsvg-convert, where that is */
    DS_PUBLISH_ALL = 127
};
/* "html,pdf,xlsx": their names, with commas; false for an unknown one. */
DS_API bool ds_publish_forms_named(const char *names, unsigned *out);

/* Who publishes: uitgever in doorstroom.yaml. NULL: not told, and the metadata say so. */
typedef struct ds_publisher {
    const char *name, *uri, *email, *licence; /* licence: a URI */
} ds_publisher;

/* One thing that a release was made of: a delivery, the register, a recipe, the program. */
typedef struct ds_made_of {
    const char *kind, *name; /* levering, recept, …; without folders */
    const char *fingerprint; /* keyed where it is of what is not public */
} ds_made_of;

typedef struct ds_publish_options {
    unsigned version;        /* the initialiser sets it; 0 is taken as 1, the first */
    unsigned forms;          /* of what all may see; 0: all */
    unsigned own_forms;      /* of an institution's own; 0: all but docx and png */
    bool dutch_only;         /* no English pages beside the Dutch */
    const char *institution; /* only this one's own; NULL: all */
    bool partial;            /* not all recipes: then it does not take the place of a whole one */
    ds_publisher publisher;
    const ds_made_of *made_of; /* [n_made_of] */
    size_t n_made_of;
    size_t n_workers; /* 0: as many as there are cores; a PDF takes a process beside each */
    void (*progress)(void *context, const char *nl, const char *en, double share);
    void *progress_context;
    const char *program_folder; /* holds the font (ds_figure_font); NULL: none */
    const char *pdf_helper;     /* NULL: the one beside the program */
} ds_publish_options;
#define DS_PUBLISH_OPTIONS_VERSION 1
#define DS_PUBLISH_OPTIONS_INIT                                                                    \
    {                                                                                              \
        DS_PUBLISH_OPTIONS_VERSION, 0, 0, false, NULL, false, {NULL, NULL, NULL, NULL}, NULL, 0,   \
            0, NULL, NULL, NULL, NULL                                                              \
    }

/* What stands without an answer in a document. */
typedef struct ds_published_gap {
    const char *scope; /* "" for all */
    const char *recipe, *id;
    ds_say title, reason;
    const char *code;
    size_t n_scopes; /* in so many scopes, of which scope is the first */
} ds_published_gap;

typedef struct ds_published {
    const char *name;     /* of the release */
    const char *path;     /* its folder */
    const char *previous; /* that it was compared with; NULL: none */
    bool made;            /* false: one of exactly this stood already */
    bool current;         /* `huidig` points to it */
    size_t n_documents, n_institutions, n_files;
    uint64_t n_bytes;
    size_t n_asked, n_filled; /* blocks of the documents for all */
    const ds_published_gap *gaps;
    size_t n_gaps;
    const ds_say *left_out; /* forms that this machine cannot make, and why: a sentence each */
    size_t n_left_out;
    void *own;
} ds_published;

/* Publishes release in folder (publicatie/), which is made where it is not. The release that is
 * current there, when there is one, is compared with: from what both show. Errors: DS_INPUT for a
 * folder in which stands what doorstroom did not make (nothing is touched then), and what is wrong
 * in a recipe; DS_FAULT for a full disk or no memory: nothing is left but what the next call
 * removes. *out ends with ds_published_done. Cost: with two cores some 0.1 s a document with PDF.
 */
DS_API ds_status ds_publish(const ds_release *release, ds_recipe *const *recipes, size_t n_recipes,
                            const ds_publish_options *options, const char *folder,
                            ds_published *out, ds_error *err) DS_NODISCARD;
DS_API void ds_published_done(ds_published *published);

/* Whether the current release was made of something else than what is there now. */
typedef struct ds_publish_state {
    bool stale;
    char name[256];   /* of the current release; "" for none */
    ds_error what;    /* why it is stale, in both languages */
    size_t n_changed; /* things that changed, came or went */
} ds_publish_state;
DS_API ds_status ds_publish_look(const char *folder, const ds_made_of *made_of, size_t n_made_of,
                                 ds_publish_state *out, ds_error *err) DS_NODISCARD;

/* Whether a figure can be made a picture here: rsvg-convert is there. */
DS_API bool ds_publish_can_draw(void);
/* A drawing (svg) as a picture (png, at twice its size), by rsvg-convert in a process of its own
 * that sees nothing but the drawing and the fonts of program_folder (NULL: those of the machine).
 * It is ended after a minute. Errors: DS_FAULT. Cost: some 50 ms. Threads: several at once. */
DS_API ds_status ds_publish_draw(ds_text svg, const char *program_folder, const ds_sink *png,
                                 ds_error *err) DS_NODISCARD;

/* What changed between two releases, of what both show in that scope. *out is the caller's
 * (ds_document_free). */
DS_API ds_status ds_publish_compare(const ds_release *release, const char *name,
                                    const ds_release *previous, const char *previous_name,
                                    const char *scope, ds_document **out,
                                    ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
