import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listTree } from './file-tree';

describe('listTree', () => {
  it('tells kinds, modes, sizes, contents and targets in order of paths', () => {
    const root = mkdtempSync(join(tmpdir(), 'tree-'));
    try {
      mkdirSync(join(root, 'd'));
      chmodSync(join(root, 'd'), 0o750);
      writeFileSync(join(root, 'd', 'f'), 'abc');
      chmodSync(join(root, 'd', 'f'), 0o604);
      symlinkSync('d/f', join(root, 'a'));
      writeFileSync(join(root, 'skipped'), '');
      expect(listTree(root, ['skip'])).toBe(
        'a link d/f\nd directory 0750\nd/f file 0604 3 a9993e364706 links 1\n',
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
