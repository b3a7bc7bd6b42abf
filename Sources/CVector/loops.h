// One generation of the loops: GENERATION names it, ATTRIBUTES are its processor features, LANES the floats in a register,
// ROWS × COLUMNS the registers that hold a tile of the product.
#define JOIN2(a, b) a##_##b
#define JOIN(a, b) JOIN2(a, b)
#define NAMED(name) JOIN(name, GENERATION)
#define VECTOR NAMED(vector)
#define HALVES NAMED(sixteen_bits)
#define WHOLES NAMED(thirty_two_bits)
typedef float VECTOR __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
typedef uint16_t HALVES __attribute__((vector_size(LANES * 2), aligned(2), may_alias));
typedef uint32_t WHOLES __attribute__((vector_size(LANES * 4)));

ATTRIBUTES static inline VECTOR NAMED(halves)(const uint16_t *half) {
    return (VECTOR)(__builtin_convertvector(*(const HALVES *)half, WHOLES) << 16);
}

ATTRIBUTES static inline VECTOR NAMED(rectified)(VECTOR x) { return (VECTOR)((WHOLES)x & (WHOLES)(x > 0)); }

#define TILE(rows)                                                                                                    \
    do {                                                                                                              \
        VECTOR sum[rows][COLUMNS];                                                                                    \
        for (int r = 0; r < rows; r++)                                                                                \
            for (int c = 0; c < COLUMNS; c++) sum[r][c] = bias ? *(const VECTOR *)(bias + c * LANES) : (VECTOR){0};   \
        for (size_t at = 0; at < k; at++) {                                                                           \
            VECTOR w[COLUMNS];                                                                                        \
            for (int c = 0; c < COLUMNS; c++) w[c] = *(const VECTOR *)(panel + at * CV_PANEL + c * LANES);            \
            for (int r = 0; r < rows; r++) {                                                                          \
                VECTOR x = in[r * stride + (ptrdiff_t)at] - (VECTOR){0};                                               \
                for (int c = 0; c < COLUMNS; c++) sum[r][c] += x * w[c];                                              \
            }                                                                                                         \
        }                                                                                                             \
        for (int r = 0; r < rows; r++)                                                                                \
            for (int c = 0; c < COLUMNS; c++) *(VECTOR *)(out + (size_t)r * n + c * LANES) = sum[r][c];               \
    } while (0)

ATTRIBUTES static void NAMED(tile)(
    float *out, const float *in, ptrdiff_t stride, const float *panel, const float *bias, size_t k, size_t n) {
    TILE(ROWS);
}

ATTRIBUTES static void NAMED(line)(
    float *out, const float *in, ptrdiff_t stride, const float *panel, const float *bias, size_t k, size_t n) {
    TILE(1);
}

ATTRIBUTES static void NAMED(multiply)(
    float *out, const float *in, ptrdiff_t stride, const float *weights, const float *bias, size_t m, size_t k,
    size_t n) {
    for (size_t column = 0; column < n; column += COLUMNS * LANES) {
        const float *panel = weights + column / CV_PANEL * CV_PANEL * k + column % CV_PANEL;
        const float *shift = bias ? bias + column : 0;
        size_t row = 0;
        for (; row + ROWS <= m; row += ROWS)
            NAMED(tile)(out + row * n + column, in + (ptrdiff_t)row * stride, stride, panel, shift, k, n);
        for (; row < m; row++)
            NAMED(line)(out + row * n + column, in + (ptrdiff_t)row * stride, stride, panel, shift, k, n);
    }
}

ATTRIBUTES static float NAMED(dot)(const float *a, const float *b, size_t n) {
    VECTOR sum = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) sum += *(const VECTOR *)(a + i) * *(const VECTOR *)(b + i);
    float total = 0;
    for (int lane = 0; lane < LANES; lane++) total += sum[lane];
    for (; i < n; i++) total += a[i] * b[i];
    return total;
}

// A row's mean and 1 / sqrt(variance + eps).
struct NAMED(spread) {
    float mean, scale;
};

ATTRIBUTES static struct NAMED(spread) NAMED(spread)(const float *row, size_t n, float eps) {
    VECTOR sum = {0}, squares = {0};
    for (size_t i = 0; i < n; i += LANES) sum += *(const VECTOR *)(row + i);
    float mean = 0, variance = 0;
    for (int lane = 0; lane < LANES; lane++) mean += sum[lane];
    mean /= (float)n;
    for (size_t i = 0; i < n; i += LANES) {
        VECTOR x = *(const VECTOR *)(row + i) - mean;
        squares += x * x;
    }
    for (int lane = 0; lane < LANES; lane++) variance += squares[lane];
    return (struct NAMED(spread)){mean, 1 / sqrtf(variance / (float)n + eps)};
}

ATTRIBUTES static void NAMED(normalise)(float *row, const float *gain, const float *shift, size_t n, float eps) {
    struct NAMED(spread) found = NAMED(spread)(row, n, eps);
    for (size_t i = 0; i < n; i += LANES) {
        VECTOR x = (*(VECTOR *)(row + i) - found.mean) * found.scale;
        *(VECTOR *)(row + i) = x * *(const VECTOR *)(gain + i) + *(const VECTOR *)(shift + i);
    }
}

ATTRIBUTES static void NAMED(add_normalised)(float *sum, const float *row, size_t n, float eps) {
    struct NAMED(spread) found = NAMED(spread)(row, n, eps);
    for (size_t i = 0; i < n; i += LANES)
        *(VECTOR *)(sum + i) += (*(const VECTOR *)(row + i) - found.mean) * found.scale;
}

ATTRIBUTES static void NAMED(add)(float *sum, const float *row, size_t n) {
    for (size_t i = 0; i < n; i++) sum[i] += row[i];
}

ATTRIBUTES static void NAMED(window)(
    float *row, const float *bias, const uint16_t *const *parts, size_t count, const uint16_t *own, size_t n) {
    for (size_t i = 0; i < n; i += LANES) {
        VECTOR sum = *(const VECTOR *)(bias + i);
        for (size_t part = 0; part < count; part++) sum += NAMED(halves)(parts[part] + i);
        *(VECTOR *)(row + i) = NAMED(rectified)(sum) + NAMED(halves)(own + i);
    }
}

ATTRIBUTES static void NAMED(rectify_and_add)(float *out, const float *row, const float *other, size_t n) {
    for (size_t i = 0; i < n; i += LANES)
        *(VECTOR *)(out + i) = NAMED(rectified)(*(const VECTOR *)(row + i)) + *(const VECTOR *)(other + i);
}

ATTRIBUTES static int32_t NAMED(squares)(const int8_t *a, const int8_t *b, size_t n) {
    int32_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t gap = a[i] - b[i];
        sum += gap * gap;
    }
    return sum;
}

ATTRIBUTES static void NAMED(widen)(float *row, const uint8_t *bytes, float scale, float low, size_t n) {
    for (size_t i = 0; i < n; i++) row[i] = (float)bytes[i] * scale + low;
}

static const struct loops NAMED(loops) = {
    NAMED(multiply), NAMED(dot), NAMED(normalise), NAMED(add_normalised), NAMED(add), NAMED(window),
    NAMED(rectify_and_add), NAMED(widen), NAMED(squares),
};

#undef TILE
#undef VECTOR
#undef HALVES
#undef WHOLES
#undef NAMED
#undef JOIN
#undef JOIN2
#undef GENERATION
#undef ATTRIBUTES
#undef LANES
#undef ROWS
#undef COLUMNS
