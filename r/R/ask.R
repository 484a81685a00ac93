# ask.R: a question in words, asked of the library, and what comes beside its answer.

.bar <- function(shown) {
    bar <- NULL
    list(at = function(share) {
        if (!shown || is.na(share)) return(invisible())
        if (is.null(bar)) bar <<- utils::txtProgressBar(style = 3, file = stderr())
        utils::setTxtProgressBar(bar, min(1, share))
    }, end = function() if (!is.null(bar)) close(bar))
}

# Waits until it is done. Whatever ends this early (an interrupt, an error) ends the question.
.wait <- function(job, progress, lang) {
    bar <- if (is.function(progress)) NULL else .bar(isTRUE(progress))
    on.exit({
        .Call(C_job_stop, job)
        if (!is.null(bar)) bar$end()
    })
    repeat {
        at <- .Call(C_job_wait, job, 0.1)
        if (is.null(at)) break
        share <- if (at$share < 0) NA_real_ else at$share # not told yet
        if (is.null(bar)) progress(share, .say(lang, at$nl, at$en)) else bar$at(share)
    }
}

.said_classes <- list(
    c("doorstroom_passed_over", "doorstroom_warning", "warning"),
    c("doorstroom_noted", "doorstroom_warning", "warning"))

.tell <- function(said, lang) {
    for (line in said) {
        if (line$what > 1L) next # part of an error
        warning(.condition(.said_classes[[line$what + 1L]], .say(lang, line$nl, line$en),
                           nl = line$nl, en = line$en))
    }
}

.about_error <- function(said, lang) {
    lines <- Filter(function(line) line$what == 2L, said)
    vapply(lines, function(line) .say(lang, line$nl, line$en), "")
}

.program_folder <- function() {
    folder <- getOption("doorstroom.program_folder")
    if (is.null(folder) && nzchar(Sys.getenv("DOORSTROOM_PROGRAM_FOLDER")))
        folder <- Sys.getenv("DOORSTROOM_PROGRAM_FOLDER")
    if (is.null(folder)) NULL else path.expand(folder)
}

.ask <- function(words, tables, lang, threads, progress, call = NULL) {
    threads <- suppressWarnings(as.integer(threads))
    if (length(threads) != 1L || is.na(threads) || threads < 0L)
        .refuse("threads is een geheel getal vanaf 0", "threads is a whole number from 0", lang = lang)
    job <- .Call(C_job_begin, words, as.integer(lang == "en"), c(threads, getOption("width")),
                 .program_folder(), tables)
    .wait(job, progress, lang)
    came <- .Call(C_job_answer, job)
    answer <- if (is.null(came$answer)) NULL else .answer(came$answer, words, lang)
    .tell(came$said, lang)
    if (!is.null(came$error))
        stop(.error_of(came$error, lang, .about_error(came$said, lang), answer, call))
    .tell_beside(answer)
    answer
}

# Every command is asked here: args are its arguments, unevaluated names of variables beside them.
.ask_verb <- function(verb, args, symbols, lang, threads, progress, call) {
    lang <- .lang(lang)
    made <- .words(args, symbols, lang)
    if (any(c("--table", "--csv") %in% made$words) && !any(c("--out", "--format") %in% made$words))
        made$words <- c(made$words, "--format", "csv")
    keeper <- new.env()
    keeper$files <- made$files
    reg.finalizer(keeper, function(keeper) unlink(keeper$files), onexit = TRUE)
    answer <- .ask(c(verb, made$words), made$tables, lang, threads, progress, call)
    attr(answer, "keeper") <- keeper # the text of an answer of merge is made from its parts
    answer
}

.symbols <- function(expressions)
    vapply(as.list(expressions)[-1L], function(e) if (is.symbol(e)) as.character(e) else "", "")

ds_ask <- function(words, tables = list(), lang = NULL, threads = getOption("doorstroom.threads", 0L),
                   progress = getOption("doorstroom.progress", interactive())) {
    lang <- .lang(lang)
    if (is.data.frame(tables) || (length(tables) > 0L && is.null(names(tables))))
        .refuse("tables is een lijst van data frames met namen",
                "tables is a list of data frames with names", lang = lang)
    frames <- lapply(tables, .frame, lang = lang)
    .ask(.value_words(words, "words", lang), frames, lang, threads, progress, sys.call())
}

ds_help <- function(verb = NULL, lang = NULL) {
    verb <- sub("^ds_", "", verb)
    answer <- ds_ask(c(verb, if (is.null(verb) || !length(verb)) "help" else "--help"), lang = lang,
                     progress = FALSE)
    cat(ds_text(answer))
    invisible(answer)
}

ds_version <- function() {
    version <- .Call(C_version)
    c(package = as.character(utils::packageVersion("doorstroom")), version)
}
