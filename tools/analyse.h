/* tools/analyse.h: read before every source file by clang-tidy only (tools/lint.sh). It tells the
 * analyser what it cannot see from another file: that setting an error, or its place, never gives
 * DS_OK. Without that it follows paths on which a function failed and its caller went on. The files
 * that define these functions are read without it. */
#ifndef DS_TOOLS_ANALYSE_H
#define DS_TOOLS_ANALYSE_H

#include "base/error.h"
#include "base/place.h"

#define ds_error_set(err, status, ...) ((void)(ds_error_set)(err, status, __VA_ARGS__), (status))
#define ds_error_at(err, status, ...) ((void)(ds_error_at)(err, status, __VA_ARGS__), (status))
#define ds_error_texts(err, status, ...)                                                           \
    ((void)(ds_error_texts)(err, status, __VA_ARGS__), (status))
#define ds_error_memory(err) ((void)(ds_error_memory)(err), DS_FAULT)
#define ds_error_system(err, ...) ((void)(ds_error_system)(err, __VA_ARGS__), DS_FAULT)

#define ds_place_byte(raw, at, status, err)                                                        \
    ((void)(ds_place_byte)(raw, at, DS_INPUT, err), (status))
#define ds_place_index(raw, at, status, err)                                                       \
    ((void)(ds_place_index)(raw, at, DS_INPUT, err), (status))
#define ds_place_source(from, at, status, err)                                                     \
    ((void)(ds_place_source)(from, at, DS_INPUT, err), (status))
#endif
