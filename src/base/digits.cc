/* base/digits.cc: the digits of a double, by the standard library of C++ (Ryu: U. Adams, PLDI 2018
 * and OOPSLA 2019), which C's has no match for. See digits.h. The one file that is C++. */
#include "base/digits.h"

#include <charconv>

size_t ds_digits_shortest(double value, char *out, size_t size) {
    const std::to_chars_result made =
        std::to_chars(out, out + size, value, std::chars_format::scientific);
    return made.ec == std::errc() ? static_cast<size_t>(made.ptr - out) : 0;
}

size_t ds_digits_precise(double value, int digits, char *out, size_t size) {
    const std::to_chars_result made =
        std::to_chars(out, out + size, value, std::chars_format::general, digits);
    return made.ec == std::errc() ? static_cast<size_t>(made.ptr - out) : 0;
}
