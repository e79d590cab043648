/* System V IPC: message queues, semaphores with undo, shared memory across processes. */
#include <linux/ipc.h>
#include <linux/msg.h>
#include <linux/sem.h>
#include <linux/shm.h>

#include "posix.h"
#include "signals.h"

#if defined __NR_ipc && defined __mips__
/* The way of all C libraries that run on kernels before 5.1. */
#define IPC(call, a, b, c, p, e) SYS(__NR_ipc, call, a, b, c, p, e)
static long s_msgget(long key, int how) { return IPC(13, key, how, 0, 0, 0); }
static long s_msgsnd(int id, const void *m, size_t n, int how) { return IPC(11, id, n, how, m, 0); }
static long s_msgrcv(int id, void *m, size_t n, long type, int how) { return IPC(12 | 1 << 16, id, n, how, m, type); }
static long s_msgctl(int id, int what, void *p) { return IPC(14, id, what | IPC_64, 0, p, 0); }
static long s_semget(long key, int n, int how) { return IPC(2, key, n, how, 0, 0); }
static long s_semop(int id, struct sembuf *ops, int n) { return IPC(1, id, n, 0, ops, 0); }
static long s_semctl(int id, int n, int what, long arg) { return IPC(3, id, n, what | IPC_64, &arg, 0); }
static long s_shmget(long key, size_t n, int how) { return IPC(23, key, n, how, 0, 0); }
static long s_shmat(int id, void *at, int how) {
  unsigned long got;
  long r = IPC(21, id, how, &got, at, 0);
  return r < 0 ? r : (long)got;
}
static long s_shmdt(long at) { return IPC(22, 0, 0, 0, at, 0); }
static long s_shmctl(int id, int what, void *p) { return IPC(24, id, what | IPC_64, 0, p, 0); }
#else
#if defined __x86_64__
#define WIDE 0
#else
#define WIDE IPC_64
#endif
static long s_msgget(long key, int how) { return SYS(__NR_msgget, key, how); }
static long s_msgsnd(int id, const void *m, size_t n, int how) { return SYS(__NR_msgsnd, id, m, n, how); }
static long s_msgrcv(int id, void *m, size_t n, long type, int how) { return SYS(__NR_msgrcv, id, m, n, type, how); }
static long s_msgctl(int id, int what, void *p) { return SYS(__NR_msgctl, id, what | WIDE, p); }
static long s_semget(long key, int n, int how) { return SYS(__NR_semget, key, n, how); }
static long s_semop(int id, struct sembuf *ops, int n) { return SYS(__NR_semop, id, ops, n); }
static long s_semctl(int id, int n, int what, long arg) { return SYS(__NR_semctl, id, n, what | WIDE, arg); }
static long s_shmget(long key, size_t n, int how) { return SYS(__NR_shmget, key, n, how); }
static long s_shmat(int id, void *at, int how) { return SYS(__NR_shmat, id, at, how); }
static long s_shmdt(long at) { return SYS(__NR_shmdt, at); }
static long s_shmctl(int id, int what, void *p) { return SYS(__NR_shmctl, id, what | WIDE, p); }
#endif

#define KEY 0x616e7973

static const signal_set NONE;

struct text {
  long type;
  char text[32];
};

static void noop(int number, siginfo_t *info, void *context) { (void)number, (void)info, (void)context; }

static void send(int id, long type, const char *text, int size) {
  struct text m = {.type = type};
  memcpy(m.text, text, (size_t)size);
  print("send %d: %s\n", (int)type, result_name(s_msgsnd(id, &m, (size_t)size, IPC_NOWAIT)));
}

/* Names of errors that only message queues give. */
static const char *name_of(long r) {
  return r == -ENOMSG ? "ENOMSG" : r == -EIDRM ? "EIDRM" : result_name(r);
}

static void receive(int id, long type, int size, int how) {
  struct text m;
  memset(&m, 0, sizeof m);
  long r = s_msgrcv(id, &m, (size_t)size, type, how);
  print("receive %d: %s", (int)type, name_of(r));
  print(" type %d <%s>\n", r < 0 ? 0 : (int)m.type, m.text);
}

static void queues(void) {
  struct msqid64_ds status;
  print("absent %s\n", result_name(s_msgget(KEY, 0)));
  int id = (int)s_msgget(KEY, IPC_CREAT | IPC_EXCL | 0640);
  print("made %d", id >= 0);
  print(", again %s", result_name(s_msgget(KEY, IPC_CREAT | IPC_EXCL | 0640)));
  print(", same %d\n", (int)s_msgget(KEY, 0) == id);
  send(id, 3, "three", 6);
  send(id, 1, "one", 4);
  send(id, 2, "two", 4);
  send(id, 3, "drei", 5);
  send(id, 0, "none", 5);
  s_msgctl(id, IPC_STAT, &status);
  print("messages %d, bytes %d, most %d, mode %x, sender %d\n", (int)status.msg_qnum, (int)status.msg_cbytes,
        (int)status.msg_qbytes, (int)status.msg_perm.mode, (int)status.msg_lspid == s_getpid());
  receive(id, 2, 32, IPC_NOWAIT);
  receive(id, -3, 32, IPC_NOWAIT);
  receive(id, 3, 2, IPC_NOWAIT);
  receive(id, 3, 3, IPC_NOWAIT | MSG_NOERROR);
  receive(id, 3, 32, IPC_NOWAIT | MSG_EXCEPT);
  receive(id, 0, 32, IPC_NOWAIT);
  receive(id, 0, 32, IPC_NOWAIT);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_sleep_ms(20);
    struct text m = {7, "from a child"};
    quit(s_msgsnd(id, &m, 13, 0) != 0);
  }
  receive(id, 0, 32, 0);
  print("%s\n", wait_text(pid));
  pid = (int)s_fork();
  if (pid == 0) {
    receive(id, 9, 32, 0);
    quit(0);
  }
  wait_asleep(pid);
  long removed = s_msgctl(id, IPC_RMID, 0);
  print("%s", wait_text(pid));
  print(", remove %s", result_name(removed));
  print("; gone %s\n", s_msgctl(id, IPC_STAT, &status) == -EINVAL ? "EINVAL" : "else");
}

static long operate(int id, int n, int change, int how) {
  struct sembuf op = {(unsigned short)n, (short)change, (short)how};
  return s_semop(id, &op, 1);
}

static void values(int id) {
  unsigned short all[3];
  print("get all %s", result_name(s_semctl(id, 0, GETALL, (long)all)));
  print(": %d %d %d\n", all[0], all[1], all[2]);
}

static void semaphores(void) {
  unsigned short all[3] = {1, 2, 3};
  struct semid64_ds status;
  int id = (int)s_semget(IPC_PRIVATE, 3, 0600);
  print("three %d", id >= 0);
  print(", set all %s\n", result_name(s_semctl(id, 0, SETALL, (long)all)));
  print("down %s", result_name(operate(id, 0, -1, 0)));
  print(", again %s", result_name(operate(id, 0, -1, IPC_NOWAIT)));
  print(", of a fourth %s", result_name(operate(id, 3, 1, 0)));
  print(", too high %s\n", result_name(operate(id, 2, 32767, 0)));
  struct sembuf both[2] = {{1, -2, 0}, {0, -1, IPC_NOWAIT}};
  print("both or none %s\n", result_name(s_semop(id, both, 2)));
  values(id);
  int ends[2];
  s_pipe2(ends, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    operate(id, 1, -2, SEM_UNDO);
    operate(id, 0, 1, 0);
    char byte;
    quit(SYS(__NR_read, ends[0], &byte, 1) != 1);
  }
  print("woken %s", result_name(operate(id, 0, -1, 0)));
  print(", taken by the child %d", (int)s_semctl(id, 1, GETVAL, 0));
  print(", its number %d\n", (int)s_semctl(id, 1, GETPID, 0) == pid);
  SYS(__NR_write, ends[1], "", 1);
  print("%s", wait_text(pid));
  print(", undone %d\n", (int)s_semctl(id, 1, GETVAL, 0));
  pid = (int)s_fork();
  if (pid == 0) {
    print("wait for zero %s\n", result_name(operate(id, 2, 0, 0)));
    quit(0);
  }
  wait_asleep(pid);
  print("waiting for zero %d\n", (int)s_semctl(id, 2, GETZCNT, 0));
  long set = s_semctl(id, 2, SETVAL, 0);
  print("%s", wait_text(pid));
  print(", set %s\n", result_name(set));
  print("set too high %s\n", result_name(s_semctl(id, 2, SETVAL, 40000)));
  on_signal(SIGALRM, (void *)noop, SA_SIGINFO | SA_RESTART, NONE);
  pid = s_getpid();
  int killer = (int)s_fork();
  if (killer == 0) {
    wait_asleep(pid);
    s_kill(pid, SIGALRM);
    quit(0);
  }
  print("interrupted %s\n", result_name(operate(id, 0, -1, 0)));
  print("%s\n", wait_text(killer));
  s_semctl(id, 0, IPC_STAT, (long)&status);
  print("semaphores %d, mode %x, used %d\n", (int)status.sem_nsems, (int)status.sem_perm.mode, status.sem_otime != 0);
  print("remove %s", result_name(s_semctl(id, 0, IPC_RMID, 0)));
  print(", gone %s\n", result_name(operate(id, 0, 1, 0)));
}

static void segments(void) {
  struct shmid64_ds status;
  int id = (int)s_shmget(KEY, 5000, IPC_CREAT | 0600);
  print("segment %d", id >= 0);
  print(", too large %s", result_name(s_shmget(KEY, 9000, 0)));
  print(", none %s\n", result_name(s_shmget(KEY + 1, 0, IPC_CREAT | 0600)));
  volatile int *a = (volatile int *)s_shmat(id, 0, 0);
  volatile int *b = (volatile int *)s_shmat(id, 0, SHM_RDONLY);
  print("twice %d", !is_error((long)a) && !is_error((long)b) && a != b);
  a[1000] = 42;
  print(", seen %d\n", b[1000]);
  int pid = (int)s_fork();
  if (pid == 0) {
    a[1000]++;
    a[0] = 7;
    s_shmctl(id, IPC_STAT, &status);
    print("attached %d\n", (int)status.shm_nattch);
    quit(0);
  }
  print("%s", wait_text(pid));
  print(", the child's %d %d\n", a[1000], b[0]);
  s_shmctl(id, IPC_STAT, &status);
  print("size %d, attached %d, mode %x, maker %d\n", (int)status.shm_segsz, (int)status.shm_nattch,
        (int)status.shm_perm.mode, (int)status.shm_cpid == s_getpid());
  print("detach %s", result_name(s_shmdt((long)a)));
  print(", again %s", result_name(s_shmdt((long)a)));
  print(", inside %s\n", result_name(s_shmdt((long)b + PAGE)));
  print("remove %s", result_name(s_shmctl(id, IPC_RMID, 0)));
  print(", key %s", result_name(s_shmget(KEY, 0, 0)));
  print(", still there %d", b[1000]);
  s_shmctl(id, IPC_STAT, &status);
  print(", mode %x\n", (int)status.shm_perm.mode);
  s_shmdt((long)b);
  print("gone %s\n", s_shmctl(id, IPC_STAT, &status) == -EINVAL ? "EINVAL" : "else");
  id = (int)s_shmget(IPC_PRIVATE, PAGE, 0600);
  a = (volatile int *)s_shmat(id, 0, 0);
  a[1] = 5;
  s_shmdt((long)a);
  a = (volatile int *)s_shmat(id, 0, 0);
  print("kept while detached %d\n", a[1]);
  s_shmctl(id, IPC_RMID, 0);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  queues();
  semaphores();
  segments();
  return 0;
}
