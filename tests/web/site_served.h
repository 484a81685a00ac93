/* tests/web/site_served.h: the whole web part on a work folder of its own, with a small form in
 * which each kind of field stands once, and people with roles. */
#ifndef DS_TESTS_WEB_SITE_SERVED_H
#define DS_TESTS_WEB_SITE_SERVED_H

#include <pthread.h>

#include "doorstroom/serve.h"
#include "web/visitor.h"

typedef struct site_served {
    char *folder;
    ds_serve *serve;
    char address[128]; /* "127.0.0.1:43211" */
    visitor admin;
    char origin[64];   /* where browsers think they are; "" at its address */
    char log[1 << 18]; /* its lines */
    pthread_mutex_t logging;
} site_served;

/* Starts it, with an administrator who is logged in. */
void site_start(site_served *site, const ds_serve_service *service);
/* The same as browsers see it behind a proxy that ends TLS: at https://monitor.example. */
void site_start_public(site_served *site);
/* The same with what prepare puts into its folder first. */
void site_start_prepared(site_served *site, void (*prepare)(const char *folder));
/* The same with n of the forms that the program comes with ("efile-2025", …), and no other. */
void site_start_ours(site_served *site, const char *const *forms, size_t n);
void site_stop(site_served *site);
/* Everybody's. */
extern const char site_password[];
/* Invites somebody and has them sign up. */
void site_person(site_served *site, visitor *out, const char *name, const char *role,
                 const char *scope);
/* Somebody with a browser, at the site. */
void site_visitor(const site_served *site, visitor *out);
/* Begins a dossier of the small form; returns its number. */
long site_dossier(visitor *v, const char *name, const char *scope);
/* The same of a form by its id; name as a form sends it. */
long site_dossier_of(visitor *v, const char *form, const char *name, const char *scope);

#endif
