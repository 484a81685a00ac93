/* base/wide.h: a mark for functions that are plain loops over long rows. On a machine with AVX2 the
 * wider instructions are taken, chosen once when the program starts; integers come out the same.
 * Not under sanitizers, whose start-up comes after that choice. */
#ifndef DS_BASE_WIDE_H
#define DS_BASE_WIDE_H

#ifdef DS_CLONES
#define DS_WIDE_CODE __attribute__((target_clones("avx2", "default")))
#else
#define DS_WIDE_CODE
#endif

#endif
