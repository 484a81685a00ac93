/* fuzz/fuzz_typed.c: any bytes as what somebody typed in a field: the first says of which kind, the
 * second in which language. What is read is canonical, and is read again as it is shown. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/formulier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const ds_lijst_rij rows[] = {{"1.1", {"een", "one"}, NULL},
                                    {"b", {"twee; drie", "two"}, NULL},
                                    {"c", {"een", "three"}, NULL}};
static const ds_lijst list = {.id = "l", .rows = rows, .n_rows = 3};

static void show_and_read(const ds_veld *field, const char *canonical, ds_lang lang) {
    char *shown = NULL, *again = NULL;
    if (!ds_formulier_is_canonical(field, canonical)) abort();
    if (ds_formulier_show(field, canonical, lang, &shown, NULL) != DS_OK) abort();
    if (ds_formulier_parse(field, (ds_text){shown, strlen(shown)}, lang, &again, NULL) != DS_OK ||
        strcmp(again, canonical) != 0)
        abort();
    ds_free(again);
    ds_free(shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ds_veld field = {.id = "v", .list = &list};
    char *canonical = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (size < 2) return 0;
    field.soort = (ds_veld_soort)(data[0] % DS_VELD_SOORTEN);
    if (ds_formulier_parse(&field, (ds_text){(const char *)data + 2, size - 2},
                           data[1] % 2 == 0 ? DS_NL : DS_EN, &canonical, &err) != DS_OK) {
        if (err.nl[0] == '\0' || err.en[0] == '\0' || strchr(err.nl, '\n') != NULL) abort();
        return 0;
    }
    show_and_read(&field, canonical, DS_NL);
    show_and_read(&field, canonical, DS_EN);
    ds_free(canonical);
    return 0;
}
