/* tests/document/show.c: document_show FOLDER: pages of the sample document, for who or what looks
 * at them: by itself and as a site, in both languages, internal and hostile. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/document/sample.h"

static char folder[2048];

static char *path_of(const char *name) {
    static char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void save(const ds_document *d, const char *name, const ds_write_options *o) {
    ds_error err;
    if (ds_document_save(d, path_of(name), o, &err) == DS_OK) return;
    (void)fprintf(stderr, "show: %s: %s\n", name, err.nl);
    exit(1);
}

static ds_status keep_file(void *context, const char *name, const char *data, size_t size,
                           ds_error *err) {
    FILE *file;
    (void)context, (void)err;
    file = fopen(path_of(name), "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) exit(1);
    return DS_OK;
}

static void show_site(const ds_document *d, const char *fonts) {
    static const ds_page_link links[] = {{{"PDF", "PDF"}, "voorbeeld.pdf"},
                                         {{"Excel", "Excel"}, "voorbeeld.xlsx"}};
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    char bestanden[3000];
    ds_error err;
    o.files = ".";
    o.twin = "site.en.html";
    o.home = "index.html";
    o.links = links;
    o.n_links = 2;
    o.draft = o.made_up = true;
    o.footer =
        DS_SAY("Vrijgave 2024-11, registergeneratie 7", "Release 2024-11, register generation 7");
    save(d, "site.html", &o);
    o.lang = DS_EN;
    o.twin = "site.html";
    save(d, "site.en.html", &o);
    (void)bestanden;
    if (ds_page_files(fonts, keep_file, NULL, &err) != DS_OK) exit(1);
}

static const char hostile[] = "<script>alert(1)</script>\"'&]]>--\xE2\x80\xAE"
                              "evil\xD8\x9C=cmd|' /C calc'!A0\x01\x1B[2J\tx";

int main(int argc, char **argv) {
    ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *d = sample_document(NULL), *bad = sample_document(hostile);
    if (argc < 2 || strlen(argv[1]) > 2000) return 2;
    (void)snprintf(folder, sizeof folder, "%s", argv[1]);
    (void)mkdir(folder, 0777);
    o.fonts = argc > 2 ? argv[2] : NULL;
    show_site(d, o.fonts);
    save(d, "los.html", &o);
    save(bad, "vijandig.html", &o);
    save(d, "los.xlsx", &o);
    save(bad, "vijandig.xlsx", &o);
    if (ds_form_available(DS_FORM_DOCX)) {
        save(d, "los.docx", &o);
        save(bad, "vijandig.docx", &o);
    }
    ds_document_set_internal(d);
    save(d, "intern.html", &o);
    ds_document_free(d);
    ds_document_free(bad);
    return 0;
}
