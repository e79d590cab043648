/** Contents of D registers that recorded cases start from: lists that repeat over D0–D31, most telling numbers first. */
const lists = {
  /** Integers of all lane sizes: limits, neighbours of limits, shift amounts. */
  ints: [
    0x7fff8000_80007f80n,
    0x80000000_7fffffffn,
    0x00ff01fe_ff007f81n,
    0x12345678_9abcdef0n,
    0xffffffff_00000001n,
    0x8000000000000000n,
    0x0102fd05_f907f60bn,
    0x00000000_0000ffffn,
    0x7fffffffffffffffn,
    0xfe0302ff_0805fbf8n,
    0x55aa33cc_0ff0c35an,
  ],
  /** Pairs of ordinary single-precision numbers, and integers as such. */
  singles: [
    0x40490fdb_3f800000n,
    0xc0200000_3eaaaaabn,
    0x447a0000_42c80001n,
    0xbf000000_3dcccccdn,
    0x4effffff_cf000000n,
    0x2f7ffffe_50123456n,
    0x3f800001_3f7fffffn,
    0x41b80000_c1b80000n,
    0x00000007_fffffff9n,
    0x7f000001_01000003n,
    0x3fb504f3_bfb504f3n,
  ],
  /** Zeros, infinities, NaNs, denormals and limits of single precision. */
  special: [
    0x7f800000_00000000n,
    0x80000000_ff800000n,
    0x7fc12345_7f812345n,
    0x00000001_807fffffn,
    0x7f7fffff_00800000n,
    0xff7fffff_80800000n,
    0x7fc00000_3f800000n,
    0x00400000_7e800000n,
    0xffc00001_c0000000n,
    0x33800000_b3800000n,
    0x477fe000_477ff000n,
  ],
  /** Double-precision numbers, ordinary and not. */
  doubles: [
    0x400921fb54442d18n,
    0x3ff0000000000000n,
    0xbfe5555555555555n,
    0x7ff0000000000000n,
    0x0000000000000001n,
    0x7ff8000000012345n,
    0x7ff4000000000001n,
    0x41dfffffffc00000n,
    0xc1e0000000200000n,
    0x7fefffffffffffffn,
    0x0010000000000000n,
    0x36a0000000000001n,
    0x8000000000000000n,
  ],
} as const;

/** Name of a state that recorded cases start from. */
export type StateName = keyof typeof lists;

/** D0–D31 of a state, as 64-bit numbers. */
export const vectorState = (name: StateName): readonly bigint[] =>
  Array.from({ length: 32 }, (_, n) => lists[name][n % lists[name].length]!);

/** Core register n (0–12) of every state. */
export const coreState = (n: number): number => (0x0923_4581 * (n + 1)) >>> 0;
