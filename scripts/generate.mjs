#!/usr/bin/env node
// Makes every generated file of the repository from its source. Knows which file is made of what.
//
//   node scripts/generate.mjs            writes the files that differ
//   node scripts/generate.mjs --check    writes nothing; names the files that differ, and exits with 1 if there are any

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeCliReference, makeManPage, readProgram } from './generate/cli.mjs'
import { makeEditorSchema } from './generate/editor-schema.mjs'
import { makeProblems, readRegistry } from './generate/problems.mjs'
import { readParts } from './generate/read-parts.mjs'
import { makeReference } from './generate/reference.mjs'
import { makeTypes } from './generate/types.mjs'
import { makeSchemaText, makeValidator } from './generate/validator.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const unknown = process.argv.slice(2).filter(argument => argument !== '--check')
if (unknown.length > 0) {
  console.error(`unknown argument ${unknown[0]}\nusage: node scripts/generate.mjs [--check]`)
  process.exit(2)
}
const check = process.argv.includes('--check')

try {
  // The program that the second half reads is built with the sources that the first half writes.
  const clean = bring(await fromSchema()) && bring(await fromProgram())
  if (!clean) process.exit(1)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

async function fromSchema() {
  const { schema, groups } = readParts(join(root, 'schema', 'parts'))
  return {
    'schema/stack.schema.json': makeEditorSchema(schema),
    'src/load/generated/validate.ts': makeValidator(schema),
    'src/load/generated/schema.ts': makeSchemaText(schema),
    'src/load/generated/types.ts': makeTypes(schema),
    'docs/reference/stack-file.md': makeReference(schema, groups),
    'docs/problems.md': makeProblems(await readRegistry(root)),
  }
}

async function fromProgram() {
  const program = await readProgram(root)
  return {
    'docs/reference/cli.md': makeCliReference(program),
    'docs/man/gantry.1': makeManPage(program),
  }
}

/** Writes what differs, or names it where only a check is asked for; then the answer is false. */
function bring(files) {
  const stale = Object.entries(files).filter(([name, text]) => read(join(root, name)) !== text)
  for (const [name, text] of stale) {
    if (check) {
      console.error(`${name} differs from what its source says; run node scripts/generate.mjs`)
      continue
    }
    const file = join(root, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`wrote ${name}`)
  }
  return !check || stale.length === 0
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
