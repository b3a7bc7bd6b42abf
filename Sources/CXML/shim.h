#pragma once
#include <libxml/xmlversion.h>
// Debian builds libxml2 with ICU, whose headers differ from those inside Swift's Foundation. We use iconv only, and no
// structure of ours depends on this.
#undef LIBXML_ICU_ENABLED
#include <iconv.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
