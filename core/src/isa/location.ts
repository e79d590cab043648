/**
 * A place in guest code: address and decoding mode. The mode holds everything that changes what the bytes mean and is
 * known before they run: instruction set (ARM/Thumb), IT state, floating-point environment. Bits are the architecture's.
 */
export interface Location {
  readonly pc: number;
  readonly mode: number;
}

/** A number that is different for every location; the key of block caches. pc and mode below 2^32 and 2^20. */
export const locationKey = (pc: number, mode: number): number => (pc >>> 0) + mode * 0x1_0000_0000;
