/* web/page/element.c: see element.h. */
#include "web/page/element.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const char *const elements[] = {
    "html",    "head",  "title",    "meta",    "link",       "script",   "body",     "header",
    "nav",     "main",  "footer",   "section", "div",        "span",     "p",        "h1",
    "h2",      "h3",    "h4",       "ul",      "ol",         "li",       "a",        "strong",
    "em",      "code",  "pre",      "br",      "hr",         "table",    "thead",    "tbody",
    "tfoot",   "tr",    "th",       "td",      "caption",    "form",     "fieldset", "legend",
    "label",   "input", "textarea", "select",  "option",     "optgroup", "button",   "details",
    "summary", "dl",    "dt",       "dd",      "time",       "small",    "output",   "blockquote",
    "svg",     "path",  "rect",     "figure",  "figcaption", "abbr"};

static const char *const attributes[] = {"id",
                                         "class",
                                         "lang",
                                         "href",
                                         "rel",
                                         "src",
                                         "charset",
                                         "name",
                                         "content",
                                         "type",
                                         "value",
                                         "for",
                                         "action",
                                         "method",
                                         "enctype",
                                         "required",
                                         "checked",
                                         "selected",
                                         "disabled",
                                         "readonly",
                                         "multiple",
                                         "accept",
                                         "autocomplete",
                                         "inputmode",
                                         "maxlength",
                                         "minlength",
                                         "pattern",
                                         "rows",
                                         "cols",
                                         "scope",
                                         "colspan",
                                         "rowspan",
                                         "headers",
                                         "hidden",
                                         "tabindex",
                                         "role",
                                         "title",
                                         "open",
                                         "datetime",
                                         "download",
                                         "hreflang",
                                         "spellcheck",
                                         "novalidate",
                                         "autofocus",
                                         "defer",
                                         "step",
                                         "min",
                                         "max",
                                         "list",
                                         "label",
                                         "viewBox",
                                         "d",
                                         "fill",
                                         "width",
                                         "height",
                                         "x",
                                         "y",
                                         "shape-rendering",
                                         "xmlns",
                                         "translate",
                                         "autocapitalize",
                                         "form",
                                         "formaction",
                                         "enterkeyhint",
                                         "span",
                                         "target"};

static bool is_listed(const char *name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static bool is_attribute(const char *name) {
    return is_listed(name, attributes, sizeof attributes / sizeof *attributes) ||
           strncmp(name, "aria-", 5) == 0 || strncmp(name, "data-", 5) == 0;
}

static bool is_address_attribute(const char *name) {
    return strcmp(name, "href") == 0 || strcmp(name, "src") == 0 || strcmp(name, "action") == 0 ||
           strcmp(name, "formaction") == 0;
}

bool ds_web_is_address(const char *address) {
    if (address[0] == '/') return address[1] != '/' && address[1] != '\\';
    if (address[0] == '#' || address[0] == '?') return true;
    return strncmp(address, "https://", 8) == 0 || strncmp(address, "mailto:", 7) == 0;
}

/* A fault of the program, not of a user: the page is none. */
static void refuse_page(ds_web_page *page) {
    page->out->failed = DS_FAULT;
}

void ds_web_page_init(ds_web_page *page, ds_buffer *out, ds_lang lang) {
    *page = (ds_web_page){.out = out, .lang = lang};
}

/* ---- text ---- */

static const char *escape_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void add_escaped_byte(ds_web_page *page, char c) {
    const char *escape = escape_of(c);
    const bool blank = c == '\n' || c == '\t' || c == '\r';
    if (escape != NULL)
        ds_buffer_add_string(page->out, escape);
    else
        ds_buffer_add_char(page->out, ((unsigned char)c < 0x20 && !blank) || c == 0x7F ? '?' : c);
}

/* Control characters and what is no UTF-8 become a question mark; so do, unless keeps_marks, marks
 * that turn or hide what is beside them: with U+202E "fdp.exe" reads "exe.pdf". */
static void add_escaped(ds_web_page *page, ds_text text, bool keeps_marks) {
    size_t bad = 0;
    while (text.size > 0) {
        const bool whole = ds_text_is_utf8(text, &bad);
        const size_t good = whole ? text.size : bad;
        for (size_t i = 0; i < good;) {
            const size_t steers =
                ds_text_steering_size((const unsigned char *)text.data + i, good - i);
            const size_t mark = keeps_marks || steers < 2 ? 1 : steers;
            add_escaped_byte(page, mark > 1 ? '?' : text.data[i]);
            i += mark;
        }
        if (!whole) ds_buffer_add_char(page->out, '?');
        text.data += good + !whole;
        text.size -= good + !whole;
    }
}

/* What stands in a field of a form comes back with it: there it is as it was typed. */
static bool is_within_field(const ds_web_page *page) {
    return page->depth > 0 && strcmp(page->open[page->depth - 1], "textarea") == 0;
}

void ds_web_textn(ds_web_page *page, ds_text text) {
    add_escaped(page, text, is_within_field(page));
}

void ds_web_text(ds_web_page *page, const char *text) {
    ds_web_textn(page, ds_text_of(text));
}

void ds_web_textf(ds_web_page *page, const char *format, ...) {
    char text[1024];
    va_list arguments;
    int size;
    va_start(arguments, format);
    size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= sizeof text)
        refuse_page(page);
    else
        ds_web_text(page, text);
}

void ds_web_say(ds_web_page *page, ds_say say) {
    ds_web_text(page, ds_say_text(say, page->lang));
}

void ds_web_say_with(ds_web_page *page, ds_say say, const char *const *values, size_t n) {
    const char *text = ds_say_text(say, page->lang);
    while (*text != '\0') {
        const char *mark = strchr(text, '{');
        const size_t size = mark == NULL ? strlen(text) : (size_t)(mark - text);
        add_escaped(page, (ds_text){text, size}, false);
        text += size;
        if (mark == NULL) return;
        if (text[1] >= '0' && text[1] <= '9' && text[2] == '}' && (size_t)(text[1] - '0') < n) {
            ds_web_text(page, values[text[1] - '0']);
            text += 3;
        } else {
            ds_web_text(page, "{");
            text++;
        }
    }
}

/* ---- elements ---- */

static void add_attributes(ds_web_page *page, va_list arguments) {
    const char *name;
    while ((name = va_arg(arguments, const char *)) != NULL) {
        const char *value = va_arg(arguments, const char *);
        if (value == NULL) continue;
        if (!is_attribute(name) || (is_address_attribute(name) && !ds_web_is_address(value))) {
            refuse_page(page);
            continue;
        }
        ds_buffer_addf(page->out, " %s=\"", name);
        add_escaped(page, ds_text_of(value), strcmp(name, "value") == 0);
        ds_buffer_add_char(page->out, '"');
    }
}

static bool begin_tag(ds_web_page *page, const char *name) {
    if (!is_listed(name, elements, sizeof elements / sizeof *elements)) {
        refuse_page(page);
        return false;
    }
    ds_buffer_addf(page->out, "<%s", name);
    return true;
}

void ds_web_open(ds_web_page *page, const char *name, ...) {
    va_list arguments;
    if (page->depth == DS_WEB_DEPTH_MAX || !begin_tag(page, name)) {
        refuse_page(page);
        return;
    }
    page->open[page->depth++] = name;
    va_start(arguments, name);
    add_attributes(page, arguments);
    va_end(arguments);
    ds_buffer_add_char(page->out, '>');
}

void ds_web_single(ds_web_page *page, const char *name, ...) {
    va_list arguments;
    if (!begin_tag(page, name)) return;
    va_start(arguments, name);
    add_attributes(page, arguments);
    va_end(arguments);
    ds_buffer_add_char(page->out, '>');
}

void ds_web_close(ds_web_page *page) {
    if (page->depth == 0) {
        refuse_page(page);
        return;
    }
    ds_buffer_addf(page->out, "</%s>", page->open[--page->depth]);
}

void ds_web_close_to(ds_web_page *page, size_t depth) {
    while (page->depth > depth)
        ds_web_close(page);
}

void ds_web_element_text(ds_web_page *page, const char *name, const char *class, const char *text) {
    ds_web_open(page, name, "class", class, NULL);
    ds_web_text(page, text);
    ds_web_close(page);
}

void ds_web_element(ds_web_page *page, const char *name, const char *class, ds_say say) {
    ds_web_element_text(page, name, class, ds_say_text(say, page->lang));
}
