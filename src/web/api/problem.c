/* web/api/problem.c: what is wrong with a question, for a program and for who wrote it (RFC 9457),
 * in both languages. See api.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "web/api/answer.h"

static const ds_web_api_fault_words faults[DS_API_FAULTS] = {
    [DS_API_NO_FAULT] = {"geen", 200, {"Er is niets mis", "Nothing is wrong"}, {"", ""}},
    [DS_API_NOT_THERE] = {"niet_gevonden",
                          404,
                          {"Dit is er niet", "This is not there"},
                          {"Het adres, of een naam daarin, is er niet in de huidige vrijgave.",
                           "The address, or a name in it, is not there in the current release."}},
    [DS_API_QUESTION] =
        {"ongeldige_vraag",
         400,
         {"Deze vraag klopt niet", "This question is not right"},
         {"Een naam of waarde in de vraag bestaat niet, of hoort er niet bij. Er wordt "
          "nooit een deel van een vraag overgeslagen.",
          "A name or value in the query does not exist, or does not belong there. "
          "No part of a query is ever left out."}},
    [DS_API_NO_RELEASE] = {"geen_vrijgave",
                           404,
                           {"Er is nog geen vrijgave", "There is no release yet"},
                           {"Wie deze dienst beheert, heeft nog niets gepubliceerd.",
                            "Who runs this service has not published anything yet."}},
    [DS_API_METHOD] = {"methode",
                       405,
                       {"Zo kan dit niet worden gevraagd", "This cannot be asked for in this way"},
                       {"De API is om te lezen: GET en HEAD.",
                        "The API is for reading: GET and HEAD."}},
    [DS_API_LARGE] = {"te_groot",
                      413,
                      {"De vraag is te groot", "The question is too large"},
                      {"Een adres is hoogstens 4.096 bytes, de kop hoogstens 32 kB.",
                       "An address is at most 4,096 bytes, the head at most 32 kB."}},
    [DS_API_OFTEN] =
        {"te_vaak",
         429,
         {"Te veel vragen achter elkaar", "Too many questions in a row"},
         {"Wacht zo lang als Retry-After zegt. Vraag wat u al hebt met If-None-Match.",
          "Wait as long as Retry-After says. Ask for what you have by If-None-Match."}},
    [DS_API_BROKEN] = {"storing",
                       500,
                       {"Er ging iets mis", "Something went wrong"},
                       {"Dat ligt aan ons. Probeer het later opnieuw.",
                        "It is our fault. Try again later."}},
    [DS_API_BUSY] = {"te_druk",
                     503,
                     {"Het is te druk", "It is too busy"},
                     {"Wacht zo lang als Retry-After zegt.", "Wait as long as Retry-After says."}},
};

const ds_web_api_fault_words *ds_web_api_fault_of(ds_web_api_fault fault) {
    return &faults[fault];
}

/* ---- setting ---- */

ds_status ds_web_api_refuse(ds_web_api_ask *ask, ds_web_api_fault fault, const char *nl,
                            const char *en, ...) {
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    (void)vsnprintf(ask->detail.nl, sizeof ask->detail.nl, nl, args);
    (void)vsnprintf(ask->detail.en, sizeof ask->detail.en, en, again);
    va_end(again);
    va_end(args);
    ask->problem = fault;
    return DS_OK;
}

ds_status ds_web_api_refuse_name(ds_web_api_ask *ask, ds_say what, const char *name,
                                 const char *const *names, size_t n) {
    ds_suggestion near = {"", ""};
    char shown[64];
    if (names != NULL) ds_suggest(ds_text_of(name), names, n, &near);
    (void)snprintf(ask->detail.nl, sizeof ask->detail.nl, "%s '%s' is er niet in deze vrijgave%s",
                   what.nl, ds_suggest_excerpt(ds_text_of(name), shown, sizeof shown), near.nl);
    (void)snprintf(ask->detail.en, sizeof ask->detail.en, "%s '%s' is not there in this release%s",
                   what.en, shown, near.en);
    ask->problem = DS_API_NOT_THERE;
    return DS_OK;
}

/* ---- showing ---- */

static void put_problem(ds_document *document, const ds_web_api_fault_words *words,
                        const ds_error *detail) {
    char type[80];
    (void)snprintf(type, sizeof type, "/api#fout-%s", words->code);
    ds_web_api_text(document, "type", type);
    ds_web_api_text(document, "code", words->code);
    ds_web_api_whole(document, "status", words->status);
    ds_web_api_say(document, "title", words->title);
    ds_web_api_say(document, "detail",
                   detail == NULL || detail->nl[0] == '\0' ? words->text
                                                           : (ds_say){detail->nl, detail->en});
}

void ds_web_api_show_problem(ds_web_api_fault fault, const ds_error *detail,
                             ds_http_response *response) {
    const ds_web_api_fault_words *words = &faults[fault];
    ds_document *document = ds_document_new("fout", (ds_say){NULL, NULL});
    ds_http_response_clear(response);
    response->status = words->status;
    response->type = "application/problem+json";
    ds_web_api_open(response);
    put_problem(document, words, detail);
    if (ds_web_api_write(document, DS_FORM_JSON, response, NULL) != DS_OK)
        response->failed = DS_FAULT; /* the server has a line of its own then */
    ds_document_free(document);
}

bool ds_web_api_is_asked(const ds_http_request *request) {
    const ds_text path = request->path.data == NULL ? request->target : request->path;
    return path.size >= 5 && memcmp(path.data, "/api/", 5) == 0;
}

void ds_web_api_show_status(unsigned status, ds_http_response *response) {
    ds_web_api_fault fault = status >= 500 ? DS_API_BROKEN : DS_API_QUESTION;
    if (status == 431) fault = DS_API_LARGE;
    for (int i = DS_API_NOT_THERE; i < DS_API_FAULTS; i++)
        if (faults[i].status == status && i != DS_API_NO_RELEASE) fault = (ds_web_api_fault)i;
    ds_web_api_show_problem(fault, NULL, response);
    response->status = status;
}
