// Docker's own global flags. A plugin is handed docker's whole command line, and standalone they choose the engine just as well.
import { type Command, Option } from 'commander'

/** What the flags say of the engine; the rest of the choice is the environment's. */
export interface EngineChoice {
  readonly host?: string
  readonly context?: string
  /** Paths of TLS material, where they were named one by one. */
  readonly tlsFiles?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
}

type Bag = Readonly<Record<string, unknown>>

export function addDockerFlags(root: Command): void {
  const group = (option: Option) => option.helpGroup("Docker's global flags:")
  root
    .addOption(group(new Option('-H, --host <address>', 'address of the engine')))
    .addOption(group(new Option('-c, --context <name>', 'docker context to use')))
    .addOption(group(new Option('--config <folder>', "folder of docker's settings")))
    .addOption(group(new Option('--tls', 'talk to the engine by TLS')))
    .addOption(group(new Option('--tlsverify', "and verify the engine's certificate")))
    .addOption(group(new Option('--tlscacert <file>', 'certificate of the authority to trust')))
    .addOption(group(new Option('--tlscert <file>', 'certificate of this client')))
    .addOption(group(new Option('--tlskey <file>', 'key of this client')))
    .addOption(new Option('-D, --debug').hideHelp())
    .addOption(new Option('-l, --log-level <level>').hideHelp())
}

export function engineChoice(own: Bag): EngineChoice {
  const text = (name: string) => own[name] as string | undefined
  const [ca, cert, key] = [text('tlscacert'), text('tlscert'), text('tlskey')]
  return {
    ...(text('host') !== undefined && { host: text('host') }),
    ...(text('context') !== undefined && { context: text('context') }),
    ...((ca ?? cert ?? key) !== undefined && {
      tlsFiles: {
        ...(ca !== undefined && { ca }),
        ...(cert !== undefined && { cert }),
        ...(key !== undefined && { key }),
      },
    }),
  }
}

/** The environment as the flags change it, for gantry and for the programs that it runs: buildx, credential stores, providers. */
export function dockerEnvironment(
  own: Bag,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const changed: Record<string, string> = { ...environment }
  const set = (variable: string, value: unknown) => {
    if (typeof value === 'string') changed[variable] = value
    else if (value === true) changed[variable] = '1'
  }
  if (own.context !== undefined) delete changed.DOCKER_HOST
  if (own.host !== undefined) delete changed.DOCKER_CONTEXT
  set('DOCKER_HOST', own.host)
  set('DOCKER_CONTEXT', own.context)
  set('DOCKER_CONFIG', own.config)
  set('DOCKER_TLS', own.tls)
  set('DOCKER_TLS_VERIFY', own.tlsverify)
  return changed
}
