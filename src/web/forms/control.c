/* web/forms/control.c: a field of a form as what people fill it in with: by its kind, and by
 * nothing else. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "web/forms/forms.h"

enum { RADIOS_MOST = 8, CHOICES_MAX = 2000, PATH_ROOM = 220 };

/* What belongs to its label: "(verplicht)" is said of fields that must, since most need not. */
static void write_label(const ds_web_page *page, const ds_web_control *control, char *out,
                        size_t size) {
    const ds_desk_field *field = control->field;
    const char *name = ds_say_text(field->field->say, page->lang);
    if (control->row_text != NULL)
        (void)snprintf(out, size, "%s: %s", control->row_text, name);
    else
        (void)snprintf(out, size, "%s%s", name,
                       !field->required || !field->may_fill ? ""
                       : page->lang == DS_NL                ? " (verplicht)"
                                                            : " (required)");
}

static ds_say usage_of_kind(ds_veld_soort kind) {
    switch (kind) {
    case DS_VELD_DATUM:
        return DS_SAY("Bijvoorbeeld 31-12-2025.", "For example 31-12-2025.");
    case DS_VELD_SCHOOLJAAR:
        return DS_SAY("Bijvoorbeeld 2024/2025.", "For example 2024/2025.");
    case DS_VELD_BEDRAG:
        return DS_SAY("In euro's, bijvoorbeeld 1.250.000 of 12,50.",
                      "In euros, for example 1,250,000 or 12.50.");
    case DS_VELD_BRIN:
        return DS_SAY("Vier tekens, bijvoorbeeld 01AB.", "Four characters, such as 01AB.");
    case DS_VELD_VESTIGING:
        return DS_SAY("Bijvoorbeeld 01AB00.", "For example 01AB00.");
    default:
        return (ds_say){NULL, NULL};
    }
}

/* The explanation, how it is written, and last year's answer. */
static void write_hint(const ds_web_page *page, const ds_desk_field *field, bool in_table,
                       char *out, size_t size) {
    const ds_say usage = in_table ? (ds_say){NULL, NULL} : usage_of_kind(field->field->soort);
    const char *parts[3] = {
        field->field->uitleg.nl == NULL || in_table ? ""
                                                    : ds_say_text(field->field->uitleg, page->lang),
        usage.nl == NULL ? "" : ds_say_text(usage, page->lang), field->previous};
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < 3 && at < size; i++)
        if (parts[i] != NULL && parts[i][0] != '\0')
            at += (size_t)snprintf(out + at, size - at, "%s%s%s", at > 0 ? " " : "",
                                   i < 2                 ? ""
                                   : page->lang == DS_NL ? "Vorig jaar: "
                                                         : "Last year: ",
                                   parts[i]);
}

/* ---- choices ---- */

static bool is_among(const char *codes, const char *code) {
    const size_t size = strlen(code);
    while (*codes != '\0') {
        const size_t n = strcspn(codes, ";");
        if (n == size && memcmp(codes, code, n) == 0) return true;
        codes += n + (codes[n] == ';');
    }
    return false;
}

static size_t make_choices(const ds_web_page *page, const ds_web_control *control,
                           ds_web_choice *out, size_t most) {
    const ds_veld *field = control->field->field;
    const char *value = control->typed != NULL ? control->typed : control->field->value;
    size_t n = 0;
    if (field->soort == DS_VELD_JA_NEE) {
        out[0] = (ds_web_choice){"ja", page->lang == DS_NL ? "Ja" : "Yes", NULL,
                                 strcmp(value, "ja") == 0};
        out[1] = (ds_web_choice){"nee", page->lang == DS_NL ? "Nee" : "No", NULL,
                                 strcmp(value, "nee") == 0};
        return 2;
    }
    for (size_t i = 0; field->list != NULL && i < field->list->n_rows && n < most; i++) {
        const ds_lijst_rij *row = &field->list->rows[i];
        out[n++] = (ds_web_choice){row->code, ds_say_text(row->say, page->lang), NULL,
                                   is_among(value, row->code)};
    }
    return n;
}

/* A form that is sent says of a field with boxes that it was there, though none is ticked. */
static void add_choice_field(ds_web_page *page, const ds_web_control *control,
                             const ds_web_input *input) {
    const ds_veld *field = control->field->field;
    ds_web_choice *choices = ds_calloc(CHOICES_MAX, sizeof *choices);
    const size_t n = choices == NULL ? 0 : make_choices(page, control, choices, CHOICES_MAX);
    if (choices == NULL) {
        page->out->failed = DS_FAULT;
        return;
    }
    if (field->soort == DS_VELD_MEERKEUZE) {
        ds_web_hidden(page, input->name, "");
        ds_web_checks_add(page, input, choices, n);
    } else if (n <= RADIOS_MOST && control->row_text == NULL) {
        ds_web_hidden(page, input->name, "");
        ds_web_radios_add(page, input, choices, n);
    } else {
        ds_web_select_add(page, input, choices, n);
    }
    ds_free(choices);
}

/* ---- lines and numbers ---- */

static void set_look(const ds_web_page *page, const ds_veld *field, ds_web_input *input) {
    input->after = field->unit.nl == NULL ? NULL : ds_say_text(field->unit, page->lang);
    switch (field->soort) {
    case DS_VELD_BEDRAG:
        input->before = "\xE2\x82\xAC";
        input->after = NULL;
        input->inputmode = "decimal";
        input->width = 20;
        break;
    case DS_VELD_PROCENT:
        input->after = "%";
        input->inputmode = "decimal";
        input->width = 10;
        break;
    case DS_VELD_GETAL:
        input->inputmode = "decimal";
        input->width = 10;
        break;
    case DS_VELD_GEHEEL:
    case DS_VELD_JAAR:
        input->inputmode = "numeric";
        input->width = 10;
        break;
    case DS_VELD_DATUM:
    case DS_VELD_SCHOOLJAAR:
    case DS_VELD_BRIN:
    case DS_VELD_VESTIGING:
        input->width = 10;
        break;
    default:
        break;
    }
}

static bool has_choices(ds_veld_soort kind) {
    return kind == DS_VELD_JA_NEE || kind == DS_VELD_KEUZE || kind == DS_VELD_MEERKEUZE;
}

/* What may not be filled in is read: name and value. */
static void add_read_only(ds_web_page *page, const ds_web_control *control, const char *label) {
    const char *text = control->field->prefill.is ? "" : control->field->text;
    if (control->row_text == NULL) ds_web_element_text(page, "p", "naam-veld", label);
    if (control->field->prefill.is) {
        ds_web_prefill_add(page, control->field);
        return;
    }
    ds_web_open(page, "p", "class", "waarde", NULL);
    if (text[0] == '\0')
        ds_web_say(page, DS_SAY("niet ingevuld", "not filled in"));
    else
        ds_web_text(page, text);
    ds_web_close(page);
}

void ds_web_control_add(ds_web_page *page, const ds_web_control *control) {
    const ds_desk_field *field = control->field;
    char label[700], hint[1600];
    ds_web_input input = {.name = field->path,
                          .label_text = label,
                          .is_required = field->required,
                          .is_label_hidden = false,
                          .described_by = control->note_id};
    write_label(page, control, label, sizeof label);
    write_hint(page, field, control->row_text != NULL, hint, sizeof hint);
    if (hint[0] != '\0') input.hint_text = hint;
    if (!field->may_fill || field->field->soort == DS_VELD_GETOOND) {
        add_read_only(page, control, label);
        return;
    }
    input.is_label_hidden = control->row_text != NULL;
    input.value = control->typed != NULL ? control->typed : field->text;
    input.autocomplete = "off";
    if (has_choices(field->field->soort)) {
        add_choice_field(page, control, &input);
    } else if (field->field->soort == DS_VELD_VRIJ) {
        input.rows = control->row_text != NULL ? 3 : 6;
        ds_web_lines_add(page, &input);
    } else {
        set_look(page, field->field, &input);
        ds_web_input_add(page, &input);
    }
}

/* ---- what is known beforehand ---- */

static void add_source(ds_web_page *page, const ds_desk_prefill *prefill) {
    if (prefill->definition.nl == NULL && prefill->source.nl == NULL) return;
    ds_web_details_begin(page, DS_SAY("Wat is dit?", "What is this?"));
    if (prefill->definition.nl != NULL) ds_web_paragraph(page, prefill->definition);
    if (prefill->source.nl != NULL) {
        ds_web_open(page, "p", "class", "bron", NULL);
        ds_web_say(page, DS_SAY("Bron: ", "Source: "));
        ds_web_say(page, prefill->source);
        ds_web_close(page);
    }
    ds_web_details_end(page);
}

void ds_web_prefill_add(ds_web_page *page, const ds_desk_field *field) {
    const ds_desk_prefill *prefill = &field->prefill;
    if (!prefill->is) return;
    ds_web_open(page, "p", "class", "waarde", NULL);
    if (prefill->text.nl != NULL) ds_web_say(page, prefill->text);
    ds_web_close(page);
    if (prefill->why.nl != NULL) ds_web_element(page, "p", "noot", prefill->why);
    add_source(page, prefill);
}
