/* web/dashboard/pictures.h: figures as pictures, which another program draws: two at once at most,
 * and what was drawn is kept for who asks the same. */
#ifndef DS_WEB_DASHBOARD_PICTURES_H
#define DS_WEB_DASHBOARD_PICTURES_H

#include "web/site.h"

/* program_folder: for the fonts; stays; NULL: the machine's. */
ds_status ds_web_pictures_new(const char *program_folder, ds_web_pictures **out,
                              ds_error *err) DS_NODISCARD;
void ds_web_pictures_free(ds_web_pictures *pictures);
/* Adds a picture that was drawn under that name; false: there is none. */
bool ds_web_pictures_find(ds_web_pictures *pictures, const char *name, ds_buffer *out);
/* Draws svg and adds it to out. *out_busy: nothing was drawn, two are being drawn. */
ds_status ds_web_pictures_draw(ds_web_pictures *pictures, const char *name, const ds_buffer *svg,
                               ds_buffer *out, bool *out_busy, ds_error *err) DS_NODISCARD;

#endif
