/* ask/cmd_gather.c: doorstroom gather: what only the whole knows, of deliveries in pieces. */
#include "ask/question.h"

static const char usage_nl[] =
    "doorstroom gather WERKMAP [--piece i/n | STUK… --parts N [--of N]]\n\n"
    "Voor leveringen die te groot zijn voor een machine. Zonder STUK: leest de rijen in\n"
    "WERKMAP/leveringen en schrijft wat alleen het geheel weet naar WERKMAP/stuk.json. Met de\n"
    "stuk.json van alle stukken: telt ze op met wat in WERKMAP zelf staat, keurt het geheel, en\n"
    "schrijft WERKMAP/geheel.json, waarmee split een stuk deelt en import een deel leest.\n"
    "Een stuk dat ontbreekt wordt geweigerd: nummer de stukken van beide gangen samen (--piece\n"
    "i/n), of zeg bij het optellen met hoeveel zij zijn (--of; ook van alleen de eerste).\n"
    "Eerst inschrijvingen; dan, met dat geheel.json en 'deel: 0/N' in doorstroom.yaml, de rest.\n"
    "Uitleg: docs/spark.md.\n"
    "Voorbeelden:\n"
    "  doorstroom gather stuk1 --piece 1/2\n"
    "  doorstroom gather geheel stuk1/stuk.json stuk2/stuk.json --parts 12";
static const char usage_en[] =
    "doorstroom gather WORKFOLDER [--piece i/n | PIECE… --parts N [--of N]]\n\n"
    "For deliveries that are too much for one machine. Without a PIECE: reads the rows in\n"
    "WORKFOLDER/leveringen and writes what only the whole knows to WORKFOLDER/stuk.json. With the\n"
    "stuk.json of all pieces: adds them up with what stands in WORKFOLDER itself, judges the "
    "whole,\n"
    "and writes WORKFOLDER/geheel.json, by which split cuts a piece and import reads a part.\n"
    "A piece that is missing is refused: number the pieces of both rounds together (--piece i/n),\n"
    "or say how many there are when they are added up (--of; of the first alone, too).\n"
    "Enrolments first; then, with that geheel.json and 'deel: 0/N' in doorstroom.yaml, the rest.\n"
    "More: docs/spark.en.md.\n"
    "Examples:\n"
    "  doorstroom gather piece1 --piece 1/2\n"
    "  doorstroom gather whole piece1/stuk.json piece2/stuk.json --parts 12";

static ds_status gather_and_answer(ds_question *q, const ds_pieces_options *options,
                                   const char *const *pieces, size_t n) {
    const ds_work *work = ds_question_work(q);
    ds_document *document = NULL;
    bool again = false;
    ds_status status = n == 0 ? ds_work_piece_gather(work, options, q->err)
                              : ds_work_pieces_join(work, options, pieces, n, &again, q->err);
    if (status == DS_OK) status = ds_report_gather(q->work_folder, n, again, &document, q->err);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_gather(ds_question *q) {
    ds_pieces_options o = DS_PIECES_OPTIONS_INIT;
    const char *parts = NULL, *piece = NULL, *pieces = NULL;
    const ds_ask_option options[] = {
        {"--parts", &parts, NULL, "N", "in hoeveel delen, van 2 tot en met 500",
         "into how many parts, from 2 to 500"},
        {"--piece", &piece, NULL, "i/n", "dit is stuk i van n", "this is piece i of n"},
        {"--of", &pieces, NULL, "N", "hoeveel stukken er zijn (standaard: zoals de stukken zeggen)",
         "how many pieces there are (as the pieces say by default)"},
        {"--name", &o.name, NULL, "HEX",
         "de vingerafdruk van het register (standaard die van de rijen)",
         "the fingerprint of the register (that of the rows by default)"}};
    const char **words = ds_question_room(q, (q->n_words + 1) * sizeof *words);
    uint64_t n_parts = 0, n_pieces = 0;
    size_t n = 0;
    if (words == NULL) return DS_FAULT;
    q->forms = "table|json";
    if (!ds_question_read(q, options, sizeof options / sizeof *options, words, q->n_words,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    while (words[n] != NULL)
        n++;
    if (n == 0 || (n > 1) != (parts != NULL))
        return ds_question_refuse(q, "verwacht WERKMAP, en met stukken ook --parts N",
                                  "expected WORKFOLDER, and with pieces also --parts N", "");
    if (n > 1 ? piece != NULL : pieces != NULL)
        return ds_question_refuse(q, "--piece hoort bij een stuk, --of bij het optellen",
                                  "--piece is for a piece, --of for adding up", "");
    if (parts != NULL && !ds_question_number(q, "--parts", parts, 2, DS_SPLIT_PARTS_MAX, &n_parts))
        return DS_USAGE;
    if (parts != NULL) o.n_parts = (unsigned)n_parts;
    if (piece != NULL && !ds_question_part(q, "--piece", piece, &o.piece, &o.n_pieces))
        return DS_USAGE;
    if (pieces != NULL && !ds_question_number(q, "--of", pieces, 1, DS_ASK_PARTS_MAX, &n_pieces))
        return DS_USAGE;
    if (pieces != NULL) o.n_pieces = (uint32_t)n_pieces;
    q->work_folder = words[0];
    return gather_and_answer(q, &o, words + 1, n - 1);
}
