// Cairo, and the part of Pango that `Paper` sets text with.
//
// Pango's own header needs the include paths of GLib, and `pkg-config --cflags pangocairo` names `-pthread` among them,
// which SwiftPM refuses with a warning at each build. What we call has not changed since Pango 1.50 and is declared here
// instead; a test compiles these lines together with Pango's own header, and fails where they differ.
#include <cairo/cairo-pdf.h>
#include <stdint.h>

typedef struct _PangoAttribute PangoAttribute;
typedef struct _PangoAttrList PangoAttrList;
typedef struct _PangoContext PangoContext;
typedef struct _PangoFont PangoFont;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoFontFamily PangoFontFamily;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoLayoutIter PangoLayoutIter;
typedef struct _PangoLayoutLine PangoLayoutLine;
typedef struct _PangoRectangle PangoRectangle;

#ifndef __PANGO_H__
struct _PangoRectangle {
    int x, y, width, height;
};
typedef unsigned int PangoAlignment;  // 0 left, 1 centre, 2 right
typedef unsigned int PangoWeight;     // 400 normal, 700 bold
typedef unsigned int PangoWrapMode;   // 2: between words, within one that is wider than the line
#endif

void g_object_unref(void *object);

PangoFontMap *pango_cairo_font_map_new(void);
PangoFontFamily *pango_font_map_get_family(PangoFontMap *map, const char *name);
PangoContext *pango_font_map_create_context(PangoFontMap *map);
void pango_cairo_context_set_resolution(PangoContext *context, double dpi);
void pango_cairo_context_set_font_options(PangoContext *context, const cairo_font_options_t *options);
void pango_context_set_round_glyph_positions(PangoContext *context, int round);
void pango_context_set_language(PangoContext *context, PangoLanguage *language);
PangoLanguage *pango_language_from_string(const char *language);
PangoFont *pango_context_load_font(PangoContext *context, const PangoFontDescription *description);
int pango_font_has_char(PangoFont *font, uint32_t scalar);

PangoFontDescription *pango_font_description_new(void);
void pango_font_description_free(PangoFontDescription *description);
void pango_font_description_set_family(PangoFontDescription *description, const char *family);
void pango_font_description_set_size(PangoFontDescription *description, int size);
void pango_font_description_set_weight(PangoFontDescription *description, PangoWeight weight);

PangoAttrList *pango_attr_list_new(void);
void pango_attr_list_insert(PangoAttrList *list, PangoAttribute *attribute);
void pango_attr_list_unref(PangoAttrList *list);
PangoAttribute *pango_attr_fallback_new(int enable);

PangoLayout *pango_layout_new(PangoContext *context);
void pango_layout_set_text(PangoLayout *layout, const char *text, int length);
void pango_layout_set_attributes(PangoLayout *layout, PangoAttrList *attributes);
void pango_layout_set_font_description(PangoLayout *layout, const PangoFontDescription *description);
void pango_layout_set_width(PangoLayout *layout, int width);
void pango_layout_set_wrap(PangoLayout *layout, PangoWrapMode wrap);
void pango_layout_set_alignment(PangoLayout *layout, PangoAlignment alignment);

PangoLayoutIter *pango_layout_get_iter(PangoLayout *layout);
void pango_layout_iter_free(PangoLayoutIter *iterator);
int pango_layout_iter_next_line(PangoLayoutIter *iterator);
PangoLayoutLine *pango_layout_iter_get_line_readonly(PangoLayoutIter *iterator);
void pango_layout_iter_get_line_extents(PangoLayoutIter *iterator, PangoRectangle *ink, PangoRectangle *logical);
void pango_layout_iter_get_line_yrange(PangoLayoutIter *iterator, int *top, int *bottom);
int pango_layout_iter_get_baseline(PangoLayoutIter *iterator);

void pango_cairo_show_layout_line(cairo_t *context, PangoLayoutLine *line);
