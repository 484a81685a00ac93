/* tests/web/test_qr.c: a QR code read back by a reader of its own: format, mask, zigzag, blocks;
 * and each block's codewords are 0 at the roots of the polynomial that checks them. */
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/account/qr.h"

typedef struct reader {
    ds_qr qr;
    bool taken[DS_QR_SIZE_MAX][DS_QR_SIZE_MAX]; /* by patterns */
    unsigned char words[400];
    unsigned n_words;
} reader;

static void take_area(reader *r, int top, int left, int height, int width) {
    for (int y = top; y < top + height; y++)
        for (int x = left; x < left + width; x++)
            if (y >= 0 && x >= 0 && y < (int)r->qr.size && x < (int)r->qr.size)
                r->taken[y][x] = true;
}

/* By the tables of the standard, annex E. */
static void take_patterns(reader *r, unsigned version) {
    static const int rows[11][4] = {{0},         {0},         {6, 18},    {6, 22},
                                    {6, 26},     {6, 30},     {6, 34},    {6, 22, 38},
                                    {6, 24, 42}, {6, 26, 46}, {6, 28, 50}};
    const int size = (int)r->qr.size;
    take_area(r, 0, 0, 9, 9);
    take_area(r, 0, size - 8, 9, 8);
    take_area(r, size - 8, 0, 8, 9);
    take_area(r, 6, 0, 1, size);
    take_area(r, 0, 6, size, 1);
    if (version >= 7) {
        take_area(r, 0, size - 11, 6, 3);
        take_area(r, size - 11, 0, 3, 6);
    }
    for (int i = 0; rows[version][i] != 0; i++)
        for (int k = 0; rows[version][k] != 0; k++) {
            const int y = rows[version][i], x = rows[version][k];
            if ((y == 6 && (x == 6 || x == size - 7)) || (y == size - 7 && x == 6)) continue;
            take_area(r, y - 2, x - 2, 5, 5);
        }
}

/* The mask of the format beside the upper left finder; level M. */
static unsigned read_mask(const reader *r) {
    unsigned bits = 0;
    for (int i = 0; i < 6; i++)
        bits |= (unsigned)r->qr.dark[i][8] << i;
    bits |= (unsigned)r->qr.dark[7][8] << 6 | (unsigned)r->qr.dark[8][8] << 7 |
            (unsigned)r->qr.dark[8][7] << 8;
    for (int i = 9; i < 15; i++)
        bits |= (unsigned)r->qr.dark[8][14 - i] << i;
    bits ^= 0x5412;
    assert_int_equal(bits >> 13, 0); /* M */
    return bits >> 10 & 7;
}

static bool mask_bit(unsigned mask, int i, int j) {
    const int rules[8] = {(i + j) % 2,
                          i % 2,
                          j % 3,
                          (i + j) % 3,
                          (i / 2 + j / 3) % 2,
                          i * j % 2 + i * j % 3,
                          (i * j % 2 + i * j % 3) % 2,
                          ((i + j) % 2 + i * j % 3) % 2};
    return rules[mask] == 0;
}

static void read_words(reader *r, unsigned mask) {
    const int size = (int)r->qr.size;
    unsigned bit = 0;
    bool up = true;
    for (int right = size - 1; right > 0; right -= 2, up = !up) {
        if (right == 6) right--;
        for (int i = 0; i < size; i++)
            for (int x = right; x > right - 2; x--) {
                const int y = up ? size - 1 - i : i;
                if (r->taken[y][x]) continue;
                if (bit % 8 == 0) r->words[bit / 8] = 0;
                r->words[bit / 8] |=
                    (unsigned char)((r->qr.dark[y][x] ^ mask_bit(mask, y, x)) << (7 - bit % 8));
                bit++;
            }
    }
    r->n_words = bit / 8;
}

static unsigned char power_of_two(unsigned n) {
    unsigned value = 1;
    while (n-- > 0)
        value = value << 1 ^ (value >> 7) * 0x11D;
    return (unsigned char)value;
}

static unsigned char times(unsigned char a, unsigned char b) {
    unsigned sum = 0;
    for (unsigned i = 0; i < 8; i++)
        if (b >> i & 1) {
            unsigned shifted = a;
            for (unsigned k = 0; k < i; k++)
                shifted = shifted << 1 ^ (shifted >> 7) * 0x11D;
            sum ^= shifted;
        }
    return (unsigned char)sum;
}

static void expect_no_errors(const unsigned char *block, unsigned size, unsigned checks) {
    for (unsigned root = 0; root < checks; root++) {
        unsigned char value = 0;
        for (unsigned i = 0; i < size; i++)
            value = times(value, power_of_two(root)) ^ block[i];
        assert_int_equal(value, 0);
    }
}

/* Checks, blocks and bytes of the short ones, long ones: table 9. */
static const unsigned layouts[11][4] = {{0},
                                        {10, 1, 16, 0},
                                        {16, 1, 28, 0},
                                        {26, 1, 44, 0},
                                        {18, 2, 32, 0},
                                        {24, 2, 43, 0},
                                        {16, 4, 27, 0},
                                        {18, 4, 31, 0},
                                        {22, 2, 38, 2},
                                        {22, 3, 36, 2},
                                        {26, 4, 43, 1}};

static unsigned read_blocks(reader *r, unsigned version, unsigned char *out) {
    const unsigned *layout = layouts[version], n = layout[1] + layout[3];
    unsigned char blocks[8][100];
    unsigned at = 0, total = 0;
    for (unsigned i = 0; i <= layout[2]; i++)
        for (unsigned b = i < layout[2] ? 0 : layout[1]; b < n; b++)
            blocks[b][i] = r->words[at++];
    for (unsigned i = 0; i < layout[0]; i++)
        for (unsigned b = 0; b < n; b++)
            blocks[b][layout[2] + (b >= layout[1]) + i] = r->words[at++];
    assert_int_equal(at, r->n_words);
    for (unsigned b = 0; b < n; b++) {
        const unsigned size = layout[2] + (b >= layout[1]);
        expect_no_errors(blocks[b], size + layout[0], layout[0]);
        memcpy(out + total, blocks[b], size);
        total += size;
    }
    return total;
}

static void test_qr__reads_back(void **state) {
    char text[DS_QR_BYTES_MAX + 2];
    (void)state;
    for (size_t size = 1; size <= DS_QR_BYTES_MAX; size++) {
        static reader r;
        unsigned char bytes[400];
        unsigned version, at;
        memset(&r, 0, sizeof r);
        for (size_t i = 0; i < size; i++)
            text[i] = (char)(33 + (i * 31 + size * 7) % 90);
        assert_true(ds_qr_make((ds_text){text, size}, &r.qr));
        version = (r.qr.size - 17) / 4;
        take_patterns(&r, version);
        read_words(&r, read_mask(&r));
        (void)read_blocks(&r, version, bytes);
        assert_int_equal(bytes[0] >> 4, 4); /* bytes */
        at = version < 10 ? 1 : 2;
        if (version < 10)
            assert_int_equal((bytes[0] & 15) << 4 | bytes[1] >> 4, size);
        else
            assert_int_equal((bytes[0] & 15) << 12 | bytes[1] << 4 | bytes[2] >> 4, size);
        for (size_t i = 0; i < size; i++, at++)
            assert_int_equal((bytes[at] & 15) << 4 | bytes[at + 1] >> 4, (unsigned char)text[i]);
        assert_true(r.qr.dark[r.qr.size - 8][8]);
    }
    assert_false(ds_qr_make((ds_text){text, DS_QR_BYTES_MAX + 1}, &(ds_qr){0}));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_qr__reads_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
