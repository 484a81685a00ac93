# cmake/parse.cmake: the helper that reads foreign files, libexec/doorstroom/parse, beside the program.
# What it is made of is a stage (src/parse) in no library of ours: what is not confined cannot call it.
file(GLOB_RECURSE parse_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/parse/*.c)
set(parse_own ${CMAKE_SOURCE_DIR}/src/parse/main.c ${CMAKE_SOURCE_DIR}/src/parse/duck_file.c)
list(REMOVE_ITEM parse_sources ${parse_own})
add_library(ds_parse STATIC ${parse_sources}) # for its tests and fuzzers as well
target_link_libraries(ds_parse PUBLIC ds_table ${READSTAT} PkgConfig::EXPAT PkgConfig::ZIP PkgConfig::SECCOMP)

add_executable(parse ${parse_own})
target_link_libraries(parse PRIVATE ds_parse)
# It starts for each file: only the libraries that it uses. What it has in place of the C library's is
# for DuckDB, which is loaded later.
set(parse_ours open open64 access __xstat __lxstat fstat fstat64 __fxstat)
list(TRANSFORM parse_ours PREPEND -Wl,--export-dynamic-symbol=)
target_link_options(parse PRIVATE -Wl,--as-needed ${parse_ours})
if(DS_SANITIZE MATCHES thread) # whose dlopen looks where its own library does
  target_link_options(parse PRIVATE -Wl,--no-as-needed)
  target_link_libraries(parse PRIVATE duckdb)
endif()
set_target_properties(parse PROPERTIES
                      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/libexec/doorstroom
                      INSTALL_RPATH "$ORIGIN/../..;$ORIGIN/../../lib/doorstroom")
add_dependencies(ds_library parse)
add_dependencies(ds_static parse)
