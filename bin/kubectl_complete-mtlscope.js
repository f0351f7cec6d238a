#!/usr/bin/env node
// What kubectl asks for what may stand behind `kubectl mtlscope`: candidates, then a directive (0: else files).
import process from 'node:process';
import { start } from './start.js';
process.argv.splice(2, 0, 'complete', '--');
await start('kubectl mtlscope');
process.stdout.write(':0\n');
