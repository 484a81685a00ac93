/* definition/info.c: the school years that a node needs, how far its shifts reach, and how large
 * its numbers may become: all worked out once, from its arguments, when the node is made. See
 * info.h. */
#include "definition/info.h"

#include "base/error.h"

enum {
    COLUMN_BOUND = 1000000,     /* above any level, year or number of hours */
    INTEGER_BOUND = 2000000000, /* sums stay below 2^31, so that no evaluator overflows */
};

static uint64_t moved(uint64_t set, int by) {
    if (by <= -64 || by >= 64) return 0;
    return by >= 0 ? set << by : set >> -by;
}

static uint64_t spread(uint64_t set, int from, int to) {
    uint64_t all = 0;
    for (int k = from; k <= to; k++)
        all |= moved(set, k);
    return all;
}

static void fill_column(const ds_node *node, ds_node_info *info) {
    const ds_column *column = &ds_column_list(NULL)[node->column];
    uint64_t years = spread((uint64_t)1 << DS_SHIFT_ZERO, column->uses_from, column->uses_to);
    if (column->coverage == DS_COVER_WERK)
        info->werk = years;
    else
        info->inschrijving = years;
    info->shifts = (uint64_t)1 << DS_SHIFT_ZERO;
    info->bound = (int64_t)COLUMN_BOUND * column->scale;
}

static void join(const ds_definitions *d, const uint32_t *args, size_t n_args, ds_node_info *info) {
    for (size_t i = 0; i < n_args; i++) {
        const ds_node_info *arg = &d->infos[args[i]];
        info->inschrijving |= arg->inschrijving;
        info->werk |= arg->werk;
        info->shifts |= arg->shifts;
        if (arg->reach_from < info->reach_from) info->reach_from = arg->reach_from;
        if (arg->reach_to > info->reach_to) info->reach_to = arg->reach_to;
    }
}

/* A node with one argument takes its reach as it is: [t+20] seen from [t-20] is t. */
static ds_status fill_moved(const ds_node_info *arg, int from, int to, ds_node_info *info,
                            ds_error *err) {
    info->reach_from = arg->reach_from + from;
    info->reach_to = arg->reach_to + to;
    if (info->reach_from < -DS_SHIFT_MAX || info->reach_to > DS_SHIFT_MAX)
        return ds_error_set(err, DS_INPUT,
                            "de verschuivingen tellen op tot meer dan %d schooljaren",
                            "the shifts add up to more than %d school years", DS_SHIFT_MAX);
    info->inschrijving = spread(arg->inschrijving, from, to);
    info->werk = spread(arg->werk, from, to);
    info->shifts = spread(arg->shifts, from, to);
    info->bound = arg->bound;
    return DS_OK;
}

static ds_status fill_sum(const ds_definitions *d, const ds_node *node, const uint32_t *args,
                          ds_node_info *info, ds_error *err) {
    info->bound = d->infos[args[0]].bound + d->infos[args[1]].bound;
    if (info->bound > (int64_t)INTEGER_BOUND * node->scale)
        return ds_error_set(err, DS_INPUT, "het getal kan groter worden dan %d",
                            "the number may become larger than %d", INTEGER_BOUND);
    return DS_OK;
}

ds_status ds_info_fill(const ds_definitions *definitions, const ds_node *node, const uint32_t *args,
                       size_t n_args, ds_node_info *info, ds_error *err) {
    ds_status status;
    if (n_args > 0) {
        info->reach_from = definitions->infos[args[0]].reach_from;
        info->reach_to = definitions->infos[args[0]].reach_to;
    }
    join(definitions, args, n_args, info);
    switch (node->op) {
    case DS_OP_COLUMN:
        fill_column(node, info);
        return DS_OK;
    case DS_OP_SCHOOLJAAR:
        info->inschrijving = (uint64_t)1 << DS_SHIFT_ZERO;
        info->bound = COLUMN_BOUND;
        return DS_OK;
    case DS_OP_INTEGER:
        info->bound = node->integer < 0 ? -node->integer : node->integer;
        return DS_OK;
    case DS_OP_ADD:
    case DS_OP_SUB:
        return fill_sum(definitions, node, args, info, err);
    case DS_OP_SHIFT:
        return fill_moved(&definitions->infos[args[0]], node->from, node->from, info, err);
    case DS_OP_FIRST:
        info->inschrijving |= (uint64_t)1 << (DS_SHIFT_ZERO - 1);
        info->shifts = 0;
        return DS_OK;
    case DS_OP_EVER:
    case DS_OP_COUNT:
        info->shifts = 0;
        info->bound = COLUMN_BOUND;
        return DS_OK;
    case DS_OP_WITHIN:
    case DS_OP_YEARS_UNTIL:
        status = fill_moved(&definitions->infos[args[0]], node->from, node->to, info, err);
        info->shifts = 0;
        info->bound = COLUMN_BOUND;
        return status;
    default:
        return DS_OK;
    }
}
