/* Dense linear equations in double precision. */
#define REAL double
#define NAME "linpack-double"
#define MIX mix_double
#include "linpack.inc"
