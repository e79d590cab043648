import { structCodec } from '../abi/codecs';
import { readSigset, requireSignal, signalOf, writeSigset } from '../abi/signal-numbers';
import type { StructCodec, StructValue } from '../abi/struct';
import { errno, KernelError } from '../kernel/errno';
import { PAGE_SIZE } from '../memory/layout';
import type { Signal } from '../signal/signal';
import type { SignalSet } from '../signal/signal-set';
import type { ArgumentType, BoundArgument } from './define';
import { quote, quotePath } from './quote';
import { showSignals, showValue, showWaitStatus } from './strace-value';

/** The same decoder and formatter in every cell. */
const plain = <T>(bound: BoundArgument<T>, width: ArgumentType<T>['width'] = 'word'): ArgumentType<T> => ({
  width,
  bind: () => bound,
});

const hex = (value: number): string => (value === 0 ? 'NULL' : `0x${(value >>> 0).toString(16)}`);

/** A C int or long: signed. */
export const int = plain<number>({ decode: (_t, low) => low | 0, format: (_t, low) => String(low | 0) });
/** An unsigned word: counts, sizes. */
export const uint = plain<number>({ decode: (_t, low) => low >>> 0, format: (_t, low) => String(low >>> 0) });
/** A size in bytes. */
export const size = uint;
/** A word whose value is printed in hexadecimal. */
export const word = plain<number>({
  decode: (_t, low) => low >>> 0,
  format: (_t, low) => `0x${(low >>> 0).toString(16)}`,
});
/** A guest address. */
export const ptr = plain<number>({ decode: (_t, low) => low >>> 0, format: (_t, low) => hex(low) });
/** Permission bits, printed in octal. */
export const mode = plain<number>({
  decode: (_t, low) => low & 0o7777,
  format: (_t, low) => `0${(low >>> 0).toString(8)}`,
});
/** st_mode as mknod takes it: type and permission bits. */
export const fileMode = plain<number>({
  decode: (_t, low) => low & 0xffff,
  format: (_t, low) => `0${(low >>> 0).toString(8)}`,
});
/** A descriptor. */
export const fd = int;

const signed64 = (low: number, high: number): number => (high | 0) * 0x1_0000_0000 + (low >>> 0);

/** A signed 64-bit value (off_t, loff_t): a pair on 32-bit cells. A number, exact up to 2^53. */
export const off = plain<number>(
  { decode: (_t, low, high) => signed64(low, high), format: (_t, low, high) => String(signed64(low, high)) },
  'double',
);
/** An unsigned 64-bit value as a bigint. */
export const u64 = plain<bigint>(
  {
    decode: (_t, low, high) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0),
    format: (_t, low, high) => ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString(),
  },
  'double',
);

/** A path: at most PATH_MAX bytes. */
export const path = plain<string>({
  decode: (t, low) => t.mem.text(low >>> 0, 4096),
  format: (t, low) => {
    if (low === 0) return 'NULL';
    try {
      return quotePath(t.mem.text(low >>> 0, 4096));
    } catch {
      return hex(low);
    }
  },
});
/** A path or NULL. */
export const pathOrNull = plain<string | undefined>({
  decode: (t, low) => (low === 0 ? undefined : t.mem.text(low >>> 0, 4096)),
  format: (t, low, high, call) => path.bind(t.abi).format(t, low, high, call),
});
/** A string that is not a path. */
export const text = path;

/** The directory descriptor of an *at call: a number, or `AT_FDCWD`. */
export const atfd: ArgumentType<number | 'AT_FDCWD'> = {
  width: 'word',
  bind(abi) {
    const cwd = abi.enums['atfd']?.value('AT_FDCWD') ?? -100;
    return {
      decode: (_t, low) => ((low | 0) === (cwd | 0) ? 'AT_FDCWD' : low | 0),
      format: (_t, low) => ((low | 0) === (cwd | 0) ? 'AT_FDCWD' : String(low | 0)),
    };
  },
};

/** A signal by number. EINVAL for numbers that the system does not have. */
export const signal: ArgumentType<Signal> = {
  width: 'word',
  bind: (abi) => ({
    decode: (_t, low) => requireSignal(abi, low | 0),
    format: (_t, low) => signalOf(abi, low | 0) ?? String(low | 0),
  }),
};
/** A signal, or undefined for 0 (kill's test of existence). */
export const signalOrZero: ArgumentType<Signal | undefined> = {
  width: 'word',
  bind: (abi) => ({
    decode: (_t, low) => (low === 0 ? undefined : requireSignal(abi, low | 0)),
    format: (_t, low) => (low === 0 ? '0' : (signalOf(abi, low | 0) ?? String(low | 0))),
  }),
};

/**
 * A flag word, as canonical bits of the set that the cell's table of this name maps to. Unknown guest bits are ignored, or
 * refused if strict: with EINVAL if not with `refusal`.
 */
export const flags = (
  table: string,
  options: { readonly strict?: boolean; readonly refusal?: string } = {},
): ArgumentType<number> => ({
  width: 'word',
  bind(abi) {
    const rows = abi.flags[table];
    if (rows === undefined) throw new Error(`${abi.os}/${abi.arch} has no flag table '${table}'`);
    return {
      decode(_t, low) {
        if (options.strict && rows.unknown(low) !== 0) throw errno(options.refusal ?? 'EINVAL');
        return rows.decode(low);
      },
      format: (_t, low) => rows.format(low),
    };
  },
});

/** Flags of mmap, and the alignment whose logarithm lies above them (MAP_ALIGNED of FreeBSD and NetBSD). */
export interface AlignedFlags {
  readonly flags: number;
  /** Bytes; a page where none is asked for. */
  readonly alignment: number;
}

const ALIGNMENT_SHIFT = 24;

/** As `flags`, with an alignment in the uppermost byte: EINVAL for less than a page; FreeBSD's MAP_ALIGNED_SUPER is a wish. */
export const alignedFlags = (
  table: string,
  options: { readonly strict?: boolean } = {},
): ArgumentType<AlignedFlags> => ({
  width: 'word',
  bind(abi) {
    const plain = flags(table, options).bind(abi);
    const below = (1 << ALIGNMENT_SHIFT) - 1;
    const wish = abi.flags[table]!.bits('MAP_ALIGNED_SUPER') >>> ALIGNMENT_SHIFT;
    return {
      decode(t, low, high) {
        const logarithm = low >>> ALIGNMENT_SHIFT;
        const alignment = logarithm === 0 || logarithm === wish ? PAGE_SIZE : 2 ** logarithm;
        if (alignment < PAGE_SIZE || alignment >= 2 ** 32) throw errno('EINVAL');
        return { flags: plain.decode(t, low & below, high), alignment };
      },
      format: (t, low, high, call) =>
        low >>> ALIGNMENT_SHIFT === 0
          ? plain.format(t, low, high, call)
          : `${plain.format(t, low & below, high, call)}|MAP_ALIGNED(${low >>> ALIGNMENT_SHIFT})`,
    };
  },
});

/** A value that stands for a name (`SEEK_SET`, `F_DUPFD`); an unknown one is refused. */
export const choice = (table: string, refusal = 'EINVAL'): ArgumentType<string> => ({
  width: 'word',
  bind(abi) {
    const rows = abi.enums[table];
    if (rows === undefined) throw new Error(`${abi.os}/${abi.arch} has no enumeration '${table}'`);
    return {
      decode(_t, low) {
        const name = rows.name(low);
        if (name === undefined) throw errno(refusal);
        return name;
      },
      format: (_t, low) => rows.format(low),
    };
  },
});

/** Where a struct goes that the kernel fills in. */
export interface OutStruct<T extends StructValue = StructValue> {
  readonly address: number;
  readonly isNull: boolean;
  /** Writes it. @throws KernelError EFAULT, also for NULL. */
  set(value: T): void;
}

/** Formats a struct in memory as strace does, `{name=value, …}`. */
function formatStruct(name: string): BoundArgument<unknown>['format'] {
  return (t, low) => {
    if (low === 0) return 'NULL';
    try {
      return showValue(structCodec(t.abi, name).read(t.mem, low >>> 0), t.abi);
    } catch (error) {
      if (error instanceof KernelError) return hex(low);
      throw error;
    }
  };
}

/** A pointer to a struct that the call fills in, by the cell's name for it. */
export const out = <T extends StructValue = StructValue>(struct: string): ArgumentType<OutStruct<T>> => ({
  width: 'word',
  bind(abi) {
    let codec: StructCodec | undefined;
    return {
      after: true,
      decode: (t, low) => ({
        address: low >>> 0,
        isNull: low === 0,
        set(value) {
          codec ??= structCodec(abi, struct);
          codec.write(t.mem, low >>> 0, value);
        },
      }),
      format: formatStruct(struct),
    };
  },
});

/** A pointer to a struct that the call reads. EFAULT for NULL. */
export const inp = <T extends StructValue = Record<string, never>>(struct: string): ArgumentType<T> => ({
  width: 'word',
  bind: (abi) => ({
    decode: (t, low) => structCodec(abi, struct).read(t.mem, low >>> 0) as unknown as T,
    format: formatStruct(struct),
  }),
});

/** A pointer to a struct that the call reads, or NULL. */
export const inpOrNull = <T extends StructValue = Record<string, never>>(
  struct: string,
): ArgumentType<T | undefined> => ({
  width: 'word',
  bind: (abi) => ({
    decode: (t, low) =>
      low === 0 ? undefined : (structCodec(abi, struct).read(t.mem, low >>> 0) as unknown as T),
    format: formatStruct(struct),
  }),
});

/** A number that the kernel writes through a pointer (`int *`): set() does nothing for NULL. */
export const outInt: ArgumentType<{ readonly isNull: boolean; set(value: number): void }> = plain({
  after: true,
  decode: (t, low) => ({
    isNull: low === 0,
    set: (value) => {
      if (low !== 0) t.mem.setU32(low >>> 0, value >>> 0);
    },
  }),
  format: (t, low) => {
    if (low === 0) return 'NULL';
    try {
      return `[${t.mem.i32(low >>> 0)}]`;
    } catch {
      return hex(low);
    }
  },
});

/** Where wait puts the status of a child: as `outInt`, shown as strace shows it. */
export const outStatus: typeof outInt = {
  width: 'word',
  bind: (abi) => ({
    ...outInt.bind(abi),
    format(t, low, high, call) {
      if (low === 0 || call.result === 0) return low === 0 ? 'NULL' : hex(low);
      try {
        return `[${showWaitStatus(t.abi, t.mem.u32(low >>> 0))}]`;
      } catch {
        return outInt.bind(abi).format(t, low, high, call);
      }
    },
  }),
};

/**
 * A buffer that the kernel reads or fills; the handler gets its address. strace shows its bytes: as many as the argument
 * `length` says, or as the call returned.
 */
export const buffer = (direction: 'in' | 'out', length: string): ArgumentType<number> =>
  plain({
    after: direction === 'out',
    decode: (_t, low) => low >>> 0,
    format(t, low, _high, call) {
      const count = direction === 'out' ? (call.result ?? 0) : call.argument(length) >>> 0;
      if (low === 0) return 'NULL';
      if (direction === 'out' && call.result === undefined) return hex(low);
      try {
        const shown = Math.min(count, 33);
        return quote(t.mem.bytes(low >>> 0, shown), 32, count);
      } catch {
        return hex(low);
      }
    },
  });

/** A signal set that the call reads, or NULL. The size is the cell's unless an argument named `sizeArgument` is to be checked. */
export const sigsetIn: ArgumentType<SignalSet | undefined> = {
  width: 'word',
  bind: (abi) => ({
    decode: (t, low) => (low === 0 ? undefined : readSigset(abi, t.mem, low >>> 0)),
    format: (t, low) => {
      if (low === 0) return 'NULL';
      try {
        return showSignals(abi, readSigset(abi, t.mem, low >>> 0));
      } catch {
        return hex(low);
      }
    },
  }),
};
/** Where a signal set goes, or NULL. */
export const sigsetOut: ArgumentType<{ readonly isNull: boolean; set(value: SignalSet): void }> = {
  width: 'word',
  bind: (abi) => ({
    after: true,
    decode: (t, low) => ({
      isNull: low === 0,
      set: (value) => {
        if (low !== 0) writeSigset(abi, t.mem, low >>> 0, value);
      },
    }),
    format: sigsetIn.bind(abi).format,
  }),
};
