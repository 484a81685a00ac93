/* tests/base/test_crc32c.c: the sums that RFC 3720 gives, and bit by bit, whatever the length, the
 * place in memory and the pieces. */
#include "base/crc32c.h"

#include <string.h>

#include "support/support.h"
#include "support/work_random.h"

/* One bit at a time, as the polynomial says. */
static uint32_t sum_slowly(const unsigned char *data, size_t size) {
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82f63b78u : 0);
    }
    return ~crc;
}

/* Appendix B.4, and the check value of every catalogue. */
static void test_crc32c__published(void **state) {
    unsigned char bytes[32];
    (void)state;
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(ds_crc32c(bytes, sizeof bytes), 0x8a9136aa);
    memset(bytes, 0xff, sizeof bytes);
    assert_int_equal(ds_crc32c(bytes, sizeof bytes), 0x62a8ab43);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)i;
    assert_int_equal(ds_crc32c(bytes, sizeof bytes), 0x46dd794e);
    assert_int_equal(ds_crc32c("123456789", 9), 0xe3069283);
    assert_int_equal(ds_crc32c("", 0), 0);
}

static void test_crc32c__any_length_and_place(void **state) {
    static unsigned char bytes[5000];
    random_bits random = {11};
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)random_below(&random, 256);
    for (size_t size = 0; size < 4096; size += size < 300 ? 1 : 97) {
        const size_t at = random_below(&random, 64);
        const size_t cut = random_below(&random, size + 1);
        const uint32_t wanted = sum_slowly(bytes + at, size);
        assert_int_equal(ds_crc32c(bytes + at, size), wanted);
        assert_int_equal(ds_crc32c_add(ds_crc32c(bytes + at, cut), bytes + at + cut, size - cut),
                         wanted);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crc32c__published),
        cmocka_unit_test(test_crc32c__any_length_and_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
