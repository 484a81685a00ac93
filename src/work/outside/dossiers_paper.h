/* work/outside/dossiers_paper.h: documents of one dossier. See dossiers_paper.c. */
#ifndef DS_WORK_OUTSIDE_DOSSIERS_PAPER_H
#define DS_WORK_OUTSIDE_DOSSIERS_PAPER_H

#include "work/outside/dossiers_desk.h"

/* All that the reader may see. The caller frees it (ds_document_free). */
ds_status ds_desk_overview(const desk_reading *reading, ds_document **out,
                           ds_error *err) DS_NODISCARD;
/* What a party agrees to, or says that it does not; and who signed for it. Kept by the document. */
ds_value ds_desk_agreed_topics(ds_document *to, const desk_case *c, size_t party, bool agrees);
ds_value ds_desk_signers(ds_document *to, const desk_case *c, size_t party);

#endif
