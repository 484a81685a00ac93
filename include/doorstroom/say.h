/* doorstroom/say.h, of base: what people are told: a text in both languages, why a number is not
 * there, and where bytes go. Figures, documents and all that make them share these words. */
#ifndef DOORSTROOM_SAY_H
#define DOORSTROOM_SAY_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

/* One text in both languages. */
typedef struct ds_say {
    const char *nl, *en;
} ds_say;

/* Both are literals, so that a reader of the source sees the pair. */
#ifdef __cplusplus
#define DS_SAY(nl, en) (ds_say{(nl), (en)})
#else
#define DS_SAY(nl, en) ((ds_say){(nl), (en)})
#endif

typedef enum ds_lang { DS_NL, DS_EN } ds_lang;

/* The text of one language, never NULL. */
DS_API const char *ds_say_text(ds_say say, ds_lang lang);

/* Why there is no number, where there is none. */
typedef enum ds_state {
    DS_STATE_SHOWN,
    DS_STATE_UNDEFINED,      /* no cases, no variance: a dash */
    DS_STATE_NOT_APPLICABLE, /* has no meaning here */
    DS_STATE_NOT_AVAILABLE,  /* not in the data at hand */
    DS_STATE_SUPPRESSED,     /* may not be shown */
    DS_STATE_ROUNDS_TO_ZERO,
    DS_STATE_BLANK /* nothing to be said here: an empty place; in json no key */
} ds_state;

/* Where bytes go. put returns anything but DS_OK to stop the writer, which returns the same. */
typedef struct ds_sink {
    void *context;
    ds_status (*put)(void *context, const char *data, size_t size, ds_error *err);
} ds_sink;

DS_END_DECLS
#endif
