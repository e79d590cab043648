/** A program header. Addresses and sizes in bytes. */
export interface Segment {
  /** `PT_*` number. */
  readonly type: number;
  /** `PF_X` 1, `PF_W` 2, `PF_R` 4. */
  readonly flags: number;
  readonly offset: number;
  readonly vaddr: number;
  readonly filesz: number;
  readonly memsz: number;
  readonly align: number;
}

/** An entry of a PT_NOTE segment. */
export interface Note {
  /** Owner, without the closing NUL: `GNU`, `FreeBSD`, `NetBSD`, `OpenBSD`. */
  readonly name: string;
  readonly type: number;
  readonly desc: Uint8Array;
}

/** The headers of an ELF file, as the loader and recognition need them. */
export interface ElfImage {
  readonly elfClass: 32 | 64;
  readonly bigEndian: boolean;
  /** `EI_OSABI` and `EI_ABIVERSION`. */
  readonly osabi: number;
  readonly abiVersion: number;
  /** `ET_EXEC` 2 or `ET_DYN` 3. */
  readonly type: number;
  /** `EM_*`. */
  readonly machine: number;
  readonly flags: number;
  readonly entry: number;
  readonly phoff: number;
  readonly phentsize: number;
  readonly segments: readonly Segment[];
  /** Path of PT_INTERP. */
  readonly interpreter: string | undefined;
  readonly notes: readonly Note[];
  /** Reads file bytes, for architecture-specific headers (.MIPS.abiflags); throws RangeError outside the file. */
  bytes(offset: number, size: number): Uint8Array;
}
