import { bytes, struct } from '@anyuser/core';

/** Socket addresses of all BSDs, each with its length in front (sys/socket.h, netinet/in.h, netinet6/in6.h, sys/un.h). */
export const socketAddresses = {
  sockaddr_in: struct('sockaddr_in', {
    sin_len: 'u8',
    sin_family: 'u8',
    sin_port: bytes(2),
    sin_addr: bytes(4),
    sin_zero: bytes(8),
  }),
  sockaddr_in6: struct('sockaddr_in6', {
    sin6_len: 'u8',
    sin6_family: 'u8',
    sin6_port: bytes(2),
    sin6_flowinfo: 'u32',
    sin6_addr: bytes(16),
    sin6_scope_id: 'u32',
  }),
  sockaddr_un: struct('sockaddr_un', { sun_len: 'u8', sun_family: 'u8', sun_path: bytes(104) }),
} as const;
