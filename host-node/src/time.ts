/** Nanoseconds as the seconds that Node's utimes takes: a double, so exact to about a quarter of a microsecond. */
export const seconds = (nanoseconds: bigint): number => {
  const whole = nanoseconds / 1_000_000_000n;
  return Number(whole) + Number(nanoseconds - whole * 1_000_000_000n) / 1e9;
};
