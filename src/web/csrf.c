/* web/csrf.c: that a POST comes from a page of ours, given to the one who sends it.
 *
 * A session has a secret; a browser without one (signing in, an invitation) has a random cookie,
 * and its secret is the store's keyed checksum of that. A form carries the secret masked by random
 * bytes, another mask each page, so that what stands in a page never stands there twice. Besides,
 * the browser's own word (Origin, or Referer where it gives no Origin) has to be ours: without
 * either a POST is refused. See site.h. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/site.h"

enum { SECRET_SIZE = 32 };

/* The secret behind the tokens of this guest; false: there is none. */
static bool find_secret(const ds_web_site *site, const ds_web_guest *guest,
                        unsigned char secret[SECRET_SIZE]) {
    char digest[DS_DOSSIER_DIGEST_SIZE];
    const char *hex = guest->session.csrf;
    if (guest->token[0] == '\0') {
        if (guest->before[0] == '\0') return false;
        ds_dossiers_seal(site->store, "csrf", ds_text_of(guest->before), digest);
        hex = digest;
    }
    return sodium_hex2bin(secret, SECRET_SIZE, hex, strlen(hex), NULL, NULL, NULL) == 0;
}

void ds_web_csrf_make(const ds_web_site *site, const ds_http_request *request,
                      ds_web_guest *guest) {
    unsigned char secret[SECRET_SIZE], both[2 * SECRET_SIZE], random[32];
    const ds_text before = ds_web_cookie(site, request, "vooraf");
    guest->csrf[0] = '\0';
    if (guest->token[0] == '\0' && before.data != NULL && before.size == DS_TOKEN_SIZE - 1)
        memcpy(guest->before, before.data, DS_TOKEN_SIZE);
    if (guest->token[0] == '\0' && guest->before[0] == '\0') {
        randombytes_buf(random, sizeof random);
        (void)sodium_bin2base64(guest->before, sizeof guest->before, random, sizeof random,
                                sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        guest->has_new_before = true;
    }
    if (!find_secret(site, guest, secret)) return;
    randombytes_buf(both, SECRET_SIZE);
    for (size_t i = 0; i < SECRET_SIZE; i++)
        both[SECRET_SIZE + i] = both[i] ^ secret[i];
    (void)sodium_bin2hex(guest->csrf, sizeof guest->csrf, both, sizeof both);
}

static bool holds_token(const ds_web_site *site, const ds_web_guest *guest, const char *token) {
    unsigned char secret[SECRET_SIZE], both[2 * SECRET_SIZE];
    size_t size = 0;
    if (!find_secret(site, guest, secret) ||
        sodium_hex2bin(both, sizeof both, token, strlen(token), NULL, &size, NULL) != 0 ||
        size != sizeof both)
        return false;
    for (size_t i = 0; i < SECRET_SIZE; i++)
        both[i] ^= both[SECRET_SIZE + i];
    return sodium_memcmp(both, secret, SECRET_SIZE) == 0;
}

/* Whether an address begins with our origin, and that is all of its origin. */
static bool is_of_origin(const ds_web_site *site, ds_text address) {
    const size_t size = strlen(site->origin);
    return address.size >= size && memcmp(address.data, site->origin, size) == 0 &&
           (address.size == size || address.data[size] == '/');
}

static bool comes_from_us(const ds_web_site *site, const ds_http_request *request) {
    const ds_text origin = ds_http_header_of(request, "Origin");
    const ds_text referer = ds_http_header_of(request, "Referer");
    const ds_text fetch = ds_http_header_of(request, "Sec-Fetch-Site");
    if (fetch.data != NULL && !ds_text_is(fetch, "same-origin")) return false;
    if (origin.data != NULL) return ds_text_is(origin, site->origin);
    return referer.data != NULL && is_of_origin(site, referer);
}

bool ds_web_csrf_holds(const ds_web_site *site, const ds_http_request *request,
                       const ds_web_guest *guest) {
    return comes_from_us(site, request) &&
           holds_token(site, guest, ds_http_form(request, "bewijs"));
}
