import { ProtFlag } from '../abi/flags';
import type { Mappable } from '../kernel/open-file';
import type { AddressSpace } from '../memory/address-space';
import { FunctionTable } from './function-table';

/** A function of the guest, or the smallest part of its code that has a name. */
export interface Frame {
  readonly name: string;
  /** Guest path of the file that it is in. */
  readonly file?: string;
}

/** Time in the emulator's kernel, as a frame below the function that made the system call. */
export const KERNEL_FRAME: Frame = { name: '[kernel]' };

/** Time in the emulator's compiler, as a frame below the code that had become hot. */
export const COMPILER_FRAME: Frame = { name: '[compiler]' };

/** Names guest code by the files that are mapped where it lies, and keeps each name once. */
export class Symbolizer {
  /** All frames that were asked for; a frame's number is its place here. */
  readonly frames: Frame[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly tables = new Map<string, FunctionTable>();

  /** The number of the frame of an address; -1 where nothing that may be executed is mapped. */
  find(space: AddressSpace, pc: number): number {
    const region = space.regions.find(pc);
    if (region === undefined || (region.prot & ProtFlag.PROT_EXEC) === 0) return -1;
    const { name: path, source, shared, start } = region;
    const file = source?.source;
    if (file === undefined) return this.number({ name: path || (shared ? '[shared]' : '[generated code]') });
    const offset = region.offset + pc - start;
    const table = this.table(file, path);
    const known = table.at(offset);
    const base = path.slice(path.lastIndexOf('/') + 1);
    return this.number({ name: known ?? `${base}+0x${table.place(offset).toString(16)}`, file: path });
  }

  /** The number of a frame. */
  number(frame: Frame): number {
    const key = `${frame.file ?? ''}\0${frame.name}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.frames.push(frame) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }

  private table(file: Mappable, path: string): FunctionTable {
    let table = this.tables.get(file.key);
    if (table === undefined) {
      table = new FunctionTable(file, path);
      this.tables.set(file.key, table);
    }
    return table;
  }
}
