import { parseBlock } from '../../ir/parse';
import { ThreadedAssembler } from './assembler';
import { TemplateStore } from './template-store';

const assembler = new ThreadedAssembler(272, 264, false);
const blockAt = (pc: number) =>
  parseBlock(`block ${pc} mode 0 size 6 {
    insn ${pc}, 0, 6
    vk = i32.const 123456
    i32.set vk, 4
    jump ${pc}, 0
  }`);

describe('TemplateStore', () => {
  const guest = new Int32Array(0x1000).map((_, n) => Math.imul(n, 0x01010101));

  test('finds code by location and by exactly the bytes it was made from', () => {
    const store = new TemplateStore();
    const memory = guest.slice();
    assembler.assemble(blockAt(0x1002));
    store.add(assembler, blockAt(0x1002), memory);
    expect(store.find(0x1002, 0, memory)).toBeGreaterThanOrEqual(0);
    expect(store.find(0x1002, 1, memory)).toBe(-1);
    expect(store.find(0x1004, 0, memory)).toBe(-1);
    // Bytes before and after the block do not count; those inside do.
    memory[0x1000 >> 2]! ^= 0xffff;
    expect(store.find(0x1002, 0, memory)).toBeGreaterThanOrEqual(0);
    memory[0x1000 >> 2]! ^= 0x10000;
    expect(store.find(0x1002, 0, memory)).toBe(-1);
    memory[0x1000 >> 2]! ^= 0x10000;
    memory[0x1004 >> 2]! ^= -0x80000000;
    expect(store.find(0x1002, 0, memory)).toBe(-1);
  });

  test('keeps little of a location whose code always changes', () => {
    const store = new TemplateStore();
    const memory = guest.slice();
    assembler.assemble(blockAt(0x1000));
    for (let n = 0; n < 100; n++) {
      memory[0x1000 >> 2] = n;
      store.add(assembler, blockAt(0x1000), memory);
    }
    expect(store.count).toBe(8);
    memory[0x1000 >> 2] = 3;
    expect(store.find(0x1000, 0, memory)).toBeGreaterThanOrEqual(0);
  });

  test('places code anywhere', () => {
    const store = new TemplateStore();
    assembler.assemble(blockAt(0x1000));
    store.add(assembler, blockAt(0x1000), guest);
    const index = store.find(0x1000, 0, guest);
    const [low, high] = [new Int32Array(256), new Int32Array(256)];
    store.place(index, low, 0);
    store.place(index, high, 0x80);
    const relocated = [...low.subarray(0, store.words(index))].flatMap((word, n) =>
      high[0x20 + n] === word ? [] : [high[0x20 + n]! - word],
    );
    expect(relocated.length).toBe(assembler.relocations.length);
    expect(new Set(relocated)).toEqual(new Set([0x80]));
  });

  test('saves and loads', () => {
    const store = new TemplateStore();
    for (let pc = 0x1000; pc < 0x2000; pc += 8) {
      assembler.assemble(blockAt(pc));
      store.add(assembler, blockAt(pc), guest);
    }
    expect(store.fresh).toBe(512);
    const saved = store.save();
    const other = new TemplateStore();
    expect(other.load(saved.slice())).toBe(true);
    expect([other.count, other.fresh]).toEqual([512, 0]);
    assembler.assemble(blockAt(0x2000));
    other.add(assembler, blockAt(0x2000), guest);
    const third = new TemplateStore();
    expect(third.load(other.save())).toBe(true);
    for (let pc = 0x1000; pc <= 0x2000; pc += 8) {
      const [a, b] = [new Int32Array(64), new Int32Array(64)];
      assembler.assemble(blockAt(pc));
      a.set(assembler.words.subarray(0, assembler.length));
      third.place(third.find(pc, 0, guest), b, 0);
      expect(b).toEqual(a);
    }
  });

  test('refuses what is damaged', () => {
    const store = new TemplateStore();
    assembler.assemble(blockAt(0x1000));
    store.add(assembler, blockAt(0x1000), guest);
    const saved = store.save();
    for (let at = 0; at < saved.length; at += 7) {
      const damaged = saved.slice();
      damaged[at]! ^= 0x40;
      expect(new TemplateStore().load(damaged)).toBe(false);
    }
    expect(new TemplateStore().load(saved.slice(0, -4))).toBe(false);
    expect(new TemplateStore().load(new Uint8Array(0))).toBe(false);
  });
});
