/* Sockets of the Unix and the Internet domain on loopback: the same source on Linux and the BSDs. */
#include "common.h"

static void pairs(void) {
  int s[2];
  char b[64];
  print("socketpair %s\n", result_name(s_socketpair(SOCK_STREAM, s)));
  s_write(s[0], "one", 3), s_write(s[0], "two", 3);
  b[s_recvfrom(s[1], b, 60, MSG_PEEK, 0, 0)] = 0;
  print("peeked <%s>, ", b);
  b[s_read(s[1], b, 60)] = 0;
  print("read <%s>, nothing left %s\n", b, result_name(s_recvfrom(s[1], b, 60, MSG_DONTWAIT, 0, 0)));
  struct poll_entry p[2] = {{s[1], POLLIN, 0}, {s[0], POLLOUT, 0}};
  show("poll", s_poll(p, 2, 0));
  print(", in %d, out %d\n", p[0].revents, p[1].revents);
  s_write(s[0], "x", 1);
  show("poll", s_poll(p, 1, 1000));
  print(", in %d\n", p[0].revents);
  s_shutdown(s[0], SHUT_WR);
  s_read(s[1], b, 60);
  print("after shutdown %s\n", result_name(s_read(s[1], b, 60)));
  s_close(s[0]), s_close(s[1]);
  s_socketpair(SOCK_DGRAM, s);
  s_write(s[0], "first", 5), s_write(s[0], "second", 6);
  long n = s_read(s[1], b, 3);
  b[n] = 0;
  print("datagram cut <%s>, ", b);
  b[s_read(s[1], b, 60)] = 0;
  print("next <%s>\n", b);
  s_close(s[0]), s_close(s[1]);
}

static void named(void) {
  unix_address address = {ADDRESS_HEAD(unix_address, AF_UNIX), .path = "socket"}, name;
  char b[64];
  int listener = (int)s_socket(AF_UNIX, SOCK_STREAM);
  print("no listener %s\n", result_name(s_connect(listener, &address, sizeof address)));
  show("bind", s_bind(listener, &address, sizeof address));
  show(", again", s_bind((int)s_socket(AF_UNIX, SOCK_STREAM), &address, sizeof address));
  show(", listen", s_listen(listener, 4));
  print("\n");
  unsigned length = sizeof name;
  memset(&name, 0, sizeof name);
  s_getsockname(listener, &name, &length);
  print("name <%s>, family %d\n", name.path, name.family == AF_UNIX);
  int pid = (int)s_fork();
  if (pid == 0) {
    int s = (int)s_socket(AF_UNIX, SOCK_STREAM);
    long r = s_connect(s, &address, sizeof address);
    s_write(s, "hello", 5);
    quit(r == 0 ? 0 : 1);
  }
  int s = (int)s_accept(listener, 0, 0);
  b[s_read(s, b, 60)] = 0;
  print("from a client <%s>, %s\n", b, wait_text(pid));
  s_close(s), s_close(listener);
  s_unlink("socket");
}

static void internet(void) {
  inet_address address = {ADDRESS_HEAD(inet_address, AF_INET), .address = {127, 0, 0, 1}}, peer;
  char b[64];
  unsigned length = sizeof address;
  int listener = (int)s_socket(AF_INET, SOCK_STREAM);
  show("bind", s_bind(listener, &address, sizeof address));
  show(", listen", s_listen(listener, 4));
  print("\n");
  s_getsockname(listener, &address, &length);
  print("port given %d, length %u, family %d, %d.%d.%d.%d\n", address.port != 0, length, address.family == AF_INET, address.address[0],
        address.address[1], address.address[2], address.address[3]);
  int pid = (int)s_fork();
  if (pid == 0) {
    int s = (int)s_socket(AF_INET, SOCK_STREAM);
    long r = s_connect(s, &address, sizeof address);
    s_write(s, "ping", 4);
    b[s_read(s, b, 60)] = 0;
    quit(r == 0 && strcmp(b, "pong") == 0 ? 5 : 6);
  }
  length = sizeof peer;
  int s = (int)s_accept(listener, &peer, &length);
  print("peer %d.%d.%d.%d, length %u\n", peer.address[0], peer.address[1], peer.address[2], peer.address[3], length);
  b[s_read(s, b, 60)] = 0;
  s_write(s, "pong", 4);
  print("tcp <%s>, client %s\n", b, wait_text(pid));
  s_close(s), s_close(listener);

  int receiver = (int)s_socket(AF_INET, SOCK_DGRAM), sender = (int)s_socket(AF_INET, SOCK_DGRAM);
  address.port = 0;
  s_bind(receiver, &address, sizeof address);
  length = sizeof address;
  s_getsockname(receiver, &address, &length);
  print("sendto %s\n", result_name(s_sendto(sender, "datagram", 8, 0, &address, sizeof address)));
  struct poll_entry p = {receiver, POLLIN, 0};
  s_poll(&p, 1, 5000);
  length = sizeof peer;
  b[s_recvfrom(receiver, b, 60, 0, &peer, &length)] = 0;
  print("udp <%s> from %d.%d.%d.%d\n", b, peer.address[0], peer.address[1], peer.address[2], peer.address[3]);
  show("bad family", s_socket(199, SOCK_STREAM));
  int pipe[2];
  s_pipe2(pipe, 0);
  show(", not a socket", s_listen(pipe[0], 1));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  pairs();
  named();
  internet();
  return 0;
}
