/* work/inside/say_package.c: a package of definitions as a document. See doorstroom/examples.h. */
#include "doorstroom/examples.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { FILE_FIELDS = 5, CHANGE_FIELDS = 3 };

static ds_say say_both(const char *nl, const char *en) {
    return (ds_say){nl, en[0] == '\0' ? nl : en};
}

static void add_package_facts(ds_document *document, const ds_definition_package *p) {
    const struct {
        const char *id, *text;
        ds_say title;
    } facts[] = {{"pakket", p->id, {"pakket", "package"}},
                 {"versie", p->version, {"versie", "version"}},
                 {"licentie", p->licence, {"licentie", "licence"}},
                 {"programma", p->program, {"programma, ten minste", "program, at least"}},
                 {"beheer", p->maintainers, {"beheer", "kept by"}}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].text[0] != '\0')
            ds_document_value(document, DS_IN_PEOPLE | DS_IN_JSON, facts[i].id, facts[i].title,
                              ds_value_text(facts[i].text));
    ds_document_value(document, DS_IN_JSON, "naam", NO_SAY, ds_value_text(p->name));
    ds_document_value(document, DS_IN_JSON, "naam_en", NO_SAY, ds_value_text(p->name_en));
    if (p->about[0] != '\0')
        ds_document_text(document, DS_IN_PEOPLE, say_both(p->about, p->about_en));
}

static void add_package_files(ds_document *document, const ds_definition_package *p) {
    static const ds_field fields[FILE_FIELDS] = {
        {.id = "bestand", .title = {"bestand", "file"}, .in = DS_IN_ALL, .key = true},
        {.id = "indicatoren",
         .title = {"indicatoren", "indicators"},
         .in = DS_IN_ALL,
         .number = true},
        {.id = "evaluaties",
         .title = {"evaluaties", "evaluations"},
         .in = DS_IN_ALL,
         .number = true},
        {.id = "voorbeelden", .title = {"voorbeelden", "examples"}, .in = DS_IN_ALL},
        {.id = "b2sum", .title = {"b2sum -l 256", "b2sum -l 256"}, .in = DS_IN_MACHINE}};
    ds_doc_table *table =
        ds_document_table(document, DS_IN_ALL, "bestanden", NO_SAY, fields, FILE_FIELDS);
    for (size_t i = 0; i < p->n_files; i++)
        ds_doc_table_row(table,
                         (const ds_value[FILE_FIELDS]){ds_value_text(p->files[i].name),
                                                       ds_value_count(p->files[i].n_indicators),
                                                       ds_value_count(p->files[i].n_evaluations),
                                                       ds_value_flag(p->files[i].with_examples),
                                                       ds_value_text(p->files[i].checksum)});
}

static void add_package_changes(ds_document *document, const ds_definition_package *p) {
    static const ds_field fields[CHANGE_FIELDS] = {
        {.id = "versie", .title = {"versie", "version"}, .in = DS_IN_PEOPLE, .key = true},
        {.id = "datum", .title = {"datum", "date"}, .in = DS_IN_PEOPLE},
        {.id = "wat", .title = {"wat er veranderde", "what changed"}, .in = DS_IN_PEOPLE}};
    static const ds_field facts[4] = {{.id = "versie", .in = DS_IN_MACHINE},
                                      {.id = "datum", .in = DS_IN_MACHINE},
                                      {.id = "nl", .in = DS_IN_MACHINE},
                                      {.id = "en", .in = DS_IN_MACHINE}};
    ds_doc_table *table =
        ds_document_table(document, DS_IN_PEOPLE, NULL, NO_SAY, fields, CHANGE_FIELDS);
    ds_doc_table *json =
        ds_document_table(document, DS_IN_JSON | DS_IN_NAMED, "wijzigingen", NO_SAY, facts, 4);
    for (size_t i = 0; i < p->n_changes; i++) {
        const ds_package_change *c = &p->changes[i];
        const ds_value version = ds_value_text(c->version), date = ds_value_text(c->date);
        ds_doc_table_row(table, (const ds_value[CHANGE_FIELDS]){
                                    version, date, ds_value_word(c->version, c->nl, c->en)});
        ds_doc_table_row(
            json, (const ds_value[4]){version, date, ds_value_text(c->nl), ds_value_text(c->en)});
    }
}

ds_status ds_say_package(const ds_definition_package *package, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("pakket", say_both(package->name, package->name_en));
    ds_status status;
    add_package_facts(document, package);
    add_package_files(document, package);
    add_package_changes(document, package);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
