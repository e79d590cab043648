/* What each promise lets a program do beside the calls that bear its name: descriptors in messages, terminals, sysctls, options of sockets,
   files that libc reads, sockets in the file system under unveil. */
#include "common.h"

static long pledge(const char *promises, const char *later) { return SYS(SYS_pledge, promises, later); }
static char **arguments;
static int pair[2];

static void in_child(const char *what, void (*run)(void)) {
  long pid = s_fork();
  if (!pid) {
    run();
    quit(0);
  }
  print("%s: %s\n", what, wait_text((int)pid));
}
static void promise(const char *promises) {
  if (pledge(promises, 0)) quit(100);
}

struct message {
  void *name;
  unsigned name_length;
  struct {
    void *base;
    unsigned long length;
  } *vector;
  unsigned count;
  void *control;
  unsigned control_length;
  int flags;
};
static long pass(int send, int *fd) {
  static char byte = 'x';
  struct {
    void *base;
    unsigned long length;
  } vector = {&byte, 1};
  struct {
    unsigned length;
    int level, type, pad, fd, more;
  } control = {20, SOL_SOCKET, SCM_RIGHTS, 0, *fd, 0};
  struct message m = {0, 0, (void *)&vector, 1, &control, send ? 20 : sizeof control, 0};
  long r = send ? SYS(SYS_sendmsg, pair[0], &m, 0) : SYS(SYS_recvmsg, pair[1], &m, 0);
  if (!send) *fd = m.control_length >= 20 ? control.fd : -1;
  return r;
}
static void fill(const char *path) {
  int fd = (int)s_open(path, O_RDONLY, 0);
  if (pass(1, &fd) != 1) quit(50);
}
static void sends(void) {
  int fd = (int)s_open("shown", O_RDONLY, 0);
  promise("stdio");
  pass(1, &fd), quit(1);
}
static void sends_as_promised(void) {
  int fd = (int)s_open("shown", O_RDONLY, 0), got = -1;
  promise("stdio sendfd recvfd");
  if (pass(1, &fd) != 1 || pass(0, &got) != 1 || got < 0 || got == fd) quit(1);
}
static void sends_directory(void) {
  int fd = (int)s_open(".", O_RDONLY, 0);
  promise("stdio sendfd");
  pass(1, &fd), quit(1);
}
static void receives(void) {
  int got = -1;
  fill("shown");
  promise("stdio");
  pass(0, &got), quit(1);
}
static void receives_nothing(void) {
  int got = -1;
  s_write(pair[0], "y", 1);
  promise("stdio");
  if (pass(0, &got) != 1 || got != -1) quit(1);
}
static void receives_directory(void) {
  int got = -1;
  fill(".");
  promise("stdio recvfd");
  pass(0, &got), quit(1);
}
static void receives_with_error(void) {
  int got = -1, before = (int)SYS(SYS_getdtablecount);
  fill("shown");
  promise("stdio error");
  print("recvmsg %s, descriptors as before %d\n", result_name(pass(0, &got)), (int)SYS(SYS_getdtablecount) == before + 1);
}

static unsigned char room[64];
static void asks_terminal(void) { promise("stdio"), s_ioctl(pair[0], TIOCGETA, room), quit(1); }
static void asks_as_promised(void) {
  int count = 0;
  promise("stdio tty");
  print("FIONREAD %s, TIOCGETA %s, TIOCGWINSZ %s\n", result_name(s_ioctl(pair[0], FIONREAD, &count)), result_name(s_ioctl(pair[0], TIOCGETA, room)),
        result_name(s_ioctl(pair[0], TIOCGWINSZ, room)));
}
static void changes_terminal(void) { promise("stdio tty"), s_ioctl(pair[0], 0x802c7414, room), quit(1); }
static void takes_terminal(void) {
  int group = 1;
  promise("stdio tty");
  s_ioctl(pair[0], 0x80047476, &group), quit(1);
}

#define PTMGET 0x40287401
static void makes_terminals(void) {
  promise("stdio rpath wpath tty");
  int control = (int)s_open("/dev/ptm", O_RDWR, 0);
  print("ptm %d, a pair %s\n", control > 2, result_name(s_ioctl(control, PTMGET, room)));
}
static void makes_terminals_unasked(void) { promise("stdio rpath tty"), s_ioctl(pair[0], PTMGET, room), quit(1); }

static long node(int first, int second) {
  int mib[] = {first, second};
  unsigned long size = sizeof room;
  return SYS(SYS_sysctl, mib, 2, room, &size, 0, 0);
}
static void asks_nodes(void) {
  promise("stdio");
  print("ostype %s, ncpu %s\n", result_name(node(1, 1)), result_name(node(6, 3)));
  node(6, 4), quit(1);
}
static void sets_node(void) {
  int mib[] = {1, 10};
  promise("stdio");
  SYS(SYS_sysctl, mib, 2, 0, 0, "name", 5), quit(1);
}

static long option(int level, int name) {
  int value = 0;
  unsigned size = sizeof value;
  return SYS(SYS_getsockopt, pair[0], level, name, &value, &size);
}
static void asks_options(void) {
  promise("stdio");
  print("SO_ERROR %s, SO_RCVBUF %s\n", result_name(option(SOL_SOCKET, SO_ERROR)), result_name(option(SOL_SOCKET, 0x1002)));
  option(SOL_SOCKET, SO_TYPE), quit(1);
}
static void asks_options_of_unix(void) {
  promise("stdio unix");
  print("SO_TYPE %s\n", result_name(option(SOL_SOCKET, SO_TYPE)));
  option(6, 2), quit(1);
}
static void makes_socket(void) { promise("stdio"), s_socket(AF_INET, SOCK_STREAM), quit(1); }
static void limits(void) {
  unsigned long long both[2] = {0, 0};
  promise("stdio");
  SYS(SYS_setrlimit, RLIMIT_NOFILE, both), quit(1);
}

static const char *opened(const char *path, int flags) {
  long fd = s_open(path, flags, 0600);
  return fd >= 0 ? "0" : result_name(fd);
}
static void reads_excepted(void) {
  SYS(SYS_unveil, "work", "r");
  promise("stdio getpw error");
  print("/dev/null %s, by a detour %s, to create %s, openat %s\n", opened("/dev/null", O_RDWR), opened("/dev//../dev/./null", O_RDONLY),
        opened("/dev/null", O_RDWR | O_CREAT), result_name(SYS(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY)));
  print("/etc/group is not hidden %d, passwords %s, /etc/hosts %s\n", strcmp(opened("/etc/group", O_RDONLY), "ENOSYS") != 0, opened("/etc/spwd.db", O_RDONLY),
        opened("/etc/hosts", O_RDONLY));
}
static void makes_temporary(void) {
  promise("stdio tmppath error");
  print("create in /tmp %s, read there %s", opened("/tmp/openbsd-pledge-guest", O_RDWR | O_CREAT), opened("/tmp/openbsd-pledge-guest", O_RDONLY));
  print(", unlink %s, elsewhere %s\n", result_name(s_unlink("/tmp/openbsd-pledge-guest")), opened("other", O_RDWR | O_CREAT));
}
static void grows_later(void) {
  print("for exec: first %s", result_name(pledge("stdio rpath exec error", "stdio rpath")));
  print(", less %s", result_name(pledge(0, "stdio")));
  print(", more %s", result_name(pledge(0, "stdio wpath")));
  print(", more now %s", result_name(pledge("stdio rpath wpath exec error", 0)));
  print(", nothing %s\n", result_name(pledge(0, 0)));
}
static void forgets_at_exec(void) {
  char *const argv[] = {arguments[0], (char *)"child", 0}, *const none[] = {0};
  promise("stdio exec rpath");
  s_execve(arguments[0], (char **)argv, (char **)none);
  quit(2);
}

static void unveils_sockets(void) {
  unix_address there = {ADDRESS_HEAD(unix_address, AF_UNIX), "work/socket"}, outside = {ADDRESS_HEAD(unix_address, AF_UNIX), "outside"};
  int a = (int)s_socket(AF_UNIX, SOCK_STREAM), b = (int)s_socket(AF_UNIX, SOCK_STREAM), c = (int)s_socket(AF_UNIX, SOCK_STREAM);
  SYS(SYS_unveil, "work", "rwc");
  print("bind outside %s", result_name(s_bind(a, &outside, sizeof outside)));
  print(", inside %s", result_name(s_bind(a, &there, sizeof there)));
  s_listen(a, 1);
  SYS(SYS_unveil, "work", "r");
  print(", connect to what may be read %s", result_name(s_connect(b, &there, sizeof there)));
  SYS(SYS_unveil, "work", "wc");
  print(", written %s", result_name(s_connect(c, &there, sizeof there)));
  print(", outside %s\n", result_name(s_connect(b, &outside, sizeof outside)));
  s_unlink("work/socket");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)envp;
  arguments = argv;
  if (argc > 1) {
    long pid = s_fork();
    if (!pid) quit(7);
    print("executed without promises: fork and %s\n", wait_text((int)pid));
    return 0;
  }
  s_close((int)s_open("shown", O_RDWR | O_CREAT, 0600));
  s_mkdir("work", 0700);
  s_socketpair(SOCK_STREAM, pair);
  in_child("sendfd", sends);
  in_child("sent as promised", sends_as_promised);
  in_child("a directory", sends_directory);
  in_child("recvfd", receives);
  in_child("no descriptor", receives_nothing);
  in_child("a directory", receives_directory);
  in_child("with error", receives_with_error);
  in_child("terminal", asks_terminal);
  in_child("tty", asks_as_promised);
  in_child("change", changes_terminal);
  in_child("its group", takes_terminal);
  in_child("openpty", makes_terminals);
  in_child("without wpath", makes_terminals_unasked);
  in_child("sysctl", asks_nodes);
  in_child("setting one", sets_node);
  in_child("options", asks_options);
  in_child("of unix", asks_options_of_unix);
  in_child("socket", makes_socket);
  in_child("limits", limits);
  in_child("what libc reads", reads_excepted);
  in_child("temporary files", makes_temporary);
  in_child("execpromises", grows_later);
  in_child("sockets", unveils_sockets);
  s_unlink("shown"), s_rmdir("work");
  forgets_at_exec();
  return 1;
}
