# errors.R: what is wrong comes as a condition of its class, with its place, in both languages; what
# is said beside an answer as warnings and messages; and stopping stops.
source("support/harness.R")
options(doorstroom.progress = FALSE)
folder <- tempfile("fouten")
dir.create(folder)
old <- setwd(folder)
made_register("proef", persons = 500)

e <- fails_as("an unknown indicator", "doorstroom_input_error", ds_tally("proef", indicator = "vvs", lang = "nl"))
check("in Dutch, with English beside it", grepl("er is geen", conditionMessage(e)) && grepl("there is no", e$en))
e <- fails_as("an unknown option", "doorstroom_usage_error", ds_tally("proef", indicatr = "vsv", lang = "en"))
check("in English, with what was meant", grepl("--indicator", conditionMessage(e)) && grepl("^unknown", conditionMessage(e)))
check("the call is that of the user", identical(conditionCall(e)[[1L]], quote(ds_tally)))
e <- fails_as("a folder that is not there", "doorstroom_error", ds_tally("nergens"))

e <- fails_as("a definition with a fault", "doorstroom_input_error",
              ds_tally("proef", definitions = ds_yaml("indicators:", "  - id: x", "    population: soort = 'mbo' and", "    event: niveau > 1")))
check("has its file, line and column", nzchar(e$file) && e$line > 0 && e$column > 0)
check("and the message begins with them", startsWith(conditionMessage(e), paste0(e$file, ":", e$line, ":", e$column)))

fails_as("NA in an option", "doorstroom_usage_error", ds_tally("proef", indicator = NA_character_))
fails_as("a function as an option", "doorstroom_usage_error", ds_tally("proef", indicator = mean))
fails_as("negative threads", "doorstroom_usage_error", ds_tally("proef", threads = -1))
fails_as("serve waits for ever and is not asked this way", "doorstroom_usage_error", ds_ask(c("serve", "proef")))
e <- fails_as("a table that is missing", "doorstroom_error", as.data.frame(quiet(ds_tally("proef", indicator = "vsv")), table = "niets"))
fails_as("a table of another name", "doorstroom_error", ds_ask(c("describe", "arrow:y"), tables = list(x = data.frame(a = 1))))

# A refused import keeps its report.
quiet(ds_delivery("kapot", "inschrijving-2022", data.frame(persoon = 1:3, schooljaar = "tweeduizend", soort = "mbo", niveau = 2)))
e <- fails_as("an import that is refused", "doorstroom_input_error", ds_import("kapot"))
check("has its report", is.null(e$answer) || inherits(e$answer, "ds_answer"))

# Beside the answer.
said <- list()
invisible(withCallingHandlers(ds_tally("proef", indicator = "vsv"), message = function(m) {
    said[[length(said) + 1L]] <<- m
    invokeRestart("muffleMessage")
}))
check("what the program puts beside its answer are messages", length(said) > 1L && all(vapply(said, inherits, NA, "doorstroom_message")))
check("a line each", all(lengths(strsplit(vapply(said, conditionMessage, ""), "\n")) == 1L))

# All that the command line says beside csv, and nothing else, whatever is taken of the answer.
program <- Sys.getenv("DOORSTROOM")
beside_of <- function(expression) {
    lines <- character()
    withCallingHandlers(expression, warning = function(w) {
        if (inherits(w, "doorstroom_warning")) lines <<- c(lines, conditionMessage(w))
        invokeRestart("muffleWarning")
    }, message = function(m) {
        if (inherits(m, "doorstroom_message")) lines <<- c(lines, sub("\n$", "", conditionMessage(m)))
        invokeRestart("muffleMessage")
    })
    lines
}
beside_program <- function(words) {
    err <- tempfile()
    on.exit(unlink(err))
    system2(program, shQuote(c(words, "--format", "csv", "--lang", "en")), stdout = FALSE, stderr = err)
    readLines(err, encoding = "UTF-8")
}
quiet(ds_delivery("diplomaloos", "inschrijving", data.frame(persoon = rep(1:20, 2), schooljaar = rep(2022:2023, each = 20), soort = "mbo",
                                                       niveau = 2, leeftijd = rep(17:18, each = 20))))
quiet(ds_import("diplomaloos"))
ever <- ds_yaml("indicators:", "  - id: ooit", "    name: Ooit", "    name_en: Ever", "    population: soort = 'mbo'",
                "    event: not ever(startkwalificatie)")
writeLines(unclass(ever), "ooit.yaml")
if (nzchar(program)) {
    same <- function(what, lines, words) check(what, length(lines) > 0L && identical(lines, beside_program(words)))
    same("that diplomas were not delivered", beside_of(ds_tally("diplomaloos", definitions = ever, indicator = "ooit", lang = "en")),
         c("tally", "diplomaloos", "--definitions", "ooit.yaml", "--indicator", "ooit"))
    same("that a class is not there, and years were left out", beside_of(ds_tally("proef", indicator = "vsv", by = "ses", keep = "ses: 1,2", lang = "en")),
         c("tally", "proef", "--indicator", "vsv", "--by", "ses", "--keep", "ses: 1,2"))
    check("a list of what is kept is one", identical(
        quiet(ds_tally("proef", indicator = "vsv", by = "ses", keep = c("ses: 1", "2")))[[1L]],
        quiet(ds_tally("proef", indicator = "vsv", by = "ses", keep = "ses: 1; 2"))[[1L]]))
    same("of a table to be chosen", beside_of(ds_tally("proef", by = "standaard", indicator = "vsv", table = "vsv_rmc_regio", lang = "en")),
         c("tally", "proef", "--by", "standaard", "--indicator", "vsv", "--table", "vsv_rmc_regio"))
}
fails_as("a list with the mark of lists in it", "doorstroom_usage_error", ds_tally("proef", indicator = "vsv", by = c("niveau", "a,b")))

# Progress, and stopping: the question ends where R is interrupted, and the next one goes on.
seen <- 0L
quiet(ds_simulate("groot", persons = 20000, progress = function(share, text) seen <<- seen + 1L))
check("progress may be a function", is.integer(seen))
interrupted <- tryCatch(ds_simulate("nooit", persons = 3e6, progress = function(share, text) tools::pskill(Sys.getpid(), tools::SIGINT)),
                        interrupt = function(i) "interrupted")
check("an interrupt is an interrupt", identical(interrupted, "interrupted"))
stopped <- tryCatch(ds_simulate("nooit", persons = 3e6, progress = function(share, text) stop("genoeg")), error = conditionMessage)
check("an error in progress ends the question", identical(stopped, "genoeg"))
check("nothing half done is left", !any(grepl("[.]csv$", list.files("nooit", recursive = TRUE))))
check("and the next question is answered", inherits(quiet(ds_tally("proef", indicator = "vsv")), "ds_tally"))
# Two questions at once, as who calls R from elsewhere may have: one is stopped, the other is answered.
begin <- function(...) .Call(doorstroom:::C_job_begin, c(...), 1L, c(1L, 100L), NULL, list())
one <- begin("simulate", "nooit", "--persons", "3000000")
two <- begin("simulate", "beide", "--persons", "20000", "--seed", "5")
invisible(.Call(doorstroom:::C_job_wait, one, 0.05))
invisible(.Call(doorstroom:::C_job_stop, one))
came <- .Call(doorstroom:::C_job_answer, one)
check("the one that was stopped says so", identical(came$error$en, "it was asked to stop"))
while (!is.null(.Call(doorstroom:::C_job_wait, two, 0.1))) NULL
came <- .Call(doorstroom:::C_job_answer, two)
quiet(ds_simulate("alleen", persons = 20000, seed = 5))
sums <- function(folder) unname(tools::md5sum(list.files(file.path(folder, "leveringen"), full.names = TRUE)))
check("and the other is whole", is.null(came$error) && length(sums("beide")) > 3L && identical(sums("beide"), sums("alleen")))
bar <- utils::capture.output(quiet(ds_simulate("groot", persons = 20000, progress = TRUE)), type = "message")
check("a bar on standard error does no harm", is.character(bar))

setwd(old)
unlink(folder, recursive = TRUE)
done()
