#include "CVector.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

struct loops {
    void (*multiply)(float *, const float *, ptrdiff_t, const float *, const float *, size_t, size_t, size_t);
    float (*dot)(const float *, const float *, size_t);
    void (*normalise)(float *, const float *, const float *, size_t, float);
    void (*add_normalised)(float *, const float *, size_t, float);
    void (*add)(float *, const float *, size_t);
    void (*window)(float *, const float *, const uint16_t *const *, size_t, const uint16_t *, size_t);
    void (*rectify_and_add)(float *, const float *, const float *, size_t);
    void (*widen)(float *, const uint8_t *, float, float, size_t);
    int32_t (*squares)(const int8_t *, const int8_t *, size_t);
};

#define GENERATION plain
#define ATTRIBUTES
#define LANES 4
#define ROWS 4
#define COLUMNS 2
#include "loops.h"

#if defined(__x86_64__)
#define GENERATION avx2
#define ATTRIBUTES __attribute__((target("avx2,fma")))
#define LANES 8
#define ROWS 6
#define COLUMNS 2
#include "loops.h"

#define GENERATION avx512
#define ATTRIBUTES __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES 16
#define ROWS 6
#define COLUMNS 4
#include "loops.h"
#endif

static const struct loops *best(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq"))
        return &loops_avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &loops_avx2;
#endif
    return &loops_plain;
}

static const struct loops *loops(void) {
    static _Atomic(const struct loops *) chosen;
    const struct loops *known = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (!known) atomic_store_explicit(&chosen, known = best(), memory_order_relaxed);
    return known;
}

const char *cv_generation(void) {
#if defined(__x86_64__)
    if (loops() == &loops_avx512) return "avx512";
    if (loops() == &loops_avx2) return "avx2";
#endif
    return "plain";
}

void cv_multiply(
    float *out, const float *in, ptrdiff_t stride, const float *weights, const float *bias, size_t m, size_t k,
    size_t n) {
    loops()->multiply(out, in, stride, weights, bias, m, k, n);
}
float cv_dot(const float *a, const float *b, size_t n) { return loops()->dot(a, b, n); }
void cv_normalise(float *row, const float *gain, const float *shift, size_t n, float eps) {
    loops()->normalise(row, gain, shift, n, eps);
}
void cv_add(float *sum, const float *row, size_t n) { loops()->add(sum, row, n); }
void cv_add_normalised(float *sum, const float *row, size_t n, float eps) {
    loops()->add_normalised(sum, row, n, eps);
}
void cv_window(
    float *row, const float *bias, const uint16_t *const *parts, size_t count, const uint16_t *own, size_t n) {
    loops()->window(row, bias, parts, count, own, n);
}
void cv_rectify_and_add(float *out, const float *row, const float *other, size_t n) {
    loops()->rectify_and_add(out, row, other, n);
}
void cv_widen(float *row, const uint8_t *bytes, float scale, float low, size_t n) {
    loops()->widen(row, bytes, scale, low, n);
}
int32_t cv_squares(const int8_t *a, const int8_t *b, size_t n) { return loops()->squares(a, b, n); }
void cv_rectify(float *row, size_t n) {
    for (size_t i = 0; i < n; i++) row[i] = row[i] > 0 ? row[i] : 0;
}
void cv_halve(uint16_t *half, const float *row, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, row + i, 4);
        // To the nearest, ties to even (IEEE 754-2019 section 4.3.1).
        half[i] = (uint16_t)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
