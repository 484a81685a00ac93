/* web/page/block.c: notices, tags, task lists, tables, values and details. See layout.h. */
#include <stdio.h>

#include "web/page/layout.h"

void ds_web_heading(ds_web_page *page, unsigned level, const char *id, ds_say say) {
    static const char *const names[] = {"h1", "h2", "h3", "h4"};
    ds_web_open(page, names[level < 1 || level > 4 ? 3 : level - 1], "id", id, NULL);
    ds_web_say(page, say);
    ds_web_close(page);
}

void ds_web_paragraph(ds_web_page *page, ds_say say) {
    ds_web_element(page, "p", NULL, say);
}

void ds_web_link(ds_web_page *page, const char *href, const char *text) {
    ds_web_open(page, "a", "href", href, NULL);
    ds_web_text(page, text);
    ds_web_close(page);
}

void ds_web_link_say(ds_web_page *page, const char *href, ds_say say) {
    ds_web_link(page, href, ds_say_text(say, page->lang));
}

/* ---- notices and tags ---- */

static const char *class_of_notice(ds_web_tone tone) {
    static const char *const classes[] = {"melding", "melding goed", "melding bezig",
                                          "melding let-op", "melding fout"};
    return classes[tone];
}

void ds_web_notice_begin(ds_web_page *page, ds_web_tone tone, ds_say heading) {
    ds_web_open(page, "div", "class", class_of_notice(tone), "role",
                tone == DS_WEB_BAD    ? "alert"
                : tone == DS_WEB_GOOD ? "status"
                                      : NULL,
                NULL);
    ds_web_element(page, "h2", NULL, heading);
}

void ds_web_notice_end(ds_web_page *page) {
    ds_web_close(page);
}

void ds_web_notice(ds_web_page *page, ds_web_tone tone, ds_say heading, ds_say text) {
    ds_web_notice_begin(page, tone, heading);
    if (text.nl != NULL) ds_web_paragraph(page, text);
    ds_web_notice_end(page);
}

void ds_web_tag(ds_web_page *page, ds_web_tone tone, const char *text) {
    static const char *const classes[] = {"label", "label goed", "label bezig", "label let-op",
                                          "label fout"};
    ds_web_element_text(page, "strong", classes[tone], text);
}

/* ---- tasks ---- */

void ds_web_tasks_begin(ds_web_page *page, ds_say label) {
    ds_web_open(page, "ul", "class", "taken", "aria-label",
                label.nl == NULL ? NULL : ds_say_text(label, page->lang), NULL);
}

void ds_web_task_add(ds_web_page *page, const ds_web_task *task) {
    ds_web_open(page, "li", NULL);
    ds_web_open(page, "div", "class", "taak", NULL);
    if (task->href != NULL)
        ds_web_link(page, task->href, task->title);
    else
        ds_web_element_text(page, "span", NULL, task->title);
    if (task->hint != NULL) ds_web_element_text(page, "p", "noot", task->hint);
    ds_web_close(page);
    ds_web_tag(page, task->tone, task->tag);
    ds_web_close(page);
}

void ds_web_tasks_end(ds_web_page *page) {
    ds_web_close(page);
}

/* ---- tables ---- */

void ds_web_table_begin(ds_web_page *page, const char *id, const char *caption,
                        const ds_web_column *columns, size_t n) {
    char label[64];
    (void)snprintf(label, sizeof label, "%.48s-titel", id);
    ds_web_open(page, "div", "class", "breed", "role", "region", "tabindex", "0", "aria-labelledby",
                label, NULL);
    ds_web_open(page, "table", "id", id, NULL);
    ds_web_open(page, "caption", "id", label, NULL);
    ds_web_text(page, caption);
    ds_web_close(page);
    ds_web_open(page, "thead", NULL);
    ds_web_open(page, "tr", NULL);
    for (size_t i = 0; i < n; i++) {
        ds_web_open(page, "th", "scope", "col", "class", columns[i].is_numeric ? "n" : NULL, NULL);
        ds_web_element_text(page, "span", columns[i].is_hidden ? "sr" : NULL,
                            columns[i].text != NULL ? columns[i].text
                                                    : ds_say_text(columns[i].title, page->lang));
        ds_web_close(page);
    }
    ds_web_close(page);
    ds_web_close(page);
    ds_web_open(page, "tbody", NULL);
}

void ds_web_row_begin(ds_web_page *page) {
    ds_web_open(page, "tr", NULL);
}

void ds_web_cell_name(ds_web_page *page, const char *text) {
    ds_web_open(page, "th", "scope", "row", NULL);
    ds_web_text(page, text);
    ds_web_close(page);
}

void ds_web_cell_open(ds_web_page *page, bool is_numeric) {
    ds_web_open(page, "td", "class", is_numeric ? "n" : NULL, NULL);
}

void ds_web_cell(ds_web_page *page, const char *text) {
    ds_web_cell_open(page, false);
    ds_web_text(page, text);
    ds_web_close(page);
}

void ds_web_cell_number(ds_web_page *page, const char *text) {
    ds_web_cell_open(page, true);
    ds_web_text(page, text);
    ds_web_close(page);
}

void ds_web_row_end(ds_web_page *page) {
    ds_web_close(page);
}

void ds_web_table_end(ds_web_page *page) {
    ds_web_close(page);
    ds_web_close(page);
    ds_web_close(page);
}

/* ---- values and details ---- */

void ds_web_values_begin(ds_web_page *page) {
    ds_web_open(page, "dl", "class", "antwoorden", NULL);
}

void ds_web_value(ds_web_page *page, const char *name, const char *value, const char *href) {
    ds_web_open(page, "div", NULL);
    ds_web_element_text(page, "dt", NULL, name);
    ds_web_element_text(page, "dd", NULL, value);
    if (href != NULL) {
        ds_web_open(page, "dd", "class", "wijzig", NULL);
        ds_web_open(page, "a", "href", href, NULL);
        ds_web_say(page, DS_SAY("Wijzig", "Change"));
        ds_web_open(page, "span", "class", "sr", NULL);
        ds_web_textf(page, " %.400s", name);
        ds_web_close(page);
        ds_web_close(page);
        ds_web_close(page);
    }
    ds_web_close(page);
}

void ds_web_values_end(ds_web_page *page) {
    ds_web_close(page);
}

void ds_web_details_begin(ds_web_page *page, ds_say summary) {
    ds_web_open(page, "details", NULL);
    ds_web_element(page, "summary", NULL, summary);
    ds_web_open(page, "div", "class", "uitleg", NULL);
}

void ds_web_details_end(ds_web_page *page) {
    ds_web_close(page);
    ds_web_close(page);
}
