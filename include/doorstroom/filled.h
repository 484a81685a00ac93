/* doorstroom/filled.h, of report: a block of a recipe, filled from a release and nothing else: the
 * tables, figures, lists, definitions and words of a report.
 *
 * Numbers are those of the sheet that answers the block's question (ds_recipe_sheet), with all
 * digits; people see them rounded. Captions are made of the question and the facts, so that none
 * can be wrong; a title of the recipe's own replaces the caption, and what was made (years, unit,
 * n) stands below all the same. What is not shown is not in it: a hidden fact is a state, in no
 * figure a place, and in a sentence the words "niet getoond".
 *
 * Ownership: what is made is the document's, and borrows from block, sheet and release, which must
 * live as long. sheet NULL: the question is not in this release; release NULL: codes have our own
 * words only. Making never fails at once: as of all of a document, ds_document_finish tells.
 * Threads: as of a document. Cost: the facts of the sheet, times the logarithm of their number. */
#ifndef DOORSTROOM_FILLED_H
#define DOORSTROOM_FILLED_H

#include "doorstroom/document.h"
#include "doorstroom/recipe.h"
#include "doorstroom/release.h"

DS_BEGIN_DECLS

/* The block at the end of to: of any kind but DS_RECIPE_WORDS. One that cannot be filled stands
 * there with the reason. Returns whether it was filled. */
DS_API bool ds_filled_block(ds_document *to, const ds_recipe_block *block,
                            const ds_release_sheet *sheet, const ds_release *release);

/* The same, a kind each. A table: rows are told apart by the sheet's keys that are not the same in
 * all facts, columns are years, measures and classes; wide ones are split. */
DS_API bool ds_filled_table(ds_document *to, const ds_recipe_block *block,
                            const ds_release_sheet *sheet, const ds_release *release);
/* By the block's soort (ds_filled_shapes), else by what the sheet is; with its table. */
DS_API bool ds_filled_figure(ds_document *to, const ds_recipe_block *block,
                             const ds_release_sheet *sheet, const ds_release *release);
/* soort stijgers_dalers (what rose and what fell, by at least drempel points, where the interval
 * says so), uitersten (lowest and highest), or drempel (what is at or above drempel). */
DS_API bool ds_filled_list(ds_document *to, const ds_recipe_block *block,
                           const ds_release_sheet *sheet, const ds_release *release);
/* Of the definition that id or indicator names: its text and version, its file's lines one step
 * away. release NULL: it cannot be filled. */
DS_API bool ds_filled_definition(ds_document *to, const ds_recipe_block *block,
                                 const ds_release *release);
/* A number from elsewhere, marked as quoted, with its source. */
DS_API bool ds_filled_quoted(ds_document *to, const ds_recipe_block *block);

/* What a figure's or list's soort may be; static. */
DS_API const char *const *ds_filled_shapes(size_t *out_n);

/* ---- words ---- */

/* The words of a pair of braces: a clause without capital and full stop (Dutch verb first: "daalde
 * het percentage van 6,4 naar 6,1"; English subject first), with vorm=zin a whole sentence; of the
 * rules that name a number or group, a noun. Never NULL, and usable in a sentence in each of its
 * states. No rule says that something rose, fell, differs or hangs together unless the interval
 * and the test beside it carry that. */
DS_API ds_say ds_filled_words(ds_document *to, const ds_recipe_block *block,
                              const ds_release_sheet *sheet, const ds_release *release);

/* The names of the rules, as in braces; static. */
DS_API const char *const *ds_words_rules(size_t *out_n);

/* One line of the table of all words: what a rule says in which case. {names} are numbers and
 * names: {wat}, {toen}, {nu}, … docs/woorden.md lists them. */
typedef struct ds_words_case {
    const char *rule, *code;
    ds_say when;     /* in words: in which case */
    const char *nl;  /* the clause */
    const char *zin; /* the Dutch sentence; NULL: the clause with a capital and a full stop */
    const char *en;  /* the clause; the sentence is it with a capital and a full stop */
} ds_words_case;
DS_API const ds_words_case *ds_words_cases(size_t *out_n);

DS_END_DECLS

#endif
