/* cell/bounds.c: see bounds.h. A hidden count has few values, so the possible pairs of each part
 * are written out and every combination of the three is tried. Propagating intervals would be about
 * as short, and weaker: it loses which noemer goes with which teller, and with that the
 * percentages. */
#include "cell/bounds.h"

typedef struct pair {
    int64_t noemer, teller;
    unsigned bit;
} pair;

typedef struct pair_list {
    pair list[DS_POSSIBLE_WIDTH * DS_POSSIBLE_WIDTH];
    size_t n;
} pair_list;

uint64_t ds_bounds_lowest(const ds_printed_count *count) {
    return count->limit == 0 ? count->value : 1;
}

static unsigned values_of(const ds_printed_count *count) {
    return count->limit == 0 ? 1 : count->limit - 1u;
}

/* |100 teller / noemer - pct| <= pct_half, without division. */
static bool pct_fits(int64_t noemer, int64_t teller, int64_t pct, int64_t pct_half) {
    int64_t off;
    if (pct < 0) return true;
    if (noemer == 0) return pct == 0;
    off = 100 * DS_PCT_UNIT * teller - pct * noemer;
    return (off < 0 ? -off : off) <= pct_half * noemer;
}

static void list_own(const ds_printed *part, int32_t pct_half, pair_list *out) {
    const int64_t noemer = (int64_t)ds_bounds_lowest(&part->noemer);
    const int64_t teller = (int64_t)ds_bounds_lowest(&part->teller);
    out->n = 0;
    for (unsigned i = 0; i < values_of(&part->noemer); i++)
        for (unsigned j = 0; j < values_of(&part->teller); j++) {
            const pair p = {noemer + i, teller + j, DS_POSSIBLE_WIDTH * i + j};
            if (p.teller > p.noemer) continue;
            if (pct_half >= 0 && !pct_fits(p.noemer, p.teller, part->pct, pct_half)) continue;
            out->list[out->n++] = p;
        }
}

uint64_t ds_bounds_own(const ds_printed *part, int32_t pct_half) {
    pair_list own;
    uint64_t pairs = 0;
    list_own(part, pct_half, &own);
    for (size_t i = 0; i < own.n; i++)
        pairs |= (uint64_t)1 << own.list[i].bit;
    return pairs;
}

/* Who is in the total and in neither part passed or failed: neither number is below 0. */
static bool excess_fits(int64_t noemer, int64_t teller, ds_open_from from) {
    if (from == DS_OPEN_EQUALITY) return noemer == 0 && teller == 0;
    return teller >= 0 && noemer >= teller;
}

static void add_solution(ds_bounds *b, const pair *man, const pair *vrouw, const pair *totaal,
                         int64_t noemer, int64_t teller) {
    const bool first = b->pairs[DS_PART_TOTAAL] == 0;
    b->pairs[DS_PART_MAN] |= (uint64_t)1 << man->bit;
    b->pairs[DS_PART_VROUW] |= (uint64_t)1 << vrouw->bit;
    b->pairs[DS_PART_TOTAAL] |= (uint64_t)1 << totaal->bit;
    if (first || noemer < b->noemer_excess_low) b->noemer_excess_low = noemer;
    if (first || noemer > b->noemer_excess_high) b->noemer_excess_high = noemer;
    if (first || teller < b->teller_excess_low) b->teller_excess_low = teller;
    if (first || teller > b->teller_excess_high) b->teller_excess_high = teller;
}

bool ds_bounds_solve(const ds_printed parts[DS_PARTS], int32_t pct_half, ds_open_from from,
                     ds_bounds *out) {
    pair_list own[DS_PARTS];
    ds_bounds found = {0};
    for (size_t p = 0; p < DS_PARTS; p++)
        list_own(&parts[p], from == DS_OPEN_INEQUALITY ? -1 : pct_half, &own[p]);
    for (size_t m = 0; m < own[DS_PART_MAN].n; m++)
        for (size_t v = 0; v < own[DS_PART_VROUW].n; v++)
            for (size_t t = 0; t < own[DS_PART_TOTAAL].n; t++) {
                const pair *man = &own[DS_PART_MAN].list[m];
                const pair *vrouw = &own[DS_PART_VROUW].list[v];
                const pair *totaal = &own[DS_PART_TOTAAL].list[t];
                const int64_t noemer = totaal->noemer - man->noemer - vrouw->noemer;
                const int64_t teller = totaal->teller - man->teller - vrouw->teller;
                if (excess_fits(noemer, teller, from))
                    add_solution(&found, man, vrouw, totaal, noemer, teller);
            }
    if (found.pairs[DS_PART_TOTAAL] == 0) return false;
    *out = found;
    return true;
}

void ds_bounds_span(uint64_t pairs, bool teller, uint64_t *out_low, uint64_t *out_high) {
    uint64_t low = UINT64_MAX, high = 0;
    for (unsigned bit = 0; bit < 64; bit++) {
        uint64_t value = teller ? bit % DS_POSSIBLE_WIDTH : bit / DS_POSSIBLE_WIDTH;
        if ((pairs >> bit & 1) == 0) continue;
        if (value < low) low = value;
        if (value > high) high = value;
    }
    *out_low = low;
    *out_high = high;
}
