/* base/say.c: a text in the language that is asked for. See doorstroom/say.h. */
#include "doorstroom/say.h"

const char *ds_say_text(ds_say say, ds_lang lang) {
    const char *text = lang == DS_EN && say.en != NULL ? say.en : say.nl;
    return text == NULL ? "" : text;
}
