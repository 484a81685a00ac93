/* web/forms/findings.c: what is missing or wrong in a topic or in the whole, by how much it weighs,
 * each by the name of its field and with a way to it. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "web/forms/forms.h"

enum { FINDINGS_AT_ONCE = 6 }; /* more of one kind stand behind their number */

static const ds_desk_field *find_path(const ds_desk_dossier *dossier, const char *path) {
    if (path[0] == '\0') return NULL;
    for (size_t i = 0; i < dossier->n_topics; i++)
        for (size_t k = 0; k < dossier->topics[i].n_fields; k++)
            if (strcmp(dossier->topics[i].fields[k].path, path) == 0)
                return &dossier->topics[i].fields[k];
    return NULL;
}

void ds_web_field_name(const ds_desk_field *field, ds_lang lang, char *out, size_t size) {
    const char *row = ds_say_text(field->row_say, lang);
    (void)snprintf(out, size, "%.400s%s%.400s", row == NULL ? "" : row,
                   row == NULL || row[0] == '\0' ? "" : ", ", ds_say_text(field->field->say, lang));
}

static void write_finding_link(const ds_desk_reason *reason, int64_t dossier, bool here,
                               char out[480]) {
    char id[160], path[300];
    out[0] = '\0';
    ds_web_field_id(reason->path, id);
    if (here) {
        if (reason->path[0] != '\0') (void)snprintf(out, 480, "#%s", id);
        return;
    }
    if (reason->topic[0] == '\0') return;
    ds_web_dossier_path(dossier, reason->topic, NULL, path);
    (void)snprintf(out, 480, "%s%s%s", path, reason->path[0] == '\0' ? "" : "#",
                   reason->path[0] == '\0' ? "" : id);
}

static void add_finding(ds_web_page *page, const ds_desk_dossier *dossier,
                        const ds_desk_reason *reason, bool here) {
    const ds_desk_field *field = find_path(dossier, reason->path);
    char href[480], name[900] = "";
    write_finding_link(reason, dossier->task.id, here, href);
    if (field != NULL) ds_web_field_name(field, page->lang, name, sizeof name);
    ds_web_open(page, "li", NULL);
    if (href[0] != '\0') ds_web_open(page, "a", "href", href, NULL);
    if (name[0] != '\0') ds_web_textf(page, "%s: ", name);
    ds_web_say(page, reason->say);
    if (href[0] != '\0') ds_web_close(page);
    ds_web_close(page);
}

static void add_grade(ds_web_page *page, const ds_desk_dossier *dossier,
                      const ds_web_findings *findings, ds_ernst grade, size_t n) {
    static const ds_say headings[] = {[DS_ERNST_MELDING] = {"Nog in te vullen, of ter informatie",
                                                            "Still to fill in, or for information"},
                                      [DS_ERNST_WAARSCHUWING] = {"Let op", "Attention"},
                                      [DS_ERNST_FOUT] = {"Nog niet goed", "Not right yet"}};
    const size_t depth = page->depth;
    char count[24];
    const char *values[1] = {count};
    (void)snprintf(count, sizeof count, "%zu", n);
    ds_web_notice_begin(page, grade == DS_ERNST_MELDING ? DS_WEB_PLAIN : DS_WEB_WARN,
                        headings[grade]);
    if (n > FINDINGS_AT_ONCE) {
        ds_web_open(page, "details", NULL);
        ds_web_open(page, "summary", NULL);
        ds_web_say_with(page, DS_SAY("{0} punten", "{0} points"), values, 1);
        ds_web_close(page);
    }
    ds_web_open(page, "ul", NULL);
    for (size_t i = 0; i < findings->n; i++)
        if (findings->reasons[i].ernst == grade)
            add_finding(page, dossier, &findings->reasons[i], findings->here);
    ds_web_close(page);
    if (n > FINDINGS_AT_ONCE) ds_web_close(page);
    ds_web_notice_end(page);
    ds_web_close_to(page, depth);
}

void ds_web_findings_add(ds_web_page *page, const ds_desk_dossier *dossier,
                         const ds_web_findings *findings) {
    for (int grade = DS_ERNST_FOUT; grade >= DS_ERNST_MELDING; grade--) {
        size_t n = 0;
        for (size_t i = 0; i < findings->n; i++)
            n += (int)findings->reasons[i].ernst == grade;
        if (n > 0) add_grade(page, dossier, findings, (ds_ernst)grade, n);
    }
}
