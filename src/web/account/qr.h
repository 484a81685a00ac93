/* web/account/qr.h: a text as a QR code (ISO/IEC 18004, model 2): bytes, level M, versions 1 to 10,
 * which is what an address for an app needs. */
#ifndef DS_WEB_ACCOUNT_QR_H
#define DS_WEB_ACCOUNT_QR_H

#include "web/page/element.h"

enum { DS_QR_VERSION_MAX = 10, DS_QR_SIZE_MAX = 17 + 4 * DS_QR_VERSION_MAX, DS_QR_BYTES_MAX = 213 };

typedef struct ds_qr {
    unsigned size;                             /* modules a side; 21 to 57 */
    bool dark[DS_QR_SIZE_MAX][DS_QR_SIZE_MAX]; /* [row][column] */
} ds_qr;

/* False: more than DS_QR_BYTES_MAX bytes. Cost: some 10,000 modules a mask. */
bool ds_qr_make(ds_text text, ds_qr *out);
/* As a drawing in a page, named in words; nothing where the text does not fit. */
void ds_web_qr_add(ds_web_page *page, const char *text, ds_say name);

#endif
