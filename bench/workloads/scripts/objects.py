"""Objects, dictionaries, strings and the standard library's json, re and hashlib. The argument is the amount of work."""
import hashlib
import json
import re
import sys
from collections import Counter


class Node:
    __slots__ = ('left', 'right')

    def __init__(self, depth):
        self.left = Node(depth - 1) if depth else None
        self.right = Node(depth - 1) if depth else None

    def count(self):
        return 1 + (self.left.count() + self.right.count() if self.left else 0)


def words(n):
    seed, text = 1, []
    for _ in range(n):
        seed = seed * 16807 % 2147483647
        text.append('w%d' % (seed % 977))
    joined = ' '.join(text)
    return Counter(re.findall(r'w\d*7\b', joined)).most_common(2)


def documents(n):
    data = [{'id': i, 'name': 'item %d' % i, 'tags': ['a', 'b', str(i % 7)], 'price': i / 4} for i in range(n)]
    text = json.dumps(data, sort_keys=True)
    back = json.loads(text)
    return hashlib.sha256(text.encode()).hexdigest()[:16], sum(row['price'] for row in back)


def queue(n):
    state = list(range(n))
    state.sort(key=lambda value: (value * 7919) % n)
    return state[n // 2], ''.join(chr(97 + value % 26) for value in state[:20])


for _ in range(int(sys.argv[1])):
    print(Node(10).count(), words(4000), documents(400), queue(6000))
