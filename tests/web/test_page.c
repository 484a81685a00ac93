/* tests/web/test_page.c: the page writer: nothing that it is given becomes markup, what a page of
 * ours never has cannot be written, and every field is tied to its label, hint and problem. */
#include "support/support.h"

#include <string.h>

#include "web/page/form.h"
#include "web/page/layout.h"

static const char hostile[] = "<script>alert('x')</script>\"><img src=x onerror=y>&amp;\x01\xff'";

/* Whether a piece of the hostile text stands as markup. */
static void expect_tame(const char *text) {
    assert_null(strstr(text, "<script>alert"));
    assert_null(strstr(text, "<img"));
    assert_null(strchr(text, '\x01'));
    assert_null(memchr(text, 0xFF, strlen(text)));
}

static void test_page__escapes_text_and_values(void **state) {
    ds_buffer out;
    ds_web_page page;
    (void)state;
    ds_buffer_init(&out, 1 << 16);
    ds_web_page_init(&page, &out, DS_NL);
    ds_web_open(&page, "p", "title", hostile, "class", NULL, NULL);
    ds_web_text(&page, hostile);
    ds_web_say_with(&page, DS_SAY("a {0} b {1}", "a {0} b {1}"),
                    (const char *const[]){hostile, "{0}"}, 2);
    ds_web_close(&page);
    assert_int_equal(out.failed, DS_OK);
    expect_tame(ds_buffer_string(&out));
    assert_non_null(strstr(ds_buffer_string(&out), " b {0}</p>"));
    assert_null(strstr(ds_buffer_string(&out), "class"));
    ds_buffer_done(&out);
}

/* Marks of direction are shown, not followed: a file "fdp.exe" does not read as a pdf. What stands
 * in a field to be sent again is as it was typed. */
static void test_page__shows_marks_of_direction(void **state) {
    static const char turned[] = "a\xE2\x80\xAE"
                                 "fdp.exe\xE2\x81\xA6 \xD8\x9C caf\xC3\xA9 \xE2\x82\xAC";
    ds_buffer out;
    ds_web_page page;
    (void)state;
    ds_buffer_init(&out, 1 << 16);
    ds_web_page_init(&page, &out, DS_NL);
    ds_web_open(&page, "p", "title", turned, NULL);
    ds_web_text(&page, turned);
    ds_web_say_with(&page, DS_SAY("{0}", "{0}"), (const char *const[]){turned}, 1);
    assert_null(strstr(ds_buffer_string(&out), "\xE2\x80\xAE"));
    assert_null(strstr(ds_buffer_string(&out), "\xE2\x81\xA6"));
    assert_null(strstr(ds_buffer_string(&out), "\xD8\x9C"));
    assert_non_null(strstr(ds_buffer_string(&out), ">a?fdp.exe? ? caf\xC3\xA9 \xE2\x82\xAC"));
    ds_web_single(&page, "input", "value", turned, NULL);
    ds_web_open(&page, "textarea", "name", "a", NULL);
    ds_web_text(&page, turned);
    ds_web_close(&page);
    assert_non_null(strstr(ds_buffer_string(&out), "value=\"a\xE2\x80\xAE"));
    assert_non_null(strstr(ds_buffer_string(&out), "name=\"a\">a\xE2\x80\xAE"));
    ds_buffer_done(&out);
}

typedef void (*fault)(ds_web_page *page);

static void write_handler(ds_web_page *page) {
    ds_web_open(page, "p", "onclick", "x", NULL);
}
static void write_style(ds_web_page *page) {
    ds_web_open(page, "p", "style", "x", NULL);
}
static void write_other_element(ds_web_page *page) {
    ds_web_open(page, "iframe", NULL);
}
static void write_script_link(ds_web_page *page) {
    ds_web_link(page, "javascript:alert(1)", "x");
}
static void write_data_link(ds_web_page *page) {
    ds_web_link(page, "data:text/html,x", "x");
}
static void write_elsewhere(ds_web_page *page) {
    ds_web_link(page, "//evil.example", "x");
}
static void write_elsewhere_by_backslash(ds_web_page *page) {
    ds_web_link(page, "/\\evil.example", "x");
}
static void write_form_without_token(ds_web_page *page) {
    ds_web_form_begin(page, "/x", false);
}
static void close_nothing(ds_web_page *page) {
    ds_web_close(page);
}
static void open_too_deep(ds_web_page *page) {
    for (size_t i = 0; i <= DS_WEB_DEPTH_MAX; i++)
        ds_web_open(page, "div", NULL);
}

static void test_page__what_cannot_be_written(void **state) {
    static const fault faults[] = {
        write_handler,   write_style,     write_other_element,          write_script_link,
        write_data_link, write_elsewhere, write_elsewhere_by_backslash, write_form_without_token,
        close_nothing,   open_too_deep};
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ds_buffer out;
        ds_web_page page;
        ds_buffer_init(&out, 1 << 16);
        ds_web_page_init(&page, &out, DS_NL);
        faults[i](&page);
        if (out.failed == DS_OK) fail_msg("fault %zu was written", i);
        ds_buffer_done(&out);
    }
}

/* A page with all there is, every text of it hostile. */
static ds_status make_page(void *context, ds_error *err) {
    ds_buffer *out = context, own;
    ds_web_problems problems = {0};
    ds_web_page page;
    const ds_web_place places[] = {{"/taken", DS_SAY("Taken", "Tasks")},
                                   {"/account", DS_SAY("Account", "Account")}};
    const ds_web_frame frame = {.assets = "/vast/0",
                                .path = "/taken?a=%3C",
                                .who = hostile,
                                .places = places,
                                .n_places = 2};
    const ds_web_choice choices[] = {{"a", hostile, hostile, true}, {hostile, "b", NULL, false}};
    const ds_web_column columns[] = {{DS_SAY("a", "a"), hostile, true, false}};
    const ds_web_task task = {"/x", hostile, hostile, hostile, DS_WEB_GOOD};
    ds_status status;
    ds_buffer_init(&own, 1 << 20);
    if (out == NULL) out = &own;
    ds_web_problem_add(&problems, "veld/r1/kolom", hostile);
    ds_web_page_init(&page, out, DS_EN);
    page.csrf = "t";
    page.problems = &problems;
    ds_web_begin(&page, &frame, &(ds_web_head){.title_text = hostile, .back = "/taken"});
    ds_web_form_begin(&page, "/x", true);
    ds_web_input_add(&page, &(ds_web_input){.name = "veld/r1/kolom",
                                            .label_text = hostile,
                                            .hint_text = hostile,
                                            .value = hostile,
                                            .before = "\xE2\x82\xAC",
                                            .described_by = "meer"});
    ds_web_lines_add(&page,
                     &(ds_web_input){.name = hostile, .label_text = hostile, .value = hostile});
    ds_web_select_add(&page, &(ds_web_input){.name = "s", .label_text = hostile}, choices, 2);
    ds_web_radios_add(&page, &(ds_web_input){.name = "r", .label_text = hostile}, choices, 2);
    ds_web_checks_add(&page, &(ds_web_input){.name = "c", .label_text = hostile}, choices, 2);
    ds_web_file_add(&page, &(ds_web_input){.name = "f", .label_text = hostile, .accept = hostile});
    ds_web_hidden(&page, "h", hostile);
    ds_web_button(&page, DS_WEB_BUTTON_FIRST, DS_SAY("Bewaar", "Save"), "doe", hostile);
    ds_web_form_end(&page);
    ds_web_tasks_begin(&page, DS_SAY("a", "a"));
    ds_web_task_add(&page, &task);
    ds_web_tasks_end(&page);
    ds_web_table_begin(&page, "t", hostile, columns, 1);
    ds_web_row_begin(&page);
    ds_web_cell_name(&page, hostile);
    ds_web_cell(&page, hostile);
    ds_web_row_end(&page);
    ds_web_table_end(&page);
    ds_web_values_begin(&page);
    ds_web_value(&page, hostile, hostile, "/x");
    ds_web_values_end(&page);
    ds_web_end(&page, &frame);
    status = ds_buffer_finish(out, err);
    ds_web_problems_done(&problems);
    ds_buffer_done(&own);
    return status;
}

static void test_page__hostile_everywhere(void **state) {
    ds_buffer out;
    const char *text;
    (void)state;
    ds_buffer_init(&out, 1 << 20);
    assert_int_equal(make_page(&out, NULL), DS_OK);
    text = ds_buffer_string(&out);
    expect_tame(text);
    /* a problem is said in the title, above the page and at its field, which it leads to */
    assert_non_null(strstr(text, "<title>Error: "));
    assert_non_null(strstr(text, "href=\"#v-veld-r1-kolom\""));
    assert_non_null(strstr(text, "id=\"v-veld-r1-kolom\""));
    assert_non_null(strstr(text, "aria-invalid=\"true\" aria-describedby=\"v-veld-r1-kolom-uitleg "
                                 "v-veld-r1-kolom-fout meer\""));
    assert_non_null(strstr(text, "href=\"/taken?a=%3C&amp;taal=nl\""));
    assert_non_null(strstr(text, "<a href=\"/taken\" aria-current=\"page\">Tasks</a>"));
    assert_string_equal(text + strlen(text) - 15, "</body></html>\n");
    ds_buffer_done(&out);
}

static void test_page__without_memory(void **state) {
    (void)state;
    ds_test_every_allocation(make_page, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page__escapes_text_and_values),
        cmocka_unit_test(test_page__shows_marks_of_direction),
        cmocka_unit_test(test_page__what_cannot_be_written),
        cmocka_unit_test(test_page__hostile_everywhere),
        cmocka_unit_test(test_page__without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
