# delivery.R: a data frame as a delivery of a work folder.

.is_labelled <- function(x) inherits(x, "haven_labelled") && !is.null(attr(x, "labels", exact = TRUE))

# Beside it first and then renamed, for its owner alone, as the library does it.
.write_private <- function(bytes, path, lang) {
    folder <- dirname(path)
    old <- Sys.umask("077")
    on.exit(Sys.umask(old))
    if (!dir.exists(folder)) dir.create(folder, FALSE, TRUE, "700")
    aside <- tempfile(".delivery", folder)
    done <- FALSE
    on.exit(if (!done) unlink(aside), add = TRUE)
    con <- suppressWarnings(tryCatch(file(aside, "wb"), error = function(e) NULL))
    if (is.null(con))
        .refuse("kan niet schrijven in %s", "cannot write in %s", folder, lang = lang)
    tryCatch(writeBin(bytes, con), finally = close(con))
    done <- file.rename(aside, path)
    if (!done) .refuse("kan %s niet op zijn plaats zetten", "cannot put %s in its place", path, lang = lang)
}

# Without the ending of a table, as src/intake/add_stream.c has it; letter case aside.
.stem_of_table <- function(name)
    sub("([.](csv|txt|tsv|asc)([.]gz)?|[.](sav|zsav|dta|parquet|xlsx|xml))$", "", tolower(name))

.delivery_path <- function(folder, name, ending) file.path(folder, "leveringen", paste0(name, ending))

# What the library refuses of a csv, of a file of SPSS: the same delivery in another form.
.check_other_forms <- function(path, lang) {
    there <- list.files(dirname(path))
    same <- there[.stem_of_table(there) == .stem_of_table(basename(path)) & there != basename(path)]
    if (length(same) > 0L)
        .refuse("%s is dezelfde levering als %s in een andere vorm, en zou ook tellen; haal het weg uit leveringen/, of geef de nieuwe een andere naam",
                "%s is the same delivery as %s in another form, and would count too; take it away from leveringen/, or give the new one another name",
                file.path(dirname(path), same[[1L]]), basename(path), lang = lang)
}

ds_delivery <- function(folder, name, data, lang = NULL) {
    lang <- .lang(lang)
    if (!is.data.frame(data)) .refuse("data is een data frame", "data is a data frame", lang = lang)
    folder <- .value_words(folder, "folder", lang)
    name <- .value_words(name, "name", lang)
    if (length(folder) != 1L || length(name) != 1L || grepl("/", name, fixed = TRUE) || !nzchar(name))
        .refuse("folder en name zijn elk een tekst, name zonder schuine streep",
                "folder and name are one text each, name without a slash", lang = lang)
    stem <- sub("[.](csv|sav)$", "", name, ignore.case = TRUE)
    if (any(vapply(data, .is_labelled, NA))) {
        path <- .delivery_path(folder, stem, ".sav")
        .check_other_forms(path, lang)
        .write_private(.sav_bytes(data, lang), path, lang)
        return(invisible(path))
    }
    error <- .Call(C_delivery, folder, stem, .frame(data, lang))
    if (!is.null(error)) stop(.error_of(error, lang))
    invisible(.delivery_path(folder, stem, ".csv"))
}
