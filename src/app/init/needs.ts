// What an application's libraries tell of the services that it talks to. Knows names of packages, no files.

export type Need =
  | 'postgres'
  | 'mysql'
  | 'mariadb'
  | 'mongo'
  | 'redis'
  | 'rabbitmq'
  | 'elasticsearch'
  | 'memcached'
  | 'nats'

/** Names as the ecosystems write them: npm, PyPI, Go modules, crates, gems, Packagist, Maven. */
const clients: Readonly<Record<Need, RegExp>> = {
  postgres:
    /^(pg|postgres|pg-promise|psycopg\d?(-binary|-c)?|asyncpg|aiopg|pg8000|github\.com\/lib\/pq|github\.com\/jackc\/pgx.*|tokio-postgres|deadpool-postgres|ext-(pdo_)?pgsql|postgresql|r2dbc-postgresql)$/,
  mysql:
    /^(mysql2?|pymysql|mysqlclient|aiomysql|asyncmy|mysql-connector(-python|-java|-j)?|github\.com\/go-sql-driver\/mysql|mysql_async|ext-mysqli|ext-pdo_mysql)$/,
  mariadb: /^(mariadb|mariadb-java-client)$/,
  mongo:
    /^(mongodb|mongoose|pymongo|motor|mongoengine|beanie|go\.mongodb\.org\/mongo-driver.*|mongo|mongoid|mongodb\/mongodb|ext-mongodb|mongodb-driver-(sync|reactivestreams)|spring-boot-starter-data-mongodb)$/,
  redis:
    /^(redis|ioredis|bull|bullmq|connect-redis|@redis\/client|rq|aioredis|django-redis|channels-redis|github\.com\/redis\/go-redis.*|github\.com\/go-redis\/redis.*|github\.com\/gomodule\/redigo.*|deadpool-redis|fred|sidekiq|predis\/predis|ext-redis|jedis|lettuce-core|spring-boot-starter-data-redis)$/,
  rabbitmq:
    /^(amqplib|amqp-connection-manager|pika|aio-pika|github\.com\/rabbitmq\/amqp091-go|github\.com\/streadway\/amqp|lapin|bunny|php-amqplib\/php-amqplib|amqp-client|spring-boot-starter-amqp)$/,
  elasticsearch:
    /^(@elastic\/elasticsearch|elasticsearch(-dsl)?|github\.com\/elastic\/go-elasticsearch.*|elasticsearch\/elasticsearch|elasticsearch-java|spring-boot-starter-data-elasticsearch)$/,
  memcached:
    /^(memcached|memjs|pymemcache|pylibmc|python-memcached|github\.com\/bradfitz\/gomemcache.*|dalli|ext-memcached|spymemcached)$/,
  nats: /^(nats|nats-py|github\.com\/nats-io\/nats\.go|async-nats|nats-pure|jnats)$/,
}

/** The services that clients of are among the packages, in the table's order. */
export function needsOf(packages: Iterable<string>): readonly Need[] {
  const names = [...packages].map(name => name.toLowerCase())
  return (Object.keys(clients) as Need[]).filter(need => names.some(name => clients[need].test(name)))
}
