import { FpEnv } from './environment';

/** One operation in progress: its environment, and the exceptions raised so far. */
export class FloatContext {
  /** FpFlag bits. */
  flags = 0;
  /** FpEnv bits. */
  env = 0;

  begin(env: number): void {
    this.env = env;
    this.flags = 0;
  }
  raise(flag: number): void {
    this.flags |= flag;
  }
  has(bit: number): boolean {
    return (this.env & bit) !== 0;
  }
  get rounding(): number {
    return this.env & FpEnv.rounding;
  }
}
