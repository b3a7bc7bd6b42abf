// The few loops over floats that a sentence encoder spends its time in, compiled for several generations of processor;
// the best that this one has is chosen at the first call. Everything else of the encoder is Swift.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Columns in one panel of a packed matrix.
#define CV_PANEL 64

// out[m × n] = in[m × k] · weights[k × n] (+ bias[n], when not null). Row i of `in` begins at in + i·stride, so that rows
// may overlap; rows of `out` are `n` apart. `weights` is packed: n / CV_PANEL panels of k rows of CV_PANEL columns.
void cv_multiply(
    float *out, const float *in, ptrdiff_t stride, const float *weights, const float *bias, size_t m, size_t k,
    size_t n);

// row = (row − mean) / sqrt(variance + eps) · gain + shift (layer normalisation, Ba et al. 2016).
void cv_normalise(float *row, const float *gain, const float *shift, size_t n, float eps);

// sum += row.
void cv_add(float *sum, const float *row, size_t n);

// sum += half, where `half` holds the upper sixteen bits of each float (bfloat16).
void cv_add_halves(float *sum, const uint16_t *half, size_t n);

// half = the nearest bfloat16 of each float.
void cv_halve(uint16_t *half, const float *row, size_t n);

// row = max(row, 0) + other.
void cv_rectify_and_add(float *row, const float *other, size_t n);

// row = max(row, 0).
void cv_rectify(float *row, size_t n);

// row = bytes · scale + low.
void cv_widen(float *row, const uint8_t *bytes, float scale, float low, size_t n);

// The sum of a · b.
float cv_dot(const float *a, const float *b, size_t n);

// What was chosen: "avx512", "avx2" or "plain".
const char *cv_generation(void);
