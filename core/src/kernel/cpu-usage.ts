/** Resources used, as getrusage tells. Times in nanoseconds. */
export interface CpuUsage {
  readonly user: number;
  readonly system: number;
}

export const NO_USAGE: CpuUsage = { user: 0, system: 0 };

/** Sum of two. */
export const addUsage = (a: CpuUsage, b: CpuUsage): CpuUsage => ({
  user: a.user + b.user,
  system: a.system + b.system,
});
