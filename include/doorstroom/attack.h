/* doorstroom/attack.h, of report: disclosure as documents: what an attacker works out of published
 * tables, and what protecting a release took.
 *
 * *out is the caller's (ds_document_free) and borrows from the result. Errors: memory only. */
#ifndef DOORSTROOM_ATTACK_H
#define DOORSTROOM_ATTACK_H

#include "doorstroom/disclosure.h"
#include "doorstroom/document.h"

DS_BEGIN_DECLS

/* Published tables, and what came of the attack; ds_outside_attack makes it. */
typedef struct ds_attacked {
    const char *folder;
    uint64_t minimum;
    const ds_published_table *tables;
    const uint64_t *const *lines; /* of each row of each table: of the file; NULL: of a release */
    size_t n;
    size_t n_rows;
    ds_findings findings;
    void *own; /* what all this stands in */
} ds_attacked;

/* What an attacker works out: per finding file, row, measure, from and to, and in words; totals;
 * what does not add up. */
DS_API ds_status ds_report_attack(const ds_attacked *attacked, ds_document **out,
                                  ds_error *err) DS_NODISCARD;

/* What protecting a release took: internal, for it tells of the counts that are hidden. */
DS_API ds_status ds_report_disclosure(const ds_disclosure_report *report,
                                      const ds_release_facts *facts, ds_document **out,
                                      ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
