// What each kind of step is called: for messages and for the progress view. A step kind without its words does not compile.
import type { StepKind } from '../plan/index.ts'

export interface Verb {
  /** `create`, as in "cannot create container shop-web-1". */
  readonly infinitive: string
  /** `Creating`, while it runs; the words are Docker Compose's where it has them. */
  readonly running: string
  /** `Created`, when done. */
  readonly done: string
}

export const verbs: { readonly [K in StepKind]: Verb } = {
  pullImage: { infinitive: 'pull', running: 'Pulling', done: 'Pulled' },
  buildImage: { infinitive: 'build', running: 'Building', done: 'Built' },
  createNetwork: { infinitive: 'create', running: 'Creating', done: 'Created' },
  removeNetwork: { infinitive: 'remove', running: 'Removing', done: 'Removed' },
  createVolume: { infinitive: 'create', running: 'Creating', done: 'Created' },
  removeVolume: { infinitive: 'remove', running: 'Removing', done: 'Removed' },
  createContainer: { infinitive: 'create', running: 'Creating', done: 'Created' },
  startContainer: { infinitive: 'start', running: 'Starting', done: 'Started' },
  stopContainer: { infinitive: 'stop', running: 'Stopping', done: 'Stopped' },
  restartContainer: { infinitive: 'restart', running: 'Restarting', done: 'Started' },
  killContainer: { infinitive: 'kill', running: 'Killing', done: 'Killed' },
  pauseContainer: { infinitive: 'pause', running: 'Pausing', done: 'Paused' },
  unpauseContainer: { infinitive: 'unpause', running: 'Unpausing', done: 'Unpaused' },
  removeContainer: { infinitive: 'remove', running: 'Removing', done: 'Removed' },
  renameContainer: { infinitive: 'rename', running: 'Renaming', done: 'Renamed' },
  updateContainer: { infinitive: 'update', running: 'Updating', done: 'Updated' },
  connectNetwork: { infinitive: 'connect', running: 'Connecting', done: 'Connected' },
  disconnectNetwork: { infinitive: 'disconnect', running: 'Disconnecting', done: 'Disconnected' },
  waitContainer: { infinitive: 'wait for', running: 'Waiting', done: 'Ready' },
  removeImage: { infinitive: 'remove', running: 'Removing', done: 'Removed' },
  runProvider: { infinitive: 'run the provider of', running: 'Running', done: 'Done' },
}
