/* test_dossiers_access.c: the whole table of who may do what, written a second time by hand, role
 * by role, and how somebody relates to a dossier. */
#include <stdio.h>
#include <string.h>

#include "doorstroom/dossiers_access.h"
#include "support/support.h"

/* What a role may do: the action, and then per relation in which stage: n without a dossier, o
 * open, f fixed. What does not stand here may not be done. Relations: no record, other, own, party,
 * region, all, self. */
typedef struct may_line {
    const char *action;
    const char *of_nothing, *other, *own, *party, *region, *all, *self;
    const char *right; /* without which it may not: as a form spells it; "" none */
} may_line;

static const may_line of_nobody[] = {
    {"openbaar", "n", "", "", "", "", "n", "", ""},
    {"account", "", "", "", "", "", "", "n", ""},
    {0},
};

static const may_line of_invuller[] = {
    {"openbaar", "n", "", "", "", "", "n", "", ""},
    {"account", "", "", "", "", "", "", "n", ""},
    {"lijst", "n", "", "", "", "", "n", "", ""},
    {"aanmaken", "", "", "n", "", "", "", "", "aanmaken"},
    {"openen", "", "", "of", "of", "", "", "", "zien"},
    {"stuk_ophalen", "", "", "of", "of", "", "", "", "zien"},
    {"document", "", "", "of", "of", "", "", "", "zien"},
    {"xlsx_uit", "", "", "of", "of", "", "", "", "zien"},
    {"historie", "", "", "of", "of", "", "", "", "zien"},
    {"bewaren", "", "", "o", "o", "", "", "", "invullen"},
    {"xlsx_in", "", "", "o", "o", "", "", "", "invullen"},
    {"stuk_erbij", "", "", "o", "o", "", "", "", "stukken"},
    {"stuk_weg", "", "", "o", "o", "", "", "", "stukken"},
    {"partijen", "", "", "o", "", "", "", "", "invullen"},
    {"akkoord", "", "", "", "of", "", "", "", "akkoord"},
    {"overgang", "", "", "of", "of", "", "", "", "overgang"},
    {"antwoorden", "", "", "of", "of", "", "", "", "vragen_beantwoorden"},
    {"cijfers", "", "", "n", "", "", "", "", ""},
    {0},
};

/* The same, and they sign. */
static const may_line of_signer[] = {
    {"openbaar", "n", "", "", "", "", "n", "", ""},
    {"account", "", "", "", "", "", "", "n", ""},
    {"lijst", "n", "", "", "", "", "n", "", ""},
    {"aanmaken", "", "", "n", "", "", "", "", "aanmaken"},
    {"openen", "", "", "of", "of", "", "", "", "zien"},
    {"stuk_ophalen", "", "", "of", "of", "", "", "", "zien"},
    {"document", "", "", "of", "of", "", "", "", "zien"},
    {"xlsx_uit", "", "", "of", "of", "", "", "", "zien"},
    {"historie", "", "", "of", "of", "", "", "", "zien"},
    {"bewaren", "", "", "o", "o", "", "", "", "invullen"},
    {"xlsx_in", "", "", "o", "o", "", "", "", "invullen"},
    {"stuk_erbij", "", "", "o", "o", "", "", "", "stukken"},
    {"stuk_weg", "", "", "o", "o", "", "", "", "stukken"},
    {"partijen", "", "", "o", "", "", "", "", "invullen"},
    {"akkoord", "", "", "", "of", "", "", "", "akkoord"},
    {"tekenen", "", "", "", "of", "", "", "", "akkoord"},
    {"overgang", "", "", "of", "of", "", "", "", "overgang"},
    {"antwoorden", "", "", "of", "of", "", "", "", "vragen_beantwoorden"},
    {"cijfers", "", "", "n", "", "", "", "", ""},
    {0},
};

static const may_line of_onderzoeker[] = {
    {"openbaar", "n", "", "", "", "", "n", "", ""},
    {"account", "", "", "", "", "", "", "n", ""},
    {"lijst", "n", "", "", "", "", "n", "", ""},
    {"openen", "", "", "of", "of", "", "of", "", "zien"},
    {"stuk_ophalen", "", "", "of", "of", "", "of", "", "zien"},
    {"document", "", "", "of", "of", "", "of", "", "zien"},
    {"xlsx_uit", "", "", "of", "of", "", "of", "", "zien"},
    {"historie", "", "", "of", "of", "", "of", "", "zien"},
    {"overgang", "", "", "of", "of", "", "of", "", "overgang"},
    {"vragen", "", "", "of", "of", "", "of", "", "vragen_stellen"},
    {"antwoorden", "", "", "of", "of", "", "of", "", "vragen_stellen"},
    {"vraag_sluiten", "", "", "of", "of", "", "of", "", "vragen_stellen"},
    {"thema", "", "", "of", "of", "", "of", "", "themas"},
    {"volgen", "", "", "", "", "", "n", "", "volgen"},
    {"exporteren", "", "", "", "", "", "n", "", "exporteren"},
    {"regio", "", "", "", "", "", "n", "", ""},
    {0},
};

static const may_line of_ministerie[] = {
    {"openbaar", "n", "", "", "", "", "n", "", ""},
    {"account", "", "", "", "", "", "", "n", ""},
    {"lijst", "n", "", "", "", "", "n", "", ""},
    {"openen", "", "", "", "", "", "f", "", "zien"},
    {"document", "", "", "", "", "", "f", "", "zien"},
    {"volgen", "", "", "", "", "", "n", "", "volgen"},
    {"regio", "", "", "", "", "", "n", "", ""},
    {0},
};

static const may_line of_regio[] = {
    {"openbaar", "n", "", "", "", "", "n", "", ""},
    {"account", "", "", "", "", "", "", "n", ""},
    {"lijst", "n", "", "", "", "", "n", "", ""},
    {"aanmaken", "", "", "n", "", "", "", "", "aanmaken"},
    {"openen", "", "", "of", "of", "of", "", "", "zien"},
    {"stuk_ophalen", "", "", "of", "of", "", "", "", "zien"},
    {"document", "", "", "of", "of", "of", "", "", "zien"},
    {"xlsx_uit", "", "", "of", "of", "", "", "", "zien"},
    {"historie", "", "", "of", "of", "", "", "", "zien"},
    {"bewaren", "", "", "o", "o", "", "", "", "invullen"},
    {"xlsx_in", "", "", "o", "o", "", "", "", "invullen"},
    {"stuk_erbij", "", "", "o", "o", "", "", "", "stukken"},
    {"stuk_weg", "", "", "o", "o", "", "", "", "stukken"},
    {"partijen", "", "", "o", "", "", "", "", "invullen"},
    {"akkoord", "", "", "", "of", "", "", "", "akkoord"},
    {"overgang", "", "", "of", "of", "", "", "", "overgang"},
    {"antwoorden", "", "", "of", "of", "", "", "", "vragen_beantwoorden"},
    {"regio", "n", "", "", "", "", "", "", ""},
    {0},
};

static const may_line of_beheerder[] = {
    {"openbaar", "n", "", "", "", "", "n", "", ""}, {"account", "", "", "", "", "", "", "n", ""},
    {"lijst", "n", "", "", "", "", "n", "", ""},    {"aanmaken", "", "", "", "", "", "n", "", ""},
    {"partijen", "", "", "", "", "", "o", "", ""},  {"overgang", "", "", "", "", "", "of", "", ""},
    {"volgen", "", "", "", "", "", "n", "", ""},    {"gebruikers", "", "", "", "", "", "n", "", ""},
    {"logboek", "", "", "", "", "", "n", "", ""},   {0},
};

static const may_line *const of_roles[DS_ROLES] = {of_nobody, of_invuller,    of_signer,
                                                   of_signer, of_onderzoeker, of_ministerie,
                                                   of_regio,  of_beheerder};

static const char *const right_names[] = {
    "zien",    "aanmaken", "invullen",       "akkoord",
    "stukken", "overgang", "vragen_stellen", "vragen_beantwoorden",
    "themas",  "volgen",   "exporteren"};
enum { RIGHTS = sizeof right_names / sizeof right_names[0] };

static const may_line *find_line(ds_desk_role role, ds_desk_action action) {
    for (const may_line *line = of_roles[role]; line->action != NULL; line++)
        if (strcmp(line->action, ds_desk_action_name(action)) == 0) return line;
    return NULL;
}

static const char *stages_of(const may_line *line, ds_desk_relation relation) {
    const char *const stages[DS_RELATIONS] = {line->of_nothing, line->other, line->own, line->party,
                                              line->region,     line->all,   line->self};
    return stages[relation];
}

static bool is_expected(const may_line *line, ds_desk_relation relation, ds_desk_stage stage,
                        unsigned rights) {
    if (line == NULL || strchr(stages_of(line, relation), "nof"[stage]) == NULL) return false;
    for (size_t r = 0; r < RIGHTS; r++)
        if (strcmp(right_names[r], line->right) == 0 && (rights & 1U << r) == 0) return false;
    return true;
}

/* Every action, role, relation and stage, with all rights of the form, none, all but one, and one.
 */
static void test_access__is_the_table_written_by_hand(void **state) {
    unsigned sets[2 + 2 * RIGHTS] = {DS_RIGHTS_ALL, 0};
    size_t n_may = 0, n_asked = 0;
    (void)state;
    for (size_t r = 0; r < RIGHTS; r++) {
        sets[2 + r] = DS_RIGHTS_ALL & ~(1U << r);
        sets[2 + RIGHTS + r] = 1U << r;
    }
    for (ds_desk_action a = 0; a < DS_DESK_ACTIONS; a++)
        for (ds_desk_role role = 0; role < DS_ROLES; role++)
            for (ds_desk_relation rel = 0; rel < DS_RELATIONS; rel++)
                for (ds_desk_stage stage = 0; stage < DS_STAGES; stage++)
                    for (size_t s = 0; s < sizeof sets / sizeof sets[0]; s++) {
                        const bool expected = is_expected(find_line(role, a), rel, stage, sets[s]);
                        if (ds_desk_may(a, role, rel, stage, sets[s]) != expected)
                            fail_msg("%s by %s, relation %d, stage %d, rights %x: expected %d",
                                     ds_desk_action_name(a), ds_desk_role_name(role), (int)rel,
                                     (int)stage, sets[s], expected);
                        n_may += expected;
                        n_asked++;
                    }
    assert_int_equal(n_asked, 28 * 8 * 7 * 3 * (2 + 2 * RIGHTS));
    assert_true(n_may > 0 && n_may < n_asked / 20);
}

/* Each line by hand names an action that there is, once: none is passed over for a spelling. */
static void test_access__each_line_names_an_action(void **state) {
    (void)state;
    for (ds_desk_role role = 0; role < DS_ROLES; role++)
        for (const may_line *line = of_roles[role]; line->action != NULL; line++) {
            size_t n = 0, twice = 0, right = line->right[0] == '\0';
            for (ds_desk_action a = 1; a < DS_DESK_ACTIONS; a++)
                n += strcmp(ds_desk_action_name(a), line->action) == 0;
            for (const may_line *other = of_roles[role]; other->action != NULL; other++)
                twice += strcmp(other->action, line->action) == 0;
            for (size_t r = 0; r < RIGHTS; r++)
                right += strcmp(right_names[r], line->right) == 0;
            if (n != 1 || twice != 1 || right != 1) fail_msg("%s", line->action);
        }
}

static void test_access__outside_of_the_enums_nothing_may(void **state) {
    (void)state;
    for (ds_desk_role role = 0; role < DS_ROLES; role++)
        for (ds_desk_relation rel = 0; rel < DS_RELATIONS; rel++)
            for (ds_desk_stage stage = 0; stage < DS_STAGES; stage++) {
                assert_false(ds_desk_may(DS_DESK_NONE, role, rel, stage, DS_RIGHTS_ALL));
                assert_false(ds_desk_may(DS_DESK_ACTIONS, role, rel, stage, DS_RIGHTS_ALL));
            }
    assert_false(ds_desk_may(DS_DESK_PUBLIC, DS_ROLES, 0, 0, DS_RIGHTS_ALL));
    assert_false(ds_desk_may(DS_DESK_PUBLIC, 0, DS_RELATIONS, 0, DS_RIGHTS_ALL));
    assert_false(ds_desk_may(DS_DESK_PUBLIC, 0, 0, DS_STAGES, DS_RIGHTS_ALL));
    assert_string_equal(ds_desk_action_name(DS_DESK_ACTIONS), "");
    assert_string_equal(ds_desk_role_name(DS_ROLES), "");
}

static void test_access__roles_have_names(void **state) {
    ds_desk_role role = DS_ROLE_NOBODY;
    (void)state;
    for (ds_desk_role r = DS_ROLE_INVULLER; r < DS_ROLES; r++) {
        assert_true(ds_desk_role_named(ds_desk_role_name(r), &role));
        assert_int_equal(role, r);
    }
    assert_false(ds_desk_role_named("", &role));
    assert_false(ds_desk_role_named("Invuller", &role));
    assert_false(ds_desk_role_named(NULL, &role));
}

/* ---- relations ---- */

static const char *const partners[] = {"01AA", "25LX"};
static const unsigned partner_roles[] = {1U << DS_ROLE_SCHOOL,
                                         1U << DS_ROLE_INVULLER | 1U << DS_ROLE_TEKENAAR};
static const ds_desk_record route = {true, "A07",         "RN",     partners, partner_roles,
                                     2,    DS_STAGE_OPEN, SIZE_MAX, 0};

static ds_desk_relation relate(ds_desk_action action, ds_desk_role role, const char *scope,
                               const ds_desk_record *record) {
    const ds_desk_holding holding = {role, scope};
    const ds_desk_actor actor = {5, &holding, 1};
    return ds_desk_relation_of(action, &actor, &holding, record);
}

static void test_relation__is_by_what_a_role_is_held_for(void **state) {
    (void)state;
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_INVULLER, "A07", &route), DS_RELATION_OWN);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_INVULLER, "25LX", &route), DS_RELATION_PARTY);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_SCHOOL, "01AA", &route), DS_RELATION_PARTY);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_REGIO, "RN", &route), DS_RELATION_REGION);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_ONDERZOEKER, "*", &route), DS_RELATION_ALL);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_INVULLER, "*", &route), DS_RELATION_ALL);
    /* Of another kind of party, of another region, almost the same code, nothing at all. */
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_INVULLER, "01AA", &route), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_SCHOOL, "25LX", &route), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_SCHOOL, "RN", &route), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_INVULLER, "A0", &route), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_INVULLER, "a07", &route), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_OPEN, DS_ROLE_INVULLER, "", &route), DS_RELATION_OTHER);
}

static void test_relation__an_empty_scope_is_nobodys(void **state) {
    const char *const none[] = {""};
    const ds_desk_record loose = {true, "", "", none, partner_roles, 1, DS_STAGE_OPEN, SIZE_MAX, 0};
    (void)state;
    for (ds_desk_role role = 0; role < DS_ROLES; role++)
        assert_int_equal(relate(DS_DESK_OPEN, role, "", &loose), DS_RELATION_OTHER);
}

/* Only for the party in whose name, also by who owns the dossier and by who holds a role for all.
 */
static void test_relation__agreeing_is_of_one_party(void **state) {
    ds_desk_record record = route;
    (void)state;
    record.party = 0;
    assert_int_equal(relate(DS_DESK_SIGN, DS_ROLE_SCHOOL, "01AA", &record), DS_RELATION_PARTY);
    assert_int_equal(relate(DS_DESK_SIGN, DS_ROLE_TEKENAAR, "25LX", &record), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_AGREE, DS_ROLE_INVULLER, "A07", &record), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_AGREE, DS_ROLE_SCHOOL, "*", &record), DS_RELATION_OTHER);
    record.party = 1;
    assert_int_equal(relate(DS_DESK_SIGN, DS_ROLE_TEKENAAR, "25LX", &record), DS_RELATION_PARTY);
    assert_int_equal(relate(DS_DESK_SIGN, DS_ROLE_SCHOOL, "01AA", &record), DS_RELATION_OTHER);
    record.party = 2; /* there is none */
    assert_int_equal(relate(DS_DESK_SIGN, DS_ROLE_SCHOOL, "01AA", &record), DS_RELATION_OTHER);
    record.party = SIZE_MAX;
    assert_int_equal(relate(DS_DESK_SIGN, DS_ROLE_SCHOOL, "01AA", &record), DS_RELATION_OTHER);
}

static void test_relation__an_account_is_ones_own_by_its_number(void **state) {
    ds_desk_record account = {.party = SIZE_MAX, .user = 5};
    const ds_desk_holding held = {DS_ROLE_BEHEERDER, "*"};
    const ds_desk_actor nobody = DS_DESK_NOBODY;
    (void)state;
    assert_int_equal(relate(DS_DESK_ACCOUNT, DS_ROLE_SCHOOL, "01AA", &account), DS_RELATION_SELF);
    account.user = 6;
    assert_int_equal(relate(DS_DESK_ACCOUNT, DS_ROLE_SCHOOL, "01AA", &account), DS_RELATION_OTHER);
    assert_int_equal(relate(DS_DESK_ACCOUNT, DS_ROLE_BEHEERDER, "*", &account), DS_RELATION_ALL);
    assert_int_equal(ds_desk_relation_of(DS_DESK_ACCOUNT, &nobody, &held, &account),
                     DS_RELATION_ALL);
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_ACCOUNT, &nobody, &account, NULL), 0);
}

/* ---- several roles ---- */

static void test_roles__each_counts_and_none_lends_to_another(void **state) {
    const ds_desk_holding held[] = {{DS_ROLE_SCHOOL, "01AA"}, {DS_ROLE_INVULLER, "99ZZ"}};
    const ds_desk_actor both = {5, held, 2}, second = {5, held + 1, 1};
    const ds_desk_actor nobody = DS_DESK_NOBODY, roleless = {7, NULL, 0};
    const ds_desk_record none = {.party = SIZE_MAX}, own = {.party = SIZE_MAX, .user = 7};
    unsigned rights[DS_ROLES];
    (void)state;
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_OPEN, &both, &route, NULL),
                     1U << DS_ROLE_SCHOOL);
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_OPEN, &second, &route, NULL), 0);
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_OPEN, &nobody, &route, NULL), 0);
    /* A form that takes it from one of them leaves the other as it was. */
    for (size_t r = 0; r < DS_ROLES; r++)
        rights[r] = DS_RIGHTS_ALL;
    rights[DS_ROLE_SCHOOL] = 0;
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_OPEN, &both, &route, rights), 0);
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_LIST, &both, &none, NULL),
                     1U << DS_ROLE_SCHOOL | 1U << DS_ROLE_INVULLER);
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_LIST, &nobody, &none, NULL), 0);
    assert_int_not_equal(ds_desk_roles_that_may(DS_DESK_PUBLIC, &nobody, &none, NULL), 0);
    assert_int_not_equal(ds_desk_roles_that_may(DS_DESK_ACCOUNT, &roleless, &own, NULL), 0);
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_LIST, &roleless, &none, NULL), 0);
    assert_int_equal(ds_desk_roles_that_may(DS_DESK_NONE, &both, &none, NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_access__is_the_table_written_by_hand),
        cmocka_unit_test(test_access__each_line_names_an_action),
        cmocka_unit_test(test_access__outside_of_the_enums_nothing_may),
        cmocka_unit_test(test_access__roles_have_names),
        cmocka_unit_test(test_relation__is_by_what_a_role_is_held_for),
        cmocka_unit_test(test_relation__an_empty_scope_is_nobodys),
        cmocka_unit_test(test_relation__agreeing_is_of_one_party),
        cmocka_unit_test(test_relation__an_account_is_ones_own_by_its_number),
        cmocka_unit_test(test_roles__each_counts_and_none_lends_to_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
