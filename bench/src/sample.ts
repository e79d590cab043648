import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellingLine } from './process';
import type { Command } from './runner';

/** What one run of a command, or of several in sequence, cost and gave. */
export interface Sample {
  /** Seconds of wall time. */
  readonly wall: number;
  /** Seconds of processor time, user and system, of all threads and waited-for children. */
  readonly cpu: number;
  /** Largest resident set in KiB. */
  readonly resident: number;
  /** SHA-256 over all output and the product, for comparison. */
  readonly digest: string;
  /** The start of the output, for humans. */
  readonly output: string;
}

/** Starts commands through the measuring helper. */
export class Sampler {
  private readonly stem = join(tmpdir(), `anyuser-bench-${process.pid}`);

  /**
   * @param measure path of the compiled `tools/measure.c`
   * @param timeout milliseconds that one command may take
   */
  constructor(
    private readonly measure: string,
    private readonly timeout: number,
  ) {}

  /**
   * Runs commands one after another as one sample.
   *
   * @param product file that they write; part of the digest, removed before
   * @throws Error with one sentence if a command fails, is killed or takes too long
   */
  async run(commands: readonly Command[], product?: string): Promise<Sample> {
    const hash = createHash('sha256');
    let wall = 0;
    let cpu = 0;
    let resident = 0;
    let output = '';
    if (product !== undefined) rmSync(product, { force: true });
    for (const command of commands) {
      const cost = await this.once(command);
      const text = readFileSync(`${this.stem}.out`);
      hash.update(text);
      output += text.subarray(0, 200).toString('latin1');
      wall += cost[0];
      cpu += cost[1] + cost[2];
      resident = Math.max(resident, cost[3]);
      if (cost[4] !== 0) {
        const said = tellingLine(readFileSync(`${this.stem}.err`, 'latin1'));
        throw new Error(`exit status ${cost[4]}${said === '' ? '' : `: ${said}`}`);
      }
    }
    if (product !== undefined) {
      if (!existsSync(product)) throw new Error(`${product} was not written`);
      hash.update(readFileSync(product));
    }
    return { wall: wall / 1e6, cpu: cpu / 1e6, resident, digest: hash.digest('hex'), output };
  }

  /** Removes the files that held the output. */
  dispose(): void {
    for (const suffix of ['out', 'err', 'cost']) rmSync(`${this.stem}.${suffix}`, { force: true });
  }

  private async once(command: Command): Promise<number[]> {
    // Output goes to files, so that reading it takes no processor time from the measured program.
    const files = [
      openSync(command.input ?? '/dev/null', 'r'),
      openSync(`${this.stem}.out`, 'w'),
      openSync(`${this.stem}.err`, 'w'),
      openSync(`${this.stem}.cost`, 'w'),
    ];
    try {
      const late = await new Promise<boolean>((resolve, reject) => {
        const child = spawn(this.measure, [command.file, ...command.arguments], {
          stdio: files,
          detached: true,
          env: { ...process.env, ...command.environment },
        });
        let expired = false;
        const timer = setTimeout(() => {
          expired = true;
          // The whole group: the helper, the emulator and what it started.
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        }, this.timeout);
        child.on('error', reject);
        child.on('close', () => {
          clearTimeout(timer);
          resolve(expired);
        });
      });
      if (late) throw new Error(`no end after ${this.timeout / 1000} s`);
    } finally {
      for (const file of files) closeSync(file);
    }
    const cost = readFileSync(`${this.stem}.cost`, 'latin1').trim().split(' ').map(Number);
    if (cost.length !== 5) throw new Error(`${command.file} could not be started`);
    return cost;
  }
}
