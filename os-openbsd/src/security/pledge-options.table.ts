const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Names by promises of which one is enough; no promise: always allowed. */
export type Allowances = readonly (readonly [promises: readonly string[], names: ReadonlySet<string>])[];

const allow = (...rows: readonly (readonly [promises: string, names: string])[]): Allowances =>
  rows.map(([promises, names]) => [words(promises), new Set(words(names))]);

/** Whether promises allow a name. */
export const allows = (table: Allowances, promises: ReadonlySet<string>, name: string): boolean =>
  table.some(
    ([any, names]) => names.has(name) && (any.length === 0 || any.some((promise) => promises.has(promise))),
  );

/** sysctl(2) nodes by their numbers (sys/kern/kern_pledge.c, pledge_sysctl). */
const SYSCTLS: Allowances = allow(
  [
    '',
    '1.1 1.2 1.4 1.8 1.10 1.12 1.17 1.18 1.22 1.27 1.36 1.91 2.2 2.3 2.12 6.1 6.3 6.7 6.19 6.20 6.25 ' +
      '6.11.* 6.11.*.* 6.11.*.*.* 4.17.0.0.6.*',
  ],
  ['ps vminfo', '1.21 1.40 1.46 1.75 1.71.* 1.85.*'],
  ['ps', '1.45 1.55.*.1 1.55.*.3 1.66.*.*.*.* 1.78.* 2.10'],
  ['vminfo', '2.4 4.24.* 10.0.3'],
  ['inet unix', '1.28'],
  ['route inet dns', '4.17.0.0.3.* 4.17.0.2.3.* 4.17.0.24.3.*'],
  [
    'route',
    '4.17.0.*.1.* 4.17.0.*.1.*.* 4.17.0.0.5.* 4.17.0.2.5.* 4.17.0.24.5.* 4.17.0.0.7.* 4.17.0.2.7.* 4.17.0.24.7.* ' +
      '4.17.0.0.2.1024.* 4.17.0.2.2.1024.* 4.17.0.24.2.1024.*',
  ],
  ['wroute', '4.24.41.*'],
  ['disklabel', '1.23 1.24'],
);

/** Whether promises allow a node: its numbers one by one, `*` standing for any. */
export const allowsNode = (promises: ReadonlySet<string>, mib: readonly number[]): boolean =>
  SYSCTLS.some(
    ([any, nodes]) =>
      (any.length === 0 || any.some((promise) => promises.has(promise))) &&
      [...nodes].some((node) => {
        const numbers = node.split('.');
        return (
          numbers.length === mib.length && numbers.every((each, i) => each === '*' || each === `${mib[i]}`)
        );
      }),
  );

/** ioctls of any file, and of sockets (pledge_ioctl). */
export const IOCTLS: Allowances = allow(
  ['', 'FIONREAD FIONBIO FIOCLEX FIONCLEX'],
  ['inet', 'SIOCATMARK SIOCGIFGROUP'],
);

/** ioctls of terminals: what asks of other files gets ENOTTY, what changes them breaks the promise. */
export const TTY_ASKS: ReadonlySet<string> = new Set(
  words('TIOCSPGRP TIOCFLUSH TIOCSTART TIOCGPGRP TIOCGETA TIOCGWINSZ TIOCSTAT'),
);
export const TTY_CHANGES: ReadonlySet<string> = new Set(
  words(
    'TIOCSWINSZ TIOCEXT TIOCCBRK TIOCSBRK TIOCCDTR TIOCSDTR TIOCEXCL TIOCSETA TIOCSETAW TIOCSETAF TIOCSCTTY',
  ),
);

/** Options of sockets, those of SOL_SOCKET apart (pledge_sockopt). */
export const SOCKET_OPTIONS: Allowances = allow(
  ['', 'SO_RCVBUF SO_ERROR TCP_NODELAY IP_TOS IPV6_TCLASS'],
  ['wroute', 'SO_RTABLE'],
  ['inet unix dns', 'SO_TIMESTAMP'],
  ['dns', 'IPV6_RECVPKTINFO IPV6_USE_MIN_MTU'],
  [
    'inet',
    'TCP_MD5SIG TCP_SACK_ENABLE TCP_MAXSEG TCP_NOPUSH TCP_INFO IP_TTL IP_MINTTL IP_IPDEFTTL IP_PORTRANGE IP_RECVDSTADDR ' +
      'IP_RECVDSTPORT IPV6_DONTFRAG IPV6_UNICAST_HOPS IPV6_MINHOPCOUNT IPV6_RECVHOPLIMIT IPV6_PORTRANGE IPV6_RECVPKTINFO ' +
      'IPV6_RECVDSTPORT IPV6_RECVTCLASS IPV6_V6ONLY',
  ],
);
/** Of these the promise `mcast` is asked beside `inet`. */
export const MULTICAST_OPTIONS: ReadonlySet<string> = new Set(
  words(
    'IP_MULTICAST_IF IP_MULTICAST_TTL IP_MULTICAST_LOOP IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP IPV6_MULTICAST_IF ' +
      'IPV6_MULTICAST_HOPS IPV6_MULTICAST_LOOP IPV6_JOIN_GROUP IPV6_LEAVE_GROUP',
  ),
);
