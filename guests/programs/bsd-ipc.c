/* System V IPC by the BSDs' own calls, structures and numbers: message queues, semaphores with undo, shared memory. */
#include "common.h"

#define IPC_PRIVATE 0
#define IPC_CREAT 01000
#define IPC_EXCL 02000
#define IPC_NOWAIT 04000
#define IPC_RMID 0
#define IPC_SET 1
#define IPC_STAT 2
#define MSG_NOERROR 010000
#define SEM_UNDO 010000
#define GETNCNT 3
#define GETPID 4
#define GETVAL 5
#define GETALL 6
#define GETZCNT 7
#define SETVAL 8
#define SETALL 9
#define SHM_RDONLY 010000

#if defined __FreeBSD__
struct ipc_perm {
  unsigned cuid, cgid, uid, gid;
  unsigned short mode, seq;
  int key;
};
struct msqid_ds {
  struct ipc_perm msg_perm;
  void *first, *last;
  unsigned long msg_cbytes, msg_qnum, msg_qbytes;
  int msg_lspid, msg_lrpid;
  long long msg_stime, msg_rtime, msg_ctime;
};
struct semid_ds {
  struct ipc_perm sem_perm;
  void *base;
  unsigned short sem_nsems;
  long long sem_otime, sem_ctime;
};
struct shmid_ds {
  struct ipc_perm shm_perm;
  unsigned long shm_segsz;
  int shm_lpid, shm_cpid;
  unsigned shm_nattch;
  long long shm_atime, shm_dtime, shm_ctime;
};
#define NR_SEMCTL SYS___semctl
#define NR_MSGCTL SYS_msgctl
#define NR_SHMCTL SYS_shmctl
#elif defined __NetBSD__
struct ipc_perm {
  unsigned uid, gid, cuid, cgid, mode;
  unsigned short seq;
  int key;
};
struct msqid_ds {
  struct ipc_perm msg_perm;
  unsigned long msg_qnum, msg_qbytes;
  int msg_lspid, msg_lrpid;
  long long msg_stime, msg_rtime, msg_ctime;
  void *first, *last;
  unsigned long msg_cbytes;
};
struct semid_ds {
  struct ipc_perm sem_perm;
  unsigned short sem_nsems;
  long long sem_otime, sem_ctime;
  void *base;
};
struct shmid_ds {
  struct ipc_perm shm_perm;
  unsigned long shm_segsz;
  int shm_lpid, shm_cpid;
  unsigned shm_nattch;
  long long shm_atime, shm_dtime, shm_ctime;
  void *internal;
};
#define NR_SEMCTL SYS_____semctl50
#define NR_MSGCTL SYS___msgctl50
#define NR_SHMCTL SYS___shmctl50
#else
struct ipc_perm {
  unsigned cuid, cgid, uid, gid, mode;
  unsigned short seq;
  int key;
};
struct msqid_ds {
  struct ipc_perm msg_perm;
  void *first, *last;
  unsigned long msg_cbytes, msg_qnum, msg_qbytes;
  int msg_lspid, msg_lrpid;
  long long msg_stime;
  long pad1;
  long long msg_rtime;
  long pad2;
  long long msg_ctime;
  long pad3, pad4[4];
};
struct semid_ds {
  struct ipc_perm sem_perm;
  void *base;
  unsigned short sem_nsems;
  long long sem_otime;
  long pad1;
  long long sem_ctime;
  long pad2, pad3[4];
};
struct shmid_ds {
  struct ipc_perm shm_perm;
  int shm_segsz, shm_lpid, shm_cpid;
  short shm_nattch;
  long long shm_atime;
  long pad1;
  long long shm_dtime;
  long pad2;
  long long shm_ctime;
  long pad3;
  void *internal;
};
#define NR_SEMCTL SYS___semctl
#define NR_MSGCTL SYS_msgctl
#define NR_SHMCTL SYS_shmctl
#endif

union semun {
  int val;
  struct semid_ds *buf;
  unsigned short *array;
};
struct sembuf {
  unsigned short sem_num;
  short sem_op, sem_flg;
};
struct text {
  long type;
  char text[32];
};

#define KEY 0x616e7973

static void send(int id, long type, const char *text, size_t size) {
  struct text m = {.type = type};
  memcpy(m.text, text, size);
  show(" send", SYS(SYS_msgsnd, id, &m, size, IPC_NOWAIT));
}

static void receive(int id, long type, size_t size, int how) {
  struct text m;
  memset(&m, 0, sizeof m);
  long r = SYS(SYS_msgrcv, id, &m, size, type, how);
  print(" receive %ld: %s", type, r == -ENOMSG ? "ENOMSG" : result_name(r));
  if (r >= 0) print(" type %ld <%s>", m.type, m.text);
  print("\n");
}

static void queues(void) {
  static struct msqid_ds status;
  show("absent", SYS(SYS_msgget, KEY, 0));
  int id = (int)SYS(SYS_msgget, KEY, IPC_CREAT | IPC_EXCL | 0640);
  print(", made %d", id >= 0);
  show(", again", SYS(SYS_msgget, KEY, IPC_CREAT | IPC_EXCL | 0640));
  print(", same %d\n", (int)SYS(SYS_msgget, KEY, 0) == id);
  send(id, 3, "three", 6);
  send(id, 1, "one", 4);
  send(id, 2, "two", 4);
  send(id, 0, "none", 5);
  show("\nstatus", SYS(NR_MSGCTL, id, IPC_STAT, &status));
  print(" messages %d, bytes %d, most %d, mode %x, sender %d, sent %d, received %d\n", (int)status.msg_qnum, (int)status.msg_cbytes,
        (int)status.msg_qbytes, (int)status.msg_perm.mode & 0777, status.msg_lspid == s_getpid(), status.msg_stime > 1000000000,
        status.msg_rtime != 0);
  status.msg_perm.mode = 0600;
  status.msg_qbytes = 1000;
  show("set", SYS(NR_MSGCTL, id, IPC_SET, &status));
  memset(&status, 0, sizeof status);
  SYS(NR_MSGCTL, id, IPC_STAT, &status);
  print(" mode %x, most %d\n", (int)status.msg_perm.mode & 0777, (int)status.msg_qbytes);
  receive(id, 2, 32, IPC_NOWAIT);
  receive(id, 3, 2, IPC_NOWAIT);
  receive(id, -3, 2, IPC_NOWAIT | MSG_NOERROR);
  receive(id, 0, 32, IPC_NOWAIT);
  receive(id, 0, 32, IPC_NOWAIT);
  int pid = (int)s_fork();
  if (pid == 0) {
    struct text m = {7, "from a child"};
    quit(SYS(SYS_msgsnd, id, &m, 13, 0) != 0);
  }
  receive(id, 0, 32, 0);
  print("%s", wait_text(pid));
  show(", unknown command", SYS(NR_MSGCTL, id, 99, &status));
  show(", remove", SYS(NR_MSGCTL, id, IPC_RMID, 0));
  show(", gone", SYS(NR_MSGCTL, id, IPC_STAT, &status));
  print("\n");
}

static long control(int id, int n, int what, union semun arg) { return SYS(NR_SEMCTL, id, n, what, &arg); }
static long value(int id, int n, int what) { return SYS(NR_SEMCTL, id, n, what, 0); }
static long operate(int id, int n, int change, int how) {
  struct sembuf op = {(unsigned short)n, (short)change, (short)how};
  return SYS(SYS_semop, id, &op, 1);
}

static void semaphores(void) {
  unsigned short all[3] = {1, 2, 3}, got[3] = {0};
  struct semid_ds status;
  int id = (int)SYS(SYS_semget, IPC_PRIVATE, 3, 0600);
  print("three %d", id >= 0);
  show(", set all", control(id, 0, SETALL, (union semun){.array = all}));
  show(", down", operate(id, 0, -1, 0));
  show(", again", operate(id, 0, -1, IPC_NOWAIT));
  show(", of a fourth", operate(id, 3, 1, 0));
  show(", too high", operate(id, 2, 32767, 0));
  show(", get all", control(id, 0, GETALL, (union semun){.array = got}));
  print(" %d %d %d\n", got[0], got[1], got[2]);
  int pid = (int)s_fork();
  if (pid == 0) {
    operate(id, 1, -2, SEM_UNDO);
    operate(id, 0, 1, 0);
    quit(0);
  }
  show("woken", operate(id, 0, -1, 0));
  print(", %s", wait_text(pid));
  print(", undone %d", (int)value(id, 1, GETVAL));
  print(", by the child %d\n", value(id, 1, GETPID) == pid);
  pid = (int)s_fork();
  if (pid == 0) quit(operate(id, 2, 0, 0) == 0 ? 3 : 4);
  while (value(id, 2, GETZCNT) != 1) s_sched_yield();
  print("waits for zero, others %d", (int)value(id, 2, GETNCNT));
  show(", set", control(id, 2, SETVAL, (union semun){.val = 0}));
  print(", %s", wait_text(pid));
  show(", too high", control(id, 2, SETVAL, (union semun){.val = 40000}));
  show(", no such argument", SYS(NR_SEMCTL, id, 0, SETVAL, 0));
  print("\n");
  show("status", control(id, 0, IPC_STAT, (union semun){.buf = &status}));
  print(" semaphores %d, mode %x, used %d", status.sem_nsems, (int)status.sem_perm.mode & 0777, status.sem_otime > 1000000000);
  pid = (int)s_fork();
  if (pid == 0) {
    long r = operate(id, 0, -1, 0);
    quit(r < 0 ? (int)-r : 0);
  }
  while (value(id, 0, GETNCNT) != 1) s_sched_yield();
  show(", remove", SYS(NR_SEMCTL, id, 0, IPC_RMID, 0));
  int code = 0;
  s_wait(pid, &code, 0);
  print(", the sleeper %s", code >> 8 == EIDRM ? "EIDRM" : "else");
  show(", gone", operate(id, 0, 1, 0));
  print("\n");
}

static void segments(void) {
  struct shmid_ds status;
  int id = (int)SYS(SYS_shmget, KEY, 5000, IPC_CREAT | 0600);
  print("segment %d", id >= 0);
  show(", too large", SYS(SYS_shmget, KEY, 9000, 0));
  show(", none", SYS(SYS_shmget, KEY + 1, 0, IPC_CREAT | 0600));
  volatile int *a = (volatile int *)SYS(SYS_shmat, id, 0, 0);
  volatile int *b = (volatile int *)SYS(SYS_shmat, id, 0, SHM_RDONLY);
  a[1000] = 42;
  print(", twice %d, seen %d\n", a != b, b[1000]);
  int pid = (int)s_fork();
  if (pid == 0) {
    a[1000]++;
    a[0] = 7;
    SYS(NR_SHMCTL, id, IPC_STAT, &status);
    quit((int)status.shm_nattch);
  }
  print("attached %s", wait_text(pid));
  print(", the child's %d %d", a[1000], b[0]);
  show(", status", SYS(NR_SHMCTL, id, IPC_STAT, &status));
  print(" size %d, attached %d, mode %x, maker %d\n", (int)status.shm_segsz, (int)status.shm_nattch, (int)status.shm_perm.mode & 0777,
        status.shm_cpid == s_getpid());
  show("detach", SYS(SYS_shmdt, a));
  show(", again", SYS(SYS_shmdt, a));
  show(", odd place", SYS(SYS_shmat, id, (char *)b + 4, 0));
  show(", remove", SYS(NR_SHMCTL, id, IPC_RMID, 0));
  show(", key", SYS(SYS_shmget, KEY, 0, 0));
  print(", still there %d", b[1000]);
  show(", detach", SYS(SYS_shmdt, b));
  show(", gone", SYS(NR_SHMCTL, id, IPC_STAT, &status));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  queues();
  semaphores();
  segments();
  return 0;
}
