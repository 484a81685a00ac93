# cmake/font.cmake: the font of figures and pages, beside the program. tools/font cuts it from Debian's
# Lato; the same packages give the same bytes.
set(DS_FONT ${CMAKE_BINARY_DIR}/lettertype)
set(DS_FONT_FILES)
foreach(file DoorstroomSans-Regular.ttf DoorstroomSans-Bold.ttf DoorstroomSans-Regular.woff2
             DoorstroomSans-Bold.woff2 OFL.txt)
  list(APPEND DS_FONT_FILES ${DS_FONT}/${file})
endforeach()
if(NOT EXISTS /usr/share/fonts/truetype/lato/Lato-Regular.ttf OR
   NOT EXISTS /usr/lib/python3/dist-packages/fontTools)
  message(FATAL_ERROR "The font of figures is not here yet: run 'make setup' first.")
endif()
add_custom_command(OUTPUT ${DS_FONT_FILES}
                   COMMAND ${CMAKE_SOURCE_DIR}/tools/font subset ${DS_FONT}
                   DEPENDS ${CMAKE_SOURCE_DIR}/tools/font
                   COMMENT "Cutting the font of figures")
add_custom_target(lettertype ALL DEPENDS ${DS_FONT_FILES})
