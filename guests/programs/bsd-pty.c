/* Pseudo-terminals as each BSD's C library opens them: /dev/ptmx and TIOCPTSNAME, ptm(4)'s pairs, posix_openpt and FIODGNAME. */
#include "common.h"

#define O_NOCTTY 0x8000
#define TIOCSWINSZ 0x80087467
#define TIOCGWINSZ 0x40087468

struct winsize {
  unsigned short rows, columns, x, y;
};

#if defined __FreeBSD__
#define TIOCPTMASTER 0x2000741c
#define FIODGNAME 0x80086678
struct fiodgname_arg {
  int length;
  char *buffer;
};
static long name_of(int fd, char *name, int room) {
  struct fiodgname_arg argument = {room - 5, name + 5};
  memcpy(name, "/dev/", 5);
  return s_ioctl(fd, FIODGNAME, &argument);
}
static int open_pair(char *name, int *slave) {
  show("flags", SYS(SYS_posix_openpt, O_RDWR | O_APPEND));
  int master = (int)SYS(SYS_posix_openpt, O_RDWR | O_NOCTTY);
  show(", a master", s_ioctl(master, TIOCPTMASTER, 0));
  show(", short", name_of(master, name, 9));
  show(", name", name_of(master, name, 64));
  *slave = (int)s_open(name, O_RDWR | O_NOCTTY, 0);
  char other[64] = "";
  show(", of the slave", name_of(*slave, other, 64));
  print(", same %d", !strcmp(name, other));
  show(", of a file", name_of((int)s_open(".", O_RDONLY, 0), other, 64));
  print("\n");
  return master;
}
#else
#if defined __NetBSD__
#define NAME 1024
#define TIOCGRANTPT 0x20007447
#define TIOCPTSNAME 0x48087448
#define PTMGET 0x48087446
#else
#define NAME 16
#define PTMGET 0x40287401
#endif
static struct ptmget {
  int cfd, sfd;
  char cn[NAME], sn[NAME];
} pair, other;
static int open_pair(char *name, int *slave) {
  int control = (int)s_open("/dev/ptm", O_RDWR, 0);
  show("pair", s_ioctl(control, PTMGET, &pair));
  show(", another", s_ioctl(control, PTMGET, &other));
  print(", apart %d", pair.cfd != other.cfd && pair.sfd != other.sfd && strcmp(pair.sn, other.sn) != 0);
  s_close(other.cfd), s_close(other.sfd), s_close(control);
  show(", no room", s_ioctl(pair.cfd, PTMGET, (void *)16));
#if defined __NetBSD__
  int master = (int)s_open("/dev/ptmx", O_RDWR | O_NOCTTY, 0);
  show(", granted", s_ioctl(master, TIOCGRANTPT, 0));
  show(", named", s_ioctl(master, TIOCPTSNAME, &other));
  print(" %d %d", other.cfd, other.sfd);
  show(", opened", s_open(other.sn, O_RDWR | O_NOCTTY, 0) < 0 ? -1 : 0);
  show(", of a file", s_ioctl((int)s_open(".", O_RDONLY, 0), TIOCPTSNAME, &other));
#endif
  print("\n");
  memcpy(name, pair.sn, NAME < 64 ? NAME : 64);
  *slave = pair.sfd;
  return pair.cfd;
}
#endif

#define TIOCSCTTY 0x20007461
#define TIOCGSID 0x40047463

/* A session's leader: opening a terminal does not make it the controlling one, TIOCSCTTY does (tty(4)). */
static void lead(const char *name) {
  int pid = (int)s_fork();
  if (pid == 0) {
    int session = 0;
    print("leader %d", s_setsid() == s_getpid());
    int terminal = (int)s_open(name, O_RDWR, 0);
    show(", its terminal", s_ioctl(terminal, TIOCGSID, &session));
    show(", /dev/tty", s_open("/dev/tty", O_RDWR, 0));
    show(", taken", s_ioctl(terminal, TIOCSCTTY, 0));
    show(", session", s_ioctl(terminal, TIOCGSID, &session));
    print(" %d, /dev/tty %d\n", session == s_getpid(), s_open("/dev/tty", O_RDWR, 0) > 2);
    quit(0);
  }
  int status;
  s_wait(pid, &status, 0);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  char name[64] = "", text[16] = "";
  int slave, master = open_pair(name, &slave);
  struct winsize size = {24, 80, 0, 0}, seen = {0, 0, 0, 0};
  show("size", s_ioctl(master, TIOCSWINSZ, &size));
  show(", seen", s_ioctl(slave, TIOCGWINSZ, &seen));
  print(" %d %d", seen.rows, seen.columns);
  s_write(master, "typed\n", 6);
  long count = s_read(slave, text, sizeof text);
  print(", read %ld %d", count, !memcmp(text, "typed\n", 6));
  s_read(master, text, sizeof text);
  s_write(slave, "shown", 5);
  count = s_read(master, text, 5);
  print(", shown %ld %d", count, !memcmp(text, "shown", 5));
  int again = (int)s_open(name, O_RDWR | O_NOCTTY, 0);
  print(", by name %d\n", again >= 0);
  lead(name);
  return 0;
}
