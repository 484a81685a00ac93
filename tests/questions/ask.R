# tests/questions/ask.R LIST FOLDER: the questions asked in R, by its functions and their arguments. See run.
library(doorstroom)
options(doorstroom.progress = FALSE, doorstroom.bigint = "double")

# Options by their names: what is followed by no value is TRUE, plain names between commas are a vector.
arguments <- function(words) {
    args <- list()
    i <- 1L
    while (i <= length(words)) {
        if (!startsWith(words[i], "--")) {
            args <- c(args, list(words[i]))
            i <- i + 1L
            next
        }
        name <- gsub("-", "_", substring(words[i], 3L))
        flag <- i == length(words) || startsWith(words[i + 1L], "--")
        value <- if (flag) TRUE else words[i + 1L]
        if (!flag && grepl("^[[:alnum:]_]+(,[[:alnum:]_]+)+$", value)) value <- strsplit(value, ",", fixed = TRUE)[[1L]]
        args[[name]] <- value
        i <- i + 1L + !flag
    }
    args
}

dump <- function(x) {
    if (!length(x)) return(character()) # paste0 would make a line of nothing
    attributes(x) <- NULL
    gone <- is.na(x)
    values <- if (is.logical(x)) ifelse(x, "b1", "b0") else if (is.character(x))
        paste0("t", gsub("\n", "\\n", gsub("\t", "\\t", gsub("\\", "\\\\", x, fixed = TRUE), fixed = TRUE), fixed = TRUE))
    else paste0("d", vapply(as.numeric(x), function(d) paste(writeBin(d, raw(), endian = "big"), collapse = ""), ""))
    values[gone] <- "-"
    enc2utf8(values)
}

put <- function(path, text) {
    con <- file(path, "wb")
    writeBin(charToRaw(paste(text, collapse = "")), con)
    close(con)
}

text_of <- function(answer, form) {
    text <- tryCatch(ds_text(answer, form), doorstroom_error = function(e) "") # one csv is one table
    enc2utf8(text)
}

tables_of <- function(answer) {
    lines <- character()
    for (name in names(answer)) {
        lines <- c(lines, paste0("table\t", name))
        frame <- answer[[name]]
        for (column in names(frame)) lines <- c(lines, paste0("column\t", column), dump(frame[[column]]))
    }
    paste0(lines, rep("\n", length(lines)))
}

quiet <- function(x) suppressMessages(suppressWarnings(x))

for (line in readLines(commandArgs(TRUE)[1L], encoding = "UTF-8")) {
    words <- strsplit(paste0(line, "\t."), "\t", fixed = TRUE)[[1L]] # an empty word at the end counts, too
    words <- words[-length(words)]
    verb <- get(paste0("ds_", words[2L]), envir = asNamespace("doorstroom"))
    answer <- tryCatch(quiet(do.call(verb, arguments(words[-(1:2)]))), doorstroom_error = function(e) NULL)
    place <- file.path(commandArgs(TRUE)[2L], words[1L])
    for (form in c("csv", "json")) put(paste0(place, ".", form), if (is.null(answer)) "" else text_of(answer, form))
    put(paste0(place, ".tables"), if (is.null(answer)) "" else tables_of(answer))
}
