#include "CFaces.h"
#include <stdatomic.h>

struct kernels {
    void (*multiply)(float *, const float *, size_t, const float *, const float *, size_t, size_t, size_t);
    void (*window)(float *, const float *const[3], const float *, const float *, float, size_t, size_t);
    void (*largest)(float *, const float *, const float *, size_t, size_t);
    void (*add_doubled)(float *, const float *, size_t, size_t);
    void (*widen)(float *, const uint8_t *, size_t);
    void (*halve)(uint8_t *, const uint8_t *, const uint8_t *, size_t);
};

#define GENERATION plain
#define ATTRIBUTES
#define LANES 4
#define ROWS 4
#define COLUMNS 2
#include "kernels.h"

#if defined(__x86_64__)
#define GENERATION avx2
#define ATTRIBUTES __attribute__((target("avx2,fma")))
#define LANES 8
#define ROWS 6
#define COLUMNS 2
#include "kernels.h"

#define GENERATION avx512
#define ATTRIBUTES __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES 16
#define ROWS 8
#define COLUMNS 2
#include "kernels.h"
#endif

static const struct kernels *best(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq"))
        return &kernels_avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &kernels_avx2;
#endif
    return &kernels_plain;
}

static const struct kernels *kernels(void) {
    static _Atomic(const struct kernels *) chosen;
    const struct kernels *known = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (!known) atomic_store_explicit(&chosen, known = best(), memory_order_relaxed);
    return known;
}

const char *cf_generation(void) {
#if defined(__x86_64__)
    if (kernels() == &kernels_avx512) return "avx512";
    if (kernels() == &kernels_avx2) return "avx2";
#endif
    return "plain";
}

void cf_multiply(
    float *out, const float *in, size_t stride, const float *weights, const float *start, size_t m, size_t k,
    size_t n) {
    kernels()->multiply(out, in, stride, weights, start, m, k, n);
}
void cf_window(
    float *out, const float *const rows[3], const float *weights, const float *bias, float floor, size_t pixels,
    size_t channels) {
    kernels()->window(out, rows, weights, bias, floor, pixels, channels);
}
void cf_largest(float *out, const float *top, const float *bottom, size_t pixels, size_t channels) {
    kernels()->largest(out, top, bottom, pixels, channels);
}
void cf_add_doubled(float *row, const float *half, size_t pixels, size_t channels) {
    kernels()->add_doubled(row, half, pixels, channels);
}
void cf_widen(float *row, const uint8_t *bytes, size_t n) { kernels()->widen(row, bytes, n); }
void cf_halve(uint8_t *out, const uint8_t *top, const uint8_t *bottom, size_t pixels) {
    kernels()->halve(out, top, bottom, pixels);
}
