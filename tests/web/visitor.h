/* tests/web/visitor.h: somebody with a browser: keeps cookies and the last page, sends its forms
 * with what they carry, and nothing that a browser would not. */
#ifndef DS_TESTS_WEB_VISITOR_H
#define DS_TESTS_WEB_VISITOR_H

#include <stddef.h>

typedef struct visitor {
    const char *address; /* "127.0.0.1:43211" */
    char origin[128];
    char cookies[2048]; /* "a=b; c=d" */
    char *page;         /* the last answer, whole */
    unsigned status;
    char secret[64]; /* of the second step */
} visitor;

void visitor_new(visitor *v, const char *address);
void visitor_done(visitor *v);
/* GET. */
unsigned visitor_get(visitor *v, const char *target);
/* The form on the page that was got last: its token goes along; body: "a=b&c=d" or "". */
unsigned visitor_post(visitor *v, const char *target, const char *body);
/* The same with headers and a body of one's own; nothing is added but cookies and a length. */
unsigned visitor_send(visitor *v, const char *method, const char *target, const char *headers,
                      const char *body, size_t size);
/* The value of a field on the last page, as it stands in the html; "" none. The thread's. */
const char *visitor_field(const visitor *v, const char *name);
/* Where the last answer leads; "" nowhere. The thread's. */
const char *visitor_location(const visitor *v);
/* The value of a cookie; "" none. The thread's. */
const char *visitor_cookie(const visitor *v, const char *name);
/* The last page's body with every token in it made the same, malloc'ed: for comparing. */
char *visitor_tame(const visitor *v);
/* text as a form sends it, malloc'ed. */
char *form_text(const char *text);
/* The code of the second step, now. */
void visitor_code(const visitor *v, char out[9]);
/* The one of so many seconds from now: 30, for who just used that of now. */
void visitor_code_later(const visitor *v, int seconds, char out[9]);
/* Chooses a password by the link and sets up the second step. */
void visitor_sign_up(visitor *v, const char *link, const char *password);

#endif
