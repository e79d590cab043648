/* Fast Fourier transform of 4096 points in single precision. */
#define REAL float
#define NAME "fft-single"
#define MIX mix_float
#include "fft.inc"
