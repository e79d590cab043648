/* Calls that kernels keep for programs of before NetBSD 6, and what is asked for seldom: clock discipline, uuidgen, __clone, epoll. */
#include "common.h"

struct narrow {
  int seconds;
  long fraction;
};
struct stat13 {
  unsigned dev, ino, mode, links, uid, gid, rdev;
  struct narrow access, modify, change;
  long long size __attribute__((aligned(8)));
  unsigned long long blocks;
  unsigned block_size, flags, generation, spare;
  struct narrow birth;
  int pad;
} __attribute__((aligned(8)));
struct stat12 {
  unsigned dev, ino;
  unsigned short mode, links;
  unsigned uid, gid, rdev;
  struct narrow access, modify, change;
  long long size, blocks;
  unsigned block_size, flags, generation, spare;
  long long more[2];
};
struct entry12 {
  unsigned number;
  unsigned short length;
  unsigned char type, name_length;
  char name[256];
};
struct statfs12 {
  short type;
  unsigned short old_flags;
  long block_size, io_size, blocks, free, available, files, files_free;
  int id[2];
  unsigned owner;
  long flags, sync_writes, async_writes, spare;
  char type_name[16], on[90], from[90];
};

static void statuses(void) {
  file_status now;
  struct stat13 st;
  struct stat12 old;
  int fd = (int)s_open("file", O_CREAT | O_RDWR | O_TRUNC, 0640);
  s_write(fd, "12345", 5);
  s_stat("file", &now);
  show("stat13", SYS(SYS_compat_30___stat13, "file", &st));
  print(" %d", st.ino == (unsigned)now.st_ino && st.mode == now.st_mode && st.size == 5 && st.modify.seconds == (int)now.st_mtim.tv_sec);
  show(", lstat13", SYS(SYS_compat_30___lstat13, "file", &st));
  show(", fstat13", SYS(SYS_compat_30___fstat13, fd, &st));
  print(" %d", st.uid == now.st_uid && st.links == 1);
  show(", stat12", SYS(SYS_compat_12_stat12, "file", &old));
  print(" %d", old.mode == now.st_mode && old.size == 5 && old.change.seconds == (int)now.st_ctim.tv_sec);
  show(", lstat12", SYS(SYS_compat_12_lstat12, "none", &old));
  show(", fstat12", SYS(SYS_compat_12_fstat12, fd, &old));
  print("\n");
  struct statfs12 fs, all[2];
  show("statfs12", SYS(SYS_compat_20_statfs, ".", &fs));
  print(" %d", fs.type == 0 && fs.block_size > 0 && fs.type_name[0] != 0 && fs.on[0] == '/');
  show(", fstatfs12", SYS(SYS_compat_20_fstatfs, fd, &fs));
  print(", getfsstat12 %d\n", SYS(SYS_compat_20_getfsstat, all, sizeof all, 0) > 0);
  s_close(fd);
}

static int names(const char *buffer, long n) {
  int found = 0;
  for (long at = 0; at < n;) {
    const struct entry12 *e = (const struct entry12 *)(buffer + at);
    if (e->name_length != strlen(e->name) || e->length % 4 != 0 || e->number == 0) return -1;
    found++, at += e->length;
  }
  return found;
}

static void directories(void) {
  static char buffer[512] __attribute__((aligned(8)));
  s_mkdir("folder", 0700);
  s_close((int)s_open("folder/one", O_CREAT, 0600));
  s_close((int)s_open("folder/another", O_CREAT, 0600));
  int fd = (int)s_open("folder", O_RDONLY, 0);
  long base = -1, n = SYS(SYS_compat_30_getdents, fd, buffer, sizeof buffer);
  print("getdents: %d entries", names(buffer, n));
  print(", then %ld", SYS(SYS_compat_30_getdents, fd, buffer, sizeof buffer));
  SYS(SYS_lseek, fd, 0, PAIR(0ll), SEEK_SET);
  n = SYS(SYS_compat_12_getdirentries, fd, buffer, sizeof buffer, &base);
  print(", getdirentries: %d from %ld", names(buffer, n), base);
  SYS(SYS_lseek, fd, 0, PAIR(0ll), SEEK_SET);
  show(", room for none", SYS(SYS_compat_12_getdirentries, fd, buffer, 4, &base));
  print("\n");
  s_close(fd);
  show("mknodat", SYS(SYS_mknodat, AT_FDCWD, "folder/fifo", S_IFIFO | 0600, 0, PAIR(0x100000002ll)));
  file_status st;
  s_stat("folder/fifo", &st);
  print(" %d", (st.st_mode & S_IFMT) == S_IFIFO);
  show(", mknod", SYS(SYS___mknod50, "folder/other", S_IFIFO | 0600, PAIR(0)));
  show(", of before", SYS(SYS_compat_50_mknod, "folder/third", S_IFIFO | 0600, 0));
  show(", there already", SYS(SYS_compat_50_mknod, "folder/third", S_IFIFO | 0600, 0));
  print("\n");
  const char *made[] = {"folder/one", "folder/another", "folder/fifo", "folder/other", "folder/third", "file"};
  for (unsigned i = 0; i < sizeof made / sizeof *made; i++) s_unlink(made[i]);
  s_rmdir("folder");
}

static void clock_state(void) {
  struct {
    struct timespec time;
    long most, estimate, tai;
    int state;
  } wide;
  struct {
    struct narrow time;
    long most, estimate, tai;
    int state;
  } of_50;
  struct {
    struct narrow time;
    long most, estimate;
  } of_30;
  struct {
    unsigned modes;
    long offset, frequency, most, estimate;
    int status;
    long rest[11];
  } timex;
  print("ntp_gettime %ld", SYS(SYS___ntp_gettime50, &wide));
  print(" %d", wide.most == 500000 && wide.tai == 0 && wide.state == 5);
  print(", of 5 %ld", SYS(SYS_compat_50___ntp_gettime30, &of_50));
  print(" %d", of_50.time.seconds - (int)wide.time.tv_sec < 100 && of_50.state == 5);
  print(", of 3 %ld", SYS(SYS_compat_30_ntp_gettime, &of_30));
  print(" %d", of_30.time.fraction < 1000000 && of_30.estimate == 500000);
  memset(&timex, 0, sizeof timex);
  print(", ntp_adjtime %ld", SYS(SYS_ntp_adjtime, &timex));
  print(" %d", timex.status == 0x40 && timex.most == 500000);
  timex.modes = 1;
  show(", changing", SYS(SYS_ntp_adjtime, &timex));
  print("\n");
}

static void queues(void) {
  struct {
    unsigned ids[4], mode;
    unsigned short sequence;
    int key;
    unsigned long count, room;
    int sender, receiver, sent, received, changed;
    void *first, *last;
    unsigned long bytes;
  } queue;
  struct {
    unsigned ids[4], mode;
    unsigned short sequence;
    int key;
    unsigned long size;
    int last, creator;
    unsigned attached;
    int at, dt, changed;
    void *internal;
  } segment;
  struct {
    unsigned ids[4], mode;
    unsigned short sequence;
    int key;
    unsigned short count;
    int operated, changed;
    void *base;
  } set;
  void *argument = &set;
  int id = (int)SYS(SYS_msgget, 0, 0600);
  show("msgctl of 5", SYS(SYS_compat_50___msgctl13, id, 2, &queue));
  print(" %d", queue.mode == 0600 && queue.room == 2048 && queue.changed > 1000000000);
  SYS(SYS___msgctl50, id, 0, 0);
  id = (int)SYS(SYS_shmget, 0, 8192, 0640);
  show(", shmctl", SYS(SYS_compat_50___shmctl13, id, 2, &segment));
  print(" %d", segment.mode == 0640 && segment.size == 8192 && segment.creator == s_getpid());
  SYS(SYS___shmctl50, id, 0, 0);
  id = (int)SYS(SYS_semget, 0, 3, 0600);
  show(", semctl", SYS(SYS_compat_50_____semctl13, id, 0, 2, &argument));
  print(" %d", set.count == 3 && set.changed > 1000000000);
  SYS(SYS_____semctl50, id, 0, 0, &argument);
  show(", semconfig", SYS(SYS_semconfig, 0));
  print("\n");
}

static void seldom(void) {
  unsigned char ids[3][16];
  show("uuidgen", SYS(SYS_uuidgen, ids, 3));
  unsigned short version;
  memcpy(&version, ids[2] + 6, 2);
  print(" version %d variant %d apart %d", version >> 12, ids[2][8] >> 6, memcmp(ids[0], ids[1], 16) != 0);
  show(", none", SYS(SYS_uuidgen, ids, 0));
  show(", too many", SYS(SYS_uuidgen, ids, 2049));
  show(", nowhere", SYS(SYS_uuidgen, 16, 1));
  print("\n");
  int fd = (int)s_socket(AF_INET, SOCK_STREAM), type = 0;
  unsigned size = sizeof type;
  show("getsockopt2", SYS(SYS_getsockopt2, fd, 0xffff, 0x1008, &type, &size));
  print(" %d", type == SOCK_STREAM && size == sizeof type);
  show(", of a file", SYS(SYS_getsockopt2, 0x7777, 0xffff, 0x1008, &type, &size));
  show(", utrace", SYS(SYS_utrace, "label", &type, sizeof type));
  show(", swap devices", SYS(SYS_swapctl, 3, 0, 0));
  show(", swapping", SYS(SYS_swapctl, 1, "/dev/none", 0));
  print("\n");
  show("nfssvc", SYS(SYS_nfssvc, 0, 0));
  show(", ktrace", SYS(SYS_ktrace, "trace", 0, 0, 0));
  show(", fktrace", SYS(SYS_fktrace, 1, 0, 0, 0));
  show(", quotactl", SYS(SYS___quotactl, ".", 0));
  show(", reboot of before", SYS(SYS_compat_12_oreboot, 0));
  print("\n");
}

static volatile int touched;

static void cloned(void) {
  enum { VM = 0x100, FILES = 0x400, SIGHAND = 0x800, PTRACE = 0x2000, VFORK = 0x4000 };
  long second = -1;
  long pid = SYS2(&second, SYS___clone, SIGCHLD, 0);
  if (pid == 0) quit(touched = 5);
  print("__clone as fork: %s, touched %d\n", wait_text((int)pid), touched);
  int fd = (int)s_dup2(1, 9);
  pid = SYS(SYS___clone, SIGCHLD | VM | FILES | VFORK, 0);
  if (pid == 0) {
    s_close(fd);
    touched = 7;
    quit(6);
  }
  print("in the same memory: %s, touched %d", wait_text((int)pid), touched);
  show(", its descriptors too", s_fcntl(fd, F_GETFD, 0));
  show(", handlers alone", SYS(SYS___clone, SIGCHLD | SIGHAND, 0));
  show(", traced", SYS(SYS___clone, SIGCHLD | PTRACE, 0));
  show(", signal 100", SYS(SYS___clone, 100, 0));
  print("\n");
}

static void refused(const char *name, int number) {
  int pid = (int)s_fork();
  if (pid == 0) {
    SYS(SYS_syscall, number, 0, 0, 0, 0);
    quit(1);
  }
  print("%s: %s\n", name, wait_text(pid));
}

static void polled(void) {
  struct {
    unsigned events;
    union {
      void *pointer;
      unsigned long long number;
    } data __attribute__((aligned(8)));
  } event = {1, {0}}, got[4];
  int fds[2], set = (int)SYS(SYS_epoll_create1, 0x400000);
  s_pipe2(fds, 0);
  struct timespec none = {0, 0};
  event.data.number = 0x1122334455667788ull;
  print("epoll: closed on exec %ld", s_fcntl(set, F_GETFD, 0));
  show(", add", SYS(SYS_epoll_ctl, set, 1, fds[0], &event));
  show(", again", SYS(SYS_epoll_ctl, set, 1, fds[0], &event));
  print(", empty %ld", SYS(SYS_epoll_pwait2, set, got, 4, &none, 0));
  s_write(fds[1], "x", 1);
  print(", ready %ld", SYS(SYS_epoll_pwait2, set, got, 4, 0, 0));
  print(" %d", got[0].events == 1 && got[0].data.number == 0x1122334455667788ull);
  event.events = 1 | 1u << 30;
  show(", once", SYS(SYS_epoll_ctl, set, 3, fds[0], &event));
  print(" %ld", SYS(SYS_epoll_pwait2, set, got, 4, &none, 0));
  print(" %ld", SYS(SYS_epoll_pwait2, set, got, 4, &none, 0));
  show(", remove", SYS(SYS_epoll_ctl, set, 2, fds[0], 0));
  show(", again", SYS(SYS_epoll_ctl, set, 2, fds[0], 0));
  show(", of itself", SYS(SYS_epoll_ctl, set, 1, set, &event));
  show(", no room", SYS(SYS_epoll_pwait2, set, got, 0, &none, 0));
  show(", not one", SYS(SYS_epoll_pwait2, fds[0], got, 4, &none, 0));
  show(", unknown flags", SYS(SYS_epoll_create1, 1));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  statuses();
  directories();
  clock_state();
  queues();
  seldom();
  cloned();
  polled();
  refused("4.3BSD's wait", SYS_compat_43_owait);
  refused("sigaction of 1.3", SYS_compat_13_sigaction13);
  refused("scheduler activations", SYS_compat_60_sa_enable);
  refused("lfs_markv", SYS_lfs_markv);
  return 0;
}
