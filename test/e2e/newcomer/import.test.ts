// `gantry import`: a container that was made by hand, made again from the imported file, is the same; a stack that runs comes out as
// what it is, so that planning it finds nothing to do.
import { randomInt } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docker } from '../dsl/engine.ts'
import { type Finished, type Program, startProgram } from '../dsl/run.ts'
import { makeWorld, removeWorld, type World } from '../dsl/world.ts'
import { essence } from './same-container.ts'

/** An image that sets everything an image can set, so that what is inherited is told from what was given. */
const dockerfile = `
FROM gantry/tiny
ENV INHERITED=yes CHANGED=before
LABEL from=image
USER 1000
WORKDIR /srv
EXPOSE 8080
VOLUME /kept
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=9s CMD true
ENTRYPOINT ["echo"]
CMD ["hello"]
`

/** Arguments of `docker create`; $NET, $VOL and $OTHER are made before, $IMAGE is the image above. */
const cases: Record<string, readonly string[]> = {
  'nothing but an image': ['$IMAGE'],
  'the process': [
    '--entrypoint',
    'sh',
    '-w',
    '/tmp',
    '-u',
    '1:2',
    '--group-add',
    '7',
    '--init',
    '-it',
    '--stop-signal',
    'INT',
    '--stop-timeout',
    '3',
    '--hostname',
    'foo',
    '--domainname',
    'bar.example',
    '$IMAGE',
    '-c',
    'echo $HOME; exit',
  ],
  'no entrypoint': ['--entrypoint', '', '$IMAGE', 'sleep', '1'],
  'variables and labels': [
    '-e',
    'CHANGED=after',
    '-e',
    'DOLLAR=a$b${c}',
    '-e',
    'LINES=one\ntwo\n',
    '-e',
    'ODD=# "quoted": yes ',
    '-e',
    'EMPTY=',
    '-e',
    'NUMBER=010',
    '--label',
    'a=b c',
    '--label',
    'from=hand',
    '$IMAGE',
  ],
  resources: [
    '-m',
    '64m',
    '--memory-reservation',
    '32m',
    '--cpus',
    '0.5',
    '--cpu-shares',
    '512',
    '--cpuset-cpus',
    '0',
    '--pids-limit',
    '50',
    '--shm-size',
    '32m',
    '--ulimit',
    'nofile=100:200',
    '--ulimit',
    'nproc=64',
    '--oom-score-adj',
    '10',
    '--blkio-weight',
    '300',
    '$IMAGE',
  ],
  'odd sizes and times': [
    '-m',
    '67108865',
    '--memory-swap',
    '167108865',
    '--cpu-period',
    '50000',
    '--cpu-quota',
    '20000',
    '--health-cmd',
    'true || false',
    '--health-interval',
    '90s',
    '--health-timeout',
    '1500ms',
    '--health-retries',
    '7',
    '--health-start-period',
    '1m',
    '$IMAGE',
  ],
  'no health check': [
    '--no-healthcheck',
    '--log-driver',
    'local',
    '--log-opt',
    'max-size=1m',
    '--restart',
    'on-failure:3',
    '$IMAGE',
  ],
  security: [
    '--cap-add',
    'NET_ADMIN',
    '--cap-drop',
    'MKNOD',
    '--security-opt',
    'no-new-privileges',
    '--security-opt',
    'seccomp=unconfined',
    '--read-only',
    '--sysctl',
    'net.core.somaxconn=99',
    '--device',
    '/dev/null:/dev/nothing:r',
    '--device-cgroup-rule',
    'c 1:3 r',
    '--userns',
    'host',
    '$IMAGE',
  ],
  privileged: [
    '--privileged',
    '--ipc',
    'host',
    '--pid',
    'host',
    '--uts',
    'host',
    '--restart',
    'always',
    '$IMAGE',
  ],
  namespaces: [
    '--ipc',
    'shareable',
    '--cgroupns',
    'private',
    '--pid',
    'container:$OTHER',
    '--network',
    'container:$OTHER',
    '--restart',
    'unless-stopped',
    '$IMAGE',
  ],
  mounts: [
    '-v',
    '$VOL:/data:ro',
    '-v',
    '/etc/hostname:/h:ro',
    '-v',
    '/anonymous',
    '--tmpfs',
    '/run:size=1m,mode=1777',
    '--mount',
    'type=tmpfs,dst=/t,tmpfs-size=1048576,tmpfs-mode=1770',
    '--mount',
    'type=bind,src=/etc/hosts,dst=/hosts,readonly',
    '--mount',
    'type=volume,src=$VOL,dst=/again,volume-nocopy',
    '--volumes-from',
    '$OTHER:ro',
    '$IMAGE',
  ],
  'a network of its own': [
    '--network',
    '$NET',
    '--network-alias',
    'database',
    '--ip',
    '$SUBNET.9',
    '--link',
    '$OTHER:other',
    '--dns',
    '9.9.9.9',
    '--dns-search',
    'example.org',
    '--dns-option',
    'ndots:2',
    '--add-host',
    'a:1.2.3.4',
    '$IMAGE',
  ],
  'the host’s network': ['--network', 'host', '$IMAGE'],
  'no network': ['--network', 'none', '$IMAGE'],
  'ports and links on the bridge': [
    '-p',
    '127.0.0.1:18080:80',
    '-p',
    '18081-18083:81',
    '-p',
    '53/udp',
    '-p',
    '[::1]:18084:82',
    '--expose',
    '90',
    '--link',
    '$OTHER:other',
    '$IMAGE',
  ],
}

describe('import', () => {
  let shared: World
  let names: Record<string, string>
  beforeAll(async () => {
    shared = await makeWorld({ files: {} })
    names = await prepare(shared)
  })
  afterAll(() => removeWorld(shared))

  test.concurrent.each(Object.entries(cases))('%s: made again, it is the same', async (_, args) => {
    await inWorld({}, async world => {
      const old = `${world.project}-old`
      world.later.push(() => docker.getContainer(old).remove({ force: true, v: true }))
      const expand = (text: string) => text.replace(/\$([A-Z]+)/g, (whole, name) => names[name] ?? whole)
      await run(world, 'docker', ['create', '--name', old, ...args.map(expand)])
      await run(world, 'gantry', ['import', old, '--name', world.project, '-o', 'compose.yaml'])
      await run(world, 'gantry', ['config', '-q'])
      await run(world, 'gantry', ['create'])
      const [byHand, made] = await Promise.all(
        [old, `${world.project}-${old}-1`].map(name => docker.getContainer(name).inspect()),
      )
      expect(essence(made as never, old)).toEqual(essence(byHand as never, old))
    })
  })

  test.concurrent('a secret is told of, and left out where that is asked; no file is written over', async () => {
    await inWorld({ 'there.yaml': 'mine' }, async world => {
      const [first, second] = [`${world.project}-one`, `${world.project}-two`]
      for (const [name, value] of [
        [first, 'hunter2'],
        [second, 'hunter3'],
      ] as const) {
        world.later.push(() => docker.getContainer(name).remove({ force: true, v: true }))
        await run(world, 'docker', [
          'create',
          '--name',
          name,
          '-e',
          `DB_PASSWORD=${value}`,
          '-e',
          'MODE=fast',
          '-v',
          '/data',
          'gantry/tiny',
        ])
      }
      const told = await run(world, 'gantry', ['import', first, second])
      expect(told.stdout).toContain('DB_PASSWORD: hunter2')
      expect(told.stderr).toContain('the value of DB_PASSWORD looks secret')
      expect(told.stderr).not.toContain('hunter')
      expect(told.stderr).toContain(`docker cp ${first}:/data .`)
      const left = await run(world, 'gantry', [
        'import',
        first,
        second,
        '--no-secret-values',
        '--format',
        'json',
      ])
      expect(left.stdout).not.toContain('hunter')
      const environments = Object.values(
        JSON.parse(left.stdout).services as Record<string, { environment: object }>,
      )
      expect(environments.map(one => one.environment)).toEqual(
        ['ONE', 'TWO'].map(one => ({
          DB_PASSWORD: `\${${world.project.toUpperCase().replace('-', '_')}_${one}_DB_PASSWORD}`,
          MODE: 'fast',
        })),
      )
      const refused = await run(world, 'gantry', ['import', first, '-o', 'there.yaml'], 1)
      expect(refused.stderr).toContain('is there already')
      expect(await readFile(join(world.folder, 'there.yaml'), 'utf8')).toBe('mine')
      const unknown = await run(world, 'gantry', ['import', `${world.project}-onee`], 1)
      expect(unknown.stderr).toContain(`did you mean ${first}?`)
    })
  })

  test.concurrent('of a container whose image is gone everything is written', async () => {
    await inWorld(
      { Dockerfile: `FROM gantry/tiny\nENV FROM_IMAGE=yes\nCMD ["sleep", "5"]\n` },
      async world => {
        const name = `${world.project}-orphan`
        world.later.push(() => docker.getContainer(name).remove({ force: true, v: true }))
        await run(world, 'docker', ['build', '-q', '-t', `${world.project}-gone`, '.'])
        await run(world, 'docker', ['create', '--name', name, '-e', 'OWN=yes', `${world.project}-gone`])
        await run(world, 'docker', ['rmi', '-f', `${world.project}-gone`])
        const { stdout, stderr } = await run(world, 'gantry', ['import', name, '--format', 'json'])
        const [service] = Object.values(JSON.parse(stdout).services as Record<string, object>)
        expect(service).toMatchObject({
          image: `${world.project}-gone`,
          command: ['sleep', '5'],
          environment: { FROM_IMAGE: 'yes', OWN: 'yes' },
        })
        expect(stderr).toContain('its image is gone')
      },
    )
  })

  test.concurrent('a stack that runs comes out as what it is', async () => {
    const stack = `
services:
  web:
    image: gantry/tiny
    command: sleep 3600
    scale: 2
    init: true
    stop_grace_period: 0s
    depends_on:
      db: { condition: service_healthy, restart: true }
    networks: [front, back]
    environment: { MODE: "a$$b" }
  db:
    image: gantry/tiny
    command: [sleep, "3600"]
    init: true
    stop_grace_period: 0s
    healthcheck: { test: ["CMD", "true"], interval: 1s }
    networks:
      back: { aliases: [store] }
    volumes: ["data:/data"]
  lone:
    image: gantry/tiny
    command: sleep 3600
    stop_grace_period: 0s
    network_mode: service:db
networks:
  front:
  back: { internal: true, labels: { purpose: test } }
volumes:
  data: { labels: { purpose: test } }
`
    await inWorld({ 'compose.yaml': stack }, async world => {
      await run(world, 'gantry', ['up', '-d'])
      const { stdout } = await run(world, 'gantry', ['-p', world.project, 'import'])
      await writeFile(join(world.folder, 'imported.yaml'), stdout)
      const plan = await run(world, 'gantry', ['-f', 'imported.yaml', 'plan'])
      expect(plan.stdout).toContain('Nothing to do')
      expect(stdout).not.toContain('external: true')
    })
  })
})

async function inWorld(files: Record<string, string>, body: (world: World) => Promise<void>): Promise<void> {
  const world = await makeWorld({ files })
  try {
    await body(world)
  } finally {
    await removeWorld(world)
  }
}

async function run(world: World, program: Program, args: readonly string[], code = 0): Promise<Finished> {
  const running = startProgram({ program, args, cwd: world.folder, environment: world.environment })
  const finished = await running.finished
  expect(finished, `${finished.command}\n${finished.stdout}${finished.stderr}`).toMatchObject({
    exitCode: code,
  })
  return finished
}

/** What the containers of the cases are made from and refer to. */
async function prepare(world: World): Promise<Record<string, string>> {
  const { project } = world
  const subnet = `10.${randomInt(200, 250)}.${randomInt(256)}`
  const names = {
    OTHER: `${project}-other`,
    NET: `${project}-net`,
    VOL: `${project}-vol`,
    IMAGE: `${project}-image`,
    SUBNET: subnet,
  }
  world.later.push(() => docker.getImage(names.IMAGE).remove())
  world.later.push(() => docker.getVolume(names.VOL).remove())
  world.later.push(() => docker.getNetwork(names.NET).remove())
  world.later.push(() => docker.getContainer(names.OTHER).remove({ force: true, v: true }))
  await writeFile(join(world.folder, 'Dockerfile'), dockerfile)
  await run(world, 'docker', ['build', '-q', '-t', names.IMAGE, '.'])
  await run(world, 'docker', ['volume', 'create', names.VOL])
  await run(world, 'docker', ['network', 'create', '--subnet', `${subnet}.0/24`, names.NET])
  await run(world, 'docker', [
    'run',
    '-d',
    '--name',
    names.OTHER,
    '--init',
    '--ipc',
    'shareable',
    'gantry/tiny',
    'sleep',
    '3600',
  ])
  await run(world, 'docker', ['network', 'connect', names.NET, names.OTHER])
  return names
}
