// The next byte that matters in a text, looked for sixteen bytes at a time; the count where none does. Swift's own vectors
// have no comparison that the compiler turns into one instruction, so these few loops are C. Nothing beyond `count` is
// read.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t cs_block __attribute__((vector_size(16)));
typedef uint64_t cs_halves __attribute__((vector_size(16)));

// Sixteen bytes; where fewer are left, the letter "a", which never stops, stands behind them.
static inline cs_block cs_load(const uint8_t *bytes, size_t index, size_t count) {
    cs_block block = {'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'};
    if (index < count) memcpy(&block, bytes + index, count - index < 16 ? count - index : 16);
    return block;
}

// Defines a loop that stops at `b` where `test` says so; `next` are the bytes that follow each.
#define CS_SCAN(name, test, ...)                                                                                      \
    static inline size_t name(const uint8_t *bytes, size_t from, size_t count __VA_ARGS__) {                          \
        for (size_t index = from; index < count; index += 16) {                                                       \
            cs_block b, next;                                                                                         \
            if (index + 17 <= count) {                                                                                \
                memcpy(&b, bytes + index, 16);                                                                        \
                memcpy(&next, bytes + index + 1, 16);                                                                 \
            } else {                                                                                                  \
                b = cs_load(bytes, index, count);                                                                     \
                next = cs_load(bytes, index + 1, count);                                                              \
            }                                                                                                         \
            (void)next;                                                                                               \
            cs_halves found = (cs_halves)(test);                                                                      \
            if (found[0]) return index + (size_t)__builtin_ctzll(CS_LITTLE(found[0])) / 8;                            \
            if (found[1]) return index + 8 + (size_t)__builtin_ctzll(CS_LITTLE(found[1])) / 8;                        \
        }                                                                                                             \
        return from > count ? from : count;                                                                           \
    }

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define CS_LITTLE(half) __builtin_bswap64(half)
#else
#define CS_LITTLE(half) (half)
#endif

#define CS_CONTROL ((b < 0x20) & (b != '\t') & (b != '\n') & (b != '\r'))

// What ends a run of words in HTML: "<", "&" or a zero.
CS_SCAN(cs_markup, (b == '<') | (b == '&') | (b == 0))

// What XML may have to be mended at: markup, controls, and the lead of U+FFFE and U+FFFF.
CS_SCAN(cs_mendable, (b == '<') | (b == '&') | (b == 0xEF) | CS_CONTROL)

// What a CDATA section is rid of: controls but tabs and line feeds.
CS_SCAN(cs_section, (b < 0x20) & (b != '\t') & (b != '\n'))

// Where a character may begin that HTML counts as an error.
CS_SCAN(cs_odd, CS_CONTROL | (b == 0x7F) | (b == 0xC2) | (b >= 0xEF))

// Where words parted by single spaces end: a blank, or the lead of a character that may be blank or hidden.
CS_SCAN(
    cs_care,
    (b < 0x20) | (b >= 0xEF) | (b == 0x7F) | (b == 0xC2) | (b == 0xD8) | (b == 0xE1) | (b == 0xE2)
        | ((b == ' ') & (next <= ' ')))

// What HTML writes as a reference.
CS_SCAN(cs_escaped, (b == '<') | (b == '>') | (b == '&') | (b == '"') | (b == '\''))

// What a clean address has not: blanks, controls, what could end an attribute, an empty query.
CS_SCAN(
    cs_address,
    (b <= ' ') | (b >= 0x7F) | (b == '"') | (b == '<') | (b == '>') | (b == '`') | (b == '\\') | (b == '^')
        | ((b >= '{') & (b <= '}')) | ((b == '?') & (next == '#')))

// The byte `wanted`, or a zero.
CS_SCAN(cs_end, (b == wanted) | (b == 0), , uint8_t wanted)

#undef CS_SCAN
#undef CS_CONTROL
