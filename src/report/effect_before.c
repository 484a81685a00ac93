/* report/effect_before.c: before and after of the outcomes of an evaluation, as a part of its
 * document. See effect.h and did.h. */
#include <string.h>

#include "report/did.h"
#include "report/effect.h"

static bool was_before_shown(const ds_effect_block *block, size_t row) {
    for (size_t i = 0; i < row; i++)
        if (block->rows[i].before_after != NULL &&
            strcmp(block->rows[i].outcome, block->rows[row].outcome) == 0)
            return true;
    return false;
}

static ds_say make_before_title(ds_document *to, const ds_effect_row *row) {
    const ds_value values[] = {ds_value_text(row->outcome), ds_value_year(row->year),
                               ds_value_text(row->share ? " (%)" : "")};
    return ds_document_phrase(to,
                              DS_SAY("voor en na de start op een vestiging: {0}, jaar {1}{2}",
                                     "before and after the start at a vestiging: {0}, year {1}{2}"),
                              values, 3);
}

/* Who takes part in another route is no control and not in the cells; the others there are. */
static void say_other_routes(ds_document *to) {
    ds_document_remark(
        to, DS_NOTE_MIND, "voor_en_na_andere_routes",
        DS_SAY("voor en na: wie deelnemer noch controle is (zoals wie een andere route doet) telt "
               "niet mee, en een vestiging met alleen een andere route geldt als een waar deze "
               "niet begint: werkt die ook, dan is het verschil hier vertekend",
               "before and after: who is neither treated nor a control (as who does another route) "
               "does not count, and a vestiging with another route only is one where this one "
               "does not begin: where that works too, the difference here is biased"));
}

/* On a terminal the first year of each outcome. */
void ds_report_effect_before(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    ds_document *list = NULL;
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_row *row = &block->rows[i];
        const unsigned in =
            was_before_shown(block, i) ? DS_IN_ALL & ~(unsigned)DS_IN_SCREEN : DS_IN_ALL;
        if (row->before_after == NULL) continue;
        if (list == NULL) {
            say_other_routes(w->to);
            list = ds_document_list(w->to, "voor_en_na", NO_SAY, DS_IN_ALL);
        }
        ds_report_did_row(ds_document_section(list, NULL, make_before_title(list, row), in),
                          row->before_after, block->id, DS_IN_NAMED);
    }
}
