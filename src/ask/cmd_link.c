/* ask/cmd_link.c: doorstroom link LEFT RIGHT --on a,b: two registrations of the same thing side by
 * side, from files or from the register. */
#include "ask/question.h"
#include "base/number.h"
#include "base/text.h"

DS_ASK_FREES(ds_linked_done)

/* What was asked on the command line, beside what the library is asked. */
typedef struct link_arguments {
    const char *files[DS_LINK_SIDES];
    const char *year;
    bool list;
} link_arguments;

static ds_status link_and_answer(ds_question *q, const ds_link_options *options, bool list) {
    const ds_work *work = ds_question_work(q);
    ds_linked *linked = ds_question_room(q, sizeof *linked);
    ds_document *document = NULL;
    ds_status status;
    if (linked == NULL) return DS_FAULT;
    status = ds_work_link(work, options, linked, q->err);
    if (status == DS_OK) status = ds_report_link(linked, list, &document, q->err);
    ds_question_hold(q, linked, release_ds_linked_done);
    return ds_question_answer(q, document, status);
}

/* What does not go together. */
static ds_status check_link(ds_question *q, const link_arguments *a, ds_link_options *o) {
    int64_t year;
    o->left = a->files[DS_LINK_LEFT];
    o->right = a->files[DS_LINK_RIGHT];
    if (o->left == NULL) return ds_question_refuse(q, "welke bestanden?", "which files?", "");
    if (o->on == NULL)
        return ds_question_refuse(q, "geef --on: de kolommen die gelijk moeten zijn",
                                  "give --on: the columns that must be equal", "");
    if ((o->right == NULL) == (q->work_folder == NULL))
        return ds_question_refuse(q, "geef twee bestanden, of één en --register WERKMAP",
                                  "give two files, or one and --register WORKFOLDER", "");
    if (q->work_folder == NULL && (o->population != NULL || a->year != NULL || o->present_codes))
        return ds_question_refuse(
            q, "--population, --schooljaar en --present-codes horen bij --register",
            "--population, --schooljaar and --present-codes go with --register", "");
    if (a->year == NULL) return DS_OK;
    if (!ds_number_parse_integer(ds_text_of(a->year), &year) || year < 1 || year > 9999)
        return ds_question_refuse(q, "--schooljaar: verwacht een jaar, zoals 2022",
                                  "--schooljaar: expected a year, like 2022", "");
    o->schooljaar = (int)year;
    return DS_OK;
}

ds_status ds_cmd_link(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom link LINKS RECHTS --on instelling[,vestiging[,…]]\n"
        "doorstroom link LINKS --register WERKMAP --on instelling[,vestiging[,…]]\n\n"
        "Legt twee registraties van hetzelfde naast elkaar: wat staat in de ene, in de andere, in\n"
        "beide; naar de eerste kolom, naar de eerste twee, enzovoort. Heet een kolom rechts\n"
        "anders, schrijf dan links=rechts. Leeg en onbekend kunnen niet gevonden worden en zijn\n"
        "apart geteld.\n"
        "Voorbeelden:\n"
        "  doorstroom link dus-i.csv bron.sav --on brin=instelling,vestiging\n"
        "  doorstroom link dus-i.csv --register proef --on brin=instelling,vestiging --list\n"
        "  doorstroom link dus-i.csv --register proef --on instelling --schooljaar 2022 \\\n"
        "    --population \"route in ('vakmanschap2', 'technologie')\" --format csv";
    static const char usage_en[] =
        "doorstroom link LEFT RIGHT --on instelling[,vestiging[,…]]\n"
        "doorstroom link LEFT --register WORKFOLDER --on instelling[,vestiging[,…]]\n\n"
        "Lays two registrations of the same thing side by side: what is in the one, in the other,\n"
        "in both; by the first column, by the first two, and so on. Where the right has another\n"
        "name for a column, write left=right. Empty and onbekend cannot be found and are counted\n"
        "apart.\n"
        "Examples:\n"
        "  doorstroom link dus-i.csv bron.sav --on brin=instelling,vestiging\n"
        "  doorstroom link dus-i.csv --register trial --on brin=instelling,vestiging --list\n"
        "  doorstroom link dus-i.csv --register trial --on instelling --schooljaar 2022 \\\n"
        "    --population \"route in ('vakmanschap2', 'technologie')\" --format csv";
    ds_link_options o = {0};
    link_arguments a = {0};
    const ds_ask_option options[] = {
        {"--on", &o.on, NULL, "a,b=c", "de kolommen die gelijk moeten zijn",
         "the columns that must be equal"},
        {"--list", NULL, &a.list, NULL, "ook de lijst zelf; met csv in plaats van de aantallen",
         "the list itself too; with csv in place of the numbers"},
        {"--fold", NULL, &o.fold, NULL, "hoofdletters en kleine letters zijn gelijk",
         "capitals and small letters are equal"},
        {"--register", &q->work_folder, NULL, "WERKMAP", "rechts staat het register",
         "on the right stands the register"},
        {"--population", &o.population, NULL, "EXPR",
         "wie in het register meetelt (route is not null)",
         "who counts in the register (route is not null)"},
        {"--schooljaar", &a.year, NULL, "JAAR", "van welk schooljaar (het laatste)",
         "of which school year (the last)"},
        {"--present-codes", NULL, &o.present_codes, NULL,
         "instellingen onder de huidige codes, aan beide kanten",
         "institutions under present codes, on both sides"}};
    if (!ds_question_read(q, options, 7, a.files, DS_LINK_SIDES, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (check_link(q, &a, &o) != DS_OK) return DS_USAGE;
    return link_and_answer(q, &o, a.list);
}
