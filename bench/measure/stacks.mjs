// The stacks that are measured, as text.

const idle = `["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done"]`

/** Services that run at once. */
export function flatStack(count) {
  const services = Array.from(
    { length: count },
    (_, index) => `  s${index}:\n    image: gantry/tiny\n    command: ${idle}\n    stop_grace_period: 1s\n`,
  )
  return `services:\n${services.join('')}`
}

/** Each waits for the health of the one before it; each is healthy after its first check. */
export function chainStack(count) {
  const services = Array.from({ length: count }, (_, index) => {
    const needs =
      index === 0 ? '' : `    depends_on:\n      s${index - 1}:\n        condition: service_healthy\n`
    return `  s${index}:\n    image: gantry/tiny\n    command: ${idle}\n    stop_grace_period: 1s\n    healthcheck:\n      test: ["CMD", "true"]\n      interval: 300ms\n${needs}`
  })
  return `services:\n${services.join('')}`
}

/** Services as people write them: twenty lines each, several forms. */
export function typicalStack(count) {
  const services = Array.from(
    { length: count },
    (_, index) => `  service-${index}:
    image: "registry.example/team/app-${index}:\${TAG:-1.2.3}"
    command: ["serve", "--port", "${8000 + (index % 1000)}"]
    restart: unless-stopped
    environment:
      PORT: "${8000 + (index % 1000)}"
      DATABASE_URL: postgres://db/app${index}
      LOG_LEVEL: \${LOG_LEVEL:-info}
    ports:
      - "127.0.0.1:${10000 + index}:80"
    volumes:
      - data-${index % 50}:/var/lib/app
      - ./config/${index}:/etc/app:ro
    depends_on:${index === 0 ? ' []' : `\n      - service-${index - 1}`}
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost/health"]
      interval: 30s
      timeout: 5s
    labels:
      team: "team-${index % 7}"
      tier: backend
    networks: [default, back]
`,
  )
  const volumes = Array.from({ length: Math.min(50, count) }, (_, index) => `  data-${index}: {}\n`)
  return `name: bench\nservices:\n${services.join('')}networks:\n  back: {}\nvolumes:\n${volumes.join('')}`
}
