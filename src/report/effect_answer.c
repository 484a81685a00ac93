/* report/effect_answer.c: the answer in words, above the tables: for each outcome the row of one
 * year, chosen by whom it can follow and never by what came out; then apart what is of everyone
 * beside a description, the descriptions, and the placebos. See effect_answer.h. */
#include "report/effect_answer.h"

#include <string.h>

/* ---- which rows ---- */

static bool is_twin(const ds_effect_block *block, const ds_effect_row *row) {
    for (size_t i = 0; i < block->n_rows; i++)
        if (block->rows[i].conditional && strcmp(block->rows[i].unconditional, row->outcome) == 0)
            return true;
    return false;
}

static answer_kind get_kind(const ds_effect_block *block, const ds_effect_row *row) {
    if (row->placebo) return ANSWER_PLACEBO;
    if (row->conditional) return ANSWER_DESCRIPTION;
    return is_twin(block, row) ? ANSWER_TWIN : ANSWER_MAIN;
}

/* The row of the outcome that stands first at first: its last year in which at least half of those
 * who took part in its fullest year can be followed. */
static const ds_effect_row *choose_row(const ds_effect_block *block, size_t first) {
    const ds_effect_row *rows = block->rows, *found = &rows[first];
    uint64_t most = 0;
    for (size_t i = first; i < block->n_rows; i++)
        if (strcmp(rows[i].outcome, rows[first].outcome) == 0 && rows[i].result.n_treated > most)
            most = rows[i].result.n_treated;
    for (size_t i = first; i < block->n_rows; i++)
        if (strcmp(rows[i].outcome, rows[first].outcome) == 0 && rows[i].year >= found->year &&
            2 * rows[i].result.n_treated >= most)
            found = &rows[i];
    return found;
}

static bool is_first_of_outcome(const ds_effect_block *block, size_t row) {
    for (size_t i = 0; i < row; i++)
        if (strcmp(block->rows[i].outcome, block->rows[row].outcome) == 0) return false;
    return true;
}

static bool has_unequal_placebo(const ds_effect_block *block) {
    for (size_t i = 0; i < block->n_rows; i++)
        if (block->rows[i].placebo && block->rows[i].result.p <= 0.05) return true;
    return false;
}

/* ---- the other years ---- */

static ds_say choose_years_text(uint64_t higher, uint64_t lower) {
    if (higher + lower == 0)
        return DS_SAY("In geen van de andere getoetste jaren ({0}) is een verschil aangetoond.",
                      "In none of the other years tested ({0}) a difference was shown.");
    if (lower == 0)
        return DS_SAY("In {1} van de andere getoetste jaren ({0}) is het aantoonbaar hoger.",
                      "In {1} of the other years tested ({0}) it was shown to be higher.");
    if (higher == 0)
        return DS_SAY("In {2} van de andere getoetste jaren ({0}) is het aantoonbaar lager.",
                      "In {2} of the other years tested ({0}) it was shown to be lower.");
    return DS_SAY(
        "In de andere getoetste jaren ({0}) is het {1} keer aantoonbaar hoger en {2} keer lager.",
        "In the other years tested ({0}) it was shown to be higher {1} times and lower {2} "
        "times.");
}

/* How many other years of the outcome say more than chance, in either direction; of those that can
 * be tested. */
static void say_other_years(answer *a) {
    const ds_effect_block *block = a->block;
    uint64_t n = 0, higher = 0, lower = 0;
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_row *row = &block->rows[i];
        effect_verdict verdict;
        if (row == a->row || strcmp(row->outcome, a->row->outcome) != 0) continue;
        verdict = ds_report_effect_judge(row);
        n += verdict == EFFECT_SHOWN || verdict == EFFECT_NOT_SHOWN;
        if (verdict != EFFECT_SHOWN) continue;
        if (row->result.difference > 0)
            higher++;
        else
            lower++;
    }
    {
        const ds_value values[] = {ds_value_count(n), ds_value_count(higher),
                                   ds_value_count(lower)};
        const ds_say text = ds_document_phrase(a->to, choose_years_text(higher, lower), values, 3);
        if (n > 0) ds_report_answer_add(a, "andere_jaren", text, false);
    }
}

static answer make_answer(const effect_writing *w, size_t first) {
    const ds_effect_row *row = choose_row(w->block, first);
    answer a = {.to = w->to,
                .block = w->block,
                .row = row,
                .kind = get_kind(w->block, row),
                .unequal = has_unequal_placebo(w->block)};
    ds_report_answer_judge(&a);
    say_other_years(&a);
    return a;
}

/* ---- for people ---- */

static ds_say name_answer(const answer *a) {
    const ds_effect_row *row = a->row;
    const ds_value values[] = {
        row->name[0] == '\0'
            ? ds_value_text(row->outcome)
            : ds_report_effect_words(ds_document_say(a->to, row->name, row->name_en)),
        ds_value_year(row->year), ds_report_effect_words(ds_report_answer_title(a))};
    if (row->year == DS_EFFECT_NO_YEAR || row->placebo)
        return ds_document_phrase(a->to, DS_SAY("{0}: {2}", "{0}: {2}"), values, 3);
    return ds_document_phrase(a->to, DS_SAY("{0}, jaar {1}: {2}", "{0}, year {1}: {2}"), values, 3);
}

/* The sentences of one kind as one paragraph: facts as they are, objections between semicolons. */
static ds_say join_sentences(const answer *a, bool against) {
    ds_say all = DS_SAY("", "");
    for (size_t i = 0; i < a->n; i++) {
        const ds_value values[] = {ds_report_effect_words(all),
                                   ds_report_effect_words(a->sentences[i].text)};
        if (a->sentences[i].against != against) continue;
        all = all.nl == NULL || all.nl[0] == '\0' ? a->sentences[i].text
              : against ? ds_document_phrase(a->to, DS_SAY("{0}; {1}", "{0}; {1}"), values, 2)
                        : ds_document_phrase(a->to, DS_SAY("{0} {1}", "{0} {1}"), values, 2);
    }
    return all;
}

static void add_answer(ds_document *to, const answer *a) {
    ds_document *part = ds_document_section(to, NULL, name_answer(a), DS_IN_PEOPLE);
    const ds_say against = join_sentences(a, true);
    const ds_value value = ds_report_effect_words(against);
    ds_document_text(part, DS_IN_PEOPLE, join_sentences(a, false));
    if (against.nl != NULL && against.nl[0] != '\0')
        ds_report_effect_line(
            part, DS_IN_PEOPLE,
            DS_SAY("Hiertegen in te brengen: {0}.", "To be held against it: {0}."), &value, 1);
}

static const ds_say kind_titles[] = {
    [ANSWER_MAIN] = {NULL, NULL},
    [ANSWER_TWIN] = {"van iedereen, naast een beschrijving hieronder",
                     "of everyone, beside a description below"},
    [ANSWER_DESCRIPTION] = {"beschrijvingen", "descriptions"},
    [ANSWER_PLACEBO] = {"ter controle: wat vóór de route ligt", "as a check: before the route"},
};

static void add_answers(const effect_writing *w, ds_document *to, answer_kind kind) {
    ds_document *part = NULL;
    for (size_t i = 0; i < w->block->n_rows; i++) {
        answer a;
        if (!is_first_of_outcome(w->block, i) || get_kind(w->block, &w->block->rows[i]) != kind)
            continue;
        a = make_answer(w, i);
        if (part == NULL)
            part = kind == ANSWER_MAIN
                       ? to
                       : ds_document_section(to, NULL, kind_titles[kind], DS_IN_PEOPLE);
        add_answer(part, &a);
    }
}

static void add_introduction(const effect_writing *w, ds_document *to) {
    ds_document_text(
        to, DS_IN_PEOPLE,
        is_match_block(w->block)
            ? DS_SAY("Wie meedeed naast vergelijkbare anderen. Dit is een vergelijking en geen "
                     "loting: wat niet gemeten is, kan ook verschillen. De marge van toeval bevat "
                     "in 95 van de 100 zulke vergelijkingen het verschil dat er zonder toeval was.",
                     "Those who took part beside comparable others. This is a comparison and no "
                     "lottery: what was not measured may differ too. The range of chance holds the "
                     "difference that there would be without chance in 95 of 100 such comparisons.")
            : DS_SAY("Wie meedeed naast vergelijkbare anderen, per uitkomst in het laatste jaar "
                     "waarin nog minstens de helft van de deelnemers te volgen is. Dit is een "
                     "vergelijking en geen loting: wat niet gemeten is, zoals motivatie, kan ook "
                     "verschillen. De marge van toeval bevat in 95 van de 100 zulke vergelijkingen "
                     "het verschil dat er zonder toeval was. Een procentpunt is het verschil "
                     "tussen bijvoorbeeld 12 % en 13 %. Alle jaren staan in de tabellen hieronder.",
                     "Those who took part beside comparable others, by outcome in the last year in "
                     "which at least half of those who took part can be followed. This is a "
                     "comparison and no lottery: what was not measured, such as motivation, may "
                     "differ too. The range of chance holds the difference that there would be "
                     "without chance in 95 of 100 such comparisons. A percentage point is the "
                     "difference between, for instance, 12 % and 13 %. All years stand in the "
                     "tables below."));
}

/* ---- for machines ---- */

static ds_value list_sentences(ds_document *to, const answer *a) {
    static const ds_field fields[] = {{.id = "code", .in = DS_IN_JSON},
                                      {.id = "ertegen", .in = DS_IN_JSON},
                                      {.id = "nl", .in = DS_IN_JSON},
                                      {.id = "en", .in = DS_IN_JSON}};
    ds_document *list = ds_document_record_list(to);
    ds_doc_table *table = ds_document_table(list, DS_IN_JSON, "zinnen", NO_SAY, fields, 4);
    for (size_t i = 0; i < a->n; i++) {
        const ds_value values[] = {
            ds_value_text(a->sentences[i].code), ds_value_flag(a->sentences[i].against),
            ds_value_text(a->sentences[i].text.nl), ds_value_text(a->sentences[i].text.en)};
        ds_doc_table_row(table, values);
    }
    return ds_value_record(list);
}

static void add_machine_answers(const effect_writing *w) {
    static const ds_field fields[] = {
        {.id = "outcome", .in = DS_IN_JSON}, {.id = "jaar", .in = DS_IN_JSON},
        {.id = "soort", .in = DS_IN_JSON},   {.id = "oordeel", .in = DS_IN_JSON},
        {.id = "zinnen", .in = DS_IN_JSON},
    };
    static const char *const kinds[] = {
        [ANSWER_MAIN] = "effect",
        [ANSWER_TWIN] = "van_iedereen",
        [ANSWER_DESCRIPTION] = "beschrijving",
        [ANSWER_PLACEBO] = "placebo",
    };
    ds_doc_table *table = ds_document_table(w->to, DS_IN_JSON, "antwoord", NO_SAY, fields, 5);
    for (size_t i = 0; i < w->block->n_rows; i++) {
        answer a;
        if (!is_first_of_outcome(w->block, i)) continue;
        a = make_answer(w, i);
        {
            const ds_value values[] = {
                ds_value_text(a.row->outcome),
                a.row->year == DS_EFFECT_NO_YEAR ? ds_value_none(DS_STATE_UNDEFINED)
                                                 : ds_value_year(a.row->year),
                ds_value_text(kinds[a.kind]),
                ds_value_text(ds_report_answer_code(ds_report_effect_judge(a.row))),
                list_sentences(w->to, &a)};
            ds_doc_table_row(table, values);
        }
    }
}

void ds_report_effect_answer(const effect_writing *w) {
    ds_document *to;
    if (w->block->n_rows == 0) return;
    add_machine_answers(w);
    to = ds_document_section(w->to, NULL, DS_SAY("het antwoord in woorden", "the answer in words"),
                             DS_IN_PEOPLE);
    add_introduction(w, to);
    for (int kind = 0; kind < ANSWER_KINDS; kind++)
        add_answers(w, to, (answer_kind)kind);
}
