import { spawn, spawnSync } from 'node:child_process';
import { decodeOutcome, encodeCases, type Outcome, outcomeWords, swapAll, type TestCase } from './case';
import { type FuzzTarget, modelOf } from './target';

/** Whether a program of qemu-user can be run. */
export const oracleAvailable = (qemu: string): boolean =>
  spawnSync(qemu, ['--version'], { stdio: 'ignore' }).status === 0;

/** Runs cases under qemu-user: one process, which takes them one after another. */
export class Oracle {
  constructor(
    private readonly target: FuzzTarget,
    private readonly qemu: string,
    /** CPU model, by QEMU's name. */
    private readonly cpu: string,
  ) {}

  /**
   * @returns one outcome for each case.
   * @throws Error where the harness did not survive.
   */
  run(cases: readonly TestCase[]): Promise<readonly Outcome[]> {
    const { target, cpu } = this;
    const harness = target.harness(modelOf(target, cpu));
    return new Promise((resolve, reject) => {
      const child = spawn(this.qemu, ['-cpu', cpu, harness], { stdio: ['pipe', 'pipe', 'inherit'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', reject);
      child.stdin.on('error', () => {});
      child.on('close', (status, signal) => {
        const outcomes = this.decode(Buffer.concat(chunks));
        if (status === 0 && outcomes.length === cases.length) resolve(outcomes);
        else
          reject(
            new Error(
              `harness ended with ${signal ?? status} after ${outcomes.length} of ${cases.length} cases`,
            ),
          );
      });
      const words = encodeCases(cases, target.harnessFlag(modelOf(target, cpu)));
      if (target.architecture.bigEndian) swapAll(words);
      child.stdin.end(new Uint8Array(words.buffer));
    });
  }

  private decode(bytes: Buffer): Outcome[] {
    const { registers, architecture } = this.target;
    const size = outcomeWords(registers.length);
    return Array.from({ length: Math.floor(bytes.length / (size * 4)) }, (_, i) => {
      const words = new Uint32Array(size);
      for (let w = 0; w < size; w++) words[w] = bytes.readUInt32LE((i * size + w) * 4);
      return decodeOutcome(architecture.bigEndian ? swapAll(words) : words, registers.length);
    });
  }
}
