/* publish/picture.c: figures as PNG, by rsvg-convert, with title, source and date in the picture,
 * so that it can stand by itself. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/memory.h"
#include "document/model.h"
#include "document/run.h"
#include "doorstroom/figure.h"
#include "publish/publishing.h"

enum {
    SVG_MOST = 1 << 26,
    PNG_MOST = 1 << 28,
    PICTURE_WIDTH = 900,
    FOOT_SIZE = 1024,
    DRAW_MILLISECONDS = 60000
};

/* ---- the program ---- */

static bool find_converter(char out[DS_PATH_SIZE]) {
    const char *at = getenv("PATH");
    while (at != NULL && *at != '\0') {
        const size_t size = strcspn(at, ":");
        const int n = snprintf(out, DS_PATH_SIZE, "%.*s/rsvg-convert", (int)size, at);
        if (size > 0 && n > 0 && n < DS_PATH_SIZE && access(out, X_OK) == 0) return true;
        at += size + (at[size] == ':');
    }
    return false;
}

bool ds_publish_can_draw(void) {
    char path[DS_PATH_SIZE];
    return find_converter(path);
}

/* Only our font, and behind it those of the machine for what it has not. */
static ds_status write_fonts(const char *folder, int fd, ds_error *err) {
    char text[2 * DS_PATH_SIZE];
    const int size = snprintf(text, sizeof text,
                              "<?xml version=\"1.0\"?><fontconfig><dir>%s/%s</dir>"
                              "<include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include>"
                              "</fontconfig>",
                              folder == NULL ? "/nonexistent" : folder, ds_figure_font()->folder);
    if (size < 0 || (size_t)size >= sizeof text) return DS_OK;
    return ds_file_put(fd, "fontconfig", text, (size_t)size, err);
}

/* Three files in memory: the drawing, the picture, and which fonts. */
typedef struct conversion {
    int svg, png, fonts;
} conversion;

static ds_status open_conversion(conversion *c, ds_error *err) {
    c->svg = memfd_create("svg", MFD_CLOEXEC);
    c->png = memfd_create("png", MFD_CLOEXEC);
    c->fonts = memfd_create("fonts", MFD_CLOEXEC);
    if (c->svg < 0 || c->png < 0 || c->fonts < 0)
        return ds_error_system(err, "rsvg-convert", errno, "schrijven", "write");
    return DS_OK;
}

static void close_conversion(conversion *c) {
    const int files[] = {c->svg, c->png, c->fonts};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i] >= 0) (void)close(files[i]);
}

/* The file of fonts is its third descriptor. */
static int spawn_converter(const char *path, const conversion *c, pid_t *out) {
    char name[] = "rsvg-convert", form[] = "--format=png", zoom[] = "--zoom=2",
         white[] = "--background-color=white", fonts[] = "FONTCONFIG_FILE=/proc/self/fd/3",
         locale[] = "LC_ALL=C.UTF-8", home[] = "HOME=/nonexistent";
    char *arguments[] = {name, form, zoom, white, NULL},
         *environment[] = {fonts, locale, home, NULL};
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    if ((code = posix_spawn_file_actions_adddup2(&actions, c->svg, 0)) == 0 &&
        (code = posix_spawn_file_actions_adddup2(&actions, c->png, 1)) == 0 &&
        (code = posix_spawn_file_actions_adddup2(&actions, c->fonts, 3)) == 0 &&
        (code = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)) == 0)
        code = posix_spawn(out, path, &actions, NULL, arguments, environment);
    (void)posix_spawn_file_actions_destroy(&actions);
    return code;
}

static ds_status say_no_picture(ds_error *err) {
    return ds_error_set(err, DS_FAULT, "rsvg-convert maakt van een figuur geen png",
                        "rsvg-convert makes no png of a figure");
}

/* Ends it when it takes too long: whoever waits for a page does not wait for ever. */
static ds_status wait_converter(pid_t pid, bool *out_lost, ds_error *err) {
    ds_child child = ds_child_of(pid);
    ds_child_state state = DS_CHILD_WORKS;
    for (int left = DRAW_MILLISECONDS; left > 0 && state == DS_CHILD_WORKS; left--)
        state = ds_child_wait(&child, 1);
    if (state == DS_CHILD_WORKS) ds_child_kill(&child);
    *out_lost = state == DS_CHILD_LOST;
    if (state == DS_CHILD_DONE || state == DS_CHILD_LOST) return DS_OK;
    return say_no_picture(err);
}

static ds_status read_picture(int fd, ds_buffer *out, ds_error *err) {
    char piece[1 << 14];
    ssize_t n;
    if (lseek(fd, 0, SEEK_SET) != 0)
        return ds_error_system(err, "rsvg-convert", errno, "lezen", "read");
    while ((n = read(fd, piece, sizeof piece)) > 0)
        ds_buffer_add(out, piece, (size_t)n);
    if (n < 0) return ds_error_system(err, "rsvg-convert", errno, "lezen", "read");
    return ds_buffer_finish(out, err);
}

static ds_status convert_drawing(ds_text svg, const char *program_folder, ds_buffer *png,
                                 ds_error *err) {
    char path[DS_PATH_SIZE];
    conversion c;
    bool lost = false;
    pid_t pid = -1;
    ds_status status = open_conversion(&c, err);
    if (status == DS_OK) status = ds_file_put(c.svg, "svg", svg.data, svg.size, err);
    if (status == DS_OK) status = write_fonts(program_folder, c.fonts, err);
    if (status == DS_OK && (lseek(c.svg, 0, SEEK_SET) != 0 || !find_converter(path)))
        status = ds_error_set(err, DS_FAULT, "rsvg-convert is er niet meer",
                              "rsvg-convert is no longer there");
    if (status == DS_OK) {
        const int code = spawn_converter(path, &c, &pid);
        status = code != 0 ? ds_error_system(err, path, code, "starten", "start")
                           : wait_converter(pid, &lost, err);
    }
    if (status == DS_OK) status = read_picture(c.png, png, err);
    if (status == DS_OK && lost && !ds_filter_whole_png((ds_text){png->data, png->size}))
        status = say_no_picture(err);
    close_conversion(&c);
    return status;
}

ds_status ds_publish_draw(ds_text svg, const char *program_folder, const ds_sink *png,
                          ds_error *err) {
    ds_buffer bytes;
    ds_status status;
    ds_buffer_init(&bytes, PNG_MOST);
    status = convert_drawing(svg, program_folder, &bytes, err);
    if (status == DS_OK) status = png->put(png->context, bytes.data, bytes.size, err);
    ds_buffer_done(&bytes);
    return status;
}

/* ---- the figures of a document ---- */

typedef struct drawing {
    ds_publishing *p;
    ds_item *item;
    ds_lang lang;
    size_t n;
} drawing;

/* The source that stands below it, and which release it is of. */
static void print_foot(const drawing *d, const ds_document *document, size_t i,
                       char out[FOOT_SIZE]) {
    const char *source = "", *release = ds_say_text(d->p->footer, d->lang);
    for (size_t k = i + 1; k < document->n_blocks && source[0] == '\0'; k++) {
        const ds_block *block = &document->blocks[k];
        if (block->kind == DS_BLOCK_TABLE || block->kind == DS_BLOCK_SECTION) break;
        if (block->kind == DS_BLOCK_SOURCE) source = ds_say_text(block->title, d->lang);
    }
    if (source[0] == '\0')
        (void)snprintf(out, FOOT_SIZE, "%s", release);
    else
        (void)snprintf(out, FOOT_SIZE, "%s: %s. %s", d->lang == DS_EN ? "Source" : "Bron", source,
                       release);
}

/* The folder is there once there is a figure for it. */
static ds_status make_folder(const drawing *d, ds_error *err) {
    char folder[DS_PATH_SIZE];
    (void)snprintf(folder, sizeof folder, "%s/figuren/%s", d->item->part->folder, d->item->stem);
    return ds_place_folder(&d->p->place, folder, false, err);
}

static ds_status draw_figure(drawing *d, const ds_document *document, size_t i, ds_error *err) {
    const ds_block *block = &document->blocks[i];
    char name[DS_STEM_SIZE], path[DS_PATH_SIZE], foot[FOOT_SIZE];
    ds_figure_options o = {
        DS_FIGURE_OPTIONS_VERSION, d->lang, "fig", PICTURE_WIDTH, true, true, {foot, foot}};
    ds_buffer svg, png;
    const ds_sink sink = ds_buffer_sink(&svg);
    ds_status status;
    ds_buffer_init(&svg, SVG_MOST);
    ds_buffer_init(&png, PNG_MOST);
    print_foot(d, document, i, foot);
    status = d->n++ == 0 ? make_folder(d, err) : DS_OK;
    if (status == DS_OK) status = ds_figure_svg(block->as.table->figure, &o, &sink, err);
    if (status == DS_OK)
        status = convert_drawing((ds_text){svg.data, svg.size}, d->p->options->program_folder, &png,
                                 err);
    ds_publish_file_name(block->id, name);
    (void)snprintf(path, sizeof path, "%s/figuren/%s/%s%s.png", d->item->part->folder,
                   d->item->stem, name, d->lang == DS_EN ? ".en" : "");
    if (status == DS_OK)
        status = ds_place_put(&d->p->place, path, d->item->part->code[0] != '\0', png.data,
                              png.size, err);
    ds_buffer_done(&svg);
    ds_buffer_done(&png);
    return status;
}

static ds_status draw_figures(drawing *d, const ds_document *document, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (block->kind == DS_BLOCK_SECTION) status = draw_figures(d, block->as.section, err);
        if (block->kind == DS_BLOCK_TABLE && block->as.table->figure != NULL && block->id != NULL)
            status = draw_figure(d, document, i, err);
    }
    return status;
}

ds_status ds_publish_pictures(ds_publishing *p, ds_item *item, const ds_document *document,
                              ds_lang lang, ds_error *err) {
    drawing d = {.p = p, .item = item, .lang = lang};
    const ds_status status = draw_figures(&d, document, err);
    if (lang == DS_NL) item->n_figures = d.n;
    return status;
}
