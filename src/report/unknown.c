/* report/unknown.c: see unknown.h. */
#include "report/unknown.h"

void ds_report_unknown_diplomas(ds_document *document, const char *undelivered,
                                uint64_t n_unlevelled) {
    const ds_value soorten[] = {ds_value_text(undelivered)};
    const ds_value diplomas[] = {ds_value_count(n_unlevelled)};
    const ds_note notes[] = {
        {.kind = DS_NOTE_MESSAGE,
         .code = "diplomas_ontbreken",
         .text =
             {"let op: diploma's zijn niet geleverd van {0} (personen die er waren "
              "ingeschreven); wat daarop rust staat bij onbekend, maar ever, first, count, within "
              "en years_until nemen het als niet",
              "mind: diplomas were not delivered of {0} (persons who were enrolled there); what "
              "rests on them stands under onbekend, but ever, first, count, within and years_until "
              "take it as no"},
         .values = soorten,
         .n_values = 1,
         .in = DS_IN_ALL},
        {.kind = DS_NOTE_MESSAGE,
         .code = "diploma_zonder_niveau",
         .text = {"let op: van {0} mbo-diploma's is het niveau onbekend; wat daarop rust staat bij "
                  "onbekend, maar ever, first, count, within en years_until nemen het als niet",
                  "mind: of {0} mbo diplomas the level is unknown; what rests on it stands under "
                  "onbekend, but ever, first, count, within and years_until take it as no"},
         .values = diplomas,
         .n_values = 1,
         .in = DS_IN_ALL}};
    if (undelivered[0] != '\0') ds_document_note(document, &notes[0]);
    if (n_unlevelled > 0) ds_document_note(document, &notes[1]);
}
