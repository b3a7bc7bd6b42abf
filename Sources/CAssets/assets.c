// Written by scripts/assets: every file below assets/, embedded in the binary.
#include "assets.h"

static const unsigned char sample_mentions_a_jsonl[] = {
#embed "assets/sample/mentions-a.jsonl"
};

static const unsigned char sample_mentions_b_jsonl[] = {
#embed "assets/sample/mentions-b.jsonl"
};

static const unsigned char web_charts_css[] = {
#embed "assets/web/charts.css"
};

static const unsigned char web_crumbs_mustache[] = {
#embed "assets/web/crumbs.mustache"
};

static const unsigned char web_csrf_mustache[] = {
#embed "assets/web/csrf.mustache"
};

static const unsigned char web_empty_mustache[] = {
#embed "assets/web/empty.mustache"
};

static const unsigned char web_errors_mustache[] = {
#embed "assets/web/errors.mustache"
};

static const unsigned char web_failure_mustache[] = {
#embed "assets/web/failure.mustache"
};

static const unsigned char web_field_mustache[] = {
#embed "assets/web/field.mustache"
};

static const unsigned char web_icons_svg[] = {
#embed "assets/web/icons.svg"
};

static const unsigned char web_keys_js[] = {
#embed "assets/web/keys.js"
};

static const unsigned char web_layout_mustache[] = {
#embed "assets/web/layout.mustache"
};

static const unsigned char web_live_js[] = {
#embed "assets/web/live.js"
};

static const unsigned char web_mark_192_png[] = {
#embed "assets/web/mark-192.png"
};

static const unsigned char web_mark_512_png[] = {
#embed "assets/web/mark-512.png"
};

static const unsigned char web_mark_svg[] = {
#embed "assets/web/mark.svg"
};

static const unsigned char web_pagination_mustache[] = {
#embed "assets/web/pagination.mustache"
};

static const unsigned char web_parts_css[] = {
#embed "assets/web/parts.css"
};

static const unsigned char web_site_css[] = {
#embed "assets/web/site.css"
};

static const unsigned char web_site_js[] = {
#embed "assets/web/site.js"
};

static const unsigned char web_site_webmanifest[] = {
#embed "assets/web/site.webmanifest"
};

static const unsigned char web_time_mustache[] = {
#embed "assets/web/time.mustache"
};

static const unsigned char web_words_json[] = {
#embed "assets/web/words.json"
};

static const resonance_asset assets[] = {
    {"sample/mentions-a.jsonl", sample_mentions_a_jsonl, sizeof sample_mentions_a_jsonl},
    {"sample/mentions-b.jsonl", sample_mentions_b_jsonl, sizeof sample_mentions_b_jsonl},
    {"web/charts.css", web_charts_css, sizeof web_charts_css},
    {"web/crumbs.mustache", web_crumbs_mustache, sizeof web_crumbs_mustache},
    {"web/csrf.mustache", web_csrf_mustache, sizeof web_csrf_mustache},
    {"web/empty.mustache", web_empty_mustache, sizeof web_empty_mustache},
    {"web/errors.mustache", web_errors_mustache, sizeof web_errors_mustache},
    {"web/failure.mustache", web_failure_mustache, sizeof web_failure_mustache},
    {"web/field.mustache", web_field_mustache, sizeof web_field_mustache},
    {"web/icons.svg", web_icons_svg, sizeof web_icons_svg},
    {"web/keys.js", web_keys_js, sizeof web_keys_js},
    {"web/layout.mustache", web_layout_mustache, sizeof web_layout_mustache},
    {"web/live.js", web_live_js, sizeof web_live_js},
    {"web/mark-192.png", web_mark_192_png, sizeof web_mark_192_png},
    {"web/mark-512.png", web_mark_512_png, sizeof web_mark_512_png},
    {"web/mark.svg", web_mark_svg, sizeof web_mark_svg},
    {"web/pagination.mustache", web_pagination_mustache, sizeof web_pagination_mustache},
    {"web/parts.css", web_parts_css, sizeof web_parts_css},
    {"web/site.css", web_site_css, sizeof web_site_css},
    {"web/site.js", web_site_js, sizeof web_site_js},
    {"web/site.webmanifest", web_site_webmanifest, sizeof web_site_webmanifest},
    {"web/time.mustache", web_time_mustache, sizeof web_time_mustache},
    {"web/words.json", web_words_json, sizeof web_words_json},
};

const resonance_asset *resonance_asset_at(size_t index) {
    return index < sizeof assets / sizeof *assets ? &assets[index] : NULL;
}
