/* web/dashboard/take.c: taking along what is seen: files of exactly that, its address, and a frame
 * for another site. See dashboard.h. */
#include <stdio.h>
#include <string.h>

#include "web/dashboard/dashboard.h"

static const struct {
    const char *form;
    bool of_figure, drawn; /* needs a figure; and somebody who draws */
    ds_say say;
} downloads[] = {{"csv", false, false, {"csv", "csv"}},
                 {"xlsx", false, false, {"Excel (xlsx)", "Excel (xlsx)"}},
                 {"json", false, false, {"json", "json"}},
                 {"svg", true, false, {"figuur als svg", "figure as svg"}},
                 {"png", true, true, {"figuur als png", "figure as png"}}};

static void add_downloads(ds_dash *dash, ds_web_page *page, const ds_view *view) {
    const bool has_figure = strcmp(ds_view_shape(view), DS_VIEW_NO_FIGURE) != 0;
    ds_web_paragraph(page, DS_SAY("Precies wat u hier ziet, als bestand:",
                                  "Exactly what you see here, as a file:"));
    ds_web_open(page, "ul", "class", "rij", NULL);
    for (size_t i = 0; i < sizeof downloads / sizeof *downloads; i++) {
        if (downloads[i].of_figure && !has_figure) continue;
        if (downloads[i].drawn && dash->site->pictures == NULL) continue;
        ds_web_open(page, "li", NULL);
        ds_web_open(page, "a", "href",
                    ds_dash_address(dash, ds_view_topic_of(view)->id, downloads[i].form,
                                    ds_view_query(view)),
                    "id", ds_dash_print(dash, "haal-%s", downloads[i].form), NULL);
        ds_web_say(page, downloads[i].say);
        ds_web_close(page);
        ds_web_close(page);
    }
    ds_web_close(page);
}

void ds_dash_copy_add(ds_web_page *page, const char *name, ds_say label, const char *text) {
    ds_web_open(page, "div", "class", "kopieer", NULL);
    ds_web_input_add(
        page, &(ds_web_input){.name = name, .label = label, .value = text, .is_readonly = true});
    ds_web_close(page);
}

void ds_dash_take_away_add(ds_dash *dash, ds_web_page *page, const ds_view *view) {
    const char *id = ds_view_topic_of(view)->id, *query = ds_view_query(view);
    ds_web_open(page, "section", "class", "mee", "aria-labelledby", "meenemen", NULL);
    ds_web_heading(page, 2, "meenemen", DS_SAY("Meenemen en delen", "Take along and share"));
    add_downloads(dash, page, view);
    if (dash->scope[0] == '\0') {
        ds_dash_copy_add(page, "deel",
                         DS_SAY("Adres van precies dit beeld", "Address of exactly this view"),
                         ds_dash_print(dash, "%s%s", dash->site->origin,
                                       ds_dash_address(dash, id, NULL, query)));
        ds_web_open(page, "p", NULL);
        ds_web_link_say(page, ds_dash_address(dash, id, "insluiten", query),
                        DS_SAY("Op een andere site insluiten", "Embed in another site"));
        ds_web_close(page);
    } else {
        ds_web_paragraph(page, DS_SAY("Deze cijfers zijn van uw eigen instelling of agenda. Wie er "
                                      "geen rol voor heeft, krijgt ze niet te zien.",
                                      "These figures are of your own institution or agenda. Who "
                                      "holds no role for it does not get to see them."));
    }
    ds_web_close(page);
}
