# cmake/embed.cmake: ds_embed(target name file): the file's bytes as a C array in the target, so that the
# program needs no file beside it: const unsigned char ds_embedded_<name>[] and its size.
function(ds_embed target name file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${file})
  file(READ ${CMAKE_SOURCE_DIR}/${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  set(text "#include <stddef.h>\nextern const unsigned char ds_embedded_${name}[];\n")
  string(APPEND text "extern const size_t ds_embedded_${name}_size;\n")
  string(APPEND text "const unsigned char ds_embedded_${name}[] = {${bytes}0};\n")
  string(APPEND text "const size_t ds_embedded_${name}_size = sizeof ds_embedded_${name} - 1;\n")
  file(CONFIGURE OUTPUT embedded/${name}.c CONTENT "${text}" @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded/${name}.c)
endfunction()
