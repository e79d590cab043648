import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBlock } from '../ir/parse';
import { printBlock } from '../ir/print';
import { JitEngine } from '../jit/jit-engine';
import { Interpreter } from './interpreter';
import { parseFileTests, runFileTest } from './testing/file-test';
import { scriptedRegisters } from './testing/scripted-architecture';

const directory = join(__dirname, '../ir/testdata');
const engines = [new Interpreter(), new JitEngine('jit')];

for (const file of readdirSync(directory)) {
  describe(file, () => {
    for (const test of parseFileTests(readFileSync(join(directory, file), 'utf8'))) {
      for (const engine of engines) {
        // Compiled code counts fuel by loops, not by blocks.
        if (test.name.includes('fuel') && engine.name === 'jit') continue;
        it(`${test.name} (${engine.name})`, () => {
          expect(runFileTest(test, engine)).toEqual([]);
        });
      }
      it(`${test.name} (printed and parsed again)`, () => {
        for (const block of test.blocks)
          expect(parseBlock(printBlock(block, scriptedRegisters), scriptedRegisters)).toEqual(block);
      });
    }
  });
}
