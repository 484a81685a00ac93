# questions.R: twenty questions, data frames of R among them, asked in R and of the program: the same csv to
# the byte, and each table as a data frame with the numbers of its csv to the last bit. The list that C, Python,
# R and the command line are all asked is not here: tests/golden/cases.txt, by tests/questions/run. Where no program is named by
# DOORSTROOM the first half is left out, and said.
source("support/harness.R")

program <- Sys.getenv("DOORSTROOM")
if (!nzchar(program)) cat("SKIPPED: no program named by DOORSTROOM: answers are not laid beside the command line\n")

# Its standard output, as bytes.
told_by_program <- function(words) {
    out <- tempfile()
    on.exit(unlink(out))
    code <- system2(program, shQuote(words), stdout = out, stderr = FALSE)
    text <- readChar(out, file.size(out), useBytes = TRUE)
    Encoding(text) <- "UTF-8"
    list(code = code, text = text)
}

# x: the answer in R; words: the same question of the command line.
ask_both <- function(what, x, words, main = attr(x, "main")) {
    check(paste(what, "has tables"), length(x) > 0L)
    for (id in names(x)) {
        differs <- beside_csv(x[[id]], ds_text(x, "csv", id))
        if (!is.null(differs)) cat(what, id, "differs in", differs, "\n")
        check(paste(what, id, "is its csv to the last bit"), is.null(differs))
    }
    if (!nzchar(program)) return(invisible())
    told <- told_by_program(c(words, "--format", "csv", "--lang", "en", if (length(main)) c("--table", main)))
    check(paste(what, "is the program's csv"), nzchar(told$text) && identical(told$text, ds_text(x, "csv", main)))
}

folder <- tempfile("vragen")
dir.create(folder)
old <- setwd(folder)
home <- "proef"
made_register(home)
options(doorstroom.lang = "en", doorstroom.progress = FALSE)

pupils <- made_pupils()
sites <- made_before_after()
durations <- made_durations()
answers <- made_survey()
for (name in c("pupils", "sites", "durations", "answers")) write_csv(get(name), paste0(name, ".csv"))

ask_both("tally", quiet(ds_tally(home, indicator = "vsv", by = c("niveau", "leerweg"), years = 2021:2022,
                                 compare = "vorig", totals = "leerweg;")),
         c("tally", home, "--indicator", "vsv", "--by", "niveau,leerweg", "--years", "2021-2022", "--compare", "vorig",
           "--totals", "leerweg;"))
ask_both("flows", quiet(ds_flows(home, years = 2022, by = "geslacht")),
         c("flows", home, "--years", "2022", "--by", "geslacht"))
ask_both("gap", quiet(ds_gap(home, indicator = "vsv", attribute = "migratieachtergrond", by = "leerweg", years = 2022:2023)),
         c("gap", home, "--indicator", "vsv", "--attribute", "migratieachtergrond", "--by", "leerweg", "--years", "2022-2023"))
ask_both("risk", quiet(ds_risk(home, indicator = "mbo_laag_niveau", attributes = c("niveau", "leerweg", "geslacht"), depth = 2)),
         c("risk", home, "--indicator", "mbo_laag_niveau", "--attributes", "niveau,leerweg,geslacht", "--depth", "2"))
ask_both("expected", quiet(ds_expected(home, indicator = "vsv", covariates = c("niveau", "leerweg"),
                                       institution_effects = TRUE, minimum = 20, year = 2022)),
         c("expected", home, "--indicator", "vsv", "--covariates", "niveau,leerweg", "--institution-effects",
           "--minimum", "20", "--year", "2022"))
ask_both("monitor", quiet(ds_monitor(home, tabel = c("T7.1", "T4.1", "F4.6"))),
         c("monitor", home, "--tabel", "T7.1,T4.1,F4.6"))
ask_both("routes", quiet(ds_routes(home)), c("routes", home))
ask_both("compare", quiet(ds_compare(home, indicator = c("vsv", "uitstroom_diploma"))),
         c("compare", home, "--indicator", "vsv,uitstroom_diploma"))
person <- utils::read.csv(file.path(home, "leveringen", "inschrijving-2022.csv"), colClasses = "character", nrows = 40L)
person <- person$persoon[person$soort == "mbo"][1L]
ask_both("why", quiet(ds_why(home, indicator = "vsv", person = person)),
         c("why", home, "--indicator", "vsv", "--person", person))
ask_both("define", quiet(ds_define(columns = TRUE)), c("define", "--columns"))

evaluation <- ds_yaml("
evaluations:
  - id: basis
    name: Basis naast kader
    name_en: Basic beside advanced
    population: soort = 'vmbo' and leerjaar = 3 and leerweg in ('bb', 'kb', 'gl')
    cohorten: 2014-2022
    treated: leerweg = 'bb'
    controls: leerweg = 'kb'
    covariates: [geslacht, leeftijd]
    exact: [schooljaar]
    locations: [instelling, vestiging]
    outcomes:
      - {id: weg, name: Niet meer ingeschreven, name_en: Not enrolled, years: 1-4, event: 'not ingeschreven[t+k]'}
")
writeLines(unclass(evaluation), "evaluatie.yaml")
effects <- quiet(ds_effect(home, definitions = evaluation, replicates = 60))
ask_both("effect", effects, c("effect", home, "--definitions", "evaluatie.yaml", "--replicates", "60"))

# A data frame in place of the file: the columns go over as they are.
ask_both("match", quiet(ds_match(data = pupils, treatment = "mee", outcome = c("y", "z"), covariates = "score", factors = "groep")),
         c("match", "--data", "pupils.csv", "--treatment", "mee", "--outcome", "y,z", "--covariates", "score", "--factors", "groep"))
ask_both("did", quiet(ds_did(data = sites, unit = c("school", "locatie"), time = "jaar", treatment = "mee", outcome = "y",
                             count = "n", replicates = 100)),
         c("did", "--data", "sites.csv", "--unit", "school,locatie", "--time", "jaar", "--treatment", "mee", "--outcome", "y",
           "--count", "n", "--replicates", "100"))
ask_both("duration", quiet(ds_duration(data = durations, time = "jaar", cause = "einde", none = "bezig", treatment = "mee", cluster = "school")),
         c("duration", "--data", "durations.csv", "--time", "jaar", "--cause", "einde", "--none", "bezig", "--treatment", "mee", "--cluster", "school"))
ask_both("relate", quiet(ds_relate(data = pupils, x = "score", y = "y", method = "pearson")),
         c("relate", "--data", "pupils.csv", "--x", "score", "--y", "y", "--method", "pearson"))
ask_both("survey", quiet(ds_survey(data = answers, value = "stress", weight = "gewicht", cluster = "instelling", strata = "grootte",
                                   fpc = c("instellingen", "studenten"), by = "niveau", compare = "niveau", event = "ja")),
         c("survey", "--data", "answers.csv", "--value", "stress", "--weight", "gewicht", "--cluster", "instelling", "--strata", "grootte",
           "--fpc", "instellingen,studenten", "--by", "niveau", "--compare", "niveau", "--event", "ja"))

enrolments <- utils::read.csv(file.path(home, "leveringen", "inschrijving-2023.csv"), colClasses = "character", nrows = 400L,
                              encoding = "UTF-8", na.strings = "")
write_csv(enrolments, "bron.csv")
codes <- data.frame(brin = c(enrolments$instelling[1:3], "99ZZ"), vestiging = c(enrolments$vestiging[1:3], "00"))
write_csv(codes, "codes.csv")
ask_both("link", quiet(ds_link("codes.csv", "bron.csv", on = "brin=instelling,vestiging")),
         c("link", "codes.csv", "bron.csv", "--on", "brin=instelling,vestiging"))

same <- quiet(ds_link(codes, enrolments, on = "brin=instelling,vestiging"))
own <- quiet(ds_link("codes.csv", "bron.csv", on = "brin=instelling,vestiging"))
check("link counts data frames as it counts their files", nrow(own[[1L]]) > 0L && identical(same[[1L]], own[[1L]]))

exams <- c("INSTELLINGSCODE;VESTIGINGSCODE;ONDERWIJSTYPE VO;OPLEIDINGSNAAM;EXAMENKANDIDATEN SCHOOLJAAR 2021-2022 - MAN;GESLAAGDEN SCHOOLJAAR 2021-2022 - MAN;SLAAGPERC SCHOOLJAAR 2021-2022 - MAN;EXAMENKANDIDATEN SCHOOLJAAR 2021-2022 - VROUW;GESLAAGDEN SCHOOLJAAR 2021-2022 - VROUW;SLAAGPERC SCHOOLJAAR 2021-2022 - VROUW;EXAMENKANDIDATEN SCHOOLJAAR 2021-2022 - TOTAAL;GESLAAGDEN SCHOOLJAAR 2021-2022 - TOTAAL;SLAAGPERC SCHOOLJAAR 2021-2022 - TOTAAL",
           "01AB;01AB00;HAVO;HAVO - N&T;<5;<5;100;9;8;88.9;11;10;90.9",
           "02CD;02CD01;VWO;VWO - C&M;6;6;100;7;7;100;14;13;92.9")
writeLines(exams, "examens.csv")
ask_both("open", quiet(ds_open("examens.csv", by = c("onderwijstype", "geslacht"))),
         c("open", "examens.csv", "--by", "onderwijstype,geslacht"))

published <- data.frame(niveau = c("1", "2", "3", "totaal"), aantal = c(10L, 20L, 30L, 66L), check.names = FALSE)
write_csv(published, "tabel.csv")
ask_both("audit", quiet(ds_audit("tabel.csv")), c("audit", "tabel.csv"))

parts <- lapply(1:2, function(i) quiet(ds_tally(home, indicator = "vsv", by = "leerweg", part = paste0(i, "/2"))))
for (i in 1:2) writeLines(ds_text(parts[[i]], "json"), sprintf("deel%d.json", i), useBytes = TRUE)
ask_both("merge", quiet(ds_merge(parts[[1L]], parts[[2L]])), c("merge", "deel1.json", "deel2.json"))

# Nor is what R prints a number with.
with_mark <- function(mark) {
    before <- options(OutDec = mark)
    on.exit(options(before))
    list(quiet(ds_monitor(home, tabel = "F4.1", banden = c(20.25, 40)))[[1L]],
         quiet(ds_match(data = pupils, treatment = "mee", outcome = "y", factors = "groep", bandwidth = 0.0625))[["uitkomsten"]])
}
check("a decimal comma in R changes nothing", identical(with_mark("."), with_mark(",")))
check("and warns of nothing", is.null(caught(local({
    before <- options(OutDec = ",")
    on.exit(options(before))
    doorstroom:::.number_word(0.06)
}))))

# The number of threads is nobody's business.
with_threads <- function(n) list(
    quiet(ds_tally(home, indicator = "vsv", by = "instelling", threads = n))[["cellen"]],
    quiet(ds_effect(home, definitions = evaluation, replicates = 60, threads = n))[["uitkomsten"]],
    quiet(ds_match(data = pupils, treatment = "mee", outcome = "y", factors = "groep", threads = n))[["uitkomsten"]])
check("one thread and two give the same", identical(with_threads(1L), with_threads(2L)))

setwd(old)
unlink(folder, recursive = TRUE)
done()
