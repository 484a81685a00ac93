/* web/account/qr.c: QR codes by ISO/IEC 18004: the bytes with their Reed-Solomon codewords, laid
 * out along the zigzag, under the mask that leaves the least to be confused. See qr.h. */
#include "web/account/qr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { CODEWORDS_MAX = 346, CHECKS_MAX = 26, MASKS = 8, QUIET = 4 };

/* Level M of each version: codewords to check a block, blocks and bytes of the first kind, and of
 * the second, which have one byte more. Table 9 of the standard. */
static const struct {
    unsigned char checks, n_short, size, n_long;
} layouts[DS_QR_VERSION_MAX] = {{10, 1, 16, 0}, {16, 1, 28, 0}, {26, 1, 44, 0}, {18, 2, 32, 0},
                                {24, 2, 43, 0}, {16, 4, 27, 0}, {18, 4, 31, 0}, {22, 2, 38, 2},
                                {22, 3, 36, 2}, {26, 4, 43, 1}};
/* The middle and last centre of an alignment pattern; the first is always 6. */
static const unsigned char centres[DS_QR_VERSION_MAX][2] = {
    {0, 0}, {0, 18}, {0, 22}, {0, 26}, {0, 30}, {0, 34}, {22, 38}, {24, 42}, {26, 46}, {28, 50}};

static unsigned bytes_of_version(unsigned version) {
    const unsigned k = version - 1;
    return (unsigned)layouts[k].n_short * layouts[k].size +
           (unsigned)layouts[k].n_long * (layouts[k].size + 1U);
}

/* ---- codewords ---- */

/* In GF(256) with x^8 + x^4 + x^3 + x^2 + 1. */
static unsigned char multiply_bytes(unsigned char a, unsigned char b) {
    unsigned product = 0;
    for (int i = 7; i >= 0; i--) {
        product = (product << 1) ^ ((product >> 7) * 0x11D);
        product ^= ((unsigned)b >> i & 1U) * a;
    }
    return (unsigned char)product;
}

/* The remainder of data by the polynomial with the roots 2^0 … 2^(n-1). */
static void add_checks(const unsigned char *data, unsigned size, unsigned n, unsigned char *out) {
    unsigned char divisor[CHECKS_MAX] = {0}, root = 1;
    divisor[n - 1] = 1;
    for (unsigned i = 0; i < n; i++, root = multiply_bytes(root, 2))
        for (unsigned k = 0; k < n; k++) {
            divisor[k] = multiply_bytes(divisor[k], root);
            if (k + 1 < n) divisor[k] ^= divisor[k + 1];
        }
    memset(out, 0, n);
    for (unsigned i = 0; i < size; i++) {
        const unsigned char factor = data[i] ^ out[0];
        memmove(out, out + 1, n - 1);
        out[n - 1] = 0;
        for (unsigned k = 0; k < n; k++)
            out[k] ^= multiply_bytes(divisor[k], factor);
    }
}

/* Mode, length, bytes, end and padding. */
static void pack_bytes(ds_text text, unsigned version, unsigned char *out) {
    const unsigned room = bytes_of_version(version), wide = version < 10 ? 8 : 16;
    const unsigned bits = 4 + wide + 8 * (unsigned)text.size;
    unsigned at = 0;
    memset(out, 0, room);
    out[at / 8] |= 0x40; /* bytes: 0100 */
    at = 4;
    for (unsigned i = 0; i < wide; i++, at++)
        out[at / 8] |= (unsigned char)((text.size >> (wide - 1 - i) & 1U) << (7 - at % 8));
    for (unsigned i = 0; i < 8 * text.size; i++, at++)
        out[at / 8] |=
            (unsigned char)(((unsigned char)text.data[i / 8] >> (7 - i % 8) & 1) << (7 - at % 8));
    for (unsigned i = (bits + 4 + 7) / 8, pad = 0xEC; i < room; i++, pad ^= 0xEC ^ 0x11)
        out[i] = (unsigned char)pad;
}

/* All blocks side by side: first their bytes in turn, then their checks. Returns how many. */
static unsigned interleave_blocks(const unsigned char *data, unsigned version, unsigned char *out) {
    const unsigned k = version - 1, n_short = layouts[k].n_short, size = layouts[k].size;
    const unsigned n_blocks = n_short + layouts[k].n_long, checks = layouts[k].checks;
    unsigned char check[8][CHECKS_MAX] = {{0}};
    const unsigned char *begin[8] = {NULL};
    unsigned n = 0;
    for (unsigned b = 0, at = 0; b < n_blocks; b++) {
        begin[b] = data + at;
        add_checks(begin[b], size + (b >= n_short), checks, check[b]);
        at += size + (b >= n_short);
    }
    for (unsigned i = 0; i <= size; i++)
        for (unsigned b = i < size ? 0 : n_short; b < n_blocks; b++)
            out[n++] = begin[b][i];
    for (unsigned i = 0; i < checks; i++)
        for (unsigned b = 0; b < n_blocks; b++)
            out[n++] = check[b][i];
    return n;
}

/* ---- what is the same in each ---- */

typedef struct qr_work {
    ds_qr qr;
    bool fixed[DS_QR_SIZE_MAX][DS_QR_SIZE_MAX];
} qr_work;

static void set_fixed(qr_work *work, int row, int column, bool dark) {
    if (row < 0 || column < 0 || row >= (int)work->qr.size || column >= (int)work->qr.size) return;
    work->qr.dark[row][column] = dark;
    work->fixed[row][column] = true;
}

/* Squares within squares: a finder (reach 4, with its light edge) or an alignment pattern (2). */
static void draw_target(qr_work *work, int row, int column, int reach) {
    for (int y = -reach; y <= reach; y++)
        for (int x = -reach; x <= reach; x++) {
            const int far = abs(y) > abs(x) ? abs(y) : abs(x);
            set_fixed(work, row + y, column + x, reach == 4 ? far != 2 && far != 4 : far != 1);
        }
}

static void draw_version(qr_work *work, unsigned version) {
    unsigned rest = version, bits;
    if (version < 7) return;
    for (unsigned i = 0; i < 12; i++)
        rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
    bits = version << 12 | rest;
    for (int i = 0; i < 18; i++) {
        const int far = (int)work->qr.size - 11 + i % 3;
        set_fixed(work, far, i / 3, bits >> i & 1);
        set_fixed(work, i / 3, far, bits >> i & 1);
    }
}

static void draw_format(qr_work *work, unsigned mask) {
    const int size = (int)work->qr.size;
    unsigned rest = mask, bits; /* level M is 00 */
    for (unsigned i = 0; i < 10; i++)
        rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    bits = (mask << 10 | rest) ^ 0x5412;
    for (int i = 0; i < 15; i++) {
        const bool dark = bits >> i & 1;
        set_fixed(work, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, 8, dark);
        set_fixed(work, 8, i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i, dark);
    }
    set_fixed(work, size - 8, 8, true);
}

static void draw_patterns(qr_work *work, unsigned version) {
    const int size = (int)work->qr.size;
    const unsigned char *centre = centres[version - 1];
    const int at[3] = {6, centre[0], centre[1]};
    for (int i = 0; i < size; i++) {
        set_fixed(work, 6, i, i % 2 == 0);
        set_fixed(work, i, 6, i % 2 == 0);
    }
    draw_target(work, 3, 3, 4);
    draw_target(work, 3, size - 4, 4);
    draw_target(work, size - 4, 3, 4);
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 3; c++)
            if (at[r] != 0 && at[c] != 0 && !(r == 0 && c == 0) && !(r == 0 && c == 2) &&
                !(r == 2 && c == 0))
                draw_target(work, at[r], at[c], 2);
    draw_version(work, version);
    draw_format(work, 0); /* takes its room */
}

/* ---- the bits ---- */

/* Two columns at a time from the right, up and down in turn, past the timing column. */
static void draw_bits(qr_work *work, const unsigned char *codewords, unsigned n) {
    const int size = (int)work->qr.size;
    unsigned at = 0;
    for (int right = size - 1; right >= 1; right -= 2) {
        if (right == 6) right = 5;
        for (int i = 0; i < 2 * size; i++) {
            const bool up = ((right + 1) & 2) == 0;
            const int row = up ? size - 1 - i / 2 : i / 2, column = right - i % 2;
            if (work->fixed[row][column]) continue;
            work->qr.dark[row][column] = at < 8 * n && (codewords[at / 8] >> (7 - at % 8) & 1);
            at++;
        }
    }
}

static bool is_masked(unsigned mask, unsigned y, unsigned x) {
    switch (mask) {
    case 0:
        return (x + y) % 2 == 0;
    case 1:
        return y % 2 == 0;
    case 2:
        return x % 3 == 0;
    case 3:
        return (x + y) % 3 == 0;
    case 4:
        return (x / 3 + y / 2) % 2 == 0;
    case 5:
        return x * y % 2 + x * y % 3 == 0;
    case 6:
        return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
        return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

static void apply_mask(qr_work *work, unsigned mask) {
    for (unsigned y = 0; y < work->qr.size; y++)
        for (unsigned x = 0; x < work->qr.size; x++)
            if (!work->fixed[y][x] && is_masked(mask, y, x))
                work->qr.dark[y][x] = !work->qr.dark[y][x];
    draw_format(work, mask);
}

/* ---- which mask ---- */

static bool module_at(const ds_qr *qr, unsigned line, unsigned at, bool down) {
    return down ? qr->dark[at][line] : qr->dark[line][at];
}

/* Runs of five or more alike, and what looks like a finder, in one line. */
static unsigned judge_line(const ds_qr *qr, unsigned line, bool down) {
    unsigned points = 0, run = 0, last = 0;
    for (unsigned i = 0; i < qr->size; i++) {
        const bool dark = module_at(qr, line, i, down);
        run = i > 0 && dark == module_at(qr, line, i - 1, down) ? run + 1 : 1;
        if (run == 5) points += 3;
        if (run > 5) points++;
        last = (last << 1 | dark) & 0x7FF;
        if (i >= 10 && (last == 0x05D || last == 0x5D0)) points += 40;
    }
    return points;
}

static unsigned judge_mask(const ds_qr *qr) {
    unsigned points = 0, n_dark = 0;
    const unsigned all = qr->size * qr->size;
    for (unsigned i = 0; i < qr->size; i++)
        points += judge_line(qr, i, false) + judge_line(qr, i, true);
    for (unsigned y = 0; y < qr->size; y++)
        for (unsigned x = 0; x < qr->size; x++) {
            n_dark += qr->dark[y][x];
            if (x > 0 && y > 0 && qr->dark[y][x] == qr->dark[y][x - 1] &&
                qr->dark[y][x] == qr->dark[y - 1][x] && qr->dark[y][x] == qr->dark[y - 1][x - 1])
                points += 3;
        }
    if (all == 0) return points; /* none is that small; said for who reads along */
    return points + 10 * ((unsigned)abs((int)(20 * n_dark) - (int)(10 * all)) / all);
}

bool ds_qr_make(ds_text text, ds_qr *out) {
    unsigned char data[CODEWORDS_MAX] = {0}, codewords[CODEWORDS_MAX] = {0};
    unsigned version = 1, best = 0, least = 0;
    qr_work work;
    while (version <= DS_QR_VERSION_MAX &&
           bytes_of_version(version) < text.size + (version < 10 ? 2U : 3U))
        version++;
    if (version > DS_QR_VERSION_MAX) return false;
    memset(&work, 0, sizeof work);
    work.qr.size = 17 + 4 * version;
    pack_bytes(text, version, data);
    draw_patterns(&work, version);
    draw_bits(&work, codewords, interleave_blocks(data, version, codewords));
    for (unsigned mask = 0; mask < MASKS; mask++) {
        unsigned points;
        apply_mask(&work, mask);
        points = judge_mask(&work.qr);
        if (mask == 0 || points < least) {
            least = points;
            best = mask;
        }
        apply_mask(&work, mask); /* once more takes it off */
    }
    apply_mask(&work, best);
    *out = work.qr;
    return true;
}

/* ---- in a page ---- */

void ds_web_qr_add(ds_web_page *page, const char *text, ds_say name) {
    ds_buffer path;
    char box[48], side[16];
    ds_qr qr;
    if (!ds_qr_make(ds_text_of(text), &qr)) return;
    ds_buffer_init(&path, 1 << 17);
    for (unsigned y = 0; y < qr.size; y++)
        for (unsigned x = 0; x < qr.size; x++)
            if (qr.dark[y][x]) ds_buffer_addf(&path, "M%u %uh1v1h-1z", x + QUIET, y + QUIET);
    (void)snprintf(side, sizeof side, "%u", qr.size + 2 * QUIET);
    (void)snprintf(box, sizeof box, "0 0 %s %s", side, side);
    ds_web_open(page, "svg", "class", "qr", "xmlns", "http://www.w3.org/2000/svg", "viewBox", box,
                "role", "img", "aria-label", ds_say_text(name, page->lang), "shape-rendering",
                "crispEdges", NULL);
    ds_web_open(page, "rect", "width", side, "height", side, "fill", "#ffffff", NULL);
    ds_web_close(page);
    ds_web_open(page, "path", "d", ds_buffer_string(&path), "fill", "#000000", NULL);
    ds_web_close_to(page, page->depth - 2);
    if (path.failed != DS_OK) page->out->failed = DS_FAULT;
    ds_buffer_done(&path);
}
