/* report/routes.h: what routes.c and routes_rows.c share. */
#ifndef DS_REPORT_ROUTES_H
#define DS_REPORT_ROUTES_H

#include "doorstroom/report.h"

/* All numbers, a row each: in csv one table, in json a list a kind of number. */
void ds_routes_add_rows(ds_document *document, const ds_routes_found *found);

#endif
