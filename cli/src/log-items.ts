/** What `-d` can log, each with the line that `-d help` and `--help` show. */
export const logItems = {
  in_asm: 'guest instructions as they are translated',
  ir: 'the intermediate representation of each block',
  exec: 'each block as it is entered',
  regions: 'regions of guest code as they are compiled: blocks, edges, registers',
  wasm: 'the WebAssembly of each region, in its text format',
  signals: 'signals as they are raised, delivered and returned from',
  mmap: "changes of the guest's memory map",
  unimp: 'what the guest asked for and the kernel does not have',
  strace: 'every system call, as with --strace',
} as const satisfies Record<string, string>;

/** The name of something that `-d` can log. */
export type LogItem = keyof typeof logItems;

/** QEMU's names for the same things, so that its scripts work. */
const qemuNames: ReadonlyMap<string, LogItem> = new Map([
  ['op', 'ir'],
  ['page', 'mmap'],
]);

/**
 * Reads the comma-separated value of `-d` or `QEMU_LOG`.
 *
 * @throws RangeError naming the items that exist, if one is unknown
 */
export function parseLogItems(list: string): LogItem[] {
  return list.split(',').map((name) => {
    const item = qemuNames.get(name) ?? name;
    if (!isLogItem(item)) {
      throw new RangeError(`no log item '${name}'; have ${Object.keys(logItems).join(', ')}`);
    }
    return item;
  });
}

function isLogItem(name: string): name is LogItem {
  return Object.hasOwn(logItems, name);
}
