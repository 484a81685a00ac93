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

/* ---- walks: keys beside each other, letters and digits in their order, one key again ---- */

enum { WALK_MIN = 3, WORD_MIN = 5, BESIDE_MIN = 4, UNIT_MIN = 8 };

static const char *const key_rows[] = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"};

static char fold_letter(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool find_on_keys(char c, int *row, int *column) {
    for (int r = 0; r < 4; r++) {
        const char *at = c == '\0' ? NULL : strchr(key_rows[r], c);
        if (at == NULL) continue;
        *row = r;
        *column = (int)(at - key_rows[r]);
        return true;
    }
    return false;
}

/* Of two rows the keys that touch, and one further: 1q2w3e goes by these. */
static bool are_beside(char a, char b) {
    int row_a, column_a, row_b, column_b, down;
    if (!find_on_keys(a, &row_a, &column_a) || !find_on_keys(b, &row_b, &column_b)) return false;
    if (row_a == row_b) return column_a - column_b >= -1 && column_a - column_b <= 1;
    down = row_b > row_a ? column_b - column_a : column_a - column_b;
    return (row_a - row_b == 1 || row_b - row_a == 1) && down >= -1 && down <= 1;
}

static bool goes_on(char a, char b) {
    const bool digits = a >= '0' && a <= '9' && b >= '0' && b <= '9';
    const bool letters = a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z';
    const int step = b - a;
    if ((digits || letters) && step >= -1 && step <= 1) return true;
    return are_beside(a, b);
}

/* How many bytes from here on are one walk. */
static size_t measure_walk(const char *password) {
    size_t n = 1;
    while (password[n] != '\0' && goes_on(fold_letter(password[n - 1]), fold_letter(password[n])))
        n++;
    return n;
}

/* How many bytes from here on are a word that many choose; 0: none. */
static size_t measure_word(const char *password) {
    const size_t left = strlen(password);
    for (size_t i = 0; i < sizeof common_words / sizeof *common_words; i++) {
        const size_t size = strlen(common_words[i]);
        if (size >= WORD_MIN && size <= left &&
            ds_text_equal_nocase((ds_text){password, size}, (ds_text){common_words[i], size}))
            return size;
    }
    return 0;
}

/* Whether there is next to nothing in it beside walks and words that many choose. */
static bool is_walked(const char *password) {
    size_t beside = 0;
    for (size_t at = 0; password[at] != '\0';) {
        const size_t word = measure_word(password + at), walk = measure_walk(password + at);
        const size_t size = word > walk ? word : walk;
        if (size >= WALK_MIN) {
            at += size;
        } else {
            at++;
            beside++;
        }
    }
    return beside < BESIDE_MIN;
}

/* Whether it is one short thing, twice or more. */
static bool is_short_again(const char *password) {
    const size_t size = strlen(password);
    for (size_t unit = 1; unit < UNIT_MIN && 2 * unit <= size; unit++)
        if (size % unit == 0 && memcmp(password, password + unit, size - unit) == 0) return true;
    return false;
}

bool ds_password_is_common(const char *password) {
    const ds_text stem = take_stem(password);
    for (size_t i = 0; i < sizeof common_words / sizeof *common_words; i++)
        if (repeats_word(stem, common_words[i])) return true;
    return is_walked(password) || is_short_again(password);
}
