// `gantry init`: what folders of all kinds are taken for, and that every stack written of them is one: it loads, and lint finds
// nothing to say.
import { describe, expect, test } from 'vitest'
import { lintProject } from '../../../../src/app/index.ts'
import type { Folder } from '../../../../src/app/init/folder.ts'
import { lookAtFolder } from '../../../../src/app/init/init-stack.ts'
import { load } from '../../../../src/load/index.ts'
import type { Service, Stack } from '../../../../src/model/index.ts'
import { memoryIo } from '../../load/memory-io.ts'

type Files = Readonly<Record<string, string>>

interface Case {
  readonly files: Files
  /** Lines that init says of what it found. */
  readonly found: readonly string[]
  /** Parts of the Dockerfile that is written where there is none. */
  readonly dockerfile?: readonly string[]
  /** Parts of the stack file that runs the sources. */
  readonly source?: readonly string[]
}

const json = (value: unknown) => JSON.stringify(value)

const cases: Record<string, Case> = {
  'a Dockerfile alone': {
    files: {
      Dockerfile:
        'FROM alpine AS build\nEXPOSE 1\nFROM alpine\nARG PORT=9000\nEXPOSE ${PORT} 53/udp \\\n  443\n',
    },
    found: ['web: Dockerfile, port 9000, 53/udp, 443'],
  },
  'a Dockerfile without a port': { files: { Dockerfile: 'FROM alpine\n' }, found: ['app: Dockerfile'] },
  'a Dockerfile beside a manifest': {
    files: {
      Dockerfile: 'FROM node\nEXPOSE 4000',
      'package.json': json({ dependencies: { pg: '8', ioredis: '5' } }),
    },
    found: ['web: Dockerfile, package.json, port 4000, postgres, redis'],
  },
  'Node with a start script': {
    files: {
      'package.json': json({
        engines: { node: '>=20' },
        scripts: { start: 'node server.js' },
        dependencies: { express: '4', mongoose: '8' },
      }),
      'package-lock.json': '{}',
      'server.js': 'app.listen(process.env.PORT || 4567)',
    },
    found: ['web: package.json, port 4567, mongo'],
    dockerfile: [
      'FROM node:20-slim AS build',
      'COPY package.json package-lock.json ./',
      'RUN npm ci',
      'npm prune --omit=dev',
      'EXPOSE 4567',
      'CMD ["node", "server.js"]',
    ],
    source: ['image: node:20-slim', 'npm ci && node server.js', '- web-node_modules:/app/node_modules'],
  },
  'Next with pnpm': {
    files: {
      'package.json': json({
        scripts: { build: 'next build', start: 'next start', dev: 'next dev' },
        dependencies: { next: '15' },
      }),
      'pnpm-lock.yaml': '',
    },
    found: ['web: package.json, port 3000'],
    dockerfile: ['RUN pnpm run build', 'CMD ["pnpm", "start"]'],
  },
  'pages that Vite builds': {
    files: {
      'package.json': json({ scripts: { dev: 'vite', build: 'vite build' }, devDependencies: { vite: '6' } }),
    },
    found: ['web: package.json, port 5173'],
    source: ['"5173:5173"', 'npm run dev -- --host 0.0.0.0'],
    dockerfile: ['RUN npm run build', 'FROM nginx:1-alpine', 'COPY --from=build /app/dist'],
  },
  'a worker in Node': {
    files: { 'package.json': json({ main: 'index.js', dependencies: { amqplib: '1' } }), 'index.js': '' },
    found: ['app: package.json, rabbitmq'],
    dockerfile: ['CMD ["node", "index.js"]'],
  },
  'a broken package.json beside pages': {
    files: { 'package.json': '{', 'index.html': '<p>hi' },
    found: ['web: index.html, port 80'],
    dockerfile: ['FROM nginx:1-alpine'],
    source: ['- ./:/usr/share/nginx/html:ro'],
  },
  FastAPI: {
    files: {
      'requirements.txt':
        '# web\nfastapi==0.1\npsycopg[binary]>=3 ; python_version > "3.8"\ncelery[redis]\n-r more.txt\n',
      'app/main.py': '',
    },
    found: ['web: requirements.txt, port 8000, postgres, redis'],
    dockerfile: [
      'python -m venv /venv',
      'CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]',
    ],
  },
  'Django with gunicorn and a compiled client': {
    files: {
      'requirements.txt': 'Django>=5\ngunicorn\npsycopg2\n',
      'manage.py': '',
      'shop/wsgi.py': '',
      '.python-version': '3.12.1',
    },
    found: ['web: requirements.txt, port 8000, postgres'],
    dockerfile: ['FROM python:3.12-slim', 'libpq5', '"shop.wsgi"'],
  },
  'a pyproject of Flask': {
    files: {
      'pyproject.toml':
        '[project]\nname = "x"\nrequires-python = ">=3.11"\ndependencies = [\n  "flask",\n  "PyMySQL>=1", # client\n]\n[tool.other]\nredis = "1"\n',
      'app.py': '',
    },
    found: ['web: pyproject.toml, port 5000, mysql'],
    dockerfile: ['FROM python:3.11 AS build', 'RUN pip install --no-cache-dir .'],
  },
  'a pyproject of Poetry': {
    files: {
      'pyproject.toml':
        '[tool.poetry.dependencies]\npython = "^3.12"\npymongo = "^4"\ncelery = {extras = ["redis"], version = "^5"}\n',
      'main.py': 'server(port=8081)',
    },
    found: ['web: pyproject.toml, port 8081, mongo, redis'],
  },
  Go: {
    files: {
      'go.mod':
        'module example.org/shop\n\ngo 1.22.1\n\nrequire (\n\tgithub.com/jackc/pgx/v5 v5.5.0\n\tgithub.com/redis/go-redis/v9 v9.0.0 // indirect\n)\n',
      'cmd/server/main.go': 'http.ListenAndServe(":8090", nil)',
    },
    found: ['web: go.mod, port 8090, postgres, redis'],
    dockerfile: [
      'FROM golang:1.22 AS build',
      'go build -trimpath -o /app ./cmd/server',
      'distroless',
      'EXPOSE 8090',
    ],
    source: ['command: ["go", "run", "./cmd/server"]'],
  },
  Rust: {
    files: {
      'Cargo.toml':
        '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"\nsqlx = { version = "0.8", features = ["postgres", "runtime-tokio"] }\n',
      'src/main.rs': 'TcpListener::bind("0.0.0.0:3001")',
    },
    found: ['web: Cargo.toml, port 3001, postgres'],
    dockerfile: ['cargo build --release', 'CMD ["shop"]'],
  },
  Rails: {
    files: {
      Gemfile: "ruby '3.2.2'\ngem 'rails', '~> 7'\ngem \"pg\"\n",
      'config.ru': '',
      'package.json': '{}',
    },
    found: ['web: Gemfile, port 3000, postgres'],
    dockerfile: ['FROM ruby:3.2-slim', '"rails", "server"'],
  },
  Laravel: {
    files: {
      'composer.json': json({ require: { php: '^8.2', 'laravel/framework': '^11', 'ext-pdo_mysql': '*' } }),
      'public/index.php': '',
    },
    found: ['web: composer.json, port 80, mysql'],
    dockerfile: ['FROM php:8.2-apache', 'docker-php-ext-install pdo_mysql', '/public!'],
  },
  Spring: {
    files: {
      'pom.xml':
        '<project><properties><java.version>17</java.version></properties><artifactId>spring-boot-starter-web</artifactId><artifactId>postgresql</artifactId></project>',
      'src/main/resources/application.properties': 'server.port=9090\n',
    },
    found: ['web: pom.xml, port 9090, postgres'],
    dockerfile: [
      'maven:3-eclipse-temurin-17',
      'FROM eclipse-temurin:17-jre',
      'CMD ["java", "-jar", "app.jar"]',
    ],
  },
  Gradle: {
    files: {
      'build.gradle.kts':
        'java { toolchain { languageVersion.set(JavaLanguageVersion.of(21)) } }\nimplementation("redis.clients:jedis:5.0")\nimplementation("org.mariadb.jdbc:mariadb-java-client:3")',
    },
    found: ['app: build.gradle, mariadb, redis'],
    dockerfile: ['gradle --no-daemon jar'],
  },
  'folders of a front and an api': {
    files: {
      'README.md': '',
      'web/index.html': '',
      'api/requirements.txt': 'flask\nelasticsearch\nnats-py\npymemcache\n',
      'api/app.py': '',
      'Old Things/Dockerfile': 'FROM alpine\nEXPOSE 80\n',
      'node_modules/package.json': '{}',
    },
    found: [
      'old-things: Dockerfile, port 80',
      'api: requirements.txt, port 5000, elasticsearch, memcached, nats',
      'web: index.html, port 80',
    ],
  },
  'two databases': {
    files: {
      Dockerfile: 'FROM node\nEXPOSE 80 443',
      'package.json': json({ dependencies: { pg: '1', mysql2: '1', 'connect-redis': '1' } }),
    },
    found: ['web: Dockerfile, package.json, port 80, 443, postgres, mysql, redis'],
  },
  'odd words in scripts': {
    files: {
      'package.json': json({ scripts: { start: 'echo "$HOME: # {x}" && node x.js' } }),
      'yarn.lock': '',
    },
    found: ['app: package.json'],
    dockerfile: ['CMD ["yarn", "start"]'],
  },
}

describe.each(Object.entries(cases))('%s', (_, { files, found, dockerfile = [], source = [] }) => {
  test('is found', async () => {
    expect((await lookAtFolder(memoryFolder(files))).found).toEqual(found)
  })

  test.each([true, false])(
    'makes a stack that loads and that lint has nothing to say of (Dockerfiles: %s)',
    async dockerfiles => {
      const written = (await lookAtFolder(memoryFolder(files))).files({ dockerfiles })
      const stack = written.find(file => file.name === 'compose.yaml')?.content ?? ''
      const io = memoryIo({
        ...prefixed(files),
        ...prefixed(Object.fromEntries(written.map(one => [one.name, one.content]))),
      })
      const context = { version: '1', environment: {}, workingDirectory: '/shop', homeDirectory: '/home', io }
      expect((await lintProject(context as never, {})).problems).toEqual([])
      for (const part of dockerfiles ? [] : source) expect(stack).toContain(part)
      const own = written.find(file => file.name === 'Dockerfile')
      if (dockerfiles) for (const part of dockerfile) expect(own?.content).toContain(part)
      for (const file of written) expect(file.name in files, `${file.name} is there already`).toBe(false)
      const services = Object.values((await loaded(io)).services) as Service[]
      // Whoever depends on a database waits for it, finds it by a variable, and it keeps its data.
      for (const service of services)
        for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
          const other = services.find(one => one.name === name)
          expect(condition).toBe(other?.healthcheck === undefined ? 'service_started' : 'service_healthy')
          expect(Object.values(service.environment ?? {}).join()).toContain(`${name}:`)
        }
      expect(new Set(services.flatMap(one => one.ports?.map(port => port.published) ?? [])).size).toBe(
        services.flatMap(one => one.ports ?? []).length,
      )
    },
  )
})

test('a folder that tells nothing is said to tell nothing', async () => {
  await expect(lookAtFolder(memoryFolder({ 'notes.txt': '' }))).rejects.toMatchObject({
    problems: [{ code: 'nothing-to-init' }],
  })
})

test('stack files that are there are named, and a .dockerignore is left alone', async () => {
  const look = await lookAtFolder(
    memoryFolder({ 'index.html': '', 'docker-compose.yml': '', '.dockerignore': 'x' }),
  )
  expect(look.stackFiles).toEqual(['docker-compose.yml'])
  expect(look.files({ dockerfiles: true }).map(file => file.name)).toEqual(['compose.yaml', 'Dockerfile'])
})

const prefixed = (files: Files): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`/shop/${name}`, content]))

async function loaded(io: ReturnType<typeof memoryIo>): Promise<Stack> {
  const result = await load({
    workingDirectory: '/shop',
    environment: {},
    io,
    stdin: async () => new Uint8Array(),
  })
  if (!result.ok) throw new Error(result.problems.map(problem => problem.message).join('\n'))
  return result.project.stack
}

function memoryFolder(files: Files): Folder {
  const at = (path: string) => path.replace(/^(\.\/|\.$)/, '').replace(/\/+$/, '')
  return {
    read: async path => files[at(path)],
    names: async (path = '.') => {
      const prefix = at(path) === '' ? '' : `${at(path)}/`
      const below = Object.keys(files).filter(name => name.startsWith(prefix))
      return [...new Set(below.map(name => name.slice(prefix.length).replace(/\/.*$/, '/')))].sort()
    },
  }
}
