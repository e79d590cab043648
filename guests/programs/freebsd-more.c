/* FreeBSD: sendfile with headers and trailers, shared pages and ceilings of _umtx_op, munmap inside a page, what is refused. */
#include "common.h"

struct piece {
  const void *base;
  unsigned long length;
};
struct sf_hdtr {
  struct piece *headers;
  int hdr_cnt;
  struct piece *trailers;
  int trl_cnt;
};

static void sending(void) {
  int ends[2];
  char b[64] = {0};
  long long sent = -1;
  int fd = (int)s_open("send", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_write(fd, "0123456789", 10);
  s_socketpair(SOCK_STREAM, ends);
  struct piece head[2] = {{"<", 1}, {"head>", 5}}, tail[1] = {{"<tail>", 6}};
  struct sf_hdtr both = {head, 2, tail, 1};
  show("sendfile", SYS(SYS_sendfile, fd, ends[0], PAIR(2ll), 5, &both, &sent, 0));
  b[s_read(ends[1], b, 63)] = 0;
  print(" sent %d <%s>", (int)sent, b);
  show(", all", SYS(SYS_sendfile, fd, ends[0], PAIR(4ll), 0, 0, &sent, 0));
  b[s_read(ends[1], b, 63)] = 0;
  print(" %d <%s>", (int)sent, b);
  show(", no socket", SYS(SYS_sendfile, fd, fd, PAIR(0ll), 0, 0, 0, 0));
  show(", no file", SYS(SYS_sendfile, ends[0], ends[1], PAIR(0ll), 0, 0, 0, 0));
  show(", before the beginning", SYS(SYS_sendfile, fd, ends[0], PAIR(-1ll), 0, 0, 0, 0));
  show(", closed", SYS(SYS_sendfile, 77, ends[0], PAIR(0ll), 0, 0, 0, 0));
  print("\n");
  s_unlink("send");
}

static void locks(void) {
  unsigned mutex[11] = {0}, old = 77;
  int *a = (int *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
  show("ceiling of another kind", SYS(SYS__umtx_op, mutex, UMTX_OP_SET_CEILING, 5, &old, 0));
  mutex[1] = 8;
  show(", set", SYS(SYS__umtx_op, mutex, UMTX_OP_SET_CEILING, 5, &old, 0));
  print(" old %u new %u", old, mutex[2]);
  show(", too high", SYS(SYS__umtx_op, mutex, UMTX_OP_SET_CEILING, 99, &old, 0));
  show("; none yet", SYS(SYS__umtx_op, 0, UMTX_OP_SHM, 2, a, 0));
  int one = (int)SYS(SYS__umtx_op, 0, UMTX_OP_SHM, 1, a, 0), two = (int)SYS(SYS__umtx_op, 0, UMTX_OP_SHM, 2, a, 0);
  volatile int *x = (volatile int *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, one, 0);
  volatile int *y = (volatile int *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, two, 0);
  x[3] = 42;
  print(", one page by two %d %d", one != two, y[3]);
  show(", alive", SYS(SYS__umtx_op, 0, UMTX_OP_SHM, 8, a, 0));
  show(", end", SYS(SYS__umtx_op, 0, UMTX_OP_SHM, 4, a, 0));
  show(", ended", SYS(SYS__umtx_op, 0, UMTX_OP_SHM, 2, a, 0));
  show(", not mapped", SYS(SYS__umtx_op, 0, UMTX_OP_SHM, 2, 16, 0));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  sending();
  locks();
  char *a = (char *)s_mmap(0, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  a[PAGE] = 1;
  show("munmap inside a page", SYS(SYS_munmap, a + PAGE + 100, 10));
  show(", it is gone", SYS(SYS_write, 1, a + PAGE, 1));
  a[0] = 'k', a[2 * PAGE] = 'l';
  show(", nothing", SYS(SYS_munmap, a, 0));
  print(", others stay %c%c\n", a[0], a[2 * PAGE]);
  show("jail", SYS(SYS_jail, 0));
  show(", attach", SYS(SYS_jail_attach, 1));
  show(", set", SYS(SYS_jail_set, 0, 0, 0));
  show(", ktrace", SYS(SYS_ktrace, "x", 0, 0, 0));
  show(", mount", SYS(SYS_mount, "x", "y", 0, 0));
  show(", reboot", SYS(SYS_reboot, 0));
  show(", sbrk", SYS(SYS_sbrk, 0));
  show(", undelete", SYS(SYS_undelete, "x"));
  int fd = (int)SYS(SYS_freebsd12_shm_open, 1, O_RDWR, 0600);
  print(", shared memory of old %d\n", fd > 2);
  return 0;
}
