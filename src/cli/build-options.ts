// The flags of building, for `build` and for what builds on the way.

import { type Command, Option } from 'commander'
import type { BuildOptions } from '../app/index.ts'
import { collect, flag, list, text } from './options.ts'

export function addBuildOptions(command: Command): Command {
  return command
    .option('--build-arg <name=value>', 'build argument (repeatable)', collect)
    .option('--builder <name>', 'builder of buildx to use')
    .option('--check', 'check the build configuration, build nothing')
    .option('-m, --memory <bytes>', 'memory limit of the build container (classic builder)')
    .option('--no-cache', 'build without a cache')
    .option('--print', 'print the equivalent bake file')
    .option('--provenance <mode>', 'add a provenance attestation')
    .option('--pull', 'pull newer base images')
    .option('--push', 'push the images after the build')
    .option('-q, --quiet', 'print no build output')
    .option('--sbom <mode>', 'add an SBOM attestation')
    .option('--ssh <agent>', 'SSH agent or keys for the build (repeatable)', collect)
    .addOption(new Option('--compress').hideHelp())
    .addOption(new Option('--force-rm').hideHelp())
    .addOption(new Option('--no-rm').hideHelp())
    .addOption(new Option('--parallel').hideHelp())
}

export function buildFlags(options: Readonly<Record<string, unknown>>): BuildOptions {
  return {
    args: list(options, 'buildArg'),
    ssh: list(options, 'ssh'),
    ...(options.cache === false && { noCache: true }),
    ...(options.pull === true && { pull: true }),
    ...(flag(options, 'quiet') && { quiet: true }),
    ...(flag(options, 'check') && { check: true }),
    ...(flag(options, 'push') && { push: true }),
    ...(text(options, 'builder') !== undefined && { builder: text(options, 'builder') }),
    ...(text(options, 'memory') !== undefined && { memory: text(options, 'memory') }),
    ...(text(options, 'provenance') !== undefined && { provenance: text(options, 'provenance') }),
    ...(text(options, 'sbom') !== undefined && { sbom: text(options, 'sbom') }),
  }
}
