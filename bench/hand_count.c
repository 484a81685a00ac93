/* bench/hand_count.c: the hand-written loop over a block of persons. See hand.h.
 *
 * What happened to whom (diplomas, exemptions) first becomes a row of flags a school year. Then,
 * year by year, those in mbo are listed and each is counted once for each indicator without a
 * branch: who is not in a population lands in outcome 0, which nobody looks at. Only what is rare,
 * a diploma of this very year, is looked into with a branch. */
#include <string.h>

#include "base/codes.h"
#include "hand.h"

enum { ROW = DS_BLOCK_PERSONS };

/* Flags of a person in a school year. KEPT ones stay for all later years. */
enum {
    MBO_NOW = 1,      /* obtained an mbo diploma in this school year */
    VMBO_NOW = 2,     /* a vmbo diploma */
    HAS_MBO = 4,      /* had one on the next 1 October */
    HAS_START = 8,    /* a startkwalificatie, likewise */
    EXEMPT_NEXT = 16, /* exempt on the next 1 October */
    KEPT = HAS_MBO | HAS_START
};

/* By soort and niveau: a table, because a branch on what diploma it is cannot be foreseen. */
static uint8_t diploma_flags(int soort, int niveau) {
    switch (soort) {
    case DS_SOORT_MBO:
        return (uint8_t)(MBO_NOW | (niveau >= 1 ? HAS_MBO : 0) | (niveau >= 2 ? HAS_START : 0));
    case DS_SOORT_VMBO:
        return VMBO_NOW;
    case DS_SOORT_HAVO:
    case DS_SOORT_VWO:
    case DS_SOORT_HBO:
    case DS_SOORT_WO:
        return HAS_START;
    default:
        return 0;
    }
}

void hand_count_init(hand_input *in) {
    for (int soort = 0; soort < 16; soort++)
        for (int niveau = 0; niveau < 8; niveau++)
            in->diploma_flags[soort | niveau << 4] = diploma_flags(soort, niveau);
}

/* flags[y + 1] is the row of school year y; flags[0] what was before the first. */
static void make_flags(const hand_input *in, uint64_t block, uint8_t (*flags)[ROW]) {
    const ds_register_event *e = in->diploma->events + in->diploma->offsets[block];
    const ds_register_event *end = in->diploma->events + in->diploma->offsets[block + 1];
    int first = in->years[0];
    memset(flags, 0, (in->n_years + 1) * ROW);
    for (; e < end; e++) {
        uint8_t bits = in->diploma_flags[(e->value & 15) | (e->value >> 4 & 0x70)];
        int year = e->jaar - first;
        if (year >= (int)in->n_years) continue;
        if (year < 0) flags[0][e->slot] |= bits & KEPT;
        if (year >= 0) flags[year + 1][e->slot] |= bits;
    }
    for (size_t y = 1; y <= in->n_years; y++)
        for (size_t i = 0; i < ROW; i++)
            flags[y][i] |= flags[y - 1][i] & KEPT;
    e = in->vrijstelling->events + in->vrijstelling->offsets[block];
    end = in->vrijstelling->events + in->vrijstelling->offsets[block + 1];
    for (; e < end; e++)
        if (e->jaar > first && e->jaar < first + (int)in->n_years)
            flags[e->jaar - first][e->slot] |= EXEMPT_NEXT;
}

/* ses[y] is the row of school year y: what holds always, then what changed. */
static void make_ses(const hand_input *in, uint64_t block, uint8_t (*ses)[ROW]) {
    const ds_register_event *e = in->ses_change->events + in->ses_change->offsets[block];
    const ds_register_event *end = in->ses_change->events + in->ses_change->offsets[block + 1];
    for (size_t y = 0; y < in->n_years; y++)
        memcpy(ses[y], in->ses + (size_t)block * ROW, ROW);
    for (; e < end; e++) {
        int from = e->jaar - in->years[0];
        for (size_t y = from < 0 ? 0 : (size_t)from; y < in->n_years; y++)
            ses[y][e->slot] = (uint8_t)e->value;
    }
}

/* The rows that one school year of one block looks at. 0: this year, 1 and 2: the next ones,
 * before: the one before. */
typedef struct rows {
    const uint8_t *soort, *soort1, *soort2, *soort_before;
    const uint16_t *inst, *inst1, *inst_before, *uren2;
    const uint8_t *niveau, *leerweg, *groep, *groep1, *sector;
    const uint8_t *flags;
    const int32_t *birth;
    const uint8_t *migratie, *ses, *geslacht;
    int32_t birth_limit;
    bool starters, hbo, werk; /* whether this school year counts */
} rows;

static rows rows_of(const hand_input *in, uint64_t block, size_t y, uint8_t (*flags)[ROW]) {
    size_t at = ((size_t)block * in->n_years + y) * ROW, person = (size_t)block * ROW;
    bool before = y > 0, two = y + 2 < in->n_years;
    size_t back = before ? at - ROW : at, on = two ? at + (size_t)2 * ROW : at;
    return (rows){.soort = in->soort + at,
                  .soort1 = in->soort + at + ROW,
                  .soort2 = in->soort + on,
                  .soort_before = in->soort + back,
                  .inst = in->instelling + at,
                  .inst1 = in->instelling + at + ROW,
                  .inst_before = in->instelling + back,
                  .uren2 = in->uren + on,
                  .niveau = in->niveau + at,
                  .leerweg = in->leerweg + at,
                  .groep = in->hoofdgroep + at,
                  .groep1 = in->hoofdgroep + at + ROW,
                  .sector = in->sector + at,
                  .flags = flags[y + 1],
                  .birth = in->birth + person,
                  .migratie = in->migratie + person,
                  .ses = in->ses + person,
                  .geslacht = in->geslacht + person,
                  .birth_limit = in->birth_limit[y],
                  .starters = before,
                  .hbo = two,
                  .werk = two && in->werk[y + 2]};
}

/* hbo_succes and werk: those with an mbo diploma of this year. */
static void count_graduate(const hand_input *in, const rows *r, size_t i, size_t fine,
                           uint32_t *counts) {
    const hand_radix *x = &in->radix;
    if (r->hbo && r->niveau[i] == 5 && r->soort1[i] == DS_SOORT_HBO) {
        size_t group = (r->leerweg[i] * x->hoofdgroep + r->groep[i]) * x->ses + r->ses[i];
        counts[in->offset[HAND_HBO] + group * 4 + 1 + (r->soort2[i] == DS_SOORT_HBO)]++;
    }
    if (r->werk && (r->niveau[i] == 2 || r->niveau[i] == 3) && r->soort1[i] == DS_SOORT_GEEN) {
        size_t group = fine * x->migratie + r->migratie[i];
        counts[in->offset[HAND_WERK] + group * 4 + 1 + (r->uren2[i] > 1200)]++;
    }
}

static size_t starters_outcome(const rows *r, size_t i, size_t niveau, bool next_mbo, bool now) {
    size_t inst = r->inst[i], next = r->inst1[i], before = r->inst_before[i];
    bool in = (niveau - 3 <= 2) & ((r->soort_before[i] != DS_SOORT_MBO) |
                                   ((before != inst) & (before != 0) & (inst != 0)));
    bool yes = now | (next_mbo & (inst == next) & (inst != 0));
    bool unknown = !yes & next_mbo & ((inst == 0) | (next == 0));
    return (in & r->starters) * (1 + (size_t)yes + 2 * (size_t)unknown);
}

static void count_mbo(const hand_input *in, const rows *r, const uint16_t *slots, size_t n,
                      uint32_t *counts) {
    const hand_radix x = in->radix;
    uint32_t *vsv = counts + in->offset[HAND_VSV], *swap = counts + in->offset[HAND_SWITCH];
    uint32_t *leave = counts + in->offset[HAND_UITSTROOM];
    uint32_t *leave_inst = counts + in->offset[HAND_UITSTROOM_INST];
    uint32_t *start = counts + in->offset[HAND_STARTERS];
    uint32_t *start_inst = counts + in->offset[HAND_STARTERS_INST];
    for (size_t k = 0; k < n; k++) {
        size_t i = slots[k], niveau = r->niveau[i], groep = r->groep[i];
        size_t way = niveau * x.leerweg + r->leerweg[i], fine = way * x.hoofdgroep + groep;
        size_t migratie = r->migratie[i], inst = r->inst[i] * (size_t)HAND_NIVEAU + niveau;
        uint8_t f = r->flags[i], next = r->soort1[i];
        bool next_mbo = next == DS_SOORT_MBO, now = f & MBO_NOW;
        bool lost = (next == DS_SOORT_GEEN) & !(f & (HAS_START | EXEMPT_NEXT));
        bool known = (groep != 0) & (r->groep1[i] != 0), other = groep != r->groep1[i];
        size_t out_vsv = (size_t)(r->birth[i] > r->birth_limit) * (1 + (size_t)lost);
        size_t out_swap =
            (size_t)((niveau > 2) & next_mbo & !now) * (known ? 1 + (size_t)other : 3);
        size_t out_leave = (size_t)!next_mbo * (1 + (size_t)((f & HAS_MBO) != 0));
        size_t out_start = starters_outcome(r, i, niveau, next_mbo, now);
        vsv[(fine * x.migratie + migratie) * 4 + out_vsv]++;
        swap[(fine * x.geslacht + r->geslacht[i]) * 4 + out_swap]++;
        leave[(way * x.migratie + migratie) * 4 + out_leave]++;
        leave_inst[inst * 4 + out_leave]++;
        start[(niveau * x.hoofdgroep + groep) * 4 + out_start]++;
        start_inst[inst * 4 + out_start]++;
        if (now) count_graduate(in, r, i, fine, counts);
    }
}

static void count_vmbo(const hand_input *in, const rows *r, const uint16_t *slots, size_t n,
                       uint32_t *counts) {
    uint32_t *fine = counts + in->offset[HAND_VMBO], *inst = counts + in->offset[HAND_VMBO_INST];
    for (size_t k = 0; k < n; k++) {
        size_t i = slots[k], outcome = 1 + (size_t)(r->soort1[i] != DS_SOORT_GEEN);
        fine[(r->leerweg[i] * in->radix.sector + r->sector[i]) * 4 + outcome]++;
        inst[r->inst[i] * (size_t)4 + outcome]++;
    }
}

void hand_count_block(const hand_input *in, uint64_t block, uint32_t *counts) {
    uint8_t flags[HAND_YEARS_MAX + 1][ROW], ses[HAND_YEARS_MAX][ROW];
    make_flags(in, block, flags);
    if (in->ses_change != NULL) make_ses(in, block, ses);
    for (size_t y = 0; y + 1 < in->n_years; y++) { /* every indicator looks at the next year */
        uint16_t mbo[ROW + 1], vmbo[ROW + 1];
        size_t n_mbo = 0, n_vmbo = 0;
        rows r = rows_of(in, block, y, flags);
        if (in->ses_change != NULL) r.ses = ses[y];
        for (size_t i = 0; i < ROW; i++) {
            mbo[n_mbo] = vmbo[n_vmbo] = (uint16_t)i;
            n_mbo += r.soort[i] == DS_SOORT_MBO;
            n_vmbo += (r.soort[i] == DS_SOORT_VMBO) & ((r.flags[i] & VMBO_NOW) != 0);
        }
        count_mbo(in, &r, mbo, n_mbo, counts + y * in->year_size);
        count_vmbo(in, &r, vmbo, n_vmbo, counts + y * in->year_size);
    }
}
