import { PROGRAM_LISTS } from '.';
import { busybox } from './busybox';

describe('program lists', () => {
  it.each(PROGRAM_LISTS.map((list) => [list.name, list] as const))(
    '%s has cases with names of their own',
    (_, { cases }) => {
      const names = cases.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(0);
    },
  );

  it('runs at least 60 command lines over at least 40 applets of busybox', () => {
    const words = busybox.cases.flatMap(
      ({ argv }) =>
        argv
          .slice(1)
          .join(' ')
          .match(/[a-z0-9]+/g) ?? [],
    );
    const applets =
      'ash awk sed sort grep find tar gzip gunzip bzip2 xz ed diff cpio md5sum sha512sum od dd date stat ls du df printf seq xargs timeout nc httpd wget cut tr wc head tail tac rev nl fold expand paste patch cmp hexdump xxd strings base64 uuencode expr dc cal factor cp mv ln chmod mktemp tee id uname env'.split(
        ' ',
      );
    expect(busybox.cases.length).toBeGreaterThanOrEqual(60);
    expect(applets.filter((applet) => words.includes(applet)).length).toBeGreaterThanOrEqual(40);
  });
});
