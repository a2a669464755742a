// One performer a step kind. A kind that lacks one does not compile.
import type { Performers } from '../perform-context.ts'
import { performCreateContainer } from './create-container.ts'
import { performBuildImage, performPullImage, performRemoveImage } from './images.ts'
import {
  performKillContainer,
  performPauseContainer,
  performRemoveContainer,
  performRenameContainer,
  performRestartContainer,
  performStopContainer,
  performUnpauseContainer,
  performUpdateContainer,
} from './lifecycle.ts'
import {
  performConnectNetwork,
  performCreateNetwork,
  performDisconnectNetwork,
  performRemoveNetwork,
} from './networks.ts'
import { performStartContainer } from './start-container.ts'
import { performCreateVolume, performRemoveVolume } from './volumes.ts'
import { performWaitContainer } from './wait-container.ts'

export const performers: Performers = {
  pullImage: performPullImage,
  buildImage: performBuildImage,
  removeImage: performRemoveImage,
  createNetwork: performCreateNetwork,
  removeNetwork: performRemoveNetwork,
  connectNetwork: performConnectNetwork,
  disconnectNetwork: performDisconnectNetwork,
  createVolume: performCreateVolume,
  removeVolume: performRemoveVolume,
  createContainer: performCreateContainer,
  startContainer: performStartContainer,
  stopContainer: performStopContainer,
  restartContainer: performRestartContainer,
  killContainer: performKillContainer,
  pauseContainer: performPauseContainer,
  unpauseContainer: performUnpauseContainer,
  removeContainer: performRemoveContainer,
  renameContainer: performRenameContainer,
  updateContainer: performUpdateContainer,
  waitContainer: performWaitContainer,
  // Loaded when a stack has one: it brings what starts processes.
  runProvider: async (...given) => (await import('./provider.ts')).performRunProvider(...given),
}
