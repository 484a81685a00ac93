/* report/forget.c: what was destroyed, and what stays. See doorstroom/report.h. */
#include "doorstroom/report.h"

static void add_kind(ds_document *document, const char *id, ds_say title, bool there, bool done) {
    const ds_value value = !there ? ds_value_word("niet_aanwezig", "was er niet", "was not there")
                           : done ? ds_value_word("vernietigd", "vernietigd", "destroyed")
                                  : ds_value_word("aanwezig", "staat er nog", "still there");
    ds_document_value(document, DS_IN_PEOPLE | DS_IN_JSON, id, title, value);
}

ds_status ds_report_forgotten(const char *folder, bool with_register, bool refused, bool history,
                              bool done, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("vergeten", DS_SAY(NULL, NULL));
    const ds_value place = ds_value_text(folder);
    ds_status status;
    add_kind(document, "register", DS_SAY("register", "register"), with_register, done);
    add_kind(document, "afgekeurd", DS_SAY("afgekeurde rijen", "refused rows"), refused, done);
    add_kind(document, "geschiedenis", DS_SAY("geschiedenis", "history"), history, done);
    ds_document_remark(
        document, DS_NOTE_REMARK, "blijft",
        DS_SAY("leveringen/, publicatie/ en web/ (wat mensen invulden, met hun "
               "accounts en het logboek) blijven staan, en een sleutel van "
               "pseudoniemen: die verwijdert u zelf, web/ als serve niet draait. De "
               "sleutel van de controlegetallen gaat mee. Van een schijf of "
               "reservekopie kan iets terug te halen zijn",
               "leveringen/, publicatie/ and web/ (what people filled in, with their "
               "accounts and the log) stay, and a key of pseudonyms: you remove "
               "those yourself, web/ while serve does not run. The key of the "
               "checksums goes too. Of a disk or a backup something may be "
               "recovered"));
    if (!done)
        ds_document_text(document, DS_IN_PEOPLE,
                         ds_document_phrase(document,
                                            DS_SAY("er is niets vernietigd; het kan niet ongedaan "
                                                   "worden. Zeker? doorstroom forget {0} --yes",
                                                   "nothing was destroyed; it cannot be undone. "
                                                   "Sure? doorstroom forget {0} --yes"),
                                            &place, 1));
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
