import {
  defineSyscall,
  EpollFile,
  errno,
  fd,
  int,
  ptr,
  epoll_pwait as pwait,
  epoll_pwait2 as pwait2,
  timeLimit,
  uint,
  variant,
} from '@anyuser/core';

export const epoll_create = defineSyscall({
  name: 'epoll_create',
  args: { size: int },
  run(t, { size }) {
    if (size <= 0) throw errno('EINVAL');
    return t.files.add(new EpollFile(0), { cloexec: false });
  },
});
export const epoll_wait = {
  ...pwait,
  name: 'epoll_wait',
  args: { epfd: fd, events: ptr, maxevents: int, timeout: int },
};
export const epoll_pwait = variant(pwait, { args: { sigsetsize: uint } });
export const epoll_pwait2 = variant(pwait2, { args: { timeout: timeLimit('timespec64'), sigsetsize: uint } });
