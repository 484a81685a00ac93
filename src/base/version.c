/* base/version.c: what a program that links the library can ask of it at once. */
#include "base/int128.h"

const char *ds_version(void) {
    return DS_VERSION;
}

double ds_sum_double(ds_sum sum) {
    return (double)ds_sum_value(sum);
}
