/* tests/cli/test_norms.c: the norms of 2012 to 2015 stand beside whom they are of. The regulation
 * judges level 3 and 4 together: no norm beside either of the two, and a table that splits them
 * says so. */
#include "cli/match_help.h"

static char *folder;

/* Of each year twenty students a level: at 01AA half of them stay, at 02BB nobody. */
static void write_enrolments(void) {
    static char text[200000];
    size_t n =
        (size_t)sprintf(text, "persoon,schooljaar,soort,niveau,leerweg,instelling,leeftijd\n");
    for (int year = 2011; year < 2016; year++)
        for (int i = 0; i < 80; i++) {
            const char *place = i / 4 % 2 == 0 ? "01AA" : "02BB";
            n += (size_t)sprintf(text + n, "%d%02d,%d,mbo,%d,bol,%s,18\n", year, i, year, 1 + i % 4,
                                 place);
            if (i / 4 % 4 == 0)
                n += (size_t)sprintf(text + n, "%d%02d,%d,mbo,%d,bol,%s,19\n", year, i, year + 1,
                                     1 + i % 4, place);
        }
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", text));
}

static int make_folder(void **state) {
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    write_enrolments();
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv",
                                 "persoon,schooljaar,soort,niveau\n"));
    ds_free(ds_test_write_string(folder, "leveringen/werk.csv",
                                 "persoon,jaar,uren\n201100,2011,1\n201100,2012,1\n201100,2013,1\n"
                                 "201100,2014,1\n201100,2015,1\n201100,2016,1\n"));
    run = run_words("import %s", folder);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static ds_run asked(const char *words) {
    ds_run run = run_words(words, folder);
    if (run.code != 0) fail_msg("%s: %s", words, run.err);
    return run;
}

static void must_say(const ds_run *run, const char *words) {
    if (strstr(run->out, words) == NULL) fail_msg("no '%s' in\n%s", words, run->out);
}

static void must_not_say(const ds_run *run, const char *words) {
    if (strstr(run->out, words) != NULL) fail_msg("'%s' in\n%s", words, run->out);
}

static void test_norms__beside_levels_apart(void **state) {
    ds_run run = asked("tally %s --indicator vsv_2012 --by niveau --lang nl");
    (void)state;
    must_say(&run, "32,50");
    must_say(&run, "13,50");
    must_not_say(&run, "4,25");
    must_not_say(&run, "2,75");
    must_say(&run, "geen norm naast 6 rijen");
    ds_run_done(&run);
    run = asked("tally %s --indicator vsv_2012 --by niveau --lang en");
    must_say(&run, "no norm beside 6 rows");
    must_say(&run, "by niveau or");
    ds_run_done(&run);
}

static void test_norms__beside_levels_together(void **state) {
    ds_run run = asked("tally %s --indicator vsv_2012 --by niveaugroep --lang nl");
    (void)state;
    must_say(&run, "32,50");
    must_say(&run, "3-4");
    must_say(&run, "4,25");
    must_say(&run, "3,50");
    must_say(&run, "2,75");
    must_not_say(&run, "geen norm naast");
    ds_run_done(&run);
}

static void test_norms__in_the_monitor(void **state) {
    ds_run run = asked("monitor %s --tabel N1 --format csv");
    (void)state;
    must_say(&run, "N1,vsv_2012,2012,,3-4,,,instelling,01AA,persoon,norm_voldoende,,,4.25,");
    must_say(&run, "N1,vsv_2012,2014,,3-4,,,instelling,02BB,persoon,norm_voldoende,,,2.75,");
    must_say(&run, "N1,vsv_2012,2012,,1,,,instelling,01AA,persoon,norm_voldoende,,,32.5,");
    must_not_say(&run, "N1,vsv_2012,2012,,3,");
    must_not_say(&run, "N1,vsv_2012,2012,,4,");
    ds_run_done(&run);
    run = asked("monitor %s --tabel N1 --lang nl");
    must_say(&run, "niveau 3-4");
    must_say(&run, "4,25");
    ds_run_done(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_norms__beside_levels_apart),
        cmocka_unit_test(test_norms__beside_levels_together),
        cmocka_unit_test(test_norms__in_the_monitor),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
