import { spawn, spawnSync } from 'node:child_process';
import { models } from '@anyuser/arch-arm';
import { decodeOutcome, encodeCases, OUTCOME_WORDS, type Outcome, type TestCase } from './case';

/** Whether qemu-arm can be run. */
export const oracleAvailable = (qemu: string): boolean =>
  spawnSync(qemu, ['--version'], { stdio: 'ignore' }).status === 0;

const hasClrex = (cpu: string): boolean =>
  models.some(({ name, features }) => name === cpu && features.has('v6k'));

/** Runs cases under qemu-user: one process, which takes them one after another. */
export class Oracle {
  constructor(
    private readonly qemu: string,
    private readonly harness: string,
    /** CPU model, by QEMU's name. */
    private readonly cpu: string,
  ) {}

  /**
   * @returns one outcome for each case.
   * @throws Error where the harness did not survive.
   */
  run(cases: readonly TestCase[]): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.qemu, ['-cpu', this.cpu, this.harness], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', reject);
      child.stdin.on('error', () => {});
      child.on('close', (status, signal) => {
        const outcomes = decode(Buffer.concat(chunks));
        if (status === 0 && outcomes.length === cases.length) resolve(outcomes);
        else
          reject(
            new Error(
              `harness ended with ${signal ?? status} after ${outcomes.length} of ${cases.length} cases`,
            ),
          );
      });
      child.stdin.end(encodeCases(cases, hasClrex(this.cpu)));
    });
  }
}

function decode(bytes: Buffer): Outcome[] {
  const size = OUTCOME_WORDS * 4;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => {
    const words = new Uint32Array(OUTCOME_WORDS);
    for (let w = 0; w < OUTCOME_WORDS; w++) words[w] = bytes.readUInt32LE(i * size + w * 4);
    return decodeOutcome(words);
  });
}
