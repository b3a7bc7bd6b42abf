#include "assets.h"

const resonance_asset resonance_assets[] = {{NULL, NULL, 0}};
