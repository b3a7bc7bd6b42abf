#pragma once
#include <gumbo.h>
#include <stddef.h>

/// All the memory of one parse. Freed in one go, so that a tree of any depth is released without recursion.
typedef struct BoundedHTML BoundedHTML;

/// Parses HTML5 within a budget of memory and of this thread's CPU time.
/// @param fragment  the element that the text is said to stand in; GUMBO_TAG_LAST for a whole document
/// @return NULL when the budget is spent or memory is short: the caller then keeps the words without the markup.
/// The text must outlive the result.
BoundedHTML *bounded_html_parse(const char *text, size_t length, GumboTag fragment, size_t bytes, double seconds);

/// The root element of the tree.
const GumboNode *bounded_html_root(const BoundedHTML *html);

void bounded_html_free(BoundedHTML *html);
