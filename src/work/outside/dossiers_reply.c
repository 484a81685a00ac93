/* work/outside/dossiers_reply.c: how something ended: reasons and conflicts under way, what stands
 * between somebody and what they ask, and the frame of every use case about one dossier. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

ds_status ds_desk_reply_begin(desk_answering *out, ds_desk_reply *to, ds_error *err) {
    *to = (ds_desk_reply)DS_DESK_REPLY_INIT;
    *out = (desk_answering){.to = to};
    out->arena = ds_calloc(1, sizeof *out->arena);
    return out->arena == NULL ? ds_error_memory(err) : DS_OK;
}

void ds_desk_reply_say(desk_answering *a, const char *code, ds_ernst ernst, const char *topic,
                       const char *path, ds_say say) {
    if (!ds_reserve(&a->reasons, &a->reasons_capacity, a->n_reasons + 1, sizeof *a->reasons)) {
        a->failed = true;
        return;
    }
    a->reasons[a->n_reasons++] =
        (ds_desk_reason){ds_desk_copy(a->arena, code), ernst, ds_desk_copy(a->arena, topic),
                         ds_desk_copy(a->arena, path), ds_desk_copy_say(a->arena, say)};
}

void ds_desk_reply_error(desk_answering *a, const char *code, const char *topic, const char *path,
                         const ds_error *why) {
    ds_desk_reply_say(a, code, DS_ERNST_FOUT, topic, path, (ds_say){why->nl, why->en});
}

void ds_desk_reply_findings(desk_answering *a, const ds_bevindingen *findings) {
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++) {
        const ds_bevinding *f = ds_bevindingen_at(findings, i);
        ds_desk_reply_say(a, f->controle, f->ernst, f->topic, f->path, f->say);
    }
}

static void *keep_list(ds_arena *arena, const void *list, size_t n, size_t size) {
    void *kept = ds_arena_take(arena, n, size);
    if (kept != NULL && n > 0) memcpy(kept, list, n * size);
    return kept;
}

ds_status ds_desk_reply_end(desk_answering *a, ds_status status, ds_error *err) {
    ds_desk_reply *to = a->to;
    if (status == DS_OK) {
        to->reasons = keep_list(a->arena, a->reasons, a->n_reasons, sizeof *a->reasons);
        to->conflicts = keep_list(a->arena, a->conflicts, a->n_conflicts, sizeof *a->conflicts);
        to->n_reasons = a->n_reasons;
        to->n_conflicts = a->n_conflicts;
        status = a->failed ? ds_error_memory(err) : ds_arena_finish(a->arena, err);
    }
    ds_free(a->reasons);
    ds_free(a->conflicts);
    if (status == DS_OK) {
        to->room = a->arena;
        return DS_OK;
    }
    *to = (ds_desk_reply)DS_DESK_REPLY_INIT;
    if (a->arena != NULL) ds_arena_done(a->arena);
    ds_free(a->arena);
    return status;
}

void ds_desk_reply_done(ds_desk_reply *reply) {
    if (reply->room != NULL) ds_arena_done(reply->room);
    ds_free(reply->room);
    *reply = (ds_desk_reply)DS_DESK_REPLY_INIT;
}

/* ---- may it be done ---- */

static bool is_a_change(ds_desk_action action) {
    return action == DS_DESK_SAVE || action == DS_DESK_XLSX_IN || action == DS_DESK_UPLOAD ||
           action == DS_DESK_REMOVE_FILE || action == DS_DESK_MOVE || action == DS_DESK_AGREE ||
           action == DS_DESK_SIGN;
}

/* Whether they might if the dossier were open to changes. */
static bool is_for_its_state(const desk_case *c, ds_desk_action action, size_t party) {
    ds_desk_record record = c->record;
    record.stage = DS_STAGE_OPEN;
    record.party = party;
    return ds_desk_roles_that_may(action, c->actor, &record, c->rights) != 0;
}

ds_desk_outcome ds_desk_refusal(const desk_case *c, ds_desk_action action, size_t party,
                                desk_answering *a) {
    if (ds_desk_case_may_for(c, action, party) == 0) {
        if (ds_desk_case_may(c, DS_DESK_OPEN) == 0) return DS_OUTCOME_NOT_THERE;
        if (!is_for_its_state(c, action, party)) return DS_OUTCOME_REFUSED;
        ds_desk_reply_say(a, "toestand", DS_ERNST_FOUT, "", "",
                          DS_SAY("in deze toestand kan er niets worden gewijzigd",
                                 "in this state nothing can be changed"));
        return DS_OUTCOME_NOT_YET;
    }
    if (is_a_change(action) && ds_desk_deadline_of(c->form, c->facts.today, false).opens_later) {
        ds_desk_reply_say(a, "nog_niet_open", DS_ERNST_FOUT, "", "",
                          DS_SAY("dit formulier is nog niet open", "this form is not open yet"));
        return DS_OUTCOME_NOT_YET;
    }
    return DS_OUTCOME_DONE;
}

static ds_status do_in_case(const desk_request *request, desk_case *c, desk_answering *a,
                            ds_error *err) {
    const size_t party = request->party == NULL ? SIZE_MAX : ds_desk_party_find(c, request->party);
    a->to->revision = c->dossier.head.revisie;
    a->to->outcome = ds_desk_refusal(c, request->action, party, a);
    if (a->to->outcome != DS_OUTCOME_DONE) return DS_OK;
    return request->work(c, request->context, a, err);
}

ds_status ds_desk_do(const desk_request *request, ds_desk_reply *out, ds_error *err) {
    desk_answering a;
    desk_case c;
    bool there = false;
    ds_status status = ds_desk_reply_begin(&a, out, err);
    if (status != DS_OK) return status;
    status = ds_desk_case_read(request->desk, request->actor, request->id, &c, &there, err);
    if (status == DS_OK && !there) out->outcome = DS_OUTCOME_NOT_THERE;
    if (status == DS_OK && there) {
        status = do_in_case(request, &c, &a, err);
        ds_desk_case_done(&c);
    }
    return ds_desk_reply_end(&a, status, err);
}

void ds_desk_stored_outcome(desk_answering *a, ds_dossier_outcome outcome) {
    if (outcome == DS_DOSSIER_DONE) return;
    if (outcome == DS_DOSSIER_ABSENT) {
        a->to->outcome = DS_OUTCOME_NOT_THERE;
        return;
    }
    a->to->outcome = outcome == DS_DOSSIER_TAKEN ? DS_OUTCOME_INVALID : DS_OUTCOME_CONFLICT;
    if (outcome == DS_DOSSIER_TAKEN)
        ds_desk_reply_say(a, "bestaat_al", DS_ERNST_FOUT, "", "",
                          DS_SAY("dit is er al", "this is there already"));
    else
        ds_desk_reply_say(a, "gewijzigd", DS_ERNST_FOUT, "", "",
                          DS_SAY("er is intussen iets gewijzigd; kijk het eerst na",
                                 "something was changed meanwhile; look at it first"));
}
