/* tests/web/test_site_parallel.c: several people save in one dossier at the same time, each over a
 * connection of their own: what was confirmed is kept, of everybody. Run under the thread sanitizer
 * as well (the preset tsan). */
#include "support/support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/served.h"
#include "web/site_served.h"

enum { PEOPLE = 4, SAVES = 12 };

typedef struct saving_person {
    visitor v;
    pthread_t thread;
    char target[100], path[40];
    int number, n_confirmed;
    unsigned wrong; /* a status that is none of saving */
} saving_person;

/* A row of one's own, again and again, from the page as it then is; and one field of all. */
static void *save_all(void *context) {
    saving_person *p = context;
    for (int i = 0; i < SAVES && p->wrong == 0; i++) {
        char body[300];
        if (visitor_get(&p->v, p->target) != 200) p->wrong = p->v.status;
        (void)snprintf(body, sizeof body, "revisie=%s&%s=p%d-%d&naam=n%d-%d",
                       visitor_field(&p->v, "revisie"), p->path, p->number, i, p->number, i);
        if (p->wrong == 0 && visitor_post(&p->v, p->target, body) != 303 && p->v.status != 409)
            p->wrong = p->v.status;
        /* in a conflict about the one field, one's own row is saved all the same */
        p->n_confirmed += p->wrong == 0;
    }
    return NULL;
}

static void test_parallel__nothing_confirmed_is_lost(void **state) {
    site_served site;
    saving_person *people = calloc(PEOPLE, sizeof *people);
    long id;
    (void)state;
    assert_non_null(people);
    site_start(&site, NULL);
    for (int i = 0; i < PEOPLE; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "p%d", i);
        site_person(&site, &people[i].v, name, "invuller", "A");
        people[i].number = i;
        (void)snprintf(people[i].path, sizeof people[i].path, "regels%%2Fr%d%%2Fwat", i + 1);
    }
    id = site_dossier(&people[0].v, "samen", "A");
    for (int i = 0; i < PEOPLE; i++)
        (void)snprintf(people[i].target, sizeof people[i].target, "/dossier/%ld/eerste", id);
    for (int i = 0; i < PEOPLE; i++)
        assert_int_equal(pthread_create(&people[i].thread, NULL, save_all, &people[i]), 0);
    for (int i = 0; i < PEOPLE; i++)
        assert_int_equal(pthread_join(people[i].thread, NULL), 0);
    assert_int_equal(visitor_get(&people[0].v, people[0].target), 200);
    for (int i = 0; i < PEOPLE; i++) {
        char last[40];
        if (people[i].wrong != 0) fail_msg("%d: status %u", i, people[i].wrong);
        assert_int_equal(people[i].n_confirmed, SAVES);
        (void)snprintf(last, sizeof last, "value=\"p%d-%d\"", i, SAVES - 1);
        if (strstr(people[0].v.page, last) == NULL) fail_msg("%s is lost", last);
    }
    for (int i = 0; i < PEOPLE; i++)
        visitor_done(&people[i].v);
    free(people);
    site_stop(&site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parallel__nothing_confirmed_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
