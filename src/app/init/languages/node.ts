// Node applications: package.json, its lockfile, its frameworks.
import type { Folder } from '../folder.ts'
import { findPort, firstOf, mapOf, parseJson, type ReadApplication, words } from './language.ts'

export const readNode: ReadApplication = async folder => {
  const manifest = parseJson(await folder.read('package.json'))
  if (manifest === undefined) return undefined
  const dependencies = Object.keys(mapOf(manifest.dependencies))
  const all = [...dependencies, ...Object.keys(mapOf(manifest.devDependencies))]
  const scripts = mapOf(manifest.scripts) as Record<string, string>
  const version = /\d+/.exec(String(mapOf(manifest.engines).node ?? ''))?.[0] ?? '22'
  const installer = await findInstaller(folder)
  const pages = builtPages(all, scripts)
  const entry = await entryOf(folder, manifest)
  const run = runCommand(scripts, installer, entry)
  const port = pages === undefined ? await portOf(folder, { all, scripts, entry }) : 80
  const development = scripts.dev ?? scripts.start
  const sourcePort = pages === undefined ? undefined : all.includes('react-scripts') ? 3000 : 5173
  return {
    from: 'package.json',
    packages: dependencies,
    ...(port !== undefined && { port }),
    source: {
      image: `node:${version}-slim`,
      command: [
        'sh',
        '-c',
        `${installer.install} && ${fromSource(scripts, run, { installer, pages, development })}`,
      ],
      target: '/app',
      kept: ['/app/node_modules'],
      ...(sourcePort !== undefined && { port: sourcePort }),
    },
    dockerfile:
      pages === undefined
        ? serverFile({ version, installer, scripts, run, port })
        : pagesFile({ version, installer, pages }),
    ignore: ['node_modules', 'npm-debug.log', ...(scripts.build ? ['dist', 'build', '.next'] : [])],
  }
}

interface Installer {
  readonly name: 'npm' | 'yarn' | 'pnpm'
  readonly lockfile?: string
  readonly install: string
}

async function findInstaller(folder: Folder): Promise<Installer> {
  const lockfile = await firstOf(folder, ['pnpm-lock.yaml', 'yarn.lock', 'package-lock.json'])
  if (lockfile === 'pnpm-lock.yaml')
    return { name: 'pnpm', lockfile, install: 'corepack enable && pnpm install --frozen-lockfile' }
  if (lockfile === 'yarn.lock')
    return { name: 'yarn', lockfile, install: 'corepack enable && yarn install --frozen-lockfile' }
  return lockfile === undefined
    ? { name: 'npm', install: 'npm install' }
    : { name: 'npm', lockfile, install: 'npm ci' }
}

/** Where a build leaves pages that any web server can serve; undefined where the application is a server itself. */
function builtPages(all: readonly string[], scripts: Readonly<Record<string, string>>): string | undefined {
  const server =
    /^(express|fastify|koa|@hapi\/hapi|@nestjs\/core|next|nuxt|@remix-run\/.*|@sveltejs\/kit|hono|polka|restify)$/
  if (all.some(name => server.test(name)) || scripts.build === undefined) return undefined
  if (all.includes('react-scripts')) return 'build'
  return all.some(name => /^(vite|@vue\/cli-service|parcel)$/.test(name)) ? 'dist' : undefined
}

async function entryOf(folder: Folder, manifest: Record<string, unknown>): Promise<string | undefined> {
  const main = typeof manifest.main === 'string' ? [manifest.main] : []
  const usual = [
    'server.js',
    'index.js',
    'app.js',
    'main.js',
    'src/server.js',
    'src/index.js',
    'src/app.js',
    'src/main.ts',
  ]
  return await firstOf(folder, [...main, ...usual])
}

/** Node itself where that is all that the script runs: npm passes signals on badly. */
function runCommand(
  scripts: Readonly<Record<string, string>>,
  installer: Installer,
  entry: string | undefined,
): readonly string[] {
  const plain = /^node\s+([\w./-]+)$/.exec(scripts.start ?? '')?.[1]
  if (plain !== undefined) return ['node', plain]
  if (scripts.start !== undefined) return [installer.name, 'start']
  return entry?.endsWith('.js') ? ['node', entry] : ['npm', 'start']
}

interface SourceRun {
  readonly installer: Installer
  readonly pages: string | undefined
  readonly development: string | undefined
}

function fromSource(
  scripts: Readonly<Record<string, string>>,
  run: readonly string[],
  { installer, pages, development }: SourceRun,
): string {
  // Servers of development listen to the container alone, unless told otherwise.
  if (pages !== undefined && scripts.dev !== undefined) return `${installer.name} run dev -- --host 0.0.0.0`
  if (scripts.start === undefined && development !== undefined) return `${installer.name} run dev`
  const build = scripts.build === undefined ? '' : `${installer.name} run build && `
  return `${build}${run.join(' ')}`
}

const frameworkPorts: readonly (readonly [RegExp, number])[] = [
  [/^astro$/, 4321],
  [/^gatsby$/, 8000],
  [/^@angular\/core$/, 4200],
  [
    /^(next|nuxt|express|fastify|koa|@hapi\/hapi|@nestjs\/core|@remix-run\/serve|@sveltejs\/kit|hono|polka|restify)$/,
    3000,
  ],
]

async function portOf(
  folder: Folder,
  {
    all,
    scripts,
    entry,
  }: { all: readonly string[]; scripts: Readonly<Record<string, string>>; entry?: string | undefined },
): Promise<number | undefined> {
  const told = /(?:PORT=|--port[ =]|-p )(\d+)/.exec(scripts.start ?? '')?.[1]
  if (told !== undefined) return Number(told)
  const written = await findPort(folder, entry === undefined ? [] : [entry], [
    /PORT\s*(?:\|\||\?\?)\s*['"]?(\d{2,5})/,
    /\.listen\(\s*(\d{2,5})/,
    /port:\s*(\d{2,5})/,
  ])
  return written ?? frameworkPorts.find(([name]) => all.some(one => name.test(one)))?.[1]
}

const buildStage = (
  version: string,
  { lockfile, install }: Installer,
): string => `FROM node:${version}-slim AS build
WORKDIR /app
# What changes seldom comes first: packages are installed again only when their list has changed.
COPY package.json${lockfile === undefined ? '' : ` ${lockfile}`} ./
RUN ${install}
COPY . .
`

interface ServerFile {
  readonly version: string
  readonly installer: Installer
  readonly scripts: Readonly<Record<string, string>>
  readonly run: readonly string[]
  readonly port: number | undefined
}

function serverFile({ version, installer, scripts, run, port }: ServerFile): string {
  const prune = { npm: 'npm prune --omit=dev', pnpm: 'pnpm prune --prod', yarn: '' }[installer.name]
  return `${buildStage(version, installer)}${scripts.build === undefined ? '' : `RUN ${installer.name} run build\n`}${
    prune === '' ? '' : `RUN ${prune}\n`
  }
FROM node:${version}-slim
ENV NODE_ENV=production
WORKDIR /app
${run[0] === 'pnpm' || run[0] === 'yarn' ? 'RUN corepack enable\n' : ''}COPY --from=build --chown=node:node /app .
USER node
${port === undefined ? '' : `EXPOSE ${port}\n`}CMD ${words(run)}
`
}

const pagesFile = ({
  version,
  installer,
  pages,
}: {
  version: string
  installer: Installer
  pages: string
}): string => `${buildStage(version, installer)}RUN ${installer.name} run build

# The pages alone: what built them stays behind.
FROM nginx:1-alpine
COPY --from=build /app/${pages} /usr/share/nginx/html
EXPOSE 80
`
