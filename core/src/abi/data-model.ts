/** C's types on a cell, as struct layout and argument passing need them. */
export interface DataModel {
  readonly bigEndian: boolean;
  /** Bytes of `long`, `size_t` and pointers. */
  readonly word: 4 | 8;
  /** Alignment of 64-bit integers in structs: 8 (ARM EABI, MIPS), 4 (i386). */
  readonly align64: 4 | 8;
  /** Bytes of `time_t` in the OS's current structs. */
  readonly time: 4 | 8;
  /** Alignment of control messages and of what they hold (CMSG_ALIGN), where it is not that of `long`. */
  readonly control?: 8;
}
