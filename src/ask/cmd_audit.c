/* ask/cmd_audit.c: doorstroom audit TABLE…: what does not add up in published tables and a text;
 * audit --attack FOLDER: what they give away. */
#include "ask/question.h"
#include "doorstroom/outside.h"

DS_ASK_FREES(ds_attacked_done)
DS_ASK_FREES(ds_outside_audited_done)

enum { MINIMUM_MOST = 1000, TABLES_MOST = 64 };

/* *found: whether anything was. */
static ds_status attack_and_answer(ds_question *q, const ds_outside_attack_options *options,
                                   bool *found) {
    ds_attacked *attacked = ds_question_room(q, sizeof *attacked);
    ds_document *document = NULL;
    ds_status status;
    if (attacked == NULL) return DS_FAULT;
    status = ds_outside_attack(options, attacked, q->err);
    if (status != DS_OK) return status;
    *found = attacked->findings.n > 0;
    status = ds_report_attack(attacked, &document, q->err);
    ds_question_hold(q, attacked, release_ds_attacked_done);
    return ds_question_answer(q, document, status);
}

static ds_status audit_and_answer(ds_question *q, const ds_outside_audit_options *options,
                                  bool *found) {
    ds_outside_audited *audited = ds_question_room(q, sizeof *audited);
    ds_document *document = NULL;
    ds_status status;
    if (audited == NULL) return DS_FAULT;
    status = ds_outside_audit(options, audited, q->err);
    if (status != DS_OK) return status;
    *found = audited->text.n_claims > 0;
    for (size_t i = 0; i < audited->n_tables; i++)
        *found = *found || audited->tables[i].result.n_findings > 0;
    status = ds_report_audit(audited, &document, q->err);
    ds_question_hold(q, audited, release_ds_outside_audited_done);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_audit(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom audit TABEL|MAP… [--description BESTAND] [--text BESTAND]\n"
        "doorstroom audit --attack MAP [--minimum N]\n\n"
        "Wat er in gepubliceerde tabellen niet klopt, hoe er ook is afgerond: totalen die niet de "
        "som\n"
        "zijn van hun delen, percentages die geen gehele getallen geven, noemers die niet "
        "optellen,\n"
        "verschillen en aandelen die niet volgen. Wat een kolom is, zegt haar naam, of een\n"
        "beschrijving (docs/audit.md). Met --text ook de getallen in een tekst die niet staan in "
        "de\n"
        "tabel die de alinea noemt.\n"
        "Met --attack de aanvaller: wat van verborgen tellingen is uit te rekenen met alle csv in\n"
        "een map, samen; een vrijgave.json telt mee (docs/onthulling.md).\n"
        "Eindigt met 0 als er niets is gevonden, met 1 als er iets is gevonden.\n"
        "Voorbeeld: doorstroom audit tabel_4_1_vsv.csv --text verslag.md";
    static const char usage_en[] =
        "doorstroom audit TABLE|FOLDER… [--description FILE] [--text FILE]\n"
        "doorstroom audit --attack FOLDER [--minimum N]\n\n"
        "What does not add up in published tables, whatever the rounding: totals that are not the "
        "sum\n"
        "of their parts, percentages that no whole numbers give, denominators that do not add up,\n"
        "differences and shares that do not follow. What a column is, its name says, or a "
        "description\n"
        "(docs/audit.en.md). With --text also the numbers in a text that are not in the table "
        "that\n"
        "the paragraph cites.\n"
        "With --attack the attacker: what can be worked out of hidden counts from all csv in a\n"
        "folder, together; a vrijgave.json counts too (docs/onthulling.en.md).\n"
        "Ends with 0 when nothing was found, with 1 when something was.\n"
        "Example: doorstroom audit table_4_1_vsv.csv --text report.md";
    ds_outside_attack_options o = DS_OUTSIDE_ATTACK_OPTIONS_INIT;
    ds_outside_audit_options of = DS_OUTSIDE_AUDIT_OPTIONS_INIT;
    const char *minimum = NULL, *tables[TABLES_MOST] = {NULL};
    const ds_ask_option options[] = {
        {"--description", &of.description, NULL, "FILE", "wat de kolommen zijn (yaml)",
         "what the columns are (yaml)"},
        {"--text", &of.text, NULL, "FILE", "een tekst die de tabellen noemt",
         "a text that cites the tables"},
        {"--attack", &o.folder, NULL, "FOLDER", "de map met gepubliceerde tabellen",
         "the folder of published tables"},
        {"--minimum", &minimum, NULL, "N", "wat onder N personen telt is klein (10)",
         "what counts fewer than N persons is small (10)"}};
    bool found = false;
    ds_status status;
    if (!ds_question_read(q, options, 4, tables, TABLES_MOST, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (minimum != NULL &&
        !ds_question_number(q, "--minimum", minimum, 2, MINIMUM_MOST, &o.minimum))
        return DS_USAGE;
    while (of.n_paths < TABLES_MOST && tables[of.n_paths] != NULL)
        of.n_paths++;
    of.paths = tables;
    if ((o.folder == NULL) == (of.n_paths == 0))
        return ds_question_refuse(q, "audit vraagt tabellen, of --attack MAP",
                                  "audit asks for tables, or --attack FOLDER", "");
    status = o.folder != NULL ? attack_and_answer(q, &o, &found) : audit_and_answer(q, &of, &found);
    if (found) q->answer->status = DS_INPUT;
    return status;
}
