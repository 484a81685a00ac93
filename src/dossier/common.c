/* dossier/common.c: passwords that many people choose, so that whoever guesses tries them first. A
 * small list of our own, by ear: it takes the worst away and proves nothing of the rest. See
 * token.h.
 */
#include <string.h>

#include "base/text.h"
#include "dossier/token.h"

static const char *const common_words[] = {
    "admin",        "administrator", "ajax",        "amsterdam", "appeltaart", "april",
    "asdfghjkl",    "augustus",      "azerty",      "baseball",  "batman",     "beheer",
    "beheerder",    "bloemen",       "changeme",    "computer",  "december",   "default",
    "denhaag",      "dinsdag",       "docent",      "donderdag", "dragon",     "februari",
    "feyenoord",    "football",      "gebruiker",   "geheim",    "geheimpje",  "groningen",
    "hallo",        "herfst",        "hoi",         "holland",   "hond",       "ikhouvanje",
    "ikhouvanjou",  "iloveyou",      "inloggen",    "internet",  "januari",    "juli",
    "juni",         "knuffel",       "koningsdag",  "laptop",    "leerling",   "lente",
    "letmein",      "liefde",        "lieverd",     "login",     "maandag",    "maart",
    "mama",         "master",        "mei",         "monkey",    "nederland",  "november",
    "oktober",      "onderwijs",     "papa",        "passw0rd",  "password",   "passwort",
    "poes",         "princess",      "proef",       "psv",       "qazwsxedc",  "qwerty",
    "qwertyasdfgh", "qwertyuiop",    "root",        "rotterdam", "schatje",    "school",
    "secret",       "september",     "sinterklaas", "starwars",  "student",    "sunshine",
    "superman",     "test",          "tester",      "thuis",     "toegang",    "trustno",
    "utrecht",      "vakantie",      "voetbal",     "vogel",     "vrijdag",    "wachtwoord",
    "welcome",      "welkom",        "winter",      "woensdag",  "zaterdag",   "zomer",
    "zondag",       "zonnebloem",    "zxcvbnm",
};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What is left without what is no letter before and behind; bytes beyond ASCII are left alone. */
static ds_text take_stem(const char *password) {
    size_t size = strlen(password), from = 0;
    while (from < size && !is_letter(password[from]) && (password[from] & 0x80) == 0)
        from++;
    while (size > from && !is_letter(password[size - 1]) && (password[size - 1] & 0x80) == 0)
        size--;
    return (ds_text){password + from, size - from};
}

/* Whether the text is the word, once or more times. */
static bool repeats_word(ds_text text, const char *word) {
    const size_t size = strlen(word);
    if (text.size == 0 || text.size % size != 0) return false;
    for (size_t at = 0; at < text.size; at += size)
        if (!ds_text_equal_nocase((ds_text){text.data + at, size}, (ds_text){word, size}))
            return false;
    return true;
}

/* Each digit one more, one less, or the same as the one before: 123456789012, 112233445566. */
static bool is_row_of_digits(const char *password) {
    for (size_t i = 0; password[i] != '\0'; i++) {
        if (password[i] < '0' || password[i] > '9') return false;
        if (i > 0) {
            const int step = (password[i] - password[i - 1] + 10) % 10;
            if (step != 0 && step != 1 && step != 9) return false;
        }
    }
    return true;
}

bool ds_password_is_common(const char *password) {
    const ds_text stem = take_stem(password);
    for (size_t i = 0; i < sizeof common_words / sizeof *common_words; i++)
        if (repeats_word(stem, common_words[i])) return true;
    return is_row_of_digits(password);
}
