/* ask/error.c: a ds_error for languages without structs. */
#include "doorstroom/ask.h"

size_t ds_ask_error_size(void) {
    return sizeof(ds_error);
}

int ds_ask_error_status(const ds_error *err) {
    return (int)err->status;
}

uint64_t ds_ask_error_line(const ds_error *err) {
    return err->line;
}

uint64_t ds_ask_error_column(const ds_error *err) {
    return err->column;
}

const char *ds_ask_error_file(const ds_error *err) {
    return err->file;
}

const char *ds_ask_error_nl(const ds_error *err) {
    return err->nl;
}

const char *ds_ask_error_en(const ds_error *err) {
    return err->en;
}
