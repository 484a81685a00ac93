/* formulier/read_topic.c: onderwerpen, controles and stukken of a form's file. See reading.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "formulier/reading.h"

enum {
    CHECKS_MAX = 1000,
    PAPERS_MAX = 20,
    PARTS_MAX = 60,
    NAMED_MAX = 200,
    LINES_MAX = 40,
    QUESTIONS_MAX = 60
};

/* Names of fields, put by. */
static ds_status put_names_by(ds_formulier_reading *r, const yaml_node_t *node,
                              const ds_veld *const *within, const ds_veld *const **out,
                              size_t *out_n) {
    const ds_veld **fields;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, NAMED_MAX, &n);
    if (status != DS_OK || n == 0) return status;
    fields = ds_formulier_take(r, n, sizeof *fields);
    if (fields == NULL) return DS_FAULT;
    *out = fields;
    *out_n = n;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = ds_formulier_put_by(r, ds_formulier_seq_at(r, node, i),
                                     (ds_formulier_later){.field = &fields[i], .within = within});
    return status;
}

/* ---- onderwerpen ---- */

enum {
    ONDERWERP,
    NL,
    EN,
    UITLEG,
    HULP,
    INVENTARIS,
    LESSEN,
    VELDEN,
    KLAAR,
    KLAAR_UITLEG,
    AKKOORD,
    ONDERTEKENEN,
    ZICHTBAAR,
    BEHEER,
    ALS,
    TOPIC_KEYS
};
static const char *const topic_keys[TOPIC_KEYS] = {
    "onderwerp",      "nl",     "en",    "uitleg",       "hulp",    "inventaris",
    "lessen",         "velden", "klaar", "klaar_uitleg", "akkoord", "ondertekenen",
    "zichtbaar_voor", "beheer", "als"};

static ds_status read_topic_texts(ds_formulier_reading *r, const yaml_node_t *node,
                                  ds_onderwerp *topic) {
    const ds_formulier *form = &r->form->told;
    const ds_formulier_tekst **texts;
    const char *names[500];
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, form->n_texts + 1, &n);
    if (status != DS_OK || n == 0) return status;
    texts = ds_formulier_take(r, n, sizeof *texts);
    if (texts == NULL) return DS_FAULT;
    for (size_t i = 0; i < form->n_texts; i++)
        names[i] = form->texts[i].id;
    topic->texts = texts;
    topic->n_texts = n;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        size_t text = 0;
        status =
            ds_formulier_node_word(r, ds_formulier_seq_at(r, node, i), names, form->n_texts, &text);
        if (status == DS_OK) texts[i] = &form->texts[text];
    }
    return status;
}

static ds_status read_topic_rules(ds_formulier_reading *r, yaml_node_t *const *nodes, size_t i,
                                  ds_onderwerp *topic) {
    ds_status status = ds_formulier_put_by(
        r, nodes[KLAAR],
        (ds_formulier_later){.topic = i,
                             .wants = DS_EXPRESSIE_JA_NEE | DS_EXPRESSIE_PROGRESS,
                             .expression = &topic->done});
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[KLAAR_UITLEG], &topic->done_say);
    if (status == DS_OK)
        status = ds_formulier_put_by(r, nodes[ALS],
                                     (ds_formulier_later){.topic = SIZE_MAX,
                                                          .wants = DS_EXPRESSIE_JA_NEE,
                                                          .expression = &topic->shown_if});
    if (status == DS_OK)
        status = ds_formulier_node_parties(r, nodes[AKKOORD], &topic->agree, &topic->n_agree);
    if (status == DS_OK)
        status = ds_formulier_node_parties(r, nodes[ONDERTEKENEN], &topic->sign, &topic->n_sign);
    return status == DS_OK ? ds_formulier_node_words(r, nodes[ZICHTBAAR], ds_formulier_roles,
                                                     ds_formulier_n_roles, &topic->visible_for,
                                                     &topic->n_visible_for)
                           : status;
}

static ds_status read_one_topic(ds_formulier_reading *r, const yaml_node_t *node, size_t i,
                                ds_onderwerp *topic) {
    yaml_node_t *nodes[TOPIC_KEYS];
    ds_status status = ds_yaml_fields(&r->yaml, node, topic_keys, TOPIC_KEYS, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[ONDERWERP], "onderwerp");
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[ONDERWERP], &topic->id);
    if (status == DS_OK && ds_formulier_topic(&r->form->told, topic->id) != NULL)
        return ds_formulier_refuse(r, nodes[ONDERWERP], "dit onderwerp staat er twee keer",
                                   "this onderwerp is there twice");
    if (status == DS_OK) status = ds_formulier_need_say(r, node, nodes[NL], nodes[EN], &topic->say);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[UITLEG], &topic->uitleg);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[HULP], &topic->hulp);
    if (status == DS_OK)
        status =
            ds_formulier_node_text(r, nodes[INVENTARIS], DS_FORMULIER_ID_MAX, &topic->inventaris);
    if (status == DS_OK) status = read_topic_texts(r, nodes[LESSEN], topic);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[BEHEER], &topic->managed);
    if (status == DS_OK)
        status = ds_formulier_read_topic_fields(r, nodes[VELDEN], nodes[ONDERWERP], i, topic);
    return status == DS_OK ? read_topic_rules(r, nodes, i, topic) : status;
}

ds_status ds_formulier_read_topics(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_onderwerp *topics;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, DS_FORMULIER_TOPICS_MAX, &n);
    if (status != DS_OK) return status;
    topics = ds_formulier_take(r, n, sizeof *topics);
    if (topics == NULL) return DS_FAULT;
    form->topics = topics;
    for (; status == DS_OK && form->n_topics < n; form->n_topics += status == DS_OK)
        status = read_one_topic(r, ds_formulier_seq_at(r, node, form->n_topics), form->n_topics,
                                &topics[form->n_topics]);
    return status;
}

/* ---- controles ---- */

static const char *const ernsten[] = {"melding", "waarschuwing", "fout"};

const char *ds_ernst_name(ds_ernst ernst) {
    return ernsten[ernst];
}

/* A name of a topic → its index. */
static ds_status node_topic(ds_formulier_reading *r, const yaml_node_t *node, size_t *out) {
    const char *names[DS_FORMULIER_TOPICS_MAX];
    for (size_t i = 0; i < r->form->told.n_topics; i++)
        names[i] = r->form->told.topics[i].id;
    return ds_formulier_node_word(r, node, names, r->form->told.n_topics, out);
}

/* A table of the form, known by now. */
ds_status ds_formulier_node_table(ds_formulier_reading *r, const yaml_node_t *node,
                                  const ds_veld **out) {
    char name[DS_FORMULIER_ID_MAX + 1];
    ds_status status;
    ds_text text;
    if (node == NULL) return DS_OK;
    status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(node);
    if (text.size < sizeof name) {
        memcpy(name, text.data, text.size);
        name[text.size] = '\0';
        *out = ds_formulier_field(&r->form->told, name);
    }
    if (*out != NULL && (*out)->soort == DS_VELD_TABEL) return DS_OK;
    return ds_formulier_refuse_name(r, node, "een tabel van dit formulier", "a tabel of this form",
                                    NULL, 0);
}

static ds_status read_one_check(ds_formulier_reading *r, const yaml_node_t *node,
                                ds_controle *check) {
    static const char *const names[] = {"controle", "ernst", "onderwerp", "per",
                                        "als",      "bij",   "nl",        "en"};
    enum { CONTROLE, ERNST, ONDERWERP_OF, PER, WHEN, BIJ, TEXT_NL, TEXT_EN, N };
    yaml_node_t *nodes[N];
    size_t ernst = 0;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, N, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[CONTROLE], "controle");
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[ERNST], "ernst");
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[ONDERWERP_OF], "onderwerp");
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[WHEN], "als");
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[CONTROLE], &check->id);
    for (size_t i = 0; status == DS_OK && i < r->form->told.n_checks; i++)
        if (strcmp(r->form->told.checks[i].id, check->id) == 0)
            status = ds_formulier_refuse(r, nodes[CONTROLE], "deze controle staat er twee keer",
                                         "this controle is there twice");
    if (status == DS_OK) status = ds_formulier_node_word(r, nodes[ERNST], ernsten, 3, &ernst);
    check->ernst = (ds_ernst)ernst;
    if (status == DS_OK) status = node_topic(r, nodes[ONDERWERP_OF], &check->topic);
    if (status == DS_OK) status = ds_formulier_node_table(r, nodes[PER], &check->per);
    if (status == DS_OK)
        status = ds_formulier_need_say(r, node, nodes[TEXT_NL], nodes[TEXT_EN], &check->say);
    if (status == DS_OK)
        status = put_names_by(r, nodes[BIJ], &check->per, &check->at, &check->n_at);
    for (int i = TEXT_NL; status == DS_OK && i <= TEXT_EN; i++)
        status = ds_formulier_put_by(
            r, nodes[i],
            (ds_formulier_later){.table = check->per, .topic = SIZE_MAX, .words = true});
    return status == DS_OK ? ds_formulier_put_by(r, nodes[WHEN],
                                                 (ds_formulier_later){.table = check->per,
                                                                      .topic = SIZE_MAX,
                                                                      .wants = DS_EXPRESSIE_JA_NEE,
                                                                      .expression = &check->when})
                           : status;
}

ds_status ds_formulier_read_checks(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_controle *checks;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, CHECKS_MAX, &n);
    if (status != DS_OK) return status;
    checks = ds_formulier_take(r, n, sizeof *checks);
    if (checks == NULL) return DS_FAULT;
    form->checks = checks;
    for (; status == DS_OK && form->n_checks < n; form->n_checks += status == DS_OK)
        status = read_one_check(r, ds_formulier_seq_at(r, node, form->n_checks),
                                &checks[form->n_checks]);
    return status;
}

/* ---- stukken ---- */

static ds_status read_part_questions(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                     ds_stuk_deel *part) {
    ds_say *questions;
    int64_t lines = 0;
    size_t n = 0;
    ds_status status = ds_formulier_node_whole(r, nodes[1], 1, LINES_MAX, &lines);
    part->lines = (unsigned)lines;
    if (status == DS_OK) status = ds_formulier_need_seq(r, nodes[0], QUESTIONS_MAX, &n);
    if (status != DS_OK || n == 0) return status;
    questions = ds_formulier_take(r, n, sizeof *questions);
    if (questions == NULL) return DS_FAULT;
    part->questions = questions;
    part->n_questions = n;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = ds_formulier_node_say(r, ds_formulier_seq_at(r, nodes[0], i), &questions[i]);
    return status;
}

static ds_status read_one_part(ds_formulier_reading *r, const yaml_node_t *node,
                               ds_stuk_deel *part) {
    static const char *const names[] = {"nl",         "en",        "tekst",          "velden",
                                        "per_partij", "akkoorden", "handtekeningen", "vragen",
                                        "regels"};
    yaml_node_t *nodes[9];
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 9, nodes, r->err);
    if (status == DS_OK) status = read_part_questions(r, nodes + 7, part);
    if (status == DS_OK) status = ds_formulier_need_say(r, node, nodes[0], nodes[1], &part->title);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[2], &part->say);
    if (status == DS_OK) status = put_names_by(r, nodes[3], NULL, &part->fields, &part->n_fields);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[4], &part->per_party);
    if (status == DS_OK) status = ds_formulier_node_yes(r, nodes[5], &part->agreements);
    return status == DS_OK ? ds_formulier_node_yes(r, nodes[6], &part->signatures) : status;
}

static ds_status read_one_paper(ds_formulier_reading *r, const yaml_node_t *node,
                                ds_formulier_stuk *paper) {
    static const char *const names[] = {"stuk", "nl", "en", "uitleg", "delen"};
    yaml_node_t *nodes[5];
    ds_stuk_deel *parts;
    size_t n = 0;
    ds_status status = ds_yaml_fields(&r->yaml, node, names, 5, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[0], "stuk");
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[4], "delen");
    if (status == DS_OK) status = ds_formulier_node_id(r, nodes[0], &paper->id);
    if (status == DS_OK && ds_formulier_paper(&r->form->told, paper->id) != NULL)
        return ds_formulier_refuse(r, nodes[0], "dit stuk staat er twee keer",
                                   "this stuk is there twice");
    if (status == DS_OK) status = ds_formulier_need_say(r, node, nodes[1], nodes[2], &paper->say);
    if (status == DS_OK) status = ds_formulier_node_say(r, nodes[3], &paper->uitleg);
    if (status == DS_OK) status = ds_formulier_need_seq(r, nodes[4], PARTS_MAX, &n);
    if (status != DS_OK) return status;
    parts = ds_formulier_take(r, n, sizeof *parts);
    if (parts == NULL) return DS_FAULT;
    paper->parts = parts;
    for (; status == DS_OK && paper->n_parts < n; paper->n_parts += status == DS_OK)
        status = read_one_part(r, ds_formulier_seq_at(r, nodes[4], paper->n_parts),
                               &parts[paper->n_parts]);
    return status;
}

ds_status ds_formulier_read_papers(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_formulier_stuk *papers;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, PAPERS_MAX, &n);
    if (status != DS_OK) return status;
    papers = ds_formulier_take(r, n, sizeof *papers);
    if (papers == NULL) return DS_FAULT;
    form->papers = papers;
    for (; status == DS_OK && form->n_papers < n; form->n_papers += status == DS_OK)
        status = read_one_paper(r, ds_formulier_seq_at(r, node, form->n_papers),
                                &papers[form->n_papers]);
    return status;
}
