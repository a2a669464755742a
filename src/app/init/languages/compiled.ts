// Applications that are compiled: Go and Rust. The compiler stays behind in the first stage.
import type { Folder } from '../folder.ts'
import { findPort, type ReadApplication } from './language.ts'

export const readGo: ReadApplication = async folder => {
  const module = await folder.read('go.mod')
  if (module === undefined) return undefined
  const version = /^go\s+(\d+\.\d+)/m.exec(module)?.[1] ?? '1.23'
  const main = await goMain(folder)
  const port = await findPort(
    folder,
    ['main.go', ...(main === '.' ? [] : [`${main}/main.go`])],
    [/["'`](?:[\w.]*):(\d{2,5})["'`]/, /PORT.{0,40}?["'](\d{2,5})["']/s],
  )
  return {
    from: 'go.mod',
    packages: [...module.matchAll(/^\s*(?:require\s+)?([\w.-]+\.[a-z]+\/[^\s]+)\s+v/gm)].map(
      match => match[1] ?? '',
    ),
    ...(port !== undefined && { port }),
    source: {
      image: `golang:${version}`,
      command: ['go', 'run', main === '.' ? '.' : `./${main}`],
      target: '/app',
    },
    dockerfile: `FROM golang:${version} AS build
WORKDIR /src
# What changes seldom comes first: modules are fetched again only when their list has changed.
COPY go.mod go.sum* ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /app ${main === '.' ? '.' : `./${main}`}

# The program alone: no shell, no compiler, not root.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /app /app
${port === undefined ? '' : `EXPOSE ${port}\n`}ENTRYPOINT ["/app"]
`,
    ignore: ['bin', '*.test'],
  }
}

async function goMain(folder: Folder): Promise<string> {
  if ((await folder.read('main.go')) !== undefined) return '.'
  for (const name of await folder.names('cmd')) if (name.endsWith('/')) return `cmd/${name.slice(0, -1)}`
  return '.'
}

export const readRust: ReadApplication = async folder => {
  const manifest = await folder.read('Cargo.toml')
  const name = /^\[package\][^[]*?^name\s*=\s*"([\w-]+)"/ms.exec(manifest ?? '')?.[1]
  if (manifest === undefined || name === undefined) return undefined
  const binary = /^\[\[bin\]\][^[]*?^name\s*=\s*"([\w-]+)"/ms.exec(manifest)?.[1] ?? name
  const packages = cratesOf(manifest)
  const usual = packages.includes('rocket') ? 8000 : packages.includes('warp') ? 3030 : undefined
  const port = (await findPort(folder, ['src/main.rs'], [/:(\d{4,5})["'`]/, /,\s*(\d{4,5})\s*\)/])) ?? usual
  return {
    from: 'Cargo.toml',
    packages,
    ...(port !== undefined && { port }),
    source: {
      image: 'rust:1',
      command: ['cargo', 'run', '--release'],
      target: '/app',
      kept: ['/app/target', '/usr/local/cargo/registry'],
    },
    dockerfile: `FROM rust:1-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release

# The program alone: the compiler stays behind.
FROM debian:bookworm-slim
COPY --from=build /src/target/release/${binary} /usr/local/bin/${binary}
USER nobody
${port === undefined ? '' : `EXPOSE ${port}\n`}CMD ["${binary}"]
`,
    ignore: ['target'],
  }
}

/** Keys of the dependency tables; database clients name their database in a feature. */
function cratesOf(manifest: string): readonly string[] {
  const found: string[] = []
  let table = ''
  for (const line of manifest.split('\n')) {
    table = /^\s*\[([^\]]+)\]/.exec(line)?.[1] ?? table
    const within = /^dependencies\.([\w-]+)$/.exec(table)?.[1]
    const key = table === 'dependencies' ? /^\s*([\w-]+)\s*=/.exec(line)?.[1] : undefined
    if (within !== undefined) found.push(within)
    if (key !== undefined) found.push(key)
    if (key !== undefined || within !== undefined)
      for (const [, feature = ''] of line.matchAll(/"(postgres|mysql)"/g)) found.push(feature)
  }
  return found
}
