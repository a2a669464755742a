// Starts the bundle beside it with V8's compiled code from a cache, which halves the start-up. Nothing depends
// on it: without a writable cache, or with the bundle run by hand, everything works, only slower.
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const nodeModule = require('node:module')

const bundle = path.join(__dirname, 'gantry.cjs')

function cacheFolder() {
  const env = process.env
  if (env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME))
    return path.join(env.XDG_CACHE_HOME, 'gantry')
  return env.HOME ? path.join(env.HOME, '.cache', 'gantry') : undefined
}

function readQuietly(file) {
  try {
    return fs.readFileSync(file)
  } catch {
    return undefined
  }
}

/** Code compiled from a build, or for a Node, that is gone. */
function dropStale(folder) {
  const month = 30 * 24 * 3600 * 1000
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name)
    if (name.startsWith('code-') && Date.now() - fs.statSync(file).mtimeMs > month)
      fs.rmSync(file, { force: true })
  }
}

/** Written beside its place and renamed: another gantry may be reading it. The cache may always fail to be kept. */
function keep(folder, name, code) {
  const partial = path.join(folder, `${name}.${process.pid}`)
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    dropStale(folder)
    fs.writeFileSync(partial, code, { mode: 0o600 })
    fs.renameSync(partial, path.join(folder, name))
  } catch {
    fs.rmSync(partial, { force: true })
  }
}

function runWithOwnCache(folder) {
  const vm = require('node:vm')
  const { mtimeMs, size } = fs.statSync(bundle)
  // V8 itself compares its version, its flags and the source's length; the rest is for us to compare.
  const name = `code-${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}.v8`
  const cachedData = readQuietly(path.join(folder, name))
  // The bundle is pure ASCII, which is read and compiled faster as such.
  const source = fs.readFileSync(bundle, 'latin1')
  const script = new vm.Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
    filename: bundle,
    cachedData,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  // Kept at the end, when V8 has compiled what this run has used.
  if (!cachedData || script.cachedDataRejected) {
    process.on('exit', () => keep(folder, name, script.createCachedData()))
  }
  const own = { exports: {} }
  script.runInThisContext()(own.exports, nodeModule.createRequire(bundle), own, bundle, __dirname)
}

const folder = cacheFolder()
if (nodeModule.enableCompileCache) {
  if (folder) nodeModule.enableCompileCache(path.join(folder, 'node'))
  require(bundle)
} else if (folder) {
  runWithOwnCache(folder)
} else {
  require(bundle)
}
