# cmake/install.cmake: what make install puts where; nothing of it needs a test or a compiler again. The
# program finds its data, and the library DuckDB, by their place beside them: the whole may be moved.
install(TARGETS doorstroom ds_library ds_static)
install(FILES ${CMAKE_BINARY_DIR}/libduckdb.so DESTINATION lib/doorstroom)
install(DIRECTORY include/doorstroom DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY definitions codes mappings opendata rapporten simulatie DESTINATION ${CMAKE_INSTALL_DATADIR}/doorstroom)
install(DIRECTORY ${DS_FONT} DESTINATION ${CMAKE_INSTALL_DATADIR}/doorstroom)
install(FILES docs/doorstroom.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES docs/doorstroom.nl.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/nl/man1 RENAME doorstroom.1)
install(FILES tools/completion.bash DESTINATION share/bash-completion/completions RENAME doorstroom)

# doorstroom.pc. What the library itself stands on is for who links libdoorstroom.a: written as options,
# so that who links the shared library needs none of those packages.
set(private)
foreach(library ${libraries})
  if(library MATCHES "^PkgConfig::(.+)$")
    list(APPEND private ${${CMAKE_MATCH_1}_LDFLAGS})
  elseif(library STREQUAL duckdb_header) # loaded when it is needed, from where it is looked for
    list(APPEND private -Wl,-rpath,\${prefix}/lib/doorstroom)
  elseif(library MATCHES "/lib([^/]+)[.](so|a)$")
    list(APPEND private -l${CMAKE_MATCH_1})
  elseif(library STREQUAL Threads::Threads)
    list(APPEND private -pthread)
  else()
    list(APPEND private -l${library})
  endif()
endforeach()
list(REMOVE_DUPLICATES private)
list(JOIN private " " private)
file(RELATIVE_PATH up /usr/${CMAKE_INSTALL_LIBDIR}/pkgconfig /usr)
string(REGEX REPLACE "/$" "" up ${up})
configure_file(cmake/doorstroom.pc.in doorstroom.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/doorstroom.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
