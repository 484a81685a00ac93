/* disclosure/own.c: what an institution may see of itself. See apart.h.
 *
 * The rows of one institution, indicator and school year: its total, its rows by one key, and by
 * two. A row is hidden whole, so that teller, complement and noemer of the hidden ones are each a
 * table of which only margins are known. How far a count in such a table can move is the flow that
 * the others let through (a circulation: from its column back to its row), which is exact for
 * whole numbers. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "disclosure/apart.h"

enum { LINES_MOST = 64 }; /* values of a key; more is hidden whole */
/* Of a count that is hidden at an institution: at how many at least, and of how many times the
 * minimum together. More than one attacker needs, as several may have theirs laid together. */
enum { ACROSS_ROWS = 3, ACROSS_TIMES = 2 };

/* The rows of one institution, indicator and year: rows[0 .. n), by number of keys. */
typedef struct own_group {
    ds_own_row *rows;
    size_t n;
    uint64_t minimum;
} own_group;

static int compare_group(const ds_own_row *x, const ds_own_row *y) {
    int order = strcmp(x->indicator->id, y->indicator->id);
    if (order == 0) order = strcmp(x->indicator->version, y->indicator->version);
    if (order == 0) order = ds_text_compare(x->institution, y->institution);
    return order != 0 ? order : (x->schooljaar > y->schooljaar) - (x->schooljaar < y->schooljaar);
}

static int compare_own(const void *a, const void *b) {
    const ds_own_row *x = a, *y = b;
    int order = compare_group(x, y);
    if (order == 0) order = (x->n_keys > y->n_keys) - (x->n_keys < y->n_keys);
    for (size_t k = 0; order == 0 && k < x->n_keys; k++)
        order = strcmp(x->names[k], y->names[k]);
    for (size_t k = 0; order == 0 && k < x->n_keys; k++)
        order = ds_text_compare(x->values[k], y->values[k]);
    if (order == 0) order = (x->table > y->table) - (x->table < y->table);
    return order != 0 ? order : (x->cell > y->cell) - (x->cell < y->cell);
}

/* ---- rows ---- */

static bool is_row_hidden(const ds_own_row *row) {
    return row->hidden[DS_COUNT_TELLER] || row->hidden[DS_COUNT_NOEMER];
}

static void hide_row(ds_own_row *row) {
    row->hidden[DS_COUNT_TELLER] = row->hidden[DS_COUNT_COMPLEMENT] = row->hidden[DS_COUNT_NOEMER] =
        true;
}

static bool is_small(const own_group *g, const ds_own_row *row, int measure) {
    return ds_count_is_primary(row->indicator, row->counts, measure, g->minimum);
}

/* By itself: teller, complement or noemer. */
static bool is_row_small(const own_group *g, const ds_own_row *row) {
    return row->kept > 0 || is_small(g, row, DS_COUNT_TELLER) ||
           is_small(g, row, DS_COUNT_COMPLEMENT) || is_small(g, row, DS_COUNT_NOEMER);
}

/* Unknown counts add up too: where one is small, none of the group is shown but those of nobody
 * anywhere. */
static void protect_unknown(own_group *g) {
    bool small = false;
    for (size_t i = 0; i < g->n; i++)
        small = small || is_small(g, &g->rows[i], DS_COUNT_UNKNOWN) || g->rows[i].kept > 1;
    for (size_t i = 0; small && i < g->n; i++)
        g->rows[i].hidden[DS_COUNT_UNKNOWN] = true;
}

/* A total stands alone: of a noemer that is shown no teller can be told. */
static void protect_total(own_group *g, ds_own_row *row) {
    if (row->kept > 1 || is_small(g, row, DS_COUNT_NOEMER)) {
        hide_row(row);
    } else if (is_row_small(g, row)) {
        row->hidden[DS_COUNT_TELLER] = row->hidden[DS_COUNT_COMPLEMENT] = true;
    }
}

/* ---- tables ---- */

/* The rows of one table of the group. */
typedef struct own_table {
    ds_own_row *rows;
    size_t n;
} own_table;

static bool has_names(const ds_own_row *row, const char *const *names, size_t n) {
    if (row->n_keys != n) return false;
    for (size_t k = 0; k < n; k++)
        if (strcmp(row->names[k], names[k]) != 0) return false;
    return true;
}

/* Of the group the table by these keys; n 0 for none. Twice asked stands twice, next to itself. */
static own_table find_table(const own_group *g, const char *const *names, size_t n) {
    own_table table = {NULL, 0};
    for (size_t i = 0; i < g->n; i++) {
        if (!has_names(&g->rows[i], names, n)) continue;
        if (table.n == 0) table.rows = &g->rows[i];
        table.n = (size_t)(&g->rows[i] - table.rows) + 1;
    }
    return table;
}

static void hide_table(own_table table) {
    for (size_t i = 0; i < table.n; i++)
        hide_row(&table.rows[i]);
}

static bool is_table_shown(own_table table) {
    for (size_t i = 0; i < table.n; i++)
        if (is_row_hidden(&table.rows[i])) return false;
    return table.n > 0;
}

/* ---- how far a count can move ---- */

/* Hidden counts by line (0 .. n_lines) and column: known sums are kept, the others join in one
 * node a side, whose sum is the total's, which is known. */
typedef struct own_flow {
    size_t n_lines, n_columns;
    int64_t x[LINES_MOST][LINES_MOST]; /* below 0: no such row */
    bool line_known[LINES_MOST], column_known[LINES_MOST];
} own_flow;

/* Nodes: lines, columns, the lines whose sum is not known, such columns. */
typedef struct own_search {
    const own_flow *flow;
    int64_t moved[LINES_MOST][LINES_MOST]; /* of x, so far */
    size_t line, column;                   /* the count that is asked: its edge is not used */
    size_t sum; /* or the node of which the sum is asked: not joined with the others then */
    bool seen[2 * LINES_MOST + 2];
} own_search;

static bool is_edge_asked(const own_search *s, size_t line, size_t column) {
    return line == s->line && column == s->column;
}

/* One unit more from node to the target; depth first. */
static bool push_unit(own_search *s, size_t node, size_t target) {
    const own_flow *f = s->flow;
    const size_t lines = f->n_lines, all = f->n_lines + f->n_columns;
    if (node == target) return true;
    if (s->seen[node]) return false;
    s->seen[node] = true;
    if (node < lines) { /* a count of this line grows */
        for (size_t c = 0; c < f->n_columns; c++) {
            if (f->x[node][c] < 0 || is_edge_asked(s, node, c)) continue;
            if (!push_unit(s, lines + c, target)) continue;
            s->moved[node][c]++;
            return true;
        }
        return !f->line_known[node] && node != s->sum && push_unit(s, all, target);
    }
    if (node < all) { /* a count of this column shrinks */
        const size_t c = node - lines;
        for (size_t l = 0; l < lines; l++) {
            if (f->x[l][c] < 0 || is_edge_asked(s, l, c) || f->x[l][c] + s->moved[l][c] <= 0)
                continue;
            if (!push_unit(s, l, target)) continue;
            s->moved[l][c]--;
            return true;
        }
        return !f->column_known[c] && node != s->sum && push_unit(s, all + 1, target);
    }
    for (size_t l = 0; node == all && l < lines; l++)
        if (!f->line_known[l] && l != s->sum && push_unit(s, l, target)) return true;
    for (size_t c = 0; node == all + 1 && c < f->n_columns; c++)
        if (!f->column_known[c] && lines + c != s->sum && push_unit(s, lines + c, target))
            return true;
    return false;
}

static int64_t push_units(own_search *s, size_t from, size_t to, int64_t most) {
    int64_t n = 0;
    while (n < most) {
        memset(s->seen, 0, sizeof s->seen);
        if (!push_unit(s, from, to)) break;
        n++;
    }
    return n;
}

/* How much the count at line and column can grow (up) or shrink, at most most. */
static int64_t reach_of(const own_flow *f, size_t line, size_t column, bool up, int64_t most) {
    own_search s = {.flow = f, .line = line, .column = column, .sum = SIZE_MAX};
    const size_t at_column = f->n_lines + column;
    if (!up && f->x[line][column] < most) most = f->x[line][column];
    return up ? push_units(&s, at_column, line, most) : push_units(&s, line, at_column, most);
}

/* The same of a sum that is not known: of a line, or of a column (numbered behind the lines). */
static int64_t reach_of_sum(const own_flow *f, size_t node, bool up, int64_t most) {
    own_search s = {.flow = f, .line = SIZE_MAX, .column = SIZE_MAX, .sum = node};
    const bool line = node < f->n_lines;
    const size_t others = f->n_lines + f->n_columns + !line;
    return up == line ? push_units(&s, node, others, most) : push_units(&s, others, node, most);
}

/* A table by two keys (or one: the second with one value), its hidden rows, and what is known. */
typedef struct own_square {
    own_group *group;
    own_table table;
    ds_text lines[LINES_MOST], columns[LINES_MOST];
    size_t n_lines, n_columns;
    size_t line_of[LINES_MOST * LINES_MOST], column_of[LINES_MOST * LINES_MOST];
    own_table by_line, by_column; /* margins; n 0: not printed */
    bool total_known;
    bool chosen[LINES_MOST]; /* lines that are hidden */
} own_square;

static bool number_value(ds_text value, ds_text *list, size_t *n, size_t *out) {
    for (*out = 0; *out < *n; (*out)++)
        if (ds_text_compare(list[*out], value) == 0) return true;
    if (*n == LINES_MOST) return false;
    list[(*n)++] = value;
    return true;
}

static bool lay_out_square(own_square *s) {
    static const char one[] = "";
    if (s->table.n > (size_t)LINES_MOST * LINES_MOST) return false;
    for (size_t i = 0; i < s->table.n; i++) {
        const ds_own_row *row = &s->table.rows[i];
        const ds_text column = row->n_keys > 1 ? row->values[1] : (ds_text){one, 0};
        if (!number_value(row->values[0], s->lines, &s->n_lines, &s->line_of[i]) ||
            !number_value(column, s->columns, &s->n_columns, &s->column_of[i]))
            return false;
    }
    return true;
}

static bool is_margin_known(own_table margin, ds_text value) {
    for (size_t i = 0; i < margin.n; i++)
        if (ds_text_compare(margin.rows[i].values[0], value) == 0)
            return !is_row_hidden(&margin.rows[i]);
    return false;
}

/* The hidden counts of one measure. */
static void fill_flow(const own_square *s, int measure, own_flow *f) {
    f->n_lines = s->n_lines;
    f->n_columns = s->n_columns;
    for (size_t l = 0; l < s->n_lines; l++) {
        f->line_known[l] = s->table.rows[0].n_keys > 1 && is_margin_known(s->by_line, s->lines[l]);
        for (size_t c = 0; c < s->n_columns; c++)
            f->x[l][c] = -1;
    }
    for (size_t c = 0; c < s->n_columns; c++)
        f->column_known[c] = s->table.rows[0].n_keys > 1
                                 ? is_margin_known(s->by_column, s->columns[c])
                                 : s->total_known;
    for (size_t i = 0; i < s->table.n; i++)
        if (s->chosen[s->line_of[i]])
            f->x[s->line_of[i]][s->column_of[i]] = s->table.rows[i].counts[measure];
}

static bool moves_enough(int64_t count, int64_t up, int64_t down, int64_t minimum) {
    return count + up >= minimum && up + down >= minimum;
}

/* How far teller (0) and complement (1) of a row can move. */
typedef struct own_reach {
    int64_t up[2], down[2];
} own_reach;

/* What is small of it can be far from what it is. A noemer is teller and complement, which move
 * apart. */
static bool is_row_far(const own_square *s, const ds_own_row *row, const own_reach *reach) {
    static const int measures[2] = {DS_COUNT_TELLER, DS_COUNT_COMPLEMENT};
    const int64_t most = (int64_t)s->group->minimum;
    if (row->kept > 0 && reach->up[0] + reach->down[0] + reach->up[1] + reach->down[1] < most)
        return false; /* it protects another one's: it must not be worked out */
    for (int i = 0; i < 2; i++)
        if (is_small(s->group, row, measures[i]) &&
            !moves_enough(row->counts[measures[i]], reach->up[i], reach->down[i], most))
            return false;
    return !is_small(s->group, row, DS_COUNT_NOEMER) ||
           moves_enough(row->counts[DS_COUNT_NOEMER], reach->up[0] + reach->up[1],
                        reach->down[0] + reach->down[1], most);
}

static own_reach reach_of_row(const own_flow *flows, size_t line, size_t column, int64_t most) {
    own_reach reach;
    for (int i = 0; i < 2; i++) {
        reach.up[i] = reach_of(&flows[i], line, column, true, most);
        reach.down[i] = reach_of(&flows[i], line, column, false, most);
    }
    return reach;
}

/* Of a margin that is hidden; what it has left when it shrinks is for who asks. */
static bool are_sums_far(const own_square *s, const own_flow *flows, own_table margin,
                         const ds_text *values, size_t n, size_t first) {
    const int64_t most = (int64_t)s->group->minimum;
    for (size_t v = 0; v < n; v++)
        for (size_t i = 0; i < margin.n; i++) {
            const ds_own_row *row = &margin.rows[i];
            own_reach reach;
            if (ds_text_compare(row->values[0], values[v]) != 0 || !is_row_hidden(row) ||
                !is_row_small(s->group, row))
                continue;
            for (int m = 0; m < 2; m++) {
                const int64_t count = row->counts[m == 0 ? DS_COUNT_TELLER : DS_COUNT_COMPLEMENT];
                reach.up[m] = reach_of_sum(&flows[m], first + v, true, most);
                reach.down[m] = reach_of_sum(&flows[m], first + v, false, most);
                if (reach.down[m] > count) reach.down[m] = count;
            }
            if (!is_row_far(s, row, &reach)) return false;
        }
    return true;
}

/* Every small row among the hidden, and every small margin of them, can be far from what it is. */
static bool is_square_protected(const own_square *s, own_flow *flows) {
    fill_flow(s, DS_COUNT_TELLER, &flows[0]);
    fill_flow(s, DS_COUNT_COMPLEMENT, &flows[1]);
    for (size_t i = 0; i < s->table.n; i++) {
        const ds_own_row *row = &s->table.rows[i];
        own_reach reach;
        if (!s->chosen[s->line_of[i]] || !is_row_small(s->group, row)) continue;
        reach = reach_of_row(flows, s->line_of[i], s->column_of[i], (int64_t)s->group->minimum);
        if (!is_row_far(s, row, &reach)) return false;
    }
    if (s->table.rows[0].n_keys < 2) return true;
    return are_sums_far(s, flows, s->by_line, s->lines, s->n_lines, 0) &&
           are_sums_far(s, flows, s->by_column, s->columns, s->n_columns, s->n_lines);
}

static int64_t noemer_of_line(const own_square *s, size_t line) {
    int64_t sum = 0;
    for (size_t i = 0; i < s->table.n; i++)
        if (s->line_of[i] == line) sum += s->table.rows[i].counts[DS_COUNT_NOEMER];
    return sum;
}

/* The smallest line that is shown still; false when there is none. */
static bool choose_line(own_square *s) {
    size_t best = SIZE_MAX;
    for (size_t l = 0; l < s->n_lines; l++)
        if (!s->chosen[l] && (best == SIZE_MAX || noemer_of_line(s, l) < noemer_of_line(s, best)))
            best = l;
    if (best == SIZE_MAX) return false;
    s->chosen[best] = true;
    return true;
}

static void hide_chosen(const own_square *s) {
    for (size_t i = 0; i < s->table.n; i++)
        if (s->chosen[s->line_of[i]]) hide_row(&s->table.rows[i]);
}

static bool is_column_hidden(const own_square *s) {
    for (size_t c = 0; s->by_column.n > 0 && c < s->n_columns; c++)
        if (!is_margin_known(s->by_column, s->columns[c])) return true;
    return false;
}

/* Lines with something small, and as many of the smallest as protect it; *out false: not even all
 * of them do. */
static bool choose_lines(own_square *s, own_flow *scratch) {
    bool any = is_column_hidden(s); /* it would be the sum of rows that are shown */
    for (size_t l = 0; any && l < s->n_lines; l++)
        s->chosen[l] = true;
    for (size_t i = 0; i < s->table.n; i++) {
        const size_t l = s->line_of[i];
        const bool margin_hidden = s->by_line.n > 0 && s->table.rows[i].n_keys > 1 &&
                                   !is_margin_known(s->by_line, s->lines[l]);
        if (!is_row_small(s->group, &s->table.rows[i]) && !margin_hidden) continue;
        s->chosen[l] = any = true;
    }
    while (any && !is_square_protected(s, scratch))
        if (!choose_line(s)) return false;
    return true;
}

/* The margins too where all rows are not enough: first the columns', then the lines'. */
static void hide_margins(own_square *s, own_flow *scratch) {
    hide_table(s->by_column);
    if (is_square_protected(s, scratch)) return;
    hide_table(s->by_line);
}

static void protect_square(own_square *s, own_flow *scratch) {
    if (!lay_out_square(s) || !s->total_known) {
        hide_table(s->table);
        return;
    }
    if (!choose_lines(s, scratch)) hide_margins(s, scratch);
    hide_chosen(s);
}

/* ---- a group ---- */

static ds_status protect_table(own_group *g, own_table table, own_flow *scratch, ds_error *err) {
    own_square *s = ds_calloc(1, sizeof *s);
    const own_table total = find_table(g, NULL, 0);
    const ds_own_row *first = &table.rows[0];
    if (s == NULL) return ds_error_memory(err);
    s->group = g;
    s->table = table;
    s->total_known = is_table_shown(total);
    if (first->n_keys > 1) {
        s->by_line = find_table(g, &first->names[0], 1);
        s->by_column = find_table(g, &first->names[1], 1);
    }
    protect_square(s, scratch);
    ds_free(s);
    return DS_OK;
}

/* What went with a later table's protection would be the sum of rows that are shown: then those go
 * too. */
static void hide_sums(own_group *g) {
    for (size_t i = 0; i < g->n; i++) {
        const ds_own_row *row = &g->rows[i];
        if (row->n_keys != 1 || !is_row_hidden(row)) continue;
        for (size_t j = 0; j < g->n; j++) {
            const ds_own_row *part = &g->rows[j];
            bool of = false;
            for (size_t k = 0; part->n_keys > 1 && k < part->n_keys; k++)
                of = of || (strcmp(part->names[k], row->names[0]) == 0 &&
                            ds_text_compare(part->values[k], row->values[0]) == 0);
            if (of) hide_row(&g->rows[j]);
        }
    }
}

static size_t end_of_table(const own_group *g, size_t from) {
    size_t to = from + 1;
    while (to < g->n && has_names(&g->rows[to], g->rows[from].names, g->rows[from].n_keys))
        to++;
    return to;
}

static ds_status protect_group(own_group *g, own_flow *scratch, ds_error *err) {
    ds_status status = DS_OK;
    bool small = false;
    protect_unknown(g);
    for (size_t i = 0; i < g->n; i++)
        small = small || is_row_small(g, &g->rows[i]);
    for (size_t i = 0; small && status == DS_OK && i < g->n;) {
        const size_t to = end_of_table(g, i);
        if (g->rows[i].n_keys == 0)
            for (size_t k = i; k < to; k++)
                protect_total(g, &g->rows[k]);
        else
            status = protect_table(g, (own_table){&g->rows[i], to - i}, scratch, err);
        i = to;
    }
    if (small) hide_sums(g);
    return status;
}

static size_t count_small(const own_group *g) {
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        for (int m = 0; m < DS_COUNT_MEASURES; m++)
            n += is_small(g, &g->rows[i], m);
    return n;
}

static ds_status protect_groups(ds_own_row *rows, size_t n, uint64_t minimum, own_flow *scratch,
                                size_t *out_primary, ds_error *err) {
    ds_status status = DS_OK;
    *out_primary = 0;
    if (n > 1) qsort(rows, n, sizeof *rows, compare_own);
    for (size_t i = 0; i < n; i++)
        memset(rows[i].hidden, 0, sizeof rows[i].hidden);
    for (size_t i = 0; status == DS_OK && i < n;) {
        own_group g = {&rows[i], 1, minimum};
        while (i + g.n < n && compare_group(&rows[i], &rows[i + g.n]) == 0)
            g.n++;
        *out_primary += count_small(&g);
        status = ds_file_go_on(err);
        if (status == DS_OK) status = protect_group(&g, scratch, err);
        i += g.n;
    }
    return status;
}

/* ---- one count over all institutions ---- */

static int compare_across(const void *a, const void *b) {
    const ds_own_row *x = *(ds_own_row *const *)a, *y = *(ds_own_row *const *)b;
    int order = strcmp(x->indicator->id, y->indicator->id);
    if (order == 0) order = strcmp(x->indicator->version, y->indicator->version);
    if (order == 0) order = (x->schooljaar > y->schooljaar) - (x->schooljaar < y->schooljaar);
    if (order == 0) order = (x->n_keys > y->n_keys) - (x->n_keys < y->n_keys);
    for (size_t k = 0; order == 0 && k < x->n_keys; k++)
        order = strcmp(x->names[k], y->names[k]);
    for (size_t k = 0; order == 0 && k < x->n_keys; k++)
        order = ds_text_compare(x->values[k], y->values[k]);
    return order;
}

/* The measure of which what is hidden, added up over the institutions, tells too much (it is the
 * country's without all that is shown); DS_COUNT_UNKNOWN: none. */
static int find_telling(ds_own_row *const *rows, size_t n, uint64_t minimum) {
    for (int m = 0; m < DS_COUNT_UNKNOWN; m++) {
        int64_t sum = 0;
        size_t hidden = 0;
        bool small = false;
        for (size_t i = 0; i < n; i++) {
            if (!rows[i]->hidden[m]) continue;
            sum += rows[i]->counts[m];
            hidden += rows[i]->counts[m] > 0;
            small = small || ds_count_is_primary(rows[i]->indicator, rows[i]->counts, m, minimum);
        }
        if (small && (hidden < ACROSS_ROWS || sum < ACROSS_TIMES * (int64_t)minimum)) return m;
    }
    return DS_COUNT_UNKNOWN;
}

/* One more is hidden, of the fewest persons; false when all are. */
static bool keep_one_more(ds_own_row *const *rows, size_t n, int measure) {
    const int level = measure == DS_COUNT_NOEMER ? 2 : 1;
    ds_own_row *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (!rows[i]->hidden[measure] && rows[i]->kept < level &&
            rows[i]->counts[DS_COUNT_NOEMER] > 0 &&
            (best == NULL || rows[i]->counts[DS_COUNT_NOEMER] < best->counts[DS_COUNT_NOEMER]))
            best = rows[i];
    if (best == NULL) return false;
    best->kept = level;
    best->hidden[DS_COUNT_TELLER] = best->hidden[DS_COUNT_COMPLEMENT] = true;
    best->hidden[DS_COUNT_NOEMER] = best->hidden[DS_COUNT_NOEMER] || level > 1;
    return true;
}

static bool keep_enough(ds_own_row *const *rows, size_t n, uint64_t minimum) {
    bool more = false;
    for (int m = find_telling(rows, n, minimum); m != DS_COUNT_UNKNOWN && keep_one_more(rows, n, m);
         m = find_telling(rows, n, minimum))
        more = true;
    return more;
}

/* *out_more: rows that must be hidden too were found. */
static ds_status protect_across(ds_own_row *rows, size_t n, uint64_t minimum, bool *out_more,
                                ds_error *err) {
    ds_own_row **list = ds_calloc(n + 1, sizeof *list);
    *out_more = false;
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        list[i] = &rows[i];
    if (n > 1) qsort((void *)list, n, sizeof(ds_own_row *), compare_across);
    for (size_t i = 0; i < n;) {
        size_t to = i + 1;
        while (to < n && compare_across(&list[i], &list[to]) == 0)
            to++;
        *out_more = keep_enough(&list[i], to - i, minimum) || *out_more;
        i = to;
    }
    ds_free((void *)list);
    return DS_OK;
}

/* Each institution by itself and each count over all of them, in turn: every round hides more. */
ds_status ds_own_protect(ds_own_row *rows, size_t n, uint64_t minimum, size_t *out_primary,
                         ds_error *err) {
    own_flow *scratch = ds_calloc(2, sizeof *scratch);
    ds_status status = scratch == NULL ? ds_error_memory(err) : DS_OK;
    bool more = true;
    while (status == DS_OK && more) {
        status = protect_groups(rows, n, minimum, scratch, out_primary, err);
        if (status == DS_OK) status = protect_across(rows, n, minimum, &more, err);
    }
    ds_free(scratch);
    return status;
}
