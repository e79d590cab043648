import type { Kernel } from '../../kernel';
import { major, minor } from '../device-number';

const escapePath = (path: string): string =>
  path.replace(/[ \t\n\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** /proc/mounts, in fstab(5)'s form. */
export const mountsText = (kernel: Kernel): string =>
  kernel.vfs.mounts
    .map(({ path, fs }) => {
      const options = `${fs.readOnly ? 'ro' : 'rw'},relatime`;
      return `${escapePath(fs.source ?? fs.type)} ${escapePath(path)} ${fs.type} ${options} 0 0\n`;
    })
    .join('');

/** /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export const mountinfoText = (kernel: Kernel): string =>
  kernel.vfs.mounts
    .map(({ path, fs }, index) => {
      const access = fs.readOnly ? 'ro' : 'rw';
      const device = `${major(fs.dev)}:${minor(fs.dev)}`;
      const parent = index === 0 ? 0 : 1;
      const source = escapePath(fs.source ?? fs.type);
      return `${index + 1} ${parent} ${device} / ${escapePath(path)} ${access},relatime - ${fs.type} ${source} ${access}\n`;
    })
    .join('');
