// tests/library/program.cpp: the library from C++17, as it is installed: every header, options by
// their initialisers, memory that is given back, an error that says where.
//
//   program WORKFOLDER: has a register
#include <doorstroom/doorstroom.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace {

int failed = 0;

void expect(bool holds, const char *what) {
    if (holds) return;
    std::fprintf(stderr, "program.cpp: %s\n", what);
    failed++;
}

template <class T> using owned = std::unique_ptr<T, void (*)(T *)>;

// An indicator of our own, counted over the register.
void tally(const char *work_folder) {
    const std::string yaml =
        "indicators: [{id: eigen, population: soort = 'mbo', event: niveau = 2}]";
    ds_definitions *definitions = nullptr;
    ds_register *reg = nullptr;
    ds_cells *cells = nullptr;
    char *csv = nullptr;
    ds_tally_options options = DS_TALLY_OPTIONS_INIT;
    ds_tally_request request = {};
    ds_tally_note note = {};
    ds_error err = {};
    expect(ds_definitions_parse("eigen", yaml.data(), yaml.size(), &definitions, &err) == DS_OK,
           err.en);
    owned<ds_definitions> definitions_owned(definitions, ds_definitions_free);
    expect(ds_register_open(work_folder, &reg, &err) == DS_OK, err.en);
    owned<ds_register> reg_owned(reg, ds_register_close);
    if (definitions == nullptr || reg == nullptr) return;
    request.indicator = ds_definitions_at(definitions, 0);
    options.n_workers = 2;
    expect(ds_tally(reg, definitions, &request, 1, &options, &cells, &note, &err) == DS_OK, err.en);
    owned<ds_cells> cells_owned(cells, ds_cells_free);
    if (cells == nullptr) return;
    expect(ds_cells_n(cells) > 0 && ds_cells_at(cells, 0).measures.noemer > 0, "no cells");
    expect(ds_cells_print_csv(cells, true, &csv, &err) == DS_OK, err.en);
    expect(csv != nullptr && std::strncmp(csv, "indicator,schooljaar,teller,", 28) == 0, "no csv");
    ds_free(csv);
}

// A document made in C++, and what a writer makes of it.
void document() {
    std::string text;
    ds_write_options how = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = {&text, [](void *context, const char *data, size_t size, ds_error *) {
                              static_cast<std::string *>(context)->append(data, size);
                              return DS_OK;
                          }};
    owned<ds_document> made(ds_document_new("proef", DS_SAY("proef", "trial")), ds_document_free);
    ds_error err = {};
    ds_document_value(made.get(), DS_IN_ALL, "aantal", DS_SAY("aantal", "number"),
                      ds_value_count(3));
    expect(ds_document_write(made.get(), DS_FORM_JSON, &how, &sink, &err) == DS_OK, err.en);
    expect(text.find("\"aantal\": 3") != std::string::npos, "no json");
}

// An older or newer program, and faults.
void refusals() {
    ds_definitions *definitions = nullptr;
    ds_import_options import = DS_IMPORT_OPTIONS_INIT;
    ds_effect_options effect = DS_EFFECT_OPTIONS_INIT;
    ds_simulate_options simulate = DS_SIMULATE_OPTIONS_INIT;
    ds_table_shape shape = DS_TABLE_SHAPE_INIT;
    ds_import_report *report = nullptr;
    ds_error err = {};
    const char wrong[] = "indicators:\n- {id: a, population: niveu = 2, event: niveau = 2}\n";
    expect(ds_definitions_parse("fout", wrong, sizeof wrong - 1, &definitions, &err) == DS_INPUT,
           "a wrong definition passes");
    expect(err.line == 2 && std::strstr(err.en, "niveau") != nullptr, "the error has no place");
    expect(definitions == nullptr, "an output was touched");
    import.version = 99;
    import.work_folder = "nergens";
    expect(ds_import(&import, &report, &err) == DS_USAGE && report == nullptr, "version 99 passes");
    expect(effect.replicates == 1000 && simulate.seed == 1 && shape.columns == nullptr, "defaults");
    expect(ds_sum_double(ds_sum{7, 0}) == 7, "ds_sum_double");
    expect(std::string(ds_version()) == DS_VERSION && DS_VERSION_NUMBER > 0, "the version");
    ds_free(nullptr);
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    tally(argv[1]);
    document();
    refusals();
    if (failed == 0) std::puts("program.cpp: all well");
    return failed == 0 ? 0 : 1;
}
