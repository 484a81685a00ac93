/* base/chance.h: the distributions that tests and intervals need, by GSL's functions that take no
 * memory and cannot stop the program (tests/build/check_binaries). NAN for what is not finite. */
#ifndef DS_BASE_CHANCE_H
#define DS_BASE_CHANCE_H

/* Of a value at least this far from 0, on either side; df above 0, infinite is the normal. */
double ds_chance_normal(double z);
double ds_chance_t(double t, double df);
/* Of a value at least this large; df above 0. */
double ds_chance_above(double z);
double ds_chance_f(double f, double df1, double df2);
double ds_chance_chi_square(double x, double df);
/* Below which a share of p lies, 0 < p < 1. */
double ds_chance_normal_quantile(double p);
double ds_chance_t_quantile(double p, double df);

#endif
