// The messages of BuildKit's gRPC services as far as gantry speaks them: fields by their numbers. What a message leaves out
// here is skipped when it is read. Knows no calls.

/** `number type`, with `repeated` or `map` (by strings) before the type. */
const fields = {
  // moby.buildkit.v1.Control
  SolveRequest: {
    ref: '1 string',
    exporter: '3 string',
    exporterAttributes: '4 map string',
    session: '5 string',
    frontend: '6 string',
    frontendAttributes: '7 map string',
    cache: '8 CacheOptions',
    entitlements: '9 repeated string',
  },
  CacheOptions: { exports: '4 repeated CacheExport' },
  CacheExport: { type: '1 string', attributes: '2 map string' },
  SolveResponse: { exported: '1 map string' },
  StatusRequest: { ref: '1 string' },
  StatusResponse: {
    vertexes: '1 repeated Vertex',
    statuses: '2 repeated VertexStatus',
    logs: '3 repeated VertexLog',
    warnings: '4 repeated VertexWarning',
  },
  Vertex: {
    digest: '1 string',
    name: '3 string',
    cached: '4 bool',
    started: '5 Timestamp',
    completed: '6 Timestamp',
    error: '7 string',
  },
  VertexStatus: {
    id: '1 string',
    vertex: '2 string',
    name: '3 string',
    current: '4 int64',
    total: '5 int64',
  },
  VertexLog: { vertex: '1 string', stream: '3 int64', data: '4 bytes' },
  VertexWarning: { vertex: '1 string', short: '3 bytes' },
  Timestamp: { seconds: '1 int64', nanos: '2 int32' },
  ListWorkersResponse: { records: '1 repeated Worker' },
  Worker: { id: '1 string', labels: '2 map string' },
  // google.rpc
  Status: { code: '1 int32', message: '2 string', details: '3 repeated Any' },
  Any: { typeUrl: '1 string', value: '2 bytes' },
  // moby.filesync.v1.Auth
  CredentialsRequest: { host: '1 string' },
  CredentialsResponse: { username: '1 string', secret: '2 string' },
  // moby.buildkit.secrets.v1.Secrets
  GetSecretRequest: { id: '1 string' },
  GetSecretResponse: { data: '1 bytes' },
  // moby.sshforward.v1.SSH
  CheckAgentRequest: { id: '1 string' },
  BytesMessage: { data: '1 bytes' },
  // grpc.health.v1.Health
  HealthCheckResponse: { status: '1 int32' },
  // fsutil.types, the stream of moby.filesync.v1.FileSync
  Packet: { type: '1 int32', stat: '2 Stat', id: '3 uint32', data: '4 bytes' },
  Stat: {
    path: '1 string',
    mode: '2 uint32',
    uid: '3 uint32',
    gid: '4 uint32',
    size: '5 int64',
    modTime: '6 int64',
    linkname: '7 string',
  },
} as const

export type MessageName = keyof typeof fields

/** Writes and reads messages by their names. */
export interface Messages {
  /** Fields that are left out have their zero. An int64 beyond a double's 53 bits goes as its two halves. */
  encode(name: MessageName, value: object): Uint8Array
  /** Every field is there; an int64 is a number. */
  decode<T>(name: MessageName, bytes: Uint8Array): T
}

/** Loads what reads and writes them. */
export async function loadMessages(): Promise<Messages> {
  const protobuf = (await import('protobufjs/light.js')).default
  const root = protobuf.Root.fromJSON({
    nested: Object.fromEntries(
      Object.entries(fields).map(([name, described]) => [
        name,
        {
          fields: Object.fromEntries(
            Object.entries<string>(described).map(([field, text]) => [field, readField(text)]),
          ),
        },
      ]),
    ),
  })
  return {
    encode: (name, value) => root.lookupType(name).encode(value).finish(),
    decode: <T>(name: MessageName, bytes: Uint8Array) => {
      const type = root.lookupType(name)
      return type.toObject(type.decode(bytes), { longs: Number, defaults: true }) as T
    },
  }
}

function readField(text: string): { id: number; type: string; rule?: string; keyType?: string } {
  const [number = '', ...rest] = text.split(' ')
  const id = Number(number)
  const type = rest.at(-1) as string
  if (rest[0] === 'map') return { id, type, keyType: 'string' }
  return rest[0] === 'repeated' ? { id, type, rule: 'repeated' } : { id, type }
}
