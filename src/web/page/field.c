/* web/page/field.c: the fields of a form. See form.h. */
#include <stdio.h>
#include <string.h>

#include "web/page/form.h"

enum { ID_SIZE = 160 };

void ds_web_field_id(const char *name, char out[160]) {
    size_t n = 2;
    memcpy(out, "v-", 2);
    for (; *name != '\0' && n < ID_SIZE - 24; name++) {
        const char c = *name;
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        out[n++] = plain ? c : '-';
    }
    out[n] = '\0';
}

/* The ids that belong to a field, and what is wrong with it. */
typedef struct field_ids {
    char id[ID_SIZE], hint[ID_SIZE], problem[ID_SIZE];
    char described[3 * ID_SIZE]; /* "": by nothing */
    const char *wrong;           /* NULL: nothing */
} field_ids;

static const char *hint_of(const ds_web_page *page, const ds_web_input *input) {
    if (input->hint_text != NULL) return input->hint_text;
    return input->hint.nl == NULL ? NULL : ds_say_text(input->hint, page->lang);
}

static field_ids ids_of(const ds_web_page *page, const ds_web_input *input) {
    const char *field = input->field != NULL ? input->field : input->name;
    field_ids ids = {.wrong = ds_web_problem_of(page->problems, field)};
    const bool hint = hint_of(page, input) != NULL;
    ds_web_field_id(field, ids.id);
    (void)snprintf(ids.hint, sizeof ids.hint, "%.140s-uitleg", ids.id);
    (void)snprintf(ids.problem, sizeof ids.problem, "%.140s-fout", ids.id);
    (void)snprintf(ids.described, sizeof ids.described, "%s%s%s%s%.150s", hint ? ids.hint : "",
                   hint ? " " : "", ids.wrong != NULL ? ids.problem : "",
                   ids.wrong != NULL ? " " : "",
                   input->described_by == NULL ? "" : input->described_by);
    return ids;
}

static void add_label_text(ds_web_page *page, const ds_web_input *input) {
    ds_web_text(page, input->label_text != NULL ? input->label_text
                                                : ds_say_text(input->label, page->lang));
}

static void add_hint(ds_web_page *page, const ds_web_input *input, const field_ids *ids) {
    const char *hint = hint_of(page, input);
    if (hint != NULL) {
        ds_web_open(page, "p", "class", "hint", "id", ids->hint, NULL);
        ds_web_text(page, hint);
        ds_web_close(page);
    }
    if (ids->wrong != NULL) {
        ds_web_open(page, "p", "class", "fout-tekst", "id", ids->problem, NULL);
        ds_web_open(page, "span", "class", "sr", NULL);
        ds_web_say(page, DS_SAY("Fout: ", "Error: "));
        ds_web_close(page);
        ds_web_text(page, ids->wrong);
        ds_web_close(page);
    }
}

static void begin_field(ds_web_page *page, const ds_web_input *input, const field_ids *ids) {
    ds_web_open(page, "div", "class", ids->wrong != NULL ? "veld met-fout" : "veld", NULL);
    ds_web_open(page, "label", "for", ids->id, "class", input->is_label_hidden ? "sr" : NULL, NULL);
    add_label_text(page, input);
    ds_web_close(page);
    add_hint(page, input, ids);
}

static const char *class_of_width(unsigned width) {
    if (width == 0) return NULL;
    if (width <= 5) return "b5";
    if (width <= 10) return "b10";
    return width <= 20 ? "b20" : "b30";
}

static void add_unit(ds_web_page *page, const char *unit) {
    if (unit == NULL) return;
    ds_web_open(page, "span", "class", "maat", "aria-hidden", "true", NULL);
    ds_web_text(page, unit);
    ds_web_close(page);
}

static const char *described_of(const field_ids *ids) {
    return ids->described[0] == '\0' ? NULL : ids->described;
}

void ds_web_input_add(ds_web_page *page, const ds_web_input *input) {
    const field_ids ids = ids_of(page, input);
    const bool unit = input->before != NULL || input->after != NULL;
    begin_field(page, input, &ids);
    if (unit) ds_web_open(page, "div", "class", "met-maat", NULL);
    add_unit(page, input->before);
    ds_web_single(page, "input", "type", input->type == NULL ? "text" : input->type, "id", ids.id,
                  "name", input->name, "value", input->value == NULL ? "" : input->value, "class",
                  class_of_width(input->width), "autocomplete", input->autocomplete, "inputmode",
                  input->inputmode, "required", input->is_required ? "" : NULL, "readonly",
                  input->is_readonly ? "" : NULL, "aria-invalid", ids.wrong != NULL ? "true" : NULL,
                  "aria-describedby", described_of(&ids), NULL);
    add_unit(page, input->after);
    if (unit) ds_web_close(page);
    ds_web_close(page);
}

void ds_web_lines_add(ds_web_page *page, const ds_web_input *input) {
    const field_ids ids = ids_of(page, input);
    char rows[16];
    (void)snprintf(rows, sizeof rows, "%u", input->rows == 0 ? 5 : input->rows);
    begin_field(page, input, &ids);
    ds_web_open(page, "textarea", "id", ids.id, "name", input->name, "rows", rows, "required",
                input->is_required ? "" : NULL, "readonly", input->is_readonly ? "" : NULL,
                "aria-invalid", ids.wrong != NULL ? "true" : NULL, "aria-describedby",
                described_of(&ids), NULL);
    /* A reader of html drops one line end at the beginning. */
    ds_buffer_add_char(page->out, '\n');
    ds_web_text(page, input->value == NULL ? "" : input->value);
    ds_web_close(page);
    ds_web_close(page);
}

void ds_web_file_add(ds_web_page *page, const ds_web_input *input) {
    const field_ids ids = ids_of(page, input);
    begin_field(page, input, &ids);
    ds_web_single(page, "input", "type", "file", "id", ids.id, "name", input->name, "accept",
                  input->accept, "multiple", input->is_multiple ? "" : NULL, "aria-invalid",
                  ids.wrong != NULL ? "true" : NULL, "aria-describedby", described_of(&ids), NULL);
    ds_web_close(page);
}

void ds_web_select_add(ds_web_page *page, const ds_web_input *input, const ds_web_choice *choices,
                       size_t n) {
    const field_ids ids = ids_of(page, input);
    begin_field(page, input, &ids);
    ds_web_open(page, "select", "id", ids.id, "name", input->name, "required",
                input->is_required ? "" : NULL, "aria-invalid", ids.wrong != NULL ? "true" : NULL,
                "aria-describedby", described_of(&ids), NULL);
    if (!input->is_always_chosen) {
        ds_web_open(page, "option", "value", "", NULL);
        ds_web_close(page);
    }
    for (size_t i = 0; i < n; i++) {
        ds_web_open(page, "option", "value", choices[i].value, "selected",
                    choices[i].is_chosen ? "" : NULL, NULL);
        ds_web_text(page, choices[i].text);
        ds_web_close(page);
    }
    ds_web_close(page);
    ds_web_close(page);
}

/* ---- several to choose from ---- */

/* The first has the id of the field itself, so that the list of problems leads there. */
static void add_choice(ds_web_page *page, const char *type, const ds_web_input *input,
                       const field_ids *ids, const ds_web_choice *choice, size_t k) {
    char id[ID_SIZE], hint[ID_SIZE];
    if (k == 0)
        (void)snprintf(id, sizeof id, "%s", ids->id);
    else
        (void)snprintf(id, sizeof id, "%.130s-%zu", ids->id, k + 1);
    (void)snprintf(hint, sizeof hint, "%.140s-keuze", id);
    ds_web_open(page, "div", "class", "keuze", NULL);
    ds_web_single(page, "input", "type", type, "id", id, "name", input->name, "value",
                  choice->value, "checked", choice->is_chosen ? "" : NULL, "aria-describedby",
                  choice->hint == NULL ? NULL : hint, NULL);
    ds_web_open(page, "label", "for", id, NULL);
    ds_web_text(page, choice->text);
    ds_web_close(page);
    if (choice->hint != NULL) {
        ds_web_open(page, "p", "class", "hint", "id", hint, NULL);
        ds_web_text(page, choice->hint);
        ds_web_close(page);
    }
    ds_web_close(page);
}

static void add_choices(ds_web_page *page, const char *type, const ds_web_input *input,
                        const ds_web_choice *choices, size_t n) {
    const field_ids ids = ids_of(page, input);
    ds_web_open(page, "fieldset", "class", ids.wrong != NULL ? "veld met-fout" : "veld",
                "aria-describedby", described_of(&ids), NULL);
    ds_web_open(page, "legend", "class", input->is_label_hidden ? "sr" : NULL, NULL);
    add_label_text(page, input);
    ds_web_close(page);
    add_hint(page, input, &ids);
    for (size_t i = 0; i < n; i++)
        add_choice(page, type, input, &ids, &choices[i], i);
    ds_web_close(page);
}

void ds_web_radios_add(ds_web_page *page, const ds_web_input *input, const ds_web_choice *choices,
                       size_t n) {
    add_choices(page, "radio", input, choices, n);
}

void ds_web_checks_add(ds_web_page *page, const ds_web_input *input, const ds_web_choice *choices,
                       size_t n) {
    add_choices(page, "checkbox", input, choices, n);
}
