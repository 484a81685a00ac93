/* examples/figure.c: a chart of your own numbers as SVG, on standard output.
 *
 *   figure >chart.svg */
#include <doorstroom/doorstroom.h>
#include <stdio.h>

static ds_status print_bytes(void *context, const char *data, size_t size, ds_error *err) {
    (void)err;
    return fwrite(data, 1, size, context) == size ? DS_OK : DS_FAULT;
}

int main(void) {
    static const char *const levels[] = {"niveau 2", "niveau 3", "niveau 4"};
    static const double shares[] = {11.2, 4.9, 3.6};
    const ds_sink sink = {stdout, print_bytes};
    ds_figure_options how = DS_FIGURE_OPTIONS_INIT;
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    ds_error err;
    ds_figure *figure = ds_figure_new(DS_FIGURE_BAR, DS_SAY("Vsv naar niveau", "Leavers by level"),
                                      DS_SAY("Het meest op niveau 2.", "Most at level 2."));
    axis.unit = DS_SAY("%", "%");
    ds_figure_set_axis(figure, DS_SIDE_Y, &axis);
    (void)ds_figure_add_series(figure, DS_SAY("2023/24", "2023/24"), DS_ROLE_NONE);
    for (size_t i = 0; i < 3; i++) {
        (void)ds_figure_add_category(figure, DS_SAY(levels[i], levels[i]));
        ds_figure_add_value(figure, 0, i, shares[i], i == 1 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN,
                            DS_SAY(NULL, NULL));
    }
    how.lang = DS_EN;
    how.styled = true; /* a file of its own: with its style in it */
    ds_status status = ds_figure_svg(figure, &how, &sink, &err);
    if (status != DS_OK) (void)fprintf(stderr, "%s\n", err.en);
    ds_figure_free(figure);
    return (int)status;
}
