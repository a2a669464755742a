// gantry as a plugin of docker on this machine: a link in the folder of plugins that leads to the installed program. Knows files alone.
import { lstat, mkdir, realpath, rename, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { usage } from './usage.ts'

export interface PluginPlace {
  /** Where docker looks for plugins. */
  readonly folder: string
  /** `docker-gantry` or `docker-compose`. */
  readonly name: string
}

/** What stood there before is kept under this name, which docker does not take for a plugin. */
const aside = ({ folder, name }: PluginPlace): string => path.join(folder, `.${name}.before-gantry`)

/** The file that users run: it stands beside the bundle. @throws ProblemError where the bundle was started by hand. */
async function installedProgram(): Promise<string> {
  const folder = path.dirname(await realpath(process.argv[1] ?? ''))
  const file = path.join(folder, 'gantry')
  if (!(await exists(file)))
    throw usage(
      `there is no command gantry in ${folder}`,
      'install gantry, and run the one that was installed',
    )
  return file
}

/** Links the plugin; another program of that name is moved aside where `force` is given. @throws ProblemError */
export async function installPlugin(
  place: PluginPlace,
  force: boolean,
): Promise<{ file: string; movedAside: boolean }> {
  const program = await installedProgram()
  const file = path.join(place.folder, place.name)
  await mkdir(place.folder, { recursive: true })
  const foreign = (await exists(file)) && !(await leadsTo(file, program))
  if (foreign && !force)
    throw usage(`${file} is there already, and it is not this gantry`, 'add --force: uninstall puts it back')
  if (foreign) await rename(file, aside(place))
  else await rm(file, { force: true })
  await symlink(program, file)
  return { file, movedAside: foreign }
}

/** Takes the link away, and puts back what stood there before. @throws ProblemError where it is not ours. */
export async function uninstallPlugin(place: PluginPlace): Promise<{ file: string; putBack: boolean }> {
  const file = path.join(place.folder, place.name)
  if (!(await exists(file))) throw usage(`${file} is not there`)
  if (!(await leadsTo(file, await installedProgram())))
    throw usage(`${file} is not this gantry`, 'nothing was removed')
  await rm(file)
  const before = aside(place)
  const putBack = await exists(before)
  if (putBack) await rename(before, file)
  return { file, putBack }
}

async function exists(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    () => false,
  )
}

async function leadsTo(link: string, program: string): Promise<boolean> {
  const [one, other] = await Promise.all([realpath(link).catch(() => undefined), realpath(program)])
  return one === other
}
