/**
 * The kernel's access to guest memory, in guest byte order, with permission checks: what `copyin`, `copyout` and friends
 * are in a real kernel. Every method throws KernelError EFAULT where the guest has no right to the bytes.
 */
export interface GuestView {
  readonly bigEndian: boolean;
  u8(address: number): number;
  u16(address: number): number;
  u32(address: number): number;
  i32(address: number): number;
  u64(address: number): bigint;
  setU8(address: number, value: number): void;
  setU16(address: number, value: number): void;
  setU32(address: number, value: number): void;
  setU64(address: number, value: bigint): void;
  /** The guest's own bytes, for reading; valid until guest code runs or anything is mapped. Not a copy where the host allows. */
  bytes(address: number, length: number): Uint8Array;
  /** The guest's own bytes, for writing, with the same lifetime. What is put there is in guest memory. */
  writable(address: number, length: number): Uint8Array;
  /** How many bytes from address on may be read (or written), at most length: partial transfers stop there. */
  accessible(address: number, length: number, access: 'read' | 'write'): number;
  /** As many bytes from address on as are accessible, at most length. EFAULT where there are none and some are wanted. */
  prefix(address: number, length: number, access: 'read' | 'write'): Uint8Array;
  write(address: number, data: Uint8Array): void;
  zero(address: number, length: number): void;
  /** A NUL-terminated string of at most `limit` bytes, without the NUL; ENAMETOOLONG beyond. */
  cstring(address: number, limit?: number): Uint8Array;
  /** The same as text (see decodeText). */
  text(address: number, limit?: number): string;
  /** A NULL-terminated vector of strings. */
  textVector(address: number): string[];
}
