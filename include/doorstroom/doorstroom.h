/* doorstroom/doorstroom.h, of cli: all public headers at once, for programs that use the library.
 * The stages include what they need and never this. */
#ifndef DOORSTROOM_DOORSTROOM_H
#define DOORSTROOM_DOORSTROOM_H

#include "doorstroom/attack.h"
#include "doorstroom/balance.h"
#include "doorstroom/base.h"
#include "doorstroom/career.h"
#include "doorstroom/cell.h"
#include "doorstroom/columns.h"
#include "doorstroom/definition.h"
#include "doorstroom/did.h"
#include "doorstroom/disclosure.h"
#include "doorstroom/document.h"
#include "doorstroom/effect.h"
#include "doorstroom/effects.h"
#include "doorstroom/figures.h"
#include "doorstroom/import_report.h"
#include "doorstroom/inside.h"
#include "doorstroom/intake.h"
#include "doorstroom/link.h"
#include "doorstroom/outside.h"
#include "doorstroom/parts.h"
#include "doorstroom/person.h"
#include "doorstroom/power.h"
#include "doorstroom/register.h"
#include "doorstroom/release.h"
#include "doorstroom/report.h"
#include "doorstroom/schools.h"
#include "doorstroom/simulate.h"
#include "doorstroom/stat.h"
#include "doorstroom/table.h"
#include "doorstroom/tally.h"
#include "doorstroom/trace.h"
#include "doorstroom/version.h"
#include "doorstroom/why.h"

#endif
