import { ProtFlag } from '../abi/flags';
import type { Mappable } from '../kernel/open-file';
import { AddressSpace } from './address-space';
import { AccessResult } from './guest-memory';
import { Fast, PAGE_SIZE } from './layout';
import { MappedFile } from './mapped-file';
import { MemoryPool } from './memory-pool';
import { SharedObject, SharedObjects } from './shared-object';

const { PROT_READ, PROT_WRITE, PROT_EXEC } = ProtFlag;
const RW = PROT_READ | PROT_WRITE;
const layout = { userTop: 0xc000_0000, mmapTop: 0xb000_0000 };
const pool = new MemoryPool();
const spaces: AddressSpace[] = [];
function makeSpace(): AddressSpace {
  const space = new AddressSpace(pool, layout, false);
  spaces.push(space);
  return space;
}
const forked = (space: AddressSpace): AddressSpace => {
  const child = space.fork();
  spaces.push(child);
  return child;
};
afterEach(() => {
  for (const space of spaces.splice(0)) space.destroy();
});

class TestFile implements Mappable {
  readonly key = `test-${Math.random()}`;
  constructor(readonly data: Uint8Array) {}
  get size(): number {
    return this.data.length;
  }
  read(buffer: Uint8Array, position: number): number {
    const part = this.data.subarray(position, position + buffer.length);
    buffer.set(part);
    return part.length;
  }
  write(buffer: Uint8Array, position: number): number {
    this.data.set(buffer, position);
    return buffer.length;
  }
}
const code = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
};

describe('mapping', () => {
  it('places mappings top down, honours hints, and refuses as mmap does', () => {
    const space = makeSpace();
    const a = space.map({ address: 0, length: 1, prot: RW });
    expect(a).toBe(0xb000_0000 - PAGE_SIZE);
    expect(space.map({ address: 0, length: 8192, prot: RW })).toBe(a - 8192);
    expect(space.map({ address: 0x50_0123, length: 1, prot: RW })).toBe(0x50_0000);
    expect(code(() => space.map({ address: 0, length: 0, prot: RW }))).toBe('EINVAL');
    expect(code(() => space.map({ address: a, length: 1, prot: RW, fixed: 'noreplace' }))).toBe('EEXIST');
    expect(code(() => space.map({ address: 0, length: 0xf000_0000, prot: RW }))).toBe('ENOMEM');
    expect(code(() => space.map({ address: 0x1000, length: 1, prot: RW, fixed: 'replace' }))).toBe('EPERM');
  });

  it('gives zeroed memory again after unmapping, and faults in between', () => {
    const space = makeSpace();
    const at = space.map({ address: 0x10_0000, length: 3 * PAGE_SIZE, prot: RW });
    space.view.setU32(at + PAGE_SIZE, 0xdeadbeef);
    space.unmap(at + PAGE_SIZE, PAGE_SIZE);
    expect(code(() => space.view.u8(at + PAGE_SIZE))).toBe('EFAULT');
    expect(space.prepare(at + PAGE_SIZE - 2, 4, 'read')).toBe(AccessResult.unmapped);
    expect(space.faultAddress).toBe(at + PAGE_SIZE);
    expect(space.view.accessible(at, 3 * PAGE_SIZE, 'read')).toBe(PAGE_SIZE);
    space.map({ address: at + PAGE_SIZE, length: PAGE_SIZE, prot: RW, fixed: 'noreplace' });
    expect(space.view.u32(at + PAGE_SIZE)).toBe(0);
    expect([...space.regions]).toHaveLength(1);
  });

  it('changes permissions exactly', () => {
    const space = makeSpace();
    const at = space.map({ address: 0x10_0000, length: 3 * PAGE_SIZE, prot: RW });
    space.view.setU32(at + PAGE_SIZE, 7);
    space.protect(at + PAGE_SIZE, PAGE_SIZE, PROT_READ);
    expect(space.prepare(at + PAGE_SIZE, 4, 'write')).toBe(AccessResult.forbidden);
    expect(space.prepare(at + PAGE_SIZE, 4, 'execute')).toBe(AccessResult.forbidden);
    expect(space.view.u32(at + PAGE_SIZE)).toBe(7);
    expect([...space.regions]).toHaveLength(3);
    space.protect(at + PAGE_SIZE, PAGE_SIZE, 0);
    expect(space.prepare(at + PAGE_SIZE, 4, 'read')).toBe(AccessResult.forbidden);
    space.protect(at, 3 * PAGE_SIZE, RW);
    expect([...space.regions]).toHaveLength(1);
    space.view.setU32(at + PAGE_SIZE, 8);
    expect(code(() => space.protect(at, 4 * PAGE_SIZE, PROT_READ))).toBe('ENOMEM');
  });

  it('tells the execution of changed code, once', () => {
    const space = makeSpace();
    const at = space.map({ address: 0x10_0000, length: PAGE_SIZE, prot: RW | PROT_EXEC });
    const changes: number[] = [];
    space.onCodeChange = (start, end) => changes.push(start, end);
    expect(space.prepare(at, 4, 'execute')).toBe(AccessResult.ok);
    space.markCode(at);
    space.view.setU32(at + 8, 1);
    space.view.setU32(at + 8, 2);
    expect(changes).toEqual([at, at + PAGE_SIZE]);
    space.markCode(at);
    space.unmap(at, PAGE_SIZE);
    expect(changes).toHaveLength(4);
  });

  it('moves, grows and shrinks with mremap', () => {
    const space = makeSpace();
    const at = space.map({ address: 0x10_0000, length: 2 * PAGE_SIZE, prot: RW });
    space.view.setU32(at + PAGE_SIZE, 42);
    expect(space.remap(at, 2 * PAGE_SIZE, 4 * PAGE_SIZE, { mayMove: false })).toBe(at);
    space.map({ address: at + 4 * PAGE_SIZE, length: PAGE_SIZE, prot: RW, fixed: 'noreplace' });
    expect(code(() => space.remap(at, 4 * PAGE_SIZE, 5 * PAGE_SIZE, { mayMove: false }))).toBe('ENOMEM');
    const moved = space.remap(at, 4 * PAGE_SIZE, 5 * PAGE_SIZE, { mayMove: true });
    expect(space.view.u32(moved + PAGE_SIZE)).toBe(42);
    expect(space.prepare(at, 1, 'read')).toBe(AccessResult.unmapped);
    space.remap(moved, 5 * PAGE_SIZE, PAGE_SIZE, { mayMove: false });
    expect(space.prepare(moved + PAGE_SIZE, 1, 'read')).toBe(AccessResult.unmapped);
    expect(code(() => space.remap(at, PAGE_SIZE, PAGE_SIZE, { mayMove: true }))).toBe('EFAULT');
  });

  it('moves the break and stops at its neighbours and limits', () => {
    const space = makeSpace();
    space.setBrk(0x20_0100);
    expect(space.brk(0)).toBe(0x20_1000);
    expect(space.brk(0x20_2004)).toBe(0x20_2004);
    space.view.setU32(0x20_2000, 5);
    expect(space.brk(0x20_1800)).toBe(0x20_1800);
    expect(space.prepare(0x20_2000, 1, 'read')).toBe(AccessResult.unmapped);
    expect(space.brk(0x20_3000)).toBe(0x20_3000);
    expect(space.view.u32(0x20_2000)).toBe(0);
    space.map({ address: 0x21_0000, length: 4096, prot: RW, fixed: 'noreplace' });
    expect(space.brk(0x21_1000)).toBe(0x20_3000);
    space.dataLimit = 0x3000;
    expect(space.brk(0x20_5000)).toBe(0x20_3000);
  });

  it('grows the stack down to its limit', () => {
    const space = makeSpace();
    space.stackLimit = 0x10_0000;
    space.map({ address: 0xbff0_0000, length: 0x10_0000, prot: RW, fixed: 'noreplace', growsDown: true });
    space.unmap(0xbff0_0000, 0xf_0000);
    space.view.setU32(0xbff8_0000, 1);
    expect(space.prepare(0xbff0_0000, 4, 'write')).toBe(AccessResult.ok);
    expect(space.prepare(0xbfef_fffc, 4, 'write')).toBe(AccessResult.unmapped);
  });

  it('maps kernel pages for reading and running only', () => {
    const space = makeSpace();
    space.mapKernelPage(0xffff_0000, Uint8Array.of(1, 2, 3, 4), '[vectors]');
    expect(space.view.u32(0xffff_0000)).toBe(0x04030201);
    expect(space.prepare(0xffff_0000, 4, 'execute')).toBe(AccessResult.ok);
    expect(space.prepare(0xffff_0000, 4, 'write')).toBe(AccessResult.forbidden);
    expect(forked(space).view.u32(0xffff_0000)).toBe(0x04030201);
  });
});

describe('files', () => {
  it('reads private pages at first touch, zeroes the tail, and has nothing beyond the end', () => {
    const space = makeSpace();
    const file = new TestFile(new Uint8Array(5000).fill(9));
    const source = new MappedFile(file);
    const at = space.map({ address: 0, length: 4 * PAGE_SIZE, prot: RW, source });
    expect(space.view.u8(at + 4999)).toBe(9);
    expect(space.view.u8(at + 5000)).toBe(0);
    expect(space.prepare(at + 2 * PAGE_SIZE, 1, 'read')).toBe(AccessResult.beyondFile);
    space.view.setU8(at, 1);
    expect(file.data[0]).toBe(9);
    space.discard(at, PAGE_SIZE);
    expect(space.view.u8(at)).toBe(9);
  });

  it('holds the file while any part of it is mapped', () => {
    const held: string[] = [];
    const hold = { hold: () => void held.push('hold'), drop: () => void held.push('drop') };
    const space = makeSpace();
    const source = new MappedFile(new TestFile(new Uint8Array(20000)), hold);
    const at = space.map({ address: 0, length: 4 * PAGE_SIZE, prot: PROT_READ, source });
    space.protect(at + PAGE_SIZE, PAGE_SIZE, RW);
    space.unmap(at + PAGE_SIZE, PAGE_SIZE);
    const child = forked(space);
    space.unmap(at, 4 * PAGE_SIZE);
    expect(held).toEqual(['hold']);
    child.unmap(at, 4 * PAGE_SIZE);
    expect(held).toEqual(['hold', 'drop']);
  });

  it('shares pages between spaces and writes them back', () => {
    const objects = new SharedObjects();
    const file = new TestFile(new Uint8Array(PAGE_SIZE + 10));
    const a = makeSpace();
    const b = makeSpace();
    const shared = objects.of(file);
    const atA = a.map({ address: 0, length: 2 * PAGE_SIZE, prot: RW, shared });
    const atB = b.map({
      address: 0x40_0000,
      length: PAGE_SIZE,
      prot: RW,
      shared: objects.of(file),
      offset: PAGE_SIZE,
    });
    a.view.setU32(atA + PAGE_SIZE, 77);
    expect(b.view.u32(atB)).toBe(77);
    b.view.setU32(atB, 78);
    expect(a.view.u32(atA + PAGE_SIZE)).toBe(78);
    expect(file.data[PAGE_SIZE]).toBe(0);
    a.sync(atA, 2 * PAGE_SIZE);
    expect(file.data[PAGE_SIZE]).toBe(78);
    b.view.setU32(atB, 79);
    expect(a.view.u32(atA + PAGE_SIZE)).toBe(79);
    a.destroy();
    b.destroy();
    expect(file.data[PAGE_SIZE]).toBe(79);
    expect(objects.find(file.key)).toBeUndefined();
  });
});

describe('shared files and transfers', () => {
  it('gives reads what mappings changed, and mappings what was written', () => {
    const objects = new SharedObjects();
    const file = new TestFile(new Uint8Array(PAGE_SIZE));
    const open = { mappable: () => file };
    const space = makeSpace();
    const at = space.map({ address: 0, length: PAGE_SIZE, prot: RW, shared: objects.of(file) });
    space.view.setU8(at, 5);
    expect(file.data[0]).toBe(0);
    objects.beforeRead(open);
    expect(file.data[0]).toBe(5);
    space.view.setU8(at + 1, 6);
    objects.beforeWrite(open);
    file.data[0] = 9;
    expect([space.view.u8(at), space.view.u8(at + 1)]).toEqual([9, 6]);
  });
});

describe('fork', () => {
  it('keeps both sides apart, whoever writes first', () => {
    const parent = makeSpace();
    const at = parent.map({ address: 0x10_0000, length: 64 * PAGE_SIZE, prot: RW });
    for (let i = 0; i < 64; i++) parent.view.setU32(at + i * PAGE_SIZE, i);
    const child = forked(parent);
    parent.view.setU32(at, 100);
    child.view.setU32(at + PAGE_SIZE, 200);
    expect(child.view.u32(at)).toBe(0);
    expect(parent.view.u32(at + PAGE_SIZE)).toBe(1);
    expect(parent.view.u32(at)).toBe(100);
    expect(child.view.u32(at + PAGE_SIZE)).toBe(200);
    parent.unmap(at + 2 * PAGE_SIZE, PAGE_SIZE);
    parent.map({ address: at + 2 * PAGE_SIZE, length: PAGE_SIZE, prot: RW, fixed: 'replace' });
    expect(parent.view.u32(at + 2 * PAGE_SIZE)).toBe(0);
    expect(child.view.u32(at + 2 * PAGE_SIZE)).toBe(2);
    parent.view.setU32(at + 63 * PAGE_SIZE, 1);
    parent.destroy();
    expect(child.view.u32(at + 40 * PAGE_SIZE)).toBe(40);
    expect(child.view.u32(at + 63 * PAGE_SIZE)).toBe(63);
  });

  it('lets grandchildren reach through, also past ended and unmapped parents', () => {
    const parent = makeSpace();
    const at = parent.map({ address: 0x10_0000, length: 64 * PAGE_SIZE, prot: RW });
    for (let i = 0; i < 64; i++) parent.view.setU32(at + i * PAGE_SIZE, i);
    const child = forked(parent);
    child.view.setU32(at + 8 * PAGE_SIZE, 1008);
    const grandchild = forked(child);
    child.unmap(at + 16 * PAGE_SIZE, PAGE_SIZE);
    child.view.setU32(at + 8 * PAGE_SIZE, 2008);
    parent.view.setU32(at + 16 * PAGE_SIZE, 3016);
    parent.view.setU32(at + 17 * PAGE_SIZE, 3017);
    expect(grandchild.view.u32(at + 8 * PAGE_SIZE)).toBe(1008);
    expect(grandchild.view.u32(at + 16 * PAGE_SIZE)).toBe(16);
    child.destroy();
    parent.destroy();
    const reuse = makeSpace();
    reuse.map({ address: at, length: 64 * PAGE_SIZE, prot: RW, fixed: 'noreplace' });
    for (let i = 0; i < 64; i++) reuse.view.setU32(at + i * PAGE_SIZE, 0xffff);
    expect(grandchild.view.u32(at + 17 * PAGE_SIZE)).toBe(17);
    expect(grandchild.view.u32(at + 50 * PAGE_SIZE)).toBe(50);
  });

  it('shares anonymous shared memory', () => {
    const parent = makeSpace();
    const at = parent.map({ address: 0, length: PAGE_SIZE, prot: RW, shared: new SharedObject(undefined) });
    parent.view.setU32(at, 1);
    const child = forked(parent);
    child.view.setU32(at, child.view.u32(at) + 1);
    expect(parent.view.u32(at)).toBe(2);
    child.destroy();
    expect(parent.view.u32(at)).toBe(2);
    parent.view.setU32(at, 3);
    const second = forked(parent);
    parent.unmap(at, PAGE_SIZE);
    expect(second.view.u32(at)).toBe(3);
  });

  it('takes the write bit from the parent and the read bit from nobody', () => {
    const parent = makeSpace();
    const at = parent.map({ address: 0x10_0000, length: PAGE_SIZE, prot: RW });
    parent.view.setU32(at, 1);
    expect(parent.permissions[at >>> 12]).toBe(Fast.read | Fast.write);
    const child = forked(parent);
    expect(parent.permissions[at >>> 12]).toBe(Fast.read);
    expect(child.permissions[at >>> 12]).toBe(0);
    child.destroy();
    parent.view.setU32(at, 2);
    expect(parent.permissions[at >>> 12]).toBe(Fast.read | Fast.write);
  });
});

describe('guest view', () => {
  it('reads and writes unaligned words in both byte orders, across pages', () => {
    for (const bigEndian of [false, true]) {
      const space = new AddressSpace(pool, layout, bigEndian);
      spaces.push(space);
      const at = space.map({ address: 0x9000_0000, length: 2 * PAGE_SIZE, prot: RW });
      for (const offset of [0, 1, 2, 3, PAGE_SIZE - 1, PAGE_SIZE - 2, PAGE_SIZE - 3]) {
        space.view.setU32(at + offset, 0x8123_4567);
        expect(space.view.u32(at + offset)).toBe(0x8123_4567);
        expect(space.view.u8(at + offset)).toBe(bigEndian ? 0x81 : 0x67);
        space.view.setU16(at + offset, 0xabcd);
        expect(space.view.u16(at + offset)).toBe(0xabcd);
      }
      space.view.setU64(at + 4, 0x0123_4567_89ab_cdefn);
      expect(space.view.u64(at + 4)).toBe(0x0123_4567_89ab_cdefn);
      expect(code(() => space.view.u32(at + 2 * PAGE_SIZE - 2))).toBe('EFAULT');
    }
  });

  it('reads strings up to their limit and to the end of memory', () => {
    const space = makeSpace();
    const at = space.map({ address: 0x9000_0000, length: PAGE_SIZE, prot: RW });
    space.view.write(at + PAGE_SIZE - 4, Uint8Array.of(104, 105, 33, 0));
    expect(space.view.text(at + PAGE_SIZE - 4)).toBe('hi!');
    space.view.setU8(at + PAGE_SIZE - 1, 33);
    expect(code(() => space.view.text(at + PAGE_SIZE - 4))).toBe('EFAULT');
    expect(code(() => space.view.text(at + PAGE_SIZE - 4, 3))).toBe('ENAMETOOLONG');
    expect(code(() => space.view.bytes(0xffff_fff0, 32))).toBe('EFAULT');
  });
});
