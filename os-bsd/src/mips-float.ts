/**
 * Where float register n lies among the words of the CPU's 64-bit registers while each of them holds a pair of 32-bit ones
 * (Status.FR = 0, as o32 programs have it).
 */
export const pairedWord = (n: number): number => 2 * (n & ~1) + (n & 1);
