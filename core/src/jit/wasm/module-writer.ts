import type { IrType } from '../../ir/types';
import { ByteWriter } from './byte-writer';
import type { FunctionWriter } from './function-writer';
import { ValueType } from './value-type';

/** Section ids (Core Specification 2.0, 5.5.2), in the order in which they stand; the custom one, of names, comes last. */
const Section = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  export: 7,
  element: 9,
  code: 10,
} as const;
/** Subsection of the name section that has functions. */
const FUNCTION_NAMES = 1;
const External = { function: 0, table: 1, memory: 2 } as const;

interface Import {
  readonly module: string;
  readonly name: string;
  readonly describe: (to: ByteWriter) => void;
}
interface Defined {
  readonly type: number;
  readonly writer: FunctionWriter;
  readonly title: string | undefined;
}

/**
 * Writes one WebAssembly module. Functions are numbered in the order in which they are imported and then added; all imports
 * come first.
 */
export class ModuleWriter {
  private readonly types = new Map<string, number>();
  private readonly typeBytes = new ByteWriter(256);
  private readonly imports: Import[] = [];
  private importedFunctions = 0;
  private readonly functions: Defined[] = [];
  private readonly exports: { name: string; kind: number; index: number }[] = [];
  private table: { size: number; elements: readonly number[] } | undefined;

  /** The index of a function type; equal types share one. */
  type(params: readonly IrType[], results: readonly IrType[]): number {
    const key = `${params.join()}:${results.join()}`;
    const known = this.types.get(key);
    if (known !== undefined) return known;
    const index = this.types.size;
    this.types.set(key, index);
    this.typeBytes.u8(0x60);
    for (const list of [params, results]) {
      this.typeBytes.u32(list.length);
      for (const type of list) this.typeBytes.u8(ValueType[type]);
    }
    return index;
  }

  /**
   * Imports a memory.
   * @param limits - flags, as the binary format has them (bit 0: there is a maximum, bit 1: shared), and pages of 64 KiB.
   */
  importMemory(
    module: string,
    name: string,
    limits: { readonly flags: number; readonly minimum: number; readonly maximum: number },
  ): void {
    this.imports.push({
      module,
      name,
      describe: (to) => {
        to.u8(External.memory);
        to.u8(limits.flags);
        to.u32(limits.minimum);
        if ((limits.flags & 1) !== 0) to.u32(limits.maximum);
      },
    });
  }
  /** Imports a table of functions. */
  importTable(module: string, name: string, minimum: number): void {
    this.imports.push({
      module,
      name,
      describe: (to) => {
        to.u8(External.table);
        to.u8(ValueType.funcref);
        to.u8(0);
        to.u32(minimum);
      },
    });
  }
  /** Imports a function and returns its index. */
  importFunction(
    module: string,
    name: string,
    params: readonly IrType[],
    results: readonly IrType[],
  ): number {
    if (this.functions.length > 0) throw new Error('imports come before functions');
    const type = this.type(params, results);
    this.imports.push({
      module,
      name,
      describe: (to) => {
        to.u8(External.function);
        to.u32(type);
      },
    });
    return this.importedFunctions++;
  }

  /**
   * Adds a function and returns its index. Its body may still be written until `finish`.
   *
   * @param title - what the engine's profiler and stack traces call it (name section, Core Specification 2.0, 7.4.1)
   */
  add(writer: FunctionWriter, exportName?: string, title?: string): number {
    const type = this.type(writer.params, writer.results);
    const index = this.importedFunctions + this.functions.push({ type, writer, title }) - 1;
    if (exportName !== undefined) this.exports.push({ name: exportName, kind: External.function, index });
    return index;
  }

  /** Gives the module a table of its own, filled with functions from slot 0 on. */
  addTable(elements: readonly number[]): void {
    this.table = { size: elements.length, elements };
  }

  /** The module's bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter(4096);
    for (const byte of [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) out.u8(byte);
    const body = new ByteWriter(4096);
    const section = (id: number, count: number, write: () => void): void => {
      if (count === 0) return;
      body.clear();
      body.u32(count);
      write();
      out.u8(id);
      out.u32(body.length);
      out.bytes(body.view());
    };
    section(Section.type, this.types.size, () => body.bytes(this.typeBytes.view()));
    section(Section.import, this.imports.length, () => {
      for (const { module, name, describe } of this.imports) {
        body.name(module);
        body.name(name);
        describe(body);
      }
    });
    section(Section.function, this.functions.length, () => {
      for (const { type } of this.functions) body.u32(type);
    });
    const { table } = this;
    section(Section.table, table ? 1 : 0, () => {
      body.u8(ValueType.funcref);
      body.u8(0);
      body.u32(table!.size);
    });
    section(Section.export, this.exports.length, () => {
      for (const { name, kind, index } of this.exports) {
        body.name(name);
        body.u8(kind);
        body.u32(index);
      }
    });
    section(Section.element, table ? 1 : 0, () => {
      body.u32(0);
      for (const byte of [0x41, 0, 0x0b]) body.u8(byte);
      body.u32(table!.size);
      for (const index of table!.elements) body.u32(index);
    });
    section(Section.code, this.functions.length, () => {
      for (const { writer } of this.functions) writer.finish(body);
    });
    this.writeNames(out);
    return out.view().slice();
  }

  private writeNames(out: ByteWriter): void {
    const named = this.functions.flatMap(({ title }, n) =>
      title === undefined ? [] : [{ title, index: this.importedFunctions + n }],
    );
    if (named.length === 0) return;
    const map = new ByteWriter(64);
    map.u32(named.length);
    for (const { title, index } of named) {
      map.u32(index);
      map.name(title);
    }
    const section = new ByteWriter(64);
    section.name('name');
    section.u8(FUNCTION_NAMES);
    section.u32(map.length);
    section.bytes(map.view());
    out.u8(Section.custom);
    out.u32(section.length);
    out.bytes(section.view());
  }
}
