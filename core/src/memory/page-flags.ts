/** State bits of one page of an address space, kept beside the permission bytes that translated code sees. */
export const PageFlag = {
  /** The memory holds the page's bytes. */
  present: 1,
  /** The memory may hold bytes other than zero, left by whatever used the page last. */
  dirty: 2,
  /** A snapshot may still need the bytes: they are saved before they change. */
  pinned: 4,
  /** The bytes are the parent's at the time of fork: fetched from the snapshot at first touch. */
  inherited: 8,
  /** Instructions of the page were translated. */
  code: 16,
  /** The page is held from a shared object. */
  shared: 32,
} as const;
