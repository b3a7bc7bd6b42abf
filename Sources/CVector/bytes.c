// Products of bytes, where the processor has an instruction for them.
#include "CVector.h"
#include <math.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
// Registers of 16 sums: rows × columns of one tile.
#define ROWS 6
#define COLUMNS 4

bool cv_multiplies_bytes(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni");
}

VNNI float cv_quantise(uint8_t *out, const float *row) {
    __m512 most = _mm512_setzero_ps();
    for (size_t i = 0; i < CV_BLOCK; i += 16) most = _mm512_max_ps(most, _mm512_abs_ps(_mm512_loadu_ps(row + i)));
    float scale = _mm512_reduce_max_ps(most) / 127;
    __m512 inverse = _mm512_set1_ps(scale > 0 ? 1 / scale : 0);
    for (size_t i = 0; i < CV_BLOCK; i += 16) {
        __m512i value = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(row + i), inverse));
        _mm_storeu_si128(
            (__m128i *)(out + i), _mm512_cvtepi32_epi8(_mm512_add_epi32(value, _mm512_set1_epi32(CV_ZERO))));
    }
    return scale;
}

// `rows` × 64 columns of one block of 256: sums of bytes, made floats, with what was there `before` (rows `apart`).
#define BLOCK(rows)                                                                                                   \
    do {                                                                                                              \
        __m512i sum[rows][COLUMNS];                                                                                   \
        for (int r = 0; r < rows; r++)                                                                                \
            for (int c = 0; c < COLUMNS; c++) sum[r][c] = _mm512_loadu_si512(block.corrections + c * 16);            \
        for (size_t at = 0; at < CV_BLOCK; at += 4) {                                                                 \
            __m512i w[COLUMNS];                                                                                       \
            for (int c = 0; c < COLUMNS; c++) w[c] = _mm512_loadu_si512(block.weights + at * CV_PANEL + c * 64);     \
            for (int r = 0; r < rows; r++) {                                                                          \
                int four;                                                                                             \
                __builtin_memcpy(&four, in + (size_t)r * step * CV_BLOCK + at, 4);                                           \
                __m512i x = _mm512_set1_epi32(four);                                                                  \
                for (int c = 0; c < COLUMNS; c++) sum[r][c] = _mm512_dpbusd_epi32(sum[r][c], x, w[c]);                \
            }                                                                                                         \
        }                                                                                                             \
        for (int c = 0; c < COLUMNS; c++) {                                                                           \
            __m512 columnScale = _mm512_loadu_ps(block.scales + c * 16);                                             \
            for (int r = 0; r < rows; r++) {                                                                          \
                float *place = out + (size_t)r * n + c * 16;                                                          \
                __m512 scale = _mm512_mul_ps(columnScale, _mm512_set1_ps(scales[(size_t)r * step]));                                 \
                _mm512_storeu_ps(                                                                                     \
                    place, _mm512_fmadd_ps(                                                                               \
                               _mm512_cvtepi32_ps(sum[r][c]), scale,                                                  \
                               _mm512_loadu_ps(before + (size_t)r * apart + c * 16)));                                \
            }                                                                                                         \
        }                                                                                                             \
    } while (0)

VNNI static void tile(
    float *out, const float *before, size_t apart, const uint8_t *in, const float *scales, size_t step,
    struct cv_bytes block, size_t n) {
    BLOCK(ROWS);
}

VNNI static void line(
    float *out, const float *before, size_t apart, const uint8_t *in, const float *scales, size_t step,
    struct cv_bytes block, size_t n) {
    BLOCK(1);
}

VNNI void cv_multiply_bytes(
    float *out, const uint8_t *in, const float *scales, size_t step, struct cv_bytes matrix, const float *bias, size_t m,
    size_t places, size_t n) {
    static const float zeros[CV_PANEL];
    for (size_t panel = 0; panel < n / CV_PANEL; panel++) {
        for (size_t place = 0; place < places; place++) {
            size_t number = panel * places + place;
            struct cv_bytes block = {
                matrix.weights + number * CV_BLOCK * CV_PANEL, matrix.scales + number * CV_PANEL,
                matrix.corrections + number * CV_PANEL,
            };
            const float *initial = bias ? bias + panel * CV_PANEL : zeros;
            for (size_t row = 0, rows; row < m; row += rows) {
                const size_t at = row * step + place;
                float *to = out + row * n + panel * CV_PANEL;
                const float *before = place ? to : initial;
                rows = m - row < ROWS ? 1 : ROWS;
                (rows == ROWS ? tile : line)(
                    to, before, place ? n : 0, in + at * CV_BLOCK, scales + at, step, block, n);
            }
        }
    }
}

#else

bool cv_multiplies_bytes(void) { return false; }
float cv_quantise(uint8_t *out, const float *row) { return 0; }
void cv_multiply_bytes(
    float *out, const uint8_t *in, const float *scales, size_t step, struct cv_bytes matrix, const float *bias, size_t m,
    size_t places, size_t n) {}

#endif
