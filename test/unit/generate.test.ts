// What the generator makes of the parts: that it is true to them, up to date where it must be, and complete.
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSchema } from '../../src/load/generated/schema.ts'
import type { StackFile } from '../../src/load/generated/types.ts'
import { validate } from '../../src/load/generated/validate.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const published = () => JSON.parse(readFileSync(join(root, 'schema', 'stack.schema.json'), 'utf8'))

interface Owner {
  properties?: Record<string, { description?: string; examples?: unknown[] }>
}

describe('the published schema', () => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: true })

  it('is a valid schema of draft 2020-12 that stands alone', () => {
    const schema = published()
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(JSON.stringify(schema)).not.toMatch(/"\$ref":"(?!#\/\$defs\/)/)
    expect(ajv.validateSchema(schema)).toBe(true)
  })

  it('describes every property, with an example that fits it', () => {
    const schema = published()
    const bare = new Ajv2020({ allowUnionTypes: true })
    let seen = 0
    const owners: Record<string, Owner> = { stack: schema, ...schema.$defs }
    for (const [owner, definition] of Object.entries(owners)) {
      for (const [name, property] of Object.entries(definition.properties ?? {})) {
        seen += 1
        const check = bare.compile({ ...property, $defs: schema.$defs })
        expect(property.description, `${owner}.${name}`).toMatch(/\w/)
        expect(property.examples?.length, `${owner}.${name}`).toBeGreaterThan(0)
        for (const example of property.examples ?? []) {
          expect(
            check(example),
            `${owner}.${name}: ${JSON.stringify(example)} ${JSON.stringify(check.errors)}`,
          ).toBe(true)
        }
      }
    }
    expect(seen).toBeGreaterThan(250)
  })

  it('takes variables where the program, which has filled them in, does not', () => {
    const check = ajv.compile(published())
    const file = {
      services: { web: { image: 'a', cgroup: '${CGROUP}', depends_on: { db: { condition: '${WAIT}' } } } },
    }
    expect(check(file)).toBe(true)
    expect(validate(file)).toBe(false)
    expect(check({ services: { web: { image: 'a', cgroup: 'hosst' } } })).toBe(false)
  })
})

describe('the compiled validator', () => {
  it('knows every attribute of the specification, and no other', () => {
    const names = (shape: string) => Object.keys(readSchema().$defs[shape]?.properties ?? {}).sort()
    const words = (text: string) => text.trim().split(/\s+/).sort()
    expect(names('service')).toEqual(
      words(`annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs
        container_name cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset
        credential_spec depends_on deploy develop device_cgroup_rules devices dns dns_opt dns_search domainname
        entrypoint env_file environment expose extends external_links extra_hosts gpus group_add healthcheck hostname
        image init ipc isolation label_file labels links logging mac_address mem_limit mem_reservation mem_swappiness
        memswap_limit models network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports
        post_start pre_start pre_stop privileged profiles provider pull_policy pull_refresh_after read_only restart
        runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs
        tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir`),
    )
    expect(names('build')).toEqual(
      words(`additional_contexts args cache_from cache_to context dockerfile dockerfile_inline entitlements extra_hosts
        isolation labels network no_cache no_cache_filter platforms privileged provenance pull sbom secrets shm_size ssh
        tags target ulimits`),
    )
    expect(names('network')).toEqual(
      words('attachable driver driver_opts enable_ipv4 enable_ipv6 external internal ipam labels name'),
    )
    expect(Object.keys(readSchema().properties ?? {})).toHaveLength(9)
  })

  it('judges as the schema does, whatever it is given', () => {
    const reference = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: false }).compile(
      readSchema(),
    )
    const keys = fc.constantFrom(
      ...Object.keys(readSchema().$defs.service?.properties ?? {}),
      'x-own',
      'wrong',
      '__proto__',
    )
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(
        '30s',
        '8080:80',
        'A=b',
        'all',
        '',
        null,
        true,
        80,
        -1,
        1.5,
        'service_healthy',
      ),
      fc.string({ maxLength: 4 }),
    )
    const inner = fc.constantFrom(
      'test',
      'interval',
      'condition',
      'type',
      'target',
      'soft',
      'hard',
      'path',
      'replicas',
      'db',
      '',
    )
    const value = fc.letrec(tie => ({
      any: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(inner, tie('any'), { maxKeys: 3 }),
      ),
    })).any
    fc.assert(
      fc.property(fc.dictionary(keys, value, { maxKeys: 6 }), service => {
        const file = { services: { web: service } }
        const fits = validate(file)
        expect(fits).toBe(reference(file))
        if (fits) return
        const places = (faults: readonly { instancePath: string; keyword: string }[] | null | undefined) =>
          (faults ?? []).map(fault => `${fault.instancePath} ${fault.keyword}`).sort()
        expect(places(validate.errors)).toEqual(places(reference.errors))
      }),
      { numRuns: 500 },
    )
  })

  it('imports nothing at run time', () => {
    const code = readFileSync(join(root, 'src', 'load', 'generated', 'validate.ts'), 'utf8')
    expect(code.match(/^import (?!type )/gm)).toBeNull()
    expect(code).not.toContain('require(')
  })
})

describe('the types', () => {
  it('take short and long forms and keys of one’s own', () => {
    const file: StackFile = {
      'x-own': { anything: 1 },
      services: {
        web: {
          build: '.',
          ports: ['8080:80', 9000, { target: 80 }],
          environment: { A: 1, B: null },
          depends_on: ['db'],
        },
        db: {
          image: 'postgres',
          command: null,
          ulimits: { nofile: 1, nproc: { soft: 1, hard: 2 } },
          'x-note': true,
        },
      },
      volumes: { data: null },
    }
    expect(validate(file)).toBe(true)
    // @ts-expect-error a service has no such key
    const wrong: StackFile = { services: { web: { imagee: 'nginx' } } }
    expect(validate(wrong)).toBe(false)
  })
})

// Whole runs of the generator, which bundles the program: seconds each on a busy machine.
describe('scripts/generate.mjs', { timeout: 120_000 }, () => {
  let copy = ''
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'test-generate-'))
    // All but what the generator itself writes.
    for (const part of ['schema/parts', 'scripts/generate', 'scripts/generate.mjs', 'package.json', 'src']) {
      const filter = (file: string) => !file.endsWith(join('load', 'generated'))
      cpSync(join(root, part), join(copy, part), { recursive: true, filter })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  })
  afterEach(() => rmSync(copy, { recursive: true, force: true }))

  const generate = (...args: string[]) =>
    spawnSync(process.execPath, [join(copy, 'scripts', 'generate.mjs'), ...args], { encoding: 'utf8' })

  it('writes what is missing, then finds nothing to do, and names what differs', () => {
    expect(generate('--check')).toMatchObject({ status: 1 })
    expect(generate().status).toBe(0)
    expect(generate('--check')).toMatchObject({ status: 0, stderr: '' })
    appendFileSync(join(copy, 'docs', 'problems.md'), 'edited by hand\n')
    const { status, stderr } = generate('--check')
    expect(status).toBe(1)
    expect(stderr).toBe('docs/problems.md differs from what its source says; run node scripts/generate.mjs\n')
  })

  it('refuses parts with a property that is not described', () => {
    appendFileSync(
      join(copy, 'schema', 'parts', 'service', '6-resources.yaml'),
      '  turbo:\n    type: boolean\n',
    )
    expect(generate().stderr).toContain('service.turbo: no description')
  })

  it('refuses a keyword whose faults nothing could explain', () => {
    const added = '  turbo: {description: a, examples: [a], oneOf: [{type: string}]}\n'
    appendFileSync(join(copy, 'schema', 'parts', 'service', '6-resources.yaml'), added)
    expect(generate().stderr).toContain('service.turbo: the keyword oneOf is not one that the parts use')
  })

  it('refuses a problem code that two rooms define', () => {
    const added = "export const more = { 'unknown-key': { title: 'a', meaning: 'b', remedy: 'c' } }\n"
    appendFileSync(join(copy, 'src', 'problem', 'codes', 'cli.ts'), added)
    expect(generate().stderr).toBe(
      'the problem code unknown-key is defined twice, in cli.ts and in schema.ts\n',
    )
  })

  it('refuses an unknown argument', () => {
    expect(generate('--chek')).toMatchObject({ status: 2 })
  })

  it('runs under plain node, without a build', () => {
    expect(
      execFileSync(process.execPath, ['--check', join(copy, 'scripts', 'generate.mjs')], {
        encoding: 'utf8',
      }),
    ).toBe('')
  })
})
