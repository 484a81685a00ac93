# bench/effect.R ROWS BANDWIDTH: the ATT of 'doorstroom-bench effect' in plain R, for bench/run --effect.
#
# Three ways, each as someone who knows R would write it without a package for matching:
#   rows        one row a person: glm, then for each treated person the kernel over all controls
#   grouped     one row a pattern of covariates: glm on counts, then one kernel matrix a school year;
#               adding the persons up to patterns beforehand is not timed, as with ours
#   continuous  as rows, with a score that is different for everybody
# Epanechnikov kernel, controls of the same school year only, a logit with an intercept for each school
# year. Prints 'name value' lines: seconds by the clock and of the processor, and the
# estimate, in the form of doorstroom-bench.
arguments <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(arguments[1])
bandwidth <- as.numeric(arguments[2])
tight <- glm.control(epsilon = 1e-14, maxit = 50)
factors <- c("geslacht", "leeftijd", "migratieachtergrond", "advies", "schooljaar")
rows[factors] <- lapply(rows[factors], factor)

kernel <- function(distance) pmax(1 - (distance / bandwidth)^2, 0) # times 3/4: falls out of a mean

say <- function(name, value) cat(name, " ", sprintf("%.17g", value), "\n", sep = "")

measure <- function(name, estimate) {
  took <- system.time(att <- estimate())
  say(paste0(name, "_seconds"), took[["elapsed"]])
  say(paste0(name, "_cpu"), took[["user.self"]] + took[["sys.self"]])
  say(paste0(name, "_att"), att)
}

# For each treated person his outcome less the controls' weighted mean; who has none is off support.
row_by_row <- function(score) {
  effects <- numeric(0)
  for (year in levels(rows$schooljaar)) {
    treated <- which(rows$treated == 1 & rows$schooljaar == year)
    control <- which(rows$treated == 0 & rows$schooljaar == year)
    score_control <- score[control]
    outcome_control <- rows$outcome[control]
    for (i in treated) {
      weight <- kernel(score_control - score[i])
      effects <- c(effects, rows$outcome[i] - sum(weight * outcome_control) / sum(weight))
    }
  }
  mean(effects[is.finite(effects)])
}

by_rows <- function() {
  fit <- glm(treated ~ geslacht + leeftijd + migratieachtergrond + advies + schooljaar,
             family = binomial, data = rows, control = tight)
  row_by_row(fitted(fit))
}

continuous <- function() {
  fit <- glm(treated ~ geslacht + leeftijd + migratieachtergrond + advies + schooljaar + toets,
             family = binomial, data = rows, control = tight)
  row_by_row(fitted(fit))
}

rows$n <- 1
cells <- aggregate(cbind(n, outcome) ~ treated + geslacht + leeftijd + migratieachtergrond +
                     advies + schooljaar, data = rows, FUN = sum)

grouped <- function() {
  fit <- glm(treated ~ geslacht + leeftijd + migratieachtergrond + advies + schooljaar,
             family = binomial, data = cells, weights = n, control = tight)
  score <- fitted(fit)
  total <- 0
  persons <- 0
  for (year in levels(cells$schooljaar)) {
    treated <- which(cells$treated == 1 & cells$schooljaar == year)
    control <- which(cells$treated == 0 & cells$schooljaar == year)
    weight <- kernel(outer(score[treated], score[control], "-"))
    mean_control <- weight %*% cells$outcome[control] / weight %*% cells$n[control]
    on <- is.finite(mean_control)
    total <- total + sum((cells$outcome[treated] - cells$n[treated] * mean_control)[on])
    persons <- persons + sum(cells$n[treated][on])
  }
  total / persons
}

measure("rows", by_rows)
measure("grouped", grouped)
measure("continuous", continuous)
