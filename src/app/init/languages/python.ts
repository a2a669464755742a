// Python applications: requirements.txt, pyproject.toml, Pipfile; Django, Flask, FastAPI and the like.
import type { Folder } from '../folder.ts'
import { findPort, firstOf, type ReadApplication, words } from './language.ts'

export const readPython: ReadApplication = async folder => {
  const [requirements, project, pipfile] = await Promise.all(
    ['requirements.txt', 'pyproject.toml', 'Pipfile'].map(file => folder.read(file)),
  )
  if (requirements === undefined && project === undefined && pipfile === undefined) return undefined
  const packages = [
    ...(requirements?.split('\n') ?? []).flatMap(line => nameOf(line)),
    ...tomlPackages(project ?? ''),
    ...tomlPackages(pipfile ?? ''),
  ]
  const pinned =
    (await folder.read('.python-version')) ?? /requires-python\s*=\s*"[^\d]*([\d.]+)/.exec(project ?? '')?.[1]
  const version = /^\s*(3\.\d+)/.exec(pinned ?? '')?.[1] ?? '3.13'
  const { run, port } = await howToRun(folder, packages)
  const install =
    requirements !== undefined
      ? 'pip install --no-cache-dir -r requirements.txt'
      : project !== undefined
        ? 'pip install --no-cache-dir .'
        : 'pip install --no-cache-dir pipenv && pipenv install --deploy --system'
  return {
    from:
      requirements !== undefined ? 'requirements.txt' : project !== undefined ? 'pyproject.toml' : 'Pipfile',
    packages,
    ...(port !== undefined && { port }),
    source: {
      image: `python:${version}`,
      command: ['sh', '-c', `${install} && exec ${run.join(' ')}`],
      target: '/app',
    },
    dockerfile: dockerfile({
      version,
      packages,
      install,
      run,
      port,
      first: requirements !== undefined ? 'requirements.txt' : '.',
    }),
    ignore: ['__pycache__', '*.pyc', '.venv', 'venv', '.pytest_cache', '.mypy_cache'],
  }
}

/** `psycopg[binary]>=3 ; python_version > "3.8"` → `psycopg`, with what its extras bring. */
function nameOf(line: string): string[] {
  const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?/.exec(line)
  if (match === null) return []
  const name = (match[1] ?? '').toLowerCase().replaceAll('_', '-')
  // celery[redis], channels[redis]: the extra is the client.
  return [name, ...(match[2]?.split(',').map(extra => extra.trim().toLowerCase()) ?? [])]
}

/** The tables that list packages: standard lists of texts, and Poetry's and Pipenv's keys. */
function tomlPackages(text: string): string[] {
  const found: string[] = []
  let table = ''
  let inList = false
  for (const line of text.split('\n')) {
    const head = /^\s*\[+([^\]]+)\]+\s*(?:#.*)?$/.exec(line)?.[1]
    if (head !== undefined && !inList) {
      table = head
      continue
    }
    const opens = table === 'project' && /^\s*dependencies\s*=\s*\[/.test(line)
    if (opens || inList) {
      for (const [, item = ''] of line.matchAll(/["']([^"']+)["']/g)) found.push(...nameOf(item))
      inList = !/\]\s*(?:#.*)?$/.test(line.replace(/["'][^"']*["']/g, ''))
    } else if (/^(tool\.poetry\.dependencies|packages)$/.test(table)) {
      const key = /^\s*([A-Za-z0-9][\w.-]*)\s*=(.*)$/.exec(line)
      if (key === null) continue
      found.push(...nameOf(key[1] ?? ''))
      for (const [, extra = ''] of (key[2] ?? '').matchAll(/["']([a-z]+)["']/g)) found.push(extra)
    }
  }
  return found.filter(name => name !== 'python')
}

async function howToRun(
  folder: Folder,
  packages: readonly string[],
): Promise<{ readonly run: readonly string[]; readonly port?: number }> {
  const has = (name: string) => packages.includes(name)
  const names = await folder.names()
  if (has('django') || names.includes('manage.py')) {
    const site = await findSite(folder, names)
    const run =
      has('gunicorn') && site !== undefined
        ? ['gunicorn', '--bind', '0.0.0.0:8000', `${site}.wsgi`]
        : ['python', 'manage.py', 'runserver', '0.0.0.0:8000']
    return { run, port: 8000 }
  }
  const file =
    (await firstOf(folder, ['main.py', 'app.py', 'server.py', 'wsgi.py', 'app/main.py', 'src/main.py'])) ??
    'main.py'
  const module = file.replace(/\.py$/, '').replaceAll('/', '.')
  if (has('fastapi') || has('starlette') || has('uvicorn'))
    return { run: ['uvicorn', `${module}:app`, '--host', '0.0.0.0', '--port', '8000'], port: 8000 }
  if (has('streamlit')) return { run: ['streamlit', 'run', file, '--server.address', '0.0.0.0'], port: 8501 }
  if (has('flask'))
    return has('gunicorn')
      ? { run: ['gunicorn', '--bind', '0.0.0.0:8000', `${module}:app`], port: 8000 }
      : { run: ['flask', '--app', module, 'run', '--host', '0.0.0.0', '--port', '5000'], port: 5000 }
  const port = await findPort(
    folder,
    [file],
    [/port\s*=\s*(\d{2,5})/i, /["'](?:0\.0\.0\.0)?["']\s*,\s*(\d{2,5})\)/],
  )
  return { run: ['python', '-u', file], ...(port !== undefined && { port }) }
}

/** The package that Django's settings are in: the one with a wsgi.py. */
async function findSite(folder: Folder, names: readonly string[]): Promise<string | undefined> {
  for (const name of names)
    if (name.endsWith('/') && (await folder.read(`${name}wsgi.py`)) !== undefined) return name.slice(0, -1)
  return undefined
}

/** Clients that are compiled against a library of the system, and the package that holds it. */
const systemLibraries: Readonly<Record<string, string>> = { psycopg2: 'libpq5', mysqlclient: 'libmariadb3' }

function dockerfile(given: {
  version: string
  packages: readonly string[]
  install: string
  run: readonly string[]
  port?: number | undefined
  first: string
}): string {
  const { version, packages, install, run, port, first } = given
  const libraries = packages.flatMap(name => systemLibraries[name] ?? [])
  return `FROM python:${version} AS build
WORKDIR /app
# Everything that is installed goes in one folder, which the second stage takes.
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY ${first === '.' ? '. .' : `${first} ./`}
RUN ${install}

FROM python:${version}-slim
${
  libraries.length === 0
    ? ''
    : `RUN apt-get -qq update && apt-get -qq install --no-install-recommends ${libraries.join(' ')} && rm -rf /var/lib/apt/lists/*\n`
}WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
COPY --from=build /venv /venv
COPY . .
USER nobody
${port === undefined ? '' : `EXPOSE ${port}\n`}CMD ${words(run)}
`
}
