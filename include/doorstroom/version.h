/* doorstroom/version.h, of base: the version of these headers. The build reads it from here:
 * nothing else has a version to keep in step. docs/api.md says what a new one may change. */
#ifndef DOORSTROOM_VERSION_H
#define DOORSTROOM_VERSION_H

#define DS_VERSION_MAJOR 0
#define DS_VERSION_MINOR 1
#define DS_VERSION_PATCH 0
#define DS_VERSION "0.1.0"
/* For #if: DS_VERSION_NUMBER >= 102 is 0.1.2 or later. */
#define DS_VERSION_NUMBER (DS_VERSION_MAJOR * 10000 + DS_VERSION_MINOR * 100 + DS_VERSION_PATCH)

#endif
