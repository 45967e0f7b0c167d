// Put under a program by `node --import`: the kernel is never told to flush. For what flushing
// costs (powercut.ts).
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

fs.fsyncSync = fs.fdatasyncSync = () => {};
syncBuiltinESMExports();
