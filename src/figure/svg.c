/* figure/svg.c: a figure as an <svg> element. See doorstroom/figure.h. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "figure/model.h"
#include "figure/text.h"

enum { SVG_MAX = 1 << 26, PREFIX_MAX = 64 };

static bool is_prefix(const char *prefix) {
    const char *const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const size_t size = prefix == NULL ? 0 : strlen(prefix);
    return size > 0 && size <= PREFIX_MAX && strchr(letters, prefix[0]) != NULL &&
           strspn(prefix, "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
               size;
}

static ds_status check_options(const ds_figure_options *o, ds_error *err) {
    const ds_status status =
        ds_error_version(err, "ds_figure_options", o->version, DS_FIGURE_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (!is_prefix(o->prefix))
        return ds_error_set(
            err, DS_USAGE,
            "het voorvoegsel van een figuur is een letter, gevolgd door letters, "
            "cijfers, - of _, samen hoogstens %d",
            "the prefix of a figure is a letter followed by letters, digits, - or _, "
            "at most %d together",
            (int)PREFIX_MAX);
    if (o->width != 0 && !(o->width >= 240 && o->width <= 2000))
        return ds_error_set(err, DS_USAGE, "de breedte van een figuur is van 240 tot 2000",
                            "the width of a figure is from 240 to 2000");
    return DS_OK;
}

static ds_status check_figure(const ds_figure *figure, ds_error *err) {
    if (figure == NULL || figure->lost || figure->texts.failed) return ds_error_memory(err);
    if (figure->wrong)
        return ds_error_set(err, DS_FAULT, "een figuur is niet heel: een verwijzing die er niet is",
                            "a figure is not whole: an index that is none");
    for (size_t i = 0; i < figure->n_panels; i++) {
        const ds_status status = check_figure(figure->panels[i], err);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

ds_status ds_figure_svg(const ds_figure *figure, const ds_figure_options *options,
                        const ds_sink *sink, ds_error *err) {
    ds_status status = check_options(options, err);
    const char *title, *about;
    ds_buffer out;
    if (status == DS_OK) status = check_figure(figure, err);
    if (status != DS_OK) return status;
    title = ds_say_text(figure->title, options->lang);
    about = ds_say_text(figure->description, options->lang);
    ds_buffer_init(&out, SVG_MAX);
    ds_buffer_addf(&out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ds-figure\" role=\"img\" "
                   "viewBox=\"0 0 700 100\" width=\"700\" height=\"100\" "
                   "aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">",
                   options->prefix, options->prefix, options->prefix);
    ds_figure_text_escape(&out, title, strlen(title));
    ds_buffer_addf(&out, "</title><desc id=\"%s-d\">", options->prefix);
    ds_figure_text_escape(&out, about, strlen(about));
    ds_buffer_add_string(&out, "</desc></svg>\n");
    status = ds_buffer_finish(&out, err);
    if (status == DS_OK) status = sink->put(sink->context, out.data, out.size, err);
    ds_buffer_done(&out);
    return status;
}

const char *ds_figure_css(void) {
    return "";
}
