import { canonicalIpv6, formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './ip-text';

describe('Internet addresses as text', () => {
  it.each([
    ['::', '::'],
    ['::1', '::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8::0:1', '2001:db8::1'],
    ['::ffff:10.1.2.3', '::ffff:10.1.2.3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is %s', (given, canonical) => {
    expect(canonicalIpv6(given)).toBe(canonical);
    expect(formatIpv6(parseIpv6(canonical))).toBe(canonical);
  });
  it('reads and writes dotted addresses', () => {
    expect([...parseIpv4('192.0.2.255')]).toEqual([192, 0, 2, 255]);
    expect(formatIpv4(Uint8Array.of(1, 2, 3, 4))).toBe('1.2.3.4');
  });
});
