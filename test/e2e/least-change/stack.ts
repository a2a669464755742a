// The stack that every row of the table changes in one place. One attribute a line, so that a row names it by its line.

/** What a container of it has, one attribute a line. */
export const baseStack = `services:
  web:
    image: gantry/tiny
    command: ["sleep", "3600"]
    user: "0:0"
    working_dir: /tmp
    init: true
    stop_signal: SIGKILL
    stop_grace_period: 2s
    hostname: north
    domainname: example.org
    restart: unless-stopped
    environment:
      PORT: "80"
      GONE: here
      API_TOKEN: aaa
    env_file: web.env
    labels:
      tier: front
    expose: ["53/udp"]
    ports:
      - "127.0.0.1::80"
    dns: 192.0.2.1
    dns_opt: ["ndots:2"]
    dns_search: example.org
    extra_hosts: ["elsewhere:192.0.2.1"]
    healthcheck:
      test: ["CMD", "true"]
      interval: 1h
      timeout: 5s
      retries: 3
      start_period: 1s
    volumes:
      - data:/data
      - ./here:/here
      - /anonymous
      - {type: tmpfs, target: /scratch, tmpfs: {size: 1048576}}
    tmpfs: ["/cache:size=1m"]
    shm_size: 32m
    cap_add: ["SYS_TIME"]
    cap_drop: ["MKNOD"]
    security_opt: ["no-new-privileges:true"]
    group_add: ["7"]
    sysctls:
      net.core.somaxconn: "512"
    ulimits:
      nofile: {soft: 100, hard: 200}
    devices: ["/dev/null:/dev/nil:rw"]
    cpus: 0.5
    mem_limit: 64m
    mem_reservation: 32m
    memswap_limit: 128m
    pids_limit: 100
    cpu_shares: 512
    cpuset: "0"
    oom_score_adj: 500
    logging:
      driver: json-file
      options:
        max-size: 1m
    depends_on:
      db: {condition: service_started}
    networks:
      default:
        aliases: [front]
      fixed:
        ipv4_address: SUBNET.7
    secrets:
      - source: token
        target: token
        mode: 0400
    configs:
      - source: settings
        target: /etc/settings
    profiles: [all]
    scale: 1
  db:
    image: gantry/tiny
    command: ["sleep", "3600"]
    init: true
    stop_grace_period: 0s
networks:
  default: {}
  fixed:
    ipam: {config: [{subnet: SUBNET.0/24}]}
    labels: {tier: one}
volumes:
  data:
    labels: {level: one}
secrets:
  token:
    file: token.txt
configs:
  settings:
    content: first
`

/** The files beside it. */
export const baseFiles: Readonly<Record<string, string>> = {
  'web.env': 'FROM_FILE=first\n',
  'web.labels': 'from.file=first\n',
  'token.txt': 'first\n',
  'here/nothing': '',
  'there/nothing': '',
}
