/* doorstroom/run.h, of work/inside: a work folder's release, published; and whatever of a work
 * folder is out of date, done again. doorstroom/inside.h says what a work folder is.
 *
 * Ownership: results are the caller's and end with their _done. */
#ifndef DOORSTROOM_RUN_H
#define DOORSTROOM_RUN_H

#include "doorstroom/inside.h"
#include "doorstroom/publish.h"

DS_BEGIN_DECLS

typedef struct ds_work_publish_options {
    unsigned version;              /* the initialiser sets it; 0 is taken as 1, the first */
    ds_work_report_options report; /* what is asked */
    ds_publish_options publish;    /* how it is laid out; who publishes, what it is made of, threads
                                      and progress are those of the work folder */
} ds_work_publish_options;
#define DS_WORK_PUBLISH_OPTIONS_VERSION 1
#define DS_WORK_PUBLISH_OPTIONS_INIT                                                               \
    { DS_WORK_PUBLISH_OPTIONS_VERSION, DS_WORK_REPORT_OPTIONS_INIT, DS_PUBLISH_OPTIONS_INIT }

typedef struct ds_work_published {
    ds_published published;
    ds_work_reported reported; /* internal */
    ds_release_about about;    /* draft, made up, of which year */
    bool with_publisher;       /* uitgever is told in doorstroom.yaml */
} ds_work_published;

/* Gathers what the recipes ask (ds_work_report) and publishes it in publicatie/ of the work folder
 * (ds_publish). uitgever: {naam, uri, email, licentie} of doorstroom.yaml says who publishes.
 * Errors: those of both. out ends with ds_work_published_done. */
DS_API ds_status ds_work_publish(const ds_work *work, const ds_work_publish_options *options,
                                 ds_work_published *out, ds_error *err) DS_NODISCARD;
DS_API void ds_work_published_done(ds_work_published *published);

/* What was done, and why it was out of date. */
typedef struct ds_work_ran {
    bool imported, published;
    ds_error why_import, why_publish; /* of what was not done: empty */
    ds_imported import;
    ds_work_published release;
    char current[256]; /* the release that is current now */
} ds_work_ran;

/* Imports when there is no register, or its deliveries or doorstroom.yaml changed; then publishes
 * when there is no release, or the register, a definition, a code list, a recipe or the program
 * changed. Errors: those of ds_work_import and ds_work_publish. out ends with ds_work_ran_done. */
DS_API ds_status ds_work_run(const ds_work *work, const ds_work_publish_options *options,
                             ds_work_ran *out, ds_error *err) DS_NODISCARD;
DS_API void ds_work_ran_done(ds_work_ran *ran);

/* What was made, what could not be filled and why, where it is. Borrows from what is told of. */
DS_API ds_status ds_say_published(const ds_work_published *published, ds_document **out,
                                  ds_error *err) DS_NODISCARD;
DS_API ds_status ds_say_ran(const ds_work_ran *ran, ds_document **out, ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
