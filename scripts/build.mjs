// Builds what a user runs: the CLI as one CommonJS file with its start-up loader, and the library as one ES
// module with its types. Knows the entry points and the output layout; nothing of what the program does.
//
//   node scripts/build.mjs                 everything, into dist/
//   node scripts/build.mjs --types         and the library's type declarations
//   node scripts/build.mjs --outfile FILE  the CLI bundle alone, as FILE (no loader, no library)

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  define: { __GANTRY_VERSION__: JSON.stringify(version) },
}

function option(name) {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

/** Generated sources are committed; only a checkout that lost them has to make them again. */
function ensureGenerated() {
  const generator = join(root, 'scripts', 'generate.mjs')
  if (existsSync(join(root, 'src', 'load', 'generated')) || !existsSync(generator)) return
  execFileSync(process.execPath, [generator], { cwd: root, stdio: 'inherit' })
}

/** Written beside its place and renamed, so that a running gantry never reads half a bundle. */
async function buildCli(outfile) {
  const partial = `${outfile}.${process.pid}.partial`
  await build({
    ...shared,
    entryPoints: ['src/cli/main.ts'],
    outfile: partial,
    format: 'cjs',
    // Code from a cache has lost who loads modules for it, and cannot import: Node's own are required.
    supported: { 'dynamic-import': false },
    // Half of a start is reading and compiling: the smaller the sooner. GANTRY_DEBUG maps stack traces back (loader.cjs).
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    // Bundled ESM packages ask for import.meta.url, which CommonJS does not have.
    define: { ...shared.define, 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
  })
  // The bundle names its map by the name it was built under; its own name is put there.
  const mapped = readFileSync(partial, 'utf8').replace(
    /\/\/# sourceMappingURL=.*\n?$/,
    `//# sourceMappingURL=${basename(outfile)}.map\n`,
  )
  writeFileSync(partial, mapped)
  renameSync(`${partial}.map`, `${outfile}.map`)
  renameSync(partial, outfile)
}

async function buildLibrary() {
  if (!existsSync(join(root, 'src', 'index.ts'))) return
  await build({
    ...shared,
    entryPoints: ['src/index.ts'],
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: Object.keys(dependencies),
  })
}

/** dist/gantry is the command, dist/loader.cjs what it runs. */
function installCommand() {
  for (const [source, target] of [
    ['gantry.sh', 'gantry'],
    ['loader.cjs', 'loader.cjs'],
  ]) {
    const file = join(root, 'dist', target)
    const partial = `${file}.${process.pid}.partial`
    copyFileSync(join(root, 'scripts', source), partial)
    if (target === 'gantry') chmodSync(partial, 0o755)
    renameSync(partial, file)
  }
}

/** Declarations are for the published package alone: they take seconds, and a type error must not stop a build. */
function buildTypes() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  execFileSync(process.execPath, [compiler, '--project', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
}

ensureGenerated()
const outfile = option('--outfile')
if (outfile) {
  mkdirSync(dirname(resolve(outfile)), { recursive: true })
  await buildCli(resolve(outfile))
} else {
  mkdirSync(join(root, 'dist'), { recursive: true })
  rmSync(join(root, 'dist', 'chunks'), { recursive: true, force: true })
  await Promise.all([buildCli(join(root, 'dist', 'gantry.cjs')), buildLibrary()])
  installCommand()
  if (process.argv.includes('--types')) buildTypes()
}
