/* table/gate.h: the gate that every value of every format comes through, whatever it means: what
 * shows nothing is taken off its ends, what a spreadsheet wrapped is unwrapped, and its accents are
 * spelt one way (NFC). What a value means is for who knows the column (intake/row).
 *
 * ds_rows_flush holds each batch to it, so that import, match, link and describe get the same;
 * records without names and XML, which are no batches, call ds_gate_text themselves. */
#ifndef DS_TABLE_GATE_H
#define DS_TABLE_GATE_H

#include "doorstroom/table.h"

/* Text without its edges and wrapping. *marks gets DS_TABLE_TRIMMED, DS_TABLE_UNWRAPPED added, and
 * DS_TABLE_INEXACT for a number of another program's columns that may have been another.
 * Unwrapped are ="…" and an apostrophe before (or around) a code or a number: letters and digits
 * without a blank, at least one digit among them ('s-Hertogenbosch is none). */
ds_text ds_gate_text(ds_text text, uint8_t *marks);

/* Whether it may end in + and one or three digits: a power as arrow/read.h writes it. */
static inline bool ds_gate_has_power(ds_text text) {
    return text.size > 5 && (text.data[text.size - 2] == '+' || text.data[text.size - 4] == '+');
}

/* False when ds_gate_text has nothing to do. */
static inline bool ds_gate_asks(ds_text text) {
    const unsigned char first = text.size == 0 ? 'a' : (unsigned char)text.data[0];
    const unsigned char last = text.size == 0 ? 'a' : (unsigned char)text.data[text.size - 1];
    return first <= ' ' || first >= 0x7F || last <= ' ' || last >= 0x7F || first == '=' ||
           first == '\'' || ds_gate_has_power(text);
}

#endif
