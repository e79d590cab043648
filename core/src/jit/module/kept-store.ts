import { pack, unpack } from '../../exec/archive';
import type { NativeCode } from '../../exec/engine';
import { moduleOf, nativeOf } from '../../exec/kept-module';
import { locationKey } from '../../isa/location';
import type { RegionCode } from '../region/region-emitter';
import type { Relocation } from '../region/relocation';
import type { CodeModule, CodeRange, StoredRegion } from './code-store';

/** Kind of the archive: changes with its layout. The form of the code itself is the build's, which storages tell apart. */
const KIND = 0x4a_49_54_33;
/** High word of a relocation's target that is `indirect`: no mode is negative. */
const INDIRECT = -1;

/** What an earlier run has compiled. */
export interface KeptCode {
  readonly modules: readonly KeptModule[];
  readonly regions: readonly StoredRegion[];
  /** Least number that is free for new regions. */
  readonly nextRegion: number;
  /** Bytes of machine code in it. */
  readonly nativeBytes: number;
}

/** A module that is handed to the engine when it is first used. */
class KeptModule implements CodeModule {
  regions: readonly StoredRegion[] = [];
  private made: WebAssembly.Module | undefined;

  constructor(
    readonly id: number,
    readonly bytes: Uint8Array,
    private readonly machineCode: Uint8Array,
    private readonly native: NativeCode | undefined,
  ) {}

  get wasm(): WebAssembly.Module {
    this.made ??= moduleOf(this.bytes, this.machineCode, this.native);
    return this.made;
  }
}

/** The code of a region inside its module: copied out only where the region goes into another one. */
class KeptRegionCode implements RegionCode {
  constructor(
    private readonly module: Uint8Array,
    readonly start: number,
    readonly length: number,
    readonly relocations: readonly Relocation[],
    readonly unlikely: readonly number[],
  ) {}

  get body(): Uint8Array {
    return this.module.slice(this.start, this.start + this.length);
  }
}

/** The modules of a store, with the machine code that the engine has by now, and their regions. */
export function packModules(
  modules: readonly CodeModule[],
  nextRegion: number,
  native: NativeCode | undefined,
): { readonly archive: Uint8Array; readonly nativeBytes: number } {
  const words = [nextRegion, modules.length];
  const parts: Uint8Array[] = [];
  let nativeBytes = 0;
  for (const { id, bytes, wasm, regions } of modules) {
    const machineCode = nativeOf(wasm, native);
    nativeBytes += machineCode.length;
    parts.push(bytes, machineCode);
    // The others have gone into a later module.
    const own = regions.filter((region) => region.module?.id === id && !region.discarded);
    words.push(id, own.length);
    for (const region of own) {
      const { relocations, unlikely } = region.code;
      const { start, length } = region.inModule;
      words.push(region.id, region.pc, region.mode, region.instructions, region.place);
      words.push(start, length, relocations.length, unlikely.length);
      for (const { at, target } of relocations)
        if (target === 'indirect') words.push(at, 0, INDIRECT);
        else words.push(at, target, Math.floor(target / 0x1_0000_0000));
      words.push(...unlikely, region.ranges.length);
      for (const range of region.ranges) {
        words.push(range.start, range.bytes.length);
        parts.push(range.bytes);
      }
    }
  }
  const index = new Uint8Array(Int32Array.from(words, (word) => word | 0).buffer);
  return { archive: pack(KIND, [index, ...parts]), nativeBytes };
}

/** What `packModules` packed; undefined where the bytes are not that. */
export function unpackModules(archive: Uint8Array, native: NativeCode | undefined): KeptCode | undefined {
  const parts = unpack(KIND, archive);
  const index = parts?.[0];
  if (parts === undefined || index === undefined || index.length < 8) return undefined;
  const words = new Int32Array(index.buffer, index.byteOffset, index.length >> 2);
  let at = 2;
  let part = 1;
  let nativeBytes = 0;
  const modules: KeptModule[] = [];
  const all: StoredRegion[] = [];
  for (let m = 0; m < words[1]!; m++) {
    const [id, count] = [words[at]!, words[at + 1]!];
    at += 2;
    const [bytes, machineCode] = [parts[part]!, parts[part + 1]!];
    part += 2;
    nativeBytes += machineCode.length;
    const module = new KeptModule(id, bytes, machineCode, native);
    const regions: StoredRegion[] = [];
    for (let k = 0; k < count; k++) {
      const [region, pcWord, mode, instructions, place, start, length] = words.subarray(at);
      const [relocationCount, unlikelyCount] = words.subarray(at + 7);
      at += 9;
      const relocations: Relocation[] = [];
      for (let n = 0; n < relocationCount!; n++, at += 3) {
        const high = words[at + 2]!;
        const target = high === INDIRECT ? 'indirect' : locationKey(words[at + 1]! >>> 0, high);
        relocations.push({ at: words[at]!, target });
      }
      const unlikely = [...words.subarray(at, at + unlikelyCount!)];
      at += unlikelyCount!;
      const ranges: CodeRange[] = [];
      const rangeCount = words[at++]!;
      for (let n = 0; n < rangeCount; n++, at += 2)
        ranges.push({ start: words[at]! >>> 0, bytes: parts[part++]! });
      const pc = pcWord! >>> 0;
      regions.push({
        id: region!,
        pc,
        mode: mode!,
        key: locationKey(pc, mode!),
        code: new KeptRegionCode(bytes, start!, length!, relocations, unlikely),
        inModule: { start: start!, length: length! },
        ranges,
        instructions: instructions!,
        module,
        place: place!,
        users: 0,
        discarded: false,
      });
    }
    module.regions = regions;
    modules.push(module);
    all.push(...regions);
  }
  return { modules, regions: all, nextRegion: words[0]!, nativeBytes };
}
