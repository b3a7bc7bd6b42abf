// The few loops over floats that a sentence encoder spends its time in, compiled for several generations of processor;
// the best that this one has is chosen at the first call. Everything else of the encoder is Swift.
#pragma once
#include <stdbool.h>
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

// sum += (row − mean) / sqrt(variance + eps).
void cv_add_normalised(float *sum, const float *row, size_t n, float eps);

// sum += row.
void cv_add(float *sum, const float *row, size_t n);

// row = max(bias + the sum of `count` parts, 0) + own. Parts and `own` hold the upper sixteen bits of each float
// (bfloat16).
void cv_window(
    float *row, const float *bias, const uint16_t *const *parts, size_t count, const uint16_t *own, size_t n);

// half = the nearest bfloat16 of each float.
void cv_halve(uint16_t *half, const float *row, size_t n);

// out = max(row, 0) + other.
void cv_rectify_and_add(float *out, const float *row, const float *other, size_t n);

// row = max(row, 0).
void cv_rectify(float *row, size_t n);

// row = bytes · scale + low.
void cv_widen(float *row, const uint8_t *bytes, float scale, float low, size_t n);

// The sum of a · b.
float cv_dot(const float *a, const float *b, size_t n);

// The sum of the squares of a − b: exact below 33,000 values.
int32_t cv_squares(const int8_t *a, const int8_t *b, size_t n);

// Rows of so many values are multiplied as bytes.
#define CV_BLOCK 256
// The byte that stands for 0.
#define CV_ZERO 128

// A matrix of bytes in blocks of 256 rows × 64 columns, each column of a block with a scale of its own.
struct cv_bytes {
    // For each block: four rows of a column, then those of the next column, what one instruction multiplies.
    const int8_t *weights;
    // For each column of each block: what its bytes are to be multiplied by.
    const float *scales;
    // For each column of each block: −CV_ZERO times the sum of its bytes, which takes back what the zeros of the other
    // side add.
    const int32_t *corrections;
};

// Whether this processor multiplies bytes by four (AVX-512 VNNI). Without it the two functions below do nothing or may
// not be called.
bool cv_multiplies_bytes(void);

// out = 256 bytes, row = (out − CV_ZERO) · the scale that is returned, to the nearest.
float cv_quantise(uint8_t *out, const float *row);

// out[m × n] = windows of `places` blocks of `in`, the next one `step` blocks on, times a matrix (its blocks panel after
// panel, within a panel place after place), + bias[n] (when not null). scales[i] is what `cv_quantise` returned for block i.
void cv_multiply_bytes(
    float *out, const uint8_t *in, const float *scales, size_t step, struct cv_bytes matrix, const float *bias, size_t m,
    size_t places, size_t n);

// What was chosen: "avx512", "avx2" or "plain".
const char *cv_generation(void);
