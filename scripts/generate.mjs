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

const files = await makeFiles().catch(error => {
  console.error(error.message)
  process.exit(1)
})

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
if (check && stale.length > 0) process.exit(1)

async function makeFiles() {
  const { schema, groups } = readParts(join(root, 'schema', 'parts'))
  const program = await readProgram(root)
  return {
    'schema/stack.schema.json': makeEditorSchema(schema),
    'src/load/generated/validate.ts': makeValidator(schema),
    'src/load/generated/schema.ts': makeSchemaText(schema),
    'src/load/generated/types.ts': makeTypes(schema),
    'docs/reference/stack-file.md': makeReference(schema, groups),
    'docs/reference/cli.md': makeCliReference(program),
    'docs/man/gantry.1': makeManPage(program),
    'docs/problems.md': makeProblems(await readRegistry(root)),
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
