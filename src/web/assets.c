/* web/assets.c: the style, the script and the font of all pages. They stand under a folder whose
 * name is a checksum of all of them, so that a browser keeps them for ever and never has an old
 * one. See site.h. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/document.h"
#include "web/site.h"

extern const unsigned char ds_embedded_web_css[], ds_embedded_web_js[], ds_embedded_cijfers_css[],
    ds_embedded_cijfers_js[], ds_embedded_icoon_svg[];
extern const size_t ds_embedded_web_css_size, ds_embedded_web_js_size, ds_embedded_cijfers_css_size,
    ds_embedded_cijfers_js_size, ds_embedded_icoon_svg_size;

static const char *type_of_name(const char *name) {
    const char *dot = strrchr(name, '.');
    if (dot == NULL) return "application/octet-stream";
    if (strcmp(dot, ".css") == 0) return "text/css; charset=utf-8";
    if (strcmp(dot, ".js") == 0) return "text/javascript; charset=utf-8";
    if (strcmp(dot, ".svg") == 0) return "image/svg+xml";
    return strcmp(dot, ".woff2") == 0 ? "font/woff2" : "application/octet-stream";
}

static ds_status keep_asset(void *context, const char *name, const char *data, size_t size,
                            ds_error *err) {
    ds_web_assets *assets = context;
    ds_web_asset *asset = &assets->files[assets->n];
    if (assets->n == DS_WEB_ASSETS_MAX)
        return ds_error_set(err, DS_FAULT, "te veel bestanden bij de pagina's",
                            "too many files with the pages");
    asset->name = ds_strdup(name);
    asset->data = ds_strndup(data, size);
    if (asset->name == NULL || asset->data == NULL) {
        ds_free((void *)(uintptr_t)asset->name);
        ds_free(asset->data);
        return ds_error_memory(err);
    }
    asset->type = type_of_name(name);
    asset->size = size;
    assets->n++;
    return DS_OK;
}

/* What pages of ours have beside those of documents. */
static ds_status keep_own(ds_web_assets *assets, ds_error *err) {
    const struct {
        const char *name;
        const unsigned char *data;
        size_t size;
    } own[] = {{"web.css", ds_embedded_web_css, ds_embedded_web_css_size},
               {"web.js", ds_embedded_web_js, ds_embedded_web_js_size},
               {"cijfers.css", ds_embedded_cijfers_css, ds_embedded_cijfers_css_size},
               {"cijfers.js", ds_embedded_cijfers_js, ds_embedded_cijfers_js_size},
               {"icoon.svg", ds_embedded_icoon_svg, ds_embedded_icoon_svg_size}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof own / sizeof *own; i++)
        status = keep_asset(assets, own[i].name, (const char *)own[i].data, own[i].size, err);
    return status;
}

static void name_root(ds_web_assets *assets) {
    crypto_generichash_state state;
    unsigned char hash[16];
    char hex[2 * sizeof hash + 1];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (size_t i = 0; i < assets->n; i++) {
        (void)crypto_generichash_update(&state, (const unsigned char *)assets->files[i].name,
                                        strlen(assets->files[i].name) + 1);
        (void)crypto_generichash_update(&state, (const unsigned char *)assets->files[i].data,
                                        assets->files[i].size);
    }
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    (void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    (void)snprintf(assets->root, sizeof assets->root, "/vast/%s", hex);
}

/* fonts: NULL or a folder that is not there: the reader's own. */
ds_status ds_web_assets_load(ds_web_assets *assets, const char *fonts, ds_error *err) {
    ds_status status;
    *assets = (ds_web_assets){0};
    if (fonts != NULL && !ds_file_is_folder(fonts)) fonts = NULL;
    status = ds_page_files(fonts, keep_asset, assets, err);
    if (status == DS_OK) status = keep_own(assets, err);
    if (status == DS_OK)
        name_root(assets);
    else
        ds_web_assets_done(assets);
    return status;
}

void ds_web_assets_done(ds_web_assets *assets) {
    for (size_t i = 0; i < assets->n; i++) {
        ds_free((void *)(uintptr_t)assets->files[i].name);
        ds_free(assets->files[i].data);
    }
    assets->n = 0;
}

ds_status ds_web_show_asset(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    (void)err;
    if (strcmp(site->assets.root + 6, ds_http_parameter(request, 0)) != 0)
        return ds_web_refuse(response, 404);
    for (size_t i = 0; i < site->assets.n; i++) {
        const ds_web_asset *asset = &site->assets.files[i];
        if (strcmp(asset->name, ds_http_parameter(request, 1)) != 0) continue;
        response->fixed = (ds_text){asset->data, asset->size};
        response->type = asset->type;
        response->is_kept = true;
        return DS_OK;
    }
    return ds_web_refuse(response, 404);
}
