import { DATA, kindOf, Machine } from '../testing/machine';

describe.each([
  ['little-endian', false],
  ['big-endian', true],
] as const)('%s loads and stores', (_name, bigEndian) => {
  const machine = (): Machine => {
    const m = new Machine(bigEndian);
    m.setWord(DATA, 0x1122_3344);
    m.setWord(DATA + 4, 0x5566_7788);
    return m;
  };
  // The pair as compilers use it: LWL has the address of the most significant byte.
  const [left, right] = bigEndian ? [0, 3] : [3, 0];

  it('pick bytes and half-words in their order', () => {
    const m = machine();
    m.run(
      `80820000  lb v0,0(a0)
           94830002  lhu v1,2(a0)`,
      { a0: DATA },
    );
    expect(m.get('v0', 'v1')).toEqual(bigEndian ? { v0: 0x11, v1: 0x3344 } : { v0: 0x44, v1: 0x1122 });
  });

  it('LWL and LWR together load an unaligned word', () => {
    const m = machine();
    const [l, r] = [left, right].map((offset) => offset.toString(16));
    m.run(
      `8882000${l}  lwl v0,${left}(a0)
           9882000${r}  lwr v0,${right}(a0)`,
      { a0: DATA + 1 },
    );
    expect(m.get('v0')).toEqual({ v0: bigEndian ? 0x2233_4455 : 0x8811_2233 });
  });

  it('LWL alone keeps the lower bytes', () => {
    const m = machine();
    m.run('88820001  lwl v0,1(a0)', { a0: DATA, v0: 0xaabb_ccdd });
    expect(m.get('v0')).toEqual({ v0: bigEndian ? 0x2233_44dd : 0x3344_ccdd });
  });

  it('SWL and SWR together store an unaligned word', () => {
    const m = machine();
    const [l, r] = [left, right].map((offset) => offset.toString(16));
    m.run(
      `a882000${l}  swl v0,${left}(a0)
           b882000${r}  swr v0,${right}(a0)`,
      { a0: DATA + 1, v0: 0xaabb_ccdd },
    );
    expect([m.word(DATA), m.word(DATA + 4)]).toEqual(
      bigEndian ? [0x11aa_bbcc, 0xdd66_7788] : [0xbbcc_dd44, 0x5566_77aa],
    );
  });

  it('unaligned words work as under Linux, which puts them right', () => {
    const m = machine();
    m.run('8c820002  lw v0,2(a0)', { a0: DATA });
    expect(m.get('v0')).toEqual({ v0: bigEndian ? 0x3344_5566 : 0x7788_1122 });
  });
});

describe('load-linked and store-conditional', () => {
  it('store where nothing came between', () => {
    const m = new Machine();
    m.setWord(DATA, 5);
    m.run(
      `c0820000  ll v0,0(a0)
           24420001  addiu v0,v0,1
           e0820000  sc v0,0(a0)`,
      { a0: DATA },
    );
    expect([m.get('v0'), m.word(DATA)]).toEqual([{ v0: 1 }, 6]);
  });

  it('do not store elsewhere, a second time, or over another value', () => {
    const m = new Machine();
    m.run(
      `c0820000  ll v0,0(a0)
           e0830004  sc v1,4(a0)`,
      { a0: DATA, v1: 7 },
    );
    expect([m.get('v1'), m.word(DATA + 4)]).toEqual([{ v1: 0 }, 0]);
    m.run(
      `c0820000  ll v0,0(a0)
           ac840000  sw a0,0(a0)
           e0830000  sc v1,0(a0)`,
      { a0: DATA, v1: 7 },
    );
    expect([m.get('v1'), m.word(DATA)]).toEqual([{ v1: 0 }, DATA]);
    m.run('e0830000  sc v1,0(a0)', { a0: DATA, v1: 7 });
    expect([m.get('v1'), m.word(DATA)]).toEqual([{ v1: 0 }, DATA]);
  });

  it('demand alignment', () => {
    expect(kindOf(new Machine().run('c0820000  ll v0,0(a0)', { a0: DATA + 2 }))).toBe('unaligned');
  });
});
