import { ExitKind } from '../ir/op';
import type { Architecture } from '../isa/architecture';
import { STATE_BASE } from '../memory/layout';
import type { Engine, Execution, Exit } from './engine';

/** Guest instructions that a block counts for, since a run without fuel does not tell how long its one block was. */
const BLOCK_FUEL = 8;

/**
 * The engine with a log of each block as it is entered (`-d exec`): it runs without fuel and so leaves after every block; of
 * compiled code, after every stretch that does not ask for fuel.
 *
 * @param write - takes whole lines, newline included.
 */
export function withBlockLog(engine: Engine, write: (line: string) => void): Engine {
  return {
    name: engine.name,
    statistics: () => engine.statistics(),
    create(memory, architecture, model) {
      const location = locationReader(memory.words, architecture);
      return logged(engine.create(memory, architecture, model), () => write(`${location()}\n`));
    },
  };
}

function logged(execution: Execution, enter: () => void): Execution {
  return {
    run(fuel): Exit {
      for (let left = fuel; ; left -= BLOCK_FUEL) {
        enter();
        const exit = execution.run(0);
        if (exit.kind !== ExitKind.fuel || left <= BLOCK_FUEL) return exit;
      }
    },
    step() {
      enter();
      return execution.step();
    },
    dispose: () => execution.dispose(),
  };
}

function locationReader(words: Int32Array, { pc, mode }: Architecture): () => string {
  const pcIndex = (STATE_BASE + pc.offset) >>> 2;
  const modeIndex = (STATE_BASE + mode.offset) >>> 2;
  const hex = (word: number): string => (word >>> 0).toString(16);
  return () => `exec 0x${hex(words[pcIndex]!).padStart(8, '0')} mode 0x${hex(words[modeIndex]!)}`;
}
