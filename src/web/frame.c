/* web/frame.c: a page of the site: whose it is, where they can go, and the pages of errors. See
 * site.h. */
#include <stdio.h>
#include <string.h>

#include "web/api/api.h"
#include "web/site.h"

/* ---- a page ---- */

typedef struct acting_place {
    ds_desk_action action;
    bool of_figures; /* where there are any */
    ds_web_place place;
} acting_place;

/* Of who is logged in, and of who is not. */
static const acting_place places[] = {
    {DS_DESK_LIST, false, {"/taken", {"Taken", "Tasks"}}},
    {DS_DESK_FOLLOW, false, {"/volgen", {"Volgen", "Follow"}}},
    {DS_DESK_REGION, false, {"/routes", {"Routes", "Routes"}}},
    {DS_DESK_PUBLIC, true, {"/cijfers", {"Cijfers", "Figures"}}},
    {DS_DESK_FIGURES, true, {"/eigen", {"Eigen cijfers", "Own figures"}}},
    {DS_DESK_USERS, false, {"/beheer", {"Beheer", "Administration"}}},
    {DS_DESK_ACCOUNT, false, {"/account", {"Account", "Account"}}},
};
static const acting_place guests_places[] = {
    {DS_DESK_PUBLIC, true, {"/cijfers", {"Cijfers", "Figures"}}},
    {DS_DESK_PUBLIC, true, {"/begrippen", {"Begrippen", "Definitions"}}},
    {DS_DESK_PUBLIC, true, {"/instellingen", {"Instellingen", "Institutions"}}},
    {DS_DESK_PUBLIC, true, {"/gewijzigd", {"Gewijzigd", "Changed"}}},
};

static void add_places(ds_web_view *view, const ds_web_site *site, const ds_web_guest *guest) {
    const bool known = guest->actor.user != 0;
    const acting_place *all = known ? places : guests_places;
    const size_t n =
        known ? sizeof places / sizeof *places : sizeof guests_places / sizeof *guests_places;
    for (size_t i = 0; i < n; i++)
        if (!guest->is_unfinished && (!all[i].of_figures || site->current != NULL) &&
            ds_web_may_ever(&guest->actor, all[i].action))
            view->places[view->frame.n_places++] = all[i].place;
}

/* A page that came of a form has no address of its own to be asked for in the other language. */
static const char *path_of(const ds_http_request *request) {
    return request->method == DS_HTTP_GET && request->target.data != NULL &&
                   ds_web_is_address(request->target.data)
               ? request->target.data
               : NULL;
}

void ds_web_view_begin(ds_web_view *view, const ds_web_site *site, const ds_http_request *request,
                       ds_http_response *response, const ds_web_head *head,
                       const ds_web_problems *problems) {
    const ds_web_guest *guest = request->guest;
    *view = (ds_web_view){.response = response};
    ds_web_page_init(&view->page, &response->body, request->lang);
    view->frame = (ds_web_frame){.assets = site->assets.root,
                                 .path = path_of(request),
                                 .places = view->places,
                                 .banner = site->banner};
    if (guest != NULL) {
        view->page.csrf = guest->csrf;
        if (guest->accounts.n == 1) view->frame.who = guest->accounts.list[0].naam;
        if (guest->actor.user == 0 && head->is_indexed) view->frame.sign_in = "/inloggen";
        add_places(view, site, guest);
        if (guest->has_new_before) ds_web_give_cookie(site, response, "vooraf", guest->before, -1);
    }
    view->page.problems = problems;
    if (problems != NULL && ds_web_problems_count(problems) > 0) response->status = 422;
    ds_web_begin(&view->page, &view->frame, head);
}

void ds_web_view_end(ds_web_view *view) {
    ds_web_end(&view->page, &view->frame);
    if (view->page.out->failed != DS_OK) view->response->failed = DS_FAULT;
}

/* ---- errors ---- */

static const struct {
    unsigned status;
    ds_say title, text;
} errors[] = {
    {400,
     {"Dit verzoek is niet te lezen", "This request cannot be read"},
     {"Er kwam iets aan dat geen pagina of formulier van deze dienst is.",
      "What arrived is no page or form of this service."}},
    {403,
     {"Dit kan niet", "This cannot be done"},
     {"Uw rol laat dit niet toe, of de pagina was verlopen. Ga terug, ververs de pagina en probeer "
      "het "
      "opnieuw.",
      "Your role does not allow this, or the page had expired. Go back, refresh the page and try "
      "again."}},
    {404,
     {"Pagina niet gevonden", "Page not found"},
     {"Deze pagina is er niet, of is er niet voor u.", "This page is not there, or not for you."}},
    {405,
     {"Dit kan hier niet", "This cannot be done here"},
     {"Deze pagina kan niet op deze manier worden gevraagd.",
      "This page cannot be asked for in this way."}},
    {409,
     {"Iemand was u voor", "Somebody was first"},
     {"Wat u deed kon niet meer, want er is intussen iets veranderd. Er is niets verloren: ga "
      "terug en "
      "kijk hoe het er nu voor staat.",
      "What you did was no longer possible, as something changed meanwhile. Nothing is lost: go "
      "back and "
      "see how it is now."}},
    {411,
     {"Dit verzoek is niet te lezen", "This request cannot be read"},
     {"Het verzoek zegt niet hoe lang het is.", "The request does not say how long it is."}},
    {413,
     {"Te groot", "Too large"},
     {"Wat u stuurde is groter dan hier mag.", "What you sent is larger than allowed here."}},
    {429,
     {"Te veel verzoeken", "Too many requests"},
     {"Wacht even en probeer het dan opnieuw.", "Wait a moment, then try again."}},
    {431,
     {"Te groot", "Too large"},
     {"De kop van het verzoek is te groot. Verwijder de cookies van deze site en probeer het "
      "opnieuw.",
      "The head of the request is too large. Remove the cookies of this site and try again."}},
    {500,
     {"Er ging iets mis", "Something went wrong"},
     {"Dat ligt aan ons en niet aan u. Wat eerder is bewaard, blijft bewaard. Probeer het later "
      "opnieuw.",
      "It is our fault, not yours. What was saved before stays saved. Try again later."}},
    {503,
     {"Het is te druk", "It is too busy"},
     {"Wacht even en probeer het dan opnieuw. Wat eerder is bewaard, blijft bewaard.",
      "Wait a moment, then try again. What was saved before stays saved."}},
};

void ds_web_error_page(void *context, const ds_http_request *request, unsigned status,
                       ds_http_response *response) {
    const ds_web_site *site = context;
    const char *id = request->id;
    ds_web_view view;
    size_t k = 0;
    if (ds_web_api_is_asked(request)) {
        ds_web_api_show_status(status, response);
        return;
    }
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].status == status) k = i;
    response->status = status;
    ds_web_view_begin(&view, site, request, response, &(ds_web_head){.title = errors[k].title},
                      NULL);
    ds_web_paragraph(&view.page, errors[k].text);
    if (status >= 500) {
        ds_web_open(&view.page, "p", "class", "noot", NULL);
        ds_web_say_with(&view.page,
                        DS_SAY("Noem bij een vraag hierover dit nummer: {0}",
                               "When asking about it, give this number: {0}"),
                        &id, 1);
        ds_web_close(&view.page);
    }
    ds_web_open(&view.page, "p", NULL);
    ds_web_link_say(&view.page, "/", DS_SAY("Naar het begin", "To the start"));
    ds_web_close(&view.page);
    ds_web_view_end(&view);
}

ds_status ds_web_refuse(ds_http_response *response, unsigned status) {
    ds_http_response_clear(response);
    response->status = status;
    return DS_OK;
}

bool ds_web_goes_on(ds_http_response *response, ds_desk_outcome outcome) {
    if (outcome == DS_OUTCOME_NOT_THERE)
        (void)ds_web_refuse(response, 404);
    else if (outcome == DS_OUTCOME_REFUSED)
        (void)ds_web_refuse(response, 403);
    else
        return true;
    return false;
}
