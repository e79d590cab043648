import type { HostStat } from '../../../host/host';
import { DirectoryCache, directoriesChange } from './directory-cache';

describe('directories seen a moment ago', () => {
  const stat = { type: 'directory' } as HostStat;
  it('are forgotten after a while and at any change that a guest makes', () => {
    let time = 0n;
    const cache = new DirectoryCache(() => time);
    cache.put('/a', stat);
    expect(cache.get('/a')).toBe(stat);
    expect(cache.get('/b')).toBeUndefined();
    time = 10_000_000n;
    expect(cache.get('/a')).toBeUndefined();
    cache.put('/a', stat);
    directoriesChange();
    expect(cache.get('/a')).toBeUndefined();
    cache.put('/a', stat);
    expect(cache.get('/a')).toBe(stat);
  });
});
