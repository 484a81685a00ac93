/* cli/cmd_link.c: doorstroom link LEFT RIGHT --on a,b: two registrations of the same thing side by
 * side, from files or from the register. See link.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "cli/link.h"

static ds_status work(cli *c, link_asked *a, ds_error *err) {
    ds_register *reg = NULL;
    ds_link *link = NULL;
    ds_status status = link_split(a, err);
    if (status == DS_OK && a->folder != NULL) status = ds_register_open(a->folder, &reg, err);
    if (status == DS_OK) {
        link = ds_link_new(a->n_keys, a->fold);
        if (link == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK)
        status = link_read_file(a, DS_LINK_LEFT, a->present_codes ? reg : NULL, link, err);
    if (status == DS_OK)
        status = a->folder != NULL ? link_read_register(c, a, reg, link, err)
                                   : link_read_file(a, DS_LINK_RIGHT, NULL, link, err);
    if (status == DS_OK) {
        ds_link_finish(link);
        link_print(c, a, link);
        cli_say_internal(c);
    }
    ds_link_free(link);
    ds_register_close(reg);
    ds_free(a->on_text);
    return status;
}

/* What does not go together; -1 when all is well. */
static int check(const cli *c, const link_asked *a) {
    if (a->paths[DS_LINK_LEFT] == NULL) return cli_usage(c, "welke bestanden?", "which files?", "");
    if (a->on == NULL)
        return cli_usage(c, "geef --on: de kolommen die gelijk moeten zijn",
                         "give --on: the columns that must be equal", "");
    if ((a->paths[DS_LINK_RIGHT] == NULL) == (a->folder == NULL))
        return cli_usage(c, "geef twee bestanden, of één en --register WERKMAP",
                         "give two files, or one and --register WORKFOLDER", "");
    if (a->folder == NULL && (a->population != NULL || a->year != NULL || a->present_codes))
        return cli_usage(c, "--population, --schooljaar en --present-codes horen bij --register",
                         "--population, --schooljaar and --present-codes go with --register", "");
    return -1;
}

int cmd_link(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom link LINKS RECHTS --on instelling[,vestiging[,…]]\n"
        "doorstroom link LINKS --register WERKMAP --on instelling[,vestiging[,…]]\n\n"
        "Legt twee registraties van hetzelfde naast elkaar: wat staat in de ene, in de andere, in\n"
        "beide; naar de eerste kolom, naar de eerste twee, enzovoort. Heet een kolom rechts\n"
        "anders, schrijf dan links=rechts. Leeg en onbekend kunnen niet gevonden worden en zijn\n"
        "apart geteld.\n"
        "Voorbeelden:\n"
        "  doorstroom link dus-i.csv bron.sav --on brin=instelling,vestiging\n"
        "  doorstroom link dus-i.csv --register proef --on instelling,vestiging,sector --list\n"
        "  doorstroom link dus-i.csv --register proef --on instelling --schooljaar 2022 \\\n"
        "    --population \"route in ('vakmanschap2', 'technologie')\" --format csv";
    static const char usage_en[] =
        "doorstroom link LEFT RIGHT --on instelling[,vestiging[,…]]\n"
        "doorstroom link LEFT --register WORKFOLDER --on instelling[,vestiging[,…]]\n\n"
        "Lays two registrations of the same thing side by side: what is in the one, in the other,\n"
        "in both; by the first column, by the first two, and so on. Where the right has another\n"
        "name for a column, write left=right. Empty and onbekend cannot be found and are counted\n"
        "apart.\n"
        "Examples:\n"
        "  doorstroom link dus-i.csv bron.sav --on brin=instelling,vestiging\n"
        "  doorstroom link dus-i.csv --register trial --on instelling,vestiging,sector --list\n"
        "  doorstroom link dus-i.csv --register trial --on instelling --schooljaar 2022 \\\n"
        "    --population \"route in ('vakmanschap2', 'technologie')\" --format csv";
    link_asked a = {0};
    const cli_option options[] = {
        {"--on", &a.on, NULL, "a,b=c", "de kolommen die gelijk moeten zijn",
         "the columns that must be equal"},
        {"--list", NULL, &a.list, NULL, "ook de lijst zelf; met csv in plaats van de aantallen",
         "the list itself too; with csv in place of the numbers"},
        {"--fold", NULL, &a.fold, NULL, "hoofdletters en kleine letters zijn gelijk",
         "capitals and small letters are equal"},
        {"--register", &a.folder, NULL, "WERKMAP", "rechts staat het register",
         "on the right stands the register"},
        {"--population", &a.population, NULL, "EXPR",
         "wie in het register meetelt (route is not null)",
         "who counts in the register (route is not null)"},
        {"--schooljaar", &a.year, NULL, "JAAR", "van welk schooljaar (het laatste)",
         "of which school year (the last)"},
        {"--present-codes", NULL, &a.present_codes, NULL,
         "instellingen onder de huidige codes, aan beide kanten",
         "institutions under present codes, on both sides"}};
    ds_error err;
    int code = cli_parse(c, argc, argv, options, 7, a.paths, DS_LINK_SIDES, usage_nl, usage_en);
    if (code >= 0) return code;
    code = check(c, &a);
    if (code >= 0) return code;
    memset(&err, 0, sizeof err);
    return work(c, &a, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
