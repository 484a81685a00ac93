/* web/account/words.c: passwords that are chosen, moments and roles in words. See account.h. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "web/account/account.h"

/* ---- a new password ---- */

void ds_web_new_password_add(ds_web_page *page) {
    ds_web_input_add(
        page,
        &(ds_web_input){
            .name = "nieuw",
            .label = {"Nieuw wachtwoord", "New password"},
            .hint =
                {"Minstens 12 tekens. Een paar woorden achter elkaar is goed; een wachtwoord dat u "
                 "elders gebruikt niet.",
                 "At least 12 characters. A few words in a row are fine; a password that you "
                 "use elsewhere is not."},
            .type = "password",
            .autocomplete = "new-password",
            .is_required = true});
    ds_web_input_add(page, &(ds_web_input){.name = "nogmaals",
                                           .label = {"Nogmaals", "Once more"},
                                           .type = "password",
                                           .autocomplete = "new-password",
                                           .is_required = true});
}

bool ds_web_new_password_read(const ds_http_request *request, ds_web_problems *problems,
                              const char **out) {
    *out = ds_http_form(request, "nieuw");
    if (strcmp(*out, ds_http_form(request, "nogmaals")) == 0) return true;
    ds_web_problem_say(problems, "nogmaals",
                       DS_SAY("De twee wachtwoorden zijn niet gelijk", "The two passwords differ"),
                       request->lang);
    return false;
}

void ds_web_new_password_refused(const ds_http_request *request, const ds_error *why,
                                 ds_web_problems *problems) {
    ds_web_problem_add(problems, "nieuw", request->lang == DS_NL ? why->nl : why->en);
}

ds_say ds_web_not_proved_say(ds_sign_in_outcome outcome) {
    static const ds_say later = {"Er is te vaak geprobeerd. Wacht een paar minuten.",
                                 "There were too many tries. Wait some minutes."};
    static const ds_say code = {"Geef ook een code: van uw app, of een herstelcode",
                                "Give a code as well: of your app, or a recovery code"};
    static const ds_say wrong = {"Het wachtwoord of de code klopt niet",
                                 "The password or the code is wrong"};
    if (outcome == DS_SIGN_IN_LATER) return later;
    return outcome == DS_SIGN_IN_CODE ? code : wrong;
}

/* ---- moments ---- */

static const char *const months_nl[] = {"januari",   "februari", "maart",    "april",
                                        "mei",       "juni",     "juli",     "augustus",
                                        "september", "oktober",  "november", "december"};
static const char *const months_en[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

/* The last Sunday of March or October, 01:00 UTC, in seconds (Directive 2000/84/EC). */
static int64_t last_sunday(int year, int month) {
    struct tm at = {.tm_year = year - 1900, .tm_mon = month, .tm_mday = 31, .tm_hour = 1};
    const time_t end = timegm(&at);
    return (int64_t)end - (int64_t)at.tm_wday * 86400;
}

const char *ds_web_moment(int64_t ms, ds_lang lang, char out[64]) {
    time_t seconds = (time_t)(ms / 1000);
    struct tm at;
    out[0] = '\0';
    if (ms <= 0 || gmtime_r(&seconds, &at) == NULL) return out;
    seconds += 3600;
    if ((int64_t)seconds - 3600 >= last_sunday(at.tm_year + 1900, 2) &&
        (int64_t)seconds - 3600 < last_sunday(at.tm_year + 1900, 9))
        seconds += 3600;
    if (gmtime_r(&seconds, &at) == NULL) return out;
    (void)snprintf(out, 64, "%d %s %d, %02d:%02d", at.tm_mday,
                   (lang == DS_NL ? months_nl : months_en)[at.tm_mon], at.tm_year + 1900,
                   at.tm_hour, at.tm_min);
    return out;
}

/* ---- roles ---- */

const ds_say ds_web_last_say = {
    "Er moet iemand overblijven die beheert: maak eerst een ander beheerder (voor *), en wacht tot "
    "die "
    "is ingelogd",
    "Somebody has to be left who administers: first make another administrator (of *), and wait "
    "until they have logged in"};

ds_say ds_web_role_say(ds_rol role) {
    static const ds_say words[DS_ROLLEN] = {
        [DS_ROL_INVULLER] = {"Invuller", "Fills in"},
        [DS_ROL_TEKENAAR] = {"Tekenaar", "Signs"},
        [DS_ROL_SCHOOL] = {"School", "School"},
        [DS_ROL_ONDERZOEKER] = {"Onderzoeker", "Researcher"},
        [DS_ROL_MINISTERIE] = {"Ministerie", "Ministry"},
        [DS_ROL_REGIO] = {"Regio", "Region"},
        [DS_ROL_BEHEERDER] = {"Beheerder", "Administrator"},
    };
    return words[role < DS_ROLLEN ? role : DS_ROL_INVULLER];
}
