# cmake/pdf.cmake: the helper that typesets PDFs, beside the program: its files, and the compiler that
# tools/fetch brought (packages.json, pinned), which the program itself never loads. Without it there is no PDF, and that
# is no fault of the build.
set(DS_PDF ${CMAKE_BINARY_DIR}/libexec/doorstroom/pdf)
set(DS_PDF_FILES pdf.js report.typ fonts.conf)
set(DS_TYPST ${DS_DEPS}/typst/typst.node)
file(MAKE_DIRECTORY ${DS_PDF})
foreach(file ${DS_PDF_FILES})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/libexec/doorstroom/pdf/${file} ${DS_PDF}/${file} SYMBOLIC)
endforeach()
if(EXISTS ${DS_TYPST})
  file(CREATE_LINK ${DS_TYPST} ${DS_PDF}/typst.node SYMBOLIC)
else()
  file(REMOVE ${DS_PDF}/typst.node)
  message(STATUS "No PDF: the compiler of its helper is not here yet; 'make setup' installs it.")
endif()
