/* dossier/password.c: which passwords may be chosen: long enough, of some characters, and not among
 * those that somebody tries first: common ones (common.c), words of this service and of one's own
 * address, and what leaked elsewhere, where a list of that is there (leaked.c). Nothing is asked of
 * kinds of characters, and none grows old. See token.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "dossier/leaked.h"
#include "dossier/token.h"

enum { DIFFERENT_MIN = 5, LOCAL_MIN = 4, PART_MIN = 3, BESIDE_MIN = 8 };

static size_t count_characters(const char *text) {
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static size_t count_different(const char *text) {
    bool seen[256] = {false};
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += !seen[(unsigned char)*text];
        seen[(unsigned char)*text] = true;
    }
    return n;
}

/* Whether the part of the address before the @ stands in the password, whatever the case. */
static bool has_local_part(const char *password, const char *address) {
    const size_t size = strcspn(address, "@"), length = strlen(password);
    for (size_t i = 0; size >= LOCAL_MIN && i + size <= length; i++)
        if (ds_text_equal_nocase((ds_text){password + i, size}, (ds_text){address, size}))
            return true;
    return false;
}

/* ---- words of this service ---- */

/* What somebody who guesses here thinks of first. */
static const char *const own_words[] = {"akkoord",
                                        "dienst",
                                        "doorstroom",
                                        "dossier",
                                        "efile",
                                        "formulier",
                                        "instelling",
                                        "leerroute",
                                        "loket",
                                        "mbo",
                                        "ministerie",
                                        "monitor",
                                        "ocw",
                                        "overdracht",
                                        "planner",
                                        "regio",
                                        "route",
                                        "school",
                                        "startkwalificatie",
                                        "uitval",
                                        "vmbo",
                                        "voortijdig",
                                        "vsv",
                                        "werkagenda"};

typedef struct covered {
    bool at[DS_PASSWORD_MAX + 1]; /* whether a byte of the password is in one of these words */
} covered;

static void cover_word(covered *c, const char *password, ds_text word) {
    const size_t length = strlen(password);
    for (size_t i = 0; word.size > 0 && i + word.size <= length; i++)
        if (ds_text_equal_nocase((ds_text){password + i, word.size}, word))
            memset(c->at + i, true, word.size);
}

/* The parts of an address or a host between dots and signs, of three letters or more. */
static void cover_parts(covered *c, const char *password, const char *text) {
    while (*text != '\0') {
        const size_t size = strcspn(text, ".@-_+:/");
        if (size >= PART_MIN) cover_word(c, password, (ds_text){text, size});
        text += size + (text[size] != '\0');
    }
}

/* Whether there is little in it beside words of this service, its host and one's own address. */
static bool is_of_service(const ds_dossiers *store, const char *password, const char *address) {
    covered c = {{false}};
    size_t beside = 0;
    bool any = false;
    for (size_t i = 0; i < sizeof own_words / sizeof *own_words; i++)
        cover_word(&c, password, ds_text_of(own_words[i]));
    cover_parts(&c, password, store->host);
    cover_parts(&c, password, address);
    for (size_t i = 0; password[i] != '\0'; i++) {
        beside += !c.at[i] && ((unsigned char)password[i] & 0xc0) != 0x80;
        any = any || c.at[i];
    }
    return any && beside < BESIDE_MIN;
}

/* ---- the rules ---- */

/* Whether it is on the list of those that leaked; there may be no such list. */
static ds_status refuse_leaked(const ds_dossiers *store, const char *password, ds_error *err) {
    bool has = false;
    ds_error why = {0};
    if (store->leaked == NULL) return DS_OK;
    if (ds_leaked_has(store->leaked, password, &has, &why) != DS_OK)
        /* the list became unreadable: that is ours, and nobody gets in by it */
        return ds_error_set(err, DS_FAULT, "%s: %s", "%s: %s", why.file, why.nl);
    if (!has) return DS_OK;
    return ds_error_set(
        err, DS_INPUT,
        "dit wachtwoord is elders uitgelekt: kies een ander, en gebruik het nergens "
        "meer",
        "this password has leaked elsewhere: choose another, and use it nowhere any "
        "more");
}

ds_status ds_password_check(const ds_dossiers *store, const char *password, const char *address,
                            ds_error *err) {
    ds_status status = ds_take_text(password, DS_PASSWORD_MAX, "password", err);
    if (status != DS_OK) return status;
    if (password == NULL || count_characters(password) < DS_PASSWORD_MIN)
        return ds_error_set(
            err, DS_INPUT, "het wachtwoord is te kort: kies er een van ten minste %d tekens",
            "the password is too short: choose one of at least %d characters", DS_PASSWORD_MIN);
    if (count_different(password) < DIFFERENT_MIN)
        return ds_error_set(
            err, DS_INPUT,
            "het wachtwoord heeft te weinig verschillende tekens, verwachtte er ten "
            "minste %d",
            "the password has too few different characters, expected at least %d", DIFFERENT_MIN);
    if (ds_password_is_common(password))
        return ds_error_set(err, DS_INPUT, "dit wachtwoord kiezen er veel: kies een ander",
                            "this is a password that many choose: choose another");
    if (has_local_part(password, address))
        return ds_error_set(err, DS_INPUT, "uw e-mailadres staat in het wachtwoord: kies een ander",
                            "your e-mail address is in the password: choose another");
    if (is_of_service(store, password, address))
        return ds_error_set(err, DS_INPUT,
                            "het wachtwoord bestaat bijna alleen uit woorden van deze dienst of uw "
                            "adres: kies een ander",
                            "the password is little but words of this service or of your address: "
                            "choose another");
    return refuse_leaked(store, password, err);
}

ds_status ds_passwords_refuse(ds_dossiers *store, const char *leaked, const char *host,
                              ds_error *err) {
    if (host != NULL) (void)snprintf(store->host, sizeof store->host, "%.250s", host);
    return leaked == NULL ? DS_OK : ds_leaked_open(leaked, &store->leaked, err);
}
