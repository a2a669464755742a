// Starts the bundle beside it with V8's compiled code from a cache, which halves the start-up. Nothing depends
// on it: without a writable cache, or with the bundle run by hand, everything works, only slower.
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const nodeModule = require('node:module')

const bundle = path.join(__dirname, 'gantry.cjs')
const mostCommands = 40

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

/** Not by { recursive: true }, with which Node never returns where a file system refuses new folders (/proc). */
function makeFolder(folder) {
  if (fs.existsSync(folder)) return
  const parent = path.dirname(folder)
  if (!fs.existsSync(parent)) fs.mkdirSync(parent, { mode: 0o700 })
  fs.mkdirSync(folder, { mode: 0o700 })
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

/** Written beside its place and renamed: another gantry may be reading it. */
function replace(file, content) {
  const partial = `${file}.${process.pid}`
  try {
    fs.writeFileSync(partial, content, { mode: 0o600 })
    fs.renameSync(partial, file)
  } catch (error) {
    fs.rmSync(partial, { force: true })
    throw error
  }
}

/** Keeps the code that this run has used, and notes the command, so that the next one need not. May always fail. */
function keep(file, code, commands) {
  try {
    const folder = path.dirname(file)
    makeFolder(folder)
    dropStale(folder)
    replace(`${file}.v8`, code)
    replace(`${file}.commands`, commands.join('\n'))
  } catch {
    // A full disk or a read-only home costs speed, nothing else.
  }
}

function runWithOwnCache(folder) {
  const vm = require('node:vm')
  const { mtimeMs, size } = fs.statSync(bundle)
  // V8 itself compares its version, its flags and the source's length; the rest is for us to compare.
  const file = path.join(folder, `code-${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}`)
  const cachedData = readQuietly(`${file}.v8`)
  // The bundle is pure ASCII, which is read and compiled faster as such.
  const source = fs.readFileSync(bundle, 'latin1')
  const script = new vm.Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
    filename: bundle,
    cachedData,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  // V8 compiles what is called, so each command adds its own part to the cache, at the end of its first run.
  const command =
    process.argv.slice(2).find(word => /^[a-z]+$/.test(word) && word !== 'compose' && word !== 'gantry') ??
    '-'
  const usable = cachedData && !script.cachedDataRejected
  const known = usable ? String(readQuietly(`${file}.commands`) ?? '').split('\n') : []
  if (!known.includes(command) && known.length < mostCommands) {
    process.on('exit', () => keep(file, script.createCachedData(), [...known, command].filter(Boolean)))
  }
  const own = { exports: {} }
  script.runInThisContext()(own.exports, nodeModule.createRequire(bundle), own, bundle, __dirname)
}

const folder = cacheFolder()
if (process.env.GANTRY_DEBUG) {
  // Node maps stack traces only of modules that it has loaded itself.
  process.setSourceMapsEnabled(true)
  require(bundle)
} else if (nodeModule.enableCompileCache) {
  if (folder) nodeModule.enableCompileCache(path.join(folder, 'node'))
  require(bundle)
} else if (folder) {
  runWithOwnCache(folder)
} else {
  require(bundle)
}
