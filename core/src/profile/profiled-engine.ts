import type { Engine, Execution, Exit } from '../exec/engine';
import { ExitKind } from '../ir/op';
import type { Architecture } from '../isa/architecture';
import { ENGINE_BASE, EngineWord } from '../memory/layout';
import type { Profiler } from './profiler';

const FUEL = (ENGINE_BASE + EngineWord.fuel) >>> 2;

/** The engine with a profiler that looks at the guest whenever its countdown has run out. */
export function withProfiler(engine: Engine, profiler: Profiler): Engine {
  return {
    name: engine.name,
    statistics: () => engine.statistics(),
    create: (memory, architecture, model) =>
      profiled(engine.create(memory, architecture, model), memory.words, architecture, profiler),
  };
}

function profiled(
  execution: Execution,
  words: Int32Array,
  { link }: Architecture,
  profiler: Profiler,
): Execution {
  return {
    run(fuel): Exit {
      profiler.enters(link);
      for (let left = fuel; ; ) {
        const portion = Math.min(left, profiler.countdown);
        const started = profiler.now();
        // Code that cannot be fetched leaves before fuel is looked at.
        words[FUEL] = portion;
        const exit = execution.run(portion);
        const instructions = portion - words[FUEL]!;
        profiler.ran(profiler.now() - started, instructions, link);
        left -= instructions;
        words[FUEL] = left;
        if (exit.kind !== ExitKind.fuel || left <= 0) return exit;
      }
    },
    step: () => execution.step(),
    dispose: () => execution.dispose(),
  };
}
