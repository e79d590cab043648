/* Sockets on the loopback and in the Unix domain: streams, datagrams, pairs, descriptors in messages, options, errors. */
#include <asm/socket.h>
#include <linux/in.h>
#include <linux/poll.h>
#include <linux/socket.h>
#include <linux/tcp.h>
#include <linux/un.h>

#include "posix.h"
#include "signals.h"

#define AF_UNIX 1
#define AF_INET 2
#if defined __mips__
#define STREAM 2
#define DGRAM 1
#else
#define STREAM 1
#define DGRAM 2
#endif

struct message {
  void *name;
  int name_size;
  struct {
    void *at;
    unsigned long size;
  } *parts;
  unsigned long part_count;
  void *control;
  unsigned long control_size;
  unsigned flags;
};

static char b[64];

static unsigned short swap16(unsigned short v) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return (unsigned short)(v << 8 | v >> 8);
#else
  return v;
#endif
}

static struct sockaddr_in loopback(unsigned short port) {
  struct sockaddr_in a;
  unsigned char ip[4] = {127, 0, 0, 1};
  memset(&a, 0, sizeof a);
  a.sin_family = AF_INET;
  a.sin_port = swap16(port);
  memcpy(&a.sin_addr, ip, 4);
  return a;
}

static const char *got(long n) {
  if (n < 0) return result_name(n);
  b[n] = 0;
  return b;
}

static void tcp(void) {
  struct sockaddr_in a = loopback(0), peer;
  int size = sizeof a, one = 1;
  int listener = (int)SYS(__NR_socket, AF_INET, STREAM, 0);
  print("bind %s, ", result_name(SYS(__NR_bind, listener, &a, sizeof a)));
  print("listen %s\n", result_name(SYS(__NR_listen, listener, 5)));
  SYS(__NR_getsockname, listener, &a, &size);
  print("has a port %d, size %d, family %d\n", a.sin_port != 0, size, a.sin_family);
  int pid = (int)s_fork();
  if (pid == 0) {
    int c = (int)SYS(__NR_socket, AF_INET, STREAM, 0);
    if (SYS(__NR_connect, c, &a, sizeof a)) quit(1);
    s_write(c, "from the client", 15);
    long n = s_read(c, b, 60);
    int right = n == 15 && memcmp(b, "from the server", 15) == 0;
    SYS(__NR_shutdown, c, 1);
    n = s_read(c, b, 60);
    quit(right && n == 0 ? 7 : 8);
  }
  size = sizeof peer;
  int s = (int)SYS(__NR_accept4, listener, &peer, &size, 0);
  print("accepted from the loopback %d\n", memcmp(&peer.sin_addr, &a.sin_addr, 4) == 0);
  struct pollfd p = {s, POLLIN, 0};
  struct {
    long s, ns;
  } t = {5, 0};
  SYS(__NR_ppoll, &p, 1, &t, 0, SIGSET_BYTES);
  print("peek <%s>, ", got(SYS(__NR_recvfrom, s, b, 60, 2, 0, 0)));
  print("read <%s>\n", got(s_read(s, b, 60)));
  s_write(s, "from the server", 15);
  print("end of stream %s\n", result_name(s_read(s, b, 60)));
  s_close(s);
  print("client: %s\n", wait_text(pid));
  print("TCP_NODELAY %s, ", result_name(SYS(__NR_setsockopt, listener, 6, TCP_NODELAY, &one, sizeof one)));
  int value = -1;
  size = sizeof value;
  SYS(__NR_getsockopt, listener, SOL_SOCKET, SO_TYPE, &value, &size);
  print("SO_TYPE is stream %d, ", value == STREAM);
  SYS(__NR_getsockopt, listener, SOL_SOCKET, SO_ACCEPTCONN, &value, &size);
  print("SO_ACCEPTCONN %d, bad option %s\n", value, result_name(SYS(__NR_getsockopt, listener, SOL_SOCKET, 7777, &value, &size)));
  s_fcntl(listener, F_SETFL, O_NONBLOCK);
  print("nobody to accept %s\n", result_name(SYS(__NR_accept4, listener, 0, 0, 0)));
  s_close(listener);
  int c = (int)SYS(__NR_socket, AF_INET, STREAM, 0);
  print("refused %s\n", result_name(SYS(__NR_connect, c, &a, sizeof a)));
  print("not connected: read %s, getpeername %s\n", result_name(s_read(c, b, 1)), SYS(__NR_getpeername, c, &a, &size) == -ENOTCONN ? "ENOTCONN" : "else");
  s_close(c);
  print("bad family %s, not a socket %s, bad descriptor %s\n", result_name(SYS(__NR_socket, 99, STREAM, 0)),
        SYS(__NR_listen, (int)s_open("/dev/null", O_RDWR, 0), 1) == -ENOTSOCK ? "ENOTSOCK" : "else", SYS(__NR_listen, 99, 1) == -EBADF ? "EBADF" : "else");
}

static void nonblocking(void) {
  struct sockaddr_in a = loopback(0);
  int size = sizeof a, value = -1;
  int listener = (int)SYS(__NR_socket, AF_INET, STREAM, 0);
  SYS(__NR_bind, listener, &a, sizeof a);
  SYS(__NR_listen, listener, 5);
  SYS(__NR_getsockname, listener, &a, &size);
  int c = (int)SYS(__NR_socket, AF_INET, STREAM | O_NONBLOCK, 0);
  long r = SYS(__NR_connect, c, &a, sizeof a);
  struct pollfd p = {c, POLLOUT, 0};
  struct {
    long s, ns;
  } t = {5, 0};
  SYS(__NR_ppoll, &p, 1, &t, 0, SIGSET_BYTES);
  size = sizeof value;
  SYS(__NR_getsockopt, c, SOL_SOCKET, SO_ERROR, &value, &size);
  print("non-blocking connect %s, writable %x, SO_ERROR %d, again %s\n", r == 0 || r == -EINPROGRESS ? "begun" : result_name(r), p.revents,
        value, result_name(SYS(__NR_connect, c, &a, sizeof a)));
  int s = (int)SYS(__NR_accept4, listener, 0, 0, O_NONBLOCK | O_CLOEXEC);
  print("flags of the accepted: non-blocking %d, close-on-exec %ld, empty %s\n", (s_fcntl(s, F_GETFL, 0) & O_NONBLOCK) != 0,
        s_fcntl(s, F_GETFD, 0), result_name(s_read(s, b, 1)));
  s_close(s), s_close(c), s_close(listener);
}

static void udp(void) {
  struct sockaddr_in a = loopback(0), other = loopback(0), from;
  int size = sizeof a;
  int x = (int)SYS(__NR_socket, AF_INET, DGRAM, 0), y = (int)SYS(__NR_socket, AF_INET, DGRAM, 0);
  SYS(__NR_bind, x, &a, sizeof a);
  SYS(__NR_bind, y, &other, sizeof other);
  SYS(__NR_getsockname, x, &a, &size);
  SYS(__NR_getsockname, y, &other, &size);
  print("sendto %s, ", result_name(SYS(__NR_sendto, y, "datagram", 8, 0, &a, sizeof a)));
  print("empty one %s\n", result_name(SYS(__NR_sendto, y, "", 0, 0, &a, sizeof a)));
  size = sizeof from;
  print("recvfrom <%s>", got(SYS(__NR_recvfrom, x, b, 4, 0, &from, &size)));
  print(" cut, from the sender %d, the empty one %s\n", from.sin_port == other.sin_port, result_name(SYS(__NR_recvfrom, x, b, 60, 0, 0, 0)));
  SYS(__NR_connect, x, &other, sizeof other);
  print("connected write %s, ", result_name(s_write(x, "back", 4)));
  print("read <%s>\n", got(s_read(y, b, 60)));
  s_close(x), s_close(y);
}

static void unix_domain(void) {
  struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "socket"}, from;
  int pair[2], size, value;
  int listener = (int)SYS(__NR_socket, AF_UNIX, STREAM, 0);
  print("unix bind %s, ", result_name(SYS(__NR_bind, listener, &a, sizeof a)));
  print("again %s\n", result_name(SYS(__NR_bind, listener, &a, sizeof a)));
  SYS(__NR_listen, listener, 3);
  int c = (int)SYS(__NR_socket, AF_UNIX, STREAM, 0);
  print("connect %s\n", result_name(SYS(__NR_connect, c, &a, sizeof a)));
  int s = (int)SYS(__NR_accept4, listener, 0, 0, 0);
  size = sizeof from;
  SYS(__NR_getpeername, c, &from, &size);
  print("peer <%s> size %d\n", from.sun_path, size);
  s_write(c, "one", 3), s_write(c, "two", 3);
  print("stream joins <%s>\n", got(s_read(s, b, 60)));
  struct {
    unsigned pid, uid, gid;
  } who;
  size = sizeof who;
  print("SO_PEERCRED %s", result_name(SYS(__NR_getsockopt, s, SOL_SOCKET, SO_PEERCRED, &who, &size)));
  print(" pid own %d\n", (int)who.pid == s_getpid());
  s_close(s), s_close(listener);
  print("writer after close %s, reader %s\n", (on_signal(SIGPIPE, SIG_IGN, 0, set_of(0)), result_name(s_write(c, "x", 1))),
        s_read(c, b, 1) == 0 ? "0" : "else");
  s_close(c);
  c = (int)SYS(__NR_socket, AF_UNIX, STREAM, 0);
  print("nobody listens %s, ", result_name(SYS(__NR_connect, c, &a, sizeof a)));
  s_unlink("socket");
  print("nothing there %s\n", result_name(SYS(__NR_connect, c, &a, sizeof a)));
  s_close(c);

  print("datagram pair %s\n", result_name(SYS(__NR_socketpair, AF_UNIX, DGRAM, 0, pair)));
  s_write(pair[0], "one", 3), s_write(pair[0], "two", 3);
  print("keeps bounds <%s> ", got(s_read(pair[1], b, 60)));
  print("<%s>\n", got(s_read(pair[1], b, 60)));
  s_close(pair[0]), s_close(pair[1]);

  SYS(__NR_socketpair, AF_UNIX, STREAM, 0, pair);
  int file = (int)s_open("passed", O_RDWR | O_CREAT, 0600);
  s_write(file, "inside the file", 15);
  struct {
    unsigned long size;
    int level, type, fd;
  } control = {sizeof(long) + 12, SOL_SOCKET, 1, file}, back;
  struct {
    void *at;
    unsigned long size;
  } part = {"take it", 7};
  struct message m;
  memset(&m, 0, sizeof m);
  m.parts = (void *)&part, m.part_count = 1, m.control = &control, m.control_size = sizeof control;
  print("sendmsg with a descriptor %s\n", result_name(SYS(__NR_sendmsg, pair[0], &m, 0)));
  s_close(file);
  memset(&back, 0, sizeof back);
  part.at = b, part.size = 60, m.control = &back, m.control_size = sizeof back;
  print("recvmsg <%s>", got(SYS(__NR_recvmsg, pair[1], &m, 0)));
  print(" level right %d type %d\n", back.level == SOL_SOCKET, back.type);
  print("the file reads <%s>\n", got(s_pread(back.fd, b, 60, 0)));
  s_close(back.fd);
  s_unlink("passed");
  value = 0, size = sizeof value;
  SYS(__NR_shutdown, pair[0], 1);
  print("half closed: reader %s, other way %s\n", result_name(s_read(pair[1], b, 9)), s_write(pair[1], "y", 1) == 1 ? "1" : "else");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  tcp();
  nonblocking();
  udp();
  unix_domain();
  return 0;
}
