/* FreeBSD's terminals and sockets by ioctl: attributes from both ends, flow, kinds of devices, what is in buffers. */
#include "common.h"

#define TIOCGETA 0x402c7413
#define TIOCSETA 0x802c7414
#define TIOCSETAF 0x802c7416
#define TIOCSTOP 0x2000746f
#define TIOCSTART 0x2000746e
#define TIOCSBRK 0x2000747b
#define TIOCCBRK 0x2000747a
#define TIOCGETD 0x4004741a
#define TIOCSETD 0x8004741b
#define TIOCGPGRP 0x40047477
#define TIOCSCTTY 0x20007461
#define TIOCGSID 0x40047463
#define TIOCSWINSZ 0x80087467
#define TIOCGWINSZ 0x40087468
#define TIOCOUTQ 0x40047473
#define TIOCGDRAINWAIT 0x40047456
#define TIOCSDRAINWAIT 0x80047457
#define TIOCDRAIN 0x2000745e
#define TIOCEXCL 0x2000740d
#define FIODTYPE 0x4004667a
#define FIODGNAME 0x80086678
#define FIONWRITE 0x40046677
#define FIONBIO 0x8004667e
#define FIOCLEX 0x20006601
#define FIONCLEX 0x20006602
#define SIOCATMARK 0x40047307
#define ECHO 8

struct attributes {
  unsigned input, output, control, local;
  unsigned char characters[20];
  unsigned in_speed, out_speed;
};

static void terminal(void) {
  struct attributes a, b;
  struct {
    int length;
    char *buffer;
  } named;
  char name[64] = "/dev/", text[16];
  int value = -1, master = (int)SYS(SYS_posix_openpt, O_RDWR | 0x8000);
  named.length = 50, named.buffer = name + 5;
  s_ioctl(master, FIODGNAME, &named);
  int slave = (int)s_open(name, O_RDWR | 0x8000 | O_NONBLOCK, 0);
  show("attributes", s_ioctl(slave, TIOCGETA, &a));
  show(", of the master", s_ioctl(master, TIOCGETA, &b));
  print(", alike %d, echo %d", memcmp(&a, &b, sizeof a) == 0, (a.local & ECHO) != 0);
  b.local &= ~ECHO;
  show(", set there", s_ioctl(master, TIOCSETA, &b));
  s_ioctl(slave, TIOCGETA, &a);
  print(", echo %d", (a.local & ECHO) != 0);
  show(", flushed", s_ioctl(slave, TIOCSETAF, &a));
  print("\n");
  show("flow: stop", s_ioctl(slave, TIOCSTOP, 0));
  show(", held", s_write(slave, "x", 1));
  show(", start", s_ioctl(slave, TIOCSTART, 0));
  show(", goes on", s_write(slave, "y", 1));
  show(", waiting", s_ioctl(slave, TIOCOUTQ, &value));
  show(", drained", s_ioctl(slave, TIOCDRAIN, 0));
  show(", break", s_ioctl(slave, TIOCSBRK, 0));
  show("", s_ioctl(slave, TIOCCBRK, 0));
  show(", drain wait", s_ioctl(slave, TIOCGDRAINWAIT, &value));
  print(" %d", value);
  show(", to set", s_ioctl(slave, TIOCSDRAINWAIT, &value));
  show(", discipline", s_ioctl(slave, TIOCGETD, &value));
  print(" %d", value);
  show(", set", s_ioctl(slave, TIOCSETD, &value));
  show(", exclusive", s_ioctl(slave, TIOCEXCL, 0));
  long n = s_read(master, text, sizeof text);
  print(", out came %ld", n);
  print("\n");
  unsigned short size[4] = {24, 80, 0, 0}, seen[4] = {0};
  show("size", s_ioctl(master, TIOCSWINSZ, size));
  show(", seen", s_ioctl(slave, TIOCGWINSZ, seen));
  print(" %d %d", seen[0], seen[1]);
  show(", group where it controls nobody", s_ioctl(slave, TIOCGPGRP, &value));
  print("\n");
  value = -1;
  show("kind of a terminal", s_ioctl(slave, FIODTYPE, &value));
  print(" %d", value);
  show(", of null", s_ioctl((int)s_open("/dev/null", O_RDWR, 0), FIODTYPE, &value));
  print(" %d", value);
  show(", of zero", s_ioctl((int)s_open("/dev/zero", O_RDWR, 0), FIODTYPE, &value));
  print(" %d", value);
  show(", of a directory", s_ioctl((int)s_open(".", 0, 0), FIODTYPE, &value));
  show(", closed", s_ioctl(77, FIODTYPE, &value));
  print("\n");
}

static void sockets(void) {
  int ends[2], value = -1, on = 1;
  char b[8];
  s_socketpair(SOCK_STREAM, ends);
  s_write(ends[0], "12345", 5);
  show("to read", s_ioctl(ends[1], FIONREAD, &value));
  print(" %d", value);
  show(", to write", s_ioctl(ends[1], FIONWRITE, &value));
  print(" %d", value);
  show(", at the mark", s_ioctl(ends[1], SIOCATMARK, &value));
  print(" %d", value);
  show(", without waiting", s_ioctl(ends[0], FIONBIO, &on));
  show(", read", s_read(ends[0], b, 8));
  s_ioctl(ends[0], FIOCLEX, 0);
  print(", closes at exec %ld", s_fcntl(ends[0], F_GETFD, 0));
  s_ioctl(ends[0], FIONCLEX, 0);
  print(" %ld", s_fcntl(ends[0], F_GETFD, 0));
  show(", no terminal", s_ioctl(ends[0], TIOCGETA, b));
  show(", unknown", s_ioctl(ends[0], 0x20004242, 0));
  show(", closed", s_ioctl(77, FIONREAD, &value));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  terminal();
  sockets();
  return 0;
}
