/* web/forms/dossier.c: finding the dossier of a page, and words of days and progress. See forms.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "web/forms/forms.h"

ds_status ds_web_see(const ds_web_site *site, const ds_http_request *request,
                     ds_http_response *response, ds_desk_dossier *out, bool *out_there,
                     ds_error *err) {
    const int64_t id = ds_http_parameter_number(request, 0);
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_status status = DS_OK;
    *out_there = false;
    memset(out, 0, sizeof *out);
    /* A number that is none is asked for as well, so that it takes as long as one that is. */
    status = ds_desk_see(site->desk, &ds_web_guest_of(request)->actor, id, request->lang, &outcome,
                         out, err);
    if (status != DS_OK) return status;
    *out_there = outcome == DS_OUTCOME_DONE;
    return *out_there ? DS_OK : ds_web_refuse(response, 404);
}

const ds_desk_topic *ds_web_topic_of(const ds_desk_dossier *dossier,
                                     const ds_http_request *request) {
    for (size_t i = 0; i < dossier->n_topics; i++)
        if (strcmp(dossier->topics[i].topic->id, ds_http_parameter(request, 1)) == 0)
            return &dossier->topics[i];
    return NULL;
}

void ds_web_dossier_path(int64_t id, const char *topic, const char *more, char out[300]) {
    (void)snprintf(out, 300, "/dossier/%lld%s%.80s%.160s", (long long)id, topic == NULL ? "" : "/",
                   topic == NULL ? "" : topic, more == NULL ? "" : more);
}

void ds_web_head_below(ds_web_head *head, const ds_desk_dossier *dossier, char back[300]) {
    ds_web_dossier_path(dossier->task.id, NULL, NULL, back);
    head->back = back;
    head->back_title = (ds_say){dossier->task.name, dossier->task.name};
}

int64_t ds_web_revision_of(const ds_http_request *request) {
    int64_t revision = 0;
    const ds_text text = ds_text_of(ds_http_form(request, "revisie"));
    return ds_number_parse_integer(text, &revision) && revision >= 0 ? revision : 0;
}

/* ---- words ---- */

const char *ds_web_day(int32_t day, ds_lang lang, char out[40]) {
    static const char *const months_nl[] = {"januari",   "februari", "maart",    "april",
                                            "mei",       "juni",     "juli",     "augustus",
                                            "september", "oktober",  "november", "december"};
    static const char *const months_en[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
    int y, m, d;
    ds_date_civil(day, &y, &m, &d);
    (void)snprintf(out, 40, "%d %s %d", d, (lang == DS_NL ? months_nl : months_en)[m - 1], y);
    return out;
}

const char *ds_web_deadline(const ds_desk_deadline *deadline, ds_lang lang, char out[160]) {
    const bool nl = lang == DS_NL;
    char day[40];
    out[0] = '\0';
    if (deadline->opens_later)
        (void)snprintf(out, 160, nl ? "open vanaf %s" : "open from %s",
                       ds_web_day(deadline->opens, lang, day));
    else if (deadline->closes && deadline->days_left < 0)
        (void)snprintf(out, 160, nl ? "gesloten sinds %s" : "closed since %s",
                       ds_web_day(deadline->day, lang, day));
    else if (deadline->closes)
        (void)snprintf(out, 160,
                       deadline->days_left == 0
                           ? nl ? "vandaag, %s, is de laatste dag" : "today, %s, is the last day"
                       : deadline->days_left == 1
                           ? nl ? "tot en met %s: nog één dag" : "until %s: one day left"
                       : nl ? "tot en met %s: nog %d dagen"
                            : "until %s: %d days left",
                       ds_web_day(deadline->day, lang, day), deadline->days_left);
    return out;
}

ds_web_tone ds_web_tone_of(ds_voortgang progress) {
    switch (progress) {
    case DS_VOORTGANG_COMPLEET:
        return DS_WEB_GOOD;
    case DS_VOORTGANG_BEGONNEN:
    case DS_VOORTGANG_WACHT:
        return DS_WEB_BUSY;
    case DS_VOORTGANG_FOUT:
        return DS_WEB_BAD;
    case DS_VOORTGANG_LEEG:
    case DS_VOORTGANG_NVT:
    default:
        return DS_WEB_PLAIN;
    }
}
