# words.R: arguments of R as the words of the command line.

# Shortest digits that read back, never with an exponent; with a point, whatever options(OutDec) is.
.number_word <- function(x) {
    for (digits in 15:17) {
        word <- format(x, digits = digits, scientific = FALSE, trim = TRUE, decimal.mark = ".")
        if (identical(as.numeric(word), as.numeric(x))) break
    }
    word
}

.value_words <- function(value, name, lang) {
    if (inherits(value, c("Date", "factor", "POSIXt"))) value <- as.character(value)
    if (is.numeric(value) && !is.object(value)) value <- vapply(value, .number_word, "")
    if (!is.character(value) || anyNA(value))
        .refuse("'%s' moet tekst, getallen, TRUE of FALSE, of een data frame zijn, zonder NA",
                "'%s' must be text, numbers, TRUE or FALSE, or a data frame, without NA", name, lang = lang)
    tilde <- startsWith(value, "~")
    value[tilde] <- path.expand(value[tilde])
    enc2utf8(value)
}

# A name for a table that the library can say: of the variable, else of the option.
.table_name <- function(symbol, option, taken) {
    name <- gsub("[^[:alnum:]_.]+", "_", if (nzchar(symbol)) symbol else option)
    name <- substr(if (nzchar(name)) name else "data", 1L, 30L)
    utils::tail(make.unique(c(taken, name), sep = "_"), 1L)
}

# What has to be a file for the question is one for as long as that lasts.
.file_word <- function(value) {
    yaml <- inherits(value, "ds_yaml")
    path <- tempfile("doorstroom", fileext = if (yaml) ".yaml" else ".json")
    text <- if (yaml) paste(unclass(value), collapse = "\n") else ds_text(value, "json")
    old <- Sys.umask("077")
    on.exit(Sys.umask(old))
    con <- file(path, "wb")
    on.exit(close(con), add = TRUE)
    writeBin(charToRaw(enc2utf8(text)), con)
    path
}

# What stands between the parts of an option; else a comma.
.divided <- c(keep = ";", totals = ";")

.joined <- function(value, name, lang) {
    mark <- if (name %in% names(.divided)) .divided[[name]] else ","
    if (length(value) > 1L && any(grepl(mark, value, fixed = TRUE)))
        .refuse("'%s': een '%s' in een van meer waarden; geef het geheel als een tekst, zoals op de opdrachtregel",
                "'%s': a '%s' in one of several values; give the whole as one text, as on the command line",
                name, mark, lang = lang)
    paste(value, collapse = mark)
}

# args: a list, names "" for what stands by its place. symbols: the variables they were, or "".
.words <- function(args, symbols, lang) {
    words <- files <- character()
    tables <- list()
    names <- if (is.null(names(args))) rep("", length(args)) else names(args)
    for (i in seq_along(args)) {
        value <- args[[i]]
        option <- if (nzchar(names[i])) paste0("--", gsub("[._]", "-", names[i])) else NULL
        if (is.null(value) || (!is.null(option) && identical(value, FALSE))) next
        if (is.data.frame(value)) {
            name <- .table_name(symbols[i], names[i], names(tables))
            tables[[name]] <- .frame(value, lang)
            words <- c(words, option, paste0("arrow:", name))
        } else if (inherits(value, c("ds_answer", "ds_yaml"))) {
            files <- c(files, .file_word(value))
            words <- c(words, option, files[length(files)])
        } else if (!is.null(option) && identical(value, TRUE)) {
            words <- c(words, option)
        } else {
            value <- .value_words(value, if (is.null(option)) i else names[i], lang)
            words <- c(words, option, if (is.null(option)) value else .joined(value, names[i], lang))
        }
    }
    list(words = words, tables = tables, files = files)
}

ds_yaml <- function(...) structure(c(...), class = "ds_yaml")
