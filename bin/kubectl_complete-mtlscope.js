#!/usr/bin/env node
'use strict';
// What kubectl asks for what may stand behind `kubectl mtlscope`: candidates, then a directive (0: else files).
const process = require('node:process');
const { start } = require('./start.js');

process.argv.splice(2, 0, 'complete', '--');
void start('kubectl mtlscope').then(() => process.stdout.write(':0\n'));
