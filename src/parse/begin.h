/* parse/begin.h: all that comes before the first byte of a foreign file. */
#ifndef DS_PARSE_BEGIN_H
#define DS_PARSE_BEGIN_H

#include "parse/serve.h"

/* Hears what is asked, loads what reading will need, confines this process and says so. False:
 * there is nothing to read; why was said where it could be. *duck is open for Parquet. */
bool ds_parse_begin(ds_serve *serve, ds_parquet_duck *duck);

#endif
