/** The commands `npm run fuzz:arm` and `fuzz:mips`: the differential CPU test. */
import { type Engine, Interpreter, JitEngine } from '@anyuser/core';
import { describeState } from './compare';
import { explain } from './explain';
import { randomCase } from './generate';
import { FUZZ_USAGE, type FuzzOptions, parseFuzzOptions } from './options';
import { Oracle, oracleAvailable } from './oracle';
import { Random } from './random';
import { compareAll, type Difference, reduceAll } from './reduce';
import { Subject } from './subject';
import { type FuzzTarget, modelOf } from './target';

function report(target: FuzzTarget, { test, lines }: Difference): void {
  console.log(`\n--- ${target.modes[test.mode]}, ${test.block.length} instruction(s)`);
  for (const each of test.block)
    console.log(
      `  ${each.word.toString(16).padStart(each.bytes * 2, '0')}  ${target.disassemble(each, test.mode)}   (${each.name})`,
    );
  for (const line of [...describeState(target, test), ...lines]) console.log(`  ${line}`);
}

async function run(options: FuzzOptions): Promise<number> {
  const random = new Random(options.seed);
  const { target, sets, filter, cpu } = options;
  const encodings = target.encodings(random, { sets, filter, model: modelOf(target, cpu) });
  const oracle = new Oracle(target, options.qemu, cpu);
  const engine = (): Engine => (options.engine === 'jit' ? new JitEngine('jit') : new Interpreter());
  const subject = new Subject(target, engine(), cpu);
  const explained = new Map<string, number>();
  const unexplained = new Map<string, number>();
  let done = 0;
  let instructions = 0;
  let found = 0;
  while (done < options.count && found < options.stop) {
    const tests = Array.from({ length: Math.min(options.batch, options.count - done) }, () =>
      randomCase(target, random, encodings),
    );
    const differing = (await compareAll(subject, oracle, tests)).filter((each) => each !== undefined);
    for (const reduced of await reduceAll(subject, oracle, differing)) {
      if (found >= options.stop) break;
      const explanation = explain(subject, reduced);
      const counted = explanation === undefined ? unexplained : explained;
      const key = explanation ?? reduced.test.block.at(-1)!.name;
      counted.set(key, (counted.get(key) ?? 0) + 1);
      if (explanation === undefined) {
        report(target, reduced);
        found++;
      }
    }
    done += tests.length;
    subject.renew(engine());
    for (const test of tests) instructions += test.block.length;
  }
  console.log(
    `\n${done} cases, ${instructions} instructions, seed ${options.seed}, ${target.name}, ${cpu}: ${found} unexplained`,
  );
  for (const [reason, count] of explained) console.log(`  ${count} explained: ${reason}`);
  for (const [name, count] of unexplained) console.log(`  ${count} unexplained: ${name}`);
  return found === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const options = parseFuzzOptions(process.argv.slice(2));
  if (options.help) {
    console.log(FUZZ_USAGE);
    return 0;
  }
  if (!oracleAvailable(options.qemu)) {
    console.log(`skipped: ${options.qemu} cannot be run (Debian package qemu-user)`);
    return 0;
  }
  return run(options);
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
