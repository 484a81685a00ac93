# deliveries.R: data frames as deliveries: the register is that of the csv; labelled columns are
# understood as the program's reader of SPSS does.
source("support/harness.R")
options(doorstroom.progress = FALSE)
folder <- tempfile("leveringen")
dir.create(folder)
old <- setwd(folder)
made_register("proef", persons = 500)

read_delivery <- function(name) utils::read.csv(file.path("proef", "leveringen", name), na.strings = "", encoding = "UTF-8",
                                                colClasses = "character", check.names = FALSE)
for (name in list.files("proef/leveringen", "[.]csv$")) ds_delivery("nieuw", name, read_delivery(name))
others <- list.files("proef/leveringen", full.names = TRUE)
others <- others[!grepl("[.]csv$", others)]
if (length(others) > 0L) invisible(file.copy(others, "nieuw/leveringen"))
for (name in c("doorstroom.yaml", "definities", "codes"))
    if (file.exists(file.path("proef", name))) invisible(file.copy(file.path("proef", name), "nieuw", recursive = TRUE))
quiet(ds_import("nieuw"))
count <- function(folder) quiet(ds_tally(folder, indicator = "vsv", by = "leerweg"))[["cellen"]]
check("data frames give the register of the csv", nrow(count("proef")) > 0L && identical(count("proef"), count("nieuw")))
check("a delivery is its owner's alone", all(as.integer(file.mode(list.files("nieuw/leveringen", full.names = TRUE)) & "077") == 0L))

# The same enrolments three times: words, labelled numbers, labelled texts.
people <- data.frame(persoon = 1001:1006, schooljaar = 2022L, soort = "mbo", niveau = c(2L, 2L, 3L, 4L, 4L, 1L),
                     leerweg = c("bol", "bbl", "bol", "bbl", "bol", "bol"), instelling = "91AA",
                     gemeente = "x", leeftijd = 17L)
people$gemeente <- NULL
diploma <- data.frame(persoon = integer(), schooljaar = integer(), soort = character(), niveau = integer())
lab <- function(x, labels, spss = FALSE, ...) structure(x, labels = labels, ..., class = c(if (spss) "haven_labelled_spss", "haven_labelled", "vctrs_vctr", typeof(x)))
put <- function(folder, enrolments) {
    ds_delivery(folder, "inschrijving-2022", enrolments)
    ds_delivery(folder, "diploma", diploma)
    quiet(ds_import(folder))
    quiet(ds_tally(folder, definitions = ds_yaml(
        "indicators:", "  - id: aantal", "    name: Aantal", "    name_en: Number", "    population: ingeschreven",
        "    event: leeftijd < 18"), by = c("soort", "niveau", "leerweg", "instelling")))[["cellen"]]
}
words <- put("woorden", people)
check("there are enrolments", nrow(words) >= 5L && sum(words$noemer) == 6L)

numbers <- people
numbers$soort <- lab(rep(7, 6), c(mbo = 7, hbo = 8))
numbers$leerweg <- lab(c(1, 2, 1, 2, 1, 1), c(bol = 1, bbl = 2, extraneus = 3))
numbers$niveau <- lab(c(2, 2, 3, 4, 4, 1), c("niveau twee" = 2, "niveau drie" = 3)) # our codes: the number
check("a number with a label is the label where it is no code of ours", identical(put("nummers", numbers), words))
check("by the reader of SPSS", file.exists("nummers/leveringen/inschrijving-2022.sav") && !file.exists("nummers/leveringen/inschrijving-2022.csv"))

texts <- people
texts$leerweg <- lab(c("A", "B", "A", "B", "A", "A"), c(bol = "A", bbl = "B"))
texts$instelling <- lab(people$instelling, c("een school" = "91AA")) # in a column of words a text is itself
check("labels of texts", identical(put("teksten", texts), words))
long <- people
long$leerweg <- lab(ifelse(people$leerweg == "bol", "beroepsopleidend", "beroepsbegeleidend"), c(bol = "beroepsopleidend", bbl = "beroepsbegeleidend"))
check("labels of long texts", identical(put("lang", long), words))

for (size in c(255L, 256L, 504L, 505L, 1000L)) {
    very <- long
    fill <- function(text) paste0(strrep("\u00e9", (size - nchar(text)) %/% 2L), strrep("x", (size - nchar(text)) %% 2L), text)
    very$leerweg <- lab(fill(c(long$leerweg)), c(bol = fill("beroepsopleidend"), bbl = fill("beroepsbegeleidend")))
    check(paste("and of texts of", size, "bytes"), all(nchar(very$leerweg, "bytes") == size) && identical(put(paste0("heel", size), very), words))
}
beside <- numbers
beside$opmerking <- c(strrep("z", 700), NA, "", "kort", strrep("\u20ac", 400), "y")
beside$na <- 1:6
check("a long text beside labelled columns", identical(put("opmerking", beside), words))
read <- utils::read.csv(text = ds_text(quiet(ds_relate(data = "opmerking/leveringen/inschrijving-2022.sav", x = "na", y = "niveau", method = "pearson")), "csv"))
check("and what stands behind it is read", isTRUE(all.equal(read$estimate, stats::cor(1:6, people$niveau))))

missing <- people
missing$leerweg <- lab(c(1, 2, 9, 9, 1, 1), c(bol = 1, bbl = 2, geweigerd = 9), TRUE, na_values = 9)
blank <- people
blank$leerweg[3:4] <- NA
check("values of SPSS that mean missing are missing", identical(put("ontbreekt", missing), put("leeg", blank)))

mixed <- numbers
mixed$datum <- as.Date("2022-10-01")
mixed$moment <- as.POSIXct("2022-10-01 10:00:00", tz = "UTC")
mixed$vlag <- c(TRUE, NA)
mixed$naam <- factor("\u00e9\u00e9n")
check("other columns beside labelled ones", identical(put("gemengd", mixed), words))
seen <- quiet(ds_describe("gemengd/leveringen/inschrijving-2022.sav"))
check("the file has its names, labels and dates", all(c("persoon", "datum", "vlag") %in% unlist(lapply(seen, function(t) unlist(lapply(t, as.character))))))
for (form in c(".sav", ".parquet", ".CSV.GZ")) {
    there <- file.path("vormen/leveringen", paste0("inschrijving-2022", form))
    dir.create(dirname(there), FALSE, TRUE)
    invisible(file.create(there))
    e <- fails_as(paste("another form of the same delivery,", form), "doorstroom_input_error", ds_delivery("vormen", "inschrijving-2022", people))
    check("it is named and stays", grepl(basename(there), conditionMessage(e), fixed = TRUE) && identical(list.files(dirname(there)), basename(there)))
    unlink(there)
}
ds_delivery("vormen", "inschrijving-2022", people)
e <- fails_as("labelled columns beside a csv", "doorstroom_usage_error", ds_delivery("vormen", "inschrijving-2022", numbers))
check("the csv stays", grepl("inschrijving-2022.csv", conditionMessage(e), fixed = TRUE) && identical(list.files("vormen/leveringen"), "inschrijving-2022.csv"))
ds_delivery("vormen", "inschrijving-2022.csv", people[1:2, ])
check("the same form is replaced", length(readLines("vormen/leveringen/inschrijving-2022.csv")) == 3L)

# With data = the values count, as with a file of SPSS.
pupils <- made_pupils()
labelled <- pupils
labelled$mee <- lab(as.numeric(pupils$mee), c(nee = 0, ja = 1))
ask <- function(data) quiet(ds_match(data = data, treatment = "mee", outcome = "y", factors = "groep"))[["uitkomsten"]]
check("data = takes the values of labelled columns", identical(ask(pupils), ask(labelled)))

fails_as("a name with a slash", "doorstroom_usage_error", ds_delivery("nieuw", "../x", people))
fails_as("no data frame", "doorstroom_usage_error", ds_delivery("nieuw", "inschrijving-2023", 1:3))
e <- fails_as("too long a text beside labels", "doorstroom_usage_error",
              ds_delivery("nieuw", "inschrijving-2030", data.frame(leerweg = I(lab(1, c(bol = 1))), naam = strrep("x", 33000))))
check("the column and the limit are named", grepl("naam", conditionMessage(e), fixed = TRUE) && grepl("32767", conditionMessage(e), fixed = TRUE))
check("nothing is left of what failed", !any(grepl("2030[.]sav|delivery", list.files("nieuw/leveringen", all.files = TRUE))))

wide_name <- structure(list(lab(1, c(bol = 1)), 1), names = c("leerweg", strrep("\u00e9", 33L)), class = "data.frame", row.names = 1L)
e <- fails_as("too long a name beside labels", "doorstroom_usage_error", ds_delivery("smal", "inschrijving-2023", wide_name))
check("the message names it", grepl(strrep("\u00e9", 33L), e$nl, fixed = TRUE) && grepl("64 bytes", e$en))
names(wide_name)[2L] <- strrep("\u00e9", 32L)
ds_delivery("breed", "inschrijving-2023", wide_name)
check("one of 64 bytes is read", any(grepl(strrep("\u00e9", 32L), ds_text(quiet(ds_describe("breed/leveringen/inschrijving-2023.sav")), "csv",
      names(quiet(ds_describe("breed/leveringen/inschrijving-2023.sav")))[1L]), fixed = TRUE)))

setwd(old)
unlink(folder, recursive = TRUE)
done()
