/* web/http/limits.h: how much of anything a request may have. What is more is refused before it is
 * kept, with a page that says so. */
#ifndef DS_WEB_HTTP_LIMITS_H
#define DS_WEB_HTTP_LIMITS_H

enum {
    DS_HTTP_TARGET_MAX = 4096,         /* bytes of path and query as they came */
    DS_HTTP_HEADERS_MAX = 64,          /* headers of a request */
    DS_HTTP_CONNECTION_MEMORY = 32768, /* bytes of all headers of a request */
    DS_HTTP_COOKIES_MAX = 32,          /* cookies of a request */
    DS_HTTP_FIELDS_MAX = 4000,        /* fields of a form; a table of 200 rows of 12 columns fits */
    DS_HTTP_QUERY_MAX = 64,           /* fields of a query */
    DS_HTTP_FILES_MAX = 16,           /* files of a form */
    DS_HTTP_PARTS_HEADER_MAX = 1024,  /* bytes of the headers of a part */
    DS_HTTP_NAME_MAX = 256,           /* bytes of a field's name */
    DS_HTTP_VALUE_MAX = 65536,        /* bytes of a field's value */
    DS_HTTP_BODY_MAX = 1 << 20,       /* bytes of a form without files */
    DS_HTTP_BODY_IN_MEMORY = 1 << 18, /* a larger one waits in a file without a name */
    DS_HTTP_SEGMENTS_MAX = 8,         /* parts of a path */
    DS_HTTP_ANSWER_MAX = 64 << 20     /* bytes of a page or a file that is made */
};

#endif
