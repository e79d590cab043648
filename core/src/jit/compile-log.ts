import type { CompilationLog } from '../exec/engine';
import type { RegisterSlot } from '../isa/architecture';
import type { CodeModule } from './module/code-store';
import type { Region } from './region/region';
import type { RegionCode } from './region/region-emitter';
import type { RegionTarget } from './region/region-frame';
import { RegionPrinter } from './region/region-printer';

/** Writes what a code store compiles: `-d regions`, `-d wasm`. */
export class CompileLog {
  private readonly printer: RegionPrinter;

  constructor(
    private readonly log: CompilationLog,
    target: RegionTarget,
    registers: readonly RegisterSlot[],
  ) {
    this.printer = new RegionPrinter(target, registers);
  }

  /** A region has been compiled. */
  region(id: number, region: Region, code: RegionCode): void {
    const { regions, wasm, write } = this.log;
    if (regions) write(this.printer.region(id, region, code));
    if (wasm) write(this.printer.wasm(region, code));
  }

  /** Regions have been put into a module. */
  module({ id, regions }: CodeModule, bytes: number): void {
    if (!this.log.regions) return;
    this.log.write(`module ${id}: ${bytes} bytes, regions ${regions.map((region) => region.id).join(' ')}\n`);
  }
}
