// The program's entry: argv in, exit code out. A placeholder until the commands are there: it prints the version.
declare const __GANTRY_VERSION__: string

process.stdout.write(`gantry version v${__GANTRY_VERSION__}\n`)
