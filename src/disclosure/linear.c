/* disclosure/linear.c: GLPK keeps an environment for each thread that uses it, and leaves it
 * behind. A thread gives it back when it ends, and no sooner: it may be the caller's, who uses GLPK
 * too. */
#include "disclosure/linear.h"

#include <pthread.h>
#include <stdbool.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t ending;
static bool has_key;

static void free_environment(void *unused) {
    (void)unused;
    (void)glp_free_env();
}

static void make_key(void) {
    has_key = pthread_key_create(&ending, free_environment) == 0;
}

glp_prob *ds_linear_new(void) {
    (void)pthread_once(&once, make_key);
    if (has_key) (void)pthread_setspecific(ending, &ending); /* anything but NULL */
    return glp_create_prob();
}
