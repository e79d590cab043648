import { errno } from '../../errno';
import type { Kernel } from '../../kernel';
import { PIPE_MAX } from '../../pipe';
import type { ProcTree } from './procfs';

const seconds = (nanoseconds: bigint): string => (Number(nanoseconds / 10_000_000n) / 100).toFixed(2);

/** Nanoseconds since the emulator's machine started, which is when the emulator did. */
function uptimeText(kernel: Kernel, boot: bigint): string {
  const up = seconds(kernel.now('monotonic') - boot);
  return `${up} ${up}\n`;
}

function meminfoText(kernel: Kernel): string {
  const { memory } = kernel.host.machine;
  const free = kernel.host.machine.freeMemory();
  const row = (name: string, bytes: number): string =>
    `${`${name}:`.padEnd(15)} ${String(Math.floor(bytes / 1024)).padStart(8)} kB\n`;
  return (
    row('MemTotal', memory) +
    row('MemFree', free) +
    row('MemAvailable', free) +
    row('Buffers', 0) +
    row('Cached', 0) +
    row('SwapCached', 0) +
    row('SwapTotal', 0) +
    row('SwapFree', 0) +
    row('Shmem', 0) +
    row('CommitLimit', memory)
  );
}

function statText(kernel: Kernel, boot: bigint): string {
  const { cpus } = kernel.host.machine;
  const idle = Math.floor(Number(kernel.now('monotonic') - boot) / 1e7);
  const row = (name: string, value: number): string => `${name} 0 0 0 ${value} 0 0 0 0 0 0\n`;
  let text = row('cpu ', idle * cpus);
  for (let cpu = 0; cpu < cpus; cpu++) text += row(`cpu${cpu}`, idle);
  const started = (kernel.now('realtime') - (kernel.now('monotonic') - boot)) / 1_000_000_000n;
  const count = kernel.processes.size;
  return `${text}intr 0\nctxt 0\nbtime ${started}\nprocesses ${count}\nprocs_running 1\nprocs_blocked 0\nsoftirq 0\n`;
}

function loadavgText(kernel: Kernel): string {
  const load = kernel.host.machine
    .loadAverage()
    .map((value) => value.toFixed(2))
    .join(' ');
  const last = Math.max(0, ...kernel.processes.keys());
  return `${load || '0.00 0.00 0.00'} 1/${kernel.processes.size} ${last}\n`;
}

const hexBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function uuid(kernel: Kernel): string {
  const bytes = new Uint8Array(16);
  kernel.random(bytes);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const text = hexBytes(bytes);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}\n`;
}

/** The files of /proc that tell of the machine. */
export function systemFiles(kernel: Kernel): ProcTree {
  const boot = kernel.now('monotonic');
  let bootId: string | undefined;
  const constant = (value: string | number) => () => `${value}\n`;
  return {
    cmdline: constant(''),
    devices: () =>
      'Character devices:\n  1 mem\n  5 /dev/tty\n  5 /dev/console\n  5 /dev/ptmx\n136 pts\n\nBlock devices:\n',
    filesystems: () => 'nodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\nnodev\tdevpts\nnodev\thostfs\n',
    loadavg: () => loadavgText(kernel),
    meminfo: () => meminfoText(kernel),
    stat: () => statText(kernel, boot),
    swaps: () => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n',
    uptime: () => uptimeText(kernel, boot),
    net: {
      dev: () =>
        'Inter-|   Receive                                                |  Transmit\n' +
        ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n' +
        '    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0\n',
    },
    sys: {
      fs: {
        'file-max': constant(1_048_576),
        nr_open: constant(1_048_576),
        'pipe-max-size': constant(PIPE_MAX),
        suid_dumpable: constant(0),
      },
      kernel: {
        domainname: () => `${kernel.identity.domainname || '(none)'}\n`,
        hostname: {
          read: () => `${kernel.identity.hostname}\n`,
          write(value) {
            if (kernel.current?.process.credentials.euid !== 0) throw errno('EPERM');
            kernel.identity.hostname = value;
          },
        },
        cap_last_cap: constant(40),
        ngroups_max: constant(65_536),
        overflowgid: constant(65_534),
        overflowuid: constant(65_534),
        pid_max: constant(4_194_304),
        random: {
          boot_id: () => (bootId ??= uuid(kernel)),
          entropy_avail: constant(256),
          poolsize: constant(256),
          uuid: () => uuid(kernel),
        },
        randomize_va_space: constant(0),
        'threads-max': constant(4096),
        yama: { ptrace_scope: constant(1) },
      },
      net: {
        core: { somaxconn: constant(4096), rmem_default: constant(212_992), wmem_default: constant(212_992) },
        ipv4: { ip_local_port_range: constant('32768\t60999') },
      },
      vm: {
        max_map_count: constant(65_530),
        mmap_min_addr: constant(65_536),
        overcommit_memory: constant(1),
        swappiness: constant(60),
      },
    },
  };
}
