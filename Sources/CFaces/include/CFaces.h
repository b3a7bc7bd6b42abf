// The loops that a finder of faces spends its time in, compiled for several generations of processor; the best that
// this one has is chosen at the first call. Everything else of the finder is Swift.
//
// A row of `n` pixels with `channels` floats each lies pixel after pixel. `channels` is a multiple of 16 throughout.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The byte planes of a picture are red, green, blue, red, …
#define CF_COLOURS 3

// out[m × n] = in[m × k] · weights[k × n] + start[n]; with `start` null, += instead. Row i of `in` begins at
// in + i·stride, so that rows may overlap.
void cf_multiply(
    float *out, const float *in, size_t stride, const float *weights, const float *start, size_t m, size_t k,
    size_t n);

// out[pixels × channels] = the larger of `floor` and a 3 × 3 window over three rows, + bias. Each channel has nine weights
// of its own (weights[9 × channels], line after line); each row has one pixel more on either side.
void cf_window(
    float *out, const float *const rows[3], const float *weights, const float *bias, float floor, size_t pixels,
    size_t channels);

// out[pixels × channels] = the largest of each square of 2 × 2 pixels of two rows.
void cf_largest(float *out, const float *top, const float *bottom, size_t pixels, size_t channels);

// row[2·pixels × channels] += half[pixels × channels], each pixel twice.
void cf_add_doubled(float *row, const float *half, size_t pixels, size_t channels);

// row = bytes.
void cf_widen(float *row, const uint8_t *bytes, size_t n);

// out[pixels] = the mean of each square of 2 × 2 pixels of two rows, to the nearest.
void cf_halve(uint8_t *out, const uint8_t *top, const uint8_t *bottom, size_t pixels);

// What was chosen: "avx512", "avx2" or "plain".
const char *cf_generation(void);
