# verbs.R: the commands. What each takes and does is said by the library (ds_help), and by no table
# here: an option that it learns is an option here the same day.

.evaluations <- c("effect", "match", "did")

.verbs <- c("import", "tally", "why", "compare", "report", "run", "monitor", "routes", "maand", "split",
            "gather", "merge", "open", "link", "effect", "match", "did", "duration", "survey", "flows", "gap",
            "relate", "risk", "expected", "process", "audit", "define", "formulier", "key", "describe",
            "forget", "simulate", "demo")

.verb <- function(verb) {
    force(verb)
    function(..., lang = NULL, threads = getOption("doorstroom.threads", 0L),
             progress = getOption("doorstroom.progress", interactive()))
        .ask_verb(verb, list(...), .symbols(substitute(list(...))), lang, threads, progress, sys.call())
}

for (.name in .verbs) assign(paste0("ds_", .name), .verb(.name))
rm(.name)
