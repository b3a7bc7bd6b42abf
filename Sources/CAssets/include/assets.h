#pragma once
#include <stddef.h>

/// One embedded file: its path below `assets/`, its bytes and their number.
typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t size;
} resonance_asset;

/// The embedded file number `index`, counted from 0; NULL after the last.
const resonance_asset *resonance_asset_at(size_t index);
