#include "bounded_html.h"
#include <setjmp.h>
#include <stdlib.h>
#include <time.h>

// gumbo never checks what its allocator returns and frees its tree by recursion. Both are mended here: every
// allocation comes from an arena, and an exhausted budget leaves the parser by longjmp, which loses nothing since
// the arena owns all that the parser made.

enum { FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 1024 * 1024, CLOCK_EVERY = 512 };

typedef struct Chunk {
    struct Chunk *next;
} Chunk;

struct BoundedHTML {
    Chunk *chunks;
    char *cursor, *end;
    size_t next_chunk, left;
    double deadline;
    unsigned allocations;
    jmp_buf out;
    GumboOutput *output;
};

static double thread_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void grow(BoundedHTML *html, size_t size) {
    size_t want = size > html->next_chunk ? size : html->next_chunk;
    if (want > html->left) longjmp(html->out, 1);
    html->left -= want;
    Chunk *chunk = malloc(sizeof(max_align_t) + want);
    if (!chunk) longjmp(html->out, 1);
    chunk->next = html->chunks;
    html->chunks = chunk;
    html->cursor = (char *)chunk + sizeof(max_align_t);
    html->end = html->cursor + want;
    if (html->next_chunk < LARGEST_CHUNK) html->next_chunk *= 2;
}

static void *take(void *owner, size_t size) {
    BoundedHTML *html = owner;
    if (++html->allocations % CLOCK_EVERY == 0 && thread_seconds() > html->deadline) longjmp(html->out, 1);
    if (size > html->left + (size_t)(html->end - html->cursor)) longjmp(html->out, 1);
    size = (size + 15) & ~(size_t)15;
    if (size > (size_t)(html->end - html->cursor)) grow(html, size);
    void *result = html->cursor;
    html->cursor += size;
    return result;
}

static void keep(void *owner, void *pointer) {
    (void)owner;
    (void)pointer;
}

BoundedHTML *bounded_html_parse(const char *text, size_t length, GumboTag fragment, size_t bytes, double seconds) {
    BoundedHTML *html = calloc(1, sizeof(BoundedHTML));
    if (!html) return NULL;
    html->left = bytes;
    html->next_chunk = FIRST_CHUNK;
    html->deadline = thread_seconds() + seconds;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = keep;
    options.userdata = html;
    options.max_errors = 0;
    options.fragment_context = fragment;
    if (setjmp(html->out)) {
        bounded_html_free(html);
        return NULL;
    }
    html->output = gumbo_parse_with_options(&options, text, length);
    return html;
}

const GumboNode *bounded_html_root(const BoundedHTML *html) { return html->output->root; }

void bounded_html_free(BoundedHTML *html) {
    if (!html) return;
    for (Chunk *chunk = html->chunks; chunk;) {
        Chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    free(html);
}
