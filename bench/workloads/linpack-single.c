/* Dense linear equations in single precision. */
#define REAL float
#define NAME "linpack-single"
#define MIX mix_float
#include "linpack.inc"
