import { SAMPLE, ThreadTime } from './thread-time';

test('a timed call stands for the others; what it stands for is part of the time that passes', () => {
  const time = new ThreadTime();
  time.add(1);
  expect(time).toMatchObject({ user: 1e6, system: 0 });
  time.sample(1);
  time.add(5);
  expect(time).toMatchObject({ user: 1e6, system: 5e6 });
  time.add(SAMPLE);
  expect(time).toMatchObject({ user: 6e6, system: SAMPLE * 1e6 });
  time.clear();
  time.add(1);
  expect(time).toMatchObject({ user: 1e6, system: 0 });
});
