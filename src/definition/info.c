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
        info->self_inschrijving |= arg->self_inschrijving;
        info->self_werk |= arg->self_werk;
        info->self_shifts |= arg->self_shifts;
        info->self_last_shifts |= arg->self_last_shifts;
        info->last_inschrijving |= arg->last_inschrijving;
        info->last_werk |= arg->last_werk;
        info->last_shifts |= arg->last_shifts;
        info->partial_inschrijving |= arg->partial_inschrijving;
        info->partial_werk |= arg->partial_werk;
        if (arg->self_from < info->self_from) info->self_from = arg->self_from;
        if (arg->self_to > info->self_to) info->self_to = arg->self_to;
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
    info->partial_inschrijving = spread(arg->partial_inschrijving, from, to);
    info->partial_werk = spread(arg->partial_werk, from, to);
    info->bound = arg->bound;
    return DS_OK;
}

/* self.x: nothing in the year of the function's argument, all in that of the function. */
static void fill_self(const ds_node_info *arg, ds_node_info *info) {
    info->self_inschrijving = arg->inschrijving;
    info->self_werk = arg->werk;
    info->self_shifts = arg->shifts;
    info->self_last_shifts = arg->last_shifts;
    info->self_from = arg->reach_from;
    info->self_to = arg->reach_to;
    info->inschrijving = info->werk = info->shifts = info->last_shifts = 0;
    info->reach_from = info->reach_to = 0;
    info->bound = arg->bound;
}

/* What self.x of the argument needs is needed in the function's own year. */
static void take_self(ds_node_info *info) {
    info->inschrijving |= info->self_inschrijving;
    info->werk |= info->self_werk;
    info->shifts = info->self_shifts;
    if (info->self_from < info->reach_from) info->reach_from = info->self_from;
    if (info->self_to > info->reach_to) info->reach_to = info->self_to;
    info->self_inschrijving = info->self_werk = info->self_shifts = 0;
    info->self_from = info->self_to = 0;
    info->last_shifts = info->self_last_shifts; /* its own are joined to the argument's rows */
    info->self_last_shifts = 0;
    info->bound = COLUMN_BOUND;
}

static ds_status fill_last(const ds_node_info *arg, ds_node_info *info, ds_error *err) {
    if ((arg->inschrijving | arg->werk) >> (DS_SHIFT_ZERO + 1) != 0)
        return ds_error_set(err, DS_INPUT,
                            "na het laatste gedekte schooljaar is er niets: dit kijkt een jaar "
                            "verder (gediplomeerd doet dat ook)",
                            "after the last covered school year there is nothing: this looks a "
                            "year further (so does gediplomeerd)");
    if (arg->self_shifts != 0)
        return ds_error_set(err, DS_INPUT, "self staat niet binnen (…)[last]",
                            "self does not stand within (…)[last]");
    info->last_inschrijving |= arg->inschrijving;
    info->last_werk |= arg->werk;
    info->last_shifts |= arg->shifts | (uint64_t)1 << DS_SHIFT_ZERO;
    info->inschrijving = info->werk = info->shifts = 0;
    info->partial_inschrijving = info->partial_werk = 0;
    info->reach_from = info->reach_to = 0;
    info->bound = arg->bound;
    return DS_OK;
}

/* within? needs none of its years; it says where it would look. */
static void fill_partial(ds_node_info *info) {
    info->partial_inschrijving |= info->inschrijving;
    info->partial_werk |= info->werk;
    info->inschrijving = info->werk = 0;
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
    case DS_OP_ANSWER:
        info->bound = (int64_t)COLUMN_BOUND * node->scale;
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
        info->partial_inschrijving = info->partial_werk = 0;
        take_self(info);
        return DS_OK;
    case DS_OP_EVER:
    case DS_OP_COUNT:
        info->partial_inschrijving = info->partial_werk = 0;
        take_self(info);
        return DS_OK;
    case DS_OP_SELF:
        fill_self(&definitions->infos[args[0]], info);
        return DS_OK;
    case DS_OP_LAST:
        return fill_last(&definitions->infos[args[0]], info, err);
    case DS_OP_LIMIT:
        info->bound = definitions->infos[args[0]].bound;
        if (node->integer > info->bound) info->bound = node->integer;
        return DS_OK;
    case DS_OP_RULES:
        for (size_t i = 1; i < n_args + 1; i += 2) {
            const ds_node_info *is = &definitions->infos[args[i < n_args ? i : n_args - 1]];
            if (is->bound > info->bound) info->bound = is->bound;
        }
        return DS_OK;
    case DS_OP_WITHIN:
    case DS_OP_YEARS_UNTIL:
        status = fill_moved(&definitions->infos[args[0]], node->from, node->to, info, err);
        if (node->op == DS_OP_WITHIN && node->integer != 0) fill_partial(info);
        take_self(info);
        return status;
    default:
        return DS_OK;
    }
}
