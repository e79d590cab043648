import { layOut } from '@anyuser/core';
import { assemble } from '../../cli/src/assemble';

const TABLES = ['termiosInput', 'termiosOutput', 'termiosControl', 'termiosLocal'] as const;

/** What a terminal is asked for and told goes through each cell's own bits: a cell without them cannot run on a terminal. */
describe.each(assemble({}).abis.map((abi) => [`${abi.os}/${abi.arch}`, abi] as const))('%s', (_name, abi) => {
  test.each(TABLES)('%s comes back as it was given', (name) => {
    const table = abi.flags[name]!;
    for (const bit of [
      'ICRNL',
      'IXON',
      'OPOST',
      'ONLCR',
      'CREAD',
      'CLOCAL',
      'ISIG',
      'ICANON',
      'ECHO',
      'IEXTEN',
    ]) {
      const guest = table.bits(bit);
      if (guest !== 0) expect([bit, table.encode(table.decode(guest))]).toEqual([bit, guest]);
    }
    expect(TABLES.some((each) => abi.flags[each]!.bits('ICANON') !== 0)).toBe(true);
  });

  test('the struct has room for the characters that the cell has', () => {
    const { fields } = layOut(abi.structs['termios']!, abi.data);
    const room = fields.find(({ name }) => name === 'c_cc')!.size;
    for (const name of ['VINTR', 'VEOF', 'VMIN', 'VTIME'])
      expect(abi.enums['termiosChar']!.value(name)).toBeLessThan(room);
  });
});
