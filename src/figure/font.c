/* figure/font.c: which font figures are set in, and where it lies. tools/font makes its files,
 * CMake has them made beside the program. */
#include "doorstroom/figure.h"

const ds_figure_fonts *ds_figure_font(void) {
    static const ds_figure_fonts fonts = {
        "Doorstroom Sans",
        "\"Doorstroom Sans\",Lato,\"Segoe UI\",\"Helvetica Neue\",Arial,sans-serif",
        "lettertype",
        "DoorstroomSans-Regular.ttf",
        "DoorstroomSans-Bold.ttf",
        "DoorstroomSans-Regular.woff2",
        "DoorstroomSans-Bold.woff2",
        "OFL.txt",
    };
    return &fonts;
}
