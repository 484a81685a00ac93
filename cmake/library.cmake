# cmake/library.cmake: all stages in one, libdoorstroom.so, and libdoorstroom.a of the same objects. The
# soname counts the forms of what the library shows (docs/api.md), and is not the version: raise it in the
# change with which a program that was built before would no longer run, once a version has been given out.
set(DS_SONAME 0)
include(GNUInstallDirs)
list(TRANSFORM stages REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
list(REMOVE_DUPLICATES libraries)
add_library(ds_library SHARED ${objects})
target_link_libraries(ds_library PRIVATE ${libraries})
add_library(ds_static STATIC ${objects})
set_target_properties(ds_library ds_static PROPERTIES OUTPUT_NAME doorstroom LINKER_LANGUAGE C)

# Hidden visibility does not reach what gcc makes of target_clones, so the linker is told, too.
file(GLOB headers CONFIGURE_DEPENDS include/doorstroom/*.h)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers})
set(shown)
foreach(header ${headers})
  file(READ ${header} text)
  string(REGEX MATCHALL "DS_API[^;(]*[ *]ds_[a-z0-9_]+[[(]" declarations "${text}")
  list(TRANSFORM declarations REPLACE ".*[ *](ds_[a-z0-9_]+).*" "\\1")
  list(APPEND shown ${declarations})
endforeach()
list(JOIN shown ";" shown)
file(CONFIGURE OUTPUT libdoorstroom.map CONTENT "{ global: ${shown}; local: *; };\n")
target_link_options(ds_library PRIVATE -Wl,--version-script=${CMAKE_BINARY_DIR}/libdoorstroom.map)

# DuckDB lies beside it in the build, and in a folder of ours where it is installed.
file(RELATIVE_PATH up /usr/${CMAKE_INSTALL_LIBDIR} /usr/lib/doorstroom)
set_target_properties(ds_library PROPERTIES
                      LINK_DEPENDS ${CMAKE_BINARY_DIR}/libdoorstroom.map
                      INSTALL_RPATH "$ORIGIN;$ORIGIN/${up}"
                      VERSION ${DS_SONAME}.${PROJECT_VERSION}
                      SOVERSION ${DS_SONAME})
