// The program's entry: argv in, exit code out.
import process from 'node:process'
import { runCli } from './run.ts'

runCli(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  error => {
    process.stderr.write(`gantry: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  },
)
