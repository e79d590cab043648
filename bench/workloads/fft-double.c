/* Fast Fourier transform of 4096 points in double precision. */
#define REAL double
#define NAME "fft-double"
#define MIX mix_double
#include "fft.inc"
