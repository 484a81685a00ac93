# cmake/parse.cmake: the helpers that DuckDB is in, beside the program: libexec/doorstroom/parse reads
# foreign files, libexec/doorstroom/duck writes.
# What it is made of is a stage (src/parse) in no library of ours: what is not confined cannot call it.
file(GLOB duck_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/duck/*.c)
set(duck_own ${CMAKE_SOURCE_DIR}/src/duck/main.c)
set(duck_no_memory ${CMAKE_SOURCE_DIR}/src/duck/no_memory.c)
list(REMOVE_ITEM duck_sources ${duck_own} ${duck_no_memory})
add_library(ds_duck STATIC ${duck_sources}) # for tests as well
target_link_libraries(ds_duck PUBLIC ds_table duckdb_header)

file(GLOB_RECURSE parse_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/parse/*.c)
set(parse_own ${CMAKE_SOURCE_DIR}/src/parse/main.c ${CMAKE_SOURCE_DIR}/src/parse/duck_file.c)
list(REMOVE_ITEM parse_sources ${parse_own})
add_library(ds_parse STATIC ${parse_sources}) # for its tests and fuzzers as well
target_link_libraries(ds_parse PUBLIC ds_duck ds_table ${READSTAT} PkgConfig::EXPAT PkgConfig::ZIP PkgConfig::SECCOMP)

add_executable(parse ${parse_own} ${duck_no_memory})
target_link_libraries(parse PRIVATE ds_parse)
add_executable(duck ${duck_own} ${duck_no_memory})
target_link_libraries(duck PRIVATE ds_duck)
# They start for each file: only the libraries that they use. What they have in place of the C
# library's is for DuckDB, which is loaded later.
set(memory_ours malloc calloc realloc aligned_alloc posix_memalign mmap)
set(file_ours open open64 access __xstat __lxstat fstat fstat64 __fxstat)
list(TRANSFORM memory_ours PREPEND -Wl,--export-dynamic-symbol=)
list(TRANSFORM file_ours PREPEND -Wl,--export-dynamic-symbol=)
target_link_options(parse PRIVATE -Wl,--as-needed ${memory_ours} ${file_ours})
target_link_options(duck PRIVATE -Wl,--as-needed ${memory_ours})
foreach(helper parse duck)
  if(DS_SANITIZE MATCHES thread) # whose dlopen looks where its own library does
    target_link_options(${helper} PRIVATE -Wl,--no-as-needed)
    target_link_libraries(${helper} PRIVATE duckdb)
  endif()
  set_target_properties(${helper} PROPERTIES
                        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/libexec/doorstroom
                        INSTALL_RPATH "$ORIGIN/../..;$ORIGIN/../../lib/doorstroom")
  add_dependencies(ds_library ${helper})
  add_dependencies(ds_static ${helper})
endforeach()
