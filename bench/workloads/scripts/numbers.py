"""Arithmetic in loops: n-body, spectral norm, sieve, big integers. The argument is the amount of work."""
import sys


def nbody(steps):
    bodies = [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.5],
        [4.8, -1.2, -0.1, 0.6, 2.8, -0.02, 0.038],
        [8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011],
        [12.9, -15.1, -0.2, 1.1, 0.9, -0.01, 0.0017],
    ]
    for _ in range(steps):
        for i, a in enumerate(bodies):
            for b in bodies[i + 1:]:
                dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
                square = dx * dx + dy * dy + dz * dz
                pull = 0.001 / (square * square ** 0.5)
                a[3] -= dx * b[6] * pull
                a[4] -= dy * b[6] * pull
                a[5] -= dz * b[6] * pull
                b[3] += dx * a[6] * pull
                b[4] += dy * a[6] * pull
                b[5] += dz * a[6] * pull
        for a in bodies:
            for axis in range(3):
                a[axis] += 0.001 * a[axis + 3]
    return bodies[0][0] + bodies[1][1]


def spectral(n):
    def entry(i, j):
        return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)

    u = [1.0] * n
    for _ in range(2):
        w = [sum(entry(i, j) * u[j] for j in range(n)) for i in range(n)]
        u = [sum(entry(j, i) * w[j] for j in range(n)) for i in range(n)]
    return sum(u)


def sieve(limit):
    composite = bytearray(limit + 1)
    found = 0
    for i in range(2, limit + 1):
        if not composite[i]:
            found += 1
            for j in range(i * i, limit + 1, i):
                composite[j] = 1
    return found


def big(n):
    value = 1
    for i in range(1, n):
        value *= i
    return value % 1000000007


for _ in range(int(sys.argv[1])):
    print('%.9f %.9f %d %d' % (nbody(400), spectral(30), sieve(20000), big(400)))
