/* work/inside/why_sentence.c: why a person counts, in one plain sentence. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "work/inside/person.h"

enum { VALUES_SHOWN = 4, YEARS_SHOWN = 8 };

const ds_node *ds_why_node(const ds_why *why, uint32_t node) {
    const ds_node *nodes = ds_definitions_nodes(why->set, NULL);
    while (nodes[node].op == DS_OP_SHIFT)
        node = ds_definitions_args(why->set)[nodes[node].first_arg];
    return &nodes[node];
}

const char *ds_why_text(const ds_why *why, uint32_t node, ds_document *document) {
    char *text = NULL;
    const char *kept = "";
    if (ds_definitions_print(why->set, node, false, &text, NULL) != DS_OK) {
        ds_document_fail(document);
        return "";
    }
    kept = ds_document_keep(document, text);
    ds_free(text);
    return kept == NULL ? "" : kept;
}

/* ---- the part that decided ---- */

static const char *word_of(const ds_person_part *part, bool dutch) {
    if (part->missing && !part->truth) return dutch ? "niet bekend" : "not known";
    if (!part->truth) return part->value;
    if (part->missing) return dutch ? "onbekend" : "unknown";
    if (strcmp(part->value, "ja") == 0) return dutch ? "waar" : "true";
    return dutch ? "onwaar" : "false";
}

/* " (leeftijd is 24)": the columns right below. */
static void put_values(const ds_why *why, const ds_person_year *year, size_t at, bool dutch,
                       ds_document *document, ds_buffer *to) {
    size_t shown = 0;
    for (size_t i = at + 1; i < year->n_parts && year->parts[i].depth > year->parts[at].depth;
         i++) {
        const ds_person_part *part = &year->parts[i];
        if (ds_why_node(why, part->node)->op != DS_OP_COLUMN || shown == VALUES_SHOWN) continue;
        ds_buffer_addf(to, "%s%s is %s", shown++ == 0 ? " (" : ", ",
                       ds_why_text(why, part->node, document), word_of(part, dutch));
    }
    if (shown > 0) ds_buffer_add_char(to, ')');
}

static void put_cause(const ds_why *why, const ds_person_year *year, bool dutch,
                      ds_document *document, ds_buffer *to) {
    if (year->cause == SIZE_MAX) return;
    ds_buffer_addf(to, "\"%s\" is %s", ds_why_text(why, year->parts[year->cause].node, document),
                   word_of(&year->parts[year->cause], dutch));
    put_values(why, year, year->cause, dutch, document, to);
}

/* ---- the sentence ---- */

static void put_uncovered(const ds_person_year *year, bool dutch, ds_buffer *to) {
    const size_t n = year->n_uncovered;
    for (size_t i = 0; i < n && i < YEARS_SHOWN; i++)
        ds_buffer_addf(to, "%s%d/%02d",
                       i == 0       ? ""
                       : i + 1 == n ? (dutch ? " en " : " and ")
                                    : ", ",
                       year->uncovered[i], (year->uncovered[i] + 1) % 100);
    if (n > YEARS_SHOWN) ds_buffer_add_string(to, ", …");
}

static void put_reason(const ds_why *why, const ds_person_year *year, bool dutch,
                       ds_document *document, ds_buffer *to) {
    switch (year->reason) {
    case DS_STAND_ABSENT:
        ds_buffer_addf(to,
                       dutch ? "op 1 oktober %d is er geen inschrijving"
                             : "there is no enrolment on 1 October %d",
                       year->schooljaar);
        break;
    case DS_STAND_UNCOVERED:
        ds_buffer_add_string(to, dutch ? "geen levering dekt dit schooljaar"
                                       : "no delivery covers this school year");
        break;
    case DS_STAND_HORIZON:
        ds_buffer_add_string(to, dutch ? "de definitie kijkt ook naar "
                                       : "the definition also looks at ");
        put_uncovered(year, dutch, to);
        ds_buffer_add_string(to, dutch ? ", en daarvan zijn geen leveringen"
                                       : ", of which there are no deliveries");
        break;
    default:
        put_cause(why, year, dutch, document, to);
    }
}

static const char *value_of_outcome(const ds_person_year *year) {
    for (size_t i = 0; i < year->n_parts; i++)
        if (year->parts[i].event) return year->parts[i].value;
    return "";
}

static void put_counted(const ds_why *why, const ds_person_year *year, bool dutch,
                        ds_document *document, ds_buffer *to) {
    const char *id = why->indicator.id;
    if (year->stand == DS_STAND_TELLER) {
        ds_buffer_addf(to,
                       dutch ? "telt in de teller en de noemer van %s: de populatie en de "
                               "gebeurtenis zijn waar"
                             : "counts in teller and noemer of %s: population and event are "
                               "true",
                       id);
    } else if (year->stand == DS_STAND_ONBEKEND) {
        ds_buffer_addf(to,
                       dutch ? "telt als onbekend van %s: de populatie is waar, maar "
                             : "counts in onbekend of %s, as unknown: the population is true, but ",
                       id);
        put_cause(why, year, dutch, document, to);
    } else if (why->indicator.numeric) {
        ds_buffer_addf(to, dutch ? "telt mee in %s, met waarde %s" : "counts in %s, with value %s",
                       id, value_of_outcome(year));
    } else {
        ds_buffer_addf(to,
                       dutch ? "telt alleen in de noemer van %s: de populatie is waar, maar "
                             : "counts in the noemer of %s only: the population is true, but ",
                       id);
        put_cause(why, year, dutch, document, to);
    }
}

static char *make_sentence(const ds_why *why, const ds_person_year *year, bool dutch,
                           ds_document *document) {
    const ds_text person = ds_trace_person(why->trace, ds_trace_place_of(why->trace));
    ds_buffer to;
    ds_buffer_init(&to, 1 << 16);
    ds_buffer_addf(&to, "%s %.*s, %d/%02d: ", dutch ? "Persoon" : "Person", (int)person.size,
                   person.data, year->schooljaar, (year->schooljaar + 1) % 100);
    if (year->reason == DS_STAND_COUNTS) {
        put_counted(why, year, dutch, document, &to);
    } else {
        ds_buffer_addf(&to, dutch ? "telt niet mee in %s, want " : "does not count in %s, for ",
                       why->indicator.id);
        put_reason(why, year, dutch, document, &to);
    }
    ds_buffer_add_char(&to, '.');
    return ds_buffer_take(&to);
}

ds_say ds_why_sentence(const ds_why *why, const ds_person_year *year, ds_document *document) {
    char *nl = make_sentence(why, year, true, document);
    char *en = make_sentence(why, year, false, document);
    ds_say say = {"", ""};
    if (nl == NULL || en == NULL)
        ds_document_fail(document);
    else
        say = ds_document_say(document, nl, en);
    ds_free(nl);
    ds_free(en);
    return say;
}
