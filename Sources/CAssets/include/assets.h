#pragma once
#include <stddef.h>

/// One embedded file: its path below `assets/`, its bytes and their number.
typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t size;
} resonance_asset;

/// Every embedded file; the last one has a NULL path.
extern const resonance_asset resonance_assets[];
