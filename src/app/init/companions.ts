// The services beside an application: how each is run, kept, found healthy, and where the application finds it. Text of stack files.
import type { Need } from './needs.ts'

export interface Companion {
  /** Lines below the service's name, without its indentation. */
  readonly lines: readonly string[]
  /** Named volume, and what it holds. */
  readonly volume?: string
  /** Whether it can tell that it is ready. */
  readonly healthy: boolean
  /** Variable and address for the application. */
  readonly address: readonly [string, string]
}

const password = `\${DB_PASSWORD:-change-me}`

const health = (test: string): readonly string[] => [
  'healthcheck:',
  `  test: ${test}`,
  '  interval: 5s',
  '  timeout: 5s',
  '  retries: 20',
]

const sql = (kind: 'mysql' | 'mariadb', image: string, ping: string): Companion => ({
  lines: [
    `image: ${image}`,
    'environment:',
    `  ${kind.toUpperCase()}_DATABASE: app`,
    `  ${kind.toUpperCase()}_USER: app`,
    '  # Set DB_PASSWORD in .env. It counts when the volume is new.',
    `  ${kind.toUpperCase()}_PASSWORD: ${password}`,
    `  ${kind.toUpperCase()}_ROOT_PASSWORD: ${password}`,
    'volumes:',
    `  - ${kind}-data:/var/lib/mysql`,
    ...health(ping),
    'restart: unless-stopped',
  ],
  volume: `${kind}-data`,
  healthy: true,
  address: ['DATABASE_URL', `mysql://app:${password}@${kind}:3306/app`],
})

export const companions: Readonly<Record<Need, Companion>> = {
  postgres: {
    lines: [
      'image: postgres:17',
      'environment:',
      '  POSTGRES_DB: app',
      '  POSTGRES_USER: app',
      '  # Set DB_PASSWORD in .env. It counts when the volume is new.',
      `  POSTGRES_PASSWORD: ${password}`,
      'volumes:',
      '  - postgres-data:/var/lib/postgresql/data',
      ...health('["CMD-SHELL", "pg_isready -h 127.0.0.1 -U app -d app"]'),
      'restart: unless-stopped',
    ],
    volume: 'postgres-data',
    healthy: true,
    address: ['DATABASE_URL', `postgres://app:${password}@postgres:5432/app`],
  },
  mysql: sql(
    'mysql',
    'mysql:8.4',
    '["CMD-SHELL", "mysqladmin ping -h 127.0.0.1 -u app --password=$$MYSQL_PASSWORD --silent"]',
  ),
  mariadb: sql('mariadb', 'mariadb:11', '["CMD", "healthcheck.sh", "--connect", "--innodb_initialized"]'),
  mongo: {
    lines: [
      'image: mongo:8',
      'volumes:',
      '  - mongo-data:/data/db',
      ...health('["CMD", "mongosh", "--quiet", "--eval", "db.runCommand({ ping: 1 }).ok"]'),
      'restart: unless-stopped',
    ],
    volume: 'mongo-data',
    healthy: true,
    address: ['MONGO_URL', 'mongodb://mongo:27017/app'],
  },
  redis: {
    lines: [
      'image: redis:7',
      '# Writes its data to the volume.',
      'command: ["redis-server", "--appendonly", "yes"]',
      'volumes:',
      '  - redis-data:/data',
      ...health('["CMD", "redis-cli", "ping"]'),
      'restart: unless-stopped',
    ],
    volume: 'redis-data',
    healthy: true,
    address: ['REDIS_URL', 'redis://redis:6379'],
  },
  rabbitmq: {
    lines: [
      'image: rabbitmq:4',
      '# Its data folder is named after the host.',
      'hostname: rabbitmq',
      'volumes:',
      '  - rabbitmq-data:/var/lib/rabbitmq',
      ...health('["CMD", "rabbitmq-diagnostics", "-q", "ping"]'),
      'restart: unless-stopped',
    ],
    volume: 'rabbitmq-data',
    healthy: true,
    address: ['AMQP_URL', 'amqp://guest:guest@rabbitmq:5672'],
  },
  elasticsearch: {
    lines: [
      'image: elasticsearch:8.17.0',
      'environment:',
      '  discovery.type: single-node',
      '  # Reached by this stack alone; turn it on before you publish a port.',
      '  xpack.security.enabled: "false"',
      '  ES_JAVA_OPTS: -Xms512m -Xmx512m',
      'volumes:',
      '  - elasticsearch-data:/usr/share/elasticsearch/data',
      ...health('["CMD-SHELL", "curl -fs http://127.0.0.1:9200/_cluster/health"]'),
      'restart: unless-stopped',
    ],
    volume: 'elasticsearch-data',
    healthy: true,
    address: ['ELASTICSEARCH_URL', 'http://elasticsearch:9200'],
  },
  memcached: {
    lines: ['image: memcached:1', 'restart: unless-stopped'],
    healthy: false,
    address: ['MEMCACHED_SERVERS', 'memcached:11211'],
  },
  nats: {
    lines: ['image: nats:2', 'restart: unless-stopped'],
    healthy: false,
    address: ['NATS_URL', 'nats://nats:4222'],
  },
}
