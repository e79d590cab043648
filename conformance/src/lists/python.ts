import type { ProgramCase, ProgramList } from '../programs/program-case';
import { BINARY, CSV, TEXT } from './samples';

const PYTHON = '/usr/bin/python3.11';
const files = { 'text.txt': TEXT, 'data.csv': CSV, 'binary.bin': BINARY };
/** The standard library by its real path: qemu-user 7.2 does not apply `-L` to statx, which Python finds its library by. */
const env = { PYTHONHOME: '{root}/usr', PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0' };

function code(name: string, lines: string, rest: Partial<ProgramCase> = {}): ProgramCase {
  return { name, argv: [PYTHON, '-c', lines], env, files, timeout: 180, ...rest };
}

/** One of Python's own test modules; some of them execute Python again, for which the oracle must be native. */
function unittest(module: string, oracle: 'qemu' | 'native' = 'qemu'): ProgramCase {
  return {
    name: `unittest ${module}`,
    argv: [PYTHON, '-m', 'unittest', '-q', module],
    env,
    oracle,
    normalise: [[/Ran (\d+) tests in [\d.]+s/, 'Ran $1 tests']],
    ignoreFiles: ['.'],
    timeout: 600,
  };
}

/** python3-minimal with its standard library. */
export const python: ProgramList = {
  name: 'python',
  title: 'python3-minimal with its standard library',
  packages: 'python',
  architectures: ['armhf', 'armel', 'mipsel'],
  dynamic: true,
  cases: [
    code(
      'version',
      'import sys, platform; print(sys.version_info[:3], sys.byteorder, sys.maxsize, platform.system())',
    ),
    code(
      'json',
      'import json; d = {"a": [1, 2.5, None, True, "ä\\n"], "b": {"c": 1e100}}; s = json.dumps(d, sort_keys=True); print(s); print(json.loads(s) == d, json.dumps(d, indent=1)); print(json.loads(\'{"x": "\\\\u00e9"}\'))\ntry: json.loads("{bad")\nexcept ValueError as e: print(e)',
    ),
    code(
      're',
      'import re; print(re.findall(r"(\\w+)@(\\w+)\\.com", "a@b.com c@d.com"), re.sub(r"(?P<x>\\d+)", lambda m: str(int(m["x"]) * 2), "1 22 333"), re.split(r"[,;]\\s*", "a, b;c"), re.match(r"(a+)+$", "a" * 15 + "b"), re.fullmatch(r"(?i)HELLO", "hello").span())',
    ),
    code(
      'hashlib',
      'import hashlib, hmac\nd = open("binary.bin", "rb").read()\nfor n in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"): print(n, hashlib.new(n, d).hexdigest())\nprint(hmac.new(b"k", d, "sha256").hexdigest(), hashlib.pbkdf2_hmac("sha256", b"p", b"s", 100).hex())',
    ),
    code(
      'threading',
      'import threading, queue, time\nq = queue.Queue(); r = []\nl = threading.Lock(); n = 0\ndef work():\n  global n\n  while (x := q.get()) is not None:\n    with l: n += x\n    r.append(x * x)\nt = [threading.Thread(target=work) for _ in range(6)]\n[x.start() for x in t]\n[q.put(i) for i in range(500)]; [q.put(None) for _ in t]\n[x.join() for x in t]\nprint(n, sum(r), len(r))\ne = threading.Event(); threading.Timer(0.05, e.set).start(); print(e.wait(5), threading.active_count() <= 2)\nb = threading.Barrier(3); o = []\ndef at():\n  b.wait(); o.append(1)\nu = [threading.Thread(target=at) for _ in range(3)]; [x.start() for x in u]; [x.join() for x in u]; print(len(o)); loc = threading.local(); loc.x = 1; print(loc.x)',
    ),
    code(
      'subprocess',
      'import subprocess, sys, os\nr = subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read().upper()); sys.exit(3)"], input="piped", text=True, capture_output=True); print(r.returncode, r.stdout, r.stderr)\np = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"]); p.terminate(); print(p.wait())\ntry: subprocess.run(["/absent/program"])\nexcept FileNotFoundError as e: print(e.errno)\nprint(os.waitstatus_to_exitcode(os.system("exit 5") if 0 else 1280))',
      { oracle: 'native' },
    ),
    code(
      'fork and pipes',
      'import os, signal\nr, w = os.pipe(); p = os.fork()\nif p == 0:\n  os.write(w, b"child"); os._exit(7)\nprint(os.read(r, 10), os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]))\ngot = []; signal.signal(signal.SIGUSR1, lambda s, f: got.append(s)); os.kill(os.getpid(), signal.SIGUSR1); print(got == [signal.SIGUSR1])\nsignal.signal(signal.SIGALRM, lambda s, f: got.append(s)); signal.setitimer(signal.ITIMER_REAL, 0.05); signal.pause(); print(len(got))',
    ),
    code(
      'files',
      'import os, pathlib, tempfile, shutil, stat\np = pathlib.Path("d/e"); p.mkdir(parents=True); (p / "f.txt").write_text("hällo\\n", encoding="utf8"); print((p / "f.txt").stat().st_size, sorted(str(x) for x in pathlib.Path(".").rglob("*")))\nos.symlink("f.txt", p / "l"); print(os.readlink(p / "l"), stat.filemode(os.lstat(p / "l").st_mode)); shutil.copytree("d", "c"); shutil.rmtree("d"); print(sorted(os.listdir("c/e")), os.path.exists("d"))\nwith tempfile.NamedTemporaryFile(dir=".") as t: t.write(b"x"); print(os.path.getsize(t.name) in (0, 1))\nprint(os.access("text.txt", os.R_OK), [l.strip() for l in open("data.csv")][:2])',
    ),
    code(
      'sockets',
      'import socket, threading\ns = socket.create_server(("127.0.0.1", 0)); a = s.getsockname()\ndef serve():\n  c, _ = s.accept(); d = c.recv(100); c.sendall(d[::-1]); c.close()\nt = threading.Thread(target=serve); t.start(); c = socket.create_connection(a); c.sendall(b"backwards"); print(c.recv(100)); c.close(); t.join(); u, v = socket.socketpair(); u.send(b"pair"); print(v.recv(10)); x = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); x.bind(("127.0.0.1", 0)); x.sendto(b"self", x.getsockname()); print(x.recv(10))',
    ),
    code(
      'select and asyncio',
      'import asyncio, selectors\nasync def w(n):\n  await asyncio.sleep(0.01 * (5 - n)); return n\nasync def main():\n  print(await asyncio.gather(*(w(i) for i in range(5))))\n  r, wr = None, None\n  async def h(r, w): w.write((await r.readline()).upper()); await w.drain(); w.close()\n  s = await asyncio.start_server(h, "127.0.0.1", 0); p = s.sockets[0].getsockname()[1]; r, wr = await asyncio.open_connection("127.0.0.1", p); wr.write(b"line\\n"); print(await r.readline()); wr.close(); s.close()\nasyncio.run(main()); print(type(selectors.DefaultSelector()).__name__)',
    ),
    code(
      'numbers',
      'import math, decimal, fractions, random, cmath\nprint(2**200, 10**50 // 7**20, math.factorial(40), math.gcd(2**60, 6**30), math.pi, math.sqrt(2), math.sin(1e22), math.exp(-700), math.isqrt(10**40)); print(float("1e308") * 10, 0.1 + 0.2, repr(1/3), 5e-324, (-7) // 2, -7 % 3, divmod(-7, 2), hash(1.5), round(2.5), 1e16, (0.1).hex()); print(decimal.Decimal(1) / 7, fractions.Fraction(3, 7) + 1, cmath.sqrt(-2), int("z" * 10, 36)); random.seed(42); print(random.random(), random.randint(1, 100), random.sample(range(50), 5))',
    ),
    code(
      'structures',
      'import struct, array, collections, heapq, bisect, itertools, zlib, binascii\nprint(struct.pack("<ihqd?3s", 1, -2, 3, 1.5, True, b"abc").hex(), struct.unpack(">f", struct.pack(">f", 3.14)), array.array("d", [1, 2.5]).tobytes().hex()); print(collections.Counter("abracadabra").most_common(2), heapq.nsmallest(3, [5, 1, 4, 2]), bisect.bisect([1, 3, 5], 3), list(itertools.islice(itertools.permutations("abc"), 3))); d = open("text.txt", "rb").read() * 50; z = zlib.compress(d, 9); print(zlib.decompress(z) == d, zlib.crc32(d), zlib.adler32(d), binascii.b2a_base64(d[:20]))',
    ),
    code(
      'text',
      'import textwrap, string, unicodedata, difflib, csv, configparser, datetime, io\nprint(f"{3.14159:>10.2f}|{255:#x}|{1234567:,}|{\'a\':*^5}", textwrap.fill(open("text.txt").read(), 30)); print(unicodedata.name("é"), unicodedata.normalize("NFD", "é") == "e\\u0301", "straße".upper(), "ǅ".title()); print(list(csv.DictReader(open("data.csv")))[1]); print(datetime.datetime(2024, 2, 29, 12).isoformat(), datetime.date.fromordinal(738000), datetime.timedelta(days=1.5)); print("\\n".join(difflib.unified_diff(["a", "b"], ["a", "c"], lineterm="")))',
    ),
    code(
      'generators and classes',
      'import dataclasses, enum, functools, contextlib, typing\n@dataclasses.dataclass(order=True)\nclass P:\n  x: int; y: float = 2.0\nclass C(enum.Flag): A = 1; B = 2\nprint(P(1), P(1) < P(2), C.A | C.B, sorted([P(3), P(1)])); f = functools.lru_cache(None)(lambda n: n if n < 2 else f(n-1) + f(n-2)); print(f(150))\n@contextlib.contextmanager\ndef m():\n  print("in"); yield 5; print("out")\nwith m() as v: print(v)\ndef g():\n  try:\n    x = yield 1; print("got", x); yield 2\n  finally: print("closed")\ni = g(); next(i); i.send("s"); i.close()\nmatch [1, {"k": 2}]:\n  case [a, {"k": b}]: print(a, b)',
    ),
    code(
      'an exception with its trace',
      'def f(n):\n  if n == 0: raise ValueError("deep")\n  f(n - 1)\ntry: f(3)\nexcept ValueError:\n  import traceback; print(traceback.format_exc())\ndef r(): r()\ntry: r()\nexcept RecursionError as e: print(e)\nraise SystemExit(9)',
    ),
    code('uncaught exception', 'import sys; print("before"); sys.stdout.flush(); {}["missing"]'),
    code(
      'hot loop',
      's = 0\nfor i in range(200000): s += i * i % 7\nprint(s); print(sum(x for x in range(2, 2000) if all(x % d for d in range(2, int(x**.5) + 1))))',
    ),
    code(
      'compression',
      'import bz2, lzma, gzip, tarfile, zipfile, io\nd = open("text.txt", "rb").read() * 20\nfor m in (bz2, lzma, gzip): print(m.__name__, m.decompress(m.compress(d)) == d)\nb = io.BytesIO(); z = zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED); z.writestr("a", d); z.close(); print(zipfile.ZipFile(b).read("a") == d)',
    ),
    unittest('test.test_bisect'),
    unittest('test.test_heapq'),
    unittest('test.test_struct', 'native'),
    unittest('test.test_base64', 'native'),
    unittest('test.test_textwrap'),
  ],
};
