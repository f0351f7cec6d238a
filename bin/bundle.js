'use strict';
// Loads the bundle in dist/cli. What V8 made of a file when it was built stands beside it (tools/make-code-cache.mjs),
// so that it need not be compiled at each start. Another V8 than the one that made it refuses it, and compiles.
const { existsSync, readFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { Script } = require('node:vm');

const folder = join(__dirname, '../dist/cli');
/** What follows a file's name in that of its cache. */
const cacheSuffix = '.v8';

/** The modules of the bundle that were loaded, by their paths: what they export, and what V8 compiled. */
const modules = new Map();

/** Whether there is a bundle. */
const isBuilt = () => existsSync(join(folder, 'main.cjs'));

/** What a module of the bundle exports; `name` as in `main.cjs`. */
const load = (name) => loadFile(join(folder, name));

/** Where a module of the bundle is, for a thread to run. */
const addressOf = (name) => pathToFileURL(join(folder, name));

function loadFile(path) {
  const known = modules.get(path);
  if (known !== undefined) return known.module.exports;
  const cachedData = existsSync(path + cacheSuffix) ? readFileSync(path + cacheSuffix) : undefined;
  // The bundle is ASCII (tools/bundle.mjs), which is copied as it is.
  const script = new Script(wrap(readFileSync(path, 'latin1')), { filename: path, cachedData });
  const module = { exports: {} };
  modules.set(path, { module, script });
  const builtIn = createRequire(path);
  const require = (id) => (id.startsWith('.') ? loadFile(join(dirname(path), id)) : builtIn(id));
  script.runInThisContext()(module.exports, require, module, path, dirname(path));
  return module.exports;
}

module.exports = { addressOf, cacheSuffix, isBuilt, load, modules };
