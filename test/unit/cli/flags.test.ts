// Every command and flag that people know from Docker Compose is accepted: one row a command.
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { resolveAlpha } from '../../../src/cli/alpha.ts'
import { catalog } from '../../../src/cli/catalog.ts'
import { findEntry, makeRoot } from '../../../src/cli/make-command.ts'
import { describeProgram } from '../../../src/cli/reference.ts'

/** `--progress`, `--ansi` and `--dry-run` are taken after every command. `--flag` takes no value, `--flag=` takes one; a short form stands before a comma. Hidden and deprecated ones included. */
const known: Readonly<Record<string, string>> = {
  attach: '--detach-keys= --index= --no-stdin --sig-proxy',
  build:
    '--build-arg= --builder= --check -m,--memory= --no-cache --print --provenance= --pull --push -q,--quiet --sbom= --ssh= --with-dependencies --compress --force-rm --no-rm --parallel',
  commit: '-a,--author= -c,--change= --index= -m,--message= -p,--pause',
  config:
    '--environment --format= --hash= --images --lock-image-digests --models --networks --no-consistency --no-env-resolution --no-interpolate --no-normalize --no-path-resolution -o,--output= --profiles -q,--quiet --resolve-image-digests --services --variables --volumes',
  convert: '--format= --services',
  cp: '--all -a,--archive -L,--follow-link --index=',
  create:
    '--build --force-recreate --no-build --no-recreate --pull= --quiet-pull --remove-orphans --scale= -y,--yes',
  down: '--remove-orphans --rmi= -t,--timeout= -v,--volumes',
  events: '--json --since= --until=',
  exec: '-d,--detach -e,--env= --index= -T,--no-tty --privileged -u,--user= -w,--workdir= -i,--interactive -t,--tty',
  export: '--index= -o,--output=',
  images: '--format= -q,--quiet',
  kill: '--remove-orphans -s,--signal=',
  logs: '-f,--follow --index= --no-color --no-log-prefix --since= -n,--tail= -t,--timestamps --until=',
  ls: '-a,--all --filter= --format= -q,--quiet',
  pause: '',
  unpause: '',
  top: '',
  port: '--index= --protocol=',
  ps: '-a,--all --filter= --format= --no-trunc --orphans -q,--quiet --services --status=',
  publish: '--app --oci-version= --resolve-image-digests --with-env -y,--yes',
  bridge: '-o,--output= --templates= -t,--transformation= -f,--from= --format= -q,--quiet',
  pull: '--ignore-buildable --ignore-pull-failures --include-deps --policy= -q,--quiet',
  push: '--ignore-push-failures --include-deps -q,--quiet',
  restart: '--no-deps -t,--timeout=',
  rm: '-f,--force -s,--stop -v,--volumes -a,--all',
  run: '--build --cap-add= --cap-drop= -d,--detach --entrypoint= -e,--env= --env-from-file= -i,--interactive -l,--label= --name= --no-deps -T,--no-tty -p,--publish= --pull= -q,--quiet --quiet-build --quiet-pull --remove-orphans --rm -P,--service-ports --use-aliases -u,--user= -v,--volume= -w,--workdir= -t,--tty',
  scale: '--no-deps',
  start: '--wait --wait-timeout=',
  stats: '-a,--all --format= --no-stream --no-trunc',
  stop: '-t,--timeout=',
  up: '--abort-on-container-exit --abort-on-container-failure --always-recreate-deps --attach= --attach-dependencies --build -d,--detach --exit-code-from= --force-recreate --menu --no-attach= --no-build --no-color --no-deps --no-log-prefix --no-recreate --no-start --pull= --quiet-build --quiet-pull --remove-orphans -V,--renew-anon-volumes --scale= -t,--timeout= --timestamps --wait --wait-timeout= -w,--watch -y,--yes',
  version: '-f,--format= --short',
  viz: '--image --indentation-size= --networks --ports --spaces',
  generate: '--format= --name= --project-dir=',
  volumes: '--format= -q,--quiet',
  wait: '--down-project',
  watch: '--no-up --prune --quiet',
}

/** Before the command: those of Docker Compose, and docker's own, which it hands on to its plugins. */
const globals =
  '--all-resources --ansi= --compatibility --dry-run --env-file= -f,--file= --parallel= --profile= --progress= --project-directory= -p,--project-name= --insecure-registry= --no-ansi --verbose -v,--version --workdir= -c,--context= -H,--host= --config= -D,--debug -l,--log-level= --tls --tlsverify --tlscacert= --tlscert= --tlskey='

/** Those of the flags that the command does not take as they are written. */
function missingFrom(command: Command, flags: string): string[] {
  const wanted = flags.split(' ').filter(Boolean)
  return wanted.filter(flag => {
    const [, short, long, value] = /^(?:(-\w),)?(--[\w-]+)(=?)$/.exec(flag) as string[]
    const option = command.options.find(one => one.long === long)
    const takesValue = option?.required === true || option?.optional === true
    return (
      option === undefined ||
      (short !== undefined && option.short !== short) ||
      // A flag that only may take a value is given without one, too.
      (value === '=' ? !takesValue : option.required)
    )
  })
}

async function commandOf(name: string): Promise<Command> {
  const entry = findEntry(catalog, name)
  if (entry === undefined) throw new Error(`no command ${name}`)
  const command = new Command(name)
  ;(await entry.load()).command.configure(command)
  return command
}

describe('flags', () => {
  it.each(Object.keys(known))('%s has every flag', async name => {
    expect(missingFrom(await commandOf(name), known[name] as string)).toEqual([])
  })

  it('stand before the command, too', () => {
    expect(missingFrom(makeRoot('gantry'), globals)).toEqual([])
  })

  it.each(['viz', 'generate', 'publish', 'scale', 'watch'])('alpha %s is a command', name => {
    const { words, dryRun } = resolveAlpha([name, '--flag', 'web'])
    expect(findEntry(catalog, words[0] ?? '')).toBeDefined()
    expect({ words: words.slice(1), dryRun }).toEqual({ words: ['--flag', 'web'], dryRun: false })
  })

  it('alpha dry-run is the flag of that name', () => {
    expect(resolveAlpha(['dry-run', '--', 'up', '-d'])).toEqual({ words: ['up', '-d'], dryRun: true })
    expect(() => resolveAlpha(['nothing'])).toThrow('unknown command "alpha nothing"')
  })

  it('say what they do, and each command shows an example', async () => {
    const { commands } = await describeProgram()
    const mute = commands.flatMap(({ name, flags }) =>
      flags.filter(one => one.description === '').map(one => `${name} ${one.flags}`),
    )
    expect(mute).toEqual([])
    expect(commands.filter(one => one.examples.length === 0).map(one => one.name)).toEqual([])
  })

  it('knows nothing but commands that are there', async () => {
    const names = catalog.flatMap(one => [one.name, ...(one.aliases ?? [])])
    expect(Object.keys(known).filter(name => !names.includes(name))).toEqual([])
    expect(names.length).toBeGreaterThan(35)
  })
})
