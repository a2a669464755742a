// What can be wrong on this machine: docker's settings, builders, proxies, names, locks left behind. Asks no network.
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { listLocks } from '../../apply/index.ts'
import { inspectSetup } from '../../image/index.ts'
import { lockDirectory } from '../reconcile.ts'
import { about, type Check } from './finding.ts'

export const credentialsCheck: Check = {
  topic: 'credentials',
  needsEngine: false,
  run: async ({ context }) => {
    const { ok, fault } = about('credentials')
    const { helpers, configFile } = await inspectSetup(context)
    const missing = helpers.filter(helper => !helper.installed)
    if (missing.length === 0)
      return [
        ok(
          helpers.length === 0
            ? 'no credential helper is asked for'
            : `${helpers.map(one => `docker-credential-${one.name}`).join(', ')} is installed`,
        ),
      ]
    return missing.map(({ name, registries }) =>
      fault(
        `docker-credential-${name}, which ${configFile} names for ${registries}, is not installed`,
        `install it, or take ${name} out of ${configFile} and docker login again`,
      ),
    )
  },
}

export const builderCheck: Check = {
  topic: 'builder',
  needsEngine: false,
  run: async ({ context }) => {
    const { ok, warning } = about('builder')
    if (context.environment.DOCKER_BUILDKIT === '0')
      return [
        warning(
          'DOCKER_BUILDKIT=0 turns BuildKit off: secrets, cache mounts and several platforms cannot be built',
          'unset DOCKER_BUILDKIT',
        ),
      ]
    const { buildx } = await inspectSetup(context)
    if (buildx === undefined)
      return [
        ok(
          "docker-buildx is not installed: images are built inside the engine; builders of one's own need it",
        ),
      ]
    return [ok(`docker-buildx ${buildx.version ?? ''} at ${buildx.program}`.replace('  ', ' '))]
  },
}

export const proxyCheck: Check = {
  topic: 'proxy',
  needsEngine: false,
  run: async ({ context, answering }) => {
    const { ok, warning } = about('proxy')
    const { environment } = context
    const here =
      environment.HTTPS_PROXY ?? environment.https_proxy ?? environment.HTTP_PROXY ?? environment.http_proxy
    const { hasProxies, configFile } = await inspectSetup(context)
    const theirs = answering?.info.httpsProxy || answering?.info.httpProxy
    if (!here) return [ok(theirs ? 'the engine pulls through a proxy' : 'none is set')]
    return [
      ...(answering !== undefined && !theirs
        ? [
            warning(
              'a proxy is set here, but not for the engine, which is who pulls images',
              'set it for the engine: docs.docker.com/engine/daemon/proxy',
            ),
          ]
        : []),
      ...(hasProxies
        ? []
        : [
            warning(
              'a proxy is set here, but containers and builds do not get it',
              `set "proxies" in ${configFile}`,
            ),
          ]),
      ...(theirs && hasProxies ? [ok('this shell, the engine and containers have one')] : []),
    ]
  },
}

export const namesCheck: Check = {
  topic: 'dns',
  needsEngine: true,
  run: async ({ answering }) => {
    const { ok, warning } = about('dns')
    const { local } = answering?.engine.address ?? { local: false }
    if (!local || answering?.info.name !== hostname())
      return [ok('the engine is on another machine; --deep looks from inside a container')]
    const text = await readFile('/etc/resolv.conf', 'utf8').catch(() => '')
    const servers = [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(match => match[1] ?? '')
    if (servers.length === 0)
      return [
        warning(
          '/etc/resolv.conf names no server: containers resolve no name outside',
          'add "dns" to /etc/docker/daemon.json',
        ),
      ]
    // The engine knows systemd-resolved, and takes the servers behind it.
    const resolved = await readFile('/run/systemd/resolve/resolv.conf', 'utf8').catch(() => undefined)
    if (servers.every(server => /^127\.|^::1$/.test(server)) && resolved === undefined)
      return [
        warning(
          `/etc/resolv.conf names this machine alone (${servers.join(', ')}), which containers cannot ask: the engine gives them public servers`,
          'where those cannot be reached, add "dns" to /etc/docker/daemon.json',
        ),
      ]
    return [ok(`containers ask ${servers.join(', ')}`)]
  },
}

export const locksCheck: Check = {
  topic: 'locks',
  needsEngine: false,
  run: async ({ context }) => {
    const { ok, warning } = about('locks')
    const locks = await listLocks(lockDirectory(context))
    if (locks.length === 0) return [ok('no gantry is at work')]
    return locks.map(({ file, project, holder, alive }) =>
      alive
        ? ok(`${holder?.command} (process ${holder?.pid}) is at work on project ${project}`)
        : warning(
            `a gantry that died left its lock on project ${project}`,
            `nothing: the next one takes it over; or rm ${file}`,
          ),
    )
  },
}
