/* tests/figure/figure_sheet.c: figure_sheet FOLDER [WIDTH]: every kind as a file, in both
 * languages; figure_sheet --sheet FILE nl|en: all kinds in one file, docs/figuren.svg; --check: is
 * it that still? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "figure/samples.h"

enum { SHEET_WIDTH = 560, SHEET_GAP = 36, COLUMNS = 2 };

static int write_file(const char *path, const char *text) {
    ds_error err = {0};
    if (ds_file_write(path, text, strlen(text), &err) == DS_OK) return 0;
    (void)fprintf(stderr, "figure_sheet: %s\n", err.en);
    return 1;
}

static int compare_file(const char *path, const ds_buffer *wanted) {
    ds_error err = {0};
    char *data;
    size_t size;
    bool same;
    if (ds_file_read(path, 1 << 24, &data, &size, &err) != DS_OK) {
        (void)fprintf(stderr, "figure_sheet: %s\n", err.en);
        return 1;
    }
    same = size == wanted->size && memcmp(data, wanted->data, size) == 0;
    if (!same)
        (void)fprintf(stderr,
                      "figure_sheet: %s is not what is drawn now: look, and run it with "
                      "--sheet\n",
                      path);
    ds_free(data);
    return !same;
}

static int write_each(const char *folder, double width) {
    int failed = 0;
    for (unsigned i = 0; i < DS_FIGURE_KINDS * 2; i++) {
        ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
        ds_figure *figure = sample_figure((ds_figure_kind)(i / 2));
        char path[512], *svg;
        o.lang = i % 2 == 0 ? DS_NL : DS_EN;
        o.width = width;
        o.titled = o.styled = true;
        o.foot = DS_SAY("Bron: verzonnen gegevens, 2026", "Source: made-up data, 2026");
        svg = sample_svg(figure, &o);
        (void)snprintf(path, sizeof path, "%s/%02u-%s-%s.svg", folder, i / 2,
                       ds_figure_kind_code((ds_figure_kind)(i / 2)), i % 2 == 0 ? "nl" : "en");
        failed |= svg == NULL ? 1 : write_file(path, svg);
        ds_free(svg);
        ds_figure_free(figure);
    }
    return failed;
}

static double height_of(const char *svg) {
    const char *at = strstr(svg, " height=\"");
    return at == NULL ? 0 : atof(at + 9);
}

/* One below the other in the column that is shortest, each an <svg> within the whole. */
static int write_sheet(const char *path, ds_lang lang, bool check) {
    double heights[COLUMNS] = {SHEET_GAP, SHEET_GAP}, tallest = 0;
    ds_buffer body, all;
    int failed;
    ds_buffer_init(&body, 1 << 24);
    ds_buffer_init(&all, 1 << 24);
    for (unsigned i = 0; i < DS_FIGURE_KINDS; i++) {
        const int column = heights[1] < heights[0];
        ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
        ds_figure *figure = sample_figure((ds_figure_kind)i);
        char prefix[16], *svg;
        (void)snprintf(prefix, sizeof prefix, "f%u", i);
        o.lang = lang;
        o.prefix = prefix;
        o.width = SHEET_WIDTH;
        o.titled = true;
        svg = sample_svg(figure, &o);
        ds_figure_free(figure);
        if (svg == NULL) return 1;
        ds_buffer_addf(&body, "<svg x=\"%d\" y=\"%d\"%s",
                       SHEET_GAP + column * (SHEET_WIDTH + SHEET_GAP), (int)heights[column],
                       svg + strlen("<svg"));
        heights[column] += height_of(svg) + SHEET_GAP;
        tallest = heights[column] > tallest ? heights[column] : tallest;
        ds_free(svg);
    }
    ds_buffer_addf(&all,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                   "viewBox=\"0 0 %d %d\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
                   COLUMNS * (SHEET_WIDTH + SHEET_GAP) + SHEET_GAP, (int)tallest,
                   COLUMNS * (SHEET_WIDTH + SHEET_GAP) + SHEET_GAP, (int)tallest);
    ds_buffer_add_string(&all, ds_buffer_string(&body));
    ds_buffer_add_string(&all, "</svg>\n");
    failed = all.failed != DS_OK ? 1
             : check             ? compare_file(path, &all)
                                 : write_file(path, ds_buffer_string(&all));
    ds_buffer_done(&body);
    ds_buffer_done(&all);
    return failed;
}

int main(int argc, char **argv) {
    const bool check = argc == 4 && strcmp(argv[1], "--check") == 0;
    if (check || (argc == 4 && strcmp(argv[1], "--sheet") == 0))
        return write_sheet(argv[2], strcmp(argv[3], "en") == 0 ? DS_EN : DS_NL, check);
    if (argc == 2 || argc == 3) return write_each(argv[1], argc == 3 ? atof(argv[2]) : 0);
    (void)fprintf(stderr, "usage: figure_sheet FOLDER [WIDTH] | --sheet|--check FILE nl|en\n");
    return 2;
}
