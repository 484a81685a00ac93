/* web/forms/findings.c: what is missing or wrong in a topic or in the whole, by how much it weighs,
 * each with a way to where it is. See forms.h. */
#include <stdio.h>

#include "web/forms/forms.h"

static void write_finding_link(const ds_desk_reason *reason, int64_t dossier, char out[480]) {
    char id[160], path[300];
    out[0] = '\0';
    ds_web_field_id(reason->path, id);
    if (dossier == 0) {
        if (reason->path[0] != '\0') (void)snprintf(out, 480, "#%s", id);
        return;
    }
    if (reason->topic[0] == '\0') return;
    ds_web_dossier_path(dossier, reason->topic, NULL, path);
    (void)snprintf(out, 480, "%s%s%s", path, reason->path[0] == '\0' ? "" : "#",
                   reason->path[0] == '\0' ? "" : id);
}

static void add_finding(ds_web_page *page, const ds_desk_reason *reason, int64_t dossier) {
    char href[480];
    write_finding_link(reason, dossier, href);
    ds_web_open(page, "li", NULL);
    if (href[0] != '\0')
        ds_web_link_say(page, href, reason->say);
    else
        ds_web_say(page, reason->say);
    ds_web_close(page);
}

void ds_web_findings_add(ds_web_page *page, const ds_desk_reason *reasons, size_t n,
                         int64_t dossier) {
    static const ds_say headings[] = {[DS_ERNST_MELDING] = {"Ter informatie", "For information"},
                                      [DS_ERNST_WAARSCHUWING] = {"Let op", "Attention"},
                                      [DS_ERNST_FOUT] = {"Nog niet goed", "Not right yet"}};
    for (int grade = DS_ERNST_FOUT; grade >= DS_ERNST_MELDING; grade--) {
        bool begun = false;
        for (size_t i = 0; i < n; i++) {
            if ((int)reasons[i].ernst != grade) continue;
            if (!begun) {
                ds_web_notice_begin(page, grade == DS_ERNST_MELDING ? DS_WEB_PLAIN : DS_WEB_WARN,
                                    headings[grade]);
                ds_web_open(page, "ul", NULL);
                begun = true;
            }
            add_finding(page, &reasons[i], dossier);
        }
        if (!begun) continue;
        ds_web_close(page);
        ds_web_notice_end(page);
    }
}
