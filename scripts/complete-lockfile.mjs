// Keeps package-lock.json fit for every machine: no registry address in it, and an entry for the builds of
// native packages for all platforms, which npm leaves out now and then. Changes package-lock.json alone.
//
//   node scripts/complete-lockfile.mjs          adds what is missing (asks the registry), strips addresses
//   node scripts/complete-lockfile.mjs --check  exits 1 and names what is wrong; asks nobody

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const file = join(fileURLToPath(import.meta.url), '..', '..', 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const checking = process.argv.includes('--check')
const packages = lock.packages

/** A package is found where Node would look for it: beside the one that wants it, or in a folder above. */
function isLocked(wantedBy, name) {
  for (let at = wantedBy; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

function missing() {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => path !== '' && !isLocked(path, name))
      .map(([name, range]) => ({ path, name, range, dev: entry.dev })),
  )
}

function ask(query) {
  try {
    return JSON.parse(execFileSync('npm', ['view', ...query, '--json'], { encoding: 'utf8' }))
  } catch {
    console.error(
      `the registry does not have ${query[0]}: lock an older version of the package that wants it`,
    )
    process.exit(1)
  }
}

/** The entry that npm itself writes, from what the registry says of the newest version in the range. */
function lookUp({ name, range, dev }) {
  const fields = ['version', 'dist.integrity', 'license', 'os', 'cpu', 'libc', 'engines']
  const found = [ask([`${name}@${range}`, ...fields])].flat().at(-1)
  const { version, license, os, cpu, libc, engines } = found
  const list = value => (typeof value === 'string' ? [value] : value)
  const entry = {
    version,
    integrity: found['dist.integrity'],
    cpu: list(cpu),
    dev,
    libc: list(libc),
    license,
  }
  return { ...entry, optional: true, os: list(os), engines }
}

const addressed = Object.keys(packages).filter(path => packages[path].resolved)
const unsealed = Object.keys(packages).filter(
  path => path !== '' && !packages[path].link && !packages[path].integrity,
)
const absent = missing()

if (checking) {
  for (const path of addressed) console.log(`holds a registry address: ${path}`)
  for (const path of unsealed) console.log(`has no integrity: ${path}`)
  for (const { path, name } of absent) console.log(`misses ${name}, which ${path} wants on some platform`)
  if (addressed.length + unsealed.length + absent.length > 0) {
    console.log('node scripts/complete-lockfile.mjs repairs it')
    process.exitCode = 1
  }
} else {
  for (const path of addressed) delete packages[path].resolved
  for (const want of absent) {
    console.log(`adding ${want.name}@${want.range}`)
    packages[`node_modules/${want.name}`] = lookUp(want)
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))
  lock.packages = Object.fromEntries(sorted)
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`)
}
