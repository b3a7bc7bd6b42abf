// One generation of the loops: GENERATION names it, ATTRIBUTES are its processor features, LANES the floats in a
// register, ROWS × COLUMNS the registers that hold a tile of the product.
#define JOIN2(a, b) a##_##b
#define JOIN(a, b) JOIN2(a, b)
#define NAMED(name) JOIN(name, GENERATION)
#define VECTOR NAMED(vector)
typedef float VECTOR __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
#define AT(pointer) (*(VECTOR *)(pointer))
#define SEEN(pointer) (*(const VECTOR *)(pointer))

// `rows` × `columns` registers: each weight is read once for `rows` pixels, each value once for `columns` registers.
#define TILE(rows, columns)                                                                                            \
    do {                                                                                                               \
        VECTOR sum[rows][columns];                                                                                     \
        for (int r = 0; r < rows; r++)                                                                                 \
            for (int c = 0; c < columns; c++) sum[r][c] = SEEN(start ? start + c * LANES : out + r * n + c * LANES);   \
        for (size_t at = 0; at < k; at++) {                                                                            \
            VECTOR w[columns];                                                                                         \
            for (int c = 0; c < columns; c++) w[c] = SEEN(weights + at * n + c * LANES);                               \
            for (int r = 0; r < rows; r++) {                                                                           \
                VECTOR x = in[r * stride + at] - (VECTOR){0};                                                          \
                for (int c = 0; c < columns; c++) sum[r][c] += x * w[c];                                               \
            }                                                                                                          \
        }                                                                                                              \
        for (int r = 0; r < rows; r++)                                                                                 \
            for (int c = 0; c < columns; c++) AT(out + r * n + c * LANES) = sum[r][c];                                 \
    } while (0)

#define TILES(name, rows, columns)                                                                                     \
    ATTRIBUTES static void NAMED(name)(                                                                                \
        float *out, const float *in, size_t stride, const float *weights, const float *start, size_t k, size_t n) {    \
        TILE(rows, columns);                                                                                           \
    }
TILES(wide, ROWS, COLUMNS)
TILES(narrow, ROWS, 1)
TILES(line, 1, 1)
#undef TILES
#undef TILE

ATTRIBUTES static void NAMED(multiply)(
    float *out, const float *in, size_t stride, const float *weights, const float *start, size_t m, size_t k,
    size_t n) {
    for (size_t row = 0; row < m;) {
        size_t rows = row + ROWS <= m ? ROWS : 1;
        for (size_t column = 0; column < n;) {
            size_t columns = rows == ROWS && column + COLUMNS * LANES <= n ? COLUMNS : 1;
            (rows == 1 ? NAMED(line) : columns == 1 ? NAMED(narrow) : NAMED(wide))(
                out + row * n + column, in + row * stride, stride, weights + column, start ? start + column : 0, k, n);
            column += columns * LANES;
        }
        row += rows;
    }
}

ATTRIBUTES static void NAMED(window)(
    float *out, const float *const rows[3], const float *weights, const float *bias, float floor, size_t pixels,
    size_t channels) {
    for (size_t channel = 0; channel < channels; channel += LANES) {
        VECTOR w[9], first = SEEN(bias + channel), least = floor - (VECTOR){0};
        for (int i = 0; i < 9; i++) w[i] = SEEN(weights + (size_t)i * channels + channel);
        for (size_t pixel = 0; pixel < pixels; pixel++) {
            size_t at = pixel * channels + channel;
            VECTOR sums[3] = {first, {0}, {0}};
            for (int y = 0; y < 3; y++)
                for (int x = 0; x < 3; x++) sums[y] += SEEN(rows[y] + at + (size_t)x * channels) * w[y * 3 + x];
            AT(out + at) = __builtin_elementwise_max(sums[0] + sums[1] + sums[2], least);
        }
    }
}

ATTRIBUTES static void NAMED(largest)(
    float *out, const float *top, const float *bottom, size_t pixels, size_t channels) {
    for (size_t pixel = 0; pixel < pixels; pixel++)
        for (size_t channel = 0; channel < channels; channel += LANES) {
            size_t left = 2 * pixel * channels + channel, right = left + channels;
            AT(out + pixel * channels + channel) = __builtin_elementwise_max(
                __builtin_elementwise_max(SEEN(top + left), SEEN(top + right)),
                __builtin_elementwise_max(SEEN(bottom + left), SEEN(bottom + right)));
        }
}

ATTRIBUTES static void NAMED(add_doubled)(float *row, const float *half, size_t pixels, size_t channels) {
    for (size_t pixel = 0; pixel < 2 * pixels; pixel++)
        for (size_t channel = 0; channel < channels; channel += LANES)
            AT(row + pixel * channels + channel) += SEEN(half + pixel / 2 * channels + channel);
}

ATTRIBUTES static void NAMED(widen)(float *row, const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) row[i] = bytes[i];
}

ATTRIBUTES static void NAMED(halve)(uint8_t *out, const uint8_t *top, const uint8_t *bottom, size_t pixels) {
    for (size_t pixel = 0; pixel < pixels; pixel++)
        for (size_t colour = 0; colour < CF_COLOURS; colour++) {
            size_t left = 2 * pixel * CF_COLOURS + colour, right = left + CF_COLOURS;
            int sum = top[left] + top[right] + bottom[left] + bottom[right];
            out[pixel * CF_COLOURS + colour] = (uint8_t)((sum + 2) / 4);
        }
}

static const struct kernels NAMED(kernels) = {
    NAMED(multiply), NAMED(window), NAMED(largest), NAMED(add_doubled), NAMED(widen), NAMED(halve),
};

#undef AT
#undef SEEN
#undef VECTOR
#undef NAMED
#undef JOIN
#undef JOIN2
#undef GENERATION
#undef ATTRIBUTES
#undef LANES
#undef ROWS
#undef COLUMNS
