/* base/digits.h: the digits of a double, whatever the locale; number.h lays them out. */
#ifndef DS_BASE_DIGITS_H
#define DS_BASE_DIGITS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The fewest digits that read back as value, of those the nearest, as "-1.25e+00": as printf's %e
 * without closing zeros. Writes no zero byte; returns how many bytes, 0 where they do not fit. */
size_t ds_digits_shortest(double value, char *out, size_t size);
/* As printf's %.*g in the C locale. */
size_t ds_digits_precise(double value, int digits, char *out, size_t size);

#ifdef __cplusplus
}
#endif

#endif
