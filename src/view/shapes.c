/* view/shapes.c: kinds of figure that fit a kind of sheet, as data. See model.h. */
#include <string.h>

#include "view/model.h"

enum { SHAPES = 5 };

static const struct {
    const char *kind;
    const char *shapes[SHAPES]; /* the usual one first */
} by_kind[] = {
    {"telling", {"lijn", "staaf", "staaf_liggend"}},
    {"enquete", {"lijn", "staaf", "staaf_liggend"}},
    {"vsv_maand", {"lijn"}},
    {"spreiding", {"kwartielband", "lijn"}},
    {"klassen", {"klassen", "staaf_liggend"}},
    {"planning", {"klassen", "staaf_liggend"}},
    {"effectiviteit", {"staaf_liggend", "staaf"}},
    {"oordeel", {"staaf_liggend", "staaf"}},
    {"maatregelen", {"staaf_liggend", "staaf"}},
    {"besteding", {"histogram", "staaf"}},
    {"besteding_werkagenda", {"histogram", "staaf"}},
    {"besteding_gestapeld", {"gestapeld_liggend", "staaf"}},
    {"besteding_totaal", {"staaf_liggend"}},
    {"maatregelen_aantal", {"histogram", "staaf"}},
    {"kwadrant", {"spreiding", "staaf"}},
    {"ambitie", {"spreiding"}},
    {"waarden", {"halter"}},
    {"streefwaarden", {"staaf_liggend"}},
    {"samenhang", {"bos"}},
    {"evaluatie", {"proef", "lijn"}},
    {"evaluatie_balans", {"balans"}},
    {"evaluatie_overlap", {"overlap"}},
    {"evaluatie_manieren", {"bos"}},
    {"evaluatie_deelgroepen", {"bos"}},
    {"eigen_waarden", {"halter"}},
    {"stromen", {"stroom"}},
    {"kloof", {"staaf_liggend", "lijn"}},
    {"risico", {"staaf_liggend"}},
    {"verwacht", {"trechter", "staaf_liggend"}},
    {"landelijk", {"lijn"}},
    {"routes", {"lijn", "staaf_liggend"}},
    {"route", {"lijn", "staaf_liggend"}},
};

const char *const *ds_view_shapes_of(const char *kind) {
    static const char *const none[SHAPES] = {NULL};
    for (size_t i = 0; i < sizeof by_kind / sizeof *by_kind; i++)
        if (strcmp(by_kind[i].kind, kind) == 0) return by_kind[i].shapes;
    return none;
}

ds_say ds_view_shape_name(const char *code) {
    static const struct {
        const char *code;
        ds_say name;
    } names[] = {{"lijn", {"lijnen", "lines"}},
                 {"staaf", {"staven", "bars"}},
                 {"staaf_liggend", {"liggende staven", "lying bars"}},
                 {"gestapeld_liggend", {"gestapelde staven", "stacked bars"}},
                 {"klassen", {"gestapeld tot 100 %", "stacked to 100 %"}},
                 {"kwartielband", {"band van kwartielen", "band of quartiles"}},
                 {"histogram", {"histogram", "histogram"}},
                 {"spreiding", {"punten", "points"}},
                 {"halter", {"start, streef en nu", "start, target and now"}},
                 {"bos", {"punten met interval", "points with interval"}},
                 {"proef", {"twee groepen", "two groups"}},
                 {"balans", {"balans", "balance"}},
                 {"overlap", {"overlap", "overlap"}},
                 {"stroom", {"stromen", "flows"}},
                 {"trechter", {"trechter", "funnel"}},
                 {DS_VIEW_NO_FIGURE, {"alleen de tabel", "the table only"}}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].code, code) == 0) return names[i].name;
    return (ds_say){code, code};
}

bool ds_view_kind_is_counted(const char *kind) {
    static const char *const kinds[] = {"telling", "enquete", "vsv_maand", "routes", "route"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], kind) == 0) return true;
    return false;
}

/* Two groups in time are of one outcome: of more, one line would go through all of them. */
bool ds_view_shape_fits(const ds_view *view, const char *code) {
    const ds_view_index *index = view->index;
    if (strcmp(code, "proef") != 0) return true;
    for (size_t k = 0; k < view->breakdown->n_keys; k++) {
        size_t n = 0;
        for (size_t v = index->first[k]; v < index->first[k + 1]; v++)
            n += view->values[v];
        if (n > 1) return false;
    }
    return true;
}

/* Lines want years; of one or two years rows are compared. */
const char *ds_view_usual_shape(const ds_view *view) {
    const ds_view_breakdown *b = view->breakdown;
    size_t n_years = 0;
    for (size_t y = 0; y < b->n_years; y++)
        n_years += view->years[y];
    if (b->n_shapes == 0 || !ds_view_shape_fits(view, b->shapes[0].code)) return DS_VIEW_NO_FIGURE;
    if (n_years > 2 || strcmp(b->shapes[0].code, "lijn") != 0) return b->shapes[0].code;
    for (size_t i = 0; i < b->n_shapes; i++)
        if (strcmp(b->shapes[i].code, "staaf_liggend") == 0) return b->shapes[i].code;
    return b->shapes[0].code;
}
