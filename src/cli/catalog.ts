// Every command: its names, its group, one line of what it does, and where its module is. Help prints this list without loading
// a module, so that start-up stays cheap.
import type { CatalogEntry } from './catalog-entry.ts'

export const catalog: readonly CatalogEntry[] = [
  {
    name: 'up',
    group: 'Run a stack',
    summary: 'Create and start what the stack asks for',
    load: () => import('./commands/up.ts'),
  },
  {
    name: 'down',
    group: 'Run a stack',
    summary: 'Stop and remove containers and networks',
    load: () => import('./commands/down.ts'),
  },
  {
    name: 'create',
    group: 'Run a stack',
    summary: 'Create containers without starting them',
    load: () => import('./commands/create.ts'),
  },
  {
    name: 'start',
    group: 'Run a stack',
    summary: 'Start containers that exist',
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'stop',
    group: 'Run a stack',
    summary: 'Stop containers without removing them',
    load: () => import('./commands/stop.ts'),
  },
  {
    name: 'restart',
    group: 'Run a stack',
    summary: 'Restart containers',
    load: () => import('./commands/restart.ts'),
  },
  {
    name: 'scale',
    group: 'Run a stack',
    summary: 'Set how many replicas services have',
    load: () => import('./commands/scale.ts'),
  },
  {
    name: 'pause',
    group: 'Run a stack',
    summary: 'Pause containers',
    load: () => import('./commands/pause.ts'),
  },
  {
    name: 'unpause',
    group: 'Run a stack',
    summary: 'Unpause containers',
    load: () => import('./commands/unpause.ts'),
  },
  {
    name: 'kill',
    group: 'Run a stack',
    summary: 'Send a signal to containers',
    load: () => import('./commands/kill.ts'),
  },
  {
    name: 'rm',
    group: 'Run a stack',
    summary: 'Remove stopped containers',
    load: () => import('./commands/rm.ts'),
  },
  {
    name: 'plan',
    group: 'See before you change',
    summary: 'Say what up would change, and why',
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'apply',
    group: 'See before you change',
    summary: 'Run a plan that was saved',
    load: () => import('./commands/apply.ts'),
  },
  {
    name: 'diff',
    group: 'See before you change',
    summary: 'Compare what runs with the files, field by field',
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'drift',
    group: 'See before you change',
    summary: 'Say what was changed by hand since it was applied',
    load: () => import('./commands/drift.ts'),
  },
  {
    name: 'config',
    aliases: ['convert'],
    group: 'See before you change',
    summary: 'Print the stack as it is understood',
    load: () => import('./commands/config.ts'),
  },
  {
    name: 'graph',
    aliases: ['viz'],
    group: 'See before you change',
    summary: 'Draw services, networks and volumes and how they hang together',
    load: () => import('./commands/graph.ts'),
  },
  {
    name: 'lint',
    group: 'See before you change',
    summary: 'Check the stack files',
    load: () => import('./commands/lint.ts'),
  },
  {
    name: 'ps',
    group: 'Look at what runs',
    summary: 'List containers',
    load: () => import('./commands/ps.ts'),
  },
  {
    name: 'logs',
    group: 'Look at what runs',
    summary: 'Print the logs of services',
    load: () => import('./commands/logs.ts'),
  },
  {
    name: 'exec',
    group: 'Work in containers',
    summary: 'Run a command in a running container',
    load: () => import('./commands/exec.ts'),
  },
  {
    name: 'build',
    group: 'Images',
    summary: 'Build the images of services',
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'pull',
    group: 'Images',
    summary: 'Pull the images of services',
    load: () => import('./commands/pull.ts'),
  },
  {
    name: 'version',
    group: 'Files and tools',
    summary: 'Print the version',
    load: () => import('./commands/version.ts'),
  },
]
