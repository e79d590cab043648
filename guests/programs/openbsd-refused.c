/* Rows of OpenBSD's table that few programs use: what they give, and what becomes of who asks for them after a promise. */
#include "common.h"

static long pledge(const char *promises) { return SYS(SYS_pledge, promises, 0); }
static void in_child(const char *what, void (*run)(void)) {
  long pid = s_fork();
  if (!pid) {
    run();
    quit(0);
  }
  print("%s: %s\n", what, wait_text((int)pid));
}

static void mounts(void) { pledge("stdio"), SYS(SYS_mount, "ffs", "/", 0, 0), quit(1); }
static void never(void) { pledge("stdio"), SYS(500), quit(1); }
static void hole(void) { pledge("stdio"), SYS(113), quit(1); }
static void with_error(void) {
  pledge("stdio error");
  print("with error: mount %s, no such number %s, swapctl %s\n", result_name(SYS(SYS_mount, "ffs", "/", 0, 0)), result_name(SYS(500)),
        result_name(SYS(SYS_swapctl, 3, 0, 0)));
}
static void temporary(void) { pledge("stdio rpath wpath cpath tmppath"), SYS(SYS___tmpfd, 0), quit(1); }
static void swaps(void) {
  pledge("stdio vminfo");
  print("vminfo: devices to swap to %ld\n", SYS(SYS_swapctl, 3, 0, 0));
  SYS(SYS_swapctl, 1, 0, 0), quit(1);
}
static void handler(int number) { (void)number; }
static void returns(void) {
  signal_set none = {{0}};
  on_signal(SIGUSR1, (void *)handler, 0, none);
  int self = (int)SYS(SYS_getthrid);
  pledge("");
  SYS(SYS_thrkill, self, SIGUSR1, 0);
  quit(1);
}
static void sets_clock(void) {
  long long time[2] = {0};
  pledge("stdio settime"), SYS(SYS_clock_settime, CLOCK_REALTIME, time), quit(1);
}
static void asks_process(void) {
  static char room[648];
  unsigned long size = sizeof room;
  int self = s_getpid();
  int mib[] = {1, 66, 1, self, 648, 1}, environment[] = {1, 55, self, 3}, count[] = {1, 55, self, 2};
  pledge("stdio ps");
  print("ps: kern.proc %s, environment %d", result_name(SYS(SYS_sysctl, mib, 6, room, &size, 0, 0)),
        SYS(SYS_sysctl, environment, 4, room, &size, 0, 0) != -EPERM);
  print("\n");
  SYS(SYS_sysctl, count, 4, room, &size, 0, 0), quit(1);
}

__attribute__((noinline)) static long bind(void *block, unsigned long size) { return SYS(SYS_kbind, block, size, PAIR(7)); }
static void binds(void) {
  char *table = (char *)s_mmap(0, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  s_mprotect(table, 2 * PAGE, PROT_READ);
  struct {
    void *address;
    unsigned long size;
    unsigned char data[24];
  } block = {table + PAGE - 2, 4, {1, 2, 3, 4}}, none = {0, 4, {0}}, hole = {table - 64 * PAGE, 4, {0}};
  static const struct {
    unsigned long size;
    const char *what;
  } sizes[] = {{0, "nothing"}, {7, "half a block"}, {12, "a block"}, {13, "more than it says"}, {48, "too much"}};
  for (unsigned i = 0; i < COUNT(sizes); i++) print("%s %s, ", sizes[i].what, result_name(bind(&block, sizes[i].size)));
  print("over the page's edge %d%d%d%d, at NULL %s, where nothing is %s\n", table[PAGE - 2], table[PAGE - 1], table[PAGE], table[PAGE + 1],
        result_name(bind(&none, 12)), result_name(bind(&hole, 12)));
}
static void turns_off(void) {
  print("kbind off %s, off again %s", result_name(SYS(SYS_kbind, 0, 0, PAIR(0))), result_name(SYS(SYS_kbind, 0, 0, PAIR(0))));
  print("\n");
  char block[12];
  bind(block, sizeof block), quit(1);
}

static long unveil(const char *path, const char *letters) { return SYS(SYS_unveil, path, letters); }
static const char *opened(const char *path, int flags) {
  long fd = s_open(path, flags, 0600);
  if (fd >= 0) s_close((int)fd);
  return fd >= 0 ? "0" : result_name(fd);
}
static void unveils(void) {
  file_status st;
  s_mkdir("tree", 0700), s_mkdir("tree/closed", 0700), s_mkdir("tree/closed/open", 0700);
  print("too many letters %s, no name %s, a letter that is none %s, no directory %s, at an address that is none %s\n", result_name(unveil("tree", "rwxcr")),
        result_name(unveil("", "r")), result_name(unveil("tree", "q")), result_name(unveil("absent/x", "q")), result_name(unveil((char *)4, "r")));
  print("unveil %s", result_name(unveil("tree", "rwc")));
  print(" %s", result_name(unveil("tree/closed", "")));
  print(" %s", result_name(unveil("tree/closed/open", "rc")));
  print(" %s", result_name(unveil("later", "rwc")));
  print(" %s\n", result_name(unveil("tree/../tree/file", "r")));
  print("nothing allowed: stat %s, a file in it %s, below it %s\n", result_name(s_stat("tree/closed", &st)), opened("tree/closed/x", O_RDONLY),
        opened("tree/closed/open/x", O_RDONLY | O_CREAT));
  print("below it, to write %s, a name less than its directory %s %s\n", opened("tree/closed/open/x", O_RDWR), opened("tree/file", O_RDWR | O_CREAT),
        opened("tree/other", O_RDWR | O_CREAT));
  print("made later: mkdir %s", result_name(s_mkdir("later", 0700)));
  print(", then stat %s, rmdir %s, as a file %s", result_name(s_stat("later", &st)), result_name(s_rmdir("later")), opened("later/x", O_RDWR | O_CREAT));
  print(", again %s\n", result_name(unveil("later", "rwc")));
  print("then stat %s, rmdir %s, as a file %s, removed %s\n", result_name(s_stat("later", &st)), result_name(s_rmdir("later")), opened("later", O_RDWR | O_CREAT),
        result_name(s_unlink("later")));
  print("less for the tree %s: to write %s, below what was said before %s\n", result_name(unveil("tree", "r")), opened("tree/other", O_RDWR),
        opened("tree/closed/open/x", O_RDONLY | O_CREAT));
  print("more again %s", result_name(unveil("tree", "rwc")));
  print(": to write %s", opened("tree/other", O_RDWR));
  print(", locked %s", result_name(unveil(0, 0)));
  print(", path alone %s, twice %s\n", result_name(unveil("tree", 0)), result_name(unveil(0, 0)));
  s_unlink("tree/other");
}
static void all_at_once(void) {
  char path[] = "many/000";
  int n = 0;
  s_mkdir("many", 0700);
  long r;
  do {
    path[5] = (char)('0' + n / 100), path[6] = (char)('0' + n / 10 % 10), path[7] = (char)('0' + n % 10);
    r = unveil(path, "r");
  } while (!r && ++n < 500);
  print("names that fit %d, then %s\n", n, result_name(r));
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  file_status st;
  char text[8] = "";
  int fd = (int)SYS(SYS___tmpfd, O_CLOEXEC);
  print("__tmpfd %d", fd > 2);
  print(", links %s", result_name(s_fstat(fd, &st)));
  print(" %d, mode %x, closed at exec %ld", (int)st.st_nlink, (unsigned)st.st_mode & 07777, SYS(SYS_fcntl, fd, F_GETFD, 0));
  print(", write %ld, read %ld <%s>", s_write(fd, "text", 4), SYS(SYS_pread, fd, text, 4, 0, PAIR(0)), text);
  print(", in memory %d\n", *(char *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == 't');
  print("ypconnect %s, of no such type %s\n", result_name(SYS(SYS_ypconnect, 1)), result_name(SYS(SYS_ypconnect, 77)));
  long long frequency = 5;
  print("swapctl: devices %ld, in use %ld, on %s; adjfreq: asked %s", SYS(SYS_swapctl, 3, 0, 0), SYS(SYS_swapctl, 4, 0, 0), result_name(SYS(SYS_swapctl, 1, 0, 0)),
        result_name(SYS(SYS_adjfreq, 0, &frequency)));
  print(" %d, set %s\n", (int)frequency, result_name(SYS(SYS_adjfreq, &frequency, 0)));
  char name[40];
  print("getlogin_r: too little room %s, sched_yield %s\n", result_name(SYS(SYS_getlogin_r, name, 0)), result_name(s_sched_yield()));
  print("mount %s, unmount %s, ktrace %s, ptrace %s, acct %s, reboot %s, revoke %s\n", result_name(SYS(SYS_mount, "ffs", "/", 0, 0)), result_name(SYS(22, "/", 0)),
        result_name(SYS(45, "ktrace.out", 0, 0, 0)), result_name(SYS(26, 0, 0, 0, 0)), result_name(SYS(51, 0)), result_name(SYS(SYS_reboot, 0)), result_name(SYS(56, "/dev/tty")));
  print("getfh %s, fhopen %s, fhstat %s, fhstatfs %s, nfssvc %s, quotactl %s\n", result_name(SYS(SYS_getfh, "/", name)), result_name(SYS(SYS_fhopen, name, 0)),
        result_name(SYS(294, name, name)), result_name(SYS(SYS_fhstatfs, name, name)), result_name(SYS(155, 0, 0)), result_name(SYS(SYS_quotactl, "/", 0, 0, 0)));
  in_child("mount after a promise", mounts);
  in_child("a number that is none", never);
  in_child("a number in between", hole);
  in_child("error", with_error);
  in_child("__tmpfd after a promise", temporary);
  in_child("swapctl", swaps);
  in_child("sigreturn without stdio", returns);
  in_child("clock_settime", sets_clock);
  in_child("ps", asks_process);
  in_child("kbind", binds);
  in_child("kbind, off", turns_off);
  in_child("unveil", unveils);
  in_child("many", all_at_once);
  s_rmdir("many"), s_unlink("tree/closed/open/x"), s_rmdir("tree/closed/open"), s_rmdir("tree/closed"), s_rmdir("tree");
  return 0;
}
