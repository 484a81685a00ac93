/* table/xml.c: an XML delivery, read by a helper. See xml.h. */
#include "table/xml.h"

#include "table/parse/ask.h"

ds_status ds_xml_read(const char *path, const ds_table_info *info, const ds_xml_sink *sink,
                      ds_error *err) {
    ds_source source;
    ds_status status = ds_source_open(&source, path, err);
    if (status != DS_OK) return status;
    status = ds_source_unchanged(&source, info->size_bytes, info->modified_ns, err);
    if (status == DS_OK) status = ds_parse_xml(&source, sink, err);
    if (status == DS_OK)
        status = ds_source_unchanged(&source, info->size_bytes, info->modified_ns, err);
    ds_source_close(&source);
    return status;
}
