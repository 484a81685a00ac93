# say.R: the two languages, and the conditions that are made of them.

# Of what the environment says the first that is set decides, as for the program.
.lang <- function(lang = NULL) {
    if (is.null(lang)) lang <- getOption("doorstroom.lang")
    if (!is.null(lang)) return(match.arg(lang, c("nl", "en")))
    for (name in c("DOORSTROOM_LANG", "LC_ALL", "LANG")) {
        value <- Sys.getenv(name)
        if (nzchar(value)) return(if (grepl("^en([_.@-]|$)", value)) "en" else "nl")
    }
    "nl"
}

.say <- function(lang, nl, en) if (identical(lang, "en")) en else nl

.condition <- function(class, message, ..., call = NULL)
    structure(class = c(class, "condition"), list(message = message, call = call, ...))

# What is wrong with what was asked of this package itself.
.refuse <- function(nl, en, ..., lang = .lang()) {
    args <- lapply(list(...), function(x) if (is.character(x)) enc2utf8(x) else x)
    nl <- do.call(sprintf, c(list(nl), args))
    en <- do.call(sprintf, c(list(en), args))
    stop(.condition(c("doorstroom_usage_error", "doorstroom_error", "error"),
                    .say(lang, nl, en), file = "", line = 0, column = 0, nl = nl, en = en))
}

.error_classes <- c("doorstroom_input_error", "doorstroom_usage_error", "doorstroom_fault_error")

# The library's error as a condition. more: lines that were said about it.
.error_of <- function(error, lang, more = character(), answer = NULL, call = NULL) {
    place <- error$file
    if (error$line > 0) place <- paste0(place, ":", format(error$line, scientific = FALSE))
    if (error$column > 0) place <- paste0(place, ":", format(error$column, scientific = FALSE))
    text <- .say(lang, error$nl, error$en)
    if (nzchar(place)) text <- paste0(place, ": ", text)
    .condition(c(.error_classes[error$status], "doorstroom_error", "error"),
               paste(c(text, more), collapse = "\n"), file = error$file, line = error$line,
               column = error$column, nl = error$nl, en = error$en, answer = answer, call = call)
}

# What stands in a list of columns comes as a list without them when it went wrong.
.is_error <- function(x) is.list(x) && identical(names(x), c("status", "file", "line", "column", "nl", "en"))
