/* Transfers in the background by the BSDs' own calls: files, sockets that wait, lists, cancelling, signals, events. */
#include "common.h"

#define LIO_WRITE 1
#define LIO_READ 2
#define SIGEV_NONE 0
#define SIGEV_SIGNAL 1
#define SIGEV_KEVENT 3

#if defined __FreeBSD__
struct sigevent {
  int notify, signo;
  long value;
  unsigned short kevent_flags, pad;
  long spare[7];
};
struct aiocb {
  int aio_fildes;
  long long aio_offset;
  void *aio_buf;
  size_t aio_nbytes;
  int spare[2];
  void *spare2;
  int aio_lio_opcode, aio_reqprio;
  long status, error;
  void *kernelinfo;
  struct sigevent aio_sigevent;
};
#define NR_SUSPEND SYS_aio_suspend
#else
struct sigevent {
  int notify, signo;
  long value;
  void *function, *attributes;
};
struct aiocb {
  long long aio_offset;
  void *aio_buf;
  size_t aio_nbytes;
  int aio_fildes, aio_lio_opcode, aio_reqprio;
  struct sigevent aio_sigevent;
  int state, error;
  long retval;
};
#define NR_SUSPEND SYS___aio_suspend50
#endif

static struct aiocb transfer(int fd, long long at, void *buffer, size_t n) {
  struct aiocb a;
  memset(&a, 0, sizeof a);
  a.aio_fildes = fd;
  a.aio_offset = at;
  a.aio_buf = buffer;
  a.aio_nbytes = n;
  a.aio_sigevent.notify = SIGEV_NONE;
  return a;
}
static long suspend(struct aiocb *a, struct timespec *limit) { return SYS(NR_SUSPEND, &a, 1, limit); }
/* Until it is done: how it ended, and its result. */
static long finish(struct aiocb *a) {
  while (SYS(SYS_aio_error, a) == EINPROGRESS) suspend(a, 0);
  return SYS(SYS_aio_return, a);
}

static volatile int handled, code, value;
static void on_end(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  code = info->si_code == SI_ASYNCIO;
#if defined __FreeBSD__
  value = info->si_value.sival_int;
#else
  value = info->reason.pad[2];
#endif
  handled++;
}

static void files(void) {
  char b[32] = {0};
  int fd = (int)s_open("aio", O_RDWR | O_CREAT | O_TRUNC, 0600);
  struct aiocb w = transfer(fd, 2, "background", 10), r = transfer(fd, 4, b, 30);
  show("write", SYS(SYS_aio_write, &w));
  show(", result", finish(&w));
  show(", twice", SYS(SYS_aio_return, &w));
  show(", read", SYS(SYS_aio_read, &r));
  show(", result", finish(&r));
  print(" <%s>", b);
  show(", never begun", SYS(SYS_aio_error, &r));
  r.aio_fildes = 77;
  show(", no file", SYS(SYS_aio_read, &r));
  r = transfer(fd, -5, b, 4);
  show(", before the beginning", SYS(SYS_aio_read, &r));
  r = transfer(fd, 0, (void *)16, 4);
  show("\nbad address", SYS(SYS_aio_read, &r));
  show(", result", finish(&r));
  show(", no transfer", SYS(SYS_aio_read, 16));
  r = transfer(fd, 0, b, 4);
  show(", sync", SYS(SYS_aio_fsync, 0x80, &r));
  show(" result", finish(&r));
  show(", bad sync", SYS(SYS_aio_fsync, 1, &r));
  r.aio_sigevent.notify = 99;
  show(", bad event", SYS(SYS_aio_read, &r));
  show(", cancel", SYS(SYS_aio_cancel, fd, 0));
  show(", of none", SYS(SYS_aio_cancel, 77, 0));
  int ends[2];
  s_pipe2(ends, 0);
  s_close(ends[1]);
  s_close(ends[0]);
  print("\n");

  on_signal(SIGUSR1, on_end, SA_SIGINFO, (signal_set){{0}});
  r = transfer(fd, 0, b, 4);
  r.aio_sigevent.notify = SIGEV_SIGNAL;
  r.aio_sigevent.signo = SIGUSR1;
  r.aio_sigevent.value = 321;
  show("with a signal", SYS(SYS_aio_read, &r));
  show(", result", finish(&r));
  print(", signals %d, of transfers %d, value %d", handled, code, value);

  struct aiocb one = transfer(fd, 0, "1111", 4), two = transfer(fd, 4, "2222", 4), bad = transfer(77, 0, b, 1);
  one.aio_lio_opcode = two.aio_lio_opcode = LIO_WRITE;
  bad.aio_lio_opcode = LIO_READ;
  struct aiocb *list[4] = {&one, 0, &two, &bad};
  show("; list", SYS(SYS_lio_listio, 1, list, 3, 0));
  show(", results", finish(&one));
  show(" and", finish(&two));
  show(", one bad", SYS(SYS_lio_listio, 1, list, 4, 0));
  show(", others", finish(&one));
  show(" and", finish(&two));
  struct sigevent event = {.notify = SIGEV_SIGNAL, .signo = SIGUSR1, .value = 654};
  show(", not waited for", SYS(SYS_lio_listio, 0, list, 3, &event));
  finish(&one), finish(&two);
  print(", signals %d, value %d", handled, value);
  show(", bad mode", SYS(SYS_lio_listio, 7, list, 1, 0));
  b[s_pread(fd, b, 8, 0)] = 0;
  print(" <%s>\n", b);
  s_close(fd);
  s_unlink("aio");
}

static void sockets(void) {
  int ends[2];
  char b[16] = {0};
  struct timespec brief = {0, 10000000};
  s_socketpair(SOCK_STREAM, ends);
  struct aiocb r = transfer(ends[0], 0, b, 15);
  show("socket", SYS(SYS_aio_read, &r));
  print(", %s", SYS(SYS_aio_error, &r) == EINPROGRESS ? "in progress" : "done");
  show(", no result yet", SYS(SYS_aio_return, &r));
  show(", suspend", suspend(&r, &brief));
  show(", cancel", SYS(SYS_aio_cancel, ends[0], &r));
  print(", %s", SYS(SYS_aio_error, &r) == ECANCELED ? "cancelled" : "else");
  show(", result", SYS(SYS_aio_return, &r));
  r = transfer(ends[0], 0, b, 15);
  SYS(SYS_aio_read, &r);
  int pid = (int)s_fork();
  if (pid == 0) quit(s_write(ends[1], "by another", 10) == 10 ? 0 : 1);
  show(", read", finish(&r));
  print(" <%s> %s\n", b, wait_text(pid));
#if defined __FreeBSD__
  struct aiocb *done = (struct aiocb *)1;
  struct timespec none = {0, 0};
  show("wait for any", SYS(SYS_aio_waitcomplete, &done, &none));
  print(" %d", done == 0);
  s_write(ends[1], "xyz", 3);
  SYS(SYS_aio_read, &r);
  show(", one", SYS(SYS_aio_waitcomplete, &done, 0));
  print(" %d", done == &r);
  show(", its result", SYS(SYS_aio_return, &r));
  struct {
    void *base;
    unsigned long length;
  } pieces[2] = {{b, 2}, {b + 8, 4}};
  r = transfer(ends[0], 0, pieces, 2);
  s_write(ends[1], "abcdef", 6);
  show(", in pieces", SYS(SYS_aio_readv, &r));
  show(" result", finish(&r));
  print(" %c%c %c%c%c%c", b[0], b[1], b[8], b[9], b[10], b[11]);

  struct kernel_event {
    unsigned long ident;
    short filter;
    unsigned short flags;
    unsigned fflags;
    long long data;
    void *udata;
    unsigned long long ext[4];
  } got;
  int queue = (int)SYS(SYS_kqueue);
  r = transfer(ends[0], 0, b, 3);
  r.aio_sigevent.notify = SIGEV_KEVENT;
  r.aio_sigevent.signo = queue;
  r.aio_sigevent.value = (long)&r;
  show("\nwith an event", SYS(SYS_aio_read, &r));
  show(", not yet", SYS(SYS_kevent, queue, 0, 0, &got, 1, &none));
  s_write(ends[1], "ijk", 3);
  show(", then", SYS(SYS_kevent, queue, 0, 0, &got, 1, 0));
  print(" filter %d, of it %d, error %d, end %d", got.filter, got.ident == (unsigned long)&r && got.udata == &r, (int)got.data,
        (got.flags & EV_EOF) != 0);
  show(", still", SYS(SYS_kevent, queue, 0, 0, &got, 1, &none));
  show(", result", SYS(SYS_aio_return, &r));
  show(", gone", SYS(SYS_kevent, queue, 0, 0, &got, 1, &none));
  struct kernel_event mine = {(unsigned long)&r, EVFILT_AIO, EV_ADD, 0, 0, 0, {0}};
  show(", by a program", SYS(SYS_kevent, queue, &mine, 1, 0, 0, 0));
  r.aio_sigevent.signo = 1;
  show(", no queue", SYS(SYS_aio_read, &r));
  struct aiocb *list[1] = {&r};
  struct sigevent event = {.notify = SIGEV_KEVENT, .signo = queue, .value = 5};
  r = transfer(ends[0], 0, b, 3);
  r.aio_lio_opcode = LIO_READ;
  show(", list", SYS(SYS_lio_listio, 0, list, 1, &event));
  show(", not yet", SYS(SYS_kevent, queue, 0, 0, &got, 1, &none));
  s_write(ends[1], "lmn", 3);
  show(", then", SYS(SYS_kevent, queue, 0, 0, &got, 1, 0));
  print(" filter %d %d", got.filter, (int)(long)got.udata);
  show(", result", finish(&r));
  int out[2];
  s_pipe2(out, 0);
  r = transfer(out[0], 0, b, 1);
  show(", a pipe", SYS(SYS_aio_read, &r));
  r = transfer(0, 0, b, 16);
  show(", locking", SYS(SYS_aio_mlock, &r));
  show(" result", finish(&r));
  print("\n");
#endif
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  files();
  sockets();
  return 0;
}
