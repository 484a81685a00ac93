/* tests/web/metrics_text.h: the text format of Prometheus, read by its own rules and not by ours:
 * what is wrong with a text, and the value of a line in it. */
#ifndef DS_TESTS_WEB_METRICS_TEXT_H
#define DS_TESTS_WEB_METRICS_TEXT_H

/* Fails the test where the text is not of the format: a name or label that is none, a sample before
 * its TYPE or apart from its family, one that is there twice, a histogram that does not add up. */
void metrics_text_check(const char *text);
/* The value of the line that begins so ("name{a=\"b\"}"); -1: there is none. */
double metrics_text_value(const char *text, const char *series);

#endif
